//! `paradox compare` as a user runs it: what is said, what is flagged, what is refused.

use serde_json::Value;

use crate::support::{Project, Run};

const STUDY: &str = r#"
schema = 1
[data]
id = "id"
[[segments]]
name = "size"
label = "Company size"
levels = ["Small", "Large"]
aliases = { "Big" = "Large" }
[[outcomes]]
name = "rollback"
label = "Rolled back"
column = "rolled_back"
yes = ["Yes"]
no = ["No"]
base = { shipped = ["Yes"] }
[[outcomes]]
name = "hired"
label = "Hired"
yes = ["Yes"]
no = ["No"]
"#;

/// A wave: `n` respondents of each size, of whom so many of a hundred said yes.
struct Sample {
    prefix: &'static str,
    n: usize,
    yes: [usize; 2],
    shipped: usize,
    large: &'static str,
}

const SAMPLE: Sample = Sample { prefix: "a", n: 400, yes: [60, 70], shipped: 100, large: "Large" };

impl Sample {
    fn csv(&self, with_hired: bool) -> String {
        let mut text = format!("id,size,shipped,rolled_back{}\n", if with_hired { ",hired" } else { "" });
        for i in 0..2 * self.n {
            let size = i % 2;
            let place = i / 2 * 37 % 100;
            let shipped = if i * 13 % 100 < self.shipped { "Yes" } else { "No" };
            let answer = match (shipped, place < self.yes[size]) {
                ("No", _) => "",
                (_, true) => "Yes",
                _ => "No",
            };
            let size = ["Small", self.large][size];
            text.push_str(&format!("{}{i},{size},{shipped},{answer}", self.prefix));
            text.push_str(if with_hired { if i % 3 == 0 { ",Yes\n" } else { ",No\n" } } else { "\n" });
        }
        text
    }
}

fn two(first: &Sample, second: &Sample) -> Project {
    Project::new().file("2025.csv", first.csv(true)).file("2026.csv", second.csv(true)).file("s.toml", STUDY)
}

fn run(project: &Project, more: &[&str]) -> Run {
    let args = [&["compare", "2025.csv", "2026.csv", "--study", "s.toml"], more].concat();
    project.run(&args)
}

fn rollback(found: &Value) -> &Value {
    found["outcomes"].as_array().expect("outcomes").iter().find(|o| o["name"] == "rollback").expect("rollback")
}

