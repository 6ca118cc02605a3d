//! What the columns of a file hold, for whoever has to guess what they are.
//!
//! Every row is read: what is found holds for the whole file. Of each column are kept the first few hundred distinct
//! texts with their counts, what they look like as numbers and dates, the parts of cells that hold several answers,
//! and one byte a respondent, so that columns can be compared ("blank exactly where …").

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::header::Header;
use super::labels::{ColumnLabels, Labels};
use super::source::Source;
use super::text::{self, Records};
use super::{Format, Input};
use crate::error::Result;
use crate::study::{DataFlags, DataSpec};

/// Distinct texts of a column that are kept.
pub const MOST_TEXTS: usize = 250;
/// The code of a blank cell; texts follow from 1.
pub const BLANK: u8 = 0;
/// The code of a text that is not kept.
pub const OTHER: u8 = u8::MAX;
/// What may stand between several answers of one cell.
pub const SEPARATORS: [&str; 3] = [";", "|", ","];
/// Distinct parts of cells that are kept, for each separator.
const MOST_PARTS: usize = 40;

/// A file as it was found.
#[derive(Debug, Clone)]
pub struct Profile {
    /// File name without its folder.
    pub name: String,
    /// How it was read, in words.
    pub read_as: String,
    /// Rows of the header.
    pub header_rows: usize,
    /// Rows below it.
    pub rows: usize,
    /// What stands before decimals.
    pub decimal: char,
    /// The columns.
    pub columns: Vec<ColumnProfile>,
    /// What the file says of itself.
    pub labels: Labels,
    /// A last row that sums up the others; it is none of the rows and in no column.
    pub total: Option<Total>,
}

/// A row of totals below the respondents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// What it calls itself.
    pub said: String,
    /// The first column in which every respondent has an answer, and it has none.
    pub empty: usize,
}

/// A column as it was found.
#[derive(Debug, Clone)]
pub struct ColumnProfile {
    /// How a study names it: its header, or "#4" where that is empty or repeated.
    pub reference: String,
    /// Its header; empty where there is none.
    pub name: String,
    /// What the file says of it.
    pub labels: ColumnLabels,
    /// Respondents with an answer.
    pub answered: usize,
    /// Distinct texts and how many gave them, in the order of the file; blanks and what the file calls missing aside.
    pub texts: Vec<(String, usize)>,
    /// Whether there are more distinct texts than are kept.
    pub more: bool,
    /// Whether no text stands twice.
    pub all_distinct: bool,
    /// Texts that are numbers, counted by respondents.
    pub numbers: usize,
    /// Of these, whole numbers.
    pub whole: usize,
    /// The least and the largest number.
    pub range: (f64, f64),
    /// Texts that are dates or times.
    pub dates: usize,
    /// Bytes of all texts.
    pub length: usize,
    /// For each of [`SEPARATORS`]: cells that hold it, and the parts that cells fall into with their counts.
    pub parts: [(usize, Option<BTreeMap<String, usize>>); 3],
    /// One code a respondent: [`BLANK`], the position of the text plus one, or [`OTHER`].
    pub codes: Vec<u8>,
}

/// Reads a file for its profile: as it is told, and where it is not, as the file looks.
///
/// # Errors
/// If the file cannot be read.
pub fn profile(input: &Input, format: Format, told: &DataFlags) -> Result<Profile> {
    let mut data = DataSpec::default();
    data.apply(told);
    if told.header_rows.is_none() {
        data.header_rows = header_rows(input, format, &data)?;
    }
    let found = with_its_decimals(input, format, data.clone(), told)?;
    match total(&found) {
        None => Ok(found),
        Some(total) => {
            let data = DataSpec { decimal: Some(found.decimal), ..data };
            Ok(Profile { total: Some(total), ..read(input, format, &data, found.rows - 1)? })
        }
    }
}

/// All rows, with the mark before decimals that makes more numbers where none is told.
fn with_its_decimals(input: &Input, format: Format, data: DataSpec, told: &DataFlags) -> Result<Profile> {
    let found = read(input, format, &data, usize::MAX)?;
    if told.decimal.is_some() {
        return Ok(found);
    }
    // Numbers with decimal commas show as texts; they are counted again where that makes more numbers.
    let commas = DataSpec { decimal: Some(','), ..data };
    let texts = found.columns.iter().flat_map(|column| &column.texts);
    let is_comma = |text: &str| text.contains(',') && commas.number(text).is_some();
    let with_commas = texts.clone().filter(|(text, _)| is_comma(text)).count();
    let with_points = texts.filter(|(text, _)| text.contains('.') && text.parse::<f64>().is_ok()).count();
    if with_commas > with_points { read(input, format, &commas, usize::MAX) } else { Ok(found) }
}

