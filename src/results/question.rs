//! Questions beside the comparisons: paired, with several answers, within strata.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Base, Estimate, Flag, Interval, Ratio, Test};

/// Two questions of the same respondents.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)] // the contract's words
pub struct Paired {
    pub a: String,
    pub b: String,
    pub a_label: String,
    pub b_label: String,
    pub n: u64,
    pub both: u64,
    pub a_only: u64,
    pub b_only: u64,
    pub neither: u64,
    pub rate_a: Option<f64>,
    pub rate_b: Option<f64>,
    pub shares: Option<PairedShares>,
    pub difference: Option<f64>,
    pub se: Option<f64>,
    pub df: Option<f64>,
    pub ci: Option<Interval>,
    pub tests: Vec<Test>,
    pub flags: Vec<Flag>,
    pub sentence: String,
}

/// How the answers to two questions overlap, as shares of those who answered both, weighted where there are weights;
/// they add up to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)] // as the counts
pub struct PairedShares {
    pub both: f64,
    pub a_only: f64,
    pub b_only: f64,
    pub neither: f64,
}

impl PairedShares {
    /// The shares of both, a only, b only and neither, if all are there.
    pub fn of([both, a_only, b_only, neither]: [Option<f64>; 4]) -> Option<Self> {
        Some(PairedShares { both: both?, a_only: a_only?, b_only: b_only?, neither: neither? })
    }
}

/// A question with several answers.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Multi {
    /// Its name.
    pub name: String,
    /// Its wording.
    pub question: Option<String>,
    /// Who was asked.
    pub base: Base,
    /// Answers that they gave together; `None` where that is taken out.
    pub n_answers: Option<u64>,
    /// The options in study order.
    pub options: Vec<MultiOption>,
    /// All pairs of options, each within respondents: two options of one respondent are never two samples.
    pub pairs: Vec<OptionPair>,
    /// What a reader must know.
    pub flags: Vec<Flag>,
    /// The finding in one sentence.
    pub sentence: String,
}

/// An option of a question with several answers.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MultiOption {
    /// The outcome that it is.
    pub outcome: String,
    /// The option in text.
    pub label: String,
    /// The share of respondents who gave it.
    #[serde(flatten)]
    pub of_respondents: Estimate,
    /// Its share of all answers; these add up to 1, and have no interval, since a respondent gives several.
    pub share_of_answers: Option<f64>,
}

/// Two options of one question compared within respondents.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct OptionPair {
    /// The comparison.
    #[serde(flatten)]
    pub paired: Paired,
    /// p of the test that decides (McNemar's exact, by a design the paired t) after correction over the pairs of this
    /// question; the sentence goes by it.
    pub p_adjusted: Option<f64>,
}

/// An outcome by two levels of a segment, within the levels of another (Mantel and Haenszel 1959).
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Stratified {
    /// Name of the outcome.
    pub outcome: String,
    /// Name of the segment whose levels are compared.
    pub by: String,
    /// Name of the segment that makes the strata.
    pub within: String,
    /// The outcome in text.
    pub outcome_label: String,
    /// The compared segment in text.
    pub by_label: String,
    /// The stratifying segment in text.
    pub within_label: String,
    /// The two levels: the odds of the first over those of the second.
    pub levels: [String; 2],
    /// Respondents at one of the two levels and in a stratum.
    pub n: u64,
    /// Common odds ratio of yes, given the strata.
    pub odds_ratio: Option<Ratio>,
    /// Odds ratio of the same respondents, strata merged.
    pub crude_odds_ratio: Option<Ratio>,
    /// cmh (association given the strata), breslow_day and tarone (one odds ratio for all strata?).
    pub tests: Vec<Test>,
    /// Each level of the stratifying segment, in study order.
    pub strata: Vec<Stratum>,
    /// Strata whose odds ratio lies on the other side of 1 from the crude one, whatever its size.
    pub reverses_in: Vec<String>,
    /// Whether crude and common odds ratio lie on opposite sides of 1.
    pub reversal: bool,
    /// What a reader must know.
    pub flags: Vec<Flag>,
    /// Why there is no odds ratio or no test, where there is none.
    pub note: Option<String>,
    /// The finding in one sentence.
    pub sentence: String,
}

/// One stratum: the rates of both levels, and the ratio of their odds.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Stratum {
    /// The level of the stratifying segment.
    pub level: String,
    /// Respondents of both levels.
    pub n: u64,
    /// Odds of yes, first level over second.
    pub odds_ratio: Option<Ratio>,
    /// The rate of each of the two levels.
    pub rates: Vec<Estimate>,
    /// What a reader must know.
    pub flags: Vec<Flag>,
}
