//! `[[sentences]]`: what was written about the study, and which findings would have to show it.
//!
//! ```text
//! text, source, needs              what was written, where, and what would have to be shown
//! claims, outcomes, by, paradox    the findings that bear on it
//! not_testable = "why"             or that no answers of this survey could
//! context = true                   or that it comes from elsewhere
//! ```

use super::super::{Claim, Segment, Sentence, suggest};
use super::Outcomes;
use super::reader::{File, Found, Table, passed};
use super::stratified::segment;
use crate::error::Error;

/// Parts of `[paradox]` that a sentence may name: its finding, and the explanations.
pub(in super::super) const PARADOX_PARTS: [&str; 7] =
    ["finding", "chance", "other_segments", "detection", "hidden_cause", "selection", "who_answered"];

/// What a sentence may name.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub claims: &'a [Claim],
    pub outcomes: &'a Outcomes,
    pub segments: &'a [Segment],
    pub has_paradox: bool,
}

/// All sentences.
pub(super) fn sentences(tables: Vec<Table<'_>>, known: Known<'_>) -> Vec<Sentence> {
    tables.into_iter().filter_map(|table| sentence(table, known)).collect()
}

fn sentence(mut table: Table<'_>, known: Known<'_>) -> Option<Sentence> {
    let file = table.file;
    let text = table.required_text("text", "quote the sentence, or say in short what it says");
    let mut words = |key| table.text(key).map(|text| text.value);
    let (source, needs, not_testable) = (words("source"), words("needs"), words("not_testable"));
    let context = table.flag("context");
    let mut list = |key| table.texts(key).unwrap_or_default();
    let (claims, outcomes, by, paradox) = (list("claims"), list("outcomes"), list("by"), list("paradox"));
    let names_nothing = [&claims, &outcomes, &paradox].iter().all(|names| names.is_empty());
    if names_nothing && not_testable.is_none() && !context {
        table.report(Error::new(format!("{} names nothing that could show it", table.what)).hint(
            "name claims, outcomes or parts of [paradox], or say why it is not testable: not_testable = \"...\"",
        ));
    }
    if outcomes.is_empty() && !by.is_empty() {
        table.report(Error::new(format!("{} has `by` without `outcomes`", table.what)));
    }
    table.finish();
    let ids: Vec<&str> = known.claims.iter().map(|claim| claim.id.as_str()).collect();
    let claims = named(file, &claims, "claim", &ids);
    let paradox = named(file, &paradox, "part of [paradox]", &PARADOX_PARTS);
    if let (Some(part), false) = (paradox.first(), known.has_paradox) {
        file.report(table_at(&text), Error::new(format!("the study has no [paradox], so no part `{part}` of it")));
    }
    let outcomes = outcomes.iter().filter_map(|name| passed(file, name.at, known.outcomes.position(&name.value)));
    let outcomes = outcomes.collect();
    let by = by.iter().filter_map(|name| segment(file, name, known.segments)).collect();
    Some(Sentence { text: text?.value, source, needs, claims, outcomes, by, paradox, not_testable, context })
}

fn table_at(text: &Option<Found<String>>) -> usize {
    text.as_ref().map_or(0, |text| text.at)
}

/// The names that are known; each other one was reported.
fn named(file: &File<'_>, names: &[Found<String>], noun: &str, known: &[&str]) -> Vec<String> {
    let one = |name: &Found<String>| {
        if known.contains(&name.value.as_str()) {
            return Some(name.value.clone());
        }
        let problem = Error::new(format!("there is no {noun} `{}`", name.value));
        file.report(
            name.at,
            match suggest::nearest(&name.value, known.iter().copied()) {
                Some(near) => problem.hint(format!("did you mean `{near}`?")),
                None if known.is_empty() => problem,
                None => problem.hint(format!("there are {}", suggest::listed(known.iter().copied()))),
            },
        );
        None
    };
    names.iter().filter_map(one).collect()
}
