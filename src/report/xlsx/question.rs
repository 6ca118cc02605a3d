//! The sheet of a question: title, base, table, notes, findings.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::contents::link;
use super::style::{LINE, Look, clean, height, number, paragraph, text};
use super::{Book, CHARTS, CONTENTS, Table};
use crate::findings::words::level_text;
use crate::report::banner::lines::{self, Figure, Kind, Line, Shown};
use crate::report::build::segment::told;
use crate::report::build::{DASH, SYNTHETIC};
use crate::results::table::Banner;

const STUB: f64 = 38.0;
const COLUMN: f64 = 11.4;
/// Characters of a level in one line of its head.
const HEAD: usize = 10;
/// Columns beside the total that fit on a page at this scale.
const PAGE: usize = 11;
const SCALE: u16 = 73;
/// Columns of a paragraph below a table of few columns.
const FEW: u16 = 5;

pub(super) fn write(sheet: &mut Worksheet, book: &Book, table: &Table) -> Result<(), XlsxError> {
    let info = &book.results.study;
    let banner = &table.banner;
    text(sheet, 0, 0, &table.title, Look::Title)?;
    let mut row = 1;
    if let Some(wording) = &table.wording {
        text(sheet, row, 0, &format!("“{}”", wording.trim()), Look::Text)?;
        row += 1;
    }
    let base = banner.rows.first().map(|row| row.base.as_str()).unwrap_or_default();
    text(sheet, row, 0, &format!("Base: {base}, with an answer."), Look::Text)?;
    row += 1;
    if info.synthetic {
        // Within the columns that stand on every page of a broad table, so that no page cuts it.
        sheet.merge_range(row, 0, row, 1, &clean(SYNTHETIC), &Look::Notice.format().set_text_wrap())?;
        sheet.set_row_height(row, height(SYNTHETIC, (STUB + COLUMN) * 0.85))?;
        row += 1;
    }
    link(sheet, row, 0, CONTENTS, CONTENTS)?;
    if book.pictures.iter().any(|picture| table.has(picture.outcome)) {
        link(sheet, row, 1, CHARTS, "Chart")?;
    }
    row += 2;

    sheet.set_column_width(0, STUB)?;
    for column in 0..banner.columns.len() {
        sheet.set_column_width(column as u16 + 1, COLUMN)?;
    }
    let head = row;
    row = heads(sheet, banner, row)?;
    sheet.set_freeze_panes(row, 2)?;
    sheet.set_repeat_rows(head, row - 1)?;
    sheet.set_repeat_columns(0, 1)?;

    let all = lines::lines(banner);
    let decimals = lines::common_decimals(banner);
    let confidence = level_text(info.analysis.confidence);
    let with_ranges = all.iter().filter(|line| line.kind == Kind::Figures).count() <= 1;
    // The title says what a heading of the whole table would say.
    for line in all.iter().filter(|line| !(line.kind == Kind::Heading && line.depth == 0)) {
        row = figures(sheet, line, decimals, row)?;
        if line.kind == Kind::Figures && with_ranges {
            row = ranges(sheet, line, decimals, &confidence, row)?;
        }
    }
    row += 1;
    let findings = table.outcomes.iter().flat_map(|outcome| &outcome.segments);
    let findings: Vec<String> = findings
        .map(|c| {
            let (lead, rest) = told(c);
            let of = if table.outcomes.len() > 1 { format!("{}. ", c.outcome_label) } else { String::new() };
            format!("{of}{lead}{rest}")
        })
        .collect();
    // Stub and total stand on every page of a broad table; what is said of it stands beside them on the first, or below
    // them on each where the first holds too few columns.
    let breaks = breaks(banner);
    let columns = match breaks.first() {
        None => 0..=FEW,
        Some(first) if *first > u32::from(FEW) => 2..=*first as u16 - 1,
        Some(_) => 0..=1,
    };
    for said in lines::notes(banner, info).iter().skip(1).chain(&findings) {
        let width: f64 = columns.clone().map(|column| if column == 0 { STUB } else { COLUMN }).sum();
        paragraph(sheet, row, columns.clone(), said, width)?;
        row += 1;
    }
    match breaks.as_slice() {
        [] => sheet.set_print_fit_to_pages(1, 0),
        breaks => sheet.set_print_scale(SCALE).set_vertical_page_breaks(breaks)?,
    };
    Ok(())
}

/// Where pages begin, counted in columns of the sheet: with a segment, unless one alone is broader than a page. None for a
/// table that fits across one.
fn breaks(banner: &Banner) -> Vec<u32> {
    let columns = banner.columns.len() - 1;
    let mut breaks = Vec::new();
    let mut on_page = 0;
    let mut at = 1;
    while columns > PAGE && at <= columns {
        let same = (at..=columns).take_while(|&c| banner.columns[c].is_compared_with(&banner.columns[at])).count();
        if on_page > 0 && on_page + same > PAGE {
            breaks.push(at as u32 + 1);
            on_page = 0;
        }
        // A segment of more levels than a page holds goes on on further pages.
        let further = (on_page + same).saturating_sub(1) / PAGE;
        breaks.extend((1..=further).map(|page| (at - on_page + page * PAGE) as u32 + 1));
        on_page += same - further * PAGE;
        at += same;
    }
    breaks
}

