//! Does a median, or another quantile, depend on a segment? Intervals by order statistics, differences and Wald's X² by the
//! standard errors that these imply, in a simple random sample. By design: `designed::quantile`.
//!
//! The rank tests that stand beside them ask another question: whether the numbers of a level tend to be larger.

use super::compare::{By, Found, adjust, decision, furthest, no_limit};
use super::estimate::{self, measure, unmeasured};
use crate::design::Estimates;
use crate::num::dist::normal_quantile;
use crate::num::linalg::Matrix;
use crate::results::{
    Effect, Equivalence, EquivalencePair, Estimate, Flag, Interval, IntervalMethod, LargestDifference, Pair,
    TestMethod, Tests,
};
use crate::stats::quantile::{Ordered, Quantile, two_sided_p};
use crate::stats::rank;
use crate::stats::survey::wald::f_test_of_equality;
use crate::stats::table::Table;
use crate::study::{Analysis, Answer};
use crate::tabulate::KeptNumbers;

/// A quantile of a simple random sample.
pub fn estimate(
    (answer, share): (&Answer, f64),
    level: Option<&str>,
    numbers: &Ordered,
    n_missing: u64,
    analysis: &Analysis,
) -> Estimate {
    let found = numbers.simple(share, analysis.confidence);
    let mut flags = estimate::flags(numbers.n(), false, analysis);
    if found.is_some_and(|of| of.ci.is_none()) {
        flags.push(Flag::NoLimits);
    }
    Estimate {
        mean: found.map(|of| of.value),
        se: found.and_then(|of| of.se),
        ci: found.and_then(|of| of.ci),
        flags,
        ..unmeasured(level, measure(answer), numbers.n(), n_missing)
    }
}

/// Compares the quantiles of the levels.
pub fn compare(by: &By, kept: &KeptNumbers, share: f64, margin: Option<f64>) -> Found {
    let By { asked, segment, levels, analysis } = *by;
    let of_rows = |rows: &[usize]| kept.ordered(rows);
    let numbers: Vec<Ordered> = (1..=levels.len()).map(|row| of_rows(&[row])).collect();
    let estimates: Vec<Estimate> = (segment.levels.iter().zip(&numbers).zip(levels))
        .map(|((name, of), answers)| estimate((&asked.answer, share), Some(name), of, answers.no_answer, analysis))
        .collect();
    let figure = |of: &Ordered| of.simple(share, analysis.confidence).and_then(Figure::of);
    let figures: Vec<Option<Figure>> = numbers.iter().map(figure).collect();
    let present: Vec<usize> = (0..figures.len()).filter(|&l| figures[l].is_some()).collect();
    let name = |l: usize| segment.levels[l].clone();
    let mut pairs: Vec<Pair> = Vec::new();
    for (i, &a) in present.iter().enumerate() {
        pairs.extend(
            present[i + 1..].iter().filter_map(|&b| pair([name(a), name(b)], figures[a]?, figures[b]?, analysis)),
        );
    }
    adjust(&mut pairs, analysis);
    let known: Vec<usize> = (0..levels.len()).filter(|&l| numbers[l].n() > 0).collect();
    let rest = |l: usize| {
        let rows: Vec<usize> = known.iter().filter(|&&other| other != l).map(|&other| other + 1).collect();
        of_rows(&rows)
    };
    let mut versus_rest: Vec<Pair> = (present.iter().filter(|_| known.len() > 1))
        .filter_map(|&l| pair([name(l), "rest".into()], figures[l]?, figure(&rest(l))?, analysis))
        .collect();
    adjust(&mut versus_rest, analysis);
    let tests = tests(&present, &figures, &numbers);
    let (decision, rejection_ln_p) = decision(&tests, false);
    let shown: Vec<usize> =
        present.iter().copied().filter(|&l| !estimates[l].flags.contains(&Flag::Suppressed)).collect();
    let wide = |level: &str, confidence: f64| {
        let l = segment.levels.iter().position(|known| known == level)?;
        Difference::of(figures[l]?, figure(&rest(l))?)?.interval(confidence)
    };
    let is_shown =
        |level: &str| shown.iter().any(|&l| segment.levels[l] == level && rest(l).n() >= analysis.suppress_below);
    let furthest_level = furthest(&versus_rest, is_shown, wide, analysis.confidence);
    let all: Vec<usize> = (1..=levels.len()).collect();
    let comparison = crate::results::Comparison {
        effect: largest(&pairs, &shown, by).map(|largest| Effect {
            cramers_v: None,
            cramers_v_raw: None,
            cramers_v_ci: None,
            cohen_w: None,
            largest_difference: Some(largest),
            furthest_level,
        }),
        equivalence: margin.map(|margin| sameness(&pairs, &shown, &known, by, margin)),
        tests,
        decision,
        pairs,
        versus_rest,
        ..by.blank(estimates, estimate((&asked.answer, share), None, &of_rows(&all), 0, analysis))
    };
    Found { comparison, rejection_ln_p }
}

/// A quantile that can be compared.
#[derive(Clone, Copy)]
struct Figure {
    value: f64,
    se: f64,
}

impl Figure {
    /// `None` where its interval has no width: many respondents with one number.
    fn of(quantile: Quantile) -> Option<Self> {
        quantile.se.filter(|se| *se > 0.0).map(|se| Figure { value: quantile.value, se })
    }
}

/// Two quantiles of other respondents.
struct Difference {
    value: f64,
    se: f64,
}

