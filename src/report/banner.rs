//! A banner table as text: outcomes down, segment levels across, in blocks of columns that fit the terminal.
//!
//! ```text
//! |<- stub ->|<- total ->|<- columns of a block, under the name of their segment ->|
//!                  Total   Company size
//!                          1,000-4,999    5,000+
//!                                    A         B      letters
//! Base             1,567         1,066       501
//! Rolled back        74%           73%       76% A
//! ```
//!
//! What does not fit stands in a further block, with stub and total again. A figure that may not be shown is a dash,
//! and no letter names its column.

use super::build::{DASH, SYNTHETIC};
use super::terminal::{Page, Style, WIDTH, clean, left_padded, padded, shown, wrap};
use crate::findings::words::adjust_name;
use crate::results::format::{Unit, count, decimals, percent_to};
use crate::results::table::{Banner, Cell, Row};
use crate::results::{Flag, StudyInfo};

/// Widest stub.
const STUB: usize = 30;
/// Widest name of a level in one line.
const HEAD: usize = 12;
/// Longest word of a level that is not broken.
const LONGEST_WORD: usize = 18;
/// Between columns.
const GAP: usize = 2;

/// The table for a terminal that nothing is known about.
pub fn text(banner: &Banner, info: &StudyInfo, style: Style) -> String {
    text_within(WIDTH, banner, info, style)
}

/// The same within a given width.
pub fn text_within(width: usize, banner: &Banner, info: &StudyInfo, style: Style) -> String {
    let mut page = Page::new(width, style);
    page.strong(&info.title);
    if banner.synthetic {
        page.strong(SYNTHETIC);
    }
    let figures = Figures::of(banner);
    let stub = stub(banner, page.width());
    let columns: Vec<Column> =
        (0..banner.columns.len()).map(|at| Column::of(banner, at, &figures, page.width())).collect();
    for block in blocks(banner, &columns, page.width().saturating_sub(stub)) {
        page.blank();
        heads(&mut page, banner, &columns, &block, stub, &figures);
        body(&mut page, banner, &columns, &block, stub, &figures);
    }
    page.blank();
    notes(&mut page, banner, info, &figures);
    for m in &banner.multi {
        page.blank();
        page.text(&m.sentence, 0);
    }
    page.out
}

/// How the cells of the table are written.
struct Figures {
    decimals: usize,
    has_caution: bool,
    has_dash: bool,
    /// By column: whether the mark of small bases stands in it.
    marked: Vec<bool>,
}

impl Figures {
    /// All with the decimals that the smallest base can bear.
    fn of(banner: &Banner) -> Figures {
        let cells = || banner.rows.iter().flat_map(|row| &row.cells);
        let printed = || cells().filter(|cell| is_printable(cell));
        let is_marked = |cell: &Cell| is_printable(cell) && cell.flags.contains(&Flag::Caution);
        let columns = 0..banner.columns.len();
        Figures {
            decimals: printed().map(|cell| decimals(cell.n)).min().unwrap_or(0),
            has_caution: cells().any(is_marked),
            has_dash: cells().any(|cell| !is_printable(cell)),
            marked: columns.map(|at| banner.rows.iter().any(|row| is_marked(&row.cells[at]))).collect(),
        }
    }

    fn rate(&self, cell: &Cell, at: usize) -> String {
        if let (Some(mean), true) = (cell.mean, is_printable(cell)) {
            let mark = if cell.flags.contains(&Flag::Caution) { "†" } else { "" };
            return format!("{}{mark}", Unit::of_mean(mean).value(mean, cell.n));
        }
        match cell.rate {
            Some(rate) if is_printable(cell) && cell.flags.contains(&Flag::Caution) => {
                format!("{}†", percent_to(rate, self.decimals))
            }
            Some(rate) if is_printable(cell) => self.aired(&percent_to(rate, self.decimals), at),
            _ => self.aired(DASH, at),
        }
    }

    /// A text with the room that the mark of small bases takes in its column.
    fn aired(&self, text: &str, at: usize) -> String {
        if self.marked[at] { format!("{text} ") } else { text.to_owned() }
    }
}

fn is_printable(cell: &Cell) -> bool {
    cell.rate.or(cell.mean).is_some() && !cell.flags.contains(&Flag::Suppressed)
}

