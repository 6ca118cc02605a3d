//! One comparison as `test` prints it: the answer, then levels, tests, effect, equivalence.

use super::super::build::hidden::{self, GIVES_AWAY, has_hidden};
use super::super::build::outcome::{effective, figures, level_name, measure_word};
use super::super::build::segment::{decision, effect, equivalence, reach, test, told};
use super::super::build::{DASH, SYNTHETIC, too_small};
use super::plot::{self, Axis};
use super::{Page, Style, WIDTH, clean, left_padded, padded, shown, wrap};
use crate::findings::words::{decision_text, in_text, left_out, level_text, of_base, respondents};
use crate::results::format::{count, decimal};
use crate::results::{Comparison, DecisionRule, Estimate, Flag, StudyInfo, TestMethod};

/// Widest name of a level beside which there is room for an axis.
const NAME: usize = 24;

/// One comparison for a terminal that nothing is known about.
pub fn comparison(c: &Comparison, info: &StudyInfo, style: Style) -> String {
    comparison_within(WIDTH, c, info, style)
}

/// The same within a given width.
pub fn comparison_within(width: usize, c: &Comparison, info: &StudyInfo, style: Style) -> String {
    let mut page = Page::new(width, style);
    page.strong(&format!("{} by {}", c.outcome_label, in_text(&c.segment_label)));
    if info.synthetic {
        page.strong(SYNTHETIC);
    }
    let (word, rest) = told(c);
    page.verdict(c.verdict, word, &rest);
    page.blank();
    page.text(&of_base(c.overall.n, &c.base), 0);
    let mut left = Vec::new();
    if c.base.n_missing > 0 {
        left.push(format!("{} in the base gave no answer", count(c.base.n_missing)));
    }
    if c.n_segment_missing > 0 {
        left.push(format!("{} of {} without a level", count(c.n_segment_missing), respondents(c.base.n)));
    }
    if !left.is_empty() {
        page.text(&left.join("; "), 0);
    }
    let all = &c.overall;
    if all.is_weighted() {
        let (weighted, effective) = (decimal(all.n_weighted, 1), effective(all));
        page.text(&format!("weighted base {weighted}, effective base {effective}"), 0);
    }
    page.blank();
    levels(&mut page, c, info);
    hidden::notes(c, info).iter().for_each(|note| page.text(note, 0));
    page.blank();
    let trend = if c.tests.departure.is_some() { &c.tests.trend } else { &None };
    // With a design the decision rests on two tests of any difference.
    let wald = c.tests.others.iter().find(|test| test.method == TestMethod::AdjWald && decides(c));
    let named = [c.tests.omnibus.as_ref(), wald, trend.as_ref(), c.tests.departure.as_ref()];
    let mut lines: Vec<(&str, String)> = named.into_iter().flatten().map(|t| ("Test", test(t))).collect();
    if has_hidden(c) && !lines.is_empty() {
        lines = vec![("Test", format!("{DASH} {GIVES_AWAY}"))];
    }
    if let Some(why) = &c.tests.note {
        lines.push((if lines.is_empty() { "No test" } else { "Note" }, why.clone()));
    }
    lines.extend(rule(c).map(|text| ("Decision", text)));
    lines.extend(effect(c).map(|text| ("Effect", text)));
    if let Some(eq) = &c.equivalence {
        let limit = [Some(equivalence(c, eq, info)), left_out(c, info)];
        lines.push(("Equivalence", limit.into_iter().flatten().collect::<Vec<_>>().join(" ")));
        lines.extend(reach(c, eq).map(|text| ("Reach", text)));
    }
    for (name, text) in lines {
        page.named(name, &text);
    }
    page.out
}

/// Whether the adjusted Wald test is one of those that the decision rests on.
fn decides(c: &Comparison) -> bool {
    c.decision.as_ref().is_some_and(|d| !matches!(d.rule, DecisionRule::Omnibus | DecisionRule::OmnibusOrTrend))
}

