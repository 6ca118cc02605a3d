//! Files that were made to exhaust the machine: each is refused with a message, within a limit of memory that is set on
//! the program from outside (`ulimit -v`), and soon. `SECURITY.md` names the limits and these tests.

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Project, repository};

/// Address space of a run, in MiB: the program itself, with all its threads, takes some 200.
const MEMORY: u64 = 1024;

/// How long a run may take where tests are not optimised and the machine does other work too.
const PATIENCE: Duration = Duration::from_secs(240);

const STUDY: &str =
    "schema = 1\n[[segments]]\nname = \"a\"\nlevels = [\"x\", \"y\"]\n[[outcomes]]\nname = \"y\"\nyes = [\"1\"]\n";

/// Runs within limits: exit code, standard output, standard error.
fn bounded(project: &Project, megabytes: u64, args: &[&str]) -> (i32, String, String) {
    let script = if cfg!(target_os = "linux") {
        format!("ulimit -v {}; exec \"$@\"", megabytes * 1024)
    } else {
        "exec \"$@\"".into()
    };
    let begun = Instant::now();
    let run = Command::new("bash")
        .args(["-c", &script, "bash", env!("CARGO_BIN_EXE_paradox")])
        .args(args)
        .current_dir(project.path())
        .stdin(Stdio::null())
        .output()
        .expect("bash");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (text(&run.stdout), text(&run.stderr));
    assert!(begun.elapsed() < PATIENCE, "{args:?} took {:?}", begun.elapsed());
    let code = run.status.code().unwrap_or_else(|| panic!("{args:?} was ended: {err}"));
    assert!(code != 101 && !err.contains("panicked") && !err.contains("memory allocation"), "{args:?}: {err}");
    (code, out, err)
}

/// What is said of a file that is refused.
fn refused(name: &str, content: impl AsRef<[u8]>) -> String {
    let project = Project::new().file(name, content).file("s.toml", STUDY);
    let (code, out, err) = bounded(&project, MEMORY, &["analyze", name, "--study", "s.toml", "--json"]);
    assert_eq!((code, out.as_str()), (1, ""), "{name}: {err}");
    assert!(err.starts_with("error: ") && err.len() < 20_000, "{name}: {err}");
    err
}

/// What is said of a study that is refused.
fn refused_study(text: &str) -> String {
    let project = Project::new().file("d.csv", "a,y\nx,1\ny,0\n").file("s.toml", text);
    let (code, _, err) = bounded(&project, MEMORY, &["analyze", "d.csv", "--study", "s.toml"]);
    assert_eq!(code, 1, "{err}");
    assert!(err.starts_with("error: ") && err.len() < 20_000, "{err}");
    err
}

fn gzipped(parts: &[(&[u8], usize)]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for (part, times) in parts {
        (0..*times).for_each(|_| packed.write_all(part).expect("memory"));
    }
    packed.finish().expect("memory")
}

#[test]
fn a_row_without_an_end_is_not_read_to_its_end() {
    let said = refused("line.csv.gz", gzipped(&[(b"a,y\nx,1\nx,", 1), (&[b'z'; 1 << 20], 80)]));
    assert!(said.contains("a row is longer than 32 MiB") && said.contains("line.csv.gz, line 3"), "{said}");
    let said = refused("quote.csv.gz", gzipped(&[(b"a,y\nx,1\nx,\"", 1), (&[b'\n'; 1 << 20], 80)]));
    assert!(said.contains("a quote is opened in line 3 and not closed"), "{said}");
}

#[test]
fn a_header_of_more_columns_than_any_survey_has_is_refused() {
    let said = refused("wide.csv.gz", gzipped(&[(&b"a,".repeat(1 << 17), 1), (b"y\n", 1)]));
    assert!(said.contains("a row has more than 120000 cells, the most columns that are read"), "{said}");
    refused("wider.csv.gz", gzipped(&[(&b"a,".repeat(1 << 19), 70)]));
}

/// Cells that hold nothing cost memory all the same: those of a row are counted while it is read.
#[cfg(target_os = "linux")]
#[test]
fn a_row_of_nothing_but_separators_ends_soon_and_takes_little() {
    let project = Project::new().file("d.csv.gz", gzipped(&[(b"a,y\nx,1\n", 1), (&[b','; 1 << 20], 40)]));
    let project = project.file("s.toml", STUDY);
    let (code, out, err) = bounded(&project, 160, &["analyze", "d.csv.gz", "--study", "s.toml", "--json"]);
    assert_eq!((code, out.as_str()), (1, ""), "{err}");
    assert!(err.contains("a row has more than 120000 cells") && err.contains("d.csv.gz, line 3"), "{err}");
}

