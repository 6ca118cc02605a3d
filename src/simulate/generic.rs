//! What population does a study have when nobody describes one?
//!
//! The plainest: all levels of a segment equally likely, half of the answers yes, all bands equally likely, and nothing
//! depends on anything. What a test then finds, it finds by chance, so the truth is known. Who is asked is honoured:
//! outside an outcome's base its column is blank. A column that only says who is asked holds the value that asks for
//! most of the respondents.

use std::collections::BTreeMap;

use super::Cells;
use super::population::{Column, Population};
use crate::error::{Error, Result};
use crate::study::{Answer, ColumnRef, Condition, Outcome, Range, Segment, SegmentCoding, Study};

/// Units in the population of a design that is not stated: so many that what was drawn is no part of it.
const POPULATION: &str = "1000000000";

/// Percent of the respondents for whom a base holds that no outcome decides.
const IN_BASE: f64 = 70.0;

/// Answers that mean the opposite of each other, to find a natural one where the study names only one.
const OPPOSITES: [(&str, &str); 7] =
    [("Yes", "No"), ("yes", "no"), ("YES", "NO"), ("Y", "N"), ("TRUE", "FALSE"), ("true", "false"), ("1", "0")];

/// The columns that a study reads, all answers equally likely, independent of each other.
pub(super) fn columns(study: &Study) -> Result<Vec<Column>> {
    let mut found: Vec<Column> = Vec::new();
    for segment in &study.segments {
        add(&mut found, header(&segment.column)?, values_of_levels(study, segment), &[]);
    }
    let mut asked = BTreeMap::new();
    for outcome in &study.outcomes {
        let (values, shares) = answers(study, outcome);
        let among = among(study, outcome)?;
        for column in own_columns(&outcome.answer) {
            let name = header(column)?;
            add(&mut found, name, values.clone(), &shares);
            // Outcomes that share a column and disagree on who is asked: everybody is.
            let same = asked.entry(name.to_owned()).or_insert_with(|| among.clone());
            if *same != among {
                same.clear();
            }
        }
    }
    let complete = study.data.complete.iter().map(|condition| (condition, 100.0));
    let bases = study.outcomes.iter().flat_map(|o| &o.base.conditions).map(|condition| (condition, IN_BASE));
    let parts = study.outcomes.iter().flat_map(|o| match &o.answer {
        Answer::When { any, .. } => any.as_slice(),
        _ => &[],
    });
    let bases = bases.chain(parts.flatten().map(|condition| (condition, IN_BASE)));
    let mut only_bases: Vec<Column> = Vec::new();
    for (condition, percent) in complete.chain(bases) {
        let (name, values) = match condition {
            Condition::Value { column, values } => (header(column)?, values.clone()),
            Condition::Answered { column } => (header(column)?, vec!["Yes".to_owned()]),
            Condition::Number { column, range } => (header(column)?, numbers_within(study, *range)),
            Condition::Level { .. } => continue,
        };
        let known = found.iter().chain(&only_bases).any(|c| c.name == name);
        if known || Some(name) == id(study)? {
            continue;
        }
        let mut column = Column { name: name.to_owned(), ..Column::default() };
        column.shares = vec![percent / values.len() as f64; values.len()];
        column.shares.push(100.0 - percent);
        // Whoever is not asked because nothing was answered holds nothing.
        let other = match condition {
            Condition::Answered { .. } => String::new(),
            Condition::Number { range, .. } => number_outside(study, *range),
            _ => other(study, &values),
        };
        column.values = values.into_iter().chain([other]).collect();
        only_bases.push(column);
    }
    for column in &mut found {
        column.among = asked.remove(&column.name).unwrap_or_default();
    }
    // Who is asked stands before what is asked.
    let mut of_outcomes = study.outcomes.iter().flat_map(|o| own_columns(&o.answer));
    let first = of_outcomes.next().map(header).transpose()?;
    let at = found.iter().position(|c| first == Some(&c.name));
    found.splice(at.unwrap_or(found.len())..at.unwrap_or(found.len()), only_bases);
    Ok(found)
}

/// An answer for each level.
fn values_of_levels(study: &Study, segment: &Segment) -> Vec<String> {
    match &segment.coding {
        SegmentCoding::Text { groups: None, .. } => segment.levels.clone(),
        SegmentCoding::Text { groups: Some(groups), .. } => {
            let listed: Vec<String> = groups.of.keys().cloned().collect();
            let of = |level: usize| groups.of.iter().find(|(_, l)| **l == level).map(|(answer, _)| answer.clone());
            (0..segment.levels.len()).map(|level| of(level).unwrap_or_else(|| other(study, &listed))).collect()
        }
        SegmentCoding::Number { breaks, .. } => breaks.iter().map(|start| number_text(study, *start)).collect(),
    }
}

