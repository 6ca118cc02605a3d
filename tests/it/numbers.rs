//! `--numbers` and `[words] numbers`: how numbers are written, and what is left as it is.

use crate::support::Project;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/sinch-2026-synthetic.csv");

#[test]
fn a_decimal_comma_stands_in_text_page_and_charts_and_in_no_json_or_csv() {
    let project = Project::new();
    let run = |out: &str, more: &[&str]| {
        project.run(&[&["analyze", DATA, "--study", "sinch-2026", "--out", out], more].concat()).code(0).stdout()
    };
    let (english, german) = (run("en", &[]), run("de", &["--numbers", "1.234,5"]));
    assert!(english.contains("74.0%") && english.contains("1,567") && english.contains("p < 0.001"), "{english}");
    assert!(german.contains("74,0%") && german.contains("1.567") && german.contains("p < 0,001"), "{german}");
    assert!(!german.contains("74.0%") && !german.contains("1,567"), "{german}");
    let report = project.read("de/report.md");
    assert!(report.contains("9,6 points higher before rounding (95% interval 4,9 to 14,0 points; p < 0,001)"));
    // Labels are the words of others.
    assert!(report.contains("1,000-4,999"));
    let page = project.read("de/report.html");
    assert!(page.contains("\"point\":\",\"") && page.contains("74,0%"));
    let chart = project.read("de/charts/rollback.svg");
    assert!(chart.contains(">1.063</text>") && chart.contains(">1,000-4,999</text>"), "base and label");
    for (name, bytes) in project.tree("de/tables") {
        assert!(project.tree("en/tables")[&name] == bytes, "{name}");
    }
    let numbers = |folder: &str| -> serde_json::Value {
        let results: serde_json::Value =
            serde_json::from_str(&project.read(&format!("{folder}/results.json"))).expect("JSON");
        results["outcomes"][2]["segments"][0]["levels"].clone()
    };
    assert_eq!(numbers("en"), numbers("de"));
}

#[test]
fn a_chart_and_a_study_file_say_how_numbers_are_written_and_what_is_no_way_is_refused() {
    let study = |words: &str| {
        format!(
            "schema = 1\n{words}\n[[segments]]\nname = \"g\"\nlevels = [\"a\", \"b\"]\n[[outcomes]]\nname = \"y\"\nyes = [\"1\"]\n"
        )
    };
    let rows: String = (0..3000).map(|i| format!("{},{}\n", i % 3 / 2, ["a", "b"][i % 2])).collect();
    let project = Project::new()
        .file("s.csv", format!("y,g\n{rows}"))
        .file("s.toml", study(""))
        .file("comma.toml", study("[words]\nnumbers = \"1 234,5\""))
        .file("wrong.toml", study("[words]\nnumbers = \"1,234,5\""));
    let chart = |more: &[&str]| {
        project.run(&[&["chart", "s.csv", "--outcome", "y", "--by", "g", "-o", "c.svg"], more].concat()).code(0);
        project.read("c.svg")
    };
    let plain = chart(&[]);
    assert!(plain.contains(">1,500</text>") && plain.contains("33.3%"), "{plain}");
    for drawn in [chart(&["--numbers", "1 234,5"]), chart(&["--study", "comma.toml"])] {
        assert!(drawn.contains(">1\u{a0}500</text>") && drawn.contains("33,3%") && !drawn.contains("33.3%"), "{drawn}");
    }
    assert!(chart(&["--numbers", "1234.5"]).contains(">1500</text>"));
    // What a flag says goes before what the study says.
    assert!(chart(&["--study", "comma.toml", "--numbers", "1,234.5"]).contains("33.3%"));
    project
        .run(&["test", "s.csv", "--outcome", "y", "--by", "g", "--study", "wrong.toml"])
        .code(1)
        .stderr_has("wrong.toml, line 3")
        .stderr_has("\"1,234,5\" is no way to write numbers");
    project
        .run(&["test", "s.csv", "--outcome", "y", "--by", "g", "--numbers", "1;234"])
        .code(2)
        .stderr_has("no way to write numbers");
}
