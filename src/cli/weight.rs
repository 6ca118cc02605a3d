//! `paradox weight`: rakes to known margins and adds a column of weights.
//!
//! ```text
//! --out FILE      the data go to the file, what happened to standard output (as JSON with --json)
//! no --out        the data go to standard output, what happened to standard error; --json: only what happened
//! ```

use std::path::PathBuf;

use clap::Args;

use super::input::{Text, file_name, read_text};
use super::outfile::{Earlier, OutFile};
use super::output::Output;
use super::question::{DataArgs, Question};
use crate::error::Error;
use crate::report::terminal::Style;
use crate::study::parse_margins;
use crate::{findings, load, report};

/// Arguments of `paradox weight`.
#[derive(Debug, Args)]
#[command(after_help = "The margins file, here population.toml:\n  \
    [[margins]]\n  column = \"company_size\"\n  \
    shares = { \"1,000-4,999\" = 0.6, \"5,000+\" = 0.4 }  # or counts = { … }\n\n  \
    [limits]                                     # optional, times the mean weight\n  high = 4\n\n\
    Example:\n  paradox weight data/sinch-2026-synthetic.csv --margins population.toml \\\n    --out weighted.csv")]
pub struct WeightArgs {
    #[command(flatten)]
    data: DataArgs,
    /// What the population looks like (TOML): margins of segments of the study, or of columns
    #[arg(long, value_name = "FILE")]
    margins: PathBuf,
    /// Name of the new column
    #[arg(long, value_name = "COLUMN", default_value = "raked_weight")]
    name: String,
    /// No weight is less than so many times the mean weight
    #[arg(long, value_name = "TIMES", allow_negative_numbers = true)]
    low: Option<f64>,
    /// No weight is more than so many times the mean weight
    #[arg(long, value_name = "TIMES", allow_negative_numbers = true)]
    high: Option<f64>,
    /// Write the data with their weights to this file [default: standard output]
    #[arg(short, long, alias = "output", value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file that --out names, if there is one
    #[arg(long)]
    force: bool,
    /// What happened as JSON, on standard output
    #[arg(long)]
    json: bool,
}

/// Reads, rakes, writes and tells.
pub fn run(args: &WeightArgs, out: &Output) -> anyhow::Result<()> {
    let name = args.name.trim();
    if name.is_empty() {
        return Err(Error::usage("`--name` is empty").hint("name the new column: --name raked_weight").into());
    }
    let earlier = if args.force { Earlier::Gone } else { Earlier::Kept };
    let inputs: Vec<PathBuf> = args.data.inputs().into_iter().chain([args.margins.clone()]).collect();
    let file = args.out.as_deref().map(|path| OutFile::at(path, &inputs, earlier)).transpose()?;
    let Question { input, format, study } = args.data.question_or_none()?;
    let text = read_text(&args.margins, Text::Margins)?;
    let mut margins = parse_margins(&text, &file_name(&args.margins), &study)?;
    margins.limits.low = args.low.or(margins.limits.low);
    margins.limits.high = args.high.or(margins.limits.high);
    if !margins.limits.enclose_the_mean() {
        return Err(Error::usage("`--low` and `--high` do not enclose the mean weight, which is 1 in their unit")
            .hint("--low lies between 0 and 1, --high is 1 or more")
            .into());
    }
    let (told, weights) = findings::weighting(&study, &margins, &input, format, name)?;
    if let Some(off) = report::weighting::off(&told) {
        out.warning(&off);
    }
    let account = |style: Style| match args.json {
        true => serde_json::to_string_pretty(&told).map_err(anyhow::Error::from),
        false => Ok(report::weighting::text_within(out.width(), &told, style)),
    };
    if args.json && args.out.is_none() {
        return out.result(&account(Style::Plain)?);
    }
    let decimal = load::mark(&study, &input, format)?;
    let cells: Vec<String> =
        weights.iter().map(|weight| weight.to_string().replace('.', &decimal.to_string())).collect();
    let delimiter = args.out.as_ref().and_then(|path| match path.extension()?.to_str()? {
        "tsv" | "tab" => Some(b'\t'),
        _ => None,
    });
    let data = load::with_column(&input, format, &study.data, (name, &cells), delimiter)?;
    match file {
        Some(file) => {
            file.write(|to| to.write_all(&data))?;
            out.result(&account(out.style())?)
        }
        None => {
            out.aside(&account(Style::Plain)?);
            out.result_of(|to| to.write_all(&data))
        }
    }
}
