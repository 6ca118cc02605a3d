//! Do the rates follow the order of the levels, when the sample has a design?
//!
//! ```text
//! trend       logit p = a + b·score                          t = b / se(b), df of the base - 1
//! departure   logit p = a + b·score + one column per level beyond two: are these all 0?
//!             Wald F with k-2 and df of the base + 1 - k
//! ```
//!
//! Oracle: `svyglm(y ~ score, family = quasibinomial())` and `regTermTest`; goldens `svytrend-*`. A level in which nobody
//! or everybody said yes leaves the trend and takes the departure: its own column would be infinite.

use super::Tested;
use crate::design::Sample;
use crate::stats::logistic::{Fit, Model, NoFit, Pattern};

/// Cells of one level with its score.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoredLevel {
    /// Where it stands.
    pub score: f64,
    /// Cells of those who said yes.
    pub yes: Vec<usize>,
    /// Cells of those who said no.
    pub no: Vec<usize>,
}

/// A trend under a design.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// The regression on the score: constant and slope.
    pub fit: Fit,
    /// t of the slope; `None` without degrees of freedom.
    pub test: Option<Tested>,
    /// F of what the trend leaves over; `None` with two levels, too few degrees of freedom, or a rate of 0 or 1, in the
    /// sample or in a replicate.
    pub departure: Option<Tested>,
    /// In how many replicates a level has a rate of 0 or 1, so that there is no departure; 0 without replicates.
    pub separated: u32,
}

/// The trend along the scores; levels without respondents take no part.
///
/// ```
/// use paradox::design::{Layout, Lonely, Sample, Stage, Tally};
/// use paradox::stats::{Direction, survey::trend::{ScoredLevel, trend}};
/// let mut tally = Tally::new(Layout::of_cells(6));
/// for (cell, n) in [(0, 20), (1, 30), (2, 25), (3, 25), (4, 35), (5, 15)] {
///     for _ in 0..n {
///         tally.respondent(&[Stage::respondent(0)], Some(cell), 1.0, &[]);
///     }
/// }
/// let sample = Sample::Taylor(tally.finish(Lonely::Fail).expect("150 units"));
/// let level = |score: usize| ScoredLevel { score: score as f64, yes: vec![2 * score], no: vec![2 * score + 1] };
/// let trend = trend(&sample, &[level(0), level(1), level(2)])?;
/// assert_eq!(trend.test.and_then(|test| test.direction), Some(Direction::Rising));
/// # Ok::<(), paradox::stats::logistic::NoFit>(())
/// ```
///
/// # Errors
///
/// [`NoFit`] says why there is none: all scores the same is [`NoFit::Collinear`].
pub fn trend(sample: &Sample, levels: &[ScoredLevel]) -> Result<Trend, NoFit> {
    let holds = |level: &&ScoredLevel| level.yes.iter().chain(&level.no).any(|cell| sample.cells()[*cell].n > 0);
    let used: Vec<&ScoredLevel> = levels.iter().filter(holds).collect();
    let pattern = |level: &ScoredLevel, x: Vec<f64>| Pattern { x, yes: level.yes.clone(), no: level.no.clone() };
    let line = used.iter().map(|level| pattern(level, vec![1.0, level.score]));
    let fit = Model::new(sample.layout(), line.collect()).fit(sample)?;
    let test = fit.coefficient_test(1);
    // Two levels with different scores carry the line; every other one gets a column of its own.
    let first = used[0].score;
    let second = (0..used.len()).find(|level| used[*level].score != first);
    let free: Vec<usize> = (1..used.len()).filter(|level| Some(*level) != second).collect();
    let row = |at: usize| {
        let own = free.iter().map(|level| f64::from(u8::from(*level == at)));
        pattern(used[at], [1.0, used[at].score].into_iter().chain(own).collect())
    };
    let each = match free.is_empty() {
        true => None,
        false => Model::new(sample.layout(), (0..used.len()).map(row).collect()).fit(sample).ok(),
    };
    let of_levels: Vec<usize> = (2..2 + free.len()).collect();
    // The spread of those replicates that have a finite estimate is not that of all: it would be too small.
    let separated =
        each.as_ref().map_or(0, |fit| of_levels.iter().map(|&column| fit.without[column]).max().unwrap_or(0));
    let departure = each.filter(|_| separated == 0).and_then(|fit| fit.test(&of_levels));
    Ok(Trend { fit, test, departure, separated })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::{Layout, ReplicateMethod, Replicates};

    /// Three levels, the last with yes only among respondents whom `half` of the replicates leave out.
    fn of_replicates(half: [f64; 8]) -> Trend {
        let mut replicates = Replicates::new(Layout::of_cells(6), 8, &ReplicateMethod::Bootstrap);
        for (cell, n) in [(0, 20), (1, 30), (2, 25), (3, 25), (5, 30)] {
            for i in 0..n {
                let weights = [0, 1, 2, 3, 4, 5, 6, 7].map(|r| f64::from((i * i + 7 * i * r + 3 * r * r) % 5) / 2.0);
                replicates.respondent(cell, 1.0, &[], &weights);
            }
        }
        for _ in 0..4 {
            replicates.respondent(4, 1.0, &[], &half);
        }
        let level = |score: usize| ScoredLevel { score: score as f64, yes: vec![2 * score], no: vec![2 * score + 1] };
        trend(&Sample::Replicates(replicates), &[level(0), level(1), level(2)]).unwrap()
    }

    #[test]
    fn a_level_without_a_yes_in_some_replicates_leaves_no_departure_and_is_counted() {
        let all = of_replicates([1.0, 2.0, 1.0, 0.5, 1.5, 1.0, 0.5, 1.0]);
        assert!(all.departure.is_some() && all.separated == 0);
        let some = of_replicates([0.0, 2.0, 0.0, 2.0, 1.5, 1.0, 0.5, 1.0]);
        assert!(some.test.is_some() && some.departure.is_none());
        assert_eq!(some.separated, 2);
    }
}
