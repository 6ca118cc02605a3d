//! Where do the parts of a bar stand, and the words that name them?
//!
//! ```text
//!    0-24%  25-49%      50-74%         75-100%        names, at the first bar …
//!      |      |           |              |
//! 2% ▓▓░░░░ 11% ░░░▒▒▒▒▒ 49% ▒▒▒▒▒▒██████ 35% ████    … a figure that fits stands in its part, that of an end
//!             3%                                      beside it …
//! ▓▓▓▓ 20% ▓▓▓▓░▒▒▒▒▒▒▒▒ 45% ▒▒▒▒▒▒▒▒█████ 32% ███    … and any other above it; none on another
//! ```
//!
//! Where the names do not fit above the first bar, a legend in the order of the bands takes their place.

use super::font::Style;
use super::layout::{Anchor, Columns, HALF_CAPITAL, Item, LEADING, Pen, Pill};
use super::{Bands, Chart, Mark, Part, drawable, theme};

const FIGURE: Style = Style::semibold(theme::SMALL);
const NAME: Style = Style::regular(theme::SMALL);
/// Between a figure and the ends of its part.
const INSIDE: f64 = 3.0;
/// Between parts.
const SEAM: f64 = 1.5;
/// From the longest bar to the end of the plot, where nothing stands beside it.
const LITTLE_AIR: f64 = 2.0;
/// Thinnest part that is drawn.
const THINNEST: f64 = 0.75;
/// From words above a bar to the bar: room for the lines that lead down.
const LEAD: f64 = 6.0;
/// Room above a bar for its figures that do not fit into it.
const ABOVE: f64 = theme::SMALL * 0.98 + LEAD;
/// Least distance between words above a bar.
const APART: f64 = 8.0;
/// How far a name may stand from the middle of its part.
const FARTHEST: f64 = 42.0;
/// Widest name above a bar in one line.
const NAME_WIDTH: f64 = 104.0;
/// The same, one after the other until all names fit.
const NAME_WIDTHS: [f64; 3] = [NAME_WIDTH, 84.0, 66.0];
/// Between a bar and the figure beside it.
const BESIDE: f64 = 5.0;
/// Most lines of a name above a bar.
const NAME_LINES: usize = 3;
/// Side of a square in the legend.
const SQUARE: f64 = 11.0;
/// Between entries of the legend.
const ENTRY_GAP: f64 = 18.0;

/// Height of a row with a bar.
pub(super) fn row_height(many: bool) -> f64 {
    if many { 25.0 } else { 30.0 }
}

/// Height of a bar in a row of a height.
pub(super) fn bar_height(row: f64) -> f64 {
    row - 8.0
}

/// Where the figures of a bar stand that do not fit into it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Outside {
    /// Above it.
    Above,
    /// At the names of the bands above it; or there are none.
    Named,
}

/// A part of a bar with its ends.
struct Placed<'a> {
    part: &'a Part,
    left: f64,
    right: f64,
}

impl Placed<'_> {
    fn middle(&self) -> f64 {
        f64::midpoint(self.left, self.right)
    }

    fn holds_its_figure(&self) -> bool {
        FIGURE.width(&self.part.text) + 2.0 * INSIDE <= self.right - self.left
    }
}

/// Where the figure of a part stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Inside,
    /// Beside the bar, at its start.
    Start,
    /// Beside the bar, at its end.
    End,
    Above,
}

/// Where the figures of a bar stand.
fn places(parts: &[Placed<'_>]) -> Vec<Place> {
    let last = parts.len().saturating_sub(1);
    let place = |(at, part): (usize, &Placed<'_>)| match at {
        _ if part.holds_its_figure() => Place::Inside,
        0 => Place::Start,
        at if at == last => Place::End,
        _ => Place::Above,
    };
    parts.iter().enumerate().map(place).collect()
}

/// The columns with the room that figures need beside the bars.
pub(super) fn aired(chart: &Chart, mut columns: Columns) -> Columns {
    if chart.bands.is_none() {
        return columns;
    }
    columns.air = (LITTLE_AIR, LITTLE_AIR);
    // Air on one side makes parts narrower, which may ask for air on the other.
    for _ in 0..2 {
        let mut needed: (f64, f64) = (LITTLE_AIR, LITTLE_AIR);
        for row in chart.panels.iter().flat_map(|panel| &panel.rows) {
            let Mark::Bar { start, parts } = &row.mark else { continue };
            let parts = placed(*start, parts, chart, &columns);
            for (place, placed) in places(&parts).into_iter().zip(&parts) {
                let width = FIGURE.width(&placed.part.text) + BESIDE + 1.0;
                match place {
                    Place::Start => needed.0 = needed.0.max(width),
                    Place::End => needed.1 = needed.1.max(width),
                    _ => {}
                }
            }
        }
        columns.air = (columns.air.0.max(needed.0), columns.air.1.max(needed.1));
    }
    columns
}

/// The parts of a bar from left to right, those of nobody left out.
fn placed<'a>(start: f64, parts: &'a [Part], chart: &Chart, columns: &Columns) -> Vec<Placed<'a>> {
    let mut from = start;
    let mut found = Vec::new();
    for part in parts {
        let to = from + part.share;
        if part.share > 0.0 {
            let (left, right) = (columns.x(chart, from), columns.x(chart, to));
            found.push(Placed { part, left, right: (right - SEAM).max(left + THINNEST) });
        }
        from = to;
    }
    found
}

