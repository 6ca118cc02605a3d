//! One outcome over all its segments: a verdict a line, how far the levels lie apart, and which of them lies furthest out.

use super::super::{Column, Table};
use super::DASH;
use crate::findings::words::{range_in, verdict_word};
use crate::results::format::{count, p_value};
use crate::results::{Comparison, Heterogeneity, LargestDifference, Outcome};

/// Whether an outcome has this table.
pub(in crate::report) fn stands(outcome: &Outcome) -> bool {
    let has_shares = |c: &Comparison| c.levels.iter().any(|l| l.shares.is_some());
    outcome.segments.len() >= 2 && !outcome.segments.iter().all(has_shares)
}

/// The table; `None` for an outcome by one segment, which stands by itself. `held` has the levels with all else held.
pub(super) fn table(outcome: &Outcome, held: Option<&[Heterogeneity]>) -> Option<Table> {
    if !stands(outcome) {
        return None;
    }
    let mut columns = vec![
        Column::text("Segment"),
        Column::text("Verdict"),
        Column::number("Adjusted p"),
        Column::number("Largest difference"),
        Column::number("No two differ by more than"),
        Column::number("Base needed"),
        Column::text("Furthest from all others"),
    ];
    if held.is_some() {
        columns.push(Column::text("The same with all else held"));
    }
    let mut table = Table::new(format!("{}: all segments at once", outcome.label), columns);
    for c in &outcome.segments {
        let mut row = row(c);
        if let Some(held) = held {
            let of = held.iter().find(|of| of.segment == c.segment).and_then(|of| of.adjusted.as_ref());
            row.push(of.filter(|_| is_shown(c)).map_or_else(dash, |pair| {
                let range = pair.ci.map(|ci| format!(" ({})", range_in(c.overall.unit(), ci.low, ci.high)));
                let value = pair.difference.map_or_else(dash, |value| c.overall.unit().difference(value));
                format!("{value}{}", range.unwrap_or_default())
            }));
        }
        table.row(row);
    }
    Some(table)
}

fn row(c: &Comparison) -> Vec<String> {
    let unit = c.overall.unit();
    let largest = c.effect.as_ref().and_then(|effect| effect.largest_difference.as_ref());
    let furthest = c.effect.as_ref().and_then(|effect| effect.furthest_level.as_ref());
    let equivalence = c.equivalence.as_ref();
    let p = c.decision.as_ref().map(|d| {
        let ln_p = if d.p_adjusted > 0.0 { d.p_adjusted.ln() } else { d.ln_p };
        p_value(d.p_adjusted, ln_p).trim_start_matches("p ").trim_start_matches("= ").to_owned()
    });
    let size = |pair: &LargestDifference| pair.pair.difference.map(|value| unit.difference(value.abs()));
    vec![
        c.segment_label.clone(),
        verdict_word(c.verdict).to_owned(),
        p.unwrap_or_else(dash),
        largest.and_then(size).unwrap_or_else(dash),
        equivalence.and_then(|eq| eq.smallest_margin).map_or_else(dash, |limit| unit.difference(limit)),
        equivalence.and_then(|eq| eq.base_needed).map_or_else(dash, count),
        furthest.map_or_else(dash, |furthest| {
            let range = furthest.ci_simultaneous.map(|ci| format!(" ({})", range_in(unit, ci.low, ci.high)));
            let value = furthest.pair.difference.map_or_else(dash, |value| unit.difference(value));
            format!("{}: {value}{}", furthest.pair.a, range.unwrap_or_default())
        }),
    ]
}

/// Whether the level that lies furthest out may be named.
fn is_shown(c: &Comparison) -> bool {
    c.effect.as_ref().is_some_and(|effect| effect.furthest_level.is_some())
}

fn dash() -> String {
    DASH.to_owned()
}
