//! UTF-8 text → records of cells that know their line.
//!
//! The `csv` crate splits; what it lets pass and a survey must not is watched beside it, on the same bytes: a quote
//! that is never closed (it would swallow the rest of the file as one answer) and NUL bytes.

use std::collections::VecDeque;
use std::io::Read;

use super::Input;
use super::bytes::{self, Hash, Hashed, decode, unreadable};
use super::detect::Reading;
use super::limits::{self, LONGEST_ROW, MOST_COLUMNS};
use super::separator;
use super::source::Rows;
use crate::error::{Error, Result};

/// A record: one respondent's cells and the line that it starts on.
#[derive(Debug, Default)]
pub struct Records {
    /// The cells.
    pub(super) record: csv::ByteRecord,
    /// Where it stands: a line of text, a row of a sheet, a case.
    pub(super) line: u64,
}

impl Records {
    /// Number of cells.
    pub fn len(&self) -> usize {
        self.record.len()
    }

    /// A cell as it stands in the file, without quotes.
    pub fn get(&self, at: usize) -> Option<&[u8]> {
        self.record.get(at)
    }

    /// The line that the record starts on, from 1; in other formats the row, case or observation.
    pub fn line(&self) -> u64 {
        self.line
    }
}

/// The records of a file, one after another.
pub struct TextRows {
    name: String,
    header_rows: usize,
    /// Lines above the header.
    above: u64,
    reader: csv::Reader<Watch<Box<dyn Read + Send>>>,
    hash: Hash,
}

impl TextRows {
    /// Opens a file that is read in a known way.
    pub fn open(input: &Input, reading: Reading) -> Result<Self> {
        let name = input.name();
        let bytes = bytes::open(input, Hashed::Yes)?;
        let text = decode(bytes.reader, reading.encoding);
        let (text, above) = separator::left_out(text).map_err(|e| unreadable(&name, &e))?;
        let watch = Watch::new(&name, Box::new(text) as Box<dyn Read + Send>, reading.delimiter, above + 1);
        let reader =
            csv::ReaderBuilder::new().delimiter(reading.delimiter).has_headers(false).flexible(true).from_reader(watch);
        Ok(TextRows { name, header_rows: reading.header_rows, above, reader, hash: bytes.hash })
    }

    /// How many lines stand above the header.
    pub fn above(&self) -> u64 {
        self.above
    }

    /// The rows of the header, trimmed.
    pub fn header(&mut self) -> Result<Vec<Vec<String>>> {
        let mut rows = Vec::new();
        let mut record = Records::default();
        for row in 0..self.header_rows {
            if !self.next(&mut record)? {
                return Err(ends_in_header(&self.name, row, self.header_rows));
            }
            limits::columns(&self.name, record.len())?;
            let place = |e: Error| e.at(format!("{}, line {}, header", self.name, record.line()));
            let texts = record.record.iter().map(|cell| utf8(cell).map(|text| trim(text).to_owned()).map_err(place));
            rows.push(texts.collect::<Result<_>>()?);
        }
        Ok(rows)
    }
}

/// A file that ends before its header does.
pub fn ends_in_header(name: &str, row: usize, header_rows: usize) -> Error {
    let what = if row == 0 { "is empty".into() } else { format!("ends inside its {header_rows} header rows") };
    Error::new(format!("`{name}` {what}"))
        .hint("a header with the names of the columns is expected, then one row a respondent")
}

impl Rows for TextRows {
    /// The next record; false at the end.
    fn next(&mut self, into: &mut Records) -> Result<bool> {
        let read = self.reader.read_byte_record(&mut into.record);
        self.reader.get_ref().of_bearable_length()?;
        // The crate's own line numbers do not count blank lines and both ends of a CRLF as an editor does.
        into.line = self.reader.get_mut().starts.pop_front().unwrap_or_default();
        read.map_err(|e| match e.into_kind() {
            csv::ErrorKind::Io(e) => unreadable(&self.name, &e),
            other => Error::new(format!("cannot read `{}`: {other:?}", self.name)),
        })
    }

    /// The hash of the bytes, after the last record.
    ///
    /// # Errors
    /// What is wrong with the file as a whole: a quote never closed, NUL bytes.
    fn finish(self: Box<Self>) -> Result<String> {
        self.reader.into_inner().finish()?;
        self.hash.finish(&self.name)
    }
}

/// A cell as text.
pub fn utf8(cell: &[u8]) -> Result<&str> {
    std::str::from_utf8(cell).map_err(|e| {
        let byte = cell.get(e.valid_up_to()).copied().unwrap_or_default();
        Error::new(format!("byte 0x{byte:02X} is not UTF-8 text"))
            .hint("the file was declared as UTF-8: take `encoding` out of [data], so that it is detected, or name the right one")
    })
}

/// White space around a cell does not count, no-break spaces included.
pub fn trim(cell: &str) -> &str {
    cell.trim_matches(is_space)
}

/// What counts as white space around a cell.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// The same of bytes, which may be no text.
pub fn trim_bytes(cell: &[u8]) -> &[u8] {
    std::str::from_utf8(cell).map_or_else(|_| cell.trim_ascii(), |text| trim(text).as_bytes())
}

