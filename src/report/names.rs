//! Under which file names charts and tables of an outcome stand.
//!
//! A name of an outcome may hold anything ("causes.Data exposure / loss"); a file name holds ASCII letters, digits,
//! `-` and `_`, and two outcomes never share one, not even on file systems that take `A` for `a`.

use std::collections::BTreeSet;

/// Longest stem, so that folder, stem and ending stay within what every file system bears.
const LONGEST: usize = 80;

/// The stem of a file name for an outcome: `causes.Data exposure` becomes `causes-Data-exposure`.
///
/// ```
/// assert_eq!(paradox::report::file_stem("causes.Data exposure"), "causes-Data-exposure");
/// assert_eq!(paradox::report::file_stem("../../etc/passwd"), "etc-passwd");
/// ```
pub fn file_stem(outcome_name: &str) -> String {
    let mut stem = String::new();
    for c in outcome_name.chars() {
        if c.is_ascii_alphanumeric() || c == '_' {
            stem.push(c);
        } else if !stem.is_empty() && !stem.ends_with('-') {
            stem.push('-');
        }
    }
    stem.truncate(LONGEST);
    let stem = stem.trim_end_matches('-');
    if stem.is_empty() || is_device(stem) {
        format!("outcome-{stem}").trim_end_matches('-').to_owned()
    } else {
        stem.to_owned()
    }
}

/// Stems for a list of outcomes, in its order, no two alike whatever the case of their letters.
///
/// ```
/// assert_eq!(paradox::report::file_stems(&["a b", "A/B", "a-b-2"]), ["a-b", "A-B-3", "a-b-2"]);
/// ```
pub fn file_stems<S: AsRef<str>>(names: &[S]) -> Vec<String> {
    let plain: Vec<String> = names.iter().map(|name| file_stem(name.as_ref())).collect();
    // A stem that a name has without a number is never given to another name.
    let wanted: BTreeSet<String> = plain.iter().map(|stem| stem.to_ascii_lowercase()).collect();
    let mut taken = BTreeSet::new();
    let mut chosen = Vec::with_capacity(plain.len());
    for stem in plain {
        let mut candidate = stem.clone();
        let mut number = 2;
        while taken.contains(&candidate.to_ascii_lowercase())
            || (candidate != stem && wanted.contains(&candidate.to_ascii_lowercase()))
        {
            candidate = format!("{stem}-{number}");
            number += 1;
        }
        taken.insert(candidate.to_ascii_lowercase());
        chosen.push(candidate);
    }
    chosen
}

/// Names that Windows keeps for devices, whatever their ending.
fn is_device(stem: &str) -> bool {
    let stem = stem.to_ascii_lowercase();
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix).is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stem_never_leaves_the_folder_and_is_never_empty() {
        for name in ["", "..", "/", "日本語", "a/../b", ".hidden", "CON", "lpt1", "x\u{0}y", "-rf"] {
            let stem = file_stem(name);
            assert!(!stem.is_empty() && !stem.starts_with(['-', '.']), "{name:?} -> {stem}");
            assert!(stem.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'), "{name:?} -> {stem}");
        }
        assert_eq!(file_stem("CON"), "outcome-CON");
        assert!(file_stem(&"x".repeat(500)).len() <= LONGEST);
    }

    #[test]
    fn stems_of_a_list_differ_even_without_regard_to_case() {
        let names = ["Rollback", "rollback", "rollback-2", "ROLLBACK", "日", "本", "outcome"];
        let stems = file_stems(&names);
        let folded: BTreeSet<String> = stems.iter().map(|s| s.to_ascii_lowercase()).collect();
        assert_eq!(folded.len(), names.len(), "{stems:?}");
        assert_eq!(stems[0], "Rollback");
        assert_eq!(stems[2], "rollback-2", "a name keeps its own stem");
    }
}
