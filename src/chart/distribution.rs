//! How respondents divide over the answers of one question: share and interval, answer by answer.
//!
//! ```text
//!                     Respondents  0%    20%    40%   Share
//! Financial services          612  ·     ─●─           20%
//! ```
//!
//! An order that means something is kept, else the most frequent answer comes first. The axis starts at 0, because the
//! shares are parts of one whole. There is no reference: nothing is compared.

use super::frame::Words;
use super::rates::row;
use super::texts::{self, DASH, Figures, asked};
use super::{Axis, Body, Care, Chart, Mark, Panel, Point, Row, Rows};
use crate::findings::words;
use crate::results::{Distribution, Estimate, StudyInfo, format};

/// The answers of one question.
pub fn distribution(found: &Distribution, study: &StudyInfo) -> Chart {
    let figures = Figures::of(format::Unit::Percent, found.answers.iter(), study);
    let mut answers: Vec<&Estimate> = found.answers.iter().collect();
    if !found.ordered {
        texts::by_value(&mut answers);
        // What is no answer of its own ends the list, however many gave it.
        answers.sort_by_key(|answer| answer.level.as_deref().is_some_and(is_residual));
    }
    let rows: Vec<Row> = answers
        .iter()
        .map(|answer| {
            let row = row(answer, figures, study);
            // The base is that of the whole, and stands in the subtitle; beside an answer stands who gave it.
            let shown = answer.is_printable();
            let limits = answer.ci.filter(|_| shown).map(|ci| figures.range(ci.low, ci.high));
            let values = row.values.into_iter().chain([limits.unwrap_or_else(|| DASH.to_owned())]).collect();
            Row { base: if shown { format::count(answer.n_yes) } else { DASH.to_owned() }, values, ..row }
        })
        .collect();
    let limits = rows.iter().filter_map(|row| match row.mark {
        Mark::Point(Point { value, interval, .. }) => Some(interval.map_or(value, |(_, high)| high)),
        _ => None,
    });
    let axis = Axis::of_shares_from_zero(limits);
    let measure = if found.several { "share that named each answer, of" } else { "share of each answer, of" };
    let intervals = texts::intervals(found.answers.iter().find_map(|e| e.ci), figures, study);
    let said: Vec<String> = rows.iter().map(|row| format!("{} {}", row.label, row.values[0])).collect();
    let notes = notes(found, &rows, study);
    let body = Rows {
        base_head: "Respondents".to_owned(),
        value_heads: vec!["Share".to_owned(), format!("{} interval", words::level_text(study.analysis.confidence))],
        axis,
        panels: vec![Panel::alone(rows)],
        ..Rows::empty()
    };
    let words = Words {
        headline: found.headline.clone(),
        subtitle: format!("{}: {measure} {}, {intervals}.", found.label, asked(&found.base, None)),
        notes,
        title: found.headline.clone(),
        description: format!(
            "Dots with intervals on an axis of percentages from 0%. {}, {}: {}.",
            found.label,
            words::of_base(found.base.n, &found.base),
            said.join(", ")
        ),
    };
    Chart::of_study(words, Body::Rows(body), study)
}

/// Answers that say that none of the others fits, or nothing: "Other", "Other (please specify)", "I don't know".
fn is_residual(answer: &str) -> bool {
    let answer = answer.trim().to_lowercase().replace('’', "'");
    let is_other = answer.strip_prefix("other").is_some_and(|rest| !rest.starts_with(char::is_alphabetic));
    let starts = ["don't know", "i don't know", "not sure", "unsure", "none of", "prefer not", "no answer", "refused"];
    is_other && !answer.starts_with("other than") || starts.iter().any(|start| answer.starts_with(start))
}

/// How the chart is to be read: only what occurs in it.
fn notes(found: &Distribution, rows: &[Row], study: &StudyInfo) -> Vec<String> {
    let mut reading = Vec::new();
    if found.several {
        reading.push("A respondent could name several answers: shares may add up to more than 100%.".to_owned());
    }
    if rows.iter().any(|row| row.care == Care::SmallBase) {
        reading.push(texts::small_bases(study));
    }
    let mut notes = vec![reading.join(" ")];
    notes.extend(found.question.as_ref().map(|question| format!("Question: “{}”", question.trim())));
    notes
}

#[cfg(test)]
mod tests {
    use super::is_residual;

    #[test]
    fn residual_answers_are_told_by_how_they_begin() {
        for answer in ["Other", "Other (please specify)", "other: ", "I don’t know", "Don't know", "None of these"] {
            assert!(is_residual(answer), "{answer}");
        }
        for answer in ["Others' advice", "Otherwise", "Other than turkey", "None", "Know it", "Ham"] {
            assert!(!is_residual(answer), "{answer}");
        }
    }
}
