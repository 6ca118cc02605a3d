//! Does a Stata file hold what it says that it holds?
//!
//! The crate `dta` makes room for whatever a length in the file says before it reads on: a few changed bytes would take
//! gigabytes, or end the program. So every length is held against the bytes that are left before the crate sees it. Where
//! the crate stands is known from the file that it is given ([`Held`]).

use std::cell::Cell;
use std::io::{Cursor, Read, Result as Io, Seek, SeekFrom};
use std::rc::Rc;

use dta::stata::dta::byte_order::ByteOrder;
use dta::stata::dta::header::Header;
use dta::stata::dta::release::Release;
use dta::stata::dta::schema::Schema;
use dta::stata::dta::variable_type::VariableType;

use crate::load::limits::{self, LONGEST_ROW, MOST_COLUMNS};

/// The bytes of a file, shared between whoever reads them and whoever looks ahead.
#[derive(Clone)]
pub struct Whole(Rc<Vec<u8>>);

impl AsRef<[u8]> for Whole {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// A file in memory that tells others where its reader stands.
pub struct Held {
    cursor: Cursor<Whole>,
    at: Rc<Cell<u64>>,
}

impl Read for Held {
    fn read(&mut self, into: &mut [u8]) -> Io<usize> {
        let read = self.cursor.read(into);
        self.at.set(self.cursor.position());
        read
    }
}

impl Seek for Held {
    fn seek(&mut self, to: SeekFrom) -> Io<u64> {
        let sought = self.cursor.seek(to);
        self.at.set(self.cursor.position());
        sought
    }
}

/// What a file says, held against its bytes.
pub struct Promises {
    whole: Whole,
    at: Rc<Cell<u64>>,
    /// Of the header: the release and the order of bytes.
    layout: Option<(Release, ByteOrder)>,
}

impl Promises {
    /// A file to read, and what looks ahead in it.
    pub fn of(bytes: Vec<u8>) -> (Held, Promises) {
        let (whole, at) = (Whole(Rc::new(bytes)), Rc::new(Cell::new(0)));
        let held = Held { cursor: Cursor::new(whole.clone()), at: Rc::clone(&at) };
        (held, Promises { whole, at, layout: None })
    }

    /// Behind the header: its variables must have room in the file.
    ///
    /// # Errors
    /// In words, that they have not; or more variables than are read.
    pub fn variables(&mut self, header: &Header) -> Result<(), String> {
        self.layout = Some((header.release(), header.byte_order()));
        let variables = header.variable_count() as usize;
        if variables > MOST_COLUMNS {
            return Err(format!("it has {variables} variables, and {MOST_COLUMNS} are the most that are read"));
        }
        // Each has at least a type, a place in the order, a name, a format, the name of its labels and a wording.
        match variables.saturating_mul(32) > self.ahead().len() {
            true => Err(format!("it promises {variables} variables and ends before them")),
            false => Ok(()),
        }
    }

    /// Before the characteristics.
    ///
    /// # Errors
    /// In words, that one is longer than what is left.
    pub fn characteristics(&self) -> Result<(), String> {
        let Some((release, order)) = self.layout else { return Ok(()) };
        let mut ahead = Ahead { bytes: self.ahead(), order };
        let fits = if release >= Release::V117 {
            ahead.tag(b"<characteristics>");
            ahead.entries(b"<ch>", |ahead| ahead.skip_counted(0)?.then_tag(b"</ch>"))
        } else if release >= Release::V105 {
            let width = if release >= Release::V110 { 4 } else { 2 };
            loop {
                match (ahead.number(1), ahead.number(width)) {
                    (Some(0), Some(_)) => break Some(()),
                    (Some(_), Some(length)) if ahead.skip(length).is_some() => {}
                    _ => break None,
                }
            }
        } else {
            Some(())
        };
        fits.ok_or_else(|| "a characteristic is longer than what is left of it".to_owned())
    }

