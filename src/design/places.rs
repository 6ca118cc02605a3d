//! Respondents, many at once, become the totals of a sample of one stage, in cells without numbers.
//!
//! What [`Tally`](super::Tally) does for any design, for the usual one: every respondent was drawn in one place (a unit of
//! a stratum, or a stratum), places have numbers, and Σw of each cell lies in a table of places by cells. Several questions
//! that divide the same respondents share a table, in which each respondent is in one cell a question.
//!
//! ```text
//! stage of each respondent ──► Places ──numbers──► Batch, by place ──┐
//! cells of each ─────────────────────────────────────────────────────┴──► PlaceSums ──► Totals of one question
//! ```
//!
//! Such a table is far larger than what a processor has at hand. The respondents of a batch are therefore counted place by
//! place, whose cells stay at hand meanwhile. Sums are those that a tally gives, to the bit: those of one place, and of all,
//! are each added up in the order of the respondents.

use std::collections::HashMap;
use std::ops::Range;

use super::columns::Columns;
use super::lonely::{DesignError, Lonely};
use super::strata::{CellSums, Content, Stratum};
use super::tally::{Population, Stage, fraction};
use super::taylor::Totals;
use super::{CellCount, Layout};

/// Sums of a table of places by cells: 64 MiB of them. Of a larger one only those that somebody is in are kept.
const MOST_OF_TABLE: usize = 8 << 20;

/// The places that respondents were drawn in, numbered in the order in which they come.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Places {
    stages: Vec<Stage>,
    /// By number of a unit, or of a stratum for respondents that are units: the place it was met in last.
    by_unit: Vec<u32>,
    by_stratum: Vec<u32>,
    known: HashMap<(usize, Option<usize>, u8, u64), u32>,
}

/// The largest number of a unit or a stratum that has an entry of its own.
const MOST_DIRECT: usize = 1 << 22;

impl Places {
    /// Adds the places of respondents, and gives their numbers.
    pub fn of(&mut self, stages: &[Stage]) -> Vec<u32> {
        stages.iter().map(|stage| self.number(stage)).collect()
    }

    fn number(&mut self, stage: &Stage) -> u32 {
        let (direct, at) = match stage.unit {
            Some(unit) => (&self.by_unit, unit),
            None => (&self.by_stratum, stage.stratum),
        };
        if let Some(&place) = direct.get(at)
            && self.stages.get(place as usize) == Some(stage)
        {
            return place;
        }
        let (kind, population) = match stage.population {
            Population::Unknown => (0, 0.0),
            Population::Units(units) => (1, units),
            Population::Fraction(share) => (2, share),
        };
        let next = self.stages.len() as u32;
        let key = (stage.stratum, stage.unit, kind, population.to_bits());
        let place = *self.known.entry(key).or_insert(next);
        if place == next {
            self.stages.push(*stage);
        }
        let direct = if stage.unit.is_some() { &mut self.by_unit } else { &mut self.by_stratum };
        if at < MOST_DIRECT {
            direct.resize(direct.len().max(at + 1), u32::MAX);
            direct[at] = place;
        }
        place
    }

    /// How many there are.
    fn len(&self) -> usize {
        self.stages.len()
    }

    /// All of them by stratum, in the order of its number.
    pub fn strata(&self) -> Vec<Stratified> {
        let mut sorted: Vec<usize> = (0..self.stages.len()).collect();
        let key = |place: &usize| (self.stages[*place].stratum, self.stages[*place].unit);
        sorted.sort_by_key(key);
        let of_stratum = |places: &[usize]| {
            let stages = || places.iter().map(|&place| self.stages[place]);
            let alone = places.partition_point(|&place| self.stages[place].unit.is_none());
            let units = places[alone..].chunk_by(|a, b| key(a) == key(b)).map(<[usize]>::to_vec);
            // The first respondent's word counts.
            let first = places.iter().filter(|&&place| self.stages[place].population != Population::Unknown).min();
            Stratified {
                number: stages().next().map_or(0, |stage| stage.stratum),
                population: first.map_or(Population::Unknown, |&place| self.stages[place].population),
                units: units.collect(),
                alone: places[..alone].to_vec(),
            }
        };
        sorted.chunk_by(|a, b| key(a).0 == key(b).0).map(of_stratum).collect()
    }

    /// Whether any respondent is a sampling unit itself.
    pub fn have_respondents(&self) -> bool {
        !self.by_stratum.is_empty()
    }

