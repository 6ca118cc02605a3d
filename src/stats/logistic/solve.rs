//! The coefficients: Newton's method on a convex function, and why it may have no minimum.
//!
//! Newton's step and that of iteratively reweighted least squares are the same here. A step that makes things worse is
//! halved. Where the answers are separated (some combination of the columns is above 0 only for those who said yes and
//! below 0 only for those who said no), the minimum is at infinity, and the step goes on by about 1 in η for ever in a
//! direction d; that d *is* the combination, and its signs prove the separation (Albert & Anderson 1984).

use super::{information, inverse_information, share};
use crate::num::linalg::{Basis, Cholesky, Matrix, dot};

/// A column of which less than this share is new is said by those before it.
const NEW_IN_A_COLUMN: f64 = 1e-6;

/// Newton's decrement (half of what the next step would gain, per unit of weight) at which a step is the last one.
const LAST_DECREMENT: f64 = 1e-18;

/// Steps; seven are usual, 40 with weights over twelve orders of magnitude.
const STEPS: u32 = 100;

/// Halvings of one step.
const HALVINGS: u32 = 40;

/// From this step on a direction of separation stands out from what still converges.
const STEPS_BEFORE_SEPARATION: u32 = 12;

/// A step along a direction of separation moves η by nearly 1; one that converges moves it by nearly nothing.
const SEPARATING_STEP: f64 = 0.3;

/// Along such a direction everybody who is not separated stays where he is, to this share of the largest move.
const STAYS: f64 = 1e-5;

/// Why there is no fit.
#[derive(Debug, Clone, PartialEq)]
pub enum NoFit {
    /// Nobody is in the base.
    EmptyBase,
    /// Everybody gave the same answer.
    ConstantOutcome,
    /// Some columns tell exactly who said yes, or no, for a part of the respondents.
    Separation {
        /// Columns of the combination that separates.
        columns: Vec<usize>,
        /// Patterns in which all gave the answer that the combination tells. A level all of whose patterns are among
        /// them is the one to name.
        patterns: Vec<usize>,
    },
    /// Columns that are a combination of those before them.
    Collinear {
        /// Which.
        columns: Vec<usize>,
    },
    /// No minimum was found.
    NotConverged {
        /// Steps taken.
        steps: u32,
        /// What the last step gained, per unit of weight.
        off: f64,
    },
    /// The design gives the coefficients no covariance.
    NoVariance,
}

impl std::fmt::Display for NoFit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NoFit::EmptyBase => f.write_str("the base is empty"),
            NoFit::ConstantOutcome => f.write_str("outcome does not vary"),
            NoFit::Separation { columns, patterns } => {
                write!(f, "separation: columns {columns:?} tell the answer in {} patterns exactly", patterns.len())
            }
            NoFit::Collinear { columns } => write!(f, "columns {columns:?} are combinations of those before them"),
            NoFit::NotConverged { steps, off } => write!(f, "not converged after {steps} steps, {off:e} off"),
            NoFit::NoVariance => f.write_str("the design gives the coefficients no covariance"),
        }
    }
}

impl std::error::Error for NoFit {}

/// Coefficients without a covariance that a design gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// One per column.
    pub coefficients: Vec<f64>,
    /// A⁻¹, their covariance for a simple random sample.
    pub inverse_information: Matrix,
    /// μ of every row.
    pub fitted: Vec<f64>,
    /// Steps until it converged.
    pub steps: u32,
    /// -2 ln likelihood.
    pub deviance: f64,
    /// The same with a constant alone.
    pub null_deviance: f64,
}

/// Rows with respondents, their weights as shares of the whole.
struct Problem<'a> {
    rows: Vec<&'a [f64]>,
    yes: Vec<f64>,
    no: Vec<f64>,
    weights: Vec<f64>,
}

