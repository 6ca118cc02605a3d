//! What a file says of its columns beside their names: wordings, labels of codes, codes that are missing.
//!
//! ```text
//! q7   "Rolled back an agent?"   1 = Yes, 2 = No, 9 = Refused (missing)     cells: "Yes", "No", "Refused"
//! ```
//!
//! A cell of a labelled code is its label, so that a study reads alike whatever the format. Text files say nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, quoted};
use crate::study::LARGEST;

/// What a file says of itself.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Labels {
    /// Its title.
    pub title: Option<String>,
    /// The texts of its header, row by row; a file that names its columns elsewhere has one row.
    pub header_rows: Vec<Vec<String>>,
    /// Per column, in the order of the file; fewer where nothing is said of the last.
    pub columns: Vec<ColumnLabels>,
    /// Columns that are one question with several answers.
    pub sets: Vec<AnswerSet>,
    /// Position of the column of weights that the file was last analysed with.
    pub weight: Option<usize>,
}

/// What a file says of a column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ColumnLabels {
    /// The wording of the question.
    pub label: Option<String>,
    /// Codes with a label, in the order of the codes: code as text, label. Set by [`Self::set_codes`].
    pub codes: Vec<(String, String)>,
    /// Positions in `codes` by code and by label.
    by_code: BTreeMap<String, usize>,
    by_label: BTreeMap<String, usize>,
    /// Texts of cells that are missing.
    pub missing: BTreeSet<String>,
    /// Numbers that are missing, both ends included.
    pub missing_range: Option<(f64, f64)>,
    /// Two codes that have one label.
    pub clash: Option<Clash>,
}

/// Two codes that have one label: a cell with it could be either.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The label.
    pub label: String,
    /// The codes.
    pub codes: [String; 2],
}

/// Columns that are one question with several answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerSet {
    /// Its name in the file.
    pub name: String,
    /// The wording of the question.
    pub label: Option<String>,
    /// What a cell holds where the option was chosen; `None`: each column holds one of the answers.
    pub counted: Option<String>,
    /// Positions of the columns.
    pub columns: Vec<usize>,
}

impl Labels {
    /// What header rows below the names say: the first text under each name is the wording of the question.
    pub fn of_header(rows: &[Vec<String>]) -> Labels {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let below = |at: usize| {
            let texts: Vec<&String> = rows.iter().filter_map(|row| row.get(at)).filter(|t| !t.is_empty()).collect();
            // SurveyMonkey writes these where a question has no parts.
            let says_nothing = |text: &&&String| matches!(text.as_str(), "Response" | "Open-Ended Response");
            texts.get(1).filter(|text| !says_nothing(text)).map(|text| (*text).clone())
        };
        let columns = (0..columns).map(|at| ColumnLabels::of_wording(below(at))).collect();
        Labels { columns, header_rows: rows.to_vec(), ..Labels::default() }
    }

    /// What is said of a column.
    pub fn column(&self, at: usize) -> ColumnLabels {
        self.columns.get(at).cloned().unwrap_or_default()
    }

    /// Whether the file says that a text is no answer.
    pub fn is_missing(&self, at: usize, text: &str) -> bool {
        self.columns.get(at).is_some_and(|column| column.is_missing(text))
    }
}

impl ColumnLabels {
    /// A column of which only the wording is known.
    pub fn of_wording(label: Option<String>) -> Self {
        ColumnLabels { label, ..ColumnLabels::default() }
    }

    /// Codes and their labels as they stand in a file: white space around labels goes, a code without a label keeps
    /// its own text, and two codes with one label are kept in mind.
    pub fn set_codes(&mut self, codes: Vec<(String, String)>) {
        self.codes = codes
            .into_iter()
            .map(|(code, label)| {
                let label = super::text::trim(&label).to_owned();
                if label.is_empty() { (code.clone(), code) } else { (code, label) }
            })
            .collect();
        (self.by_code, self.by_label) = (BTreeMap::new(), BTreeMap::new());
        for (at, (code, label)) in self.codes.iter().enumerate() {
            self.by_code.insert(code.clone(), at);
            if let Some(first) = self.by_label.insert(label.clone(), at).filter(|&first| self.codes[first].0 != *code) {
                let codes = [self.codes[first].0.clone(), code.clone()];
                self.clash.get_or_insert(Clash { label: label.clone(), codes });
            }
        }
    }

    /// The text of a cell with a code.
    pub fn text_of(&self, code: &str) -> Option<&str> {
        self.by_code.get(code).map(|&at| self.codes[at].1.as_str())
    }

    /// The code of a labelled text.
    pub fn code_of(&self, text: &str) -> Option<&str> {
        self.by_label.get(text).map(|&at| self.codes[at].0.as_str())
    }

    /// The code of a labelled text, where codes are numbers.
    pub fn number(&self, text: &str) -> Option<f64> {
        self.code_of(text)?.parse().ok().filter(|number: &f64| number.abs() <= LARGEST)
    }

    /// Whether the file says that a text is no answer.
    pub fn is_missing(&self, text: &str) -> bool {
        let lies_within = |(low, high): (f64, f64)| {
            self.number(text).or_else(|| text.parse().ok()).is_some_and(|n| low <= n && n <= high)
        };
        self.missing.contains(text) || self.missing_range.is_some_and(lies_within)
    }

    /// That the column cannot be read because two of its codes have one label.
    pub fn clash_error(&self, place: &str, column: &str) -> Option<Error> {
        let Clash { label, codes: [a, b] } = self.clash.as_ref()?;
        let what = format!("codes {a} and {b} of column `{column}` both have the label {}", quoted(label));
        Some(
            Error::new(what)
                .at(place.to_owned())
                .hint("give each code a label of its own in the program that wrote the file"),
        )
    }
}

/// A number as a cell of text has it: 3, not 3.0.
///
/// ```
/// use paradox::load::number_text;
/// assert_eq!([number_text(3.0), number_text(-0.0), number_text(0.1)], ["3", "0", "0.1"]);
/// ```
pub fn number_text(number: f64) -> String {
    if number == 0.0 { "0".to_owned() } else { number.to_string() }
}
