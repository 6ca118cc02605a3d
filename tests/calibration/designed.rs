//! Cells of samples with a design: weights, sampling units whose answers go together, strata.
//!
//! ```text
//! psus=0      400 respondents, each a unit; else so many units of 20 respondents, by turns in the strata
//! icc         intraclass correlation of the answers within a unit (Polya's urn: beta-binomial)
//! cv          coefficient of variation of the weights (lognormal, and nothing to do with the answers)
//! strata=4    rates of 0.5, 0.8, 1.2 and 1.5 times the rate of all (of its rest, where that is the smaller one)
//! ```
//!
//! Levels are given by lot, so that no level differs from another. `designed.R` draws the same truths for R's survey
//! package, whose shares stand in `designed-r.csv`.

use paradox::design::estimators::{Ratio, Ratios};
use paradox::design::{Layout, Lonely, Sample, Stage, Tally};
use paradox::num::rng::Rng;
use paradox::stats::IntervalMethod;
use paradox::stats::survey::Tested;
use paradox::stats::survey::independence::{TableOfCells, independence};
use paradox::stats::survey::interval::{Rate, rate};

use crate::ALPHA;
use crate::cells::{Allowed, Cell, Kind, misses, normal, sampler};

/// Respondents of a sampling unit.
const PER_UNIT: usize = 20;
/// Respondents of a sample without sampling units.
const ALONE: usize = 400;

#[derive(Clone, Copy)]
struct Truth {
    psus: usize,
    strata: usize,
    icc: f64,
    cv: f64,
    p: f64,
}

impl Truth {
    fn name(&self) -> String {
        format!("psus={} strata={} icc={} cv={} p={}", self.psus, self.strata, self.icc, self.cv, self.p)
    }

    /// The rate of a stratum.
    fn rate(&self, stratum: usize) -> f64 {
        let spread = [0.5, 0.8, 1.2, 1.5][stratum];
        match (self.strata, self.p > 0.5) {
            (1, _) => self.p,
            (_, true) => 1.0 - (1.0 - self.p) * spread,
            (_, false) => self.p * spread,
        }
    }

    /// Whether a rare answer rests on too few respondents that count: 8 of 400 with weights that halve the sample, or 8
    /// in 20 units that answer alike.
    fn falls_short(&self) -> bool {
        let few = self.psus <= 20 && (self.p - 0.5).abs() > 0.4;
        few && (self.cv >= 1.0 || self.icc >= 0.05)
    }

    /// Mean 1.
    fn weight(&self, rng: &mut Rng) -> f64 {
        if self.cv == 0.0 {
            return 1.0;
        }
        let s = (1.0 + self.cv * self.cv).ln().sqrt();
        (-s * s / 2.0 + s * normal(rng)).exp()
    }

    /// A sample whose respondents have one of so many levels by lot: level `l` has the cells `2l` (no) and `2l + 1` (yes).
    fn sample(&self, rng: &mut Rng, levels: usize) -> Sample {
        let mut tally = Tally::new(Layout::of_cells(2 * levels));
        let mut add = |rng: &mut Rng, stages: &[Stage], yes: bool| {
            let level = (rng.uniform() * levels as f64) as usize;
            let weight = self.weight(rng);
            tally.respondent(stages, Some(2 * level + usize::from(yes)), weight, &[]);
        };
        for _ in 0..if self.psus == 0 { ALONE } else { 0 } {
            let yes = rng.uniform() < self.p;
            add(rng, &[Stage::respondent(0)], yes);
        }
        for psu in 0..self.psus {
            let stratum = psu % self.strata;
            let p = self.rate(stratum);
            let mass = (1.0 - self.icc) / self.icc;
            let mut said_yes = 0.0;
            for before in 0..PER_UNIT {
                let yes = rng.uniform() < (p * mass + said_yes) / (mass + before as f64);
                said_yes += f64::from(u8::from(yes));
                add(rng, &[Stage::unit(stratum, psu)], yes);
            }
        }
        Sample::Taylor(tally.finish(Lonely::Fail).expect("every stratum has five units or more"))
    }
}

