//! How a cell becomes a level: `aliases`, `groups`, `breaks` and `valid` of a segment.
//!
//! ```text
//! "5000 or more" --aliases--> "5,000+" --groups--> "Large"       a text
//! "26"           --valid----> 26       --breaks--> "25-29"       a number
//! ```

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Groups, SegmentCoding, Valid, suggest};
use super::reader::{Found, Table, Value, values};
use crate::error::{Error, quoted};

/// How a cell becomes one of these levels, which are none where they could not be read.
pub(super) fn coding(table: &mut Table<'_>, levels: &[String]) -> SegmentCoding {
    let (aliases, groups) = (table.take("aliases"), table.take("groups"));
    let (breaks, valid) = (table.take("breaks"), table.take("valid"));
    match breaks {
        Some(breaks) => {
            for value in [aliases, groups].into_iter().flatten() {
                let problem = Error::new(format!("{} is for answers that are texts, not for `breaks`", value.name));
                value.report(problem.hint("leave out one of the two"));
            }
            let valid = valid.and_then(|value| valid_of(&value));
            SegmentCoding::Number { breaks: breaks_of(&breaks, levels).unwrap_or_default(), valid }
        }
        None => {
            if let Some(value) = valid {
                let problem = Error::new(format!("{} is for numbers", value.name));
                value.report(problem.hint("say where each level begins: breaks = [0, 1000, 5000]"));
            }
            let groups = groups.map(|value| groups_of(&value, levels));
            let aliases = aliases.map(|value| aliases_of(&value, levels, groups.as_ref())).unwrap_or_default();
            SegmentCoding::Text { aliases, groups }
        }
    }
}

/// Where each level begins: as many as levels, rising.
fn breaks_of(value: &Value<'_>, levels: &[String]) -> Option<Vec<f64>> {
    let found = value.numbers()?;
    if !levels.is_empty() && found.len() != levels.len() {
        let problem = format!("{} lists {} numbers for {} levels", value.name, found.len(), levels.len());
        value.report(Error::new(problem).hint("give the number at which each level begins; the last level has no end"));
        return None;
    }
    rising(value, found)
}

/// Numbers that rise from one to the next.
pub(super) fn rising(value: &Value<'_>, found: Vec<Found<f64>>) -> Option<Vec<f64>> {
    if let Some(pair) = found.windows(2).find(|pair| pair[0].value >= pair[1].value) {
        let problem = format!("{} must rise, but {} follows {}", value.name, pair[1].value, pair[0].value);
        value.file.report(pair[1].at, Error::new(problem));
        return None;
    }
    Some(values(found))
}

/// `valid = [16, 100]`.
pub(super) fn valid_of(value: &Value<'_>) -> Option<Valid> {
    let numbers = values(value.numbers()?);
    match numbers.as_slice() {
        &[low, high] if low < high => Some(Valid { low, high }),
        _ => {
            let problem = Error::new(format!("{} must be two numbers, the lower first", value.name));
            value.report(problem.hint("valid = [16, 100] keeps 16, 100 and what lies between them"));
            None
        }
    }
}

/// Which answers each level merges.
fn groups_of(value: &Value<'_>, levels: &[String]) -> Groups {
    let mut groups = Groups::default();
    let mut named = BTreeSet::new();
    let what = value.name.clone();
    for (name, answers) in value.table(&what).into_iter().flat_map(Table::free) {
        let Some(level) = levels.iter().position(|level| *level == name.value) else {
            if !levels.is_empty() {
                let problem = Error::new(format!("{what} names {}, which is none of its levels", quoted(&name.value)));
                value.file.report(name.at, with_nearest(problem, &name.value, levels));
            }
            continue;
        };
        named.insert(level);
        if answers.as_text() == Some("*") {
            if let Some(other) = groups.rest.replace(level) {
                let problem = Error::new(format!("{what} gives \"*\" to {} too", quoted(&levels[other])));
                answers.report(problem.hint("one group takes what no other group lists"));
            }
            continue;
        }
        if answers.as_text().is_some() {
            answers.expected::<()>("a list of texts, or \"*\" for what no other group lists", None);
            continue;
        }
        for answer in answers.texts().unwrap_or_default() {
            let before = groups.of.insert(answer.value.clone(), level);
            if let Some(other) = before.filter(|&other| other != level) {
                let problem = format!("{what} puts {} into two groups", quoted(&answer.value));
                let both = format!("it stands in {} and in {}", quoted(&levels[other]), quoted(&levels[level]));
                value.file.report(answer.at, Error::new(problem).hint(both));
            }
        }
    }
    if let Some(without) = (0..levels.len()).find(|level| value.is_table() && !named.contains(level)) {
        let problem = Error::new(format!("{what} has no group for the level {}", quoted(&levels[without])));
        value.report(problem.hint("`levels` lists the groups, and every group has its answers or \"*\""));
    }
    groups
}

fn aliases_of(value: &Value<'_>, levels: &[String], groups: Option<&Groups>) -> BTreeMap<String, String> {
    let mut aliases = BTreeMap::new();
    // An alias means an answer: a level, or with groups one that a group lists.
    let is_answer: BTreeSet<&String> = match groups {
        Some(groups) => groups.of.keys().collect(),
        None => levels.iter().collect(),
    };
    let free = groups.is_some_and(|groups| groups.rest.is_some());
    let answers = if groups.is_some() { "answers in `groups`" } else { "levels" };
    let what = value.name.clone();
    for (spelling, level) in value.table(&what).into_iter().flat_map(Table::free) {
        let Some(level) = level.text() else { continue };
        if levels.is_empty() {
            continue;
        }
        let problem = if !free && !is_answer.contains(&level.value) {
            let problem = Error::new(format!("{what} map to {}, which is none of its {answers}", quoted(&level.value)));
            Some((level.at, with_nearest(problem, &level.value, is_answer.iter().copied())))
        } else if is_answer.contains(&spelling.value) && spelling.value != level.value {
            let problem =
                Error::new(format!("{what} map {}, which is one of its {answers} itself", quoted(&spelling.value)));
            Some((spelling.at, problem.hint("take it out of the one or of the other")))
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

/// The problem with what was probably meant, or with all that could have been.
fn with_nearest<'a>(problem: Error, text: &str, known: impl IntoIterator<Item = &'a String>) -> Error {
    let known: Vec<&str> = known.into_iter().map(String::as_str).collect();
    match suggest::nearest(text, known.iter().copied()) {
        Some(near) => problem.hint(format!("did you mean {}?", quoted(near))),
        None => problem.hint(format!("there are {}", suggest::listed_values(known))),
    }
}
