//! The findings of `analyze` on one page: what differs, what is consistent, how much cannot be told; then every rate.
//!
//! A comparison that settles nothing is counted, not told: the report tells each.

use super::super::build::SYNTHETIC;
use super::super::build::answer::tally;
use super::super::build::outcome::figures;
use super::comparison::mark;
use super::plot::{self, Axis};
use super::{Page, Style, WIDTH, clean, left_padded, padded, shown, wrap};
use crate::findings::words::{self, and, in_text, level_text, margin_text};
use crate::results::format::{count, p_value};
use crate::results::{Claim, ClaimStatus, Comparison, Outcome, Paradox, Results, StudyInfo, Verdict};

/// Comparisons that are told one by one; further ones are counted.
const MOST: usize = 12;

/// Outcomes that are named; more are counted.
const MOST_NAMES: usize = 2;

/// Outcomes whose rate is listed; further ones are counted.
const MOST_RATES: usize = 40;

/// Widest name of an outcome beside its figures.
const NAME: usize = 30;

/// The findings for a terminal that nothing is known about. An empty `place` stands for no report.
pub fn summary(results: &Results, place: &str, style: Style) -> String {
    summary_within(WIDTH, results, place, style)
}

/// The same within a given width.
pub fn summary_within(width: usize, results: &Results, place: &str, style: Style) -> String {
    let mut page = Page::new(width, style);
    page.strong(&results.study.title);
    if results.study.synthetic {
        page.strong(SYNTHETIC);
    }
    page.text(&super::super::build::about(results).join(" · "), 0);
    verdicts(&mut page, results);
    rates(&mut page, results);
    for sentence in results.multi.iter().map(|m| &m.sentence).chain(results.paired.iter().map(|p| &p.sentence)) {
        page.blank();
        page.text(sentence, 0);
    }
    for s in results.stratified.iter().filter(|s| words::turns(s)) {
        page.blank();
        page.text(&s.sentence, 0);
    }
    if let Some(p) = &results.paradox {
        paradox(&mut page, p);
    }
    if !results.claims.is_empty() {
        page.blank();
        page.text(&claims_line(&results.claims), 0);
        for c in results.claims.iter().filter(|c| c.status != ClaimStatus::Agrees || words::is_hidden(c)) {
            page.text(&claim(c, &results.study), 2);
        }
    }
    if let (Some(besides), false) = (besides(results), place.is_empty()) {
        page.blank();
        page.text(&besides, 0);
    }
    if !results.not_computed.is_empty() {
        page.blank();
        page.text(&format!("Not computed: {}", results.not_computed.join("; ")), 2);
    }
    if !place.is_empty() {
        page.blank();
        page.strong(&format!("Report: {place}"));
    }
    page.out
}

/// Top against rest, and what could explain it.
fn paradox(page: &mut Page, p: &Paradox) {
    page.blank();
    page.text(&p.headline, 0);
    for (said, names) in words::standings(p) {
        page.text(&format!("{said}: {names}"), 2);
    }
}

