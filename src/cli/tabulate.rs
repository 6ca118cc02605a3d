//! `paradox tabulate`: a banner table, outcomes down, segment levels across.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::outfile::{Earlier, Known, OutFile, head};
use super::output::Output;
use super::progress::Progress;
use super::question::{Asked, DataArgs, QuestionArgs, warn_of};
use super::{counted, workbook};
use crate::findings::Tabulated;
use crate::load::{Hashed, How};
use crate::report::banner;
use crate::report::terminal::{Style, WIDEST};
use crate::{Error, findings};

/// Arguments of `paradox tabulate`.
#[derive(Debug, Args)]
#[command(after_help = "Without --outcome all outcomes of the study, without --by all its segments.\n\n\
                  Examples:\n  paradox tabulate data/sinch-2026-synthetic.csv --outcome rollback \\\n    \
                  --by company_size --by 'industry > company_size'\n  \
                  paradox tabulate data/sinch-2026-synthetic.csv -o tables.xlsx")]
pub struct TabulateArgs {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    question: QuestionArgs,
    /// The form of the table on standard output [default: text]
    #[arg(long = "as", value_name = "FORM", conflicts_with = "json")]
    form: Option<Form>,
    /// Write the table to this file; its ending says how: .txt, .md, .html, .csv, .json, .xlsx
    #[arg(short, long, alias = "output", value_name = "FILE", conflicts_with = "json")]
    out: Option<PathBuf>,
    /// Replace the file that --out names, even if it holds no such table
    #[arg(long)]
    force: bool,
    /// The table as JSON
    #[arg(long)]
    json: bool,
}

/// The form of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Text in columns
    Text,
    /// Markdown, a table a segment
    Markdown,
    /// A page of HTML
    Html,
    /// One line a cell
    Csv,
    /// JSON
    Json,
    /// A workbook, a sheet a question; into a file only
    Xlsx,
}

impl Form {
    fn of(path: &Path) -> Result<Self, Error> {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
        Ok(match ending.as_str() {
            "txt" => Form::Text,
            "md" => Form::Markdown,
            "html" | "htm" => Form::Html,
            "csv" => Form::Csv,
            "json" => Form::Json,
            "xlsx" => Form::Xlsx,
            _ => {
                return Err(Error::usage(format!("the ending of `{}` says no form of a table", path.display()))
                    .hint("endings are .txt, .md, .html, .csv, .json and .xlsx"));
            }
        })
    }
}

/// Files that the command made.
const TABLE: Known = Known {
    what: "table of paradox",
    is: |path| banner::is_table(&head(path)) || workbook::is_ours(path),
    hint: "name another file with --out, or replace it with --force",
};

/// Reads, computes, and prints or writes.
pub fn run(args: &TabulateArgs, out: &Output) -> anyhow::Result<()> {
    let form = match (&args.out, args.form, args.json) {
        (Some(path), form, _) => form.map_or_else(|| Form::of(path), Ok)?,
        (None, Some(Form::Xlsx), _) => {
            return Err(Error::usage("a workbook goes into a file").hint("name it: -o tables.xlsx").into());
        }
        (None, Some(form), _) => form,
        (None, None, json) => {
            if json {
                Form::Json
            } else {
                Form::Text
            }
        }
    };
    let earlier = if args.force { Earlier::Gone } else { Earlier::Replaced(TABLE) };
    let file = args.out.as_deref().map(|path| OutFile::at(path, &args.data.inputs(), earlier)).transpose()?;
    let Asked { question, outcomes, across } = args.data.questions_of(&args.question)?;
    if outcomes.is_empty() {
        return Err(Error::usage("the study has no outcome").hint("add --outcome 'COLUMN=VALUE'").into());
    }
    args.data.tell_builtin(&question.study, out);
    warn_of(&question, out);
    let (input, format) = (&question.input, question.format);
    let mut words = args.data.words("tabulate", &[]);
    args.question.words(&mut words);
    let command = words.to_string();
    let progress = Progress::of(input, out.shows_progress());
    // Only a workbook says it.
    let hashed = if form == Form::Xlsx { Hashed::Yes } else { Hashed::No };
    let how = How { hashed, ..args.data.how() };
    let found = findings::table(&question.study, input, format, &outcomes, &across, (&command, args.data.seed), how)?;
    drop(progress);
    found.results.data_quality.notes.iter().for_each(|note| out.warning(note));
    counted::tell(&found.counted, out);
    let Some(file) = file else {
        return out.result(&match form {
            Form::Text => banner::text_within(out.width(), &found.banner, &found.results.study, out.style()),
            form => text(form, &found)?,
        });
    };
    let bytes = match form {
        Form::Xlsx => workbook::of_tables(&found, args.data.threads(), out)?,
        form => text(form, &found)?.into_bytes(),
    };
    file.write(|to| to.write_all(&bytes))
}

/// A table as a text, whatever the terminal is.
fn text(form: Form, found: &Tabulated) -> anyhow::Result<String> {
    let (table, info) = (&found.banner, &found.results.study);
    Ok(match form {
        Form::Text | Form::Xlsx => banner::text_within(WIDEST, table, info, Style::Plain),
        Form::Markdown => banner::markdown(table, info),
        Form::Html => banner::html(table, info),
        Form::Csv => banner::csv(table),
        Form::Json => serde_json::to_string_pretty(table)? + "\n",
    })
}
