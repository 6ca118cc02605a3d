//! Questions about raw columns, without a study file.
//!
//! ```text
//! --outcome 'rolled_back=Yes|Partly'      these values are yes, every other answer is no; an empty cell is missing
//! --base 'shipped=Yes'                    who was asked
//! --by company_size --order 'Small|Medium|Large'
//! ```
//!
//! Not here: which levels a column has (`load` finds them, and gives them to [`raw_segment`]).

use super::check::{self, first_repeated};
use super::domain::{on_column, split, values_of};
use super::parse::{MOST_LEVELS, default_scores};
use super::{Answer, Base, ColumnRef, Condition, Family, Number, NumberKind, Outcome, Segment, SegmentCoding, Study};
use crate::error::{Error, Result, quoted};

/// How an outcome of a raw number begins, what is estimated of it, and its label.
const NUMBERS: [(&str, NumberKind, &str); 3] = [
    ("mean(", NumberKind::Mean, "Mean of"),
    ("median(", NumberKind::Quantile(0.5), "Median of"),
    ("nps(", NumberKind::Nps, "Net promoter score of"),
];

/// Whether an `--outcome` speaks of a raw column, even where there is a study.
///
/// ```
/// assert!(paradox::study::is_raw("rolled_back=Yes") && paradox::study::is_raw("mean(hours)"));
/// assert!(!paradox::study::is_raw("rollback"));
/// ```
pub fn is_raw(argument: &str) -> bool {
    argument.contains('=') || NUMBERS.iter().any(|(start, ..)| argument.trim_start().starts_with(start))
}

/// What is wrong with a name that looks like an outcome of a raw column and is none: nothing, or a word before brackets
/// that estimates nothing.
pub fn no_outcome(argument: &str) -> Option<Error> {
    let argument = argument.trim();
    if argument.is_empty() {
        return Some(
            Error::usage("`--outcome` is empty").hint("name an outcome of the study, or --outcome 'COLUMN=VALUE'"),
        );
    }
    let (word, _) = argument.strip_suffix(')')?.split_once('(')?;
    let known = NUMBERS.map(|(start, ..)| format!("{start}COLUMN)")).join(", ");
    let is_word = !is_raw(argument) && !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '_');
    is_word.then(|| {
        Error::usage(format!("`--outcome` {} is nothing that is asked of a raw column", quoted(argument)))
            .hint(format!("what is: 'COLUMN=VALUE', {known}; other numbers are declared in a study file"))
    })
}

/// The outcome that `--outcome 'rolled_back=Yes|Partly'` names.
///
/// Its name is the argument, its label says the same in words.
///
/// # Errors
/// An argument that names no column or no value; a column named by a position that is none.
pub fn raw_outcome(argument: &str) -> Result<Outcome> {
    let argument = argument.trim();
    for (start, kind, label) in NUMBERS {
        if let Some(column) = argument.strip_prefix(start).and_then(|rest| rest.strip_suffix(')')) {
            return raw_number(argument, column.trim(), kind, label);
        }
    }
    if let Some((start, ..)) = NUMBERS.iter().find(|(start, ..)| argument.starts_with(start) && !argument.contains('='))
    {
        return Err(Error::usage(format!(
            "`--outcome` {} opens a bracket and does not end with one",
            quoted(argument)
        ))
        .hint(format!("write --outcome '{start}hours)'")));
    }
    let (column, yes) = split(argument, "--outcome", "rolled_back=Yes|Partly")?;
    Ok(Outcome {
        name: argument.to_owned(),
        label: format!("{column} = {}", yes.join(" or ")),
        question: None,
        answer: Answer::YesNo { column: column_of(&column, "--outcome")?, yes: Some(yes), no: None, missing: vec![] },
        base: Base::default(),
        nets: Vec::new(),
        standard: None,
        family: Family::Alone,
        line: 0,
    })
}

/// The outcome that `--outcome 'mean(hours)'` names, or a median or net promoter score.
fn raw_number(argument: &str, column: &str, kind: NumberKind, label: &str) -> Result<Outcome> {
    Ok(Outcome {
        name: argument.to_owned(),
        label: format!("{label} {column}"),
        question: None,
        answer: Answer::Mean {
            kind,
            number: Number::of(column_of(column, "--outcome")?),
            margin: None,
            missing: vec![],
        },
        base: Base::default(),
        nets: Vec::new(),
        standard: None,
        family: Family::Alone,
        line: 0,
    })
}

