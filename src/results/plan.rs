//! What `plan --json` prints: how many respondents does a claim need?

use schemars::JsonSchema;
use serde::Serialize;

/// The number of the schema of what `plan --json` prints.
pub const SCHEMA: &str = "paradox.plan/1";

/// Bases that claims need, and what a base can show.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Plan {
    /// `paradox.plan/1`.
    pub schema: String,
    /// What the plan rests on.
    pub assumed: Assumed,
    /// Base for a margin of error.
    pub precision: PlanPrecision,
    /// Base for a difference; null where no base would find it.
    pub difference: Option<PlanDifference>,
    /// Base to show that no two levels differ by more than the margin.
    pub equivalence: PlanEquivalence,
    /// What a given base can show.
    pub with_base: Option<WithBase>,
    /// What bases around these can show, the smallest first.
    pub curve: Vec<PlanPoint>,
    /// The same bases with another number of levels, all equally large.
    pub by_levels: Vec<PlanLevels>,
}

/// What bases show with so many equal levels.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PlanLevels {
    /// How many levels.
    pub levels: u64,
    /// Respondents in all to show that no two levels differ by more than the margin.
    pub base: Option<u64>,
    /// By base.
    pub points: Vec<ShownPoint>,
}

/// The margin that a base shows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct ShownPoint {
    /// Respondents in all.
    pub base: u64,
    /// Margin within which levels that are the same can be shown to be.
    pub margin_shown: Option<f64>,
}

/// What a plan rests on.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Assumed {
    /// Rate that is expected.
    pub rate: f64,
    /// Share of each level in the sample; they add up to 1.
    pub shares: Vec<f64>,
    /// Design effect.
    pub deff: f64,
    /// Chance of a false finding, two-sided.
    pub alpha: f64,
    /// The same for each of several comparisons, so that it holds for all of them.
    pub alpha_each: f64,
    /// How many comparisons share alpha.
    pub comparisons: u64,
    /// Chance of a true finding.
    pub power: f64,
    /// Confidence of intervals.
    pub confidence: f64,
    /// People in the population, where it is so small that sampling without replacement counts.
    pub population: Option<u64>,
    /// Degrees of freedom of the design, sampling units less strata; null for as many as respondents.
    pub df: Option<f64>,
}

impl Assumed {
    /// Degrees of freedom, infinite where none are given.
    pub fn df(&self) -> f64 {
        self.df.unwrap_or(f64::INFINITY)
    }
}

/// Base for a margin of error: half the width of Wald's interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct PlanPrecision {
    /// The margin of error.
    pub margin_of_error: f64,
    /// Respondents in all, for the rate of all.
    pub base: u64,
    /// Respondents in all, for the rate of every level.
    pub base_for_each_level: u64,
}

/// Base for a difference between the two smallest levels.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct PlanDifference {
    /// The other rate.
    pub versus: f64,
    /// Respondents in each of two equally large groups.
    pub base_per_group: u64,
    /// Respondents in all, at the given shares.
    pub base: u64,
}

/// Base for equivalence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct PlanEquivalence {
    /// Largest difference that counts as the same.
    pub margin: f64,
    /// Respondents in all.
    pub base: Option<u64>,
}

/// What a base can show.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct WithBase {
    /// Respondents in all.
    pub base: u64,
    /// Margin of error of the rate of all.
    pub margin_of_error: f64,
    /// That of each level.
    pub level_margins: Vec<f64>,
    /// The smallest rate above the expected one that the two smallest levels tell from it.
    pub higher_rate: Option<f64>,
    /// The largest rate below it.
    pub lower_rate: Option<f64>,
    /// Difference between two levels, all others in the middle, that the omnibus test of all levels finds.
    pub detectable_difference: Option<f64>,
    /// Power to find the difference of the plan between the two smallest levels.
    pub power: f64,
    /// The smallest margin within which levels that are the same can be shown to be.
    pub margin_shown: Option<f64>,
}

/// What one base can show.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct PlanPoint {
    /// Respondents in all.
    pub base: u64,
    /// Margin of error of the rate of all.
    pub margin_of_error: f64,
    /// Difference that the omnibus test of all levels finds.
    pub detectable_difference: Option<f64>,
    /// Margin within which levels that are the same can be shown to be.
    pub margin_shown: Option<f64>,
}
