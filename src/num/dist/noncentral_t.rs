//! The noncentral t distribution: how large does t become when there *is* a difference?
//!
//! ```text
//! T = (Z + δ) / S,  S² = χ²(df) / df        P(T > t) = ∫ f(u) Φ̄(t e^u - δ) du,   u = ln S
//! ```
//!
//! Every term of the integral is positive, so that neither tail loses digits, however the signs of t and δ stand. (The
//! series of incomplete beta functions, AS 243, alternates where they differ, and R's `pt(t, df, ncp)` is right to about
//! 1e-11 absolutely, the upper tail as 1 less the lower.) The integrand has one maximum; panels of Gauss and Legendre go
//! out from it, wider where it is flat, until nothing is left. The smaller tail is the one computed.
//!
//! Against mpmath over `tests/oracle/num_grid.csv` and R over `tests/oracle/noncentral_t.csv`.
//! Used for the power of a test with few degrees of freedom.

use std::f64::consts::LN_2;

use super::gamma::ln_poisson;
use super::incomplete::Tails;
use super::normal::{normal_hazard, normal_ln_sf};
use super::t::t_ln_sf;
use crate::num::quadrature::panel;

/// A panel this much smaller than the largest adds nothing.
const NEGLIGIBLE: f64 = 1e-18;

/// The maximum lies between these values of u: S between 1e-130 and 1e130.
const LN_S: (f64, f64) = (-300.0, 300.0);

/// The maximum is sought to this share of the width of the integrand: the panels on both sides need no better.
const NEAR: f64 = 0.1;

/// Halvings in search of it.
const HALVINGS: u32 = 200;

/// Panels on one side at most; some ten to forty are usual.
const PANELS: u32 = 200;

/// How much wider the next panel is where the integrand becomes smoother.
const GROWTH: f64 = 1.5;

/// P(T <= t) with noncentrality δ; R's `pt(t, df, ncp)`.
///
/// ```
/// // No degree of freedom lost: a shifted normal distribution.
/// let (cdf, normal) = (paradox::num::dist::noncentral_t_cdf(2.5, f64::INFINITY, 1.0), 0.9331927987311419);
/// assert!((cdf - normal).abs() < 1e-15);
/// ```
pub fn noncentral_t_cdf(t: f64, df: f64, ncp: f64) -> f64 {
    tails(t, df, ncp).ln_lower.exp()
}

/// P(T > t) with noncentrality δ; R's `pt(t, df, ncp, lower.tail = FALSE)`.
///
/// ```
/// use paradox::num::dist::{noncentral_t_sf, t_quantile};
/// // ?power.t.test: n = 20, delta = 1, sd = 1.
/// let (df, ncp) = (38.0, 10.0_f64.sqrt());
/// assert!((noncentral_t_sf(t_quantile(0.975, df), df, ncp) - 0.8689528).abs() < 5e-8);
/// ```
pub fn noncentral_t_sf(t: f64, df: f64, ncp: f64) -> f64 {
    tails(t, df, ncp).ln_upper.exp()
}

/// ln P(T > t) with noncentrality δ, which goes on where the tail itself underflows.
pub fn noncentral_t_ln_sf(t: f64, df: f64, ncp: f64) -> f64 {
    tails(t, df, ncp).ln_upper
}

fn tails(t: f64, df: f64, ncp: f64) -> Tails {
    if t.is_nan() || df.is_nan() || ncp.is_nan() {
        return Tails::UNKNOWN;
    }
    if ncp == 0.0 {
        return Tails { ln_lower: t_ln_sf(-t, df), ln_upper: t_ln_sf(t, df) };
    }
    if df == f64::INFINITY || t == 0.0 {
        return Tails { ln_lower: normal_ln_sf(ncp - t), ln_upper: normal_ln_sf(t - ncp) };
    }
    if t.is_infinite() {
        return if t > 0.0 { Tails::ALL_BELOW } else { Tails::ALL_ABOVE };
    }
    // The median is near δ.
    if t > ncp { Tails::from_ln_upper(ln_upper(t, df, ncp)) } else { Tails::from_ln_lower(ln_upper(-t, df, -ncp)) }
}

