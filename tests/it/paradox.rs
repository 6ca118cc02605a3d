//! The paradox end to end: against R (`tests/oracle/paradox.R`), and on data whose answer is known.

use crate::goldens::{Case, cases, close, close_or_none, number};
use crate::support::{Project, Run};
use paradox::design::Estimates;
use paradox::num::linalg::Matrix;
use paradox::stats::bounds::{Bounds, of_rate};
use paradox::stats::detection::{Against, break_even_many, break_even_one};
use paradox::stats::{Ratio, evalue::e_value};
use serde_json::Value;

const QUESTIONS: &str = r#"
[data]
missing = ["NA", ""]
[analysis]
suppress_below = 0
[[segments]]
name = "maturity"
levels = ["None", "Basic", "Partial", "Full"]
ordered = true
[[segments]]
name = "size"
levels = ["XS", "S", "M", "L", "XL"]
[[segments]]
name = "region"
levels = ["EMEA", "APAC", "AMER"]
[[segments]]
name = "monitoring"
levels = ["0", "1"]
[[outcomes]]
name = "rollback"
yes = ["1"]
no = ["0"]
"#;

const DESIGN: &str = "[design]\nweight = \"weight\"\nstrata = \"stratum\"\npsu = [\"psu\"]\n";

const PARADOX: &str = "[paradox]\noutcome = \"rollback\"\nsegment = \"maturity\"\ntop = \"Full\"\n";

fn of_design_csv(design: &str, paradox: &str) -> Value {
    let study = format!("schema = 1\n{design}{QUESTIONS}{paradox}");
    let project = Project::new().file("d.csv", include_bytes!("../oracle/data/design.csv")).file("d.toml", study);
    project.run(&["analyze", "d.csv", "--json"]).code(0).json()["paradox"].clone()
}

fn r() -> Value {
    serde_json::from_str(include_str!("../oracle/paradox.json")).expect("what R wrote")
}

#[track_caller]
fn near(what: &str, got: &Value, expected: f64, tol: f64) {
    let got = got.as_f64().unwrap_or_else(|| panic!("{what}: {got} is no number"));
    assert!((got - expected).abs() <= tol * expected.abs().max(1e-9), "{what}: got {got}, expected {expected}");
}

#[track_caller]
fn at(list: &Value, index: usize) -> f64 {
    number(&list[index])
}

#[test]
fn top_against_rest_and_break_even_are_those_of_r_by_design_and_without() {
    for (design, name) in [(DESIGN, "top_versus_rest"), ("", "top_versus_rest_simple")] {
        let (found, expected) = (of_design_csv(design, PARADOX), &r()[name]);
        let pair = &found["top_versus_rest"];
        assert_eq!((pair["a"].as_str(), pair["b"].as_str()), (Some("Full"), Some("rest")));
        near("difference", &pair["difference"], number(&expected["difference"]), 1e-9);
        near("se", &pair["se"], number(&expected["se"]), 1e-9);
        assert_eq!(pair["df"].as_f64(), expected["df"].as_f64());
        let detection = &found["detection"];
        for (key, form) in [("one", "break_even_one"), ("many", "break_even_many")] {
            near(form, &detection[form], at(&expected[key], 1), 1e-9);
            near(form, &detection["ci"][key]["low"], at(&expected[key], 0), 1e-9);
            near(form, &detection["ci"][key]["high"], at(&expected[key], 2), 1e-9);
        }
    }
}

#[test]
fn the_adjusted_difference_and_its_ratios_are_contrasts_of_the_margins_of_r() {
    for (design, name) in [(DESIGN, "adjusted"), ("", "adjusted_simple")] {
        let (found, expected) = (of_design_csv(design, PARADOX)["adjusted"].clone(), &r()[name]);
        let pair = &found["difference"];
        near("difference", &pair["difference"], number(&expected["difference"]), 1e-6);
        near("se", &pair["se"], number(&expected["se_difference"]), 1e-6);
        near("ratio", &pair["ratio"]["value"], at(&expected["ln_ratio"], 0).exp(), 1e-6);
        near("ratio of no", &found["ratio_of_no"]["value"], at(&expected["ln_ratio_of_no"], 0).exp(), 1e-6);
        assert_eq!(pair["df"].as_f64(), expected["df"].as_f64());
        for level in 0..4 {
            near("margin", &found["levels"][level]["rate"], at(&expected["margins"], level), 1e-6);
        }
        if design.is_empty() {
            let z = 1.959_963_984_540_054;
            let half = z * at(&expected["ln_ratio"], 1);
            near("limit", &pair["ratio"]["low"], (at(&expected["ln_ratio"], 0) - half).exp(), 1e-6);
        }
    }
}

