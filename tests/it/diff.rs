//! `paradox diff`: what differs between two results.

use serde_json::{Value, json};

use crate::support::Project;

/// 200 respondents of two levels; the first `yes` of each hundred said yes.
fn answers(yes: [usize; 2]) -> String {
    let rows = |level: &str, yes: usize| -> String {
        (0..100).map(|i| format!("{level},{},{}\n", if i < yes { "Yes" } else { "No" }, 20 + i % 7)).collect()
    };
    format!("size,rolled_back,hours\n{}{}", rows("Small", yes[0]), rows("Large", yes[1]))
}

const STUDY: &str = r#"schema = 1
[study]
title = "Agents"
[[segments]]
name = "size"
levels = ["Small", "Large"]
[[outcomes]]
name = "rollback"
column = "rolled_back"
yes = ["Yes"]
[[outcomes]]
name = "hours"
kind = "mean"
[[claims]]
id = "half"
text = "half rolled back"
kind = "rate"
outcome = "rollback"
published = 50
rounding = 1
"#;

fn results(answers: &str, study: &str, more: &[&str]) -> String {
    let project = Project::new().file("a.csv", answers).file("a.toml", study);
    project.run(&[&["analyze", "a.csv", "--json"], more].concat()).code(0).stdout()
}

/// A project with two results.
fn pair(a: &str, b: &str) -> Project {
    Project::new().file("a.json", a).file("b.json", b)
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().map(|one| one["name"].as_str().expect("a name")).collect()
}

#[test]
fn the_same_results_do_not_differ_and_say_what_was_compared() {
    let a = results(&answers([30, 70]), STUDY, &[]);
    let run = pair(&a, &a).run(&["diff", "a.json", "b.json", "--strict"]).code(0);
    let said = run.stdout().replace('\n', " ");
    assert!(said.starts_with("Nothing differs: 6 figures and "), "{said}");
    assert!(said.contains(" other numbers agree to 0.1 points, 2 verdicts and 1 claim are the same."), "{said}");
    let json = pair(&a, &a).run(&["diff", "a.json", "b.json", "--json"]).code(0).json();
    assert_eq!(json["schema"], "paradox.diff/1");
    assert_eq!((&json["differ"], &json["compared"]["largest_change"]), (&json!(false), &json!(0.0)));
    // Another command with the same numbers is another provenance, and no difference of results.
    let b = results(&answers([30, 70]), STUDY, &["--caution-below", "101"]);
    let run = pair(&a, &b).run(&["diff", "a.json", "b.json", "--strict"]).code(0);
    run.stdout_has("Only the provenance differs").stdout_has("analysis, caution_below: 100 → 101");
}

#[test]
fn changed_figures_verdicts_and_claims_are_listed_with_their_intervals() {
    let (a, b) = (results(&answers([30, 70]), STUDY, &[]), results(&answers([50, 52]), STUDY, &[]));
    let run = pair(&a, &b).run(&["diff", "a.json", "b.json", "--strict"]).code(3);
    let run = run
        .stdout_has("Changed: 1 of 2 verdicts, 1 of 1 claim, 3 of 6 figures, ")
        .stdout_has("half: agrees → cannot tell")
        .stdout_has("rollback by size: differs → undetermined")
        .stdout_has("rollback by size: Small: 30.0% (21.9% to 39.6%) → 50.0% (40.4% to 59.6%),")
        .stdout_has("+20.0 points");
    assert!(run.stdout().lines().all(|line| line.chars().count() <= 80), "{}", run.stdout());
    let json = pair(&a, &b).run(&["diff", "a.json", "b.json", "--json"]).code(0).json();
    let figures = names(&json["figures"]);
    assert_eq!(figures, ["rollback", "rollback by size: Small", "rollback by size: Large"]);
    let small = &json["figures"][1];
    assert!((small["change"].as_f64().expect("a number") - 0.2).abs() < 1e-12, "{small}");
    assert_eq!((&small["a"]["value"], &small["a"]["n"], &small["measure"]), (&json!(0.3), &json!(100), &json!("rate")));
    assert_eq!(json["verdicts"][0]["b"], "undetermined");
    // What moved by less than the tolerance did not move.
    let json = pair(&a, &b).run(&["diff", "a.json", "b.json", "--json", "--tolerance", "19"]).code(0).json();
    assert_eq!(names(&json["figures"]), ["rollback by size: Small"]);
    // B against A is the mirror of A against B.
    assert_eq!(change(&b, &a), -change(&a, &b));
    // Both files have a claim that holds in one alone.
    let off = results(&answers([60, 70]), STUDY, &[]);
    let run = pair(&b, &off).run(&["diff", "a.json", "b.json"]).code(0);
    run.stdout_has("half: ").stdout_has("disagrees");
}

