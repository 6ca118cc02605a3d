//! What was written about the study, with the findings that bear on it.

use schemars::JsonSchema;
use serde::Serialize;

/// A sentence about the study.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Sentence {
    /// What was written, or in short what it says.
    pub text: String,
    /// Where.
    pub source: Option<String>,
    /// What would have to be shown.
    pub needs: Option<String>,
    /// Whether findings bear on it.
    pub standing: SentenceStanding,
    /// These findings.
    pub answers: Vec<SentenceAnswer>,
    /// Why no answers of this survey could show it.
    pub reason: Option<String>,
}

/// Whether findings bear on a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SentenceStanding {
    /// Findings of this survey bear on it.
    Tested,
    /// They do, on a part of it; the rest cannot be told from this survey.
    PartlyTested,
    /// No answers of this survey could show it.
    NotTestable,
    /// It comes from elsewhere, and is no result of this survey.
    Context,
}

/// A finding that bears on a sentence.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SentenceAnswer {
    /// claim, outcome, comparison, paradox or implied.
    pub kind: String,
    /// Its name: the id of a claim, "rollback", "rollback by company_size", "detection".
    pub name: String,
    /// What it says.
    pub sentence: String,
}
