//! A data file of Stata (.dta, every release) → text cells, labels, codes that are missing.
//!
//! The crate `dta` decodes. Labels of codes stand behind the observations, so the file is gone through twice. A code
//! with a label becomes the label, dates become text (2026-11-25), `.` becomes the empty cell, and `.a` to `.z` stay
//! apart under their labels and count as missing.

mod promises;

use dta::stata::dta::dta_error::DtaError;
use dta::stata::dta::dta_reader::DtaReader;
use dta::stata::dta::long_string_table::LongStringTable;
use dta::stata::dta::record_reader::RecordReader;
use dta::stata::dta::value::Value;
use dta::stata::dta::value_label_table::ValueLabelTable;
use dta::stata::dta::variable::Variable;
use dta::stata::missing_value::MissingValue;
use dta::stata::stata_byte::StataByte;
use dta::stata::stata_double::StataDouble;
use dta::stata::stata_float::StataFloat;
use dta::stata::stata_int::StataInt;
use dta::stata::stata_long::StataLong;
use dta::stata::temporal::TemporalKind;

use promises::{Held, Promises};

use super::header::Header;
use super::labels::{ColumnLabels, Labels, number_text};
use super::limits::MOST_LABELS;
use super::moment;
use super::place::{Place, Unit};
use super::source::{Rows, Source};
use super::text::{Records, trim};
use super::{Input, bytes};
use crate::error::{Error, Result};

/// Days from 1970-01-01 back to Stata's epoch, 1960-01-01.
const EPOCH_DAYS: f64 = 3653.0;

/// The code under which labels know `.`; those of `.a` to `.z` follow.
const SYSTEM_MISSING: i32 = 0x7FFF_FFE5;

/// How a file of Stata 13 or later begins and ends.
const FIRST_TAG: &[u8] = b"<stata_dta>";
const LAST_TAG: &[u8] = b"</stata_dta>";

/// Opens the file and reads its labels.
///
/// # Errors
/// Another kind of file, one that breaks off or is damaged.
pub fn open(input: &Input) -> Result<Source> {
    let name = input.name();
    let whole = bytes::whole(input)?;
    let sha256 = super::sha256(&whole);
    let place = Place::new(&name, Unit::Observation);
    if whole.starts_with(FIRST_TAG) && !whole.ends_with(LAST_TAG) {
        return Err(Error::new("the file ends before its last tag")
            .at(format!("{name}, byte {}", whole.len()))
            .hint("the file is cut off: fetch or export it again"));
    }
    let opened = opened(whole).map_err(|wrong| refused(&place, &wrong))?;
    let Opened { reader, sets, texts } = opened;
    let variables = reader.schema().variables().to_vec();
    let of_variable = |variable: &Variable| sets.get(variable.value_label_name()).map_or(0, |set| set.entries().len());
    if variables.iter().map(of_variable).sum::<usize>() > MOST_LABELS {
        let what = format!("the variables have more than {MOST_LABELS} labels, the most that are read");
        return Err(refused(&place, &Wrong::Promises(what)));
    }
    let columns: Vec<ColumnLabels> = variables.iter().map(|variable| labels_of(variable, &sets)).collect();
    let title = Some(reader.header().dataset_label().trim().to_owned()).filter(|title| !title.is_empty());
    let names: Vec<String> = variables.iter().map(|variable| variable.name().to_owned()).collect();
    Ok(Source {
        labels: Labels { title, columns: columns.clone(), header_rows: vec![names.clone()], ..Labels::default() },
        header: Header::new(&place, names),
        delimiter: None,
        read_as: format!("Stata data file, format {}", reader.header().release()),
        rows: Box::new(Observations { reader, texts, variables, columns, place: place.clone(), sha256, read: 0 }),
        place,
    })
}

type Reader = RecordReader<Held>;

struct Opened {
    reader: Reader,
    sets: ValueLabelTable,
    texts: LongStringTable,
}

/// Why a file is not read.
enum Wrong {
    /// The crate that decodes says so.
    Damaged(DtaError),
    /// It holds less than it says, or more than is read.
    Promises(String),
}

impl From<DtaError> for Wrong {
    fn from(error: DtaError) -> Self {
        Wrong::Damaged(error)
    }
}

impl From<String> for Wrong {
    fn from(what: String) -> Self {
        Wrong::Promises(what)
    }
}

/// The file at its first observation, with what stands behind the last.
fn opened(whole: Vec<u8>) -> Result<Opened, Wrong> {
    let (held, mut promises) = Promises::of(whole);
    let reader = DtaReader::new().from_reader(held).read_header()?;
    promises.variables(reader.header())?;
    let mut reader = reader.read_schema()?;
    promises.characteristics()?;
    reader.skip_to_end()?;
    promises.observations(reader.header(), reader.schema())?;
    let mut records = reader.into_record_reader()?;
    records.skip_to_end()?;
    let mut long = records.into_long_string_reader()?;
    let mut texts = LongStringTable::for_reading();
    promises.long_texts()?;
    long.read_remaining_into(&mut texts)?;
    let mut labels = long.into_value_label_reader()?;
    let mut sets = ValueLabelTable::new();
    promises.labels()?;
    labels.read_remaining_into(&mut sets)?;
    Ok(Opened { reader: labels.seek_records()?, sets, texts })
}

fn refused(place: &Place, wrong: &Wrong) -> Error {
    match wrong {
        Wrong::Damaged(error) => damaged(place, error),
        Wrong::Promises(what) => Error::new(format!("this is no whole data file of Stata: {what}"))
            .at(place.file())
            .hint("the file is cut off or damaged: fetch or export it again"),
    }
}

