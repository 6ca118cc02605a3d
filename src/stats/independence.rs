//! Does the outcome depend on the segment at all? The omnibus test.
//!
//! ```text
//! X2 = Σ (O - E)² / E          G2 = 2 Σ O ln(O / E)          E = row total · column total / n
//! ```
//!
//! Oracle: `chisq.test(table, correct = FALSE)`; G2 by the formula (Pearson 1900; Wilks 1935). No continuity
//! correction: with two levels it would make the test answer a different question than with three. Where an expected
//! count is below 5 the exact test stands in ([`exact`](super::exact)).

use super::Test;
use super::TestMethod;
use super::exact::{MonteCarlo, fisher, fisher_mc};
use super::table::Table;
use crate::num::dist::chi_square_ln_sf;

/// Expected count from which Pearson's chi-square is trusted in every cell.
pub const MIN_EXPECTED: f64 = 5.0;

/// Below this |t| the series of (1+t) ln(1+t) - t replaces the formula, which would cancel.
const SERIES_BELOW: f64 = 0.02;

/// Terms of that series; at |t| = 0.02 the next is below 1e-17 of the first.
const SERIES_TERMS: u32 = 12;

/// Pearson's X2 without continuity correction: `chisq.test(correct = FALSE)`.
///
/// ```
/// use paradox::stats::{independence::pearson, table::Table};
/// let admissions = Table::new(&[vec![1198, 1493], vec![557, 1278]])?; // ?UCBAdmissions: 92.205
/// assert!((pearson(&admissions).statistic.unwrap_or(0.0) - 92.205).abs() < 5e-4);
/// # Ok::<(), paradox::stats::table::NoTest>(())
/// ```
pub fn pearson(table: &Table) -> Test {
    let statistic = sum_of_cells(table, |expected, excess| expected * excess * excess);
    Test::new(TestMethod::Pearson, statistic, table.df(), chi_square_ln_sf(statistic, table.df()))
}

/// The likelihood ratio G2, with 0 ln 0 = 0.
pub fn g(table: &Table) -> Test {
    let statistic = 2.0 * sum_of_cells(table, |expected, excess| expected * entropy(excess));
    Test::new(TestMethod::G, statistic, table.df(), chi_square_ln_sf(statistic, table.df()))
}

fn sum_of_cells(table: &Table, term: impl Fn(f64, f64) -> f64) -> f64 {
    let cells = (0..table.rows()).flat_map(|row| (0..table.columns()).map(move |column| (row, column)));
    cells.map(|(row, column)| term(table.expected(row, column), table.excess(row, column))).sum()
}

/// (1+t) ln(1+t) - t for t >= -1: what a cell with O = E (1 + t) adds to G2 / 2E. As Σ(O - E) = 0, subtracting t
/// changes no sum and makes every term positive.
fn entropy(t: f64) -> f64 {
    if t <= -1.0 {
        return 1.0;
    }
    if t.abs() >= SERIES_BELOW {
        return (1.0 + t) * t.ln_1p() - t;
    }
    // Σ_{m>=2} (-t)^m / (m (m - 1))
    (2..2 + SERIES_TERMS).rev().map(|m| (-t).powi(m as i32) / f64::from(m * (m - 1))).sum()
}

/// The omnibus test and the other tests of the same question.
#[derive(Debug, Clone, PartialEq)]
pub struct Omnibus {
    /// The one to decide by.
    pub chosen: Test,
    /// Pearson and G, whenever they are not the one.
    pub others: Vec<Test>,
}

/// Pearson if every expected count is at least [`MIN_EXPECTED`], else Fisher's exact test, else, where that is out
/// of reach, Fisher's test by Monte Carlo.
///
/// ```
/// use paradox::stats::{TestMethod, exact::MonteCarlo, independence::omnibus, table::Table};
/// let small = Table::new(&[vec![3, 1], vec![1, 3]])?;
/// let omnibus = omnibus(&small, MonteCarlo::default());
/// assert_eq!(omnibus.chosen.method, TestMethod::Fisher);
/// assert!((omnibus.chosen.p - 34.0 / 70.0).abs() < 1e-12);
/// # Ok::<(), paradox::stats::table::NoTest>(())
/// ```
pub fn omnibus(table: &Table, monte_carlo: MonteCarlo) -> Omnibus {
    let (pearson, g) = (pearson(table), g(table));
    if table.min_expected() >= MIN_EXPECTED {
        return Omnibus { chosen: pearson, others: vec![g] };
    }
    let chosen = fisher(table).unwrap_or_else(|| fisher_mc(table, monte_carlo));
    Omnibus { chosen, others: vec![pearson, g] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[u64]]) -> Table {
        Table::new(&rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>()).expect("a table that can be tested")
    }

    fn statistic(test: &Test) -> f64 {
        test.statistic.expect("these tests have a statistic")
    }

    /// Pearson and G do not know which answer is called yes.
    #[test]
    fn swapping_the_answers_changes_nothing() {
        let (one, other) = (table(&[&[30, 132], &[48, 85], &[2, 21]]), table(&[&[132, 30], &[85, 48], &[21, 2]]));
        for test in [pearson, g] {
            assert!((statistic(&test(&one)) - statistic(&test(&other))).abs() < 1e-12);
        }
    }

    /// A level split at the same rate adds nothing, so merging the parts again takes nothing away.
    #[test]
    fn merging_levels_of_equal_rate_keeps_the_statistic() {
        let split = table(&[&[10, 30], &[20, 60], &[50, 40]]);
        let merged = table(&[&[30, 90], &[50, 40]]);
        for test in [pearson, g] {
            assert!((statistic(&test(&split)) - statistic(&test(&merged))).abs() < 1e-12);
        }
    }

    #[test]
    fn equal_rates_give_exactly_zero_and_p_one() {
        let flat = table(&[&[7, 14], &[11, 22], &[1_000_001, 2_000_002]]);
        for test in [pearson(&flat), g(&flat)] {
            assert_eq!((test.statistic, test.p), (Some(0.0), 1.0));
        }
    }

    /// Both sides of the switch agree: the series is the formula, without its cancellation.
    #[test]
    fn the_series_joins_the_formula() {
        for t in [-0.01999, 0.01999_f64, 0.015, -0.011] {
            let formula = (1.0 + t) * t.ln_1p() - t;
            assert!((entropy(t) / formula - 1.0).abs() < 1e-11, "{t}");
        }
    }

    #[test]
    fn the_exact_test_takes_over_where_an_expected_count_is_below_five() {
        let at_five = table(&[&[5, 15], &[5, 15]]);
        let below = table(&[&[5, 15], &[4, 15]]);
        assert_eq!(omnibus(&at_five, MonteCarlo::default()).chosen.method, TestMethod::Pearson);
        let exact = omnibus(&below, MonteCarlo::default());
        assert_eq!(exact.chosen.method, TestMethod::Fisher);
        assert_eq!(
            exact.others.iter().map(|test| test.method).collect::<Vec<_>>(),
            [TestMethod::Pearson, TestMethod::G]
        );
    }
}
