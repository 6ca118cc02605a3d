//! How far from the observed rate may the true one lie?
//!
//! ```text
//! yes of n, confidence, method  ->  wilson | logit | beta | mean  ->  Interval
//! ```
//!
//! | method | limits | R |
//! |---|---|---|
//! | wilson | (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n) | `prop.test(x, n, correct = FALSE)$conf.int` |
//! | beta | quantiles of Beta(x, n-x+1) and Beta(x+1, n-x) | `binom.test(x, n)$conf.int` |
//! | logit | logit p ± z / √(n p (1-p)), back through the logit | `plogis(qlogis(p) + c(-1, 1) * z / sqrt(n * p * (1 - p)))` |
//! | mean | p ± z √(p(1-p)/n) | Wald, by formula |
//! | Jeffreys | quantiles of Beta(x+½, n-x+½), 0 and 1 at the ends | `qbeta` |
//!
//! Sources: Wilson (1927); Clopper and Pearson (1934); Brown, Cai and DasGupta (2001). `yes` and `n` are real numbers,
//! so that an effective base fits, and the inner functions take a quantile, so that a design can bring its t.
//!
//! An interval contains its estimate: limits that rounding puts on the wrong side of it are moved onto it. Only `mean`
//! may leave 0..1 or have no width. Not here: differences of rates (`difference`) and ratios (`ratio`).

use super::{Count, Interval, IntervalMethod};
use crate::num::dist::{beta_quantile, beta_quantile_upper, normal_quantile};

/// Interval of one rate of a simple random sample; `None` without a base.
///
/// ```
/// use paradox::stats::{Count, IntervalMethod, interval::rate};
/// let ci = rate(Count { yes: 81, n: 263 }, 0.95, IntervalMethod::Wilson).unwrap();
/// assert!((ci.low - 0.2553).abs() < 5e-5 && (ci.high - 0.3662).abs() < 5e-5); // Newcombe (1998), table I
/// ```
///
/// A method that is not one of a single rate gives `None` too.
pub fn rate(count: Count, confidence: f64, method: IntervalMethod) -> Option<Interval> {
    if count.n == 0 {
        return None;
    }
    of_numbers(count.yes as f64, count.n as f64, confidence, method)
}

/// The same for a `yes` that need not be whole: a published rate times its base.
pub fn of_numbers(yes: f64, n: f64, confidence: f64, method: IntervalMethod) -> Option<Interval> {
    match method {
        IntervalMethod::Wilson => Some(wilson(yes, n, confidence)),
        IntervalMethod::Logit => Some(logit(yes, n, confidence)),
        IntervalMethod::Beta => Some(clopper_pearson(yes, n, confidence)),
        IntervalMethod::Mean => Some(wald(yes, n, confidence)),
        IntervalMethod::Newcombe
        | IntervalMethod::NewcombePaired
        | IntervalMethod::Log
        | IntervalMethod::NoncentralChiSquare
        | IntervalMethod::FisherZ
        | IntervalMethod::ImbensManski
        | IntervalMethod::Feldt
        | IntervalMethod::OrderStatistics
        | IntervalMethod::Woodruff
        | IntervalMethod::Simulated => None,
    }
}

/// The quantile of a two-sided normal interval: 1.96 at 95 percent.
///
/// ```
/// assert!((paradox::stats::interval::two_sided_quantile(0.95) - 1.959963984540054).abs() < 1e-14);
/// ```
pub fn two_sided_quantile(confidence: f64) -> f64 {
    // The lower tail keeps the digits of a confidence near 1.
    -normal_quantile(0.5 * (1.0 - confidence))
}

/// Wilson's score interval of `yes` out of `n`, both of which may be effective numbers.
///
/// ```
/// let ci = paradox::stats::interval::wilson(0.0, 20.0, 0.95);
/// assert!(ci.low == 0.0 && (ci.high - 0.1611).abs() < 5e-5);
/// ```
pub fn wilson(yes: f64, n: f64, confidence: f64) -> Interval {
    let (low, high) = wilson_with(yes / n, n, two_sided_quantile(confidence));
    Interval { low, high, level: confidence, method: IntervalMethod::Wilson }
}

