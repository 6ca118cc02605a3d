//! TOML as this program wants it: every key and value knows its line, every wrong type is reported in our words, and
//! every key that nobody asked for is an error.
//!
//! ```text
//! File (text, lines, problems)  ->  Table --take("label")--> Value --text()--> Found { value, at }
//!                                     `--finish(): what is left over is unknown
//! ```
//!
//! Reading goes on after a problem, so that one run reports them all; what could not be read is `None`.

use std::cell::RefCell;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::suggest;
use crate::error::{Error, Result, quoted};

/// The most problems of one file that are written out; the rest is counted.
pub(super) const MOST_PROBLEMS: usize = 20;

/// The most tables of one kind.
pub(super) const MOST_TABLES: usize = 10_000;

/// Characters of the longest text: a whole page about how a survey was made, and a chart that can still be drawn.
const LONGEST_TEXT: usize = 10_000;

/// A study file while it is read.
pub(super) struct File<'a> {
    name: &'a str,
    text: &'a str,
    /// Where each line begins.
    starts: Vec<usize>,
    problems: RefCell<Vec<(usize, Error)>>,
}

/// What was read, and where it begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found<T> {
    pub value: T,
    pub at: usize,
}

impl<'a> File<'a> {
    pub fn new(name: &'a str, text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
        File { name, text, starts, problems: RefCell::default() }
    }

    /// The name of the file.
    pub fn name(&self) -> &str {
        self.name
    }

    /// The line of a position, from 1.
    pub fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start <= at)
    }

    /// "agents.toml, line 24".
    pub fn place(&self, at: usize) -> String {
        format!("{}, line {}", self.name, self.line(at))
    }

    /// Notes a problem and reads on.
    pub fn report(&self, at: usize, problem: Error) {
        self.problems.borrow_mut().push((at, problem.at(self.place(at))));
    }

    /// All problems as one error, in the order of the file.
    pub fn problems(self) -> Option<Error> {
        let mut problems = self.problems.into_inner();
        problems.sort_by_key(|(at, _)| *at);
        let mut errors: Vec<Error> = problems.into_iter().map(|(_, error)| error).collect();
        if errors.len() > MOST_PROBLEMS {
            let more = errors.len() - MOST_PROBLEMS;
            errors.truncate(MOST_PROBLEMS);
            errors.push(Error::new(format!("and {more} further problems of this study file")).at(self.name));
        }
        Error::all(errors)
    }

    /// What the TOML parser says, in our form.
    pub fn syntax(&self, error: &toml::de::Error) -> Error {
        let at = error.span().map_or(0, |span| span.start).min(self.text.len());
        let line = self.line(at);
        let start = self.starts[line - 1];
        let column = self.text.get(start..at).map_or(at - start, |before| before.chars().count()) + 1;
        Error::new(format!("the study file cannot be read as TOML: {}", error.message().trim()))
            .at(format!("{}, line {line}, column {column}", self.name))
    }
}

/// A value with the key that it stands under.
#[derive(Clone)]
pub(super) struct Value<'f> {
    pub file: &'f File<'f>,
    /// "`levels` of segment `country`".
    pub name: String,
    pub at: usize,
    value: &'f DeValue<'f>,
}

impl<'f> Value<'f> {
    /// Notes a problem with this value.
    pub fn report(&self, problem: Error) {
        self.file.report(self.at, problem);
    }

    /// A text, trimmed.
    pub fn text(&self) -> Option<Found<String>> {
        self.raw_text().map(|found| Found { value: found.value.trim().to_owned(), at: found.at })
    }

    /// A text with the white space around it.
    pub fn raw_text(&self) -> Option<Found<String>> {
        match self.value {
            DeValue::String(text) => match too_long(text) {
                Some(why) => {
                    self.report(Error::new(format!("{} {why}", self.name)));
                    None
                }
                None => Some(Found { value: text.as_ref().to_owned(), at: self.at }),
            },
            other => self.expected("a text", in_quotes(other)),
        }
    }

    /// A text that is not empty.
    pub fn filled_text(&self) -> Option<Found<String>> {
        let text = self.text()?;
        if text.value.is_empty() {
            self.report(Error::new(format!("{} is empty", self.name)));
            return None;
        }
        Some(text)
    }

    /// true or false.
    pub fn flag(&self) -> Option<bool> {
        match self.value {
            DeValue::Boolean(flag) => Some(*flag),
            DeValue::String(text) if matches!(text.trim(), "true" | "false") => {
                self.expected("true or false", Some(format!("write {} without quotes", text.trim())))
            }
            _ => self.expected("true or false", None),
        }
    }

