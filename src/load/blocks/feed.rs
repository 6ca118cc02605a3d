//! Bytes → pieces that end where a record ends.
//!
//! A newline ends a record where an even number of quotes stands before it: quotes come in pairs, around a cell or
//! doubled inside of one. Where a file has a stray quote this does not hold, and whoever looks at the cells of a piece
//! sees that ([`super::cells`]).

use std::io::Read;

use memchr::{memchr_iter, memrchr};

use crate::load::limits::LONGEST_ROW;

/// Bytes of the longest piece. A longer record has a quote that is never closed, or might as well; how long one may be is
/// known where files are read row by row.
const MOST: usize = LONGEST_ROW / 2;

/// What may stand before UTF-8, and is no part of the first cell.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Bytes behind a piece that may be read and mean nothing.
pub const SPARE: usize = 64;

/// Some whole records.
pub struct Piece {
    /// Its place in the file, from 0.
    pub number: usize,
    /// Whether it ends where a record does.
    pub is_cut: bool,
    bytes: Vec<u8>,
    len: usize,
}

impl Piece {
    /// The records.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    /// The records, and [`SPARE`] bytes behind them.
    pub fn with_spare(&self) -> &[u8] {
        &self.bytes[..self.len + SPARE]
    }
}

/// The pieces of a file, one after another.
pub struct Feed {
    reader: Box<dyn Read + Send>,
    /// What was read behind the last piece.
    rest: Vec<u8>,
    /// Room of pieces that nobody needs any more.
    room: Vec<Vec<u8>>,
    size: usize,
    next: usize,
    ended: bool,
    /// Whether reading failed, after which nothing more may come: a part would be missing.
    broken: bool,
}

impl Feed {
    /// The pieces of what a reader gives, of about this size.
    pub fn new(reader: Box<dyn Read + Send>, size: usize) -> Self {
        Feed { reader, rest: Vec::new(), room: Vec::new(), size: size.max(1), next: 0, ended: false, broken: false }
    }

    /// Whether no piece is left.
    pub fn is_at_end(&self) -> bool {
        self.ended
    }

    /// How many pieces were given.
    pub fn pieces(&self) -> usize {
        self.next
    }

    /// Gives back the room of a piece that nobody needs any more.
    pub fn give_back(&mut self, piece: Piece) {
        self.room.push(piece.bytes);
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// If the file cannot be read on.
    pub fn next(&mut self) -> std::io::Result<Option<Piece>> {
        if self.broken {
            return Err(std::io::Error::other("reading has failed before"));
        }
        if self.ended {
            return Ok(None);
        }
        let mut bytes = self.room.pop().unwrap_or_default();
        let mut len = self.rest.len();
        let mut wanted = (len + self.size).next_multiple_of(self.size);
        if bytes.len() < wanted + SPARE {
            bytes = vec![0; wanted + SPARE];
        }
        bytes[..len].copy_from_slice(&self.rest);
        self.rest.clear();
        loop {
            while len < wanted && !self.ended {
                match self.reader.read(&mut bytes[len..wanted]) {
                    Ok(0) => self.ended = true,
                    Ok(n) => len += n,
                    Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                    Err(e) => {
                        self.broken = true;
                        return Err(e);
                    }
                }
            }
            if self.next == 0 && bytes[..len].starts_with(MARK) {
                bytes.copy_within(MARK.len()..len, 0);
                len -= MARK.len();
            }
            if self.ended {
                len = without_blank_lines(&bytes[..len], self.next > 0).len();
            }
            let end = if self.ended { Some(len) } else { cut(&bytes[..len]) };
            if end.is_some() || wanted >= MOST {
                let until = end.unwrap_or(len);
                self.rest.extend_from_slice(&bytes[until..len]);
                if until == 0 {
                    return Ok(None);
                }
                self.next += 1;
                return Ok(Some(Piece { number: self.next - 1, is_cut: end.is_some(), bytes, len: until }));
            }
            wanted *= 2;
            bytes.resize(wanted + SPARE, 0);
        }
    }
}

/// The end of a file without blank lines below its last record, which mean nothing; records may stand before it.
fn without_blank_lines(mut bytes: &[u8], is_behind_records: bool) -> &[u8] {
    while let Some(line) = bytes.strip_suffix(b"\n")
        && let before = line.strip_suffix(b"\r").unwrap_or(line)
        && (before.ends_with(b"\n") || before.is_empty() && is_behind_records)
    {
        bytes = before;
    }
    bytes
}

/// Where the last record ends; `None` where none does.
fn cut(bytes: &[u8]) -> Option<usize> {
    let mut newline = memrchr(b'\n', bytes)?;
    let mut quotes = memchr_iter(b'"', &bytes[..newline]).count();
    while !quotes.is_multiple_of(2) {
        let quote = memrchr(b'"', &bytes[..newline])?;
        newline = memrchr(b'\n', &bytes[..quote])?;
        quotes -= memchr_iter(b'"', &bytes[newline..=quote]).count();
    }
    Some(newline + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader that fails once and would go on.
    struct FailsOnce(usize);

    impl Read for FailsOnce {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            self.0 += 1;
            if self.0 == 3 {
                return Err(std::io::Error::other("a bad sector"));
            }
            into[..4].copy_from_slice(b"1,2\n");
            Ok(4)
        }
    }

    #[test]
    fn nothing_comes_behind_a_part_that_could_not_be_read() {
        let mut feed = Feed::new(Box::new(FailsOnce(0)), 4);
        assert!(feed.next().is_ok() && feed.next().is_ok());
        assert!(feed.next().is_err() && feed.next().is_err());
    }

    /// Whatever the size of a piece, each but the last ends behind a newline outside of quotes, and nothing is lost.
    #[test]
    fn pieces_end_where_records_end_and_hold_every_byte() {
        let text = "a,b\n\"x\ny\",\"say \"\"no\"\"\n\"\n1,2\n\n\"long\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n,\",3\nend,\"\"";
        for size in 1..60 {
            let mut feed = Feed::new(Box::new(std::io::Cursor::new(text.as_bytes().to_vec())), size);
            let mut all = Vec::new();
            while let Some(piece) = feed.next().expect("bytes in memory") {
                all.extend_from_slice(piece.bytes());
                let quotes = memchr_iter(b'"', &all).count();
                assert!(
                    piece.is_cut && (all.len() == text.len() || all.ends_with(b"\n") && quotes.is_multiple_of(2)),
                    "{size}"
                );
                feed.give_back(piece);
            }
            assert_eq!(all, text.as_bytes(), "{size}");
        }
    }
}
