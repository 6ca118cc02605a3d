//! Respondents, one at a time, become the totals of a sample.
//!
//! ```text
//! [Stage { stratum, unit, population }, …]  cell  weight  numbers
//!        where drawn                         which answers            ──►  Tally  ──►  Totals
//! ```
//!
//! Everybody in the file is told, also those outside of the base (`cell` is `None`) and those of weight 0: their unit
//! counts in its stratum. Two tallies of the same layout can be merged, so that blocks may be counted apart.

use std::collections::BTreeMap;

use super::lonely::{DesignError, Lonely};
use super::strata::{CellSums, Content, Stratum, Unit};
use super::taylor::Totals;
use super::{CellCount, Layout};

/// How many units a stratum has in the population.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Population {
    /// Not declared: no finite population correction.
    #[default]
    Unknown,
    /// This many.
    Units(f64),
    /// The sample holds this share of them, 0 to 1.
    Fraction(f64),
}

impl Population {
    /// R's rule for one column that may hold either: up to 1 a share, above 1 a number of units.
    pub fn from_number(number: f64) -> Self {
        if number <= 1.0 { Population::Fraction(number) } else { Population::Units(number) }
    }
}

/// Where a respondent was drawn, at one stage.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stage {
    /// The stratum's number, within the unit of the stage before.
    pub stratum: usize,
    /// The unit's number, within the stratum; `None` where each respondent is a unit, which ends the stages.
    pub unit: Option<usize>,
    /// Units that the stratum has in the population; the first respondent's word counts.
    pub population: Population,
}

impl Stage {
    /// A respondent drawn directly from a stratum.
    pub fn respondent(stratum: usize) -> Self {
        Stage { stratum, unit: None, population: Population::Unknown }
    }

    /// A unit of a stratum.
    pub fn unit(stratum: usize, unit: usize) -> Self {
        Stage { stratum, unit: Some(unit), population: Population::Unknown }
    }

    /// The same, out of this population.
    #[must_use]
    pub fn out_of(self, population: Population) -> Self {
        Stage { population, ..self }
    }
}

/// Sums under way.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally {
    layout: Layout,
    strata: BTreeMap<usize, StratumTally>,
    cells: Vec<CellCount>,
}

#[derive(Debug, Clone, PartialEq, Default)]
struct StratumTally {
    population: Population,
    /// Respondents that are units themselves.
    respondents: u64,
    cells: BTreeMap<usize, CellSums>,
    units: BTreeMap<usize, UnitTally>,
}

#[derive(Debug, Clone, PartialEq, Default)]
struct UnitTally {
    cells: BTreeMap<usize, CellSums>,
    within: BTreeMap<usize, StratumTally>,
}

/// Somebody of the base, or several who are alike.
struct Member<'a> {
    cell: usize,
    count: CellCount,
    numbers: &'a [f64],
}

impl Tally {
    /// Nobody yet.
    pub fn new(layout: Layout) -> Self {
        Tally { layout, strata: BTreeMap::new(), cells: vec![CellCount::default(); layout.cells] }
    }

    /// Counts one respondent: drawn there, in this cell (`None` outside of the base), with this weight and as many
    /// numbers as the layout has. Numbers are best given less their mean, so that their squares keep their digits.
    ///
    /// ```
    /// use paradox::design::{Layout, Lonely, Sample, Stage, Tally};
    /// let mut tally = Tally::new(Layout::of_cells(2));
    /// for (psu, cell, weight) in [(0, 0, 1.0), (0, 1, 1.0), (1, 0, 2.0), (1, 0, 1.0)] {
    ///     tally.respondent(&[Stage::unit(0, psu)], Some(cell), weight, &[]);
    /// }
    /// let sample = Sample::Taylor(tally.finish(Lonely::Fail)?);
    /// assert_eq!(sample.totals(), [4.0, 1.0]);
    /// assert_eq!(sample.df(&|_| true), 1.0);
    /// # Ok::<(), paradox::design::lonely::DesignError>(())
    /// ```
    pub fn respondent(&mut self, stages: &[Stage], cell: Option<usize>, weight: f64, numbers: &[f64]) {
        self.respondents(stages, cell, CellCount::one(weight), numbers);
    }

    /// Counts several respondents who are alike but for their weights, which are all above 0 or all 0.
    pub fn respondents(&mut self, stages: &[Stage], cell: Option<usize>, count: CellCount, numbers: &[f64]) {
        let member = cell.filter(|_| count.weight > 0.0).map(|cell| Member { cell, count, numbers });
        if let Some(member) = &member {
            self.cells[member.cell] = self.cells[member.cell].plus(count);
        }
        place(&mut self.strata, stages, count.n, member.as_ref());
    }

    /// Makes room for more cells, where they become known as respondents come. Those counted keep their place.
    pub fn widen(&mut self, cells: usize) {
        self.layout.cells = self.layout.cells.max(cells);
        self.cells.resize(self.layout.cells, CellCount::default());
    }

    /// Counts what another tally of the same layout counted. Units with the same numbers are the same units.
    pub fn merge(&mut self, other: Tally) {
        merge_strata(&mut self.strata, other.strata);
        for (cell, more) in self.cells.iter_mut().zip(other.cells) {
            *cell = cell.plus(more);
        }
    }

