//! `kind = "mean"` and its kin: where the number of a respondent comes from.
//!
//! ```text
//! column = "hours"                                   the number in the cell
//! scores = { "Agree" = 4, "Strongly agree" = 5 }     the number of a text; an answer without one must be a number
//! levels = ["Never", "Often"]  scores = [0, 5]       the same for answers in order; without scores 1, 2, and so on
//! items = ["trust_1", "trust_2"]                     a scale; reversed, range, combine and least_answered belong to it
//! ```

use super::super::{Combine, Number, NumberKind, Valid, suggest};
use super::answer::{Keys, OneColumn};
use super::coding::valid_of;
use super::reader::{Found, Table, Value, passed};
use super::segment;
use crate::error::{Error, quoted};
use crate::study::ColumnRef;

/// The number of an outcome; `None` was reported.
pub(super) fn number(table: &Table<'_>, keys: &mut Keys<'_>, one: &OneColumn, kind: NumberKind) -> Option<Number> {
    let valid = keys.take("valid");
    let valid = match valid {
        Some(value) if kind == NumberKind::Nps => {
            let problem = Error::new(format!("{} has no use: a net promoter score reads 0 to 10", value.name));
            value.report(problem);
            return None;
        }
        Some(value) => Some(valid_of(&value)?),
        None => None,
    };
    let scores = scores(keys)?;
    let Some(items) = keys.take("items") else {
        return Some(Number { valid, scores, ..Number::of(one.column.clone()?) });
    };
    if one.is_named {
        table.report(Error::new(format!("{} has `column` and `items`, and can have only one of them", table.what)));
        return None;
    }
    if kind == NumberKind::Nps {
        items.report(Error::new(format!("{} has no use: a net promoter score reads one column", items.name)));
        return None;
    }
    scale(&items, keys, Number { valid, scores, ..Number::of(ColumnRef::Position(0)) })
}

/// A scale of several columns.
fn scale(value: &Value<'_>, keys: &mut Keys<'_>, base: Number) -> Option<Number> {
    let names = value.texts()?;
    let columns: Option<Vec<ColumnRef>> =
        names.iter().map(|name| passed(value.file, name.at, ColumnRef::parse(&name.value))).collect();
    let columns = columns?;
    if columns.len() < 2 {
        let problem = Error::new(format!("{} names {} of a scale", value.name, ["no item", "one item"][columns.len()]));
        value.report(problem.hint("name two columns or more; one alone is `column`"));
        return None;
    }
    if let Some((again, _)) = super::super::check::first_repeated(&columns) {
        value.file.report(names[again].at, Error::new(format!("{} names `{}` twice", value.name, columns[again])));
        return None;
    }
    let range = match keys.take("range") {
        Some(range) => Some(range_of(&range)?),
        None => known_range(&base),
    };
    let reversed = match keys.take("reversed") {
        None => vec![false; columns.len()],
        Some(reversed) => {
            if range.is_none() {
                let problem =
                    Error::new(format!("{} needs the least and the largest number of an item", reversed.name));
                reversed.report(problem.hint("range = [1, 5] turns 1 into 5, and 2 into 4"));
                return None;
            }
            which(&reversed, &columns)?
        }
    };
    let combine = match keys.take("combine") {
        None => Combine::Mean,
        Some(value) => match value.text()?.value.as_str() {
            "mean" => Combine::Mean,
            "sum" => Combine::Sum,
            other => {
                value.report(
                    Error::new(format!("{} is {}, and must be \"mean\" or \"sum\"", value.name, quoted(other)))
                        .hint("\"sum\" is the mean of the answered items times their number"),
                );
                return None;
            }
        },
    };
    let at_least = match keys.take("least_answered") {
        None => columns.len(),
        Some(value) => {
            let least = value.whole()?.value as usize;
            if least == 0 || least > columns.len() {
                let problem = format!("{} must be between 1 and {}, not {least}", value.name, columns.len());
                value.report(Error::new(problem));
                return None;
            }
            least
        }
    };
    Some(Number { columns, reversed, range, combine, at_least, ..base })
}