/// Letters of the columns that a cell is above, but for those whose figures are not shown.
fn letters(banner: &Banner, row: &Row, at: usize) -> String {
    let cell = &row.cells[at];
    if !is_printable(cell) {
        return String::new();
    }
    let segment = &banner.columns[at].segment;
    let is_shown = |letter: &&String| {
        let column = banner.columns.iter().position(|c| c.segment == *segment && c.letter.as_ref() == Some(*letter));
        column.is_some_and(|column| is_printable(&row.cells[column]))
    };
    let some: Vec<&str> = cell.letters.iter().filter(is_shown).map(String::as_str).collect();
    // Letters of two characters must not run together.
    some.join(if some.iter().any(|letter| letter.len() > 1) { " " } else { "" })
}

/// A column of text: figures to the right, letters after them.
struct Column {
    head: Vec<String>,
    figure: usize,
    letters: usize,
}

impl Column {
    fn of(banner: &Banner, at: usize, figures: &Figures, width: usize) -> Column {
        let column = &banner.columns[at];
        let name = clean(column.level.as_deref().unwrap_or("Total"));
        let longest_word = name.split(' ').map(shown).max().unwrap_or(0);
        let head = wrap(&name, longest_word.clamp(HEAD.min(width / 5), LONGEST_WORD.min(width / 4)));
        // Bases and heads end where the figures' percent signs do.
        let cells = banner.rows.iter().map(|row| &row.cells[at]);
        let widest = cells
            .flat_map(|cell| [figures.rate(cell, at), figures.aired(&count(cell.n), at)])
            .chain(head.iter().map(|line| figures.aired(line, at)))
            .chain([figures.aired(&count(column.n), at), figures.aired(column.letter.as_deref().unwrap_or(""), at)]);
        Column {
            figure: widest.map(|text| shown(&text)).max().unwrap_or(0),
            letters: banner.rows.iter().map(|row| letters(banner, row, at).len()).max().unwrap_or(0),
            head,
        }
    }

    fn width(&self) -> usize {
        GAP + self.figure + if self.letters > 0 { 1 + self.letters } else { 0 }
    }

    /// A text in the column, its end where the figures' ends are.
    fn cell(&self, text: &str, letters: &str) -> String {
        let figure = format!("{}{}", " ".repeat(GAP), left_padded(text, self.figure));
        if letters.is_empty() {
            padded(&figure, self.width())
        } else {
            padded(&format!("{figure} {letters}"), self.width())
        }
    }
}

/// Columns in blocks that fit; the total, which is the first, stands in each. A segment that does not fit beside
/// others starts a block of its own.
fn blocks(banner: &Banner, columns: &[Column], room: usize) -> Vec<Vec<usize>> {
    let room = room.saturating_sub(columns[0].width());
    let mut blocks = vec![Vec::new()];
    let mut used = 0;
    for (at, column) in columns.iter().enumerate().skip(1) {
        let segment = &banner.columns[at].segment;
        let starts = banner.columns[at - 1].segment != *segment;
        let whole = || (at..columns.len()).take_while(|&c| banner.columns[c].segment == *segment);
        let needed = if starts { whole().map(|c| columns[c].width()).sum() } else { column.width() };
        if used > 0 && used + needed > room {
            blocks.push(Vec::new());
            used = 0;
        }
        used += column.width();
        let last = blocks.len() - 1;
        blocks[last].push(at);
    }
    blocks
}

/// Width of the stub: the longest line of a label, up to a limit.
fn stub(banner: &Banner, width: usize) -> usize {
    let most = STUB.min(width / 3);
    let lines = |row: &Row| match &row.level {
        None => wrap(&clean(&row.outcome_label), most),
        Some(level) => wrap(&clean(level), most - 2).iter().map(|line| format!("  {line}")).collect(),
    };
    let widest = banner.rows.iter().flat_map(lines).map(|line| shown(&line)).max().unwrap_or(0);
    widest.max(shown(EVERYBODY))
}

