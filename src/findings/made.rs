//! How was each outcome and segment made? Its rule in words, and what the answers of the file count as.

use super::words;
use crate::error::quoted;
use crate::load::{Counted, Loaded};
use crate::results::format::count;
use crate::results::{Made, MadeAnswers, Outcome, StudyInfo};
use crate::study::{self, Answer, Combine, Condition, Needed, Number, NumberKind, Segment, SegmentCoding, Study};

/// Tells of every segment and outcome how it was made.
pub fn tell(study: &Study, loaded: &Loaded, info: &mut StudyInfo, outcomes: &mut [Outcome]) {
    let given = |counted: &Counted| MadeAnswers {
        counts_as: counted.as_what.clone(),
        answers: counted.answers.clone(),
        more: counted.more,
        given: (!study.redact).then_some(counted.respondents),
    };
    for ((info, segment), counted) in info.segments.iter_mut().zip(&study.segments).zip(&loaded.made_of_segments) {
        info.made = Some(Made {
            columns: vec![segment.column.to_string()],
            rule: of_segment(segment),
            answers: counted.iter().map(given).collect(),
        });
    }
    for outcome in outcomes {
        let Some(at) = study.outcome(&outcome.name) else { continue };
        let asked = &study.outcomes[at];
        outcome.made = Some(Made {
            columns: asked.answer.columns().iter().map(ToString::to_string).collect(),
            rule: rule(study, asked) + &asked_of(study, asked),
            answers: loaded.made_of_outcomes.get(at).into_iter().flatten().map(given).collect(),
        });
    }
}

fn of_segment(segment: &Segment) -> String {
    match &segment.coding {
        SegmentCoding::Number { breaks, .. } => {
            let cuts: Vec<String> = breaks.iter().map(f64::to_string).collect();
            format!("numbers, whose levels begin at {}", cuts.join(", "))
        }
        SegmentCoding::Text { groups: Some(_), .. } => "answers, some of which are merged".to_owned(),
        SegmentCoding::Text { aliases, .. } if !aliases.is_empty() => {
            "answers, in some spellings of their own".to_owned()
        }
        SegmentCoding::Text { .. } => "answers as they are".to_owned(),
    }
}

fn rule(study: &Study, asked: &study::Outcome) -> String {
    let names = |of: &[usize]| {
        let names: Vec<&str> = of.iter().map(|&part| study.outcomes[part].name.as_str()).collect();
        names.join(", ")
    };
    match &asked.answer {
        Answer::YesNo { yes: Some(_), no: None, .. } => "yes and no; every answer that is no yes is a no".to_owned(),
        Answer::YesNo { yes: None, .. } => "yes and no; every answer that is no no is a yes".to_owned(),
        Answer::YesNo { .. } => "yes and no".to_owned(),
        Answer::Contains { option, first, .. } => match first {
            None => format!("yes where \"{option}\" is among the answers of the cell, else no"),
            Some(1) => format!("yes where \"{option}\" stands first, else no"),
            Some(k) => format!("yes where \"{option}\" is among the first {k}, else no"),
        },
        Answer::Ticked { columns, yes } => {
            let which = if columns.len() == 1 { "the column" } else { "one of the columns" };
            match yes {
                None => format!("yes where {which} holds an answer, else no"),
                Some(yes) => format!("yes where {which} holds {}, else no", yes.join(" or ")),
            }
        }
        Answer::Parts { of, needed: Needed::All } => format!("yes where all of these are: {}", names(of)),
        Answer::Parts { of, needed: Needed::Any } => format!("yes where one of these is: {}", names(of)),
        Answer::When { any, .. } => {
            let all = |conditions: &Vec<Condition>| {
                conditions.iter().map(|condition| condition.words(study)).collect::<Vec<_>>().join(" and ")
            };
            let any: Vec<String> = any.iter().map(all).collect();
            format!("yes where {}; no where that is known not to hold", any.join(", or "))
        }
        Answer::Nominal { .. } => "answers without an order".to_owned(),
        Answer::Bands { bands, at_least, .. } => format!("from \"{}\" upward counts as yes", bands[*at_least]),
        Answer::Mean { kind, number, .. } => format!("{} of {}", of_kind(*kind), of_number(number)),
    }
}

