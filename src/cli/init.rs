//! `paradox init`: proposes a study file from a data file.

use std::path::{Path, PathBuf};

use clap::Args;

use super::input::{file_name, input_of, without_ending};
use super::outfile::{Earlier, OutFile};
use super::output::Output;
use super::provenance::shell_word;
use super::question::{ReadArgs, data_help};
use crate::error::{Error, printable};
use crate::load;
use crate::propose::{Proposal, propose};
use crate::study;

/// Arguments of `paradox init`.
#[derive(Debug, Args)]
#[command(after_help = "An existing file is never replaced. -o - writes to standard output.\n\n\
                        Examples:\n  paradox init answers.csv\n  paradox analyze answers.csv")]
pub struct InitArgs {
    #[arg(value_name = "DATA", help = data_help())]
    data: PathBuf,
    /// The study file to write [default: DATA with its ending replaced by .toml; - is standard output]
    #[arg(short, long, alias = "output", value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    read: ReadArgs,
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
    let (input, format) = input_of(&args.data, args.read.format())?;
    let told = args.read.flags();
    let profile = load::profile(&input, format, &told)?;
    if profile.rows == 0 {
        return Err(Error::new(format!("`{}` has a header and no rows below it", input.name()))
            .hint("one row a respondent is expected under the header")
            .into());
    }
    let proposal = propose(&profile, &told);
    if proposal.outcomes == 0 {
        let hint = match profile.columns.as_slice() {
            [only] => load::hint_of_one_column(&only.name),
            _ => None,
        };
        let hint = hint.unwrap_or("a study file needs one: paradox schema study says what may stand in it".into());
        return Err(Error::new(format!("no column of `{}` looks like a question", input.name())).hint(hint).into());
    }
    // A study that does not fit the file must not be written: it is read once as `analyze` will.
    let name = path.as_deref().map_or_else(|| "the proposed study".to_owned(), file_name);
    let parsed = study::parse(&proposal.text, &name)?;
    load::read(&input, format, &parsed, |_| {})?;
    match &path {
        None => out.result_of(|to| to.write_all(proposal.text.as_bytes())),
        Some(path) => {
            OutFile::at(path, std::slice::from_ref(&args.data), Earlier::Kept)?
                .write(|to| to.write_all(proposal.text.as_bytes()))?;
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
    let weight = proposal
        .weight
        .as_ref()
        .map(|weight| format!("Each respondent counts by the weight in `{}`.\n", printable(weight)));
    let of = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    format!(
        "Wrote {}: {} by {}, each with its reason.\n{}{look}Next: paradox analyze {}{study}\n",
        printable(&path.display().to_string()),
        of(*outcomes, "outcome"),
        of(*segments, "segment"),
        weight.unwrap_or_default(),
        shown(data)
    )
}
