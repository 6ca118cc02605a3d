//! A section per outcome: sentence, question, base, chart, answers, all segments at once; a part per segment follows.

use super::super::{About, Column, Figure, Part, Picture, Section, Shows, Table, Text};
use super::{DASH, STAMP, across, note, segment};
use crate::findings::words::{level_text, of_base};
use crate::results::format::{count, decimal};
use crate::results::{Estimate, Flag, Heterogeneity, MadeAnswers, Measure, Outcome, Results, Scale, StudyInfo};

pub(super) fn sections(
    at: usize,
    outcome: &Outcome,
    title: &str,
    figures: Vec<Figure>,
    held: Option<&[Heterogeneity]>,
    info: &StudyInfo,
) -> Vec<Section> {
    let mut head = Section::new(title).about(About::Outcome(at));
    head.say(outcome.sentence.clone());
    match &outcome.question {
        Some(wording) => head.say(Text::led("Question:", format!("“{}”", wording.trim()))),
        None => head.say(Text::led("Question:", "wording not stated.")),
    }
    head.say(Text::led("Base:", base(outcome)));
    head.parts.extend(counts_as_yes(outcome).map(|said| Part::Paragraph(Text::led("Counts as yes:", said))));
    head.parts.extend(figures.into_iter().map(Part::Figure));
    if let Some(shares) = outcome.overall.shares.as_ref() {
        head.table(band_table(outcome, shares, info));
    }
    if let Some(bands) = &outcome.bands {
        head.table(band_table(outcome, bands, info));
        if let (Some(mean), true) = (&outcome.band_mean, outcome.overall.is_printable()) {
            head.say(format!(
                "Mean from the bands: {} with every answer in the middle of its band, {} with every answer at the lower \
                 edge, {} at the upper edge. The answers themselves say no more than their band.",
                decimal(mean.midpoint, 1),
                decimal(mean.low, 1),
                decimal(mean.high, 1)
            ));
        }
    }
    if let Some(scale) = &outcome.scale {
        head.say(scale.sentence.clone());
        if scale.alpha.is_some() && !scale.flags.contains(&Flag::Suppressed) {
            head.table(scale_table(outcome, scale));
        }
    }
    across::table(outcome, held).into_iter().for_each(|table| head.table(table));
    let mut sections = vec![head];
    let segments = outcome.segments.iter().enumerate();
    sections.extend(segments.map(|(by, c)| segment::section(c, info).about(About::Comparison(at, by))));
    sections
}

/// Which answers count as yes, where that is no plain yes: "“Often”, “Sometimes”."
fn counts_as_yes(outcome: &Outcome) -> Option<String> {
    let made = outcome.made.as_ref().filter(|_| outcome.overall.measure == Measure::Rate)?;
    if let Some(when) = made.rule.strip_prefix("yes where") {
        return Some(format!("where{}.", when.trim_end_matches('.')));
    }
    let is_yes = |of: &&MadeAnswers| of.counts_as == "yes" || of.counts_as.ends_with(" (yes)");
    let yes: Vec<&MadeAnswers> = made.answers.iter().filter(is_yes).collect();
    let answers: Vec<&String> = yes.iter().flat_map(|of| &of.answers).collect();
    if answers.is_empty() || answers.iter().all(|answer| answer.eq_ignore_ascii_case("yes")) {
        return None;
    }
    let more: u64 = yes.iter().map(|of| of.more).sum();
    let more = if more > 0 { format!(" and {} more", count(more)) } else { String::new() };
    let listed: Vec<String> = answers.iter().map(|answer| format!("“{answer}”")).collect();
    Some(format!("{}{more}.", listed.join(", ")))
}

fn base(outcome: &Outcome) -> String {
    let (base, all) = (&outcome.base, &outcome.overall);
    let who = if base.description.is_empty() { "all respondents" } else { base.description.trim() };
    let mut said = format!("{who}. {} gave a usable answer", count(base.n));
    if all.is_weighted() {
        said.push_str(&format!(" (weighted {}, effective {})", decimal(all.n_weighted, 1), effective(all)));
    }
    said.push_str(&format!(
        ", {} in the base gave none, {} lie outside it.",
        count(base.n_missing),
        count(base.n_outside)
    ));
    said
}

