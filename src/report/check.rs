//! What `check` tells on the terminal: the first of each kind of problem and how many there are, then the quality of
//! the data in a few lines.

use super::terminal::{Page, Style, WIDTH};
use crate::error::quoted;
use crate::findings::words::{and, respondents};
use crate::results::Flag;
use crate::results::check::{Check, Problem, Quality, Severity, SmallBase};
use crate::results::format::{count, decimal, percent};

/// Problems of a kind that are told one by one.
const FIRST: usize = 5;
/// Entries of a list that are told one by one.
const MOST: usize = 8;

/// The check for a terminal that nothing is known about.
pub fn text(check: &Check, style: Style) -> String {
    text_within(WIDTH, check, style)
}

/// The same within a given width.
pub fn text_within(width: usize, check: &Check, style: Style) -> String {
    let mut page = Page::new(width, style);
    page.strong(&format!("{} for {}: {}", check.data, check.study, sum(check)));
    let quality = &check.quality;
    page.text(
        &format!(
            "{} and {}, read as {}{}.",
            of(check.rows, "row", "rows"),
            of(quality.columns, "column", "columns"),
            quality.read_as,
            if quality.synthetic { "; the data say that they are synthetic" } else { "" }
        ),
        0,
    );
    for severity in [Severity::Error, Severity::Warning] {
        for kind in kinds(check, severity) {
            page.blank();
            told(&mut page, &kind, &quality.unit);
        }
    }
    page.blank();
    page.strong("Quality");
    for line in lines(quality) {
        page.text(&line, 2);
    }
    page.out
}

/// "3 errors, 1 warning", or that there is none.
fn sum(check: &Check) -> String {
    let total = |severity| kinds(check, severity).iter().map(|kind| kind[0].count).sum::<u64>();
    match (total(Severity::Error), total(Severity::Warning)) {
        (0, 0) => "nothing is wrong".into(),
        (errors, warnings) => {
            let said: Vec<String> = [(errors, "error", "errors"), (warnings, "warning", "warnings")]
                .into_iter()
                .filter(|(n, ..)| *n > 0)
                .map(|(n, one, many)| of(n, one, many))
                .collect();
            and(&said)
        }
    }
}

/// The problems of a severity, those of one kind together.
fn kinds(check: &Check, severity: Severity) -> Vec<Vec<&Problem>> {
    let mut kinds: Vec<Vec<&Problem>> = Vec::new();
    for problem in check.problems.iter().filter(|p| p.severity == severity) {
        match kinds.last_mut() {
            Some(kind) if kind[0].problem == problem.problem && kind[0].column == problem.column => kind.push(problem),
            _ => kinds.push(vec![problem]),
        }
    }
    kinds
}

fn told(page: &mut Page, kind: &[&Problem], unit: &str) {
    let first = kind[0];
    let word = match first.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let column = first.column.as_ref().map(|column| format!("column `{column}`: ")).unwrap_or_default();
    let times = if first.count > 1 { format!(" ({} times)", count(first.count)) } else { String::new() };
    page.text(&format!("{word}: {column}{}{times}", first.problem), 0);
    for problem in kind.iter().take(FIRST) {
        let line = problem.line.map(|line| format!("{unit} {line}"));
        let value = problem.value.as_ref().map(|value| quoted(value));
        let before = problem.first_line.map(|line| format!("first in {unit} {line}"));
        let nearest = problem.nearest.as_ref().map(|value| format!("did you mean {}?", quoted(value)));
        let said: Vec<String> = [line, value, before, nearest].into_iter().flatten().collect();
        if !said.is_empty() {
            page.text(&said.join(", "), 2);
        }
    }
    let more = first.count.saturating_sub(FIRST.min(kind.len()) as u64);
    if more > 0 {
        page.text(&format!("and {} more", count(more)), 2);
    }
    if let Some(hint) = &first.hint {
        page.text(&format!("hint: {hint}"), 0);
    }
}

