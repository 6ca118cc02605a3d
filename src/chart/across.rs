//! Levels in order, from left to right: where do they stand?
//!
//! ```text
//! Rate        81%
//! 80% ────────┬───────────
//!        70%  ●
//! 70% ───┬───╱┴─────────── All: 74%
//!        ● ─╱
//! 60% ───┴────────────────
//!      Basic  Fully mature
//!        256     441
//! ```
//!
//! The same rows as in `rows`, side by side. Where their labels do not fit below each other's columns (many levels, long
//! labels, a narrow page) they stand one below the other instead.

use super::font::Style;
use super::layout::{HALF_CAPITAL, HEAD, LABEL_LEADING, LEADING, Pen, TICK};
use super::says::says;
use super::scene::{Anchor, Dot, Item, Spot};
use super::theme::Paint;
use super::{Care, Mark, Point, Row, Rows, Standing, drawable, theme};

const LABEL: Style = Style::regular(12.5);
const VALUE: Style = Style::semibold(12.5);
const REFERENCE: Style = Style::semibold(theme::SMALL);
/// Height of the plot in a chart of the usual width.
const HEIGHT: f64 = 300.0;
/// Least width of a level.
const LEVEL: f64 = 54.0;
/// Between the labels of neighbours.
const GAP: f64 = 10.0;
/// Most lines of a label.
const LINES: usize = 4;
/// Widest label of the reference, at the right of the plot.
const REFERENCE_WIDTH: f64 = 92.0;
const MARKER: f64 = 4.75;
/// Half of the length of the ends of an interval.
const END: f64 = 4.5;
/// Between a mark and its figure.
const AWAY: f64 = 6.0;

/// Left, top, right, bottom.
type Box4 = (f64, f64, f64, f64);

/// The plot, and the levels below it.
pub(super) struct Across<'a> {
    body: &'a Rows,
    rows: Vec<&'a Row>,
    labels: Vec<Vec<String>>,
    reference: Vec<String>,
    left: f64,
    right: f64,
    top: f64,
    height: f64,
}

impl<'a> Across<'a> {
    /// The rows side by side, if they fit so.
    pub(super) fn of(body: &'a Rows, (width, height): (f64, Option<f64>), top: f64) -> Option<Across<'a>> {
        let rows: Vec<&Row> = body.all().collect();
        let ticks = body.axis.ticks.iter().map(|tick| TICK.width(&tick.label)).fold(0.0, f64::max);
        let reference = match &body.reference {
            Some(reference) => REFERENCE.wrap(&drawable(&reference.short_label), REFERENCE_WIDTH),
            None => Vec::new(),
        };
        let beside = reference.iter().map(|line| REFERENCE.width(line) + 8.0).fold(0.0, f64::max);
        let (left, right) = (theme::MARGIN + ticks + 10.0, width - theme::MARGIN - beside);
        let level = (right - left) / rows.len().max(1) as f64;
        let room = level - GAP;
        let whole = |row: &&Row| drawable(&row.label).split(' ').all(|word| LABEL.width(word) <= room);
        if rows.is_empty() || level < LEVEL || !rows.iter().all(whole) {
            return None;
        }
        let labels: Vec<Vec<String>> = rows.iter().map(|row| LABEL.wrap_evenly(&drawable(&row.label), room)).collect();
        let height = height.unwrap_or_else(|| HEIGHT * (width / theme::WIDTH).clamp(0.7, 1.4));
        let made = Across { body, rows, labels, reference, left, right, top: top + 34.0, height };
        let fits = made.labels.iter().all(|lines| lines.len() <= LINES);
        fits.then_some(made)
    }

    fn level(&self) -> f64 {
        (self.right - self.left) / self.rows.len() as f64
    }

    fn x(&self, at: usize) -> f64 {
        self.left + (at as f64 + 0.5) * self.level()
    }

    fn y(&self, value: f64) -> f64 {
        self.top + self.height * (1.0 - self.body.axis.position(value))
    }

    /// Draws everything, and moves the pen below it.
    pub(super) fn draw(&self, pen: &mut Pen) {
        let bottom = self.top + self.height;
        for head in self.body.unit.iter().chain(self.body.value_heads.first().filter(|_| self.body.unit.is_none())) {
            let at = (theme::MARGIN, pen.y + theme::SMALL * 0.76);
            pen.text("head", at, Anchor::Start, HEAD, Paint::Quiet, head);
        }
        pen.levels(&self.body.axis, (self.left, self.right), |value| self.y(value));
        self.reference(pen);
        self.way(pen);
        let mut taken: Vec<Box4> = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            match &row.mark {
                Mark::Point(point) => {
                    self.point(pen, self.x(at), *point);
                    let place = self.value(at, *point, &row.values[0], &taken);
                    let fill = if point.standing == Standing::Within { Paint::Ink } else { Paint::Blue };
                    let (left, top, right, bottom) = around(place, VALUE.width(&row.values[0]));
                    pen.paper((left, top, right - left, bottom - top));
                    pen.text("value", (place.0, place.1), Anchor::Middle, VALUE, fill, &row.values[0]);
                    taken.push(around(place, VALUE.width(&row.values[0])));
                }
                Mark::Absent { reason } => self.reason(pen, at, reason),
                Mark::Two(_) | Mark::Bar { .. } | Mark::Gap { .. } => {}
            }
        }
        pen.y = bottom + 12.0;
        self.levels(pen);
        for (at, row) in self.rows.iter().enumerate() {
            let (left, width) = (self.left + at as f64 * self.level(), self.level());
            pen.spots.push(Spot { left, top: self.top, width, height: pen.y - self.top, says: says(row, self.body) });
        }
    }

