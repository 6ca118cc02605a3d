//! What a sample is made of: strata, their units, and the sums of each cell within them.

use std::borrow::Cow;

use super::columns::Columns;

/// Sums over the respondents of one cell within a unit or a stratum.
#[derive(Debug, Clone, PartialEq)]
pub struct CellSums {
    /// Which cell.
    pub cell: usize,
    /// Respondents with a weight above 0.
    pub n: u64,
    /// Σw, then Σw·y of each number.
    pub totals: Vec<f64>,
    /// Σ w² x x' with x = (1, y…), lower triangle by rows; empty within units, which do not need it.
    pub squares: Vec<f64>,
}

/// What a stratum is made of.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Every respondent is a unit: sums per cell, with squares.
    Respondents(Vec<CellSums>),
    /// Units that hold somebody of the base; those that hold nobody need not be listed.
    Units(Vec<Unit>),
    /// Units of a single stage, of which nothing but Σw of each cell is known: those of one cell together.
    Columns(Columns),
}

/// One sampling unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// Sums per cell, in the order of cells.
    pub cells: Vec<CellSums>,
    /// The next stage of sampling within this unit; empty unless it has a finite population correction of its own.
    pub within: Vec<Stratum>,
}

/// Units that were drawn together.
#[derive(Debug, Clone, PartialEq)]
pub struct Stratum {
    /// The caller's number for it, for messages.
    pub number: usize,
    /// Units in the whole sample, also those with nobody of the base.
    pub units: u64,
    /// Share of the population's units that was drawn; 0 without a finite population correction.
    pub fraction: f64,
    /// Who is in it.
    pub content: Content,
}

impl Stratum {
    /// Its units one by one; `None` where every respondent is one.
    pub fn units_listed(&self) -> Option<Cow<'_, [Unit]>> {
        let sums = |&(cell, weight): &(usize, f64)| CellSums { cell, n: 1, totals: vec![weight], squares: Vec::new() };
        let unit = |cells: &Vec<(usize, f64)>| Unit { cells: cells.iter().map(sums).collect(), within: Vec::new() };
        match &self.content {
            Content::Respondents(_) => None,
            Content::Units(units) => Some(Cow::Borrowed(units)),
            Content::Columns(columns) => Some(Cow::Owned(columns.by_unit().iter().map(unit).collect())),
        }
    }
}
