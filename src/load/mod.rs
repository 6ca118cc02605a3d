//! Files → text cells that know their line → blocks of coded columns.
//!
//! ```text
//! Input ──bytes──► unpack, decode ──► watch (quotes, NUL) ──► csv ──cells──► Coder ──codes──► Block ──► whoever counts
//! ```
//!
//! All problems of a file are gathered and come back as one error; a block that was handed over before a problem was
//! found is then worth nothing. No row is kept. A file is read front to back: its beginning to see how it is written, then
//! whole, on several threads where it is plain text; what these do not take is read whole again, row by row, by the
//! reading that names lines.
//!
//! Not here: what a code means (`study`), and what is counted (`tabulate`).

mod blocks;
mod bytes;
pub mod cells;
mod code;
#[cfg(feature = "polars")]
mod columnar;
mod decimal;
mod detect;
mod drawn;
mod dta;
mod foreign;
mod format;
pub(crate) mod guard;
mod header;
pub mod labels;
pub(crate) mod limits;
mod loading;
mod moment;
mod place;
mod problems;
pub mod profile;
pub mod quality;
mod read;
mod sav;
mod separator;
mod sheet;
mod source;
mod text;
mod title;
mod utf8;

use std::path::PathBuf;

use crate::error::{Error, Result, quoted};
use crate::study::{ColumnRef, DataSpec, Study, needed_columns};

pub use bytes::{Hashed, bytes_read};
pub use code::{Counted, Meaning, Meanings};
pub use decimal::mark;
pub use format::Format;
pub use header::hint_of_one_column;
pub use labels::number_text;
pub use loading::{How, Row};
pub use place::{Unit, letters};
pub use profile::profile;
pub use read::{read, read_as, read_telling};
use source::Source;
use text::Records;
#[cfg(test)]
pub(crate) use text::is_space;

/// Respondents in a block.
const BLOCK_ROWS: usize = 8192;

/// Most distinct answers that a column without declared levels may have to be a segment.
const MOST_DISCOVERED_LEVELS: usize = 200;

/// Bytes of the longest answer that may be a level where none are declared.
const LONGEST_LEVEL: usize = 1000;

/// Where the data come from.
#[derive(Debug, Clone)]
pub enum Input {
    /// A file.
    File(PathBuf),
    /// Bytes in memory (standard input, tests), under a name for messages.
    Bytes {
        /// The name that messages and reports use.
        name: String,
        /// The content.
        bytes: Vec<u8>,
    },
}

/// What was learnt of a file beside its blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// File name without its folder.
    pub name: String,
    /// SHA-256 of the bytes; empty where it was not wanted.
    pub sha256: String,
    /// How it was read: encoding and delimiter, in words.
    pub read_as: String,
    /// Rows in the file.
    pub rows: u64,
    /// Rows that count (`[data].complete`).
    pub rows_kept: u64,
    /// Of these, rows in the domain (`--where`).
    pub rows_in_domain: u64,
    /// Missing answers: column, kind, rows; in the order of the file's columns.
    pub missing: Vec<(String, String, u64)>,
    /// Whether a column `synthetic` says yes.
    pub synthetic: bool,
    /// Values that the study names and nobody gave, in words.
    pub unseen: Vec<String>,
    /// Raw outcomes and bases of which no named value occurs in the column.
    pub nowhere: Vec<Error>,
    /// What the answers of each segment's column count as, in study order.
    pub made_of_segments: Vec<Vec<Counted>>,
    /// The same of each outcome.
    pub made_of_outcomes: Vec<Vec<Counted>>,
    /// Names of the strata, by the numbers that blocks give them.
    pub strata: Vec<String>,
}

impl Input {
    /// The name that messages and reports use: the file name without its folder.
    pub fn name(&self) -> String {
        match self {
            Input::File(path) => path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
            Input::Bytes { name, .. } => name.clone(),
        }
    }
}

/// Copies a file as UTF-8 text with one more column behind the others, whose cells are given for every row below the
/// header. The cells that were there stay as they are; the delimiter is that of the file unless another is given.
///
/// # Errors
/// If the file cannot be read, has a column of that name, or other rows than there are cells.
pub fn with_column(
    input: &Input,
    format: Format,
    data: &DataSpec,
    (name, cells): (&str, &[String]),
    delimiter: Option<u8>,
) -> Result<Vec<u8>> {
    let Source { header, labels, delimiter: own, mut rows, .. } = Source::open(input, format, data)?;
    if header.find(&ColumnRef::Name(name.to_owned())).is_ok() {
        return Err(Error::new(format!("`{}` has a column `{name}`", input.name()))
            .hint("give the new column another name with --name"));
    }
    let mut writer =
        csv::WriterBuilder::new().delimiter(delimiter.or(own).unwrap_or(b',')).flexible(true).from_writer(Vec::new());
    let unwritten = |error: csv::Error| Error::new(format!("cannot write the rows of `{}`: {error}", input.name()));
    for (row, texts) in labels.header_rows.iter().enumerate() {
        let new = if row == 0 { name } else { "" };
        writer.write_record(texts.iter().map(String::as_str).chain([new])).map_err(unwritten)?;
    }
    let mut record = Records::default();
    let mut cells = cells.iter();
    let changed = || changed(input);
    while rows.next(&mut record)? {
        let cell = cells.next().ok_or_else(changed)?.as_bytes();
        let there = (0..record.len()).filter_map(|column| record.get(column));
        writer.write_record(there.chain([cell])).map_err(unwritten)?;
    }
    rows.finish()?;
    if cells.next().is_some() {
        return Err(changed());
    }
    writer.into_inner().map_err(|error| Error::new(error.to_string()))
}

