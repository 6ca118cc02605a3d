//! Weights cut to limits, what is cut off spread over the others.
//!
//! ```text
//! w outside of lower..upper → the limit;   the total that this takes away (or adds) → in equal parts to those inside
//! ```
//!
//! Spreading may push others over a limit: repeated until nobody is outside. The total stays. Oracle:
//! `trimWeights(strict = TRUE)`, golden `trim`. Trimming lowers the variance that unequal weights bring
//! ([`effect::kish`](super::effect::kish)) and gives up margins that had been raked to.

/// Rounds; a handful is usual.
const ROUNDS: u32 = 1000;

/// Trimmed weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Trimmed {
    /// One per respondent, in the order given.
    pub weights: Vec<f64>,
    /// How many were outside in the first round.
    pub trimmed: usize,
    /// Rounds that it took.
    pub rounds: u32,
}

/// Why weights cannot be trimmed to these limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TrimError {
    /// The limits do not enclose the mean weight, so that no weights within them have the same total.
    MeanOutside {
        /// The mean weight.
        mean: f64,
    },
    /// All weights are at a limit, and something is left to spread.
    NobodyInside {
        /// Rounds until then.
        rounds: u32,
    },
}

impl std::fmt::Display for TrimError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            TrimError::MeanOutside { mean } => write!(f, "the mean weight, {mean}, is outside of the limits"),
            TrimError::NobodyInside { rounds } => {
                write!(f, "after {rounds} rounds nobody is within the limits to take what was cut off")
            }
        }
    }
}

impl std::error::Error for TrimError {}

/// Trims weights to `lower..=upper`.
///
/// ```
/// let trimmed = paradox::design::trim::trim(&[1.0, 1.0, 1.0, 9.0], 0.0, 6.0)?;
/// assert_eq!((trimmed.weights, trimmed.trimmed), (vec![2.0, 2.0, 2.0, 6.0], 1));
/// # Ok::<(), paradox::design::trim::TrimError>(())
/// ```
///
/// # Errors
///
/// [`TrimError`] where no such weights have the same total.
pub fn trim(weights: &[f64], lower: f64, upper: f64) -> Result<Trimmed, TrimError> {
    let is_outside = |weight: &f64| *weight < lower || *weight > upper;
    let trimmed = weights.iter().filter(|weight| is_outside(weight)).count();
    let mut weights = weights.to_vec();
    if trimmed == 0 {
        return Ok(Trimmed { weights, trimmed, rounds: 0 });
    }
    let mean = weights.iter().sum::<f64>() / weights.len() as f64;
    if !(lower..=upper).contains(&mean) {
        return Err(TrimError::MeanOutside { mean });
    }
    for round in 1..=ROUNDS {
        let inside: Vec<bool> = weights.iter().map(|weight| !is_outside(weight)).collect();
        let count = inside.iter().filter(|inside| **inside).count();
        if count == 0 {
            return Err(TrimError::NobodyInside { rounds: round });
        }
        let excess: f64 = weights.iter().map(|weight| weight - weight.clamp(lower, upper)).sum();
        for (weight, inside) in weights.iter_mut().zip(inside) {
            *weight = if inside { *weight + excess / count as f64 } else { weight.clamp(lower, upper) };
        }
        if !weights.iter().any(is_outside) {
            return Ok(Trimmed { weights, trimmed, rounds: round });
        }
    }
    Err(TrimError::NobodyInside { rounds: ROUNDS })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trimmed_weights_are_within_the_limits_and_keep_their_total() {
        let weights: Vec<f64> = (0..200).map(|i| (f64::from(i) * 0.7).sin().exp()).collect();
        let trimmed = trim(&weights, 0.5, 2.0).expect("the mean is inside");
        assert!(trimmed.weights.iter().all(|weight| (0.5..=2.0).contains(weight)) && trimmed.rounds > 1);
        let total: f64 = weights.iter().sum();
        assert!((trimmed.weights.iter().sum::<f64>() / total - 1.0).abs() < 1e-12);
    }

    #[test]
    fn weights_within_the_limits_are_left_alone_and_impossible_limits_refused() {
        let weights = [1.0, 2.0, 3.0];
        assert_eq!(
            trim(&weights, 1.0, 3.0).map(|trimmed| (trimmed.weights, trimmed.rounds)),
            Ok((weights.to_vec(), 0))
        );
        assert_eq!(trim(&weights, 0.0, 1.5), Err(TrimError::MeanOutside { mean: 2.0 }));
        assert_eq!(trim(&[1.0, 3.0], 1.9, 2.1), Err(TrimError::NobodyInside { rounds: 1 }));
    }
}
