//! What an earlier version wrote, this one reads: a study and the results of each released version.
//!
//! ```text
//! tests/releases/VERSION/   answers.csv  study.toml  results.json
//! ```
//!
//! A release adds its folder, in which `paradox analyze answers.csv --study study.toml --json > results.json` was run by
//! it, and never touches those of others. Figures may differ where one was wrong (the changelog says so); words and keys
//! may be added; what is there must be read.

use crate::support::{Project, repository};

#[test]
fn study_and_results_of_every_released_version_are_read() {
    let mut versions = 0;
    for entry in std::fs::read_dir(repository("tests/releases")).expect("a folder of the repository") {
        let folder = entry.expect("an entry").path();
        let version = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let read = |name: &str| std::fs::read(folder.join(name)).expect("a file of the repository");
        let project = Project::new()
            .file("answers.csv", read("answers.csv"))
            .file("study.toml", read("study.toml"))
            .file("then.json", read("results.json"));
        let then: serde_json::Value = serde_json::from_slice(&read("results.json")).expect("JSON");
        assert_eq!(then["version"], version.as_str(), "the folder is called after the version that wrote it");
        let now = project.run(&["analyze", "answers.csv", "--study", "study.toml", "--json"]).code(0).stdout();
        let project = project.file("now.json", now);
        // Everything of then has something of now beside it.
        let found = project.run(&["diff", "then.json", "now.json", "--json"]).code(0).json();
        let gone = found["only"].as_array().expect("a list").iter().filter(|only| only["only_in"] == "a").count();
        assert_eq!(gone, 0, "{version}: {}", found["only"]);
        assert!(found["compared"]["figures"].as_u64() > Some(50), "{}", found["compared"]);
        if version == env!("CARGO_PKG_VERSION") {
            project.run(&["diff", "then.json", "now.json", "--tolerance", "0.000001", "--strict"]).code(0);
        }
        versions += 1;
    }
    assert!(versions > 0);
}

#[test]
fn a_study_of_another_schema_is_refused_with_what_to_do() {
    for (schema, said) in [("2", "update the program"), ("0", "write schema = 1"), ("1.5", "update the program")] {
        let project = Project::new()
            .file("d.csv", "a,y\nx,1\n")
            .file("d.toml", format!("schema = {schema}\n[things]\nof = \"a later time\"\n"));
        let run = project.run(&["analyze", "d.csv"]).code(1).stdout_is("").wrote_nothing();
        let run = run.stderr_has("reads schema 1 of study files, not").stderr_has("d.toml, line 1").stderr_has(said);
        assert_eq!(
            run.stderr().matches("error: ").count(),
            1,
            "keys of another schema are no errors: {}",
            run.stderr()
        );
    }
}
