//! The JSON of the contract as types: what `findings` makes, and all that report, charts and tables may read.
//!
//! Rates, shares, differences and margins are fractions from 0 to 1. Levels stand in study order. `None` (null) means
//! not applicable or not estimable; `flags` or `note` says why.

pub mod check;
pub mod diff;
pub mod distribution;
pub mod format;
mod implied;
mod made;
mod model;
mod paradox;
pub mod plan;
#[cfg(test)]
pub(crate) mod sample;
mod scale;
pub mod schema;
pub mod screen;
mod sentence;
pub mod table;
pub mod test;
pub mod waves;
pub mod weighting;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use distribution::Distribution;
pub use implied::{
    Bounded, Claims, Implied, ImpliedInterval, ImpliedLevels, ImpliedOverlap, ImpliedRest, ImpliedStrongest, Limits,
    RestPoint, SCHEMA as CLAIMS_SCHEMA, Size, StrongestPoint,
};
pub use made::{Made, MadeAnswers};
pub use model::{Coefficient, Margin, MarginalEffect, Model, TermTest};
pub use paradox::{
    Adjusted, AdjustedLevel, AdjustedTest, Bounds, BoundsByLevel, BreakEvenIntervals, Choice, ChoiceVerdict, Contrast,
    Curve, CurvePoint, Detection, EValue, Explanation, Heterogeneity, Interaction, LevelBounds, Paradox, Reversal,
    Selection, SelectionLevel, Split, Standing, WithinStrata,
};

pub use scale::{Scale, ScaleItem};
pub use sentence::{Sentence, SentenceAnswer, SentenceStanding};

pub use crate::stats::equivalence::Verdict;
pub use crate::stats::{Direction, Interval, IntervalMethod, Ratio, Test, TestMethod};

/// The number of the results schema; a breaking change raises it.
pub const SCHEMA: &str = "paradox.results/1";

/// Everything that `analyze` found.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Results {
    /// `paradox.results/1`.
    pub schema: String,
    /// Version of the program.
    pub version: String,
    /// From which data, by which study and command.
    pub provenance: Provenance,
    /// The study's texts and settings.
    pub study: StudyInfo,
    /// Rows, exclusions, missing answers.
    pub data_quality: DataQuality,
    /// One entry per outcome, in study order.
    pub outcomes: Vec<Outcome>,
    /// Questions with several answers, whose options are compared within respondents.
    pub multi: Vec<Multi>,
    /// Two questions of the same respondents.
    pub paired: Vec<Paired>,
    /// Two levels of a segment compared within the levels of another.
    pub stratified: Vec<Stratified>,
    /// Logistic regressions of an outcome on several segments at once.
    pub models: Vec<Model>,
    /// Do two ordered answers go together?
    pub correlations: Vec<Correlation>,
    /// Why the top level of a segment has the rate that it has.
    pub paradox: Option<Paradox>,
    /// Published figures against recomputed ones.
    pub claims: Vec<Claim>,
    /// What published figures imply by themselves, without a single answer.
    pub implied: Vec<Implied>,
    /// What was written about the study, with the findings that bear on it.
    pub sentences: Vec<Sentence>,
    /// What the study file asks and this version does not compute.
    pub not_computed: Vec<String>,
}

/// Where the numbers come from.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Provenance {
    /// The data file.
    pub data: DataFile,
    /// The study file.
    pub study: StudyFile,
    /// The command, without options that do not change the output.
    pub command: String,
    /// Seed of what was drawn at random.
    pub seed: u64,
}

/// The data file.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DataFile {
    /// File name without its folder.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: Option<String>,
    /// How it was read: encoding and delimiter, in words.
    pub read_as: String,
    /// Rows in the file.
    pub rows: u64,
    /// Rows that count.
    pub rows_kept: u64,
}

/// The study file.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StudyFile {
    /// File name without its folder, or the name of a built-in study.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: Option<String>,
}

