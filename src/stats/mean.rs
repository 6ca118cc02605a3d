//! Means of numbers, and whether levels differ in them.
//!
//! ```text
//! Moments { n, mean, m2 = Σ (x - mean)² }  ->  standard error, interval, Welch's test of two, Welch's analysis of variance
//! ```
//!
//! Nothing assumes that levels vary alike. Oracles: `t.test(x)$conf.int`, `t.test(x, y)` and
//! `oneway.test(x ~ level, var.equal = FALSE)` of R; Welch (1947, 1951), degrees of freedom of Satterthwaite (1946).
//!
//! Moments of two parts merge by the formula of Chan, Golub & LeVeque (1979): sums of squares would lose every digit
//! where the mean is large against the spread (years, prices).

use super::{Interval, IntervalMethod, Test, TestMethod};
use crate::num::dist::{f_ln_sf, t_quantile, t_two_sided_ln_p};

/// A mean of n equal numbers is off by less than this many units in its last place, times √n.
const SUM_ROUNDING: f64 = 8.0;

/// Numbers of some respondents.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Moments {
    /// How many.
    pub n: u64,
    /// Their mean; 0 for none.
    pub mean: f64,
    /// Sum of the squared distances from the mean.
    pub m2: f64,
}

impl Moments {
    /// The moments of all numbers of both.
    ///
    /// ```
    /// use paradox::stats::mean::Moments;
    /// let (one, other) = (Moments { n: 2, mean: 1.0, m2: 2.0 }, Moments { n: 1, mean: 4.0, m2: 0.0 });
    /// assert_eq!(one.merged(other), Moments { n: 3, mean: 2.0, m2: 8.0 }); // 0, 2 and 4
    /// assert_eq!(one.merged(Moments::default()), one);
    /// ```
    #[must_use]
    pub fn merged(self, other: Moments) -> Moments {
        if other.n == 0 {
            return self;
        }
        if self.n == 0 {
            return other;
        }
        let n = self.n + other.n;
        let share = other.n as f64 / n as f64;
        let step = other.mean - self.mean;
        Moments { n, mean: self.mean + step * share, m2: self.m2 + other.m2 + step * step * self.n as f64 * share }
    }

    /// Variance between respondents, with n - 1; `None` for fewer than two. Exactly 0 where all distances from the mean are
    /// within the rounding of a mean of so many: the same number, 0.1 say, is not divided by what is left of it.
    ///
    /// ```
    /// use paradox::stats::mean::Moments;
    /// let mean = 0.1 + 3.0 * f64::EPSILON * 0.1; // of 200 times 0.1
    /// let m2 = 200.0 * (0.1 - mean) * (0.1 - mean);
    /// assert_eq!(Moments { n: 200, mean, m2 }.variance(), Some(0.0));
    /// ```
    pub fn variance(self) -> Option<f64> {
        let n = self.n as f64;
        let rounding = SUM_ROUNDING * n.sqrt() * f64::EPSILON * self.mean;
        let m2 = if self.m2 <= n * rounding * rounding { 0.0 } else { self.m2 };
        (self.n > 1).then(|| m2 / (n - 1.0))
    }

    /// Variance of the mean; `None` for fewer than two.
    fn variance_of_mean(self) -> Option<f64> {
        self.variance().map(|variance| variance / self.n as f64)
    }

    /// Standard error of the mean of a simple random sample; `None` for fewer than two.
    pub fn standard_error(self) -> Option<f64> {
        self.variance_of_mean().map(f64::sqrt)
    }

    /// Student's interval of the mean, n - 1 df; `None` for fewer than two.
    ///
    /// ```
    /// use paradox::stats::mean::Moments;
    /// let numbers = Moments { n: 3, mean: 2.0, m2: 8.0 }; // t.test(c(0, 2, 4))
    /// assert!(numbers.interval(0.95).is_some_and(|ci| (ci.low + 2.968275).abs() < 5e-7));
    /// ```
    pub fn interval(self, confidence: f64) -> Option<Interval> {
        let half = t_quantile((1.0 + confidence) / 2.0, self.n as f64 - 1.0) * self.standard_error()?;
        Some(Interval {
            low: self.mean - half,
            high: self.mean + half,
            level: confidence,
            method: IntervalMethod::Mean,
        })
    }
}

/// Two means compared without assuming that their levels vary alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// a minus b.
    pub value: f64,
    /// Its standard error.
    pub se: f64,
    /// Satterthwaite's degrees of freedom.
    pub df: f64,
}

impl Difference {
    /// The difference of two levels of a simple random sample; `None` where one has fewer than two respondents or
    /// neither varies.
    pub fn of(a: Moments, b: Moments) -> Option<Difference> {
        let (of_a, of_b) = (a.variance_of_mean()?, b.variance_of_mean()?);
        let variance = of_a + of_b;
        if variance <= 0.0 {
            return None;
        }
        let df = variance * variance / (of_a * of_a / (a.n - 1) as f64 + of_b * of_b / (b.n - 1) as f64);
        Some(Difference { value: a.mean - b.mean, se: variance.sqrt(), df })
    }

