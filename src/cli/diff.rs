//! `paradox diff`: what differs between two results?

use std::path::{Path, PathBuf};

use clap::Args;

use super::Reply;
use super::input::{Text, file_name, read_text};
use super::output::Output;
use crate::error::{Error, Result};
use crate::{findings, report};

/// Arguments of `paradox diff`.
#[derive(Debug, Args)]
#[command(after_help = "Figures are set side by side, not tested: paradox compare tests waves of one survey.\n\n\
                        Examples:\n  paradox diff before.json after.json\n  paradox diff before.json after.json --tolerance 1 --strict --json")]
pub struct DiffArgs {
    /// The first results.json, or the folder of a report
    #[arg(value_name = "A")]
    a: PathBuf,
    /// The second
    #[arg(value_name = "B")]
    b: PathBuf,
    /// Changes up to this are none: points of rates, differences and correlations x 100, percent of means and of numbers above 1
    #[arg(long, value_name = "POINTS", default_value_t = 0.1, allow_negative_numbers = true)]
    tolerance: f64,
    /// Exit with 3 if anything but the provenance differs
    #[arg(long)]
    strict: bool,
    /// The result as JSON
    #[arg(long)]
    json: bool,
}

/// Reads both and prints.
pub fn run(args: &DiffArgs, out: &Output) -> anyhow::Result<Reply> {
    if !(0.0..=100.0).contains(&args.tolerance) {
        let what = format!("--tolerance {} is not between 0 and 100", args.tolerance);
        return Err(Error::usage(what).hint("points: 0.1 is a tenth of a percentage point").into());
    }
    let (a, b) = (text(&args.a)?, text(&args.b)?);
    let (name_a, name_b) = (file_name(&args.a), file_name(&args.b));
    let found = findings::diff::diff((&name_a, &a), (&name_b, &b), args.tolerance / 100.0)?;
    if args.json {
        out.result(&serde_json::to_string_pretty(&found)?)?;
    } else {
        out.result(&report::diff::text_within(out.width(), &found, out.style()))?;
    }
    Ok(if args.strict && found.differ { Reply::No } else { Reply::Done })
}

/// The text of a file, or of results.json in a folder.
fn text(path: &Path) -> Result<String> {
    let inside = path.join("results.json");
    read_text(if path.is_dir() { &inside } else { path }, Text::Results)
}