/// Segments over levels over letters; the row below them.
fn heads(sheet: &mut Worksheet, banner: &Banner, row: u32) -> Result<u32, XlsxError> {
    for line in 0..3 {
        text(sheet, row + line, 0, "", if line == 2 { Look::Letter } else { Look::Level })?;
    }
    let mut at = 0;
    let mut tallest = LINE;
    while at < banner.columns.len() {
        let same = (at..banner.columns.len())
            .take_while(|&c| c == at || banner.columns[c].is_compared_with(&banner.columns[at]))
            .count();
        let name = lines::segment_name(banner, at);
        let (first, last) = (at as u16 + 1, (at + same) as u16);
        if same > 1 {
            sheet.merge_range(row, first, row, last, &clean(&name), &Look::Segment.format())?;
        }
        text(sheet, row, first, &name, Look::Segment)?;
        // Bold letters are as broad as the digits that widths are counted in.
        tallest = tallest.max(height(&name, same as f64 * COLUMN * 0.85));
        at += same;
    }
    sheet.set_row_height(row, tallest)?;
    let mut lines_of_heads = 1;
    for (at, column) in banner.columns.iter().enumerate() {
        let name = lines::level_name(banner, at);
        lines_of_heads = lines_of_heads.max(clean(name).chars().count().div_ceil(HEAD)).min(10);
        text(sheet, row + 1, at as u16 + 1, name, Look::Level)?;
        text(sheet, row + 2, at as u16 + 1, column.letter.as_deref().unwrap_or_default(), Look::Letter)?;
    }
    sheet.set_row_height(row + 1, LINE * lines_of_heads as f64)?;
    Ok(row + 3)
}

/// A line of figures, and below it the letters, where it has some; the row below.
fn figures(sheet: &mut Worksheet, line: &Line, decimals: usize, row: u32) -> Result<u32, XlsxError> {
    let look = if line.kind == Kind::Heading { Look::Heading } else { Look::Stub };
    text(sheet, row, 0, &format!("{}{}", "   ".repeat(line.depth), clean(&line.label)), look)?;
    for (at, shown) in line.cells.iter().enumerate() {
        figure(sheet, row, at as u16 + 1, shown.figure, shown.caution, decimals)?;
    }
    if line.cells.iter().all(|shown| shown.letters.is_empty()) {
        return Ok(row + 1);
    }
    for (at, shown) in line.cells.iter().enumerate().filter(|(_, shown)| !shown.letters.is_empty()) {
        text(sheet, row + 1, at as u16 + 1, &shown.letters(), Look::Letters)?;
    }
    Ok(row + 2)
}

/// The intervals of a line; the row below.
fn ranges(sheet: &mut Worksheet, line: &Line, decimals: usize, level: &str, row: u32) -> Result<u32, XlsxError> {
    let end = |shown: &Shown, low: bool| {
        let (from, to) = shown.range?;
        let end = if low { from } else { to };
        Some(match shown.figure {
            Figure::Mean { decimals, .. } => Figure::Mean { mean: end, decimals },
            _ => Figure::Percent(end),
        })
    };
    for (offset, name, low) in [(0, "lower", true), (1, "upper", false)] {
        text(sheet, row + offset, 0, &format!("   {level} interval, {name} limit"), Look::Small)?;
        for (at, shown) in line.cells.iter().enumerate() {
            let figure_of = end(shown, low).unwrap_or(Figure::Dash);
            figure(sheet, row + offset, at as u16 + 1, figure_of, false, decimals)?;
        }
    }
    Ok(row + 2)
}

fn figure(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    figure: Figure,
    caution: bool,
    decimals: usize,
) -> Result<(), XlsxError> {
    match figure {
        Figure::Percent(rate) => number(sheet, row, column, rate, Look::Percent { decimals, caution }),
        Figure::Mean { mean, decimals } => number(sheet, row, column, mean, Look::Mean { decimals, caution }),
        Figure::Count(n) => number(sheet, row, column, n as f64, Look::Count),
        Figure::Weight(weight) => number(sheet, row, column, weight, Look::Weight),
        Figure::Dash => text(sheet, row, column, DASH, Look::Dash),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::sample::banner;

    #[test]
    fn a_page_holds_no_more_columns_than_fit_and_begins_with_a_segment() {
        assert!(breaks(&banner(&[("Size", 5), ("Age", 6)], "Level", 500)).is_empty(), "one page");
        // Total, then 5 and 2 and 4 levels on the first page; 10 on the second; 6 and 4 on the third.
        let segments = [("A", 5), ("B", 2), ("C", 4), ("D", 10), ("E", 6), ("F", 4)];
        assert_eq!(breaks(&banner(&segments, "Level", 500)), [13, 23]);
        let long = breaks(&banner(&[("A", 3), ("B", 60)], "Level", 500));
        let pages: Vec<u32> = [2].iter().chain(&long).copied().collect();
        assert!(long.len() >= 5 && pages.windows(2).all(|pair| pair[1] - pair[0] <= PAGE as u32), "{pages:?}");
        assert!(64 + 1 - pages.last().unwrap() <= PAGE as u32, "{pages:?}");
    }
}
