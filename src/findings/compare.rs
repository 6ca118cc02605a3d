//! Does an outcome depend on a segment? Levels, tests, effect, pairs and equivalence of a rate, and what comparisons of
//! other figures share with it.

use super::estimate::{self, yes};
use crate::results::{
    ChanceSpread, Comparison, Decision, DecisionRule, Effect, Equivalence, EquivalencePair, Estimate, Flag,
    LargestDifference, Pair, TestMethod, Tests, Verdict,
};
use crate::stats::equivalence::{self, Limits};
use crate::stats::exact::{MonteCarlo, p_upper_limit};
use crate::stats::power::{EquivalencePlan, Goal, base_for_equivalence, detectable_difference};
use crate::stats::table::Table;
use crate::stats::{Count, chance, difference, effect, independence, multiplicity, rank, ratio, trend};
use crate::study::{self, Segment};
use crate::tabulate::Answers;

/// Power for which detectable difference and base needed are given.
pub const POWER: f64 = 0.8;
/// The spread that equal levels exceed by chance in one of twenty.
pub const CHANCE_LIMIT: f64 = 0.05;

/// An outcome by a segment, before anything is computed.
pub struct By<'a> {
    pub asked: &'a study::Outcome,
    pub segment: &'a Segment,
    /// Answers by level.
    pub levels: &'a [Answers],
    pub analysis: &'a study::Analysis,
}

impl By<'_> {
    /// The comparison with its names, and without a figure.
    pub fn blank(&self, levels: Vec<Estimate>, overall: Estimate) -> Comparison {
        Comparison {
            outcome: self.asked.name.clone(),
            segment: self.segment.name.clone(),
            outcome_label: self.asked.label.clone(),
            segment_label: self.segment.label.clone(),
            base: crate::results::Base { description: String::new(), n: 0, n_missing: 0, n_outside: 0 },
            measure: overall.measure,
            ordered: self.segment.ordered,
            overall,
            n_segment_missing: 0,
            levels,
            tests: Tests { omnibus: None, trend: None, departure: None, others: Vec::new(), note: None },
            decision: None,
            effect: None,
            pairs: Vec::new(),
            versus_rest: Vec::new(),
            equivalence: None,
            verdict: Verdict::Undetermined,
            sentence: String::new(),
            headline: String::new(),
        }
    }
}

/// A comparison before the family is known, and the p that a rejection rests on: the upper limit, for Monte Carlo.
pub struct Found {
    pub comparison: Comparison,
    pub rejection_ln_p: Option<f64>,
}

/// A rate by the levels of a segment.
pub fn compare(by: &By, seed: u64) -> Found {
    let By { asked, segment, levels, analysis } = *by;
    let counts: Vec<Count> = levels.iter().map(|answers| yes(&asked.answer, answers)).collect();
    let estimates: Vec<Estimate> = segment
        .levels
        .iter()
        .zip(levels)
        .zip(&counts)
        .map(|((level, answers), &count)| Estimate {
            bands: estimate::bands(&asked.answer, answers, analysis),
            ..estimate::rate(Some(level), count, answers.no_answer, analysis)
        })
        .collect();
    let present: Vec<usize> = (0..counts.len()).filter(|&l| counts[l].n > 0).collect();
    let name = |l: usize| segment.levels[l].clone();

    let tests = tests(segment, levels, &counts, seed, asked.answer.bands().is_some());
    let (decision, rejection_ln_p) = decision(&tests, segment.ordered && present.len() >= 3);
    let mut pairs: Vec<Pair> = Vec::new();
    for (i, &a) in present.iter().enumerate() {
        pairs.extend(present[i + 1..].iter().map(|&b| pair(name(a), name(b), counts[a], counts[b], analysis)));
    }
    adjust(&mut pairs, analysis);
    let total = present.iter().fold(Count::default(), |sum, &l| add(sum, counts[l]));
    let rest = |l: usize| Count { yes: total.yes - counts[l].yes, n: total.n - counts[l].n };
    let mut versus_rest: Vec<Pair> = present
        .iter()
        .filter(|_| present.len() > 1)
        .map(|&l| pair(name(l), "rest".into(), counts[l], rest(l), analysis))
        .collect();
    adjust(&mut versus_rest, analysis);

    let shown: Vec<usize> =
        present.iter().copied().filter(|&l| !estimates[l].flags.contains(&Flag::Suppressed)).collect();
    let wide = |level: &str, confidence: f64| {
        let l = segment.levels.iter().position(|known| known == level)?;
        difference::newcombe(counts[l], rest(l), confidence)
    };
    let is_shown =
        |level: &str| shown.iter().any(|&l| segment.levels[l] == level && rest(l).n >= analysis.suppress_below);
    let furthest_level = furthest(&versus_rest, is_shown, wide, analysis.confidence);
    let comparison = Comparison {
        effect: effect(&counts, &shown, &segment.levels, analysis).map(|of| Effect { furthest_level, ..of }),
        equivalence: equivalence(&counts, &present, &shown, &segment.levels, analysis),
        tests,
        decision,
        pairs,
        versus_rest,
        ..by.blank(estimates, estimate::rate(None, total, 0, analysis))
    };
    Found { comparison, rejection_ln_p }
}

