//! Does any id stand in the file twice? With memory that does not grow with rows.
//!
//! Ids that are whole numbers and grow need no memory: each is larger than all before. Else 64 bits of each are kept, on
//! the disk where they are many; two that agree are no proof, but reason enough to compare the ids themselves, which
//! the reading that knows the lines does.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};

use super::cells::Text;
use super::number::whole;

/// Hashes that are kept in memory: 32 MiB of them.
const MOST: usize = 4 << 20;

/// What hashes begin with: any number, the same for all ids.
const KEY: u64 = 0x243f_6a88_85a3_08d3;

/// Files that further hashes are parted into, so that each can be sorted in memory.
const PARTS: usize = 64;

/// Runs of growing numbers that are told apart before hashes are needed.
const MOST_RUNS: usize = 1000;

/// What is kept of ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// That they grow, where they do.
    Runs,
    /// 64 bits of each, in rows as they are: not all of them may count.
    Hashes,
}

/// What is kept of the ids of a piece.
#[derive(Debug, PartialEq, Eq)]
pub enum OfPiece {
    /// Nothing: no id is asked for, or none is there.
    None,
    /// They grow from the first to the last.
    Grow(u64, u64),
    /// They do not.
    DoNotGrow,
    /// 64 bits of each; 0 for a row without.
    Hashes(Vec<u64>),
}

/// The ids of a piece under way.
pub struct Reading {
    keep: Keep,
    grow: OfPiece,
    hashes: Vec<u64>,
}

impl Reading {
    /// None yet, of so many rows.
    pub fn new(keep: Keep, rows: usize) -> Self {
        let hashes = if keep == Keep::Hashes { Vec::with_capacity(rows) } else { Vec::new() };
        Reading { keep, grow: OfPiece::None, hashes }
    }

    /// The next.
    #[inline]
    pub fn id(&mut self, text: Text) {
        if self.keep == Keep::Hashes {
            self.hashes.push(hash(text.trimmed()));
            return;
        }
        self.grow = match (&self.grow, whole(text)) {
            (OfPiece::None, Some(id)) => OfPiece::Grow(id, id),
            (OfPiece::Grow(first, last), Some(id)) if *last < id => OfPiece::Grow(*first, id),
            (OfPiece::None | OfPiece::Grow(..), None) if text.trimmed().len() == 0 => return,
            _ => OfPiece::DoNotGrow,
        };
    }

    /// What is kept.
    pub fn finish(self) -> OfPiece {
        match self.keep {
            Keep::Runs => self.grow,
            Keep::Hashes => OfPiece::Hashes(self.hashes),
        }
    }
}

/// 64 bits of an id, never 0; 0 for an empty one.
fn hash(id: Text) -> u64 {
    if id.len() == 0 { 0 } else { id.hash(KEY).max(1) }
}

/// The ids so far.
#[derive(Default)]
pub struct Ids {
    /// Growing numbers without gaps between runs: first and last of each.
    runs: Vec<(u64, u64)>,
    hashes: Vec<u64>,
    parts: Vec<BufWriter<File>>,
    spilled: Vec<u64>,
    most: usize,
}

/// What is known of ids after some more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// All differ, or will be compared at the end.
    SoFar,
    /// Numbers that grow do not tell it: hashes must.
    NeedsHashes,
}

impl Ids {
    /// None yet.
    pub fn new() -> Self {
        Ids { most: MOST, ..Ids::default() }
    }

    /// Adds those of a piece whose rows all count.
    pub fn add(&mut self, of: &OfPiece) -> Known {
        let (first, last) = match of {
            OfPiece::None => return Known::SoFar,
            OfPiece::Grow(first, last) => (*first, *last),
            OfPiece::DoNotGrow | OfPiece::Hashes(_) => return Known::NeedsHashes,
        };
        let (last_run, others) = match self.runs.split_last_mut() {
            Some((run, others)) if run.1 < first => (Some(run), others),
            _ => (None, &mut self.runs[..]),
        };
        if others.iter().any(|(low, high)| *low <= last && first <= *high) || others.len() >= MOST_RUNS {
            return Known::NeedsHashes;
        }
        match last_run {
            Some(run) => run.1 = last,
            None => self.runs.push((first, last)),
        }
        Known::SoFar
    }

