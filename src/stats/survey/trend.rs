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
    /// F of what the trend leaves over; `None` with two levels, too few degrees of freedom, or a rate of 0 or 1.
    pub departure: Option<Tested>,
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
    let departure = if free.is_empty() {
        None
    } else {
        let each = Model::new(sample.layout(), (0..used.len()).map(row).collect()).fit(sample).ok();
        each.and_then(|fit| fit.test(&(2..2 + free.len()).collect::<Vec<_>>()))
    };
    Ok(Trend { fit, test, departure })
}
