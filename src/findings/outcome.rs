//! One outcome: its figure over all, its bands and nets, and its comparison by every segment; then, over these, the adjusted
//! p and the verdicts.

use super::compare::{self, By, Found};
use super::designed::{self, Drawn};
use super::estimate::{self, yes};
use super::nets::nets;
use super::{mean, nominal, quantile, scale, words};
use crate::results::{BandMean, Estimate, LevelShare, Outcome, Standardised, StudyInfo};
use crate::stats::equivalence::{self, Evidence, Rule};
use crate::stats::mean::Moments;
use crate::stats::multiplicity;
use crate::study::{self, Family, NumberKind, Study};
use crate::tabulate::{Answers, Cubes, Question};

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
            (None, _) => compare::compare(&by, seed),
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
