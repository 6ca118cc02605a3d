//! How the data file is read, and what the report says of it: `[study]` and `[data]`.

use std::collections::BTreeMap;

use super::{Condition, Duration};

/// The texts of `[study]`, printed in the report.
#[derive(Debug, Clone, PartialEq, Default)]
#[allow(missing_docs)] // the keys are those of the study file
pub struct About {
    pub title: Option<String>,
    pub synthetic: bool,
    /// Every other text by its key: strategy, population, sponsor, conductor, fieldwork, mode, sample_source, instrument,
    /// weighting, processing, limits, url, citation, certainty, notes.
    pub texts: BTreeMap<String, String>,
}

/// `[data]`.
#[derive(Debug, Clone, PartialEq)]
pub struct DataSpec {
    /// The column that names each respondent; a duplicate is an error.
    pub id: Option<ColumnRef>,
    /// Codes that mean missing in every column, by kind; the kind is "missing" where the study keeps none apart.
    pub missing: Vec<MissingKind>,
    /// Rows of the header, 1 to 3; the first text that is not empty names the column.
    pub header_rows: usize,
    /// The sheet of a workbook; `None`: the first that is visible and not empty.
    pub sheet: Option<String>,
    /// Label of the encoding, one that [`encoding_rs::Encoding::for_label`] knows; `None`: detected.
    pub encoding: Option<String>,
    /// Field delimiter, one ASCII byte; `None`: detected.
    pub delimiter: Option<u8>,
    /// What stands before the decimals of a number: '.' or ','; `None`: detected.
    pub decimal: Option<char>,
    /// Rows that count at all: all conditions hold.
    pub complete: Vec<Condition>,
    /// How long each interview took.
    pub duration: Option<Duration>,
}

impl Default for DataSpec {
    /// An empty cell is missing, and every row counts.
    fn default() -> Self {
        let missing = vec![MissingKind { kind: "missing".to_owned(), codes: vec![String::new()] }];
        DataSpec {
            id: None,
            missing,
            header_rows: 1,
            sheet: None,
            encoding: None,
            delimiter: None,
            decimal: None,
            complete: Vec::new(),
            duration: None,
        }
    }
}

/// What flags override in `[data]` of how the file is read; `None` leaves the study's value.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DataFlags {
    /// `--delimiter`.
    pub delimiter: Option<u8>,
    /// `--encoding`.
    pub encoding: Option<String>,
    /// `--sheet`.
    pub sheet: Option<String>,
    /// `--decimal`.
    pub decimal: Option<char>,
    /// `--header-rows`.
    pub header_rows: Option<usize>,
}

impl DataSpec {
    /// Overrides with what flags say.
    pub fn apply(&mut self, flags: &DataFlags) {
        self.delimiter = flags.delimiter.or(self.delimiter);
        self.encoding = flags.encoding.clone().or(self.encoding.take());
        self.sheet = flags.sheet.clone().or(self.sheet.take());
        self.decimal = flags.decimal.or(self.decimal);
        self.header_rows = flags.header_rows.unwrap_or(self.header_rows);
    }
}

/// A kind of missing answer with its codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingKind {
    /// "missing", or the study's own word: no_answer, refused, dont_know.
    pub kind: String,
    /// The codes in the file, trimmed.
    pub codes: Vec<String>,
}

/// A column by its header, or by position where the study file says "#4".
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColumnRef {
    /// By header.
    Name(String),
    /// By position, from 0.
    Position(usize),
}
