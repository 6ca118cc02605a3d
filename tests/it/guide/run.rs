//! Follows a page in a folder of its own, with the data of this repository at hand.

use std::path::Path;
use std::process::Command;

use super::page::{Block, Page};
use crate::support::{Project, repository, skip};

/// Does what the page tells from top to bottom; how many lines of output it shows.
pub fn follow(page: &Page) -> usize {
    let project = with_data();
    let mut shown = 0;
    for block in &page.blocks {
        let place = format!("{}, line {}", page.path, block.line);
        match block.language.as_str() {
            "console" => shown += console(&place, block, project.path()),
            "r" => transcript(&place, block),
            "diff" => change(&place, block, project.path()),
            _ if !block.file.is_empty() => write(&project.path().join(&block.file), &block.lines),
            _ => {}
        }
    }
    shown
}

/// A folder with the committed data, examples and report.
fn with_data() -> Project {
    let project = Project::new();
    for folder in ["data", "examples", "reports"] {
        copy(&repository(folder), &project.path().join(folder));
    }
    project
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        std::fs::create_dir_all(to).expect("a folder in a temporary folder");
        for entry in std::fs::read_dir(from).expect("a readable folder") {
            let name = entry.expect("a readable entry").file_name();
            copy(&from.join(&name), &to.join(&name));
        }
    } else if from.is_file() {
        std::fs::copy(from, to).expect("a file in a temporary folder");
    }
}

fn write(path: &Path, lines: &[String]) {
    std::fs::write(path, lines.join("\n") + "\n").expect("a file in a temporary folder");
}

/// Runs each command as a shell does and compares what it prints, both streams together.
fn console(place: &str, block: &Block, folder: &Path) -> usize {
    let mut last = 0;
    let mut shown = 0;
    for (command, lines) in block.commands() {
        if command == "cargo test" {
            continue;
        }
        if command == "echo $?" {
            assert_eq!(lines, [last.to_string()], "{place}: the exit code");
            last = 0;
            continue;
        }
        assert_eq!(last, 0, "{place}: a command failed, and no `echo $?` says so");
        let Some((code, printed)) = shell(&command, folder) else {
            let _: Option<()> = skip(&format!("{place}: `{command}`: its program is not here"));
            continue;
        };
        let printed: Vec<&str> = printed.trim_end().lines().map(str::trim_end).collect();
        if let Err(missing) = shows(&printed, &lines) {
            panic!("{place}: `{command}` does not print\n{missing}\nas the page has it, but\n{}", printed.join("\n"));
        }
        shown += lines.iter().filter(|l| **l != "…").count();
        last = code;
    }
    assert_eq!(last, 0, "{place}: a command failed, and no `echo $?` says so");
    shown
}

/// Exit code and output of a command; nothing where its program is not installed.
fn shell(command: &str, folder: &Path) -> Option<(i32, String)> {
    let paradox = Path::new(env!("CARGO_BIN_EXE_paradox"));
    let command = match command.strip_prefix("cargo run --release -- ") {
        Some(rest) => format!("paradox {rest}"),
        None => command.to_owned(),
    };
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", paradox.parent().expect("the program is in a folder").display());
    let run = Command::new("sh")
        .args(["-c", &format!("exec 2>&1; {command}")])
        .current_dir(folder)
        .env("PATH", path)
        .env_remove("COLUMNS")
        .env_remove("NO_COLOR")
        .output()
        .expect("a shell");
    let code = run.status.code().expect("an exit code");
    let printed = String::from_utf8(run.stdout).expect("the output is text");
    (code != 127).then_some((code, printed))
}

/// Whether lines are printed as a page shows them: one after another, but where `…` stands. What is missing, if not.
fn shows(printed: &[&str], shown: &[&str]) -> Result<(), String> {
    let parts: Vec<&[&str]> = shown.split(|line| line.trim() == "…").collect();
    let last = parts.len() - 1;
    let mut at = 0;
    for (i, part) in parts.into_iter().enumerate() {
        let rest = &printed[at..];
        let found = match (i == 0, i == last) {
            (true, true) => (rest == part).then_some(0),
            (true, false) => rest.starts_with(part).then_some(0),
            (false, true) => rest.ends_with(part).then(|| rest.len() - part.len()),
            (false, false) => (0..=rest.len()).find(|&start| rest[start..].starts_with(part)),
        };
        at += found.ok_or_else(|| part.join("\n"))? + part.len();
    }
    Ok(())
}

/// Lines of R and what it answered, as they stand in the transcript that a committed script wrote.
fn transcript(place: &str, block: &Block) {
    let written = std::fs::read_to_string(repository("tests/oracle/guide.Rout")).expect("the transcript");
    let written: Vec<&str> = written.lines().map(str::trim_end).collect();
    let shown: Vec<&str> = ["…"].into_iter().chain(block.lines.iter().map(String::as_str)).chain(["…"]).collect();
    if let Err(missing) = shows(&written, &shown) {
        panic!("{place}: R did not write\n{missing}");
    }
}

/// Changes a file: the lines without `+` must stand in it once, and those without `-` take their place.
fn change(place: &str, block: &Block, folder: &Path) {
    let path = folder.join(&block.file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{place}: {}: {e}", block.file));
    let side = |without: char| -> String {
        let kept = block.lines.iter().filter(|l| !l.starts_with(without));
        kept.map(|l| l.get(1..).unwrap_or("").to_owned() + "\n").collect()
    };
    let (old, new) = (side('+'), side('-'));
    assert_eq!(text.matches(&old).count(), 1, "{place}: {} holds this once:\n{old}", block.file);
    std::fs::write(path, text.replace(&old, &new)).expect("a file in a temporary folder");
}

#[test]
fn lines_must_follow_one_another_where_nothing_is_left_out() {
    let printed = ["a", "b", "c", "d"];
    for shown in [&["a", "b", "c", "d"][..], &["a", "…"], &["…", "b", "c", "…"], &["a", "…", "d"], &["…"]] {
        assert_eq!(shows(&printed, shown), Ok(()), "{shown:?}");
    }
    for shown in [&["a", "b"][..], &["b", "…"], &["…", "a", "c", "…"], &["…", "c"], &["…", "d", "…", "a", "…"], &[]]
    {
        assert!(shows(&printed, shown).is_err(), "{shown:?}");
    }
}
