//! What a key of the study file does to the numbers: small data, counted by hand.

use crate::support::{Project, Run};
use serde_json::Value;

/// Runs `analyze --json` on data and a study, which begins with `schema = 1` and shows every figure.
fn analyze(data: &str, study: &str) -> Run {
    let study = format!("schema = 1\n[analysis]\nsuppress_below = 0\n{study}");
    Project::new().file("d.csv", data).file("d.toml", study).run(&["analyze", "d.csv", "--json"])
}

/// "level: yes/n" of each level of the first segment of an outcome.
fn levels(json: &Value, outcome: usize, segment: usize) -> Vec<String> {
    let levels = json["outcomes"][outcome]["segments"][segment]["levels"].as_array().expect("levels");
    let text = |l: &Value| format!("{}: {}/{}", l["level"].as_str().expect("a level"), l["n_yes"], l["n"]);
    levels.iter().map(text).collect()
}

/// "yes/n, n_missing" of an outcome.
fn overall(json: &Value, outcome: usize) -> String {
    let overall = &json["outcomes"][outcome]["overall"];
    format!("{}/{}, {}", overall["n_yes"], overall["n"], overall["n_missing"])
}

const AGES: &str = "age;ok\n16;Yes\n24,4;No\n24,5;Yes\n99;Yes\n150;No\n-1;No\nNA;Yes\n;No\n";
const AGE: &str = "[data]\ndecimal = \",\"\ndelimiter = \";\"\n[[segments]]\nname = \"age\"\nlevels = [\"16-24\", \"25+\"]\n\
                   breaks = [16, 24.5]\nvalid = [-5, 120]\nmissing = [\"NA\", \"-1\"]\n\
                   [[outcomes]]\nname = \"ok\"\nyes = [\"Yes\"]\n";

#[test]
fn numbers_are_cut_at_breaks_and_those_outside_valid_are_missing_and_counted() {
    let json = analyze(AGES, AGE).code(0).json();
    assert_eq!(levels(&json, 0, 0), ["16-24: 1/2", "25+: 2/2"]);
    assert_eq!(json["outcomes"][0]["segments"][0]["n_segment_missing"], 4);
    let missing: Vec<String> = json["data_quality"]["missing"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|m| format!("{} {} {}", m["column"].as_str().expect("text"), m["kind"].as_str().expect("text"), m["rows"]))
        .collect();
    assert_eq!(missing, ["age left out of age 2", "age missing 1", "age outside valid 1"]);
}

#[test]
fn a_number_below_the_first_break_and_a_text_that_is_no_number_are_errors_with_line_and_value() {
    let study = AGE.replace("\"NA\", \"-1\"", "");
    analyze(AGES, &study)
        .code(1)
        .stdout_is("")
        .stderr_has(
            "column `age` holds \"-1\", which lies below the first break of segment `age`, 16\n  --> d.csv, line 7",
        )
        .stderr_has("column `age` holds \"NA\", which is no number")
        .stderr_has("d.csv, line 8");
    analyze(AGES, &AGE.replace("decimal = \",\"", "decimal = \".\""))
        .code(1)
        .stderr_has("holds 2 answers that are no numbers (\"24,4\" and \"24,5\")")
        .stderr_has("or write decimal = \",\" under [data]");
}

#[test]
fn groups_merge_answers_after_aliases_and_the_star_takes_the_rest_but_not_what_is_missing() {
    let data = "c,ok\nUS,Yes\nU.S.,No\nUK,Yes\nFrance,No\n,Yes\nNA,No\n Canada ,Yes\n";
    let study = "[[segments]]\nname = \"c\"\nlevels = [\"America\", \"Rest\"]\nmissing = [\"NA\"]\naliases = { \"U.S.\" = \"US\" }\n\
                 groups = { \"Rest\" = \"*\", \"America\" = [\"US\", \"Canada\"] }\n[[outcomes]]\nname = \"ok\"\nyes = [\"Yes\"]\n";
    let json = analyze(data, study).code(0).json();
    assert_eq!(levels(&json, 0, 0), ["America: 2/3", "Rest: 1/2"]);
    assert_eq!(json["outcomes"][0]["segments"][0]["n_segment_missing"], 2);
    let narrow = study.replace("\"Rest\" = \"*\"", "\"Rest\" = [\"UK\"]");
    analyze(data, &narrow).code(1).stderr_has("column `c` holds \"France\"").stderr_has("d.csv, line 5");
}

#[test]
fn an_answer_that_a_group_lists_is_never_missing() {
    let study = "[data]\nmissing = [\"\", \"None\"]\n[[segments]]\nname = \"c\"\nlevels = [\"Any\", \"Without\"]\n\
                 groups = { \"Any\" = \"*\", \"Without\" = [\"None\"] }\n[[outcomes]]\nname = \"ok\"\nyes = [\"Yes\"]\n";
    let json = analyze("c,ok\nNone,Yes\nCat,No\n,Yes\n", study).code(0).json();
    assert_eq!(levels(&json, 0, 0), ["Any: 0/1", "Without: 1/1"]);
    assert_eq!(overall(&json, 0), "2/3, 0");
}

