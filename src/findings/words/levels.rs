//! What may be said of single levels: their figures, how far apart they are, and which of them are too small to show.

use super::parts::{and, interval_name, range_in, respondents, size_in};
use crate::results::format::count;
use crate::results::{Comparison, Estimate, Flag, Pair, StudyInfo};
use crate::stats::Direction;

/// The two levels that are furthest apart, higher first, where both may be printed.
pub fn largest_difference(c: &Comparison) -> Option<String> {
    let largest = c.effect.as_ref()?.largest_difference.as_ref()?;
    let pair = &largest.pair;
    if !printable_pair(c, pair) {
        return None;
    }
    let difference = pair.difference?;
    let (high, low) = if difference >= 0.0 { (&pair.a, &pair.b) } else { (&pair.b, &pair.a) };
    let range = match (largest.ci_simultaneous, pair.ci) {
        (Some(ci), _) => Some((format!("simultaneous {}", interval_name(&ci)), ci)),
        (None, Some(ci)) => Some((interval_name(&ci), ci)),
        (None, None) => None,
    };
    let range = range.map(|(name, ci)| {
        let (from, to) = if difference >= 0.0 { (ci.low, ci.high) } else { (-ci.high, -ci.low) };
        format!(" ({name} {})", range_in(c.overall.unit(), from, to))
    });
    let of = if unseen(c).is_empty() { "" } else { " between levels that may be shown" };
    Some(format!(
        "The largest difference{of}, \"{high}\" against \"{low}\", is {}{}",
        size_in(c.overall.unit(), difference),
        range.unwrap_or_default()
    ))
}

pub(super) fn has_left_out(c: &Comparison) -> bool {
    c.equivalence.as_ref().is_some_and(|eq| !eq.left_out.is_empty())
}

pub(super) fn levels_of_some_size(info: &StudyInfo) -> String {
    match rests_on_n(info) {
        true => format!("levels of {} or more", count(info.analysis.suppress_below)),
        false => "levels that may be shown".to_owned(),
    }
}

/// Whether levels are hidden for their number of respondents alone: a rule may look at more than that.
fn rests_on_n(info: &StudyInfo) -> bool {
    info.analysis.suppress_rule == "n"
}

/// The levels that show no figure.
fn small_levels(info: &StudyInfo) -> String {
    match rests_on_n(info) {
        true => format!("levels with fewer than {}", respondents(info.analysis.suppress_below)),
        false => "levels too small to show".to_owned(),
    }
}

/// The levels that the test counts and that show no figure, beside a verdict that rests on the test alone.
pub(super) fn counted_unseen(c: &Comparison, info: &StudyInfo) -> Option<String> {
    let which = quoted(c.levels.iter().filter(|l| l.n > 0 && !l.is_printable()).filter_map(|l| l.level.as_deref()))?;
    let few = small_levels(info);
    Some(format!("The test counts {few} too, and the difference may rest on them: {which}."))
}

/// Where no two figures may be shown that differ, and small levels are counted: what the difference may rest on.
pub(super) fn unseen(c: &Comparison) -> String {
    let hidden = c.levels.iter().any(|l| l.n > 0 && !l.is_printable());
    if hidden { ", which may rest on levels too small to show".to_owned() } else { String::new() }
}

/// Up to four names in quotation marks; further ones are counted.
pub(super) fn quoted<'a>(names: impl Iterator<Item = &'a str>) -> Option<String> {
    let quoted: Vec<String> = names.map(|name| format!("\"{name}\"")).collect();
    match quoted.len() {
        0 => None,
        1..=4 => Some(and(&quoted)),
        k => Some(format!("{} and {} further levels", quoted[..3].join(", "), k - 3)),
    }
}

/// What a headline says of the levels that the upper limit of the difference leaves out: " (2 small levels aside)".
pub(super) fn aside(c: &Comparison) -> String {
    match c.equivalence.as_ref().map_or(0, |eq| eq.left_out.len()) {
        0 => String::new(),
        1 => " (1 small level aside)".to_owned(),
        k => format!(" ({k} small levels aside)"),
    }
}

/// The levels that the upper limit of the difference leaves out, by name.
pub fn left_out(c: &Comparison, info: &StudyInfo) -> Option<String> {
    let which = quoted(c.equivalence.as_ref()?.left_out.iter().map(String::as_str))?;
    let counted = if c.decision.is_some() { ", which the test counts" } else { "" };
    Some(format!("This limit leaves out {}{counted}: {which}.", small_levels(info)))
}

pub(super) fn hidden_difference(c: &Comparison, info: &StudyInfo) -> Option<String> {
    c.levels.iter().any(|l| l.n > 0 && !l.is_printable()).then(|| {
        let few = match rests_on_n(info) {
            true => format!("have {} or more", respondents(info.analysis.suppress_below)),
            false => "may be shown".to_owned(),
        };
        format!("How large a difference is cannot be shown: too few levels {few}.")
    })
}

