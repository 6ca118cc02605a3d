//! Do several answers without an order depend on a segment, under a design? Tests of the whole table.

use super::Drawn;
use super::compare::{decision, omnibus, size};
use crate::findings::compare::{By, Found};
use crate::results::{Comparison, Estimate};

/// Compares the shares of all answers between the levels.
pub fn compare(by: &By, drawn: &Drawn, answers: &[String]) -> Found {
    let By { segment, levels, analysis, .. } = *by;
    let estimates: Vec<Estimate> = (segment.levels.iter().zip(levels).enumerate())
        .map(|(l, (name, of))| drawn.estimate(Some(name), &[l + 1], of.no_answer))
        .collect();
    let row = |l: usize| drawn.answered(&[l + 1]).into_iter().map(|cell| vec![cell]).collect::<Vec<_>>();
    let cells: Vec<Vec<Vec<usize>>> = (0..levels.len()).map(row).collect();
    debug_assert!(cells.iter().all(|row| row.len() == answers.len()));
    let (tests, found) = omnibus(drawn, &cells);
    let (decision, rejection_ln_p) = decision(&tests, false);
    let effect = size(&cells, drawn, found, analysis);
    let comparison = Comparison { effect, tests, decision, ..by.blank(estimates, drawn.estimate(None, &[], 0)) };
    Found { comparison, rejection_ln_p }
}
