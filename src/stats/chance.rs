//! How far apart would equal levels look?
//!
//! Ten levels of one and the same rate never show ten equal shares. The spread, largest observed rate less smallest, is
//! the range of independent normal errors with standard errors σ_i = √(p(1-p)/n_i):
//!
//! ```text
//! E spread        = 2 ∫_0^∞ 1 - Π Φ(x/σ_i) - Π Φ(-x/σ_i) dx
//! P(spread <= r)  = ∫ Σ_i φ(x/σ_i)/σ_i Π_{j≠i} (Φ((x+r)/σ_j) - Φ(x/σ_j)) dx
//! ```
//!
//! The limit is found by Newton's method on ln P(spread > r); the slope of P(spread <= r) is the density of the spread,
//!
//! ```text
//! ∫ Σ_i φ(x/σ_i)/σ_i Σ_{j≠i} φ((x+r)/σ_j)/σ_j Π_{l≠i,j} (Φ((x+r)/σ_l) - Φ(x/σ_l)) dx
//! ```
//!
//! Errors of the other sign spread as far: what has the smallest at x has the largest at -x. So either integral is twice
//! that from -r/2 on, where it takes half of those with the smallest error at x and half of those with the largest at x + r.
//!
//! With equal bases this is Tukey's studentized range with infinite df times σ, `qtukey(0.95, k, Inf)`; with unequal ones
//! it is integrated here, panel by panel with Gauss's rule, the same on every machine. Ten levels of 157 at a rate of .74
//! spread over 10.8 points on average, and over 15.7 in one of twenty samples.
//!
//! [`rms_spread_upper`] turns it around: how far apart may the true rates be?

use super::Count;
use crate::num::dist::{noncentral_chi_square_ncp, normal_cdf, normal_density, normal_quantile, normal_sf};
use crate::num::quadrature::{nodes, panel};
use crate::num::root::newton;

/// Normal errors beyond this many standard errors are left out: a share of 1e-19.
const REACH: f64 = 9.0;

/// Spread between levels that chance alone gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// On average.
    pub expected: f64,
    /// At most, with probability 1 - alpha.
    pub limit: f64,
}

/// Spread of the observed rates (or means) of levels with these (effective) bases that all have the same true one; the
/// limit is exceeded with probability `alpha`. `variance` is that of an answer: p(1-p) for a rate. `None` with fewer than
/// two levels, an empty one, no variance, or `alpha` outside of 0 to 1.
///
/// ```
/// use paradox::stats::chance::spread;
/// let ten = spread(&[157.0; 10], 0.74 * 0.26, 0.05).ok_or("ten levels spread")?;
/// assert!((ten.expected - 0.108).abs() < 5e-4 && (ten.limit - 0.157).abs() < 5e-4);
/// # Ok::<(), &str>(())
/// ```
pub fn spread(bases: &[f64], variance: f64, alpha: f64) -> Option<Spread> {
    let has_limit = alpha > 0.0 && alpha < 1.0;
    if bases.len() < 2 || bases.iter().any(|&n| n <= 0.0) || variance <= 0.0 || !has_limit {
        return None;
    }
    let mut sds: Vec<f64> = bases.iter().map(|n| (variance / n).sqrt()).collect();
    sds.sort_by(f64::total_cmp);
    let largest = sds[sds.len() - 1];
    // In the largest standard error.
    sds.iter_mut().for_each(|sd| *sd /= largest);
    Some(Spread { expected: expected_range(&sds) * largest, limit: limit(&sds, alpha) * largest })
}

/// Upper 1 - α limit of the root mean square distance of the levels' true rates from their mean, weighted by their
/// bases: √(λ p(1-p) / n), with λ the noncentrality at which the observed X2 has the share α below it. `None` without
/// two levels or with a constant outcome.
///
/// X2 has the noncentrality Σ n_i (π_i - π)² / π(1-π), which is n / π(1-π) times the mean square.
pub fn rms_spread_upper(counts: &[Count], alpha: f64) -> Option<f64> {
    let table = super::table::Table::of_counts(counts).ok()?;
    let (n, yes) = (table.total() as f64, table.column_totals()[0] as f64);
    let x2 = super::independence::pearson(&table).statistic?;
    let variance = yes / n * ((n - yes) / n);
    Some((noncentral_chi_square_ncp(x2, table.df(), alpha) * variance / n).sqrt())
}

