//! What would the rate be if everybody were in this level, and all else stayed as it is?
//!
//! ```text
//! margin_g = Σ w μ(x with level g) / Σ w              over everybody in the base
//! V = J V_β J' + V of the mean of μ as it stands      J_g = Σ w μ (1-μ) x_g / Σ w
//! slope    = Σ w μ (1-μ) β_j / Σ w                    average marginal effect of a number
//! ```
//!
//! Average marginal effects of levels are differences of margins: contrasts of what is returned here. The two parts of V
//! are added as if they were independent, as in the oracle, `svypredmeans`: their covariance is 0 where the model holds.
//! Everybody may be averaged over, also those whose own level is not known. Golden `svypredmeans`.

use super::{Fit, share};
use crate::design::estimators::{Combination, Ratio, Ratios};
use crate::design::{Estimates, Sample};
use crate::num::linalg::{Matrix, dot};

/// Respondents who are averaged over, alike in all that the model looks at but the level.
#[derive(Debug, Clone, PartialEq)]
pub struct Everybody {
    /// Their cells, of any level and answer.
    pub cells: Vec<usize>,
    /// The row of the model that they would have in each level.
    pub x: Vec<Vec<f64>>,
}

/// The predicted margin of every level, with their covariance; `None` without weight.
///
/// ```
/// use paradox::design::{Layout, Lonely, Sample, Stage, Tally};
/// use paradox::stats::logistic::{Model, Pattern, margins::{Everybody, margins}};
/// let layout = Layout::of_cells(4);
/// let mut tally = Tally::new(layout);
/// for (cell, n) in [(0, 20), (1, 30), (2, 30), (3, 20)] {
///     for _ in 0..n {
///         tally.respondent(&[Stage::respondent(0)], Some(cell), 1.0, &[]);
///     }
/// }
/// let sample = Sample::Taylor(tally.finish(Lonely::Fail).expect("a hundred units"));
/// let row = |x: f64, yes: usize| Pattern { x: vec![1.0, x], yes: vec![yes], no: vec![yes + 1] };
/// let fit = Model::new(layout, vec![row(0.0, 0), row(1.0, 2)]).fit(&sample)?;
/// // With nothing to adjust for, the margins are the rates.
/// let all = [Everybody { cells: vec![0, 1, 2, 3], x: vec![vec![1.0, 0.0], vec![1.0, 1.0]] }];
/// let margins = margins(&sample, &fit, &all).expect("there is a base");
/// assert!((margins.values[0] - 0.4).abs() < 1e-12 && (margins.values[1] - 0.6).abs() < 1e-12);
/// # Ok::<(), paradox::stats::logistic::NoFit>(())
/// ```
pub fn margins(sample: &Sample, fit: &Fit, everybody: &[Everybody]) -> Option<Estimates> {
    let beta = &fit.coefficients.values;
    let levels = everybody.first()?.x.len();
    let mean = |level: usize| averaged(sample, everybody, |of| share(dot(&of.x[level], beta)));
    let means = sample.estimate(&Ratios((0..levels).map(mean).collect()))?;
    let slope = |level: usize| {
        weighted_mean(sample, everybody, beta.len(), |of| {
            let mu = share(dot(&of.x[level], beta));
            (mu * (1.0 - mu), of.x[level].clone())
        })
    };
    let jacobian = Matrix::from_rows(&(0..levels).map(slope).collect::<Vec<_>>());
    let covariance = fit.coefficients.covariance.sandwich(&jacobian).plus(&means.covariance);
    Some(Estimates { values: means.values, covariance })
}

/// Average marginal effect of one column, taken as a number: how the rate changes per unit of it. Rows are those that the
/// respondents have, one per [`Everybody`].
pub fn average_slope(sample: &Sample, fit: &Fit, everybody: &[Everybody], column: usize) -> Option<Estimates> {
    let beta = &fit.coefficients.values;
    let mu = |of: &Everybody| share(dot(&of.x[0], beta));
    let mean = averaged(sample, everybody, |of| beta[column] * mu(of) * (1.0 - mu(of)));
    let mean = sample.estimate(&Ratios(vec![mean]))?;
    let gradient = weighted_mean(sample, everybody, beta.len(), |of| {
        let mu = mu(of);
        let mut gradient: Vec<f64> = of.x[0].iter().map(|x| beta[column] * (1.0 - 2.0 * mu) * x).collect();
        gradient[column] += 1.0;
        (mu * (1.0 - mu), gradient)
    });
    let jacobian = Matrix::from_rows(&[gradient]);
    let covariance = fit.coefficients.covariance.sandwich(&jacobian).plus(&mean.covariance);
    Some(Estimates { values: mean.values, covariance })
}

/// Σ w value / Σ w, its values taken as given.
fn averaged(sample: &Sample, everybody: &[Everybody], value: impl Fn(&Everybody) -> f64) -> Ratio {
    let layout = sample.layout();
    let mut numerator = Combination::default();
    for of in everybody {
        let value = value(of);
        numerator.0.extend(of.cells.iter().map(|cell| (layout.weight(*cell), value)));
    }
    let cells = everybody.iter().flat_map(|of| of.cells.iter().copied());
    Ratio { numerator, denominator: Combination::weight_of(layout, cells) }
}

/// Σ w a·x / Σ w for rows a·x.
fn weighted_mean(
    sample: &Sample,
    everybody: &[Everybody],
    columns: usize,
    row: impl Fn(&Everybody) -> (f64, Vec<f64>),
) -> Vec<f64> {
    let (mut sum, mut total) = (vec![0.0; columns], 0.0);
    for of in everybody {
        let weight: f64 = of.cells.iter().map(|cell| sample.totals()[sample.layout().weight(*cell)]).sum();
        let (factor, x) = row(of);
        sum.iter_mut().zip(x).for_each(|(sum, x)| *sum += weight * factor * x);
        total += weight;
    }
    sum.iter().map(|sum| sum / total).collect()
}
