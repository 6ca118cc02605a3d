//! `[paradox]`: why does the top level of a segment have the rate that it has?
//!
//! ```text
//! outcome = "rollback"   segment = "governance_maturity"   top = "Fully mature"   detection = "monitoring"
//! ```
//!
//! `detection` may be absent: then nothing measures how well failures are seen.

use super::super::{Lines, ParadoxSpec, Segment};
use super::Outcomes;
use super::reader::{Found, Table};
use super::stratified::{level, segment};
use crate::error::Error;

pub(super) fn paradox(mut table: Table<'_>, outcomes: &Outcomes, segments: &[Segment]) -> Option<ParadoxSpec> {
    let file = table.file;
    let what = table.what.clone();
    let outcome = table.required_text("outcome", "name the outcome whose rate is in question");
    let by = table.required_text("segment", "name the segment whose top level is compared with all others");
    let top = table.required_text("top", "name the level that is compared with all others");
    let detection = table.text("detection");
    table.finish();

    let divides = |key: &str, name: &Found<String>| {
        let position = segment(file, name, segments)?;
        if segments[position].levels.len() == 1 {
            let problem = Error::new(format!("`{key}` of {what} is `{}`, which has one level", name.value));
            file.report(name.at, problem.hint("levels are compared with each other: there must be two or more"));
            return None;
        }
        Some(position)
    };
    let lines = Lines {
        segment: by.as_ref().map_or(0, |found| file.line(found.at)),
        detection: detection.as_ref().map_or(0, |found| file.line(found.at)),
    };
    let outcome = outcome.and_then(|name| outcomes.rate(file, &name));
    let by = by.and_then(|name| divides("segment", &name));
    let detection = match detection {
        None => None,
        Some(name) => {
            let position = divides("detection", &name)?;
            if Some(position) == by {
                let problem = format!("`detection` of {what} is `{}`, and so is `segment`", name.value);
                file.report(name.at, Error::new(problem).hint("detection is measured by another segment"));
                return None;
            }
            Some(position)
        }
    };
    let (by, top) = (by?, top?);
    let top = level(file, &top, &segments[by])?;
    Some(ParadoxSpec { outcome: outcome?, segment: by, top, detection, lines })
}