/// The condition that `--base 'shipped=Yes'` names; "*" is any answer.
///
/// # Errors
/// An argument that names no column or no value.
pub fn raw_base(argument: &str) -> Result<Condition> {
    let (column, values) = split(argument, "--base", "shipped=Yes")?;
    Ok(on_column(column_of(&column, "--base")?, values))
}

/// The levels that `--order 'Small|Medium|Large'` lists.
///
/// # Errors
/// An empty level.
pub fn raw_order(argument: &str) -> Result<Vec<String>> {
    values_of(argument).ok_or_else(|| {
        Error::usage(format!("`--order` {} has an empty level", quoted(argument)))
            .hint("write --order 'Small|Medium|Large'")
    })
}

/// The segment that `--by company_size` names, with the levels that `--order` lists (then it is ordered) or that the
/// data hold.
///
/// # Errors
/// A name that is no column, a level that stands twice, more levels than a segment can have.
pub fn raw_segment(column: &str, levels: Vec<String>, ordered: bool) -> Result<Segment> {
    let column = column.trim();
    let reference = column_of(column, "--by")?;
    if let Some((again, _)) = first_repeated(&levels) {
        return Err(Error::new(format!("the levels of `{column}` list {} twice", quoted(&levels[again]))));
    }
    if levels.len() > MOST_LEVELS {
        let count = levels.len();
        return Err(Error::new(format!(
            "column `{column}` holds {count} different answers; {MOST_LEVELS} are the most"
        ))
        .hint("a segment divides respondents into a few groups"));
    }
    Ok(Segment {
        name: column.to_owned(),
        label: column.to_owned(),
        column: reference,
        scores: default_scores(levels.len()),
        levels,
        ordered,
        coding: SegmentCoding::Text { aliases: Default::default(), groups: None },
        missing: Vec::new(),
        of_waves: false,
        line: 0,
    })
}

/// A study of raw columns: everything at its default, each segment and outcome once.
///
/// # Errors
/// A name that stands twice.
pub fn raw_study(segments: Vec<Segment>, outcomes: Vec<Outcome>) -> Result<Study> {
    let names: Vec<&str> = segments.iter().map(|s| s.name.as_str()).collect();
    once(&names, "--by")?;
    let names: Vec<&str> = outcomes.iter().map(|o| o.name.as_str()).collect();
    once(&names, "--outcome")?;
    let outcome_order = check::order(&outcomes).map_err(|circle| {
        let names: Vec<&str> = circle.iter().map(|&position| names[position]).collect();
        Error::new(format!("outcomes ask each other in a circle: {}", check::circle(&names)))
    })?;
    Ok(Study { segments, outcomes, outcome_order, ..Study::empty("") })
}

impl Study {
    /// Adds an outcome of a raw column to a study, once; its position.
    pub fn add_raw_outcome(&mut self, outcome: Outcome) -> usize {
        self.outcome(&outcome.name).unwrap_or_else(|| {
            self.outcomes.push(outcome);
            self.outcome_order.push(self.outcomes.len() - 1);
            self.outcomes.len() - 1
        })
    }
}

fn once(names: &[&str], flag: &str) -> Result<()> {
    match first_repeated(names) {
        Some((again, _)) => Err(Error::usage(format!("`{flag}` names `{}` twice", names[again]))),
        None => Ok(()),
    }
}

