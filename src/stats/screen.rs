//! How strong would the strongest of many correlations be if nothing went together?
//!
//! ```text
//! permutations   every question's answers in random order, each its own; the largest |r| of all pairs; again and again
//! by theory      P(largest of m <= r) = (1 - 2 Φ(-atanh(r) √(n - 3)))^m        for m independent pairs of n respondents
//! ```
//!
//! The permutations keep every margin and every gap in the answers, and the pairs as dependent as sharing questions makes
//! them; the p of a pair is the share of them whose strongest is at least as strong (Westfall & Young 1993), with one added
//! above and below. Of polychoric coefficients, each of which is a search of its own, those of the [`CANDIDATES`] pairs are
//! computed whose normal scores go together most: near 0 the two coefficients are alike, and the strongest is among them.

use super::polychoric::{normal_scores, polychoric};
use crate::num::dist::normal_quantile;
use crate::num::rng::Rng;

/// Pairs of a permutation whose polychoric coefficient is computed: those that are strongest by normal scores.
pub const CANDIDATES: usize = 5;

/// How answers become scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scores {
    /// As they are: Pearson.
    Values,
    /// Ranks, ties sharing their mean: Spearman.
    Ranks,
    /// The mean of a standard normal within each answer: near 0 polychoric.
    Normal,
}

/// The answers of one question as scores.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Scores less their mean; 0 where there is no answer.
    x: Vec<f64>,
    /// Rows with an answer.
    answered: Vec<usize>,
    /// Length of the scores.
    length: f64,
    /// What a correlation of these scores is multiplied by.
    factor: f64,
    /// Of normal scores: which answer each row gave, in order; 0 where there is none.
    places: Vec<usize>,
    /// Of normal scores: how many different answers there are.
    answers: usize,
}

impl Column {
    /// Scores of answers, NaN for none.
    pub fn new(values: &[f64], scores: Scores) -> Self {
        let answered: Vec<usize> = (0..values.len()).filter(|&i| !values[i].is_nan()).collect();
        let given: Vec<f64> = answered.iter().map(|&i| values[i]).collect();
        let mut of_answers = Answers { scores: given, factor: 1.0, places: Vec::new(), count: 0 };
        match scores {
            Scores::Values => {}
            Scores::Ranks => of_answers.scores = ranks(&of_answers.scores),
            Scores::Normal => of_answers = normal(&of_answers.scores),
        }
        let Answers { scores: scored, factor, places: of_given, count } = of_answers;
        let n = scored.len().max(1) as f64;
        let mean = scored.iter().sum::<f64>() / n;
        let mut x = vec![0.0; values.len()];
        answered.iter().zip(&scored).for_each(|(&i, score)| x[i] = score - mean);
        let mut places = vec![0; if of_given.is_empty() { 0 } else { values.len() }];
        answered.iter().zip(of_given).for_each(|(&i, place)| places[i] = place);
        let length = x.iter().map(|x| x * x).sum::<f64>().sqrt();
        Column { x, answered, length, factor, places, answers: count }
    }

    fn is_complete(&self) -> bool {
        self.answered.len() == self.x.len()
    }

    /// The same answers in another order, among those who answered.
    fn shuffled(&self, rng: &mut Rng) -> Column {
        let mut order = self.answered.clone();
        rng.shuffle(&mut order);
        let mut shuffled = self.clone();
        for (&to, &from) in self.answered.iter().zip(&order) {
            shuffled.x[to] = self.x[from];
            if let Some(&place) = self.places.get(from) {
                shuffled.places[to] = place;
            }
        }
        shuffled
    }
}

/// The correlation of two columns' scores among those who answered both; `None` where one does not vary.
pub fn correlate(a: &Column, b: &Column) -> Option<f64> {
    let r = if a.is_complete() && b.is_complete() {
        if a.length == 0.0 || b.length == 0.0 {
            return None;
        }
        dot(&a.x, &b.x) / (a.length * b.length)
    } else {
        let (mut n, mut x, mut y, mut xx, mut yy) = (0.0, 0.0, 0.0, 0.0, 0.0);
        let mut both = b.answered.iter().peekable();
        for &i in &a.answered {
            while both.next_if(|&&j| j < i).is_some() {}
            if both.peek() != Some(&&i) {
                continue;
            }
            n += 1.0;
            x += a.x[i];
            y += b.x[i];
            xx += a.x[i] * a.x[i];
            yy += b.x[i] * b.x[i];
        }
        // Whoever lacks an answer has the score 0.
        let (xx, yy, xy) = (xx - x * x / n, yy - y * y / n, dot(&a.x, &b.x) - x * y / n);
        if n < 2.0 || xx <= 0.0 || yy <= 0.0 {
            return None;
        }
        xy / (xx * yy).sqrt()
    };
    Some((r * a.factor * b.factor).clamp(-1.0, 1.0))
}

