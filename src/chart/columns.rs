//! How wide are the columns of a chart?
//!
//! ```text
//! |<- margin                                               margin ->|
//! Label in two lines    2,527 |      ──●─┆──              |    74%
//! <- label column -><-- base ->< plot, with air for marks -><-value->
//! ```
//!
//! Columns are as wide as their measured texts; the plot takes the rest. In a narrow chart too little would be left,
//! and the marks of a row stand below its texts:
//!
//! ```text
//! Label in two lines  2,527   74%
//!      ──●─┆──
//! ```

use super::font::Style;
use super::layout::{HEAD, HEADING, LABEL, PLOT_AIR};
use super::{Chart, bars, drawable, theme};

/// Between columns.
const GUTTER: f64 = 18.0;
/// Widest column of labels if two lines are enough, and if they are not; of a chart of the usual width.
const LABEL_WIDTHS: [f64; 3] = [200.0, 235.0, 270.0];
/// Widest heading that makes the columns of labels and bases wider than their texts.
const HEADING_WIDTH: f64 = 180.0;
/// Widest head of the column of values in one line.
const VALUE_HEAD: f64 = 84.0;
/// Most lines of a label before the column gets wider.
const LABEL_LINES: usize = 2;

/// Charts that are less wide have their marks below their texts.
const NARROW: f64 = 560.0;

/// The columns of a chart.
pub(super) struct Columns {
    /// Whether the marks of a row stand below its texts.
    pub(super) below: bool,
    pub(super) labels: f64,
    pub(super) base_right: f64,
    pub(super) plot_left: f64,
    pub(super) plot_right: f64,
    pub(super) value_right: f64,
    /// From the ends of the axis to the ends of the plot.
    pub(super) air: (f64, f64),
}

impl Columns {
    /// Where a value of the axis stands.
    pub(super) fn x(&self, chart: &Chart, value: f64) -> f64 {
        let (left, right) = (self.plot_left + self.air.0, self.plot_right - self.air.1);
        left + chart.axis.position(value) * (right - left)
    }
}

/// The head of the column of values, in lines.
pub(super) fn value_head(chart: &Chart) -> Vec<String> {
    HEAD.wrap_evenly(&drawable(&chart.value_head), VALUE_HEAD)
}

/// As wide as their texts; the plot takes what is left.
pub(super) fn columns(chart: &Chart) -> Columns {
    let rows = || chart.panels.iter().flat_map(|p| &p.rows);
    let widest = |style: Style, texts: &mut dyn Iterator<Item = &str>| {
        texts.map(|t| style.width(&drawable(t))).fold(0.0, f64::max)
    };
    let base = widest(LABEL, &mut rows().map(|r| r.base.as_str())).max(HEAD.width(&chart.base_head));
    let head = value_head(chart).iter().map(|line| HEAD.width(line)).fold(0.0, f64::max);
    let value = widest(HEADING, &mut rows().map(|r| r.value.as_str())).max(head);
    let scale = (chart.width / theme::WIDTH).min(1.0);
    let value_right = chart.width - theme::MARGIN;
    // The dagger hangs in the gutter.
    let dagger = LABEL.width("†") + 2.0;
    if chart.width < NARROW {
        let base_right = value_right - value - GUTTER - dagger;
        let columns = Columns {
            below: true,
            labels: (base_right - base - GUTTER - theme::MARGIN).max(40.0),
            base_right,
            plot_left: theme::MARGIN,
            plot_right: value_right,
            value_right,
            air: (PLOT_AIR, PLOT_AIR),
        };
        return bars::aired(chart, columns);
    }
    let (mut labels, mut lines) = (0.0, usize::MAX);
    for most in LABEL_WIDTHS {
        let wrapped: Vec<_> = rows().map(|r| LABEL.wrap_evenly(&drawable(&r.label), most * scale)).collect();
        let deepest = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        if deepest < lines {
            lines = deepest;
            labels = wrapped.iter().flatten().map(|l| LABEL.width(l)).fold(0.0, f64::max);
        }
        if deepest <= LABEL_LINES {
            break;
        }
    }
    // A heading runs over the columns of labels and bases, never into the plot.
    let headings = widest(HEADING, &mut chart.panels.iter().map(|p| p.heading.as_str())).min(HEADING_WIDTH * scale);
    labels = f64::max(labels, headings - GUTTER - base).max(40.0);
    let base_right = theme::MARGIN + labels + GUTTER + base;
    let columns = Columns {
        below: false,
        labels,
        base_right,
        plot_left: base_right + dagger + 17.0,
        plot_right: value_right - value - GUTTER - 4.0,
        value_right,
        air: (PLOT_AIR, PLOT_AIR),
    };
    bars::aired(chart, columns)
}