fn add(a: Count, b: Count) -> Count {
    Count { yes: a.yes + b.yes, n: a.n + b.n }
}

fn tests(segment: &Segment, levels: &[Answers], counts: &[Count], seed: u64, banded: bool) -> Tests {
    let mut tests = Tests { omnibus: None, trend: None, departure: None, others: Vec::new(), note: None };
    if banded {
        let rows: Vec<Vec<u64>> = levels.iter().map(|answers| answers.answers.clone()).collect();
        if let Ok(table) = Table::new(&rows) {
            tests.others.push(rank::kruskal_wallis(&table));
            let ordered = segment.ordered.then(|| rank::jonckheere(&table)).flatten();
            tests.others.extend(ordered.map(|jonckheere| jonckheere.test));
        }
    }
    let table = match Table::of_counts(counts) {
        Ok(table) => table,
        Err(no_test) => {
            tests.note = Some(no_test.reason().into());
            return tests;
        }
    };
    let omnibus = independence::omnibus(&table, MonteCarlo { seed, ..MonteCarlo::default() });
    if segment.ordered
        && let Ok(trend) = trend::trend(counts, &segment.scores)
    {
        tests.trend = Some(trend.test);
        tests.departure = trend.departure;
    }
    tests.omnibus = Some(omnibus.chosen);
    tests.others.splice(0..0, omnibus.others);
    tests
}

/// The p that "differs" rests on, and its upper limit where it was drawn at random.
pub fn decision(tests: &Tests, ordered: bool) -> (Option<Decision>, Option<f64>) {
    let Some(omnibus) = &tests.omnibus else { return (None, None) };
    let combine = |ln_p: f64| match &tests.trend {
        Some(trend) if ordered => (DecisionRule::OmnibusOrTrend, multiplicity::ln_p_of_two(ln_p, trend.ln_p)),
        _ => (DecisionRule::Omnibus, ln_p),
    };
    let (rule, ln_p) = combine(omnibus.ln_p);
    let (_, rejection) =
        combine(if omnibus.method == TestMethod::FisherMc { p_upper_limit(omnibus).ln() } else { omnibus.ln_p });
    let decision =
        Decision { rule, p: ln_p.exp(), ln_p, p_adjusted: ln_p.exp(), adjust: String::new(), family_size: 1 };
    (Some(decision), Some(rejection))
}

/// Two levels compared.
pub fn pair(a: String, b: String, of_a: Count, of_b: Count, analysis: &study::Analysis) -> Pair {
    let test = difference::pooled_test(of_a, of_b);
    Pair {
        a,
        b,
        difference: difference::difference(of_a, of_b),
        se: difference::standard_error(of_a, of_b),
        df: None,
        ci: difference::newcombe(of_a, of_b, analysis.confidence),
        p: test.as_ref().map(|t| t.p),
        ln_p: test.as_ref().map(|t| t.ln_p),
        p_adjusted: None,
        ratio: Some(ratio::rate_ratio(of_a, of_b, analysis.confidence)),
        odds_ratio: Some(ratio::odds_ratio(of_a, of_b, analysis.confidence)),
    }
}

/// Corrects the p of pairs over these pairs.
pub fn adjust(pairs: &mut [Pair], analysis: &study::Analysis) {
    let ln_p: Vec<Option<f64>> = pairs.iter().map(|pair| pair.ln_p).collect();
    for (pair, ln_p) in pairs.iter_mut().zip(multiplicity::adjust_ln(&ln_p, analysis.adjust)) {
        pair.p_adjusted = ln_p.map(f64::exp);
    }
}

/// How large the association is: V over all levels with respondents, the largest difference over those shown.
fn effect(counts: &[Count], shown: &[usize], names: &[String], analysis: &study::Analysis) -> Option<Effect> {
    let table = Table::of_counts(counts).ok()?;
    let mut largest: Option<(usize, usize, f64)> = None;
    for (i, &a) in shown.iter().enumerate() {
        for &b in &shown[i + 1..] {
            let Some(d) = difference::difference(counts[a], counts[b]) else { continue };
            if largest.is_none_or(|(_, _, most)| d.abs() > most) {
                largest = Some((a, b, d.abs()));
            }
        }
    }
    let pairs = (shown.len() * shown.len().saturating_sub(1) / 2).max(1) as f64;
    let largest_difference = largest.map(|(a, b, _)| {
        let mut of_all = pair(names[a].clone(), names[b].clone(), counts[a], counts[b], analysis);
        of_all.p_adjusted = of_all.p.map(|p| (p * pairs).min(1.0));
        let confidence = 1.0 - (1.0 - analysis.confidence) / pairs;
        let ci_simultaneous = difference::newcombe(counts[a], counts[b], confidence)
            .map(|ci| crate::results::Interval { level: analysis.confidence, ..ci });
        LargestDifference { pair: of_all, ci_simultaneous }
    });
    let x2 = independence::pearson(&table).statistic?;
    let association = effect::association(&table, x2, analysis.confidence);
    Some(Effect {
        cramers_v: Some(association.cramers_v_corrected),
        cramers_v_raw: Some(association.cramers_v),
        cramers_v_ci: Some(association.cramers_v_interval),
        cohen_w: Some(association.cohen_w),
        largest_difference,
        furthest_level: None,
    })
}

