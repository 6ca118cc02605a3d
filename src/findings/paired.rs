//! Two questions of the same respondents: never a two-sample test.

use super::{designed, words};
use crate::block::FIRST_ANSWER;
use crate::results::{Flag, Paired, PairedShares, StudyInfo};
use crate::stats::paired::{self as stats, PairedCounts};
use crate::study::{PairedSpec, Study};
use crate::tabulate::{Cubes, Question};

/// The comparison of two outcomes over those who answered both; `None` if the cubes do not hold it.
pub fn paired(study: &Study, cubes: &Cubes, pair: &PairedSpec, info: &StudyInfo) -> Option<Paired> {
    let (a, b) = (&study.outcomes[pair.a], &study.outcomes[pair.b]);
    let cube = cubes.get(Question::Outcome(pair.a), Question::Outcome(pair.b))?;
    let mut table = PairedCounts::default();
    let answers = |codes: usize| usize::from(FIRST_ANSWER)..codes;
    for row in answers(a.answer.codes()) {
        for column in answers(b.answer.codes()) {
            let n = cube.cell(row, column);
            match (a.answer.is_yes(row as u16), b.answer.is_yes(column as u16)) {
                (true, true) => table.both += n,
                (true, false) => table.a_only += n,
                (false, true) => table.b_only += n,
                (false, false) => table.neither += n,
            }
        }
    }
    let n = table.n();
    let share = |yes: u64| (n > 0).then(|| yes as f64 / n as f64);
    let mut tests = vec![stats::mcnemar_exact(table)];
    tests.extend(stats::mcnemar(table));
    tests.push(stats::mcnemar_midp(table));
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
        both: table.both,
        a_only: table.a_only,
        b_only: table.b_only,
        neither: table.neither,
        rate_a: share(table.both + table.a_only),
        rate_b: share(table.both + table.b_only),
        shares: PairedShares::of([table.both, table.a_only, table.b_only, table.neither].map(share)),
        difference: stats::difference(table),
        se: stats::standard_error(table),
        df: None,
        ci: stats::newcombe(table, study.analysis.confidence),
        tests,
        flags,
        sentence: String::new(),
    };
    if let Some(drawn) = cubes.drawn(Question::Outcome(pair.a), Question::Outcome(pair.b)) {
        paired = designed::paired(study, [a, b], (drawn.cube, drawn.sample), paired);
    }
    paired.sentence = words::paired_sentence(&paired, info);
    Some(paired)
}