#[test]
fn tests_of_the_segment_and_of_interactions_are_those_of_r() {
    let (found, expected) = (of_design_csv(DESIGN, PARADOX), r());
    let interaction = &found["interactions"][2];
    assert_eq!(interaction["segment"], "monitoring");
    for (test, name) in [(&found["adjusted"]["test"], "maturity"), (&interaction["test"], "maturity_monitoring")] {
        for (place, key) in ["statistic", "df", "df2", "p"].into_iter().enumerate() {
            near(&format!("{name} {key}"), &test[key], at(&expected[name], place), 1e-5);
        }
    }
}

#[test]
fn within_strata_a_design_has_the_odds_ratio_of_svyglm_and_a_simple_sample_that_of_mantel_and_haenszel() {
    let expected = r();
    let of_monitoring = |found: &Value| {
        let strata = found["strata"].as_array().expect("strata").clone();
        strata.into_iter().find(|of| of["within"] == "monitoring").expect("a segment")
    };
    let by_design = of_monitoring(&of_design_csv(DESIGN, PARADOX));
    near("odds ratio", &by_design["odds_ratio"]["value"], at(&expected["within"], 0).exp(), 1e-6);
    assert_eq!(by_design["tests"][0]["df2"].as_f64(), Some(at(&expected["within"], 2)));
    near("interaction", &by_design["tests"][1]["p"], at(&expected["within_interaction"], 3), 1e-5);
    near("split", &by_design["split"]["within"], at(&expected["split"], 0), 1e-9);
    near("split", &by_design["split"]["composition"], at(&expected["split"], 1), 1e-9);
    let simple = of_monitoring(&of_design_csv("", PARADOX));
    near("common", &simple["odds_ratio"]["value"], at(&expected["mantel_haenszel"], 0), 1e-9);
    near("cmh", &simple["tests"][0]["statistic"], at(&expected["mantel_haenszel"], 1), 1e-9);
    near("split", &simple["split"]["composition"], at(&expected["split_simple"], 1), 1e-9);
}

#[test]
fn a_column_that_measures_detection_gives_rates_at_equal_detection() {
    let found = of_design_csv(DESIGN, &format!("{PARADOX}detection = \"monitoring\"\n"));
    let equal = &found["detection"]["at_equal_detection"];
    assert_eq!((&found["detection"]["measured_by"], &equal["within"]), (&"monitoring".into(), &"monitoring".into()));
    let standing = |found: &Value| {
        let all = found["explanations"].as_array().expect("explanations");
        all.iter().find(|e| e["name"] == "detection").expect("it is one")["standing"].clone()
    };
    assert_eq!(standing(&found), "does_not_suffice", "4.5 at equal monitoring");
    assert_eq!(standing(&of_design_csv(DESIGN, PARADOX)), "not_identified", "nothing measures it");
    assert!(!found["not_identified"].to_string().contains("no column measures"), "one does");
}

#[test]
fn bounds_of_the_difference_take_the_opposite_extremes_with_the_limits_of_imbens_and_manski() {
    let (found, expected) = (of_design_csv(DESIGN, PARADOX)["bounds"]["difference"].clone(), &r()["bounds"]);
    for (place, got) in
        [&found["low"], &found["high"], &found["ci"]["low"], &found["ci"]["high"]].into_iter().enumerate()
    {
        near("bound", got, at(expected, place), 1e-8);
    }
}

