//! Bytes of a part, from a file or from memory, never more than it holds.

use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};

use ::bytes::Bytes;
use ::parquet::errors::{ParquetError, Result as Decoded};
use ::parquet::file::reader::{ChunkReader, Length};

use super::super::{Input, bytes};
use crate::error::Result;

/// Bytes that are read ahead where a page begins: its header and, mostly, the page.
const AHEAD: u64 = 1 << 12;

/// Where the bytes are.
pub enum Store {
    /// In a file of this many bytes.
    File(File, u64),
    /// In memory.
    Memory(Bytes),
}

impl Store {
    /// Opens a file.
    ///
    /// # Errors
    /// If there is no such file, or it cannot be read.
    pub fn open(input: &Input) -> Result<Self> {
        match input {
            Input::Bytes { bytes, .. } => Ok(Store::Memory(Bytes::from(bytes.clone()))),
            Input::File(path) => {
                let file = bytes::file(path)?;
                let length = file.metadata().map_err(|e| bytes::unreadable(&input.name(), &e))?.len();
                Ok(Store::File(file, length))
            }
        }
    }

    /// Bytes from a place on; what lies beyond the end is an error before anything is reserved for it.
    ///
    /// # Errors
    /// If it does not hold them, or they cannot be read.
    pub fn read(&self, start: u64, length: u64) -> std::io::Result<Bytes> {
        let ends_early = || std::io::Error::new(std::io::ErrorKind::UnexpectedEof, "it ends too early");
        let end = start.checked_add(length).filter(|end| *end <= self.len()).ok_or_else(ends_early)?;
        bytes::count(length);
        match self {
            Store::Memory(bytes) => Ok(bytes.slice(start as usize..end as usize)),
            Store::File(file, _) => {
                let mut into = Vec::with_capacity(length as usize);
                let mut file = file;
                file.seek(SeekFrom::Start(start))?;
                let read = file.take(length).read_to_end(&mut into)?;
                if read as u64 == length { Ok(Bytes::from(into)) } else { Err(ends_early()) }
            }
        }
    }
}

impl Length for Store {
    fn len(&self) -> u64 {
        match self {
            Store::File(_, length) => *length,
            Store::Memory(bytes) => bytes.len() as u64,
        }
    }
}

/// Bytes from a place on, read ahead bit by bit.
pub struct Ahead {
    here: Cursor<Bytes>,
    /// The file, and where in it what is read ahead ends.
    file: Option<(File, u64)>,
}

impl Read for Ahead {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        match (self.here.read(into)?, &mut self.file) {
            (0, Some((file, next))) => {
                file.seek(SeekFrom::Start(*next))?;
                let n = file.read(into)?;
                *next += n as u64;
                Ok(n)
            }
            (n, _) => Ok(n),
        }
    }
}

impl ChunkReader for Store {
    type T = Ahead;

    fn get_read(&self, start: u64) -> Decoded<Ahead> {
        let left = self.len().checked_sub(start).ok_or_else(|| ParquetError::EOF("it ends too early".into()))?;
        match self {
            Store::Memory(bytes) => Ok(Ahead { here: Cursor::new(bytes.slice(start as usize..)), file: None }),
            Store::File(file, _) => {
                let ahead = left.min(AHEAD);
                let here = Cursor::new(self.read(start, ahead)?);
                Ok(Ahead { here, file: Some((file.try_clone()?, start + ahead)) })
            }
        }
    }

    fn get_bytes(&self, start: u64, length: usize) -> Decoded<Bytes> {
        Ok(self.read(start, length as u64)?)
    }
}
