//! Directly standardised rates, and Wald F of means, against R (`tests/oracle/standardised.R`).

use serde_json::Value;

use crate::goldens::{close, number};
use crate::support::Project;

const MATURITY: &str = "[[segments]]\nname = \"maturity\"\nlevels = [\"None\", \"Basic\", \"Partial\", \"Full\"]\n";
const SIZE: &str = "[[segments]]\nname = \"size\"\nlevels = [\"XS\", \"S\", \"M\", \"L\", \"XL\"]\n";
const CLUSTERS: &str = "[design]\nweight = \"weight\"\nstrata = \"stratum\"\npsu = \"psu\"\n";
/// 100, 250, 300, 200 and 150 of 1,000.
const ROLLBACK: &str = "[[outcomes]]\nname = \"rollback\"\nyes = [\"1\"]\nno = [\"0\"]\nstandardise = { segment = \"size\", \
                        shares = { XS = 0.1, S = 0.25, M = 0.3, L = 0.2, XL = 0.15 } }\n";

fn case(id: &str) -> (Value, f64) {
    let all: Value = serde_json::from_str(include_str!("../oracle/standardised.json")).expect("JSON");
    let case = all["cases"].as_array().expect("cases").iter().find(|case| case["id"] == id).expect(id).clone();
    (case["expect"].clone(), number(&case["tol"]))
}

fn project(data: &str, study: &str) -> Project {
    let path = format!("{}/tests/oracle/data/{data}.csv", env!("CARGO_MANIFEST_DIR"));
    let sample = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    Project::new().file("a.csv", sample).file("a.toml", format!("schema = 1\n{study}"))
}

fn is(what: &str, got: &Value, expected: &Value, tol: f64) {
    close(what, got.as_f64().unwrap_or_else(|| panic!("{what}: {got}")), expected, tol);
}

fn levels_are(comparison: &Value, expect: &Value, tol: f64) {
    let levels = comparison["levels"].as_array().expect("levels");
    assert_eq!(levels.len(), expect["rate"].as_array().expect("rates").len());
    for (at, level) in levels.iter().enumerate() {
        is("rate", &level["rate"], &expect["rate"][at], tol);
        is("se", &level["se"], &expect["se"][at], tol);
    }
}

fn wald_is(test: &Value, expect: &Value, tol: f64) {
    assert_eq!(test["method"], "wald_f");
    for (key, expected) in [("statistic", "F"), ("df", "ndf"), ("df2", "ddf"), ("ln_p", "ln_p")] {
        is(key, &test[key], &expect[expected], tol);
    }
}

#[test]
fn standardised_rates_are_those_of_svystandardize_with_a_design_and_without() {
    for (id, design) in [("simple", ""), ("clustered", CLUSTERS)] {
        let study = format!("{design}[analysis]\ninterval = \"logit\"\n{MATURITY}{SIZE}{ROLLBACK}");
        let results = project("design", &study).run(&["analyze", "a.csv", "--json"]).code(0).json();
        let (expect, tol) = case(id);
        let outcome = &results["outcomes"][0];
        let overall = &outcome["overall"];
        for (key, expected) in [("rate", "overall"), ("se", "overall_se"), ("deff", "deff"), ("n", "n")] {
            is(&format!("{id} {key}"), &overall[key], &expect[expected], tol);
        }
        is("low", &overall["ci"]["low"], &expect["xlogit"][0], tol);
        is("high", &overall["ci"]["high"], &expect["xlogit"][1], tol);
        let by = &outcome["segments"][0];
        levels_are(by, &expect, tol);
        wald_is(&by["tests"]["omnibus"], &expect, tol);
        is("se of a pair", &by["pairs"][0]["se"], &expect["first_pair_se"], tol);
        is("df of a pair", &by["pairs"][0]["df"], &expect["df"], tol);
        let base = outcome["base"]["description"].as_str().expect("words");
        assert!(base.ends_with("standardised to size: XS 10%, S 25%, M 30%, L 20%, XL 15%"), "{base}");
        assert_eq!(outcome["standardised"]["shares"][1], serde_json::json!({ "level": "S", "share": 0.25 }));
    }
}

#[test]
fn by_the_standards_own_segment_rates_are_plain() {
    let plain = ROLLBACK
        .split("standardise")
        .next()
        .expect("a part")
        .replace("\"rollback\"", "\"rollback\"\ncolumn = \"rollback\"");
    let study = format!("{CLUSTERS}{SIZE}{}{}", ROLLBACK, plain.replacen("rollback", "plain", 1));
    let results = project("design", &study).run(&["analyze", "a.csv", "--json"]).code(0).json();
    let levels = |outcome: usize| results["outcomes"][outcome]["segments"][0]["levels"].clone();
    assert_eq!(levels(0), levels(1));
    let base = |outcome: usize| results["outcomes"][outcome]["segments"][0]["base"]["description"].clone();
    assert_eq!(base(0), base(1));
    assert_ne!(results["outcomes"][0]["overall"]["rate"], results["outcomes"][1]["overall"]["rate"]);
}

