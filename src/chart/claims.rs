//! Do the published rates hold up? Each beside the recomputed one; without answers, each with the interval of its base.
//!
//! ```text
//! Disagrees                          Base                   Published  Recomputed
//! 82% will have turkey                878         ─○─             82%         87%
//!                                                    ──●──
//! ```
//!
//! The line of a published figure spans all values that round to it.

use super::frame::Words;
use super::texts::DASH;
use super::{Axis, Body, Care, Chart, Key, Mark, Panel, Point, Row, Rows, Standing};
use crate::findings::words;
use crate::results::format::{count, interval, percent};
use crate::results::{Claim, ClaimStatus, Claims, Flag, Implied};

/// In what order they stand: what disagrees first.
const ORDER: [ClaimStatus; 4] =
    [ClaimStatus::Disagrees, ClaimStatus::CannotTell, ClaimStatus::Agrees, ClaimStatus::NotTestable];

/// The published rates; `None` where there are none.
pub fn claims(found: &Claims) -> Option<Chart> {
    let rates: Vec<&Claim> = found.claims.iter().filter(|c| c.kind == "rate" && c.published.is_some()).collect();
    if rates.is_empty() {
        return None;
    }
    let panels = match found.data {
        Some(_) => recomputed(&rates),
        None => vec![Panel::headed("Published rates", alone(&rates, found))],
    };
    let rows = || panels.iter().flat_map(|panel| &panel.rows);
    let ends = rows().flat_map(|row| match &row.mark {
        Mark::Point(point) => point.ends().to_vec(),
        Mark::Two(points) => points.iter().flat_map(Point::ends).collect(),
        _ => Vec::new(),
    });
    let axis = Axis::of_shares(ends.flatten());
    let headline = words::claims_headline(found);
    let level = found.claims.iter().find_map(|c| c.ci).map(|ci| words::level_text(ci.level));
    let intervals = level.map_or_else(String::new, |level| format!(", with {level} intervals"));
    let mut notes = Vec::new();
    notes.push(reading(found, &axis, rows().any(|row| row.care == Care::SmallBase)));
    if found.data.is_none() {
        notes.extend(words::implied_notes(found));
    }
    let source = match &found.data {
        Some(data) => format!("Source: {}; data: {data}.", found.title.trim_end_matches('.')),
        None => format!("Source: {}.", found.title.trim_end_matches('.')),
    };
    let (subtitle, heads) = match found.data {
        Some(_) => (
            format!("Published rates beside those recomputed from the answers{intervals}."),
            vec!["Published", "Recomputed"],
        ),
        None => (
            format!("Published rates{intervals} as for simple random samples of their bases."),
            vec!["Published", "Interval"],
        ),
    };
    let words = Words {
        subtitle,
        notes,
        title: format!("Published rates: {headline}"),
        description: description(found, &headline, &panels),
        headline,
    };
    let body = Rows {
        base_head: "Base".to_owned(),
        value_heads: heads.into_iter().map(str::to_owned).collect(),
        axis,
        panels,
        key: if found.data.is_some() { key() } else { Vec::new() },
        ..Rows::empty()
    };
    Some(Chart::of_figures(words, Body::Rows(body), vec![source]).stamped(found.synthetic))
}

/// What the two markers of a row are.
fn key() -> Vec<Key> {
    vec![
        Key { standing: Standing::Within, means: "Published, with all values that round to it".to_owned() },
        Key { standing: Standing::Alone, means: "Recomputed, with its interval".to_owned() },
    ]
}

/// Each published rate above the recomputed one, by what follows.
fn recomputed(rates: &[&Claim]) -> Vec<Panel> {
    let panel = |status: ClaimStatus| {
        let rows: Vec<Row> = rates.iter().filter(|c| c.status == status).map(|claim| beside(claim)).collect();
        let word = words::status_word(status);
        let mut letters = word.chars();
        let heading: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        (!rows.is_empty()).then(|| Panel::headed(heading, rows))
    };
    ORDER.into_iter().filter_map(panel).collect()
}