#[test]
fn a_rise_is_said_with_both_figures_its_interval_and_its_corrected_p() {
    let project = two(&SAMPLE, &Sample { prefix: "b", yes: [75, 85], ..SAMPLE });
    let text = run(&project, &[]).code(0).stdout();
    assert!(text.contains("Rose: Rolled back 65% to 80%"), "{text}");
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("Rose from 65% (2025) to 80% (2026), by 15.0 points (95% interval"), "{text}");
    assert!(flat.contains("Holm over 2 changes"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let found = run(&project, &["--json"]).code(0).json();
    let change = &rollback(&found)["changes"][0];
    assert_eq!((&change["a"], &change["b"], &change["verdict"]), (&"2026".into(), &"2025".into(), &"differs".into()));
    assert_eq!(found["schema"], "paradox.compare/1");
}

#[test]
fn the_other_way_round_a_rise_is_a_fall_of_the_same_size() {
    let project = two(&SAMPLE, &Sample { prefix: "b", yes: [75, 85], ..SAMPLE });
    let there = run(&project, &["--json"]).code(0).json();
    let back = project.run(&["compare", "2026.csv", "2025.csv", "--study", "s.toml", "--json"]).code(0).json();
    let of = |found: &Value, path: &str| {
        rollback(found)["changes"][0].pointer(path).and_then(Value::as_f64).expect("a number")
    };
    for (one, other, sign) in [("/difference", "/difference", -1.0), ("/ci/low", "/ci/high", -1.0), ("/p", "/p", 1.0)] {
        assert!((of(&there, one) - sign * of(&back, other)).abs() < 1e-12, "{one}");
    }
}

#[test]
fn no_change_is_said_only_where_the_change_is_within_the_margin_and_never_from_a_large_p() {
    let small = Sample { n: 60, ..SAMPLE };
    let found = run(&two(&small, &Sample { prefix: "b", n: 60, ..SAMPLE }), &["--json"]).code(0).json();
    let change = &rollback(&found)["changes"][0];
    assert!(change["p"].as_f64().expect("p") > 0.5);
    assert_eq!(change["verdict"], "undetermined");
    assert!(change["sentence"].as_str().expect("text").contains("no change found"), "{change}");
    let large = Sample { n: 2000, ..SAMPLE };
    let found = run(&two(&large, &Sample { prefix: "b", n: 2000, ..SAMPLE }), &["--json"]).code(0).json();
    let change = &rollback(&found)["changes"][0];
    assert_eq!(change["verdict"], "consistent");
    let limit = change["smallest_margin"].as_f64().expect("a limit");
    assert!(limit <= 0.05);
    // The verdict turns exactly at δ*, in points.
    let at = |margin: f64| {
        let margin = format!("{margin}");
        let project = two(&large, &Sample { prefix: "b", n: 2000, ..SAMPLE });
        rollback(&run(&project, &["--json", "--margin", &margin]).code(0).json())["changes"][0]["verdict"].clone()
    };
    assert_eq!((at(100.0 * limit + 1e-9), at(100.0 * limit - 1e-9)), ("consistent".into(), "undetermined".into()));
}

#[test]
fn a_question_of_one_wave_is_named_and_left_out_and_a_renamed_level_is_joined_by_its_alias() {
    let project = Project::new()
        .file("2025.csv", SAMPLE.csv(false))
        .file("2026.csv", Sample { prefix: "b", large: "Big", ..SAMPLE }.csv(true))
        .file("s.toml", STUDY);
    let found = run(&project, &["--json"]).code(0).json();
    assert_eq!(found["outcomes"].as_array().map(Vec::len), Some(1));
    let left = found["left_out"].as_array().expect("a list");
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!((&left[0]["what"], &left[0]["name"]), (&"outcome".into(), &"hired".into()));
    assert_eq!(left[0]["waves"], serde_json::json!(["2026"]));
    let levels = &rollback(&found)["segments"][0]["levels"];
    assert_eq!(levels[1]["level"], "Large");
    assert!(levels[1]["changes"][0]["difference"].is_number());
    let text = run(&project, &[]).code(0).stdout();
    assert!(text.contains("hired: this question is in 2026 only"), "{text}");
}

#[test]
fn a_level_that_no_alias_joins_is_an_error_that_names_file_and_line() {
    let project = two(&SAMPLE, &Sample { prefix: "b", large: "Huge", ..SAMPLE });
    run(&project, &[]).code(1).stdout_is("").stderr_has("2026.csv, lines 3, 5").stderr_has("\"Huge\"").wrote_nothing();
}

#[test]
fn a_level_of_one_wave_is_named_and_has_no_change() {
    let study = STUDY.replace("levels = [\"Small\", \"Large\"]", "levels = [\"Small\", \"Large\", \"Huge\"]");
    let project = two(&SAMPLE, &Sample { prefix: "b", large: "Huge", ..SAMPLE }).file("s.toml", study);
    let found = run(&project, &["--json"]).code(0).json();
    let left: Vec<&Value> = found["left_out"].as_array().expect("a list").iter().map(|left| &left["name"]).collect();
    assert_eq!(left, ["size: Large", "size: Huge"]);
    let levels = rollback(&found)["segments"][0]["levels"].as_array().expect("levels").clone();
    assert!(levels[0]["changes"][0]["difference"].is_number());
    assert_eq!(
        (levels[1]["changes"].as_array().map(Vec::len), levels[2]["changes"].as_array().map(Vec::len)),
        (Some(0), Some(0))
    );
    assert!(found["composition"][0]["warnings"].as_array().is_some_and(|warnings| warnings.len() == 2));
}

#[test]
fn a_base_that_changed_is_flagged_and_one_that_did_not_is_not() {
    let warnings = |second: &Sample| {
        let found = run(&two(&SAMPLE, second), &["--json"]).code(0).json();
        rollback(&found)["warnings"].as_array().expect("a list").clone()
    };
    assert_eq!(warnings(&Sample { prefix: "b", ..SAMPLE }).len(), 0);
    let changed = warnings(&Sample { prefix: "b", shipped: 60, ..SAMPLE });
    assert_eq!(changed.len(), 1, "{changed:?}");
    assert_eq!(changed[0]["kind"], "base_changed");
    assert!((changed[0]["share_a"].as_f64().expect("a share") - 0.6).abs() < 0.01);
    assert_eq!(changed[0]["share_b"], 1.0);
}

#[test]
fn ids_of_the_same_people_link_the_waves_and_ids_that_are_numbered_anew_do_not() {
    // The same ids with the same sizes, and a third of them with another answer.
    let project = two(&SAMPLE, &Sample { yes: [75, 85], ..SAMPLE });
    let found = run(&project, &["--json"]).code(0).json();
    assert_eq!(found["link"]["linked"], true);
    assert_eq!(found["link"]["overlaps"][0]["both"], 800);
    let panel = &rollback(&found)["panel"][0]["paired"];
    assert_eq!((&panel["n"], &panel["b_only"]), (&800.into(), &0.into()));
    // The same ids, sizes in another order.
    let text = Sample { prefix: "a", yes: [75, 85], ..SAMPLE }.csv(true);
    let mut rows: Vec<&str> = text.lines().skip(1).collect();
    let ids: Vec<String> = rows.iter().map(|row| row.split(',').next().expect("an id").to_owned()).collect();
    rows.sort_by_key(|row| {
        row.bytes().fold(7_u64, |hash, b| hash.wrapping_mul(0x9E37_79B9).rotate_left(13) ^ u64::from(b))
    });
    let anew: String =
        rows.iter().zip(ids).map(|(row, id)| format!("{id},{}\n", row.split_once(',').expect("cells").1)).collect();
    let project = project.file("2026.csv", format!("id,size,shipped,rolled_back,hired\n{anew}"));
    let found = run(&project, &["--json"]).code(0).json();
    assert_eq!(found["link"]["linked"], false, "{}", found["link"]);
    assert!(found["link"]["description"].as_str().expect("text").contains("numbered anew"));
    assert_eq!(run(&project, &["--json", "--link", "id"]).code(0).json()["link"]["linked"], true);
    let none = run(&project, &["--json", "--link", "none"]).code(0).json();
    assert_eq!(none["outcomes"][0]["changes"], found["outcomes"][0]["changes"]);
}

#[test]
fn one_file_is_wrong_usage_and_the_same_file_twice_is_warned_of() {
    let project = two(&SAMPLE, &SAMPLE);
    project.run(&["compare", "2025.csv", "--study", "s.toml"]).code(2).stdout_is("");
    run(&project, &["--names", "one"]).code(2).stderr_has("`--names` gives 1 names for 2 waves");
    run(&project, &["--names", "one|one"]).code(2).stderr_has("twice");
    project
        .run(&["compare", "2025.csv", "2025.csv", "--study", "s.toml"])
        .code(0)
        .stderr_has("are the same file, byte for byte");
}

#[test]
fn files_without_a_common_question_are_refused_with_what_each_lacks() {
    let project = two(&SAMPLE, &SAMPLE).file("2026.csv", "id,size\nb1,Small\n");
    run(&project, &["--out", "r"])
        .code(1)
        .stderr_has("no question of the study is in two of the files 2025.csv and 2026.csv")
        .stderr_has("2026.csv lacks `hired`, `rolled_back`, `shipped`")
        .wrote_nothing();
}

#[test]
fn a_duplicate_id_and_a_missing_column_of_ids_are_errors_that_name_the_wave() {
    let twice = SAMPLE.csv(true).replacen("a1,", "a0,", 1);
    let project = two(&SAMPLE, &SAMPLE).file("2026.csv", twice);
    run(&project, &[]).code(1).stderr_has("2026.csv, lines 2 and 3").stderr_has("\"a0\"").wrote_nothing();
    let other = SAMPLE.csv(true).replacen("id,", "key,", 1);
    let project = two(&SAMPLE, &SAMPLE).file("2026.csv", other);
    run(&project, &[]).code(1).stderr_has("column `id` is not in the file").stderr_has("2026.csv").wrote_nothing();
}

#[test]
fn a_wave_of_too_few_shows_no_figure_and_redact_takes_it_out_of_the_json() {
    let project = two(&SAMPLE, &Sample { prefix: "b", n: 10, ..SAMPLE });
    let text = run(&project, &[]).code(0).stdout();
    assert!(text.contains("No figure, base too small: Rolled back"), "{text}");
    let open = run(&project, &["--json"]).code(0).json();
    assert!(rollback(&open)["changes"][0]["difference"].is_number());
    let found = run(&project, &["--json", "--redact"]).code(0).json();
    let change = &rollback(&found)["changes"][0];
    for key in ["difference", "se", "p", "ci", "smallest_margin", "equivalence_ci"] {
        assert!(change[key].is_null(), "{key}: {change}");
    }
    assert!(rollback(&found)["waves"][1]["estimate"]["rate"].is_null());
}

#[test]
fn waves_of_the_same_sample_keep_their_bytes_in_any_order_of_rows() {
    let second = Sample { prefix: "b", yes: [75, 85], ..SAMPLE }.csv(true);
    let mut rows: Vec<&str> = second.lines().collect();
    rows[1..].reverse();
    let turned = rows.join("\n") + "\n";
    let project = two(&SAMPLE, &SAMPLE).file("2026.csv", second.clone());
    let other = two(&SAMPLE, &SAMPLE).file("2026.csv", turned);
    let outcomes = |project: &Project| run(project, &["--json"]).code(0).json()["outcomes"].clone();
    assert_eq!(outcomes(&project), outcomes(&other));
}

#[test]
fn the_folder_has_report_charts_tables_and_results_is_the_same_twice_and_replaces_only_a_report() {
    let project = two(&SAMPLE, &Sample { prefix: "b", yes: [75, 85], ..SAMPLE });
    run(&project, &["--out", "one"]).code(0);
    run(&project, &["--out", "deep/two", "--threads", "1"]).code(0);
    let (one, two) = (project.tree("one"), project.tree("deep/two"));
    assert!(one == two, "another folder or number of threads, other bytes");
    for name in [
        "results.json",
        "report.md",
        "report.html",
        "charts/changes.svg",
        "charts/changes.png",
        "charts/rollback-changes.svg",
        "tables/rollback.csv",
        "tables/changes.csv",
    ] {
        assert!(one.contains_key(name), "{name} in {:?}", one.keys());
    }
    let report = project.read("one/report.md");
    assert!(report.contains("- **Rose:** Rolled back, 65% (2025) to 80% (2026), +15.0"), "{report}");
    assert!(report.contains("charts/rollback-changes.png"));
    assert!(project.read("one/report.html").contains("Rolled back"));
    assert!(project.read("one/tables/changes.csv").lines().count() > 6);
    run(&project, &["--out", "one"]).code(0);
    let project = project.file("mine/letter.txt", "dear");
    run(&project, &["--out", "mine"]).code(1).stderr_has("which is no part of a paradox report");
}

#[test]
fn a_chart_prints_both_bases_and_the_change_and_its_ending_chooses_the_format() {
    let project = two(&SAMPLE, &Sample { prefix: "b", n: 350, yes: [75, 85], ..SAMPLE });
    run(&project, &["--outcome", "rollback", "--by", "size", "-o", "c.svg"]).code(0);
    let svg = project.read("c.svg");
    for text in [
        "400 · 350",
        "800 · 700",
        "+15.1",
        "Margin: ±5 points",
        "Changed by more than chance",
        "of 2 levels changed",
        "class=\"inner\"",
        "90% intervals",
        "<title",
        "<desc",
    ] {
        assert!(svg.contains(text), "{text}");
    }
    run(&project, &["--outcome", "rollback", "-o", "c.png"]).code(0);
    assert!(std::fs::read(project.path().join("c.png")).expect("a file").starts_with(b"\x89PNG"));
    run(&project, &["-o", "c.pdf"]).code(2).stderr_has("end its name in .svg or .png");
}

#[test]
fn synthetic_data_are_stamped_in_text_report_and_chart() {
    let stamped = |sample: &Sample| {
        let text = sample.csv(true).replacen('\n', ",synthetic\n", 1);
        let (head, rows) = text.split_once('\n').expect("a header");
        format!("{head}\n{}", rows.replace('\n', ",yes\n"))
    };
    let project = two(&SAMPLE, &SAMPLE).file("2026.csv", stamped(&Sample { prefix: "b", ..SAMPLE }));
    let text = run(&project, &["--out", "r"]).code(0).stdout();
    assert!(text.contains("SYNTHETIC DATA"), "{text}");
    for file in ["r/report.md", "r/report.html", "r/charts/changes.svg"] {
        assert!(project.read(file).to_lowercase().contains("synthetic data"), "{file}");
    }
    assert!(project.read("r/tables/rollback.csv").contains("synthetic"));
}

#[test]
fn a_wave_may_come_from_standard_input_and_a_truncated_one_is_refused_whole() {
    let second = Sample { prefix: "b", ..SAMPLE }.csv(true);
    let project = two(&SAMPLE, &SAMPLE);
    let args = ["compare", "2025.csv", "-", "--study", "s.toml", "--names", "a|b", "--json"];
    let found = project.run_with_input(&args, second.as_bytes()).code(0).json();
    assert_eq!(rollback(&found)["waves"][1]["estimate"]["n"], 800);
    let project = project.file("2026.csv", &second[..second.len() - 9]);
    run(&project, &["--out", "r"]).code(1).stdout_is("").stderr_has("2026.csv, line 801").wrote_nothing();
}

#[test]
fn where_narrows_every_wave_and_its_base_says_so() {
    let project = two(&SAMPLE, &Sample { prefix: "b", yes: [75, 85], ..SAMPLE });
    let found = run(&project, &["--json", "--where", "size=Large"]).code(0).json();
    let y = rollback(&found);
    assert_eq!((&y["waves"][0]["base"]["n"], &y["waves"][1]["base"]["n"]), (&400.into(), &400.into()));
    assert!(y["waves"][0]["base"]["description"].as_str().expect("text").contains("Large"));
    // What `--by` reads at that level.
    let whole = run(&project, &["--json"]).code(0).json();
    let level = &rollback(&whole)["segments"][0]["levels"][1]["changes"][0];
    for key in ["difference", "se", "ci", "p"] {
        assert_eq!(y["changes"][0][key], level[key], "{key}");
    }
}

/// The same answers twice: every change is 0, the scale is the margin, and the head says what the verdicts say.
#[test]
fn where_nothing_changed_the_margin_is_the_scale() {
    let of = |prefix| Sample { n: 2000, prefix, ..SAMPLE };
    let project = two(&of("a"), &of("b"));
    run(&project, &["-o", "same.svg"]).code(0);
    let svg = project.read("same.svg");
    for text in ["No question changed by more than 5 points since 2025", "Margin: ±5 points", ">−2<", ">0<"] {
        assert!(svg.contains(text), "{text}: {svg}");
    }
    assert!(!svg.contains("ruled out") && !svg.contains("0.00"), "{svg}");
}

#[test]
fn one_file_twice_is_warned_of_and_no_sentence_breaks_off() {
    let project = Project::new().file("a.csv", SAMPLE.csv(true)).file("b.csv", SAMPLE.csv(true)).file("s.toml", STUDY);
    let args = ["compare", "a.csv", "b.csv", "--study", "s.toml", "--outcome", "rollback"];
    let run = project.run(&args).code(0).stderr_has("a and b are the same file, byte for byte");
    let text = run.stdout();
    assert!(text.contains("no p had to be corrected.") && !text.contains("over ."), "{text}");
}

#[test]
fn the_same_people_with_other_numbers_of_replicates_are_told_apart_only_by_link_none() {
    let wave = |columns: usize, of: usize| {
        let mut text = format!("id,y,w,{}\n", (1..=columns).map(|r| format!("rw{r}")).collect::<Vec<_>>().join(","));
        for i in 0..60 {
            let weights: Vec<String> = (0..columns).map(|r| ((i / (r + 1) + i * i / 5 + of) % 3).to_string()).collect();
            text.push_str(&format!("p{i},{},1,{}\n", ["Yes", "No"][(i + of) % 2], weights.join(",")));
        }
        text
    };
    let study = "schema = 1\n[data]\nid = \"id\"\n[design]\nweight = \"w\"\nreplicates = { columns = \"rw*\", method = \"brr\" }\n\
                 [[outcomes]]\nname = \"y\"\nyes = [\"Yes\"]\nno = [\"No\"]\n";
    let project = Project::new().file("a.csv", wave(8, 0)).file("b.csv", wave(6, 1)).file("s.toml", study);
    let args = ["compare", "a.csv", "b.csv", "--study", "s.toml", "--json"];
    let refused = project.run(&args).code(1).stderr();
    assert!(refused.contains("which have 8 and 6 replicate weights") && refused.contains("--link none"), "{refused}");
    let found = project.run(&[&args[..], &["--link", "none"]].concat()).code(0).json();
    assert!(found["outcomes"][0]["changes"][0]["se"].as_f64().is_some_and(|se| se > 0.0), "{found}");
}

/// Over three waves the chart of an outcome holds them all, whatever segments the study has; of several outcomes, or by
/// segment, the change since the first wave stands beside the last.
#[test]
fn a_chart_of_several_waves_leaves_out_neither_the_first_nor_the_change_since_it() {
    let wave = |prefix, yes| Sample { prefix, yes, ..SAMPLE }.csv(true);
    let project = Project::new()
        .file("2023.csv", wave("a", [40, 50]))
        .file("2024.csv", wave("b", [57, 67]))
        .file("2025.csv", wave("c", [60, 70]))
        .file("s.toml", STUDY);
    let drawn = |more: &[&str]| {
        let args =
            [&["compare", "2023.csv", "2024.csv", "2025.csv", "--study", "s.toml", "-o", "c.svg"], more].concat();
        project.run(&args).code(0);
        let svg = project.read("c.svg");
        let texts: String =
            svg.split('<').filter_map(|tag| tag.split_once('>')).map(|(_, text)| text.to_owned() + " ").collect();
        texts.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let one = drawn(&["--outcome", "rollback"]);
    for said in
        ["2023", "2024", "2025", "45%", "62%", "65%", "up 20.0 points since 2023", "800 a wave", "The axis starts at"]
    {
        assert!(one.contains(said), "{said}: {one}");
    }
    for more in [&["--outcome", "rollback", "--by", "size"][..], &[]] {
        let several = drawn(more);
        for said in ["Since 2023", "+20.0*", "+3.0", "* More than chance", "since 2023"] {
            assert!(several.contains(said), "{said}: {several}");
        }
        assert!(!several.contains("Not drawn: 2023"), "{several}");
    }
    assert!(drawn(&[]).contains("1 of 2 figures changed since 2023; no change since 2024 shown"));
}

/// What changed between two waves rests on the units of these two: a further wave is no evidence of it.
#[test]
fn a_further_wave_changes_nothing_about_the_change_between_two_others() {
    let wave = |yes: usize| -> String {
        let row = |i: usize| {
            format!(
                "u{},{},{},{}\n",
                i % 4,
                ["S", "L"][i / 4 % 2],
                1 + i % 3,
                if i * 7 % 10 < yes + i % 4 { "Yes" } else { "No" }
            )
        };
        format!("unit,size,w,y\n{}", (0..160).map(row).collect::<String>())
    };
    let study = "schema = 1\n[design]\nweight = \"w\"\npsu = \"unit\"\n[[segments]]\nname = \"size\"\nlevels = [\"S\", \"L\"]\n\
                 [[outcomes]]\nname = \"y\"\nyes = [\"Yes\"]\n[[outcomes]]\nname = \"weights\"\ncolumn = \"w\"\nkind = \"mean\"\nmargin = 1\n";
    let project = Project::new()
        .file("1.csv", wave(4))
        .file("2.csv", wave(5))
        .file("3.csv", wave(3))
        .file("4.csv", wave(6))
        .file("s.toml", study);
    let found = |files: &[&str]| {
        let args = [&["compare"], files, &["--study", "s.toml", "--json", "--adjust", "none"]].concat();
        project.run(&args).code(0).json()
    };
    let (two, four) = (found(&["1.csv", "2.csv"]), found(&["1.csv", "2.csv", "3.csv", "4.csv"]));
    for o in 0..2 {
        let of = |json: &Value| json["outcomes"][o]["changes"][0].clone();
        assert_eq!(of(&two)["df"], 6.0, "8 units in 2 waves");
        for key in ["difference", "se", "df", "ci", "p", "smallest_margin", "verdict"] {
            assert_eq!(of(&two)[key], of(&four)[key], "{key} of outcome {o}");
        }
        let level = |json: &Value| json["outcomes"][o]["segments"][0]["levels"][0]["changes"][0].clone();
        for key in ["difference", "se", "df", "ci", "p"] {
            assert_eq!(level(&two)[key], level(&four)[key], "{key} of a level of outcome {o}");
        }
    }
}

#[test]
fn simulated_waves_are_marked_in_the_table_of_changes_and_simulated_answers_in_every_json() {
    let wave = |yes: usize| -> String {
        let row = |i: usize| format!("{},{},yes\n", ["S", "L"][i % 2], if i % 10 < yes { "Yes" } else { "No" });
        format!("size,y,synthetic\n{}", (0..160).map(row).collect::<String>())
    };
    let study = "schema = 1\n[[segments]]\nname = \"size\"\nlevels = [\"S\", \"L\"]\n\
                 [[outcomes]]\nname = \"y\"\nyes = [\"Yes\"]\n";
    let project = Project::new().file("1.csv", wave(4)).file("2.csv", wave(6)).file("s.toml", study);
    project.run(&["compare", "1.csv", "2.csv", "--study", "s.toml", "--out", "r"]).code(0);
    let table = project.read("r/tables/changes.csv");
    let mut lines = table.lines();
    assert!(lines.next().expect("a header").ends_with(",verdict,flags"), "{table}");
    assert!(lines.all(|line| line.ends_with("synthetic")), "{table}");
    let args = ["test", "1.csv", "--study", "s.toml", "--outcome", "y", "--by", "size", "--json"];
    assert_eq!(project.run(&args).code(0).json()["synthetic"], true);
    let real = Project::new().file("1.csv", wave(4).replace(",yes\n", ",no\n")).file("s.toml", study);
    assert_eq!(real.run(&args).code(0).json()["synthetic"], false);
}

/// -o writes what its ending says, as in every command that writes.
#[test]
fn the_short_flag_writes_a_folder_where_no_ending_names_a_picture() {
    let project = two(&SAMPLE, &Sample { prefix: "b", ..SAMPLE });
    run(&project, &["-o", "waves"]).code(0);
    assert!(project.tree("waves").contains_key("report.md"));
    run(&project, &["-o", "waves.jpg"]).code(2);
}
