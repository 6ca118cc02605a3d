//! What do two published rates imply? The rate of all others, for every size that the group could have.
//!
//! ```text
//! 81% ───────────────────────────── the group
//! 74% ───────────────────────────── all
//!     ‾‾‾‾‾--..__                   the rest: falls as the group grows
//!                ‾‾--.._
//!     0     138            1,567    respondents in the group
//! ```
//!
//! No answer of anybody is needed for it, and none is used. The band holds every value that rounds to what was printed.

use super::frame::Words;
use super::plane::scale;
use super::{Axis, Body, Chart, Curve, Plane, Reference, Spot};
use crate::findings::words;
use crate::results::format::{count, percent};
use crate::results::{ImpliedRest, StudyInfo};

/// The rate of the rest by the size of the group; `None` where no size is possible.
pub fn implied(found: &ImpliedRest, study: &StudyInfo) -> Option<Chart> {
    let figure = |rate: f64| percent(rate, 0);
    let at = |share: f64, size: Option<u64>| size.map_or(share, |size| size as f64);
    let points: Vec<(f64, f64)> = found.curve.iter().filter_map(|p| Some((at(p.share, p.size), p.rest?))).collect();
    if points.len() < 2 {
        return None;
    }
    let area: Vec<(f64, f64, f64)> =
        found.curve.iter().filter_map(|p| Some((at(p.share, p.size), p.low?, p.high?))).collect();
    let widest = points.iter().map(|p| p.0).fold(0.0, f64::max);
    let x = match found.n {
        Some(_) => Axis::of_counts(widest),
        None => Axis::of_shares_from_zero([widest]),
    };
    let rests = points.iter().map(|p| p.1).chain(area.iter().flat_map(|a| [a.1, a.2]));
    let y = Axis::of_shares(rests.chain([found.rate_all, found.rate_part]));
    let from = found.significant_from.and_then(|size| size.value);
    let published = found.at_published_size.and_then(|p| {
        let interval = None;
        Some(Spot {
            x: at(p.share, p.size),
            y: p.rest?,
            interval,
            label: match p.size {
                Some(size) => format!("Published size {}: {}", count(size), figure(p.rest?)),
                None => format!("Published size: {}", figure(p.rest?)),
            },
        })
    });
    let headline = words::implied_headline(found);
    let of_whom = match found.n {
        Some(n) if found.own_base => format!("of {} respondents in all", count(n)),
        Some(n) => format!("if there are {} respondents in all", count(n)),
        None => "as a share of all".to_owned(),
    };
    let rounding = found.significant_from.and_then(|size| {
        let (low, high) = (size.low?, size.high?);
        Some(format!(" ({} to {} over all values that round to the two figures)", count(low), count(high)))
    });
    let mut notes = vec![
        "Computed from the published figures alone, without a single answer. The shaded band holds every value that rounds \
         to what was printed."
            .to_owned(),
    ];
    if let Some(from) = from {
        notes.push(format!(
            "From {} respondents in the group on{}, its difference from all others is significant at {} (pooled z test, \
             as for a simple random sample).",
            count(from),
            rounding.unwrap_or_default(),
            percent(study.analysis.alpha, 0)
        ));
    }
    if let Some((size, rest)) = found.at_published_size.and_then(|p| Some((p.size?, p.rest?))) {
        notes.push(format!("At the published size of {} it is {}.", count(size), figure(rest)));
    }
    let ends = (points[0], points[points.len() - 1]);
    let size = |x: f64| if found.n.is_some() { format!("{} respondents", count(x as u64)) } else { percent(x, 0) };
    // Published figures are no synthetic data, whatever file they are held against.
    let words = Words {
        subtitle: format!(
            "{}: rate of all others that the published {} of all and {} of {} leave, by the size of that group.",
            found.outcome_label,
            words::given_rate(found.rate_all),
            words::given_rate(found.rate_part),
            found.group_label
        ),
        notes,
        title: format!("What two published figures imply: {headline}"),
        description: format!(
            "A falling or rising curve of the rate of all others over the size of the group, between lines at the \
             published {} of all and {} of the group. {headline}. At {} it is {}, at {} it is {}.",
            words::given_rate(found.rate_all),
            words::given_rate(found.rate_part),
            size(ends.0.0),
            figure(ends.0.1),
            size(ends.1.0),
            figure(ends.1.1)
        ),
        headline,
    };
    let body = Plane {
        x: scale(x, &format!("Size of the group, {of_whom}")),
        y: scale(y, "Rate"),
        areas: vec![area].into_iter().filter(|area| area.len() > 1).collect(),
        curves: vec![Curve { name: "Everybody else".to_owned(), points, is_stressed: true }],
        levels: vec![
            line(found.rate_part, format!("{}: {}", found.group_label, words::given_rate(found.rate_part))),
            line(found.rate_all, format!("All: {}", words::given_rate(found.rate_all))),
        ],
        marks: from
            .map(|from| line(from as f64, format!("Significant from {}", count(from))))
            .or_else(|| {
                found.n.is_none().then(|| line(found.largest_share, format!("At most {}", figure(found.largest_share))))
            })
            .into_iter()
            .collect(),
        spots: published.into_iter().collect(),
    };
    Some(Chart::of_figures(words, Body::Plane(body), vec![source(found)]))
}

/// Which claims these are, and where they were published.
fn source(found: &ImpliedRest) -> String {
    let published = found.sources.join("; ");
    let published =
        if published.is_empty() { String::new() } else { format!(" ({})", published.trim_end_matches('.')) };
    format!("Source: the published figures of the claims “{}” and “{}”{published}.", found.all, found.part)
}

fn line(value: f64, label: String) -> Reference {
    Reference { value, short_label: label.clone(), label }
}
