//! A piece of a file → its cells as numbers of their texts: the work that every thread does by itself.

use super::cells::{Cells, content};
use super::dictionary::Dictionary;
use super::feed::Piece;
use super::ids::{self, OfPiece};
use super::number::number;
use crate::study::{DataSpec, is_weight};

/// Rows that are read column by column: their bytes stay at hand meanwhile.
const ROWS: usize = 256;

/// What is wanted of every row.
pub struct Wanted {
    /// What separates cells.
    pub delimiter: u8,
    /// Rows of the header.
    pub header_rows: usize,
    /// Columns of the file.
    pub columns: usize,
    /// Columns whose texts are wanted, by position.
    pub texts: Vec<usize>,
    /// The column of weights.
    pub weight: Option<usize>,
    /// The column of ids.
    pub id: Option<(usize, ids::Keep)>,
    /// How numbers are written.
    pub data: DataSpec,
}

/// A piece with what was read of it.
pub struct Coded {
    /// Who read it.
    pub hand: usize,
    /// The bytes.
    pub piece: Piece,
    /// What it holds, or why it is left to others.
    pub rows: Result<Rows, Odd>,
}

/// Why a piece is not coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Odd {
    /// It is not UTF-8.
    NotUtf8,
    /// Its cells are not as plain as [`Cells::find`] wants them, or a weight is none.
    NotPlain,
}

/// The rows of a piece.
pub struct Rows {
    /// How many, without those of the header.
    pub count: usize,
    /// Of each column of [`Wanted::texts`] the numbers that the hand gives to its texts.
    pub texts: Vec<Vec<u32>>,
    /// Of each of these columns the texts that this hand meets for the first time, in the order of their numbers.
    pub fresh: Vec<Vec<Box<[u8]>>>,
    /// Weights.
    pub weights: Vec<f64>,
    /// What is kept of the ids.
    pub ids: OfPiece,
}

/// Who codes pieces: knows the texts of those before.
pub struct Hand {
    number: usize,
    cells: Cells,
    dictionaries: Vec<Dictionary>,
    /// For cells with doubled quotes.
    room: Vec<u8>,
}

impl Hand {
    /// A hand that has seen nothing.
    pub fn new(number: usize, wanted: &Wanted) -> Self {
        let dictionaries = wanted.texts.iter().map(|_| Dictionary::new()).collect();
        Hand { number, cells: Cells::default(), dictionaries, room: Vec::new() }
    }

    /// Codes a piece.
    pub fn code(&mut self, piece: Piece, wanted: &Wanted) -> Coded {
        let rows = self.rows(&piece, wanted);
        Coded { hand: self.number, piece, rows }
    }

    fn rows(&mut self, piece: &Piece, wanted: &Wanted) -> Result<Rows, Odd> {
        if std::str::from_utf8(piece.bytes()).is_err() {
            return Err(Odd::NotUtf8);
        }
        if !self.cells.find(piece, wanted.delimiter, wanted.columns) {
            return Err(Odd::NotPlain);
        }
        let skipped = if piece.number == 0 { wanted.header_rows } else { 0 };
        let count = self.cells.rows.checked_sub(skipped).ok_or(Odd::NotPlain)?;
        let (bytes, with_spare) = (piece.bytes(), piece.with_spare());
        let mut texts: Vec<Vec<u32>> = wanted.texts.iter().map(|_| Vec::with_capacity(count)).collect();
        let mut weights = Vec::with_capacity(if wanted.weight.is_some() { count } else { 0 });
        let mut of_ids = wanted.id.map(|(column, keep)| (column, ids::Reading::new(keep, count)));
        for from in (skipped..self.cells.rows).step_by(ROWS) {
            let rows = from..self.cells.rows.min(from + ROWS);
            for ((&column, dictionary), numbers) in wanted.texts.iter().zip(&mut self.dictionaries).zip(&mut texts) {
                for range in self.cells.column(column, rows.clone(), bytes) {
                    numbers.push(dictionary.number(content(range, with_spare, &mut self.room)));
                }
            }
            if let Some(column) = wanted.weight {
                for range in self.cells.column(column, rows.clone(), bytes) {
                    let weight = number(content(range, with_spare, &mut self.room), &wanted.data);
                    weights.push(weight.filter(|weight| is_weight(*weight)).ok_or(Odd::NotPlain)?);
                }
            }
            if let Some((column, of)) = &mut of_ids {
                for range in self.cells.column(*column, rows, bytes) {
                    of.id(content(range, with_spare, &mut self.room));
                }
            }
        }
        let ids = of_ids.map_or(OfPiece::None, |(_, of)| of.finish());
        let fresh = self.dictionaries.iter_mut().map(Dictionary::fresh).collect();
        Ok(Rows { count, texts, fresh, weights, ids })
    }
}