/// The study's texts and the settings that the numbers rest on.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StudyInfo {
    /// Title of the study.
    pub title: String,
    /// Whether the data are synthetic: every page, chart and table says so.
    pub synthetic: bool,
    /// The other texts of `[study]` by key.
    pub texts: std::collections::BTreeMap<String, String>,
    /// How the sample was treated: "simple random sample".
    pub design: String,
    /// Settings of the analysis.
    pub analysis: AnalysisInfo,
    /// Segments in study order.
    pub segments: Vec<SegmentInfo>,
    /// Decimals of the percentages in charts; none: as many as their bases bear.
    #[serde(skip)]
    pub decimals: Option<u8>,
    /// Sentences of the study's own by verdict, with blanks to fill in.
    pub words: std::collections::BTreeMap<String, String>,
}

/// Settings of the analysis.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)] // the names are the keys of the study file
pub struct AnalysisInfo {
    pub confidence: f64,
    pub alpha: f64,
    pub margin: f64,
    pub interval: IntervalMethod,
    pub adjust: String,
    pub suppress_below: u64,
    pub caution_below: u64,
    pub suppress_rule: String,
}

/// A segment as the study names it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct SegmentInfo {
    pub name: String,
    pub label: String,
    pub ordered: bool,
    pub levels: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made: Option<Made>,
}

/// Rows, exclusions and missing answers.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DataQuality {
    /// Rows in the file.
    pub rows: u64,
    /// Rows that do not count, with the reason.
    pub excluded: Vec<Excluded>,
    /// Missing answers by column and kind, of the columns that the study uses.
    pub missing: Vec<Missing>,
    /// What else a reader must know of the data: values that the study names and nobody gave.
    pub notes: Vec<String>,
}

/// Rows that do not count.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Excluded {
    pub reason: String,
    pub rows: u64,
}

/// Missing answers of one kind in one column.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Missing {
    pub column: String,
    pub kind: String,
    pub rows: u64,
}

/// One outcome: its base, its rate, and its rate by each segment.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Outcome {
    /// Name in commands and files.
    pub name: String,
    /// Name in text.
    pub label: String,
    /// Wording of the question.
    pub question: Option<String>,
    /// Who was asked.
    pub base: Base,
    /// The whole base, known segment or not.
    pub overall: Estimate,
    /// Shares of the bands, for an outcome with bands; of detractors, passives and promoters, for a net promoter score.
    pub bands: Option<Vec<Estimate>>,
    /// The first band that counts as yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<String>,
    /// The band that says neither less nor more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub neutral: Option<String>,
    /// Of a quantile, the share that does not exceed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
    /// Whether the items of a scale measure one thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<Scale>,
    /// How it was made of the file's answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made: Option<Made>,
    /// Mean of the banded number.
    pub band_mean: Option<BandMean>,
    /// Answers that tables show together, as the study file names them.
    pub nets: Vec<Net>,
    /// What its rates are brought to, but for those by that very segment, which are plain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standardised: Option<Standardised>,
    /// By each segment, in study order.
    pub segments: Vec<Comparison>,
    /// The outcome's finding in one sentence: rate, base, interval.
    pub sentence: String,
    /// About ten words for the head of a chart that shows this outcome by its segments.
    pub headline: String,
}

/// A composition that rates are brought to: those within the levels of a segment, averaged with these shares.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Standardised {
    /// Name of the segment.
    pub segment: String,
    /// One per level of it, in study order; together 1.
    pub shares: Vec<LevelShare>,
}

/// The share of a level in a standard population.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LevelShare {
    /// Its name.
    pub level: String,
    /// From 0 to 1.
    pub share: f64,
}

/// The share of those who gave one of several answers.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Net {
    /// Its name.
    pub net: String,
    /// Its answers.
    pub answers: Vec<String>,
    /// The whole base; its level is the name of the net.
    pub overall: Estimate,
    /// By each segment, in study order.
    pub segments: Vec<NetLevels>,
}

/// A net by the levels of a segment.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct NetLevels {
    /// Name of the segment.
    pub segment: String,
    /// One estimate per level, in study order.
    pub levels: Vec<Estimate>,
}

