//! `paradox analyze`: everything that the study asks, into one folder.

use std::path::PathBuf;

use clap::Args;

use super::common::{DataArgs, Question, warn_not_computed};
use super::outdir::{self, OutDir, Replace};
use super::output::Output;
use super::progress::Progress;
use crate::findings;
use crate::report::Shows;
use crate::report::html::{Drawing, Enclosed};
use crate::results::Results;
use crate::results::table::Banner;
use crate::{chart, report};

/// Arguments of `paradox analyze`.
#[derive(Debug, Args)]
#[command(after_help = "Example: paradox analyze data/sinch-2026-synthetic.csv --margin 4")]
pub struct AnalyzeArgs {
    #[command(flatten)]
    data: DataArgs,
    /// The output folder [default: reports/<stem of DATA>]
    #[arg(long, value_name = "DIR")]
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
        outdir::refuse_foreign(folder, replace)?;
    }
    let Question { input, format, study } = args.data.question()?;
    warn_not_computed(&study, out);
    let progress = Progress::of(&input, out.shows_progress());
    let command = args.data.command("analyze");
    let (mut results, banner) = findings::analyze_with_tables(&study, &input, format, &command, args.data.seed)?;
    drop(progress);
    results.data_quality.notes.iter().for_each(|note| out.warning(note));
    if folder.is_none() && !args.hash {
        results.provenance.data.sha256 = None;
    }
    if let Some(folder) = &folder {
        let building = OutDir::begin(folder, replace)?;
        write_folder(&building, &results, &banner, args.data.threads(), out)?;
        building.finish()?;
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
    folder.write("results.json", json(results)?.as_bytes())?;
    let document = report::build(results);
    folder.write("report.md", report::markdown::markdown(&document).as_bytes())?;
    let names: Vec<&str> = results.outcomes.iter().map(|o| o.name.as_str()).collect();
    let stems = report::file_stems(&names);
    let mut enclosed = Enclosed::default();
    for (outcome, stem) in results.outcomes.iter().zip(&stems) {
        let table = report::csv::outcome_table(outcome, &results.study);
        folder.write(&format!("tables/{stem}.csv"), table.as_bytes())?;
        enclosed.tables.insert(format!("tables/{stem}.csv"), table);
    }
    let pictures = report::pictures(results);
    let charts: Vec<String> = pictures
        .iter()
        .filter_map(|picture| Some((picture, picture.shows.chart(results)?)))
        .map(|(picture, chart)| {
            // Published figures have no file of answers behind them.
            let chart = match picture.shows {
                Shows::Implied(_) => chart,
                _ => chart.with_data(&results.provenance.data.name),
            };
            enclosed.tables.entry(picture.data.clone()).or_insert_with(|| report::csv::chart_table(&chart));
            super::chart::warn_missing_glyphs(&chart, out);
            let drawing = Drawing::of(&chart);
            let wide = drawing.wide[0].clone();
            enclosed.drawings.insert(format!("charts/{}.svg", picture.stem), drawing);
            wide
        })
        .collect();
    folder.write("report.html", report::html::html(&document, results, &enclosed).as_bytes())?;
    let drawn: Vec<Vec<u8>> = draw(&charts, threads).into_iter().collect::<crate::Result<_>>()?;
    for ((svg, picture), png) in charts.iter().zip(&pictures).zip(&drawn) {
        if let Some(numbers) = enclosed.tables.get(&picture.data).filter(|_| picture.data.starts_with("charts/")) {
            folder.write(&picture.data, numbers.as_bytes())?;
        }
        folder.write(&format!("charts/{}.svg", picture.stem), svg.as_bytes())?;
        folder.write(&format!("charts/{}.png", picture.stem), png)?;
    }
    let of_outcomes = pictures.iter().zip(&drawn).filter_map(|(picture, png)| match picture.shows {
        Shows::Values(at) | Shows::Answers(at) => Some((at, png.as_slice())),
        _ => None,
    });
    let of_outcomes: Vec<(usize, &[u8])> = of_outcomes.collect();
    folder.write("tables.xlsx", &super::workbook::of_results(results, banner, &of_outcomes)?)
}

/// Each SVG as PNG, drawn on several threads, in the order of the charts.
pub(super) fn draw(charts: &[String], threads: usize) -> Vec<crate::Result<Vec<u8>>> {
    let share = charts.len().div_ceil(threads.max(1)).max(1);
    std::thread::scope(|scope| {
        let workers: Vec<_> = charts
            .chunks(share)
            .map(|some| scope.spawn(|| some.iter().map(|svg| chart::png::from_svg(svg)).collect::<Vec<_>>()))
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| {
                worker.join().unwrap_or_else(|_| vec![Err(crate::Error::new("a chart could not be drawn"))])
            })
            .collect()
    })
}

/// The results as they are written everywhere.
fn json(results: &Results) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(results)? + "\n")
}
