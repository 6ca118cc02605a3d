//! What does a base show? Its margin of error, the difference that it finds, and the margin within which it shows sameness.
//!
//! ```text
//! points
//! 15 ╲
//!     ╲ ╲__            ┆               within which 10 levels are shown to be
//!  5 ──╲───‾‾‾──╲──────┼──────────     the margin asked for
//!       ‾‾‾──___  ‾‾‾──┆__
//!      3,000      10,000 31,026        respondents in all, each tick twice or so the last
//! ```
//!
//! Every number is one of the plan; the scale of bases is logarithmic.

use super::frame::Words;
use super::plane::scale;
use super::{Axis, Body, Chart, Curve, Plane, Reference, Spot, Tick};
use crate::findings::words;
use crate::results::format::count;
use crate::results::plan::Plan;

/// Least distance of two ticks of the scale of bases, as a factor.
const APART: f64 = 1.6;

/// The curves of a plan; `None` where no base shows anything.
pub fn plan(found: &Plan) -> Option<Chart> {
    let at = |base: u64| (base as f64).log10();
    let curve = |name: String, is_stressed: bool, points: Vec<(u64, Option<f64>)>| Curve {
        name,
        is_stressed,
        points: points.into_iter().filter_map(|(base, y)| Some((at(base), y? * 100.0))).collect(),
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
    curves.extend(found.by_levels.iter().map(|other| {
        let points = other.points.iter().map(|point| (point.base, point.margin_shown)).collect();
        curve(format!("{} shown to lie within", words::levels_of(other.levels as usize)), false, points)
    }));
    curves.retain(|curve| curve.points.len() > 1);
    let ends: Vec<f64> = curves.iter().flat_map(|curve| curve.points.iter().map(|point| point.0)).collect();
    let (low, high) = (ends.iter().copied().reduce(f64::min)?, ends.iter().copied().reduce(f64::max)?);
    let margin = found.equivalence.margin;
    let highest =
        curves.iter().flat_map(|curve| curve.points.iter().map(|point| point.1)).fold(margin * 100.0, f64::max);
    let needed = found.equivalence.base.filter(|&base| (low..=high).contains(&at(base)));
    let given = found.with_base.as_ref().and_then(|with| {
        let shown = with.margin_shown?;
        let label = format!("{}: {}", words::respondents(with.base), words::size(shown));
        Some(Spot { x: at(with.base), y: shown * 100.0, interval: None, label })
    });
    let headline = words::plan_headline(found);
    let mark = |base: u64| {
        let label = format!("Needed: {}", count(base));
        Reference { value: at(base), short_label: label.clone(), label }
    };
    let asked = format!("Margin asked for: {}", words::margin_text(margin));
    let body = Plane {
        x: scale(bases(low, high), "Respondents in all (logarithmic scale)"),
        y: scale(Axis::of_numbers([0.0, highest]), "Percentage points"),
        areas: Vec::new(),
        curves,
        levels: vec![Reference { value: margin * 100.0, short_label: asked.clone(), label: asked }],
        marks: needed.map(mark).into_iter().collect(),
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

/// A scale of bases by their logarithms, with ticks at 1, 2 and 5 times powers of ten.
fn bases(low: f64, high: f64) -> Axis {
    let whole = |power: i32| [1.0, 2.0, 5.0].map(|factor| factor * 10_f64.powi(power));
    let mut ticks: Vec<Tick> = Vec::new();
    for value in (0..=13).flat_map(whole).filter(|value| (low - 1e-9..=high + 1e-9).contains(&value.log10())) {
        if ticks.last().is_none_or(|last| value.log10() - last.value >= APART.log10()) {
            ticks.push(Tick { value: value.log10(), label: count(value as u64) });
        }
    }
    Axis { low, high, ticks }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bases_stand_at_their_logarithms_with_round_ticks() {
        let axis = bases(3_103_f64.log10(), 310_260_f64.log10());
        let labels: Vec<&str> = axis.ticks.iter().map(|tick| tick.label.as_str()).collect();
        assert_eq!(labels, ["5,000", "10,000", "20,000", "50,000", "100,000", "200,000"]);
        assert!((axis.position(4.0) - (4.0 - axis.low) / 2.0).abs() < 1e-4, "ten times is half of it");
    }
}
