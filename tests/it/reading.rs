//! What a reader meets first: whether the answers are weighted, which test decided, what counts as yes, why a figure is
//! neither confirmed nor contradicted.

use crate::support::Project;

/// 400 respondents of two teams and three sizes, with weights.
fn weighted() -> String {
    let rows = (0..400).map(|i| {
        let (team, size) = (["a", "b"][i % 2], ["Small", "Medium", "Large"][i % 3]);
        let happy = ["Never", "Rarely", "Sometimes", "Often"][(i + i / 7) % 4];
        format!("{i},{team},{size},{happy},{}\n", 0.5 + (i % 5) as f64 / 4.0)
    });
    format!("id,Team,Company size,How often are you happy?,weight\n{}", rows.collect::<String>())
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn that_answers_are_weighted_stands_on_the_first_lines() {
    let project = Project::new().file("w.csv", weighted());
    project.run(&["init", "w.csv"]).code(0).stdout_has("Each respondent counts by the weight in `weight`.");
    let terminal = project.run(&["analyze", "w.csv"]).code(0).stdout();
    assert!(terminal.lines().take(4).any(|line| line.contains("Weighted by weight")), "{terminal}");
    let report = project.read("reports/w/report.md");
    assert!(report.lines().take(8).any(|line| line.contains("Weighted by weight")), "{report}");
    assert!(report.contains("under the assumption of a random sample with weights"), "{report}");
}

/// Of a question with an order the label says from which answer on it counts, and the section lists what counts.
#[test]
fn what_counts_as_yes_stands_beside_the_rate() {
    let project = Project::new().file("w.csv", weighted());
    project.run(&["init", "w.csv"]).code(0);
    let study = project.read("w.toml");
    let label = "How often are you happy? Sometimes or higher";
    assert!(study.contains(&format!("label = \"{label}\"\nquestion = \"How often are you happy?\"")), "{study}");
    let terminal = flat(&project.run(&["analyze", "w.csv"]).code(0).stdout());
    assert!(terminal.contains(label), "{terminal}");
    let report = project.read("reports/w/report.md");
    let section = report.split(&format!("## {label}")).nth(1).expect("a section");
    let before = section.split("\n## ").next().expect("its end");
    assert!(before.contains("**Counts as yes:** “Sometimes”, “Often”."), "{before}");
    let plain = "id,a,b\n1,Yes,x\n2,No,y\n3,Yes,y\n";
    let study = "schema = 1\n[[segments]]\nname = \"b\"\nlevels = [\"x\", \"y\"]\n[[outcomes]]\nname = \"a\"\nyes = [\"Yes\"]\n";
    let project = Project::new().file("p.csv", plain).file("p.toml", study);
    project.run(&["analyze", "p.csv"]).code(0);
    assert!(!project.read("reports/p/report.md").contains("Counts as yes"), "a plain yes needs no line");
}

/// With a design two tests decide: both are there, and the rule.
#[test]
fn every_test_that_a_decision_rests_on_is_printed_with_the_rule() {
    let project = Project::new().file("w.csv", weighted());
    let ask = ["test", "w.csv", "--outcome", "How often are you happy?=Often", "--weight", "weight"];
    let by = |by: &[&str]| flat(&project.run(&[&ask[..], by].concat()).code(0).stdout());
    let plain = by(&["--by", "Team"]);
    assert!(plain.contains("Test Rao-Scott F") && plain.contains("Test adjusted Wald F"), "{plain}");
    assert!(plain.contains("Decision the larger p of Rao-Scott F and adjusted Wald: p = "), "{plain}");
    let ordered = by(&["--by", "Company size", "--order", "Small|Medium|Large"]);
    assert!(
        ordered.contains("Decision twice the smaller p of the trend and of the larger one of Rao-Scott F"),
        "{ordered}"
    );
}

/// The interval that holds the published figure holds others too.
#[test]
fn a_published_figure_within_the_interval_is_told_with_the_reason() {
    let study = "schema = 1\n[[segments]]\nname = \"Team\"\nlevels = [\"a\", \"b\"]\n[[outcomes]]\nname = \"often\"\n\
                 column = \"How often are you happy?\"\nyes = [\"Often\"]\n[[claims]]\nid = \"x\"\ntext = \"16% are often happy\"\n\
                 kind = \"rate\"\noutcome = \"often\"\npublished = 16\nrounding = 1\nsource = \"a paper\"\n";
    let project = Project::new().file("w.csv", weighted()).file("w.toml", study);
    let terminal = flat(&project.run(&["analyze", "w.csv"]).code(0).stdout());
    assert!(
        terminal.contains("cannot tell: 16% are often happy. Published 16%")
            && terminal.contains("and the interval holds the published figure and other figures too"),
        "{terminal}"
    );
}
