//! What a file is that was taken for text and is not: told by its first bytes.

use crate::error::{Error, Result};

/// First bytes, what has them, and what to do.
const FOREIGN: [(&[u8], &str, &str); 13] = [
    (
        b"PK\x03\x04",
        "a zip archive or an Excel workbook",
        "an Excel workbook ends in .xlsx, or is named with --format xlsx",
    ),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "a workbook of Excel 97 to 2003 (.xls), or one with a password",
        "open it in Excel or LibreOffice and save it as .xlsx, without a password",
    ),
    (b"\x1f\x8b", "packed with gzip twice", "unpack it once with gunzip"),
    (b"BZh", "packed with bzip2", "unpack it first"),
    (b"\xfd7zXZ\0", "packed with xz", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd", "unpack it first"),
    (b"$FL", "a data file of SPSS", "it ends in .sav, or is named with --format sav"),
    (b"<stata_dta>", "a data file of Stata", "it ends in .dta, or is named with --format dta"),
    (b"PAR1", "a Parquet file", "it ends in .parquet, or is named with --format parquet"),
    (b"ARROW1", "an Arrow file", "it ends in .arrow, or is named with --format arrow"),
    (b"%PDF-", "a PDF", "export the answers as CSV, one row a respondent"),
    (b"\x89PNG", "a picture", "export the answers as CSV, one row a respondent"),
    (b"SQLite format 3\0", "a database of SQLite", "export the answers as CSV, one row a respondent"),
];

/// Refuses a file that is no text.
///
/// # Errors
/// If the file begins as a known format of another kind does.
pub fn refuse_bytes(name: &str, start: &[u8]) -> Result<()> {
    match FOREIGN.iter().find(|(first, ..)| start.starts_with(first)) {
        Some((_, what, hint)) => Err(Error::new(format!("`{name}` is {what}, not text")).hint(*hint)),
        None => Ok(()),
    }
}

/// Refuses text of four bytes a character.
///
/// # Errors
/// If the file begins with its mark, or with characters of which the same two bytes are 0.
pub fn refuse_utf32(name: &str, start: &[u8]) -> Result<()> {
    let first: Vec<&[u8]> = start.chunks_exact(4).take(8).collect();
    let are_zero = |bytes: [usize; 2]| first.iter().all(|four| bytes.iter().all(|&b| four[b] == 0) && **four != [0; 4]);
    let is_marked = start.starts_with(b"\xff\xfe\0\0") || start.starts_with(b"\0\0\xfe\xff");
    match is_marked || first.len() > 1 && (are_zero([0, 1]) || are_zero([2, 3])) {
        true => Err(Error::new(format!("`{name}` is text in UTF-32, which is not read")).hint("save it as UTF-8")),
        false => Ok(()),
    }
}

/// Refuses text that is no table.
///
/// # Errors
/// If the text begins as a web page or as JSON does.
pub fn refuse_text(name: &str, start: &str) -> Result<()> {
    let text = start.trim_start();
    let begins = |word: &str| text.get(..word.len()).is_some_and(|first| first.eq_ignore_ascii_case(word));
    if begins("<!doctype html") || begins("<html") {
        return Err(Error::new(format!("`{name}` is a web page (HTML), not a table")).hint(
            "download the data again: such a page is often a login or an error page saved under the name of the file",
        ));
    }
    let opens = text.strip_prefix('[').map_or(text, str::trim_start);
    if opens.strip_prefix('{').is_some_and(|inner| inner.trim_start().starts_with(['"', '}'])) {
        return Err(Error::new(format!("`{name}` is JSON, not a table"))
            .hint("export the answers as CSV, one row a respondent"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_pass_and_what_only_looks_like_one_by_its_name_does_not() {
        for table in [
            "id,shipped\n1,Yes\n",
            "\"id\",\"{a}\"\n",
            "[id],x\n1,2\n",
            "{id}\n1\n",
            "<5,5+\n1,2\n",
            "Bezirk,a\n",
            "$FROM,b\n",
            "",
        ] {
            assert!(refuse_text("a.csv", table).is_ok() && refuse_bytes("a.csv", table.as_bytes()).is_ok(), "{table}");
        }
        for (text, is) in [("[{\"id\": 1}]", "JSON"), ("\n {}", "JSON"), ("<HTML><body>", "a web page")] {
            assert!(refuse_text("a.csv", text).is_err_and(|e| e.to_string().contains(is)), "{text}");
        }
        for (first, what, _) in FOREIGN {
            assert!(refuse_bytes("a.csv", first).is_err_and(|e| e.to_string().contains(what)), "{what}");
        }
    }
}
