//! How many respondents does it take, and what could these have shown?
//!
//! | question | formula | R |
//! |---|---|---|
//! | [`power_of_two`], [`power_two_rates`] | Φ((\|p1-p2\| - z √V0) / √V1), V0 of a pooled rate, V1 of both | `power.prop.test(n, p1, p2)` |
//! | [`base_of_two`], [`base_per_group`], [`told_from`], [`smallest_higher_rate`] | the same, solved | `power.prop.test(tol = 1e-13)` |
//! | [`margin_of_error`], [`base_for_margin_of_error`] | z √(σ²/n), solved | |
//! | [`power_of_levels`] | noncentral chi-square, λ = n w² | `pchisq(qchisq(1-α, df), df, n w^2, lower = FALSE)` |
//! | [`detectable_difference`] | √(λ p(1-p) / h), λ for the wanted power | |
//! | [`base_for_equivalence`], [`margin_shown`] | smallest N with Σ over pairs 2Φ(-(δ - z se)/se) <= 1 - power | |
//!
//! n is per group; α two-sided. Cohen (1988); Fleiss, Levin & Paik (2003). With a design, bases are effective ones, and where
//! its degrees of freedom are few, z is Student's t and Φ the noncentral t distribution: P(T(df, \|p1-p2\|/√V1) > t √(V0/V1)),
//! which is the formula above for infinite df.
//! None of these uses an observed difference: "power" at the observed effect is only another name for p (Hoenig &
//! Heisey 2001). What chance alone would show is in [`chance`](super::chance).

use super::interval::two_sided_quantile;
use crate::num::dist::{
    chi_square_quantile_upper, noncentral_chi_square_ncp, noncentral_chi_square_sf, noncentral_t_cdf, noncentral_t_sf,
    t_quantile,
};
use crate::num::root::bracketed;

/// Power that planning aims at unless told otherwise.
pub const USUAL_POWER: f64 = 0.8;

/// Bases are sought up to here.
const LARGEST_BASE: f64 = 1e15;

/// Rates and logarithms of bases are solved to this.
const TOLERANCE: f64 = 1e-13;

/// What a plan aims at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Goal {
    /// Chance of a false finding, two-sided.
    pub alpha: f64,
    /// Chance of a true one, above `alpha` and below 1.
    pub power: f64,
    /// Degrees of freedom of a variance: a design's units less strata; infinite for many.
    pub df: f64,
}

impl Default for Goal {
    fn default() -> Self {
        Goal { alpha: 0.05, power: USUAL_POWER, df: f64::INFINITY }
    }
}

/// Chance that a difference of so many standard errors is beyond so many.
fn chance_beyond(difference: f64, limit: f64, df: f64) -> f64 {
    noncentral_t_sf(limit, df, difference)
}

/// Chance that two groups of `n` each with the rates given are found to differ at two-sided `alpha`.
///
/// ```
/// let power = paradox::stats::power::power_two_rates(50.0, [0.5, 0.75], 0.05); // ?power.prop.test
/// assert!((power - 0.7401659).abs() < 5e-8);
/// ```
pub fn power_two_rates(n: f64, rates: [f64; 2], alpha: f64) -> f64 {
    power_of_two(rates, [n, n], Goal { alpha, ..Goal::default() })
}

/// Chance that two groups of `bases` with the rates given are found to differ at the goal's two-sided alpha and degrees of
/// freedom.
///
/// ```
/// use paradox::stats::power::{Goal, power_of_two};
/// let with = |df: f64| power_of_two([0.74, 0.81], [500.0, 500.0], Goal { df, ..Goal::default() });
/// // Twelve degrees of freedom find less than many do.
/// assert!(with(12.0) < with(f64::INFINITY));
/// // `power-500-0.74-0.81` of tests/oracle/goldens.json, which make-goldens.R writes with R's power.prop.test
/// assert!((with(f64::INFINITY) - 0.75583359182364274).abs() < 1e-12);
/// ```
pub fn power_of_two([p1, p2]: [f64; 2], [n1, n2]: [f64; 2], goal: Goal) -> f64 {
    let pooled = (p1 * n1 + p2 * n2) / (n1 + n2);
    let under_none = pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2);
    let under_both = p1 * (1.0 - p1) / n1 + p2 * (1.0 - p2) / n2;
    let (apart, limit) = ((p1 - p2).abs(), t_quantile(1.0 - goal.alpha / 2.0, goal.df));
    if under_both == 0.0 {
        return f64::from(u8::from(apart > limit * under_none.sqrt()));
    }
    chance_beyond(apart / under_both.sqrt(), limit * (under_none / under_both).sqrt(), goal.df)
}

