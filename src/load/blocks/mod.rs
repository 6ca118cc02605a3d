//! Text files on several threads: pieces of the file → rows as numbers of texts → blocks.
//!
//! ```text
//! file ──► Feed ──pieces──► Hand, one a thread ──numbers of texts──► Many, in file order ──► Block ──► whoever counts
//! ```
//!
//! Whoever is free takes the next piece; blocks come in the order of the file and hold what the reading row by row puts
//! into them, so that nothing depends on threads. Only plain text is read here ([`cells`]), and only where nothing is
//! wrong with it: of all else nothing comes back, and the file is read row by row, which knows lines and messages. The
//! same goes for designs with several stages, populations or replicate weights.

mod bits;
mod cells;
pub mod coded;
mod dictionary;
mod feed;
pub mod ids;
mod number;

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::bytes;
use super::code::Many;
use super::detect::Reading;
use super::loading::{How, Loading};
use super::problems::Problems;
use super::source::Source;
use super::{BLOCK_ROWS, Format, Input, Loaded, decimal};
use crate::block::Block;
use crate::error::{Error, Result};
use crate::parallel;
use crate::study::{DataSpec, Study};
use coded::{Coded, Hand, Odd, Wanted};
use feed::{Feed, Piece};
use ids::{Ids, Keep, Known, OfPiece};

/// Why a file is not read here.
enum Left {
    /// It is for the reading row by row.
    ToOthers,
    /// Its ids do not grow: the same again with their hashes.
    ToHashes,
    /// Nobody can read it.
    Wrong(Error),
}

type Done<T> = std::result::Result<T, Left>;

/// Reads a file into something that counts; `None` where it must be read row by row.
///
/// # Errors
/// If the file changed while it was read.
pub fn read<C>(
    how: How,
    input: &Input,
    format: Format,
    study: &Study,
    new: &impl Fn() -> C,
    count: &mut impl FnMut(&mut C, Block),
) -> Result<Option<(C, Loaded)>> {
    for keep in [Keep::Runs, Keep::Hashes] {
        let mut counted = new();
        match read_once(how, input, format, study, keep, &mut |block| count(&mut counted, block)) {
            Ok(loaded) => return Ok(Some((counted, loaded))),
            Err(Left::ToOthers) => return Ok(None),
            Err(Left::ToHashes) => {}
            Err(Left::Wrong(error)) => return Err(error),
        }
    }
    Ok(None)
}

fn read_once(
    how: How,
    input: &Input,
    format: Format,
    study: &Study,
    keep: Keep,
    sink: &mut impl FnMut(Block),
) -> Done<Loaded> {
    // Whatever is wrong is found again by the reading that tells of it.
    let left = |_: Error| Left::ToOthers;
    let reading = Reading::at_first_sight(input, format, &study.data).ok_or(Left::ToOthers)?;
    let data = DataSpec { encoding: Some(reading.encoding.name().to_owned()), ..study.data.clone() };
    let study = &*decimal::told(study, input, format, &data).map_err(left)?;
    let Source { place, header, labels, read_as, .. } = Source::open(input, format, &data).map_err(left)?;
    let loading = Loading::new(input, study, &place, header, read_as, &labels).map_err(left)?;
    let many = Many::new(&loading.coder).ok_or(Left::ToOthers)?;
    let wanted = many.wanted(&loading.coder, &loading.header, study, reading, keep);
    let opened = bytes::open(input, how.hashed).map_err(left)?;
    let work = Work {
        wanted,
        feed: Mutex::new(Feed::new(opened.reader, how.piece)),
        shelf: Mutex::default(),
        changed: Condvar::new(),
        most: how.threads + 2,
    };
    let mut ordered = InOrder { loading, many, ids: Ids::new(), sink };
    work.all(how.threads, &mut ordered)?;
    if ordered.ids.may_repeat().unwrap_or(true) {
        return Err(Left::ToOthers);
    }
    let sha256 = opened.hash.finish(&input.name()).map_err(Left::Wrong)?;
    let problems = Problems::new(&place, study);
    ordered.loading.finish(sha256, problems, ordered.sink).map_err(left)
}

/// What the threads share.
struct Work {
    wanted: Wanted,
    feed: Mutex<Feed>,
    shelf: Mutex<Shelf>,
    changed: Condvar,
    /// Pieces that may lie on the shelf.
    most: usize,
}

/// Ends all work where a thread panics, so that nobody waits for its piece.
struct Guard<'a>(&'a Work);

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            locked(&self.0.shelf).stopped = true;
            self.0.changed.notify_all();
        }
    }
}