/// Where a chart cannot be drawn of a text, the study says which it is, and the report is not begun.
#[test]
fn a_text_that_no_page_can_hold_is_named_by_its_key_and_line() {
    let long = "x".repeat(10_001);
    for (key, study) in [
        ("`name` of outcome", STUDY.replace("\"y\"\nyes", &format!("\"{long}\"\ncolumn = \"y\"\nyes"))),
        ("`label` of outcome", format!("{STUDY}label = \"{long}\"\n")),
        ("`title` of [study]", format!("{STUDY}[study]\ntitle = \"{long}\"\n")),
        ("the key \"xxx", format!("{STUDY}[[multi]]\nname = \"m\"\noptions = {{ \"{long}\" = \"y\" }}\n")),
    ] {
        let said = refused_study(&study);
        assert!(said.contains(key) && said.contains("has 10001 characters; 10000 are the most"), "{key}: {said}");
        assert!(said.contains("s.toml, line "), "{said}");
    }
    let said = format!("{STUDY}label = \"{}\"\n", &long[1..]);
    let project = Project::new().file("d.csv", "a,y\nx,1\ny,0\n").file("s.toml", said);
    let args = ["analyze", "d.csv", "--study", "s.toml", "--suppress-below", "0", "--out", "r"];
    let (code, _, err) = bounded(&project, MEMORY, &args);
    assert_eq!(code, 0, "{err}");
}

/// Results that are longer than any report's are not read to their end.
#[test]
fn results_of_more_than_256_mebibytes_are_not_compared() {
    let project = Project::new().file("a.json", "").file("b.json", "");
    let long = std::fs::File::create(project.path().join("a.json")).expect("a file");
    long.set_len((256 << 20) + 1).expect("a file with holes");
    let (code, out, err) = bounded(&project, MEMORY, &["diff", "a.json", "b.json"]);
    assert_eq!((code, out.as_str()), (1, ""), "{err}");
    assert!(err.contains("`a.json` is longer than 256 MiB, the most that is read of it"), "{err}");
    long.set_len(256 << 20).expect("a file with holes");
    let (code, _, err) = bounded(&project, MEMORY, &["diff", "a.json", "b.json"]);
    assert!(code == 1 && !err.contains("longer than"), "{err}");
}

/// As many columns as are read, and each of as many questions that the file does not have with a name of its own.
#[test]
fn a_hundred_thousand_columns_are_read_and_as_many_unknown_names_end_soon() {
    let names: Vec<String> = (0..100_000).map(|i| format!("column_{i:06}")).collect();
    let rows = format!("{}\n{}\n", names.join(","), vec!["1"; names.len()].join(","));
    let asked: String =
        (0..9_999).map(|i| format!("[[outcomes]]\nname = \"colunm_{i:06}\"\nyes = [\"1\"]\n")).collect();
    let project = Project::new()
        .file("d.csv", rows + &vec!["0"; names.len()].join(","))
        .file("s.toml", format!("schema = 1\n{asked}"));
    let args =
        ["test", "d.csv", "--outcome", "column_099999=1", "--by", "column_000007", "--suppress-below", "0", "--json"];
    let (code, out, err) = bounded(&project, MEMORY, &args);
    assert!(code == 0 && out.contains("\"column_099999=1\""), "{err}");
    let (code, _, err) = bounded(&project, MEMORY, &["analyze", "d.csv", "--study", "s.toml"]);
    assert!(code == 1 && err.contains("did you mean \"column_000000\"?") && err.contains("and 9979 more"), "{code}");
    let (code, out, _) = bounded(&project, MEMORY, &["check", "d.csv", "--study", "s.toml"]);
    assert!(code == 3 && out.contains("9,999 errors"), "{code}");
}