fn change(a: &str, b: &str) -> f64 {
    let json = pair(a, b).run(&["diff", "a.json", "b.json", "--json"]).code(0).json();
    json["figures"][0]["change"].as_f64().expect("a number")
}

#[test]
fn what_one_alone_has_is_named_once() {
    let a = results(&answers([30, 70]), STUDY, &[]);
    let other = STUDY
        .replace("levels = [\"Small\", \"Large\"]", "levels = [\"Small\", \"Big\"]\naliases = { Large = \"Big\" }")
        .replace("name = \"hours\"", "name = \"weekly\"\ncolumn = \"hours\"")
        .replace("id = \"half\"", "id = \"fifty\"");
    let b = results(&answers([30, 70]), &other, &[]);
    let json = pair(&a, &b).run(&["diff", "a.json", "b.json", "--json"]).code(0).json();
    let only: Vec<(&str, &str)> = json["only"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| (one["only_in"].as_str().expect("which"), one["name"].as_str().expect("a name")))
        .collect();
    let expected = [
        ("a", "hours"),
        ("b", "weekly"),
        ("a", "rollback by size: Large"),
        ("b", "rollback by size: Big"),
        ("a", "half"),
        ("b", "fifty"),
    ];
    assert_eq!(only, expected);
    assert_eq!(json["figures"], json!([]));
    pair(&a, &b)
        .run(&["diff", "a.json", "b.json", "--strict"])
        .code(3)
        .stdout_has("Only in A")
        .stdout_has("outcome hours");
}

/// A figure that no reader may see is not printed here either.
#[test]
fn a_suppressed_figure_counts_as_none() {
    let few = |yes: usize| {
        let rows: String = (0..20).map(|i| format!("Large,{},20\n", if i < yes { "Yes" } else { "No" })).collect();
        answers([30, 0]).replace("Large,No,", "Small,No,") + &rows
    };
    let (a, b) = (results(&few(5), STUDY, &[]), results(&few(15), STUDY, &[]));
    let json = pair(&a, &b).run(&["diff", "a.json", "b.json", "--json"]).code(0).json();
    // Five and fifteen of the twenty said yes: the whole moves, and nothing of the level is told.
    assert_eq!(names(&json["figures"]), ["rollback"]);
    assert!(names(&json["others"]).iter().all(|name| !name.contains("Large")), "{json}");
    let shown = results(&few(5), STUDY, &["--suppress-below", "10"]);
    let run = pair(&a, &shown).run(&["diff", "a.json", "b.json"]).code(0);
    run.stdout_has("rollback by size: Large: – → 25.0%");
}

#[test]
fn a_folder_of_a_report_stands_for_its_results() {
    let a = results(&answers([30, 70]), STUDY, &[]);
    let project = Project::new().file("2025/results.json", &a).file("2026/results.json", &a);
    project.run(&["diff", "2025", "2026"]).code(0).stdout_has("A            2025: a.csv, 200 respondents");
}

