//! Variance by replicate weights: every estimate again on each column of weights.
//!
//! ```text
//! V = scale Σ_r c_r (θ_r - θ̄)²            θ̄ the mean of the replicates, not the estimate of the full sample
//! ```
//!
//! | method | scale | c_r | R's `svrepdesign(type=)` |
//! |---|---|---|---|
//! | brr | 1/R | 1 | `BRR` |
//! | fay, ρ | 1/(R(1-ρ)²) | 1 | `Fay` |
//! | jk1 | (R-1)/R | 1 | `JK1` |
//! | jkn | 1 | (n_h-1)/n_h of the stratum, given with the file | `JKn` |
//! | bootstrap | 1/(R-1) | 1 | `bootstrap` |
//! | successive difference | 4/R | 1 | `successive-difference`, `ACS` |
//!
//! Weights are analysis weights: those of a replicate are used as they are, not times the full weight. A replicate in
//! which an estimate does not exist is left out, as in R; of a regression in which some coefficients are infinite, those alone.
//! Degrees of freedom: rank of the weights of the domain less 1.
//!
//! [`Replicates::jackknife`] makes the replicates of a declared design, leaving out one unit at a time. Goldens `rep-*`.

use super::lonely::DesignError;
use super::taylor::Totals;
use super::{CellCount, Estimator, Layout};
use crate::num::linalg::{Basis, Matrix};

/// A row of replicate weights adds to their rank if more than this share of it is new: R's `qr(tol = 1e-5)`.
const RANK_TOLERANCE: f64 = 1e-5;

/// Below this share of what the replicates' squares add up to, their spread is rounding.
const ROUNDING_OF_REPLICATES: f64 = 1e-24;

/// How replicate weights were made.
#[derive(Debug, Clone, PartialEq)]
pub enum ReplicateMethod {
    /// Balanced repeated replication: half of the units, twice.
    Brr,
    /// The same in Fay's form: `rho` of the weight stays with the other half.
    Fay {
        /// 0 to below 1.
        rho: f64,
    },
    /// One unit left out at a time, no strata.
    Jk1,
    /// One unit left out at a time within strata.
    Jkn {
        /// (n_h-1)/n_h of the stratum that each replicate belongs to.
        factors: Vec<f64>,
    },
    /// Units drawn with replacement.
    Bootstrap,
    /// Differences of neighbours in the order of sampling.
    SuccessiveDifference,
}

impl ReplicateMethod {
    /// Scale and factor of every replicate.
    pub fn factors(&self, replicates: usize) -> (f64, Vec<f64>) {
        let r = replicates as f64;
        let ones = vec![1.0; replicates];
        match self {
            ReplicateMethod::Brr => (1.0 / r, ones),
            ReplicateMethod::Fay { rho } => (1.0 / (r * (1.0 - rho).powi(2)), ones),
            ReplicateMethod::Jk1 => ((r - 1.0) / r, ones),
            ReplicateMethod::Jkn { factors } => (1.0, factors.clone()),
            ReplicateMethod::Bootstrap => (1.0 / (r - 1.0), ones),
            ReplicateMethod::SuccessiveDifference => (4.0 / r, ones),
        }
    }
}

/// Totals of the full sample and of every replicate.
#[derive(Debug, Clone, PartialEq)]
pub struct Replicates {
    layout: Layout,
    totals: Vec<f64>,
    replicates: Vec<Vec<f64>>,
    cells: Vec<CellCount>,
    /// What the rows of analysis weights of each cell span.
    spans: Vec<Basis>,
    scale: f64,
    factors: Vec<f64>,
}

impl Replicates {
    /// Nobody yet: so many columns of replicate weights, made in this way.
    pub fn new(layout: Layout, replicates: usize, method: &ReplicateMethod) -> Self {
        let (scale, factors) = method.factors(replicates);
        Replicates {
            layout,
            totals: vec![0.0; layout.features()],
            replicates: vec![vec![0.0; layout.features()]; replicates],
            cells: vec![CellCount::default(); layout.cells],
            spans: vec![Basis::new(replicates, RANK_TOLERANCE); layout.cells],
            scale,
            factors,
        }
    }

    /// Makes room for more cells, where they become known as respondents come. Those counted keep their place.
    pub fn widen(&mut self, cells: usize) {
        self.layout.cells = self.layout.cells.max(cells);
        let features = self.layout.features();
        self.totals.resize(features, 0.0);
        self.replicates.iter_mut().for_each(|totals| totals.resize(features, 0.0));
        self.cells.resize(self.layout.cells, CellCount::default());
        self.spans.resize(self.layout.cells, Basis::new(self.replicates.len(), RANK_TOLERANCE));
    }

    /// Takes this scale and these factors, one a replicate, instead of those of the method.
    pub fn weigh(&mut self, scale: f64, factors: Vec<f64>) {
        (self.scale, self.factors) = (scale, factors);
    }

