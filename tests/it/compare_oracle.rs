//! Waves against R (`tests/oracle/waves.R`, `waves_replicates.R`): independent samples, simple and by design, and the same people.

use serde_json::Value;

use crate::goldens::{close, number};
use crate::support::Project;

const SIZE: &str = "[[segments]]\nname = \"size\"\nlevels = [\"S\", \"M\", \"L\"]\n";
const Y: &str = "[[outcomes]]\nname = \"y\"\nyes = [\"Yes\"]\nno = [\"No\"]\n";
const HOURS: &str = "[[outcomes]]\nname = \"hours\"\nkind = \"mean\"\n";
const IDS: &str = "[data]\nid = \"id\"\n";

fn case(id: &str) -> (Value, f64) {
    let files = [include_str!("../oracle/waves.json"), include_str!("../oracle/waves_replicates.json")];
    let all = files.map(|text| serde_json::from_str::<Value>(text).expect("JSON"));
    let mut cases = all.iter().flat_map(|of| of["cases"].as_array().expect("cases"));
    let case = cases.find(|case| case["id"] == id).expect(id).clone();
    (case["expect"].clone(), number(&case["tol"]))
}

fn compare(files: &[&str], study: &str) -> Value {
    let mut project = Project::new().file("s.toml", format!("schema = 1\n{study}"));
    let mut args = vec!["compare".to_owned()];
    for file in files {
        let path = format!("{}/tests/oracle/data/{file}.csv", env!("CARGO_MANIFEST_DIR"));
        project = project.file(&format!("{file}.csv"), std::fs::read(&path).expect("a sample"));
        args.push(format!("{file}.csv"));
    }
    args.extend(["--study", "s.toml", "--json"].map(str::to_owned));
    project.run(&args.iter().map(String::as_str).collect::<Vec<_>>()).code(0).json()
}

fn is(what: &str, got: &Value, expected: &Value, tol: f64) {
    close(what, got.as_f64().unwrap_or_else(|| panic!("{what}: {got}")), expected, tol);
}

fn outcome<'a>(found: &'a Value, name: &str) -> &'a Value {
    found["outcomes"].as_array().expect("outcomes").iter().find(|o| o["name"] == name).expect(name)
}

fn pair_is(what: &str, got: &Value, expect: &Value, tol: f64) {
    for (key, of) in [("difference", &got["difference"]), ("low", &got["ci"]["low"]), ("high", &got["ci"]["high"])] {
        is(&format!("{what} {key}"), of, &expect[key], tol);
    }
    for key in ["se", "df", "p"].into_iter().filter(|key| !expect[*key].is_null()) {
        is(&format!("{what} {key}"), &got[key], &expect[key], tol);
    }
}

#[test]
fn changes_between_simple_random_samples_are_newcombes_and_pearsons() {
    let found = compare(&["wave-1", "wave-2"], &format!("{IDS}{SIZE}{Y}{HOURS}"));
    let (expect, tol) = case("simple");
    assert_eq!(found["link"]["linked"], false);
    let y = outcome(&found, "y");
    let change = &y["changes"][0];
    pair_is("overall", change, &expect["overall"], tol);
    is("odds ratio", &change["odds_ratio"]["value"], &expect["overall"]["odds_ratio"], tol);
    is("odds ratio low", &change["odds_ratio"]["low"], &expect["overall"]["or_low"], tol);
    is("odds ratio high", &change["odds_ratio"]["high"], &expect["overall"]["or_high"], tol);
    is("Holm", &change["p_adjusted"], &expect["holm"][0], tol);
    let hours = &outcome(&found, "hours")["changes"][0];
    pair_is("hours", hours, &expect["hours"], tol);
    is("Holm of hours", &hours["p_adjusted"], &expect["holm"][1], tol);
    let by_size = &y["segments"][0];
    for (l, expect) in expect["by_size"].as_array().expect("levels").iter().enumerate() {
        pair_is(&format!("level {l}"), &by_size["levels"][l]["changes"][0], expect, tol);
    }
    let interaction = &by_size["interactions"][0]["test"];
    assert_eq!((&interaction["method"], &interaction["df"]), (&"wald".into(), &2.0.into()));
    is("interaction", &interaction["statistic"], &expect["interaction"], tol);
    is("interaction ln p", &interaction["ln_p"], &expect["interaction_ln_p"], tol);
    let standard = &by_size["standardised"][0];
    is("standardised", &standard["difference"], &expect["standardised"], tol);
    is("standardised se", &standard["se"], &expect["standardised_se"], tol);
    is("standardised p", &standard["p"], &expect["standardised_p"], tol);
}

