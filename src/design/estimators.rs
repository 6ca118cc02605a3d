//! What is estimated from totals: rates, shares, means, totals, standardised rates.
//!
//! ```text
//! Ratio   Σ a t / Σ b t           a rate: yes over base; a mean: Σwy over Σw; a paired difference: (a only - b only) over both
//! Linear  Σ a t                   a total; a test with frozen scores
//! Standardised  Σ_s π_s p_s       the rate of a level if its strata had the sizes π (direct standardisation)
//! ```
//!
//! Gradients: of a ratio R, (a - R b) / Σ b t; of the others the coefficients. Oracle: `svymean`, `svyratio`, `svytotal`,
//! `svystandardize`. A rate that is exactly 0 or 1 has u = 0 everywhere, and so the variance 0.

use super::{Estimates, Estimator, Layout};

/// A share of c' V c below this is rounding: estimates that move together have a contrast without variance.
const ROUNDING_OF_CONTRASTS: f64 = 1e-13;

/// Features with their coefficients; all others have 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Combination(pub Vec<(usize, f64)>);

impl Combination {
    /// Σw over these cells.
    pub fn weight_of(layout: Layout, cells: impl IntoIterator<Item = usize>) -> Self {
        Combination(cells.into_iter().map(|cell| (layout.weight(cell), 1.0)).collect())
    }

    /// Σw·y over these cells, for one of the numbers.
    pub fn number_of(layout: Layout, cells: impl IntoIterator<Item = usize>, number: usize) -> Self {
        Combination(cells.into_iter().map(|cell| (layout.number(cell, number), 1.0)).collect())
    }

    /// The features that it names.
    fn features(&self) -> impl Iterator<Item = usize> {
        self.0.iter().map(|(feature, _)| *feature)
    }

    /// Σ coefficient · total.
    pub fn of(&self, totals: &[f64]) -> f64 {
        self.0.iter().map(|(feature, coefficient)| coefficient * totals[*feature]).sum()
    }

    /// Adds the coefficients, times a factor, to a gradient.
    fn add_to(&self, gradient: &mut [f64], factor: f64) {
        for (feature, coefficient) in &self.0 {
            gradient[*feature] += factor * coefficient;
        }
    }
}

/// Totals.
#[derive(Debug, Clone, PartialEq)]
pub struct Linear(pub Vec<Combination>);

impl Estimator for Linear {
    fn domain(&self) -> Option<Vec<usize>> {
        Some(self.0.iter().flat_map(Combination::features).collect())
    }

    fn values(&self, totals: &[f64]) -> Vec<f64> {
        self.0.iter().map(|combination| combination.of(totals)).collect()
    }

    fn gradients(&self, totals: &[f64]) -> Vec<Vec<f64>> {
        let gradient = |combination: &Combination| {
            let mut gradient = vec![0.0; totals.len()];
            combination.add_to(&mut gradient, 1.0);
            gradient
        };
        self.0.iter().map(gradient).collect()
    }
}

/// One total over another.
#[derive(Debug, Clone, PartialEq)]
pub struct Ratio {
    /// Above the line.
    pub numerator: Combination,
    /// Below it.
    pub denominator: Combination,
}

impl Ratio {
    /// The share of these cells that falls to some of them: a rate.
    pub fn rate(layout: Layout, yes: impl IntoIterator<Item = usize>, base: impl IntoIterator<Item = usize>) -> Self {
        Ratio { numerator: Combination::weight_of(layout, yes), denominator: Combination::weight_of(layout, base) }
    }

    /// The mean of a number over these cells.
    pub fn mean(layout: Layout, base: impl IntoIterator<Item = usize> + Clone, number: usize) -> Self {
        Ratio {
            numerator: Combination::number_of(layout, base.clone(), number),
            denominator: Combination::weight_of(layout, base),
        }
    }

    /// The rate of one question less that of another, of the same respondents.
    pub fn paired_difference(
        layout: Layout,
        first_only: impl IntoIterator<Item = usize>,
        second_only: impl IntoIterator<Item = usize>,
        base: impl IntoIterator<Item = usize>,
    ) -> Self {
        let mut numerator = Combination::weight_of(layout, first_only);
        numerator.0.extend(second_only.into_iter().map(|cell| (layout.weight(cell), -1.0)));
        Ratio { numerator, denominator: Combination::weight_of(layout, base) }
    }

