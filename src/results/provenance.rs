//! From which data, by which study and command, and what was read.

use schemars::JsonSchema;
use serde::Serialize;

use super::{IntervalMethod, Made};

/// Where the numbers come from.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Provenance {
    /// The data file.
    pub data: DataFile,
    /// The study file.
    pub study: StudyFile,
    /// The command, without options that do not change the output.
    pub command: String,
    /// Seed of what was drawn at random.
    pub seed: u64,
}

/// The data file.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DataFile {
    /// File name without its folder.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: Option<String>,
    /// How it was read: encoding and delimiter, in words.
    pub read_as: String,
    /// Rows in the file.
    pub rows: u64,
    /// Rows that count.
    pub rows_kept: u64,
    /// Of these, those that `--where` keeps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<Domain>,
}

/// The respondents that `--where` keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Domain {
    /// In words: "country = Brazil".
    pub description: String,
    /// How many rows.
    pub rows: u64,
}

/// The study file.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StudyFile {
    /// File name without its folder, or the name of a built-in study.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: Option<String>,
}

/// The study's texts and the settings that the numbers rest on.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StudyInfo {
    /// Title of the study.
    pub title: String,
    /// Whether the data are synthetic: every page, chart and table says so.
    pub synthetic: bool,
    /// The other texts of `[study]` by key.
    pub texts: std::collections::BTreeMap<String, String>,
    /// How the sample was treated: "simple random sample".
    pub design: String,
    /// The column of weights, where respondents count by one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<String>,
    /// Settings of the analysis.
    pub analysis: AnalysisInfo,
    /// Segments in study order.
    pub segments: Vec<SegmentInfo>,
    /// Decimals of the percentages in charts; none: as many as their bases bear.
    #[serde(skip)]
    pub decimals: Option<u8>,
    /// Sentences of the study's own by verdict, with blanks to fill in.
    pub words: std::collections::BTreeMap<String, String>,
}

/// Settings of the analysis.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)] // the names are the keys of the study file
pub struct AnalysisInfo {
    pub confidence: f64,
    pub alpha: f64,
    pub margin: f64,
    pub interval: IntervalMethod,
    pub adjust: String,
    pub suppress_below: u64,
    pub caution_below: u64,
    pub suppress_rule: String,
}

/// A segment as the study names it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct SegmentInfo {
    pub name: String,
    pub label: String,
    pub ordered: bool,
    pub levels: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made: Option<Made>,
}

/// Rows, exclusions and missing answers.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DataQuality {
    /// Rows in the file.
    pub rows: u64,
    /// Rows that do not count, with the reason.
    pub excluded: Vec<Excluded>,
    /// Missing answers by column and kind, of the columns that the study uses.
    pub missing: Vec<Missing>,
    /// What else a reader must know of the data: values that the study names and nobody gave.
    pub notes: Vec<String>,
}

/// Rows that do not count.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Excluded {
    pub reason: String,
    pub rows: u64,
}

/// Missing answers of one kind in one column.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Missing {
    pub column: String,
    pub kind: String,
    pub rows: u64,
}