/// Segments over their levels, levels over their letters.
fn heads(page: &mut Page, banner: &Banner, columns: &[Column], block: &[usize], stub: usize, figures: &Figures) {
    // Neighbours of one segment share its name.
    let mut groups: Vec<(&str, usize)> = Vec::new();
    for (i, &at) in block.iter().enumerate() {
        let segment = banner.columns[at].segment_label.as_deref().unwrap_or_default();
        let same = i > 0 && banner.columns[block[i - 1]].segment == banner.columns[at].segment;
        match groups.last_mut() {
            Some((_, width)) if same => *width += columns[at].width(),
            _ => groups.push((segment, columns[at].width())),
        }
    }
    let indent = " ".repeat(stub + columns[0].width());
    let before_last: usize = groups.iter().rev().skip(1).map(|(_, width)| width).sum();
    // To the right of the last there is room up to the end of the page.
    if let Some((_, width)) = groups.last_mut() {
        *width = page.width().saturating_sub(indent.len() + before_last).max(*width);
    }
    let names: Vec<Vec<String>> = groups.iter().map(|(name, width)| wrap(&clean(name), width - GAP)).collect();
    for line in 0..names.iter().map(Vec::len).max().unwrap_or(0) {
        let mut text = indent.clone();
        for (name, (_, width)) in names.iter().zip(&groups) {
            text.push_str(&padded(&format!("{}{}", " ".repeat(GAP), bottom(name, line, &names)), *width));
        }
        page.line(&text);
    }
    let with_total: Vec<usize> = std::iter::once(0).chain(block.iter().copied()).collect();
    let heads: Vec<Vec<String>> = with_total.iter().map(|&at| columns[at].head.clone()).collect();
    for line in 0..heads.iter().map(Vec::len).max().unwrap_or(0) {
        let cells = with_total.iter().zip(&heads);
        let text: String =
            cells.map(|(&at, head)| columns[at].cell(&figures.aired(bottom(head, line, &heads), at), "")).collect();
        page.line(&format!("{}{text}", " ".repeat(stub)));
    }
    if !block.is_empty() {
        let letter = |at: usize| banner.columns[at].letter.clone().unwrap_or_default();
        let text: String = with_total.iter().map(|&at| columns[at].cell(&figures.aired(&letter(at), at), "")).collect();
        page.line(&format!("{}{text}", " ".repeat(stub)));
    }
}

/// A line of several that end on the same line.
fn bottom<'a>(lines: &'a [String], at: usize, all: &[Vec<String>]) -> &'a str {
    let most = all.iter().map(Vec::len).max().unwrap_or(0);
    (at + lines.len()).checked_sub(most).and_then(|at| lines.get(at)).map_or("", String::as_str)
}

/// The first row, where all rows are of one outcome.
fn only_outcome(banner: &Banner) -> Option<&Row> {
    banner.rows.first().filter(|first| banner.rows.iter().all(|row| row.outcome == first.outcome))
}

const EVERYBODY: &str = "Respondents";

fn body(page: &mut Page, banner: &Banner, columns: &[Column], block: &[usize], stub: usize, figures: &Figures) {
    let with_total: Vec<usize> = std::iter::once(0).chain(block.iter().copied()).collect();
    let bases = |page: &mut Page, name: &str, n: &dyn Fn(usize) -> u64| {
        let cells: String =
            with_total.iter().map(|&at| columns[at].cell(&figures.aired(&count(n(at)), at), "")).collect();
        page.line(&format!("{}{cells}", padded(name, stub)));
    };
    bases(page, if only_outcome(banner).is_some() { "Base" } else { EVERYBODY }, &|at| banner.columns[at].n);
    let mut before: Option<&Row> = None;
    for row in &banner.rows {
        let first = before.is_none_or(|before| before.outcome != row.outcome);
        before = Some(row);
        let own_base = row.cells.iter().zip(&banner.columns).any(|(cell, column)| cell.n != column.n);
        let cells: String = with_total
            .iter()
            .map(|&at| columns[at].cell(&figures.rate(&row.cells[at], at), &letters(banner, row, at)))
            .collect();
        let label = clean(&row.outcome_label);
        let lines = match &row.level {
            None => wrap(&label, stub),
            Some(level) => {
                if first {
                    page.text(&label, 0);
                }
                wrap(&clean(level), stub - 2).iter().map(|line| format!("  {line}")).collect()
            }
        };
        let (last, above) = lines.split_last().map_or(("", &lines[..]), |(last, above)| (last.as_str(), above));
        above.iter().for_each(|line| page.line(line));
        page.line(&format!("{}{cells}", padded(last, stub)));
        let last_of_outcome =
            !banner.rows.iter().skip_while(|r| !std::ptr::eq(*r, row)).skip(1).any(|r| r.outcome == row.outcome);
        if own_base && last_of_outcome {
            bases(page, "  base", &|at| row.cells[at].n);
        }
    }
}

