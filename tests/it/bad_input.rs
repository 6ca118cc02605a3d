//! Files that are not what they should be: a clear error with the line and what to do, or a correct answer with its
//! caution; never a panic, never a half-written folder.

use crate::analyze::{STUDY, answers};
use crate::support::Project;

/// Each broken file for the study: what it is, its bytes, what the message must say.
fn broken() -> Vec<(&'static str, Vec<u8>, Vec<&'static str>)> {
    let good = answers();
    let header = "id,company_size,country,shipped,rolled_back,time\n";
    let with = |row: &str| format!("{good}{row}\n").into_bytes();
    vec![
        ("empty", Vec::new(), vec!["is empty"]),
        ("header only", header.as_bytes().to_vec(), vec!["no rows"]),
        ("ragged", with("41,\"5,000+\",Brazil,Yes"), vec!["4 cells where the header has 6", "line 42"]),
        ("unclosed quote", with("41,\"5,000+,Brazil,Yes,No,0-49%"), vec!["never closed", "line 42"]),
        ("NUL bytes", with("41,\"5,000+\",Bra\0zil,Yes,No,0-49%"), vec!["NUL", "line 42"]),
        ("a web page", b"<!DOCTYPE html>\n<html><body>Please log in</body></html>\n".to_vec(), vec!["web page"]),
        (
            "no such column",
            good.replacen("rolled_back", "rolledback", 1).into_bytes(),
            vec!["`rolled_back`", "\"rolledback\""],
        ),
        ("repeated header", good.replacen(",time", ",country", 1).into_bytes(), vec!["`country`", "\"#3\""]),
        ("duplicate id", with("7,\"5,000+\",Brazil,Yes,No,0-49%"), vec!["\"7\"", "lines 9 and 42"]),
        (
            "value outside",
            with("41,\"10,000+\",Brazil,Yes,No,0-49%"),
            vec!["\"10,000+\"", "line 42", "agents.toml, line 15"],
        ),
        ("answer outside", with("41,\"5,000+\",Brazil,Yes,Maybe,0-49%"), vec!["\"Maybe\"", "line 42", "`rollback`"]),
        ("text behind a quote", with("41,\"5,000+\"x,Brazil,Yes,No,0-49%"), vec!["behind the quote", "line 42"]),
        ("zip", b"PK\x03\x04rest of a workbook".to_vec(), vec!["Excel"]),
    ]
}

#[test]
fn each_broken_file_is_refused_with_its_place_and_nothing_is_written() {
    for (what, bytes, expected) in broken() {
        let project = Project::new().file("agents.csv", bytes).file("agents.toml", STUDY);
        let run = project.run(&["analyze", "agents.csv"]).code(1).stdout_is("").wrote_nothing();
        for text in expected {
            assert!(run.stderr().contains(text), "{what}: expected {text:?} in\n{}", run.stderr());
        }
        assert!(run.stderr().starts_with("error: "), "{what}: {}", run.stderr());
    }
}

/// Text that was UTF-8 until something happened to it is no text of another encoding, whatever its bytes would be there.
#[test]
fn damaged_bytes_are_refused_with_their_line_by_every_command() {
    let good = format!("{}41,\"5,000+\",São Tomé,Yes,No,0-49%\n", answers());
    let with = |behind: &[u8]| [good.as_bytes(), behind].concat();
    for (what, bytes, expected) in [
        ("one bad byte", with(b"42,\"5,000+\",Brazil\xff,Yes,No,0-49%\n"), ["byte 0xFF is not UTF-8", "line 43"]),
        ("cut within a character", with(b"42,\"5,000+\",Per\xc3"), ["ends within a character", "line 43"]),
        ("NUL bytes to its end", with(&[0; 50_000]), ["NUL bytes", "line 43"]),
        ("UTF-32", good.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect(), ["UTF-32", "save it as UTF-8"]),
    ] {
        let project = Project::new().file("agents.csv", bytes);
        for args in [
            &["test", "agents.csv", "--outcome", "rolled_back=Yes", "--by", "company_size"][..],
            &["tabulate", "agents.csv", "--outcome", "rolled_back=Yes", "--by", "company_size"],
            &["init", "agents.csv"],
        ] {
            let run = project.run(args).code(1).stdout_is("").wrote_nothing();
            for text in expected {
                assert!(run.stderr().contains(text), "{what}: expected {text:?} in\n{}", run.stderr());
            }
        }
    }
}