/// A chart with what it says in words, made from its own numbers.
pub(super) fn figure(results: &Results, picture: &Picture, number: usize) -> Option<Figure> {
    let info = &results.study;
    let chart = picture.shows.chart(results)?;
    // What two published figures imply is no synthetic datum.
    let stamp = if chart.synthetic { format!("{STAMP} ") } else { String::new() };
    let level = level_text(info.analysis.confidence);
    let shown = match picture.shows {
        Shows::Bands(_) => "Shares of the answers".to_owned(),
        Shows::Values(at) | Shows::Answers(at) => {
            let outcome = &results.outcomes[at];
            let measure = measure_word(outcome.overall.measure);
            format!("{measure}s with {level} intervals; base: {}", of_base(outcome.overall.n, &outcome.base))
        }
        Shows::Verdicts => "Verdict, lowest and highest figure of each comparison".to_owned(),
        Shows::Trend(..) => format!("Levels in their order, with {level} intervals"),
        Shows::Adjusted(..) => format!("Rates beside adjusted rates, with {level} intervals"),
        Shows::Detection => "Implied failure rate by relative detection".to_owned(),
        Shows::Differences(..) => {
            format!("Differences with {} intervals", level_text(1.0 - 2.0 * info.analysis.alpha))
        }
        Shows::Paired(_) => "Overlap of the answers, and the difference".to_owned(),
        Shows::Implied(_) => "Rate of all others by the size of the group".to_owned(),
    };
    let said = chart.description.trim_start_matches("Synthetic data. ");
    Some(Figure {
        number,
        image: format!("charts/{}.png", picture.stem),
        drawing: format!("charts/{}.svg", picture.stem),
        data: picture.data.clone(),
        alternative: format!("{stamp}{said}"),
        caption: format!("{stamp}{}. {shown}.", chart.headline),
    })
}

fn band_table(outcome: &Outcome, bands: &[Estimate], info: &StudyInfo) -> Table {
    let level = level_text(info.analysis.confidence);
    let mut table = Table::new(
        format!("{}: answers", outcome.label),
        vec![
            Column::text("Answer"),
            Column::number("Respondents"),
            Column::number("Share"),
            Column::number(format!("{level} interval")),
            Column::text("Note"),
        ],
    );
    let hidden = !outcome.overall.is_printable();
    for band in bands {
        let shown = band.is_printable() && !hidden;
        let n_yes = if shown { count(band.n_yes) } else { DASH.to_owned() };
        let (rate, range) = if shown { figures(band) } else { (DASH.to_owned(), DASH.to_owned()) };
        table.row(vec![level_name(band), n_yes, rate, range, note(band, info)]);
    }
    table
}

/// The items of a scale, each against all others.
fn scale_table(outcome: &Outcome, scale: &Scale) -> Table {
    let mut table = Table::new(
        format!("{}: items", outcome.label),
        vec![
            Column::text("Item"),
            Column::number("Mean"),
            Column::number("Correlation with the others"),
            Column::number("Alpha without it"),
            Column::text("Note"),
        ],
    );
    let number = |value: Option<f64>| value.map_or(DASH.to_owned(), |value| decimal(value, 2));
    for item in &scale.items {
        let note = if item.reversed { "turned round" } else { "" };
        let (mean, rest, without) = (number(item.mean), number(item.item_rest), number(item.alpha_without));
        table.row(vec![item.column.clone(), mean, rest, without, note.to_owned()]);
    }
    table
}

/// The head of a column of rates, means or shares.
pub(in crate::report) fn measure_word(measure: Measure) -> &'static str {
    match measure {
        Measure::Rate => "Rate",
        Measure::Mean => "Mean",
        Measure::Total => "Total",
        Measure::Median => "Median",
        Measure::Quantile => "Quantile",
        Measure::Nps => "Score",
        Measure::Shares => "Share",
    }
}

/// Rate (or mean) and interval of an estimate, or dashes.
pub(in crate::report) fn figures(estimate: &Estimate) -> (String, String) {
    let unit = estimate.unit();
    match (estimate.is_printable(), estimate.value()) {
        (true, Some(value)) => {
            let range = estimate.ci.map_or(DASH.to_owned(), |ci| unit.interval(ci.low, ci.high, estimate.n));
            (unit.value(value, estimate.n), range)
        }
        (true, None) => (String::new(), String::new()),
        _ => (DASH.to_owned(), DASH.to_owned()),
    }
}

/// The effective base of an estimate, or a dash where it is taken out.
pub(in crate::report) fn effective(estimate: &Estimate) -> String {
    estimate.effective().map_or_else(|| DASH.to_owned(), |n| decimal(n, 1))
}

pub(in crate::report) fn level_name(estimate: &Estimate) -> String {
    estimate.level.clone().unwrap_or_else(|| "Overall".to_owned())
}
