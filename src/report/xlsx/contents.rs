//! The first sheet: every table with a link to it, its base and its verdicts.

use rust_xlsxwriter::{Url, Worksheet, XlsxError};

use super::style::{Look, clean, height, number, text};
use super::{Book, CHARTS, NOTES, Table};
use crate::findings::words::verdicts;
use crate::report::build::SYNTHETIC;

const HEADS: [&str; 5] = ["No.", "Table", "Base", "Who was asked", "Verdicts"];
const WIDTHS: [f64; 5] = [6.0, 60.0, 12.0, 40.0, 96.0];

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
        let look = if matches!(*head, "No." | "Base") { Look::Level } else { Look::Segment };
        text(sheet, row, column as u16, head, look)?;
        sheet.set_column_width(column as u16, width)?;
    }
    sheet.set_freeze_panes(row + 1, 0)?;
    sheet.set_repeat_rows(row, row)?;
    for (i, (table, name)) in tables.iter().zip(names).enumerate() {
        row += 1;
        number(sheet, row, 0, (i + 1) as f64, Look::Count)?;
        link(sheet, row, 1, name, &table.title)?;
        number(sheet, row, 2, table.banner.columns[0].n as f64, Look::Count)?;
        text(sheet, row, 3, &table.banner.rows[0].base, Look::Wrapped)?;
        if let [outcome] = table.outcomes.as_slice()
            && !outcome.segments.is_empty()
        {
            let said = verdicts(outcome, info);
            text(sheet, row, 4, &said, Look::Wrapped)?;
            // Characters of a text are narrower than the digits that widths are counted in.
            sheet.set_row_height(row, height(&said, WIDTHS[4] as usize))?;
        }
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
    let shown = clean(shown);
    let shown = if shown.is_empty() { to.to_owned() } else { shown };
    let url = Url::new(format!("internal:'{to}'!A1")).set_text(shown);
    sheet.write_url_with_format(row, column, url, &Look::Link.format())?;
    Ok(())
}
