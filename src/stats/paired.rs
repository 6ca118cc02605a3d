//! Do the same respondents say yes more often to one question than to another?
//!
//! ```text
//!              b: yes   b: no
//! a: yes        both    a_only       d = (a_only - b_only) / n
//! a: no       b_only   neither       se = √(a_only + b_only - (a_only - b_only)²/n) / n
//! ```
//!
//! Only those who answer differently say anything about d, so its error is that of the pairs and never that of two
//! samples. McNemar's test asks whether the discordant split evenly: `mcnemar.test(correct = FALSE)`, exactly
//! `binom.test(a_only, a_only + b_only)`, and mid-p, which counts only half of what was seen. The interval is Newcombe's
//! (1998, the paper on paired rates) method 10, from two Wilson intervals and the continuity-corrected φ of the table.

use super::interval::wilson;
use super::{Count, Interval, IntervalMethod, Test, TestMethod};
use crate::num::dist::{binomial_ln_cdf, binomial_ln_mass, chi_square_ln_sf};

/// Respondents by their answers to two questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PairedCounts {
    /// Yes to both.
    pub both: u64,
    /// Yes to the first only.
    pub a_only: u64,
    /// Yes to the second only.
    pub b_only: u64,
    /// No to both.
    pub neither: u64,
}

impl PairedCounts {
    /// All who answered both.
    pub fn n(self) -> u64 {
        self.both + self.a_only + self.b_only + self.neither
    }

    /// The first question.
    pub fn a(self) -> Count {
        Count { yes: self.both + self.a_only, n: self.n() }
    }

    /// The second question.
    pub fn b(self) -> Count {
        Count { yes: self.both + self.b_only, n: self.n() }
    }

    /// Those who answered differently.
    pub fn discordant(self) -> u64 {
        self.a_only + self.b_only
    }
}

/// First rate minus second; `None` without respondents.
///
/// ```
/// use paradox::stats::paired::{PairedCounts, difference};
/// // Agresti: approval of the prime minister, twice.
/// let table = PairedCounts { both: 794, a_only: 150, b_only: 86, neither: 570 };
/// assert_eq!(difference(table), Some(0.04));
/// ```
pub fn difference(table: PairedCounts) -> Option<f64> {
    (table.n() > 0).then(|| (table.a_only as f64 - table.b_only as f64) / table.n() as f64)
}

/// Standard error of the difference.
///
/// ```
/// use paradox::stats::paired::{PairedCounts, standard_error};
/// let table = PairedCounts { both: 794, a_only: 150, b_only: 86, neither: 570 };
/// assert!((standard_error(table).unwrap() - 0.0095).abs() < 5e-5);
/// ```
pub fn standard_error(table: PairedCounts) -> Option<f64> {
    let d = difference(table)?;
    let n = table.n() as f64;
    // (b + c)/n - d² is a variance; rounding must not push it below 0 where all are discordant one way.
    Some(((table.discordant() as f64 / n - d * d).max(0.0) / n).sqrt())
}

/// Newcombe's interval for the difference of two rates of the same respondents (his method 10).
///
/// ```
/// use paradox::stats::paired::{PairedCounts, newcombe};
/// let table = PairedCounts { both: 20, a_only: 12, b_only: 2, neither: 16 };
/// let ci = newcombe(table, 0.95).unwrap();
/// assert!((ci.low - 0.0562).abs() < 5e-5 && (ci.high - 0.3292).abs() < 5e-5); // as he printed it
/// ```
pub fn newcombe(table: PairedCounts, confidence: f64) -> Option<Interval> {
    let d = difference(table)?;
    let (a, b) = (table.a(), table.b());
    let (p_a, p_b) = (a.rate()?, b.rate()?);
    let of_a = wilson(a.yes as f64, a.n as f64, confidence);
    let of_b = wilson(b.yes as f64, b.n as f64, confidence);
    let phi = phi(table);
    let reach = |x: f64, y: f64| (x * x - 2.0 * phi * x * y + y * y).max(0.0).sqrt();
    Some(Interval {
        low: (d - reach(p_a - of_a.low, of_b.high - p_b)).max(-1.0),
        high: (d + reach(of_a.high - p_a, p_b - of_b.low)).min(1.0),
        level: confidence,
        method: IntervalMethod::NewcombePaired,
    })
}

/// Correlation of the two answers with Newcombe's continuity correction; 0 where an answer is constant.
fn phi(table: PairedCounts) -> f64 {
    let n = table.n() as f64;
    let margins = [table.a().yes, table.a().no(), table.b().yes, table.b().no()].map(|margin| margin as f64);
    let product: f64 = margins.iter().product();
    if product == 0.0 {
        return 0.0;
    }
    let determinant =
        i128::from(table.both) * i128::from(table.neither) - i128::from(table.a_only) * i128::from(table.b_only);
    let determinant = determinant as f64;
    let corrected = if determinant > 0.5 * n { determinant - 0.5 * n } else { determinant.min(0.0) };
    corrected / product.sqrt()
}

/// McNemar's X² without continuity correction; `None` where nobody answered differently.
///
/// ```
/// use paradox::stats::paired::{PairedCounts, mcnemar};
/// let table = PairedCounts { both: 794, a_only: 150, b_only: 86, neither: 570 };
/// assert!((mcnemar(table).unwrap().statistic.unwrap() - 17.36).abs() < 0.005);
/// ```
pub fn mcnemar(table: PairedCounts) -> Option<Test> {
    if table.discordant() == 0 {
        return None;
    }
    let difference = table.a_only as f64 - table.b_only as f64;
    let statistic = difference * difference / table.discordant() as f64;
    Some(Test::new(TestMethod::Mcnemar, statistic, 1.0, chi_square_ln_sf(statistic, 1.0)))
}