    /// The totals.
    ///
    /// # Errors
    ///
    /// A stratum with one unit where `lonely` says so, or with more units than its population.
    pub fn finish(self, lonely: Lonely) -> Result<Totals, DesignError> {
        let strata = finish_strata(self.strata, 1)?;
        Totals::new(self.layout, strata, self.cells, lonely)
    }
}

fn place(strata: &mut BTreeMap<usize, StratumTally>, stages: &[Stage], n: u64, member: Option<&Member>) {
    let Some((stage, next)) = stages.split_first() else { return };
    let stratum = strata.entry(stage.stratum).or_default();
    if stratum.population == Population::Unknown {
        stratum.population = stage.population;
    }
    let Some(number) = stage.unit else {
        stratum.respondents += n;
        if let Some(member) = member {
            add(&mut stratum.cells, member, true);
        }
        return;
    };
    let unit = stratum.units.entry(number).or_default();
    if let Some(member) = member {
        add(&mut unit.cells, member, false);
    }
    place(&mut unit.within, next, n, member);
}

fn add(cells: &mut BTreeMap<usize, CellSums>, member: &Member, with_squares: bool) {
    let width = 1 + member.numbers.len();
    let sums = cells.entry(member.cell).or_insert_with(|| CellSums {
        cell: member.cell,
        n: 0,
        totals: vec![0.0; width],
        squares: if with_squares { vec![0.0; width * (width + 1) / 2] } else { Vec::new() },
    });
    sums.n += member.count.n;
    let x = |i: usize| if i == 0 { 1.0 } else { member.numbers[i - 1] };
    for (i, total) in sums.totals.iter_mut().enumerate() {
        *total += member.count.weight * x(i);
    }
    if with_squares {
        let pairs = (0..width).flat_map(|i| (0..=i).map(move |j| (i, j)));
        for (square, (i, j)) in sums.squares.iter_mut().zip(pairs) {
            *square += member.count.weight_squared * x(i) * x(j);
        }
    }
}

fn merge_cells(into: &mut BTreeMap<usize, CellSums>, from: BTreeMap<usize, CellSums>) {
    for (cell, more) in from {
        match into.get_mut(&cell) {
            None => {
                into.insert(cell, more);
            }
            Some(sums) => {
                sums.n += more.n;
                sums.totals.iter_mut().zip(more.totals).for_each(|(sum, more)| *sum += more);
                sums.squares.iter_mut().zip(more.squares).for_each(|(sum, more)| *sum += more);
            }
        }
    }
}

fn merge_strata(into: &mut BTreeMap<usize, StratumTally>, from: BTreeMap<usize, StratumTally>) {
    for (number, more) in from {
        let stratum = into.entry(number).or_default();
        if stratum.population == Population::Unknown {
            stratum.population = more.population;
        }
        stratum.respondents += more.respondents;
        merge_cells(&mut stratum.cells, more.cells);
        for (number, more) in more.units {
            let unit = stratum.units.entry(number).or_default();
            merge_cells(&mut unit.cells, more.cells);
            merge_strata(&mut unit.within, more.within);
        }
    }
}

fn finish_strata(strata: BTreeMap<usize, StratumTally>, stage: usize) -> Result<Vec<Stratum>, DesignError> {
    strata.into_iter().map(|(number, stratum)| finish_stratum(number, stratum, stage)).collect()
}

fn finish_stratum(number: usize, stratum: StratumTally, stage: usize) -> Result<Stratum, DesignError> {
    let units = stratum.respondents + stratum.units.len() as u64;
    let fraction = fraction(stratum.population, units, number, stage)?;
    let content = if stratum.units.is_empty() {
        Content::Respondents(stratum.cells.into_values().collect())
    } else {
        let mut units = Vec::new();
        for (_, unit) in stratum.units {
            // Without a correction at this stage, only this stage counts.
            let within = if fraction > 0.0 { finish_strata(unit.within, stage + 1)? } else { Vec::new() };
            units.push(Unit { cells: unit.cells.into_values().collect(), within });
        }
        Content::Units(units)
    };
    Ok(Stratum { number, units, fraction, content })
}

/// The share of a stratum's units that was drawn; 0 where the population is not known.
pub(super) fn fraction(population: Population, units: u64, stratum: usize, stage: usize) -> Result<f64, DesignError> {
    match population {
        Population::Unknown => Ok(0.0),
        Population::Fraction(fraction) => Ok(fraction),
        Population::Units(population) if (units as f64) <= population => Ok(units as f64 / population),
        Population::Units(population) => Err(DesignError::MoreThanPopulation { stratum, stage, units, population }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Units of one respondent each need Σw², units that are declared do not: both must come out of sums.
    #[test]
    fn several_respondents_at_once_are_the_same_as_one_after_another() {
        let weights = [1.5, 2.0, 0.25];
        let sums = weights.iter().fold(CellCount::default(), |sum, &weight| sum.plus(CellCount::one(weight)));
        for stages in [[Stage::respondent(0)], [Stage::unit(0, 4)]] {
            let tally = || Tally::new(Layout { cells: 2, numbers: 1 });
            let (mut one_by_one, mut at_once) = (tally(), tally());
            for cell in [Some(1), None] {
                weights.iter().for_each(|&weight| one_by_one.respondent(&stages, cell, weight, &[3.0]));
                at_once.respondents(&stages, cell, sums, &[3.0]);
            }
            assert_eq!(one_by_one, at_once);
        }
    }
}
