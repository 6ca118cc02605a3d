//! Fisher's exact test by random tables with the margins of the observed one.
//!
//! Each cell is drawn from its hypergeometric distribution given the cells before it, which makes every table as probable
//! as it is under independence (Patefield 1981, AS 159). Of B tables b are no more probable than the observed one:
//!
//! ```text
//! p = (b + 1) / (B + 1)        standard error √(p (1 - p) / B)
//! ```
//!
//! (Davison & Hinkley 1997: the observed table is one of the possible ones, so p is never 0.) The same seed gives the
//! same p. R's counterpart is `fisher.test(simulate.p.value = TRUE)`, on another random stream.

use super::{LnFactorials, TIE};
use crate::num::dist::beta_quantile;
use crate::num::rng::Rng;
use crate::stats::table::Table;
use crate::stats::{Test, TestMethod};

/// Confidence of the limit below which a Monte Carlo p must lie to count as significant.
const P_LIMIT_CONFIDENCE: f64 = 0.99;

/// How many random tables, and which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonteCarlo {
    /// Number of tables.
    pub draws: u32,
    /// Seed of the random stream.
    pub seed: u64,
}

impl Default for MonteCarlo {
    fn default() -> Self {
        MonteCarlo { draws: 100_000, seed: 1 }
    }
}

/// Fisher's test by Monte Carlo, with its standard error in `mc_se`.
///
/// ```
/// use paradox::stats::{exact::{MonteCarlo, fisher_mc}, table::Table};
/// let table = Table::new(&[vec![3, 1], vec![1, 3], vec![2, 6]])?;
/// let test = fisher_mc(&table, MonteCarlo { draws: 2000, seed: 7 });
/// assert_eq!(test, fisher_mc(&table, MonteCarlo { draws: 2000, seed: 7 }));
/// assert!(test.mc_se.is_some_and(|se| se < 0.012));
/// # Ok::<(), paradox::stats::table::NoTest>(())
/// ```
pub fn fisher_mc(table: &Table, MonteCarlo { draws, seed }: MonteCarlo) -> Test {
    let sampler = Sampler { table, ln_factorials: LnFactorials::up_to(table.total()) };
    let observed: f64 = table.cells().iter().flatten().map(|&count| -sampler.ln_factorials.of(count)).sum();
    let mut rng = Rng::new(seed);
    let mut as_extreme = 0_u32;
    for _ in 0..draws {
        as_extreme += u32::from(sampler.ln_weight_of_a_table(&mut rng) <= observed + TIE);
    }
    let p = (f64::from(as_extreme) + 1.0) / (f64::from(draws) + 1.0);
    let mut test = Test::exact(TestMethod::FisherMc, p.ln());
    test.p = p;
    test.mc_se = Some((p * (1.0 - p) / f64::from(draws)).sqrt());
    test.note = Some(format!("{draws} random tables, seed {seed}"));
    test
}

/// What a p must be judged by: p itself, and for a Monte Carlo p its one-sided 99% upper limit (Clopper-Pearson on
/// the number of tables drawn).
pub fn p_upper_limit(test: &Test) -> f64 {
    let Some(se) = test.mc_se.filter(|&se| se > 0.0) else { return test.p };
    let draws = (test.p * (1.0 - test.p) / (se * se)).round();
    let as_extreme = (test.p * (draws + 1.0)).round() - 1.0;
    if as_extreme >= draws {
        return 1.0;
    }
    beta_quantile(P_LIMIT_CONFIDENCE, as_extreme + 1.0, draws - as_extreme).max(test.p)
}

struct Sampler<'a> {
    table: &'a Table,
    ln_factorials: LnFactorials,
}

