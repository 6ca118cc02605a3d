//! What published figures imply by themselves, and what `claims --json` prints.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Claim, Interval};

/// The number of the schema of what `claims --json` prints.
pub const SCHEMA: &str = "paradox.claims/1";

/// Published figures, and what they imply.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Claims {
    /// `paradox.claims/1`.
    pub schema: String,
    /// Title of the study.
    pub title: String,
    /// The study file, or the name of a built-in study.
    pub study: String,
    /// The data file; none where the figures stand alone.
    pub data: Option<String>,
    /// Whether the data are synthetic.
    pub synthetic: bool,
    /// What the marks of certainty mean.
    pub certainty: Option<String>,
    /// The published figures.
    pub claims: Vec<Claim>,
    /// What they imply by themselves.
    pub implied: Vec<Implied>,
}

/// What published figures imply, without a single answer.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Implied {
    /// A rate and its base: an interval.
    Interval(ImpliedInterval),
    /// The rate of all and that of a group: the rate of all others, by the size of the group.
    Rest(ImpliedRest),
    /// The rates of two levels: from which base on they differ.
    Levels(ImpliedLevels),
    /// Two rates of the same respondents: how they overlap.
    Overlap(ImpliedOverlap),
    /// The strongest of many correlations: what the strongest would be by chance.
    Strongest(ImpliedStrongest),
}

/// Two limits, as fractions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Limits {
    /// At least.
    pub low: f64,
    /// At most.
    pub high: f64,
}

/// A number of respondents for the figures as printed, and over all values that round to them; `null` where no size
/// would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Size {
    /// For the figures as printed.
    pub value: Option<u64>,
    /// The smallest over all values that round to them.
    pub low: Option<u64>,
    /// The largest.
    pub high: Option<u64>,
}

/// A published rate with a base.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ImpliedInterval {
    /// Id of the claim.
    pub claim: String,
    /// The published rate.
    pub rate: f64,
    /// The base.
    pub n: u64,
    /// Whether it is the claim's own base, or another that it may have had.
    pub own_base: bool,
    /// Interval of the rate as printed, if the base is a simple random sample.
    pub ci: Interval,
    /// Its ends over all values that round to the rate.
    pub ci_over_rounding: Limits,
    /// The same in a sentence.
    pub sentence: String,
}

/// The rate of all others, from that of all and that of a group.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ImpliedRest {
    /// Id of the claim about all.
    pub all: String,
    /// Id of the claim about the group.
    pub part: String,
    /// Name of the outcome.
    pub outcome: String,
    /// The outcome in text.
    pub outcome_label: String,
    /// The group in words: "industry = Technology".
    pub group: String,
    /// The group as a chart names it: "“Technology” (industry)".
    pub group_label: String,
    /// Rate of all.
    pub rate_all: f64,
    /// Rate of the group.
    pub rate_part: f64,
    /// Base of all; none where none is known, and sizes are then shares only.
    pub n: Option<u64>,
    /// Whether that base was published with the figure, and is not another that it may have had.
    pub own_base: bool,
    /// Where the two figures were published, each once.
    pub sources: Vec<String>,
    /// The largest share that the group can be: there the rate of all others is 0 or 1.
    pub largest_share: f64,
    /// Respondents in the group from which it differs from all others, by the pooled z test at alpha with the total held.
    pub significant_from: Option<Size>,
    /// Rate of all others by size of the group.
    pub curve: Vec<RestPoint>,
    /// The same at the published size of the group.
    pub at_published_size: Option<RestPoint>,
    /// Why the two figures cannot both hold with this base and the published size of the group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impossible: Option<String>,
    /// The same in a sentence.
    pub sentence: String,
}

/// The rate of all others at one size of the group.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct RestPoint {
    /// Share of the group among all.
    pub share: f64,
    /// Respondents in the group.
    pub size: Option<u64>,
    /// Rate of all others for the figures as printed; none where no rate would do.
    pub rest: Option<f64>,
    /// The lowest over all values that round to them.
    pub low: Option<f64>,
    /// The highest.
    pub high: Option<f64>,
    /// p of the group against all others, for the figures as printed.
    pub p: Option<f64>,
}

