//! Items of a scale → how they vary together, of those who answered all of them.
//!
//! Sums of the items and of their products, less the first respondent's answers, so that squares keep their digits; by
//! the design also the totals that alpha is made of.

use super::drawn::Counting;
use crate::block::Block;
use crate::design::{Layout, Sample};
use crate::error::Result;
use crate::num::linalg::Matrix;
use crate::study::Study;

/// The items of one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleItems {
    /// Position of the outcome in the study.
    outcome: usize,
    items: usize,
    origin: Option<Vec<f64>>,
    plain: Products,
    weighted: Products,
    counting: Option<Counting>,
    sample: Option<Sample>,
}

/// Weights, sums and sums of products of items.
#[derive(Debug, Clone, PartialEq)]
struct Products {
    weight: f64,
    sums: Vec<f64>,
    products: Matrix,
}

impl Products {
    fn new(items: usize) -> Self {
        Products { weight: 0.0, sums: vec![0.0; items], products: Matrix::zeros(items, items) }
    }

    fn add(&mut self, numbers: &[f64], weight: f64) {
        self.weight += weight;
        for (i, a) in numbers.iter().enumerate() {
            self.sums[i] += weight * a;
            for (j, b) in numbers.iter().enumerate() {
                self.products[(i, j)] += weight * a * b;
            }
        }
    }

    /// Covariances, over the weight: what is made of them has no unit.
    fn covariance(&self) -> Matrix {
        let mean = |i: usize| self.sums[i] / self.weight;
        let of = |i: usize, j: usize| self.products[(i, j)] / self.weight - mean(i) * mean(j);
        Matrix::from_fn(self.sums.len(), self.sums.len(), of)
    }
}

impl ScaleItems {
    /// Nobody yet.
    pub(super) fn new(study: &Study, outcome: usize, items: usize) -> Self {
        let counting = || Counting::with_numbers(&study.design, Layout { cells: 1, numbers: items + 2 });
        ScaleItems {
            outcome,
            items,
            origin: None,
            plain: Products::new(items),
            weighted: Products::new(items),
            counting: study.design.is_declared().then(counting),
            sample: None,
        }
    }

    /// Adds the respondents of a block, given the items of all of them.
    pub(super) fn count(&mut self, block: &Block, items: &[f64]) {
        for (i, given) in items.chunks_exact(self.items).enumerate() {
            let count = block.count(i);
            let is_complete = count.weight > 0.0 && given.iter().all(|number| !number.is_nan());
            let mut numbers = vec![0.0; self.items];
            if is_complete {
                let origin = self.origin.get_or_insert_with(|| given.to_vec());
                numbers = given.iter().zip(origin).map(|(number, origin)| number - *origin).collect();
                self.plain.add(&numbers, count.n as f64);
                self.weighted.add(&numbers, count.weight);
            }
            if let (Some(counting), Some(design)) = (&mut self.counting, &block.design) {
                let (squares, sum) = (numbers.iter().map(|x| x * x).sum::<f64>(), numbers.iter().sum::<f64>());
                numbers.extend([squares, sum * sum]);
                counting.respondents(design, i, is_complete.then_some(0), count, &numbers);
            }
        }
    }

    /// Ends counting.
    pub(super) fn finish(&mut self, study: &Study, strata: &[String]) -> Result<()> {
        if let Some(counting) = self.counting.take() {
            self.sample = Some(counting.finish(&study.design, strata)?.0);
        }
        Ok(())
    }

    /// Position of the outcome in the study.
    pub fn outcome(&self) -> usize {
        self.outcome
    }

    /// Respondents who answered every item.
    pub fn n(&self) -> u64 {
        self.plain.weight as u64
    }

    /// How the items vary together, each respondent counting once.
    pub fn covariance(&self) -> Matrix {
        self.plain.covariance()
    }

    /// The same with weights.
    pub fn weighted_covariance(&self) -> Matrix {
        self.weighted.covariance()
    }

    /// Weighted means of the items.
    pub fn means(&self) -> Vec<f64> {
        let origin = self.origin.as_deref().unwrap_or_default();
        origin.iter().zip(&self.weighted.sums).map(|(origin, sum)| origin + sum / self.weighted.weight).collect()
    }

    /// The totals that alpha is made of, with how they vary; `None` for a simple random sample.
    pub fn sample(&self) -> Option<&Sample> {
        self.sample.as_ref()
    }
}
