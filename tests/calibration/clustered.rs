//! Clustered samples: false "consistent" at the boundary, with the guard of eight sampling units and without it; false
//! "differs" where no level differs; and how often "consistent" is said where it is true.
//!
//! ```text
//! units=16 per=40 icc=.02      as many sampling units of as many respondents; answers within a unit go together (beta-binomial)
//! by unit                      all respondents of a unit are at one level; else levels meet in every unit, and go up and down
//!                              together from unit to unit
//! apart                        how far the first level lies above all others, which are at p
//! ```

use std::sync::OnceLock;

use paradox::design::effect::{deff_of_rate, kish};
use paradox::design::estimators::{Ratio, Ratios};
use paradox::design::{Layout, Lonely, Sample, Stage, Tally};
use paradox::num::dist::{beta_cdf, beta_quantile};
use paradox::num::rng::Rng;
use paradox::stats::equivalence::{Limits, smallest_margin};
use paradox::stats::survey::Tested;
use paradox::stats::survey::equivalence::{ENOUGH_UNITS, Level, base};
use paradox::stats::survey::independence::{TableOfCells, independence};

use crate::ALPHA;
use crate::cells::{Allowed, Cell, Kind, normal, sampler};

/// Kinds of units: a beta distribution in steps.
const KINDS: usize = 500;

/// How a sample is drawn.
#[derive(Clone, Copy)]
struct Design {
    levels: usize,
    units: usize,
    per: usize,
    by_unit: bool,
    icc: f64,
    cv: f64,
}

/// A design, and the rates of the levels.
#[derive(Clone, Copy)]
struct Truth {
    design: Design,
    p: f64,
    apart: f64,
}

impl Truth {
    fn name(&self) -> String {
        let Truth { design: Design { levels, units, per, by_unit, icc, cv }, p, apart } = self;
        let how = if *by_unit { "by unit" } else { "in every unit" };
        format!("k={levels} units={units} per={per} icc={icc} cv={cv} levels {how} apart={apart} p={p}")
    }

    /// The rates of a level in as many equally frequent kinds of units: means of a beta distribution within each of its
    /// quantiles, so that their mean is the level's rate to the last digit.
    fn kinds(&self, level: usize) -> Vec<f64> {
        let rate = self.p + if level == 0 { self.apart } else { 0.0 };
        let mass = (1.0 - self.design.icc) / self.design.icc;
        let (a, b) = (rate * mass, (1.0 - rate) * mass);
        let end = |at: usize| match at {
            0 => 0.0,
            KINDS => 1.0,
            at => beta_quantile(at as f64 / KINDS as f64, a, b),
        };
        let below: Vec<f64> = (0..=KINDS).map(|at| beta_cdf(end(at), a + 1.0, b)).collect();
        below.windows(2).map(|two| rate * (two[1] - two[0]) * KINDS as f64).collect()
    }

    /// Of the first level and of all others.
    fn all_kinds(&self) -> Vec<Vec<f64>> {
        vec![self.kinds(0), self.kinds(1)]
    }

    /// Level `l` has the cells `2l` (no) and `2l + 1` (yes).
    fn sample(&self, rng: &mut Rng, kinds: &[Vec<f64>]) -> Sample {
        let Design { levels, units, per, by_unit, cv, .. } = self.design;
        let mut tally = Tally::new(Layout::of_cells(2 * levels));
        for unit in 0..units {
            let kind = rng.below(KINDS as u64) as usize;
            for at in 0..per {
                let level = if by_unit { unit % levels } else { at % levels };
                let yes = rng.uniform() < kinds[level.min(1)][kind];
                let weight = match cv == 0.0 {
                    true => 1.0,
                    false => {
                        let s = (1.0 + cv * cv).ln().sqrt();
                        (-s * s / 2.0 + s * normal(rng)).exp()
                    }
                };
                tally.respondent(&[Stage::unit(0, unit)], Some(2 * level + usize::from(yes)), weight, &[]);
            }
        }
        Sample::Taylor(tally.finish(Lonely::Fail).expect("several units"))
    }

