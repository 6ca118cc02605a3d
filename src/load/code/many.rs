//! The coded rows of a piece → blocks: what [`Coder::push`] does of one respondent, of many at once.
//!
//! Every text has been looked at once, so that what is wrong with one is known before any row is. Rows with something
//! wrong are not coded here: the reading that names their lines does that.

use std::ops::Range;

use super::lookup::{Lookup, What};
use super::{Coder, Source, Use, WRONG};
use crate::block::{Block, FIRST_ANSWER, NO_LEVEL, NOT_ASKED};
use crate::load::blocks::coded::{Rows, Wanted};
use crate::load::blocks::ids::Keep;
use crate::load::detect::Reading;
use crate::load::drawn::{Drawn, Labels};
use crate::load::header::Header;
use crate::load::text::{trim, trim_bytes, utf8};
use crate::study::Study;

use super::NOTHING;

/// What the coding of many rows remembers.
pub struct Many {
    complete: Lookup,
    domain: Lookup,
    outcomes: Vec<Lookup>,
    subgroups: Vec<Lookup>,
    /// By hand and column, what the hand's numbers are here.
    known: Vec<Vec<Vec<u32>>>,
    /// Columns of the coder; those that may say that the data are synthetic, and of the design, stand behind.
    of_coder: usize,
    of_synthetic: usize,
    /// Of each column `synthetic` the texts that say so.
    says_synthetic: Vec<Vec<bool>>,
    labels: Labels,
}

impl Many {
    /// Nothing known yet; `None` where something is asked that rows are looked at one by one for.
    pub fn new(coder: &Coder) -> Option<Self> {
        let labels = Labels::of(coder.drawn())?;
        Some(Many {
            complete: Lookup::new(coder, What::Complete),
            domain: Lookup::new(coder, What::Domain),
            outcomes: (0..coder.study.outcomes.len()).map(|o| Lookup::new(coder, What::Outcome(o))).collect(),
            subgroups: (0..coder.subgroups.len()).map(|g| Lookup::new(coder, What::Subgroup(g))).collect(),
            known: Vec::new(),
            of_coder: coder.columns.len(),
            of_synthetic: coder.synthetic_at.len(),
            says_synthetic: vec![Vec::new(); coder.synthetic_at.len()],
            labels,
        })
    }

    /// What hands must find in a file.
    pub fn wanted(&self, coder: &Coder, header: &Header, study: &Study, reading: Reading, keep: Keep) -> Wanted {
        let of_coder = coder.columns.iter().map(|column| column.at);
        let of_drawn = coder.drawn().into_iter().flat_map(Drawn::label_columns);
        Wanted {
            delimiter: reading.delimiter,
            header_rows: reading.header_rows,
            columns: header.len(),
            texts: of_coder.chain(coder.synthetic_at.iter().copied()).chain(of_drawn).collect(),
            weight: coder.drawn().and_then(Drawn::weight_column),
            // Only the ids of rows that count must differ.
            id: coder
                .ids
                .as_ref()
                .map(|ids| (ids.at, if study.data.complete.is_empty() { keep } else { Keep::Hashes })),
            data: study.data.clone(),
        }
    }

    /// Takes in the texts that a hand met for the first time, and makes its numbers those of the coder; false where one of
    /// the texts is no answer of its question.
    pub fn learn(&mut self, coder: &mut Coder, hand: usize, rows: &mut Rows) -> bool {
        let columns = rows.texts.len();
        self.known.resize_with(self.known.len().max(hand + 1), || vec![Vec::new(); columns]);
        for (c, fresh) in rows.fresh.iter().enumerate() {
            for text in fresh {
                let number = if c < self.of_coder {
                    let number = coder.text(c, text);
                    let text = &coder.columns[c].texts[number as usize];
                    if text.not_text.is_some() || text.codes.contains(&WRONG) {
                        return false;
                    }
                    number
                } else if let Some(says) = self.says_synthetic.get_mut(c - self.of_coder) {
                    says.push(trim_bytes(text).eq_ignore_ascii_case(b"yes"));
                    says.len() as u32 - 1
                } else {
                    let Ok(label) = utf8(text).map(trim) else { return false };
                    if label.is_empty() {
                        return false;
                    }
                    self.labels.number(c - self.of_coder - self.of_synthetic, label)
                };
                self.known[hand][c].push(number);
            }
        }
        for (numbers, known) in rows.texts.iter_mut().zip(&self.known[hand]) {
            if known.iter().zip(0..).any(|(number, own)| *number != own) {
                numbers.iter_mut().for_each(|number| *number = known[*number as usize]);
            }
        }
        let all =
            [&mut self.complete, &mut self.domain].into_iter().chain(&mut self.outcomes).chain(&mut self.subgroups);
        all.for_each(|lookup| lookup.widen(coder));
        true
    }

    /// Which rows of a range count.
    pub fn counting(&mut self, coder: &mut Coder, rows: &Rows, range: Range<usize>) -> Vec<u32> {
        let all: Vec<u32> = (range.start as u32..range.end as u32).collect();
        if coder.complete.is_empty() {
            return all;
        }
        let mut counts = Vec::with_capacity(all.len());
        self.complete.codes(coder, &rows.texts, &all, &mut counts);
        all.into_iter().zip(counts).filter(|(_, counts)| *counts == 1).map(|(row, _)| row).collect()
    }

