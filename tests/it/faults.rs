//! What goes wrong around the program: killed, disk full, nothing may be written, several runs at once, odd surroundings.
//!
//! Whatever happens, an earlier report is intact or the new one is whole, and nothing is left beside it once the next run
//! has ended. More kills than a test has time for: `tests/kills 500`.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Project, repository, skip};

const STUDY: &str = r#"
schema = 1
[study]
title = "Faults"
[[segments]]
name = "size"
levels = ["Small", "Large"]
[[outcomes]]
name = "live"
yes = ["Yes"]
no = ["No"]
"#;

/// A survey of 400 answers and its study.
fn survey() -> Project {
    let mut data = String::from("size,live\n");
    for i in 0..400 {
        data += if i % 2 == 0 { "Small," } else { "Large," };
        data += if i % 3 == 0 { "No\n" } else { "Yes\n" };
    }
    Project::new().file("a.csv", data).file("a.toml", STUDY)
}

fn start(project: &Project, args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_paradox"))
        .args(args)
        .current_dir(project.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts")
}

/// Names in a folder, hidden ones too.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Numbers from 0 to 1 that are the same every time (Steele, Lea and Flood 2014, splitmix64).
fn uniform(seed: &mut u64) -> f64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *seed;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) as f64 / u64::MAX as f64
}