fn notes(page: &mut Page, banner: &Banner, info: &StudyInfo, figures: &Figures) {
    if let Some(only) = only_outcome(banner) {
        page.text(&format!("Base: {}, with an answer.", only.base), 0);
    } else {
        let own = |row: &&Row| row.cells.iter().zip(&banner.columns).any(|(cell, column)| cell.n != column.n);
        let mut said: Vec<(&str, String)> = Vec::new();
        for row in banner.rows.iter().filter(own) {
            if said.iter().all(|(outcome, _)| *outcome != row.outcome) {
                said.push((&row.outcome, format!("{}: {}", row.outcome_label, row.base)));
            }
        }
        if !said.is_empty() {
            let said: Vec<String> = said.into_iter().map(|(_, text)| text).collect();
            page.text(&format!("Bases of their own, those who were asked and answered. {}.", said.join("; ")), 0);
        }
    }
    if banner.columns.len() > 1 {
        page.text(&rule(banner), 0);
    }
    if figures.has_caution {
        page.text(&format!("† base under {}: read with caution.", count(info.analysis.caution_below)), 0);
    }
    if figures.has_dash {
        let rule = count(info.analysis.suppress_below);
        page.text(&format!("{DASH} no figure: base under {rule} or too small for the rule in force."), 0);
        let secondary = |cell: &Cell| cell.flags.contains(&Flag::Secondary);
        if banner.rows.iter().flat_map(|row| &row.cells).any(secondary) {
            page.text("With it one from which such a figure could be worked out.", 0);
        }
    }
}

