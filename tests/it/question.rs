//! `paradox test` and `paradox chart`: one question, with a study and with raw columns alone.

use crate::analyze::{STUDY, answers};
use crate::support::Project;

const RAW: [&str; 8] =
    ["test", "agents.csv", "--outcome", "rolled_back=Yes", "--base", "shipped=Yes", "--by", "company_size"];

#[test]
fn raw_columns_give_the_numbers_of_the_study() {
    let project = Project::new().file("agents.csv", answers()).file("agents.toml", STUDY);
    let with = project.run(&["test", "agents.csv", "--outcome", "rollback", "--by", "company_size", "--json"]).json();
    let alone = Project::new().file("agents.csv", answers());
    let raw = alone.run(&[&RAW[..], &["--json", "--order", "1,000-4,999|5,000+", "--suppress-below", "0"]].concat());
    let raw = raw.code(0).json();
    assert_eq!(with["schema"], "paradox.test/1");
    for at in 0..2 {
        for field in ["level", "n", "n_yes", "rate", "ci"] {
            assert_eq!(with["levels"][at][field], raw["levels"][at][field], "{field}");
        }
    }
    assert_eq!(with["tests"]["omnibus"], raw["tests"]["omnibus"]);
    assert_eq!(with["decision"]["family_size"], 2, "the segments of the study");
    assert_eq!(raw["decision"]["family_size"], 1, "a raw question stands alone");
    assert_eq!(raw["decision"]["p"], raw["decision"]["p_adjusted"]);
}

#[test]
fn without_order_levels_stand_by_code_point() {
    let project = Project::new().file("a.csv", "g,y\nb,1\nB,1\na,0\n,1\nb,0\n");
    let json = project.run(&["test", "a.csv", "--outcome", "y=1", "--by", "g", "--json"]).code(0).json();
    let levels: Vec<&str> =
        json["levels"].as_array().expect("levels").iter().filter_map(|l| l["level"].as_str()).collect();
    assert_eq!(levels, ["B", "a", "b"]);
    assert_eq!(json["n_segment_missing"], 1);
    assert_eq!(json["ordered"], false);
}

#[test]
fn several_questions_come_as_a_list() {
    let project = Project::new().file("agents.csv", answers()).file("agents.toml", STUDY);
    let args = ["test", "agents.csv", "--outcome", "rollback", "--by", "country", "--by", "company_size", "--json"];
    let json = project.run(&args).code(0).json();
    assert_eq!(json["comparisons"][0]["segment"], "country");
    assert_eq!(json["comparisons"][1]["segment"], "company_size");
}

#[test]
fn text_fits_eighty_columns() {
    let project = Project::new().file("agents.csv", answers()).file("agents.toml", STUDY);
    let text = project.run(&["test", "agents.csv", "--outcome", "rollback", "--by", "country"]).code(0).stdout();
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{line:?}");
    }
    assert!(text.contains("Brazil") && text.contains("95% interval"), "{text}");
}

#[test]
fn a_name_that_the_study_does_not_have_gets_the_nearest() {
    let project = Project::new().file("agents.csv", answers()).file("agents.toml", STUDY);
    project.run(&["test", "agents.csv", "--outcome", "rolback", "--by", "country"]).code(1).stderr_has("`rollback`");
    project.run(&["test", "agents.csv", "--outcome", "rollback", "--by", "contry"]).code(1).stderr_has("`country`");
}

#[test]
fn wrong_usage_ends_in_2_and_says_why() {
    let project = Project::new().file("agents.csv", answers()).file("agents.toml", STUDY);
    for (args, expected) in [
        (vec!["test", "agents.csv", "--outcome", "rollback"], "--by"),
        (vec!["analyze", "agents.csv", "--confidence", "95"], "0.95"),
        (vec!["analyze", "agents.csv", "--margin", "0"], "--margin"),
        (vec!["analyze", "agents.csv", "--interval", "wilsn"], "wilson"),
        (vec!["analyze", "agents.csv", "--nonsense"], "--nonsense"),
        (vec!["analyze", "agents.csv", "--threads", "0"], "--threads"),
        (vec!["analyze", "agents.csv", "--where", "country"], "--where"),
        (vec!["chart", "agents.csv", "--outcome", "rollback", "--by", "country", "-o", "a.gif"], ".svg or .png"),
    ] {
        project.run(&args).code(2).stderr_has(expected).stdout_is("").wrote_nothing();
    }
}

