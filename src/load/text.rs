//! Bytes → records of cells that know their line.
//!
//! The `csv` crate splits; what it lets pass and a survey must not is watched beside it, on the same bytes: a quote
//! that is never closed (it would swallow the rest of the file as one answer), NUL bytes, a file in another encoding,
//! an HTML page under the name of a table. The watch also hashes.

use std::fs::File;
use std::io::{BufReader, Cursor, Read};

use sha2::{Digest, Sha256};

use super::Input;
use crate::error::{Error, Result};

/// A record: one respondent's cells and the line that it starts on.
#[derive(Debug, Default)]
pub struct Records {
    record: csv::ByteRecord,
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

    /// The line that the record starts on, from 1.
    pub fn line(&self) -> u64 {
        self.record.position().map_or(0, csv::Position::line)
    }
}

/// The records of a file, one after another.
pub struct Rows {
    name: String,
    reader: csv::Reader<Watch<Box<dyn Read>>>,
}

impl Rows {
    /// Opens a file and looks at its first bytes.
    pub fn open(input: &Input, delimiter: u8) -> Result<Self> {
        let name = input.name();
        let bytes: Box<dyn Read> = match input {
            Input::File(path) => {
                let cannot = |e: std::io::Error| {
                    Error::new(format!("cannot read `{}`: {}", path.display(), reason(&e)))
                        .hint("check the path; the data file is the first argument after the command")
                };
                if path.is_dir() {
                    return Err(Error::new(format!("`{}` is a folder, not a file", path.display())));
                }
                Box::new(BufReader::with_capacity(1 << 16, File::open(path).map_err(cannot)?))
            }
            Input::Bytes { bytes, .. } => Box::new(Cursor::new(bytes.clone())),
        };
        let watch = Watch::new(&name, bytes, delimiter)?;
        let reader =
            csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(watch);
        Ok(Rows { name, reader })
    }

    /// The header: the first record, as trimmed text.
    pub fn header(&mut self) -> Result<Vec<String>> {
        let mut record = Records::default();
        if !self.next(&mut record)? {
            return Err(Error::new(format!("`{}` is empty", self.name))
                .hint("a header with the names of the columns is expected, then one row a respondent"));
        }
        let line = record.line();
        record
            .record
            .iter()
            .map(|cell| match utf8(cell) {
                Ok(text) => Ok(trim(text).to_string()),
                Err(e) => Err(e.at(format!("{}, line {line}, header", self.name))),
            })
            .collect()
    }

    /// The next record; false at the end.
    pub fn next(&mut self, into: &mut Records) -> Result<bool> {
        self.reader.read_byte_record(&mut into.record).map_err(|e| match e.into_kind() {
            csv::ErrorKind::Io(e) => Error::new(format!("cannot read `{}` to its end: {}", self.name, reason(&e))),
            other => Error::new(format!("cannot read `{}`: {other:?}", self.name)),
        })
    }

    /// The hash of the bytes, after the last record.
    ///
    /// # Errors
    /// What is wrong with the file as a whole: a quote never closed, NUL bytes.
    pub fn finish(self) -> Result<String> {
        self.reader.into_inner().finish()
    }
}

/// An I/O error in words, without the operating system's number.
fn reason(e: &std::io::Error) -> String {
    match e.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".into(),
        std::io::ErrorKind::PermissionDenied => "no permission".into(),
        _ => e.to_string().to_lowercase(),
    }
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// A cell as text.
pub fn utf8(cell: &[u8]) -> Result<&str> {
    std::str::from_utf8(cell).map_err(|e| {
        let byte = cell.get(e.valid_up_to()).copied().unwrap_or_default();
        Error::new(format!("byte 0x{byte:02X} is not UTF-8 text"))
            .hint("this version reads UTF-8: save the file as \"CSV UTF-8\", or convert it with iconv -f windows-1252 -t utf-8")
    })
}