/// What differs one by one, what is consistent by segment, what cannot be told as a number.
fn verdicts(page: &mut Page, results: &Results) {
    let Some(tally) = tally(&results.outcomes) else { return };
    page.blank();
    page.text(&tally, 0);
    let of = |verdict: Verdict| -> Vec<(&Outcome, &Comparison)> {
        let all = results.outcomes.iter().flat_map(|o| o.segments.iter().map(move |c| (o, c)));
        all.filter(|(_, c)| c.verdict == verdict).collect()
    };
    for verdict in [Verdict::Differs, Verdict::DiffersWithinMargin] {
        let found = of(verdict);
        if found.is_empty() {
            continue;
        }
        page.blank();
        page.heading(verdict, words::verdict_word(verdict));
        for (_, c) in found.iter().take(MOST) {
            page.text(&format!("{}{}", c.headline, short_p(c)), 2);
        }
        if found.len() > MOST {
            page.text(&format!("and {} more, in the report", count((found.len() - MOST) as u64)), 2);
        }
    }
    // A mean is held against a margin of its own, in its own unit.
    let (rates, numbers): (Vec<_>, Vec<_>) =
        of(Verdict::Consistent).into_iter().partition(|(_, c)| !c.measure.is_number());
    for (consistent, margin) in
        [(rates, margin_text(results.study.analysis.margin)), (numbers, "a margin of its own".to_owned())]
    {
        if consistent.is_empty() {
            continue;
        }
        page.blank();
        page.heading(Verdict::Consistent, &format!("{} within {margin}", words::verdict_word(Verdict::Consistent)));
        for segment in &results.study.segments {
            let by: Vec<_> = consistent.iter().filter(|(_, c)| c.segment == segment.name).collect();
            let name =
                |(o, c): &&(&Outcome, &Comparison)| match c.equivalence.as_ref().filter(|_| c.measure.is_number()) {
                    Some(eq) => format!("{} ({})", o.label, words::margin_in(c.overall.unit(), eq.margin)),
                    None => o.label.clone(),
                };
            let names: Vec<String> = by.iter().map(name).collect();
            let is_part = by.iter().any(|(_, c)| c.equivalence.as_ref().is_some_and(|eq| !eq.left_out.is_empty()));
            let aside = if is_part { " (small levels aside)" } else { "" };
            let all = results.outcomes.iter().filter(|o| o.segments.iter().any(|c| c.segment == segment.name)).count();
            if names.len() > MOST_NAMES {
                let (k, all) = (count(names.len() as u64), count(all as u64));
                page.text(&format!("by {}: {k} of {all} outcomes{aside}", in_text(&segment.label)), 2);
            } else if !names.is_empty() {
                page.text(&format!("by {}: {}{aside}", in_text(&segment.label), and(&names)), 2);
            }
        }
    }
    let (untested, unknown): (Vec<_>, Vec<_>) =
        of(Verdict::Undetermined).into_iter().partition(|(_, c)| c.decision.is_none());
    let undetermined = words::verdict_word(Verdict::Undetermined);
    for (found, word, why) in [
        (unknown.len(), undetermined, "no difference shown, and none beyond the margin ruled out"),
        (untested.len(), "Not tested", "no test could be made; the report says why"),
    ] {
        if found > 0 {
            page.blank();
            page.verdict(Verdict::Undetermined, &format!("{word} ({})", count(found as u64)), &format!(": {why}"));
        }
    }
}

/// Every outcome with base, figure and interval, and the interval on an axis where there is room.
fn rates(page: &mut Page, results: &Results) {
    let listed = &results.outcomes[..results.outcomes.len().min(MOST_RATES)];
    if listed.is_empty() {
        return;
    }
    page.blank();
    let row = |o: &Outcome| {
        let (rate, range) = figures(&o.overall);
        [format!("{}{}", count(o.overall.n), mark(&o.overall)), rate, range]
    };
    let rows: Vec<[String; 3]> = listed.iter().map(row).collect();
    let heads = ["n ".to_owned(), String::new(), format!("{} interval", level_text(results.study.analysis.confidence))];
    let widths: Vec<usize> =
        (0..3).map(|i| rows.iter().map(|r| shown(&r[i])).chain([shown(&heads[i])]).max().unwrap_or(0)).collect();
    let fixed: usize = widths.iter().map(|w| w + 2).sum();
    let names: Vec<String> = listed.iter().map(name).collect();
    let longest = names.iter().map(|name| shown(name)).max().unwrap_or(0);
    let room = page.width().saturating_sub(fixed + longest.min(NAME.max(page.width() * 2 / 5)) + 2);
    let axis = Axis::of(listed.iter().map(|o| &o.overall), None, room.min(plot::WIDEST));
    let taken = axis.as_ref().map_or(0, |axis| axis.cells() + 2);
    let first = longest.min(page.width().saturating_sub(fixed + taken).max(8));
    let cells = |of: &[String; 3]| {
        of.iter().zip(&widths).map(|(text, width)| left_padded(text, *width)).collect::<Vec<_>>().join("  ")
    };
    let ends = axis.as_ref().map_or_else(String::new, |axis| format!("  {}", axis.head()));
    page.line(&format!("{}  {}{ends}", padded("", first), cells(&heads)));
    for ((outcome, name), row) in listed.iter().zip(&names).zip(&rows) {
        let mut lines = wrap(name, first);
        let last = lines.pop().unwrap_or_default();
        lines.iter().for_each(|line| page.line(line));
        let plot = axis.as_ref().map_or_else(String::new, |axis| format!("  {}", axis.line(&outcome.overall)));
        page.line(&format!("{}  {}{plot}", padded(&last, first), cells(row)));
    }
    if results.outcomes.len() > listed.len() {
        page.text(&format!("and {} more, in the report", count((results.outcomes.len() - listed.len()) as u64)), 0);
    }
}

