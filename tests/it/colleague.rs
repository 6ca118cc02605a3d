//! The export of a colleague: a title above the header, one answer in several spellings, a row of totals at the end.
//! What the program says of it, and the study that it proposes.

use crate::support::Project;
use rust_xlsxwriter::Workbook;

const HEADER: [&str; 4] = ["Nr", "Plan", "Would you buy again?", "Age group"];

/// The respondents below the header; with a last row of totals.
fn rows(with_total: bool) -> Vec<[String; 4]> {
    let mut rows: Vec<[String; 4]> = (1..=120)
        .map(|i| {
            let again = ["yes", "Yes", "YES", "no", "not sure"][i % 5];
            let age = ["18-29", "30-44", "45-59"][i / 2 % 3];
            [i.to_string(), ["Basic", "Pro", "Team"][i % 3].into(), again.into(), age.into()]
        })
        .collect();
    if with_total {
        rows.push([String::new(), "Total".into(), "72".into(), String::new()]);
    }
    rows
}

fn csv(above: &str, with_total: bool) -> String {
    let lines = rows(with_total).iter().map(|row| row.join(",") + "\n").collect::<String>();
    format!("{above}{}\n{lines}", HEADER.join(","))
}

fn xlsx(above: &[&str], with_total: bool) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, text) in (0..).zip(above) {
        sheet.write(row, 0, *text).expect("a cell");
    }
    let header = HEADER.map(String::from);
    for (row, cells) in (above.len() as u32..).zip(std::iter::once(&header).chain(&rows(with_total))) {
        for (column, text) in (0..).zip(cells) {
            sheet.write(row, column, text.as_str()).expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn yes_in_any_capitals_is_one_yes_and_a_row_of_totals_is_no_respondent() {
    for (name, bytes) in [("c.csv", csv("", true).into_bytes()), ("c.xlsx", xlsx(&[], true))] {
        let project = Project::new().file(name, bytes);
        project.run(&["init", name]).code(0);
        let study = project.read("c.toml");
        assert!(study.contains("yes = [\"Yes\", \"YES\", \"yes\"]\nno = [\"no\"]"), "{study}");
        assert!(study.contains("DOUBTFUL: The last row says \"Total\"") && !study.contains("\"72\""), "{study}");
        assert!(!study.contains("\"Total\", ") && !study.contains(", \"Total\""), "{study}");
        let results = project.run(&["analyze", name, "--json"]).code(0).json();
        assert_eq!(results["provenance"]["data"]["rows"], 121, "{name}");
        assert_eq!(results["provenance"]["data"]["rows_kept"], 120, "{name}");
        let again = results["outcomes"].as_array().expect("outcomes");
        let again = &again.iter().find(|o| o["label"] == HEADER[2]).expect("the question")["overall"];
        assert_eq!((&again["n_yes"], &again["n"]), (&72.into(), &96.into()), "{name}");
    }
}

/// A level that is called so elsewhere, a row that holds other answers, and a short file stay as they are.
#[test]
fn a_last_row_that_may_be_a_respondent_stays_one() {
    let last = |row: &str| csv("", false) + row + "\n";
    for (what, file) in [
        ("answers beside it", last(",Total,Yes,18-29")),
        ("nothing that all others have", last("121,Total,72,")),
        ("another word", last(",Enterprise,72,")),
    ] {
        let project = Project::new().file("c.csv", file);
        project.run(&["init", "c.csv"]).code(0);
        assert!(!project.read("c.toml").contains("The last row"), "{what}");
    }
}

/// Segments take spellings together too; of an outcome without an order it is said that they are apart.
#[test]
fn spellings_are_taken_together_where_that_can_be_and_told_where_not() {
    let lines = (0..90).map(|i| {
        let married = ["yes", "Yes", "no"][i % 3];
        let brand = ["Acme", "ACME", "Zeta"][i / 3 % 3];
        format!("{married},{brand}\n")
    });
    let project = Project::new().file("c.csv", format!("Married,Brand\n{}", lines.collect::<String>()));
    project.run(&["init", "c.csv"]).code(0);
    let study = project.read("c.toml");
    assert!(study.contains("groups = { \"no\" = [\"no\"], \"yes\" = [\"yes\", \"Yes\"] }"), "{study}");
    let flat = study.replace("\n# ", " ");
    assert!(
        flat.contains("DOUBTFUL: Answers without an order, most frequent first; \"Acme\" and \"ACME\" differ in"),
        "{study}"
    );
    project.run(&["analyze", "c.csv", "--json"]).code(0);
}

#[test]
fn spellings_of_what_counts_as_yes_that_count_as_no_are_told_with_the_flag_that_takes_all() {
    let project = Project::new().file("c.csv", csv("", false));
    let run = project.run(&["test", "c.csv", "--outcome", "Would you buy again?=yes", "--by", "Plan"]).code(0);
    run.stderr_has(
        "counts \"YES\" (24) and \"Yes\" (24) as no, which differ from \"yes\" in capitals or spaces only; all of them \
         are --outcome 'Would you buy again?=yes|YES|Yes'",
    );
    let all =
        project.run(&["test", "c.csv", "--outcome", "Would you buy again?=yes|Yes|YES", "--by", "Plan", "--json"]);
    let all = all.code(0);
    assert_eq!(all.json()["overall"]["n_yes"], 72);
    assert!(!all.stderr().contains("in capitals"), "{}", all.stderr());
}

#[test]
fn a_title_above_the_header_is_told_with_the_way_to_read_the_file() {
    let above = "Customer survey 2026";
    for (name, bytes, rows, header) in [
        ("t.csv", csv(&format!("{above},,,\n,,,\n"), false).into_bytes(), 3, "line 3"),
        ("u.csv", csv(&format!("{above}\n\n"), false).into_bytes(), 2, "line 3"),
        ("v.csv", csv(&format!("{above}\n"), false).replace(',', ";").into_bytes(), 2, "line 2"),
        ("w.xlsx", xlsx(&[above, "", ""], false), 2, "row 4"),
    ] {
        let project = Project::new().file(name, bytes);
        let flag = format!("--header-rows {rows} ");
        let seen = format!("the header seems to be {header}");
        project.run(&["init", name]).code(1).stderr_has(&seen).stderr_has(&flag).wrote_nothing();
        let ask = ["test", name, "--outcome", "Would you buy again?=no", "--by", "Plan"];
        project.run(&ask).code(1).stderr_has(&seen).stderr_has(&flag).wrote_nothing();
        let rows = rows.to_string();
        let told = [&ask[..], &["--header-rows", &rows, "--json"]].concat();
        assert_eq!(project.run(&told).code(0).json()["overall"]["n"], 120, "{name}");
        project.run(&["init", name, "--header-rows", &rows]).code(0);
        let results = project.run(&["analyze", name, "--json"]).code(0).json();
        assert_eq!(results["provenance"]["data"]["rows_kept"], 120, "{name}");
    }
}

/// A column is named by a part of its name, and there is no study file to write it into.
#[test]
fn a_column_that_is_not_there_is_told_with_all_that_are() {
    let header: Vec<String> = (1..=30).map(|i| format!("q{i}")).collect();
    let file = format!("company_size,again,{}\nSmall,Yes,{}\n", header.join(","), vec!["x"; 30].join(","));
    let project = Project::new().file("c.csv", file);
    let run = project.run(&["test", "c.csv", "--outcome", "again=Yes", "--by", "size"]).code(1);
    run.stderr_has("did you mean \"company_size\"?").stderr_has("\"q30\"");
    let other = project.run(&["test", "c.csv", "--outcome", "again=Yes", "--by", "colour"]).code(1);
    let other = other.stderr_has("write its name as the header spells it");
    assert!(!other.stderr().contains("study file"), "{}", other.stderr());
}

/// Hints can be pasted where the user stands.
#[test]
fn what_to_do_without_a_study_names_the_file_as_it_was_typed() {
    let project = Project::new().file("x/my data.csv", csv("", false));
    let run = project.run(&["analyze", "x/my data.csv"]).code(1).stderr_has("`paradox init 'x/my data.csv'`");
    let said = run.stderr();
    let place = |text: &str| said.find(text).unwrap_or_else(|| panic!("{text}\n{said}"));
    assert!(place("paradox test 'x/my data.csv' --outcome") < place("sinch-2026"), "{said}");
    project.run(&["init", "x/my data.csv"]).code(0);
    project.run(&["analyze", "x/my data.csv", "--json"]).code(0);
}