/// ln P(T > t).
fn ln_upper(t: f64, df: f64, ncp: f64) -> f64 {
    let shape = 0.5 * df;
    let ln_tail = |u: f64| normal_ln_sf(t * u.exp() - ncp);
    // ln of density of u, less its value at u = 0.
    let ln_density = |u: f64| shape * (2.0 * u - (2.0 * u).exp_m1());
    let ln_front = LN_2 + ln_poisson(shape, shape) + shape.ln();
    let function = |u: f64| ln_density(u) + ln_tail(u);
    let slope = |u: f64| {
        let (s, z) = (u.exp(), t * u.exp() - ncp);
        -df * (2.0 * u).exp_m1() - normal_hazard(z) * t * s
    };
    // How fast either factor can change.
    let width_at = |u: f64| 1.0 / (1.0 + (2.0 * df + t * t) * (2.0 * u).exp()).sqrt();
    let (mut low, mut high) = LN_S;
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if slope(middle) > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
        if high - low < NEAR * width_at(high) {
            break;
        }
    }
    let top = 0.5 * (low + high);
    let (most, width) = (function(top), width_at(top));
    let scaled = |u: f64| (function(u) - most).exp();
    let side = |sign: f64, wider: &dyn Fn(f64, f64) -> f64| {
        let (mut sum, mut from, mut step) = (0.0, 0.0, width);
        for _ in 0..PANELS {
            let (a, b) = (top + sign * from, top + sign * (from + step));
            let part = panel(a.min(b), a.max(b), &scaled);
            sum += part;
            if part <= NEGLIGIBLE * sum {
                break;
            }
            from += step;
            step = wider(step, top + sign * from);
        }
        sum
    };
    // To the left both factors become smoother. To the right the density does not, and the tail only where it rises to 1.
    let left = |step: f64, _: f64| GROWTH * step;
    let right = |step: f64, u: f64| match t > 0.0 {
        true => step,
        false => (GROWTH * step).min(1.0 / (1.0 + 2.0 * df * (2.0 * u).exp()).sqrt()),
    };
    ln_front + most + (side(-1.0, &left) + side(1.0, &right)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::dist::{normal_sf, t_sf};

    #[test]
    fn the_other_sign_of_both_swaps_the_tails() {
        for (t, df, ncp) in [(2.0, 3.0, 1.0), (-1.5, 12.0, 4.0), (40.0, 0.7, -2.0), (1e4, 1e6, 9.9e3)] {
            let (there, back) = (noncentral_t_sf(t, df, ncp), noncentral_t_cdf(-t, df, -ncp));
            assert_eq!(there, back, "{t} {df} {ncp}");
            assert!((there + noncentral_t_cdf(t, df, ncp) - 1.0).abs() < 1e-12, "{t} {df} {ncp}");
        }
    }

    #[test]
    fn a_little_noncentrality_is_nearly_none_and_many_df_are_nearly_normal() {
        for t in [-3.0, -0.2, 0.7, 5.0] {
            for df in [0.5, 1.0, 4.0, 60.0, 1e5] {
                let (shifted, central) = (noncentral_t_sf(t, df, 1e-12), t_sf(t, df));
                assert!((shifted / central - 1.0).abs() < 1e-10, "{t} {df}: {shifted} {central}");
            }
            let (many, normal) = (noncentral_t_sf(t, 1e12, 1.5), normal_sf(t - 1.5));
            assert!((many / normal - 1.0).abs() < 1e-10, "{t}: {many} {normal}");
        }
    }

    /// What is left of a distribution that lies far away: 0, and not NaN.
    #[test]
    fn a_huge_noncentrality_leaves_all_on_one_side() {
        for df in [0.5, 1.0, 8.0, 1e4, 1e7] {
            for ncp in [1e3, 1e6, 3.6e6] {
                assert_eq!(noncentral_t_sf(2.3, df, ncp), 1.0, "{df} {ncp}");
                assert!(noncentral_t_cdf(2.3, df, ncp) < 1e-3 / df, "{df} {ncp}");
            }
        }
    }

    /// E T = δ √(df/2) Γ((df-1)/2) / Γ(df/2), from the tails alone.
    #[test]
    fn the_tails_have_the_mean_of_the_distribution() {
        let (df, ncp) = (9.0, 2.0);
        let steps = (0..4000).map(|i| f64::from(i) * 0.01);
        let mean: f64 = steps
            .map(|at| 0.01 * (noncentral_t_sf(at + 0.005, df, ncp) - noncentral_t_cdf(-at - 0.005, df, ncp)))
            .sum();
        let ln_ratio = crate::num::dist::ln_gamma(4.0) - crate::num::dist::ln_gamma(4.5);
        assert!((mean - ncp * (4.5_f64).sqrt() * ln_ratio.exp()).abs() < 1e-5, "{mean}");
    }
}
