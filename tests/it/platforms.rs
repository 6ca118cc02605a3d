//! What other systems do with files and names, as far as it shows here: line ends, byte order marks, names that Windows
//! keeps for itself, the smaller stack of its main thread. `.ci/platforms` compiles the program for them.

use crate::formats::{file, study};
use crate::support::Project;

/// A file as a Windows editor saves it.
fn of_windows(text: &str) -> Vec<u8> {
    let lines = text.replace("\r\n", "\n").replace('\n', "\r\n");
    [&b"\xef\xbb\xbf"[..], lines.as_bytes()].concat()
}

fn text(name: &str) -> String {
    String::from_utf8(file(name)).expect("text")
}

#[test]
fn line_ends_and_marks_of_windows_in_data_and_study_change_nothing() {
    let results = |data: Vec<u8>, study: Vec<u8>| {
        let project = Project::new().file("answers.csv", data).file("answers.toml", study);
        let mut json = project.run(&["analyze", "answers.csv", "--json"]).code(0).json();
        json.as_object_mut().expect("an object").remove("provenance");
        json
    };
    let here = results(file("answers.csv"), study().into_bytes());
    assert_eq!(results(of_windows(&text("answers.csv")), of_windows(&study())), here);
    // An error names the same line.
    let wrong = study().replace("no = [\"No\"]", "no = [\"No\"]\nbase_ = 1");
    let line = 1 + wrong.lines().position(|line| line == "base_ = 1").expect("it is there");
    let project = Project::new().file("answers.csv", file("answers.csv")).file("answers.toml", of_windows(&wrong));
    project.run(&["analyze", "answers.csv"]).code(1).stderr_has(&format!("answers.toml, line {line}"));
}

/// Names of outcomes that no file may have on Windows, and two that are one there.
#[test]
fn files_of_a_report_have_names_that_every_system_takes() {
    let names = ["con", "aux.x", "a:b", "what?", "Yes", "yes", "trailing.", "nul", "<b>|\\\"*"];
    let outcomes: String = names
        .iter()
        .map(|name| format!("[[outcomes]]\nname = {name:?}\ncolumn = \"shipped\"\nyes = [\"Yes\"]\n"))
        .collect();
    let study = format!(
        "schema = 1\n[[segments]]\nname = \"country\"\nlevels = [\"Österreich\", \"Brazil\", \"India\"]\n{outcomes}"
    );
    let project = Project::new().file("answers.csv", file("answers.csv")).file("answers.toml", study);
    project.run(&["analyze", "answers.csv", "--out", "report"]).code(0);
    let tree = project.tree("report");
    let tables: Vec<&String> = tree.keys().filter(|name| name.starts_with("tables/")).collect();
    assert_eq!(tables.len(), names.len(), "{tables:?}");
    let mut folded = std::collections::BTreeSet::new();
    for path in tree.keys() {
        assert!(folded.insert(path.to_lowercase()), "{path} twice where case does not count");
        for name in path.split('/') {
            let stem = name.split('.').next().expect("a stem").to_lowercase();
            assert!(!["con", "aux", "nul", "prn"].contains(&stem.as_str()), "{path}");
            assert!(!name.ends_with(['.', ' ']) && !name.contains(['<', '>', ':', '"', '\\', '|', '?', '*']), "{path}");
        }
    }
    // Links between them go with a slash, whatever separates folders on the system that wrote them.
    let report = project.read("report/report.md");
    assert!(report.contains("](charts/") && !report.contains("charts\\"), "{report}");
    assert!(!report.contains('\r'));
}

/// The main thread of a program has 1 MiB of stack on Windows; here it is given that.
#[cfg(target_os = "linux")]
#[test]
fn the_stack_of_windows_suffices() {
    let project = Project::new().file("answers.csv", file("answers.csv")).file("answers.toml", study());
    let program = env!("CARGO_BIN_EXE_paradox");
    for args in ["analyze answers.csv --json", "--help", "man analyze", "schema results"] {
        let command = format!("ulimit -s 1024 && exec '{program}' {args}");
        let run =
            std::process::Command::new("sh").args(["-c", &command]).current_dir(project.path()).output().expect("sh");
        assert!(run.status.success(), "{args}: {}", String::from_utf8_lossy(&run.stderr));
    }
}
