//! What a key of the study file does to the numbers: small data, counted by hand.

use crate::support::{Project, Run};
use serde_json::Value;

/// Runs `analyze --json` on data and a study, which begins with `schema = 1` and shows every figure.
fn analyze(data: &str, study: &str) -> Run {
    let study = format!("schema = 1\n[analysis]\nsuppress_below = 0\n{study}");
    Project::new().file("d.csv", data).file("d.toml", study).run(&["analyze", "d.csv", "--json"])
}

/// "level: yes/n" of each level of the first segment of an outcome.
fn levels(json: &Value, outcome: usize, segment: usize) -> Vec<String> {
    let levels = json["outcomes"][outcome]["segments"][segment]["levels"].as_array().expect("levels");
    let text = |l: &Value| format!("{}: {}/{}", l["level"].as_str().expect("a level"), l["n_yes"], l["n"]);
    levels.iter().map(text).collect()
}

/// "yes/n, n_missing" of an outcome.
fn overall(json: &Value, outcome: usize) -> String {
    let overall = &json["outcomes"][outcome]["overall"];
    format!("{}/{}, {}", overall["n_yes"], overall["n"], overall["n_missing"])
}

const AGES: &str = "age;ok\n16;Yes\n24,4;No\n24,5;Yes\n99;Yes\n150;No\n-1;No\nNA;Yes\n;No\n";
const AGE: &str = "[data]\ndecimal = \",\"\ndelimiter = \";\"\n[[segments]]\nname = \"age\"\nlevels = [\"16-24\", \"25+\"]\n\
                   breaks = [16, 24.5]\nvalid = [-5, 120]\nmissing = [\"NA\", \"-1\"]\n\
                   [[outcomes]]\nname = \"ok\"\nyes = [\"Yes\"]\n";

#[test]
fn numbers_are_cut_at_breaks_and_those_outside_valid_are_missing_and_counted() {
    let json = analyze(AGES, AGE).code(0).json();
    assert_eq!(levels(&json, 0, 0), ["16-24: 1/2", "25+: 2/2"]);
    assert_eq!(json["outcomes"][0]["segments"][0]["n_segment_missing"], 4);
    let missing: Vec<String> = json["data_quality"]["missing"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|m| format!("{} {} {}", m["column"].as_str().expect("text"), m["kind"].as_str().expect("text"), m["rows"]))
        .collect();
    assert_eq!(missing, ["age left out of age 2", "age missing 1", "age outside valid 1"]);
}

#[test]
fn a_number_below_the_first_break_and_a_text_that_is_no_number_are_errors_with_line_and_value() {
    let study = AGE.replace("\"NA\", \"-1\"", "");
    analyze(AGES, &study)
        .code(1)
        .stdout_is("")
        .stderr_has(
            "column `age` holds \"-1\", which lies below the first break of segment `age`, 16\n  --> d.csv, line 7",
        )
        .stderr_has("column `age` holds \"NA\", which is no number")
        .stderr_has("d.csv, line 8");
    analyze(AGES, &AGE.replace("decimal = \",\"", ""))
        .code(1)
        .stderr_has("holds \"24,4\", which is no number")
        .stderr_has("or write decimal = \",\" under [data]");
}

#[test]
fn groups_merge_answers_after_aliases_and_the_star_takes_the_rest_but_not_what_is_missing() {
    let data = "c,ok\nUS,Yes\nU.S.,No\nUK,Yes\nFrance,No\n,Yes\nNA,No\n Canada ,Yes\n";
    let study = "[[segments]]\nname = \"c\"\nlevels = [\"America\", \"Rest\"]\nmissing = [\"NA\"]\naliases = { \"U.S.\" = \"US\" }\n\
                 groups = { \"Rest\" = \"*\", \"America\" = [\"US\", \"Canada\"] }\n[[outcomes]]\nname = \"ok\"\nyes = [\"Yes\"]\n";
    let json = analyze(data, study).code(0).json();
    assert_eq!(levels(&json, 0, 0), ["America: 2/3", "Rest: 1/2"]);
    assert_eq!(json["outcomes"][0]["segments"][0]["n_segment_missing"], 2);
    let narrow = study.replace("\"Rest\" = \"*\"", "\"Rest\" = [\"UK\"]");
    analyze(data, &narrow).code(1).stderr_has("column `c` holds \"France\"").stderr_has("d.csv, line 5");
}

#[test]
fn an_answer_that_a_group_lists_is_never_missing() {
    let study = "[data]\nmissing = [\"\", \"None\"]\n[[segments]]\nname = \"c\"\nlevels = [\"Any\", \"Without\"]\n\
                 groups = { \"Any\" = \"*\", \"Without\" = [\"None\"] }\n[[outcomes]]\nname = \"ok\"\nyes = [\"Yes\"]\n";
    let json = analyze("c,ok\nNone,Yes\nCat,No\n,Yes\n", study).code(0).json();
    assert_eq!(levels(&json, 0, 0), ["Any: 0/1", "Without: 1/1"]);
    assert_eq!(overall(&json, 0), "2/3, 0");
}
