//! `[[models]]`: logistic regressions of an outcome on several segments at once.
//!
//! ```text
//! outcome = "rollback"   on = ["maturity", "company_size", "maturity*company_size"]        default: every segment
//! ```
//!
//! An interaction brings its segments with it, and whatever of them interacts with fewer: no level of a segment can be
//! told from another if only their products stand in the model.

use super::super::{ModelSpec, Segment};
use super::Outcomes;
use super::reader::{File, Found, Table};
use super::stratified::segment;
use crate::error::Error;

/// Segments of one interaction.
const MOST_CROSSED: usize = 3;

pub(super) fn models(tables: Vec<Table<'_>>, outcomes: &Outcomes, segments: &[Segment]) -> Vec<ModelSpec> {
    tables.into_iter().filter_map(|table| one(table, outcomes, segments)).collect()
}

fn one(mut table: Table<'_>, outcomes: &Outcomes, segments: &[Segment]) -> Option<ModelSpec> {
    let (file, at) = (table.file, table.at);
    let what = table.what.clone();
    let outcome = table.required_text("outcome", "name the outcome that the model explains");
    let on = table.texts("on");
    table.finish();

    let outcome = outcome.and_then(|name| outcomes.rate(file, &name));
    let mut terms: Vec<Vec<usize>> = Vec::new();
    match on {
        None if segments.is_empty() => {
            let problem = Error::new(format!("{what} explains its outcome by the segments, and the study has none"));
            file.report(at, problem.hint("[[segments]] names them"));
            return None;
        }
        None => terms.extend((0..segments.len()).map(|segment| vec![segment])),
        Some(names) if names.is_empty() => {
            let problem = Error::new(format!("`on` of {what} names no segment"));
            file.report(at, problem.hint("name segments, or leave `on` out for all of them"));
            return None;
        }
        Some(names) => {
            // All names are read, so that every mistake is reported.
            let read: Vec<Option<(Vec<usize>, usize)>> =
                names.iter().map(|name| term(file, name, segments).map(|term| (term, name.at))).collect();
            let mut named: Vec<Vec<usize>> = Vec::new();
            for (term, at) in read.into_iter().collect::<Option<Vec<_>>>()? {
                if named.contains(&term) {
                    let problem = format!("`on` of {what} names {} twice", quoted_term(&term, segments));
                    file.report(at, Error::new(problem));
                    return None;
                }
                for part in parts(&term) {
                    if !terms.contains(&part) {
                        terms.push(part);
                    }
                }
                named.push(term);
            }
        }
    }
    Some(ModelSpec { outcome: outcome?, terms })
}

/// The segments that a term names, in study order; `None` was reported.
fn term(file: &File<'_>, name: &Found<String>, segments: &[Segment]) -> Option<Vec<usize>> {
    // A segment may have an asterisk in its own name.
    if !name.value.contains('*') || segments.iter().any(|segment| segment.name == name.value) {
        return Some(vec![segment(file, name, segments)?]);
    }
    let parts: Vec<Option<usize>> = name
        .value
        .split('*')
        .map(|part| segment(file, &Found { value: part.trim().to_owned(), at: name.at }, segments))
        .collect();
    let mut term: Vec<usize> = parts.into_iter().collect::<Option<_>>()?;
    term.sort_unstable();
    if term.len() > MOST_CROSSED {
        let problem = format!("`{}` crosses {} segments, more than {MOST_CROSSED}", name.value, term.len());
        file.report(name.at, Error::new(problem).hint("no survey tells so many of them apart at once"));
        return None;
    }
    if let Some(twice) = term.windows(2).find(|two| two[0] == two[1]) {
        let problem = format!("`{}` crosses segment `{}` with itself", name.value, segments[twice[0]].name);
        file.report(name.at, Error::new(problem).hint("name two different segments: \"a*b\""));
        return None;
    }
    Some(term)
}

/// Everything that belongs to an interaction, fewer segments first: a, b, a*b.
fn parts(term: &[usize]) -> Vec<Vec<usize>> {
    let mut parts: Vec<Vec<usize>> = (1..1u64 << term.len())
        .map(|chosen| (0..term.len()).filter(|at| chosen >> at & 1 == 1).map(|at| term[at]).collect())
        .collect();
    parts.sort_by_key(Vec::len);
    parts
}

fn quoted_term(term: &[usize], segments: &[Segment]) -> String {
    let names: Vec<&str> = term.iter().map(|&segment| segments[segment].name.as_str()).collect();
    format!("`{}`", names.join("*"))
}
