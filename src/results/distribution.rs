//! How respondents divide over the answers of one question: the levels of a segment, answers without an order, options.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Base, Estimate};

/// How respondents divide over the answers of one question.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Distribution {
    /// Name of the segment, outcome or question.
    pub name: String,
    /// The same in text.
    pub label: String,
    /// Wording of the question.
    pub question: Option<String>,
    /// Who was asked.
    pub base: Base,
    /// Whether the order of the answers means something.
    pub ordered: bool,
    /// Whether a respondent could give several answers, so that shares need not add up to 1.
    pub several: bool,
    /// The share of each answer, in study order.
    pub answers: Vec<Estimate>,
    /// About ten words, for the head of a chart.
    pub headline: String,
}
