//! The figures that this program was written to reach, each from the command that a user would run.

use crate::support::{Project, Run, repository};
use serde_json::{Value, json};

fn run(args: &[&str]) -> Run {
    Project::new().run(args).code(0)
}

fn data(name: &str) -> String {
    repository("data").join(name).to_string_lossy().into_owned()
}

/// Text without its line breaks.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn plan_says_the_bases_for_two_five_and_ten_levels_at_74_percent_within_5_points() {
    for (levels, base) in [("2", "2,637"), ("5", "12,137"), ("10", "31,026")] {
        let text = run(&["plan", "--rate", "74", "--levels", levels, "--margin", "5"]).stdout();
        let who = if levels == "2" { "the two levels do not".to_owned() } else { format!("no two of {levels} levels") };
        let said = format!("{who} differ by more than 5 points takes {base} respondents in all");
        assert!(flat(&text).contains(&said), "{text}");
    }
}

#[test]
fn claims_without_data_says_from_which_sizes_on_the_published_figures_differ() {
    let text = flat(&run(&["claims"]).stdout());
    for said in ["from 138 respondents on (109 to 180", "from 143 respondents on (112 to 188", "40", "84", "12% to 37%"]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
}

/// Ten countries of 157 cannot be called consistent, whatever they look like.
#[test]
fn ten_countries_among_1567_shippers_are_undetermined_with_the_limit_and_the_base_needed() {
    let data = data("sinch-2026-synthetic.csv");
    let json =
        run(&["test", &data, "--study", "sinch-2026", "--outcome", "rollback", "--by", "country", "--json"]).json();
    assert_eq!((&json["verdict"], &json["overall"]["n"]), (&json!("undetermined"), &json!(1567)));
    assert_eq!(json["levels"].as_array().map(Vec::len), Some(10));
    let of = |key: &str| json["equivalence"][key].as_f64().unwrap_or_else(|| panic!("{key}: {}", json["equivalence"]));
    assert!(of("smallest_margin") > 0.05 && of("base_needed") > 31_026.0, "{}", json["equivalence"]);
    let sentence = json["sentence"].as_str().expect("text");
    for said in [
        "no difference by country found",
        "and none beyond the margin ruled out: undetermined",
        "To show that no two levels differ by more than 5 points",
    ] {
        assert!(sentence.contains(said), "{sentence}");
    }
    assert!(!sentence.contains("the same"), "{sentence}");
    let base = format!("{:.0}", of("base_needed"));
    let digits: String = sentence.chars().filter(|c| *c != ',').collect();
    assert!(digits.contains(&base), "{base}: {sentence}");
}

#[test]
#[cfg_attr(debug_assertions, ignore = "a minute and more without --release: exact tests of thirty questions")]
fn of_the_published_figures_on_thanksgiving_two_disagree_three_cannot_be_told_and_the_rest_agree() {
    let json = run(&["claims", &data("thanksgiving/thanksgiving-2015.csv"), "--json"]).json();
    let claims = json["claims"].as_array().expect("claims");
    let of = |status: &str| -> Vec<&str> {
        claims.iter().filter(|c| c["status"] == status).filter_map(|c| c["id"].as_str()).collect()
    };
    assert_eq!(of("disagrees"), ["turkey-82", "cornbread-28"]);
    let mut open = of("cannot_tell");
    open.sort_unstable();
    assert_eq!(open, ["mac-20", "mac-southeast-35", "shop-23"]);
    assert!(of("agrees").len() == claims.len() - 5 && claims.len() > 5, "{}", claims.len());
}

/// Admissions to six departments of Berkeley, 1973 (Bickel, Hammel and O'Connell 1975): men and women, admitted and not.
const BERKELEY: [(&str, [usize; 4]); 6] = [
    ("A", [512, 313, 89, 19]),
    ("B", [353, 207, 17, 8]),
    ("C", [120, 205, 202, 391]),
    ("D", [138, 279, 131, 244]),
    ("E", [53, 138, 94, 299]),
    ("F", [22, 351, 24, 317]),
];

#[test]
fn the_reversal_of_the_berkeley_admissions_is_found_and_explained() {
    let mut csv = String::from("gender,department,admitted\n");
    for (department, counts) in BERKELEY {
        for (n, (gender, answer)) in
            counts.into_iter().zip([("Male", "Yes"), ("Male", "No"), ("Female", "Yes"), ("Female", "No")])
        {
            (0..n).for_each(|_| csv += &format!("{gender},{department},{answer}\n"));
        }
    }
    let study = "schema = 1\n[[segments]]\nname = \"gender\"\nlevels = [\"Male\", \"Female\"]\n[[segments]]\nname = \"department\"\n\
                 levels = [\"A\", \"B\", \"C\", \"D\", \"E\", \"F\"]\n[[outcomes]]\nname = \"admitted\"\nyes = [\"Yes\"]\nno = [\"No\"]\n\
                 [[stratified]]\noutcome = \"admitted\"\nby = \"gender\"\nwithin = \"department\"\n\
                 [paradox]\noutcome = \"admitted\"\nsegment = \"gender\"\ntop = \"Male\"\n";
    let project = Project::new().file("d.csv", csv).file("d.toml", study);
    project.run(&["analyze", "d.csv"]).code(0);
    let results: Value = serde_json::from_str(&project.read("reports/d/results.json")).expect("JSON");
    // mantelhaen.test(UCBAdmissions): 0.9046968 for men over women; 44.5% against 30.4% with all together.
    let found = &results["stratified"][0];
    let common = found["odds_ratio"]["value"].as_f64().expect("a ratio");
    assert!((common - 0.9046968).abs() < 1e-7, "{common}");
    let pair = &results["paradox"]["top_versus_rest"];
    assert!((pair["difference"].as_f64().expect("d") - (1198.0 / 2691.0 - 557.0 / 1835.0)).abs() < 1e-12, "{pair}");
    let turned = &results["paradox"]["reversal"][0];
    assert_eq!((&turned["within"], &turned["is_shown"]), (&json!("department"), &json!(true)), "{turned}");
    let report = project.read("reports/d/report.md");
    assert!(report.contains("reversal") || report.contains("reverses") || report.contains("turns"), "not explained");
    let sentence = turned["sentence"].as_str().expect("text");
    assert!(sentence.contains("come from how the two are spread over department"), "{sentence}");
}
