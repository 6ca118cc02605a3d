//! The extension records of an SPSS file: encoding, long names and texts, sets of several answers.

use std::collections::BTreeMap;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::dictionary::{Variable, encoding_named, encoding_of_page};
use crate::load::labels::AnswerSet;

const INTEGERS: i32 = 3;
const SETS: i32 = 7;
/// Names of more than 8 bytes.
pub const LONG_NAMES: i32 = 13;
/// Texts of more than 255 bytes.
pub const LONG_TEXTS: i32 = 14;
const SETS_OF_14: i32 = 19;
const ENCODING: i32 = 20;
const LONG_LABELS: i32 = 21;
const LONG_MISSING: i32 = 22;

/// Extension records by their type.
#[derive(Default)]
pub struct Extensions {
    records: BTreeMap<i32, Vec<u8>>,
    big_endian: bool,
}

impl Extensions {
    /// Keeps a record.
    pub fn add(&mut self, subtype: i32, content: Vec<u8>, big_endian: bool) {
        self.big_endian = big_endian;
        self.records.entry(subtype).or_default().extend(content);
    }

    /// A number of the file's byte order.
    pub fn double(&self, bytes: [u8; 8]) -> f64 {
        if self.big_endian { f64::from_be_bytes(bytes) } else { f64::from_le_bytes(bytes) }
    }

    /// The encoding by its name, else by its code page.
    pub fn encoding(&self) -> Result<&'static Encoding, String> {
        if let Some(name) = self.records.get(&ENCODING) {
            return encoding_named(&String::from_utf8_lossy(name));
        }
        let page = self.records.get(&INTEGERS).and_then(|content| content.get(28..32)?.try_into().ok());
        match page {
            Some(page) if self.big_endian => encoding_of_page(i32::from_be_bytes(page)),
            Some(page) => encoding_of_page(i32::from_le_bytes(page)),
            None => Ok(WINDOWS_1252),
        }
    }

    /// A record of the form `A=x<tab>B=y`.
    pub fn pairs(&self, subtype: i32, encoding: &'static Encoding) -> BTreeMap<String, String> {
        let Some(content) = self.records.get(&subtype) else { return BTreeMap::new() };
        let text = encoding.decode_without_bom_handling(content).0;
        let pairs = text.split('\t').filter_map(|pair| pair.split_once('='));
        pairs.map(|(name, value)| (name.trim_start_matches('\0').to_owned(), value.to_owned())).collect()
    }

    /// Labels of the codes of a text of more than 8 bytes: code, label.
    pub fn long_labels(&self, variable: &str, encoding: &'static Encoding) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let mut content = Content { extensions: self, rest: self.records.get(&LONG_LABELS).map_or(&[], Vec::as_slice) };
        while let Some(name) = content.text(encoding) {
            let (Some(_width), Some(count)) = (content.count(), content.count()) else { break };
            for _ in 0..count {
                let (Some(code), Some(label)) = (content.text(encoding), content.text(encoding)) else { return found };
                if name == variable {
                    found.push((code, label));
                }
            }
        }
        found
    }

    /// Missing codes of a text of more than 8 bytes.
    pub fn long_missing(&self, variable: &str, encoding: &'static Encoding) -> Vec<String> {
        let mut found = Vec::new();
        let mut content =
            Content { extensions: self, rest: self.records.get(&LONG_MISSING).map_or(&[], Vec::as_slice) };
        while let Some(name) = content.text(encoding) {
            let (Some(count), Some(length)) = (content.take(1).map(|one| one[0]), content.count()) else { break };
            for _ in 0..count {
                let Some(code) = content.take(length) else { return found };
                if name == variable {
                    found.push(decoded(code, encoding));
                }
            }
        }
        found
    }

    /// Sets of several answers. Variables are named by their short names.
    pub fn sets(&self, variables: &[Variable], encoding: &'static Encoding, short: &[String]) -> Vec<AnswerSet> {
        let mut found: Vec<AnswerSet> = Vec::new();
        for subtype in [SETS, SETS_OF_14] {
            let content = self.records.get(&subtype).map_or(&[][..], Vec::as_slice);
            for line in content.split(|&b| b == b'\n') {
                if let Some(set) = set_of(line, variables, encoding, short)
                    && found.iter().all(|known| known.name != set.name)
                {
                    found.push(set);
                }
            }
        }
        found
    }
}

