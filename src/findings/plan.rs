//! How many respondents does a claim need, and what can a base show?
//!
//! ```text
//! margin of error    n = z² p(1-p) / E², less what a small population spares; for the smallest level over its share
//! difference         the two smallest levels, power of `stats::power`, alpha over the comparisons that share it
//! equivalence        every pair of levels within the margin, intersection-union: no correction
//! ```
//!
//! A design effect multiplies every base; a design's degrees of freedom make t of z. Nothing here uses an observed difference.

use crate::results::plan::{
    Assumed, Plan, PlanDifference, PlanEquivalence, PlanLevels, PlanPoint, PlanPrecision, SCHEMA, ShownPoint, WithBase,
};
use crate::stats::power::{
    EquivalencePlan, Goal, base_for_equivalence, base_for_margin_of_error, base_of_two, base_per_group,
    detectable_difference, margin_of_error, margin_shown, power_of_two, told_from, two_sided,
};

/// Points of the curve.
const POINTS: u32 = 41;

/// Other numbers of levels that a plan is seen beside.
const OTHERS: [usize; 3] = [2, 5, 10];

/// From a tenth of the middle base to ten times it.
const DECADES: f64 = 1.0;

/// What is planned for, as fractions.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// What is assumed.
    pub assumed: Assumed,
    /// The wanted margin of error.
    pub margin_of_error: f64,
    /// The other rate.
    pub versus: f64,
    /// The equivalence margin.
    pub margin: f64,
    /// A base that is given.
    pub base: Option<u64>,
}

/// The plan.
pub fn plan(wanted: &Wanted) -> Plan {
    let Assumed { rate, ref shares, deff, alpha, alpha_each, power, confidence, population, .. } = wanted.assumed;
    let (variance, df) = (rate * (1.0 - rate), wanted.assumed.df());
    let quantile = two_sided(confidence, df);
    let smallest = smallest_two(shares);
    let precision = |share: f64| {
        // A level is sampled from its share of the population.
        let people = population.map(|people| people as f64 * share);
        base_for_margin_of_error(variance * deff, wanted.margin_of_error, quantile, people) / share
    };
    // Each level is whole respondents.
    let in_levels = |all: f64| shares.iter().map(|share| whole(all * share)).sum();
    let goal = Goal { alpha: alpha_each, power, df };
    let two = [rate, wanted.versus];
    let difference = base_per_group(two, goal).zip(base_of_two(two, smallest, goal)).map(|(each, all)| {
        PlanDifference { versus: wanted.versus, base_per_group: whole(each * deff), base: in_levels(all * deff) }
    });
    let of_equivalence = EquivalencePlan { variance, margin: wanted.margin, deff, goal: Goal { alpha, power, df } };
    let equivalence = PlanEquivalence { margin: wanted.margin, base: base_for_equivalence(shares, of_equivalence) };
    let middle = wanted.base.or(equivalence.base).unwrap_or(1000);
    Plan {
        schema: SCHEMA.into(),
        assumed: wanted.assumed.clone(),
        precision: PlanPrecision {
            margin_of_error: wanted.margin_of_error,
            base: whole(precision(1.0)),
            base_for_each_level: in_levels(precision(smallest[0])),
        },
        difference,
        equivalence,
        with_base: wanted.base.map(|base| with_base(wanted, base)),
        curve: around(middle).into_iter().map(|base| point(wanted, base)).collect(),
        by_levels: (OTHERS.into_iter().filter(|&levels| levels != shares.len()))
            .map(|levels| with_levels(wanted, levels, middle))
            .collect(),
    }
}

/// The plan with so many equal levels, as far as sameness goes.
fn with_levels(wanted: &Wanted, levels: usize, middle: u64) -> PlanLevels {
    let shares = vec![1.0 / levels as f64; levels];
    let Assumed { rate, deff, alpha, power, .. } = wanted.assumed;
    let (variance, goal) = (rate * (1.0 - rate), Goal { alpha, power, df: wanted.assumed.df() });
    let plan = EquivalencePlan { variance, margin: wanted.margin, deff, goal };
    let point = |base: u64| {
        let bases: Vec<f64> = shares.iter().map(|share| share * base as f64 / deff).collect();
        ShownPoint { base, margin_shown: margin_shown(&bases, variance, goal).filter(|&margin| margin <= 1.0) }
    };
    PlanLevels {
        levels: levels as u64,
        base: base_for_equivalence(&shares, plan),
        points: around(middle).into_iter().map(point).collect(),
    }
}

fn with_base(wanted: &Wanted, base: u64) -> WithBase {
    let Assumed { rate, ref shares, deff, alpha_each, power, confidence, population, .. } = wanted.assumed;
    let effective = base as f64 / deff;
    let [a, b] = smallest_two(shares).map(|share| share * effective);
    let df = wanted.assumed.df();
    let goal = Goal { alpha: alpha_each, power, df };
    let margin = |share: f64| {
        let people = population.map(|people| people as f64 * share);
        margin_of_error(rate * (1.0 - rate) * deff, base as f64 * share, two_sided(confidence, df), people)
    };
    let PlanPoint { margin_of_error, detectable_difference, margin_shown, .. } = point(wanted, base);
    WithBase {
        base,
        margin_of_error,
        level_margins: shares.iter().map(|&share| margin(share)).collect(),
        higher_rate: told_from(rate, 1.0, [a, b], goal),
        lower_rate: told_from(rate, 0.0, [a, b], goal),
        detectable_difference,
        power: power_of_two([rate, wanted.versus], [a, b], goal),
        margin_shown,
    }
}

fn point(wanted: &Wanted, base: u64) -> PlanPoint {
    let Assumed { rate, ref shares, deff, alpha, power, confidence, population, .. } = wanted.assumed;
    let df = wanted.assumed.df();
    let (n, variance, goal) = (base as f64, rate * (1.0 - rate), Goal { alpha, power, df });
    let (quantile, people) = (two_sided(confidence, df), population.map(|people| people as f64));
    let bases: Vec<f64> = shares.iter().map(|share| share * n / deff).collect();
    PlanPoint {
        base,
        margin_of_error: margin_of_error(variance * deff, n, quantile, people),
        // Rates cannot differ by more than 1.
        detectable_difference: detectable_difference(&bases, variance, goal).filter(|&difference| difference <= 1.0),
        margin_shown: margin_shown(&bases, variance, goal).filter(|&margin| margin <= 1.0),
    }
}

/// The shares of the two smallest levels, the smaller first.
fn smallest_two(shares: &[f64]) -> [f64; 2] {
    let mut shares = shares.to_vec();
    shares.sort_by(f64::total_cmp);
    [shares[0], shares[1]]
}

/// Bases on a logarithmic scale around one, each once.
fn around(middle: u64) -> Vec<u64> {
    let step = |i: u32| f64::from(i) / f64::from(POINTS - 1) * 2.0 - 1.0;
    let mut bases: Vec<u64> =
        (0..POINTS).map(|i| (middle as f64 * 10_f64.powf(step(i) * DECADES)).round().max(2.0) as u64).collect();
    bases.dedup();
    bases
}

/// A whole number of respondents, with room for the last bits of a double.
fn whole(base: f64) -> u64 {
    (base * (1.0 - 1e-12)).ceil() as u64
}