    /// Before the observations.
    ///
    /// # Errors
    /// In words, that the file ends before the last, or that one is longer than any survey's.
    pub fn observations(&self, header: &Header, schema: &Schema) -> Result<(), String> {
        let width = |of: VariableType| match of {
            VariableType::Byte => 1,
            VariableType::Int => 2,
            VariableType::Long | VariableType::Float => 4,
            VariableType::Double | VariableType::LongString => 8,
            VariableType::FixedString(length) => usize::from(length),
        };
        let each: usize = schema.variables().iter().map(|variable| width(variable.variable_type())).sum();
        let many = header.observation_count();
        if each > LONGEST_ROW {
            let most = limits::size(LONGEST_ROW as u64);
            return Err(format!("an observation is {each} bytes long, and {most} are the most that are read"));
        }
        // Without a variable no observation has a byte, and any number of them would fit.
        match many.saturating_mul(each.max(1) as u64) > self.ahead().len() as u64 {
            true => Err(format!("it promises {many} observations and ends before the last")),
            false => Ok(()),
        }
    }

    /// Before the long texts.
    ///
    /// # Errors
    /// In words, that one is longer than what is left.
    pub fn long_texts(&self) -> Result<(), String> {
        let Some((release, order)) = self.layout.filter(|(release, _)| *release >= Release::V117) else {
            return Ok(());
        };
        let mut ahead = Ahead { bytes: self.ahead(), order };
        let whose = if release >= Release::V118 { 12 } else { 8 };
        ahead.tag(b"<strls>");
        let fits = ahead.entries(b"GSO", |ahead| {
            ahead.skip(whose + 1)?;
            ahead.skip_counted(0)
        });
        fits.map(|_| ()).ok_or_else(|| "a long text is longer than what is left of it".to_owned())
    }

    /// Before the labels of codes.
    ///
    /// # Errors
    /// In words, that those of one set are longer than what is left.
    pub fn labels(&self) -> Result<(), String> {
        // Before release 108 they are counted in 16 bits.
        let Some((release, order)) = self.layout.filter(|(release, _)| *release >= Release::V108) else {
            return Ok(());
        };
        let mut ahead = Ahead { bytes: self.ahead(), order };
        let name = if release >= Release::V118 {
            129
        } else if release >= Release::V110 {
            33
        } else {
            9
        };
        let fits = if release >= Release::V117 {
            ahead.tag(b"<value_labels>");
            ahead.entries(b"<lbl>", |ahead| ahead.skip_counted(name + 3)?.then_tag(b"</lbl>"))
        } else {
            ahead.entries(b"", |ahead| ahead.skip_counted(name + 3))
        };
        fits.ok_or_else(|| "labels of codes are longer than what is left of it".to_owned())
    }

    fn ahead(&self) -> &[u8] {
        let bytes = self.whole.as_ref();
        &bytes[(self.at.get() as usize).min(bytes.len())..]
    }
}

/// The bytes ahead of the reader.
struct Ahead<'a> {
    bytes: &'a [u8],
    order: ByteOrder,
}

impl Ahead<'_> {
    /// Passes a tag, if it stands here.
    fn tag(&mut self, tag: &[u8]) -> bool {
        let rest = self.bytes.strip_prefix(tag);
        self.bytes = rest.unwrap_or(self.bytes);
        rest.is_some()
    }

    fn then_tag(&mut self, tag: &[u8]) -> Option<&mut Self> {
        self.tag(tag);
        Some(self)
    }

    fn number(&mut self, width: usize) -> Option<u64> {
        let (bytes, rest) = self.bytes.split_at_checked(width)?;
        self.bytes = rest;
        let add = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
        Some(match self.order {
            ByteOrder::BigEndian => bytes.iter().fold(0, add),
            ByteOrder::LittleEndian => bytes.iter().rev().fold(0, add),
        })
    }

    fn skip(&mut self, bytes: u64) -> Option<&mut Self> {
        self.bytes = self.bytes.get(usize::try_from(bytes).ok()?..)?;
        Some(self)
    }

    /// A length in 32 bits, bytes that do not belong to it, and what it counts.
    fn skip_counted(&mut self, between: u64) -> Option<&mut Self> {
        let length = self.number(4)?;
        self.skip(between.checked_add(length)?)
    }

    /// Entries one after another, as long as the tag that begins them stands here, or as long as there are bytes.
    fn entries(&mut self, tag: &[u8], entry: impl for<'s> Fn(&'s mut Self) -> Option<&'s mut Self>) -> Option<()> {
        while !self.bytes.is_empty() && self.tag(tag) {
            entry(self)?;
        }
        Some(())
    }
}
