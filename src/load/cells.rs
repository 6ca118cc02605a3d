//! A file of cells → blocks whose rows stand for several respondents.
//!
//! ```text
//! paradox_cells,paradox_n,paradox_weight,paradox_w,paradox_w2,shipped,rolled_back,company_size
//! 6f0c12ab/1,803,+,790.25,1012.4,Yes,Yes,"1,000-4,999"      who gave these answers: how many, Σw, Σw²
//! 6f0c12ab/2,1567,,,,Yes,,                                  another part: another set of columns
//! ```
//!
//! A part counts all respondents by some of the columns, and says nothing of the others. Which columns each has follows
//! from the study ([`crate::cells`]), whose fingerprint every row bears. The text of a cell is coded as one of a data file
//! is; what cannot be had of it ([`no_rows`]) is refused.

use super::bytes;
use super::code::Coder;
use super::detect::Reading;
use super::drawn::Drawn;
use super::header::Header;
use super::labels::Labels;
use super::place::{Place, Unit};
use super::problems::Problems;
use super::source::Rows;
use super::text::{Records, TextRows, trim};
use super::{Format, Input, Loaded};
use crate::block::Block;
use crate::design::CellCount;
use crate::error::{Error, Result, quoted};
use crate::study::{ColumnRef, DataSpec, Study};

/// The part of a row, behind the fingerprint of its query.
pub const CELLS: &str = "paradox_cells";
/// How many respondents a row stands for.
pub const N: &str = "paradox_n";
/// What their weights are: all above 0 ([`ABOVE_ZERO`]), all [`ZERO`], or a text that is no weight.
pub const WEIGHT: &str = "paradox_weight";
/// Their sum.
pub const W: &str = "paradox_w";
/// The sum of their squares.
pub const W2: &str = "paradox_w2";
/// Weights above 0.
pub const ABOVE_ZERO: &str = "+";
/// Weights of 0.
pub const ZERO: &str = "0";
/// Instead of the number of a part: a respondent's column `synthetic` says yes.
pub const SYNTHETIC: &str = "synthetic";

/// The largest number of respondents: beyond it a double does not hold every whole number.
const MOST: u64 = 1 << 53;

/// Rows of a block; every part has one under way.
const BLOCK_ROWS: usize = 1024;

/// What to do about a file that no engine wrote.
const SAVE_AGAIN: &str = "save the whole result of the query again, once, as CSV in UTF-8 with its header and a point in its decimals \
                          (psql --csv, duckdb -csv)";

/// Σw² of n weights is at least (Σw)²/n and at most (Σw)², but for rounding.
const ROUNDING: f64 = 1e-9;

/// Two parts add up the same weights, each in its own order.
const SAME_SUM: f64 = 1e-6;

/// What a file of cells looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Of the query that makes it.
    pub fingerprint: String,
    /// The columns of answers and of the design, as they follow the program's own.
    pub columns: Vec<ColumnRef>,
    /// The column of weights, where one is declared: it stands for three of the program's own.
    pub weight: Option<ColumnRef>,
    /// The parts, each with all respondents. The first has all columns of `complete` and `--where`.
    pub parts: Vec<Part>,
}

/// By which columns a part counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Of each column whether it is there.
    pub has: Vec<bool>,
    /// Of each column whether this is the part that tells of its answers as they stand in the data.
    pub notes: Vec<bool>,
    /// Whether tables are counted of it, so that its rows have weights and the columns of the design.
    pub is_counted: bool,
}

impl Layout {
    /// The program's own columns, which stand first.
    pub fn own(&self) -> &'static [&'static str] {
        const ALL: [&str; 5] = [CELLS, N, WEIGHT, W, W2];
        if self.weight.is_some() { &ALL } else { &ALL[..2] }
    }

    /// How a row of a part names it.
    pub fn name(&self, part: usize) -> String {
        format!("{}/{}", self.fingerprint, part + 1)
    }
}

/// That something was asked for which cells do not tell.
pub fn no_rows(input: &Input) -> Error {
    Error::new(format!("`{}` holds cells, and this needs the answers of every respondent", input.name()))
        .hint("give the data file instead of --cells")
}

