//! Do two ordered answers go together?
//!
//! ```text
//! r    = Σ n (x - x̄)(y - ȳ) / √(Σ n (x - x̄)² Σ n (y - ȳ)²)       x, y: scores (Pearson) or mean ranks (Spearman)
//! ci   = tanh(atanh r ± z s)     s² = 1 / (n - 3) (Fisher 1921);  of ranks (1 + r²/2) / (n - 3) (Bonett & Wright 2000)
//! t    = r √((n - 2) / (1 - r²))     n - 2 df
//! ```
//!
//! Oracle: `cor.test(x, y, method = "pearson")`; the coefficient and p of ranks are those of
//! `cor.test(x, y, method = "spearman", exact = FALSE)`, its interval has no call in R's `stats`.

use super::interval::two_sided_quantile;
use super::rank;
use super::table::Table;
use super::{Interval, IntervalMethod};
use crate::num::dist::t_two_sided_ln_p;

/// A coefficient with its interval and p.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Correlation {
    /// -1 to 1.
    pub coefficient: f64,
    /// `None` for fewer than four respondents, and where the coefficient is -1 or 1.
    pub ci: Option<Interval>,
    /// Logarithm of the p of no correlation; `None` for fewer than three respondents.
    pub ln_p: Option<f64>,
}

/// Pearson's correlation of scores: one per row and one per column of a table of counts. `None` where one of the two
/// does not vary.
///
/// ```
/// use paradox::stats::correlation::pearson;
/// let found = pearson(&[vec![3, 1], vec![1, 3]], &[1.0, 2.0], &[1.0, 2.0], 0.95).unwrap();
/// assert!((found.coefficient - 0.5).abs() < 1e-15);
/// ```
pub fn pearson(table: &[Vec<u64>], rows: &[f64], columns: &[f64], confidence: f64) -> Option<Correlation> {
    let cells =
        || table.iter().zip(rows).flat_map(|(row, &x)| row.iter().zip(columns).map(move |(&n, &y)| (n as f64, x, y)));
    let n: f64 = cells().map(|(n, _, _)| n).sum();
    let mean = |of: &dyn Fn((f64, f64, f64)) -> f64| cells().map(of).sum::<f64>() / n;
    let (x_mean, y_mean) = (mean(&|(n, x, _)| n * x), mean(&|(n, _, y)| n * y));
    let sum = |of: &dyn Fn(f64, f64) -> f64| cells().map(|(n, x, y)| n * of(x - x_mean, y - y_mean)).sum::<f64>();
    let (xx, yy, xy) = (sum(&|x, _| x * x), sum(&|_, y| y * y), sum(&|x, y| x * y));
    let varies = |of: &dyn Fn((f64, f64, f64)) -> f64| {
        let mut found = cells().filter(|(n, _, _)| *n > 0.0).map(of);
        let first = found.next();
        first.is_some_and(|first| found.any(|other| other != first))
    };
    if !varies(&|(_, x, _)| x) || !varies(&|(_, _, y)| y) {
        return None;
    }
    let coefficient = (xy / (xx * yy).sqrt()).clamp(-1.0, 1.0);
    Some(with_interval(coefficient, n, 1.0, confidence))
}

/// Spearman's correlation of ranks, ties sharing their mean. `None` where one of the two does not vary.
///
/// ```
/// use paradox::stats::correlation::spearman;
/// let found = spearman(&[vec![10, 8, 5, 2], vec![7, 9, 6, 4], vec![3, 6, 9, 10]], 0.95).unwrap();
/// assert!(found.coefficient > 0.3 && found.ci.unwrap().low > 0.1);
/// ```
pub fn spearman(table: &[Vec<u64>], confidence: f64) -> Option<Correlation> {
    let table = Table::new(table).ok()?;
    let coefficient = rank::spearman(&table);
    Some(with_interval(coefficient, table.total() as f64, 1.0 + coefficient * coefficient / 2.0, confidence))
}

/// The correlation of values (or, for Spearman's, of their ranks among these respondents), one of each per respondent.
/// `None` where one of the two does not vary.
///
/// ```
/// use paradox::stats::correlation::{Of, of_values};
/// let found = of_values(&[1.0, 2.0, 3.0, 4.0], &[2.0, 4.0, 5.0, 9.0], Of::Values, 0.95).unwrap();
/// assert!((found.coefficient - 0.9647638212377322).abs() < 1e-12);
/// ```
pub fn of_values(x: &[f64], y: &[f64], of: Of, confidence: f64) -> Option<Correlation> {
    let n = x.len() as f64;
    let varies = |values: &[f64]| values.first().is_some_and(|first| values.iter().any(|value| value != first));
    if x.len() != y.len() || !varies(x) || !varies(y) {
        return None;
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / n;
    let (x_mean, y_mean) = (mean(x), mean(y));
    let sum = |of: &dyn Fn(f64, f64) -> f64| x.iter().zip(y).map(|(x, y)| of(x - x_mean, y - y_mean)).sum::<f64>();
    let (xx, yy, xy) = (sum(&|x, _| x * x), sum(&|_, y| y * y), sum(&|x, y| x * y));
    let coefficient = (xy / (xx.sqrt() * yy.sqrt())).clamp(-1.0, 1.0);
    let inflation = match of {
        Of::Values => 1.0,
        Of::Ranks => 1.0 + coefficient * coefficient / 2.0,
    };
    Some(with_interval(coefficient, n, inflation, confidence))
}

/// What is correlated: values as they are, or ranks, whose interval is wider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Of {
    Values,
    Ranks,
}

