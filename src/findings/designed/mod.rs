//! Findings of a sample with a design: weights, strata, sampling units, replicate weights.
//!
//! Each figure is what it is for a simple random sample, with its variance from the totals of the cells of the whole
//! design: a base or a level is a domain, never a smaller sample.

mod by_wald;
mod compare;
mod estimate;
mod mean;
mod nominal;
mod pair;
mod paired;
mod quantile;
mod standardised;

pub use compare::{decision, letters};
pub use pair::{Differences, without_error};
pub use paired::paired;

use super::compare::{By, Found};
use crate::block::{FIRST_ANSWER, NOT_ASKED};
use crate::design::effect::kish;
use crate::design::estimators::{Combination, Linear, Ratio, Ratios, Standardised, StandardisedRates};
use crate::design::{CellCount, Estimates, Sample};
use crate::study::{Analysis, Answer, NumberKind, Standard, Study};
use crate::tabulate::{Cube, Cubes, KeptNumbers, Question};

/// An outcome by the levels of a segment.
pub fn compare(by: &By, drawn: &Drawn) -> Found {
    match &by.asked.answer {
        Answer::Mean { margin, .. } => mean::compare(by, drawn, *margin),
        Answer::Nominal { levels, .. } => nominal::compare(by, drawn, levels),
        _ if drawn.standard.is_some() => standardised::compare(by, drawn),
        _ => compare::rates(by, drawn),
    }
}

/// Some answers, by position, against all others, by segment.
pub fn some_answers<'a>(by: &By<'a>, drawn: Drawn<'a>, answers: &'a [usize]) -> Found {
    compare::rates(by, &drawn.only(answers))
}

/// The cells of an outcome by something that divides respondents, with the design of the sample.
#[derive(Clone, Copy)]
pub struct Drawn<'a> {
    cube: &'a Cube,
    sample: &'a Sample,
    /// What was taken off every number of a mean.
    origin: f64,
    answer: &'a Answer,
    analysis: &'a Analysis,
    /// Of a quantile, the numbers of all respondents.
    kept: Option<KeptNumbers<'a>>,
    /// The answers, by position, that count as yes in place of what the outcome says.
    only: Option<&'a [usize]>,
    /// What rates are brought to: rows are then the levels of the first of two crossed segments.
    standard: Option<&'a Standard>,
    /// Whether sampling units of several respondents are declared.
    has_units: bool,
    /// Whether whoever was not asked is in the base, as no.
    with_not_asked: bool,
}

impl<'a> Drawn<'a> {
    /// An outcome by a question; `None` for a simple random sample.
    pub fn of(study: &'a Study, cubes: &'a Cubes, rows: Question, outcome: usize) -> Option<Self> {
        let drawn = cubes.drawn(rows, Question::Outcome(outcome))?;
        Some(Drawn {
            cube: drawn.cube,
            sample: drawn.sample,
            origin: drawn.origin,
            answer: &study.outcomes[outcome].answer,
            analysis: &study.analysis,
            kept: cubes.kept(study, rows, outcome),
            only: None,
            standard: None,
            has_units: !study.design.psu.is_empty(),
            with_not_asked: false,
        })
    }

    /// A standardised outcome by a segment; `None` for any other.
    pub fn standardised(study: &'a Study, cubes: &'a Cubes, segment: usize, outcome: usize) -> Option<Self> {
        let standard = study.outcomes[outcome].standard.as_ref()?;
        let drawn = cubes.standardised(segment, outcome)?;
        Some(Drawn {
            cube: drawn.cube,
            sample: drawn.sample,
            origin: drawn.origin,
            answer: &study.outcomes[outcome].answer,
            analysis: &study.analysis,
            kept: None,
            only: None,
            standard: Some(standard),
            has_units: !study.design.psu.is_empty(),
            with_not_asked: false,
        })
    }

    /// The same, with some answers, by position, against all others.
    #[must_use]
    pub fn only(self, answers: &'a [usize]) -> Self {
        Drawn { only: Some(answers), ..self }
    }

    /// Whether the total of a number is asked for, in place of its mean.
    pub fn is_total(&self) -> bool {
        matches!(self.answer, Answer::Mean { kind: NumberKind::Total, .. })
    }

    /// The total of the number over some rows. What was taken off every number is added again with the weights.
    fn total(&self, rows: &[usize]) -> Combination {
        let (layout, cells) = (self.sample.layout(), self.answered(rows));
        let mut total = Combination::number_of(layout, cells.clone(), 0);
        total.0.extend(cells.into_iter().map(|cell| (layout.weight(cell), self.origin)));
        total
    }

    /// Means, totals or quantiles of several groups, with what they vary together; `None` where there is none.
    fn numbers(&self, groups: &[&[usize]]) -> Option<Estimates> {
        if let Some(share) = self.quantile_share() {
            return self.quantiles(share, groups);
        }
        let layout = self.sample.layout();
        match self.is_total() {
            true => self.sample.estimate(&Linear(groups.iter().map(|rows| self.total(rows)).collect())),
            false => {
                let mean = |rows: &&[usize]| Ratio::mean(layout, self.answered(rows), 0);
                self.sample.estimate(&Ratios(groups.iter().map(mean).collect()))
            }
        }
    }

