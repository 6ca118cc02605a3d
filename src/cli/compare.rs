//! `paradox compare`: two waves or more through one study. What changed, and is it more than chance?

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::chart::PictureFile;
use super::input::without_ending;
use super::look::LookArgs;
use super::outdir::{self, OutDir, Replace};
use super::outfile;
use super::output::Output;
use super::progress::Progress;
use super::question::{Asked, DataArgs, QuestionArgs};
use crate::chart::{Chart, png, waves as charts};
use crate::findings::waves::{self, People, WaveData};
use crate::load::Input;
use crate::parallel::in_order;
use crate::report::html::{Drawing, Enclosed};
use crate::results::waves::Waves;
use crate::{Error, report};

/// Most waves that are compared at once.
const MOST_WAVES: usize = 30;
/// Most charts of a report.
const MOST_CHARTS: usize = 20;

/// Arguments of `paradox compare`.
#[derive(Debug, Args)]
#[command(
    after_help = "Waves stand in the order given: the first is the reference. Each is compared with the one before it \
                  and, of three or more, with the first. One study holds for all.\n\n\
                  Examples:\n  paradox compare answers.csv data/sinch-2026-synthetic.csv \\\n    \
                  --study sinch-2026 --names '2025|2026' --outcome rollback --by company_size\n  \
                  paradox compare answers.csv data/sinch-2026-synthetic.csv \\\n    \
                  --study sinch-2026 --names '2025|2026' --outcome live --by role --out reports/waves"
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
    /// Write a folder: report, charts, tables, results
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replace the output folder even if it holds something that is no report
    #[arg(long)]
    force: bool,
    /// Write one chart; its ending chooses the format: .svg or .png. -o with another name writes a folder, as --out does
    #[arg(short, long = "chart", alias = "output", value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    look: LookArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LinkArg {
    /// Unless the answers of those who share ids agree no more than those of strangers
    Auto,
    /// Always
    Id,
    /// Never: ids are numbered anew in every wave
    None,
}

/// Reads, compares, writes what is asked for, and prints.
pub fn run(args: &CompareArgs, out: &Output) -> anyhow::Result<()> {
    let replace = if args.force { Replace::Anything } else { Replace::Reports };
    // -o writes what its ending says: a chart, else a folder.
    let is_folder = args.out.is_none() && args.output.as_ref().is_some_and(|path| path.extension().is_none());
    let (folder, output) = if is_folder { (&args.output, &None) } else { (&args.out, &args.output) };
    let inputs: Vec<PathBuf> = args.data.inputs().into_iter().chain(args.later.iter().cloned()).collect();
    if let Some(folder) = folder {
        outfile::refuse_inputs(folder, &inputs)?;
        outdir::refuse_foreign(folder, replace)?;
    }
    let file = output.as_deref().map(|path| PictureFile::at(path, &inputs)).transpose()?;
    let later = args.data.further(&args.later)?;
    let names = names(args)?;
    let asked = args.data.questions_of(&args.question)?;
    let segments = asked.segments()?;
    let Asked { question, outcomes, .. } = asked;
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
    // Ids are read before the answers.
    let times = if question.study.data.id.is_some() && people != People::Independent { 2 } else { 1 };
    let inputs: Vec<&Input> = all.iter().map(|wave| &wave.input).collect();
    let progress = Progress::of_all(&inputs, times, out.shows_progress());
    let found = waves::waves(&asked, &command(args), args.data.seed)?;
    drop(progress);
    found.notes.iter().for_each(|note| out.warning(note));
    let detail = !args.question.by.is_empty();
    if let Some(file) = file {
        file.write(&args.look.on(chart(&found, detail)?), out)?;
    }
    if let Some(folder) = folder {
        let building = OutDir::begin(folder, replace)?;
        write_folder(&building, &found, args.data.threads(), out)?;
        building.finish()?;
    }
    if args.json {
        return out.result(&serde_json::to_string_pretty(&found)?);
    }
    out.result(&report::terminal::waves(out.width(), &found, detail, out.style()))
}

