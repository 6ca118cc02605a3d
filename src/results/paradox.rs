//! The paradox: why the top level of a segment has the rate that it has, and which explanations the data leave.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Decision, Estimate, Flag, Interval, LargestDifference, Pair, Ratio, Stratified, Test, Verdict};

/// The top level of a segment against all others, and each explanation of their difference as a computed statement.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Paradox {
    /// Name of the outcome.
    pub outcome: String,
    /// Name of the segment.
    pub segment: String,
    /// The level in question.
    pub top: String,
    /// The outcome in text.
    pub outcome_label: String,
    /// The segment in text.
    pub segment_label: String,
    /// The rates of the top level and of all others together ("rest").
    pub rates: Vec<Estimate>,
    /// The top level against all others, never against a total that holds it.
    pub top_versus_rest: Option<Pair>,
    /// Do the rates follow the order of the levels?
    pub trend: Option<Test>,
    /// What the trend leaves over.
    pub departure: Option<Test>,
    /// The p that the verdict of the segment rests on.
    pub decision: Option<Decision>,
    /// The verdict of the segment.
    pub verdict: Verdict,
    /// With all other segments held.
    pub adjusted: Adjusted,
    /// The top level against all others within the levels of each other segment.
    pub strata: Vec<WithinStrata>,
    /// Segments within which the difference turns: crude and stratified estimate lie on opposite sides.
    pub reversal: Vec<Reversal>,
    /// Does the segment's association depend on another segment?
    pub interactions: Vec<Interaction>,
    /// Does this segment matter more than another? One estimate each.
    pub contrasts: Vec<Contrast>,
    /// Where in each segment the difference sits.
    pub heterogeneity: Vec<Heterogeneity>,
    /// Who is in the base at all, by level; null where everybody was asked.
    pub selection: Option<Selection>,
    /// What the others would have to see.
    pub detection: Detection,
    /// How strong a hidden cause would have to be.
    pub e_value: EValue,
    /// What those who gave no answer could change.
    pub bounds: Option<BoundsByLevel>,
    /// Each explanation of the difference, and whether these data leave it.
    pub explanations: Vec<Explanation>,
    /// What these data cannot tell, whatever is computed.
    pub not_identified: Vec<String>,
    /// Would another fair choice change a verdict?
    pub choices: Vec<Choice>,
    /// Why the levels are not compared, where they are not.
    pub note: Option<String>,
    /// Top against rest, with nothing and with all else held.
    pub headline: String,
    /// The finding in some sentences: the headline, what turns, what detection alone would have to be.
    pub sentence: String,
}

/// Top against rest with all other segments held: a logistic regression on all segments.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Adjusted {
    /// Names of the segments that are held.
    pub held: Vec<String>,
    /// Respondents who answered and have a level of every segment.
    pub n: u64,
    /// Respondents of the base who are left out, for want of an answer or of a level.
    pub n_missing: u64,
    /// Top against rest among the same respondents, nothing held: what differs from `difference` is what holding does.
    pub unadjusted: Option<Pair>,
    /// Margin of the top level less the mean margin of the others, weighted by how many are at each.
    pub difference: Option<Pair>,
    /// Ratio of the margins for no: top over rest.
    pub ratio_of_no: Option<Ratio>,
    /// Wald test of the segment in the model.
    pub test: Option<AdjustedTest>,
    /// Each level, nothing held and all else held, side by side.
    pub levels: Vec<AdjustedLevel>,
    /// Why there is no fit, or what it leaves out.
    pub note: Option<String>,
}

/// The Wald test of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)] // as in the tests of terms
pub struct AdjustedTest {
    pub statistic: f64,
    pub df: f64,
    pub df2: Option<f64>,
    pub p: f64,
    pub ln_p: f64,
}

/// A level before and after.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AdjustedLevel {
    /// The level.
    pub level: String,
    /// Respondents of the model at this level.
    pub n: u64,
    /// Their rate, nothing held.
    pub unadjusted: Option<f64>,
    /// Its margin: the rate if everybody were at this level and all else stayed as it is.
    pub rate: f64,
    /// Standard error of the margin.
    pub se: f64,
    /// Interval of the margin.
    pub ci: Option<Interval>,
    /// Margin of this level less the mean margin of all others.
    pub versus_rest: Option<Pair>,
    /// What a reader must know.
    pub flags: Vec<Flag>,
}

