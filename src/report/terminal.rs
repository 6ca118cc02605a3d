//! What the terminal shows: the findings of `analyze` in sentences, and one comparison of `test` in full.
//!
//! Lines keep within the width: long labels are wrapped and never cut. Emphasis is a bold line, and says nothing that
//! the words do not say. No label can drive the terminal: control characters are made visible.

use super::build::outcome::{effect, equivalence, figures, level_name, measure_word, reach, test};
use super::build::{DASH, SYNTHETIC};
use super::markdown::one_line;
use crate::error::printable;
use crate::findings::words::{self, decision_text, in_text, left_out, level_text, of_base, respondents, verdict_word};
use crate::results::format::count;
use crate::results::{Claim, ClaimStatus, Comparison, Estimate, Flag, Measure, Results, StudyInfo, Verdict};

/// The width of a terminal that nothing is known about.
pub const WIDTH: usize = 80;

/// The narrowest width that a table is laid out for.
const NARROWEST: usize = 40;

/// Cells of the axis from 0% to 100%.
const AXIS: usize = 20;

/// Whether the terminal shows emphasis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Text alone.
    Plain,
    /// ANSI escapes for bold.
    Ansi,
}

/// How many published figures hold up; those that do not are told one by one.
pub(super) fn claims_line(claims: &[Claim]) -> String {
    let hidden = claims.iter().filter(|c| words::is_hidden(c)).count();
    let of = |status: ClaimStatus| claims.iter().filter(|c| c.status == status && !words::is_hidden(c)).count();
    let mut some: Vec<String> =
        [ClaimStatus::Agrees, ClaimStatus::Disagrees, ClaimStatus::CannotTell, ClaimStatus::NotTestable]
            .into_iter()
            .filter(|&status| of(status) > 0)
            .map(|status| match (status, of(status)) {
                (ClaimStatus::Agrees, n) if n > 1 => format!("{n} agree"),
                (ClaimStatus::Disagrees, n) if n > 1 => format!("{n} disagree"),
                (_, n) => format!("{n} {}", words::status_word(status)),
            })
            .collect();
    some.extend((hidden > 0).then(|| format!("{hidden} on a base too small to show")));
    format!("{} published {}: {}", claims.len(), if claims.len() == 1 { "figure" } else { "figures" }, some.join(", "))
}

/// The findings of `analyze`: each outcome's sentence, its verdicts, and where the report lies.
///
/// An empty `place` stands for no report.
pub fn summary(results: &Results, place: &str, style: Style) -> String {
    summary_within(WIDTH, results, place, style)
}

/// The same within a given width.
pub fn summary_within(width: usize, results: &Results, place: &str, style: Style) -> String {
    let mut page = Page::new(width, style);
    page.strong(&results.study.title);
    if results.study.synthetic {
        page.strong(SYNTHETIC);
    }
    for outcome in &results.outcomes {
        page.blank();
        page.text(&outcome.sentence, 0);
        for verdict in [Verdict::Differs, Verdict::DiffersWithinMargin, Verdict::Consistent, Verdict::Undetermined] {
            let found: Vec<String> = outcome
                .segments
                .iter()
                .filter(|c| c.verdict == verdict)
                .map(|c| match (&c.decision, verdict) {
                    (Some(_), Verdict::Differs | Verdict::DiffersWithinMargin) => {
                        format!("{} ({})", in_text(&c.segment_label), short_p(c))
                    }
                    _ => in_text(&c.segment_label),
                })
                .collect();
            if !found.is_empty() {
                page.text(&format!("{} by {}", verdict_word(verdict), found.join(", ")), 2);
            }
        }
    }
    for m in &results.multi {
        page.blank();
        page.text(&m.sentence, 0);
    }
    for p in &results.paired {
        page.blank();
        page.text(&p.sentence, 0);
    }
    for s in &results.stratified {
        page.blank();
        page.text(&s.sentence, 0);
    }
    for m in &results.models {
        page.blank();
        page.text(&m.sentence, 0);
    }
    for c in &results.correlations {
        page.blank();
        page.text(&c.sentence, 0);
    }
    if !results.claims.is_empty() {
        page.blank();
        page.text(&claims_line(&results.claims), 0);
        for c in results.claims.iter().filter(|c| c.status != ClaimStatus::Agrees || words::is_hidden(c)) {
            page.text(&format!("{}. {}", c.text.trim_end_matches('.'), c.sentence), 2);
        }
    }
    if !results.not_computed.is_empty() {
        page.blank();
        page.text(&format!("Not computed: {}", results.not_computed.join("; ")), 2);
    }
    if !place.is_empty() {
        page.blank();
        page.strong(&format!("Report: {place}"));
    }
    page.out
}

