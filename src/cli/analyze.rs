//! `paradox analyze`: everything that the study asks, into one folder.

use std::path::PathBuf;

use clap::Args;

use super::outdir::{self, OutDir, Replace};
use super::outfile;
use super::output::Output;
use super::progress::Progress;
use super::question::{DataArgs, Question, warn_of, warn_of_ids};
use super::timings;
use crate::chart::{Chart, png};
use crate::load::{Hashed, How};
use crate::parallel::{both, in_order};
use crate::report::html::{Drawing, Enclosed};
use crate::report::{Picture, Shows};
use crate::results::table::Banner;
use crate::results::{Results, format};
use crate::{findings, report};

/// Arguments of `paradox analyze`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  paradox analyze data/sinch-2026-synthetic.csv --margin 4")]
pub struct AnalyzeArgs {
    #[command(flatten)]
    data: DataArgs,
    /// The output folder [default: reports/<stem of DATA>]
    #[arg(short, long, alias = "output", value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replace the output folder even if it holds something that is no report
    #[arg(long)]
    force: bool,
    /// The results as JSON on standard output; no files unless --out is given
    #[arg(long)]
    json: bool,
    /// With --json and no --out: put the hash of the data into the provenance
    #[arg(long)]
    hash: bool,
}

/// Reads, computes, writes the folder, and says what was found.
pub fn run(args: &AnalyzeArgs, out: &Output) -> anyhow::Result<()> {
    let folder = match (&args.out, args.json) {
        (Some(folder), _) => Some(folder.clone()),
        (None, true) => None,
        (None, false) => Some(PathBuf::from("reports").join(args.data.stem())),
    };
    // A folder that must not be replaced is refused before any work is done.
    let replace = if args.force { Replace::Anything } else { Replace::Reports };
    if let Some(folder) = &folder {
        outfile::refuse_inputs(folder, &args.data.inputs())?;
        outdir::refuse_foreign(folder, replace)?;
    }
    let question = args.data.question()?;
    warn_of(&question, out);
    let Question { input, format, study } = question;
    if args.data.cells.is_some() {
        warn_of_ids(&study, out);
    }
    let progress = Progress::of(&input, out.shows_progress());
    let command = args.data.words("analyze", &[]).to_string();
    let (seed, threads) = (args.data.seed, args.data.threads());
    let hashed = if folder.is_some() || args.hash { Hashed::Yes } else { Hashed::No };
    let how = How { hashed, ..args.data.how() };
    // Tables are made where a folder takes them.
    let (mut results, banner) = if folder.is_some() {
        let (results, banner) = findings::analyze_with_tables(&study, &input, format, &command, seed, how)?;
        (results, Some(banner))
    } else {
        (findings::analyze_as(&study, &input, format, &command, seed, how)?, None)
    };
    drop(progress);
    results.data_quality.notes.iter().for_each(|note| out.warning(note));
    if folder.is_none() && !args.hash {
        results.provenance.data.sha256 = None;
    }
    if let (Some(folder), Some(banner)) = (&folder, &banner) {
        let building = OutDir::begin(folder, replace)?;
        write_folder(&building, &results, banner, threads, out)?;
        let earlier = outdir::data_of_report(folder);
        building.finish()?;
        if let Some(earlier) = earlier.filter(|earlier| !earlier.is(&results.provenance.data)) {
            let (rows, name) = (format::count(earlier.rows), &earlier.name);
            out.note(&format!("`{}` held the report of {rows} rows of `{name}`, which is replaced", folder.display()));
        }
        timings::reached("written");
    }
    if args.json {
        return out.result(&json(&results)?);
    }
    let place = folder.map(|f| f.display().to_string()).unwrap_or_default();
    out.result(&report::terminal::summary_within(out.width(), &results, &place, out.style()))
}

/// Every file of the output folder.
fn write_folder(
    folder: &OutDir,
    results: &Results,
    banner: &Banner,
    threads: usize,
    out: &Output,
) -> anyhow::Result<()> {
    let pictures = report::pictures(results);
    let drawn: Vec<(&Picture, Drawn)> = (pictures.iter())
        .zip(in_order(&pictures, threads, |picture| Drawn::of(picture, results)))
        .filter_map(|(picture, drawn)| Some((picture, drawn?)))
        .collect();
    timings::reached("drawn");
    let mut enclosed = Enclosed::default();
    folder.write("results.json", json(results)?.as_bytes())?;
    for (outcome, stem) in results.outcomes.iter().zip(report::build::stems(results)) {
        let table = report::csv::outcome_table(outcome, &results.study);
        folder.write(&format!("tables/{stem}.csv"), table.csv().as_bytes())?;
        enclosed.tables.insert(format!("tables/{stem}.csv"), table);
    }
    for (picture, Drawn { chart, drawing }) in &drawn {
        super::chart::warn_missing_glyphs(chart, out);
        folder.write(&format!("charts/{}.svg", picture.stem), drawing.wide.file.as_bytes())?;
        enclosed.drawings.insert(format!("charts/{}.svg", picture.stem), drawing.clone());
        if picture.data.starts_with("charts/") {
            let numbers = report::csv::chart_table(chart);
            folder.write(&picture.data, numbers.csv().as_bytes())?;
            enclosed.tables.insert(picture.data.clone(), numbers);
        }
    }
    let svgs: Vec<&str> = drawn.iter().map(|(_, drawn)| drawn.drawing.wide.svg.as_str()).collect();
    let pixels = || {
        let pngs: Vec<Vec<u8>> = png::from_svgs(&svgs, threads)?;
        let mut of_outcomes: Vec<(usize, &[u8])> = Vec::new();
        for ((picture, _), png) in drawn.iter().zip(&pngs) {
            folder.write(&format!("charts/{}.png", picture.stem), png)?;
            if let Shows::Values(at) | Shows::Answers(at) = picture.shows {
                of_outcomes.push((at, png));
            }
        }
        folder.write("tables.xlsx", &super::workbook::of_results(results, banner, &of_outcomes)?)
    };
    let pages = || {
        let document = report::build(results);
        folder.write("report.md", report::markdown::markdown(&document).as_bytes())?;
        folder.write("report.html", report::html::html(&document, results, &enclosed).as_bytes())
    };
    // The pages are written while the pictures become pixels, and the workbook as soon as they are.
    let (drawn_as_pixels, written) = both(pixels, pages);
    written.and(drawn_as_pixels)
}

/// A chart, and how it is drawn.
struct Drawn {
    chart: Chart,
    drawing: Drawing,
}

impl Drawn {
    fn of(picture: &Picture, results: &Results) -> Option<Self> {
        let chart = picture.shows.chart(results)?;
        // Published figures have no file of answers behind them.
        let chart = match picture.shows {
            Shows::Implied(_) => chart,
            _ => chart.with_data(&results.provenance.data.name),
        };
        let drawing = Drawing::of(&chart);
        Some(Drawn { chart, drawing })
    }
}

/// The results as they are written everywhere.
fn json(results: &Results) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(results)? + "\n")
}
