//! What stands in a chart: its numbers and its words, before anything is placed or drawn.
//!
//! ```text
//! results::Outcome ────┐                   measured text             one drawing path
//! results::Comparison ─┴─ rates ──► Chart ── layout ──► Scene ── svg ──► SVG ── png ──► PNG
//!            Outcome ──── bands ──┘          (bars)
//!
//! Fully mature guardrails go with more rollbacks, not fewer      headline
//! Share of …, with 95% confidence intervals …                    subtitle
//!                       Base        All: 74%          Rate
//! Guardrail maturity                   │                         panel
//! Not started             50 †  ──●────│──             58%       row
//! Fully mature           687           │   ──●──       81%
//!                            40%   60%   80%   100%              axis
//! Filled blue: …   Source: …                                     notes, source
//! ```
//!
//! A chart computes no statistic: every number comes from `results`.
//!
//! SVG is written directly and not through plotters. What these charts need of it is a linear scale with ticks (the
//! 50 lines of `axis`); its drawing backends take whole pixels, it cannot measure text with an embedded font, knows
//! neither `<title>`, `<desc>`, classes nor text anchors per element, and its default features ask the system for
//! fonts. A backend of our own would have been longer than `svg`.

mod across;
pub mod adjusted;
pub mod axis;
pub mod bands;
mod bars;
mod claims;
mod columns;
mod data;
pub mod detection;
pub mod differences;
pub mod distribution;
pub mod font;
pub mod implied;
mod indexed;
pub mod inline;
pub mod layout;
mod matrix;
mod names;
pub mod paired;
mod plan;
mod plane;
pub mod png;
pub mod rates;
mod rows;
mod says;
pub mod scene;
mod spread;
pub mod svg;
#[cfg(test)]
mod tests;
mod texts;
pub mod theme;
pub mod trend;
pub mod verdicts;
pub mod waves;

pub use adjusted::{adjusted, of_paradox as adjusted_paradox};
pub use axis::{Axis, Tick};
pub use bands::{Form, outcome_bands};
pub use claims::claims;
pub use detection::detection;
pub use differences::differences;
pub use distribution::distribution;
pub use font::missing_glyphs;
pub use implied::implied;
pub use paired::paired;
pub use plan::plan;
pub use rates::{comparison_rates, outcome_rates};
pub use theme::{Theme, Tone};

use theme::Paint;
pub use trend::trend;
pub use verdicts::verdicts;

/// A chart as numbers and text.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// The finding, in about ten words.
    pub headline: String,
    /// Measure, base, interval.
    pub subtitle: String,
    /// Width of the frame.
    pub width: f64,
    /// Height of the plot, where that does not follow from what it holds.
    pub height: Option<f64>,
    /// Its colours.
    pub theme: &'static Theme,
    /// What is drawn between head and foot.
    pub body: Body,
    /// How the chart is to be read.
    pub notes: Vec<String>,
    /// Where the numbers come from.
    pub source: Vec<String>,
    /// Whether the data are synthetic, which is then marked above and below.
    pub synthetic: bool,
    /// Text alternative: what it is.
    pub title: String,
    /// Text alternative: what it shows, made from the numbers.
    pub description: String,
}

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
    fn empty() -> Self {
        Cell { tone: None, word: texts::DASH.to_owned(), detail: String::new(), care: Care::Usual }
    }
}

impl MatrixRow {
    /// "74% of 1,567".
    fn figures(&self) -> String {
        let dagger = if self.care == Care::SmallBase { " †" } else { "" };
        format!("{} of {}{dagger}", self.value, self.base)
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
    /// Its rows, from top to bottom.
    pub rows: Vec<Row>,
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
    /// How it is drawn.
    pub standing: Standing,
}

impl Point {
    /// The value and its limits: what an axis must hold.
    fn ends(&self) -> [Option<f64>; 3] {
        [Some(self.value), self.interval.map(|i| i.0), self.interval.map(|i| i.1)]
    }
}

/// How a value stands to the reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Its interval excludes the reference: blue, filled.
    Apart,
    /// Its interval includes the reference, or there is none: grey, hollow.
    Within,
    /// There is no reference: blue, filled.
    Alone,
    /// Shown to lie elsewhere: a diamond, plum, filled.
    Beyond,
}

impl Standing {
    /// The colours of outline and inside.
    fn paints(self) -> (Paint, Paint) {
        match self {
            Standing::Apart | Standing::Alone => (Paint::Blue, Paint::Blue),
            Standing::Within => (Paint::Grey, Paint::Paper),
            Standing::Beyond => (Paint::Plum, Paint::Plum),
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
    fn empty() -> Self {
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
        }
    }

    /// Every text that is a label, and no figure.
    fn labels(&self) -> impl Iterator<Item = &String> {
        let rows = self.panels.iter().flat_map(|p| std::iter::once(&p.heading).chain(p.rows.iter().map(|r| &r.label)));
        self.bands.iter().flat_map(|bands| &bands.names).chain(rows)
    }

    /// All rows, from top to bottom.
    fn all(&self) -> impl Iterator<Item = &Row> {
        self.panels.iter().flat_map(|panel| &panel.rows)
    }
}

impl Chart {
    /// The rows of a chart of rows.
    #[cfg(test)]
    fn rows(&self) -> &Rows {
        match &self.body {
            Body::Rows(rows) => rows,
            other => panic!("no rows: {other:?}"),
        }
    }

    /// The same chart with the name of the data file in its source.
    #[must_use]
    pub fn with_data(mut self, name: &str) -> Self {
        let data = format!("Data: {}.", name.trim());
        match self.source.last_mut() {
            Some(line) => *line = format!("{line} {data}"),
            None => self.source.push(data),
        }
        self
    }

    /// The chart as SVG.
    pub fn to_svg(&self) -> String {
        svg::render(self)
    }

    /// The chart as PNG, two pixels to a unit.
    ///
    /// # Errors
    ///
    /// If the picture is too large to be held in memory.
    pub fn to_png(&self) -> crate::Result<Vec<u8>> {
        png::render(self)
    }

    /// Each text with characters that the embedded font lacks, and which: a PNG shows question marks in their place.
    pub fn missing_glyphs(&self) -> Vec<(&str, Vec<char>)> {
        let labels: Vec<&String> = match &self.body {
            Body::Rows(rows) => rows.labels().collect(),
            Body::Plane(plane) => {
                plane.curves.iter().map(|c| &c.name).chain(plane.levels.iter().map(|l| &l.label)).collect()
            }
            Body::Matrix(matrix) => matrix.columns.iter().chain(matrix.rows.iter().map(|row| &row.label)).collect(),
        };
        [&self.headline, &self.subtitle]
            .into_iter()
            .chain(labels)
            .chain(&self.notes)
            .chain(&self.source)
            .map(|text| (text.as_str(), missing_glyphs(text)))
            .filter(|(_, missing)| !missing.is_empty())
            .collect()
    }
}

/// Text as it may be drawn: line breaks and tabs become spaces, other control characters and those that steer the
/// direction of writing go.
///
/// ```
/// assert_eq!(paradox::chart::drawable("a\tb\u{1b}\u{202e}c"), "a bc");
/// ```
pub fn drawable(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
            '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
            '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{fff9}'..='\u{fffb}' => None,
            _ if c.is_control() => None,
            _ => Some(c),
        })
        .collect()
}
