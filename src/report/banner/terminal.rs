//! A banner table for the terminal, in blocks of columns that fit.
//!
//! ```text
//! |<- stub ->|<- total ->|<- columns of a block, under the name of their segment ->|
//!                  Total   Company size
//!                          1,000-4,999    5,000+
//!                                    A         B      letters
//! Base             1,567         1,066       501
//! Rolled back        74%           73%       76% A
//! ```
//!
//! What does not fit stands in a further block, with stub and total again.

use super::lines::{Kind, Line, Shown, common_decimals, level_name, lines, notes, segment_name};
use crate::report::build::SYNTHETIC;
use crate::report::terminal::{Page, Style, WIDTH, clean, left_padded, padded, shown, wrap};
use crate::results::StudyInfo;
use crate::results::table::Banner;

/// Widest stub.
const STUB: usize = 30;
/// Widest name of a level in one line.
const HEAD: usize = 12;
/// Longest word of a level that is not broken.
const LONGEST_WORD: usize = 18;
/// Between columns.
const GAP: usize = 2;

/// The table for a terminal that nothing is known about.
pub fn text(banner: &Banner, info: &StudyInfo, style: Style) -> String {
    text_within(WIDTH, banner, info, style)
}

/// The same within a given width.
pub fn text_within(width: usize, banner: &Banner, info: &StudyInfo, style: Style) -> String {
    let mut page = Page::new(width, style);
    page.strong(&info.title);
    if banner.synthetic {
        page.strong(SYNTHETIC);
    }
    let layout = Layout::of(banner, page.width());
    for block in layout.blocks(page.width()) {
        page.blank();
        layout.heads(&mut page, &block);
        layout.body(&mut page, &block);
    }
    page.blank();
    notes(banner, info).iter().for_each(|note| page.text(note, 0));
    for m in &banner.multi {
        page.blank();
        page.text(&m.sentence, 0);
    }
    page.out
}

/// A table with the widths of its columns.
struct Layout<'a> {
    banner: &'a Banner,
    lines: Vec<Line>,
    decimals: usize,
    stub: usize,
    columns: Vec<Column>,
}

/// A column of text: figures to the right, letters after them.
struct Column {
    head: Vec<String>,
    figure: usize,
    letters: usize,
    /// Whether the mark of small bases stands in it.
    marked: bool,
}

impl Column {
    fn width(&self) -> usize {
        GAP + self.figure + if self.letters > 0 { 1 + self.letters } else { 0 }
    }

    /// A text with the room that the mark of small bases takes in its column.
    fn aired(&self, text: &str) -> String {
        if self.marked { format!("{text} ") } else { text.to_owned() }
    }

    /// A text in the column, its end where the figures' ends are.
    fn cell(&self, text: &str, letters: &str) -> String {
        let figure = format!("{}{}", " ".repeat(GAP), left_padded(text, self.figure));
        if letters.is_empty() {
            padded(&figure, self.width())
        } else {
            padded(&format!("{figure} {letters}"), self.width())
        }
    }
}

impl<'a> Layout<'a> {
    fn of(banner: &'a Banner, width: usize) -> Self {
        let mut layout =
            Layout { banner, lines: lines(banner), decimals: common_decimals(banner), stub: 0, columns: Vec::new() };
        layout.stub = layout.stub(width);
        layout.columns = (0..banner.columns.len()).map(|at| layout.column(at, width)).collect();
        layout
    }

    fn column(&self, at: usize, width: usize) -> Column {
        let name = clean(level_name(self.banner, at));
        let longest_word = name.split(' ').map(shown).max().unwrap_or(0);
        let head = wrap(&name, longest_word.clamp(HEAD.min(width / 5), LONGEST_WORD.min(width / 4)));
        let cells = || self.lines.iter().filter_map(|line| line.cells.get(at));
        let marked = cells().any(|cell| cell.caution);
        let mut column = Column { head, figure: 0, letters: 0, marked };
        // Bases and heads end where the figures' percent signs do.
        let letter = self.banner.columns[at].letter.as_deref().unwrap_or("");
        let widest = cells()
            .map(|cell| self.figure(&column, cell))
            .chain(column.head.iter().map(|line| column.aired(line)))
            .chain([column.aired(letter)]);
        column.figure = widest.map(|text| shown(&text)).max().unwrap_or(0);
        column.letters = cells().map(|cell| cell.letters().len()).max().unwrap_or(0);
        column
    }

    fn figure(&self, column: &Column, cell: &Shown) -> String {
        let text = cell.text(self.decimals);
        if cell.caution { format!("{text}†") } else { column.aired(&text) }
    }

