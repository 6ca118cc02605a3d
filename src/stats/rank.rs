//! Does an ordered answer (a time band, a rating) depend on the segment?
//!
//! All respondents are ranked by their answer; those who gave the same answer share the mean of their ranks.
//!
//! - [`kruskal_wallis`] (1952): do the mean ranks of the levels differ? H with ties, k - 1 df. Oracle `kruskal.test`.
//! - [`jonckheere`] (Terpstra 1952, Jonckheere 1954): do answers rise with the order of the levels? J counts the pairs
//!   of respondents, one from a lower and one from a higher level, of whom the second answered higher (a tie counts one
//!   half); normal approximation with the variance under ties of Hollander & Wolfe (1999, 6.19).
//! - [`spearman`] and [`kendall_tau_b`]: how strongly? Oracle `cor(method = "spearman")`, `cor(method = "kendall")`.
//!
//! All are functions of a [`Table`]: levels in order by answers in order.

use super::table::Table;
use super::trend::direction;
use super::{Test, TestMethod};
use crate::num::dist::{chi_square_ln_sf, normal_ln_sf};

/// Twice the mean rank (ranks from 1) of each of a list of groups that stand in order.
fn double_mid_ranks(totals: &[u64]) -> Vec<f64> {
    let mut before = 0;
    totals
        .iter()
        .map(|&n| {
            let double = 2 * before + n + 1;
            before += n;
            double as f64
        })
        .collect()
}

/// Σ f(n) over totals.
fn sum_of(totals: &[u64], f: impl Fn(f64) -> f64) -> f64 {
    totals.iter().map(|&n| f(n as f64)).sum()
}

/// Kruskal and Wallis's H, corrected for ties.
///
/// ```
/// use paradox::stats::{rank::kruskal_wallis, table::Table};
/// let bands = Table::new(&[vec![10, 8, 5, 2], vec![7, 9, 6, 4], vec![3, 6, 9, 10]])?;
/// assert!((kruskal_wallis(&bands).p - 0.0037514).abs() < 5e-8);
/// # Ok::<(), paradox::stats::table::NoTest>(())
/// ```
pub fn kruskal_wallis(table: &Table) -> Test {
    let n = table.total() as f64;
    let ranks = double_mid_ranks(table.column_totals());
    // Ranks less their mean, doubled: sums of integers, so that levels that answer alike give exactly 0.
    let between: f64 = (table.cells().iter().zip(table.row_totals()))
        .map(|(row, &of_level)| {
            let sum: f64 = row.iter().zip(&ranks).map(|(&count, rank)| count as f64 * (rank - (n + 1.0))).sum();
            sum * sum / of_level as f64
        })
        .sum();
    let tied = n.powi(3) - n - sum_of(table.column_totals(), |t| t.powi(3) - t);
    let statistic = 3.0 * (n - 1.0) * between / tied;
    let df = (table.rows() - 1) as f64;
    Test::new(TestMethod::KruskalWallis, statistic, df, chi_square_ln_sf(statistic, df))
}

/// Jonckheere and Terpstra's test.
#[derive(Debug, Clone, PartialEq)]
pub struct Jonckheere {
    /// Pairs in which the higher level answered higher, a tie counting one half.
    pub j: f64,
    /// Mean of J if the levels answer alike.
    pub mean: f64,
    /// Variance of J if the levels answer alike.
    pub variance: f64,
    /// The test: its statistic is z, two-sided, without df.
    pub test: Test,
}

/// Do answers rise (or fall) with the order of the levels? `None` where J cannot vary.
///
/// ```
/// use paradox::stats::{rank::jonckheere, table::Table};
/// let bands = Table::new(&[vec![10, 8, 5, 2], vec![7, 9, 6, 4], vec![3, 6, 9, 10]])?;
/// assert_eq!(jonckheere(&bands).map(|test| (test.j, test.mean)), Some((1394.0, 1039.0)));
/// # Ok::<(), paradox::stats::table::NoTest>(())
/// ```
pub fn jonckheere(table: &Table) -> Option<Jonckheere> {
    let n = table.total() as f64;
    let (rows, columns) = (table.row_totals(), table.column_totals());
    // Respondents of lower levels, by answer; each level is compared with them as a whole.
    let mut below = vec![0_u64; columns.len()];
    let mut double_j = 0.0;
    for row in table.cells() {
        let mut lower = 0;
        for (&count, so_far) in row.iter().zip(&mut below) {
            double_j += count as f64 * (2 * lower + *so_far) as f64;
            lower += *so_far;
            *so_far += count;
        }
    }
    let (j, mean) = (double_j / 2.0, (n * n - sum_of(rows, |n| n * n)) / 4.0);
    let pairs = |n: f64| n * (n - 1.0);
    let triples = |n: f64| n * (n - 1.0) * (n - 2.0);
    let weighted = |n: f64| pairs(n) * (2.0 * n + 5.0);
    let mut variance = (weighted(n) - sum_of(rows, weighted) - sum_of(columns, weighted)) / 72.0
        + sum_of(rows, pairs) * sum_of(columns, pairs) / (8.0 * pairs(n));
    if n > 2.0 {
        variance += sum_of(rows, triples) * sum_of(columns, triples) / (36.0 * triples(n));
    }
    if variance <= 0.0 {
        return None;
    }
    let z = (j - mean) / variance.sqrt();
    let mut test = Test::exact(TestMethod::Jonckheere, std::f64::consts::LN_2 + normal_ln_sf(z.abs()));
    test.statistic = Some(z);
    test.direction = direction(z);
    Some(Jonckheere { j, mean, variance, test })
}

