//! How far from its rate may a level's true one lie, where the sample has a design? What δ* rests on.
//!
//! ```text
//! base     n / max(own design effect, mean design effect of the levels, Kish's, 1)
//! adjusted base (t(α, n-1) / t(α, df))²                                Korn & Graubard (1998)
//! limits   one-sided Clopper-Pearson of rate · adjusted base
//! ```
//!
//! No design effect enlarges a base: one of a level is an estimate, and by chance too small in half of all samples. Where
//! sampling units are declared, a level needs [`ENOUGH_UNITS`] of them with a yes and as many with a no: with fewer, too
//! little is known of how it varies, and limits that are too narrow would prove sameness.
//!
//! `tests/calibration/clustered.csv` has the false "consistent" at the boundary with this guard and without, for 2 to 10
//! levels in 16 to 120 sampling units, intraclass correlations of .02 and .1, rates of .02 to .98. In 112 cells of 1,000
//! draws it is at most 5.3% with the guard and 5.2% without: none beyond the error of the simulation. So in what was drawn
//! the limits alone suffice. The guard keeps a rate of .02 in 16 or 24 units far below (1.6% at most, 5.2% without), and
//! stays for what was not drawn: stronger correlation, rarer answers, fewer units. It costs the verdict "consistent" there.
//!
//! What is made of the limits is in [`equivalence`](crate::stats::equivalence).

use crate::num::dist::t_quantile;
use crate::stats::equivalence::Limits;
use crate::stats::interval::{clopper_pearson_lower, clopper_pearson_upper};

/// Sampling units with a yes, and with a no, that a level needs to count as evidence of sameness.
pub const ENOUGH_UNITS: u64 = 8;

/// A level of a sample with a design.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// Its rate, 0 to 1.
    pub rate: f64,
    /// Respondents.
    pub n: u64,
    /// Effective base, see [`base`].
    pub base: f64,
    /// Design degrees of freedom.
    pub df: f64,
    /// Sampling units with a yes, and with a no; `None` where respondents are the units.
    pub units: Option<[u64; 2]>,
}

/// The base of a level: respondents over the largest of several design effects, which never enlarges it.
///
/// ```
/// use paradox::stats::survey::equivalence::base;
/// assert_eq!((base(100, [0.8, 1.25]), base(100, [0.8, 0.9])), (80.0, 100.0));
/// ```
pub fn base<const K: usize>(n: u64, design_effects: [f64; K]) -> f64 {
    n as f64 / design_effects.into_iter().fold(1.0, f64::max)
}

impl Level {
    /// One-sided limits, each at confidence 1 - α; `None` where the level is no evidence: too few sampling units, no degrees
    /// of freedom, fewer than two respondents.
    ///
    /// ```
    /// use paradox::stats::survey::equivalence::Level;
    /// let level = Level { rate: 0.9, n: 200, base: 160.0, df: 30.0, units: Some([30, 8]) };
    /// assert!(level.limits(0.05).is_some_and(|limits| limits.lower < 0.9 && 0.9 < limits.upper));
    /// assert_eq!(Level { units: Some([30, 7]), ..level }.limits(0.05), None);
    /// ```
    pub fn limits(self, alpha: f64) -> Option<Limits> {
        let has_units = self.units.is_none_or(|units| units.iter().all(|&with| with >= ENOUGH_UNITS));
        if self.df <= 0.0 || self.n < 2 || !has_units {
            return None;
        }
        let t = |df: f64| t_quantile(alpha, df);
        let adjusted = self.base * (t((self.n - 1) as f64) / t(self.df)).powi(2);
        Some(Limits {
            rate: self.rate,
            lower: clopper_pearson_lower(self.rate * adjusted, adjusted, alpha).min(self.rate),
            upper: clopper_pearson_upper(self.rate * adjusted, adjusted, alpha).max(self.rate),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Count;

    /// Weights and units that tell nothing give the limits of a simple random sample, up to its df.
    #[test]
    fn without_effects_the_limits_are_those_of_clopper_and_pearson() {
        let count = Count { yes: 37, n: 150 };
        let level = Level { rate: 37.0 / 150.0, n: 150, base: base(150, [1.0]), df: 149.0, units: None };
        let (got, plain) = (level.limits(0.05).expect("df"), Limits::clopper_pearson(count, 0.05).expect("a base"));
        assert!((got.lower - plain.lower).abs() < 1e-12 && (got.upper - plain.upper).abs() < 1e-12);
    }

    #[test]
    fn a_smaller_base_and_fewer_degrees_of_freedom_widen_the_limits() {
        let level = Level { rate: 0.4, n: 300, base: 300.0, df: 200.0, units: None };
        let width = |level: Level| level.limits(0.05).map(|limits| limits.upper - limits.lower).expect("df");
        assert!(width(Level { base: 150.0, ..level }) > width(level));
        assert!(width(Level { df: 6.0, ..level }) > width(level));
        assert_eq!(Level { df: 0.0, ..level }.limits(0.05), None);
        assert_eq!(Level { n: 1, base: 1.0, ..level }.limits(0.05), None);
    }
}
