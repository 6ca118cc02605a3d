//! Respondents → patterns: the levels that they have of all segments of a model, and their answer.
//!
//! Segments crossed have more cells than any file has respondents, so that only those which occur are kept, in the order
//! in which they occur: pattern `p` has the cells `2p` (no) and `2p + 1` (yes).

use std::collections::HashMap;

use super::drawn::Counting;
use crate::block::{Block, FIRST_ANSWER, NO_ANSWER, NO_LEVEL};
use crate::design::Sample;
use crate::error::Result;
use crate::study::{Answer, Design, ModelSpec, Study};

/// The respondents of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Patterns {
    /// Positions of its segments.
    segments: Vec<usize>,
    outcome: usize,
    /// Which codes of the outcome are yes.
    yes: Vec<bool>,
    /// Level codes of each segment, by pattern.
    found: Vec<Vec<u16>>,
    place: HashMap<Vec<u16>, usize>,
    left_out: u64,
    counting: Option<Counting>,
    sample: Option<Sample>,
}

impl Patterns {
    pub(super) fn new(study: &Study, spec: &ModelSpec) -> Self {
        let answer: &Answer = &study.outcomes[spec.outcome].answer;
        Patterns {
            segments: spec.segments(),
            outcome: spec.outcome,
            yes: (0..answer.codes()).map(|code| answer.is_yes(code as u16)).collect(),
            found: Vec::new(),
            place: HashMap::new(),
            left_out: 0,
            counting: Some(Counting::new(&study.design, 0, None)),
            sample: None,
        }
    }

    pub(super) fn count(&mut self, block: &Block) {
        let cells: Vec<Option<usize>> = (0..block.rows).map(|i| self.cell(block, i)).collect();
        if let Some(counting) = &mut self.counting {
            counting.widen(2 * self.found.len());
            counting.count(block, |i| cells[i]);
        }
    }

    /// The cell of a respondent; `None` outside of the model.
    fn cell(&mut self, block: &Block, i: usize) -> Option<usize> {
        let code = block.outcomes[self.outcome][i];
        let count = block.count(i);
        if code < NO_ANSWER || count.weight <= 0.0 {
            return None;
        }
        let levels: Vec<u16> = self.segments.iter().map(|&segment| block.segments[segment][i]).collect();
        if code < FIRST_ANSWER || levels.contains(&NO_LEVEL) {
            self.left_out += count.n;
            return None;
        }
        let next = self.found.len();
        let pattern = *self.place.entry(levels).or_insert_with_key(|levels| {
            self.found.push(levels.clone());
            next
        });
        Some(2 * pattern + usize::from(self.yes[usize::from(code)]))
    }

    pub(super) fn finish(&mut self, design: &Design, strata: &[String]) -> Result<()> {
        if let Some(counting) = self.counting.take() {
            self.sample = Some(counting.finish(design, strata)?.0);
        }
        Ok(())
    }

    pub(super) fn sample(&self) -> Option<&Sample> {
        self.sample.as_ref()
    }

    /// Position of the outcome in the study.
    pub fn outcome(&self) -> usize {
        self.outcome
    }

    /// Positions of the segments in the study: what the levels of a pattern belong to.
    pub fn segments(&self) -> &[usize] {
        &self.segments
    }

    /// Each pattern: the position of the level of every segment.
    pub fn levels(&self) -> impl Iterator<Item = Vec<usize>> {
        let position = |codes: &Vec<u16>| codes.iter().map(|&code| usize::from(code - NO_LEVEL) - 1).collect();
        self.found.iter().map(position)
    }

    /// The level of one segment (by its position in the study), pattern by pattern.
    pub fn of_segment(&self, segment: usize) -> Vec<usize> {
        let at = self.segments.iter().position(|&known| known == segment).unwrap_or_default();
        self.levels().map(|levels| levels[at]).collect()
    }

    /// Respondents of the outcome's base who gave no answer, or have no level of one of the segments.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }
}
