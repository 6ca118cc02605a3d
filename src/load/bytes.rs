//! A file's bytes → UTF-8 text: unpacked, decoded, hashed on the way.
//!
//! ```text
//! file ──► hash ──► gunzip (.gz) ──► decode (UTF-16, Windows-1252, …) ──► UTF-8, checked cell by cell
//! ```
//!
//! The hash is that of the file as it lies on the disk, so that `sha256sum` gives the same.

use std::fs::File;
use std::io::{BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use encoding_rs::{Encoding, UTF_8};
use encoding_rs_io::DecodeReaderBytesBuilder;
use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};

use super::Input;
use crate::error::{Error, Result};

/// Bytes that were read of any input so far.
static READ: AtomicU64 = AtomicU64::new(0);

/// How many bytes were read of all inputs since the program began: for whoever shows how far reading has come, and for
/// nothing else.
pub fn bytes_read() -> u64 {
    READ.load(Ordering::Relaxed)
}

/// The first two bytes of a gzip file.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Opened input: its bytes unpacked but not yet decoded, and the hash that grows as they are read.
pub struct Bytes {
    /// Unpacked bytes.
    pub reader: Box<dyn Read + Send>,
    /// Of the file as it is.
    pub hash: Hash,
}

/// The hash of everything read so far.
pub struct Hash {
    /// `None` where nobody wants it.
    sha: Option<Arc<Mutex<Sha256>>>,
    stamp: Stamp,
}

/// Whether the hash of a file is wanted, which takes longer than reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hashed {
    /// It is.
    Yes,
    /// It comes out empty.
    No,
}

impl Hash {
    /// In hexadecimal, once everything is read; empty where it was not wanted.
    ///
    /// # Errors
    /// If the file has changed since it was opened.
    pub fn finish(&self, name: &str) -> Result<String> {
        self.stamp.unchanged(name)?;
        Ok(self.sha.as_ref().map_or_else(String::new, |sha| hex(&locked(sha).clone().finalize())))
    }
}

fn locked(sha: &Mutex<Sha256>) -> std::sync::MutexGuard<'_, Sha256> {
    sha.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file that is read, with its length and time when it was opened: by these is seen whether somebody writes to it.
struct Stamp(Option<(File, Written)>);

type Written = (u64, Option<SystemTime>);

impl Stamp {
    /// Of an opened file; a pipe has none.
    fn of(file: &File) -> Self {
        Stamp(file.try_clone().ok().and_then(|file| Self::read(&file).map(|written| (file, written))))
    }

    fn read(file: &File) -> Option<Written> {
        let what = file.metadata().ok().filter(|what| what.is_file())?;
        Some((what.len(), what.modified().ok()))
    }

