//! What a population looks like, for `paradox weight`: the size of every level of one or several segments.

use super::{Segment, Study};

/// Margins that a sample is to be raked to, as their file gives them.
#[derive(Debug, Clone, PartialEq)]
pub struct Margins {
    /// The file's name, without its folder.
    pub file: String,
    /// The margins in the order of the file; there is one or more.
    pub margins: Vec<MarginSpec>,
    /// Limits of the weights.
    pub limits: Limits,
}

/// One margin.
#[derive(Debug, Clone, PartialEq)]
pub struct MarginSpec {
    /// How respondents are divided: a segment of the study, or a raw column whose levels are those of the margin.
    pub segment: Segment,
    /// The size of every level, in the order of the segment; shares add up to 1.
    pub sizes: Vec<f64>,
    /// What the sizes are.
    pub sizes_are: Sizes,
    /// Line of each level in the file.
    pub lines: Vec<usize>,
}

/// What the sizes of a margin are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sizes {
    /// Shares of the population, from 0 to 1.
    Shares,
    /// People (or households, or companies) of the population.
    Counts,
}

/// Limits of weights, as multiples of the mean weight.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Limits {
    /// No weight is less.
    pub low: Option<f64>,
    /// No weight is more.
    pub high: Option<f64>,
}

impl Limits {
    /// Whether there is none.
    pub fn are_absent(self) -> bool {
        self.low.is_none() && self.high.is_none()
    }

    /// Whether weights of mean 1 can lie within.
    pub fn enclose_the_mean(self) -> bool {
        self.low.is_none_or(|low| (0.0..=1.0).contains(&low)) && self.high.is_none_or(|high| high >= 1.0)
    }
}

impl Margins {
    /// A study that asks for the margins and nothing else: who counts and how the file is read is that of `study`.
    pub fn as_study(&self, study: &Study) -> Study {
        let mut own = Study::empty(&study.file);
        own.data = study.data.clone();
        own.design.weight = study.design.weight.clone();
        own.segments = self.margins.iter().map(|margin| margin.segment.clone()).collect();
        // Segments that only `--where` names come behind the margins.
        own.domain = study.domain.iter().map(|condition| condition.moved(study, &mut own.segments)).collect();
        own
    }
}
