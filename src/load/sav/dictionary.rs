//! The header and the dictionary of an SPSS file.
//!
//! ```text
//! "$FL2" header    then records: 2 variable   3+4 labels of codes   6 document   7 extension   999 end
//! ```

use std::collections::BTreeMap;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::extension::{self, Extensions};
use super::values::Bytes;
use crate::error::Result;
use crate::load::labels::{AnswerSet, ColumnLabels, Labels, number_text};
use crate::load::limits::{self, LONGEST_DICTIONARY, LONGEST_ROW, MOST_COLUMNS, MOST_LABELS};

/// Bytes of a segment of a long text, and how many of the text it stands for.
const SEGMENT: usize = 255;
const OF_SEGMENT: usize = 252;

/// Bytes of the longest text that SPSS has.
const LONGEST_TEXT: usize = 32_767;

/// What a file says before its cases.
pub struct Dictionary {
    /// The variables, long texts in one piece.
    pub variables: Vec<Variable>,
    /// Of all texts.
    pub encoding: &'static Encoding,
    pub compression: Compression,
    /// What is taken from the code of a small number.
    pub bias: f64,
    /// How many cases there are, where the file says so.
    pub cases: Option<u64>,
    title: String,
    weight: Option<usize>,
    sets: Vec<AnswerSet>,
}

/// How the cases are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    None,
    Bytes,
    Zlib,
}

impl Compression {
    pub fn words(self) -> &'static str {
        match self {
            Compression::None => "not compressed",
            Compression::Bytes => "compressed by bytes",
            Compression::Zlib => "compressed by zlib",
        }
    }
}

/// A variable.
pub struct Variable {
    pub name: String,
    pub kind: Kind,
    pub show: Show,
    pub labels: ColumnLabels,
}

/// What a variable holds.
pub enum Kind {
    Number,
    /// A text of so many bytes, in segments of so many.
    Text {
        width: usize,
        segments: Vec<usize>,
    },
}

/// How a number is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    Number,
    Date,
    DateTime,
    Time,
}

impl Show {
    /// The format of a variable; its third byte is the type.
    fn of(format: i32) -> Show {
        match (format >> 16) & 0xff {
            // DATE, ADATE, JDATE, MOYR, QYR, WKYR, EDATE, SDATE
            20 | 23 | 24 | 28 | 29 | 30 | 38 | 39 => Show::Date,
            // DATETIME, YMDHMS
            22 | 41 => Show::DateTime,
            // TIME, DTIME, MTIME
            21 | 25 | 40 => Show::Time,
            _ => Show::Number,
        }
    }
}

impl Variable {
    /// How many elements of 8 bytes it takes in a case.
    pub fn elements(&self) -> usize {
        match &self.kind {
            Kind::Number => 1,
            Kind::Text { segments, .. } => segments.iter().map(|segment| segment.div_ceil(8)).sum(),
        }
    }
}

/// A variable as its record has it, its texts not decoded.
struct Record {
    /// 0: a number; else the bytes of the text.
    width: usize,
    short: Vec<u8>,
    label: Vec<u8>,
    format: i32,
    missing: Vec<[u8; 8]>,
    is_range: bool,
    /// Code and label.
    codes: Vec<([u8; 8], Vec<u8>)>,
}

impl Dictionary {
    pub fn read(bytes: &mut Bytes) -> Result<Dictionary> {
        let magic = bytes.take(4, "the header")?;
        let zlib = match magic.as_slice() {
            b"$FL2" => false,
            b"$FL3" => true,
            _ => {
                return Err(bytes
                    .damaged("this is no data file of SPSS")
                    .hint("name the format of the file with --format"));
            }
        };
        bytes.take(60, "the header")?;
        let layout = bytes.i32("the header")?;
        bytes.big_endian = !(1..=3).contains(&layout);
        bytes.take(4, "the header")?;
        let compression = match (bytes.i32("the header")?, zlib) {
            (0, _) => Compression::None,
            (1, _) => Compression::Bytes,
            (2, true) => Compression::Zlib,
            (other, _) => return Err(bytes.damaged(format!("no compression of SPSS is called {other}"))),
        };
        let weight_element = bytes.count("the header").unwrap_or(0);
        let cases = u64::try_from(bytes.i32("the header")?).ok();
        let bias = bytes.f64("the header")?;
        bytes.take(9 + 8, "the header")?;
        let title = bytes.take(64, "the header")?;
        bytes.take(3, "the header")?;
        let mut read = Reading::default();
        bytes.most = LONGEST_DICTIONARY;
        while read.record(bytes)? {}
        bytes.most = u64::MAX;
        let encoding = read.extensions.encoding().map_err(|what| bytes.damaged(what))?;
        let (variables, of_element) = read.variables(encoding).map_err(|what| bytes.damaged(what))?;
        if variables.is_empty() {
            return Err(bytes.damaged("the file has no variables"));
        }
        let of_case: usize = variables.iter().map(|variable| 8 * variable.elements()).sum();
        if of_case > LONGEST_ROW {
            let most = limits::size(LONGEST_ROW as u64);
            return Err(bytes.damaged(format!("a case is {of_case} bytes long, and {most} are the most")));
        }
        let weight = weight_element.checked_sub(1).and_then(|at| of_element.get(&at).copied());
        let sets = read.extensions.sets(&variables, encoding, &read.short_names(encoding));
        let title = encoding.decode_without_bom_handling(&title).0.trim().to_owned();
        Ok(Dictionary { variables, encoding, compression, bias, cases, title, weight, sets })
    }

