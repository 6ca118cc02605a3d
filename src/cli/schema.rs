//! `paradox schema`: the JSON Schema of the two formats that others write and read.

use clap::{Args, ValueEnum};

use super::output::Output;

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
    /// What `compare --json` prints
    Compare,
}

/// Prints the schema.
pub fn run(args: &SchemaArgs, out: &Output) -> anyhow::Result<()> {
    let schema = match args.which {
        Which::Study => crate::study::schema(),
        Which::Results => crate::results::schema::schema(),
        Which::Compare => crate::results::waves::schema(),
    };
    out.result(&serde_json::to_string_pretty(&schema)?)
}