/// Each of two million cells is a wrong answer: no cell may cost more where there are more questions.
#[test]
fn wrong_answers_to_five_hundred_questions_are_told_soon() {
    let questions: String =
        (0..500).map(|q| format!("[[outcomes]]\nname = \"q{q}\"\nyes = [\"Yes\"]\nno = [\"No\"]\n")).collect();
    let header: Vec<String> = (0..500).map(|q| format!("q{q}")).collect();
    let row = |i: usize| vec![(i % 30).to_string(); 500].join(",") + "\n";
    let rows: String = (0..4000).map(row).collect();
    let project = Project::new()
        .file("d.csv", header.join(",") + "\n" + &rows)
        .file("s.toml", format!("schema = 1\n{questions}"));
    let (code, out, err) = bounded(&project, MEMORY, &["analyze", "d.csv", "--study", "s.toml", "--json"]);
    assert!(code == 1 && out.is_empty(), "{err}");
    assert!(err.contains("column `q0` holds \"0\"") && err.contains("and 129 further lines"), "{}", &err[..2000]);
}

#[test]
fn a_cell_of_five_megabytes_is_an_answer_like_any_other() {
    let long = "z".repeat(5 << 20);
    let rows = format!("a,y,why\nx,1,{long}\ny,0,\"{long}\"\n");
    let project = Project::new().file("d.csv", rows).file("s.toml", STUDY);
    let (code, out, err) = bounded(&project, MEMORY, &["check", "d.csv"]);
    assert_eq!((code, err.as_str()), (1, err.as_str()), "no study beside it");
    assert!(out.is_empty());
    let (code, _, err) = bounded(&project, MEMORY, &["analyze", "d.csv", "--study", "s.toml", "--json"]);
    assert_eq!(code, 0, "{err}");
    let said = refused("level.csv", format!("a,y\n{long},1\n"));
    assert!(said.contains("which is no level of segment `a`") && said.len() < 2_000, "{}", said.len());
}

/// A hundred thousand answers that none of the levels is: some are told, all are counted.
#[test]
fn a_list_of_problems_does_not_grow_with_the_file() {
    let rows: String = (0..100_000).map(|i| format!("level{i},1\n")).collect();
    let said = refused("d.csv", format!("a,y\n{rows}"));
    assert!(said.contains("99980 further answers of segment `a` are none of its values"), "{said}");
    let project = Project::new().file("d.csv", format!("a,y\n{rows}")).file("s.toml", STUDY);
    let (code, out, err) = bounded(&project, MEMORY, &["check", "d.csv", "--study", "s.toml"]);
    assert!(code == 3 && out.len() < 200_000, "{} bytes, {err}", out.len());
    let (code, _, err) = bounded(&project, MEMORY, &["test", "d.csv", "--outcome", "y=1", "--by", "a"]);
    assert!(code == 1 && err.contains("more than 200 different answers"), "{err}");
}

#[test]
fn brackets_within_brackets_are_refused() {
    let deep = 100_000;
    for text in [
        "a = ".to_owned() + &"[".repeat(deep),
        "a = ".to_owned() + &"[".repeat(deep) + &"]".repeat(deep),
        "a = ".to_owned() + &"{ a = ".repeat(deep) + "1" + &" }".repeat(deep),
        "a.".repeat(deep) + "a = 1",
        "[".to_owned() + &"a.".repeat(deep) + "a]",
        "[[segments]]\nname = \"a\"\nlevels = [".to_owned() + &"[".repeat(deep),
    ] {
        let said = refused_study(&format!("schema = 1\n{text}\n"));
        assert!(said.contains("recurs"), "{said}");
    }
}

#[test]
fn a_million_levels_options_or_names_are_refused() {
    let list = |n: usize| (0..n).map(|i| format!("\"l{i}\"")).collect::<Vec<_>>().join(",");
    let said = refused_study(&format!("schema = 1\n[[segments]]\nname = \"a\"\nlevels = [{}]\n", list(1_000_000)));
    assert!(said.contains("lists 1000000 values; 60000 are the most"), "{said}");
    let one = "[[outcomes]]\nname = \"y\"\nyes = [\"1\"]\n";
    let said = refused_study(&format!("schema = 1\n{one}[[outcomes]]\nname = \"z\"\nany_of = [{}]\n", list(300_000)));
    assert!(said.contains("further problems of this study file"), "{said}");
    let many: String = (0..20_000).map(|i| format!("[[outcomes]]\nname = \"o{i}\"\nyes = [\"1\"]\n")).collect();
    assert!(
        refused_study(&format!("schema = 1\n{many}"))
            .contains("there are 20000 tables [[outcomes]]; 10000 are the most")
    );
    let options: String = (0..20_000).map(|i| format!("o{i} = \"c{i}\"\n")).collect();
    let said = refused_study(&format!("schema = 1\n[[multi]]\nname = \"m\"\n[multi.options]\n{options}"));
    assert!(said.contains("20000 outcomes and options; 10000 are the most"), "{said}");
    let keys: String = (0..100_000).map(|i| format!("titel{i} = \"x\"\n")).collect();
    assert!(refused_study(&format!("schema = 1\n[study]\n{keys}")).contains("did you mean `title`?"));
    let said = refused_study(&format!("schema = 1\n#{}", "x".repeat(17 << 20)));
    assert!(said.contains("is longer than 16 MiB"), "{said}");
}

