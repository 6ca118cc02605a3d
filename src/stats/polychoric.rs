//! Do two ordered answers go together, if each is a normal variable that was cut into answers?
//!
//! ```text
//! cuts   a_i = Φ⁻¹(share of answers up to i)                       from the margins (two steps, Olsson 1979)
//! ρ      Σ n_ij (dπ_ij/dρ) / π_ij = 0                              π_ij: the normal over the rectangle of both answers
//! se     1 / √(- dscore/dρ)                                        with the cuts held
//! ```
//!
//! Oracle: the same likelihood solved by mpmath (tests/oracle/polychoric.py), beside `polycor::polychor`, which stops at
//! some 1e-5. Of two answers of two values each it is the tetrachoric correlation.

use super::Interval;
use super::IntervalMethod;
use super::correlation::Correlation;
use super::interval::two_sided_quantile;
use crate::num::dist::{
    bivariate_normal_cdf, bivariate_normal_density, chi_square_ln_sf, normal_ln_density, normal_quantile,
};
use crate::num::root::bracketed;

/// Where the correlation is sought, step by step: far out a cell that somebody is in has no share left that a double can
/// hold, and the score no longer tells. Beyond the last, the two agree as far as they can.
const REACH: [f64; 7] = [0.95, 0.98, 0.99, 0.995, 0.998, 0.9995, 0.9999];

/// What is left of a rectangle that nearly nothing falls into.
const LEAST: f64 = 1e-15;

/// The correlation is solved to this.
const TOLERANCE: f64 = 1e-13;

/// Step of the second derivative.
const STEP: f64 = 1e-5;

/// A table of two ordered answers with the cuts of both.
struct Cut<'a> {
    table: &'a [Vec<u64>],
    rows: Vec<f64>,
    columns: Vec<f64>,
}

/// The polychoric correlation of a table of counts, rows and columns in order. `None` where one of the two does not vary.
///
/// Where the likelihood rises to the very end, the coefficient is -1 or 1 and has no interval.
///
/// ```
/// use paradox::stats::polychoric::polychoric;
/// let found = polychoric(&[vec![40, 10], vec![10, 40]], 0.95).unwrap();
/// // Tetrachoric with even margins: sin(π/2 (4 p - 1)).
/// assert!((found.coefficient - (std::f64::consts::FRAC_PI_2 * 0.6).sin()).abs() < 1e-12);
/// ```
pub fn polychoric(table: &[Vec<u64>], confidence: f64) -> Option<Correlation> {
    let table = without_empty(table);
    if table.len() < 2 || table.first().is_none_or(|row| row.len() < 2) {
        return None;
    }
    let rows: Vec<u64> = table.iter().map(|row| row.iter().sum()).collect();
    let columns: Vec<u64> = (0..table[0].len()).map(|j| table.iter().map(|row| row[j]).sum()).collect();
    let of = Cut { table: &table, rows: cuts(&rows), columns: cuts(&columns) };
    let end = REACH.into_iter().find(|&end| of.score(-end) > 0.0 && of.score(end) < 0.0);
    let Some(coefficient) = end.and_then(|end| bracketed(|rho| of.score(rho), -end, end, TOLERANCE).ok()) else {
        let coefficient = if of.score(0.0) >= 0.0 { 1.0 } else { -1.0 };
        return Some(Correlation { coefficient, ci: None, ln_p: Some(of.ln_p(coefficient * REACH[REACH.len() - 1])) });
    };
    let information = -(of.score(coefficient + STEP) - of.score(coefficient - STEP)) / (2.0 * STEP);
    let ci = (information > 0.0).then(|| {
        // On Fisher's scale, where the error is divided by 1 - ρ².
        let spread = information.sqrt().recip() / ((1.0 - coefficient) * (1.0 + coefficient));
        let half = two_sided_quantile(confidence) * spread;
        let (low, high) = ((coefficient.atanh() - half).tanh(), (coefficient.atanh() + half).tanh());
        Interval { low, high, level: confidence, method: IntervalMethod::FisherZ }
    });
    Some(Correlation { coefficient, ci, ln_p: Some(of.ln_p(coefficient)) })
}

/// The mean of a standard normal within each answer of an ordered question, by its counts: the scores whose correlation
/// tells, near 0, what the polychoric one is. Answers that nobody gave have the score 0.
pub fn normal_scores(counts: &[u64]) -> Vec<f64> {
    let n: u64 = counts.iter().sum();
    let mut before = 0;
    let density = |below: u64| match below {
        0 => 0.0,
        below if below == n => 0.0,
        below => normal_ln_density(normal_quantile(below as f64 / n as f64)).exp(),
    };
    counts
        .iter()
        .map(|&count| {
            let low = density(before);
            before += count;
            if count == 0 { 0.0 } else { (low - density(before)) * n as f64 / count as f64 }
        })
        .collect()
}

