//! Reads `tests/oracle/goldens.json`: the numbers that R made, with the tolerance that each case declares.
//!
//! Numbers have 17 digits; `"Inf"`, `"-Inf"` and `"NaN"` are strings. A tolerance is relative, absolute below 1e-12.

use std::collections::BTreeMap;

use serde_json::Value;

/// Below this size a tolerance is absolute.
const ABSOLUTE_BELOW: f64 = 1e-12;

/// One call of the oracle.
pub struct Case {
    pub id: String,
    pub input: Value,
    pub expect: Value,
    pub tol: f64,
}

/// All cases whose method begins like this; at least one, or the test would test nothing.
pub fn cases(method_prefix: &str) -> Vec<Case> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/goldens.json");
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let all: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    let found: Vec<Case> = all["cases"]
        .as_array()
        .expect("goldens.json has a list of cases")
        .iter()
        .filter(|case| case["method"].as_str().is_some_and(|method| method.starts_with(method_prefix)))
        .map(|case| Case {
            id: case["id"].as_str().expect("a case has an id").to_owned(),
            input: case["input"].clone(),
            expect: case["expect"].clone(),
            tol: number(&case["tol"]),
        })
        .collect();
    assert!(!found.is_empty(), "no golden case has a method that begins with {method_prefix:?}");
    found
}

/// A number of the file.
pub fn number(value: &Value) -> f64 {
    match value {
        Value::Number(number) => number.as_f64().expect("a number of JSON is a float"),
        Value::String(word) if word == "Inf" => f64::INFINITY,
        Value::String(word) if word == "-Inf" => f64::NEG_INFINITY,
        Value::String(word) if word == "NaN" => f64::NAN,
        other => panic!("{other} is no number"),
    }
}

/// A count of the file.
pub fn count(value: &Value) -> u64 {
    let count = number(value);
    assert!(count >= 0.0 && count.fract() == 0.0, "{count} is no count");
    count as u64
}

/// Whether got equals the golden number; NaN equals NaN.
#[track_caller]
pub fn close(what: &str, got: f64, expected: &Value, tol: f64) {
    let expected = number(expected);
    let same = got == expected || (got.is_nan() && expected.is_nan());
    let off = (got - expected).abs();
    let allowed = if expected.abs() < ABSOLUTE_BELOW { ABSOLUTE_BELOW } else { tol * expected.abs() };
    assert!(same || off <= allowed, "{what}: got {got:e}, expected {expected:e}, off by {off:e}");
}

/// As [`close`]; what the oracle cannot give as a finite number must be `None` here.
#[track_caller]
#[allow(dead_code)] // for tests of statistics that may not exist
pub fn close_or_none(what: &str, got: Option<f64>, expected: &Value, tol: f64) {
    match got {
        Some(got) => close(what, got, expected, tol),
        None => assert!(expected.is_null() || !number(expected).is_finite(), "{what}: got none, expected {expected}"),
    }
}

/// `cargo test --test it goldens -- --nocapture` prints the table.
#[test]
#[allow(clippy::print_stdout)]
fn every_golden_case_is_read_by_a_test_here() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests");
    let text = std::fs::read_to_string(format!("{folder}/oracle/goldens.json")).expect("the goldens");
    let all: Value = serde_json::from_str(&text).expect("JSON");
    let mut kinds = BTreeMap::<&str, usize>::new();
    for case in all["cases"].as_array().expect("a list") {
        *kinds.entry(case["method"].as_str().expect("a method")).or_default() += 1;
    }
    let source = |entry: std::io::Result<std::fs::DirEntry>| {
        let path = entry.expect("a readable entry").path();
        let source = std::fs::read_to_string(path.is_file().then_some(&path)?).expect("a source file");
        let reads = source.contains("goldens::") || source.contains("oracle_design::");
        reads.then(|| (path.file_stem().expect("a name").to_string_lossy().into_owned(), source))
    };
    let mut sources: Vec<(String, String)> =
        std::fs::read_dir(format!("{folder}/it")).expect("this folder").filter_map(source).collect();
    sources.sort();
    // A text of a source file that begins a method asks `cases` for it; shorter ones begin nothing.
    const SHORTEST: usize = 4;
    let asks = |source: &str, method: &str| {
        source.split('"').skip(1).any(|text| text.len() >= SHORTEST && method.starts_with(text))
    };
    for (method, cases) in &kinds {
        let read: Vec<&str> =
            sources.iter().filter(|(_, source)| asks(source, method)).map(|(name, _)| name.as_str()).collect();
        println!("{cases:>3}  {method}: {}", read.join(", "));
        assert!(!read.is_empty(), "no test reads the {cases} cases of {method:?}");
    }
    println!("{:>3}  cases of {} kinds, none left out", kinds.values().sum::<usize>(), kinds.len());
}