/// Two groups within the levels of another segment, and what lies behind a difference of crude and stratified estimate.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct WithinStrata {
    /// The comparison: cmh, breslow_day and tarone; with a design wald_f of the group and of its interaction.
    #[serde(flatten)]
    pub stratified: Stratified,
    /// How the crude difference splits (Kitagawa 1955); null where a stratum lacks one of the groups.
    pub split: Option<Split>,
}

/// A difference of rates in two parts that add up to it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Split {
    /// The difference of all.
    pub crude: f64,
    /// The groups answer differently in the same stratum.
    pub within: f64,
    /// The groups are spread over the strata differently.
    pub composition: f64,
}

/// A segment within which the difference turns.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Reversal {
    /// Name of the segment that makes the strata.
    pub within: String,
    /// Odds ratio of all, top over rest.
    pub crude_odds_ratio: Option<f64>,
    /// Common odds ratio within the strata.
    pub odds_ratio: Option<f64>,
    /// Whether one of the two is told from 1 by its interval.
    pub is_shown: bool,
    /// The finding in one sentence.
    pub sentence: String,
}

/// Does the segment's association depend on another segment?
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Interaction {
    /// Name of the other segment.
    pub segment: String,
    /// The other segment in text.
    pub label: String,
    /// Wald test of the interaction: F with a design, X2 for a simple random sample.
    pub test: Option<AdjustedTest>,
    /// p after correction over the interactions.
    pub p_adjusted: Option<f64>,
    /// Why there is no test, where there is none.
    pub note: Option<String>,
}

/// The largest difference by the paradox segment less the largest by another: one estimate.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Contrast {
    /// Name of the paradox segment.
    pub a: String,
    /// Name of the other segment.
    pub b: String,
    /// The other segment in text.
    pub b_label: String,
    /// Largest difference between two levels of the paradox segment.
    pub largest_a: f64,
    /// Largest difference between two levels of the other.
    pub largest_b: f64,
    /// The first less the second.
    pub difference: f64,
    /// Interval of the difference, drawn from the joint distribution of all rates.
    pub ci: Option<Interval>,
    /// What this difference would be on average if neither mattered, for chance alone spreads many small levels further.
    pub by_chance: Option<f64>,
    /// Samples that were drawn.
    pub draws: u64,
    /// The verdict of each segment, by the same margin.
    pub verdicts: [Verdict; 2],
    /// The finding in one sentence.
    pub sentence: String,
}

/// Where in a segment the difference sits.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Heterogeneity {
    /// Name of the segment.
    pub segment: String,
    /// The segment in text.
    pub label: String,
    /// Its verdict.
    pub verdict: Verdict,
    /// The level that lies furthest from all others.
    pub level: Option<String>,
    /// How far, with an interval that holds for all levels at once.
    pub furthest: Option<LargestDifference>,
    /// How far with all other segments held: margin of this level less the mean margin of the others.
    pub adjusted: Option<Pair>,
}

/// Who is in the base, by level.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Selection {
    /// Who is asked, in words.
    pub base: String,
    /// Every level, then "rest": all but the top.
    pub levels: Vec<SelectionLevel>,
    /// The share that is in the base: top against rest.
    pub share: Option<Pair>,
    /// The rate over all respondents: top against rest.
    pub rate_of_all: Option<Pair>,
}

/// A level with all its respondents.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SelectionLevel {
    /// The level, or "rest".
    pub level: String,
    /// The share of its respondents that is in the base.
    pub share: Estimate,
    /// The rate among those in the base.
    pub rate: Estimate,
    /// The rate over all its respondents, those outside the base counted as no; those who gave no answer are left out.
    pub rate_of_all: Estimate,
}

