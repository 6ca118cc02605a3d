//! `[[ranking]]`: options that respondents put in order; each becomes outcomes of its own.
//!
//! ```text
//! options = { "Speed" = "rank_speed" }                  a column an option, which holds its rank
//! column = "order", options = ["Speed", "Price"]        or all in one cell, the first first
//!
//! name.Speed          ranked first                      of those who ranked anything
//! name_top2.Speed     among the first `top`             of the same
//! name_rank.Speed     mean rank                         of those who ranked it
//! ```

use super::super::{
    Answer, Base, ColumnRef, Condition, Family, MultiSpec, Number, NumberKind, Outcome, Placed, TickedAny,
};
use super::answer::SEPARATOR;
use super::outcome::{References, base_label};
use super::reader::{Found, Table, Value, distinct, passed};
use super::{Names, Outcomes, condition};
use crate::error::Error;

/// A question whose options are known, the rest of it still to be read.
pub(super) struct Ranking<'f> {
    table: Table<'f>,
    name: String,
    options: Vec<(Found<String>, ColumnRef)>,
    /// What stands between the options, where one cell holds them all.
    separator: Option<String>,
    top: usize,
}

/// Reads the names of a question and of its options.
pub(super) fn names<'f>(mut table: Table<'f>, names: &mut Names) -> Ranking<'f> {
    let name = names.take(&mut table);
    let hint = "name the column with the rank of each option: options = { \"Speed\" = \"rank_speed\" }";
    let value = table.required("options", hint);
    let column = table.take("column");
    let (options, separator) = match (value, column) {
        (Some(value), Some(column)) => (listed(&value, &column), separator(&mut table)),
        (Some(value), None) => (own_columns(&value), None),
        (None, _) => (Vec::new(), None),
    };
    let top = table.take("top").map_or(1, |value| top(&value, options.len()));
    if separator.is_none()
        && let Some(value) = table.take("separator")
    {
        value.report(Error::new(format!("{} needs `column`", value.name)));
    }
    Ranking { table, name, options, separator, top }
}

/// Options with a column each.
fn own_columns(value: &Value<'_>) -> Vec<(Found<String>, ColumnRef)> {
    let what = value.name.clone();
    if !value.is_table() {
        let hint = "or name the one column that holds them in order: column = \"order\"";
        value.expected::<()>("a table of an option = the column with its rank", Some(hint.into()));
        return Vec::new();
    }
    let Some(table) = value.table(&what) else { return Vec::new() };
    let column = |(option, column): (Found<String>, Value<'_>)| {
        let text = column.filled_text()?;
        Some((option, passed(value.file, text.at, ColumnRef::parse(&text.value))?))
    };
    several(value, table.free().into_iter().filter_map(column).collect())
}

/// Options in one column.
fn listed(value: &Value<'_>, column: &Value<'_>) -> Vec<(Found<String>, ColumnRef)> {
    let column = column.filled_text().and_then(|name| passed(column.file, name.at, ColumnRef::parse(&name.value)));
    let (Some(column), Some(texts)) = (column, value.texts()) else { return Vec::new() };
    several(value, texts.into_iter().map(|text| (text, column.clone())).collect())
}

fn several(value: &Value<'_>, options: Vec<(Found<String>, ColumnRef)>) -> Vec<(Found<String>, ColumnRef)> {
    if options.len() < 2 {
        value.report(Error::new(format!("{} must name two options or more", value.name)));
    }
    options
}

fn separator(table: &mut Table<'_>) -> Option<String> {
    let Some(value) = table.take("separator") else { return Some(SEPARATOR.to_owned()) };
    let separator = value.raw_text()?.value;
    if separator.is_empty() {
        value.report(Error::new(format!("{} is empty", value.name)).hint("usual are \";\" and \", \""));
    }
    Some(separator)
}

fn top(value: &Value<'_>, options: usize) -> usize {
    let Some(top) = value.whole().map(|whole| whole.value as usize) else { return 1 };
    if top == 0 || (options > 0 && top >= options) {
        let most = options.saturating_sub(1);
        value.report(Error::new(format!("{} must be between 1 and {most}, not {top}", value.name)));
        return 1;
    }
    top
}

