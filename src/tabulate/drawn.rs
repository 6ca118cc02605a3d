//! Respondents of a sample with a design → the totals of the cells of a cube, with how they vary.

use std::collections::BTreeMap;

use crate::block::{Block, DesignColumns};
use crate::design::replicate::ReplicateMethod;
use crate::design::{CellCount, DesignError, Independent, Layout, Replicates, Sample, Stage, Tally};
use crate::error::{Error, Result, quoted};
use crate::study::Design;

/// Strata that a message names one by one.
const MOST_NAMED: usize = 5;

/// Totals under way.
#[derive(Debug, Clone, PartialEq)]
pub struct Counting {
    layout: Layout,
    /// Which of the columns of numbers of a block.
    number: Option<usize>,
    /// The first number, taken off every one so that squares keep their digits.
    origin: Option<f64>,
    sums: Sums,
}

#[derive(Debug, Clone, PartialEq)]
enum Sums {
    Taylor(Tally),
    /// By sample, made when its first respondent tells how many replicates there are.
    Replicates(BTreeMap<usize, Replicates>),
}

impl Counting {
    /// Nobody yet.
    pub fn new(design: &Design, cells: usize, number: Option<usize>) -> Self {
        let numbers = if number.is_some() { 2 } else { 0 };
        Counting { number, ..Counting::with_numbers(design, Layout { cells, numbers }) }
    }

    /// Nobody yet, with numbers that whoever counts gives for each respondent.
    pub fn with_numbers(design: &Design, layout: Layout) -> Self {
        let sums = match design.replicates {
            Some(_) => Sums::Replicates(BTreeMap::new()),
            None => Sums::Taylor(Tally::new(layout)),
        };
        Counting { layout, number: None, origin: None, sums }
    }

    /// Makes room for more cells.
    pub fn widen(&mut self, cells: usize) {
        self.layout.cells = self.layout.cells.max(cells);
        match &mut self.sums {
            Sums::Taylor(tally) => tally.widen(cells),
            Sums::Replicates(samples) => samples.values_mut().for_each(|replicates| replicates.widen(cells)),
        }
    }

    /// Respondents of a simple random sample.
    fn count_simple(&mut self, block: &Block, cell: impl Fn(usize) -> Option<usize>) {
        if let Sums::Taylor(tally) = &mut self.sums {
            let all = [Stage::respondent(0)];
            (0..block.rows).for_each(|i| tally.respondents(&all, cell(i), block.count(i), &[]));
        }
    }

    /// Adds the respondents of a block, given the cell of each; of whom `None` is asked, the sampling unit counts.
    pub fn count(&mut self, block: &Block, cell: impl Fn(usize) -> Option<usize>) {
        let Some(design) = &block.design else { return self.count_simple(block, cell) };
        let numbers = self.number.map(|at| &block.numbers[at]);
        for i in 0..block.rows {
            // Whoever gave no number is in a cell that no mean looks at.
            let own = numbers.map(|numbers| {
                let number = numbers[i];
                let origin = if number.is_nan() { number } else { *self.origin.get_or_insert(number) };
                let less = if number.is_nan() { 0.0 } else { number - origin };
                [less, less * less]
            });
            let own = own.as_ref().map_or(&[][..], |number| &number[..]);
            self.respondents(design, i, cell(i), block.count(i), own);
        }
    }

    /// Adds one respondent with these numbers; outside of the base (`None`) the sampling unit counts.
    pub fn respondent(&mut self, design: &DesignColumns, i: usize, cell: Option<usize>, own: &[f64]) {
        self.respondents(design, i, cell, CellCount::one(design.weights[i]), own);
    }

    /// Adds the respondents for whom a row stands.
    pub fn respondents(
        &mut self,
        design: &DesignColumns,
        i: usize,
        cell: Option<usize>,
        count: CellCount,
        own: &[f64],
    ) {
        match &mut self.sums {
            Sums::Taylor(tally) => tally.respondents(design.stages_of(i), cell, count, own),
            Sums::Replicates(samples) => {
                let Some(cell) = cell else { return };
                let weights = design.replicates_of(i);
                let replicates = (samples.entry(design.sample))
                    .or_insert_with(|| Replicates::new(self.layout, weights.len(), &ReplicateMethod::Brr));
                replicates.respondent(cell, count.weight, own, weights);
            }
        }
    }

    /// The totals, and what was taken off every number.
    ///
    /// # Errors
    /// A stratum with one sampling unit where the study says so, or with more units than its population.
    pub fn finish(self, design: &Design, strata: &[String]) -> Result<(Sample, f64)> {
        let sample = match self.sums {
            Sums::Taylor(tally) => Sample::Taylor(tally.finish(design.lonely).map_err(|e| in_words(e, strata))?),
            Sums::Replicates(samples) => {
                let mut samples: Vec<Replicates> = samples.into_values().collect();
                if samples.is_empty() {
                    samples.push(Replicates::new(self.layout, 0, &ReplicateMethod::Brr));
                }
                for replicates in &mut samples {
                    if let Some(spec) = &design.replicates {
                        let (scale, factors) = spec.factors(replicates.len())?;
                        replicates.weigh(scale, factors);
                    }
                }
                match samples.len() {
                    1 => Sample::Replicates(samples.remove(0)),
                    _ => Sample::Independent(Independent::of(samples)),
                }
            }
        };
        Ok((sample, self.origin.unwrap_or_default()))
    }
}

/// Why there are no variances, with the stratum by its name.
pub(super) fn in_words(error: DesignError, strata: &[String]) -> Error {
    let name = |at: usize| match strata.get(at) {
        Some(name) if !name.is_empty() => format!("stratum {}", quoted(name)),
        _ => "the whole sample, which is one stratum,".to_owned(),
    };
    match error {
        DesignError::LonelyUnits { strata: lonely, stage: 1 } => {
            let (told, more) = lonely.split_at(lonely.len().min(MOST_NAMED));
            let mut names: Vec<String> = told.iter().map(|&at| name(at)).collect();
            names.extend((!more.is_empty()).then(|| format!("{} further strata", more.len())));
            let (has, its) = if lonely.len() == 1 { ("has", "its") } else { ("have", "their") };
            let each = if lonely.len() == 1 { "" } else { " each" };
            let what = format!(
                "{} {has} only one sampling unit{each}, so {its} variance cannot be estimated",
                names.join(", ")
            );
            Error::new(what).hint(
                "choose what it adds: --lonely-psu certainty (nothing), adjust (its distance from the mean of the sample) \
                 or average (what other strata add)",
            )
        }
        DesignError::LonelyUnits { strata, stage } => {
            let units =
                if strata.len() == 1 { "a unit has".to_owned() } else { format!("{} units have", strata.len()) };
            let what = format!("at stage {stage} {units} only one sampling unit, so the variance cannot be estimated");
            Error::new(what).hint("choose what it adds: --lonely-psu certainty, adjust or average")
        }
        DesignError::NoUnits { stratum } => Error::new(format!("{} has no sampling units", name(stratum))),
        DesignError::MoreThanPopulation { stratum, stage, units, population } => Error::new(format!(
            "{} has {units} units at stage {stage}, more than the population of {population} that `fpc` says",
            if stage == 1 { name(stratum) } else { "a unit".to_owned() }
        ))
        .hint("fpc counts the sampling units of the stratum in the population, or is the fraction sampled"),
    }
}
