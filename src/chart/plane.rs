//! Curves over a scale: where do they stand, and where their names?
//!
//! ```text
//! Implied failure rate
//! 100% ╲────╲─────────────
//!       ╲╲   ╲
//!  80% ──╲╲───●───────────  Fully mature: 81%      names at the ends of lines, kept apart
//!          ╲╲__╲________╲_  Advanced: 74%
//!  60% ─────╲_____________  Basic: 66%
//!      40%   60%  80%  100%
//!       What a level detects …
//! ```
//!
//! Names that are too long to stand at their lines are numbers there, and a list below says what these are.

use super::across::crosses;
use super::font::Style;
use super::layout::{HALF_CAPITAL, HEAD, LEADING, Pen, TICK};
use super::says::{of_curve, of_point};
use super::scene::{self, Anchor, Dot, Item, Path};
use super::spread::spread;
use super::theme::Paint;
use super::{Axis, Curve, Plane, Spot, drawable, theme};

/// Least distance of the labels of two ticks.
const TICK_GAP: f64 = 6.0;
const NAME: Style = Style::regular(theme::SMALL);
const STRESSED: Style = Style::semibold(theme::SMALL);
/// Height of the plot in a chart of the usual width.
const HEIGHT: f64 = 320.0;
/// Widest name at the end of a line, of a chart of the usual width.
const NAMES: f64 = 150.0;
/// Most lines of such a name.
const LINES: usize = 3;
/// From the plot to the names.
const LEAD: f64 = 16.0;
const MARKER: f64 = 4.75;
/// Widest label of a point, one after the other until it stands clear.
const SPOT_WIDTHS: [f64; 4] = [150.0, 100.0, 84.0, 70.0];
/// How far from its point a label may stand and be read as its own without a line to it.
const NEAR: f64 = 14.0;
/// How far from a point it is still meant, to each side and up and down.
const REACH: (f64, f64) = (16.0, 12.0);

/// Left, top, right, bottom.
type Box4 = (f64, f64, f64, f64);

/// What stands at the end of a line.
struct Name {
    lines: Vec<String>,
    style: Style,
    paint: Paint,
    /// Where the line ends; along the scale none where it ends with the plot.
    end: f64,
    end_x: Option<f64>,
    y: f64,
}

/// The plot.
struct Plot<'a> {
    body: &'a Plane,
    left: f64,
    right: f64,
    top: f64,
    height: f64,
}

impl Plot<'_> {
    fn x(&self, value: f64) -> f64 {
        self.left + self.body.x.axis.position(value) * (self.right - self.left)
    }

    fn y(&self, value: f64) -> f64 {
        self.top + self.height * (1.0 - self.body.y.axis.position(value))
    }

    fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (self.x(x), self.y(y))
    }
}

/// Places curves, lines and names below the head of the chart.
pub(super) fn draw(pen: &mut Pen, body: &Plane) {
    let scale = (pen.width / theme::WIDTH).clamp(0.6, 1.4);
    let height = pen.height.unwrap_or(HEIGHT * scale.max(0.75));
    let ticks = body.y.axis.ticks.iter().map(|tick| TICK.width(&tick.label)).fold(0.0, f64::max);
    let left = theme::MARGIN + ticks + 10.0;
    let top = pen.y + theme::SMALL * LEADING + if body.marks.is_empty() { 14.0 } else { 34.0 };
    let mut plot = Plot { body, left, right: left, top, height };
    let (mut names, key) = names(&plot, NAMES * scale.min(1.0));
    let widest = names.iter().flat_map(|n| n.lines.iter().map(|l| n.style.width(l))).fold(0.0, f64::max);
    plot.right = pen.width - theme::MARGIN - if names.is_empty() { 8.0 } else { widest + LEAD + 2.0 };
    pen.text("head", (theme::MARGIN, pen.y + theme::SMALL * 0.76), Anchor::Start, HEAD, Paint::Quiet, &body.y.title);
    grid(pen, &plot);
    for area in &body.areas {
        let forth = area.iter().map(|&(x, low, _)| plot.at((x, low)));
        let back = area.iter().rev().map(|&(x, _, high)| plot.at((x, high)));
        let points = forth.chain(back).collect();
        // With an edge: the shade alone is hardly seen on a dark page.
        let (fill, stroke) = (Some(Paint::Wash), Some(Paint::Plum));
        pen.items.push(Item::Path(Path { class: "area", points, fill, stroke, width: 0.75 }));
    }
    for level in &body.levels {
        let y = plot.y(level.value);
        pen.stroke("reference", (plot.left, y), (plot.right, y), 1.5, Paint::Plum);
    }
    let mut lettered = marks(pen, &plot);
    for curve in &body.curves {
        let (stroke, width) = if curve.is_stressed { (Paint::Blue, 2.5) } else { (Paint::Grey, 1.75) };
        let points: Vec<(f64, f64)> = curve.points.iter().map(|&point| plot.at(point)).collect();
        pen.items.push(Item::Path(Path { class: "curve", points, fill: None, stroke: Some(stroke), width }));
    }
    for curve in &body.curves {
        pointed_at(pen, &plot, curve);
    }
    for spot in &body.spots {
        // Where its label has no place it is the next letter.
        let letter = char::from(b'A' + lettered.len() as u8).to_string();
        if draw_spot(pen, &plot, spot, &letter) {
            lettered.push((letter, spot.label.clone()));
        }
    }
    for name in &mut names {
        name.draw(pen, &plot);
    }
    pen.y = plot.top + plot.height + 15.0;
    below(pen, &plot);
    let numbered = key.into_iter().enumerate().map(|(number, text)| ((number + 1).to_string(), text));
    for (sign, text) in lettered.into_iter().chain(numbered) {
        pen.y += theme::SMALL * 0.3;
        let page = pen.width - 2.0 * theme::MARGIN;
        for line in NAME.wrap(&format!("{sign}\u{a0}\u{a0}{}", drawable(&text)), page) {
            pen.y += theme::SMALL * LEADING;
            pen.text("band", (theme::MARGIN, pen.y), Anchor::Start, NAME, Paint::Ink, &line);
        }
    }
}

