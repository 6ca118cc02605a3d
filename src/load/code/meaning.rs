//! What a text means for a question: the code of a level or of an answer, nothing, or a mistake.

use super::{Text, Use};
use crate::block::{FIRST_ANSWER, NO, YES};
use crate::load::labels::ColumnLabels;
use crate::load::text::{trim, utf8};
use crate::study::{
    Answer, Condition, NumberKind, Outcome, Segment, SegmentCoding, Study, Valid, level_of_number, nps,
};

/// The code of a text that is none of the question's values.
pub(super) const WRONG: u16 = u16::MAX;
/// The code of a text that is no answer; a code of an answer lies below.
pub(super) const NOTHING: u16 = u16::MAX - 1;

/// What a text means for a question.
enum Code {
    /// The code of a level or of an answer.
    Is(u16),
    /// No answer: the study lists the text as missing.
    Missing,
    /// A number outside the range that counts.
    OutsideValid,
    /// None of the question's values.
    Wrong,
}

/// What a text means for each use of its column.
pub(super) fn read_text(
    cell: &[u8],
    labels: &ColumnLabels,
    uses: &[Use],
    study: &Study,
    conditions: &[Condition],
) -> Text {
    let (text, not_text) = match utf8(cell) {
        Ok(text) => (trim(text).to_string(), None),
        Err(error) => (String::from_utf8_lossy(cell).into_owned(), Some(error)),
    };
    let kind_of = |text: &str| study.data.missing.iter().find(|kind| kind.codes.iter().any(|code| code == text));
    let mut kind = kind_of(&text).map(|kind| kind.kind.clone());
    if kind.is_none() && labels.is_missing(&text) {
        // What the file itself calls missing is as good as an empty cell.
        kind = Some(kind_of("").map_or_else(|| "missing".to_owned(), |kind| kind.kind.clone()));
    }
    let number_of = |text: &str| labels.number(text).or_else(|| study.data.number(text));
    let missing_everywhere = kind.is_some();
    let mut missing = None;
    let mut code_of = |code: Code, question: &str| match code {
        Code::Is(code) => code,
        Code::Wrong => WRONG,
        Code::Missing => {
            let own = || format!("left out of {question}");
            missing = Some(kind.clone().unwrap_or_else(own));
            NOTHING
        }
        Code::OutsideValid => {
            missing = Some("outside valid".to_owned());
            NOTHING
        }
    };
    let mut numbers = vec![f64::NAN; uses.len()];
    let codes = (uses.iter().enumerate())
        .map(|(at, used)| match used {
            Use::Segment(s) => {
                let segment = &study.segments[*s];
                code_of(segment_code(&number_of, segment, &text, missing_everywhere), &segment.name)
            }
            Use::Outcome(o) => {
                let outcome = &study.outcomes[*o];
                if let Answer::Mean { kind, number, .. } = &outcome.answer {
                    let points = |answer: f64| nps(answer).map(|(_, points)| points);
                    let score = number.score(&text, number_of);
                    let score = if *kind == NumberKind::Nps { score.and_then(points) } else { score };
                    numbers[at] = score.unwrap_or(f64::NAN);
                }
                code_of(outcome_code(&number_of, outcome, &text, missing_everywhere), &outcome.name)
            }
            Use::Item { outcome, item } => {
                let (asked, mut score) = (&study.outcomes[*outcome], f64::NAN);
                let code = item_code(&number_of, asked, *item, &text, missing_everywhere, &mut score);
                numbers[at] = score;
                code_of(code, &asked.name)
            }
            Use::Condition(at) => match &conditions[*at] {
                Condition::Value { values, .. } => u16::from(values.contains(&text)),
                Condition::Answered { .. } => u16::from(!missing_everywhere),
                Condition::Level { .. } => 0,
                Condition::Number { .. } if missing_everywhere => 0,
                Condition::Number { range, .. } => {
                    number_of(&text).map_or(WRONG, |number| u16::from(range.holds(number)))
                }
            },
        })
        .collect();
    Text { text, codes, numbers, missing_everywhere, missing, rows: 0, not_asked: 0, not_text }
}

