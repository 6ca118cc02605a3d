//! Real surveys against R, as a user runs them: each number of `expected.json` that `checks.json` asks.
//!
//! `cargo test --release --test it surveys -- --include-ignored --nocapture` prints how many agree. What made `expected.json` is `oracle.R` beside
//! it. Pairs there are "later - earlier" level; here a - b with a before b: the sign turns.

use serde_json::Value;

use crate::goldens::{count, number};
use crate::support::Project;

/// Surveys of `data`, with the name of the file.
const SURVEYS: [(&str, &str); 3] =
    [("star-wars", "star-wars"), ("flying-etiquette", "flying-etiquette"), ("thanksgiving", "thanksgiving-2015")];
/// Relative, for closed forms and for the network algorithm of Fisher's exact test.
const CLOSED: f64 = 1e-9;
const FISHER: f64 = 1e-6;

/// Numbers compared, and those that differ.
#[derive(Default)]
struct Tally {
    compared: usize,
    wrong: Vec<String>,
    at: String,
}

impl Tally {
    fn close(&mut self, what: &str, got: &Value, expected: f64, tolerance: f64) {
        self.compared += 1;
        let off = got.as_f64().map(|got| (got - expected).abs());
        if off.is_none_or(|off| off > (tolerance * expected.abs()).max(1e-12)) {
            self.wrong.push(format!("{}: {what}: got {got}, expected {expected}", self.at));
        }
    }

    fn number(&mut self, what: &str, got: &Value, expected: &Value) {
        self.close(what, got, number(expected), CLOSED);
    }

    fn same(&mut self, what: &str, got: &Value, expected: &str) {
        self.compared += 1;
        if got != expected {
            self.wrong.push(format!("{}: {what}: got {got}, expected {expected}", self.at));
        }
    }

    /// An interval; turned where the difference is.
    fn interval(&mut self, what: &str, got: &Value, expected: &Value, turned: bool) {
        let (low, high) = (number(&expected[0]), number(&expected[1]));
        let (low, high) = if turned { (-high, -low) } else { (low, high) };
        self.close(&format!("{what}: low"), &got["low"], low, CLOSED);
        self.close(&format!("{what}: high"), &got["high"], high, CLOSED);
    }

    fn estimate(&mut self, what: &str, got: &Value, expected: &Value) {
        let (n, rate) = (count(&expected["n"]) as f64, number(&expected["rate"]));
        self.number(&format!("{what}: n"), &got["n"], &expected["n"]);
        self.number(&format!("{what}: n_yes"), &got["n_yes"], &expected["yes"]);
        self.number(&format!("{what}: rate"), &got["rate"], &expected["rate"]);
        self.close(&format!("{what}: se"), &got["se"], (rate * (1.0 - rate) / n).sqrt(), CLOSED);
        self.interval(what, &got["ci"], &expected["wilson"], false);
    }

    fn test(&mut self, what: &str, got: &Value, expected: &Value) {
        self.number(&format!("{what}: statistic"), &got["statistic"], &expected["statistic"]);
        self.number(&format!("{what}: df"), &got["df"], &expected["df"]);
        self.number(&format!("{what}: p"), &got["p"], &expected["p"]);
        self.number(&format!("{what}: ln p"), &got["ln_p"], &expected["log_p"]);
        if let Some(direction) = expected["direction"].as_str() {
            self.same(&format!("{what}: direction"), &got["direction"], direction);
        }
    }

    fn comparison(&mut self, got: &Value, expected: &Value) {
        self.estimate("overall", &got["overall"], &expected["overall_answered"]);
        let levels: Vec<&Value> = list(&got["levels"]).iter().filter(|level| level["n"] != 0).collect();
        for level in &levels {
            let name = text(&level["level"]);
            self.estimate(name, level, &expected["levels"][name]);
        }
        let tests = &got["tests"];
        let all: Vec<&Value> = [&tests["omnibus"], &tests["trend"]].into_iter().chain(list(&tests["others"])).collect();
        let of = |method: &str| all.iter().find(|test| test["method"] == method).copied().unwrap_or(&Value::Null);
        self.test("pearson", of("pearson"), &expected["pearson"]);
        self.test("g", of("g"), &expected["g"]);
        if number(&expected["min_expected"]) >= 5.0 {
            self.same("omnibus", &tests["omnibus"]["method"], "pearson");
        } else {
            self.close("fisher: p", &of("fisher")["p"], number(&expected["fisher_p"]), FISHER);
        }
        if expected["trend"].is_object() {
            self.test("trend", of("cochran_armitage"), &expected["trend"]);
        }
        if expected["trend_departure"].is_object() {
            self.test("departure", &tests["departure"], &expected["trend_departure"]);
        }
        self.number("V", &got["effect"]["cramers_v_raw"], &expected["cramers_v"]);
        self.number("V corrected", &got["effect"]["cramers_v"], &expected["cramers_v_bias_corrected"]);
        for pair in list(&got["pairs"]) {
            let (a, b) = (text(&pair["a"]), text(&pair["b"]));
            let (turned, straight) =
                (&expected["pairs"][format!("{b} - {a}")], &expected["pairs"][format!("{a} - {b}")]);
            let (of, sign) = if turned.is_object() { (turned, -1.0) } else { (straight, 1.0) };
            if !of.is_object() {
                continue; // the script compares each level with the rest only
            }
            let what = format!("{a} - {b}");
            self.close(&what, &pair["difference"], sign * number(&of["difference"]), CLOSED);
            self.interval(&what, &pair["ci"], &of["newcombe"], sign < 0.0);
            self.number(&format!("{what}: p"), &pair["p"], &of["p"]);
            self.number(&format!("{what}: adjusted p"), &pair["p_adjusted"], &of["p_holm"]);
        }
    }

