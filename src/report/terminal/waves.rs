//! Waves on a terminal: what rose and fell, then each outcome wave by wave, then its levels.
//!
//! ```text
//!                   n     rate  95% interval     change  95% interval   adjusted p
//! 2025          1,567    74.0%  71.8% to 76.1%
//! 2026          1,702    71.2%  69.0% to 73.3%     −2.8  −5.9 to 0.3         0.210
//! ```

use super::super::build::outcome::figures;
use super::super::build::{DASH, SYNTHETIC};
use super::comparison::mark;
use super::{Page, Style, clean, left_padded, padded, shown, wrap};
use crate::findings::words::{
    change_unit, change_word, families_sentence, in_text, interval_method, latest, level_text, of_base, respondents,
    since_first,
};
use crate::results::format::{Unit, count, p_value, signed_points};
use crate::results::waves::{Change, LevelChange, SegmentChange, WaveOutcome, Waves};
use crate::results::{Estimate, Flag, Verdict};

/// Widest name of a wave or a level in a table; longer ones are wrapped.
const NAME: usize = 22;

/// Several waves; with all levels in detail, or those alone that changed.
pub fn waves(width: usize, found: &Waves, detail: bool, style: Style) -> String {
    let mut page = Page::new(width, style);
    let names: Vec<String> = found
        .waves
        .iter()
        .map(|wave| format!("{} ({}, {})", wave.name, wave.data.name, respondents(wave.data.rows_kept)))
        .collect();
    let title = if found.study.title.is_empty() { String::new() } else { format!("{}: ", found.study.title) };
    page.strong(&format!("{title}{} waves", found.waves.len()));
    if found.study.synthetic {
        page.strong(SYNTHETIC);
    }
    page.text(&names.join("; "), 0);
    page.text(&format!("{}.", capital(&found.link.description)), 0);
    page.blank();
    answer(&mut page, found);
    for outcome in &found.outcomes {
        of_outcome(&mut page, found, outcome, detail);
    }
    beside(&mut page, found);
    page.blank();
    page.text(&families_sentence(found), 0);
    page.text(&intervals(found), 0);
    marks(&mut page, found);
    page.out
}

/// What changed, by verdict: since the wave before, and of three or more since the first.
fn answer(page: &mut Page, found: &Waves) {
    let of = |which: fn(&WaveOutcome) -> Option<&Change>| -> Vec<(&WaveOutcome, &Change)> {
        found.outcomes.iter().filter_map(|outcome| Some((outcome, which(outcome)?))).collect()
    };
    let first = of(since_first);
    if !first.is_empty() {
        page.text("Since the first wave", 0);
        by_verdict(page, &first);
        page.blank();
        page.text("Since the wave before", 0);
    }
    by_verdict(page, &of(latest));
}

fn by_verdict(page: &mut Page, changes: &[(&WaveOutcome, &Change)]) {
    for word in ["Rose", "Fell", "Rose within margin", "Fell within margin", "No change beyond margin", "Undetermined"]
    {
        let of: Vec<&(&WaveOutcome, &Change)> =
            changes.iter().filter(|(_, change)| change_word(change) == word).collect();
        if let Some((_, first)) = of.first() {
            let said: Vec<String> = of.iter().map(|(outcome, change)| short(outcome, change)).collect();
            page.verdict(first.verdict, word, &format!(": {}", said.join("; ")));
        }
    }
    let hidden: Vec<String> =
        changes.iter().filter(|(_, change)| !change.is_printable()).map(|(outcome, _)| outcome.label.clone()).collect();
    if !hidden.is_empty() {
        page.text(&format!("No figure, base too small: {}", hidden.join("; ")), 0);
    }
}

/// "Rolled back 71.2% to 74.0%"
fn short(outcome: &WaveOutcome, change: &Change) -> String {
    let figure = |name: &String| {
        let of = outcome.waves.iter().find(|wave| &wave.wave == name);
        of.map_or_else(|| DASH.to_owned(), |wave| figures(&wave.estimate).0)
    };
    format!("{} {} to {}", outcome.label, figure(&change.pair.b), figure(&change.pair.a))
}

