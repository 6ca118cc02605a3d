//! Everything that is wrong with a file, gathered: the first lines of each kind and how many more.
//!
//! Reading for results needs no more than that; `check` gets every occurrence too, up to [`MOST_OF_A_KIND`].

use std::collections::BTreeMap;

use super::place::{Place, Unit};
use crate::error::{Error, Result, quoted};
use crate::study::suggest::{listed_values, nearest};
use crate::study::{Answer, ColumnRef, DataSpec, LARGEST, NumberKind, Outcome, Segment, SegmentCoding, Study};

/// Lines that a message names before it counts.
const FIRST: usize = 5;

/// Distinct wrong values of one question that are told one by one.
const MOST_VALUES: usize = 20;

/// Bytes of the longest answer that may be a code for a missing one.
const LONGEST_CODE: usize = 100;

/// What to do about a column of many texts or long ones where numbers are asked.
const NO_NUMBERS: &str = "choose a column of numbers, or list what is missing in `missing`";

/// Occurrences of one kind that are kept one by one.
pub const MOST_OF_A_KIND: usize = 10_000;

/// What is wrong, or may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A row with another number of cells than the header.
    Ragged,
    /// Cells of a column (by position) that are not text.
    Encoding(usize),
    /// An id that stands in the file before.
    Duplicate,
    /// A value that is none of a question's.
    Value(Question),
    /// An answer to an outcome whose question was not asked.
    NotAsked(usize),
    /// The same answer to all questions of a battery.
    Straight(usize),
    /// An interview that took far less time than others.
    Speeding,
    /// A duration that is no number.
    NoDuration,
}

/// All occurrences of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Occurrences {
    /// How many there are.
    pub count: u64,
    /// The first [`MOST_OF_A_KIND`].
    pub first: Vec<Occurrence>,
}

impl Occurrences {
    /// Adds one.
    pub fn push(&mut self, occurrence: Occurrence) {
        self.count += 1;
        if self.first.len() < MOST_OF_A_KIND {
            self.first.push(occurrence);
        }
    }
}

/// One place where something is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The line.
    pub line: u64,
    /// The value that is wrong.
    pub value: Option<String>,
    /// Of a duplicate: the line where it stands first.
    pub first_line: Option<u64>,
}

/// Everything that is wrong with a file.
pub struct Problems<'a> {
    place: Place,
    study: &'a Study,
    ragged: Lines,
    /// Cells of the first of these rows and of the header.
    ragged_example: (usize, usize),
    /// Rows by their number of cells, few of them.
    ragged_by_cells: BTreeMap<usize, Lines>,
    duplicates: BTreeMap<String, Lines>,
    duplicates_more: u64,
    encoding: BTreeMap<String, (Error, Lines)>,
    values: BTreeMap<Question, BTreeMap<String, Lines>>,
    values_more: BTreeMap<Question, u64>,
    /// Names of the columns that conditions ask numbers of.
    columns: BTreeMap<usize, String>,
    /// Every occurrence, where somebody asks for it.
    every: Option<BTreeMap<Kind, Occurrences>>,
}

/// Whose levels a value is none of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// A segment, by its position.
    Segment(usize),
    /// An outcome, by its position.
    Outcome(usize),
    /// An item of a scale, by the position of the outcome and its own.
    Item(usize, usize),
    /// A condition on the numbers of a column, by the position of the column in the file.
    Condition(usize),
}

/// The first lines of a kind and how many there are.
#[derive(Default)]
struct Lines {
    first: Vec<u64>,
    count: u64,
}

impl Lines {
    fn push(&mut self, line: u64) {
        if self.first.len() < FIRST {
            self.first.push(line);
        }
        self.count += 1;
    }

