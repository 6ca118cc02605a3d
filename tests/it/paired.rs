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