fn column_of(text: &str, flag: &str) -> Result<ColumnRef> {
    ColumnRef::parse(text).map_err(|error| Error::usage(format!("`{flag}`: {}", error.what())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_values_after_the_equals_sign_are_yes_and_every_other_answer_is_no() {
        let outcome = raw_outcome(" rolled_back=Yes| Partly ").unwrap();
        assert_eq!(outcome.name, "rolled_back=Yes| Partly");
        assert_eq!(outcome.label, "rolled_back = Yes or Partly");
        let yes = Some(vec!["Yes".to_owned(), "Partly".to_owned()]);
        let column = ColumnRef::Name("rolled_back".into());
        assert_eq!(outcome.answer, Answer::YesNo { column, yes, no: None, missing: vec![] });
        assert_eq!(raw_outcome("rolled_back=Yes").unwrap().label, "rolled_back = Yes");
    }

    #[test]
    fn bars_and_equals_signs_can_be_part_of_column_and_value() {
        let outcome = raw_outcome(r"a\=b=x\|y|z=1").unwrap();
        let yes = Some(vec!["x|y".to_owned(), "z=1".to_owned()]);
        assert_eq!(
            outcome.answer,
            Answer::YesNo { column: ColumnRef::Name("a=b".into()), yes, no: None, missing: vec![] }
        );
    }

    #[test]
    fn a_base_is_a_condition_on_a_raw_column() {
        let column = ColumnRef::Position(3);
        assert_eq!(raw_base("#4=*"), Ok(Condition::Answered { column: column.clone() }));
        assert_eq!(raw_base("#4=Yes"), Ok(Condition::Value { column, values: vec!["Yes".into()] }));
    }

    #[test]
    fn what_cannot_be_understood_is_an_error_of_usage() {
        for error in [
            raw_outcome("rolled_back").unwrap_err(),
            raw_outcome("rolled_back=").unwrap_err(),
            raw_outcome("=Yes").unwrap_err(),
            raw_outcome("mean(hours").unwrap_err(),
            no_outcome(" ").expect("an error"),
            no_outcome("total(hours)").expect("an error"),
            raw_outcome("#0=Yes").unwrap_err(),
            raw_base("shipped").unwrap_err(),
            raw_order("a||b").unwrap_err(),
            raw_segment("  ", vec![], false).unwrap_err(),
        ] {
            assert!(error.is_usage(), "{error}");
        }
    }

    #[test]
    fn a_mean_names_the_column_of_its_numbers() {
        let outcome = raw_outcome("mean( hours )").unwrap();
        let column = ColumnRef::Name("hours".into());
        assert_eq!(
            outcome.answer,
            Answer::Mean { kind: NumberKind::Mean, number: Number::of(column), margin: None, missing: vec![] }
        );
        assert_eq!((outcome.name.as_str(), outcome.label.as_str()), ("mean( hours )", "Mean of hours"));
        assert!(raw_outcome("mean()").unwrap_err().is_usage());
        assert!(raw_outcome("mean(hours").unwrap_err().to_string().contains("opens a bracket"));
        assert!(no_outcome("total(hours)").is_some_and(|error| error.to_string().contains("median(COLUMN)")));
        for fine in ["rollback", "mean(hours)", "q7 (ships)", "(x)", "total(x)=1"] {
            assert_eq!(no_outcome(fine), None, "{fine}");
        }
    }

    #[test]
    fn an_order_gives_the_levels_and_their_scores() {
        let segment = raw_segment("company_size", raw_order("Small|Medium|Large").unwrap(), true).unwrap();
        assert_eq!(segment.levels, ["Small", "Medium", "Large"]);
        assert_eq!(segment.scores, [1.0, 2.0, 3.0]);
        assert!(segment.ordered);
        assert!(raw_segment("x", vec!["a".into(), "a".into()], false).is_err());
    }

    #[test]
    fn a_study_of_raw_columns_has_the_defaults_and_names_each_question_once() {
        let by = raw_segment("company_size", vec!["S".into(), "L".into()], false).unwrap();
        let outcome = raw_outcome("rolled_back=Yes").unwrap();
        let study = raw_study(vec![by.clone()], vec![outcome.clone()]).unwrap();
        assert_eq!(
            (study.file.as_str(), study.sha256.as_deref(), study.outcome_order.as_slice()),
            ("", None, &[0][..])
        );
        assert_eq!(study.data.missing[0].codes, [""]);
        assert!(raw_study(vec![by.clone(), by], vec![outcome.clone()]).unwrap_err().is_usage());
        let error = raw_study(vec![], vec![outcome.clone(), outcome]).unwrap_err();
        assert_eq!(error.to_string(), "`--outcome` names `rolled_back=Yes` twice");
    }
    #[test]
    fn a_raw_outcome_beside_a_study_comes_last_and_once() {
        let mut study = raw_study(vec![], vec![raw_outcome("a=Yes").unwrap()]).unwrap();
        assert_eq!(study.add_raw_outcome(raw_outcome("b=Yes").unwrap()), 1);
        assert_eq!(study.add_raw_outcome(raw_outcome("a=Yes").unwrap()), 0);
        assert_eq!((study.outcomes.len(), study.outcome_order), (2, vec![0, 1]));
    }
}
