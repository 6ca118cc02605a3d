//! Conditions on respondents: `base`, `complete` and the `where` of claims.
//!
//! ```text
//! base = { shipped = ["Yes"], country = "*" }     raw values of columns; "*" is any answer
//! base = { hours = { at_least = 5, below = 40 } }        numbers: at_least, at_most, above, below, between
//! where = { governance_maturity = ["Fully mature"] }     segments first, then columns
//! ```

use super::super::{ColumnRef, Condition, Range, Segment, domain};
use super::reader::{Found, Value, distinct, passed};
use crate::error::Error;

/// Conditions on raw values of columns.
pub(super) fn on_columns(value: &Value<'_>) -> Vec<Condition> {
    each(value, |value, name, wanted| {
        let column = passed(value.file, name.at, ColumnRef::parse(&name.value))?;
        Some(on_column(column, wanted))
    })
}

/// Conditions on segments, or on raw values of columns where no segment has the name.
pub(super) fn on_segments_or_columns(value: &Value<'_>, segments: &[Segment]) -> Vec<Condition> {
    each(value, |value, name, wanted| match segments.iter().position(|s| s.name == name.value) {
        Some(position) => {
            let Wanted::Answers(answers) = wanted else {
                let problem = Error::new(format!("`{}` is a segment, whose levels are no numbers", name.value));
                value.file.report(name.at, problem.hint("list its levels, or name another column"));
                return None;
            };
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
            Some(on_column(column, wanted))
        }
    })
}

/// What a condition wants of its column.
enum Wanted {
    Answers(Vec<Found<String>>),
    Number(Range),
}

fn on_column(column: ColumnRef, wanted: Wanted) -> Condition {
    match wanted {
        Wanted::Answers(answers) => domain::on_column(column, distinct(answers)),
        Wanted::Number(range) => Condition::Number { column, range },
    }
}

fn each<'f>(
    value: &Value<'f>,
    condition: impl Fn(&Value<'f>, Found<String>, Wanted) -> Option<Condition>,
) -> Vec<Condition> {
    let what = value.name.clone();
    let Some(table) = value.table(&what) else { return Vec::new() };
    let one = |(name, value): (Found<String>, Value<'f>)| {
        if value.is_table() {
            let range = range(&value)?;
            return condition(&value, name, Wanted::Number(range));
        }
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
        condition(&value, name, Wanted::Answers(answers))
    };
    table.free().into_iter().filter_map(one).collect()
}

/// `{ at_least = 5 }`, `{ between = [5, 10] }`: limits of a number.
fn range(value: &Value<'_>) -> Option<Range> {
    let what = value.name.clone();
    let mut table = value.table(&what)?;
    let mut range = Range::default();
    let mut number = |key: &'static str| table.take(key).map(|value| value.number().map(|number| number.value));
    let [at_least, at_most, above, below] = ["at_least", "at_most", "above", "below"].map(&mut number);
    for (limit, found) in [
        (&mut range.at_least, at_least),
        (&mut range.at_most, at_most),
        (&mut range.above, above),
        (&mut range.below, below),
    ] {
        if let Some(found) = found {
            *limit = Some(found?);
        }
    }
    if let Some(between) = table.take("between") {
        match between.numbers()?.as_slice() {
            [low, high] if low.value <= high.value => {
                (range.at_least, range.at_most) = (Some(low.value), Some(high.value));
            }
            _ => {
                let problem = Error::new(format!("{} must be two numbers, the lower first", between.name));
                between.report(problem.hint("between = [5, 10] keeps 5, 10 and what lies between them"));
                return None;
            }
        }
    }
    table.finish();
    let low = [range.at_least, range.above].into_iter().flatten().reduce(f64::max);
    let high = [range.at_most, range.below].into_iter().flatten().reduce(f64::min);
    let is_strict = |limit: Option<f64>, strict: Option<f64>| limit.is_some() && strict == limit;
    match (low, high) {
        (None, None) => {
            let problem = Error::new(format!("{what} has no limit"));
            value.report(problem.hint("limits are at_least, at_most, above, below and between = [5, 10]"));
            None
        }
        (Some(low), Some(high))
            if low > high
                || (low == high && (is_strict(Some(low), range.above) || is_strict(Some(high), range.below))) =>
        {
            value.report(Error::new(format!("{what} leaves no number: {}", range.words())));
            None
        }
        _ => Some(range),
    }
}
