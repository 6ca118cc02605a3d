//! No output takes the place of what a command reads, or of what is somebody's own.

use crate::support::Project;

const STUDY: &str = "schema = 1\n[[segments]]\nname = \"size\"\nlevels = [\"Small\", \"Large\"]\n\
                     [[outcomes]]\nname = \"used\"\nyes = [\"Yes\"]\n";
const MARGINS: &str = "[[margins]]\ncolumn = \"size\"\nshares = { Small = 0.5, Large = 0.5 }\n";

/// A survey with its study beside it.
fn survey() -> Project {
    let row = |i: usize| format!("{},{}\n", ["Small", "Large"][i % 2], ["Yes", "No"][(i / 2) % 2]);
    let rows: String = (0..200).map(row).collect();
    Project::new().file("d.csv", format!("size,used\n{rows}")).file("d.toml", STUDY).file("m.toml", MARGINS)
}

#[test]
fn an_output_that_is_an_input_is_refused_whatever_it_is_called() {
    let project = survey();
    let before = project.tree(".");
    let tabulate = ["tabulate", "d.csv", "--outcome", "used", "--by", "size"];
    let refused = |args: &[&str]| {
        project.run(args).code(1).stdout_is("").stderr_has("is read by this command, which would replace it");
        assert!(project.tree(".") == before, "{args:?} changed a file");
    };
    for more in [&["-o", "d.csv"][..], &["-o", "./d.csv", "--force"], &["-o", "d.toml", "--as", "csv", "--force"]] {
        refused(&[&tabulate, more].concat());
    }
    refused(&["simulate", "--study", "d.toml", "-o", "d.toml", "--force"]);
    refused(&["weight", "d.csv", "--margins", "m.toml", "--out", "m.toml", "--force"]);
    refused(&["weight", "d.csv", "--margins", "m.toml", "--out", "d.csv", "--force"]);
    // Another name of the same file.
    std::fs::hard_link(project.path().join("d.csv"), project.path().join("same.csv")).expect("a link");
    let before = project.tree(".");
    project
        .run(&[&tabulate[..], &["-o", "same.csv", "--force"]].concat())
        .code(1)
        .stderr_has("is read by this command");
    assert!(project.tree(".") == before);
}

#[test]
fn a_folder_that_holds_the_data_is_no_output_folder() {
    let project = survey();
    let before = project.tree(".");
    for args in
        [&["analyze", "d.csv", "--out", ".", "--force"][..], &["compare", "d.csv", "d.csv", "--out", ".", "--force"]]
    {
        project.run(args).code(1).stderr_has("in which `d.csv` stands, which this command reads");
        assert!(project.tree(".") == before, "{args:?} changed a file");
    }
}

#[test]
fn a_file_that_is_none_of_the_commands_own_stays_unless_it_is_forced() {
    let project =
        survey().file("mine.csv", "size,used\nSmall,Yes\n").file("mine.txt", "Base of all\n").file("mine.xlsx", "x");
    let project = project.file("mine.svg", "notes").file("mine.png", "notes");
    let tabulate = |out: &'static str| vec!["tabulate", "d.csv", "--outcome", "used", "--by", "size", "-o", out];
    for (args, what) in [
        (tabulate("mine.csv"), "is no table of paradox"),
        (tabulate("mine.txt"), "is no table of paradox"),
        (tabulate("mine.xlsx"), "is no table of paradox"),
        (vec!["simulate", "--study", "d.toml", "--rows", "9", "-o", "mine.csv"], "is no file of synthetic data"),
        (vec!["weight", "d.csv", "--margins", "m.toml", "--out", "mine.csv"], "is there already"),
        (vec!["chart", "d.csv", "--outcome", "used", "--by", "size", "-o", "mine.svg"], "is no SVG picture"),
        (vec!["chart", "d.csv", "--outcome", "used", "--by", "size", "-o", "mine.png"], "is no PNG picture"),
    ] {
        let before = project.tree(".");
        project.run(&args).code(1).stderr_has("is there already").stderr_has(what);
        assert!(project.tree(".") == before, "{args:?} changed a file");
    }
    project.run(&[&tabulate("mine.csv")[..], &["--force"]].concat()).code(0);
    assert!(project.read("mine.csv").starts_with("outcome,answer,"));
}

#[test]
fn what_a_command_made_and_an_empty_file_are_replaced() {
    let project = survey();
    for out in ["t.csv", "t.txt", "t.md", "t.html", "t.json", "t.xlsx"] {
        let project = survey().file(out, "");
        let args = |by: &'static str| ["tabulate", "d.csv", "--outcome", by, "--by", "size", "-o", out];
        project.run(&args("used")).code(0);
        let first = project.tree(".").remove(out);
        project.run(&args("used=No")).code(0);
        assert!(project.tree(".").remove(out) != first, "{out} was not replaced");
    }
    for rows in ["8", "9"] {
        project.run(&["simulate", "--study", "d.toml", "--rows", rows, "-o", "s.csv"]).code(0);
    }
    assert_eq!(project.read("s.csv").lines().count(), 10);
    for out in ["c.svg", "c.png"] {
        for outcome in ["used", "used=No"] {
            project.run(&["chart", "d.csv", "--outcome", outcome, "--by", "size", "-o", out]).code(0);
        }
    }
}

/// A report folder takes what somebody puts beside the report, but is not replaced with it.
#[test]
fn a_picture_or_table_that_the_report_did_not_make_keeps_its_folder() {
    let project = survey();
    for (command, own) in [
        (&["analyze", "d.csv", "--out", "r"][..], "charts/used.png"),
        (&["compare", "d.csv", "d.csv", "--out", "r", "--force"][..], "charts/changes.png"),
    ] {
        project.run(command).code(0);
        assert!(project.tree("r").contains_key(own), "{:?}", project.tree("r").keys());
        let again: Vec<&str> = command.iter().copied().filter(|word| *word != "--force").collect();
        project.run(&again).code(0);
        for mine in ["tables/my.csv", "charts/my.png", "charts/my.svg", "charts/my.csv"] {
            std::fs::write(project.path().join("r").join(mine), "mine").expect("a file");
            let before = project.tree("r");
            project.run(&again).code(1).stderr_has(&format!("holds `{mine}`, which is no part")).stderr_has("--force");
            assert!(project.tree("r") == before);
            std::fs::remove_file(project.path().join("r").join(mine)).expect("a file");
        }
        project.run(&again).code(0);
    }
}
