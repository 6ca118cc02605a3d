//! Does the difference between two levels hold within the levels of another segment?
//!
//! The respondents are those of the outcome's base who are at one of the two levels and in a stratum; the crude odds
//! ratio is that of the same respondents, so that it differs from the common one by the strata alone.
//!
//! A simple random sample: Mantel and Haenszel's odds ratio. With a design: `designed.rs`.

mod designed;

pub use designed::Crossed;

use super::estimate::{self, yes};
use super::words;
use crate::results::{Estimate, Flag, Stratified, Stratum, StudyInfo};
use crate::stats::stratified::{TwoByTwo, mantel_haenszel};
use crate::stats::{Count, ratio};
use crate::study::{StratifiedSpec, Study};
use crate::tabulate::{Cubes, Question};

/// The comparison of two levels within strata; `None` if the cubes do not hold it.
pub fn stratified(study: &Study, cubes: &Cubes, asked: &StratifiedSpec, info: &StudyInfo) -> Option<Stratified> {
    let StratifiedSpec { outcome, by, two, within: strata } = *asked;
    let names = two.map(|level| study.segments[by].levels[level].clone());
    let groups = Groups { levels: two.map(|level| vec![level]), names };
    within(study, cubes, &Asked { outcome, by, within: strata, groups }, info)
}

/// Two groups of levels of one segment.
pub struct Groups {
    /// Positions of the levels of each.
    pub levels: [Vec<usize>; 2],
    /// What each is called.
    pub names: [String; 2],
}

/// Two groups within the levels of a segment.
pub struct Asked {
    /// Position of the outcome.
    pub outcome: usize,
    /// Position of the segment whose levels make the groups.
    pub by: usize,
    /// Position of the segment that makes the strata.
    pub within: usize,
    /// The groups.
    pub groups: Groups,
}

/// The comparison of two groups within strata; `None` if the cubes do not hold it.
pub fn within(study: &Study, cubes: &Cubes, asked: &Asked, info: &StudyInfo) -> Option<Stratified> {
    let simple = simple(study, cubes, asked)?;
    let found = match study.design.is_declared() {
        true => Crossed::of(study, cubes, asked)?.by_design(simple, study.analysis.confidence),
        false => simple,
    };
    Some(Stratified { sentence: words::stratified_sentence(&found, info), ..found })
}

/// The figures of a simple random sample.
fn simple(study: &Study, cubes: &Cubes, asked: &Asked) -> Option<Stratified> {
    let analysis = &study.analysis;
    let outcome = &study.outcomes[asked.outcome];
    let (by, within) = (&study.segments[asked.by], &study.segments[asked.within]);
    let cube = cubes.get(Question::Crossed(asked.within, asked.by), Question::Outcome(asked.outcome))?;
    let Groups { levels, names } = &asked.groups;
    // Code 0 is "no level".
    let answers = |stratum: usize, levels: &[usize]| {
        cube.rows(&levels.iter().map(|level| cube.crossed_row(stratum + 1, level + 1)).collect::<Vec<_>>())
    };
    let counts: Vec<[Count; 2]> = (0..within.levels.len())
        .map(|stratum| levels.each_ref().map(|levels| yes(&outcome.answer, &answers(stratum, levels))))
        .collect();
    let strata = counts.iter().zip(&within.levels).enumerate().map(|(at, (counts, level))| {
        let rate = |group: usize| {
            let n_missing = answers(at, &levels[group]).no_answer;
            estimate::rate(Some(&names[group]), counts[group], n_missing, analysis)
        };
        Stratum {
            level: level.clone(),
            n: counts[0].n + counts[1].n,
            odds_ratio: (counts[0].n > 0 && counts[1].n > 0)
                .then(|| ratio::odds_ratio(counts[0], counts[1], analysis.confidence)),
            flags: flags(&[rate(0), rate(1)]),
            rates: vec![rate(0), rate(1)],
        }
    });
    let strata: Vec<Stratum> = strata.collect();
    let tables: Vec<TwoByTwo> = counts.iter().map(|groups| groups.map(|group| [group.yes, group.no()])).collect();
    let merged: [Count; 2] = [0, 1].map(|group| {
        let add =
            |sum: Count, groups: &[Count; 2]| Count { yes: sum.yes + groups[group].yes, n: sum.n + groups[group].n };
        counts.iter().fold(Count::default(), add)
    });
    let rates = merged.map(|group| estimate::rate(None, group, 0, analysis));
    let found = mantel_haenszel(&tables, analysis.confidence);
    let mut made = Stratified {
        outcome: outcome.name.clone(),
        by: by.name.clone(),
        within: within.name.clone(),
        outcome_label: outcome.label.clone(),
        by_label: by.label.clone(),
        within_label: within.label.clone(),
        levels: names.clone(),
        n: merged[0].n + merged[1].n,
        odds_ratio: None,
        crude_odds_ratio: (merged[0].n > 0 && merged[1].n > 0)
            .then(|| ratio::odds_ratio(merged[0], merged[1], analysis.confidence)),
        tests: Vec::new(),
        strata,
        reverses_in: Vec::new(),
        reversal: false,
        flags: flags(&rates),
        note: None,
        sentence: String::new(),
    };
    match found {
        Ok(found) => {
            made.reversal = found.is_reversed();
            made.odds_ratio = Some(found.odds_ratio);
            made.reverses_in = found.reverses_in.iter().map(|&stratum| within.levels[stratum].clone()).collect();
            made.tests.push(found.cmh);
            made.tests.extend(found.breslow_day);
            made.tests.extend(found.tarone);
            if found.odds_ratio.value.is_none() {
                made.flags.push(Flag::RatioUndefined);
                made.note = Some(
                    "the common odds ratio is infinite: in no stratum does the pair that it divides by occur".into(),
                );
            }
        }
        Err(no_test) => made.note = Some(no_test.reason().into()),
    }
    Some(made)
}

/// What a reader must know of two groups.
fn flags(rates: &[Estimate]) -> Vec<Flag> {
    let has = |flag: &Flag| rates.iter().any(|rate| rate.flags.contains(flag));
    [Flag::Suppressed, Flag::Empty, Flag::Caution].into_iter().filter(has).collect()
}
