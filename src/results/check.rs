//! What `check --json` prints: is this file fit for the study?

use schemars::JsonSchema;
use serde::Serialize;

use super::{Excluded, Flag, Missing};

/// The number of the schema of what `check --json` prints.
pub const SCHEMA: &str = "paradox.check/1";

/// Everything that is wrong with a file, or may be.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Check {
    /// `paradox.check/1`.
    pub schema: String,
    /// The data file's name.
    pub data: String,
    /// The study file's name.
    pub study: String,
    /// Rows in the file.
    pub rows: u64,
    /// Errors first; each occurrence by itself, up to 10,000 of a kind.
    pub problems: Vec<Problem>,
    /// What the answers say about how they were given.
    pub quality: Quality,
}

/// One place where something is wrong.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Problem {
    /// Whether the study can be computed in spite of it.
    pub severity: Severity,
    /// Line of the file; none if it is about the file as a whole.
    pub line: Option<u64>,
    /// Name of the column.
    pub column: Option<String>,
    /// The value that is wrong.
    pub value: Option<String>,
    /// What is wrong: the same words for all of a kind.
    pub problem: String,
    /// How many there are of this kind.
    pub count: u64,
    /// Of what stands in the file before: the line where it stands first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_line: Option<u64>,
    /// The value of the study that was probably meant, where one is near in spelling.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<String>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// Whether the study can be computed in spite of a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It cannot.
    Error,
    /// It can, and somebody should look.
    Warning,
}

/// What the answers say about how they were given.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Quality {
    /// How the file was read: encoding and delimiter.
    pub read_as: String,
    /// What `line` counts: "line" of a text file, "row" of a sheet, "case" of SPSS, "observation" of Stata.
    pub unit: String,
    /// Columns in the file.
    pub columns: u64,
    /// Rows that count.
    pub rows_kept: u64,
    /// Rows that do not count, with the reason.
    pub excluded: Vec<Excluded>,
    /// Whether the data say that they are synthetic.
    pub synthetic: bool,
    /// Missing answers by column and kind.
    pub missing: Vec<Missing>,
    /// Rows whose id stands in the file before; none if the study names no id.
    pub duplicate_ids: Option<u64>,
    /// Rows that repeat an earlier one in every column but the id.
    pub duplicate_rows: DuplicateRows,
    /// Batteries with the same answer to all questions.
    pub straight_lining: Vec<StraightLining>,
    /// Interviews that took far less time than others.
    pub speeding: Option<Speeding>,
    /// Levels and answers of the study that nobody chose.
    pub not_chosen: Vec<NotChosen>,
    /// Who was asked, and where answers are.
    pub bases: Vec<AskedAndAnswered>,
    /// Outcomes by segment levels whose figures will be marked or not be printed.
    pub small_bases: Vec<SmallBase>,
}

/// Rows that repeat an earlier one. In a file of few columns some will do so by chance.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DuplicateRows {
    /// How many.
    pub rows: u64,
    /// The first 10,000 of them.
    pub lines: Vec<RepeatedLine>,
}

/// A row that repeats an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RepeatedLine {
    /// Its line.
    pub line: u64,
    /// The line where it stands first.
    pub first_line: u64,
}

/// A battery and those who gave all its questions the same answer.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StraightLining {
    /// Name of the battery.
    pub battery: String,
    /// How many questions it has.
    pub columns: u64,
    /// Respondents who answered all of them.
    pub respondents: u64,
    /// Of these, with the same answer to all.
    pub straight: u64,
}

/// Interviews that took far less time than others.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Speeding {
    /// The column of durations.
    pub column: String,
    /// Respondents with a duration.
    pub respondents: u64,
    /// Their median duration.
    pub median: Option<f64>,
    /// Share of the median below which an interview counts as speeding.
    pub below: f64,
    /// Respondents below it.
    pub rows: u64,
}

/// A level or an answer of the study that nobody chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NotChosen {
    /// Name of the segment or outcome.
    pub question: String,
    /// The level, band or answer.
    pub level: String,
}

/// Who was asked an outcome's question, and where answers to it are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AskedAndAnswered {
    /// Name of the outcome.
    pub outcome: String,
    /// Its base in words.
    pub base: String,
    /// Respondents in the base.
    pub asked: u64,
    /// Of these, without a usable answer.
    pub asked_not_answered: u64,
    /// Respondents outside the base with an answer.
    pub answered_not_asked: u64,
}

/// An outcome at a level whose figure will be marked or not be printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SmallBase {
    /// Name of the outcome.
    pub outcome: String,
    /// Name of the segment; none for the whole base.
    pub segment: Option<String>,
    /// The level; none for the whole base.
    pub level: Option<String>,
    /// Respondents.
    pub n: u64,
    /// What will happen to the figure.
    pub flag: Flag,
}