/// Exact McNemar test: the binomial probability of a split at least as uneven; 1 where nobody answered differently.
///
/// ```
/// use paradox::stats::paired::{PairedCounts, mcnemar_exact};
/// let table = PairedCounts { both: 5, a_only: 1, b_only: 0, neither: 4 };
/// assert_eq!(mcnemar_exact(table).p, 1.0);
/// ```
pub fn mcnemar_exact(table: PairedCounts) -> Test {
    let fewer = table.a_only.min(table.b_only);
    if table.a_only.abs_diff(table.b_only) <= 1 {
        // No split is more even than this one: p is 1, and not 1 less a last digit.
        return Test::exact(TestMethod::McnemarExact, 0.0);
    }
    let ln_tail = binomial_ln_cdf(fewer, table.discordant(), 0.5);
    Test::exact(TestMethod::McnemarExact, ln_tail + std::f64::consts::LN_2)
}

/// McNemar's test with mid-p: what was seen counts half; 1 where nobody answered differently.
///
/// ```
/// use paradox::stats::paired::{PairedCounts, mcnemar_midp};
/// let table = PairedCounts { both: 0, a_only: 3, b_only: 0, neither: 0 };
/// assert!((mcnemar_midp(table).p - 0.125).abs() < 1e-15);
/// ```
pub fn mcnemar_midp(table: PairedCounts) -> Test {
    if table.a_only == table.b_only {
        return Test::exact(TestMethod::McnemarMidp, 0.0);
    }
    let fewer = table.a_only.min(table.b_only);
    let ln_tail = binomial_ln_cdf(fewer, table.discordant(), 0.5);
    let ln_seen = binomial_ln_mass(fewer, table.discordant(), 0.5);
    // 2 (tail - seen/2) with the tail taken out; seen is at most the tail.
    let ln_p = ln_tail + std::f64::consts::LN_2 + (-0.5 * (ln_seen - ln_tail).exp()).ln_1p();
    Test::exact(TestMethod::McnemarMidp, ln_p)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLES: [(u64, u64, u64, u64); 8] = [
        (794, 150, 86, 570),
        (20, 12, 2, 16),
        (1, 0, 0, 1),
        (0, 5, 15, 0),
        (36, 12, 2, 0),
        (2, 97, 1, 2),
        (0, 9, 0, 0),
        (100_000, 900, 1200, 100_000),
    ];

    fn tables() -> impl Iterator<Item = PairedCounts> {
        TABLES.into_iter().map(|(both, a_only, b_only, neither)| PairedCounts { both, a_only, b_only, neither })
    }

    #[test]
    fn the_other_question_first_only_changes_the_sign() {
        for table in tables() {
            let swapped = PairedCounts { a_only: table.b_only, b_only: table.a_only, ..table };
            assert_eq!(difference(table), difference(swapped).map(|d| -d));
            assert_eq!(standard_error(table), standard_error(swapped));
            let (there, back) = (newcombe(table, 0.95).unwrap(), newcombe(swapped, 0.95).unwrap());
            assert!((there.low + back.high).abs() < 1e-12 && (there.high + back.low).abs() < 1e-12, "{table:?}");
            assert_eq!(mcnemar_exact(table).ln_p, mcnemar_exact(swapped).ln_p);
        }
    }

    #[test]
    fn intervals_contain_the_difference_and_stay_within_minus_1_and_1() {
        for table in tables() {
            let (d, ci) = (difference(table).unwrap(), newcombe(table, 0.99).unwrap());
            assert!(-1.0 <= ci.low && ci.low <= d && d <= ci.high && ci.high <= 1.0, "{table:?} {ci:?}");
        }
    }

    /// Those who agree say nothing about the difference: the tests do not see them.
    #[test]
    fn concordant_answers_change_no_test() {
        for table in tables() {
            let more = PairedCounts { both: table.both + 1000, neither: table.neither + 77, ..table };
            assert_eq!(mcnemar(table), mcnemar(more));
            assert_eq!(mcnemar_exact(table), mcnemar_exact(more));
            assert_eq!(mcnemar_midp(table), mcnemar_midp(more));
        }
    }

    #[test]
    fn mid_p_lies_below_exact_p_and_both_reach_one_without_discordant_answers() {
        for table in tables() {
            assert!(mcnemar_midp(table).p <= mcnemar_exact(table).p, "{table:?}");
        }
        let agreed = PairedCounts { both: 3, neither: 4, ..PairedCounts::default() };
        assert_eq!((mcnemar(agreed), mcnemar_exact(agreed).p, mcnemar_midp(agreed).p), (None, 1.0, 1.0));
    }

    #[test]
    fn p_goes_on_below_the_smallest_float() {
        let table = PairedCounts { a_only: 5000, ..PairedCounts::default() };
        assert!((mcnemar_exact(table).ln_p - -4999.0 * std::f64::consts::LN_2).abs() < 1e-9);
        assert_eq!(mcnemar_exact(table).p, 0.0);
    }

    #[test]
    fn nobody_has_no_difference() {
        let nobody = PairedCounts::default();
        assert_eq!((difference(nobody), standard_error(nobody), newcombe(nobody, 0.95)), (None, None, None));
    }
}