#[test]
fn one_chart_in_each_format() {
    let project = Project::new().file("agents.csv", answers()).file("agents.toml", STUDY);
    project.run(&["chart", "agents.csv", "--outcome", "rollback", "--by", "country", "-o", "a.svg"]).code(0);
    project.run(&["chart", "agents.csv", "--outcome", "rollback", "--by", "country", "-o", "a.png"]).code(0);
    let svg = project.read("a.svg");
    assert!(svg.contains("<text") && svg.contains("Brazil") && svg.contains("role=\"img\"") && svg.contains("<title"));
    let png = &project.tree(".")["a.png"];
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
}

#[test]
fn characters_that_the_font_lacks_are_named_with_their_label() {
    let project = Project::new().file("a.csv", "g,y\n🦀 crab,1\nplain,0\n🦀 crab,0\n");
    let args = ["chart", "a.csv", "--outcome", "y=1", "--by", "g", "-o", "a.png"];
    project.run(&args).code(0).stderr_has("🦀 crab").stderr_has("U+1F980");
}

/// A device is written and not replaced.
#[cfg(unix)]
#[test]
fn a_chart_into_a_pipe_or_device_leaves_it_in_place() {
    use std::os::unix::fs::FileTypeExt;
    let project = Project::new().file("agents.csv", answers()).file("agents.toml", STUDY);
    std::os::unix::fs::symlink("/dev/null", project.path().join("null.svg")).expect("a link");
    project.run(&["chart", "agents.csv", "--outcome", "rollback", "--by", "country", "-o", "null.svg"]).code(0);
    let what = std::fs::metadata(project.path().join("null.svg")).expect("still there");
    assert!(what.file_type().is_char_device());
    project
        .run(&["chart", "agents.csv", "--outcome", "rollback", "--by", "country", "-o", "no/a.svg"])
        .code(1)
        .stderr_has("there is no folder");
}

/// The decimals of a file are told from its numbers; what is told is reported, and can be said otherwise.
#[test]
fn decimals_after_a_comma_are_told_and_reported_and_can_be_set() {
    let rows = |mark: &str| (0..60).map(|i| format!("{};{}{mark}5\n", ["S", "L"][i % 2], i % 7)).collect::<String>();
    let project = Project::new()
        .file("comma.csv", format!("g;h\n{}", rows(",")))
        .file("point.csv", format!("g;h\n{}", rows(".")))
        .file("study.toml", "schema = 1\n[[segments]]\nname = \"g\"\nlevels = [\"S\", \"L\"]\n[[outcomes]]\nname = \"h\"\nkind = \"mean\"\ncolumn = \"h\"\n");
    let ask = |data: &str, more: &[&str]| {
        let mut found =
            project.run(&[&["analyze", data, "--study", "study.toml", "--json"], more].concat()).code(0).json();
        let made = found["outcomes"][0].as_object_mut().and_then(|outcome| outcome.remove("made"));
        assert!(made.is_some_and(|made| made["answers"][0]["given"] == 60));
        found
    };
    let (comma, point) = (ask("comma.csv", &[]), ask("point.csv", &[]));
    assert_eq!(comma["outcomes"], point["outcomes"]);
    assert_eq!(comma["provenance"]["data"]["read_as"], "UTF-8, separated by semicolon, decimals after a comma");
    assert_eq!(point["provenance"]["data"]["read_as"], "UTF-8, separated by semicolon");
    assert_eq!(ask("comma.csv", &["--decimal", ","])["outcomes"], point["outcomes"]);
    project.run(&["check", "comma.csv", "--study", "study.toml"]).code(0).stdout_has("decimals");
    project
        .run(&["analyze", "comma.csv", "--study", "study.toml", "--json", "--decimal", "."])
        .code(1)
        .stderr_has("holds 7 answers that are no numbers (\"0,5\", \"1,5\"");
    project.run(&["analyze", "comma.csv", "--decimal", "x"]).code(2).stderr_has("must be \".\" or \",\"");
}

