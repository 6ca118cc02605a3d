//! A question that divides respondents: `[[segments]]`.

use std::collections::BTreeMap;

use super::ColumnRef;

/// A question that divides respondents.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Its name in commands and results.
    pub name: String,
    /// Its name in text.
    pub label: String,
    /// Where the answers are.
    pub column: ColumnRef,
    /// Levels in study order.
    pub levels: Vec<String>,
    /// Whether the order means something: asks for the trend test too.
    pub ordered: bool,
    /// One score per level, rising with them by default (1..k).
    pub scores: Vec<f64>,
    /// How a cell becomes a level.
    pub coding: SegmentCoding,
    /// Codes that are missing for this segment, in addition to those of `[data]`.
    pub missing: Vec<String>,
    /// Whether the levels are waves: what two of them differ by rests on the sampling units of these two alone.
    pub of_waves: bool,
    /// Line of `levels` in the study file; 0 if there is none.
    pub line: usize,
}

/// How a cell of a segment's column becomes a level.
#[derive(Debug, Clone, PartialEq)]
pub enum SegmentCoding {
    /// The text is a level, after aliases; with groups, the text after aliases belongs to a level.
    Text {
        /// Another spelling -> level, or value of a group.
        aliases: BTreeMap<String, String>,
        /// Levels that are merged answers.
        groups: Option<Groups>,
    },
    /// The text is a number, and a level is a range of numbers.
    Number {
        /// Where each level begins; the last has no end.
        breaks: Vec<f64>,
        /// Numbers outside are missing.
        valid: Option<Valid>,
    },
}

/// Levels that are merged answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Groups {
    /// Answer -> position of its level.
    pub of: BTreeMap<String, usize>,
    /// The level of every other answer that is not missing ("*").
    pub rest: Option<usize>,
}

/// A range of numbers, both ends included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Valid {
    /// The least number that counts.
    pub low: f64,
    /// The largest.
    pub high: f64,
}

impl Valid {
    /// Whether a number counts.
    pub fn holds(self, number: f64) -> bool {
        (self.low..=self.high).contains(&number)
    }
}
