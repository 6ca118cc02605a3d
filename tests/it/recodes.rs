//! Recodes through the program, against R (`tests/oracle/recodes.R`), as a simple random sample and by design.

use serde_json::Value;

use crate::goldens::{close, number};
use crate::support::Project;

const STUDY: &str = r##"
[[segments]]
name = "region"
levels = ["North", "South", "East"]
[[outcomes]]
name = "q1"
kind = "mean"
levels = ["Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"]
[[outcomes]]
name = "nps"
column = "recommend"
kind = "nps"
[[outcomes]]
name = "trust"
kind = "mean"
items = ["q1", "q2", "q3", "q4"]
reversed = ["q3"]
scores = { "Strongly disagree" = 1, "Disagree" = 2, "Neutral" = 3, "Agree" = 4, "Strongly agree" = 5 }
[[outcomes]]
name = "most"
kind = "mean"
items = ["q1", "q2", "q3", "q4"]
reversed = ["q3"]
scores = { "Strongly disagree" = 1, "Disagree" = 2, "Neutral" = 3, "Agree" = 4, "Strongly agree" = 5 }
combine = "sum"
least_answered = 3
[[outcomes]]
name = "quantile-0.5"
column = "hours"
kind = "median"
[[outcomes]]
name = "quantile-0.9"
column = "hours"
kind = "quantile"
share = 0.9
[[outcomes]]
name = "both"
yes_if = { hours = { at_least = 25, below = 60 }, role = ["Chief", "Head"] }
[[outcomes]]
name = "either"
yes_if = [{ hours = { at_least = 25, below = 60 }, role = ["Chief", "Head"] }, { recommend = { above = 8 } }]
"##;

const DESIGN: &str = "[design]\nweight = \"weight\"\nstrata = \"stratum\"\npsu = \"psu\"\n";

/// What R wrote for a case.
fn case(id: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("../oracle/recodes.json")).expect("JSON");
    let cases = all["cases"].as_array().expect("cases");
    cases.iter().find(|case| case["id"] == id).unwrap_or_else(|| panic!("no case {id}"))["expect"].clone()
}

fn project(study: &str) -> Project {
    Project::new()
        .file("a.csv", include_bytes!("../oracle/data/recodes.csv"))
        .file("a.toml", format!("schema = 1\n{study}"))
}

/// The outcomes of a study of the sample, by name.
fn outcomes(study: &str) -> impl Fn(&str) -> Value + use<> {
    let results = project(study).run(&["analyze", "a.csv", "--json"]).code(0).json();
    move |name| {
        let all = results["outcomes"].as_array().expect("outcomes");
        all.iter().find(|outcome| outcome["name"] == name).unwrap_or_else(|| panic!("no outcome {name}")).clone()
    }
}

fn is(what: &str, got: &Value, expected: &Value) {
    close(what, got.as_f64().unwrap_or_else(|| panic!("{what}: {got}")), expected, 1e-9);
}

fn each(what: &str, got: &Value, key: &str, expected: &Value) {
    let (got, expected) = (got.as_array().expect("a list"), expected.as_array().expect("a list"));
    assert_eq!(got.len(), expected.len(), "{what}");
    got.iter().zip(expected).for_each(|(got, expected)| is(what, &got[key], expected));
}

#[test]
fn scores_scales_and_net_promoter_scores_are_means_as_r_has_them() {
    let (simple, designed) = (outcomes(STUDY), outcomes(&format!("{DESIGN}{STUDY}")));
    for name in ["q1", "nps", "trust", "most"] {
        let expect = case(&format!("mean-{name}"));
        let key = if name == "nps" { "nps" } else { "mean" };
        let of = simple(name);
        let (all, by) = (&of["overall"], &of["segments"][0]);
        for (got, expected) in [("n", "n"), (key, "mean"), ("se", "se")] {
            is(name, &all[got], &expect[expected]);
        }
        is(name, &all["ci"]["low"], &expect["ci"][0]);
        is(name, &all["ci"]["high"], &expect["ci"][1]);
        each(name, &by["levels"], key, &expect["levels"]);
        for got in ["statistic", "df2", "p"] {
            is(name, &by["tests"]["omnibus"][got], &expect[got]);
        }
        let of = designed(name);
        let (all, by) = (&of["overall"], &of["segments"][0]);
        for (got, expected) in [(key, "design_mean"), ("se", "design_se"), ("df", "design_df")] {
            is(name, &all[got], &expect[expected]);
        }
        each(name, &by["levels"], key, &expect["design_levels"]);
        each(name, &by["levels"], "se", &expect["design_se_levels"]);
        is(name, &by["tests"]["omnibus"]["statistic"], &expect["F"]);
        is(name, &by["tests"]["omnibus"]["p"], &expect["F_p"]);
    }
}

