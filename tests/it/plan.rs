//! How many respondents does a claim need?

use crate::support::Project;
use serde_json::Value;

fn plan(args: &[&str]) -> Value {
    Project::new().run(&[&["plan", "--json"][..], args].concat()).code(0).json()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[test]
fn bases_and_detectable_rates_are_those_of_r() {
    let text = include_str!("../oracle/plan.csv");
    let rows: Vec<Vec<&str>> = text.lines().skip(2).map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), 29);
    for row in rows {
        let given = |at: usize| row[at].trim().parse::<f64>().unwrap_or_else(|e| panic!("{row:?}: {e}"));
        let (rate, percent) = (format!("{}", given(1) * 100.0), |at: usize| format!("{}", given(at) * 100.0));
        let (expected, levels) = (given(4), row[3]);
        let of = |more: &[&str]| plan(&[&["--rate", &rate, "--levels", levels][..], more].concat());
        match row[0] {
            "per_group" => {
                let found = of(&["--versus", &percent(2)]);
                assert_eq!(number(&found["difference"]["base_per_group"]), expected, "{row:?}");
                assert_eq!(number(&found["difference"]["base"]), expected * given(3), "{row:?}");
            }
            "higher" => {
                let found = of(&["--base", row[2]]);
                assert!((number(&found["with_base"]["higher_rate"]) - expected).abs() < 1e-9, "{row:?}");
            }
            "precision" => {
                let found = &of(&["--precision", &percent(2)])["precision"];
                assert_eq!(number(&found["base"]), expected, "{row:?}");
                // Every level of equal ones takes as many.
                assert_eq!(number(&found["base_for_each_level"]), expected * given(3), "{row:?}");
            }
            "omnibus" => {
                let found = number(&of(&["--base", row[2]])["with_base"]["detectable_difference"]);
                assert!((found / expected - 1.0).abs() < 1e-8, "{row:?}: {found}");
            }
            "power_df" => {
                let found = plan(&["--rate", "74", "--versus", "81", "--base", row[2], "--df", row[3]]);
                assert!((number(&found["with_base"]["power"]) - expected).abs() < 1e-10, "{row:?}");
            }
            "per_group_df" => {
                let found = plan(&["--rate", "74", "--versus", "81", "--df", row[3]]);
                assert_eq!(number(&found["difference"]["base_per_group"]), expected, "{row:?}");
            }
            "precision_df" => {
                let found = plan(&["--rate", "74", "--precision", "3", "--df", row[3]]);
                assert_eq!(number(&found["precision"]["base"]), expected, "{row:?}");
            }
            "equivalence" => assert_eq!(number(&of(&["--margin", "5"])["equivalence"]["base"]), expected, "{row:?}"),
            "equivalence_68_32" => {
                let found = plan(&["--rate", &rate, "--shares", "68,32"]);
                assert_eq!(number(&found["equivalence"]["base"]), expected, "{row:?}");
            }
            other => panic!("{other}"),
        }
    }
}

/// What a base shows, asked for as a goal, needs that base again.
#[test]
fn a_base_and_what_it_shows_lead_back_to_each_other() {
    for (shares, deff) in [("50,50", "1"), ("60,25,15", "1.7")] {
        let common = ["--rate", "30", "--shares", shares, "--deff", deff];
        let found = plan(&[&common[..], &["--base", "2000"]].concat());
        let with = &found["with_base"];
        let shown = format!("{}", number(&with["margin_shown"]) * 100.0);
        let again = plan(&[&common[..], &["--margin", &shown]].concat());
        assert!((number(&again["equivalence"]["base"]) - 2000.0).abs() <= 1.0, "{}", again["equivalence"]);
        let precision = format!("{}", number(&with["margin_of_error"]) * 100.0);
        let again = plan(&[&common[..], &["--precision", &precision]].concat());
        assert!((number(&again["precision"]["base"]) - 2000.0).abs() <= 1.0, "{}", again["precision"]);
        let higher = format!("{}", number(&with["higher_rate"]) * 100.0);
        let again = plan(&[&common[..], &["--versus", &higher]].concat());
        // Each level is rounded up to whole respondents.
        assert!((number(&again["difference"]["base"]) - 2000.0).abs() <= 3.0, "{}", again["difference"]);
    }
}

/// Few sampling units: every goal takes more respondents, and what is told says so.
#[test]
fn few_degrees_of_freedom_ask_for_more_of_everything() {
    let base = |df: &[&str]| plan(&[&["--rate", "74", "--levels", "3", "--base", "1500"], df].concat());
    let (few, many) = (base(&["--df", "8"]), base(&[]));
    for key in [["precision", "base"], ["difference", "base"], ["equivalence", "base"], ["with_base", "margin_shown"]] {
        let of = |plan: &Value| number(&plan[key[0]][key[1]]);
        assert!(of(&few) > of(&many), "{key:?}");
    }
    assert_eq!((&few["assumed"]["df"], &many["assumed"]["df"]), (&Value::from(8.0), &Value::Null));
    let text = Project::new().run(&["plan", "--df", "8", "--deff", "1.5"]).code(0).stdout();
    assert!(text.contains("design effect 1.5 and 8 degrees of freedom"), "{text}");
}

