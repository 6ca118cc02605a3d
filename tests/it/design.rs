//! Samples with a design, through the program: what is wrong with weights, strata and units is said with its line, and
//! what a design leaves without a variance is flagged, never a panic.

use crate::support::{Project, Run};
use serde_json::Value;

const QUESTIONS: &str = r#"
[[segments]]
name = "size"
levels = ["small", "large"]
[[outcomes]]
name = "yes"
yes = ["Yes"]
no = ["No"]
[[outcomes]]
name = "mood"
bands = ["low", "middle", "high"]
at_least = "middle"
"#;

/// Four respondents of each of so many units; `change` may put another row in place of one.
fn data(units: usize, change: impl Fn(usize, Row) -> Row) -> String {
    let rows = (0..4 * units).map(|i| {
        let row = Row {
            weight: ["1", "2", "0.5"][i % 3].into(),
            stratum: ["a", "b"][i / 4 % 2].into(),
            psu: format!("{}", i / 8),
            size: ["small", "large"][i % 2].into(),
            yes: ["Yes", "No", "Yes"][i / 3 % 3].into(),
        };
        let row = change(i, row);
        let mood = ["low", "middle", "high"][(i * i / 5) % 3];
        format!("{},{},{},50,1,1,{},{},{mood}\n", row.weight, row.stratum, row.psu, row.size, row.yes)
    });
    format!("w,stratum,psu,fpc,rep1,rep2,size,yes,mood\n{}", rows.collect::<String>())
}

struct Row {
    weight: String,
    stratum: String,
    psu: String,
    size: String,
    yes: String,
}

const DESIGN: &str = "[design]\nweight = \"w\"\nstrata = \"stratum\"\npsu = [\"psu\"]\n";

fn analyze(design: &str, data: String) -> (Project, Run) {
    let study = format!("schema = 1\n{design}{QUESTIONS}");
    let project = Project::new().file("a.csv", data).file("a.toml", study);
    let run = project.run(&["analyze", "a.csv"]);
    (project, run)
}

fn results(project: &Project) -> Value {
    serde_json::from_str(&project.read("reports/a/results.json")).expect("JSON")
}

#[test]
fn a_weight_that_is_none_is_named_with_its_line_and_value() {
    for (weight, said) in
        [("-1", "-1"), ("NaN", "NaN"), ("inf", "inf"), ("", "weight"), ("1e999", "1e999"), ("heavy", "heavy")]
    {
        let change = |i: usize, row: Row| if i == 5 { Row { weight: weight.into(), ..row } } else { row };
        let (_, run) = analyze(DESIGN, data(12, change));
        run.code(1).stderr_has("a.csv, line 7").stderr_has(said).stderr_has("`w`");
    }
}

#[test]
fn weights_that_are_all_zero_leave_nobody_and_that_is_an_error() {
    let (_, run) = analyze(DESIGN, data(12, |_, row| Row { weight: "0".into(), ..row }));
    run.code(1).stderr_has("weight").stderr_has("`w`");
}

#[test]
fn a_weight_of_zero_leaves_the_respondent_out_and_the_unit_in() {
    let (with_zero, run) =
        analyze(DESIGN, data(12, |i, row| if i < 4 { Row { weight: "0".into(), ..row } } else { row }));
    run.code(0);
    let overall = &results(&with_zero)["outcomes"][0]["overall"];
    assert_eq!(overall["n"], 44);
    // Twelve units less two strata, and one unit holds nobody of weight.
    assert_eq!(overall["df"], 9.0);
}

#[test]
fn units_numbered_anew_in_every_stratum_are_nested_in_it() {
    let (project, run) = analyze(DESIGN, data(12, |_, row| row));
    run.code(0);
    let overall = &results(&project)["outcomes"][0]["overall"];
    assert_eq!((&overall["n"], &overall["df"]), (&Value::from(48), &Value::from(10.0)));
}

#[test]
fn a_population_smaller_than_its_sample_is_an_error_that_names_the_stratum() {
    let design = format!("{DESIGN}fpc = [\"fpc\"]\n");
    let small = data(12, |_, row| row).replace(",50,", ",3,");
    let (_, run) = analyze(&design, small);
    run.code(1)
        .stderr_has("stratum \"a\" has 6 units at stage 1, more than the population of 3 that `fpc` says")
        .stderr_has("hint: fpc counts the sampling units");
    // A share of the population above 1 is a number of units; 0 and less is neither.
    let none = data(12, |_, row| row).replace(",50,", ",0,");
    let (_, run) = analyze(&design, none);
    run.code(1).stderr_has("must be above 0, not 0").stderr_has("a.csv, line 2, column `fpc`");
}