    /// A finite number.
    pub fn number(&self) -> Option<Found<f64>> {
        let number = match self.value {
            DeValue::Integer(digits) => i64::from_str_radix(digits.as_str(), digits.radix()).ok().map(|i| i as f64),
            DeValue::Float(digits) => digits.as_str().parse::<f64>().ok(),
            DeValue::String(text) if text.trim().parse::<f64>().is_ok() => {
                return self.expected("a number", Some(format!("write {} without quotes", text.trim())));
            }
            _ => return self.expected("a number", None),
        };
        match number.filter(|number| number.is_finite()) {
            Some(value) => Some(Found { value, at: self.at }),
            None => {
                self.report(Error::new(format!("{} must be a finite number", self.name)));
                None
            }
        }
    }

    /// A whole number, 0 or more.
    pub fn whole(&self) -> Option<Found<u64>> {
        /// Up to here every whole number is a double of its own.
        const MOST: f64 = 9_007_199_254_740_992.0;
        let Found { value, at } = self.number()?;
        if value.fract() != 0.0 || !(0.0..=MOST).contains(&value) {
            self.report(Error::new(format!("{} must be a whole number, 0 or more, not {value}", self.name)));
            return None;
        }
        Some(Found { value: value as u64, at })
    }

    /// A list of texts, each trimmed.
    pub fn texts(&self) -> Option<Vec<Found<String>>> {
        let items = self.items("a list of texts", |text| format!("write [{text:?}]"))?;
        let texts: Vec<_> = items.iter().map(Value::text).collect();
        texts.into_iter().collect()
    }

    /// A list of finite numbers.
    pub fn numbers(&self) -> Option<Vec<Found<f64>>> {
        let items = self.items("a list of numbers", |_| "write it as [1, 2, 3]".to_owned())?;
        let numbers: Vec<_> = items.iter().map(Value::number).collect();
        numbers.into_iter().collect()
    }

    /// A table within the file, called `what` in messages.
    pub fn table(&self, what: &str) -> Option<Table<'f>> {
        match self.value {
            DeValue::Table(table) => Some(Table::new(self.file, what.to_owned(), self.at, table)),
            _ => self.expected("a table", None),
        }
    }

    /// A list of tables: `[[key]]`, each called by `noun` and its position until it has a name.
    pub fn tables(&self, key: &str, noun: &str) -> Option<Vec<Table<'f>>> {
        let expected = format!("tables that begin with [[{key}]]");
        if matches!(self.value, DeValue::Table(_)) {
            return self.expected(&expected, Some("write two brackets on each side".to_owned()));
        }
        let items = self.items(&expected, |_| String::new())?;
        if items.len() > MOST_TABLES {
            let count = items.len();
            self.report(Error::new(format!("there are {count} tables [[{key}]]; {MOST_TABLES} are the most")));
            return None;
        }
        let named = |(i, item): (usize, &Value<'f>)| item.table(&format!("{noun} {}", i + 1));
        let tables: Vec<_> = items.iter().enumerate().map(named).collect();
        tables.into_iter().collect()
    }

    /// The text, if it is one; nothing is reported otherwise.
    pub fn as_text(&self) -> Option<&'f str> {
        self.value.as_str().map(str::trim)
    }

    /// Whether it is a table without a key.
    pub fn is_empty_table(&self) -> bool {
        self.value.as_table().is_some_and(|table| table.is_empty())
    }

    /// Whether it is a table.
    pub fn is_table(&self) -> bool {
        self.value.is_table()
    }

    /// The items of a list.
    pub fn items(&self, expected: &str, hint: impl Fn(&str) -> String) -> Option<Vec<Value<'f>>> {
        match self.value {
            DeValue::Array(items) => {
                let item = |item: &'f Spanned<DeValue<'f>>| Value {
                    file: self.file,
                    name: format!("an item of {}", self.name.trim_start_matches("an item of ")),
                    at: item.span().start,
                    value: item.get_ref(),
                };
                Some(items.iter().map(item).collect())
            }
            DeValue::String(text) => self.expected(expected, Some(hint(text.trim())).filter(|h| !h.is_empty())),
            _ => self.expected(expected, None),
        }
    }

    /// Reports a value of the wrong type.
    pub fn expected<T>(&self, expected: &str, hint: Option<String>) -> Option<T> {
        let problem = Error::new(format!("{}: expected {expected}, found {}", self.name, kind(self.value)));
        self.report(match hint {
            Some(hint) => problem.hint(hint),
            None => problem,
        });
        None
    }
}

/// What is wrong with a text that is too long to be printed.
fn too_long(text: &str) -> Option<String> {
    let has = (text.len() > LONGEST_TEXT).then(|| text.chars().count()).filter(|has| *has > LONGEST_TEXT)?;
    Some(format!("has {has} characters; {LONGEST_TEXT} are the most"))
}

