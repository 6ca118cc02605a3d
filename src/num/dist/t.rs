//! Student's t: the normal distribution when the standard error itself is estimated.
//!
//! P(|T| > t) = I(df / (df + t²); df/2, 1/2), the incomplete beta function. Infinite df give the normal distribution.

use std::f64::consts::LN_2;

use super::gamma::ln_beta_front;
use super::incomplete::{Tails, beta_tails, ln_one_minus_exp};
use super::normal::{normal_ln_sf, normal_quantile};
use crate::num::root;

/// Quantiles are searched in ln t between these.
const LN_T: (f64, f64) = (-745.0, 709.0);

/// df / (df + t²) and t² / (df + t²), neither as a difference.
fn shares(t: f64, df: f64) -> (f64, f64) {
    let ratio = t / df.sqrt();
    if ratio.abs() <= 1.0 {
        let square = ratio * ratio;
        (1.0 / (1.0 + square), square / (1.0 + square))
    } else {
        let square = 1.0 / (ratio * ratio);
        (square / (1.0 + square), 1.0 / (1.0 + square))
    }
}

/// `ln_lower` is ln P(|T| > |t|), `ln_upper` ln P(|T| <= |t|).
fn outside_and_inside(t: f64, df: f64) -> Tails {
    let (x, y) = shares(t, df);
    beta_tails(x, y, 0.5 * df, 0.5)
}

/// P(T > t); R's `pt(t, df, lower.tail = FALSE)`.
///
/// ```
/// // One degree of freedom is the Cauchy distribution.
/// assert!((paradox::num::dist::t_sf(1.0, 1.0) - 0.25).abs() < 1e-15);
/// ```
pub fn t_sf(t: f64, df: f64) -> f64 {
    t_ln_sf(t, df).exp()
}

/// ln P(T > t); R's `pt(t, df, lower.tail = FALSE, log.p = TRUE)`.
pub fn t_ln_sf(t: f64, df: f64) -> f64 {
    if df == f64::INFINITY {
        return normal_ln_sf(t);
    }
    let outside = t_two_sided_ln_p(t, df);
    if t >= 0.0 { outside - LN_2 } else { ln_one_minus_exp(outside - LN_2) }
}

/// ln P(|T| > |t|), the two-sided p; R's `log(2) + pt(abs(t), df, lower.tail = FALSE, log.p = TRUE)`.
///
/// ```
/// assert!((paradox::num::dist::t_two_sided_ln_p(-12.706204736174694, 1.0) - 0.05_f64.ln()).abs() < 1e-13);
/// ```
pub fn t_two_sided_ln_p(t: f64, df: f64) -> f64 {
    if df == f64::INFINITY {
        return normal_ln_sf(t.abs()) + LN_2;
    }
    outside_and_inside(t, df).ln_lower
}

/// The t below which a share p lies; R's `qt(p, df)`.
///
/// ```
/// assert!((paradox::num::dist::t_quantile(0.975, 1.0) - 12.706204736174694).abs() < 1e-12);
/// ```
pub fn t_quantile(p: f64, df: f64) -> f64 {
    if df == f64::INFINITY || p <= 0.0 || p >= 1.0 {
        return normal_quantile(p);
    }
    let tail = p.min(1.0 - p);
    let inside = 1.0 - 2.0 * tail;
    if inside == 0.0 {
        return 0.0;
    }
    // Solved for |t|, in logarithms, on what is outside or inside of it, whichever is less.
    let (ln_outside, ln_inside) = ((2.0 * tail).ln(), inside.ln());
    let function = |ln_t: f64| {
        let t = ln_t.exp();
        let (x, y) = shares(t, df);
        let tails = beta_tails(x, y, 0.5 * df, 0.5);
        // d P(|T| <= t) / d ln t = 2 x^(df/2) y^(1/2) / B(df/2, 1/2).
        let ln_slope = LN_2 + ln_beta_front(x, y, 0.5 * df, 0.5);
        if tail < 0.25 {
            (ln_outside - tails.ln_lower, (ln_slope - tails.ln_lower).exp())
        } else {
            (tails.ln_upper - ln_inside, (ln_slope - tails.ln_upper).exp())
        }
    };
    let z = normal_quantile(tail).abs();
    // Far out the tail is a power of t; elsewhere a normal quantile is near enough.
    let power = 0.5 * df.ln()
        + (super::gamma::ln_beta_front(0.5, 0.5, 0.5 * df, 0.5) + LN_2 * (0.5 * df + 0.5)
            - (0.5 * df).ln()
            - ln_outside)
            / df;
    let guess = if z * z > df { power.max(z.ln()) } else { z.ln() };
    root::newton(function, LN_T.0, LN_T.1, guess).exp().copysign(p - 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::dist::{normal_sf, t_sf};

    #[test]
    fn one_degree_of_freedom_is_cauchy() {
        for t in [1e-6_f64, 0.1, 0.9, 1.1, 10.0, 1e6, 1e100] {
            let expected = (1.0 / t).atan() / std::f64::consts::PI;
            assert!((t_sf(t, 1.0) / expected - 1.0).abs() < 1e-13, "{t}");
            assert!((t_sf(-t, 1.0) + t_sf(t, 1.0) - 1.0).abs() < 1e-15, "{t}");
        }
    }

    #[test]
    fn many_degrees_of_freedom_are_nearly_normal() {
        for t in [0.0, 0.5, 1.96, 6.0] {
            assert!((t_sf(t, 1e12) / normal_sf(t) - 1.0).abs() < 1e-8, "{t}");
            assert!((t_sf(t, f64::INFINITY) / normal_sf(t) - 1.0).abs() < 1e-14, "{t}");
        }
    }

    #[test]
    fn the_quantile_undoes_the_tail() {
        for df in [0.5, 1.0, 2.5, 30.0, 1e4, 1e6, 1e7] {
            for p in [1e-60, 1e-8, 0.025, 0.2, 0.3, 0.4999, 0.5, 0.6, 0.975, 1.0 - 1e-9] {
                let t = t_quantile(p, df);
                assert!((t_ln_sf(-t, df) / p.ln() - 1.0).abs() < 1e-11, "{p} {df}: {t}");
            }
        }
    }
}