/// Reads cells for a study: hands each block with its part to `sink`, and returns what else was learnt.
///
/// # Errors
/// A file that is none of cells, or of another study; counts and weights that cannot be; whatever [`super::read`] finds
/// wrong with answers, with the line of the cell.
pub fn read(input: &Input, study: &Study, layout: &Layout, mut sink: impl FnMut(usize, Block)) -> Result<Loaded> {
    // Ids are in no cell, so that nothing can be found twice.
    let study = &Study { data: DataSpec { id: None, ..study.data.clone() }, ..study.clone() };
    let place = Place::new(&input.name(), Unit::Line);
    let mut rows = open(input)?;
    check_header(&rows.header()?, layout, &place)?;
    let names = layout.columns.iter().chain(&layout.weight).map(ToString::to_string).collect();
    let header = Header::new(&place, names);
    let mut coder = Coder::new(study, &header, &Labels::default(), &place)?;
    let mut problems = Problems::new(&place, study);
    let mut cells = Cells::new(layout, &place);
    let mut blocks: Vec<Block> = layout.parts.iter().map(|part| empty(&coder, part)).collect();
    let (mut kept, mut in_domain) = (0, 0);
    let (mut record, mut answers) = (Records::default(), Records::default());
    while rows.next(&mut record)? {
        let Some(Cell { at, n, count }) = cells.read(&record, &mut answers)? else { continue };
        let (part, block) = (&layout.parts[at], &mut blocks[at]);
        let inside = coder.in_domain();
        let is_noted = |column: usize| part.notes.get(column).is_some_and(|noted| *noted);
        if !coder.push_several(&answers, n, is_noted, block, &mut problems) {
            continue;
        }
        // Of those who do not count, weights may be anything.
        let count = count?;
        cells.sums[at].add(&count);
        if at == 0 {
            kept += n;
            in_domain += coder.in_domain() - inside;
        }
        if let Some(weight) = block.design.as_mut().and_then(|design| design.weights.last_mut()) {
            *weight = count.weight;
        }
        block.counts.get_or_insert_default().push(count);
        if block.rows == BLOCK_ROWS {
            let full = std::mem::replace(block, empty(&coder, part));
            if part.is_counted {
                sink(at, full);
            }
        }
    }
    let sha256 = Box::new(rows).finish()?;
    let of_design = coder.drawn().and_then(|drawn| drawn.problems(&place));
    if let Some(error) = Error::all(of_design.into_iter().chain(problems.into_result().err()).collect()) {
        return Err(error);
    }
    let n = cells.total()?;
    cells.sums_agree()?;
    if kept == 0 {
        return Err(Error::new(format!("none of the {n} respondents of `{}` counts as complete", input.name()))
            .hint("`complete` under [data] of the study file says which rows count"));
    }
    let counted = blocks.into_iter().enumerate().filter(|(at, _)| layout.parts[*at].is_counted);
    counted.for_each(|(at, block)| sink(at, block));
    if let Some(error) = coder.drawn().and_then(|drawn| drawn.without_weight(&input.name())) {
        return Err(error);
    }
    Ok(Loaded {
        name: input.name(),
        sha256,
        read_as: "cells".to_owned(),
        rows: n,
        rows_kept: kept,
        rows_in_domain: in_domain,
        missing: coder.missing(&header),
        synthetic: cells.synthetic,
        unseen: coder.unseen(),
        nowhere: coder.nowhere(),
        made_of_segments: (0..study.segments.len()).map(|s| coder.made_of_segment(s)).collect(),
        made_of_outcomes: (0..study.outcomes.len()).map(|o| coder.made_of_outcome(o)).collect(),
        strata: coder.drawn().map(Drawn::strata).unwrap_or_default(),
    })
}

/// A block for the rows of a part: without tables nobody asks where its respondents were drawn.
fn empty(coder: &Coder, part: &Part) -> Block {
    let block = coder.empty_block();
    if part.is_counted { block } else { Block { design: None, ..block } }
}

/// The rows of the file, whose delimiter is what follows the first name of its header.
fn open(input: &Input) -> Result<TextRows> {
    let mut reader = bytes::open(input, bytes::Hashed::No)?.reader;
    let start = bytes::head(&mut reader, CELLS.len() + 8).map_err(|e| bytes::unreadable(&input.name(), &e))?;
    if start.is_empty() {
        return Err(Error::new(format!("`{}` is empty", input.name())).hint(SAVE_AGAIN));
    }
    let at = start.windows(CELLS.len()).position(|name| name == CELLS.as_bytes());
    let behind = at.and_then(|at| start[at + CELLS.len()..].iter().copied().find(|byte| *byte != b'"'));
    let delimiter = behind.filter(|byte| matches!(byte, b',' | b';' | b'\t' | b'|')).ok_or_else(|| no_cells(input))?;
    let data = DataSpec { delimiter: Some(delimiter), encoding: Some("utf-8".to_owned()), ..DataSpec::default() };
    TextRows::open(input, Reading::of(input, Format::Cells, &data)?)
}

