//! A file of any format → its header, what it says of its columns, and one record of text cells after another.
//!
//! This is the seam between formats and coding: whatever the format, a cell is the text that a CSV of the same answers
//! would hold, so that the same study gives the same results.

#[cfg(feature = "polars")]
use super::columnar;
use super::detect::Reading;
use super::guard;
use super::header::Header;
use super::labels::Labels;
use super::place::Place;
use super::text::{self, Records};
use super::title::{self, Title};
use super::{Format, Input, dta, limits, sav, sheet};
#[cfg(not(feature = "polars"))]
use crate::error::Error;
use crate::error::Result;
use crate::study::{DataSpec, suggest};

/// An opened file.
pub struct Source {
    /// How messages name places in it.
    pub place: Place,
    /// Its columns.
    pub header: Header,
    /// What it says of them.
    pub labels: Labels,
    /// How it was read, in words.
    pub read_as: String,
    /// What separates the cells of a text file.
    pub delimiter: Option<u8>,
    /// Its rows.
    pub rows: Box<dyn Rows>,
}

/// The rows of a file, one after another.
pub trait Rows {
    /// Tells which columns will be looked at, by position; cells of others may then be empty.
    fn only(&mut self, _columns: &[usize]) {}

    /// The next record; false at the end.
    fn next(&mut self, into: &mut Records) -> Result<bool>;

    /// The SHA-256 of the file, after the last record.
    ///
    /// # Errors
    /// What is wrong with the file as a whole.
    fn finish(self: Box<Self>) -> Result<String>;
}

impl Source {
    /// Opens a file.
    ///
    /// # Errors
    /// If it cannot be read, is of another format, or has no header.
    pub fn open(input: &Input, format: Format, data: &DataSpec) -> Result<Source> {
        suggest::anew();
        let source = Source::of(input, format, data)?;
        limits::columns(&input.name(), source.header.len())?;
        Ok(source)
    }

    fn of(input: &Input, format: Format, data: &DataSpec) -> Result<Source> {
        match format {
            Format::Csv | Format::Tsv => of_text(input, format, data),
            Format::Cells => Err(super::cells::no_rows(input)),
            Format::Xlsx => guard::source(input, || sheet::open(input, data)),
            Format::Sav => guard::source(input, || sav::open(input)),
            Format::Dta => guard::source(input, || dta::open(input)),
            #[cfg(feature = "polars")]
            Format::Parquet | Format::Arrow => columnar::open(input, format),
            #[cfg(not(feature = "polars"))]
            Format::Parquet | Format::Arrow => Err(without_feature(input, format)),
        }
    }
}

/// A file that another build of the program reads.
#[cfg(not(feature = "polars"))]
fn without_feature(input: &Input, format: Format) -> Error {
    let name = input.name();
    let article = if format == Format::Arrow { "an" } else { "a" };
    Error::new(format!("`{name}` is {article} {} file, which this build of paradox does not read", format.word()))
        .hint("build it with the cargo feature `polars`: cargo build --release --features polars")
        .hint("or write the data as .csv")
}

fn of_text(input: &Input, format: Format, data: &DataSpec) -> Result<Source> {
    let reading = Reading::of(input, format, data)?;
    let mut rows = text::TextRows::open(input, reading)?;
    let header_rows = rows.header()?;
    limits::columns(&input.name(), header_rows.iter().map(Vec::len).max().unwrap_or(0))?;
    let place = Place::text(&input.name(), rows.above());
    let title = title_of(input, reading, &header_rows);
    Ok(Source {
        header: Header::new(&place, Header::first_texts(&header_rows)).under(title),
        labels: Labels::of_header(&header_rows),
        place,
        read_as: reading.words(),
        delimiter: Some(reading.delimiter),
        rows: Box::new(rows),
    })
}

/// What stands above the header, where one text is read as the whole of it.
fn title_of(input: &Input, reading: Reading, header_rows: &[Vec<String>]) -> Option<Title> {
    let [header] = header_rows else { return None };
    if header.iter().filter(|name| !name.is_empty()).count() != 1 {
        return None;
    }
    let mut rows = text::TextRows::open(input, reading).ok()?;
    let mut first: Vec<(u64, Vec<String>)> = Vec::new();
    let mut record = Records::default();
    while first.len() <= title::MOST_BELOW && rows.next(&mut record).ok()? {
        let cells = (0..record.len()).filter_map(|at| record.get(at));
        first.push((record.line(), cells.map(|cell| text::trim(&String::from_utf8_lossy(cell)).to_owned()).collect()));
    }
    Title::of("line", first.iter().map(|(line, cells)| (*line, cells.iter().map(String::as_str).collect())))
}
