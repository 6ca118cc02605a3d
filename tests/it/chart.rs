//! `paradox chart --kind`: every kind, in both formats, in every theme; and what is asked of it in vain.

use crate::analyze::{STUDY, answers};
use crate::support::Project;

/// The synthetic sample, which the built-in study knows.
fn sinch() -> Project {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/data/sinch-2026-synthetic.csv");
    Project::new().file("sinch.csv", std::fs::read_to_string(data).expect("the sample is committed"))
}

/// Each kind with what it needs, and a word that only it says.
const KINDS: [(&[&str], &str); 11] = [
    (&["--kind", "rates", "--outcome", "rollback", "--by", "industry"], "Differs from all other levels"),
    (&["--kind", "bands", "--outcome", "safety_time", "--by", "role"], "answers in bands"),
    (&["--kind", "diverging", "--outcome", "safety_time", "--by", "role"], "Bars meet between"),
    (&["--kind", "distribution", "--by", "country"], "share of each answer"),
    (&["--kind", "differences", "--outcome", "rollback", "--by", "ai_budget"], "Margin: ±5 points"),
    (
        &["--kind", "verdicts", "--outcome", "rollback", "--outcome", "live"],
        "also where figures stand alone: no difference is shown",
    ),
    (&["--kind", "trend", "--outcome", "rollback", "--by", "governance_maturity"], "Trend test: upwards"),
    (&["--kind", "paired", "--outcome", "priority_trust", "--outcome", "priority_ai_development"], "This one alone"),
    (&["--kind", "adjusted", "--outcome", "rollback", "--by", "governance_maturity"], "Adjusted"),
    (&["--kind", "detection"], "Implied failure rate"),
    (&["--kind", "implied", "--outcome", "rollback"], "Significant from 138"),
];

#[test]
fn every_kind_is_drawn_in_both_formats_and_every_theme_with_the_same_bytes_again() {
    let project = sinch();
    for (args, word) in KINDS {
        let run = |file: &str, more: &[&str]| {
            project.run(&[&["chart", "sinch.csv", "-o", file], args, more].concat()).code(0).stdout_is("");
        };
        run("a.svg", &[]);
        let svg = project.read("a.svg");
        // Texts may be broken into lines.
        let said: Vec<&str> = svg.split('>').filter_map(|part| part.split('<').next()).collect();
        let said = said.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(word), "{args:?}: {word} in {said}");
        assert!(svg.contains("textLength="), "{args:?}: texts stay in their room without the font");
        run("b.svg", &[]);
        assert_eq!(svg, project.read("b.svg"), "{args:?}");
        run("dark.svg", &["--theme", "dark", "--width", "390", "--title", "A title of my own"]);
        let dark = project.read("dark.svg");
        assert!(dark.contains("width=\"390\"") && dark.contains("#14181D"), "{args:?}");
        assert!(dark.contains(">A title of my own</text>"), "{args:?}");
    }
    project.run(&[&["chart", "sinch.csv", "-o", "a.png"], KINDS[9].0].concat()).code(0);
    assert!(project.tree(".")["a.png"].starts_with(b"\x89PNG"));
}

#[test]
fn height_and_decimals_are_those_that_are_asked_for() {
    let project = sinch();
    let height = |file: &str, more: &[&str]| -> f64 {
        project.run(&[&["chart", "sinch.csv", "-o", file], KINDS[6].0, more].concat()).code(0);
        let svg = project.read(file);
        let from = svg.find(" height=\"").expect("a height") + 9;
        svg[from..].split('"').next().and_then(|text| text.parse().ok()).expect("a number")
    };
    let (usual, tall) = (height("a.svg", &[]), height("b.svg", &["--height", "500"]));
    assert!((tall - usual - 200.0).abs() < 1.0, "{usual} {tall}");
    height("c.svg", &["--decimals", "2"]);
    assert!(project.read("a.svg").contains(">81%<") && project.read("c.svg").contains(">80.95%<"), "357 of 441");
}

#[test]
fn what_cannot_be_drawn_says_why_and_what_to_do() {
    let project = Project::new().file("agents.csv", answers()).file("agents.toml", STUDY);
    for (args, code, said) in [
        (vec!["--kind", "trend", "--outcome", "rollback", "--by", "country"], 1, "levels in an order"),
        (vec!["--kind", "trend", "--outcome", "rollback"], 2, "give --by once"),
        (vec!["--kind", "paired", "--outcome", "rollback"], 2, "--outcome A --outcome B"),
        (vec!["--kind", "means", "--outcome", "rollback", "--by", "country"], 1, "no mean"),
        (vec!["--kind", "detection"], 1, "[paradox]"),
        (vec!["--kind", "implied"], 1, "[[claims]]"),
        (vec!["--kind", "bands", "--outcome", "rollback", "--by", "country"], 1, "no bands"),
        (vec!["--outcome", "rollback", "--outcome", "safety"], 2, "--kind verdicts"),
        (vec!["--kind", "pie", "--outcome", "rollback"], 2, "possible values"),
    ] {
        let run = project.run(&[&["chart", "agents.csv", "-o", "a.svg"], &args[..]].concat());
        run.code(code).stderr_has(said);
    }
    assert!(!project.path().join("a.svg").exists());
}

