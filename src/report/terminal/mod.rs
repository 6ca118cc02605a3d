//! What the terminal shows: the findings of `analyze` on one page, and one comparison of `test` in full.
//!
//! The answer stands first. Lines keep within the width: long labels are wrapped and never cut. Emphasis and colour say
//! nothing that the words do not say. No label can drive the terminal: control characters are made visible.

mod comparison;
mod plot;
mod summary;
mod waves;

use super::markdown::one_line;
use crate::error::printable;
use crate::results::Verdict;

pub use comparison::{comparison, comparison_within};
pub(in crate::report) use summary::claims_line;
pub use summary::{summary, summary_within};
pub use waves::waves;

/// The width of a terminal that nothing is known about.
pub const WIDTH: usize = 80;

/// The widest that lines become, however wide the terminal is: longer ones are hard to read.
pub const WIDEST: usize = 120;

/// The narrowest width that a table is laid out for.
pub const NARROWEST: usize = 40;

/// Whether the terminal shows emphasis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Text alone.
    Plain,
    /// ANSI escapes for bold and for the colour of verdicts.
    Ansi,
}

/// The ANSI colour of a verdict.
fn colour(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Differs => 34,
        Verdict::DiffersWithinMargin => 36,
        Verdict::Consistent => 32,
        Verdict::Undetermined => 33,
    }
}

/// Lines within a width.
pub(in crate::report) struct Page {
    pub(in crate::report) out: String,
    width: usize,
    style: Style,
}

impl Page {
    pub(in crate::report) fn new(width: usize, style: Style) -> Self {
        Page { out: String::new(), width: width.max(NARROWEST), style }
    }

    pub(in crate::report) fn width(&self) -> usize {
        self.width
    }

    pub(in crate::report) fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    pub(in crate::report) fn blank(&mut self) {
        self.out.push('\n');
    }

    pub(in crate::report) fn text(&mut self, text: &str, indent: usize) {
        for (i, line) in wrap(&clean(text), self.width - indent - 2 * usize::from(indent > 0)).iter().enumerate() {
            let further = if i > 0 && indent > 0 { 2 } else { 0 };
            self.line(&format!("{}{line}", " ".repeat(indent + further)));
        }
    }

    pub(in crate::report) fn strong(&mut self, text: &str) {
        for line in wrap(&clean(text), self.width) {
            match self.style {
                Style::Plain => self.line(&line),
                Style::Ansi => self.line(&format!("\u{1b}[1m{line}\u{1b}[0m")),
            }
        }
    }

    /// A verdict, and what it rests on, on one line or several.
    pub(in crate::report) fn verdict(&mut self, verdict: Verdict, word: &str, text: &str) {
        let lines = wrap(&clean(&format!("{word}{text}")), self.width);
        for (i, line) in lines.iter().enumerate() {
            match (line.strip_prefix(word), i, self.style) {
                (Some(rest), 0, Style::Ansi) => {
                    self.line(&format!("\u{1b}[1;{}m{word}\u{1b}[0m{rest}", colour(verdict)));
                }
                _ => self.line(line),
            }
        }
    }

    /// A verdict as a heading.
    fn heading(&mut self, verdict: Verdict, text: &str) {
        for line in wrap(&clean(text), self.width) {
            match self.style {
                Style::Plain => self.line(&line),
                Style::Ansi => self.line(&format!("\u{1b}[1;{}m{line}\u{1b}[0m", colour(verdict))),
            }
        }
    }

    /// A name in a column of its own, and text beside it.
    pub(in crate::report) fn named(&mut self, name: &str, text: &str) {
        const COLUMN: usize = 13;
        for (i, line) in wrap(&clean(text), self.width - COLUMN).iter().enumerate() {
            self.line(&format!("{}{line}", padded(if i == 0 { name } else { "" }, COLUMN)));
        }
    }
}

/// Text on one line without control characters.
pub(in crate::report) fn clean(text: &str) -> String {
    printable(&one_line(text)).trim().to_owned()
}

/// Text in lines of at most `width` cells, broken at spaces, and inside a word only where it is longer than a line.
pub(in crate::report) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(2);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && shown(&line) + 1 + shown(word) > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        for c in word.chars() {
            if shown(&line) + cells(c) > width {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    lines.push(line);
    lines
}

pub(in crate::report) fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(shown(text))))
}

pub(in crate::report) fn left_padded(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(shown(text))))
}

/// Cells that a text takes on a terminal.
pub(in crate::report) fn shown(text: &str) -> usize {
    text.chars().map(cells).sum()
}

