//! What `screen --json` prints: correlations among many questions, and what chance alone would give.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Flag, Interval};

/// The number of the schema of what `screen --json` prints.
pub const SCHEMA: &str = "paradox.screen/1";

/// Correlations among many questions.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Screen {
    /// `paradox.screen/1`.
    pub schema: String,
    /// The data file.
    pub data: String,
    /// Whether the data are synthetic.
    pub synthetic: bool,
    /// spearman, pearson or polychoric.
    pub method: String,
    /// The questions.
    pub variables: Vec<ScreenVariable>,
    /// Pairs that were looked at.
    pub n_pairs: u64,
    /// Pairs that were not, since both are made of the same column.
    pub same_column: u64,
    /// Pairs that were not, since both are options of one question in the base of those who ticked at least one.
    pub ticked_any: u64,
    /// Pairs of which one does not vary among those who answered both.
    pub constant: u64,
    /// What the strongest of these pairs would be if nothing went together.
    pub chance: Option<Chance>,
    /// Level of the false discovery rate.
    pub alpha: f64,
    /// Pairs told from 0 at that false discovery rate (Benjamini and Hochberg).
    pub discoveries: u64,
    /// The pairs, the strongest first.
    pub pairs: Vec<ScreenPair>,
    /// The strongest pair beside chance, in words.
    pub sentence: String,
}

/// A question of a screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ScreenVariable {
    /// Its name.
    pub name: String,
    /// Its name in text.
    pub label: String,
    /// Respondents who answered.
    pub n: u64,
}

/// The strongest |r| of all pairs when every question's answers are shuffled.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Chance {
    /// On average.
    pub expected: f64,
    /// At most, in 95 of 100.
    pub p95: f64,
    /// The strongest of any permutation.
    pub most: f64,
    /// Permutations.
    pub permutations: u64,
    /// Seed.
    pub seed: u64,
}

/// Two questions of the same respondents.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ScreenPair {
    /// Name of the first.
    pub a: String,
    /// Name of the second.
    pub b: String,
    /// Respondents who answered both.
    pub n: u64,
    /// The coefficient, -1 to 1.
    pub coefficient: Option<f64>,
    /// Its interval, for this pair alone.
    pub ci: Option<Interval>,
    /// p of no correlation, for this pair alone.
    pub p: Option<f64>,
    /// Its logarithm.
    pub ln_p: Option<f64>,
    /// The false discovery rate at which it is told from 0.
    pub p_bh: Option<f64>,
    /// p as the strongest of all pairs, from the permutations.
    pub p_strongest: Option<f64>,
    /// What a reader must know.
    pub flags: Vec<Flag>,
}
