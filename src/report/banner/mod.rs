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
