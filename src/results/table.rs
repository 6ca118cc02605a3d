//! A banner table: outcomes down, segment levels across, with letters where a column is significantly higher.
//!
//! ```text
//!                     Total   Company size
//!                             1,000-4,999   5,000+
//!                             A             B
//! Rolled back           74%     73%           76% A
//! ```

use schemars::JsonSchema;
use serde::Serialize;

use super::Flag;

/// The number of the schema of what `tabulate --json` prints.
pub const SCHEMA: &str = "paradox.table/1";

/// A banner table.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Banner {
    /// `paradox.table/1`.
    pub schema: String,
    /// The total, then the levels of each segment.
    pub columns: Vec<Column>,
    /// One row an outcome; an outcome with bands has one row a band.
    pub rows: Vec<Row>,
    /// Questions with several answers of which two options or more are rows, their options compared within respondents.
    pub multi: Vec<super::Multi>,
    /// Level of the tests that the letters rest on.
    pub alpha: f64,
    /// Correction of their p.
    pub adjust: String,
    /// Whether the data are synthetic.
    pub synthetic: bool,
}

/// A column of a banner table.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Column {
    /// Name of the segment; none for the total.
    pub segment: Option<String>,
    /// Name of the segment in text.
    pub segment_label: Option<String>,
    /// The level; none for the total.
    pub level: Option<String>,
    /// Its letter within the segment.
    pub letter: Option<String>,
    /// Respondents of this level: of the base, where the table has one outcome; else of all who count.
    pub n: u64,
    /// Sum of their weights.
    pub n_weighted: f64,
}

/// A row of a banner table: an outcome, or a band of one.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Row {
    /// Name of the outcome.
    pub outcome: String,
    /// Name of the outcome in text.
    pub outcome_label: String,
    /// The band, for an outcome with bands.
    pub level: Option<String>,
    /// Who was asked, in words.
    pub base: String,
    /// One cell a column.
    pub cells: Vec<Cell>,
}

/// A rate with the letters of the columns that it is significantly above.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Cell {
    /// The rate.
    pub rate: Option<f64>,
    /// The mean, for an outcome that is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean: Option<f64>,
    /// Respondents in the base with a usable answer.
    pub n: u64,
    /// Letters of the columns of the same segment that it is significantly above.
    pub letters: Vec<String>,
    /// What a reader must know.
    pub flags: Vec<Flag>,
}

/// The letter of a column of a segment, from 0: A to Z, then AA, AB.
///
/// ```
/// use paradox::results::table::letter;
/// assert_eq!([0, 25, 26, 27, 52, 702].map(letter), ["A", "Z", "AA", "AB", "BA", "AAA"]);
/// ```
pub fn letter(column: usize) -> String {
    let (before, last) = (column / 26, char::from(b'A' + (column % 26) as u8));
    let mut letters = if before == 0 { String::new() } else { letter(before - 1) };
    letters.push(last);
    letters
}
