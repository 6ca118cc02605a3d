//! paradox turns a file of survey answers into findings that hold up.
//!
//! ```text
//! study file ──► Study ─────────────┐
//! data file ───► Blocks of coded columns ──► Cube ──► Estimate, Test, Pair ──► Results ──► report · charts · tables · json
//! simulate ────► Blocks                                (stats: pure numbers)
//! ```
//!
//! Each arrow is one function from value to value. Files, terminal and clock are touched only in `cli` and `load`.
//! [`parallel`] does work of one kind on several threads, for whoever has it. Folders know those before them and never those after:
//! `num` → `design` → `stats` → `study` → `load` → `tabulate` → `results` → `findings` → `chart`, `report` → `cli`.

pub mod block;
pub mod chart;
pub mod cli;
pub mod design;
pub mod error;
pub mod findings;
pub mod load;
pub mod num;
pub mod parallel;
pub mod propose;
pub mod report;
pub mod results;
pub mod simulate;
pub mod stats;
pub mod study;
pub mod tabulate;

pub use error::{Error, Result};
