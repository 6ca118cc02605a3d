//! By how many points do two rates of different respondents differ?
//!
//! ```text
//! d = p1 - p2      se = √(p1 q1 / n1 + p2 q2 / n2)
//! Newcombe:           d - √((p1-l1)² + (u2-p2)²)  to  d + √((u1-p1)² + (p2-l2)²)     l, u: Wilson limits
//! Miettinen-Nurminen: all δ with |d - δ| ≤ z √(v(δ) N/(N-1)), v: variance at the likeliest rates that differ by δ
//! Mee:                the same without N/(N-1)
//! X² = N (ad - bc)² / (row and column totals)
//! ```
//!
//! Sources: Newcombe (1998), method 10 of the paper on independent rates; Miettinen and Nurminen (1985); Mee (1984).
//! X² is `chisq.test(correct = FALSE)`, whose root is the pooled z. The intervals have no call in R: the goldens compute
//! them in `tests/oracle/units.R` and check them against statsmodels and printed figures.
//! Rates of the same respondents belong in `paired`.

use super::interval::{two_sided_quantile, wilson};
use super::{Count, Interval, IntervalMethod, Test, TestMethod};
use crate::num::dist::chi_square_ln_sf;

/// Halvings of the search for a score limit: a bracket of at most 2 is down to the last digit after 60.
const HALVINGS: u32 = 80;

/// Newton steps that restore the digits of a closed form; two are enough.
const POLISHES: u32 = 4;

/// First rate minus second; `None` where a base is empty.
///
/// ```
/// use paradox::stats::{Count, difference::difference};
/// let d = difference(Count { yes: 56, n: 70 }, Count { yes: 48, n: 80 }).unwrap();
/// assert!((d - 0.2).abs() < 1e-15);
/// ```
pub fn difference(a: Count, b: Count) -> Option<f64> {
    Some(a.rate()? - b.rate()?)
}

/// Unpooled standard error of the difference; 0 where both rates are 0 or 1.
///
/// ```
/// use paradox::stats::{Count, difference::standard_error};
/// let se = standard_error(Count { yes: 50, n: 100 }, Count { yes: 50, n: 100 }).unwrap();
/// assert!((se - 0.005_f64.sqrt()).abs() < 1e-15);
/// ```
pub fn standard_error(a: Count, b: Count) -> Option<f64> {
    let variance = |count: Count| Some(count.rate()? * (count.no() as f64 / count.n as f64) / count.n as f64);
    Some((variance(a)? + variance(b)?).sqrt())
}

/// Newcombe's hybrid score interval (his method 10), from the two Wilson intervals.
///
/// ```
/// use paradox::stats::{Count, difference::newcombe};
/// let ci = newcombe(Count { yes: 56, n: 70 }, Count { yes: 48, n: 80 }, 0.95).unwrap();
/// assert!((ci.low - 0.0524).abs() < 5e-5 && (ci.high - 0.3339).abs() < 5e-5); // his table II
/// ```
pub fn newcombe(a: Count, b: Count, confidence: f64) -> Option<Interval> {
    let (p_a, p_b) = (a.rate()?, b.rate()?);
    let of_a = wilson(a.yes as f64, a.n as f64, confidence);
    let of_b = wilson(b.yes as f64, b.n as f64, confidence);
    let d = p_a - p_b;
    Some(Interval {
        low: (d - (p_a - of_a.low).hypot(of_b.high - p_b)).max(-1.0),
        high: (d + (of_a.high - p_a).hypot(p_b - of_b.low)).min(1.0),
        level: confidence,
        method: IntervalMethod::Newcombe,
    })
}

/// Limits of the score interval of Miettinen and Nurminen.
///
/// ```
/// use paradox::stats::{Count, difference::miettinen_nurminen};
/// let (low, high) = miettinen_nurminen(Count { yes: 56, n: 70 }, Count { yes: 48, n: 80 }, 0.95).unwrap();
/// assert!((low - 0.0528).abs() < 5e-5 && (high - 0.3382).abs() < 5e-5); // Newcombe (1998), table II
/// ```
pub fn miettinen_nurminen(a: Count, b: Count, confidence: f64) -> Option<(f64, f64)> {
    let total = (a.n + b.n) as f64;
    score_limits(a, b, two_sided_quantile(confidence), total / (total - 1.0))
}

