//! `paradox compare`: two waves or more through one study. What changed, and is it more than chance?

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::common::{Asked, DataArgs, QuestionArgs, file_name, without_ending};
use super::output::Output;
use crate::findings::waves::{self, People, WaveData};
use crate::{Error, report};

/// Most waves that are compared at once.
const MOST_WAVES: usize = 30;

/// Arguments of `paradox compare`.
#[derive(Debug, Args)]
#[command(
    after_help = "Waves stand in the order given: the first is the reference. Each is compared with the one before it, and \
                  with the first.\n\n\
                  Example:\n  paradox compare 2025.csv 2026.csv --study study.toml --by company_size"
)]
pub struct CompareArgs {
    #[command(flatten)]
    data: DataArgs,
    /// The later waves, in their order
    #[arg(value_name = "DATA", required = true)]
    later: Vec<PathBuf>,
    #[command(flatten)]
    question: QuestionArgs,
    /// Names of the waves in their order: '2025|2026' [default: the stems of the files]
    #[arg(long, value_name = "NAME|…")]
    names: Option<String>,
    /// Whether the same id in two waves is the same person: as the answers tell, always, or never
    #[arg(long, value_enum, default_value_t = LinkArg::Auto, value_name = "WHEN")]
    link: LinkArg,
    /// The result as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LinkArg {
    /// Unless those who share ids are no more alike than strangers
    Auto,
    /// Always
    Id,
    /// Never: ids are numbered anew in every wave
    None,
}

/// Reads, compares and prints.
pub fn run(args: &CompareArgs, out: &Output) -> anyhow::Result<()> {
    let later = args.data.further(&args.later)?;
    let asked = args.data.questions_of(&args.question)?;
    let segments = asked.segments()?;
    let Asked { question, outcomes, .. } = asked;
    let names = names(args)?;
    let all: Vec<WaveData> = std::iter::once((question.input.clone(), question.format))
        .chain(later)
        .zip(names)
        .map(|((input, format), name)| WaveData { name, input, format })
        .collect();
    let people = match args.link {
        LinkArg::Auto => People::Judged,
        LinkArg::Id => People::ById,
        LinkArg::None => People::Independent,
    };
    let asked = waves::Asked { study: &question.study, outcomes: &outcomes, segments: &segments, waves: &all, people };
    let found = waves::waves(&asked, &command(args), args.data.seed)?;
    found.notes.iter().for_each(|note| out.warning(note));
    if args.json {
        return out.result(&serde_json::to_string_pretty(&found)?);
    }
    let detail = !args.question.by.is_empty();
    out.result(&report::terminal::waves(out.width(), &found, detail, out.style()))
}

/// The command as the provenance has it.
fn command(args: &CompareArgs) -> String {
    let files: Vec<String> = args.later.iter().map(|path| file_name(path)).collect();
    let mut words = args.data.command_of("compare", &files);
    words.push_str(&args.question.command());
    if let Some(names) = &args.names {
        words.push_str(&super::common::flag("names", names));
    }
    match args.link {
        LinkArg::Auto => {}
        LinkArg::Id => words.push_str(" --link id"),
        LinkArg::None => words.push_str(" --link none"),
    }
    words
}

/// The names of the waves: as told, else the stems of the files, numbered where two are the same.
fn names(args: &CompareArgs) -> anyhow::Result<Vec<String>> {
    let count = args.later.len() + 1;
    if count > MOST_WAVES {
        return Err(Error::usage(format!("{count} waves are more than the {MOST_WAVES} that can be compared")).into());
    }
    if let Some(names) = &args.names {
        let names: Vec<String> = names.split('|').map(|name| name.trim().to_owned()).collect();
        if names.len() != count || names.iter().any(String::is_empty) {
            return Err(Error::usage(format!("`--names` gives {} names for {count} waves", names.len()))
                .hint("one name a wave, in the order of the files: --names '2025|2026'")
                .into());
        }
        if let Some(twice) = (1..names.len()).find(|&at| names[..at].contains(&names[at])) {
            return Err(Error::usage(format!("`--names` gives \"{}\" twice", names[twice])).into());
        }
        return Ok(names);
    }
    let stems: Vec<String> =
        std::iter::once(args.data.stem()).chain(args.later.iter().map(|path| without_ending(path).1)).collect();
    let name = |at: usize| match stems.iter().filter(|stem| **stem == stems[at]).count() {
        1 => stems[at].clone(),
        _ => format!("{} ({})", stems[at], at + 1),
    };
    Ok((0..stems.len()).map(name).collect())
}