#[test]
fn three_waves_are_compared_with_the_one_before_with_the_first_and_by_their_trend() {
    let found = compare(&["wave-1", "wave-2", "wave-3"], Y);
    let (expect, tol) = case("simple");
    let y = outcome(&found, "y");
    let change = |a: &str, b: &str| {
        let all = y["changes"].as_array().expect("changes");
        all.iter().find(|c| c["a"] == a && c["b"] == b).unwrap_or_else(|| panic!("{a} {b}: {all:?}")).clone()
    };
    assert_eq!(y["changes"].as_array().map(Vec::len), Some(3));
    pair_is("third less first", &change("wave-3", "wave-1"), &expect["third_first"], tol);
    pair_is("third less second", &change("wave-3", "wave-2"), &expect["third_second"], tol);
    assert_eq!(change("wave-3", "wave-1")["against"], "first");
    is("omnibus", &y["tests"]["omnibus"]["statistic"], &expect["omnibus_x2"], tol);
    is("trend", &y["tests"]["trend"]["statistic"], &expect["trend_x2"], tol);
    is("trend p", &y["tests"]["trend"]["p"], &expect["trend_p"], tol);
}

fn designed_is(id: &str, found: &Value) {
    let (expect, tol) = case(id);
    let y = outcome(found, "y");
    for w in 0..2 {
        let own = &y["waves"][w]["estimate"];
        is(&format!("{id} rate {w}"), &own["rate"], &expect["rate"][w], tol);
        // Of simple random samples the wave by itself has the error of one.
        if own["df"].is_number() {
            is(&format!("{id} se {w}"), &own["se"], &expect["se"][w], tol);
            is(&format!("{id} df {w}"), &own["df"], &expect["degf"][w], tol);
        }
    }
    pair_is(id, &y["changes"][0], &expect["overall"], tol);
    let by_size = &y["segments"][0];
    for (l, expect) in expect["by_size"].as_array().expect("levels").iter().enumerate() {
        pair_is(&format!("{id} level {l}"), &by_size["levels"][l]["changes"][0], expect, tol);
    }
    let (test, expected) = (&by_size["interactions"][0]["test"], &expect["interaction"]);
    assert_eq!(test["method"], "wald_f");
    for (key, of) in [("statistic", "F"), ("df", "ndf"), ("df2", "ddf"), ("ln_p", "ln_p")] {
        is(&format!("{id} interaction {key}"), &test[key], &expected[of], tol);
    }
    let standard = &by_size["standardised"][0];
    for key in ["difference", "se", "df"] {
        is(&format!("{id} standardised {key}"), &standard[key], &expect["standardised"][key], tol);
    }
}

#[test]
fn changes_by_design_are_those_of_one_design_with_the_wave_in_its_strata() {
    let weighted = format!("[design]\nweight = \"weight\"\n{SIZE}{Y}");
    designed_is("weighted", &compare(&["wave-1", "wave-2"], &weighted));
    let clustered = "[design]\nweight = \"weight\"\nstrata = \"stratum\"\npsu = \"psu\"\n";
    let found = compare(&["wave-1", "wave-2"], &format!("{clustered}{SIZE}{Y}{HOURS}"));
    designed_is("clustered", &found);
    let (expect, tol) = case("clustered-hours");
    pair_is("hours", &outcome(&found, "hours")["changes"][0], &expect["overall"], tol);
}