    /// The features of its base and of what is counted.
    fn features(&self) -> impl Iterator<Item = usize> {
        self.denominator.features().chain(self.numerator.features())
    }

    /// NaN for a base of weight 0.
    fn value(&self, totals: &[f64]) -> f64 {
        self.numerator.of(totals) / self.denominator.of(totals)
    }
}

impl Ratio {
    /// (a - R b) / Σ b t. Where all of the numerator is part of the base, 1 - R is the share of the others: taken from 1,
    /// the share of one cell that weighs ten orders of magnitude more than the rest would leave six digits of it.
    fn gradient(&self, totals: &[f64]) -> Vec<f64> {
        let mut gradient = vec![0.0; totals.len()];
        let (value, base) = (self.value(totals), self.denominator.of(totals));
        self.numerator.add_to(&mut gradient, 1.0);
        let is_plain = |of: &Combination| of.0.iter().all(|(_, coefficient)| *coefficient == 1.0);
        let is_counted = |feature: &usize| gradient[*feature] == 1.0;
        let within = self.denominator.features().filter(is_counted).count() == self.numerator.0.len();
        if within && is_plain(&self.numerator) && is_plain(&self.denominator) {
            let others: f64 = self.denominator.features().filter(|f| !is_counted(f)).map(|f| totals[f]).sum();
            for feature in self.denominator.features() {
                gradient[feature] = if gradient[feature] == 1.0 { others / base } else { -value } / base;
            }
        } else {
            self.denominator.add_to(&mut gradient, -value);
            gradient.iter_mut().for_each(|slope| *slope /= base);
        }
        gradient
    }
}

/// Several ratios together, with what they vary in common.
///
/// ```
/// use paradox::design::estimators::{Ratio, Ratios};
/// use paradox::design::{Layout, Lonely, Sample, Stage, Tally};
/// // Cells: yes and no. Weights of 1, no strata, no units: V is p(1-p)/(n-1).
/// let layout = Layout::of_cells(2);
/// let mut tally = Tally::new(layout);
/// for cell in [0, 0, 0, 1, 1] {
///     tally.respondent(&[Stage::respondent(0)], Some(cell), 1.0, &[]);
/// }
/// let sample = Sample::Taylor(tally.finish(Lonely::Fail)?);
/// let rate = sample.estimate(&Ratios(vec![Ratio::rate(layout, [0], [0, 1])])).expect("there is a base");
/// assert_eq!(rate.values, [0.6]);
/// assert!((rate.covariance[(0, 0)] - 0.6 * 0.4 / 4.0).abs() < 1e-15);
/// # Ok::<(), paradox::design::lonely::DesignError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Ratios(pub Vec<Ratio>);

impl Estimator for Ratios {
    fn domain(&self) -> Option<Vec<usize>> {
        Some(self.0.iter().flat_map(Ratio::features).collect())
    }

    fn values(&self, totals: &[f64]) -> Vec<f64> {
        self.0.iter().map(|ratio| ratio.value(totals)).collect()
    }

    fn gradients(&self, totals: &[f64]) -> Vec<Vec<f64>> {
        self.0.iter().map(|ratio| ratio.gradient(totals)).collect()
    }
}

/// A rate or mean averaged over strata with given shares: what it would be if this level were composed like the standard.
#[derive(Debug, Clone, PartialEq)]
pub struct Standardised {
    /// The rate within each stratum of the standard.
    pub within: Vec<Ratio>,
    /// The share of each in the standard; they add up to 1.
    pub shares: Vec<f64>,
}

/// Several standardised rates, one per level; NaN for a level without respondents in a stratum that has a share.
#[derive(Debug, Clone, PartialEq)]
pub struct StandardisedRates(pub Vec<Standardised>);

impl Estimator for StandardisedRates {
    fn domain(&self) -> Option<Vec<usize>> {
        Some(self.0.iter().flat_map(|of| &of.within).flat_map(Ratio::features).collect())
    }

    fn values(&self, totals: &[f64]) -> Vec<f64> {
        let value = |of: &Standardised| {
            of.within.iter().zip(&of.shares).filter(|(_, share)| **share > 0.0).map(|(r, s)| s * r.value(totals)).sum()
        };
        self.0.iter().map(value).collect()
    }

