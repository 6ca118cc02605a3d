//! The F distribution: a ratio of two mean squares.
//!
//! P(F > x) = I(d2 / (d2 + d1 x); d2/2, d1/2), the incomplete beta function; infinite d2 give a chi-square over its df.

use super::chi_square::chi_square_ln_sf;
use super::incomplete::beta_tails;

/// P(F > x); R's `pf(x, d1, d2, lower.tail = FALSE)`.
///
/// ```
/// // With two numerator degrees of freedom it is (1 + 2x/d2)^(-d2/2).
/// assert!((paradox::num::dist::f_sf(3.0, 2.0, 4.0) - 0.16).abs() < 1e-15);
/// ```
pub fn f_sf(x: f64, d1: f64, d2: f64) -> f64 {
    f_ln_sf(x, d1, d2).exp()
}

/// ln P(F > x); R's `pf(x, d1, d2, lower.tail = FALSE, log.p = TRUE)`.
pub fn f_ln_sf(x: f64, d1: f64, d2: f64) -> f64 {
    if d2 == f64::INFINITY {
        return chi_square_ln_sf(d1 * x, d1);
    }
    if x <= 0.0 {
        return 0.0;
    }
    let odds = d1 / d2 * x;
    // Neither share as a difference: the smaller one would lose its digits.
    let (below, above) = if odds <= 1.0 {
        (1.0 / (1.0 + odds), odds / (1.0 + odds))
    } else {
        (1.0 / odds / (1.0 + 1.0 / odds), 1.0 / (1.0 + 1.0 / odds))
    };
    beta_tails(below, above, 0.5 * d2, 0.5 * d1).ln_lower
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::dist::t_two_sided_ln_p;

    #[test]
    fn one_numerator_degree_of_freedom_is_t_squared() {
        for df in [1.0, 3.0, 60.0, 1e5] {
            for t in [0.01_f64, 1.0, 2.5, 40.0, 1e6] {
                let (f, t) = (f_ln_sf(t * t, 1.0, df), t_two_sided_ln_p(t, df));
                assert!((f - t).abs() < 1e-12 * t.abs(), "{df} {t}");
            }
        }
    }

    #[test]
    fn swapping_numerator_and_denominator_inverts_f() {
        for (x, d1, d2) in [(0.3, 2.0, 7.0), (1.0, 5.0, 5.0), (4.0, 100.0, 3.0)] {
            assert!((f_sf(x, d1, d2) + f_sf(1.0 / x, d2, d1) - 1.0).abs() < 1e-14);
        }
    }
}