    /// Adds respondents to a block, who all count.
    pub fn push(&mut self, coder: &mut Coder, rows: &Rows, those: &[u32], block: &mut Block) {
        let texts = &rows.texts;
        let start = block.rows;
        for (column, texts) in coder.columns.iter_mut().zip(texts) {
            those.iter().for_each(|&row| column.texts[texts[row as usize] as usize].rows += 1);
        }
        let of_synthetic = texts[self.of_coder..].iter().zip(&self.says_synthetic);
        coder.synthetic |= of_synthetic
            .filter(|(_, says)| says.contains(&true))
            .any(|(texts, says)| those.iter().any(|&row| says[texts[row as usize] as usize]));
        for (lookup, column) in self.outcomes.iter_mut().zip(&mut block.outcomes) {
            lookup.codes(coder, texts, those, column);
        }
        coder.note_many_not_asked(texts, those, block, start);
        for (s, column) in block.segments.iter_mut().enumerate() {
            let Some((c, levels)) = coder.levels(s) else { continue };
            column.extend(those.iter().map(|&row| levels[texts[c][row as usize] as usize]));
        }
        coder.in_domain += those.len() as u64;
        if !coder.domain.is_empty() {
            let mut inside = Vec::with_capacity(those.len());
            self.domain.codes(coder, texts, those, &mut inside);
            for (i, _) in inside.iter().enumerate().filter(|(_, inside)| **inside == 0) {
                block.outcomes.iter_mut().for_each(|column| column[start + i] = NOT_ASKED);
                block.segments.iter_mut().for_each(|column| column[start + i] = NO_LEVEL);
                coder.in_domain -= 1;
            }
        }
        coder.push_numbers(texts, those, block, start);
        for (lookup, column) in self.subgroups.iter_mut().zip(&mut block.subgroups) {
            let mut inside = Vec::with_capacity(those.len());
            lookup.codes(coder, texts, those, &mut inside);
            column.extend(inside.iter().map(|inside| *inside == 1));
        }
        if let (Some(drawn), Some(columns)) = (&mut coder.drawn, &mut block.design) {
            let of_drawn = &texts[self.of_coder + self.of_synthetic..];
            drawn.push_many(&mut self.labels, of_drawn, &rows.weights, those, columns);
        }
        block.rows += those.len();
    }
}

impl Coder<'_> {
    /// Of a segment the position of its column, and the level that each text of it is.
    fn levels(&self, segment: usize) -> Option<(usize, Vec<u16>)> {
        let is_segment = |used: &Use| *used == Use::Segment(segment);
        let found =
            self.columns.iter().enumerate().find_map(|(c, column)| Some((c, column.uses.iter().position(is_segment)?)));
        let (c, at) = found?;
        let level = |code: u16| if code >= NOTHING { NO_LEVEL } else { code };
        Some((c, self.columns[c].texts.iter().map(|text| level(text.codes[at])).collect()))
    }

    /// Counts the blanks of those who were not asked apart; see [`Coder::note_not_asked`].
    fn note_many_not_asked(&mut self, texts: &[Vec<u32>], those: &[u32], block: &Block, start: usize) {
        for (column, texts) in self.columns.iter_mut().zip(texts) {
            let mut of = Vec::new();
            let mut serves_segment = false;
            for used in &column.uses {
                match used {
                    Use::Outcome(o) | Use::Item { outcome: o, .. } => of.push(&block.outcomes[*o][start..]),
                    Use::Segment(_) => serves_segment = true,
                    Use::Condition(_) => {}
                }
            }
            if serves_segment || column.texts.iter().all(|text| text.missing.is_none()) {
                continue;
            }
            for (i, &row) in those.iter().enumerate() {
                let text = &mut column.texts[texts[row as usize] as usize];
                if text.missing.is_some() && of.iter().all(|codes| codes[i] == NOT_ASKED) {
                    text.not_asked += 1;
                }
            }
        }
    }

    /// Adds the numbers of means, and the items of scales.
    fn push_numbers(&mut self, texts: &[Vec<u32>], those: &[u32], block: &mut Block, start: usize) {
        let mut scale = 0;
        for at in 0..self.means.len() {
            let (o, cell) = self.means[at];
            let codes = &block.outcomes[o][start..];
            if let Some((c, used)) = cell {
                let column = &self.columns[c];
                let number = |(row, code): (&u32, &u16)| match *code >= FIRST_ANSWER {
                    true => column.texts[texts[c][*row as usize] as usize].numbers[used],
                    false => f64::NAN,
                };
                block.numbers[at].extend(those.iter().zip(codes).map(number));
                continue;
            }
            let Source::Items(items) = &self.sources[o] else { continue };
            let items = items.clone();
            for (&row, &code) in those.iter().zip(codes) {
                items.iter().for_each(|&(c, _)| self.read(c, texts[c][row as usize]));
                let number = |&(c, used): &(usize, usize)| match code != NOT_ASKED {
                    true => self.columns[c].texts[texts[c][row as usize] as usize].numbers[used],
                    false => f64::NAN,
                };
                block.items[scale].extend(items.iter().map(number));
                let number = if code >= FIRST_ANSWER { self.scale(o) } else { None };
                block.numbers[at].push(number.unwrap_or(f64::NAN));
            }
            scale += 1;
        }
    }
}