/// Maximum likelihood for rows of which so many (weighted) said yes and no.
///
/// ```
/// // One constant: the logit of the rate.
/// let solution = paradox::stats::logistic::solve(&[&[1.0]], &[30.0], &[10.0], None)?;
/// assert!((solution.coefficients[0] - 3.0_f64.ln()).abs() < 1e-14);
/// # Ok::<(), paradox::stats::logistic::NoFit>(())
/// ```
///
/// # Errors
///
/// [`NoFit`] says why there is none.
pub fn solve(rows: &[&[f64]], yes: &[f64], no: &[f64], start: Option<&[f64]>) -> Result<Solution, NoFit> {
    let used: Vec<usize> = (0..rows.len()).filter(|row| yes[*row] + no[*row] > 0.0).collect();
    let (all_yes, all_no): (f64, f64) = (yes.iter().sum(), no.iter().sum());
    let total = all_yes + all_no;
    if used.is_empty() {
        return Err(NoFit::EmptyBase);
    }
    if all_yes <= 0.0 || all_no <= 0.0 {
        return Err(NoFit::ConstantOutcome);
    }
    let pick = |of: &[f64]| used.iter().map(|row| of[*row] / total).collect::<Vec<_>>();
    let (of_yes, of_no) = (pick(yes), pick(no));
    let problem = Problem {
        rows: used.iter().map(|row| rows[*row]).collect(),
        weights: of_yes.iter().zip(&of_no).map(|(yes, no)| yes + no).collect(),
        yes: of_yes,
        no: of_no,
    };
    let collinear = problem.collinear();
    if !collinear.is_empty() {
        return Err(NoFit::Collinear { columns: collinear });
    }
    let (coefficients, steps) = problem.minimum(start).map_err(|no_fit| match no_fit {
        NoFit::Separation { columns, patterns } => {
            NoFit::Separation { columns, patterns: patterns.iter().map(|row| used[*row]).collect() }
        }
        other => other,
    })?;
    let fitted: Vec<f64> = rows.iter().map(|row| share(dot(row, &coefficients))).collect();
    let weights: Vec<f64> = yes.iter().zip(no).map(|(yes, no)| yes + no).collect();
    let ln = |count: f64, share: f64| if count > 0.0 { count * share.ln() } else { 0.0 };
    Ok(Solution {
        inverse_information: inverse_information(rows, &weights, &fitted)
            .ok_or(NoFit::NotConverged { steps, off: f64::NAN })?,
        deviance: 2.0 * total * problem.loss(&coefficients),
        null_deviance: -2.0 * (ln(all_yes, all_yes / total) + ln(all_no, all_no / total)),
        coefficients,
        fitted,
        steps,
    })
}

/// The coefficients that have a finite value where others have none; NaN for those. Respondents whose answer some columns
/// tell exactly are taken away, as if fitted exactly; what the others determine alone is what such a fit tends to. R's
/// `glm.fit`, which goes on for some steps, comes to the same for these coefficients.
///
/// ```
/// // The third group all said yes: its coefficient is infinite, those of the first two are their logits.
/// let rows: [&[f64]; 3] = [&[1.0, 0.0, 0.0], &[1.0, 1.0, 0.0], &[1.0, 0.0, 1.0]];
/// let found = paradox::stats::logistic::solve_in_part(&rows, &[3.0, 5.0, 4.0], &[1.0, 5.0, 0.0], &[0.0; 3]);
/// assert!((found[0] - 3.0_f64.ln()).abs() < 1e-12 && (found[1] + 3.0_f64.ln()).abs() < 1e-12 && found[2].is_nan());
/// ```
pub fn solve_in_part(rows: &[&[f64]], yes: &[f64], no: &[f64], start: &[f64]) -> Vec<f64> {
    let columns = start.len();
    let mut found = vec![f64::NAN; columns];
    let mut used: Vec<usize> = (0..rows.len()).filter(|row| yes[*row] + no[*row] > 0.0).collect();
    // Each round takes respondents away, and each of them a column at the least.
    for _ in 0..=columns {
        let column = |j: usize| used.iter().map(|row| rows[*row][j]).collect::<Vec<_>>();
        let mut basis = Basis::new(used.len(), NEW_IN_A_COLUMN);
        let kept: Vec<usize> = (0..columns).filter(|j| basis.add(&column(*j))).collect();
        if used.is_empty() || kept.is_empty() {
            return found;
        }
        let total: f64 = used.iter().map(|row| yes[*row] + no[*row]).sum();
        let own: Vec<Vec<f64>> = used.iter().map(|row| kept.iter().map(|j| rows[*row][*j]).collect()).collect();
        let problem = Problem {
            rows: own.iter().map(Vec::as_slice).collect(),
            yes: used.iter().map(|row| yes[*row] / total).collect(),
            no: used.iter().map(|row| no[*row] / total).collect(),
            weights: used.iter().map(|row| (yes[*row] + no[*row]) / total).collect(),
        };
        match problem.minimum(Some(&kept.iter().map(|j| start[*j]).collect::<Vec<_>>())) {
            Ok((coefficients, _)) => {
                for (&j, value) in kept.iter().zip(coefficients) {
                    let mut others = Basis::new(used.len(), NEW_IN_A_COLUMN);
                    (0..columns).filter(|other| *other != j).for_each(|other| {
                        others.add(&column(other));
                    });
                    if others.add(&column(j)) {
                        found[j] = value;
                    }
                }
                return found;
            }
            Err(NoFit::Separation { patterns, .. }) => {
                let stays = |(at, row): (usize, usize)| (!patterns.contains(&at)).then_some(row);
                used = used.into_iter().enumerate().filter_map(stays).collect();
            }
            Err(_) => return found,
        }
    }
    found
}

