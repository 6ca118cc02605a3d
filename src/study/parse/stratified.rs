//! `[[stratified]]`: two levels of a segment compared within the levels of another.
//!
//! ```text
//! outcome = "rollback"   by = "company_size"   two = ["1,000-4,999", "5,000+"]   within = "industry"
//! ```
//!
//! `two` may be absent where `by` has two levels.

use super::super::{Segment, StratifiedSpec, domain, suggest};
use super::Outcomes;
use super::reader::{File, Found, Table, passed};
use crate::error::{Error, quoted};

pub(super) fn stratified(tables: Vec<Table<'_>>, outcomes: &Outcomes, segments: &[Segment]) -> Vec<StratifiedSpec> {
    tables.into_iter().filter_map(|table| one(table, outcomes, segments)).collect()
}

fn one(mut table: Table<'_>, outcomes: &Outcomes, segments: &[Segment]) -> Option<StratifiedSpec> {
    let file = table.file;
    let what = table.what.clone();
    let outcome = table.required_text("outcome", "name the outcome whose odds are compared");
    let by = table.required_text("by", "name the segment whose two levels are compared");
    let within = table.required_text("within", "name the segment within whose levels they are compared");
    let two = table.take("two");
    table.finish();

    let outcome = outcome.and_then(|name| outcomes.rate(file, &name));
    let by = by.and_then(|name| Some((segment(file, &name, segments)?, name.at)));
    let strata = within.and_then(|name| Some((segment(file, &name, segments)?, name.at)));
    if let (Some((by, _)), Some((within, at))) = (by, strata)
        && by == within
    {
        let problem = format!("`within` of {what} is `{}`, and so is `by`", segments[by].name);
        file.report(at, Error::new(problem).hint("levels are compared within the levels of another segment"));
        return None;
    }
    let (by, by_at) = by?;
    let asked = &segments[by];
    let two = match two {
        Some(value) => {
            let levels = value.texts()?;
            let [first, second] = levels.as_slice() else {
                let problem = format!("{} lists {} levels, not two", value.name, levels.len());
                value.report(Error::new(problem).hint("name the two levels that are compared: two = [\"A\", \"B\"]"));
                return None;
            };
            let (a, b) = (level(file, first, asked), level(file, second, asked));
            let (a, b) = (a?, b?);
            if a == b {
                file.report(second.at, Error::new(format!("{} names {} twice", value.name, quoted(&asked.levels[a]))));
                return None;
            }
            [a, b]
        }
        // Levels that could not be read are reported already.
        None if asked.levels.is_empty() => return None,
        None if asked.levels.len() == 2 => [0, 1],
        None => {
            let problem = format!("`by` of {what} is `{}`, which has {} levels", asked.name, asked.levels.len());
            let known = suggest::listed_values(asked.levels.iter().map(String::as_str));
            file.report(
                by_at,
                Error::new(problem).hint(format!("name the two that are compared, two = [\"A\", \"B\"], of {known}")),
            );
            return None;
        }
    };
    Some(StratifiedSpec { outcome: outcome?, by, two, within: strata?.0 })
}

/// The position of the segment that a text names; `None` was reported.
pub(super) fn segment(file: &File<'_>, name: &Found<String>, segments: &[Segment]) -> Option<usize> {
    let position = segments.iter().position(|segment| segment.name == name.value);
    if position.is_none() {
        let problem = Error::new(format!("there is no segment `{}`", name.value));
        let known = segments.iter().map(|segment| segment.name.as_str()).filter(|known| !known.is_empty());
        file.report(
            name.at,
            match suggest::nearest(&name.value, known.clone()) {
                Some(near) => problem.hint(format!("did you mean `{near}`?")),
                None if segments.is_empty() => problem.hint("the study has none; [[segments]] names them"),
                None => problem.hint(format!("the segments of this study are {}", suggest::listed(known))),
            },
        );
    }
    position
}

/// The position of the level that a text means; `None` was reported.
pub(super) fn level(file: &File<'_>, text: &Found<String>, segment: &Segment) -> Option<usize> {
    if segment.levels.is_empty() {
        return None;
    }
    match passed(file, text.at, domain::levels(segment, &text.value))?.as_slice() {
        [one] => Some(*one),
        _ => {
            file.report(text.at, Error::new(format!("{} is not one level of `{}`", quoted(&text.value), segment.name)));
            None
        }
    }
}
