//! How a question was made of the file's answers.

use schemars::JsonSchema;
use serde::Serialize;

/// Columns, rule and answers of an outcome or a segment.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Made {
    /// The columns that it is read from.
    pub columns: Vec<String>,
    /// The rule, in words.
    pub rule: String,
    /// What the answers of the columns count as, among all rows that count, asked or not; empty where the rule says all.
    pub answers: Vec<MadeAnswers>,
}

/// Answers that count as one thing.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MadeAnswers {
    /// A level, yes, a band, a number, missing.
    pub counts_as: String,
    /// The answers, the most frequent first; of numbers that stand for themselves the least and the largest.
    pub answers: Vec<String>,
    /// How many further ones there are.
    pub more: u64,
    /// How often they were given; taken out by `--redact`.
    pub given: Option<u64>,
}
