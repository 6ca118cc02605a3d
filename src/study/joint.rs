//! Questions looked at together: `[[paired]]`, `[[stratified]]`, `[[models]]`, `[[correlations]]`, `[paradox]`.

/// Two questions of the same respondents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairedSpec {
    /// Position of the first outcome.
    pub a: usize,
    /// Position of the second outcome.
    pub b: usize,
}

/// An outcome by two levels of a segment, within the levels of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StratifiedSpec {
    /// Position of the outcome.
    pub outcome: usize,
    /// Position of the segment whose levels are compared.
    pub by: usize,
    /// Positions of the two levels: the odds of the first over those of the second.
    pub two: [usize; 2],
    /// Position of the segment that makes the strata.
    pub within: usize,
}

/// A logistic regression of an outcome on segments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelSpec {
    /// Position of the outcome.
    pub outcome: usize,
    /// Terms in the order of the study file, main effects before the interactions that hold them: positions of one
    /// segment, or of those that interact.
    pub terms: Vec<Vec<usize>>,
}

/// Two ordered answers of the same respondents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CorrelationSpec {
    /// The first.
    pub a: Variable,
    /// The second.
    pub b: Variable,
    /// Which coefficient.
    pub method: CorrelationMethod,
}

/// An ordered answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variable {
    /// The level of a segment, by position.
    Segment(usize),
    /// The answer to an outcome, by position.
    Outcome(usize),
}

/// Which coefficient of correlation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CorrelationMethod {
    /// Of ranks, ties sharing their mean.
    Spearman,
    /// Of scores: those of a segment, the middles of bands with edges, else 1, 2, and so on.
    Pearson,
    /// Of two normal variables that were cut into these answers.
    Polychoric,
}

impl CorrelationMethod {
    /// The contract's word for it.
    pub fn name(self) -> &'static str {
        match self {
            CorrelationMethod::Spearman => "spearman",
            CorrelationMethod::Pearson => "pearson",
            CorrelationMethod::Polychoric => "polychoric",
        }
    }
}

/// The top level of a segment against all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParadoxSpec {
    /// Position of the outcome.
    pub outcome: usize,
    /// Position of the segment.
    pub segment: usize,
    /// Position of the level that is compared with all others.
    pub top: usize,
    /// Position of the segment that measures how well failures are seen.
    pub detection: Option<usize>,
    /// Where in the study file they stand.
    pub lines: Lines,
}

/// Lines of the study file; 0 where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lines {
    /// Of `segment`.
    pub segment: usize,
    /// Of `detection`.
    pub detection: usize,
}
