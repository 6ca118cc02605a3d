//! What `test --json` prints: one comparison, or several.

use schemars::JsonSchema;
use serde::Serialize;

use super::Comparison;

/// The number of the schema of what `test --json` prints.
pub const SCHEMA: &str = "paradox.test/1";

/// One comparison, or several.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
#[allow(clippy::large_enum_variant)] // printed once
pub enum Tests {
    /// One outcome by one segment.
    One {
        /// `paradox.test/1`.
        schema: String,
        /// Whether the answers are simulated.
        synthetic: bool,
        /// The comparison.
        #[serde(flatten)]
        comparison: Comparison,
    },
    /// Several outcomes or segments.
    Several {
        /// `paradox.test/1`.
        schema: String,
        /// Whether the answers are simulated.
        synthetic: bool,
        /// The comparisons, by outcome and within it by segment.
        comparisons: Vec<Comparison>,
    },
}

impl Tests {
    /// What was compared, as it is printed.
    pub fn of(comparisons: Vec<Comparison>, synthetic: bool) -> Self {
        let schema = SCHEMA.to_owned();
        match <[Comparison; 1]>::try_from(comparisons) {
            Ok([comparison]) => Tests::One { schema, synthetic, comparison },
            Err(comparisons) => Tests::Several { schema, synthetic, comparisons },
        }
    }
}