/// Who was asked, and how many of them answered.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Base {
    /// In words: "respondents with shipped = Yes".
    pub description: String,
    /// With a usable answer.
    pub n: u64,
    /// Asked, no usable answer.
    pub n_missing: u64,
    /// Rows that count but lie outside this base.
    pub n_outside: u64,
}

/// Mean of a banded number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct BandMean {
    /// With every answer at the middle of its band.
    pub midpoint: f64,
    /// With every answer at the lower edge.
    pub low: f64,
    /// With every answer at the upper edge.
    pub high: f64,
}

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
    /// p of McNemar's exact test after correction over the pairs of this question.
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

/// A published figure against the recomputed one.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)] // the contract's words
pub struct Claim {
    pub id: String,
    pub text: String,
    pub kind: String,
    pub outcome: Option<String>,
    pub published: Option<f64>,
    pub rounding: Option<f64>,
    pub recomputed: Option<f64>,
    pub ci: Option<Interval>,
    pub n: Option<u64>,
    pub status: ClaimStatus,
    pub grim: Option<Grim>,
    /// What the recomputed figure is made of: the rates that are compared, or the segments.
    pub parts: Vec<ClaimPart>,
    /// Why it is not testable, where it is not.
    pub reason: Option<String>,
    pub flags: Vec<Flag>,
    /// The published base.
    pub base_n: Option<u64>,
    /// Of whom, as published.
    pub of_whom: Option<String>,
    /// How sure it is that the figure was published like this, in the study's own marks.
    pub certainty: Option<String>,
    /// What was printed elsewhere instead.
    pub other_published: Vec<f64>,
    pub source: Option<String>,
    pub note: Option<String>,
    pub sentence: String,
}

/// One of the rates that a claim compares, or one of the segments across which it calls a rate consistent.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ClaimPart {
    /// Of whom, or by what: "industry = Technology", "everybody else", "country".
    pub what: String,
    /// Respondents.
    pub n: u64,
    /// The rate; of a segment, the upper limit of the difference between any two of its levels (δ*).
    pub value: Option<f64>,
    /// The verdict of a segment.
    pub verdict: Option<Verdict>,
    /// Levels of the segment that are too small to count here.
    pub left_out: Vec<String>,
    /// What a reader must know.
    pub flags: Vec<Flag>,
}

/// Do two ordered answers of the same respondents go together?
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Correlation {
    /// Name of the first.
    pub a: String,
    /// Name of the second.
    pub b: String,
    /// The first in text.
    pub a_label: String,
    /// The second in text.
    pub b_label: String,
    /// spearman, pearson or polychoric.
    pub method: String,
    /// The coefficient, -1 to 1.
    pub coefficient: Option<f64>,
    /// Its interval.
    pub ci: Option<Interval>,
    /// Respondents who gave both answers.
    pub n: u64,
    /// p of no correlation.
    pub p: Option<f64>,
    /// Logarithm of p.
    pub ln_p: Option<f64>,
    /// What a reader must know.
    pub flags: Vec<Flag>,
    /// Why there is no coefficient, where there is none.
    pub note: Option<String>,
    /// The finding in one sentence.
    pub sentence: String,
}

/// Whether a published figure holds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ClaimStatus {
    Agrees,
    Disagrees,
    CannotTell,
    NotTestable,
}

/// Whether any count out of the published base rounds to the published figure (Brown and Heathers 2017).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Grim {
    Possible,
    Impossible,
}

impl Results {
    /// Nothing found yet.
    pub fn empty(version: String, provenance: Provenance, study: StudyInfo, data_quality: DataQuality) -> Self {
        Results {
            schema: SCHEMA.into(),
            version,
            provenance,
            study,
            data_quality,
            outcomes: Vec::new(),
            multi: Vec::new(),
            paired: Vec::new(),
            stratified: Vec::new(),
            models: Vec::new(),
            correlations: Vec::new(),
            paradox: None,
            claims: Vec::new(),
            implied: Vec::new(),
            sentences: Vec::new(),
            not_computed: Vec::new(),
        }
    }
}

impl Estimate {
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
