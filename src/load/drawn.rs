//! Cells of weights, strata and sampling units → where and with which weight a respondent was drawn.
//!
//! Strata, and units within what they are nested in, get numbers in the order of the file. A weight must be a number of
//! at least 0, a stratum and a unit must be there: what is missing would change every variance, so it is an error.

mod many;

use std::collections::{BTreeMap, HashMap};

use super::header::Header;
use super::place::Place;
use super::problems::MOST_OF_A_KIND;
use super::text::{Records, trim};
use crate::block::DesignColumns;
use crate::design::{Population, Stage};
use crate::error::{Error, Result, quoted};
use crate::study::{ColumnRef, DataSpec, LARGEST, Study, is_weight};
pub use many::Labels;

/// Problems that are told one by one.
const MOST_TOLD: usize = 5;

/// Two populations that a stratum is said to have may differ by this share, for rounding.
const SAME_POPULATION: f64 = 1e-9;

/// Reads the columns of `[design]`.
pub struct Drawn {
    data: DataSpec,
    weight: Option<Column>,
    strata: Option<Column>,
    units: Vec<Column>,
    populations: Vec<Column>,
    replicates: Vec<Column>,
    /// Of each column of replicate weights its first number, and whether another one followed.
    seen: Vec<(Option<f64>, Varies)>,
    /// Where the study or a flag names those columns.
    replicates_at: String,
    with_stages: bool,
    /// Numbers of the strata by their text.
    stratum_numbers: HashMap<String, usize>,
    stratum_names: Vec<String>,
    /// Numbers of the units of each stage by what they are nested in and their text.
    unit_numbers: Vec<HashMap<(usize, String), usize>>,
    /// What the stratum of each stage (by number of what it is nested in) said first of its population.
    said: Vec<HashMap<usize, f64>>,
    has_weight: bool,
    problems: Vec<Wrong>,
    /// How many there are of each column and kind.
    counts: BTreeMap<(String, String), u64>,
}

/// A cell of the design that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Its line.
    pub line: u64,
    /// Its column.
    pub column: String,
    /// What it holds.
    pub value: String,
    /// What is wrong with it.
    pub error: Error,
}

struct Column {
    at: usize,
    name: String,
}

/// Whether a column holds more than one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Varies {
    No,
    Yes,
}

impl Wrong {
    /// What is wrong with it, whatever the cell holds.
    pub fn kind(&self) -> String {
        kind(&self.error)
    }
}

/// What is wrong with a cell, whatever it holds.
fn kind(error: &Error) -> String {
    match error.what().strip_prefix('"').and_then(|rest| rest.rsplit_once("\" is ")) {
        Some((_, what)) => format!("the cell is {what}"),
        None => error.what().to_owned(),
    }
}

impl Drawn {
    /// A reader of the columns of the study's design; `None` where none is declared.
    ///
    /// # Errors
    /// A column that is not there, replicate weights of which there are fewer than two columns (the weight of the full
    /// sample is none of them).
    pub fn new(study: &Study, header: &Header) -> Result<Option<Self>> {
        let design = &study.design;
        if !design.is_declared() {
            return Ok(None);
        }
        let column = |of: &ColumnRef| header.find(of).map(|at| Column { at, name: of.to_string() });
        let columns = |of: &[ColumnRef]| of.iter().map(column).collect::<Result<Vec<_>>>();
        let weight = design.weight.as_ref().map(column).transpose()?;
        let mut replicates = Vec::new();
        let mut replicates_at = String::new();
        if let Some(spec) = &design.replicates {
            replicates_at = match spec.line {
                0 => "named by --replicates".to_owned(),
                line => format!("{}, line {line}, `replicates` of [design]", study.file),
            };
            let named = (0..header.len()).map(|at| Column { at, name: header.name(at) });
            // The weight of the full sample is no replicate, also where the pattern means it: w* beside w.
            let is_full = |at: usize| weight.as_ref().is_some_and(|weight| weight.at == at);
            replicates.extend(named.filter(|column| spec.names(&column.name) && !is_full(column.at)));
            if replicates.len() < 2 {
                let found = if replicates.is_empty() { "no column" } else { "only one column" };
                return Err(Error::new(format!("{found} of the file is called {}", quoted(&spec.columns)))
                    .at(replicates_at)
                    .hint("name the columns of replicate weights, * for anything: \"rw*\""));
            }
            spec.factors(replicates.len())?;
        }
        let units = columns(&design.psu)?;
        Ok(Some(Drawn {
            data: study.data.clone(),
            weight,
            strata: design.strata.as_ref().map(column).transpose()?,
            unit_numbers: units.iter().map(|_| HashMap::new()).collect(),
            said: vec![HashMap::new(); units.len().max(1)],
            units,
            populations: columns(&design.fpc)?,
            with_stages: replicates.is_empty(),
            seen: vec![(None, Varies::No); replicates.len()],
            replicates,
            replicates_at,
            stratum_numbers: HashMap::new(),
            stratum_names: Vec::new(),
            has_weight: false,
            problems: Vec::new(),
            counts: BTreeMap::new(),
        }))
    }