/// Whether the last row sums up the others: its first text says so and stands nowhere else in its column, and beside it
/// are numbers and empty cells, one of them where everybody else has an answer.
fn total(found: &Profile) -> Option<Total> {
    const LEAST_ROWS: usize = 10;
    const WORDS: [&str; 10] =
        ["total", "totals", "grand total", "sum", "summe", "gesamt", "gesamtsumme", "insgesamt", "average", "mean"];
    let last = found.rows.checked_sub(1).filter(|last| *last >= LEAST_ROWS)?;
    let text = |column: &ColumnProfile| match column.codes[last] {
        BLANK | OTHER => None,
        code => column.texts.get(usize::from(code) - 1).cloned(),
    };
    let mut filled = found.columns.iter().filter(|column| column.codes[last] != BLANK);
    let (said, times) = text(filled.next()?)?;
    let is_number = |column: &ColumnProfile| match text(column) {
        Some((text, _)) => text.replacen(',', ".", 1).trim_end_matches('%').trim().parse::<f64>().is_ok(),
        None => column.numbers * 10 > column.answered * 9,
    };
    let is_total = times == 1 && WORDS.contains(&said.trim_end_matches(':').to_lowercase().as_str());
    let empty = found.columns.iter().position(|column| column.codes[last] == BLANK && column.answered == last)?;
    (is_total && filled.all(is_number)).then_some(Total { said, empty })
}

/// How many rows the header has: Qualtrics writes three, SurveyMonkey two.
fn header_rows(input: &Input, format: Format, data: &DataSpec) -> Result<usize> {
    let mut source = Source::open(input, format, &DataSpec { header_rows: 1, ..data.clone() })?;
    source.header.refuse_title()?;
    if !matches!(format, Format::Csv | Format::Tsv | Format::Xlsx) {
        return Ok(1);
    }
    let names = source.labels.header_rows.first().cloned().unwrap_or_default();
    let mut record = Records::default();
    let mut below: Vec<Vec<String>> = Vec::new();
    while below.len() < 2 && source.rows.next(&mut record)? {
        let cells = (0..record.len()).filter_map(|at| record.get(at));
        below.push(cells.map(|cell| text::trim(&String::from_utf8_lossy(cell)).to_owned()).collect());
    }
    let imported = |row: &Vec<String>| row.iter().any(|cell| cell.starts_with("{\"ImportId\""));
    if let Some(row) = below.iter().position(imported) {
        return Ok(row + 2);
    }
    let Some(second) = below.first() else { return Ok(1) };
    let responses = second.iter().any(|cell| matches!(cell.as_str(), "Response" | "Open-Ended Response"));
    let under_nothing = names.iter().zip(second).any(|(name, cell)| name.is_empty() && !cell.is_empty());
    let starts_empty = second.first().is_some_and(String::is_empty);
    Ok(if responses && (under_nothing || starts_empty) { 2 } else { 1 })
}

/// The first `most` rows; those behind them are only looked at for what makes a file unreadable.
fn read(input: &Input, format: Format, data: &DataSpec, most: usize) -> Result<Profile> {
    let Source { header, labels, read_as, mut rows, .. } = Source::open(input, format, data)?;
    let mut columns: Vec<Growing> = (0..header.len()).map(|at| Growing::new(labels.column(at), data)).collect();
    let mut record = Records::default();
    let mut n = 0;
    while rows.next(&mut record)? {
        if n == most {
            continue;
        }
        n += 1;
        for (at, column) in columns.iter_mut().enumerate() {
            let cell = String::from_utf8_lossy(record.get(at).unwrap_or_default());
            column.see(text::trim(&cell));
        }
    }
    rows.finish()?;
    let mut columns: Vec<ColumnProfile> =
        columns.into_iter().enumerate().map(|(at, column)| column.finish(at, &header)).collect();
    part_codes_from_wordings(&mut columns);
    Ok(Profile {
        name: input.name(),
        read_as,
        header_rows: data.header_rows,
        rows: n,
        decimal: data.decimal(),
        columns,
        labels,
        total: None,
    })
}

