//! A rate, mean or other figure with its base, interval and flags.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Interval, format};

/// What is estimated of an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// The share that said yes.
    #[default]
    Rate,
    /// The mean of a number, in its own unit.
    Mean,
    /// The total of a number in the population, in its own unit.
    Total,
    /// The number that half of the respondents do not exceed.
    Median,
    /// The number that another share of them does not exceed.
    Quantile,
    /// Net promoter score, in points: the share of promoters less that of detractors.
    Nps,
    /// The share of each of several answers.
    Shares,
}

impl Measure {
    /// Its name inside a sentence.
    pub fn word(self) -> &'static str {
        match self {
            Measure::Rate => "rate",
            Measure::Mean => "mean",
            Measure::Total => "total",
            Measure::Median => "median",
            Measure::Quantile => "quantile",
            Measure::Nps => "net promoter score",
            Measure::Shares => "share",
        }
    }

    /// Whether it is a number in a unit of its own, and no share.
    pub fn is_number(self) -> bool {
        !matches!(self, Measure::Rate | Measure::Shares)
    }
}

/// A rate (or a mean) with its base and everything that says how sure it is.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(into = "EstimateJson")]
#[schemars(with = "EstimateJson")]
pub struct Estimate {
    /// What `value` would be: a rate, a mean, or nothing but shares.
    pub measure: Measure,
    /// The level (of a segment) or band that it is about.
    pub level: Option<String>,
    /// Respondents in the base with a usable answer.
    pub n: u64,
    /// Of these, yes; 0 for any measure but a rate.
    pub n_yes: u64,
    /// In the base, no usable answer.
    pub n_missing: u64,
    /// Sum of weights.
    pub n_weighted: f64,
    /// n over the design effect.
    pub n_effective: f64,
    /// Share that said yes; `None` for any other measure.
    pub rate: Option<f64>,
    /// Mean of the number; `None` for any other measure.
    pub mean: Option<f64>,
    /// Standard error.
    pub se: Option<f64>,
    /// Interval.
    pub ci: Option<Interval>,
    /// Design effect against sampling with replacement.
    pub deff: Option<f64>,
    /// Design degrees of freedom.
    pub df: Option<f64>,
    /// What a reader must know.
    pub flags: Vec<Flag>,
    /// Of a level of a segment: the share of each band, for an outcome with bands; of each group, for a net promoter
    /// score.
    pub bands: Option<Vec<Estimate>>,
    /// The share of each answer, for an outcome with several answers that have no order.
    pub shares: Option<Vec<Estimate>>,
}

/// An estimate as the contract writes it: a mean has the word `mean` in place of `rate`, and no `n_yes`.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Estimate")]
struct EstimateJson {
    /// The level (of a segment), band or answer that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<String>,
    /// Respondents in the base with a usable answer.
    n: u64,
    /// Of these, yes; of a rate only; null where it is taken out.
    #[serde(skip_serializing_if = "Option::is_none")]
    n_yes: Option<Option<u64>>,
    /// In the base, no usable answer.
    n_missing: u64,
    /// Sum of weights.
    n_weighted: f64,
    /// n over the design effect; null where it is taken out.
    n_effective: Option<f64>,
    /// Share that said yes; absent for a mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    rate: Option<Option<f64>>,
    /// Mean of the number, in its own unit; absent for a rate.
    #[serde(skip_serializing_if = "Option::is_none")]
    mean: Option<Option<f64>>,
    /// The total, in place of a rate.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<Option<f64>>,
    /// The median, in place of a rate.
    #[serde(skip_serializing_if = "Option::is_none")]
    median: Option<Option<f64>>,
    /// Another quantile, in place of a rate.
    #[serde(skip_serializing_if = "Option::is_none")]
    quantile: Option<Option<f64>>,
    /// The net promoter score in points, in place of a rate.
    #[serde(skip_serializing_if = "Option::is_none")]
    nps: Option<Option<f64>>,
    /// Standard error.
    se: Option<f64>,
    /// Interval.
    ci: Option<Interval>,
    /// Design effect against sampling with replacement.
    deff: Option<f64>,
    /// Design degrees of freedom.
    df: Option<f64>,
    /// What a reader must know.
    flags: Vec<Flag>,
    /// Of a level of a segment: the share of each band, for an outcome with bands.
    #[serde(skip_serializing_if = "Option::is_none")]
    bands: Option<Vec<Estimate>>,
    /// The share of each answer, for an outcome with several answers that have no order.
    #[serde(skip_serializing_if = "Option::is_none")]
    shares: Option<Vec<Estimate>>,
}

impl From<Estimate> for EstimateJson {
    fn from(e: Estimate) -> Self {
        let of = |measure: &[Measure], value: Option<f64>| measure.contains(&e.measure).then_some(value);
        let is_in = !e.flags.contains(&Flag::Redacted);
        EstimateJson {
            n_yes: (e.measure == Measure::Rate).then_some(is_in.then_some(e.n_yes)),
            rate: of(&[Measure::Rate, Measure::Shares], e.rate),
            mean: of(&[Measure::Mean], e.mean),
            total: of(&[Measure::Total], e.mean),
            median: of(&[Measure::Median], e.mean),
            quantile: of(&[Measure::Quantile], e.mean),
            nps: of(&[Measure::Nps], e.mean),
            level: e.level,
            n: e.n,
            n_missing: e.n_missing,
            n_weighted: e.n_weighted,
            n_effective: is_in.then_some(e.n_effective),
            se: e.se,
            ci: e.ci,
            deff: e.deff,
            df: e.df,
            flags: e.flags,
            bands: e.bands,
            shares: e.shares,
        }
    }
}

/// Why a figure is missing or must be read with care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the contract's words
pub enum Flag {
    Suppressed,
    Caution,
    Empty,
    ZeroOrOne,
    /// No number of the sample bounds a quantile: it has no interval.
    NoLimits,
    NoDf,
    FewPsus,
    LonelyPsu,
    RatioUndefined,
    Underflow,
    /// Large enough to be shown, and hidden because a suppressed figure could be worked out from it.
    Secondary,
    /// Taken out by `--redact`.
    Redacted,
}

impl Estimate {
    /// n over the design effect; `None` where it is taken out, since it tells how sure the figure was.
    pub fn effective(&self) -> Option<f64> {
        (!self.flags.contains(&Flag::Redacted)).then_some(self.n_effective)
    }

    /// Whether a respondent stands for more or less than one.
    pub fn is_weighted(&self) -> bool {
        self.n_weighted != self.n as f64 || self.n_effective != self.n as f64
    }

    /// Whether its figure may be printed.
    pub fn is_printable(&self) -> bool {
        (self.value().is_some() || self.shares.is_some()) && !self.flags.contains(&Flag::Suppressed)
    }

    /// In what its figure is written.
    pub fn unit(&self) -> format::Unit {
        match self.mean {
            Some(_) if self.measure == Measure::Nps => format::Unit::Number { decimals: 1 },
            Some(mean) => format::Unit::of_mean(mean),
            None => format::Unit::Percent,
        }
    }

    /// The rate or the mean.
    pub fn value(&self) -> Option<f64> {
        self.rate.or(self.mean)
    }
}
