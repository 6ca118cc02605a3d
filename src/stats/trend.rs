//! Does a rate rise or fall with the order of the levels?
//!
//! The line through the levels' rates, at their scores s, splits Pearson's X2 into what follows it and what does not:
//!
//! ```text
//! slope b = Σ n (p - p̄)(s - s̄) / Σ n (s - s̄)²
//! trend     = b² Σ n (s - s̄)² / p̄(1 - p̄)           1 df     Cochran (1954), Armitage (1955)
//! departure = Σ n (p - p̄ - b (s - s̄))² / p̄(1 - p̄)  k - 2 df
//! Pearson's X2 = trend + departure                 k - 1 df
//! ```
//!
//! Oracle: `prop.trend.test(yes, n, score)` for the trend; the departure as Pearson's X2 less the trend. M2 = (n - 1) r²
//! (Mantel 1963) is the same trend, divided by n instead of n - 1.

use super::table::{NoTest, Table};
use super::{Count, Direction, Test, TestMethod};
use crate::num::dist::chi_square_ln_sf;

/// A trend along scores, and what it leaves over.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// Cochran and Armitage's X2 with 1 df, and its direction.
    pub test: Test,
    /// Signed root of that X2: above 0 where rates rise with the score.
    pub z: f64,
    /// Change of the rate per unit of the score.
    pub slope: f64,
    /// Mantel's M2 with 1 df.
    pub mantel: Test,
    /// X2 of what the trend leaves over; `None` with two levels, which always lie on a line.
    pub departure: Option<Test>,
}

/// Scores 1, 2, … k: the default.
pub fn default_scores(levels: usize) -> Vec<f64> {
    (1..=levels).map(|score| score as f64).collect()
}

/// The trend of the rates along `scores` (one per level; levels without respondents take no part).
///
/// ```
/// use paradox::stats::{Count, trend::trend};
/// // ?prop.trend.test, smokers among four groups of patients: X-squared = 8.2249, p = 0.004132
/// let smokers = [(83, 86), (90, 93), (129, 136), (70, 82)].map(|(yes, n)| Count { yes, n });
/// let trend = trend(&smokers, &[1.0, 2.0, 3.0, 4.0])?;
/// assert!((trend.test.p - 0.004132).abs() < 5e-7 && trend.slope < 0.0);
/// # Ok::<(), paradox::stats::table::NoTest>(())
/// ```
///
/// # Errors
/// Why there is no test: nobody, one level, a constant outcome, scores that are all the same.
pub fn trend(counts: &[Count], scores: &[f64]) -> Result<Trend, NoTest> {
    let table = Table::of_counts(counts)?;
    let (yes, n) = (table.column_totals()[0] as f64, table.total() as f64);
    let variance = yes / n * ((n - yes) / n);
    let levels: Vec<(f64, f64, f64)> = table
        .levels()
        .iter()
        .enumerate()
        .map(|(row, &level)| {
            // p - p̄ from integers, so that equal rates give exactly 0
            let above = table.excess(row, 0) * yes / n;
            (table.row_totals()[row] as f64, above, scores.get(level).copied().unwrap_or(0.0))
        })
        .collect();
    let mean = levels.iter().map(|(n, _, score)| n * score).sum::<f64>() / n;
    let spread: f64 = levels.iter().map(|(n, _, score)| n * (score - mean).powi(2)).sum();
    if levels.iter().all(|level| level.2 == levels[0].2) {
        return Err(NoTest::OneScore);
    }
    let slope = levels.iter().map(|(n, above, score)| n * above * (score - mean)).sum::<f64>() / spread;
    let z = slope * (spread / variance).sqrt();
    let statistic = z * z;
    let mut test = Test::new(TestMethod::CochranArmitage, statistic, 1.0, chi_square_ln_sf(statistic, 1.0));
    test.direction = direction(z);
    let m2 = statistic * (n - 1.0) / n;
    let mut mantel = Test::new(TestMethod::CochranArmitage, m2, 1.0, chi_square_ln_sf(m2, 1.0));
    mantel.direction = test.direction;
    let departure = (levels.len() > 2).then(|| {
        let off = |(n, above, score): &(f64, f64, f64)| n * (above - slope * (score - mean)).powi(2);
        let (statistic, df) = (levels.iter().map(off).sum::<f64>() / variance, (levels.len() - 2) as f64);
        Test::new(TestMethod::Departure, statistic, df, chi_square_ln_sf(statistic, df))
    });
    Ok(Trend { test, z, slope, mantel, departure })
}

/// Up above 0, down below, neither at 0.
pub(crate) fn direction(z: f64) -> Option<Direction> {
    if z == 0.0 { None } else { Some(if z > 0.0 { Direction::Rising } else { Direction::Falling }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::independence::pearson;

    fn counts(of: &[(u64, u64)]) -> Vec<Count> {
        of.iter().map(|&(yes, n)| Count { yes, n }).collect()
    }

    #[test]
    fn trend_and_departure_add_up_to_pearson() {
        let counts = counts(&[(3, 20), (9, 31), (8, 17), (30, 44)]);
        let trend = trend(&counts, &[1.0, 2.0, 5.0, 6.0]).expect("rates differ");
        let sum = trend.test.statistic.zip(trend.departure.and_then(|test| test.statistic)).map(|(t, d)| t + d);
        let x2 = pearson(&Table::of_counts(&counts).expect("rates differ")).statistic;
        assert!((sum.expect("four levels") - x2.expect("has one")).abs() < 1e-12);
    }

    /// Scores are a ruler: moving or stretching it changes the slope's unit, not the test; turning it turns the direction.
    #[test]
    fn shifted_and_stretched_scores_give_the_same_test() {
        let counts = counts(&[(3, 20), (9, 31), (8, 17)]);
        let one = trend(&counts, &[1.0, 2.0, 3.0]).expect("rates differ");
        let other = trend(&counts, &[70.0, 40.0, 10.0]).expect("rates differ");
        assert!((one.z + other.z).abs() < 1e-12);
        assert!((one.slope + 30.0 * other.slope).abs() < 1e-14);
        assert_eq!((one.test.direction, other.test.direction), (Some(Direction::Rising), Some(Direction::Falling)));
    }

    #[test]
    fn an_empty_level_keeps_the_scores_of_the_others_in_place() {
        let with_gap = trend(&counts(&[(3, 20), (0, 0), (9, 31), (1, 17)]), &[1.0, 2.0, 3.0, 4.0]);
        let without = trend(&counts(&[(3, 20), (9, 31), (1, 17)]), &[1.0, 3.0, 4.0]);
        assert_eq!(with_gap, without);
        assert!(without.is_ok());
    }

    #[test]
    fn two_levels_have_no_departure_and_one_score_no_trend() {
        assert_eq!(trend(&counts(&[(3, 20), (9, 31)]), &[1.0, 2.0]).map(|trend| trend.departure), Ok(None));
        assert_eq!(trend(&counts(&[(3, 20), (9, 31)]), &[2.0, 2.0]), Err(NoTest::OneScore));
        assert_eq!(trend(&counts(&[(0, 20), (0, 31)]), &[1.0, 2.0]), Err(NoTest::ConstantOutcome));
    }
}
