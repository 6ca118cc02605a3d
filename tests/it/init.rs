//! `paradox init`: the order of levels against its answer key, exports in four vendors' shapes and the files of other
//! programs, from a data file to a report without an edit.

use std::collections::BTreeSet;
use std::path::PathBuf;

use paradox::load::{self, Format, Input};
use paradox::propose::order::{Certainty, order};
use paradox::propose::propose;
use paradox::study::{DataFlags, parse};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::support::{Project, skip};

fn file(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests").join(name);
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The share of ordered questions that must be right.
const LEAST_RIGHT: f64 = 0.95;

/// Each question's answers are given in four orders, of which none is the right one on purpose.
#[test]
fn the_order_of_levels_is_that_of_the_answer_key_and_none_that_is_wrong_is_called_certain() {
    let key: toml::Table = String::from_utf8(file("init/order.toml")).expect("text").parse().expect("TOML");
    let list = |question: &toml::Value, name: &str| -> Vec<String> {
        let texts = question.get(name).and_then(|list| list.as_array()).cloned().unwrap_or_default();
        texts.iter().filter_map(|text| text.as_str().map(str::to_owned)).collect()
    };
    let (mut ordered, mut right) = (0, 0);
    let mut wrong = BTreeSet::new();
    for question in key["question"].as_array().expect("questions") {
        let text = question["text"].as_str().expect("a text");
        let (expected, outside) = (list(question, "order"), list(question, "outside"));
        let mut given = [expected.clone(), list(question, "unordered"), outside.clone()].concat();
        given.sort();
        let mut reversed = given.clone();
        reversed.reverse();
        let half = given.len() / 2;
        let turned = [&given[half..], &given[..half]].concat();
        let mixed: Vec<String> = (0..2).flat_map(|odd| given.iter().skip(odd).step_by(2).cloned()).collect();
        let mut all_right = true;
        for answers in [given, reversed, turned, mixed] {
            let found = order(&answers);
            let is_right = found.as_ref().is_some_and(|found| {
                found.levels == expected && found.outside.iter().collect::<BTreeSet<_>>() == outside.iter().collect()
            });
            all_right &= is_right;
            if !is_right && found.is_some_and(|found| found.certainty == Certainty::Certain) {
                wrong.insert(text.to_owned());
            }
        }
        if !expected.is_empty() {
            ordered += 1;
            right += usize::from(all_right);
        }
    }
    assert!(wrong.is_empty(), "wrong and called certain: {wrong:?}");
    assert!(ordered > 140 && right as f64 >= LEAST_RIGHT * f64::from(ordered), "{right} of {ordered} are right");
}

/// From an export to a report in two commands; the study file.
fn report_of(name: &str, bytes: Vec<u8>) -> (String, Project) {
    let project = Project::new().file(name, bytes);
    let stem = name.split('.').next().expect("a stem");
    project.run(&["init", name]).code(0).stdout_has(&format!("Next: paradox analyze {name}"));
    project.run(&["analyze", name, "--json"]).code(0);
    (project.read(&format!("{stem}.toml")), project)
}

#[test]
fn exports_of_four_vendors_become_a_report_in_two_commands() {
    for (name, expected) in [
        (
            "qualtrics.csv",
            vec![
                "header_rows = 3",
                "id = \"ResponseId\"",
                "complete = { \"Finished\" = [\"True\"] }",
                "duration = \"Duration (in seconds)\"",
                "base = { \"Q4\" = [\"Yes\"] }",
                "options = { \"Data exposure\" = \"Q6_1\", \"Hallucination\" = \"Q6_2\", \"Cost\" = \"Q6_3\" }",
            ],
        ),
        (
            "surveymonkey.csv",
            vec![
                "header_rows = 2",
                "id = \"Respondent ID\"",
                "options = { \"Data exposure\" = \"Which causes led to the rollback?\", \"Hallucination\" = \"Hallucination\", \"Cost\" = \"Cost\" }",
            ],
        ),
        (
            "google-forms.csv",
            vec![
                "contains = \"Data exposure\"",
                "separator = \",\"",
                "base = { \"Was an agent rolled back?\" = [\"Yes\"] }",
            ],
        ),
        (
            "limesurvey.csv",
            vec![
                "id = \"id. Response ID\"",
                "complete = { \"submitdate. Date submitted\" = \"*\" }",
                "[[multi]]",
                "question = \"Which causes led to the rollback?\"",
                "duration = \"interviewtime. Total time\"",
            ],
        ),
    ] {
        let (study, project) = report_of(name, file(&format!("init/{name}")));
        for text in expected {
            assert!(study.contains(text), "{name}: {text} is not in\n{study}");
        }
        // The same in each shape: ordered sizes and agreement, the mean, and no text or id that is asked.
        assert!(
            study.contains("levels = [\"1-49\", \"50-249\", \"250-999\", \"1,000+\"]\nordered = true"),
            "{name}\n{study}"
        );
        assert!(study.contains("at_least = \"Agree\"\nneutral = \"Neither agree nor disagree\""), "{name}\n{study}");
        assert!(study.contains("free text, or too many different answers"), "{name}\n{study}");
        let results = project.run(&["analyze", name, "--json"]).code(0).json();
        let outcomes = results["outcomes"].as_array().expect("outcomes");
        assert_eq!(outcomes.len(), 7, "{name}");
        let of_rollback = outcomes.iter().find(|o| o["label"] == "Was an agent rolled back?").expect("the question");
        assert_eq!(
            of_rollback["n_missing"].as_u64().or(of_rollback["base"]["n_missing"].as_u64()),
            Some(0),
            "{name}: who was not asked counts as missing"
        );
        assert!(outcomes.iter().all(|outcome| outcome["segments"].as_array().is_some_and(|s| s.len() == 3)), "{name}");
    }
}

#[test]
fn labels_sets_and_missing_codes_of_spss_and_stata_are_in_the_study() {
    for name in ["answers.sav", "answers.zsav", "answers.dta"] {
        let (study, _) = report_of(name, file(&format!("formats/{name}")));
        for text in [
            "title = \"Agents 2026\"",
            "label = \"How many people work at your company?\"",
            "levels = [\"1-49\", \"50-249\", \"250+\"]\nordered = true",
            "bands = [\"Strongly disagree\", \"Disagree\", \"Neutral\", \"Agree\", \"Strongly agree\"]",
            "base = { \"shipped\" = [\"Yes\"] }",
            "weight = \"weight\"",
            "id = \"id\"",
            "[[multi]]",
        ] {
            assert!(study.contains(text), "{name}: {text} is not in\n{study}");
        }
        assert!(!study.contains("\"Refused\""), "{name}: a code that the file calls missing is a level\n{study}");
    }
    let (study, _) = report_of("answers.sav", file("formats/answers.sav"));
    assert!(
        study.contains("question = \"Causes of rollback\"")
            && study.contains("he file has the set of answers `causes`"),
        "{study}"
    );
    // Codes that have one label cannot be told apart: the column is left out, and the study works.
    let (study, _) = report_of("clash.sav", file("formats/clash.sav"));
    assert!(study.contains("codes 1 and 3 both have the label"), "{study}");
}

#[test]
fn a_study_file_is_never_replaced_and_standard_output_is_another_way() {
    let csv = file("init/google-forms.csv");
    let project = Project::new().file("a.csv", &csv).file("a.toml", "# mine\n");
    project.run(&["init", "a.csv"]).code(1).stdout_is("").stderr_has("`a.toml` is there already").wrote_nothing();
    let text = project.run(&["init", "a.csv", "-o", "-"]).code(0).wrote_nothing().stdout();
    assert!(text.starts_with("schema = 1\n"), "{text}");
    assert_eq!(
        project
            .run_with_input(&["init", "-", "--format", "csv"], &csv)
            .code(0)
            .stdout()
            .lines()
            .skip(6)
            .collect::<Vec<_>>(),
        text.replace("title = \"A\"", "title = \"Standard input\"").lines().skip(6).collect::<Vec<_>>()
    );
    project.run(&["init", "absent.csv"]).code(1).stderr_has("no such file");
    project.run(&["init", "a.csv", "-o", "b.toml"]).code(0).stdout_has("--study b.toml");
    Project::new().file("none.csv", "a,b\n").run(&["init", "none.csv"]).code(1).stderr_has("no rows").wrote_nothing();
    let words: String = (1..=40).map(|i| format!("words that respondent {i} wrote\n")).collect();
    Project::new()
        .file("text.csv", format!("note\n{words}"))
        .run(&["init", "text.csv"])
        .code(1)
        .stderr_has("no column")
        .wrote_nothing();
}

/// Ages in numbers, sentinels, several answers in a cell, one spelling for another: what the file shows is handled.
#[test]
fn ages_sentinels_and_spellings_are_handled() {
    let mut csv = String::from("respondent,age,gender,score,uses,happy\n");
    for i in 0..200 {
        let age = if i == 7 { 999 } else { 18 + i * 7 % 60 };
        let gender = ["Male", "male", "M", "Female", "f"][i % 5];
        let score = if i % 20 == 0 { "-99".to_owned() } else { (100 + i * 13 % 97).to_string() };
        let uses = ["Mail; Chat", "Mail", "Chat", "Phone; Mail; Chat", "Phone"][i * 3 % 5];
        csv += &format!("{i},{age},{gender},{score},{uses},{}\n", ["Yes", "No", "Don't know"][i % 3]);
    }
    let (study, _) = report_of("people.csv", csv.into_bytes());
    for text in [
        "valid = [10, 110]",
        "levels = [\"under 30\", \"30-44\", \"45-59\", \"60+\"]",
        "groups = { \"Male\" = [\"Male\", \"male\", \"M\"], \"Female\" = [\"Female\", \"f\"] }",
        "\"-99\"",
        "dont_know = [\"Don't know\"]",
        "contains = \"Chat\"",
        "separator = \";\"",
        "id = \"respondent\"",
    ] {
        assert!(study.contains(text), "{text} is not in\n{study}");
    }
}

/// The surveys that were published with their data, where they are at hand.
#[test]
fn published_surveys_become_a_report_that_can_be_read() {
    let Some(folder) = std::env::var_os("PARADOX_SURVEYS").map(PathBuf::from) else {
        return skip("PARADOX_SURVEYS names no folder of surveys").unwrap_or_default();
    };
    for (name, never_asked) in [
        ("titanic/titanic.csv", "id"),
        ("ucb-admissions/ucb-admissions.csv", "id"),
        ("osmi-2014/survey.csv", "comments"),
        ("flying-etiquette/flying-etiquette.csv", "RespondentID"),
        ("star-wars/star-wars.csv", "RespondentID"),
        ("thanksgiving/thanksgiving-2015.csv", "RespondentID"),
        ("api/apistrat.csv", "sname"),
        ("api/apiclus1.csv", "sname"),
    ] {
        let bytes = std::fs::read(folder.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
        let short = name.rsplit('/').next().expect("a name");
        let (_, project) = report_of(short, bytes);
        let results = project.run(&["analyze", short, "--json"]).code(0).json();
        let outcomes = results["outcomes"].as_array().expect("outcomes");
        let comparisons: usize = outcomes.iter().filter_map(|o| o["segments"].as_array()).map(Vec::len).sum();
        assert!((1..=100).contains(&comparisons), "{name}: {comparisons} comparisons");
        assert!(outcomes.iter().all(|outcome| outcome["label"] != never_asked), "{name}");
    }
}

/// Rows of a file under a header, 60 of them.
fn rows(header: &str, row: impl Fn(usize) -> String) -> Vec<u8> {
    let rows: String = (0..60).map(|i| format!("{}\n", row(i))).collect();
    format!("{header}\n{rows}").into_bytes()
}

#[test]
fn a_column_called_weight_is_taken_for_one_without_a_doubt_only_if_it_is_like_one() {
    let of = |weight: fn(usize) -> String| {
        let csv = rows("id,weight,gender,happy", |i| {
            format!("{i},{},{},{}", weight(i), ["Male", "Female"][i % 2], ["Yes", "No"][i % 3 / 2])
        });
        report_of("people.csv", csv).0
    };
    let body = of(|i| (55 + i * 7 % 40).to_string());
    assert!(body.contains("# DOUBTFUL: Its name says so, and its whole numbers from 55 to 94"), "{body}");
    let survey = of(|i| format!("{}.{}", i % 2, 5 + i % 5));
    assert!(survey.contains("weight = \"weight\"") && !survey.contains("DOUBTFUL: Its name"), "{survey}");
}

/// Qualtrics: previews are no finished interviews, and what somebody wrote beside an option is no answer.
#[test]
fn finished_says_which_interviews_count_and_written_texts_are_left_out() {
    let csv = rows("Status,Finished,ResponseId,Q1,Q2,Q2_3_TEXT", |i| {
        let status = if i < 4 { "Survey Preview" } else { "IP Address" };
        let wrote = ["", "Blue", "Red", "Blue"][i % 4];
        let (finished, sex) = (["True", "False"][usize::from(i % 10 == 0)], ["Male", "Female"][i % 2]);
        format!("{status},{finished},R_{i},{sex},{},{wrote}", ["Yes", "No"][i % 3 / 2])
    });
    let (study, _) = report_of("q.csv", csv);
    assert!(study.contains("complete = { \"Finished\" = [\"True\"] }"), "{study}");
    assert!(study.contains("#   Status: rows of somebody who tried the questionnaire out"), "{study}");
    assert!(study.contains("#   Q2_3_TEXT: free text"), "{study}");
}

#[test]
fn recommending_ratings_and_answers_that_many_do_not_know() {
    let csv = rows("id,gender,How likely are you to recommend us?,rating,choice,hours", |i| {
        let choice = if i % 3 == 0 { "Don't know" } else { ["Yes", "No"][i % 2] };
        let hours = if i % 20 == 3 { "a lot".to_owned() } else { (i * 7 % 50).to_string() };
        format!("{i},{},{},{},{choice},{hours}", ["Male", "Female"][i / 30], i * 7 % 11, 1 + i % 5)
    });
    let (study, _) = report_of("s.csv", csv);
    let flat = study.replace("\n# ", " ");
    assert!(study.contains("kind = \"nps\""), "{study}");
    assert!(
        flat.contains("or the last place of a ranking, is not said") && flat.contains("DOUBTFUL: Ordered by"),
        "{study}"
    );
    assert!(flat.contains("DOUBTFUL: Yes and no; \"Don't know\" is 20 of 60 answers (33%)"), "{study}");
    assert!(study.contains("# No numbers, which count as missing here.\nmissing = [\"a lot\"]"), "{study}");
}

/// What the file does not tell as it is: two rows of header that look like one, and points that are no decimals.
#[test]
fn what_it_is_told_of_the_file_stands_in_the_study() {
    let rows =
        "Country,Hours\nof work,last week\n".to_owned() + &"A,\"1,5\"\nB,\"2,5\"\nA,\"3,5\"\nB,\"4,5\"\n".repeat(10);
    let project = Project::new().file("answers.csv", rows);
    let asked = ["init", "answers.csv", "--header-rows", "2", "--decimal", ".", "-o", "-"];
    let study = project.run(&asked).code(0).stdout();
    assert!(study.contains("\nheader_rows = 2\n") && study.contains("\ndecimal = \".\"\n"), "{study}");
    let untold = project.run(&["init", "answers.csv", "-o", "-"]).code(0).stdout();
    assert!(!untold.contains("header_rows") && untold.contains("\ndecimal = \",\"\n"), "{untold}");
}

/// What answers may be made of: what parts of the program that look for an order take for numbers, feet, months or scales.
const SCRAPS: [&str; 24] = [
    "5'1\"",
    "'0\"",
    "357913942",
    "4294967295",
    "99999999999999999999",
    " ft",
    " feet",
    "-",
    "–",
    "+",
    "%",
    "$",
    ".",
    ",",
    "1e308",
    "k",
    " to ",
    "under ",
    "more than ",
    " years",
    "Agree",
    "Never",
    "1/2",
    "\u{a0}",
];

proptest! {
    // The same cases in every run, so that one that fails fails again.
    #![proptest_config(ProptestConfig {
        cases: 300, failure_persistence: None, rng_seed: RngSeed::Fixed(2026), ..Default::default()
    })]

    /// Whatever stands in the cells, there is a proposal that is a study file.
    #[test]
    fn any_answers_get_a_proposal_that_can_be_read(
        cells in proptest::collection::vec(proptest::collection::vec(0..SCRAPS.len(), 1..4), 2..12),
    ) {
        let texts = cells.iter().map(|parts| parts.iter().map(|&at| SCRAPS[at]).collect::<String>().replace('"', "\"\""));
        let rows: String = texts.map(|text| format!("\"{text}\",Yes\n").repeat(3)).collect();
        let input = Input::Bytes { name: "d.csv".into(), bytes: format!("a,b\n{rows}x,No\n").into_bytes() };
        let profile = load::profile(&input, Format::Csv, &DataFlags::default()).expect("a file");
        let proposal = propose(&profile, &DataFlags::default());
        prop_assert!(parse(&proposal.text, "proposed.toml").is_ok(), "{}", proposal.text);
    }
}

