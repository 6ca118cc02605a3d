//! Is it really the same in all levels? That p is above 0.05 does not show it; a small largest difference does.
//!
//! For each ordered pair of levels the one-sided upper limit of the difference is
//!
//! ```text
//! d + √((U_a - p_a)² + (p_b - L_b)² - 2ρ (U_a - p_a)(p_b - L_b))        d = p_a - p_b
//! ```
//!
//! with one-sided 1 - α limits U_a above p_a and L_b below p_b (Newcombe's 1998 method 10 on Clopper-Pearson limits; with
//! a design, limits and ρ of the design). The largest of these limits is δ*: with confidence 1 - α no two levels differ
//! by more, by the intersection-union principle without a correction (Berger 1982). Consistent within a margin δ means
//! δ* <= δ.
//!
//! [`tost_wald`], two one-sided z tests (Schuirmann 1987), is here for comparison only: of 0 of 40 against 0 of 40 it
//! knows the difference without error. Oracle of it: `pnorm` in `tests/oracle/units.R`.

use super::interval::{clopper_pearson_lower, clopper_pearson_upper};
use super::{Count, Interval, IntervalMethod};
use crate::num::dist::{normal_quantile, normal_sf};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the data say about a difference between levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The levels differ.
    Differs,
    /// No two levels differ by more than the margin.
    Consistent,
    /// They differ, and by less than the margin.
    DiffersWithinMargin,
    /// The data cannot tell.
    Undetermined,
}

impl Verdict {
    /// The contract's word.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Differs => "differs",
            Verdict::Consistent => "consistent",
            Verdict::DiffersWithinMargin => "differs_within_margin",
            Verdict::Undetermined => "undetermined",
        }
    }
}

/// What a verdict rests on.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Evidence {
    /// p of the decision, adjusted; of a Monte Carlo p its upper limit. `None` without a test.
    pub p_adjusted: Option<f64>,
    /// δ*, see [`smallest_margin`]; `None` without two usable levels.
    pub smallest_margin: Option<f64>,
}

/// Where the lines are drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Chance of a false "differs", and of a false "consistent".
    pub alpha: f64,
    /// Largest difference that counts as the same; `None` where there is none.
    pub margin: Option<f64>,
}

/// The verdict: "differs" if p is at most α, "consistent" if δ* is at most the margin, both, or neither.
///
/// ```
/// use paradox::stats::equivalence::{Evidence, Rule, Verdict, verdict};
/// let rule = Rule { alpha: 0.05, margin: Some(0.05) };
/// let unclear = Evidence { p_adjusted: Some(0.40), smallest_margin: Some(0.08) };
/// assert_eq!(verdict(unclear, rule), Verdict::Undetermined);
/// ```
pub fn verdict(evidence: Evidence, rule: Rule) -> Verdict {
    let differs = evidence.p_adjusted.is_some_and(|p| p <= rule.alpha);
    let is_within = evidence.smallest_margin.zip(rule.margin).is_some_and(|(smallest, margin)| smallest <= margin);
    match (differs, is_within) {
        (true, true) => Verdict::DiffersWithinMargin,
        (true, false) => Verdict::Differs,
        (false, true) => Verdict::Consistent,
        (false, false) => Verdict::Undetermined,
    }
}

/// A level's rate with its one-sided limits, each at confidence 1 - α.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// The rate, 0 to 1.
    pub rate: f64,
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
}

impl Limits {
    /// Clopper and Pearson's (1934) limits of a level of a simple random sample; `None` without a base.
    pub fn clopper_pearson(count: Count, alpha: f64) -> Option<Limits> {
        let (yes, n) = (count.yes as f64, count.n as f64);
        let rate = count.rate()?;
        let (lower, upper) = (clopper_pearson_lower(yes, n, alpha), clopper_pearson_upper(yes, n, alpha));
        Some(Limits { rate, lower: lower.min(rate), upper: upper.max(rate) })
    }
}

