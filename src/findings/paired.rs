//! Two questions of the same respondents: never a two-sample test.

use super::words;
use crate::block::{FIRST_ANSWER, NOT_ASKED};
use crate::results::{Flag, Paired, StudyInfo};
use crate::stats::paired::{self as stats, Four};
use crate::study::{PairedSpec, Study};
use crate::tabulate::{Cubes, Question};

/// The comparison of two outcomes over those who answered both; `None` if the cubes do not hold it.
pub fn paired(study: &Study, cubes: &Cubes, pair: &PairedSpec, info: &StudyInfo) -> Option<Paired> {
    let (a, b) = (&study.outcomes[pair.a], &study.outcomes[pair.b]);
    let cube = cubes.get(Question::Outcome(pair.a), Question::Outcome(pair.b))?;
    let mut four = Four::default();
    let answers = |codes: usize| usize::from(FIRST_ANSWER.max(NOT_ASKED))..codes;
    for row in answers(a.answer.codes()) {
        for column in answers(b.answer.codes()) {
            let n = cube.cell(row, column);
            match (a.answer.is_yes(row as u16), b.answer.is_yes(column as u16)) {
                (true, true) => four.both += n,
                (true, false) => four.a_only += n,
                (false, true) => four.b_only += n,
                (false, false) => four.neither += n,
            }
        }
    }
    let n = four.n();
    let share = |yes: u64| (n > 0).then(|| yes as f64 / n as f64);
    let mut flags = Vec::new();
    if n == 0 {
        flags.push(Flag::Empty);
    } else if n < study.analysis.suppress_below {
        flags.push(Flag::Suppressed);
    } else if n < study.analysis.caution_below {
        flags.push(Flag::Caution);
    }
    let mut paired = Paired {
        a: a.name.clone(),
        b: b.name.clone(),
        a_label: a.label.clone(),
        b_label: b.label.clone(),
        n,
        both: four.both,
        a_only: four.a_only,
        b_only: four.b_only,
        neither: four.neither,
        rate_a: share(four.both + four.a_only),
        rate_b: share(four.both + four.b_only),
        difference: four.difference(),
        se: four.standard_error(),
        df: None,
        ci: stats::newcombe(four, study.analysis.confidence),
        tests: stats::tests(four),
        flags,
        sentence: String::new(),
    };
    paired.sentence = words::paired_sentence(&paired, info);
    Some(paired)
}
