//! What changed from wave to wave?
//!
//! ```text
//! study ─► part that each wave can answer (gaps) ─► each wave by itself: estimates, bases           (read)
//!                                                └► all waves as one sample, the wave a segment      (stack)
//!          independent waves    strata are those of each wave: the variances add up
//!          the same people      a person is the sampling unit of all their answers: the covariance counts (link)
//! stack ─► comparison by wave ─► changes, corrected over the family ─► verdict, sentence             (change)
//! ```
//!
//! With the wave as a segment everything that holds for levels holds for waves: Newcombe's interval and X2 for simple
//! random samples, the linearised difference for designs, δ* for "no change beyond the margin". The oracle is R's
//! `svydesign` of all waves with the wave in the strata, or with persons as units, and `svycontrast` of `svyby`;
//! goldens in `tests/oracle/waves.json`.

mod beside;
mod change;
mod gaps;
mod link;
mod read;
mod redact;
mod stack;
mod within;

use std::collections::BTreeSet;

use super::{provenance, quality, study_info, words};
use crate::error::Result;
use crate::load::{Format, Input};
use crate::results::waves::{
    AnswerChange, Families, LevelChange, Provenance, SCHEMA, SegmentChange, Wave, WaveEstimate, WaveOutcome, Waves,
};
use crate::results::{Comparison, Estimate, Measure, StudyFile};
use crate::study::Study;
use change::{Family, changes};
use read::{Counted, Read};

/// A wave: its name and its file.
#[derive(Debug, Clone)]
pub struct WaveData {
    /// Its name.
    pub name: String,
    /// Its file.
    pub input: Input,
    /// The format of the file.
    pub format: Format,
}

/// Whether ids say who answered again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum People {
    /// The same id is the same person, unless those who share ids agree in no segment more than strangers do.
    Judged,
    /// The same id is the same person.
    ById,
    /// Every wave has its own respondents, whatever their ids.
    Independent,
}

/// What is asked of the waves.
pub struct Asked<'a> {
    /// The study.
    pub study: &'a Study,
    /// Outcomes by position.
    pub outcomes: &'a [usize],
    /// Segments by position.
    pub segments: &'a [usize],
    /// The waves in their order, two or more.
    pub waves: &'a [WaveData],
    /// Whether ids say who answered again.
    pub people: People,
}

