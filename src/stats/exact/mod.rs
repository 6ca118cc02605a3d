//! Does the outcome depend on the segment, when counts are too small for the chi-square? Fisher's exact test.
//!
//! Given its margins, a table of independent answers has the probability of a multivariate hypergeometric draw,
//!
//! ```text
//! P(table) = Π row total! · Π column total! / (n! · Π cell!)
//! p        = Σ P(t) over all tables t with these margins that are no more probable than the observed one
//! ```
//!
//! - [`fisher_two_by_two`]: two levels (Fisher 1934), with the conditional odds ratio. Oracle `fisher.test`.
//! - [`fisher`]: any table (Freeman & Halton 1951) by a network algorithm (Mehta & Patel 1983), as far as a bounded
//!   amount of work reaches. Oracle `fisher.test(workspace = 2e8)`.
//! - [`fisher_mc`]: random tables with the same margins (Patefield 1981), where it does not. The idea of
//!   `fisher.test(simulate.p.value = TRUE)`, with a random stream of its own.
//!
//! p is kept as a logarithm all the way, so that it is right far below 1e-308.

mod monte_carlo;
mod network;
mod two_by_two;

pub use monte_carlo::{MonteCarlo, fisher_mc, p_upper_limit};
pub use two_by_two::{FisherTwoByTwo, fisher_two_by_two};

use super::table::Table;
use super::{Test, TestMethod};
use crate::num::dist;

/// Two tables count as equally probable when the logarithms of their probabilities differ by less: rounding must not
/// decide about ties. R's `fisher.test` takes 1e-7 for 2x2 and this for larger tables.
const TIE: f64 = 3.4525e-7;

/// Factorials up to here are looked up; larger ones are computed each time.
const TABULATED_FACTORIALS: u64 = 200_000;

/// Fisher's exact test of any table, two-sided; `None` where it would take more than five million steps
/// (then [`fisher_mc`] answers).
///
/// ```
/// use paradox::stats::{exact::fisher, table::Table};
/// // Job satisfaction by income (Agresti 2002, p. 57): fisher.test gives p = 0.7827.
/// let table = Table::new(&[vec![1, 3, 10, 6], vec![2, 3, 10, 7], vec![1, 6, 14, 12], vec![0, 1, 9, 11]])?;
/// let p = fisher(&table).map(|test| test.p);
/// assert!(p.is_some_and(|p| (p - 0.7827).abs() < 5e-5));
/// # Ok::<(), paradox::stats::table::NoTest>(())
/// ```
pub fn fisher(table: &Table) -> Option<Test> {
    let cells = table.cells();
    let ln_p = if table.rows() == 2 && table.columns() == 2 {
        two_by_two::ln_p_two_sided([[cells[0][0], cells[0][1]], [cells[1][0], cells[1][1]]])?
    } else {
        network::ln_p(table, network::WORK)?
    };
    Some(Test::exact(TestMethod::Fisher, ln_p))
}

/// ln(n!) by table, and by the gamma function beyond it.
struct LnFactorials(Vec<f64>);

impl LnFactorials {
    fn up_to(largest: u64) -> Self {
        LnFactorials((0..=largest.min(TABULATED_FACTORIALS)).map(dist::ln_factorial).collect())
    }

    fn of(&self, n: u64) -> f64 {
        usize::try_from(n).ok().and_then(|n| self.0.get(n)).copied().unwrap_or_else(|| dist::ln_factorial(n))
    }
}

/// ln(Σ exp(term)), added up term by term without leaving the range of a double.
#[derive(Clone, Copy)]
struct LnSum {
    largest: f64,
    scaled: f64,
}

impl LnSum {
    const EMPTY: LnSum = LnSum { largest: f64::NEG_INFINITY, scaled: 0.0 };

    fn add(&mut self, term: f64) {
        if term == f64::NEG_INFINITY {
            return; // nothing, also where there is nothing yet
        }
        if term <= self.largest {
            self.scaled += (term - self.largest).exp();
        } else {
            self.scaled = self.scaled * (self.largest - term).exp() + 1.0;
            self.largest = term;
        }
    }