#[test]
fn rows_of_the_header_can_be_set_without_a_study() {
    let rows: String = (0..60).map(|i| format!("{},{}\n", ["S", "L"][i % 2], ["Yes", "No"][i % 3 % 2])).collect();
    let project = Project::new().file("d.csv", format!("size,\nWhich size?,used\n{rows}"));
    let args = ["test", "d.csv", "--outcome", "used=Yes", "--by", "size", "--json"];
    let found = project.run(&[&args[..], &["--header-rows", "2"]].concat()).code(0).json();
    assert_eq!((&found["overall"]["n"], &found["overall"]["n_yes"]), (&60.into(), &40.into()));
    project.run(&[&args[..], &["--header-rows", "4"]].concat()).code(2);
}

/// "yes" where the file has "Yes": a rate of 0% of nobody is no finding.
#[test]
fn a_raw_value_in_other_letters_than_the_column_has_is_an_error() {
    let project = Project::new().file("agents.csv", answers()).file("later.csv", answers());
    let by = ["--by", "company_size"];
    for (command, more) in [
        (&["test", "agents.csv"][..], &[][..]),
        (&["tabulate", "agents.csv"], &[]),
        (&["chart", "agents.csv"], &["-o", "a.svg"]),
        (&["compare", "agents.csv", "later.csv"], &[]),
    ] {
        let wrong = [command, &["--outcome", "rolled_back=yes"], &by, more].concat();
        let run = project.run(&wrong).code(1).stdout_is("").wrote_nothing();
        run.stderr_has("`--outcome` names \"yes\", and no respondent gave that answer in column `rolled_back`")
            .stderr_has("did you mean \"Yes\"?");
        let base = [command, &["--outcome", "rolled_back=Yes", "--base", "shipped=YES"], &by, more].concat();
        project.run(&base).code(1).stderr_has("`--base` names \"YES\"").stderr_has("did you mean \"Yes\"?");
        let domain = [command, &["--outcome", "rolled_back=Yes", "--where", "shipped=YES"], &by, more].concat();
        project.run(&domain).code(1).stderr_has("`--where` names \"YES\"").stderr_has("did you mean \"Yes\"?");
    }
    // A value that nobody has at all, whatever the column holds.
    for (flag, value, hint) in [
        ("--where", "rolled_back=Zebra", "the column holds \""),
        ("--base", "shipped=Yess", "did you mean \"Yes\"?"),
        ("--where", "shipped=Yess", "did you mean \"Yes\"?"),
    ] {
        let args = [&["test", "agents.csv", "--outcome", "rolled_back=Yes", flag, value], &by[..]].concat();
        project.run(&args).code(1).stdout_is("").stderr_has(&format!("`{flag}` names")).stderr_has(hint);
    }
    let numbers: String = (20..60).map(|age| format!("{age},S\n{age},L\n")).collect();
    let ages = Project::new().file("ages.csv", format!("age,size\n{numbers}"));
    ages.run(&["test", "ages.csv", "--outcome", "age=Often", "--by", "size"])
        .code(1)
        .stdout_is("")
        .stderr_has("`--outcome` names \"Often\", and no respondent gave that answer in column `age`")
        .stderr_has("the column holds \"20\", \"21\", \"22\", \"23\", \"24\" and 35 more");
    // One that occurs is enough, and a value of a study file that nobody gave stays a warning.
    let args = ["test", "agents.csv", "--outcome", "rolled_back=Yes|Partly", "--by", "company_size"];
    project.run(&args).code(0).stderr_has("nobody gave the answer \"Partly\"");
    let study = "schema = 1\n[[segments]]\nname = \"g\"\nlevels = [\"a\", \"b\"]\n\
                 [[outcomes]]\nname = \"y\"\nyes = [\"yes\"]\n";
    let project = Project::new().file("a.csv", "g,y\na,yess\nb,No\n").file("a.toml", study);
    project.run(&["test", "a.csv", "--outcome", "y", "--by", "g"]).code(0).stderr_has("did you mean \"yess\"?");
}

