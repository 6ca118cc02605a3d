//! Groups of respondents of one cube, and what their rates vary together: the same for a simple random sample and for one
//! with a design.

use crate::block::{FIRST_ANSWER, NO_ANSWER, NOT_ASKED};
use crate::design::Estimates;
use crate::findings::designed::{Differences, Drawn, without_error};
use crate::findings::{compare, estimate};
use crate::num::linalg::Matrix;
use crate::results::{Estimate, Pair};
use crate::stats::Count;
use crate::study::{Analysis, Answer, Study};
use crate::tabulate::{Cube, Cubes, Question};

/// An outcome by something that divides respondents.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    pub cube: &'a Cube,
    pub drawn: Option<Drawn<'a>>,
    pub answer: &'a Answer,
    pub analysis: &'a Analysis,
}

/// Cells that are counted, and those out of which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub yes: Vec<usize>,
    pub base: Vec<usize>,
}

/// Out of whom a share is taken, and of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// The yes of those who answered.
    Answered,
    /// The yes of all who were asked, whoever gave no answer taken as no.
    AskedAtLeast,
    /// The same, whoever gave no answer taken as yes.
    AskedAtMost,
    /// The yes of all, whoever was not asked taken as no; whoever gave no answer is left out.
    Everybody,
    /// Those in the base, of all.
    InTheBase,
}

impl<'a> Ground<'a> {
    /// An outcome by a question; `None` if the cubes do not hold it.
    pub fn of(study: &'a Study, cubes: &'a Cubes, rows: Question, outcome: usize) -> Option<Self> {
        Some(Ground {
            cube: cubes.get(rows, Question::Outcome(outcome))?,
            drawn: Drawn::of(study, cubes, rows, outcome),
            answer: &study.outcomes[outcome].answer,
            analysis: &study.analysis,
        })
    }

    /// The respondents of some rows.
    pub fn group(&self, rows: &[usize], of: Of) -> Group {
        let is_yes = |column: usize| self.answer.is_yes(column as u16);
        let (first, missing, outside) = (usize::from(FIRST_ANSWER), usize::from(NO_ANSWER), usize::from(NOT_ASKED));
        let cells = |holds: &dyn Fn(usize) -> bool| -> Vec<usize> {
            let columns = || (0..self.cube.width()).filter(|&column| holds(column));
            rows.iter().flat_map(|&row| columns().map(move |column| self.cube.index(row, column))).collect()
        };
        let (yes, base): (&dyn Fn(usize) -> bool, &dyn Fn(usize) -> bool) = match of {
            Of::Answered => (&|c| c >= first && is_yes(c), &|c| c >= first),
            Of::AskedAtLeast => (&|c| c >= first && is_yes(c), &|c| c >= missing),
            Of::AskedAtMost => (&|c| c == missing || (c >= first && is_yes(c)), &|c| c >= missing),
            Of::Everybody => (&|c| c >= first && is_yes(c), &|c| c != missing),
            Of::InTheBase => (&|c| c != outside, &|_| true),
        };
        Group { yes: cells(yes), base: cells(base) }
    }

    /// Respondents of some cells.
    pub fn n(&self, cells: &[usize]) -> u64 {
        let width = self.cube.width();
        cells.iter().map(|cell| self.cube.cell(cell / width, cell % width)).sum()
    }

    /// Weight of some cells; respondents, for a simple random sample.
    pub fn weight(&self, cells: &[usize]) -> f64 {
        self.drawn.map_or_else(|| self.n(cells) as f64, |drawn| drawn.count(cells).weight)
    }

    fn count(&self, group: &Group) -> Count {
        Count { yes: self.n(&group.yes), n: self.n(&group.base) }
    }

    /// Degrees of freedom of those who answered in some rows; infinite for a simple random sample.
    pub fn df(&self, rows: &[usize]) -> f64 {
        self.drawn.map_or(f64::INFINITY, |drawn| drawn.df(rows))
    }

    /// The rate of a group with its base and interval.
    pub fn estimate(&self, level: &str, group: &Group, n_missing: u64) -> Estimate {
        match self.drawn {
            Some(drawn) => drawn.rate(Some(level), &group.yes, &group.base, n_missing),
            None => estimate::rate(Some(level), self.count(group), n_missing, self.analysis),
        }
    }

    /// Whether the design tells how the rate of a group varies: not where all of it lies in one sampling unit.
    pub fn has_error(&self, group: &Group) -> bool {
        self.drawn.is_none_or(|drawn| drawn.sample().df(&|cell| group.base.contains(&cell)) > 0.0)
    }

    /// Two groups that share nobody, the first less the second.
    pub fn pair(&self, names: [&str; 2], groups: [&Group; 2], df: f64) -> Option<Pair> {
        if self.drawn.is_none() {
            let [a, b] = groups.map(|group| self.count(group));
            let made = compare::pair(names[0].into(), names[1].into(), a, b, self.analysis);
            return made.difference.is_some().then_some(made);
        }
        let joint = self.joint(&groups.map(Group::clone))?;
        let pair = Differences::on(df, self.analysis.confidence).of_rates(names, &joint, [0, 1]);
        Some(if groups.iter().all(|group| self.has_error(group)) { pair } else { without_error(pair) })
    }

    /// The rates of several groups, which may share respondents, with their covariance; `None` where one has no base. For a
    /// simple random sample Σ z_i z_j over respondents, z = (yes - rate) / base: p(1-p)/n on the diagonal.
    pub fn joint(&self, groups: &[Group]) -> Option<Estimates> {
        if let Some(drawn) = self.drawn {
            return drawn.joint(groups.iter().map(|group| (group.yes.clone(), group.base.clone())));
        }
        let counts: Vec<Count> = groups.iter().map(|group| self.count(group)).collect();
        let values: Vec<f64> = counts.iter().map(|count| count.rate()).collect::<Option<_>>()?;
        let score = |at: usize, cell: &usize| {
            let group = &groups[at];
            let yes = if group.yes.contains(cell) { 1.0 } else { 0.0 };
            if group.base.contains(cell) { (yes - values[at]) / counts[at].n as f64 } else { 0.0 }
        };
        let covariance = |i: usize, j: usize| {
            let shared = groups[i].base.iter().filter(|cell| groups[j].base.contains(cell));
            shared.map(|cell| self.n(&[*cell]) as f64 * score(i, cell) * score(j, cell)).sum()
        };
        let covariance = Matrix::from_fn(groups.len(), groups.len(), covariance);
        Some(Estimates { values, covariance })
    }
}