/// Respondents in all of whom two groups with these shares tell their rates apart; `None` where the rates do not differ.
pub fn base_of_two(rates: [f64; 2], shares: [f64; 2], goal: Goal) -> Option<f64> {
    if rates[0] == rates[1] || shares.iter().any(|&share| share <= 0.0) {
        return None;
    }
    // The groups may change places: the plan holds whichever has the higher rate.
    let power = |n: f64| {
        let of = |[a, b]: [f64; 2]| power_of_two(rates, [n * a, n * b], goal);
        of(shares).min(of([shares[1], shares[0]]))
    };
    bracketed(|ln_n: f64| power(ln_n.exp()) - goal.power, 0.0, LARGEST_BASE.ln(), TOLERANCE).ok().map(f64::exp)
}

/// The rate nearest to `rate`, towards 1 or towards 0, that two groups of these bases tell from it, whichever of them has
/// which; `None` if not even the end itself.
pub fn told_from(rate: f64, towards: f64, bases: [f64; 2], goal: Goal) -> Option<f64> {
    let short = |other: f64| {
        let of = |bases: [f64; 2]| power_of_two([rate, other], bases, goal);
        of(bases).min(of([bases[1], bases[0]])) - goal.power
    };
    if short(towards) < 0.0 {
        return None;
    }
    bracketed(short, rate.min(towards), rate.max(towards), TOLERANCE).ok()
}

/// Half the width of Wald's interval: q √(σ²/n), σ² the variance of an answer times the design effect, q the
/// [quantile](two_sided); √(1 - n/N) times that where n are drawn from a population of N without replacement.
///
/// ```
/// use paradox::stats::power::{margin_of_error, two_sided};
/// let margin = margin_of_error(0.25, 1068.0, two_sided(0.95, f64::INFINITY), None);
/// assert!((margin - 0.03).abs() < 2e-5);
/// ```
pub fn margin_of_error(variance: f64, n: f64, quantile: f64, population: Option<f64>) -> f64 {
    let left = population.map_or(1.0, |people| (1.0 - n / people).max(0.0));
    quantile * (variance / n * left).sqrt()
}

/// How many standard errors an interval reaches to each side: Student's quantile, the normal one for infinite df.
pub fn two_sided(confidence: f64, df: f64) -> f64 {
    if df.is_finite() { t_quantile(0.5 + confidence / 2.0, df) } else { two_sided_quantile(confidence) }
}

/// Respondents for a margin of error: n0 = q² σ² / E² (Cochran 1977), n0 / (1 + n0 / N) of a population of N.
///
/// ```
/// use paradox::stats::power::{base_for_margin_of_error, two_sided};
/// let q = two_sided(0.95, f64::INFINITY);
/// assert_eq!(base_for_margin_of_error(0.25, 0.03, q, None).ceil(), 1068.0);
/// assert_eq!(base_for_margin_of_error(0.25, 0.05, q, Some(500.0)).ceil(), 218.0);
/// ```
pub fn base_for_margin_of_error(variance: f64, margin: f64, quantile: f64, population: Option<f64>) -> f64 {
    let unlimited = quantile * quantile * variance / (margin * margin);
    population.map_or(unlimited, |people| unlimited / (1.0 + unlimited / people))
}

