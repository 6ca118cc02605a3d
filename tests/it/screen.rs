//! Associations among many questions, and what chance alone would give.

use crate::support::{Project, Run};
use paradox::stats::polychoric::polychoric;
use serde_json::{Value, json};

/// R's two-step polychoric correlations, the likelihood solved to 1e-13.
#[test]
fn polychoric_correlations_are_those_of_r() {
    let text = include_str!("../oracle/polychoric.csv");
    let mut rows = 0;
    for line in text.lines().skip(2) {
        let row: Vec<&str> = line.split(',').collect();
        let number = |at: usize| row[at].parse::<f64>().unwrap_or_else(|e| panic!("{line}: {e}"));
        let counts: Vec<u64> = row[2].split(' ').map(|n| n.parse().expect("a count")).collect();
        let table: Vec<Vec<u64>> = counts.chunks(counts.len() / number(1) as usize).map(<[u64]>::to_vec).collect();
        let found = polychoric(&table, 0.95).expect("it varies");
        assert!((found.coefficient - number(3)).abs() < 1e-10, "{line}: {}", found.coefficient);
        let ci = found.ci.expect("an interval");
        // On Fisher's scale the limits lie z se / (1 - rho²) from the coefficient.
        let half = (ci.high.atanh() - ci.low.atanh()) / 2.0 * (1.0 - number(3) * number(3));
        assert!((half / (1.959963984540054 * number(4)) - 1.0).abs() < 1e-6, "{line}: {half}");
        let ln_p = paradox::num::dist::chi_square_ln_sf(number(5), 1.0);
        assert!((found.ln_p.expect("p") / ln_p - 1.0).abs() < 1e-8, "{line}");
        assert!((found.coefficient - number(6)).abs() < 2e-4, "{line}: far from polycor");
        rows += 1;
    }
    assert_eq!(rows, 6);
}

/// Twelve questions of three answers by chance, and two of which one follows the other.
fn data(n: u64) -> String {
    let mut state = 12345_u64;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) % below
    };
    let mut text = String::from("team,a,b,c,d,e,f,hours\n");
    for i in 0..n {
        let a = next(3);
        let b = if next(3) == 0 { next(3) } else { a };
        let blank = if i % 10 == 0 { String::new() } else { next(3).to_string() };
        let row = format!(
            "{},{a},{b},{},{blank},{},{},{}\n",
            ["x", "y"][(i % 2) as usize],
            next(3),
            next(3),
            next(3),
            next(40)
        );
        text += &row;
    }
    text
}

fn study() -> String {
    let bands: String = ["a", "b", "c", "d", "e", "f"]
        .map(|name| format!("[[outcomes]]\nname = \"{name}\"\nbands = [\"0\", \"1\", \"2\"]\nat_least = \"1\"\n"))
        .concat();
    format!(
        "schema = 1\n[[segments]]\nname = \"team\"\nlevels = [\"x\", \"y\"]\n{bands}[[outcomes]]\nname = \"hours\"\nkind = \"mean\"\n\
         [[outcomes]]\nname = \"any_a\"\ncolumn = \"a\"\nyes = [\"1\", \"2\"]\n"
    )
}

fn screen(args: &[&str]) -> Run {
    Project::new()
        .file("d.csv", data(500))
        .file("d.toml", study())
        .run(&[&["screen", "d.csv", "--permutations", "199"][..], args].concat())
}

/// Among those who ticked any, whoever did not tick one ticked another: drawn apart, they would still go together.
#[test]
fn options_of_one_question_among_those_who_ticked_any_are_no_pair() {
    let row = |i: u32| format!("{},{},{}\n", i % 2, i / 2 % 2, i / 4 % 2).replace('0', "");
    let data = "a,b,c\n".to_owned() + &(0..400).map(row).collect::<String>();
    let study = |base: &str| {
        format!(
            "schema = 1\n[[multi]]\nname = \"m\"\noptions = {{ A = \"a\", B = \"b\" }}\n{base}\n[[outcomes]]\nname = \"c\"\n\
             yes = [\"1\"]\nno = [\"\"]\n"
        )
    };
    let screen = |base: &str| {
        let project = Project::new().file("d.csv", data.clone()).file("d.toml", study(base));
        project.run(&["screen", "d.csv", "--permutations", "19", "--json"]).code(0).json()
    };
    let of_any = screen("base = \"any\"");
    assert_eq!((&of_any["ticked_any"], &of_any["n_pairs"]), (&json!(1), &json!(2)));
    let of_all = screen("");
    assert_eq!((&of_all["ticked_any"], &of_all["n_pairs"]), (&json!(0), &json!(3)));
}

