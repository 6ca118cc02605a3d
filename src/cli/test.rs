//! `paradox test`: one question. Does an outcome depend on a segment?

use clap::Args;

use super::counted;
use super::output::Output;
use super::progress::Progress;
use super::question::{Asked, DataArgs, QuestionArgs, warn_of};
use crate::results::Comparison;
use crate::results::test::Tests;
use crate::{Error, findings, report};

/// Arguments of `paradox test`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  paradox test data/sinch-2026-synthetic.csv --outcome rollback \\\n    --by company_size\n  \
                  paradox test answers.csv --outcome 'rolled_back=Yes' --base 'shipped=Yes' \\\n    --by company_size"
)]
pub struct TestArgs {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    question: QuestionArgs,
    /// The result as JSON
    #[arg(long)]
    json: bool,
}

/// Reads, computes and prints.
pub fn run(args: &TestArgs, out: &Output) -> anyhow::Result<()> {
    if args.question.by.is_empty() {
        return Err(Error::usage("`test` needs a segment to test by")
            .hint("name one of the study, or a column: --by company_size")
            .into());
    }
    let asked = args.data.question_of(&args.question)?;
    let segments = asked.segments()?;
    let Asked { question, outcomes, .. } = asked;
    args.data.tell_builtin(&question.study, out);
    warn_of(&question, out);
    let progress = Progress::of(&question.input, out.shows_progress());
    let found =
        findings::some(&question.study, &question.input, question.format, &outcomes, args.data.seed, args.data.how())?;
    drop(progress);
    found.notes.iter().for_each(|note| out.warning(note));
    counted::tell(&found.counted, out);
    let comparisons: Vec<&Comparison> =
        found.outcomes.iter().flat_map(|outcome| segments.iter().map(|&segment| &outcome.segments[segment])).collect();
    if args.json {
        let tests = Tests::of(comparisons.into_iter().cloned().collect(), found.study.synthetic);
        return out.result(&serde_json::to_string_pretty(&tests)?);
    }
    let texts: Vec<String> = comparisons
        .iter()
        .map(|c| report::terminal::comparison_within(out.width(), c, &found.study, out.style()))
        .collect();
    out.result(&texts.join("\n"))
}