    /// The same, with whoever was not asked in the base, as no.
    #[must_use]
    pub fn everybody_as_base(self) -> Self {
        Drawn { with_not_asked: true, ..self }
    }

    /// All rows of the cube.
    pub fn everybody(&self) -> Vec<usize> {
        let inner = if self.standard.is_some() { self.cube.inner() } else { 1 };
        (0..self.cube.height() / inner).collect()
    }

    /// Cells of those of some rows whose answer has one of these columns.
    fn cells(&self, rows: &[usize], holds: impl Fn(usize) -> bool) -> Vec<usize> {
        let columns = || (usize::from(FIRST_ANSWER)..self.cube.width()).filter(|&column| holds(column));
        let cells = |row: usize| columns().map(move |column| self.cube.index(row, column));
        match self.standard {
            None => rows.iter().flat_map(|&row| cells(row)).collect(),
            Some(_) => rows.iter().flat_map(|&level| self.cube.known_rows(level)).flat_map(cells).collect(),
        }
    }

    /// Cells of those who answered.
    fn answered(&self, rows: &[usize]) -> Vec<usize> {
        let mut cells = self.cells(rows, |_| true);
        if self.with_not_asked {
            cells.extend(rows.iter().map(|&row| self.cube.index(row, usize::from(NOT_ASKED))));
        }
        cells
    }

    /// Cells of those who said yes.
    fn yes(&self, rows: &[usize]) -> Vec<usize> {
        self.cells(rows, |column| match self.only {
            Some(answers) => answers.contains(&(column - usize::from(FIRST_ANSWER))),
            None => self.answer.is_yes(column as u16),
        })
    }

    /// The shares of several cells out of several bases, with what they vary together.
    pub fn joint(&self, groups: impl Iterator<Item = (Vec<usize>, Vec<usize>)>) -> Option<Estimates> {
        let layout = self.sample.layout();
        let Some(standard) = self.standard else {
            return self.sample.estimate(&Ratios(groups.map(|(yes, base)| Ratio::rate(layout, yes, base)).collect()));
        };
        let within = |(yes, base): (Vec<usize>, Vec<usize>)| {
            let of = |cells: &[usize], stratum| self.in_stratum(cells, stratum);
            let ratio = |at: usize| Ratio::rate(layout, of(&yes, at), of(&base, at));
            Standardised { within: (0..standard.shares.len()).map(ratio).collect(), shares: standard.shares.clone() }
        };
        self.sample.estimate(&StandardisedRates(groups.map(within).collect()))
    }

    /// The rates, means or totals of several groups of rows, with what they vary together.
    pub fn figures(&self, groups: &[&[usize]]) -> Option<Estimates> {
        match self.answer {
            Answer::Mean { .. } => self.numbers(groups),
            _ => self.joint(groups.iter().map(|rows| (self.yes(rows), self.answered(rows)))),
        }
    }

    /// Those of some cells that belong to a level of the standard, by position.
    fn in_stratum(&self, cells: &[usize], stratum: usize) -> Vec<usize> {
        let is = |cell: &&usize| **cell / self.cube.width() % self.cube.inner() == stratum + 1;
        cells.iter().filter(is).copied().collect()
    }

    /// Whether there are respondents; with a standard, in every level of it; of a quantile, with an interval.
    pub fn has_rate(&self, rows: &[usize]) -> bool {
        let base = self.answered(rows);
        match self.standard {
            None => self.count(&base).n > 0 && self.quantile_share().is_none_or(|share| self.has_width(share, rows)),
            Some(standard) => {
                (0..standard.shares.len()).all(|stratum| self.count(&self.in_stratum(&base, stratum)).n > 0)
            }
        }
    }

    /// What unequal weights alone take from these rows, those that bring them to a standard included.
    pub fn kish(&self, rows: &[usize]) -> Option<f64> {
        let base = self.answered(rows);
        let Some(standard) = self.standard else { return kish(self.count(&base)) };
        let mut all = CellCount::default();
        for (stratum, share) in standard.shares.iter().enumerate() {
            let of = self.count(&self.in_stratum(&base, stratum));
            let factor = share / of.weight;
            let weight_squared = factor * factor * of.weight_squared;
            all = all.plus(CellCount { n: of.n, weight: *share, weight_squared });
        }
        kish(all).filter(|kish| kish.is_finite())
    }

    /// The totals of the cells, and how they vary.
    pub fn sample(&self) -> &'a Sample {
        self.sample
    }

    /// Respondents and weights of cells.
    pub fn count(&self, cells: &[usize]) -> CellCount {
        self.sample.count(&|cell| cells.contains(&cell))
    }

    /// Design degrees of freedom of those who answered.
    pub fn df(&self, rows: &[usize]) -> f64 {
        let cells = self.answered(rows);
        self.sample.df(&|cell| cells.contains(&cell))
    }

    /// How many sampling units hold somebody of these cells; as many as respondents where none are declared, and
    /// without an end with replicate weights, which do not tell.
    fn units(&self, cells: &[usize]) -> u64 {
        match self.sample {
            Sample::Taylor(totals) => totals.units(&|cell| cells.contains(&cell)),
            Sample::Replicates(_) | Sample::Independent(_) => u64::MAX,
        }
    }
}
