//! Weights that make the sample look like the population on several margins.
//!
//! ```text
//! for every margin in turn:  w ← w · target of the respondent's group / Σw of that group       until nothing moves
//! ```
//!
//! Iterative proportional fitting (Deming & Stephan 1940). Oracle: `rake`, with its rule for the end: no cell of the
//! table of all margins moves by more than `epsilon` of the weight that there was. One margin alone is
//! post-stratification, and done after one round. Goldens `rake`, `poststratify`, `api-rake`.
//!
//! Not here: errors of estimates after raking ([`calibrated`](super::calibrated)), limits on weights
//! ([`trim`](super::trim)).

use std::collections::BTreeMap;

/// Sums of targets may differ by this share: printed percentages are rounded.
const SAME_TOTAL: f64 = 1e-6;

/// Weights that have settled further than this share from a target go round in a circle: the margins contradict
/// each other. More than [`SAME_TOTAL`] leaves by itself.
const MET: f64 = 1e-5;

/// One margin: who belongs to which group, and how large the groups are in the population.
#[derive(Debug, Clone, PartialEq)]
pub struct Margin {
    /// The group of every respondent.
    pub groups: Vec<usize>,
    /// The size of every group in the population.
    pub targets: Vec<f64>,
}

/// When to stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Control {
    /// Rounds over all margins.
    pub rounds: u32,
    /// A round that moves no cell by more than this share of the weight at the start is the last one.
    pub epsilon: f64,
}

impl Default for Control {
    /// A thousand rounds, 1e-12.
    fn default() -> Self {
        Control { rounds: 1000, epsilon: 1e-12 }
    }
}

/// Raked weights, and how well they fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Raked {
    /// One per respondent, in the order given.
    pub weights: Vec<f64>,
    /// Rounds that it took.
    pub rounds: u32,
    /// Largest distance of a group from its target, as a share of the target.
    pub discrepancy: f64,
}

/// Why there are no such weights. Margins and groups are the numbers that the caller gave them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RakeError {
    /// A target is negative or no number.
    BadTarget {
        /// Which margin.
        margin: usize,
        /// Which group.
        group: usize,
    },
    /// The population has a group of which the sample has nobody with weight.
    EmptyGroup {
        /// Which margin.
        margin: usize,
        /// Which group.
        group: usize,
    },
    /// A margin's targets add up to another total than those of the first.
    TotalsDiffer {
        /// Which margin.
        margin: usize,
        /// What its targets add up to.
        total: f64,
        /// What those of the first add up to.
        first: f64,
    },
    /// The margins did not settle: they contradict each other in this sample.
    NotConverged {
        /// Rounds that were tried.
        rounds: u32,
        /// Largest distance of a group from its target, as a share of the target.
        discrepancy: f64,
        /// The margin of that group.
        margin: usize,
        /// That group.
        group: usize,
    },
}

impl std::fmt::Display for RakeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            RakeError::BadTarget { margin, group } => {
                write!(f, "margin {margin}, group {group}: the target is no size of a population")
            }
            RakeError::EmptyGroup { margin, group } => {
                write!(f, "margin {margin}, group {group}: the population has some, the sample has none")
            }
            RakeError::TotalsDiffer { margin, total, first } => {
                write!(f, "margin {margin} adds up to {total}, the first one to {first}")
            }
            RakeError::NotConverged { rounds, discrepancy, margin, group } => {
                write!(
                    f,
                    "after {rounds} rounds margin {margin}, group {group} is still off by a share of {discrepancy:e}"
                )
            }
        }
    }
}

impl std::error::Error for RakeError {}

/// Rakes weights to margins.
///
/// ```
/// use paradox::design::rake::{Control, Margin, rake};
/// let margin = Margin { groups: vec![0, 0, 0, 1], targets: vec![50.0, 50.0] };
/// let raked = rake(&[1.0; 4], &[margin], Control::default())?;
/// assert!(raked.weights.iter().zip([50.0 / 3.0, 50.0 / 3.0, 50.0 / 3.0, 50.0]).all(|(w, x)| (w - x).abs() < 1e-12));
/// # Ok::<(), paradox::design::rake::RakeError>(())
/// ```
///
/// # Errors
///
/// [`RakeError`] names the margin and the group that cannot be met.
pub fn rake(weights: &[f64], margins: &[Margin], control: Control) -> Result<Raked, RakeError> {
    check(weights, margins)?;
    let mut weights = weights.to_vec();
    let enough = control.epsilon * weights.iter().sum::<f64>();
    let cells = joint_cells(weights.len(), margins);
    let mut before = sums(&weights, &cells);
    let mut round = 0;
    loop {
        round += 1;
        for margin in margins {
            let now = sums(&weights, &margin.groups);
            for (weight, group) in weights.iter_mut().zip(&margin.groups) {
                if now[*group] > 0.0 {
                    *weight *= margin.targets[*group] / now[*group];
                }
            }
        }
        let after = sums(&weights, &cells);
        let moved = before.iter().zip(&after).fold(0.0_f64, |moved, (old, new)| moved.max((old - new).abs()));
        if moved < enough || margins.len() <= 1 || round >= control.rounds {
            let (discrepancy, margin, group) = worst(&weights, margins);
            return match moved < enough && discrepancy < MET || margins.len() <= 1 {
                true => Ok(Raked { discrepancy, weights, rounds: round }),
                false => Err(RakeError::NotConverged { rounds: round, discrepancy, margin, group }),
            };
        }
        before = after;
    }
}