/// Fisher's interval with `inflation` of its variance, and the p of Student's t.
fn with_interval(coefficient: f64, n: f64, inflation: f64, confidence: f64) -> Correlation {
    let ci = (n > 3.0 && coefficient.abs() < 1.0).then(|| {
        let half = two_sided_quantile(confidence) * (inflation / (n - 3.0)).sqrt();
        let (low, high) = ((coefficient.atanh() - half).tanh(), (coefficient.atanh() + half).tanh());
        Interval { low, high, level: confidence, method: IntervalMethod::FisherZ }
    });
    let ln_p = (n > 2.0).then(|| {
        let left = (1.0 - coefficient) * (1.0 + coefficient);
        if left <= 0.0 { f64::NEG_INFINITY } else { t_two_sided_ln_p(coefficient * ((n - 2.0) / left).sqrt(), n - 2.0) }
    });
    Correlation { coefficient, ci, ln_p: ln_p.filter(|ln_p| ln_p.is_finite()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: [[u64; 3]; 3] = [[10, 4, 2], [6, 12, 7], [1, 5, 13]];

    fn table() -> Vec<Vec<u64>> {
        TABLE.map(Vec::from).to_vec()
    }

    /// Between two answers of two values each, both are phi, and t is near the root of X².
    #[test]
    fn of_two_yes_no_answers_both_are_phi() {
        let table = vec![vec![30, 12], vec![9, 25]];
        let phi = (30.0 * 25.0 - 12.0 * 9.0) / (42.0_f64 * 34.0 * 39.0 * 37.0).sqrt();
        let scores = [0.0, 1.0];
        let found = pearson(&table, &scores, &scores, 0.95).expect("varies");
        assert!((found.coefficient - phi).abs() < 1e-12);
        assert!((spearman(&table, 0.95).expect("varies").coefficient - phi).abs() < 1e-12);
    }

    #[test]
    fn scores_on_another_scale_change_nothing_and_reversed_ones_the_sign() {
        let of = |rows: [f64; 3]| pearson(&table(), &rows, &[1.0, 2.0, 3.0], 0.95).expect("varies");
        let (one, scaled, reversed) = (of([1.0, 2.0, 4.0]), of([10.0, 30.0, 70.0]), of([4.0, 3.0, 1.0]));
        assert!((one.coefficient - scaled.coefficient).abs() < 1e-14);
        let turned = of([-1.0, -2.0, -4.0]);
        assert!((one.coefficient + turned.coefficient).abs() < 1e-14 && reversed.coefficient < 0.0);
        let (one, turned) = (one.ci.expect("interval"), turned.ci.expect("interval"));
        assert!((one.low + turned.high).abs() < 1e-14);
    }

    /// Respondent by respondent as from their table.
    #[test]
    fn values_give_what_their_table_gives() {
        let (mut x, mut y) = (Vec::new(), Vec::new());
        for (i, row) in TABLE.iter().enumerate() {
            for (j, &n) in row.iter().enumerate() {
                x.extend((0..n).map(|_| i as f64));
                y.extend((0..n).map(|_| j as f64));
            }
        }
        let close = |a: Correlation, b: Correlation| {
            let (ci, other) = (a.ci.expect("interval"), b.ci.expect("interval"));
            assert!((a.coefficient - b.coefficient).abs() < 1e-13 && (ci.low - other.low).abs() < 1e-12);
        };
        let scores = [0.0, 1.0, 2.0];
        let of_table = pearson(&table(), &scores, &scores, 0.95).expect("varies");
        close(of_values(&x, &y, Of::Values, 0.95).expect("varies"), of_table);
        let (x, y) = (crate::stats::screen::ranks(&x), crate::stats::screen::ranks(&y));
        close(of_values(&x, &y, Of::Ranks, 0.95).expect("varies"), spearman(&table(), 0.95).expect("varies"));
    }

    /// R 4: x <- rep(c(1,1,1,2,2,2,3,3,3), c(10,4,2,6,12,7,1,5,13)) and so on; here by the definition of the ranks.
    #[test]
    fn spearman_is_pearson_of_mean_ranks() {
        let totals = |of: &dyn Fn(usize, usize) -> u64| -> Vec<f64> {
            let n: Vec<u64> = (0..3).map(|i| (0..3).map(|j| of(i, j)).sum()).collect();
            (0..3).map(|i| n[..i].iter().sum::<u64>() as f64 + (n[i] as f64 + 1.0) / 2.0).collect()
        };
        let (rows, columns) = (totals(&|i, j| TABLE[i][j]), totals(&|i, j| TABLE[j][i]));
        let by_ranks = pearson(&table(), &rows, &columns, 0.95).expect("varies");
        let found = spearman(&table(), 0.95).expect("varies");
        assert!((found.coefficient - by_ranks.coefficient).abs() < 1e-14);
        assert_eq!(found.ln_p, by_ranks.ln_p);
        let (wide, narrow) = (found.ci.expect("interval"), by_ranks.ci.expect("interval"));
        assert!(wide.low < narrow.low && wide.high > narrow.high);
    }

    #[test]
    fn what_does_not_vary_has_no_correlation_and_perfect_agreement_no_interval() {
        assert_eq!(pearson(&[vec![3, 4]], &[1.0], &[1.0, 2.0], 0.95), None);
        assert_eq!(spearman(&[vec![3, 0], vec![4, 0]], 0.95), None);
        let found = spearman(&[vec![3, 0], vec![0, 4]], 0.95).expect("varies");
        assert_eq!((found.coefficient, found.ci), (1.0, None));
    }
}