fn damaged(place: &Place, e: &DtaError) -> Error {
    Error::new(format!("this is no whole data file of Stata: {e}").to_lowercase().replace("stata", "Stata"))
        .at(place.file())
        .hint("the file is cut off or damaged, or of another format: fetch or export it again")
}

fn labels_of(variable: &Variable, sets: &ValueLabelTable) -> ColumnLabels {
    let label = Some(variable.label().trim().to_owned()).filter(|label| !label.is_empty());
    let mut labels = ColumnLabels::of_wording(label);
    if let Some(set) = sets.get(variable.value_label_name()) {
        let mut entries: Vec<(i32, &str)> = set.entries().iter().map(|e| (e.value(), e.label())).collect();
        entries.sort_by_key(|(value, _)| *value);
        labels.set_codes(entries.into_iter().map(|(value, label)| (code_text(value), label.to_owned())).collect());
    }
    labels.missing = (b'a'..=b'z').map(|letter| format!(".{}", char::from(letter))).collect();
    let labelled: Vec<String> =
        labels.missing.iter().filter_map(|code| labels.text_of(code).map(str::to_owned)).collect();
    labels.missing.extend(labelled);
    labels
}

/// A code of a label: a number, or `.a`.
fn code_text(value: i32) -> String {
    match value.checked_sub(SYSTEM_MISSING) {
        Some(0) => ".".to_owned(),
        Some(letter @ 1..=26) => format!(".{}", char::from(b'a' + (letter - 1) as u8)),
        _ => value.to_string(),
    }
}

struct Observations {
    reader: Reader,
    texts: LongStringTable,
    variables: Vec<Variable>,
    columns: Vec<ColumnLabels>,
    place: Place,
    sha256: String,
    read: u64,
}

impl Rows for Observations {
    fn next(&mut self, into: &mut Records) -> Result<bool> {
        let encoding = self.reader.encoding();
        let record = match self.reader.read_record() {
            Ok(Some(record)) => record,
            Ok(None) => return Ok(false),
            Err(e) => return Err(damaged(&self.place, &e).at(format!("after observation {}", self.read))),
        };
        self.read += 1;
        into.line = self.read;
        into.record.clear();
        for ((value, variable), labels) in record.values().iter().zip(&self.variables).zip(&self.columns) {
            let text = match number_of(value) {
                Cell::Number(digits, number) => text_of(variable, labels, digits, number)
                    .map_err(|e| e.at(format!("{}, column `{}`", self.place.row(self.read), variable.name())))?,
                Cell::Missing(missing) => {
                    let code = missing.to_string();
                    if code == "." { String::new() } else { labels.text_of(&code).map_or(code.clone(), str::to_owned) }
                }
                Cell::Text => match value {
                    Value::String(text) => text.trim_end().to_owned(),
                    Value::LongStringRef(reference) => {
                        let long = self.texts.get(reference);
                        long.and_then(|long| long.data_str(encoding).map(|text| text.into_owned())).unwrap_or_default()
                    }
                    _ => String::new(),
                },
            };
            into.record.push_field(text.trim_end_matches('\0').as_bytes());
        }
        Ok(true)
    }

    fn finish(self: Box<Self>) -> Result<String> {
        Ok(self.sha256)
    }
}

/// What a cell holds.
enum Cell {
    /// Its digits as they are shortest in its own precision, and the number.
    Number(String, f64),
    Missing(MissingValue),
    Text,
}

fn number_of(value: &Value<'_>) -> Cell {
    let whole = |number: i64| Cell::Number(number.to_string(), number as f64);
    match *value {
        Value::Byte(StataByte::Present(number)) => whole(number.into()),
        Value::Int(StataInt::Present(number)) => whole(number.into()),
        Value::Long(StataLong::Present(number)) => whole(number.into()),
        Value::Float(StataFloat::Present(number)) => {
            let digits = if number == 0.0 { "0".to_owned() } else { number.to_string() };
            Cell::Number(digits, number.into())
        }
        Value::Double(StataDouble::Present(number)) => Cell::Number(number_text(number), number),
        Value::Byte(StataByte::Missing(missing))
        | Value::Int(StataInt::Missing(missing))
        | Value::Long(StataLong::Missing(missing))
        | Value::Float(StataFloat::Missing(missing))
        | Value::Double(StataDouble::Missing(missing)) => Cell::Missing(missing),
        Value::String(_) | Value::LongStringRef(_) => Cell::Text,
    }
}

/// The cell of a number: its label, its date, or its digits.
fn text_of(variable: &Variable, labels: &ColumnLabels, digits: String, number: f64) -> Result<String> {
    if let Some(label) = labels.text_of(&digits) {
        return Ok(label.to_owned());
    }
    let of_year = |per_year: f64, letter: &str| {
        let year = 1960.0 + (number / per_year).floor();
        Some(format!("{year}{letter}{}", number - (year - 1960.0) * per_year + 1.0))
    };
    let text = match TemporalKind::from_format(variable.format()) {
        Some(TemporalKind::Date) => moment::date(number.floor() - EPOCH_DAYS),
        Some(TemporalKind::DateTime) => moment::date_time(number / 1000.0 - EPOCH_DAYS * moment::DAY),
        Some(TemporalKind::Week) => of_year(52.0, "w"),
        Some(TemporalKind::Month) => of_year(12.0, "m"),
        Some(TemporalKind::Quarter) => of_year(4.0, "q"),
        Some(TemporalKind::HalfYear) => of_year(2.0, "h"),
        _ => None,
    };
    let text = text.unwrap_or(digits);
    match labels.code_of(trim(&text)) {
        Some(code) => {
            let what = format!("the value {text} has no label, and code {code} has the label \"{text}\"");
            Err(Error::new(what).hint("give the value a label of its own in the program that wrote the file"))
        }
        None => Ok(text),
    }
}
