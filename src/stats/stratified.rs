//! Does a difference between two groups hold within strata, and is it the same in each?
//!
//! A 2x2 table per stratum: groups by yes and no.
//!
//! ```text
//!            yes   no
//! group 1     a     b     n1      cmh         = (|Σ (a - E a)|)² / Σ var a,   1 df    Cochran 1954, Mantel & Haenszel 1959
//! group 2     c     d     n2      odds ratio  = Σ (a d / n) / Σ (b c / n)             Mantel & Haenszel 1959
//!            m1    m2     n       breslow_day = Σ (a - A)² / V,  strata - 1 df        Breslow & Day 1980
//! ```
//!
//! A is the count that gives the stratum the common odds ratio, V = 1 / (1/A + 1/B + 1/C + 1/D). Tarone (1985) subtracts
//! (Σ (a - A))² / Σ V, which makes that test right for the Mantel-Haenszel estimate. The interval is Robins, Breslow &
//! Greenland's (1986). Oracle: `mantelhaen.test(correct = FALSE)`; Breslow-Day and Tarone by the formula of
//! `DescTools::BreslowDayTest`. Strata that lack a group or an answer say nothing about the odds ratio, and are not
//! counted in the df.

use super::table::NoTest;
use super::{Ratio, Test, TestMethod};
use crate::num::dist::{chi_square_ln_sf, normal_quantile};

/// One stratum: rows are groups, columns yes and no.
pub type TwoByTwo = [[u64; 2]; 2];

/// Two groups compared within strata.
#[derive(Debug, Clone, PartialEq)]
pub struct Stratified {
    /// Association given the strata, without continuity correction.
    pub cmh: Test,
    /// The same with it.
    pub cmh_corrected: Test,
    /// Common odds ratio of yes, first group over second; infinite values and limits are `None`.
    pub odds_ratio: Ratio,
    /// Do the strata share one odds ratio? `None` with fewer than two informative strata, or without a common one.
    pub breslow_day: Option<Test>,
    /// The same with Tarone's correction.
    pub tarone: Option<Test>,
    /// Side of 1 on which the odds ratio of the merged table lies: -1, 0 (on it) or 1.
    pub crude_side: i8,
    /// The same of the common odds ratio; opposite to the crude one in a reversal (Simpson's paradox).
    pub common_side: i8,
    /// Strata, by index, whose odds ratio lies on the other side of 1 from the crude one, whatever its size.
    pub reverses_in: Vec<usize>,
}

impl Stratified {
    /// Whether crude and common odds ratio lie on opposite sides of 1.
    pub fn is_reversed(&self) -> bool {
        self.crude_side * self.common_side < 0
    }
}

/// Odds ratio of one table, `None` where it is infinite or 0/0.
pub fn odds_ratio([[a, b], [c, d]]: TwoByTwo) -> Option<f64> {
    let (above, below) = (a as f64 * d as f64, b as f64 * c as f64);
    (below > 0.0).then(|| above / below)
}

/// The side of 1 on which a table's odds ratio lies.
fn side([[a, b], [c, d]]: TwoByTwo) -> i8 {
    let (above, below) = (u128::from(a) * u128::from(d), u128::from(b) * u128::from(c));
    above.cmp(&below) as i8
}

/// One informative stratum as numbers.
struct Stratum {
    a: f64,
    b: f64,
    c: f64,
    d: f64,
    n: f64,
}

impl Stratum {
    /// `None` for a stratum without one of the groups or one of the answers.
    fn informative([[a, b], [c, d]]: TwoByTwo) -> Option<Stratum> {
        let is_full = a + b > 0 && c + d > 0 && a + c > 0 && b + d > 0;
        let [a, b, c, d] = [a, b, c, d].map(|count| count as f64);
        is_full.then_some(Stratum { a, b, c, d, n: a + b + c + d })
    }