/// The largest |r| of some pairs of columns after every column was shuffled by itself. Each permutation has a stream of
/// random numbers of its own, so that it does not matter who computes which.
pub fn largest_of_shuffled(columns: &[Column], pairs: &[(usize, usize)], seed: u64, permutation: u64) -> f64 {
    let mut rng = Rng::stream(seed, permutation);
    let shuffled: Vec<Column> = columns.iter().map(|column| column.shuffled(&mut rng)).collect();
    let mut found: Vec<(f64, (usize, usize))> =
        pairs.iter().filter_map(|&(a, b)| Some((correlate(&shuffled[a], &shuffled[b])?.abs(), (a, b)))).collect();
    if columns.iter().all(|column| column.places.is_empty()) {
        return found.into_iter().map(|(r, _)| r).fold(0.0, f64::max);
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    let of = |&(_, (a, b)): &(f64, (usize, usize))| {
        let found = polychoric(&crossed(&shuffled[a], &shuffled[b]), 0.95)?;
        Some(found.coefficient.abs())
    };
    found.iter().take(CANDIDATES).filter_map(of).fold(0.0, f64::max)
}

/// Counts of each combination of two columns' answers.
fn crossed(a: &Column, b: &Column) -> Vec<Vec<u64>> {
    let mut table = vec![vec![0; b.answers]; a.answers];
    let mut others = b.answered.iter().copied().peekable();
    for &i in &a.answered {
        while others.next_if(|&j| j < i).is_some() {}
        if others.peek() == Some(&i) {
            table[a.places[i]][b.places[i]] += 1;
        }
    }
    table
}

/// p of a coefficient as the strongest of all: the share of permutations whose strongest is at least as strong, with one
/// added above and below. `largest` rises.
pub fn family_p(strength: f64, largest: &[f64]) -> f64 {
    let weaker = largest.partition_point(|&chance| chance < strength);
    (largest.len() - weaker + 1) as f64 / (largest.len() + 1) as f64
}

/// The |r| that the strongest of `pairs` independent pairs, of n respondents each, stays within with this probability if
/// nothing goes together. `None` for fewer than four respondents.
///
/// ```
/// use paradox::stats::screen::largest_by_chance;
/// let one = largest_by_chance(1, 103.0, 0.95).unwrap();
/// assert!((one.atanh() - 0.1959963984540054).abs() < 1e-12);
/// assert!(largest_by_chance(4656, 103.0, 0.95).unwrap() > 2.0 * one);
/// ```
pub fn largest_by_chance(pairs: u64, n: f64, probability: f64) -> Option<f64> {
    (n > 3.0 && pairs > 0).then(|| (of_largest(pairs, probability) / (n - 3.0).sqrt()).tanh())
}

/// Respondents from which a coefficient is stronger than the strongest of `pairs` would be by chance with this probability;
/// `None` for 0.
pub fn base_beyond_chance(coefficient: f64, pairs: u64, probability: f64) -> Option<f64> {
    let scale = coefficient.abs().min(1.0 - f64::EPSILON).atanh();
    (scale > 0.0 && pairs > 0).then(|| 3.0 + (of_largest(pairs, probability) / scale).powi(2))
}

/// Quantile of the largest |z| of independent standard normals.
fn of_largest(pairs: u64, probability: f64) -> f64 {
    // 1 - p^(1/m), taken so that it keeps its digits.
    let beyond = -(probability.ln() / pairs as f64).exp_m1();
    -normal_quantile(beyond / 2.0)
}

/// Ranks from 1, ties sharing their mean.
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let to = from + order[from..].iter().take_while(|&&i| values[i] == values[order[from]]).count();
        order[from..to].iter().for_each(|&i| ranks[i] = (from + to + 1) as f64 / 2.0);
        from = to;
    }
    ranks
}

/// The answers of those who gave one.
struct Answers {
    scores: Vec<f64>,
    factor: f64,
    places: Vec<usize>,
    count: usize,
}

/// Normal scores, the inverse of their standard deviation, and the place of each answer among the different ones.
fn normal(values: &[f64]) -> Answers {
    let mut distinct = values.to_vec();
    distinct.sort_by(f64::total_cmp);
    distinct.dedup();
    let places: Vec<usize> = values.iter().map(|&value| distinct.partition_point(|&other| other < value)).collect();
    let mut counts = vec![0_u64; distinct.len()];
    places.iter().for_each(|&place| counts[place] += 1);
    let scores = normal_scores(&counts);
    let n = values.len().max(1) as f64;
    let variance: f64 = scores.iter().zip(&counts).map(|(score, &count)| score * score * count as f64 / n).sum();
    let factor = if variance > 0.0 { variance.sqrt().recip() } else { 1.0 };
    Answers { scores: places.iter().map(|&place| scores[place]).collect(), factor, places, count: distinct.len() }
}

