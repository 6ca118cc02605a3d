//! Why does the top level of a segment have the rate that it has, and which explanations do the data leave?
//!
//! ```text
//! ParadoxSpec + Cubes ─► top against rest · trend            (the comparison of the outcome by the segment)
//!                        adjusted · interactions             adjusted.rs
//!                        contrasts of segments             contrasts.rs
//!                        within strata · reversal            strata.rs
//!                        detection · hidden cause · selection · bounds      rivals.rs
//!                        ─► explanations, each with its standing            words
//! ```
//!
//! An association is not an effect, and bounds are not claims: what is not identified is said to be so.

mod adjusted;
mod choices;
mod contrasts;
mod rivals;
mod strata;

use super::ground::{Ground, Of};
use super::words;
use crate::error::{Error, Result, quoted};
use crate::results::{Outcome, Paradox, StudyInfo, Verdict};
use crate::study::{ParadoxSpec, Study};
use crate::tabulate::{Cubes, Question};
use adjusted::Held;
use rivals::Sides;

/// The paradox of the study; `None` where it names none.
///
/// # Errors
/// All who answered are at one level of the segment, or of the one that measures detection.
pub fn paradox(
    study: &Study,
    cubes: &Cubes,
    info: &StudyInfo,
    outcomes: &[Outcome],
    seed: u64,
) -> Result<Option<Paradox>> {
    let Some(spec) = &study.paradox else { return Ok(None) };
    let Some(ground) = Ground::of(study, cubes, Question::Segment(spec.segment), spec.outcome) else { return Ok(None) };
    let Some(patterns) = cubes.paradox_patterns() else { return Ok(None) };
    varies(study, cubes, spec)?;
    let segment = &study.segments[spec.segment];
    let asked = &study.outcomes[spec.outcome];
    let sides = Sides::of(study, spec, ground);
    let outcome = outcomes.iter().find(|outcome| outcome.name == asked.name);
    let comparison = outcome.and_then(|outcome| outcome.segments.iter().find(|c| c.segment == segment.name));
    let rates = (sides.both(Of::Answered).iter().zip([sides.top(), "rest"]))
        .zip(&sides.rows)
        .map(|((group, name), rows)| ground.estimate(name, group, rivals::missing(ground, rows)))
        .collect();
    let others = (0..study.segments.len()).filter(|&other| other != spec.segment);
    let strata: Vec<_> = others.filter_map(|other| strata::within(study, cubes, spec, other, info)).collect();
    let main = study.paradox_model(spec);
    let held = Held::new(study, &main, patterns);
    let adjusted = held.adjusted(spec);
    let mut made = Paradox {
        outcome: asked.name.clone(),
        segment: segment.name.clone(),
        top: sides.top().to_owned(),
        outcome_label: asked.label.clone(),
        segment_label: segment.label.clone(),
        rates,
        top_versus_rest: sides.pair(Of::Answered),
        trend: comparison.and_then(|c| c.tests.trend.clone()),
        departure: comparison.and_then(|c| c.tests.departure.clone()),
        decision: comparison.and_then(|c| c.decision.clone()),
        verdict: comparison.map_or(Verdict::Undetermined, |c| c.verdict),
        e_value: rivals::hidden_cause(&adjusted, &sides, study.analysis.confidence),
        adjusted,
        reversal: strata::reversals(&strata, info),
        strata,
        interactions: adjusted::interactions(study, spec, patterns),
        contrasts: outcome.map_or_else(Vec::new, |of| contrasts::contrasts(study, cubes, spec, of, seed, info)),
        heterogeneity: outcome.map_or_else(Vec::new, |of| contrasts::heterogeneity(study, of, &held)),
        selection: rivals::selection(&sides, comparison.map_or("", |c| c.base.description.as_str())),
        detection: rivals::detection(study, cubes, spec, &sides, info),
        bounds: rivals::bounds(&sides, study.analysis.confidence),
        explanations: Vec::new(),
        not_identified: Vec::new(),
        choices: outcome.map_or_else(Vec::new, |of| choices::choices(study, cubes, spec, of, seed)),
        note: None,
        headline: String::new(),
        sentence: String::new(),
    };
    if made.top_versus_rest.is_none() {
        made.note = Some("nobody who answered is at the top level, or nobody is at any other".into());
    }
    made.explanations = words::explanations(&made, info);
    made.not_identified = words::not_identified(&made, info);
    made.headline = words::paradox_headline(&made);
    made.sentence = words::paradox_sentence(&made, info);
    Ok(Some(made))
}

/// Levels can be compared: not all who answered are at one of them. A domain may narrow them to one; a file must not.
fn varies(study: &Study, cubes: &Cubes, spec: &ParadoxSpec) -> Result<()> {
    if !study.domain.is_empty() {
        return Ok(());
    }
    let asked = [("segment", spec.segment, spec.lines.segment)];
    let measured = spec.detection.map(|detection| ("detection", detection, spec.lines.detection));
    for (key, segment, line) in asked.into_iter().chain(measured) {
        let Some(ground) = Ground::of(study, cubes, Question::Segment(segment), spec.outcome) else { continue };
        let of = &study.segments[segment];
        let has = |level: &usize| ground.n(&ground.group(&[level + 1], Of::Answered).base) > 0;
        let present: Vec<usize> = (0..of.levels.len()).filter(has).collect();
        if let [only] = present.as_slice() {
            return Err(Error::new(format!(
                "`{key}` of [paradox] is `{}`, and all who answered `{}` are at its level {}",
                of.name,
                study.outcomes[spec.outcome].name,
                quoted(&of.levels[*only])
            ))
            .at(format!("{}, line {line}", study.file))
            .hint(match key {
                "detection" => {
                    "what is the same for all measures nothing: leave `detection` out, or name another segment"
                }
                _ => "with one level there is nothing to compare: name another segment, or leave [paradox] out",
            }));
        }
    }
    Ok(())
}
