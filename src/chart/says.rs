//! What does a part of a chart say to those who point at it? What it is, its numbers, their base and interval.
//!
//! ```text
//! a row       Fully mature: 81%; base 441; interval 77% to 84%
//! a cell      Rolled back an agent by country: undetermined; 62–82%; 74% of 1,567
//! a point     Advanced: 74%. Relative detection: 80%; implied failure rate: 92%
//! ```
//!
//! The measure, the method and the design stand in the subtitle, which a page says after it.

use super::{Axis, Cell, Curve, Mark, MatrixRow, Plane, Point, Row, Rows, Spot, drawable};
use crate::findings::words;
use crate::results::format;

/// A row: its values, base and intervals.
pub(super) fn says(row: &Row, body: &Rows) -> String {
    let heads = body.value_heads.iter().map(|head| format!("{} ", head.to_lowercase()));
    let heads = heads.filter(|_| body.value_heads.len() > 1).chain(std::iter::repeat_with(String::new));
    let values: Vec<String> = row.values.iter().zip(heads).map(|(value, head)| format!("{head}{value}")).collect();
    let mut said = vec![values.join(", ")];
    if !row.base.is_empty() {
        said.push(format!("base {}", row.base));
    }
    // An interval that has a column of its own is said there.
    let has_column = body.value_heads.iter().any(|head| head.ends_with("interval"));
    said.extend(drawn(row, body).filter(|_| !has_column || !matches!(row.mark, Mark::Point(_))));
    said.retain(|part| !part.is_empty());
    drawable(&format!("{}: {}", row.label, said.join("; ")))
}

/// What is drawn and stands in no text of the row.
fn drawn(row: &Row, body: &Rows) -> Option<String> {
    // A mean has three digits that count, as everywhere.
    let range = |point: &Point| {
        let (low, high) = point.interval?;
        Some(match body.unit {
            None => format::interval_to(
                low,
                high,
                usize::from(row.values.iter().any(|value| value.contains(format::numbers().point))),
            ),
            Some(ref unit) if unit.ends_with("percentage points") => words::points_range(low, high),
            Some(_) => format::Unit::of_mean(point.value).interval(low, high, 0),
        })
    };
    match &row.mark {
        Mark::Point(point) => range(point).map(|range| format!("interval {range}")),
        Mark::Two(points) => {
            let ranges: Vec<String> = points.iter().filter_map(range).collect();
            (!ranges.is_empty()).then(|| format!("intervals {}", ranges.join(" and ")))
        }
        Mark::Bar { parts, .. } => {
            let names = body.bands.as_ref().map(|bands| bands.names.as_slice()).unwrap_or_default();
            let said = parts.iter().map(|part| match names.get(part.band) {
                Some(name) => format!("{name}: {}", part.text),
                None => part.text.clone(),
            });
            Some(said.collect::<Vec<_>>().join(", "))
        }
        // Its interval stands in its label.
        Mark::Gap { .. } => None,
        Mark::Absent { reason } => Some(reason.clone()),
    }
}

/// A cell of a matrix: what is compared by what, the verdict, and the figure of the row.
pub(super) fn of_cell(row: &MatrixRow, column: &str, cell: &Cell) -> String {
    let detail = if cell.detail.is_empty() { String::new() } else { format!("; {}", cell.detail) };
    drawable(&format!("{} by {}: {}{detail}; {}", row.label, column, cell.word.to_lowercase(), row.figures()))
}

/// The points of a curve at the ticks of its scale and at its ends, each with what it says.
pub(super) fn of_curve(curve: &Curve, body: &Plane) -> Vec<((f64, f64), String)> {
    let (x, y) = (&body.x, &body.y);
    let room = x.axis.ticks.windows(2).map(|two| two[1].value - two[0].value).fold(f64::INFINITY, f64::min) / 2.0;
    let mut found: Vec<((f64, f64), String)> = Vec::new();
    let ends = [curve.points.first(), curve.points.last()].map(|end| end.map(|point| point.0));
    let [start, end] = ends.map(Option::into_iter);
    for at in start.chain(x.axis.ticks.iter().map(|tick| tick.value)).chain(end) {
        let far = |point: &&(f64, f64)| (point.0 - at).abs();
        let Some(&point) = curve.points.iter().min_by(|a, b| far(a).total_cmp(&far(b))) else { continue };
        if far(&&point) > room || found.iter().any(|(known, _)| *known == point) {
            continue;
        }
        let band = body.areas.iter().flatten().find(|area| area.0 == point.0).map(|&(_, low, high)| {
            format!(" ({} to {} in the shaded band)", value(&y.axis, low), value(&y.axis, high))
        });
        let said = format!(
            "{}. {}: {}; {}: {}{}",
            curve.name,
            x.title,
            value(&x.axis, point.0),
            y.title.to_lowercase(),
            value(&y.axis, point.1),
            band.unwrap_or_default()
        );
        found.push((point, drawable(&said)));
    }
    found
}

/// A marked point, with its interval along the scale.
pub(super) fn of_point(spot: &Spot, body: &Plane) -> String {
    let x = &body.x.axis;
    let interval = spot.interval.map(|(low, high)| format!("; interval {} to {}", value(x, low), value(x, high)));
    drawable(&format!("{}{}", spot.label, interval.unwrap_or_default()))
}

/// A value in the unit in which its axis counts: percent with one decimal, or a count.
fn value(axis: &Axis, value: f64) -> String {
    match axis.ticks.first().is_some_and(|tick| tick.label.ends_with('%')) {
        true if value > 1.0 => format!("{}%", format::decimal(value * 100.0, 1)),
        true => format::percent_to(value, 1),
        false => format::count(value.round().max(0.0) as u64),
    }
}
