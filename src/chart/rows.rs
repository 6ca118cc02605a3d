//! Marks in rows, one below the other, on one axis: where do they stand?
//!
//! ```text
//!                        Base |      All: 74%                    |   Rate      heads
//! Panel                       |          ┆                       |
//! Label in two lines    2,527 |      ──●─┆──                     |    74%      row
//! <- label column -><-- base ->< plot, with air for markers ----><- value ->
//!                             40%      60%      80%     100%                   ticks
//! ```
//!
//! Columns are as wide as their measured texts; the plot takes the rest.

use super::across::Across;
use super::bars::{self, Outside};
use super::columns::{Columns, columns, value_heads};
use super::font::Style;
use super::halves::Halves;
use super::layout::{HALF_CAPITAL, HEAD, HEADING, LABEL, LABEL_LEADING, LEADING, Pen, TICK};
use super::says::says;
use super::scene::{Anchor, Item, Pill, Spot};
use super::theme::Paint;
use super::{Care, Flow, Mark, Panel, Point, Reference, Row, Rows, Standing, Zone, drawable, names, theme};

/// Least height of a row.
const ROW: f64 = 25.0;
/// Least height of a row where there are many.
const DENSE_ROW: f64 = 21.0;
/// Least height of a row where there are very many.
const COMPACT_ROW: f64 = 18.0;
/// Least height of a row with two marks.
const TWO_ROW: f64 = 33.0;
/// How far each of two marks stands from the middle of its row.
const TWO_APART: f64 = 7.0;
/// More rows than this are many.
pub(super) const MANY_ROWS: usize = 16;
/// More rows of one group than this are very many.
pub(super) const VERY_MANY_ROWS: usize = 36;
/// What a row of several lines adds to their height.
const ROW_AIR: f64 = 11.0;
/// Above the texts of a row whose mark stands below them.
const TEXTS_AIR: f64 = 6.0;
/// Below a mark under its texts, so that it belongs to those above it and not to the next.
const BELOW_AIR: f64 = 7.0;
/// Between the rows of a panel and the next heading.
const PANEL_GAP: f64 = 18.0;
/// The same where there are many rows.
const DENSE_GAP: f64 = 14.0;
/// Between a heading and the finding beside it, or the plot.
const FINDING_GAP: f64 = 10.0;
/// Height of a heading with the air below it, beyond its lines.
const HEADING_AIR: f64 = 3.0;
/// From the ends of the axis to the ends of the plot: a marker at 0% or 100% fits in.
pub(super) const PLOT_AIR: f64 = 9.0;
/// A shaded stretch that is less wide is one line.
const SLIT: f64 = 8.0;
/// From this height on the ticks stand above the panels too.
const TALL: f64 = 520.0;
/// What is said where figures of bars are left out.
const UNSAID: &str = "Parts that are too narrow for their figure stand without one.";
/// What is said where a line leads from mark to mark.
const JOINED: &str = "The line joins the marks in their order and is not fitted.";

const REFERENCE: Style = Style::semibold(theme::SMALL);

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
        let below = if self.texts > 0.0 { BELOW_AIR } else { 0.0 };
        room + (self.height - below - room) / 2.0
    }
}

/// Places the rows below the head of the chart; what is to be said of how they were drawn.
pub(super) fn draw(pen: &mut Pen, body: &Rows) -> Option<&'static str> {
    pen.key(&body.key);
    if body.flow == Flow::Across
        && let Some(across) = Across::of(body, (pen.width, pen.height), pen.y)
    {
        across.draw(pen);
        return Some(JOINED);
    }
    match Halves::of(body, pen.width) {
        Some(halves) => {
            halves.draw(pen);
            None
        }
        None => stack(pen, body, &columns(body, pen.width), &Spacing::of(body)),
    }
}

/// How close rows and panels stand.
pub(super) struct Spacing {
    /// Least height of a row.
    row: f64,
    /// Below a panel.
    gap: f64,
    /// From this height on ticks stand above the panels too.
    ticks_from: f64,
}

impl Spacing {
    /// The more rows there are, the closer they stand.
    pub(super) fn of(body: &Rows) -> Spacing {
        let is_dense = body.all().count() > MANY_ROWS;
        let row = match (&body.bands, is_dense) {
            (Some(_), many) => bars::row_height(many),
            _ if body.all().any(|row| matches!(row.mark, Mark::Two(_))) => TWO_ROW,
            (None, true) if body.panels.iter().any(|panel| panel.rows.len() > VERY_MANY_ROWS) => COMPACT_ROW,
            (None, true) => DENSE_ROW,
            (None, false) => ROW,
        };
        Spacing { row, gap: if is_dense { DENSE_GAP } else { PANEL_GAP }, ticks_from: TALL }
    }

