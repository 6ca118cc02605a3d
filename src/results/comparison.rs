//! An outcome over the levels of a segment: tests, decision, pairs and verdict.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Base, Estimate, Interval, Measure, Ratio, Test, Verdict};

/// Does an outcome depend on a segment?
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Comparison {
    /// Name of the outcome.
    pub outcome: String,
    /// Name of the segment.
    pub segment: String,
    /// The outcome in text.
    pub outcome_label: String,
    /// The segment in text.
    pub segment_label: String,
    /// Who was asked.
    pub base: Base,
    /// What is compared.
    pub measure: Measure,
    /// Whether the order of the levels means something.
    pub ordered: bool,
    /// The whole base, known segment or not.
    pub overall: Estimate,
    /// Of the base, those without a level.
    pub n_segment_missing: u64,
    /// One estimate per level, in study order.
    pub levels: Vec<Estimate>,
    /// The tests.
    pub tests: Tests,
    /// The p that "differs" rests on.
    pub decision: Option<Decision>,
    /// How large the association is.
    pub effect: Option<Effect>,
    /// All pairs of levels with respondents.
    pub pairs: Vec<Pair>,
    /// Each level against all others.
    pub versus_rest: Vec<Pair>,
    /// Is it the same?
    pub equivalence: Option<Equivalence>,
    /// The verdict.
    pub verdict: Verdict,
    /// The finding in one sentence.
    pub sentence: String,
    /// About ten words, for the head of a chart.
    pub headline: String,
}

/// The tests of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Tests {
    /// Any difference between levels.
    pub omnibus: Option<Test>,
    /// One that follows the order of the levels.
    pub trend: Option<Test>,
    /// What the trend leaves over.
    pub departure: Option<Test>,
    /// Further tests of the same question.
    pub others: Vec<Test>,
    /// Why there is no test, where there is none.
    pub note: Option<String>,
}

/// The p that "differs" rests on.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Decision {
    /// How it was made of the tests.
    pub rule: DecisionRule,
    /// Unadjusted.
    pub p: f64,
    /// Logarithm of the unadjusted p.
    pub ln_p: f64,
    /// After correction over the family.
    pub p_adjusted: f64,
    /// Which correction.
    pub adjust: String,
    /// Number of tests in the family: the segments of this outcome.
    pub family_size: u64,
}

/// How the p of a decision was made of the tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DecisionRule {
    /// The omnibus test alone.
    Omnibus,
    /// Ordered, three levels or more: twice the smaller of omnibus and trend.
    OmnibusOrTrend,
    /// With a design: the larger of Rao-Scott F and adjusted Wald.
    RaoScottAndWald,
    /// With a design, ordered, three levels or more: twice the smaller of that and the trend.
    RaoScottAndWaldOrTrend,
}

/// How large the association is.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Effect {
    /// Cramér's V, bias-corrected (Bergsma 2013).
    pub cramers_v: Option<f64>,
    /// Cramér's V as it is.
    pub cramers_v_raw: Option<f64>,
    /// Interval of V from the noncentral chi-square.
    pub cramers_v_ci: Option<Interval>,
    /// Cohen's w.
    pub cohen_w: Option<f64>,
    /// The two levels that are furthest apart.
    pub largest_difference: Option<LargestDifference>,
    /// The level that lies furthest from all others together (b is "rest").
    pub furthest_level: Option<LargestDifference>,
}

/// The two levels that are furthest apart, with an interval that holds for all pairs at once.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LargestDifference {
    /// The pair.
    #[serde(flatten)]
    pub pair: Pair,
    /// Simultaneous interval over all pairs (Bonferroni).
    pub ci_simultaneous: Option<Interval>,
}

/// Two levels compared: a against b.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Pair {
    /// First level.
    pub a: String,
    /// Second level, or "rest".
    pub b: String,
    /// a minus b.
    pub difference: Option<f64>,
    /// Standard error of the difference.
    pub se: Option<f64>,
    /// Degrees of freedom.
    pub df: Option<f64>,
    /// Interval of the difference.
    pub ci: Option<Interval>,
    /// p.
    pub p: Option<f64>,
    /// Logarithm of p.
    pub ln_p: Option<f64>,
    /// p after correction over the pairs of this comparison.
    pub p_adjusted: Option<f64>,
    /// Ratio of the rates.
    pub ratio: Option<Ratio>,
    /// Ratio of the odds.
    pub odds_ratio: Option<Ratio>,
}

/// Is it the same?
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Equivalence {
    /// Largest difference that counts as the same.
    pub margin: f64,
    /// δ*: with confidence 1 - alpha no two levels differ by more.
    pub smallest_margin: Option<f64>,
    /// Difference that this base would have found with 80% power.
    pub detectable_difference: Option<f64>,
    /// Respondents needed to show equivalence within the margin with 80% power.
    pub base_needed: Option<u64>,
    /// Spread between the levels that equal levels of these bases show by chance.
    pub chance_spread: Option<ChanceSpread>,
    /// Upper limit of the root mean square spread of the levels' rates.
    pub rms_spread_upper: Option<f64>,
    /// Levels too small to count here.
    pub left_out: Vec<String>,
    /// The pairs of levels that δ* is the largest of, each with its 1 - 2α interval: it lies within plus and minus the
    /// margin exactly if this pair is consistent within it.
    pub pairs: Vec<EquivalencePair>,
    /// Why there is no δ*, where there is none.
    pub note: Option<String>,
}

/// Two levels as the picture of equivalence shows them.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct EquivalencePair {
    /// First level.
    pub a: String,
    /// Second level.
    pub b: String,
    /// a minus b.
    pub difference: f64,
    /// 1 - 2α interval; null where one of the levels is no evidence of sameness (`note` of the whole says why).
    pub ci: Option<Interval>,
}

/// Spread (largest minus smallest rate) that equal levels of these bases show by chance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct ChanceSpread {
    /// Expected.
    pub expected: f64,
    /// Exceeded in one of twenty.
    pub p95: f64,
    /// The spread that was observed between the same levels.
    pub observed: f64,
}