    fn versus_rest(&mut self, got: &Value, expected: &Value) {
        for pair in list(&got["versus_rest"]) {
            let (a, of) = (text(&pair["a"]), &expected["versus_rest"][text(&pair["a"])]);
            if of.is_object() {
                self.number(&format!("{a} - rest"), &pair["difference"], &of["difference"]);
                self.interval(&format!("{a} - rest"), &pair["ci"], &of["newcombe"], false);
                self.number(&format!("{a} - rest: p"), &pair["p"], &of["p"]);
            }
        }
    }

    fn paired(&mut self, got: &Value, expected: &Value) {
        let counts =
            [("both", "yes_yes"), ("a_only", "yes_no"), ("b_only", "no_yes"), ("neither", "no_no"), ("n", "n")];
        for (ours, theirs) in counts.into_iter().chain(["rate_a", "rate_b", "difference"].map(|key| (key, key))) {
            self.number(ours, &got[ours], &expected[theirs]);
        }
        self.interval("difference", &got["ci"], &expected["newcombe_paired_method10"], false);
        let of =
            |method: &str| list(&got["tests"]).iter().find(|test| test["method"] == method).unwrap_or(&Value::Null);
        self.number("mcnemar", &of("mcnemar")["statistic"], &expected["mcnemar"]["statistic"]);
        self.number("mcnemar: ln p", &of("mcnemar")["ln_p"], &expected["mcnemar"]["log_p"]);
        self.number("mcnemar_exact: p", &of("mcnemar_exact")["p"], &expected["exact_p"]);
        self.number("mcnemar_midp: p", &of("mcnemar_midp")["p"], &expected["midp"]);
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

/// Follows "films/I", or a list of keys.
fn part<'a>(all: &'a Value, path: &Value) -> &'a Value {
    let keys: Vec<&str> = match path {
        Value::String(path) => path.split('/').collect(),
        list => self::list(list).iter().map(text).collect(),
    };
    keys.iter().fold(all, |value, key| &value[*key])
}

fn read(path: &str) -> Value {
    let file = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&file).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn every_number_that_is_asked_of_a_real_survey_is_that_of_r() {
    compare(&SURVEYS[..2], 1200);
}

/// The third has exact tests that take minutes without `--release`:
/// `cargo test --release --test it surveys -- --include-ignored --nocapture`.
#[test]
#[ignore = "slow without --release"]
fn every_number_that_is_asked_of_all_surveys_is_that_of_r() {
    compare(&SURVEYS, 1800);
}

/// Compares each number of these surveys, which are this many at least.
#[allow(clippy::print_stderr)] // how many agree is what whoever runs this wants to see
fn compare(surveys: &[(&str, &str)], least: usize) {
    let mut all = (0, Vec::new());
    for (survey, file) in surveys {
        let folder = format!("{}/data/{survey}", env!("CARGO_MANIFEST_DIR"));
        let expected = read(&format!("{folder}/expected.json"));
        let results = Project::new().run(&["analyze", &format!("{folder}/{file}.csv"), "--json"]).code(0).json();
        let find = |list: &str, keys: &[(&str, &Value)]| {
            let found =
                self::list(&results[list]).iter().find(|entry| keys.iter().all(|(key, name)| entry[key] == **name));
            found.cloned().unwrap_or(Value::Null)
        };
        let mut tally = Tally::default();
        for check in list(&read(&format!("{folder}/checks.json"))) {
            tally.at = format!("{survey}: {check}");
            let numbers = part(&expected, &check["expected"]);
            let outcome = find("outcomes", &[("name", &check["outcome"])]);
            match check["kind"].as_str() {
                None => {
                    let by = list(&outcome["segments"]).iter().find(|found| found["segment"] == check["by"]);
                    tally.comparison(by.unwrap_or(&Value::Null), numbers);
                    tally.versus_rest(by.unwrap_or(&Value::Null), numbers);
                }
                Some("overall") => {
                    let of = ["overall", "overall_answered"].into_iter().find(|key| numbers[key].is_object());
                    tally.estimate("overall", &outcome["overall"], of.map_or(numbers, |key| &numbers[key]));
                }
                Some("paired") => {
                    tally.paired(&find("paired", &[("a", &check["outcome"]), ("b", &check["with"])]), numbers);
                }
                Some("rows") => tally.number("rows", &results["data_quality"]["rows"], numbers),
                Some("claim") => {
                    let claim = find("claims", &[("id", &check["id"])]);
                    match check["status"].as_str() {
                        Some(status) => tally.same("status", &claim["status"], status),
                        None => tally.number("recomputed", &claim["recomputed"], &numbers["rate"]),
                    }
                }
                // `tabulate` is held against `test` in tabulate.rs.
                Some("table") => {}
                Some(other) => panic!("{survey}: a check of an unknown kind, {other}"),
            }
        }
        eprintln!("{survey}: {} of {} numbers agree", tally.compared - tally.wrong.len(), tally.compared);
        all.0 += tally.compared;
        all.1.extend(tally.wrong);
    }
    eprintln!("all: {} of {} numbers agree with R", all.0 - all.1.len(), all.0);
    assert!(all.0 >= least, "{} numbers only", all.0);
    assert!(all.1.is_empty(), "{}", all.1.join("\n"));
}
