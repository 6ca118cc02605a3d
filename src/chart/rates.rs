//! Rates or means with their intervals, level by level, against that of the whole.
//!
//! ```text
//! results::Outcome     one panel per segment   ┐
//! results::Comparison  one panel               ┴──► Chart
//!
//! ordered segment    levels in study order
//! any other          by rate, highest first; then those without a figure
//! suppressed, empty  a dash, and why
//! ```
//!
//! Whether an interval excludes the overall rate is seen, not tested: the note says so, the tests stand in the report.
//! The values of a chart have as many decimals as its smallest base can bear, so that a column agrees with itself.

use super::texts::{self, DASH, Figures, asked, everybody, reason, source};
use super::{Axis, Body, Care, Chart, Mark, Panel, Point, Reference, Row, Rows, Standing, theme};
use crate::results::{Base, Comparison, Estimate, Outcome, StudyInfo, format};

/// One outcome by all its segments.
pub fn outcome_rates(outcome: &Outcome, study: &StudyInfo) -> Chart {
    let segments: Vec<&Comparison> = outcome.segments.iter().collect();
    let about = About {
        headline: &outcome.headline,
        label: &outcome.label,
        question: outcome.question.as_deref(),
        base: &outcome.base,
        overall: &outcome.overall,
    };
    about.chart(&segments, study)
}

/// One outcome by one segment.
pub fn comparison_rates(comparison: &Comparison, study: &StudyInfo) -> Chart {
    let about = About {
        headline: &comparison.headline,
        label: &comparison.outcome_label,
        question: None,
        base: &comparison.base,
        overall: &comparison.overall,
    };
    about.chart(&[comparison], study)
}

/// The unit that suits the largest mean that is shown; percent where none is a mean.
fn unit<'a>(shown: impl Iterator<Item = &'a Estimate>) -> format::Unit {
    let means = shown.filter(|e| e.is_printable()).filter_map(|e| Some((e.mean?.abs(), e)));
    // The largest knows how scores are written too.
    let largest = means.max_by(|(a, _), (b, _)| a.total_cmp(b));
    largest.map_or(format::Unit::Percent, |(_, e)| e.unit())
}

/// What both kinds of chart say about the outcome.
struct About<'a> {
    headline: &'a str,
    label: &'a str,
    question: Option<&'a str>,
    base: &'a Base,
    overall: &'a Estimate,
}

impl About<'_> {
    fn chart(&self, segments: &[&Comparison], study: &StudyInfo) -> Chart {
        let overall = self.overall.value().filter(|_| self.overall.is_printable());
        let shown = || segments.iter().flat_map(|c| &c.levels).chain([self.overall]);
        let figures = Figures::of(unit(shown()), shown(), study);
        let mut panels: Vec<Panel> = segments.iter().map(|c| panel(c, overall, figures, study)).collect();
        let compared = panels.iter().any(|p| !p.rows.is_empty());
        if !compared {
            let all = row(self.overall, None, figures, study);
            panels = vec![Panel { heading: String::new(), rows: vec![Row { label: "All".to_owned(), ..all }] }];
        }
        let figure = overall.filter(|_| compared).map(|value| figures.text(value));
        let reference = overall.zip(figure.as_deref()).map(|(value, figure)| Reference {
            value,
            label: format!("{}: {figure}", everybody(&self.base.description)),
            short_label: format!("All: {figure}"),
        });
        let axis = match (compared, figures.is_mean()) {
            // One rate alone is seen against the whole.
            (false, false) => Axis::of_shares([0.0, 1.0]),
            _ => axis(&panels, overall, figures),
        };
        let mut notes = self.notes(&panels, &axis, figure.as_deref(), study);
        if segments.iter().any(|c| c.n_segment_missing > 0) {
            notes.push("Bases of a group may not add up to the whole: not all answered its question.".to_owned());
        }
        let description = self.description(&panels, figures, study);
        let body = Rows {
            base_head: "Base".to_owned(),
            value_heads: vec![texts::head(self.overall.measure).to_owned()],
            panels,
            axis,
            reference,
            unit: figures.is_mean().then(|| format!("{}: {}", texts::head(self.overall.measure), self.label)),
            ..Rows::empty()
        };
        Chart {
            headline: self.headline.to_owned(),
            subtitle: self.subtitle(figures, study),
            width: theme::WIDTH,
            height: None,
            theme: &theme::LIGHT,
            body: Body::Rows(body),
            notes,
            source: source(study),
            synthetic: study.synthetic,
            title: texts::title(self.headline, study),
            description,
        }
    }

    /// "Rolled back an agent: share of respondents with shipped = Yes (n = 2,527), with 95% confidence intervals …".
    fn subtitle(&self, figures: Figures, study: &StudyInfo) -> String {
        let measure = if figures.is_mean() { self.overall.measure.word() } else { "share" };
        let intervals = texts::intervals(self.overall.ci, figures, study);
        format!("{}: {measure} of {}, {intervals}.", self.label, asked(self.base, Some(self.overall)))
    }

    /// How the chart is to be read: only what occurs in it.
    fn notes(&self, panels: &[Panel], axis: &Axis, overall: Option<&str>, study: &StudyInfo) -> Vec<String> {
        let marks = || panels.iter().flat_map(|p| &p.rows).map(|row| &row.mark);
        let stands = |wanted| marks().any(|m| matches!(m, Mark::Point(Point { standing, .. }) if *standing == wanted));
        let mut reading: Vec<String> = Vec::new();
        if let Some(overall) = overall {
            if stands(Standing::Apart) {
                reading.push(format!("Filled blue: the interval excludes the overall {overall}."));
            }
            if stands(Standing::Within) {
                reading.push(format!("Hollow grey: the interval includes the overall {overall}."));
            }
            if !reading.is_empty() {
                reading.push("That is no test of a difference.".to_owned());
            }
        }
        if marks().any(|m| matches!(m, Mark::Point(Point { interval: None, .. }))) {
            reading.push("A marker without a line: no interval can be estimated.".to_owned());
        }
        if panels.iter().flat_map(|p| &p.rows).any(|row| row.care == Care::SmallBase) {
            reading.push(texts::small_bases(study));
        }
        if let Some(tick) = axis.ticks.first().filter(|_| axis.low > 0.0 || axis.high < 0.0) {
            reading.push(format!("The axis starts at {}.", tick.label));
        }
        let mut notes = Vec::new();
        if study.synthetic {
            notes.push(texts::NOBODY.to_owned());
        }
        notes.extend([reading.join(" ")].into_iter().filter(|text| !text.is_empty()));
        notes.extend(self.question.map(|question| format!("Question: “{}”", question.trim())));
        notes
    }

    /// The text alternative: overall, then each segment from its lowest to its highest level.
    fn description(&self, panels: &[Panel], figures: Figures, study: &StudyInfo) -> String {
        let mut text = if study.synthetic { "Synthetic data. ".to_owned() } else { String::new() };
        let lead = if figures.is_mean() { format!("{} ", self.overall.measure.word()) } else { String::new() };
        let scale = if figures.is_mean() { "numbers" } else { "percentages" };
        text.push_str(&format!("Dots with intervals on an axis of {scale}. {}", self.label));
        match self.overall.value().filter(|_| self.overall.is_printable()) {
            Some(value) => {
                text.push_str(&format!(
                    ": {lead}{} of {} {}",
                    figures.text(value),
                    format::count(self.overall.n),
                    self.base.description
                ));
                if let Some(ci) = self.overall.ci {
                    let limits = figures.range(ci.low, ci.high);
                    text.push_str(&format!(" ({} confidence interval {limits})", texts::confidence(ci.level)));
                }
                text.push('.');
            }
            None => text.push_str(&format!(", {}: no overall figure.", self.base.description)),
        }
        for panel in panels.iter().filter(|p| !p.heading.is_empty()) {
            text.push(' ');
            text.push_str(&in_words(panel));
        }
        text
    }
}

