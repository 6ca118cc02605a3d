//! Which outcomes differ by which segments? The verdict of each, with its lowest and highest figure.
//!
//! ```text
//! results::Outcome × SegmentInfo ──► Matrix
//!
//! outcomes   those that differ by most segments first, else in study order; of many, those with a verdict
//! segments   in study order
//! ```

use super::frame::Words;
use super::texts::{self, DASH};
use super::{Body, Care, Cell, Chart, Matrix, MatrixRow, Tone};
use crate::findings::words;
use crate::results::{Comparison, Outcome, StudyInfo, Verdict, format};

/// Outcomes of one chart, if not each of them has something to say.
const MOST_OUTCOMES: usize = 12;

/// The verdict of each outcome by each segment; `None` if nothing is compared.
pub fn verdicts(outcomes: &[&Outcome], study: &StudyInfo) -> Option<Chart> {
    let compared = |name: &str| outcomes.iter().any(|o| o.segments.iter().any(|c| c.segment == name));
    let segments: Vec<_> = study.segments.iter().filter(|s| compared(&s.name)).collect();
    if segments.is_empty() {
        return None;
    }
    let mut sorted: Vec<&Outcome> = outcomes.iter().copied().filter(|o| !o.segments.is_empty()).collect();
    sorted.sort_by_key(|o| std::cmp::Reverse((count(o, Verdict::Differs), count(o, Verdict::DiffersWithinMargin))));
    let all = sorted.clone();
    // Of many outcomes those of which nothing is known by any segment are a number below.
    if sorted.len() > MOST_OUTCOMES {
        sorted.retain(|o| o.segments.iter().any(|c| c.verdict != Verdict::Undetermined));
        if sorted.is_empty() {
            sorted = all.iter().copied().take(MOST_OUTCOMES).collect();
        }
    }
    let row = |o: &&Outcome| {
        let of = |s: &&crate::results::SegmentInfo| o.segments.iter().find(|c| c.segment == s.name);
        MatrixRow {
            label: label(o, &all),
            base: format::count(o.overall.n),
            care: texts::care(&o.overall),
            value: match o.overall.value().filter(|_| o.overall.is_printable()) {
                Some(value) => o.overall.unit().value(value, o.overall.n),
                None => DASH.to_owned(),
            },
            measure: if o.overall.measure.is_number() { o.overall.measure.word() } else { "" },
            cells: segments.iter().map(|s| of(s).map_or_else(Cell::empty, cell)).collect(),
        }
    };
    let rows: Vec<MatrixRow> = sorted.iter().map(row).collect();
    let headline = words::verdicts_headline(&all, study);
    let words = Words {
        subtitle: format!(
            "Verdict for each outcome by each segment; below it the lowest and the highest figure of a level. As for a \
             {}.",
            study.design
        ),
        notes: notes((&all, &sorted), &rows, study),
        title: "Verdicts for each outcome by each segment".to_owned(),
        description: description(&headline, &all, study),
        headline,
    };
    let body = Matrix { columns: segments.iter().map(|s| s.label.clone()).collect(), rows };
    Some(Chart::of_study(words, Body::Matrix(body), study))
}

fn count(outcome: &Outcome, verdict: Verdict) -> usize {
    outcome.segments.iter().filter(|c| c.verdict == verdict).count()
}

/// The label, with the name where the label alone does not tell outcomes apart.
fn label(outcome: &Outcome, all: &[&Outcome]) -> String {
    match all.iter().filter(|o| o.label == outcome.label).count() {
        0 | 1 => outcome.label.clone(),
        _ => format!("{} ({})", outcome.label, outcome.name),
    }
}

fn cell(c: &Comparison) -> Cell {
    let (detail, care) = range(c).unwrap_or_else(|| (String::new(), Care::Usual));
    Cell { tone: Some(Tone::Verdict(c.verdict)), word: word(c.verdict).to_owned(), detail, care }
}

/// The verdict in a word that fits a cell.
fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::DiffersWithinMargin => "Within margin",
        other => words::verdict_word(other),
    }
}

