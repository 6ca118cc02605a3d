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
            "note: `y=Yes` counts, of all rows that count, \"Yes\" (60) as yes, \"No\" (40) and \"Don't know\" (14) as no; 6 empty",
        );
        run.stderr_has("warning: `y=Yes` counts \"Don't know\" (14) as no; a study file counts it as missing");
        assert_eq!(project.run(&[&args[..], &["--quiet"]].concat()).code(0).stderr(), "");
    }
    // An outcome of a study has its answers in the study file and the report.
    says_nothing_of(
        &agents().run(&["test", "agents.csv", "--outcome", "rollback", "--by", "country"]).code(0),
        "counts, of all rows that count",
    );
}

/// Values match exactly, so a rate of 0 that a capital made is refused, in `check` too; the answer that was meant is named.
#[test]
fn a_value_of_the_study_that_differs_from_an_answer_in_capitals_only_is_an_error() {
    let rows: String = (0..40)
        .map(|i| {
            format!("{},{},{}\n", ["a", "b"][i % 2], ["Yes", "No"][i / 2 % 2], ["Data exposure;Cost", "Cost"][i % 2])
        })
        .collect();
    let project = |outcome: &str| {
        let study = format!(
            "schema = 1\n[[segments]]\nname = \"g\"\nlevels = [\"a\", \"b\"]\n[[outcomes]]\nname = \"o\"\n{outcome}\n"
        );
        Project::new().file("d.csv", format!("g,y,why\n{rows}")).file("d.toml", study)
    };
    for (outcome, wrong, meant) in [
        ("column = \"y\"\nyes = [\"yes\"]", "yes", "Yes"),
        ("column = \"y\"\nno = [\"NO\"]", "NO", "No"),
        ("column = \"why\"\ncontains = \"Data Exposure\"", "Data Exposure", "Data exposure"),
    ] {
        for command in [&["analyze", "d.csv"][..], &["test", "d.csv", "--outcome", "o", "--by", "g"]] {
            project(outcome)
                .run(command)
                .code(1)
                .stdout_is("")
                .wrote_nothing()
                .stderr_has(&format!("outcome `o` names \"{wrong}\", and no respondent gave that answer"))
                .stderr_has("d.toml, line ")
                .stderr_has(&format!("did you mean \"{meant}\"?"));
        }
        project(outcome).run(&["check", "d.csv"]).code(3).stdout_has(&format!("did you mean \"{meant}\"?"));
    }
    // One that occurs is enough; another word is a warning, since nobody need have said it.
    project("column = \"y\"\nyes = [\"yes\", \"Yes\"]").run(&["analyze", "d.csv", "--json"]).code(0);
    let other = project("column = \"why\"\ncontains = \"Boredom\"").run(&["analyze", "d.csv", "--json"]).code(0);
    other.stderr_has("nobody gave the answer \"Boredom\" in column `why`, which `o` names");
}

/// The built-in study answers only where it has every column, and says so where nobody named it.
#[test]
fn the_built_in_study_is_told_where_nobody_named_it_and_no_query_is_made_for_other_data() {
    let told = "note: the study is sinch-2026, which is built in; another is named by --study FILE";
    let data = crate::support::repository("data/sinch-2026-synthetic.csv");
    let data = data.to_str().expect("text");
    let project = Project::new().file("a.csv", "y,g\nYes,A\n");
    for args in [
        &["test", data, "--outcome", "rollback", "--by", "company_size"][..],
        &["tabulate", data, "--outcome", "rollback", "--by", "company_size"],
        &["chart", data, "--outcome", "rollback", "--by", "company_size", "-o", "a.svg"],
        &["sql", data, "--dialect", "duckdb"],
        &["sql", "--dialect", "duckdb"],
    ] {
        project.run(args).code(0).stderr_has(told);
        let named = project.run(&[args, &["--study", "sinch-2026"]].concat()).code(0);
        says_nothing_of(&named, told);
    }
    project
        .run(&["sql", "a.csv", "--dialect", "duckdb"])
        .code(1)
        .stdout_is("")
        .stderr_has("there is no study file for `a.csv`");
    project.run(&["sql", "nothere.csv", "--dialect", "duckdb"]).code(1).stdout_is("").stderr_has("nothere.csv");
    project.run(&["claims"]).code(0).stdout_has("Study: sinch-2026, built in");
}

/// "Don't know" as a missing answer is a choice that moves a rate: told where it is more than a fifth of those asked.
#[test]
fn an_outcome_that_leaves_out_many_who_said_that_they_do_not_know_is_told_by_analyze_and_check() {
    let rows = |n: usize| -> String {
        (0..100)
            .map(|i| format!("{},{}\n", ["a", "b"][i % 2], if i < n { "Don't know" } else { ["Yes", "No"][i / 2 % 2] }))
            .collect()
    };
    let study = "schema = 1\n[[segments]]\nname = \"g\"\nlevels = [\"a\", \"b\"]\n[[outcomes]]\nname = \"y\"\nyes = [\"Yes\"]\n\
                 missing = [\"Don't know\"]\n";
    let told = "outcome `y` leaves out 30 of 100 who were asked, because \"Don't know\" (30) is missing in the study";
    for (n, expected) in [(30, true), (20, false)] {
        let project = Project::new().file("d.csv", format!("g,y\n{}", rows(n))).file("d.toml", study);
        let analyzed = project.run(&["analyze", "d.csv"]).code(0);
        assert_eq!(analyzed.stderr().contains(told), expected, "{}", analyzed.stderr());
        assert_eq!(project.read("reports/d/report.md").contains("leaves out 30 of 100 who were asked"), expected);
        let check = project.run(&["check", "d.csv", "--json"]).code(0).json();
        assert_eq!(check["problems"].to_string().contains("leaves out 30 of 100"), expected, "{check}");
    }
}

/// Of a part of the file the first line says so.
#[test]
fn the_first_lines_say_of_how_many_respondents_a_domain_is() {
    let run = agents().run(&["analyze", "agents.csv", "--where", "country=India"]).code(0);
    run.stdout_has("10 of 40 respondents, where country = India");
    agents().run(&["analyze", "agents.csv"]).code(0).stdout_has("40 respondents · Data");
}