    /// The count that gives this stratum the odds ratio, and its variance: the root of A (n2 - m1 + A) = θ (n1 - A)(m1 - A)
    /// inside the margins, in the form that does not cancel.
    fn fitted(&self, odds_ratio: f64) -> (f64, f64) {
        let (n1, n2, m1) = (self.a + self.b, self.c + self.d, self.a + self.c);
        let (square, linear, constant) = (1.0 - odds_ratio, (n2 - m1) + odds_ratio * (n1 + m1), -n1 * m1 * odds_ratio);
        let root = (linear * linear - 4.0 * square * constant).max(0.0).sqrt();
        let fitted = if linear >= 0.0 { -2.0 * constant / (linear + root) } else { (root - linear) / (2.0 * square) };
        let variance = 1.0 / (1.0 / fitted + 1.0 / (m1 - fitted) + 1.0 / (n1 - fitted) + 1.0 / (n2 - m1 + fitted));
        (fitted, variance)
    }
}

/// Two groups within strata, with an interval of the odds ratio at `level` (0 to 1).
///
/// ```
/// use paradox::stats::stratified::mantel_haenszel;
/// // Kidney stones (Charig 1986): treatment A succeeds less often, and more often for stones of either size.
/// let by_size = mantel_haenszel(&[[[81, 6], [234, 36]], [[192, 71], [55, 25]]], 0.95)?;
/// assert!(by_size.is_reversed() && by_size.reverses_in == [0, 1]);
/// # Ok::<(), paradox::stats::table::NoTest>(())
/// ```
///
/// # Errors
/// Why there is no test: no stratum has both levels and both answers.
pub fn mantel_haenszel(strata: &[TwoByTwo], level: f64) -> Result<Stratified, NoTest> {
    let informative: Vec<Stratum> = strata.iter().filter_map(|&stratum| Stratum::informative(stratum)).collect();
    if informative.is_empty() {
        return Err(NoTest::NoInformativeStratum);
    }
    let sum = |of: &dyn Fn(&Stratum) -> f64| informative.iter().map(of).sum::<f64>();
    // a - E a = (a d - b c) / n
    let excess = sum(&|s| (s.a * s.d - s.b * s.c) / s.n).abs();
    let variance = sum(&|s| (s.a + s.b) * (s.c + s.d) * (s.a + s.c) * (s.b + s.d) / (s.n * s.n * (s.n - 1.0)));
    let cmh = |excess: f64| {
        let statistic = excess * excess / variance;
        Test::new(TestMethod::Cmh, statistic, 1.0, chi_square_ln_sf(statistic, 1.0))
    };
    let (above, below) = (sum(&|s| s.a * s.d / s.n), sum(&|s| s.b * s.c / s.n));
    let common = (below > 0.0).then(|| above / below);
    let (breslow_day, tarone) = match common {
        Some(common) if common > 0.0 && informative.len() > 1 => homogeneity(&informative, common),
        _ => (None, None),
    };
    let merged = strata.iter().fold([[0; 2]; 2], |sum: TwoByTwo, stratum| {
        std::array::from_fn(|group| std::array::from_fn(|answer| sum[group][answer] + stratum[group][answer]))
    });
    let crude_side = side(merged);
    Ok(Stratified {
        cmh: cmh(excess),
        cmh_corrected: cmh(excess - excess.min(0.5)),
        odds_ratio: with_limits(&informative, common, level),
        breslow_day,
        tarone,
        crude_side,
        common_side: above.total_cmp(&below) as i8,
        reverses_in: (0..strata.len()).filter(|&stratum| side(strata[stratum]) * crude_side < 0).collect(),
    })
}

/// Breslow-Day without and with Tarone's correction.
fn homogeneity(strata: &[Stratum], common: f64) -> (Option<Test>, Option<Test>) {
    let (mut statistic, mut excess, mut variances) = (0.0, 0.0, 0.0);
    for stratum in strata {
        let (fitted, variance) = stratum.fitted(common);
        let off = stratum.a - fitted;
        statistic += off * off / variance;
        excess += off;
        variances += variance;
    }
    let df = (strata.len() - 1) as f64;
    let test = |method, statistic: f64| Some(Test::new(method, statistic, df, chi_square_ln_sf(statistic, df)));
    let corrected = (statistic - excess * excess / variances).max(0.0);
    (test(TestMethod::BreslowDay, statistic), test(TestMethod::Tarone, corrected))
}

