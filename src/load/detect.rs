//! What a file does not say of itself: its encoding and its delimiter.
//!
//! Both can be set; what was detected is reported. The encoding is UTF-8 if the whole file is valid UTF-8, UTF-16 by
//! its byte order mark or by its NUL bytes, else Windows-1252, in which every byte is a character; what is UTF-8 but for
//! a few bytes is damaged ([`utf8`]). The delimiter is the one that a first line `sep=;` names, else the one that gives
//! every record of the beginning as many cells as the header.

use std::io::Read;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::bytes::{self, Hashed, decode, head, unreadable};
use super::utf8::{self, Utf8Checker};
use super::{Format, Input, foreign, separator};
use crate::error::{Error, Result};
use crate::study::DataSpec;

/// Bytes looked at for delimiter, UTF-16 and HTML.
const HEAD: usize = 64 * 1024;
/// Records looked at for the delimiter.
const RECORDS: usize = 200;
/// What may separate cells, with the word for it.
const DELIMITERS: [(u8, &str); 4] = [(b',', "comma"), (b';', "semicolon"), (b'\t', "tab"), (b'|', "bar")];

/// How a file is read: as the study says, else as it was detected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Its encoding.
    pub encoding: &'static Encoding,
    /// What separates its cells.
    pub delimiter: u8,
    /// Rows before the first respondent.
    pub header_rows: usize,
}

impl Reading {
    /// How to read a file for a study.
    ///
    /// # Errors
    /// If the file cannot be read, is no text table, or its delimiter cannot be told.
    pub fn of(input: &Input, format: Format, data: &DataSpec) -> Result<Self> {
        let encoding = match &data.encoding {
            Some(label) => Encoding::for_label(label.as_bytes()).unwrap_or(UTF_8),
            None => encoding(input)?,
        };
        let delimiter = match (data.delimiter, format) {
            (Some(delimiter), _) => delimiter,
            (None, Format::Tsv) => {
                separator::of_first_line(&beginning(input, encoding)?).map_or(b'\t', |line| line.separator)
            }
            (None, _) => delimiter(input, encoding)?,
        };
        Ok(Reading { encoding, delimiter, header_rows: data.header_rows })
    }

    /// How a file looks at first sight that reads as UTF-8 so far: a look at its beginning. Whoever reads on must see
    /// whether it stays so. `None` where it is of another encoding, or does not look like a table of text.
    pub fn at_first_sight(input: &Input, format: Format, data: &DataSpec) -> Option<Self> {
        if !matches!(format, Format::Csv | Format::Tsv) {
            return None;
        }
        let declared = data.encoding.as_ref().map(|label| Encoding::for_label(label.as_bytes()));
        if declared.is_some_and(|encoding| encoding != Some(UTF_8)) {
            return None;
        }
        let start = head(&mut bytes::open(input, Hashed::No).ok()?.reader, HEAD).ok()?;
        let other_mark = Encoding::for_bom(&start).is_some_and(|(encoding, _)| encoding != UTF_8);
        if other_mark || start.contains(&0) || foreign::refuse_bytes("", &start).is_err() {
            return None;
        }
        if !utf8::begins(&start) || separator::of_first_line(&start).is_some() {
            return None;
        }
        let data = DataSpec { encoding: Some(UTF_8.name().to_owned()), ..data.clone() };
        Reading::of(input, format, &data).ok().filter(|reading| reading.delimiter.is_ascii())
    }

    /// In words, for the report: "UTF-8, separated by comma".
    pub fn words(&self) -> String {
        let word = DELIMITERS.iter().find(|(byte, _)| *byte == self.delimiter).map_or("other", |(_, word)| word);
        format!("{}, separated by {word}", self.encoding.name())
    }
}

