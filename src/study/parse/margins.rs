//! The margins of `paradox weight`: what the population looks like.
//!
//! ```toml
//! [[margins]]
//! column = "region"                                # a segment of the study, else a column of the file
//! shares = { "North" = 0.3, "South" = 0.7 }        # or counts = { … }
//!
//! [[margins]]                                      # or one level at a time
//! column = "sex"
//! level = "female"
//! share = 0.51                                     # or count = …
//!
//! [limits]                                         # optional, in multiples of the mean weight
//! low = 0.3
//! high = 3.0
//! ```

use std::collections::{BTreeMap, BTreeSet};

use toml::de::DeTable;

use super::super::check::first_repeated;
use super::super::raw::raw_segment;
use super::super::{Limits, MarginSpec, Margins, Sizes, Study, suggest};
use super::reader::{File, Found, Table, Value, passed};
use crate::error::{Error, Result, quoted};

/// Shares may add up to 1 but for this.
const SAME: f64 = 1e-6;

/// The margins that a file gives; segments of the study stand before columns of the same name.
///
/// ```
/// use paradox::study::{parse_margins, raw_study};
/// let study = raw_study(vec![], vec![])?;
/// let file = "[[margins]]\ncolumn = \"sex\"\nshares = { f = 0.52, m = 0.48 }\n";
/// assert_eq!(parse_margins(file, "margins.toml", &study)?.margins[0].sizes, [0.52, 0.48]);
/// let error = parse_margins(&file.replace("0.48", "0.5"), "margins.toml", &study).unwrap_err();
/// assert!(error.to_string().contains("the shares of `sex` add up to 1.02, not to 1"));
/// # Ok::<(), paradox::Error>(())
/// ```
///
/// # Errors
/// One error with all problems of the file, each with its line.
pub fn parse_margins(text: &str, file_name: &str, study: &Study) -> Result<Margins> {
    suggest::anew();
    let file = File::new(file_name, text);
    let root = DeTable::parse(text).map_err(|error| {
        let error = file.syntax(&error);
        let place = error.places().first().cloned().unwrap_or_default();
        Error::new(error.what().replace("the study file", "the margins file")).at(place)
    })?;
    let mut root = Table::new(&file, "the margins file".to_owned(), 0, root.get_ref());
    let tables = root.take("margins").and_then(|value| value.tables("margins", "margin"));
    let limits = root.take("limits").and_then(|value| value.table("[limits]")).map(limits).unwrap_or_default();
    if tables.as_ref().is_none_or(Vec::is_empty) {
        let problem = Error::new("the margins file has no margin");
        root.report(problem.hint("write [[margins]], column = \"sex\" and shares = { \"f\" = 0.52, \"m\" = 0.48 }"));
    }
    root.finish();
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for table in tables.unwrap_or_default() {
        entry(table, &mut entries);
    }
    let margins: Vec<MarginSpec> = entries.iter().filter_map(|entry| margin(entry, study)).collect();
    same_totals(&file, &entries, &margins);
    match file.problems() {
        None => Ok(Margins { file: file_name.to_owned(), margins, limits }),
        Some(problems) => Err(problems),
    }
}

/// A margin while its levels are gathered.
struct Entry<'f> {
    file: &'f File<'f>,
    column: String,
    at: usize,
    sizes_are: Sizes,
    levels: Vec<(Found<String>, f64)>,
}

/// Adds what one table says: all levels of a margin, or one.
fn entry<'f>(mut table: Table<'f>, entries: &mut Vec<Entry<'f>>) {
    let column = table.required_text("column", "column = \"region\" says which answers divide the population");
    if let Some(column) = &column {
        table.what = format!("margin `{}`", column.value);
    }
    let level = table.take("level").and_then(|value| value.text());
    let many = [("shares", Sizes::Shares), ("counts", Sizes::Counts)].map(|(key, are)| Some((table.take(key)?, are)));
    let one = [("share", Sizes::Shares), ("count", Sizes::Counts)].map(|(key, are)| Some((table.take(key)?, are)));
    let (many, one): (Vec<_>, Vec<_>) = (many.into_iter().flatten().collect(), one.into_iter().flatten().collect());
    let found = match (level, many.as_slice(), one.as_slice()) {
        (None, [(value, are)], []) => sizes(value).map(|levels| (*are, levels)),
        (Some(level), [], [(value, are)]) => size(value).map(|size| (*are, vec![(level, size)])),
        _ => {
            let problem = Error::new(format!("{} does not say one size for each level", table.what));
            table
                .report(problem.hint(
                    "write shares = { \"North\" = 0.3, … } or counts = { … }, or a level and its share or count",
                ));
            None
        }
    };
    let (file, at) = (table.file, table.at);
    table.finish();
    let (Some(column), Some((sizes_are, levels))) = (column, found) else { return };
    match entries.iter_mut().find(|entry| entry.column == column.value) {
        Some(entry) if entry.sizes_are != sizes_are => {
            file.report(at, Error::new(format!("margin `{}` has shares and counts", column.value)));
        }
        Some(entry) => entry.levels.extend(levels),
        None => entries.push(Entry { file, column: column.value, at, sizes_are, levels }),
    }
}

