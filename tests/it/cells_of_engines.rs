//! Results from cells are those from the answers: the query runs in an engine, and both results are compared.
//!
//! The engine is a program, `PARADOX_ENGINE`, that runs a query over a CSV and writes what it yields; `tests/sql/run`
//! installs DuckDB and PostgreSQL (and Spark, on request) and runs these tests, which are ignored without it.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::{Project, repository};

/// Results may differ by so much of their size, or by so much: sums are taken in another order.
const TOLERANCE: f64 = 1e-12;

const ENGINE: &str = "PARADOX_ENGINE";

/// A study, its answers, and the flags of both commands.
struct Case {
    name: &'static str,
    study: Vec<u8>,
    data: Vec<u8>,
    flags: &'static [&'static str],
}

fn cases() -> Vec<Case> {
    let file = |name: &str| std::fs::read(repository(name)).expect("a file of this repository");
    let of = |name, study: &str, data: &str, flags| Case { name, study: file(study), data: file(data), flags };
    let everything = |name, flags| Case { name, study: file("tests/sql/everything.toml"), data: readers(3000), flags };
    vec![
        of("sinch-2026", "src/study/sinch-2026.toml", "data/sinch-2026-synthetic.csv", &[]),
        of(
            "sinch-2026 in part",
            "src/study/sinch-2026.toml",
            "data/sinch-2026-synthetic.csv",
            &["--where", "country=Brazil|India", "--where", "role=*"],
        ),
        of("weighted", "tests/formats/answers.toml", "tests/formats/answers.csv", &[]),
        of("flying", "data/flying-etiquette/flying-etiquette.toml", "data/flying-etiquette/flying-etiquette.csv", &[]),
        everything("everything", &[]),
        everything("everything redacted", &["--redact", "--suppress-below", "60"]),
        everything("everything in part", &["--where", "region=North|South", "--where", "how_often=Every week|Never"]),
        everything("everything weighted", &["--weight", "weight"]),
        everything("everything by strata", &["--strata", "stratum", "--interval", "logit"]),
        everything(
            "everything by units",
            &["--weight", "weight", "--strata", "stratum", "--psu", "psu", "--fpc", "fpc"],
        ),
        everything(
            "everything in two stages",
            &[
                "--weight",
                "weight",
                "--strata",
                "stratum",
                "--psu",
                "psu",
                "--psu",
                "household",
                "--fpc",
                "fpc",
                "--fpc",
                "fpc2",
            ],
        ),
        everything(
            "everything by units in part",
            &["--weight", "weight", "--psu", "psu", "--where", "region=North", "--lonely-psu", "adjust"],
        ),
        Case { name: "hostile", study: HOSTILE.into(), data: hostile(), flags: &["--weight", "a weight; --"] },
    ]
}

/// Answers to tests/sql/everything.toml, each column with all that can stand in it, by a generator of its own.
fn readers(rows: u64) -> Vec<u8> {
    const HEADER: &str = "card,status,age,branch_size,region,visited,why_left,ticked,formats,how_often,borrowed,satisfaction,\
                          hours_band,recommend,trust_1,trust_2,trust_3,reason,distance,room_1,room_2,room_3,wishes,weight,\
                          stratum,psu,household,fpc,fpc2\n";
    let mut text = HEADER.to_owned();
    let mut state = 42_u64;
    let mut draw = |n: u64| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) % n
    };
    for row in 0..rows {
        let mut pick = |values: &[&str]| values[draw(values.len() as u64) as usize].to_owned();
        let status = pick(&["Complete", "Complete", "Complete", " complete", "Partial"]);
        let agree = ["Disagree", "Neither", "Agree", "Agree", "", "Refused"];
        let mut cells = vec![
            row.to_string(),
            status.clone(),
            pick(&["16", "17.5", "29.99", "30", "44", "59", "60", "82", "99", "120", "7", "", "Refused"]),
            pick(&["Small", "small", "SMALL", "Medium", "Big", "Tiny", "", "Don't know"]),
            pick(&["North", "N.", "South", "East", "West", "\u{a0}West ", ""]),
            pick(&["Yes", "Yes", "Yes", "No", "No", "", "Refused"]),
            pick(&["Never", "Moved", "\"Too far, and \"\"closed\"\"\"", "", "Don't know"]),
            pick(&["1", ""]),
            pick(&["E-book", "\"Paper, E-book\"", "Paper", "\"Audio,E-books\"", "", "Refused"]),
            pick(&["Every week", "Every day", "Every week", "Never", ""]),
            pick(&["0", "1", "2", "10", "+10", "1e1", "12.5", "40", "41", "400", "500", ""]),
            pick(&[
                "Very dissatisfied",
                "Dissatisfied",
                "Neither",
                "Satisfied",
                "Very satisfied",
                "Not applicable",
                "",
            ]),
            pick(&["0-4", "5-9", "10-19", ""]),
            pick(&["0", "5", "6", "7", "8", "9", "10", "10", ""]),
            pick(&agree),
            pick(&agree),
            pick(&agree),
            pick(&["Books", "Work", "Company", ""]),
            pick(&["Far", "Near", "Middling", ""]),
            pick(&["x", "", ""]),
            pick(&["yes", "", ""]),
            pick(&["1", "0", "", ""]),
            pick(&["Hours>Books>Quiet", "Books > Hours", "Quiet", "Quiet>Books", ""]),
        ];
        let psu = draw(12);
        // Of those who broke off, nobody made a weight; three in ten others have none of their own, and some count not.
        let weight = match draw(10) {
            _ if status == "Partial" => String::new(),
            0 => "0".to_owned(),
            1..=3 => "1".to_owned(),
            n => format!("{}.{:03}", n % 3, 1 + draw(999)),
        };
        cells.extend([
            weight,
            format!("h{}", psu % 3),
            format!("p{}", psu / 3),
            format!("f{}", draw(5)),
            "25".into(),
            "40".into(),
        ]);
        text += &(cells.join(",") + "\n");
    }
    text.into_bytes()
}