/// That a file that is read twice was not the same both times.
pub fn changed(input: &Input) -> Error {
    Error::new(format!("`{}` changed while it was read", input.name())).hint("run it again")
}

/// The texts of some columns, trimmed, of every row below the header with its line.
///
/// # Errors
/// If the file cannot be read, or lacks one of the columns.
pub fn texts(
    input: &Input,
    format: Format,
    data: &DataSpec,
    columns: &[&ColumnRef],
) -> Result<Vec<(u64, Vec<String>)>> {
    let Source { header, mut rows, .. } = Source::open(input, format, data)?;
    let at = columns.iter().map(|column| header.find(column)).collect::<Result<Vec<_>>>()?;
    let mut found = Vec::new();
    let mut record = Records::default();
    while rows.next(&mut record)? {
        let text = |&at: &usize| text::trim(&String::from_utf8_lossy(record.get(at).unwrap_or_default())).to_owned();
        found.push((record.line(), at.iter().map(text).collect()));
    }
    rows.finish()?;
    Ok(found)
}

/// The columns that a study needs and a file lacks, by name; empty if all are there.
///
/// # Errors
/// If the file cannot be read.
pub fn lacking(input: &Input, format: Format, study: &Study) -> Result<Vec<String>> {
    let header = Source::open(input, format, &study.data)?.header;
    let needed = needed_columns(study).into_iter().map(|needed| needed.column);
    Ok(needed.filter(|column| header.find(column).is_err()).map(|column| column.to_string()).collect())
}

/// The columns of a file, as messages name them.
///
/// # Errors
/// If the file cannot be read.
pub fn columns(input: &Input, format: Format, study: &Study) -> Result<Vec<String>> {
    let header = Source::open(input, format, &study.data)?.header;
    Ok((0..header.len()).map(|at| header.name(at)).collect())
}

/// The distinct answers in a column, by code point: the levels of a segment that no study declares.
///
/// # Errors
/// If the column is not there, or has more distinct answers than a segment can have.
pub fn distinct(input: &Input, format: Format, study: &Study, column: &ColumnRef) -> Result<Vec<String>> {
    let Source { place, header, labels, mut rows, .. } = Source::open(input, format, &study.data)?;
    let at = header.find(column)?;
    if let Some(error) = labels.column(at).clash_error(&place.file(), &column.to_string()) {
        return Err(error);
    }
    let missing: Vec<&str> = study.data.missing.iter().flat_map(|k| k.codes.iter().map(String::as_str)).collect();
    rows.only(&[at]);
    let mut found = std::collections::BTreeSet::new();
    let mut record = Records::default();
    while rows.next(&mut record)? {
        let Some(cell) = record.get(at) else { continue };
        let cell = text::utf8(cell).map_err(|e| e.at(format!("{}, column `{column}`", place.row(record.line()))))?;
        let cell = text::trim(cell);
        if missing.contains(&cell) || found.contains(cell) || labels.is_missing(at, cell) {
            continue;
        }
        if cell.len() > LONGEST_LEVEL {
            return Err(Error::new(format!(
                "column `{column}` holds an answer of {} bytes, too long for a level",
                cell.len()
            ))
            .at(place.row(record.line()))
            .hint("choose a column with a few short answers"));
        }
        if found.len() == MOST_DISCOVERED_LEVELS {
            return Err(Error::new(format!(
                "column `{column}` has more than {MOST_DISCOVERED_LEVELS} different answers, too many to be the levels of a segment"
            ))
            .at(format!("{}, holds {}", place.row(record.line()), quoted(cell)))
            .hint("name its levels with --order, or choose another column"));
        }
        found.insert(cell.to_string());
    }
    rows.finish()?;
    if found.is_empty() {
        return Err(Error::new(format!("column `{column}` of `{}` has no answers", input.name())));
    }
    Ok(found.into_iter().collect())
}

/// The SHA-256 of bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    bytes::hex(&<sha2::Sha256 as sha2::Digest>::digest(bytes))
}