#[test]
fn a_domain_without_respondents_or_with_one_unit_is_answered_and_flagged() {
    let study = format!("schema = 1\n{DESIGN}{QUESTIONS}");
    let only_small = |i: usize, row: Row| if i % 8 < 4 { Row { size: "small".into(), ..row } } else { row };
    let project = Project::new().file("a.csv", data(24, only_small)).file("a.toml", study);
    let overall = |first: &str, second: &str| {
        let domain = ["--where", first, "--where", second];
        let args = [&["test", "a.csv", "--outcome", "yes", "--by", "size", "--json"], &domain[..]].concat();
        let found = project.run(&args).code(0).json();
        assert_eq!((&found["tests"]["omnibus"], &found["verdict"]), (&Value::Null, &"undetermined".into()), "{found}");
        assert!(found["tests"]["note"].is_string(), "{found}");
        found["overall"].clone()
    };
    // Each has respondents, and nobody is in both; a value that nobody has is a slip.
    let nobody = overall("psu=0", "psu=1");
    project.run(&["test", "a.csv", "--outcome", "yes", "--by", "size", "--where", "rep1=7"]).code(1);
    assert_eq!(
        (&nobody["n"], &nobody["rate"], &nobody["flags"]),
        (&0.into(), &Value::Null, &serde_json::json!(["empty"]))
    );
    let one_unit = project
        .run(&[
            "test",
            "a.csv",
            "--outcome",
            "yes",
            "--by",
            "size",
            "--where",
            "psu=0",
            "--where",
            "stratum=a",
            "--json",
        ])
        .code(0)
        .json()["overall"]
        .clone();
    assert_eq!((&one_unit["n"], &one_unit["df"], &one_unit["ci"]), (&4.into(), &0.0.into(), &Value::Null));
    assert!(one_unit["flags"].as_array().expect("flags").contains(&"no_df".into()), "{one_unit}");
    assert!(one_unit["rate"].is_number() && one_unit["se"].is_null(), "{one_unit}");
}

#[test]
fn a_segment_with_one_level_in_the_base_has_no_test_and_no_coefficient_and_says_so() {
    let models = "[[models]]\noutcome = \"yes\"\non = [\"size\"]\n";
    let (project, run) = analyze(&format!("{DESIGN}{models}"), data(12, |_, row| Row { size: "small".into(), ..row }));
    run.code(0);
    let results = results(&project);
    let size = &results["outcomes"][0]["segments"][0];
    assert_eq!((&size["tests"]["omnibus"], &size["verdict"]), (&Value::Null, &"undetermined".into()));
    assert!(size["tests"]["note"].as_str().expect("a note").contains("one level"), "{}", size["tests"]);
    let note = results["models"][0]["note"].as_str().expect("a note");
    assert!(note.contains("everybody is at small of Size"), "{note}");
}

#[test]
fn a_lonely_unit_names_its_stratum_and_the_choices() {
    let lonely = |i: usize, row: Row| if i < 4 { Row { stratum: "c".into(), ..row } } else { row };
    let (_, run) = analyze(DESIGN, data(12, lonely));
    run.code(1).stderr_has("stratum \"c\"").stderr_has("--lonely-psu");
    for choice in ["certainty", "adjust", "average"] {
        let (_, run) = analyze(&format!("{DESIGN}lonely_psu = \"{choice}\"\n"), data(12, lonely));
        run.code(0);
    }
}

#[test]
fn all_strata_with_a_lonely_unit_are_named_at_once() {
    let lonely = |i: usize, row: Row| if i < 28 { Row { stratum: format!("c{}", i / 4), ..row } } else { row };
    let (_, run) = analyze(DESIGN, data(12, lonely));
    run.code(1).stderr_has(
        "stratum \"c0\", stratum \"c1\", stratum \"c2\", stratum \"c3\", stratum \"c4\", 2 further strata have only \
         one sampling unit each",
    );
}

