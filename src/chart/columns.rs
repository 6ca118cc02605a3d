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
//!
//! Where a label would be broken inside a word there, it has a line of its own above the figures; where these are too many
//! for one line, its base stands there too.

use super::font::Style;
use super::layout::{HEAD, HEADING, LABEL};
use super::rows::{PLOT_AIR, VERY_MANY_ROWS};
use super::{Rows, bars, drawable, theme};

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
/// Between columns that have little room.
const NARROW_GUTTER: f64 = 7.0;
/// More columns of values than this are many: their heads are broken sooner.
const MANY_VALUES: usize = 3;
/// Widest head of one of many columns of values in one line.
const MANY_VALUES_HEAD: f64 = 62.0;
/// Most lines of a label beside the figures of its row in a narrow chart.
const NARROW_LINES: usize = 3;

/// Charts that are less wide have their marks below their texts.
const NARROW: f64 = 560.0;

/// Least width of a plot beside its labels.
const LEAST_PLOT: f64 = 215.0;

/// The columns of a body.
pub(super) struct Columns {
    /// Whether the marks of a row stand below its texts.
    pub(super) below: bool,
    /// Whether labels stand on lines of their own, above the figures of their rows.
    pub(super) own_line: bool,
    /// Whether bases stand there too, because the figures leave no room for them.
    pub(super) base_above: bool,
    pub(super) labels: f64,
    pub(super) base_right: f64,
    pub(super) plot_left: f64,
    pub(super) plot_right: f64,
    /// The right end of each column of values.
    pub(super) value_rights: Vec<f64>,
    /// From the ends of the axis to the ends of the plot.
    pub(super) air: (f64, f64),
}

impl Columns {
    /// The right end of what stands furthest right.
    pub(super) fn right(&self) -> f64 {
        self.value_rights.last().copied().unwrap_or(self.plot_right)
    }

    /// Where a value of the axis stands.
    pub(super) fn x(&self, body: &Rows, value: f64) -> f64 {
        let (left, right) = (self.plot_left + self.air.0, self.plot_right - self.air.1);
        left + body.axis.position(value) * (right - left)
    }
}

/// The heads of the columns of values, each in lines.
pub(super) fn value_heads(body: &Rows) -> Vec<Vec<String>> {
    let room = if body.value_heads.len() > MANY_VALUES { MANY_VALUES_HEAD } else { VALUE_HEAD };
    body.value_heads.iter().map(|head| HEAD.wrap_evenly(&drawable(head), room)).collect()
}

/// Widths of the columns of values.
fn value_widths(body: &Rows) -> Vec<f64> {
    let wide = |at: usize| body.all().filter_map(move |row| row.values.get(at)).map(|v| HEADING.width(&drawable(v)));
    let heads = value_heads(body).into_iter().enumerate();
    heads.map(|(at, lines)| lines.iter().map(|line| HEAD.width(line)).chain(wide(at)).fold(0.0, f64::max)).collect()
}

/// As wide as their texts; the plot takes what is left.
pub(super) fn columns(body: &Rows, width: f64) -> Columns {
    if width < NARROW {
        return below(body, width);
    }
    // A row of two lines is as high as two rows.
    let is_long = body.panels.iter().any(|panel| panel.rows.len() > VERY_MANY_ROWS);
    let columns = beside(body, width, if is_long { 1 } else { LABEL_LINES });
    // Beside long labels a plot would be left in which dots hide their intervals.
    let is_squeezed = body.bands.is_none() && !is_long && columns.plot_right - columns.plot_left < LEAST_PLOT;
    if is_squeezed { below(body, width) } else { columns }
}

fn widest<'a>(style: Style, texts: impl Iterator<Item = &'a str>) -> f64 {
    texts.map(|t| style.width(&drawable(t))).fold(0.0, f64::max)
}

/// The width of the column of bases.
fn base_width(body: &Rows) -> f64 {
    widest(LABEL, body.all().map(|r| r.base.as_str())).max(HEAD.width(&body.base_head))
}

/// The left end of all columns of values, and the right end of each.
fn figures(body: &Rows, width: f64, gutter: f64) -> (f64, Vec<f64>) {
    let mut value_rights = Vec::new();
    let mut values_left = width - theme::MARGIN;
    for (at, width) in value_widths(body).into_iter().enumerate().rev() {
        values_left -= if at + 1 == body.value_heads.len() { 0.0 } else { gutter };
        value_rights.insert(0, values_left);
        values_left -= width;
    }
    (values_left, value_rights)
}

/// The dagger hangs in the gutter.
fn dagger() -> f64 {
    LABEL.width("†") + 2.0
}

/// Marks below the texts of their rows.
fn below(body: &Rows, width: f64) -> Columns {
    let base = base_width(body);
    let room = width - 2.0 * theme::MARGIN - value_widths(body).iter().sum::<f64>();
    let values = body.value_heads.len();
    // So many columns of values, and the bases: what is left between them.
    let base_above = values > 0 && room - base - dagger() < values as f64 * NARROW_GUTTER;
    let (room, gaps) = if base_above { (room, values.max(2) - 1) } else { (room - base - dagger(), values.max(1)) };
    let gutter = (room / gaps as f64).clamp(NARROW_GUTTER, GUTTER);
    let (values_left, value_rights) = figures(body, width, gutter);
    let base_right = if base_above { width - theme::MARGIN - dagger() } else { values_left - gutter - dagger() };
    let labels = (base_right - base - GUTTER - theme::MARGIN).max(40.0);
    let own_line = base_above
        || body.all().any(|row| {
            let label = drawable(&row.label);
            let is_broken = label.split(' ').any(|word| LABEL.width(word) > labels);
            is_broken || LABEL.wrap_evenly(&label, labels).len() > NARROW_LINES
        });
    let columns = Columns {
        below: true,
        own_line,
        base_above,
        labels: if own_line && !base_above { width - 2.0 * theme::MARGIN } else { labels },
        base_right,
        plot_left: theme::MARGIN,
        plot_right: width - theme::MARGIN,
        value_rights,
        air: (PLOT_AIR, PLOT_AIR),
    };
    bars::aired(body, columns)
}

/// Marks beside the texts of their rows, whose labels have so many lines if they can.
pub(super) fn beside(body: &Rows, width: f64, enough: usize) -> Columns {
    let base = base_width(body);
    let (values_left, value_rights) = figures(body, width, GUTTER);
    let scale = (width / theme::WIDTH).min(1.0);
    let (mut labels, mut lines) = (0.0, usize::MAX);
    for most in LABEL_WIDTHS {
        let wrapped: Vec<_> = body.all().map(|r| LABEL.wrap_evenly(&drawable(&r.label), most * scale)).collect();
        let deepest = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        if deepest < lines {
            lines = deepest;
            labels = wrapped.iter().flatten().map(|l| LABEL.width(l)).fold(0.0, f64::max);
        }
        if deepest <= enough {
            break;
        }
    }
    // A short heading runs over the columns of labels and bases only, so that the lines of the plot need not end at it.
    let headings = widest(HEADING, body.panels.iter().map(|p| p.heading.as_str())).min(HEADING_WIDTH * scale);
    labels = f64::max(labels, headings - GUTTER - base).max(40.0);
    let base_right = theme::MARGIN + labels + GUTTER + base;
    let columns = Columns {
        below: false,
        own_line: false,
        base_above: false,
        labels,
        base_right,
        plot_left: base_right + dagger() + 17.0,
        plot_right: values_left - GUTTER - 4.0,
        value_rights,
        air: (PLOT_AIR, PLOT_AIR),
    };
    bars::aired(body, columns)
}
