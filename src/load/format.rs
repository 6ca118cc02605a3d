//! Which format is a file of? Told by the ending of its name; of a folder, by those of the files in it.

use std::path::Path;

use super::place::Unit;
use super::{Input, bytes};
use crate::error::{Error, Result};

/// What kind of file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text, separated by commas or whatever is detected.
    Csv,
    /// Text, separated by tabs.
    Tsv,
    /// A workbook of Excel 2007 or later.
    Xlsx,
    /// A data file of SPSS, compressed in any way.
    Sav,
    /// A data file of Stata.
    Dta,
    /// A Parquet file, or a folder of them.
    Parquet,
    /// An Arrow file or stream, or a folder of them.
    Arrow,
    /// Cells that a query of `paradox sql` made: no respondents one by one.
    Cells,
}

/// Every format.
const ALL: [Format; 7] =
    [Format::Csv, Format::Tsv, Format::Xlsx, Format::Sav, Format::Dta, Format::Parquet, Format::Arrow];

/// Folders within a folder that are looked into for a file whose ending tells the format.
const DEEPEST: usize = 16;

impl Format {
    /// The endings of its files.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Format::Csv => &["csv", "txt"],
            Format::Tsv => &["tsv", "tab"],
            Format::Xlsx => &["xlsx", "xlsm"],
            Format::Sav => &["sav", "zsav"],
            Format::Dta => &["dta"],
            Format::Parquet => &["parquet", "pq"],
            Format::Arrow => &["arrow", "feather", "ipc", "arrows"],
            Format::Cells => &[],
        }
    }

    /// Whether this build reads it.
    pub fn is_read(self) -> bool {
        cfg!(feature = "polars") || !matches!(self, Format::Parquet | Format::Arrow)
    }

    /// The endings of all files that this build reads: ".csv, .txt, …; .csv.gz, .tsv.gz".
    pub fn all_endings() -> String {
        let read = ALL.into_iter().filter(|format| format.is_read());
        let endings: Vec<String> = read.flat_map(Format::endings).map(|ending| format!(".{ending}")).collect();
        format!("{}; .csv.gz, .tsv.gz", endings.join(", "))
    }

    /// What it is called.
    pub fn word(self) -> &'static str {
        match self {
            Format::Csv | Format::Tsv | Format::Cells => "text",
            Format::Xlsx => "Excel",
            Format::Sav => "SPSS",
            Format::Dta => "Stata",
            Format::Parquet => "Parquet",
            Format::Arrow => "Arrow",
        }
    }

    /// What a row is called.
    pub fn unit(self) -> Unit {
        match self {
            Format::Csv | Format::Tsv | Format::Cells => Unit::Line,
            Format::Sav => Unit::Case,
            Format::Dta => Unit::Observation,
            Format::Xlsx | Format::Parquet | Format::Arrow => Unit::Row,
        }
    }

    /// Whether a folder of such files is one survey.
    pub fn has_folders(self) -> bool {
        matches!(self, Format::Parquet | Format::Arrow)
    }

    /// The format that a name ends in.
    pub fn by_ending(name: &str) -> Option<Format> {
        let name = name.to_lowercase();
        let (_, ending) = name.rsplit_once('.')?;
        ALL.into_iter().find(|format| format.endings().contains(&ending))
    }

    /// The format of the files in a folder: that of the first part by name.
    fn in_folder(folder: &Path, deep: usize) -> Option<Format> {
        let listed = bytes::listed(folder).ok()?;
        listed.iter().find_map(|(name, path)| match path.is_dir() {
            true if deep == 0 => None,
            true => Format::in_folder(path, deep - 1),
            false => Format::by_ending(name).filter(|format| format.has_folders()),
        })
    }
}

impl Input {
    /// The format by the ending of the name; an error names the endings that are read.
    ///
    /// # Errors
    /// If the ending is none of those, or a folder holds nothing that is read as one survey.
    pub fn format(&self) -> Result<Format> {
        let name = self.name();
        if let Input::File(path) = self
            && path.is_dir()
        {
            let found = Format::in_folder(path, DEEPEST);
            return found.or(Format::by_ending(&name).filter(|format| format.has_folders())).ok_or_else(|| {
                Error::new(format!("the folder `{name}` holds no .parquet and no .arrow file"))
                    .hint("a folder is read where its files are the parts of one survey; else name one file")
            });
        }
        let lower = name.to_lowercase();
        match Format::by_ending(lower.strip_suffix(".gz").unwrap_or(&lower)) {
            Some(format) => Ok(format),
            None if lower.ends_with(".xls") => Err(Error::new(format!("`{name}` is a workbook of Excel 97 to 2003"))
                .hint("open it in Excel or LibreOffice and save it as .xlsx")),
            None if matches!(self, Input::Bytes { .. }) && !lower.contains('.') => Ok(Format::Csv),
            None => Err(Error::new(format!("cannot tell the format of `{name}` by its ending"))
                .hint(format!("this build reads {}; name the format with --format", Format::all_endings()))),
        }
    }
}
