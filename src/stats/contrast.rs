//! Does one segment matter more than another? The largest difference between levels of one, less that of the other: one
//! estimate with its interval, not one significant result beside one that is not.
//!
//! ```text
//! θ = D_a - D_b        D = largest less smallest rate of the levels of a segment
//! D̂ - D <= max over pairs of min(0, p̂_k - p̂_l - D̂ + κ se_kl) + (e_k - e_l)        pairs that are clearly not the furthest drop out
//! D̂ - D >= e_i - e_j                                                              (i, j) the pair that is furthest apart
//! limits   θ̂ - q(upper of a - lower of b),   θ̂ + q(upper of b - lower of a)         q: quantile over draws of e ~ N(0, V)
//! ```
//!
//! The largest of many differences is too large on average, and the more so the more levels there are and the smaller they
//! are: ten equal levels of 157 spread over 10.8 points. Percentiles of a bootstrap take over that bias and cover as little
//! as 1% of the time (two levels against ten); estimate ± 1.96 se covers 72%. The limits above follow Andrews & Soares (2010)
//! in dropping pairs, and keep their level for any number of levels (`tests/calibration`); they are wide where many small
//! levels leave much possible. V holds the covariance of rates of the same respondents, by design where there is one.

use super::{Interval, IntervalMethod};
use crate::design::Estimates;
use crate::num::dist::{normal_quantile, t_quantile};
use crate::num::rng::Rng;
use std::ops::Range;

/// Standard errors by which a pair must lie below the furthest to drop out: √(ln n) for n of about 500.
const DROPPED_BEYOND: f64 = 2.5;

/// A pivot below this share of the diagonal is rounding.
const SINGULAR: f64 = 1e-12;

/// How limits are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drawing {
    /// Draws of the errors of all rates.
    pub draws: u32,
    /// Where they start.
    pub seed: u64,
    /// Which stream of the seed: contrasts of one report share no numbers.
    pub stream: u64,
}

/// The largest difference of one segment less that of another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contrast {
    /// Largest difference between levels of the first.
    pub first: f64,
    /// Largest difference between levels of the second.
    pub second: f64,
    /// The first less the second.
    pub difference: f64,
    /// Its interval; `None` without degrees of freedom.
    pub interval: Option<Interval>,
}

/// The contrast of two groups of rates, by position among the estimates; infinite `df` for a simple random sample. `None`
/// where one of them has fewer than two levels.
///
/// ```
/// use paradox::design::Estimates;
/// use paradox::num::linalg::Matrix;
/// use paradox::stats::contrast::{Drawing, contrast};
/// // 66% and 81% of 780 each, against 74% and 75%
/// let values = vec![0.66, 0.81, 0.74, 0.75];
/// let covariance = Matrix::from_fn(4, 4, |i, j| if i == j { values[i] * (1.0 - values[i]) / 780.0 } else { 0.0 });
/// let drawing = Drawing { draws: 2_000, seed: 1, stream: 0 };
/// let found = contrast(&Estimates { values, covariance }, 0..2, 2..4, f64::INFINITY, 0.95, drawing).ok_or("levels")?;
/// assert!((found.difference - 0.14).abs() < 1e-12 && found.interval.is_some_and(|ci| ci.low > 0.05 && ci.high < 0.23));
/// # Ok::<(), &str>(())
/// ```
pub fn contrast(
    rates: &Estimates,
    first: Range<usize>,
    second: Range<usize>,
    df: f64,
    confidence: f64,
    drawing: Drawing,
) -> Option<Contrast> {
    let (a, b) = (Spread::of(rates, first)?, Spread::of(rates, second)?);
    let difference = a.largest - b.largest;
    let interval = (df > 0.0).then(|| {
        let factor = factor(rates);
        let mut rng = Rng::stream(drawing.seed, drawing.stream);
        let mut errors = vec![0.0; rates.values.len()];
        let (mut below, mut above): (Vec<f64>, Vec<f64>) = (0..drawing.draws)
            .map(|_| {
                let normal: Vec<f64> = errors.iter().map(|_| rng.normal()).collect();
                for (i, error) in errors.iter_mut().enumerate() {
                    *error = factor[i].iter().zip(&normal).map(|(weight, z)| weight * z).sum();
                }
                (a.upper(&errors) - b.lower(&errors), b.upper(&errors) - a.lower(&errors))
            })
            .unzip();
        let tail = 0.5 * (1.0 - confidence);
        let heavier = t_quantile(1.0 - tail, df) / normal_quantile(1.0 - tail);
        let reach = |draws: &mut Vec<f64>| heavier * quantile(draws, 1.0 - tail).max(0.0);
        Interval {
            low: difference - reach(&mut below),
            high: difference + reach(&mut above),
            level: confidence,
            method: IntervalMethod::Simulated,
        }
    });
    Some(Contrast { first: a.largest, second: b.largest, difference, interval })
}

/// The levels of one segment.
struct Spread {
    largest: f64,
    /// The two that are furthest apart, the higher first.
    furthest: (usize, usize),
    /// Ordered pairs with what they fall short of the largest difference beyond doubt.
    pairs: Vec<(usize, usize, f64)>,
}

impl Spread {
    fn of(rates: &Estimates, levels: Range<usize>) -> Option<Spread> {
        let all = levels.clone().flat_map(|i| levels.clone().map(move |j| (i, j))).filter(|(i, j)| i != j);
        let apart = |&(i, j): &(usize, usize)| rates.values[i] - rates.values[j];
        let furthest = all.clone().max_by(|x, y| apart(x).total_cmp(&apart(y)))?;
        let largest = apart(&furthest);
        let short = |pair: (usize, usize)| {
            let se = rates.difference(pair.0, pair.1).se;
            (pair.0, pair.1, (apart(&pair) - largest + DROPPED_BEYOND * se).min(0.0))
        };
        Some(Spread { largest, furthest, pairs: all.map(short).collect() })
    }

