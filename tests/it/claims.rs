//! Published figures of every kind, held against data counted by hand.

use crate::support::{Project, Run};
use serde_json::{Value, json};

/// Country, size, rolled back, careful, respondents.
const CELLS: [(&str, &str, &str, &str, usize); 8] = [
    ("Brazil", "S", "Yes", "Yes", 200),
    ("Brazil", "L", "No", "No", 50),
    ("India", "S", "Yes", "No", 120),
    ("India", "L", "No", "Yes", 130),
    ("Chile", "S", "No", "No", 100),
    ("Chile", "L", "Yes", "No", 100),
    // No country known: in no group of a comparison by country, and not in "everybody else".
    ("", "S", "Yes", "Yes", 400),
    // Too few to show.
    ("Peru", "L", "Yes", "No", 10),
];

fn csv() -> String {
    let mut text = String::from("country,size,back,careful\n");
    for (country, size, back, careful, n) in CELLS {
        (0..n).for_each(|_| text += &format!("{country},{size},{back},{careful}\n"));
    }
    text
}

const STUDY: &str = "schema = 1\n[[segments]]\nname = \"country\"\nlevels = [\"Brazil\", \"India\", \"Chile\", \"Peru\"]\n[[segments]]\n\
                     name = \"size\"\nlevels = [\"S\", \"L\"]\nordered = true\n[[outcomes]]\nname = \"back\"\nyes = [\"Yes\"]\n\
                     [[outcomes]]\nname = \"careful\"\nyes = [\"Yes\"]\n";

fn run(more: &str, args: &[&str]) -> Run {
    let study = format!("{STUDY}{more}");
    Project::new().file("d.csv", csv()).file("d.toml", study).run(&[&["analyze", "d.csv"][..], args].concat())
}

