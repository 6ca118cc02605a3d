//! A logistic regression of an outcome on several segments at once.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Flag, Interval};

/// A logistic regression. The first level of every segment that somebody has is the reference.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Model {
    /// Name of the outcome.
    pub outcome: String,
    /// The outcome in text.
    pub outcome_label: String,
    /// `logit` (simple random sample: maximum likelihood, z) or `svy_logit` (design-based, t).
    pub method: String,
    /// Respondents who answered and have a level of every segment.
    pub n: u64,
    /// Respondents of the outcome's base who are left out, for want of an answer or of a level.
    pub n_missing: u64,
    /// Residual degrees of freedom; null for a simple random sample.
    pub df: Option<f64>,
    /// Whether there is a fit; `note` says why not.
    pub converged: bool,
    /// The coefficients, the intercept first.
    pub terms: Vec<Coefficient>,
    /// Of each term, a Wald test that all of its coefficients are 0: F with a design, X2 for a simple random sample.
    pub wald: Vec<TermTest>,
    /// Of each level of each segment, the rate if everybody had this level and all else stayed as it is.
    pub margins: Vec<Margin>,
    /// Of each level but the first, how far its margin lies from that of the first: the average marginal effect.
    pub effects: Vec<MarginalEffect>,
    /// Why there is no fit, or what it leaves out.
    pub note: Option<String>,
    /// The finding in one sentence.
    pub sentence: String,
}

/// A coefficient on the scale of the log odds.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Coefficient {
    /// `(Intercept)`, the name of a segment, or an interaction: `a*b`.
    pub term: String,
    /// The level, or the levels that interact: `A2*B3`; null for the intercept.
    pub level: Option<String>,
    /// Difference of the log odds to the reference.
    pub coefficient: f64,
    /// Standard error.
    pub se: f64,
    /// t, or z for a simple random sample; null without degrees of freedom.
    pub statistic: Option<f64>,
    /// Two-sided p: exp(`ln_p`).
    pub p: Option<f64>,
    /// Natural logarithm of p.
    pub ln_p: Option<f64>,
    /// exp of the coefficient.
    pub odds_ratio: f64,
    /// Interval of the odds ratio.
    pub ci: Option<Interval>,
}

/// A Wald test of one term.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TermTest {
    /// The name of a segment, or an interaction: `a*b`.
    pub segment: String,
    /// The same in text.
    pub label: String,
    /// F; X2 for a simple random sample.
    pub statistic: f64,
    /// Degrees of freedom of the numerator: coefficients of the term.
    pub df: f64,
    /// Degrees of freedom of the denominator; null for a simple random sample.
    pub df2: Option<f64>,
    /// exp(`ln_p`).
    pub p: f64,
    /// Natural logarithm of p.
    pub ln_p: f64,
}

/// The rate that everybody would have at one level, all else as it is.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Margin {
    /// The segment.
    pub segment: String,
    /// The level.
    pub level: String,
    /// Respondents of the model at this level.
    pub n: u64,
    /// Predicted rate, averaged over all respondents of the model.
    pub rate: f64,
    /// Standard error.
    pub se: f64,
    /// Interval.
    pub ci: Option<Interval>,
    /// What a reader must know.
    pub flags: Vec<Flag>,
}

/// An average marginal effect of a level.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MarginalEffect {
    /// The segment.
    pub segment: String,
    /// The level.
    pub level: String,
    /// The level that it is compared with: the first.
    pub against: String,
    /// Margin of the level less that of the other.
    pub difference: f64,
    /// Standard error.
    pub se: f64,
    /// Interval.
    pub ci: Option<Interval>,
    /// What a reader must know.
    pub flags: Vec<Flag>,
}