#[test]
fn a_net_promoter_score_is_the_share_of_promoters_less_that_of_detractors() {
    let of = outcomes(STUDY)("nps");
    let groups = of["bands"].as_array().expect("three groups");
    let expect = case("nps-groups");
    each("share", &of["bands"], "rate", &expect["shares"]);
    each("count", &of["bands"], "n_yes", &expect["counts"]);
    let score = 100.0 * (number(&groups[2]["rate"]) - number(&groups[0]["rate"]));
    assert!((number(&of["overall"]["nps"]) - score).abs() < 1e-9, "{score}");
    assert_eq!(groups[0]["level"], "Detractors (0 to 6)");
    assert!(of["overall"].get("rate").is_none() && of["overall"].get("mean").is_none());
    let table = project(STUDY).run(&["tabulate", "a.csv", "--outcome", "nps", "--by", "region"]).code(0);
    table.stdout_has("Promoters (9 or 10)").stdout_has("  4.5   −6.1");
}

/// Whoever fails one condition is a no even where the other is not known; else nothing is known.
#[test]
fn yes_from_conditions_knows_what_is_not_known_as_r_does() {
    let (of, expect) = (outcomes(STUDY), case("yes_if"));
    for name in ["both", "either"] {
        let all = &of(name)["overall"];
        for (key, at) in [("n_yes", 0), ("n", 1), ("n_missing", 2)] {
            is(name, &all[key], &expect[name][at]);
        }
    }
}

#[test]
fn limits_of_a_number_narrow_a_base_too() {
    let base = "[[outcomes]]\nname = \"q2\"\nyes = [\"Agree\", \"Strongly agree\"]\nbase = { recommend = { between = [9, 10] } }\n";
    let of = outcomes(base)("q2");
    assert_eq!(of["base"]["description"], "respondents with recommend from 9 to 10");
    let asked = number(&of["base"]["n"]) + number(&of["base"]["n_missing"]);
    assert_eq!(asked, number(&case("nps-groups")["counts"][2]));
}

/// What is wrong in a recode is told with its line, and what could be meant.
#[test]
fn a_wrong_recode_names_its_line() {
    for (keys, message) in [
        ("kind = \"nps\"\nvalid = [0, 10]", "a net promoter score reads 0 to 10"),
        ("kind = \"mean\"\nitems = [\"q1\"]", "names one item of a scale"),
        ("kind = \"mean\"\nitems = [\"q1\", \"q1\"]", "names `q1` twice"),
        ("kind = \"mean\"\nitems = [\"q1\", \"q2\"]\nreversed = [\"q2\"]", "needs the least and the largest number"),
        ("kind = \"mean\"\nitems = [\"q1\", \"q2\"]\nrange = [1, 5]\nreversed = [\"q22\"]", "did you mean \"q2\"?"),
        ("kind = \"mean\"\nitems = [\"q1\", \"q2\"]\nleast_answered = 3", "must be between 1 and 2, not 3"),
        ("kind = \"mean\"\nitems = [\"q1\", \"q2\"]\ncombine = \"product\"", "must be \"mean\" or \"sum\""),
        ("kind = \"mean\"\nlevels = [\"a\", \"b\"]\nscores = [1]", "lists 1 numbers for 2 levels"),
        ("kind = \"mean\"\nscores = {}", "is empty"),
        ("kind = \"mean\"\nreversed = [\"q1\"]", "needs `items`"),
        ("yes = [\"a\"]\nscores = { a = 1 }", "needs kind = \"mean\""),
        ("yes_if = {}", "has no condition"),
        ("yes_if = { hours = {} }", "has no limit"),
        ("yes_if = { hours = { at_leats = 5 } }", "did you mean `at_least`?"),
        ("yes_if = { hours = { above = 5, below = 5 } }", "leaves no number"),
        ("yes_if = { hours = { between = [7, 5] } }", "the lower first"),
        ("yes_if = \"hours\"", "a list of such tables"),
        ("yes_if = { hours = \"*\" }\ncolumn = \"x\"", "its answers come from `yes_if`"),
        ("kind = \"averge\"", "is no kind of outcome"),
    ] {
        let study = format!("[[outcomes]]\nname = \"x\"\n{keys}\n");
        let run = project(&study).run(&["check", "a.csv"]).code(1);
        run.stderr_has(message).stderr_has("a.toml, line ");
    }
}