/// `$causes=D1 1 9 Causes of it q7_1 q7_2`: a name, D with the counted value (E: with where the labels come from) or C,
/// a label, the variables. Texts are preceded by their length.
fn set_of(line: &[u8], variables: &[Variable], encoding: &'static Encoding, short: &[String]) -> Option<AnswerSet> {
    let equals = line.iter().position(|&b| b == b'=')?;
    let name = decoded(&line[..equals], encoding).trim_start_matches('$').to_owned();
    let mut rest = &line[equals + 1..];
    let (kind, after) = rest.split_first()?;
    rest = after;
    let counted = match kind {
        b'D' => Some(counted_text(&mut rest, encoding)?),
        b'E' => {
            // " 1 " or " 11 ": where the labels of the categories come from, of no interest here.
            rest = rest.strip_prefix(b" ")?;
            let space = rest.iter().position(|&b| b == b' ')?;
            rest = &rest[space + 1..];
            Some(counted_text(&mut rest, encoding)?)
        }
        _ => None,
    };
    rest = rest.strip_prefix(b" ").unwrap_or(rest);
    let label = counted_text(&mut rest, encoding)?;
    let rest = decoded(rest, encoding);
    let by_name = |name: &str| {
        let same = |known: &str| known.eq_ignore_ascii_case(name);
        variables.iter().position(|v| same(&v.name)).or_else(|| {
            let of_short = short.iter().position(|known| same(known))?;
            (variables.len() == short.len()).then_some(of_short)
        })
    };
    let columns: Vec<usize> = rest.split_whitespace().filter_map(by_name).collect();
    if columns.is_empty() {
        return None;
    }
    // The counted value is a code; cells hold its label, if it has one.
    let first = &variables[columns[0]].labels;
    let counted = counted.map(|code| {
        let code = code.trim().to_owned();
        first.text_of(&code).map_or(code, str::to_owned)
    });
    Some(AnswerSet { name, label: Some(label.trim().to_owned()).filter(|l| !l.is_empty()), counted, columns })
}

/// A text after its length: `9 Causes of`.
fn counted_text(rest: &mut &[u8], encoding: &'static Encoding) -> Option<String> {
    let space = rest.iter().position(|&b| b == b' ')?;
    let length: usize = std::str::from_utf8(&rest[..space]).ok()?.trim().parse().ok()?;
    let end = (space + 1).checked_add(length)?;
    let text = decoded(rest.get(space + 1..end)?, encoding);
    *rest = &rest[end..];
    Some(text)
}

fn decoded(bytes: &[u8], encoding: &'static Encoding) -> String {
    encoding.decode_without_bom_handling(bytes).0.trim_end_matches(['\0', ' ']).to_owned()
}

/// A record that is taken apart from its front.
struct Content<'a> {
    extensions: &'a Extensions,
    rest: &'a [u8],
}

impl<'a> Content<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(n)?;
        self.rest = rest;
        Some(taken)
    }

    fn count(&mut self) -> Option<usize> {
        let bytes = self.take(4)?.try_into().ok()?;
        let n = if self.extensions.big_endian { i32::from_be_bytes(bytes) } else { i32::from_le_bytes(bytes) };
        usize::try_from(n).ok()
    }

    fn text(&mut self, encoding: &'static Encoding) -> Option<String> {
        let length = self.count()?;
        Some(decoded(self.take(length)?, encoding))
    }
}
