//! `paradox claims`: do published figures hold up, and what do they imply by themselves?

use std::path::PathBuf;

use clap::Args;

use super::Reply;
use super::chart::PictureFile;
use super::look::LookArgs;
use super::output::Output;
use super::question::{DataArgs, Question};
use crate::results::{ClaimStatus, Claims, Grim};
use crate::{Error, chart, findings, report};

/// Arguments of `paradox claims`.
#[derive(Debug, Args)]
#[command(
    after_help = "Without DATA nothing is recomputed: intervals from published bases, the rate of all others by the size of \
                  a group, the base from which two rates differ, how two rates of the same respondents overlap. The study \
                  is then the one that --study names, or the built-in one.\n\n\
                  Examples:\n  paradox claims --study sinch-2026\n  \
                  paradox claims data/sinch-2026-synthetic.csv"
)]
pub struct ClaimsArgs {
    #[command(flatten)]
    data: DataArgs,
    /// Exit with 3 if a figure disagrees with the data, no count out of its base rounds to it, or two cannot both hold
    #[arg(long)]
    strict: bool,
    /// The result as JSON
    #[arg(long)]
    json: bool,
    /// A chart of it: published rates beside recomputed ones, or with their intervals; .svg or .png
    #[arg(short, long = "out", alias = "output", value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    look: LookArgs,
}

/// Reads, computes and prints.
pub fn run(args: &ClaimsArgs, out: &Output) -> anyhow::Result<Reply> {
    let file = args.output.as_deref().map(|path| PictureFile::at(path, &args.data.inputs())).transpose()?;
    let found = match args.data.data.as_ref().or(args.data.cells.as_ref()) {
        None => findings::claims_alone(&args.data.study_alone()?),
        Some(_) => {
            let Question { input, format, study } = args.data.question()?;
            let command = args.data.words("claims", &[]).to_string();
            let results = findings::analyze_as(&study, &input, format, &command, args.data.seed, args.data.how())?;
            results.data_quality.notes.iter().for_each(|note| out.warning(note));
            findings::claims_of(&results)
        }
    };
    if let Some(file) = file {
        let drawn = chart::claims(&found).ok_or_else(|| {
            Error::new("the study has no published rate to draw").hint("[[claims]] of kind = \"rate\" are drawn")
        })?;
        file.write(&args.look.on(drawn), out)?;
    }
    if args.json {
        out.result(&serde_json::to_string_pretty(&found)?)?;
    } else {
        out.result(&report::claims::text_within(out.width(), &found, out.style()))?;
    }
    Ok(if args.strict && disagrees(&found) { Reply::No } else { Reply::Done })
}

/// Whether a published figure does not hold up.
fn disagrees(found: &Claims) -> bool {
    found.claims.iter().any(|c| c.status == ClaimStatus::Disagrees || c.grim == Some(Grim::Impossible))
        || found.contradicts_itself()
}