#[test]
fn replicate_columns_that_are_missing_or_do_not_vary_are_named() {
    let replicates = |columns: &str| {
        format!("[design]\nweight = \"w\"\nreplicates = {{ columns = \"{columns}\", method = \"brr\" }}\n")
    };
    let (_, run) = analyze(&replicates("rw*"), data(12, |_, row| row));
    run.code(1)
        .stderr_has("no column of the file is called \"rw*\"")
        .stderr_has("a.toml, line 4, `replicates` of [design]");
    // The same weight in every row is no replication, whether all columns are like that or one of them.
    let (_project, run) = analyze(&replicates("rep*"), data(12, |_, row| row));
    run.code(1)
        .wrote_nothing()
        .stderr_has("column `rep1` holds the same number in every row, 1, which is no replicate weight")
        .stderr_has("column `rep2` holds")
        .stderr_has("a.toml, line 4, `replicates` of [design]");
    let project = Project::new().file("a.csv", REPLICATES).file("a.toml", format!("schema = 1\n{QUESTIONS}"));
    let test = ["test", "a.csv", "--outcome", "yes", "--by", "size", "--weight", "w"];
    let with = |columns: &'static str| [&test[..], &["--replicates", columns, "--replicate-method", "jk1"]].concat();
    project
        .run(&with("r*"))
        .code(1)
        .stderr_has("column `r3` holds the same number in every row, 0, which is no replicate weight")
        .stderr_has("named by --replicates");
    project.run(&with("r1, r2")).code(0);
}

/// One replicate weight is the same in all rows; the weight of the full sample has a name like theirs.
const REPLICATES: &str = "w,r1,r2,r3,wr1,wr2,size,yes,mood\n1,0,2,0,0,2,small,Yes,low\n1,2,0,0,2,0,small,No,low\n\
                          1,0,2,0,0,2,large,Yes,high\n2,4,0,0,4,0,large,No,high\n";

#[test]
fn the_weight_of_the_full_sample_is_no_replicate_where_the_pattern_means_it_too() {
    let project = Project::new().file("a.csv", REPLICATES).file("a.toml", format!("schema = 1\n{QUESTIONS}"));
    let by = |columns: &str| {
        let flags = ["--weight", "w", "--replicates", columns, "--replicate-method", "brr", "--json"];
        project.run(&[&["test", "a.csv", "--outcome", "yes", "--by", "size"][..], &flags].concat()).code(0).stdout()
    };
    assert_eq!(by("w*"), by("wr1 wr2"));
}

#[test]
fn an_empty_level_and_one_with_a_single_unit_are_flagged() {
    let (project, run) = analyze(DESIGN, data(12, |_, row| Row { size: "small".into(), ..row }));
    run.code(0);
    let size = results(&project)["outcomes"][0]["segments"][0].clone();
    assert_eq!(size["levels"][1]["flags"], serde_json::json!(["empty"]));
    assert_eq!(size["tests"]["omnibus"], Value::Null);
    assert_eq!(size["verdict"], "undetermined");
    let one_unit = |i: usize, row: Row| Row { size: if i < 4 { "large" } else { "small" }.into(), ..row };
    let (project, run) = analyze(DESIGN, data(12, one_unit));
    run.code(0);
    let large = results(&project)["outcomes"][0]["segments"][0]["levels"][1].clone();
    assert_eq!((&large["df"], &large["ci"], &large["se"]), (&Value::from(0.0), &Value::Null, &Value::Null));
    assert!(large["flags"].as_array().unwrap().contains(&Value::from("no_df")));
}

#[test]
fn an_outcome_that_does_not_vary_has_no_test_and_a_note() {
    let (project, run) = analyze(DESIGN, data(12, |_, row| Row { yes: "Yes".into(), ..row }));
    run.code(0);
    let size = results(&project)["outcomes"][0]["segments"][0].clone();
    assert_eq!(size["tests"]["omnibus"], Value::Null);
    assert!(size["tests"]["note"].is_string(), "{size}");
}

