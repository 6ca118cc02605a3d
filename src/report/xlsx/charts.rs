//! The charts, one a page, each under the name of its table.

use rust_xlsxwriter::{Image, Worksheet, XlsxError};

use super::contents::link;
use super::style::{Look, clean, text};
use super::{Book, CONTENTS, Table};
use crate::report::build::SYNTHETIC;

/// Height of a row in pixels.
const ROW: f64 = 20.0;

pub(super) fn write(sheet: &mut Worksheet, book: &Book, tables: &[Table], names: &[String]) -> Result<(), XlsxError> {
    text(sheet, 0, 0, "Charts", Look::Title)?;
    if book.results.study.synthetic {
        text(sheet, 1, 0, SYNTHETIC, Look::Notice)?;
    }
    link(sheet, 2, 0, CONTENTS, CONTENTS)?;
    let mut row = 4;
    let mut breaks = Vec::new();
    for picture in &book.pictures {
        let of = tables.iter().zip(names).find(|(table, _)| table.has(picture.outcome));
        if let Some((table, name)) = of {
            link(sheet, row, 0, name, &table.title)?;
        }
        let image = Image::new_from_buffer(picture.png)?;
        // Drawn twice as large as it is shown, so that it stays sharp on paper.
        let height = image.height() / 2.0;
        let image = image.set_scale_width(0.5).set_scale_height(0.5).set_alt_text(clean(&picture.alternative));
        sheet.insert_image(row + 1, 0, &image)?;
        row += (height / ROW).ceil() as u32 + 3;
        breaks.push(row);
    }
    breaks.pop();
    sheet.set_portrait().set_print_fit_to_pages(1, 0).set_page_breaks(&breaks)?;
    Ok(())
}