    /// The same with ticks below the panels only, however high they are.
    pub(super) fn without_upper_ticks(self) -> Spacing {
        Spacing { ticks_from: f64::INFINITY, ..self }
    }
}

/// Places rows one below the other in these columns.
pub(super) fn stack(pen: &mut Pen, body: &Rows, columns: &Columns, spacing: &Spacing) -> Option<&'static str> {
    let value_heads = value_heads(body);
    let names = names::names(body, columns);
    let deepest = value_heads.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let above = (deepest as f64 - 1.0) * theme::SMALL * LEADING;
    let top = pen.y;
    let heads = match columns.below {
        // The plot is as wide as the page: what stands above it stands above the heads of columns too.
        true => top + theme::SMALL * 0.76 + above + names.height(),
        false => top + theme::SMALL * 0.76 + above.max(names.height() - theme::SMALL),
    };
    let panels: Vec<Group<'_>> = body
        .panels
        .iter()
        .enumerate()
        .map(|(at, panel)| cut(panel, body, columns, spacing, at == 0 && names.are_direct()))
        .collect();
    let height: f64 = panels.iter().map(Group::height).sum();
    pen.reference_label(body, columns, heads);
    let mut lowest = heads;
    let mut line_top = heads + 5.0;
    if columns.below && (body.reference.is_some() || body.zone.is_some()) {
        lowest += theme::SMALL * LEADING + 2.0 + above;
    }
    if height > spacing.ticks_from && !body.axis.ticks.is_empty() && !columns.below && body.zone.is_none() {
        lowest += theme::SMALL * LEADING + 4.0;
        let crossed = pen.ticks(body, columns, lowest);
        if crossed {
            // Below the tick that it would run through.
            line_top = lowest + 5.0;
        }
    }
    let mut base_head = lowest;
    if columns.base_above {
        // Above the heads of the values, as the bases stand above their figures.
        base_head -= above;
        lowest += theme::SMALL * LEADING;
    }
    pen.text("head", (columns.base_right, base_head), Anchor::End, HEAD, Paint::Quiet, &body.base_head);
    for (lines, right) in value_heads.iter().zip(&columns.value_rights) {
        pen.head((*right, lowest), Anchor::End, lines);
    }
    pen.y = lowest + 9.0;
    let plot = (pen.y, pen.y + height);
    let mut grid_top = plot.0;
    if let (Some(bands), Some(first)) = (&body.bands, panels.first().and_then(|panel| panel.rows.first())) {
        let bar = plot.0 + first.middle() - bars::bar_height(spacing.row) / 2.0;
        let legend = if columns.below { top } else { plot.0 - names.height() };
        names.draw(pen, bands, bar, legend);
        if names.are_direct() {
            // No gridline runs up through a name.
            grid_top = bar;
        }
    } else {
        pen.guides(&panels, columns);
    }
    pen.grid(body, columns, &panels, plot, (grid_top, line_top));
    if body.flow == Flow::Across && !columns.below {
        pen.connect(body, columns, &panels);
    }
    for panel in &panels {
        pen.panel(panel, body, columns);
    }
    if body.axis.ticks.is_empty() {
        pen.y = plot.1 - spacing.gap + 8.0;
        pen.sides(body, columns);
    } else {
        pen.ticks(body, columns, plot.1 + theme::SMALL * 0.76 + 8.0);
        pen.y = plot.1 + theme::SMALL + 16.0;
        pen.unit(body, columns);
    }
    if body.flow == Flow::Across && !columns.below {
        return Some(JOINED);
    }
    bars::leaves_out_figures(body, columns).then_some(UNSAID)
}

/// A panel whose heading and labels are broken into lines.
struct Group<'a> {
    heading: Vec<String>,
    finding: Vec<String>,
    /// Whether the finding stands in the line of the heading.
    in_line: bool,
    /// The right end of the heading, with the finding where it stands beside it.
    reach: f64,
    rows: Vec<Cut<'a>>,
    /// Below the panel.
    gap: f64,
}