/// What a letter means: test, correction, level.
fn rule(banner: &Banner) -> String {
    let alpha = banner.alpha;
    let (over_pairs, over_segments) = match banner.adjust.as_str() {
        "none" => (String::new(), String::new()),
        adjust => {
            let name = adjust_name(adjust);
            (format!(", {name} over the pairs of the segment"), format!(" ({name} over the segments of the outcome)"))
        }
    };
    let bands = if banner.rows.iter().any(|row| row.level.is_some()) {
        " Each answer is tested as its share against all others."
    } else {
        ""
    };
    let has_means = banner.rows.iter().flat_map(|row| &row.cells).any(|cell| cell.mean.is_some());
    let means = if has_means { ", of means Welch's t" } else { "" };
    format!(
        "A letter stands behind a figure that is higher than that of the column with this letter: chi-square test of \
         the two without continuity correction{means}{over_pairs}, p at most {alpha}, and only where the test over all \
         levels{over_segments} has p at most {alpha} too.{bands} Without a letter no difference was found, which \
         does not mean that there is none."
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::sample::{HOSTILE, info};
    use crate::results::table::{self, SCHEMA, letter};

    /// Segments with so many levels, each of a base; an outcome of one row, and one with two bands.
    fn banner(segments: &[(&str, usize)], level: &str, n: u64) -> Banner {
        let column = |segment: Option<&str>, level: Option<String>, letter: Option<String>| table::Column {
            segment: segment.map(str::to_owned),
            segment_label: segment.map(str::to_owned),
            level,
            letter,
            n,
            n_weighted: n as f64,
        };
        let mut columns = vec![column(None, None, None)];
        for (segment, k) in segments {
            columns.extend((0..*k).map(|i| column(Some(segment), Some(format!("{level} {i}")), Some(letter(i)))));
        }
        let cell = || Cell { rate: Some(0.25), mean: None, n, letters: Vec::new(), flags: Vec::new() };
        let row = |outcome: &str, level: Option<&str>| Row {
            outcome: outcome.to_owned(),
            outcome_label: outcome.to_owned(),
            level: level.map(str::to_owned),
            base: "all respondents".to_owned(),
            cells: (0..columns.len()).map(|_| cell()).collect(),
        };
        let rows = vec![row("rollback", None), row("time", Some("0-49%")), row("time", Some("50-100%"))];
        Banner {
            schema: SCHEMA.into(),
            columns,
            rows,
            alpha: 0.05,
            adjust: "holm".into(),
            multi: Vec::new(),
            synthetic: false,
        }
    }

    /// Whatever the levels, no line is wider than the terminal, no column is lost, and the total stands in each block.
    #[test]
    fn columns_that_do_not_fit_stand_in_a_further_block() {
        for level in ["x", "Large", "A level with a long name indeed", "Pneumonoultramicroscopicsilico"] {
            for (width, levels) in [(40, 3), (80, 2), (80, 12), (120, 30)] {
                let mut table = banner(&[("Company size in employees", levels), ("Country", 3)], level, 1_500);
                table.rows[0].cells[2].letters = (0..levels).map(letter).collect();
                let text = text_within(width, &table, &info(), Style::Plain);
                for line in text.lines() {
                    assert!(shown(line) <= width || levels == 30, "{} cells: {line}\n{text}", shown(line));
                }
                let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("rollback ")).collect();
                let figures: usize = rows.iter().map(|row| row.matches("25.0%").count()).sum();
                assert_eq!(figures, levels + 3 + rows.len(), "{text}");
                assert_eq!(text.matches("Total").count(), rows.len());
            }
        }
    }

    #[test]
    fn a_segment_that_does_not_fit_beside_another_starts_a_block() {
        let text = text(&banner(&[("Size", 3), ("Country", 4)], "Name", 500), &info(), Style::Plain);
        let heads: Vec<&str> = text.lines().filter(|l| l.contains("Size") || l.contains("Country")).collect();
        assert_eq!(
            heads.iter().map(|h| h.split_whitespace().collect::<Vec<_>>()).collect::<Vec<_>>().concat(),
            ["Size", "Country"]
        );
        assert_eq!(heads.len(), if shown(heads[0]) < 50 { 2 } else { 1 }, "{text}");
    }

    /// A figure that is not shown is a dash, and no letter tells on which side of it another figure lies.
    #[test]
    fn a_suppressed_cell_is_a_dash_and_no_letter_names_it() {
        let mut table = banner(&[("Size", 3)], "Level", 500);
        table.rows[0].cells[1].flags.push(Flag::Suppressed);
        table.rows[0].cells[1].letters.push("B".into());
        table.rows[0].cells[2].letters = vec!["A".into(), "C".into()];
        table.rows[0].cells[3].flags.push(Flag::Caution);
        let text = text(&table, &info(), Style::Plain);
        let row = text.lines().find(|l| l.starts_with("rollback ")).unwrap();
        assert_eq!(row.split_whitespace().collect::<Vec<_>>(), ["rollback", "25%", "–", "25%", "C", "25%†"], "{text}");
        assert!(text.contains("† base under 100") && text.contains("– no figure: base under 30"), "{text}");
    }

    #[test]
    fn an_outcome_with_a_base_of_its_own_shows_it_in_each_column() {
        let mut table = banner(&[("Size", 2)], "Level", 500);
        table.rows[0].cells.iter_mut().for_each(|cell| cell.n = 321);
        let text = text(&table, &info(), Style::Plain);
        let bases: Vec<&str> = text.lines().filter(|l| l.contains("321")).collect();
        assert_eq!(bases.len(), 1);
        assert_eq!(bases[0].split_whitespace().collect::<Vec<_>>(), ["base", "321", "321", "321"]);
        assert!(text.split_whitespace().collect::<Vec<_>>().join(" ").contains("rollback: all respondents"), "{text}");
    }

    #[test]
    fn the_footnote_names_test_correction_and_alpha() {
        let mut table = banner(&[("Size", 2)], "Level", 500);
        let one_line =
            |table: &Banner| text(table, &info(), Style::Plain).split_whitespace().collect::<Vec<_>>().join(" ");
        let said = one_line(&table);
        assert!(said.contains("chi-square") && said.contains("Holm over the pairs") && said.contains("at most 0.05"));
        table.adjust = "none".into();
        assert!(!one_line(&table).contains("Holm"));
    }

    #[test]
    fn no_label_drives_the_terminal() {
        for hostile in HOSTILE {
            let mut table = banner(&[(hostile, 2)], hostile, 500);
            table.rows[0].outcome_label = (*hostile).to_owned();
            table.rows[1].level = Some((*hostile).to_owned());
            let text = text(&table, &info(), Style::Plain);
            assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
        }
    }
}