/// Robins, Breslow and Greenland's interval: Wald on the log scale.
fn with_limits(strata: &[Stratum], common: Option<f64>, level: f64) -> Ratio {
    let (mut r, mut s, mut pr, mut mixed, mut qs) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for stratum in strata {
        let (p, q) = ((stratum.a + stratum.d) / stratum.n, (stratum.b + stratum.c) / stratum.n);
        let (of_r, of_s) = (stratum.a * stratum.d / stratum.n, stratum.b * stratum.c / stratum.n);
        r += of_r;
        s += of_s;
        pr += p * of_r;
        mixed += p * of_s + q * of_r;
        qs += q * of_s;
    }
    let Some(value) = common.filter(|&common| common > 0.0) else {
        return Ratio { value: common, low: None, high: None };
    };
    let variance = pr / (2.0 * r * r) + mixed / (2.0 * r * s) + qs / (2.0 * s * s);
    let width = normal_quantile(0.5 + level / 2.0) * variance.sqrt();
    Ratio { value: Some(value), low: Some(value * (-width).exp()), high: Some(value * width.exp()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRATA: [TwoByTwo; 3] = [[[12, 8], [7, 20]], [[3, 30], [5, 61]], [[9, 2], [40, 11]]];

    fn swap_answers(strata: &[TwoByTwo]) -> Vec<TwoByTwo> {
        strata.iter().map(|stratum| stratum.map(|[yes, no]| [no, yes])).collect()
    }

    #[test]
    fn swapping_the_answers_inverts_the_odds_ratio_and_keeps_the_tests() {
        let one = mantel_haenszel(&STRATA, 0.95).expect("informative");
        let other = mantel_haenszel(&swap_answers(&STRATA), 0.95).expect("informative");
        let product = one.odds_ratio.value.zip(other.odds_ratio.value).map(|(a, b)| a * b);
        assert!((product.expect("finite") - 1.0).abs() < 1e-12);
        for (a, b) in [(&one.cmh, &other.cmh), (&one.cmh_corrected, &other.cmh_corrected)] {
            assert!((a.ln_p - b.ln_p).abs() < 1e-12);
        }
        let p = |test: &Option<Test>| test.as_ref().expect("three strata").p;
        assert!((p(&one.breslow_day) - p(&other.breslow_day)).abs() < 1e-12);
        assert!((p(&one.tarone) - p(&other.tarone)).abs() < 1e-12);
        assert_eq!(one.reverses_in, other.reverses_in);
    }

    #[test]
    fn a_stratum_without_one_of_the_groups_changes_nothing() {
        let with = mantel_haenszel(&[STRATA[0], [[5, 0], [0, 0]], STRATA[1], STRATA[2]], 0.95).expect("informative");
        let without = mantel_haenszel(&STRATA, 0.95).expect("informative");
        assert_eq!((with.cmh, with.odds_ratio, with.tarone), (without.cmh, without.odds_ratio, without.tarone));
    }

    #[test]
    fn strata_of_the_same_odds_ratio_are_homogeneous() {
        let same = mantel_haenszel(&[[[10, 20], [5, 30]], [[20, 40], [10, 60]]], 0.95).expect("informative");
        assert!(same.breslow_day.is_some_and(|test| test.p > 1.0 - 1e-9));
        assert!((same.odds_ratio.value.expect("finite") - 3.0).abs() < 1e-12);
    }

    #[test]
    fn without_an_informative_stratum_there_is_no_test() {
        assert_eq!(mantel_haenszel(&[[[5, 0], [3, 0]], [[1, 2], [0, 0]]], 0.95), Err(NoTest::NoInformativeStratum));
        let infinite = mantel_haenszel(&[[[5, 0], [3, 4]]], 0.95).expect("informative");
        assert_eq!((infinite.odds_ratio.value, infinite.breslow_day), (None, None));
        assert!(infinite.cmh.p < 1.0);
    }
}
