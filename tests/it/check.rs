//! `paradox check` as a user runs it.

use serde_json::Value;

use crate::support::{Project, Run};

const STUDY: &str = r#"schema = 1
[data]
id = "id"
missing = { no_answer = [""], refused = ["R"] }
duration = "seconds"
[[segments]]
name = "size"
levels = ["S", "M", "XXL"]
[[outcomes]]
name = "sold"
yes = ["y"]
no = ["n"]
base = { asked = ["1"] }
[[batteries]]
name = "trust"
columns = ["t1", "t2", "t3"]
"#;

const HEADER: &str = "id,size,asked,sold,seconds,t1,t2,t3\n";

/// A file of these rows, and 100 that are right.
fn check(rows: &str, args: &[&str]) -> Run {
    let right: String = (0..100)
        .map(|i| format!("r{i},{},1,{},{},1,2,{}\n", ["S", "M"][i % 2], ["y", "n"][i / 50], 300 + i, i % 3))
        .collect();
    let project = Project::new().file("a.csv", format!("{HEADER}{rows}{right}")).file("a.toml", STUDY);
    project.run(&[&["check", "a.csv"], args].concat())
}

fn problems<'a>(json: &'a Value, word: &str) -> Vec<&'a Value> {
    let all = json["problems"].as_array().expect("a list");
    all.iter().filter(|p| p["problem"].as_str().is_some_and(|text| text.contains(word))).collect()
}

#[test]
fn every_problem_is_told_at_once_with_line_column_and_value() {
    let rows = "a,Large,1,y,300,1,2,3\nb,S,1,maybe,300,1,2,3\nb,S,1,n,300,1,2,3\nc,S,1\n";
    let json = check(rows, &["--json"]).code(3).json();
    assert_eq!((&json["schema"], &json["rows"]), (&"paradox.check/1".into(), &104.into()));
    for (word, line, column, value) in [
        ("no level of segment `size`", 2, "size", "Large"),
        ("no answer of outcome `sold`", 3, "sold", "maybe"),
        ("stands in the file before", 4, "id", "b"),
        ("another number of cells", 5, "", "3 cells, not 8"),
    ] {
        let [one] = problems(&json, word)[..] else { panic!("{word}: {json}") };
        assert_eq!((&one["severity"], &one["line"]), (&"error".into(), &line.into()), "{one}");
        assert_eq!((one["column"].as_str().unwrap_or(""), &one["value"]), (column, &value.into()), "{one}");
    }
    let slip = check("a,XLX,1,yy,300,1,2,3\n", &["--json"]).code(3).json();
    for (word, meant) in [("no level of segment `size`", "XXL"), ("no answer of outcome `sold`", "y")] {
        assert_eq!(problems(&slip, word)[0]["nearest"], meant, "{slip}");
    }
    let said = check("a,XLX,1,y,300,1,2,3\n", &[]).code(3).stdout();
    assert!(said.contains("line 2, \"XLX\", did you mean \"XXL\"?"), "{said}");
    let text = check(rows, &[]).code(3).stdout();
    assert!(text.contains("line 2, \"Large\"") && text.contains("line 4, \"b\", first in line 3"), "{text}");
}

#[test]
fn a_sound_file_is_fit_and_its_levels_that_nobody_chose_are_a_warning() {
    let json = check("", &["--json"]).code(0).json();
    let [none] = problems(&json, "nobody chose")[..] else { panic!("{json}") };
    assert_eq!((&none["severity"], &none["value"], &none["line"]), (&"warning".into(), &"XXL".into(), &Value::Null));
    assert_eq!(json["quality"]["not_chosen"][0]["level"], "XXL");
    assert_eq!(json["quality"]["duplicate_ids"], 0);
}