/// What the whole table tells, with the levels that are shown, is an equation for the one that is not.
#[test]
fn text_gives_no_statistic_from_which_a_level_that_is_not_shown_follows() {
    let rows: String = (0..130)
        .map(|i| format!("{},{}\n", ["a", "b"][usize::from(i % 2 == 0)], ["Yes", "No"][usize::from(i % 3 == 0)]))
        .chain((0..25).map(|i| format!("c,{}\n", ["Yes", "No"][usize::from(i < 10)])))
        .collect();
    let project = Project::new().file("a.csv", format!("g,y\n{rows}"));
    let args = ["test", "a.csv", "--outcome", "y=Yes", "--by", "g"];
    let text = project.run(&args).code(0).stdout();
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("Cohen's w –, because the figures of a level that is not shown"), "{text}");
    assert!(!flat.contains("uncorrected") && !flat.contains("df 2"), "{text}");
    let json = project.run(&[&args[..], &["--json"]].concat()).code(0).json();
    assert!(json["effect"]["cohen_w"].is_number() && json["tests"]["omnibus"]["statistic"].is_number(), "{json}");
    let all = project.run(&[&args[..], &["--suppress-below", "0"]].concat()).code(0).stdout();
    assert!(all.contains("uncorrected") && all.contains("df 2"), "{all}");
}

const REPLICATES: &str = "[design]\nweight = \"w\"\nreplicates = { columns = \"rw*\", method = \"brr\" }\n";

const STAGES: &str = "[design]\npsu = [\"p\", \"q\"]\nfpc = [\"f\", \"e\"]\n";

/// What is drawn for a study is read by it, as a simple random sample where it has a design; where nothing can be drawn
/// that is, it says so and writes nothing.
#[test]
fn simulate_writes_no_file_that_its_study_refuses() {
    let study = |more: &str| {
        format!(
            "schema = 1\n{more}[[segments]]\nname = \"g\"\nlevels = [\"A\", \"B\", \"C\"]\n[[outcomes]]\nname = \"y\"\nyes = [\"Yes\"]\n"
        )
    };
    let merged = "[[segments]]\nname = \"merged\"\ncolumn = \"g\"\nlevels = [\"X\", \"Other\"]\ngroups = { X = [\"A\"], Other = \"*\" }\n";
    for (more, said) in [(REPLICATES, "rw*"), (STAGES, "several stages"), (merged, "no level of segment `g`")] {
        let project = Project::new().file("s.toml", study(more));
        project
            .run(&["simulate", "--study", "s.toml", "--out", "d.csv"])
            .code(1)
            .stdout_is("")
            .wrote_nothing()
            .stderr_has(said);
    }
    let of_segment = "[design]\nweight = \"w\"\nstrata = \"g\"\n";
    for more in ["", "[design]\nweight = \"w\"\nstrata = \"h\"\npsu = \"p\"\nfpc = \"f\"\n", of_segment] {
        let project = Project::new().file("s.toml", study(more));
        project.run(&["simulate", "--study", "s.toml", "--out", "d.csv"]).code(0);
        project.run(&["check", "d.csv", "--study", "s.toml"]).code(0);
        let test = ["test", "d.csv", "--study", "s.toml", "--outcome", "y", "--by", "g", "--json"];
        let overall = &project.run(&test).code(0).json()["overall"];
        assert_eq!(overall["n"].as_f64(), overall["n_weighted"].as_f64(), "{more}");
    }
}