#[test]
fn a_table_has_weighted_bases_and_bands_by_design() {
    let study = format!("schema = 1\n{DESIGN}{QUESTIONS}");
    let project = Project::new().file("a.csv", data(12, |_, row| row)).file("a.toml", study);
    let run = project.run(&["tabulate", "a.csv", "--json"]).code(0);
    let table: Value = serde_json::from_str(&run.stdout()).expect("JSON");
    // Weights of 1, 2 and 0.5 in turn: 16 times 3.5.
    assert_eq!((&table["columns"][0]["n"], &table["columns"][0]["n_weighted"]), (&Value::from(48), &Value::from(56.0)));
    let levels: f64 = (1..3).map(|at| table["columns"][at]["n_weighted"].as_f64().unwrap()).sum();
    assert_eq!(levels, 56.0);
    let bands: Vec<&Value> = table["rows"].as_array().unwrap().iter().filter(|row| row["outcome"] == "mood").collect();
    let shares: f64 = bands.iter().map(|row| row["cells"][1]["rate"].as_f64().unwrap()).sum();
    assert!((shares - 1.0).abs() < 1e-12 && bands.len() == 3, "{shares}");
}

#[test]
fn what_is_for_simple_samples_is_left_out_by_name() {
    let more = "[[correlations]]\na = \"mood\"\nb = \"size\"\n";
    let (project, run) = analyze(&format!("{DESIGN}{more}"), data(12, |_, row| row));
    run.code(0);
    let results = results(&project);
    assert_eq!(results["correlations"], serde_json::json!([]));
    assert!(results["not_computed"].to_string().contains("[[correlations]]"), "{}", results["not_computed"]);
}

#[test]
fn a_level_in_one_sampling_unit_has_no_error_and_neither_have_its_differences() {
    // All of level c live in one unit, so that nothing tells how its rate varies; R takes it for certain.
    let mut rows = String::from("g,y,w,psu\n");
    for i in 0..240 {
        let (unit, level) = if i >= 200 { (20, "c") } else { (i / 10, ["a", "b"][i % 2]) };
        let yes = if (i * 7 + i / 10) % 5 < 2 || (level == "c" && i % 3 > 0) { "Yes" } else { "No" };
        rows += &format!("{level},{yes},{},{unit}\n", 1 + i % 3);
    }
    let study = "schema = 1\n[design]\nweight = \"w\"\npsu = \"psu\"\n[[segments]]\nname = \"g\"\n\
                 levels = [\"a\", \"b\", \"c\"]\n[[outcomes]]\nname = \"y\"\nyes = [\"Yes\"]\n\
                 [[claims]]\nid = \"c\"\ntext = \"more of c\"\nkind = \"higher\"\noutcome = \"y\"\n\
                 where = { g = [\"c\"] }\nthan = \"rest\"\n";
    let project = Project::new().file("a.csv", rows).file("a.toml", study);
    let found = project.run(&["analyze", "a.csv", "--json"]).code(0).json();
    let by_g = &found["outcomes"][0]["segments"][0];
    assert!(by_g["levels"][2]["se"].is_null() && by_g["levels"][2]["rate"].is_number(), "{by_g}");
    for (pair, known) in by_g["pairs"].as_array().expect("pairs").iter().zip([true, false, false]) {
        assert!(pair["difference"].is_number(), "{pair}");
        for key in ["se", "ci", "p", "p_adjusted"] {
            assert_eq!(pair[key].is_null(), !known, "{key} of {pair}");
        }
    }
    let of_c = by_g["versus_rest"].as_array().expect("pairs").last().expect("c");
    assert!(of_c["se"].is_null() && of_c["p"].is_null(), "{of_c}");
    assert_eq!(found["claims"][0]["status"], "not_testable", "{}", found["claims"][0]);
}

/// "By region" with regions as units: a level that is one unit does not vary, so nothing can be tested, at once.
#[test]
fn a_segment_that_is_the_sampling_unit_is_not_tested() {
    for regions in 2..=5 {
        let rows: String = (0..150)
            .map(|i| format!("{},r{}\n", if i * 7919 % 13 < 4 + i % regions { "Yes" } else { "No" }, i % regions))
            .collect();
        let project = Project::new().file("m.csv", format!("y,g\n{rows}"));
        let args = ["test", "m.csv", "--outcome", "y=Yes", "--by", "g", "--psu", "g", "--json"];
        let json = project.run(&args).code(0).json();
        assert_eq!((&json["verdict"], &json["decision"]), (&"undetermined".into(), &Value::Null), "{regions}: {json}");
        assert_eq!(json["effect"]["cramers_v"], Value::Null);
    }
}

