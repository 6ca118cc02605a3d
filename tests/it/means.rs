//! Means and answers without an order, through the program, against R (`tests/oracle/means.R`).

use crate::support::Project;
use serde_json::Value;

const STUDY: &str = r#"
schema = 1
[[segments]]
name = "g"
levels = ["a", "b", "c", "d"]
[[outcomes]]
name = "x"
kind = "mean"
margin = 4
[[outcomes]]
name = "answer"
kind = "nominal"
levels = ["red", "green", "blue"]
"#;

fn project() -> Project {
    Project::new().file("means.csv", include_bytes!("../oracle/means.csv")).file("means.toml", STUDY)
}

fn expected() -> Value {
    serde_json::from_str(include_str!("../oracle/means.json")).expect("what R wrote")
}

fn same(what: &str, got: &Value, expected: &Value) {
    let (Some(got), Some(expected)) = (got.as_f64(), expected.as_f64()) else {
        panic!("{what}: {got} against {expected}");
    };
    assert!((got - expected).abs() <= 1e-9 * expected.abs(), "{what}: {got} against {expected}");
}

fn same_estimate(what: &str, got: &Value, expected: &Value) {
    same(what, &got["n"], &expected[0]);
    same(what, &got["mean"], &expected[1]);
    same(what, &got["se"], &expected[2]);
    same(what, &got["ci"]["low"], &expected[3]);
    same(what, &got["ci"]["high"], &expected[4]);
    assert!(got.get("rate").is_none() && got.get("n_yes").is_none(), "{what} is a mean and no rate");
}

#[test]
fn means_their_intervals_pairs_and_welchs_tests_are_those_of_r() {
    let printed = project().run(&["test", "means.csv", "--outcome", "x", "--by", "g", "--json"]).code(0).json();
    let expected = expected();
    same_estimate("overall", &printed["overall"], &expected["overall"]);
    for level in printed["levels"].as_array().expect("levels") {
        same_estimate("level", level, &expected["levels"][level["level"].as_str().expect("a name")]);
    }
    let test = &printed["tests"]["omnibus"];
    assert_eq!(test["method"], "welch_anova");
    for (key, at) in [("statistic", 0), ("df", 1), ("df2", 2), ("p", 3)] {
        same(key, &test[key], &expected["welch_anova"][at]);
    }
    let pairs = printed["pairs"].as_array().expect("pairs");
    assert_eq!(pairs.len(), expected["pairs"].as_array().map_or(0, Vec::len));
    for (pair, expected) in pairs.iter().zip(expected["pairs"].as_array().into_iter().flatten()) {
        for (key, at) in [("difference", 0), ("se", 1), ("df", 2), ("p", 5)] {
            same(key, &pair[key], &expected[at]);
        }
        same("low", &pair["ci"]["low"], &expected[3]);
        same("high", &pair["ci"]["high"], &expected[4]);
        assert!(pair["ratio"].is_null() && pair["odds_ratio"].is_null());
    }
}

/// A margin of the outcome's own makes "consistent" possible; without one nothing can be.
/// A mean counts nobody: no headline reads as if it did.
#[test]
fn the_headline_of_a_mean_says_that_it_is_one() {
    let project = project();
    project.run(&["chart", "means.csv", "--study", "means.toml", "--outcome", "x", "-o", "x.svg"]).code(0);
    let svg = project.read("x.svg");
    let head = svg.lines().find(|line| line.contains("class=\"headline\"")).expect("a headline");
    assert!(head.contains("X: mean ") && head.contains(" respondents)") && !head.contains(" of "), "{head}");
}

#[test]
fn a_mean_is_held_against_its_own_margin_and_undetermined_without_one() {
    let verdict = |margin: &str| {
        let study = STUDY.replace("margin = 4", margin);
        let project = project().file("means.toml", study);
        let printed = project.run(&["test", "means.csv", "--outcome", "x", "--by", "g", "--json", "--alpha", "0.001"]);
        let printed = printed.code(0).json();
        (printed["verdict"].clone(), printed["equivalence"]["smallest_margin"].as_f64())
    };
    let (within, limit) = verdict("margin = 100");
    let limit = limit.expect("a limit");
    assert_eq!(within, "consistent");
    assert_eq!(verdict(&format!("margin = {limit}")).0, "consistent");
    assert_eq!(verdict(&format!("margin = {}", limit * 0.999)).0, "undetermined");
    assert_eq!(verdict("").0, "undetermined");
}

