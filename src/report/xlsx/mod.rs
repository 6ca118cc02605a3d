//! The tables as a workbook: contents with links, a sheet a question, charts, notes.
//!
//! ```text
//! Banner ──by question──► sheets ─┐
//! outcomes, notes, pictures ──────┴──► workbook, the same bytes on every run
//! ```
//!
//! Percentages are numbers, letters stand below the figures that they belong to, and no text is a formula. Nothing is
//! computed here; a figure that may not be shown is a dash.

mod charts;
mod contents;
mod names;
mod notes;
mod question;
mod style;
#[cfg(test)]
mod tests;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::build::SYNTHETIC;
use crate::error::{Error, Result};
use crate::load::guard::guarded;
use crate::results::table::Banner;
use crate::results::{Outcome, Results};

pub use names::sheet_names;

/// Names of the sheets that are no table.
const CONTENTS: &str = "Contents";
const CHARTS: &str = "Charts";
const NOTES: &str = "Notes";

/// What becomes a workbook.
pub struct Book<'a> {
    /// All tables.
    pub banner: &'a Banner,
    /// What they are made of.
    pub results: &'a Results,
    /// Charts, drawn twice as large as they are shown.
    pub pictures: Vec<BookPicture<'a>>,
    /// When it was made, in seconds since 1970; never the clock.
    pub made_at: i64,
}

/// A chart of an outcome.
pub struct BookPicture<'a> {
    /// Name of the outcome.
    pub outcome: &'a str,
    /// PNG.
    pub png: &'a [u8],
    /// What it shows, for those who do not see it.
    pub alternative: String,
}

/// The bytes of a workbook.
///
/// # Errors
/// If a picture is no PNG, or the writer refuses what it is given.
pub fn workbook(book: &Book) -> Result<Vec<u8>> {
    let cannot = |why: &str| Error::new(format!("cannot make the workbook: {why}"));
    match guarded(|| made(book)) {
        Some(made) => made.map_err(|e| cannot(&e.to_string().to_lowercase())),
        None => Err(cannot("the system starts no thread for a sheet")
            .hint("give the program more processes or memory (ulimit -u, ulimit -v, the limits of the container)")),
    }
}

fn made(book: &Book) -> std::result::Result<Vec<u8>, XlsxError> {
    let tables: Vec<Table> = book.banner.by_question().into_iter().map(|banner| Table::of(banner, book)).collect();
    let sheets = sheet_names(&tables.iter().map(|t| t.sheet.as_str()).collect::<Vec<_>>(), &[CONTENTS, CHARTS, NOTES]);
    let mut workbook = Workbook::new();
    // Widths are counted in digits of this font: in one that is found everywhere, pages hold the same everywhere.
    workbook.set_default_format(&style::Look::Text.format(), 20, 64)?;
    let info = &book.results.study;
    let made_at = ExcelDateTime::from_timestamp(book.made_at)?;
    let remark = if info.synthetic { SYNTHETIC } else { "" };
    let title = style::clean(&info.title);
    workbook.set_properties(
        &DocProperties::new()
            .set_title(title)
            .set_comment(remark)
            .set_author("paradox")
            .set_creation_datetime(&made_at),
    );
    let mut sheet = page(CONTENTS, book)?;
    contents::write(&mut sheet, book, &tables, &sheets)?;
    workbook.push_worksheet(sheet);
    for (table, name) in tables.iter().zip(&sheets) {
        let mut sheet = page(name, book)?;
        question::write(&mut sheet, book, table)?;
        workbook.push_worksheet(sheet);
    }
    if !book.pictures.is_empty() {
        let mut sheet = page(CHARTS, book)?;
        charts::write(&mut sheet, book, &tables, &sheets)?;
        workbook.push_worksheet(sheet);
    }
    let mut sheet = page(NOTES, book)?;
    notes::write(&mut sheet, book)?;
    workbook.push_worksheet(sheet);
    workbook.save_to_buffer()
}

/// A sheet with its print setup: A4 across, with title and page number.
fn page(name: &str, book: &Book) -> std::result::Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    sheet.set_paper_size(9).set_landscape().set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
    sheet.set_screen_gridlines(false);
    let title: String = style::clean(&book.results.study.title).chars().take(80).collect();
    let stamp = if book.results.study.synthetic { "SYNTHETIC DATA · " } else { "" };
    sheet.set_footer(format!("&L{stamp}{}&R&P / &N", title.replace('&', "&&")));
    Ok(sheet)
}

/// A table of a question with what is said of it.
struct Table<'a> {
    banner: Banner,
    /// What its sheet would like to be called.
    sheet: String,
    title: String,
    /// Wording of the question.
    wording: Option<String>,
    /// Outcomes that are its rows.
    outcomes: Vec<&'a Outcome>,
}

impl<'a> Table<'a> {
    /// Whether an outcome is one of its rows.
    fn has(&self, outcome: &str) -> bool {
        self.banner.rows.iter().any(|row| row.outcome == outcome)
    }

    fn of(banner: Banner, book: &Book<'a>) -> Self {
        let all = &book.results.outcomes;
        let is_row = |o: &&Outcome| banner.rows.iter().any(|row| row.outcome == o.name);
        let outcomes: Vec<&Outcome> = all.iter().filter(is_row).collect();
        let wording = outcomes.first().and_then(|o| o.question.clone());
        let first = banner.rows.first();
        let question = first.and_then(|row| row.question.clone());
        let title = match &question {
            Some(name) => crate::study::readable(name),
            None => first.map(|row| row.outcome_label.clone()).unwrap_or_default(),
        };
        let sheet = question.or_else(|| first.map(|row| row.outcome.clone())).unwrap_or_default();
        Table { sheet, title, wording, outcomes, banner }
    }
}