impl Group<'_> {
    /// The height of the heading and of the finding below it.
    fn head(&self) -> f64 {
        if self.heading.is_empty() {
            return 0.0;
        }
        let below = if self.in_line { 0 } else { self.finding.len() };
        self.heading.len() as f64 * theme::BODY * LEADING + below as f64 * theme::SMALL * LEADING + HEADING_AIR
    }

    /// Heading, rows and the gap below them.
    fn height(&self) -> f64 {
        self.head() + self.rows.iter().map(|row| row.height).sum::<f64>() + self.gap
    }
}

/// Lines of a panel's heading, finding and labels. A heading of one line runs over the plot rather than into a second
/// one, and takes the finding beside it.
fn cut<'a>(panel: &'a Panel, body: &Rows, columns: &Columns, spacing: &Spacing, named: bool) -> Group<'a> {
    let whole = columns.right() - theme::MARGIN;
    let [heading, finding] = [&panel.heading, &panel.finding].map(|text| drawable(text).trim().to_owned());
    let beside = if finding.is_empty() { 0.0 } else { FINDING_GAP + HEAD.width(&finding) };
    let in_line = !heading.is_empty() && HEADING.width(&heading) + beside <= whole;
    let room = if columns.below || in_line { whole } else { columns.base_right - theme::MARGIN };
    let wrapped = |style: Style, text: &str| match text {
        "" => Vec::new(),
        text => style.wrap_evenly(text, room),
    };
    let reach = if in_line { HEADING.width(&heading) + beside } else { room } + theme::MARGIN;
    let rows: Vec<Cut<'a>> = panel
        .rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let lines = LABEL.wrap_evenly(&drawable(&row.label), columns.labels + 0.01);
            let texts = lines.len().max(1) as f64 * theme::BODY * LABEL_LEADING;
            let (texts, height) = match (columns.below, lines.len()) {
                (true, _) => {
                    let figures = if columns.own_line { theme::BODY * LABEL_LEADING } else { 0.0 };
                    let texts = texts + figures + TEXTS_AIR;
                    (texts, texts + spacing.row + BELOW_AIR)
                }
                (false, 0 | 1) => (0.0, spacing.row),
                (false, _) => (0.0, texts + ROW_AIR),
            };
            // The names above the first bar carry the figures that do not fit into it.
            let above = if named && at == 0 { 0.0 } else { bars::above(&row.mark, body, columns) };
            Cut { row, lines, height: height + above, above, texts }
        })
        .collect();
    let (heading, finding) = (wrapped(HEADING, &heading), wrapped(HEAD, &finding));
    Group { heading, finding, in_line, reach, rows, gap: spacing.gap }
}

impl Pen {
    fn reference_label(&mut self, body: &Rows, columns: &Columns, y: f64) {
        let labelled = match (&body.reference, &body.zone) {
            (Some(Reference { value, label, short_label }), _) => Some((*value, label, short_label)),
            (None, Some(Zone { low, high, label, short_label })) => {
                Some((f64::midpoint(*low, *high), label, short_label))
            }
            (None, None) => None,
        };
        if let Some((value, label, short_label)) = labelled {
            let (label, half) = fitting(label, short_label, columns);
            let x = columns
                .x(body, value)
                .clamp(columns.plot_left + half, (columns.plot_right - half).max(columns.plot_left + half));
            self.text("reference", (x, y), Anchor::Middle, REFERENCE, Paint::Plum, &label);
        }
    }

    /// Tick labels, every second one where all would touch; whether the reference line, as it comes down from its label,
    /// would cross one of them.
    fn ticks(&mut self, body: &Rows, columns: &Columns, y: f64) -> bool {
        let widest = body.axis.ticks.iter().map(|t| TICK.width(&t.label)).fold(0.0, f64::max) + 10.0;
        let room = (columns.plot_right - columns.plot_left - columns.air.0 - columns.air.1)
            / (body.axis.ticks.len().max(2) - 1) as f64;
        let every = (widest / room).ceil().max(1.0) as usize;
        let line = body.reference.as_ref().map(|reference| columns.x(body, reference.value));
        let mut crossed = false;
        // 0 is among them where it has a tick.
        let zero = body.axis.ticks.iter().position(|tick| tick.value == 0.0).unwrap_or(0);
        for tick in body.axis.ticks.iter().skip(zero % every).step_by(every) {
            let x = columns.x(body, tick.value);
            crossed |= line.is_some_and(|line| (line - x).abs() <= TICK.width(&tick.label) / 2.0 + 4.0);
            self.text("tick", (x, y), Anchor::Middle, TICK, Paint::Quiet, &tick.label);
        }
        crossed
    }