#[test]
fn answers_without_an_order_have_shares_and_a_test_of_the_whole_table_but_no_rate() {
    let printed = project().run(&["test", "means.csv", "--outcome", "answer", "--by", "g", "--json"]).code(0).json();
    assert!(printed["overall"]["rate"].is_null());
    let tests = &printed["tests"];
    let all = std::iter::once(&tests["omnibus"]).chain(tests["others"].as_array().into_iter().flatten());
    let pearson = all.into_iter().find(|test| test["method"] == "pearson").expect("Pearson's test");
    for (key, at) in [("statistic", 0), ("df", 1), ("p", 2)] {
        same(key, &pearson[key], &expected()["answers_pearson"][at]);
    }
    for level in printed["levels"].as_array().expect("levels") {
        let shares = level["shares"].as_array().expect("shares");
        let total: u64 = shares.iter().filter_map(|share| share["n_yes"].as_u64()).sum();
        assert_eq!((shares.len(), Some(total)), (3, level["n"].as_u64()));
    }
}

#[test]
fn a_text_where_a_mean_is_asked_is_an_error_with_line_column_and_value() {
    Project::new()
        .file("d.csv", b"g,hours\na,3\nb,many\n")
        .run(&["test", "d.csv", "--outcome", "mean(hours)", "--by", "g"])
        .code(1)
        .stderr_has("line 3")
        .stderr_has("`hours`")
        .stderr_has("\"many\"");
}

/// A mean is consistent within its own margin, in its own unit; a total is never tested, which is no verdict of the data.
#[test]
fn what_is_held_against_another_margin_or_not_tested_is_told_apart() {
    let rows: String = (0..400).map(|i| format!("{},{},{}\n", ["a", "b"][i % 2], 30 + i / 2 % 9, 1)).collect();
    let number = |name: &str, more: &str| {
        format!("[[outcomes]]\nname = \"{name}\"\nlabel = \"{name}\"\ncolumn = \"h\"\n{more}\n")
    };
    let study = format!(
        "schema = 1\n[design]\nweight = \"w\"\n[[segments]]\nname = \"g\"\nlevels = [\"a\", \"b\"]\n{}{}",
        number("Hours", "kind = \"mean\"\nmargin = 2"),
        number("All hours", "kind = \"total\"")
    );
    let project = Project::new().file("a.csv", format!("g,h,w\n{rows}")).file("a.toml", study);
    let text = project.run(&["analyze", "a.csv"]).code(0).stdout();
    assert!(text.contains("Consistent within a margin of its own\n  by G: Hours (2)"), "{text}");
    assert!(!text.contains("within 5 points"), "{text}");
    assert!(text.contains("Not tested (1): no test could be made"), "{text}");
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("1 shows consistency within the margin and 1 is not tested"), "{text}");
    let report = project.read("reports/a/report.md");
    assert!(report.contains("the margin of 5 points (of a number: its own)"), "{report}");
    assert!(report.contains("and show none, or no test could be made"), "{report}");
}

/// Two strata of five units; level "one" is one unit, shifted like any other.
fn of_one_unit() -> Project {
    let mut data = "h,p,g,g2,age,v,y\n".to_owned();
    for (at, shift) in [1.3, -0.4, 0.2, -0.7, 0.5, 0.1, -0.3, 0.6, -0.5, 0.4].iter().enumerate() {
        for i in 0..24 {
            let (stratum, unit) = (if at < 5 { "a" } else { "b" }, at % 5);
            let level = if at == 0 { "one" } else { ["x", "y", "z"][(i + at) % 3] };
            let v = 5.0 + shift + f64::from((i as u32 * 7 + at as u32 * 3) % 11) / 5.0 - 1.0;
            let (two, age) = (if at == 0 { "one" } else { "others" }, if i % 2 == 0 { "old" } else { "new" });
            let yes = if (i * 5 + at) % 7 < 3 || v > 6.4 { "Yes" } else { "No" };
            data += &format!("{stratum},{unit},{level},{two},{age},{v:.2},{yes}\n");
        }
    }
    let study = "schema = 1\n[design]\nstrata = \"h\"\npsu = \"p\"\n[analysis]\nsuppress_below = 1\n\
        [[segments]]\nname = \"g\"\nlevels = [\"one\", \"x\", \"y\", \"z\"]\n\
        [[segments]]\nname = \"g2\"\nlevels = [\"one\", \"others\"]\n\
        [[segments]]\nname = \"age\"\nlevels = [\"old\", \"new\"]\n\
        [[outcomes]]\nname = \"v\"\nkind = \"mean\"\nmargin = 5\n\
        [[outcomes]]\nname = \"y\"\nyes = [\"Yes\"]\n\
        [[outcomes]]\nname = \"ys\"\ncolumn = \"y\"\nyes = [\"Yes\"]\n\
        standardise = { segment = \"age\", shares = { old = 0.5, new = 0.5 } }\n\
        [[models]]\noutcome = \"y\"\non = [\"g\"]\n\
        [paradox]\noutcome = \"y\"\nsegment = \"g2\"\ntop = \"one\"\n";
    Project::new().file("u.csv", data).file("u.toml", study)
}

