//! The report as Markdown (CommonMark with GitHub's tables).
//!
//! Labels come from data and study files and may hold anything. Here they are text: what would open a cell, a link, an
//! emphasis, code, HTML, a heading or a formula is escaped, line breaks become spaces, control characters become
//! visible, and a web address in a label does not turn into a link.

use super::{Align, Figure, Part, Report, Section, Span, Table, Text};
use crate::bidi::isolated;
use crate::error::printable;

/// The report as one Markdown file.
pub fn markdown(report: &Report) -> String {
    let mut out = format!("# {}\n", line(&report.title));
    if let Some(notice) = &report.notice {
        out.push_str(&format!("\n> **{}**\n", inline(notice)));
    }
    if !report.about.is_empty() {
        out.push_str(&format!("\n{}\n", paragraph(&report.about.join(" · ").into())));
    }
    for section in &report.sections {
        write_section(&mut out, section);
    }
    out
}

fn write_section(out: &mut String, section: &Section) {
    out.push_str(&format!("\n{} {}\n", "#".repeat(section.depth.into()), line(&section.title)));
    for part in &section.parts {
        out.push('\n');
        match part {
            Part::Paragraph(text) => out.push_str(&format!("{}\n", paragraph(text))),
            Part::Notice(text) => out.push_str(&format!("> **Note.** {}\n", spans(text, Place::Text))),
            Part::List(items) => {
                for item in items {
                    out.push_str(&format!("- {}\n", paragraph(item)));
                }
            }
            Part::Numbered(items) => {
                for (i, item) in items.iter().enumerate() {
                    out.push_str(&format!("{}. {}\n", i + 1, paragraph(item)));
                }
            }
            Part::Table(table) => write_table(out, table),
            Part::Figure(figure) => write_figure(out, figure),
        }
    }
}

fn write_table(out: &mut String, table: &Table) {
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    out.push_str(&format!("*{}*\n\n", inline(&table.caption)));
    out.push_str(&row(table.columns.iter().map(|c| cell(&c.title)).collect()));
    let rules = table.columns.iter().map(|c| match c.align {
        Align::Left => "---".to_owned(),
        Align::Right => "---:".to_owned(),
    });
    out.push_str(&row(rules.collect()));
    for cells in &table.rows {
        out.push_str(&row(cells.iter().map(|text| cell(text)).collect()));
    }
}

fn write_figure(out: &mut String, figure: &Figure) {
    out.push_str(&format!(
        "[![{}]({})]({})\n\n*Figure {}. {}* [Drawing]({}), [numbers]({}).\n",
        inline(&figure.alternative),
        target(&figure.image).unwrap_or_default(),
        target(&figure.drawing).unwrap_or_default(),
        figure.number,
        inline(&figure.caption),
        target(&figure.drawing).unwrap_or_default(),
        target(&figure.data).unwrap_or_default(),
    ));
}

/// Where a text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the start of a line, where `#`, `-`, `1.` would begin something else.
    Start,
    /// Inside a line.
    Text,
}

fn paragraph(text: &Text) -> String {
    spans(text, Place::Start)
}

fn spans(text: &Text, place: Place) -> String {
    let mut out = String::new();
    for (i, span) in text.0.iter().enumerate() {
        let first = i == 0 && place == Place::Start;
        match span {
            Span::Plain(plain) if first => out.push_str(&line(plain)),
            Span::Plain(plain) => out.push_str(&escape(plain)),
            Span::Strong(strong) => out.push_str(&format!("**{}**", inline(strong))),
            Span::Code(code) => out.push_str(&code_span(code)),
            Span::Link { text, target: to } => match target(to) {
                Some(to) => out.push_str(&format!("[{}]({to})", inline(text))),
                None => out.push_str(&escape(text)),
            },
        }
    }
    out
}

/// Text without what surrounds it: emphasis does not open before a space.
fn inline(text: &str) -> String {
    escape(text).trim().to_owned()
}

/// A cell: as text, and never empty of columns.
fn cell(text: &str) -> String {
    inline(text)
}

/// Text at the start of a line.
fn line(text: &str) -> String {
    let text = inline(text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[digits..];
    if digits > 0 && (rest.starts_with(". ") || rest.starts_with(") ") || rest == "." || rest == ")") {
        return format!("{}\\{rest}", &text[..digits]);
    }
    if text.starts_with(['+', '-', '=', ':']) { format!("\\{text}") } else { text }
}

/// Text on one line in which no character means anything but itself.
fn escape(text: &str) -> String {
    let text = printable(&one_line(text));
    let text = isolated(&text);
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 16);
    for (i, &c) in chars.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| chars.get(i)).copied();
        let after = chars.get(i + 1).copied();
        match c {
            '\\' | '`' | '*' | '[' | ']' | '{' | '}' | '|' | '#' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            // Inside a word an underscore is text, and names stay legible.
            '_' if before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric) => out.push(c),
            '_' => out.push_str("\\_"),
            // A tag, a comment or an address in brackets; "p < 0.001" is none.
            '<' if after.is_some_and(|a| a.is_alphabetic() || matches!(a, '/' | '!' | '?')) => out.push_str("&lt;"),
            '>' if i == 0 => out.push_str("&gt;"),
            '&' if after.is_some_and(|a| a.is_ascii_alphanumeric() || a == '#') => out.push_str("&amp;"),
            // GitHub makes links of bare addresses.
            ':' if after == Some('/') => out.push_str("&#58;"),
            '.' if i >= 3 && chars[i - 3..i].iter().all(|w| w.eq_ignore_ascii_case(&'w')) => out.push_str("&#46;"),
            '@' => out.push_str("&#64;"),
            _ => out.push(c),
        }
    }
    out
}