#[test]
fn an_answer_without_a_number_names_its_line_and_column() {
    for (keys, message) in [
        ("kind = \"nps\"\ncolumn = \"hours\"", "reads whole numbers from 0 to 10"),
        (
            "kind = \"mean\"\nscores = { \"Agree\" = 1 }\ncolumn = \"q1\"",
            "holds 4 answers that are no numbers (\"Disagree\"",
        ),
        ("kind = \"mean\"\nitems = [\"recommend\", \"role\"]", "that are no numbers (\"Head\""),
        (
            "kind = \"mean\"\nitems = [\"recommend\", \"hours\"]\nreversed = [\"hours\"]\nrange = [0, 10]",
            "column `hours` holds",
        ),
        ("yes_if = { role = { at_least = 1 } }", "), and a condition asks for one"),
    ] {
        let study = format!("[[outcomes]]\nname = \"x\"\n{keys}\n");
        let run = project(&study).run(&["analyze", "a.csv", "--json"]).code(1);
        run.stderr_has(message).stderr_has("a.csv, line");
        project(&study).run(&["check", "a.csv"]).code(3);
    }
}

#[test]
fn alpha_its_interval_and_the_items_are_those_of_r() {
    let expect = case("alpha");
    for (study, prefix) in [(STUDY.to_owned(), ""), (format!("{DESIGN}{STUDY}"), "design_")] {
        let of = outcomes(&study);
        let scale = &of("trust")["scale"];
        let r = |key: &str| &expect[format!("{prefix}{key}").as_str()];
        is("n", &scale["n"], &expect["n"]);
        is("alpha", &scale["alpha"], r("alpha"));
        is("low", &scale["ci"]["low"], &r("ci")[0]);
        is("high", &scale["ci"]["high"], &r("ci")[1]);
        each("item-rest", &scale["items"], "item_rest", r("item_rest"));
        each("without", &scale["items"], "alpha_without", r("without"));
        each("means", &scale["items"], "mean", r("means"));
        if prefix.is_empty() {
            assert!(scale["se"].is_null() && scale.get("alpha_unweighted").is_none());
        } else {
            is("se", &scale["se"], &expect["design_se"]);
            is("without weights", &scale["alpha_unweighted"], &expect["alpha"]);
        }
        assert!(of("q1").get("scale").is_none());
    }
    let project = project(STUDY);
    project.run(&["analyze", "a.csv", "--out", "r"]).code(0);
    let report = project.read("r/report.md");
    assert!(report.contains("Cronbach's alpha of its 4 items is ") && report.contains("Feldt (1965)"), "{report}");
    assert!(report.contains("| q3 ") && report.contains("turned round"), "{report}");
}

