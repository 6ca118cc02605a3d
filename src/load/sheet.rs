//! A sheet of an Excel workbook → text cells.
//!
//! ```text
//! zip ──calamine──► cells (row, column, value) ──► rows of texts; numbers as 3, dates as 2026-11-25
//! ```
//!
//! Cells come one by one and only those that hold something are kept, so that a cell far out in an empty sheet costs
//! nothing. Rows without any text do not count, as in a text file.

use std::io::{Cursor, Read};

use calamine::{CellErrorType, DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use zip::ZipArchive;

use super::header::Header;
use super::labels::{Labels, number_text};
use super::limits::{self, LARGEST_SHEET, LARGEST_WORKBOOK};
use super::moment;
use super::place::{Place, letters};
use super::source::{Rows, Source};
use super::text::{Records, ends_in_header, trim};
use super::title::{self, Title};
use super::{Input, bytes};
use crate::error::{Error, Result, quoted};
use crate::study::DataSpec;
use crate::study::suggest::nearest;

/// The first bytes of an OLE container: an encrypted workbook, or one of Excel 97.
const OLE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Columns of a sheet: A to XFD.
const MOST_COLUMNS: u32 = 16_384;

/// Deflate packs no better than this (zlib's technical notes: 1032 to 1).
const MOST_PACKED: u64 = 1032;

/// Opens the sheet that the study names, or the first one that is visible and not empty.
///
/// # Errors
/// No workbook, one with a password, a damaged one, a sheet that is not there, no header.
pub fn open(input: &Input, data: &DataSpec) -> Result<Source> {
    let name = input.name();
    let whole = bytes::whole(input)?;
    let sha256 = super::sha256(&whole);
    let mut book = workbook(&name, whole)?;
    let (sheet, rows, of) = chosen(&name, &mut book, data)?;
    let title = if data.header_rows == 1 {
        let first = rows.iter().take(1 + title::MOST_BELOW);
        Title::of("row", first.map(|row| (row.number, row.cells.iter().map(|(_, cell)| trim(cell)).collect())))
    } else {
        None
    };
    let mut rows = rows.into_iter();
    let mut header_rows = Vec::new();
    let mut header_row = 1;
    for row in 0..data.header_rows {
        let Some(found) = rows.next() else { return Err(ends_in_header(&name, row, data.header_rows)) };
        if row == 0 {
            header_row = found.number;
        }
        let columns = found.cells.last().map_or(0, |(column, _)| column + 1);
        header_rows.push(found.texts(columns).map(|cell| trim(cell).to_owned()).collect());
    }
    let names = Header::first_texts(&header_rows);
    let place = Place::sheet(&name, &sheet, header_row, &names);
    let of = if of == 1 { String::new() } else { format!(" (of {of})") };
    Ok(Source {
        labels: Labels::of_header(&header_rows),
        delimiter: None,
        read_as: format!("Excel workbook, sheet {}{of}", quoted(&sheet)),
        rows: Box::new(SheetRows { columns: names.len(), rows, place: place.clone(), sha256, title: title.clone() }),
        header: Header::new(&place, names).under(title),
        place,
    })
}

type Workbook = Xlsx<Cursor<Vec<u8>>>;

fn workbook(name: &str, whole: Vec<u8>) -> Result<Workbook> {
    if whole.is_empty() {
        return Err(Error::new(format!("`{name}` is empty")));
    }
    let ole = whole.starts_with(&OLE);
    // An encrypted workbook is an OLE container that holds a stream of this name, in UTF-16.
    let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let protected = ole && whole.windows(encrypted.len()).any(|part| part == encrypted);
    if ole && !protected {
        return Err(Error::new(format!("`{name}` is a workbook of Excel 97 to 2003"))
            .hint("open it and save it as .xlsx or as \"CSV UTF-8\""));
    }
    if !protected {
        bearable(name, &whole)?;
    }
    let opened = if protected { Err(XlsxError::Password) } else { Xlsx::new(Cursor::new(whole)) };
    opened.map_err(|e| match e {
        XlsxError::Password => Error::new(format!("`{name}` is protected by a password"))
            .hint("open it in Excel, take the password out (File, Info, Protect Workbook), and save it again"),
        e => damaged(name, "the workbook", &e),
    })
}

/// Refuses an archive that unpacks to more than a workbook is believed to hold, and one whose list of texts promises more
/// than its bytes can hold, for which memory would be reserved. What an archive says of its sizes may be a lie, so
/// parts that could be too large are unpacked once to see.
fn bearable(name: &str, whole: &[u8]) -> Result<()> {
    // What is no archive, or a damaged one, is told by whoever reads it.
    let Ok(mut archive) = ZipArchive::new(Cursor::new(whole)) else { return Ok(()) };
    let most = limits::size(LARGEST_WORKBOOK);
    let too_large = || {
        Error::new(format!("`{name}` unpacks to more than {most}, the most that is read of a workbook"))
            .hint("save the sheet with the answers as \"CSV UTF-8\": a text file may be of any length")
    };
    let mut left = LARGEST_WORKBOOK;
    for at in 0..archive.len() {
        let Ok(part) = archive.by_index(at) else { continue };
        let is_texts = part.name().is_ok_and(|name| name.to_lowercase().ends_with("sharedstrings.xml"));
        let could_be = part.compressed_size().saturating_mul(MOST_PACKED);
        let mut part = part.take(left + 1);
        let unpacked = if is_texts {
            let mut texts = Vec::new();
            if part.read_to_end(&mut texts).is_ok() && promised(&texts) > texts.len() as u64 {
                return Err(Error::new(format!("the list of texts of `{name}` promises more texts than it has bytes"))
                    .at(name)
                    .hint("the file is damaged: open it in Excel and save it again, or fetch it again"));
            }
            texts.len() as u64
        } else if could_be > left {
            std::io::copy(&mut part, &mut std::io::sink()).unwrap_or_default()
        } else {
            0
        };
        left = left.checked_sub(unpacked).ok_or_else(too_large)?;
    }
    Ok(())
}

/// How many texts a list of texts says that it has: the most of all `uniqueCount`s.
fn promised(content: &[u8]) -> u64 {
    const KEY: &[u8] = b"uniqueCount";
    let number = |from: usize| -> u64 {
        let rest = content[from..].iter().skip_while(|byte| b" \t\r\n='\"".contains(byte));
        let digits = rest.take_while(|byte| byte.is_ascii_digit());
        digits.fold(0, |number: u64, digit| number.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
    };
    let keys = content.windows(KEY.len()).enumerate().filter(|(_, window)| *window == KEY);
    keys.map(|(at, _)| number(at + KEY.len())).max().unwrap_or(0)
}

fn damaged(name: &str, what: &str, e: &XlsxError) -> Error {
    Error::new(format!("cannot read {what} of `{name}`: {}", e.to_string().to_lowercase()))
        .at(name)
        .hint("it may be cut off or damaged: open it in Excel and save it again, or fetch it again")
}

/// A row that holds some text.
struct Row {
    number: u64,
    /// Cells that hold some text, with their columns, in that order.
    cells: Vec<(usize, String)>,
}

impl Row {
    /// The texts of the first columns; empty where there is none.
    fn texts(&self, columns: usize) -> impl Iterator<Item = &str> {
        let mut cells = self.cells.iter().peekable();
        (0..columns).map(move |at| {
            let mut text = "";
            while let Some((_, found)) = cells.next_if(|(column, _)| *column == at) {
                text = found;
            }
            text
        })
    }
}

/// The sheet to read, its rows, and how many sheets there are.
fn chosen(name: &str, book: &mut Workbook, data: &DataSpec) -> Result<(String, Vec<Row>, usize)> {
    let is_table = |sheet: &calamine::Sheet| sheet.typ == SheetType::WorkSheet;
    let all: Vec<String> = book.sheets_metadata().iter().filter(|s| is_table(s)).map(|s| s.name.clone()).collect();
    if let Some(wanted) = &data.sheet {
        if !all.contains(wanted) {
            let error = Error::new(format!("`{name}` has no sheet {}", quoted(wanted)));
            return Err(match nearest(wanted, all.iter().map(String::as_str)) {
                Some(near) => error.hint(format!("did you mean {}?", quoted(near))),
                None => error.hint(format!("it has {}", all.iter().map(|s| quoted(s)).collect::<Vec<_>>().join(", "))),
            });
        }
        return Ok((wanted.clone(), rows_of(name, book, wanted)?, all.len()));
    }
    let visible = |sheet: &&calamine::Sheet| is_table(sheet) && sheet.visible == SheetVisible::Visible;
    let candidates: Vec<String> = book.sheets_metadata().iter().filter(visible).map(|s| s.name.clone()).collect();
    for sheet in candidates {
        let rows = rows_of(name, book, &sheet)?;
        if !rows.is_empty() {
            return Ok((sheet, rows, all.len()));
        }
    }
    Err(Error::new(format!("no visible sheet of `{name}` holds anything"))
        .hint("a header with the names of the columns is expected, then one row a respondent"))
}

/// The rows of a sheet that hold some text.
fn rows_of(name: &str, book: &mut Workbook, sheet: &str) -> Result<Vec<Row>> {
    let what = format!("sheet {}", quoted(sheet));
    let mut cells = book.worksheet_cells_reader(sheet).map_err(|e| damaged(name, &what, &e))?;
    let mut rows: Vec<Row> = Vec::new();
    let mut last = (0, 0);
    let mut held = 0;
    loop {
        let cell = cells.next_cell().map_err(|e| {
            let (row, column) = last;
            damaged(name, &what, &e).at(format!("after row {}, column {}", row + 1, letters(column)))
        })?;
        let Some(cell) = cell else { break };
        let (number, column) = cell.get_position();
        last = (number, column as usize);
        let text = text_of(cell.get_value());
        if text.is_empty() {
            continue;
        }
        let number = u64::from(number) + 1;
        if rows.last().is_none_or(|row| row.number != number) {
            rows.push(Row { number, cells: Vec::new() });
        }
        if column >= MOST_COLUMNS {
            let what = format!("a cell of row {number} stands in column {}", letters(column as usize));
            return Err(Error::new(format!("{what}, and a sheet ends at {}", letters(MOST_COLUMNS as usize - 1)))
                .at(format!("{name}, sheet {}", quoted(sheet)))
                .hint("the file is damaged: open it in Excel and save it again, or fetch it again"));
        }
        held += size_of::<(usize, String)>() + text.len();
        if held > LARGEST_SHEET {
            let most = limits::size(LARGEST_SHEET as u64);
            return Err(Error::new(format!(
                "the cells of {what} hold more than {most}, the most that is read of a sheet"
            ))
            .at(format!("{name}, row {number}"))
            .hint("save the sheet as \"CSV UTF-8\": a text file may be of any length"));
        }
        if let Some(row) = rows.last_mut() {
            row.cells.push((column as usize, text));
        }
    }
    rows.retain(|row| row.cells.iter().any(|(_, cell)| !trim(cell).is_empty()));
    // Whoever wrote the file may have put the cells of a row in any order.
    rows.iter_mut().for_each(|row| row.cells.sort_by_key(|(column, _)| *column));
    Ok(rows)
}

/// A cell as a CSV would have it.
fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(*number),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(moment) => date_text(moment),
        DataRef::DateTimeIso(text) => text.replacen('T', " ", 1),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(CellErrorType::NA) => "#N/A".to_owned(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// A date as text; a time of day alone where there is no date, and hours that count on for a duration.
fn date_text(moment: &ExcelDateTime) -> String {
    let days = moment.as_f64();
    if moment.is_duration() || (0.0..1.0).contains(&days) {
        return moment::clock(days * moment::DAY);
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    // Half a second and more is the next second, as Excel shows it; the last second of a day stays in it.
    let second = if milli >= 500 && second < 59 { second + 1 } else { second };
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) { date } else { format!("{date} {hour:02}:{minute:02}:{second:02}") }
}

struct SheetRows {
    columns: usize,
    rows: std::vec::IntoIter<Row>,
    place: Place,
    sha256: String,
    title: Option<Title>,
}

impl Rows for SheetRows {
    fn next(&mut self, into: &mut Records) -> Result<bool> {
        let Some(row) = self.rows.next() else { return Ok(false) };
        let beyond = |(at, text): &&(usize, String)| *at >= self.columns && !trim(text).is_empty();
        if let Some((at, text)) = row.cells.iter().find(beyond) {
            let what = format!("{} stands right of the last column of the header", quoted(text));
            let error = Error::new(match &self.title {
                Some(title) => format!("{what}: {}", title.words()),
                None => what,
            });
            return Err(error.at(format!("{}, column {}", self.place.row(row.number), letters(*at))).hint(
                self.title
                    .as_ref()
                    .map_or_else(|| "give the column a name in the header, or clear the cell".to_owned(), Title::hint),
            ));
        }
        into.line = row.number;
        into.record.clear();
        row.texts(self.columns).for_each(|text| into.record.push_field(text.as_bytes()));
        Ok(true)
    }

    fn finish(self: Box<Self>) -> Result<String> {
        Ok(self.sha256)
    }
}
