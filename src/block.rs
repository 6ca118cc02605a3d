//! Respondents on their way from a file (or from `simulate`) into cells.
//!
//! A block is some thousand respondents as coded columns: one small integer a respondent and question, in the order
//! of the study. Blocks come in file order; whoever reads them keeps none of them.
//!
//! ```text
//! segment code:  0 no answer    1.. levels in study order
//! outcome code:  0 not asked    1 no answer    2 no, 3 yes      (or 2.. the bands or levels in study order, 2 a number)
//! ```
//!
//! "Not asked" is every respondent outside the outcome's base: `base`, `asked_if`, `--where`, `complete`.

use crate::design::{CellCount, Stage};

/// A code of a segment for a respondent who gave no usable answer.
pub const NO_LEVEL: u16 = 0;
/// A code of an outcome for a respondent outside its base.
pub const NOT_ASKED: u16 = 0;
/// A code of an outcome for a respondent inside its base without a usable answer.
pub const NO_ANSWER: u16 = 1;
/// A code of a yes/no outcome.
pub const NO: u16 = 2;
/// A code of a yes/no outcome.
pub const YES: u16 = 3;
/// The first code that is an answer: `code - FIRST_ANSWER` is the position of the answer in the study.
pub const FIRST_ANSWER: u16 = 2;

/// Some thousand respondents as coded columns.
///
/// Made by `load` and by `simulate` only, which promise that all columns have `rows` entries and that every code
/// lies within its question.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// How many respondents.
    pub rows: usize,
    /// One column of codes per segment of the study, in study order.
    pub segments: Vec<Vec<u16>>,
    /// One column of codes per outcome of the study, in study order.
    pub outcomes: Vec<Vec<u16>>,
    /// One column of numbers per mean of the study, in study order; NaN for whoever was not asked or gave none.
    pub numbers: Vec<Vec<f64>>,
    /// One column per scale of the study, in study order, with as many numbers a respondent as there are items; NaN for
    /// whoever was not asked or gave none.
    pub items: Vec<Vec<f64>>,
    /// One column per subgroup that a claim is about, in study order: whether the respondent belongs to it.
    pub subgroups: Vec<Vec<bool>>,
    /// Where and with which weight each respondent was drawn; `None` for a simple random sample.
    pub design: Option<DesignColumns>,
    /// Where a row stands for several respondents who gave the same answers: how many, and their weights. `None`: one
    /// each.
    pub counts: Option<Vec<CellCount>>,
}

impl Block {
    /// For how many respondents a row stands, and their weights; for a simple random sample each weighs 1.
    pub fn count(&self, at: usize) -> CellCount {
        match &self.counts {
            Some(counts) => counts[at],
            None => CellCount::one(self.design.as_ref().map_or(1.0, |design| design.weights[at])),
        }
    }
}

/// Weights and sampling units of the respondents of a block.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DesignColumns {
    /// Weight of each respondent; 1 where none is declared. Of a row that stands for several their sum.
    pub weights: Vec<f64>,
    /// Where each was drawn, as many entries a respondent as there are stages.
    pub stages: Vec<Stage>,
    /// Replicate weights, as many a respondent as there are replicates.
    pub replicates: Vec<f64>,
    /// Which of several independent samples with replicate weights these respondents are of; 0 where there is one.
    pub sample: usize,
}

impl DesignColumns {
    /// Adds the respondents of another block of the same sample.
    pub fn extend(&mut self, more: &DesignColumns) {
        self.weights.extend(&more.weights);
        self.stages.extend(more.stages.iter().cloned());
        self.replicates.extend(&more.replicates);
    }

    /// The stages of a respondent.
    pub fn stages_of(&self, at: usize) -> &[Stage] {
        let per_row = self.stages.len() / self.weights.len().max(1);
        &self.stages[at * per_row..(at + 1) * per_row]
    }

    /// The replicate weights of a respondent.
    pub fn replicates_of(&self, at: usize) -> &[f64] {
        let per_row = self.replicates.len() / self.weights.len().max(1);
        &self.replicates[at * per_row..(at + 1) * per_row]
    }
}