/// The first claim of a study with this claim.
fn claim(keys: &str) -> Value {
    let claim = format!("[[claims]]\nid = \"c\"\ntext = \"t\"\n{keys}\n");
    run(&claim, &["--json"]).code(0).json()["claims"][0].clone()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn status(keys: &str) -> String {
    claim(keys)["status"].as_str().expect("a status").to_owned()
}

fn difference(published: f64, rounding: f64, a: &str, b: &str) -> String {
    format!(
        "kind = \"difference\"\noutcome = \"back\"\nbetween = [{a}, {b}]\npublished = {published}\nrounding = {rounding}"
    )
}

const BRAZIL: &str = "{ country = [\"Brazil\"] }";
const INDIA: &str = "{ country = [\"India\"] }";

#[test]
fn a_difference_of_two_groups_is_theirs_and_agrees_disagrees_or_cannot_be_told_by_rounding_and_interval() {
    // 200 of 250 against 120 of 250: 80% less 48% is 32 points.
    let found = claim(&difference(32.0, 1.0, BRAZIL, INDIA));
    assert!((number(&found["recomputed"]) - 0.32).abs() < 1e-12);
    assert_eq!((&found["n"], &found["status"]), (&json!(500), &json!("agrees")));
    assert_eq!(found["ci"]["method"], "newcombe");
    assert_eq!((&found["parts"][0]["what"], &found["parts"][0]["n"]), (&json!("country = Brazil"), &json!(250)));
    let (low, high) = (number(&found["ci"]["low"]), number(&found["ci"]["high"]));
    assert!(0.23 < low && low < 0.32 && 0.32 < high && high < 0.41);
    assert_eq!(status(&difference(34.0, 1.0, BRAZIL, INDIA)), "cannot_tell");
    assert_eq!(status(&difference(50.0, 1.0, BRAZIL, INDIA)), "disagrees");
    assert_eq!(status(&difference(34.0, 4.0, BRAZIL, INDIA)), "agrees", "34 rounded to 4 may be 32");
    assert_eq!(status(&(difference(34.0, 1.0, BRAZIL, INDIA) + "\nsame_data = true")), "disagrees");
    assert_eq!(status(&difference(-32.0, 1.0, INDIA, BRAZIL)), "agrees", "the other way round is the negative");
}

#[test]
fn groups_that_share_respondents_are_no_two_samples() {
    // Brazil against the small: 200 respondents are both. Small: 720 of 820 rolled back.
    let found = claim(&difference(-8.0, 1.0, BRAZIL, "{ size = [\"S\"] }"));
    let (p, q) = (0.8, 720.0 / 820.0);
    assert!((number(&found["recomputed"]) - (p - q)).abs() < 1e-12);
    assert_eq!((&found["n"], &found["ci"]["method"]), (&json!(250 + 820 - 200), &json!("mean")));
    let shared = 200.0 * (1.0 - p) * (1.0 - q);
    let se = (p * (1.0 - p) / 250.0 + q * (1.0 - q) / 820.0 - 2.0 * shared / (250.0 * 820.0)).sqrt();
    assert!((number(&found["ci"]["high"]) - (p - q + 1.959963984540054 * se)).abs() < 1e-12);
}

#[test]
fn two_questions_are_compared_within_respondents_and_need_no_paired_table() {
    let keys = |published: f64| {
        format!("kind = \"difference\"\npaired = [\"back\", \"careful\"]\npublished = {published}\nrounding = 1")
    };
    // Yes to back: 200+120+100+400+10 = 830, to careful 200+130+400 = 730, of 1110.
    let found = claim(&keys(9.0));
    assert!((number(&found["recomputed"]) - 100.0 / 1110.0).abs() < 1e-12);
    assert_eq!((&found["status"], &found["ci"]["method"]), (&json!("agrees"), &json!("newcombe_paired")));
    assert_eq!(status(&keys(20.0)), "disagrees");
}

fn higher(group: &str) -> Value {
    claim(&format!("kind = \"higher\"\noutcome = \"back\"\nwhere = {group}\nthan = \"rest\""))
}

#[test]
fn higher_is_against_everybody_else_of_whom_it_is_known_and_one_sided() {
    let found = higher(BRAZIL);
    // The others with a country: 120 of 250, 100 of 200, 10 of 10; not the 400 without one.
    assert_eq!((&found["parts"][1]["what"], &found["parts"][1]["n"]), (&json!("everybody else"), &json!(460)));
    assert!((number(&found["recomputed"]) - (0.8 - 230.0 / 460.0)).abs() < 1e-12);
    assert_eq!((&found["status"], number(&found["ci"]["level"])), (&json!("agrees"), 0.9));
    assert!(found["published"].is_null());
    let sentence = found["sentence"].as_str().expect("text");
    assert!(
        sentence.contains("one-sided 95% lower limit") && sentence.contains("agrees, because the limit lies above 0"),
        "{sentence}"
    );
    assert_eq!(higher(INDIA)["status"], "disagrees");
    // 100 of 200 against 330 of 510.
    assert_eq!(higher("{ country = [\"Chile\"] }")["status"], "disagrees");
    assert_eq!(higher("{ country = [\"India\", \"Brazil\"] }")["status"], "agrees");
    // 320 of 500 against 10 of 10 and 100 of 200, but nobody else with all countries named.
    assert_eq!(higher("{ country = [\"Brazil\", \"India\", \"Chile\", \"Peru\"] }")["status"], "not_testable");
}

#[test]
fn consistent_follows_the_verdicts_of_all_segments_named() {
    let keys = |across: &str| format!("kind = \"consistent\"\noutcome = \"careful\"\nacross = [{across}]");
    assert_eq!(status(&keys("\"country\"")), "disagrees");
    let found = claim(&keys("\"size\", \"country\""));
    assert_eq!(found["parts"].as_array().map(Vec::len), Some(2));
    assert_eq!(found["status"], "disagrees");
    let sentence = found["sentence"].as_str().expect("text");
    assert!(
        sentence.contains("the rate differs by") && sentence.contains("Too small to count here: Peru by country"),
        "{sentence}"
    );
    // A question with the same rate everywhere, and a base that can or cannot show it.
    for (n, wide, expected) in [(4000, 5.0, "agrees"), (60, 5.0, "cannot_tell"), (60, 60.0, "agrees")] {
        let mut csv = String::from("size,ok\n");
        (0..n).for_each(|i| csv += &format!("{},{}\n", ["S", "L"][i % 2], ["Yes", "No"][i / 2 % 2]));
        let study = format!(
            "schema = 1\n[analysis]\nmargin = {wide}\n[[segments]]\nname = \"size\"\nlevels = [\"S\", \"L\"]\n[[outcomes]]\nname = \"ok\"\n\
             yes = [\"Yes\"]\n[[claims]]\nid = \"c\"\ntext = \"t\"\nkind = \"consistent\"\noutcome = \"ok\"\nacross = [\"size\"]\n"
        );
        let json = Project::new().file("d.csv", csv).file("d.toml", study).run(&["analyze", "d.csv", "--json"]).json();
        assert_eq!(json["claims"][0]["status"], expected, "{n} {wide}: {}", json["claims"][0]["sentence"]);
    }
}

#[test]
fn a_correlation_is_computed_whether_or_not_the_study_names_it_besides() {
    let keys = "[[claims]]\nid = \"c\"\ntext = \"t\"\nkind = \"correlation\"\nbetween = [\"size\", \"back\"]\npublished = -0.35\nrounding = 0.01\n";
    let alone = run(keys, &["--json"]).code(0).json();
    let json = run(&format!("[[correlations]]\na = \"back\"\nb = \"size\"\n{keys}"), &["--json"]).code(0).json();
    // Of two answers of two values each it is phi.
    let (s_yes, s_no, l_yes, l_no) = (720.0_f64, 100.0, 110.0, 180.0);
    let phi =
        (s_no * l_yes - s_yes * l_no) / ((s_yes + s_no) * (l_yes + l_no) * (s_yes + l_yes) * (s_no + l_no)).sqrt();
    assert!((number(&json["correlations"][0]["coefficient"]) - phi).abs() < 1e-12);
    assert_eq!(json["claims"][0]["recomputed"], json["correlations"][0]["coefficient"]);
    assert_eq!(json["claims"][0]["status"], "disagrees");
    assert_eq!(alone["claims"][0], json["claims"][0]);
}

#[test]
fn a_group_too_small_to_show_hides_the_figure_in_text_and_keeps_it_in_the_json() {
    let keys = difference(20.0, 1.0, "{ country = [\"Peru\"] }", BRAZIL);
    let found = claim(&keys);
    assert!(found["flags"].to_string().contains("suppressed") && found["recomputed"].is_number());
    let sentence = found["sentence"].as_str().expect("text");
    assert!(!sentence.contains("100%") && !sentence.contains("recomputed 20"), "{sentence}");
}

#[test]
fn a_claim_that_names_no_group_or_an_impossible_figure_is_an_error_with_line_and_key() {
    let bad = |keys: &str| run(&format!("[[claims]]\nid = \"c\"\ntext = \"t\"\n{keys}\n"), &[]).code(1).stdout_is("");
    bad("kind = \"rate\"\noutcome = \"back\"\npublished = 120\nrounding = 1")
        .stderr_has("`published` of claim `c` must be percent, 0 to 100, not 120\n  --> d.toml, line 20");
    bad("kind = \"rate\"\noutcome = \"back\"\npublished = 12\nrounding = 0")
        .stderr_has("`rounding` of claim `c` must be above 0");
    bad("kind = \"higher\"\noutcome = \"bak\"\nwhere = {}\nthan = \"rest\"")
        .stderr_has("did you mean `back`?")
        .stderr_has("`where` of claim `c` is empty, so it names no group of respondents\n  --> d.toml, line 20");
}

/// Claims about groups of a sample with a design: by the same weights and units as the comparisons.
#[test]
fn by_design_groups_have_the_rates_and_differences_of_the_comparison_and_of_r() {
    let study = r#"
schema = 1
[design]
weight = "w"
strata = "stratum"
psu = ["psu"]
[[segments]]
name = "size"
levels = ["small", "middle", "large"]
[[segments]]
name = "sector"
levels = ["public", "private"]
[[outcomes]]
name = "yes"
yes = ["Yes"]
no = ["No"]
[[claims]]
id = "rate"
text = "a rate"
kind = "rate"
outcome = "yes"
where = { sector = ["public"] }
published = 50
rounding = 1
[[claims]]
id = "apart"
text = "a difference"
kind = "difference"
outcome = "yes"
between = [{ sector = ["public"] }, { sector = ["private"] }]
published = 5
rounding = 1
[[claims]]
id = "overlap"
text = "a difference of groups that share respondents"
kind = "difference"
outcome = "yes"
between = [{ size = ["small"] }, { sector = ["public"] }]
published = 5
rounding = 1
[[claims]]
id = "higher"
text = "higher"
kind = "higher"
outcome = "yes"
where = { sector = ["private"] }
than = "rest"
"#;
    let project = Project::new().file("models.csv", include_bytes!("../oracle/models.csv")).file("models.toml", study);
    project.run(&["analyze", "models.csv"]).code(0);
    let results: Value = serde_json::from_str(&project.read("reports/models/results.json")).expect("JSON");
    let claim = |id: &str| results["claims"].as_array().unwrap().iter().find(|c| c["id"] == id).unwrap().clone();
    let sector = &results["outcomes"][0]["segments"][1];
    let (level, pair) = (&sector["levels"][0], &sector["pairs"][0]);
    assert_ne!(level["rate"].as_f64(), Some(level["n_yes"].as_f64().unwrap() / level["n"].as_f64().unwrap()));
    let close = |what: &str, a: &Value, b: &Value| {
        let (a, b) = (a.as_f64().expect(what), b.as_f64().expect(what));
        assert!((a - b).abs() < 1e-9, "{what}: {a} is not {b}");
    };
    for (key, own) in [("rate", "recomputed"), ("n", "n")] {
        close(key, &level[key], &claim("rate")[own]);
    }
    for limit in ["low", "high"] {
        close(limit, &level["ci"][limit], &claim("rate")["ci"][limit]);
        close(limit, &pair["ci"][limit], &claim("apart")["ci"][limit]);
    }
    close("difference", &pair["difference"], &claim("apart")["recomputed"]);
    let higher = claim("higher")["recomputed"].as_f64().unwrap();
    assert!((higher + pair["difference"].as_f64().unwrap()).abs() < 1e-12, "{higher}");
    let r: Value = serde_json::from_str(include_str!("../oracle/models.json")).expect("what R wrote");
    let overlap = claim("overlap");
    for (at, got) in [&overlap["recomputed"], &overlap["ci"]["low"], &overlap["ci"]["high"]].into_iter().enumerate() {
        close("overlap", got, &r["small_less_public"][at]);
    }
}

/// The claim names the two that correlate: it needs no [[correlations]] besides, and one that asks otherwise holds.
#[test]
fn a_claim_of_a_correlation_is_computed_without_an_entry_of_its_own() {
    let rows: String = (0..200).map(|i| format!("{},{}\n", 1 + i % 5, 1 + (i % 5 + i / 50) % 5)).collect();
    let level = |name: &str| {
        format!("[[segments]]\nname = \"{name}\"\nlevels = [\"1\", \"2\", \"3\", \"4\", \"5\"]\nordered = true\n")
    };
    let study = |more: &str| {
        format!(
            "schema = 1\n{}{}{more}[[claims]]\nid = \"c\"\ntext = \"t\"\nkind = \"correlation\"\nbetween = [\"a\", \"b\"]\n\
                 published = 0.5\nrounding = 0.1\n",
            level("a"),
            level("b")
        )
    };
    let found = |more: &str| {
        let project = Project::new().file("d.csv", format!("a,b\n{rows}")).file("d.toml", study(more));
        project.run(&["claims", "d.csv", "--json"]).code(0).json()["claims"][0].clone()
    };
    let alone = found("");
    assert!(alone["recomputed"].is_number() && alone["n"] == 200, "{alone}");
    assert_eq!(alone, found("[[correlations]]\na = \"b\"\nb = \"a\"\nmethod = \"spearman\"\n"));
    assert_ne!(
        alone["recomputed"],
        found("[[correlations]]\na = \"a\"\nb = \"b\"\nmethod = \"polychoric\"\n")["recomputed"]
    );
}