/// The one chart of what was asked: of one outcome its waves in order or, where segments were named, its change by level; of
/// several their changes.
fn chart(found: &Waves, by_segment: bool) -> anyhow::Result<Chart> {
    let chart = match found.outcomes.as_slice() {
        [one] if (!by_segment || one.segments.is_empty()) && one.waves.len() > 2 => charts::over_waves(found, 0),
        [_] => charts::outcome_changes(found, 0),
        _ => charts::changes(found),
    };
    chart.ok_or_else(|| Error::new("there is no chart to draw: no change may be shown").into())
}

/// Every file of the output folder.
fn write_folder(folder: &OutDir, found: &Waves, threads: usize, out: &Output) -> anyhow::Result<()> {
    let names: Vec<&str> = found.outcomes.iter().map(|outcome| outcome.name.as_str()).collect();
    let stems = report::file_stems(&[&["changes"], names.as_slice()].concat());
    let stems = &stems[1..];
    let mut drawn: Vec<(Option<usize>, String, Chart)> = Vec::new();
    drawn.extend(charts::changes(found).map(|chart| (None, "changes".to_owned(), chart)));
    for (at, stem) in stems.iter().enumerate() {
        let over = charts::over_waves(found, at).map(|chart| (Some(at), format!("{stem}-over-waves"), chart));
        drawn.extend(over);
        if found.outcomes[at].segments.iter().any(|segment| !segment.levels.is_empty()) || names.len() == 1 {
            drawn.extend(charts::outcome_changes(found, at).map(|chart| (Some(at), format!("{stem}-changes"), chart)));
        }
    }
    drawn.truncate(MOST_CHARTS);
    folder.write("results.json", (serde_json::to_string_pretty(found)? + "\n").as_bytes())?;
    let mut enclosed = Enclosed::default();
    let mut tables = vec![("tables/changes.csv".to_owned(), report::waves::changes_table(found))];
    for (outcome, stem) in found.outcomes.iter().zip(stems) {
        tables.push((format!("tables/{stem}.csv"), report::waves::outcome_table(outcome, &found.study)));
    }
    let drawings: Vec<Drawing> = in_order(&drawn, threads, |(_, _, chart)| Drawing::of(chart));
    let svgs: Vec<&str> = drawings.iter().map(|drawing| drawing.wide.svg.as_str()).collect();
    let pngs: Vec<Vec<u8>> = png::from_svgs(&svgs, threads)?;
    let mut pictures = Vec::new();
    for (number, (((of, stem, chart), drawing), png)) in drawn.iter().zip(&drawings).zip(&pngs).enumerate() {
        super::chart::warn_missing_glyphs(chart, out);
        folder.write(&format!("charts/{stem}.svg"), drawing.wide.file.as_bytes())?;
        folder.write(&format!("charts/{stem}.png"), png)?;
        tables.push((format!("charts/{stem}.csv"), report::csv::chart_table(chart)));
        enclosed.drawings.insert(format!("charts/{stem}.svg"), drawing.clone());
        pictures.push((*of, report::build::waves::figure(chart, stem, number + 1)));
    }
    for (name, table) in tables {
        folder.write(&name, table.csv().as_bytes())?;
        enclosed.tables.insert(name, table);
    }
    let document = report::build::waves::waves(found, &pictures);
    folder.write("report.md", report::markdown::markdown(&document).as_bytes())?;
    let shell = report::build::waves::shell(found);
    folder.write("report.html", report::html::html(&document, &shell, &enclosed).as_bytes())
}

/// The command as the provenance has it.
fn command(args: &CompareArgs) -> String {
    let mut words = args.data.words("compare", &args.later);
    args.question.words(&mut words);
    words.flag("names", args.names.as_ref());
    words.flag(
        "link",
        match args.link {
            LinkArg::Auto => None,
            LinkArg::Id => Some("id"),
            LinkArg::None => Some("none"),
        },
    );
    words.to_string()
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
