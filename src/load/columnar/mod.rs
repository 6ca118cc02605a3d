//! Parquet and Arrow files, single or in a folder → text cells.
//!
//! ```text
//! folder ──► parts, one schema ──► batches of the columns that are asked for ──► texts ──► records
//! ```
//!
//! The crates `parquet` and `arrow-ipc` decode. Two things are done here, because the crates would do them with C code
//! or trust lengths that a damaged file makes up: unpacking what is compressed (`unpack`), and reading from the file
//! within its bounds (`store`). A part is held in memory one batch at a time.
//!
//! Not here: what a value looks like as text (`texts`).

mod arrow;
mod folder;
mod parquet;
mod store;
mod texts;
mod unpack;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field, Schema};

use super::guard::{self, STOPPED};
use super::header::Header;
use super::labels::{ColumnLabels, Labels};
use super::place::{Place, Unit};
use super::source::{Rows, Source};
use super::text::Records;
use super::{Format, Input};
use crate::error::{Error, Result};
use folder::Part;
use store::Store;
use texts::{Texts, kind};

/// Rows of a batch.
const BATCH_ROWS: usize = 8192;

/// What fails inside a part; the part is named by whoever opened it.
struct Failed {
    /// In words.
    what: String,
    /// What to do about it, where the file is whole but of a form that is not read.
    remedy: Option<&'static str>,
}

impl<T: Into<String>> From<T> for Failed {
    fn from(what: T) -> Self {
        Failed { what: what.into(), remedy: None }
    }
}

/// Does something with a part that may be damaged.
fn guarded<T>(work: impl FnOnce() -> Result<T, Failed>) -> Result<T, Failed> {
    guard::guarded(work).unwrap_or_else(|| Err(STOPPED.into()))
}

/// The batches of a part, one after another.
type Batches = Box<dyn Iterator<Item = Result<RecordBatch, Failed>>>;

/// An opened part.
struct Opened {
    schema: Schema,
    rows: u64,
    content: Content,
}

enum Content {
    Parquet(parquet::Group),
    Arrow(arrow::Messages),
}

impl Opened {
    fn of(format: Format, store: Store) -> Result<Self, Failed> {
        guarded(|| match format {
            Format::Parquet => parquet::open(store),
            _ => arrow::open(store),
        })
    }

    /// The batches of some columns, by position; each holds them in this order.
    fn batches(self, columns: &[usize]) -> Result<Batches, Failed> {
        guarded(|| match self.content {
            Content::Parquet(groups) => groups.batches(columns),
            Content::Arrow(messages) => messages.batches(columns),
        })
    }
}

/// Opens a file or a folder of such files.
///
/// # Errors
/// No such file, a damaged one, parts that do not belong together.
pub fn open(input: &Input, format: Format) -> Result<Source> {
    let name = input.name();
    let parts = folder::parts(input, format)?;
    let opened = parts.first().map(|part| open_part(part, format)).transpose()?;
    let Some(first) = opened else { return Err(folder::empty(&name, format)) };
    let schema = first.schema;
    let mut sizes = vec![(parts[0].name.clone(), first.rows)];
    for part in &parts[1..] {
        let other = open_part(part, format)?;
        same_columns(&schema, &other.schema, &parts[0], part)?;
        sizes.push((part.name.clone(), other.rows));
    }
    let place = if input_is_folder(input) { Place::folder(&name, sizes) } else { Place::new(&name, Unit::Row) };
    let names: Vec<String> = schema.fields().iter().map(|field| field.name().trim().to_owned()).collect();
    let names = [names, parts[0].keys.iter().map(|(key, _)| key.clone()).collect()].concat();
    let columns = schema.fields().iter().map(|field| ColumnLabels::of_wording(wording(field))).collect();
    let read_as = match (format, parts.len()) {
        (_, 1) => format!("{} file", format.word()),
        (_, n) => format!("{} files, {n} in a folder", format.word()),
    };
    Ok(Source {
        labels: Labels { header_rows: vec![names.clone()], columns, ..Labels::default() },
        header: Header::new(&place, names.clone()),
        place: place.clone(),
        delimiter: None,
        read_as,
        rows: Box::new(ColumnarRows {
            input: input.clone(),
            format,
            asked: (0..names.len()).collect(),
            own: schema.fields().len(),
            columns: names.len(),
            parts: parts.into_iter(),
            current: None,
            place,
            line: 0,
        }),
    })
}

fn input_is_folder(input: &Input) -> bool {
    matches!(input, Input::File(path) if path.is_dir())
}

fn open_part(part: &Part, format: Format) -> Result<Opened> {
    Opened::of(format, part.store()?).map_err(|e| unread(part, format, e))
}

fn unread(part: &Part, format: Format, e: impl Into<Failed>) -> Error {
    let Failed { what: e, remedy } = e.into();
    if let Some(remedy) = remedy {
        return Error::new(format!("`{}` cannot be read: {e}", part.name)).at(part.name.clone()).hint(remedy);
    }
    Error::new(format!("`{}` is no {} file that can be read: {e}", part.name, format.word()))
        .at(part.name.clone())
        .hint("it may be cut off, damaged, or of another format: fetch or export it again")
}

/// The wording of a question, where the file has one beside the name of its column.
fn wording(field: &Field) -> Option<String> {
    ["label", "description", "comment"]
        .iter()
        .find_map(|key| field.metadata().get(key))
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
}

