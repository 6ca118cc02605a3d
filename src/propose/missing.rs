//! Codes that mean missing: those that say so in words, and those that programs write.

use std::collections::BTreeMap;

use super::order::{NoAnswer, no_answer};
use crate::load::profile::Profile;

/// Texts that programs write where there is nothing.
const NOTHING: &[&str] = &[
    "NA",
    "N/A",
    "#N/A",
    "NULL",
    "null",
    "NaN",
    "nan",
    "None given",
    "-",
    "--",
    ".",
    "-99",
    "-999",
    "-9",
    "-88",
    "-77",
    "-8888",
    "-9999",
];

/// Distinct texts of a column up to which it is looked at.
const MOST_TEXTS: usize = 100;

/// Whether a text that an answer is says that there is none.
pub fn is_no_answer(text: &str) -> bool {
    NOTHING.contains(&text) || no_answer(text).is_some()
}

/// The codes that occur, by kind; the empty cell is among the first.
pub fn codes(profile: &Profile) -> BTreeMap<&'static str, Vec<String>> {
    let mut found = BTreeMap::from([("no_answer", vec![String::new()])]);
    for column in profile.columns.iter().filter(|column| !column.more || column.numbers > 0) {
        let mostly_numbers = column.numbers * 10 > column.answered * 9;
        if column.texts.len() > MOST_TEXTS && !mostly_numbers {
            continue;
        }
        // A negative code is one only where no other number is negative.
        let real_negatives = column
            .texts
            .iter()
            .any(|(text, _)| text.starts_with('-') && text.len() > 1 && !NOTHING.contains(&text.as_str()));
        for (text, _) in &column.texts {
            let negative = text.starts_with('-') && text.parse::<f64>().is_ok();
            let is_code = NOTHING.contains(&text.as_str()) && !(negative && (real_negatives || !mostly_numbers));
            let kind = match no_answer(text) {
                _ if is_code => "no_answer",
                Some(NoAnswer::Refused) => "refused",
                Some(NoAnswer::DontKnow) => "dont_know",
                Some(NoAnswer::NotApplicable) => "not_applicable",
                None => continue,
            };
            let codes = found.entry(kind).or_default();
            if !codes.contains(text) {
                codes.push(text.clone());
            }
        }
    }
    found
}
