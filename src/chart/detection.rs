//! How much less would the others have to see for the whole difference to be one of seeing?
//!
//! ```text
//! implied failure rate = rate / relative detection, of each level, up to 100%
//! ```
//!
//! A level whose curve reaches the line of the top level fails as often as it does, if it detects so much less. That is a
//! bound: nothing here says what a level detects. The marker lies on the curve of all other levels together.

use super::frame::Words;
use super::plane::scale;
use super::{Axis, Body, Chart, Curve, Plane, Reference, Spot};
use crate::findings::words;
use crate::results::format::{self, percent};
use crate::results::{self, Flag, Paradox, StudyInfo};

/// Curves of one chart; of more levels, those with the lowest and the highest rates are shown.
const MOST: usize = 8;

/// The curves of a paradox; `None` where nothing may be shown of them.
pub fn detection(found: &Paradox, study: &StudyInfo) -> Option<Chart> {
    if words::hides(found) {
        return None;
    }
    let top = found.rates.first().filter(|e| e.is_printable())?;
    let rate_of_top = top.rate?;
    let figure = |rate: f64| percent(rate, 0);
    let hidden =
        |name: &str| found.adjusted.levels.iter().any(|l| l.level == name && l.flags.contains(&Flag::Suppressed));
    let mut levels: Vec<_> = found
        .detection
        .curve
        .iter()
        .filter(|c| c.points.len() > 1 && c.level != found.top && !hidden(&c.level))
        .collect();
    if levels.is_empty() {
        return None;
    }
    let all = levels.len();
    if all > MOST {
        levels.sort_by(|a, b| a.rate.total_cmp(&b.rate));
        levels.drain(MOST / 2..all - MOST / 2);
    }
    let curve = |level: &results::Curve, name: &str, is_stressed: bool| Curve {
        name: format!("{name}: {}", figure(level.rate)),
        points: level.points.iter().map(|p| (p.relative_detection, p.failure_rate)).collect(),
        is_stressed,
    };
    let mut curves: Vec<Curve> = levels.iter().map(|level| curve(level, &level.level, false)).collect();
    // Of one other level it is the curve of that.
    let rest = found.detection.rest.as_ref().filter(|rest| all > 1 && rest.points.len() > 1);
    curves.extend(rest.map(|rest| curve(rest, "All others", true)));
    let points = || curves.iter().flat_map(|curve| &curve.points);
    let widest = points().map(|p| p.0).fold(1.0, f64::max);
    let x = if widest > 1.0 {
        Axis::of_ratios(points().map(|p| p.0).chain([1.0]))
    } else {
        Axis::of_shares(points().map(|p| p.0).chain([1.0]))
    };
    let y = Axis::of_shares(points().map(|p| p.1).chain([rate_of_top, 1.0]));
    let one = found.detection.break_even_one;
    let spot = one.filter(|at| x.low <= *at && *at <= x.high).map(|at| Spot {
        x: at,
        y: rate_of_top,
        interval: found.detection.ci.one.map(|ci| (ci.low.max(x.low), ci.high.min(x.high))),
        label: format!("Break-even: {}", figure(at)),
    });
    let headline = words::detection_headline(found);
    let level = words::level_text(study.analysis.confidence);
    let said: Vec<String> =
        levels.iter().filter_map(|level| Some(format!("{} at {}", level.level, figure(level.break_even?)))).collect();
    let words = Words {
        subtitle: format!(
            "{}, n\u{a0}=\u{a0}{}: the failure rate that each level's rate implies, by what it detects of its failures as \
             a share of what “{}” detects. The marker: break-even of all others, with its {level} interval (as for a {}).",
            found.outcome_label,
            format::count(found.rates.iter().map(|rate| rate.n).sum()),
            found.top,
            study.design
        ),
        notes: vec![reading(found, study, all, levels.len())],
        title: format!("Detection: {headline}"),
        description: format!(
            "Curves of the implied failure rate over relative detection, each falling to the level's own rate \
             at equal detection. {headline}. A level fails as often as “{}” ({}): {}.",
            found.top,
            figure(rate_of_top),
            said.join(", ")
        ),
        headline,
    };
    let body = Plane {
        x: scale(x, &format!("What a level detects, as a share of what “{}” detects", found.top)),
        y: scale(y, "Implied failure rate"),
        areas: Vec::new(),
        curves,
        levels: vec![Reference {
            value: rate_of_top,
            label: format!("{}: {}", found.top, figure(rate_of_top)),
            short_label: figure(rate_of_top),
        }],
        marks: Vec::new(),
        spots: spot.into_iter().collect(),
    };
    Some(Chart::of_study(words, Body::Plane(body), study))
}

/// How the chart is to be read.
fn reading(found: &Paradox, study: &StudyInfo, all: usize, shown: usize) -> String {
    let share = |value: f64| percent(value, 0);
    let mut said = vec![format!(
        "To the left of where its curve meets the line, a level fails more often than “{}”. What a level detects is not \
         known{}: this is a bound, and no claim that it does.",
        found.top,
        if found.detection.measured_by.is_some() { " from this curve" } else { " from these data" }
    )];
    if let Some(one) = found.detection.break_even_one {
        let range = found.detection.ci.one.map(|ci| {
            format!(
                ", {} interval {} to {}",
                words::level_text(study.analysis.confidence),
                share(ci.low),
                share(ci.high)
            )
        });
        said.push(format!("All others together break even at {}{}.", share(one), range.unwrap_or_default()));
    }
    if let Some(many) = found.detection.break_even_many {
        let range = found.detection.ci.many.map(|ci| {
            format!(
                ", {} interval {} to {}",
                words::level_text(study.analysis.confidence),
                share(ci.low),
                share(ci.high)
            )
        });
        said.push(format!(
            "That is for one agent each; with many agents, of which at least one failed, it is {}{}.",
            share(many),
            range.unwrap_or_default()
        ));
    }
    if shown < all {
        said.push(format!("Shown are the {shown} of {all} levels with the lowest and the highest rates."));
    }
    said.join(" ")
}
