//! `paradox sql` and `--cells`, without an engine: the query as text, a file of cells written by hand, and what is refused.
//! `corpus` has what a damaged file of cells says; `cells_of_engines` runs the query.

use paradox::findings;
use paradox::load::{Format, Input};
use paradox::study;

use crate::support::{Project, repository};

/// Two questions, weighted; whoever did not ship was not asked.
const STUDY: &str = include_str!("../bad/cells.toml");

/// The respondents of [`CELLS`] one by one.
fn rows() -> String {
    let mut text = String::from("size,shipped,rolled_back,weight\n");
    for (cells, weights) in [
        ("Small,Yes,Yes", &[1.0, 2.0, 0.5][..]),
        ("Small,Yes,No", &[1.0, 1.0]),
        ("5000 or more,Yes,Yes", &[1.5, 2.5]),
        ("big,Yes,No", &[3.0, 1.0, 1.0, 2.0]),
        ("Large,No,", &[1.0]),
        ("Small,Yes,", &[1.0]),
        ("Small,Yes,Yes", &[0.0]),
    ] {
        weights.iter().for_each(|weight| text += &format!("{cells},{weight}\n"));
    }
    text
}

/// What an engine makes of [`rows`]; FP stands for the fingerprint.
const CELLS: &str = include_str!("../bad/cells.csv");

fn fingerprint(query: &str) -> String {
    query.split_whitespace().nth(2).expect("the first line names the cells").to_owned()
}

fn project() -> (Project, String) {
    let project = Project::new().file("agents.toml", STUDY).file("agents.csv", rows());
    let query = project.run(&["sql", "--study", "agents.toml", "--dialect", "duckdb"]).code(0).stdout();
    let cells = CELLS.replace("FP", &fingerprint(&query));
    (project.file("cells.csv", &cells), cells)
}

#[test]
fn cells_give_the_results_of_the_rows() {
    let (project, _) = project();
    let of = |words: &[&str]| project.run(&[words, &["--study", "agents.toml", "--json"]].concat()).code(0).json();
    let rows = of(&["analyze", "agents.csv"]);
    let mut cells = of(&["analyze", "--cells", "cells.csv"]);
    assert_eq!(cells["provenance"]["command"], "paradox analyze --cells cells.csv --study agents.toml");
    assert_eq!(cells["provenance"]["data"]["rows"], 14);
    cells["provenance"] = rows["provenance"].clone();
    assert_eq!(rows["outcomes"][0]["overall"]["n"], 11);
    assert_eq!(rows, cells);
    let question = ["--outcome", "back", "--by", "size"];
    for command in ["test", "tabulate"] {
        let mut found = [&["agents.csv"][..], &["--cells", "cells.csv"]]
            .map(|data| of(&[&[command][..], data, &question].concat()));
        for found in &mut found {
            found.as_object_mut().expect("an object").remove("provenance");
        }
        assert_eq!(found[0], found[1], "{command}");
    }
    project.run(&["claims", "--cells", "cells.csv", "--study", "agents.toml"]).code(0);
    project
        .run(&[
            "chart",
            "--cells",
            "cells.csv",
            "--study",
            "agents.toml",
            "--outcome",
            "back",
            "--by",
            "size",
            "-o",
            "a.svg",
        ])
        .code(0);
    assert!(project.read("a.svg").contains("size"));
}

/// What is wrong with answers is told as of rows, with the line of the cell.
#[test]
fn an_answer_that_the_study_does_not_list_is_told_with_the_line_of_its_cell() {
    let (project, cells) = project();
    project
        .file("cells.csv", cells.replace("Large,,\n", "Lrge,,\n"))
        .run(&["analyze", "--cells", "cells.csv", "--study", "agents.toml"])
        .code(1)
        .stderr_has("column `size` holds \"Lrge\", which is no level of segment `size`")
        .stderr_has("cells.csv, line 12")
        .stderr_has("did you mean \"Large\"?");
}

/// Another study, or another flag, needs other cells, and says so.
#[test]
fn a_study_that_asks_something_else_does_not_take_the_cells() {
    let (project, _) = project();
    let other = "the study, --where or the design is another now than when the query was made";
    let with =
        |words: &[&str]| project.run(&[&["analyze", "--cells", "cells.csv", "--study", "agents.toml"], words].concat());
    with(&["--where", "card=7"]).code(1).stderr_has(other);
    with(&["--strata", "stratum"]).code(1).stderr_has(other);
    with(&["--confidence", "0.9", "--margin", "3"]).code(0);
    project.run(&["analyze", "--cells", "cells.csv"]).code(1).stderr_has(other).stderr_has("line 1");
    project.run(&["analyze", "agents.csv", "--cells", "cells.csv"]).code(2);
}