/// Two numbers within limits, the ends where they count.
fn numbers_within(study: &Study, range: Range) -> Vec<String> {
    let low = range.at_least.or(range.above.map(|limit| limit + 1.0));
    let high = range.at_most.or(range.below.map(|limit| limit - 1.0));
    let (low, high) = match (low, high) {
        (Some(low), Some(high)) if low > high => (f64::midpoint(low, high), f64::midpoint(low, high)),
        (Some(low), high) => (low, high.unwrap_or(low + 1.0)),
        (None, Some(high)) => (high - 1.0, high),
        (None, None) => (0.0, 1.0),
    };
    let mut numbers = vec![number_text(study, low), number_text(study, high)];
    numbers.dedup();
    numbers
}

/// A number outside limits.
fn number_outside(study: &Study, range: Range) -> String {
    let low = range.at_least.or(range.above);
    number_text(
        study,
        low.or(range.at_most.or(range.below)).map_or(
            0.0,
            |limit| {
                if low.is_some() { limit - 1.0 } else { limit + 1.0 }
            },
        ),
    )
}

/// A number as the study's data write it.
fn number_text(study: &Study, number: f64) -> String {
    number.to_string().replace('.', &study.data.decimal().to_string())
}

/// The header of the column that names respondents.
pub(super) fn id(study: &Study) -> Result<Option<&str>> {
    study.data.id.as_ref().map(header).transpose()
}

/// All columns that are drawn: those of the population, then those that the study reads beside them.
pub(super) fn complete(study: &Study, population: Option<&Population>) -> Result<Vec<Column>> {
    let described = population.map_or(&[][..], |p| &p.columns);
    let plain = columns(study)?.into_iter().filter(|c| !described.iter().any(|d| d.name == c.name));
    Ok(described.iter().cloned().chain(plain).collect())
}

/// Adds values to a column, new or known. Several questions in one column: all answers equally likely.
fn add(found: &mut Vec<Column>, name: &str, values: Vec<String>, shares: &[f64]) {
    match found.iter_mut().find(|c| c.name == name) {
        Some(known) => {
            let new: Vec<String> = values.into_iter().filter(|v| !known.values.contains(v)).collect();
            known.values.extend(new);
            known.shares.clear();
        }
        None => found.push(Column { name: name.to_owned(), values, shares: shares.to_vec(), ..Column::default() }),
    }
}

/// The answers of an outcome and their shares: half of them yes, or all bands alike.
fn answers(study: &Study, outcome: &Outcome) -> (Vec<String>, Vec<f64>) {
    match &outcome.answer {
        Answer::Bands { bands: values, .. } | Answer::Nominal { levels: values, .. } => (values.clone(), Vec::new()),
        Answer::Contains { option, separator, .. } => {
            let other = other(study, std::slice::from_ref(option));
            let both = format!("{option}{separator}{other}");
            (vec![option.clone(), both, other], vec![25.0, 25.0, 50.0])
        }
        Answer::Ticked { yes, .. } => {
            let ticks = yes.clone().unwrap_or_else(|| vec!["Yes".to_owned()]);
            let unticked = study.data.missing.iter().flat_map(|kind| &kind.codes).next().cloned();
            let mut shares = vec![50.0 / ticks.len() as f64; ticks.len()];
            shares.push(50.0);
            (ticks.into_iter().chain([unticked.unwrap_or_default()]).collect(), shares)
        }
        Answer::Mean { number, .. } if !number.scores.is_empty() => (outcome.answer.values(), Vec::new()),
        Answer::Mean { number, .. } => {
            let ends = number.range.or(number.valid);
            let (low, high) = ends.map_or((0.0, 10.0), |valid| (valid.low, valid.high));
            let number = |i: u8| number_text(study, low + (high - low) * f64::from(i) / 10.0);
            ((0..=10).map(number).collect(), Vec::new())
        }
        Answer::Parts { .. } | Answer::When { .. } => (Vec::new(), Vec::new()),
        Answer::YesNo { yes, no, .. } => {
            let named: Vec<String> = yes.iter().chain(no).flatten().cloned().collect();
            let or_other = |values: &Option<Vec<String>>| values.clone().unwrap_or_else(|| vec![other(study, &named)]);
            let (yes, no) = (or_other(yes), or_other(no));
            let half = |n: usize| std::iter::repeat_n(50.0 / n as f64, n);
            let shares = half(yes.len()).chain(half(no.len())).collect();
            (yes.into_iter().chain(no).collect(), shares)
        }
    }
}

