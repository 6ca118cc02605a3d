//! `paradox tabulate`: a banner table, outcomes down, segment levels across.

use clap::Args;

use super::common::{Asked, DataArgs, QuestionArgs, warn_not_computed};
use super::output::Output;
use crate::{Error, findings, report};

/// Arguments of `paradox tabulate`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: paradox tabulate data/sinch-2026-synthetic.csv --outcome rollback --by company_size --by industry\n\n\
                  Without --outcome all outcomes of the study, without --by all its segments."
)]
pub struct TabulateArgs {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    question: QuestionArgs,
    /// The table as JSON
    #[arg(long)]
    json: bool,
}

/// Reads, computes and prints.
pub fn run(args: &TabulateArgs, out: &Output) -> anyhow::Result<()> {
    let Asked { question, outcomes, segments } = args.data.questions_of(&args.question)?;
    if outcomes.is_empty() {
        return Err(Error::usage("the study has no outcome").hint("add --outcome 'COLUMN=VALUE'").into());
    }
    warn_not_computed(&question.study, out);
    let (input, format) = (&question.input, question.format);
    let (banner, info, notes) = findings::table(&question.study, input, format, &outcomes, &segments, args.data.seed)?;
    notes.iter().for_each(|note| out.warning(note));
    if args.json {
        return out.result(&serde_json::to_string_pretty(&banner)?);
    }
    out.result(&report::banner::text_within(out.width(), &banner, &info, out.style()))
}
