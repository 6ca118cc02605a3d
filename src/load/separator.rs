//! A first line that names the separator and is no part of the table: `sep=;`, as Excel reads it and many exports write it.

use std::io::{Cursor, Read};

use super::bytes::head;

/// Bytes of the longest such line, with its end.
const LONGEST: usize = "\"sep=;\"\r\n".len();

/// The first line of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeparatorLine {
    /// What it names.
    pub separator: u8,
    /// Its bytes, those of its end among them.
    len: usize,
}

/// The line, where a text begins with one.
pub fn of_first_line(start: &[u8]) -> Option<SeparatorLine> {
    let end = start.iter().take(LONGEST).position(|byte| matches!(byte, b'\n' | b'\r'))?;
    let len = end + 1 + usize::from(start[end..].starts_with(b"\r\n"));
    let line = start[..end].strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(&start[..end]);
    let [word @ .., separator] = line else { return None };
    let names = word.eq_ignore_ascii_case(b"sep=")
        && separator.is_ascii()
        && !separator.is_ascii_alphanumeric()
        && !matches!(separator, 0 | b'"');
    names.then_some(SeparatorLine { separator: *separator, len })
}

/// A text without that line, and how many lines were left out.
///
/// # Errors
/// If it cannot be read.
pub fn left_out<R: Read>(mut text: R) -> std::io::Result<(impl Read, u64)> {
    let mut start = head(&mut text, LONGEST)?;
    let line = of_first_line(&start);
    start.drain(..line.map_or(0, |line| line.len));
    Ok((Cursor::new(start).chain(text), u64::from(line.is_some())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_known_whatever_ends_it_and_nothing_else_is_taken_for_it() {
        for (text, separator, rest) in [
            ("sep=;\na;b\n", Some(b';'), "a;b\n"),
            ("sep=\t\r\na\tb", Some(b'\t'), "a\tb"),
            ("\"Sep=,\"\ra,b", Some(b','), "a,b"),
            ("sep=;\n", Some(b';'), ""),
            ("sep=;", None, "sep=;"),
            ("sep=\n", None, "sep=\n"),
            ("sep=;;\nx", None, "sep=;;\nx"),
            ("sep=a\nx", None, "sep=a\nx"),
            ("separator;b\n", None, "separator;b\n"),
            ("", None, ""),
        ] {
            assert_eq!(of_first_line(text.as_bytes()).map(|line| line.separator), separator, "{text:?}");
            let (mut table, lines) = left_out(text.as_bytes()).expect("bytes in memory");
            let mut found = String::new();
            table.read_to_string(&mut found).expect("text");
            assert_eq!((found.as_str(), lines), (rest, u64::from(separator.is_some())), "{text:?}");
        }
    }
}