    /// Adds where a respondent was drawn.
    pub fn push(&mut self, record: &Records, columns: &mut DesignColumns) {
        let weight = match &self.weight {
            None => 1.0,
            Some(column) => match weight(&self.data, record, column) {
                Ok(weight) => weight,
                Err(wrong) => {
                    let at = (column.at, column.name.clone());
                    self.problem(record, at, wrong);
                    0.0
                }
            },
        };
        self.has_weight |= weight > 0.0;
        columns.weights.push(weight);
        for at in 0..self.replicates.len() {
            let column = &self.replicates[at];
            let found = number(&self.data, record, column, "a replicate weight").unwrap_or_else(|wrong| {
                let at = (self.replicates[at].at, self.replicates[at].name.clone());
                self.problem(record, at, wrong);
                0.0
            });
            let (first, varies) = &mut self.seen[at];
            if *first.get_or_insert(found) != found {
                *varies = Varies::Yes;
            }
            columns.replicates.push(found);
        }
        if self.with_stages {
            self.stages(record, &mut columns.stages);
        }
    }

    fn stages(&mut self, record: &Records, stages: &mut Vec<Stage>) {
        let text = match &self.strata {
            None => Ok(String::new()),
            Some(column) => label(record, column, "stratum"),
        };
        let text = text.unwrap_or_else(|wrong| {
            let at = self.strata.as_ref().map_or((0, String::new()), |column| (column.at, column.name.clone()));
            self.problem(record, at, wrong);
            String::new()
        });
        let stratum = self.stratum(&text);
        let (mut within, mut place) = (stratum, stratum);
        if self.units.is_empty() {
            stages.push(Stage { population: self.population(record, 0, within), ..Stage::respondent(stratum) });
            return;
        }
        for stage in 0..self.units.len() {
            let population = self.population(record, stage, within);
            let text = label(record, &self.units[stage], "sampling unit").unwrap_or_else(|wrong| {
                let at = (self.units[stage].at, self.units[stage].name.clone());
                self.problem(record, at, wrong);
                String::new()
            });
            let unit = self.unit(stage, within, text);
            stages.push(Stage::unit(place, unit).out_of(population));
            // The next stage is drawn within this unit, in one stratum of its own.
            (within, place) = (unit, 0);
        }
    }

    /// The number of a stratum.
    fn stratum(&mut self, text: &str) -> usize {
        if let Some(known) = self.stratum_numbers.get(text) {
            return *known;
        }
        self.stratum_names.push(text.to_owned());
        self.stratum_numbers.insert(text.to_owned(), self.stratum_names.len() - 1);
        self.stratum_names.len() - 1
    }

    /// The number of a unit of a stage, within what it is nested in.
    fn unit(&mut self, stage: usize, within: usize, text: String) -> usize {
        let known = self.unit_numbers[stage].len();
        *self.unit_numbers[stage].entry((within, text)).or_insert(known)
    }

    /// The population of a stage, which must be the same for all respondents of a stratum.
    fn population(&mut self, record: &Records, stage: usize, within: usize) -> Population {
        let Some(column) = self.populations.get(stage) else { return Population::Unknown };
        let at = (column.at, column.name.clone());
        let found = match number(&self.data, record, column, "a population size or fraction") {
            Ok(found) if found > 0.0 => found,
            Ok(found) => {
                let wrong = Error::new(format!("a population size or fraction must be above 0, not {found}"));
                self.problem(record, at, wrong);
                return Population::Unknown;
            }
            Err(wrong) => {
                self.problem(record, at, wrong);
                return Population::Unknown;
            }
        };
        let first = *self.said[stage].entry(within).or_insert(found);
        if (first - found).abs() > SAME_POPULATION * first {
            let wrong = Error::new(format!("the population is {found} here and {first} before in the same stratum"))
                .hint("a finite population correction is one number for each stratum");
            self.problem(record, at, wrong);
        }
        Population::from_number(found)
    }

    fn problem(&mut self, record: &Records, (at, column): (usize, String), error: Error) {
        let wrong_kind = (column.clone(), kind(&error));
        if self.counts.contains_key(&wrong_kind) || self.counts.len() < MOST_OF_A_KIND {
            *self.counts.entry(wrong_kind).or_default() += 1;
        }
        if self.problems.len() < MOST_OF_A_KIND {
            let value = trim(&String::from_utf8_lossy(record.get(at).unwrap_or_default())).to_owned();
            self.problems.push(Wrong { line: record.line(), column, value, error });
        }
    }

