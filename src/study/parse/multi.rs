//! `[[multi]]`: several answers, one column an option; each option becomes an outcome.
//!
//! ```text
//! name = "causes"   options = { "Data exposure" = "q7_1" }   ->   outcome `causes.Data exposure`, label "Data exposure"
//! ```

use super::super::{Answer, Base, ColumnRef, Condition, Family, Outcome, TickedAny};
use super::outcome::{References, base_label};
use super::reader::{Found, Table, Value, distinct, passed};
use super::{Names, Outcomes, condition};
use crate::error::Error;

/// A question whose options are known, the rest of it still to be read.
pub(super) struct Multi<'f> {
    table: Table<'f>,
    name: String,
    options: Vec<(Found<String>, ColumnRef)>,
}

/// Reads the names of a question and of its options.
pub(super) fn names<'f>(mut table: Table<'f>, names: &mut Names) -> Multi<'f> {
    let name = names.take(&mut table);
    let value = table.required("options", "name a column for each option: options = { \"Data exposure\" = \"q7_1\" }");
    let options = value.map(|value| options(&value)).unwrap_or_default();
    Multi { table, name, options }
}

fn options(value: &Value<'_>) -> Vec<(Found<String>, ColumnRef)> {
    let what = value.name.clone();
    let Some(table) = value.table(&what) else { return Vec::new() };
    if table.is_empty() {
        value.report(Error::new(format!("{what} is empty")).hint("name a column for each option"));
    }
    let column = |(option, column): (Found<String>, Value<'_>)| {
        let text = column.filled_text()?;
        Some((option, passed(value.file, text.at, ColumnRef::parse(&text.value))?))
    };
    table.free().into_iter().filter_map(column).collect()
}

impl Multi<'_> {
    /// The name of the question.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The names of the outcomes that the options become, and where they stand.
    pub fn options(&self) -> impl Iterator<Item = (String, usize)> {
        self.options.iter().map(|(option, _)| (format!("{}.{}", self.name, option.value), option.at))
    }

    /// The outcomes that the options become.
    pub fn outcomes(mut self, all: &Outcomes, references: &mut References) -> Vec<Outcome> {
        let file = self.table.file;
        let names: Vec<String> = self.options().map(|(name, _)| name).collect();
        let question = self.table.text("question").map(|question| question.value);
        let yes = self.table.take("yes").and_then(|value| {
            let yes = value.texts()?;
            if yes.is_empty() {
                let problem = Error::new(format!("{} is empty", value.name));
                value.report(problem.hint("leave the key out, and any answer that is not missing is a tick"));
            }
            Some(distinct(yes))
        });
        let mut base = Base::default();
        if let Some(value) = self.table.take("base") {
            match value.as_text() {
                Some("any") => base.ticked_any = Some(self.ticked_any(yes.as_deref())),
                Some(_) => {
                    value.expected::<()>("a table, or \"any\" for those who ticked at least one option", None);
                }
                None => base.conditions = condition::on_columns(&value),
            }
        }
        if let Some(value) = self.table.take("asked_if") {
            let first = all.list.len();
            base.asked_if = references.read(&value, first..first + self.options.len(), all);
        }
        base_label(&mut self.table, &mut base);
        self.table.finish();
        let outcome = |(name, (option, column)): (String, (Found<String>, ColumnRef))| Outcome {
            name,
            label: option.value,
            question: question.clone(),
            answer: Answer::Ticked { columns: vec![column], yes: yes.clone() },
            base: base.clone(),
            nets: Vec::new(),
            standard: None,
            family: Family::SegmentsOfOutcome,
            line: file.line(option.at),
        };
        names.into_iter().zip(self.options).map(outcome).collect()
    }

    fn ticked_any(&self, yes: Option<&[String]>) -> TickedAny {
        let ticked = |column: &ColumnRef| Condition::ticked(column, yes);
        TickedAny {
            question: self.name.clone(),
            options: self.options.iter().map(|(_, column)| ticked(column)).collect(),
        }
    }
}
