//! Cubes of a sample with one stage of sampling and no numbers, counted together.
//!
//! A respondent is in one cell of every cube. Cubes with the same rows share a table, whose rows hold the answers of all
//! their outcomes side by side, so that it is looked up once where a respondent's level is:
//!
//! ```text
//! size       back: not asked, no answer, no, yes   |   hours: not asked, no answer, 0-9, 10-19, 20+
//! no level         .          .           .   w    |          .          .           .    w      .
//! Small            ...                             |          ...
//! ```
//!
//! Respondents wait until there are so many that going through them place by place is worth it ([`Batch`]). Tables are
//! counted on several threads, each by one: no sum depends on how many there are, nor on how many respondents wait.

use super::cube::{Codes, Cube, Question, codes};
use crate::block::Block;
use crate::design::places::{Batch, PlaceSums, Places, Stratified, Within};
use crate::design::{CellCount, DesignError, Lonely, Totals};
use crate::parallel;

/// Respondents that are counted at once.
const BATCH: usize = 1 << 16;

/// Bytes of the answers that wait, at most about.
const MOST_WAITING: usize = 8 << 20;

/// Respondents from which several threads are worth starting.
const MANY: usize = 1 << 13;

/// The cubes under way.
#[derive(Debug, Clone, PartialEq)]
pub struct Gathered {
    tables: Vec<Table>,
    /// Of each cube its table, and which of the table's outcomes it is; `None` for a cube that is counted elsewhere.
    homes: Vec<Option<(usize, usize)>>,
    places: Places,
    /// Of each cube, by place, how many sampling units were drawn there, where every respondent is one.
    drawn: Vec<Vec<u64>>,
    waiting: Waiting,
    threads: usize,
}

/// What was counted in a cube.
pub struct Counted {
    /// Respondents with a weight above 0 by cell.
    pub n: Vec<u64>,
    /// The totals, or why there are none: a stratum with one sampling unit where the study says so, or with more units than
    /// its population.
    pub totals: Result<Totals, DesignError>,
}

/// Cubes with the same rows.
#[derive(Debug, Clone, PartialEq)]
struct Table {
    /// What divides respondents; `None` where nothing does.
    rows: Option<Question>,
    inner: usize,
    columns: Vec<Column>,
    /// Cells of a row.
    width: usize,
    sums: PlaceSums,
}

/// The outcome of a cube in its table.
#[derive(Debug, Clone, PartialEq)]
struct Column {
    cube: usize,
    question: Question,
    /// Where its cells begin in every row.
    start: usize,
}

/// Respondents that are not counted yet.
#[derive(Debug, Clone, PartialEq, Default)]
struct Waiting {
    /// Their answers; numbers and design are left out.
    block: Option<Block>,
    places: Vec<u32>,
    counts: Vec<CellCount>,
    /// Cubes that they are counted in.
    wanted: Vec<bool>,
}

impl Gathered {
    /// Nobody yet, in these cubes; `None` stands for one that is counted elsewhere.
    pub fn new(cubes: &[Cube], is_counted: impl Fn(usize) -> bool) -> Self {
        let mut tables: Vec<Table> = Vec::new();
        let home = |(at, cube): (usize, &Cube)| {
            if !is_counted(at) {
                return None;
            }
            let rows = (cube.rows != cube.columns).then_some(cube.rows);
            let table = tables.iter().position(|table| table.rows == rows).unwrap_or_else(|| {
                let sums = PlaceSums::new(0);
                tables.push(Table { rows, inner: cube.inner, columns: Vec::new(), width: 0, sums });
                tables.len() - 1
            });
            let Table { columns, width, .. } = &mut tables[table];
            columns.push(Column { cube: at, question: cube.columns, start: *width });
            *width += cube.width;
            Some((table, columns.len() - 1))
        };
        let homes = cubes.iter().enumerate().map(home).collect();
        for Table { rows, columns, width, sums, .. } in &mut tables {
            let height = if rows.is_some() { cubes[columns[0].cube].height() } else { 1 };
            *sums = PlaceSums::new(height * *width);
        }
        let (places, waiting) = (Places::default(), Waiting::default());
        Gathered { tables, homes, places, drawn: vec![Vec::new(); cubes.len()], waiting, threads: 1 }
    }

