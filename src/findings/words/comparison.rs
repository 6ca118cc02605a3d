//! What may be said about an outcome by a segment: one sentence and one headline for each verdict.

use super::claim::sentence_end;
use super::levels::{
    against_rest, aside, counted_unseen, ends, extremes, has_left_out, head_against_rest, hidden_difference,
    largest_difference, left_out, levels_of_some_size, spread, top_against_rest, unseen,
};
use super::own;
use super::parts::{
    adjust_name, in_text, level_text, limit_text, margin_in, outcome_in_head, respondents, segment_in_head, trimmed,
};
use crate::results::format::{count, p_value};
use crate::results::{Comparison, Estimate, Measure, StudyInfo, TestMethod, Verdict};
use crate::stats::Direction;

/// Whether the outcome depends on the segment, as far as the verdict goes.
pub fn comparison_sentence(c: &Comparison, info: &StudyInfo) -> String {
    let mut said = match c.verdict {
        Verdict::Differs => differs(c, info),
        Verdict::DiffersWithinMargin => differs_within(c, info),
        Verdict::Consistent => consistent(c, info),
        Verdict::Undetermined => undetermined(c, info),
    };
    // Small levels count in the test and not in the limit δ*: they are named beside either.
    if c.verdict == Verdict::Differs {
        said.extend(counted_unseen(c, info));
    } else if c.equivalence.as_ref().is_some_and(|eq| eq.smallest_margin.is_some()) {
        said.extend(left_out(c, info));
    }
    let said = format!("{}: {}", c.outcome_label, said.join(" "));
    own::sentence(c, info, &said).unwrap_or(said)
}

/// The same in about ten words with its number, for the head of a chart.
pub fn comparison_headline(c: &Comparison, info: &StudyInfo) -> String {
    format!("{}: {}", outcome_in_head(&c.outcome_label), finding(c, info))
}

/// The same of a trend whose end is apart from the rest: "rises with governance maturity to 81% (Fully mature), 9.6 points
/// above the rest".
pub(super) fn trend_to_its_end(c: &Comparison, info: &StudyInfo) -> Option<String> {
    let Shape::Trend(way) = shape(c, info) else { return None };
    let to = top_against_rest(c, way).filter(|_| c.verdict == Verdict::Differs)?;
    Some(format!("{} with {}{to}", moves(c, way), segment_in_head(&c.segment_label)))
}

/// The finding without the outcome: "differs by industry, from 66% (Technology) to 85% (Professional services)".
pub(super) fn finding(c: &Comparison, info: &StudyInfo) -> String {
    let segment = segment_in_head(&c.segment_label);
    let range = || extremes(c).map(|(low, high)| format!(", from {low} to {high}")).unwrap_or_else(|| unseen(c));
    let figures = || spread(c).map(|spread| format!(", {spread}")).unwrap_or_default();
    match c.verdict {
        Verdict::Differs => match shape(c, info) {
            Shape::Trend(way) => format!("{} with {segment}{}", moves(c, way), ends(c, way).unwrap_or_default()),
            Shape::Top(top, way) => {
                let by = || head_against_rest(c, &top).map(|by| format!(": {by}"));
                // The whole way first: that most of it lies elsewhere is seen from both ends.
                format!("{} at the top of {segment}{}", compared(way), ends(c, way).or_else(by).unwrap_or_default())
            }
            Shape::Uneven | Shape::NoTrend | Shape::Unordered => format!("differs by {segment}{}", range()),
        },
        Verdict::DiffersWithinMargin if has_left_out(c) => {
            let among = levels_of_some_size(info);
            format!("differs by {segment}, between {among} by less than {}{}", margin(c, info), figures())
        }
        Verdict::DiffersWithinMargin => {
            format!("differs by {segment}, but by less than {}{}", margin(c, info), figures())
        }
        Verdict::Consistent => format!("consistent within {} by {segment}{}{}", margin(c, info), figures(), aside(c)),
        Verdict::Undetermined if c.decision.is_none() => format!("no test by {segment}, undetermined{}", figures()),
        Verdict::Undetermined => {
            format!("a difference by {segment} neither shown nor ruled out{}", figures())
        }
    }
}

/// The verdict as it stands at the levels of a chart: "Differs", "Consistent within 5 points".
pub fn verdict_text(c: &Comparison, info: &StudyInfo) -> String {
    match c.verdict {
        Verdict::Differs => "Differs".to_owned(),
        Verdict::DiffersWithinMargin if has_left_out(c) => {
            format!("Differs, larger levels by less than {}", margin(c, info))
        }
        Verdict::DiffersWithinMargin => format!("Differs by less than {}", margin(c, info)),
        Verdict::Consistent => format!("Consistent within {}", margin(c, info)),
        Verdict::Undetermined => "Undetermined".to_owned(),
    }
}

