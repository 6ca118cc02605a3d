//! `[[segments]]`: the questions that divide respondents.

use super::super::check::{first_repeated, readable};
use super::super::{ColumnRef, Segment};
use super::reader::{Found, Table, Value, distinct, values};
use super::{Names, coding, column_or_name};
use crate::error::{Error, quoted};

/// The most levels of a segment: what the code of a level has room for.
pub(in super::super) const MOST_LEVELS: usize = 60_000;

/// All segments. One that could not be read stands in the list all the same, so that what refers to it finds it.
pub(super) fn segments(tables: Vec<Table<'_>>) -> Vec<Segment> {
    let mut names = Names::new("segment");
    tables.into_iter().map(|table| segment(table, &mut names)).collect()
}

fn segment(mut table: Table<'_>, names: &mut Names) -> Segment {
    let file = table.file;
    let name = names.take(&mut table);
    let column = column_or_name(&mut table, &name);
    let label = table.text("label").map_or_else(|| readable(&name), |label| label.value);
    let ordered = table.flag("ordered");
    let missing = table.texts("missing").map(distinct).unwrap_or_default();
    let listed = match table.take("levels") {
        Some(value) => levels(&value).map(|levels| (levels, file.line(value.at))),
        None => {
            let problem = Error::new(format!("{} has no `levels`", table.what));
            table.report(problem.hint("list its answers in order: levels = [\"Small\", \"Large\"]"));
            None
        }
    };
    let scores = table.take("scores");
    let (levels, line) = listed.unwrap_or_default();
    let coding = coding::coding(&mut table, &levels);
    table.finish();
    // What speaks of levels can be checked only if they are known.
    let scores = scores.and_then(|value| if levels.is_empty() { None } else { scores_of(&value, levels.len()) });
    Segment {
        name,
        label,
        column: column.unwrap_or(ColumnRef::Position(0)),
        scores: scores.unwrap_or_else(|| default_scores(levels.len())),
        levels,
        ordered,
        coding,
        missing,
        of_waves: false,
        line,
    }
}

/// 1, 2, … k.
pub(in super::super) fn default_scores(levels: usize) -> Vec<f64> {
    (1..=levels).map(|score| score as f64).collect()
}

/// A list of answers in order: not empty, none twice.
pub(super) fn levels(value: &Value<'_>) -> Option<Vec<String>> {
    let found = value.texts()?;
    if found.is_empty() {
        value.report(Error::new(format!("{} is empty", value.name)).hint("list the answers in order"));
        return None;
    }
    if found.len() > MOST_LEVELS {
        value.report(Error::new(format!("{} lists {} values; {MOST_LEVELS} are the most", value.name, found.len())));
        return None;
    }
    let texts: Vec<&str> = found.iter().map(|level| level.value.as_str()).collect();
    if let Some((again, _)) = first_repeated(&texts) {
        let Found { value: level, at } = &found[again];
        value.file.report(*at, Error::new(format!("{} lists {} twice", value.name, quoted(level))));
        return None;
    }
    Some(values(found))
}

fn scores_of(value: &Value<'_>, levels: usize) -> Option<Vec<f64>> {
    let scores = values(value.numbers()?);
    let problem = if scores.len() != levels {
        format!("{} lists {} numbers for {levels} levels", value.name, scores.len())
    } else if levels > 1 && scores.iter().all(|&score| score == scores[0]) {
        format!("{} are all {}, so there is no order in them", value.name, scores[0])
    } else {
        return Some(scores);
    };
    value.report(Error::new(problem).hint("give one number per level, in the order of `levels`"));
    None
}
