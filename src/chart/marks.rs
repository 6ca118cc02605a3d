//! What is drawn in the plot of a row: a marker on its interval, the distance of two values, or why there is nothing.
//!
//! ```text
//! ├──●──┤   ├──○──┤   ├──◆──┤      a value with its interval
//! ├─━━●━━─┤                        … and a narrower one within
//! ▬▬▬▬▬▬                           a difference, from 0 …
//!    ├──┼──┤                       … and over its end the interval of that
//! ```

use super::columns::Columns;
use super::font::Style;
use super::layout::{HALF_CAPITAL, Pen};
use super::rows::PLOT_AIR;
use super::scene::{Anchor, Dot, Item, Path, Pill};
use super::theme::Paint;
use super::{Point, Rows, Standing, drawable, theme};

const MARKER: f64 = 4.75;
/// Width of the thicker part of an interval.
const INNER: f64 = 6.0;
/// Height of the bar of a difference.
const GAP_HEIGHT: f64 = 8.0;
const REASON: Style = Style::regular(theme::SMALL);

impl Pen {
    /// A marker on its interval.
    pub(super) fn point(&mut self, body: &Rows, columns: &Columns, y: f64, point: Point) {
        let Point { value, interval, inner, standing } = point;
        let (stroke, _) = standing.paints();
        if let Some((low, high)) = interval {
            let (low, high) = (columns.x(body, low), columns.x(body, high));
            self.stroke("interval", (low, y), (high, y), 2.25, stroke);
            for end in [low, high] {
                self.stroke("interval", (end, y - 4.5), (end, y + 4.5), 2.25, stroke);
            }
        }
        if let Some((low, high)) = inner {
            self.stroke("inner", (columns.x(body, low), y), (columns.x(body, high), y), INNER, stroke);
        }
        let centre = (columns.x(body, value), y);
        // A halo would hide an interval that is hardly longer than the marker.
        let length = interval.map_or(0.0, |(low, high)| columns.x(body, high) - columns.x(body, low));
        if length > 6.0 * MARKER {
            let (fill, stroke) = (Paint::Paper, Paint::Paper);
            self.items.push(Item::Dot(Dot { class: "halo", centre, radius: MARKER + 2.5, fill, stroke, width: 0.0 }));
        }
        self.marker("marker", centre, standing);
    }

    /// A slim bar from 0 to a difference, and its interval around its end.
    pub(super) fn gap(
        &mut self,
        body: &Rows,
        columns: &Columns,
        y: f64,
        (difference, interval): (f64, Option<(f64, f64)>),
    ) {
        let x = |by: f64| columns.x(body, by);
        let (left, right) = (x(0.0), x(difference));
        self.items.push(Item::Pill(Pill {
            class: "gap",
            x: left,
            y: y - GAP_HEIGHT / 2.0,
            width: (right - left).max(1.0),
            height: GAP_HEIGHT,
            round: 0.0,
            fill: Paint::Blue,
            outline: None,
        }));
        if let Some((low, high)) = interval {
            // Over the end of the bar: on the bar in the colour of the paper, beyond it in that of the bar.
            let half = GAP_HEIGHT / 2.0;
            let end = difference.clamp(low, high);
            let on = |at: f64| (0.0..=difference).contains(&at);
            for (from, to) in [(low, low.max(0.0).min(end)), (low.max(0.0).min(end), end), (end, high)] {
                let paint = if on(from) && on(to) { Paint::Paper } else { Paint::Blue };
                self.stroke("interval", (x(from), y), (x(to), y), 1.75, paint);
            }
            for limit in [low, high] {
                let (paint, reach) = if on(limit) { (Paint::Paper, half - 1.0) } else { (Paint::Blue, half + 0.5) };
                self.stroke("interval", (x(limit), y - reach), (x(limit), y + reach), 1.75, paint);
            }
        }
    }

    /// A marker: a dot, or a diamond for what lies beyond.
    pub(super) fn marker(&mut self, class: &'static str, centre: (f64, f64), standing: Standing) {
        let (stroke, fill) = standing.paints();
        if standing == Standing::Beyond {
            let (x, y, far) = (centre.0, centre.1, MARKER + 1.5);
            let points = vec![(x - far, y), (x, y - far), (x + far, y), (x, y + far)];
            let path = Path { class, points, fill: Some(fill), stroke: Some(stroke), width: 1.5 };
            self.items.push(Item::Path(path));
            return;
        }
        self.items.push(Item::Dot(Dot { class, centre, radius: MARKER, fill, stroke, width: 2.25 }));
    }

    /// Why there is no mark, in the plot, on the side of the reference line that has room.
    pub(super) fn reason(&mut self, body: &Rows, columns: &Columns, middle: f64, reason: &str) {
        let reason = drawable(reason);
        let width = REASON.width(&reason);
        let line = body.reference.as_ref().map_or(f64::INFINITY, |r| columns.x(body, r.value));
        let left = columns.plot_left + PLOT_AIR;
        let x = if left + width + 8.0 < line || line + 8.0 + width > columns.plot_right { left } else { line + 8.0 };
        let y = middle + HALF_CAPITAL * REASON.size;
        self.paper((x - 5.0, middle - 9.0, width + 10.0, 18.0));
        self.text("reason", (x, y), Anchor::Start, REASON, Paint::Quiet, &reason);
    }
}