#[test]
fn three_waves_by_design_have_rao_scotts_test_and_the_trend_of_svyglm() {
    let study = format!("[design]\nweight = \"weight\"\nstrata = \"stratum\"\npsu = \"psu\"\n{Y}");
    let found = compare(&["wave-1", "wave-2", "wave-3"], &study);
    let (expect, tol) = case("clustered-three");
    let y = outcome(&found, "y");
    pair_is("third less second", &y["changes"][1], &expect["third_second"], tol);
    pair_is("third less first", &y["changes"][2], &expect["third_first"], tol);
    is("trend", &y["tests"]["trend"]["statistic"], &expect["trend_t"], tol);
    is("trend p", &y["tests"]["trend"]["p"], &expect["trend_p"], tol);
    is("F", &y["tests"]["omnibus"]["statistic"], &expect["F"], tol);
    is("F p", &y["tests"]["omnibus"]["p"], &expect["F_p"], tol);
}

#[test]
fn of_people_who_answer_again_the_covariance_counts() {
    let panel = ["panel-1", "panel-2"];
    let mean = "[[outcomes]]\nname = \"w\"\ncolumn = \"weight\"\nkind = \"mean\"\n";
    let found = compare(&panel, &format!("{IDS}{SIZE}{Y}{mean}"));
    designed_is("panel", &found);
    let (expect, tol) = case("panel-mean");
    pair_is("mean", &outcome(&found, "w")["changes"][0], &expect["overall"], tol);
    let weighted = "[design]\nweight = \"weight\"\nstrata = \"stratum\"\n";
    let by_weight = compare(&panel, &format!("{IDS}{weighted}{SIZE}{Y}"));
    designed_is("panel-weighted", &by_weight);
    let clustered = format!("{IDS}{weighted}psu = \"psu\"\n{SIZE}{Y}");
    designed_is("panel-clustered", &compare(&panel, &clustered));
    let (expect, tol) = case("panel-both");
    assert_eq!(found["link"]["linked"], true);
    is("ids in both", &found["link"]["overlaps"][0]["both"], &expect["ids"], tol);
    let both = &outcome(&found, "y")["panel"][0]["paired"];
    for key in ["n", "a_only", "b_only", "difference"] {
        is(key, &both[key], &expect[key], tol);
    }
    let test = |method: &str| {
        both["tests"].as_array().expect("tests").iter().find(|t| t["method"] == method).expect(method).clone()
    };
    is("McNemar", &test("mcnemar")["statistic"], &expect["mcnemar"], tol);
    is("exact", &test("mcnemar_exact")["p"], &expect["exact_p"], tol);
    let both = &outcome(&by_weight, "y")["panel"][0]["paired"];
    is("weighted difference", &both["difference"], &expect["weighted_difference"], tol);
    is("weighted se", &both["se"], &expect["weighted_se"], tol);
    // The same answers of other people say less: what is shared narrows the interval.
    let apart = compare(&panel, &format!("{SIZE}{Y}"));
    let width = |found: &Value| {
        let ci = &outcome(found, "y")["changes"][0]["ci"];
        ci["high"].as_f64().expect("high") - ci["low"].as_f64().expect("low")
    };
    assert!(width(&found) < 0.9 * width(&apart), "{} {}", width(&found), width(&apart));
}

const BOOTSTRAP: &str = "[design]\nweight = \"weight\"\nreplicates = { columns = \"rw*\", method = \"bootstrap\" }\n";

#[test]
fn replicate_weights_of_independent_waves_have_the_sum_of_their_variances() {
    let found = compare(&["replicates-1", "replicates-2"], &format!("{BOOTSTRAP}{SIZE}{Y}{HOURS}"));
    designed_is("replicates", &found);
    let se = |of: &Value| of["se"].as_f64().expect("a standard error");
    let hours = outcome(&found, "hours");
    let apart: f64 = (0..2).map(|w| se(&hours["waves"][w]["estimate"]).powi(2)).sum();
    assert!((se(&hours["changes"][0]) / apart.sqrt() - 1.0).abs() < 1e-12, "{hours}");
}

#[test]
fn replicates_of_the_same_people_are_the_same_replicates() {
    let found = compare(&["together-1", "together-2"], &format!("{IDS}{BOOTSTRAP}{SIZE}{Y}"));
    designed_is("together", &found);
    let (expect, tol) = case("together-both");
    let both = &outcome(&found, "y")["panel"][0]["paired"];
    for key in ["n", "difference", "se"] {
        is(key, &both[key], &expect[key], tol);
    }
}
