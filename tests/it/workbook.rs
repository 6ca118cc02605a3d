//! `tables.xlsx`, read by a reader that is not its writer.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use crate::support::Project;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/sinch-2026-synthetic.csv");

type Rows = Vec<Vec<Data>>;

fn open(bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes.to_vec())).expect("a workbook")
}

fn rows(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str) -> Rows {
    let range = book.worksheet_range(sheet).unwrap_or_else(|e| panic!("{sheet}: {e}"));
    range.rows().map(<[Data]>::to_vec).collect()
}

/// The row whose first cell is this, less white space.
fn row<'a>(rows: &'a Rows, name: &str) -> &'a [Data] {
    let is_named = |row: &&Vec<Data>| matches!(&row[0], Data::String(text) if text.trim() == name);
    // The title of a sheet may have the name of a row below it.
    rows.iter().rfind(is_named).unwrap_or_else(|| panic!("no row {name:?}"))
}

/// Every rate, base and share of every outcome by every segment, bit for bit.
#[test]
fn every_figure_of_the_workbook_is_that_of_the_results() {
    let project = Project::new();
    project.run(&["analyze", DATA, "--study", "sinch-2026", "--out", "r"]).code(0);
    let results: serde_json::Value = serde_json::from_str(&project.read("r/results.json")).expect("JSON");
    let bytes = std::fs::read(project.path().join("r/tables.xlsx")).expect("the workbook");
    let mut book = open(&bytes);
    let outcomes = results["outcomes"].as_array().expect("outcomes");
    let (mut compared, mut hidden) = (0, 0);
    let sheets = book.sheet_names();
    assert_eq!(sheets.len(), outcomes.len() + 3, "contents, charts, notes");
    for (outcome, sheet) in outcomes.iter().zip(&sheets[1..]) {
        let rows = rows(&mut book, sheet);
        let levels = || {
            let of = |c: &serde_json::Value| c["levels"].as_array().expect("levels").clone();
            outcome["segments"].as_array().expect("segments").iter().flat_map(of).collect::<Vec<_>>()
        };
        let bases = row(&rows, "Base");
        assert_eq!(bases[1], Data::Float(outcome["overall"]["n"].as_f64().expect("n")));
        for (cell, level) in bases[2..].iter().zip(levels()) {
            assert_eq!(*cell, Data::Float(level["n"].as_f64().expect("n")));
        }
        let mut check = |name: &str, of: &dyn Fn(&serde_json::Value) -> serde_json::Value| {
            let cells = row(&rows, name);
            assert_eq!(cells[1], Data::Float(of(&outcome["overall"])["rate"].as_f64().expect("a rate")), "{name}");
            for (cell, level) in cells[2..].iter().zip(levels()) {
                let share = of(&level);
                if share["flags"].as_array().is_some_and(|flags| flags.iter().any(|flag| flag == "suppressed")) {
                    assert_eq!(*cell, Data::String("–".into()));
                    hidden += 1;
                } else {
                    assert_eq!(*cell, Data::Float(share["rate"].as_f64().expect("a rate")), "{name}");
                    compared += 1;
                }
            }
        };
        match outcome["bands"].as_array() {
            None => check(outcome["label"].as_str().expect("a label"), &Clone::clone),
            Some(bands) => {
                for (at, band) in bands.iter().enumerate() {
                    let of = |e: &serde_json::Value| e.get("bands").map_or(bands[at].clone(), |own| own[at].clone());
                    check(band["level"].as_str().expect("a band"), &of);
                }
            }
        }
    }
    assert!(compared > 700, "{compared} compared, {hidden} hidden");
}

#[test]
fn the_workbook_has_the_same_bytes_whenever_and_wherever_it_is_made() {
    let project = Project::new().file("a.csv", "size,sold\nS,y\nS,n\nL,y\nL,y\n");
    let write = |file: &str, variables: &[(&str, &str)]| {
        let args =
            ["tabulate", "a.csv", "--outcome", "sold=y", "--by", "size", "--suppress-below", "1", "--threads", "1"];
        let args: Vec<&str> = args.into_iter().chain(["-o", file]).collect();
        project.run_with(&args, b"", variables).code(0).stdout_is("");
        std::fs::read(project.path().join(file)).expect("a workbook")
    };
    let first = write("one.xlsx", &[]);
    assert!(first == write("two.xlsx", &[]));
    // No part of the archive bears the time of the clock.
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&first)).expect("a workbook");
    for at in 0..archive.len() {
        let part = archive.by_index(at).expect("a part");
        assert_eq!(part.last_modified().map(|time| time.year()), Some(1980), "{:?}", part.name());
    }
    assert!(first != write("three.xlsx", &[("SOURCE_DATE_EPOCH", "1700000000")]));
}

#[test]
fn names_that_give_one_sheet_name_get_a_sheet_each_and_formulas_are_text() {
    let study = "schema = 1\n[study]\ntitle = \"=1+1\"\n[[segments]]\nname = \"size\"\nlevels = [\"=S\", \"+L\"]\n\
        [[outcomes]]\nname = \"a/b\"\nlabel = \"=HYPERLINK(\\\"x\\\")\"\ncolumn = \"sold\"\nyes = [\"y\"]\n\
        [[outcomes]]\nname = \"A?B\"\nlabel = \"@sum\"\ncolumn = \"sold\"\nyes = [\"n\"]\n";
    let project = Project::new().file("a.csv", "size,sold\n=S,y\n=S,n\n+L,y\n+L,n\n").file("a.toml", study);
    project.run(&["tabulate", "a.csv", "-o", "t.xlsx", "--suppress-below", "1"]).code(0);
    let mut book = open(&std::fs::read(project.path().join("t.xlsx")).expect("a workbook"));
    let sheets = book.sheet_names();
    assert_eq!(sheets[..3], ["Contents", "a b", "A B 2"]);
    for sheet in sheets {
        assert!(book.worksheet_formula(&sheet).expect("a sheet").used_cells().next().is_none(), "{sheet}");
    }
    let all = rows(&mut book, "a b");
    assert!(all.iter().flatten().any(|cell| cell == &Data::String("=HYPERLINK(\"x\")".into())), "{all:?}");
    assert!(all.iter().flatten().any(|cell| cell == &Data::String("+L".into())), "{all:?}");
}