/// An outcome by its label, with who was asked where that is not everybody.
fn name(outcome: &Outcome) -> String {
    let who = clean(&outcome.base.description);
    let label = clean(&outcome.label);
    match who.as_str() {
        "" | "all respondents" => label,
        who => format!("{label} ({who})"),
    }
}

/// The adjusted p of a comparison, in short: " (adjusted p = 0.003)".
fn short_p(c: &Comparison) -> String {
    c.decision.as_ref().map_or_else(String::new, |d| {
        let ln = if d.p_adjusted > 0.0 { d.p_adjusted.ln() } else { d.ln_p };
        let adjusted = if d.adjust == "none" || d.family_size <= 1 { "" } else { "adjusted " };
        format!(" ({adjusted}{})", p_value(d.p_adjusted, ln))
    })
}

/// A published figure that does not agree: what was said, and what was found.
fn claim(c: &Claim, info: &StudyInfo) -> String {
    let text = format!("{}.", c.text.trim_end_matches('.'));
    let n = c.n.unwrap_or(0);
    let shown = !words::is_hidden(c) && !matches!(c.kind.as_str(), "higher" | "consistent");
    match (c.published, c.recomputed, c.ci, shown) {
        (Some(published), Some(recomputed), Some(ci), true) => format!(
            "{}: {text} Published {}, recomputed {} ({} interval {}){}",
            words::status_word(c.status),
            words::published_text(published, c.rounding, &c.kind),
            words::claim_value(recomputed, n, &c.kind),
            level_text(ci.level),
            words::claim_range(&ci, n, &c.kind),
            words::claim_reason(c, info).trim_start_matches(words::status_word(c.status)),
        ),
        _ if words::is_hidden(c) => format!("base too small to show: {text}"),
        _ => format!("{}: {text}", words::claim_reason(c, info)),
    }
}

/// What else the report tells.
fn besides(results: &Results) -> Option<String> {
    let parts = [
        (results.stratified.len(), "comparison within strata", "comparisons within strata"),
        (results.models.len(), "model of several segments", "models of several segments"),
        (results.correlations.len(), "correlation", "correlations"),
    ];
    let some: Vec<String> = (parts.into_iter().filter(|(n, ..)| *n > 0))
        .map(|(n, one, many)| format!("{n} {}", if n == 1 { one } else { many }))
        .collect();
    (!some.is_empty()).then(|| format!("Also in the report: {}", and(&some)))
}

/// How many published figures hold up; those that do not are told one by one.
pub(in crate::report) fn claims_line(claims: &[Claim]) -> String {
    let hidden = claims.iter().filter(|c| words::is_hidden(c)).count();
    let of = |status: ClaimStatus| claims.iter().filter(|c| c.status == status && !words::is_hidden(c)).count();
    let mut some: Vec<String> =
        [ClaimStatus::Agrees, ClaimStatus::Disagrees, ClaimStatus::CannotTell, ClaimStatus::NotTestable]
            .into_iter()
            .filter(|&status| of(status) > 0)
            .map(|status| match (status, of(status)) {
                (ClaimStatus::Agrees, n) if n > 1 => format!("{n} agree"),
                (ClaimStatus::Disagrees, n) if n > 1 => format!("{n} disagree"),
                (_, n) => format!("{n} {}", words::status_word(status)),
            })
            .collect();
    some.extend((hidden > 0).then(|| format!("{hidden} on a base too small to show")));
    format!("{} published {}: {}", claims.len(), if claims.len() == 1 { "figure" } else { "figures" }, some.join(", "))
}
