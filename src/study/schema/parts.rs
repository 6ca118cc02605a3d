//! What the tables of the format are made of: texts, lists, numbers, columns, conditions.

use serde_json::{Value, json};

use crate::study::analysis::NEAREST;
use crate::study::parse::MOST_LEVELS;

/// A table that has these keys and no others.
pub(super) fn table(description: &str, required: &[&str], properties: Value) -> Value {
    json!({
        "type": "object",
        "description": description,
        "required": required,
        "additionalProperties": false,
        "properties": properties,
    })
}

pub(super) fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

pub(super) fn filled_text(description: &str) -> Value {
    json!({ "type": "string", "pattern": "\\S", "description": description })
}

pub(super) fn flag(description: &str) -> Value {
    json!({ "type": "boolean", "description": description })
}

pub(super) fn texts(description: &str) -> Value {
    json!({ "type": "array", "items": { "type": "string" }, "description": description })
}

pub(super) fn filled_texts(description: &str) -> Value {
    json!({ "type": "array", "items": { "type": "string" }, "minItems": 1, "description": description })
}

pub(super) fn levels(description: &str) -> Value {
    json!({
        "type": "array",
        "items": { "type": "string" },
        "minItems": 1,
        "maxItems": MOST_LEVELS,
        "uniqueItems": true,
        "description": description,
    })
}

pub(super) fn word<T>(words: &[(&str, T)], description: &str) -> Value {
    let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    json!({ "enum": words, "description": description })
}

pub(super) fn open_fraction(description: &str) -> Value {
    json!({ "type": "number", "minimum": NEAREST, "maximum": 1.0 - NEAREST, "description": description })
}

pub(super) fn points(description: &str) -> Value {
    json!({ "type": "number", "exclusiveMinimum": 0, "maximum": 100, "description": description })
}

pub(super) fn count(least: u64, description: &str) -> Value {
    json!({ "type": "integer", "minimum": least, "description": description })
}

pub(super) fn column() -> Value {
    text("The column with the answers: its header, or \"#4\" for the fourth; default: the name.")
}

pub(super) fn conditions(description: &str) -> Value {
    json!({
        "type": "object",
        "description": description,
        "additionalProperties": {
            "anyOf": [
                { "const": "*", "description": "Any answer." },
                { "type": "array", "items": { "type": "string" }, "minItems": 1 },
                range(),
            ],
        },
    })
}

/// Limits of a number.
fn range() -> Value {
    let limit = |description: &str| json!({ "type": "number", "description": description });
    let mut range = table(
        "Numbers within limits.",
        &[],
        json!({
            "at_least": limit("The least number that counts."),
            "at_most": limit("The largest."),
            "above": limit("Only larger numbers count."),
            "below": limit("Only smaller numbers count."),
            "between": ends("The least number that counts and the largest."),
        }),
    );
    range["minProperties"] = json!(1);
    range
}

/// Two numbers, the lower first.
pub(super) fn ends(description: &str) -> Value {
    json!({
        "type": "array",
        "items": { "type": "number" },
        "minItems": 2,
        "maxItems": 2,
        "description": description,
    })
}

pub(super) fn numbers(least: usize, description: &str) -> Value {
    json!({ "type": "array", "items": { "type": "number" }, "minItems": least, "description": description })
}

pub(super) fn valid() -> Value {
    ends("The least and the largest number that count; others are missing.")
}