#[test]
fn e_values_break_evens_and_bounds_equal_the_goldens() {
    for Case { id, input, expect, tol } in cases("E-value of a rate ratio") {
        let ratio = Ratio {
            value: Some(number(&input["ratio"])),
            low: Some(number(&input["ci"][0])),
            high: Some(number(&input["ci"][1])),
        };
        let found = e_value(ratio).expect("a ratio");
        close(&id, found.value, &expect["evalue"], tol);
        close_or_none(&id, found.limit, &expect["evalue_ci"], tol);
    }
    for Case { id, input, expect, tol } in cases("break-even relative detection") {
        let of = |x: &str, n: &str| (number(&input[x]), number(&input[n]));
        let [top, other] = [of("x_full", "n_full"), of("x_other", "n_other")];
        let variance = |(x, n): (f64, f64)| x / n * (1.0 - x / n) / n;
        let covariance = Matrix::from_rows(&[vec![variance(top), 0.0], vec![0.0, variance(other)]]);
        let rates = Estimates { values: vec![top.0 / top.1, other.0 / other.1], covariance };
        let found = break_even_one(&rates, OF, f64::INFINITY, number(&input["conf"])).expect("both above 0");
        close(&id, found.ratio.value.expect("a value"), &expect["ratio"], tol);
        close(&id, found.ln_se, &expect["se_log"], tol);
        close_or_none(&id, found.ratio.low, &expect["ci"][0], tol);
        close_or_none(&id, found.ratio.high, &expect["ci"][1], tol);
    }
    for Case { id, input, expect, tol } in cases("worst-case bounds for item non-response") {
        let [yes, no, missing] = ["yes", "no", "missing"].map(|key| number(&input[key]));
        let found = of_rate(yes, no, missing).expect("asked");
        close(&id, found.low, &expect["lower"], tol);
        close(&id, found.high, &expect["upper"], tol);
    }
}

const OF: Against = Against { top: 0, other: 1 };

#[test]
fn closed_forms_equal_those_of_r() {
    let r = r();
    for case in r["break_even_many"].as_array().expect("cases") {
        let [top, other, n_top, n_other, shared] = [0, 1, 2, 3, 4].map(|i| at(case, i));
        let variance = |rate: f64, n: f64| rate * (1.0 - rate) / n;
        let covariance =
            Matrix::from_rows(&[vec![variance(top, n_top), shared], vec![shared, variance(other, n_other)]]);
        let rates = Estimates { values: vec![top, other], covariance };
        let found = break_even_many(&rates, OF, f64::INFINITY, 0.95).expect("rates").ratio;
        for (got, index) in [(found.low, 5), (found.value, 6), (found.high, 7)] {
            close("break-even", got.expect("a number"), &case[index], 1e-9);
        }
    }
    for case in r["imbens_manski"].as_array().expect("cases") {
        let [low, width, s_low, s_high, df, level, c] = [0, 1, 2, 3, 4, 5, 6].map(|i| at(case, i));
        let df = if df > 1e299 { f64::INFINITY } else { df };
        let found = Bounds { low, high: low + width }.limits([s_low, s_high], df, level).expect("it varies");
        assert!(((low - found.low) / s_low - c).abs() < 1e-8, "{case}");
        assert!(((found.high - low - width) / s_high - c).abs() < 1e-8, "{case}");
    }
    let [top, rest, yes, no] = [0, 1, 2, 3].map(|i| at(&r["e_value"][0], i));
    let of = |ratio: f64| e_value(Ratio { value: Some(ratio), low: None, high: None }).expect("a ratio").value;
    assert!((of(top / rest) - yes).abs() < 1e-12 && (of((1.0 - top) / (1.0 - rest)) - no).abs() < 1e-12);
}

/// Kidney stones (Charig et al. 1986): treatment A has the large ones.
const STONES: [(&str, &str, usize, usize); 4] =
    [("A", "Small", 810, 60), ("B", "Small", 2340, 360), ("A", "Large", 1920, 710), ("B", "Large", 550, 250)];

fn stones(extra: &str) -> Run {
    let mut data = String::from("treatment,size,ok,asked\n");
    for (treatment, size, yes, no) in STONES {
        (0..yes).for_each(|_| data += &format!("{treatment},{size},Yes,1\n"));
        (0..no).for_each(|_| data += &format!("{treatment},{size},No,1\n"));
    }
    let study = format!(
        "schema = 1\n[[segments]]\nname = \"treatment\"\nlevels = [\"A\", \"B\"]\n[[segments]]\nname = \"size\"\n\
         levels = [\"Small\", \"Large\"]\n[[outcomes]]\nname = \"ok\"\nyes = [\"Yes\"]\nno = [\"No\"]\n[paradox]\n\
         outcome = \"ok\"\nsegment = \"treatment\"\ntop = \"A\"\n{extra}"
    );
    let project = Project::new().file("d.csv", data).file("d.toml", study);
    project.run(&["analyze", "d.csv", "--json"])
}