    fn of(terms: impl Iterator<Item = f64>) -> f64 {
        let mut sum = LnSum::EMPTY;
        terms.for_each(|term| sum.add(term));
        sum.ln()
    }

    fn ln(self) -> f64 {
        self.largest + self.scaled.ln()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[u64]]) -> Table {
        Table::new(&rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>()).expect("a table that can be tested")
    }

    fn p(rows: &[&[u64]]) -> f64 {
        fisher(&table(rows)).expect("small enough to be exact").p
    }

    #[test]
    fn rows_columns_and_answers_may_change_places() {
        let p_of = p(&[&[3, 1, 4], &[1, 5, 9], &[2, 6, 0], &[5, 3, 5]]);
        assert!((p(&[&[4, 1, 3], &[9, 5, 1], &[0, 6, 2], &[5, 3, 5]]) - p_of).abs() < 1e-12);
        assert!((p(&[&[5, 3, 5], &[2, 6, 0], &[3, 1, 4], &[1, 5, 9]]) - p_of).abs() < 1e-12);
        assert!((p(&[&[3, 1, 2, 5], &[1, 5, 6, 3], &[4, 9, 0, 5]]) - p_of).abs() < 1e-12);
    }

    /// The network must count what plain enumeration counts.
    #[test]
    fn the_network_agrees_with_counting_every_table() {
        let observed: [[u64; 2]; 4] = [[1, 6], [4, 3], [2, 7], [5, 1]];
        let ln_factorial = dist::ln_factorial;
        let weight = |yes: &[u64]| -> f64 {
            yes.iter().zip(observed).map(|(&y, row)| -ln_factorial(y) - ln_factorial(row[0] + row[1] - y)).sum()
        };
        let limit = weight(&observed.map(|row| row[0])) + TIE;
        let (mut all, mut counted) = (0.0, 0.0);
        for a in 0..=7 {
            for b in 0..=7 {
                for c in 0..=9 {
                    for d in 0..=6 {
                        if a + b + c + d == 12 {
                            let w = weight(&[a, b, c, d]);
                            all += w.exp();
                            counted += if w <= limit { w.exp() } else { 0.0 };
                        }
                    }
                }
            }
        }
        let p = p(&[&observed[0], &observed[1], &observed[2], &observed[3]]);
        assert!((p / (counted / all) - 1.0).abs() < 1e-12, "{p}");
    }

    /// Complete separation of two halves of 3,000: p = 2 / choose(3000, 1500), about 1e-901.
    #[test]
    fn a_p_below_the_range_of_doubles_is_kept_as_a_logarithm() {
        let test = fisher(&table(&[&[1500, 0], &[0, 1500]])).expect("exact");
        let expected = std::f64::consts::LN_2 - dist::ln_choose(3000.0, 1500.0);
        assert_eq!(test.p, 0.0);
        assert!((test.ln_p / expected - 1.0).abs() < 1e-12, "{} {expected}", test.ln_p);
    }

    #[test]
    fn work_is_bounded_and_more_of_it_reaches_further() {
        let table = table(&[&[5, 8, 9, 6], &[7, 5, 6, 8], &[9, 6, 8, 5], &[6, 7, 4, 9]]);
        assert_eq!(network::ln_p(&table, 10_000), None);
        let small = Table::new(&[vec![3, 1, 2], vec![1, 4, 2], vec![0, 2, 5]]).expect("a full table");
        assert_eq!(network::ln_p(&small, 10_000), network::ln_p(&small, network::WORK));
        assert!(network::ln_p(&small, 10_000).is_some());
    }

    #[test]
    fn ln_sum_survives_terms_that_a_double_cannot_hold() {
        let sum = LnSum::of([f64::NEG_INFINITY, -2000.0, -1999.0, f64::NEG_INFINITY, -3000.0].into_iter());
        assert!((sum - (-1999.0 + (-1.0_f64).exp().ln_1p())).abs() < 1e-12);
        assert_eq!(LnSum::of(std::iter::empty()), f64::NEG_INFINITY);
    }
}