    /// The same, counting on so many threads.
    pub fn on(self, threads: usize) -> Self {
        Gathered { threads, ..self }
    }

    /// Whether a cube is counted here.
    pub fn has(&self, cube: usize) -> bool {
        self.homes[cube].is_some()
    }

    /// Adds the respondents of a block to some of the cubes.
    pub fn count(&mut self, block: &Block, is_wanted: impl Fn(usize) -> bool) {
        let Some(design) = &block.design else { return };
        let wanted: Vec<bool> = (0..self.homes.len()).map(|cube| self.has(cube) && is_wanted(cube)).collect();
        if !wanted.contains(&true) {
            return;
        }
        if wanted != self.waiting.wanted {
            self.count_waiting();
            self.waiting.wanted = wanted;
        }
        let places = self.places.of(&design.stages);
        let units = if self.places.have_respondents() { &places[..] } else { &[] };
        for (i, &place) in units.iter().enumerate().filter(|(_, place)| self.places.is_of_respondents(**place)) {
            let n = block.count(i).n;
            for (drawn, _) in self.drawn.iter_mut().zip(&self.waiting.wanted).filter(|(_, wanted)| **wanted) {
                drawn.resize(drawn.len().max(place as usize + 1), 0);
                drawn[place as usize] += n;
            }
        }
        self.waiting.add(block, places);
        if self.waiting.are_enough() {
            self.count_waiting();
        }
    }

    /// Counts those who wait.
    fn count_waiting(&mut self) {
        let Some(block) = self.waiting.block.take().filter(|block| block.rows > 0) else { return };
        let Waiting { places, counts, wanted, .. } = &self.waiting;
        let batch = Batch::new(&self.places, places, counts);
        // Tables mostly ask for the same outcomes, whose cells are then worked out once.
        let mut known: Vec<(Vec<(Question, usize)>, Within)> = Vec::new();
        let mut asked = Vec::new();
        for table in &self.tables {
            let columns = table.columns.iter().filter(|column| wanted[column.cube]);
            let columns: Vec<(Question, usize)> = columns.map(|column| (column.question, column.start)).collect();
            let at = known.iter().position(|(known, _)| *known == columns).unwrap_or_else(|| {
                let within = within(&block, &columns, &batch);
                known.push((columns, within));
                known.len() - 1
            });
            asked.push(at);
        }
        let threads = if block.rows < MANY { 1 } else { self.threads };
        let mut work: Vec<(&mut Table, &Within)> =
            self.tables.iter_mut().zip(asked).map(|(table, at)| (table, &known[at].1)).collect();
        let known_places = &self.places;
        parallel::each(&mut work, threads, |(table, within)| table.count(&block, known_places, &batch, within));
        self.waiting = Waiting {
            block: Some(emptied(block)),
            wanted: std::mem::take(&mut self.waiting.wanted),
            ..Waiting::default()
        };
    }

    /// Ends counting: counts those who still wait.
    pub fn finish(&mut self) {
        self.count_waiting();
        self.waiting = Waiting::default();
    }

    /// Of every cube respondents with a weight above 0 by cell, and the totals; `None` of one that is counted elsewhere.
    pub fn totals(&self, cubes: &[Cube], lonely: Lonely) -> Vec<Option<Counted>> {
        let (all, strata): (Vec<usize>, _) = ((0..cubes.len()).collect(), self.places.strata());
        parallel::in_order(&all, self.threads, |&at| self.totals_of(at, &cubes[at], &strata, lonely))
    }

    fn totals_of(&self, at: usize, cube: &Cube, strata: &[Stratified], lonely: Lonely) -> Option<Counted> {
        let (table, column) = self.homes[at]?;
        let Table { rows, columns, width, sums, .. } = &self.tables[table];
        let start = columns[column].start;
        let cell = |cell: usize| {
            let (row, code) = (cell / cube.width, cell % cube.width);
            match rows {
                Some(_) => Some(row * width + start + code),
                // An outcome by itself: nobody has two answers.
                None => (row == code).then_some(start + code),
            }
        };
        let of: Vec<Option<usize>> = (0..cube.cells.len()).map(cell).collect();
        let n = sums.cells(&of).iter().map(|cell| cell.n).collect();
        Some(Counted { n, totals: sums.finish(strata, &self.drawn[at], &of, lonely) })
    }
}