#[test]
fn replicates_by_fays_method_need_their_rho_in_the_study_and_as_flags() {
    let rows: String = (0..40)
        .map(|i| format!("{},{},1,{},{}\n", ["a", "b"][i % 2], ["y", "n"][i / 2 % 2], i % 3, 2 - i % 4 / 2))
        .collect();
    let project = |replicates: &str| {
        let study = format!(
            "schema = 1\n[design]\nweight = \"w\"\n{replicates}\n[[segments]]\nname = \"g\"\nlevels = [\"a\", \"b\"]\n\
             [[outcomes]]\nname = \"y\"\nyes = [\"y\"]\n"
        );
        Project::new().file("a.csv", format!("g,y,w,rw1,rw2\n{rows}")).file("a.toml", study)
    };
    let missing = project("replicates = { columns = \"rw*\", method = \"fay\" }");
    missing
        .run(&["analyze", "a.csv"])
        .code(1)
        .stdout_is("")
        .stderr_has("with the method fay needs `rho`")
        .stderr_has("a.toml, line 4")
        .stderr_has("rho = 0.5");
    project("replicates = { columns = \"rw*\", method = \"fay\", rho = 0.5 }").run(&["analyze", "a.csv"]).code(0);
    let flags = ["analyze", "a.csv", "--json", "--replicates", "rw*", "--replicate-method"];
    let by_flags = |more: &[&str]| project("").run(&[&flags[..], more].concat());
    by_flags(&["fay"]).code(2).stdout_is("").stderr_has("`--replicate-method fay` needs --rho");
    let se = |run: Run| run.code(0).json()["outcomes"][0]["overall"]["se"].as_f64().expect("a number");
    let (brr, fay) = (se(by_flags(&["brr"])), se(by_flags(&["fay", "--rho", "0.5"])));
    assert!((fay / brr - 2.0).abs() < 1e-9, "{fay} {brr}");
}

/// One weight beyond all others makes X2 as large as it likes: the answer comes all the same. One too small to be told from
/// none is refused.
#[test]
fn weights_of_any_size_are_answered_or_refused_at_once() {
    let file = |odd: &str, others: &str| {
        let rows: String = (0..200)
            .map(|i| {
                let answer = if i * 7 % 10 < 4 + i % 2 { "Yes" } else { "No" };
                format!("{},{answer},{}\n", ["a", "b"][i % 2], if i == 0 { odd } else { others })
            })
            .collect();
        Project::new().file("d.csv", format!("g,y,w\n{rows}"))
    };
    let args = ["test", "d.csv", "--outcome", "y=Yes", "--by", "g", "--weight", "w", "--json"];
    for odd in ["1e12", "1e15", "1e17", "1e50"] {
        let json = file(odd, "1").run(&args).code(0).json();
        assert_eq!(json["overall"]["n"], 200, "{odd}");
    }
    let tiny = file("1", "1e-200").run(&args).code(1).stdout_is("");
    tiny.stderr_has("smaller than can be computed with").stderr_has("line 3, column `w`");
}

/// A level and the whole that the rule hides, whatever their n: no mark of their figure, and no word of 30 respondents.
#[test]
fn what_another_rule_than_n_hides_is_not_drawn_and_not_said_to_have_too_few_respondents() {
    let rows: String = (0..200)
        .map(|i| format!("{},{},{}\n", ["a", "b"][i % 2], ["y", "n"][i / 2 % 2], if i % 14 == 1 { 5000 } else { 1 }))
        .collect();
    let project = Project::new().file("d.csv", format!("g,y,w\n{rows}"));
    let args = ["test", "d.csv", "--outcome", "y=y", "--by", "g", "--weight", "w", "--suppress-rule", "nchs"];
    let json = project.run(&[&args[..], &["--json"]].concat()).code(0).json();
    let hidden = |of: &Value| of["flags"].to_string().contains("suppressed");
    assert!(hidden(&json["overall"]) && !hidden(&json["levels"][0]) && hidden(&json["levels"][1]), "{json}");
    let text = project.run(&args).code(0).stdout();
    assert!(!text.contains('│') && text.contains('●'), "{text}");
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(!flat.contains("30 respondents"), "{text}");
}