/// Spearman's rank correlation of level and answer, -1 to 1.
pub fn spearman(table: &Table) -> f64 {
    let n = table.total() as f64;
    let (of_rows, of_columns) = (double_mid_ranks(table.row_totals()), double_mid_ranks(table.column_totals()));
    let (mut product, mut rows, mut columns) = (0.0, 0.0, 0.0);
    for (row, rank) in table.cells().iter().zip(&of_rows) {
        for (&count, other) in row.iter().zip(&of_columns) {
            let (count, a, b) = (count as f64, rank - (n + 1.0), other - (n + 1.0));
            product += count * a * b;
            rows += count * a * a;
            columns += count * b * b;
        }
    }
    (product / (rows * columns).sqrt()).clamp(-1.0, 1.0)
}

/// Kendall's rank correlation of level and answer with ties, -1 to 1 (1945).
pub fn kendall_tau_b(table: &Table) -> f64 {
    let mut balance = 0.0; // concordant pairs less discordant ones
    let columns = table.columns();
    let mut below = vec![0_u64; columns];
    for row in table.cells() {
        let seen: u64 = below.iter().sum();
        let mut lower = 0;
        for (&count, &level) in row.iter().zip(&below) {
            let higher = seen - lower - level;
            balance += count as f64 * (lower as f64 - higher as f64);
            lower += level;
        }
        row.iter().zip(&mut below).for_each(|(count, total)| *total += count);
    }
    let n = table.total() as f64;
    let untied = |totals: &[u64]| (n * (n - 1.0) - sum_of(totals, |t| t * (t - 1.0))) / 2.0;
    (balance / (untied(table.row_totals()) * untied(table.column_totals())).sqrt()).clamp(-1.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[u64]]) -> Table {
        Table::new(&rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>()).expect("a table that can be tested")
    }

    /// Levels in reverse order: the same evidence, in the other direction.
    #[test]
    fn turning_the_levels_around_turns_the_direction_and_nothing_else() {
        let (one, other) =
            (table(&[&[10, 8, 5], &[3, 6, 9], &[1, 0, 4]]), table(&[&[1, 0, 4], &[3, 6, 9], &[10, 8, 5]]));
        let (up, down) = (jonckheere(&one).expect("varies"), jonckheere(&other).expect("varies"));
        assert!((up.test.statistic.expect("z") + down.test.statistic.expect("z")).abs() < 1e-12);
        assert_ne!(up.test.direction, down.test.direction);
        assert!((spearman(&one) + spearman(&other)).abs() < 1e-14);
        assert!((kendall_tau_b(&one) + kendall_tau_b(&other)).abs() < 1e-14);
        let h = |table| kruskal_wallis(table).statistic.expect("H");
        assert!((h(&one) - h(&other)).abs() < 1e-12);
    }

    #[test]
    fn one_respondent_per_cell_on_the_diagonal_correlates_perfectly() {
        let diagonal = table(&[&[1, 0, 0], &[0, 1, 0], &[0, 0, 1]]);
        assert_eq!((spearman(&diagonal), kendall_tau_b(&diagonal)), (1.0, 1.0));
        assert_eq!(jonckheere(&diagonal).map(|test| test.j), Some(3.0));
    }

    /// With two answers and two levels, H is Pearson's X2 times (n - 1) / n.
    #[test]
    fn two_answers_make_kruskal_wallis_a_comparison_of_rates() {
        let table = table(&[&[10, 30], &[25, 35], &[11, 9]]);
        let x2 = super::super::independence::pearson(&table).statistic.expect("X2");
        let h = kruskal_wallis(&table).statistic.expect("H");
        assert!((h / x2 - 119.0 / 120.0).abs() < 1e-12);
    }
}