impl Problem<'_> {
    fn columns(&self) -> usize {
        self.rows[0].len()
    }

    fn collinear(&self) -> Vec<usize> {
        let mut basis = Basis::new(self.rows.len(), NEW_IN_A_COLUMN);
        let column = |j: usize| self.rows.iter().map(|row| row[j]).collect::<Vec<_>>();
        (0..self.columns()).filter(|j| !basis.add(&column(*j))).collect()
    }

    /// -ln likelihood, without overflow: ln(1 + exp(η)) = max(η, 0) + ln(1 + exp(-|η|)).
    fn loss(&self, coefficients: &[f64]) -> f64 {
        let soft = |eta: f64| eta.max(0.0) + (-eta.abs()).exp().ln_1p();
        let term = |(row, (yes, no)): (&&[f64], (&f64, &f64))| {
            let eta = dot(row, coefficients);
            yes * soft(-eta) + no * soft(eta)
        };
        self.rows.iter().zip(self.yes.iter().zip(&self.no)).map(term).sum()
    }

    fn minimum(&self, start: Option<&[f64]>) -> Result<(Vec<f64>, u32), NoFit> {
        let mut coefficients = start.map_or_else(|| vec![0.0; self.columns()], <[f64]>::to_vec);
        let mut loss = self.loss(&coefficients);
        let mut decrement = f64::INFINITY;
        // A sum of so many terms is known to this share (Higham 2002, 4.2). The last steps gain less.
        let rounding = (self.rows.len() + 1) as f64 * f64::EPSILON;
        for step in 1..=STEPS {
            let fitted: Vec<f64> = self.rows.iter().map(|row| share(dot(row, &coefficients))).collect();
            let mut gradient = vec![0.0; self.columns()];
            for (row, ((yes, no), mu)) in self.rows.iter().zip(self.yes.iter().zip(&self.no).zip(&fitted)) {
                let residual = yes * (1.0 - mu) - no * mu;
                gradient.iter_mut().zip(*row).for_each(|(sum, x)| *sum += residual * x);
            }
            let Some(factor) = Cholesky::new(&information(&self.rows, &self.weights, &fitted)) else {
                return Err(NoFit::NotConverged { steps: step, off: decrement });
            };
            let direction = factor.solve(&gradient);
            decrement = 0.5 * dot(&gradient, &direction);
            if step > STEPS_BEFORE_SEPARATION
                && let Some(separation) = self.separation(&direction)
            {
                return Err(separation);
            }
            let mut length = 1.0;
            for _ in 0..HALVINGS {
                let next: Vec<f64> = coefficients.iter().zip(&direction).map(|(b, d)| b + length * d).collect();
                let next_loss = self.loss(&next);
                if next_loss <= loss + rounding * loss.abs() || decrement <= f64::EPSILON {
                    (coefficients, loss) = (next, next_loss);
                    break;
                }
                length *= 0.5;
            }
            if decrement <= LAST_DECREMENT {
                return Ok((coefficients, step));
            }
        }
        Err(NoFit::NotConverged { steps: STEPS, off: decrement })
    }

    /// Whether this direction separates: up only for rows that all said yes, down only for rows that all said no, and
    /// nowhere for rows with both.
    fn separation(&self, direction: &[f64]) -> Option<NoFit> {
        let moves: Vec<f64> = self.rows.iter().map(|row| dot(row, direction)).collect();
        let largest = moves.iter().fold(0.0_f64, |largest, by| largest.max(by.abs()));
        let stays = STAYS * largest;
        let allowed = |row: usize| match (self.yes[row] > 0.0, self.no[row] > 0.0) {
            (true, true) => moves[row].abs() <= stays,
            (true, false) => moves[row] >= -stays,
            _ => moves[row] <= stays,
        };
        if largest < SEPARATING_STEP || !(0..moves.len()).all(allowed) {
            return None;
        }
        let by_column = |j: &usize| {
            let scale = self.rows.iter().fold(0.0_f64, |scale, row| scale.max(row[*j].abs()));
            direction[*j].abs() * scale > stays
        };
        Some(NoFit::Separation {
            columns: (0..self.columns()).filter(by_column).collect(),
            patterns: (0..moves.len()).filter(|row| moves[*row].abs() > stays).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(rows: &[Vec<f64>], yes: &[f64], no: &[f64]) -> Result<Solution, NoFit> {
        let rows: Vec<&[f64]> = rows.iter().map(Vec::as_slice).collect();
        solve(&rows, yes, no, None)
    }

    /// As many columns as rows: the model can say every rate, and does.
    #[test]
    fn a_saturated_model_has_the_rates_themselves() {
        let rows = [vec![1.0, 0.0, 0.0], vec![1.0, 1.0, 0.0], vec![1.0, 0.0, 1.0]];
        let solution = fit(&rows, &[3.0, 900.0, 1e-3], &[7.0, 1.0, 5e-4]).expect("no rate is 0 or 1");
        for (fitted, rate) in solution.fitted.iter().zip([0.3, 900.0 / 901.0, 2.0 / 3.0]) {
            assert!((fitted - rate).abs() < 1e-12, "{fitted} {rate}");
        }
    }

    #[test]
    fn weights_times_a_constant_change_no_coefficient() {
        let rows: Vec<Vec<f64>> = (0..6).map(|i| vec![1.0, f64::from(i), f64::from(i % 2)]).collect();
        let (yes, no) = ([3.0, 5.0, 2.0, 8.0, 9.0, 7.0], [7.0, 4.0, 6.0, 2.0, 1.0, 2.0]);
        let one = fit(&rows, &yes, &no).expect("not separated");
        let other = fit(&rows, &yes.map(|w| w * 1e9), &no.map(|w| w * 1e9)).expect("not separated");
        assert!(one.coefficients.iter().zip(&other.coefficients).all(|(a, b)| (a - b).abs() < 1e-12));
        assert!((one.deviance * 1e9 / other.deviance - 1.0).abs() < 1e-12);
    }

    /// The level named is the one where everybody agrees, whether or not it is the reference.
    #[test]
    fn separation_is_found_in_any_level_and_named() {
        let rows = [vec![1.0, 0.0, 0.0], vec![1.0, 1.0, 0.0], vec![1.0, 0.0, 1.0]];
        for level in 0..3 {
            let (mut yes, mut no) = ([20.0, 25.0, 30.0], [20.0, 15.0, 10.0]);
            (yes[level], no[level]) = (40.0, 0.0);
            match fit(&rows, &yes, &no) {
                Err(NoFit::Separation { patterns, .. }) => assert_eq!(patterns, [level]),
                other => panic!("{level}: {other:?}"),
            }
        }
    }

    #[test]
    fn separation_by_a_number_is_found_and_a_single_exception_lifts_it() {
        let rows: Vec<Vec<f64>> = (0..8).map(|i| vec![1.0, f64::from(i)]).collect();
        let yes = [0.0, 0.0, 0.0, 0.0, 3.0, 3.0, 3.0, 3.0];
        let mut no = [3.0, 3.0, 3.0, 3.0, 0.0, 0.0, 0.0, 0.0];
        assert!(matches!(fit(&rows, &yes, &no), Err(NoFit::Separation { .. })));
        no[6] = 1e-6;
        assert!(fit(&rows, &yes, &no).is_ok());
    }

    #[test]
    fn what_has_no_fit_says_why() {
        let rows = [vec![1.0, 0.0, 2.0], vec![1.0, 1.0, 2.0]];
        assert_eq!(fit(&rows, &[1.0, 2.0], &[2.0, 1.0]).unwrap_err(), NoFit::Collinear { columns: vec![2] });
        assert_eq!(fit(&rows, &[1.0, 2.0], &[0.0, 0.0]).unwrap_err(), NoFit::ConstantOutcome);
        assert_eq!(fit(&rows, &[0.0, 0.0], &[0.0, 0.0]).unwrap_err(), NoFit::EmptyBase);
    }
}