    /// By how much the largest difference may exceed the true one.
    fn upper(&self, errors: &[f64]) -> f64 {
        self.pairs.iter().map(|&(i, j, short)| short + errors[i] - errors[j]).fold(f64::MIN, f64::max)
    }

    /// By how much at least.
    fn lower(&self, errors: &[f64]) -> f64 {
        errors[self.furthest.0] - errors[self.furthest.1]
    }
}

/// L of V = L L', rows of a covariance that may be singular: a rate of 0 or 1 does not vary.
fn factor(rates: &Estimates) -> Vec<Vec<f64>> {
    let (v, k) = (&rates.covariance, rates.values.len());
    let mut rows = vec![vec![0.0; k]; k];
    for j in 0..k {
        let pivot = v[(j, j)] - rows[j][..j].iter().map(|x| x * x).sum::<f64>();
        if pivot <= SINGULAR * v[(j, j)] {
            continue;
        }
        let root = pivot.sqrt();
        rows[j][j] = root;
        for i in j + 1..k {
            let shared: f64 = (0..j).map(|at| rows[i][at] * rows[j][at]).sum();
            rows[i][j] = (v[(i, j)] - shared) / root;
        }
    }
    rows
}

/// The smallest draw that at least this share does not exceed.
fn quantile(draws: &mut [f64], share: f64) -> f64 {
    draws.sort_by(f64::total_cmp);
    let at = (share * draws.len() as f64).ceil() as usize;
    draws.get(at.saturating_sub(1)).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::linalg::Matrix;

    const DRAWING: Drawing = Drawing { draws: 4_000, seed: 3, stream: 0 };

    fn rates(values: &[f64], n: f64) -> Estimates {
        let variance = |i: usize, j: usize| if i == j { values[i] * (1.0 - values[i]) / n } else { 0.0 };
        Estimates { values: values.to_vec(), covariance: Matrix::from_fn(values.len(), values.len(), variance) }
    }

    fn of(values: &[f64], n: f64, split: usize) -> Contrast {
        contrast(&rates(values, n), 0..split, split..values.len(), f64::INFINITY, 0.95, DRAWING).expect("levels")
    }

    #[test]
    fn the_segments_the_other_way_round_turn_estimate_and_interval() {
        let (there, back) = (of(&[0.6, 0.8, 0.7, 0.75, 0.72], 300.0, 2), of(&[0.7, 0.75, 0.72, 0.6, 0.8], 300.0, 3));
        assert!((there.difference + back.difference).abs() < 1e-12);
        let (a, b) = (there.interval.expect("df"), back.interval.expect("df"));
        // Other numbers are drawn for the levels.
        assert!((a.low + b.high).abs() < 0.01 && (a.high + b.low).abs() < 0.01);
    }

    /// Two levels each: pairs do not compete, and the interval is the usual one of a difference of differences.
    #[test]
    fn of_two_levels_far_apart_each_it_is_the_usual_interval() {
        let values = [0.2, 0.8, 0.3, 0.6];
        let found = of(&values, 5_000.0, 2);
        let variance: f64 = values.iter().map(|p| p * (1.0 - p) / 5_000.0).sum();
        let half = 1.959_964 * variance.sqrt();
        let ci = found.interval.expect("df");
        assert!(((found.difference - ci.low) / half - 1.0).abs() < 0.06, "{ci:?} {half}");
        assert!(((ci.high - found.difference) / half - 1.0).abs() < 0.06, "{ci:?} {half}");
    }

    /// Ten equal levels show a larger difference than two by chance alone; the interval knows.
    #[test]
    fn many_small_levels_are_not_found_to_matter_more() {
        let mut values = vec![0.74, 0.745];
        values.extend((0..10).map(|at| 0.69 + 0.011 * f64::from(at)));
        let found = of(&values, 157.0, 2);
        assert!(found.difference < -0.09);
        assert!(found.interval.is_some_and(|ci| ci.high > 0.0), "{found:?}");
    }

    #[test]
    fn the_seed_decides_and_few_degrees_of_freedom_widen() {
        let values = [0.6, 0.8, 0.7, 0.75];
        let with = |df: f64, seed: u64| {
            contrast(&rates(&values, 300.0), 0..2, 2..4, df, 0.95, Drawing { seed, ..DRAWING })
                .expect("levels")
                .interval
        };
        assert_eq!(with(9.0, 1), with(9.0, 1));
        assert_ne!(with(9.0, 1), with(9.0, 2));
        let width = |df: f64| with(df, 1).map(|ci| ci.high - ci.low);
        assert!(width(5.0) > width(f64::INFINITY));
        assert_eq!(with(0.0, 1), None);
    }

    #[test]
    fn a_rate_that_does_not_vary_has_no_error_and_one_level_no_contrast() {
        let found = of(&[0.0, 0.0, 0.5, 0.6], 100.0, 2);
        assert_eq!(found.first, 0.0);
        assert!(found.interval.is_some_and(|ci| ci.low < found.difference && ci.high > found.difference));
        assert_eq!(contrast(&rates(&[0.1, 0.2, 0.3], 50.0), 0..1, 1..3, 9.0, 0.95, DRAWING), None);
    }
}
