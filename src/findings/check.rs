//! Is a file fit for its study? Problems in words, and what follows from the numbers: medians, bases, empty levels.

use std::collections::BTreeMap;

use super::{estimate, made};
use crate::error::{Error, Result};
use crate::load::Unit;
use crate::load::quality::{Inspected, Kind, Occurrence, Occurrences, Question as Asked, Wrong, inspect};
use crate::load::{Format, Input};
use crate::results::check::{
    AskedAndAnswered, Check, DuplicateRows, NotChosen, Problem, Quality, RepeatedLine, SCHEMA, Severity, SmallBase,
    Speeding, StraightLining,
};
use crate::results::{Excluded, Flag, Missing};
use crate::study::{Answer, NPS_GROUPS, NumberKind, SegmentCoding, Study, suggest};
use crate::tabulate::{Answers, Cubes, Question};

/// Reads a file and tells everything that is wrong with it.
///
/// # Errors
/// If the file cannot be read.
pub fn check(study: &Study, input: &Input, format: Format) -> Result<Check> {
    let mut cubes = Cubes::new(study);
    let mut found = inspect(input, format, study, |block| cubes.count(&block))?;
    let coded = found.lacking.is_empty() && found.rows_kept > 0;
    let speeding = speeding(study, &mut found);
    // A weight that cannot be read counts for nothing, so that bases would be too small.
    let mut counted = coded && found.design.is_empty();
    if counted && let Err(error) = cubes.finish(study, &found.strata) {
        found.whole.push(error);
        counted = false;
    }
    let small_bases = if counted { small_bases(study, &cubes) } else { Vec::new() };
    let bases = if counted { bases(study, &cubes, &found) } else { Vec::new() };
    let not_chosen = if counted { not_chosen(study, &cubes) } else { Vec::new() };
    let incomplete = found.rows.saturating_sub(found.rows_kept + count(&found, Kind::Ragged));
    let quality = Quality {
        unit: found.unit.one().to_owned(),
        read_as: found.read_as.clone(),
        columns: found.columns.len() as u64,
        rows_kept: found.rows_kept,
        excluded: if coded && incomplete > 0 {
            vec![Excluded { reason: "not complete".into(), rows: incomplete }]
        } else {
            Vec::new()
        },
        synthetic: found.synthetic,
        missing: found
            .missing
            .iter()
            .map(|(column, kind, rows)| Missing { column: column.clone(), kind: kind.clone(), rows: *rows })
            .collect(),
        duplicate_ids: study.data.id.as_ref().filter(|_| coded).map(|_| count(&found, Kind::Duplicate)),
        duplicate_rows: DuplicateRows {
            rows: found.repeated.count,
            lines: found
                .repeated
                .first
                .iter()
                .map(|o| RepeatedLine { line: o.line, first_line: o.first_line.unwrap_or_default() })
                .collect(),
        },
        straight_lining: study
            .batteries
            .iter()
            .enumerate()
            .map(|(b, battery)| StraightLining {
                battery: battery.name.clone(),
                columns: battery.columns.len() as u64,
                respondents: found.answered_batteries.get(b).copied().unwrap_or_default(),
                straight: count(&found, Kind::Straight(b)),
            })
            .collect(),
        speeding,
        not_chosen,
        bases,
        small_bases,
    };
    Ok(Check {
        schema: SCHEMA.into(),
        data: found.name.clone(),
        study: study.file.clone(),
        rows: found.rows,
        problems: problems(study, &found, &quality),
        quality,
    })
}

fn count(found: &Inspected, kind: Kind) -> u64 {
    found.problems.get(&kind).map_or(0, |occurrences| occurrences.count)
}

/// Interviews under a share of the median duration, each of which becomes a warning.
fn speeding(study: &Study, found: &mut Inspected) -> Option<Speeding> {
    let duration = study.data.duration.as_ref()?;
    let median = median(found.durations.iter().map(|(_, duration)| *duration).collect());
    let mut fast = Occurrences::default();
    if let Some(median) = median {
        for (line, taken) in &found.durations {
            if *taken < duration.speeding_below * median {
                fast.push(Occurrence { line: *line, value: Some(taken.to_string()), first_line: None });
            }
        }
    }
    let rows = fast.count;
    if rows > 0 {
        found.problems.insert(Kind::Speeding, fast);
    }
    Some(Speeding {
        column: duration.column.to_string(),
        respondents: found.durations.len() as u64,
        median,
        below: duration.speeding_below,
        rows,
    })
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        n if n.is_multiple_of(2) => Some(f64::midpoint(values[middle - 1], values[middle])),
        _ => Some(values[middle]),
    }
}