/// Limits of Mee's score interval: that of Miettinen and Nurminen without the factor N/(N-1).
///
/// ```
/// use paradox::stats::{Count, difference::mee};
/// let (low, high) = mee(Count { yes: 9, n: 10 }, Count { yes: 3, n: 10 }, 0.95).unwrap();
/// assert!((low - 0.1821).abs() < 5e-5 && (high - 0.8370).abs() < 5e-5); // Newcombe (1998), table II
/// ```
pub fn mee(a: Count, b: Count, confidence: f64) -> Option<(f64, f64)> {
    score_limits(a, b, two_sided_quantile(confidence), 1.0)
}

fn score_limits(a: Count, b: Count, z: f64, inflation: f64) -> Option<(f64, f64)> {
    let d = difference(a, b)?;
    // The statistic falls as δ rises, from +∞ to -∞, through 0 at d.
    let crossing = |mut low: f64, mut high: f64, level: f64| {
        for _ in 0..HALVINGS {
            let middle = low + 0.5 * (high - low);
            if score(a, b, middle, inflation) > level {
                low = middle;
            } else {
                high = middle;
            }
        }
        low + 0.5 * (high - low)
    };
    let low = if d <= -1.0 { -1.0 } else { crossing(-1.0, d, z) };
    let high = if d >= 1.0 { 1.0 } else { crossing(d, 1.0, -z) };
    Some((low, high))
}

/// (d - δ) over its standard error at the likeliest pair of rates that differ by δ.
fn score(a: Count, b: Count, delta: f64, inflation: f64) -> f64 {
    if a.yes + b.yes > a.no() + b.no() {
        // The opposite question: rates near 0 keep digits that rates near 1 have lost.
        return -score(Count { yes: a.no(), n: a.n }, Count { yes: b.no(), n: b.n }, -delta, inflation);
    }
    let (n_a, n_b) = (a.n as f64, b.n as f64);
    let distance = a.yes as f64 / n_a - b.yes as f64 / n_b - delta;
    let rate_b = likeliest_rate(a, b, delta);
    let rate_a = (rate_b + delta).clamp(0.0, 1.0);
    let variance = inflation * (rate_a * (1.0 - rate_a) / n_a + rate_b * (1.0 - rate_b) / n_b);
    if distance == 0.0 { 0.0 } else { distance / variance.max(0.0).sqrt() }
}

/// The likeliest rate of b when that of a is δ higher: a root of Miettinen and Nurminen's cubic.
fn likeliest_rate(a: Count, b: Count, delta: f64) -> f64 {
    let (x1, n1, x2, n2) = (a.yes as f64, a.n as f64, b.yes as f64, b.n as f64);
    let total = n1 + n2;
    // Divided by the leading coefficient, which is the total.
    let l2 = ((n1 + 2.0 * n2) * delta - total - (x1 + x2)) / total;
    let l1 = ((n2 * delta - total - 2.0 * x2) * delta + x1 + x2) / total;
    let l0 = x2 * delta * (1.0 - delta) / total;
    let q = (l2 / 3.0).powi(3) - l1 * l2 / 6.0 + l0 / 2.0;
    let p = ((l2 / 3.0).powi(2) - l1 / 3.0).max(0.0).sqrt() * if q < 0.0 { -1.0 } else { 1.0 };
    let cosine = if p == 0.0 { 0.0 } else { (q / p.powi(3)).clamp(-1.0, 1.0) };
    let angle = (std::f64::consts::PI + cosine.acos()) / 3.0;
    let mut rate = (2.0 * p * angle.cos() - l2 / 3.0).clamp(0.0, 1.0);
    // The closed form is a difference of numbers near 1/2, right to 1e-16 and no better: a rate of 1e-6 would be off in
    // its tenth digit and the limits in their seventh. Newton on the cubic itself restores them, while it still helps.
    let cubic = |x: f64| ((x + l2) * x + l1) * x + l0;
    for _ in 0..POLISHES {
        let next = rate - cubic(rate) / ((3.0 * rate + 2.0 * l2) * rate + l1);
        if !(0.0..=1.0).contains(&next) || cubic(next).abs() >= cubic(rate).abs() {
            break;
        }
        rate = next;
    }
    rate
}