    /// The value of the whole, and its label at the right.
    fn reference(&self, pen: &mut Pen) {
        let Some(reference) = &self.body.reference else { return };
        let y = self.y(reference.value);
        pen.stroke("reference", (self.left, y), (self.right, y), 1.5, Paint::Plum);
        let up = (self.reference.len() as f64 - 1.0) * theme::SMALL * LEADING / 2.0;
        let at = (self.right + 8.0, y - up + HALF_CAPITAL * theme::SMALL);
        pen.lines("reference", at, (Anchor::Start, REFERENCE, Paint::Plum), &self.reference, LEADING);
    }

    /// From each value to the next, where no level without a value lies between them.
    fn steps(&self) -> Vec<((f64, f64), (f64, f64))> {
        let at = |(at, row): (usize, &&Row)| match &row.mark {
            Mark::Point(point) => Some((self.x(at), self.y(point.value))),
            _ => None,
        };
        let points: Vec<Option<(f64, f64)>> = self.rows.iter().enumerate().map(at).collect();
        points.windows(2).filter_map(|two| two[0].zip(two[1])).collect()
    }

    fn way(&self, pen: &mut Pen) {
        for (from, to) in self.steps() {
            pen.stroke("way", from, to, 1.5, Paint::Grey);
        }
    }

    fn point(&self, pen: &mut Pen, x: f64, Point { value, interval, standing, .. }: Point) {
        let (stroke, fill) = standing.paints();
        if let Some((low, high)) = interval {
            let (low, high) = (self.y(low), self.y(high));
            pen.stroke("interval", (x, low), (x, high), 2.25, stroke);
            for y in [low, high] {
                pen.stroke("interval", (x - END, y), (x + END, y), 2.25, stroke);
            }
        }
        let centre = (x, self.y(value));
        pen.items.push(Item::Dot(Dot { class: "marker", centre, radius: MARKER, fill, stroke, width: 2.25 }));
    }

