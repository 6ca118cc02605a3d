//! Reading a file for a study: blocks for whoever counts, and what was learnt of the file besides.

use super::loading::{How, Loading, Row};
use super::problems::Problems;
use super::source::Source;
use super::{Format, Input, Loaded, blocks, decimal};
use crate::block::Block;
use crate::error::{Error, Result};
use crate::study::Study;

/// Reads a file for a study: hands each block to `sink`, in file order, and returns what else was learnt.
///
/// # Errors
/// Every problem of the file at once: rows of the wrong length, values outside the levels, duplicate ids, columns that
/// the study needs and the file lacks, text that is not UTF-8, a quote that is never closed. A raw outcome or base that
/// names no answer of its column.
pub fn read(input: &Input, format: Format, study: &Study, sink: impl FnMut(Block)) -> Result<Loaded> {
    whole(read_telling(input, format, study, sink, |_, _| ())?)
}

/// The same into something that counts, on several threads where the file allows it. What was counted is begun anew where
/// it turns out on the way that the file must be read row by row.
///
/// # Errors
/// Those of [`read`].
pub fn read_as<C>(
    how: How,
    input: &Input,
    format: Format,
    study: &Study,
    new: impl Fn() -> C,
    mut count: impl FnMut(&mut C, Block),
) -> Result<(C, Loaded)> {
    if let Some((counted, loaded)) = blocks::read(how, input, format, study, &new, &mut count)? {
        return Ok((counted, whole(loaded)?));
    }
    let mut counted = new();
    let loaded = read(input, format, study, |block| count(&mut counted, block))?;
    Ok((counted, loaded))
}

fn whole(loaded: Loaded) -> Result<Loaded> {
    let nowhere = loaded.nowhere.iter().map(|error| error.clone().at(&loaded.name));
    match Error::all(nowhere.collect()) {
        Some(error) => Err(error),
        None => Ok(loaded),
    }
}

/// The same as [`read`], which also tells of every row, in file order, its line and what became of it.
///
/// # Errors
/// Those of [`read`].
pub fn read_telling(
    input: &Input,
    format: Format,
    study: &Study,
    mut sink: impl FnMut(Block),
    tell: impl FnMut(u64, Row),
) -> Result<Loaded> {
    let study = &*decimal::told(study, input, format, &study.data)?;
    let Source { place, header, labels, read_as, mut rows, .. } = Source::open(input, format, &study.data)?;
    let mut problems = Problems::new(&place, study);
    let mut loading = Loading::new(input, study, &place, header, read_as, &labels)?;
    rows.only(&loading.header.asked(study));
    loading.one_by_one(&mut *rows, &mut problems, &mut sink, tell)?;
    let sha256 = rows.finish()?;
    loading.finish(sha256, problems, sink)
}
