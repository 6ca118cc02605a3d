//! Logistic regressions through the program, against R (`tests/oracle/models.R`).

use crate::support::Project;
use serde_json::Value;

const QUESTIONS: &str = r#"
[[segments]]
name = "size"
levels = ["small", "middle", "large"]
[[segments]]
name = "sector"
levels = ["public", "private"]
[[outcomes]]
name = "yes"
yes = ["Yes"]
no = ["No"]
"#;

const DESIGN: &str = r#"
[design]
weight = "w"
strata = "stratum"
psu = ["psu"]
"#;

/// What the program says of the models of a study.
fn models(design: &str, models: &str) -> Vec<Value> {
    let study = format!("schema = 1\n{design}{QUESTIONS}{models}");
    let project = Project::new().file("models.csv", include_bytes!("../oracle/models.csv")).file("models.toml", study);
    project.run(&["analyze", "models.csv"]).code(0);
    let results: Value = serde_json::from_str(&project.read("reports/models/results.json")).expect("JSON");
    results["models"].as_array().expect("a list").clone()
}

fn expected() -> Value {
    serde_json::from_str(include_str!("../oracle/models.json")).expect("what R wrote")
}

/// Numbers of objects, one after another: as R wrote them.
fn numbers(objects: &Value, keys: &[&str], of: impl Fn(&Value) -> bool) -> Vec<f64> {
    let objects = objects.as_array().expect("a list").iter().filter(|object| of(object));
    objects.flat_map(|object| keys.iter().map(move |key| object[key].as_f64().expect(key))).collect()
}

fn same(what: &str, got: &[f64]) {
    let expected = expected()[what].as_array().unwrap_or_else(|| panic!("no {what}")).clone();
    assert_eq!(got.len(), expected.len(), "{what}: {got:?}");
    for (got, expected) in got.iter().zip(expected.iter().map(|number| number.as_f64().expect("a number"))) {
        assert!((got - expected).abs() <= 1e-6 * expected.abs().max(1e-6), "{what}: {got} is not {expected}");
    }
}

const COEFFICIENT: [&str; 3] = ["coefficient", "se", "p"];
const WALD: [&str; 4] = ["statistic", "df", "df2", "p"];
const MARGIN: [&str; 2] = ["rate", "se"];

#[test]
fn by_design_coefficients_terms_and_margins_are_those_of_r() {
    let all = models(DESIGN, "[[models]]\noutcome = \"yes\"\n");
    let model = &all[0];
    assert_eq!((&model["method"], model["converged"].as_bool()), (&Value::from("svy_logit"), Some(true)));
    assert_eq!((&model["n"], &model["n_missing"]), (&expected()["n"], &Value::from(45)));
    assert_eq!(model["df"].as_f64(), expected()["df"].as_f64());
    same("main", &numbers(&model["terms"], &COEFFICIENT, |_| true));
    for segment in ["size", "sector"] {
        let own = |object: &Value| object["segment"] == segment;
        same(&format!("main_{segment}"), &numbers(&model["wald"], &WALD, own));
        same(&format!("margins_{segment}"), &numbers(&model["margins"], &MARGIN, own));
    }
    let ci: Vec<f64> = model["terms"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|t| numbers(&Value::from(vec![t["ci"].clone()]), &["low", "high"], |_| true))
        .collect();
    same("odds_ratio_ci", &ci);
    let margins = numbers(&model["margins"], &["rate"], |_| true);
    let effects = numbers(&model["effects"], &["difference"], |_| true);
    let differences = [margins[1] - margins[0], margins[2] - margins[0], margins[4] - margins[3]];
    assert!(effects.iter().zip(differences).all(|(a, b)| (a - b).abs() < 1e-12), "{effects:?} {differences:?}");
}

#[test]
fn an_interaction_brings_its_segments_with_it() {
    let all = models(DESIGN, "[[models]]\noutcome = \"yes\"\non = [\"size*sector\"]\n");
    let terms: Vec<(&str, Option<&str>)> = all[0]["terms"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| (t["term"].as_str().unwrap(), t["level"].as_str()))
        .collect();
    assert_eq!(
        terms,
        [
            ("(Intercept)", None),
            ("size", Some("middle")),
            ("size", Some("large")),
            ("sector", Some("private")),
            ("size*sector", Some("middle*private")),
            ("size*sector", Some("large*private")),
        ]
    );
    same("crossed", &numbers(&all[0]["terms"], &COEFFICIENT, |_| true));
    same("crossed_size:sector", &numbers(&all[0]["wald"], &WALD, |test| test["segment"] == "size*sector"));
    assert_eq!(all[0]["df"].as_f64(), expected()["df_crossed"].as_f64());
}

#[test]
fn of_a_simple_random_sample_tests_are_z_and_x2() {
    let all = models("", "[[models]]\noutcome = \"yes\"\n");
    let model = &all[0];
    assert_eq!((&model["method"], &model["df"]), (&Value::from("logit"), &Value::Null));
    same("simple", &numbers(&model["terms"], &COEFFICIENT, |_| true));
    for segment in ["size", "sector"] {
        let own = |object: &Value| object["segment"] == segment;
        same(&format!("simple_{segment}"), &numbers(&model["wald"], &["statistic", "df", "p"], own));
    }
}

