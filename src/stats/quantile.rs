//! How large is the number that a share of respondents does not exceed: the median, a percentile?
//!
//! ```text
//! q = the least number with Σw(y <= q) >= p Σw; where they are equal, halfway to the next       Hyndman and Fan (1996), 2
//! simple sample   (y_(l), y_(u)), l and u the binomial's quantiles (u + 1)                      order statistics
//! design          the share at or below q, its interval by the design, read back as numbers     Woodruff (1952)
//! ```
//!
//! Oracle: `quantile(type = 2)` with `qbinom`; `svyquantile(qrule = "school", interval.type = "mean")`. The standard
//! error is the width of the interval over twice the normal (or t) quantile of the coverage that it has (Price and
//! Bonett 2002; R's `se`). Not here: the share's variance (`design`).

use crate::num::dist::{binomial_ln_cdf, normal_quantile, normal_sf, t_quantile};
use crate::stats::{Interval, IntervalMethod};

/// Sums of weights that differ by less, as a share of all, are equal: what binary fractions lose.
const SAME_SHARE: f64 = 1e-12;

/// Numbers with their weights, in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ordered {
    /// The distinct numbers, rising.
    numbers: Vec<f64>,
    /// The weight of all that are not above each of them.
    below: Vec<f64>,
    /// How often each of them stands there.
    times: Vec<u64>,
    n: u64,
}

/// A quantile with its interval and standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantile {
    /// The number.
    pub value: f64,
    /// Its interval; `None` where no number of the sample bounds it.
    pub ci: Option<Interval>,
    /// Its standard error.
    pub se: Option<f64>,
}

impl Ordered {
    /// Sorts numbers with their weights, of which all are above 0.
    pub fn new(mut weighted: Vec<(f64, f64)>) -> Self {
        weighted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut ordered = Ordered { n: weighted.len() as u64, ..Ordered::default() };
        let mut sum = 0.0;
        for (number, weight) in weighted {
            sum += weight;
            if ordered.numbers.last() == Some(&number) {
                ordered.below.pop();
            } else {
                ordered.numbers.push(number);
                ordered.times.push(0);
            }
            *ordered.times.last_mut().expect("a number was pushed") += 1;
            ordered.below.push(sum);
        }
        ordered
    }

    /// How many there are.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The distinct numbers, rising, and how many respondents have each.
    pub fn counts(&self) -> impl Iterator<Item = (f64, u64)> {
        self.numbers.iter().copied().zip(self.times.iter().copied())
    }

    /// The quantile of a share from 0 to 1; `None` of nothing.
    ///
    /// ```
    /// use paradox::stats::quantile::Ordered;
    /// let numbers = Ordered::new([1.0, 2.0, 4.0, 9.0].map(|number| (number, 1.0)).to_vec());
    /// assert_eq!((numbers.at(0.5), numbers.at(0.9)), (Some(3.0), Some(9.0)));
    /// ```
    pub fn at(&self, share: f64) -> Option<f64> {
        let total = *self.below.last()?;
        let wanted = share * total;
        let is_same = |sum: f64| (sum - wanted).abs() <= SAME_SHARE * total;
        let first = self.below.iter().position(|&sum| sum > wanted || is_same(sum)).unwrap_or(self.numbers.len() - 1);
        match self.numbers.get(first + 1) {
            Some(next) if is_same(self.below[first]) => Some(f64::midpoint(self.numbers[first], *next)),
            _ => Some(self.numbers[first]),
        }
    }

    /// The number at a rank from 1, where each has the weight 1.
    fn ranked(&self, rank: u64) -> Option<f64> {
        let at = Some(self.below.partition_point(|&sum| sum < rank as f64)).filter(|&at| at < self.numbers.len())?;
        (rank > 0).then(|| self.numbers[at])
    }

    /// The quantile of a simple random sample.
    pub fn simple(&self, share: f64, confidence: f64) -> Option<Quantile> {
        let value = self.at(share)?;
        let tail = (1.0 - confidence) / 2.0;
        let (low_rank, high_rank) =
            (binomial_quantile(tail, self.n, share), binomial_quantile(1.0 - tail, self.n, share) + 1);
        let limits = self.ranked(low_rank).zip(self.ranked(high_rank)).filter(|_| low_rank > 0 && high_rank <= self.n);
        let below = |rank: u64| if rank == 0 { 0.0 } else { binomial_ln_cdf(rank - 1, self.n, share).exp() };
        let covers = below(high_rank) - below(low_rank);
        Some(Quantile {
            value,
            ci: limits.map(|(low, high)| Interval {
                low,
                high,
                level: confidence,
                method: IntervalMethod::OrderStatistics,
            }),
            se: limits.map(|(low, high)| (high - low) / (2.0 * normal_quantile(f64::midpoint(1.0, covers)))),
        })
    }

