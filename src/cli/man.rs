//! `paradox man`: manual pages, one for the program and one for each command.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use clap_mangen::Man;

use super::output::Output;
use crate::error::Error;
use crate::study::suggest::nearest;

/// Arguments of `paradox man`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  paradox man analyze\n  paradox man --out man1")]
pub struct ManArgs {
    /// The page of a command [default: that of the program]
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
    /// Write every page into this folder: paradox.1, paradox-analyze.1 …
    #[arg(short, long, alias = "output", value_name = "DIR", conflicts_with = "command")]
    out: Option<PathBuf>,
}

/// Prints a page, or writes all of them.
pub fn run(args: &ManArgs, out: &Output) -> anyhow::Result<()> {
    let pages = pages()?;
    if let Some(folder) = &args.out {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
        for (name, page) in &pages {
            let path = folder.join(format!("{name}.1"));
            super::outfile::write_whole(&path, |to| to.write_all(page))?;
        }
        out.aside(&format!("wrote {} pages into {}\n", pages.len(), folder.display()));
        return Ok(());
    }
    let wanted = args.command.as_ref().map_or("paradox".to_owned(), |command| format!("paradox-{command}"));
    match pages.iter().find(|(name, _)| *name == wanted) {
        Some((_, page)) => out.result(&String::from_utf8_lossy(page)),
        None => {
            let known = pages.iter().filter_map(|(name, _)| name.strip_prefix("paradox-"));
            let asked = args.command.as_deref().unwrap_or_default();
            let error = Error::usage(format!("there is no command `{asked}`"));
            Err(match nearest(asked, known) {
                Some(near) => error.hint(format!("did you mean `{near}`?")),
                None => error.hint("paradox --help lists the commands"),
            }
            .into())
        }
    }
}

/// The names and pages of the program and of each command, in the order of `--help`.
fn pages() -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let program = super::command();
    let mut pages = Vec::new();
    let subcommands = program.get_subcommands().filter(|command| command.get_name() != "help");
    for command in std::iter::once(&program).chain(subcommands) {
        let name = match command.get_name() {
            "paradox" => "paradox".to_owned(),
            of => format!("paradox-{of}"),
        };
        let version = command.get_version().or(program.get_version()).unwrap_or_default().to_owned();
        // The usage line of a page has the command as it is typed.
        let typed = name.replacen('-', " ", 1);
        let described = command.clone().name(name.clone()).bin_name(typed).version(version).disable_help_flag(false);
        let usage = described.clone().render_usage().to_string();
        let mut page = Vec::new();
        Man::new(described).render(&mut page)?;
        pages.push((name, arranged(&String::from_utf8(page)?, usage.trim_start_matches("Usage: ")).into_bytes()));
    }
    Ok(pages)
}

/// The page with a synopsis that can be read, what `--help` has at its end under headings of its own, and no page named
/// that is not written.
fn arranged(page: &str, usage: &str) -> String {
    let mut page =
        page.replace(".TP\nparadox\\-help(1)\nPrint this message or the help of the given subcommand(s)\n", "");
    if let Some((before, rest)) = page.split_once(".SH SYNOPSIS\n")
        && let Some((_, after)) = rest.split_once("\n.SH ")
    {
        page = format!("{before}.SH SYNOPSIS\n\\fB{}\\fR\n.SH {after}", usage.trim().replace('-', "\\-"));
    }
    let named = [
        (".SH EXTRA\nExit codes:\n", ".SH \"EXIT STATUS\"\n.nf\n"),
        ("\nEnvironment:\n", "\n.fi\n.SH ENVIRONMENT\n.nf\n"),
        (".SH EXTRA\nExamples:\n", ".SH EXAMPLES\n.nf\n"),
        (".SH EXTRA\nExample:\n", ".SH EXAMPLES\n.nf\n"),
        (".SH EXTRA\n", ".SH NOTES\n.nf\n"),
        ("\nExamples:\n", "\n.fi\n.SH EXAMPLES\n.nf\n"),
        ("\nExample:\n", "\n.fi\n.SH EXAMPLES\n.nf\n"),
    ];
    let headed = named.iter().fold(page, |page, (from, to)| page.replacen(from, to, 1));
    portable(&headed.replace("\n.SH VERSION", "\n.fi\n.SH VERSION"))
}

/// A page in ASCII, as every formatter reads it.
fn portable(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    for c in page.chars() {
        if c.is_ascii() { out.push(c) } else { out += &format!("\\[u{:04X}]", u32::from(c)) }
    }
    out
}
