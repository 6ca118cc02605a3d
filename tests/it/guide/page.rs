//! A page of Markdown as what it tells to do.
//!
//! ````text
//! ```console            commands after `$ `, below each what it prints; a line `…` stands for any lines
//! ```toml name.toml     a file that is written, named in the paragraph before
//! ```diff name.toml     a change of such a file: what stands there, and what stands there afterwards
//! ```r                  lines of a session of R, as in the transcript that R wrote
//! ````

use crate::support::repository;

/// A page: where it is, what it says, its blocks of code in order.
pub struct Page {
    pub path: String,
    pub text: String,
    pub blocks: Vec<Block>,
}

/// A block of code with the words behind its three marks.
pub struct Block {
    pub line: usize,
    pub language: String,
    pub file: String,
    pub lines: Vec<String>,
}

impl Page {
    /// A page of this repository.
    pub fn read(path: &str) -> Page {
        let text = std::fs::read_to_string(repository(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
        let blocks = blocks(path, &text);
        Page { path: path.to_owned(), text, blocks }
    }

    /// Its lines outside blocks of code.
    fn prose(&self) -> impl Iterator<Item = &str> {
        let mut inside = false;
        self.text.lines().filter(move |line| {
            let mark = line.starts_with("```");
            inside ^= mark;
            !inside && !mark
        })
    }

    /// Its links into the repository.
    pub fn links(&self) -> Vec<String> {
        let links = self.prose().flat_map(|line| line.split("](").skip(1));
        let links = links.map(|rest| rest[..rest.find(')').expect("a link ends in its line")].to_owned());
        links.filter(|link| !link.contains("://")).collect()
    }

    /// What a link may name behind `#`: headings in small letters with hyphens.
    pub fn anchors(&self) -> impl Iterator<Item = String> {
        let headings = self
            .prose()
            .filter_map(|line| line.split_once("# ").filter(|(marks, _)| marks.trim_matches('#').is_empty()));
        headings.map(|(_, heading)| {
            let kept = heading.to_lowercase().replace(' ', "-");
            kept.chars().filter(|c| c.is_alphanumeric() || "-_".contains(*c)).collect()
        })
    }
}

fn blocks(path: &str, text: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut lines = text.lines().enumerate();
    let (mut before, mut ended) = (String::new(), false);
    while let Some((number, line)) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            before = if ended && !line.is_empty() { line.to_owned() } else { before + "\n" + line };
            ended = line.is_empty();
            continue;
        };
        let (language, file) = info.split_once(' ').unwrap_or((info, ""));
        assert!(before.contains(file), "{path}, line {number}: the paragraph before does not name {file}");
        let body = lines.by_ref().map(|(_, l)| l).take_while(|l| *l != "```").map(str::to_owned).collect();
        found.push(Block { line: number + 1, language: language.to_owned(), file: file.to_owned(), lines: body });
    }
    found
}

impl Block {
    /// The commands of a console with the lines below each.
    pub fn commands(&self) -> Vec<(String, Vec<&str>)> {
        let mut found: Vec<(String, Vec<&str>)> = Vec::new();
        let mut lines = self.lines.iter();
        while let Some(line) = lines.next() {
            if let Some(command) = line.strip_prefix("$ ") {
                let mut command = command.to_owned();
                while let Some(open) = command.strip_suffix('\\') {
                    command = open.to_owned() + lines.next().expect("a line after a backslash").trim_start();
                }
                found.push((command, Vec::new()));
            } else {
                found.last_mut().unwrap_or_else(|| panic!("{line:?} stands below no command")).1.push(line);
            }
        }
        found
    }
}