/// The level that lies furthest from all others, with an interval that holds for all levels at once (Bonferroni).
pub fn furthest(
    versus_rest: &[Pair],
    is_shown: impl Fn(&str) -> bool,
    wide: impl Fn(&str, f64) -> Option<crate::results::Interval>,
    confidence: f64,
) -> Option<LargestDifference> {
    let shown: Vec<&Pair> = versus_rest.iter().filter(|pair| is_shown(&pair.a)).collect();
    let apart = |pair: &Pair| pair.difference.unwrap_or_default().abs();
    let most = shown.iter().copied().reduce(|most, next| if apart(next) > apart(most) { next } else { most })?;
    let ci = wide(&most.a, 1.0 - (1.0 - confidence) / shown.len() as f64);
    Some(LargestDifference {
        pair: most.clone(),
        ci_simultaneous: ci.map(|ci| crate::results::Interval { level: confidence, ..ci }),
    })
}

/// Is it the same? Over the levels that are large enough to be shown.
fn equivalence(
    counts: &[Count],
    present: &[usize],
    shown: &[usize],
    names: &[String],
    analysis: &study::Analysis,
) -> Option<Equivalence> {
    if present.is_empty() {
        return None;
    }
    let left_out = present.iter().filter(|l| !shown.contains(l)).map(|&l| names[l].clone()).collect();
    let of: Vec<Count> = shown.iter().map(|&l| counts[l]).collect();
    let total = of.iter().fold(Count::default(), |sum, &c| add(sum, c));
    let bases: Vec<f64> = of.iter().map(|c| c.n as f64).collect();
    let limits: Vec<Limits> = of.iter().filter_map(|&c| Limits::clopper_pearson(c, analysis.alpha)).collect();
    let rate = total.rate().unwrap_or_default();
    let variance = rate * (1.0 - rate);
    let goal = Goal { alpha: analysis.alpha, power: POWER, ..Goal::default() };
    let plan = EquivalencePlan { variance, margin: analysis.margin, deff: 1.0, goal };
    let rates: Vec<f64> = of.iter().filter_map(|c| c.rate()).collect();
    let observed = rates.iter().copied().fold(f64::MIN, f64::max) - rates.iter().copied().fold(f64::MAX, f64::min);
    let smallest_margin = equivalence::smallest_margin(&limits, |_, _| 0.0);
    Some(Equivalence {
        margin: analysis.margin,
        smallest_margin,
        detectable_difference: detectable_difference(&bases, variance, goal).filter(|difference| *difference <= 1.0),
        base_needed: base_for_equivalence(&bases, plan),
        chance_spread: chance::spread(&bases, variance, CHANCE_LIMIT).map(|spread| ChanceSpread {
            expected: spread.expected.min(1.0),
            p95: spread.limit.min(1.0),
            observed,
        }),
        rms_spread_upper: chance::rms_spread_upper(&of, analysis.alpha),
        left_out,
        pairs: equivalence_pairs(
            &shown.iter().map(|&l| names[l].clone()).collect::<Vec<_>>(),
            &limits.iter().map(|&limits| Some(limits)).collect::<Vec<_>>(),
            |_, _| 0.0,
            analysis.alpha,
            |at| limits[at].rate,
        ),
        note: no_limit(shown.len(), smallest_margin, "a level has no limits"),
    })
}

/// Every pair of levels with its 1 - 2α interval; a level without limits is no evidence of sameness.
pub fn equivalence_pairs(
    names: &[String],
    limits: &[Option<Limits>],
    rho: impl Fn(usize, usize) -> f64,
    alpha: f64,
    rates: impl Fn(usize) -> f64,
) -> Vec<EquivalencePair> {
    let pair = |i: usize, j: usize| EquivalencePair {
        a: names[i].clone(),
        b: names[j].clone(),
        difference: rates(i) - rates(j),
        ci: limits[i].zip(limits[j]).map(|(a, b)| equivalence::interval(a, b, rho(i, j), alpha)),
    };
    (0..names.len()).flat_map(|i| (i + 1..names.len()).map(move |j| (i, j))).map(|(i, j)| pair(i, j)).collect()
}

/// Why there is no δ*, where there is none: too few levels, or else.
pub fn no_limit(shown: usize, smallest_margin: Option<f64>, otherwise: &str) -> Option<String> {
    match smallest_margin {
        Some(_) => None,
        None if shown < 2 => Some("fewer than two levels are large enough to be compared".into()),
        None => Some(otherwise.into()),
    }
}
