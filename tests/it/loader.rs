//! A file of several pieces, read on several threads: the same bytes, whatever their number.

use crate::support::Project;

const STUDY: &str = r#"
schema = 1
[data]
id = "id"
[design]
weight = "weight"
strata = "stratum"
psu = "unit"
[[segments]]
name = "size"
levels = ["Small", "Large, or larger"]
[[segments]]
name = "country"
levels = ["A", "B", "C"]
[[outcomes]]
name = "back"
yes = ["Yes"]
no = ["No"]
base = { live = ["Yes"] }
[[outcomes]]
name = "hours"
kind = "mean"
"#;

/// Rows of about 60 bytes, the same every time.
fn rows(count: u64, id: impl Fn(u64) -> u64) -> String {
    let mut text = "id,size,country,live,back,hours,weight,stratum,unit,comment\n".to_owned();
    let mut state = 7_u64;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for row in 0..count {
        let size = ["Small", "\"Large, or larger\"", ""][next(3) as usize];
        let country = ["A", "B", "C", ""][next(4) as usize];
        let (live, back) = (["Yes", "No"][next(2) as usize], ["Yes", "No", ""][next(3) as usize]);
        let stratum = next(5);
        let comment = ["", "fine", "\"he said \"\"no\"\"\"", "\"two\nlines\"", "größer"][next(5) as usize];
        let (hours, weight, unit) =
            (next(400) as f64 / 10.0, 0.5 + next(100_000) as f64 / 1e5, 20 * stratum + next(20));
        let id = id(row);
        text += &format!("{id},{size},{country},{live},{back},{hours},{weight},s{stratum},{unit},{comment}\n");
    }
    text
}

#[test]
fn one_two_and_seven_threads_and_standard_input_give_the_same_bytes() {
    for id in [|row| row + 1, |row| row * 7919 % 90_001] {
        let data = rows(45_000, id);
        assert!(data.len() > 2 << 20, "two pieces");
        let project = Project::new().file("answers.csv", &data).file("answers.toml", STUDY);
        let args = ["analyze", "answers.csv", "--json", "--hash", "--threads"];
        let said: Vec<String> =
            ["1", "2", "7"].map(|n| project.run(&[&args[..], &[n]].concat()).code(0).stdout()).to_vec();
        assert!(said[0] == said[1] && said[0] == said[2]);
        let from = ["analyze", "-", "--study", "answers.toml", "--format", "csv", "--json", "--hash"];
        let piped = project.run_with_input(&from, data.as_bytes()).code(0).stdout();
        let outcomes = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON")["outcomes"].clone();
        assert_eq!(outcomes(&piped), outcomes(&said[0]));
    }
}

#[test]
fn what_is_wrong_far_behind_the_beginning_is_told_with_its_line_on_any_number_of_threads() {
    let good = rows(45_000, |row| row + 1);
    for (wrong, said) in [
        ("70000,Huge,A,Yes,Yes,1,1,s1,20,\n", "column `size` holds \"Huge\", which is no level of segment `size`"),
        ("17,Small,A,Yes,Yes,1,1,s1,20,\n", "respondent \"17\" stands in the file 2 times"),
        ("70000,Small,A,Yes,Yes,1,-1,s1,20,\n", "\"-1\" is a negative weight"),
        ("70000,Small\n", "a row has 2 cells where the header has 10"),
    ] {
        let line = 1 + good.matches('\n').count();
        let project = Project::new().file("answers.csv", good.clone() + wrong).file("answers.toml", STUDY);
        for threads in ["1", "3"] {
            let run = project.run(&["analyze", "answers.csv", "--json", "--threads", threads]).code(1).stdout_is("");
            run.stderr_has(said).stderr_has(&line.to_string());
        }
    }
}

#[test]
fn timings_name_each_stage_on_standard_error_and_change_no_result() {
    let project = Project::new().file("answers.csv", rows(500, |row| row + 1)).file("answers.toml", STUDY);
    let asked = ["test", "answers.csv", "--outcome", "back", "--by", "size", "--json"];
    let plain = project.run(&asked).code(0);
    let timed = project.run(&[&asked[..], &["--timings"]].concat()).code(0);
    assert_eq!((plain.stdout(), plain.stderr().as_str()), (timed.stdout(), ""));
    let timed = timed.stderr_has("timings:").stderr_has(" s  read and counted").stderr_has(" s  computed");
    timed.stderr_has(" s  in all");
}

#[test]
fn rows_of_other_lengths_are_told_with_their_lengths() {
    let project = Project::new().file("d.csv", "y,g,x\nYes,A,1\nNo,B\nYes,A,1,2\nNo,B\n");
    project
        .run(&["test", "d.csv", "--outcome", "y=Yes", "--by", "g"])
        .code(1)
        .stderr_has("rows have more or fewer cells than the header, which has 3")
        .stderr_has("d.csv, lines 3 and 5: 2 cells")
        .stderr_has("d.csv, line 4: 4 cells");
}
