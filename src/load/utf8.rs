//! Whether text is UTF-8, is so but for some damage, or is of another encoding.
//!
//! ```text
//! S C3 A3 o          UTF-8        bytes from 80 on stand together, two to four a character
//! S E3 o             another      it stands alone, as in Windows-1252
//! S C3 A3 o … FF     damage       most are in order and some are not: no other encoding gives that by chance
//! ```
//!
//! Read in another encoding, every character of a damaged file would be two, and each level one that nobody declared.

use std::io::Read;

use super::bytes::unreadable;
use crate::error::Error;

/// Characters and bad bytes after which the rest of a file is believed to go on so.
const ENOUGH: u64 = 10_000;

/// Looks at bytes that come in pieces.
#[derive(Default)]
pub struct Utf8Checker {
    /// The first bytes of a character that the last piece broke off in.
    pending: Vec<u8>,
    /// How many bytes came before these.
    before: u64,
    /// Characters of several bytes.
    characters: u64,
    /// Places that are no character.
    bad: u64,
    /// The first of them, and its byte.
    first: Option<(u64, u8)>,
}

/// What is not UTF-8 in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bad {
    /// Whether the rest of it is: then something happened to the text.
    pub is_damage: bool,
    /// Whether it is a character that the text ends within.
    is_cut: bool,
    at: u64,
    byte: u8,
}

/// Whether the start of a text is UTF-8, but for a character that it breaks off in.
pub fn begins(start: &[u8]) -> bool {
    std::str::from_utf8(start).map_or_else(|e| e.error_len().is_none(), |_| true)
}

impl Utf8Checker {
    /// Looks at the next piece.
    pub fn see(&mut self, piece: &[u8]) {
        self.pending.extend_from_slice(piece);
        let mut rest = self.pending.as_slice();
        loop {
            let (valid, bad) = match std::str::from_utf8(rest) {
                Ok(_) => (rest.len(), None),
                Err(e) => (e.valid_up_to(), e.error_len()),
            };
            // A character begins with a byte from C0 on.
            self.characters += rest[..valid].iter().filter(|&&byte| byte >= 0xc0).count() as u64;
            self.before += valid as u64;
            rest = &rest[valid..];
            let Some(bad) = bad else { break };
            self.first = self.first.or(Some((self.before, rest[0])));
            self.bad += 1;
            self.before += bad as u64;
            rest = &rest[bad..];
        }
        self.pending = rest.to_vec();
    }

    /// Whether what was seen decides, whatever comes.
    pub fn is_sure(&self) -> bool {
        self.bad > 0 && self.bad + self.characters >= ENOUGH
    }

    /// What is not UTF-8, after the last piece; `None` where all is.
    pub fn ended(self) -> Option<Bad> {
        let cut = self.pending.first().map(|&byte| (self.before, byte));
        let bad = self.bad + u64::from(cut.is_some());
        let (at, byte) = self.first.or(cut)?;
        Some(Bad { is_damage: self.characters >= bad, is_cut: self.first.is_none(), at, byte })
    }
}

impl Bad {
    /// The error that says so of a text of this name, which is read once more for the line.
    pub fn error(self, name: &str, text: impl Read) -> Error {
        let line = match line_of(text, self.at) {
            Ok(line) => line,
            Err(e) => return unreadable(name, &e),
        };
        let place = format!("{name}, line {line}");
        if self.is_cut {
            return Error::new("the file ends within a character of UTF-8")
                .at(place)
                .hint("it is cut off: fetch or export it again");
        }
        Error::new(format!("byte 0x{:02X} is not UTF-8, as the rest of the text is", self.byte))
            .at(place)
            .hint("the file is damaged, or put together from files of two encodings: export it again as UTF-8")
            .hint("if it is of another encoding, name that: --encoding windows-1252, or `encoding` under [data]")
    }
}

/// The line on which a byte stands, as an editor counts.
fn line_of(text: impl Read, at: u64) -> std::io::Result<u64> {
    let (mut line, mut after_return) = (1, false);
    for byte in std::io::BufReader::new(text.take(at)).bytes() {
        let byte = byte?;
        line += u64::from(byte == b'\r' || byte == b'\n' && !after_return);
        after_return = byte == b'\r';
    }
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found, which is the same in pieces of any length.
    fn of(text: &[u8]) -> Option<Bad> {
        let all = [1, 2, 3, 7, text.len().max(1)].map(|size| {
            let mut checker = Utf8Checker::default();
            text.chunks(size).for_each(|piece| checker.see(piece));
            checker.ended()
        });
        assert!(all.iter().all(|bad| *bad == all[0]), "{all:?}");
        all[0]
    }

    #[test]
    fn a_few_bad_bytes_among_characters_are_damage_and_many_are_another_encoding() {
        assert_eq!(of("a,São Paulo\n東京\n".as_bytes()), None);
        assert_eq!(of(b""), None);
        for (text, is_damage) in [
            (&b"S\xc3\xa3o Paulo\n\xff\n"[..], true),
            (b"S\xc3\xa3o Paulo\nS\xc3\xa3o\n\xe3o\n", true),
            (b"S\xe3o Paulo\n", false),
            (b"S\xe3o Paulo\nM\xdc\xbb\nGr\xf6\xdfe\n", false),
            (b"ends \xe2\x82", false),
            (b"S\xc3\xa3o Paulo\nends \xe2\x82", true),
        ] {
            assert_eq!(of(text).map(|bad| bad.is_damage), Some(is_damage), "{text:?}");
        }
    }

    #[test]
    fn the_line_of_the_first_bad_byte_is_told_whatever_ends_lines() {
        for ends in ["\n", "\r\n", "\r"] {
            let mut text = format!("name{ends}São{ends}Köln{ends}x").into_bytes();
            text.push(0xff);
            let said = of(&text).expect("a bad byte").error("a.csv", text.as_slice()).to_string();
            assert!(said.contains("a.csv, line 4") && said.contains("0xFF"), "{said}");
        }
        let cut = &"name\nSão\nKö".as_bytes()[.."name\nSão\nKö".len() - 1];
        let said = of(cut).expect("half a character").error("a.csv", cut).to_string();
        assert!(said.contains("ends within a character") && said.contains("a.csv, line 3"), "{said}");
    }
}
