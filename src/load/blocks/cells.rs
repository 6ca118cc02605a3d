//! Where the cells of a piece begin and end: 64 bytes at a time, a bit a byte.
//!
//! ```text
//! bytes       1 , " a , b " , 3 \n
//! quotes      . . 1 . . . 1 . . .
//! inside      . . 1 1 1 1 . . . .      parity of the quotes so far
//! ends        . 1 . . . . . 1 . 1      separators and newlines that are not inside
//! ```
//!
//! Only what every reader of CSV takes alike is read here: as many cells a record as the header has, quotes around whole
//! cells, lines that end in LF or in CR LF. [`Cells::find`] says no to all else, and the `csv` crate reads that.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr3};

use super::bits::{parity, which};
use super::feed::{Piece, SPARE};
use crate::load::text::{is_space, trim};

/// The cells of a piece, row by row.
#[derive(Default)]
pub struct Cells {
    /// Where each cell ends.
    ends: Vec<u32>,
    columns: usize,
    /// Records, those of the header among them.
    pub rows: usize,
    has_cr: bool,
}

/// What the bytes before say of the next.
struct State {
    /// All ones inside of quotes, else 0.
    inside: u64,
    /// 1 behind the end of a cell.
    after_end: u64,
    /// 1 behind a quote that ends a cell, or begins a doubled one.
    after_quote: u64,
}

impl State {
    /// Which bytes lie outside of quotes; `None` where a quote stands inside of a cell without quotes around it.
    fn outside(&mut self, separators: u64, quotes: u64, returns: u64) -> Option<u64> {
        let inside = parity(quotes) ^ self.inside;
        let (opening, closing) = (quotes & inside, quotes & !inside);
        let ends = separators & !inside;
        let after_end = ends << 1 | self.after_end;
        let after_quote = closing << 1 | self.after_quote;
        if opening & !(after_end | after_quote) != 0 || after_quote & !(ends | opening | returns) != 0 {
            return None;
        }
        self.inside = ((inside as i64) >> 63) as u64;
        self.after_quote = closing >> 63;
        Some(!inside)
    }
}

impl Cells {
    /// Finds the cells of a piece; false where it is not as plain as that.
    pub fn find(&mut self, piece: &Piece, delimiter: u8, columns: usize) -> bool {
        let (bytes, with_spare) = (piece.bytes(), piece.with_spare());
        // A blank line of a file with one column is no record, and looks like an empty cell.
        let is_plain = memchr3(0, b'\r', b'"', bytes).is_none();
        let has = |byte: u8| !is_plain && memchr(byte, bytes).is_some();
        if !piece.is_cut || columns < 2 || has(0) {
            return false;
        }
        *self = Cells { ends: std::mem::take(&mut self.ends), columns, rows: 0, has_cr: false };
        self.has_cr = has(b'\r');
        let has_quotes = has(b'"');
        let (mut found, mut newlines) = (0, 0);
        let mut state = State { inside: 0, after_end: 1, after_quote: 0 };
        for start in (0..bytes.len()).step_by(64) {
            let Some(chunk) = with_spare[start..].first_chunk::<64>() else { return false };
            let within = if bytes.len() - start < 64 { (1 << (bytes.len() - start)) - 1 } else { u64::MAX };
            let mut ends = which(chunk, |byte| byte == delimiter || byte == b'\n') & within;
            if has_quotes {
                let quotes = which(chunk, |byte| byte == b'"') & within;
                let returns = if self.has_cr { which(chunk, |byte| byte == b'\r') } else { 0 };
                let Some(outside) = state.outside(ends, quotes, returns | !within) else { return false };
                ends &= outside;
                newlines += (which(chunk, |byte| byte == b'\n') & ends).count_ones() as usize;
                state.after_end = ends >> 63;
            }
            if self.ends.len() < found + 64 {
                self.ends.resize(2 * found + 64 * 1024, 0);
            }
            let count = ends.count_ones() as usize;
            let room = &mut self.ends[found..found + 64];
            // Eight at a time whether they are there or not: how many there are cannot be foreseen, and would cost more.
            for eight in room.chunks_exact_mut(8).take(count.div_ceil(8)) {
                for end in eight {
                    *end = start as u32 + (ends | 1 << 63).trailing_zeros();
                    ends &= ends.wrapping_sub(1);
                }
            }
            found += count;
        }
        self.rows = if has_quotes { newlines } else { memchr_iter(b'\n', bytes).count() };
        if !bytes.ends_with(b"\n") {
            // The last line of a file may lack its end.
            self.ends.resize(self.ends.len().max(found + 1), 0);
            self.ends[found] = bytes.len() as u32;
            (found, self.rows) = (found + 1, self.rows + 1);
        }
        self.ends.truncate(found);
        state.inside == 0 && self.is_a_table(bytes)
    }

