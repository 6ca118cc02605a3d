//! Conditions on respondents: `base`, `complete` and the `where` of claims.
//!
//! ```text
//! base = { shipped = ["Yes"], country = "*" }     raw values of columns; "*" is any answer
//! where = { governance_maturity = ["Fully mature"] }     segments first, then columns
//! ```

use super::super::{ColumnRef, Condition, Segment, domain};
use super::reader::{Found, Value, distinct, passed};
use crate::error::Error;

/// Conditions on raw values of columns.
pub(super) fn on_columns(value: &Value<'_>) -> Vec<Condition> {
    each(value, |value, name, answers| {
        let column = passed(value.file, name.at, ColumnRef::parse(&name.value))?;
        Some(domain::on_column(column, distinct(answers)))
    })
}

/// Conditions on segments, or on raw values of columns where no segment has the name.
pub(super) fn on_segments_or_columns(value: &Value<'_>, segments: &[Segment]) -> Vec<Condition> {
    each(value, |value, name, answers| match segments.iter().position(|s| s.name == name.value) {
        Some(position) => {
            let segment = &segments[position];
            let check = |answer: &Found<String>| {
                // A segment whose levels could not be read is reported already.
                let levels =
                    if segment.levels.is_empty() { Ok(vec![]) } else { domain::levels(segment, &answer.value) };
                passed(value.file, answer.at, levels)
            };
            let levels: Vec<_> = answers.iter().map(check).collect();
            Some(domain::on_segment(position, levels.into_iter().collect::<Option<Vec<_>>>()?.concat()))
        }
        None => {
            let column = passed(value.file, name.at, ColumnRef::parse(&name.value))?;
            Some(domain::on_column(column, distinct(answers)))
        }
    })
}

fn each<'f>(
    value: &Value<'f>,
    condition: impl Fn(&Value<'f>, Found<String>, Vec<Found<String>>) -> Option<Condition>,
) -> Vec<Condition> {
    let what = value.name.clone();
    let Some(table) = value.table(&what) else { return Vec::new() };
    let one = |(name, value): (Found<String>, Value<'f>)| {
        let answers = match value.as_text() {
            Some("*") => vec![Found { value: "*".to_owned(), at: value.at }],
            Some(other) => {
                value.expected("a list of texts, or \"*\" for any answer", Some(format!("write [{other:?}]")))?
            }
            None => value.texts()?,
        };
        if answers.is_empty() {
            value.report(Error::new(format!("{} lists no value, so nobody would be left", value.name)));
            return None;
        }
        condition(&value, name, answers)
    };
    table.free().into_iter().filter_map(one).collect()
}