/// Limits of Wilson's interval for a rate on a base of (effective) n, with a quantile of the caller's: z, or t at the
/// df of a design.
pub fn wilson_with(rate: f64, n: f64, quantile: f64) -> (f64, f64) {
    let square = quantile * quantile / n;
    let root = quantile * (rate * (1.0 - rate) / n + 0.25 * square / n).sqrt();
    // (rate + s/2 - root) / (1 + s) without its cancellation near 0: the product of both limits is rate² / (1 + s).
    let low = if rate <= 0.0 { 0.0 } else { rate * rate / (rate + 0.5 * square + root) };
    let high = if rate >= 1.0 { 1.0 } else { (rate + 0.5 * square + root) / (1.0 + square) };
    (low.min(rate), high.max(rate))
}

/// Wald interval on the logit scale; nobody or everybody takes the limits of Clopper and Pearson, since the logit of 0
/// does not exist and those are the ones that hold for certain.
///
/// ```
/// let ci = paradox::stats::interval::logit(52.0, 70.0, 0.95);
/// assert!((ci.low - 0.628287901126964).abs() < 1e-14 && (ci.high - 0.831579775839036).abs() < 1e-14);
/// ```
pub fn logit(yes: f64, n: f64, confidence: f64) -> Interval {
    let rate = yes / n;
    let (low, high) = if rate <= 0.0 || rate >= 1.0 {
        let exact = clopper_pearson(yes, n, confidence);
        (exact.low, exact.high)
    } else {
        logit_with(rate, (rate * (1.0 - rate) / n).sqrt(), two_sided_quantile(confidence))
    };
    Interval { low, high, level: confidence, method: IntervalMethod::Logit }
}

/// Limits of the logit interval for 0 < rate < 1 with this standard error and quantile; `svyciprop(method = "xlogit")`.
pub fn logit_with(rate: f64, se: f64, quantile: f64) -> (f64, f64) {
    let half = (quantile * se / (rate * (1.0 - rate))).exp();
    let (yes, no) = (rate, 1.0 - rate);
    ((yes / (yes + no * half)).min(rate), (yes * half / (yes * half + no)).max(rate))
}

/// Exact interval of Clopper and Pearson of `yes` out of `n`.
///
/// ```
/// // Nobody of ten: the upper limit u has (1-u)^10 = 0.025.
/// let ci = paradox::stats::interval::clopper_pearson(0.0, 10.0, 0.95);
/// assert!(ci.low == 0.0 && (ci.high - (1.0 - 0.025_f64.powf(0.1))).abs() < 1e-14);
/// ```
pub fn clopper_pearson(yes: f64, n: f64, confidence: f64) -> Interval {
    let alpha = 0.5 * (1.0 - confidence);
    Interval {
        low: clopper_pearson_lower(yes, n, alpha),
        high: clopper_pearson_upper(yes, n, alpha),
        level: confidence,
        method: IntervalMethod::Beta,
    }
}

/// One-sided lower limit: the rate at which this many yes or more have probability alpha; 0 for none.
///
/// ```
/// let lower = paradox::stats::interval::clopper_pearson_lower(10.0, 10.0, 0.05);
/// assert!((lower - 0.05_f64.powf(0.1)).abs() < 1e-14);
/// ```
pub fn clopper_pearson_lower(yes: f64, n: f64, alpha: f64) -> f64 {
    if yes <= 0.0 {
        return 0.0;
    }
    let limit = if yes >= n { alpha.powf(1.0 / n) } else { beta_quantile(alpha, yes, n - yes + 1.0) };
    limit.min(yes / n)
}

/// One-sided upper limit: the rate at which this many yes or fewer have probability alpha; 1 for all.
///
/// ```
/// // The rule of three: nobody of 100.
/// let upper = paradox::stats::interval::clopper_pearson_upper(0.0, 100.0, 0.05);
/// assert!((upper - 0.0295).abs() < 5e-5);
/// ```
pub fn clopper_pearson_upper(yes: f64, n: f64, alpha: f64) -> f64 {
    if yes >= n {
        return 1.0;
    }
    let limit = if yes <= 0.0 { -(alpha.ln() / n).exp_m1() } else { beta_quantile_upper(alpha, yes + 1.0, n - yes) };
    limit.max(yes / n)
}

/// Jeffreys' interval: the posterior of a rate under Beta(½, ½); ends at 0 when nobody and at 1 when everybody said yes.
///
/// ```
/// let (low, high) = paradox::stats::interval::jeffreys(0.0, 10.0, 0.95);
/// assert!(low == 0.0 && (high - 0.2172).abs() < 5e-5);
/// ```
pub fn jeffreys(yes: f64, n: f64, confidence: f64) -> (f64, f64) {
    let alpha = 0.5 * (1.0 - confidence);
    let (a, b) = (yes + 0.5, n - yes + 0.5);
    let low = if yes <= 0.0 { 0.0 } else { beta_quantile(alpha, a, b).min(yes / n) };
    let high = if yes >= n { 1.0 } else { beta_quantile_upper(alpha, a, b).max(yes / n) };
    (low, high)
}

