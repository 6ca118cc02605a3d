//! What the terminal shows: the answer first, within its width, with colour as an addition.

use crate::support::Project;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/sinch-2026-synthetic.csv");

const QUESTION: [&str; 7] = ["test", DATA, "--study", "sinch-2026", "--outcome", "rollback", "--by=industry"];

fn widest(text: &str) -> usize {
    text.lines().map(|line| line.chars().count()).max().unwrap_or(0)
}

#[test]
fn lines_fit_80_columns_use_120_and_grow_no_further() {
    let project = Project::new();
    let within = |columns: &str| project.run_with(&QUESTION, b"", &[("COLUMNS", columns)]).code(0).stdout();
    let plain = project.run(&QUESTION).code(0).stdout();
    assert_eq!(plain, within("80"), "80 where nothing is known");
    assert!(widest(&plain) <= 80);
    let wide = within("120");
    assert!((110..=120).contains(&widest(&wide)), "{wide}");
    assert_eq!(within("300"), wide);
    assert_eq!(within("nonsense"), plain);
}

#[test]
fn the_answer_stands_above_the_table_and_no_interval_is_without_its_mark() {
    let text = Project::new().run(&QUESTION).code(0).stdout();
    let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part}: {text}"));
    assert!(at("Differs by industry") < at("Overall"), "{text}");
    assert!(at("Professional services    190") < at("Test  "), "{text}");
    assert_eq!(text.lines().filter(|line| line.contains("─●─")).count(), 7, "{text}");
}

#[test]
fn colour_is_an_addition_and_no_color_takes_it_away() {
    let project = Project::new();
    let plain = project.run(&QUESTION).code(0).stdout();
    let args: Vec<&str> = QUESTION.iter().copied().chain(["--color", "always"]).collect();
    let coloured = project.run(&args).code(0).stdout();
    assert!(coloured.contains("\u{1b}[1;34mDiffers\u{1b}[0m"), "{coloured}");
    let mut words = String::new();
    for part in coloured.split('\u{1b}') {
        words.push_str(if part.starts_with('[') { part.split_once('m').unwrap().1 } else { part });
    }
    assert_eq!(words, plain);
    let auto = project.run_with(&QUESTION, b"", &[("NO_COLOR", "1")]).code(0).stdout();
    assert_eq!(auto, plain);
}

/// 120 comparisons, and what they come to is read without scrolling.
#[test]
fn analyze_says_what_differs_first_and_never_lists_what_settles_nothing() {
    let project = Project::new();
    let run = project.run(&["analyze", DATA, "--study", "sinch-2026", "--out", "r"]).code(0);
    let text = run.stdout();
    assert!(text.lines().count() < 100, "{text}");
    assert!(text.find("Differs\n").unwrap() < text.find("95% interval").unwrap(), "{text}");
    assert!(text.contains("Undetermined (101): no difference shown"), "{text}");
    assert!(!run.stderr().contains("MB/s"), "progress is for terminals: {}", run.stderr());
}
