//! `paradox simulate`: writes a synthetic data file for a study, always marked synthetic.
//!
//! ```text
//! --study, --population, --rows, --seed  ->  simulate()  ->  CSV to a file (whole or not at all) or standard output
//! ```

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::error::Error;
use crate::simulate::{Population, Table, simulate};
use crate::study::builtin::{SINCH_2026_NAME, builtin};
use crate::study::{self, Study};

/// How many respondents are drawn where neither an option nor the population says so.
const ROWS: u64 = 1000;
/// The seed where neither an option nor the population says so.
const SEED: u64 = 1;

/// Arguments of `paradox simulate`.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Example:\n  paradox simulate --study sinch-2026 --out agents.csv")]
pub struct SimulateArgs {
    /// Study file to draw respondents for, or the built-in study
    #[arg(long, value_name = "FILE", default_value = SINCH_2026_NAME)]
    pub study: String,
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
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Draws the respondents and writes them as CSV: to `--out`, or to `stdout`. A closed pipe is no error.
pub fn run(args: &SimulateArgs, stdout: &mut dyn Write) -> anyhow::Result<()> {
    let study = read_study(&args.study)?;
    let population = match &args.population {
        Some(path) => Some(Population::parse(&read(path)?, &file_name(path))?),
        None => Population::builtin(&study.file).transpose()?,
    };
    let said = |of: fn(&Population) -> Option<u64>| population.as_ref().and_then(of);
    let rows = args.rows.map(u64::from).or(said(|p| p.rows)).unwrap_or(ROWS);
    let seed = args.seed.or(said(|p| p.seed)).unwrap_or(SEED);
    let table = simulate(&study, population.as_ref(), usize::try_from(rows)?, seed)?;

    let delimiter = study.data.delimiter.unwrap_or(b',');
    match &args.out {
        Some(path) => write_file(&table, delimiter, path).with_context(|| format!("cannot write {}", path.display())),
        None => match write_csv(&table, delimiter, stdout) {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            done => Ok(done?),
        },
    }
}

/// Writes a table as CSV, with `\n` at the end of each line on every system.
pub fn write_csv(table: &Table, delimiter: u8, to: &mut dyn Write) -> std::io::Result<()> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(to);
    // The writer reports what failed beneath it as its own error; callers ask for the kind beneath.
    let beneath = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => std::io::Error::other(format!("{other:?}")),
    };
    writer.write_record(table.header()).map_err(beneath)?;
    for row in 0..table.rows() {
        for cell in table.row(row) {
            writer.write_field(cell.as_bytes()).map_err(beneath)?;
        }
        writer.write_record(None::<&[u8]>).map_err(beneath)?;
    }
    writer.flush()
}

/// The file appears whole or not at all.
fn write_file(table: &Table, delimiter: u8, path: &Path) -> anyhow::Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o666)); // less what the user's mask takes away
    }
    let mut file = builder.tempfile_in(folder)?;
    write_csv(table, delimiter, file.as_file_mut())?;
    file.persist(path)?;
    Ok(())
}

fn read_study(name: &str) -> anyhow::Result<Study> {
    let study = match builtin(name) {
        Some(text) => study::parse(text, name)?,
        None => study::parse(&read(Path::new(name))?, &file_name(Path::new(name)))?,
    };
    Ok(study)
}

fn read(path: &Path) -> anyhow::Result<String> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Error::new(format!("cannot read {}: {error}", path.display()))
            .hint("--study takes a study file or sinch-2026, --population a population file")
    });
    Ok(text?)
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(study: &str) -> SimulateArgs {
        SimulateArgs { study: study.to_owned(), population: None, rows: None, seed: None, out: None }
    }

    /// The committed file is exactly what the command writes. To renew it: `paradox simulate --out <the file>`.
    #[test]
    fn the_committed_data_are_what_the_command_writes() {
        let mut written = Vec::new();
        run(&args(SINCH_2026_NAME), &mut written).unwrap();
        let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sinch-2026-synthetic.csv");
        if std::env::var_os("PARADOX_RENEW").is_some() {
            std::fs::write(&committed, &written).unwrap();
        }
        assert!(written == std::fs::read(&committed).unwrap(), "data/sinch-2026-synthetic.csv differs");
        assert_eq!(written.iter().filter(|&&b| b == b'\n').count(), 2528);
    }

    #[test]
    fn a_file_holds_what_standard_output_would_and_replaces_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let (study, out) = (folder.path().join("s.toml"), folder.path().join("s.csv"));
        std::fs::write(&study, "schema = 1\n[[segments]]\nname = \"a\"\nlevels = [\"x, y\", \"z\"]\n[[outcomes]]\nname = \"o\"\nyes = [\"Yes\"]\n").unwrap();
        std::fs::write(&out, "old").unwrap();
        let mut args = args(study.to_str().unwrap());
        args.rows = Some(50);
        let mut written = Vec::new();
        run(&args, &mut written).unwrap();
        args.out = Some(out.clone());
        run(&args, &mut Vec::new()).unwrap();
        assert_eq!(std::fs::read(&out).unwrap(), written);
        let text = String::from_utf8(written).unwrap();
        assert!(text.starts_with("a,o,synthetic\n") && text.contains("\"x, y\",") && text.lines().count() == 51);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_study_that_is_not_there_is_named() {
        let message = format!("{:#}", run(&args("no-such.toml"), &mut Vec::new()).unwrap_err());
        assert!(message.contains("cannot read no-such.toml"), "{message}");
    }
}
