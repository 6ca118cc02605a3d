//! What a column holds: yes and no, an order, names, numbers, free text.

use super::order::{self, Certainty, Order, plain};
use crate::load::profile::ColumnProfile;

/// Names beyond which a column is no question with given answers.
const MOST_NAMES: usize = 60;
/// The share of respondents whose answers are numbers where a column is one of numbers.
const MOSTLY: f64 = 0.95;
/// Whole numbers up to which a column is a scale.
const SCALE: usize = 12;

const YES: &[&str] =
    &["yes", "y", "true", "1", "ja", "j", "oui", "sí", "si", "checked", "selected", "quoted", "wahr", "vrai", "t"];
const NO: &[&str] =
    &["no", "n", "false", "0", "nein", "non", "unchecked", "not selected", "not quoted", "falsch", "faux", "f"];

/// What a column holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// No answer at all.
    Empty,
    /// One answer, where there is one: a tick.
    Tick { text: String },
    /// The same answer from everybody.
    Constant,
    /// Yes and no, each in its spellings; `doubtful` where it is not said which is which.
    YesNo { yes: Vec<String>, no: Vec<String>, doubtful: bool },
    /// Answers with an order.
    Ordered(Order),
    /// Answers without one, most frequent first.
    Names { levels: Vec<String> },
    /// Many answers, some of them frequent: most frequent first.
    ManyNames { levels: Vec<String> },
    /// Numbers, and texts among them that are none.
    Numbers { others: Vec<String> },
    /// Dates or times.
    Dates,
    /// What respondents wrote themselves.
    Free,
}

/// What a column holds, codes of missing answers aside.
pub fn kind(column: &ColumnProfile, rows: usize, is_missing: &dyn Fn(&str) -> bool) -> Kind {
    let texts: Vec<&(String, usize)> = column.texts.iter().filter(|(text, _)| !is_missing(text)).collect();
    let n: usize = texts.iter().map(|(_, n)| n).sum::<usize>();
    let named: Vec<String> = texts.iter().map(|(text, _)| text.clone()).collect();
    let everybody =
        column.answered.saturating_sub(column.texts.iter().filter(|(t, _)| is_missing(t)).map(|(_, n)| n).sum());
    match named.as_slice() {
        [] => return Kind::Empty,
        [_] if !column.more && n == rows => return Kind::Constant,
        [only] if !column.more => return Kind::Tick { text: only.clone() },
        _ => {}
    }
    if column.dates as f64 >= MOSTLY * column.answered as f64 {
        return Kind::Dates;
    }
    let is_number = |text: &&String| column.labels.code_of(text).is_none() && text.parse::<f64>().is_ok();
    let unlabelled = column.labels.codes.is_empty();
    let mostly_numbers = column.numbers as f64 >= MOSTLY * everybody as f64;
    if mostly_numbers && unlabelled && (column.more || named.len() > SCALE || column.whole < column.numbers) {
        let others = named.iter().filter(|text| !is_number(text) && text.replacen(',', ".", 1).parse::<f64>().is_err());
        return Kind::Numbers { others: others.cloned().collect() };
    }
    if !column.more {
        let of = |list: &[&str]| -> Vec<String> {
            named.iter().filter(|text| list.contains(&plain(text).as_str())).cloned().collect()
        };
        let (yes, no) = (of(YES), of(NO));
        if !yes.is_empty() && !no.is_empty() && yes.len() + no.len() == named.len() {
            return Kind::YesNo { yes, no, doubtful: false };
        }
    }
    if !column.more && named.len() <= MOST_NAMES {
        if let Some(mut order) = order::order(&named) {
            // Numbers without words may be codes of anything.
            let bare = named.iter().all(|text| text.parse::<f64>().is_ok());
            if bare && named.len() < 5 {
                order.certainty = Certainty::Doubtful;
            }
            if named.len() <= 20 || bare {
                return Kind::Ordered(order);
            }
        }
        if let [a, b] = named.as_slice()
            && !column.all_distinct
        {
            // "Admit": Admitted, Rejected. The answer that repeats the name is the yes; else the rarer one may be.
            let start: String = plain(&column.name).chars().take(4).collect();
            let repeats = |text: &str| start.len() >= 3 && plain(text).starts_with(&start);
            let (rare, frequent) = if texts[0].1 <= texts[1].1 { (a, b) } else { (b, a) };
            let (yes, no) = if repeats(a) {
                (a, b)
            } else if repeats(b) {
                (b, a)
            } else {
                (rare, frequent)
            };
            return Kind::YesNo { yes: vec![yes.clone()], no: vec![no.clone()], doubtful: true };
        }
    }
    let mut levels: Vec<&(String, usize)> = texts;
    levels.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let top: usize = levels.iter().take(5).map(|(_, n)| n).sum();
    let levels: Vec<String> = levels.iter().map(|(text, _)| text.clone()).collect();
    let wordy = column.length as f64 > 60.0 * column.answered as f64;
    let written = column.all_distinct && everybody > 5 || wordy && levels.len() > 6;
    if !column.more && levels.len() <= SCALE && !written {
        return Kind::Names { levels };
    }
    if !column.more && levels.len() <= MOST_NAMES && top * 2 >= everybody && !wordy && everybody >= 3 * levels.len() {
        return Kind::ManyNames { levels };
    }
    Kind::Free
}

/// Answers that differ in capitals, quotes or spaces only, each with its spellings; answers with one spelling aside.
pub fn spellings(answers: &[String]) -> Vec<Vec<&String>> {
    let mut found: Vec<Vec<&String>> = Vec::new();
    for answer in answers {
        match found.iter_mut().find(|spellings| plain(spellings[0]) == plain(answer)) {
            Some(spellings) => spellings.push(answer),
            None => found.push(vec![answer]),
        }
    }
    found.retain(|spellings| spellings.len() > 1);
    found
}