/// The one-sided upper limit of rate a minus rate b, whose estimates have correlation `rho` (0 for levels of a simple
/// random sample).
pub fn upper_limit(a: Limits, b: Limits, rho: f64) -> f64 {
    let (up, down) = (a.upper - a.rate, b.rate - b.lower);
    a.rate - b.rate + (up * up + down * down - 2.0 * rho * up * down).max(0.0).sqrt()
}

/// δ*: the largest [`upper_limit`] over all ordered pairs; `rho` gives the correlation of two levels by index. `None`
/// with fewer than two levels.
///
/// ```
/// use paradox::stats::{Count, equivalence::{Limits, smallest_margin}};
/// let limits: Vec<Limits> = [(0, 40), (0, 40)]
///     .iter()
///     .filter_map(|&(yes, n)| Limits::clopper_pearson(Count { yes, n }, 0.05))
///     .collect();
/// let margin = smallest_margin(&limits, |_, _| 0.0); // 1 - 0.05^(1/40): not proof of equality
/// assert!(margin.is_some_and(|margin| (margin - 0.0721575).abs() < 1e-7));
/// ```
pub fn smallest_margin(levels: &[Limits], rho: impl Fn(usize, usize) -> f64) -> Option<f64> {
    let pairs = (0..levels.len()).flat_map(|a| (0..levels.len()).map(move |b| (a, b))).filter(|(a, b)| a != b);
    pairs.map(|(a, b)| upper_limit(levels[a], levels[b], rho(a, b))).reduce(f64::max)
}

/// The 1 - 2α interval of rate a minus rate b that belongs to limits at `alpha`: it lies within plus and minus the margin
/// exactly if this pair is consistent within it. Newcombe's form, on the limits given. For pictures.
pub fn interval(a: Limits, b: Limits, rho: f64, alpha: f64) -> Interval {
    Interval {
        low: -upper_limit(b, a, rho),
        high: upper_limit(a, b, rho),
        level: 1.0 - 2.0 * alpha,
        method: IntervalMethod::Newcombe,
    }
}

/// Two one-sided z tests with the unpooled standard error. For comparison only, never for a verdict.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TostWald {
    /// Rate a minus rate b.
    pub difference: f64,
    /// Its standard error; 0 where nobody or everybody said yes in both levels.
    pub se: f64,
    /// z against "a is lower than b by the margin or more".
    pub z_lower: f64,
    /// z against "a is higher than b by the margin or more".
    pub z_upper: f64,
    /// p of the first.
    pub p_lower: f64,
    /// p of the second.
    pub p_upper: f64,
    /// The larger of the two.
    pub p: f64,
    /// The 1 - 2α interval.
    pub interval: Interval,
    /// Smallest margin for which p would be at most α.
    pub smallest_margin: f64,
    /// Whether p is below α.
    pub is_equivalent: bool,
}