    /// Adds the hash of an id; 0 is none.
    ///
    /// # Errors
    /// If there is no room on the disk for many.
    pub fn add_hash(&mut self, hash: u64) -> std::io::Result<()> {
        if hash == 0 {
            return Ok(());
        }
        self.hashes.push(hash);
        if self.hashes.len() < self.most {
            return Ok(());
        }
        if self.parts.is_empty() {
            self.spilled = vec![0; PARTS];
            for _ in 0..PARTS {
                self.parts.push(BufWriter::with_capacity(1 << 13, tempfile::tempfile()?));
            }
        }
        for hash in self.hashes.drain(..) {
            let part = (hash >> 58) as usize;
            self.spilled[part] += 1;
            self.parts[part].write_all(&hash.to_le_bytes())?;
        }
        Ok(())
    }

    /// Whether two hashes agree.
    ///
    /// # Errors
    /// If those on the disk cannot be read.
    pub fn may_repeat(mut self) -> std::io::Result<bool> {
        if self.parts.is_empty() {
            return Ok(repeats(self.hashes));
        }
        let mut left: Vec<Vec<u64>> = vec![Vec::new(); PARTS];
        self.hashes.drain(..).for_each(|hash| left[(hash >> 58) as usize].push(hash));
        for ((part, spilled), mut hashes) in self.parts.into_iter().zip(self.spilled).zip(left) {
            use std::io::Seek;
            let mut file = part.into_inner().map_err(std::io::IntoInnerError::into_error)?;
            file.rewind()?;
            let mut reader = BufReader::with_capacity(1 << 16, file);
            let mut eight = [0; 8];
            for _ in 0..spilled {
                reader.read_exact(&mut eight)?;
                hashes.push(u64::from_le_bytes(eight));
            }
            if repeats(hashes) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn repeats(mut hashes: Vec<u64>) -> bool {
    hashes.sort_unstable();
    hashes.windows(2).any(|two| two[0] == two[1])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::blocks::cells::with_spare;

    fn of(keep: Keep, ids: &[&str]) -> OfPiece {
        let (mut reading, mut room) = (Reading::new(keep, ids.len()), Vec::new());
        for id in ids {
            reading.id(with_spare(id.as_bytes(), &mut room));
        }
        reading.finish()
    }

    #[test]
    fn numbers_that_grow_are_told_from_all_others() {
        assert_eq!(of(Keep::Runs, &["1", "", "2", "30"]), OfPiece::Grow(1, 30));
        assert_eq!(of(Keep::Runs, &["1", "\u{a0}", "2"]), OfPiece::Grow(1, 2));
        assert_eq!(of(Keep::Hashes, &["r1", " r1\u{a0}", "\u{a0}"]), of(Keep::Hashes, &["r1", "r1", ""]));
        assert_eq!(of(Keep::Runs, &["", " "]), OfPiece::None);
        for others in [&["1", "1"][..], &["2", "1"], &["1", "a"], &["a"], &["1", "02"], &["1", " 2"], &["", "x"]] {
            assert_eq!(of(Keep::Runs, others), OfPiece::DoNotGrow, "{others:?}");
        }
    }

    #[test]
    fn runs_may_stand_in_any_order_as_long_as_they_share_no_range() {
        let known = |runs: &[(u64, u64)]| {
            let mut ids = Ids::new();
            runs.iter().map(|(first, last)| ids.add(&OfPiece::Grow(*first, *last))).collect::<Vec<_>>()
        };
        use Known::{NeedsHashes, SoFar};
        assert_eq!(known(&[(1, 10), (11, 20), (25, 30)]), [SoFar; 3]);
        assert_eq!(known(&[(100, 200), (1, 50), (51, 99), (300, 400)]), [SoFar; 4]);
        assert_eq!(known(&[(100, 200), (1, 50), (60, 100)]), [SoFar, SoFar, NeedsHashes]);
        assert_eq!(known(&[(1, 10), (10, 20)]), [SoFar, NeedsHashes]);
    }

    /// Also where most hashes lie on the disk.
    #[test]
    fn the_same_id_is_found_again_however_far_apart() {
        let many: Vec<String> = (0..5000).map(|i| format!("respondent-{}", i * 7)).collect();
        for most in [10, 4999, 5001, 100_000] {
            for repeated in [None, Some("respondent-0"), Some("respondent-34993")] {
                let mut ids = Ids { most, ..Ids::default() };
                let mut room = Vec::new();
                for id in many.iter().map(String::as_str).chain(repeated) {
                    ids.add_hash(hash(with_spare(id.as_bytes(), &mut room))).expect("room on the disk");
                }
                assert_eq!(ids.may_repeat().expect("the same room"), repeated.is_some(), "{most} {repeated:?}");
            }
        }
    }
}
