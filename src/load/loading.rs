//! A file that is read for a study, row by row or in pieces: its coder, the block under way, and what was learnt in the end.

use super::code::Coder;
use super::drawn::Drawn;
use super::header::Header;
use super::place::Place;
use super::problems::Problems;
use super::source::Rows;
use super::text::Records;
use super::{BLOCK_ROWS, Hashed, Input, Loaded, decimal};
use crate::block::Block;
use crate::error::{Error, Result};
use crate::study::Study;

/// Bytes of a piece, about: with what is read of it, it fits into the cache of a core.
pub const PIECE: usize = 512 << 10;

/// How a file is read and what follows computed: nothing of this changes a result.
#[derive(Debug, Clone, Copy)]
pub struct How {
    /// Threads that may work.
    pub threads: usize,
    /// Whether the hash of the file is wanted.
    pub hashed: Hashed,
    /// Bytes of a text file that a thread takes at a time, about.
    pub piece: usize,
    /// Is told the name of each stage of the work that is done.
    pub reached: fn(&'static str),
}

impl Default for How {
    /// One thread, with the hash, and nobody is told.
    fn default() -> Self {
        How { threads: 1, hashed: Hashed::Yes, piece: PIECE, reached: |_| () }
    }
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// It does not count (`[data].complete`), and no block has it.
    Excluded,
    /// It lies outside the domain (`--where`).
    Outside,
    /// It counts.
    Counts,
}

/// A file under way.
pub struct Loading<'a> {
    pub name: String,
    pub study: &'a Study,
    place: Place,
    pub header: Header,
    read_as: String,
    pub coder: Coder<'a>,
    /// The respondents that no block was handed over with.
    pub block: Block,
    pub rows: u64,
    pub kept: u64,
}

impl<'a> Loading<'a> {
    /// No row yet.
    ///
    /// # Errors
    /// Columns that the study needs and the file lacks, or that cannot be read.
    pub fn new(
        input: &Input,
        study: &'a Study,
        place: &Place,
        header: Header,
        read_as: String,
        labels: &super::labels::Labels,
    ) -> Result<Self> {
        let coder = Coder::new(study, &header, labels, place)?;
        let block = coder.empty_block();
        let (name, place) = (input.name(), place.clone());
        Ok(Loading { name, study, place, header, read_as, coder, block, rows: 0, kept: 0 })
    }

    /// Hands the block over once it is full.
    pub fn hand_over(&mut self, sink: &mut impl FnMut(Block)) {
        if self.block.rows == BLOCK_ROWS {
            sink(std::mem::replace(&mut self.block, self.coder.empty_block()));
        }
    }

    /// Codes every row, in file order, and tells its line and what became of it.
    ///
    /// # Errors
    /// If the file cannot be read on.
    pub fn one_by_one(
        &mut self,
        rows: &mut dyn Rows,
        problems: &mut Problems,
        sink: &mut impl FnMut(Block),
        mut tell: impl FnMut(u64, Row),
    ) -> Result<()> {
        let mut record = Records::default();
        while rows.next(&mut record)? {
            self.rows += 1;
            if record.len() != self.header.len() {
                problems.ragged(record.line(), record.len(), self.header.len());
                continue;
            }
            let inside = self.coder.in_domain();
            let row = match self.coder.push(&record, &mut self.block, problems) {
                false => Row::Excluded,
                true if self.coder.in_domain() == inside => Row::Outside,
                true => Row::Counts,
            };
            self.kept += u64::from(row != Row::Excluded);
            tell(record.line(), row);
            self.hand_over(sink);
        }
        Ok(())
    }

    /// What was learnt of the file, after its last row.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn finish(self, sha256: String, problems: Problems, mut sink: impl FnMut(Block)) -> Result<Loaded> {
        let Loading { name, study, coder, .. } = self;
        let of_design = coder.drawn().and_then(|drawn| drawn.problems(&self.place));
        if let Some(error) = Error::all(of_design.into_iter().chain(problems.into_result().err()).collect()) {
            return Err(error);
        }
        if self.rows == 0 {
            return Err(Error::new(format!("`{name}` has a header and no rows below it"))
                .hint("one row a respondent is expected under the header"));
        }
        if self.kept == 0 {
            return Err(Error::new(format!("none of the {} rows of `{name}` counts as complete", self.rows))
                .hint("`complete` under [data] of the study file says which rows count"));
        }
        sink(self.block);
        let unusable = |drawn: &Drawn| drawn.without_weight(&name).or_else(|| drawn.constant_replicates());
        if let Some(error) = coder.drawn().and_then(unusable) {
            return Err(error);
        }
        Ok(Loaded {
            sha256,
            read_as: decimal::words(&study.data, &self.read_as),
            rows: self.rows,
            rows_kept: self.kept,
            rows_in_domain: coder.in_domain(),
            missing: coder.missing(&self.header),
            synthetic: coder.synthetic(),
            unseen: coder.unseen(),
            nowhere: coder.nowhere(),
            made_of_segments: (0..study.segments.len()).map(|s| coder.made_of_segment(s)).collect(),
            made_of_outcomes: (0..study.outcomes.len()).map(|o| coder.made_of_outcome(o)).collect(),
            strata: coder.drawn().map(Drawn::strata).unwrap_or_default(),
            name,
        })
    }
}