/// Passes bytes on and follows quotes and line ends as the `csv` crate reads them.
struct Watch<R> {
    name: String,
    inner: R,
    delimiter: u8,
    line: u64,
    /// Lines on which the records begin that were passed on and not yet taken.
    starts: VecDeque<u64>,
    in_record: bool,
    /// Bytes passed on, and how many of them before the record.
    passed: usize,
    before: usize,
    /// Ends of cells in the record so far.
    cells: usize,
    /// Where a record begins that is longer than any respondent's.
    too_long_on: Option<u64>,
    after_cr: bool,
    state: Quotes,
    opened_on: u64,
    nul_on: Option<u64>,
    /// Where text stands behind the quote that ends a cell.
    joined_on: Option<u64>,
}

#[derive(PartialEq)]
enum Quotes {
    /// At the start of a cell, where a quote opens.
    CellStart,
    /// Inside an unquoted cell, where a quote is a character like any other.
    Plain,
    /// Inside quotes.
    Open,
    /// Behind a quote inside quotes: doubled, or the end.
    Behind,
    /// Behind white space that follows the end.
    Closed,
}

impl<R: Read> Watch<R> {
    fn new(name: &str, inner: R, delimiter: u8, line: u64) -> Self {
        Watch {
            name: name.into(),
            inner,
            delimiter,
            line,
            starts: VecDeque::new(),
            in_record: false,
            passed: 0,
            before: 0,
            cells: 0,
            too_long_on: None,
            after_cr: false,
            state: Quotes::CellStart,
            opened_on: 0,
            nul_on: None,
            joined_on: None,
        }
    }

    fn see(&mut self, bytes: &[u8]) {
        for (at, &b) in bytes.iter().enumerate() {
            if b == 0 && self.nul_on.is_none() {
                self.nul_on = Some(self.line);
            }
            let ends_line = b == b'\n' || b == b'\r';
            if !self.in_record && !ends_line {
                self.in_record = true;
                self.before = self.passed + at;
                self.cells = 0;
                self.starts.push_back(self.line);
            } else if ends_line && self.state != Quotes::Open {
                self.in_record = false;
            }
            let ends_cell = b == self.delimiter || b == b'\n' || b == b'\r';
            self.cells += usize::from(b == self.delimiter && self.state != Quotes::Open);
            self.state = match (&self.state, b) {
                (Quotes::CellStart, b'"') => {
                    self.opened_on = self.line;
                    Quotes::Open
                }
                (Quotes::Open, b'"') => Quotes::Behind,
                (Quotes::Open, _) => Quotes::Open,
                (Quotes::Behind, b'"') => Quotes::Open,
                _ if ends_cell => Quotes::CellStart,
                (Quotes::Behind | Quotes::Closed, b' ' | b'\t') => Quotes::Closed,
                (Quotes::Behind | Quotes::Closed, _) => {
                    self.joined_on = self.joined_on.or(Some(self.line));
                    Quotes::Plain
                }
                _ => Quotes::Plain,
            };
            if b == b'\r' || (b == b'\n' && !self.after_cr) {
                self.line += 1;
            }
            self.after_cr = b == b'\r';
        }
        self.passed += bytes.len();
        if self.in_record && (self.passed - self.before > LONGEST_ROW || self.cells >= MOST_COLUMNS) {
            self.too_long_on = Some(self.starts.back().copied().unwrap_or(self.line));
        }
    }

    /// Whether the record at hand can be one respondent's.
    fn of_bearable_length(&self) -> Result<()> {
        let Some(line) = self.too_long_on else { return Ok(()) };
        if self.cells >= MOST_COLUMNS {
            return Err(limits::too_many_cells().at(format!("{}, line {line}", self.name)));
        }
        let most = limits::size(LONGEST_ROW as u64);
        let error = Error::new(format!("a row is longer than {most}, the most that one respondent's may be"))
            .at(format!("{}, line {line}", self.name));
        Err(match self.state {
            Quotes::Open => {
                error.hint(format!("a quote is opened in line {} and not closed: close it, or double it (\"\") if it is part of the answer", self.opened_on))
            }
            _ => error.hint("the file seems to have no line ends, or to be no table: export it again"),
        })
    }

    fn finish(self) -> Result<()> {
        if self.state == Quotes::Open {
            return Err(Error::new("a quote is opened and never closed")
                .at(format!("{}, line {}", self.name, self.opened_on))
                .hint("close it, or double it (\"\") if it is part of the answer"));
        }
        if let Some(line) = self.joined_on {
            return Err(Error::new("text stands behind the quote that ends a cell")
                .at(format!("{}, line {line}", self.name))
                .hint("double a quote that is part of the answer (\"\"), or take away the text behind it"));
        }
        if let Some(line) = self.nul_on {
            return Err(Error::new("the file holds NUL bytes, so it is not plain text")
                .at(format!("{}, line {line}", self.name))
                .hint("it may be damaged, or in another encoding: export it again as \"CSV UTF-8\""));
        }
        Ok(())
    }
}

impl<R: Read> Read for Watch<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        // What is too long is not read to its end.
        let n = if self.too_long_on.is_some() { 0 } else { self.inner.read(into)? };
        self.see(&into[..n]);
        Ok(n)
    }
}