#[test]
fn a_reversal_is_found_and_explained_by_how_the_groups_are_spread() {
    let found = stones("").code(0).json()["paradox"].clone();
    let turned = &found["reversal"][0];
    assert_eq!((turned["within"].as_str(), turned["is_shown"].as_bool()), (Some("size"), Some(true)));
    assert!(turned["crude_odds_ratio"].as_f64() < Some(1.0) && turned["odds_ratio"].as_f64() > Some(1.0));
    let split = &found["strata"][0]["split"];
    let sum = split["within"].as_f64().expect("a part") + split["composition"].as_f64().expect("a part");
    near("the parts add up to the difference", &found["top_versus_rest"]["difference"], sum, 1e-9);
    let said = turned["sentence"].as_str().expect("text");
    assert!(said.contains("come from how the two are spread over size"), "{said}");
    let standing = &found["explanations"][1];
    assert_eq!((standing["name"].as_str(), standing["standing"].as_str()), (Some("other_segments"), Some("survives")));
}

#[test]
fn without_a_difference_chance_survives_and_nothing_else_is_called_an_explanation() {
    let rows = (0..400).map(|i| format!("{},{}\n", ["A", "B"][i % 2], ["Yes", "No"][i / 2 % 2]));
    let data = format!("treatment,ok\n{}", rows.collect::<String>());
    let study = "schema = 1\n[[segments]]\nname = \"treatment\"\nlevels = [\"A\", \"B\"]\n[[outcomes]]\nname = \"ok\"\n\
                 yes = [\"Yes\"]\nno = [\"No\"]\n[paradox]\noutcome = \"ok\"\nsegment = \"treatment\"\ntop = \"A\"\n";
    let project = Project::new().file("d.csv", data).file("d.toml", study);
    let found = project.run(&["analyze", "d.csv", "--json"]).code(0).json()["paradox"].clone();
    let all = found["explanations"].as_array().expect("explanations");
    let survive: Vec<&str> =
        all.iter().filter(|e| e["standing"] == "survives").filter_map(|e| e["name"].as_str()).collect();
    assert_eq!(survive, ["chance"]);
    assert_eq!(found["selection"], Value::Null, "everybody was asked");
    assert_eq!(found["e_value"]["yes_limit"], 1.0);
}

/// Those outside the base count as no, and not those outside the domain.
#[test]
fn selection_counts_whoever_was_not_asked_by_level() {
    let mut data = String::from("maturity,shipped,back,land\n");
    for (level, shipped, back, n) in [
        ("Full", "1", "1", 60),
        ("Full", "1", "0", 20),
        ("Full", "0", "", 20),
        ("Low", "1", "1", 70),
        ("Low", "1", "0", 70),
        ("Low", "0", "", 60),
        ("Low", "1", "", 10),
    ] {
        (0..n).for_each(|i| data += &format!("{level},{shipped},{back},{}\n", if i % 2 == 0 { "X" } else { "Y" }));
    }
    let study = "schema = 1\n[analysis]\nsuppress_below = 0\n[[segments]]\nname = \"maturity\"\nlevels = [\"Low\", \"Full\"]\n[[outcomes]]\n\
                 name = \"back\"\nyes = [\"1\"]\nno = [\"0\"]\nbase = { shipped = [\"1\"] }\n[paradox]\noutcome = \"back\"\n\
                 segment = \"maturity\"\ntop = \"Full\"\n";
    let project = Project::new().file("d.csv", data).file("d.toml", study);
    for (args, times) in
        [(&["analyze", "d.csv", "--json"][..], 1.0), (&["analyze", "d.csv", "--json", "--where", "#4=X"], 0.5)]
    {
        let found = project.run(args).code(0).json()["paradox"].clone();
        let levels = &found["selection"]["levels"];
        assert_eq!((levels[0]["level"].as_str(), levels[2]["level"].as_str()), (Some("Low"), Some("rest")));
        assert_eq!(levels[1]["share"]["n"].as_f64(), Some(100.0 * times));
        near("shipped", &levels[1]["share"]["rate"], 0.8, 1e-12);
        near("shipped", &levels[0]["share"]["rate"], 150.0 / 210.0, 1e-12);
        near("of all", &levels[1]["rate_of_all"]["rate"], 0.6, 1e-12);
        near("of all: no answer is left out", &levels[0]["rate_of_all"]["rate"], 0.35, 1e-12);
        near("lowest", &found["bounds"]["levels"][0]["low"], 70.0 / 150.0, 1e-12);
        near("highest", &found["bounds"]["levels"][0]["high"], 80.0 / 150.0, 1e-12);
    }
}