    /// Whether those who were drawn in a place are sampling units themselves.
    pub fn is_of_respondents(&self, place: u32) -> bool {
        self.stages[place as usize].unit.is_none()
    }
}

/// Respondents that are counted at once.
pub struct Batch<'a> {
    /// How many respondents each stands for, and their weights; nothing for those of weight 0.
    counts: &'a [CellCount],
    /// Respondents by place, and those of a place in their order.
    order: Vec<u32>,
    /// Each place that somebody was drawn in, with where its respondents stand in the order.
    runs: Vec<(usize, Range<usize>)>,
    /// Weights in that order.
    weights: Vec<f64>,
}

impl<'a> Batch<'a> {
    /// Respondents with the numbers of their places.
    pub fn new(known: &Places, places: &[u32], counts: &'a [CellCount]) -> Self {
        let mut ends = vec![0_usize; known.len() + 1];
        places.iter().for_each(|&place| ends[place as usize + 1] += 1);
        for place in 0..known.len() {
            ends[place + 1] += ends[place];
        }
        let runs = ends.windows(2).enumerate().filter(|(_, two)| two[0] < two[1]);
        let runs = runs.map(|(place, two)| (place, two[0]..two[1])).collect();
        let mut order = vec![0; places.len()];
        for (i, &place) in (0..).zip(places) {
            let next = &mut ends[place as usize];
            order[*next] = i;
            *next += 1;
        }
        let weights = order.iter().map(|&i| counts[i as usize].weight).collect();
        Batch { counts, order, runs, weights }
    }

    /// The same things of every respondent, so many each, in the order of places.
    fn sorted(&self, of: &[u32], each: usize) -> Vec<u32> {
        let mut sorted = Vec::with_capacity(of.len());
        self.order.iter().for_each(|&i| sorted.extend_from_slice(&of[i as usize * each..(i as usize + 1) * each]));
        sorted
    }
}

/// Where in its row of a table the cells of every respondent of a batch are: as many each as there are questions.
pub struct Within {
    questions: usize,
    cells: Vec<u32>,
    /// In the order of places.
    sorted: Vec<u32>,
}

impl Within {
    /// The cells respondent by respondent, so many each.
    pub fn new(batch: &Batch, cells: Vec<u32>, questions: usize) -> Self {
        let sorted = batch.sorted(&cells, questions);
        Within { questions, cells, sorted }
    }
}

/// Sums by place and cell under way.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceSums {
    cells: Vec<CellCount>,
    weights: Weights,
    /// Of respondents that are units themselves, by place and cell.
    respondents: Vec<CellCount>,
}

/// Σw by place and cell; 0 where nobody is.
#[derive(Debug, Clone, PartialEq)]
enum Weights {
    Table(Vec<f64>),
    /// Of every place the cells that somebody is in, in their order.
    Listed(Vec<Vec<(u32, f64)>>),
}

/// A stratum with its places.
pub struct Stratified {
    number: usize,
    population: Population,
    /// The places of each unit, in the order of their numbers.
    units: Vec<Vec<usize>>,
    /// Places of respondents that are units.
    alone: Vec<usize>,
}

impl Weights {
    /// Makes room for so many places.
    fn widen(&mut self, places: usize, cells: usize) {
        if let Weights::Table(table) = self {
            if places * cells <= MOST_OF_TABLE {
                table.resize(places * cells, 0.0);
                return;
            }
            let listed =
                |row: &[f64]| row.iter().zip(0..).filter(|(w, _)| **w > 0.0).map(|(w, cell)| (cell, *w)).collect();
            *self = Weights::Listed(table.chunks_exact(cells).map(listed).collect());
        }
        if let Weights::Listed(lists) = self {
            lists.resize(places, Vec::new());
        }
    }

    /// Hands over those cells of a place that somebody is in, of some: each by its name and where it stands among all.
    fn each(&self, place: usize, all: usize, of: &[(u32, usize)], mut take: impl FnMut(u32, f64)) {
        match self {
            Weights::Table(table) => {
                let row = table.get(place * all..(place + 1) * all).unwrap_or_default();
                let weights = of.iter().filter_map(|(cell, at)| Some((*cell, *row.get(*at)?)));
                weights.filter(|(_, weight)| *weight > 0.0).for_each(|(cell, weight)| take(cell, weight));
            }
            Weights::Listed(lists) => {
                // Both are in the order of where cells stand.
                let mut of = of.iter();
                let mut next = of.next();
                for (known, weight) in lists.get(place).into_iter().flatten() {
                    while let Some((cell, at)) = next.filter(|(_, at)| *at <= *known as usize) {
                        if *at == *known as usize {
                            take(*cell, *weight);
                        }
                        next = of.next();
                    }
                }
            }
        }
    }
}

