//! `paradox analyze`: the folder, the bytes, the JSON and its schema.

use crate::support::Project;

/// A small study that has a segment of each kind, a base, bands, a pair and a claim.
pub const STUDY: &str = r#"schema = 1

[study]
title = "Agents"

[data]
id = "id"

[analysis]
suppress_below = 0
caution_below = 0

[[segments]]
name = "company_size"
levels = ["1,000-4,999", "5,000+"]
ordered = true

[[segments]]
name = "country"
levels = ["Brazil", "India", "None"]
missing = ["Refused"]

[[outcomes]]
name = "rollback"
label = "Rolled back an agent"
column = "rolled_back"
yes = ["Yes"]
no = ["No"]
base = { shipped = ["Yes"] }

[[outcomes]]
name = "safety"
label = "At least half of the time on safety"
column = "time"
bands = ["0-49%", "50-100%"]
at_least = "50-100%"
edges = [0, 50, 100]

[[paired]]
a = "rollback"
b = "safety"

[[claims]]
id = "third"
text = "two thirds rolled back"
kind = "rate"
outcome = "rollback"
published = 67
rounding = 1
"#;

/// Forty respondents for [`STUDY`], by a fixed rule.
pub fn answers() -> String {
    let mut csv = String::from("id,company_size,country,shipped,rolled_back,time\n");
    for i in 0..40 {
        let size = if i % 3 == 0 { "\"5,000+\"" } else { "\"1,000-4,999\"" };
        let country = ["Brazil", "India", "None", "Refused"][i % 4];
        let (shipped, rolled) = if i % 5 == 0 { ("No", "") } else { ("Yes", if i % 7 < 4 { "Yes" } else { "No" }) };
        let time = ["0-49%", "50-100%", ""][i % 3];
        csv += &format!("{i},{size},{country},{shipped},{rolled},{time}\n");
    }
    csv
}

fn project() -> Project {
    Project::new().file("agents.csv", answers()).file("agents.toml", STUDY)
}

#[test]
fn the_folder_holds_report_results_charts_and_tables_and_nothing_is_left_beside_it() {
    let project = project();
    project.run(&["analyze", "agents.csv"]).code(0).stdout_has("Rolled back an agent").stdout_has("reports/agents");
    let names: Vec<String> = project.tree("reports").into_keys().collect();
    let expected = [
        "agents/charts/rollback-and-safety.csv",
        "agents/charts/rollback-and-safety.png",
        "agents/charts/rollback-and-safety.svg",
        "agents/charts/rollback.png",
        "agents/charts/rollback.svg",
        "agents/charts/safety-bands.png",
        "agents/charts/safety-bands.svg",
        "agents/charts/safety.png",
        "agents/charts/safety.svg",
        "agents/charts/verdicts.csv",
        "agents/charts/verdicts.png",
        "agents/charts/verdicts.svg",
        "agents/report.html",
        "agents/report.md",
        "agents/results.json",
        "agents/tables.xlsx",
        "agents/tables/rollback.csv",
        "agents/tables/safety.csv",
    ];
    assert_eq!(names, expected);
}

#[test]
fn the_same_bytes_on_any_number_of_threads_into_any_folder_from_any_folder() {
    let project = project();
    project.run(&["analyze", "agents.csv", "--threads", "1"]).code(0);
    project.run(&["analyze", "./agents.csv", "--threads", "7", "--out", "else/where", "--quiet"]).code(0);
    assert!(project.tree("reports/agents") == project.tree("else/where"), "the two folders differ");
}

