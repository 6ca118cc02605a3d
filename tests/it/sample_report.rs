//! The committed report is what the program writes.

use crate::support::Project;

/// The committed report is what the program writes: text to the letter, pictures by their presence.
#[test]
fn the_committed_report_comes_out_again() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = std::fs::read(root.join("data/sinch-2026-synthetic.csv")).expect("the sample");
    let project = Project::new().file("data/sinch-2026-synthetic.csv", data);
    project.run(&["analyze", "data/sinch-2026-synthetic.csv"]).code(0);
    let made = project.tree("reports/sinch-2026-synthetic");
    let mut compared = 0;
    // The workbook holds what stands beside it once more, and is too large to be kept for every change.
    assert!(made.contains_key("tables.xlsx"));
    for (name, bytes) in made.iter().filter(|(name, _)| *name != "tables.xlsx") {
        let committed = std::fs::read(root.join("reports/sinch-2026-synthetic").join(name));
        let committed = committed.unwrap_or_else(|e| panic!("{name} is not committed: {e}"));
        if !name.ends_with(".png") {
            assert!(*bytes == committed, "{name} differs: run the README's first command and read `git diff reports`");
            compared += 1;
        }
    }
    assert!(compared > 40, "only {compared} files compared");
}

/// The figure of the paradox section and the table above it are of one model: the same respondents, the same rates.
#[test]
fn the_adjusted_figure_is_of_the_model_that_its_section_tells_of() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/sinch-2026-synthetic");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a file of the report");
    let results: serde_json::Value = serde_json::from_str(&read("results.json")).expect("JSON");
    let adjusted = &results["paradox"]["adjusted"];
    let mut told = Vec::new();
    for level in adjusted["levels"].as_array().expect("levels") {
        for (measure, value) in [("rate", &level["unadjusted"]), ("adjusted", &level["rate"])] {
            let name = level["level"].as_str().expect("a name");
            told.push(format!("{name},{},{measure},{value},", level["n"]));
        }
    }
    let figure = read("charts/rollback-adjusted.csv");
    let drawn: Vec<&str> = figure.lines().skip(1).collect();
    assert!(told.len() == 10 && drawn.len() == told.len(), "{figure}");
    for (drawn, told) in drawn.iter().zip(&told) {
        assert!(drawn.contains(told.as_str()), "{drawn} is not {told}");
    }
}
