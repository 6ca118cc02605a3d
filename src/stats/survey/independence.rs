//! Does the outcome depend on the segment at all, when the sample has a design?
//!
//! ```text
//! X2 = n Σ (p_ij - p_i. p_.j)² / (p_i. p_.j)           Pearson's on the weighted shares
//! Δ  = (C' D⁻¹ C / n)⁻¹ (C' D⁻¹ V D⁻¹ C)               generalised design effects; C spans what is neither row nor column
//! F  = X2 / tr Δ      with  d = (tr Δ)²/tr Δ²  and d·ν  Rao & Scott (1984), second order: the default
//! X2 / (tr Δ / k)     with  k = (r-1)(c-1)             first order
//! Wald  Y' V_Y⁻¹ Y / k          with  k and ν          Y_ij = T_ij - T_i. T_.j / T, of weighted totals
//! adjusted Wald  · (ν-k+1)/ν    with  k and ν-k+1
//! ```
//!
//! ν are the design's degrees of freedom of the base. Oracle: `svychisq(statistic = "F", "Chisq", "Wald", "adjWald")`;
//! R's "Chisq" prints X2 beside the p of the corrected one, here the corrected one stands with its p. Any number of rows
//! and columns; those without respondents are dropped.

use super::Tested;
use crate::design::estimators::{Combination, Linear, Ratio, Ratios};
use crate::design::{Estimates, Layout, Sample};
use crate::num::linalg::{Cholesky, Matrix};
use crate::stats::table::NoTest;

/// A mean design effect that is no larger is what rounding leaves of none: nothing varies. So it is where each level is one
/// sampling unit.
const LEAST_EFFECT: f64 = 1e-12;

/// Cells of a sample as a table: `cells[level][answer]` lists those that belong there.
#[derive(Debug, Clone, PartialEq)]
pub struct TableOfCells {
    cells: Vec<Vec<Vec<usize>>>,
    levels: Vec<usize>,
}

impl TableOfCells {
    /// Drops levels and answers without respondents.
    ///
    /// # Errors
    ///
    /// Fewer than two levels or two answers are left.
    pub fn new(sample: &Sample, cells: &[Vec<Vec<usize>>]) -> Result<Self, NoTest> {
        let n = |cells: &[usize]| cells.iter().map(|cell| sample.cells()[*cell].n).sum::<u64>();
        let columns = cells.iter().map(Vec::len).max().unwrap_or(0);
        let levels: Vec<usize> = (0..cells.len()).filter(|row| cells[*row].iter().any(|cell| n(cell) > 0)).collect();
        let answers: Vec<usize> = (0..columns).filter(|j| cells.iter().any(|row| n(&row[*j]) > 0)).collect();
        match (levels.len(), answers.len()) {
            (0, _) => Err(NoTest::EmptyBase),
            (1, _) => Err(NoTest::OneLevel),
            (_, 0 | 1) => Err(NoTest::ConstantOutcome),
            _ => {
                let row = |level: &usize| answers.iter().map(|answer| cells[*level][*answer].clone()).collect();
                Ok(TableOfCells { cells: levels.iter().map(row).collect(), levels })
            }
        }
    }

    /// Which of the levels given are left, in order.
    pub fn levels(&self) -> &[usize] {
        &self.levels
    }

    /// Rows left.
    pub fn rows(&self) -> usize {
        self.cells.len()
    }

    /// Columns left.
    pub fn columns(&self) -> usize {
        self.cells[0].len()
    }

    /// Whether a cell of the sample belongs to the table.
    pub fn holds(&self, cell: usize) -> bool {
        self.cells.iter().flatten().flatten().any(|held| *held == cell)
    }

    fn all(&self) -> Vec<usize> {
        self.cells.iter().flatten().flatten().copied().collect()
    }
}

/// The tests of a table. A test is `None` where the design has too few degrees of freedom or no variance for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Independence {
    /// Second-order Rao-Scott F: the default.
    pub rao_scott: Option<Tested>,
    /// First order: X2 over the mean design effect.
    pub rao_scott_first_order: Option<Tested>,
    /// Adjusted Wald F.
    pub adjusted_wald: Option<Tested>,
    /// Wald F, which rejects too often with few units.
    pub wald: Option<Tested>,
    /// Pearson's X2 of the weighted shares, scaled to n; not a chi-square.
    pub pearson_x2: f64,
    /// tr Δ / k: what X2 is too large by.
    pub mean_design_effect: Option<f64>,
    /// ν of the base.
    pub df: f64,
}

