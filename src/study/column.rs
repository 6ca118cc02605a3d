//! Which columns of the data file does a study need, and for what?

use std::fmt;

use super::{Answer, ColumnRef, Condition, Study};
use crate::error::{Error, Result};

impl ColumnRef {
    /// A column as the study file and the flags write it: its header, or `#4` for the fourth column.
    ///
    /// ```
    /// use paradox::study::ColumnRef;
    /// assert_eq!(ColumnRef::parse("#4").unwrap(), ColumnRef::Position(3));
    /// assert_eq!(ColumnRef::parse("# of staff").unwrap(), ColumnRef::Name("# of staff".into()));
    /// assert!(ColumnRef::parse("#0").is_err());
    /// ```
    ///
    /// # Errors
    /// An empty name, or a position that is none.
    pub fn parse(text: &str) -> Result<ColumnRef> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Error::new("the name of a column is empty")
                .hint("a column without a header is named by its position, \"#4\" for the fourth"));
        }
        match text.strip_prefix('#') {
            Some(digits) if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => {
                match digits.parse::<usize>() {
                    Ok(position @ 1..=1_000_000) => Ok(ColumnRef::Position(position - 1)),
                    _ => Err(Error::new(format!("column `{text}` cannot exist")).hint("columns count from \"#1\"")),
                }
            }
            _ => Ok(ColumnRef::Name(text.to_owned())),
        }
    }
}

impl fmt::Display for ColumnRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ColumnRef::Name(name) => f.write_str(name),
            ColumnRef::Position(position) => write!(f, "#{}", position + 1),
        }
    }
}

/// A column that a study needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeededColumn {
    /// The column.
    pub column: ColumnRef,
    /// What needs it first, for messages: "outcome `rollback`", "`--where`".
    pub needed_by: String,
}

/// The distinct columns that a study needs, in order of first use.
pub fn needed_columns(study: &Study) -> Vec<NeededColumn> {
    let mut needed: Vec<NeededColumn> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    let mut need = |column: &ColumnRef, by: &str| {
        if seen.insert(column.clone()) {
            needed.push(NeededColumn { column: column.clone(), needed_by: by.to_owned() });
        }
    };
    if let Some(id) = &study.data.id {
        need(id, "`id` of [data]");
    }
    for condition in &study.data.complete {
        condition.column().into_iter().for_each(|c| need(c, "`complete` of [data]"));
    }
    let design = &study.design;
    let of_design = [("weight", &design.weight), ("strata", &design.strata)];
    for (key, column) in of_design {
        column.iter().for_each(|c| need(c, &format!("`{key}` of [design]")));
    }
    design.psu.iter().for_each(|c| need(c, "`psu` of [design]"));
    design.fpc.iter().for_each(|c| need(c, "`fpc` of [design]"));
    for segment in &study.segments {
        need(&segment.column, &format!("segment `{}`", segment.name));
    }
    for outcome in &study.outcomes {
        let by = format!("outcome `{}`", outcome.name);
        outcome.answer.columns().iter().for_each(|c| need(c, &by));
        let ticked = outcome.base.ticked_any.iter().flat_map(|any| &any.options);
        for condition in outcome.base.conditions.iter().chain(ticked) {
            condition.column().into_iter().for_each(|c| need(c, &format!("`base` of {by}")));
        }
    }
    for claim in &study.claims {
        for condition in claim.groups(study).iter().flat_map(|(_, group)| group) {
            condition.column().into_iter().for_each(|c| {
                need(c, &format!("a group of claim `{}`, {}, line {}", claim.id, study.file, claim.group_line))
            });
        }
    }
    for condition in &study.domain {
        condition.column().into_iter().for_each(|c| need(c, "`--where`"));
    }
    needed
}

impl Condition {
    /// Whether a column holds a tick: one of these values, or any that is not missing.
    pub fn ticked(column: &ColumnRef, yes: Option<&[String]>) -> Condition {
        let column = column.clone();
        match yes {
            Some(values) => Condition::Value { column, values: values.to_vec() },
            None => Condition::Answered { column },
        }
    }

    /// The column that the condition reads itself; `None` where it reads a segment.
    pub fn column(&self) -> Option<&ColumnRef> {
        match self {
            Condition::Value { column, .. } | Condition::Answered { column } | Condition::Number { column, .. } => {
                Some(column)
            }
            Condition::Level { .. } => None,
        }
    }
}

impl Answer {
    /// Where the answers are; nowhere for an outcome that is made of others.
    pub fn columns(&self) -> &[ColumnRef] {
        match self {
            Answer::YesNo { column, .. }
            | Answer::Bands { column, .. }
            | Answer::Contains { column, .. }
            | Answer::Nominal { column, .. } => std::slice::from_ref(column),
            Answer::Mean { number, .. } => &number.columns,
            Answer::Ticked { columns, .. } | Answer::When { columns, .. } => columns,
            Answer::Parts { .. } => &[],
        }
    }
}