/// Two one-sided z tests of rate a against rate b within `margin`; `None` without a base or without a standard error.
pub fn tost_wald(a: Count, b: Count, margin: f64, alpha: f64) -> Option<TostWald> {
    let (rate_a, rate_b) = (a.rate()?, b.rate()?);
    let difference = rate_a - rate_b;
    let se = (rate_a * (1.0 - rate_a) / a.n as f64 + rate_b * (1.0 - rate_b) / b.n as f64).sqrt();
    if se == 0.0 {
        return None;
    }
    let (z_lower, z_upper) = ((difference + margin) / se, (difference - margin) / se);
    let (p_lower, p_upper) = (normal_sf(z_lower), normal_sf(-z_upper));
    let p = p_lower.max(p_upper);
    let width = normal_quantile(1.0 - alpha) * se;
    let interval = Interval {
        low: difference - width,
        high: difference + width,
        level: 1.0 - 2.0 * alpha,
        method: IntervalMethod::Mean,
    };
    let smallest_margin = difference.abs() + width;
    let is_equivalent = p < alpha;
    Some(TostWald { difference, se, z_lower, z_upper, p_lower, p_upper, p, interval, smallest_margin, is_equivalent })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(counts: &[(u64, u64)]) -> Vec<Limits> {
        let of = |&(yes, n): &(u64, u64)| Limits::clopper_pearson(Count { yes, n }, 0.05).expect("a base");
        counts.iter().map(of).collect()
    }

    fn margin_of(counts: &[(u64, u64)]) -> f64 {
        smallest_margin(&limits(counts), |_, _| 0.0).expect("two levels")
    }

    #[test]
    fn the_verdict_flips_exactly_at_the_smallest_margin() {
        let smallest = margin_of(&[(740, 1000), (745, 1000), (738, 990)]);
        for (p, within, beyond) in [
            (Some(0.4), Verdict::Consistent, Verdict::Undetermined),
            (None, Verdict::Consistent, Verdict::Undetermined),
            (Some(0.01), Verdict::DiffersWithinMargin, Verdict::Differs),
        ] {
            let evidence = Evidence { p_adjusted: p, smallest_margin: Some(smallest) };
            let at = |margin| verdict(evidence, Rule { alpha: 0.05, margin: Some(margin) });
            assert_eq!((at(smallest), at(smallest.next_up()), at(smallest.next_down())), (within, within, beyond));
        }
    }

    #[test]
    fn alpha_itself_still_differs_and_nothing_known_is_undetermined() {
        let rule = Rule { alpha: 0.05, margin: Some(0.05) };
        assert_eq!(verdict(Evidence { p_adjusted: Some(0.05), ..Evidence::default() }, rule), Verdict::Differs);
        let above = Evidence { p_adjusted: Some(0.05_f64.next_up()), ..Evidence::default() };
        assert_eq!(verdict(above, rule), Verdict::Undetermined);
        assert_eq!(verdict(Evidence::default(), rule), Verdict::Undetermined);
        let close = Evidence { p_adjusted: None, smallest_margin: Some(0.001) };
        assert_eq!(verdict(close, Rule { alpha: 0.05, margin: None }), Verdict::Undetermined);
    }

    #[test]
    fn levels_in_another_order_and_answers_swapped_give_the_same_margin() {
        let margin = margin_of(&[(30, 100), (55, 140), (20, 71)]);
        assert_eq!(margin_of(&[(20, 71), (30, 100), (55, 140)]), margin);
        assert!((margin_of(&[(70, 100), (85, 140), (51, 71)]) - margin).abs() < 1e-12);
    }

    #[test]
    fn another_level_never_makes_the_margin_smaller_and_a_larger_base_does() {
        let two = margin_of(&[(30, 100), (55, 140)]);
        assert!(margin_of(&[(30, 100), (55, 140), (45, 130)]) >= two);
        assert!(margin_of(&[(3000, 10_000), (5500, 14_000)]) < two);
    }

    #[test]
    fn a_picture_lies_within_the_margin_exactly_if_the_pair_is_consistent() {
        let levels = limits(&[(300, 1000), (350, 1400)]);
        let picture = interval(levels[0], levels[1], 0.0, 0.05);
        let smallest = smallest_margin(&levels, |_, _| 0.0).expect("two levels");
        assert_eq!(smallest, picture.high.max(-picture.low));
        assert_eq!(picture.level, 0.9);
    }

    /// Rates that go up and down together differ less than independent ones.
    #[test]
    fn correlation_narrows_the_limit_and_no_limit_exceeds_one() {
        let levels = limits(&[(0, 3), (3, 3)]);
        assert!(upper_limit(levels[1], levels[0], -1.0) <= 1.0);
        let levels = limits(&[(30, 100), (55, 140)]);
        assert!(upper_limit(levels[0], levels[1], 0.3) < upper_limit(levels[0], levels[1], 0.0));
    }

    #[test]
    fn one_level_has_no_margin_and_wald_none_at_zero_against_zero() {
        assert_eq!(smallest_margin(&limits(&[(3, 10)]), |_, _| 0.0), None);
        assert_eq!(Limits::clopper_pearson(Count { yes: 0, n: 0 }, 0.05), None);
        let nobody = Count { yes: 0, n: 40 };
        assert_eq!(tost_wald(nobody, nobody, 0.05, 0.05), None);
    }
}
