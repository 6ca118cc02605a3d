//! The examples do what they say: those in Rust by themselves, those that read `results.json` in Python and R where they
//! are installed.

use std::process::Command;

use serde_json::Value;

use crate::support::{repository, skip};

#[path = "../../examples/one_question.rs"]
mod one_question;
#[path = "../../examples/whole_study.rs"]
mod whole_study;

const RESULTS: &str = "reports/sinch-2026-synthetic/results.json";

fn committed() -> Value {
    let text = std::fs::read_to_string(repository(RESULTS)).expect("the committed results");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn the_example_of_one_question_answers_it() {
    let answer = one_question::answer().expect("an answer");
    assert!(answer.starts_with("consistent: "), "{answer}");
    assert!(answer.contains("1,000-4,999: 74.0% (71.3% to 76.6%), n = 1063\n"), "{answer}");
}

#[test]
fn the_example_of_a_whole_study_computes_what_the_program_does() {
    let results = whole_study::results("src/study/sinch-2026.toml", "data/sinch-2026-synthetic.csv").expect("results");
    let committed = committed();
    let expected = committed["outcomes"].as_array().expect("outcomes");
    assert_eq!(results.outcomes.len(), expected.len());
    for (found, expected) in results.outcomes.iter().zip(expected) {
        assert_eq!(found.overall.rate, expected["overall"]["rate"].as_f64(), "{}", found.name);
        for (found, expected) in found.segments.iter().zip(expected["segments"].as_array().expect("segments")) {
            assert_eq!(found.verdict.name(), expected["verdict"], "{}", found.segment);
        }
    }
}

/// What the program of an example prints for the committed results; nothing where it is not installed.
fn printed(program: &str, example: &str) -> Option<String> {
    let run = Command::new(program).args([example, RESULTS]).current_dir(repository(".")).output();
    let Ok(run) = run else {
        return skip(&format!("{program} is not here"));
    };
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    if said.contains("jsonlite") && !run.status.success() {
        return skip("R has no jsonlite here");
    }
    assert!(run.status.success(), "{program} {example}\n{said}");
    Some(String::from_utf8(run.stdout).expect("text").replace("\r\n", "\n"))
}

/// The lines that a reader of the committed results must print.
fn expected() -> String {
    let results = committed();
    let number = |value: &Value| value.as_f64().expect("a number");
    let mut lines = vec![results["study"]["title"].as_str().expect("a title").to_owned(), "SYNTHETIC DATA".into()];
    for outcome in results["outcomes"].as_array().expect("outcomes") {
        let (all, name) = (&outcome["overall"], outcome["name"].as_str().expect("a name"));
        let [rate, low, high] = [&all["rate"], &all["ci"]["low"], &all["ci"]["high"]].map(number);
        lines.push(format!("{name}: {rate:.4} ({low:.4} to {high:.4}), n = {}", all["n"]));
        for comparison in outcome["segments"].as_array().expect("segments") {
            let [segment, verdict] =
                [&comparison["segment"], &comparison["verdict"]].map(|v| v.as_str().expect("text"));
            let p = comparison["decision"]["p_adjusted"].as_f64().map_or("-".into(), |p| format!("{p:.4}"));
            lines.push(format!("  by {segment}: {verdict}, adjusted p = {p}"));
        }
    }
    lines.join("\n") + "\n"
}

#[test]
fn the_examples_in_python_and_r_read_the_results() {
    assert!(expected().lines().count() > 100);
    for (program, example) in [("python3", "examples/read_results.py"), ("Rscript", "examples/read_results.R")] {
        if let Some(text) = printed(program, example) {
            assert_eq!(text, expected(), "{program}");
        }
    }
}
