//! One file, written whole or not at all: never over what the command reads, and over what stands there already only if
//! it is empty, a file that the same command may have made, or `--force` is given.

use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::claim::{self, Claimed};
use crate::error::Error;

/// Bytes by which a file is known.
const HEAD: u64 = 64 << 10;

/// What becomes of a file that stands there already.
#[derive(Clone, Copy)]
pub enum Earlier {
    /// It stays.
    Kept,
    /// It is replaced if it is one of these.
    Replaced(Known),
    /// It is replaced, whatever it is (`--force`).
    Gone,
}

/// Files that a command makes.
#[derive(Clone, Copy)]
pub struct Known {
    /// What messages call one: "a table of paradox".
    pub what: &'static str,
    /// Whether a file is one.
    pub is: fn(&Path) -> bool,
    /// What to do about one that is not.
    pub hint: &'static str,
}

/// A file that may be written.
pub struct OutFile {
    path: PathBuf,
    earlier: Earlier,
}

impl OutFile {
    /// A file at `path` of a command that reads `inputs`.
    ///
    /// # Errors
    /// If it is one of these, or what stands there must stay.
    pub fn at(path: &Path, inputs: &[PathBuf], earlier: Earlier) -> Result<Self, Error> {
        if inputs.iter().any(|input| is_same(path, input)) {
            return Err(Error::new(format!("`{}` is read by this command, which would replace it", path.display()))
                .hint("name another file with --out"));
        }
        let file = OutFile { path: path.to_path_buf(), earlier };
        file.may_be_written()?;
        Ok(file)
    }

    fn may_be_written(&self) -> Result<(), Error> {
        let Ok(there) = std::fs::metadata(&self.path) else { return Ok(()) };
        let shown = self.path.display();
        match self.earlier {
            Earlier::Kept => Err(Error::new(format!("`{shown}` is there already"))
                .hint("name another file with --out, or replace it with --force")),
            Earlier::Replaced(known) if there.is_file() && there.len() > 0 && !(known.is)(&self.path) => {
                Err(Error::new(format!("`{shown}` is there already, and is no {}", known.what)).hint(known.hint))
            }
            _ => Ok(()),
        }
    }

    /// Writes it.
    ///
    /// # Errors
    /// If it cannot be written; what stood there is then as it was.
    pub fn write(self, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> anyhow::Result<()> {
        self.may_be_written()?; // it may have come since
        write_whole(&self.path, write)
    }
}

/// Refuses a folder that holds what the command reads, for it would go with the folder.
///
/// # Errors
/// If it does.
pub fn refuse_inputs(folder: &Path, inputs: &[PathBuf]) -> Result<(), Error> {
    let within = |input: &&PathBuf| match (std::fs::canonicalize(folder), std::fs::canonicalize(input)) {
        (Ok(folder), Ok(input)) => input.starts_with(folder),
        _ => false,
    };
    match inputs.iter().find(within) {
        None => Ok(()),
        Some(input) => Err(Error::new(format!(
            "the report would replace `{}`, in which `{}` stands, which this command reads",
            folder.display(),
            input.display()
        ))
        .hint("give --out another folder")),
    }
}

/// The beginning of a file, as text.
pub fn head(path: &Path) -> String {
    let mut head = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    if read.is_ok() { String::from_utf8_lossy(&head).into_owned() } else { String::new() }
}

/// Whether two paths lead to one file, by whatever names; devices are nobody's.
fn is_same(one: &Path, other: &Path) -> bool {
    let (Ok(a), Ok(b)) = (std::fs::metadata(one), std::fs::metadata(other)) else { return false };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if a.is_file() && (a.dev(), a.ino()) == (b.dev(), b.ino()) {
            return true;
        }
    }
    a.is_file() && b.is_file() && std::fs::canonicalize(one).ok() == std::fs::canonicalize(other).ok()
}

/// Writes a file, whole or not at all, whatever stands there.
pub fn write_whole(path: &Path, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> anyhow::Result<()> {
    if path.is_dir() {
        let name = path.display();
        return Err(Error::new(format!("`{name}` is a folder, and a file is to be written"))
            .hint(format!("name a file in it: {}", path.join("NAME").display()))
            .into());
    }
    // A device or a pipe is written as it is; a link is followed, so that the file it names is replaced.
    if std::fs::metadata(path).is_ok_and(|what| !what.is_file() && !what.is_dir()) {
        let mut to = BufWriter::new(std::fs::OpenOptions::new().write(true).open(path)?);
        return Ok(write(&mut to).and_then(|()| to.flush())?);
    }
    let path = &std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let parent = &claim::parent(path);
    if !parent.is_dir() {
        return Err(Error::new(format!(
            "cannot write `{}`: there is no folder `{}`",
            path.display(),
            parent.display()
        ))
        .hint("make the folder first")
        .into());
    }
    let cannot = || format!("cannot write `{}`", path.display());
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666)); // less what the user's mask takes away
    }
    let prefix = claim::prefix(path);
    builder.prefix(&prefix);
    let Claimed { mut building, lock: _held, listed: _listed } =
        claim::beside(path, parent, || builder.tempfile_in(parent), |file| file.path()).with_context(cannot)?;
    let mut buffered = BufWriter::new(building.as_file_mut());
    write(&mut buffered).and_then(|()| buffered.flush()).with_context(cannot)?;
    drop(buffered);
    building.persist(path).map_err(|e| e.error).with_context(cannot)?;
    Ok(())
}