fn lines(quality: &Quality) -> Vec<String> {
    let mut said = Vec::new();
    for excluded in &quality.excluded {
        said.push(format!("Left out: {}, {}", of(excluded.rows, "row", "rows"), excluded.reason));
    }
    if quality.missing.is_empty() {
        said.push("Missing: no answer in the columns that the study uses".into());
    } else {
        let missing = quality.missing.iter().map(|m| format!("{} {} ({})", m.column, count(m.rows), m.kind));
        said.push(format!("Missing, whether asked or not: {}", some(missing.collect())));
    }
    if let Some(ids) = quality.duplicate_ids {
        let repeated = || format!("{} with an id of an earlier row", of(ids, "row", "rows"));
        said.push(format!("Ids: {}", if ids == 0 { "each once".into() } else { repeated() }));
    }
    let rows = &quality.duplicate_rows;
    if rows.rows > 0 {
        let lines = rows
            .lines
            .iter()
            .map(|r| format!("{unit} {} as {unit} {}", r.line, r.first_line, unit = quality.unit))
            .collect();
        said.push(format!(
            "Repeated rows, the id aside: {} ({}). With few columns some are alike by chance.",
            count(rows.rows),
            some(lines)
        ));
    } else {
        said.push("Repeated rows, the id aside: none".into());
    }
    for battery in &quality.straight_lining {
        said.push(format!(
            "Straight-lining in battery {}: {} of {} who answered all {} questions{}",
            battery.battery,
            count(battery.straight),
            respondents(battery.respondents),
            battery.columns,
            share(battery.straight, battery.respondents)
        ));
    }
    if let Some(speeding) = &quality.speeding {
        said.push(match speeding.median {
            None => format!("Speeding: column {} has no durations", speeding.column),
            Some(median) => format!(
                "Speeding: {} of {} took less than {} of the median of {}{}",
                count(speeding.rows),
                respondents(speeding.respondents),
                speeding.below,
                decimal(median, 1),
                share(speeding.rows, speeding.respondents)
            ),
        });
    }
    for base in quality.bases.iter().filter(|b| b.asked_not_answered + b.answered_not_asked > 0) {
        let parts = [
            (base.asked_not_answered > 0)
                .then(|| format!("{} without a usable answer", count(base.asked_not_answered))),
            (base.answered_not_asked > 0)
                .then(|| format!("{} outside it with an answer", count(base.answered_not_asked))),
        ];
        said.push(format!(
            "Base of {} ({}): {} asked, {}",
            base.outcome,
            base.base,
            count(base.asked),
            parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
        ));
    }
    let small = |flags: &[Flag]| -> Vec<&SmallBase> {
        quality.small_bases.iter().filter(|small| flags.contains(&small.flag)).collect()
    };
    for (what, found) in [
        ("No figure will be printed", small(&[Flag::Suppressed, Flag::Empty])),
        ("Figures will be marked as of a small base", small(&[Flag::Caution])),
    ] {
        if !found.is_empty() {
            let told =
                if found.len() <= MOST { found.iter().map(|small| place(small)).collect() } else { by_outcome(&found) };
            said.push(format!("{what}: {} ({})", count(found.len() as u64), some(told)));
        }
    }
    said
}

/// How many small bases each outcome has.
fn by_outcome(small: &[&SmallBase]) -> Vec<String> {
    let mut counts: Vec<(&str, u64)> = Vec::new();
    for small in small {
        match counts.last_mut() {
            Some((outcome, n)) if *outcome == small.outcome => *n += 1,
            _ => counts.push((&small.outcome, 1)),
        }
    }
    counts.into_iter().map(|(outcome, n)| format!("{outcome} at {}", of(n, "level", "levels"))).collect()
}

fn place(small: &SmallBase) -> String {
    match (&small.segment, &small.level) {
        (Some(segment), Some(level)) => format!("{} at {segment} = {level}: {}", small.outcome, count(small.n)),
        _ => format!("{} as a whole: {}", small.outcome, count(small.n)),
    }
}

fn share(part: u64, whole: u64) -> String {
    if whole == 0 { String::new() } else { format!(", {}", percent(part as f64 / whole as f64, whole)) }
}

/// The first of a list, and how many more there are.
fn some(list: Vec<String>) -> String {
    let more = list.len().saturating_sub(MOST);
    let first: Vec<String> = list.into_iter().take(MOST).collect();
    if more == 0 { first.join(", ") } else { format!("{} and {} more", first.join(", "), count(more as u64)) }
}

fn of(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(n), if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::sample::HOSTILE;
    use crate::results::check::{DuplicateRows, SCHEMA};

    fn check(problems: Vec<Problem>) -> Check {
        let quality = Quality {
            unit: "line".into(),
            read_as: "UTF-8, separated by comma".into(),
            columns: 3,
            rows_kept: 10,
            excluded: Vec::new(),
            synthetic: false,
            missing: Vec::new(),
            duplicate_ids: None,
            duplicate_rows: DuplicateRows { rows: 0, lines: Vec::new() },
            straight_lining: Vec::new(),
            speeding: None,
            not_chosen: Vec::new(),
            bases: Vec::new(),
            small_bases: Vec::new(),
        };
        Check { schema: SCHEMA.into(), data: "a.csv".into(), study: "a.toml".into(), rows: 10, problems, quality }
    }

    fn problem(severity: Severity, line: u64, value: &str, total: u64) -> Problem {
        Problem {
            severity,
            line: Some(line),
            column: Some("size".into()),
            value: Some(value.into()),
            problem: "the value is no level".into(),
            count: total,
            first_line: None,
            nearest: None,
            hint: Some("add it".into()),
        }
    }

    #[test]
    fn the_first_five_of_a_kind_are_told_and_the_rest_is_counted() {
        let found = (1..=8).map(|line| problem(Severity::Error, line, "XL", 12_000)).collect();
        let text = text(&check(found), Style::Plain);
        assert!(
            text.contains("12,000 errors") && text.contains("line 5, \"XL\"") && !text.contains("line 6"),
            "{text}"
        );
        assert!(text.contains("and 11,995 more"), "{text}");
        assert_eq!(text.matches("hint: add it").count(), 1);
    }

    #[test]
    fn errors_stand_before_warnings_and_a_sound_file_has_neither() {
        let found = vec![problem(Severity::Error, 4, "XL", 1), problem(Severity::Warning, 3, "S", 1)];
        let told = text(&check(found), Style::Plain);
        assert!(told.contains("1 error and 1 warning"), "{told}");
        assert!(told.find("error: column") < told.find("warning: column"), "{told}");
        assert!(text(&check(Vec::new()), Style::Plain).contains("nothing is wrong"));
    }

    #[test]
    fn no_value_drives_the_terminal_and_no_line_is_too_wide() {
        let found = HOSTILE.iter().map(|hostile| problem(Severity::Error, 4, hostile, 1)).collect();
        let text = text(&check(found), Style::Plain);
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
    }
}
