//! Cells in rows and columns, one verdict each: where do they stand?
//!
//! ```text
//!                          Maturity   Size         Country          heads, at the foot of their room
//! Rolled back an agent     ┌────────┐┌────────────┐┌────────────┐
//! 74% of 1,567             │Differs ││ Consistent ││Undetermined│    a cell: its word, and below it
//!                          │66-81%  ││ 73-74%     ││ 62-82%     │    the lowest and highest figure
//!                          └────────┘└────────────┘└────────────┘
//! ```
//!
//! Where the words do not fit into cells of equal width, each row is a list instead:
//!
//! ```text
//! Rolled back an agent, 74% of 1,567
//! ┌ Maturity: differs, 66-81% ┐ ┌ Size: consistent, 73-74% ┐
//! ```

use super::font::Style;
use super::layout::{HALF_CAPITAL, HEAD, LABEL, LABEL_LEADING, LEADING, Pen};
use super::scene::{Anchor, Item, Pill};
use super::theme::{Paint, Tone};
use super::{Cell, Matrix, MatrixRow, drawable, theme};
use crate::results::Verdict;

const WORD: Style = Style::semibold(11.0);
const DETAIL: Style = Style::regular(11.0);
/// Widest column of labels; the same, one after the other until the words fit.
const LABEL_WIDTHS: [f64; 4] = [250.0, 220.0, 190.0, 165.0];
/// Between the labels and the first cell.
const GUTTER: f64 = 14.0;
/// Between cells.
const SEAM: f64 = 2.0;
/// Between the edge of a cell and its word.
const INSIDE: f64 = 3.0;
/// Most lines of a head above its column.
const HEAD_LINES: usize = 4;
/// Above and below the texts of a row.
const ROW_AIR: f64 = 12.0;
/// Height of a cell in a list.
const CHIP: f64 = 21.0;
/// Between cells in a list.
const CHIP_GAP: f64 = 5.0;

/// Places the matrix below the head of the chart.
pub(super) fn draw(pen: &mut Pen, body: &Matrix) {
    match LABEL_WIDTHS.iter().find_map(|&labels| Grid::of(body, pen.width, labels)) {
        Some(grid) => grid.draw(pen, body),
        None => list(pen, body),
    }
}

/// Cells of equal width into which all words fit.
struct Grid {
    labels: f64,
    cell: f64,
    heads: Vec<Vec<String>>,
    /// Whether there is room for the figures below the words.
    has_details: bool,
}

impl Grid {
    fn of(body: &Matrix, width: f64, labels: f64) -> Option<Grid> {
        let columns = body.columns.len().max(1) as f64;
        let cell = (width - 2.0 * theme::MARGIN - labels - GUTTER) / columns - SEAM;
        let room = cell - 2.0 * INSIDE;
        let cells = || body.rows.iter().flat_map(|row| &row.cells);
        let fits = cells().all(|cell| style(cell).width(&cell.word) <= room);
        let whole = |head: &String| drawable(head).split(' ').all(|word| HEAD.width(word) <= cell);
        let heads: Vec<Vec<String>> = body.columns.iter().map(|head| HEAD.wrap_evenly(&drawable(head), cell)).collect();
        let is_readable = fits && body.columns.iter().all(whole) && heads.iter().all(|lines| lines.len() <= HEAD_LINES);
        let has_details = cells().all(|cell| DETAIL.width(&cell.detail) <= room);
        is_readable.then_some(Grid { labels, cell, heads, has_details })
    }

    /// The left end of a column.
    fn x(&self, column: usize) -> f64 {
        theme::MARGIN + self.labels + GUTTER + column as f64 * (self.cell + SEAM)
    }

    fn draw(&self, pen: &mut Pen, body: &Matrix) {
        let deepest = self.heads.iter().map(Vec::len).max().unwrap_or(1).max(1);
        let lowest = pen.y + theme::SMALL * 0.76 + (deepest as f64 - 1.0) * theme::SMALL * LEADING;
        for (column, lines) in self.heads.iter().enumerate() {
            for (i, line) in lines.iter().rev().enumerate() {
                let at = (self.x(column) + self.cell / 2.0, lowest - i as f64 * theme::SMALL * LEADING);
                pen.text("head", at, Anchor::Middle, HEAD, Paint::Quiet, line);
            }
        }
        pen.y = lowest + 9.0;
        for row in &body.rows {
            self.row(pen, row);
        }
    }