/// Pairs of levels by the variance of their difference, how many have each, so that equal ones are looked at once.
fn by_variance(pairs: impl Iterator<Item = f64>) -> Vec<(f64, f64)> {
    let mut all: Vec<f64> = pairs.collect();
    all.sort_by(f64::total_cmp);
    let mut found: Vec<(f64, f64)> = Vec::new();
    for variance in all {
        match found.last_mut() {
            Some((same, count)) if *same == variance => *count += 1.0,
            _ => found.push((variance, 1.0)),
        }
    }
    found
}

/// Chance that two equal levels are not shown to be within a margin of so many standard errors: either side may fail.
fn chance_missed(margin: f64, limit: f64, df: f64) -> f64 {
    2.0 * noncentral_t_cdf(limit, df, margin)
}

/// The smallest margin within which levels of these (effective) bases, all the same, are shown to be with the wanted
/// power: what [`base_for_equivalence`] solves for the base, solved for the margin.
pub fn margin_shown(bases: &[f64], variance: f64, goal: Goal) -> Option<f64> {
    if bases.len() < 2 || bases.iter().any(|&n| n <= 0.0) || variance <= 0.0 {
        return None;
    }
    let limit = t_quantile(1.0 - goal.alpha, goal.df);
    let pairs = (0..bases.len()).flat_map(|a| (a + 1..bases.len()).map(move |b| (a, b)));
    let pairs = by_variance(pairs.map(|(a, b)| variance * (1.0 / bases[a] + 1.0 / bases[b])));
    let largest = pairs.last().map_or(0.0, |(variance, _)| variance.sqrt());
    let missed = |margin: f64| -> f64 {
        pairs.iter().map(|(variance, count)| count * chance_missed(margin / variance.sqrt(), limit, goal.df)).sum()
    };
    let short = |margin: f64| 1.0 - goal.power - missed(margin);
    // With few degrees of freedom the distribution has long tails.
    let mut beyond = largest * (limit + 40.0);
    while short(beyond) < 0.0 && beyond.is_finite() {
        beyond *= 2.0;
    }
    bracketed(short, 0.0, beyond, TOLERANCE).ok()
}

/// Respondents per group to find the difference between two rates; `None` where they do not differ.
pub fn base_per_group([p1, p2]: [f64; 2], goal: Goal) -> Option<f64> {
    if p1 == p2 {
        return None;
    }
    // R looks from 2 respondents on.
    let short = |ln_n: f64| power_of_two([p1, p2], [ln_n.exp(); 2], goal) - goal.power;
    bracketed(short, f64::ln(2.0), LARGEST_BASE.ln(), TOLERANCE).ok().map(f64::exp)
}

/// The smallest rate above `p1` that two groups of `n` each tell from it; `None` if not even a rate of 1.
pub fn smallest_higher_rate(n: f64, p1: f64, goal: Goal) -> Option<f64> {
    let short = |p2: f64| power_of_two([p1, p2], [n, n], goal) - goal.power;
    if short(1.0) < 0.0 {
        return None;
    }
    bracketed(short, p1, 1.0, TOLERANCE).ok()
}

/// Chance that the chi-square test with `df` degrees of freedom finds an association of Cohen's `w` among `n`.
pub fn power_of_levels(w: f64, n: f64, df: f64, alpha: f64) -> f64 {
    noncentral_chi_square_sf(chi_square_quantile_upper(alpha, df), df, n * w * w)
}

/// Noncentrality at which the chi-square test with `df` degrees of freedom reaches the wanted power: 7.85, 11.9, 15.65
/// for 2, 5, 10 levels.
///
/// ```
/// use paradox::stats::power::{Goal, noncentrality};
/// assert!((noncentrality(1.0, Goal::default()) - 7.849).abs() < 5e-4);
/// ```
pub fn noncentrality(df: f64, goal: Goal) -> f64 {
    noncentral_chi_square_ncp(chi_square_quantile_upper(goal.alpha, df), df, 1.0 - goal.power)
}

