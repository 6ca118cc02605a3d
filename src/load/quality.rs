//! Is this file fit for the study? Every problem with its line, and what the answers say about how they were given.
//!
//! ```text
//! records ──► Coder (as for results) ──► blocks, every problem
//!        └──► repeated rows · batteries · durations
//! ```
//!
//! The same coder and the same list of problems as in [`read`](super::read), which stops at them; here they are the
//! result. What follows from the numbers (medians, bases) is left to `findings::check`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::code::{Coder, Counted};
use super::drawn::Drawn;
pub use super::drawn::Wrong;
use super::header::Header;
use super::labels::Labels;
use super::place::Unit;
use super::problems::Problems;
pub use super::problems::{Kind, MOST_OF_A_KIND, Occurrence, Occurrences, Question};
use super::source::Source;
use super::text::{self, Records};
use super::{BLOCK_ROWS, Format, Input};
use crate::block::Block;
use crate::error::{Error, Result};
use crate::study::{ColumnRef, DataSpec, Study, needed_columns};

/// What was found in a file that could be read.
#[derive(Debug, Clone)]
pub struct Inspected {
    /// File name without its folder.
    pub name: String,
    /// How it was read: encoding and delimiter, in words.
    pub read_as: String,
    /// What a row is called.
    pub unit: Unit,
    /// Rows in the file.
    pub rows: u64,
    /// Rows that count.
    pub rows_kept: u64,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Columns that the study needs and the file lacks. If there are any, no row was coded.
    pub lacking: Vec<Lacking>,
    /// What is wrong with the file as a whole.
    pub whole: Vec<Error>,
    /// Everything else, by kind.
    pub problems: BTreeMap<Kind, Occurrences>,
    /// Cells of weights, strata, units and populations that are wrong.
    pub design: Vec<Wrong>,
    /// How many there are of each column and kind.
    pub design_counts: BTreeMap<(String, String), u64>,
    /// Missing answers: column, kind, rows.
    pub missing: Vec<(String, String, u64)>,
    /// Rows that count and repeat an earlier one in every column but the id.
    pub repeated: Occurrences,
    /// Per battery of the study: respondents who answered all of it.
    pub answered_batteries: Vec<u64>,
    /// Line and duration of each respondent who has one.
    pub durations: Vec<(u64, f64)>,
    /// Whether a column `synthetic` says yes.
    pub synthetic: bool,
    /// What the answers of each outcome count as, in study order.
    pub made: Vec<Vec<Counted>>,
    /// Names of the strata, by the numbers that blocks give them.
    pub strata: Vec<String>,
}

/// A column that the study needs and the file lacks.
#[derive(Debug, Clone)]
pub struct Lacking {
    /// The column.
    pub column: String,
    /// What is wrong with it, and what to do.
    pub error: Error,
}

/// Reads a file for `check`: hands each block to `sink` and returns everything that is wrong.
///
/// # Errors
/// If the file cannot be read at all.
pub fn inspect(input: &Input, format: Format, study: &Study, mut sink: impl FnMut(Block)) -> Result<Inspected> {
    let study = &*super::decimal::told(study, input, format, &study.data)?;
    let Source { place, header, labels, read_as, mut rows, .. } = Source::open(input, format, &study.data)?;
    let mut problems = Problems::every(&place, study);
    let lacking = lacking(study, &header);
    let mut coder = if lacking.is_empty() { Some(Coder::new(study, &header, &labels, &place)?) } else { None };
    let mut answers = Answering::new(study, &header, &labels);
    let mut block = coder.as_ref().map(Coder::empty_block);
    let (mut n, mut kept) = (0, 0);
    rows.only(&header.asked(study));
    let mut record = Records::default();
    while rows.next(&mut record)? {
        n += 1;
        if record.len() != header.len() {
            problems.ragged(record.line(), record.len(), header.len());
            continue;
        }
        let (Some(coder), Some(block)) = (&mut coder, &mut block) else { continue };
        if coder.push(&record, block, &mut problems) {
            kept += 1;
            answers.look_at(&record, &mut problems);
        }
        if block.rows == BLOCK_ROWS {
            sink(std::mem::replace(block, coder.empty_block()));
        }
    }
    block.into_iter().for_each(&mut sink);
    let mut whole: Vec<Error> = rows.finish().err().into_iter().collect();
    if n == 0 {
        whole.push(Error::new("there are no rows below the header").hint("one row a respondent is expected"));
    } else if kept == 0 && coder.is_some() {
        let error = Error::new(format!("none of the {n} rows counts as complete"));
        whole.push(error.hint("`complete` under [data] of the study file says which rows count"));
    }
    if kept > 0 {
        whole.extend(coder.as_ref().map(Coder::nowhere).unwrap_or_default());
    }
    let drawn = coder.as_ref().and_then(Coder::drawn);
    if let Some(drawn) = drawn.filter(|drawn| kept > 0 && drawn.wrong().is_empty()) {
        whole.extend(drawn.without_weight(&input.name()).or_else(|| drawn.constant_replicates()));
    }
    Ok(Inspected {
        name: input.name(),
        read_as: super::decimal::words(&study.data, &read_as),
        unit: place.unit(),
        rows: n,
        rows_kept: kept,
        columns: (0..header.len()).map(|at| header.name(at)).collect(),
        lacking,
        whole,
        design: drawn.map_or_else(Vec::new, |drawn| drawn.wrong().to_vec()),
        design_counts: drawn.map(|drawn| drawn.counts().clone()).unwrap_or_default(),
        missing: coder.as_ref().map(|coder| coder.missing(&header)).unwrap_or_default(),
        synthetic: coder.as_ref().is_some_and(Coder::synthetic),
        made: coder.iter().flat_map(|c| (0..study.outcomes.len()).map(|o| c.made_of_outcome(o))).collect(),
        strata: drawn.map(Drawn::strata).unwrap_or_default(),
        repeated: answers.repeated,
        answered_batteries: answers.batteries.into_iter().map(|battery| battery.answered).collect(),
        durations: answers.durations,
        problems: problems.into_every(),
    })
}

