//! An outcome with its base and everything that was found of it.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Comparison, Estimate, Made, Scale};

/// One outcome: its base, its rate, and its rate by each segment.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Outcome {
    /// Name in commands and files.
    pub name: String,
    /// Name in text.
    pub label: String,
    /// Wording of the question.
    pub question: Option<String>,
    /// Who was asked.
    pub base: Base,
    /// The whole base, known segment or not.
    pub overall: Estimate,
    /// Shares of the bands, for an outcome with bands; of detractors, passives and promoters, for a net promoter score.
    pub bands: Option<Vec<Estimate>>,
    /// The first band that counts as yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<String>,
    /// The band that says neither less nor more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub neutral: Option<String>,
    /// Of a quantile, the share that does not exceed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
    /// Whether the items of a scale measure one thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<Scale>,
    /// How it was made of the file's answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made: Option<Made>,
    /// Mean of the banded number.
    pub band_mean: Option<BandMean>,
    /// Answers that tables show together, as the study file names them.
    pub nets: Vec<Net>,
    /// What its rates are brought to, but for those by that very segment, which are plain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standardised: Option<Standardised>,
    /// By each segment, in study order.
    pub segments: Vec<Comparison>,
    /// The outcome's finding in one sentence: rate, base, interval.
    pub sentence: String,
    /// About ten words for the head of a chart that shows this outcome by its segments.
    pub headline: String,
}

/// A composition that rates are brought to: those within the levels of a segment, averaged with these shares.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Standardised {
    /// Name of the segment.
    pub segment: String,
    /// One per level of it, in study order; together 1.
    pub shares: Vec<LevelShare>,
}

/// The share of a level in a standard population.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LevelShare {
    /// Its name.
    pub level: String,
    /// From 0 to 1.
    pub share: f64,
}

/// The share of those who gave one of several answers.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Net {
    /// Its name.
    pub net: String,
    /// Its answers.
    pub answers: Vec<String>,
    /// The whole base; its level is the name of the net.
    pub overall: Estimate,
    /// By each segment, in study order.
    pub segments: Vec<NetLevels>,
}

/// A net by the levels of a segment.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct NetLevels {
    /// Name of the segment.
    pub segment: String,
    /// One estimate per level, in study order.
    pub levels: Vec<Estimate>,
}

/// Who was asked, and how many of them answered.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Base {
    /// In words: "respondents with shipped = Yes".
    pub description: String,
    /// With a usable answer.
    pub n: u64,
    /// Asked, no usable answer.
    pub n_missing: u64,
    /// Rows that count but lie outside this base.
    pub n_outside: u64,
}

/// Mean of a banded number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct BandMean {
    /// With every answer at the middle of its band.
    pub midpoint: f64,
    /// With every answer at the lower edge.
    pub low: f64,
    /// With every answer at the upper edge.
    pub high: f64,
}
