//! Does the mean of a number depend on a segment? Welch's tests, differences in the outcome's unit, equivalence where
//! the study gives the outcome a margin of its own.

use super::compare::{By, Found, adjust, decision};
use super::estimate;
use crate::results::{
    ChanceSpread, Comparison, Effect, Equivalence, EquivalencePair, Estimate, Flag, Interval, LargestDifference, Pair,
    Tests,
};
use crate::stats::chance;
use crate::stats::mean::{Difference, Moments, welch_anova};
use crate::stats::power::{EquivalencePlan, Goal, base_for_equivalence, detectable_difference};
use crate::study::Analysis;

/// Compares the means of the levels, given the numbers of each.
pub fn compare(by: &By, numbers: &[Moments], margin: Option<f64>) -> Found {
    let By { segment, levels, analysis, .. } = *by;
    let estimates: Vec<Estimate> = segment
        .levels
        .iter()
        .zip(numbers)
        .zip(levels)
        .map(|((level, &of), answers)| Estimate {
            bands: estimate::bands(&by.asked.answer, answers, analysis),
            ..estimate::mean(&by.asked.answer, Some(level), of, answers.no_answer, analysis)
        })
        .collect();
    let present: Vec<usize> = (0..numbers.len()).filter(|&l| numbers[l].n > 0).collect();
    let name = |l: usize| segment.levels[l].clone();
    let mut pairs = Vec::new();
    for (i, &a) in present.iter().enumerate() {
        pairs.extend(present[i + 1..].iter().map(|&b| pair(name(a), name(b), numbers[a], numbers[b], analysis)));
    }
    adjust(&mut pairs, analysis);
    let rest = |l: usize| {
        present.iter().filter(|&&other| other != l).fold(Moments::default(), |sum, &other| sum.merged(numbers[other]))
    };
    let mut versus_rest: Vec<Pair> = present
        .iter()
        .filter(|_| present.len() > 1)
        .map(|&l| pair(name(l), "rest".into(), numbers[l], rest(l), analysis))
        .collect();
    adjust(&mut versus_rest, analysis);
    let tests = tests(&present, numbers);
    let (decision, rejection_ln_p) = decision(&tests, false);
    let shown: Vec<usize> =
        present.iter().copied().filter(|&l| !estimates[l].flags.contains(&Flag::Suppressed)).collect();
    let total = present.iter().fold(Moments::default(), |sum, &l| sum.merged(numbers[l]));
    let wide = |level: &str, confidence: f64| {
        let l = segment.levels.iter().position(|known| known == level)?;
        Difference::of(numbers[l], rest(l)).map(|d| d.interval(confidence))
    };
    let is_shown =
        |level: &str| shown.iter().any(|&l| segment.levels[l] == level && rest(l).n >= analysis.suppress_below);
    let furthest_level = super::compare::furthest(&versus_rest, is_shown, wide, analysis.confidence);
    let comparison = Comparison {
        effect: effect(numbers, &shown, &segment.levels, analysis).map(|of| Effect { furthest_level, ..of }),
        equivalence: margin.and_then(|margin| equivalence(numbers, &present, &shown, by, margin)),
        tests,
        decision,
        pairs,
        versus_rest,
        ..by.blank(estimates, estimate::mean(&by.asked.answer, None, total, 0, analysis))
    };
    Found { comparison, rejection_ln_p }
}

fn tests(present: &[usize], numbers: &[Moments]) -> Tests {
    let of: Vec<Moments> = present.iter().map(|&l| numbers[l]).collect();
    let mut omnibus = welch_anova(&of);
    let alone = of.iter().filter(|of| of.n == 1).count();
    if let (Some(test), true) = (&mut omnibus, alone > 0) {
        test.note = Some(format!("levels with one respondent are left out: {alone}"));
    }
    let note = omnibus.is_none().then(|| {
        let why = match of.iter().filter(|of| of.n > 1).count() {
            _ if of.is_empty() => "nobody in the base has both a number and a level",
            _ if of.len() == 1 => "all who answered are in one level",
            0 | 1 => "fewer than two levels have two respondents or more",
            _ => "all respondents of a level gave the same number",
        };
        why.to_owned()
    });
    Tests { omnibus, trend: None, departure: None, others: Vec::new(), note }
}