#[test]
fn replicates_are_each_standardised() {
    let study = format!(
        "[design]\nweight = \"weight\"\nreplicates = {{ columns = \"rw*\", method = \"fay\", rho = 0.3 }}\n{MATURITY}\
         [[segments]]\nname = \"overrun\"\nlevels = [\"0\", \"1\"]\n[[outcomes]]\nname = \"rollback\"\nyes = [\"1\"]\n\
         standardise = {{ segment = \"overrun\", shares = {{ \"0\" = 0.4, \"1\" = 0.6 }} }}\n"
    );
    let results = project("fay", &study).run(&["analyze", "a.csv", "--json"]).code(0).json();
    let (expect, tol) = case("fay");
    levels_are(&results["outcomes"][0]["segments"][0], &expect, tol);
}

#[test]
fn means_by_segment_have_the_df_of_their_regression() {
    let study = format!("{CLUSTERS}{MATURITY}[[outcomes]]\nname = \"hours\"\nkind = \"mean\"\n");
    let results = project("design", &study).run(&["analyze", "a.csv", "--json"]).code(0).json();
    let (expect, tol) = case("means");
    wald_is(&results["outcomes"][0]["segments"][0]["tests"]["omnibus"], &expect, tol);
}

/// A level without respondents in one level of the standard has no standardised rate, and says so.
#[test]
fn a_level_that_lacks_a_part_of_the_standard_is_not_estimated() {
    let answers = |group: &str, age: &str, yes: usize| {
        (0..40).map(|i| format!("{group},{age},{}\n", if i < yes { "Yes" } else { "No" })).collect::<String>()
    };
    let data = format!(
        "g,age,ill\n{}{}{}{}{},young,Yes\n",
        answers("a", "young", 10),
        answers("a", "old", 30),
        answers("b", "young", 20),
        answers("b", "old", 30),
        answers("c", "young", 20)
    );
    // Two whose age is unknown.
    let data = format!("{data}a,,Yes\nb,,No\n");
    let study = "schema = 1\n[[segments]]\nname = \"g\"\nlevels = [\"a\", \"b\", \"c\"]\n[[segments]]\nname = \"age\"\n\
                 levels = [\"young\", \"old\"]\n[[outcomes]]\nname = \"ill\"\nyes = [\"Yes\"]\n\
                 standardise = { segment = \"age\", shares = { young = 0.75, old = 0.25 } }\n";
    let project = Project::new().file("a.csv", data).file("a.toml", study);
    let by = &project.run(&["test", "a.csv", "--outcome", "ill", "--by", "g", "--json"]).code(0).json();
    let rate = |at: usize| by["levels"][at]["rate"].as_f64();
    assert!((rate(0).expect("a") - (0.75 * 0.25 + 0.25 * 0.75)).abs() < 1e-15);
    assert!((rate(1).expect("b") - (0.75 * 0.5 + 0.25 * 0.75)).abs() < 1e-15);
    assert_eq!((rate(2), &by["levels"][2]["flags"]), (None, &serde_json::json!(["caution", "ratio_undefined"])));
    assert_eq!((&by["levels"][0]["n"], &by["levels"][0]["n_missing"]), (&80.into(), &1.into()));
    // Whose group is unknown and age known belongs to the whole.
    assert_eq!(
        (&by["overall"]["n"], &by["overall"]["n_missing"], &by["n_segment_missing"]),
        (&201.into(), &2.into(), &1.into())
    );
    assert_eq!(by["pairs"].as_array().map(Vec::len), Some(1));
    project
        .run(&["test", "a.csv", "--outcome", "ill", "--by", "g"])
        .code(0)
        .stdout_has("standardised to age: young 75%, old 25%");
    project.run(&["analyze", "a.csv", "--out", "o"]).code(0);
    assert!(project.read("o/report.md").contains("survey::svystandardize"));
}

/// Two hidden levels of the standard, how many of them said yes together, and their sum with known shares: two equations.
#[test]
fn with_redact_a_standardised_rate_over_hidden_levels_is_hidden_too() {
    let answers = |age: &str, n: usize, yes: usize| {
        (0..n).map(|i| format!("{age},{}\n", if i < yes { "Yes" } else { "No" })).collect::<String>()
    };
    let data = |old: usize| {
        format!("age,ill\n{}{}{}", answers("young", 80, 30), answers("middle", 60, 20), answers("old", old, 7))
    };
    let study = "schema = 1\n[[segments]]\nname = \"age\"\nlevels = [\"young\", \"middle\", \"old\"]\n[[outcomes]]\n\
                 name = \"ill\"\nyes = [\"Yes\"]\nstandardise = { segment = \"age\", shares = { young = 0.5, middle = 0.25, old = 0.25 } }\n";
    let overall = |old: usize| {
        let project = Project::new().file("a.csv", data(old)).file("a.toml", study);
        project.run(&["analyze", "a.csv", "--redact", "--json"]).code(0).json()["outcomes"][0]["overall"].clone()
    };
    let shown = overall(50);
    assert!(shown["rate"].is_number() && shown["n_yes"] == 57, "{shown}");
    let hidden = overall(12);
    assert_eq!((&hidden["rate"], &hidden["ci"], &hidden["n"]), (&Value::Null, &Value::Null, &152.into()), "{hidden}");
}