/// Blank where asked, answered where not asked: counted; the answer itself is told nowhere.
#[test]
fn answers_and_bases_that_disagree_are_counted() {
    let json = check("a,S,0,y,300,1,2,3\nb,S,1,,300,1,2,3\nc,M,1,R,300,1,2,3\n", &["--json"]).code(0).json();
    let base = &json["quality"]["bases"][0];
    assert_eq!(
        (&base["asked"], &base["asked_not_answered"], &base["answered_not_asked"]),
        (&102.into(), &2.into(), &1.into())
    );
    let [one] = problems(&json, "outside its base")[..] else { panic!("{json}") };
    assert_eq!((&one["line"], &one["value"]), (&2.into(), &Value::Null));
    let kinds: Vec<&Value> = json["quality"]["missing"].as_array().unwrap().iter().map(|m| &m["kind"]).collect();
    assert_eq!(kinds, ["no_answer", "refused"]);
}

#[test]
fn speeding_and_straight_lining_are_warnings_with_their_lines() {
    let rows = "a,S,1,y,20,1,2,3\nb,S,1,y,300,4,4,4\nc,S,1,y,300,4,4,\nd,S,1,y,soon,1,2,3\n";
    let json = check(rows, &["--json"]).code(0).json();
    let speeding = &json["quality"]["speeding"];
    assert_eq!((&speeding["rows"], &speeding["respondents"]), (&1.into(), &103.into()));
    let straight = &json["quality"]["straight_lining"][0];
    assert_eq!((&straight["straight"], &straight["respondents"]), (&1.into(), &103.into()));
    for (word, line) in [("median duration", 2), ("battery `trust`", 3), ("duration is no number", 5)] {
        let [one] = problems(&json, word)[..] else { panic!("{word}: {json}") };
        assert_eq!(one["line"], line, "{one}");
    }
}

#[test]
fn rows_that_repeat_another_but_for_the_id_are_counted() {
    let json = check("a,S,1,y,999,1,2,3\nb,S,1,y,999,1,2,3\n", &["--json"]).code(0).json();
    assert_eq!(json["quality"]["duplicate_rows"]["rows"], 1);
    assert_eq!(json["quality"]["duplicate_rows"]["lines"][0], serde_json::json!({ "line": 3, "first_line": 2 }));
}

#[test]
fn every_occurrence_is_in_the_json_up_to_ten_thousand_of_a_kind() {
    let rows: String = (0..10_003).map(|i| format!("w{i},Large,1,y,300,1,2,3\n")).collect();
    let json = check(&rows, &["--json"]).code(3).json();
    let found = problems(&json, "no level");
    assert_eq!(found.len(), 10_000);
    assert!(found.iter().all(|p| p["count"] == 10_003));
    check(&rows, &[]).code(3).stdout_has("line 6, \"Large\"").stdout_has("and 9,998 more");
}

#[test]
fn a_column_that_the_study_needs_and_a_quote_never_closed_are_problems_too() {
    let project =
        Project::new().file("a.csv", "id,size,asked,sold,seconds,t1,t2\n1,S,1,y,3,1,2\n").file("a.toml", STUDY);
    let json = project.run(&["check", "a.csv", "--json"]).code(3).json();
    let [one] = problems(&json, "not in the file")[..] else { panic!("{json}") };
    assert_eq!((&one["column"], &one["line"]), (&"t3".into(), &1.into()));

    let project =
        Project::new().file("a.csv", format!("{HEADER}1,S,1,y,3,1,2,3\n2,S,1,\"y,3,1,2,3\n")).file("a.toml", STUDY);
    let json = project.run(&["check", "a.csv", "--json"]).code(3).json();
    let [one] = problems(&json, "never closed")[..] else { panic!("{json}") };
    assert_eq!(one["line"], 3);
}

#[test]
fn a_file_that_is_not_there_cannot_be_checked() {
    Project::new().file("a.toml", STUDY).run(&["check", "a.csv"]).code(1).stdout_is("").stderr_has("a.csv");
}

