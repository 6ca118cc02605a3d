//! Under which names sheets stand.
//!
//! A sheet name has at most 31 characters, none of `[ ] : * ? / \ '`, is not one of the program's own, and differs from
//! every other without regard to case.

use std::collections::BTreeSet;

/// Longest name of a sheet.
const LONGEST: usize = 31;

/// A name for each text, in order, no two alike, and none of those that are `taken`.
///
/// ```
/// use paradox::report::xlsx::sheet_names;
/// assert_eq!(sheet_names(&["a/b", "A?B", "Notes"], &["Notes"]), ["a b", "A B 2", "Notes 2"]);
/// ```
pub fn sheet_names<S: AsRef<str>>(texts: &[S], taken: &[&str]) -> Vec<String> {
    let mut used: BTreeSet<String> = taken.iter().map(|name| name.to_lowercase()).collect();
    // Excel keeps this one for itself.
    used.insert("history".to_owned());
    let mut names = Vec::with_capacity(texts.len());
    for text in texts {
        let plain = plain(text.as_ref());
        let mut name = cut(&plain, LONGEST);
        let mut number = 2;
        while !used.insert(name.to_lowercase()) {
            let end = format!(" {number}");
            name = format!("{}{end}", cut(&plain, LONGEST - end.len()));
            number += 1;
        }
        names.push(name);
    }
    names
}

/// Letters, digits and harmless marks; runs of anything else as one space.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ',' | '&' | '%' | '(' | ')') {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    let out = out.trim().to_owned();
    if out.is_empty() { "Table".to_owned() } else { out }
}

/// As many characters as fit, counted as Excel does: in units of UTF-16.
fn cut(text: &str, most: usize) -> String {
    let mut units = 0;
    let fits = text.chars().take_while(|c| {
        units += c.len_utf16();
        units <= most
    });
    fits.collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::sample::HOSTILE;

    #[test]
    fn every_name_is_one_that_excel_takes_and_no_two_are_alike() {
        let long = ["x".repeat(300), format!("{}y", "x".repeat(300)), "𝒳".repeat(40), String::new(), "'".into()];
        let texts: Vec<String> = HOSTILE
            .iter()
            .map(|text| (*text).to_owned())
            .chain(long)
            .chain(["History".into(), "Notes".into()])
            .collect();
        let names = sheet_names(&texts, &["Contents", "Notes"]);
        let folded: BTreeSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
        assert_eq!(folded.len(), texts.len(), "{names:?}");
        for name in &names {
            assert!((1..=31).contains(&name.encode_utf16().count()), "{name}");
            assert!(!name.contains(['[', ']', ':', '*', '?', '/', '\\', '\'']) && !name.chars().any(char::is_control));
            assert!(!["history", "contents", "notes"].contains(&name.to_lowercase().as_str()), "{name}");
        }
    }
}
