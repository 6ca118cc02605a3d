//! `paradox simulate`: writes a synthetic data file for a study, always marked synthetic.
//!
//! ```text
//! --study, --population, --rows, --seed  ->  simulate()  ->  CSV to a file (whole or not at all) or standard output
//! ```

use std::io::Write;
use std::path::{Path, PathBuf};

use super::input::{Text, file_name, read_text};
use super::outfile::{Earlier, Known, OutFile, head};
use super::output::Output;
use super::question::named_study;
use crate::error::Error;
use crate::load::{self, Format, Input};
use crate::simulate::{Population, SYNTHETIC as MARK, Table, simulate};
use crate::study::Study;
use crate::study::builtin::SINCH_2026_NAME;

/// How many respondents are drawn where neither an option nor the population says so.
const ROWS: u64 = 1000;
/// The seed where neither an option nor the population says so.
const SEED: u64 = 1;

/// Respondents that a file may hold: they are kept in memory, a byte or two for each answer.
const MOST_ROWS: u64 = 50_000_000;

/// Rows in which what does not fit the study is looked for.
const LOOKED_AT: usize = 2000;

/// Arguments of `paradox simulate`.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "The population file:\n  \
    rows = 1000                        # unless --rows says otherwise; seed too\n\n  \
    [[columns]]                        # one column of the data, in their order\n  \
    name = \"company_size\"\n  values = [\"Small\", \"Large\"]\n  shares = [68, 32]\n\n  \
    [[columns]]\n  name = \"rolled_back\"\n  values = [\"Yes\", \"No\"]\n  shares = [74, 26]\n  \
    blank = 3                          # percent without an answer\n\n  \
    [[columns.depends]]                # percent of the first value, by level\n  on = \"company_size\"\n  \
    about = { \"Large\" = 81 }\n\n\
    Example:\n  paradox simulate --study sinch-2026 --out agents.csv")]
pub struct SimulateArgs {
    /// Study file to draw respondents for, or the built-in study
    #[arg(long, value_name = "FILE", default_value = SINCH_2026_NAME)]
    pub study: PathBuf,
    /// What is true in the population (TOML); without it nothing depends on anything, but in the built-in study
    #[arg(long, value_name = "FILE")]
    pub population: Option<PathBuf>,
    /// How many respondents [default: what the population says (sinch-2026: 2527), else 1000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub rows: Option<u32>,
    /// What chance starts from [default: what the population says (sinch-2026: 2026), else 1]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Write to this file instead of standard output
    #[arg(short, long, alias = "output", value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Replace the file that --out names, even if it holds other than synthetic data
    #[arg(long)]
    pub force: bool,
}

/// Data that the command made: every row is marked.
const SYNTHETIC: Known = Known {
    what: "file of synthetic data",
    is: is_synthetic,
    hint: "name another file with --out, or replace it with --force",
};

/// Draws the respondents and writes them as CSV.
pub fn run(args: &SimulateArgs, out: &Output) -> anyhow::Result<()> {
    let earlier = if args.force { Earlier::Gone } else { Earlier::Replaced(SYNTHETIC) };
    let inputs: Vec<PathBuf> = std::iter::once(args.study.clone()).chain(args.population.clone()).collect();
    let file = args.out.as_deref().map(|path| OutFile::at(path, &inputs, earlier)).transpose()?;
    let (table, delimiter) = draw(args)?;
    let write = |to: &mut dyn Write| write_csv(&table, delimiter, to);
    match file {
        Some(file) => file.write(write),
        None => out.result_of(write),
    }
}

/// Whether the first respondent of a file is marked synthetic.
fn is_synthetic(path: &Path) -> bool {
    let head = head(path);
    let mut lines = head.lines().map(|line| line.rsplit([',', ';', '\t', '|']).next());
    lines.next() == Some(Some(MARK.0)) && lines.next() == Some(Some(MARK.1))
}

/// The respondents, and what separates the cells of the study's files.
fn draw(args: &SimulateArgs) -> anyhow::Result<(Table, u8)> {
    let study = named_study(&args.study)?;
    let population = match &args.population {
        Some(path) => Some(Population::parse(&read_text(path, Text::Population)?, &file_name(path))?),
        None => Population::builtin(&study.file).transpose()?,
    };
    let said = |of: fn(&Population) -> Option<u64>| population.as_ref().and_then(of);
    let rows = args.rows.map(u64::from).or(said(|p| p.rows)).unwrap_or(ROWS);
    if rows > MOST_ROWS {
        return Err(Error::new(format!("{rows} respondents are more than the {MOST_ROWS} that one file may hold"))
            .hint("draw several files with different --seed")
            .into());
    }
    let seed = args.seed.or(said(|p| p.seed)).unwrap_or(SEED);
    let table = simulate(&study, population.as_ref(), usize::try_from(rows)?, seed)?;
    fits(&table, &study)?;
    Ok((table, study.data.delimiter.unwrap_or(b',')))
}

/// Whether the study reads what was drawn for it: not where it has replicate weights, or asks one column for what no text
/// can be at once.
///
/// # Errors
/// What stands against it.
fn fits(table: &Table, study: &Study) -> anyhow::Result<()> {
    let mut bytes = Vec::new();
    write_rows(table, table.rows().min(LOOKED_AT), study.data.delimiter.unwrap_or(b','), &mut bytes)?;
    let input = Input::Bytes { name: "the simulated data".into(), bytes };
    let told = "--population FILE says what each column holds; replicate weights are not drawn";
    Ok(load::read(&input, Format::Csv, study, |_| {}).map(|_| ()).map_err(|wrong| {
        Error::new(format!("no data can be drawn that fit `{}`: {}", study.file, wrong.what())).hint(told)
    })?)
}

/// A table as CSV, with `\n` at the end of each line on every system.
fn write_csv(table: &Table, delimiter: u8, to: &mut dyn Write) -> std::io::Result<()> {
    write_rows(table, table.rows(), delimiter, to)
}

/// Its first rows.
fn write_rows(table: &Table, rows: usize, delimiter: u8, to: &mut dyn Write) -> std::io::Result<()> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(to);
    // The writer reports what failed beneath it as its own error; a closed pipe is known by the kind beneath.
    let beneath = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => std::io::Error::other(format!("{other:?}")),
    };
    writer.write_record(table.header()).map_err(beneath)?;
    for row in 0..rows {
        for cell in table.row(row) {
            writer.write_field(cell.as_bytes()).map_err(beneath)?;
        }
        writer.write_record(None::<&[u8]>).map_err(beneath)?;
    }
    writer.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The committed file is exactly what the command writes. To renew it: `paradox simulate --out <the file>`.
    #[test]
    fn the_committed_data_are_what_the_command_writes() {
        let args = SimulateArgs {
            study: SINCH_2026_NAME.into(),
            population: None,
            rows: None,
            seed: None,
            out: None,
            force: false,
        };
        let (table, delimiter) = draw(&args).unwrap();
        let mut written = Vec::new();
        write_csv(&table, delimiter, &mut written).unwrap();
        let committed = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sinch-2026-synthetic.csv");
        assert!(written == std::fs::read(&committed).unwrap(), "data/sinch-2026-synthetic.csv differs");
        assert_eq!(written.iter().filter(|&&b| b == b'\n').count(), 2528);
    }
}