#[test]
fn quantiles_their_intervals_pairs_and_tests_are_those_of_r() {
    let (simple, designed) = (outcomes(STUDY), outcomes(&format!("{DESIGN}{STUDY}")));
    for (id, key) in [("quantile-0.5", "median"), ("quantile-0.9", "quantile")] {
        let expect = case(id);
        for (of, prefix) in [(simple(id), ""), (designed(id), "design_")] {
            let r = |key: &str| &expect[format!("{prefix}{key}").as_str()];
            let (all, by) = (&of["overall"], &of["segments"][0]);
            is(id, &all[key], r("value"));
            is(id, &all["se"], r("se"));
            is(id, &all["ci"]["low"], &r("ci")[0]);
            is(id, &all["ci"]["high"], &r("ci")[1]);
            is(id, &all["n"], &expect["n"]);
            each(id, &by["levels"], key, r("levels"));
            each(id, &by["levels"], "se", r("se_levels"));
            for (at, level) in by["levels"].as_array().expect("levels").iter().enumerate() {
                is(id, &level["ci"]["low"], &r("low")[at]);
                is(id, &level["ci"]["high"], &r("high")[at]);
            }
            for (at, pair) in by["pairs"].as_array().expect("pairs").iter().enumerate() {
                is(id, &pair["difference"], &r("pairs")[at][0]);
                is(id, &pair["se"], &r("pairs")[at][1]);
            }
            let omnibus = &by["tests"]["omnibus"];
            let (statistic, p) = if prefix.is_empty() { ("statistic", "p") } else { ("F", "F_p") };
            is(id, &omnibus["statistic"], &expect[statistic]);
            is(id, &omnibus["p"], &expect[p]);
            if prefix.is_empty() {
                assert_eq!(omnibus["method"], "wald");
                is(id, &by["tests"]["others"][0]["p"], &expect["kruskal"]);
                for (at, pair) in by["pairs"].as_array().expect("pairs").iter().enumerate() {
                    is(id, &pair["ci"]["low"], &expect["pairs"][at][2]);
                    is(id, &pair["p"], &expect["pairs"][at][4]);
                }
            } else {
                is(id, &omnibus["df2"], &expect["F_df2"]);
            }
        }
    }
}

/// A median of a few respondents is a dash in every file, and taken out with `--redact`.
#[test]
fn a_quantile_of_too_few_is_hidden_as_any_figure_is() {
    let few = "[analysis]\nsuppress_below = 170\n";
    let run = project(&format!("{few}{STUDY}")).run(&["test", "a.csv", "--outcome", "quantile-0.5", "--by", "region"]);
    let hidden = case("quantile-0.5")["levels"][2].as_f64().expect("a number");
    let printed = run.code(0).stdout();
    assert!(printed.contains("East") && !printed.contains(&format!("{hidden:.1}")), "{printed}");
    let redacted = project(&format!("{few}{STUDY}"))
        .run(&["test", "a.csv", "--outcome", "quantile-0.5", "--by", "region", "--redact", "--json"])
        .code(0)
        .json();
    let levels = redacted["levels"].as_array().expect("levels");
    assert!(levels[2]["median"].is_null() && levels[2]["ci"].is_null() && levels[2]["se"].is_null(), "{redacted}");
}

#[test]
fn a_raw_median_and_a_raw_score_need_no_study() {
    for (outcome, key, id, expected) in
        [("median(hours)", "median", "quantile-0.5", "value"), ("nps(recommend)", "nps", "mean-nps", "mean")]
    {
        let project = Project::new().file("a.csv", include_bytes!("../oracle/data/recodes.csv"));
        let all = project.run(&["test", "a.csv", "--outcome", outcome, "--by", "stratum", "--json"]).code(0).json();
        is(outcome, &all["overall"][key], &case(id)[expected]);
    }
}

const RANKED: &str = r#"
[[ranking]]
name = "drivers"
question = "Put in order what matters"
options = { "Speed" = "rank_speed", "Price" = "rank_price", "Trust" = "rank_trust" }
top = 2
"#;

const LISTED: &str = r#"
[[ranking]]
name = "drivers"
column = "first"
separator = ";"
options = ["Speed", "Price", "Trust"]
top = 2
"#;

