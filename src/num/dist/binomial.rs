//! The binomial distribution: how many of n say yes, when each does with probability p?

use super::gamma::{ln_beta_front, ln_choose};
use super::incomplete::beta_tails;

/// ln P(K <= k); R's `pbinom(k, n, p, log.p = TRUE)`.
///
/// ```
/// assert!((paradox::num::dist::binomial_ln_cdf(1, 4, 0.5) - (5.0_f64 / 16.0).ln()).abs() < 1e-15);
/// ```
pub fn binomial_ln_cdf(k: u64, n: u64, p: f64) -> f64 {
    if k >= n { 0.0 } else { beta_tails(p, 1.0 - p, k as f64 + 1.0, (n - k) as f64).ln_upper }
}

/// ln P(K > k); R's `pbinom(k, n, p, lower.tail = FALSE, log.p = TRUE)`.
pub fn binomial_ln_sf(k: u64, n: u64, p: f64) -> f64 {
    if k >= n { f64::NEG_INFINITY } else { beta_tails(p, 1.0 - p, k as f64 + 1.0, (n - k) as f64).ln_lower }
}

/// ln P(K = k); R's `dbinom(k, n, p, log = TRUE)`.
pub fn binomial_ln_mass(k: u64, n: u64, p: f64) -> f64 {
    if k > n {
        return f64::NEG_INFINITY;
    }
    let (yes, no) = (k as f64, (n - k) as f64);
    if k == 0 {
        return if no == 0.0 { 0.0 } else { no * (-p).ln_1p() };
    }
    if k == n {
        return yes * p.ln();
    }
    if n <= 60 {
        return ln_choose(n as f64, yes) + yes * p.ln() + no * (-p).ln_1p();
    }
    // p^k q^(n-k) / B(k, n-k), times n / (k (n-k)).
    ln_beta_front(p, 1.0 - p, yes, no) + (n as f64 / (yes * no)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distribution_is_the_sum_of_its_masses() {
        for (n, p) in [(1, 0.3), (10, 0.5), (61, 0.01), (500, 0.8)] {
            let mut sum = 0.0;
            for k in 0..=n {
                sum += binomial_ln_mass(k, n, p).exp();
                assert!((binomial_ln_cdf(k, n, p).exp() - sum).abs() < 1e-13, "{k} of {n}");
                assert!((binomial_ln_sf(k, n, p).exp() - (1.0 - sum)).abs() < 1e-13, "{k} of {n}");
            }
        }
    }

    #[test]
    fn yes_and_no_change_places() {
        for (k, n, p) in [(3, 10, 0.2), (0, 5, 0.7), (900, 1000, 0.85)] {
            assert!((binomial_ln_cdf(k, n, p) - binomial_ln_sf(n - k - 1, n, 1.0 - p)).abs() < 1e-12);
        }
    }
}