/// Reads the waves and compares them.
///
/// # Errors
/// What is wrong with one of the files, see [`crate::load::read`]; no question that two waves share.
pub fn waves(asked: &Asked, command: &str, seed: u64) -> Result<Waves> {
    let study = asked.study;
    let gaps = gaps::gaps(asked)?;
    let counted = read::read(asked, &gaps, seed)?;
    let Counted { waves, stack, link, notes } = &counted;
    let synthetic = waves.iter().any(|wave| wave.loaded.synthetic);
    let common = &stack.common;
    let info = study_info(common, synthetic);
    let by_wave = stack.outcomes(&info, seed)?;
    let mut of_outcomes = Family::default();
    let mut of_levels = Family::default();
    let mut interactions = Family::default();
    let asked_names: BTreeSet<&str> = asked.outcomes.iter().map(|&o| study.outcomes[o].name.as_str()).collect();
    let mut outcomes: Vec<WaveOutcome> = Vec::new();
    for (o, stacked) in by_wave.iter().enumerate().filter(|(_, stacked)| asked_names.contains(stacked.name.as_str())) {
        let of_wave = |wave: &Read| wave.outcome(&stacked.name).cloned();
        let here: Vec<(usize, crate::results::Outcome)> =
            (waves.iter().enumerate()).filter_map(|(w, wave)| Some((w, of_wave(wave)?))).collect();
        let names: Vec<&str> = here.iter().map(|(w, _)| waves[*w].name.as_str()).collect();
        if here.len() < 2 {
            continue;
        }
        let overall: Vec<Estimate> = here.iter().zip(&names).map(|((_, of), name)| named(&of.overall, name)).collect();
        let estimates: Vec<WaveEstimate> = (here.iter().zip(&overall))
            .map(|((w, of), estimate)| beside::wave_estimate(&waves[*w], &of.base, estimate.clone()))
            .collect();
        let comparison = &stacked.segments[stack.by_wave()];
        let mut outcome = WaveOutcome {
            name: stacked.name.clone(),
            label: stacked.label.clone(),
            question: stacked.question.clone(),
            measure: stacked.overall.measure,
            changes: changes(comparison, &overall),
            tests: (here.len() > 2).then(|| comparison.tests.clone()),
            answers: answers(stack, o, &here, &names)?,
            answers_family: 0,
            segments: Vec::new(),
            panel: link.panel(o, &names, &info),
            warnings: beside::base_warnings(&estimates, &info),
            waves: estimates,
            sentence: String::new(),
            headline: String::new(),
        };
        of_outcomes.gather(&outcome.changes);
        for answer in &mut outcome.answers {
            // Over the answers of this outcome: below.
            answer.changes.iter_mut().for_each(|change| change.pair.p_adjusted = None);
        }
        let mut of_answers = Family::default();
        outcome.answers.iter().for_each(|answer| of_answers.gather(&answer.changes));
        of_answers.adjust(&study.analysis);
        outcome.answers_family = of_answers.size();
        outcome.answers.iter_mut().for_each(|answer| of_answers.give_back(&mut answer.changes, &study.analysis));
        for (s, segment) in stack.asked_segments() {
            let levels = segment.levels.iter().enumerate().map(|(l, level)| {
                let of_level: Vec<Estimate> = (here.iter().zip(&names))
                    .filter_map(|((_, of), name)| Some(named(level_of(of, &segment.name, level)?, name)))
                    .collect();
                let comparison = &stacked.segments[stack.within(s, l)];
                let changes = changes(comparison, &of_level);
                LevelChange { level: level.clone(), waves: of_level, changes }
            });
            let levels: Vec<LevelChange> = levels.collect();
            let crossed = stack.crossed(s, o)?;
            let crossed = crossed.as_ref();
            let of = SegmentChange {
                segment: segment.name.clone(),
                label: segment.label.clone(),
                interactions: within::interactions(stack, (crossed, o), &levels, &names),
                standardised: within::standardised(stack, (crossed, o), &levels, &names),
                levels,
            };
            of.levels.iter().for_each(|level| of_levels.gather(&level.changes));
            interactions.gather_tests(&of.interactions);
            outcome.segments.push(of);
        }
        outcomes.push(outcome);
    }
    let analysis = &study.analysis;
    [&mut of_outcomes, &mut of_levels, &mut interactions].into_iter().for_each(|family| family.adjust(analysis));
    for outcome in &mut outcomes {
        of_outcomes.give_back(&mut outcome.changes, analysis);
        for segment in &mut outcome.segments {
            segment.levels.iter_mut().for_each(|level| of_levels.give_back(&mut level.changes, analysis));
            interactions.give_back_tests(&mut segment.interactions);
        }
    }
    let families = Families {
        adjust: analysis.adjust.name().into(),
        outcomes: of_outcomes.size(),
        levels: of_levels.size(),
        interactions: interactions.size(),
    };
    let files = waves.iter().map(|wave| Wave {
        name: wave.name.clone(),
        data: provenance(study, &wave.loaded, command, seed).data,
        data_quality: quality(&wave.loaded),
    });
    let mut found = Waves {
        schema: SCHEMA.into(),
        version: env!("CARGO_PKG_VERSION").into(),
        provenance: Provenance {
            study: StudyFile { name: study.file.clone(), sha256: study.sha256.clone() },
            command: command.into(),
            seed,
        },
        waves: files.collect(),
        link: link.found(),
        families,
        outcomes,
        left_out: [gaps.left_out.clone(), beside::levels(waves, stack)].concat(),
        composition: beside::composition(waves, stack, &info),
        notes: notes.clone(),
        study: info,
    };
    if study.redact {
        redact::waves(&mut found, waves);
    }
    words::waves_sentences(&mut found);
    Ok(found)
}

/// An estimate under the name of its wave.
fn named(estimate: &Estimate, wave: &str) -> Estimate {
    Estimate { level: Some(wave.to_owned()), ..estimate.clone() }
}

/// A level of an outcome in one wave.
fn level_of<'a>(of: &'a crate::results::Outcome, segment: &str, level: &str) -> Option<&'a Estimate> {
    let comparison: &Comparison = of.segments.iter().find(|c| c.segment == segment)?;
    comparison.levels.iter().find(|l| l.level.as_deref() == Some(level))
}

/// The shares of the answers of an outcome with bands, or with answers that have no order.
fn shares(of: &crate::results::Outcome) -> Option<Vec<Estimate>> {
    match of.overall.measure {
        Measure::Shares => of.overall.shares.clone(),
        _ => of.bands.clone(),
    }
}

/// How those shares changed.
fn answers(
    stack: &stack::Stack,
    o: usize,
    here: &[(usize, crate::results::Outcome)],
    names: &[&str],
) -> Result<Vec<AnswerChange>> {
    let all: Option<Vec<Vec<Estimate>>> = here.iter().map(|(_, of)| shares(of)).collect();
    let Some(all) = all else { return Ok(Vec::new()) };
    let own = stack.by_persons(o)?;
    let count = all.first().map_or(0, Vec::len);
    let answer = |at: usize| {
        let waves: Vec<Estimate> =
            all.iter().zip(names).filter_map(|(shares, name)| Some(named(shares.get(at)?, name))).collect();
        let name = all.first()?.get(at)?.level.clone()?;
        let comparison = stack.answer_by_wave(o, own.as_ref(), at)?;
        Some(AnswerChange { answer: name, changes: changes(&comparison, &waves), waves })
    };
    Ok((0..count).filter_map(answer).collect())
}
