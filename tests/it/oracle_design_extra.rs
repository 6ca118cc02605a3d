//! `tests/oracle/design_extra.json` through the program: two stages, totals, lonely units, a bootstrap, ranks of ties,
//! departure from a trend. (Slopes of numbers and models by jackknife have no form in a study file.)

use serde_json::Value;

use crate::goldens::{close, number};
use crate::support::Project;

/// What a case expects, and its tolerance.
fn case(id: &str) -> (Value, f64) {
    let all: Value = serde_json::from_str(include_str!("../oracle/design_extra.json")).expect("JSON");
    let case = all["cases"].as_array().expect("cases").iter().find(|case| case["id"] == id).expect(id).clone();
    (case["expect"].clone(), number(&case["tol"]))
}

/// The outcomes of a study of one of the oracle's samples, by name.
fn outcomes(data: &str, study: &str) -> impl Fn(&str) -> Value + use<> {
    let path = format!("{}/tests/oracle/data/{data}.csv", env!("CARGO_MANIFEST_DIR"));
    let sample = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let study = format!("schema = 1\n[data]\nmissing = [\"\", \"NA\"]\n{study}");
    let project = Project::new().file("a.csv", sample).file("a.toml", study);
    let results = project.run(&["analyze", "a.csv", "--json"]).code(0).json();
    move |name| {
        let all = results["outcomes"].as_array().expect("outcomes");
        all.iter().find(|outcome| outcome["name"] == name).expect("an outcome of this name").clone()
    }
}

fn is(what: &str, got: &Value, expected: &Value, tol: f64) {
    close(what, got.as_f64().unwrap_or_else(|| panic!("{what}: {got}")), expected, tol);
}

const MATURITY: &str = "[[segments]]\nname = \"maturity\"\nlevels = [\"None\", \"Basic\", \"Partial\", \"Full\"]\nordered = true\n\
                        [[outcomes]]\nname = \"rollback\"\nyes = [\"1\"]\nno = [\"0\"]\n";

#[test]
fn two_stages_with_their_corrections_are_those_of_svydesign() {
    let design =
        "[design]\nweight = \"weight\"\nstrata = \"stratum\"\npsu = [\"psu\", \"ssu\"]\nfpc = [\"npsu\", \"nssu\"]\n";
    let of = outcomes("two_stage", &format!("{design}{MATURITY}[[outcomes]]\nname = \"hours\"\nkind = \"mean\"\n"));
    let (expect, tol) = case("two-stage");
    let (rollback, hours) = (of("rollback"), of("hours"));
    for (got, expected) in [
        (&rollback["overall"]["rate"], "rate"),
        (&rollback["overall"]["se"], "se"),
        (&rollback["overall"]["df"], "df"),
        (&hours["overall"]["mean"], "mean"),
        (&hours["overall"]["se"], "mean_se"),
    ] {
        is(expected, got, &expect[expected], tol);
    }
    for (at, level) in rollback["segments"][0]["levels"].as_array().expect("levels").iter().enumerate() {
        is("rate by level", &level["rate"], &expect["by"][at], tol);
        is("se by level", &level["se"], &expect["se_by"][at], tol);
    }
}

#[test]
fn totals_are_those_of_svytotal_however_a_lonely_unit_counts() {
    for choice in ["certainty", "adjust", "average"] {
        let study = format!(
            "[design]\nweight = \"weight\"\nstrata = \"stratum\"\npsu = \"psu\"\nlonely_psu = \"{choice}\"\n\
             [[segments]]\nname = \"g\"\nlevels = [\"u\", \"v\"]\n[[outcomes]]\nname = \"y\"\nkind = \"total\"\n"
        );
        let total = outcomes("lonely", &study)("y");
        let (expect, tol) = case(&format!("lonely-covariance-{choice}"));
        is("total", &total["overall"]["total"], &expect["total"], tol);
        is("se", &total["overall"]["se"], &expect["total_se"], tol);
        // Totals of levels add up to the whole; whether they differ is no question to ask of them.
        let by = &total["segments"][0];
        let sum: f64 = (0..2).map(|at| by["levels"][at]["total"].as_f64().expect("a total")).sum();
        close("sum", sum, &expect["total"], tol);
        assert_eq!((&by["tests"]["omnibus"], &by["verdict"]), (&Value::Null, &"undetermined".into()));
        assert!(by["tests"]["note"].as_str().is_some_and(|note| note.contains("grows with the size")), "{by}");
    }
}