#[test]
fn results_obey_the_schema_that_the_program_prints() {
    let project = project();
    let schema = project.run(&["schema", "results"]).code(0).json();
    let results = project.run(&["analyze", "agents.csv", "--json"]).code(0).wrote_nothing().json();
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let errors: Vec<String> = validator.iter_errors(&results).map(|e| e.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    assert!(!validator.is_valid(&serde_json::json!({ "schema": "paradox.results/1" })), "the schema refuses nothing");
}

#[test]
fn counts_and_rates_are_those_of_the_rows() {
    let results = project().run(&["analyze", "agents.csv", "--json"]).code(0).json();
    // By the rule of `answers`: 8 of 40 did not ship; of the 32 others those with i % 7 < 4 rolled back.
    let yes = (0..40).filter(|i| i % 5 != 0 && i % 7 < 4).count();
    let rollback = &results["outcomes"][0];
    assert_eq!(rollback["overall"]["n"], 32);
    assert_eq!(rollback["overall"]["n_yes"], yes);
    assert_eq!(rollback["base"]["n_outside"], 8);
    let country = &rollback["segments"][1];
    let refused = (0..40).filter(|i| i % 5 != 0 && i % 4 == 3).count();
    assert_eq!(country["n_segment_missing"], refused);
    assert_eq!(country["levels"][2]["level"], "None", "None is a level unless it is declared missing");
    let safety = &results["outcomes"][1];
    let banded = (0..40).filter(|i| i % 3 != 2).count();
    assert_eq!(safety["overall"]["n"], banded);
    assert_eq!(safety["overall"]["n_missing"], 40 - banded);
    assert_eq!(results["paired"][0]["n"], (0..40).filter(|i| i % 5 != 0 && i % 3 != 2).count());
    assert_eq!(results["claims"][0]["n"], 32);
}

#[test]
fn where_equals_by_read_at_that_level() {
    let project = project();
    let all = project.run(&["analyze", "agents.csv", "--json"]).code(0).json();
    let india = project.run(&["analyze", "agents.csv", "--json", "--where", "country=India"]).code(0).json();
    for field in ["n", "n_yes", "rate", "se", "ci"] {
        assert_eq!(
            india["outcomes"][0]["overall"][field], all["outcomes"][0]["segments"][1]["levels"][1][field],
            "{field}"
        );
    }
    let description = india["outcomes"][0]["base"]["description"].as_str().expect("a text");
    assert!(description.contains("country = India"), "{description}");
}

#[test]
fn rows_in_another_order_give_the_same_outcomes() {
    let project = project();
    let mut lines: Vec<String> = answers().lines().map(String::from).collect();
    lines[1..].reverse();
    let turned = Project::new().file("agents.csv", lines.join("\n")).file("agents.toml", STUDY);
    let of = |p: &Project| p.run(&["analyze", "agents.csv", "--json"]).code(0).json()["outcomes"].clone();
    assert_eq!(of(&project), of(&turned));
}

#[test]
fn a_base_of_29_is_suppressed_and_30_is_not() {
    for (n, suppressed) in [(29, true), (30, false)] {
        let mut csv = String::from("size,agreed\n");
        (0..n).for_each(|i| csv += if i % 2 == 0 { "Small,Yes\n" } else { "Small,No\n" });
        (0..200).for_each(|i| csv += if i % 2 == 0 { "Large,Yes\n" } else { "Large,No\n" });
        let project = Project::new().file("a.csv", csv);
        let args = ["test", "a.csv", "--outcome", "agreed=Yes", "--by", "size", "--order", "Small|Large"];
        let json = project.run(&[&args[..], &["--json"]].concat()).code(0).json();
        let flags = json["levels"][0]["flags"].to_string();
        assert_eq!(flags.contains("suppressed"), suppressed, "{n}: {flags}");
        let text = project.run(&args).code(0).stdout();
        let small = text.lines().find(|l| l.contains("Small") && l.contains(&n.to_string())).unwrap_or_default();
        assert_eq!(small.contains('%'), !suppressed, "{text}");
    }
}

#[test]
fn an_earlier_report_is_replaced_and_anything_else_is_refused() {
    let project = project();
    project.run(&["analyze", "agents.csv"]).code(0);
    let first = project.tree("reports/agents");
    project.run(&["analyze", "agents.csv"]).code(0);
    assert!(first == project.tree("reports/agents"), "a second run gives another folder");
    let project = project.file("reports/agents/charts/notes.txt", "mine");
    project.run(&["analyze", "agents.csv"]).code(1).stderr_has("charts/notes.txt").stderr_has("--force");
    assert_eq!(project.read("reports/agents/charts/notes.txt"), "mine");
    let project = project.file("mine/thesis.txt", "years of work");
    project
        .run(&["analyze", "agents.csv", "--out", "mine"])
        .code(1)
        .stderr_has("no part of a paradox report")
        .stderr_has("--force");
    assert_eq!(project.read("mine/thesis.txt"), "years of work");
    project.run(&["analyze", "agents.csv", "--out", "mine", "--force"]).code(0);
    assert!(!project.tree("mine").contains_key("thesis.txt"));
    let project = project.file("file", "not a folder");
    project.run(&["analyze", "agents.csv", "--out", "file"]).code(1).stderr_has("not a folder");
    project.run(&["analyze", "agents.csv", "--out", "file", "--force"]).code(0);
    let beside: Vec<String> = project.tree(".").into_keys().filter(|name| name.starts_with('.')).collect();
    assert_eq!(beside, Vec::<String>::new(), "left beside");
}

#[test]
fn bad_data_leave_an_earlier_report_as_it_was() {
    let project = project();
    project.run(&["analyze", "agents.csv"]).code(0);
    let before = project.tree("reports");
    let project = project.file("agents.csv", answers().replace("India", "Indja"));
    project.run(&["analyze", "agents.csv"]).code(1).stderr_has("\"Indja\"").stderr_has("did you mean \"India\"");
    assert!(before == project.tree("reports"), "the earlier report changed");
}

#[test]
fn a_column_synthetic_marks_json_report_chart_and_table() {
    let marked: String = answers()
        .lines()
        .enumerate()
        .map(|(i, line)| format!("{line},{}\n", if i == 0 { "synthetic" } else { "yes" }))
        .collect();
    let project = Project::new().file("agents.csv", marked).file("agents.toml", STUDY);
    project.run(&["analyze", "agents.csv"]).code(0).stdout_has("SYNTHETIC");
    for name in ["report.md", "charts/rollback.svg"] {
        assert!(project.read(&format!("reports/agents/{name}")).contains("SYNTHETIC"), "{name}");
    }
    let chart = project.read("reports/agents/charts/rollback.svg");
    assert!(chart.contains("textLength="), "a chart of the folder stands in a browser without the font too");
    assert!(project.read("reports/agents/results.json").contains("\"synthetic\": true"));
}

#[test]
fn standard_input_is_read_and_reported_as_such() {
    let project = project();
    let run = project.run_with_input(&["analyze", "-", "--study", "agents.toml"], answers().as_bytes()).code(0);
    run.stdout_has("reports/stdin");
}