/// The raw and the adjusted p of the decision: "p = 0.004, adjusted p = 0.012 (Holm, 6 tests)".
pub fn decision_text(c: &Comparison) -> Option<String> {
    let d = c.decision.as_ref()?;
    let raw = p_value(d.p, d.ln_p);
    let tests = count(d.family_size);
    Some(match d.adjust.as_str() {
        _ if d.family_size <= 1 => format!("{raw} (1 test, nothing to adjust for)"),
        "none" => format!("{raw} (one of {tests} tests, not adjusted)"),
        _ => {
            let adjusted = p_value(d.p_adjusted, adjusted_ln(c));
            format!("{raw}, adjusted {adjusted} ({}, {tests} tests)", adjust_name(&d.adjust))
        }
    })
}

/// How the rates of a segment that differs follow its order.
enum Shape {
    /// A trend that rejects, and no departure from it.
    Trend(Direction),
    /// A trend that rejects and a departure that does so too, with the top level apart from the rest.
    Top(String, Direction),
    /// The same without a top level that stands apart.
    Uneven,
    /// Ordered, and no trend shown.
    NoTrend,
    /// Levels without an order, or too few for a trend.
    Unordered,
}

fn shape(c: &Comparison, info: &StudyInfo) -> Shape {
    let Some(trend) = c.tests.trend.as_ref().filter(|_| c.ordered) else { return Shape::Unordered };
    let alpha = info.analysis.alpha;
    // The decision rejected with the smaller of two p; the trend, as the second step of Holm over these two, then
    // needs only the correction for the family of segments.
    let family = c.decision.as_ref().filter(|d| d.p_adjusted > 0.0).map_or(0.0, |d| d.p_adjusted.ln() - d.ln_p);
    let (true, Some(way)) = (trend.ln_p + family <= alpha.ln(), trend.direction) else { return Shape::NoTrend };
    match &c.tests.departure {
        Some(departure) if departure.p > alpha => return Shape::Trend(way),
        Some(_) => {}
        None => return Shape::Unordered,
    }
    let top = c.levels.iter().rev().find(|l| l.n > 0).filter(|l| l.is_printable() && is_furthest(c, l, way));
    let top = top.and_then(|l| l.level.clone());
    let apart = top.as_ref().and_then(|top| c.versus_rest.iter().find(|p| &p.a == top)).and_then(|p| p.ci);
    match (top, apart, way) {
        (Some(top), Some(ci), Direction::Rising) if ci.low > 0.0 => Shape::Top(top, way),
        (Some(top), Some(ci), Direction::Falling) if ci.high < 0.0 => Shape::Top(top, way),
        _ => Shape::Uneven,
    }
}

/// Whether no other level that may be printed lies further along the way of the trend.
fn is_furthest(c: &Comparison, top: &Estimate, way: Direction) -> bool {
    let Some(end) = top.value() else { return false };
    c.levels.iter().filter(|l| l.n > 0 && l.is_printable()).filter_map(Estimate::value).all(|value| match way {
        Direction::Rising => value <= end,
        Direction::Falling => value >= end,
    })
}

fn differs(c: &Comparison, info: &StudyInfo) -> Vec<String> {
    let segment = in_text(&c.segment_label);
    let p = in_brackets(adjusted_text(c));
    let range = extremes(c).map(|(low, high)| format!(", from {low} to {high}")).unwrap_or_default();
    let (subject, verb) = subject(c);
    let first = match shape(c, info) {
        Shape::Trend(way) => {
            format!("the rate {} with {segment}{}{p}.", moves(c, way), ends(c, way).unwrap_or_default())
        }
        Shape::Top(top, way) => {
            format!("the rate is {} at the top of {segment}{}{p}.", compared(way), against_rest(c, &top))
        }
        Shape::Uneven => format!("the rate differs by {segment}{range}, and does not follow its order evenly{p}."),
        Shape::NoTrend => format!("the rate differs by {segment}{range}, without a trend along its order shown{p}."),
        Shape::Unordered => format!("{subject} {verb} by {segment}{range}{p}."),
    };
    let mut said = vec![first];
    match largest_difference(c) {
        Some(largest) => said.push(format!("{largest}{}.", against_margin(c, info))),
        None if c.measure == Measure::Shares => {}
        None => said.extend(hidden_difference(c, info)),
    }
    said
}