/// Names and values that a query must not take for its own words.
const HOSTILE: &str = r#"
schema = 1
[study]
title = "'; DROP TABLE responses; --"
[[segments]]
name = "a \"b\" 'c'; DROP TABLE responses; --"
levels = ["it's", "back\\slash", "\\", "'; DROP TABLE responses; --", "ünïcode – 日本", "semi;colon", "$x {{y}} %s ?"]
aliases = { "its" = "it's", "\\'" = "\\" }
[[segments]]
name = "k1"
levels = ["(other)", "((other))"]
aliases = { "/* c */" = "(other)" }
[[segments]]
name = "lines"
column = "two\nlines, \t of :it, which go on for far more letters than any engine would like – and on"
levels = ["one\ntwo", "\"quoted\"", "ends in \\", "\\n", ":'x' :x", "é", "e\u0301", "👩\u200D👩\u200D👧", "100%_", "a\u2028b"]
[[outcomes]]
name = "select"
column = "GROUP"
yes = ["'yes'", "E'\\x27'"]
no = ["no"]
missing = ["''"]
base = { "paradox_keys" = ["*"] }
[[outcomes]]
name = "other"
column = "paradox_n"
yes = ["(other)"]
missing = ["-"]
"#;

fn hostile() -> Vec<u8> {
    let mut text = String::new();
    let mut row = |cells: [&str; 8]| {
        text += &(cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).join(",") + "\n");
    };
    let lines = "two\nlines, \t of :it, which go on for far more letters than any engine would like – and on";
    let a = "a \"b\" 'c'; DROP TABLE responses; --";
    row([a, "k1", lines, "GROUP", "paradox_keys", "paradox_n", "a weight; --", "SyntheTic"]);
    let segment =
        ["it's", "its", "back\\slash", "\\", "\\'", "'; DROP TABLE responses; --", "ünïcode – 日本", "semi;colon"];
    let spelt = [
        "one\ntwo",
        "\"quoted\"",
        "ends in \\",
        "\\n",
        ":'x' :x",
        "é",
        "e\u{301}",
        "👩\u{200d}👩\u{200d}👧",
        "100%_",
        "a\u{2028}b",
    ];
    let answers = ["'yes'", "E'\\x27'", "no", "''", ""];
    for at in 0..600_usize {
        row([
            if at % 97 == 0 { "$x {{y}} %s ?" } else { segment[at % segment.len()] },
            ["(other)", "((other))", "/* c */"][at / 3 % 3],
            spelt[at / 2 % spelt.len()],
            answers[at / 5 % 5],
            ["1", "", "any"][at / 7 % 3],
            ["(other)", "-", "what \\' else", "''; --"][at / 11 % 4],
            &(1.0 + (at % 13) as f64 / 7.0).to_string(),
            if at == 599 { " YES " } else { "" },
        ]);
    }
    text.into_bytes()
}