#[test]
fn figures_that_will_be_marked_or_not_printed_are_told_ahead() {
    for (n, flag, words) in [(29, "suppressed", "No figure will be printed"), (30, "caution", "Figures will be marked")]
    {
        let rows: String = (0..n).map(|i| format!("x{i},XXL,1,{},300,1,2,3\n", ["y", "n"][i % 2])).collect();
        let json = check(&rows, &["--json"]).code(0).json();
        let small = json["quality"]["small_bases"].as_array().expect("a list").clone();
        let [one] = &small.iter().filter(|s| s["level"] == "XXL").collect::<Vec<_>>()[..] else { panic!("{small:?}") };
        assert_eq!((&one["outcome"], &one["segment"]), (&"sold".into(), &"size".into()));
        assert_eq!((&one["n"], &one["flag"]), (&n.into(), &flag.into()));
        let text = check(&rows, &[]).code(0).stdout();
        let said: Vec<&str> = text.split_whitespace().collect();
        let said = said.join(" ");
        let (_, of_these) = said.split_once(words).unwrap_or_else(|| panic!("{text}"));
        assert!(of_these.contains(&format!("sold at size = XXL: {n}")), "{text}");
    }
}

/// `analyze` refuses such a file: `check` says so before, of weights in the study file and of those that a flag names.
#[test]
fn cells_of_the_design_that_are_wrong_are_errors_with_line_column_and_value() {
    let rows = "a,1.5,n\nb,-1,n\nc,abc,s\nd,,s\ne,0.5,\n";
    let study = "schema = 1\n[[segments]]\nname = \"id\"\nlevels = [\"a\", \"b\", \"c\", \"d\", \"e\"]\n\
                 [[outcomes]]\nname = \"o\"\ncolumn = \"id\"\nyes = [\"a\"]\n";
    let project = |design: &str| {
        Project::new().file("a.csv", format!("id,w,region\n{rows}")).file("a.toml", format!("{study}{design}"))
    };
    for (design, flags) in
        [("[design]\nweight = \"w\"\nstrata = \"region\"\n", &[][..]), ("", &["--weight", "w", "--strata", "region"])]
    {
        let run = project(design).run(&[&["check", "a.csv", "--json"], flags].concat());
        let json = run.code(3).json();
        for (word, line, column, value) in [
            ("a negative weight", 3, "w", "-1"),
            ("not a weight", 4, "w", "abc"),
            ("a weight is missing", 5, "w", ""),
            ("the stratum is missing", 6, "region", ""),
        ] {
            let [one] = problems(&json, word)[..] else { panic!("{word}: {json}") };
            assert_eq!((&one["severity"], &one["line"]), (&"error".into(), &line.into()), "{one}");
            assert_eq!((&one["column"], &one["value"]), (&column.into(), &value.into()), "{one}");
        }
        project(design).run(&[&["analyze", "a.csv"], flags].concat()).code(1).stderr_has("line 6, column `region`");
        let text = project(design).run(&[&["check", "a.csv"], flags].concat()).code(3).stdout();
        assert!(text.contains("4 errors") && text.contains("line 3, \"-1\""), "{text}");
    }
}

#[test]
fn weights_of_which_none_is_above_0_are_an_error() {
    let study = "schema = 1\n[[segments]]\nname = \"id\"\nlevels = [\"a\", \"b\"]\n\
                 [[outcomes]]\nname = \"o\"\ncolumn = \"id\"\nyes = [\"a\"]\n";
    let project = Project::new().file("a.csv", "id,w\na,0\nb,0\n").file("a.toml", study);
    let json = project.run(&["check", "a.csv", "--weight", "w", "--json"]).code(3).json();
    assert_eq!(problems(&json, "is above 0").len(), 1, "{json}");
}

