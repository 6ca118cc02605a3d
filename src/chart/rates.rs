//! Rates with their intervals, level by level, against the overall rate.
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

use super::{Axis, Care, Chart, Mark, Panel, Reference, Row, Standing, theme};
use crate::results::{Base, Comparison, Estimate, Flag, IntervalMethod, Outcome, StudyInfo, format};

/// What stands in place of a value.
pub(super) const DASH: &str = "–";

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
        let overall = self.overall.rate.filter(|_| self.overall.is_printable());
        let shown = segments.iter().flat_map(|c| &c.levels).chain([self.overall]).filter(|e| e.is_printable());
        let decimals = shown.map(|e| format::decimals(e.n)).min().unwrap_or(0);
        let mut panels: Vec<Panel> = segments.iter().map(|c| panel(c, overall, decimals, study)).collect();
        let compared = panels.iter().any(|p| !p.rows.is_empty());
        if !compared {
            let all = row(self.overall, None, decimals, study);
            panels = vec![Panel { heading: String::new(), rows: vec![Row { label: "All".to_owned(), ..all }] }];
        }
        let figure = overall.filter(|_| compared).map(|rate| format::percent_to(rate, decimals));
        let reference = overall.zip(figure.as_deref()).map(|(value, figure)| Reference {
            value,
            label: format!("{}: {figure}", everybody(&self.base.description)),
            short_label: format!("All: {figure}"),
        });
        let axis = axis(&panels, overall);
        let mut notes = self.notes(&panels, &axis, figure.as_deref(), study);
        if segments.iter().any(|c| c.n_segment_missing > 0) {
            notes.push("Bases of a group may not add up to the whole: not all answered its question.".to_owned());
        }
        Chart {
            headline: self.headline.to_owned(),
            subtitle: self.subtitle(study),
            width: theme::WIDTH,
            base_head: "Base".to_owned(),
            value_head: "Rate".to_owned(),
            notes,
            source: source(study),
            synthetic: study.synthetic,
            title: if study.synthetic {
                format!("Synthetic data: {}", self.headline)
            } else {
                self.headline.to_owned()
            },
            description: self.description(&panels, decimals, study),
            panels,
            axis,
            reference,
            bands: None,
        }
    }

    /// "Rolled back an agent: share of respondents with shipped = Yes (n = 2,527), with 95% confidence intervals …".
    fn subtitle(&self, study: &StudyInfo) -> String {
        let unanswered = match self.base.n_missing {
            0 => String::new(),
            n => format!("; {} gave no answer", format::count(n)),
        };
        let (method, design) =
            (method_name(self.overall.ci.map_or(study.analysis.interval, |ci| ci.method)), &study.design);
        format!(
            "{}: share of {} (n\u{a0}=\u{a0}{}{unanswered}), with {} confidence intervals ({method}, as for a {design}).",
            self.label,
            self.base.description,
            format::count(self.base.n),
            confidence(study.analysis.confidence),
        )
    }

    /// How the chart is to be read: only what occurs in it.
    fn notes(&self, panels: &[Panel], axis: &Axis, overall: Option<&str>, study: &StudyInfo) -> Vec<String> {
        let marks = || panels.iter().flat_map(|p| &p.rows).map(|row| &row.mark);
        let stands = |wanted| marks().any(|m| matches!(m, Mark::Point { standing, .. } if *standing == wanted));
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
        if marks().any(|m| matches!(m, Mark::Point { interval: None, .. })) {
            reading.push("A marker without a line: no interval can be estimated.".to_owned());
        }
        if panels.iter().flat_map(|p| &p.rows).any(|row| row.care == Care::SmallBase) {
            let least = format::count(study.analysis.caution_below);
            reading.push(format!("† Base under {least}: read with care."));
        }
        if let Some(tick) = axis.ticks.first().filter(|tick| tick.value > 0.0) {
            reading.push(format!("The axis starts at {}.", tick.label));
        }
        let mut notes = Vec::new();
        if study.synthetic {
            notes.push("No real respondent stands behind these figures.".to_owned());
        }
        notes.extend([reading.join(" ")].into_iter().filter(|text| !text.is_empty()));
        notes.extend(self.question.map(|question| format!("Question: “{}”", question.trim())));
        notes
    }

    /// The text alternative: overall, then each segment from its lowest to its highest level.
    fn description(&self, panels: &[Panel], decimals: usize, study: &StudyInfo) -> String {
        let mut text = if study.synthetic { "Synthetic data. ".to_owned() } else { String::new() };
        text.push_str(&format!("Dots with intervals on an axis of percentages. {}", self.label));
        match self.overall.rate.filter(|_| self.overall.is_printable()) {
            Some(rate) => {
                text.push_str(&format!(
                    ": {} of {} {}",
                    format::percent_to(rate, decimals),
                    format::count(self.overall.n),
                    self.base.description
                ));
                if let Some(ci) = self.overall.ci {
                    let limits = format::interval_to(ci.low, ci.high, decimals);
                    text.push_str(&format!(" ({} confidence interval {limits})", confidence(ci.level)));
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
        if let Mark::Point { value, .. } = row.mark {
            points.push((value, row));
        }
    }
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut text = match (points.first(), points.last()) {
        (Some((_, low)), Some((_, high))) if points.len() > 1 => {
            format!("{}: from {} ({}) to {} ({})", panel.heading, low.value, low.label, high.value, high.label)
        }
        (Some((_, only)), _) => format!("{}: {} ({})", panel.heading, only.value, only.label),
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

fn panel(comparison: &Comparison, overall: Option<f64>, decimals: usize, study: &StudyInfo) -> Panel {
    let mut levels: Vec<&Estimate> = comparison.levels.iter().collect();
    if !comparison.ordered {
        // A stable sort: equal rates, and levels without a figure, keep study order.
        let key = |e: &Estimate| e.rate.filter(|_| e.is_printable()).unwrap_or(-1.0);
        levels.sort_by(|a, b| key(b).total_cmp(&key(a)));
    }
    let rows = levels.into_iter().map(|level| row(level, overall, decimals, study)).collect();
    Panel { heading: comparison.segment_label.clone(), rows }
}

fn row(estimate: &Estimate, overall: Option<f64>, decimals: usize, study: &StudyInfo) -> Row {
    let label = estimate.level.clone().unwrap_or_default();
    let base = format::count(estimate.n);
    let Some(value) = estimate.rate.filter(|_| estimate.is_printable()) else {
        let mark = Mark::Absent { reason: reason(estimate, study) };
        return Row { label, base, care: Care::Usual, value: DASH.to_owned(), mark };
    };
    let interval = estimate.ci.map(|ci| (ci.low, ci.high));
    let apart = matches!((interval, overall), (Some((low, high)), Some(all)) if all < low || high < all);
    Row {
        label,
        base,
        care: if estimate.flags.contains(&Flag::Caution) { Care::SmallBase } else { Care::Usual },
        value: format::percent_to(value, decimals),
        mark: Mark::Point { value, interval, standing: if apart { Standing::Apart } else { Standing::Within } },
    }
}

/// Why there is no figure, in the words of the rule that suppressed it.
pub(super) fn reason(estimate: &Estimate, study: &StudyInfo) -> String {
    let least = study.analysis.suppress_below;
    if estimate.n == 0 || estimate.flags.contains(&Flag::Empty) {
        "no respondents".to_owned()
    } else if estimate.n < least {
        format!("not shown: base under {}", format::count(least))
    } else if estimate.n_effective < least as f64 {
        format!("not shown: effective base under {}", format::count(least))
    } else if estimate.flags.contains(&Flag::Suppressed) {
        "not shown: interval too wide".to_owned()
    } else {
        "cannot be estimated".to_owned()
    }
}

fn axis(panels: &[Panel], overall: Option<f64>) -> Axis {
    let marks = panels.iter().flat_map(|p| &p.rows).filter_map(|row| match &row.mark {
        Mark::Point { value, interval, .. } => Some([Some(*value), interval.map(|i| i.0), interval.map(|i| i.1)]),
        Mark::Bar { .. } | Mark::Absent { .. } => None,
    });
    Axis::of_shares(marks.flatten().flatten().chain(overall))
}

/// Population and fieldwork, then where it was published.
pub(super) fn source(study: &StudyInfo) -> Vec<String> {
    let text = |key: &str| study.texts.get(key).map(|t| t.trim()).filter(|t| !t.is_empty());
    let mut lines = Vec::new();
    let about: Vec<String> = [("Population", text("population")), ("Fieldwork", text("fieldwork"))]
        .into_iter()
        .filter_map(|(name, text)| text.map(|t| format!("{name}: {}.", t.trim_end_matches('.'))))
        .collect();
    if !about.is_empty() {
        lines.push(about.join(" "));
    }
    let cited = match text("citation") {
        Some(citation) => vec![citation],
        None => [text("sponsor"), Some(study.title.trim()).filter(|t| !t.is_empty())].into_iter().flatten().collect(),
    };
    let mut cited = cited.join(", ").trim_end_matches('.').to_owned();
    if let Some(url) = text("url").filter(|url| !cited.contains(url)) {
        cited = if cited.is_empty() { url.to_owned() } else { format!("{cited} ({url})") };
    }
    if !cited.is_empty() {
        lines.push(format!("Source: {cited}."));
    }
    lines
}

fn method_name(method: IntervalMethod) -> &'static str {
    match method {
        IntervalMethod::Wilson => "Wilson",
        IntervalMethod::Logit => "logit",
        IntervalMethod::Beta => "Clopper-Pearson",
        IntervalMethod::Mean => "Wald",
        other => other.name(),
    }
}

/// 0.95 as "95%", 0.999 as "99.9%".
fn confidence(level: f64) -> String {
    let text = format!("{:.2}", level * 100.0);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// A base's description as the name of the whole: "all respondents" as it is, "respondents with …" with "all" before it.
pub(super) fn everybody(description: &str) -> String {
    match description.strip_prefix("all ") {
        Some(who) => format!("All {who}"),
        None => format!("All {description}"),
    }
}