#[test]
fn no_base_is_larger_than_its_population() {
    let run = Project::new().run(&["plan", "--population", "800", "--base", "900"]).code(2);
    assert!(run.stderr().contains("`--base` is 900, more than the population of 800"), "{}", run.stderr());
    let text = Project::new().run(&["plan", "--population", "800", "--base", "700"]).code(0).stdout();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        text.contains("a population of 800, which spares respondents for the margin of error and not for differences"),
        "{text}"
    );
}

#[test]
fn a_design_effect_multiplies_and_a_small_population_spares() {
    let base = |more: &[&str]| number(&plan(&[&["--precision", "4"][..], more].concat())["precision"]["base"]);
    assert!((base(&["--deff", "2"]) / base(&[]) - 2.0).abs() < 2e-3);
    let spared = base(&["--population", "1000"]);
    assert!(spared < base(&[]) && spared < 1000.0);
    let found = plan(&["--precision", "4", "--population", "1000", "--base", &format!("{spared}")]);
    assert!(number(&found["with_base"]["margin_of_error"]) <= 0.0401, "{}", found["with_base"]);
    let more = plan(&["--levels", "4"]);
    assert_eq!(more["assumed"]["comparisons"], 6);
    assert!(
        number(&more["difference"]["base_per_group"])
            > number(&plan(&["--levels", "4", "--comparisons", "1"])["difference"]["base_per_group"])
    );
}

#[test]
fn the_terminal_says_each_base_within_eighty_columns() {
    let text = Project::new().run(&["plan", "--rate", "74", "--levels", "10", "--base", "1567"]).code(0).stdout();
    assert!(text.contains("31,026") && text.contains("This base"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn what_cannot_be_planned_is_wrong_usage_that_names_the_flag() {
    let bad = |args: &[&str]| Project::new().run(&[&["plan"][..], args].concat()).code(2).stdout_is("");
    bad(&["--margin", "0"]).stderr_has("`--margin` must be points, above 0 and below 100, not 0");
    bad(&["--margin", "101"]).stderr_has("--margin");
    bad(&["--rate", "100"]).stderr_has("`--rate` must be percent, above 0 and below 100, not 100");
    bad(&["--rate", "60", "--versus", "60"]).stderr_has("no base tells a rate from itself");
    bad(&["--shares", "68"]).stderr_has("lists 1 levels");
    bad(&["--shares", "68,-32"]).stderr_has("one is -32");
    bad(&["--power", "0.01"]).stderr_has("`--power` must be above alpha");
    bad(&["--deff", "0"]).stderr_has("`--deff`");
    bad(&["--df", "0"]).stderr_has("`--df` must be 1 or more");
    // So many are as good as infinitely many, and end as soon.
    assert_eq!(plan(&["--df", "1e308"]), plan(&[]));
    bad(&["--levels", "1"]).stderr_has("--levels");
    bad(&["--rate", "NaN"]).stderr_has("`--rate`");
}

#[test]
fn a_picture_is_drawn_in_the_format_of_its_ending_with_the_bases_of_the_plan() {
    let project = Project::new();
    let args = ["plan", "--rate", "74", "--levels", "10", "--margin", "5"];
    let text = project.run(&[&args[..], &["-o", "plan.svg"]].concat()).code(0).stdout();
    assert!(text.contains("31,026"), "the answer is still said: {text}");
    let svg = project.read("plan.svg");
    for said in
        ["It takes 31,026 respondents to show that 10 levels at 74% lie within 5 points", "Needed: 31,026", "5 levels"]
    {
        assert!(svg.contains(said), "{said}");
    }
    // What was asked for is what is headed, marked and drawn: another rate, and levels of their own sizes.
    let asked = ["plan", "--rate", "74", "--versus", "81", "--shares", "68,32", "-o", "asked.svg"];
    project.run(&asked).code(0);
    let found = plan(&["--rate", "74", "--versus", "81", "--shares", "68,32"]);
    let base = |of: &str| paradox::results::format::count(found[of]["base"].as_u64().expect("a base"));
    let svg = project.read("asked.svg");
    assert!(svg.contains(&format!("74% against 81%: {}", base("difference"))), "{svg}");
    assert!(svg.contains(&format!("Within 5 points: {}", base("equivalence"))), "{svg}");
    assert!(
        svg.contains(&format!("It takes {} respondents to find 74% against 81%, and", base("difference"))),
        "{svg}"
    );
    assert!(!svg.contains("5 levels") && !svg.contains("10 levels"), "{svg}");
    project.run(&[&args[..], &["-o", "plan.png", "--json"]].concat()).code(0).json();
    assert!(project.tree(".")["plan.png"].starts_with(b"\x89PNG"));
    project.run(&[&args[..], &["-o", "plan.pdf"]].concat()).code(2).stderr_has("end its name in .svg or .png");
    let other = plan(&["--rate", "74", "--levels", "3"]);
    let five = &other["by_levels"][1];
    assert_eq!((&five["levels"], &five["base"]), (&Value::from(5), &Value::from(12_137)));
}

#[test]
fn a_rate_below_one_percent_is_taken_as_it_is_with_a_hint() {
    let run = Project::new().run(&["plan", "--rate", "0.74"]).code(0);
    run.stderr_has("`--rate` 0.74 is read as 0.74 percent; 74 percent is 74");
    assert_eq!(Project::new().run(&["plan", "--rate", "74"]).code(0).stderr(), "");
}
