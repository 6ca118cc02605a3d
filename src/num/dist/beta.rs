//! The beta distribution: where may a rate lie, once yes and no have been counted?

use super::gamma::ln_beta_front;
use super::incomplete::beta_tails;
use super::normal::normal_quantile;
use crate::num::root;

/// Quantiles are searched in ln(x / (1 - x)) between these.
const LOGIT: (f64, f64) = (-3000.0, 3000.0);

/// P(X <= x); R's `pbeta(x, a, b)`.
///
/// ```
/// assert!((paradox::num::dist::beta_cdf(0.5, 2.0, 2.0) - 0.5).abs() < 1e-15);
/// ```
pub fn beta_cdf(x: f64, a: f64, b: f64) -> f64 {
    beta_ln_cdf(x, a, b).exp()
}

/// P(X > x); R's `pbeta(x, a, b, lower.tail = FALSE)`.
pub fn beta_sf(x: f64, a: f64, b: f64) -> f64 {
    beta_ln_sf(x, a, b).exp()
}

/// ln P(X <= x); R's `pbeta(x, a, b, log.p = TRUE)`.
pub fn beta_ln_cdf(x: f64, a: f64, b: f64) -> f64 {
    beta_tails(x, 1.0 - x, a, b).ln_lower
}

/// ln P(X > x); R's `pbeta(x, a, b, lower.tail = FALSE, log.p = TRUE)`.
pub fn beta_ln_sf(x: f64, a: f64, b: f64) -> f64 {
    beta_tails(x, 1.0 - x, a, b).ln_upper
}

/// The x below which a share p lies; R's `qbeta(p, a, b)`.
///
/// ```
/// // The upper limit when nobody of ten said yes.
/// assert!((paradox::num::dist::beta_quantile(0.975, 1.0, 10.0) - 0.30849710781876083).abs() < 1e-15);
/// ```
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    quantile(p, a, b).0
}

/// The x above which a share p lies, for p too small to be taken from 1; R's `qbeta(p, a, b, lower.tail = FALSE)`.
///
/// ```
/// use paradox::num::dist::beta_quantile_upper;
/// // Above x lies (1 - x)^3.
/// assert!((beta_quantile_upper(1e-60, 1.0, 3.0) - (1.0 - 1e-20)).abs() < 1e-15);
/// assert!((beta_quantile_upper(0.025, 1.0, 10.0) - 0.30849710781876083).abs() < 1e-15);
/// ```
pub fn beta_quantile_upper(p: f64, a: f64, b: f64) -> f64 {
    quantile(p, b, a).1
}

/// x with a share p below it, and 1 - x with all its digits.
fn quantile(p: f64, a: f64, b: f64) -> (f64, f64) {
    if p <= 0.0 {
        return (0.0, 1.0);
    }
    if p >= 1.0 {
        return (1.0, 0.0);
    }
    let (ln_p, ln_q) = (p.ln(), (-p).ln_1p());
    // In the logit of x neither end of 0..1 loses digits; Newton on the logarithm of the smaller side.
    let function = |logit: f64| {
        let (x, y) = shares(logit);
        let tails = beta_tails(x, y, a, b);
        let ln_slope = ln_beta_front(x, y, a, b);
        if p < 0.5 {
            (tails.ln_lower - ln_p, (ln_slope - tails.ln_lower).exp())
        } else {
            (ln_q - tails.ln_upper, (ln_slope - tails.ln_upper).exp())
        }
    };
    let guess = (a / b).ln() + normal_quantile(p) * (1.0 / a + 1.0 / b).sqrt();
    shares(root::newton(function, LOGIT.0, LOGIT.1, guess))
}

/// x and 1 - x of ln(x / (1 - x)).
fn shares(logit: f64) -> (f64, f64) {
    let small = (-logit.abs()).exp();
    let (small, large) = (small / (1.0 + small), 1.0 / (1.0 + small));
    if logit < 0.0 { (small, large) } else { (large, small) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_of_one_is_a_power() {
        for (x, b) in [(0.3, 1.0), (1e-9, 5.0), (0.9, 1e3), (0.001, 1e6)] {
            assert!((beta_ln_sf(x, 1.0, b) / (b * (-x).ln_1p()) - 1.0).abs() < 1e-12, "{x} {b}");
        }
    }

    #[test]
    fn mirrored_shapes_give_the_mirrored_distribution() {
        for (x, a, b) in [(0.25, 3.0, 8.0), (0.5, 0.5, 0.5), (0.75, 400.0, 100.0)] {
            assert!((beta_ln_cdf(x, a, b) - beta_ln_sf(1.0 - x, b, a)).abs() < 1e-13, "{x} {a} {b}");
        }
    }

    #[test]
    fn the_quantile_undoes_the_tail() {
        for (a, b) in [(0.5, 0.5), (0.5, 1e6), (1.0, 10.0), (3.0, 1e4), (200.0, 2.0), (1e6, 1e6), (1e6, 30.0)] {
            for p in [1e-60, 1e-8, 0.025, 0.5, 0.6, 0.975] {
                let x = beta_quantile(p, a, b);
                // One step of the last digit of x moves the tail by this much, where x is near 1.
                let step =
                    (ln_beta_front(x, 1.0 - x, a, b) - beta_ln_cdf(x, a, b)).exp() * 3e-16 / (1.0 - x).max(1e-300);
                if x < 1.0 {
                    assert!((beta_ln_cdf(x, a, b) - p.ln()).abs() < 1e-11 * p.ln().abs() + step, "{p} {a} {b}: {x}");
                }
            }
        }
    }
}