/// What needs every respondent is refused by name, where the query is asked for and where cells are read.
#[test]
fn what_cells_cannot_tell_is_refused_by_name() {
    let cases = [
        ("[[outcomes]]\nname = \"hours\"\nkind = \"median\"\n", "outcome `hours` is a median or another quantile"),
        (
            "[[outcomes]]\nname = \"hours\"\nkind = \"mean\"\n[[correlations]]\na = \"hours\"\nb = \"back\"\nmethod = \"pearson\"\n",
            "the correlation of `hours` with `back` needs the numbers of every respondent",
        ),
        ("[[outcomes]]\nname = \"x\"\ncolumn = \"#4\"\nyes = [\"1\"]\n", "column \"#4\" is named by its position"),
        ("[[outcomes]]\nname = \"x\"\ncolumn = \"a\\u0000b\"\nyes = [\"1\"]\n", "holds a NUL"),
        ("[[outcomes]]\nname = \"weight\"\nkind = \"mean\"\n", "column `weight` is the weight, and something else"),
    ];
    for (more, what) in cases {
        let (project, _) = project();
        let project = project.file("more.toml", STUDY.to_owned() + more);
        for words in [&["sql", "--dialect", "spark"][..], &["analyze", "--cells", "cells.csv"]] {
            project
                .run(&[words, &["--study", "more.toml"]].concat())
                .code(1)
                .stdout_is("")
                .stderr_has(what)
                .stderr_has("hint: ");
        }
    }
    let (project, _) = project();
    project
        .run(&[
            "sql",
            "--study",
            "agents.toml",
            "--dialect",
            "spark",
            "--replicates",
            "rw*",
            "--replicate-method",
            "brr",
        ])
        .code(1)
        .stderr_has("replicate weights are not in cells");
    for words in [&["check"][..], &["screen", "--unweighted"]] {
        project
            .run(&[words, &["--cells", "cells.csv", "--study", "agents.toml"]].concat())
            .code(1)
            .stderr_has("`cells.csv` holds cells, and this needs the answers of every respondent");
    }
    project
        .run(&[
            "tabulate",
            "--cells",
            "cells.csv",
            "--study",
            "agents.toml",
            "--outcome",
            "back",
            "--by",
            "size > role",
        ])
        .code(1);
    project
        .run(&[
            "test",
            "--cells",
            "cells.csv",
            "--study",
            "agents.toml",
            "--outcome",
            "rolled_back=Yes",
            "--by",
            "role",
        ])
        .code(1)
        .stderr_has("`cells.csv` holds cells, and this needs the answers of every respondent")
        .stderr_has("give the data file instead of --cells");
}

/// Whether an id stands twice is not in cells: both say so.
#[test]
fn an_id_is_not_looked_at_and_that_is_said() {
    let (project, _) = project();
    let study = STUDY.replace("[design]", "[data]\nid = \"card\"\n[design]");
    let project = project.file("agents.toml", study);
    let run = project.run(&["sql", "--study", "agents.toml", "--dialect", "duckdb"]).code(0);
    assert!(!run.stdout().contains("card") && run.stderr().contains("whether an id stands twice in column `card`"));
    project
        .run(&["analyze", "--cells", "cells.csv", "--study", "agents.toml", "--json"])
        .code(0)
        .stderr_has("whether an id stands twice in column `card`");
}

/// Spellings of one meaning are one key, numbers between two breaks too, and what means something else is not.
#[test]
fn the_query_counts_by_what_texts_mean() {
    let project = Project::new()
        .file("agents.toml", STUDY)
        .file("all.toml", std::fs::read(repository("tests/sql/everything.toml")).expect("a study"));
    let query =
        project.run(&["sql", "--study", "agents.toml", "--dialect", "postgres", "--table", "a.b"]).code(0).stdout();
    for part in [
        "FROM \"a\".\"b\"",
        "CASE WHEN t1 IN ('Small', '') THEN t1 WHEN t1 IN ('Large', '5000 or more', 'big') THEN 'Large' ELSE '(other)' END AS k1",
        "COUNT(*) AS paradox_n",
        "SUM(w * w) AS paradox_w2",
        "COALESCE(t1, k1) AS \"size\"",
    ] {
        assert!(query.contains(part), "{part}\n{query}");
    }
    let query = project.run(&["sql", "--study", "all.toml", "--dialect", "spark"]).code(0).stdout();
    for part in ["WHEN x2 >= CAST(16.0 AS DOUBLE) AND x2 < CAST(30.0 AS DOUBLE) THEN '16'", "FROM `responses`", "RLIKE"]
    {
        assert!(query.contains(part), "{part}\n{query}");
    }
}

