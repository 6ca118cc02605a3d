//! A banner table in each syntax: outcomes down, segment levels across.
//!
//! ```text
//! Banner ──lines──► what stands under what, what may be shown ──► terminal · markdown · html · csv (xlsx beside it)
//! ```
//!
//! A figure that may not be shown is a dash, and no letter names its column.

mod csv;
mod html;
pub mod lines;
mod markdown;
mod terminal;
#[cfg(test)]
mod tests;

pub use csv::csv;
pub use html::html;
pub use markdown::markdown;
pub use terminal::{text, text_within};

/// Whether a text begins like a table in one of these syntaxes.
pub fn is_table(text: &str) -> bool {
    let names = ["Base", "Respondents"];
    let counts = |rest: &str| rest.starts_with("  ") && !rest.contains(char::is_alphabetic);
    let base = |line: &str| {
        names.iter().any(|name| line.starts_with(&format!("| {name} |")) || line.strip_prefix(name).is_some_and(counts))
    };
    text.starts_with(&csv::HEADER.join(","))
        || text.contains("\"schema\": \"paradox.table/")
        || text.contains("<tr class=\"base\">")
        || text.lines().any(base)
}
