//! `[[paired]]`, `[[stratified]]`, `[[models]]`, `[[correlations]]`, `[paradox]`.

use serde_json::{Value, json};

use super::parts::{filled_text, table, word};
use crate::study::parse::CORRELATIONS;

pub(super) fn paired() -> Value {
    let name = filled_text("The name of an outcome.");
    table("Two questions of the same respondents, compared.", &["a", "b"], json!({ "a": name, "b": name }))
}

pub(super) fn paradox() -> Value {
    table(
        "Why the top level of a segment has the rate that it has.",
        &["outcome", "segment", "top"],
        json!({
            "outcome": filled_text("The name of an outcome with a rate."),
            "segment": filled_text("The segment whose top level is compared with all others."),
            "top": filled_text("The level."),
            "detection": { "type": "string", "description": "A segment that measures how well failures are seen." },
        }),
    )
}

pub(super) fn stratified() -> Value {
    table(
        "An outcome by two levels of a segment, within the levels of another (Mantel-Haenszel).",
        &["outcome", "by", "within"],
        json!({
            "outcome": filled_text("The name of an outcome."),
            "by": filled_text("The segment whose two levels are compared."),
            "two": {
                "type": "array",
                "items": { "type": "string" },
                "minItems": 2,
                "maxItems": 2,
                "uniqueItems": true,
                "description": "The two levels, where the segment has more.",
            },
            "within": filled_text("The segment within whose levels they are compared."),
        }),
    )
}

pub(super) fn model() -> Value {
    table(
        "A logistic regression of an outcome on several segments at once.",
        &["outcome"],
        json!({
            "outcome": filled_text("The name of an outcome with a rate."),
            "on": {
                "type": "array",
                "items": { "type": "string", "minLength": 1 },
                "minItems": 1,
                "uniqueItems": true,
                "description": "Segments, and interactions of them as \"a*b\"; default all segments.",
            },
        }),
    )
}

pub(super) fn correlation() -> Value {
    let name = filled_text("An ordered segment, or an outcome with bands, yes and no, or a number.");
    let method = word(&CORRELATIONS, "Which coefficient; default spearman.");
    table(
        "Two ordered answers of the same respondents.",
        &["a", "b"],
        json!({ "a": name, "b": name, "method": method }),
    )
}