/// Pearson's X² of the 2 x 2 table without continuity correction: the square of the pooled z. `None` where all said the
/// same, or a base is empty.
///
/// ```
/// use paradox::stats::{Count, difference::pooled_test};
/// let test = pooled_test(Count { yes: 56, n: 70 }, Count { yes: 48, n: 80 }).unwrap();
/// assert!((test.p - 0.008045081368196578).abs() < 1e-15);
/// ```
pub fn pooled_test(a: Count, b: Count) -> Option<Test> {
    let yes = (a.yes + b.yes) as f64;
    let no = (a.no() + b.no()) as f64;
    if a.n == 0 || b.n == 0 || yes == 0.0 || no == 0.0 {
        return None;
    }
    // x1 n2 - x2 n1 in whole numbers: two nearly equal products would lose their difference.
    let cross = i128::from(a.yes) * i128::from(b.n) - i128::from(b.yes) * i128::from(a.n);
    let (n_a, n_b) = (a.n as f64, b.n as f64);
    let d = cross as f64 / (n_a * n_b);
    let statistic = d * d * (n_a * n_b) * (n_a + n_b) / (yes * no);
    Some(Test::new(TestMethod::Pearson, statistic, 1.0, chi_square_ln_sf(statistic, 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs() -> Vec<(Count, Count)> {
        let counts = [(0, 10), (10, 10), (1, 1), (56, 70), (48, 80), (189, 11034), (500_000, 1_000_000)]
            .map(|(yes, n)| Count { yes, n });
        counts.iter().flat_map(|&a| counts.map(|b| (a, b))).collect()
    }

    #[test]
    fn the_other_way_round_only_the_sign_changes() {
        for (a, b) in pairs() {
            let (there, back) = (newcombe(a, b, 0.95).unwrap(), newcombe(b, a, 0.95).unwrap());
            assert!((there.low + back.high).abs() < 1e-12 && (there.high + back.low).abs() < 1e-12, "{a:?} {b:?}");
            let (there, back) = (mee(a, b, 0.95).unwrap(), mee(b, a, 0.95).unwrap());
            assert!((there.0 + back.1).abs() < 1e-9 && (there.1 + back.0).abs() < 1e-9, "{a:?} {b:?}");
            assert_eq!(pooled_test(a, b).map(|t| t.ln_p), pooled_test(b, a).map(|t| t.ln_p));
            assert_eq!(standard_error(a, b), standard_error(b, a));
        }
    }

    #[test]
    fn asking_the_opposite_question_changes_the_sign_too() {
        let opposite = |count: Count| Count { yes: count.no(), n: count.n };
        for (a, b) in pairs() {
            let (there, back) = (newcombe(a, b, 0.95).unwrap(), newcombe(opposite(a), opposite(b), 0.95).unwrap());
            assert!((there.low + back.high).abs() < 1e-12, "{a:?} {b:?}");
        }
    }

    #[test]
    fn intervals_contain_the_difference_and_stay_within_minus_1_and_1() {
        for (a, b) in pairs() {
            let d = difference(a, b).unwrap();
            let hybrid = newcombe(a, b, 0.95).unwrap();
            for (low, high) in
                [(hybrid.low, hybrid.high), mee(a, b, 0.95).unwrap(), miettinen_nurminen(a, b, 0.95).unwrap()]
            {
                assert!(
                    -1.0 - 1e-15 <= low && low <= d && d <= high && high <= 1.0 + 1e-15,
                    "{a:?} {b:?} {low} {high}"
                );
            }
        }
    }

    /// The score interval and the pooled test are the same inference: one excludes 0 exactly where the other rejects.
    #[test]
    fn mee_excludes_zero_exactly_where_the_pooled_test_rejects() {
        for yes in 1..40 {
            let (a, b) = (Count { yes, n: 40 }, Count { yes: 20, n: 55 });
            let (low, high) = mee(a, b, 0.95).unwrap();
            assert_eq!(low > 0.0 || high < 0.0, pooled_test(a, b).unwrap().p < 0.05, "{yes}");
        }
    }

    #[test]
    fn nothing_is_said_of_an_empty_base_or_a_constant_answer() {
        let (empty, some) = (Count::default(), Count { yes: 3, n: 10 });
        assert!(newcombe(empty, some, 0.95).is_none() && mee(some, empty, 0.95).is_none());
        assert!(standard_error(some, empty).is_none() && pooled_test(some, empty).is_none());
        assert!(pooled_test(Count { yes: 0, n: 5 }, Count { yes: 0, n: 9 }).is_none());
    }
}