/// What an outcome of an option is.
#[derive(Clone, Copy)]
enum Shows {
    Among(usize),
    Rank,
}

impl Ranking<'_> {
    /// What the outcomes of each option are, with how the names of their questions begin.
    fn shows(&self) -> Vec<(String, Shows)> {
        let mut all = vec![(self.name.clone(), Shows::Among(1))];
        if self.top > 1 {
            all.push((format!("{}_top{}", self.name, self.top), Shows::Among(self.top)));
        }
        all.push((format!("{}_rank", self.name), Shows::Rank));
        all
    }

    /// The names of the outcomes that the options become, and where they stand.
    pub fn outcome_names(&self) -> Vec<(String, usize)> {
        let of = |(question, _): &(String, Shows)| {
            let question = question.clone();
            self.options.iter().map(move |(option, _)| (format!("{question}.{}", option.value), option.at))
        };
        self.shows().iter().flat_map(of).collect()
    }

    /// The outcomes that the options become, and the questions whose options are compared.
    pub fn outcomes(mut self, all: &Outcomes, references: &mut References) -> (Vec<Outcome>, Vec<MultiSpec>) {
        let file = self.table.file;
        let question = self.table.text("question").map(|question| question.value);
        let missing = self.table.texts("missing").map(distinct).unwrap_or_default();
        let shows = self.shows();
        let first = all.list.len();
        let mut base = Base::default();
        if let Some(value) = self.table.take("base") {
            base.conditions = condition::on_columns(&value);
        }
        if let Some(value) = self.table.take("asked_if") {
            base.asked_if = references.read(&value, first..first + shows.len() * self.options.len(), all);
        }
        base_label(&mut self.table, &mut base);
        if self.separator.is_none() {
            let answered = |(_, column): &(Found<String>, ColumnRef)| Condition::Answered { column: column.clone() };
            base.ticked_any =
                Some(TickedAny { question: self.name.clone(), options: self.options.iter().map(answered).collect() });
        }
        let Ranking { table, options, separator, .. } = self;
        table.finish();
        let mut outcomes = Vec::new();
        let mut multi = Vec::new();
        for (name, shows) in shows {
            let start = first + outcomes.len();
            for (option, column) in &options {
                let (text, answer) = answer((&option.value, column), separator.as_deref(), shows, &missing);
                outcomes.push(Outcome {
                    name: format!("{name}.{}", option.value),
                    label: format!("{}: {text}", option.value),
                    question: question.clone(),
                    answer,
                    base: base.clone(),
                    nets: Vec::new(),
                    standard: None,
                    family: Family::SegmentsOfOutcome,
                    line: file.line(option.at),
                });
            }
            if matches!(shows, Shows::Among(_)) {
                multi.push(MultiSpec { name, options: start..first + outcomes.len() });
            }
        }
        (outcomes, multi)
    }
}

/// What the outcome of an option is called, and its answer.
fn answer(
    (option, column): (&str, &ColumnRef),
    separator: Option<&str>,
    shows: Shows,
    missing: &[String],
) -> (String, Answer) {
    let (column, option, missing) = (column.clone(), option.to_owned(), missing.to_vec());
    let separator = separator.map(str::to_owned);
    match (shows, separator) {
        (Shows::Among(k), None) => {
            let yes = Some((1..=k).map(|rank| rank.to_string()).collect());
            (among(k), Answer::Ticked { columns: vec![column], yes })
        }
        (Shows::Among(k), Some(separator)) => {
            (among(k), Answer::Contains { column, option, separator, first: Some(k), missing })
        }
        (Shows::Rank, separator) => {
            let place = separator.map(|separator| Placed { option, separator });
            let number = Number { place, ..Number::of(column) };
            ("mean rank".to_owned(), Answer::Mean { kind: NumberKind::Mean, number, margin: None, missing })
        }
    }
}

fn among(k: usize) -> String {
    if k == 1 { "ranked first".to_owned() } else { format!("among the first {k}") }
}
