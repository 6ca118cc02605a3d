//! What does the outcome depend on when several segments are looked at together?
//!
//! ```text
//! ln(p / (1-p)) = β_0 + β_1 x_1 + …           pattern: the respondents who share a row x; cells: their yes and their no
//! β(t) solves Σ_patterns x (yes (1-μ) - no μ) = 0                       μ = 1 / (1 + exp(-x β))
//! ∂β/∂t = A⁻¹ x (y - μ)                       A = Σ (yes + no) μ (1-μ) x x'
//! ```
//!
//! So β is one more smooth function of totals, and its covariance comes from the design like any other
//! ([`Model::fit`]; oracle `svyglm(family = quasibinomial())`, df of the base + 1 - columns). For a simple random sample
//! the covariance is A⁻¹ and tests are z ([`Model::fit_simple`]; oracle `glm(family = binomial)`). One term: `Fit::test`,
//! a Wald test over its columns (oracle `regTermTest`). Goldens `svyglm-all`, `svyterm`, `glm-srs`, `separation`, `api-glm-*`.
//!
//! A fit that does not exist is named: [`NoFit::Separation`] with the patterns that separate, [`NoFit::Collinear`] with the
//! columns that others already say.

pub mod margins;
mod solve;

pub use solve::{NoFit, Solution, solve, solve_in_part};

use std::cell::RefCell;

use super::survey::Tested;
use super::survey::wald::{f_test, t_test};
use crate::design::{Estimates, Estimator, Layout, Sample};
use crate::num::linalg::{Cholesky, Matrix};

/// Respondents who share a row of the model.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    /// The row: mostly 1 for the constant, then one number per column.
    pub x: Vec<f64>,
    /// Cells of those who said yes.
    pub yes: Vec<usize>,
    /// Cells of those who said no.
    pub no: Vec<usize>,
}

/// A logistic regression before it is fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    layout: Layout,
    patterns: Vec<Pattern>,
    /// Of each cell of the sample, whether it belongs to the model.
    holds: Vec<bool>,
}

/// A fitted logistic regression.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// Coefficients with their covariance.
    pub coefficients: Estimates,
    /// Residual degrees of freedom: those of the base + 1 - columns; infinite for a simple random sample.
    pub df: f64,
    /// Steps until it converged.
    pub steps: u32,
    /// -2 ln likelihood (weighted, unless the sample is a simple one).
    pub deviance: f64,
    /// The same with a constant alone.
    pub null_deviance: f64,
    /// μ of every pattern.
    pub fitted: Vec<f64>,
    /// Of each coefficient in how many replicates it has no finite value; 0 without replicates.
    pub without: Vec<u32>,
}

impl Model {
    /// A model of these patterns; rows must all be of one length. Patterns without respondents do not matter.
    pub fn new(layout: Layout, patterns: Vec<Pattern>) -> Self {
        let mut holds = vec![false; layout.cells];
        patterns.iter().flat_map(|pattern| pattern.yes.iter().chain(&pattern.no)).for_each(|&cell| holds[cell] = true);
        Model { layout, patterns, holds }
    }

    /// The patterns.
    pub fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }

    /// Whether a cell of the sample belongs to the model.
    pub fn holds(&self, cell: usize) -> bool {
        self.holds[cell]
    }

    /// Coefficients with the covariance that the design gives them.
    ///
    /// ```
    /// use paradox::design::{Layout, Lonely, Sample, Stage, Tally};
    /// use paradox::stats::logistic::{Model, Pattern};
    /// // 20 of 50 below, 30 of 50 above: the odds ratio is 2.25.
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
    /// assert!((fit.coefficients.values[1].exp() - 2.25).abs() < 1e-12);
    /// assert_eq!(fit.df, 98.0);
    /// # Ok::<(), paradox::stats::logistic::NoFit>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`NoFit`] says why there is none.
    pub fn fit(&self, sample: &Sample) -> Result<Fit, NoFit> {
        let solution = self.solve(sample.totals(), None)?;
        let columns = solution.coefficients.len();
        let refit = Refit { model: self, start: &solution.coefficients, without: RefCell::new(vec![0; columns]) };
        let covariance = sample.covariance(&refit).ok_or(NoFit::NoVariance)?;
        let without = refit.without.into_inner();
        let df = sample.df(&|cell| self.holds(cell)) + 1.0 - columns as f64;
        Ok(Fit { without, ..solution.with(covariance, df) })
    }

    /// Coefficients of a simple random sample, with the covariance that the model itself gives them and infinite df. The
    /// sample's weights must be 1.
    ///
    /// # Errors
    ///
    /// [`NoFit`] says why there is none.
    pub fn fit_simple(&self, sample: &Sample) -> Result<Fit, NoFit> {
        let solution = self.solve(sample.totals(), None)?;
        let covariance = solution.inverse_information.clone();
        Ok(solution.with(covariance, f64::INFINITY))
    }

    fn solve(&self, totals: &[f64], start: Option<&[f64]>) -> Result<Solution, NoFit> {
        let (yes, no) = self.answers(totals);
        solve(&self.rows(), &yes, &no, start)
    }

    fn rows(&self) -> Vec<&[f64]> {
        self.patterns.iter().map(|pattern| pattern.x.as_slice()).collect()
    }

    /// The weight of yes and of no, by pattern.
    fn answers(&self, totals: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let weight = |cells: &Vec<usize>| cells.iter().map(|cell| totals[self.layout.weight(*cell)]).sum::<f64>();
        self.patterns.iter().map(|pattern| (weight(&pattern.yes), weight(&pattern.no))).unzip()
    }
}

