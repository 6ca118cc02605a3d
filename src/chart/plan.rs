//! What does a base show? Its margin of error, the difference that it finds, and the margin within which it shows sameness.
//!
//! ```text
//! points
//! 20 ╲__  ╲___          ┆
//! 10    ╲__   ╲___      ┆              within which 10 levels are shown to be
//!  5 ──────╲__────╲─────┼──────────    the margin asked for
//!  2          ╲__  ╲___ ┆
//!      3,000      10,000 31,026        respondents in all
//! ```
//!
//! Every number is one of the plan. Both scales are logarithmic: what falls with the root of the base is a straight line
//! there, and lines of one kind keep their distance.

use super::frame::Words;
use super::plane::scale;
use super::{Axis, Body, Chart, Curve, Plane, Reference, Spot, Tick};
use crate::findings::words;
use crate::results::format::{count, decimal};
use crate::results::plan::Plan;

/// Least distance of two ticks of a scale, as a factor.
const APART: f64 = 1.6;
/// What the scale of points holds beyond its curves, to each side, in powers of ten.
const AIR: f64 = 0.04;

/// The curves of a plan; `None` where no base shows anything.
pub fn plan(found: &Plan) -> Option<Chart> {
    let at = |base: u64| (base as f64).log10();
    let height = |difference: f64| (difference * 100.0).log10();
    let curve = |name: String, is_stressed: bool, points: Vec<(u64, Option<f64>)>| Curve {
        name,
        is_stressed,
        points: points.into_iter().filter_map(|(base, y)| Some((at(base), height(y?)))).collect(),
    };
    let levels = found.assumed.shares.len();
    let own = |of: fn(&crate::results::plan::PlanPoint) -> Option<f64>| {
        found.curve.iter().map(|point| (point.base, of(point))).collect::<Vec<_>>()
    };
    let mut curves = vec![
        curve(format!("{} shown to lie within", words::levels_of(levels)), true, own(|p| p.margin_shown)),
        curve(format!("Difference found among {}", words::levels_of(levels)), false, own(|p| p.detectable_difference)),
        curve("Margin of error of the rate of all".to_owned(), false, own(|p| Some(p.margin_of_error))),
    ];
    // Levels of their own sizes are held against no equal ones.
    let others = found.by_levels.iter().filter(|_| words::are_equal(&found.assumed.shares));
    curves.extend(others.map(|other| {
        let points = other.points.iter().map(|point| (point.base, point.margin_shown)).collect();
        curve(format!("{} shown to lie within", words::levels_of(other.levels as usize)), false, points)
    }));
    curves.retain(|curve| curve.points.len() > 1);
    let ends: Vec<f64> = curves.iter().flat_map(|curve| curve.points.iter().map(|point| point.0)).collect();
    let (low, high) = (ends.iter().copied().reduce(f64::min)?, ends.iter().copied().reduce(f64::max)?);
    let margin = found.equivalence.margin;
    let heights = || curves.iter().flat_map(|curve| curve.points.iter().map(|point| point.1)).chain([height(margin)]);
    let (lowest, highest) = (heights().reduce(f64::min)?, heights().reduce(f64::max)?);
    let asked = words::asked_difference(found);
    let needed = |text: &str, base: u64| {
        let label = format!("{text}: {}", count(base));
        (low..=high).contains(&at(base)).then(|| Reference { value: at(base), short_label: label.clone(), label })
    };
    let same = if asked.is_some() { format!("Within {}", words::margin_text(margin)) } else { "Needed".to_owned() };
    let marks = [
        asked.and_then(|difference| needed(&words::against(found, difference), difference.base)),
        found.equivalence.base.and_then(|base| needed(&same, base)),
    ];
    let given = found.with_base.as_ref().and_then(|with| {
        let shown = with.margin_shown?;
        let label = format!("{}: {}", words::respondents(with.base), words::size(shown));
        Some(Spot { x: at(with.base), y: height(shown), interval: None, label })
    });
    let headline = words::plan_headline(found);
    let margin_asked = format!("Margin asked for: {}", words::margin_text(margin));
    let body = Plane {
        x: scale(logarithmic(low, high), "Respondents in all (logarithmic scale)"),
        y: scale(logarithmic(lowest - AIR, highest + AIR), "Percentage points (logarithmic scale)"),
        areas: Vec::new(),
        curves,
        levels: vec![Reference { value: height(margin), short_label: margin_asked.clone(), label: margin_asked }],
        marks: marks.into_iter().flatten().collect(),
        spots: given.into_iter().collect(),
    };
    let words = Words {
        subtitle: words::plan_assumed(found),
        notes: vec![words::plan_reading(found)],
        title: format!("What a base shows: {headline}"),
        description: words::plan_description(found, &headline),
        headline,
    };
    let source = vec!["Source: planning formulas; no answer of anybody is in it.".to_owned()];
    Some(Chart::of_figures(words, Body::Plane(body), source))
}

/// A logarithmic scale, with ticks at 1, 2 and 5 times powers of ten.
fn logarithmic(low: f64, high: f64) -> Axis {
    let whole = |power: i32| [1.0, 2.0, 5.0].map(|factor| factor * 10_f64.powi(power));
    let mut ticks: Vec<Tick> = Vec::new();
    for value in (-6..=13).flat_map(whole).filter(|value| (low - 1e-9..=high + 1e-9).contains(&value.log10())) {
        if ticks.last().is_none_or(|last| value.log10() - last.value >= APART.log10()) {
            let label =
                if value < 1.0 { decimal(value, (-value.log10()).ceil() as usize) } else { count(value as u64) };
            ticks.push(Tick { value: value.log10(), label });
        }
    }
    Axis { low, high, ticks }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: &Axis) -> Vec<&str> {
        axis.ticks.iter().map(|tick| tick.label.as_str()).collect()
    }

    #[test]
    fn values_stand_at_their_logarithms_with_round_ticks() {
        let axis = logarithmic(3_103_f64.log10(), 310_260_f64.log10());
        assert_eq!(labels(&axis), ["5,000", "10,000", "20,000", "50,000", "100,000", "200,000"]);
        assert!((axis.position(4.0) - (4.0 - axis.low) / 2.0).abs() < 1e-4, "ten times is half of it");
        assert_eq!(labels(&logarithmic(0.04_f64.log10(), 3_f64.log10())), ["0.05", "0.1", "0.2", "0.5", "1", "2"]);
    }
}