fn no_cells(input: &Input) -> Error {
    Error::new(format!("`{}` holds no cells: its first column is not `{CELLS}`", input.name())).hint(
        "a file of cells is what the query of `paradox sql` yields, as CSV in UTF-8 with its header (psql --csv, duckdb \
         -csv); a file with one row a respondent is given without --cells",
    )
}

fn check_header(rows: &[Vec<String>], layout: &Layout, place: &Place) -> Result<()> {
    let names = rows.first().map(Vec::as_slice).unwrap_or_default();
    let own = layout.own();
    let what = match own.iter().zip(names).find(|(own, name)| !own.eq_ignore_ascii_case(name)) {
        Some((own, name)) => format!("column `{own}` is expected, and the cells have {} in its place", quoted(name)),
        None if names.len() == own.len() + layout.columns.len() => return Ok(()),
        None => format!(
            "the cells have {} columns, and the query of this study makes {}",
            names.len(),
            own.len() + layout.columns.len()
        ),
    };
    Err(other_query(what).at(place.header()))
}

fn other_query(what: String) -> Error {
    Error::new(what).hint(
        "the study, --where or the design is another now than when the query was made: print it again with `paradox sql`, \
         with the same flags, and run it",
    )
}

/// The respondents of a part who count.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    n: u64,
    /// Of these, those whose weight is above 0.
    above_zero: u64,
    weight: f64,
}

impl Sum {
    fn add(&mut self, count: &CellCount) {
        self.n += count.n;
        self.above_zero += if count.weight > 0.0 { count.n } else { 0 };
        self.weight += count.weight;
    }

    fn is(&self, other: &Sum) -> bool {
        let close = (self.weight - other.weight).abs() <= SAME_SUM * self.weight.max(other.weight);
        self.n == other.n && self.above_zero == other.above_zero && close
    }
}

/// What the rows have said so far.
struct Cells<'a> {
    layout: &'a Layout,
    place: &'a Place,
    /// Respondents of each part.
    totals: Vec<u64>,
    /// Of each part those who count.
    sums: Vec<Sum>,
    synthetic: bool,
}

/// A row: its part, and how many it stands for.
struct Cell {
    at: usize,
    n: u64,
    count: Result<CellCount>,
}

impl<'a> Cells<'a> {
    fn new(layout: &'a Layout, place: &'a Place) -> Self {
        let parts = layout.parts.len();
        Cells { layout, place, totals: vec![0; parts], sums: vec![Sum::default(); parts], synthetic: false }
    }

    /// The part and the counts of a row, whose answers become a record of their own; `None` where it has none.
    fn read(&mut self, record: &Records, answers: &mut Records) -> Result<Option<Cell>> {
        let own = self.layout.own().len();
        if record.len() != own + self.layout.columns.len() {
            let (cells, expected) = (record.len(), own + self.layout.columns.len());
            return Err(Error::new(format!("a row has {cells} cells where the header has {expected}"))
                .at(self.place.row(record.line()))
                .hint(SAVE_AGAIN));
        }
        let label = text(record, 0);
        let Some(name) = label.strip_prefix(&self.layout.fingerprint).and_then(|rest| rest.strip_prefix('/')) else {
            return Err(other_query(format!("the cells are of another query: {}", quoted(&label)))
                .at(self.at(record, CELLS))
                .at(format!("those of this study begin with {}", quoted(&self.layout.fingerprint))));
        };
        if name == SYNTHETIC {
            self.synthetic = true;
            return Ok(None);
        }
        let part = name.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let Some((at, part)) = part.and_then(|at| Some((at, self.layout.parts.get(at)?))) else {
            let what = format!("{} is no part of the cells: they have {}", quoted(name), self.layout.parts.len());
            return Err(Error::new(what).at(self.at(record, CELLS)).hint(SAVE_AGAIN));
        };
        let n = self.number(record, 1, N)?;
        let n = if n.fract() == 0.0 && n >= 1.0 && n <= MOST as f64 { n as u64 } else { 0 };
        self.totals[at] = self.totals[at].saturating_add(n);
        if n == 0 || self.totals[at] > MOST {
            return Err(Error::new(format!("{} is no number of respondents", quoted(&text(record, 1))))
                .at(self.at(record, N))
                .hint("a cell counts at least 1 respondent, and all together at most 9007199254740992"));
        }
        answers.line = record.line();
        answers.record.clear();
        for (column, has) in part.has.iter().enumerate() {
            let cell = record.get(own + column).filter(|_| *has);
            answers.record.push_field(cell.unwrap_or_default());
        }
        let mut count = Ok(CellCount { n, weight: n as f64, weight_squared: n as f64 });
        if self.layout.weight.is_some() {
            if part.is_counted {
                count = self.weights(record, n);
            }
            answers.record.push_field(text(record, 3).as_bytes());
        }
        Ok(Some(Cell { at, n, count }))
    }