impl Solution {
    fn with(self, covariance: Matrix, df: f64) -> Fit {
        Fit {
            without: vec![0; self.coefficients.len()],
            coefficients: Estimates { values: self.coefficients, covariance },
            df,
            steps: self.steps,
            deviance: self.deviance,
            null_deviance: self.null_deviance,
            fitted: self.fitted,
        }
    }
}

/// The coefficients as a function of totals.
struct Refit<'a> {
    model: &'a Model,
    start: &'a [f64],
    /// How often each was found to have no finite value.
    without: RefCell<Vec<u32>>,
}

impl Estimator for Refit<'_> {
    fn may_not_exist(&self) -> bool {
        true
    }

    fn values(&self, totals: &[f64]) -> Vec<f64> {
        if let Ok(solution) = self.model.solve(totals, Some(self.start)) {
            return solution.coefficients;
        }
        let (yes, no) = self.model.answers(totals);
        let found = solve_in_part(&self.model.rows(), &yes, &no, self.start);
        for (count, _) in self.without.borrow_mut().iter_mut().zip(&found).filter(|(_, value)| value.is_nan()) {
            *count += 1;
        }
        found
    }

    fn gradients(&self, totals: &[f64]) -> Vec<Vec<f64>> {
        let mut gradients = vec![vec![0.0; totals.len()]; self.start.len()];
        let Ok(solution) = self.model.solve(totals, Some(self.start)) else { return gradients };
        for (pattern, mu) in self.model.patterns.iter().zip(&solution.fitted) {
            let influence = solution.inverse_information.times_vector(&pattern.x);
            for (cells, residual) in [(&pattern.yes, 1.0 - mu), (&pattern.no, -mu)] {
                for cell in cells {
                    let feature = self.model.layout.weight(*cell);
                    gradients.iter_mut().zip(&influence).for_each(|(row, slope)| row[feature] += slope * residual);
                }
            }
        }
        gradients
    }
}

impl Fit {
    /// t test (z for a simple random sample) that one coefficient is 0; `None` without degrees of freedom.
    pub fn coefficient_test(&self, column: usize) -> Option<Tested> {
        t_test(self.coefficients.values[column], self.coefficients.se(column), self.df)
    }

    /// Wald test that the coefficients of a term are all 0: F, or X2 for a simple random sample. `None` where there are
    /// too few degrees of freedom, or fewer units than the term has columns.
    pub fn test(&self, columns: &[usize]) -> Option<Tested> {
        f_test(&self.coefficients, columns, self.df)
    }
}

/// A⁻¹ of these patterns at these coefficients; `None` where A is singular.
fn inverse_information(rows: &[&[f64]], weights: &[f64], fitted: &[f64]) -> Option<Matrix> {
    Cholesky::new(&information(rows, weights, fitted)).map(|factor| factor.inverse())
}

/// A = Σ weight μ (1-μ) x x'.
fn information(rows: &[&[f64]], weights: &[f64], fitted: &[f64]) -> Matrix {
    let columns = rows.first().map_or(0, |row| row.len());
    let mut information = Matrix::zeros(columns, columns);
    let mut present: Vec<usize> = Vec::with_capacity(columns);
    for ((row, weight), mu) in rows.iter().zip(weights).zip(fitted) {
        present.clear();
        present.extend((0..columns).filter(|&i| row[i] != 0.0));
        let weight = weight * mu * (1.0 - mu);
        // Of the columns of a segment one at most is not 0.
        for (at, &i) in present.iter().enumerate() {
            for &j in &present[..=at] {
                information[(i, j)] += weight * row[i] * row[j];
            }
        }
    }
    for i in 0..columns {
        for j in i + 1..columns {
            information[(i, j)] = information[(j, i)];
        }
    }
    information
}

/// 1 / (1 + exp(-η)).
fn share(eta: f64) -> f64 {
    if eta >= 0.0 { 1.0 / (1.0 + (-eta).exp()) } else { eta.exp() / (1.0 + eta.exp()) }
}
