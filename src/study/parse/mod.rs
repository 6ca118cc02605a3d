//! A study file becomes a `Study`, or every problem in it is named with its line.
//!
//! ```text
//! text --toml--> tables with positions --settings, segment, outcome, claim--> Study
//!                                   `--> problems, all at once
//! ```
//!
//! Three things can be wrong with a key, and they are told apart: nobody knows it (an error with the nearest known
//! key), this version cannot compute it although the format has it (an error if ignoring it would change a number,
//! otherwise named in `Study::not_computed`), or its value does not do.

mod answer;
mod claim;
mod coding;
mod condition;
mod correlation;
mod design;
#[cfg(test)]
pub(super) mod examples;
mod margins;
mod model;
mod multi;
mod nets;
mod number;
mod outcome;
mod paradox;
mod quality;
mod ranking;
mod reader;
mod segment;
mod sentences;
mod settings;
mod standard;
mod stratified;
#[cfg(test)]
mod tests;
mod words;

use std::cell::RefCell;
use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use toml::de::DeTable;

use self::reader::{File, Found, Table, passed};
use super::{About, Analysis, Answer, ColumnRef, DataSpec, Design, MultiSpec, Outcome, Study, suggest};
use crate::error::{Error, Result};

pub(super) use self::claim::CLAIM_KINDS;
pub(super) use self::correlation::CORRELATIONS;
pub use self::margins::parse_margins;
pub(super) use self::segment::{MOST_LEVELS, default_scores};
pub(super) use self::sentences::PARADOX_PARTS;
pub(super) use self::settings::TEXTS;
pub(super) use self::words::VERDICTS;

/// The version of the format that this program reads.
pub(super) const SCHEMA: u64 = 1;

/// The study that a study file describes.
///
/// # Errors
///
/// One error with all problems of the file, each with its line.
///
/// ```
/// let study = "schema = 1\n[[outcomes]]\nname = \"rollback\"\ncolumn = \"rolled_back\"\nyes = [\"Yes\"]\n";
/// assert_eq!(paradox::study::parse(study, "agents.toml").unwrap().outcomes[0].label, "Rollback");
///
/// let error = paradox::study::parse(&study.replace("yes", "yess"), "agents.toml").unwrap_err();
/// assert!(error.to_string().contains("agents.toml, line 5\nhint: did you mean `yes`?"));
/// ```
pub fn parse(text: &str, file_name: &str) -> Result<Study> {
    suggest::anew();
    let file = File::new(file_name, text);
    let study = match DeTable::parse(text) {
        Ok(root) => read(&file, Table::new(&file, "the study file".to_owned(), 0, root.get_ref())),
        Err(error) => return Err(file.syntax(&error)),
    };
    match file.problems() {
        None => Ok(Study { sha256: Some(sha256(text)), ..study }),
        Some(problems) => Err(problems),
    }
}

fn read<'f>(file: &'f File<'f>, mut root: Table<'f>) -> Study {
    let mut study = Study::empty(file.name());
    if !schema(&mut root) {
        root.ignore();
        return study;
    }
    study.about = table(&mut root, "study", "[study]").map_or_else(About::default, settings::about);
    study.data = table(&mut root, "data", "[data]").map_or_else(DataSpec::default, settings::data);
    study.analysis = table(&mut root, "analysis", "[analysis]").map_or_else(Analysis::default, settings::analysis);
    study.design = table(&mut root, "design", "[design]").map_or_else(Design::default, design::design);

    if let Some((words, numbers)) = table(&mut root, "words", "[words]").map(words::words) {
        (study.words, study.numbers) = (words, numbers.unwrap_or(study.numbers));
    }

    study.segments = segment::segments(tables(&mut root, "segments", "segment"));
    let questions = tables(&mut root, "outcomes", "outcome");
    let multi = tables(&mut root, "multi", "[[multi]]");
    let rankings = tables(&mut root, "ranking", "[[ranking]]");
    let (outcomes, order) = outcome::outcomes(file, [questions, multi, rankings], &study.segments);
    study.paired = claim::paired(tables(&mut root, "paired", "[[paired]]"), &outcomes);
    study.stratified =
        stratified::stratified(tables(&mut root, "stratified", "[[stratified]]"), &outcomes, &study.segments);
    study.models = model::models(tables(&mut root, "models", "[[models]]"), &outcomes, &study.segments);
    study.paradox =
        table(&mut root, "paradox", "[paradox]").and_then(|table| paradox::paradox(table, &outcomes, &study.segments));
    let correlations = RefCell::new(correlation::correlations(
        tables(&mut root, "correlations", "[[correlations]]"),
        &outcomes,
        &study.segments,
    ));
    let known = claim::Known { outcomes: &outcomes, segments: &study.segments, correlations: &correlations };
    study.claims = claim::claims(tables(&mut root, "claims", "claim"), known);
    study.correlations = correlations.into_inner();
    let known = sentences::Known {
        claims: &study.claims,
        outcomes: &outcomes,
        segments: &study.segments,
        has_paradox: study.paradox.is_some(),
    };
    study.sentences = sentences::sentences(tables(&mut root, "sentences", "sentence"), known);
    study.batteries = quality::batteries(tables(&mut root, "batteries", "battery"));
    root.finish();

    study.multi = outcomes.multi;
    study.outcomes = outcomes.list;
    study.outcome_order = order;
    // Without [[models]]: the paradox's outcome on all segments.
    if study.models.is_empty()
        && let Some(spec) = &study.paradox
    {
        study.models.push(study.paradox_model(spec));
    }
    study
}

