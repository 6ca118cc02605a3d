//! What remains of the differences once all other segments are held? Each level's rate beside its adjusted rate.
//!
//! ```text
//!                    Base                                 Rate   Adjusted
//! Fully mature        441        ──○──                     81%        80%
//!                                 ──●──
//! ```
//!
//! The adjusted rate is the model's margin: everybody at this level, all else as it is. Of a paradox both rates are those
//! of the same respondents, as in the table beside it; of a model of the study the rate is that of all who answered.

use super::frame::Words;
use super::halves;
use super::texts::{self, DASH, Figures, asked};
use super::{Axis, Body, Care, Chart, Key, Mark, Panel, Point, Reference, Row, Rows, Standing};
use crate::findings::words;
use crate::results::{AdjustedLevel, Comparison, Estimate, Flag, Margin, Model, Outcome, Paradox, StudyInfo, format};

/// The levels of one segment of a model, or of all; `None` if the model has no fit.
pub fn adjusted(outcome: &Outcome, model: &Model, only: Option<&str>, study: &StudyInfo) -> Option<Chart> {
    let is_wanted = |c: &&Comparison| only.is_none_or(|name| name == c.segment);
    let held = |c: &&Comparison| model.margins.iter().any(|margin| margin.segment == c.segment);
    let segments: Vec<&Comparison> = outcome.segments.iter().filter(is_wanted).filter(held).collect();
    if !model.converged || segments.is_empty() {
        return None;
    }
    let shown = segments.iter().flat_map(|c| &c.levels).chain([&outcome.overall]);
    let figures = Figures::of(format::Unit::Percent, shown, study);
    let panels: Vec<Panel> = segments.iter().map(|c| panel(c, model, figures, study)).collect();
    let overall = outcome.overall.rate.filter(|_| outcome.overall.is_printable());
    let values = panels.iter().flat_map(|p| &p.rows).filter_map(|row| match &row.mark {
        Mark::Two(points) => Some(points.iter().flat_map(Point::ends).flatten().collect::<Vec<f64>>()),
        Mark::Point(point) => Some(point.ends().into_iter().flatten().collect()),
        _ => None,
    });
    let axis = Axis::of_shares(values.flatten().chain(overall));
    let headline = words::adjusted_headline(outcome, model, only, study);
    let main = model.wald.iter().filter(|test| !test.segment.contains('*'));
    let names: Vec<String> = main.map(|test| words::in_text(&test.label)).collect();
    let others = match only {
        Some(_) => words::held_segments(model, only),
        None => format!("the others of {}", words::and(&names)),
    };
    let level = words::level_text(study.analysis.confidence);
    let notes = notes(outcome, model, &panels, &axis, study);
    let description = description(&headline, outcome, &panels);
    let body = Rows {
        base_head: "Base".to_owned(),
        value_heads: vec!["Rate".to_owned(), "Adjusted".to_owned()],
        axis,
        reference: overall.map(|value| Reference {
            value,
            label: format!("{}: {}", texts::everybody(&outcome.base, outcome.overall.n), figures.text(value)),
            short_label: format!("{}: {}", texts::everybody_in_short(outcome.overall.n), figures.text(value)),
        }),
        key: key("Rate of the level as it is"),
        panels,
        ..Rows::empty()
    };
    let words = Words {
        subtitle: format!(
            "{}: rate, and rate adjusted for {others}, of {}, both with {level} intervals (logistic regression, as for a {}).",
            outcome.label,
            asked(&outcome.base, Some(&outcome.overall)),
            study.design
        ),
        notes,
        title: format!("Adjusted beside unadjusted: {headline}"),
        description,
        headline,
    };
    let width = halves::usual_width(&body);
    Some(Chart { width, ..Chart::of_study(words, Body::Rows(body), study) })
}

/// The levels of a paradox with nothing and with all other segments held; `None` where nothing may be shown.
pub fn of_paradox(found: &Paradox, outcome: &Outcome, study: &StudyInfo) -> Option<Chart> {
    let (held, levels) = (&found.adjusted, &found.adjusted.levels);
    let is_shown = |level: &&AdjustedLevel| !level.flags.contains(&Flag::Suppressed);
    if words::hides(found) || !levels.iter().any(|level| is_shown(&level)) {
        return None;
    }
    let figures = Figures::of_base(held.n, study);
    let rows: Vec<Row> = levels.iter().map(|level| row_of_paradox(level, figures)).collect();
    let ends = rows.iter().filter_map(|row| match &row.mark {
        Mark::Two(points) => Some(points.iter().flat_map(Point::ends).flatten().collect::<Vec<f64>>()),
        Mark::Point(point) => Some(point.ends().into_iter().flatten().collect()),
        _ => None,
    });
    let axis = Axis::of_shares(ends.flatten());
    let headline = format!("{}: {}", found.outcome_label, size_when_held(found));
    let level = words::level_text(study.analysis.confidence);
    let labels = study.segments.iter().filter(|s| held.held.contains(&s.name));
    let others: Vec<String> = labels.map(|s| words::in_text(&s.label)).collect();
    let mut reading = vec![PREDICTED.to_owned()];
    if rows.iter().any(|row| row.care == Care::SmallBase) {
        reading.push(texts::small_bases(study));
    }
    if let Some(tick) = axis.ticks.first().filter(|_| axis.low > 0.0) {
        reading.push(format!("The axis starts at {}.", tick.label));
    }
    let mut notes = vec![reading.join(" ")];
    notes.extend(held.note.as_ref().map(|note| format!("Left out: {note}.")));
    notes.extend(outcome.question.as_ref().map(|question| format!("Question: “{}”", question.trim())));
    let panels = vec![Panel::headed(&found.segment_label, rows)];
    let description = description(&headline, outcome, &panels);
    let words = Words {
        subtitle: format!(
            "{}: rate, and rate adjusted for {}, of the same {} who answered and have a level of each of these segments, \
             the adjusted one with its {level} interval (logistic regression, as for a {}).",
            found.outcome_label,
            words::and(&others),
            words::respondents(held.n),
            study.design
        ),
        notes,
        title: format!("Adjusted beside unadjusted: {headline}"),
        description,
        headline,
    };
    let body = Rows {
        base_head: "Base".to_owned(),
        value_heads: vec!["Rate".to_owned(), "Adjusted".to_owned()],
        key: key("Rate with nothing held"),
        axis,
        panels,
        ..Rows::empty()
    };
    Some(Chart::of_study(words, Body::Rows(body), study))
}