#[test]
fn data_in_which_the_segment_or_the_detection_never_varies_name_line_and_key() {
    let data = "treatment,seen,ok\nA,1,Yes\nA,1,No\nB,1,Yes\n";
    let study = |data: &str| {
        let study = "schema = 1\n[[segments]]\nname = \"treatment\"\nlevels = [\"A\", \"B\"]\n[[segments]]\nname = \"seen\"\n\
                     levels = [\"0\", \"1\"]\n[[outcomes]]\nname = \"ok\"\nyes = [\"Yes\"]\n[paradox]\noutcome = \"ok\"\n\
                     segment = \"treatment\"\ntop = \"A\"\ndetection = \"seen\"\n";
        Project::new().file("d.csv", data).file("d.toml", study)
    };
    (study(data).run(&["analyze", "d.csv"]).code(1).stdout_is(""))
        .stderr_has("`detection` of [paradox] is `seen`, and all who answered `ok` are at its level \"1\"")
        .stderr_has("d.toml, line 15")
        .wrote_nothing();
    (study(&data.replace("B,1", "A,1")).run(&["analyze", "d.csv"]).code(1).stdout_is(""))
        .stderr_has("`segment` of [paradox] is `treatment`, and all who answered `ok` are at its level \"A\"")
        .stderr_has("d.toml, line 13")
        .wrote_nothing();
}

#[test]
fn a_top_level_too_small_to_show_has_no_figure_in_report_and_terminal() {
    let project = Project::new()
        .file("d.csv", "g,ok\n".to_owned() + &"A,Yes\nB,No\nB,Yes\nB,Yes\n".repeat(20))
        .file(
            "d.toml",
            "schema = 1\n[[segments]]\nname = \"g\"\nlevels = [\"A\", \"B\"]\n[[outcomes]]\nname = \"ok\"\nyes = [\"Yes\"]\n\
             [paradox]\noutcome = \"ok\"\nsegment = \"g\"\ntop = \"A\"\n",
        );
    let said = project.run(&["analyze", "d.csv"]).code(0).stdout().replace('\n', " ");
    let expected = "\"A\" against all others: no figure, because the top level or the rest has too few respondents.";
    assert!(said.contains(expected), "{said}");
    let report = project.read("reports/d/report.md");
    let section = report.split("## \"A\" against all others").nth(1).expect("a section").split("\n## ").next();
    assert!(section.is_some_and(|section| !section.contains('%')), "{section:?}");
}

#[test]
fn redaction_takes_out_strata_of_too_few_and_the_whole_where_a_level_is_hidden() {
    let rows = |size: &str, n: usize| -> String {
        (0..n).map(|i| format!("{},{size},{}\n", ["A", "B"][i % 2], ["Yes", "No", "Yes"][i % 3])).collect()
    };
    let study = "schema = 1\n[[segments]]\nname = \"treatment\"\nlevels = [\"A\", \"B\"]\n[[segments]]\nname = \"size\"\n\
                 levels = [\"S\", \"L\"]\n[[outcomes]]\nname = \"ok\"\nyes = [\"Yes\"]\nno = [\"No\"]\n[paradox]\n\
                 outcome = \"ok\"\nsegment = \"treatment\"\ntop = \"A\"\n";
    let found = |small: usize| {
        let data = format!("treatment,size,ok\n{}{}", rows("S", small), rows("L", 300));
        let project = Project::new().file("d.csv", data).file("d.toml", study);
        project.run(&["analyze", "d.csv", "--json", "--redact"]).code(0).json()
    };
    assert_eq!(found(300)["paradox"]["strata"].as_array().map(Vec::len), Some(1));
    // 40 of the small size are enough to show, 20 of each treatment among them are not.
    assert_eq!(found(40)["paradox"]["strata"].as_array().map(Vec::len), Some(0));
    let hidden = found(20);
    assert_eq!(hidden["paradox"], Value::Null);
    assert!(hidden["data_quality"]["notes"].to_string().contains("\\\"A\\\" against all others"));
}

