//! Options of one question: the same respondents, so never two samples.

use crate::support::Project;
use serde_json::Value;

/// Ticks of a, b, c, and how many respondents ticked so.
const TICKS: [(&str, &str, &str, usize); 5] =
    [("x", "x", "", 60), ("x", "", "", 30), ("", "x", "x", 12), ("", "", "x", 8), ("", "", "", 40)];

const STUDY: &str = "schema = 1\n[[segments]]\nname = \"g\"\nlevels = [\"1\", \"2\"]\n[[multi]]\nname = \"m\"\nquestion = \"Which?\"\n\
                     options = { \"A\" = \"a\", \"B\" = \"b\", \"C\" = \"c\" }\n";

fn project(study: &str) -> Project {
    let mut csv = String::from("a,b,c,g\n");
    for (a, b, c, n) in TICKS {
        (0..n).for_each(|i| csv += &format!("{a},{b},{c},{}\n", i % 2 + 1));
    }
    Project::new().file("d.csv", csv).file("d.toml", study)
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[test]
fn two_options_are_compared_by_those_who_ticked_only_one_of_them() {
    let json = project(STUDY).run(&["analyze", "d.csv", "--json"]).code(0).json();
    let m = &json["multi"][0];
    assert_eq!((m["base"]["n"].as_u64(), m["n_answers"].as_u64()), (Some(150), Some(90 + 72 + 20)));
    let rates: Vec<u64> = (0..3).filter_map(|o| m["options"][o]["n_yes"].as_u64()).collect();
    assert_eq!(rates, [90, 72, 20]);
    let answers: f64 = (0..3).map(|o| number(&m["options"][o]["share_of_answers"])).sum();
    assert!((answers - 1.0).abs() < 1e-12, "shares of answers add up to all answers");
    assert_eq!(m["pairs"].as_array().map(Vec::len), Some(3));
    let ab = &m["pairs"][0];
    assert_eq!((&ab["a"], &ab["b"]), (&Value::from("m.A"), &Value::from("m.B")));
    assert_eq!((ab["both"].as_u64(), ab["a_only"].as_u64(), ab["b_only"].as_u64()), (Some(60), Some(30), Some(12)));
    // Paired, the 60 who ticked both say nothing: X2 = 18^2 / 42. As two samples of 150 it would be 4.35.
    let mcnemar = ab["tests"].as_array().expect("tests").iter().find(|t| t["method"] == "mcnemar").expect("McNemar");
    assert!((number(&mcnemar["statistic"]) - 18.0 * 18.0 / 42.0).abs() < 1e-12);
    assert_eq!(ab["ci"]["method"], "newcombe_paired");
}

#[test]
fn p_is_corrected_over_the_pairs_of_the_question() {
    let raw = |m: &Value, pair: usize| number(&m["pairs"][pair]["tests"][0]["p"]);
    let adjusted = |m: &Value, pair: usize| number(&m["pairs"][pair]["p_adjusted"]);
    let json = project(STUDY).run(&["analyze", "d.csv", "--json"]).code(0).json();
    let m = &json["multi"][0];
    let mut order = [0, 1, 2];
    order.sort_by(|&a, &b| raw(m, a).total_cmp(&raw(m, b)));
    let mut least: f64 = 0.0;
    for (done, &pair) in order.iter().enumerate() {
        least = least.max((raw(m, pair) * (3 - done) as f64).min(1.0));
        assert!((adjusted(m, pair) / least - 1.0).abs() < 1e-9, "Holm, pair {pair}");
    }
    let none = project(STUDY).run(&["analyze", "d.csv", "--json", "--adjust", "none"]).code(0).json();
    assert_eq!(adjusted(&none["multi"][0], 0), raw(m, 0));
}

#[test]
fn the_report_and_the_banner_table_say_which_option_is_told_from_which() {
    let project = project(STUDY);
    project.run(&["analyze", "d.csv"]).code(0);
    let report = project.read("reports/d/report.md");
    assert!(
        report.contains("Which: A is named most often, by 60% of 150 respondents, who gave 182 answers."),
        "{report}"
    );
    let row = report.lines().find(|l| l.starts_with("| B |") && l.contains("40%")).expect("a row for B");
    assert!(row.contains("| 72 | 48% |") && row.contains("| none |"), "{row}");
    let args = ["tabulate", "d.csv", "--outcome", "m.A", "--outcome", "m.C"];
    project.run(&args).code(0).stdout_has("A is named most often");
    let json = project.run(&[&args[..], &["--json"]].concat()).code(0).json();
    assert_eq!(json["multi"][0]["pairs"].as_array().map(Vec::len), Some(1), "only the options that are rows");
    let json = project.run(&["tabulate", "d.csv", "--outcome", "m.A", "--json"]).code(0).json();
    assert_eq!(json["multi"].as_array().map(Vec::len), Some(0));
}

#[test]
fn a_question_asked_of_too_few_has_no_figure() {
    let project = project(&format!("{STUDY}[analysis]\nsuppress_below = 151\n"));
    project.run(&["analyze", "d.csv"]).code(0).stdout_has("no figure, because the base is too small");
    let report = project.read("reports/d/report.md");
    let section = report.split("## ").find(|s| s.starts_with("Questions with several answers")).expect("a section");
    assert!(!section.contains("60%") && !section.contains("182"), "{section}");
}

/// Of many options the two that lead were chosen by looking: their pair speaks by the p that is corrected over all pairs.
#[test]
fn the_two_leading_options_speak_by_their_corrected_p_as_the_question_does() {
    let ticks = [("x", "", "", 40), ("", "x", "", 22), ("", "", "x", 20), ("", "", "", 68)];
    let rows: String = ticks.iter().map(|(a, b, c, n)| format!("{a},{b},{c},1\n").repeat(*n)).collect();
    let project = Project::new().file("d.csv", format!("a,b,c,g\n{rows}")).file("d.toml", STUDY);
    project.run(&["analyze", "d.csv"]).code(0).stdout_has("not told from B");
    let json: Value = serde_json::from_str(&project.read("reports/d/results.json")).expect("JSON");
    let pair = &json["multi"][0]["pairs"][0];
    let (raw, adjusted) = (number(&pair["tests"][0]["p"]), number(&pair["p_adjusted"]));
    assert!(raw < 0.05 && adjusted > 0.05, "{raw} {adjusted}");
    let sentence = pair["sentence"].as_str().expect("a sentence");
    assert!(sentence.contains("adjusted p = 0.0") && sentence.contains("Holm over 3 pairs"), "{sentence}");
    assert!(sentence.ends_with("no difference found, and none ruled out within the interval."), "{sentence}");
    let report = project.read("reports/d/report.md");
    assert!(report.contains(&format!("The two that are named most often. {sentence}")), "{report}");
    let none = project.run(&["analyze", "d.csv", "--json", "--adjust", "none"]).code(0).json();
    let sentence = none["multi"][0]["pairs"][0]["sentence"].as_str().expect("a sentence");
    assert!(sentence.ends_with("A has the higher rate.") && !sentence.contains("adjusted"), "{sentence}");
}

#[test]
fn by_a_design_the_options_are_told_apart_by_the_paired_t_and_the_words_say_so() {
    let project = project(&format!("{STUDY}[design]\nweight = \"w\"\n"));
    let with_weights: String = (project.read("d.csv").lines().enumerate())
        .map(|(i, line)| format!("{line},{}\n", if i == 0 { "w".to_owned() } else { (1 + i % 3).to_string() }))
        .collect();
    let project = project.file("d.csv", with_weights);
    let json = project.run(&["analyze", "d.csv", "--json"]).code(0).json();
    assert_eq!(json["multi"][0]["pairs"][0]["tests"][0]["method"], "svy_paired_t");
    let sentence = json["multi"][0]["sentence"].as_str().expect("a sentence");
    assert!(
        sentence.contains("(paired t, design-based within respondents, Holm's correction over 3 pairs)"),
        "{sentence}"
    );
    assert!(!json["multi"].to_string().contains("McNemar"), "{json}");
}