/// Excel's own line before the header, as European exports have it.
#[test]
fn a_first_line_that_names_the_separator_is_no_row_of_the_table() {
    let rows = "y;g\r\nYes;A\r\nNo;B\r\nYes;B\r\nNo;A\r\n";
    let plain = Project::new().file("a.csv", rows);
    let args = ["test", "a.csv", "--outcome", "y=Yes", "--by", "g", "--suppress-below", "0"];
    let expected = plain.run(&args).code(0).stdout();
    for line in ["sep=;", "\u{feff}sep=;", "\"sep=;\""] {
        let project = Project::new().file("a.csv", format!("{line}\r\n{rows}"));
        assert_eq!(project.run(&args).code(0).stdout(), expected, "{line}");
        project.run(&["init", "a.csv", "-o", "-"]).code(0).stdout_has("2 columns; UTF-8, separated by semicolon");
        let absent = project.run(&["test", "a.csv", "--outcome", "z=Yes", "--by", "g"]).code(1);
        absent.stderr_has("a.csv, line 2, has \"y\", \"g\"");
        let ragged = Project::new().file("a.csv", format!("{line}\r\n{rows}Yes\r\n"));
        ragged.run(&args).code(1).stderr_has("a.csv, line 7");
    }
}

#[test]
fn all_problems_of_a_file_come_at_once() {
    let bad = format!("{}41,\"6,000\",Peru,Yes,No,0-49%\n42,x\n43,\"6,000\",India,Yes,No,0-49%\n", answers());
    let project = Project::new().file("agents.csv", bad).file("agents.toml", STUDY);
    let run = project.run(&["analyze", "agents.csv"]).code(1);
    for text in ["\"6,000\"", "lines 42 and 44", "\"Peru\"", "2 cells where the header has 6", "line 43"] {
        assert!(run.stderr().contains(text), "expected {text:?} in\n{}", run.stderr());
    }
}

#[test]
fn hostile_text_reaches_the_terminal_escaped() {
    let bad = format!("{}41,\"5,000+\",\u{1b}[31mred\u{7},Yes,No,0-49%\n", answers());
    let project = Project::new().file("agents.csv", bad).file("agents.toml", STUDY);
    let run = project.run(&["analyze", "agents.csv"]).code(1);
    assert!(!run.stderr().contains('\u{1b}') && !run.stderr().contains('\u{7}'), "{:?}", run.stderr());
    run.stderr_has("\\u{1b}[31mred");
}

#[test]
fn nobody_everybody_and_tiny_bases_give_an_answer_with_its_caution() {
    for (yes, n) in [(0, 0), (0, 1), (1, 1), (1, 2), (3, 3), (0, 50), (50, 50)] {
        let mut csv = String::from("g,asked,y\nz,No,\n");
        (0..n).for_each(|i| csv += if i < yes { "a,Yes,1\n" } else { "a,Yes,0\n" });
        let project = Project::new().file("a.csv", csv);
        let args = ["test", "a.csv", "--outcome", "y=1", "--base", "asked=Yes", "--by", "g", "--order", "a|z"];
        let json = project.run(&[&args[..], &["--json"]].concat()).code(0).json();
        assert_eq!(json["overall"]["n"], n, "{yes} of {n}");
        assert_eq!(json["verdict"], "undetermined", "{yes} of {n}");
        assert!(json["tests"]["omnibus"].is_null() && json["tests"]["note"].is_string(), "{yes} of {n}");
        assert_eq!(json["overall"]["rate"].is_null(), n == 0);
        if n > 0 {
            let (low, high) = (json["overall"]["ci"]["low"].as_f64(), json["overall"]["ci"]["high"].as_f64());
            let rate = json["overall"]["rate"].as_f64();
            assert!(low <= rate && rate <= high && low < high, "{yes} of {n}: {low:?} {rate:?} {high:?}");
        }
        project.run(&args).code(0);
        project.run(&["chart", "a.csv", "--outcome", "y=1", "--base", "asked=Yes", "--by", "g", "-o", "c.png"]).code(0);
    }
}

