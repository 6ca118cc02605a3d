//! Where does everything stand, so that nothing overlaps and nothing is cut off?
//!
//! ```text
//! |<- margin                                                      margin ->|
//! headline, as wide as the page
//! subtitle
//!                        Base |      All: 74%                    |   Rate      heads
//! Panel                       |          ┆                       |
//! Label in two lines    2,527 |      ──●─┆──                     |    74%      row
//! <- label column -><-- base ->< plot, with air for markers ----><- value ->
//!                             40%      60%      80%     100%                   ticks
//! notes and source, as wide as the page
//! ```
//!
//! Columns are as wide as their measured texts; the plot takes the rest. The result is a [`Scene`]: shapes and single
//! lines of text with coordinates, which `svg` writes down and tests check for overlap.

use super::bars::{self, Outside};
use super::columns::{Columns, columns, value_head};
use super::font::Style;
use super::scene::{Anchor, Dot, Item, Line, Pill, Scene, Text};
use super::{Care, Chart, Mark, Panel, Reference, Row, Standing, drawable, names, theme};

/// Baseline to baseline, in ems.
pub(super) const LEADING: f64 = 1.38;
/// Baseline to baseline of a label, in ems.
const LABEL_LEADING: f64 = 1.25;
/// From the middle of a row to the baseline of a single line, in ems: half the height of a capital.
pub(super) const HALF_CAPITAL: f64 = 0.364;
/// Least height of a row.
const ROW: f64 = 25.0;
/// Least height of a row where there are many.
const DENSE_ROW: f64 = 22.5;
/// More rows than this are many.
pub(super) const MANY_ROWS: usize = 16;
/// What a row of several lines adds to their height.
const ROW_AIR: f64 = 11.0;
/// Above the texts of a row whose mark stands below them.
const TEXTS_AIR: f64 = 6.0;
/// Between the rows of a panel and the next heading.
const PANEL_GAP: f64 = 18.0;
/// Height of a heading with the air below it, beyond its lines.
const HEADING_AIR: f64 = 3.0;
/// From the ends of the axis to the ends of the plot: a marker at 0% or 100% fits in.
pub(super) const PLOT_AIR: f64 = 9.0;
/// From this height on the ticks stand above the panels too.
const TALL: f64 = 520.0;
const MARKER: f64 = 4.75;
/// What is said where figures of bars are left out.
const UNSAID: &str = "Parts that are too narrow for their figure stand without one.";

pub(super) const LABEL: Style = Style::regular(theme::BODY);
pub(super) const HEADING: Style = Style::semibold(theme::BODY);
pub(super) const HEAD: Style = Style::regular(theme::SMALL);
const TICK: Style = Style::regular(theme::SMALL);
const REASON: Style = Style::regular(theme::SMALL);
const REFERENCE: Style = Style::semibold(theme::SMALL);
const STAMP: Style = Style::semibold(11.0);

/// A row whose label is broken into lines.
struct Cut<'a> {
    row: &'a Row,
    lines: Vec<String>,
    height: f64,
    /// Of the height: room above a bar for what does not fit into it.
    above: f64,
    /// Of the height: the texts, where they stand above the mark.
    texts: f64,
}

impl Cut<'_> {
    /// The middle of its mark, below the top of the row.
    fn middle(&self) -> f64 {
        let room = self.above + self.texts;
        room + (self.height - room) / 2.0
    }
}

