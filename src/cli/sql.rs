//! `paradox sql`: the query that makes cells where the data are.

use clap::{Args, ValueEnum};

use super::output::Output;
use super::question::{DataArgs, warn_of_ids};
use crate::cells::{self, Dialect, Table};
use crate::error::{Error, Result};

/// What the answers stand in where nothing else is said.
const TABLE: &str = "responses";

/// Arguments of `paradox sql`.
#[derive(Debug, Args)]
#[command(
    after_help = "The query counts respondents where their answers are. Save what it yields as CSV with a header (psql --csv -f \
                  cells.sql > cells.csv): `paradox analyze --cells cells.csv` does the rest, with the same study and the same \
                  flags, and gives the results of the answers. With DATA, DuckDB reads that file (.csv, .tsv, .parquet).\n\n\
                  Examples:\n  paradox sql --study study.toml --dialect postgres --table survey.answers\n  \
                  paradox sql answers.csv --dialect duckdb > cells.sql"
)]
pub struct SqlArgs {
    #[command(flatten)]
    data: DataArgs,
    /// The engine that reads the query
    #[arg(long, value_name = "ENGINE")]
    dialect: DialectArg,
    /// The table or view that holds the answers, a dot between its schema and its name [default: responses]
    #[arg(long, value_name = "NAME", conflicts_with = "data")]
    table: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DialectArg {
    #[value(name = "duckdb")]
    DuckDb,
    #[value(alias = "postgresql")]
    Postgres,
    Spark,
}

/// Prints the query.
pub fn run(args: &SqlArgs, out: &Output) -> anyhow::Result<()> {
    let study = args.data.study_for_query()?;
    args.data.tell_builtin(&study, out);
    let dialect = match args.dialect {
        DialectArg::DuckDb => Dialect::DuckDb,
        DialectArg::Postgres => Dialect::Postgres,
        DialectArg::Spark => Dialect::Spark,
    };
    let table = match &args.data.data {
        Some(path) => Table::File(path.to_string_lossy().into_owned()),
        None => Table::Named(parts(args.table.as_deref().unwrap_or(TABLE))?),
    };
    let query = cells::query(&study, dialect, &table)?;
    warn_of_ids(&study, out);
    out.result(&query)
}

/// The parts of a name.
fn parts(name: &str) -> Result<Vec<String>> {
    let parts: Vec<String> = name.split('.').map(|part| part.trim().to_owned()).collect();
    match parts.iter().any(String::is_empty) {
        false => Ok(parts),
        true => Err(Error::usage(format!("`--table` {name:?} is no name of a table")).hint("--table survey.responses")),
    }
}
