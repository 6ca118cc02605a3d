//! A banner table.

use super::ci;
use crate::results::table;

/// A banner table of segments with so many levels, each of a base; an outcome of one row, and one with two bands.
pub(crate) fn banner(segments: &[(&str, usize)], level: &str, n: u64) -> table::Banner {
    use table::{Banner, Cell, Column, Row, RowKind, letter};
    let column = |segment: Option<&str>, level: Option<String>, letter: Option<String>| Column {
        segment: segment.map(str::to_owned),
        segment_label: segment.map(str::to_owned),
        within: Vec::new(),
        level,
        letter,
        n,
        n_weighted: n as f64,
        n_effective: Some(n as f64),
    };
    let mut columns = vec![column(None, None, None)];
    for (segment, k) in segments {
        columns.extend((0..*k).map(|i| column(Some(segment), Some(format!("{level} {i}")), Some(letter(i)))));
    }
    let cell = || Cell {
        rate: Some(0.25),
        mean: None,
        share_of_answers: None,
        ci: ci(0.21, 0.29),
        n,
        n_weighted: n as f64,
        n_effective: Some(n as f64),
        letters: Vec::new(),
        flags: Vec::new(),
    };
    let row = |outcome: &str, level: Option<&str>| Row {
        outcome: outcome.to_owned(),
        outcome_label: outcome.to_owned(),
        question: None,
        kind: if level.is_some() { RowKind::Answer } else { RowKind::Rate },
        level: level.map(str::to_owned),
        answers: Vec::new(),
        base: "all respondents".to_owned(),
        cells: (0..columns.len()).map(|_| cell()).collect(),
    };
    let rows = vec![row("rollback", None), row("time", Some("0-49%")), row("time", Some("50-100%"))];
    Banner {
        schema: table::SCHEMA.into(),
        columns,
        rows,
        multi: Vec::new(),
        alpha: 0.05,
        adjust: "holm".into(),
        by_design: false,
        synthetic: false,
    }
}
