//! The noncentral chi-square distribution: how large does X² become when there *is* a difference?
//!
//! ```text
//! P(X² <= x; df, λ) = Σ_j Poisson(j; λ/2) · P(df/2 + j, x/2)
//! ```
//!
//! Terms rise to one maximum and fall, so only those within e^-50 of it are summed, outwards in the direction in which
//! the recursion of the incomplete gamma function adds and never subtracts: downwards for the lower tail, upwards for
//! the upper. The smaller tail is the one computed. R's `pchisq(x, df, ncp)` is right to about 1e-12 absolutely, not
//! relatively; the oracle is mpmath.
//!
//! The number of terms grows with √λ: 1e6 takes milliseconds. Beyond 1e10 the root of X² is a normal number as good as any,
//! √(λ + df - 1) its mean and 1 its variance.
//!
//! Used for the interval of Cramér's V and for power.

use super::gamma::ln_poisson;
use super::incomplete::{Tails, gamma_tails};
use super::normal::{normal_ln_density, normal_ln_sf, normal_quantile};
use crate::num::root;

/// Terms that are smaller than the largest by more than e to this are left out.
const NEGLIGIBLE: f64 = 50.0;

/// Largest x and λ whose terms are summed.
const LARGEST: f64 = 1e10;

/// Doublings of a step in search of the negligible terms: the terms of λ = 1e10 need 22.
const DOUBLINGS: u32 = 60;

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Lower,
    Upper,
}

struct Noncentral {
    tails: Tails,
    /// ln of -d P(X² <= x) / dλ.
    ln_slope: f64,
}

/// P(X² <= x) with noncentrality λ; R's `pchisq(x, df, ncp)`.
///
/// ```
/// use paradox::num::dist::{chi_square_quantile_upper, noncentral_chi_square_sf};
/// // Power of the test with 1 df at λ = 7.85 is 80 percent.
/// let power = noncentral_chi_square_sf(chi_square_quantile_upper(0.05, 1.0), 1.0, 7.8488);
/// assert!((power - 0.8).abs() < 1e-5);
/// ```
pub fn noncentral_chi_square_cdf(x: f64, df: f64, ncp: f64) -> f64 {
    noncentral(x, df, ncp).tails.ln_lower.exp()
}

/// P(X² > x) with noncentrality λ; R's `pchisq(x, df, ncp, lower.tail = FALSE)`.
pub fn noncentral_chi_square_sf(x: f64, df: f64, ncp: f64) -> f64 {
    noncentral(x, df, ncp).tails.ln_upper.exp()
}

/// The noncentrality at which x has the share p below it; 0 where even no noncentrality leaves less.
///
/// ```
/// use paradox::num::dist::{noncentral_chi_square_cdf, noncentral_chi_square_ncp};
/// let ncp = noncentral_chi_square_ncp(30.0, 3.0, 0.025);
/// assert!((noncentral_chi_square_cdf(30.0, 3.0, ncp) - 0.025).abs() < 1e-14);
/// assert_eq!(noncentral_chi_square_ncp(1.0, 3.0, 0.975), 0.0);
/// ```
pub fn noncentral_chi_square_ncp(x: f64, df: f64, p: f64) -> f64 {
    if x.is_nan() || df.is_nan() || p.is_nan() {
        return f64::NAN;
    }
    if p <= 0.0 {
        return f64::INFINITY;
    }
    let (ln_p, ln_q) = (p.ln(), (-p).ln_1p());
    if gamma_tails(0.5 * df, 0.5 * x).ln_lower <= ln_p || x <= 0.0 {
        return 0.0;
    }
    if x > LARGEST {
        return ((x.sqrt() - normal_quantile(p)).powi(2) - (df - 1.0)).max(0.0);
    }
    // More noncentrality leaves less below x: the function rises in λ. The smaller side is the precise one.
    let function = |ncp: f64| {
        let at = noncentral(x, df, ncp);
        if p < 0.5 {
            (ln_p - at.tails.ln_lower, (at.ln_slope - at.tails.ln_lower).exp())
        } else {
            (at.tails.ln_upper - ln_q, (at.ln_slope - at.tails.ln_upper).exp())
        }
    };
    let mut high = x + 10.0;
    for _ in 0..DOUBLINGS {
        if function(high).0 >= 0.0 {
            break;
        }
        high *= 2.0;
    }
    root::newton(function, 0.0, high, (x - df).max(0.1))
}