    fn row(&self, pen: &mut Pen, row: &MatrixRow) {
        let lines = LABEL.wrap(&drawable(&row.label), self.labels);
        let figures = DETAIL.wrap(&row.figures(), self.labels);
        let label = lines.len() as f64 * theme::BODY * LABEL_LEADING;
        let texts = label + figures.len() as f64 * DETAIL.size * LEADING;
        let cells = if self.has_details { 2.0 * DETAIL.size * LEADING + 8.0 } else { CHIP };
        let height = (texts + ROW_AIR).max(cells + SEAM);
        let top = pen.y + (height - texts) / 2.0;
        for (i, line) in lines.iter().enumerate() {
            let at = (theme::MARGIN, top + (i as f64 * LABEL_LEADING + 0.95) * theme::BODY);
            pen.text("label", at, Anchor::Start, LABEL, Paint::Ink, line);
        }
        for (i, line) in figures.iter().enumerate() {
            let at = (theme::MARGIN, top + label + (i as f64 * LEADING + 0.95) * DETAIL.size);
            pen.text("base", at, Anchor::Start, DETAIL, Paint::Quiet, line);
        }
        for (column, cell) in row.cells.iter().enumerate() {
            let area = (self.x(column), pen.y, self.cell, height - SEAM);
            self.cell(pen, cell, area);
        }
        pen.y += height;
    }

    fn cell(&self, pen: &mut Pen, cell: &Cell, (x, y, width, height): (f64, f64, f64, f64)) {
        let ink = ground(pen, cell, (x, y, width, height));
        let (centre, middle) = (x + width / 2.0, y + height / 2.0);
        let has_detail = self.has_details && !cell.detail.is_empty();
        let up = if has_detail { DETAIL.size * LEADING / 2.0 } else { 0.0 };
        let word = (centre, middle - up + HALF_CAPITAL * WORD.size);
        pen.text("verdict", word, Anchor::Middle, style(cell), ink, &cell.word);
        if has_detail {
            let detail = (centre, middle + up + HALF_CAPITAL * DETAIL.size);
            pen.text("verdict", detail, Anchor::Middle, DETAIL, ink, &cell.detail);
        }
    }
}

/// What is undetermined does not speak up.
fn style(cell: &Cell) -> Style {
    match cell.tone {
        None | Some(Tone::Verdict(Verdict::Undetermined)) => DETAIL,
        Some(_) => WORD,
    }
}

/// The area behind a cell's words, and the colour of these.
fn ground(pen: &mut Pen, cell: &Cell, (x, y, width, height): (f64, f64, f64, f64)) -> Paint {
    let Some(tone) = cell.tone else { return Paint::Quiet };
    let (fill, edge) = (Paint::Tone(tone), Some(Paint::Edge(tone)));
    pen.items.push(Item::Pill(Pill { class: "cell", x, y, width, height, round: 2.0, fill, outline: edge }));
    Paint::On(tone)
}

/// Each row as a list of its cells.
fn list(pen: &mut Pen, body: &Matrix) {
    let page = pen.width - 2.0 * theme::MARGIN;
    for row in &body.rows {
        for line in LABEL.wrap(&drawable(&row.label), page) {
            let at = (theme::MARGIN, pen.y + theme::BODY * 0.95);
            pen.text("label", at, Anchor::Start, LABEL, Paint::Ink, &line);
            pen.y += theme::BODY * LABEL_LEADING;
        }
        for line in DETAIL.wrap(&row.figures(), page) {
            pen.text("base", (theme::MARGIN, pen.y + DETAIL.size), Anchor::Start, DETAIL, Paint::Quiet, &line);
            pen.y += DETAIL.size * LEADING;
        }
        pen.y += CHIP_GAP;
        chips(pen, body, row, page);
        pen.y += 16.0;
    }
}

/// The cells of a row, one after the other, in as many lines as they need.
fn chips(pen: &mut Pen, body: &Matrix, row: &MatrixRow, page: f64) {
    let mut x = theme::MARGIN;
    let mut deepest: f64 = 0.0;
    for (head, cell) in body.columns.iter().zip(&row.cells) {
        let detail = if cell.detail.is_empty() { String::new() } else { format!(", {}", cell.detail) };
        let text = format!("{}: {}{detail}", drawable(head), cell.word.to_lowercase());
        let lines = DETAIL.wrap(&text, page - 2.0 * INSIDE - 4.0);
        let width = lines.iter().map(|line| DETAIL.width(line)).fold(0.0, f64::max) + 2.0 * INSIDE + 4.0;
        let height = CHIP + (lines.len() as f64 - 1.0) * DETAIL.size * LEADING;
        if x > theme::MARGIN && x + width > theme::MARGIN + page {
            (x, pen.y, deepest) = (theme::MARGIN, pen.y + deepest + CHIP_GAP, 0.0);
        }
        let ink = ground(pen, cell, (x, pen.y, width, height));
        for (i, line) in lines.iter().enumerate() {
            let baseline = pen.y + CHIP / 2.0 + HALF_CAPITAL * DETAIL.size + i as f64 * DETAIL.size * LEADING;
            pen.text("verdict", (x + INSIDE + 2.0, baseline), Anchor::Start, DETAIL, ink, line);
        }
        (x, deepest) = (x + width + CHIP_GAP, deepest.max(height));
    }
    pen.y += deepest;
}
