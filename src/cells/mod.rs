//! Counting where the data are: a query that makes cells, and the tables of a study from them.
//!
//! ```text
//! Study ──► Plan ──► query ──(DuckDB, PostgreSQL, Spark)──► file of cells ──► the same tables as from respondents
//! ```
//!
//! Every table of a study ([`Cubes::tables`]) reads a few columns. A *part* of the plan counts all respondents by such a
//! set of columns, with n, Σw and Σw²; sets within others need no part of their own. Results then follow from the parts as
//! from respondents: the variance needs Σw of a sampling unit, and Σw² of a cell where each respondent is one. The query
//! groups by what texts mean, not by how they are spelt ([`keys`]); a part for each column tells how they are spelt.
//!
//! What no cells of reasonable number can carry is refused by name: [`Plan::of`].

pub mod keys;
pub mod plan;
pub mod sql;

pub use plan::Plan;
pub use sql::{Dialect, Table, query};

use crate::error::Result;
use crate::load::{self, Input, Loaded};
use crate::study::Study;
use crate::tabulate::Cubes;

/// Adds the respondents of a file of cells to the tables of a study.
///
/// # Errors
/// What the study asks and cells cannot tell; what is wrong with the file, see [`load::cells::read`].
pub fn count(study: &Study, input: &Input, cubes: &mut Cubes) -> Result<Loaded> {
    let plan = Plan::of(study)?;
    load::cells::read(input, study, &plan.layout(), |part, block| {
        cubes.count_some(&block, |table| plan.part_of(table) == Some(part));
    })
}
