//! Tables of waves for spreadsheets and scripts.
//!
//! ```text
//! tables/<stem>.csv     wave,outcome,segment,level,n,… as in the tables of `analyze`, for each wave
//! tables/changes.csv    outcome,segment,level,answer,a,b,difference,…: later wave a less earlier wave b
//! ```

use super::csv::{HEADER, label, record_of, write};
use crate::results::StudyInfo;
use crate::results::waves::{Change, WaveOutcome, Waves};

const CHANGES: [&str; 17] = [
    "outcome",
    "segment",
    "level",
    "answer",
    "a",
    "b",
    "against",
    "difference",
    "se",
    "df",
    "low",
    "high",
    "p",
    "p_adjusted",
    "margin",
    "smallest_margin",
    "verdict",
];

/// The figures of an outcome in each wave.
pub fn outcome_table(outcome: &WaveOutcome, info: &StudyInfo) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    write(&mut writer, std::iter::once("wave").chain(HEADER));
    let mut row = |segment: &str, level: Option<&str>, wave: &crate::results::Estimate| {
        let name = wave.level.clone().unwrap_or_default();
        let estimate = crate::results::Estimate { level: level.map(str::to_owned), ..wave.clone() };
        let cells = record_of(&outcome.name, segment, &estimate, info);
        write(&mut writer, std::iter::once(label(&name)).chain(cells));
    };
    for wave in &outcome.waves {
        row("", None, &wave.estimate);
    }
    for answer in &outcome.answers {
        answer.waves.iter().for_each(|wave| row("", Some(&answer.answer), wave));
    }
    for segment in &outcome.segments {
        for level in &segment.levels {
            level.waves.iter().for_each(|wave| row(&segment.segment, Some(&level.level), wave));
        }
    }
    text(writer)
}

/// Every change.
pub fn changes_table(waves: &Waves) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    write(&mut writer, CHANGES);
    for outcome in &waves.outcomes {
        let mut rows = |segment: &str, level: &str, answer: &str, changes: &[Change]| {
            for change in changes {
                write(&mut writer, record(outcome, [segment, level, answer], change));
            }
        };
        rows("", "", "", &outcome.changes);
        outcome.answers.iter().for_each(|answer| rows("", "", &answer.answer, &answer.changes));
        for segment in &outcome.segments {
            segment.levels.iter().for_each(|level| rows(&segment.segment, &level.level, "", &level.changes));
        }
    }
    text(writer)
}

fn record(outcome: &WaveOutcome, place: [&str; 3], change: &Change) -> Vec<String> {
    let figure = |value: Option<f64>| match (change.is_printable(), value) {
        (false, _) => "-".to_owned(),
        (true, value) => value.map(|value| value.to_string()).unwrap_or_default(),
    };
    let pair = &change.pair;
    let against = match change.against {
        crate::results::waves::Against::Previous => "previous",
        crate::results::waves::Against::First => "first",
    };
    let mut cells = vec![label(&outcome.name)];
    cells.extend(place.map(label));
    cells.extend([label(&pair.a), label(&pair.b), against.to_owned()]);
    let numbers = [
        pair.difference,
        pair.se,
        pair.df,
        pair.ci.map(|ci| ci.low),
        pair.ci.map(|ci| ci.high),
        pair.p,
        pair.p_adjusted,
        change.margin,
        change.smallest_margin,
    ];
    cells.extend(numbers.map(figure));
    cells.push(if change.is_printable() { change.verdict.name().to_owned() } else { "-".to_owned() });
    cells
}

fn text(writer: csv::Writer<Vec<u8>>) -> String {
    let bytes = writer.into_inner().expect("memory takes every byte");
    String::from_utf8(bytes).expect("every cell is text")
}