fn sinch() -> Value {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/data/sinch-2026-synthetic.csv");
    Project::new().run(&["analyze", data, "--study", "sinch-2026", "--json"]).code(0).json()
}

/// "Maturity matters more than size" is one estimate; "than country" is not shown by ten countries of 157.
#[test]
fn one_segment_against_another_is_one_estimate_that_knows_how_many_levels_there_are() {
    let results = sinch();
    let paradox = &results["paradox"];
    let against = |name: &str| {
        let all = paradox["contrasts"].as_array().expect("contrasts").clone();
        all.into_iter().find(|contrast| contrast["b"] == name).expect("a segment")
    };
    let (size, country) = (against("company_size"), against("country"));
    for contrast in [&size, &country] {
        let of = |key: &str| contrast[key].as_f64().expect("a number");
        near("one estimate", &contrast["difference"], of("largest_a") - of("largest_b"), 1e-12);
    }
    assert!(size["ci"]["low"].as_f64() > Some(0.0), "{size}");
    assert!(country["ci"]["low"].as_f64() < Some(0.0) && country["ci"]["high"].as_f64() > Some(0.0), "{country}");
    assert!(country["by_chance"].as_f64() < Some(-0.04), "many small levels lie further apart by chance");
    // The largest differences are those of the comparisons.
    let rollback =
        results["outcomes"].as_array().expect("outcomes").iter().find(|o| o["name"] == "rollback").expect("it");
    let of = |name: &str| {
        let all = rollback["segments"].as_array().expect("segments");
        all.iter().find(|c| c["segment"] == name).expect("a segment").clone()
    };
    let largest = of("country")["effect"]["largest_difference"]["difference"].as_f64().expect("a number").abs();
    near("country", &country["largest_b"], largest, 1e-12);
    // Where it sits: the level with the largest difference to the rest.
    let mature = of("governance_maturity")["effect"]["furthest_level"].clone();
    assert_eq!((mature["a"].as_str(), mature["b"].as_str()), (Some("Fully mature"), Some("rest")));
    near("top against rest", &paradox["top_versus_rest"]["difference"], number(&mature["difference"]), 1e-12);
    let held = &paradox["heterogeneity"][0];
    assert_eq!(held["level"], "Fully mature");
    near("adjusted", &held["adjusted"]["difference"], number(&paradox["adjusted"]["difference"]["difference"]), 1e-12);
}

#[test]
fn what_is_as_analysed_gives_the_verdicts_of_the_study_and_other_choices_those_of_a_study_that_makes_them() {
    let results = sinch();
    let choices = results["paradox"]["choices"].as_array().expect("choices");
    let verdicts = |choice: &Value| -> Vec<String> {
        let all = choice["verdicts"].as_array().expect("verdicts").iter();
        all.map(|of| of["verdict"].as_str().unwrap_or("none").to_owned()).collect()
    };
    let of_study = |args: &[&str]| -> Vec<String> {
        let data = concat!(env!("CARGO_MANIFEST_DIR"), "/data/sinch-2026-synthetic.csv");
        let all = [&["test", data, "--study", "sinch-2026", "--outcome", "rollback", "--json"][..], args].concat();
        let by = ["governance_maturity", "company_size", "ai_budget", "country", "industry", "role"];
        let all: Vec<&str> = all.into_iter().chain(by.into_iter().flat_map(|by| ["--by", by])).collect();
        let found = Project::new().run(&all).code(0).json();
        let list = found["comparisons"].as_array().expect("comparisons").iter();
        list.map(|c| c["verdict"].as_str().expect("a verdict").to_owned()).collect()
    };
    let own = of_study(&[]);
    let as_analysed: Vec<&Value> = choices.iter().filter(|choice| choice["as_analysed"] == true).collect();
    assert_eq!(as_analysed.len(), 5, "one an axis, and a design effect of 1");
    as_analysed.iter().for_each(|choice| assert_eq!(verdicts(choice), own, "{choice}"));
    for (axis, label, args) in [
        ("correction", "none", ["--adjust", "none"]),
        ("correction", "Benjamini-Hochberg", ["--adjust", "bh"]),
        ("margin", "3 points", ["--margin", "3"]),
        ("margin", "10 points", ["--margin", "10"]),
    ] {
        let choice = choices.iter().find(|c| c["axis"] == axis && c["label"] == label).expect(label);
        assert_eq!(verdicts(choice), of_study(&args), "{label}");
        let changed = choice["verdicts"].as_array().expect("verdicts").iter().map(|of| of["changed"] == true);
        let differs = verdicts(choice).into_iter().zip(&own).map(|(a, b)| a != *b).collect::<Vec<_>>();
        assert_eq!(changed.collect::<Vec<_>>(), differs, "{label}");
    }
    let axes: Vec<&str> = choices.iter().filter_map(|choice| choice["axis"].as_str()).collect();
    for axis in ["interval_and_test", "correction", "margin", "base", "design"] {
        assert!(axes.contains(&axis), "{axis}");
    }
}