/// LimeSurvey writes "q3[SQ001]. Which causes? [Cost]": a code, and the wording.
fn part_codes_from_wordings(columns: &mut [ColumnProfile]) {
    let parts = |column: &ColumnProfile| {
        let (code, wording) = column.name.split_once(". ")?;
        let is_code = code.starts_with(|c: char| c.is_ascii_alphabetic())
            && code.chars().all(|c| c.is_ascii_alphanumeric() || "_[]".contains(c));
        (is_code && column.labels.label.is_none()).then(|| (code.to_owned(), wording.trim().to_owned()))
    };
    if columns.iter().filter(|column| parts(column).is_some()).count() * 10 < columns.len() * 7 {
        return;
    }
    for column in columns {
        if let Some((code, wording)) = parts(column) {
            (column.name, column.labels.label) = (code, Some(wording));
        }
    }
}

/// A column while it is read.
struct Growing {
    data: DataSpec,
    profile: ColumnProfile,
    known: HashMap<String, u8>,
    /// Hashes of the texts, while none stands twice.
    distinct: HashSet<u64>,
}

impl Growing {
    fn new(labels: ColumnLabels, data: &DataSpec) -> Self {
        Growing {
            data: data.clone(),
            profile: ColumnProfile {
                reference: String::new(),
                name: String::new(),
                labels,
                answered: 0,
                texts: Vec::new(),
                more: false,
                all_distinct: true,
                numbers: 0,
                whole: 0,
                range: (f64::INFINITY, f64::NEG_INFINITY),
                dates: 0,
                length: 0,
                parts: std::array::from_fn(|_| (0, Some(BTreeMap::new()))),
                codes: Vec::new(),
            },
            known: HashMap::new(),
            distinct: HashSet::new(),
        }
    }

    fn see(&mut self, text: &str) {
        let column = &mut self.profile;
        if text.is_empty() || column.labels.is_missing(text) {
            column.codes.push(BLANK);
            return;
        }
        column.answered += 1;
        column.length += text.len();
        if let Some(number) = column.labels.number(text).or_else(|| self.data.number(text)) {
            column.numbers += 1;
            column.whole += usize::from(number.fract() == 0.0);
            column.range = (column.range.0.min(number), column.range.1.max(number));
        } else if is_moment(text) {
            column.dates += 1;
        }
        if column.all_distinct {
            let mut hasher = DefaultHasher::new();
            text.hash(&mut hasher);
            column.all_distinct = self.distinct.insert(hasher.finish());
            if !column.all_distinct {
                self.distinct = HashSet::new();
            }
        }
        for (separator, (with, parts)) in SEPARATORS.iter().zip(&mut column.parts) {
            *with += usize::from(text.contains(separator));
            let Some(known) = parts else { continue };
            for part in text.split(separator).map(text::trim).filter(|part| !part.is_empty()) {
                *known.entry(part.to_owned()).or_insert(0) += 1;
            }
            if known.len() > MOST_PARTS {
                *parts = None;
            }
        }
        let code = match self.known.get(text) {
            Some(&code) => code,
            None if column.texts.len() < MOST_TEXTS => {
                column.texts.push((text.to_owned(), 0));
                let code = column.texts.len() as u8;
                self.known.insert(text.to_owned(), code);
                code
            }
            None => {
                column.more = true;
                OTHER
            }
        };
        if code != OTHER {
            column.texts[usize::from(code) - 1].1 += 1;
        }
        column.codes.push(code);
    }

    fn finish(self, at: usize, header: &Header) -> ColumnProfile {
        let mut column = self.profile;
        column.name = header.name(at);
        let by_name = crate::study::ColumnRef::parse(&column.name).ok().and_then(|name| header.find(&name).ok());
        column.reference = if by_name == Some(at) { column.name.clone() } else { format!("#{}", at + 1) };
        column
    }
}

/// Whether a text is a date or a time: digits in two or three groups, perhaps with the name of a month.
fn is_moment(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let clean = text.chars().all(|c| c.is_ascii_digit() || " -/.:TZ+,APMapm".contains(c));
    let separators = |set: &[char]| text.matches(set).count();
    clean
        && (3..=20).contains(&digits)
        && (separators(&['-', '/', '.']) >= 2 && digits >= 4 || separators(&[':']) >= 1 && digits >= 3)
}