#[test]
fn a_misspelt_column_of_the_study_is_told_with_the_one_that_was_meant() {
    let project = Project::new().file("a.csv", "size,solt\nS,y\nM,n\n").file(
        "a.toml",
        "schema = 1\n[[segments]]\nname = \"size\"\nlevels = [\"S\", \"M\"]\n[[outcomes]]\nname = \"sold\"\nyes = [\"y\"]\n",
    );
    project.run(&["check", "a.csv"]).code(3).stdout_has("hint: did you mean \"solt\"?");
}

/// A file that is right is fit, weighted or not: the same bases as without weights, and nobody is missed.
#[test]
fn a_file_that_is_right_is_fit_with_a_design_too() {
    let rows: String = (0..200)
        .map(|i| format!("{},{},{},s{},u{}\n", ["S", "L"][i % 2], ["y", "n"][i / 2 % 2], 1 + i % 3, i % 2, i % 20))
        .collect();
    let study = "schema = 1\n[[segments]]\nname = \"size\"\nlevels = [\"S\", \"L\"]\n[[outcomes]]\nname = \"sold\"\n\
                 yes = [\"y\"]\nno = [\"n\"]\n";
    let project = Project::new().file("a.csv", format!("size,sold,w,stratum,unit\n{rows}")).file("a.toml", study);
    let plain = project.run(&["check", "a.csv", "--json"]).code(0).json();
    for design in [&["--weight", "w"][..], &["--weight", "w", "--strata", "stratum", "--psu", "unit"]] {
        let json = project.run(&[&["check", "a.csv", "--json"], design].concat()).code(0).json();
        assert_eq!(json["problems"], plain["problems"], "{design:?}");
        assert_eq!(json["quality"]["bases"], plain["quality"]["bases"], "{design:?}");
        assert_eq!(json["quality"]["bases"][0]["asked"], 200);
        assert_eq!(json["quality"]["small_bases"], plain["quality"]["small_bases"], "{design:?}");
    }
    // What `analyze` refuses is an error here too.
    let one = rows.replacen(",s0,", ",alone,", 1);
    let project = Project::new().file("a.csv", format!("size,sold,w,stratum,unit\n{one}")).file("a.toml", study);
    let args = ["a.csv", "--weight", "w", "--strata", "stratum"];
    project.run(&[&["analyze"], &args[..]].concat()).code(1).stderr_has("stratum \"alone\"");
    project.run(&[&["check"], &args[..]].concat()).code(3).stdout_has("stratum \"alone\"");
}

/// As the study file has it, and as the cells of the file do: 1,200 seconds are not 1.2.
#[test]
fn durations_are_read_with_the_decimal_mark_of_the_study() {
    let rows: String = (0..40).map(|i| format!("{},S,\"{},{}\"\n", ["y", "n"][i % 2], 3 + i % 2, i % 10)).collect();
    let study = |decimal: &str| {
        format!(
            "schema = 1\n[data]\n{decimal}duration = \"minutes\"\n[[segments]]\nname = \"size\"\nlevels = [\"S\"]\n\
                 [[outcomes]]\nname = \"sold\"\nyes = [\"y\"]\n"
        )
    };
    let project = Project::new()
        .file("a.csv", format!("sold,size,minutes\n{rows}y,S,\"0,5\"\n"))
        .file("comma.toml", study("decimal = \",\"\n"))
        .file("point.toml", study("decimal = \".\"\n"));
    let json = project.run(&["check", "a.csv", "--study", "comma.toml", "--json"]).code(0).json();
    assert_eq!(json["quality"]["speeding"]["respondents"], 41);
    let [fast] = problems(&json, "median duration")[..] else { panic!("{json}") };
    assert_eq!((&fast["line"], &fast["value"]), (&42.into(), &"0.5".into()));
    let json = project.run(&["check", "a.csv", "--study", "point.toml", "--json"]).code(0).json();
    assert_eq!(json["quality"]["speeding"]["respondents"], 0);
    assert_eq!(problems(&json, "duration is no number").len(), 41);
}