/// The base of the press release: whoever has not shipped counts as no.
#[test]
fn with_all_respondents_as_base_the_verdicts_are_those_of_an_outcome_with_that_base() {
    let rows = |size: &str, yes: usize, no: usize, outside: usize| -> String {
        let of = |n: usize, row: &str| (0..n).map(|i| format!("{size},{row},{}\n", i % 2)).collect::<String>();
        [of(yes, "1,Yes"), of(no, "1,No"), of(outside, "0,")].concat()
    };
    let data = format!(
        "size,shipped,ok,stratum\n{}{}{}",
        rows("S", 60, 40, 10),
        rows("M", 66, 44, 200),
        rows("L", 130, 70, 50)
    );
    let study = |outcome: &str| {
        format!(
            "schema = 1\n[[segments]]\nname = \"size\"\nlevels = [\"S\", \"M\", \"L\"]\nordered = true\n[[outcomes]]\nname = \"ok\"\n\
             {outcome}\n[paradox]\noutcome = \"ok\"\nsegment = \"size\"\ntop = \"L\"\n"
        )
    };
    let run = |outcome: &str, design: &str| {
        let project = Project::new().file("d.csv", &data).file("d.toml", study(outcome) + design);
        project.run(&["analyze", "d.csv", "--json"]).code(0).json()
    };
    for design in ["", "[design]\nstrata = \"#4\"\n"] {
        let asked = run("yes = [\"Yes\"]\nno = [\"No\"]\nbase = { shipped = [\"1\"] }", design);
        let all = run("yes = [\"Yes\"]\nmissing = [\"nothing\"]\nno = [\"No\", \"\"]", design);
        let choices = asked["paradox"]["choices"].as_array().expect("choices").clone();
        let choice =
            choices.iter().find(|c| c["label"].as_str().is_some_and(|l| l.starts_with("all respondents"))).expect("it");
        let (got, expected) = (&choice["verdicts"][0], &all["outcomes"][0]["segments"][0]);
        assert_eq!(got["verdict"], expected["verdict"]);
        near("p", &got["p_adjusted"], number(&expected["decision"]["p_adjusted"]), 1e-12);
        near("limit", &got["smallest_margin"], number(&expected["equivalence"]["smallest_margin"]), 1e-12);
        assert_eq!(got["changed"], true, "{got}");
    }
}

/// A hand's breadth of text says which explanations are left: right below the finding, before any table.
#[test]
fn report_and_terminal_say_first_which_explanations_are_left() {
    let project = Project::new();
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/data/sinch-2026-synthetic.csv");
    let terminal = project.run(&["analyze", data, "--study", "sinch-2026", "--out", "r"]).code(0).stdout();
    let report = project.read("r/report.md");
    let section = report.split("## \"Fully mature\" against all others").nth(1).expect("a section");
    let before = section.split("| Explanation |").next().expect("a table follows");
    for (said, names) in [
        (
            "May explain it, these data cannot tell:",
            "who is in the base, detection (more is seen there) and riskier work or another hidden cause",
        ),
        ("Cannot explain it alone:", "chance and the other segments"),
    ] {
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat(&terminal).contains(&format!("{said} {names}")), "{terminal}");
        assert!(before.contains(&format!("**{said}** {names}.")), "{before}");
    }
}
