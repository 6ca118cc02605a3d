//! How a sample turns totals into variances.
//!
//! Everything that a survey estimates is a smooth function θ of weighted totals. Respondents are sorted into cells
//! (level × answer, say); the totals, here called features, are Σw of each cell and, where numbers were asked for, Σw·y.
//!
//! ```text
//! respondents ──► Tally ──► Sample ──┬─ Taylor:      t,  spread of t within strata ──►  V = Σ_h (1-f) n/(n-1) Σ_j (u_hj - ū_h)²
//!                                    │                                                  u_hj = ∂θ/∂t · t_hj
//!                                    └─ Replicates:  t,  t of every replicate      ──►  V = scale Σ_r c_r (θ(t_r) - θ̄)²
//! Estimator { values(t), gradients(t) }  +  Sample  ──►  Estimates { values, covariance }
//! ```
//!
//! One abstraction for both ways: an [`Estimator`] says what it is and how it changes with the totals; the [`Sample`]
//! says how the totals vary. Oracle: R's `survey` (`svyrecvar`, `svrVar`, `degf`), goldens `svy-*`, `lonely-*`, `rep-*`.
//!
//! A domain is a set of cells. It keeps the whole design: units that hold nobody of it count as zeros, because their
//! cells have the gradient 0.
//!
//! Not here: intervals and tests ([`stats::survey`](crate::stats::survey)), regressions
//! ([`stats::logistic`](crate::stats::logistic)).

pub mod calibrated;
mod columns;
pub mod effect;
pub mod estimators;
mod independent;
pub mod lonely;
pub mod places;
pub mod rake;
pub mod replicate;
pub mod strata;
pub mod tally;
pub mod taylor;
pub mod trim;

use crate::num::linalg::Matrix;

pub use independent::Independent;
pub use lonely::{DesignError, Lonely};
pub use replicate::{ReplicateMethod, Replicates};
pub use tally::{Population, Stage, Tally};
pub use taylor::Totals;

/// Which feature stands where: per cell first Σw, then Σw·y of each number that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// How many cells.
    pub cells: usize,
    /// How many numbers of each respondent beside the weight; mostly none.
    pub numbers: usize,
}

impl Layout {
    /// Cells alone.
    pub fn of_cells(cells: usize) -> Self {
        Layout { cells, numbers: 0 }
    }

    /// Features per cell.
    pub fn per_cell(self) -> usize {
        1 + self.numbers
    }

    /// All features.
    pub fn features(self) -> usize {
        self.cells * self.per_cell()
    }

    /// Where Σw of a cell stands.
    pub fn weight(self, cell: usize) -> usize {
        cell * self.per_cell()
    }

    /// Where Σw·y of a cell stands, for one of the numbers.
    pub fn number(self, cell: usize, number: usize) -> usize {
        cell * self.per_cell() + 1 + number
    }
}

/// How many respondents a cell holds, and their weights.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct CellCount {
    /// Respondents with a weight above 0.
    pub n: u64,
    /// Σw.
    pub weight: f64,
    /// Σw².
    pub weight_squared: f64,
}

impl CellCount {
    /// One respondent of this weight.
    pub fn one(weight: f64) -> Self {
        CellCount { n: 1, weight, weight_squared: weight * weight }
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: CellCount) -> Self {
        CellCount {
            n: self.n + other.n,
            weight: self.weight + other.weight,
            weight_squared: self.weight_squared + other.weight_squared,
        }
    }
}

/// A smooth function of the features, with one value or several.
pub trait Estimator {
    /// What is estimated; NaN where these totals do not allow it (as those of a replicate may not).
    fn values(&self, totals: &[f64]) -> Vec<f64>;

    /// ∂value/∂feature: one row per value, one number per feature. Asked for only where the values are finite.
    fn gradients(&self, totals: &[f64]) -> Vec<Vec<f64>>;

    /// The features of its domain; `None` stands for those with a slope. A cell of a rate of 0 has none, and its stratum is
    /// one of the domain all the same.
    fn domain(&self) -> Option<Vec<usize>> {
        None
    }