#[test]
fn killed_at_any_moment_a_run_leaves_a_whole_report_and_the_next_run_cleans_up() {
    let kills: usize = std::env::var("PARADOX_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(16);
    let project = survey();
    // Two reports that differ, so that it is seen which of them stands there.
    let of = |confidence: &'static str| ["analyze", "a.csv", "--out", "out/r", "--confidence", confidence];
    let mut whole: Vec<BTreeMap<String, Vec<u8>>> = Vec::new();
    let begun = Instant::now();
    for confidence in ["0.9", "0.95"] {
        project.run(&of(confidence)).code(0);
        whole.push(project.tree("out/r"));
    }
    let takes = begun.elapsed().as_secs_f64() / 2.0;
    assert_ne!(whole[0], whole[1]);
    let (mut seed, mut finished, mut left) = (2026, 0, 0);
    for kill in 0..kills {
        let earlier = names(&project.path().join("out"));
        let mut child = start(&project, &of(if kill % 2 == 0 { "0.9" } else { "0.95" }));
        std::thread::sleep(Duration::from_secs_f64(uniform(&mut seed) * takes * 1.2));
        match kill % 3 {
            0 => child.kill().expect("a child can be killed"),
            at => {
                let signal = ["-TERM", "-INT"][at - 1];
                let _ = Command::new("kill").args([signal, &child.id().to_string()]).stderr(Stdio::null()).status();
            }
        }
        finished += usize::from(child.wait().expect("it ends").success());
        assert!(
            whole.contains(&project.tree("out/r")),
            "kill {kill}: the report is neither the earlier nor the new one"
        );
        let beside = names(&project.path().join("out"));
        left += beside.len() - 1;
        // What can be caught leaves nothing of its own; what cannot, the next run removes, once it has come so far.
        let caught = cfg!(target_os = "linux") && kill % 3 != 0;
        assert!(
            !caught || beside.iter().all(|name| earlier.contains(name)),
            "kill {kill} left something beside the report: {beside:?}"
        );
    }
    println!("{kills} kills: {finished} came after the end, {left} left something until the next run");
    assert!(finished < kills, "every kill came after the end: nothing was tried");
    project.run(&of("0.95")).code(0);
    assert_eq!(project.tree("out/r"), whole[1]);
    assert_eq!(names(&project.path().join("out")), ["r"]);
}

/// What `nohup` and a shell in the background start goes on when their terminal is closed.
#[cfg(target_os = "linux")]
#[test]
fn a_signal_that_is_ignored_stays_ignored() {
    let project = survey();
    let script = "trap '' HUP; $PARADOX analyze a.csv --out out/r & child=$!; trap - HUP
        while kill -HUP $child 2>/dev/null; do sleep 0.01; done; wait $child; echo code $?";
    let mut bash = Command::new("bash");
    bash.args(["-c", script]).env("PARADOX", env!("CARGO_BIN_EXE_paradox")).current_dir(project.path());
    let said = bash.stdin(Stdio::null()).output().expect("bash");
    assert!(String::from_utf8_lossy(&said.stdout).ends_with("code 0\n"), "{said:?}");
    assert_eq!(names(&project.path().join("out")), ["r"]);
}

#[test]
fn runs_at_once_into_one_folder_leave_one_whole_report() {
    let project = survey();
    project.run(&["analyze", "a.csv", "--out", "out/alone"]).code(0);
    let alone = project.tree("out/alone");
    let mut runs: Vec<Child> = (0..4).map(|_| start(&project, &["analyze", "a.csv", "--out", "out/r"])).collect();
    for run in &mut runs {
        assert!(run.wait().expect("it ends").success());
    }
    assert!(project.tree("out/r") == alone, "the report of four runs is not that of one");
    assert_eq!(names(&project.path().join("out")), ["alone", "r"]);
}

#[cfg(target_os = "linux")]
const NO_DISK: &str = "no file system of its own can be mounted here (unshare -rm)";

/// What a script says that runs with a file system of its own in the folder `disk`; `None` where that is not allowed.
#[cfg(target_os = "linux")]
fn with_disk(project: &Project, script: &str) -> Option<String> {
    let program = env!("CARGO_BIN_EXE_paradox");
    let script =
        format!("mkdir -p disk && mount -t tmpfs -o size=6m none disk || exit 77\nPARADOX={program}\n{script}");
    let run = Command::new("unshare").args(["-rm", "sh", "-c", &script]).current_dir(project.path()).output();
    match run {
        Ok(run) if run.status.code() != Some(77) && !run.stdout.is_empty() => {
            Some(String::from_utf8_lossy(&run.stdout).into_owned())
        }
        _ => None,
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_earlier_report_and_nothing_beside_it() {
    let project = survey();
    // The disk is filled up to a part of what a report needs, less at each turn, so that it runs full at another file each time.
    let said = with_disk(
        &project,
        r#"$PARADOX analyze a.csv --out disk/r --quiet >/dev/null || exit 1
        before=$(find disk/r -type f -exec sha256sum {} + | sort)
        whole=$(du -sk disk/r | cut -f1)
        for percent in 70 45 25 8 0; do
            dd if=/dev/zero of=disk/fill bs=1k count=9999 2>/dev/null
            truncate -s -$((whole * percent / 100))k disk/fill
            $PARADOX analyze a.csv --out disk/r --confidence 0.9 2>&1 >/dev/null
            echo "code $?"
            $PARADOX chart a.csv --outcome live --by size -o disk/one.svg >/dev/null 2>&1 || echo "chart refused"
            [ "$before" = "$(find disk/r -type f -exec sha256sum {} + | sort)" ] && echo intact
            rm -f disk/fill disk/one.svg
            ls -A disk
        done"#,
    );
    let Some(said) = said else { return skip(NO_DISK).unwrap_or_default() };
    assert_eq!(said.matches("code 1\n").count(), 5, "{said}");
    assert_eq!(said.matches("intact\n").count(), 5, "{said}");
    assert!(said.matches("chart refused").count() >= 1, "{said}");
    assert!(said.contains("No space left on device") && said.contains("make room"), "{said}");
    assert!(said.lines().all(|line| !line.starts_with('.')), "something is left beside the report: {said}");
}

#[cfg(target_os = "linux")]
#[test]
fn where_nothing_may_be_written_the_message_says_so() {
    let project = survey();
    let said = with_disk(
        &project,
        r#"mount -o remount,ro disk
        $PARADOX analyze a.csv --out disk/r 2>&1 >/dev/null; echo "code $?"
        $PARADOX chart a.csv --outcome live --by size -o disk/one.svg 2>&1 >/dev/null; echo "code $?""#,
    );
    let Some(said) = said else { return skip(NO_DISK).unwrap_or_default() };
    assert_eq!(said.matches("code 1\n").count(), 2, "{said}");
    assert_eq!(said.matches("Read-only file system").count(), 2, "{said}");
    // Neither the numbers of the system nor the hidden name of what was begun: the user gave none of them.
    assert!(!said.contains("os error") && !said.contains(".paradox-"), "{said}");
}

#[test]
fn a_folder_in_the_place_of_a_file_and_a_moment_that_is_none_are_told_with_what_to_do() {
    let project = survey().file("x.svg/inside", "");
    let chart = ["chart", "a.csv", "--outcome", "live", "--by", "size", "-o", "x.svg"];
    let said = project.run(&chart).code(1).stderr_has("`x.svg` is a folder, and a file is to be written");
    said.stderr_has("hint: name a file in it");
    let workbook = ["tabulate", "a.csv", "--outcome", "live", "--by", "size", "-o", "t.xlsx"];
    for moment in ["253402300800", "-1", "today"] {
        let said = project.run_with(&workbook, b"", &[("SOURCE_DATE_EPOCH", moment)]).code(1);
        said.stderr_has(&format!("SOURCE_DATE_EPOCH is \"{moment}\"")).stderr_has("hint: ").wrote_nothing();
    }
    // Empty is as good as unset.
    project.run_with(&workbook, b"", &[("SOURCE_DATE_EPOCH", "")]).code(0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_limit_on_the_size_of_files_leaves_the_earlier_report() {
    let project = survey();
    let args = ["analyze", "a.csv", "--out", "out/r"];
    project.run(&args).code(0);
    let before = project.tree("out/r");
    for kilobytes in ["1", "20", "60"] {
        let limited = format!(
            "ulimit -f {kilobytes}; exec {} analyze a.csv --out out/r --confidence 0.9",
            env!("CARGO_BIN_EXE_paradox")
        );
        let run = Command::new("bash").args(["-c", &limited]).current_dir(project.path()).output().expect("bash");
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        assert_eq!(run.status.code(), Some(1), "{kilobytes} KB: {said}");
        assert!(said.contains("File too large") && said.contains("hint: make room"), "{said}");
        assert!(project.tree("out/r") == before, "the earlier report is gone");
        assert_eq!(names(&project.path().join("out")), ["r"]);
    }
    project.run(&args).code(0);
    assert_eq!(names(&project.path().join("out")), ["r"]);
}

#[cfg(target_os = "linux")]
#[test]
fn standard_output_that_takes_nothing_is_an_error_and_a_closed_one_is_silence() {
    let project = survey();
    let run = |to: Stdio| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_paradox"));
        command.args(["test", "a.csv", "--outcome", "live", "--by", "size"]).current_dir(project.path());
        command.stdin(Stdio::null()).stdout(to).stderr(Stdio::piped()).output().expect("the program starts")
    };
    let full = run(std::fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full").into());
    let said = String::from_utf8_lossy(&full.stderr).into_owned();
    assert_eq!(full.status.code(), Some(1), "{said}");
    assert!(said.starts_with("error: ") && said.contains("No space left on device"), "{said}");
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let closed = run(writer.into());
    assert!(closed.stderr.is_empty(), "{}", String::from_utf8_lossy(&closed.stderr));
}

#[test]
fn a_slow_pipe_gives_what_a_file_gives() {
    let project = survey();
    let args = ["test", "-", "--study", "a.toml", "--outcome", "live", "--by", "size", "--json"];
    let data = std::fs::read(project.path().join("a.csv")).expect("the data");
    let at_once = project.run_with_input(&args, &data).code(0).stdout();
    let mut slow = Command::new(env!("CARGO_BIN_EXE_paradox"))
        .args(args)
        .current_dir(project.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut pipe = slow.stdin.take().expect("a pipe");
    for piece in data.chunks(data.len() / 20) {
        std::io::Write::write_all(&mut pipe, piece).expect("the program reads");
        std::thread::sleep(Duration::from_millis(10));
    }
    drop(pipe);
    let mut out = slow.stdout.take().expect("a pipe");
    let (mut said, mut byte) = (Vec::new(), [0; 64]);
    while let Ok(n) = std::io::Read::read(&mut out, &mut byte) {
        if n == 0 {
            break;
        }
        said.extend_from_slice(&byte[..n]);
        std::thread::sleep(Duration::from_micros(200));
    }
    assert!(slow.wait().expect("it ends").success());
    assert_eq!(String::from_utf8(said).expect("text"), at_once);
}

/// A container at its limit of processes: stacks that no machine can give stand for it. The work is done on the one thread
/// that there is, and the bytes are those of any other run; the workbook cannot be made so, which is an error.
#[cfg(target_os = "linux")]
#[test]
fn where_no_thread_can_be_started_results_are_the_same_and_a_report_is_an_error() {
    const MORE_THAN_THERE_IS: &str = "1000000000000000";
    let rows = "Small,Yes\nLarge,No\nLarge,Yes\n".repeat(100_000);
    let project = survey().file("long.csv", format!("size,live\n{rows}")).file("long.toml", STUDY);
    for args in [
        &["analyze", "a.csv", "--threads", "4", "--json"][..],
        &["analyze", "long.csv", "--threads", "4", "--json"],
        &["chart", "a.csv", "--outcome", "live", "--by", "size", "-o", "r/one.png"],
        &["compare", "a.csv", "long.csv", "--study", "a.toml", "--threads", "4", "--out", "r"],
        &["screen", "a.csv", "--threads", "4"],
    ] {
        let run = |variables: &[(&str, &str)]| {
            std::fs::create_dir_all(project.path().join("r")).expect("a folder");
            let said = project.run_with(args, b"", variables).code(0).stdout();
            let files = project.tree("r");
            std::fs::remove_dir_all(project.path().join("r")).expect("the folder goes");
            (said, files)
        };
        let plain = run(&[]);
        assert!(run(&[("RUST_MIN_STACK", MORE_THAN_THERE_IS)]) == plain, "{args:?}");
    }
    let args = ["analyze", "a.csv", "--threads", "4", "--out", "r"];
    let refused = project.run_with(&args, b"", &[("RUST_MIN_STACK", MORE_THAN_THERE_IS)]).code(1).wrote_nothing();
    refused.stderr_has("cannot make the workbook: the system starts no thread").stderr_has("hint: ");
}

/// A download that breaks off, a pipe whose writer dies: no result of a part of the file.
#[test]
fn input_that_ends_while_it_is_read_is_an_error() {
    let read = |name: &str| std::fs::read(repository(name)).expect("a file of the repository");
    let project = survey().file("answers.toml", read("tests/formats/answers.toml"));
    for (name, format, said) in [
        ("tests/formats/answers.csv.gz", "csv", "it ends too early"),
        ("tests/formats/answers.zsav", "sav", "cannot be read"),
        ("tests/formats/answers.sav", "sav", "the file ends"),
        ("tests/formats/answers.dta", "dta", "the file ends before its last tag"),
        ("tests/formats/answers.xlsx", "xlsx", "cannot read the workbook"),
    ] {
        let whole = read(name);
        let args = ["analyze", "-", "--format", format, "--study", "answers.toml", "--out", "r"];
        let run = project.run_with_input(&args, &whole[..whole.len() * 2 / 3]).code(1).stdout_is("").wrote_nothing();
        assert!(run.stderr().contains(said) && run.stderr().contains("hint: "), "{name}: {}", run.stderr());
    }
    let open = ["analyze", "-", "--study", "a.toml", "--out", "r"];
    project
        .run_with_input(&open, b"size,live\nSmall,Yes\n\"Lar")
        .code(1)
        .stderr_has("a quote is opened and never closed");
}

/// A file that somebody appends to all the while: an error, or the report of what was there. A machine at work may give
/// the program the whole file between two rows, so it runs until it has been told once.
#[test]
fn a_file_that_grows_from_begin_to_end_of_a_run_is_told() {
    use std::io::Write;
    let rows = "Small,Yes\nLarge,No\n".repeat(40_000);
    let project = Project::new().file("a.csv", format!("size,live\n{rows}")).file("a.toml", STUDY);
    let told = (0..50).find(|_| {
        let mut run = start(&project, &["analyze", "a.csv", "--out", "r"]);
        let mut file = std::fs::OpenOptions::new().append(true).open(project.path().join("a.csv")).expect("the data");
        let ended = loop {
            file.write_all(b"Small,No\n").expect("a row more");
            if let Some(ended) = run.try_wait().expect("the program runs") {
                break ended.code();
            }
        };
        match ended {
            Some(0) => {
                assert!(project.path().join("r/report.html").is_file());
                std::fs::remove_dir_all(project.path().join("r")).expect("the report goes");
                false
            }
            ended => {
                assert_eq!(ended, Some(1));
                assert_eq!(names(project.path()), ["a.csv", "a.toml"]);
                true
            }
        }
    });
    assert!(told.is_some(), "it grew in fifty runs and was never told");
    project.run(&["analyze", "a.csv", "--out", "r"]).code(0);
}

/// Nothing in the environment at all: no home, no path, no locale, no folder for temporary files.
#[test]
fn without_an_environment_the_report_is_the_same() {
    let project = survey();
    project.run(&["analyze", "a.csv", "--out", "plain"]).code(0);
    let mut bare = Command::new(env!("CARGO_BIN_EXE_paradox"));
    bare.args(["analyze", "a.csv", "--out", "bare"]).current_dir(project.path()).env_clear();
    // Windows itself needs its own folder.
    if let Some(root) = std::env::var_os("SystemRoot") {
        bare.env("SystemRoot", root);
    }
    assert!(bare.stdin(Stdio::null()).output().expect("the program starts").status.success());
    assert!(project.tree("bare") == project.tree("plain"));
}

#[test]
fn names_as_long_as_a_file_system_takes_work_and_longer_ones_are_errors() {
    let data = std::fs::read(survey().path().join("a.csv")).expect("the data");
    let stem = "n".repeat(250);
    let project = Project::new().file(&format!("{stem}.csv"), data).file("a.toml", STUDY);
    project.run(&["analyze", &format!("{stem}.csv"), "--study", "a.toml"]).code(0);
    assert_eq!(names(&project.path().join("reports")), [stem.as_str()]);
    let chart = format!("{}.svg", "c".repeat(251));
    let args = ["chart", &format!("{stem}.csv"), "--study", "a.toml", "--outcome", "live", "--by", "size", "-o"];
    project.run(&[&args[..], &[&chart]].concat()).code(0);
    let deep = format!("{}r", format!("{}/", "d".repeat(100)).repeat(50));
    for too_long in ["x".repeat(300), deep] {
        let run = project.run(&["analyze", &format!("{stem}.csv"), "--study", "a.toml", "--out", &too_long]).code(1);
        run.stderr_has("File name too long");
    }
}

#[test]
fn the_surroundings_change_no_byte() {
    let project = survey();
    let args = |out: &'static str| ["analyze", "a.csv", "--out", out];
    project.run(&args("plain")).code(0);
    let plain = project.tree("plain");
    for variables in [
        [("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Pacific/Chatham"), ("LANG", "tr_TR.UTF-8")],
        [("LC_ALL", "C"), ("TZ", "nowhere/at/all"), ("HOME", "/nowhere")],
        [("LC_ALL", "de_DE.ISO-8859-1"), ("TZ", ""), ("HOME", "")],
    ] {
        project.run_with(&args("odd"), b"", &variables).code(0);
        assert!(project.tree("odd") == plain, "{variables:?}");
    }
}
