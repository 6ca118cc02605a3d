//! `--help` of every command fits a terminal of 80 columns and ends in examples that run.

use crate::support::{Project, repository};

/// The commands that `paradox --help` lists.
fn commands(project: &Project) -> Vec<String> {
    let help = project.run(&["--help"]).code(0).stdout();
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.map(|line| line.split_whitespace().next().expect("a name").to_owned()).filter(|name| name != "help").collect()
}

/// What stands indented below a line, up to the next line that is not.
fn below(help: &str, first: impl Fn(&str) -> bool) -> Vec<&str> {
    let lines = help.lines().skip_while(|line| !first(line)).skip(1);
    lines.take_while(|line| line.is_empty() || line.starts_with(' ')).map(|line| line.get(2..).unwrap_or("")).collect()
}

fn is_last_heading(line: &str) -> bool {
    line == "Example:" || line == "Examples:"
}

#[test]
fn help_of_every_command_ends_in_examples_and_fits_80_columns() {
    let project = Project::new();
    let commands = commands(&project);
    assert!(commands.len() >= 12, "{commands:?}");
    for command in &commands {
        for flag in ["-h", "--help"] {
            let help = project.run_with(&[command, flag], b"", &[("COLUMNS", "80")]).code(0).stdout();
            let wide = help.lines().find(|line| line.chars().count() > 80);
            assert_eq!(wide, None, "{command} {flag}");
            let examples = below(&help, is_last_heading);
            assert!(examples[0].starts_with(&format!("paradox {command}")), "{command} {flag} ends in\n{examples:#?}");
            assert!(help.trim_end().ends_with(examples.iter().rfind(|l| !l.is_empty()).expect("a line").trim()));
        }
    }
}

#[test]
fn what_many_commands_share_stands_under_headings() {
    let help = Project::new().run(&["test", "--help"]).code(0).stdout();
    let places =
        ["\nOptions:", "--outcome", "\nReading the data:", "--decimal", "\nDesign of the sample:", "--lonely-psu"];
    let places = places.into_iter().chain(["\nAnalysis:", "--margin", "\nRunning:", "--color", "\nExamples:"]);
    let places: Vec<usize> = places.map(|text| help.find(text).unwrap_or_else(|| panic!("{text}"))).collect();
    assert!(places.is_sorted(), "{places:?}\n{help}");
}

/// As a shell runs them, with the sample under the names that they have for data, and its results.
#[cfg(unix)]
#[test]
fn the_examples_of_help_run() {
    let sample = std::fs::read(repository("data/sinch-2026-synthetic.csv")).expect("the sample");
    let results =
        std::fs::read(repository("reports/sinch-2026-synthetic/results.json")).expect("the committed results");
    let study = std::fs::read(repository("src/study/sinch-2026.toml")).expect("the built-in study");
    let project = Project::new().file("data/sinch-2026-synthetic.csv", &sample).file("answers.csv", &sample);
    let project = project.file("2025.csv", &sample).file("2026.csv", &sample).file("study.toml", &study);
    let project = project.file("before.json", &results).file("after.json", &results);
    let margins = project.run(&["weight", "--help"]).code(0).stdout();
    let margins = below(&margins, |line| line.contains("here population.toml"));
    let results = std::fs::read(repository("reports/sinch-2026-synthetic/results.json")).expect("the sample's results");
    let project =
        project.file("population.toml", margins.join("\n")).file("before.json", &results).file("after.json", &results);
    let mut ran = 0;
    for command in commands(&project) {
        let help = project.run(&[&command, "--help"]).code(0).stdout();
        let examples = below(&help, is_last_heading).join("\n");
        // Pictures and permutations are long work without optimisation, and other tests have them.
        let examples = examples.replace("paradox analyze", "paradox analyze --json");
        let examples = examples.replace("paradox screen", "paradox screen --permutations 19");
        let program = std::path::Path::new(env!("CARGO_BIN_EXE_paradox")).parent().expect("a folder");
        let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
        let script = format!("set -e\n{examples}");
        let mut shell = std::process::Command::new("sh");
        let run = shell.args(["-c", &script]).current_dir(project.path()).env("PATH", path).output().expect("a shell");
        assert!(run.status.success(), "{examples}\n{}", String::from_utf8_lossy(&run.stderr));
        ran += examples.matches("paradox ").count();
    }
    assert!(ran > 15, "{ran} examples");
}

