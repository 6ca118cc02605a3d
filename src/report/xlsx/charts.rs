//! The charts, one a page, each under the name of its table.
//!
//! Rows have a height of their own, because a picture ends in a row, and programs disagree on how high a usual one is. All
//! pages have one scale, at which the highest picture fits: with "fit to width" a spreadsheet drops the page breaks. One
//! column is as wide as the widest picture, and nothing beside it is printed: a picture is tied to columns, and where these
//! are usual ones and a program takes them for wider, each picture would throw an empty page beside its own.

use rust_xlsxwriter::{Image, Worksheet, XlsxError};

use super::contents::link;
use super::style::{Look, clean, text};
use super::{Book, CONTENTS, Table};
use crate::report::build::SYNTHETIC;

/// Height of a row in pixels.
const ROW: f64 = 20.0;
/// What a page of A4 holds within its margins, in pixels of 1/96 inch.
const PAGE: (f64, f64) = (697.0, 1000.0);
/// Of a page, what a picture may take where a program's columns are a little wider.
const SAFE: f64 = 0.95;
/// Beside the widest picture, in its column.
const BESIDE: f64 = 8.0;
/// Rows of the first page above its picture, and one for the rounding of rows.
const ABOVE: f64 = 6.0 * ROW;

pub(super) fn write(sheet: &mut Worksheet, book: &Book, tables: &[Table], names: &[String]) -> Result<(), XlsxError> {
    text(sheet, 0, 0, "Charts", Look::Title)?;
    if book.results.study.synthetic {
        text(sheet, 1, 0, SYNTHETIC, Look::Notice)?;
    }
    link(sheet, 2, 0, CONTENTS, CONTENTS)?;
    sheet.set_default_row_height_pixels(ROW as u32);
    let mut scale: f64 = 1.0;
    let mut row = 4;
    let mut breaks = Vec::new();
    let mut widest: f64 = 0.0;
    for picture in &book.pictures {
        let of = tables.iter().zip(names).find(|(table, _)| table.has(picture.outcome));
        if let Some((table, name)) = of {
            link(sheet, row, 0, name, &table.title)?;
        }
        let image = Image::new_from_buffer(picture.png)?;
        // Drawn twice as large as it is shown, so that it stays sharp on paper.
        let (width, height) = (image.width() / 2.0, image.height() / 2.0);
        widest = widest.max(width + BESIDE);
        scale = scale.min(SAFE * PAGE.0 / (width + BESIDE)).min(PAGE.1 / (height + ABOVE));
        let image = image.set_scale_width(0.5).set_scale_height(0.5).set_alt_text(alternative(&picture.alternative));
        sheet.insert_image(row + 1, 0, &image)?;
        row += (height / ROW).ceil() as u32 + 3;
        breaks.push(row);
    }
    breaks.pop();
    sheet.set_column_width_pixels(0, widest.ceil() as u32)?;
    sheet.set_print_area(0, 0, row - 1, 0)?;
    sheet.set_portrait().set_print_scale(percent(scale)).set_page_breaks(&breaks)?;
    Ok(())
}

/// Characters of a text alternative that a workbook holds.
const LONGEST: usize = 255;

/// A text alternative of at most as many characters as a workbook holds, to the end of a sentence if one fits.
fn alternative(text: &str) -> String {
    let text = clean(text);
    if text.encode_utf16().count() <= LONGEST {
        return text;
    }
    let mut units = 0;
    let kept = text.chars().take_while(|c| {
        units += c.len_utf16();
        units < LONGEST
    });
    let kept: String = kept.collect();
    match kept.rfind(". ") {
        Some(end) if end > LONGEST / 2 => kept[..=end].to_owned(),
        _ => format!("{kept}…"),
    }
}

/// A scale as a spreadsheet takes it: whole percent, 10 at least.
fn percent(scale: f64) -> u16 {
    (scale * 100.0).floor().clamp(10.0, 100.0) as u16
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, alternative};

    /// The writer of workbooks warns on standard error of what is longer, `--quiet` or not.
    #[test]
    fn a_text_alternative_fits_a_workbook_and_ends_with_a_sentence_if_it_can() {
        assert_eq!(alternative("Short."), "Short.");
        for text in ["word ".repeat(90), "🦀".repeat(300), format!("{}. {}", "a".repeat(200), "b".repeat(200))] {
            let kept = alternative(&text);
            assert!(kept.encode_utf16().count() <= LONGEST && kept.chars().count() > 100, "{kept}");
            assert!(kept.ends_with('…') || kept.ends_with('.'), "{kept}");
        }
        assert!(alternative(&format!("{}. {}", "a".repeat(200), "b".repeat(200))).ends_with("a."));
    }
}