    /// In what the axis counts, below it.
    fn unit(&mut self, body: &Rows, columns: &Columns) {
        let Some(unit) = &body.unit else { return };
        let (left, right) = (columns.plot_left, columns.plot_right);
        for line in TICK.wrap_evenly(&drawable(unit), right - left) {
            self.y += theme::SMALL * LEADING;
            let at = (f64::midpoint(left, right), self.y - theme::SMALL * 0.5);
            self.text("unit", at, Anchor::Middle, TICK, Paint::Quiet, &line);
        }
    }

    /// A light line through each row, from its base to its value.
    fn guides(&mut self, panels: &[Group<'_>], columns: &Columns) {
        let mut top = self.y;
        for panel in panels {
            top += panel.head();
            for row in &panel.rows {
                let y = top + row.middle();
                self.stroke("guide", (columns.plot_left, y), (columns.plot_right, y), 1.0, Paint::Guide);
                top += row.height;
            }
            top += panel.gap;
        }
    }

    /// Lines from the axis through all rows, but for headings that run over the plot; where texts stand above the marks,
    /// through the marks only.
    fn grid(
        &mut self,
        body: &Rows,
        columns: &Columns,
        panels: &[Group<'_>],
        (top, bottom): (f64, f64),
        (grid_top, line_top): (f64, f64),
    ) {
        // From where to where a line at x is drawn.
        let stretches = |x: f64| {
            let mut stretches = Vec::new();
            let (mut from, mut y) = (line_top, top);
            for panel in panels {
                if !columns.below && panel.head() > 0.0 && panel.reach + FINDING_GAP > x {
                    stretches.push((from, y));
                    from = y + panel.head();
                }
                y += panel.head();
                for row in &panel.rows {
                    if columns.below {
                        stretches.push((y + row.texts + row.above, y + row.height - BELOW_AIR));
                    }
                    y += row.height;
                }
                y += panel.gap;
            }
            if !columns.below {
                stretches.push((from, bottom));
            }
            stretches
        };
        let ends = body.zone.as_ref().map(|zone| [zone.low, zone.high].map(|end| columns.x(body, end)));
        // Two lines a unit apart and 0 between them are three hairs: one line as broad as the stretch says the same.
        let slit = ends.filter(|[left, right]| right - left < SLIT);
        let ends = ends.filter(|_| slit.is_none());
        for stretch in ends.iter().flat_map(|[left, _]| stretches(*left)) {
            self.zone(body, columns, stretch);
        }
        for tick in &body.axis.ticks {
            let x = columns.x(body, tick.value);
            // What comes down from its label begins above the plot, gridlines do not.
            for (from, to) in stretches(x).into_iter().map(|(from, to)| (from.max(grid_top), to)).filter(|(a, b)| a < b)
            {
                // Where the axis goes both ways from it, 0 is seen at once.
                let is_zero = tick.value == 0.0 && body.axis.low < 0.0;
                self.stroke("grid", (x, from), (x, to), 1.0, if is_zero { Paint::Grey } else { Paint::Rule });
            }
        }
        let reference = body.reference.as_ref().map(|reference| columns.x(body, reference.value));
        let lines = ends.into_iter().flatten().map(|x| ("margin", x, 1.25));
        let slit = slit.map(|[left, right]| ("margin", f64::midpoint(left, right), (right - left).max(1.5)));
        for (class, x, width) in lines.chain(reference.map(|x| ("reference", x, 1.5))).chain(slit) {
            for (from, to) in stretches(x) {
                self.stroke(class, (x, from), (x, to), width, Paint::Plum);
            }
        }
    }

    /// The stretch that the marks are seen against.
    fn zone(&mut self, body: &Rows, columns: &Columns, (top, bottom): (f64, f64)) {
        let Some(zone) = &body.zone else { return };
        let (left, right) = (columns.x(body, zone.low), columns.x(body, zone.high));
        self.items.push(Item::Pill(Pill {
            class: "zone",
            x: left,
            y: top,
            width: right - left,
            height: bottom - top,
            round: 0.0,
            fill: Paint::Wash,
            outline: None,
        }));
    }

    /// A line from each marker to the next of its panel.
    fn connect(&mut self, body: &Rows, columns: &Columns, panels: &[Group<'_>]) {
        let mut top = self.y;
        for panel in panels {
            top += panel.head();
            let mut last = None;
            for row in &panel.rows {
                let next = match &row.row.mark {
                    Mark::Point(point) => Some((columns.x(body, point.value), top + row.middle())),
                    _ => None,
                };
                if let (Some(from), Some(to)) = (last, next) {
                    self.stroke("way", from, to, 1.25, Paint::Grey);
                }
                (last, top) = (next, top + row.height);
            }
            top += panel.gap;
        }
    }

    fn panel(&mut self, panel: &Group<'_>, body: &Rows, columns: &Columns) {
        let first = (theme::MARGIN, self.y + theme::BODY);
        self.lines("heading", first, (Anchor::Start, HEADING, Paint::Ink), &panel.heading, LEADING);
        let finding = match panel.in_line {
            true => (panel.reach - panel.finding.iter().map(|line| HEAD.width(line)).sum::<f64>(), first.1),
            false => {
                let below = self.y + panel.heading.len() as f64 * theme::BODY * LEADING + theme::SMALL * 0.86;
                (theme::MARGIN, below)
            }
        };
        self.lines("finding", finding, (Anchor::Start, HEAD, Paint::Quiet), &panel.finding, LEADING);
        self.y += panel.head();
        for cut in &panel.rows {
            self.row(cut, body, columns);
        }
        self.y += panel.gap;
    }

    fn row(&mut self, cut: &Cut<'_>, body: &Rows, columns: &Columns) {
        let Cut { row, lines, height, above: room, texts } = cut;
        let middle = self.y + cut.middle();
        let (baseline, above) = if *texts > 0.0 {
            (self.y + theme::BODY + TEXTS_AIR / 2.0, 0.0)
        } else {
            let above = (lines.len().max(1) - 1) as f64 * theme::BODY * LABEL_LEADING / 2.0;
            (middle + HALF_CAPITAL * theme::BODY, above)
        };
        let first = (theme::MARGIN, baseline - above);
        self.lines("label", first, (Anchor::Start, LABEL, Paint::Ink), lines, LABEL_LEADING);
        // Figures stand beside the first line of the label, or below its last.
        let below = baseline + lines.len().max(1) as f64 * theme::BODY * LABEL_LEADING;
        let of_base = if columns.own_line && !columns.base_above { below } else { baseline };
        let baseline = if columns.own_line { below } else { baseline };
        self.text("base", (columns.base_right, of_base), Anchor::End, LABEL, Paint::Quiet, &row.base);
        if row.care == Care::SmallBase {
            self.text("care", (columns.base_right + 2.0, of_base), Anchor::Start, LABEL, Paint::Ink, "†");
        }
        let last = row.values.len().saturating_sub(1);
        for (at, (value, right)) in row.values.iter().zip(&columns.value_rights).enumerate() {
            let (style, fill) = match &row.mark {
                Mark::Point(Point { standing: Standing::Apart | Standing::Beyond, .. }) if at == 0 => {
                    (HEADING, Paint::Blue)
                }
                Mark::Two(_) if at == last => (HEADING, Paint::Blue),
                _ => (LABEL, Paint::Ink),
            };
            self.text("value", (*right, baseline), Anchor::End, style, fill, value);
        }
        match &row.mark {
            Mark::Point(point) => self.point(body, columns, middle, *point),
            Mark::Two([first, second]) => {
                self.point(body, columns, middle - TWO_APART, *first);
                self.point(body, columns, middle + TWO_APART, *second);
            }
            Mark::Bar { start, parts } => {
                let outside = if *room > 0.0 { Outside::Above } else { Outside::Named };
                self.bar(body, columns, middle, (*start, parts), outside)
            }
            Mark::Gap { difference, interval } => self.gap(body, columns, middle, (*difference, *interval)),
            Mark::Absent { reason } => self.reason(body, columns, middle, reason),
        }
        self.spots.push(Spot { left: 0.0, top: self.y, width: self.width, height: *height, says: says(row, body) });
        self.y += height;
    }
}

/// The label that fits the plot, and half its width.
fn fitting(label: &str, short_label: &str, columns: &Columns) -> (String, f64) {
    let room = columns.plot_right - columns.plot_left;
    let long = drawable(label);
    let label = if REFERENCE.width(&long) <= room { long } else { drawable(short_label) };
    let half = REFERENCE.width(&label) / 2.0;
    (label, half)
}
