//! `paradox init`: proposes a study file from a data file.

use std::path::{Path, PathBuf};

use clap::Args;

use super::common::{FormatArg, file_name, input_of, shell_word, without_ending};
use super::outdir::write_file;
use super::output::Output;
use crate::error::{Error, printable};
use crate::load;
use crate::propose::{Proposal, Told, propose};
use crate::study::{self, DataSpec};

/// Arguments of `paradox init`.
#[derive(Debug, Args)]
#[command(after_help = "An existing file is never replaced. -o - writes to standard output.\n\n\
                        Examples:\n  paradox init answers.csv\n  paradox analyze answers.csv")]
pub struct InitArgs {
    /// The data file (.csv, .tsv, .xlsx, .sav, .zsav, .dta; .csv.gz, .tsv.gz), or - for standard input
    #[arg(value_name = "DATA")]
    data: PathBuf,
    /// The study file to write [default: DATA with its ending replaced by .toml; - is standard output]
    #[arg(short, long, alias = "output", value_name = "FILE")]
    out: Option<PathBuf>,
    /// Format of the data, where the ending does not tell
    #[arg(long, value_name = "FORMAT")]
    format: Option<FormatArg>,
    /// What separates the cells, where it cannot be told from the file
    #[arg(long, value_name = "CHARACTER", value_parser = |text: &str| study::delimiter(text).map_err(|wrong| wrong.what))]
    delimiter: Option<u8>,
    /// Encoding of the data, where it cannot be told from the file: utf-8, windows-1252, utf-16le …
    #[arg(long, value_name = "LABEL", value_parser = |text: &str| study::encoding(text).map_err(|wrong| wrong.what))]
    encoding: Option<String>,
    /// Sheet of a workbook [default: the first that is visible and not empty]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Rows of the header, 1 to 3, where it cannot be told from the file; the first text that is not empty names the column
    #[arg(long, value_name = "ROWS", value_parser = clap::value_parser!(u8).range(1..=3))]
    header_rows: Option<u8>,
}

/// Looks at the data, writes the study file, and says what to look at.
pub fn run(args: &InitArgs, out: &Output) -> anyhow::Result<()> {
    let stdin = args.data.as_os_str() == "-";
    let path = match &args.out {
        Some(path) => Some(path.clone()).filter(|path| path.as_os_str() != "-"),
        None if stdin => None,
        None => {
            let (folder, stem) = without_ending(&args.data);
            Some(folder.join(format!("{stem}.toml")))
        }
    };
    if let Some(path) = path.as_deref().filter(|path| path.exists()) {
        return Err(exists(path).into());
    }
    let (input, format) = input_of(&args.data, args.format)?;
    let data = DataSpec {
        delimiter: args.delimiter,
        encoding: args.encoding.clone(),
        sheet: args.sheet.clone(),
        header_rows: args.header_rows.map_or(1, usize::from),
        ..DataSpec::default()
    };
    let profile = load::profile(&input, format, &data)?;
    if profile.rows == 0 {
        return Err(Error::new(format!("`{}` has a header and no rows below it", input.name()))
            .hint("one row a respondent is expected under the header")
            .into());
    }
    let told = Told {
        encoding: data.encoding,
        delimiter: data.delimiter.map(char::from),
        sheet: data.sheet,
        header_rows: args.header_rows.map(usize::from),
    };
    let proposal = propose(&profile, &told);
    if proposal.outcomes == 0 {
        return Err(Error::new(format!("no column of `{}` looks like a question", input.name()))
            .hint("a study file needs one: paradox schema study says what may stand in it")
            .into());
    }
    // A study that does not fit the file must not be written: it is read once as `analyze` will.
    let name = path.as_deref().map_or_else(|| "the proposed study".to_owned(), file_name);
    let parsed = study::parse(&proposal.text, &name)?;
    load::read(&input, format, &parsed, |_| {})?;
    match &path {
        None => out.result_of(|to| to.write_all(proposal.text.as_bytes())),
        Some(path) => {
            write_file(path, |to| to.write_all(proposal.text.as_bytes()))?;
            out.result(&said(path, &args.data, &proposal))
        }
    }
}

fn exists(path: &Path) -> Error {
    Error::new(format!("`{}` is there already", path.display()))
        .hint("a study file is never replaced: name another with --out, or remove it yourself")
}

/// A path as a shell takes it, with nothing that drives the terminal.
fn shown(path: &Path) -> String {
    printable(&shell_word(&path.display().to_string()))
}

fn said(path: &Path, data: &Path, proposal: &Proposal) -> String {
    let Proposal { segments, outcomes, doubtful, .. } = proposal;
    let look = match doubtful {
        0 => String::new(),
        1 => "One guess is marked DOUBTFUL: look at it.\n".to_owned(),
        n => format!("{n} guesses are marked DOUBTFUL: look at them.\n"),
    };
    let study = if path.with_extension("") == data.with_extension("") {
        String::new()
    } else {
        format!(" --study {}", shown(path))
    };
    let of = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    format!(
        "Wrote {}: {} by {}, each with its reason.\n{look}Next: paradox analyze {}{study}\n",
        printable(&path.display().to_string()),
        of(*outcomes, "outcome"),
        of(*segments, "segment"),
        shown(data)
    )
}