/// Every column of the study that the file lacks, those of batteries and durations too.
fn lacking(study: &Study, header: &Header) -> Vec<Lacking> {
    let mut needed: Vec<(ColumnRef, String)> =
        needed_columns(study).into_iter().map(|needed| (needed.column, needed.needed_by)).collect();
    let duration = study.data.duration.iter().map(|d| (d.column.clone(), "`duration` of [data]".to_owned()));
    let batteries = study.batteries.iter().flat_map(|battery| {
        battery.columns.iter().map(|column| (column.clone(), format!("battery `{}`", battery.name)))
    });
    let mut known: BTreeSet<ColumnRef> = needed.iter().map(|(column, _)| column.clone()).collect();
    needed.extend(duration.chain(batteries).filter(|(column, _)| known.insert(column.clone())));
    needed
        .into_iter()
        .filter_map(|(column, by)| {
            let error = header.find(&column).err()?;
            Some(Lacking { column: column.to_string(), error: error.at(format!("needed by {by}")) })
        })
        .collect()
}

/// How respondents answered: what no single cell can tell.
struct Answering<'a> {
    data: &'a DataSpec,
    missing: Missing<'a>,
    id: Option<usize>,
    /// Two hashes of a row, and the line where it stands first.
    rows: HashMap<(u64, u64), u64>,
    repeated: Occurrences,
    batteries: Vec<Answered>,
    duration: Option<usize>,
    durations: Vec<(u64, f64)>,
}

struct Answered {
    columns: Vec<usize>,
    answered: u64,
}

impl<'a> Answering<'a> {
    fn new(study: &'a Study, header: &Header, labels: &'a Labels) -> Self {
        let find = |column: &ColumnRef| header.find(column).ok();
        Answering {
            data: &study.data,
            missing: Missing {
                codes: study.data.missing.iter().flat_map(|kind| kind.codes.iter().map(String::as_str)).collect(),
                labels,
            },
            id: study.data.id.as_ref().and_then(find),
            rows: HashMap::new(),
            repeated: Occurrences::default(),
            batteries: study
                .batteries
                .iter()
                .map(|battery| Answered { columns: battery.columns.iter().filter_map(find).collect(), answered: 0 })
                .collect(),
            duration: study.data.duration.as_ref().and_then(|duration| find(&duration.column)),
            durations: Vec::new(),
        }
    }

    fn look_at(&mut self, record: &Records, problems: &mut Problems) {
        let line = record.line();
        let hashed = |seed: u8| {
            let mut hasher = DefaultHasher::new();
            seed.hash(&mut hasher);
            (0..record.len()).filter(|at| Some(*at) != self.id).for_each(|at| record.get(at).hash(&mut hasher));
            hasher.finish()
        };
        match self.rows.entry((hashed(0), hashed(1))) {
            std::collections::hash_map::Entry::Occupied(first) => {
                self.repeated.push(Occurrence { line, value: None, first_line: Some(*first.get()) });
            }
            std::collections::hash_map::Entry::Vacant(new) => {
                new.insert(line);
            }
        }
        for (b, battery) in self.batteries.iter_mut().enumerate() {
            let cells: Option<Vec<&str>> =
                battery.columns.iter().map(|&at| answer(record, at, &self.missing)).collect();
            let Some(cells) = cells else { continue };
            battery.answered += 1;
            if cells.windows(2).all(|two| two[0] == two[1]) {
                problems.occurs(Kind::Straight(b), line, None, None);
            }
        }
        if let Some(text) = self.duration.and_then(|at| answer(record, at, &self.missing)) {
            match self.data.number(text) {
                Some(duration) if duration >= 0.0 => self.durations.push((line, duration)),
                _ => problems.occurs(Kind::NoDuration, line, Some(text), None),
            }
        }
    }
}

/// A cell that is no missing answer, trimmed.
fn answer<'r>(record: &'r Records, at: usize, missing: &Missing) -> Option<&'r str> {
    let text = text::trim(std::str::from_utf8(record.get(at)?).ok()?);
    let none = text.is_empty() || missing.codes.contains(&text) || missing.labels.is_missing(at, text);
    (!none).then_some(text)
}

/// What is no answer: as the study says, and as the file says.
struct Missing<'a> {
    codes: Vec<&'a str>,
    labels: &'a Labels,
}
