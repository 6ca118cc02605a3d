//! The same answers through every format: the same results (`format_table.rs` has the table). Files that are damaged, locked or of two minds: an error
//! that names the place, nothing written, never a panic.
//!
//! The files were made by `tests/formats/make.py`.

use std::path::PathBuf;

use crate::support::Project;
use paradox::load::{self, Format, Input};

/// Every format that holds the 120 answers, after the CSV.
const SAME: [&str; 5] = ["answers.xlsx", "answers.sav", "packed.sav", "answers.zsav", "answers.dta"];

pub fn file(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/formats").join(name);
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

pub fn project(name: &str, study: &str) -> Project {
    Project::new().file(name, file(name)).file("answers.toml", study)
}

pub fn study() -> String {
    String::from_utf8(file("answers.toml")).expect("text")
}

/// results.json without its provenance.
pub fn results(name: &str, study: &str) -> serde_json::Value {
    let run = project(name, study).run(&["analyze", name, "--study", "answers.toml", "--json"]).code(0);
    let mut json = run.json();
    json.as_object_mut().expect("an object").remove("provenance");
    json
}

/// What SPSS and Stata call missing is missing without the study's word; in a CSV such cells are blank.
#[test]
fn codes_that_the_file_calls_missing_are_missing() {
    let study = study().replace(
        "missing = { no_answer = [\"\"], refused = [\"Refused\"], dont_know = [\"Don't know\"] }",
        "missing = [\"\"]",
    );
    let blank =
        String::from_utf8(file("answers.csv")).expect("text").replace(",Refused,", ",,").replace(",Don't know,", ",,");
    let of_csv = Project::new().file("answers.csv", blank).file("answers.toml", &study);
    let mut expected = of_csv.run(&["analyze", "answers.csv", "--json"]).code(0).json();
    expected.as_object_mut().expect("an object").remove("provenance");
    // How a question was made lists its texts, and a blank is another text than a code that the file calls missing.
    let without_texts = |mut results: serde_json::Value| {
        for list in ["/outcomes", "/study/segments"] {
            for question in results.pointer_mut(list).and_then(|list| list.as_array_mut()).expect("a list") {
                question.as_object_mut().expect("a question").remove("made");
            }
        }
        // Nor is a blank told to be a word that is left out.
        let notes = results["data_quality"]["notes"].as_array_mut().expect("a list");
        notes.retain(|note| {
            !note.as_str().expect("a text").contains("missing in the study: its rate is that of the others")
        });
        results
    };
    let expected = without_texts(expected);
    for name in ["answers.sav", "answers.zsav", "answers.dta"] {
        assert!(without_texts(results(name, &study)) == expected, "{name}");
    }
    // A study that names such a code counts it.
    let counted = study.replace("levels = [\"1-49\", ", "levels = [\"Refused\", \"1-49\", ");
    let levels = &results("answers.sav", &counted)["outcomes"][1]["segments"][0]["levels"];
    assert!(levels[0]["level"] == "Refused" && levels[0]["n"].as_u64() > Some(0), "{levels}");
}

#[test]
fn a_mean_of_labelled_codes_is_that_of_the_codes() {
    let args = ["test", "answers.sav", "--outcome", "mean(trust)", "--by", "country", "--json"];
    let alone = Project::new().file("answers.sav", file("answers.sav"));
    let mean = alone.run(&args).code(0).json()["overall"]["mean"].as_f64().expect("a mean");
    let csv = String::from_utf8(file("answers.csv")).expect("text");
    let scale = ["Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"];
    let codes: Vec<f64> = csv
        .lines()
        .skip(1)
        .filter_map(|line| scale.iter().position(|label| line.split(',').nth(6) == Some(label)))
        .map(|at| at as f64 + 1.0)
        .collect();
    assert_eq!(codes.len(), 120);
    assert!((mean - codes.iter().sum::<f64>() / 120.0).abs() < 1e-12, "{mean}");
}

#[test]
fn an_answer_outside_is_named_in_the_words_of_the_format() {
    for (name, place) in [
        ("answers.csv", "answers.csv, lines "),
        ("answers.xlsx", "answers.xlsx, sheet \"Answers\", rows "),
        ("answers.sav", "answers.sav, cases "),
        ("answers.dta", "answers.dta, observations "),
    ] {
        let study = study().replace(", \"India\"]", "]");
        let run = project(name, &study).run(&["analyze", name, "--study", "answers.toml"]).code(1).wrote_nothing();
        run.stderr_has(place).stderr_has("column `country` holds \"India\"");
    }
    let study = study().replace(", \"India\"]", "]");
    let run = project("answers.xlsx", &study).run(&["check", "answers.xlsx", "--json"]).code(3);
    let json = run.json();
    assert_eq!(json["quality"]["unit"], "row");
    // The header is row 1, so the first respondent is row 2, as in the CSV.
    let lines = |json: &serde_json::Value| {
        json["problems"].as_array().expect("a list").iter().map(|p| p["line"].clone()).collect::<Vec<_>>()
    };
    let of_csv = project("answers.csv", &study).run(&["check", "answers.csv", "--json"]).code(3).json();
    assert_eq!(lines(&json), lines(&of_csv));
    project("answers.xlsx", &study).run(&["analyze", "answers.xlsx"]).code(1).stderr_has(", column C");
}

#[test]
fn a_sheet_is_chosen_by_name_and_else_is_the_first_that_is_visible_and_not_empty() {
    let ask = |more: &[&str]| {
        let args = ["test", "answers.xlsx", "--outcome", "shipped=Yes", "--by", "country"];
        Project::new().file("answers.xlsx", file("answers.xlsx")).run(&[&args, more].concat())
    };
    ask(&[]).code(0).stdout_has("Brazil");
    ask(&["--sheet", "Answers"]).code(0).stdout_has("Brazil");
    ask(&["--sheet", "Anwsers"]).code(1).stderr_has("did you mean \"Answers\"?");
    ask(&["--sheet", "Notes"]).code(1).stderr_has("is empty");
    let study = study().replace("id = \"id\"", "id = \"id\"\nsheet = \"Hidden\"");
    project("answers.xlsx", &study)
        .run(&["analyze", "answers.xlsx"])
        .code(1)
        .stderr_has("sheet \"Hidden\"")
        .wrote_nothing();
}

#[test]
fn files_of_two_minds_and_locked_files_are_refused_with_what_to_do() {
    let ask = |name: &str, outcome: &str, by: &str, more: &[&str]| {
        let args = ["test", name, "--outcome", outcome, "--by", by];
        Project::new().file(name, file(name)).run(&[&args, more].concat()).stdout_is("").wrote_nothing()
    };
    for name in ["clash.sav", "clash.dta"] {
        let run = ask(name, "q=Other", "g", &[]).code(1);
        run.stderr_has("codes 1 and 3 of column `q` both have the label \"Other\"").stderr_has(name);
        ask(name, "g=1", "q", &[]).code(1).stderr_has("column `q`");
    }
    // A column that is not asked for does no harm.
    Project::new()
        .file("clash.sav", file("clash.sav"))
        .run(&["test", "clash.sav", "--outcome", "g=1", "--by", "g"])
        .code(0);
    ask("password.xlsx", "a=1", "b", &[]).code(1).stderr_has("protected by a password");
    ask("many-labels.zsav", "g=a", "postcode", &[]).code(1).stderr_has("case 201").stderr_has("`postcode`");
    for (name, what) in [
        ("column-beyond.xlsx", "stands in column XFE, and a sheet ends at XFD"),
        ("column-uncountable.xlsx", "error: "),
    ] {
        ask(name, "rolled_back=Yes", "size", &[]).code(1).stderr_has(what).stderr_has(name);
    }
    let date = ask("size-became-date.xlsx", "rolled_back=Yes", "size", &["--order", "1-5|6-25"]).code(1);
    date.stderr_has("holds \"2026-05-06\"").stderr_has("row 3, column A").stderr_has("into dates");
}

#[test]
fn a_file_of_another_format_than_its_ending_says_is_refused() {
    for (name, content) in [
        ("a.sav", "answers.csv"),
        ("a.dta", "answers.sav"),
        ("a.xlsx", "answers.csv"),
        ("a.xlsx", "answers.dta"),
        ("a.csv", "answers.xlsx"),
    ] {
        let project = Project::new().file(name, file(content));
        let run = project
            .run(&["test", name, "--outcome", "shipped=Yes", "--by", "country"])
            .code(1)
            .stdout_is("")
            .wrote_nothing();
        run.stderr_has(name).stderr_has("hint: ");
    }
    let project = Project::new().file("answers.data", file("answers.sav"));
    let args = ["test", "answers.data", "--format", "sav", "--outcome", "shipped=Yes", "--by", "country"];
    project.run(&args).code(0).stdout_has("Brazil");
}

fn format_of(name: &str) -> Format {
    Input::Bytes { name: name.into(), bytes: Vec::new() }.format().expect("a known ending")
}

pub fn read(name: &str, bytes: Vec<u8>) -> paradox::Result<load::Loaded> {
    let mut study = paradox::study::parse(&study(), "answers.toml").expect("a good study");
    study.data.id = None;
    load::read(&Input::Bytes { name: name.into(), bytes }, format_of(name), &study, |_| {})
}

/// A file cut off anywhere is an error that names the file; none is read in part.
#[test]
fn a_file_that_breaks_off_is_refused_wherever_it_breaks_off() {
    for name in SAME {
        let whole = file(name);
        for cut in (0..30).map(|i| whole.len() * i / 30).chain([whole.len() - 1, whole.len() - 9]) {
            let error = match read(name, whole[..cut].to_vec()) {
                Err(error) => error,
                Ok(_) => panic!("{name} cut after {cut} of {} bytes is read", whole.len()),
            };
            let told = error.to_string();
            assert!(told.contains(name), "{name} cut after {cut}: {told}");
        }
    }
}

/// Files with some damaged bytes, of which most stand where headers and dictionaries do: in the first or the last.
/// `PARADOX_MUTATIONS=10000` before the command asks for more than the few that a test run has time for, and
/// `PARADOX_SEED=2` for others.
pub fn read_damaged(name: &str, few: u32) {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u32>().ok());
    let whole = file(name);
    let mut state = number("PARADOX_SEED").unwrap_or(7);
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 9) as usize
    };
    let mut slowest = std::time::Duration::ZERO;
    for _ in 0..number("PARADOX_MUTATIONS").unwrap_or(few) {
        let mut damaged = whole.clone();
        for _ in 0..=next() % 4 {
            let near = next() % whole.len().min(3000);
            let at = [near, whole.len() - 1 - near, next() % whole.len()][next() % 3];
            damaged[at] = [damaged[at] ^ 1 << (next() % 8), 0, 0xff, next() as u8][next() % 4];
        }
        let begun = std::time::Instant::now();
        let _ = read(name, damaged);
        slowest = slowest.max(begun.elapsed());
    }
    assert!(slowest.as_secs() < 30, "{name}: the slowest took {slowest:.1?}");
}

/// Damaged bytes may change an answer, but never stop the program in any way but by an error.
#[test]
fn a_file_with_damaged_bytes_is_read_or_refused() {
    for name in SAME {
        read_damaged(name, 60);
    }
}

#[test]
fn an_old_workbook_is_told_how_to_be_saved() {
    let old = [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 64]].concat();
    for name in ["a.xls", "a.csv", "a.xlsx"] {
        let args = ["test", name, "--outcome", "y=1", "--by", "g"];
        let run = Project::new().file(name, &old).run(&args).code(1);
        run.stderr_has("Excel 97 to 2003").stderr_has("save it as .xlsx");
    }
}