#[test]
fn a_study_of_the_file_that_is_wrong_is_refused_with_its_line() {
    for (from, to, expected) in [
        ("yes = [\"Yes\"]", "yess = [\"Yes\"]", vec!["yess", "`yes`", "line 27"]),
        ("schema = 1", "schema = 2", vec!["schema", "line 1"]),
        ("ordered = true", "ordered = \"yes\"", vec!["ordered", "line 16"]),
        ("at_least = \"50-100%\"", "at_least = \"51%\"", vec!["51%"]),
        ("[study]", "[study", vec!["line 3"]),
        ("[analysis]", "[design]\nweight = \"w\"\n[analysis]", vec!["column `w`"]),
        ("outcome = \"rollback\"\npublished", "outcome = \"rolback\"\npublished", vec!["rolback", "`rollback`"]),
    ] {
        assert!(STUDY.contains(from), "{from}");
        let project = Project::new().file("agents.csv", answers()).file("agents.toml", STUDY.replacen(from, to, 1));
        let run = project.run(&["analyze", "agents.csv"]).code(1).stdout_is("").wrote_nothing();
        for text in expected {
            assert!(run.stderr().contains(text), "{to}: expected {text:?} in\n{}", run.stderr());
        }
    }
}

#[test]
fn without_a_study_the_message_says_what_is_missing_and_what_to_do() {
    let project = Project::new().file("plain.csv", "a,b\n1,2\n");
    project
        .run(&["analyze", "plain.csv"])
        .code(1)
        .stderr_has("no study file")
        .stderr_has("`paradox init plain.csv`")
        .wrote_nothing();
    project.run(&["analyze", "absent.csv"]).code(1).stderr_has("no such file").wrote_nothing();
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(bytes).collect()
}

/// Windows-1252, of letters up to U+00FF.
fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(c).expect("a letter of Windows-1252")).collect()
}

fn marked(text: &str) -> Vec<u8> {
    [b"\xEF\xBB\xBF", text.as_bytes()].concat()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packed, bytes).expect("memory");
    packed.finish().expect("memory")
}

/// What is wrong is told with the same line, column and value, however the file is written down.
#[test]
fn each_broken_file_is_refused_with_its_place_in_every_encoding() {
    let study = STUDY.replace("\"Brazil\"", "\"Brasília\"");
    for (what, bytes, expected) in broken() {
        // A zip archive and a file without a character have no encoding; in UTF-16 every other byte is NUL.
        let Some(text) =
            String::from_utf8(bytes).ok().filter(|t| !["empty", "zip", "NUL bytes"].contains(&what) && !t.is_empty())
        else {
            continue;
        };
        let text = text.replace("Brazil", "Brasília");
        for (encoding, bytes) in [
            ("byte order mark", marked(&text)),
            ("UTF-16LE", utf16(&text, u16::to_le_bytes)),
            ("UTF-16BE", utf16(&text, u16::to_be_bytes)),
            ("Windows-1252", latin(&text)),
            ("CRLF", text.replace('\n', "\r\n").into_bytes()),
        ] {
            for (name, bytes) in [("agents.csv.gz", gzip(&bytes)), ("agents.csv", bytes)] {
                let project = Project::new().file(name, bytes).file("agents.toml", &study);
                let run = project.run(&["analyze", name]).code(1).stdout_is("").wrote_nothing();
                for text in &expected {
                    assert!(run.stderr().contains(text), "{what}, {encoding}: expected {text:?} in\n{}", run.stderr());
                }
            }
        }
    }
}

