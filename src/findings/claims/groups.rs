//! The rates of the groups of respondents that a claim is about, and how far apart two of them are.

use crate::findings::designed::Drawn;
use crate::findings::estimate::{self, yes};
use crate::results::{Estimate, Interval, IntervalMethod};
use crate::stats::interval::two_sided_quantile;
use crate::stats::{Count, difference};
use crate::study::Study;
use crate::tabulate::{Cube, Cubes, Question};

/// Rows of two groups crossed: all of the first, all of the second, those of the second alone.
pub const FIRST: [usize; 2] = [2, 3];
pub const SECOND: [usize; 2] = [1, 3];
pub const SECOND_ALONE: [usize; 1] = [1];

/// An outcome by something that divides respondents into groups.
pub struct Groups<'a> {
    study: &'a Study,
    cube: &'a Cube,
    drawn: Option<Drawn<'a>>,
    outcome: usize,
}

impl<'a> Groups<'a> {
    /// `None` if the cubes do not hold it.
    pub fn of(study: &'a Study, cubes: &'a Cubes, rows: Question, outcome: usize) -> Option<Self> {
        let cube = cubes.get(rows, Question::Outcome(outcome))?;
        Some(Groups { study, cube, drawn: Drawn::of(study, cubes, rows, outcome), outcome })
    }

    /// The rate of those in some rows.
    pub fn estimate(&self, rows: &[usize]) -> Estimate {
        let n_missing = self.cube.rows(rows).no_answer;
        match &self.drawn {
            Some(drawn) => drawn.estimate(None, rows, n_missing),
            None => estimate::rate(None, self.count(rows), n_missing, &self.study.analysis),
        }
    }

    /// The rate of everybody.
    pub fn overall(&self) -> Estimate {
        self.estimate(&(0..self.cube.height()).collect::<Vec<_>>())
    }

    /// The rate of some rows less that of others, which may share respondents, with its interval; `None` where nobody
    /// answered in one of them.
    pub fn difference(&self, a: &[usize], b: &[usize], confidence: f64) -> Option<(f64, Option<Interval>)> {
        if let Some(drawn) = &self.drawn {
            return drawn.difference(a, b, confidence);
        }
        let shared: Vec<usize> = a.iter().filter(|row| b.contains(row)).copied().collect();
        let (of_a, of_b, both) = (self.count(a), self.count(b), self.count(&shared));
        let ci = match both.n {
            0 => difference::newcombe(of_a, of_b, confidence),
            _ => overlapping(of_a, of_b, both, confidence),
        };
        Some((difference::difference(of_a, of_b)?, ci))
    }

    /// Respondents of some rows who answered.
    pub fn count(&self, rows: &[usize]) -> Count {
        yes(&self.study.outcomes[self.outcome].answer, &self.cube.rows(rows))
    }
}

/// Wald's interval of the difference of two rates whose groups share respondents, by linearisation:
///
/// ```text
/// var = p_a q_a / n_a + p_b q_b / n_b - 2 Σ_shared (y - p_a)(y - p_b) / (n_a n_b)
/// ```
fn overlapping(a: Count, b: Count, shared: Count, confidence: f64) -> Option<Interval> {
    let (p_a, p_b) = (a.rate()?, b.rate()?);
    let (n_a, n_b) = (a.n as f64, b.n as f64);
    let product = shared.yes as f64 * (1.0 - p_a) * (1.0 - p_b) + shared.no() as f64 * p_a * p_b;
    let variance = p_a * (1.0 - p_a) / n_a + p_b * (1.0 - p_b) / n_b - 2.0 * product / (n_a * n_b);
    let (d, half) = (p_a - p_b, two_sided_quantile(confidence) * variance.max(0.0).sqrt());
    Some(Interval {
        low: (d - half).max(-1.0),
        high: (d + half).min(1.0),
        level: confidence,
        method: IntervalMethod::Mean,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_within_another_varies_as_the_difference_of_group_and_rest_does() {
        // a within b: p_a - p_b = (1 - n_a/n_b) (p_a - p_rest), so the error shrinks by the same factor.
        let (a, rest) = (Count { yes: 81, n: 100 }, Count { yes: 210, n: 300 });
        let b = Count { yes: a.yes + rest.yes, n: a.n + rest.n };
        let ci = overlapping(a, b, a, 0.95).expect("bases");
        let se = (ci.high - ci.low) / 2.0 / two_sided_quantile(0.95);
        // With the rate of all in place of the two rates, as linearisation has it, both are alike up to that.
        let expected = 0.75 * difference::standard_error(a, rest).expect("bases");
        assert!((se / expected - 1.0).abs() < 0.02, "{se} {expected}");
        assert_eq!(overlapping(a, a, a, 0.95).map(|ci| (ci.low, ci.high)), Some((0.0, 0.0)));
    }
}
