//! The last sheet: bases, disclosure, methods, provenance, as in the report.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::Book;
use super::contents::link;
use super::style::{Look, height, paragraph, text};
use crate::report::build::{self, SYNTHETIC};
use crate::report::{Part, Span, Text};

/// Columns, the first of text.
const COLUMNS: u16 = 6;
const WIDTH: f64 = 60.0;
const FURTHER: f64 = 22.0;
/// Characters of a paragraph in a line, fewer than fit.
const CHARACTERS: usize = 165;

pub(super) fn write(sheet: &mut Worksheet, book: &Book) -> Result<(), XlsxError> {
    text(sheet, 0, 0, "Methods, disclosure, provenance", Look::Title)?;
    let mut row = 1;
    if book.results.study.synthetic {
        text(sheet, row, 0, SYNTHETIC, Look::Notice)?;
        row += 1;
    }
    link(sheet, row, 0, super::CONTENTS, super::CONTENTS)?;
    row += 2;
    sheet.set_column_width(0, WIDTH)?;
    for column in 1..COLUMNS {
        sheet.set_column_width(column, FURTHER)?;
    }
    sheet.set_print_fit_to_pages(1, 0);
    for section in build::notes(book.results) {
        text(sheet, row, 0, &section.title, Look::Strong)?;
        row += 1;
        for part in &section.parts {
            match part {
                Part::Paragraph(said) | Part::Notice(said) => {
                    paragraph(sheet, row, 0..=COLUMNS - 1, &plain(said), CHARACTERS)?;
                    row += 1;
                }
                Part::List(items) | Part::Numbered(items) => {
                    for (i, item) in items.iter().enumerate() {
                        let mark =
                            if matches!(part, Part::Numbered(_)) { format!("{}.", i + 1) } else { "•".to_owned() };
                        paragraph(sheet, row, 0..=COLUMNS - 1, &format!("{mark} {}", plain(item)), CHARACTERS)?;
                        row += 1;
                    }
                }
                Part::Table(table) => {
                    for (at, column) in table.columns.iter().enumerate() {
                        text(sheet, row, at as u16, &column.title, Look::Segment)?;
                    }
                    for cells in &table.rows {
                        row += 1;
                        let mut tallest: f64 = 0.0;
                        for (at, cell) in cells.iter().enumerate() {
                            text(sheet, row, at as u16, cell, Look::Wrapped)?;
                            tallest = tallest.max(height(cell, if at == 0 { WIDTH } else { FURTHER } as usize - 2));
                        }
                        sheet.set_row_height(row, tallest)?;
                    }
                    row += 2;
                }
                Part::Figure(_) => {}
            }
        }
        row += 1;
    }
    Ok(())
}

/// Text without emphasis and links.
fn plain(said: &Text) -> String {
    let of = |span: &Span| match span {
        Span::Plain(text) | Span::Strong(text) | Span::Code(text) => text.clone(),
        Span::Link { text, target } if text == target => text.clone(),
        Span::Link { text, target } => format!("{text} ({target})"),
    };
    said.0.iter().map(of).collect()
}