/// The ends of the scores or of the numbers that count, where they are given.
fn known_range(base: &Number) -> Option<Valid> {
    let scores = || base.scores.iter().map(|(_, score)| *score);
    let of_scores = scores().reduce(f64::min).zip(scores().reduce(f64::max));
    base.valid.or(of_scores.map(|(low, high)| Valid { low, high }))
}

fn range_of(value: &Value<'_>) -> Option<Valid> {
    match value.numbers()?.iter().map(|number| number.value).collect::<Vec<_>>().as_slice() {
        &[low, high] if low < high => Some(Valid { low, high }),
        _ => {
            let problem = Error::new(format!("{} must be two numbers, the lower first", value.name));
            value.report(problem.hint("range = [1, 5] says that an item goes from 1 to 5"));
            None
        }
    }
}

/// Which of the items a list names.
fn which(value: &Value<'_>, columns: &[ColumnRef]) -> Option<Vec<bool>> {
    let mut found = vec![false; columns.len()];
    for name in value.texts()? {
        let column = passed(value.file, name.at, ColumnRef::parse(&name.value))?;
        let Some(at) = columns.iter().position(|known| *known == column) else {
            let known: Vec<String> = columns.iter().map(ToString::to_string).collect();
            let names = known.iter().map(String::as_str);
            let problem =
                Error::new(format!("{} names {}, which is none of its items", value.name, quoted(&name.value)));
            value.file.report(
                name.at,
                match suggest::nearest(&name.value, names.clone()) {
                    Some(near) => problem.hint(format!("did you mean {}?", quoted(near))),
                    None => problem.hint(format!("its items are {}", suggest::listed(names))),
                },
            );
            return None;
        };
        found[at] = true;
    }
    Some(found)
}

/// The number of each text: a table, or a list beside `levels`.
fn scores(keys: &mut Keys<'_>) -> Option<Vec<(String, f64)>> {
    let (levels, scores) = (keys.take("levels"), keys.take("scores"));
    let Some(levels) = levels else {
        return match scores {
            None => Some(Vec::new()),
            Some(value) if value.is_table() => of_table(&value),
            Some(value) => {
                value.expected("a table of an answer = its number", Some("scores = { \"Agree\" = 4 }".into()))
            }
        };
    };
    let texts = segment::levels(&levels)?;
    let numbers: Vec<f64> = match scores {
        None => (1..=texts.len()).map(|place| place as f64).collect(),
        Some(value) if value.is_table() => {
            let problem = Error::new(format!("{} is a table, and `levels` lists the answers already", value.name));
            value.report(problem.hint("leave out `levels`, or give one number a level: scores = [1, 2]"));
            return None;
        }
        Some(value) => {
            let found: Vec<Found<f64>> = value.numbers()?;
            if found.len() != texts.len() {
                let problem = format!("{} lists {} numbers for {} levels", value.name, found.len(), texts.len());
                value.report(Error::new(problem).hint("give one number a level"));
                return None;
            }
            found.into_iter().map(|number| number.value).collect()
        }
    };
    Some(texts.into_iter().zip(numbers).collect())
}

fn of_table(value: &Value<'_>) -> Option<Vec<(String, f64)>> {
    let what = value.name.clone();
    let table = value.table(&what)?;
    if table.is_empty() {
        value.report(Error::new(format!("{what} is empty")).hint("scores = { \"Agree\" = 4, \"Strongly agree\" = 5 }"));
        return None;
    }
    let score = |(answer, number): (Found<String>, Value<'_>)| Some((answer.value, number.number()?.value));
    let mut found: Vec<(String, f64)> = table.free().into_iter().map(score).collect::<Option<_>>()?;
    found.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
    Some(found)
}