/// The names at the ends of lines, kept apart; and the texts of a list, if they are numbers.
fn names(plot: &Plot<'_>, widest: f64) -> (Vec<Name>, Vec<String>) {
    let curves = plot.body.curves.iter().filter_map(|curve| {
        let end = curve.points.iter().copied().max_by(|a, b| a.0.total_cmp(&b.0))?;
        let (style, paint) = if curve.is_stressed { (STRESSED, Paint::Blue) } else { (NAME, Paint::Ink) };
        Some((curve.name.clone(), style, paint, plot.y(end.1), Some(end.0)))
    });
    let levels = plot.body.levels.iter().map(|l| (l.label.clone(), STRESSED, Paint::Plum, plot.y(l.value), None));
    let mut wanted: Vec<(String, Style, Paint, f64, Option<f64>)> =
        curves.chain(levels).filter(|w| !w.0.is_empty()).collect();
    wanted.sort_by(|a, b| a.3.total_cmp(&b.3));
    let of = |texts: &[String]| -> Option<Vec<Name>> {
        let mut names: Vec<Name> = texts
            .iter()
            .zip(&wanted)
            .map(|(text, &(_, style, paint, end, end_x))| Name {
                lines: style.wrap_evenly(&drawable(text), widest),
                style,
                paint,
                end,
                end_x,
                y: end,
            })
            .collect();
        let room = (plot.top - 10.0, plot.top + plot.height + 10.0);
        let heights: Vec<(f64, f64)> =
            names.iter().map(|n| (n.end, n.lines.len() as f64 * theme::SMALL * LEADING - 4.0)).collect();
        let found = spread(&heights, room).filter(|_| names.iter().all(|n| n.lines.len() <= LINES))?;
        names.iter_mut().zip(found).for_each(|(name, y)| name.y = y);
        Some(names)
    };
    let texts: Vec<String> = wanted.iter().map(|w| w.0.clone()).collect();
    if let Some(names) = of(&texts) {
        return (names, Vec::new());
    }
    let numbers: Vec<String> = (1..=texts.len()).map(|number| number.to_string()).collect();
    (of(&numbers).unwrap_or_default(), texts)
}

impl Name {
    fn draw(&self, pen: &mut Pen, plot: &Plot<'_>) {
        let right = plot.right;
        if let Some(x) = self.end_x.map(|x| plot.x(x)).filter(|x| *x < right - 1.0) {
            pen.stroke("lead", (x + 3.0, self.end), (right + 2.0, self.end), 1.0, Paint::Grey);
        }
        pen.stroke("lead", (right + 2.0, self.end), (right + LEAD - 4.0, self.y), 1.0, Paint::Grey);
        let up = (self.lines.len() as f64 - 1.0) * theme::SMALL * LEADING / 2.0;
        let at = (right + LEAD, self.y - up + HALF_CAPITAL * theme::SMALL);
        pen.lines("name", at, (Anchor::Start, self.style, self.paint), &self.lines, LEADING);
    }
}

fn grid(pen: &mut Pen, plot: &Plot<'_>) {
    let bottom = plot.top + plot.height;
    pen.levels(&plot.body.y.axis, (plot.left, plot.right), |value| plot.y(value));
    for tick in &plot.body.x.axis.ticks {
        let x = plot.x(tick.value);
        pen.stroke("grid", (x, plot.top), (x, bottom + 4.0), 1.0, Paint::Rule);
    }
}