/// White space around a cell does not count, no-break spaces included.
pub fn trim(cell: &str) -> &str {
    cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

/// Passes bytes on, hashes them, and follows quotes and line ends as the `csv` crate reads them.
struct Watch<R> {
    name: String,
    inner: R,
    hash: Sha256,
    /// Bytes looked at before reading began.
    head: Vec<u8>,
    head_at: usize,
    delimiter: u8,
    line: u64,
    state: Quotes,
    opened_on: u64,
    nul_on: Option<u64>,
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
}

impl<R: Read> Watch<R> {
    fn new(name: &str, mut inner: R, delimiter: u8) -> Result<Self> {
        let mut head = Vec::new();
        inner
            .by_ref()
            .take(1024)
            .read_to_end(&mut head)
            .map_err(|e| Error::new(format!("cannot read `{name}`: {}", reason(&e))))?;
        if head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]) {
            return Err(Error::new(format!("`{name}` is UTF-16 text, which this version does not read"))
                .hint("save it as \"CSV UTF-8\", or convert it with iconv -f utf-16 -t utf-8"));
        }
        let start = String::from_utf8_lossy(&head).trim_start_matches('\u{feff}').trim_start().to_lowercase();
        if start.starts_with("<!doctype html") || start.starts_with("<html") {
            return Err(Error::new(format!("`{name}` is a web page (HTML), not a table"))
                .hint("download the data again: such a page is often a login or an error page saved under the name of the file"));
        }
        if head.starts_with(b"PK\x03\x04") {
            return Err(Error::new(format!("`{name}` is a zip archive or an Excel workbook, not text"))
                .hint("save the sheet as \"CSV UTF-8\""));
        }
        let mut hash = Sha256::new();
        let mut head_at = 0;
        if head.starts_with(&[0xEF, 0xBB, 0xBF]) {
            hash.update(&head[..3]); // a byte order mark is part of the file, not of the first column's name
            head_at = 3;
        }
        Ok(Watch {
            name: name.into(),
            inner,
            hash,
            head,
            head_at,
            delimiter,
            line: 1,
            state: Quotes::CellStart,
            opened_on: 0,
            nul_on: None,
        })
    }

    fn see(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        for &b in bytes {
            if b == 0 && self.nul_on.is_none() {
                self.nul_on = Some(self.line);
            }
            let ends_cell = b == self.delimiter || b == b'\n' || b == b'\r';
            self.state = match (&self.state, b) {
                (Quotes::CellStart, b'"') => {
                    self.opened_on = self.line;
                    Quotes::Open
                }
                (Quotes::Open, b'"') => Quotes::Behind,
                (Quotes::Open, _) => Quotes::Open,
                (Quotes::Behind, b'"') => Quotes::Open,
                _ if ends_cell => Quotes::CellStart,
                _ => Quotes::Plain,
            };
            if b == b'\n' {
                self.line += 1;
            }
        }
    }

    fn finish(self) -> Result<String> {
        if self.state == Quotes::Open {
            return Err(Error::new("a quote is opened and never closed")
                .at(format!("{}, line {}", self.name, self.opened_on))
                .hint("close it, or double it (\"\") if it is part of the answer"));
        }
        if let Some(line) = self.nul_on {
            return Err(Error::new("the file holds NUL bytes, so it is not plain text")
                .at(format!("{}, line {line}", self.name))
                .hint("it may be damaged, or in another encoding: export it again as \"CSV UTF-8\""));
        }
        Ok(hex(&self.hash.finalize()))
    }
}

impl<R: Read> Read for Watch<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = if self.head_at < self.head.len() {
            let n = into.len().min(self.head.len() - self.head_at);
            into[..n].copy_from_slice(&self.head[self.head_at..self.head_at + n]);
            self.head_at += n;
            n
        } else {
            self.inner.read(into)?
        };
        self.see(&into[..n]);
        Ok(n)
    }
}