/// Cells that a character takes: two for the wide ones of East Asia and for pictures, none for marks on the one before.
fn cells(c: char) -> usize {
    match c as u32 {
        0x0300..=0x036F | 0x200B..=0x200D | 0x2060 | 0xFE00..=0xFE0F => 0,
        0x1100..=0x115F
        | 0x2E80..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F
        | 0xFF00..=0xFF60
        | 0xFFE0..=0xFFE6
        | 0x1F300..=0x1FAFF
        | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::sample::{hostile_results, sample_results};

    fn fits(text: &str, width: usize) {
        for line in text.lines() {
            assert!(shown(line) <= width, "{} cells: {line}", shown(line));
        }
    }

    #[test]
    fn labels_of_sixty_characters_are_wrapped_within_eighty_columns_and_not_cut() {
        let mut results = sample_results();
        let long = "Advanced, with written policies reviewed every quarter by us";
        assert_eq!(long.len(), 60);
        let c = &mut results.outcomes[0].segments[0];
        for l in &mut c.levels {
            l.level = Some(long.to_owned());
        }
        c.outcome_label = format!("{long} {long}");
        c.segment_label = long.to_owned();
        for width in [40, 60, 80, 120] {
            let text = comparison_within(width, &results.outcomes[0].segments[0], &results.study, Style::Plain);
            fits(&text, width);
            let joined: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(joined.contains("reviewed") && joined.contains("quarter"), "{text}");
        }
    }

    #[test]
    fn a_word_longer_than_the_line_is_broken_and_wide_letters_count_twice() {
        assert_eq!(wrap("aaaaaaaa b", 4), ["aaaa", "aaaa", "b"]);
        assert_eq!(wrap("日本語", 4), ["日本", "語"]);
        assert_eq!(wrap("", 4), [""]);
    }

    #[test]
    fn no_label_reaches_the_terminal_with_its_control_characters() {
        let results = hostile_results();
        let mut text = summary(&results, "reports/\u{1b}[2J", Style::Plain);
        for c in &results.outcomes[0].segments {
            text.push_str(&comparison(c, &results.study, Style::Plain));
        }
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
        fits(&text, 80);
    }

    /// Text without what bold and colour are made of.
    fn without_escapes(text: &str) -> String {
        let mut parts = text.split('\u{1b}');
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |all, part| all + part.split_once('m').map_or(part, |(_, rest)| rest))
    }

    #[test]
    fn emphasis_changes_no_word() {
        let results = sample_results();
        let plain = summary(&results, "reports/x/", Style::Plain);
        let ansi = summary(&results, "reports/x/", Style::Ansi);
        assert_eq!(without_escapes(&ansi), plain);
        assert_ne!(ansi, plain);
        let c = &results.outcomes[0].segments[0];
        let ansi = comparison(c, &results.study, Style::Ansi);
        assert_eq!(without_escapes(&ansi), comparison(c, &results.study, Style::Plain));
        assert!(ansi.contains("\u{1b}[1;34mDiffers\u{1b}[0m: "), "{ansi}");
    }

    #[test]
    fn the_summary_says_first_what_differs_then_rates_with_base_and_interval_and_where_the_report_lies() {
        let results = sample_results();
        let text = summary(&results, "reports/agents/", Style::Plain);
        let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part} in\n{text}"));
        let order =
            ["show", "Differs", "Undetermined (", "95% interval", "1,567", "71.8% to 76.1%", "Report: reports/agents/"];
        assert!(order.windows(2).all(|pair| at(pair[0]) < at(pair[1])), "{text}");
        for width in [40, 80, 120] {
            fits(&summary_within(width, &results, "reports/agents/", Style::Plain), width);
        }
    }

    /// The finding of a study with many comparisons that settle nothing is read on one page.
    #[test]
    fn what_settles_nothing_is_counted_and_not_told_one_by_one() {
        let mut results = sample_results();
        let (many, one) = (results.outcomes[0].clone(), results.outcomes[0].segments[1].clone());
        results.outcomes = vec![many; 20];
        for outcome in &mut results.outcomes {
            outcome.segments = vec![crate::results::Comparison { verdict: Verdict::Undetermined, ..one.clone() }; 6];
        }
        let text = summary(&results, "", Style::Plain);
        assert_eq!(text.matches("ndetermined").count(), 2, "once in the tally, once in words: {text}");
        assert!(text.contains("Undetermined (120): no difference shown"), "{text}");
    }

    #[test]
    fn the_verdict_of_a_comparison_stands_above_its_table() {
        let results = sample_results();
        let c = &results.outcomes[0].segments[0];
        let text = comparison(c, &results.study, Style::Plain);
        assert!(text.find("Differs: the rate").unwrap() < text.find("Overall").unwrap(), "{text}");
        assert!(text.contains("● rate, ── 95% interval, │ overall"), "{text}");
        let wide = comparison_within(120, c, &results.study, Style::Plain);
        let longest = |text: &str| text.lines().map(shown).max().unwrap();
        assert!(longest(&wide) > 100 && longest(&text) <= 80, "{wide}");
    }

    #[test]
    fn a_suppressed_level_shows_a_dash_and_no_mark_on_the_axis() {
        let results = sample_results();
        let text = comparison(&results.outcomes[0].segments[0], &results.study, Style::Plain);
        let row = text.lines().find(|l| l.starts_with("Tiny")).unwrap();
        assert!(row.contains("12") && row.contains('–') && !row.contains('●') && !row.contains('%'), "{row}");
    }
}