/// Wald interval, for comparison: it has no width at 0 and 1, and may leave 0..1.
///
/// ```
/// let ci = paradox::stats::interval::wald(1.0, 10.0, 0.95);
/// assert!(ci.low < 0.0);
/// ```
pub fn wald(yes: f64, n: f64, confidence: f64) -> Interval {
    let rate = yes / n;
    let half = two_sided_quantile(confidence) * (rate * (1.0 - rate) / n).sqrt();
    Interval { low: rate - half, high: rate + half, level: confidence, method: IntervalMethod::Mean }
}

#[cfg(test)]
mod tests {
    use super::*;

    const METHODS: [IntervalMethod; 3] = [IntervalMethod::Wilson, IntervalMethod::Logit, IntervalMethod::Beta];

    fn counts() -> impl Iterator<Item = Count> {
        [1, 2, 7, 70, 2527, 1_000_000]
            .into_iter()
            .flat_map(|n: u64| [0, 1, n / 3, n / 2, n - 1, n].map(|yes| Count { yes, n }))
    }

    /// Asking the opposite question must give the mirrored interval.
    #[test]
    fn intervals_mirror_when_yes_and_no_change_places() {
        for count in counts() {
            for method in METHODS {
                let of_yes = rate(count, 0.95, method).unwrap();
                let of_no = rate(Count { yes: count.no(), n: count.n }, 0.95, method).unwrap();
                assert!((of_yes.low + of_no.high - 1.0).abs() < 1e-12, "{count:?} {method:?}");
            }
        }
    }

    #[test]
    fn an_interval_has_width_stays_within_0_and_1_and_contains_its_estimate() {
        for count in counts() {
            for method in METHODS {
                for confidence in [0.5, 0.9, 0.95, 0.99, 0.999_999] {
                    let ci = rate(count, confidence, method).unwrap();
                    let p = count.rate().unwrap();
                    assert!(0.0 <= ci.low && ci.low <= p && p <= ci.high && ci.high <= 1.0, "{count:?} {ci:?}");
                    assert!(ci.low < ci.high, "{count:?} {ci:?}");
                }
            }
        }
    }

    #[test]
    fn more_confidence_widens_and_more_respondents_narrow() {
        for count in counts() {
            for method in METHODS {
                let width = |count, confidence| {
                    let ci = rate(count, confidence, method).unwrap();
                    ci.high - ci.low
                };
                assert!(width(count, 0.99) > width(count, 0.95), "{count:?} {method:?}");
                let tenfold = Count { yes: count.yes * 10, n: count.n * 10 };
                assert!(width(tenfold, 0.95) < width(count, 0.95), "{count:?} {method:?}");
            }
        }
    }

    #[test]
    fn one_more_yes_moves_both_limits_up() {
        for n in [1, 10, 333] {
            for yes in 0..n {
                for method in [IntervalMethod::Wilson, IntervalMethod::Beta] {
                    let (here, next) = (
                        rate(Count { yes, n }, 0.95, method).unwrap(),
                        rate(Count { yes: yes + 1, n }, 0.95, method).unwrap(),
                    );
                    assert!(here.low < next.low && here.high < next.high, "{yes} of {n} {method:?}");
                }
            }
        }
    }

    /// The limits are where the binomial tails are alpha: that is their definition.
    #[test]
    fn clopper_pearson_limits_have_the_tails_they_promise() {
        use crate::num::dist::{binomial_ln_cdf, binomial_ln_sf};
        for (yes, n) in [(1_u64, 10_u64), (37, 50), (9, 10), (1870, 2527)] {
            for alpha in [0.05, 0.025, 1e-6] {
                let lower = clopper_pearson_lower(yes as f64, n as f64, alpha);
                let upper = clopper_pearson_upper(yes as f64, n as f64, alpha);
                assert!((binomial_ln_sf(yes - 1, n, lower) - alpha.ln()).abs() < 1e-9);
                assert!((binomial_ln_cdf(yes, n, upper) - alpha.ln()).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn no_base_has_no_interval() {
        assert_eq!(rate(Count::default(), 0.95, IntervalMethod::Wilson), None);
    }
}