fn of_outcome(page: &mut Page, found: &Waves, outcome: &WaveOutcome, detail: bool) {
    page.blank();
    page.strong(&outcome.label);
    if let Some(last) = outcome.waves.last() {
        page.text(&format!("Base in {}: {}", last.wave, of_base(last.base.n, &last.base)), 0);
    }
    let own: Vec<Estimate> = outcome.waves.iter().map(|wave| wave.estimate.clone()).collect();
    if !outcome.changes.is_empty() || outcome.answers.is_empty() {
        table(page, found, &own, &outcome.changes);
    }
    for change in &outcome.changes {
        if outcome.changes.len() > 1 {
            page.text(&format!("{} against {}: {}", change.pair.a, change.pair.b, change.sentence), 0);
        } else {
            page.text(&capital(&change.sentence), 0);
        }
    }
    for panel in &outcome.panel {
        page.text(&format!("Those who answered both times: {}", panel.paired.sentence), 0);
    }
    if let Some(over) = outcome.sentence.find("Over all ") {
        let text = &outcome.sentence[over..];
        page.text(text.split(" Note that ").next().unwrap_or(text), 0);
    }
    for warning in &outcome.warnings {
        page.text(&format!("! {}.", capital(&warning.text)), 0);
    }
    if outcome.measure == crate::results::Measure::Shares || detail {
        for answer in &outcome.answers {
            page.blank();
            page.text(&format!("Answer: {}", answer.answer), 0);
            table(page, found, &answer.waves, &answer.changes);
        }
    }
    for segment in &outcome.segments {
        of_segment(page, segment, detail);
    }
}

/// The levels of a segment: all, or those whose change is more than chance.
fn of_segment(page: &mut Page, segment: &SegmentChange, detail: bool) {
    let last = |level: &LevelChange| level.changes.iter().rfind(|c| is_latest(c, level)).cloned();
    let moved = |level: &LevelChange| {
        last(level).is_some_and(|c| matches!(c.verdict, Verdict::Differs | Verdict::DiffersWithinMargin))
    };
    let levels: Vec<&LevelChange> = segment.levels.iter().filter(|level| detail || moved(level)).collect();
    if levels.is_empty() {
        return;
    }
    page.blank();
    let some = if detail { "" } else { ", levels that changed" };
    page.text(&format!("By {}{some}", in_text(&segment.label)), 0);
    let unit = change_unit(&levels.iter().flat_map(|level| level.waves.clone()).collect::<Vec<_>>());
    let rows: Vec<[String; 6]> = levels
        .iter()
        .map(|level| {
            let change = last(level);
            let of = |name: Option<&String>| level.waves.iter().find(|wave| wave.level.as_ref() == name);
            let (from, to) = match &change {
                Some(change) => (of(Some(&change.pair.b)), of(Some(&change.pair.a))),
                None => (level.waves.first(), level.waves.last()),
            };
            let rate =
                |e: Option<&Estimate>| e.map_or_else(|| DASH.to_owned(), |e| format!("{}{}", figures(e).0, mark(e)));
            let [difference, range, p] = change.as_ref().map_or_else(dashes, |change| cells(change, unit));
            [clean(&level.level), rate(from), rate(to), difference, range, p]
        })
        .collect();
    let names = levels.iter().find_map(|level| last(level)).map(|change| (change.pair.b, change.pair.a));
    let (earlier, later) = names.unwrap_or_default();
    lay_out(page, &["", &clean(&earlier), &clean(&later), "change", "interval", "adj. p"].map(str::to_owned), &rows);
    for test in &segment.interactions {
        let what = format!("Whether the levels changed alike, {} to {}", test.b, test.a);
        match (&test.test, test.p_adjusted, &test.note) {
            (Some(found), Some(adjusted), _) if detail => page.text(
                &format!("{what}: {}, adjusted {}", p_value(found.p, found.ln_p), p_value(adjusted, adjusted.ln())),
                0,
            ),
            (None, _, Some(why)) if detail => page.text(&format!("{what}: no test, {why}"), 0),
            _ => {}
        }
    }
    for standard in segment.standardised.iter().filter(|_| detail) {
        if let (Some(difference), Some(raw), Some(ci)) = (standard.pair.difference, standard.raw, standard.pair.ci) {
            page.text(
                &format!(
                    "With the levels' shares of {} kept, {} to {}: {} ({} interval {} to {}), raw {}",
                    standard.pair.b,
                    standard.pair.b,
                    standard.pair.a,
                    step(unit, difference),
                    level_text(ci.level),
                    step(unit, ci.low),
                    step(unit, ci.high),
                    step(unit, raw)
                ),
                0,
            );
        }
    }
}

fn is_latest(change: &Change, level: &LevelChange) -> bool {
    change.against == crate::results::waves::Against::Previous
        && level.waves.iter().rfind(|wave| wave.n > 0).is_some_and(|wave| wave.level.as_ref() == Some(&change.pair.a))
}