    /// Those of several, and so many that are not known one by one.
    fn of<'l>(several: impl Iterator<Item = &'l Lines>, more: u64) -> Lines {
        let mut all = Lines { first: Vec::new(), count: more };
        for lines in several {
            all.first.extend(&lines.first);
            all.count += lines.count;
        }
        all.first.sort_unstable();
        all.first.dedup();
        all.first.truncate(FIRST);
        all
    }

    fn first(&self) -> u64 {
        self.first.first().copied().unwrap_or_default()
    }

    /// "line 118, and 3 further lines" or "lines 3, 9 and 12".
    fn words(&self, unit: Unit) -> String {
        let (one, many) = (unit.one(), unit.many());
        let more = self.count - self.first.len() as u64;
        let lines: Vec<String> = self.first.iter().map(u64::to_string).collect();
        match (lines.as_slice(), more) {
            ([only], 0) => format!("{one} {only}"),
            (_, 0) => {
                let (last, before) = lines.split_last().map_or(("", &lines[..]), |(l, b)| (l.as_str(), b));
                format!("{many} {} and {last}", before.join(", "))
            }
            _ => format!("{many} {}, and {more} further {}", lines.join(", "), if more == 1 { one } else { many }),
        }
    }
}

/// "1-5", which a spreadsheet takes for a date.
fn is_range(level: &str) -> bool {
    let small = |text: &str| matches!(text.trim().parse::<u8>(), Ok(1..=31));
    level.split_once(['-', '–', '/']).is_some_and(|(low, high)| small(low) && small(high))
}

/// "2026-05-01", or "1-May" and "May-01" as a CSV of a spreadsheet has it.
fn is_date(value: &str) -> bool {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let is_month = |text: &str| MONTHS.contains(&text.to_lowercase().as_str());
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = value.split(['-', '/', '.']).collect();
    match parts.as_slice() {
        [year, month, day] => [year, month, day].iter().all(|part| is_number(part)),
        [a, b] => is_number(a) && is_month(b) || is_month(a) && is_number(b),
        _ => false,
    }
}

/// "column `age` holds "x", which is no number", or "… holds 3 answers that are no numbers ("x", "y" and "z")".
fn holds(column: &str, values: &[&str], one: &str, many: &str) -> String {
    match values {
        [value] => format!("column `{column}` holds {}, which {one}", quoted(value)),
        _ => {
            let listed = listed_values(values.iter().copied());
            let more = if values.len() >= MOST_VALUES { " and more" } else { "" };
            format!("column `{column}` holds {}{more} answers that {many} ({listed})", values.len())
        }
    }
}

/// A few short texts as the study file has them in a list.
fn short(values: &[&str]) -> Option<String> {
    let fit = values.len() <= FIRST && values.iter().all(|value| value.len() <= LONGEST_CODE);
    fit.then(|| values.iter().map(|value| format!("{value:?}")).collect::<Vec<_>>().join(", "))
}

impl<'a> Problems<'a> {
    /// No problem yet.
    pub fn new(place: &Place, study: &'a Study) -> Self {
        Problems {
            place: place.clone(),
            study,
            ragged: Lines::default(),
            ragged_example: (0, 0),
            ragged_by_cells: BTreeMap::new(),
            duplicates: BTreeMap::new(),
            duplicates_more: 0,
            encoding: BTreeMap::new(),
            values: BTreeMap::new(),
            values_more: BTreeMap::new(),
            columns: BTreeMap::new(),
            every: None,
        }
    }

    /// No problem yet; every occurrence will be kept.
    pub fn every(place: &Place, study: &'a Study) -> Self {
        Problems { every: Some(BTreeMap::new()), ..Problems::new(place, study) }
    }

    /// Every occurrence by kind.
    pub fn into_every(self) -> BTreeMap<Kind, Occurrences> {
        self.every.unwrap_or_default()
    }

    /// Keeps an occurrence, where every one is asked for. What may be right is told this way only.
    pub fn occurs(&mut self, kind: Kind, line: u64, value: Option<&str>, first_line: Option<u64>) {
        let Some(every) = &mut self.every else { return };
        every.entry(kind).or_default().push(Occurrence { line, value: value.map(str::to_owned), first_line });
    }

    /// A row with another number of cells than the header.
    pub fn ragged(&mut self, line: u64, cells: usize, expected: usize) {
        self.occurs(Kind::Ragged, line, Some(&format!("{cells} cells, not {expected}")), None);
        if self.ragged.count == 0 {
            self.ragged_example = (cells, expected);
        }
        if self.ragged_by_cells.len() < FIRST || self.ragged_by_cells.contains_key(&cells) {
            self.ragged_by_cells.entry(cells).or_default().push(line);
        }
        self.ragged.push(line);
    }

