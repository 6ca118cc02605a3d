//! Do the published rates hold up? How far each lies from the recomputed one; without answers, each with the interval of its
//! base.
//!
//! ```text
//!                                     │±0.5│
//! 82% will have turkey   878  ──◆──   │    │         82%    87%      disagrees: nothing that rounds to it lies within
//! 35% in the Southeast   259          │  ──┼○──      35%    34%      neither shown
//! 18% serve squash       964         ─┼─●─ │         18%    18%      agrees: the recomputed one rounds to it
//!                              −10    −5   0
//! ```
//!
//! Zero is where both are one figure, and the shaded stretch all values that round to the published ones.

use super::frame::Words;
use super::texts::DASH;
use super::{Axis, Body, Care, Chart, Key, Mark, Panel, Point, Reference, Row, Rows, Standing, Zone};
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
    let rounding = one_rounding(&rates);
    let ends = rows().filter_map(|row| match &row.mark {
        Mark::Point(point) => Some(point.ends()),
        _ => None,
    });
    let ends: Vec<f64> = ends.flatten().flatten().collect();
    let axis = match found.data {
        Some(_) => {
            let half = rounding.unwrap_or(0.01) / 2.0;
            Axis::of_points(ends.into_iter().chain([-2.0 * half, 0.0, 2.0 * half]))
        }
        None => Axis::of_shares(ends),
    };
    let headline = words::claims_headline(found);
    let level = found.claims.iter().find_map(|c| c.ci).map(|ci| words::level_text(ci.level));
    let intervals = level.map_or_else(String::new, |level| format!(", with {level} intervals"));
    let notes = vec![reading(found, &axis, rows().any(|row| row.care == Care::SmallBase))];
    let source = match &found.data {
        Some(data) => format!("Source: {}; data: {data}.", found.title.trim_end_matches('.')),
        None => format!("Source: {}{}.", found.title.trim_end_matches('.'), places(&rates)),
    };
    let (subtitle, heads) = match found.data {
        Some(_) => (
            format!("How far published rates lie from those recomputed from the answers{intervals}."),
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
    let held_against = found.data.is_some().then_some(rounding);
    let body = Rows {
        base_head: "Base".to_owned(),
        value_heads: heads.into_iter().map(str::to_owned).collect(),
        axis,
        key: key(&panels, found),
        zone: held_against.flatten().map(|rounding| zone(rounding / 2.0)),
        reference: held_against.filter(Option::is_none).map(|_| Reference {
            value: 0.0,
            label: "As published".to_owned(),
            short_label: "0".to_owned(),
        }),
        unit: found.data.as_ref().map(|_| "Published less recomputed, in percentage points".to_owned()),
        panels,
        ..Rows::empty()
    };
    Some(Chart::of_figures(words, Body::Rows(body), vec![source]).stamped(found.synthetic))
}

/// Places that are named as sources.
const MOST_PLACES: usize = 3;

/// Where the rates were published, if these are few places: " (page 3; page 7)".
fn places(rates: &[&Claim]) -> String {
    let mut named: Vec<&str> = rates.iter().filter_map(|claim| claim.source.as_deref()).map(str::trim).collect();
    named.sort_unstable();
    named.dedup();
    match named.len() {
        0 => String::new(),
        n if n > MOST_PLACES => format!(" ({n} places, which the text of the command names)"),
        _ => format!(" ({})", named.join("; ").trim_end_matches('.')),
    }
}

/// What the kinds of markers say: those that occur.
fn key(panels: &[Panel], found: &Claims) -> Vec<Key> {
    let all = match found.data {
        Some(_) => vec![
            (Standing::Beyond, "Disagrees"),
            (Standing::Inside, "Agrees: the recomputed figure rounds to it"),
            (Standing::Within, "Cannot tell: the answers leave it open"),
        ],
        None => vec![
            (Standing::Alone, "With the interval of its base"),
            (Standing::Within, "No base was published, so there is no interval"),
        ],
    };
    let is_drawn = |wanted: Standing| {
        let mut marks = panels.iter().flat_map(|panel| &panel.rows).map(|row| &row.mark);
        marks.any(|mark| matches!(mark, Mark::Point(point) if point.standing == wanted))
    };
    let entry = |(standing, means): (Standing, &str)| Key { standing, means: means.to_owned() };
    let all: Vec<Key> = all.into_iter().filter(|(standing, _)| is_drawn(*standing)).map(entry).collect();
    // Where all are alike, and nothing is held against anything, there is nothing to tell apart.
    if found.data.is_none() && all.len() < 2 { Vec::new() } else { all }
}

/// To what all published rates are rounded; `None` where there are several.
fn one_rounding(rates: &[&Claim]) -> Option<f64> {
    let rounding = rates.first()?.rounding?;
    rates.iter().all(|claim| claim.rounding == Some(rounding)).then_some(rounding)
}

/// All values that round to a published figure.
fn zone(half: f64) -> Zone {
    let label = format!("Rounding: ±{}", words::margin_text(half));
    Zone { low: -half, high: half, short_label: format!("±{}", words::margin_text(half)), label }
}

/// How far each published rate lies from the recomputed one, by what follows.
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
    let published = claim.published.unwrap_or_default();
    let n = claim.n.unwrap_or(0);
    let printed = words::published_text(published, claim.rounding, &claim.kind);
    let shown = claim.recomputed.filter(|_| !words::is_hidden(claim));
    let standing = match claim.status {
        ClaimStatus::Disagrees => Standing::Beyond,
        ClaimStatus::Agrees => Standing::Inside,
        ClaimStatus::CannotTell | ClaimStatus::NotTestable => Standing::Within,
    };
    let (mark, text) = match shown {
        Some(value) => {
            let interval = claim.ci.map(|ci| (published - ci.high, published - ci.low));
            (Mark::Point(Point::new(published - value, interval, standing)), percent(value, n))
        }
        None if words::is_hidden(claim) => (Mark::Absent { reason: "not shown: too few".to_owned() }, DASH.to_owned()),
        None => (Mark::Absent { reason: "cannot be recomputed".to_owned() }, DASH.to_owned()),
    };
    let care = if claim.flags.contains(&Flag::Caution) { Care::SmallBase } else { Care::Usual };
    Row { label: claim.text.clone(), base: count(n), care, values: vec![printed, text], mark }
}