/// Waves in rows: base, figure, and the change from the one before.
fn table(page: &mut Page, found: &Waves, waves: &[Estimate], changes: &[Change]) {
    let unit = change_unit(waves);
    let rows: Vec<[String; 7]> = waves
        .iter()
        .map(|wave| {
            let (rate, range) = figures(wave);
            let change = changes.iter().find(|c| {
                Some(&c.pair.a) == wave.level.as_ref() && c.against == crate::results::waves::Against::Previous
            });
            let [difference, limits, p] =
                change.map_or_else(|| [String::new(), String::new(), String::new()], |change| cells(change, unit));
            let n = format!("{}{}", count(wave.n), mark(wave));
            [clean(wave.level.as_deref().unwrap_or_default()), n, rate, range, difference, limits, p]
        })
        .collect();
    let level = format!("{} interval", level_text(found.study.analysis.confidence));
    let heads = ["", "n ", "figure", &level, "change", "interval", "adj. p"].map(str::to_owned);
    lay_out(page, &heads, &rows);
}

/// Change, its interval and the corrected p, without their unit.
fn cells(change: &Change, unit: Unit) -> [String; 3] {
    if !change.is_printable() {
        return dashes();
    }
    let difference = change.pair.difference.map_or_else(|| DASH.to_owned(), |d| step(unit, d));
    let range = change
        .pair
        .ci
        .map_or_else(|| DASH.to_owned(), |ci| format!("{} to {}", step(unit, ci.low), step(unit, ci.high)));
    let p = change.pair.p_adjusted.map_or_else(
        || DASH.to_owned(),
        |p| p_value(p, if p > 0.0 { p.ln() } else { f64::NEG_INFINITY }).trim_start_matches("p ").replace("= ", ""),
    );
    [difference, range, p]
}

fn dashes() -> [String; 3] {
    [DASH.to_owned(), DASH.to_owned(), DASH.to_owned()]
}

/// "+2.8" in points, or a number with its sign.
fn step(unit: Unit, difference: f64) -> String {
    match unit {
        Unit::Percent => signed_points(difference),
        Unit::Number { .. } => unit.difference(difference),
    }
}

/// Columns as wide as their texts; the first is wrapped where it is long.
fn lay_out<const K: usize>(page: &mut Page, heads: &[String; K], rows: &[[String; K]]) {
    let width = |at: usize| rows.iter().map(|row| shown(&row[at])).chain([shown(&heads[at])]).max().unwrap_or(0);
    let widths: Vec<usize> = (1..K).map(width).collect();
    let fixed: usize = widths.iter().map(|w| w + 2).sum();
    let first =
        width(0).min(NAME.max(page.width().saturating_sub(fixed))).min(page.width().saturating_sub(fixed).max(6));
    let line = |name: &str, cells: &[String]| {
        let cells: Vec<String> = cells.iter().zip(&widths).map(|(text, w)| left_padded(text, *w)).collect();
        format!("{}  {}", padded(name, first), cells.join("  "))
    };
    page.line(&line("", &heads[1..]));
    for row in rows {
        let mut lines = wrap(&row[0], first);
        let last = lines.pop().unwrap_or_default();
        lines.iter().for_each(|text| page.line(text));
        page.line(&line(&last, &row[1..]));
    }
}

/// What is not in every wave, and who answered.
fn beside(page: &mut Page, found: &Waves) {
    if !found.left_out.is_empty() {
        page.blank();
        page.strong("Not in every wave");
        for left in &found.left_out {
            page.text(&format!("{}: {}", left.name, left.reason), 0);
        }
    }
    let warnings: Vec<_> = found.composition.iter().flat_map(|of| &of.warnings).collect();
    if !warnings.is_empty() {
        page.blank();
        page.strong("Who answered changed");
        for warning in warnings {
            page.text(&format!("! {}", warning.text), 0);
        }
    }
}

/// How the intervals of changes are made.
fn intervals(found: &Waves) -> String {
    let ci = found.outcomes.iter().flat_map(|outcome| &outcome.changes).find_map(|change| change.pair.ci);
    let margin = crate::findings::words::margin_text(found.study.analysis.margin);
    let how = ci.map_or_else(String::new, |ci| {
        format!("Changes in points with {} intervals ({}). ", level_text(ci.level), interval_method(ci.method))
    });
    format!("{how}\"No change beyond the margin\" is said only where the change is shown to be within ±{margin}.")
}

fn marks(page: &mut Page, found: &Waves) {
    let all = || {
        let of = |outcome: &'_ WaveOutcome| {
            let levels = outcome.segments.iter().flat_map(|s| &s.levels).flat_map(|l| l.waves.clone());
            outcome.waves.iter().map(|w| w.estimate.clone()).chain(levels).collect::<Vec<_>>()
        };
        found.outcomes.iter().flat_map(of)
    };
    let set = &found.study.analysis;
    if all().any(|e| e.flags.contains(&Flag::Caution)) {
        page.text(&format!("† base under {}: read with caution", count(set.caution_below)), 0);
    }
    if all().any(|e| e.flags.contains(&Flag::Suppressed)) {
        page.text(&format!("{DASH} no figure: base under {}", count(set.suppress_below)), 0);
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