    /// A respondent who stands in the file a second time.
    pub fn duplicate(&mut self, id: &str, first_line: u64, line: u64) {
        self.occurs(Kind::Duplicate, line, Some(id), Some(first_line));
        if self.duplicates.len() == MOST_VALUES && !self.duplicates.contains_key(id) {
            self.duplicates_more += 1;
            return;
        }
        let lines = self.duplicates.entry(id.into()).or_default();
        if lines.count == 0 {
            lines.push(first_line);
        }
        lines.push(line);
    }

    /// A cell that is not text.
    pub fn encoding(&mut self, error: Error, (at, column): (usize, &str), line: u64) {
        self.occurs(Kind::Encoding(at), line, None, None);
        self.encoding.entry(column.into()).or_insert_with(|| (error, Lines::default())).1.push(line);
    }

    /// A value that is none of a question's.
    pub fn value(&mut self, question: Question, value: &str, line: u64) {
        self.occurs(Kind::Value(question), line, Some(value), None);
        let known = self.values.entry(question).or_default();
        if let Some(lines) = known.get_mut(value) {
            lines.push(line);
        } else if known.len() < MOST_VALUES {
            known.entry(value.to_owned()).or_default().push(line);
        } else {
            *self.values_more.entry(question).or_default() += 1;
        }
    }

    /// A value that is no number, where a condition asks for one.
    pub fn no_number_in(&mut self, (at, column): (usize, &str), value: &str, line: u64) {
        self.columns.entry(at).or_insert_with(|| column.to_owned());
        self.value(Question::Condition(at), value, line);
    }

    /// Nothing, or one error that holds all.
    pub fn into_result(self) -> Result<()> {
        let mut errors = Vec::new();
        if self.ragged.count > 0 {
            let (cells, expected) = self.ragged_example;
            let counted = |cells: usize| format!("{cells} {}", if cells == 1 { "cell" } else { "cells" });
            let error = match self.ragged_by_cells.len() {
                1 => Error::new(format!("a row has {} where the header has {expected}", counted(cells)))
                    .at(self.at(&self.ragged)),
                // Which row has how many, since one cause makes rows longer and another shorter.
                _ => self.ragged_by_cells.iter().fold(
                    Error::new(format!("rows have more or fewer cells than the header, which has {expected}")),
                    |error, (cells, lines)| error.at(format!("{}: {}", self.at(lines), counted(*cells))),
                ),
            };
            errors.push(error.hint(
                "a delimiter or a quote inside an answer is the usual cause: such an answer needs quotes around it",
            ));
        }
        for (column, (error, lines)) in &self.encoding {
            errors.push(error.clone().at(format!("{}, column `{column}`", self.at(lines))));
        }
        for (id, lines) in &self.duplicates {
            errors.push(
                Error::new(format!("respondent {} stands in the file {} times", quoted(id), lines.count))
                    .at(self.at(lines))
                    .hint("remove the copies, or name another column as `id` under [data]"),
            );
        }
        if self.duplicates_more > 0 {
            errors.push(Error::new(format!("{} further rows repeat an id", self.duplicates_more)));
        }
        for (&question, values) in &self.values {
            let values: Vec<(&str, &Lines)> = values.iter().map(|(value, lines)| (value.as_str(), lines)).collect();
            let more = self.values_more.get(&question).copied().unwrap_or_default();
            if self.asks_numbers(question) {
                let (numbers, texts): (Vec<_>, Vec<_>) =
                    values.into_iter().partition(|(value, _)| self.study.data.number(value).is_some());
                let last = if texts.is_empty() { [0, more] } else { [more, 0] };
                for (values, more) in [texts, numbers].into_iter().zip(last).filter(|(values, _)| !values.is_empty()) {
                    let lines = Lines::of(values.iter().map(|(_, lines)| *lines), more);
                    let values: Vec<&str> = values.iter().map(|(value, _)| *value).collect();
                    errors.push(self.number_error(question, &values, &lines));
                }
                continue;
            }
            errors.extend(values.iter().map(|(value, lines)| self.value_error(question, value, lines)));
            if more > 0 {
                let (name, _, _) = self.words(question);
                errors.push(Error::new(format!("{more} further answers of {name} are none of its values")));
            }
        }
        Error::all(errors).map_or(Ok(()), Err)
    }

