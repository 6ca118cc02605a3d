//! Tables of waves for spreadsheets and scripts.
//!
//! ```text
//! tables/<stem>.csv     wave,outcome,segment,level,n,… as in the tables of `analyze`, for each wave
//! tables/changes.csv    outcome,segment,level,answer,a,b,difference,…: later wave a less earlier wave b
//! ```

use super::csv::{HEADER, Numbers, flag_name, record_of};
use crate::results::waves::{Change, WaveOutcome, Waves};
use crate::results::{Measure, StudyInfo};

const CHANGES: [&str; 18] = [
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
    "flags",
];

/// The figures of an outcome in each wave.
pub fn outcome_table(outcome: &WaveOutcome, info: &StudyInfo) -> Numbers {
    let mut rows = vec![std::iter::once("wave").chain(HEADER).map(str::to_owned).collect::<Vec<String>>()];
    let mut row = |segment: &str, level: Option<&str>, wave: &crate::results::Estimate| {
        let name = wave.level.clone().unwrap_or_default();
        let estimate = crate::results::Estimate { level: level.map(str::to_owned), ..wave.clone() };
        rows.push(std::iter::once(name).chain(record_of(&outcome.name, segment, &estimate, info)).collect());
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
    let is_rate = |measure: Measure| matches!(measure, Measure::Rate | Measure::Shares);
    let has_shares = outcome.waves.iter().all(|wave| is_rate(wave.estimate.measure));
    Numbers { rows, has_shares }
}

/// Every change.
pub fn changes_table(waves: &Waves) -> Numbers {
    let mut all = vec![CHANGES.map(str::to_owned).to_vec()];
    for outcome in &waves.outcomes {
        let mut rows = |segment: &str, level: &str, answer: &str, changes: &[Change]| {
            all.extend(changes.iter().map(|change| record(outcome, [segment, level, answer], change, &waves.study)));
        };
        rows("", "", "", &outcome.changes);
        outcome.answers.iter().for_each(|answer| rows("", "", &answer.answer, &answer.changes));
        for segment in &outcome.segments {
            segment.levels.iter().for_each(|level| rows(&segment.segment, &level.level, "", &level.changes));
        }
    }
    Numbers { rows: all, has_shares: false }
}

fn record(outcome: &WaveOutcome, place: [&str; 3], change: &Change, info: &StudyInfo) -> Vec<String> {
    let figure = |value: Option<f64>| match (change.is_printable(), value) {
        (false, _) => "-".to_owned(),
        (true, value) => value.map(|value| value.to_string()).unwrap_or_default(),
    };
    let pair = &change.pair;
    let against = match change.against {
        crate::results::waves::Against::Previous => "previous",
        crate::results::waves::Against::First => "first",
    };
    let mut cells = vec![outcome.name.clone()];
    cells.extend(place.map(str::to_owned));
    cells.extend([pair.a.clone(), pair.b.clone(), against.to_owned()]);
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
    let synthetic = info.synthetic.then_some("synthetic");
    cells.push(change.flags.iter().map(|flag| flag_name(*flag)).chain(synthetic).collect::<Vec<_>>().join(" "));
    cells
}
