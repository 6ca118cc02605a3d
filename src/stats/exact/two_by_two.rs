//! Fisher's exact test of two levels, with the odds ratio that belongs to it.
//!
//! Given the margins, the table is its first cell x, and at odds ratio θ
//!
//! ```text
//! P(x; θ) = w(x) θ^x / Σ w(s) θ^s        w(s) = choose(n1, s) · choose(n2, k - s)
//! ```
//!
//! p sums P(s; 1) over all s no more probable than x (relative tolerance 1e-7, as R). The odds ratio is the conditional
//! maximum likelihood estimate, where the mean of P(·; θ) is x; its limits put x at the tails (Cornfield 1956). Oracle:
//! `fisher.test`, whose root finder stops at about 1e-4; ours goes to the last digit.

use super::{LnSum, TestMethod};
use crate::num::root::bracketed;
use crate::stats::table::{NoTest, Table};
use crate::stats::{Ratio, Test};

/// Relative tolerance within which two probabilities count as equal: R's `relErr`.
const RELATIVE_TIE: f64 = 1e-7;

/// Values that the first cell may take at most; beyond, no exact test.
const SUPPORT: u64 = 2_000_000;

/// Logarithms of odds ratios are sought between plus and minus this.
const LARGEST_LN_ODDS_RATIO: f64 = 200.0;

/// To this the logarithm of an odds ratio is solved.
const LN_ODDS_RATIO_TOLERANCE: f64 = 1e-14;

/// Fisher's exact test of a 2x2 table.
#[derive(Debug, Clone, PartialEq)]
pub struct FisherTwoByTwo {
    /// Two-sided p.
    pub two_sided: Test,
    /// ln p against "the odds of the first row are lower".
    pub ln_p_less: f64,
    /// ln p against "the odds of the first row are higher".
    pub ln_p_greater: f64,
    /// Conditional odds ratio and its exact interval; an infinite value is `None`.
    pub odds_ratio: Ratio,
}

/// Fisher's exact test of a 2x2 table (rows: groups, columns: yes and no), with an interval at `level` (0 to 1).
/// `Ok(None)` where the table is too large to enumerate (more than two million tables).
///
/// ```
/// use paradox::stats::exact::fisher_two_by_two;
/// let tea = fisher_two_by_two([[3, 1], [1, 3]], 0.95)?.ok_or("too large")?;
/// assert!((tea.two_sided.p - 0.4857).abs() < 5e-5); // Fisher's tea tasting
/// assert!((tea.ln_p_greater.exp() - 0.2429).abs() < 5e-5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Why there is no test: nobody, one level, a constant outcome.
pub fn fisher_two_by_two(table: [[u64; 2]; 2], level: f64) -> Result<Option<FisherTwoByTwo>, NoTest> {
    Table::new(&[table[0].to_vec(), table[1].to_vec()])?;
    let Some(draw) = Hypergeometric::of(table) else { return Ok(None) };
    Ok(Some(FisherTwoByTwo {
        two_sided: Test::exact(TestMethod::Fisher, draw.ln_p_two_sided()),
        ln_p_less: draw.ln_share(|s| s <= draw.observed),
        ln_p_greater: draw.ln_share(|s| s >= draw.observed),
        odds_ratio: draw.odds_ratio(level),
    }))
}

/// Two-sided ln p; `None` beyond [`SUPPORT`].
pub(super) fn ln_p_two_sided(table: [[u64; 2]; 2]) -> Option<f64> {
    Hypergeometric::of(table).map(|draw| draw.ln_p_two_sided())
}

/// The possible tables by their first cell, lowest first.
struct Hypergeometric {
    /// Index of the observed table.
    observed: usize,
    /// First cell of the first table.
    lowest: f64,
    /// ln w(s) of each table, less that of the first.
    ln_weights: Vec<f64>,
}

impl Hypergeometric {
    fn of([[a, b], [c, d]]: [[u64; 2]; 2]) -> Option<Self> {
        let lowest = a.saturating_sub(d); // all margins fixed: moving down by one moves d down too
        let size = (a - lowest).saturating_add(b.min(c));
        if size >= SUPPORT {
            return None;
        }
        // From table to table, w grows by b c / ((a + 1)(d + 1)).
        let (step_down, start) = (a - lowest, 0.0);
        let (mut a, mut b, mut c, mut d) =
            (lowest as f64, (b + step_down) as f64, (c + step_down) as f64, (d - step_down) as f64);
        let mut ln_weights = vec![start];
        for _ in 0..size {
            let growth = (b / (a + 1.0)) * (c / (d + 1.0));
            (a, b, c, d) = (a + 1.0, b - 1.0, c - 1.0, d + 1.0);
            ln_weights.push(ln_weights[ln_weights.len() - 1] + growth.ln());
        }
        Some(Hypergeometric { observed: usize::try_from(step_down).ok()?, lowest: lowest as f64, ln_weights })
    }