    /// δ* at most the margin, as findings reach it, for levels with at least `guard` units with a yes and with a no.
    fn says_consistent(&self, rng: &mut Rng, kinds: &[Vec<f64>], margin: f64, guard: u64) -> Option<bool> {
        let levels = self.design.levels;
        let sample = self.sample(rng, kinds);
        let layout = sample.layout();
        let rate = |level: usize| Ratio::rate(layout, [2 * level + 1], [2 * level, 2 * level + 1]);
        let joint = sample.estimate(&Ratios((0..levels).map(rate).collect()))?;
        let counts: Vec<_> = (0..levels).map(|level| sample.count(&|cell| cell / 2 == level)).collect();
        let own: Vec<f64> = (0..levels)
            .map(|level| {
                deff_of_rate(joint.covariance[(level, level)], joint.values[level], counts[level].n)
                    .filter(|deff| *deff > 0.0)
                    .unwrap_or(1.0)
            })
            .collect();
        let mean = own.iter().sum::<f64>() / own.len() as f64;
        let Sample::Taylor(totals) = &sample else { return None };
        let limits: Option<Vec<Limits>> = (0..levels)
            .map(|level| {
                let units = [2 * level + 1, 2 * level].map(|wanted| totals.units(&|cell| cell == wanted));
                let of = Level {
                    rate: joint.values[level].clamp(0.0, 1.0),
                    n: counts[level].n,
                    base: base(counts[level].n, [own[level], mean, kish(counts[level]).unwrap_or(1.0)]),
                    df: sample.df(&|cell| cell / 2 == level),
                    units: (guard == ENOUGH_UNITS).then_some(units),
                };
                of.limits(ALPHA).filter(|_| units.iter().all(|&with| with >= guard))
            })
            .collect();
        let rho = |a: usize, b: usize| {
            let spread = (joint.covariance[(a, a)] * joint.covariance[(b, b)]).sqrt();
            if spread > 0.0 { (joint.covariance[(a, b)] / spread).clamp(-1.0, 1.0) } else { 0.0 }
        };
        Some(limits.and_then(|limits| smallest_margin(&limits, rho)).is_some_and(|limit| limit <= margin))
    }

    /// The larger p of Rao-Scott F and adjusted Wald at most α.
    fn says_differs(&self, rng: &mut Rng, kinds: &[Vec<f64>]) -> Option<bool> {
        let sample = self.sample(rng, kinds);
        let cells: Vec<Vec<Vec<usize>>> =
            (0..self.design.levels).map(|level| vec![vec![2 * level], vec![2 * level + 1]]).collect();
        let found = independence(&sample, &TableOfCells::new(&sample, &cells).ok()?)?;
        let p = |test: Option<Tested>| test.map_or(1.0, Tested::p);
        Some(p(found.rao_scott).max(p(found.adjusted_wald)) <= ALPHA)
    }
}

fn designs() -> Vec<Design> {
    let mut designs = Vec::new();
    for (levels, units, per, by_unit) in [
        (2, 16, 40, false),
        (2, 24, 40, true),
        (2, 40, 20, true),
        (2, 40, 40, false),
        (5, 60, 20, true),
        (5, 40, 50, false),
        (10, 120, 20, true),
    ] {
        for icc in [0.02, 0.1] {
            designs.extend([0.0, 0.7].map(|cv| Design { levels, units, per, by_unit, icc, cv }));
        }
    }
    designs
}

/// Every cell, in the order of the table.
pub fn cells() -> Vec<Cell> {
    let mut cells = Vec::new();
    for design in designs() {
        let mut consistent =
            |kind: Kind, method: &'static str, allowed: Allowed, (truth, margin, guard): (Truth, f64, u64)| {
                let kinds = OnceLock::new();
                let sample = sampler(move |rng| {
                    truth.says_consistent(rng, kinds.get_or_init(|| truth.all_kinds()), margin, guard)
                });
                cells.push(Cell::new(kind, method, truth.name(), allowed, sample));
            };
        for (p, margin) in [(0.02, 0.05), (0.02, 0.2), (0.45, 0.2), (0.78, 0.2)] {
            let truth = Truth { design, p, apart: margin };
            consistent(Kind::Consistent, "consistent by design", Allowed::Nominal, (truth, margin, ENOUGH_UNITS));
            consistent(Kind::Consistent, "the same without the guard", Allowed::Anything, (truth, margin, 0));
        }
        for p in [0.1, 0.5, 0.8] {
            let truth = Truth { design, p, apart: 0.0 };
            consistent(Kind::Power, "consistent by design within 0.2", Allowed::Anything, (truth, 0.2, ENOUGH_UNITS));
        }
        for p in [0.1, 0.5, 0.8] {
            let truth = Truth { design, p, apart: 0.0 };
            let kinds = OnceLock::new();
            let sample = sampler(move |rng| truth.says_differs(rng, kinds.get_or_init(|| truth.all_kinds())));
            cells.push(Cell::new(Kind::Test, "differs by design", truth.name(), Allowed::Six, sample));
        }
    }
    cells
}
