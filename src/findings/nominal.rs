//! Do several answers without an order depend on a segment? Tests of the whole table, V, no rate.

use super::compare::{By, Found, decision};
use super::estimate;
use crate::results::{Comparison, Effect, Estimate, Tests};
use crate::stats::exact::MonteCarlo;
use crate::stats::table::Table;
use crate::stats::{effect, independence};
use crate::tabulate::Answers;

/// Compares the shares of all answers between the levels.
pub fn compare(by: &By, names: &[String], seed: u64) -> Found {
    let By { segment, levels, analysis, .. } = *by;
    let of = |(level, answers): (&String, &Answers)| estimate::shares(Some(level), names, answers, analysis);
    let estimates: Vec<Estimate> = segment.levels.iter().zip(levels).map(of).collect();
    let rows: Vec<Vec<u64>> = levels.iter().map(|answers| answers.answers.clone()).collect();
    let mut tests = Tests { omnibus: None, trend: None, departure: None, others: Vec::new(), note: None };
    let mut size = None;
    match Table::new(&rows) {
        Err(no_test) => tests.note = Some(no_test.reason().into()),
        Ok(table) => {
            let omnibus = independence::omnibus(&table, MonteCarlo { seed, ..MonteCarlo::default() });
            tests.omnibus = Some(omnibus.chosen);
            tests.others = omnibus.others;
            size = independence::pearson(&table).statistic.map(|x2| {
                let association = effect::association(&table, x2, analysis.confidence);
                Effect {
                    cramers_v: Some(association.cramers_v_corrected),
                    cramers_v_raw: Some(association.cramers_v),
                    cramers_v_ci: Some(association.cramers_v_interval),
                    cohen_w: Some(association.cohen_w),
                    largest_difference: None,
                    furthest_level: None,
                }
            });
        }
    }
    let (decision, rejection_ln_p) = decision(&tests, false);
    let all = rows.iter().fold(vec![0; names.len()], |mut sum, row| {
        sum.iter_mut().zip(row).for_each(|(sum, n)| *sum += n);
        sum
    });
    let total = Answers { not_asked: 0, no_answer: 0, answers: all };
    let overall = estimate::shares(None, names, &total, analysis);
    Found { comparison: Comparison { effect: size, tests, decision, ..by.blank(estimates, overall) }, rejection_ln_p }
}