/// Places everything.
pub fn place(chart: &Chart) -> Scene {
    let mut pen = Pen { items: Vec::new(), y: theme::MARGIN };
    let page = chart.width - 2.0 * theme::MARGIN;
    head(&mut pen, chart, page);
    let columns = columns(chart);
    pen.y += 26.0;
    let value_head = value_head(chart);
    let names = names::names(chart, &columns);
    let zone = (value_head.len() as f64 - 1.0) * theme::SMALL * LEADING;
    let top = pen.y;
    let heads = match columns.below {
        // The plot is as wide as the page: what stands above it stands above the heads of columns too.
        true => top + theme::SMALL * 0.76 + zone + names.height(),
        false => top + theme::SMALL * 0.76 + zone.max(names.height() - theme::SMALL),
    };
    let rows = chart.panels.iter().map(|p| p.rows.len()).sum::<usize>();
    let least = match (&chart.bands, rows > MANY_ROWS) {
        (Some(_), many) => bars::row_height(many),
        (None, true) => DENSE_ROW,
        (None, false) => ROW,
    };
    let panels: Vec<(Vec<String>, Vec<Cut<'_>>, f64)> = chart
        .panels
        .iter()
        .enumerate()
        .map(|(at, panel)| cut(panel, chart, &columns, least, at == 0 && names.are_direct()))
        .collect();
    let height: f64 = panels.iter().map(|(_, _, height)| height + PANEL_GAP).sum();
    pen.reference_label(chart, &columns, heads);
    let mut lowest = heads;
    if columns.below && chart.reference.is_some() {
        lowest += theme::SMALL * LEADING + 2.0 + zone;
    }
    if height > TALL && !chart.axis.ticks.is_empty() && !columns.below {
        lowest += theme::SMALL * LEADING + 4.0;
        pen.ticks(chart, &columns, lowest, chart.reference.as_ref());
    }
    pen.text("head", (columns.base_right, lowest), Anchor::End, HEAD, theme::QUIET, &chart.base_head);
    for (i, line) in value_head.iter().rev().enumerate() {
        let y = lowest - i as f64 * theme::SMALL * LEADING;
        pen.text("head", (columns.value_right, y), Anchor::End, HEAD, theme::QUIET, line);
    }
    pen.y = lowest + 9.0;
    let plot = (pen.y, pen.y + height);
    if let (Some(bands), Some(first)) = (&chart.bands, panels.first().and_then(|(_, rows, _)| rows.first())) {
        let bar = plot.0 + first.middle() - bars::bar_height(least) / 2.0;
        let legend = if columns.below { top } else { plot.0 - names.height() };
        names.draw(&mut pen, bands, bar, legend);
    } else {
        pen.guides(&panels, &columns);
    }
    pen.grid(chart, &columns, &panels, plot, heads);
    for (heading, rows, _) in &panels {
        pen.panel(heading, rows, chart, &columns);
    }
    if chart.bands.is_some() {
        pen.y = plot.1 - PANEL_GAP + 8.0;
        pen.sides(chart, &columns);
        pen.y += 14.0;
    } else {
        pen.ticks(chart, &columns, plot.1 + theme::SMALL * 0.76 + 8.0, None);
        pen.y = plot.1 + theme::SMALL + 16.0;
        pen.unit(chart, &columns);
        pen.y += 14.0;
    }
    let unsaid = bars::leaves_out_figures(chart, &columns);
    foot(&mut pen, chart, page, unsaid.then_some(UNSAID));
    let height = (pen.y + theme::MARGIN - 6.0).ceil();
    Scene { width: chart.width, height, items: pen.items }
}

fn head(pen: &mut Pen, chart: &Chart, page: f64) {
    let style = Style::semibold(theme::HEADLINE);
    for line in style.wrap_evenly(&drawable(&chart.headline), page) {
        pen.line("headline", &line, style, theme::INK, 1.25);
    }
    pen.y += 8.0;
    pen.stamped("subtitle", &chart.subtitle, chart.synthetic, Style::regular(theme::SUBTITLE), page);
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

/// Lines of a panel's heading and labels, and the height of it all.
fn cut<'a>(
    panel: &'a Panel,
    chart: &Chart,
    columns: &Columns,
    least: f64,
    named: bool,
) -> (Vec<String>, Vec<Cut<'a>>, f64) {
    let heading = drawable(&panel.heading);
    let heading = if heading.trim().is_empty() {
        Vec::new()
    } else {
        let room = if columns.below { columns.value_right } else { columns.base_right };
        HEADING.wrap_evenly(&heading, room - theme::MARGIN)
    };
    let rows: Vec<Cut<'a>> = panel
        .rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let lines = LABEL.wrap_evenly(&drawable(&row.label), columns.labels + 0.01);
            let texts = lines.len().max(1) as f64 * theme::BODY * LABEL_LEADING;
            let (texts, height) = match (columns.below, lines.len()) {
                (true, _) => (texts + TEXTS_AIR, texts + TEXTS_AIR + least),
                (false, 0 | 1) => (0.0, least),
                (false, _) => (0.0, texts + ROW_AIR),
            };
            // The names above the first bar carry the figures that do not fit into it.
            let above = if named && at == 0 { 0.0 } else { bars::above(&row.mark, chart, columns) };
            Cut { row, lines, height: height + above, above, texts }
        })
        .collect();
    let height = heading_height(&heading) + rows.iter().map(|r| r.height).sum::<f64>();
    (heading, rows, height)
}

