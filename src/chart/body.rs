//! What is drawn between the head and the foot of a chart, as numbers and words: rows, a matrix, or curves.
//!
//! ```text
//! Rows    panels of rows on one axis     Row    label · base · mark · values
//! Matrix  outcomes by segments           Cell   verdict · range
//! Plane   curves over a scale            Curve  name · points
//! ```
//!
//! Nothing here has a place yet: `rows`, `across`, `matrix` and `plane` give it one.

use super::Axis;
use super::texts;
use super::theme::{Paint, Tone};

/// What is drawn between head and foot.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant)] // a chart has one, and charts are few
pub enum Body {
    /// Marks in rows, one below the other, on one axis.
    Rows(Rows),
    /// Cells in rows and columns.
    Matrix(Matrix),
    /// Curves over a scale.
    Plane(Plane),
}

/// Curves over a scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Plane {
    /// From left to right.
    pub x: Scale,
    /// From below to above.
    pub y: Scale,
    /// Areas behind the curves: x, and there the low and the high end.
    pub areas: Vec<Vec<(f64, f64, f64)>>,
    /// The curves, named at their right ends.
    pub curves: Vec<Curve>,
    /// Horizontal lines, named at their right ends.
    pub levels: Vec<Reference>,
    /// Vertical lines, labelled above.
    pub marks: Vec<Reference>,
    /// Marked points.
    pub spots: Vec<Spot>,
}

/// An axis and what it counts.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Scale {
    pub axis: Axis,
    pub title: String,
}

/// A curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// Its name.
    pub name: String,
    /// Its points.
    pub points: Vec<(f64, f64)>,
    /// Whether it is the one that the chart is about.
    pub is_stressed: bool,
}

/// A marked point.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// Where.
    pub x: f64,
    /// Where.
    pub y: f64,
    /// Its limits along x, where they can be estimated.
    pub interval: Option<(f64, f64)>,
    /// What it is.
    pub label: String,
}

/// How the rows of a chart follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// One below the other.
    Down,
    /// Side by side where they fit so, with a line from marker to marker: levels in their order.
    Across,
}

/// Cells in rows and columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// Heads of the columns.
    pub columns: Vec<String>,
    /// The rows, from top to bottom.
    pub rows: Vec<MatrixRow>,
}

/// A row of a matrix: an outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct MatrixRow {
    /// Its name.
    pub label: String,
    /// Its base, as text.
    pub base: String,
    /// Whether the base is so small that the figure is marked.
    pub care: Care,
    /// Its figure as text: a dash where there is none.
    pub value: String,
    /// What the figure is, where it is no rate: "mean".
    pub measure: &'static str,
    /// A cell for each column.
    pub cells: Vec<Cell>,
}

/// A cell of a matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// What fills it; `None` where nothing was compared.
    pub tone: Option<Tone>,
    /// What it says.
    pub word: String,
    /// What stands below, where there is room.
    pub detail: String,
    /// Whether a figure of the detail has a small base.
    pub care: Care,
}

impl Cell {
    /// Where nothing was compared.
    pub(super) fn empty() -> Self {
        Cell { tone: None, word: texts::DASH.to_owned(), detail: String::new(), care: Care::Usual }
    }
}

impl MatrixRow {
    /// "74% of 1,567"; "mean 2.98, n = 1,400", for a mean is of nobody; "n = 1,400" of answers without one figure.
    pub(super) fn figures(&self) -> String {
        let dagger = if self.care == Care::SmallBase { " †" } else { "" };
        let n = format!("n\u{a0}=\u{a0}{}{dagger}", self.base);
        match (self.value.as_str(), self.measure) {
            (texts::DASH, _) => n,
            (value, "") => format!("{value} of {}{dagger}", self.base),
            (value, measure) => format!("{measure} {value}, {n}"),
        }
    }
}

/// Marks in rows, one below the other, on one axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    /// Head of the column of bases; empty where there is none.
    pub base_head: String,
    /// Heads of the columns of values.
    pub value_heads: Vec<String>,
    /// Groups of rows.
    pub panels: Vec<Panel>,
    /// The scale that all panels share.
    pub axis: Axis,
    /// The value that all others are seen against.
    pub reference: Option<Reference>,
    /// A stretch of the axis that the marks are seen against.
    pub zone: Option<Zone>,
    /// How the rows follow each other.
    pub flow: Flow,
    /// In what the axis counts, where that is not percent.
    pub unit: Option<String>,
    /// What the parts of bars stand for, in a chart of bars.
    pub bands: Option<Bands>,
    /// What each kind of marker says, above the marks; empty where all are alike.
    pub key: Vec<Key>,
}

/// What a kind of marker says.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// The marker.
    pub standing: Standing,
    /// Its meaning.
    pub means: String,
}

/// What the parts of bars stand for.
#[derive(Debug, Clone, PartialEq)]
pub struct Bands {
    /// Names of the bands, in order.
    pub names: Vec<String>,
    /// Their colours.
    pub tones: Vec<Tone>,
    /// What lies on each side of 0 in a chart whose bars go both ways: below, and from there up.
    pub sides: Option<(String, String)>,
    /// Whether bars meet at 0, which a line then marks.
    pub meet: bool,
}