impl Cut<'_> {
    /// Each cell that somebody is in: count, share that the normal puts there, and its derivative by rho.
    fn cells(&self, rho: f64) -> impl Iterator<Item = (f64, f64, f64)> {
        let corner = |of: &dyn Fn(f64, f64, f64) -> f64| -> Vec<Vec<f64>> {
            self.rows.iter().map(|&a| self.columns.iter().map(|&b| of(a, b, rho)).collect()).collect()
        };
        let (share, slope) = (corner(&bivariate_normal_cdf), corner(&bivariate_normal_density));
        let within = |of: &Vec<Vec<f64>>, i: usize, j: usize| of[i + 1][j + 1] - of[i][j + 1] - of[i + 1][j] + of[i][j];
        let cells: Vec<_> = self
            .table
            .iter()
            .enumerate()
            .flat_map(|(i, row)| row.iter().enumerate().map(move |(j, &n)| (i, j, n)))
            .filter(|(_, _, n)| *n > 0)
            .map(|(i, j, n)| (n as f64, within(&share, i, j).max(LEAST), within(&slope, i, j)))
            .collect();
        cells.into_iter()
    }

    /// Derivative of the log likelihood by rho.
    fn score(&self, rho: f64) -> f64 {
        self.cells(rho).map(|(n, share, slope)| n * slope / share).sum()
    }

    /// p of no correlation by the likelihood ratio.
    fn ln_p(&self, rho: f64) -> f64 {
        let likelihood = |rho: f64| self.cells(rho).map(|(n, share, _)| n * share.ln()).sum::<f64>();
        chi_square_ln_sf((2.0 * (likelihood(rho) - likelihood(0.0))).max(0.0), 1.0)
    }
}

/// Where a normal is cut, both ends included.
fn cuts(counts: &[u64]) -> Vec<f64> {
    let n: u64 = counts.iter().sum();
    let mut below = 0;
    let inner = counts[..counts.len() - 1].iter().map(|&count| {
        below += count;
        normal_quantile(below as f64 / n as f64)
    });
    std::iter::once(f64::NEG_INFINITY).chain(inner).chain(std::iter::once(f64::INFINITY)).collect()
}

/// The table without rows and columns that nobody is in.
fn without_empty(table: &[Vec<u64>]) -> Vec<Vec<u64>> {
    let rows: Vec<&Vec<u64>> = table.iter().filter(|row| row.iter().any(|&n| n > 0)).collect();
    let width = rows.first().map_or(0, |row| row.len());
    let kept: Vec<usize> = (0..width).filter(|&j| rows.iter().any(|row| row[j] > 0)).collect();
    rows.into_iter().map(|row| kept.iter().map(|&j| row[j]).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: [[u64; 3]; 3] = [[20, 8, 2], [9, 15, 10], [3, 11, 22]];

    fn of(table: [[u64; 3]; 3]) -> Correlation {
        polychoric(&table.map(Vec::from), 0.95).expect("varies")
    }

    #[test]
    fn turning_one_answer_around_turns_the_sign_and_changing_places_changes_nothing() {
        let found = of(TABLE);
        let mut turned = TABLE;
        turned.reverse();
        let turned = of(turned);
        assert!((found.coefficient + turned.coefficient).abs() < 1e-10);
        assert!((found.ln_p.expect("p") / turned.ln_p.expect("p") - 1.0).abs() < 1e-8);
        let transposed = of([0, 1, 2].map(|j| [0, 1, 2].map(|i: usize| TABLE[i][j])));
        assert!((found.coefficient - transposed.coefficient).abs() < 1e-10);
        let ci = found.ci.expect("interval");
        assert!(ci.low < found.coefficient && found.coefficient < ci.high);
    }

    #[test]
    fn an_answer_that_nobody_gave_changes_nothing() {
        let with: Vec<Vec<u64>> = TABLE.iter().map(|row| vec![row[0], 0, row[1], row[2]]).collect();
        assert_eq!(polychoric(&with, 0.95), polychoric(&TABLE.map(Vec::from), 0.95));
        assert_eq!(polychoric(&[vec![3, 4], vec![0, 0]], 0.95), None);
    }

    #[test]
    fn who_agree_as_far_as_they_can_correlate_with_1_and_have_no_interval() {
        let found = polychoric(&[vec![30, 0], vec![0, 30]], 0.95).expect("varies");
        assert_eq!((found.coefficient, found.ci), (1.0, None));
        let turned = polychoric(&[vec![0, 30], vec![30, 0]], 0.95).expect("varies");
        assert_eq!(turned.coefficient, -1.0);
    }

    /// Near 0 the correlation of normal scores over their variances is the polychoric one.
    #[test]
    fn a_weak_correlation_is_that_of_normal_scores() {
        let table = [[110_u64, 100, 90], [100, 100, 100], [90, 100, 110]];
        let scores = normal_scores(&[300, 300, 300]);
        let variance: f64 = scores.iter().map(|s| s * s / 3.0).sum();
        let covariance: f64 = (0..3)
            .flat_map(|i| (0..3).map(move |j| (i, j)))
            .map(|(i, j)| table[i][j] as f64 / 900.0 * scores[i] * scores[j])
            .sum();
        let found = polychoric(&table.map(Vec::from), 0.95).expect("varies");
        assert!((covariance / (variance * variance) / found.coefficient - 1.0).abs() < 5e-3, "{}", found.coefficient);
    }
}
