//! How much less does a sample know than its head count says?
//!
//! ```text
//! deff = V / V_srs        V_srs = s²/n, drawn with replacement; for a rate p(1-p)/(n-1)
//! kish = n Σw² / (Σw)²    = 1 + cv²(w), the part that unequal weights alone bring
//! n_effective = n / deff
//! ```
//!
//! Oracle: `svymean(deff = "replace")`. R's `deff = TRUE` draws without replacement out of N = Σw, which means nothing
//! for weights that are scaled to mean 1.

use super::CellCount;

/// Variance of a rate from a simple random sample of n drawn with replacement; `None` for a rate of 0 or 1, or n of 1.
pub fn srs_variance_of_rate(rate: f64, n: u64) -> Option<f64> {
    (rate > 0.0 && rate < 1.0 && n > 1).then(|| rate * (1.0 - rate) / (n - 1) as f64)
}

/// Design effect of a rate with this variance; `None` where a simple random sample would have no variance either.
///
/// ```
/// // Weights of 1 and nothing else declared: V is p(1-p)/(n-1), the design changes nothing.
/// let deff = paradox::design::effect::deff_of_rate(0.6 * 0.4 / 4.0, 0.6, 5).unwrap();
/// assert!((deff - 1.0).abs() < 1e-15);
/// ```
pub fn deff_of_rate(variance: f64, rate: f64, n: u64) -> Option<f64> {
    srs_variance_of_rate(rate, n).map(|srs| variance / srs)
}

/// Design effect of a mean: `spread` is the weighted mean of (y - ȳ)².
pub fn deff_of_mean(variance: f64, spread: f64, n: u64) -> Option<f64> {
    (spread > 0.0 && n > 1).then(|| variance / (spread / (n - 1) as f64))
}

/// Kish's effect of unequal weights, 1 and above; `None` for nobody.
///
/// ```
/// use paradox::design::{CellCount, effect::kish};
/// let weights = [1.0, 1.0, 4.0];
/// let count = CellCount { n: 3, weight: 6.0, weight_squared: 18.0 };
/// assert_eq!(kish(count), Some(1.5));
/// ```
pub fn kish(count: CellCount) -> Option<f64> {
    let squared = count.weight * count.weight;
    // 1 + cv² is at least 1; rounding may say otherwise where all weights are the same.
    (count.n > 0 && squared > 0.0).then(|| (count.n as f64 * count.weight_squared / squared).max(1.0))
}

/// n over the design effect; n itself where there is none, or where it is 0.
pub fn n_effective(n: u64, deff: Option<f64>) -> f64 {
    match deff {
        Some(deff) if deff > 0.0 => n as f64 / deff,
        _ => n as f64,
    }
}