/// How many standard errors a difference must be for Student's test to find it with the wanted power, on either side.
///
/// ```
/// use paradox::stats::power::{Goal, noncentrality_of_t};
/// let of = |df: f64| noncentrality_of_t(Goal { df, ..Goal::default() }).expect("within reach");
/// assert!((of(f64::INFINITY).powi(2) - 7.849).abs() < 5e-4 && of(5.0) > of(50.0));
/// ```
pub fn noncentrality_of_t(goal: Goal) -> Option<f64> {
    let limit = t_quantile(1.0 - goal.alpha / 2.0, goal.df);
    let found = |ncp: f64| noncentral_t_sf(limit, goal.df, ncp) + noncentral_t_cdf(-limit, goal.df, ncp);
    bracketed(|ncp| found(ncp) - goal.power, 0.0, 1e3 * (limit + 1.0), TOLERANCE).ok()
}

/// The difference between two levels (all others in the middle) that the omnibus test of all would find: √(λ σ² / h),
/// h the smallest n_a n_b / (n_a + n_b). `bases` are the (effective) bases of the levels, `variance` that of an answer:
/// p(1-p) for a rate. Few degrees of freedom count for two levels; the test of more is taken for one of many.
/// `None` with fewer than two levels, an empty one, or a constant outcome; the result may exceed what rates can differ by.
///
/// ```
/// use paradox::stats::power::{Goal, detectable_difference};
/// let difference = detectable_difference(&[500.0, 500.0], 0.74 * 0.26, Goal::default());
/// assert!(difference.is_some_and(|difference| (difference - 0.0777).abs() < 5e-5));
/// ```
pub fn detectable_difference(bases: &[f64], variance: f64, goal: Goal) -> Option<f64> {
    let mut smallest = bases.to_vec();
    smallest.sort_by(f64::total_cmp);
    let &[a, b] = smallest.first_chunk::<2>()?;
    if a <= 0.0 || variance <= 0.0 {
        return None;
    }
    let noncentrality = match bases.len() {
        2 if goal.df.is_finite() => noncentrality_of_t(goal)?.powi(2),
        levels => noncentrality((levels - 1) as f64, goal),
    };
    Some((noncentrality * variance * (a + b) / (a * b)).sqrt())
}

/// What showing equivalence starts from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EquivalencePlan {
    /// Variance of an answer within a level: p(1-p) for a rate that all levels are taken to have.
    pub variance: f64,
    /// Largest difference that counts as the same, above 0.
    pub margin: f64,
    /// Design effect, 1 without a design.
    pub deff: f64,
    /// Chance of a false "consistent" (one-sided), and the wanted chance of a true one.
    pub goal: Goal,
}