/// ", from 66% (Ad hoc) to 81% (Fully mature)": first and last level, where both may be printed and go the trend's way.
pub(super) fn ends(c: &Comparison, way: Direction) -> Option<String> {
    let mut some = c.levels.iter().filter(|l| l.n > 0);
    let (first, last) = (some.next()?, some.next_back()?);
    if !first.is_printable() || !last.is_printable() {
        return None;
    }
    let up = last.value()? - first.value()?;
    let agrees = match way {
        Direction::Rising => up > 0.0,
        Direction::Falling => up < 0.0,
    };
    agrees.then(|| Some(format!(", from {} to {}", rate_of(c, first)?, rate_of(c, last)?))).flatten()
}

/// " to 81% (Fully mature), 9.6 points above the rest": the end that a trend goes to, where its difference is clear of 0.
pub(super) fn top_against_rest(c: &Comparison, way: Direction) -> Option<String> {
    let last = c.levels.iter().rfind(|l| l.n > 0)?.level.as_deref()?;
    ends(c, way)?;
    let ci = c.versus_rest.iter().find(|p| p.a == last)?.ci?;
    let is_clear = match way {
        Direction::Rising => ci.low > 0.0,
        Direction::Falling => ci.high < 0.0,
    };
    is_clear.then(|| Some(format!(" to {}", head_against_rest(c, last)?))).flatten()
}

/// "81% (Fully mature), 9.6 points above the rest"
pub(super) fn head_against_rest(c: &Comparison, top: &str) -> Option<String> {
    let level = c.levels.iter().find(|l| l.level.as_deref() == Some(top)).filter(|l| l.is_printable())?;
    let difference = c.versus_rest.iter().find(|p| p.a == top)?.difference?;
    let side = if difference >= 0.0 { "above" } else { "below" };
    Some(format!("{}, {} {side} the rest", rate_of(c, level)?, size_in(c.overall.unit(), difference)))
}

/// "71% to 77%", "all 74%": the figures of the levels that may be printed.
pub(super) fn spread(c: &Comparison) -> Option<String> {
    let mut shown: Vec<&Estimate> = c.levels.iter().filter(|l| l.n > 0 && l.is_printable()).collect();
    shown.sort_by(|x, y| x.value().unwrap_or(0.0).total_cmp(&y.value().unwrap_or(0.0)));
    let (low, high) = (shown.first()?.value()?, shown.last()?.value()?);
    let least = shown.iter().map(|l| l.n).min()?;
    let [low, high] = [low, high].map(|value| c.overall.unit().value(value, least));
    (shown.len() > 1).then(|| if low == high { format!("all {low}") } else { format!("{low} to {high}") })
}

/// The lowest and the highest level that may be printed, where their figures differ as printed; of levels in order the
/// earlier one first.
pub(super) fn extremes(c: &Comparison) -> Option<(String, String)> {
    let mut shown: Vec<&Estimate> = c.levels.iter().filter(|l| l.n > 0 && l.is_printable()).collect();
    shown.sort_by(|x, y| x.value().unwrap_or(0.0).total_cmp(&y.value().unwrap_or(0.0)));
    let (low, high) = (shown.first()?, shown.last()?);
    let least = shown.iter().map(|l| l.n).min()?;
    let figure = |level: &Estimate| Some(c.overall.unit().value(level.value()?, least));
    let at = |level: &Estimate| c.levels.iter().position(|l| l.level == level.level);
    let (first, last) = if c.ordered && at(low) > at(high) { (high, low) } else { (low, high) };
    (figure(low)? != figure(high)?).then(|| Some((rate_of(c, first)?, rate_of(c, last)?))).flatten()
}

/// "81% (Fully mature)", with the decimals that the smallest base of all levels bears; a level that is to be read with
/// caution has its base: "100% (Every day, n = 33)".
pub(super) fn rate_of(c: &Comparison, level: &Estimate) -> Option<String> {
    let least = c.levels.iter().filter(|l| l.n > 0 && l.is_printable()).map(|l| l.n).min()?;
    let name = level.level.as_deref().unwrap_or("all");
    let base = if level.flags.contains(&Flag::Caution) { format!(", n = {}", count(level.n)) } else { String::new() };
    Some(format!("{} ({name}{base})", c.overall.unit().value(level.value()?, least)))
}

/// ": 81% (Fully mature), 9 points above the rest (95% interval 4 to 14 points)"
pub(super) fn against_rest(c: &Comparison, top: &str) -> String {
    let rate = c.levels.iter().find(|l| l.level.as_deref() == Some(top)).and_then(|l| rate_of(c, l));
    let pair = c.versus_rest.iter().find(|p| p.a == top);
    let (Some(rate), Some(difference), Some(ci)) = (rate, pair.and_then(|p| p.difference), pair.and_then(|p| p.ci))
    else {
        return String::new();
    };
    let (side, from, to) = if difference >= 0.0 { ("above", ci.low, ci.high) } else { ("below", -ci.high, -ci.low) };
    let range = range_in(c.overall.unit(), from, to);
    format!(": {rate}, {} {side} the rest ({} {range})", size_in(c.overall.unit(), difference), interval_name(&ci))
}

pub(super) fn printable_pair(c: &Comparison, pair: &Pair) -> bool {
    [&pair.a, &pair.b]
        .iter()
        .all(|name| c.levels.iter().any(|l| l.level.as_deref() == Some(name.as_str()) && l.is_printable()))
}