    /// Logarithm of the two-sided p of Welch's t.
    pub fn ln_p(self) -> f64 {
        t_two_sided_ln_p(self.value / self.se, self.df)
    }

    /// Interval of the difference.
    pub fn interval(self, confidence: f64) -> Interval {
        let half = t_quantile((1.0 + confidence) / 2.0, self.df) * self.se;
        Interval { low: self.value - half, high: self.value + half, level: confidence, method: IntervalMethod::Mean }
    }

    /// With confidence 1 - alpha the two means do not differ by more, whichever is higher.
    pub fn smallest_margin(self, alpha: f64) -> f64 {
        self.value.abs() + t_quantile(1.0 - alpha, self.df) * self.se
    }
}

/// Welch's analysis of variance: do the means of levels differ? Levels with fewer than two respondents are left out.
/// `None` with fewer than two others, or where one of them does not vary.
///
/// ```
/// use paradox::stats::mean::{Moments, welch_anova};
/// // oneway.test(x ~ g) with x = 0, 2, 4 | 3, 5, 7, 9
/// let test = welch_anova(&[Moments { n: 3, mean: 2.0, m2: 8.0 }, Moments { n: 4, mean: 6.0, m2: 20.0 }]);
/// assert!(test.is_some_and(|test| (test.p - 0.0693883).abs() < 5e-7));
/// ```
pub fn welch_anova(levels: &[Moments]) -> Option<Test> {
    let levels: Vec<(Moments, f64)> =
        levels.iter().filter_map(|&of| Some((of, 1.0 / of.variance_of_mean()?))).collect();
    let k = levels.len() as f64;
    if k < 2.0 || levels.iter().any(|(_, precision)| !precision.is_finite()) {
        return None;
    }
    let total: f64 = levels.iter().map(|(_, precision)| precision).sum();
    let mean = levels.iter().map(|(of, precision)| precision * of.mean).sum::<f64>() / total;
    let between = levels.iter().map(|(of, precision)| precision * (of.mean - mean).powi(2)).sum::<f64>() / (k - 1.0);
    let unsure =
        levels.iter().map(|(of, precision)| (1.0 - precision / total).powi(2) / (of.n - 1) as f64).sum::<f64>()
            / (k * k - 1.0);
    let statistic = between / (1.0 + 2.0 * (k - 2.0) * unsure);
    let df2 = 1.0 / (3.0 * unsure);
    let ln_p = f_ln_sf(statistic, k - 1.0, df2);
    Some(Test { df2: Some(df2), ..Test::new(TestMethod::WelchAnova, statistic, k - 1.0, ln_p) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(numbers: &[f64]) -> Moments {
        numbers.iter().fold(Moments::default(), |all, &mean| all.merged(Moments { n: 1, mean, m2: 0.0 }))
    }

    const A: [f64; 5] = [3.0, 4.5, 5.0, 7.25, 1.0];
    const B: [f64; 4] = [8.0, 2.0, 9.5, 12.0];

    #[test]
    fn of_two_levels_the_analysis_of_variance_is_welchs_t_squared() {
        let pair = Difference::of(of(&A), of(&B)).expect("both vary");
        let test = welch_anova(&[of(&A), of(&B)]).expect("both vary");
        let t = pair.value / pair.se;
        assert!((test.statistic.unwrap() - t * t).abs() < 1e-12);
        assert!((test.df2.unwrap() - pair.df).abs() < 1e-10);
        assert!((test.ln_p - pair.ln_p()).abs() < 1e-12);
    }

    /// Other units change no p, and the difference in them only by their factor.
    #[test]
    fn a_change_of_units_changes_no_p() {
        let converted = |numbers: &[f64]| of(&numbers.iter().map(|x| 32.0 + 1.8 * x).collect::<Vec<_>>());
        let (here, there) = (
            Difference::of(of(&A), of(&B)).expect("both vary"),
            Difference::of(converted(&A), converted(&B)).expect("both vary"),
        );
        assert!((there.value - 1.8 * here.value).abs() < 1e-12 && (there.ln_p() - here.ln_p()).abs() < 1e-12);
    }

    /// The limit of the two one-sided tests is the outer end of the 1 - 2α interval.
    #[test]
    fn the_smallest_margin_is_the_far_end_of_the_1_minus_2_alpha_interval() {
        let pair = Difference::of(of(&A), of(&B)).expect("both vary");
        let ci = pair.interval(0.9);
        assert!((pair.smallest_margin(0.05) - ci.low.abs().max(ci.high.abs())).abs() < 1e-12);
    }

    #[test]
    fn who_is_alone_has_a_mean_and_no_interval() {
        let alone = of(&[4.0]);
        assert_eq!((alone.mean, alone.standard_error(), alone.interval(0.95)), (4.0, None, None));
        assert_eq!(Difference::of(alone, of(&A)), None);
        assert!(welch_anova(&[alone, of(&A)]).is_none() && welch_anova(&[of(&[2.0, 2.0]), of(&A)]).is_none());
    }
}
