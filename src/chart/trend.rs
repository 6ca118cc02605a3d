//! Does the outcome follow the order of the levels? The levels in their order, from left to right.
//!
//! A line leads the eye from rate to rate; it is no fitted trend, which a note says where it is drawn. What the trend test says stands in the notes, with the
//! departure from it: a rise that stops half way is no steady one.

use super::{Body, Chart, Flow, rates};
use crate::findings::words;
use crate::results::{Comparison, StudyInfo, format};
use crate::stats::{Direction, Test};

/// An outcome by a segment whose levels have an order; `None` if they have none.
pub fn trend(comparison: &Comparison, study: &StudyInfo) -> Option<Chart> {
    if !comparison.ordered {
        return None;
    }
    let mut chart = rates::comparison_rates(comparison, study);
    if let Body::Rows(rows) = &mut chart.body {
        rows.flow = Flow::Across;
    }
    chart.notes.extend(tests(comparison, study.analysis.alpha));
    let synthetic = if study.synthetic { "Synthetic data: " } else { "" };
    chart.title = format!("{synthetic}In order: {}", comparison.headline);
    let said: Vec<String> = comparison
        .levels
        .iter()
        .map(|level| match level.value().filter(|_| level.is_printable()) {
            Some(value) => format!(
                "{} {}",
                level.level.as_deref().unwrap_or_default(),
                comparison.overall.unit().value(value, level.n)
            ),
            None => format!("{} no figure", level.level.as_deref().unwrap_or_default()),
        })
        .collect();
    chart.description = format!(
        "{}Dots with intervals, the levels of {} in their order. {}: {}.",
        if study.synthetic { "Synthetic data. " } else { "" },
        words::in_text(&comparison.segment_label),
        comparison.outcome_label,
        said.join(", ")
    );
    Some(chart)
}

/// "Trend test: upwards, p < 0.001 (Cochran-Armitage); departure from an even trend: p = 0.210."
fn tests(c: &Comparison, alpha: f64) -> Option<String> {
    let p = |test: &Test| format::p_value(test.p, test.ln_p);
    let trend = c.tests.trend.as_ref()?;
    let way = match trend.direction.filter(|_| trend.p <= alpha) {
        Some(Direction::Rising) => "upwards",
        Some(Direction::Falling) => "downwards",
        None => "none shown",
    };
    let departure = c.tests.departure.as_ref().map(|test| format!("; departure from an even trend: {}", p(test)));
    Some(format!(
        "Trend test: {way}, {} ({}){}.",
        p(trend),
        words::test_name(trend.method),
        departure.unwrap_or_default()
    ))
}