impl Difference {
    fn of(a: Figure, b: Figure) -> Option<Self> {
        Some(Difference { value: a.value - b.value, se: a.se.hypot(b.se) })
    }

    fn interval(&self, confidence: f64) -> Option<Interval> {
        let half = normal_quantile(f64::midpoint(1.0, confidence)) * self.se;
        let (low, high) = (self.value - half, self.value + half);
        Some(Interval { low, high, level: confidence, method: IntervalMethod::Mean })
    }
}

fn pair([a, b]: [String; 2], of_a: Figure, of_b: Figure, analysis: &Analysis) -> Option<Pair> {
    let difference = Difference::of(of_a, of_b)?;
    let p = two_sided_p(difference.value / difference.se);
    Some(Pair {
        a,
        b,
        difference: Some(difference.value),
        se: Some(difference.se),
        df: None,
        ci: difference.interval(analysis.confidence),
        p: Some(p),
        ln_p: Some(crate::num::dist::normal_ln_sf((difference.value / difference.se).abs()) + std::f64::consts::LN_2),
        p_adjusted: None,
        ratio: None,
        odds_ratio: None,
    })
}

fn tests(present: &[usize], figures: &[Option<Figure>], numbers: &[Ordered]) -> Tests {
    let of: Vec<Figure> = present.iter().filter_map(|&l| figures[l]).collect();
    let variance = |i: usize, j: usize| if i == j { of[i].se * of[i].se } else { 0.0 };
    let joint = Estimates {
        values: of.iter().map(|figure| figure.value).collect(),
        covariance: Matrix::from_fn(of.len(), of.len(), variance),
    };
    let omnibus = f_test_of_equality(&joint, f64::INFINITY).filter(|_| of.len() > 1);
    let note = omnibus.is_none().then(|| {
        let which = if of.is_empty() { "no level has" } else { "only one level has" };
        format!("{which} respondents enough on both sides of its quantile, or numbers that differ there")
    });
    let rows: Vec<Vec<u64>> = counts(numbers);
    let others = Table::new(&rows).ok().map(|table| rank::kruskal_wallis(&table));
    Tests {
        omnibus: omnibus.map(|test| test.named(TestMethod::Wald)),
        trend: None,
        departure: None,
        others: others.into_iter().collect(),
        note,
    }
}

/// How often each level has each number.
fn counts(levels: &[Ordered]) -> Vec<Vec<u64>> {
    let mut numbers: Vec<f64> = levels.iter().flat_map(|of| of.counts().map(|(number, _)| number)).collect();
    numbers.sort_by(f64::total_cmp);
    numbers.dedup();
    let of_level = |of: &Ordered| {
        let mut row = vec![0; numbers.len()];
        for (number, n) in of.counts() {
            if let Ok(at) = numbers.binary_search_by(|known| known.total_cmp(&number)) {
                row[at] = n;
            }
        }
        row
    };
    levels.iter().map(of_level).collect()
}

/// The largest difference between two levels that are shown.
fn largest(pairs: &[Pair], shown: &[usize], by: &By) -> Option<LargestDifference> {
    let is_shown = |level: &String| shown.iter().any(|&l| by.segment.levels[l] == *level);
    let all: Vec<&Pair> = pairs.iter().filter(|pair| is_shown(&pair.a) && is_shown(&pair.b)).collect();
    let apart = |pair: &Pair| pair.difference.unwrap_or_default().abs();
    let count = all.len() as f64;
    let most = all.into_iter().reduce(|most, next| if apart(next) > apart(most) { next } else { most })?;
    let (value, se) = most.difference.zip(most.se)?;
    let wide = Difference { value, se }.interval(1.0 - (1.0 - by.analysis.confidence) / count);
    let pair = Pair { p_adjusted: most.p.map(|p| (p * count).min(1.0)), ..most.clone() };
    let ci_simultaneous = wide.map(|ci| Interval { level: by.analysis.confidence, ..ci });
    Some(LargestDifference { pair, ci_simultaneous })
}

/// Is it the same, within a margin in the outcome's unit?
fn sameness(pairs: &[Pair], shown: &[usize], known: &[usize], by: &By, margin: f64) -> Equivalence {
    let is_shown = |level: &String| shown.iter().any(|&l| by.segment.levels[l] == *level);
    let compared: Vec<&Pair> = pairs.iter().filter(|pair| is_shown(&pair.a) && is_shown(&pair.b)).collect();
    let of = |pair: &Pair, confidence: f64| {
        let (value, se) = pair.difference.zip(pair.se)?;
        Difference { value, se }.interval(confidence)
    };
    let both = 1.0 - 2.0 * by.analysis.alpha;
    let limit = |pair: &&Pair| of(pair, both).map(|ci| ci.high.max(-ci.low));
    let limits: Option<Vec<f64>> = compared.iter().map(limit).collect();
    let smallest_margin = limits.and_then(|limits| limits.into_iter().reduce(f64::max));
    Equivalence {
        margin,
        smallest_margin,
        detectable_difference: None,
        base_needed: None,
        chance_spread: None,
        rms_spread_upper: None,
        left_out: known.iter().filter(|l| !shown.contains(l)).map(|&l| by.segment.levels[l].clone()).collect(),
        pairs: (compared.iter())
            .map(|pair| EquivalencePair {
                a: pair.a.clone(),
                b: pair.b.clone(),
                difference: pair.difference.unwrap_or_default(),
                ci: of(pair, both),
            })
            .collect(),
        note: no_limit(shown.len(), smallest_margin, "in a level the numbers about the quantile do not differ"),
    }
}
