//! The corpus of bad input: files and studies that are refused, each with its whole message in `tests/bad/expected.txt`.
//!
//! ```text
//! tests/bad/studies/*.toml    studies of tests/bad/agents.csv
//! tests/bad/data/*            files for the study tests/bad/agents.toml
//! tests/bad/cells/*           files of cells for the study tests/bad/cells.toml; FP stands for the fingerprint
//! ```
//!
//! A message that was changed on purpose is written anew by `PARADOX_BLESS=1 cargo test --test it corpus`, and read.

use std::fmt::Write;
use std::path::Path;

use crate::support::{Project, repository};

/// What every case prints, one after another.
fn messages(folder: &str, run: impl Fn(&Path) -> String) -> (usize, String) {
    let mut paths: Vec<_> = std::fs::read_dir(repository(folder))
        .expect("a folder of the repository")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    let mut all = String::new();
    for path in &paths {
        let name = path.file_name().expect("a name").to_string_lossy();
        write!(all, "== {name}\n{}\n", run(path)).expect("text");
    }
    (paths.len(), all)
}

fn refused(project: &Project, args: &[&str]) -> String {
    let run = project.run(args).code(1).stdout_is("").wrote_nothing();
    let said = run.stderr();
    assert!(said.contains("error: ") && !said.contains('\u{1b}'), "{args:?}\n{said}");
    said
}

#[test]
fn every_bad_file_and_study_is_refused_with_the_message_that_is_expected() {
    let read = |path: &Path| std::fs::read(path).expect("a file of the repository");
    let (data, study) = (read(&repository("tests/bad/agents.csv")), read(&repository("tests/bad/agents.toml")));
    Project::new()
        .file("agents.csv", &data)
        .file("agents.toml", &study)
        .run(&["analyze", "agents.csv", "--json"])
        .code(0);
    let (studies, of_studies) = messages("tests/bad/studies", |path| {
        let project = Project::new().file("agents.csv", &data).file("study.toml", read(path));
        refused(&project, &["analyze", "agents.csv", "--study", "study.toml"])
    });
    let (files, of_files) = messages("tests/bad/data", |path| {
        let name = path.file_name().expect("a name").to_str().expect("text");
        let project = Project::new().file(name, read(path)).file("agents.toml", &study);
        refused(&project, &["analyze", name, "--study", "agents.toml"])
    });
    let study = read(&repository("tests/bad/cells.toml"));
    let sql = Project::new().file("cells.toml", &study).run(&["sql", "--study", "cells.toml", "--dialect", "duckdb"]);
    let query = sql.code(0).stdout();
    let fingerprint = query.split_whitespace().nth(2).expect("the first line names the cells").as_bytes();
    let with_fingerprint = |cells: Vec<u8>| {
        let mut lines = cells.split_inclusive(|&byte| byte == b'\n').map(|line| match line.strip_prefix(b"FP/") {
            Some(rest) => [fingerprint, b"/", rest].concat(),
            None => line.to_vec(),
        });
        lines.by_ref().flatten().collect::<Vec<u8>>()
    };
    let project =
        |name: &str, path: &Path| Project::new().file(name, with_fingerprint(read(path))).file("cells.toml", &study);
    fn analyze(name: &str) -> [&str; 5] {
        ["analyze", "--cells", name, "--study", "cells.toml"]
    }
    project("cells.csv", &repository("tests/bad/cells.csv")).run(&analyze("cells.csv")).code(0);
    let (cells, of_cells) = messages("tests/bad/cells", |path| {
        let name = path.file_name().expect("a name").to_str().expect("text");
        refused(&project(name, path), &analyze(name)).replace(&*String::from_utf8_lossy(fingerprint), "FP")
    });
    // The messages are those of the usual build, which reads no Parquet and no Arrow.
    let found = (of_studies + &of_files + &of_cells).replace(", .parquet, .pq, .arrow, .feather, .ipc, .arrows", "");
    let expected = repository("tests/bad/expected.txt");
    if std::env::var_os("PARADOX_BLESS").is_some() {
        std::fs::write(&expected, &found).expect("written");
    }
    let expected = String::from_utf8(read(&expected)).expect("text").replace("\r\n", "\n");
    for (found, expected) in found.split("\n== ").zip(expected.split("\n== ")) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), expected.len());
    assert!(
        studies >= 110 && studies + files >= 150 && cells >= 35,
        "{studies} studies, {files} files, {cells} of cells"
    );
    println!("{studies} studies, {files} files, {cells} files of cells");
}
