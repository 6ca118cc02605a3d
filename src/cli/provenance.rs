//! The command as the provenance has it: file names for paths, without options that do not change the output.

use std::fmt;

/// The words of a command line.
pub struct Words(Vec<String>);

impl Words {
    /// Those with which `paradox NAME` begins.
    pub fn of(command: &str) -> Self {
        Words(vec!["paradox".to_owned(), command.to_owned()])
    }

    /// One more word.
    pub fn word(&mut self, word: impl Into<String>) {
        self.0.push(word.into());
    }

    /// A flag with each of its values: once, never, or repeated.
    pub fn flag<T: ToString>(&mut self, name: &str, values: impl IntoIterator<Item = T>) {
        for value in values {
            self.0.extend([format!("--{name}"), value.to_string()]);
        }
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<String> = self.0.iter().map(|word| shell_word(word)).collect();
        f.write_str(&words.join(" "))
    }
}

/// A word as a shell would take it.
pub fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=+,:@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_string()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_what_a_shell_takes_apart_again() {
        let mut words = Words::of("test");
        words.word("agents.csv");
        words.flag("study", None::<String>);
        words.flag("where", ["country=Brazil|India", "role=Head of 'AI'"]);
        words.flag("alpha", Some(0.1));
        let line = words.to_string();
        assert_eq!(
            line,
            "paradox test agents.csv --where 'country=Brazil|India' --where 'role=Head of '\\''AI'\\''' --alpha 0.1"
        );
    }
}
