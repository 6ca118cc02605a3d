//! What the study file says about the quality of answers, for `check` alone: no figure depends on it.

use serde_json::{Value, json};

use super::ColumnRef;

/// Fewest questions that make a battery: of two, equal answers say nothing.
pub(super) const LEAST_COLUMNS: usize = 3;

/// Share of the median duration under which an interview counts as speeding, where the study does not say.
pub(super) const SPEEDING_BELOW: f64 = 0.3;

/// Questions asked in one grid. A respondent who gives all of them the same answer may not have read them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Battery {
    /// Its name in `check`.
    pub name: String,
    /// Its columns, at least three.
    pub columns: Vec<ColumnRef>,
    /// Its line in the study file.
    pub line: usize,
}

/// How long each interview took.
#[derive(Debug, Clone, PartialEq)]
pub struct Duration {
    /// A column with numbers, in whatever unit.
    pub column: ColumnRef,
    /// Share of the median under which an interview counts as speeding.
    pub speeding_below: f64,
}

/// A battery in the JSON Schema of the study file.
pub(super) fn battery_schema() -> Value {
    json!({
        "type": "object",
        "description": "Questions asked in one grid: `check` counts those who gave all the same answer.",
        "required": ["name", "columns"],
        "additionalProperties": false,
        "properties": {
            "name": { "type": "string", "pattern": "\\S", "description": "Its name in `check`." },
            "columns": {
                "type": "array",
                "items": { "type": "string", "pattern": "\\S" },
                "minItems": LEAST_COLUMNS,
                "uniqueItems": true,
                "description": "Its columns: headers, or positions as in \"#4\".",
            },
        },
    })
}