/// A margins file of a million sizes, and of a hundred thousand margins.
#[test]
fn margins_without_end_are_read_or_refused_soon() {
    let sizes: Vec<String> = (0..300_000).map(|i| format!("\"l{i}\" = 1")).collect();
    let many: String =
        (0..100_000).map(|i| format!("[[margins]]\ncolumn = \"c{i}\"\nlevel = \"x\"\ncount = 1\n")).collect();
    for (margins, expected) in [
        (format!("[[margins]]\ncolumn = \"a\"\ncounts = {{ {} }}\n", sizes.join(", ")), "300000"),
        (many, "there are 100000 tables [[margins]]; 10000 are the most"),
    ] {
        let project = Project::new().file("d.csv", "a,y\nx,1\ny,0\n").file("m.toml", margins);
        let (code, _, err) = bounded(&project, MEMORY, &["weight", "d.csv", "--margins", "m.toml"]);
        assert!(code == 1 && err.contains(expected), "{code}: {}", &err[..err.len().min(500)]);
    }
}

/// The bytes of an SPSS file up to its first variable.
fn sav(compression: i32, cases: i32) -> Vec<u8> {
    let number = i32::to_le_bytes;
    [
        &b"$FL2"[..],
        &[b' '; 60],
        &number(2),
        &number(1),
        &number(compression),
        &number(0),
        &number(cases),
        &100f64.to_le_bytes(),
        &[b' '; 9 + 8 + 64 + 3],
    ]
    .concat()
}

/// The record of a variable.
fn variable(width: i32, name: &str) -> Vec<u8> {
    let number = i32::to_le_bytes;
    [&number(2), &number(width), &number(0), &number(0), &number(0), &number(0), format!("{name:8}").as_bytes()]
        .concat()
}

#[test]
fn an_spss_file_that_promises_what_it_has_not_is_refused() {
    let number = i32::to_le_bytes;
    let end = [number(999), number(0)].concat();
    let said =
        refused("cases.sav", [sav(1, i32::MAX), variable(0, "a"), variable(0, "y"), end.clone(), vec![0; 8]].concat());
    assert!(said.contains("ends after case") && said.contains("of 2147483647"), "{said}");
    let said = refused("wide.sav", [sav(1, 1), variable(2_000_000_000, "A"), end.clone()].concat());
    assert!(said.contains("2000000000 bytes wide; 32767 are the most"), "{said}");
    let many: Vec<u8> = (0..130_000).flat_map(|i| variable(0, &format!("V{i}"))).collect();
    let said = refused("many.sav", [sav(1, 1), many, end.clone()].concat());
    assert!(said.contains("more than 120000 variables"), "{said}");
    // 2000 texts as wide as SPSS has: a case of 65 MB, which codes of a byte would fill from a file of eight.
    let texts: Vec<u8> = (0..2000).flat_map(|i| variable(32_760, &format!("T{i}"))).collect();
    let said = refused("case.sav", [sav(1, 1), texts, end.clone()].concat());
    assert!(said.contains("a case is 65520000 bytes long, and 32 MiB are the most"), "{said}");
    let said = refused(
        "extension.sav",
        [
            sav(1, 1),
            variable(0, "A"),
            number(7).to_vec(),
            number(3).to_vec(),
            number(i32::MAX).to_vec(),
            number(i32::MAX).to_vec(),
        ]
        .concat(),
    );
    assert!(said.contains("an extension would go beyond 256 MiB"), "{said}");
    let said =
        refused("document.sav", [sav(1, 1), variable(0, "A"), number(6).to_vec(), number(i32::MAX).to_vec()].concat());
    assert!(said.contains("a document would go beyond 256 MiB"), "{said}");
    // 60,000 labels which 60,000 mentions of a variable take over: 3.6 billion.
    let labels: Vec<u8> = (0..60_000)
        .flat_map(|i: i32| [&f64::from(i).to_le_bytes()[..], &[1, b'x', 0, 0, 0, 0, 0, 0]].concat())
        .collect();
    let mentions: Vec<u8> = (0..60_000).flat_map(|_| number(1)).collect();
    let shared = [
        sav(1, 1),
        variable(0, "A"),
        number(3).to_vec(),
        number(60_000).to_vec(),
        labels,
        number(4).to_vec(),
        number(60_000).to_vec(),
        mentions,
        end,
    ];
    let said = refused("labels.sav", shared.concat());
    assert!(said.contains("more than 5000000 labels"), "{said}");
}

