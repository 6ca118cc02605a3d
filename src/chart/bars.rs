//! Where do the parts of a bar stand, and their figures?
//!
//! ```text
//! ▓▓▓▓ 20% ▓▓▓▓ ▒▒▒▒▒▒▒▒ 45% ▒▒▒▒▒▒▒▒ █████ 35% ███    a figure that fits stands in its part,
//! 2% ▓ ░░░ 14% ░░░ ▒▒▒▒▒▒ 49% ▒▒▒▒▒▒ ███ 35% ██████    that of an end beside it …
//!              3%                                      … and up to three others above;
//! ▓▓▓▓ 20% ▓▓▓▓|▒▒▒▒▒▒▒▒ 45% ▒▒▒▒▒▒▒▒ █████ 32% ███    of more only those that fit are written
//! ```
//!
//! What the parts are called is said once, by `names`.

use super::columns::Columns;
use super::font::Style;
use super::layout::{HALF_CAPITAL, LEADING, Pen};
use super::scene::{Anchor, Item, Pill};
use super::spread::spread;
use super::theme::Paint;
use super::{Mark, Part, Rows, drawable, theme};

pub(super) const FIGURE: Style = Style::semibold(theme::SMALL);
pub(super) const NAME: Style = Style::regular(theme::SMALL);
/// Between a figure and the ends of its part.
const INSIDE: f64 = 3.0;
/// Between parts.
const SEAM: f64 = 1.5;
/// From the longest bar to the end of the plot, where nothing stands beside it.
const LITTLE_AIR: f64 = 2.0;
/// Thinnest part that is drawn.
const THINNEST: f64 = 0.75;
/// From words above a bar to the bar: room for the lines that lead down.
pub(super) const LEAD: f64 = 6.0;
/// Room above a bar for its figures that do not fit into it.
const ABOVE: f64 = theme::SMALL * 0.98 + LEAD;
/// Most figures above a bar: more are a thicket that nobody reads.
const MOST_ABOVE: usize = 3;
/// Narrowest part that has room for an outline and its own colour.
const OUTLINED: f64 = 4.0;
/// Between a bar and the figure beside it.
const BESIDE: f64 = 5.0;

/// Height of a row with a bar.
pub(super) fn row_height(many: bool) -> f64 {
    if many { 21.0 } else { 30.0 }
}

/// Height of a bar in a row of a height.
pub(super) fn bar_height(row: f64) -> f64 {
    row - if row < 25.0 { 5.0 } else { 8.0 }
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
pub(super) struct Placed<'a> {
    pub(super) part: &'a Part,
    pub(super) left: f64,
    pub(super) right: f64,
}

impl Placed<'_> {
    pub(super) fn middle(&self) -> f64 {
        f64::midpoint(self.left, self.right)
    }

    fn holds_its_figure(&self) -> bool {
        FIGURE.width(&self.part.text) + 2.0 * INSIDE <= self.right - self.left
    }
}

/// Where the figure of a part stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Inside,
    /// Beside the bar, at its start.
    Start,
    /// Beside the bar, at its end.
    End,
    Above,
    /// Nowhere: too many are too narrow.
    Nowhere,
}