/// A column that is called a population correction and is none: the study is written without it.
#[test]
fn a_population_correction_by_its_name_alone_does_not_stop_the_study() {
    let rows: String = (0..60)
        .map(|i| format!("{},{},u{},{}\n", ["N", "S"][i % 2], ["Yes", "No"][i / 2 % 2], i % 12, [60, 80][i % 2]))
        .collect();
    for (header, kept) in
        [("region,used,psu,fpc", false), ("stratum,used,psu,fpc", true), ("region,used,size,fpc", false)]
    {
        let (study, _) = report_of("p.csv", format!("{header}\n{rows}").into_bytes());
        assert_eq!(study.contains("\nfpc = \"fpc\""), kept, "{header}\n{study}");
    }
}

/// What `init` prints can be pasted: a path with a space stands in quotes, and no name drives the terminal.
#[cfg(unix)]
#[test]
fn the_next_command_can_be_pasted_and_no_file_name_drives_the_terminal() {
    let csv = rows("gender,happy", |i| format!("{},{}", ["Male", "Female"][i % 2], ["Yes", "No"][i % 3 / 2]));
    let run = Project::new().file("my answers.csv", &csv).run(&["init", "my answers.csv"]).code(0);
    run.stdout_has("Next: paradox analyze 'my answers.csv'");
    let run = Project::new().file("a\u{1b}[31mb.csv", &csv).run(&["init", "a\u{1b}[31mb.csv"]).code(0);
    assert!(!run.stdout().contains('\u{1b}'), "{:?}", run.stdout());
    run.stdout_has("a\\u{1b}[31mb.toml");
}