    /// What the file says of its columns.
    pub fn labels(&self, names: Vec<String>) -> Labels {
        Labels {
            header_rows: vec![names],
            title: Some(self.title.clone()).filter(|title| !title.is_empty()),
            columns: self.variables.iter().map(|variable| variable.labels.clone()).collect(),
            sets: self.sets.clone(),
            weight: self.weight,
        }
    }
}

/// The records of a dictionary, as they are read.
#[derive(Default)]
struct Reading {
    /// Variables by the element that they begin at.
    records: BTreeMap<usize, Record>,
    elements: usize,
    /// Labels of all variables together.
    labels: usize,
    extensions: Extensions,
}

impl Reading {
    /// Reads a record; false after the last.
    fn record(&mut self, bytes: &mut Bytes) -> Result<bool> {
        match bytes.i32("the dictionary")? {
            2 => self.variable(bytes)?,
            3 => self.labels(bytes)?,
            6 => {
                let lines = bytes.count("the lines of a document")?;
                bytes.take(lines.saturating_mul(80), "a document")?;
            }
            7 => {
                let subtype = bytes.i32("an extension")?;
                let (size, count) = (bytes.count("an extension")?, bytes.count("an extension")?);
                let content = bytes.take(size.saturating_mul(count), "an extension")?;
                self.extensions.add(subtype, content, bytes.big_endian);
            }
            999 => {
                bytes.i32("the end of the dictionary")?;
                return Ok(false);
            }
            other => {
                return Err(bytes.damaged(format!("the dictionary holds a record of type {other}, which none has")));
            }
        }
        Ok(true)
    }

    fn variable(&mut self, bytes: &mut Bytes) -> Result<()> {
        let what = format!("the record of variable {}", self.records.len() + 1);
        let width = bytes.i32(&what)?;
        let has_label = bytes.i32(&what)?;
        let missing = bytes.i32(&what)?;
        bytes.i32(&what)?;
        let format = bytes.i32(&what)?;
        let short = bytes.take(8, &what)?;
        let label = if has_label == 1 {
            let length = bytes.count(&what)?;
            let mut label = bytes.take(length.next_multiple_of(4), &what)?;
            label.truncate(length);
            label
        } else {
            Vec::new()
        };
        if !(-3..=3).contains(&missing) {
            return Err(bytes.damaged(format!("{what} has {missing} missing codes")));
        }
        let codes = (0..missing.abs()).map(|_| bytes.array(&what)).collect::<Result<Vec<[u8; 8]>>>()?;
        if let Ok(width) = usize::try_from(width) {
            if width > LONGEST_TEXT {
                return Err(bytes.damaged(format!("{what} is {width} bytes wide; {LONGEST_TEXT} are the most")));
            }
            if self.records.len() == MOST_COLUMNS {
                return Err(
                    bytes.damaged(format!("the file has more than {MOST_COLUMNS} variables, the most that are read"))
                );
            }
            let record =
                Record { width, short, label, format, missing: codes, is_range: missing < 0, codes: Vec::new() };
            self.records.insert(self.elements, record);
        }
        self.elements += 1;
        Ok(())
    }

    /// Labels of codes and, in the record that follows, the variables that have them.
    fn labels(&mut self, bytes: &mut Bytes) -> Result<()> {
        let what = "labels of codes";
        let count = bytes.count(what)?;
        let mut codes = Vec::new();
        for _ in 0..count {
            let code: [u8; 8] = bytes.array(what)?;
            let [length] = bytes.array(what)?;
            let mut label = bytes.take((usize::from(length) + 1).next_multiple_of(8) - 1, what)?;
            label.truncate(usize::from(length));
            codes.push((code, label));
        }
        let next = bytes.i32(what)?;
        if next != 4 {
            return Err(bytes.damaged(format!(
                "labels of codes are followed by a record of type {next}, not by the variables that have them"
            )));
        }
        for _ in 0..bytes.count(what)? {
            let element = bytes.count(what)?;
            let record = element.checked_sub(1).and_then(|at| self.records.get_mut(&at));
            self.labels += codes.len();
            if self.labels > MOST_LABELS {
                return Err(
                    bytes.damaged(format!("the variables have more than {MOST_LABELS} labels, the most that are read"))
                );
            }
            match record {
                Some(record) => record.codes.extend(codes.iter().cloned()),
                None => {
                    return Err(bytes.damaged(format!("labels of codes name variable {element}, which there is not")));
                }
            }
        }
        Ok(())
    }

