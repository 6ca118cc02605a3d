//! Where the data are, and every flag that says how to read and what to ask of them.

use std::path::{Path, PathBuf};

use clap::Args;

use super::analysis::AnalysisArgs;
use super::design::DesignArgs;
use super::read::{ReadArgs, data_help};
use crate::cli::help::RUNNING;
use crate::cli::input::{file_name, without_ending};
use crate::cli::provenance::Words;
use crate::cli::timings;
use crate::error::Result;
use crate::load::{Hashed, How};
use crate::study::Numbers;

/// Where the data are and what is asked of them.
#[derive(Debug, Args)]
pub struct DataArgs {
    #[arg(value_name = "DATA", required = true, help = data_help())]
    pub data: Option<PathBuf>,
    /// Instead of DATA: cells, as the query of `paradox sql` yields them
    #[arg(long, value_name = "FILE", conflicts_with = "data")]
    pub cells: Option<PathBuf>,
    /// The study file, or the built-in study sinch-2026 [default: DATA with its ending replaced by .toml]
    #[arg(long, value_name = "FILE")]
    pub study: Option<PathBuf>,
    #[command(flatten)]
    pub(super) read: ReadArgs,
    /// Only these respondents: 'country=Brazil|India' (repeatable, joined by and)
    #[arg(long = "where", value_name = "NAME=VALUE|…")]
    pub(super) wheres: Vec<String>,
    #[command(flatten)]
    pub(super) design: DesignArgs,
    #[command(flatten)]
    pub(super) analysis: AnalysisArgs,
    /// Take the figures of suppressed estimates out of everything, and what would give them away
    #[arg(long, help_heading = "Analysis")]
    pub(super) redact: bool,
    /// Seed of what is drawn at random
    #[arg(long, value_name = "SEED", default_value_t = SEED, help_heading = RUNNING)]
    pub seed: u64,
    /// How many threads may work; the output is the same with any number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..), help_heading = RUNNING)]
    threads: Option<u16>,
    /// How numbers are written, by an example: '1.234,5'
    #[arg(long, value_name = "EXAMPLE", value_parser = numbers_example, help_heading = RUNNING)]
    pub(super) numbers: Option<String>,
}

/// The seed where none is given.
const SEED: u64 = 1;

/// An example of how numbers are written, if it is one.
fn numbers_example(text: &str) -> Result<String> {
    Numbers::parse(text).map(|_| text.to_owned())
}

impl DataArgs {
    /// How many threads may work.
    pub fn threads(&self) -> usize {
        match self.threads {
            Some(n) => usize::from(n),
            None => std::thread::available_parallelism().map_or(1, usize::from),
        }
    }

    /// How the data are read where nobody asks for their hash.
    pub fn how(&self) -> How {
        How { threads: self.threads(), hashed: Hashed::No, reached: timings::reached, ..How::default() }
    }

    /// The name of the output folder: the stem of the data.
    pub fn stem(&self) -> String {
        if self.is_stdin() { "stdin".into() } else { without_ending(self.data()).1 }
    }

    /// The command as the provenance has it, with further files and without the flags that are a command's own.
    pub fn words(&self, command: &str, further: &[PathBuf]) -> Words {
        let mut words = Words::of(command);
        if self.cells.is_some() {
            words.word("--cells");
        }
        words.word(file_name(self.data()));
        further.iter().for_each(|path| words.word(file_name(path)));
        words.flag("study", self.study.as_deref().map(file_name));
        self.read.words(&mut words);
        words.flag("where", &self.wheres);
        self.design.words(&mut words);
        self.analysis.words(&mut words);
        words.flag("numbers", self.numbers.as_ref());
        if self.redact {
            words.word("--redact");
        }
        words.flag("seed", Some(self.seed).filter(|seed| *seed != SEED));
        words
    }

    /// The data file, or that of cells; empty only where a command does without one.
    pub(super) fn data(&self) -> &Path {
        self.data.as_deref().or(self.cells.as_deref()).unwrap_or(Path::new(""))
    }

    pub(super) fn is_stdin(&self) -> bool {
        self.data().as_os_str() == "-"
    }
}
