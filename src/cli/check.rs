//! `paradox check`: is this file fit for the study?

use clap::Args;

use super::Reply;
use super::output::Output;
use super::question::{DataArgs, Question};
use crate::results::check::Severity;
use crate::{findings, report};

/// Arguments of `paradox check`.
#[derive(Debug, Args)]
#[command(after_help = "The exit code is 0 if nothing stands in the way of the analysis, 3 if an error was found.\n\n\
                        Example:\n  paradox check data/sinch-2026-synthetic.csv")]
pub struct CheckArgs {
    #[command(flatten)]
    data: DataArgs,
    /// Every problem as JSON
    #[arg(long)]
    json: bool,
}

/// Reads and tells what is wrong.
pub fn run(args: &CheckArgs, out: &Output) -> anyhow::Result<Reply> {
    let Question { input, format, study } = args.data.question()?;
    let check = findings::check(&study, &input, format)?;
    if args.json {
        out.result(&serde_json::to_string_pretty(&check)?)?;
    } else {
        out.result(&report::check::text_within(out.width(), &check, out.style()))?;
    }
    let fit = check.problems.iter().all(|problem| problem.severity != Severity::Error);
    Ok(if fit { Reply::Done } else { Reply::No })
}