/// Vertical lines with their labels above the plot. Where these have no room beside each other they are letters, and a list
/// below says what these are.
fn marks(pen: &mut Pen, plot: &Plot<'_>) -> Vec<(String, String)> {
    let texts: Vec<String> = plot.body.marks.iter().map(|mark| drawable(&mark.label)).collect();
    let places = |texts: &[String]| {
        let wanted: Vec<(f64, f64)> =
            plot.body.marks.iter().zip(texts).map(|(mark, text)| (plot.x(mark.value), STRESSED.width(text))).collect();
        spread(&wanted, (theme::MARGIN, plot.right))
    };
    let whole = places(&texts);
    let letters: Vec<String> = (b'A'..=b'Z').map(|letter| char::from(letter).to_string()).take(texts.len()).collect();
    let (above, found) = match whole {
        Some(found) => (&texts, Some(found)),
        None => (&letters, places(&letters)),
    };
    for (at, mark) in plot.body.marks.iter().enumerate() {
        let x = plot.x(mark.value);
        pen.stroke("reference", (x, plot.top - 6.0), (x, plot.top + plot.height), 1.5, Paint::Plum);
        if let (Some(found), Some(text)) = (&found, above.get(at)) {
            pen.text("reference", (found[at], plot.top - 11.0), Anchor::Middle, STRESSED, Paint::Plum, text);
        }
    }
    let is_lettered = std::ptr::eq(above, &letters);
    letters.iter().cloned().zip(texts.iter().cloned()).filter(|_| is_lettered).collect()
}

/// Ticks and title of the scale below the plot.
fn below(pen: &mut Pen, plot: &Plot<'_>) {
    let ticks = &plot.body.x.axis.ticks;
    let widest = ticks.iter().map(|tick| TICK.width(&tick.label)).fold(0.0, f64::max) + 10.0;
    let room = (plot.right - plot.left) / (ticks.len().max(2) - 1) as f64;
    let steps: Vec<f64> = ticks.windows(2).map(|two| two[1].value - two[0].value).collect();
    let is_even = steps.iter().all(|step| (step - steps[0]).abs() < 1e-6 * steps[0].abs());
    let every = if is_even { (widest / room).ceil().max(1.0) as usize } else { 1 };
    pen.y += theme::SMALL * 0.76;
    // Ticks of a logarithmic scale stand at uneven distances: one that would touch the last is left out.
    let mut end = f64::NEG_INFINITY;
    for tick in ticks.iter().step_by(every) {
        let half = TICK.width(&tick.label) / 2.0;
        if plot.x(tick.value) - half < end + TICK_GAP {
            continue;
        }
        end = plot.x(tick.value) + half;
        pen.text("tick", (plot.x(tick.value), pen.y), Anchor::Middle, TICK, Paint::Quiet, &tick.label);
    }
    pen.y += 6.0;
    for line in HEAD.wrap_evenly(&drawable(&plot.body.x.title), pen.width - 2.0 * theme::MARGIN) {
        pen.y += theme::SMALL * LEADING;
        let half = HEAD.width(&line) / 2.0;
        let centre = f64::midpoint(plot.left, plot.right);
        let x = centre.clamp(theme::MARGIN + half, (pen.width - theme::MARGIN - half).max(theme::MARGIN + half));
        pen.text("unit", (x, pen.y), Anchor::Middle, HEAD, Paint::Quiet, &line);
    }
    pen.y += 8.0;
}

/// The points of a curve that can be pointed at.
fn pointed_at(pen: &mut Pen, plot: &Plot<'_>, curve: &Curve) {
    for (point, says) in of_curve(curve, plot.body) {
        spot(pen, plot.at(point), says);
    }
}

/// What can be pointed at around a point.
fn spot(pen: &mut Pen, (x, y): (f64, f64), says: String) {
    let (left, top, width, height) = (x - REACH.0, y - REACH.1, 2.0 * REACH.0, 2.0 * REACH.1);
    pen.spots.push(scene::Spot { left, top, width, height, says });
}

