//! The JSON Schema of the results, made from the types.

use super::Results;

/// The JSON Schema (2020-12) of `results.json`.
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Results).to_value();
    if let Some(root) = schema.as_object_mut() {
        root.insert("$id".into(), super::SCHEMA.into());
        root.insert("title".into(), "Results of paradox analyze".into());
    }
    schema
}
