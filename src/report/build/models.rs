//! Logistic regressions: tests of terms, rates adjusted for all else, coefficients.

use super::super::{Column, Section, Table, Text};
use super::DASH;
use crate::findings::words::{in_text, level_text};
use crate::results::format::{count, decimal, p_value, percent, points};
use crate::results::{Coefficient, Flag, Interval, Margin, Model, Results, StudyInfo, TermTest};

pub(super) fn sections(results: &Results) -> Vec<Section> {
    if results.models.is_empty() {
        return Vec::new();
    }
    let mut section = Section::new("Several segments at once");
    section.say(
        "A logistic regression holds the other segments of the model as they are. The adjusted rate of a level is what \
         the model predicts if everybody were at that level and all else stayed as it is, averaged over its \
         respondents. These are associations with all else held, not effects: what does not stand in the model may \
         still lie behind them.",
    );
    for m in &results.models {
        section.say(m.sentence.clone());
        if !m.converged {
            continue;
        }
        if let Some(note) = &m.note {
            section.list(vec![Text::led("Left out:", format!("{note}."))]);
        }
        let tests: Vec<String> = m.wald.iter().map(test).collect();
        if !tests.is_empty() {
            section.list(vec![Text::led("Wald tests of the terms:", format!("{}.", tests.join("; ")))]);
        }
        section.table(margins(m, &results.study));
        section.table(coefficients(m, &results.study));
    }
    vec![section]
}

fn test(t: &TermTest) -> String {
    let statistic = match t.df2 {
        Some(df2) => format!("F({}, {}) = {}", decimal(t.df, 0), decimal(df2, 0), decimal(t.statistic, 2)),
        None => format!("X²({}) = {}", decimal(t.df, 0), decimal(t.statistic, 2)),
    };
    format!("{} {statistic}, {}", in_text(&t.label), p_value(t.p, t.ln_p))
}

fn margins(m: &Model, info: &StudyInfo) -> Table {
    let mut table = Table::new(
        format!("{}: adjusted rate of each level, and its distance from the first", m.outcome_label),
        vec![
            Column::text("Segment"),
            Column::text("Level"),
            Column::number("Adjusted rate"),
            Column::number(range_heading(info)),
            Column::number("Base"),
            Column::number("Difference"),
            Column::number(range_heading(info)),
        ],
    );
    for margin in &m.margins {
        table.row(row(m, margin, info));
    }
    table
}

fn row(m: &Model, margin: &Margin, info: &StudyInfo) -> Vec<String> {
    let dash = || DASH.to_owned();
    let label = info.segments.iter().find(|s| s.name == margin.segment).map_or(&margin.segment, |s| &s.label);
    let is_shown = !margin.flags.contains(&Flag::Suppressed);
    let effect = m
        .effects
        .iter()
        .find(|e| e.segment == margin.segment && e.level == margin.level)
        .filter(|e| !e.flags.contains(&Flag::Suppressed));
    let within = |ci: &Option<Interval>| ci.filter(|_| is_shown);
    let rates = |ci: Interval| format!("{} to {}", percent(ci.low.max(0.0), m.n), percent(ci.high.min(1.0), m.n));
    let distance = |ci: Interval| format!("{} to {}", points(ci.low), points(ci.high));
    vec![
        label.clone(),
        margin.level.clone(),
        if is_shown { percent(margin.rate, m.n) } else { dash() },
        within(&margin.ci).map_or_else(dash, rates),
        count(margin.n),
        effect.map_or_else(dash, |e| points(e.difference)),
        effect.and_then(|e| e.ci).map_or_else(dash, distance),
    ]
}

fn coefficients(m: &Model, info: &StudyInfo) -> Table {
    let mut table = Table::new(
        format!("{}: coefficients of the logistic regression", m.outcome_label),
        vec![
            Column::text("Term"),
            Column::text("Level"),
            Column::number("Log odds"),
            Column::number("Standard error"),
            Column::number(if m.df.is_some() { "t" } else { "z" }),
            Column::number("p"),
            Column::number("Odds ratio"),
            Column::number(range_heading(info)),
        ],
    );
    for c in &m.terms {
        table.row(coefficient(m, c));
    }
    table
}

fn coefficient(m: &Model, c: &Coefficient) -> Vec<String> {
    let dash = || DASH.to_owned();
    let term = m.wald.iter().find(|test| test.segment == c.term).map_or(&c.term, |test| &test.label).clone();
    let p = match (c.p, c.ln_p) {
        (Some(p), Some(ln_p)) => p_value(p, ln_p).trim_start_matches("p ").trim_start_matches("= ").to_owned(),
        _ => dash(),
    };
    vec![
        term,
        c.level.clone().unwrap_or_else(dash),
        decimal(c.coefficient, 3),
        decimal(c.se, 3),
        c.statistic.map_or_else(dash, |statistic| decimal(statistic, 2)),
        p,
        decimal(c.odds_ratio, 2),
        c.ci.map_or_else(dash, |ci| format!("{} to {}", decimal(ci.low, 2), decimal(ci.high, 2))),
    ]
}

/// "95% interval".
fn range_heading(info: &StudyInfo) -> String {
    format!("{} interval", level_text(info.analysis.confidence))
}
