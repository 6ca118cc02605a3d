//! How the questions were made: the columns, rules and answers of segments and outcomes.

use super::super::{Column, Section, Table};
use super::DASH;
use crate::results::format::count;
use crate::results::{Made, Results};

/// Longest list of answers that a cell holds, in characters.
const LONGEST: usize = 160;

/// The section; none where the results do not tell.
pub(super) fn section(results: &Results) -> Option<Section> {
    let of_segments = results.study.segments.iter().map(|segment| (&segment.name, &segment.made));
    let of_outcomes = results.outcomes.iter().map(|outcome| (&outcome.name, &outcome.made));
    let made: Vec<(&String, &Made)> =
        of_segments.chain(of_outcomes).filter_map(|(name, made)| Some((name, made.as_ref()?))).collect();
    if made.is_empty() {
        return None;
    }
    let mut section = Section::new("How the questions were made");
    section.say(
        "Which answers of the file count as what, and how often each stands in the rows that count, whether the \
         respondent was asked or not. White space around an answer is ignored.",
    );
    let mut table = Table::new(
        "Columns, rules and answers",
        vec![
            Column::text("Question"),
            Column::text("Columns"),
            Column::text("Counts as"),
            Column::text("Answers in the file"),
            Column::number("Given"),
        ],
    );
    for (name, made) in made {
        let columns = made.columns.join(", ");
        table.row(vec![name.clone(), columns, made.rule.clone(), String::new(), String::new()]);
        for of in &made.answers {
            let given = of.given.map_or(DASH.to_owned(), count);
            let as_what = format!("  {}", of.counts_as);
            table.row(vec![String::new(), String::new(), as_what, listed(&of.answers, of.more), given]);
        }
    }
    section.table(table);
    Some(section)
}

/// "Yes", "Partly" and 3 more.
fn listed(answers: &[String], more: u64) -> String {
    let mut text = String::new();
    let mut left = answers.len() as u64 + more;
    for answer in answers {
        let shown = if answer.is_empty() { "(empty)".to_owned() } else { format!("“{answer}”") };
        if !text.is_empty() && text.chars().count() + shown.chars().count() > LONGEST {
            break;
        }
        text.push_str(if text.is_empty() { "" } else { ", " });
        text.push_str(&shown);
        left -= 1;
    }
    if left > 0 { format!("{text} and {} more", count(left)) } else { text }
}
