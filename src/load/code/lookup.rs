//! What a respondent's cells come to (an outcome, a base), looked up by the numbers of their texts.
//!
//! An outcome hangs on few columns: its own and those of its base. Of each combination of their texts it is worked out
//! once; a respondent then costs one look-up an outcome.

use std::collections::BTreeSet;

use super::{Check, Coder, Source, Use};

/// Combinations that are kept, as a power of two; of more, each is worked out anew.
const MOST_BITS: u32 = 16;

/// A code that is not worked out yet.
const UNKNOWN: u16 = u16::MAX;

/// What is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The code of an outcome, whatever the domain.
    Outcome(usize),
    /// Whether the row counts: 1, or 0.
    Complete,
    /// Whether it lies in the domain.
    Domain,
    /// Whether it lies in the domain and belongs to a subgroup.
    Subgroup(usize),
}

/// One of these with the columns that it hangs on.
pub struct Lookup {
    what: What,
    /// Positions among the columns that are read.
    columns: Vec<usize>,
    /// Where the number of each column's text begins in the number of the combination.
    shifts: Vec<u32>,
    bits: u32,
    codes: Vec<u16>,
}

impl Lookup {
    /// Nothing worked out yet.
    pub fn new(coder: &Coder, what: What) -> Self {
        let mut columns = BTreeSet::new();
        match what {
            What::Outcome(o) => coder.columns_of_outcome(o, &mut columns),
            What::Complete => coder.columns_of(&coder.complete, &mut columns),
            What::Domain => coder.columns_of(&coder.domain, &mut columns),
            What::Subgroup(g) => {
                coder.columns_of(&coder.domain, &mut columns);
                coder.columns_of(&coder.subgroups[g], &mut columns);
            }
        }
        Lookup { what, columns: columns.into_iter().collect(), shifts: Vec::new(), bits: 0, codes: Vec::new() }
    }

    /// Makes room for the texts that the columns have by now.
    pub fn widen(&mut self, coder: &Coder) {
        let bits = |&c: &usize| coder.columns[c].texts.len().max(1).next_power_of_two().ilog2();
        let of: Vec<u32> = self.columns.iter().map(bits).collect();
        let shifts: Vec<u32> = of.iter().scan(0, |at, bits| Some(std::mem::replace(at, *at + bits))).collect();
        let bits = of.iter().sum();
        if shifts != self.shifts || bits != self.bits || self.codes.is_empty() {
            (self.shifts, self.bits) = (shifts, bits);
            self.codes = vec![UNKNOWN; if bits <= MOST_BITS { 1 << bits } else { 0 }];
        }
    }

    /// Adds the code of each of these rows, given the texts of all columns.
    pub fn codes(&mut self, coder: &mut Coder, texts: &[Vec<u32>], rows: &[u32], into: &mut Vec<u16>) {
        if self.bits > MOST_BITS {
            into.extend(rows.iter().map(|&row| coder.code(self.what, &self.columns, texts, row as usize)));
            return;
        }
        match self.columns.as_slice() {
            &[a] => {
                let a = &texts[a];
                self.each(coder, texts, rows, into, |row| a[row] as usize);
            }
            &[a, b] => {
                let (a, b, shift) = (&texts[a], &texts[b], self.shifts[1]);
                self.each(coder, texts, rows, into, |row| a[row] as usize | (b[row] as usize) << shift);
            }
            columns => {
                let columns: Vec<(&Vec<u32>, u32)> =
                    columns.iter().map(|&c| &texts[c]).zip(self.shifts.iter().copied()).collect();
                let place = |row: usize| columns.iter().fold(0, |at, (of, shift)| at | (of[row] as usize) << shift);
                self.each(coder, texts, rows, into, place);
            }
        }
    }

    fn each(
        &mut self,
        coder: &mut Coder,
        texts: &[Vec<u32>],
        rows: &[u32],
        into: &mut Vec<u16>,
        place: impl Fn(usize) -> usize,
    ) {
        for row in rows.iter().map(|&row| row as usize) {
            let at = place(row);
            if self.codes[at] == UNKNOWN {
                self.codes[at] = coder.code(self.what, &self.columns, texts, row);
            }
            into.push(self.codes[at]);
        }
    }
}

impl Coder<'_> {
    /// Works out what is asked for of a row, of which these columns matter.
    fn code(&mut self, what: What, columns: &[usize], texts: &[Vec<u32>], row: usize) -> u16 {
        for &c in columns {
            self.read(c, texts[c][row]);
        }
        match what {
            What::Outcome(o) => {
                self.ask(|_| ());
                self.row.outcomes[o]
            }
            What::Complete => u16::from(self.holds(&self.complete)),
            What::Domain => u16::from(self.holds(&self.domain)),
            What::Subgroup(g) => {
                if !self.holds(&self.domain) {
                    self.leave_out();
                }
                u16::from(self.holds(&self.subgroups[g]))
            }
        }
    }

    /// The columns that an outcome hangs on.
    fn columns_of_outcome(&self, outcome: usize, into: &mut BTreeSet<usize>) {
        self.columns_of(&self.bases[outcome], into);
        self.study.outcomes[outcome].base.asked_if.iter().for_each(|&other| self.columns_of_outcome(other, into));
        match &self.sources[outcome] {
            Source::Cell(c) => {
                into.insert(*c);
            }
            Source::Ticked(check) => self.columns_of(std::slice::from_ref(check), into),
            Source::Items(items) => into.extend(items.iter().map(|(c, _)| c)),
            Source::When(any) => any.iter().flatten().for_each(|(holds, known)| {
                self.columns_of(std::slice::from_ref(holds), into);
                self.columns_of(std::slice::from_ref(known), into);
            }),
            Source::Parts(of, _) => of.iter().for_each(|&part| self.columns_of_outcome(part, into)),
        }
    }

    fn columns_of(&self, checks: &[Check], into: &mut BTreeSet<usize>) {
        let reads = |is: &dyn Fn(&Use) -> bool| self.columns.iter().position(|column| column.uses.iter().any(is));
        for check in checks {
            match check {
                Check::Column(at) => into.extend(reads(&|used| *used == Use::Condition(*at))),
                Check::Level { segment, .. } => into.extend(reads(&|used| *used == Use::Segment(*segment))),
                Check::Any(checks) => self.columns_of(checks, into),
                Check::Always => {}
            }
        }
    }
}
