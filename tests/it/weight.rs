//! `paradox weight`: raked weights against R's, the data kept as they were, margins that cannot be met refused by name.

use crate::goldens::{cases, close};
use crate::support::{Project, Run};

const SAMPLE: &str = include_str!("../oracle/data/rake.csv");

const MARGINS: &str = r#"
[[margins]]
column = "sex"
counts = { f = 510, m = 490 }
[[margins]]
column = "age"
counts = { "18-34" = 290, "35-54" = 340, "55+" = 370 }
[[margins]]
column = "region"
counts = { N = 250, S = 350, E = 150, W = 250 }
"#;

const COMMAND: [&str; 6] = ["weight", "a.csv", "--margins", "m.toml", "--weight", "weight"];

fn weigh(data: &str, margins: &str, more: &[&str]) -> Run {
    let project = Project::new().file("a.csv", data).file("m.toml", margins);
    project.run(&[&COMMAND, more].concat())
}

/// The last cell of every row below the header.
fn weights(data: &str) -> Vec<f64> {
    let last = |line: &str| line.rsplit(',').next().and_then(|cell| cell.parse().ok()).expect("a weight");
    data.lines().skip(1).map(last).collect()
}

#[test]
fn raked_weights_are_those_of_rake() {
    let case = cases("raking to three margins").remove(0);
    let run = weigh(SAMPLE, MARGINS, &["--quiet"]).code(0);
    let found = weights(&run.stdout());
    for (at, expected) in case.expect["weight_first_10"].as_array().expect("weights").iter().enumerate() {
        close("weight", found[at], expected, 1e-9);
    }
    let told = weigh(SAMPLE, MARGINS, &["--json"]).code(0).json();
    for (got, expected) in [
        (&told["total"], "weights_sum"),
        (&told["before"]["deff"], "kish_before"),
        (&told["after"]["deff"], "kish_after"),
    ] {
        close(expected, got.as_f64().expect("a number"), &case.expect[expected], 1e-9);
    }
    let met = |level: &serde_json::Value| (level["after"].as_f64(), level["target"].as_f64());
    for level in told["margins"].as_array().unwrap().iter().flat_map(|margin| margin["levels"].as_array().unwrap()) {
        let (Some(after), Some(target)) = met(level) else { panic!("{level}") };
        assert!((after - target).abs() < 1e-12, "{level}");
    }
    assert_eq!((&told["converged"], &told["n"], &told["n_left_out"]), (&true.into(), &300.into(), &0.into()));
    assert!(told["variance"].as_str().is_some_and(|said| said.contains("Taylor linearisation")));
}

/// The mean of these weights is 1000/300, so that 1.5 and 4.5 are 0.45 and 1.35 times the mean.
#[test]
fn limited_weights_are_those_of_trim_weights() {
    let case = cases("trimming to 1.5..4.5").remove(0);
    let by_flags = weigh(SAMPLE, MARGINS, &["--low", "0.45", "--high", "1.35", "--quiet"]).code(0).stdout();
    for (at, expected) in case.expect["weight_first_10"].as_array().expect("weights").iter().enumerate() {
        close("weight", weights(&by_flags)[at], expected, case.tol);
    }
    let by_file = format!("{MARGINS}[limits]\nlow = 0.45\nhigh = 1.35\n");
    assert_eq!(weigh(SAMPLE, &by_file, &["--quiet"]).code(0).stdout(), by_flags);
    let told = weigh(SAMPLE, &by_file, &["--json"]).code(0).json();
    close("kish", told["after"]["deff"].as_f64().expect("a number"), &case.expect["kish"], case.tol);
    // The margins are given up, and that is told.
    assert!(told["limits"]["discrepancy"].as_f64().is_some_and(|off| off > 0.1), "{told}");
}

#[test]
fn everything_that_was_in_the_file_stays_as_it_was() {
    let data = SAMPLE.replacen("1,f,18-34", "\"1, \"\"one\"\"\",f,18-34", 1).replace('\n', "\r\n");
    let project = Project::new().file("a.csv", &data).file("m.toml", MARGINS);
    project.run(&[&COMMAND[..], &["--out", "b.csv"]].concat()).code(0).stdout_has("Every margin is met");
    let written = project.read("b.csv");
    assert!(written.starts_with("id,sex,age,region,weight,y,raked_weight\n"), "{}", &written[..60]);
    for (before, after) in data.lines().zip(written.lines()) {
        assert!(after.starts_with(before) && after[before.len()..].starts_with(','), "{before}\n{after}");
    }
    // The weights that were written are weights: analysed with them, the margins hold.
    let by = ["test", "b.csv", "--outcome", "sex=f", "--by", "age", "--weight", "raked_weight", "--json"];
    let rate = project.run(&by).code(0).json()["overall"]["rate"].as_f64().expect("a rate");
    assert!((rate - 0.51).abs() < 1e-12, "{rate}");
}