/// Respondents in all that show equivalence of levels with the given shares of the sample: the smallest N with
/// Σ over pairs 2Φ(-(δ - z se)/se) <= 1 - power, se² = deff p(1-p)(1/s_a + 1/s_b)/N, z the one-sided quantile.
/// `None` with fewer than two levels, an empty one, a constant outcome or no margin.
///
/// ```
/// use paradox::stats::power::{EquivalencePlan, Goal, base_for_equivalence};
/// let plan = EquivalencePlan { variance: 0.74 * 0.26, margin: 0.05, deff: 1.0, goal: Goal::default() };
/// assert_eq!(base_for_equivalence(&[0.5, 0.5], plan), Some(2637));
/// ```
pub fn base_for_equivalence(shares: &[f64], plan: EquivalencePlan) -> Option<u64> {
    let EquivalencePlan { margin, goal, .. } = plan;
    let variance = plan.deff * plan.variance;
    let is_possible = shares.len() > 1 && shares.iter().all(|&share| share > 0.0) && variance > 0.0 && margin > 0.0;
    if !is_possible {
        return None;
    }
    let total: f64 = shares.iter().sum();
    let limit = t_quantile(1.0 - goal.alpha, goal.df);
    let pairs = (0..shares.len()).flat_map(|a| (a + 1..shares.len()).map(move |b| (a, b)));
    let pairs = by_variance(pairs.map(|(a, b)| variance * (total / shares[a] + total / shares[b])));
    let is_enough = |n: u64| {
        let missed =
            |(pair, count): &(f64, f64)| count * chance_missed(margin / (pair / n as f64).sqrt(), limit, goal.df);
        pairs.iter().map(missed).sum::<f64>() <= 1.0 - goal.power
    };
    let (mut too_few, mut enough) = (0, LARGEST_BASE as u64);
    if !is_enough(enough) {
        return None;
    }
    while enough - too_few > 1 {
        let middle = too_few + (enough - too_few) / 2;
        if is_enough(middle) {
            enough = middle;
        } else {
            too_few = middle;
        }
    }
    Some(enough)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: EquivalencePlan = EquivalencePlan {
        variance: 0.74 * 0.26,
        margin: 0.05,
        deff: 1.0,
        goal: Goal { alpha: 0.05, power: 0.8, df: f64::INFINITY },
    };

    #[test]
    fn bases_for_equivalence_are_those_of_the_methods() {
        for (shares, base) in
            [(vec![1.0; 2], 2637), (vec![1.0; 5], 12_137), (vec![1.0; 10], 31_026), (vec![68.0, 32.0], 3029)]
        {
            assert_eq!(base_for_equivalence(&shares, PLAN), Some(base), "{shares:?}");
        }
    }

    #[test]
    fn noncentralities_for_80_percent_are_those_of_the_methods() {
        for (df, lambda, digits) in [(1.0, 7.85, 5e-3), (4.0, 11.9, 5e-2), (9.0, 15.65, 5e-3)] {
            assert!((noncentrality(df, Goal::default()) - lambda).abs() < digits, "{df}");
        }
    }

    #[test]
    fn a_solved_base_or_rate_has_the_power_that_was_asked_for() {
        let goal = Goal { alpha: 0.01, power: 0.9, ..Goal::default() };
        let n = base_per_group([0.74, 0.81], goal).expect("rates differ");
        assert!((power_two_rates(n, [0.74, 0.81], goal.alpha) - goal.power).abs() < 1e-12);
        let higher = smallest_higher_rate(n, 0.74, goal).expect("within reach");
        assert!((higher - 0.81).abs() < 1e-12);
        assert_eq!(base_per_group([0.5, 0.5], goal), None);
    }

    #[test]
    fn design_effect_multiplies_the_base_and_a_wider_margin_shrinks_it() {
        let with = |plan| base_for_equivalence(&[0.3, 0.7], plan).expect("possible") as f64;
        assert!((with(EquivalencePlan { deff: 2.0, ..PLAN }) / with(PLAN) - 2.0).abs() < 1e-3);
        assert!((with(PLAN) / with(EquivalencePlan { margin: 0.1, ..PLAN }) - 4.0).abs() < 2e-3);
    }

    #[test]
    fn nothing_is_detectable_without_two_levels_or_a_varying_outcome() {
        let goal = Goal::default();
        assert_eq!(detectable_difference(&[100.0], 0.25, goal), None);
        assert_eq!(detectable_difference(&[100.0, 0.0], 0.25, goal), None);
        assert_eq!(detectable_difference(&[100.0, 90.0], 0.0, goal), None);
        assert_eq!(base_for_equivalence(&[1.0], PLAN), None);
        assert_eq!(base_for_equivalence(&[1.0, 1.0], EquivalencePlan { variance: 0.0, ..PLAN }), None);
    }

    /// Two levels: the difference that the chi-square with 1 df finds, put back into that test, has the power.
    #[test]
    fn a_detectable_difference_has_the_power_that_was_asked_for() {
        let goal = Goal::default();
        let difference = detectable_difference(&[400.0, 900.0], 0.21, goal).expect("two levels");
        // w² = Σ share (p - p̄)² / p̄(1-p̄)
        let w = difference * (400.0 * 900.0 / (1300.0_f64 * 1300.0) / 0.21).sqrt();
        assert!((power_of_levels(w, 1300.0, 1.0, goal.alpha) - goal.power).abs() < 1e-10);
    }
}
