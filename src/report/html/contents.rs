//! The contents: every section with its parts, and what an address of the page is called.

use std::collections::BTreeSet;

use super::text::escape;

/// Longest address, so that it can be read.
const LONGEST: usize = 60;

/// An entry of the contents.
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) title: String,
    /// 2 for a section, 3 for what stands in it.
    pub(super) depth: u8,
}

/// What the page itself calls by name: an outcome may be called the same, and gets another address.
const OWN: [&str; 9] =
    ["data", "tip", "margin", "one", "one-comparison", "pick-outcome", "pick-segment", "detection", "detection-moved"];

/// Addresses inside the page, each given once.
pub(super) struct Ids {
    taken: BTreeSet<String>,
}

impl Default for Ids {
    fn default() -> Self {
        Ids { taken: OWN.iter().map(|id| (*id).to_owned()).collect() }
    }
}

impl Ids {
    /// The address for a title: "By company size" is `by-company-size`.
    pub(super) fn of(&mut self, title: &str) -> String {
        let mut id = String::new();
        for c in title.chars() {
            if c.is_ascii_alphanumeric() {
                id.push(c.to_ascii_lowercase());
            } else if !id.is_empty() && !id.ends_with('-') {
                id.push('-');
            }
        }
        id.truncate(LONGEST);
        let id = id.trim_end_matches('-');
        // An address that begins with a letter is none that the page uses for itself.
        let id = if id.starts_with(|c: char| c.is_ascii_alphabetic()) { id.to_owned() } else { format!("s-{id}") };
        let mut candidate = id.clone();
        let mut number = 2;
        while !self.taken.insert(candidate.clone()) {
            candidate = format!("{id}-{number}");
            number += 1;
        }
        candidate
    }
}

/// The list of links.
pub(super) fn nav(entries: &[Entry]) -> String {
    let mut out =
        String::from("<nav aria-label=Contents>\n<details class=contents open>\n<summary>Contents</summary>\n<ol>\n");
    for (at, entry) in entries.iter().enumerate() {
        let next = entries.get(at + 1).map_or(2, |next| next.depth);
        let link = format!("<li><a href=\"#{}\">{}</a>", entry.id, escape(&entry.title));
        out.push_str(&link);
        match (entry.depth, next) {
            (2, 3) => out.push_str("\n<ol>\n"),
            (3, 2) => out.push_str("</li>\n</ol></li>\n"),
            _ => out.push_str("</li>\n"),
        }
    }
    out.push_str("</ol>\n</details>\n</nav>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_sections_share_an_address_and_none_is_empty() {
        let mut ids = Ids::default();
        let titles = ["By size", "By size", "by  SIZE!", "日本語", "", "<script>", "2026", "By size 2"];
        let all: Vec<String> = titles.iter().map(|title| ids.of(title)).collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), titles.len(), "{all:?}");
        for id in &all {
            assert!(id.starts_with(|c: char| c.is_ascii_lowercase()), "{id}");
            assert!(id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{id}");
        }
        assert_eq!(all[..3], ["by-size", "by-size-2", "by-size-3"]);
        assert_eq!(ids.of("Data"), "data-2", "the page has an element of that name");
        // Every element that the script looks up by name is among them.
        let script = include_str!("page.js");
        let named = script.split("id: '").skip(1).map(|rest| rest.split('\'').next().unwrap());
        for id in named.chain(script.split("getElementById('").skip(1).map(|rest| rest.split('\'').next().unwrap())) {
            assert!(OWN.contains(&id), "{id}");
        }
    }

    /// The drawings in a page have classes that begin with a capital (`chart::inline`).
    #[test]
    fn no_class_of_the_page_begins_with_a_capital() {
        let styles = super::super::STYLES.concat();
        let classes = styles.split('.').skip(1).filter(|after| after.starts_with(|c: char| c.is_ascii_uppercase()));
        assert_eq!(classes.collect::<Vec<_>>(), Vec::<&str>::new());
    }
}
