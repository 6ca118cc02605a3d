//! A data file of SPSS (.sav, .zsav) → text cells, labels, codes that are missing, sets of several answers.
//!
//! ```text
//! header · dictionary (variables, labels, missing codes, sets) · cases: as they are | in codes of a byte | in zlib blocks
//! ```
//!
//! The layout is documented by the PSPP project ("System File Format"). The crate `ambers` 0.4 reads it too: it brings
//! 85 crates (Arrow among them) and 330 CPU seconds of release build, more than twice all the rest of this program. This
//! reader needs none, keeps no case, and says where a damaged file is damaged.
//!
//! Numbers with a label become the label, dates become text (2026-11-25), system-missing becomes the empty cell.

mod dictionary;
mod extension;
mod values;

use std::collections::HashMap;

use super::header::Header;
use super::labels::number_text;
use super::moment;
use super::place::{Place, Unit};
use super::source::{Rows, Source};
use super::text::{Records, trim};
use super::{Input, bytes};
use crate::error::{Error, Result};
use dictionary::{Dictionary, Kind, Show, Variable};
use values::{Bytes, Value, Values};

/// Seconds from the beginning of SPSS's calendar, 1582-10-14, to 1970-01-01.
const EPOCH: f64 = 12_219_379_200.0;

/// Distinct numbers of a variable whose text is kept.
const MOST_KEPT: usize = 10_000;

/// Opens the file and reads its dictionary.
///
/// # Errors
/// Another kind of file, one that breaks off or is damaged.
pub fn open(input: &Input) -> Result<Source> {
    let name = input.name();
    let opened = bytes::open(input, bytes::Hashed::Yes)?;
    let mut bytes = Bytes::new(&name, opened.reader);
    let dictionary = Dictionary::read(&mut bytes)?;
    let place = Place::new(&name, Unit::Case);
    let values = Values::new(bytes, &dictionary)?;
    let names: Vec<String> = dictionary.variables.iter().map(|variable| variable.name.clone()).collect();
    let compression = dictionary.compression.words();
    Ok(Source {
        labels: dictionary.labels(names.clone()),
        header: Header::new(&place, names),
        delimiter: None,
        read_as: format!("SPSS data file, {}, {compression}", dictionary.encoding.name()),
        rows: Box::new(Cases {
            texts: vec![HashMap::new(); dictionary.variables.len()],
            place: place.clone(),
            dictionary,
            values,
            hash: opened.hash,
            read: 0,
        }),
        place,
    })
}

struct Cases {
    dictionary: Dictionary,
    place: Place,
    values: Values,
    hash: bytes::Hash,
    /// Cases read.
    read: u64,
    /// Texts of the numbers of each variable, by their bits.
    texts: Vec<HashMap<u64, String>>,
}

impl Rows for Cases {
    fn next(&mut self, into: &mut Records) -> Result<bool> {
        let known = self.dictionary.cases.is_some_and(|cases| cases == self.read);
        if known || !self.values.next_case(self.read + 1, self.dictionary.cases)? {
            return Ok(false);
        }
        self.read += 1;
        into.line = self.read;
        into.record.clear();
        for (variable, texts) in self.dictionary.variables.iter().zip(&mut self.texts) {
            match variable.kind {
                Kind::Text { .. } => {
                    let raw = self.values.text(variable)?;
                    let (text, _) = self.dictionary.encoding.decode_without_bom_handling(&raw);
                    let text = text.trim_end();
                    into.record.push_field(variable.labels.text_of(text).unwrap_or(text).as_bytes());
                }
                Kind::Number => match self.values.value()? {
                    Value::Missing => into.record.push_field(b""),
                    Value::Number(number) => match texts.get(&number.to_bits()) {
                        Some(text) => into.record.push_field(text.as_bytes()),
                        None => {
                            let text = text_of(variable, number).map_err(|e| {
                                e.at(format!("{}, column `{}`", self.place.row(self.read), variable.name))
                            })?;
                            into.record.push_field(text.as_bytes());
                            if texts.len() < MOST_KEPT {
                                texts.insert(number.to_bits(), text);
                            }
                        }
                    },
                },
            }
        }
        Ok(true)
    }

    fn finish(self: Box<Self>) -> Result<String> {
        self.values.rest()?;
        self.hash.finish(&self.place.file())
    }
}

/// The cell of a number: its label, its date, or its digits.
fn text_of(variable: &Variable, number: f64) -> Result<String> {
    let digits = number_text(number);
    if let Some(label) = variable.labels.text_of(&digits) {
        return Ok(label.to_owned());
    }
    let text = match variable.show {
        Show::Number => Some(digits.clone()),
        Show::Date => moment::date(((number - EPOCH) / moment::DAY).floor()),
        Show::DateTime => moment::date_time(number - EPOCH),
        Show::Time => Some(moment::clock(number)),
    };
    let text = text.unwrap_or(digits);
    match variable.labels.code_of(trim(&text)) {
        Some(code) => {
            Err(Error::new(format!("the value {text} has no label, and code {code} has the label \"{text}\""))
                .hint("give the value a label of its own in the program that wrote the file"))
        }
        None => Ok(text),
    }
}