/// All problems: those of the whole file, then by severity, kind and line.
fn problems(study: &Study, found: &Inspected, quality: &Quality) -> Vec<Problem> {
    let not_chosen = &quality.not_chosen;
    let of_file = |error: &Error, column: Option<&str>, line: Option<u64>| Problem {
        severity: Severity::Error,
        line: line.or_else(|| error.places().first().and_then(|place| line_of(place, found.unit))),
        column: column.map(str::to_owned),
        value: None,
        problem: error.what().to_owned(),
        count: 1,
        first_line: None,
        nearest: None,
        hint: error.hints().first().cloned(),
    };
    let mut all: Vec<Problem> = found.whole.iter().map(|error| of_file(error, None, None)).collect();
    all.extend(found.lacking.iter().map(|lacking| of_file(&lacking.error, Some(&lacking.column), Some(1))));
    for (kind, occurrences) in &found.problems {
        let (severity, column, problem, hint) = words(study, found, *kind);
        let expected = expected(study, *kind);
        let mut known: BTreeMap<String, Option<String>> = BTreeMap::new();
        let mut nearest = |value: &String| {
            let found = || suggest::nearest(value, expected.iter().map(String::as_str)).map(str::to_owned);
            known.entry(value.clone()).or_insert_with(found).clone()
        };
        all.extend(occurrences.first.iter().map(|occurrence| Problem {
            severity,
            line: Some(occurrence.line),
            column: column.clone(),
            value: occurrence.value.clone(),
            problem: problem.clone(),
            count: occurrences.count,
            first_line: occurrence.first_line,
            nearest: occurrence.value.as_ref().and_then(&mut nearest),
            hint: hint.clone(),
        }));
    }
    let mut design: Vec<(&str, String, &Wrong)> =
        found.design.iter().map(|wrong| (wrong.column.as_str(), wrong.kind(), wrong)).collect();
    design.sort_by(|a, b| (a.0, &a.1, a.2.line).cmp(&(b.0, &b.1, b.2.line)));
    for (column, problem, wrong) in &design {
        all.push(Problem {
            severity: Severity::Error,
            line: Some(wrong.line),
            column: Some((*column).to_owned()),
            value: Some(wrong.value.clone()),
            problem: problem.clone(),
            count: found.design_counts.get(&((*column).to_owned(), problem.clone())).copied().unwrap_or(1),
            first_line: None,
            nearest: None,
            hint: wrong.error.hints().first().cloned(),
        });
    }
    all.extend(not_chosen.iter().map(|none| Problem {
        severity: Severity::Warning,
        line: None,
        column: column_of(study, &none.question),
        value: Some(none.level.clone()),
        problem: format!("nobody chose this answer of `{}`", none.question),
        count: not_chosen.iter().filter(|other| other.question == none.question).count() as u64,
        first_line: None,
        nearest: None,
        hint: Some("compare its spelling with the file; where nobody could choose it, leave it out".into()),
    }));
    all.extend(quality.bases.iter().filter_map(|base| {
        let made = found.made.get(study.outcome(&base.outcome)?)?;
        Some(Problem {
            severity: Severity::Warning,
            line: None,
            column: column_of(study, &base.outcome),
            value: None,
            problem: made::left_out(&base.outcome, made, base.asked, base.asked_not_answered)?,
            count: 1,
            first_line: None,
            nearest: None,
            hint: Some("count it as an answer where it is one: take it out of `missing`".into()),
        })
    }));
    all.sort_by_key(|problem| problem.severity);
    all
}

/// The values of the study among which the answers of a kind are not.
fn expected(study: &Study, kind: Kind) -> Vec<String> {
    match kind {
        Kind::Value(Asked::Segment(s)) => match &study.segments[s].coding {
            SegmentCoding::Text { .. } => study.segments[s].levels.clone(),
            SegmentCoding::Number { .. } => Vec::new(),
        },
        Kind::Value(Asked::Outcome(o)) => study.outcomes[o].answer.values(),
        _ => Vec::new(),
    }
}

