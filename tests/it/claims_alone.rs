//! Published figures without data: what they imply, from the study file alone.

use crate::support::Project;
use paradox::num::dist::{studentized_range_cdf, studentized_range_quantile};
use paradox::stats::implied::{Over, Rounded, base_of_levels_over, smallest_part_over};
use serde_json::{Value, json};

/// Sizes that R found by trying each, and its studentized range.
#[test]
fn sizes_are_those_that_r_finds_by_trying_every_one() {
    let text = include_str!("../oracle/implied.csv");
    let rows: Vec<Vec<&str>> = text.lines().skip(2).map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), 21);
    for row in rows {
        let number = |at: usize| row[at].trim().parse::<f64>().unwrap_or(f64::NAN);
        let (a, b, n) = (number(1), number(2), number(3));
        let (x, y) = (Rounded::new(a, 0.01), Rounded::new(b, 0.01));
        let sizes = |over: Over<u64>| [over.printed, over.low, over.high].map(|size| size.expect("a size") as f64);
        match row[0] {
            "part" => assert_eq!(sizes(smallest_part_over(x, y, n as u64, 0.05)), [4, 5, 6].map(number), "{row:?}"),
            "pair" => assert_eq!(sizes(base_of_levels_over(x, y, 0.05, None)), [4, 5, 6].map(number), "{row:?}"),
            "extremes" => {
                assert_eq!(sizes(base_of_levels_over(x, y, 0.05, Some(n as u32))), [4, 5, 6].map(number), "{row:?}");
            }
            // R's own ptukey is off by 5e-7 at 30 levels; num_grid.csv has the digits.
            "qtukey" => assert!((studentized_range_quantile(a, n as u32) / number(4) - 1.0).abs() < 1e-7, "{row:?}"),
            "ptukey" => assert!((studentized_range_cdf(a, n as u32) / number(4) - 1.0).abs() < 1e-6, "{row:?}"),
            other => panic!("{other}"),
        }
    }
}

fn of_kind<'a>(json: &'a Value, kind: &str) -> Vec<&'a Value> {
    json["implied"].as_array().expect("a list").iter().filter(|one| one["kind"] == kind).collect()
}

/// Text without its line breaks.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn size(value: &Value) -> [Option<u64>; 3] {
    ["value", "low", "high"].map(|key| value[key].as_u64())
}