/// A marked point with its interval along the scale, and its label clear of all lines; whether it has this letter instead.
fn draw_spot(pen: &mut Pen, plot: &Plot<'_>, spot: &Spot, letter: &str) -> bool {
    let (x, y) = plot.at((spot.x, spot.y));
    self::spot(pen, (x, y), of_point(spot, plot.body));
    if let Some((low, high)) = spot.interval {
        let (low, high) = (plot.x(low), plot.x(high));
        pen.stroke("interval", (low, y), (high, y), 2.5, Paint::Blue);
        for end in [low, high] {
            pen.stroke("interval", (end, y - 5.0), (end, y + 5.0), 2.5, Paint::Blue);
        }
    }
    let dot =
        Dot { class: "marker", centre: (x, y), radius: MARKER, fill: Paint::Blue, stroke: Paint::Blue, width: 2.0 };
    pen.items.push(Item::Dot(dot));
    // As wide as it can be and still stand clear.
    let whole = |widest: &f64| drawable(&spot.label).split(' ').all(|word| STRESSED.width(word) <= *widest);
    let placed = SPOT_WIDTHS.into_iter().filter(whole).find_map(|widest| {
        let lines = STRESSED.wrap_evenly(&drawable(&spot.label), widest);
        place_of(&lines, (x, y), plot).map(|place| (lines, place))
    });
    let is_lettered = placed.is_none();
    let lettered = || place_of(&[letter.to_owned()], (x, y), plot).map(|place| (vec![letter.to_owned()], place));
    let Some((lines, (centre, top))) = placed.or_else(lettered) else { return false };
    let (width, tall) = size_of(&lines);
    let nearest = (x.clamp(centre - width / 2.0, centre + width / 2.0), y.clamp(top, top + tall));
    if (nearest.0 - x).hypot(nearest.1 - y) > NEAR {
        pen.stroke("lead", (x, y), nearest, 1.0, Paint::Blue);
    }
    pen.paper((centre - width / 2.0 - 3.0, top, width + 6.0, tall));
    let first = (centre, top + 0.8 * theme::SMALL * LEADING);
    pen.lines("spot", first, (Anchor::Middle, STRESSED, Paint::Blue), &lines, LEADING);
    is_lettered
}

/// Width and height of the label of a point.
fn size_of(lines: &[String]) -> (f64, f64) {
    let width = lines.iter().map(|line| STRESSED.width(line)).fold(0.0, f64::max);
    (width, lines.len() as f64 * theme::SMALL * LEADING)
}

/// The nearest place for the label of a point that is clear of all lines: its centre and top.
fn place_of(lines: &[String], (x, y): (f64, f64), plot: &Plot<'_>) -> Option<(f64, f64)> {
    let (width, tall) = size_of(lines);
    // From the nearest on.
    let steps = |from: f64, to: f64, step: f64| {
        (0..=((to - from) / step).max(0.0) as u32).map(move |at| from + step * f64::from(at))
    };
    let mut places: Vec<(f64, f64)> = steps(plot.left + width / 2.0 + 5.0, plot.right - width / 2.0 - 5.0, 9.0)
        .flat_map(|centre| {
            steps(plot.top + 3.0, plot.top + plot.height - tall - 3.0, 9.0).map(move |top| (centre, top))
        })
        .collect();
    let far = |&(centre, top): &(f64, f64)| (centre - x).powi(2) + (top + tall / 2.0 - y).powi(2);
    places.sort_by(|a, b| far(a).total_cmp(&far(b)));
    let is_clear = |&(centre, top): &(f64, f64)| {
        let area: Box4 = (centre - width / 2.0 - 5.0, top - 3.0, centre + width / 2.0 + 5.0, top + tall + 3.0);
        let inside =
            area.0 >= plot.left && area.2 <= plot.right && area.1 >= plot.top && area.3 <= plot.top + plot.height;
        inside && !lines_of(plot).iter().any(|line| crosses(*line, area))
    };
    places.into_iter().find(is_clear)
}

/// Every line of the plot that words must keep clear of.
fn lines_of(plot: &Plot<'_>) -> Vec<((f64, f64), (f64, f64))> {
    let curves =
        plot.body.curves.iter().flat_map(|curve| {
            curve.points.windows(2).map(|two| (plot.at(two[0]), plot.at(two[1]))).collect::<Vec<_>>()
        });
    let bottom = plot.top + plot.height;
    let levels = plot.body.levels.iter().map(|l| ((plot.left, plot.y(l.value)), (plot.right, plot.y(l.value))));
    let marks = plot.body.marks.iter().map(|m| ((plot.x(m.value), plot.top), (plot.x(m.value), bottom)));
    let spots = plot.body.spots.iter().flat_map(|spot| {
        let (x, y) = plot.at((spot.x, spot.y));
        let (low, high) = spot.interval.map_or((x, x), |(low, high)| (plot.x(low), plot.x(high)));
        [((low, y), (high, y)), ((x - MARKER, y - MARKER), (x + MARKER, y + MARKER))]
    });
    curves.chain(levels).chain(marks).chain(spots).collect()
}

/// The axes of both scales as they are.
pub(super) fn scale(axis: Axis, title: &str) -> super::Scale {
    super::Scale { axis, title: title.to_owned() }
}
