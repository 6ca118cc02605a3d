//! How numbers are written: which sign parts whole from decimals, and which thousands from hundreds.
//!
//! ```text
//! "1,234.5"   English, the default        "1 234,5"   ISO 31-0, French, most of Europe
//! "1.234,5"   German, Spanish, Italian    "1234.5"    nothing between thousands
//! ```
//!
//! It is named by an example. It changes what is printed and drawn, never what is read, nor JSON and CSV.

use crate::error::{Error, Result, quoted};

/// The ways that can be asked for, each by its example.
pub const EXAMPLES: [&str; 7] = ["1,234.5", "1.234,5", "1 234,5", "1\u{2019}234.5", "1234.5", "1234,5", "1 234.5"];

/// How numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbers {
    /// Between the whole and the decimals.
    pub point: char,
    /// Between thousands and hundreds.
    pub thousands: Option<char>,
}

impl Numbers {
    /// "1,234.5".
    pub const ENGLISH: Numbers = Numbers { point: '.', thousands: Some(',') };

    /// The way in which this example is written.
    ///
    /// ```
    /// use paradox::study::Numbers;
    /// assert_eq!(Numbers::parse("1.234,5")?, Numbers { point: ',', thousands: Some('.') });
    /// assert!(Numbers::parse("1,234,5").is_err());
    /// # Ok::<(), paradox::Error>(())
    /// ```
    ///
    /// # Errors
    /// If it is none of the ways above.
    pub fn parse(example: &str) -> Result<Numbers> {
        let plain: String = example.trim().chars().map(usual).collect();
        if !EXAMPLES.contains(&plain.as_str()) {
            return Err(Error::new(format!("{} is no way to write numbers", quoted(example)))
                .hint(format!("one of: {}", EXAMPLES.map(quoted).join(", "))));
        }
        let mut signs = plain.chars().filter(|c| !c.is_ascii_digit()).rev();
        let point = signs.next().unwrap_or('.');
        // A line does not break inside a number.
        let thousands = signs.next().map(|sign| if sign == ' ' { '\u{a0}' } else { sign });
        Ok(Numbers { point, thousands })
    }
}

/// Spaces of any width are one, and so are the two apostrophes.
fn usual(c: char) -> char {
    match c {
        '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
        '\'' => '\u{2019}',
        other => other,
    }
}