/// Ranks in a column an option, and the same order in one cell, give the same shares, ranks and tests.
#[test]
fn rankings_are_shares_and_mean_ranks_of_each_option_in_both_layouts() {
    let expect = case("ranking");
    for study in [RANKED, LISTED] {
        let results = project(study).run(&["analyze", "a.csv", "--json"]).code(0).json();
        let of = |name: &str| {
            let all = results["outcomes"].as_array().expect("outcomes");
            all.iter().find(|outcome| outcome["name"] == name).unwrap_or_else(|| panic!("no {name}"))["overall"].clone()
        };
        for (at, option) in ["Speed", "Price", "Trust"].into_iter().enumerate() {
            let first = of(&format!("drivers.{option}"));
            is("n", &first["n"], &expect["n"]);
            is("first", &first["rate"], &expect["first"][at]);
            is("among two", &of(&format!("drivers_top2.{option}"))["rate"], &expect["two"][at]);
            let rank = of(&format!("drivers_rank.{option}"));
            is("mean rank", &rank["mean"], &expect["mean"][at]);
            is("ranked", &rank["n"], &expect["ranked"][at]);
        }
        let questions = results["multi"].as_array().expect("two questions");
        assert_eq!(questions.len(), 2);
        let tests = questions[0]["pairs"][0]["tests"].as_array().expect("tests of Speed and Price");
        let mcnemar = tests.iter().find(|test| test["method"] == "mcnemar").expect("McNemar's");
        is("p", &mcnemar["p"], &expect["mcnemar_p"]);
    }
}

#[test]
fn a_wrong_ranking_names_its_line() {
    for (keys, message) in [
        ("options = [\"a\", \"b\"]", "expected a table of an option = the column with its rank"),
        ("options = { a = \"rank_speed\" }", "must name two options or more"),
        ("options = { a = \"rank_speed\", b = \"rank_price\" }\ntop = 2", "must be between 1 and 1, not 2"),
        ("options = { a = \"rank_speed\", b = \"rank_price\" }\nseparator = \",\"", "needs `column`"),
        ("options = { a = \"rank_speed\", b = \"rank_price\" }\ntpo = 1", "did you mean `top`?"),
        ("column = \"first\"", "options"),
    ] {
        let study = format!("[[ranking]]\nname = \"x\"\n{keys}\n");
        let run = project(&study).run(&["check", "a.csv"]).code(1);
        run.stderr_has(message).stderr_has("a.toml, line ");
    }
}

/// The report tells of each question which answers count as what, and how many there are.
#[test]
fn the_report_shows_how_each_question_was_made() {
    let study = format!("{STUDY}{RANKED}");
    let results = project(&study).run(&["analyze", "a.csv", "--json"]).code(0).json();
    let made = |name: &str| {
        let all = results["outcomes"].as_array().expect("outcomes");
        all.iter().find(|outcome| outcome["name"] == name).expect("an outcome")["made"].clone()
    };
    let nps = made("nps");
    assert_eq!(nps["columns"][0], "recommend");
    let counts = case("nps-groups")["counts"].clone();
    for at in 0..3 {
        is("given", &nps["answers"][at]["given"], &counts[at]);
    }
    assert_eq!(nps["answers"][1]["counts_as"], "Passives (7 or 8)");
    let scale = made("most")["rule"].as_str().expect("a rule").to_owned();
    assert!(scale.contains("with q3 turned round within 1 to 5") && scale.contains("3 of 4 items"), "{scale}");
    assert!(made("both")["rule"].as_str().expect("a rule").starts_with("yes where hours at least 25 and below 60 and"));
    assert!(made("quantile-0.5")["answers"][0]["answers"][0].as_str().expect("a range").contains(" to "));
    assert_eq!(results["study"]["segments"][0]["made"]["answers"][0]["counts_as"], "North");
    let redacted = project(&study).run(&["analyze", "a.csv", "--json", "--redact"]).code(0).json();
    assert!(redacted["outcomes"][0]["made"]["answers"][0]["given"].is_null());
    let project = project(&study);
    project.run(&["analyze", "a.csv", "--out", "r"]).code(0);
    let report = project.read("r/report.md");
    assert!(report.contains("How the questions were made"), "{report}");
    assert!(report.contains("yes where the column holds 1 or 2, else no"), "{report}");
}