/// Two levels of a segment.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ImpliedLevels {
    /// Id of the claim about the first level.
    pub a: String,
    /// Id of the claim about the second.
    pub b: String,
    /// Name of the outcome.
    pub outcome: String,
    /// The outcome in text.
    pub outcome_label: String,
    /// Name of the segment.
    pub segment: String,
    /// The first level.
    pub level_a: String,
    /// The second.
    pub level_b: String,
    /// Rate of the first.
    pub rate_a: f64,
    /// Rate of the second.
    pub rate_b: f64,
    /// Levels of the segment.
    pub levels: u64,
    /// Whether the study says that the two were named because they lie furthest apart of all levels.
    pub extremes: bool,
    /// Respondents in each from which the two differ, by the pooled z test at their mean.
    pub base_each: Size,
    /// The same for the two furthest apart of all levels, by the studentized range.
    pub base_each_of_extremes: Size,
    /// p of the pooled z test, where both bases were published.
    pub p: Option<f64>,
    /// The same in a sentence.
    pub sentence: String,
}

/// Two rates of the same respondents.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ImpliedOverlap {
    /// Id of the first claim.
    pub a: String,
    /// Id of the second.
    pub b: String,
    /// The first outcome in text.
    pub a_label: String,
    /// The second.
    pub b_label: String,
    /// Rate of the first.
    pub rate_a: f64,
    /// Rate of the second.
    pub rate_b: f64,
    /// Said yes to both.
    pub both: Bounded,
    /// To the first alone.
    pub a_only: Bounded,
    /// To the second alone.
    pub b_only: Bounded,
    /// To neither.
    pub neither: Bounded,
    /// May put the first before the second: those of the first alone, and of both none or all.
    pub a_before_b: Bounded,
    /// The same in a sentence.
    pub sentence: String,
}

/// The strongest of many correlations.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ImpliedStrongest {
    /// Id of the claim.
    pub claim: String,
    /// The published coefficient.
    pub coefficient: f64,
    /// Of how many pairs it is the strongest.
    pub pairs: u64,
    /// Respondents from which it is stronger than the strongest of so many independent pairs in 95 of 100 samples where
    /// nothing goes together.
    pub beyond_chance_from: Size,
    /// What the strongest would be by chance, by base.
    pub curve: Vec<StrongestPoint>,
    /// The same in a sentence.
    pub sentence: String,
}

/// The strongest of many pairs where nothing goes together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct StrongestPoint {
    /// Respondents who answered both questions.
    pub n: u64,
    /// Whether the study names this base.
    pub named: bool,
    /// In half of all samples at most.
    pub median: f64,
    /// In 95 of 100 at most.
    pub p95: f64,
}

/// Limits for the figures as printed, and over all values that round to them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Bounded {
    /// For the figures as printed.
    pub printed: Limits,
    /// Over all values that round to them.
    pub over_rounding: Limits,
}

impl Claims {
    /// Whether a rate of all and that of a group cannot both hold, whichever base all may have.
    pub fn contradicts_itself(&self) -> bool {
        let rests =
            || self.implied.iter().filter_map(|one| if let Implied::Rest(rest) = one { Some(rest) } else { None });
        rests().any(|rest| {
            rests()
                .filter(|other| (&other.all, &other.part) == (&rest.all, &rest.part))
                .all(|one| one.impossible.is_some())
        })
    }
}

impl Implied {
    /// What it says, in words.
    pub fn sentence(&self) -> &str {
        match self {
            Implied::Interval(found) => &found.sentence,
            Implied::Rest(found) => &found.sentence,
            Implied::Levels(found) => &found.sentence,
            Implied::Overlap(found) => &found.sentence,
            Implied::Strongest(found) => &found.sentence,
        }
    }

    /// Ids of the claims that it is made of.
    pub fn claims(&self) -> Vec<&str> {
        match self {
            Implied::Interval(found) => vec![&found.claim],
            Implied::Rest(found) => vec![&found.all, &found.part],
            Implied::Levels(found) => vec![&found.a, &found.b],
            Implied::Overlap(found) => vec![&found.a, &found.b],
            Implied::Strongest(found) => vec![&found.claim],
        }
    }
}
