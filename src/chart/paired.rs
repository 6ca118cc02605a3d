//! Two questions of the same respondents: how far do their answers overlap, and what is the difference?
//!
//! ```text
//! First question    ▒▒▒▒▒▒▒ 50% ▒▒▒▒▒▒▒▓▓▓ 25% ▓▓▓             75%      what both have, then what each has alone
//! Second question   ▒▒▒▒▒▒▒ 50% ▒▒▒▒▒▒▒▓ 13% ▓                 63%
//! Difference        ░░░├┼──┤                                   12       from 0 too, in another tone, with its interval
//!                  0%      20%      40%      60%     80%
//! ```
//!
//! All bars stand on one axis from 0, so that their ends are compared. The difference does so too: its interval is read
//! against 0, not against a rate.

use super::frame::Words;
use super::texts::{self, Figures};
use super::{Axis, Bands, Body, Care, Chart, Mark, Panel, Part, Row, Rows, Tone};
use crate::findings::words;
use crate::results::{Flag, Paired, StudyInfo, format};

/// Two questions of the same respondents; `None` where nothing may be shown of them.
pub fn paired(found: &Paired, study: &StudyInfo) -> Option<Chart> {
    let shares = found.shares.filter(|_| !found.flags.contains(&Flag::Suppressed))?;
    let (rate_a, rate_b, difference) = (found.rate_a?, found.rate_b?, found.difference?);
    // The higher rate stands first, so that the difference is not negative.
    let turned = rate_b > rate_a;
    let (first_label, second_label) = in_order(turned, &found.a_label, &found.b_label);
    let (first_alone, second_alone) = in_order(turned, shares.a_only, shares.b_only);
    let (first_rate, second_rate) = in_order(turned, rate_a, rate_b);
    let figures = Figures::of_base(found.n, study);
    let part = |band: usize, share: f64| Part { band, share, text: figures.text(share) };
    let care = if found.flags.contains(&Flag::Caution) { Care::SmallBase } else { Care::Usual };
    let bar = |label: &str, rate: f64, alone: f64| Row {
        label: label.to_owned(),
        base: format::count(found.n),
        care,
        values: vec![figures.text(rate)],
        mark: Mark::Bar { start: 0.0, parts: vec![part(0, shares.both), part(1, alone)] },
    };
    let interval = found.ci.map(|ci| if turned { (-ci.high, -ci.low) } else { (ci.low, ci.high) });
    let value = difference.abs();
    let level = words::level_text(study.analysis.confidence);
    let apart = Row {
        label: match interval {
            Some((low, high)) => format!("Difference, {level} interval {}", words::points_range(low, high)),
            None => "Difference".to_owned(),
        },
        base: String::new(),
        care: Care::Usual,
        values: vec![format::points(value)],
        mark: Mark::Gap { difference: value, interval },
    };
    let rows = vec![bar(first_label, first_rate, first_alone), bar(second_label, second_rate, second_alone), apart];
    let ends: Vec<f64> = interval.into_iter().flat_map(|(low, high)| [low, high]).chain([first_rate]).collect();
    // The interval of a difference may reach below 0, which a rate does not.
    let axis = match ends.iter().any(|end| *end < 0.0) {
        true => Axis::of_signed_shares(ends.into_iter().chain([0.0])),
        false => Axis::of_shares_from_zero(ends),
    };
    let headline = words::paired_headline(found, study);
    let body = Rows {
        base_head: "Base".to_owned(),
        value_heads: vec!["Rate".to_owned()],
        axis,
        bands: Some(Bands {
            names: vec!["Both".to_owned(), "This one alone".to_owned()],
            tones: vec![Tone::Neutral, Tone::Above { band: 1, of: 2 }],
            sides: None,
            meet: false,
        }),
        panels: vec![Panel::alone(rows)],
        ..Rows::empty()
    };
    let mut reading = vec![
        format!("Neither: {}.", figures.text(shares.neither)),
        "Both rates come from the same respondents; the difference is drawn from 0 on the same scale, in points. A higher rate does not say which of the two a respondent puts first."
            .to_owned(),
    ];
    let sums = [(first_rate, first_alone), (second_rate, second_alone)];
    if sums.iter().any(|(rate, alone)| !figures.add_up(&[shares.both, *alone], *rate))
        || !figures.add_up(&[second_rate, value], first_rate)
    {
        reading.push("Figures are rounded each for itself, and may not add up.".to_owned());
    }
    if interval.is_none() {
        reading.push("No interval of the difference can be estimated.".to_owned());
    }
    if care == Care::SmallBase {
        reading.push(texts::small_bases(study));
    }
    let words = Words {
        subtitle: format!(
            "Share of the {} who answered both questions, with the {level} interval of the difference (as for a {}).",
            words::respondents(found.n),
            study.design
        ),
        notes: vec![reading.join(" ")],
        title: format!("Two questions of the same respondents: {headline}"),
        description: format!(
            "Two bars from 0, each divided into what both have and what it has alone, and their difference from 0. {} \
             Both {}, the first alone {}, the second alone {}, neither {}.",
            found.sentence,
            figures.text(shares.both),
            figures.text(first_alone),
            figures.text(second_alone),
            figures.text(shares.neither)
        ),
        headline,
    };
    Some(Chart::of_study(words, Body::Rows(body), study))
}

fn in_order<T>(turned: bool, a: T, b: T) -> (T, T) {
    if turned { (b, a) } else { (a, b) }
}