/// Who was asked, where the base of the outcome is told shortened.
fn asked_of(study: &Study, asked: &study::Outcome) -> String {
    let long = asked.base.conditions.iter().filter(|condition| condition.is_shortened());
    let long: Vec<String> = long.map(|condition| condition.words(study)).collect();
    if long.is_empty() { String::new() } else { format!("; asked of those with {}", long.join(" and ")) }
}

fn of_kind(kind: NumberKind) -> String {
    match kind {
        NumberKind::Mean => "mean".to_owned(),
        NumberKind::Total => "total".to_owned(),
        NumberKind::Nps => "promoters less detractors, in points,".to_owned(),
        NumberKind::Quantile(0.5) => "median".to_owned(),
        NumberKind::Quantile(share) => format!("{}% quantile", (1000.0 * share).round() / 10.0),
    }
}

fn of_number(number: &Number) -> String {
    if let Some(place) = &number.place {
        return format!("the place of \"{}\" in the list, of those who placed it", place.option);
    }
    if !number.is_scale() {
        return if number.scores.is_empty() { "the numbers in the column" } else { "the scores of the answers" }
            .to_owned();
    }
    let combine = match number.combine {
        Combine::Mean => "mean",
        Combine::Sum => "sum",
    };
    let turned: Vec<String> = (number.columns.iter().zip(&number.reversed))
        .filter(|(_, reversed)| **reversed)
        .map(|(column, _)| column.to_string())
        .collect();
    let turned = match (number.range, turned.is_empty()) {
        (Some(range), false) => {
            format!(", with {} turned round within {} to {}", turned.join(", "), range.low, range.high)
        }
        _ => String::new(),
    };
    let (least, all) = (number.at_least, number.columns.len());
    let answered = match (least == all, number.combine) {
        (true, _) => format!("; all {all} items must be answered"),
        (false, Combine::Mean) => format!("; {least} of {all} items must be answered"),
        (false, Combine::Sum) => {
            format!("; {least} of {all} items must be answered, and the others count as the mean of these")
        }
    };
    format!("the {combine} of its items{turned}{answered}")
}

/// Part of those asked whose answers may be left out as no answer without a word.
const MANY: f64 = 0.2;

/// That an outcome leaves out more than a fifth of those asked because of an answer that is a word, "Don't know": whether it
/// is none is a choice of the study, and moves the rate.
pub fn left_out(name: &str, made: &[Counted], asked: u64, no_answer: u64) -> Option<String> {
    let is_word = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count() > 2;
    let missing = made.iter().filter(|of| of.as_what.starts_with("missing"));
    let words: Vec<(&String, u64)> = (missing.flat_map(|of| of.answers.iter().zip(&of.each)))
        .filter(|(text, _)| is_word(text))
        .map(|(text, n)| (text, *n))
        .collect();
    let n = words.iter().map(|(_, n)| n).sum::<u64>().min(no_answer);
    (n as f64 > MANY * asked as f64).then(|| {
        let said: Vec<String> = words.iter().map(|(text, n)| format!("{} ({})", quoted(text), count(*n))).collect();
        let are = if said.len() == 1 { "is" } else { "are" };
        format!(
            "outcome `{name}` leaves out {} of {} who were asked, because {} {are} missing in the study: its rate is that of the others",
            count(n),
            count(asked),
            words::and(&said)
        )
    })
}

/// The same of all outcomes that were computed; of none where figures are taken out.
pub fn all_left_out(study: &Study, loaded: &Loaded, outcomes: &[Outcome]) -> Vec<String> {
    let of = |outcome: &Outcome| {
        let made = loaded.made_of_outcomes.get(study.outcome(&outcome.name)?)?;
        left_out(&outcome.name, made, outcome.base.n + outcome.base.n_missing, outcome.base.n_missing)
    };
    if study.redact { Vec::new() } else { outcomes.iter().filter_map(of).collect() }
}