fn differs_within(c: &Comparison, info: &StudyInfo) -> Vec<String> {
    let segment = in_text(&c.segment_label);
    let p = in_brackets(adjusted_text(c));
    let but = match has_left_out(c) {
        // The difference that the test finds may be that of the levels which the limit leaves out.
        true => format!("and between {}", levels_of_some_size(info)),
        false => "but".to_owned(),
    };
    let mut said = vec![format!(
        "{} differs by {segment}{p}, {but} by less than the margin of {}: {}.",
        subject(c).0,
        margin(c, info),
        no_more_than(c, info)
    )];
    said.extend(largest_difference(c).map(|text| format!("{text}.")));
    said
}

fn consistent(c: &Comparison, info: &StudyInfo) -> Vec<String> {
    let segment = in_text(&c.segment_label);
    let mut said =
        vec![format!("consistent by {segment} within the margin of {}: {}.", margin(c, info), no_more_than(c, info))];
    match (adjusted_text(c), largest_difference(c)) {
        (Some(p), Some(largest)) => {
            said.push(format!("No difference found ({p}). {largest}."));
            said.extend(no_finding(c));
        }
        (Some(p), None) => said.push(format!("No difference found ({p}).")),
        (None, _) => said.extend(c.tests.note.as_ref().map(|why| format!("No test: {}.", sentence_end(why)))),
    }
    said
}

fn undetermined(c: &Comparison, info: &StudyInfo) -> Vec<String> {
    let segment = in_text(&c.segment_label);
    let mut said = Vec::new();
    match &c.decision {
        None => {
            let why = c.tests.note.as_deref().unwrap_or("there is nothing to compare");
            said.push(format!("undetermined by {segment}, because no test can be made: {}.", sentence_end(why)));
        }
        Some(d) if d.p_adjusted > info.analysis.alpha => {
            let p = in_brackets(adjusted_text(c));
            let beyond = match c.equivalence.as_ref().and_then(|eq| eq.smallest_margin) {
                Some(_) => ", and none beyond the margin ruled out",
                None => "",
            };
            said.push(format!("no difference by {segment} found{p}{beyond}: undetermined."));
        }
        Some(_) if c.tests.omnibus.as_ref().is_some_and(|t| t.method == TestMethod::FisherMc) => {
            let p = in_brackets(adjusted_text(c));
            let alpha = trimmed(info.analysis.alpha);
            said.push(format!(
                "undetermined by {segment}{p}: p is drawn at random, and the upper limit of its 99% interval is not \
                 under {alpha}."
            ));
        }
        Some(_) => said.push(format!("undetermined by {segment}{}.", in_brackets(adjusted_text(c)))),
    }
    if c.decision.is_some() {
        match largest_difference(c) {
            Some(largest) => {
                said.push(format!("{largest}."));
                said.extend(no_finding(c));
            }
            None if c.measure == Measure::Shares => {}
            None => said.extend(hidden_difference(c, info)),
        }
    }
    let Some(eq) = &c.equivalence else { return said };
    if let (None, Some(why)) = (eq.smallest_margin, &eq.note) {
        said.push(format!("No limit of the difference can be given: {}.", sentence_end(why)));
    }
    if let Some(limit) = eq.smallest_margin {
        let beyond = if limit > eq.margin {
            format!(", more than the margin of {}", margin_in(c.overall.unit(), eq.margin))
        } else {
            String::new()
        };
        said.push(format!(
            "A difference of up to {} remains possible ({} confidence){beyond}.",
            limit_text(c.overall.unit(), limit, eq.margin),
            level_text(1.0 - info.analysis.alpha)
        ));
        // The planning formula is an approximation: where it asks for no more than there are, it has nothing to say.
        let here: u64 = c.levels.iter().filter(|l| l.is_printable()).map(|l| l.n).sum();
        if let Some(needed) = eq.base_needed.filter(|&needed| needed > here) {
            said.push(format!(
                "To show that no two levels differ by more than {}, if they are equal, would take about {} (80% power).",
                margin_in(c.overall.unit(), eq.margin),
                respondents(needed)
            ));
        }
    }
    said
}

/// "with 95% confidence no two levels differ by more than 3.2 points"
pub(super) fn no_more_than(c: &Comparison, info: &StudyInfo) -> String {
    let level = level_text(1.0 - info.analysis.alpha);
    match c
        .equivalence
        .as_ref()
        .and_then(|eq| eq.smallest_margin.map(|limit| limit_text(c.overall.unit(), limit, eq.margin)))
    {
        Some(limit) if has_left_out(c) => {
            let among = levels_of_some_size(info);
            format!("with {level} confidence no two {among} differ by more than {limit}")
        }
        Some(limit) => format!("with {level} confidence no two levels differ by more than {limit}"),
        None => format!("with {level} confidence no two levels differ by more"),
    }
}

