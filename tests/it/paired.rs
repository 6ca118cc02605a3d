//! How the answers to two questions overlap under a design, against R (`tests/oracle/paired.R`).

use serde_json::Value;

use crate::goldens::{close, number};
use crate::support::Project;

fn overlap_is_that_of_r(id: &str, data: &str, [a, b]: [&str; 2], design: &str) {
    let all: Value = serde_json::from_str(include_str!("../oracle/paired.json")).expect("JSON");
    let case = all["cases"].as_array().expect("cases").iter().find(|case| case["id"] == id).expect(id).clone();
    let path = format!("{}/tests/oracle/data/{data}", env!("CARGO_MANIFEST_DIR"));
    let outcome = |name: &str| format!("[[outcomes]]\nname = \"{name}\"\nyes = [\"1\"]\nno = [\"0\"]\n");
    let study =
        format!("schema = 1\n[design]\n{design}\n{}{}[[paired]]\na = \"{a}\"\nb = \"{b}\"\n", outcome(a), outcome(b));
    let project =
        Project::new().file("a.csv", std::fs::read(&path).expect("the data are committed")).file("a.toml", study);
    let results = project.run(&["analyze", "a.csv", "--json"]).code(0).json();
    let (found, expected, tol) = (&results["paired"][0], &case["expect"], number(&case["tol"]));
    let is = |what: &str, got: &Value| {
        close(what, got.as_f64().unwrap_or_else(|| panic!("{what}: {got}")), &expected[what], tol);
    };
    for share in ["both", "a_only", "b_only", "neither"] {
        is(share, &found["shares"][share]);
    }
    for figure in ["difference", "se", "df"] {
        is(figure, &found[figure]);
    }
    is("t", &found["tests"][0]["statistic"]);
}

#[test]
fn weighted_shares_of_both_one_and_neither_are_those_of_r() {
    let clusters = "weight = \"weight\"\nstrata = \"stratum\"\npsu = \"psu\"";
    overlap_is_that_of_r("clustered", "design.csv", ["cost_shock", "overrun"], clusters);
    let fay = "weight = \"weight\"\nreplicates = { columns = \"rw*\", method = \"fay\", rho = 0.3 }";
    overlap_is_that_of_r("fay", "fay.csv", ["rollback", "overrun"], fay);
}

/// Beside weighted rates the table shows weighted shares: those of both and of one alone add up to the rate.
#[test]
fn the_report_of_a_weighted_sample_shows_the_weighted_shares() {
    let outcome =
        |name: &str| format!("[[outcomes]]\nname = \"{name}\"\nlabel = \"{name}\"\nyes = [\"1\"]\nno = [\"0\"]\n");
    let study = |design: &str| {
        format!("schema = 1\n{design}{}{}[[paired]]\na = \"x\"\nb = \"y\"\n", outcome("x"), outcome("y"))
    };
    let rows = "1,1,1\n".repeat(40) + &"1,0,3\n".repeat(40) + &"0,1,1\n".repeat(20) + &"0,0,1\n".repeat(20);
    let project = Project::new()
        .file("a.csv", format!("x,y,w\n{rows}"))
        .file("weighted.toml", study("[design]\nweight = \"w\"\n"))
        .file("plain.toml", study(""));
    let report = |study: &str| {
        project.run(&["analyze", "a.csv", "--study", study, "--out", "r"]).code(0);
        project.read("r/report.md")
    };
    // 40, 120, 20 and 20 of a weight of 200.
    let weighted = report("weighted.toml");
    for row in ["| Said yes to | Respondents | Weighted share |", "| both | 40 | 20% |", "| only: x | 40 | 60% |"] {
        assert!(weighted.contains(row), "{row}\n{weighted}");
    }
    assert!(
        !weighted.contains("slope upwards") && !weighted.contains("slope downwards"),
        "a difference of two questions has no slope: {weighted}"
    );
    let plain = report("plain.toml");
    for row in ["| Said yes to | Respondents | Share |", "| both | 40 | 33% |"] {
        assert!(plain.contains(row), "{row}\n{plain}");
    }
}