fn kind(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("the text {}", quoted(text)),
        DeValue::Integer(number) => format!("the number {number}"),
        DeValue::Float(number) => format!("the number {number}"),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(date) => format!("the date {date}"),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

fn in_quotes(value: &DeValue<'_>) -> Option<String> {
    let bare = match value {
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        _ => return None,
    };
    Some(format!("write it in quotes: \"{bare}\""))
}

/// A table whose keys are taken one by one.
pub(super) struct Table<'f> {
    pub file: &'f File<'f>,
    /// "segment `country`", "[data]".
    pub what: String,
    pub at: usize,
    /// What nobody took yet, in the order of the file.
    left: Vec<(Found<&'f str>, &'f Spanned<DeValue<'f>>)>,
    /// Every key that somebody asked for.
    known: Vec<&'static str>,
}

impl<'f> Table<'f> {
    pub fn new(file: &'f File<'f>, what: String, at: usize, table: &'f DeTable<'f>) -> Self {
        let mut left: Vec<_> = table
            .iter()
            .map(|(key, value)| (Found { value: key.get_ref().as_ref(), at: key.span().start }, value))
            .collect();
        left.sort_by_key(|(key, _)| key.at);
        Table { file, what, at, left, known: Vec::new() }
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.left.is_empty()
    }

    /// Whether a key is still to be taken.
    pub fn has(&self, key: &str) -> bool {
        self.left.iter().any(|(known, _)| known.value == key)
    }

    /// Notes a problem with the table as a whole.
    pub fn report(&self, problem: Error) {
        self.file.report(self.at, problem);
    }

    /// The value of a key.
    pub fn take(&mut self, key: &'static str) -> Option<Value<'f>> {
        self.known.push(key);
        let position = self.left.iter().position(|(known, _)| known.value == key)?;
        let (found, value) = self.left.remove(position);
        Some(self.value(&found, value))
    }

    /// The line of the first of some keys that nobody took yet; that of the table where it has none of them.
    pub fn line_of(&self, keys: &[&str]) -> usize {
        let found = self.left.iter().find(|(key, _)| keys.contains(&key.value));
        self.file.line(found.map_or(self.at, |(key, _)| key.at))
    }

    /// A trimmed text; an empty one counts as absent.
    pub fn text(&mut self, key: &'static str) -> Option<Found<String>> {
        self.take(key)?.text().filter(|text| !text.value.is_empty())
    }

    /// A text that must be there and must not be empty.
    pub fn required_text(&mut self, key: &'static str, hint: &str) -> Option<Found<String>> {
        let value = self.required(key, hint)?;
        value.filled_text()
    }

    /// A value that must be there.
    pub fn required(&mut self, key: &'static str, hint: &str) -> Option<Value<'f>> {
        let value = self.take(key);
        if value.is_none() {
            self.report(Error::new(format!("{} has no `{key}`", self.what)).hint(hint));
        }
        value
    }

    /// The texts of a list; none where the key is absent.
    pub fn texts(&mut self, key: &'static str) -> Option<Vec<Found<String>>> {
        self.take(key)?.texts()
    }

    /// true or false; false where the key is absent.
    pub fn flag(&mut self, key: &'static str) -> bool {
        self.take(key).and_then(|value| value.flag()).unwrap_or(false)
    }

    /// What is left, as keys that the user chose.
    pub fn free(self) -> Vec<(Found<String>, Value<'f>)> {
        let each = |(key, value): &(Found<&'f str>, &'f Spanned<DeValue<'f>>)| {
            (Found { value: key.value.trim().to_owned(), at: key.at }, self.value(key, value))
        };
        let bearable = |(key, _): &&(Found<&'f str>, _)| match too_long(key.value) {
            Some(why) => {
                self.file.report(key.at, Error::new(format!("the key {} of {} {why}", quoted(key.value), self.what)));
                false
            }
            None => true,
        };
        self.left.iter().filter(bearable).map(each).collect()
    }

    /// Reports every key that nobody asked for.
    pub fn finish(self) {
        for (key, _) in &self.left {
            let problem = Error::new(format!("unknown key `{}` in {}", key.value, self.what));
            self.file.report(
                key.at,
                match suggest::nearest(key.value, self.known.iter().copied()) {
                    Some(near) => problem.hint(format!("did you mean `{near}`?")),
                    None => problem,
                },
            );
        }
    }

    /// Leaves what is left unread.
    pub fn ignore(self) {}

    fn value(&self, key: &Found<&'f str>, value: &'f Spanned<DeValue<'f>>) -> Value<'f> {
        Value {
            file: self.file,
            name: format!("`{}` of {}", key.value, self.what),
            at: value.span().start,
            value: value.get_ref(),
        }
    }
}

/// Turns a check without a place into a problem at a place; the value if it passed.
pub(super) fn passed<T>(file: &File<'_>, at: usize, checked: Result<T>) -> Option<T> {
    match checked {
        Ok(value) => Some(value),
        Err(problem) => {
            file.report(at, problem);
            None
        }
    }
}

/// The values without their places.
pub(super) fn values<T>(found: Vec<Found<T>>) -> Vec<T> {
    found.into_iter().map(|f| f.value).collect()
}

/// The values without their places, each once.
pub(super) fn distinct(found: Vec<Found<String>>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    found.into_iter().map(|f| f.value).filter(|value| seen.insert(value.clone())).collect()
}