    /// Whether some values may not exist in a replicate with respondents, because a fit does not reach them (separation).
    /// Those replicates that have one then stand for all: left out without that, its variance would come out too small.
    fn may_not_exist(&self) -> bool {
        false
    }
}

/// Estimates with what they vary together.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimates {
    /// The values.
    pub values: Vec<f64>,
    /// Their covariance; a variance that is 0 but for rounding is exactly 0.
    pub covariance: Matrix,
}

impl Estimates {
    /// Standard error of one of the values.
    pub fn se(&self, value: usize) -> f64 {
        self.covariance[(value, value)].sqrt()
    }

    /// Some of them, by position.
    pub fn of(&self, some: &[usize]) -> Estimates {
        Estimates {
            values: some.iter().map(|&at| self.values[at]).collect(),
            covariance: Matrix::from_fn(some.len(), some.len(), |i, j| self.covariance[(some[i], some[j])]),
        }
    }
}

/// A sample with its design: totals, and how they vary.
#[derive(Debug, Clone, PartialEq)]
pub enum Sample {
    /// Strata and units, by linearisation.
    Taylor(Totals),
    /// Replicate weights.
    Replicates(Replicates),
    /// Several samples with replicate weights of their own.
    Independent(Independent),
}

impl Sample {
    /// Which feature stands where.
    pub fn layout(&self) -> Layout {
        match self {
            Sample::Taylor(totals) => totals.layout(),
            Sample::Replicates(replicates) => replicates.layout(),
            Sample::Independent(samples) => samples.layout(),
        }
    }

    /// How many replicates there are; 0 for strata and units.
    pub fn replicates(&self) -> usize {
        match self {
            Sample::Taylor(_) => 0,
            Sample::Replicates(replicates) => replicates.len(),
            Sample::Independent(samples) => samples.len(),
        }
    }

    /// The features of the full sample.
    pub fn totals(&self) -> &[f64] {
        match self {
            Sample::Taylor(totals) => totals.totals(),
            Sample::Replicates(replicates) => replicates.totals(),
            Sample::Independent(samples) => samples.totals(),
        }
    }

    /// Respondents and weights of every cell.
    pub fn cells(&self) -> &[CellCount] {
        match self {
            Sample::Taylor(totals) => totals.cells(),
            Sample::Replicates(replicates) => replicates.cells(),
            Sample::Independent(samples) => samples.cells(),
        }
    }

    /// Respondents and weights of a domain.
    pub fn count(&self, domain: &dyn Fn(usize) -> bool) -> CellCount {
        let cells = self.cells().iter().enumerate().filter(|(cell, _)| domain(*cell));
        cells.fold(CellCount::default(), |sum, (_, cell)| sum.plus(*cell))
    }

    /// Design degrees of freedom of a domain: units less strata, counting those that hold a member of it; with
    /// replicates the rank of their weights less 1. R's `degf(subset(design, domain))`. 0 where nobody is in it.
    pub fn df(&self, domain: &dyn Fn(usize) -> bool) -> f64 {
        match self {
            Sample::Taylor(totals) => totals.df(domain),
            Sample::Replicates(replicates) => replicates.df(domain),
            Sample::Independent(samples) => samples.df(domain),
        }
    }

    /// What an estimator gives on this sample; `None` where a value or its variance cannot be had.
    pub fn estimate(&self, estimator: &dyn Estimator) -> Option<Estimates> {
        let values = estimator.values(self.totals());
        if values.iter().any(|value| !value.is_finite()) {
            return None;
        }
        let covariance = self.covariance(estimator)?;
        Some(Estimates { values, covariance })
    }

    /// How the values of an estimator vary; `None` where that cannot be had.
    pub fn covariance(&self, estimator: &dyn Estimator) -> Option<Matrix> {
        match self {
            Sample::Taylor(totals) => {
                let gradients = estimator.gradients(totals.totals());
                totals.covariance_in(&gradients, estimator.domain().as_deref())
            }
            Sample::Replicates(replicates) => replicates.covariance(estimator),
            Sample::Independent(samples) => samples.covariance(estimator),
        }
    }
}