impl Sampler<'_> {
    /// -Σ ln cell! of one random table with the margins of the observed one.
    fn ln_weight_of_a_table(&self, rng: &mut Rng) -> f64 {
        let mut columns_left = self.table.column_totals().to_vec();
        let mut left = self.table.total();
        let mut ln_weight = 0.0;
        for &level in self.table.row_totals() {
            // The level's respondents fall on what is left of the columns, one column after another.
            let (mut to_place, mut room) = (level, left);
            for column in &mut columns_left {
                let count = self.hypergeometric(rng, Draw { of: to_place, marked: *column, among: room });
                room -= *column;
                *column -= count;
                to_place -= count;
                ln_weight -= self.ln_factorials.of(count);
            }
            left -= level;
        }
        ln_weight
    }

    /// How many marked ones a draw without replacement holds: one uniform number spent on the probabilities from the
    /// mode outwards, the more probable side first.
    fn hypergeometric(&self, rng: &mut Rng, draw: Draw) -> u64 {
        let Draw { of, marked, among } = draw;
        let (lowest, highest) = ((of + marked).saturating_sub(among), of.min(marked));
        if lowest == highest {
            return lowest;
        }
        let mode = (u128::from(of + 1) * u128::from(marked + 1) / u128::from(among + 2)) as u64;
        let mode = mode.clamp(lowest, highest);
        let ln = |n: u64| self.ln_factorials.of(n);
        let choose = |n: u64, k: u64| ln(n) - ln(k) - ln(n - k);
        let at_mode = (choose(marked, mode) + choose(among - marked, of - mode) - choose(among, of)).exp();
        let mut left = rng.uniform() - at_mode;
        if left < 0.0 {
            return mode;
        }
        // P(x + 1) / P(x)
        let growth = |x: u64| {
            let (x, of, marked, among) = (x as f64, of as f64, marked as f64, among as f64);
            (of - x) * (marked - x) / ((x + 1.0) * (among - marked - of + x + 1.0))
        };
        let (mut below, mut p_below) = (mode, at_mode);
        let (mut above, mut p_above) = (mode, at_mode);
        for _ in lowest..highest {
            let down = if below > lowest { p_below / growth(below - 1) } else { -1.0 };
            let up = if above < highest { p_above * growth(above) } else { -1.0 };
            let is_up = up >= down;
            if is_up {
                (above, p_above) = (above + 1, up);
            } else {
                (below, p_below) = (below - 1, down);
            }
            left -= up.max(down);
            if left < 0.0 {
                return if is_up { above } else { below };
            }
        }
        mode // rounding left a rest of the uniform number: give it to the most probable value
    }
}

/// A draw of `of` out of `among`, of whom some are `marked`.
#[derive(Clone, Copy)]
struct Draw {
    of: u64,
    marked: u64,
    among: u64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::exact::fisher;

    fn table(rows: &[&[u64]]) -> Table {
        Table::new(&rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>()).expect("a table that can be tested")
    }

    #[test]
    fn random_tables_agree_with_all_tables_within_five_standard_errors() {
        for rows in [
            &[&[3_u64, 9][..], &[7, 9], &[3, 1], &[11, 5]][..],
            &[&[2, 1, 7], &[1, 5, 3], &[4, 4, 0]],
            &[&[40, 3], &[60, 1], &[30, 0]],
        ] {
            let table = table(rows);
            let (all, random) = (fisher(&table).expect("small"), fisher_mc(&table, MonteCarlo::default()));
            let se = random.mc_se.expect("a Monte Carlo p has one");
            assert!((all.p - random.p).abs() < 5.0 * se, "{} {} {se}", all.p, random.p);
        }
    }

    #[test]
    fn the_seed_decides_and_nothing_else() {
        let table = table(&[&[3, 9], &[7, 9], &[3, 1]]);
        let with = |seed| fisher_mc(&table, MonteCarlo { draws: 1000, seed }).p;
        assert_eq!(with(5).to_bits(), with(5).to_bits());
        assert!((1..=10).any(|seed| with(seed) != with(5)));
    }

    #[test]
    fn p_is_never_zero_and_its_upper_limit_lies_above_it() {
        let test = fisher_mc(&table(&[&[60, 0], &[0, 60]]), MonteCarlo { draws: 1000, seed: 1 });
        assert_eq!(test.p, 1.0 / 1001.0);
        // 0 of 1000: 1 - 0.01^(1/1000)
        assert!((p_upper_limit(&test) - (1.0 - 0.01_f64.powf(1e-3))).abs() < 1e-9);
        assert_eq!(p_upper_limit(&Test::exact(TestMethod::Fisher, 0.03_f64.ln())), 0.03_f64.ln().exp());
    }
}
