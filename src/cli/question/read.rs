//! How a file is read, where it does not tell: flags over `[data]`.

use clap::{Args, ValueEnum};

use crate::cli::provenance::Words;
use crate::load::Format;
use crate::study::{self, DataFlags};

/// Flags of how a file is read.
#[derive(Debug, Args)]
pub struct ReadArgs {
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
    /// What stands before the decimals of a number, where it cannot be told from the file: . or ,
    #[arg(long, value_name = "MARK", value_parser = |text: &str| study::decimal(text).map_err(|wrong| wrong.what))]
    decimal: Option<char>,
    /// Rows of the header, 1 to 3; the first text that is not empty names the column
    #[arg(long, value_name = "ROWS", value_parser = clap::value_parser!(u8).range(1..=3))]
    header_rows: Option<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    Csv,
    Tsv,
    Xlsx,
    #[value(alias = "zsav")]
    Sav,
    Dta,
    #[cfg_attr(not(feature = "polars"), value(hide = true))]
    Parquet,
    #[value(alias = "feather", alias = "ipc")]
    #[cfg_attr(not(feature = "polars"), value(hide = true))]
    Arrow,
}

/// What a DATA argument is, with the endings that this build reads.
pub fn data_help() -> String {
    format!("The data file ({}), or - for standard input", Format::all_endings())
}

impl ReadArgs {
    /// The format, if it is told.
    pub fn format(&self) -> Option<Format> {
        self.format.map(|format| match format {
            FormatArg::Csv => Format::Csv,
            FormatArg::Tsv => Format::Tsv,
            FormatArg::Xlsx => Format::Xlsx,
            FormatArg::Sav => Format::Sav,
            FormatArg::Dta => Format::Dta,
            FormatArg::Parquet => Format::Parquet,
            FormatArg::Arrow => Format::Arrow,
        })
    }

    /// What they override in `[data]`.
    pub fn flags(&self) -> DataFlags {
        DataFlags {
            delimiter: self.delimiter,
            encoding: self.encoding.clone(),
            sheet: self.sheet.clone(),
            decimal: self.decimal,
            header_rows: self.header_rows.map(usize::from),
        }
    }

    /// The flags as the provenance has them.
    pub(super) fn words(&self, words: &mut Words) {
        let format = self.format.and_then(|format| format.to_possible_value());
        words.flag("format", format.iter().map(|format| format.get_name()));
        let delimiter = |byte| if byte == b'\t' { "\\t".to_owned() } else { char::from(byte).to_string() };
        words.flag("delimiter", self.delimiter.map(delimiter));
        words.flag("encoding", self.encoding.as_ref());
        words.flag("sheet", self.sheet.as_ref());
        words.flag("decimal", self.decimal);
        words.flag("header-rows", self.header_rows);
    }
}
