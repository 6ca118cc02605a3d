//! Standard output carries results, standard error everything else; the only place that writes to either.

use std::io::{IsTerminal, Write};

use clap::ValueEnum;

use crate::error::printable;
use crate::report::terminal::{NARROWEST, Style, WIDEST, WIDTH};

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The two streams.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    color: Color,
    quiet: bool,
}

impl Output {
    /// The streams with what the user chose for them.
    pub fn new(color: Color, quiet: bool) -> Self {
        Output { color, quiet }
    }

    /// A result, ended by a line end.
    pub fn result(&self, text: &str) -> anyhow::Result<()> {
        let end = if text.ends_with('\n') { "" } else { "\n" };
        self.result_of(|to| write!(to, "{text}{end}"))
    }

    /// A result as it is written, piece by piece.
    pub fn result_of(&self, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> anyhow::Result<()> {
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        write(&mut out)?;
        Ok(out.flush()?)
    }

    /// Something that the user must know and that does not stop the program.
    pub fn warning(&self, text: &str) {
        if !self.quiet {
            self.line("warning", "33", &printable(text));
        }
    }

    /// Something that tells how a result was made.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            self.line("note", "36", &printable(text));
        }
    }

    /// What is told beside a result that fills standard output.
    pub fn aside(&self, text: &str) {
        if !self.quiet {
            // Nothing is left to tell if standard error is closed.
            let _ = std::io::stderr().lock().write_all(text.as_bytes());
        }
    }

    /// What went wrong. Each cause stands on a line of its own.
    pub fn error(&self, error: &anyhow::Error) {
        match error.downcast_ref::<crate::Error>() {
            Some(ours) => self.line("error", "31", &ours.to_string()),
            None => {
                let hint = what_to_do(error).map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
                self.line("error", "31", &(printable(&without_number(&format!("{error:#}"))) + &hint));
            }
        }
    }

    /// How results on standard output may be emphasised.
    pub fn style(&self) -> Style {
        if self.colours(std::io::stdout().is_terminal()) { Style::Ansi } else { Style::Plain }
    }

    /// How wide a line of standard output may be: what COLUMNS says, else what the terminal is, else 80.
    pub fn width(&self) -> usize {
        let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
        let terminal = || {
            let (width, _) = terminal_size::terminal_size_of(std::io::stdout())?;
            Some(usize::from(width.0))
        };
        asked.or_else(terminal).map_or(WIDTH, |width: usize| width.clamp(NARROWEST, WIDEST))
    }

    /// Whether somebody looks at standard error and wants to know how far the work has come.
    pub fn shows_progress(&self) -> bool {
        !self.quiet && std::io::stderr().is_terminal()
    }

    fn colours(&self, terminal: bool) -> bool {
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()),
        }
    }

    fn line(&self, word: &str, colour: &str, text: &str) {
        let mut err = std::io::stderr().lock();
        // Nothing is left to tell if standard error is closed too.
        let _ = if self.colours(std::io::stderr().is_terminal()) {
            writeln!(err, "\u{1b}[1;{colour}m{word}\u{1b}[0m: {text}")
        } else {
            writeln!(err, "{word}: {text}")
        };
    }
}

/// What the system says, without the number that it has for it.
fn without_number(said: &str) -> String {
    let mut words = String::new();
    let mut rest = said;
    while let Some((before, behind)) = rest.split_once(" (os error ") {
        words.push_str(before);
        rest = behind.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(')');
    }
    words + rest
}

/// What to do where the system refuses.
fn what_to_do(error: &anyhow::Error) -> Option<&'static str> {
    use std::io::ErrorKind;
    match error.chain().find_map(|cause| cause.downcast_ref::<std::io::Error>())?.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            Some("make room, or write elsewhere; what was there before is as it was")
        }
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => {
            Some("write into a folder that you may write to")
        }
        ErrorKind::NotFound => {
            Some("see that the folder which it is to stand in is there, and the one where this runs")
        }
        ErrorKind::InvalidFilename => Some("choose a shorter name"),
        _ => None,
    }
}

/// Whether the reader of our output has gone: the program then ends silently.
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe))
}
