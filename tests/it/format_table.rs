//! Formats x results: the answers of one CSV through every format must give its results.json but for provenance.
//!
//! ```text
//! cargo test --features polars --test it format_table -- --nocapture
//! ```
//! prints the table. `docs/formats.md` holds it; `PARADOX_BLESS=1` before the command writes it there again.

use std::path::Path;

use serde_json::Value;

use crate::formats::study;
use crate::support::{Project, repository};

/// What one survey is: the CSV, its study, and the same answers in other files, with what each tries.
struct Survey {
    csv: &'static str,
    study: fn() -> String,
    files: &'static [(&'static str, &'static str)],
}

const SURVEYS: [Survey; 3] = [
    Survey {
        csv: "tests/formats/answers.csv",
        study,
        files: &[
            ("answers.tsv", "tabs, UTF-16, ends of lines of Windows"),
            ("answers.csv.gz", "gzip"),
            ("answers.xlsx", "Excel: numbers, dates, the second of three sheets"),
            ("answers.sav", "SPSS: labels, user-missing codes, a set of several answers"),
            ("packed.sav", "SPSS, bytecode-compressed"),
            ("answers.zsav", "SPSS, zlib-compressed"),
            ("answers.dta", "Stata: labels, extended missing codes"),
            ("answers.parquet", "Parquet, pyarrow: snappy, dictionaries, decimals, dates, 3 row groups"),
            ("zstd.parquet", "Parquet, pyarrow: zstd, pages of version 2"),
            ("gzip.parquet", "Parquet, pyarrow: gzip, no dictionaries"),
            ("lz4.parquet", "Parquet, pyarrow: lz4_raw, no Arrow schema"),
            ("plain.parquet", "Parquet, pyarrow: not compressed, INT96 times"),
            ("polars.parquet", "Parquet, polars: its default (zstd)"),
            ("answers.arrow", "Arrow file, pyarrow: lz4, 3 batches"),
            ("zstd.feather", "Feather 2, pyarrow: zstd"),
            ("stream.arrows", "Arrow stream, pyarrow: not compressed"),
            ("polars.arrow", "Arrow file, polars: its default (views, dictionaries)"),
            ("parts", "folder of three Parquet files"),
            ("by-country", "folder of Arrow files under country=…; against the CSV in that order"),
        ],
    },
    Survey {
        csv: "data/flying-etiquette/flying-etiquette.csv",
        study: || text("data/flying-etiquette/flying-etiquette.toml"),
        files: &[
            ("surveys/flying-etiquette.xlsx", "Excel: texts"),
            ("surveys/flying-etiquette.parquet", "Parquet, pyarrow: zstd, texts"),
            ("surveys/flying-etiquette.arrow", "Arrow file, pyarrow: lz4, dictionaries"),
        ],
    },
    Survey {
        csv: "data/sinch-2026-synthetic.csv",
        study: || SINCH.to_owned(),
        files: &[
            ("surveys/sinch-2026-synthetic.zsav", "SPSS, zlib-compressed: every answer a labelled code"),
            ("surveys/sinch-2026-synthetic.dta", "Stata: every answer a labelled code"),
            ("surveys/sinch-2026-synthetic.parquet", "Parquet, pyarrow: zstd, texts"),
        ],
    },
];

/// A few questions of the sample: all of them take long in a debug build.
const SINCH: &str = r#"schema = 1
[data]
id = "respondent_id"
[[segments]]
name = "governance_maturity"
levels = ["No guardrails", "Basic", "Developing", "Advanced", "Fully mature"]
ordered = true
[[segments]]
name = "company_size"
levels = ["1,000-4,999", "5,000+"]
[[outcomes]]
name = "rollback"
column = "rolled_back"
yes = ["Yes"]
base = { shipped = ["Yes"] }
"#;

fn text(name: &str) -> String {
    std::fs::read_to_string(repository(name)).expect("a committed file")
}

/// results.json without its provenance.
fn results(data: &Path, study: &str) -> Value {
    let project = Project::new().file("study.toml", study);
    let run = project.run(&["analyze", &data.to_string_lossy(), "--study", "study.toml", "--json"]).code(0);
    let mut json = run.json();
    json.as_object_mut().expect("an object").remove("provenance");
    json
}

/// The CSV in the order in which a folder by country holds its rows.
fn by_country(csv: &str) -> Project {
    let (header, rows) = csv.split_once('\n').expect("a header");
    let of = |country: &str| rows.lines().filter(|row| row.split(',').nth(2) == Some(country)).collect::<Vec<_>>();
    // "%C3%96sterreich" comes first by name.
    let rows = [of("Österreich"), of("Brazil"), of("India")].concat().join("\n");
    Project::new().file("by-country.csv", format!("{header}\n{rows}\n"))
}

fn is_read(name: &str) -> bool {
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str());
    cfg!(feature = "polars") || !matches!(ending, None | Some("parquet" | "arrow" | "arrows" | "feather"))
}

#[test]
fn the_same_answers_give_the_same_results_in_every_format() {
    let mut table = String::from("| the answers of | through | which is | results.json |\n|---|---|---|---|\n");
    let mut differ = Vec::new();
    for Survey { csv, study, files } in &SURVEYS {
        let expected = results(&repository(csv), &study());
        assert!(expected["outcomes"].as_array().is_some_and(|outcomes| !outcomes.is_empty()), "{csv}");
        for (name, what) in files.iter().filter(|(name, _)| is_read(name)) {
            let got = results(&repository("tests/formats").join(name), &study());
            let same = match *name {
                "by-country" => got == results(&by_country(&text(csv)).path().join("by-country.csv"), &study()),
                _ => got == expected,
            };
            let verdict = if same { "identical" } else { "differs" };
            table += &format!("| `{csv}` | `{name}` | {what} | {verdict} |\n");
            if !same {
                differ.push(*name);
            }
        }
    }
    print!("{table}");
    assert!(differ.is_empty(), "{differ:?} differ");
    if cfg!(feature = "polars") {
        let page = text("docs/formats.md");
        let (before, rest) = page.split_once("<!-- table -->\n").expect("the place of the table");
        let (_, after) = rest.split_once("<!-- end -->").expect("the end of the table");
        let written = format!("{before}<!-- table -->\n{table}<!-- end -->{after}");
        if std::env::var_os("PARADOX_BLESS").is_some() {
            std::fs::write(repository("docs/formats.md"), &written).expect("docs/formats.md is written");
        } else {
            assert!(page == written, "docs/formats.md has another table: PARADOX_BLESS=1 writes it again");
        }
    }
}