fn beside(claim: &Claim) -> Row {
    let hollow = published(claim);
    let n = claim.n.unwrap_or(0);
    let printed = words::published_text(hollow.value, claim.rounding, &claim.kind);
    let shown = claim.recomputed.filter(|_| !words::is_hidden(claim));
    let (mark, text) = match shown {
        Some(value) => {
            let interval = claim.ci.map(|ci| (ci.low, ci.high));
            (Mark::Two([hollow, Point::new(value, interval, Standing::Alone)]), percent(value, n))
        }
        None if words::is_hidden(claim) => (Mark::Absent { reason: "not shown: too few".to_owned() }, DASH.to_owned()),
        None => (Mark::Absent { reason: "cannot be recomputed".to_owned() }, DASH.to_owned()),
    };
    let care = if claim.flags.contains(&Flag::Caution) { Care::SmallBase } else { Care::Usual };
    Row { label: claim.text.clone(), base: count(n), care, values: vec![printed, text], mark }
}

/// The figure with all values that round to it.
fn published(claim: &Claim) -> Point {
    let value = claim.published.unwrap_or_default();
    let half = claim.rounding.map(|rounding| rounding / 2.0);
    let interval = half.map(|half| ((value - half).max(0.0), (value + half).min(1.0)));
    Point::new(value, interval, Standing::Within)
}

/// Each published rate with the interval of every base that it may have.
fn alone(rates: &[&Claim], found: &Claims) -> Vec<Row> {
    let of = |claim: &Claim| {
        let printed = words::published_text(published(claim).value, claim.rounding, &claim.kind);
        let row = |base: String, range: String, interval: Option<(f64, f64)>, standing: Standing| Row {
            label: claim.text.clone(),
            base,
            care: Care::Usual,
            values: vec![printed.clone(), range],
            mark: Mark::Point(Point::new(published(claim).value, interval, standing)),
        };
        let mut rows: Vec<Row> = found
            .implied
            .iter()
            .filter_map(|one| match one {
                Implied::Interval(of) if of.claim == claim.id => Some(of),
                _ => None,
            })
            .map(|of| {
                let range = interval(of.ci.low, of.ci.high, of.n);
                row(count(of.n), range, Some((of.ci.low, of.ci.high)), Standing::Alone)
            })
            .collect();
        if rows.is_empty() {
            rows.push(row(DASH.to_owned(), DASH.to_owned(), None, Standing::Within));
        }
        rows
    };
    rates.iter().flat_map(|claim| of(claim)).collect()
}

/// How the chart is to be read.
fn reading(found: &Claims, axis: &Axis, has_small: bool) -> String {
    let mut said = match found.data {
        Some(_) => vec![
            "Agrees: the recomputed figure rounds to the published one. Disagrees: all values that round to the published \
             one lie outside the interval."
                .to_owned(),
        ],
        None => vec![
            "No answer of anybody is in it. A rate whose base may be one of several stands once for each; a dash: no base \
             was published, so there is no interval."
                .to_owned(),
        ],
    };
    if has_small {
        said.push("† Small base: read with care.".to_owned());
    }
    if let Some(tick) = axis.ticks.first().filter(|_| axis.low > 0.0) {
        said.push(format!("The axis starts at {}.", tick.label));
    }
    let others = found.claims.iter().filter(|c| c.kind != "rate").count() as u64;
    if others > 0 {
        said.push(format!("Claims that are no rates are not drawn: {}.", count(others)));
    }
    said.join(" ")
}

/// The text alternative.
fn description(found: &Claims, headline: &str, panels: &[Panel]) -> String {
    let of_row = |row: &Row| match row.values.as_slice() {
        [published, range] if found.data.is_none() => {
            format!("{}: {published} of {}, interval {range}", row.label, row.base)
        }
        [published, recomputed] => format!("{}: published {published}, recomputed {recomputed}", row.label),
        values => format!("{}: {}", row.label, values.join(", ")),
    };
    let of_panel =
        |panel: &Panel| format!("{}: {}.", panel.heading, panel.rows.iter().map(of_row).collect::<Vec<_>>().join("; "));
    let all: Vec<String> = panels.iter().map(of_panel).collect();
    format!("Dots with intervals on an axis of percentages. {headline}. {}", all.join(" "))
}
