//! The columns of a banner table with their bases.

use super::{Making, Part};
use crate::design::effect::{kish, n_effective};
use crate::results::Estimate;
use crate::results::table::{Column, letter};
use crate::tabulate::Question;

/// The total, then the levels of each block.
pub(super) fn columns(of: &Making, rows_in_domain: u64) -> Vec<Column> {
    let plain = &of.parts[0];
    let bases = |part: &Part, segment: usize| match part.outcomes {
        [one] => one.segments[segment].levels.iter().map(Base::of).collect(),
        _ => everybody(part, segment),
    };
    let total = match plain.outcomes {
        [one] => Base::of(&one.overall),
        _ => whole(plain, rows_in_domain),
    };
    let mut columns = vec![column(None, total)];
    for block in of.blocks {
        let part = &of.parts[block.part];
        let segment = &part.study.segments[block.segment];
        let within = part.nest.map_or_else(Vec::new, |nest| nest.within(block.segment));
        for (at, base) in bases(part, block.segment).into_iter().enumerate() {
            let name = part.nest.map_or(&segment.name, |nest| &nest.name).clone();
            let label = part.nest.map_or(&segment.label, |nest| &nest.label).clone();
            let head = Head { name, label, within: within.clone(), level: segment.levels[at].clone(), at };
            columns.push(column(Some(head), base));
        }
    }
    columns
}

struct Head {
    name: String,
    label: String,
    within: Vec<String>,
    level: String,
    at: usize,
}

#[derive(Clone, Copy)]
struct Base {
    n: u64,
    weighted: f64,
    effective: f64,
}

impl Base {
    /// Of the only outcome: who was asked and answered.
    fn of(estimate: &Estimate) -> Self {
        Base { n: estimate.n, weighted: estimate.n_weighted, effective: estimate.n_effective }
    }

    fn simple(n: u64) -> Self {
        Base { n, weighted: n as f64, effective: n as f64 }
    }
}

fn column(head: Option<Head>, base: Base) -> Column {
    Column {
        segment: head.as_ref().map(|head| head.name.clone()),
        segment_label: head.as_ref().map(|head| head.label.clone()),
        letter: head.as_ref().map(|head| letter(head.at)),
        within: head.as_ref().map(|head| head.within.clone()).unwrap_or_default(),
        level: head.map(|head| head.level),
        n: base.n,
        n_weighted: base.weighted,
        n_effective: Some(base.effective),
    }
}

/// All respondents who count, asked or not, since the outcomes may have different bases.
fn whole(part: &Part, rows_in_domain: u64) -> Base {
    // Every outcome counts every respondent somewhere: any of them will do.
    drawn(part, Question::Outcome(0), None).unwrap_or(Base::simple(rows_in_domain))
}

/// The same of each level of a segment.
fn everybody(part: &Part, segment: usize) -> Vec<Base> {
    let rows = Question::Segment(segment);
    let base = |level: usize| {
        drawn(part, rows, Some(level + 1)).unwrap_or_else(|| {
            let answers = part.cubes.get(rows, Question::Outcome(0)).map(|cube| cube.row(level + 1));
            Base::simple(answers.map_or(0, |answers| answers.not_asked + answers.no_answer + answers.n()))
        })
    };
    (0..part.study.segments[segment].levels.len()).map(base).collect()
}

/// Weighted, and effective by Kish's design effect of the weights; `None` for a simple random sample.
fn drawn(part: &Part, rows: Question, row: Option<usize>) -> Option<Base> {
    let drawn = part.cubes.drawn(rows, Question::Outcome(0))?;
    let count = drawn.sample.count(&|cell| row.is_none_or(|row| cell / drawn.cube.width() == row));
    Some(Base { n: count.n, weighted: count.weight, effective: n_effective(count.n, kish(count)) })
}