#[test]
fn the_pair_that_goes_together_is_the_strongest_and_beyond_chance() {
    let json = screen(&["--json"]).code(0).json();
    assert_eq!(json["schema"], "paradox.screen/1");
    // Nine questions, 36 pairs; `a` and `any_a` are one column.
    assert_eq!((&json["same_column"], &json["n_pairs"]), (&json!(1), &json!(35)));
    let strongest = &json["pairs"][0];
    assert_eq!((&strongest["a"], &strongest["b"], &strongest["n"]), (&json!("a"), &json!("b"), &json!(500)));
    assert!(strongest["coefficient"].as_f64().expect("r") > 0.5);
    assert!((strongest["p_strongest"].as_f64().expect("p") - 1.0 / 200.0).abs() < 1e-12);
    let chance = &json["chance"];
    let [expected, p95] = ["expected", "p95"].map(|key| chance[key].as_f64().expect("a number"));
    // 35 pairs of 500 (450 with gaps): about z = 2.2 and 3.2 over the root of n.
    assert!(0.08 < expected && expected < 0.125 && expected < p95 && p95 < 0.19, "{chance}");
    // a and b, and any_a (of the same column as a) with b.
    assert_eq!(json["discoveries"], 2);
    let gaps =
        json["pairs"].as_array().expect("a list").iter().find(|p| p["a"] == "d" && p["b"] == "e").expect("there");
    assert_eq!(gaps["n"], 450);
    for other in &json["pairs"].as_array().expect("a list")[2..] {
        assert!(other["p_strongest"].as_f64().expect("p") > 0.02, "{other}");
    }
}

#[test]
fn the_seed_decides_and_threads_do_not() {
    let of = |args: &[&str]| screen(&[&["--json"][..], args].concat()).code(0).stdout();
    assert_eq!(of(&["--threads", "1"]), of(&["--threads", "3"]));
    assert_ne!(of(&["--seed", "2"]), of(&["--seed", "3"]));
}

#[test]
fn named_pairs_and_questions_alone_are_looked_at_by_each_method() {
    let json = screen(&["--json", "--pair", "a,b", "--pair", "hours,c"]).code(0).json();
    assert_eq!((&json["n_pairs"], json["variables"].as_array().map(Vec::len)), (&json!(2), Some(4)));
    let r = |method: &str| {
        let json = screen(&["--json", "--pair", "a,b", "--method", method]).code(0).json();
        json["pairs"][0]["coefficient"].as_f64().expect("r")
    };
    assert!(r("polychoric") > r("spearman") && (r("pearson") - r("spearman")).abs() < 0.1);
    // The same as [[correlations]] computes from the table.
    let project = Project::new()
        .file("d.csv", data(500))
        .file("d.toml", study() + "[[correlations]]\na = \"a\"\nb = \"b\"\nmethod = \"polychoric\"\n");
    let results = project.run(&["analyze", "d.csv", "--json"]).code(0).json();
    assert!((results["correlations"][0]["coefficient"].as_f64().expect("r") - r("polychoric")).abs() < 1e-12);
    assert_eq!(results["correlations"][0]["method"], "polychoric");
    let raw = Project::new().file("d.csv", data(100)).run(&[
        "screen",
        "d.csv",
        "--among",
        "mean(hours)",
        "--among",
        "a=1|2",
        "--among",
        "mean(c)",
        "--json",
    ]);
    assert_eq!(raw.code(0).json()["n_pairs"], 3);
}

#[test]
fn a_domain_narrows_segments_too() {
    let json =
        screen(&["--json", "--where", "team=x", "--among", "a", "--among", "b", "--among", "team"]).code(0).json();
    let n: Vec<&Value> = json["variables"].as_array().expect("a list").iter().map(|v| &v["n"]).collect();
    assert_eq!(n, [&json!(250), &json!(250), &json!(250)]);
    assert_eq!(json["constant"], 2);
}

#[test]
fn what_cannot_be_screened_is_an_error_that_says_why() {
    screen(&["--pair", "a"]).code(2).stderr_has("takes two names");
    screen(&["--pair", "a,a"]).code(2).stderr_has("names one question twice");
    screen(&["--pair", "a,bb"]).code(1).stderr_has("neither a segment nor an outcome `bb`");
    screen(&["--among", "a"]).code(2).stderr_has("two questions");
    screen(&["--permutations", "0"]).code(2);
    screen(&["--weight", "hours"]).code(1).stderr_has("--unweighted");
    screen(&["--weight", "hours", "--unweighted"]).code(0);
    let text = screen(&[]).code(0).stdout();
    assert!(text.contains("If nothing went together") && text.lines().all(|l| l.chars().count() <= 80), "{text}");
}
