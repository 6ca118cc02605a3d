//! The parts of a folder of Parquet or Arrow files, in the order of their names.
//!
//! ```text
//! answers/                       part of the survey
//!   _SUCCESS, .part-0.crc        no: begins with _ or .
//!   part-0.parquet               yes
//!   country=Brazil/a.parquet     yes, and a column `country` that holds "Brazil" (as Spark and DuckDB partition)
//! ```

use std::path::Path;

use super::super::{Format, Input, bytes};
use super::store::Store;
use crate::error::{Error, Result};

/// What Spark and Hive write for a key without a value.
const NO_VALUE: &str = "__HIVE_DEFAULT_PARTITION__";

/// Folders within folders that are followed.
const DEEPEST: usize = 16;

/// One file.
#[derive(Clone)]
pub struct Part {
    /// As messages name it: the file, or folder/file.
    pub name: String,
    /// Keys and values that the names of its folders give.
    pub keys: Vec<(String, String)>,
    from: Input,
}

impl Part {
    /// Its bytes.
    ///
    /// # Errors
    /// If there is no such file, or it cannot be read.
    pub fn store(&self) -> Result<Store> {
        Store::open(&self.from)
    }
}

/// The file itself, or those in the folder.
///
/// # Errors
/// If the folder cannot be read, or its parts lie under different keys.
pub fn parts(input: &Input, format: Format) -> Result<Vec<Part>> {
    let folder = match input {
        Input::File(path) if path.is_dir() => path,
        _ => return Ok(vec![Part { name: input.name(), keys: Vec::new(), from: input.clone() }]),
    };
    let mut parts = Vec::new();
    collect(folder, &input.name(), format, &[], DEEPEST, &mut parts)?;
    let keys = |part: &Part| part.keys.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>();
    if let Some(other) = parts.iter().skip(1).find(|part| keys(part) != keys(&parts[0])) {
        let what = format!("`{}` and `{}` lie under folders of different keys", parts[0].name, other.name);
        return Err(Error::new(what)
            .at(other.name.clone())
            .hint("every part must lie under the same keys, as in country=Brazil/part-0.parquet"));
    }
    Ok(parts)
}

/// A folder without a part.
pub fn empty(name: &str, format: Format) -> Error {
    let endings: Vec<String> = format.endings().iter().map(|ending| format!(".{ending}")).collect();
    let endings = endings.join(" or ");
    Error::new(format!("the folder `{name}` holds no {} file", format.word()))
        .hint(format!("its parts are the files that end in {endings} and begin with neither _ nor ."))
}

fn collect(
    folder: &Path,
    name: &str,
    format: Format,
    keys: &[(String, String)],
    deep: usize,
    into: &mut Vec<Part>,
) -> Result<()> {
    for (entry, path) in bytes::listed(folder)? {
        let name = format!("{name}/{entry}");
        if !path.is_dir() {
            if Format::by_ending(&entry) == Some(format) {
                into.push(Part { name, keys: keys.to_vec(), from: Input::File(path) });
            }
        } else if let Some((key, value)) = entry.split_once('=') {
            if deep == 0 {
                return Err(Error::new(format!("the folders of `{name}` lie too deep")).at(name));
            }
            let value = if value == NO_VALUE { String::new() } else { decoded(value) };
            let keys = [keys, &[(decoded(key), value)]].concat();
            collect(&path, &name, format, &keys, deep - 1, into)?;
        } else {
            return Err(Error::new(format!("`{name}` is a folder without a key"))
                .at(name.clone())
                .hint("folders within a folder are read where they are called key=value; move others out of it"));
        }
    }
    Ok(())
}

/// `%20` and its like, as Spark writes them into names.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| first == b'%').and_then(|two| std::str::from_utf8(two).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The SHA-256 of a file; of a folder, that of the list that `sha256sum` prints of its parts inside it.
///
/// # Errors
/// If a part cannot be read.
pub fn sha256(input: &Input, format: Format) -> Result<String> {
    let parts = parts(input, format)?;
    let inside = format!("{}/", input.name());
    let hashes = parts.iter().map(|part| Ok((bytes::sha256_of(&part.from)?, part.name.strip_prefix(&inside))));
    let hashes = hashes.collect::<Result<Vec<_>>>()?;
    match hashes.as_slice() {
        [(hash, None)] => Ok(hash.clone()),
        all => {
            let lines = all.iter().map(|(hash, name)| format!("{hash}  {}\n", name.unwrap_or_default()));
            Ok(super::super::sha256(lines.collect::<String>().as_bytes()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_folders_are_decoded_and_left_alone_where_they_are_no_code() {
        assert_eq!(decoded("a%20b%2Fc"), "a b/c");
        assert_eq!(decoded("100%"), "100%");
        assert_eq!(decoded("%zz%é"), "%zz%é");
        assert_eq!(decoded("%ff"), "%ff");
    }
}
