//! Respondents, many at once, become the totals of a sample of one stage, in cells without numbers.
//!
//! What [`Tally`](super::Tally) does for any design, for the usual one: every respondent was drawn in one place (a unit of
//! a stratum, or a stratum), places have numbers, and Σw of each cell lies in a table of places by cells.
//!
//! ```text
//! stage of each respondent ──► Places ──numbers──┐
//! cell and weight of each ───────────────────────┴──► PlaceSums ──► Totals
//! ```
//!
//! Sums are those that a tally gives, to the bit: each is added up in the order of the respondents.

use std::collections::{BTreeMap, HashMap};

use super::lonely::{DesignError, Lonely};
use super::tally::{Population, Stage, fraction};
use super::taylor::{CellSums, Columns, Content, Stratum, Totals};
use super::{CellCount, Layout};

/// Sums of a table of places by cells: 16 MiB of them. Of a larger one only those that somebody is in are kept.
const MOST_OF_TABLE: usize = 2 << 20;

/// No cell: outside of the base.
pub const NO_CELL: u32 = u32::MAX;

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
    pub fn len(&self) -> usize {
        self.stages.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.stages.is_empty()
    }
}

/// Sums by place and cell under way.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceSums {
    cells: Vec<CellCount>,
    weights: Weights,
    /// Of respondents that are units themselves, by place and cell.
    respondents: Vec<CellCount>,
    /// How many of them were drawn in each place, also those outside of the base.
    drawn: Vec<u64>,
}

/// The places of a stratum.
#[derive(Default)]
struct Within {
    population: Population,
    /// Those that are units themselves.
    respondents: u64,
    /// The places of each unit, by its number.
    units: BTreeMap<usize, Vec<usize>>,
    /// Places of respondents that are units.
    alone: Vec<usize>,
}

/// Σw by place and cell; 0 where nobody is.
#[derive(Debug, Clone, PartialEq)]
enum Weights {
    Table(Vec<f64>),
    Listed { at: HashMap<u64, u32>, entries: Vec<(u64, f64)> },
}

impl Weights {
    fn list(&mut self) {
        let Weights::Table(table) = self else { return };
        let entries: Vec<(u64, f64)> =
            table.iter().enumerate().filter(|(_, w)| **w > 0.0).map(|(at, w)| (at as u64, *w)).collect();
        let at = entries.iter().zip(0..).map(|((key, _), at)| (*key, at)).collect();
        *self = Weights::Listed { at, entries };
    }

    /// Sums by number of place times cells plus cell, in that order.
    fn into_entries(self) -> Vec<(u64, f64)> {
        match self {
            Weights::Table(table) => {
                table.into_iter().enumerate().filter(|(_, w)| *w > 0.0).map(|(at, w)| (at as u64, w)).collect()
            }
            Weights::Listed { mut entries, .. } => {
                entries.sort_unstable_by_key(|(key, _)| *key);
                entries
            }
        }
    }
}

impl PlaceSums {
    /// Nobody yet.
    pub fn new(cells: usize) -> Self {
        PlaceSums {
            cells: vec![CellCount::default(); cells],
            weights: Weights::Table(Vec::new()),
            respondents: Vec::new(),
            drawn: Vec::new(),
        }
    }

    /// Counts respondents: the place, the cell ([`NO_CELL`] outside of the base), and how many of which weights there are.
    pub fn add(&mut self, known: &Places, places: &[u32], cells: &[u32], of: impl Fn(usize) -> CellCount) {
        let width = self.cells.len();
        if known.len() * width > MOST_OF_TABLE {
            self.weights.list();
        }
        let rows = || places.iter().zip(cells).zip(0..).map(|((&place, &cell), i)| (place as usize, cell, of(i)));
        let members = || rows().filter(|(_, cell, count)| *cell != NO_CELL && count.weight > 0.0);
        match &mut self.weights {
            Weights::Table(table) => {
                table.resize(known.len() * width, 0.0);
                for (place, cell, count) in members() {
                    let sum = &mut self.cells[cell as usize];
                    *sum = sum.plus(count);
                    table[place * width + cell as usize] += count.weight;
                }
            }
            Weights::Listed { at, entries } => {
                for (place, cell, count) in members() {
                    let sum = &mut self.cells[cell as usize];
                    *sum = sum.plus(count);
                    let key = (place * width) as u64 + u64::from(cell);
                    let entry = *at.entry(key).or_insert_with(|| {
                        entries.push((key, 0.0));
                        entries.len() as u32 - 1
                    });
                    entries[entry as usize].1 += count.weight;
                }
            }
        }
        if known.by_stratum.is_empty() {
            return;
        }
        self.respondents.resize(known.len() * width, CellCount::default());
        self.drawn.resize(known.len(), 0);
        for (place, cell, count) in rows().filter(|(place, ..)| known.stages[*place].unit.is_none()) {
            self.drawn[place] += count.n;
            if cell != NO_CELL && count.weight > 0.0 {
                let sum = &mut self.respondents[place * width + cell as usize];
                *sum = sum.plus(count);
            }
        }
    }