/// Pieces that wait until those before them are counted.
#[derive(Default)]
struct Shelf {
    coded: BTreeMap<usize, Coded>,
    stopped: bool,
}

fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Work {
    /// Codes and counts all pieces.
    fn all(&self, threads: usize, ordered: &mut InOrder<impl FnMut(Block)>) -> Done<()> {
        let mut own = Hand::new(0, &self.wanted);
        let Some(first) = self.piece()? else { return Ok(()) };
        ordered.count(own.code(first, &self.wanted), self)?;
        std::thread::scope(|scope| {
            let others = if locked(&self.feed).is_at_end() { 1 } else { threads };
            // Where no thread can be started, this one does all.
            let help = |number| parallel::start(scope, move || self.help(Hand::new(number, &self.wanted)));
            (1..others).take_while(|&number| help(number).is_some()).for_each(drop);
            let _guard = Guard(self);
            let done = self.in_order(&mut own, ordered);
            locked(&self.shelf).stopped = true;
            self.changed.notify_all();
            done
        })
    }

    /// Whether a piece more may wait: else one that is coded by another thread comes first.
    fn has_room(&self) -> bool {
        locked(&self.shelf).coded.len() < self.most
    }

    /// The next piece of the file.
    fn piece(&self) -> Done<Option<Piece>> {
        locked(&self.feed).next().map_err(|_| Left::ToOthers)
    }

    /// Counts pieces in their order, and codes others meanwhile.
    fn in_order(&self, own: &mut Hand, ordered: &mut InOrder<impl FnMut(Block)>) -> Done<()> {
        let mut next = 1;
        loop {
            let ready = locked(&self.shelf).coded.remove(&next);
            if let Some(coded) = ready {
                self.changed.notify_all();
                ordered.count(coded, self)?;
                next += 1;
            } else if self.has_room()
                && let Some(piece) = self.piece()?
            {
                let coded = own.code(piece, &self.wanted);
                locked(&self.shelf).coded.insert(coded.piece.number, coded);
            } else if next == locked(&self.feed).pieces() {
                return Ok(());
            } else {
                let shelf = locked(&self.shelf);
                if shelf.stopped {
                    // The panic goes on where threads end.
                    return Ok(());
                }
                if !shelf.coded.contains_key(&next) {
                    drop(self.changed.wait(shelf));
                }
            }
        }
    }

    /// Codes pieces until none is left.
    fn help(&self, mut hand: Hand) {
        let _guard = Guard(self);
        loop {
            let mut shelf = locked(&self.shelf);
            while !shelf.stopped && shelf.coded.len() >= self.most {
                shelf = self.changed.wait(shelf).unwrap_or_else(PoisonError::into_inner);
            }
            if shelf.stopped {
                return;
            }
            drop(shelf);
            // What cannot be read is met again by whoever counts.
            let Ok(Some(piece)) = self.piece() else { return };
            let coded = hand.code(piece, &self.wanted);
            locked(&self.shelf).coded.insert(coded.piece.number, coded);
            self.changed.notify_all();
        }
    }
}

/// What is done in the order of the file.
struct InOrder<'a, 's, S> {
    loading: Loading<'a>,
    many: Many,
    ids: Ids,
    sink: &'s mut S,
}

impl<S: FnMut(Block)> InOrder<'_, '_, S> {
    /// Counts a piece.
    fn count(&mut self, coded: Coded, work: &Work) -> Done<()> {
        let Loading { coder, .. } = &mut self.loading;
        let mut rows = coded.rows.map_err(|_: Odd| Left::ToOthers)?;
        if !self.many.learn(coder, coded.hand, &mut rows) {
            return Err(Left::ToOthers);
        }
        if !matches!(rows.ids, OfPiece::Hashes(_)) && self.ids.add(&rows.ids) == Known::NeedsHashes {
            return Err(Left::ToHashes);
        }
        self.loading.rows += rows.count as u64;
        let mut from = 0;
        while from < rows.count {
            let until = rows.count.min(from + BLOCK_ROWS - self.loading.block.rows);
            let Loading { coder, block, kept, .. } = &mut self.loading;
            let those = self.many.counting(coder, &rows, from..until);
            self.many.push(coder, &rows, &those, block);
            *kept += those.len() as u64;
            if let OfPiece::Hashes(hashes) = &rows.ids {
                for &row in &those {
                    self.ids.add_hash(hashes[row as usize]).map_err(|_| Left::ToOthers)?;
                }
            }
            self.loading.hand_over(self.sink);
            from = until;
        }
        locked(&work.feed).give_back(coded.piece);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
