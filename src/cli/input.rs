//! What a command is given to read: the data, a text file that the user wrote, and what to call either.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::error::{Error, Result};
use crate::load::{self, Format, Input};
use crate::study::builtin::SINCH_2026_NAME;

/// Bytes of a study, margins or population file, and of results that `analyze` wrote.
const LARGEST_TEXT: u64 = 16 << 20;
const LARGEST_RESULTS: u64 = 256 << 20;

/// Bytes of data that cannot be read twice, and so are kept in memory.
const LARGEST_PIPE: u64 = 2 << 30;

/// What a text file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Text {
    Study,
    Margins,
    Population,
    Results,
}

impl Text {
    /// What messages call it.
    fn name(self) -> &'static str {
        match self {
            Text::Study => "study file",
            Text::Margins => "margins file",
            Text::Population => "population file",
            Text::Results => "results",
        }
    }

    /// The most bytes that are read of it.
    fn most(self) -> u64 {
        match self {
            Text::Study | Text::Margins | Text::Population => LARGEST_TEXT,
            Text::Results => LARGEST_RESULTS,
        }
    }
}

/// A text file that the user names.
pub fn read_text(path: &Path, what: Text) -> Result<String> {
    let shown = format!("the {} `{}`", what.name(), path.display());
    let read = std::fs::File::open(path).and_then(|file| read_at_most(file, what.most(), &shown));
    let bytes = read.map_err(|e| {
        let missing = e.kind() == std::io::ErrorKind::NotFound;
        let reason = if missing { "there is no such file".into() } else { e.to_string().to_lowercase() };
        let error = Error::new(format!("cannot read {shown}: {reason}"));
        match what {
            Text::Study => {
                error.hint(format!("give --study a study file, or the built-in study: --study {SINCH_2026_NAME}"))
            }
            _ => error,
        }
    })??;
    String::from_utf8(bytes).map_err(|e| {
        let line = 1 + e.as_bytes()[..e.utf8_error().valid_up_to()].iter().filter(|&&b| b == b'\n').count();
        let place = format!("{}, line {line}", file_name(path));
        Error::new(format!("the {} is not UTF-8 text", what.name())).at(place).hint("save it as UTF-8")
    })
}

/// A data file or standard input, and its format: the one that is told, else what its name says.
pub fn input_of(data: &Path, told: Option<Format>) -> anyhow::Result<(Input, Format)> {
    let input = if data.as_os_str() == "-" {
        let name = "standard input";
        let bytes = read_at_most(std::io::stdin().lock(), LARGEST_PIPE, name)
            .context("cannot read standard input")?
            .map_err(|error| error.hint("name the file instead: one on the disk may be of any length"))?;
        Input::Bytes { name: name.into(), bytes }
    } else if std::fs::metadata(data).is_ok_and(|what| !what.is_file() && !what.is_dir()) {
        // A pipe can be read once only, and is looked at more than once.
        let name = file_name(data);
        let bytes = std::fs::File::open(data)
            .and_then(|pipe| read_at_most(pipe, LARGEST_PIPE, &format!("`{name}`")))
            .with_context(|| format!("cannot read `{}`", data.display()))?
            .map_err(|error| error.hint("name a file on the disk: that may be of any length"))?;
        Input::Bytes { name, bytes }
    } else {
        Input::File(data.to_path_buf())
    };
    let format = match told {
        Some(format) => format,
        None => input.format()?,
    };
    Ok((input, format))
}

/// Everything that a reader gives, or an error where that is more than `most` bytes; what is behind them is not read.
fn read_at_most(reader: impl Read, most: u64, name: &str) -> std::io::Result<Result<Vec<u8>>> {
    let mut bytes = Vec::new();
    let read = reader.take(most + 1).read_to_end(&mut bytes)?;
    let said = load::limits::size(most);
    Ok(if read as u64 > most {
        Err(Error::new(format!("{name} is longer than {said}, the most that is read of it")))
    } else {
        Ok(bytes)
    })
}

/// The folder of a data file and its name without the ending (`.csv.gz` as a whole).
pub fn without_ending(path: &Path) -> (PathBuf, String) {
    let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
    let name = file_name(path);
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let stem = match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    };
    (folder, stem.to_string())
}

/// A path's file name, for messages and provenance.
pub fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What has no end is read no further than its limit.
    #[test]
    fn a_pipe_without_an_end_is_an_error() {
        let read =
            |most| read_at_most(std::io::repeat(b'x').take(100), most, "standard input").expect("it can be read");
        assert_eq!(read(100).map(|bytes| bytes.len()), Ok(100));
        let error =
            read_at_most(std::io::repeat(b'x'), 3 << 20, "standard input").expect("it can be read").unwrap_err();
        assert_eq!(error.to_string(), "standard input is longer than 3 MiB, the most that is read of it");
    }
}