impl PlaceSums {
    /// Nobody yet.
    pub fn new(cells: usize) -> Self {
        let weights = Weights::Table(Vec::new());
        PlaceSums { cells: vec![CellCount::default(); cells], weights, respondents: Vec::new() }
    }

    /// Counts respondents, given where the row of each begins, and where its cells are in the row.
    pub fn add(&mut self, known: &Places, batch: &Batch, rows: &[u32], within: &Within) {
        let (width, each) = (self.cells.len(), within.questions);
        self.weights.widen(known.len(), width);
        if known.have_respondents() {
            self.respondents.resize(known.len() * width, CellCount::default());
        }
        // Grouped counts may tell of other questions only.
        if each == 0 {
            return;
        }
        for ((count, &row), cells) in batch.counts.iter().zip(rows).zip(within.cells.chunks_exact(each)) {
            let row = &mut self.cells[row as usize..];
            for &cell in cells {
                row[cell as usize] = row[cell as usize].plus(*count);
            }
        }
        for (place, range) in &batch.runs {
            let members = || {
                let cells = within.sorted[range.start * each..range.end * each].chunks_exact(each);
                let rows = batch.order[range.clone()].iter().map(|&i| (i as usize, rows[i as usize] as usize));
                rows.zip(cells).zip(&batch.weights[range.clone()])
            };
            if known.is_of_respondents(*place as u32) {
                let sums = &mut self.respondents[place * width..(place + 1) * width];
                for (((i, row), cells), _) in members() {
                    for cell in cells.iter().map(|cell| row + *cell as usize) {
                        sums[cell] = sums[cell].plus(batch.counts[i]);
                    }
                }
                continue;
            }
            match &mut self.weights {
                Weights::Table(table) => {
                    let sums = &mut table[place * width..(place + 1) * width];
                    for (((_, row), cells), weight) in members() {
                        let row = &mut sums[row..];
                        cells.iter().for_each(|cell| row[*cell as usize] += weight);
                    }
                }
                Weights::Listed(lists) => {
                    let list = &mut lists[*place];
                    for (((_, row), cells), weight) in members().filter(|(_, weight)| **weight > 0.0) {
                        for cell in cells.iter().map(|cell| row as u32 + cell) {
                            match list.binary_search_by_key(&cell, |(known, _)| *known) {
                                Ok(at) => list[at].1 += weight,
                                Err(at) => list.insert(at, (cell, *weight)),
                            }
                        }
                    }
                }
            }
        }
    }

    /// Respondents and weights of some of the cells; of none where there is no cell.
    pub fn cells(&self, of: &[Option<usize>]) -> Vec<CellCount> {
        of.iter().map(|cell| cell.map(|cell| self.cells[cell]).unwrap_or_default()).collect()
    }

    /// The totals of some of the cells: of every cell of the result where it stands here, in this order, if somebody can be
    /// in it. `drawn` says of places whose respondents are units how many there are, also outside of the base.
    ///
    /// # Errors
    ///
    /// A stratum with one unit where `lonely` says so, or with more units than its population.
    pub fn finish(
        &self,
        strata: &[Stratified],
        drawn: &[u64],
        of: &[Option<usize>],
        lonely: Lonely,
    ) -> Result<Totals, DesignError> {
        let (width, own) = (of.len(), self.cells.len());
        let here: Vec<(u32, usize)> = (0..).zip(of).filter_map(|(cell, at)| Some((cell, (*at)?))).collect();
        let mut by_cell: Vec<Vec<(u32, f64)>> = vec![Vec::new(); width];
        let mut found = Vec::with_capacity(strata.len());
        for Stratified { number, population, units, alone } in strata {
            let respondents: u64 = alone.iter().filter_map(|&place| drawn.get(place)).sum();
            let n = respondents + units.len() as u64;
            let fraction = fraction(*population, n, *number, 1)?;
            let content = if units.is_empty() {
                let sums = |cell: usize| {
                    let at = of[cell]?;
                    let of = |&place: &usize| self.respondents.get(place * own + at).copied().unwrap_or_default();
                    let count = alone.iter().map(of).fold(CellCount::default(), CellCount::plus);
                    let (totals, squares) = (vec![count.weight], vec![count.weight_squared]);
                    (count.n > 0).then_some(CellSums { cell, n: count.n, totals, squares })
                };
                Content::Respondents((0..width).filter_map(sums).collect())
            } else {
                for (places, unit) in units.iter().zip(0..) {
                    for &place in places {
                        let push = |cell: u32, weight| by_cell[cell as usize].push((unit, weight));
                        self.weights.each(place, own, &here, push);
                    }
                }
                let mut columns = Columns::new(units.len());
                for (units, cell) in by_cell.iter_mut().zip(0..) {
                    units.drain(..).for_each(|(unit, weight)| columns.push(cell, unit, weight));
                }
                Content::Columns(columns)
            };
            found.push(Stratum { number: *number, units: n, fraction, content });
        }
        Totals::new(Layout::of_cells(width), found, self.cells(of), lonely)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::{Sample, Tally};

    /// A simple generator: the same numbers everywhere.
    fn numbers() -> impl FnMut(usize) -> usize {
        let mut state = 12_345_u64;
        move |below| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        }
    }