    /// Columns in blocks that fit; the total, which is the first, stands in each. A segment that does not fit beside
    /// others starts a block of its own.
    fn blocks(&self, width: usize) -> Vec<Vec<usize>> {
        let room = width.saturating_sub(self.stub + self.columns[0].width());
        let of = &self.banner.columns;
        let mut blocks = vec![Vec::new()];
        let mut used = 0;
        for (at, column) in self.columns.iter().enumerate().skip(1) {
            let starts = !of[at - 1].is_compared_with(&of[at]);
            let whole = || (at..self.columns.len()).take_while(|&c| of[c].is_compared_with(&of[at]));
            let needed = if starts { whole().map(|c| self.columns[c].width()).sum() } else { column.width() };
            if used > 0 && used + needed > room {
                blocks.push(Vec::new());
                used = 0;
            }
            used += column.width();
            let last = blocks.len() - 1;
            blocks[last].push(at);
        }
        blocks
    }

    /// Width of the stub: the longest line of a label, up to a limit.
    fn stub(&self, width: usize) -> usize {
        let most = STUB.min(width / 3);
        let figures = self.lines.iter().filter(|line| line.kind != Kind::Heading);
        figures.flat_map(|line| label(line, most)).map(|line| shown(&line)).max().unwrap_or(0)
    }

    /// Segments over their levels, levels over their letters.
    fn heads(&self, page: &mut Page, block: &[usize]) {
        // Neighbours that are compared share the name of their segment.
        let mut groups: Vec<(String, usize)> = Vec::new();
        for (i, &at) in block.iter().enumerate() {
            let same = i > 0 && self.banner.columns[block[i - 1]].is_compared_with(&self.banner.columns[at]);
            match groups.last_mut() {
                Some((_, width)) if same => *width += self.columns[at].width(),
                _ => groups.push((segment_name(self.banner, at), self.columns[at].width())),
            }
        }
        let indent = " ".repeat(self.stub + self.columns[0].width());
        let before_last: usize = groups.iter().rev().skip(1).map(|(_, width)| width).sum();
        // To the right of the last there is room up to the end of the page.
        if let Some((_, width)) = groups.last_mut() {
            *width = page.width().saturating_sub(indent.len() + before_last).max(*width);
        }
        let names: Vec<Vec<String>> = groups.iter().map(|(name, width)| wrap(&clean(name), width - GAP)).collect();
        for line in 0..names.iter().map(Vec::len).max().unwrap_or(0) {
            let mut text = indent.clone();
            for (name, (_, width)) in names.iter().zip(&groups) {
                text.push_str(&padded(&format!("{}{}", " ".repeat(GAP), bottom(name, line, &names)), *width));
            }
            page.line(&text);
        }
        let with_total = with_total(block);
        let heads: Vec<Vec<String>> = with_total.iter().map(|&at| self.columns[at].head.clone()).collect();
        for line in 0..heads.iter().map(Vec::len).max().unwrap_or(0) {
            let cells = with_total.iter().zip(&heads).map(|(&at, head)| (at, bottom(head, line, &heads).to_owned()));
            self.row(page, "", cells);
        }
        if !block.is_empty() {
            let letters = with_total.iter().map(|&at| (at, self.banner.columns[at].letter.clone().unwrap_or_default()));
            self.row(page, "", letters);
        }
    }

    fn row(&self, page: &mut Page, name: &str, cells: impl Iterator<Item = (usize, String)>) {
        let cells: String = cells.map(|(at, text)| self.columns[at].cell(&self.columns[at].aired(&text), "")).collect();
        page.line(&format!("{}{cells}", padded(name, self.stub)));
    }

    fn body(&self, page: &mut Page, block: &[usize]) {
        let with_total = with_total(block);
        for line in &self.lines {
            if line.kind == Kind::Heading {
                page.text(&clean(&line.label), 2 * line.depth);
                continue;
            }
            let label = label(line, self.stub);
            let (last, above) = label.split_last().map_or(("", &label[..]), |(last, above)| (last.as_str(), above));
            above.iter().for_each(|line| page.line(line));
            let cells = with_total.iter().map(|&at| {
                let (cell, column) = (&line.cells[at], &self.columns[at]);
                column.cell(&self.figure(column, cell), &cell.letters())
            });
            page.line(&format!("{}{}", padded(last, self.stub), cells.collect::<String>()));
        }
    }
}

/// The name of a line in lines of the stub, set in as deep as it stands.
fn label(line: &Line, width: usize) -> Vec<String> {
    let indent = 2 * line.depth;
    let lines = wrap(&clean(&line.label), width.saturating_sub(indent));
    lines.iter().map(|line| format!("{}{line}", " ".repeat(indent))).collect()
}

fn with_total(block: &[usize]) -> Vec<usize> {
    std::iter::once(0).chain(block.iter().copied()).collect()
}

/// A line of several that end on the same line.
fn bottom<'a>(lines: &'a [String], at: usize, all: &[Vec<String>]) -> &'a str {
    let most = all.iter().map(Vec::len).max().unwrap_or(0);
    (at + lines.len()).checked_sub(most).and_then(|at| lines.get(at)).map_or("", String::as_str)
}