/// The encoding of a file that declares none.
///
/// # Errors
/// If the file cannot be read, or is not text at all.
pub fn encoding(input: &Input) -> Result<&'static Encoding> {
    let name = input.name();
    let mut reader = bytes::open(input, Hashed::No)?.reader;
    let start = head(&mut reader, HEAD).map_err(|e| unreadable(&name, &e))?;
    foreign::refuse_utf32(&name, &start)?;
    if let Some((encoding, _)) = Encoding::for_bom(&start) {
        return Ok(encoding);
    }
    foreign::refuse_bytes(&name, &start)?;
    // Where every second byte is NUL and few of the others: NUL bytes all over are damage.
    let nuls = |parity: usize| start.iter().skip(parity).step_by(2).filter(|&&b| b == 0).count();
    for (many, few, encoding) in [(nuls(1), nuls(0), UTF_16LE), (nuls(0), nuls(1), UTF_16BE)] {
        if many * 4 > start.len() && few * 8 < many {
            return Ok(encoding);
        }
    }
    let mut checker = Utf8Checker::default();
    let mut piece = start;
    while !piece.is_empty() && !checker.is_sure() {
        checker.see(&piece);
        piece.resize(HEAD, 0);
        let n = reader.read(&mut piece).map_err(|e| unreadable(&name, &e))?;
        piece.truncate(n);
    }
    match checker.ended() {
        None => Ok(UTF_8),
        Some(bad) if bad.is_damage => Err(bad.error(&name, bytes::open(input, Hashed::No)?.reader)),
        Some(_) => Ok(WINDOWS_1252),
    }
}

/// The delimiter of a file that declares none.
///
/// # Errors
/// If the file cannot be read, is a web page, or two delimiters fit equally well.
pub fn delimiter(input: &Input, encoding: &'static Encoding) -> Result<u8> {
    let name = input.name();
    let start = beginning(input, encoding)?;
    foreign::refuse_text(&name, &String::from_utf8_lossy(&start))?;
    if let Some(line) = separator::of_first_line(&start) {
        return Ok(line.separator);
    }
    let whole = start.len() < HEAD;
    let fits: Vec<(usize, u8, &str)> =
        DELIMITERS.into_iter().filter_map(|(byte, word)| Some((width(&start, byte, whole)?, byte, word))).collect();
    // A title above the header has fewer cells than the records below.
    let fits = if fits.is_empty() { below_a_title(&start, whole) } else { fits };
    let widest = fits.iter().map(|(width, ..)| *width).max().unwrap_or(1);
    let best: Vec<&(usize, u8, &str)> = fits.iter().filter(|(width, ..)| *width == widest).collect();
    match best.as_slice() {
        [] => Ok(b','), // one column, or rows of different lengths: reading it says which
        [(_, byte, _)] => Ok(*byte),
        [(_, _, one), (_, _, other), ..] => Err(Error::new(format!(
            "the cells of `{name}` may be separated by {one} or by {other}: both give {widest} columns"
        ))
        .hint("say which: delimiter = \",\" under [data] of the study file, or --delimiter ','")),
    }
}

/// The first text of a file, as UTF-8.
fn beginning(input: &Input, encoding: &'static Encoding) -> Result<Vec<u8>> {
    let mut reader = decode(bytes::open(input, Hashed::No)?.reader, encoding);
    head(&mut reader, HEAD).map_err(|e| unreadable(&input.name(), &e))
}

/// The delimiters that give the same number of cells to every record but one, two or three at the beginning.
fn below_a_title(start: &[u8], whole: bool) -> Vec<(usize, u8, &'static str)> {
    const MOST_ABOVE: usize = 3;
    let ends: Vec<usize> = memchr::memchr_iter(b'\n', start).take(MOST_ABOVE).map(|end| end + 1).collect();
    let fits = |end: &usize| {
        DELIMITERS
            .into_iter()
            .filter_map(|(byte, word)| Some((width(&start[*end..], byte, whole)?, byte, word)))
            .collect()
    };
    ends.iter().map(fits).find(|fits: &Vec<_>| !fits.is_empty()).unwrap_or_default()
}

