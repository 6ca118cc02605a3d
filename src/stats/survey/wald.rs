//! Is this estimate, or are these estimates together, different from 0?
//!
//! ```text
//! one       t = estimate / se               t with df
//! several   F = b' V⁻¹ b / k                F with k and df;  without df (simple random sample) X2 = b' V⁻¹ b with k
//! ```
//!
//! Oracle: `svycontrast` with `pt`, `regTermTest`. There is no test without degrees of freedom, of an estimate that does
//! not vary, or of estimates of which one is a mixture of the others.

use super::Tested;
use crate::design::Estimates;
use crate::num::linalg::{Matrix, quadratic_inverse};

/// Two-sided t test that a value is 0; infinite df give z. `None` without df or standard error.
///
/// ```
/// use paradox::stats::survey::wald::t_test;
/// let test = t_test(-0.1642763848783564, 0.04036980792185832, 22.0).unwrap();
/// assert!((test.p() - 0.0005093732).abs() < 1e-9);
/// ```
pub fn t_test(value: f64, se: f64, df: f64) -> Option<Tested> {
    if !(df > 0.0 && se > 0.0) {
        return None;
    }
    Some(Tested::t(value / se, df))
}

/// Wald's F that these values are all 0, with df of the denominator; infinite df give X2. `None` where V is singular or
/// df are not above 0.
pub fn f_test(estimates: &Estimates, which: &[usize], df: f64) -> Option<Tested> {
    if df.is_nan() || df <= 0.0 || which.is_empty() {
        return None;
    }
    let values: Vec<f64> = which.iter().map(|value| estimates.values[*value]).collect();
    let chi_square = quadratic_inverse(&estimates.covariance.select(which), &values)?;
    let k = which.len() as f64;
    Some(if df.is_finite() { Tested::f(chi_square / k, k, df) } else { Tested::chi_square(chi_square, k) })
}

/// Wald's F that these values are all the same: means of several levels. As [`f_test`] of their differences to the first.
pub fn f_test_of_equality(estimates: &Estimates, df: f64) -> Option<Tested> {
    let (first, others) = estimates.values.split_first()?;
    let covariance = &estimates.covariance;
    let difference = |i: usize, j: usize| {
        covariance[(i + 1, j + 1)] - covariance[(i + 1, 0)] - covariance[(0, j + 1)] + covariance[(0, 0)]
    };
    let differences = Estimates {
        values: others.iter().map(|value| value - first).collect(),
        covariance: Matrix::from_fn(others.len(), others.len(), difference),
    };
    let all: Vec<usize> = (0..others.len()).collect();
    f_test(&differences, &all, df)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estimates() -> Estimates {
        let covariance = Matrix::from_rows(&[vec![2.0, 0.5, 0.1], vec![0.5, 1.0, 0.2], vec![0.1, 0.2, 3.0]]);
        Estimates { values: vec![1.0, -2.0, 0.5], covariance }
    }

    #[test]
    fn f_of_one_value_is_t_squared() {
        let of = estimates();
        let (f, t) = (f_test(&of, &[1], 9.0).expect("it varies"), t_test(-2.0, 1.0, 9.0).expect("it varies"));
        assert!((f.statistic - 4.0).abs() < 1e-12 && (f.ln_p - t.ln_p).abs() < 1e-12);
    }

    /// Which level comes first is a matter of taste.
    #[test]
    fn equality_does_not_depend_on_the_order_of_the_levels() {
        let of = estimates();
        let turned = Estimates { values: vec![0.5, 1.0, -2.0], covariance: of.covariance.select(&[2, 0, 1]) };
        let (one, other) =
            (f_test_of_equality(&of, 7.0).expect("regular"), f_test_of_equality(&turned, 7.0).expect("regular"));
        assert!((one.ln_p - other.ln_p).abs() < 1e-12);
    }

    #[test]
    fn no_test_without_df_or_variance() {
        assert_eq!(t_test(1.0, 0.5, 0.0), None);
        assert_eq!(t_test(1.0, 0.0, 5.0), None);
        assert_eq!(f_test(&estimates(), &[0], -1.0), None);
        let same = Estimates { values: vec![1.0, 2.0], covariance: Matrix::from_fn(2, 2, |_, _| 1.0) };
        assert_eq!(f_test(&same, &[0, 1], 5.0), None);
    }
}