/// The p of the decision; where it rests on more than one test, by which rule.
fn rule(c: &Comparison) -> Option<String> {
    match c.decision.as_ref()?.rule {
        DecisionRule::Omnibus => decision_text(c),
        _ => decision(c),
    }
}

/// The table of levels: label, base, rate, interval, and the interval on an axis where there is room.
fn levels(page: &mut Page, c: &Comparison, info: &StudyInfo) {
    let all: Vec<(&Estimate, String)> = std::iter::once((&c.overall, "Overall".to_owned()))
        .chain(hidden::listed(c).map(|l| (l, clean(&level_name(l)))))
        .flat_map(|(e, name)| {
            let hidden = !e.is_printable();
            let shares = e.shares.iter().flatten().filter(move |_| !hidden);
            std::iter::once((e, name)).chain(shares.map(|s| (s, format!("· {}", clean(&level_name(s))))))
        })
        .collect();
    let rows: Vec<[String; 3]> = all
        .iter()
        .map(|(e, _)| {
            let (rate, range) = figures(e);
            [format!("{}{}", count(e.n), mark(e)), rate, range]
        })
        .collect();
    let heads = [
        "n ".to_owned(),
        measure_word(c.measure).to_lowercase(),
        format!("{} interval", level_text(info.analysis.confidence)),
    ];
    let widths: Vec<usize> =
        (0..3).map(|i| rows.iter().map(|r| shown(&r[i])).chain([shown(&heads[i])]).max().unwrap_or(0)).collect();
    let fixed: usize = widths.iter().map(|w| w + 2).sum();
    let longest = all.iter().map(|(_, name)| shown(name)).max().unwrap_or(0);
    let room = page.width().saturating_sub(fixed + longest.min(NAME) + 2);
    let overall = c.overall.value().filter(|_| c.overall.is_printable());
    let axis = Axis::of(all.iter().map(|(e, _)| *e), overall, room.min(plot::WIDEST));
    let taken = axis.as_ref().map_or(0, |axis| axis.cells() + 2);
    let first = longest.min(page.width().saturating_sub(fixed + taken).max(8));
    let head = format!(
        "{}  {}  {}  {}{}",
        padded("", first),
        left_padded(&heads[0], widths[0]),
        left_padded(&heads[1], widths[1]),
        left_padded(&heads[2], widths[2]),
        axis.as_ref().map_or_else(String::new, |axis| format!("  {}", axis.head()))
    );
    page.line(&head);
    for ((estimate, name), row) in all.iter().zip(&rows) {
        let mut lines = wrap(name, first);
        let last = lines.pop().unwrap_or_default();
        for line in lines {
            page.line(&line);
        }
        let plot = axis.as_ref().map_or_else(String::new, |axis| format!("  {}", axis.line(estimate)));
        let figures: Vec<String> = row.iter().zip(&widths).map(|(text, w)| left_padded(text, *w)).collect();
        page.line(&format!("{}  {}{plot}", padded(&last, first), figures.join("  ")));
    }
    if axis.is_some() {
        let level = level_text(info.analysis.confidence);
        let bar = if overall.is_some() { ", │ overall" } else { "" };
        page.text(&format!("● {}, ── {level} interval{bar}", measure_word(all[0].0.measure).to_lowercase()), 0);
    }
    let has = |flag: Flag| all.iter().any(|(e, _)| e.flags.contains(&flag));
    if has(Flag::Caution) {
        page.text(&format!("† base under {}: read with caution", count(info.analysis.caution_below)), 0);
    }
    if has(Flag::Suppressed) || has(Flag::Empty) {
        page.text(&format!("{DASH} no figure: {}", too_small(&info.analysis)), 0);
    }
    if has(Flag::Secondary) {
        page.text(&format!("{DASH} or one from which such a figure could be worked out"), 0);
    }
}

pub(super) fn mark(e: &Estimate) -> &'static str {
    if e.is_printable() && e.flags.contains(&Flag::Caution) { "†" } else { " " }
}