/// The room that a row needs above its bar.
pub(super) fn above(mark: &Mark, chart: &Chart, columns: &Columns) -> f64 {
    match mark {
        Mark::Bar { start, parts } => {
            let places = places(&placed(*start, parts, chart, columns));
            if places.contains(&Place::Above) { ABOVE } else { 0.0 }
        }
        _ => 0.0,
    }
}

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
    lines: Vec<(Style, &'static str, String)>,
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
pub(super) fn names(chart: &Chart, columns: &Columns) -> Names {
    let Some(bands) = &chart.bands else { return Names::None };
    direct(chart, bands, columns).map_or_else(|| legend(bands, columns), Names::Direct)
}

fn direct(chart: &Chart, bands: &Bands, columns: &Columns) -> Option<Vec<Block>> {
    let Mark::Bar { start, parts } = &chart.panels.first()?.rows.first()?.mark else { return None };
    let parts = placed(*start, parts, chart, columns);
    // A band that nobody chose has no part to stand at.
    if parts.len() < bands.names.len() {
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
        let mut lines: Vec<_> = name.into_iter().map(|line| (NAME, theme::QUIET, line)).collect();
        if place == Place::Above {
            lines.push((FIGURE, theme::INK, placed.part.text.clone()));
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

    /// Draws them above a first bar whose top is known.
    pub(super) fn draw(&self, pen: &mut Pen, bands: &Bands, bar: f64) {
        match self {
            Names::None => {}
            Names::Direct(blocks) => {
                for block in blocks {
                    let lowest = bar - LEAD - 0.22 * theme::SMALL;
                    for (i, (style, fill, line)) in block.lines.iter().rev().enumerate() {
                        let y = lowest - i as f64 * theme::SMALL * 1.2;
                        pen.text("band", (block.x, y), Anchor::Middle, *style, fill, line);
                    }
                    lead(pen, block.x, block.leads_to, bar);
                }
            }
            Names::Legend(entries, height) => {
                let top = bar - 8.0 - height;
                for entry in entries {
                    let middle = top + (entry.row as f64 + 0.5) * theme::SMALL * LEADING;
                    pen.items.push(Item::Pill(Pill {
                        class: "key",
                        x: entry.x,
                        y: middle - SQUARE / 2.0,
                        width: SQUARE,
                        height: SQUARE,
                        round: 0.0,
                        fill: bands.fills[entry.band].paint,
                    }));
                    for (i, line) in entry.lines.iter().enumerate() {
                        let y = middle + HALF_CAPITAL * theme::SMALL + i as f64 * theme::SMALL * LEADING;
                        pen.text("band", (entry.x + SQUARE + 6.0, y), Anchor::Start, NAME, theme::QUIET, line);
                    }
                }
            }
        }
    }
}

/// A line from words above a bar to the part that they belong to.
fn lead(pen: &mut Pen, from: f64, to: f64, bar: f64) {
    pen.stroke("lead", (from, bar - LEAD + 1.0), (to, bar - 0.5), 1.0, theme::GREY);
}

impl Pen {
    /// A bar around a middle line.
    pub(super) fn bar(
        &mut self,
        chart: &Chart,
        columns: &Columns,
        middle: f64,
        (start, parts): (f64, &[Part]),
        outside: Outside,
    ) {
        let Some(bands) = &chart.bands else { return };
        let many = chart.panels.iter().map(|p| p.rows.len()).sum::<usize>() > super::layout::MANY_ROWS;
        let height = bar_height(row_height(many));
        let top = middle - height / 2.0;
        let parts = placed(start, parts, chart, columns);
        let places = places(&parts);
        for (placed, place) in parts.iter().zip(&places) {
            let fill = bands.fills[placed.part.band];
            self.items.push(Item::Pill(Pill {
                class: "part",
                x: placed.left,
                y: top,
                width: placed.right - placed.left,
                height,
                round: 0.0,
                fill: fill.paint,
            }));
            let (x, anchor, ink) = match place {
                Place::Inside => (placed.middle(), Anchor::Middle, fill.ink),
                Place::Start => (placed.left - BESIDE, Anchor::End, theme::INK),
                Place::End => (placed.right + BESIDE, Anchor::Start, theme::INK),
                Place::Above => continue,
            };
            self.text("share", (x, middle + HALF_CAPITAL * theme::SMALL), anchor, FIGURE, ink, &placed.part.text);
        }
        if chart.axis.low < 0.0 {
            let x = columns.x(chart, 0.0) - SEAM / 2.0;
            self.stroke("centre", (x, top - 3.0), (x, top + height + 3.0), 1.5, theme::INK);
        }
        if outside == Outside::Above {
            let small: Vec<&Placed<'_>> =
                parts.iter().zip(&places).filter(|(_, place)| **place == Place::Above).map(|(part, _)| part).collect();
            let wanted: Vec<(f64, f64)> = small.iter().map(|p| (p.middle(), FIGURE.width(&p.part.text))).collect();
            // So many narrow parts that their figures do not fit the plot: those that are left out stand in the table.
            let room = (columns.plot_left, columns.plot_right);
            for (placed, x) in small.iter().zip(spread(&wanted, room).unwrap_or_default()) {
                let y = top - LEAD - 0.1 * theme::SMALL;
                self.text("share", (x, y), Anchor::Middle, FIGURE, theme::INK, &placed.part.text);
                lead(self, x, placed.middle(), top);
            }
        }
    }

    /// What lies on each side, under a chart whose bars go both ways.
    pub(super) fn sides(&mut self, chart: &Chart, columns: &Columns) {
        let Some((below, from)) = chart.bands.as_ref().and_then(|bands| bands.sides.as_ref()) else { return };
        let centre = columns.x(chart, 0.0);
        let mut lowest = self.y;
        for (text, anchor, x, room) in [
            (format!("← {below}"), Anchor::End, centre - 9.0, centre - 9.0 - theme::MARGIN),
            (format!("{from} →"), Anchor::Start, centre + 9.0, theme::WIDTH - theme::MARGIN - centre - 9.0),
        ] {
            let mut y = self.y + theme::SMALL * 0.76;
            for line in NAME.wrap_evenly(&drawable(&text), room) {
                self.text("side", (x, y), anchor, NAME, theme::QUIET, &line);
                y += theme::SMALL * LEADING;
            }
            lowest = lowest.max(y);
        }
        self.y = lowest - theme::SMALL * 0.5;
    }
}

/// Places things of a width as near as can be to where they are wanted, in their order, apart, and within limits;
/// `None` if there is no room for all.
fn spread(wanted: &[(f64, f64)], (low, high): (f64, f64)) -> Option<Vec<f64>> {
    let total: f64 = wanted.iter().map(|(_, width)| width + APART).sum::<f64>() - APART;
    if total > high - low {
        return None;
    }
    // Neighbours that would touch move together, to the mean of what each wants.
    struct Cluster {
        sum: f64,
        count: usize,
        width: f64,
    }
    impl Cluster {
        fn left(&self, low: f64, high: f64) -> f64 {
            (self.sum / self.count as f64).clamp(low, (high - self.width).max(low))
        }
    }
    let mut clusters: Vec<Cluster> = Vec::new();
    for (centre, width) in wanted {
        // What the left end of the cluster should be, if only this one had a say.
        let mut cluster = Cluster { sum: centre - width / 2.0, count: 1, width: *width };
        while let Some(last) = clusters.last() {
            if last.left(low, high) + last.width + APART <= cluster.left(low, high) {
                break;
            }
            let shift = last.width + APART;
            cluster = Cluster {
                sum: last.sum + cluster.sum - shift * cluster.count as f64,
                count: last.count + cluster.count,
                width: shift + cluster.width,
            };
            clusters.pop();
        }
        clusters.push(cluster);
    }
    let mut found = Vec::with_capacity(wanted.len());
    for cluster in &clusters {
        let mut left = cluster.left(low, high);
        for (_, width) in &wanted[found.len()..found.len() + cluster.count] {
            found.push(left + width / 2.0);
            left += width + APART;
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In their order, within the limits, none on another, and where they are wanted if that is free.
    #[test]
    fn words_above_a_bar_are_spread_without_touching() {
        let widths = [20.0, 35.0, 8.0, 60.0];
        for first in [-50.0, 0.0, 3.0, 90.0, 180.0, 400.0] {
            for step in [0.0, 1.0, 12.0, 45.0, 90.0] {
                let wanted: Vec<(f64, f64)> =
                    widths.iter().enumerate().map(|(i, w)| (first + step * i as f64, *w)).collect();
                let found = spread(&wanted, (0.0, 300.0)).unwrap();
                let mut end = -APART;
                for (x, (_, width)) in found.iter().zip(&wanted) {
                    assert!(x - width / 2.0 >= end + APART - 1e-9, "{wanted:?}: {found:?}");
                    end = x + width / 2.0;
                }
                assert!(end <= 300.0 + 1e-9, "{wanted:?}: {found:?}");
            }
        }
        assert_eq!(spread(&[(50.0, 20.0), (150.0, 20.0)], (0.0, 300.0)), Some(vec![50.0, 150.0]));
        assert_eq!(spread(&[(50.0, 20.0), (50.0, 20.0)], (0.0, 300.0)), Some(vec![36.0, 64.0]));
        assert_eq!(spread(&[(50.0, 200.0), (50.0, 100.0)], (0.0, 300.0)), None);
    }
}