/// Where the figures of a bar stand.
pub(super) fn places(parts: &[Placed<'_>]) -> Vec<Place> {
    let last = parts.len().saturating_sub(1);
    let place = |(at, part): (usize, &Placed<'_>)| match at {
        _ if part.holds_its_figure() => Place::Inside,
        0 => Place::Start,
        at if at == last => Place::End,
        _ => Place::Above,
    };
    let mut places: Vec<Place> = parts.iter().enumerate().map(place).collect();
    if places.iter().filter(|place| **place == Place::Above).count() > MOST_ABOVE {
        places.iter_mut().filter(|place| **place == Place::Above).for_each(|place| *place = Place::Nowhere);
    }
    places
}

/// Whether a bar leaves out figures that do not fit.
pub(super) fn leaves_out_figures(body: &Rows, columns: &Columns) -> bool {
    body.all().any(|row| match &row.mark {
        Mark::Bar { start, parts } => places(&placed(*start, parts, body, columns)).contains(&Place::Nowhere),
        _ => false,
    })
}

/// The columns with the room that figures need beside the bars.
pub(super) fn aired(body: &Rows, mut columns: Columns) -> Columns {
    if body.bands.is_none() {
        return columns;
    }
    columns.air = (LITTLE_AIR, LITTLE_AIR);
    // Air on one side makes parts narrower, which may ask for air on the other.
    for _ in 0..2 {
        let mut needed: (f64, f64) = (LITTLE_AIR, LITTLE_AIR);
        for row in body.all() {
            let Mark::Bar { start, parts } = &row.mark else { continue };
            let parts = placed(*start, parts, body, &columns);
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
pub(super) fn placed<'a>(start: f64, parts: &'a [Part], body: &Rows, columns: &Columns) -> Vec<Placed<'a>> {
    let mut from = start;
    let mut found = Vec::new();
    for part in parts {
        let to = from + part.share;
        if part.share > 0.0 {
            let (left, right) = (columns.x(body, from), columns.x(body, to));
            found.push(Placed { part, left, right: (right - SEAM).max(left + THINNEST) });
        }
        from = to;
    }
    found
}

/// The room that a row needs above its bar.
pub(super) fn above(mark: &Mark, body: &Rows, columns: &Columns) -> f64 {
    match mark {
        Mark::Bar { start, parts } => {
            let places = places(&placed(*start, parts, body, columns));
            if places.contains(&Place::Above) { ABOVE } else { 0.0 }
        }
        _ => 0.0,
    }
}

/// A line from words above a bar to the part that they belong to.
pub(super) fn lead(pen: &mut Pen, from: f64, to: f64, bar: f64) {
    pen.stroke("lead", (from, bar - LEAD + 2.0), (to, bar - 0.5), 1.0, Paint::Grey);
}

impl Pen {
    /// A bar around a middle line.
    pub(super) fn bar(
        &mut self,
        body: &Rows,
        columns: &Columns,
        middle: f64,
        (start, parts): (f64, &[Part]),
        outside: Outside,
    ) {
        let Some(bands) = &body.bands else { return };
        let many = body.all().count() > super::rows::MANY_ROWS;
        let height = bar_height(row_height(many));
        let top = middle - height / 2.0;
        let parts = placed(start, parts, body, columns);
        let places = places(&parts);
        for (placed, place) in parts.iter().zip(&places) {
            let tone = bands.tones[placed.part.band];
            self.items.push(Item::Pill(Pill {
                class: "part",
                x: placed.left,
                y: top,
                width: placed.right - placed.left,
                height,
                round: 0.0,
                fill: Paint::Tone(tone),
                outline: (placed.right - placed.left >= OUTLINED).then_some(Paint::Edge(tone)),
            }));
            let (x, anchor, ink) = match place {
                Place::Inside => (placed.middle(), Anchor::Middle, Paint::On(tone)),
                Place::Start => (placed.left - BESIDE, Anchor::End, Paint::Ink),
                Place::End => (placed.right + BESIDE, Anchor::Start, Paint::Ink),
                Place::Above | Place::Nowhere => continue,
            };
            self.text("share", (x, middle + HALF_CAPITAL * theme::SMALL), anchor, FIGURE, ink, &placed.part.text);
        }
        if bands.meet {
            let x = columns.x(body, 0.0) - SEAM / 2.0;
            self.stroke("centre", (x, top - 3.0), (x, top + height + 3.0), 1.5, Paint::Ink);
        }
        if outside == Outside::Above {
            let small: Vec<&Placed<'_>> =
                parts.iter().zip(&places).filter(|(_, place)| **place == Place::Above).map(|(part, _)| part).collect();
            let wanted: Vec<(f64, f64)> = small.iter().map(|p| (p.middle(), FIGURE.width(&p.part.text))).collect();
            // So many narrow parts that their figures do not fit the plot: those that are left out stand in the table.
            let room = (columns.plot_left, columns.plot_right);
            for (placed, x) in small.iter().zip(spread(&wanted, room).unwrap_or_default()) {
                let y = top - LEAD - 0.1 * theme::SMALL;
                self.text("share", (x, y), Anchor::Middle, FIGURE, Paint::Ink, &placed.part.text);
                lead(self, x, placed.middle(), top);
            }
        }
    }

    /// What lies on each side, under a chart whose bars go both ways.
    pub(super) fn sides(&mut self, body: &Rows, columns: &Columns) {
        let Some((below, from)) = body.bands.as_ref().and_then(|bands| bands.sides.as_ref()) else { return };
        let centre = columns.x(body, 0.0);
        let mut lowest = self.y;
        for (text, anchor, x, room) in [
            (format!("← {below}"), Anchor::End, centre - 9.0, centre - 9.0 - theme::MARGIN),
            (format!("{from} →"), Anchor::Start, centre + 9.0, self.width - theme::MARGIN - centre - 9.0),
        ] {
            let mut y = self.y + theme::SMALL * 0.76;
            for line in NAME.wrap_evenly(&drawable(&text), room) {
                self.text("side", (x, y), anchor, NAME, Paint::Quiet, &line);
                y += theme::SMALL * LEADING;
            }
            lowest = lowest.max(y);
        }
        self.y = lowest - theme::SMALL * 0.5;
    }
}