fn noncentral(x: f64, df: f64, ncp: f64) -> Noncentral {
    let (shape, half, mean) = (0.5 * df, 0.5 * x, 0.5 * ncp);
    if x.is_nan() || df.is_nan() || ncp.is_nan() {
        return Noncentral { tails: Tails::UNKNOWN, ln_slope: f64::NAN };
    }
    if x == f64::INFINITY {
        return Noncentral { tails: Tails::ALL_BELOW, ln_slope: f64::NEG_INFINITY };
    }
    if x <= 0.0 {
        return Noncentral { tails: Tails::ALL_ABOVE, ln_slope: f64::NEG_INFINITY };
    }
    if ncp <= 0.0 {
        return Noncentral {
            tails: gamma_tails(shape, half),
            ln_slope: ln_poisson(shape, half) - std::f64::consts::LN_2,
        };
    }
    if x.max(ncp) > LARGEST {
        return of_the_root(x, df, ncp);
    }
    let side = if half < shape + mean { Side::Lower } else { Side::Upper };
    let ln_tail = |j: f64| {
        let tails = gamma_tails(shape + j, half);
        if side == Side::Lower { tails.ln_lower } else { tails.ln_upper }
    };
    let ln_term = |j: f64| ln_poisson(j, mean) + ln_tail(j);
    // Largest term: where Poisson(j; mean) · front(shape + j, half) is, j (shape + j) = mean · half.
    let top = ((2.0 * mean * half) / (shape + (shape * shape + 4.0 * mean * half).sqrt())).floor();
    let enough = ln_term(top) - NEGLIGIBLE;
    let last = edge(&ln_term, enough, top, 1.0);
    let first = edge(&ln_term, enough, top, -1.0);
    // Both recursions carry the tail over the front, which stays within range where the tail itself would not.
    let start = if side == Side::Lower { last } else { first };
    let ln_front = ln_poisson(shape + start, half);
    let ln_scale = ln_poisson(start, mean) + ln_front;
    let mut ratio = (ln_tail(start) - ln_front).exp();
    let mut weight = 1.0;
    let (mut sum, mut slope) = (ratio, 1.0);
    let mut j = start;
    while if side == Side::Lower { j > first } else { j < last } {
        if side == Side::Lower {
            weight *= (j / mean) * ((shape + j) / half);
            ratio = ratio * (half / (shape + j)) + 1.0;
            j -= 1.0;
        } else {
            j += 1.0;
            weight *= (mean / j) * (half / (shape + j));
            ratio = (ratio + 1.0) * ((shape + j) / half);
        }
        sum += weight * ratio;
        slope += weight;
    }
    let ln_tail = ln_scale + sum.ln();
    let tails = if side == Side::Lower { Tails::from_ln_lower(ln_tail) } else { Tails::from_ln_upper(ln_tail) };
    Noncentral { tails, ln_slope: ln_scale + slope.ln() - std::f64::consts::LN_2 }
}

/// What is too large for sums: the root of X² as a normal number.
fn of_the_root(x: f64, df: f64, ncp: f64) -> Noncentral {
    let mean = (ncp + df - 1.0).max(0.0).sqrt();
    let z = x.sqrt() - mean;
    let tails = if z < 0.0 { Tails::from_ln_lower(normal_ln_sf(-z)) } else { Tails::from_ln_upper(normal_ln_sf(z)) };
    Noncentral { tails, ln_slope: normal_ln_density(z) - std::f64::consts::LN_2 - mean.ln() }
}