/// Two levels compared: Welch's test.
fn pair(a: String, b: String, of_a: Moments, of_b: Moments, analysis: &Analysis) -> Pair {
    let difference = Difference::of(of_a, of_b);
    let ln_p = difference.map(Difference::ln_p);
    Pair {
        a,
        b,
        difference: (of_a.n > 0 && of_b.n > 0).then_some(of_a.mean - of_b.mean),
        se: difference.map(|d| d.se),
        df: difference.map(|d| d.df),
        ci: difference.map(|d| d.interval(analysis.confidence)),
        p: ln_p.map(f64::exp),
        ln_p,
        p_adjusted: None,
        ratio: None,
        odds_ratio: None,
    }
}

/// The largest difference between two levels that are shown.
fn effect(numbers: &[Moments], shown: &[usize], names: &[String], analysis: &Analysis) -> Option<Effect> {
    let pairs = shown.iter().enumerate().flat_map(|(i, &a)| shown[i + 1..].iter().map(move |&b| (a, b)));
    let apart = |&(a, b): &(usize, usize)| (numbers[a].mean - numbers[b].mean).abs();
    let count = (shown.len() * shown.len().saturating_sub(1) / 2) as f64;
    // Of equal ones the first, as pairs stand.
    let (a, b) = pairs.reduce(|most, next| if apart(&next) > apart(&most) { next } else { most })?;
    let mut largest = pair(names[a].clone(), names[b].clone(), numbers[a], numbers[b], analysis);
    largest.p_adjusted = largest.p.map(|p| (p * count).min(1.0));
    let confidence = 1.0 - (1.0 - analysis.confidence) / count;
    let ci_simultaneous = Difference::of(numbers[a], numbers[b])
        .map(|d| Interval { level: analysis.confidence, ..d.interval(confidence) });
    Some(Effect {
        cramers_v: None,
        cramers_v_raw: None,
        cramers_v_ci: None,
        cohen_w: None,
        largest_difference: Some(LargestDifference { pair: largest, ci_simultaneous }),
        furthest_level: None,
    })
}

/// Is it the same, within a margin in the outcome's unit? Planning takes the variance within levels.
fn equivalence(numbers: &[Moments], present: &[usize], shown: &[usize], by: &By, margin: f64) -> Option<Equivalence> {
    if present.is_empty() {
        return None;
    }
    let alpha = by.analysis.alpha;
    let pairs: Vec<(usize, usize, Option<Difference>)> = (shown.iter().enumerate())
        .flat_map(|(i, &a)| shown[i + 1..].iter().map(move |&b| (a, b)))
        .map(|(a, b)| (a, b, Difference::of(numbers[a], numbers[b])))
        .collect();
    let limits: Option<Vec<f64>> = pairs.iter().map(|(_, _, d)| Some((*d)?.smallest_margin(alpha))).collect();
    let smallest_margin = limits.and_then(|limits| limits.into_iter().reduce(f64::max));
    let name = |l: usize| by.segment.levels[l].clone();
    let bases: Vec<f64> = shown.iter().map(|&l| numbers[l].n as f64).collect();
    let (m2, freedom) =
        shown.iter().fold((0.0, 0.0), |(m2, df), &l| (m2 + numbers[l].m2, df + numbers[l].n as f64 - 1.0));
    let variance = if freedom > 0.0 { m2 / freedom } else { 0.0 };
    let goal = Goal { alpha, power: super::compare::POWER, ..Goal::default() };
    let means = || shown.iter().map(|&l| numbers[l].mean);
    let observed = means().fold(f64::MIN, f64::max) - means().fold(f64::MAX, f64::min);
    Some(Equivalence {
        margin,
        smallest_margin,
        detectable_difference: detectable_difference(&bases, variance, goal),
        base_needed: base_for_equivalence(&bases, EquivalencePlan { variance, margin, deff: 1.0, goal }),
        chance_spread: chance::spread(&bases, variance, super::compare::CHANCE_LIMIT).map(|spread| ChanceSpread {
            expected: spread.expected,
            p95: spread.limit,
            observed,
        }),
        rms_spread_upper: None,
        left_out: present.iter().filter(|l| !shown.contains(l)).map(|&l| name(l)).collect(),
        pairs: (pairs.iter())
            .map(|&(a, b, d)| EquivalencePair {
                a: name(a),
                b: name(b),
                difference: numbers[a].mean - numbers[b].mean,
                ci: d.map(|d| d.interval(1.0 - 2.0 * alpha)),
            })
            .collect(),
        note: super::compare::no_limit(shown.len(), smallest_margin, "in a level nothing varies"),
    })
}