    /// Whether the answers to a question are numbers, so that what is wrong with one is wrong with all.
    fn asks_numbers(&self, question: Question) -> bool {
        match question {
            Question::Segment(s) => matches!(self.study.segments[s].coding, SegmentCoding::Number { .. }),
            Question::Outcome(o) => matches!(self.study.outcomes[o].answer, Answer::Mean { .. }),
            Question::Item(..) | Question::Condition(_) => true,
        }
    }

    /// Answers that are no numbers, or none that the question takes.
    fn number_error(&self, question: Question, values: &[&str], lines: &Lines) -> Error {
        match question {
            Question::Segment(s) => self.break_error(&self.study.segments[s], values, lines),
            Question::Outcome(o) | Question::Item(o, _) => {
                let item = if let Question::Item(_, item) = question { item } else { 0 };
                let outcome = &self.study.outcomes[o];
                self.mean_error(outcome, &outcome.answer.columns()[item], values, lines)
            }
            Question::Condition(_) => {
                let (_, column, _) = self.words(question);
                let what = holds(&column, values, "is no number", "are no numbers") + ", and a condition asks for one";
                let error = Error::new(what).at(self.at_cells(lines, &column));
                match short(values) {
                    Some(listed) => error.hint(format!("list them under [data]: missing = [\"\", {listed}]")),
                    None => error.hint(NO_NUMBERS),
                }
            }
        }
    }

    /// "agents.csv, line 118, and 3 further lines".
    fn at(&self, lines: &Lines) -> String {
        format!("{}, {}{}", self.place.file(), lines.words(self.place.unit()), self.place.part(lines.first()))
    }

    /// The same, with the letters of a column of a sheet.
    fn at_cells(&self, lines: &Lines, column: &str) -> String {
        self.at(lines) + &self.place.letters(column)
    }

    fn value_error(&self, question: Question, value: &str, lines: &Lines) -> Error {
        let (name, column, listed) = self.words(question);
        let what = match question {
            Question::Segment(_) => format!("column `{column}` holds {}, which is no level of {name}", quoted(value)),
            _ => format!("column `{column}` holds {}, which is no answer of {name}", quoted(value)),
        };
        let mut error = Error::new(what).at(self.at_cells(lines, &column));
        let line = match question {
            Question::Segment(s) => self.study.segments[s].line,
            Question::Outcome(o) | Question::Item(o, _) => self.study.outcomes[o].line,
            Question::Condition(_) => 0,
        };
        let some: Vec<String> = listed.iter().take(12).map(|l| quoted(l)).collect();
        let more = if listed.len() > 12 { ", …" } else { "" };
        if line > 0 {
            error = error.at(format!("{}, line {line}, lists {}{more}", self.study.file, some.join(", ")));
        } else {
            error = error.at(format!("expected are {}{more}", some.join(", ")));
        }
        if let Some(range) = listed.iter().find(|level| is_range(level)).filter(|_| is_date(value)) {
            let what = format!("a spreadsheet turns answers such as {} into dates", quoted(range));
            let remedy = format!("say what was meant: aliases = {{ {value:?} = {range:?} }}");
            error = error.hint(format!("{what}: format the column as text and enter them again, or {remedy}"));
        }
        let near = nearest(value, listed.iter().map(String::as_str));
        match (question, near) {
            (Question::Segment(_), near) if line == 0 => {
                let near = near.map_or_else(String::new, |near| format!("did you mean {near:?}? "));
                error.hint(format!("{near}name every level that the column holds: with --order, or in the margin"))
            }
            (Question::Segment(_), Some(near)) => error.hint(format!(
                "did you mean {near:?}? map it with aliases = {{ {value:?} = {near:?} }}, add it to `levels`, or list it in `missing`"
            )),
            (Question::Segment(_), None) => error.hint("add it to `levels`, map it with `aliases`, or list it in `missing`"),
            (_, Some(near)) => error.hint(format!("did you mean {near:?}? else list it, or name it in `missing`")),
            (_, None) => error.hint("list it as an answer, or name it in `missing`"),
        }
    }