/// A part of a bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Position of its band.
    pub band: usize,
    /// Its share.
    pub share: f64,
    /// Its share as text.
    pub text: String,
}

/// A group of rows under one heading: a segment with its levels.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// The heading.
    pub heading: String,
    /// What was found of the group, below its heading: "Differs". Empty where the chart has one group alone.
    pub finding: String,
    /// Its rows, from top to bottom.
    pub rows: Vec<Row>,
}

impl Panel {
    /// Rows that need no heading.
    pub(super) fn alone(rows: Vec<Row>) -> Self {
        Panel::headed(String::new(), rows)
    }

    /// Rows under a heading, of which nothing more is said.
    pub(super) fn headed(heading: impl Into<String>, rows: Vec<Row>) -> Self {
        Panel { heading: heading.into(), finding: String::new(), rows }
    }
}

/// One line of the chart: a level.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its name.
    pub label: String,
    /// Its base, as text.
    pub base: String,
    /// Whether the base is so small that the figure is marked.
    pub care: Care,
    /// The values as text, one for each column: a dash where there is none.
    pub values: Vec<String>,
    /// What is drawn.
    pub mark: Mark,
}

/// Whether a figure is to be read with care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Care {
    /// As any other.
    Usual,
    /// Its base is small: marked with a dagger, which a note explains.
    SmallBase,
}

/// What a row shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// A value with its interval.
    Point(Point),
    /// Two values of one level, the first above the second.
    Two([Point; 2]),
    /// A bar of parts, one after another.
    Bar {
        /// Where it begins: 0, or below where bars go both ways.
        start: f64,
        /// Its parts, in the order of the bands.
        parts: Vec<Part>,
    },
    /// A difference of two values, from 0, with its interval around its end.
    Gap {
        /// The difference.
        difference: f64,
        /// Its limits, where they can be estimated.
        interval: Option<(f64, f64)>,
    },
    /// Nothing, and why.
    Absent {
        /// "base under 30".
        reason: String,
    },
}

/// A value with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The value.
    pub value: f64,
    /// Its limits, where they can be estimated.
    pub interval: Option<(f64, f64)>,
    /// Narrower limits, drawn as a thicker part of the line: what the standing rests on, where that is another interval.
    pub inner: Option<(f64, f64)>,
    /// How it is drawn.
    pub standing: Standing,
}

impl Point {
    /// A value with one interval.
    pub(super) fn new(value: f64, interval: Option<(f64, f64)>, standing: Standing) -> Self {
        Point { value, interval, inner: None, standing }
    }

    /// The value and its limits: what an axis must hold.
    pub(super) fn ends(&self) -> [Option<f64>; 3] {
        [Some(self.value), self.interval.map(|i| i.0), self.interval.map(|i| i.1)]
    }
}

/// How a value stands to the reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Shown to differ from all others: blue, filled.
    Apart,
    /// All else: grey, hollow.
    Within,
    /// There is no reference: blue, filled.
    Alone,
    /// Shown to lie elsewhere: a diamond, blue, filled.
    Beyond,
    /// Shown to lie within what it is held against: teal, filled.
    Inside,
}

impl Standing {
    /// The colours of outline and inside.
    pub(super) fn paints(self) -> (Paint, Paint) {
        match self {
            Standing::Apart | Standing::Alone | Standing::Beyond => (Paint::Blue, Paint::Blue),
            Standing::Within => (Paint::Grey, Paint::Paper),
            Standing::Inside => (Paint::Teal, Paint::Teal),
        }
    }
}

/// A vertical line at a value, labelled at the line.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// Where.
    pub value: f64,
    /// The label: "All respondents: 74%".
    pub label: String,
    /// What stands there instead where the label is wider than the plot: "All: 74%".
    pub short_label: String,
}

/// A stretch of the axis, labelled above it: the margin within which a difference counts as none.
#[derive(Debug, Clone, PartialEq)]
pub struct Zone {
    /// Its left end.
    pub low: f64,
    /// Its right end.
    pub high: f64,
    /// The label.
    pub label: String,
    /// What stands there instead where the label is wider than the plot.
    pub short_label: String,
}

impl Rows {
    /// No rows on an axis of shares.
    pub(super) fn empty() -> Self {
        Rows {
            base_head: String::new(),
            value_heads: Vec::new(),
            panels: Vec::new(),
            axis: Axis::of_shares([]),
            reference: None,
            zone: None,
            flow: Flow::Down,
            unit: None,
            bands: None,
            key: Vec::new(),
        }
    }

    /// Every text that is a label, and no figure.
    pub(super) fn labels(&self) -> impl Iterator<Item = &String> {
        let rows = self.panels.iter().flat_map(|p| std::iter::once(&p.heading).chain(p.rows.iter().map(|r| &r.label)));
        self.bands.iter().flat_map(|bands| &bands.names).chain(rows)
    }

    /// All rows, from top to bottom.
    pub(super) fn all(&self) -> impl Iterator<Item = &Row> {
        self.panels.iter().flat_map(|panel| &panel.rows)
    }
}