/// Edges of panels over low..high, denser towards 0, down to the smallest standard error.
fn panels(low: f64, high: f64, sds: &[f64]) -> Vec<f64> {
    let mut edges = vec![low, 0.0, high];
    let mut step = sds[0];
    while step < high {
        edges.extend([-step, step]);
        step *= 2.0;
    }
    edges.retain(|&edge| edge >= low);
    edges.sort_by(f64::total_cmp);
    edges.dedup();
    edges
}

/// Expected range of independent normal errors; `sds` rise.
fn expected_range(sds: &[f64]) -> f64 {
    let beyond = |x: f64| {
        let (mut ln_all_below, mut all_above) = (0.0, 1.0);
        for sd in sds {
            let above = normal_sf(x / sd);
            ln_all_below += (-above).ln_1p();
            all_above *= above;
        }
        -f64::exp_m1(ln_all_below) - all_above
    };
    let edges = panels(0.0, REACH * sds[sds.len() - 1], sds);
    2.0 * edges.windows(2).map(|edges| panel(edges[0], edges[1], &beyond)).sum::<f64>()
}

/// The range that is exceeded with probability `alpha`; `sds` rise.
fn limit(sds: &[f64], alpha: f64) -> f64 {
    let (low, high) = bounds(sds, alpha);
    if sds.len() == 2 {
        return low;
    }
    let ln_alpha = alpha.ln();
    let function = |r: f64| {
        let Within { share, density } = within(r, sds);
        let beyond = 1.0 - share;
        (ln_alpha - beyond.ln(), density / beyond)
    };
    newton(function, low, high, high)
}

/// Where the range exceeded with probability `alpha` lies: no nearer than the difference of the two levels that vary
/// most, since the range is no less; no farther than where each pair has its share of `alpha` (Bonferroni). Of two levels
/// both are the answer.
fn bounds(sds: &[f64], alpha: f64) -> (f64, f64) {
    let levels = sds.len();
    let widest = sds[levels - 1].hypot(sds[levels - 2]);
    let reach = |pairs: f64| widest * -normal_quantile(alpha / (2.0 * pairs));
    let pairs = (levels * (levels - 1)) as f64 / 2.0;
    if levels == 2 {
        return (reach(1.0), reach(1.0));
    }
    // Where all others hardly vary a bound is the answer to the last digit.
    (reach(1.0) * (1.0 - 1e-6), reach(pairs) * (1.0 + 1e-6))
}

/// Where a range of independent normal errors lies.
struct Within {
    /// P(range <= r).
    share: f64,
    /// Its slope in r.
    density: f64,
}