    /// Whether every record has as many cells as there are columns, and every CR stands before the LF of a record.
    fn is_a_table(&self, bytes: &[u8]) -> bool {
        let last = || self.ends.chunks_exact(self.columns).map(|row| row[self.columns - 1] as usize);
        let ends_line = |end: usize| end == bytes.len() || bytes[end] == b'\n';
        let returns = |end: &usize| *end > 0 && bytes[end - 1] == b'\r';
        self.ends.len() == self.rows * self.columns
            && last().all(ends_line)
            && (!self.has_cr || memchr_iter(b'\r', bytes).count() == last().filter(returns).count())
    }

    /// The ranges of the cells of a column in some rows.
    pub fn column(&self, column: usize, rows: Range<usize>, bytes: &[u8]) -> impl Iterator<Item = (usize, usize)> {
        let is_last = self.has_cr && column + 1 == self.columns;
        rows.map(move |row| {
            let at = row * self.columns + column;
            let start = if at == 0 { 0 } else { self.ends[at - 1] as usize + 1 };
            let end = self.ends[at] as usize;
            (start, if is_last && end > start && bytes[end - 1] == b'\r' { end - 1 } else { end })
        })
    }
}

/// A text behind which eight bytes more can be read.
#[derive(Clone, Copy)]
pub struct Text<'a> {
    from: &'a [u8],
    len: usize,
}

/// By number of bytes, those of a word that stands for so many.
const FIRST_BYTES: [u64; 9] =
    [0, 0xff, 0xffff, 0xff_ffff, 0xffff_ffff, 0xff_ffff_ffff, 0xffff_ffff_ffff, 0xff_ffff_ffff_ffff, u64::MAX];

impl<'a> Text<'a> {
    /// The first `len` of these bytes, of which there are eight more at least.
    #[inline(always)]
    pub fn new(from: &'a [u8], len: usize) -> Self {
        Text { from, len }
    }

    /// The text.
    #[inline(always)]
    pub fn bytes(self) -> &'a [u8] {
        &self.from[..self.len]
    }

    /// How many bytes it has.
    #[inline(always)]
    pub fn len(self) -> usize {
        self.len
    }

    /// Eight of its bytes, the first in the lowest; 0 behind its end.
    #[inline(always)]
    pub fn eight(self, at: usize) -> u64 {
        let word = u64::from_le_bytes(*self.from[at..].first_chunk().expect("eight bytes more can be read"));
        word & FIRST_BYTES[(self.len - at).min(8)]
    }
}

impl Text<'_> {
    /// Without white space around it.
    #[inline]
    pub fn trimmed(self) -> Self {
        let is_plain = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_graphic);
        let bytes = self.bytes();
        if is_plain(bytes.first()) && is_plain(bytes.last()) {
            return self;
        }
        let Ok(text) = std::str::from_utf8(bytes) else { return self };
        let start = text.len() - text.trim_start_matches(is_space).len();
        Text::new(&self.from[start..], trim(text).len())
    }

    /// 64 bits of it, of which texts that differ seldom share any.
    ///
    /// Words are folded into products of 128 bits, so that every byte counts, wherever it stands.
    #[inline(always)]
    pub fn hash(self, key: u64) -> u64 {
        let len = self.len;
        let (first, last) = (self.eight(0), self.eight(len.saturating_sub(8)));
        let mut mixed = key ^ len as u64;
        if len > 16 {
            for at in (8..len - 8).step_by(8) {
                mixed = fold(self.eight(at) ^ mixed, 0x9e37_79b9_7f4a_7c15);
            }
        }
        fold(first ^ mixed, last.rotate_left(32) ^ 0x2d35_8dcc_aa6c_78a5 ^ mixed)
    }
}

#[inline(always)]
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

/// The text of a cell, by its range: without quotes around it, doubled ones as one.
#[inline(always)]
pub fn content<'a>((start, end): (usize, usize), with_spare: &'a [u8], room: &'a mut Vec<u8>) -> Text<'a> {
    match with_spare[start] {
        b'"' if start < end => inside_quotes(with_spare, start + 1, end, room),
        _ => Text::new(&with_spare[start..], end - start),
    }
}

fn inside_quotes<'a>(with_spare: &'a [u8], start: usize, end: usize, room: &'a mut Vec<u8>) -> Text<'a> {
    let inner = &with_spare[start..end];
    let inner = inner.strip_suffix(b"\"").unwrap_or(inner);
    if memchr(b'"', inner).is_none() {
        return Text::new(&with_spare[start..], inner.len());
    }
    room.clear();
    let mut rest = inner;
    while let Some(at) = memchr(b'"', rest) {
        room.extend_from_slice(&rest[..=at]);
        rest = &rest[(at + 2).min(rest.len())..];
    }
    room.extend_from_slice(rest);
    let len = room.len();
    room.resize(len + SPARE, 0);
    Text::new(room, len)
}

/// A text that stands by itself, in a room with spare bytes.
pub fn with_spare<'a>(text: &[u8], room: &'a mut Vec<u8>) -> Text<'a> {
    room.clear();
    room.extend_from_slice(text);
    room.resize(text.len() + SPARE, 0);
    Text::new(room, text.len())
}
