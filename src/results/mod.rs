//! The JSON of the contract as types: what `findings` makes, and all that report, charts and tables may read.
//!
//! Rates, shares, differences and margins are fractions from 0 to 1. Levels stand in study order. `None` (null) means
//! not applicable or not estimable; `flags` or `note` says why.

pub mod check;
mod claim;
mod comparison;
pub mod diff;
pub mod distribution;
mod estimate;
pub mod format;
mod implied;
mod made;
mod model;
mod outcome;
mod paradox;
pub mod plan;
mod provenance;
mod question;
mod scale;
pub mod schema;
pub mod screen;
mod sentence;
pub mod table;
pub mod test;
pub mod waves;
pub mod weighting;

use schemars::JsonSchema;
use serde::Serialize;

pub use claim::{Claim, ClaimPart, ClaimStatus, Correlation, Grim};
pub use comparison::{
    ChanceSpread, Comparison, Decision, DecisionRule, Effect, Equivalence, EquivalencePair, LargestDifference, Pair,
    Tests,
};
pub use distribution::Distribution;
pub use estimate::{Estimate, Flag, Measure};
pub use implied::{
    Bounded, Claims, Implied, ImpliedInterval, ImpliedLevels, ImpliedOverlap, ImpliedRest, ImpliedStrongest, Limits,
    RestPoint, SCHEMA as CLAIMS_SCHEMA, Size, StrongestPoint,
};
pub use made::{Made, MadeAnswers};
pub use model::{Coefficient, Margin, MarginalEffect, Model, TermTest};
pub use outcome::{BandMean, Base, LevelShare, Net, NetLevels, Outcome, Standardised};
pub use paradox::{
    Adjusted, AdjustedLevel, AdjustedTest, Bounds, BoundsByLevel, BreakEvenIntervals, Choice, ChoiceVerdict, Contrast,
    Curve, CurvePoint, Detection, EValue, Explanation, Heterogeneity, Interaction, LevelBounds, Paradox, Reversal,
    Selection, SelectionLevel, Split, Standing, WithinStrata,
};
pub use provenance::{
    AnalysisInfo, DataFile, DataQuality, Domain, Excluded, Missing, Provenance, SegmentInfo, StudyFile, StudyInfo,
};
pub use question::{Multi, MultiOption, OptionPair, Paired, PairedShares, Stratified, Stratum};

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
