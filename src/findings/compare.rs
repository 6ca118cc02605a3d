//! Does an outcome depend on a segment? Levels, tests, effect, pairs, equivalence; then, over all segments of the
//! outcome, the adjusted p and the verdict.

use super::designed::{self, Drawn};
use super::estimate::{self, yes};
use super::{mean, nominal, quantile, scale, words};
use crate::results::{
    BandMean, ChanceSpread, Comparison, Decision, DecisionRule, Effect, Equivalence, EquivalencePair, Estimate, Flag,
    LargestDifference, LevelShare, Net, NetLevels, Outcome, Pair, Standardised, StudyInfo, TestMethod, Tests, Verdict,
};
use crate::stats::equivalence::{self, Evidence, Limits, Rule};
use crate::stats::exact::{MonteCarlo, p_upper_limit};
use crate::stats::mean::Moments;
use crate::stats::power::{EquivalencePlan, Goal, base_for_equivalence, detectable_difference};
use crate::stats::table::Table;
use crate::stats::{Count, chance, difference, effect, independence, multiplicity, rank, ratio, trend};
use crate::study::{self, Family, NetSpec, NumberKind, Segment, Study};
use crate::tabulate::{Answers, Cubes, Question};

/// Power for which detectable difference and base needed are given.
pub const POWER: f64 = 0.8;
/// The spread that equal levels exceed by chance in one of twenty.
pub const CHANCE_LIMIT: f64 = 0.05;

/// One outcome with its comparisons by all segments of the study; `None` if the cubes do not hold it.
pub fn outcome(study: &Study, cubes: &Cubes, info: &StudyInfo, at: usize, seed: u64) -> Option<Outcome> {
    let asked = &study.outcomes[at];
    let analysis = &study.analysis;
    let standard = asked.standard.as_ref();
    let (all, drawn) = match standard {
        // Who has no level of the standard gave no usable answer.
        Some(standard) => {
            let cube = cubes.standardised(standard.segment, at)?.cube;
            let mut all = cube.known_of_both(0);
            (1..cube.height() / cube.inner()).for_each(|level| all.add(&cube.known_of_both(level)));
            (all, Drawn::standardised(study, cubes, standard.segment, at))
        }
        None => {
            let all = cubes.get(Question::Outcome(at), Question::Outcome(at))?.fold();
            (all, Drawn::of(study, cubes, Question::Outcome(at), at))
        }
    };
    let overall = match (&drawn, &asked.answer) {
        (Some(drawn), _) => drawn.estimate(None, &drawn.everybody(), all.no_answer),
        (None, study::Answer::Mean { kind: NumberKind::Quantile(share), .. }) => {
            let kept = cubes.kept(study, Question::Outcome(at), at)?;
            let everybody: Vec<usize> = (0..asked.answer.codes()).collect();
            let numbers = kept.ordered(&everybody);
            quantile::estimate((&asked.answer, *share), None, &numbers, all.no_answer, analysis)
        }
        (None, study::Answer::Mean { .. }) => {
            let numbers =
                cubes.moments(Question::Outcome(at), at)?.iter().fold(Moments::default(), |a, &b| a.merged(b));
            estimate::mean(&asked.answer, None, numbers, all.no_answer, analysis)
        }
        (None, study::Answer::Nominal { levels, .. }) => estimate::shares(None, levels, &all, analysis),
        (None, answer) => estimate::rate(None, yes(answer, &all), all.no_answer, analysis),
    };
    let base = estimate::base(study, asked, &all);
    let bands = match &drawn {
        Some(drawn) => drawn.bands(&drawn.everybody(), all.no_answer),
        None => estimate::bands(&asked.answer, &all, analysis),
    };
    let mut found: Vec<Found> = Vec::new();
    for (s, segment) in study.segments.iter().enumerate() {
        // By the standard's own segment every level is composed of itself alone: its rates are plain ones.
        let (rows, drawn): (Vec<Answers>, _) = if standard.is_some_and(|standard| standard.segment != s) {
            let cube = cubes.standardised(s, at)?.cube;
            let rows = (0..cube.height() / cube.inner()).map(|level| cube.known_of_both(level)).collect();
            (rows, Drawn::standardised(study, cubes, s, at))
        } else {
            let cube = cubes.get(Question::Segment(s), Question::Outcome(at))?;
            ((0..cube.height()).map(|row| cube.row(row)).collect(), Drawn::of(study, cubes, Question::Segment(s), at))
        };
        let (without_level, levels) = rows.split_first()?;
        let by = By { asked, segment, levels, analysis };
        let mut of = match (&drawn, &asked.answer) {
            (Some(drawn), _) => designed::compare(&by, drawn),
            (None, study::Answer::Mean { kind: NumberKind::Quantile(share), margin, .. }) => {
                quantile::compare(&by, &cubes.kept(study, Question::Segment(s), at)?, *share, *margin)
            }
            (None, study::Answer::Mean { margin, .. }) => {
                mean::compare(&by, cubes.moments(Question::Segment(s), at)?.get(1..)?, *margin)
            }
            (None, study::Answer::Nominal { levels: answers, .. }) => nominal::compare(&by, answers, seed),
            (None, _) => compare(&by, seed),
        };
        of.comparison.n_segment_missing = without_level.n();
        of.comparison.overall = overall.clone();
        of.comparison.base = match standard {
            Some(standard) if standard.segment == s => {
                estimate::base(study, &study::Outcome { standard: None, ..asked.clone() }, &all)
            }
            _ => base.clone(),
        };
        found.push(of);
    }
    decide(study, asked.family, &mut found);
    let segments = found
        .into_iter()
        .map(|f| {
            let mut comparison = f.comparison;
            comparison.sentence = words::comparison_sentence(&comparison, info);
            comparison.headline = words::comparison_headline(&comparison, info);
            comparison
        })
        .collect();
    let mut outcome = Outcome {
        name: asked.name.clone(),
        label: asked.label.clone(),
        question: asked.question.clone(),
        base,
        overall,
        band_mean: band_mean(&asked.answer, bands.as_ref()),
        bands,
        at_least: match &asked.answer {
            study::Answer::Bands { bands, at_least, .. } => bands.get(*at_least).cloned(),
            _ => None,
        },
        neutral: match &asked.answer {
            study::Answer::Bands { bands, neutral: Some(neutral), .. } => bands.get(*neutral).cloned(),
            _ => None,
        },
        share: match &asked.answer {
            study::Answer::Mean { kind: NumberKind::Quantile(share), .. } => Some(*share),
            _ => None,
        },
        scale: None,
        made: None,
        nets: nets(study, cubes, at, &all),
        standardised: standard.map(|standard| {
            let segment = &study.segments[standard.segment];
            let share = |(level, share): (&String, &f64)| LevelShare { level: level.clone(), share: *share };
            let shares = segment.levels.iter().zip(&standard.shares).map(share).collect();
            Standardised { segment: segment.name.clone(), shares }
        }),
        segments,
        sentence: String::new(),
        headline: String::new(),
    };
    outcome.scale = scale::scale(study, cubes, at, &outcome, info);
    outcome.sentence = words::outcome_sentence(&outcome, info);
    outcome.headline = words::outcome_headline(&outcome, info);
    Some(outcome)
}

