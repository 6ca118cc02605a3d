//! Two questions of the same respondents: how far do their answers overlap, and what is the difference?
//!
//! ```text
//! First question    ▓▓▓ 25% ▓▓▓▒▒▒▒▒▒▒ 50% ▒▒▒▒▒▒▒                 75%
//! Second question              ▒▒▒▒▒▒▒ 50% ▒▒▒▒▒▒▒░ 13% ░          63%      both stand one below the other
//! Difference           ──●──                                       12
//!                  0%      20%      40%      60%     80%     100%
//! ```
//!
//! The difference is what the first has alone less what the second has alone, and lies on the same axis.

use super::texts::{self, Figures, source};
use super::{Axis, Bands, Body, Care, Chart, Mark, Panel, Part, Point, Row, Rows, Standing, Tone, theme};
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
    let bar = |label: &str, rate: f64, start: f64, parts: Vec<Part>| Row {
        label: label.to_owned(),
        base: format::count(found.n),
        care,
        values: vec![figures.text(rate)],
        mark: Mark::Bar { start, parts },
    };
    let interval = found.ci.map(|ci| if turned { (-ci.high, -ci.low) } else { (ci.low, ci.high) });
    let value = difference.abs();
    let level = texts::confidence(study.analysis.confidence);
    let apart = Row {
        label: match interval {
            Some((low, high)) => format!("Difference, {level} interval {}", words::points_range(low, high)),
            None => "Difference".to_owned(),
        },
        base: String::new(),
        care: Care::Usual,
        values: vec![format::points(value)],
        mark: Mark::Point(Point { value, interval, standing: Standing::Alone }),
    };
    let rows = vec![
        bar(first_label, first_rate, 0.0, vec![part(0, first_alone), part(1, shares.both)]),
        bar(second_label, second_rate, first_alone, vec![part(1, shares.both), part(2, second_alone)]),
        apart,
    ];
    let low = interval.map_or(0.0, |(low, _)| low.min(0.0));
    let end = (first_rate + second_alone).max(interval.map_or(0.0, |(_, high)| high));
    let axis = if low < 0.0 { Axis::of_signed_shares([low, end]) } else { Axis::of_shares_from_zero([0.0, end]) };
    let headline = words::paired_headline(found, study);
    let body = Rows {
        base_head: "Base".to_owned(),
        value_heads: vec!["Rate".to_owned()],
        axis,
        bands: Some(Bands {
            names: vec!["The first alone".to_owned(), "Both".to_owned(), "The second alone".to_owned()],
            tones: vec![Tone::Above { band: 1, of: 2 }, Tone::Neutral, Tone::Below { band: 1, of: 2 }],
            sides: None,
            meet: false,
        }),
        panels: vec![Panel { heading: String::new(), rows }],
        ..Rows::empty()
    };
    let mut reading = vec![
        format!("Neither: {}.", figures.text(shares.neither)),
        "Both rates come from the same respondents; the difference is what the first has alone less what the second has \
         alone. A higher rate does not say which of the two a respondent puts first."
            .to_owned(),
    ];
    if interval.is_none() {
        reading.push("A marker without a line: no interval can be estimated.".to_owned());
    }
    if care == Care::SmallBase {
        reading.push(texts::small_bases(study));
    }
    let mut notes = Vec::new();
    notes.extend(study.synthetic.then(|| texts::NOBODY.to_owned()));
    notes.push(reading.join(" "));
    let synthetic = if study.synthetic { "Synthetic data. " } else { "" };
    Some(Chart {
        subtitle: format!(
            "Share of the {} who answered both questions, with the {level} interval of the difference (as for a {}).",
            words::respondents(found.n),
            study.design
        ),
        width: theme::WIDTH,
        height: None,
        theme: &theme::LIGHT,
        notes,
        source: source(study),
        synthetic: study.synthetic,
        title: texts::title(&format!("Two questions of the same respondents: {headline}"), study),
        description: format!(
            "{synthetic}Two bars, one below the other where their answers overlap. {} Both {}, the first alone {}, the \
             second alone {}, neither {}.",
            found.sentence,
            figures.text(shares.both),
            figures.text(first_alone),
            figures.text(second_alone),
            figures.text(shares.neither)
        ),
        body: Body::Rows(body),
        headline,
    })
}

fn in_order<T>(turned: bool, a: T, b: T) -> (T, T) {
    if turned { (b, a) } else { (a, b) }
}