    /// The quantile of a sample with a design: `rate` is the share at or below it, `se` that share's standard error.
    pub fn woodruff(&self, share: f64, below: Share, confidence: f64) -> Option<Quantile> {
        let value = self.at(share)?;
        let t = t_quantile(f64::midpoint(1.0, confidence), below.df);
        let (from, to) = (below.rate - t * below.se, below.rate + t * below.se);
        let is_within = below.df > 0.0 && from >= 0.0 && to <= 1.0;
        let limits = if is_within { self.at(from).zip(self.at(to)) } else { None };
        Some(Quantile {
            value,
            ci: limits.map(|(low, high)| Interval { low, high, level: confidence, method: IntervalMethod::Woodruff }),
            se: limits.map(|(low, high)| (high - low) / (2.0 * t)),
        })
    }
}

/// The share at or below a quantile, as the design has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// From 0 to 1.
    pub rate: f64,
    /// Its standard error.
    pub se: f64,
    /// Degrees of freedom.
    pub df: f64,
}

/// The least k with P(K <= k) at least a tail; R's `qbinom`.
fn binomial_quantile(tail: f64, n: u64, p: f64) -> u64 {
    // From near the normal's, then step by step: the exact distribution decides.
    let (mean, sd) = (n as f64 * p, (n as f64 * p * (1.0 - p)).sqrt());
    let mut k = (mean + sd * normal_quantile(tail)).round().clamp(0.0, n as f64) as u64;
    let reaches = |k: u64| binomial_ln_cdf(k, n, p) >= tail.ln();
    while k < n && !reaches(k) {
        k += 1;
    }
    while k > 0 && reaches(k - 1) {
        k -= 1;
    }
    k
}

/// Two-sided p of a difference in standard errors, as by the normal distribution.
pub fn two_sided_p(z: f64) -> f64 {
    2.0 * normal_sf(z.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(numbers: &[f64]) -> Ordered {
        Ordered::new(numbers.iter().map(|&number| (number, 1.0)).collect())
    }

    /// A respondent of weight 2 counts as two respondents, whatever the share.
    #[test]
    fn weights_count_as_respondents_do() {
        let weighted = Ordered::new(vec![(3.0, 2.0), (1.0, 1.0), (7.0, 3.0)]);
        let each = ordered(&[1.0, 3.0, 3.0, 7.0, 7.0, 7.0]);
        for share in [0.1, 1.0 / 6.0, 0.3, 0.5, 0.75, 0.99] {
            assert_eq!(weighted.at(share), each.at(share), "{share}");
        }
    }

    /// Turning all numbers round turns the quantile of p into that of 1 - p, and its limits with it.
    #[test]
    fn the_quantile_of_the_mirrored_numbers_is_the_mirrored_quantile() {
        let numbers: Vec<f64> = (0..83).map(|i| f64::from(i * i % 97)).collect();
        let mirrored: Vec<f64> = numbers.iter().map(|number| -number).collect();
        for share in [0.1, 0.25, 0.5, 0.8] {
            let (a, b) = (ordered(&numbers).simple(share, 0.95), ordered(&mirrored).simple(1.0 - share, 0.95));
            let (a, b) = (a.expect("numbers"), b.expect("numbers"));
            let (of_a, of_b) = (a.ci.expect("limits"), b.ci.expect("limits"));
            assert!((a.value + b.value).abs() < 1e-12, "{share}");
            assert!((of_a.low + of_b.high).abs() < 1e-12 && (of_a.high + of_b.low).abs() < 1e-12, "{share}");
            assert!((a.se.expect("se") - b.se.expect("se")).abs() < 1e-12, "{share}");
        }
    }

    #[test]
    fn limits_beyond_the_sample_are_none_and_nothing_has_no_quantile() {
        let few = ordered(&[1.0, 2.0, 3.0, 4.0]).simple(0.5, 0.95).expect("numbers");
        assert_eq!((few.value, few.ci, few.se), (2.5, None, None));
        assert_eq!(Ordered::default().at(0.5), None);
        let share = Share { rate: 0.9, se: 0.2, df: 10.0 };
        assert_eq!(ordered(&[1.0, 2.0]).woodruff(0.9, share, 0.95).and_then(|of| of.ci), None);
    }

    #[test]
    fn binomial_quantiles_are_those_of_r() {
        // qbinom(c(.025, .975, .5), c(100, 30, 7), c(.5, .9, .1))
        assert_eq!(
            [(0.025, 100, 0.5), (0.975, 30, 0.9), (0.5, 7, 0.1)].map(|(q, n, p)| binomial_quantile(q, n, p)),
            [40, 30, 1]
        );
    }
}
