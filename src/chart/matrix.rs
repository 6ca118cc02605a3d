//! Cells in rows and columns, one verdict each: where do they stand?
//!
//! ```text
//!                          Maturity   Size         Country          heads, at the foot of their room
//! Rolled back an      74%  ┌────────┐┌────────────┐
//! agent             1,567  │Differs ││ Consistent │    62-82%          a cell: its word, and below it
//!                          │66-81%  ││ 73-74%     │                    the lowest and highest figure
//!                          └────────┘└────────────┘
//! ```
//!
//! What is undetermined is no finding: its figures stand alone, without a word and without ground, so that findings
//! stand out. Where the words do not fit into cells of equal width, each row is a list instead:
//!
//! ```text
//! Rolled back an agent, 74% of 1,567
//! ┌ Maturity: differs, 66-81% ┐ ┌ Size: consistent, 73-74% ┐
//! Undetermined: Country 62-82%, Role 71-77%
//! ```

use super::font::Style;
use super::layout::{HALF_CAPITAL, HEAD, LABEL, LABEL_LEADING, LEADING, Pen};
use super::says::of_cell;
use super::scene::{Anchor, Item, Pill, Spot};
use super::theme::{Paint, Tone};
use super::{Care, Cell, Matrix, MatrixRow, drawable, theme};
use crate::results::Verdict;

/// Left, top, width, height.
type Area = (f64, f64, f64, f64);

const VALUE: Style = Style::semibold(theme::BODY);
const WORD: Style = Style::semibold(11.0);
const DETAIL: Style = Style::regular(11.0);
/// Widest column of labels; the same, one after the other until the words fit.
const LABEL_WIDTHS: [f64; 4] = [260.0, 220.0, 190.0, 165.0];
/// Between the labels and the figures, and between these and the first cell.
const GUTTER: f64 = 14.0;
/// Above the figures of rows.
const FIGURES_HEAD: [&str; 2] = ["All", "and base"];
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
    /// Right end of the figures, which stand between labels and cells.
    figures: f64,
    cell: f64,
    heads: Vec<Vec<String>>,
    /// Whether there is room for the figures below the words.
    has_details: bool,
}

impl Grid {
    fn of(body: &Matrix, width: f64, labels: f64) -> Option<Grid> {
        let columns = body.columns.len().max(1) as f64;
        let figures = body.rows.iter().map(|row| VALUE.width(&row.value).max(DETAIL.width(&base(row))));
        let figures = FIGURES_HEAD.map(|line| HEAD.width(line)).into_iter().chain(figures).fold(0.0, f64::max);
        let left = theme::MARGIN + labels + GUTTER + figures;
        let cell = (width - theme::MARGIN - left - GUTTER) / columns - SEAM;
        let room = cell - 2.0 * INSIDE;
        let cells = || body.rows.iter().flat_map(|row| &row.cells);
        let has_details = cells().all(|cell| DETAIL.width(&cell.detail) <= room);
        let fits = cells().all(|cell| (has_details && is_quiet(cell)) || style(cell).width(&cell.word) <= room);
        let whole = |head: &String| drawable(head).split(' ').all(|word| HEAD.width(word) <= cell);
        let heads: Vec<Vec<String>> = body.columns.iter().map(|head| HEAD.wrap_evenly(&drawable(head), cell)).collect();
        let is_readable = fits && body.columns.iter().all(whole) && heads.iter().all(|lines| lines.len() <= HEAD_LINES);
        is_readable.then_some(Grid { labels, figures: left, cell, heads, has_details })
    }

    /// The left end of a column.
    fn x(&self, column: usize) -> f64 {
        self.figures + GUTTER + column as f64 * (self.cell + SEAM)
    }

    fn draw(&self, pen: &mut Pen, body: &Matrix) {
        let deepest = self.heads.iter().map(Vec::len).max().unwrap_or(1).max(FIGURES_HEAD.len());
        let lowest = pen.y + theme::SMALL * 0.76 + (deepest as f64 - 1.0) * theme::SMALL * LEADING;
        pen.head((self.figures, lowest), Anchor::End, &FIGURES_HEAD.map(str::to_owned));
        for (column, lines) in self.heads.iter().enumerate() {
            pen.head((self.x(column) + self.cell / 2.0, lowest), Anchor::Middle, lines);
        }
        pen.y = lowest + 9.0;
        for row in &body.rows {
            self.row(pen, body, row);
        }
    }

    fn row(&self, pen: &mut Pen, body: &Matrix, row: &MatrixRow) {
        let lines = LABEL.wrap_evenly(&drawable(&row.label), self.labels);
        let label = lines.len() as f64 * theme::BODY * LABEL_LEADING;
        let figures = theme::BODY * LABEL_LEADING + DETAIL.size * LEADING;
        let cells = if self.has_details { 2.0 * DETAIL.size * LEADING + 8.0 } else { CHIP };
        let height = (label.max(figures) + ROW_AIR).max(cells + SEAM);
        let right = pen.width - theme::MARGIN;
        pen.stroke("guide", (theme::MARGIN, pen.y - SEAM / 2.0), (right, pen.y - SEAM / 2.0), 1.0, Paint::Guide);
        let middle = pen.y + (height - SEAM) / 2.0;
        let first = (theme::MARGIN, middle - label / 2.0 + 0.98 * theme::BODY);
        pen.lines("label", first, (Anchor::Start, LABEL, Paint::Ink), &lines, LABEL_LEADING);
        let top = middle - figures / 2.0;
        pen.text("value", (self.figures, top + 0.98 * theme::BODY), Anchor::End, VALUE, Paint::Ink, &row.value);
        let at = (self.figures, top + theme::BODY * LABEL_LEADING + 0.95 * DETAIL.size);
        pen.text("base", at, Anchor::End, DETAIL, Paint::Quiet, &base(row));
        for (column, cell) in row.cells.iter().enumerate() {
            let area = (self.x(column), pen.y, self.cell, height - SEAM);
            self.cell(pen, cell, area);
            spot(pen, (row, &body.columns[column], cell), area);
        }
        pen.y += height;
    }