/// The same answers through each encoding, each delimiter and gzip: the same numbers.
#[test]
fn encodings_delimiters_and_gzip_change_no_number() {
    let plain = answers().replace("Brazil", "Brasília");
    let study = STUDY.replace("\"Brazil\"", "\"Brasília\"");
    let packed = gzip(plain.as_bytes());
    let outcomes = |name: &str, bytes: &[u8]| {
        let project = Project::new().file(name, bytes).file("agents.toml", &study);
        project.run(&["analyze", name, "--json"]).code(0).json()["outcomes"].clone()
    };
    let expected = outcomes("agents.csv", plain.as_bytes());
    for (what, name, bytes) in [
        ("byte order mark", "agents.csv", marked(&plain)),
        ("CRLF", "agents.csv", plain.replace('\n', "\r\n").into_bytes()),
        ("UTF-16LE", "agents.csv", utf16(&plain, u16::to_le_bytes)),
        ("UTF-16BE", "agents.csv", utf16(&plain, u16::to_be_bytes)),
        ("Windows-1252", "agents.csv", latin(&plain)),
        ("gzip", "agents.csv.gz", packed.clone()),
        (
            "tabs",
            "agents.tsv",
            plain
                .replace("\"1,000-4,999\"", "1;000-4;999")
                .replace("\"5,000+\"", "5;000+")
                .replace(',', "\t")
                .replace(';', ",")
                .into_bytes(),
        ),
        (
            "semicolons",
            "agents.csv",
            plain
                .replace("1,000-4,999", "1~000-4~999")
                .replace("5,000+", "5~000+")
                .replace(',', ";")
                .replace('~', ",")
                .into_bytes(),
        ),
    ] {
        assert!(outcomes(name, &bytes) == expected, "{what}");
    }
    let cut = Project::new().file("agents.csv.gz", &packed[..packed.len() - 20]).file("agents.toml", &study);
    cut.run(&["analyze", "agents.csv.gz"]).code(1).stderr_has("agents.csv.gz").stderr_has("damaged").wrote_nothing();
}

/// Line ends and blank lines count as an editor counts them.
#[test]
fn lines_are_those_of_an_editor_with_crlf_cr_blank_lines_and_quoted_line_breaks() {
    let study = STUDY.replace("id = \"id\"\n", "");
    for (what, end, blank) in [
        ("LF", "\n", ""),
        ("CRLF", "\r\n", ""),
        ("CR", "\r", ""),
        ("blank", "\n", "\n\n"),
        ("CRLF blank", "\r\n", "\r\n"),
    ] {
        let rows = ["1,\"5,000+\",\"Brazil\",Yes,No,0-49%", "2,\"5,000+\",Peru,Yes,No,0-49%"];
        let csv =
            format!("id,company_size,country,shipped,rolled_back,time{end}{blank}{}{end}{}{end}", rows[0], rows[1]);
        let line = 3 + blank.matches('\n').count();
        let project = Project::new().file("agents.csv", &csv).file("agents.toml", &study);
        let run = project.run(&["analyze", "agents.csv"]).code(1);
        assert!(run.stderr().contains(&format!("agents.csv, line {line}")), "{what}: {}", run.stderr());
    }
    let quoted = "note,company_size,country,shipped,rolled_back,time\n\"two\nlines\",\"5,000+\",Brazil,Yes,No,0-49%\nx,\"5,000+\",Peru,Yes,No,0-49%\n";
    let project = Project::new().file("agents.csv", quoted).file("agents.toml", &study);
    project.run(&["analyze", "agents.csv"]).code(1).stderr_has("agents.csv, line 4");
}

#[test]
fn a_value_that_nobody_gave_is_told_with_the_nearest() {
    let project = Project::new().file("a.csv", "g,y\na,Yes\nb,No\na,No\n");
    let args = ["test", "a.csv", "--outcome", "y=yes", "--by", "g"];
    project.run(&args).code(1).stderr_has("names \"yes\", and no respondent gave that answer").stderr_has("\"Yes\"");
    // That nobody said yes is an answer where no other spelling of it is there.
    let nobody = ["test", "a.csv", "--outcome", "y=Perhaps", "--by", "g"];
    project.run(&nobody).code(0).stderr_has("nobody gave the answer \"Perhaps\"");
    let study = STUDY.replace("base = { shipped = [\"Yes\"] }", "base = { shipped = [\"Yess\"] }");
    let project = Project::new().file("agents.csv", answers()).file("agents.toml", study);
    project.run(&["analyze", "agents.csv"]).code(0).stderr_has("\"Yess\"");
    assert!(project.read("reports/agents/report.md").contains("Yess"), "the report does not say so");
}

#[test]
fn order_and_by_are_not_ignored() {
    let project = Project::new().file("agents.csv", answers()).file("agents.toml", STUDY);
    let test = |more: &[&str]| project.run(&[&["test", "agents.csv", "--outcome", "rollback"], more].concat());
    test(&["--by", "country", "--order", "India|Brazil"]).code(2).stderr_has("--order");
    test(&["--by", "country", "--by", "country"]).code(2).stderr_has("twice");
    test(&["--by", " country "]).code(0).stdout_has("India");
}
