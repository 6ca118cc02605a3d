//! What `weight --json` prints: how raking went, and what it made of the weights.

use schemars::JsonSchema;
use serde::Serialize;

/// The number of the schema of what `weight --json` prints.
pub const SCHEMA: &str = "paradox.weight/1";

/// Raked weights described; they themselves stand in the data that were written.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Weighting {
    /// `paradox.weight/1`.
    pub schema: String,
    /// The data file's name.
    pub data: String,
    /// The name of the file of margins.
    pub margins_file: String,
    /// The column of weights to begin with; none: 1 each.
    pub start_weight: Option<String>,
    /// The column of weights that is added.
    pub column: String,
    /// Rows in the file.
    pub rows: u64,
    /// Rows that were weighted.
    pub n: u64,
    /// Rows that count for nothing, with the weight 0: not complete, outside `--where`, or of weight 0 to begin with.
    pub n_left_out: u64,
    /// Whether all margins were met, before weights were limited.
    pub converged: bool,
    /// Rounds over all margins.
    pub rounds: u32,
    /// Largest distance of a level from its size, as a share of that size, before weights were limited.
    pub discrepancy: f64,
    /// Sum of the weights.
    pub total: f64,
    /// The weights to begin with.
    pub before: Spread,
    /// The weights that are written.
    pub after: Spread,
    /// Smallest and largest factor on a start weight, 1 if all had grown alike.
    pub adjustment: Adjustment,
    /// Limits of the weights; none where none were asked for.
    pub limits: Option<Limited>,
    /// Every margin, before and after.
    pub margins: Vec<Margin>,
    /// What a standard error by these weights is an approximation of.
    pub variance: String,
}

/// How unequal weights are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Spread {
    /// The smallest over the mean.
    pub lowest: f64,
    /// The largest over the mean.
    pub highest: f64,
    /// The largest over the smallest.
    pub largest_ratio: f64,
    /// Kish's design effect, 1 + cv².
    pub deff: f64,
    /// n over it.
    pub n_effective: f64,
}

/// What happened to start weights.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Adjustment {
    /// The smallest factor.
    pub lowest: f64,
    /// The largest factor.
    pub highest: f64,
}

/// Weights that were cut to limits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Limited {
    /// No weight is less than so many times the mean.
    pub low: Option<f64>,
    /// No weight is more than so many times the mean.
    pub high: Option<f64>,
    /// Respondents whose weight was outside.
    pub trimmed: u64,
    /// Rounds in which what was cut off was given to the others.
    pub rounds: u32,
    /// Largest distance of a level from its size afterwards, as a share of that size.
    pub discrepancy: f64,
}

/// One margin.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Margin {
    /// The segment or column.
    pub column: String,
    /// Its levels.
    pub levels: Vec<MarginLevel>,
}

/// A level of a margin, as shares of the weights.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MarginLevel {
    /// The level.
    pub level: String,
    /// Respondents.
    pub n: u64,
    /// Its share in the population.
    pub target: f64,
    /// Its share by the start weights.
    pub before: f64,
    /// Its share by the weights that are written.
    pub after: f64,
}