/// What a build refuses is not offered, and what it reads is.
#[test]
fn help_lists_the_endings_that_this_build_reads() {
    let project = Project::new();
    for command in ["analyze", "init", "test", "check"] {
        let help = project.run(&[command, "--help"]).code(0).stdout();
        assert!([".txt", ".tab", ".xlsm", ".zsav"].iter().all(|ending| help.contains(ending)), "{help}");
        let parquet = cfg!(feature = "polars");
        assert_eq!(help.contains("parquet"), parquet, "{help}");
    }
    let run = project.run(&["analyze", "answers.docx"]).code(1);
    assert_eq!(run.stderr().contains(".parquet"), cfg!(feature = "polars"), "{}", run.stderr());
}

/// All commands that read data take the same flags; help shows those that have an effect.
#[test]
fn a_flag_that_help_does_not_show_is_taken_and_changes_nothing() {
    let sample = std::fs::read(repository("data/sinch-2026-synthetic.csv")).expect("the sample");
    let margins = "[[margins]]\ncolumn = \"company_size\"\nshares = { \"1,000-4,999\" = 0.6, \"5,000+\" = 0.4 }\n";
    let project = Project::new().file("a.csv", sample).file("m.toml", margins);
    let commands: [(&str, &[&str]); 4] = [
        ("check", &["a.csv"]),
        ("sql", &["--study", "sinch-2026", "--dialect", "duckdb"]),
        ("weight", &["a.csv", "--study", "sinch-2026", "--margins", "m.toml", "--json"]),
        ("screen", &["a.csv", "--among", "rollback", "--among", "live", "--permutations", "19", "--json"]),
    ];
    let flags = [
        ("--confidence", "0.8"),
        ("--alpha", "0.3"),
        ("--margin", "12"),
        ("--interval", "logit"),
        ("--adjust", "none"),
        ("--suppress-below", "400"),
        ("--suppress-rule", "nchs"),
        ("--lonely-psu", "certainty"),
        ("--seed", "7"),
        ("--threads", "1"),
        ("--decimal", "."),
        ("--numbers", "1.234,5"),
    ];
    let mut hidden = 0;
    for (command, own) in commands {
        let shown = project.run(&[command, "--help"]).code(0).stdout();
        let plain = project.run(&[&[command], own].concat()).code(0).stdout();
        for (flag, value) in flags.iter().filter(|(flag, _)| !shown.contains(&format!("{flag} <"))) {
            let with = project.run(&[&[command], own, &[flag, value]].concat()).code(0).stdout();
            assert!(with == plain, "{command} {flag} {value} changes what help does not say");
            hidden += 1;
        }
        assert!(shown.contains("--where <") && shown.contains("--weight <") == (command != "screen"), "{shown}");
    }
    assert!(hidden > 25, "{hidden}");
}

#[test]
fn help_of_the_program_has_exit_codes_and_environment() {
    let help = Project::new().run(&["--help"]).code(0).stdout();
    for text in ["Exit codes:", "3  done, and the answer is no", "NO_COLOR", "SOURCE_DATE_EPOCH"] {
        assert!(help.contains(text), "{text}\n{help}");
    }
}

/// A flag that is not known is never meant as a value.
#[test]
fn an_unknown_flag_is_told_without_a_tip_that_misleads() {
    let project = Project::new();
    for args in [&["analyze", "a.csv", "--outt", "x"][..], &["compare", "a.csv", "b.csv", "--suppress-below", "-1"]] {
        let said = project.run(args).code(2).stderr();
        assert!(!said.contains("as a value"), "{said}");
        assert!(said.contains("--help"), "{said}");
    }
}