/// The margin that the outcome is held against: its own, or for a rate the study's.
pub(super) fn margin_of(c: &Comparison, info: &StudyInfo) -> Option<f64> {
    let of_rates = (c.measure == Measure::Rate).then_some(info.analysis.margin);
    c.equivalence.as_ref().map(|eq| eq.margin).or(of_rates)
}

pub(super) fn margin(c: &Comparison, info: &StudyInfo) -> String {
    margin_in(c.overall.unit(), margin_of(c, info).unwrap_or(info.analysis.margin))
}

/// What the levels are compared by, at the start of a clause with its verb.
fn subject(c: &Comparison) -> (&'static str, &'static str) {
    match c.measure {
        Measure::Rate => ("the rate", "differs"),
        Measure::Mean => ("the mean", "differs"),
        Measure::Total => ("the total", "differs"),
        Measure::Median => ("the median", "differs"),
        Measure::Quantile => ("the quantile", "differs"),
        Measure::Nps => ("the net promoter score", "differs"),
        Measure::Shares => ("the answers", "differ"),
    }
}

/// Where nothing is found and the interval of the largest difference leaves 0 out all the same: why that is none.
fn no_finding(c: &Comparison) -> Option<String> {
    let ci = c.effect.as_ref()?.largest_difference.as_ref()?.ci_simultaneous?;
    if ci.low <= 0.0 && ci.high >= 0.0 {
        return None;
    }
    let family = c.decision.as_ref().filter(|d| d.adjust != "none").map_or(1, |d| d.family_size);
    Some(match family {
        0 | 1 => {
            "That this interval leaves out 0 is no finding: the test of all levels together does not reject.".into()
        }
        k => format!(
            "That this interval leaves out 0 is no finding: it holds for the pairs of this segment, and the test is \
             corrected over {} segments.",
            count(k)
        ),
    })
}

/// Whether the simultaneous interval of the largest difference lies beyond the margin.
fn against_margin(c: &Comparison, info: &StudyInfo) -> String {
    let Some(margin_value) = margin_of(c, info) else { return String::new() };
    let beyond = c
        .effect
        .as_ref()
        .and_then(|e| e.largest_difference.as_ref())
        .and_then(|l| l.ci_simultaneous)
        .is_some_and(|ci| ci.low > margin_value || ci.high < -margin_value);
    if beyond {
        format!("; it is more than the margin of {}", margin_in(c.overall.unit(), margin_value))
    } else {
        format!("; that it is more than the margin of {} is not shown", margin_in(c.overall.unit(), margin_value))
    }
}

/// "adjusted p = 0.012, Holm over 6 segments"
pub(super) fn adjusted_text(c: &Comparison) -> Option<String> {
    let d = c.decision.as_ref()?;
    if d.family_size <= 1 || d.adjust == "none" {
        return Some(p_value(d.p, d.ln_p));
    }
    let p = p_value(d.p_adjusted, adjusted_ln(c));
    Some(format!("adjusted {p}, {} over {} segments", adjust_name(&d.adjust), count(d.family_size)))
}

fn adjusted_ln(c: &Comparison) -> f64 {
    c.decision.as_ref().map_or(0.0, |d| if d.p_adjusted > 0.0 { d.p_adjusted.ln() } else { d.ln_p })
}

fn in_brackets(text: Option<String>) -> String {
    text.map(|text| format!(" ({text})")).unwrap_or_default()
}

/// "rises", or where a level in between lies beyond one of the ends, "tends to rise".
fn moves(c: &Comparison, way: Direction) -> &'static str {
    let shown = || c.levels.iter().filter(|l| l.n > 0 && l.is_printable());
    let back = match way {
        Direction::Rising => Direction::Falling,
        Direction::Falling => Direction::Rising,
    };
    let from_end_to_end = shown().next().is_none_or(|first| is_furthest(c, first, back))
        && shown().next_back().is_none_or(|last| is_furthest(c, last, way));
    match (way, from_end_to_end) {
        (Direction::Rising, true) => "rises",
        (Direction::Rising, false) => "tends to rise",
        (Direction::Falling, true) => "falls",
        (Direction::Falling, false) => "tends to fall",
    }
}

fn compared(way: Direction) -> &'static str {
    match way {
        Direction::Rising => "higher",
        Direction::Falling => "lower",
    }
}