/// Whether the file follows a schema that this program reads.
fn schema(root: &mut Table<'_>) -> bool {
    if root.is_empty() {
        root.report(Error::new("the study file is empty").hint("`paradox schema study` describes what it may hold"));
        return false;
    }
    let Some(value) = root.take("schema") else {
        root.report(Error::new("the study file does not say which schema it follows").hint("begin it with schema = 1"));
        return true;
    };
    match value.number().map(|schema| schema.value) {
        Some(schema) if schema != SCHEMA as f64 => {
            let what = format!("this version of paradox reads schema {SCHEMA} of study files, not {schema}");
            let remedy = match schema > SCHEMA as f64 {
                true => "a later version of paradox reads it: update the program",
                false => "write schema = 1, the first that there is",
            };
            value.report(Error::new(what).hint(remedy));
            false
        }
        _ => true,
    }
}

fn table<'f>(root: &mut Table<'f>, key: &'static str, what: &str) -> Option<Table<'f>> {
    root.take(key)?.table(what)
}

fn tables<'f>(root: &mut Table<'f>, key: &'static str, noun: &str) -> Vec<Table<'f>> {
    root.take(key).and_then(|value| value.tables(key, noun)).unwrap_or_default()
}

/// Names of one kind of thing, each allowed once.
struct Names {
    noun: &'static str,
    key: &'static str,
    lines: BTreeMap<String, usize>,
}

impl Names {
    fn new(noun: &'static str) -> Self {
        Names::with_key(noun, "name")
    }

    fn with_key(noun: &'static str, key: &'static str) -> Self {
        Names { noun, key, lines: BTreeMap::new() }
    }

    /// The name of a table, which is called by it from now on; empty if it has none.
    fn take(&mut self, table: &mut Table<'_>) -> String {
        let hint = format!("every {} needs its own {}", self.noun, self.key);
        let Some(Found { value: name, at }) = table.required_text(self.key, &hint) else { return String::new() };
        table.what = format!("{} `{name}`", self.noun);
        self.known(table.file, &table.what, &name, at);
        name
    }

    /// A name that is not the `name` of a table of its own.
    fn add(&mut self, file: &File<'_>, name: &str, at: usize) {
        self.known(file, &format!("{} `{name}`", self.noun), name, at);
    }

    fn known(&mut self, file: &File<'_>, what: &str, name: &str, at: usize) {
        if let Some(earlier) = self.lines.insert(name.to_owned(), file.line(at)) {
            let problem = Error::new(format!("{what} is there twice, first in line {earlier}"));
            file.report(at, problem.hint(format!("every {} needs its own {}", self.noun, self.key)));
        }
    }
}

/// The outcomes of the study, some still to be read.
struct Outcomes {
    names: Vec<String>,
    list: Vec<Outcome>,
    /// The questions whose options are among them.
    multi: Vec<MultiSpec>,
}

impl Outcomes {
    /// The position of the outcome that is read next.
    fn next(&self) -> std::ops::Range<usize> {
        self.list.len()..self.list.len() + 1
    }

    fn position(&self, name: &str) -> Result<usize> {
        if let Some(position) = self.names.iter().position(|known| known == name) {
            return Ok(position);
        }
        let problem = Error::new(format!("there is no outcome `{name}`"));
        let known = self.names.iter().map(String::as_str).filter(|known| !known.is_empty());
        Err(match suggest::nearest(name, known.clone()) {
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None => problem.hint(format!("the outcomes of this study are {}", suggest::listed(known))),
        })
    }

    /// The same position, if the outcome there has a rate.
    fn with_rate(&self, position: usize) -> Result<usize> {
        let kind = match self.list[position].answer {
            Answer::Mean { kind: super::NumberKind::Nps, .. } => "nps",
            Answer::Mean { kind: super::NumberKind::Quantile(_), .. } => "quantile",
            Answer::Mean { .. } => "mean",
            Answer::Nominal { .. } => "nominal",
            _ => return Ok(position),
        };
        Err(Error::new(format!("outcome `{}` is of kind {kind}, so nobody says yes to it", self.names[position])))
    }

    /// The position of an outcome with a rate that a text names, which must not be standardised; `None` was reported.
    fn rate(&self, file: &File<'_>, name: &Found<String>) -> Option<usize> {
        let position = passed(file, name.at, self.position(&name.value).and_then(|at| self.with_rate(at)))?;
        if self.list[position].standard.is_some() {
            let problem =
                Error::new(format!("outcome `{}` is standardised, and its plain rate is asked for", name.value));
            file.report(name.at, problem.hint("name an outcome with the same answers and without `standardise`"));
            return None;
        }
        Some(position)
    }
}

/// The column that a table names, or the one of its own name; `None` was reported.
fn column_or_name(table: &mut Table<'_>, name: &str) -> Option<ColumnRef> {
    let file = table.file;
    match table.take("column") {
        Some(value) => value.text().and_then(|text| passed(file, text.at, ColumnRef::parse(&text.value))),
        None if name.is_empty() => None,
        None => passed(file, table.at, ColumnRef::parse(name)),
    }
}

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