/// Every test of whether rows and columns depend.
///
/// ```
/// use paradox::design::{Layout, Lonely, Sample, Stage, Tally};
/// use paradox::stats::survey::independence::{TableOfCells, independence};
/// // Equal weights, each respondent a unit: the design changes next to nothing, F is X2 (n-1)/n.
/// let mut tally = Tally::new(Layout::of_cells(4));
/// for (cell, n) in [(0, 30), (1, 20), (2, 15), (3, 35)] {
///     for _ in 0..n {
///         tally.respondent(&[Stage::respondent(0)], Some(cell), 1.0, &[]);
///     }
/// }
/// let sample = Sample::Taylor(tally.finish(Lonely::Fail).expect("a hundred units"));
/// let table = TableOfCells::new(&sample, &[vec![vec![0], vec![1]], vec![vec![2], vec![3]]])?;
/// let tests = independence(&sample, &table).expect("it varies");
/// assert!((tests.pearson_x2 - 9.0909).abs() < 5e-5);
/// # Ok::<(), paradox::stats::table::NoTest>(())
/// ```
///
/// `None` where the shares have no covariance.
pub fn independence(sample: &Sample, table: &TableOfCells) -> Option<Independence> {
    let (rows, columns) = (table.rows(), table.columns());
    let k = ((rows - 1) * (columns - 1)) as f64;
    let layout = sample.layout();
    let all = table.all();
    let shares =
        Ratios(table.cells.iter().flatten().map(|cells| Ratio::rate(layout, cells.clone(), all.clone())).collect());
    let shares = sample.estimate(&shares)?;
    let holds = |cell: usize| table.holds(cell);
    let (df, n) = (sample.df(&holds), sample.count(&holds).n as f64);
    let pearson_x2 = n * dependence(&shares.values, rows, columns);
    let effects =
        design_effects(&shares, rows, columns, n).filter(|effects| df > 0.0 && effects.trace() > k * LEAST_EFFECT);
    let trace = effects.as_ref().map(Matrix::trace);
    let rao_scott = effects.as_ref().map(|effects| {
        let (statistic, d) = (pearson_x2 / effects.trace(), effects.trace().powi(2) / effects.times(effects).trace());
        Tested::f(statistic, d, d * df)
    });
    let rao_scott_first_order = trace.map(|trace| Tested::chi_square(pearson_x2 / (trace / k), k));
    let excess = Excess { layout, cells: table.cells.clone() };
    let wald = excess.estimates(sample).filter(|_| df > 0.0).and_then(|excess| {
        let all: Vec<usize> = (0..excess.values.len()).collect();
        super::wald::f_test(&excess, &all, df)
    });
    let adjusted_wald = wald.filter(|_| df - k + 1.0 > 0.0).map(|wald| {
        let df2 = df - k + 1.0;
        Tested::f(wald.statistic * df2 / df, k, df2)
    });
    Some(Independence {
        rao_scott,
        rao_scott_first_order,
        adjusted_wald,
        wald,
        pearson_x2,
        mean_design_effect: trace.map(|trace| trace / k),
        df,
    })
}

/// Σ (p_ij - p_i. p_.j)² / (p_i. p_.j).
fn dependence(shares: &[f64], rows: usize, columns: usize) -> f64 {
    let of_row = |i: usize| shares[i * columns..(i + 1) * columns].iter().sum::<f64>();
    let of_column = |j: usize| (0..rows).map(|i| shares[i * columns + j]).sum::<f64>();
    let term = |at: usize| {
        let expected = of_row(at / columns) * of_column(at % columns);
        (shares[at] - expected).powi(2) / expected
    };
    (0..rows * columns).map(term).sum()
}

