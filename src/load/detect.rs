//! What a file does not say of itself: its encoding and its delimiter.
//!
//! Both can be set; what was detected is reported. The encoding is UTF-8 if the whole file is valid UTF-8, UTF-16 by
//! its byte order mark or by its NUL bytes, else Windows-1252, in which every byte is a character. The delimiter is
//! the one that gives every record of the beginning as many cells as the header.

use std::io::Read;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::bytes::{self, Hashed, decode, head, unreadable};
use super::{Format, Input, foreign};
use crate::error::{Error, Result, quoted};
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
        refuse_mark_of_excel(input, encoding)?;
        let delimiter = match (data.delimiter, format) {
            (Some(delimiter), _) => delimiter,
            (None, Format::Tsv) => b'\t',
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
        if !Utf8Checker::default().accepts(&start) {
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
    if let Some((encoding, _)) = Encoding::for_bom(&start) {
        return Ok(encoding);
    }
    foreign::refuse_bytes(&name, &start)?;
    let nul = |parity: usize| start.iter().skip(parity).step_by(2).filter(|&&b| b == 0).count() * 4 > start.len();
    let quarters: [bool; 4] = std::array::from_fn(|at| {
        let of = || start.iter().skip(at).step_by(4);
        of().filter(|&&b| b == 0).count() * 10 > of().count() * 9
    });
    match quarters {
        [false, _, true, true] | [true, true, _, false] => {
            return Err(Error::new(format!("`{name}` is UTF-32, which is not read")).hint("save it as UTF-8"));
        }
        _ => {}
    }
    // Text with bytes of NUL behind it, as a full disk leaves it, has them everywhere.
    match (nul(0), nul(1)) {
        (false, true) => return Ok(UTF_16LE),
        (true, false) => return Ok(UTF_16BE),
        _ => {}
    }
    let mut checker = Utf8Checker::default();
    let mut piece = start;
    while !piece.is_empty() {
        if !checker.accepts(&piece) {
            return other_than_utf8(input);
        }
        piece.resize(HEAD, 0);
        let n = reader.read(&mut piece).map_err(|e| unreadable(&name, &e))?;
        piece.truncate(n);
    }
    if checker.ends_whole() { Ok(UTF_8) } else { other_than_utf8(input) }
}

/// Windows-1252, unless nearly all that is no ASCII reads as UTF-8: then the file is damaged UTF-8, and in another encoding
/// all of it would be wrong.
fn other_than_utf8(input: &Input) -> Result<&'static Encoding> {
    /// Characters of UTF-8 for each byte that is none: in another encoding hardly any two bytes are one by chance.
    const FEW: u64 = 10;
    let name = input.name();
    let mut reader = bytes::open(input, Hashed::No)?.reader;
    let (mut line, mut characters, mut wrong) = (1, 0, 0);
    let mut first = None;
    let mut piece: Vec<u8> = Vec::new();
    loop {
        let kept = piece.len();
        piece.resize(kept + HEAD, 0);
        let n = reader.read(&mut piece[kept..]).map_err(|e| unreadable(&name, &e))?;
        piece.truncate(kept + n);
        let mut rest = piece.as_slice();
        while !rest.is_empty() {
            let (whole, skipped) = match std::str::from_utf8(rest) {
                Ok(_) => (rest.len(), 0),
                Err(e) if e.error_len().is_none() && n > 0 => (e.valid_up_to(), 0),
                Err(e) => (e.valid_up_to(), e.error_len().unwrap_or(rest.len() - e.valid_up_to())),
            };
            characters += rest[..whole].iter().filter(|&&byte| byte >= 0xC0).count() as u64;
            line += rest[..whole].iter().filter(|&&byte| byte == b'\n').count() as u64;
            if skipped > 0 {
                wrong += 1;
                first.get_or_insert((line, rest[whole]));
            }
            rest = &rest[whole + skipped..];
            if whole + skipped == 0 || skipped == 0 {
                break;
            }
        }
        piece = rest.to_vec();
        if n == 0 {
            break;
        }
    }
    match first {
        Some((line, byte)) if characters >= FEW * wrong => {
            Err(Error::new(format!("byte 0x{byte:02X} is not UTF-8 text, as all else in the file is"))
                .at(format!("{name}, line {line}"))
                .hint("the file is damaged or cut off: export it again as UTF-8, or name its encoding with `encoding` under [data] or --encoding"))
        }
        _ => Ok(WINDOWS_1252),
    }
}