/// Runs a query in the engine.
fn cells(project: &Project, how: &[&str]) {
    let engine = std::env::var(ENGINE).expect("tests/sql/run sets the engine");
    let mut words = engine.split(' ');
    let done = Command::new(words.next().expect("a program"))
        .args(words)
        .args(["query.sql", "answers.csv", "cells.csv"].map(|file| project.path().join(file)))
        .args(how)
        .current_dir(repository("."))
        .output()
        .expect("the engine starts");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// Whether two results are the same, but for their provenance.
fn differences(rows: &Value, cells: &Value, at: &str, found: &mut Vec<String>) {
    match (rows, cells) {
        (Value::Object(a), Value::Object(b)) => {
            for key in a.keys().chain(b.keys().filter(|key| !a.contains_key(*key))) {
                if at.is_empty() && key == "provenance" {
                    continue;
                }
                let none = Value::String("absent".into());
                differences(a.get(key).unwrap_or(&none), b.get(key).unwrap_or(&none), &format!("{at}/{key}"), found);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().for_each(|(i, (a, b))| differences(a, b, &format!("{at}/{i}"), found));
        }
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().expect("a double"), b.as_f64().expect("a double"));
            if (a - b).abs() > TOLERANCE * a.abs().max(b.abs()).max(1.0) {
                found.push(format!("{at}: {a} from rows, {b} from cells"));
            }
        }
        (a, b) if a == b => {}
        (a, b) => found.push(format!("{at}: {a} from rows, {b} from cells")),
    }
}

#[allow(clippy::print_stdout)]
fn compare(dialect: &str, case: &Case, how: &[&str]) {
    let project = Project::new().file("study.toml", &case.study).file("answers.csv", &case.data);
    fn with<'a>(words: &[&'a str], flags: &[&'a str]) -> Vec<&'a str> {
        [words, &["--study", "study.toml"], flags].concat()
    }
    let query = project.run(&with(&["sql", "--dialect", dialect], case.flags)).code(0);
    std::fs::write(project.path().join("query.sql"), query.stdout()).expect("written");
    cells(&project, how);
    let of = |words: &[&str]| project.run(&with(words, case.flags)).code(0).json();
    let (rows, from_cells) =
        (of(&["analyze", "answers.csv", "--json"]), of(&["analyze", "--cells", "cells.csv", "--json"]));
    let mut found = Vec::new();
    differences(&rows, &from_cells, "", &mut found);
    assert!(found.is_empty(), "{} in {dialect}: {} differences\n{}", case.name, found.len(), found.join("\n"));
    let provenance = |of: &Value| of["provenance"]["data"]["rows_kept"].clone();
    assert_eq!(provenance(&rows), provenance(&from_cells));
    let cells = project.read("cells.csv").lines().count() - 1;
    let rows = &rows["provenance"]["data"]["rows"];
    println!("{dialect}, {}: {rows} rows, {cells} lines of cells, the same results", case.name);
}

#[test]
#[ignore = "needs DuckDB: tests/sql/run"]
fn duckdb_gives_the_results_of_the_answers() {
    for case in cases() {
        compare("duckdb", &case, &[]);
    }
}

/// A table of an engine has types: a weight that is a double, a code that is a whole number.
#[test]
#[ignore = "needs DuckDB: tests/sql/run"]
fn duckdb_gives_the_results_of_the_answers_whatever_the_types_of_its_columns() {
    for case in cases().iter().filter(|case| case.name == "everything by units") {
        compare("duckdb", case, &["--typed"]);
    }
}

#[test]
#[ignore = "needs PostgreSQL: tests/sql/run"]
fn postgres_gives_the_results_of_the_answers() {
    for case in cases() {
        compare("postgres", &case, &[]);
    }
}

/// Where a server still takes a backslash in a plain literal for an escape.
#[test]
#[ignore = "needs PostgreSQL: tests/sql/run"]
fn postgres_gives_the_results_of_the_answers_whatever_a_backslash_means() {
    for case in cases().iter().filter(|case| case.name == "hostile") {
        compare("postgres", case, &["--backslash-escapes"]);
    }
}

#[test]
#[ignore = "needs Spark: tests/sql/run spark"]
fn spark_gives_the_results_of_the_answers() {
    for case in cases() {
        compare("spark", &case, &[]);
    }
}

/// The script and the helpers that these tests need are where they say.
#[test]
fn the_script_of_the_engines_is_there() {
    let there = |name: &str| Path::new(&repository(name)).is_file();
    assert!(
        ["run", "duckdb_cells.py", "postgres_cells.py", "spark_cells.py"]
            .iter()
            .all(|name| there(&format!("tests/sql/{name}")))
    );
}
