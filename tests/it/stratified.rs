//! Two levels within strata: kidney stones (Charig et al. 1986), where the sign of the difference turns.

use crate::support::{Project, Run};
use serde_json::Value;

/// Treatment, size of the stone, success, patients.
const STONES: [(&str, &str, &str, usize); 8] = [
    ("A", "Small", "Yes", 81),
    ("A", "Small", "No", 6),
    ("B", "Small", "Yes", 234),
    ("B", "Small", "No", 36),
    ("A", "Large", "Yes", 192),
    ("A", "Large", "No", 71),
    ("B", "Large", "Yes", 55),
    ("B", "Large", "No", 25),
];

fn csv() -> String {
    let mut text = String::from("treatment,size,ok\n");
    for (treatment, size, ok, n) in STONES {
        (0..n).for_each(|_| text += &format!("{treatment},{size},{ok}\n"));
    }
    // Outside: neither treatment compared, no size known, no answer.
    text + "C,Small,Yes\nA,,Yes\nB,Large,\n"
}

const STUDY: &str = "schema = 1\n[[segments]]\nname = \"treatment\"\nlevels = [\"A\", \"B\", \"C\"]\n[[segments]]\nname = \"size\"\n\
                     levels = [\"Small\", \"Large\"]\n[[outcomes]]\nname = \"ok\"\nyes = [\"Yes\"]\n[[stratified]]\noutcome = \"ok\"\n\
                     by = \"treatment\"\ntwo = [\"A\", \"B\"]\nwithin = \"size\"\n";

fn run(study: &str, args: &[&str]) -> Run {
    let all = [&["analyze", "d.csv"][..], args].concat();
    Project::new().file("d.csv", csv()).file("d.toml", study).run(&all)
}