/// What the two markers of a row are.
fn key(before: &str) -> Vec<Key> {
    vec![
        Key { standing: Standing::Within, means: before.to_owned() },
        Key { standing: Standing::Alone, means: "Adjusted rate".to_owned() },
    ]
}

/// What an adjusted rate is, and is not.
const PREDICTED: &str = "Adjusted: the rate that the model predicts if everybody were at this level and all else stayed as \
                         it is. An association with all else held is not an effect.";

/// "“Fully mature” 10.6 points higher with all other segments held".
fn size_when_held(found: &Paradox) -> String {
    let with = "with all other segments held";
    let pair = found.adjusted.difference.as_ref();
    match pair.and_then(|pair| Some((pair.difference?, pair.ci?))) {
        Some((difference, ci)) if ci.low > 0.0 || ci.high < 0.0 => {
            let way = if difference > 0.0 { "higher" } else { "lower" };
            format!("“{}” {} {way} {with}", found.top, words::size(difference))
        }
        Some(_) => format!("no difference of “{}” shown {with}", found.top),
        None => format!("rates {with}"),
    }
}

fn row_of_paradox(level: &AdjustedLevel, figures: Figures) -> Row {
    let (label, base) = (level.level.clone(), format::count(level.n));
    if level.flags.contains(&Flag::Suppressed) {
        let values = vec![DASH.to_owned(); 2];
        let mark = Mark::Absent { reason: "not shown: too few respondents".to_owned() };
        return Row { label, base, care: Care::Usual, values, mark };
    }
    let after = Point::new(level.rate, level.ci.map(|ci| (ci.low, ci.high)), Standing::Alone);
    let before = level.unadjusted.map(|value| Point::new(value, None, Standing::Within));
    Row {
        label,
        base,
        care: if level.flags.contains(&Flag::Caution) { Care::SmallBase } else { Care::Usual },
        values: vec![
            level.unadjusted.map_or_else(|| DASH.to_owned(), |rate| figures.text(rate)),
            figures.text(level.rate),
        ],
        mark: before.map_or(Mark::Point(after), |before| Mark::Two([before, after])),
    }
}

fn panel(c: &Comparison, model: &Model, figures: Figures, study: &StudyInfo) -> Panel {
    let mut levels: Vec<&Estimate> = c.levels.iter().collect();
    if !c.ordered {
        texts::by_value(&mut levels);
    }
    let of = |level: &Estimate| {
        model.margins.iter().find(|m| m.segment == c.segment && Some(&m.level) == level.level.as_ref())
    };
    Panel::headed(&c.segment_label, levels.into_iter().map(|level| row(level, of(level), figures, study)).collect())
}

fn row(level: &Estimate, margin: Option<&Margin>, figures: Figures, study: &StudyInfo) -> Row {
    let plain = super::rates::row(level, figures, study);
    let margin = margin.filter(|m| !m.flags.contains(&Flag::Suppressed));
    let (Mark::Point(before), Some(margin)) = (&plain.mark, margin) else {
        let values = vec![plain.values[0].clone(), DASH.to_owned()];
        return Row { values, ..plain };
    };
    let after = Point::new(margin.rate, margin.ci.map(|ci| (ci.low, ci.high)), Standing::Alone);
    Row {
        values: vec![plain.values[0].clone(), figures.text(margin.rate)],
        mark: Mark::Two([Point { standing: Standing::Within, ..*before }, after]),
        ..plain
    }
}

/// How the chart is to be read: only what occurs in it.
fn notes(outcome: &Outcome, model: &Model, panels: &[Panel], axis: &Axis, study: &StudyInfo) -> Vec<String> {
    let mut reading = vec![
        PREDICTED.to_owned(),
        format!(
            "The model rests on the {} who answered and have a level of every segment; the rates on all who answered.",
            words::respondents(model.n)
        ),
    ];
    if panels.iter().flat_map(|p| &p.rows).any(|row| row.care == Care::SmallBase) {
        reading.push(texts::small_bases(study));
    }
    if let Some(tick) = axis.ticks.first().filter(|_| axis.low > 0.0) {
        reading.push(format!("The axis starts at {}.", tick.label));
    }
    let mut notes = vec![reading.join(" ")];
    notes.extend(model.note.as_ref().map(|note| format!("Left out: {note}.")));
    notes.extend(outcome.question.as_ref().map(|question| format!("Question: “{}”", question.trim())));
    notes
}

fn description(headline: &str, outcome: &Outcome, panels: &[Panel]) -> String {
    let of_panel = |panel: &Panel| {
        let rows = panel.rows.iter().map(|row| format!("{} {}, adjusted {}", row.label, row.values[0], row.values[1]));
        format!("{}: {}.", panel.heading, rows.collect::<Vec<_>>().join("; "))
    };
    format!(
        "Pairs of dots with intervals on an axis of percentages, the rate above and the adjusted rate below. \
         {headline}. {}. {}",
        outcome.label,
        panels.iter().map(of_panel).collect::<Vec<_>>().join(" ")
    )
}
