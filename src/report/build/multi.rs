//! Questions with several answers: each option with its share of respondents and of answers, and what it is told from.

use super::super::{Column, Section, Table};
use super::{DASH, note};
use crate::findings::words::{level_text, multi_base, not_told_from};
use crate::results::format::{count, interval, percent};
use crate::results::{Flag, Multi, MultiOption, Results, StudyInfo};

pub(super) fn sections(results: &Results) -> Vec<Section> {
    if results.multi.is_empty() {
        return Vec::new();
    }
    let mut section = Section::new("Questions with several answers");
    section.say(
        "A respondent may name several options, so shares of respondents add up to more than 100%, shares of answers to \
         100%. Two options are compared within respondents, never as two samples.",
    );
    for m in &results.multi {
        section.say(m.sentence.clone());
        if m.flags.contains(&Flag::Suppressed) || m.base.n == 0 {
            continue;
        }
        section.table(table(m, &results.study));
        if let Some(pair) = leading(m) {
            section.say(format!("The two that are named most often. {}", pair.sentence));
        }
    }
    vec![section]
}

/// The pair of the two options that are named most often.
fn leading(m: &Multi) -> Option<&crate::results::Paired> {
    let mut options: Vec<&MultiOption> = m.options.iter().filter(|o| o.of_respondents.is_printable()).collect();
    options.sort_by(|a, b| {
        let rate = |o: &MultiOption| o.of_respondents.rate.unwrap_or(0.0);
        rate(b).total_cmp(&rate(a))
    });
    let (first, second) = (options.first()?, options.get(1)?);
    let names = [&first.outcome, &second.outcome];
    m.pairs.iter().map(|pair| &pair.paired).find(|p| names.contains(&&p.a) && names.contains(&&p.b))
}

fn table(m: &Multi, info: &StudyInfo) -> Table {
    let level = level_text(info.analysis.confidence);
    let mut table = Table::new(
        format!("{}: {}", m.question.as_ref().unwrap_or(&m.name), multi_base(m)),
        vec![
            Column::text("Option"),
            Column::number("Respondents"),
            Column::number("Share of respondents"),
            Column::number(format!("{level} interval")),
            Column::number("Share of answers"),
            Column::text("Not told from"),
            Column::text("Note"),
        ],
    );
    for option in &m.options {
        let e = &option.of_respondents;
        let mut cells = vec![option.label.clone()];
        match (e.rate, e.ci, e.is_printable()) {
            (Some(rate), Some(ci), true) => {
                let share = |share: f64| percent(share, m.n_answers.unwrap_or(e.n));
                cells.extend([count(e.n_yes), percent(rate, e.n), interval(ci.low, ci.high, e.n)]);
                cells.push(option.share_of_answers.map_or_else(|| DASH.to_owned(), share));
                let others = not_told_from(m, &option.outcome, info);
                cells.push(if others.is_empty() { "none".to_owned() } else { others.join("; ") });
            }
            _ => cells.extend(vec![DASH.to_owned(); 5]),
        }
        cells.push(note(e, info));
        table.row(cells);
    }
    table
}
