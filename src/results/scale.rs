//! A scale of several items: how far they measure one thing.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Flag, Interval};

/// Cronbach's alpha of a scale, of those who answered every item, and what each item adds.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Scale {
    /// Items, in study order.
    pub items: Vec<ScaleItem>,
    /// Respondents in the base who answered every item.
    pub n: u64,
    /// How many items a respondent must have answered to have a number.
    pub least_answered: u64,
    /// Alpha; weighted, where the study declares a design.
    pub alpha: Option<f64>,
    /// Its standard error, by the design; none for a simple random sample.
    pub se: Option<f64>,
    /// Its interval.
    pub ci: Option<Interval>,
    /// With a design: alpha of the respondents as they are, without their weights.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alpha_unweighted: Option<f64>,
    /// What a reader must know.
    pub flags: Vec<Flag>,
    /// The finding in one sentence.
    pub sentence: String,
}

/// An item of a scale.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ScaleItem {
    /// Its column.
    pub column: String,
    /// Whether its numbers are turned round.
    pub reversed: bool,
    /// Mean of its numbers, turned round already.
    pub mean: Option<f64>,
    /// Correlation with the sum of all other items.
    pub item_rest: Option<f64>,
    /// Alpha of the scale without it; none of two items.
    pub alpha_without: Option<f64>,
}
