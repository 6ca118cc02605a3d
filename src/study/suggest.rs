//! Which known name did the user mean?
//!
//! "lable" is near "label" and near nothing else; "xyz" is near nothing, and then nothing is suggested. A file that names
//! a hundred thousand unknown columns beside as many known ones gets suggestions for the first of them: what is compared
//! for one study or one file is limited.

use std::cell::Cell;

/// The longest text that is compared: the distance takes time and memory with the product of both lengths.
const LONGEST: usize = 80;

/// Pairs of letters that are compared from one [`anew`] to the next, less than a second's work.
const MOST_PAIRS: usize = 50_000_000;

/// What it costs to look at a name whose length alone rules it out.
const GLANCE: usize = 4;

thread_local! {
    /// Pairs of letters that may still be compared on this thread.
    static LEFT: Cell<usize> = const { Cell::new(MOST_PAIRS) };
}

/// Begins another study or file.
pub(crate) fn anew() {
    LEFT.set(MOST_PAIRS);
}

/// Whether so many pairs of letters may be compared; they are then taken off.
fn afford(pairs: usize) -> bool {
    let left = LEFT.get().checked_sub(pairs);
    LEFT.set(left.unwrap_or(0));
    left.is_some()
}

/// The nearest of the known names, if one is near enough to be meant: by Damerau and Levenshtein, case aside, at most
/// one slip in three letters.
///
/// ```
/// assert_eq!(paradox::study::suggest::nearest("lable", ["name", "label"]), Some("label"));
/// assert_eq!(paradox::study::suggest::nearest("5000+", ["1,000-4,999", "5,000+"]), Some("5,000+"));
/// assert_eq!(paradox::study::suggest::nearest("weather", ["name", "label"]), None);
/// ```
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    let length = name.chars().count();
    if length > LONGEST {
        return None;
    }
    let mut best = None;
    for candidate in known {
        if !afford(GLANCE) {
            break;
        }
        // No letter takes more than four bytes.
        if candidate.len() > 4 * LONGEST {
            continue;
        }
        let letters = candidate.chars().count();
        let longer = letters.max(length);
        // Every letter that the one has more than the other is a slip.
        if longer > LONGEST || letters.abs_diff(length) > (longer / 3).max(1) || !afford(letters * length) {
            continue;
        }
        let slips = strsim::damerau_levenshtein(&name, &candidate.to_lowercase());
        let near = slips <= (longer / 3).max(1) && slips < longer;
        if near && best.is_none_or(|(least, _)| slips < least) {
            best = Some((slips, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// "`a`, `b` and `c`": names in backticks as one phrase; "and 7 more" after the fifth.
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    phrase(names.into_iter().map(|name| format!("`{name}`")).collect())
}

/// "\"a\", \"b\" and \"c\"": values in double quotes as one phrase; "and 7 more" after the fifth.
pub(crate) fn listed_values<'a>(values: impl IntoIterator<Item = &'a str>) -> String {
    phrase(values.into_iter().map(crate::error::quoted).collect())
}

fn phrase(mut items: Vec<String>) -> String {
    const MOST: usize = 5;
    if items.len() > MOST + 1 {
        let more = items.len() - MOST;
        items.truncate(MOST);
        items.push(format!("{more} more"));
    }
    match items.pop() {
        None => "none".to_owned(),
        Some(last) if items.is_empty() => last,
        Some(last) => format!("{} and {last}", items.join(", ")),
    }
}

/// The only one of the known names of which a name is a word, case aside; `None` where several have it, and where too many
/// letters were compared already.
///
/// ```
/// use paradox::study::suggest::only_with_word;
/// assert_eq!(only_with_word("size", ["company_size", "country"]), Some("company_size"));
/// assert_eq!(only_with_word("size", ["company_size", "team size"]), None);
/// ```
pub fn only_with_word<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = name.to_lowercase();
    let mut only = None;
    for candidate in known {
        // Each letter is looked at some ten times.
        if !afford(GLANCE + 10 * candidate.len()) {
            return None;
        }
        if candidate.to_lowercase().split(['_', ' ', '-', '.']).any(|part| part == word) {
            if only.is_some() {
                return None;
            }
            only = Some(candidate);
        }
    }
    only
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_in_three_letters_is_near_and_a_different_word_is_not() {
        assert_eq!(nearest("levles", ["levels", "label"]), Some("levels"));
        assert_eq!(nearest("Rollback", ["rollback"]), Some("rollback"));
        assert_eq!(nearest("yes", ["no", "base"]), None);
        assert_eq!(nearest("ab", ["xy"]), None);
        assert_eq!(nearest("a", ["b"]), None);
    }

    #[test]
    fn of_two_near_names_the_nearer_is_suggested() {
        assert_eq!(nearest("seen_12", ["seen_3", "seen_1"]), Some("seen_1"));
    }

    #[test]
    fn of_a_hundred_thousand_names_against_as_many_only_so_many_letters_are_compared() {
        let known: Vec<String> = (0..100_000).map(|i| format!("column_{i:07}_of_the_file")).collect();
        let known = || known.iter().map(String::as_str);
        anew();
        assert_eq!(nearest("colunm_0000001_of_the_file", known().take(2)), Some("column_0000001_of_the_file"));
        for _ in 0..100_000 {
            nearest("zolumn_9999999_of_the_file", known());
        }
        assert!(!afford(1), "what may be compared is not used up: nothing is limited");
        assert_eq!(nearest("levles", ["levels"]), None);
        anew();
        assert_eq!(nearest("levles", ["levels"]), Some("levels"));
    }

    #[test]
    fn long_lists_are_cut_with_a_count() {
        assert_eq!(listed(["a"]), "`a`");
        assert_eq!(listed(["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(listed_values(["a", "b", "c", "d", "e", "f", "g"]), r#""a", "b", "c", "d", "e" and 2 more"#);
    }
}
