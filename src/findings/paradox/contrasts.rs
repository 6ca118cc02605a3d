//! Across segments: does the paradox segment matter more than another, and where in each segment does the difference sit?

use super::adjusted::Held;
use crate::findings::ground::{Ground, Of};
use crate::findings::words;
use crate::results::{Contrast, Flag, Heterogeneity, Outcome, StudyInfo};
use crate::stats::contrast::{Drawing, contrast};
use crate::study::{ParadoxSpec, Study};
use crate::tabulate::{Cubes, Question};

/// Draws of an interval.
const DRAWS: u32 = 4_000;

/// The largest difference by the paradox segment less that by each other; levels that are too small to show do not count.
pub fn contrasts(
    study: &Study,
    cubes: &Cubes,
    spec: &ParadoxSpec,
    outcome: &Outcome,
    seed: u64,
    info: &StudyInfo,
) -> Vec<Contrast> {
    let others = (0..study.segments.len()).filter(|&other| other != spec.segment);
    others.filter_map(|other| one(study, cubes, spec, outcome, other, seed, info)).collect()
}

fn one(
    study: &Study,
    cubes: &Cubes,
    spec: &ParadoxSpec,
    outcome: &Outcome,
    other: usize,
    seed: u64,
    info: &StudyInfo,
) -> Option<Contrast> {
    let ground = Ground::of(study, cubes, Question::Crossed(other, spec.segment), spec.outcome)?;
    let (codes_of_a, codes_of_b) =
        (study.segments[spec.segment].levels.len() + 1, study.segments[other].levels.len() + 1);
    let comparison = |segment: usize| outcome.segments.iter().find(|c| c.segment == study.segments[segment].name);
    let (by_a, by_b) = (comparison(spec.segment)?, comparison(other)?);
    let shown = |c: &crate::results::Comparison| -> Vec<usize> {
        let is_shown = |level: &usize| c.levels[*level].n > 0 && !c.levels[*level].flags.contains(&Flag::Suppressed);
        (0..c.levels.len()).filter(is_shown).collect()
    };
    let (a, b) = (shown(by_a), shown(by_b));
    // Everybody at a level, whatever they are at in the other segment, no level included.
    let of_a = a.iter().map(|level| (0..codes_of_b).map(|code| ground.cube.crossed_row(code, level + 1)).collect());
    let of_b = b.iter().map(|level| (0..codes_of_a).map(|code| ground.cube.crossed_row(level + 1, code)).collect());
    let rows: Vec<Vec<usize>> = of_a.chain(of_b).collect();
    let groups: Vec<_> = rows.iter().map(|rows| ground.group(rows, Of::Answered)).collect();
    let rates = ground.joint(&groups)?;
    let df = ground.df(&rows.concat());
    let drawing = Drawing { draws: DRAWS, seed, stream: other as u64 };
    let split = a.len();
    let found = contrast(&rates, 0..split, split..groups.len(), df, study.analysis.confidence, drawing)?;
    let by_chance = |c: &crate::results::Comparison| Some(c.equivalence.as_ref()?.chance_spread?.expected);
    let mut made = Contrast {
        a: study.segments[spec.segment].name.clone(),
        b: study.segments[other].name.clone(),
        b_label: study.segments[other].label.clone(),
        largest_a: found.first,
        largest_b: found.second,
        difference: found.difference,
        ci: found.interval,
        by_chance: by_chance(by_a).zip(by_chance(by_b)).map(|(a, b)| a - b),
        draws: u64::from(DRAWS),
        verdicts: [by_a.verdict, by_b.verdict],
        sentence: String::new(),
    };
    made.sentence = words::contrast_sentence(&made, &study.segments[spec.segment].label, info);
    Some(made)
}

/// In each segment the level that lies furthest from all others, as it is and with all other segments held.
pub fn heterogeneity(study: &Study, outcome: &Outcome, held: &Held) -> Vec<Heterogeneity> {
    let one = |(at, segment): (usize, &crate::study::Segment)| {
        let c = outcome.segments.iter().find(|c| c.segment == segment.name)?;
        let furthest = c.effect.as_ref().and_then(|effect| effect.furthest_level.clone());
        let level = furthest.as_ref().map(|furthest| furthest.pair.a.clone());
        let position = level.as_ref().and_then(|level| segment.levels.iter().position(|known| known == level));
        Some(Heterogeneity {
            segment: segment.name.clone(),
            label: segment.label.clone(),
            verdict: c.verdict,
            level,
            furthest,
            adjusted: position.and_then(|level| held.versus_rest(at, level)),
        })
    };
    study.segments.iter().enumerate().filter_map(one).collect()
}