/// A cell of a rate of 0 has no slope, and its stratum counts among those that are averaged, as in R.
#[test]
fn a_stratum_without_a_yes_is_averaged_over() {
    let study = "[design]\nweight = \"weight\"\nstrata = \"stratum\"\npsu = \"psu\"\nlonely_psu = \"average\"\n[[segments]]\n\
                 name = \"g\"\nlevels = [\"u\", \"v\"]\n[[outcomes]]\nname = \"y\"\nyes = [\"1\"]\n";
    let by = outcomes("lonely_zero", study)("y")["segments"][0].clone();
    let (expect, tol) = case("lonely-zero");
    is("se", &by["levels"][0]["se"], &expect["se"], tol);
    is("difference", &by["pairs"][0]["difference"], &expect["difference"], tol);
    is("se of the pair", &by["pairs"][0]["se"], &expect["pair_se"], tol);
}

#[test]
fn a_total_without_a_design_is_an_error_that_says_what_is_needed() {
    let study = "schema = 1\n[[outcomes]]\nname = \"y\"\nkind = \"total\"\n";
    let project = Project::new().file("a.csv", "y,w\n1,2\n3,1\n5,1\n").file("a.toml", study);
    project.run(&["analyze", "a.csv"]).code(1).stderr_has("`y` is a total").stderr_has("--weight").wrote_nothing();
    let overall =
        project.run(&["analyze", "a.csv", "--weight", "w", "--json"]).code(0).json()["outcomes"][0]["overall"].clone();
    assert_eq!(overall["total"], Value::from(10.0), "{overall}");
    assert!(overall.get("rate").is_none() && overall.get("mean").is_none(), "{overall}");
}

#[test]
fn bootstrap_weights_are_those_of_svrepdesign() {
    let design = "[design]\nweight = \"weight\"\nreplicates = { columns = \"rw*\", method = \"bootstrap\" }\n";
    let outcome = "[[outcomes]]\nname = \"rollback\"\nyes = [\"1\"]\nno = [\"0\"]\n";
    let (expect, tol) = case("bootstrap");
    let overall = outcomes("bootstrap", &format!("{design}{outcome}"))("rollback")["overall"].clone();
    for word in ["rate", "se", "df"] {
        is(word, &overall[word], &expect[word], tol);
    }
}

#[test]
fn ranks_of_ties_and_departures_from_a_trend_are_those_of_svyglm() {
    let design = "[design]\nweight = \"weight\"\nstrata = \"stratum\"\npsu = \"psu\"\n";
    let hours = "[[segments]]\nname = \"monitoring\"\nlevels = [\"0\", \"1\"]\n\
                 [[outcomes]]\nname = \"hours\"\nbands = [\"1\", \"2\", \"3\", \"4\", \"5\"]\nat_least = \"3\"\n";
    let of = outcomes("design", &format!("{design}{MATURITY}{hours}"));
    let rank = |by: usize| {
        let tests = of("hours")["segments"][by]["tests"]["others"].clone();
        tests.as_array().expect("tests").iter().find(|test| test["method"] == "svy_rank").expect("a rank test").clone()
    };
    let (expect, tol) = case("rank-many");
    for (word, expected) in [("statistic", "F"), ("df", "ndf"), ("df2", "ddf"), ("p", "p")] {
        is(word, &rank(0)[word], &expect[expected], tol);
    }
    let (expect, tol) = case("rank-two");
    is("t", &rank(1)["statistic"], &expect["t"], tol);
    let (expect, tol) = case("departure");
    let departure = of("rollback")["segments"][0]["tests"]["departure"].clone();
    for (word, expected) in [("statistic", "F"), ("df", "ndf"), ("df2", "ddf"), ("p", "p")] {
        is(word, &departure[word], &expect[expected], tol);
    }
}
