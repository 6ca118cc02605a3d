//! `[[correlations]]`: of numbers as of their bands, and of nobody outside the domain.

use crate::support::{Project, Run};
use serde_json::Value;

/// 300 respondents: a size, a satisfaction that rises with it, hours that fall.
fn data() -> String {
    let mut text = String::from("size,happy,hours,land\n");
    for i in 0..300_u32 {
        let size = i % 3;
        let happy = (size + (i * 7 + i / 11) % 3) % 5;
        let hours = if i % 50 == 0 { String::new() } else { (4 - happy + (i / 7) % 2).to_string() };
        text += &format!("{},{happy},{hours},{}\n", ["S", "M", "L"][size as usize], if i % 2 == 0 { "X" } else { "Y" });
    }
    text
}

const STUDY: &str = r#"
schema = 1
[[segments]]
name = "size"
levels = ["S", "M", "L"]
ordered = true
[[segments]]
name = "happiness"
column = "happy"
levels = ["0", "1", "2", "3", "4"]
ordered = true
[[outcomes]]
name = "happy"
bands = ["0", "1", "2", "3", "4"]
at_least = "3"
edges = [-0.5, 0.5, 1.5, 2.5, 3.5, 4.5]
[[outcomes]]
name = "happy_number"
column = "happy"
kind = "mean"
[[outcomes]]
name = "hours"
kind = "mean"
"#;

fn run(correlations: &[(&str, &str, &str)], args: &[&str]) -> Run {
    let asked: String = correlations
        .iter()
        .map(|(a, b, method)| format!("[[correlations]]\na = \"{a}\"\nb = \"{b}\"\nmethod = \"{method}\"\n"))
        .collect();
    let project = Project::new().file("d.csv", data()).file("d.toml", format!("{STUDY}{asked}"));
    project.run(&[&["analyze", "d.csv"][..], args].concat())
}

fn found(correlations: &[(&str, &str, &str)], args: &[&str]) -> Vec<Value> {
    let json = run(correlations, &[args, &["--json"]].concat()).code(0).json();
    json["correlations"].as_array().expect("a list").clone()
}

#[track_caller]
fn alike(a: &Value, b: &Value, tolerance: f64) {
    for key in ["coefficient", "p"] {
        let (x, y) = (a[key].as_f64().expect("a number"), b[key].as_f64().expect("a number"));
        assert!((x - y).abs() <= tolerance * y.abs(), "{key}: {x} {y}");
    }
    assert_eq!(a["n"], b["n"]);
}

/// A number correlates as the bands do whose middles it has: those are held against R.
#[test]
fn a_number_correlates_as_the_bands_do_whose_middles_it_has() {
    for method in ["spearman", "pearson"] {
        let all = found(
            &[("size", "happy", method), ("size", "happy_number", method), ("happy_number", "size", method)],
            &[],
        );
        alike(&all[1], &all[0], 1e-9);
        alike(&all[2], &all[0], 1e-9);
    }
    let hours = &found(&[("hours", "happy_number", "spearman")], &[])[0];
    assert_eq!(hours["n"], 294, "six gave no hours");
    assert!(hours["coefficient"].as_f64() < Some(-0.5), "{hours}");
}

/// Two segments know of no base: `--where` is all that narrows them.
#[test]
fn whoever_is_outside_the_domain_is_in_no_correlation_of_segments_or_numbers() {
    let asked = [("size", "happiness", "spearman"), ("size", "hours", "spearman")];
    let (all, half) = (found(&asked, &[]), found(&asked, &["--where", "#4=X"]));
    assert_eq!((&all[0]["n"], &half[0]["n"]), (&300.into(), &150.into()));
    assert_eq!((&all[1]["n"], &half[1]["n"]), (&294.into(), &144.into()));
    let large = found(&asked[..1], &["--where", "size=S|L"]);
    assert_eq!(large[0]["n"], 200);
    assert_ne!(large[0]["coefficient"], all[0]["coefficient"]);
}

#[test]
fn a_number_was_not_cut_into_answers_so_it_has_no_polychoric_correlation() {
    run(&[("hours", "happy", "polychoric")], &[])
        .code(1)
        .stderr_has("[[correlations]] 1 is polychoric, and `hours` is a number")
        .stderr_has("d.toml, line")
        .stderr_has("method = \"spearman\"");
}
