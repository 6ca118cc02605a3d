//! In builds with the feature `polars`.

use crate::formats::{file, project, read, read_damaged, study};
use crate::support::{Project, repository};

/// One file of each way to compress and to lay out pages.
const FILES: [&str; 10] = [
    "answers.parquet",
    "zstd.parquet",
    "gzip.parquet",
    "lz4.parquet",
    "plain.parquet",
    "polars.parquet",
    "answers.arrow",
    "zstd.feather",
    "stream.arrows",
    "polars.arrow",
];

/// A folder of `tests/formats` in a project.
fn with_folder(mut project: Project, folder: &str) -> Project {
    let mut open = vec![(repository("tests/formats").join(folder), folder.to_owned())];
    while let Some((path, name)) = open.pop() {
        for entry in std::fs::read_dir(&path).expect("a committed folder") {
            let entry = entry.expect("an entry");
            let name = format!("{name}/{}", entry.file_name().to_string_lossy());
            match entry.path().is_dir() {
                true => open.push((entry.path(), name)),
                false => project = project.file(&name, std::fs::read(entry.path()).expect("a committed file")),
            }
        }
    }
    project
}

#[test]
fn what_is_not_read_is_refused_by_name_with_what_to_do() {
    let ask = |name: &str, by: &str| {
        let project = Project::new().file(name, file(name));
        project.run(&["test", name, "--outcome", "g=a", "--by", by]).stdout_is("").wrote_nothing().code(1)
    };
    ask("brotli.parquet", "size")
        .stderr_has("column `size` is compressed with brotli")
        .stderr_has("hint: write the file with snappy");
    ask("nested.parquet", "many").stderr_has("column `many` holds lists").stderr_has("one answer a cell");
    // A column that is not asked for does no harm.
    let project = Project::new().file("nested.parquet", file("nested.parquet"));
    project.run(&["test", "nested.parquet", "--outcome", "g=a", "--by", "size"]).code(0);
    for (name, bytes, what) in [
        ("old.feather", &b"FEA1 and so on, and on"[..], "Feather 1"),
        ("a.parquet", b"id,size\n1,2\n", "does not begin as one"),
        ("a.parquet", b"PAR1", "4 bytes are too few"),
        ("a.parquet", b"PAR1....................PARE", "it is encrypted"),
        ("a.arrow", b"", "does not begin as one"),
    ] {
        let project = Project::new().file(name, bytes).file("answers.toml", study());
        let run = project.run(&["analyze", name, "--study", "answers.toml"]).code(1).wrote_nothing();
        run.stderr_has(what).stderr_has(&format!("--> {name}"));
    }
}

#[test]
fn a_part_of_another_schema_is_named() {
    let project = with_folder(Project::new().file("answers.toml", study()), "parts-differ");
    let run = project.run(&["analyze", "parts-differ", "--study", "answers.toml"]).code(1).wrote_nothing();
    run.stderr_has("column `size` holds numbers in `parts-differ/b.parquet` and text in `parts-differ/a.parquet`");
    let project = with_folder(Project::new().file("answers.toml", study()), "parts")
        .file("parts/other.parquet", file("nested.parquet"));
    let run = project.run(&["analyze", "parts", "--study", "answers.toml"]).code(1).wrote_nothing();
    run.stderr_has("parts/other.parquet").stderr_has("lacks column `g`");
    let project =
        with_folder(Project::new().file("answers.toml", study()), "parts").file("parts/part-1.parquet", "PAR1");
    let run = project.run(&["analyze", "parts", "--study", "answers.toml"]).code(1).wrote_nothing();
    run.stderr_has("`parts/part-1.parquet` is no Parquet file that can be read");
}

#[test]
fn an_answer_outside_is_named_by_its_row_and_in_a_folder_by_its_part() {
    let study = study().replace("levels = [\"1-49\", \"50-249\", \"250+\"]", "levels = [\"1-49\", \"50-249\"]");
    let run =
        project("answers.parquet", &study).run(&["analyze", "answers.parquet", "--study", "answers.toml"]).code(1);
    run.stderr_has("answers.parquet, rows 1, 2").stderr_has("column `size` holds \"250+\"");
    let parts = with_folder(Project::new().file("answers.toml", &study), "parts");
    let run = parts.run(&["analyze", "parts", "--study", "answers.toml"]).code(1).wrote_nothing();
    run.stderr_has("parts, rows 1, 2").stderr_has("(number 1 of parts/part-0.parquet)");
    let rows = String::from_utf8(file("answers.csv")).expect("text");
    let country = rows.lines().last().and_then(|row| row.split(',').nth(2)).expect("a country");
    let last = study
        .replace("id = \"id\"", "id = \"id\"\ncomplete = { id = [\"1119\"] }")
        .replace(&format!("\"{country}\""), "\"Elsewhere\"");
    let run = parts.file("answers.toml", last).run(&["analyze", "parts", "--study", "answers.toml"]).code(1);
    run.stderr_has("row 120 (number 69 of parts/part-2.parquet)");
}

