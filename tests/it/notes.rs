//! What is said on standard error beside a result: what was taken, left aside or replaced without being asked.

use crate::analyze::{STUDY, answers};
use crate::support::{Project, Run};

fn agents() -> Project {
    Project::new().file("agents.csv", answers()).file("agents.toml", STUDY)
}

fn says_nothing_of(run: &Run, words: &str) {
    assert!(!run.stderr().contains(words), "{}", run.stderr());
}

#[test]
fn a_report_of_other_data_that_is_replaced_is_told_with_the_data_that_it_was_of() {
    let project = agents().file("later.csv", answers().lines().take(31).collect::<Vec<_>>().join("\n"));
    let into = |data: &str| project.run(&["analyze", data, "--study", "agents.toml", "--out", "reports/one"]).code(0);
    let replaced = "which is replaced";
    says_nothing_of(&into("agents.csv"), replaced);
    says_nothing_of(&into("agents.csv"), replaced);
    let told = into("later.csv");
    assert!(
        told.stderr().contains("note: `reports/one` held the report of 40 rows of `agents.csv`, which is replaced"),
        "{}",
        told.stderr()
    );
    let quiet = project.run(&["analyze", "agents.csv", "--out", "reports/one", "--quiet"]).code(0);
    assert_eq!(quiet.stderr(), "");
    // The same name with other answers is other data.
    let project = project.file("later.csv", answers());
    project
        .run(&["analyze", "later.csv", "--study", "agents.toml", "--out", "reports/one"])
        .code(0)
        .stderr_has("held the report of 40 rows of `agents.csv`");
}

#[test]
fn a_column_that_is_called_as_weights_are_and_is_not_used_is_told_with_the_flag() {
    let rows = |header: &str| format!("g,y,{header}\n{}", "a,Yes,1\nb,No,2\na,No,1\nb,Yes,1\n".repeat(10));
    let args = ["test", "d.csv", "--outcome", "y=Yes", "--by", "g"];
    for name in ["weight", "Weight", "wt", "pweight", "raked_weight", "final_wt"] {
        let project = Project::new().file("d.csv", rows(name));
        let note = format!("note: column `{name}` may hold weights, and is not used: with --weight {name} each");
        project.run(&args).code(0).stderr_has(&note);
        let used = project.run(&[&args[..], &["--weight", name]].concat()).code(0);
        says_nothing_of(&used, "may hold weights");
        says_nothing_of(&project.run(&[&args[..], &["--quiet"]].concat()).code(0), "may hold weights");
    }
    for name in ["weight_loss", "overweight", "swt", "hours"] {
        says_nothing_of(&Project::new().file("d.csv", rows(name)).run(&args).code(0), "may hold weights");
    }
    // Who asks the column itself knows what it is.
    let asked = ["test", "d.csv", "--outcome", "mean(weight)", "--by", "g"];
    says_nothing_of(&Project::new().file("d.csv", rows("weight")).run(&asked).code(0), "may hold weights");
}

#[test]
fn a_margin_that_looks_like_a_share_is_told_with_the_points_that_it_is() {
    let told = "warning: the margin of 0.05 is read as 0.05 points; 5 points are --margin 5";
    agents().run(&["analyze", "agents.csv", "--json", "--margin", "0.05"]).code(0).stderr_has(told);
    let study = STUDY.replace("[analysis]", "[analysis]\nmargin = 0.05");
    Project::new()
        .file("agents.csv", answers())
        .file("agents.toml", study)
        .run(&["analyze", "agents.csv", "--json"])
        .code(0)
        .stderr_has(told);
    for margin in ["0.5", "1", "5"] {
        says_nothing_of(
            &agents().run(&["analyze", "agents.csv", "--json", "--margin", margin]).code(0),
            "the margin of",
        );
    }
}

#[test]
fn a_raw_outcome_tells_what_counted_as_yes_and_as_no_and_what_of_it_may_be_no_answer() {
    let rows = [("Yes", 30), ("No", 20), ("Don't know", 7), ("", 3)];
    let rows: String = rows.iter().map(|(answer, n)| format!("a,{answer}\nb,{answer}\n").repeat(*n)).collect();
    let project = Project::new().file("d.csv", format!("g,y\n{rows}"));
    for command in [&["test"][..], &["tabulate"], &["chart", "-o", "c.svg"]] {
        let args = [command, &["d.csv", "--outcome", "y=Yes", "--by", "g"]].concat();
        let run = project.run(&args).code(0);
        let run = run.stderr_has(
            "note: `y=Yes` counts, of all rows, \"Yes\" (60) as yes, \"No\" (40) and \"Don't know\" (14) as no; 6 empty",
        );
        run.stderr_has("warning: `y=Yes` counts \"Don't know\" (14) as no; a study file counts it as missing");
        assert_eq!(project.run(&[&args[..], &["--quiet"]].concat()).code(0).stderr(), "");
    }
    // An outcome of a study has its answers in the study file and the report.
    says_nothing_of(
        &agents().run(&["test", "agents.csv", "--outcome", "rollback", "--by", "country"]).code(0),
        "counts, of all rows",
    );
}
