//! Where does everything stand, so that nothing overlaps and nothing is cut off?
//!
//! ```text
//! |<- margin                                                      margin ->|
//! headline, as wide as the page
//! subtitle
//!
//! rows, matrix or plane
//!
//! notes and source, as wide as the page
//! ```
//!
//! The result is a [`Scene`]: shapes and single lines of text with coordinates, which `svg` writes down and tests check
//! for overlap.

use super::font::Style;
use super::scene::{Anchor, Item, Line, Pill, Scene, Spot, Text};
use super::theme::Paint;
use super::{Axis, Body, Chart, drawable, matrix, plane, rows, theme};

/// Baseline to baseline, in ems.
pub(super) const LEADING: f64 = 1.38;
/// Baseline to baseline of a label, in ems.
pub(super) const LABEL_LEADING: f64 = 1.25;
/// From the middle of a row to the baseline of a single line, in ems: half the height of a capital.
pub(super) const HALF_CAPITAL: f64 = 0.364;

pub(super) const LABEL: Style = Style::regular(theme::BODY);
pub(super) const HEADING: Style = Style::semibold(theme::BODY);
pub(super) const HEAD: Style = Style::regular(theme::SMALL);
pub(super) const TICK: Style = Style::regular(theme::SMALL);
const STAMP: Style = Style::semibold(11.0);

/// Places everything.
pub fn place(chart: &Chart) -> Scene {
    let mut pen =
        Pen { items: Vec::new(), spots: Vec::new(), y: theme::MARGIN, width: chart.width, height: chart.height };
    let page = chart.width - 2.0 * theme::MARGIN;
    head(&mut pen, chart, page);
    pen.y += 26.0;
    let more = match &chart.body {
        Body::Rows(body) => rows::draw(&mut pen, body),
        Body::Plane(body) => {
            plane::draw(&mut pen, body);
            None
        }
        Body::Matrix(body) => {
            matrix::draw(&mut pen, body);
            None
        }
    };
    pen.y += 14.0;
    foot(&mut pen, chart, page, more);
    let height = (pen.y + theme::MARGIN - 6.0).ceil();
    Scene { width: chart.width, height, items: pen.items, spots: pen.spots }
}

fn head(pen: &mut Pen, chart: &Chart, page: f64) {
    let style = Style::semibold(theme::HEADLINE);
    for line in style.wrap_evenly(&drawable(&together(&chart.headline)), page) {
        pen.line("headline", &line, style, Paint::Ink, 1.25);
    }
    pen.y += 8.0;
    pen.stamped("subtitle", &chart.subtitle, chart.synthetic, Style::regular(theme::SUBTITLE), page);
}

/// A headline in which a number and its points are not parted by the end of a line.
fn together(headline: &str) -> String {
    let mut out = String::new();
    for (at, word) in headline.split(' ').enumerate() {
        let is_unit = word.starts_with("points") || word == "point";
        let after_number = out.ends_with(|c: char| c.is_ascii_digit());
        if at > 0 {
            out.push(if is_unit && after_number { '\u{a0}' } else { ' ' });
        }
        out.push_str(word);
    }
    out
}

fn foot(pen: &mut Pen, chart: &Chart, page: f64, more: Option<&str>) {
    let style = Style::regular(theme::FOOT);
    for (i, note) in chart.notes.iter().enumerate() {
        let stamped = chart.synthetic && i == 0;
        pen.stamped("note", note, stamped, style, page);
        pen.y += if stamped { 6.0 } else { 2.0 };
    }
    if let Some(more) = more {
        pen.stamped("note", more, false, style, page);
        pen.y += 2.0;
    }
    pen.y += 5.0;
    for source in &chart.source {
        pen.stamped("source", source, false, style, page);
        pen.y += 2.0;
    }
}

/// Collects elements from top to bottom.
pub(super) struct Pen {
    pub(super) items: Vec<Item>,
    pub(super) spots: Vec<Spot>,
    pub(super) y: f64,
    /// Width of the frame.
    pub(super) width: f64,
    /// Height of a plot that has one of its own.
    pub(super) height: Option<f64>,
}