/// How likely a range of at most r is; `sds` rise.
fn within(r: f64, sds: &[f64]) -> Within {
    let reach = REACH * sds[sds.len() - 1];
    let edges = panels(-0.5 * r, reach, sds);
    let mut found = Within { share: 0.0, density: 0.0 };
    for edges in edges.windows(2) {
        for (x, weight) in nodes(edges[0], edges[1]) {
            // Products over the levels with none, one or two of their factors replaced by a density: at the lower end, at
            // the upper end, at both by two of them.
            let (mut none, mut lower, mut upper, mut both) = (1.0, 0.0, 0.0, 0.0);
            for sd in sds {
                let (low, high) = (x / sd, (x + r) / sd);
                let share =
                    if low > 0.0 { normal_sf(low) - normal_sf(high) } else { normal_cdf(high) - normal_cdf(low) };
                let (at_low, at_high) = (normal_density(low) / sd, normal_density(high) / sd);
                both = both * share + lower * at_high + upper * at_low;
                lower = lower * share + none * at_low;
                upper = upper * share + none * at_high;
                none *= share;
            }
            found.share += weight * (lower + upper);
            found.density += 2.0 * weight * both;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::dist::{normal_range_mean, studentized_range_quantile};

    #[test]
    fn equal_bases_give_the_studentized_range() {
        for k in [2_u32, 3, 5, 10, 40] {
            let spread = spread(&vec![157.0; k as usize], 0.74 * 0.26, 0.05).expect("levels");
            let se = (0.74_f64 * 0.26 / 157.0).sqrt();
            assert!((spread.expected / (normal_range_mean(k) * se) - 1.0).abs() < 1e-9, "{k}");
            assert!((spread.limit / (studentized_range_quantile(0.95, k) * se) - 1.0).abs() < 1e-8, "{k}");
        }
    }

    /// Two levels: the spread is the absolute value of one normal error, however unequal the bases.
    #[test]
    fn two_levels_of_any_bases_have_a_closed_form() {
        for bases in [[10.0, 10.0], [30.0, 3000.0], [12.0, 1e7]] {
            let se = (0.21_f64 * (1.0 / bases[0] + 1.0 / bases[1])).sqrt();
            let spread = spread(&bases, 0.21, 0.05).expect("levels");
            assert!((spread.expected / (se * (2.0 / std::f64::consts::PI).sqrt()) - 1.0).abs() < 1e-9, "{bases:?}");
            assert!((spread.limit / (se * normal_quantile(0.975)) - 1.0).abs() < 1e-8, "{bases:?}");
        }
    }

    /// However the bases differ, the limit is found, and has the share beyond it that was asked for.
    #[test]
    fn the_limit_is_exceeded_with_the_probability_that_was_asked_for() {
        let many: Vec<f64> = (1..=60).map(|i| 10.0 * f64::from(i)).collect();
        for bases in [&[157.0; 10] as &[f64], &[12.0, 1e7, 1e7, 1e7], &[1e9, 12.0, 13.0], &many] {
            for alpha in [1e-6, 0.05, 0.5, 0.999] {
                let limit = spread(bases, 0.21, alpha).expect("levels").limit;
                let mut sds: Vec<f64> = bases.iter().map(|n| (0.21 / n).sqrt()).collect();
                sds.sort_by(f64::total_cmp);
                let off = 1.0 - within(limit, &sds).share - alpha;
                assert!(off.abs() < 1e-9, "{bases:?} {alpha}: {off}");
            }
        }
    }

    /// Newton's steps rest on it, and so does how fast the limit is found.
    #[test]
    fn the_density_is_the_slope_of_the_share() {
        for sds in [&[1.0, 1.0, 1.0] as &[f64], &[0.01, 0.2, 0.5, 1.0], &[0.3; 12]] {
            for r in [0.2, 1.0, 2.5] {
                let slope = (within(r + 1e-5, sds).share - within(r - 1e-5, sds).share) / 2e-5;
                let density = within(r, sds).density;
                assert!((slope - density).abs() < 1e-8, "{sds:?} {r}: {slope} {density}");
            }
        }
    }

    #[test]
    fn order_does_not_matter_and_a_further_level_spreads_more() {
        let of = |bases: &[f64]| spread(bases, 0.5, 0.05).expect("levels");
        assert_eq!(of(&[40.0, 200.0, 900.0]), of(&[900.0, 40.0, 200.0]));
        assert!(of(&[40.0, 200.0, 900.0]).expected > of(&[40.0, 200.0]).expected);
        assert!(of(&[40.0, 200.0, 900.0]).limit > of(&[40.0, 200.0]).limit);
    }

    #[test]
    fn without_levels_or_variance_there_is_no_spread() {
        assert_eq!(spread(&[50.0], 0.25, 0.05), None);
        assert_eq!(spread(&[50.0, 0.0], 0.25, 0.05), None);
        assert_eq!(spread(&[50.0, 60.0], 0.0, 0.05), None);
        assert_eq!(spread(&[50.0, 60.0], 0.25, 0.0), None);
        assert_eq!(rms_spread_upper(&[Count { yes: 0, n: 9 }, Count { yes: 0, n: 7 }], 0.05), None);
    }

    #[test]
    fn the_rms_limit_lies_above_the_observed_one_and_falls_with_the_base() {
        let of = |times: u64| {
            let counts = [(30, 100), (40, 100), (35, 100)].map(|(yes, n)| Count { yes: times * yes, n: times * n });
            rms_spread_upper(&counts, 0.05).expect("levels")
        };
        let observed = (2.0_f64 / 3.0).sqrt() * 0.05;
        assert!(of(1) > of(10) && of(10) > of(1000) && of(1000) > observed && of(1000) < 1.2 * observed);
    }
}
