//! paradox turns a file of survey answers into findings that hold up.
//!
//! ```text
//! study file ──► Study ─────────────┐
//! data file ───► Blocks of coded columns ──► Cube ──► Estimate, Test, Pair ──► Results ──► report · charts · tables · json
//! simulate ────► Blocks                                (stats: pure numbers)
//! ```
//!
//! Each arrow is one function from value to value. Files, terminal and clock are touched only in `cli` and `load`.
//! [`parallel`] does work of one kind on several threads, for whoever has it. Folders know those before them and never
//! those after:
//! `num` → `design` → `stats` → `study` → `load` → `tabulate` → `cells` → `results` → `findings` → `chart`, `report` → `cli`.
//!
//! # From answers to a verdict
//!
//! ```
//! use paradox::{findings, load::{Format, Input}, study};
//!
//! let study = study::parse(r#"
//! schema = 1
//! [[segments]]
//! name = "size"
//! levels = ["Small", "Large"]
//! [[outcomes]]
//! name = "back"
//! yes = ["Yes"]
//! no = ["No"]
//! "#, "agents.toml")?;
//!
//! // 60 small companies of which 45 said yes, 40 large ones of which 12 did
//! let answers = [("Small,Yes\n", 45), ("Small,No\n", 15), ("Large,Yes\n", 12), ("Large,No\n", 28)];
//! let rows: String = answers.iter().map(|(row, n)| row.repeat(*n)).collect();
//! let data = Input::Bytes { name: "agents.csv".into(), bytes: format!("size,back\n{rows}").into_bytes() };
//!
//! let results = findings::analyze(&study, &data, Format::Csv, "how this was made", 1)?;
//! let by_size = &results.outcomes[0].segments[0];
//! assert_eq!(by_size.levels[0].rate, Some(0.75)); // rates are fractions
//! assert_eq!(by_size.verdict.name(), "differs");
//! assert!(by_size.sentence.contains("by size, from 30% (Large, n = 40) to 75% (Small, n = 60)"));
//! # Ok::<(), paradox::Error>(())
//! ```
//!
//! `examples/one_question.rs` and `examples/whole_study.rs` do the same with files.
//!
//! # Where things are
//!
//! | I want | look at |
//! |---|---|
//! | a study from a study file, from a data file | [`study::parse`], [`propose`] |
//! | everything that a study asks, or some outcomes of it | [`findings::analyze`], [`findings::some`] |
//! | a banner table, a screening, a plan, what published figures imply | [`findings::table`], [`findings::screen`], [`findings::plan`], [`findings::claims_alone`] |
//! | the results as types, their JSON Schema | [`results::Results`], [`results::schema::schema`] |
//! | a report as Markdown, HTML | [`report::build()`], then [`report::markdown`], [`report::html`] |
//! | a chart as SVG, PNG | [`chart`] |
//! | one statistic of plain numbers | [`stats`]: a file a question; by design [`design`] |
//! | tails and quantiles of distributions | [`num::dist`] |
//! | synthetic respondents | [`simulate`] |
//!
//! A statistic needs no study:
//!
//! ```
//! use paradox::stats::interval::wilson;
//! let ci = wilson(52.0, 70.0, 0.95); // 52 of 70 said yes; in R prop.test(52, 70, correct = FALSE)$conf.int
//! assert!((ci.low - 0.6297).abs() < 5e-5 && (ci.high - 0.8307).abs() < 5e-5);
//! ```
//!
//! # What holds everywhere
//!
//! Rates, shares, margins and their differences are fractions from 0 to 1; means are in their own unit. What cannot be
//! estimated is `None`, with a flag that says why. A p is kept as `ln_p` beside it, for values that underflow. An
//! [`Error`] names file, line and column and says what to do. The same input gives the same bytes, on any number of
//! threads; what draws at random takes its seed from the caller.

#![warn(missing_docs)]

mod bidi;
pub mod block;
pub mod cells;
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
