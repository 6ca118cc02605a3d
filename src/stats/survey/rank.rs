//! Does an ordered answer (a time band, a rating) depend on the segment, when the sample has a design?
//!
//! ```text
//! rank of an answer = (weight below it + half of its own) / total weight        0 to 1
//! two levels    difference of mean ranks / se                                   t with df - 1
//! more          b' V⁻¹ b / (k-1), b the differences to the first level          F with k-1 and df - (k-1)
//! ```
//!
//! Lumley & Scott (2013). Ranks are taken as given: the variance is that of their mean, as in the oracle,
//! `svyranktest(test = "wilcoxon")` and `"KruskalWallis"` (where R prints statistic and df under each other's names).
//!
//! R gives those who answer alike the plain mean of the ranks that they would have one after the other; with unequal
//! weights that depends on the order of the rows. Here it is the weighted mean, which does not.
//! [`rank_test_with`] takes ranks as they come, R's for instance: then the tests agree.

use super::Tested;
use super::wald::{f_test, t_test};
use crate::design::estimators::{Combination, Linear};
use crate::design::{Estimates, Sample};

/// A rank test under a design.
#[derive(Debug, Clone, PartialEq)]
pub struct RankTest {
    /// The test: t with two levels, F with more.
    pub test: Tested,
    /// Mean rank of every level given, 0 to 1; `None` without respondents.
    pub mean_ranks: Vec<Option<f64>>,
}

/// Do the levels answer differently? `cells[level][answer]` lists the cells, answers in their order. `None` with fewer
/// than two levels with respondents, without variance or degrees of freedom.
///
/// ```
/// use paradox::design::{Layout, Lonely, Sample, Stage, Tally};
/// use paradox::stats::survey::rank::rank_test;
/// let mut tally = Tally::new(Layout::of_cells(6));
/// for (cell, n) in [(0, 9), (1, 5), (2, 1), (3, 2), (4, 5), (5, 8)] {
///     for _ in 0..n {
///         tally.respondent(&[Stage::respondent(0)], Some(cell), 1.0, &[]);
///     }
/// }
/// let sample = Sample::Taylor(tally.finish(Lonely::Fail)?);
/// let levels: Vec<Vec<Vec<usize>>> = vec![vec![vec![0], vec![1], vec![2]], vec![vec![3], vec![4], vec![5]]];
/// let ranks = rank_test(&sample, &levels).expect("two levels");
/// assert!(ranks.test.p() < 0.01 && ranks.mean_ranks[0] < ranks.mean_ranks[1]);
/// # Ok::<(), paradox::design::DesignError>(())
/// ```
pub fn rank_test(sample: &Sample, cells: &[Vec<Vec<usize>>]) -> Option<RankTest> {
    rank_test_with(sample, cells, &mid_ranks(sample, cells))
}

/// The rank of every answer, 0 to 1.
pub fn mid_ranks(sample: &Sample, cells: &[Vec<Vec<usize>>]) -> Vec<f64> {
    let answers = cells.iter().map(Vec::len).max().unwrap_or(0);
    let of_answer: Vec<f64> = (0..answers).map(|j| cells.iter().map(|level| weight(sample, &level[j])).sum()).collect();
    let total: f64 = of_answer.iter().sum();
    let mut below = 0.0;
    let mut rank = |own: &f64| {
        let rank = (below + 0.5 * own) / total;
        below += own;
        rank
    };
    of_answer.iter().map(&mut rank).collect()
}

fn weight(sample: &Sample, cells: &[usize]) -> f64 {
    cells.iter().map(|cell| sample.totals()[sample.layout().weight(*cell)]).sum()
}

/// As [`rank_test`] with these ranks, or other scores, of the answers.
pub fn rank_test_with(sample: &Sample, cells: &[Vec<Vec<usize>>], ranks: &[f64]) -> Option<RankTest> {
    let layout = sample.layout();
    let weight = |cells: &[usize]| weight(sample, cells);
    let of_level = |level: &[Vec<usize>]| level.iter().map(|cells| weight(cells)).sum::<f64>();
    let mean_rank = |level: &Vec<Vec<usize>>| {
        let sum: f64 = level.iter().zip(ranks).map(|(cells, rank)| weight(cells) * rank).sum();
        let of_level = of_level(level);
        (of_level > 0.0).then(|| sum / of_level)
    };
    let mean_ranks: Vec<Option<f64>> = cells.iter().map(mean_rank).collect();
    let used: Vec<(&Vec<Vec<usize>>, f64)> =
        cells.iter().zip(&mean_ranks).filter_map(|(c, m)| Some((c, (*m)?))).collect();
    let (first, others) = used.split_first()?;
    if others.is_empty() {
        return None;
    }
    // What a level's mean rank changes by, per unit of weight in a cell: (rank - mean) / weight of the level.
    let scores = |(level, mean): &(&Vec<Vec<usize>>, f64), sign: f64| {
        let of_level = of_level(level);
        let mut scores = Vec::new();
        for (cells, rank) in level.iter().zip(ranks) {
            scores.extend(cells.iter().map(|cell| (layout.weight(*cell), sign * (rank - mean) / of_level)));
        }
        scores
    };
    let difference = |other: &(&Vec<Vec<usize>>, f64)| Combination([scores(other, 1.0), scores(first, -1.0)].concat());
    let covariance = sample.covariance(&Linear(others.iter().map(difference).collect()))?;
    let estimates = Estimates { values: others.iter().map(|other| other.1 - first.1).collect(), covariance };
    let holds = |cell: usize| cells.iter().flatten().flatten().any(|held| *held == cell);
    let df = sample.df(&holds);
    let test = if others.len() == 1 {
        t_test(estimates.values[0], estimates.se(0), df - 1.0)?
    } else {
        let all: Vec<usize> = (0..others.len()).collect();
        f_test(&estimates, &all, df - others.len() as f64)?
    };
    Some(RankTest { test, mean_ranks })
}