    /// Respondents and weights of every cell.
    pub fn cells(&self) -> &[CellCount] {
        &self.cells
    }

    /// The totals.
    ///
    /// # Errors
    ///
    /// A stratum with one unit where `lonely` says so, or with more units than its population.
    pub fn finish(self, known: &Places, lonely: Lonely) -> Result<Totals, DesignError> {
        let width = self.cells.len();
        let entries = self.weights.into_entries();
        let mut strata: BTreeMap<usize, Within> = BTreeMap::new();
        for (place, stage) in known.stages.iter().enumerate() {
            let of = strata.entry(stage.stratum).or_default();
            if of.population == Population::Unknown {
                of.population = stage.population;
            }
            match stage.unit {
                Some(unit) => of.units.entry(unit).or_default().push(place),
                None => {
                    of.respondents += self.drawn.get(place).copied().unwrap_or_default();
                    of.alone.push(place);
                }
            }
        }
        let mut found = Vec::with_capacity(strata.len());
        for (number, Within { population, respondents, units, alone }) in strata {
            let n = respondents + units.len() as u64;
            let fraction = fraction(population, n, number, 1)?;
            let content = if units.is_empty() {
                let sums = |cell: usize| {
                    let of = |&place: &usize| self.respondents.get(place * width + cell).copied().unwrap_or_default();
                    let count = alone.iter().map(of).fold(CellCount::default(), CellCount::plus);
                    let (totals, squares) = (vec![count.weight], vec![count.weight_squared]);
                    (count.n > 0).then_some(CellSums { cell, n: count.n, totals, squares })
                };
                Content::Respondents((0..width).filter_map(sums).collect())
            } else {
                let mut columns = Columns::new(units.len());
                let mut sums: Vec<(u32, u32, f64)> = Vec::new();
                for (unit, places) in units.values().zip(0..).map(|(places, unit)| (unit, places)) {
                    for &place in places {
                        let (from, until) = ((place * width) as u64, ((place + 1) * width) as u64);
                        let start = entries.partition_point(|(key, _)| *key < from);
                        let of_place = entries[start..].iter().take_while(|(key, _)| *key < until);
                        sums.extend(of_place.map(|(key, weight)| ((key - from) as u32, unit, *weight)));
                    }
                }
                sums.sort_by_key(|(cell, unit, _)| (*cell, *unit));
                sums.into_iter().for_each(|(cell, unit, weight)| columns.push(cell, unit, weight));
                Content::Columns(columns)
            };
            found.push(Stratum { number, units: n, fraction, content });
        }
        Totals::new(Layout::of_cells(width), found, self.cells, lonely)
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

    /// Units or respondents, with populations or without, few cells or more than a table holds: the same totals, degrees of
    /// freedom and variances as respondents counted one by one, bit by bit.
    #[test]
    fn many_at_once_are_what_they_are_one_by_one() {
        for (cells, with_units, population) in
            [(6, true, 0.0), (6, false, 0.0), (5, true, 0.25), (4, false, 0.5), (MOST_OF_TABLE / 30, true, 0.0)]
        {
            let mut number = numbers();
            let mut tally = Tally::new(Layout::of_cells(cells));
            let (mut places, mut sums) = (Places::default(), PlaceSums::new(cells));
            for _ in 0..7 {
                let (mut stages, mut of_cells, mut weights) = (Vec::new(), Vec::new(), Vec::new());
                for _ in 0..200 {
                    let stratum = number(4);
                    let stage = match with_units {
                        true => Stage::unit(stratum, 10 * stratum + number(9)),
                        false => Stage::respondent(stratum),
                    };
                    let stage =
                        if population > 0.0 { stage.out_of(Population::from_number(population)) } else { stage };
                    let cell = Some(number(cells)).filter(|_| number(10) > 0);
                    let weight = number(5) as f64 * 0.37;
                    tally.respondent(&[stage], cell, weight, &[]);
                    stages.push(stage);
                    of_cells.push(cell.map_or(NO_CELL, |cell| cell as u32));
                    weights.push(weight);
                }
                let numbers = places.of(&stages);
                sums.add(&places, &numbers, &of_cells, |i| CellCount::one(weights[i]));
            }
            let one_by_one = tally.finish(Lonely::Fail).expect("several units a stratum");
            let many = sums.finish(&places, Lonely::Fail).expect("several units a stratum");
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