fn heading_height(lines: &[String]) -> f64 {
    if lines.is_empty() { 0.0 } else { lines.len() as f64 * theme::BODY * LEADING + HEADING_AIR }
}

/// Collects elements from top to bottom.
pub(super) struct Pen {
    pub(super) items: Vec<Item>,
    pub(super) y: f64,
}

impl Pen {
    pub(super) fn text(
        &mut self,
        class: &'static str,
        at: (f64, f64),
        anchor: Anchor,
        style: Style,
        fill: &'static str,
        text: &str,
    ) {
        let text = drawable(text);
        if !text.trim().is_empty() {
            self.items.push(Item::Text(Text { class, x: at.0, y: at.1, anchor, style, fill, text }));
        }
    }

    pub(super) fn stroke(
        &mut self,
        class: &'static str,
        from: (f64, f64),
        to: (f64, f64),
        width: f64,
        stroke: &'static str,
    ) {
        self.items.push(Item::Line(Line { class, from, to, width, stroke }));
    }

    /// One line at the left margin, and down by its height.
    fn line(&mut self, class: &'static str, text: &str, style: Style, fill: &'static str, leading: f64) {
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
                fill: theme::PLUM,
                outline: None,
            };
            self.items.push(Item::Pill(pill));
            let at = (theme::MARGIN + 7.0, middle + HALF_CAPITAL * STAMP.size);
            self.text("synthetic", at, Anchor::Start, STAMP, theme::PAPER, theme::SYNTHETIC);
        }
        for (i, line) in style.wrap_after(&drawable(text), page, indent).iter().enumerate() {
            let x = theme::MARGIN + if i == 0 { indent } else { 0.0 };
            self.text(class, (x, self.y + style.size * 0.86), Anchor::Start, style, theme::QUIET, line);
            self.y += style.size * LEADING;
        }
    }

    fn reference_label(&mut self, chart: &Chart, columns: &Columns, y: f64) {
        if let Some(reference) = &chart.reference {
            let (label, half) = reference_label(reference, columns);
            let x = columns
                .x(chart, reference.value)
                .clamp(columns.plot_left + half, (columns.plot_right - half).max(columns.plot_left + half));
            self.text("reference", (x, y), Anchor::Middle, REFERENCE, theme::PLUM, &label);
        }
    }

    /// Tick labels, every second one where all would touch. Above the panels the reference line comes down from its
    /// label: a tick that it would cross is left to the labels below.
    fn ticks(&mut self, chart: &Chart, columns: &Columns, y: f64, clear_of: Option<&Reference>) {
        let widest = chart.axis.ticks.iter().map(|t| TICK.width(&t.label)).fold(0.0, f64::max) + 10.0;
        let room = (columns.plot_right - columns.plot_left - columns.air.0 - columns.air.1)
            / (chart.axis.ticks.len().max(2) - 1) as f64;
        let every = (widest / room).ceil().max(1.0) as usize;
        let line = clear_of.map(|reference| columns.x(chart, reference.value));
        for tick in chart.axis.ticks.iter().step_by(every) {
            let x = columns.x(chart, tick.value);
            if line.is_none_or(|line| (line - x).abs() > TICK.width(&tick.label) / 2.0 + 4.0) {
                self.text("tick", (x, y), Anchor::Middle, TICK, theme::QUIET, &tick.label);
            }
        }
    }

    /// In what the axis counts, below it.
    fn unit(&mut self, chart: &Chart, columns: &Columns) {
        let Some(unit) = &chart.unit else { return };
        let (left, right) = (columns.plot_left, columns.plot_right);
        for line in TICK.wrap_evenly(&drawable(unit), right - left) {
            self.y += theme::SMALL * LEADING;
            let at = (f64::midpoint(left, right), self.y - theme::SMALL * 0.5);
            self.text("unit", at, Anchor::Middle, TICK, theme::QUIET, &line);
        }
    }

    /// A light line through each row, from its base to its value.
    fn guides(&mut self, panels: &[(Vec<String>, Vec<Cut<'_>>, f64)], columns: &Columns) {
        let mut top = self.y;
        for (heading, rows, _) in panels {
            top += heading_height(heading);
            for row in rows {
                let y = top + row.middle();
                self.stroke("guide", (columns.plot_left, y), (columns.plot_right, y), 1.0, theme::GUIDE);
                top += row.height;
            }
            top += PANEL_GAP;
        }
    }

    /// Lines from the axis through all rows; where texts stand above the marks, through the marks only.
    fn grid(
        &mut self,
        chart: &Chart,
        columns: &Columns,
        panels: &[(Vec<String>, Vec<Cut<'_>>, f64)],
        (top, bottom): (f64, f64),
        heads: f64,
    ) {
        let mut stretches = vec![(top, bottom)];
        if columns.below {
            stretches.clear();
            let mut y = top;
            for (heading, rows, _) in panels {
                y += heading_height(heading);
                for row in rows {
                    stretches.push((y + row.texts + row.above, y + row.height));
                    y += row.height;
                }
                y += PANEL_GAP;
            }
        }
        for tick in &chart.axis.ticks {
            let x = columns.x(chart, tick.value);
            for (top, bottom) in &stretches {
                self.stroke("grid", (x, *top), (x, *bottom), 1.0, theme::RULE);
            }
        }
        if let Some(reference) = &chart.reference {
            let x = columns.x(chart, reference.value);
            for (top, bottom) in stretches {
                let top = if columns.below { top } else { heads + 5.0 };
                self.stroke("reference", (x, top), (x, bottom), 1.5, theme::PLUM);
            }
        }
    }

    fn panel(&mut self, heading: &[String], rows: &[Cut<'_>], chart: &Chart, columns: &Columns) {
        for (i, line) in heading.iter().enumerate() {
            let y = self.y + (i as f64 * LEADING + 1.0) * theme::BODY;
            self.text("heading", (theme::MARGIN, y), Anchor::Start, HEADING, theme::INK, line);
        }
        self.y += heading_height(heading);
        for cut in rows {
            self.row(cut, chart, columns);
        }
        self.y += PANEL_GAP;
    }

    fn row(&mut self, cut: &Cut<'_>, chart: &Chart, columns: &Columns) {
        let Cut { row, lines, height, above: room, texts } = cut;
        let middle = self.y + cut.middle();
        let (baseline, above) = if *texts > 0.0 {
            (self.y + theme::BODY + TEXTS_AIR / 2.0, 0.0)
        } else {
            let above = (lines.len().max(1) - 1) as f64 * theme::BODY * LABEL_LEADING / 2.0;
            (middle + HALF_CAPITAL * theme::BODY, above)
        };
        for (i, line) in lines.iter().enumerate() {
            let at = (theme::MARGIN, baseline - above + i as f64 * theme::BODY * LABEL_LEADING);
            self.text("label", at, Anchor::Start, LABEL, theme::INK, line);
        }
        self.text("base", (columns.base_right, baseline), Anchor::End, LABEL, theme::QUIET, &row.base);
        if row.care == Care::SmallBase {
            self.text("care", (columns.base_right + 2.0, baseline), Anchor::Start, LABEL, theme::INK, "†");
        }
        let (style, fill) = match &row.mark {
            Mark::Point { standing: Standing::Apart, .. } => (HEADING, theme::BLUE),
            _ => (LABEL, theme::INK),
        };
        self.text("value", (columns.value_right, baseline), Anchor::End, style, fill, &row.value);
        match &row.mark {
            Mark::Point { value, interval, standing } => {
                self.point(chart, columns, middle, *value, *interval, *standing)
            }
            Mark::Bar { start, parts } => {
                let outside = if *room > 0.0 { Outside::Above } else { Outside::Named };
                self.bar(chart, columns, middle, (*start, parts), outside)
            }
            Mark::Absent { reason } => self.reason(chart, columns, middle, reason),
        }
        self.y += height;
    }

    fn point(
        &mut self,
        chart: &Chart,
        columns: &Columns,
        y: f64,
        value: f64,
        interval: Option<(f64, f64)>,
        standing: Standing,
    ) {
        let (stroke, fill) = match standing {
            Standing::Apart | Standing::Alone => (theme::BLUE, theme::BLUE),
            Standing::Within => (theme::GREY, theme::PAPER),
        };
        if let Some((low, high)) = interval {
            let (low, high) = (columns.x(chart, low), columns.x(chart, high));
            self.stroke("interval", (low, y), (high, y), 2.25, stroke);
            for end in [low, high] {
                self.stroke("interval", (end, y - 4.5), (end, y + 4.5), 2.25, stroke);
            }
        }
        let centre = (columns.x(chart, value), y);
        // A halo would hide an interval that is hardly longer than the marker.
        let length = interval.map_or(0.0, |(low, high)| columns.x(chart, high) - columns.x(chart, low));
        if length > 6.0 * MARKER {
            let (fill, stroke) = (theme::PAPER, theme::PAPER);
            self.items.push(Item::Dot(Dot { class: "halo", centre, radius: MARKER + 2.5, fill, stroke, width: 0.0 }));
        }
        self.items.push(Item::Dot(Dot { class: "marker", centre, radius: MARKER, fill, stroke, width: 2.25 }));
    }

    /// Why there is no mark, in the plot, on the side of the reference line that has room.
    fn reason(&mut self, chart: &Chart, columns: &Columns, middle: f64, reason: &str) {
        let reason = drawable(reason);
        let width = REASON.width(&reason);
        let line = chart.reference.as_ref().map_or(f64::INFINITY, |r| columns.x(chart, r.value));
        let left = columns.plot_left + PLOT_AIR;
        let x = if left + width + 8.0 < line || line + 8.0 + width > columns.plot_right { left } else { line + 8.0 };
        let y = middle + HALF_CAPITAL * REASON.size;
        // Gridlines stop at the words instead of running through them.
        let behind = Pill {
            class: "paper",
            x: x - 5.0,
            y: middle - 9.0,
            width: width + 10.0,
            height: 18.0,
            round: 3.0,
            fill: theme::PAPER,
            outline: None,
        };
        self.items.push(Item::Pill(behind));
        self.text("reason", (x, y), Anchor::Start, REASON, theme::QUIET, &reason);
    }
}

/// The label that fits the plot, and half its width.
fn reference_label(reference: &Reference, columns: &Columns) -> (String, f64) {
    let room = columns.plot_right - columns.plot_left;
    let long = drawable(&reference.label);
    let label = if REFERENCE.width(&long) <= room { long } else { drawable(&reference.short_label) };
    let half = REFERENCE.width(&label) / 2.0;
    (label, half)
}
