//! What the README shows is what the program prints.

use crate::support::Project;

/// The console blocks of the README: the command and the lines below it.
fn blocks(readme: &str) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    let mut lines = readme.lines();
    while let Some(line) = lines.next() {
        if line == "```console" {
            let block: Vec<String> = lines.by_ref().take_while(|l| *l != "```").map(String::from).collect();
            let command = block[0].trim_start_matches("$ ").to_string();
            found.push((command, block[1..].to_vec()));
        }
    }
    found
}

/// Words of a command as a shell splits them, single quotes included.
fn words(command: &str) -> Vec<String> {
    let parts = command.split('\'').enumerate();
    parts
        .flat_map(|(i, part)| match i % 2 {
            0 => part.split_whitespace().map(String::from).collect::<Vec<_>>(),
            _ => vec![part.to_string()],
        })
        .collect()
}

#[test]
fn each_command_of_the_readme_prints_what_stands_below_it() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).expect("the README");
    let data = std::fs::read(root.join("data/sinch-2026-synthetic.csv")).expect("the sample");
    let project = Project::new().file("data/sinch-2026-synthetic.csv", data);
    let mut shown = 0;
    for (command, expected) in blocks(&readme) {
        let all = words(&command);
        let args: Vec<&str> = match all.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["cargo", "run", "--release", "--", args @ ..] | ["paradox", args @ ..] => args.to_vec(),
            _ => continue,
        };
        let printed = project.run(&args).code(0).stdout();
        let mut rest = printed.lines();
        for line in expected.iter().filter(|l| *l != "…") {
            assert!(rest.any(|l| l == line), "{command}\nprints no {line:?} where the README has it:\n{printed}");
            shown += 1;
        }
    }
    assert!(shown > 10, "the README shows too little");
}

/// The committed report is what the program writes: text to the letter, pictures by their presence.
#[test]
fn the_committed_report_comes_out_again() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = std::fs::read(root.join("data/sinch-2026-synthetic.csv")).expect("the sample");
    let project = Project::new().file("data/sinch-2026-synthetic.csv", data);
    project.run(&["analyze", "data/sinch-2026-synthetic.csv"]).code(0);
    let made = project.tree("reports/sinch-2026-synthetic");
    let mut compared = 0;
    // The workbook holds what stands beside it once more, and is too large to be kept for every change.
    assert!(made.contains_key("tables.xlsx"));
    for (name, bytes) in made.iter().filter(|(name, _)| *name != "tables.xlsx") {
        let committed = std::fs::read(root.join("reports/sinch-2026-synthetic").join(name));
        let committed = committed.unwrap_or_else(|e| panic!("{name} is not committed: {e}"));
        if !name.ends_with(".png") {
            assert!(*bytes == committed, "{name} differs: run the README's first command and read `git diff reports`");
            compared += 1;
        }
    }
    assert!(compared > 40, "only {compared} files compared");
}