    fn unchanged(&self, name: &str) -> Result<()> {
        match &self.0 {
            Some((file, before)) if Self::read(file).is_some_and(|now| now != *before) => {
                Err(Error::new(format!("`{name}` changed while it was read"))
                    .hint("something writes to it: wait until it is complete, and run again"))
            }
            _ => Ok(()),
        }
    }
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

struct Hashing<R> {
    inner: R,
    sha: Option<Arc<Mutex<Sha256>>>,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(into)?;
        if let Some(sha) = &self.sha {
            locked(sha).update(&into[..n]);
        }
        READ.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// Opens input from its first byte; a gzip file is told by its first bytes, whatever its name.
///
/// # Errors
/// If there is no such file, or it cannot be read.
pub fn open(input: &Input, hashed: Hashed) -> Result<Bytes> {
    let (raw, stamp): (Box<dyn Read + Send>, Stamp) = match input {
        Input::File(path) => {
            let file = file(path)?;
            let stamp = Stamp::of(&file);
            (Box::new(BufReader::with_capacity(1 << 16, file)), stamp)
        }
        Input::Bytes { bytes, .. } => (Box::new(Cursor::new(bytes.clone())), Stamp(None)),
    };
    let hash = Hash { sha: (hashed == Hashed::Yes).then(Arc::default), stamp };
    let mut reader = Hashing { inner: raw, sha: hash.sha.clone() };
    let head = head(&mut reader, GZIP.len()).map_err(|e| unreadable(&input.name(), &e))?;
    let packed = head == GZIP;
    let whole = Cursor::new(head).chain(reader);
    Ok(Bytes { reader: if packed { Box::new(MultiGzDecoder::new(whole)) } else { Box::new(whole) }, hash })
}

/// All bytes of a file, as it lies on the disk.
///
/// # Errors
/// If it cannot be read, or is written to meanwhile.
pub fn whole(input: &Input) -> Result<Vec<u8>> {
    match input {
        Input::Bytes { bytes, .. } => Ok(bytes.clone()),
        Input::File(path) => {
            let mut bytes = Vec::new();
            let mut file = file(path)?;
            let stamp = Stamp::of(&file);
            file.read_to_end(&mut bytes).map_err(|e| unreadable(&input.name(), &e))?;
            stamp.unchanged(&input.name())?;
            READ.fetch_add(bytes.len() as u64, Ordering::Relaxed);
            Ok(bytes)
        }
    }
}

/// The SHA-256 of a file as it lies on the disk.
///
/// # Errors
/// If it cannot be read.
#[cfg(feature = "polars")]
pub fn sha256_of(input: &Input) -> Result<String> {
    match input {
        Input::Bytes { bytes, .. } => Ok(super::sha256(bytes)),
        Input::File(path) => {
            let (file, sha) = (file(path)?, Some(Arc::default()));
            let hash = Hash { stamp: Stamp::of(&file), sha: sha.clone() };
            let mut file = Hashing { inner: BufReader::with_capacity(1 << 16, file), sha };
            std::io::copy(&mut file, &mut std::io::sink()).map_err(|e| unreadable(&input.name(), &e))?;
            hash.finish(&input.name())
        }
    }
}

/// Adds to the bytes that were read: where a file is not read front to back.
#[cfg(feature = "polars")]
pub fn count(n: u64) {
    READ.fetch_add(n, Ordering::Relaxed);
}

/// What a folder holds, by name; what begins with _ or . is no part of a survey.
///
/// # Errors
/// If it cannot be read.
pub fn listed(folder: &Path) -> Result<Vec<(String, PathBuf)>> {
    let unlisted =
        |e: std::io::Error| Error::new(format!("cannot read the folder `{}`: {}", folder.display(), reason(&e)));
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unlisted)? {
        let entry = entry.map_err(unlisted)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with(['_', '.']) {
            entries.push((name, entry.path()));
        }
    }
    entries.sort();
    Ok(entries)
}

/// Opens a file.
///
/// # Errors
/// If there is no such file, or it is a folder.
pub fn file(path: &Path) -> Result<File> {
    if path.is_dir() {
        return Err(Error::new(format!("`{}` is a folder, not a file", path.display())));
    }
    File::open(path).map_err(|e| {
        Error::new(format!("cannot read `{}`: {}", path.display(), reason(&e)))
            .hint("check the path; the data file is the first argument after the command")
    })
}

/// Decodes bytes to UTF-8. UTF-8 itself passes as it is, but for a byte order mark: its cells are checked where they
/// are used, so that an error can name the place.
pub fn decode(reader: Box<dyn Read + Send>, encoding: &'static Encoding) -> Box<dyn Read + Send> {
    let mut builder = DecodeReaderBytesBuilder::new();
    builder.strip_bom(true);
    if encoding == UTF_8 {
        builder.utf8_passthru(true);
    }
    builder.encoding(Some(encoding));
    Box::new(builder.build(reader))
}

/// Up to `n` bytes from the start.
pub fn head(reader: &mut impl Read, n: usize) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(n);
    reader.take(n as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// A file that breaks off or cannot be read to its end.
pub fn unreadable(name: &str, e: &std::io::Error) -> Error {
    let error = Error::new(format!("cannot read `{name}` to its end: {}", reason(e)));
    match e.kind() {
        std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::InvalidInput | std::io::ErrorKind::InvalidData => {
            error.hint("the file is cut off or damaged: fetch or export it again")
        }
        _ => error,
    }
}

/// An I/O error in words.
fn reason(e: &std::io::Error) -> String {
    match e.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".into(),
        std::io::ErrorKind::PermissionDenied => "no permission".into(),
        std::io::ErrorKind::UnexpectedEof => "it ends too early".into(),
        _ => e.to_string().to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_file_that_is_written_to_while_it_is_read_is_an_error() {
        for (write, cut) in [(false, false), (true, false), (true, true)] {
            let file = tempfile::NamedTempFile::new().expect("a file");
            file.as_file().write_all(b"a,b\n1,2\n").expect("written");
            let mut opened = open(&Input::File(file.path().to_path_buf()), Hashed::Yes).expect("opened");
            head(&mut opened.reader, 4).expect("read");
            if cut {
                file.as_file().set_len(6).expect("cut");
            } else if write {
                file.as_file().write_all(b"3,4\n").expect("written");
            }
            head(&mut opened.reader, 100).expect("read");
            let finished = opened.hash.finish("a.csv").map_err(|e| e.to_string());
            assert_eq!(finished.is_err(), write, "{finished:?}");
            assert!(!write || finished.is_err_and(|e| e.contains("`a.csv` changed while it was read")));
        }
    }
}
