//! How much less would the others have to see for the whole difference to be one of seeing?
//!
//! A rate of failures that were acted on is a product, and only the product is known:
//!
//! ```text
//! rate = failure x detection x readiness to act
//! break-even, one agent each       r_other / r_top                      the share of what the top detects at which both fail equally often
//! break-even, many agents          ln(1 - r_other) / ln(1 - r_top)      the same, where a respondent says yes if one of many agents failed
//! limits                           exp(ln value ± t se)                 se by the delta method, with the covariance of the two rates
//! implied failure rate             rate / relative detection            up to 1
//! ```
//!
//! If the others detect less than that share, they fail as often as the top level or more. That is a bound, and no claim
//! that they do: nothing here says what they detect. Oracle: `breakeven-*` in `tests/oracle/units.R` and `break_even_*` in
//! `tests/oracle/paradox.R`.

use super::Ratio;
use super::survey::interval::wald_of_exp;
use crate::design::Estimates;

/// Steps of the curve over relative detection.
const STEPS: u32 = 100;

/// How far beyond the detection of the top level a curve may go.
const MOST_STEPS: u32 = 2 * STEPS;

/// A break-even with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BreakEven {
    /// The value and its limits; no limits where the logarithm does not vary.
    pub ratio: Ratio,
    /// Standard error of its logarithm.
    pub ln_se: f64,
}

/// A point of the curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// What this level detects, as a share of what the top level detects.
    pub relative_detection: f64,
    /// The rate of failures that its own rate then implies, in units of the top level's detection.
    pub failure_rate: f64,
}

/// Which of some estimates is compared with which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Against {
    /// Position of the rate of the top level.
    pub top: usize,
    /// Position of the rate of the others.
    pub other: usize,
}

/// r_other / r_top, of two rates with their covariance; infinite `df` for a simple random sample. `None` where one of the
/// rates is 0.
///
/// ```
/// use paradox::design::Estimates;
/// use paradox::num::linalg::Matrix;
/// use paradox::stats::detection::{Against, break_even_one};
/// // 81% of 200 against 72% of 1,000
/// let covariance = Matrix::from_rows(&[vec![0.81 * 0.19 / 200.0, 0.0], vec![0.0, 0.72 * 0.28 / 1000.0]]);
/// let rates = Estimates { values: vec![0.81, 0.72], covariance };
/// let found = break_even_one(&rates, Against { top: 0, other: 1 }, f64::INFINITY, 0.95).ok_or("both rates are above 0")?;
/// assert!((found.ratio.value.ok_or("a value")? - 0.8889).abs() < 5e-5);
/// # Ok::<(), &str>(())
/// ```
pub fn break_even_one(rates: &Estimates, of: Against, df: f64, confidence: f64) -> Option<BreakEven> {
    let ln = rates.ln_ratio(of.other, of.top)?;
    Some(with_limits(ln.value, ln.se, df, confidence))
}

/// ln(1 - r_other) / ln(1 - r_top). `None` where one of the rates is 0 or 1.
pub fn break_even_many(rates: &Estimates, of: Against, df: f64, confidence: f64) -> Option<BreakEven> {
    let (top, other) = (rates.values[of.top], rates.values[of.other]);
    if [top, other].iter().any(|rate| !(*rate > 0.0 && *rate < 1.0)) {
        return None;
    }
    // ln(-ln(1-p)) has the slope 1 / ((1-p) · -ln(1-p)).
    let slope = |rate: f64| 1.0 / ((1.0 - rate) * -(-rate).ln_1p());
    let mut coefficients = vec![0.0; rates.values.len()];
    coefficients[of.other] += slope(other);
    coefficients[of.top] -= slope(top);
    let ln_value = ((-other).ln_1p() / (-top).ln_1p()).ln();
    Some(with_limits(ln_value, rates.contrast(&coefficients).se, df, confidence))
}

fn with_limits(ln_value: f64, ln_se: f64, df: f64, confidence: f64) -> BreakEven {
    let ci = if ln_se > 0.0 { wald_of_exp(ln_value, ln_se, df, confidence) } else { None };
    let ratio = Ratio { value: Some(ln_value.exp()), low: ci.map(|ci| ci.low), high: ci.map(|ci| ci.high) };
    BreakEven { ratio, ln_se }
}

