//! What do the parts of bars stand for?
//!
//! ```text
//!    0-24%  25-49%      50-74%         75-100%        names, at the first bar …
//!      |      |           |              |
//! 2% ▓▓░░░░ 11% ░░░▒▒▒▒▒ 49% ▒▒▒▒▒▒██████ 35% ████
//!
//! ▓ 0-24%  ░ 25-49%  ▒ 50-74%  █ 75-100%              … or a legend in the order of the bands, where they do not fit
//! ```

use super::bars::{FIGURE, LEAD, NAME, Place, Placed, lead, placed, places};
use super::columns::Columns;
use super::font::Style;
use super::layout::{HALF_CAPITAL, LEADING, Pen};
use super::scene::{Anchor, Item, Pill};
use super::spread::spread;
use super::theme::Paint;
use super::{Bands, Mark, Rows, drawable, theme};

/// How far a name may stand from the middle of its part.
const FARTHEST: f64 = 42.0;
/// Widest name above a bar in one line; the same, one after the other until all names fit.
const NAME_WIDTHS: [f64; 3] = [104.0, 84.0, 66.0];
/// Most lines of a name above a bar.
const NAME_LINES: usize = 3;
/// Thinnest part that a name can lead to.
const THINNEST_NAMED: f64 = 3.0;
/// Baseline to baseline of a name above a bar, in ems.
const NAME_LEADING: f64 = 1.25;
/// Side of a square in the legend.
const SQUARE: f64 = 11.0;
/// Between entries of the legend.
const ENTRY_GAP: f64 = 18.0;

/// The names of the bands, placed.
pub(super) enum Names {
    /// No bands.
    None,
    /// Above the parts of the first bar.
    Direct(Vec<Block>),
    /// In rows of entries.
    Legend(Vec<Entry>, f64),
}

/// Lines of text above a part, and the part's middle.
pub(super) struct Block {
    lines: Vec<(Style, Paint, String)>,
    x: f64,
    leads_to: f64,
}

/// An entry of the legend: its band, lines, left end and line from the top.
pub(super) struct Entry {
    band: usize,
    lines: Vec<String>,
    x: f64,
    row: usize,
}

/// The names of the bands: above the first bar if they fit, else as a legend.
pub(super) fn names(body: &Rows, columns: &Columns) -> Names {
    let Some(bands) = &body.bands else { return Names::None };
    let direct = if columns.below { None } else { direct(body, bands, columns) };
    direct.map_or_else(|| legend(bands, columns), Names::Direct)
}

fn direct(body: &Rows, bands: &Bands, columns: &Columns) -> Option<Vec<Block>> {
    let Mark::Bar { start, parts } = &body.panels.first()?.rows.first()?.mark else { return None };
    let parts = placed(*start, parts, body, columns);
    // A band that nobody chose has no part to stand at, and one as thin as a hair shows no colour.
    if parts.len() < bands.names.len() || parts.iter().any(|part| part.right - part.left < THINNEST_NAMED) {
        return None;
    }
    NAME_WIDTHS.iter().find_map(|widest| blocks(&parts, bands, columns, *widest))
}

/// The names over their parts, none wider; `None` if they do not fit.
fn blocks(parts: &[Placed<'_>], bands: &Bands, columns: &Columns, widest: f64) -> Option<Vec<Block>> {
    let mut blocks = Vec::new();
    for (placed, place) in parts.iter().zip(places(parts)) {
        let name = NAME.wrap_evenly(&drawable(&bands.names[placed.part.band]), widest);
        if name.len() > NAME_LINES {
            return None;
        }
        let mut lines: Vec<_> = name.into_iter().map(|line| (NAME, Paint::Quiet, line)).collect();
        if place == Place::Above {
            lines.push((FIGURE, Paint::Ink, placed.part.text.clone()));
        }
        blocks.push(Block { lines, x: placed.middle(), leads_to: placed.middle() });
    }
    let wanted: Vec<(f64, f64)> = blocks.iter().map(|block| (block.x, block.width())).collect();
    let found = spread(&wanted, (columns.plot_left, columns.plot_right))?;
    for (block, x) in blocks.iter_mut().zip(found) {
        block.x = x;
    }
    blocks.iter().all(|block| (block.x - block.leads_to).abs() <= FARTHEST).then_some(blocks)
}

impl Block {
    fn width(&self) -> f64 {
        self.lines.iter().map(|(style, _, line)| style.width(line)).fold(0.0, f64::max)
    }
}

fn legend(bands: &Bands, columns: &Columns) -> Names {
    let left = columns.plot_left + columns.air.0;
    let room = columns.plot_right - left;
    let (mut x, mut row, mut rows) = (0.0, 0, 0);
    let mut entries = Vec::new();
    for (band, name) in bands.names.iter().enumerate() {
        let lines = NAME.wrap_evenly(&drawable(name), room - SQUARE - 6.0);
        let width = SQUARE + 6.0 + lines.iter().map(|line| NAME.width(line)).fold(0.0, f64::max);
        if x > 0.0 && (x + width > room || lines.len() > 1) {
            (x, row) = (0.0, rows);
        }
        rows = rows.max(row + lines.len());
        let several = lines.len() > 1;
        entries.push(Entry { band, lines, x: left + x, row });
        x += width + ENTRY_GAP;
        if several {
            (x, row) = (0.0, rows);
        }
    }
    Names::Legend(entries, rows as f64 * theme::SMALL * LEADING + 6.0)
}

impl Names {
    /// Whether they stand at the first bar.
    pub(super) fn are_direct(&self) -> bool {
        matches!(self, Names::Direct(_))
    }

    /// The height that they need.
    pub(super) fn height(&self) -> f64 {
        match self {
            Names::None => 0.0,
            Names::Direct(blocks) => {
                blocks.iter().map(|b| b.lines.len()).max().unwrap_or(0) as f64 * theme::SMALL * LEADING
            }
            Names::Legend(_, height) => *height,
        }
    }

    /// Draws them: names above a first bar whose top is known, a legend from a line down.
    pub(super) fn draw(&self, pen: &mut Pen, bands: &Bands, bar: f64, legend: f64) {
        match self {
            Names::None => {}
            Names::Direct(blocks) => {
                for block in blocks {
                    let lowest = bar - LEAD - 0.22 * theme::SMALL;
                    for (i, (style, fill, line)) in block.lines.iter().rev().enumerate() {
                        let y = lowest - i as f64 * theme::SMALL * NAME_LEADING;
                        pen.text("band", (block.x, y), Anchor::Middle, *style, *fill, line);
                    }
                    lead(pen, block.x, block.leads_to, bar);
                }
            }
            Names::Legend(entries, _) => {
                for entry in entries {
                    let middle = legend + (entry.row as f64 + 0.5) * theme::SMALL * LEADING;
                    pen.items.push(Item::Pill(Pill {
                        class: "key",
                        x: entry.x,
                        y: middle - SQUARE / 2.0,
                        width: SQUARE,
                        height: SQUARE,
                        round: 0.0,
                        fill: Paint::Tone(bands.tones[entry.band]),
                        outline: Some(Paint::Edge(bands.tones[entry.band])),
                    }));
                    for (i, line) in entry.lines.iter().enumerate() {
                        let y = middle + HALF_CAPITAL * theme::SMALL + i as f64 * theme::SMALL * LEADING;
                        pen.text("band", (entry.x + SQUARE + 6.0, y), Anchor::Start, NAME, Paint::Quiet, line);
                    }
                }
            }
        }
    }
}