/// The names and "yes/n, n_missing" of all outcomes.
fn outcomes(json: &Value) -> Vec<String> {
    let outcomes = json["outcomes"].as_array().expect("outcomes");
    (0..outcomes.len())
        .map(|o| format!("{} {}", outcomes[o]["name"].as_str().expect("a name"), overall(json, o)))
        .collect()
}

#[test]
fn several_answers_in_one_cell_are_split_trimmed_and_matched_as_a_whole() {
    let data = "id,q\n1,Leak; Fire\n2,Fire\n3, Fire ;Leak \n4,Leaks\n5,\n6,None\n7,\"Leak\"\n";
    let study = "[[outcomes]]\nname = \"leak\"\ncolumn = \"q\"\ncontains = \"Leak\"\nmissing = [\"None\"]\n\
                 [[outcomes]]\nname = \"none\"\ncolumn = \"q\"\ncontains = \"None\"\nmissing = [\"None\"]\n";
    let json = analyze(data, &format!("[data]\nmissing = []\n{study}")).code(0).json();
    assert_eq!(outcomes(&json), ["leak 3/5, 2", "none 1/6, 1"]);
}

const TICKS: &str = "shipped,a,b\nYes,x,\nYes,,\nYes,1,no\nNo,x,x\n,,x\nYes,NA,x\n";
const MULTI: &str =
    "[data]\nmissing = [\"\", \"NA\"]\n[[multi]]\nname = \"m\"\noptions = { \"A\" = \"a\", \"B\" = \"#3\" }\n";

#[test]
fn a_tick_is_any_answer_or_one_of_yes_and_whoever_did_not_tick_says_no() {
    let json = analyze(TICKS, MULTI).code(0).json();
    assert_eq!(outcomes(&json), ["m.A 3/6, 0", "m.B 4/6, 0"]);
    assert_eq!(json["outcomes"][0]["label"], "A");
    let json = analyze(TICKS, &format!("{MULTI}yes = [\"x\"]\n")).code(0).json();
    assert_eq!(outcomes(&json), ["m.A 2/6, 0", "m.B 3/6, 0"]);
}

#[test]
fn the_base_of_a_multi_is_who_was_asked_or_who_ticked_any() {
    let json = analyze(TICKS, &format!("{MULTI}base = {{ shipped = [\"Yes\"] }}\n")).code(0).json();
    assert_eq!(outcomes(&json), ["m.A 2/4, 0", "m.B 2/4, 0"]);
    let json = analyze(TICKS, &format!("{MULTI}base = \"any\"\n")).code(0).json();
    assert_eq!(outcomes(&json), ["m.A 3/5, 0", "m.B 4/5, 0"]);
    assert_eq!(json["outcomes"][0]["base"]["description"], "respondents with an option of m ticked");
    let shipped = "asked_if = [\"shipped\"]\n[[outcomes]]\nname = \"shipped\"\nyes = [\"Yes\"]\n";
    let json = analyze(TICKS, &format!("{MULTI}yes = [\"x\"]\nbase = \"any\"\n{shipped}")).code(0).json();
    assert_eq!(outcomes(&json), ["m.A 1/2, 0", "m.B 1/2, 0", "shipped 4/5, 1"]);
}

#[test]
fn options_may_be_paired_claimed_and_asked_about() {
    let more = "[[paired]]\na = \"m.A\"\nb = \"m.B\"\n[[claims]]\nid = \"c\"\ntext = \"t\"\nkind = \"rate\"\noutcome = \"m.A\"\n\
                published = 50\nrounding = 1\n[[outcomes]]\nname = \"s\"\ncolumn = \"shipped\"\nyes = [\"Yes\"]\nasked_if = [\"m.B\"]\n";
    let json = analyze(TICKS, &format!("{MULTI}{more}")).code(0).json();
    assert_eq!(json["paired"][0]["both"], 2);
    assert_eq!(json["claims"][0]["status"], "agrees");
    assert_eq!(outcomes(&json)[2], "s 2/3, 1");
}

#[test]
fn an_outcome_of_others_counts_a_missing_part_as_no_and_is_missing_where_all_parts_are() {
    let data = "a,b\nYes,Yes\nYes,No\nYes,\n,No\n,\nNo,Yes\n";
    let study = "[[outcomes]]\nname = \"all\"\nall_of = [\"a\", \"b\"]\n[[outcomes]]\nname = \"any\"\nany_of = [\"a\", \"b\"]\n\
                 [[outcomes]]\nname = \"a\"\nyes = [\"Yes\"]\n[[outcomes]]\nname = \"b\"\nyes = [\"Yes\"]\n";
    let json = analyze(data, study).code(0).json();
    assert_eq!(outcomes(&json), ["all 1/5, 1", "any 4/5, 1", "a 3/4, 2", "b 2/4, 2"]);
    // A part that was not asked counts as missing: those who said no to `b` have no part left but `b` itself.
    let json = analyze(data, &study.replace("\"a\"\nyes = [\"Yes\"]", "\"a\"\nyes = [\"Yes\"]\nasked_if = [\"b\"]"))
        .code(0)
        .json();
    assert_eq!(outcomes(&json), ["all 1/4, 2", "any 2/4, 2", "a 1/2, 0", "b 2/4, 2"]);
}