    /// The weights of a row of a part that is counted.
    fn weights(&self, record: &Records, n: u64) -> Result<CellCount> {
        let class = text(record, 2);
        if class != ABOVE_ZERO && class != ZERO {
            return Err(Error::new(match class.as_str() {
                "" => "a weight is missing".to_owned(),
                other => format!("{} is not a weight: a number of at least 0 is expected", quoted(other)),
            })
            .at(self.at(record, WEIGHT))
            .hint("correct it where the data are; a respondent who must not count has the weight 0"));
        }
        let (weight, weight_squared) = (self.number(record, 3, W)?, self.number(record, 4, W2)?);
        let least = weight * weight / n as f64 * (1.0 - ROUNDING);
        let fits = weight_squared >= least && weight_squared <= weight * weight * (1.0 + ROUNDING);
        if (class == ZERO) != (weight == 0.0) || weight < 0.0 || !fits {
            let what =
                format!("weights of {n} respondents cannot add up to {weight}, and their squares to {weight_squared}");
            return Err(Error::new(what).at(self.at(record, W)).hint(SAVE_AGAIN));
        }
        Ok(CellCount { n, weight, weight_squared })
    }

    fn number(&self, record: &Records, at: usize, column: &str) -> Result<f64> {
        let text = text(record, at);
        DataSpec::default().number(&text).ok_or_else(|| {
            let what = if text.is_empty() {
                "a number is missing".to_owned()
            } else {
                format!("{} is no number{}", quoted(&text), if column == N { " of respondents" } else { "" })
            };
            Error::new(what).at(self.at(record, column)).hint(SAVE_AGAIN)
        })
    }

    fn at(&self, record: &Records, column: &str) -> String {
        format!("{}, column `{column}`", self.place.row(record.line()))
    }

    /// That the parts of which tables are made tell of the same respondents and weights.
    fn sums_agree(&self) -> Result<()> {
        let mut counted = (0..self.sums.len()).filter(|&part| self.layout.parts[part].is_counted);
        let Some(first) = counted.next() else { return Ok(()) };
        let sum = &self.sums[first];
        match counted.find(|&part| !self.sums[part].is(sum)) {
            None => Ok(()),
            Some(part) => Err(Error::new(format!(
                "parts {} and {} of the cells do not tell of the same respondents: {} with a weight above 0 and {} in \
                 all, and {} with {}",
                first + 1,
                part + 1,
                sum.above_zero,
                sum.weight,
                self.sums[part].above_zero,
                self.sums[part].weight
            ))
            .at(self.place.file())
            .hint(SAVE_AGAIN)),
        }
    }

    /// How many respondents there are, of which every part must tell.
    fn total(&self) -> Result<u64> {
        let all = self.totals.iter().copied().max().unwrap_or_default();
        if all == 0 {
            return Err(Error::new(format!("`{}` has a header and no cells below it", self.place.file()))
                .hint("the table that the query was run on is empty"));
        }
        match self.totals.iter().position(|&n| n != all) {
            None => Ok(all),
            Some(part) => Err(Error::new(format!(
                "part {} of the cells has {} respondents, and another part {all}: rows are missing or stand twice",
                part + 1,
                self.totals[part]
            ))
            .at(self.place.file())
            .hint(SAVE_AGAIN)),
        }
    }
}

/// A cell of a row, trimmed.
fn text(record: &Records, at: usize) -> String {
    trim(&String::from_utf8_lossy(record.get(at).unwrap_or_default())).to_owned()
}
