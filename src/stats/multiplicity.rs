//! Several tests at once: how small must a p be among many?
//!
//! ```text
//! p in order, smallest first, m of them
//! bonferroni  m p                              hochberg  smallest of (m - j + 1) p(j) over j >= i
//! holm        largest of (m - j + 1) p(j), j <= i   bh   smallest of m p(j) / j,        j >= i   (by: times Σ 1/j)
//! ```
//!
//! Holm (1979), Hochberg (1988) and Bonferroni bound the chance of any false finding, Benjamini & Hochberg (1995) and
//! Benjamini & Yekutieli (2001) the share of false ones. Oracle: `p.adjust`. A test that could not be done (`None`) is not
//! counted in the family. Everything works on ln p, so that p below 1e-308 stay apart.

use schemars::JsonSchema;
use serde::Serialize;

/// Correction for several tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Adjust {
    /// Holm (1979): familywise error.
    Holm,
    /// Benjamini and Hochberg (1995): false discovery rate.
    Bh,
    /// No correction.
    None,
    /// Bonferroni: familywise error.
    Bonferroni,
    /// Hochberg (1988): familywise error of independent or positively dependent tests.
    Hochberg,
    /// Benjamini and Yekutieli (2001): false discovery rate under any dependence.
    By,
}

impl Adjust {
    /// The contract's word for it.
    pub fn name(self) -> &'static str {
        match self {
            Adjust::Holm => "holm",
            Adjust::Bh => "bh",
            Adjust::None => "none",
            Adjust::Bonferroni => "bonferroni",
            Adjust::Hochberg => "hochberg",
            Adjust::By => "by",
        }
    }
}

/// p after correction, in the order given: `p.adjust(p, method)`.
///
/// ```
/// use paradox::stats::multiplicity::{Adjust, adjust};
/// let adjusted = adjust(&[Some(0.01), None, Some(0.04), Some(0.03)], Adjust::Holm);
/// assert_eq!(adjusted, [Some(0.03), None, Some(0.06), Some(0.06)]);
/// ```
pub fn adjust(p: &[Option<f64>], method: Adjust) -> Vec<Option<f64>> {
    adjusted(p, method, 1.0, |p, factor| p * factor)
}

/// ln p after correction, in the order given.
///
/// ```
/// use paradox::stats::multiplicity::{Adjust, adjust_ln};
/// let adjusted = adjust_ln(&[Some(-900.0), Some(-2000.0)], Adjust::Bonferroni);
/// assert_eq!(adjusted, [Some(-900.0 + 2.0_f64.ln()), Some(-2000.0 + 2.0_f64.ln())]);
/// ```
pub fn adjust_ln(ln_p: &[Option<f64>], method: Adjust) -> Vec<Option<f64>> {
    adjusted(ln_p, method, 0.0, |ln_p, factor| ln_p + f64::ln(factor))
}

/// The correction on either scale: `one` is p = 1, `times` multiplies a p by a factor.
fn adjusted(p: &[Option<f64>], method: Adjust, one: f64, times: impl Fn(f64, f64) -> f64) -> Vec<Option<f64>> {
    let mut tests: Vec<(usize, f64)> =
        p.iter().enumerate().filter_map(|(place, p)| p.filter(|p| !p.is_nan()).map(|p| (place, p))).collect();
    tests.sort_by(|a, b| a.1.total_cmp(&b.1));
    let m = tests.len() as f64;
    let harmonic: f64 = (1..=tests.len()).map(|rank| 1.0 / rank as f64).sum();
    for (before, (_, p)) in tests.iter_mut().enumerate() {
        let rank = before as f64 + 1.0;
        let factor = match method {
            Adjust::None => 1.0,
            Adjust::Bonferroni => m,
            Adjust::Holm | Adjust::Hochberg => m - rank + 1.0,
            Adjust::Bh => m / rank,
            Adjust::By => harmonic * m / rank,
        };
        *p = times(*p, factor).min(one);
    }
    match method {
        // No test may come out below one with a smaller p: the largest so far, going up …
        Adjust::Holm => {
            for next in 1..tests.len() {
                tests[next].1 = tests[next].1.max(tests[next - 1].1);
            }
        }
        // … or the smallest so far, coming down.
        Adjust::Bh | Adjust::By | Adjust::Hochberg => {
            for next in (1..tests.len()).rev() {
                tests[next - 1].1 = tests[next - 1].1.min(tests[next].1);
            }
        }
        Adjust::None | Adjust::Bonferroni => {}
    }
    let mut result = vec![None; p.len()];
    for (place, p) in tests {
        result[place] = Some(p);
    }
    result
}

/// ln p of a decision that rests on two tests, omnibus and trend: min(1, 2 min(p, p)), which keeps the level of either.
pub fn ln_p_of_two(one: f64, other: f64) -> f64 {
    (one.min(other) + std::f64::consts::LN_2).min(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Adjust; 6] = [Adjust::Holm, Adjust::Bh, Adjust::None, Adjust::Bonferroni, Adjust::Hochberg, Adjust::By];

    #[test]
    fn logarithms_give_the_same_answer_and_the_order_of_p_is_kept() {
        let p = [0.2, 0.001, 0.04, 0.04, 1e-12, 0.9, 0.03].map(Some);
        for method in ALL {
            let (plain, ln) = (adjust(&p, method), adjust_ln(&p.map(|p| p.map(f64::ln)), method));
            for (place, (plain, ln)) in plain.iter().zip(&ln).enumerate() {
                let (plain, ln) = (plain.expect("given"), ln.expect("given").exp());
                assert!((plain / ln - 1.0).abs() < 1e-12, "{method:?} {place}");
                assert!(plain >= p[place].expect("given") && plain <= 1.0);
            }
            for (a, b) in (0..7).flat_map(|a| (0..7).map(move |b| (a, b))) {
                assert!(p[a] > p[b] || plain[a] <= plain[b], "{method:?}");
            }
        }
    }

    #[test]
    fn one_test_needs_no_correction_and_no_test_no_family() {
        for method in ALL {
            assert_eq!(adjust(&[Some(0.04)], method), [Some(0.04)]);
            assert_eq!(adjust(&[None, Some(0.04), Some(f64::NAN)], method), [None, Some(0.04), None]);
            assert!(adjust(&[], method).is_empty());
        }
    }

    #[test]
    fn p_that_underflow_stay_apart() {
        let ln = adjust_ln(&[Some(-800.0), Some(-1e6), Some(-900.0)], Adjust::Holm);
        assert!(ln[1] < ln[2] && ln[2] < ln[0]);
    }

    #[test]
    fn a_decision_by_two_tests_pays_for_the_second() {
        assert!((ln_p_of_two(0.02_f64.ln(), 0.5_f64.ln()).exp() - 0.04).abs() < 1e-15);
        assert_eq!(ln_p_of_two(-0.1, -0.2), 0.0);
    }
}
