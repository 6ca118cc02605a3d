//! `[[segments]]`: the questions that divide respondents.

use std::collections::{BTreeMap, BTreeSet};

use super::super::check::{first_repeated, readable};
use super::super::{ColumnRef, Segment, SegmentCoding, suggest};
use super::reader::{Found, Table, Value, distinct, values};
use super::{Names, column_or_name};
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

    let later = table.not_supported(&["breaks", "valid", "groups"]);
    let listed = match table.take("levels") {
        Some(value) => levels(&value).map(|levels| (levels, file.line(value.at))),
        None => {
            if !later {
                let problem = Error::new(format!("{} has no `levels`", table.what));
                table.report(problem.hint("list its answers in order: levels = [\"Small\", \"Large\"]"));
            }
            None
        }
    };
    let scores = table.take("scores");
    let aliases = table.take("aliases");
    table.finish();

    let (levels, line) = listed.unwrap_or_default();
    // What speaks of levels can be checked only if they are known, and if no group or break changes them.
    let checkable = !later && !levels.is_empty();
    let scores = scores.and_then(|value| if checkable { scores_of(&value, levels.len()) } else { None });
    let aliases = aliases.map(|value| if checkable { aliases_of(&value, &levels) } else { BTreeMap::new() });
    Segment {
        name,
        label,
        column: column.unwrap_or(ColumnRef::Position(0)),
        scores: scores.unwrap_or_else(|| default_scores(levels.len())),
        levels,
        ordered,
        coding: SegmentCoding::Text { aliases: aliases.unwrap_or_default() },
        missing,
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

fn aliases_of(value: &Value<'_>, levels: &[String]) -> BTreeMap<String, String> {
    let mut aliases = BTreeMap::new();
    let is_level: BTreeSet<&String> = levels.iter().collect();
    let what = value.name.clone();
    for (spelling, level) in value.table(&what).into_iter().flat_map(Table::free) {
        let Some(level) = level.text() else { continue };
        let problem = if !is_level.contains(&level.value) {
            let problem = Error::new(format!("{what} map to {}, which is none of its levels", quoted(&level.value)));
            let known = levels.iter().map(String::as_str);
            Some((
                level.at,
                match suggest::nearest(&level.value, known.clone()) {
                    Some(near) => problem.hint(format!("did you mean {}?", quoted(near))),
                    None => problem.hint(format!("its levels are {}", suggest::listed_values(known))),
                },
            ))
        } else if is_level.contains(&spelling.value) && spelling.value != level.value {
            let problem = Error::new(format!("{what} map {}, which is a level itself", quoted(&spelling.value)));
            Some((spelling.at, problem.hint("take it out of `levels`, or take the alias out")))
        } else {
            let before = aliases.insert(spelling.value.clone(), level.value.clone());
            before
                .filter(|before| *before != level.value)
                .map(|_| (spelling.at, Error::new(format!("{what} map {} twice", quoted(&spelling.value)))))
        };
        if let Some((at, problem)) = problem {
            value.file.report(at, problem);
        }
    }
    aliases
}