/// Who works in the private sector said yes, all of them.
#[test]
fn separation_and_collinearity_are_named_and_the_rest_is_still_computed() {
    let rows = (0..200).map(|i| {
        let sector = if i % 3 == 0 { "private" } else { "public" };
        let yes = if i % 3 == 0 || i % 2 == 0 { "Yes" } else { "No" };
        format!("{},{sector},{sector},{yes}\n", ["small", "middle", "large"][i % 7 % 3])
    });
    let data = format!("size,sector,twin,yes\n{}", rows.collect::<String>());
    let study = format!(
        "schema = 1\n{QUESTIONS}\n[[segments]]\nname = \"twin\"\nlevels = [\"public\", \"private\"]\n\
         [[models]]\noutcome = \"yes\"\non = [\"size\", \"sector\"]\n\
         [[models]]\noutcome = \"yes\"\non = [\"size\", \"sector\", \"twin\"]\n\
         [[models]]\noutcome = \"yes\"\non = [\"size\"]\n"
    );
    let project = Project::new().file("a.csv", data).file("a.toml", study);
    project.run(&["analyze", "a.csv"]).code(0);
    let results: Value = serde_json::from_str(&project.read("reports/a/results.json")).unwrap();
    let note = |at: usize| results["models"][at]["note"].as_str().unwrap_or_default().to_owned();
    assert!(note(0).contains("separation: sector = private"), "{}", note(0));
    assert!(note(1).contains("collinear: twin = private"), "{}", note(1));
    assert_eq!(results["models"][0]["converged"], false);
    assert_eq!(results["models"][2]["converged"], true);
    assert!(project.read("reports/a/report.md").contains("no fit, because separation"));
}

/// In a quarter of the replicates nobody of a rare level says yes: R's fits go on to infinity there, and all other coefficients
/// come out as if they had not (`tests/oracle/separated.R`).
#[test]
fn with_separation_in_some_replicates_the_other_coefficients_are_those_of_r() {
    let all: Value = serde_json::from_str(include_str!("../oracle/separated.json")).expect("JSON");
    let expect = &all["cases"][0]["expect"];
    let study = "schema = 1\n[design]\nweight = \"w\"\nreplicates = { columns = \"rw*\", method = \"bootstrap\" }\n\
                 [[segments]]\nname = \"size\"\nlevels = [\"A\", \"B\", \"C\"]\n[[segments]]\nname = \"side\"\n\
                 levels = [\"left\", \"right\"]\n[[outcomes]]\nname = \"y\"\nyes = [\"1\"]\nno = [\"0\"]\n\
                 [[models]]\noutcome = \"y\"\non = [\"size\", \"side\"]\n";
    let data = include_bytes!("../oracle/data/separated.csv");
    let project = Project::new().file("a.csv", data).file("a.toml", study);
    let model = project.run(&["analyze", "a.csv", "--json"]).code(0).json()["models"][0].clone();
    let mut compared = 0;
    for term in model["terms"].as_array().expect("terms") {
        let name = match term["level"].as_str() {
            None => "(Intercept)".to_owned(),
            Some(level) => format!("{}{level}", term["term"].as_str().expect("a term")),
        };
        if expect["se"][&name].is_null() {
            continue; // the rare level: R's error is as large as its iterations go far
        }
        for key in ["coefficient", "se"] {
            crate::goldens::close(&format!("{name} {key}"), term[key].as_f64().expect(key), &expect[key][&name], 1e-6);
            compared += 1;
        }
    }
    assert_eq!(compared, 6);
    let said = format!(
        "in {} of {} replicates size = C has no finite estimate (separation)",
        expect["without"], expect["replicates"]
    );
    assert!(model["note"].as_str().expect("a note").contains(&said), "{}", model["note"]);
}

/// `tests/oracle/jackknife.R`: the sum that Newton's method lowers is rounded, and a last step may seem to raise it.
#[test]
fn every_replicate_with_a_fit_is_fitted() {
    let expected: Value = serde_json::from_str(include_str!("../oracle/jackknife.json")).expect("what R wrote");
    let mut data = String::new();
    for (at, line) in include_str!("../oracle/jackknife.csv").lines().enumerate() {
        data += line;
        let replicate = line.rsplit(',').next().expect("a cell");
        for group in 0..60 {
            data += &match at.checked_sub(1) {
                None => format!(",rw{group:02}"),
                Some(row) if row % 60 == group => ",0".into(),
                Some(_) => format!(",{replicate}"),
            };
        }
        data.push('\n');
    }
    let mut study = "schema = 1\n[design]\nweight = \"w\"\nreplicates = { columns = \"rw*\", method = \"jk1\" }\n\
                     [[outcomes]]\nname = \"y\"\nyes = [\"Yes\"]\n[[models]]\noutcome = \"y\"\n"
        .to_owned();
    for (name, levels) in [("a", 3), ("b", 4), ("c", 2), ("d", 3), ("e", 3), ("f", 4)] {
        let levels: Vec<String> = (1..=levels).map(|level| format!("\"{level}\"")).collect();
        study += &format!("[[segments]]\nname = \"{name}\"\nlevels = [{}]\n", levels.join(", "));
    }
    let project = Project::new().file("j.csv", data).file("j.toml", study);
    let model = project.run(&["analyze", "j.csv", "--json"]).code(0).json()["models"][0].clone();
    assert!(model["note"].is_null(), "{}", model["note"]);
    for (key, of) in [("coefficient", "coefficients"), ("se", "errors")] {
        let got = numbers(&model["terms"], &[key], |_| true);
        let expected = expected[of].as_array().expect("a list");
        assert_eq!(got.len(), expected.len());
        for (got, expected) in got.iter().zip(expected.iter().map(|number| number.as_f64().expect("a number"))) {
            assert!((got - expected).abs() <= 1e-6 * expected.abs().max(1e-6), "{key}: {got} is not {expected}");
        }
    }
}
