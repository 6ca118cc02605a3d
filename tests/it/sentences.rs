//! What was written about a study, with the findings that bear on it.

use crate::support::{Project, Run};
use serde_json::{Value, json};

const STUDY: &str = r#"schema = 1
[[segments]]
name = "size"
levels = ["S", "L"]
ordered = true
[[outcomes]]
name = "back"
yes = ["Yes"]
[[claims]]
id = "half"
text = "Half went back"
kind = "rate"
outcome = "back"
published = 50
rounding = 1
[[claims]]
id = "large"
text = "60% of the large"
kind = "rate"
outcome = "back"
where = { size = ["L"] }
published = 60
rounding = 1
"#;

fn run(sentence: &str, args: &[&str]) -> Run {
    let rows: String =
        (0..400).map(|i| format!("{},{}\n", ["S", "L"][i % 2], if i % 5 < 2 { "Yes" } else { "No" })).collect();
    Project::new()
        .file("d.csv", format!("size,back\n{rows}"))
        .file("d.toml", format!("{STUDY}[[sentences]]\ntext = \"It is written\"\n{sentence}\n"))
        .run(&[&["analyze", "d.csv"][..], args].concat())
}

fn sentence(keys: &str) -> Value {
    run(keys, &["--json"]).code(0).json()["sentences"][0].clone()
}

#[test]
fn each_finding_that_a_sentence_names_stands_under_it_in_its_own_words() {
    let found =
        sentence("claims = [\"half\", \"large\"]\noutcomes = [\"back\"]\nby = [\"size\"]\nneeds = \"the rates\"");
    assert_eq!((&found["standing"], &found["needs"]), (&json!("tested"), &json!("the rates")));
    let kinds: Vec<&Value> = found["answers"].as_array().expect("a list").iter().map(|a| &a["kind"]).collect();
    assert_eq!(kinds, [&json!("claim"), &json!("claim"), &json!("implied"), &json!("comparison")]);
    let results = run("claims = [\"half\"]\noutcomes = [\"back\"]", &["--json"]).code(0).json();
    let answers = &results["sentences"][0]["answers"];
    assert_eq!(answers[1]["sentence"], results["outcomes"][0]["sentence"]);
    let claim = results["claims"][0]["sentence"].as_str().expect("text");
    assert_eq!(answers[0]["sentence"], format!("Half went back: {claim}"));
    // 80 of 200 in either: no difference, and the interval of the last level less the first.
    let text = found["answers"][3]["sentence"].as_str().expect("text");
    assert!(text.contains("L less S: 0.0 points (95% interval") && text.contains("lower at L is compatible"), "{text}");
}

#[test]
fn a_sentence_that_no_answers_could_show_or_that_comes_from_elsewhere_says_so() {
    let found = sentence("not_testable = \"no question asks it\"");
    assert_eq!((&found["standing"], &found["reason"]), (&json!("not_testable"), &json!("no question asks it")));
    let found = sentence("outcomes = [\"back\"]\nnot_testable = \"the ranks were not asked\"");
    assert_eq!((&found["standing"], found["answers"].as_array().map(Vec::len)), (&json!("partly_tested"), Some(1)));
    assert_eq!(sentence("context = true")["standing"], "context");
}

#[test]
fn what_is_hidden_elsewhere_is_hidden_under_a_sentence_too() {
    let found = run(
        "claims = [\"large\"]\noutcomes = [\"back\"]\nby = [\"size\"]",
        &["--json", "--suppress-below", "300", "--redact"],
    );
    let found = found.code(0).json();
    for answer in found["sentences"][0]["answers"].as_array().expect("a list") {
        assert!(!answer["sentence"].as_str().expect("text").contains("40"), "{answer}");
    }
}

#[test]
fn a_sentence_that_names_nothing_or_something_unknown_is_an_error_with_its_line() {
    let bad = |keys: &str| run(keys, &[]).code(1).stdout_is("");
    bad("").stderr_has("names nothing that could show it").stderr_has("d.toml, line 2");
    bad("claims = [\"hal\"]")
        .stderr_has("there is no claim `hal`")
        .stderr_has("did you mean `half`?")
        .stderr_has("d.toml, line 26");
    bad("outcomes = [\"bak\"]").stderr_has("there is no outcome `bak`");
    bad("outcomes = [\"back\"]\nby = [\"siz\"]").stderr_has("siz");
    bad("paradox = [\"detection\"]").stderr_has("the study has no [paradox]");
    bad("by = [\"size\"]\ncontext = true").stderr_has("has `by` without `outcomes`");
}

/// Every sentence of the article is tested, tested in part, or said not to be testable; forecasts are context.
#[test]
fn the_built_in_study_has_the_sentences_of_the_article_in_its_report() {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/data/sinch-2026-synthetic.csv");
    let project = Project::new();
    project.run(&["analyze", data, "--out", "r", "--quiet"]).code(0);
    let results: Value = serde_json::from_str(&project.read("r/results.json")).expect("JSON");
    let standing: Vec<&str> = results["sentences"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|s| s["standing"].as_str().expect("a word"))
        .collect();
    assert_eq!(
        standing,
        [
            "tested",
            "tested",
            "partly_tested",
            "partly_tested",
            "partly_tested",
            "partly_tested",
            "tested",
            "tested",
            "not_testable",
            "context",
            "context"
        ]
    );
    let report = project.read("r/report.md");
    for part in [
        "What was written, and what it would have to show",
        "show the method, not the truth of the claims",
        "Most firms rank trust",
    ] {
        assert!(report.contains(part), "{part}");
    }
}
