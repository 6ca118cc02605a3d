//! How cells look, and how text gets into them.

use std::ops::RangeInclusive;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::super::csv::begins_formula;
use super::super::markdown::one_line;
use crate::error::printable;

/// The longest text that a cell takes.
const LONGEST: usize = 32_767;

/// Height of a line of text, in points.
pub const LINE: f64 = 13.5;

const DARK: Color = Color::RGB(0x12436D);
const PALE: Color = Color::RGB(0xE8EEF4);
const GREY: Color = Color::RGB(0x595959);
const RED: Color = Color::RGB(0xA00000);

/// What a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Title,
    Text,
    Wrapped,
    /// Text in lines beside a number, from which it keeps away.
    Beside,
    Strong,
    Notice,
    Link,
    /// A link in lines beside a number.
    Entry,
    Segment,
    /// The head of texts beside a number.
    Aside,
    Level,
    Letter,
    Stub,
    Heading,
    Percent {
        decimals: usize,
        caution: bool,
    },
    Mean {
        decimals: usize,
        caution: bool,
    },
    Count,
    Weight,
    Dash,
    Letters,
    Small,
}

impl Look {
    /// The format of a cell.
    pub fn format(self) -> Format {
        let plain = Format::new().set_font_name("Arial").set_font_size(10).set_align(FormatAlign::Top);
        let figure = plain.clone().set_align(FormatAlign::Right);
        match self {
            Look::Title => plain.set_bold().set_font_size(14).set_font_color(DARK),
            Look::Text => plain,
            Look::Wrapped => plain.set_text_wrap(),
            Look::Beside => Look::Wrapped.format().set_align(FormatAlign::Left).set_indent(1),
            Look::Strong => plain.set_bold(),
            Look::Notice => plain.set_bold().set_font_color(RED),
            Look::Link => plain.set_font_color(DARK).set_underline(rust_xlsxwriter::FormatUnderline::Single),
            Look::Entry => Look::Link.format().set_text_wrap().set_align(FormatAlign::Left).set_indent(1),
            Look::Segment => head(plain).set_text_wrap().set_align(FormatAlign::Left),
            Look::Aside => Look::Segment.format().set_indent(1),
            Look::Level => head(plain).set_text_wrap().set_align(FormatAlign::Right),
            Look::Letter => head(plain).set_align(FormatAlign::Right).set_border_bottom(FormatBorder::Thin),
            Look::Stub => plain.set_text_wrap(),
            Look::Heading => plain.set_bold().set_text_wrap(),
            Look::Percent { decimals, caution } => {
                let zeros = if decimals == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(decimals)) };
                small_base(figure, caution).set_num_format(format!("{zeros}%{}", mark(caution)))
            }
            Look::Mean { decimals, caution } => {
                let zeros = if decimals == 0 { "#,##0".to_owned() } else { format!("#,##0.{}", "0".repeat(decimals)) };
                small_base(figure, caution).set_num_format(format!("{zeros}{}", mark(caution)))
            }
            Look::Count => figure.set_font_color(GREY).set_num_format("#,##0"),
            Look::Weight => figure.set_font_color(GREY).set_num_format("#,##0.0"),
            Look::Dash => figure,
            Look::Letters => figure.set_bold().set_font_color(DARK),
            Look::Small => plain.set_font_color(GREY).set_text_wrap(),
        }
    }
}

fn head(plain: Format) -> Format {
    plain.set_bold().set_background_color(PALE)
}

/// A small base is marked by a sign, and by more than colour.
fn mark(caution: bool) -> &'static str {
    if caution { "\"†\"" } else { "" }
}

fn small_base(format: Format, caution: bool) -> Format {
    if caution { format.set_italic().set_font_color(GREY) } else { format }
}

/// Text on one line without control characters, as long as a cell may be.
pub fn clean(text: &str) -> String {
    let text = printable(&one_line(text)).trim().to_owned();
    if text.encode_utf16().count() <= LONGEST { text } else { text.chars().take(LONGEST / 2).collect() }
}

/// Writes text as text: what a spreadsheet would take for a formula stays text when the cell is edited too.
pub fn text(sheet: &mut Worksheet, row: u32, column: u16, text: &str, look: Look) -> Result<(), XlsxError> {
    let text = clean(text);
    let format = look.format();
    let format = if begins_formula(&text) { format.set_quote_prefix() } else { format };
    sheet.write_string_with_format(row, column, text, &format)?;
    Ok(())
}

/// Writes a paragraph over several columns, which are so wide together, in as many lines as it needs.
pub fn paragraph(
    sheet: &mut Worksheet,
    row: u32,
    columns: RangeInclusive<u16>,
    said: &str,
    width: f64,
) -> Result<(), XlsxError> {
    sheet.merge_range(row, *columns.start(), row, *columns.end(), "", &Look::Wrapped.format())?;
    text(sheet, row, *columns.start(), said, Look::Wrapped)?;
    sheet.set_row_height(row, height(said, width))?;
    Ok(())
}

/// The height of a text in a column of this width.
pub fn height(text: &str, width: f64) -> f64 {
    // Most that a row may have.
    const HIGHEST: f64 = 400.0;
    // Widths are counted in digits, and letters are narrower; lines end before they are full.
    const LETTERS: f64 = 1.12;
    let lines = (clean(text).chars().count() as f64 / (width * LETTERS)).ceil();
    (lines.max(1.0) * LINE).min(HIGHEST)
}

/// Writes a number.
pub fn number(sheet: &mut Worksheet, row: u32, column: u16, number: f64, look: Look) -> Result<(), XlsxError> {
    sheet.write_number_with_format(row, column, number, &look.format())?;
    Ok(())
}
