//! Published figures beside those of the data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Flag, Interval, Verdict};

/// A published figure against the recomputed one.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)] // the contract's words
pub struct Claim {
    pub id: String,
    pub text: String,
    pub kind: String,
    pub outcome: Option<String>,
    pub published: Option<f64>,
    pub rounding: Option<f64>,
    pub recomputed: Option<f64>,
    pub ci: Option<Interval>,
    pub n: Option<u64>,
    pub status: ClaimStatus,
    pub grim: Option<Grim>,
    /// What the recomputed figure is made of: the rates that are compared, or the segments.
    pub parts: Vec<ClaimPart>,
    /// Why it is not testable, where it is not.
    pub reason: Option<String>,
    pub flags: Vec<Flag>,
    /// The published base.
    pub base_n: Option<u64>,
    /// Of whom, as published.
    pub of_whom: Option<String>,
    /// How sure it is that the figure was published like this, in the study's own marks.
    pub certainty: Option<String>,
    /// What was printed elsewhere instead.
    pub other_published: Vec<f64>,
    pub source: Option<String>,
    pub note: Option<String>,
    pub sentence: String,
}

/// One of the rates that a claim compares, or one of the segments across which it calls a rate consistent.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ClaimPart {
    /// Of whom, or by what: "industry = Technology", "everybody else", "country".
    pub what: String,
    /// Respondents.
    pub n: u64,
    /// The rate; of a segment, the upper limit of the difference between any two of its levels (δ*).
    pub value: Option<f64>,
    /// The verdict of a segment.
    pub verdict: Option<Verdict>,
    /// Levels of the segment that are too small to count here.
    pub left_out: Vec<String>,
    /// What a reader must know.
    pub flags: Vec<Flag>,
}

/// Do two ordered answers of the same respondents go together?
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Correlation {
    /// Name of the first.
    pub a: String,
    /// Name of the second.
    pub b: String,
    /// The first in text.
    pub a_label: String,
    /// The second in text.
    pub b_label: String,
    /// spearman, pearson or polychoric.
    pub method: String,
    /// The coefficient, -1 to 1.
    pub coefficient: Option<f64>,
    /// Its interval.
    pub ci: Option<Interval>,
    /// Respondents who gave both answers.
    pub n: u64,
    /// p of no correlation.
    pub p: Option<f64>,
    /// Logarithm of p.
    pub ln_p: Option<f64>,
    /// What a reader must know.
    pub flags: Vec<Flag>,
    /// Why there is no coefficient, where there is none.
    pub note: Option<String>,
    /// The finding in one sentence.
    pub sentence: String,
}

/// Whether a published figure holds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ClaimStatus {
    Agrees,
    Disagrees,
    CannotTell,
    NotTestable,
}

/// Whether any count out of the published base rounds to the published figure (Brown and Heathers 2017).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Grim {
    Possible,
    Impossible,
}