/// The level of a text. Levels and answers that a group lists are never missing; numbers may be.
fn segment_code(
    numbers: &dyn Fn(&str) -> Option<f64>,
    segment: &Segment,
    text: &str,
    missing_everywhere: bool,
) -> Code {
    let is_missing = || missing_everywhere || segment.missing.iter().any(|m| m == text);
    let level = |at: usize| Code::Is(at as u16 + 1);
    match &segment.coding {
        SegmentCoding::Text { aliases, groups } => {
            let answer = aliases.get(text).map_or(text, String::as_str);
            let listed = match groups {
                Some(groups) => groups.of.get(answer).copied(),
                None => segment.levels.iter().position(|l| l == answer),
            };
            match listed {
                Some(at) => level(at),
                None if is_missing() => Code::Missing,
                None => groups.as_ref().and_then(|groups| groups.rest).map_or(Code::Wrong, level),
            }
        }
        SegmentCoding::Number { .. } if is_missing() => Code::Missing,
        SegmentCoding::Number { breaks, valid } => {
            number_code(numbers(text), *valid, |number| level_of_number(breaks, number).map_or(Code::Wrong, level))
        }
    }
}

/// The code of a text that should be a number.
fn number_code(number: Option<f64>, valid: Option<Valid>, code: impl Fn(f64) -> Code) -> Code {
    match number {
        Some(number) if valid.is_some_and(|valid| !valid.holds(number)) => Code::OutsideValid,
        Some(number) => code(number),
        None => Code::Wrong,
    }
}

/// The answer that a text is. What the outcome names is never missing.
fn outcome_code(
    numbers: &dyn Fn(&str) -> Option<f64>,
    outcome: &Outcome,
    text: &str,
    missing_everywhere: bool,
) -> Code {
    let is_in = |values: &[String]| values.iter().any(|v| v == text);
    let is_missing = missing_everywhere || is_in(outcome.answer.missing());
    let listed = |values: &[String]| match values.iter().position(|v| v == text) {
        Some(at) => Code::Is(FIRST_ANSWER + at as u16),
        None if is_missing => Code::Missing,
        None => Code::Wrong,
    };
    match &outcome.answer {
        Answer::YesNo { yes, .. } if yes.as_deref().is_some_and(is_in) => Code::Is(YES),
        Answer::YesNo { no, .. } if no.as_deref().is_some_and(is_in) => Code::Is(NO),
        Answer::Contains { option, separator, first, .. }
            if (text.split(separator.as_str()).take(first.unwrap_or(usize::MAX))).any(|part| trim(part) == option) =>
        {
            Code::Is(YES)
        }
        Answer::Contains { .. } if is_missing || text.is_empty() => Code::Missing,
        Answer::Contains { .. } => Code::Is(NO),
        Answer::Mean { number, .. } if !number.scores.iter().any(|(answer, _)| answer == text) && is_missing => {
            Code::Missing
        }
        Answer::Bands { bands: values, .. } | Answer::Nominal { levels: values, .. } => listed(values),
        _ if is_missing && !matches!(outcome.answer, Answer::Mean { .. }) => Code::Missing,
        Answer::YesNo { yes, no, .. } => match (yes, no) {
            (Some(_), Some(_)) => Code::Wrong,
            (Some(_), None) => Code::Is(NO),
            _ => Code::Is(YES),
        },
        Answer::Mean { kind: NumberKind::Nps, number, .. } => match number.score(text, numbers).and_then(nps) {
            Some((group, _)) => Code::Is(FIRST_ANSWER + group as u16),
            None => Code::Wrong,
        },
        Answer::Mean { number, .. } if number.place.is_some() => {
            number.score(text, numbers).map_or(Code::Missing, |_| Code::Is(FIRST_ANSWER))
        }
        Answer::Mean { number, .. } => {
            number_code(number.score(text, numbers), number.valid, |_| Code::Is(FIRST_ANSWER))
        }
        // These read no column of their own: their columns are conditions.
        Answer::Ticked { .. } | Answer::Parts { .. } | Answer::When { .. } => Code::Missing,
    }
}

/// What an item of a scale is, and its number.
fn item_code(
    numbers: &dyn Fn(&str) -> Option<f64>,
    outcome: &Outcome,
    item: usize,
    text: &str,
    missing_everywhere: bool,
    score: &mut f64,
) -> Code {
    let Answer::Mean { number, missing, .. } = &outcome.answer else { return Code::Missing };
    let has_score = number.scores.iter().any(|(answer, _)| answer == text);
    if !has_score && (missing_everywhere || missing.iter().any(|code| code == text)) {
        return Code::Missing;
    }
    let of_item = number.score(text, numbers);
    let code = number_code(of_item, number.valid, |_| Code::Is(FIRST_ANSWER));
    if let (Code::Is(_), Some(of_item)) = (&code, of_item) {
        // Outside its range an item that is turned round would leave the scale.
        if number.reversed[item] && number.range.is_some_and(|range| !range.holds(of_item)) {
            return Code::Wrong;
        }
        *score = number.turned(item, of_item);
    }
    code
}