/// Parts of a folder must hold the same columns in the same order, each of one kind.
fn same_columns(first: &Schema, other: &Schema, of: &Part, part: &Part) -> Result<()> {
    let names = |schema: &Schema| schema.fields().iter().map(|field| field.name().clone()).collect::<Vec<_>>();
    let hint = "a folder is read as one survey: take out what is not a part of it, or write its parts alike";
    let (expected, found) = (names(first), names(other));
    let differs = |what: String| Error::new(what).at(part.name.clone()).hint(hint);
    if let Some(lost) = expected.iter().find(|name| !found.contains(name)) {
        return Err(differs(format!("`{}` lacks column `{lost}` of `{}`", part.name, of.name)));
    }
    if let Some(new) = found.iter().find(|name| !expected.contains(name)) {
        return Err(differs(format!("`{}` has a column `{new}` that `{}` lacks", part.name, of.name)));
    }
    if let Some((a, b)) = expected.iter().zip(&found).find(|(a, b)| a != b) {
        return Err(differs(format!("`{}` has column `{b}` where `{}` has `{a}`", part.name, of.name)));
    }
    for (a, b) in first.fields().iter().zip(other.fields()) {
        let holds = |field: &Field| kind(field.data_type()).unwrap_or_else(|| texts::refused(field.data_type()));
        let (a_kind, b_kind) = (holds(a), holds(b));
        let nothing = |field: &Field| *field.data_type() == DataType::Null;
        if a_kind != b_kind && !nothing(a) && !nothing(b) {
            let name = a.name();
            let what = format!("column `{name}` holds {b_kind} in `{}` and {a_kind} in `{}`", part.name, of.name);
            return Err(differs(what));
        }
    }
    Ok(())
}

/// The rows of all parts, in order.
struct ColumnarRows {
    input: Input,
    format: Format,
    /// Positions of the columns that are asked for, ascending.
    asked: Vec<usize>,
    /// Columns of the files themselves; those behind come from the names of folders.
    own: usize,
    columns: usize,
    parts: std::vec::IntoIter<Part>,
    current: Option<Current>,
    place: Place,
    line: u64,
}

/// The part that is being read.
struct Current {
    part: Part,
    batches: Batches,
    /// Rows that it says it has and that were not yet in a batch.
    left: u64,
    texts: Vec<Texts>,
    row: usize,
    rows: usize,
}

impl ColumnarRows {
    fn own_asked(&self) -> Vec<usize> {
        self.asked.iter().copied().filter(|&at| at < self.own).collect()
    }

    /// Goes to the next row; false at the end of the last part.
    fn advance(&mut self) -> Result<bool> {
        loop {
            match &mut self.current {
                Some(current) if current.row + 1 < current.rows => {
                    current.row += 1;
                    return Ok(true);
                }
                Some(current) => {
                    let fails = |part: &Part, e: Failed, line: u64| {
                        let error = unread(part, self.format, e);
                        if line == 0 { error } else { error.at(format!("after {}", self.place.row(line))) }
                    };
                    match guarded(|| current.batches.next().transpose()).transpose() {
                        None if current.left > 0 => {
                            let e = format!("{} rows that its header counts are not there", current.left);
                            return Err(fails(&current.part, e.into(), self.line));
                        }
                        None => self.current = None,
                        Some(batch) => {
                            let batch = batch.map_err(|e| fails(&current.part, e, self.line))?;
                            let rows = batch.num_rows();
                            current.left = current.left.checked_sub(rows as u64).ok_or_else(|| {
                                fails(&current.part, "it holds more rows than its header counts".into(), self.line)
                            })?;
                            let texts =
                                batch.schema_ref().fields().iter().zip(batch.columns()).map(|(field, array)| {
                                    Texts::of(array).map_err(|e| {
                                        let what = format!("column `{}` holds {e}", field.name());
                                        Error::new(what).at(current.part.name.clone())
                                    })
                                });
                            current.texts = texts.collect::<Result<_>>()?;
                            (current.row, current.rows) = (0, rows);
                            if rows > 0 {
                                return Ok(true);
                            }
                        }
                    }
                }
                None => {
                    let Some(part) = self.parts.next() else { return Ok(false) };
                    let opened = open_part(&part, self.format)?;
                    let own = self.own_asked();
                    refuse_nested(&opened.schema, &own, &part)?;
                    let left = opened.rows;
                    let batches = opened.batches(&own).map_err(|e| unread(&part, self.format, e))?;
                    self.current = Some(Current { part, batches, left, texts: Vec::new(), row: 0, rows: 0 });
                }
            }
        }
    }
}

/// Values that are no single answer have no text.
fn refuse_nested(schema: &Schema, asked: &[usize], part: &Part) -> Result<()> {
    let nested = asked.iter().filter_map(|&at| schema.fields().get(at)).find(|field| kind(field.data_type()).is_none());
    match nested {
        Some(field) => Err(Error::new(format!("column `{}` holds {}", field.name(), texts::refused(field.data_type())))
            .at(part.name.clone())
            .hint("one answer a cell is expected: spread it over columns of its own, or join it as text (\"a;b\"), before writing the file")),
        None => Ok(()),
    }
}

impl Rows for ColumnarRows {
    fn only(&mut self, columns: &[usize]) {
        self.asked.retain(|at| columns.contains(at));
    }

    fn next(&mut self, into: &mut Records) -> Result<bool> {
        if !self.advance()? {
            return Ok(false);
        }
        self.line += 1;
        into.line = self.line;
        into.record.clear();
        let Some(current) = &self.current else { return Ok(false) };
        let mut asked = self.asked.iter().peekable();
        let mut texts = current.texts.iter();
        for at in 0..self.columns {
            let cell = match asked.next_if_eq(&&at) {
                None => b"",
                Some(_) if at < self.own => texts.next().map_or(&b""[..], |texts| texts.get(current.row)),
                Some(_) => current.part.keys[at - self.own].1.as_bytes(),
            };
            into.record.push_field(cell);
        }
        Ok(true)
    }

    fn finish(self: Box<Self>) -> Result<String> {
        folder::sha256(&self.input, self.format)
    }
}