/// The implied failure rate of a level by its relative detection, falling from the detection of the top level (from its own
/// break-even with `top`, where that lies above) to where the failure rate would exceed 1. Empty for a rate of 0.
///
/// ```
/// let curve = paradox::stats::detection::curve(0.72, 0.81);
/// let (first, last) = (curve[0], curve[curve.len() - 1]);
/// assert_eq!((first.relative_detection, first.failure_rate), (1.0, 0.72));
/// assert_eq!((last.relative_detection, last.failure_rate), (0.72, 1.0));
/// ```
pub fn curve(rate: f64, top: f64) -> Vec<Point> {
    if rate <= 0.0 {
        return Vec::new();
    }
    let break_even = if top > 0.0 { rate / top } else { 1.0 };
    let from = ((break_even.max(1.0) * f64::from(STEPS)).ceil() as u32).clamp(STEPS, MOST_STEPS);
    let mut points: Vec<Point> = (1..=from)
        .rev()
        .map(|step| f64::from(step) / f64::from(STEPS))
        .take_while(|detection| *detection > rate)
        .map(|detection| Point { relative_detection: detection, failure_rate: rate / detection })
        .collect();
    points.push(Point { relative_detection: rate, failure_rate: 1.0 });
    points
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::linalg::Matrix;

    const OF: Against = Against { top: 0, other: 1 };

    fn rates(top: f64, other: f64, covariance: f64) -> Estimates {
        let (v, w) = (top * (1.0 - top) / 200.0, other * (1.0 - other) / 900.0);
        Estimates {
            values: vec![top, other],
            covariance: Matrix::from_rows(&[vec![v, covariance], vec![covariance, w]]),
        }
    }

    #[test]
    fn equal_rates_break_even_at_one_in_both_forms() {
        for rate in [0.01, 0.3, 0.5, 0.97] {
            for form in [break_even_one, break_even_many] {
                let ratio = form(&rates(rate, rate, 0.0), OF, f64::INFINITY, 0.95).expect("rates").ratio;
                assert!((ratio.value.expect("a value") - 1.0).abs() < 1e-12);
                assert!(ratio.low.is_some_and(|low| low < 1.0) && ratio.high.is_some_and(|high| high > 1.0));
            }
        }
    }

    /// Where failures are rare, one agent or many make no difference; where they are common, many agents hide more.
    #[test]
    fn the_two_forms_meet_at_rare_failures_and_part_at_common_ones() {
        let both = |top, other| {
            [break_even_one, break_even_many].map(|form| {
                form(&rates(top, other, 0.0), OF, f64::INFINITY, 0.95).expect("rates").ratio.value.expect("a value")
            })
        };
        let [one, many] = both(0.002, 0.001);
        assert!((one - many).abs() < 1e-3);
        let [one, many] = both(0.9, 0.6);
        assert!((one - 2.0 / 3.0).abs() < 1e-12 && many < 0.4);
    }

    #[test]
    fn rates_that_vary_together_narrow_the_interval_and_few_degrees_of_freedom_widen_it() {
        let width = |covariance: f64, df: f64| {
            let ratio = break_even_many(&rates(0.81, 0.72, covariance), OF, df, 0.95).expect("rates").ratio;
            ratio.high.expect("a limit") - ratio.low.expect("a limit")
        };
        assert!(width(1e-4, 30.0) < width(0.0, 30.0) && width(0.0, 30.0) < width(0.0, 3.0));
    }

    #[test]
    fn rates_of_zero_have_no_break_even_and_of_one_none_for_many() {
        assert_eq!(break_even_one(&rates(0.0, 0.5, 0.0), OF, 9.0, 0.95), None);
        assert_eq!(break_even_many(&rates(1.0, 0.5, 0.0), OF, 9.0, 0.95), None);
        assert!(break_even_one(&rates(1.0, 0.5, 0.0), OF, 9.0, 0.95).is_some());
    }

    /// rate = failure x detection at every point, and the curve ends exactly where failure would exceed 1.
    #[test]
    fn every_point_of_a_curve_gives_the_rate_back() {
        for (rate, top) in [(0.72, 0.81), (0.9, 0.3), (0.05, 0.04), (1.0, 1.0), (0.5, 0.0)] {
            let points = curve(rate, top);
            for point in &points {
                assert!((point.relative_detection * point.failure_rate - rate).abs() < 1e-12);
                assert!(point.failure_rate <= 1.0);
            }
            assert!(points.windows(2).all(|two| two[1].relative_detection < two[0].relative_detection));
            assert_eq!(points[points.len() - 1].failure_rate, 1.0);
        }
        assert!(curve(0.0, 0.5).is_empty());
        assert!(curve(0.9, 0.6)[0].relative_detection >= 1.5, "its break-even with the top is on the curve");
    }
}
