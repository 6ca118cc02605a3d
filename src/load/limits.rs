//! How much of a file is believed: what a survey never holds, and what a file that was made to exhaust the machine does.
//!
//! Text, SPSS and Stata files are read row by row, so their length has no limit and costs time, not memory. What one row, the
//! header or a dictionary may take has one. `SECURITY.md` lists them with the tests that show each.

use crate::error::{Error, Result};

/// Bytes of one respondent's row as it is read: unpacked, with its quotes.
pub const LONGEST_ROW: usize = 32 << 20;

/// Columns of a file: as many as Stata has at most; SPSS has 32,767 and Excel 16,384.
pub const MOST_COLUMNS: usize = 120_000;

/// Bytes of everything that an SPSS file says before its cases.
pub const LONGEST_DICTIONARY: u64 = 256 << 20;

/// Labels of codes of all variables of a file together.
pub const MOST_LABELS: usize = 5_000_000;

/// Bytes of all parts of a workbook, unpacked.
pub const LARGEST_WORKBOOK: u64 = 1 << 30;

/// Bytes that the cells of a sheet take in memory.
pub const LARGEST_SHEET: usize = 2 << 30;

/// What to do about too many.
const FEWER_COLUMNS: &str =
    "leave out the columns that the study does not use, or write one row a respondent if it is turned round";

/// Refuses a file with more columns than any survey has.
///
/// # Errors
/// If there are more than [`MOST_COLUMNS`].
pub fn columns(name: &str, columns: usize) -> Result<()> {
    if columns <= MOST_COLUMNS {
        return Ok(());
    }
    Err(Error::new(format!("`{name}` has {columns} columns, and {MOST_COLUMNS} are the most that are read"))
        .hint(FEWER_COLUMNS))
}

/// A row of text that was not read to its end: it has more cells than there may be columns.
pub fn too_many_cells() -> Error {
    Error::new(format!("a row has more than {MOST_COLUMNS} cells, the most columns that are read")).hint(FEWER_COLUMNS)
}

/// A number of bytes as a limit is told: "32 MiB".
pub fn size(bytes: u64) -> String {
    match bytes >> 20 {
        mebibytes if mebibytes >= 1024 && mebibytes % 1024 == 0 => format!("{} GiB", mebibytes >> 10),
        mebibytes => format!("{mebibytes} MiB"),
    }
}
