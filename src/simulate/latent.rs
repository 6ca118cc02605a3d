//! What table do two ordered questions give, if each is a normal variable cut into answers?
//!
//! ```text
//! P(row i, column j) = ∫ φ(x) [Φ((t_j+1 - r x) / √(1-r²)) - Φ((t_j - r x) / √(1-r²))] dx   over x from s_i to s_i+1
//! ```
//!
//! with the cuts s and t at the quantiles of the two margins. `r` is then the polychoric correlation of the answers.

/// Intervals of Simpson's rule for each row; the integrand is smooth, so that 1e-10 is reached.
const INTERVALS: usize = 400;
/// Where the normal distribution is taken to end.
const END: f64 = 9.0;
/// Halvings of that range: what is left is far below the digits of an f64.
const BISECTIONS: usize = 80;

/// The shares of the cells of two ordered questions with these margins and this latent correlation, inside (-1, 1).
///
/// ```
/// use paradox::simulate::latent::table;
/// let cells = table(&[0.5, 0.5], &[0.5, 0.5], 0.5);
/// assert!((cells[0][0] - 1.0 / 3.0).abs() < 1e-8); // 1/4 + asin(r) / 2π
/// ```
pub fn table(rows: &[f64], columns: &[f64], r: f64) -> Vec<Vec<f64>> {
    let (s, t) = (cuts(rows), cuts(columns));
    let residual = (1.0 - r * r).sqrt();
    let cell = |i: usize, j: usize| {
        let height = |x: f64| density(x) * (below((t[j + 1] - r * x) / residual) - below((t[j] - r * x) / residual));
        let step = (s[i + 1] - s[i]) / INTERVALS as f64;
        let weight = |k: usize| match k {
            0 | INTERVALS => 1.0,
            k if k % 2 == 1 => 4.0,
            _ => 2.0,
        };
        (0..=INTERVALS).map(|k| weight(k) * height(s[i] + k as f64 * step)).sum::<f64>() * step / 3.0
    };
    (0..rows.len()).map(|i| (0..columns.len()).map(|j| cell(i, j)).collect()).collect()
}

/// The limits of the answers on the normal scale, one more than answers.
fn cuts(shares: &[f64]) -> Vec<f64> {
    let sum: f64 = shares.iter().sum();
    let mut limits = vec![-END];
    let mut cumulated = 0.0;
    for share in &shares[..shares.len() - 1] {
        cumulated += share / sum;
        limits.push(quantile(cumulated));
    }
    limits.push(END);
    limits
}

fn density(x: f64) -> f64 {
    libm::exp(-0.5 * x * x) / (2.0 * std::f64::consts::PI).sqrt()
}

fn below(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

fn quantile(p: f64) -> f64 {
    let (mut low, mut high) = (-END, END);
    for _ in 0..BISECTIONS {
        let middle = 0.5 * (low + high);
        if below(middle) < p { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_sum_to_the_margins_and_without_correlation_they_are_products() {
        let (rows, columns) = ([0.1, 0.3, 0.6], [0.25, 0.25, 0.5]);
        for r in [-0.7, 0.0, 0.57] {
            let cells = table(&rows, &columns, r);
            for (i, row) in cells.iter().enumerate() {
                assert!((row.iter().sum::<f64>() - rows[i]).abs() < 1e-8, "{r}");
                for (j, cell) in row.iter().enumerate() {
                    assert!(r != 0.0 || (cell - rows[i] * columns[j]).abs() < 1e-8);
                }
            }
        }
    }
}