fn stratified(study: &str) -> Value {
    run(study, &["--json"]).code(0).json()["stratified"][0].clone()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[test]
fn treatment_a_succeeds_less_often_and_more_often_for_stones_of_either_size() {
    let found = stratified(STUDY);
    let crude = (273.0 * 61.0) / (77.0 * 289.0);
    let common = (81.0 * 36.0 / 357.0 + 192.0 * 25.0 / 343.0) / (6.0 * 234.0 / 357.0 + 71.0 * 55.0 / 343.0);
    assert!((number(&found["crude_odds_ratio"]["value"]) - crude).abs() < 1e-12 && crude < 1.0);
    assert!((number(&found["odds_ratio"]["value"]) - common).abs() < 1e-12 && common > 1.0);
    assert_eq!(found["n"], 700, "those without a size, an answer or one of the two treatments are out");
    assert_eq!(found["reverses_in"], serde_json::json!(["Small", "Large"]));
    assert_eq!(found["reversal"], true);
    let small = &found["strata"][0];
    assert_eq!((small["level"].as_str(), small["n"].as_u64()), (Some("Small"), Some(357)));
    assert!((number(&small["odds_ratio"]["value"]) - 81.0 * 36.0 / (6.0 * 234.0)).abs() < 1e-12);
    assert_eq!(small["rates"][1]["n_yes"], 234);
    let methods: Vec<&str> =
        found["tests"].as_array().expect("tests").iter().filter_map(|t| t["method"].as_str()).collect();
    assert_eq!(methods, ["cmh", "breslow_day", "tarone"]);
    let sentence = found["sentence"].as_str().expect("text");
    assert!(
        sentence.contains(
            "The two lie on opposite sides of 1, but both intervals hold 1: neither shows a difference, and no reversal"
        ),
        "{sentence}"
    );
}

#[test]
fn the_two_levels_the_other_way_round_invert_the_odds_ratio_and_keep_the_tests() {
    let (there, back) =
        (stratified(STUDY), stratified(&STUDY.replace("[\"A\", \"B\"]\nwithin", "[\"B\", \"A\"]\nwithin")));
    let product = number(&there["odds_ratio"]["value"]) * number(&back["odds_ratio"]["value"]);
    assert!((product - 1.0).abs() < 1e-12);
    for test in 0..3 {
        let p = |found: &Value| number(&found["tests"][test]["ln_p"]);
        assert!((p(&there) - p(&back)).abs() < 1e-9);
    }
    assert_eq!(there["reverses_in"], back["reverses_in"]);
}

/// Treatment and stratum change places: nothing turns.
#[test]
fn without_a_reversal_the_report_does_not_speak_of_one() {
    let study = STUDY.replace(
        "by = \"treatment\"\ntwo = [\"A\", \"B\"]\nwithin = \"size\"",
        "by = \"size\"\nwithin = \"treatment\"",
    );
    let found = stratified(&study);
    assert_eq!((&found["reversal"], found["reverses_in"].as_array().map(Vec::len)), (&Value::Bool(false), Some(0)));
    let project = Project::new().file("d.csv", csv()).file("d.toml", &study);
    project.run(&["analyze", "d.csv"]).code(0);
    let report = project.read("reports/d/report.md");
    assert!(report.contains("## Two levels within strata") && !report.contains("eversal"), "{report}");
    let row = report.lines().find(|l| l.starts_with("| C |")).expect("a row for every stratum");
    assert!(row.starts_with("| C | 1 | 0 |") || row.contains("no respondents"), "{row}");
}

#[test]
fn a_stratum_too_small_to_show_has_no_figure_in_the_report_and_keeps_it_in_the_json() {
    let study = STUDY.replace("schema = 1\n", "schema = 1\n[analysis]\nsuppress_below = 81\n");
    let found = stratified(&study);
    assert!(found["strata"][1]["flags"].to_string().contains("suppressed"));
    assert!(found["strata"][1]["odds_ratio"]["value"].is_number());
    let project = Project::new().file("d.csv", csv()).file("d.toml", &study);
    project.run(&["analyze", "d.csv"]).code(0);
    let report = project.read("reports/d/report.md");
    let row = report.lines().find(|l| l.starts_with("| Large |") && l.matches('|').count() == 8).expect("a row");
    assert_eq!(row.matches('–').count(), 2, "the small rate and the odds ratio: {row}");
    assert!(report.contains("on the other side of 1 than with all together in Small."), "the hidden one is not named");
}

#[test]
fn a_segment_of_three_levels_needs_to_say_which_two() {
    run(&STUDY.replace("two = [\"A\", \"B\"]\n", ""), &[])
        .code(1)
        .stdout_is("")
        .stderr_has("`by` of [[stratified]] 1 is `treatment`, which has 3 levels")
        .stderr_has("d.toml, line 13")
        .stderr_has("name the two that are compared, two = [\"A\", \"B\"], of \"A\", \"B\" and \"C\"");
}

#[test]
fn no_stratum_with_both_levels_gives_a_reason_and_no_number() {
    let study = STUDY
        .replace("two = [\"A\", \"B\"]", "two = [\"C\", \"B\"]")
        .replace("[\"Small\", \"Large\"]", "[\"Small\", \"Large\", \"None\"]");
    let found = stratified(&format!("{study}[analysis]\nsuppress_below = 0\n"));
    assert_eq!(found["tests"].as_array().map(Vec::len), Some(1), "one informative stratum: no homogeneity");
    assert!(
        found["odds_ratio"]["value"].is_null() && found["flags"].to_string().contains("ratio_undefined"),
        "{found}"
    );
}

/// By design: a regression on the pair and the strata, held against R's (`tests/oracle/stratified.R`).
#[test]
fn with_a_design_the_odds_ratios_and_their_tests_are_those_of_svyglm() {
    let text = include_str!("../oracle/stratified.json");
    let all: Value = serde_json::from_str(text).expect("JSON");
    let segment = |name: &str, levels: &str| format!("[[segments]]\nname = \"{name}\"\nlevels = [{levels}]\n");
    let cases = [
        (
            "clustered",
            "design",
            "weight = \"weight\"\nstrata = \"stratum\"\npsu = \"psu\"\n",
            "monitoring",
            "\"Basic\", \"Full\"",
        ),
        (
            "fay",
            "fay",
            "weight = \"weight\"\nreplicates = { columns = \"rw*\", method = \"fay\", rho = 0.3 }\n",
            "overrun",
            "\"None\", \"Basic\"",
        ),
    ];
    for (id, data, design, within, two) in cases {
        let case = all["cases"].as_array().expect("cases").iter().find(|case| case["id"] == id).expect(id);
        let (expect, tol) = (&case["expect"], number(&case["tol"]));
        let path = format!("{}/tests/oracle/data/{data}.csv", env!("CARGO_MANIFEST_DIR"));
        let maturity = segment("maturity", "\"None\", \"Basic\", \"Partial\", \"Full\"");
        let strata = segment(within, "\"0\", \"1\"");
        let study = format!(
            "schema = 1\n[design]\n{design}{maturity}{strata}[[outcomes]]\nname = \"rollback\"\nyes = [\"1\"]\nno = [\"0\"]\n\
             [[stratified]]\noutcome = \"rollback\"\nby = \"maturity\"\ntwo = [{two}]\nwithin = \"{within}\"\n"
        );
        let project =
            Project::new().file("d.csv", std::fs::read(&path).expect("the data of the oracle")).file("d.toml", study);
        let results = project.run(&["analyze", "d.csv", "--json"]).code(0).json();
        assert_eq!(results["not_computed"], serde_json::json!([]));
        let found = &results["stratified"][0];
        let close = |what: &str, got: &Value, expected: &Value, tol: f64| {
            crate::goldens::close(&format!("{id}: {what}"), number(got), expected, tol);
        };
        let ratio = |what: &str, got: &Value, expected: &Value, tol: f64| {
            for (at, key) in ["value", "low", "high"].into_iter().enumerate() {
                close(&format!("{what} {key}"), &got[key], &expected[at], tol);
            }
        };
        assert_eq!(found["n"], expect["n"]);
        ratio("odds ratio", &found["odds_ratio"], &expect["odds_ratio"], tol);
        ratio("crude", &found["crude_odds_ratio"], &expect["crude"], 1e-9);
        for stratum in found["strata"].as_array().expect("strata") {
            let level = stratum["level"].as_str().expect("a level");
            ratio(level, &stratum["odds_ratio"], &expect["strata"][level], 1e-9);
        }
        let tests = found["tests"].as_array().expect("tests");
        assert_eq!(tests.len(), 2);
        for (test, of) in tests.iter().zip(["pair", "interaction"]) {
            assert_eq!(test["method"], "wald_f");
            for (key, name) in [("statistic", "F"), ("df", "ndf"), ("df2", "ddf"), ("ln_p", "ln_p")] {
                close(&format!("{of} {key}"), &test[key], &expect[of][name], tol);
            }
        }
        assert!(found["sentence"].as_str().expect("words").contains("Wald"), "{}", found["sentence"]);
        project.run(&["analyze", "d.csv", "--out", "o"]).code(0);
        let report = project.read("o/report.md");
        assert!(
            report.contains("Two levels within strata") && report.contains("survey::svyglm(outcome ~ pair"),
            "{report}"
        );
    }
}
