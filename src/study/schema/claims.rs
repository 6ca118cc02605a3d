//! `[[claims]]` and `[[sentences]]`.

use serde_json::{Value, json};

use super::parts::{conditions, count, filled_text, filled_texts, flag, points, table, text, texts};
use crate::study::parse::{CLAIM_KINDS, PARADOX_PARTS};

pub(super) fn sentence() -> Value {
    table(
        "What was written about the study, with the findings that would have to show it.",
        &["text"],
        json!({
            "text": filled_text("The sentence, or in short what it says."),
            "source": text("Where it was written."),
            "needs": text("What would have to be shown."),
            "claims": texts("Ids of claims that bear on it."),
            "outcomes": texts("Outcomes that bear on it."),
            "by": texts("Segments that these outcomes are compared by; without them: the outcomes alone."),
            "paradox": json!({ "type": "array", "items": { "enum": PARADOX_PARTS }, "description": "Parts of [paradox]: its finding, or one of the explanations." }),
            "not_testable": text("Why, or what of it, no answers of this survey could show."),
            "context": flag("Whether it comes from elsewhere, and is no result of this survey."),
        }),
    )
}

/// A claim: what all kinds have, and what each has of its own.
pub(super) fn claim() -> Value {
    let group = || {
        let mut group = conditions("A group of respondents: levels of segments, or raw values of columns.");
        group["minProperties"] = json!(1);
        group
    };
    let two = |items: Value, description: &str| json!({ "type": "array", "items": items, "minItems": 2, "maxItems": 2, "description": description });
    let outcome = || filled_text("The outcome whose rate it is about.");
    let figure = |least: f64, most: f64, description: &str| json!({ "type": "number", "minimum": least, "maximum": most, "description": description });
    let rounding = || points("To what it was rounded: 1 for whole percent.");
    let of = |kind: &str, description: &str, required: &[&str], own: Value| {
        debug_assert!(CLAIM_KINDS.contains(&kind));
        let mut properties = json!({
            "id": filled_text("Its name in results."),
            "text": filled_text("The sentence as published."),
            "kind": { "const": kind },
            "of_whom": text("Of whom, as published."),
            "certainty": text("How sure it is that the figure was published like this: a mark of the study's own."),
            "base_n": count(1, "The published base."),
            "other_base_n": json!({ "type": "array", "items": count(1, "Respondents."), "description": "Other sizes that the base may have had." }),
            "source": text("Where it was published."),
            "note": text("What else is known about it."),
            "same_data": flag("Whether it is a claim about this very file."),
        });
        if let (Some(properties), Value::Object(own)) = (properties.as_object_mut(), own) {
            properties.extend(own);
        }
        table(description, &[&["id", "text", "kind"], required].concat(), properties)
    };
    let percent = figure(0.0, 100.0, "Percent, as printed.");
    let difference = figure(-100.0, 100.0, "Points, as printed: the first less the second.");
    let coefficient = figure(-1.0, 1.0, "The coefficient, as printed.");
    let others = |figure: &Value| json!({ "type": "array", "items": figure, "description": "What was printed elsewhere instead." });
    json!({ "oneOf": [
        of("rate", "A published rate.", &["outcome", "published", "rounding"], json!({
            "outcome": outcome(), "where": group(), "published": percent.clone(), "rounding": rounding(),
            "other_published": others(&percent),
            "extreme": flag("Whether its level was named because it lies furthest out of all levels of its segment."),
        })),
        of("difference", "A published difference between two groups.", &["outcome", "between", "published", "rounding"], json!({
            "outcome": outcome(), "between": two(group(), "The two groups."), "published": difference.clone(), "rounding": rounding(),
            "other_published": others(&difference),
        })),
        of("difference", "A published difference between two questions.", &["paired", "published", "rounding"], json!({
            "paired": two(filled_text("An outcome."), "Two outcomes of the same respondents."), "published": difference.clone(), "rounding": rounding(),
            "other_published": others(&difference),
        })),
        of("higher", "That a group has a higher rate than everybody else.", &["outcome", "where", "than"], json!({
            "outcome": outcome(), "where": group(), "than": { "const": "rest" },
        })),
        of("consistent", "That a rate is the same at all levels of some segments.", &["outcome", "across"], json!({
            "outcome": outcome(), "across": filled_texts("The segments."),
        })),
        of("correlation", "A published correlation.", &["between", "published", "rounding"], json!({
            "between": two(filled_text("A segment or an outcome."), "The two that correlate."),
            "published": coefficient.clone(), "other_published": others(&coefficient),
            "of_pairs": count(1, "Of how many pairs it is the strongest."),
            "rounding": { "type": "number", "exclusiveMinimum": 0, "maximum": 1, "description": "0.01 for two decimals." },
        })),
    ] })
}
