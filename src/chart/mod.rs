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
mod body;
mod claims;
mod columns;
mod data;
pub mod detection;
pub mod differences;
pub mod distribution;
pub mod font;
mod frame;
mod halves;
pub mod implied;
mod indexed;
pub mod inline;
mod key;
pub mod layout;
mod marks;
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
pub use body::{
    Bands, Body, Care, Cell, Curve, Flow, Key, Mark, Matrix, MatrixRow, Panel, Part, Plane, Point, Reference, Row,
    Rows, Scale, Spot, Standing, Zone,
};
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
