//! Two questions of the same respondents under a design: the mean of the difference within respondents.

use crate::block::FIRST_ANSWER;
use crate::design::Sample;
use crate::design::estimators::{Ratio, Ratios};
use crate::results::{Paired, TestMethod};
use crate::stats::survey::interval::wald;
use crate::stats::survey::wald::t_test;
use crate::study::{Outcome, Study};
use crate::tabulate::Cube;

/// The comparison with the design's figures in place of those of a simple random sample.
pub fn paired(study: &Study, [a, b]: [&Outcome; 2], (cube, sample): (&Cube, &Sample), blank: Paired) -> Paired {
    let answers = |outcome: &Outcome| usize::from(FIRST_ANSWER)..outcome.answer.codes();
    let cells = |holds: &dyn Fn(bool, bool) -> bool| -> Vec<usize> {
        let of_row = |row: usize| {
            let first = a.answer.is_yes(row as u16);
            let columns = answers(b).filter(move |&column| holds(first, b.answer.is_yes(column as u16)));
            columns.map(move |column| cube.index(row, column))
        };
        answers(a).flat_map(of_row).collect()
    };
    let (all, layout) = (cells(&|_, _| true), sample.layout());
    let rate = |holds: &dyn Fn(bool, bool) -> bool| Ratio::rate(layout, cells(holds), all.clone());
    let difference = Ratio::paired_difference(layout, cells(&|a, b| a && !b), cells(&|a, b| !a && b), all.clone());
    let joint = [rate(&|a, b| a && b), rate(&|a, b| a && !b), rate(&|a, b| !a && b), rate(&|a, b| !a && !b)];
    let found = sample.estimate(&Ratios([vec![rate(&|a, _| a), rate(&|_, b| b), difference], joint.into()].concat()));
    let df = sample.df(&|cell| all.contains(&cell));
    let se = found.as_ref().map(|found| found.se(2));
    let value = found.as_ref().map(|found| found.values[2]);
    let both = value.zip(se);
    let test = both.and_then(|(value, se)| t_test(value, se, df));
    Paired {
        rate_a: found.as_ref().map(|found| found.values[0]),
        rate_b: found.as_ref().map(|found| found.values[1]),
        shares: crate::results::PairedShares::of(std::array::from_fn(|at| {
            found.as_ref().map(|found| found.values[3 + at])
        })),
        difference: value,
        se,
        df: found.is_some().then_some(df),
        ci: both.filter(|(_, se)| *se > 0.0).and_then(|(value, se)| wald(value, se, df, study.analysis.confidence)),
        tests: test.into_iter().map(|test| test.named(TestMethod::SvyPairedT)).collect(),
        ..blank
    }
}