/// One comparison as `test` prints it: levels, tests, effect, verdict.
pub fn comparison(c: &Comparison, info: &StudyInfo, style: Style) -> String {
    comparison_within(WIDTH, c, info, style)
}

/// The same within a given width.
pub fn comparison_within(width: usize, c: &Comparison, info: &StudyInfo, style: Style) -> String {
    let mut page = Page::new(width, style);
    page.strong(&format!("{} by {}", c.outcome_label, in_text(&c.segment_label)));
    if info.synthetic {
        page.strong(SYNTHETIC);
    }
    page.text(&of_base(c.overall.n, &c.base), 0);
    let mut left = Vec::new();
    if c.base.n_missing > 0 {
        left.push(format!("{} in the base gave no answer", count(c.base.n_missing)));
    }
    if c.n_segment_missing > 0 {
        left.push(format!("{} of {} without a level", count(c.n_segment_missing), respondents(c.base.n)));
    }
    if !left.is_empty() {
        page.text(&left.join("; "), 0);
    }
    page.blank();
    levels(&mut page, c, info);
    page.blank();
    let trend = if c.tests.departure.is_some() { &c.tests.trend } else { &None };
    let mut lines: Vec<(&str, String)> =
        [&c.tests.omnibus, trend, &c.tests.departure].into_iter().flatten().map(|t| ("Test", test(t))).collect();
    if let Some(why) = &c.tests.note {
        lines.push((if lines.is_empty() { "No test" } else { "Note" }, why.clone()));
    }
    lines.extend(decision_text(c).map(|text| ("Decision", text)));
    lines.extend(effect(c).map(|text| ("Effect", text)));
    if let Some(eq) = &c.equivalence {
        let limit =
            [Some(equivalence(c, eq, info)), left_out(c, info)].into_iter().flatten().collect::<Vec<_>>().join(" ");
        lines.push(("Equivalence", limit));
        lines.extend(reach(c, eq).map(|text| ("Reach", text)));
    }
    for (name, text) in lines {
        page.named(name, &text);
    }
    page.blank();
    page.strong(verdict_word(c.verdict));
    page.text(&c.sentence, 0);
    page.out
}

/// The adjusted p of a comparison, in short.
fn short_p(c: &Comparison) -> String {
    c.decision.as_ref().map_or_else(String::new, |d| {
        let ln = if d.p_adjusted > 0.0 { d.p_adjusted.ln() } else { d.ln_p };
        let adjusted = if d.adjust == "none" || d.family_size <= 1 { "" } else { "adjusted " };
        format!("{adjusted}{}", crate::results::format::p_value(d.p_adjusted, ln))
    })
}

/// The table of levels: label, base, rate, interval, and the interval on an axis where there is room.
fn levels(page: &mut Page, c: &Comparison, info: &StudyInfo) {
    let all: Vec<(&Estimate, String)> = std::iter::once((&c.overall, "Overall".to_owned()))
        .chain(c.levels.iter().map(|l| (l, clean(&level_name(l)))))
        .flat_map(|(e, name)| {
            let hidden = !e.is_printable();
            let shares = e.shares.iter().flatten().filter(move |_| !hidden);
            std::iter::once((e, name)).chain(shares.map(|s| (s, format!("· {}", clean(&level_name(s))))))
        })
        .collect();
    let rows: Vec<[String; 3]> = all
        .iter()
        .map(|(e, _)| {
            let (rate, range) = figures(e);
            [format!("{}{}", count(e.n), mark(e)), rate, range]
        })
        .collect();
    let heads = [
        "n ".to_owned(),
        measure_word(c.measure).to_lowercase(),
        format!("{} interval", level_text(info.analysis.confidence)),
    ];
    let widths: Vec<usize> =
        (0..3).map(|i| rows.iter().map(|r| shown(&r[i])).chain([shown(&heads[i])]).max().unwrap_or(0)).collect();
    let fixed: usize = widths.iter().map(|w| w + 2).sum();
    let longest = all.iter().map(|(_, name)| shown(name)).max().unwrap_or(0);
    let with_axis = c.measure != Measure::Mean && page.width >= fixed + AXIS + 4 + longest.min(24);
    let room = page.width.saturating_sub(fixed + if with_axis { AXIS + 4 } else { 0 }).max(8);
    let first = longest.min(room);
    let head = format!(
        "{}  {}  {}  {}{}",
        padded("", first),
        left_padded(&heads[0], widths[0]),
        left_padded(&heads[1], widths[1]),
        left_padded(&heads[2], widths[2]),
        if with_axis { format!("  0%{}100%", " ".repeat(AXIS - 4)) } else { String::new() }
    );
    page.line(&head);
    for ((estimate, name), row) in all.iter().zip(&rows) {
        let mut lines = wrap(name, first);
        let last = lines.pop().unwrap_or_default();
        for line in lines {
            page.line(&line);
        }
        let axis = if with_axis { format!("  {}", axis(estimate)) } else { String::new() };
        let figures: Vec<String> = row.iter().zip(&widths).map(|(text, w)| left_padded(text, *w)).collect();
        page.line(&format!("{}  {}{axis}", padded(&last, first), figures.join("  ")));
    }
    let has = |flag: Flag| all.iter().any(|(e, _)| e.flags.contains(&flag));
    if has(Flag::Caution) {
        page.text(&format!("† base under {}: read with caution", count(info.analysis.caution_below)), 0);
    }
    if has(Flag::Suppressed) || has(Flag::Empty) {
        let rule = count(info.analysis.suppress_below);
        page.text(&format!("{DASH} no figure: base under {rule} or too small for the rule in force"), 0);
    }
}

