//! Two results side by side: what `paradox diff` finds, as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::{ClaimStatus, Verdict};

/// The number of the schema; a breaking change raises it.
pub const SCHEMA: &str = "paradox.diff/1";

/// What differs between results A and B.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Diff {
    /// `paradox.diff/1`.
    pub schema: String,
    /// Files that were compared.
    pub a: Side,
    /// The second.
    pub b: Side,
    /// Changes up to this are none: of rates, shares, their differences and correlations as they are, of means and
    /// totals as a part of the value in A.
    pub tolerance: f64,
    /// Whether anything but the provenance differs.
    pub differ: bool,
    /// What was compared.
    pub compared: Compared,
    /// Where the numbers come from, and the settings that they rest on, where these differ.
    pub provenance: Vec<Differing>,
    /// What one of them alone has; of an outcome that one lacks, nothing further is listed.
    pub only: Vec<Only>,
    /// Verdicts that changed, in the order of A.
    pub verdicts: Vec<VerdictChange>,
    /// Claims whose status changed.
    pub claims: Vec<ClaimChange>,
    /// Figures that moved by more than the tolerance, or that are printed in one alone.
    pub figures: Vec<FigureChange>,
    /// Bases of outcomes that changed.
    pub bases: Vec<BaseChange>,
    /// Other numbers that moved by more than the tolerance (of numbers above 1: of their size), and parts that one alone
    /// has: of tests, pairs, effects, models, strata, the paradox, what is implied.
    pub others: Vec<Other>,
}

/// One of the two.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Side {
    /// Name of the file, or of the folder of the report.
    pub name: String,
    /// Version of the program that wrote it.
    pub version: String,
    /// Name of the data file.
    pub data: String,
    /// Rows that count.
    pub rows_kept: u64,
    /// Name of the study file.
    pub study: String,
}

/// How many things both have, and so were compared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Compared {
    pub figures: u64,
    pub verdicts: u64,
    pub claims: u64,
    /// Other numbers.
    pub others: u64,
    /// The largest change of a rate, share, difference or correlation, whatever the tolerance.
    pub largest_change: Option<f64>,
}

/// Something that is text in both.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Differing {
    pub what: String,
    pub a: String,
    pub b: String,
}

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Which {
    A,
    B,
}

/// Something that one alone has.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Only {
    /// Which one has it.
    pub only_in: Which,
    /// outcome, segment, level, answer, paired, correlation, claim.
    pub kind: String,
    /// Its name; of a segment "rollback by company_size", of a level "rollback by company_size: 5,000+".
    pub name: String,
}

/// A verdict that changed.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct VerdictChange {
    pub outcome: String,
    pub segment: String,
    pub a: Verdict,
    pub b: Verdict,
}

/// A claim whose status changed.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct ClaimChange {
    pub id: String,
    pub a: ClaimStatus,
    pub b: ClaimStatus,
}

/// A figure that moved.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FigureChange {
    /// What it is about: "rollback", "rollback by company_size: 5,000+", "a against b".
    pub name: String,
    /// rate, mean, total, difference or correlation.
    pub measure: String,
    /// In A; null where it is suppressed or cannot be estimated.
    pub a: Option<Figure>,
    /// In B.
    pub b: Option<Figure>,
    /// B less A.
    pub change: Option<f64>,
}

/// A figure with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Figure {
    pub value: f64,
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// Respondents.
    pub n: u64,
}

/// A base that changed.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct BaseChange {
    pub outcome: String,
    pub a: u64,
    pub b: u64,
    /// Who was asked, where the descriptions differ.
    pub description: Option<Differing>,
}

/// Another number that differs.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Other {
    /// Where it stands: "models > rollback, logit > terms > company_size, 5,000+ > coefficient".
    pub name: String,
    /// In A: a number, a word, or "there" of a part that B lacks; null where there is none.
    pub a: serde_json::Value,
    /// In B.
    pub b: serde_json::Value,
}