    fn cell(&self, pen: &mut Pen, cell: &Cell, area: Area) {
        let (x, y, width, height) = area;
        let (centre, middle) = (x + width / 2.0, y + height / 2.0);
        let line = HALF_CAPITAL * DETAIL.size;
        if self.has_details && is_quiet(cell) {
            pen.text("verdict", (centre, middle + line), Anchor::Middle, DETAIL, Paint::Quiet, &cell.detail);
            return;
        }
        let ink = ground(pen, cell, area);
        let has_detail = self.has_details && !cell.detail.is_empty();
        let up = if has_detail { DETAIL.size * LEADING / 2.0 } else { 0.0 };
        pen.text("verdict", (centre, middle - up + line), Anchor::Middle, style(cell), ink, &cell.word);
        if has_detail {
            pen.text("verdict", (centre, middle + up + line), Anchor::Middle, DETAIL, ink, &cell.detail);
        }
    }
}

/// "1,567", with a dagger where it is small.
fn base(row: &MatrixRow) -> String {
    let dagger = if row.care == Care::SmallBase { " †" } else { "" };
    format!("{}{dagger}", row.base)
}

/// What is undetermined does not speak up.
fn is_undetermined(cell: &Cell) -> bool {
    cell.tone == Some(Tone::Verdict(Verdict::Undetermined))
}

/// Whose figures stand alone.
fn is_quiet(cell: &Cell) -> bool {
    is_undetermined(cell) && !cell.detail.is_empty()
}

fn style(cell: &Cell) -> Style {
    if cell.tone.is_none() || is_undetermined(cell) { DETAIL } else { WORD }
}

/// The area behind a cell's words, and the colour of these.
fn ground(pen: &mut Pen, cell: &Cell, (x, y, width, height): Area) -> Paint {
    let Some(tone) = cell.tone.filter(|_| !is_undetermined(cell)) else { return Paint::Quiet };
    let (fill, edge) = (Paint::Tone(tone), Some(Paint::Edge(tone)));
    pen.items.push(Item::Pill(Pill { class: "cell", x, y, width, height, round: 2.0, fill, outline: edge }));
    Paint::On(tone)
}

/// A cell that can be pointed at.
fn spot(pen: &mut Pen, (row, column, cell): (&MatrixRow, &str, &Cell), (left, top, width, height): Area) {
    if cell.tone.is_some() {
        pen.spots.push(Spot { left, top, width, height, says: of_cell(row, column, cell) });
    }
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

/// The cells of a row, one after the other, in as many lines as they need; then, as text, what is undetermined.
fn chips(pen: &mut Pen, body: &Matrix, row: &MatrixRow, page: f64) {
    let mut x = theme::MARGIN;
    let mut deepest: f64 = 0.0;
    let mut areas: Vec<Area> = vec![(0.0, 0.0, 0.0, 0.0); row.cells.len()];
    let all = || body.columns.iter().zip(&row.cells).enumerate();
    for (at, (head, cell)) in all().filter(|(_, (_, cell))| !is_undetermined(cell)) {
        let detail = if cell.detail.is_empty() { String::new() } else { format!(", {}", cell.detail) };
        let text = format!("{}: {}{detail}", drawable(head), cell.word.to_lowercase());
        let lines = DETAIL.wrap(&text, page - 2.0 * INSIDE - 4.0);
        let width = lines.iter().map(|line| DETAIL.width(line)).fold(0.0, f64::max) + 2.0 * INSIDE + 4.0;
        let height = CHIP + (lines.len() as f64 - 1.0) * DETAIL.size * LEADING;
        if x > theme::MARGIN && x + width > theme::MARGIN + page {
            (x, pen.y, deepest) = (theme::MARGIN, pen.y + deepest + CHIP_GAP, 0.0);
        }
        areas[at] = (x, pen.y, width, height);
        let ink = ground(pen, cell, areas[at]);
        let first = (x + INSIDE + 2.0, pen.y + CHIP / 2.0 + HALF_CAPITAL * DETAIL.size);
        pen.lines("verdict", first, (Anchor::Start, DETAIL, ink), &lines, LEADING);
        (x, deepest) = (x + width + CHIP_GAP, deepest.max(height));
    }
    pen.y += if deepest > 0.0 { deepest + CHIP_GAP } else { 0.0 };
    let open = all().filter(|(_, (_, cell))| is_undetermined(cell));
    let named: Vec<String> =
        open.map(|(_, (head, cell))| format!("{} {}", drawable(head), cell.detail).trim_end().to_owned()).collect();
    if !named.is_empty() {
        let top = pen.y;
        for line in DETAIL.wrap(&format!("Undetermined: {}", named.join(", ")), page) {
            pen.text("verdict", (theme::MARGIN, pen.y + DETAIL.size), Anchor::Start, DETAIL, Paint::Quiet, &line);
            pen.y += DETAIL.size * LEADING;
        }
        let area = (theme::MARGIN, top, page, pen.y - top);
        all().filter(|(_, (_, cell))| is_undetermined(cell)).for_each(|(at, _)| areas[at] = area);
    }
    // In the order of the columns, as in the grid.
    for (at, (head, cell)) in all() {
        spot(pen, (row, head, cell), areas[at]);
    }
}
