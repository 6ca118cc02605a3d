//! The range of k independent standard normals: how far apart are k equal levels by chance?
//!
//! ```text
//! P(R <= q) = k ∫ φ(z) (Φ(z+q) - Φ(z))^(k-1) dz        z: the smallest of the k
//! E(R)      = ∫ 1 - Φ(z)^k - (1-Φ(z))^k dz
//! ```
//!
//! By the trapezoidal rule over the whole line, which for such functions converges faster than any power of the step
//! (Trefethen and Weideman 2014): the step below is small enough for the last digits. R's `ptukey(q, k, df = Inf)` and
//! `qtukey`, which themselves stop at some 1e-10.

use super::normal::{normal_cdf, normal_ln_density, normal_sf};
use crate::num::root;

/// Where φ is too small to matter.
const EDGE: f64 = 39.0;

/// Quantiles are searched below this.
const LARGEST_RANGE: f64 = 70.0;

/// ∫ f(z) dz for a smooth function that vanishes at both edges; the step shrinks as powers of k make it steeper.
fn integral(k: u32, function: impl Fn(f64) -> f64) -> f64 {
    let step = 0.5 / f64::from(k.max(4)).sqrt();
    let count = (EDGE / step).ceil() as i64;
    step * (-count..=count).map(|i| function(i as f64 * step)).sum::<f64>()
}

/// Φ(z + q) - Φ(z), taken on the side where both are small.
fn between(z: f64, q: f64) -> f64 {
    if z > 0.0 { normal_sf(z) - normal_sf(z + q) } else { normal_cdf(z + q) - normal_cdf(z) }
}

/// P(range <= q) and its derivative.
fn cdf_and_slope(q: f64, k: u32) -> (f64, f64) {
    let power = k.saturating_sub(2).min(i32::MAX as u32) as i32;
    let k_real = f64::from(k);
    let cdf = integral(k, |z| {
        let share = between(z, q);
        normal_ln_density(z).exp() * share.powi(power) * share
    });
    let slope = integral(k, |z| (normal_ln_density(z) + normal_ln_density(z + q)).exp() * between(z, q).powi(power));
    (k_real * cdf, k_real * (k_real - 1.0) * slope)
}

/// P(the largest of k standard normals is at most q above the smallest), k >= 2; R's `ptukey(q, k, Inf)`.
///
/// ```
/// assert!((paradox::num::dist::studentized_range_cdf(4.474124, 10) - 0.95).abs() < 1e-7);
/// ```
pub fn studentized_range_cdf(q: f64, k: u32) -> f64 {
    if q <= 0.0 { 0.0 } else { cdf_and_slope(q, k).0.min(1.0) }
}

/// The range that k standard normals stay within with probability p, 0 < p < 1, k >= 2; R's `qtukey(p, k, Inf)`.
///
/// ```
/// assert!((paradox::num::dist::studentized_range_quantile(0.95, 2) - 2.0_f64.sqrt() * 1.959963984540054).abs() < 1e-12);
/// ```
pub fn studentized_range_quantile(p: f64, k: u32) -> f64 {
    let function = |q: f64| {
        let (cdf, slope) = cdf_and_slope(q, k);
        (cdf - p, slope)
    };
    root::newton(function, 0.0, LARGEST_RANGE, normal_range_mean(k))
}

/// Expected range of k standard normals, k >= 2: 1.128 for two, 3.078 for ten (the d2 of quality control).
///
/// ```
/// let two = 2.0 / std::f64::consts::PI.sqrt();
/// assert!((paradox::num::dist::normal_range_mean(2) - two).abs() < 1e-14);
/// ```
pub fn normal_range_mean(k: u32) -> f64 {
    let k_real = f64::from(k);
    integral(k, |z| {
        let (below, above) = (normal_cdf(z), normal_sf(z));
        if above <= below {
            -(k_real * (-above).ln_1p()).exp_m1() - above.powf(k_real)
        } else {
            -(k_real * (-below).ln_1p()).exp_m1() - below.powf(k_real)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two normals: the range is the absolute value of a normal with variance 2.
    #[test]
    fn the_range_of_two_is_a_folded_normal() {
        for q in [1e-3, 0.1, 1.0, 3.0, 8.0] {
            let expected = 1.0 - 2.0 * normal_sf(q / 2.0_f64.sqrt());
            assert!((studentized_range_cdf(q, 2) - expected).abs() < 1e-14, "{q}");
        }
    }

    #[test]
    fn three_normals_have_the_known_expected_range() {
        assert!((normal_range_mean(3) - 3.0 / std::f64::consts::PI.sqrt()).abs() < 1e-14);
    }

    #[test]
    fn more_levels_lie_further_apart() {
        for k in [2, 3, 10, 50, 1000] {
            assert!(normal_range_mean(k + 1) > normal_range_mean(k));
            let q = studentized_range_quantile(0.95, k);
            assert!(studentized_range_quantile(0.95, k + 1) > q);
            assert!((studentized_range_cdf(q, k) - 0.95).abs() < 1e-12, "{k}");
        }
    }
}