/// The variance of a level in one sampling unit comes out 0, and no test may take that for knowledge. (R's `regTermTest` does:
/// without any difference it rejects in 44% of samples.)
#[test]
fn a_level_in_one_sampling_unit_decides_no_test() {
    let results = of_one_unit().run(&["analyze", "u.csv", "--json"]).code(0).json();
    let mut looked_at = 0;
    for outcome in results["outcomes"].as_array().expect("outcomes") {
        for c in outcome["segments"].as_array().expect("segments") {
            let what = format!("{} by {}", outcome["name"], c["segment"]);
            let omnibus = &c["tests"]["omnibus"];
            match (outcome["name"].as_str(), c["segment"].as_str()) {
                (Some("v" | "ys"), Some("g")) => {
                    assert_eq!(omnibus["df"], 2.0, "{what}: three levels are left");
                    assert!(omnibus["note"].as_str().is_some_and(|note| note.starts_with("without one:")), "{omnibus}");
                }
                (Some("v" | "ys"), Some("g2")) => {
                    assert!(omnibus.is_null() && c["decision"].is_null(), "{what}: {omnibus}");
                    assert_eq!(c["verdict"], "undetermined", "{what}");
                    assert!(c["tests"]["note"].as_str().is_some_and(|note| note.contains("not one")), "{what}");
                }
                _ => continue,
            }
            looked_at += 1;
        }
    }
    assert_eq!(looked_at, 4);
    let paradox = &results["paradox"];
    assert!(paradox["top_versus_rest"]["difference"].is_number() && paradox["top_versus_rest"]["p"].is_null());
    assert!(paradox["detection"]["break_even_one"].is_number() && paradox["detection"]["ci"]["one"].is_null());
    let note = results["models"][0]["note"].as_str().expect("a note");
    assert!(note.contains("one of G lies in one sampling unit"), "{note}");
}

/// What is left of 0.1 less the mean of many 0.1 is rounding and no variance.
#[test]
fn a_level_of_equal_numbers_does_not_vary_whatever_the_number() {
    for (number, rows) in [("0.1", 200), ("1.1", 200), ("3.3", 57), ("0.1111111", 999), ("1", 200), ("-12.4", 5000)] {
        let spread = |at: usize| if at.is_multiple_of(3) { number.to_owned() } else { format!("{number}{}", at % 5) };
        for constant in [true, false] {
            let mut data = "x,g\n".to_owned();
            for at in 0..rows {
                let x = if constant { number.to_owned() } else { spread(at) };
                data += &format!("{x},{}\n", ["A", "B", "C"][at % 3]);
            }
            let test = Project::new().file("k.csv", data).run(&[
                "test",
                "k.csv",
                "--outcome",
                "mean(x)",
                "--by",
                "g",
                "--json",
            ]);
            let test = test.code(0).json();
            assert!(test["tests"]["omnibus"].is_null(), "{number}, {rows}: {}", test["tests"]["omnibus"]);
            let why = "all respondents of a level gave the same number";
            assert_eq!(test["tests"]["note"], why, "{number}, {rows}");
        }
    }
}

#[test]
fn weights_and_levels_beyond_what_can_be_computed_with_are_refused() {
    let data = "x,g,w\n1,A,1e-200\n2,A,1e-200\n3,B,1e-200\n4,B,1e-200\n";
    let project = Project::new().file("w.csv", data);
    let test = ["test", "w.csv", "--outcome", "mean(x)", "--by", "g"];
    let refused = project.run(&[&test[..], &["--weight", "w"]].concat()).code(1);
    assert!(refused.stderr().contains("smaller than can be computed with"), "{}", refused.stderr());
    for (flag, value) in [("--confidence", "0.9999999999999999"), ("--alpha", "1e-300")] {
        let refused = project.run(&[&test[..], &[flag, value]].concat()).code(2);
        assert!(refused.stderr().contains("must lie 1e-12 from 0 and 1 at least"), "{}", refused.stderr());
    }
}