/// Δ; `None` where empty cells leave it undefined.
fn design_effects(shares: &Estimates, rows: usize, columns: usize, n: f64) -> Option<Matrix> {
    // (e_i - e_0) x (e_j - e_0): every row and column of it adds up to 0.
    let contrasts: Vec<(usize, usize)> = (1..rows).flat_map(|i| (1..columns).map(move |j| (i, j))).collect();
    let inverse: Vec<f64> = shares.values.iter().map(|p| if *p > 0.0 { 1.0 / p } else { 0.0 }).collect();
    let scaled = Matrix::from_fn(contrasts.len(), rows * columns, |c, at| {
        let ((i, j), (row, column)) = (contrasts[c], (at / columns, at % columns));
        let sign = |index: usize, of: usize| f64::from(u8::from(of == index)) - f64::from(u8::from(of == 0));
        sign(i, row) * sign(j, column) * inverse[at]
    });
    let shares_matrix =
        Matrix::from_fn(rows * columns, rows * columns, |a, b| if a == b { shares.values[a] } else { 0.0 });
    let random = Cholesky::new(&shares_matrix.sandwich(&scaled).scaled(1.0 / n))?;
    let of_design = shares.covariance.sandwich(&scaled);
    let columns: Vec<Vec<f64>> = (0..of_design.columns()).map(|j| random.solve(of_design.row(j))).collect();
    Some(Matrix::from_fn(columns.len(), columns.len(), |i, j| columns[j][i]))
}

/// T_ij - T_i. T_.j / T for all rows and columns but the first.
struct Excess {
    layout: Layout,
    cells: Vec<Vec<Vec<usize>>>,
}

struct Margins {
    rows: Vec<f64>,
    columns: Vec<f64>,
    total: f64,
}

impl Excess {
    fn total(&self, totals: &[f64], row: usize, column: usize) -> f64 {
        self.cells[row][column].iter().map(|cell| totals[self.layout.weight(*cell)]).sum()
    }

    fn margins(&self, totals: &[f64]) -> Margins {
        let (rows, columns) = (self.cells.len(), self.cells[0].len());
        let of_row = |i: usize| (0..columns).map(|j| self.total(totals, i, j)).sum::<f64>();
        let of_column = |j: usize| (0..rows).map(|i| self.total(totals, i, j)).sum::<f64>();
        let rows: Vec<f64> = (0..rows).map(of_row).collect();
        Margins { total: rows.iter().sum(), rows, columns: (0..columns).map(of_column).collect() }
    }

    fn contrasts(&self) -> impl Iterator<Item = (usize, usize)> {
        let columns = self.cells[0].len();
        (1..self.cells.len()).flat_map(move |i| (1..columns).map(move |j| (i, j)))
    }
}

impl Excess {
    /// The excess, and how it varies: by replicates too as its linear form with the margins of the full sample, as R
    /// takes it.
    fn estimates(&self, sample: &Sample) -> Option<Estimates> {
        let linear =
            |gradient: Vec<f64>| Combination(gradient.into_iter().enumerate().filter(|(_, c)| *c != 0.0).collect());
        let linear = Linear(self.gradients(sample.totals()).into_iter().map(linear).collect());
        Some(Estimates { values: self.values(sample.totals()), covariance: sample.covariance(&linear)? })
    }

    fn values(&self, totals: &[f64]) -> Vec<f64> {
        let margins = self.margins(totals);
        let value =
            |(i, j): (usize, usize)| self.total(totals, i, j) - margins.rows[i] * margins.columns[j] / margins.total;
        self.contrasts().map(value).collect()
    }

    fn gradients(&self, totals: &[f64]) -> Vec<Vec<f64>> {
        let margins = self.margins(totals);
        let gradient = |(i, j): (usize, usize)| {
            let mut gradient = vec![0.0; totals.len()];
            let (row, column) = (margins.rows[i] / margins.total, margins.columns[j] / margins.total);
            for (k, cells) in self.cells.iter().enumerate() {
                for (l, cells) in cells.iter().enumerate() {
                    let here = |a: bool| f64::from(u8::from(a));
                    // I(ij) - p(.j) I(i.) - p(i.) I(.j) + p(i.) p(.j)
                    let slope = (here(k == i) - row) * (here(l == j) - column);
                    cells.iter().for_each(|cell| gradient[self.layout.weight(*cell)] += slope);
                }
            }
            gradient
        };
        self.contrasts().map(gradient).collect()
    }
}
