//! What may stand in a study file, as a JSON Schema for editors and other programs.
//!
//! It describes what this version reads. Whatever `parse` accepts, the schema accepts; what only the whole file can
//! tell (a name that nothing has, a level that is not listed, a circle) is left to `parse`.

mod claims;
mod joint;
mod parts;
mod questions;
mod settings;
#[cfg(test)]
mod tests;

use serde_json::{Value, json};

use super::parse::SCHEMA;
use claims::{claim, sentence};
use joint::{correlation, model, paired, paradox, stratified};
use questions::{multi, outcome, ranking, segment};
use settings::{analysis, data, design, study, words};

/// The JSON Schema (2020-12) of the study file.
///
/// ```
/// assert_eq!(paradox::study::schema()["required"], serde_json::json!(["schema"]));
/// ```
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "paradox study file",
        "type": "object",
        "required": ["schema"],
        "additionalProperties": false,
        "properties": {
            "schema": { "const": SCHEMA, "description": "The version of this format." },
            "study": study(),
            "data": data(),
            "design": design(),
            "analysis": analysis(),
            "words": words(),
            "segments": { "type": "array", "items": segment() },
            "outcomes": { "type": "array", "items": outcome() },
            "multi": { "type": "array", "items": multi() },
            "ranking": { "type": "array", "items": ranking() },
            "batteries": { "type": "array", "items": super::quality::battery_schema() },
            "paired": { "type": "array", "items": paired() },
            "stratified": { "type": "array", "items": stratified() },
            "models": { "type": "array", "items": model() },
            "correlations": { "type": "array", "items": correlation() },
            "claims": { "type": "array", "items": claim() },
            "sentences": { "type": "array", "items": sentence() },
            "paradox": paradox(),
        },
    })
}
