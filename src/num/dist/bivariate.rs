//! Two standard normals that are correlated.
//!
//! ```text
//! P(X <= a, Y <= b) = Φ(a) Φ(b) + 1/2π ∫_0^asin(ρ) exp(-(a² - 2ab sin θ + b²) / (2 cos² θ)) dθ
//! ```
//!
//! Plackett (1954) in the form of Drezner & Wesolowsky (1990): the derivative by ρ is the joint density. The integrand is
//! smooth until ρ nears 1 or -1, where panels become shorter.

use super::normal::normal_cdf;
use crate::num::quadrature::panel;

/// Nothing lies further out.
const EDGE: f64 = 40.0;

/// The largest part of the way to a right angle that one panel covers.
const PART: f64 = 0.5;

/// P(X <= a, Y <= b) of two standard normals with correlation rho, -1 < rho < 1; a and b may be infinite.
///
/// ```
/// use paradox::num::dist::bivariate_normal_cdf;
/// // A quadrant: 1/4 + asin(ρ) / 2π.
/// let quadrant = 0.25 + 0.5_f64.asin() / (2.0 * std::f64::consts::PI);
/// assert!((bivariate_normal_cdf(0.0, 0.0, 0.5) - quadrant).abs() < 1e-15);
/// ```
pub fn bivariate_normal_cdf(a: f64, b: f64, rho: f64) -> f64 {
    if a < -EDGE || b < -EDGE {
        return 0.0;
    }
    if a > EDGE || b > EDGE {
        return normal_cdf(a.min(b));
    }
    let integrand = |angle: f64| {
        let cosine = angle.cos();
        (-(a * a - 2.0 * a * b * angle.sin() + b * b) / (2.0 * cosine * cosine)).exp()
    };
    let end = rho.asin();
    let (mut from, mut integral) = (0.0_f64, 0.0);
    while from != end {
        let left = std::f64::consts::FRAC_PI_2 - from.abs();
        let step = (PART * left).min((end - from).abs());
        let to = if step == (end - from).abs() { end } else { from + step.copysign(end) };
        integral += panel(from, to, &integrand);
        from = to;
    }
    (normal_cdf(a) * normal_cdf(b) + integral / (2.0 * std::f64::consts::PI)).clamp(0.0, 1.0)
}

/// The joint density of two standard normals, which is also the derivative of [`bivariate_normal_cdf`] by rho; 0 where
/// one of them is infinite.
pub fn bivariate_normal_density(a: f64, b: f64, rho: f64) -> f64 {
    if a.abs() > EDGE || b.abs() > EDGE {
        return 0.0;
    }
    let left = (1.0 - rho) * (1.0 + rho);
    (-(a * a - 2.0 * rho * a * b + b * b) / (2.0 * left)).exp() / (2.0 * std::f64::consts::PI * left.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_correlation_it_is_a_product_and_turned_around_the_rest() {
        for (a, b) in [(0.3, -1.2), (2.5, 0.1), (-4.0, -3.0)] {
            assert!((bivariate_normal_cdf(a, b, 0.0) - normal_cdf(a) * normal_cdf(b)).abs() < 1e-16);
            for rho in [-0.9999, -0.6, 0.2, 0.97] {
                // X <= a is Y <= b or Y > b.
                let both = bivariate_normal_cdf(a, b, rho) + bivariate_normal_cdf(a, -b, -rho);
                assert!((both - normal_cdf(a)).abs() < 1e-14, "{a} {b} {rho}");
                assert!((bivariate_normal_cdf(a, b, rho) - bivariate_normal_cdf(b, a, rho)).abs() < 1e-15);
            }
        }
    }

    #[test]
    fn infinite_limits_leave_one_normal() {
        assert_eq!(bivariate_normal_cdf(f64::INFINITY, 0.7, 0.4), normal_cdf(0.7));
        assert_eq!(bivariate_normal_cdf(0.7, f64::NEG_INFINITY, 0.4), 0.0);
        assert_eq!(bivariate_normal_density(f64::INFINITY, 0.7, 0.4), 0.0);
    }

    #[test]
    fn the_density_is_the_derivative_by_the_correlation() {
        for rho in [-0.8, 0.1, 0.6] {
            let step = 1e-5;
            let slope = (bivariate_normal_cdf(0.4, -0.9, rho + step) - bivariate_normal_cdf(0.4, -0.9, rho - step))
                / (2.0 * step);
            assert!((slope / bivariate_normal_density(0.4, -0.9, rho) - 1.0).abs() < 1e-8);
        }
    }
}