/// The columns that an outcome fills; conditions look at columns that others fill.
fn own_columns(answer: &Answer) -> &[ColumnRef] {
    if matches!(answer, Answer::When { .. }) { &[] } else { answer.columns() }
}

/// Who is asked an outcome's question, by column. Its own column decides nothing.
fn among(study: &Study, outcome: &Outcome) -> Result<BTreeMap<String, Vec<String>>> {
    let mut asked = BTreeMap::new();
    for condition in &outcome.base.conditions {
        let (column, values) = match condition {
            Condition::Value { column, values } => (column, values.clone()),
            Condition::Answered { column } => (column, vec!["*".to_owned()]),
            Condition::Number { column, range } => (column, numbers_within(study, *range)),
            Condition::Level { .. } => continue,
        };
        asked.insert(header(column)?.to_owned(), values);
    }
    for &first in &outcome.base.asked_if {
        let first = &study.outcomes[first];
        // Who is asked depends on one column at most; otherwise everybody is.
        if let ([column], Some(yes)) = (first.answer.columns(), yes_values(study, first)) {
            asked.insert(header(column)?.to_owned(), yes);
        }
    }
    for column in own_columns(&outcome.answer) {
        asked.remove(header(column)?);
    }
    Ok(asked)
}

/// The answers that count as yes, where single cells do.
fn yes_values(study: &Study, outcome: &Outcome) -> Option<Vec<String>> {
    match &outcome.answer {
        Answer::Bands { bands, at_least, .. } => Some(bands[*at_least..].to_vec()),
        Answer::YesNo { yes: Some(yes), .. } => Some(yes.clone()),
        Answer::YesNo { no, .. } => Some(vec![other(study, &no.clone().unwrap_or_default())]),
        Answer::Ticked { yes, .. } => Some(yes.clone().unwrap_or_else(|| vec!["*".to_owned()])),
        Answer::Contains { .. } => answers(study, outcome).0.get(..2).map(<[String]>::to_vec),
        Answer::Parts { .. } | Answer::Nominal { .. } | Answer::Mean { .. } | Answer::When { .. } => None,
    }
}

/// An answer beside those named: their opposite where there is one, else "Other". No code for a missing answer.
fn other(study: &Study, named: &[String]) -> String {
    let missing = |value: &str| {
        let of_outcomes = study.outcomes.iter().flat_map(|o| o.answer.missing());
        study.data.missing.iter().flat_map(|kind| &kind.codes).chain(of_outcomes).any(|code| code == value)
    };
    let opposite = named.first().and_then(|value| {
        OPPOSITES.iter().find_map(|(a, b)| if a == value { Some(*b) } else { (b == value).then_some(*a) })
    });
    let numbered = (2..).map(|k| format!("Other {k}"));
    (opposite.map(str::to_owned).into_iter())
        .chain(["Other".to_owned()])
        .chain(numbered)
        .find(|candidate| !named.contains(candidate) && !missing(candidate))
        .unwrap_or_else(|| "Other".to_owned())
}

/// The columns of the design of a simple random sample. Replicate weights have none: what they would be is not said.
pub(super) fn design(study: &Study) -> Result<Vec<(String, Cells)>> {
    let design = &study.design;
    if design.psu.len() > 1 {
        let what = "a sample of several stages is not drawn: `psu` of [design] names more than one column";
        return Err(Error::new(what).hint("name the first stage alone in the study that is simulated"));
    }
    let parts = (design.weight.iter().map(|column| (column, Cells::Same("1"))))
        .chain(design.strata.iter().map(|column| (column, Cells::Same("1"))))
        .chain(design.psu.iter().map(|column| (column, Cells::Numbered)))
        .chain(design.fpc.iter().map(|column| (column, Cells::Same(POPULATION))));
    parts.map(|(column, cells)| Ok((header(column)?.to_owned(), cells))).collect()
}

fn header(column: &ColumnRef) -> Result<&str> {
    match column {
        ColumnRef::Name(name) => Ok(name),
        ColumnRef::Position(at) => Err(Error::new(format!(
            "the study names column \"#{}\" by position, so a file for it has no header to write",
            at + 1
        ))
        .hint("name the column in the study file")),
    }
}
