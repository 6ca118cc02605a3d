//! What is wrong, where, and what to do about it.
//!
//! ```text
//! error: column `company_size` holds "10,000+", which is no level of this segment
//!   --> agents.csv, line 118, and 3 further lines
//!       agents.toml, line 24, lists "1,000-4,999" and "5,000+"
//! hint: add it to `levels`, or map it with aliases = { "10,000+" = "5,000+" }
//! ```
//!
//! Names stand in backticks, values of the data in double quotes. Control characters of hostile input are escaped
//! here, so that no message can drive a terminal.

use std::fmt;

/// A problem with data, study or arguments, as the user sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Error {
    what: String,
    places: Vec<String>,
    hints: Vec<String>,
    /// Further problems of the same run, found before giving up.
    others: Vec<Error>,
    usage: bool,
}

/// The result of everything in this library that can fail on input.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error that says what is wrong: lower case, no full stop.
    pub fn new(what: impl Into<String>) -> Self {
        Error { what: what.into(), ..Error::default() }
    }

    /// An error of usage (exit code 2): an argument out of its range or not understood.
    pub fn usage(what: impl Into<String>) -> Self {
        Error { what: what.into(), usage: true, ..Error::default() }
    }

    /// Adds where it is: a file, with line and column where they are known.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.places.push(place.into());
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// One error out of many; `None` if there are none. The first leads.
    pub fn all(mut errors: Vec<Error>) -> Option<Error> {
        if errors.is_empty() {
            return None;
        }
        let mut first = errors.remove(0);
        first.others.extend(errors);
        Some(first)
    }

    /// Whether it is an error of usage (exit code 2) rather than of data or study (exit code 1).
    pub fn is_usage(&self) -> bool {
        self.usage
    }

    /// What is wrong, without place and hint.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// Where it is.
    pub fn places(&self) -> &[String] {
        &self.places
    }

    /// What to do about it.
    pub fn hints(&self) -> &[String] {
        &self.hints
    }

    /// This error and the others that came with it.
    pub fn each(&self) -> impl Iterator<Item = &Error> {
        std::iter::once(self).chain(self.others.iter())
    }

    fn write_one(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", printable(&self.what))?;
        for (i, place) in self.places.iter().enumerate() {
            let arrow = if i == 0 { "-->" } else { "   " };
            write!(f, "\n  {arrow} {}", printable(place))?;
        }
        for hint in &self.hints {
            write!(f, "\nhint: {}", printable(hint))?;
        }
        Ok(())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_one(f)?;
        for other in &self.others {
            write!(f, "\nerror: ")?;
            other.write_one(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

/// Text with its control characters (and those that turn the direction of writing) made visible.
///
/// ```
/// assert_eq!(paradox::error::printable("a\u{1b}[31mb\n"), "a\\u{1b}[31mb\\n");
/// ```
pub fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_shown(c) { out.push(c) } else { out.extend(c.escape_default()) }
    }
    out
}

/// Whether a character is one to look at: it drives no terminal, ends no line and does not turn the direction of writing.
pub fn is_shown(c: char) -> bool {
    let steers = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    !c.is_control() && !steers
}

/// A value of the data in double quotes, shortened to what a message can bear.
///
/// ```
/// assert_eq!(paradox::error::quoted("5,000+"), "\"5,000+\"");
/// ```
pub fn quoted(value: &str) -> String {
    const MOST: usize = 60;
    if value.chars().count() <= MOST {
        return format!("\"{value}\"");
    }
    let start: String = value.chars().take(MOST).collect();
    format!("\"{start}…\"")
}