#[test]
fn shares_keep_the_sum_of_the_start_weights_and_one_level_at_a_time_is_the_same_margin() {
    let shares = "[[margins]]\ncolumn = \"sex\"\nshares = { f = 0.51, m = 0.49 }\n";
    let levels = "[[margins]]\ncolumn = \"sex\"\nlevel = \"m\"\nshare = 0.49\n\
                  [[margins]]\ncolumn = \"sex\"\nlevel = \"f\"\nshare = 0.51\n";
    let found = weights(&weigh(SAMPLE, shares, &["--quiet"]).code(0).stdout());
    assert_eq!(found, weights(&weigh(SAMPLE, levels, &["--quiet"]).code(0).stdout()));
    let start: f64 = SAMPLE.lines().skip(1).map(|l| l.split(',').nth(4).unwrap().parse::<f64>().unwrap()).sum();
    assert!((found.iter().sum::<f64>() - start).abs() < 1e-9);
}

#[test]
fn who_does_not_count_gets_the_weight_0() {
    let run = weigh(SAMPLE, MARGINS, &["--where", "y=1", "--json"]).code(0).json();
    let yes = SAMPLE.lines().filter(|line| line.ends_with(",1")).count();
    assert_eq!((&run["n"], &run["n_left_out"]), (&yes.into(), &(300 - yes).into()));
    let written = weigh(SAMPLE, MARGINS, &["--where", "y=1", "--quiet"]).code(0).stdout();
    let answers = SAMPLE.lines().skip(1).map(|line| line.ends_with(",1"));
    assert!(weights(&written).into_iter().map(|weight| weight > 0.0).eq(answers), "{written}");
}

#[test]
fn margins_may_be_segments_of_the_study_with_merged_levels() {
    let study = "schema = 1\n[design]\nweight = \"weight\"\n[[segments]]\nname = \"side\"\ncolumn = \"region\"\n\
                 levels = [\"NS\", \"EW\"]\ngroups = { NS = [\"N\", \"S\"], EW = \"*\" }\n";
    let margins = "[[margins]]\ncolumn = \"side\"\nshares = { EW = 0.4, NS = 0.6 }\n";
    let project = Project::new().file("a.csv", SAMPLE).file("a.toml", study).file("m.toml", margins);
    let told = project.run(&["weight", "a.csv", "--margins", "m.toml", "--json"]).code(0).json();
    let levels = &told["margins"][0]["levels"];
    assert_eq!((&levels[0]["level"], &levels[0]["n"]), (&"NS".into(), &164.into()));
    assert!((levels[1]["after"].as_f64().unwrap() - 0.4).abs() < 1e-12);
}

#[test]
fn margins_that_cannot_be_met_are_refused_by_name() {
    let without = |from: &str, to: &str| MARGINS.replace(from, to);
    for (margins, said) in [
        (without("f = 510", "f = 511"), "the counts of `age` add up to 1000, those of `sex` to 1001"),
        (without("counts = { f = 510, m = 490 }", "shares = { f = 0.51, m = 0.5 }"), "add up to 1.01, not to 1"),
        (without("counts = { f = 510, m = 490 }", "shares = { f = 51, m = 49 }"), "shares are fractions"),
        (without("W = 250", "W = 150, X = 100"), "level \"X\" of `region`, the sample has none"),
        (without("f = 510, m = 490", "f = 1000, m = 0"), "has the size 0, and 92 of the respondents belong to it"),
        (without("N = 250", "N = -250"), "m.toml, line 10"),
        (without("column = \"age\"", "column = \"ages\""), "column `ages` is not in the file"),
        (without("column = \"age\"", "colunm = \"age\""), "did you mean `column`?"),
        (without(", W = 250", "").replace("S = 350", "S = 600"), "holds \"W\", which is no level"),
        (String::new(), "no margin"),
    ] {
        let project = Project::new().file("a.csv", SAMPLE).file("m.toml", &margins);
        project.run(&[&COMMAND[..], &["--out", "b.csv"]].concat()).code(1).stderr_has(said).wrote_nothing();
    }
    // The same groups with two different sizes: each round undoes the one before.
    let twice = SAMPLE.replacen("region", "region2", 1);
    let data: String = twice.lines().map(|l| format!("{l},{}\n", l.split(',').nth(1).unwrap())).collect();
    let data = data.replacen(",y,sex", ",y,again", 1).replacen("region2", "region", 1);
    let margins = "[[margins]]\ncolumn = \"sex\"\nshares = { f = 0.5, m = 0.5 }\n\
                   [[margins]]\ncolumn = \"again\"\nshares = { f = 0.6, m = 0.4 }\n";
    weigh(&data, margins, &[]).code(1).stderr_has("contradict each other").stderr_has("m.toml, line");
}

#[test]
fn a_respondent_without_an_answer_to_a_margin_is_named_or_has_a_size_of_its_own() {
    let data = SAMPLE.replacen(",f,", ",,", 1);
    weigh(&data, MARGINS, &[]).code(1).stderr_has("no answer to `sex`").stderr_has("a.csv, line 2");
    let margins = MARGINS.replace("f = 510", "\"\" = 10, f = 500");
    let told = weigh(&data, &margins, &["--json"]).code(0).json();
    assert_eq!(
        (&told["margins"][0]["levels"][0]["level"], &told["margins"][0]["levels"][0]["n"]),
        (&"".into(), &1.into())
    );
}