/// Line breaks, tabs and runs of white space as one space each.
pub(super) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap {
            out.push(' ');
            gap = false;
        }
        out.push(c);
    }
    if gap {
        out.push(' ');
    }
    out
}

/// Code with more backticks around it than are in it.
fn code_span(code: &str) -> String {
    let code = printable(&one_line(code));
    let mut longest = 0;
    let mut run = 0;
    for c in code.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let pad = if code.starts_with('`') || code.ends_with('`') || code.trim().is_empty() { " " } else { "" };
    format!("{fence}{pad}{code}{pad}{fence}")
}

/// A link's target, percent-encoded; none for what is neither a web address nor a file of the report.
fn target(to: &str) -> Option<String> {
    let to = to.trim();
    let lower = to.to_ascii_lowercase();
    let web = lower.starts_with("https://") || lower.starts_with("http://");
    let file = lower.starts_with("charts/") || lower.starts_with("tables/");
    if !web && !file {
        return None;
    }
    let mut out = String::with_capacity(to.len());
    let mut buffer = [0; 4];
    for c in to.chars() {
        if c.is_ascii_alphanumeric() || "-._~:/?#@!$&+,;=%".contains(c) {
            out.push(c);
        } else {
            for byte in c.encode_utf8(&mut buffer).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::sample::{HOSTILE, hostile_results, sample_results};
    use crate::report::{Column, build};

    fn table(cells: &[&str]) -> String {
        let mut table = Table::new("t", vec![Column::text("level"), Column::number("rate")]);
        for c in cells {
            table.row(vec![(*c).to_owned(), "74%".to_owned()]);
        }
        let mut out = String::new();
        write_table(&mut out, &table);
        out
    }

    /// Pipes of a line that are not escaped: those that make columns.
    fn columns(line: &str) -> usize {
        let mut escaped = false;
        let mut found = 0;
        for c in line.chars() {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '|' => found += 1,
                _ => {}
            }
        }
        found - 1
    }

    #[test]
    fn a_label_can_open_neither_a_cell_nor_a_line_nor_html() {
        let text = table(HOSTILE);
        let rows: Vec<&str> = text.lines().skip(2).collect();
        assert_eq!(rows.len(), HOSTILE.len() + 2, "{text}");
        for row in rows {
            assert_eq!(columns(row), 2, "{row}");
            assert!(!row.contains('<') && !row.chars().any(char::is_control), "{row}");
        }
    }

    #[test]
    fn numbers_stand_to_the_right() {
        assert!(table(&["a"]).contains("| --- | ---: |\n| a | 74% |\n"));
    }

    #[test]
    fn marks_at_the_start_of_a_line_are_text() {
        assert_eq!(line("1. first"), "1\\. first");
        assert_eq!(line("- item"), "\\- item");
        assert_eq!(line("# head"), "\\# head");
        assert_eq!(line("> quote"), "&gt; quote");
        assert_eq!(line("74.0% rolled_back"), "74.0% rolled_back");
        assert_eq!(line("a\n\n# b\r\n|c|"), "a \\# b \\|c\\|");
    }

    #[test]
    fn only_web_addresses_and_files_of_the_report_are_links() {
        assert_eq!(target("javascript:alert(1)"), None);
        assert_eq!(target("data:text/html,x"), None);
        assert_eq!(target("https://a.org/x)](y <z>").as_deref(), Some("https://a.org/x%29%5D%28y%20%3Cz%3E"));
        assert_eq!(escape("see http://evil.org and www.evil.org"), "see http&#58;//evil.org and www&#46;evil.org");
    }

    #[test]
    fn code_keeps_its_backticks_inside() {
        assert_eq!(code_span("a"), "`a`");
        assert_eq!(code_span("a``b"), "```a``b```");
        assert_eq!(code_span("`x`"), "`` `x` ``");
    }

    /// Every line of a report with hostile labels is a line that the program meant to write.
    #[test]
    fn a_report_full_of_hostile_labels_has_the_structure_of_a_harmless_one() {
        let kinds = |text: &str| -> Vec<String> {
            let kind = |l: &str| -> String {
                match l.chars().next() {
                    Some('|') => format!("table {}", columns(l)),
                    Some('#') => "heading".into(),
                    Some('-') => "item".into(),
                    Some('>') => "notice".into(),
                    None => "blank".into(),
                    _ => "text".into(),
                }
            };
            text.lines().map(kind).collect()
        };
        let harmless = markdown(&build(&sample_results()));
        let hostile = markdown(&build(&hostile_results()));
        assert_eq!(kinds(&harmless), kinds(&hostile), "{hostile}");
        assert!(!hostile.contains("<script"), "{hostile}");
        assert!(!hostile.replace("\\]", "").contains("](javascript"), "{hostile}");
        assert!(!hostile.chars().any(|c| c.is_control() && c != '\n'));
    }
}
