//! What is printed as JSON holds to the schema that is printed for it.

use crate::support::{Project, Run, repository};
use serde_json::Value;

fn schema(which: &str) -> jsonschema::Validator {
    let schema = Project::new().run(&["schema", which]).code(0).json();
    assert!(jsonschema::draft202012::meta::is_valid(&schema), "{which}");
    jsonschema::draft202012::new(&schema).expect("a valid schema")
}

/// What a command prints is valid, and no longer once a key of it is of another type.
fn holds(which: &str, run: Run) {
    let (schema, mut json) = (schema(which), run.json());
    let errors: Vec<String> = schema.iter_errors(&json).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new(), "{which}");
    json["schema"] = Value::Null;
    assert!(!schema.is_valid(&json), "{which}: nothing is asked of it");
}

#[test]
fn everything_that_is_printed_as_json_holds_to_its_schema() {
    let project = Project::new();
    let data = repository("data/sinch-2026-synthetic.csv");
    let data = data.to_str().expect("text");
    let run = |args: &[&str]| project.run(args);
    holds("claims", run(&["claims", "--json"]).code(0));
    holds("plan", run(&["plan", "--rate", "74", "--levels", "10", "--base", "1567", "--json"]).code(0));
    holds("plan", run(&["plan", "--rate", "99.9", "--margin", "0.1", "--json"]).code(0));
    holds("check", run(&["check", data, "--json"]));
    holds("screen", run(&["screen", data, "--json", "--permutations", "19"]).code(0));
    let asked = ["--outcome", "rollback", "--outcome", "live", "--by", "company_size", "--json"];
    holds("table", run(&[&["tabulate", data][..], &asked].concat()).code(0));
    holds("test", run(&[&["test", data][..], &asked].concat()).code(0));
    holds("test", run(&["test", data, "--outcome", "rollback", "--by", "company_size", "--json", "--redact"]).code(0));
}
