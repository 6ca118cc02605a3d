//! The files of the waves → each wave by itself, and all of them in the stack. Each file is read once; twice where ids
//! say who answered again.

use std::cell::RefCell;
use std::collections::VecDeque;

use super::Asked;
use super::gaps::Gaps;
use super::link::{Link, Linking};
use super::stack::{Offsets, Places, Stack};
use crate::block::Block;
use crate::error::{Error, Result};
use crate::findings::{self, redact, study_info};
use crate::load::{self, Loaded, Row};
use crate::results::Outcome;
use crate::results::waves::LevelShare;
use crate::study::Study;
use crate::tabulate::Cubes;

/// All waves, counted.
pub struct Counted {
    pub waves: Vec<Read>,
    pub stack: Stack,
    pub link: Link,
    pub notes: Vec<String>,
}

/// A wave by itself.
pub struct Read {
    pub name: String,
    pub loaded: Loaded,
    outcomes: Vec<Outcome>,
    /// The same without what is hidden, where that is asked for.
    shown: Option<Vec<Outcome>>,
    levels: Vec<Levels>,
}

/// How respondents divide over the levels of a segment.
struct Levels {
    segment: String,
    n: Vec<u64>,
    weight: Vec<f64>,
    weight_squared: f64,
}

impl Read {
    /// An outcome as `analyze` of this wave alone has it.
    pub fn outcome(&self, name: &str) -> Option<&Outcome> {
        self.outcomes.iter().find(|outcome| outcome.name == name)
    }

    /// The same without what `--redact` hides; `None` where nothing of it may be shown.
    pub fn shown(&self, name: &str) -> Option<&Outcome> {
        self.shown.as_ref().unwrap_or(&self.outcomes).iter().find(|outcome| outcome.name == name)
    }

    /// Respondents who count, within the domain.
    pub fn in_domain(&self) -> u64 {
        self.loaded.rows_in_domain
    }

    /// Respondents at each level of a segment; `None` if the wave lacks it.
    pub fn level_counts(&self, segment: &str) -> Option<&Vec<u64>> {
        Some(&self.levels(segment)?.n)
    }

    /// The share of each level of a segment.
    pub fn shares(&self, segment: &str) -> Option<Vec<LevelShare>> {
        let of = self.levels(segment)?;
        let all: f64 = of.weight.iter().sum();
        let share = |(n, weight): (&u64, &f64)| LevelShare { n: *n, share: if all > 0.0 { weight / all } else { 0.0 } };
        Some(of.n.iter().zip(&of.weight).map(share).collect())
    }

    /// Kish's effective number of those with a level of a segment.
    pub fn effective(&self, segment: &str) -> f64 {
        self.levels(segment).map_or(0.0, |of| {
            let all: f64 = of.weight.iter().sum();
            if of.weight_squared > 0.0 { all * all / of.weight_squared } else { 0.0 }
        })
    }

    fn levels(&self, segment: &str) -> Option<&Levels> {
        self.levels.iter().find(|of| of.segment == segment)
    }
}

impl Levels {
    fn new(study: &Study) -> Vec<Levels> {
        let of = |segment: &crate::study::Segment| Levels {
            segment: segment.name.clone(),
            n: vec![0; segment.levels.len()],
            weight: vec![0.0; segment.levels.len()],
            weight_squared: 0.0,
        };
        study.segments.iter().map(of).collect()
    }

    fn count(&mut self, codes: &[u16], block: &Block) {
        for (i, &code) in codes.iter().enumerate().filter(|(_, code)| **code > 0) {
            let weight = block.design.as_ref().map_or(1.0, |design| design.weights[i]);
            if weight > 0.0 {
                let level = usize::from(code) - 1;
                self.n[level] += 1;
                self.weight[level] += weight;
                self.weight_squared += weight * weight;
            }
        }
    }
}