    /// Cells of a segment that is cut from numbers.
    fn break_error(&self, segment: &Segment, values: &[&str], lines: &Lines) -> Error {
        let (column, name) = (segment.column.to_string(), &segment.name);
        let place = self.at_cells(lines, &column);
        let listed = format!("{}, line {}", self.study.file, segment.line);
        let first = match &segment.coding {
            SegmentCoding::Number { breaks, .. } => breaks.first(),
            SegmentCoding::Text { .. } => None,
        };
        match first.filter(|_| self.are_numbers(values)) {
            Some(first) => {
                let what = format!("below the first break of segment `{name}`, {first}");
                Error::new(holds(&column, values, &format!("lies {what}"), &format!("lie {what}"))).at(place).at(listed).hint(
                    "begin `breaks` lower, list what is missing in `missing`, or say which numbers count: valid = [0, 100]",
                )
            }
            None => {
                let what = holds(&column, values, "is no number", "are no numbers");
                let error = Error::new(format!("{what}, and segment `{name}` has `breaks`"));
                self.no_number(error, values).at(place).at(listed)
            }
        }
    }

    /// Cells of a mean.
    fn mean_error(&self, outcome: &Outcome, column: &ColumnRef, values: &[&str], lines: &Lines) -> Error {
        let name = &outcome.name;
        let (kind, number) = match &outcome.answer {
            Answer::Mean { kind, number, .. } => (*kind, Some(number)),
            _ => (NumberKind::Mean, None),
        };
        let are_numbers = self.are_numbers(values);
        let wanted = match (kind, number) {
            (NumberKind::Nps, _) => "is a net promoter score, which reads whole numbers from 0 to 10".to_owned(),
            (_, Some(number)) if are_numbers => {
                let range =
                    number.range.map_or_else(String::new, |range| format!(" from {} to {}", range.low, range.high));
                format!("turns round an item{range}")
            }
            (_, Some(number)) if number.is_scale() => "is a scale of numbers".to_owned(),
            _ => "is a mean".to_owned(),
        };
        let too_large = |value: &&str| value.parse().is_ok_and(|number: f64| number.abs() > LARGEST);
        let (one, many) = match are_numbers {
            true => ("is no answer of it", "are no answers of it"),
            false if values.iter().all(too_large) => {
                ("is larger than can be computed with", "are larger than can be computed with")
            }
            false => ("is no number", "are no numbers"),
        };
        let column = column.to_string();
        let what = format!("{}, and outcome `{name}` {wanted}", holds(&column, values, one, many));
        let mut error = self.no_number(Error::new(what), values).at(self.at_cells(lines, &column));
        if let ([value, ..], true) = (values, number.is_some_and(|number| !number.scores.is_empty()))
            && value.len() <= LONGEST_CODE
        {
            error = error.hint(format!("or give it a number: scores = {{ {value:?} = 1 }}"));
        }
        match outcome.line {
            0 => error,
            line => error.at(format!("{}, line {line}", self.study.file)),
        }
    }

    fn are_numbers(&self, values: &[&str]) -> bool {
        values.iter().all(|value| self.study.data.number(value).is_some())
    }

    /// What to do about texts that are no numbers.
    fn no_number(&self, error: Error, values: &[&str]) -> Error {
        let other =
            DataSpec { decimal: Some(if self.study.data.decimal() == '.' { ',' } else { '.' }), ..DataSpec::default() };
        let error = match (short(values), values.len()) {
            (Some(listed), 1) => error.hint(format!("list it in `missing`: missing = [{listed}]")),
            (Some(listed), _) => error.hint(format!("list those that are missing in `missing`: missing = [{listed}]")),
            (None, _) => error.hint(NO_NUMBERS),
        };
        match values.iter().any(|value| other.number(value).is_some()) {
            true => error.hint(format!(
                "or write decimal = \"{}\" under [data], if that is how the file has it",
                other.decimal()
            )),
            false => error,
        }
    }

    /// A question's name in words, its column, and the values that it lists.
    fn words(&self, question: Question) -> (String, String, Vec<String>) {
        match question {
            Question::Segment(s) => {
                let s = &self.study.segments[s];
                (format!("segment `{}`", s.name), s.column.to_string(), s.levels.clone())
            }
            Question::Condition(at) => {
                ("a condition".to_owned(), self.columns.get(&at).cloned().unwrap_or_default(), Vec::new())
            }
            Question::Outcome(o) | Question::Item(o, _) => {
                let o = &self.study.outcomes[o];
                let column = o.answer.columns().first().map(ToString::to_string).unwrap_or_default();
                (format!("outcome `{}`", o.name), column, o.answer.values())
            }
        }
    }
}