impl Pen {
    pub(super) fn text(
        &mut self,
        class: &'static str,
        at: (f64, f64),
        anchor: Anchor,
        style: Style,
        fill: Paint,
        text: &str,
    ) {
        let text = drawable(text);
        if !text.trim().is_empty() {
            self.items.push(Item::Text(Text { class, x: at.0, y: at.1, anchor, style, fill, text }));
        }
    }

    /// Lines of text, one below the other, the first at this baseline.
    pub(super) fn lines(
        &mut self,
        class: &'static str,
        (x, y): (f64, f64),
        (anchor, style, fill): (Anchor, Style, Paint),
        lines: &[String],
        leading: f64,
    ) {
        for (i, line) in lines.iter().enumerate() {
            self.text(class, (x, y + i as f64 * style.size * leading), anchor, style, fill, line);
        }
    }

    /// The head of a column, whose last line stands at this baseline.
    pub(super) fn head(&mut self, (x, lowest): (f64, f64), anchor: Anchor, lines: &[String]) {
        let first = lowest - (lines.len() as f64 - 1.0) * theme::SMALL * LEADING;
        self.lines("head", (x, first), (anchor, HEAD, Paint::Quiet), lines, LEADING);
    }

    /// Paper behind words, at which gridlines stop instead of running through them: left, top, width, height.
    pub(super) fn paper(&mut self, (x, y, width, height): (f64, f64, f64, f64)) {
        let (fill, outline) = (Paint::Paper, None);
        self.items.push(Item::Pill(Pill { class: "paper", x, y, width, height, round: 3.0, fill, outline }));
    }

    /// Horizontal gridlines with their ticks at the left.
    pub(super) fn levels(&mut self, axis: &Axis, (left, right): (f64, f64), y: impl Fn(f64) -> f64) {
        for tick in &axis.ticks {
            let y = y(tick.value);
            self.stroke("grid", (left, y), (right, y), 1.0, Paint::Rule);
            let at = (left - 8.0, y + HALF_CAPITAL * TICK.size);
            self.text("tick", at, Anchor::End, TICK, Paint::Quiet, &tick.label);
        }
    }

    pub(super) fn stroke(&mut self, class: &'static str, from: (f64, f64), to: (f64, f64), width: f64, stroke: Paint) {
        self.items.push(Item::Line(Line { class, from, to, width, stroke }));
    }

    /// One line at the left margin, and down by its height.
    fn line(&mut self, class: &'static str, text: &str, style: Style, fill: Paint, leading: f64) {
        self.text(class, (theme::MARGIN, self.y + style.size * 0.86), Anchor::Start, style, fill, text);
        self.y += style.size * leading;
    }

    /// A paragraph; the first line begins with the synthetic mark where there is one.
    fn stamped(&mut self, class: &'static str, text: &str, synthetic: bool, style: Style, page: f64) {
        let mark = STAMP.width(theme::SYNTHETIC) + 14.0;
        let indent = if synthetic { mark + 9.0 } else { 0.0 };
        if synthetic {
            let baseline = self.y + style.size * 0.86;
            let middle = baseline - HALF_CAPITAL * style.size;
            let pill = Pill {
                class: "synthetic",
                x: theme::MARGIN,
                y: middle - 9.0,
                width: mark,
                height: 18.0,
                round: 3.0,
                fill: Paint::Plum,
                outline: None,
            };
            self.items.push(Item::Pill(pill));
            let at = (theme::MARGIN + 7.0, middle + HALF_CAPITAL * STAMP.size);
            self.text("synthetic", at, Anchor::Start, STAMP, Paint::Paper, theme::SYNTHETIC);
        }
        for (i, line) in style.wrap_after(&drawable(text), page, indent).iter().enumerate() {
            let x = theme::MARGIN + if i == 0 { indent } else { 0.0 };
            self.text(class, (x, self.y + style.size * 0.86), Anchor::Start, style, Paint::Quiet, line);
            self.y += style.size * LEADING;
        }
    }
}
