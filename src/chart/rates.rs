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
//! A level is filled where its segment is shown to differ and it differs itself from all other levels together, never from a
//! total that holds it: nothing stands out that no test bears. The verdict of each segment stands below its heading.
//! The values of a chart have as many decimals as its smallest base can bear, so that a column agrees with itself.

use super::frame::Words;
use super::halves;
use super::texts::{self, DASH, Figures, asked, everybody, reason};
use super::{Axis, Body, Care, Chart, Key, Mark, Panel, Point, Reference, Row, Rows, Standing};
use crate::findings::words;
use crate::results::{Base, Comparison, Estimate, Outcome, StudyInfo, Verdict, format};

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
        let several = segments.len() > 1;
        let mut panels: Vec<Panel> = segments.iter().map(|c| panel(c, several, overall, figures, study)).collect();
        let compared = panels.iter().any(|p| !p.rows.is_empty());
        if !compared {
            let all = row(self.overall, figures, study);
            panels = vec![Panel::alone(vec![Row { label: "All".to_owned(), ..all }])];
        }
        let figure = overall.filter(|_| compared).map(|value| figures.text(value));
        let reference = overall.zip(figure.as_deref()).map(|(value, figure)| Reference {
            value,
            label: format!("{}: {figure}", everybody(self.base, self.overall.n)),
            short_label: format!("{}: {figure}", texts::everybody_in_short(self.overall.n)),
        });
        let axis = match (compared, figures.is_mean()) {
            // One rate alone is seen against the whole.
            (false, false) => Axis::of_shares([0.0, 1.0]),
            _ => axis(&panels, overall, figures),
        };
        let mut notes = self.notes(&panels, &axis, study);
        notes.extend(texts::without_level(segments, figure.is_some()));
        notes.extend(texts::tested_but_hidden(segments));
        let key = key(&panels, study);
        let description = self.description(&panels, figures);
        let body = Rows {
            base_head: "Base".to_owned(),
            value_heads: vec![texts::head(self.overall.measure).to_owned()],
            panels,
            axis,
            reference,
            unit: figures.is_mean().then(|| format!("{}: {}", texts::head(self.overall.measure), self.label)),
            key,
            ..Rows::empty()
        };
        let words = Words {
            headline: self.headline.to_owned(),
            subtitle: self.subtitle(figures, study),
            notes,
            title: self.headline.to_owned(),
            description,
        };
        let width = halves::usual_width(&body);
        Chart { width, ..Chart::of_study(words, Body::Rows(body), study) }
    }

    /// "Rolled back an agent: share of respondents with shipped = Yes (n = 2,527), with 95% confidence intervals …".
    fn subtitle(&self, figures: Figures, study: &StudyInfo) -> String {
        let measure = if figures.is_mean() { self.overall.measure.word() } else { "share" };
        let intervals = texts::intervals(self.overall.ci, figures, study);
        format!("{}: {measure} of {}, {intervals}.", self.label, asked(self.base, Some(self.overall)))
    }

    /// How the chart is to be read: only what occurs in it.
    fn notes(&self, panels: &[Panel], axis: &Axis, study: &StudyInfo) -> Vec<String> {
        let mut marks = panels.iter().flat_map(|p| &p.rows).map(|row| &row.mark);
        let mut reading: Vec<String> = Vec::new();
        if marks.any(|m| matches!(m, Mark::Point(Point { interval: None, .. }))) {
            reading.push("A marker without a line: no interval can be estimated.".to_owned());
        }
        if panels.iter().flat_map(|p| &p.rows).any(|row| row.care == Care::SmallBase) {
            reading.push(texts::small_bases(study));
        }
        if let Some(tick) = axis.ticks.first().filter(|_| axis.low > 0.0 || axis.high < 0.0) {
            reading.push(format!("The axis starts at {}.", tick.label));
        }
        let mut notes = vec![reading.join(" ")];
        notes.extend(self.question.map(|question| format!("Question: “{}”", question.trim())));
        notes
    }

    /// The text alternative: overall, then each segment from its lowest to its highest level.
    fn description(&self, panels: &[Panel], figures: Figures) -> String {
        let lead = if figures.is_mean() { format!("{} ", self.overall.measure.word()) } else { String::new() };
        let scale = if figures.is_mean() { "numbers" } else { "percentages" };
        let mut text = format!("Dots with intervals on an axis of {scale}. {}", self.label);
        match self.overall.value().filter(|_| self.overall.is_printable()) {
            Some(value) => {
                text.push_str(&format!(
                    ": {lead}{} of {}",
                    figures.text(value),
                    words::of_base(self.overall.n, self.base)
                ));
                if let Some(ci) = self.overall.ci {
                    let limits = figures.range(ci.low, ci.high);
                    text.push_str(&format!(" ({} confidence interval {limits})", words::level_text(ci.level)));
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

/// What filled and hollow say, where both occur.
fn key(panels: &[Panel], study: &StudyInfo) -> Vec<Key> {
    let marks = || panels.iter().flat_map(|p| &p.rows).map(|row| &row.mark);
    let stands = |wanted| marks().any(|m| matches!(m, Mark::Point(Point { standing, .. }) if *standing == wanted));
    if !stands(Standing::Apart) {
        return Vec::new();
    }
    let corrected = if study.analysis.adjust == "none" { "" } else { ", p corrected over its levels" };
    let means = format!("Differs from all other levels of its segment together{corrected}");
    let apart = Key { standing: Standing::Apart, means };
    let within = Key { standing: Standing::Within, means: "All others".to_owned() };
    if stands(Standing::Within) { vec![apart, within] } else { vec![apart] }
}

fn panel(
    comparison: &Comparison,
    is_one_of_several: bool,
    overall: Option<f64>,
    figures: Figures,
    study: &StudyInfo,
) -> Panel {
    let mut levels: Vec<&Estimate> = comparison.levels.iter().collect();
    if !comparison.ordered {
        texts::by_value(&mut levels);
    }
    let rows = levels.into_iter().map(|level| {
        let mut row = row(level, figures, study);
        if let (Mark::Point(point), Some(_)) = (&mut row.mark, overall) {
            point.standing = if stands_out(level, comparison, study) { Standing::Apart } else { Standing::Within };
        }
        row
    });
    let finding = if is_one_of_several { words::verdict_text(comparison, study) } else { String::new() };
    Panel { heading: comparison.segment_label.clone(), finding, rows: texts::folded(rows.collect(), 1) }
}

/// Fewest respondents of a level that stands out, whatever a study lets be printed.
const LEAST_OUTSTANDING: u64 = 30;

/// Whether a level differs from all others together, in a segment that is shown to differ. Of two levels each is the rest of
/// the other, and the test of the segment is theirs.
fn stands_out(level: &Estimate, c: &Comparison, study: &StudyInfo) -> bool {
    let differs = matches!(c.verdict, Verdict::Differs | Verdict::DiffersWithinMargin);
    let against_rest = c.versus_rest.iter().find(|pair| Some(&pair.a) == level.level.as_ref());
    let is_told = against_rest.and_then(|pair| pair.p_adjusted).is_some_and(|p| p <= study.analysis.alpha);
    differs && level.n >= LEAST_OUTSTANDING && (is_told || (against_rest.is_some() && c.versus_rest.len() == 2))
}

/// A row with a value and its interval.
pub(super) fn row(estimate: &Estimate, figures: Figures, study: &StudyInfo) -> Row {
    let label = estimate.level.clone().unwrap_or_default();
    let base = format::count(estimate.n);
    let Some(value) = estimate.value().filter(|_| estimate.is_printable()) else {
        let mark = Mark::Absent { reason: reason(estimate, study) };
        return Row { label, base, care: Care::Usual, values: vec![DASH.to_owned()], mark };
    };
    let interval = estimate.ci.map(|ci| (ci.low, ci.high));
    let mark = Mark::Point(Point::new(value, interval, Standing::Alone));
    Row { label, base, care: texts::care(estimate), values: vec![figures.text(value)], mark }
}

/// The scale that holds all marks.
pub(super) fn axis(panels: &[Panel], overall: Option<f64>, figures: Figures) -> Axis {
    let marks = panels.iter().flat_map(|p| &p.rows).filter_map(|row| match &row.mark {
        Mark::Point(point) => Some(point.ends()),
        Mark::Two(_) | Mark::Bar { .. } | Mark::Gap { .. } | Mark::Absent { .. } => None,
    });
    let values = marks.flatten().flatten().chain(overall);
    if figures.is_mean() { Axis::of_numbers(values) } else { Axis::of_shares(values) }
}
