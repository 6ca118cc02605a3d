//! Independent samples with replicate weights of their own, such as waves of a survey, as one.
//!
//! ```text
//! V = Σ_s V_s         V_s over the replicates of sample s, all other samples at their full weights
//! df = Σ_s df_s       over the samples with a member of the domain
//! ```
//!
//! Each sample has its deviations from the mean of its own replicates, so that a difference of two samples has the sum of
//! their variances: what an analyst gets from two `svrepdesign`s, one a file.

use super::{CellCount, Estimator, Layout, Replicates};
use crate::num::linalg::Matrix;

/// Several samples, one of replicate weights each.
#[derive(Debug, Clone, PartialEq)]
pub struct Independent {
    totals: Vec<f64>,
    cells: Vec<CellCount>,
    samples: Vec<Replicates>,
}

impl Independent {
    /// Samples of one layout, of which there is at least one.
    pub fn of(samples: Vec<Replicates>) -> Self {
        let layout = samples[0].layout();
        let mut totals = vec![0.0; layout.features()];
        let mut cells = vec![CellCount::default(); layout.cells];
        for sample in &samples {
            totals.iter_mut().zip(sample.totals()).for_each(|(total, more)| *total += more);
            cells.iter_mut().zip(sample.cells()).for_each(|(cell, more)| *cell = cell.plus(*more));
        }
        Independent { totals, cells, samples }
    }

    /// Which feature stands where.
    pub fn layout(&self) -> Layout {
        self.samples[0].layout()
    }

    /// How many replicates there are in all.
    pub fn len(&self) -> usize {
        self.samples.iter().map(Replicates::len).sum()
    }

    /// Whether there is no replicate.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The features of the full samples together.
    pub fn totals(&self) -> &[f64] {
        &self.totals
    }

    /// Respondents and weights of every cell.
    pub fn cells(&self) -> &[CellCount] {
        &self.cells
    }

    /// Degrees of freedom of a domain: those of each sample, added up.
    pub fn df(&self, domain: &dyn Fn(usize) -> bool) -> f64 {
        self.samples.iter().map(|sample| sample.df(domain)).sum()
    }

    /// Covariance of the values; `None` where one of the samples allows none.
    pub fn covariance(&self, estimator: &dyn Estimator) -> Option<Matrix> {
        let each = self.samples.iter().filter(|sample| !sample.is_empty()).map(|sample| {
            let others: Vec<f64> = self.totals.iter().zip(sample.totals()).map(|(all, own)| all - own).collect();
            sample.covariance_beside(&others, estimator)
        });
        let each: Vec<Matrix> = each.collect::<Option<_>>()?;
        let size = each.first()?.rows();
        Some(Matrix::from_fn(size, size, |i, j| each.iter().map(|of| of[(i, j)]).sum()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::estimators::{Ratio, Ratios};
    use crate::design::{ReplicateMethod, Sample};

    /// A sample whose two cells lie `first` or two further on, so that samples share no cell.
    fn sample(first: usize, replicates: &[[f64; 2]]) -> Replicates {
        let mut of = Replicates::new(Layout::of_cells(4), replicates.len(), &ReplicateMethod::Bootstrap);
        let weights = |cell: usize| replicates.iter().map(|of| of[cell]).collect::<Vec<f64>>();
        of.respondent(first, 1.0, &[], &weights(0));
        of.respondent(first + 1, 1.0, &[], &weights(1));
        of
    }

    /// A difference of rates has the sum of the variances that the samples have by themselves; a rate of one sample has
    /// its own variance and degrees of freedom.
    #[test]
    fn variances_and_degrees_of_freedom_of_independent_samples_add_up() {
        let (a, b) = (
            sample(0, &[[2.0, 0.5], [0.5, 1.0], [1.0, 3.0]]),
            sample(2, &[[1.0, 2.0], [0.2, 1.7], [1.0, 1.0], [4.0, 1.0]]),
        );
        let rate = |first: usize| Ratio::rate(Layout::of_cells(4), [first], [first, first + 1]);
        let alone = |of: &Replicates, first: usize| {
            let sample = Sample::Replicates(of.clone());
            let variance = sample.covariance(&Ratios(vec![rate(first)])).expect("replicates")[(0, 0)];
            (variance, sample.df(&|_| true))
        };
        let ((va, dfa), (vb, dfb)) = (alone(&a, 0), alone(&b, 2));
        let both = Sample::Independent(Independent::of(vec![a, b]));
        let covariance = both.covariance(&Ratios(vec![rate(0), rate(2)])).expect("replicates");
        let is = |what: &str, got: f64, expected: f64| {
            assert!((got - expected).abs() <= 1e-14 * expected.abs(), "{what}: {got} {expected}");
        };
        is("of a", covariance[(0, 0)], va);
        is("of b", covariance[(1, 1)], vb);
        assert_eq!(covariance[(0, 1)], 0.0);
        is("df", both.df(&|_| true), dfa + dfb);
        is("df of a", both.df(&|cell| cell < 2), dfa);
        assert!(va > 0.0 && vb > 0.0 && dfa > 0.0 && dfb > 0.0);
    }
}
