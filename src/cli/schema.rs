//! `paradox schema`: the JSON Schema of the study file, and of what each command prints as JSON.

use clap::{Args, ValueEnum};

use super::output::Output;
use crate::results::schema;

/// Arguments of `paradox schema`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  paradox schema results > results.schema.json")]
pub struct SchemaArgs {
    /// Which format
    which: Which,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Which {
    /// The study file
    Study,
    /// results.json
    Results,
    /// What `test --json` prints
    Test,
    /// What `tabulate --json` prints
    Table,
    /// What `check --json` prints
    Check,
    /// What `claims --json` prints
    Claims,
    /// What `plan --json` prints
    Plan,
    /// What `screen --json` prints
    Screen,
    /// What `compare --json` prints
    Compare,
}

/// Prints the schema.
pub fn run(args: &SchemaArgs, out: &Output) -> anyhow::Result<()> {
    let schema = match args.which {
        Which::Study => crate::study::schema(),
        Which::Results => schema::schema(),
        Which::Test => schema::test(),
        Which::Table => schema::table(),
        Which::Check => schema::check(),
        Which::Claims => schema::claims(),
        Which::Plan => schema::plan(),
        Which::Screen => schema::screen(),
        Which::Compare => crate::results::waves::schema(),
    };
    out.result(&serde_json::to_string_pretty(&schema)?)
}