/// The line that a place names: "agents.csv, line 118".
fn line_of(place: &str, unit: Unit) -> Option<u64> {
    let (_, after) = place.rsplit_once(&format!("{} ", unit.one()))?;
    after.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

fn column_of(study: &Study, question: &str) -> Option<String> {
    let segment = study.segment(question).map(|s| study.segments[s].column.to_string());
    segment.or_else(|| {
        study.outcome(question).and_then(|o| study.outcomes[o].answer.columns().first()).map(ToString::to_string)
    })
}

/// Severity, column, problem and remedy of a kind.
fn words(study: &Study, found: &Inspected, kind: Kind) -> (Severity, Option<String>, String, Option<String>) {
    let hint = |text: &str| Some(text.to_owned());
    match kind {
        Kind::Ragged => (
            Severity::Error,
            None,
            "the row has another number of cells than the header".into(),
            hint("a delimiter or a quote inside an answer is the usual cause: such an answer needs quotes around it"),
        ),
        Kind::Encoding(at) => (
            Severity::Error,
            found.columns.get(at).cloned(),
            "the cell is no text in the encoding of the file".into(),
            hint("take `encoding` out of [data], so that it is detected, or name the right one"),
        ),
        Kind::Duplicate => (
            Severity::Error,
            study.data.id.as_ref().map(ToString::to_string),
            "this respondent stands in the file before".into(),
            hint("remove the copies, or name another column as `id` under [data]"),
        ),
        Kind::Value(Asked::Segment(s)) => {
            let segment = &study.segments[s];
            let (problem, remedy) = match &segment.coding {
                SegmentCoding::Text { .. } => (
                    format!("the value is no level of segment `{}`", segment.name),
                    hint("add it to `levels`, map it with `aliases`, or list it in `missing`"),
                ),
                SegmentCoding::Number { .. } => (
                    format!("the value is no number, or lies below the first break of segment `{}`", segment.name),
                    hint("list it in `missing`, or say which numbers count with `valid`"),
                ),
            };
            (Severity::Error, Some(segment.column.to_string()), problem, remedy)
        }
        Kind::Value(Asked::Item(o, item)) => (
            Severity::Error,
            study.outcomes[o].answer.columns().get(item).map(ToString::to_string),
            format!("the answer is no number of outcome `{}`", study.outcomes[o].name),
            hint("give it a number in `scores`, or name it in `missing`"),
        ),
        Kind::Value(Asked::Condition(at)) => (
            Severity::Error,
            found.columns.get(at).cloned(),
            "the answer is no number, and a condition asks for one".into(),
            hint("list it in `missing` under [data]"),
        ),
        Kind::Value(Asked::Outcome(o)) => {
            let outcome = &study.outcomes[o];
            let problem = format!("the value is no answer of outcome `{}`", outcome.name);
            let remedy = hint("list it as an answer, or name it in `missing`");
            (Severity::Error, outcome.answer.columns().first().map(ToString::to_string), problem, remedy)
        }
        Kind::NotAsked(o) => {
            let outcome = &study.outcomes[o];
            (
                Severity::Warning,
                outcome.answer.columns().first().map(ToString::to_string),
                format!("an answer to outcome `{}` from outside its base", outcome.name),
                hint("these answers are left out: check `base` and `asked_if` against the questionnaire"),
            )
        }
        Kind::Straight(b) => {
            let battery = &study.batteries[b];
            let columns = battery.columns.len();
            let problem = format!("the same answer to all {columns} questions of battery `{}`", battery.name);
            (Severity::Warning, None, problem, None)
        }
        Kind::Speeding => {
            let duration = study.data.duration.as_ref();
            let share = duration.map_or(0.0, |d| d.speeding_below);
            let problem = format!("the interview took less than {share} of the median duration");
            (Severity::Warning, duration.map(|d| d.column.to_string()), problem, None)
        }
        Kind::NoDuration => (
            Severity::Warning,
            study.data.duration.as_ref().map(|d| d.column.to_string()),
            "the duration is no number from 0 up".into(),
            None,
        ),
    }
}

/// Levels of segments that no respondent has, and answers of outcomes that nobody in the base gave.
fn not_chosen(study: &Study, cubes: &Cubes) -> Vec<NotChosen> {
    let mut none = Vec::new();
    for (s, segment) in study.segments.iter().enumerate() {
        // Every outcome counts every respondent somewhere: any of them will do.
        let Some(cube) = cubes.get(Question::Segment(s), Question::Outcome(0)) else { continue };
        for (at, level) in segment.levels.iter().enumerate() {
            let answers = cube.row(at + 1);
            if answers.not_asked + answers.no_answer + answers.n() == 0 {
                none.push(NotChosen { question: segment.name.clone(), level: level.clone() });
            }
        }
    }
    for (o, outcome) in study.outcomes.iter().enumerate() {
        let Some(all) = everybody(cubes, o).filter(|all| all.n() > 0) else { continue };
        let names: Vec<String> = match &outcome.answer {
            Answer::Bands { bands: answers, .. } | Answer::Nominal { levels: answers, .. } => answers.clone(),
            Answer::Contains { option, .. } => vec!["no".to_owned(), option.clone()],
            Answer::Ticked { .. } | Answer::Parts { .. } | Answer::When { .. } => {
                vec!["no".to_owned(), "yes".to_owned()]
            }
            Answer::Mean { kind: NumberKind::Nps, .. } => NPS_GROUPS.map(str::to_owned).to_vec(),
            Answer::Mean { .. } => continue,
            Answer::YesNo { yes, no, .. } => [(no, "no"), (yes, "yes")]
                .map(|(values, word)| values.as_ref().map_or(word.to_owned(), |values| values.join(" or ")))
                .to_vec(),
        };
        let unused = names.iter().zip(&all.answers).filter(|(_, n)| **n == 0);
        none.extend(unused.map(|(name, _)| NotChosen { question: outcome.name.clone(), level: name.clone() }));
    }
    none
}

fn everybody(cubes: &Cubes, outcome: usize) -> Option<Answers> {
    Some(cubes.get(Question::Outcome(outcome), Question::Outcome(outcome))?.fold())
}

fn bases(study: &Study, cubes: &Cubes, found: &Inspected) -> Vec<AskedAndAnswered> {
    let of = |(o, outcome): (usize, &crate::study::Outcome)| {
        let all = everybody(cubes, o)?;
        Some(AskedAndAnswered {
            outcome: outcome.name.clone(),
            base: estimate::base(study, outcome, &all).description,
            asked: all.n() + all.no_answer,
            asked_not_answered: all.no_answer,
            answered_not_asked: count(found, Kind::NotAsked(o)),
        })
    };
    study.outcomes.iter().enumerate().filter_map(of).collect()
}

/// Every outcome by every level whose figure will be marked or not be printed. An outcome with a small base as a whole
/// is named once.
fn small_bases(study: &Study, cubes: &Cubes) -> Vec<SmallBase> {
    let mut small = Vec::new();
    for (o, outcome) in study.outcomes.iter().enumerate() {
        let flag = |answers: &Answers| {
            let rate = estimate::rate(None, estimate::yes(&outcome.answer, answers), 0, &study.analysis);
            rate.flags.into_iter().find(|flag| matches!(flag, Flag::Suppressed | Flag::Caution | Flag::Empty))
        };
        let Some(all) = everybody(cubes, o) else { continue };
        let mut add = |segment: Option<&str>, level: Option<&str>, answers: &Answers| {
            let found = flag(answers);
            small.extend(found.map(|flag| SmallBase {
                outcome: outcome.name.clone(),
                segment: segment.map(str::to_owned),
                level: level.map(str::to_owned),
                n: answers.n(),
                flag,
            }));
            found
        };
        if matches!(add(None, None, &all), Some(Flag::Suppressed | Flag::Empty)) {
            continue;
        }
        for (s, segment) in study.segments.iter().enumerate() {
            let Some(cube) = cubes.get(Question::Segment(s), Question::Outcome(o)) else { continue };
            for (at, level) in segment.levels.iter().enumerate() {
                add(Some(&segment.name), Some(level), &cube.row(at + 1));
            }
        }
    }
    small
}
