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

use super::{Flag, Interval};

/// The number of the schema of what `tabulate --json` prints.
pub const SCHEMA: &str = "paradox.table/1";

/// A banner table.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Banner {
    /// `paradox.table/1`.
    pub schema: String,
    /// The total, then the levels of each segment.
    pub columns: Vec<Column>,
    /// One row an outcome; an outcome with several answers has one row an answer, and one a net.
    pub rows: Vec<Row>,
    /// Questions with several answers of which two options or more are rows, their options compared within respondents.
    pub multi: Vec<super::Multi>,
    /// Level of the tests that the letters rest on.
    pub alpha: f64,
    /// Correction of their p.
    pub adjust: String,
    /// Whether the tests are by the design of the sample.
    pub by_design: bool,
    /// Whether the data are synthetic.
    pub synthetic: bool,
}

/// A column of a banner table.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Column {
    /// Name of the segment ("a > b" of nested ones); none for the total.
    pub segment: Option<String>,
    /// Name of the segment in text.
    pub segment_label: Option<String>,
    /// Of nested segments the levels of the outer ones; columns of different ones are not compared.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub within: Vec<String>,
    /// The level; none for the total.
    pub level: Option<String>,
    /// Its letter within the segment.
    pub letter: Option<String>,
    /// Respondents of this level: of the base, where the table has one outcome; else of all who count.
    pub n: u64,
    /// Sum of their weights.
    pub n_weighted: f64,
    /// n over the design effect: of the outcome, where the table has one; else of the weights alone (Kish).
    pub n_effective: Option<f64>,
}

/// What a row shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// The rate of an outcome.
    Rate,
    /// The mean of an outcome.
    Mean,
    /// The total of a number over the population.
    Total,
    /// The median of an outcome.
    Median,
    /// Another quantile of an outcome.
    Quantile,
    /// A net promoter score.
    Nps,
    /// The share of one answer: a band, or an answer without an order.
    Answer,
    /// The share of several answers together.
    Net,
}

/// A row of a banner table: an outcome, or an answer or net of one.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Row {
    /// Name of the outcome.
    pub outcome: String,
    /// Name of the outcome in text.
    pub outcome_label: String,
    /// The question with several answers that the outcome is an option of, where all its options are rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// What the row shows.
    pub kind: RowKind,
    /// The answer or the net, for an outcome with several answers.
    pub level: Option<String>,
    /// The answers of a net.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<String>,
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
    /// The mean or the total, for an outcome that is one; the kind of its row says which.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean: Option<f64>,
    /// Of an option of a question with several answers: its share of all answers that were given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_of_answers: Option<f64>,
    /// Interval of the rate or the mean.
    pub ci: Option<Interval>,
    /// Respondents in the base with a usable answer.
    pub n: u64,
    /// Sum of their weights.
    pub n_weighted: f64,
    /// n over the design effect; null where it is taken out.
    pub n_effective: Option<f64>,
    /// Letters of the columns of the same segment that it is significantly above.
    pub letters: Vec<String>,
    /// What a reader must know.
    pub flags: Vec<Flag>,
}

impl Cell {
    /// Whether its figure may be printed.
    pub fn is_printable(&self) -> bool {
        self.rate.or(self.mean).is_some() && !self.flags.contains(&Flag::Suppressed)
    }
}

impl Column {
    /// Whether two columns are compared: levels of one segment, of nested ones within the same outer levels.
    pub fn is_compared_with(&self, other: &Column) -> bool {
        self.segment.is_some() && self.segment == other.segment && self.within == other.within
    }
}

impl Banner {
    /// The letters of a cell, but for those of columns whose figures are not shown; none where its own is not.
    pub fn letters<'a>(&self, row: &'a Row, at: usize) -> Vec<&'a str> {
        let cell = &row.cells[at];
        if !cell.is_printable() {
            return Vec::new();
        }
        let is_shown = |letter: &&String| {
            let column = (self.columns.iter())
                .position(|c| c.is_compared_with(&self.columns[at]) && c.letter.as_ref() == Some(*letter));
            column.is_some_and(|column| row.cells[column].is_printable())
        };
        cell.letters.iter().filter(is_shown).map(String::as_str).collect()
    }

    /// A table each of the outcomes, or of the questions whose options are rows, in their order; the columns of each
    /// have its own base.
    pub fn by_question(&self) -> Vec<Banner> {
        let mut tables: Vec<Banner> = Vec::new();
        let group = |row: &Row| row.question.clone().map_or_else(|| (0, row.outcome.clone()), |question| (1, question));
        for row in &self.rows {
            match tables.last_mut() {
                Some(last) if last.rows.first().is_some_and(|first| group(first) == group(row)) => {
                    last.rows.push(row.clone());
                }
                _ => {
                    let with_base = |(column, cell): (&Column, &Cell)| Column {
                        n: cell.n,
                        n_weighted: cell.n_weighted,
                        n_effective: cell.n_effective,
                        ..column.clone()
                    };
                    tables.push(Banner {
                        columns: self.columns.iter().zip(&row.cells).map(with_base).collect(),
                        rows: vec![row.clone()],
                        multi: self.multi.iter().filter(|m| row.question.as_ref() == Some(&m.name)).cloned().collect(),
                        ..self.clone()
                    });
                }
            }
        }
        tables
    }
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