    fn gradients(&self, totals: &[f64]) -> Vec<Vec<f64>> {
        let gradient = |of: &Standardised| {
            let mut gradient = vec![0.0; totals.len()];
            for (ratio, share) in of.within.iter().zip(&of.shares).filter(|(_, share)| **share > 0.0) {
                gradient.iter_mut().zip(ratio.gradient(totals)).for_each(|(sum, slope)| *sum += share * slope);
            }
            gradient
        };
        self.0.iter().map(gradient).collect()
    }
}

/// A number computed from estimates, with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Derived {
    /// The value.
    pub value: f64,
    /// Its standard error; exactly 0 where only rounding is left of it.
    pub se: f64,
}

impl Estimates {
    /// Σ coefficient · value: a difference, one level against others.
    pub fn contrast(&self, coefficients: &[f64]) -> Derived {
        let value = self.values.iter().zip(coefficients).map(|(value, c)| value * c).sum();
        let (mut variance, mut magnitude) = (0.0, 0.0);
        for (i, a) in coefficients.iter().enumerate() {
            for (j, b) in coefficients.iter().enumerate() {
                let term = a * b * self.covariance[(i, j)];
                variance += term;
                magnitude += term.abs();
            }
        }
        let se = if variance <= ROUNDING_OF_CONTRASTS * magnitude { 0.0 } else { variance.sqrt() };
        Derived { value, se }
    }

    /// One value less another.
    pub fn difference(&self, a: usize, b: usize) -> Derived {
        self.contrast(&self.weights([(a, 1.0), (b, -1.0)]))
    }

    /// ln of one value over another, which must both be above 0; `None` otherwise.
    pub fn ln_ratio(&self, a: usize, b: usize) -> Option<Derived> {
        let (of_a, of_b) = (self.values[a], self.values[b]);
        if of_a <= 0.0 || of_b <= 0.0 {
            return None;
        }
        let se = self.contrast(&self.weights([(a, 1.0 / of_a), (b, -1.0 / of_b)])).se;
        Some(Derived { value: (of_a / of_b).ln(), se })
    }

    /// ln of the odds of one rate over those of another, which must lie between 0 and 1; `None` otherwise.
    pub fn ln_odds_ratio(&self, a: usize, b: usize) -> Option<Derived> {
        let (of_a, of_b) = (self.values[a], self.values[b]);
        if !(of_a > 0.0 && of_a < 1.0 && of_b > 0.0 && of_b < 1.0) {
            return None;
        }
        let slope = |rate: f64| 1.0 / (rate * (1.0 - rate));
        let se = self.contrast(&self.weights([(a, slope(of_a)), (b, -slope(of_b))])).se;
        Some(Derived { value: (of_a / (1.0 - of_a)).ln() - (of_b / (1.0 - of_b)).ln(), se })
    }

    /// Coefficients that are 0 but for these two.
    fn weights(&self, of: [(usize, f64); 2]) -> Vec<f64> {
        let mut coefficients = vec![0.0; self.values.len()];
        for (value, coefficient) in of {
            coefficients[value] += coefficient;
        }
        coefficients
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The slope of a cell that weighs nearly all is the share of the others, to the last digit.
    #[test]
    fn slopes_keep_their_digits_where_one_cell_weighs_nearly_all() {
        let layout = Layout::of_cells(3);
        let totals = [1e10, 0.125, 0.25];
        let gradients = Ratios(vec![Ratio::rate(layout, [0], [0, 1, 2])]).gradients(&totals);
        let base = 1e10 + 0.375;
        assert!((gradients[0][0] * base * base / 0.375 - 1.0).abs() < 1e-15);
        assert!((gradients[0][1] * base + 1e10 / base).abs() < 1e-15);
    }

    /// A ratio of two different totals: (a - R b) / Σ b t.
    #[test]
    fn slopes_of_a_ratio_that_is_no_share() {
        let ratio = Ratio { numerator: Combination(vec![(0, 1.0)]), denominator: Combination(vec![(1, 1.0)]) };
        assert_eq!(Ratios(vec![ratio]).gradients(&[3.0, 4.0]), [[0.25, -0.1875]]);
    }
}