/// Whether the interval of the rate misses the truth.
fn interval_misses(truth: &Truth, rng: &mut Rng, method: IntervalMethod) -> Option<bool> {
    let sample = truth.sample(rng, 1);
    let found = sample.estimate(&Ratios(vec![Ratio::rate(sample.layout(), [1], [0, 1])]))?;
    let n = sample.count(&|_| true).n;
    let of = Rate { rate: found.values[0], variance: found.covariance[(0, 0)], n, df: sample.df(&|_| true) };
    misses(rate(of, 1.0 - ALPHA, method), truth.p)
}

/// Whose p is looked at.
#[derive(Clone, Copy)]
enum Test {
    RaoScottF,
    AdjustedWald,
    /// What "differs" rests on: the larger p of both, 1 where one of them is not to be had.
    Decision,
}

/// Whether levels that do not differ are found to.
fn finds_a_difference(truth: &Truth, rng: &mut Rng, levels: usize, by: Test) -> Option<bool> {
    let sample = truth.sample(rng, levels);
    let cells: Vec<Vec<Vec<usize>>> = (0..levels).map(|level| vec![vec![2 * level], vec![2 * level + 1]]).collect();
    let table = TableOfCells::new(&sample, &cells).ok()?;
    let found = independence(&sample, &table)?;
    let p = |test: Option<Tested>| test.map_or(1.0, Tested::p);
    let (f, wald) = (p(found.rao_scott), p(found.adjusted_wald));
    let p = match by {
        Test::RaoScottF => f,
        Test::AdjustedWald => wald,
        Test::Decision => f.max(wald),
    };
    Some(p <= ALPHA)
}

/// Every cell, in the order of the table.
pub fn cells() -> Vec<Cell> {
    let mut truths = Vec::new();
    for p in [0.02, 0.5, 0.98] {
        truths.extend([0.3, 1.0].map(|cv| Truth { psus: 0, strata: 1, icc: 0.0, cv, p }));
        for psus in [20, 80] {
            for icc in [0.01, 0.05] {
                truths.extend([0.3, 1.0].map(|cv| Truth { psus, strata: 1, icc, cv, p }));
            }
            truths.push(Truth { psus, strata: 4, icc: 0.01, cv: 0.0, p });
        }
    }
    let mut cells = Vec::new();
    for truth in truths {
        // The default holds what was asked for; the others are shown.
        for (method, name, allowed) in [
            (IntervalMethod::Wilson, "wilson", if truth.falls_short() { Allowed::Twelve } else { Allowed::Seven }),
            (IntervalMethod::Logit, "logit", Allowed::Anything),
            (IntervalMethod::Beta, "beta", Allowed::Anything),
        ] {
            let sample = sampler(move |rng| interval_misses(&truth, rng, method));
            cells.push(Cell::new(Kind::Interval, name, truth.name(), allowed, sample));
        }
        for (by, levels, name, allowed) in [
            (Test::Decision, 2, "decision of 2 levels", Allowed::Six),
            (Test::RaoScottF, 2, "rao_scott_f of 2 levels", Allowed::Anything),
            (Test::AdjustedWald, 2, "adj_wald of 2 levels", Allowed::Anything),
            (Test::Decision, 5, "decision of 5 levels", Allowed::Six),
            (Test::RaoScottF, 5, "rao_scott_f of 5 levels", Allowed::Anything),
            (Test::AdjustedWald, 5, "adj_wald of 5 levels", Allowed::Anything),
        ] {
            let sample = sampler(move |rng| finds_a_difference(&truth, rng, levels, by));
            cells.push(Cell::new(Kind::Test, name, truth.name(), allowed, sample));
        }
    }
    cells
}
