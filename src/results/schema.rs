//! JSON Schemas (2020-12) of everything that is printed as JSON, made from the types.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::check::Check;
use super::implied::Claims;
use super::plan::Plan;
use super::screen::Screen;
use super::table::Banner;
use super::test::Tests;
use super::{Results, check, implied, plan, screen, table, test};

/// Of `results.json`.
pub fn schema() -> Value {
    of::<Results>(super::SCHEMA, "Results of paradox analyze")
}

/// Of what `claims --json` prints.
pub fn claims() -> Value {
    of::<Claims>(implied::SCHEMA, "Results of paradox claims")
}

/// Of what `plan --json` prints.
pub fn plan() -> Value {
    of::<Plan>(plan::SCHEMA, "Results of paradox plan")
}

/// Of what `screen --json` prints.
pub fn screen() -> Value {
    of::<Screen>(screen::SCHEMA, "Results of paradox screen")
}

/// Of what `check --json` prints.
pub fn check() -> Value {
    of::<Check>(check::SCHEMA, "Results of paradox check")
}

/// Of what `tabulate --json` prints.
pub fn table() -> Value {
    of::<Banner>(table::SCHEMA, "Results of paradox tabulate")
}

/// Of what `test --json` prints.
pub fn test() -> Value {
    of::<Tests>(test::SCHEMA, "Results of paradox test")
}

fn of<T: JsonSchema>(id: &str, title: &str) -> Value {
    // As it is written: what is left out where it is empty is not required.
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<T>().to_value();
    if let Some(root) = schema.as_object_mut() {
        root.insert("$id".into(), id.into());
        root.insert("title".into(), title.into());
    }
    schema
}