/// The first whole number from `top` in this direction whose term is no more than `enough` (0 at the least).
fn edge(ln_term: &impl Fn(f64) -> f64, enough: f64, top: f64, direction: f64) -> f64 {
    let mut inner = top;
    let mut step = 1.0;
    let mut outer = top;
    for _ in 0..DOUBLINGS {
        outer = (top + direction * step).max(0.0);
        if ln_term(outer) <= enough {
            break;
        }
        if outer == 0.0 {
            return 0.0;
        }
        inner = outer;
        step *= 2.0;
    }
    while (outer - inner).abs() > 1.0 {
        let middle = (0.5 * (inner + outer)).floor();
        if ln_term(middle) <= enough {
            outer = middle;
        } else {
            inner = middle;
        }
    }
    outer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::dist::{chi_square_sf, normal_cdf, normal_sf};

    /// With one degree of freedom X is a normal number shifted by √λ, squared.
    #[test]
    fn one_degree_of_freedom_is_a_shifted_normal_squared() {
        for (x, ncp) in [(0.3_f64, 0.1_f64), (3.84, 7.85), (100.0, 20.0), (1.0, 900.0), (1e4, 9e3), (2500.0, 1e4)] {
            let (z, shift) = (x.sqrt(), ncp.sqrt());
            let upper = normal_sf(z - shift) + normal_cdf(-z - shift);
            let got = noncentral_chi_square_sf(x, 1.0, ncp);
            assert!((got / upper - 1.0).abs() < 1e-11, "{x} {ncp}: {got} {upper}");
        }
    }

    #[test]
    fn no_noncentrality_is_the_central_distribution_and_a_little_nearly_so() {
        for (x, df) in [(1.0, 3.0), (30.0, 9.0)] {
            assert_eq!(noncentral_chi_square_sf(x, df, 0.0), chi_square_sf(x, df));
            assert!((noncentral_chi_square_sf(x, df, 1e-9) / chi_square_sf(x, df) - 1.0).abs() < 1e-7);
        }
    }

    #[test]
    fn the_ends_and_what_is_not_a_number_are_answered_at_once() {
        assert_eq!(noncentral_chi_square_sf(f64::INFINITY, 3.0, 5.0), 0.0);
        assert_eq!(noncentral_chi_square_cdf(0.0, 3.0, 5.0), 0.0);
        assert!(noncentral_chi_square_cdf(1.0, 3.0, f64::NAN).is_nan());
        assert_eq!(noncentral_chi_square_ncp(5.0, 1.0, 0.0), f64::INFINITY);
        assert_eq!(noncentral_chi_square_ncp(5.0, 1.0, 1.0), 0.0);
    }

    /// The larger, the more the two agree, and no size of X² takes long.
    #[test]
    fn what_is_too_large_for_sums_is_a_normal_number() {
        for (x, ncp) in [(1e8, 1.0001e8), (1e8, 0.9998e8)] {
            let (sum, root) = (noncentral(x, 3.0, ncp), of_the_root(x, 3.0, ncp));
            assert!((sum.tails.ln_lower - root.tails.ln_lower).abs() < 1e-3, "{x} {ncp}");
            assert!((sum.tails.ln_upper - root.tails.ln_upper).abs() < 1e-3, "{x} {ncp}");
            assert!((sum.ln_slope - root.ln_slope).abs() < 1e-3, "{x} {ncp}");
        }
        for (x, p) in [1e13, 1e16, 1e30, 1e200].into_iter().zip([0.025, 0.5, 0.975, 0.3]) {
            let found = noncentral_chi_square_ncp(x, 3.0, p);
            assert!((found / x - 1.0).abs() < 1e-5, "{x}: {found}");
        }
        let ncp = noncentral_chi_square_ncp(1e13, 3.0, 0.025);
        assert!((noncentral_chi_square_cdf(1e13, 3.0, ncp) / 0.025 - 1.0).abs() < 1e-6);
    }

    #[test]
    fn the_noncentrality_undoes_the_distribution() {
        for (x, df) in [(0.5, 1.0), (12.0, 3.0), (300.0, 45.0), (1e5, 4.0), (1.2e6, 1.0), (9e5, 1e6)] {
            for p in [1e-10, 0.025, 0.4, 0.6, 0.975] {
                let ncp = noncentral_chi_square_ncp(x, df, p);
                if ncp > 0.0 {
                    let back = noncentral_chi_square_cdf(x, df, ncp);
                    assert!((back / p - 1.0).abs() < 1e-9, "{x} {df} {p}: {ncp} gives {back}");
                }
            }
        }
    }
}