#[test]
fn limits_and_names_that_will_not_do_are_errors() {
    weigh(SAMPLE, MARGINS, &["--high", "0.5"]).code(2).stderr_has("do not enclose the mean weight");
    weigh(SAMPLE, MARGINS, &["--high", "1.0001"]).code(1).stderr_has("widen the limits");
    weigh(SAMPLE, MARGINS, &["--name", "y"]).code(1).stderr_has("has a column `y`");
    weigh(&SAMPLE.replacen("1.2", "-1.2", 1), MARGINS, &[]).code(1).stderr_has("a.csv, line 2").stderr_has("-1.2");
}

#[test]
fn a_file_that_is_there_is_replaced_only_by_force() {
    let project = Project::new().file("a.csv", SAMPLE).file("m.toml", MARGINS).file("w.csv", "mine\n");
    let args = [&COMMAND[..], &["--out", "w.csv"]].concat();
    project.run(&args).code(1).stdout_is("").stderr_has("`w.csv` is there already").wrote_nothing();
    project.run(&[&args[..], &["--force"]].concat()).code(0);
    assert!(project.read("w.csv").lines().next().is_some_and(|header| header.ends_with("raked_weight")));
}

/// Limits so narrow that levels are off their size afterwards: said, with the levels, and warned of.
#[test]
fn margins_that_limits_keep_from_being_met_are_not_called_met() {
    let run = weigh(SAMPLE, MARGINS, &["--high", "1.1", "--low", "0.9", "--out", "w.csv"]).code(0);
    let text = run.stdout().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        !text.contains("Every margin is met")
            && text.contains("The limits keep margins from being met: off their size are"),
        "{text}"
    );
    assert!(text.contains("Before weights were cut, every margin was met"), "{text}");
    run.stderr_has("the limits keep margins from being met").stderr_has("region = ");
    let run = weigh(SAMPLE, MARGINS, &["--out", "w.csv"]).code(0);
    assert!(run.stdout().contains("Every margin is met") && run.stderr().is_empty());
}

/// A point among numbers with decimal commas would be no weight, or make the answers themselves unreadable.
#[test]
fn a_file_with_decimal_commas_gets_weights_with_commas_and_is_read_again() {
    let rows = "m;No;0,5\nf;Yes;1,5\nf;No;2,5\nm;Yes;3,5\nf;Yes;0,25\n";
    let margins = "[[margins]]\ncolumn = \"sex\"\nshares = { f = 0.52, m = 0.48 }\n";
    let study = "schema = 1\n[design]\nweight = \"raked_weight\"\n[[outcomes]]\nname = \"score\"\nkind = \"mean\"\n";
    let project = Project::new()
        .file("d.csv", format!("sex;y;score\n{rows}"))
        .file("m.toml", margins)
        .file("s.toml", format!("{study}[[segments]]\nname = \"sex\"\nlevels = [\"f\", \"m\"]\n"));
    for (told, out) in [(&["--decimal", ","][..], "told.csv"), (&[], "detected.csv")] {
        project.run(&[&["weight", "d.csv", "--margins", "m.toml", "--out", out], told].concat()).code(0);
        let written = project.read(out);
        assert!(written.lines().skip(1).all(|line| line.matches(',').count() == 2 && !line.contains('.')), "{written}");
        let found = project
            .run(&[
                "test",
                out,
                "--study",
                "s.toml",
                "--outcome",
                "score",
                "--by",
                "sex",
                "--suppress-below",
                "0",
                "--json",
            ])
            .code(0)
            .json();
        // (0.5 + 3.5) / 2 and (1.5 + 2.5 + 0.25) / 3, weighted by the margins.
        let mean = found["overall"]["mean"].as_f64().expect("a mean");
        assert!((mean - (0.48 * 2.0 + 0.52 * 4.25 / 3.0)).abs() < 1e-12, "{mean}");
    }
}

/// A level that the margins spell otherwise: where it stands in the data and in the margins, and which was meant.
#[test]
fn an_answer_that_the_margin_does_not_list_is_told_with_both_places_and_the_nearest() {
    let rows: String = (0..40).map(|i| format!("{},{}\n", ["North", "South"][i % 2], i)).collect();
    let project = Project::new()
        .file("d.csv", format!("region,x\n{rows}"))
        .file("m.toml", "\n[[margins]]\ncolumn = \"region\"\nshares = { \"Nroth\" = 0.5, \"South\" = 0.5 }\n");
    project
        .run(&["weight", "d.csv", "--margins", "m.toml", "--out", "w.csv"])
        .code(1)
        .stdout_is("")
        .stderr_has("column `region` holds \"North\"")
        .stderr_has("m.toml, line 4, is the margin")
        .stderr_has("did you mean \"Nroth\"?");
}
