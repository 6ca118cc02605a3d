//! How large are gamma functions, factorials and binomial coefficients, and the densities made of them?
//!
//! Everything is a logarithm. The densities of the Poisson and the beta are not differences of `ln_gamma`s, which lose
//! all digits from shapes of about 1e8 on, but Loader's saddle-point form (2000, "Fast and accurate computation of
//! binomial probabilities"): the error of Stirling's formula, plus the deviance of what was seen from what was
//! expected. R's `dpois` and `dbinom` do the same.
//!
//! Must equal R's `lgamma`, `lchoose`, `lfactorial`. Tails are made of these in `incomplete`.

/// ln √(2π).
pub(super) const LN_SQRT_2PI: f64 = 0.918_938_533_204_672_8;

/// From here on the series of Stirling's error is right to the last digit.
const STIRLING_SERIES_FROM: f64 = 15.0;

/// Up to here a binomial coefficient is a product: exact while it fits a float.
const PRODUCT_UP_TO: f64 = 30.0;

/// Logarithm of the gamma function for x > 0; R's `lgamma(x)`.
///
/// ```
/// use paradox::num::dist::ln_gamma;
/// assert!((ln_gamma(0.5) - std::f64::consts::PI.sqrt().ln()).abs() < 1e-15);
/// ```
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// ln n!; R's `lfactorial(n)`.
///
/// ```
/// assert_eq!(paradox::num::dist::ln_factorial(4), 24.0_f64.ln());
/// ```
pub fn ln_factorial(n: u64) -> f64 {
    if n <= 20 { ((2..=n).product::<u64>() as f64).ln() } else { ln_gamma(n as f64 + 1.0) }
}

/// Logarithm of the number of ways to choose k out of n, 0 <= k <= n, both whole or not; R's `lchoose(n, k)`.
///
/// ```
/// assert!((paradox::num::dist::ln_choose(52.0, 5.0) - 2598960.0_f64.ln()).abs() < 1e-14);
/// ```
pub fn ln_choose(n: f64, k: f64) -> f64 {
    let k = k.min(n - k);
    if k < 0.0 {
        return f64::NEG_INFINITY;
    }
    if k == 0.0 {
        return 0.0;
    }
    if k <= PRODUCT_UP_TO && k.fract() == 0.0 && n.fract() == 0.0 {
        let ways = (1..=k as u64).fold(1.0, |ways, i| ways * (n - k + i as f64) / i as f64);
        if ways.is_finite() {
            return ways.ln();
        }
    }
    // Terms of one sign, where three ln_gammas would cancel.
    let rest = n - k;
    -k * (k / n).ln() - rest * (-k / n).ln_1p() + stirling_error(n)
        - stirling_error(k)
        - stirling_error(rest)
        - LN_SQRT_2PI
        + 0.5 * (n / (k * rest)).ln()
}

/// ln n! less Stirling's formula for it: ln Γ(n+1) - (n + 1/2) ln n + n - ln √(2π), n > 0.
pub(super) fn stirling_error(n: f64) -> f64 {
    if n < STIRLING_SERIES_FROM {
        return ln_gamma(n + 1.0) - (n + 0.5) * n.ln() + n - LN_SQRT_2PI;
    }
    // B(2j) / (2j (2j-1)), the asymptotic series of ln Γ.
    const SERIES: [f64; 8] = [
        1.0 / 12.0,
        1.0 / 360.0,
        1.0 / 1260.0,
        1.0 / 1680.0,
        1.0 / 1188.0,
        691.0 / 360_360.0,
        1.0 / 156.0,
        3617.0 / 122_400.0,
    ];
    let square = 1.0 / (n * n);
    SERIES.iter().rev().fold(0.0, |sum, coefficient| coefficient - square * sum) / n
}

/// Half the deviance of seeing x where m was expected: x ln(x/m) + m - x, without cancellation near x = m.
pub(super) fn deviance(x: f64, m: f64) -> f64 {
    if x == 0.0 {
        return m;
    }
    let difference = x - m;
    if difference.abs() >= 0.1 * (x + m) {
        return x * (x / m).ln() - difference;
    }
    let v = difference / (x + m);
    let mut sum = difference * v;
    let mut power = 2.0 * x * v;
    // |v| < 0.1: every term is at most a hundredth of the one before, so that 20 are more than a float can tell.
    for j in 1..20 {
        power *= v * v;
        let next = sum + power / f64::from(2 * j + 1);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

/// ln of m^x e^-m / Γ(x+1): the Poisson probability of x events where m are expected, x real.
pub(super) fn ln_poisson(x: f64, m: f64) -> f64 {
    if x == 0.0 {
        return -m;
    }
    -stirling_error(x) - deviance(x, m) - LN_SQRT_2PI - 0.5 * x.ln()
}

/// ln of x^a y^b / B(a, b), where y = 1 - x.
pub(super) fn ln_beta_front(x: f64, y: f64, a: f64, b: f64) -> f64 {
    let n = a + b;
    stirling_error(n) - stirling_error(a) - stirling_error(b) - deviance(a, n * x) - deviance(b, n * y) - LN_SQRT_2PI
        + 0.5 * (a * (b / n)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Γ(x+1) = x Γ(x), on both sides of where the series takes over.
    #[test]
    fn stirling_error_obeys_the_recurrence_of_gamma() {
        for x in [0.5, 3.25, 14.0, 14.5, 14.999, 15.0, 20.0, 1e3, 1e6] {
            let expected = stirling_error(x) - (x + 0.5) * (1.0 / x).ln_1p() + 1.0;
            assert!((stirling_error(x + 1.0) - expected).abs() < 1e-14, "{x}");
        }
        assert!((stirling_error(15.0 - 1e-12) - stirling_error(15.0)).abs() < 2e-14);
    }

    #[test]
    fn the_rows_of_pascals_triangle_sum_to_powers_of_two() {
        for n in [1.0, 10.0, 61.0, 200.0, 1000.0] {
            let sum: f64 = (0..=n as u64).map(|k| (ln_choose(n, k as f64) - n * 2.0_f64.ln()).exp()).sum();
            assert!((sum - 1.0).abs() < 1e-13, "{n}: {sum}");
        }
    }

    #[test]
    fn deviance_does_not_jump_where_the_series_ends() {
        // The border |x - m| = 0.1 (x + m) lies at x = 11 m / 9.
        let (below, above) = (deviance(11.0 - 1e-13, 9.0), deviance(11.0 + 1e-13, 9.0));
        assert!((below - above).abs() < 1e-13 && (below - (11.0 * (11.0_f64 / 9.0).ln() - 2.0)).abs() < 1e-13);
    }
}
