//! What a reader gets: the report as a document, and that document in one syntax each.
//!
//! ```text
//! Results ──build──► Report (sections of paragraphs, tables, figures, lists) ──► markdown · html (with charts and numbers)
//! Results ─────────► csv (one table per outcome) · terminal (sentences, one comparison)
//! Banner ──────────► banner (terminal, markdown, html, csv) · xlsx (a workbook of all tables)
//! ```
//!
//! Nothing here computes a statistic: what is not in the results is not in the report. Text is kept as it is in the
//! document; each syntax escapes it in its own way, so that a hostile label is text everywhere.

pub mod banner;
pub mod build;
pub mod check;
pub mod claims;
pub mod csv;
pub mod diff;
pub mod html;
pub mod markdown;
pub mod names;
mod pictures;
pub mod plan;
pub mod screen;
pub mod terminal;
pub mod waves;
pub mod weighting;
pub mod xlsx;

use std::collections::BTreeMap;

pub use build::build;
pub use names::{file_stem, file_stems};
pub use pictures::{Picture, Shows, pictures};

/// A report, independent of syntax.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Title of the study.
    pub title: String,
    /// Stands above everything else, unmissable: that the data are synthetic.
    pub notice: Option<String>,
    /// Whose answers, from which file, by which study: one line in parts.
    pub about: Vec<String>,
    /// The sections in the order of reading.
    pub sections: Vec<Section>,
}

/// A heading and what stands under it.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Depth of the heading: 2 for a section, 3 for a part of it.
    pub depth: u8,
    /// The heading.
    pub title: String,
    /// Which part of the results it is about.
    pub about: About,
    /// What stands under it.
    pub parts: Vec<Part>,
}

/// Which part of the results a section, or a cell of a table, is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum About {
    /// No single one.
    #[default]
    Whole,
    /// The outcome at this position.
    Outcome(usize),
    /// The outcome at the first position by its segment at the second.
    Comparison(usize, usize),
}

/// One piece of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Running text.
    Paragraph(Text),
    /// Text that must not be overlooked.
    Notice(Text),
    /// Items without an order.
    List(Vec<Text>),
    /// Items with numbers from 1.
    Numbered(Vec<Text>),
    /// A table.
    Table(Table),
    /// A chart.
    Figure(Figure),
}

/// Text in pieces.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Text(pub Vec<Span>);

/// A piece of text, unescaped.
#[derive(Debug, Clone, PartialEq)]
pub enum Span {
    /// As it is.
    Plain(String),
    /// Emphasised.
    Strong(String),
    /// A name, a command.
    Code(String),
    /// A link.
    Link {
        /// What is read.
        text: String,
        /// Where it leads: a web address or a file of the report.
        target: String,
    },
}

/// A table: every row has as many cells as there are columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
    /// What more is known of a cell, by row and column.
    pub marks: BTreeMap<(usize, usize), CellMark>,
}

/// What more is known of a cell than its text, for a syntax that can show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellMark {
    /// It is about this part of the results, and leads there.
    About(About),
    /// Base, interval and method of the number in it.
    Detail(String),
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// Text to the left, numbers to the right.
    pub align: Align,
}

/// Where the cells of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Align {
    /// Text.
    Left,
    /// Numbers.
    Right,
}

/// A chart of the report's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Number in the report, from 1.
    pub number: usize,
    /// The picture: `charts/rollback.png`.
    pub image: String,
    /// The same as a drawing: `charts/rollback.svg`.
    pub drawing: String,
    /// Its numbers: `tables/rollback.csv`.
    pub data: String,
    /// What it shows, for those who do not see it.
    pub alternative: String,
    /// What stands under it.
    pub caption: String,
}

impl Section {
    /// A section of the report.
    pub fn new(title: impl Into<String>) -> Self {
        Section { depth: 2, title: title.into(), about: About::Whole, parts: Vec::new() }
    }

    /// The same section about a part of the results.
    #[must_use]
    pub fn about(self, about: About) -> Self {
        Section { about, ..self }
    }

    /// A part of the section before it.
    pub fn part_of(title: impl Into<String>) -> Self {
        Section { depth: 3, ..Section::new(title) }
    }

    /// The same with further parts.
    #[must_use]
    pub fn with(mut self, parts: impl IntoIterator<Item = Part>) -> Self {
        self.parts.extend(parts);
        self
    }

    /// Adds running text.
    pub fn say(&mut self, text: impl Into<Text>) {
        self.parts.push(Part::Paragraph(text.into()));
    }

    /// Adds a list, unless it is empty.
    pub fn list(&mut self, items: Vec<Text>) {
        if !items.is_empty() {
            self.parts.push(Part::List(items));
        }
    }

    /// Adds a table, unless it has no rows.
    pub fn table(&mut self, table: Table) {
        if !table.rows.is_empty() {
            self.parts.push(Part::Table(table));
        }
    }
}

impl Table {
    /// An empty table.
    pub fn new(caption: impl Into<String>, columns: Vec<Column>) -> Self {
        Table { caption: caption.into(), columns, rows: Vec::new(), marks: BTreeMap::new() }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<String>) {
        debug_assert_eq!(cells.len(), self.columns.len(), "a cell for every column");
        self.rows.push(cells);
    }

    /// Says more of a cell of the last row.
    pub fn mark(&mut self, column: usize, mark: CellMark) {
        if let Some(row) = self.rows.len().checked_sub(1) {
            self.marks.insert((row, column), mark);
        }
    }
}

impl Column {
    /// A column of text.
    pub fn text(title: impl Into<String>) -> Self {
        Column { title: title.into(), align: Align::Left }
    }

    /// A column of numbers.
    pub fn number(title: impl Into<String>) -> Self {
        Column { title: title.into(), align: Align::Right }
    }
}

impl Text {
    /// A word in bold and what follows it.
    pub fn led(lead: impl Into<String>, rest: impl Into<String>) -> Self {
        Text(vec![Span::Strong(lead.into()), Span::Plain(format!(" {}", rest.into()))])
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Text(vec![Span::Plain(text)])
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Text::from(text.to_owned())
    }
}