    fn short_names(&self, encoding: &'static Encoding) -> Vec<String> {
        self.records.values().map(|record| short_name(record, encoding)).collect()
    }

    /// The variables, and the position of each by its element.
    fn variables(&self, encoding: &'static Encoding) -> Result<(Vec<Variable>, BTreeMap<usize, usize>), String> {
        let double = |bytes: [u8; 8]| self.extensions.double(bytes);
        let decode =
            |bytes: &[u8]| encoding.decode_without_bom_handling(bytes).0.trim_end_matches(['\0', ' ']).to_owned();
        let long_names = self.extensions.pairs(extension::LONG_NAMES, encoding);
        let long_texts = self.extensions.pairs(extension::LONG_TEXTS, encoding);
        let (mut variables, mut of_element) = (Vec::new(), BTreeMap::new());
        let mut records = self.records.iter();
        while let Some((&element, record)) = records.next() {
            let short = short_name(record, encoding);
            let is_text = record.width > 0;
            let mut kind =
                if is_text { Kind::Text { width: record.width, segments: vec![record.width] } } else { Kind::Number };
            if let Some(width) = long_texts.get(&short) {
                let width: usize =
                    width.trim_matches(['\0', ' ']).parse().ok().filter(|width| *width <= LONGEST_TEXT).ok_or_else(
                        || format!("the length of the long text `{short}` is no number up to {LONGEST_TEXT}"),
                    )?;
                let mut segments = vec![record.width];
                for _ in 1..width.div_ceil(OF_SEGMENT) {
                    let Some((_, next)) = records.next() else {
                        return Err(format!("a segment of the long text `{short}` is missing"));
                    };
                    segments.push(next.width);
                }
                segments.iter_mut().for_each(|segment| *segment = (*segment).min(SEGMENT));
                kind = Kind::Text { width, segments };
            }
            let text = |code: [u8; 8]| if is_text { decode(&code) } else { number_text(double(code)) };
            let wording = decode(&record.label).trim().to_owned();
            let mut labels = ColumnLabels::of_wording(Some(wording).filter(|label| !label.is_empty()));
            let mut codes: Vec<([u8; 8], String)> = record.codes.iter().map(|(c, label)| (*c, decode(label))).collect();
            if !is_text {
                codes.sort_by(|(a, _), (b, _)| double(*a).total_cmp(&double(*b)));
            }
            let mut codes: Vec<(String, String)> = codes.into_iter().map(|(code, label)| (text(code), label)).collect();
            let name = long_names.get(&short).cloned().unwrap_or_else(|| short.clone());
            codes.extend(self.extensions.long_labels(&name, encoding));
            labels.set_codes(codes);
            let mut single = record.missing.as_slice();
            if record.is_range && record.missing.len() >= 2 {
                labels.missing_range = Some((double(record.missing[0]), double(record.missing[1])));
                single = &record.missing[2..];
            }
            let missing = single.iter().map(|&code| text(code)).chain(self.extensions.long_missing(&name, encoding));
            labels.missing = missing.map(|code| labels.text_of(&code).map_or(code.clone(), str::to_owned)).collect();
            of_element.insert(element, variables.len());
            variables.push(Variable { name, kind, show: Show::of(record.format), labels });
        }
        Ok((variables, of_element))
    }
}

fn short_name(record: &Record, encoding: &'static Encoding) -> String {
    encoding.decode_without_bom_handling(&record.short).0.trim_end().to_owned()
}

/// The encoding that an SPSS file names.
pub fn encoding_named(name: &str) -> Result<&'static Encoding, String> {
    let name = name.trim_matches(['\0', ' ']);
    let windows = name.strip_prefix("cp").or_else(|| name.strip_prefix("CP")).map(|page| format!("windows-{page}"));
    Encoding::for_label(name.as_bytes())
        .or_else(|| Encoding::for_label(windows?.as_bytes()))
        .ok_or_else(|| format!("the file is in an encoding that is not known: \"{name}\""))
}

/// The encoding of an SPSS code page.
pub fn encoding_of_page(page: i32) -> Result<&'static Encoding, String> {
    match page {
        65_001 => Ok(UTF_8),
        // EBCDIC, 7-bit ASCII, 8-bit ASCII, and what says nothing: all but the first are read alike.
        1 => Err("the file is in EBCDIC, which is not read".to_owned()),
        0 | 2 | 3 | 4 => Ok(WINDOWS_1252),
        page => {
            encoding_named(&format!("cp{page}")).or_else(|_| encoding_named(&format!("iso-8859-{}", page - 28_590)))
        }
    }
}