/// How many cells every record of the beginning has with a delimiter; `None` if they differ or have one.
fn width(start: &[u8], delimiter: u8, whole: bool) -> Option<usize> {
    memchr::memchr(delimiter, start)?; // else every record has one cell
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(start);
    let mut widths: Vec<usize> = reader.byte_records().take(RECORDS).filter_map(|r| Some(r.ok()?.len())).collect();
    if !whole && widths.len() < RECORDS {
        widths.pop(); // the last record may be cut off
    }
    let first = *widths.first()?;
    (first > 1 && widths.iter().all(|&w| w == first)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &[u8]) -> Input {
        Input::Bytes { name: "answers.csv".into(), bytes: text.to_vec() }
    }

    #[test]
    fn each_delimiter_is_told_from_commas_inside_answers() {
        for (text, expected) in [
            ("a,b\n1,2\n", b','),
            ("a;b\n\"1,5\";2\n3,5;4,5\n", b';'),
            ("a\tb\n1,2\t3\n", b'\t'),
            ("a|b|c\n1|2|3\n", b'|'),
            ("a\n1\n", b','),
            ("a,b\n1\n", b','),
        ] {
            assert_eq!(delimiter(&of(text.as_bytes()), UTF_8), Ok(expected), "{text}");
        }
    }

    #[test]
    fn a_delimiter_that_cannot_be_told_is_an_error_that_names_both() {
        let error = delimiter(&of(b"a,x;b\n1,x;2\n"), UTF_8).unwrap_err().to_string();
        assert!(error.contains("comma") && error.contains("semicolon") && error.contains("--delimiter"), "{error}");
    }

    #[test]
    fn encodings_are_told_by_mark_by_nul_and_by_what_is_not_utf8() {
        let utf16: Vec<u8> = "name,Größe\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(encoding(&of(&utf16)), Ok(UTF_16LE));
        assert_eq!(encoding(&of("näme\n".as_bytes())), Ok(UTF_8));
        assert_eq!(encoding(&of(b"\xEF\xBB\xBFname\n")), Ok(UTF_8));
        assert_eq!(encoding(&of(b"Gr\xF6\xDFe\n")), Ok(WINDOWS_1252));
        assert_eq!(encoding(&of(b"ends inside a character \xC3")), Ok(WINDOWS_1252));
        let mut long = vec![b'a'; HEAD - 1];
        long.extend("ö".as_bytes());
        assert_eq!(encoding(&of(&long)), Ok(UTF_8));
    }

    /// NUL bytes where a disk was full are damage, told by whoever reads on; they make no UTF-16 of a file.
    #[test]
    fn nul_bytes_behind_a_text_make_no_utf16_of_it_and_utf32_is_called_by_its_name() {
        let mut text = b"name,size\n1,2\n".repeat(100);
        text.resize(2 * text.len() + 5000, 0);
        assert_eq!(encoding(&of(&text)), Ok(UTF_8));
        let mut utf16: Vec<u8> = "name,size\n".repeat(9).encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(encoding(&of(&utf16)), Ok(UTF_16BE));
        utf16.resize(2 * utf16.len(), 0);
        assert_eq!(encoding(&of(&utf16)), Ok(UTF_8));
        for mark in ["", "\u{feff}"] {
            let text = || mark.chars().chain("id,size\n1,2\n".chars());
            let big: Vec<u8> = text().flat_map(|c| u32::from(c).to_be_bytes()).collect();
            let little: Vec<u8> = text().flat_map(|c| u32::from(c).to_le_bytes()).collect();
            for bytes in [big, little] {
                assert!(encoding(&of(&bytes)).is_err_and(|e| e.to_string().contains("UTF-32")), "{mark:?}");
            }
        }
    }

    #[test]
    fn a_first_line_that_names_the_separator_is_believed() {
        assert_eq!(delimiter(&of(b"sep=;\na,b;c\n1,2;3\n"), UTF_8), Ok(b';'));
        assert_eq!(delimiter(&of(b"SEP=|\r\na,b\n1,2\n"), UTF_8), Ok(b'|'));
        assert_eq!(delimiter(&of(b"sep=x\na,b\n1,2\n"), UTF_8), Ok(b','));
    }
}
