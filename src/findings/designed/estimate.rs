//! A rate, a mean or shares of a domain, with the variance of the design.

use super::Drawn;
use crate::design::Sample;
use crate::design::effect::{deff_of_mean, deff_of_rate, n_effective};
use crate::design::estimators::{Ratio, Ratios};
use crate::findings::estimate::{is_too_wide, measure};
use crate::results::{Estimate, Flag, Interval, Measure};
use crate::stats::Count;
use crate::stats::survey::equivalence::ENOUGH_UNITS;
use crate::stats::survey::interval;
use crate::study::SuppressRule;

impl Drawn<'_> {
    /// The outcome's own measure over some rows of the cube.
    pub fn estimate(&self, level: Option<&str>, rows: &[usize], n_missing: u64) -> Estimate {
        match self.answer {
            crate::study::Answer::Mean { .. } => match self.quantile_share() {
                Some(share) => self.quantile(share, level, rows, n_missing),
                None => self.mean(level, rows, n_missing),
            },
            crate::study::Answer::Nominal { levels, .. } => self.shares(level, levels, rows, n_missing),
            _ => self.rate(level, &self.yes(rows), &self.answered(rows), n_missing),
        }
    }

    /// The rate of some rows less that of others, which may share respondents, with its interval, which is `None` where
    /// the design does not tell how one of them varies; all `None` where nobody answered in one of them.
    pub fn difference(&self, a: &[usize], b: &[usize], confidence: f64) -> Option<(f64, Option<Interval>)> {
        let layout = self.sample.layout();
        let rate = |rows: &[usize]| Ratio::rate(layout, self.yes(rows), self.answered(rows));
        let found = self.sample.estimate(&Ratios(vec![rate(a), rate(b)]))?.difference(0, 1);
        let df = self.df(&[a, b].concat());
        let known = found.se > 0.0 && self.df(a) > 0.0 && self.df(b) > 0.0;
        let ci = interval::wald(found.value, found.se, df, confidence).filter(|_| known);
        Some((found.value, ci))
    }

    /// The share of each band, for an outcome with bands.
    pub fn bands(&self, rows: &[usize], n_missing: u64) -> Option<Vec<Estimate>> {
        Some(self.each(&self.answer.parted()?, rows, n_missing))
    }

    /// The share of each answer.
    fn each(&self, names: &[String], rows: &[usize], n_missing: u64) -> Vec<Estimate> {
        let base = self.answered(rows);
        let blank = self.blank(None, Measure::Rate, &base, n_missing);
        let first = usize::from(crate::block::FIRST_ANSWER);
        let share = |(at, name): (usize, &String)| {
            let yes = self.cells(rows, |column| column == first + at);
            self.rate_of(Estimate { level: Some(name.clone()), ..blank.clone() }, &yes, &base)
        };
        names.iter().enumerate().map(share).collect()
    }

    /// The share of those who count as yes, of some rows.
    pub fn share(&self, level: &str, rows: &[usize], n_missing: u64) -> Estimate {
        self.rate(Some(level), &self.yes(rows), &self.answered(rows), n_missing)
    }

    /// The share of some cells of a base.
    pub fn rate(&self, level: Option<&str>, yes: &[usize], base: &[usize], n_missing: u64) -> Estimate {
        self.rate_of(self.blank(level, Measure::Rate, base, n_missing), yes, base)
    }

    /// The same, given the base as an estimate without its figure.
    fn rate_of(&self, blank: Estimate, yes: &[usize], base: &[usize]) -> Estimate {
        let counted = Count { yes: self.count(yes).n, n: blank.n };
        let Some(found) = self.joint(std::iter::once((yes.to_vec(), base.to_vec()))) else {
            let mut flags = self.flags(&blank, false);
            if self.standard.is_some() && counted.n > 0 {
                flags.push(Flag::RatioUndefined);
            }
            return Estimate { n_yes: counted.yes, flags, ..blank };
        };
        let (rate, variance) = (found.values[0].clamp(0.0, 1.0), found.covariance[(0, 0)]);
        let df = blank.df.unwrap_or_default();
        let of = interval::Rate { rate, variance, n: counted.n, df };
        let ci = interval::rate(of, self.analysis.confidence, self.analysis.interval);
        let deff = deff_of_rate(variance, rate, counted.n).filter(|deff| *deff > 0.0);
        let estimate = Estimate {
            n_yes: counted.yes,
            rate: Some(rate),
            se: (df > 0.0).then(|| variance.sqrt()),
            ci,
            deff,
            n_effective: n_effective(counted.n, deff),
            ..blank
        };
        let mut flags = self.flags(&estimate, estimate.rate.zip(ci).is_some_and(|(rate, ci)| is_too_wide(rate, ci)));
        if counted.n > 0 && (counted.yes == 0 || counted.yes == counted.n) {
            flags.push(Flag::ZeroOrOne);
        }
        let no: Vec<usize> = base.iter().filter(|cell| !yes.contains(cell)).copied().collect();
        if self.has_units && self.units(yes).min(self.units(&no)) < ENOUGH_UNITS {
            flags.push(Flag::FewPsus);
        }
        Estimate { flags, ..estimate }
    }

    /// The mean of the number.
    fn mean(&self, level: Option<&str>, rows: &[usize], n_missing: u64) -> Estimate {
        let (layout, base) = (self.sample.layout(), self.answered(rows));
        let blank = self.blank(level, measure(self.answer), &base, n_missing);
        let means = Ratios([0, 1].map(|number| Ratio::mean(layout, base.clone(), number)).to_vec());
        let Some(found) = self.sample.estimate(&means) else {
            return Estimate { flags: self.flags(&blank, false), ..blank };
        };
        let spread = (found.values[1] - found.values[0] * found.values[0]).max(0.0);
        let df = blank.df.unwrap_or_default();
        let (mean, variance, size) = match self.is_total().then(|| self.numbers(&[rows])) {
            None => (self.origin + found.values[0], found.covariance[(0, 0)], 1.0),
            Some(Some(total)) => (total.values[0], total.covariance[(0, 0)], blank.n_weighted),
            Some(None) => return Estimate { flags: self.flags(&blank, false), ..blank },
        };
        // A simple random sample's total is its mean times the size of the population.
        let deff = deff_of_mean(variance / (size * size), spread, blank.n).filter(|deff| *deff > 0.0);
        let estimate = Estimate {
            mean: Some(mean),
            se: (df > 0.0).then(|| variance.sqrt()),
            ci: interval::wald(mean, variance.sqrt(), df, self.analysis.confidence),
            deff,
            n_effective: n_effective(blank.n, deff),
            ..blank
        };
        Estimate { flags: self.flags(&estimate, false), ..estimate }
    }

    /// The share of each of several answers without an order.
    fn shares(&self, level: Option<&str>, names: &[String], rows: &[usize], n_missing: u64) -> Estimate {
        let blank = self.blank(level, Measure::Shares, &self.answered(rows), n_missing);
        let flags = self.flags(&blank, false);
        Estimate { shares: Some(self.each(names, rows, n_missing)), flags, ..blank }
    }

    /// The base of an estimate, before its figure.
    pub(super) fn blank(&self, level: Option<&str>, measure: Measure, base: &[usize], n_missing: u64) -> Estimate {
        let count = self.count(base);
        let df = self.sample.df(&|cell| base.contains(&cell));
        Estimate {
            measure,
            level: level.map(str::to_string),
            n: count.n,
            n_yes: 0,
            n_missing,
            n_weighted: count.weight,
            n_effective: count.n as f64,
            rate: None,
            mean: None,
            se: None,
            ci: None,
            deff: None,
            df: (count.n > 0).then_some(df),
            flags: Vec::new(),
            bands: None,
            shares: None,
        }
    }

    /// What a base says about its figure.
    pub(super) fn flags(&self, of: &Estimate, is_wide: bool) -> Vec<Flag> {
        let analysis = self.analysis;
        if of.n == 0 {
            return vec![Flag::Empty];
        }
        let is_small = of.n < analysis.suppress_below;
        let suppressed = match analysis.suppress_rule {
            SuppressRule::N => is_small,
            SuppressRule::NAndEffective => is_small || of.n_effective < analysis.suppress_below as f64,
            SuppressRule::Nchs => {
                let few = of.n_effective < analysis.suppress_below as f64;
                is_small || few || is_wide
            }
        };
        let mut flags = Vec::new();
        if suppressed {
            flags.push(Flag::Suppressed);
        } else if of.n < analysis.caution_below {
            flags.push(Flag::Caution);
        }
        if of.df.is_some_and(|df| df <= 0.0) {
            flags.push(Flag::NoDf);
        }
        if let Sample::Taylor(totals) = self.sample
            && totals.strata().iter().any(|stratum| stratum.units == 1 && stratum.fraction < 1.0)
        {
            flags.push(Flag::LonelyPsu);
        }
        flags
    }
}
