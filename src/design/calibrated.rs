//! What raking takes off the variance.
//!
//! ```text
//! u_i = w_i (z_i - mean of z in the respondent's group)        for every margin in turn
//! ```
//!
//! Raked weights hit the margins in every sample, so that only what differs *within* groups is left to chance. Raked
//! weights treated as given overstate the error where the margins explain the answer, and understate it never by much;
//! say which one is shown. Needs cells that each lie within one group of every margin.
//!
//! For users of the library only: a study file does not say which margins its weights were raked to, so the program
//! takes raked weights as given, and `paradox weight` says so.
//!
//! Oracle: the design that `rake` or `postStratify` returns. R takes means with weights after `postStratify` and plain
//! means after `rake`; both forms are here under [`Means`]. Goldens `rake` (`se_calibrated`), `poststratify`, `api-rake`.

use super::{Estimates, Estimator, Sample};

/// Rounds over the margins, as many as R has.
const ROUNDS: u32 = 10;

/// How the scores of a group are averaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// With weights: exact for one margin.
    Weighted,
    /// Without, as R does after raking.
    Plain,
}

/// What an estimator gives on a sample whose weights were raked to margins: `groups[margin][cell]`. `None` for replicate
/// weights (which have to be raked one by one) and where there is no estimate.
///
/// ```
/// use paradox::design::calibrated::{Means, estimate};
/// use paradox::design::estimators::{Ratio, Ratios};
/// use paradox::design::{Layout, Lonely, Sample, Stage, Tally};
/// // The margin is the answer itself: nothing is left to chance.
/// let layout = Layout::of_cells(2);
/// let mut tally = Tally::new(layout);
/// for cell in [0, 0, 0, 1, 1] {
///     tally.respondent(&[Stage::respondent(0)], Some(cell), 1.0, &[]);
/// }
/// let sample = Sample::Taylor(tally.finish(Lonely::Fail)?);
/// let rate = Ratios(vec![Ratio::rate(layout, [0], [0, 1])]);
/// assert_eq!(estimate(&sample, &rate, &[vec![0, 1]], Means::Weighted).expect("a rate").se(0), 0.0);
/// # Ok::<(), paradox::design::DesignError>(())
/// ```
pub fn estimate(sample: &Sample, estimator: &dyn Estimator, groups: &[Vec<usize>], means: Means) -> Option<Estimates> {
    let Sample::Taylor(totals) = sample else { return None };
    let values = estimator.values(totals.totals());
    if values.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let mut gradients = estimator.gradients(totals.totals());
    for gradient in &mut gradients {
        for _ in 0..ROUNDS {
            for margin in groups {
                take_means_away(sample, gradient, margin, means);
            }
        }
    }
    Some(Estimates { values, covariance: totals.covariance(&gradients)? })
}

/// Takes the mean score of each group from the scores of its members.
fn take_means_away(sample: &Sample, gradient: &mut [f64], groups: &[usize], means: Means) {
    let layout = sample.layout();
    let size = groups.iter().max().map_or(0, |last| last + 1);
    let (mut sums, mut counts) = (vec![0.0; size], vec![0.0; size]);
    for (cell, group) in groups.iter().enumerate() {
        let count = sample.cells()[cell];
        if count.n == 0 {
            continue;
        }
        let features = layout.weight(cell)..layout.weight(cell + 1);
        // Σ w z over the cell, from which its mean score follows.
        let total: f64 = features.map(|feature| gradient[feature] * sample.totals()[feature]).sum();
        let share = match means {
            Means::Weighted => count.weight,
            Means::Plain => count.n as f64,
        };
        sums[*group] += share * total / count.weight;
        counts[*group] += share;
    }
    for (cell, group) in groups.iter().enumerate() {
        if counts[*group] > 0.0 {
            gradient[layout.weight(cell)] -= sums[*group] / counts[*group];
        }
    }
}