/// Σ x y in eight sums, which a machine can add side by side; the order is fixed.
fn dot(x: &[f64], y: &[f64]) -> f64 {
    let (x, y) = (x.chunks_exact(8), y.chunks_exact(8));
    let rest: f64 = x.remainder().iter().zip(y.remainder()).map(|(x, y)| x * y).sum();
    let mut sums = [0.0; 8];
    for (x, y) in x.zip(y) {
        for ((sum, x), y) in sums.iter_mut().zip(x).zip(y) {
            *sum += x * y;
        }
    }
    sums.iter().sum::<f64>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn random(n: usize, seed: u64) -> Vec<f64> {
        let mut rng = Rng::new(seed);
        (0..n).map(|_| rng.below(5) as f64).collect()
    }

    #[test]
    fn ties_share_their_ranks() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
        assert!(ranks(&[]).is_empty());
    }

    #[test]
    fn rows_with_one_answer_missing_count_for_nothing() {
        let (x, y) = (random(50, 1), random(50, 2));
        for scores in [Scores::Values, Scores::Ranks, Scores::Normal] {
            let full = correlate(&Column::new(&x, scores), &Column::new(&y, scores)).expect("varies");
            assert!(full.abs() < 1.0);
        }
        let with = |values: &[f64], last: f64| [values, &[last]].concat();
        let alone = correlate(&Column::new(&x, Scores::Values), &Column::new(&y, Scores::Values)).expect("varies");
        let gaps = correlate(
            &Column::new(&with(&x, f64::NAN), Scores::Values),
            &Column::new(&with(&y, 400.0), Scores::Values),
        );
        assert!((gaps.expect("varies") - alone).abs() < 1e-12);
        assert_eq!(correlate(&Column::new(&[1.0; 9], Scores::Ranks), &Column::new(&x[..9], Scores::Ranks)), None);
    }

    /// Independent questions: the strongest of all pairs is as strong as theory says, and a p is rarely small.
    #[test]
    fn the_strongest_of_shuffled_pairs_is_as_strong_as_independent_pairs_would_be() {
        let columns: Vec<Column> = (0..12).map(|seed| Column::new(&random(400, seed), Scores::Ranks)).collect();
        let pairs: Vec<(usize, usize)> = (0..12).flat_map(|a| (a + 1..12).map(move |b| (a, b))).collect();
        let mut largest: Vec<f64> = (0..400).map(|i| largest_of_shuffled(&columns, &pairs, 7, i)).collect();
        largest.sort_by(f64::total_cmp);
        for (share, tolerance) in [(0.5, 0.006), (0.95, 0.012)] {
            let found = largest[(share * 400.0) as usize];
            let expected = largest_by_chance(66, 400.0, share).expect("enough");
            assert!((found - expected).abs() < tolerance, "{share}: {found} {expected}");
        }
        assert!((family_p(1.0, &largest) - 1.0 / 401.0).abs() < 1e-15);
        assert_eq!(family_p(0.0, &largest), 1.0);
        assert_eq!(largest_of_shuffled(&columns, &pairs, 7, 3), largest_of_shuffled(&columns, &pairs, 7, 3));
    }

    /// The candidates hold the strongest polychoric coefficient: computing all of them finds no stronger one.
    #[test]
    fn the_strongest_polychoric_coefficient_of_a_permutation_is_among_the_candidates() {
        // Answers of three and five values, some of them rare, some missing.
        let answers = |seed: u64| -> Vec<f64> {
            let mut rng = Rng::new(seed);
            let one = |_| {
                let answer = (rng.uniform().powi(3) * if seed.is_multiple_of(2) { 5.0 } else { 3.0 }).floor();
                if rng.uniform() < 0.1 { f64::NAN } else { answer }
            };
            (0..120).map(one).collect()
        };
        let columns: Vec<Column> = (0..8).map(|seed| Column::new(&answers(seed), Scores::Normal)).collect();
        let pairs: Vec<(usize, usize)> = (0..8).flat_map(|a| (a + 1..8).map(move |b| (a, b))).collect();
        for permutation in 0..10 {
            let found = largest_of_shuffled(&columns, &pairs, 3, permutation);
            let mut rng = Rng::stream(3, permutation);
            let shuffled: Vec<Column> = columns.iter().map(|column| column.shuffled(&mut rng)).collect();
            let all = pairs.iter().filter_map(|&(a, b)| polychoric(&crossed(&shuffled[a], &shuffled[b]), 0.95));
            let strongest = all.map(|found| found.coefficient.abs()).fold(0.0, f64::max);
            assert_eq!(found, strongest, "permutation {permutation}");
        }
    }

    #[test]
    fn the_base_beyond_chance_is_where_chance_reaches_the_coefficient() {
        for (r, pairs) in [(0.52, 4656), (0.1, 10), (-0.3, 1)] {
            let n = base_beyond_chance(r, pairs, 0.95).expect("not 0");
            assert!((largest_by_chance(pairs, n, 0.95).expect("enough") - f64::abs(r)).abs() < 1e-9);
        }
        assert_eq!(base_beyond_chance(0.0, 5, 0.95), None);
    }
}
