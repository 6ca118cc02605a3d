//! The first sheet: every table with a link to it, its base and its verdicts.

use rust_xlsxwriter::{Url, Worksheet, XlsxError};

use super::style::{Look, clean, height, number, text};
use super::{Book, CHARTS, NOTES, Table};
use crate::findings::words::verdicts;
use crate::report::build::SYNTHETIC;

const HEADS: [&str; 5] = ["No.", "Table", "Base", "Who was asked", "Verdicts"];
const WIDTHS: [f64; 5] = [6.0, 56.0, 10.0, 34.0, 70.0];

pub(super) fn write(sheet: &mut Worksheet, book: &Book, tables: &[Table], names: &[String]) -> Result<(), XlsxError> {
    let info = &book.results.study;
    text(sheet, 0, 0, &info.title, Look::Title)?;
    let mut row = 1;
    if info.synthetic {
        text(sheet, row, 0, SYNTHETIC, Look::Notice)?;
        row += 1;
    }
    row += 1;
    for (column, (head, width)) in HEADS.iter().zip(WIDTHS).enumerate() {
        let look = if matches!(*head, "No." | "Base") { Look::Level } else { Look::Aside };
        text(sheet, row, column as u16, head, look)?;
        sheet.set_column_width(column as u16, width)?;
    }
    sheet.set_freeze_panes(row + 1, 0)?;
    sheet.set_repeat_rows(row, row)?;
    for (i, (table, name)) in tables.iter().zip(names).enumerate() {
        row += 1;
        number(sheet, row, 0, (i + 1) as f64, Look::Count)?;
        named_link(sheet, row, 1, name, &table.title, Look::Entry)?;
        number(sheet, row, 2, table.banner.columns[0].n as f64, Look::Count)?;
        let said = match table.outcomes.as_slice() {
            [outcome] if !outcome.segments.is_empty() => verdicts(outcome, info),
            _ => String::new(),
        };
        let texts = [(1, table.title.as_str()), (3, &table.banner.rows[0].base), (4, &said)];
        for (column, said) in &texts[1..] {
            text(sheet, row, *column, said, Look::Beside)?;
        }
        let heights = texts.iter().map(|(column, said)| height(said, WIDTHS[usize::from(*column)]));
        sheet.set_row_height(row, heights.fold(0.0, f64::max))?;
    }
    sheet.set_print_fit_to_pages(1, 0);
    if !book.pictures.is_empty() {
        row += 1;
        link(sheet, row + 1, 1, CHARTS, CHARTS)?;
    }
    link(sheet, row + 2, 1, NOTES, "Methods, disclosure, provenance")
}

/// A text that leads to the top of a sheet.
pub(super) fn link(sheet: &mut Worksheet, row: u32, column: u16, to: &str, shown: &str) -> Result<(), XlsxError> {
    named_link(sheet, row, column, to, shown, Look::Link)
}

fn named_link(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    to: &str,
    shown: &str,
    look: Look,
) -> Result<(), XlsxError> {
    let shown = clean(shown);
    let shown = if shown.is_empty() { to.to_owned() } else { shown };
    let url = Url::new(format!("internal:'{to}'!A1")).set_text(shown);
    sheet.write_url_with_format(row, column, url, &look.format())?;
    Ok(())
}
