//! Do the items of a scale measure one thing? Cronbach's (1951) alpha, and what each item adds to it.
//!
//! ```text
//! alpha = k/(k-1) (1 - Σ var(x_i) / var(Σ x_i))
//! simple sample   1 - (1 - alpha) F(n-1, (n-1)(k-1))                Feldt (1965)
//! design          ln(1 - alpha) ± t se / (1 - alpha)                Bonett (2002), with the linearised standard error
//! ```
//!
//! Oracle: `cov` with `qf`; `survey::svycralpha` and `svycontrast` of the means of items, squares and squared sums.
//! Of those who answered every item.

use crate::design::{Estimator, Layout};
use crate::num::dist::{beta_quantile, t_quantile};
use crate::num::linalg::Matrix;
use crate::stats::{Interval, IntervalMethod};

/// Cronbach's alpha of a covariance of items; `None` where the sum of the items does not vary.
pub fn alpha(covariance: &Matrix) -> Option<f64> {
    let k = covariance.rows() as f64;
    let total: f64 = (0..covariance.rows()).map(|i| covariance.row(i).iter().sum::<f64>()).sum();
    (total > 0.0 && k > 1.0).then(|| k / (k - 1.0) * (1.0 - covariance.trace() / total))
}

/// Alpha without one of the items.
pub fn alpha_without(covariance: &Matrix, item: usize) -> Option<f64> {
    let others: Vec<usize> = (0..covariance.rows()).filter(|&other| other != item).collect();
    alpha(&covariance.select(&others))
}

/// The correlation of an item with the sum of all others; `None` where one of both does not vary.
pub fn item_rest(covariance: &Matrix, item: usize) -> Option<f64> {
    let others: Vec<usize> = (0..covariance.rows()).filter(|&other| other != item).collect();
    let with: f64 = others.iter().map(|&other| covariance[(item, other)]).sum();
    let of_rest: f64 = others.iter().flat_map(|&a| others.iter().map(move |&b| (a, b))).map(|at| covariance[at]).sum();
    let spread = covariance[(item, item)] * of_rest;
    (spread > 0.0).then(|| with / spread.sqrt())
}

/// Feldt's interval of alpha, of n respondents and k items.
pub fn feldt(alpha: f64, n: u64, k: usize, confidence: f64) -> Option<Interval> {
    if n < 2 || k < 2 {
        return None;
    }
    let df1 = n as f64 - 1.0;
    let df2 = df1 * (k as f64 - 1.0);
    let f = |p: f64| {
        let x = beta_quantile(p, df1 / 2.0, df2 / 2.0);
        df2 * x / (df1 * (1.0 - x))
    };
    let limit = |p: f64| 1.0 - (1.0 - alpha) * f(p);
    let (low, high) = (limit((1.0 + confidence) / 2.0), limit((1.0 - confidence) / 2.0));
    Some(Interval { low, high, level: confidence, method: IntervalMethod::Feldt })
}

/// The interval by the design: Wald on the scale of ln(1 - alpha).
pub fn by_design(alpha: f64, se: f64, df: f64, confidence: f64) -> Option<Interval> {
    if !(df > 0.0 && se > 0.0 && alpha < 1.0) {
        return None;
    }
    let half = t_quantile((1.0 + confidence) / 2.0, df) * se / (1.0 - alpha);
    let limit = |half: f64| 1.0 - (1.0 - alpha) * half.exp();
    Some(Interval { low: limit(half), high: limit(-half), level: confidence, method: IntervalMethod::Log })
}

/// Alpha as a function of totals: one cell, whose numbers are the items, the sum of their squares, the square of their
/// sum; all less a common origin an item.
#[derive(Debug, Clone, Copy)]
pub struct Alpha {
    /// Where the totals stand.
    pub layout: Layout,
    /// How many items.
    pub items: usize,
}