/// Bytes of a Stata file of release 118 with one number changed: the four bytes behind a tag.
fn dta(tag: &[u8], behind: usize, bytes: &[u8]) -> Vec<u8> {
    let mut file = std::fs::read(repository("fuzz/seeds/dta/release-15.dta")).expect("a file of the repository");
    let at = file.windows(tag.len()).position(|window| window == tag).expect("the tag") + tag.len() + behind;
    file[at..at + bytes.len()].copy_from_slice(bytes);
    file
}

#[test]
fn a_stata_file_that_promises_what_it_has_not_is_refused() {
    let many = 4_000_000_000_u32.to_le_bytes();
    for (name, content, expected) in [
        (
            "variables.dta",
            dta(b"<K>", 0, &60_000_u16.to_le_bytes()),
            "it promises 60000 variables and ends before them",
        ),
        ("observations.dta", dta(b"<N>", 0, &[0xff; 7]), "observations and ends before the last"),
        ("labels.dta", dta(b"<lbl>", 0, &many), "labels of codes are longer than what is left of it"),
    ] {
        let said = refused(name, content);
        assert!(said.contains(expected), "{said}");
    }
    // A characteristic of four billion bytes, before release 117: one byte for the type, four for the length.
    let mut old = std::fs::read(repository("fuzz/seeds/dta/release-8.dta")).expect("a file of the repository");
    let wording = b"Why";
    let at = old.windows(3).rposition(|window| window == wording).expect("the wording of the last variable");
    // The end of that wording, of 81 bytes, is where the characteristics begin.
    old[at + 81..at + 86].copy_from_slice(&[1, 0xff, 0xff, 0xff, 0xff]);
    let said = refused("characteristic.dta", old);
    assert!(said.contains("a characteristic is longer than what is left of it"), "{said}");
}

/// The parts of a workbook, packed.
fn workbook(parts: &[(&str, &str)], padding: usize) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .compression_level(Some(1));
    for name in ["sheet1.xml", "sharedStrings.xml", "styles.xml", "workbook.xml", "workbook.xml.rels", "types.xml"] {
        let inside = match name {
            "sheet1.xml" => "xl/worksheets/sheet1.xml".to_owned(),
            "workbook.xml.rels" => "xl/_rels/workbook.xml.rels".to_owned(),
            "types.xml" => "[Content_Types].xml".to_owned(),
            name => format!("xl/{name}"),
        };
        let whole = std::fs::read_to_string(repository(&format!("fuzz/seeds/workbook/{name}")))
            .expect("a file of the repository");
        let text = parts.iter().find(|(part, _)| *part == name).map_or(whole.as_str(), |(_, text)| *text);
        archive.start_file(inside, options).expect("memory");
        archive.write_all(text.as_bytes()).expect("memory");
        if name == "sheet1.xml" {
            let piece = vec![b' '; 1 << 20];
            (0..padding).for_each(|_| archive.write_all(&piece).expect("memory"));
        }
    }
    archive.finish().expect("memory").into_inner()
}

#[test]
fn a_workbook_that_promises_what_it_has_not_or_unpacks_without_end_is_refused() {
    let texts = "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" uniqueCount=\"4000000000\"><si><t>a</t></si></sst>";
    let said = refused("texts.xlsx", workbook(&[("sharedStrings.xml", texts)], 0));
    assert!(said.contains("promises more texts than it has bytes"), "{said}");
    let said = refused("bomb.xlsx", workbook(&[], 1030));
    assert!(said.contains("`bomb.xlsx` unpacks to more than 1 GiB, the most that is read of a workbook"), "{said}");
}