impl Table {
    fn count(&mut self, block: &Block, known: &Places, batch: &Batch, within: &Within) {
        let starts = match self.rows {
            Some(question) => starts(&codes(block, question, self.inner), block.rows, self.width),
            None => vec![0; block.rows],
        };
        self.sums.add(known, batch, &starts, within);
    }
}

impl Waiting {
    fn add(&mut self, block: &Block, places: Vec<u32>) {
        self.places.extend(places);
        // Whoever has the weight 0 is counted nowhere.
        let counted = |count: CellCount| if count.weight > 0.0 { count } else { CellCount::default() };
        self.counts.extend((0..block.rows).map(|i| counted(block.count(i))));
        let all = self.block.get_or_insert_with(|| emptied(block.clone()));
        all.rows += block.rows;
        all.segments.iter_mut().zip(&block.segments).for_each(|(all, codes)| all.extend(codes));
        all.outcomes.iter_mut().zip(&block.outcomes).for_each(|(all, codes)| all.extend(codes));
        all.subgroups.iter_mut().zip(&block.subgroups).for_each(|(all, codes)| all.extend(codes));
    }

    fn are_enough(&self) -> bool {
        let Some(block) = &self.block else { return false };
        let bytes = 2 * (block.segments.len() + block.outcomes.len()) + block.subgroups.len();
        block.rows >= BATCH || block.rows * bytes >= MOST_WAITING
    }
}

/// A block of nobody, with the room of another.
fn emptied(mut block: Block) -> Block {
    block.segments.iter_mut().chain(&mut block.outcomes).for_each(Vec::clear);
    block.subgroups.iter_mut().for_each(Vec::clear);
    Block { rows: 0, numbers: Vec::new(), items: Vec::new(), design: None, counts: None, ..block }
}

/// Where in a row each respondent's answers to some outcomes stand, given where those of each outcome begin.
fn within(block: &Block, columns: &[(Question, usize)], batch: &Batch) -> Within {
    let mut cells = vec![0; block.rows * columns.len()];
    for (at, (question, start)) in columns.iter().enumerate() {
        let codes = codes(block, *question, 1);
        let into = cells[at..].iter_mut().step_by(columns.len());
        into.enumerate().for_each(|(i, cell)| *cell = (start + codes.at(i)) as u32);
    }
    Within::new(batch, cells, columns.len())
}