impl Alpha {
    /// Σw, means of the items, mean of the sum of squares, mean of the squared sum.
    fn means(self, totals: &[f64]) -> (f64, Vec<f64>, f64, f64) {
        let weight = totals[self.layout.weight(0)];
        let mean = |number: usize| totals[self.layout.number(0, number)] / weight;
        (weight, (0..self.items).map(mean).collect(), mean(self.items), mean(self.items + 1))
    }
}

impl Estimator for Alpha {
    fn values(&self, totals: &[f64]) -> Vec<f64> {
        let (_, means, squares, square) = self.means(totals);
        let k = self.items as f64;
        let within = squares - means.iter().map(|m| m * m).sum::<f64>();
        let total = square - means.iter().sum::<f64>().powi(2);
        vec![k / (k - 1.0) * (1.0 - within / total)]
    }

    fn gradients(&self, totals: &[f64]) -> Vec<Vec<f64>> {
        let (weight, means, squares, square) = self.means(totals);
        let k = self.items as f64;
        let sum: f64 = means.iter().sum();
        let within = squares - means.iter().map(|m| m * m).sum::<f64>();
        let total = square - sum * sum;
        let factor = k / (k - 1.0);
        // By the means, and from them by the totals: mean = total / weight.
        let mut by_mean: Vec<f64> =
            means.iter().map(|m| factor * (2.0 * m / total - 2.0 * sum * within / (total * total))).collect();
        by_mean.push(-factor / total);
        by_mean.push(factor * within / (total * total));
        let all: Vec<f64> = means.iter().copied().chain([squares, square]).collect();
        let mut gradient = vec![0.0; self.layout.features()];
        for (number, slope) in by_mean.iter().enumerate() {
            gradient[self.layout.number(0, number)] = slope / weight;
            gradient[self.layout.weight(0)] -= slope * all[number] / weight;
        }
        vec![gradient]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covariance() -> Matrix {
        Matrix::from_rows(&[vec![2.0, 1.0, 0.5], vec![1.0, 3.0, 0.8], vec![0.5, 0.8, 1.0]])
    }

    /// Items in another unit each change alpha; all in another unit together do not.
    #[test]
    fn alpha_has_no_unit_and_equal_items_have_one() {
        let times = |factor: f64| alpha(&covariance().scaled(factor)).expect("items vary");
        assert!((times(1.0) - times(49.0)).abs() < 1e-14);
        let same = Matrix::from_fn(4, 4, |_, _| 2.5);
        assert!((alpha(&same).expect("they vary") - 1.0).abs() < 1e-14);
        assert_eq!(item_rest(&same, 0), Some(1.0));
        let apart = Matrix::identity(3);
        assert_eq!((alpha(&apart), item_rest(&apart, 1)), (Some(0.0), Some(0.0)));
        assert_eq!(alpha(&Matrix::zeros(2, 2)), None);
    }

    /// The gradient is the slope of the value, whatever the totals.
    #[test]
    fn alpha_changes_with_its_totals_as_its_gradient_says() {
        let layout = Layout { cells: 1, numbers: 4 };
        let estimator = Alpha { layout, items: 2 };
        let totals = [50.0, 20.0, -10.0, 210.0, 330.0];
        let gradient = &estimator.gradients(&totals)[0];
        for (at, slope) in gradient.iter().enumerate() {
            let step = 1e-5;
            let moved = |by: f64| {
                let mut totals = totals;
                totals[at] += by;
                estimator.values(&totals)[0]
            };
            let measured = (moved(step) - moved(-step)) / (2.0 * step);
            assert!((measured - slope).abs() < 1e-8, "{at}: {measured} against {slope}");
        }
    }

    #[test]
    fn limits_hold_alpha_and_close_in_as_respondents_come() {
        let [few, many] = [30, 3000].map(|n| feldt(0.8, n, 5, 0.95).expect("limits"));
        assert!(few.low < many.low && many.low < 0.8 && 0.8 < many.high && many.high < few.high && few.high < 1.0);
        assert!(feldt(0.8, 1, 5, 0.95).is_none() && by_design(0.8, 0.01, 0.0, 0.95).is_none());
    }
}
