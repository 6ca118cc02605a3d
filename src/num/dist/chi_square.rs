//! The chi-square distribution: how surprising is a sum of squares?
//!
//! P(X² > x) = Q(df/2, x/2), the incomplete gamma function.

use super::gamma::ln_poisson;
use super::incomplete::{Tails, gamma_tails};
use super::normal::normal_quantile;
use crate::num::root;

/// Quantiles are searched in ln x between these: from 1e-1300 (0 for a float) to 1e304.
const LN_X: (f64, f64) = (-3000.0, 700.0);

fn tails(x: f64, df: f64) -> Tails {
    gamma_tails(0.5 * df, 0.5 * x)
}

/// P(X² > x); R's `pchisq(x, df, lower.tail = FALSE)`.
///
/// ```
/// assert!((paradox::num::dist::chi_square_sf(3.841458820694124, 1.0) - 0.05).abs() < 1e-15);
/// ```
pub fn chi_square_sf(x: f64, df: f64) -> f64 {
    chi_square_ln_sf(x, df).exp()
}

/// ln P(X² > x); R's `pchisq(x, df, lower.tail = FALSE, log.p = TRUE)`.
///
/// ```
/// // far below what a float can hold
/// assert_eq!(paradox::num::dist::chi_square_ln_sf(1_280_000.0, 1.0).round(), -640_007.0);
/// ```
pub fn chi_square_ln_sf(x: f64, df: f64) -> f64 {
    tails(x, df).ln_upper
}

/// The x that is exceeded with probability p; R's `qchisq(p, df, lower.tail = FALSE)`.
///
/// ```
/// assert!((paradox::num::dist::chi_square_quantile_upper(0.05, 1.0) - 3.841458820694124).abs() < 1e-14);
/// ```
pub fn chi_square_quantile_upper(p: f64, df: f64) -> f64 {
    if p >= 1.0 {
        return 0.0;
    }
    if p <= 0.0 {
        return f64::INFINITY;
    }
    // Newton on the logarithm of the smaller tail over ln x, where it is concave.
    let ln_lower = (-p).ln_1p();
    let shape = 0.5 * df;
    let function = |ln_x: f64| {
        let half = 0.5 * ln_x.exp();
        let tails = gamma_tails(shape, half);
        // x times the density: shape · x^shape e^-x / Γ(shape + 1) at x/2.
        let ln_density = shape.ln() + ln_poisson(shape, half);
        if p < 0.5 {
            (p.ln() - tails.ln_upper, (ln_density - tails.ln_upper).exp())
        } else {
            (tails.ln_lower - ln_lower, (ln_density - tails.ln_lower).exp())
        }
    };
    // Wilson and Hilferty (1931); far down on the left the first term of the series instead.
    let cube_root = 1.0 - 2.0 / (9.0 * df) - normal_quantile(p) * (2.0 / (9.0 * df)).sqrt();
    let first_term = std::f64::consts::LN_2 + (ln_lower + super::ln_gamma(shape + 1.0)) / shape;
    let guess = if cube_root > 0.1 { df.ln() + 3.0 * cube_root.ln() } else { first_term };
    root::newton(function, LN_X.0, LN_X.1, guess).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With two degrees of freedom the distribution is an exponential one.
    #[test]
    fn two_degrees_of_freedom_are_an_exponential() {
        for x in [1e-8, 0.5, 3.9, 4.1, 100.0, 1e4] {
            assert!((chi_square_ln_sf(x, 2.0) / (-0.5 * x) - 1.0).abs() < 1e-13, "{x}");
        }
    }

    #[test]
    fn the_quantile_undoes_the_tail() {
        for df in [0.5, 1.0, 2.0, 9.0, 1e3, 1e6, 1e7] {
            for p in [1e-300, 1e-20, 1e-6, 0.05, 0.5, 0.95, 1.0 - 1e-9] {
                let x = chi_square_quantile_upper(p, df);
                assert!((chi_square_ln_sf(x, df) - p.ln()).abs() < 1e-9 * p.ln().abs().max(1e-3), "{p} {df}: {x}");
            }
        }
    }

    #[test]
    fn the_tail_falls_as_x_rises_and_as_df_falls() {
        for df in [1.0, 5.0, 50.0] {
            for x in [0.1, 1.0, 5.0, 49.0, 51.0, 52.0, 300.0] {
                assert!(chi_square_ln_sf(x * 1.001, df) < chi_square_ln_sf(x, df));
                assert!(chi_square_ln_sf(x, df * 1.001) > chi_square_ln_sf(x, df));
            }
        }
    }
}
