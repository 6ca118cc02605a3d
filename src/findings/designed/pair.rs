//! Differences as pairs, under a design: t test, interval, and the ratios of rates and of odds.

use crate::design::Estimates;
use crate::design::estimators::Derived;
use crate::results::Pair;
use crate::stats;
use crate::stats::survey::interval::Reach;
use crate::stats::survey::wald::t_test;

/// What differences between the groups of a base rest on.
#[derive(Clone, Copy)]
pub struct Differences {
    /// Degrees of freedom.
    pub df: f64,
    /// How far intervals on them reach.
    reach: Option<Reach>,
}

impl Differences {
    /// Differences with these degrees of freedom, and intervals of this confidence.
    pub fn on(df: f64, confidence: f64) -> Self {
        Differences { df, reach: Reach::of(df, confidence) }
    }

    /// A difference of two.
    pub fn pair(self, [a, b]: [&str; 2], difference: Derived) -> Pair {
        let test = t_test(difference.value, difference.se, self.df);
        let ci = self.reach.filter(|_| difference.se > 0.0).map(|reach| reach.wald(difference.value, difference.se));
        Pair {
            a: a.to_owned(),
            b: b.to_owned(),
            difference: Some(difference.value),
            se: Some(difference.se),
            df: Some(self.df),
            ci,
            p: test.map(|test| test.p()),
            ln_p: test.map(|test| test.ln_p),
            p_adjusted: None,
            ratio: None,
            odds_ratio: None,
        }
    }

    /// Two of several rates, with the ratios of the rates and of the odds.
    pub fn of_rates(self, names: [&str; 2], rates: &Estimates, [i, j]: [usize; 2]) -> Pair {
        let exp = |derived: Option<Derived>| {
            let ci = derived.zip(self.reach).map(|(d, reach)| reach.wald_of_exp(d.value, d.se));
            stats::Ratio { value: derived.map(|d| d.value.exp()), low: ci.map(|c| c.low), high: ci.map(|c| c.high) }
        };
        Pair {
            ratio: Some(exp(rates.ln_ratio(i, j))),
            odds_ratio: Some(exp(rates.ln_odds_ratio(i, j))),
            ..self.pair(names, rates.difference(i, j))
        }
    }
}

/// The difference alone, where the design does not tell how one of its sides varies.
pub fn without_error(pair: Pair) -> Pair {
    let value = |ratio: Option<stats::Ratio>| ratio.map(|ratio| stats::Ratio { low: None, high: None, ..ratio });
    let (ratio, odds_ratio) = (value(pair.ratio), value(pair.odds_ratio));
    Pair { se: None, ci: None, p: None, ln_p: None, ratio, odds_ratio, ..pair }
}