/// Where the row of each respondent begins.
fn starts(codes: &Codes, rows: usize, width: usize) -> Vec<u32> {
    match codes {
        Codes::Small(codes) => codes.iter().map(|&code| u32::from(code) * width as u32).collect(),
        _ => (0..rows).map(|i| (codes.at(i) * width) as u32).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::DesignColumns;
    use crate::design::{Layout, Sample, Stage, Tally};
    use crate::study::{Study, parse};
    use crate::tabulate::Cubes;

    const STUDY: &str = r#"
schema = 1
[design]
weight = "w"
strata = "h"
psu = "u"
[[segments]]
name = "size"
levels = ["Small", "Large"]
[[segments]]
name = "sector"
levels = ["Public", "Private", "Other"]
[[outcomes]]
name = "back"
yes = ["Yes"]
no = ["No"]
[[outcomes]]
name = "share"
bands = ["0-49%", "50-100%"]
at_least = "50-100%"
edges = [0, 50, 100]
[[stratified]]
outcome = "back"
by = "size"
within = "sector"
[[claims]]
id = "rate"
text = "a rate of some"
kind = "rate"
outcome = "share"
where = { sector = ["Public"] }
published = 50
rounding = 1
[[claims]]
id = "overlap"
text = "groups that share respondents"
kind = "difference"
outcome = "back"
between = [{ size = ["Small"] }, { sector = ["Public"] }]
published = 5
rounding = 1
"#;

    /// Respondents whose answers, weights and units follow from a simple generator, cut into blocks of such a size.
    fn blocks(study: &Study, has_units: bool, rows: usize, size: usize) -> Vec<Block> {
        let mut state = 7_u64;
        let mut number = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        let subgroups = study.claims.iter().map(|claim| claim.groups(study).len()).sum();
        let empty = || Block {
            rows: 0,
            segments: vec![Vec::new(); study.segments.len()],
            outcomes: vec![Vec::new(); study.outcomes.len()],
            numbers: Vec::new(),
            items: Vec::new(),
            subgroups: vec![Vec::new(); subgroups],
            design: Some(DesignColumns::default()),
            counts: None,
        };
        let mut blocks = vec![empty()];
        for _ in 0..rows {
            if blocks.last().is_some_and(|block| block.rows == size) {
                blocks.push(empty());
            }
            let block = blocks.last_mut().expect("there is one");
            block.rows += 1;
            for (codes, segment) in block.segments.iter_mut().zip(&study.segments) {
                codes.push(number(segment.levels.len() + 1) as u16);
            }
            for (codes, outcome) in block.outcomes.iter_mut().zip(&study.outcomes) {
                codes.push(number(outcome.answer.codes()) as u16);
            }
            block.subgroups.iter_mut().for_each(|flags| flags.push(number(2) == 1));
            let stratum = number(3);
            let stage =
                if has_units { Stage::unit(stratum, 10 * stratum + number(5)) } else { Stage::respondent(stratum) };
            let design = block.design.as_mut().expect("a design is declared");
            design.stages.push(stage);
            design.weights.push(number(7) as f64 * 0.37);
        }
        blocks
    }

    fn counted(study: &Study, blocks: &[Block], threads: usize) -> Cubes {
        let mut cubes = Cubes::new(study).on(threads);
        blocks.iter().for_each(|block| cubes.count(block));
        cubes.finish(study, &[]).expect("several units a stratum");
        cubes
    }

    /// Cells and totals of every cube are those of respondents counted one by one, with units and without, to the bit.
    #[test]
    fn cubes_that_share_a_table_are_what_they_are_one_by_one() {
        let study = parse(STUDY, "a.toml").expect("the study of this file");
        for has_units in [true, false] {
            let blocks = blocks(&study, has_units, 700, 300);
            let cubes = counted(&study, &blocks, 1);
            let tables = cubes.tables();
            assert_eq!(tables.len(), 9, "two outcomes by themselves and by two segments, one crossed, two of groups");
            for table in tables {
                let (rows, columns) = (table[0], table[1]);
                let of = cubes.drawn(rows, columns).expect("a design is declared");
                let (width, mut n) = (of.cube.width(), vec![0; of.cube.height() * of.cube.width()]);
                let mut tally = Tally::new(Layout::of_cells(n.len()));
                for block in &blocks {
                    let design = block.design.as_ref().expect("a design is declared");
                    let (across, down) = (codes(block, columns, 1), codes(block, rows, of.cube.inner()));
                    for i in 0..block.rows {
                        let (cell, weight) = (down.at(i) * width + across.at(i), design.weights[i]);
                        n[cell] += u64::from(weight > 0.0);
                        tally.respondent(design.stages_of(i), Some(cell), weight, &[]);
                    }
                }
                assert_eq!(of.cube.cells, n, "{rows:?} {columns:?}");
                let one_by_one = tally.finish(Lonely::Fail).expect("several units a stratum");
                assert_eq!((of.sample.totals(), of.sample.cells()), (one_by_one.totals(), one_by_one.cells()));
                let one_by_one = Sample::Taylor(one_by_one);
                for part in 1..4 {
                    let domain = |cell: usize| cell.is_multiple_of(part);
                    assert_eq!(of.sample.df(&domain), one_by_one.df(&domain), "{rows:?} {columns:?}");
                }
            }
        }
    }

    /// More respondents than a batch holds, in blocks of any size, on any number of threads: the same cubes.
    #[test]
    fn neither_blocks_nor_threads_change_a_bit() {
        let study = parse(STUDY, "a.toml").expect("the study of this file");
        let rows = BATCH + MANY + 7;
        let whole = counted(&study, &blocks(&study, true, rows, rows), 1);
        for (size, threads) in [(1000, 1), (8192, 3), (BATCH - 1, 2), (rows, 16)] {
            assert!(counted(&study, &blocks(&study, true, rows, size), threads) == whole, "{size} {threads}");
        }
    }
}