    /// ln of the probability, at odds ratio 1, of the tables that `of` picks by index.
    fn ln_share(&self, of: impl Fn(usize) -> bool) -> f64 {
        let picked = self.ln_weights.iter().enumerate().filter(|&(s, _)| of(s)).map(|(_, &w)| w);
        (LnSum::of(picked) - LnSum::of(self.ln_weights.iter().copied())).min(0.0)
    }

    fn ln_p_two_sided(&self) -> f64 {
        let limit = self.ln_weights[self.observed] + RELATIVE_TIE.ln_1p();
        self.ln_share(|s| self.ln_weights[s] <= limit)
    }

    /// Probabilities of the tables at odds ratio exp(`ln_theta`).
    fn at(&self, ln_theta: f64) -> Vec<f64> {
        let ln: Vec<f64> = self.ln_weights.iter().enumerate().map(|(s, w)| w + ln_theta * s as f64).collect();
        let largest = ln.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let weights: Vec<f64> = ln.iter().map(|l| (l - largest).exp()).collect();
        let total: f64 = weights.iter().sum();
        weights.into_iter().map(|w| w / total).collect()
    }

    fn solve(&self, goal: impl Fn(&[f64]) -> f64) -> Option<f64> {
        let at = |ln_theta: f64| goal(&self.at(ln_theta));
        bracketed(at, -LARGEST_LN_ODDS_RATIO, LARGEST_LN_ODDS_RATIO, LN_ODDS_RATIO_TOLERANCE).ok().map(f64::exp)
    }

    fn odds_ratio(&self, level: f64) -> Ratio {
        let tail = (1.0 - level) / 2.0;
        let (x, last) = (self.observed, self.ln_weights.len() - 1);
        let mean = |p: &[f64]| p.iter().enumerate().map(|(s, p)| (self.lowest + s as f64) * p).sum::<f64>();
        let at_zero = (x == 0).then_some(0.0);
        let unless_last = |root: Option<f64>| if x == last { None } else { root };
        Ratio {
            value: at_zero.or_else(|| unless_last(self.solve(|p| mean(p) - (self.lowest + x as f64)))),
            low: at_zero.or_else(|| self.solve(|p| p[x..].iter().sum::<f64>() - tail)),
            high: unless_last(self.solve(|p| p[..=x].iter().sum::<f64>() - tail)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fisher(table: [[u64; 2]; 2]) -> FisherTwoByTwo {
        fisher_two_by_two(table, 0.95).expect("a table that can be tested").expect("small")
    }

    #[test]
    fn swapping_the_answers_inverts_the_odds_ratio_and_its_limits() {
        let (one, other) = (fisher([[10, 3], [2, 15]]), fisher([[3, 10], [15, 2]]));
        assert!((one.two_sided.ln_p - other.two_sided.ln_p).abs() < 1e-12);
        assert!((one.ln_p_less - other.ln_p_greater).abs() < 1e-12);
        let inverse = |value: Option<f64>| 1.0 / value.expect("finite");
        assert!((inverse(one.odds_ratio.value) / other.odds_ratio.value.expect("finite") - 1.0).abs() < 1e-9);
        assert!((inverse(one.odds_ratio.low) / other.odds_ratio.high.expect("finite") - 1.0).abs() < 1e-9);
    }

    #[test]
    fn an_infinite_odds_ratio_is_none_and_keeps_its_finite_limit() {
        let separated = fisher([[5, 0], [0, 5]]);
        assert_eq!((separated.odds_ratio.value, separated.odds_ratio.high), (None, None));
        assert!(separated.odds_ratio.low.is_some_and(|low| low > 2.0));
    }

    #[test]
    fn a_group_without_respondents_has_no_test() {
        assert_eq!(fisher_two_by_two([[3, 4], [0, 0]], 0.95), Err(NoTest::OneLevel));
        assert_eq!(fisher_two_by_two([[3, 0], [4, 0]], 0.95), Err(NoTest::ConstantOutcome));
    }
}
