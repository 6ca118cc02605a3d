//! Segments within segments: `--by 'industry > company_size'`.
//!
//! For each combination of levels of the outer segments the inner one is a segment of its own, which has only the
//! respondents of that combination: a domain, of which the rest of the program need not know.

use crate::block::{Block, NO_LEVEL};
use crate::error::{Error, Result};
use crate::study::{Outcome, Segment, Study};
use crate::tabulate::Cubes;

/// A study whose segments are nested, and its counts.
#[derive(Clone)]
pub(super) struct Nest {
    /// The study: one segment for each combination of outer levels.
    pub study: Study,
    pub cubes: Cubes,
    /// "industry > company_size".
    pub name: String,
    /// The same in text.
    pub label: String,
    /// Positions of the segments in the study that was asked, the inner one last.
    path: Vec<usize>,
    /// The outer levels, by position, of each segment.
    combinations: Vec<Vec<usize>>,
    /// Their names.
    names: Vec<Vec<String>>,
}

impl Nest {
    pub fn new(study: &Study, path: &[usize], most_columns: usize) -> Result<Self> {
        let [outer @ .., inner] = path else { return Err(Error::new("a nested segment names no segment")) };
        let inner = &study.segments[*inner];
        let mut combinations: Vec<Vec<usize>> = vec![Vec::new()];
        for &segment in outer {
            let levels = 0..study.segments[segment].levels.len();
            combinations = (combinations.iter())
                .flat_map(|before| levels.clone().map(move |level| [before.clone(), vec![level]].concat()))
                .collect();
            if combinations.len() * inner.levels.len() > most_columns {
                return Err(Error::new(format!("nested segments would make more than {most_columns} columns"))
                    .hint("nest fewer segments, or segments with fewer levels"));
            }
        }
        let join = |text: &dyn Fn(&Segment) -> String| {
            path.iter().map(|&s| text(&study.segments[s])).collect::<Vec<_>>().join(" > ")
        };
        let names: Vec<Vec<String>> = (combinations.iter())
            .map(|of| of.iter().zip(outer).map(|(&level, &s)| study.segments[s].levels[level].clone()).collect())
            .collect();
        let segments = names.iter().map(|of| Segment {
            name: format!("{} in {}", inner.name, of.join(" > ")),
            label: format!("{} in {}", inner.label, of.join(", ")),
            ..inner.clone()
        });
        // The domain is in the codes already. What else the study asks is not asked here, least of all what is told by
        // the position of a segment.
        let plain = |outcome: &Outcome| Outcome { standard: None, ..outcome.clone() };
        let study = Study {
            segments: segments.collect(),
            outcomes: study.outcomes.iter().map(plain).collect(),
            domain: Vec::new(),
            multi: Vec::new(),
            paired: Vec::new(),
            stratified: Vec::new(),
            models: Vec::new(),
            correlations: Vec::new(),
            claims: Vec::new(),
            paradox: None,
            ..study.clone()
        };
        Ok(Nest {
            cubes: Cubes::new(&study),
            name: join(&|segment| segment.name.clone()),
            label: join(&|segment| segment.label.clone()),
            path: path.to_vec(),
            combinations,
            names,
            study,
        })
    }

    /// The outer levels of a segment.
    pub fn within(&self, segment: usize) -> Vec<String> {
        self.names[segment].clone()
    }

    /// Adds the respondents of a block, which comes back as it was.
    pub fn count(&mut self, block: &mut Block) {
        let nested: Vec<Vec<u16>> = self.combinations.iter().map(|of| self.codes(block, of)).collect();
        let plain = std::mem::replace(&mut block.segments, nested);
        self.cubes.count(block);
        block.segments = plain;
    }

    /// The code of the inner segment for who has these outer levels, and no level for everybody else.
    fn codes(&self, block: &Block, levels: &[usize]) -> Vec<u16> {
        let [outer @ .., inner] = self.path.as_slice() else { return Vec::new() };
        let belongs = |i: usize| {
            (outer.iter().zip(levels)).all(|(&segment, &level)| usize::from(block.segments[segment][i]) == level + 1)
        };
        let inner = &block.segments[*inner];
        (0..block.rows).map(|i| if belongs(i) { inner[i] } else { NO_LEVEL }).collect()
    }
}