/// Names of outcomes that would leave the folder, and two that give one file name.
#[test]
fn charts_of_hostile_names_stay_in_their_folder_and_apart() {
    let outcome =
        |name: &str| format!("[[outcomes]]\nname = {name:?}\nlabel = {name:?}\ncolumn = \"y\"\nyes = [\"1\"]\n");
    let names = ["../../../evil", "a b", "a/b", "A B", "verdicts", "CON"];
    let study = format!(
        "schema = 1\n[[segments]]\nname = \"g\"\nlevels = [\"a\", \"b\"]\n[[segments]]\nname = \"h\"\nlevels = [\"c\", \"d\"]\n{}",
        names.map(outcome).join("")
    );
    let rows: String =
        (0..400).map(|i| format!("{},{},{}\n", i % 2, ["a", "b"][i / 2 % 2], ["c", "d"][i / 4 % 2])).collect();
    let project = Project::new().file("s.csv", format!("y,g,h\n{rows}")).file("s.toml", study);
    project.run(&["analyze", "s.csv", "--out", "out"]).code(0);
    let svgs: Vec<String> = project.tree("out/charts").into_keys().filter(|name| name.ends_with(".svg")).collect();
    // One of each outcome, and the verdicts.
    assert_eq!(svgs.len(), names.len() + 1, "{svgs:?}");
    let folded: std::collections::BTreeSet<String> = svgs.iter().map(|name| name.to_lowercase()).collect();
    assert_eq!(folded.len(), svgs.len(), "{svgs:?}");
    let outside: Vec<String> = project.tree(".").into_keys().filter(|name| name.contains("evil")).collect();
    assert!(outside.iter().all(|name| name.starts_with("out/")), "{outside:?}");
}

/// Whatever draws takes the same looks, and says that they need a file to draw.
#[test]
fn every_command_that_draws_takes_theme_width_and_title() {
    let project = sinch();
    let commands: [(&[&str], &str); 4] = [
        (&["chart", "sinch.csv", "--outcome", "rollback", "--by", "industry"], "-o"),
        (&["plan", "--rate", "74", "--levels", "4"], "-o"),
        (&["claims", "sinch.csv"], "-o"),
        (
            &["compare", "sinch.csv", "sinch.csv", "--study", "sinch-2026", "--names", "a|b", "--outcome", "live"],
            "--chart",
        ),
    ];
    for (command, flag) in commands {
        let looks = ["--theme", "print", "--width", "500", "--title", "A title of my own"];
        project.run(&[command, &[flag, "a.svg"], &looks].concat()).code(0);
        let svg = project.read("a.svg");
        assert!(svg.contains("width=\"500\"") && svg.contains(">A title of my own</text>"), "{command:?}");
        assert!(!svg.contains("#12436D") && !svg.contains("#801650"), "{command:?}: greys only");
        project.run(&[command, &looks].concat()).code(2).stderr_has(flag.trim_start_matches('-'));
    }
}

/// Those who were not asked a question of the survey are in no share of it; they gave no answer, and were counted so.
#[test]
fn a_distribution_holds_those_who_were_asked() {
    let row =
        |level: &str, asked: &str, answer: &str, times: usize| format!("{level},{asked},{answer}\n").repeat(times);
    let data = format!(
        "group,asked,answer\n{}{}{}",
        row("A", "Yes", "Yes", 300),
        row("B", "Yes", "No", 100),
        row("B", "No", "", 400)
    );
    let study = "schema = 1\n[study]\ntitle = \"T\"\n[[segments]]\nname = \"group\"\nlevels = [\"A\", \"B\"]\n\
                 [[outcomes]]\nname = \"o\"\nlabel = \"Agrees\"\ncolumn = \"answer\"\nyes = [\"Yes\"]\nbase = { asked = [\"Yes\"] }\n";
    let project = Project::new().file("a.csv", data).file("a.toml", study);
    project.run(&["chart", "a.csv", "--kind", "distribution", "--by", "group", "-o", "a.svg"]).code(0);
    let svg = project.read("a.svg");
    for word in [">300<", ">100<", ">75%<", ">25%<"] {
        assert!(svg.contains(word), "{word} in {svg}");
    }
    assert!(!svg.contains(">500<") && svg.contains("400"), "500 answered B, 100 of them were asked");
}
