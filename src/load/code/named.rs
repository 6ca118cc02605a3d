//! Which texts of a column mean the same, whatever is asked of it?

use super::{Coder, Header, Labels, Place, read_text};
use crate::error::Result;
use crate::load::place::Unit;
use crate::study::{ColumnRef, Study};

/// What the texts of some columns mean for a study, before any data are seen.
pub struct Meanings<'a> {
    coder: Coder<'a>,
}

/// What a text means for everything that is asked of its column: codes, and the numbers that it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    codes: Vec<u16>,
    numbers: Vec<u64>,
}

impl<'a> Meanings<'a> {
    /// Of these columns.
    ///
    /// # Errors
    /// A column that the study needs and that is none of them.
    pub fn new(study: &'a Study, columns: &[ColumnRef]) -> Result<Self> {
        let place = Place::new("", Unit::Row);
        let header = Header::new(&place, columns.iter().map(ToString::to_string).collect());
        Ok(Meanings { coder: Coder::new(study, &header, &Labels::default(), &place)? })
    }

    /// Of a trimmed text in a column, by its position.
    pub fn of(&self, column: usize, text: &str) -> Meaning {
        let Some(asked) = self.coder.columns.iter().find(|asked| asked.at == column) else {
            return Meaning { codes: Vec::new(), numbers: Vec::new() };
        };
        let text =
            read_text(text.as_bytes(), &asked.labels, &asked.uses, self.coder.study, &self.coder.column_conditions);
        Meaning { codes: text.codes, numbers: text.numbers.into_iter().map(f64::to_bits).collect() }
    }
}