    /// Counts one respondent of the base: cell, full weight, numbers, one weight per replicate. A full weight of 0
    /// keeps the respondent out of n.
    ///
    /// ```
    /// use paradox::design::estimators::{Ratio, Ratios};
    /// use paradox::design::replicate::{ReplicateMethod, Replicates};
    /// use paradox::design::{Layout, Sample};
    /// let layout = Layout::of_cells(2);
    /// let mut replicates = Replicates::new(layout, 2, &ReplicateMethod::Brr);
    /// replicates.respondent(0, 1.0, &[], &[2.0, 0.0]);
    /// replicates.respondent(1, 1.0, &[], &[0.0, 2.0]);
    /// let sample = Sample::Replicates(replicates);
    /// let rate = sample.estimate(&Ratios(vec![Ratio::rate(layout, [0], [0, 1])])).expect("there is a base");
    /// assert_eq!((rate.values[0], rate.se(0), sample.df(&|_| true)), (0.5, 0.5, 1.0));
    /// ```
    pub fn respondent(&mut self, cell: usize, weight: f64, numbers: &[f64], replicate_weights: &[f64]) {
        let start = self.layout.weight(cell);
        let add = |totals: &mut Vec<f64>, weight: f64| {
            totals[start] += weight;
            totals[start + 1..].iter_mut().zip(numbers).for_each(|(total, number)| *total += weight * number);
        };
        add(&mut self.totals, weight);
        for (totals, weight) in self.replicates.iter_mut().zip(replicate_weights) {
            add(totals, *weight);
        }
        if weight > 0.0 {
            let one = CellCount { n: 1, weight, weight_squared: weight * weight };
            self.cells[cell] = self.cells[cell].plus(one);
        }
        self.spans[cell].add(replicate_weights);
    }

    /// Counts what another one of the same layout, number and method counted.
    pub fn merge(&mut self, other: &Replicates) {
        let add = |totals: &mut Vec<f64>, more: &Vec<f64>| {
            totals.iter_mut().zip(more).for_each(|(total, more)| *total += more);
        };
        add(&mut self.totals, &other.totals);
        self.replicates.iter_mut().zip(&other.replicates).for_each(|(totals, more)| add(totals, more));
        for (cell, more) in self.cells.iter_mut().zip(&other.cells) {
            *cell = cell.plus(*more);
        }
        self.spans.iter_mut().zip(&other.spans).for_each(|(span, more)| span.merge(more));
    }

    /// The replicates of a declared design, one per unit, each leaving out that unit: JK1 with one stratum, JKn with
    /// several; R's `as.svrepdesign(type = "JKn")`. A finite population correction of the first stage is kept.
    ///
    /// # Errors
    ///
    /// [`DesignError::NoUnits`] for a stratum whose respondents are its units, [`DesignError::LonelyUnits`] for one that
    /// has a single unit.
    pub fn jackknife(sample: &Totals) -> Result<Self, DesignError> {
        let layout = sample.layout();
        let replicates: u64 = sample.strata().iter().map(|stratum| stratum.units).sum();
        let mut of = Replicates::new(layout, replicates as usize, &ReplicateMethod::Jkn { factors: Vec::new() });
        of.totals = sample.totals().to_vec();
        of.cells = sample.cells().to_vec();
        of.replicates = vec![of.totals.clone(); replicates as usize];
        let mut first = 0;
        for stratum in sample.strata() {
            let Some(units) = stratum.units_listed() else {
                return Err(DesignError::NoUnits { stratum: stratum.number });
            };
            let n = stratum.units as f64;
            if stratum.units < 2 {
                return Err(DesignError::LonelyUnits { strata: vec![stratum.number], stage: 1 });
            }
            of.factors.extend(vec![(1.0 - stratum.fraction) * (n - 1.0) / n; stratum.units as usize]);
            let this = first..first + stratum.units as usize;
            for (j, unit) in units.iter().enumerate() {
                // Units that are not listed stand at the end: leaving one out only scales the others up.
                let weight = |r: usize| match r {
                    r if !this.contains(&r) => 1.0,
                    r if r == first + j => 0.0,
                    _ => n / (n - 1.0),
                };
                let weights: Vec<f64> = (0..replicates as usize).map(weight).collect();
                for sums in &unit.cells {
                    let start = layout.weight(sums.cell);
                    for r in this.clone() {
                        for (at, total) in sums.totals.iter().enumerate() {
                            of.replicates[r][start + at] += (weights[r] - 1.0) * total;
                        }
                    }
                    of.spans[sums.cell].add(&weights);
                }
            }
            first += stratum.units as usize;
        }
        Ok(of)
    }

    /// Which feature stands where.
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// The features of the full sample.
    pub fn totals(&self) -> &[f64] {
        &self.totals
    }

    /// Respondents and weights of every cell.
    pub fn cells(&self) -> &[CellCount] {
        &self.cells
    }