/// Whether bytes that come in pieces are UTF-8 all together.
#[derive(Default)]
struct Utf8Checker {
    /// The first bytes of a character that the last piece broke off in.
    pending: Vec<u8>,
}

impl Utf8Checker {
    fn accepts(&mut self, piece: &[u8]) -> bool {
        self.pending.extend_from_slice(piece);
        match std::str::from_utf8(&self.pending) {
            Ok(_) => self.pending.clear(),
            Err(e) if e.error_len().is_none() => {
                self.pending.drain(..e.valid_up_to());
            }
            Err(_) => return false,
        }
        true
    }

    fn ends_whole(&self) -> bool {
        self.pending.is_empty()
    }
}

/// A first line that tells Excel what separates cells is no header, and nothing to guess the delimiter from.
fn refuse_mark_of_excel(input: &Input, encoding: &'static Encoding) -> Result<()> {
    let name = input.name();
    let start =
        head(&mut decode(bytes::open(input, Hashed::No)?.reader, encoding), 16).map_err(|e| unreadable(&name, &e))?;
    let text = String::from_utf8_lossy(&start);
    let first = text.lines().next().unwrap_or_default().trim_start_matches('\u{feff}').trim_matches('"');
    match first.strip_prefix("sep=").or_else(|| first.strip_prefix("SEP=")) {
        Some(mark) if mark.chars().count() <= 1 && text.contains(['\n', '\r']) => {
            Err(Error::new(format!("the first line is {}, which tells Excel what separates cells", quoted(first)))
                .at(format!("{name}, line 1"))
                .hint("take the line out, so that the header is the first"))
        }
        _ => Ok(()),
    }
}

/// The delimiter of a file that declares none.
///
/// # Errors
/// If the file cannot be read, is a web page, or two delimiters fit equally well.
pub fn delimiter(input: &Input, encoding: &'static Encoding) -> Result<u8> {
    let name = input.name();
    let start =
        head(&mut decode(bytes::open(input, Hashed::No)?.reader, encoding), HEAD).map_err(|e| unreadable(&name, &e))?;
    foreign::refuse_text(&name, &String::from_utf8_lossy(&start))?;
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
        let run = |text: &str, zero: usize| [text.as_bytes(), &vec![0; zero]].concat();
        assert_eq!(encoding(&of(&run("name,size\n1,2\n", 100))), Ok(UTF_8), "NUL bytes are told when they are read");
        let utf32: Vec<u8> = "name,size\n1,2\n".chars().flat_map(|c| (c as u32).to_le_bytes()).collect();
        assert!(encoding(&of(&utf32)).unwrap_err().to_string().contains("UTF-32"));
        assert_eq!(encoding(&of(b"ends inside a character \xC3")), Ok(WINDOWS_1252));
        let good = "São Paulo,naïve\n".repeat(2 * HEAD / 10);
        for (bad, at) in [(&b"\xFF"[..], 1), (b"\xE2\x82", 1)] {
            let damaged = [good.as_bytes(), bad].concat();
            let error = encoding(&of(&damaged)).unwrap_err().to_string();
            let line = good.lines().count() + at;
            assert!(error.contains("not UTF-8 text") && error.contains(&format!("line {line}")), "{error}");
        }
        let other: Vec<u8> = good.chars().map(|c| c as u8).collect();
        assert_eq!(encoding(&of(&other)), Ok(WINDOWS_1252));
        let mut long = vec![b'a'; HEAD - 1];
        long.extend("ö".as_bytes());
        assert_eq!(encoding(&of(&long)), Ok(UTF_8));
    }
}