/// The hash of a folder is that of the list of hashes of its parts; that of a file is that of its bytes.
#[test]
fn a_folder_has_the_hash_of_the_list_of_its_parts() {
    let project = with_folder(Project::new().file("answers.toml", study()), "parts");
    project.run(&["analyze", "parts", "--study", "answers.toml", "--out", "report"]).code(0);
    let results: serde_json::Value = serde_json::from_str(&project.read("report/results.json")).expect("JSON");
    let list: String = (0..3)
        .map(|part| format!("part-{part}.parquet"))
        .map(|name| format!("{}  {name}\n", paradox::load::sha256(&file(&format!("parts/{name}")))))
        .collect();
    assert_eq!(results["provenance"]["data"]["sha256"], paradox::load::sha256(list.as_bytes()));
}

#[test]
fn init_proposes_a_study_with_the_wording_of_the_file() {
    let project = Project::new().file("answers.parquet", file("answers.parquet"));
    project.run(&["init", "answers.parquet"]).code(0);
    assert!(project.read("answers.toml").contains("Did you roll it back or shut it down?"));
    project.run(&["analyze", "answers.parquet"]).code(0);
}

#[test]
fn standard_input_is_read_with_format() {
    let args = ["test", "-", "--format", "parquet", "--outcome", "shipped=Yes", "--by", "country"];
    Project::new().run_with_input(&args, &file("answers.parquet")).code(0).stdout_has("Brazil");
}

/// A file cut off anywhere is an error that names the file; none is read in part.
#[test]
fn a_file_that_breaks_off_is_refused_wherever_it_breaks_off() {
    for name in FILES {
        let whole = file(name);
        for cut in (0..60).map(|i| whole.len() * i / 60).chain([whole.len() - 1, whole.len() - 9]) {
            match read(name, whole[..cut].to_vec()) {
                Ok(_) => panic!("{name} cut after {cut} of {} bytes is read", whole.len()),
                Err(error) => assert!(error.to_string().contains(name), "{name} cut after {cut}: {error}"),
            }
        }
    }
}

/// Damaged bytes may change an answer, but never stop the program in any way but by an error.
#[test]
fn a_file_with_damaged_bytes_is_read_or_refused() {
    for name in FILES {
        read_damaged(name, 100);
    }
}

/// Lengths that a damaged file makes up are held against the file before anything is reserved for them: 1 GiB of
/// memory is enough for any of these.
#[cfg(target_os = "linux")]
#[test]
fn made_up_lengths_reserve_nothing() {
    const LZ4: [u8; 4] = [0x04, 0x22, 0x4d, 0x18];
    let mut unpacked = file("answers.arrow");
    let frames: Vec<usize> = (8..unpacked.len() - 4).filter(|&at| unpacked[at..at + 4] == LZ4).collect();
    assert!(frames.len() > 10, "{frames:?}");
    for at in frames {
        unpacked[at - 8..at].copy_from_slice(&(1_i64 << 40).to_le_bytes());
    }
    let with_footer = |name: &str, length: u32, from_end: usize| {
        let mut bytes = file(name);
        let at = bytes.len() - from_end;
        bytes[at..at + 4].copy_from_slice(&length.to_le_bytes());
        bytes
    };
    let mut message = file("stream.arrows");
    message[4..8].copy_from_slice(&0x7fff_fff0_u32.to_le_bytes());
    for (name, bytes, what) in [
        ("unpacked.arrow", unpacked, "is no Arrow file that can be read"),
        ("footer.parquet", with_footer("answers.parquet", 0x7fff_ffff, 8), "is no Parquet file that can be read"),
        ("footer.arrow", with_footer("answers.arrow", 0x7fff_ffff, 10), "its footer is longer than the file"),
        ("message.arrows", message, "no message begins at byte 0"),
    ] {
        let project = Project::new().file(name, bytes).file("answers.toml", study());
        let program = env!("CARGO_BIN_EXE_paradox");
        let command = format!("ulimit -v 1048576 && exec '{program}' analyze {name} --study answers.toml");
        let run =
            std::process::Command::new("sh").args(["-c", &command]).current_dir(project.path()).output().expect("sh");
        let told = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(1), "{name}: {told}");
        assert!(told.contains(what) && !told.contains("memory allocation"), "{name}: {told}");
    }
}