    /// How many replicates there are.
    pub fn len(&self) -> usize {
        self.replicates.len()
    }

    /// Whether there is no replicate.
    pub fn is_empty(&self) -> bool {
        self.replicates.is_empty()
    }

    /// Rank of the domain's analysis weights less 1; 0 for nobody.
    pub fn df(&self, domain: &dyn Fn(usize) -> bool) -> f64 {
        let mut span = Basis::new(self.replicates.len(), RANK_TOLERANCE);
        for (_, of_cell) in self.spans.iter().enumerate().filter(|(cell, _)| domain(*cell)) {
            span.merge(of_cell);
        }
        span.rank().saturating_sub(1) as f64
    }

    /// Covariance of the values over the replicates. One without a value is left out, as R does; where the estimator says
    /// that values [may not exist](Estimator::may_not_exist), each pair rests on the replicates that have both, which stand
    /// for all. `None` where a pair has fewer than two replicates.
    pub fn covariance(&self, estimator: &dyn Estimator) -> Option<Matrix> {
        self.covariance_of(estimator, |totals| estimator.values(totals))
    }

    /// The same where `others`, the features of other samples, are added to every replicate.
    pub fn covariance_beside(&self, others: &[f64], estimator: &dyn Estimator) -> Option<Matrix> {
        let with_others =
            |totals: &[f64]| -> Vec<f64> { totals.iter().zip(others).map(|(own, other)| own + other).collect() };
        self.covariance_of(estimator, |totals| estimator.values(&with_others(totals)))
    }

    fn covariance_of(&self, estimator: &dyn Estimator, values_of: impl Fn(&[f64]) -> Vec<f64>) -> Option<Matrix> {
        let in_part = estimator.may_not_exist();
        let values: Vec<(f64, Vec<f64>)> = (self.replicates.iter().zip(&self.factors))
            .filter(|(_, factor)| **factor > 0.0)
            .map(|(totals, factor)| (*factor, values_of(totals)))
            .filter(|(_, values)| in_part || values.iter().all(|value| value.is_finite()))
            .collect();
        let all: f64 = self.factors.iter().sum();
        let pair = |i: usize, j: usize| {
            let both: Vec<(f64, f64, f64)> = (values.iter())
                .map(|(factor, values)| (*factor, values[i], values[j]))
                .filter(|(_, a, b)| a.is_finite() && b.is_finite())
                .collect();
            if both.len() < 2 {
                return None;
            }
            let count = both.len() as f64;
            let mean = |of: fn(&(f64, f64, f64)) -> f64| both.iter().map(of).sum::<f64>() / count;
            let (mean_a, mean_b) = (mean(|both| both.1), mean(|both| both.2));
            let kept: f64 = both.iter().map(|(factor, ..)| factor).sum();
            let scale = self.scale * if in_part { all / kept } else { 1.0 };
            let spread: f64 = both.iter().map(|(factor, a, b)| factor * (a - mean_a) * (b - mean_b)).sum();
            let magnitude: f64 = both.iter().map(|(factor, a, b)| factor * (a * b).abs()).sum();
            Some((scale * spread, scale * magnitude))
        };
        let size = values.first()?.1.len();
        let of_pairs: Vec<Vec<(f64, f64)>> =
            (0..size).map(|i| (0..size).map(|j| pair(i, j)).collect()).collect::<Option<_>>()?;
        let zero: Vec<bool> =
            (0..size).map(|i| of_pairs[i][i].0 <= ROUNDING_OF_REPLICATES * of_pairs[i][i].1).collect();
        Some(Matrix::from_fn(size, size, |i, j| if zero[i] || zero[j] { 0.0 } else { of_pairs[i][j].0 }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The total, where it is above 0.
    struct Positive(bool);

    impl Estimator for Positive {
        fn values(&self, totals: &[f64]) -> Vec<f64> {
            vec![if totals[0] > 0.0 { totals[0] } else { f64::NAN }]
        }

        fn gradients(&self, _: &[f64]) -> Vec<Vec<f64>> {
            vec![vec![1.0]]
        }

        fn may_not_exist(&self) -> bool {
            self.0
        }
    }

    /// Three replicates have a value, the fourth has none: without its share the variance would be that of three.
    #[test]
    fn replicates_that_have_a_fit_stand_for_those_that_have_none() {
        let mut replicates = Replicates::new(Layout::of_cells(1), 4, &ReplicateMethod::Brr);
        replicates.respondent(0, 1.0, &[], &[1.0, 2.0, 3.0, 0.0]);
        let variance =
            |may_not_exist: bool| replicates.covariance(&Positive(may_not_exist)).expect("a variance")[(0, 0)];
        // Deviations from 2 of 1, 2 and 3, each a fourth.
        assert_eq!((variance(false), variance(true)), (0.5, 2.0 / 3.0));
    }
}
