//! How many times as large is one rate, or its odds, as another's?
//!
//! ```text
//! rate ratio  r = p1 / p2          se(ln r) = √(1/x1 - 1/n1 + 1/x2 - 1/n2)     Katz et al. (1978)
//! odds ratio  o = x1 y2 / (x2 y1)  se(ln o) = √(1/x1 + 1/y1 + 1/x2 + 1/y2)     Woolf (1955)
//! ```
//!
//! Intervals are exp(ln ± z se). A cell of zero leaves no standard error: the limits are `None`, and so is a ratio that
//! divides by zero. Haldane's (1956) ½ in every cell gives an odds ratio anyway, for who wants it.
//! The numbers come from `tests/oracle/units.R`. Not here: the E-value of a ratio (`evalue`).

use super::interval::two_sided_quantile;
use super::{Count, Ratio};

/// Ratio of two rates with Katz' log interval.
///
/// ```
/// use paradox::stats::{Count, ratio::rate_ratio};
/// // Agresti: aspirin and heart attacks.
/// let ratio = rate_ratio(Count { yes: 189, n: 11034 }, Count { yes: 104, n: 11037 }, 0.95);
/// assert!((ratio.value.unwrap() - 1.82).abs() < 0.005 && (ratio.high.unwrap() - 2.30).abs() < 0.01);
/// assert_eq!(rate_ratio(Count { yes: 3, n: 9 }, Count { yes: 0, n: 9 }, 0.95).value, None);
/// ```
pub fn rate_ratio(a: Count, b: Count, confidence: f64) -> Ratio {
    let (Some(p_a), Some(p_b)) = (a.rate(), b.rate()) else {
        return Ratio { value: None, low: None, high: None };
    };
    // (1 - p) / x is 1/x - 1/n without the subtraction.
    let part = |count: Count| count.no() as f64 / count.n as f64 / count.yes as f64;
    let value = p_a / p_b;
    with_limits(value, (part(a) + part(b)).sqrt(), confidence, a.yes > 0 && b.yes > 0)
}

/// Ratio of two odds with Woolf's log interval.
///
/// ```
/// use paradox::stats::{Count, ratio::odds_ratio};
/// let ratio = odds_ratio(Count { yes: 56, n: 70 }, Count { yes: 48, n: 80 }, 0.95);
/// assert!((ratio.value.unwrap() - 8.0 / 3.0).abs() < 1e-14);
/// ```
pub fn odds_ratio(a: Count, b: Count, confidence: f64) -> Ratio {
    let cells = [a.yes, a.no(), b.yes, b.no()].map(|count| count as f64);
    let all = cells.iter().all(|&cell| cell > 0.0);
    woolf(cells, confidence, all)
}

/// Ratio of two odds with ½ added to each cell, which exists for every table with respondents.
///
/// ```
/// use paradox::stats::{Count, ratio::odds_ratio_haldane};
/// let ratio = odds_ratio_haldane(Count { yes: 10, n: 10 }, Count { yes: 0, n: 10 }, 0.95);
/// assert!((ratio.value.unwrap() - 441.0).abs() < 1e-11);
/// ```
pub fn odds_ratio_haldane(a: Count, b: Count, confidence: f64) -> Ratio {
    woolf([a.yes, a.no(), b.yes, b.no()].map(|count| count as f64 + 0.5), confidence, a.n > 0 && b.n > 0)
}

fn woolf([yes_a, no_a, yes_b, no_b]: [f64; 4], confidence: f64, has_limits: bool) -> Ratio {
    let se = (1.0 / yes_a + 1.0 / no_a + 1.0 / yes_b + 1.0 / no_b).sqrt();
    with_limits((yes_a / no_a) * (no_b / yes_b), se, confidence, has_limits)
}

/// exp(ln value ± z se); without limits where the logarithm or its error does not exist.
fn with_limits(value: f64, se: f64, confidence: f64, has_limits: bool) -> Ratio {
    let factor = (two_sided_quantile(confidence) * se).exp();
    let limit = |limit: f64| (has_limits && limit.is_finite()).then_some(limit);
    Ratio { value: value.is_finite().then_some(value), low: limit(value / factor), high: limit(value * factor) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_way_round_ratios_are_inverted() {
        let (a, b) = (Count { yes: 405, n: 500 }, Count { yes: 1465, n: 2027 });
        for ratio in [rate_ratio, odds_ratio, odds_ratio_haldane] {
            let (there, back) = (ratio(a, b, 0.9), ratio(b, a, 0.9));
            assert!((there.value.unwrap() * back.value.unwrap() - 1.0).abs() < 1e-14);
            assert!((there.low.unwrap() * back.high.unwrap() - 1.0).abs() < 1e-14);
        }
    }

    #[test]
    fn a_zero_cell_leaves_no_limits_and_a_zero_divisor_no_value() {
        let (none, some, all) = (Count { yes: 0, n: 9 }, Count { yes: 3, n: 9 }, Count { yes: 9, n: 9 });
        let zero = Ratio { value: Some(0.0), low: None, high: None };
        let nothing = Ratio { value: None, low: None, high: None };
        assert_eq!(rate_ratio(none, some, 0.95), zero);
        assert_eq!(rate_ratio(some, none, 0.95), nothing);
        assert_eq!(rate_ratio(none, none, 0.95), nothing);
        assert_eq!(rate_ratio(Count::default(), some, 0.95), nothing);
        assert_eq!(odds_ratio(none, some, 0.95), zero);
        assert_eq!(odds_ratio(all, some, 0.95), nothing);
        assert_eq!(odds_ratio(all, none, 0.95), nothing);
        assert_eq!(odds_ratio(all, all, 0.95), nothing);
        assert!(rate_ratio(all, some, 0.95).high.is_some());
        assert!(odds_ratio_haldane(all, none, 0.95).high.is_some());
        assert_eq!(odds_ratio_haldane(Count::default(), none, 0.95).low, None);
    }
}
