//! What is drawn: shapes and single lines of text with coordinates.
//!
//! ```text
//! Chart ── layout ──► Scene ── svg ──► SVG          tests check a Scene for overlap and for what is cut off
//! ```

use super::font::Style;
use super::theme::Paint;

/// A chart with every element placed.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// Width of the frame.
    pub width: f64,
    /// Height of the frame.
    pub height: f64,
    /// Elements, the ones behind first.
    pub items: Vec<Item>,
    /// What can be pointed at, in reading order: drawn nowhere, for pages that can answer.
    pub spots: Vec<Spot>,
}

/// A part of a chart that shows one number or a few that belong together: a row, a cell, a point of a curve.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Spot {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
    /// What it is, its numbers, their base and interval.
    pub says: String,
}

/// One element.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// One line of text.
    Text(Text),
    /// A straight line.
    Line(Line),
    /// A marker.
    Dot(Dot),
    /// A line with corners, or the area that it encloses.
    Path(Path),
    /// A filled rectangle: behind the synthetic mark, a part of a bar.
    Pill(Pill),
}

/// One line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// What kind: class in the SVG.
    pub class: &'static str,
    /// x of the anchor.
    pub x: f64,
    /// Baseline.
    pub y: f64,
    /// Which end of the text stands at x.
    pub anchor: Anchor,
    /// Font.
    pub style: Style,
    /// Colour.
    pub fill: Paint,
    /// The text.
    pub text: String,
}

/// Which end of a text stands at its x.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// A straight line.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Line {
    pub class: &'static str,
    pub from: (f64, f64),
    pub to: (f64, f64),
    pub width: f64,
    pub stroke: Paint,
}

/// A line with corners, or the area that it encloses.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Path {
    pub class: &'static str,
    pub points: Vec<(f64, f64)>,
    pub fill: Option<Paint>,
    pub stroke: Option<Paint>,
    pub width: f64,
}

/// A marker.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Dot {
    pub class: &'static str,
    pub centre: (f64, f64),
    pub radius: f64,
    pub fill: Paint,
    pub stroke: Paint,
    pub width: f64,
}

/// A filled rectangle.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Pill {
    pub class: &'static str,
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    /// Radius of its corners.
    pub round: f64,
    pub fill: Paint,
    /// Colour of a thin line inside its edge, where the fill alone is too light to be seen.
    pub outline: Option<Paint>,
}

impl Item {
    /// Moves it to the right.
    pub(super) fn shift(&mut self, by: f64) {
        match self {
            Item::Text(text) => text.x += by,
            Item::Line(line) => {
                line.from.0 += by;
                line.to.0 += by;
            }
            Item::Dot(dot) => dot.centre.0 += by,
            Item::Path(path) => path.points.iter_mut().for_each(|point| point.0 += by),
            Item::Pill(pill) => pill.x += by,
        }
    }
}

impl Text {
    /// Left, top, right and bottom of what is drawn, from the measured width and the font's usual heights.
    pub fn bounds(&self) -> (f64, f64, f64, f64) {
        let width = self.style.width(&self.text);
        let left = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - width / 2.0,
            Anchor::End => self.x - width,
        };
        (left, self.y - 0.76 * self.style.size, left + width, self.y + 0.22 * self.style.size)
    }
}