fn mark(e: &Estimate) -> &'static str {
    if e.is_printable() && e.flags.contains(&Flag::Caution) { "†" } else { " " }
}

/// Rate and interval on a line from 0% to 100%.
fn axis(e: &Estimate) -> String {
    let mut cells = vec![' '; AXIS + 2];
    let at = |rate: f64| ((rate.clamp(0.0, 1.0) * AXIS as f64).round() as usize).min(AXIS) + 1;
    if let (true, Some(rate)) = (e.is_printable(), e.rate) {
        if let Some(ci) = e.ci {
            cells[at(ci.low)..=at(ci.high)].fill('─');
        }
        cells[at(rate)] = '●';
    }
    cells.into_iter().collect::<String>().trim_end().to_owned()
}

/// Lines within a width.
pub(super) struct Page {
    pub(super) out: String,
    width: usize,
    style: Style,
}

impl Page {
    pub(super) fn new(width: usize, style: Style) -> Self {
        Page { out: String::new(), width: width.max(NARROWEST), style }
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    pub(super) fn blank(&mut self) {
        self.out.push('\n');
    }

    pub(super) fn text(&mut self, text: &str, indent: usize) {
        for (i, line) in wrap(&clean(text), self.width - indent - 2 * usize::from(indent > 0)).iter().enumerate() {
            let further = if i > 0 && indent > 0 { 2 } else { 0 };
            self.line(&format!("{}{line}", " ".repeat(indent + further)));
        }
    }

    pub(super) fn strong(&mut self, text: &str) {
        for line in wrap(&clean(text), self.width) {
            match self.style {
                Style::Plain => self.line(&line),
                Style::Ansi => self.line(&format!("\u{1b}[1m{line}\u{1b}[0m")),
            }
        }
    }

    /// A name in a column of its own, and text beside it.
    fn named(&mut self, name: &str, text: &str) {
        const COLUMN: usize = 13;
        for (i, line) in wrap(&clean(text), self.width - COLUMN).iter().enumerate() {
            self.line(&format!("{}{line}", padded(if i == 0 { name } else { "" }, COLUMN)));
        }
    }
}

/// Text on one line without control characters.
pub(super) fn clean(text: &str) -> String {
    printable(&one_line(text)).trim().to_owned()
}

/// Text in lines of at most `width` cells, broken at spaces, and inside a word only where it is longer than a line.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
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

pub(super) fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(shown(text))))
}

pub(super) fn left_padded(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(shown(text))))
}

/// Cells that a text takes on a terminal.
pub(super) fn shown(text: &str) -> usize {
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
    use crate::results::sample::{hostile_results, sample_results};

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

    #[test]
    fn emphasis_changes_no_word() {
        let results = sample_results();
        let plain = summary(&results, "reports/x/", Style::Plain);
        let ansi = summary(&results, "reports/x/", Style::Ansi);
        assert_eq!(ansi.replace("\u{1b}[1m", "").replace("\u{1b}[0m", ""), plain);
        assert_ne!(ansi, plain);
    }

    #[test]
    fn the_summary_says_rate_base_interval_verdict_and_where_the_report_lies() {
        let results = sample_results();
        let text = summary(&results, "reports/agents/", Style::Plain);
        for part in
            ["74.0%", "71.8% to 76.1%", "1,567 respondents", "Differs by", "Undetermined by", "Report: reports/agents/"]
        {
            assert!(text.contains(part), "{part} in\n{text}");
        }
    }

    #[test]
    fn a_suppressed_level_shows_a_dash_and_no_mark_on_the_axis() {
        let results = sample_results();
        let text = comparison(&results.outcomes[0].segments[0], &results.study, Style::Plain);
        let row = text.lines().find(|l| l.starts_with("Tiny")).unwrap();
        assert!(row.contains("12") && row.contains('–') && !row.contains('●') && !row.contains('%'), "{row}");
    }
}