/// "62–82%": the lowest and the highest figure of a level that may be printed, with a dagger where the base of one of
/// them is small.
fn range(c: &Comparison) -> Option<(String, Care)> {
    let mut shown: Vec<(f64, Care)> =
        c.levels.iter().filter(|l| l.is_printable()).filter_map(|l| Some((l.value()?, texts::care(l)))).collect();
    shown.sort_by(|a, b| a.0.total_cmp(&b.0));
    let ((low, care_of_low), (high, care_of_high)) = (shown.first()?, shown.last()?);
    let is_small = [care_of_low, care_of_high].contains(&&Care::SmallBase);
    let unit = c.overall.unit();
    // Whole percent in every cell: a column agrees with itself, and what is compared is far apart or not told apart.
    let (low, high) = (unit.value(*low, 0), unit.value(*high, 0));
    let text = match (low.strip_suffix('%'), low == high) {
        (_, true) => format!("all {low}"),
        (Some(number), _) if !number.starts_with(['<', '>']) => format!("{number}–{high}"),
        _ => format!("{low} to {high}"),
    };
    let said = if is_small { (format!("{text} †"), Care::SmallBase) } else { (text, Care::Usual) };
    (shown.len() > 1).then_some(said)
}

/// Whether the figure of all lies below or above those of all levels that are shown, since some have no level.
fn lies_outside(outcome: &Outcome, c: &Comparison) -> bool {
    let shown = || c.levels.iter().filter(|level| level.is_printable()).filter_map(|level| level.value());
    let all = outcome.overall.value().filter(|_| outcome.overall.is_printable());
    c.n_segment_missing > 0
        && shown().next().is_some()
        && all.is_some_and(|all| shown().all(|value| value > all) || shown().all(|value| value < all))
}

/// What the words mean: only those that occur.
fn notes((outcomes, shown): (&[&Outcome], &[&Outcome]), rows: &[MatrixRow], study: &StudyInfo) -> Vec<String> {
    let all = || shown.iter().flat_map(|o| &o.segments);
    let (level, margin) = (
        words::level_text(1.0 - study.analysis.alpha),
        format!("the margin of {}", words::margin_text(study.analysis.margin)),
    );
    let corrected = match study.analysis.adjust.as_str() {
        "none" => "not corrected for the number of segments",
        _ => "corrected for the number of segments",
    };
    let means = [
        (Verdict::Differs, format!("Differs: a test finds a difference between levels ({corrected}).")),
        (
            Verdict::DiffersWithinMargin,
            format!("Within margin: it does, and no two levels differ by more than {margin}."),
        ),
        (
            Verdict::Consistent,
            format!("Consistent: with {level} confidence no two levels differ by more than {margin}."),
        ),
        (
            Verdict::Undetermined,
            "Undetermined, also where figures stand alone: no difference is shown, and one beyond the margin remains possible."
                .to_owned(),
        ),
    ];
    let mut reading: Vec<String> =
        means.into_iter().filter(|(verdict, _)| all().any(|c| c.verdict == *verdict)).map(|(_, text)| text).collect();
    if rows.iter().flat_map(|row| &row.cells).any(|cell| cell.tone.is_none()) {
        reading.push(format!("{DASH}: not compared."));
    }
    let is_small =
        |row: &MatrixRow| row.care == Care::SmallBase || row.cells.iter().any(|cell| cell.care == Care::SmallBase);
    if rows.iter().any(is_small) {
        reading.push(texts::small_bases(study));
    }
    if shown.iter().any(|o| o.segments.iter().any(|c| lies_outside(o, c))) {
        reading.push(
            "The figure of an outcome counts those without a level too, who stand in no cell: it may lie beyond the figures \
             of all levels."
                .to_owned(),
        );
    }
    if shown.len() < outcomes.len() {
        reading.push(format!(
            "Shown are {} of {} outcomes: the others are undetermined by every segment.",
            shown.len(),
            outcomes.len()
        ));
    }
    vec![reading.join(" ")]
}

/// The text alternative: each outcome with its verdicts, but those that are undetermined throughout, which are counted.
fn description(headline: &str, outcomes: &[&Outcome], study: &StudyInfo) -> String {
    let is_open = |o: &&&Outcome| o.segments.iter().all(|c| c.verdict == Verdict::Undetermined);
    let told = outcomes.iter().filter(|o| !is_open(o));
    let mut said: Vec<String> =
        told.map(|o| format!("{}: {}.", label(o, outcomes), words::verdicts(o, study))).collect();
    match outcomes.iter().filter(is_open).count() {
        0 => {}
        1 => said.push("1 outcome is undetermined by every segment.".to_owned()),
        n => said.push(format!("{n} outcomes are undetermined by every segment.")),
    }
    format!("Table of verdicts, outcomes down and segments across. {headline}. {}", said.join(" "))
}