/// What the others would have to see for the whole difference to be one of seeing.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Detection {
    /// Name of the segment that measures detection, where the study has one.
    pub measured_by: Option<String>,
    /// r_other / r_top: one agent each.
    pub break_even_one: Option<f64>,
    /// ln(1 - r_other) / ln(1 - r_top): many agents, of which at least one failed.
    pub break_even_many: Option<f64>,
    /// Intervals of both, on the log scale.
    pub ci: BreakEvenIntervals,
    /// Of each level, the failure rate that its own rate implies by what it detects.
    pub curve: Vec<Curve>,
    /// The same of all other levels together.
    pub rest: Option<Curve>,
    /// With a segment that measures detection: top against rest within its levels.
    pub at_equal_detection: Option<WithinStrata>,
}

/// Intervals of the two break-evens.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct BreakEvenIntervals {
    /// Of the one for one agent each.
    pub one: Option<Interval>,
    /// Of the one for many agents.
    pub many: Option<Interval>,
}

/// Implied failure rate of one level.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Curve {
    /// The level.
    pub level: String,
    /// Its rate.
    pub rate: f64,
    /// The relative detection at which it fails as often as the top level.
    pub break_even: Option<f64>,
    /// The curve, to where the failure rate would exceed 1.
    pub points: Vec<CurvePoint>,
}

/// A point of a curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct CurvePoint {
    /// What the level detects, as a share of what the top level detects.
    pub relative_detection: f64,
    /// The failure rate that its rate then implies.
    pub failure_rate: f64,
}

/// How strongly a hidden cause would have to be associated with both segment and outcome.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct EValue {
    /// For the ratio of yes.
    pub yes: Option<f64>,
    /// For the ratio of no.
    pub no: Option<f64>,
    /// For the limit of the ratio of yes that is nearer to 1; 1 where its interval holds 1.
    pub yes_limit: Option<f64>,
    /// For the limit of the ratio of no.
    pub no_limit: Option<f64>,
    /// Whether the ratio is adjusted; if there is no adjusted one, that of the rates as they are.
    pub adjusted: bool,
}

/// What those who gave no answer could change.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct BoundsByLevel {
    /// Every level, then "rest".
    pub levels: Vec<LevelBounds>,
    /// Top less rest, the opposite extremes.
    pub difference: Option<Bounds>,
}

/// A level with and without its missing answers.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LevelBounds {
    /// The level, or "rest".
    pub level: String,
    /// Respondents who answered.
    pub n: u64,
    /// In the base, no usable answer.
    pub n_missing: u64,
    /// The rate among those who answered.
    pub rate: Option<f64>,
    /// With every missing answer as no, as yes.
    #[serde(flatten)]
    pub bounds: Option<Bounds>,
}

/// Worst-case bounds with their limits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Bounds {
    /// Lowest value that the answers leave.
    pub low: f64,
    /// Highest.
    pub high: f64,
    /// Imbens and Manski's limits.
    pub ci: Option<Interval>,
}

/// Whether the data leave an explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It may be the whole difference.
    Survives,
    /// Alone it is not the whole difference.
    DoesNotSuffice,
    /// These data hold nothing that could tell.
    NotIdentified,
    /// There is nothing of this kind here.
    NotApplicable,
}

/// An explanation of the difference.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Explanation {
    /// chance, other_segments, detection, hidden_cause, selection, who_answered.
    pub name: String,
    /// In text.
    pub label: String,
    /// Whether the data leave it.
    pub standing: Standing,
    /// What was computed, in one sentence.
    pub sentence: String,
}

/// Another fair choice, and the verdicts that it gives.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Choice {
    /// interval_and_test, correction, margin, base.
    pub axis: String,
    /// The choice in text.
    pub label: String,
    /// Whether it is what the study does.
    pub as_analysed: bool,
    /// Who is counted, where it is not the study's base.
    pub base: Option<String>,
    /// The verdict of each segment.
    pub verdicts: Vec<ChoiceVerdict>,
}

/// The verdict of a segment under another choice.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ChoiceVerdict {
    /// Name of the segment.
    pub segment: String,
    /// The verdict; null where this choice cannot be made.
    pub verdict: Option<Verdict>,
    /// Adjusted p under this choice.
    pub p_adjusted: Option<f64>,
    /// δ* under this choice.
    pub smallest_margin: Option<f64>,
    /// Whether the verdict is another than the study's.
    pub changed: bool,
}
