//! The last sheet: bases, disclosure, methods, provenance, as in the report.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::Book;
use super::contents::link;
use super::style::{LINE, Look, height, paragraph, text};
use crate::report::build::{self, SYNTHETIC};
use crate::report::{Part, Section, Span, Text};

/// Of the columns, the first of text.
const WIDTHS: [f64; 6] = [48.0, 26.0, 30.0, 30.0, 12.0, 14.0];
/// In percent, so that the columns fit across a page, and points of height that a page then holds: a spreadsheet that fits
/// to the width of a page drops the page breaks.
const SCALE: u16 = 82;
const PAGE: f64 = 560.0;

pub(super) fn write(sheet: &mut Worksheet, book: &Book) -> Result<(), XlsxError> {
    text(sheet, 0, 0, "Methods, disclosure, provenance", Look::Title)?;
    let mut row = 1;
    if book.results.study.synthetic {
        text(sheet, row, 0, SYNTHETIC, Look::Notice)?;
        row += 1;
    }
    link(sheet, row, 0, super::CONTENTS, super::CONTENTS)?;
    row += 2;
    for (column, width) in WIDTHS.iter().enumerate() {
        sheet.set_column_width(column as u16, *width)?;
    }
    let mut breaks = Vec::new();
    let mut used = f64::from(row) * LINE;
    for section in build::notes(book.results) {
        let lines = lines(&section);
        let needed: f64 = lines.iter().map(Line::height).sum();
        // What does not fit below the section above begins a page; what is longer than a page goes on on the next, below
        // its title and the heads of its table.
        if used + needed > PAGE && used > 0.0 {
            breaks.push(row);
            used = 0.0;
        }
        let mut heads: Option<&Line> = None;
        for line in &lines {
            match line {
                Line::Heads(_) => heads = Some(line),
                Line::Cells(_) => {}
                _ => heads = None,
            }
            if used + line.height() > PAGE && used > 0.0 && !matches!(line, Line::Gap) {
                breaks.push(row);
                used = 0.0;
                let title = Line::Title(format!("{} (continued)", section.title));
                let below = heads.filter(|_| matches!(line, Line::Cells(_)));
                for again in std::iter::once(&title).chain(below) {
                    again.write(sheet, row)?;
                    row += 1;
                    used += again.height();
                }
            }
            line.write(sheet, row)?;
            row += 1;
            used += line.height();
        }
    }
    sheet.set_print_scale(SCALE).set_page_breaks(&breaks)?;
    Ok(())
}

/// A row of the sheet.
enum Line {
    Title(String),
    Said(String),
    Heads(Vec<String>),
    Cells(Vec<String>),
    Gap,
}

impl Line {
    fn height(&self) -> f64 {
        match self {
            Line::Said(said) => height(said, WIDTHS.iter().sum()),
            Line::Cells(cells) => {
                let heights = cells.iter().zip(WIDTHS).map(|(cell, width)| height(cell, width));
                heights.fold(LINE, f64::max)
            }
            Line::Title(_) | Line::Heads(_) | Line::Gap => LINE,
        }
    }

    fn write(&self, sheet: &mut Worksheet, row: u32) -> Result<(), XlsxError> {
        match self {
            Line::Title(title) => text(sheet, row, 0, title, Look::Strong),
            Line::Said(said) => paragraph(sheet, row, 0..=WIDTHS.len() as u16 - 1, said, WIDTHS.iter().sum()),
            Line::Heads(cells) => each(sheet, row, cells, Look::Segment),
            Line::Cells(cells) => {
                each(sheet, row, cells, Look::Wrapped)?;
                sheet.set_row_height(row, self.height())?;
                Ok(())
            }
            Line::Gap => Ok(()),
        }
    }
}

fn each(sheet: &mut Worksheet, row: u32, cells: &[String], look: Look) -> Result<(), XlsxError> {
    cells.iter().enumerate().try_for_each(|(at, cell)| text(sheet, row, at as u16, cell, look))
}

/// A section in rows, with a gap below it.
fn lines(section: &Section) -> Vec<Line> {
    let mut lines = vec![Line::Title(section.title.clone())];
    for part in &section.parts {
        match part {
            Part::Paragraph(said) | Part::Notice(said) => lines.push(Line::Said(plain(said))),
            Part::List(items) => lines.extend(items.iter().map(|item| Line::Said(format!("• {}", plain(item))))),
            Part::Numbered(items) => {
                let numbered = items.iter().enumerate();
                lines.extend(numbered.map(|(i, item)| Line::Said(format!("{}. {}", i + 1, plain(item)))));
            }
            Part::Table(table) => {
                lines.push(Line::Heads(table.columns.iter().map(|column| column.title.clone()).collect()));
                lines.extend(table.rows.iter().cloned().map(Line::Cells));
                lines.push(Line::Gap);
            }
            Part::Figure(_) => {}
        }
    }
    lines.push(Line::Gap);
    lines
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