#[test]
fn what_is_no_results_json_is_refused_with_its_place() {
    let a = results(&answers([30, 70]), STUDY, &[]);
    let later = a.replacen("paradox.results/1", "paradox.results/2", 1);
    let test = r#"{ "schema": "paradox.test/1" }"#;
    let cut = &a[..a.len() / 2];
    for (b, what) in [
        (later.as_str(), "has the schema \"paradox.results/2\", and this version reads paradox.results/1"),
        (test, "has the schema \"paradox.test/1\": it is no results.json"),
        ("{}", "it has no `schema`"),
        ("[1, 2", "is no JSON"),
        (cut, "b.json, line "),
        (r#"{ "schema": "paradox.results/1", "version": "9" }"#, "is no whole results.json: missing field"),
        ("\u{0}\u{1}", "is no JSON"),
    ] {
        pair(&a, b).run(&["diff", "a.json", "b.json"]).code(1).stdout_is("").wrote_nothing().stderr_has(what);
    }
    pair(&a, &a).run(&["diff", "a.json", "c.json"]).code(1).stderr_has("c.json");
    pair(&a, &a).run(&["diff", "a.json", "b.json", "--tolerance", "-1"]).code(2);
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    pair(&a, &nested).run(&["diff", "a.json", "b.json"]).code(1).stderr_has("is no JSON");
}

#[test]
fn reports_that_have_nothing_in_common_are_told_to_be_unrelated() {
    let a = results(&answers([30, 70]), STUDY, &[]);
    let other =
        "schema = 1\n[study]\ntitle = \"Else\"\n[[outcomes]]\nname = \"young\"\ncolumn = \"size\"\nyes = [\"Small\"]\n";
    let b = results(&answers([30, 70]), other, &[]);
    let run = pair(&a, &b).run(&["diff", "a.json", "b.json"]).code(0);
    run.stdout_has("Nothing to set side by side").stdout_has("Are they of the same");
}

/// Whatever of the findings is another number, or is not there, is a difference: a release that loses it must be seen.
#[test]
fn no_part_of_the_results_may_change_without_a_word() {
    let data = include_str!("../../data/sinch-2026-synthetic.csv");
    let project = Project::new().file("a.csv", data);
    let a = project.run(&["analyze", "a.csv", "--study", "sinch-2026", "--json"]).code(0).stdout();
    let whole: Value = serde_json::from_str(&a).expect("JSON");
    let strict = |b: &Value| pair(&a, &b.to_string()).run(&["diff", "a.json", "b.json", "--strict", "--json"]);
    assert_eq!(strict(&whole).code(0).json()["others"], json!([]));
    let mut changed = Vec::new();
    let mut change = |what: &'static str, change: &dyn Fn(&mut Value)| {
        let mut b = whole.clone();
        change(&mut b);
        assert_ne!(b, whole, "{what} is as it was");
        let found = strict(&b).code(3).json();
        assert!(!found["others"].as_array().expect("a list").is_empty(), "{what}");
        changed.push(found["others"][0].clone());
    };
    for part in ["models", "stratified", "implied"] {
        change(part, &|b| b[part] = json!([]));
    }
    change("paradox", &|b| b["paradox"] = Value::Null);
    change("a term", &|b| b["models"][0]["terms"][1]["coefficient"] = json!(9.0));
    change("an adjusted p", &|b| b["outcomes"][2]["segments"][0]["decision"]["p_adjusted"] = json!(0.123));
    change("pairs", &|b| b["outcomes"][2]["segments"][0]["pairs"] = json!([]));
    change("an interval", &|b| b["outcomes"][2]["segments"][0]["levels"][0]["ci"]["low"] = json!(0.01));
    change("a method", &|b| b["outcomes"][2]["segments"][0]["tests"]["omnibus"]["method"] = json!("fisher"));
    assert_eq!(changed[3], json!({ "name": "paradox", "a": "there", "b": null }));
    assert!(changed[4]["name"].as_str().expect("a name").starts_with("models > rollback, "), "{}", changed[4]);
    assert_eq!(changed[4]["b"], json!(9.0));
    // What a reader sees of it.
    let mut b = whole.clone();
    b["models"][0]["terms"][1]["coefficient"] = json!(9.0);
    let run = pair(&a, &b.to_string()).run(&["diff", "a.json", "b.json"]).code(0);
    run.stdout_has("Other numbers").stdout_has("→ 9.0000").stdout_has(" 1 of ");
}