#[test]
fn answered_is_yes_where_any_of_its_columns_has_an_answer_and_never_missing() {
    let study = "[data]\nmissing = [\"\", \"NA\"]\n[[outcomes]]\nname = \"any\"\nanswered = [\"a\", \"#3\"]\n";
    let json = analyze(TICKS, study).code(0).json();
    assert_eq!(outcomes(&json), ["any 5/6, 0"]);
}

#[test]
fn no_without_yes_counts_every_other_answer_as_yes() {
    let study = "[[outcomes]]\nname = \"b\"\nno = [\"no\", \"\"]\n";
    let json = analyze(TICKS, study).code(0).json();
    assert_eq!(outcomes(&json), ["b 3/6, 0"]);
}

/// A sentence of the study's own stands wherever the program's would: terminal, results, report.
#[test]
fn the_words_of_the_study_are_used_everywhere() {
    let csv = format!("size,sold\n{}", "S,y\nS,n\nL,y\nL,n\n".repeat(30));
    let study = "schema = 1\n[words]\nundetermined = \"{outcome}: of {segment} nothing can be told.\"\n\
        [[segments]]\nname = \"size\"\nlevels = [\"S\", \"L\"]\n[[outcomes]]\nname = \"sold\"\nyes = [\"y\"]\n";
    let project = Project::new().file("w.csv", csv).file("w.toml", study);
    let said = "of size nothing can be told.";
    project.run(&["test", "w.csv", "--outcome", "sold", "--by", "size"]).code(0).stdout_has(said);
    project.run(&["analyze", "w.csv", "--out", "r"]).code(0);
    for file in ["r/report.md", "r/results.json"] {
        assert!(project.read(file).contains(said), "{file}");
    }
    let wrong = study.replace("{segment}", "{segmant}");
    let project = Project::new().file("w.csv", "size,sold\nS,y\n").file("w.toml", wrong);
    project.run(&["check", "w.csv"]).code(1).stderr_has("w.toml, line 3").stderr_has("did you mean {segment}?");
}

/// Who was asked is said in the study's own words where it has any: in every output, for options too, and with a domain.
#[test]
fn a_base_is_called_as_the_study_calls_it() {
    let rows: String = (0..80)
        .map(|i| {
            format!(
                "{},{},{},{}\n",
                ["S", "L"][i % 2],
                ["Yes", "No"][i % 4 / 3],
                ["Yes", "No"][i / 2 % 2],
                ["x", ""][i % 3 % 2]
            )
        })
        .collect();
    let study = "schema = 1\n[[segments]]\nname = \"size\"\nlevels = [\"S\", \"L\"]\n[[outcomes]]\nname = \"back\"\nyes = [\"Yes\"]\n\
                 base = { shipped = [\"Yes\"] }\nbase_label = \"respondents whose firm ships\"\n[[multi]]\nname = \"why\"\n\
                 options = { \"A\" = \"a\" }\nbase = { shipped = [\"Yes\"] }\nbase_label = \"firms that ship\"\n";
    let project = Project::new().file("d.csv", format!("size,shipped,back,a\n{rows}")).file("d.toml", study);
    let json = project.run(&["analyze", "d.csv", "--json", "--where", "size=S"]).code(0).json();
    assert_eq!(json["outcomes"][0]["base"]["description"], "respondents whose firm ships, where size = S");
    assert_eq!(json["outcomes"][1]["base"]["description"], "firms that ship, where size = S");
    project
        .run(&["test", "d.csv", "--outcome", "back", "--by", "size"])
        .code(0)
        .stdout_has("respondents whose firm ships\n");
    project.run(&["analyze", "d.csv"]).code(0).stdout_has("(firms that ship)");
    let report = project.read("reports/d/report.md");
    assert!(
        report.contains("**Base:** respondents whose firm ships.") && !report.contains("with shipped = Yes"),
        "{report}"
    );
    assert!(project.read("reports/d/charts/back.svg").contains("respondents whose firm ships"));
    let without = study.replacen("base = { shipped = [\"Yes\"] }\n", "", 1);
    Project::new()
        .file("d.csv", format!("size,shipped,back,a\n{rows}"))
        .file("d.toml", without)
        .run(&["analyze", "d.csv"])
        .code(1)
        .stderr_has("`base_label` of outcome `back` names a base, and none is given")
        .stderr_has("d.toml, line 8");
}