#[test]
fn the_built_in_study_alone_gives_the_sizes_that_its_figures_need() {
    let json = Project::new().run(&["claims", "--json"]).code(0).json();
    assert_eq!((&json["schema"], json["claims"].as_array().map(Vec::len)), (&json!("paradox.claims/1"), Some(30)));
    assert!(json["claims"].as_array().expect("a list").iter().all(|c| c["status"] == "not_testable"));
    let mature: Vec<_> =
        of_kind(&json, "rest").into_iter().filter(|one| one["part"] == "rollback-fully-mature").collect();
    assert_eq!((&mature[0]["n"], &mature[1]["n"]), (&json!(1567), &json!(2527)));
    assert_eq!(size(&mature[0]["significant_from"]), [Some(138), Some(109), Some(180)]);
    assert_eq!(size(&mature[1]["significant_from"]), [Some(143), Some(112), Some(188)]);
    let industries: Vec<_> = of_kind(&json, "levels").into_iter().filter(|one| one["segment"] == "industry").collect();
    assert_eq!((industries.len(), &industries[0]["extremes"]), (1, &json!(true)));
    assert_eq!(industries[0]["base_each"]["value"], 40);
    assert_eq!(industries[0]["base_each_of_extremes"]["value"], 84);
    let overlap = of_kind(&json, "overlap")[0];
    for (what, low, high) in [("printed", 0.12, 0.37), ("over_rounding", 0.11, 0.375)] {
        let found = &overlap["a_only"][what];
        assert!((found["low"].as_f64().expect("low") - low).abs() < 1e-12, "{found}");
        assert!((found["high"].as_f64().expect("high") - high).abs() < 1e-12, "{found}");
    }
    let strongest = of_kind(&json, "strongest")[0];
    assert_eq!((&strongest["pairs"], size(&strongest["beyond_chance_from"])[0]), (&json!(4656), Some(62)));
    let text = Project::new().run(&["claims"]).code(0).stdout();
    assert!(flat(&text).contains("138 respondents on (109 to 180"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

const STUDY: &str = "schema = 1\n[[segments]]\nname = \"team\"\nlevels = [\"x\", \"y\", \"z\"]\n[[outcomes]]\nname = \"o\"\nyes = [\"Yes\"]\n";

fn claim(id: &str, keys: &str) -> String {
    format!("[[claims]]\nid = \"{id}\"\ntext = \"t\"\nkind = \"rate\"\noutcome = \"o\"\nrounding = 1\n{keys}\n")
}

fn alone(claims: &str, args: &[&str]) -> crate::support::Run {
    Project::new()
        .file("s.toml", format!("{STUDY}{claims}"))
        .run(&[&["claims", "--study", "s.toml"][..], args].concat())
}

/// Nothing of it knows Sinch: another study, another group, and the shares that its figures allow.
#[test]
fn a_group_of_any_study_bounds_the_rate_of_all_others() {
    let study = claim("all", "published = 20\nbase_n = 400")
        + &claim("x", "where = { team = [\"x\"] }\npublished = 50\nbase_n = 100");
    let json = alone(&study, &["--json"]).code(0).json();
    let rest = of_kind(&json, "rest")[0];
    assert_eq!((&rest["all"], &rest["part"], &rest["group"]), (&json!("all"), &json!("x"), &json!("team = x")));
    assert!((rest["largest_share"].as_f64().expect("a share") - 0.4).abs() < 1e-12);
    // 80 of 400 said yes, 50 of 100 in the group: 30 of the other 300.
    assert!((rest["at_published_size"]["rest"].as_f64().expect("a rate") - 0.1).abs() < 1e-12);
    let beyond = rest["curve"].as_array().expect("a list").iter().find(|p| p["size"] == 180).expect("45% of 400");
    assert!(beyond["rest"].is_null() && beyond["low"].is_null(), "{beyond}");
    let interval = of_kind(&json, "interval")[0];
    assert_eq!(
        (&interval["n"], &interval["own_base"], &interval["ci"]["method"]),
        (&json!(400), &json!(true), &json!("wilson"))
    );
    // Without a base there are shares and no significance.
    let json = alone(&study.replace("\nbase_n = 400", ""), &["--json"]).code(0).json();
    let rest = of_kind(&json, "rest")[0];
    assert!(rest["n"].is_null() && rest["significant_from"].is_null() && rest["curve"][9]["size"].is_null());
    assert!((rest["curve"][9]["rest"].as_f64().expect("a rate") - (0.2 - 0.05) / 0.9).abs() < 1e-12);
}

#[test]
fn strict_says_no_where_no_count_rounds_to_the_figure_and_yes_where_one_does() {
    let impossible = claim("all", "published = 51\nbase_n = 10");
    let text = alone(&impossible, &[]).code(0).stdout();
    assert!(flat(&text).contains("No count out of the published base rounds to the published figure."), "{text}");
    alone(&impossible, &["--strict"]).code(3);
    alone(&claim("all", "published = 50\nbase_n = 10"), &["--strict"]).code(0);
    alone(&claim("all", "published = 51\nbase_n = 100"), &["--strict"]).code(0);
}

#[test]
fn with_data_strict_says_no_where_a_figure_disagrees() {
    let rows: String =
        (0..200).map(|i| format!("{},{}\n", ["x", "y"][i % 2], if i < 100 { "Yes" } else { "No" })).collect();
    let run = |published: &str, args: &[&str]| {
        let study = format!("{STUDY}{}", claim("all", &format!("published = {published}")));
        Project::new()
            .file("d.csv", format!("team,o\n{rows}"))
            .file("d.toml", study)
            .run(&[&["claims", "d.csv"][..], args].concat())
    };
    let json = run("50", &["--json", "--strict"]).code(0).json();
    assert_eq!((&json["claims"][0]["status"], &json["data"]), (&json!("agrees"), &json!("d.csv")));
    run("70", &[]).code(0).stdout_has("disagrees: t");
    let json = run("70", &["--json", "--strict"]).code(3).json();
    assert_eq!(json["claims"][0]["status"], "disagrees");
}

#[test]
fn a_picture_has_every_published_rate_with_its_interval_or_beside_the_recomputed_one() {
    let project = Project::new();
    project.run(&["claims", "-o", "alone.svg"]).code(0);
    let svg = project.read("alone.svg");
    for said in ["No answer of anybody is in it", "40", "84", ", if of 1,567"] {
        assert!(svg.contains(said), "{said}");
    }
    let rows: String =
        (0..200).map(|i| format!("{},{}\n", ["x", "y"][i % 2], if i < 100 { "Yes" } else { "No" })).collect();
    let study = format!(
        "{STUDY}{}{}",
        claim("all", "published = 50"),
        claim("half", "published = 70\nwhere = { team = [\"x\"] }")
    );
    let project = Project::new().file("d.csv", format!("team,o\n{rows}")).file("d.toml", study);
    project.run(&["claims", "d.csv", "-o", "beside.svg"]).code(0);
    let svg = project.read("beside.svg");
    // Which one is off, by how much; then the rest.
    let off = "“t” (published 70%): 50% in the data; of 2 published rates 1 agrees";
    for said in [off, "Disagrees", "Agrees", "Recomputed", "Published less recomputed", "Rounding: ±"] {
        assert!(svg.contains(said), "{said}");
    }
    let none = Project::new().file("s.toml", STUDY);
    let run = none.run(&["claims", "--study", "s.toml", "-o", "c.png"]);
    run.code(1).stderr_has("no published rate to draw").wrote_nothing();
}

#[test]
fn a_base_of_nobody_an_extreme_of_no_level_and_a_figure_above_100_are_errors_with_their_line() {
    let bad = |keys: &str| alone(&claim("c", keys), &[]).code(1).stdout_is("");
    bad("published = 50\nother_base_n = [0]").stderr_has("must be 1 or more").stderr_has("s.toml, line 15");
    bad("published = 50\nother_published = [101]").stderr_has("must be percent, 0 to 100, not 101");
    bad("published = 50\nextreme = true").stderr_has("`extreme` of claim `c` is for a rate of one level of a segment");
    bad("where = { team = [\"w\"] }\npublished = 50").stderr_has("segment `team` has no level \"w\"");
    alone("", &[]).code(0).stdout_has("The study file has no [[claims]]");
    Project::new().run(&["claims", "--study", "none.toml"]).code(1).stderr_has("there is no such file");
    Project::new().run(&["test"]).code(2).stderr_has("DATA");
}

/// A group is a part of all: it has no more respondents, and no more of them said yes or no.
#[test]
fn figures_that_cannot_both_hold_are_told_and_are_an_error_where_one_asks_for_it() {
    let of = |all: &str, part: &str| claim("all", all) + &claim("x", &format!("where = {{ team = [\"x\"] }}\n{part}"));
    for (all, part, why) in [
        ("published = 20\nbase_n = 400", "published = 20\nbase_n = 500", "the group has 500 and all are 400"),
        // 120 of 200 in the group, 80 of 400 of all, each as far as rounding goes.
        (
            "published = 20\nbase_n = 400",
            "published = 60\nbase_n = 200",
            "at least 119 said yes, and of all at most 82",
        ),
        ("published = 80\nbase_n = 400", "published = 40\nbase_n = 200", "at least 119 said no, and of all at most 82"),
    ] {
        let study = of(all, part);
        let text = flat(&alone(&study, &[]).code(0).stdout());
        assert!(text.contains("These figures cannot both hold: ") && text.contains(why), "{text}");
        alone(&study, &["--strict"]).code(3);
        // Another base that all may have had makes them possible.
        alone(&study.replacen("base_n = 400", "base_n = 400\nother_base_n = [4000]", 1), &["--strict"]).code(0);
    }
    let study = of("published = 20\nbase_n = 400", "published = 40\nbase_n = 200");
    let text = alone(&study, &["--strict"]).code(0).stdout();
    assert!(!text.contains("cannot both hold"), "{text}");
}