/// The nets of an outcome, over all and by each segment.
fn nets(study: &Study, cubes: &Cubes, at: usize, all: &Answers) -> Vec<Net> {
    let asked = &study.outcomes[at];
    let names = match &asked.answer {
        study::Answer::Bands { bands: names, .. } | study::Answer::Nominal { levels: names, .. } => names,
        _ => return Vec::new(),
    };
    let simple = |level: &str, net: &NetSpec, answers: &Answers| {
        let yes = net.answers.iter().map(|&answer| answers.answers[answer]).sum();
        estimate::rate(Some(level), Count { yes, n: answers.n() }, answers.no_answer, &study.analysis)
    };
    let by_segment = |net: &NetSpec, s: usize| {
        let rows = Question::Segment(s);
        let cube = cubes.get(rows, Question::Outcome(at))?;
        let drawn = Drawn::of(study, cubes, rows, at);
        let level = |(l, name): (usize, &String)| {
            let answers = cube.row(l + 1);
            match drawn {
                Some(drawn) => drawn.only(&net.answers).share(name, &[l + 1], answers.no_answer),
                None => simple(name, net, &answers),
            }
        };
        let levels = study.segments[s].levels.iter().enumerate().map(level).collect();
        Some(NetLevels { segment: study.segments[s].name.clone(), levels })
    };
    let of = |net: &NetSpec| Net {
        net: net.label.clone(),
        answers: net.answers.iter().map(|&answer| names[answer].clone()).collect(),
        overall: match Drawn::of(study, cubes, Question::Outcome(at), at) {
            Some(drawn) => drawn.only(&net.answers).share(&net.label, &drawn.everybody(), all.no_answer),
            None => simple(&net.label, net, all),
        },
        segments: (0..study.segments.len()).filter_map(|s| by_segment(net, s)).collect(),
    };
    asked.nets.iter().map(of).collect()
}

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

/// Adjusts over the segments of an outcome, and gives each its verdict.
fn decide(study: &Study, family: Family, found: &mut [Found]) {
    let analysis = &study.analysis;
    let adjust = |ln_p: &[Option<f64>]| match family {
        Family::SegmentsOfOutcome => multiplicity::adjust_ln(ln_p, analysis.adjust),
        Family::Alone => ln_p.to_vec(),
    };
    let ln_p: Vec<Option<f64>> = found.iter().map(|f| f.comparison.decision.as_ref().map(|d| d.ln_p)).collect();
    let adjusted = adjust(&ln_p);
    let rejections = adjust(&found.iter().map(|f| f.rejection_ln_p).collect::<Vec<_>>());
    let family_size = if family == Family::Alone { 1 } else { ln_p.iter().flatten().count() as u64 };
    for (at, found) in found.iter_mut().enumerate() {
        let comparison = &mut found.comparison;
        if let (Some(decision), Some(ln_p)) = (&mut comparison.decision, adjusted[at]) {
            decision.p_adjusted = ln_p.exp();
            decision.adjust = analysis.adjust.name().into();
            decision.family_size = family_size;
        }
        let smallest_margin = comparison.equivalence.as_ref().and_then(|e| e.smallest_margin);
        let evidence = Evidence { p_adjusted: rejections[at].map(f64::exp), smallest_margin };
        let margin = comparison.equivalence.as_ref().map(|e| e.margin);
        let rule = Rule { alpha: analysis.alpha, margin };
        comparison.verdict = equivalence::verdict(evidence, rule);
    }
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

/// The mean of a banded number, with every answer in the middle or at an edge of its band.
fn band_mean(answer: &study::Answer, bands: Option<&Vec<Estimate>>) -> Option<BandMean> {
    let study::Answer::Bands { edges: Some(edges), .. } = answer else { return None };
    let shares: Vec<f64> = bands?.iter().map(|band| band.rate).collect::<Option<_>>()?;
    let mean = |of: &dyn Fn(usize) -> f64| shares.iter().enumerate().map(|(i, share)| share * of(i)).sum();
    Some(BandMean {
        midpoint: mean(&|i| (edges[i] + edges[i + 1]) / 2.0),
        low: mean(&|i| edges[i]),
        high: mean(&|i| edges[i + 1]),
    })
}