/// "Guardrail maturity: from 58% (Not started) to 81% (Fully mature); 1 level without a figure."
fn in_words(panel: &Panel) -> String {
    let mut points: Vec<(f64, &Row)> = Vec::new();
    for row in &panel.rows {
        if let Mark::Point(Point { value, .. }) = row.mark {
            points.push((value, row));
        }
    }
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut text = match (points.first(), points.last()) {
        (Some((_, low)), Some((_, high))) if points.len() > 1 => {
            format!("{}: from {} ({}) to {} ({})", panel.heading, low.values[0], low.label, high.values[0], high.label)
        }
        (Some((_, only)), _) => format!("{}: {} ({})", panel.heading, only.values[0], only.label),
        _ => format!("{}: no figures", panel.heading),
    };
    match panel.rows.len() - points.len() {
        0 => {}
        1 => text.push_str("; 1 level without a figure"),
        n => text.push_str(&format!("; {n} levels without a figure")),
    }
    text.push('.');
    text
}

fn panel(comparison: &Comparison, overall: Option<f64>, figures: Figures, study: &StudyInfo) -> Panel {
    let mut levels: Vec<&Estimate> = comparison.levels.iter().collect();
    if !comparison.ordered {
        texts::by_value(&mut levels);
    }
    let rows = levels.into_iter().map(|level| row(level, overall, figures, study)).collect();
    Panel { heading: comparison.segment_label.clone(), rows }
}

/// A row with a value and its interval, against the whole where there is one.
pub(super) fn row(estimate: &Estimate, overall: Option<f64>, figures: Figures, study: &StudyInfo) -> Row {
    let label = estimate.level.clone().unwrap_or_default();
    let base = format::count(estimate.n);
    let Some(value) = estimate.value().filter(|_| estimate.is_printable()) else {
        let mark = Mark::Absent { reason: reason(estimate, study) };
        return Row { label, base, care: Care::Usual, values: vec![DASH.to_owned()], mark };
    };
    let interval = estimate.ci.map(|ci| (ci.low, ci.high));
    let standing = match (interval, overall) {
        (_, None) => Standing::Alone,
        (Some((low, high)), Some(all)) if all < low || high < all => Standing::Apart,
        _ => Standing::Within,
    };
    let mark = Mark::Point(Point { value, interval, standing });
    Row { label, base, care: texts::care(estimate), values: vec![figures.text(value)], mark }
}

/// The scale that holds all marks.
pub(super) fn axis(panels: &[Panel], overall: Option<f64>, figures: Figures) -> Axis {
    let marks = panels.iter().flat_map(|p| &p.rows).filter_map(|row| match &row.mark {
        Mark::Point(point) => Some(point.ends()),
        Mark::Two(_) | Mark::Bar { .. } | Mark::Absent { .. } => None,
    });
    let values = marks.flatten().flatten().chain(overall);
    if figures.is_mean() { Axis::of_numbers(values) } else { Axis::of_shares(values) }
}