    /// What was wrong with the cells of the design, as one error.
    pub fn problems(&self, of: &Place) -> Option<Error> {
        let place =
            |wrong: &Wrong| format!("{}{}, column `{}`", of.row(wrong.line), of.letters(&wrong.column), wrong.column);
        let told = self.problems.iter().take(MOST_TOLD);
        let mut errors: Vec<Error> = told.map(|wrong| wrong.error.clone().at(place(wrong))).collect();
        let more = self.counts.values().sum::<u64>() - errors.len() as u64;
        if more > 0 {
            errors.push(Error::new(format!("and {more} further cells of the design that are wrong")));
        }
        let last = errors
            .pop()?
            .hint("correct these cells, or name the column that was meant; who must not count has the weight 0");
        errors.push(last);
        Error::all(errors)
    }

    /// Every cell of the design that is wrong, up to [`MOST_OF_A_KIND`].
    pub fn wrong(&self) -> &[Wrong] {
        &self.problems
    }

    /// How many there are of each column and kind.
    pub fn counts(&self) -> &BTreeMap<(String, String), u64> {
        &self.counts
    }

    /// That nobody has a weight above 0, if so.
    pub fn without_weight(&self, file: &str) -> Option<Error> {
        (!self.has_weight).then(|| {
            let name = self.weight.as_ref().map_or("", |column| &column.name);
            Error::new(format!("no weight in column `{name}` of `{file}` is above 0")).hint(
                "a respondent of weight 0 counts for nothing; name the column of weights with `weight` or --weight",
            )
        })
    }

    /// Columns of replicate weights that hold one number in all rows that count, which leave out nobody.
    pub fn constant_replicates(&self) -> Option<Error> {
        let constant: Vec<String> = (self.replicates.iter().zip(&self.seen))
            .filter(|(_, (_, varies))| *varies == Varies::No)
            .filter_map(|(column, (first, _))| {
                let is = first.as_ref()?;
                Some(format!(
                    "column `{}` holds the same number in every row, {is}, which is no replicate weight",
                    column.name
                ))
            })
            .collect();
        let hint = "a replicate leaves respondents out or weighs them anew, so that its weights differ; leave the column \
                    out of `columns`, or ask for the file with the weights as they were made";
        let told = constant.iter().take(MOST_TOLD).map(|what| Error::new(what).at(&self.replicates_at).hint(hint));
        let more = constant.len().saturating_sub(MOST_TOLD);
        let more = (more > 0)
            .then(|| Error::new(format!("and {more} further columns of replicate weights that are constant")));
        Error::all(told.chain(more).collect())
    }

    /// Names of the strata by number.
    pub fn strata(&self) -> Vec<String> {
        self.stratum_names.clone()
    }
}

/// The text of a cell that must hold one.
fn label(record: &Records, column: &Column, what: &str) -> Result<String> {
    let cell = String::from_utf8_lossy(record.get(column.at).unwrap_or_default());
    let text = trim(&cell);
    if text.is_empty() {
        return Err(Error::new(format!("the {what} is missing"))
            .hint("every respondent was drawn somewhere: fill the cell, or leave the row out with `complete`"));
    }
    Ok(text.to_owned())
}

/// A finite number.
fn number(data: &DataSpec, record: &Records, column: &Column, what: &str) -> Result<f64> {
    let cell = String::from_utf8_lossy(record.get(column.at).unwrap_or_default());
    let text = trim(&cell);
    if text.is_empty() {
        return Err(Error::new(format!("{what} is missing")));
    }
    data.number(text).ok_or_else(|| match text.parse::<f64>() {
        Ok(number) if number.abs() > LARGEST => {
            Error::new(format!("{} is not {what}: it is larger than can be computed with", quoted(text)))
        }
        _ => Error::new(format!("{} is not {what}: a number is expected", quoted(text))),
    })
}

/// A finite number that is not negative.
fn weight(data: &DataSpec, record: &Records, column: &Column) -> Result<f64> {
    match number(data, record, column, "a weight")? {
        weight if is_weight(weight) => Ok(weight),
        weight if weight > 0.0 => {
            let text = quoted(&format!("{weight:e}"));
            Err(Error::new(format!("{text} is not a weight: it is smaller than can be computed with"))
                .hint("weights count up to a factor: multiply all of them, or write 0"))
        }
        weight => {
            let text = quoted(&weight.to_string());
            Err(Error::new(format!("{text} is a negative weight: weights are 0 or above")))
        }
    }
}