/// Reads every wave.
pub fn read(asked: &Asked, gaps: &Gaps, seed: u64) -> Result<Counted> {
    let study = asked.study;
    let names: Vec<String> = asked.waves.iter().map(|wave| wave.name.clone()).collect();
    let mut common = study.part(&gaps.outcomes, &gaps.segments);
    let mut linking = Linking::of(asked, gaps)?;
    common.design = linking.design(study);
    let segments: Vec<usize> = gaps.segments.iter().filter_map(|&s| common.segment(&study.segments[s].name)).collect();
    let mut stack = Stack::new(common, segments, &names, linking.units(study));
    let mut offsets = Offsets::default();
    let mut waves: Vec<Read> = Vec::new();
    let mut strata: Vec<String> = Vec::new();
    let mut notes = Vec::new();
    let mut replicates = Vec::new();
    for (w, (wave, (outcomes, segments))) in asked.waves.iter().zip(&gaps.has).enumerate() {
        let part = study.part(outcomes, segments);
        let places = Places::of(&stack.common, &part);
        let mut cubes = Cubes::new(&part);
        let mut levels = Levels::new(&part);
        let lines = RefCell::new(VecDeque::new());
        offsets.next_wave();
        let mut own_replicates = 0;
        let count = |block: Block| {
            own_replicates = block.design.as_ref().map_or(0, |design| design.replicates_of(0).len());
            cubes.count(&block);
            levels.iter_mut().zip(&block.segments).for_each(|(of, codes)| of.count(codes, &block));
            let of_block: Vec<u64> = lines.borrow_mut().drain(..block.rows).collect();
            let mut stacked = places.block(&block, None);
            stacked.design = match linking.is_linked() {
                true => Some(linking.place(w, &of_block, &block, &stacked)),
                false => block.design.as_ref().map(|design| offsets.moved(design)),
            };
            stack.count(w, stacked);
        };
        let tell = |line: u64, row: Row| {
            if row != Row::Excluded {
                lines.borrow_mut().push_back(line);
            }
        };
        let loaded = load::read_telling(&wave.input, wave.format, &part, count, tell)?;
        if linking.is_lost() {
            return Err(load::changed(&wave.input));
        }
        replicates.push(own_replicates);
        if linking.is_linked() && replicates[0] != own_replicates {
            return Err(unlike_replicates(asked, &replicates));
        }
        cubes.finish(&part, &loaded.strata)?;
        let named = |stratum: &String| match stratum.as_str() {
            "" => wave.name.clone(),
            stratum => format!("{stratum} of {}", wave.name),
        };
        strata.extend(loaded.strata.iter().map(named));
        notes.extend(loaded.unseen.iter().map(|note| format!("{}: {note}", wave.name)));
        let info = study_info(&part, loaded.synthetic);
        let all: Vec<usize> = (0..part.outcomes.len()).collect();
        let outcomes = findings::outcomes(&part, &cubes, &info, &all, seed)?;
        let shown = part.redact.then(|| {
            let (shown, gone) = redact::all(&part, outcomes.clone(), &info);
            notes.extend(gone.into_iter().map(|note| format!("{}: {note}", wave.name)));
            shown
        });
        waves.push(Read { name: wave.name.clone(), loaded, outcomes, shown, levels });
    }
    for (w, wave) in waves.iter().enumerate() {
        if let Some(same) = waves[..w].iter().find(|before| before.loaded.sha256 == wave.loaded.sha256) {
            notes.push(format!(
                "{} and {} are the same file, byte for byte: nothing can have changed",
                same.name, wave.name
            ));
        }
    }
    // A wave in which nobody gave an answer has a rate of 0; an answer that no wave knows was mistyped.
    let nowhere = |error: &&Error| {
        let named = |wave: &Read| wave.loaded.nowhere.iter().any(|other| other.what() == error.what());
        waves.iter().all(named)
    };
    let unknown = waves.first().into_iter().flat_map(|wave| &wave.loaded.nowhere).filter(nowhere).cloned();
    if let Some(error) = Error::all(unknown.collect()) {
        return Err(error);
    }
    let strata = linking.strata().unwrap_or(strata);
    stack.finish(strata)?;
    let link = linking.finish(asked, &stack)?;
    Ok(Counted { waves, stack, link, notes })
}

/// Waves of the same people whose replicates cannot be the same.
fn unlike_replicates(asked: &Asked, replicates: &[usize]) -> Error {
    let (first, last) = (&asked.waves[0], &asked.waves[replicates.len() - 1]);
    let what = format!(
        "the same people answered in {} and {}, which have {} and {} replicate weights",
        first.name,
        last.name,
        replicates[0],
        replicates[replicates.len() - 1]
    );
    Error::new(what).hint(
        "what their answers have in common shows where a replicate of one wave is the same replicate of the other; \
         --link none takes the waves for independent samples",
    )
}