    /// Where a value stands: above or below its interval or beside its marker, clear of all lines and of other values;
    /// centre and baseline.
    fn value(&self, at: usize, point: Point, text: &str, taken: &[Box4]) -> (f64, f64) {
        let (x, y) = (self.x(at), self.y(point.value));
        let (high, low) = match point.interval {
            Some((low, high)) => (self.y(high).min(y - MARKER), self.y(low).max(y + MARKER)),
            None => (y - MARKER, y + MARKER),
        };
        let half = VALUE.width(text) / 2.0;
        let (up, down) = (high - AWAY, low + AWAY + VALUE.size * 0.76);
        let side = half + END + 5.0;
        let places = [
            (x, up),
            (x, down),
            (x - side, up + 14.0),
            (x + side, up + 14.0),
            (x - side, y + HALF_CAPITAL * VALUE.size),
            (x + side, y + HALF_CAPITAL * VALUE.size),
            (x - side, down - 14.0),
            (x + side, down - 14.0),
            (x, up - 16.0),
        ];
        let reference = self.body.reference.as_ref().map(|r| self.y(r.value));
        let lines: Vec<_> =
            self.steps().into_iter().chain(reference.map(|y| ((self.left, y), (self.right, y)))).collect();
        let is_clear = |place: &(f64, f64)| {
            let area = around(*place, 2.0 * half);
            let inside = area.0 >= self.left && area.2 <= self.right && area.3 <= self.top + self.height;
            inside && !lines.iter().any(|line| crosses(*line, area)) && !taken.iter().any(|other| touches(*other, area))
        };
        places.into_iter().find(is_clear).unwrap_or((x, up))
    }

    /// Why a level has no mark, at the foot of the plot.
    fn reason(&self, pen: &mut Pen, at: usize, reason: &str) {
        let lines = HEAD.wrap(&drawable(reason), self.level() - GAP);
        let height = lines.len() as f64 * theme::SMALL * LEADING;
        let width = lines.iter().map(|line| HEAD.width(line)).fold(0.0, f64::max);
        let reference = self.body.reference.as_ref().map_or(f64::INFINITY, |r| self.y(r.value));
        let bottom = self.top + self.height;
        // At the foot, or at the head where the line of the whole would run through.
        let top = if reference > bottom - height - 12.0 { self.top + 4.0 } else { bottom - height - 6.0 };
        pen.paper((self.x(at) - width / 2.0 - 4.0, top, width + 8.0, height));
        let first = (self.x(at), top + 0.76 * theme::SMALL * LEADING);
        pen.lines("reason", first, (Anchor::Middle, HEAD, Paint::Quiet), &lines, LEADING);
    }

    /// Labels and bases below the plot.
    fn levels(&self, pen: &mut Pen) {
        let deepest = self.labels.iter().map(Vec::len).max().unwrap_or(0) as f64;
        let first = pen.y + LABEL.size * 0.86;
        for (at, (row, lines)) in self.rows.iter().zip(&self.labels).enumerate() {
            pen.lines("label", (self.x(at), first), (Anchor::Middle, LABEL, Paint::Ink), lines, LABEL_LEADING);
            let dagger = if row.care == Care::SmallBase { " †" } else { "" };
            let y = first + deepest * LABEL.size * LABEL_LEADING + 2.0;
            pen.text("base", (self.x(at), y), Anchor::Middle, HEAD, Paint::Quiet, &format!("n = {}{dagger}", row.base));
        }
        pen.y = first + deepest * LABEL.size * LABEL_LEADING + 14.0;
    }
}

/// The box of a text of a width around its centre and baseline, with a little air.
fn around((x, y): (f64, f64), width: f64) -> Box4 {
    (x - width / 2.0 - 2.0, y - VALUE.size * 0.76 - 2.0, x + width / 2.0 + 2.0, y + VALUE.size * 0.22 + 1.0)
}

fn touches(a: Box4, b: Box4) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

/// Whether a line runs through a box (Liang and Barsky 1984).
pub(super) fn crosses((from, to): ((f64, f64), (f64, f64)), area: Box4) -> bool {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (step, room) in [(-dx, from.0 - area.0), (dx, area.2 - from.0), (-dy, from.1 - area.1), (dy, area.3 - from.1)] {
        if step == 0.0 {
            if room < 0.0 {
                return false;
            }
        } else if step < 0.0 {
            enter = enter.max(room / step);
        } else {
            leave = leave.min(room / step);
        }
    }
    enter < leave
}
