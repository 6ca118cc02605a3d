//! Equivalence end to end: what the JSON says of δ*, and when a level is no evidence of sameness.

use crate::support::Project;
use serde_json::Value;

const STUDY: &str = "schema = 1\n[[segments]]\nname = \"size\"\nlevels = [\"S\", \"M\", \"L\"]\n[[outcomes]]\nname = \"ok\"\n\
                     yes = [\"Yes\"]\nno = [\"No\"]\n";

/// Respondents of a level as lines: size, answer, sampling unit (`units` of them in turn).
fn lines(size: &str, yes: usize, no: usize, units: usize) -> String {
    let answers = std::iter::repeat_n("Yes", yes).chain(std::iter::repeat_n("No", no));
    answers.enumerate().map(|(i, answer)| format!("{size},{answer},{size}{}\n", i % units)).collect()
}

fn equivalence(study: &str, rows: &[String]) -> Value {
    let data = format!("size,ok,unit\n{}", rows.concat());
    let run = Project::new().file("d.csv", data).file("d.toml", study).run(&["analyze", "d.csv", "--json"]);
    run.code(0).json()["outcomes"][0]["segments"][0]["equivalence"].clone()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[test]
fn the_smallest_margin_is_the_furthest_end_of_the_intervals_of_the_picture() {
    for design in ["", "[design]\npsu = \"unit\"\n"] {
        let study = format!("{STUDY}{design}");
        let rows = [lines("S", 150, 50, 20), lines("M", 210, 90, 20), lines("L", 130, 70, 20)];
        let found = equivalence(&study, &rows);
        let pairs = found["pairs"].as_array().expect("pairs");
        let names: Vec<(&str, &str)> =
            pairs.iter().map(|p| (p["a"].as_str().expect("a"), p["b"].as_str().expect("b"))).collect();
        assert_eq!(names, [("S", "M"), ("S", "L"), ("M", "L")], "{design}");
        let ends = pairs.iter().map(|p| number(&p["ci"]["high"]).max(-number(&p["ci"]["low"])));
        assert_eq!(ends.reduce(f64::max), found["smallest_margin"].as_f64(), "{design}");
        for pair in pairs {
            let (low, high) = (number(&pair["ci"]["low"]), number(&pair["ci"]["high"]));
            assert!(low < number(&pair["difference"]) && number(&pair["difference"]) < high);
            assert_eq!(pair["ci"]["level"], 0.9, "1 - 2 alpha");
        }
        assert_eq!(found["note"], Value::Null);
    }
}

/// Seven units with a no are seven witnesses: too few to say that levels are the same, whatever the number of respondents.
#[test]
fn a_level_with_a_no_in_seven_sampling_units_is_no_evidence_of_sameness_and_eight_are() {
    let study = format!("{STUDY}[design]\npsu = \"unit\"\n");
    let of = |units_with_no: usize| {
        let mut small = lines("S", 400, 0, 20);
        (0..units_with_no).for_each(|unit| small += &format!("S,No,S{unit}\n"));
        equivalence(&study, &[small, lines("M", 400, 20, 20)])
    };
    let (seven, eight) = (of(7), of(8));
    assert_eq!(seven["smallest_margin"], Value::Null);
    assert_eq!(seven["pairs"][0]["ci"], Value::Null, "nor does the picture show it");
    assert!(seven["note"].as_str().is_some_and(|note| note.ends_with("in S")), "{seven}");
    assert!(eight["smallest_margin"].is_number() && eight["note"].is_null(), "{eight}");
}

#[test]
fn one_level_large_enough_has_no_margin_and_says_why() {
    let found = equivalence(STUDY, &[lines("S", 50, 50, 1), lines("M", 5, 5, 1)]);
    assert_eq!((&found["smallest_margin"], found["left_out"][0].as_str()), (&Value::Null, Some("M")));
    assert_eq!(found["note"], "fewer than two levels are large enough to be compared");
}