fn check(weights: &[f64], margins: &[Margin]) -> Result<(), RakeError> {
    let total = |margin: &Margin| margin.targets.iter().sum::<f64>();
    for (number, margin) in margins.iter().enumerate() {
        let now = sums(weights, &margin.groups);
        for (group, target) in margin.targets.iter().enumerate() {
            if !(*target >= 0.0 && target.is_finite()) {
                return Err(RakeError::BadTarget { margin: number, group });
            }
            if *target > 0.0 && now.get(group).is_none_or(|weight| *weight <= 0.0) {
                return Err(RakeError::EmptyGroup { margin: number, group });
            }
        }
        let (first, total) = (total(&margins[0]), total(margin));
        if (total - first).abs() > SAME_TOTAL * first {
            return Err(RakeError::TotalsDiffer { margin: number, total, first });
        }
    }
    Ok(())
}

/// Σw by group.
fn sums(weights: &[f64], groups: &[usize]) -> Vec<f64> {
    let mut sums = vec![0.0; groups.iter().max().map_or(0, |last| last + 1)];
    weights.iter().zip(groups).for_each(|(weight, group)| sums[*group] += weight);
    sums
}

/// A number for every combination of groups that somebody has.
fn joint_cells(respondents: usize, margins: &[Margin]) -> Vec<usize> {
    let mut known = BTreeMap::new();
    let cell = |respondent: usize| {
        let groups: Vec<usize> = margins.iter().map(|margin| margin.groups[respondent]).collect();
        let next = known.len();
        *known.entry(groups).or_insert(next)
    };
    (0..respondents).map(cell).collect()
}

/// Largest distance of a group from its target, as a share of the target.
pub fn discrepancy(weights: &[f64], margins: &[Margin]) -> f64 {
    worst(weights, margins).0
}

/// The largest relative distance from a target, with its margin and group.
fn worst(weights: &[f64], margins: &[Margin]) -> (f64, usize, usize) {
    let mut worst = (0.0, 0, 0);
    for (number, margin) in margins.iter().enumerate() {
        let now = sums(weights, &margin.groups);
        for (group, (weight, target)) in now.iter().zip(&margin.targets).enumerate() {
            let off = if *target > 0.0 { (weight - target).abs() / target } else { 0.0 };
            if off > worst.0 {
                worst = (off, number, group);
            }
        }
    }
    worst
}

#[cfg(test)]
mod tests {
    use super::*;

    fn margin(groups: &[usize], targets: &[f64]) -> Margin {
        Margin { groups: groups.to_vec(), targets: targets.to_vec() }
    }

    #[test]
    fn raked_weights_meet_every_margin_in_whatever_order() {
        let (a, b) =
            (margin(&[0, 0, 0, 1, 1, 1, 0, 1], &[70.0, 30.0]), margin(&[0, 1, 2, 0, 1, 2, 0, 2], &[20.0, 30.0, 50.0]));
        let weights = [1.0, 2.0, 1.0, 1.0, 0.5, 1.0, 3.0, 1.0];
        let one = rake(&weights, &[a.clone(), b.clone()], Control::default()).expect("possible");
        let other = rake(&weights, &[b, a], Control::default()).expect("possible");
        assert!(one.discrepancy < 1e-11 && one.rounds > 1, "{one:?}");
        assert!(one.weights.iter().zip(&other.weights).all(|(a, b)| (a - b).abs() < 1e-9));
    }

    #[test]
    fn weights_that_fit_already_stay() {
        let raked = rake(&[1.0, 2.0, 3.0], &[margin(&[0, 1, 1], &[1.0, 5.0])], Control::default()).expect("possible");
        assert_eq!((raked.weights, raked.rounds), (vec![1.0, 2.0, 3.0], 1));
    }

    #[test]
    fn impossible_margins_are_named() {
        let weights = [1.0; 4];
        let control = Control { rounds: 50, ..Control::default() };
        let error = |margins: &[Margin]| rake(&weights, margins, control).expect_err("impossible");
        let fine = margin(&[0, 0, 1, 1], &[2.0, 2.0]);
        assert_eq!(error(&[fine.clone(), margin(&[0; 4], &[3.0, 1.0])]), RakeError::EmptyGroup { margin: 1, group: 1 });
        assert_eq!(error(&[margin(&[0; 4], &[f64::NAN])]), RakeError::BadTarget { margin: 0, group: 0 });
        let other = margin(&[0, 1, 0, 1], &[2.0, 3.0]);
        assert_eq!(error(&[fine.clone(), other]), RakeError::TotalsDiffer { margin: 1, total: 5.0, first: 4.0 });
        // The same groups with two different sizes: each round undoes the one before.
        let contradiction = margin(&[0, 0, 1, 1], &[1.0, 3.0]);
        assert!(matches!(error(&[fine, contradiction]), RakeError::NotConverged { rounds: 2, margin: 0, .. }));
    }
}
