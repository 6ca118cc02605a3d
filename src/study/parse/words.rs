//! `[words]`: sentences of the study's own for the four verdicts, and how numbers are written.
//!
//! ```text
//! consistent = "{outcome} does not depend on {segment} by more than {margin}: {limit}."
//! ```
//!
//! What stands in braces is filled in. A sentence with a p must tell how large the difference is, and one of sameness
//! the limit that shows it: a sentence says no more than its test shows.

use std::collections::BTreeMap;

use super::super::numbers::Numbers;
use super::super::suggest;
use super::reader::Table;
use crate::error::{Error, Result};

/// The verdicts, each with what its sentence must hold.
pub(in super::super) const VERDICTS: [(&str, &[&str]); 4] = [
    ("differs", &["outcome", "segment", "p", "largest"]),
    ("differs_within_margin", &["outcome", "segment", "limit", "margin"]),
    ("consistent", &["outcome", "segment", "limit", "margin"]),
    ("undetermined", &["outcome", "segment"]),
];

/// What can be filled in.
pub(in super::super) const BLANKS: [&str; 8] =
    ["outcome", "segment", "p", "range", "largest", "limit", "margin", "sentence"];

/// The sentences by verdict, and how numbers are written.
pub(super) fn words(mut table: Table<'_>) -> (BTreeMap<String, String>, Option<Numbers>) {
    let file = table.file;
    let mut words = BTreeMap::new();
    for (verdict, needed) in VERDICTS {
        let Some(text) = table.take(verdict).and_then(|value| value.filled_text()) else { continue };
        match check(&text.value, needed) {
            Ok(()) => {
                words.insert(verdict.to_owned(), text.value);
            }
            Err(problem) => file
                .report(text.at, Error::new(format!("`{verdict}` of [words] {}", problem.what())).hint(hint(&problem))),
        }
    }
    let numbers = table
        .take("numbers")
        .and_then(|value| value.filled_text())
        .and_then(|text| Numbers::parse(&text.value).map_err(|problem| file.report(text.at, problem)).ok());
    table.finish();
    (words, numbers)
}

fn hint(problem: &Error) -> String {
    problem.hints().first().cloned().unwrap_or_default()
}

/// Whether a sentence can be filled in, and says what it must.
fn check(text: &str, needed: &[&str]) -> Result<()> {
    let all = || format!("what can be filled in: {}", BLANKS.map(|blank| format!("{{{blank}}}")).join(", "));
    let mut blanks = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let open = &rest[at..];
        let Some((blank, after)) = open.strip_prefix('{').and_then(|open| open.split_once('}')) else {
            return Err(Error::new("has a brace without its other").hint(all()));
        };
        if !BLANKS.contains(&blank) {
            let problem = Error::new(format!("names {{{blank}}}, which nothing fills in"));
            return Err(match suggest::nearest(blank, BLANKS) {
                Some(near) => problem.hint(format!("did you mean {{{near}}}?")),
                None => problem.hint(all()),
            });
        }
        blanks.push(blank);
        rest = after;
    }
    // The program's own sentence holds everything.
    if blanks.contains(&"sentence") {
        return Ok(());
    }
    if let Some(missing) = needed.iter().find(|needed| !blanks.contains(needed)) {
        return Err(Error::new(format!("does not tell {{{missing}}}")).hint(format!(
            "it must hold {}, or {{sentence}}, the program's own",
            needed.iter().map(|blank| format!("{{{blank}}}")).collect::<Vec<_>>().join(", ")
        )));
    }
    if blanks.contains(&"p") && !blanks.contains(&"largest") {
        return Err(Error::new("tells {p} without {largest}").hint("no p stands without the size of the difference"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::super::parse;

    fn of(words: &str) -> crate::error::Result<crate::study::Study> {
        parse(&format!("schema = 1\n[words]\n{words}\n"), "w.toml")
    }

    #[test]
    fn sentences_are_kept_as_they_are_written() {
        let study = of("undetermined = \"{outcome}: {segment} tells nothing. {sentence}\"").unwrap();
        assert_eq!(study.words["undetermined"], "{outcome}: {segment} tells nothing. {sentence}");
        assert!(of("").unwrap().words.is_empty());
    }

    #[test]
    fn a_sentence_that_cannot_be_filled_in_or_tells_too_little_is_refused_with_its_line() {
        for (words, said) in [
            ("undetermined = \"{outcom} {segment}\"", "names {outcom}, which nothing fills in"),
            ("undetermined = \"{outcome} {segment\"", "has a brace without its other"),
            ("undetermined = \"{outcome} {segment}}\"", "has a brace without its other"),
            ("undetermined = \"  \"", "is empty"),
            ("undetermined = \"{outcome} {segment} {p}\"", "tells {p} without {largest}"),
            ("consistent = \"{outcome} {segment} {margin}\"", "does not tell {limit}"),
            ("differs = \"{outcome} {segment} {p}\"", "does not tell {largest}"),
            ("difers = \"{sentence}\"", "unknown key `difers`"),
            ("differs = 1", "expected a text, found the number 1"),
        ] {
            let error = of(words).unwrap_err().to_string();
            assert!(error.contains(said) && error.contains("w.toml, line 3"), "{words}: {error}");
        }
    }
}