fn sizes(value: &Value<'_>) -> Option<Vec<(Found<String>, f64)>> {
    value.table(&value.name)?.free().into_iter().map(|(level, value)| Some((level, size(&value)?))).collect()
}

fn size(value: &Value<'_>) -> Option<f64> {
    let size = value.number()?.value;
    if size < 0.0 {
        value.report(Error::new(format!("{} is {size}; the size of a population is 0 or above", value.name)));
        return None;
    }
    Some(size)
}

/// A margin whose levels are all there, each once, in the order of its segment.
fn margin(entry: &Entry<'_>, study: &Study) -> Option<MarginSpec> {
    let Entry { file, column, levels, .. } = entry;
    let texts: Vec<&str> = levels.iter().map(|(level, _)| level.value.as_str()).collect();
    if let Some((again, _)) = first_repeated(&texts) {
        let level = &levels[again].0;
        file.report(level.at, Error::new(format!("margin `{column}` has {} twice", quoted(&level.value))));
        return None;
    }
    let total: f64 = levels.iter().map(|(_, size)| size).sum();
    if entry.sizes_are == Sizes::Shares && (total - 1.0).abs() > SAME {
        let problem = Error::new(format!("the shares of `{column}` add up to {}, not to 1", short(total)));
        file.report(
            entry.at,
            match (total - 100.0).abs() < 1.0 {
                true => problem.hint("shares are fractions: 0.51, not 51"),
                false => problem.hint("give counts = { … } if the shares are rounded"),
            },
        );
        return None;
    }
    if total <= 0.0 {
        file.report(entry.at, Error::new(format!("the population of `{column}` is 0")));
        return None;
    }
    let names: Vec<String> = levels.iter().map(|(level, _)| level.value.clone()).collect();
    let segment = match study.segment(column) {
        Some(at) => study.segments[at].clone(),
        None => passed(file, entry.at, raw_segment(column, names.clone(), false))?,
    };
    let asked: BTreeSet<&str> = segment.levels.iter().map(String::as_str).collect();
    for (level, _) in levels.iter().filter(|(level, _)| !asked.contains(level.value.as_str())) {
        let known = segment.levels.iter().map(String::as_str);
        let problem = Error::new(format!("segment `{column}` has no level {}", quoted(&level.value)));
        file.report(
            level.at,
            match suggest::nearest(&level.value, known.clone()) {
                Some(near) => problem.hint(format!("did you mean {}?", quoted(near))),
                None => problem.hint(format!("its levels are {}", suggest::listed_values(known))),
            },
        );
    }
    let places: BTreeMap<&str, usize> = texts.iter().enumerate().map(|(at, text)| (*text, at)).collect();
    let place = |name: &String| places.get(name.as_str()).copied();
    let absent: Vec<&str> = segment.levels.iter().filter(|l| place(l).is_none()).map(String::as_str).collect();
    if !absent.is_empty() {
        let absent = suggest::listed_values(absent);
        file.report(entry.at, Error::new(format!("margin `{column}` gives no size of {absent}")));
        return None;
    }
    let order: Vec<usize> = segment.levels.iter().filter_map(place).collect();
    let (sizes, lines) = order.iter().map(|&at| (levels[at].1, file.line(levels[at].0.at))).unzip();
    Some(MarginSpec { segment, sizes, sizes_are: entry.sizes_are, lines })
}

/// Counts of one population add up to the same.
fn same_totals(file: &File<'_>, entries: &[Entry<'_>], margins: &[MarginSpec]) {
    let counts = || margins.iter().filter(|margin| margin.sizes_are == Sizes::Counts);
    let total = |margin: &MarginSpec| margin.sizes.iter().sum::<f64>();
    let Some(first) = counts().next() else { return };
    for other in counts().filter(|other| (total(other) - total(first)).abs() > SAME * total(first)) {
        let at = entries.iter().find(|entry| entry.column == other.segment.name).map_or(0, |entry| entry.at);
        let (one, two) = (&first.segment.name, &other.segment.name);
        let problem = Error::new(format!(
            "the counts of `{two}` add up to {}, those of `{one}` to {}",
            short(total(other)),
            short(total(first))
        ));
        file.report(at, problem.hint("both describe the same population: correct one, or give shares"));
    }
}

/// A sum without the last binary digits.
fn short(total: f64) -> f64 {
    (total * 1e9).round() / 1e9
}

fn limits(mut table: Table<'_>) -> Limits {
    let mut number = |key: &'static str| table.take(key).and_then(|value| Some(value.number()?.value));
    let limits = Limits { low: number("low"), high: number("high") };
    if !limits.enclose_the_mean() {
        let problem = Error::new("[limits] do not enclose the mean weight, which is 1 in their unit");
        table.report(problem.hint("`low` lies between 0 and 1, `high` is 1 or more: low = 0.3, high = 3"));
    }
    table.finish();
    limits
}
