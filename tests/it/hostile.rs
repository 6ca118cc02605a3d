//! Labels that try to be something else than text, or to burst what they stand in: on the terminal and in every file.

use crate::support::Project;

/// What a level, an outcome and a title are called.
const LABELS: [&str; 8] = [
    "<b onclick=\"x\">bold</b> | pipe",
    "\u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{5e2}\u{5d5}\u{5dc}\u{5dd} \u{202e}gnp.exe",
    "👩🏽‍💻 and 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字",
    "bell\u{7} and red\u{1b}[31m",
    "=HYPERLINK(\"http://example.org\")",
    "**bold** [link](http://example.org) `code`",
    "& &amp; &#x3c; ]]>",
    "'quotes\" and , commas",
];

/// What is typed wrong comes back in a message, and what a file holds in a study that a person reads: both as text.
#[test]
fn wrong_usage_and_a_proposed_study_show_what_would_drive_a_terminal() {
    let project = Project::new();
    for (typed, shown) in [("--\u{202e}b", "--\\u{202e}b"), ("\u{9b}31m", "\\u{9b}31m"), ("\rx", "\\rx")] {
        let said = project.run(&[typed]).code(2).stdout_is("").stderr();
        assert!(said.contains(shown) && !said.contains(typed), "{said:?}");
    }
    let steering = "\u{202e}gnp \u{2066}a\u{2069}";
    let rows: String = (0..40).map(|i| format!("{},{}\n", ["Yes", "No"][i % 2], [steering, "b"][i / 2 % 2])).collect();
    let project = Project::new().file("a.csv", format!("y,g\u{200e}h\n{rows}"));
    let proposed = project.run(&["init", "a.csv", "-o", "-"]).code(0).stdout();
    assert!(proposed.contains("\\u202Egnp \\u2066a\\u2069") && proposed.contains("g\\u200Eh"), "{proposed}");
    assert!(!proposed.contains(['\u{202e}', '\u{2066}', '\u{200e}']), "{proposed:?}");
    let project = project.file("a.toml", &proposed);
    project.run(&["analyze", "a.csv", "--json"]).code(0);
}

/// Cells of a line: what East Asia and emoji draw two wide, what joins none.
fn cells(line: &str) -> usize {
    let of = |c: char| match u32::from(c) {
        0x300..=0x36f | 0x200b..=0x200f | 0xfe00..=0xfe0f | 0x2060..=0x2064 => 0,
        0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xff00..=0xff60 => 2,
        0x1f300..=0x1f64f | 0x1f900..=0x1f9ff => 2,
        _ => 1,
    };
    line.chars().map(of).sum()
}

fn toml(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|c| match c {
            '"' => "\\\"".to_owned(),
            '\\' => "\\\\".to_owned(),
            c if c.is_control() => format!("\\u{:04X}", u32::from(c)),
            c => c.to_string(),
        })
        .collect();
    format!("\"{escaped}\"")
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// `LABELS`, one of 300 characters, and as many plain ones as make 60 levels.
fn project() -> Project {
    let long = "very long label ".repeat(19);
    let many: Vec<String> = (0..51).map(|at| format!("level {at}")).collect();
    let levels: Vec<&str> = LABELS.into_iter().chain([long.trim()]).chain(many.iter().map(String::as_str)).collect();
    assert_eq!(levels.len(), 60);
    let listed: Vec<String> = levels.iter().map(|level| toml(level)).collect();
    let study = format!(
        "schema = 1\n[study]\ntitle = {}\n[[segments]]\nname = \"g\"\nlabel = {}\nlevels = [{}]\n\
         [[outcomes]]\nname = \"y\"\nlabel = {}\ncolumn = \"y\"\nyes = [\"1\"]\n",
        toml(LABELS[0]),
        toml(LABELS[3]),
        listed.join(", "),
        toml(LABELS[2]),
    );
    let rows: String = (0..60 * 40).map(|i| format!("{},{}\n", i / 60 % 3 / 2, quoted(levels[i % 60]))).collect();
    Project::new().file("s.csv", format!("y,g\n{rows}")).file("s.toml", study)
}

#[test]
fn labels_of_any_kind_stay_text_and_fit_the_terminal() {
    let project = project();
    let commands: [&[&str]; 3] = [
        &["test", "s.csv", "--outcome", "y", "--by", "g"],
        &["tabulate", "s.csv", "--outcome", "y", "--by", "g"],
        &["analyze", "s.csv", "--out", "r"],
    ];
    for command in commands {
        let text = project.run(command).code(0).stdout();
        for line in text.lines() {
            assert!(cells(line) <= 80, "{}: {} cells: {line}", command[0], cells(line));
        }
        let steers = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}');
        assert!(!text.contains(steers), "{}", command[0]);
    }
}

#[test]
fn labels_of_any_kind_are_text_in_page_charts_tables_and_workbook() {
    let project = project();
    project.run(&["analyze", "s.csv", "--out", "r", "--quiet"]).code(0);
    let page = project.read("r/report.html");
    assert!(!page.contains("<b onclick") && page.contains("&lt;b onclick="));
    let mut drawn = 0;
    for (name, bytes) in project.tree("r/charts").iter().filter(|(name, _)| name.ends_with(".svg")) {
        let svg = std::str::from_utf8(bytes).expect("text");
        let document = resvg::usvg::roxmltree::Document::parse(svg).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(document.descendants().all(|node| !node.has_tag_name("b")), "{name}");
        drawn += 1;
    }
    assert!(drawn > 0);
    let table = csv::Reader::from_reader(project.read("r/tables/y.csv").as_bytes())
        .records()
        .map(|row| row.expect("a row")[2].to_owned())
        .collect::<Vec<_>>();
    for label in [LABELS[0], LABELS[5], LABELS[6], LABELS[7]] {
        assert!(
            table.iter().any(|cell| cell.strip_prefix('\'').unwrap_or(cell) == label || cell == label),
            "{label} in {table:?}"
        );
    }
    // A formula is text there too, wherever the file is opened.
    assert!(!table.iter().any(|cell| cell.starts_with('=')), "{table:?}");
}