    /// Units or respondents, with populations or without, few cells or more than a table holds, two questions at once: of
    /// each the same totals, degrees of freedom and variances as respondents counted one by one, bit by bit; who answers none
    /// of the questions of a table adds nothing.
    #[test]
    fn many_at_once_are_what_they_are_one_by_one() {
        for (rows, with_units, population) in
            [(3, true, 0.0), (3, false, 0.0), (2, true, 0.25), (4, false, 0.5), (MOST_OF_TABLE / 100, true, 0.0)]
        {
            let (mut number, sizes) = (numbers(), [2, 3]);
            let mut tallies = sizes.map(|size| Tally::new(Layout::of_cells(rows * size)));
            let (mut places, mut sums) = (Places::default(), PlaceSums::new(rows * 5));
            let mut drawn = Vec::new();
            for _ in 0..7 {
                let (mut stages, mut of_rows, mut within, mut counts) =
                    (Vec::new(), Vec::new(), Vec::new(), Vec::new());
                for _ in 0..200 {
                    let stratum = number(4);
                    let stage = match with_units {
                        true => Stage::unit(stratum, 10 * stratum + number(9)),
                        false => Stage::respondent(stratum),
                    };
                    let stage =
                        if population > 0.0 { stage.out_of(Population::from_number(population)) } else { stage };
                    let (row, answers) = (number(rows), sizes.map(&mut number));
                    let weight = number(5) as f64 * 0.37;
                    for ((tally, size), answer) in tallies.iter_mut().zip(sizes).zip(answers) {
                        tally.respondent(&[stage], Some(row * size + answer), weight, &[]);
                    }
                    stages.push(stage);
                    of_rows.push(5 * row as u32);
                    within.extend([answers[0] as u32, 2 + answers[1] as u32]);
                    counts.push(if weight > 0.0 { CellCount::one(weight) } else { CellCount::default() });
                }
                let numbers = places.of(&stages);
                drawn.resize(places.len(), 0);
                numbers.iter().for_each(|&place| drawn[place as usize] += 1);
                let batch = Batch::new(&places, &numbers, &counts);
                let within = Within::new(&batch, within, 2);
                sums.add(&places, &batch, &of_rows, &within);
                sums.add(&places, &batch, &of_rows, &Within::new(&batch, Vec::new(), 0));
            }
            assert_eq!(matches!(sums.weights, Weights::Listed(_)), rows > 4);
            for ((tally, size), start) in tallies.into_iter().zip(sizes).zip([0, 2]) {
                let cells = rows * size;
                let of: Vec<Option<usize>> =
                    (0..cells).map(|cell| Some(cell / size * 5 + start + cell % size)).collect();
                let one_by_one = tally.finish(Lonely::Fail).expect("several units a stratum");
                let many = sums.finish(&places.strata(), &drawn, &of, Lonely::Fail).expect("several units a stratum");
                assert_eq!(many.cells(), one_by_one.cells());
                assert_eq!(many.totals(), one_by_one.totals());
                let gradients: Vec<Vec<f64>> = (0..3)
                    .map(|g| (0..cells).map(|cell| if cell % 3 == g { 0.1 * (cell % 7) as f64 } else { 0.0 }).collect())
                    .collect();
                assert_eq!(many.covariance(&gradients), one_by_one.covariance(&gradients), "{cells} {with_units}");
                let (many, one_by_one) = (Sample::Taylor(many), Sample::Taylor(one_by_one));
                for part in 1..4 {
                    let domain = |cell: usize| cell.is_multiple_of(part);
                    assert_eq!(many.df(&domain), one_by_one.df(&domain));
                }
            }
        }
    }
}