/// Each published rate with the interval of every base that it may have.
fn alone(rates: &[&Claim], found: &Claims) -> Vec<Row> {
    let of = |claim: &Claim| {
        let printed = words::published_text(claim.published.unwrap_or_default(), claim.rounding, &claim.kind);
        let bases =
            found.implied.iter().filter(|one| matches!(one, Implied::Interval(of) if of.claim == claim.id)).count();
        let row = |base: String, range: String, interval: Option<(f64, f64)>, standing: Standing| Row {
            // Of several rows of one rate each says of which base it is.
            label: if bases > 1 { format!("{}, if of {base}", claim.text) } else { claim.text.clone() },
            base,
            care: Care::Usual,
            values: vec![printed.clone(), range],
            mark: Mark::Point(Point::new(claim.published.unwrap_or_default(), interval, standing)),
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
            "To the right of 0 the published figure is the higher one. It disagrees where no value that rounds to it lies \
             within the interval, or, of figures of these very answers, where the recomputed one does not round to it."
                .to_owned(),
        ],
        None => {
            vec![
                "No answer of anybody is in it. A rate whose base may be one of several stands once for each. What the \
                 rates imply together stands in the text of the command, and in --json."
                    .to_owned(),
            ]
        }
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
    let axis = match found.data {
        Some(_) => "differences between published and recomputed rates",
        None => "percentages",
    };
    format!("Dots with intervals on an axis of {axis}. {headline}. {}", all.join(" "))
}
