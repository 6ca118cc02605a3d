//! `[[outcomes]]`, `[[multi]]` and `[[ranking]]`: the questions whose rates are studied.
//!
//! All become outcomes, in the order of the file. They may refer to each other, so all names are read before anything
//! else is.

use std::ops::Range;

use super::super::check::{self, readable};
use super::super::raw::is_raw;
use super::super::{Answer, Base, ColumnRef, Family, MultiSpec, Outcome, Segment};
use super::multi::{self, Multi};
use super::nets::Nets;
use super::ranking::{self, Ranking};
use super::reader::{File, MOST_TABLES, Table, Value};
use super::{Names, Outcomes, answer, standard};
use crate::error::Error;

/// An outcome, or a question whose options are outcomes.
enum Entry<'f> {
    One(Table<'f>, String),
    Options(Multi<'f>),
    Ranked(Ranking<'f>),
}

/// All outcomes, and the order in which they can be coded. One that could not be read stands in the list all the
/// same, so that positions are those of the file.
pub(super) fn outcomes<'f>(
    file: &'f File<'f>,
    [outcomes, multis, rankings]: [Vec<Table<'f>>; 3],
    segments: &[Segment],
) -> (Outcomes, Vec<usize>) {
    let mut names = Names::new("outcome");
    let mut entries: Vec<(usize, Entry<'f>)> = Vec::new();
    for mut table in outcomes {
        let name = names.take(&mut table);
        entries.push((table.at, Entry::One(table, name)));
    }
    let mut questions = Names::new("multi");
    for table in multis {
        let at = table.at;
        let multi = multi::names(table, &mut questions);
        for (name, at) in multi.options() {
            names.add(file, &name, at);
        }
        entries.push((at, Entry::Options(multi)));
    }
    for table in rankings {
        let at = table.at;
        let ranking = ranking::names(table, &mut questions);
        for (name, at) in ranking.outcome_names() {
            names.add(file, &name, at);
        }
        entries.push((at, Entry::Ranked(ranking)));
    }
    entries.sort_by_key(|(at, _)| *at);

    let name = |(_, entry): &(usize, Entry<'f>)| match entry {
        Entry::One(_, name) => vec![name.clone()],
        Entry::Options(multi) => multi.options().map(|(name, _)| name).collect(),
        Entry::Ranked(ranking) => ranking.outcome_names().into_iter().map(|(name, _)| name).collect(),
    };
    let mut all = Outcomes { names: entries.iter().flat_map(name).collect(), list: Vec::new(), multi: Vec::new() };
    if all.names.len() > MOST_TABLES {
        let problem =
            format!("the questions have {} outcomes and options; {MOST_TABLES} are the most", all.names.len());
        file.report(0, Error::new(problem));
        return (Outcomes { names: Vec::new(), ..all }, Vec::new());
    }
    let mut references = References::default();
    for (_, entry) in entries {
        match entry {
            Entry::One(table, name) => {
                let outcome = outcome(table, name, (&all, segments), &mut references);
                all.list.push(outcome);
            }
            Entry::Ranked(ranking) => {
                let (options, questions) = ranking.outcomes(&all, &mut references);
                all.multi.extend(questions);
                all.list.extend(options);
            }
            Entry::Options(multi) => {
                let (name, first) = (multi.name().to_owned(), all.list.len());
                let options = multi.outcomes(&all, &mut references);
                all.multi.push(MultiSpec { name, options: first..first + options.len() });
                all.list.extend(options);
            }
        }
    }
    references.check(file, &all);
    let order = check::order(&all.list).unwrap_or_else(|circle| {
        let names: Vec<&str> = circle.iter().map(|&position| all.names[position].as_str()).collect();
        let problem = Error::new(format!("outcomes refer to each other in a circle: {}", check::circle(&names)));
        let hint = "`asked_if`, `all_of` and `any_of` must end at outcomes that refer to no other";
        file.report(references.at(circle[0]), problem.hint(hint));
        Vec::new()
    });
    (all, order)
}

/// Which outcome names which other one, and where.
#[derive(Default)]
pub(super) struct References(Vec<Reference>);

struct Reference {
    /// Positions of the outcomes that refer: one, or all options of a question.
    from: Range<usize>,
    to: usize,
    at: usize,
    /// "`asked_if` of outcome `rollback`".
    key: String,
}

impl References {
    /// The outcomes that a list of names means, each once.
    pub fn read(&mut self, value: &Value<'_>, from: Range<usize>, all: &Outcomes) -> Vec<usize> {
        let mut found = Vec::new();
        for name in value.texts().unwrap_or_default() {
            match all.position(&name.value) {
                Ok(to) if found.contains(&to) => {}
                Ok(to) => {
                    found.push(to);
                    self.0.push(Reference { from: from.clone(), to, at: name.at, key: value.name.clone() });
                }
                Err(problem) => value.file.report(name.at, problem),
            }
        }
        found
    }

    /// Reports what refers to an outcome that nobody can say yes to.
    fn check(&self, file: &File<'_>, all: &Outcomes) {
        for Reference { to, at, key, .. } in &self.0 {
            if let Err(problem) = all.with_rate(*to) {
                file.report(*at, Error::new(format!("{key}: {}", problem.what())));
            }
        }
    }

    /// Where an outcome refers to another one for the first time.
    fn at(&self, from: usize) -> usize {
        self.0.iter().find(|reference| reference.from.contains(&from)).map_or(0, |reference| reference.at)
    }
}

/// What those who were asked are called, in place of the columns and values that say who they are.
pub(super) fn base_label(table: &mut Table<'_>, base: &mut Base) {
    let Some(value) = table.take("base_label") else { return };
    if base.conditions.is_empty() && base.ticked_any.is_none() && base.asked_if.is_empty() {
        let problem = Error::new(format!("{} names a base, and none is given", value.name));
        return value.report(problem.hint("say who was asked: base = { shipped = [\"Yes\"] }"));
    }
    base.label = value.filled_text().map(|label| label.value);
}

fn outcome(
    mut table: Table<'_>,
    name: String,
    (all, segments): (&Outcomes, &[Segment]),
    references: &mut References,
) -> Outcome {
    let file = table.file;
    if is_raw(&name) {
        let problem = Error::new(format!("the name of {} could not be told from a raw column", table.what));
        table.report(problem.hint("a name holds no `=` and does not begin with `mean(`, `median(` or `nps(`"));
    }
    let label = table.text("label").map_or_else(|| readable(&name), |label| label.value);
    let question = table.text("question").map(|question| question.value);
    let line = file.line(table.at);
    let mut base = Base::default();
    if let Some(value) = table.take("base") {
        match value.as_text() {
            Some("any") => {
                let problem = Error::new(format!("{} = \"any\" is for the options of [[multi]]", value.name));
                value.report(problem.hint("write base = { column = \"*\" } for those with any answer in a column"));
            }
            _ => base.conditions = super::condition::on_columns(&value),
        }
    }
    if let Some(value) = table.take("asked_if") {
        base.asked_if = references.read(&value, all.next(), all);
    }
    base_label(&mut table, &mut base);
    let nets = Nets::take(&mut table);
    let standard = table.take("standardise");
    let answer = answer::answer(&mut table, &name, all, references);
    let nets = nets.read(answer.as_ref());
    let standard = standard.and_then(|value| standard::standard(&value, answer.as_ref(), segments));
    table.finish();
    // Reported already where there is none: no study is made of this one.
    let answer = answer.unwrap_or(Answer::Ticked { columns: vec![ColumnRef::Position(0)], yes: None });
    Outcome { name, label, question, answer, base, nets, standard, family: Family::SegmentsOfOutcome, line }
}