/// Names and values of a study are never words of the query.
#[test]
fn names_and_values_are_quoted_as_the_engine_reads_them() {
    let study = "schema = 1\n[[segments]]\nname = \"s\"\ncolumn = 'a\"b`c'\nlevels = ['it''s \\ ${x}', \"';--\"]\n"
        .replace("''", "'")
        .replace("levels = ['it's \\ ${x}'", "levels = [\"it's \\\\ ${x}\"");
    let project = Project::new().file("s.toml", study);
    let of = |dialect: &str| project.run(&["sql", "--study", "s.toml", "--dialect", dialect]).code(0).stdout();
    for (dialect, name, level) in [
        ("duckdb", "\"a\"\"b`c\"", "'it''s \\ ${x}'"),
        ("postgres", "\"a\"\"b`c\"", "E'it''s \\\\ ${x}'"),
        ("spark", "`a\"b``c`", "'it\\'s \\\\ \\u0024{x}'"),
    ] {
        let query = of(dialect);
        assert!(query.contains(&format!("{name} AS ")) || query.contains(&format!("CAST({name} AS")), "{query}");
        assert!(query.contains(level), "{level}\n{query}");
    }
    let variable = "schema = 1\n[[segments]]\nname = \"${env:HOME}\"\nlevels = [\"a\"]\n";
    let project = Project::new().file("s.toml", variable);
    project.run(&["sql", "--study", "s.toml", "--dialect", "spark"]).code(1).stderr_has("Spark would fill in the name");
    project.run(&["sql", "--study", "s.toml", "--dialect", "duckdb"]).code(0);
    project.run(&["sql", "--study", "s.toml", "--dialect", "oracle"]).code(2);
    project.run(&["sql", "--study", "s.toml", "--dialect", "duckdb", "--table", "a..b"]).code(2);
    let read = project.run(&["sql", "it's.csv", "--study", "s.toml", "--dialect", "duckdb"]).code(0);
    assert!(read.stdout().contains("FROM read_csv('it''s.csv', header = true, all_varchar = true)"));
    project
        .run(&["sql", "a.csv", "--study", "s.toml", "--dialect", "postgres"])
        .code(2)
        .stderr_has("--table responses");
}

/// Found by fuzzing: a part whose weights are others than those of another part gave tables of other respondents.
#[test]
fn parts_that_tell_of_other_respondents_are_refused() {
    let read = |name: &str| std::fs::read_to_string(repository(name)).expect("a file of the repository");
    let study = read("fuzz/seeds/cells-of/weighted.toml");
    let query = Project::new().file("s.toml", &study).run(&["sql", "--study", "s.toml", "--dialect", "duckdb"]);
    let own = fingerprint(&query.code(0).stdout());
    let cells = read("fuzz/seeds/cells/0-weighted.csv").replacen('0', "", 1).replace("FP", &own);
    let told = |cells: String| {
        let project = Project::new().file("s.toml", &study).file("cells.csv", cells);
        project.run(&["analyze", "--cells", "cells.csv", "--study", "s.toml", "--json"])
    };
    told(cells.clone()).code(0);
    let counted = format!("{own}/2,2,+,1.5,1.25,Complete,5+,");
    let at = cells.find(&counted).expect("such a row");
    for other in ["2,0,0,0", "2,+,1.75,1.5625"] {
        let changed = counted.replace("2,+,1.5,1.25", other);
        let mut cells = cells.clone();
        cells.replace_range(at..at + counted.len(), &changed);
        told(cells).code(1).stderr_has("parts 1 and 2 of the cells do not tell of the same respondents");
    }
}

/// An engine that takes two columns for one would answer of one what is asked of the other.
#[test]
fn columns_that_an_engine_takes_for_one_are_refused() {
    let long = "How satisfied were you, all in all, with the opening hours of the ";
    let of = |first: &str, second: &str, dialect: &str| {
        let segment =
            |name, column| format!("[[segments]]\nname = \"{name}\"\ncolumn = \"{column}\"\nlevels = [\"x\"]\n");
        let study = format!("schema = 1\n{}{}", segment("a", first), segment("b", second));
        Project::new().file("s.toml", study).run(&["sql", "--study", "s.toml", "--dialect", dialect])
    };
    for dialect in ["duckdb", "spark"] {
        of("Age", "age", dialect).code(1).stderr_has("takes columns \"Age\" and \"age\" for one").stderr_has("hint: ");
        of(&format!("{long}library"), &format!("{long}archive"), dialect).code(0);
    }
    of("Age", "age", "postgres").code(0);
    of(&format!("{long}library"), &format!("{long}archive"), "postgres").code(1).stderr_has("63 bytes of a name");
    of(&format!("{}é", "x".repeat(62)), &format!("{}日", "x".repeat(62)), "postgres").code(1);
}

/// A damaged file of cells is an error or gives results; it never stops the program.
#[test]
fn damage_anywhere_in_a_file_of_cells_is_borne() {
    let study = study::parse(STUDY, "agents.toml").expect("a study");
    let (_, cells) = project();
    let mut state = 7_u64;
    let mut draw = |n: usize| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as usize % n
    };
    let (mut read, mut refused) = (0, 0);
    for _ in 0..1500 {
        let mut bytes = cells.clone().into_bytes();
        for _ in 0..1 + draw(3) {
            let at = draw(bytes.len());
            match draw(4) {
                0 => bytes[at] = b"0159,\"\n+-./e\xff\0 "[draw(15)],
                1 => drop(bytes.remove(at)),
                2 => bytes.insert(at, b"0159,\"\n+-./e\xff\0 "[draw(15)]),
                _ => bytes.truncate(at.max(1)),
            }
        }
        let input = Input::Bytes { name: "cells.csv".into(), bytes };
        match findings::analyze(&study, &input, Format::Cells, "", 1) {
            Ok(_) => read += 1,
            Err(error) => {
                refused += 1;
                assert!(!error.to_string().is_empty());
            }
        }
    }
    assert!(read > 10 && refused > 500, "{read} read, {refused} refused");
}
