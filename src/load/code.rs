//! Text of a cell → codes of the questions that the study asks of its column.
//!
//! Each distinct text of a column is looked at once and gets a row of codes, one per use of the column; a respondent
//! then costs one look-up a column.
//!
//! ```text
//! column "rolled_back":   text      uses: outcome rollback   base of rollback_cause
//!                         "Yes"           YES                true
//!                         "No"            NO                 false
//!                         ""              NO_ANSWER          false
//! ```

use std::collections::{BTreeMap, HashMap};

use super::header::Header;
use super::problems::{Kind, Problems, Question};
use super::text::{Records, trim, utf8};
use crate::block::{Block, FIRST_ANSWER, NO, NO_ANSWER, NO_LEVEL, NOT_ASKED, YES};
use crate::error::{Error, Result, quoted};
use crate::study::suggest::nearest;
use crate::study::{Answer, ColumnRef, Condition, Outcome, Segment, SegmentCoding, Study, needed_columns};

/// Distinct answers that a mistyped value is compared with.
const MOST_COMPARED: usize = 1000;

/// The code of a text that is none of the question's values.
const WRONG: u16 = u16::MAX;

/// What a column is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    Segment(usize),
    Outcome(usize),
    /// A condition on its values, by its position among the conditions on columns.
    Condition(usize),
}

/// A condition, ready to be asked of a respondent.
enum Check {
    /// A condition on the values of a column.
    Column(usize),
    /// Any of these codes of a segment.
    Level { segment: usize, allowed: Vec<bool> },
}

/// The distinct texts of one column and their codes.
struct Column {
    at: usize,
    name: String,
    uses: Vec<Use>,
    ids: HashMap<Box<[u8]>, u32>,
    texts: Vec<Text>,
}

/// One distinct text of a column.
struct Text {
    text: String,
    /// One code per use.
    codes: Vec<u16>,
    /// Why it is no answer: kind of missing.
    missing: Option<String>,
    /// Respondents who count and gave it.
    rows: u64,
    /// Of these, asked none of the outcomes of the column, where the text is missing.
    not_asked: u64,
    not_text: Option<Error>,
}

/// Turns records into the codes of a block.
pub struct Coder<'a> {
    study: &'a Study,
    columns: Vec<Column>,
    column_conditions: Vec<Condition>,
    complete: Vec<Check>,
    domain: Vec<Check>,
    bases: Vec<Vec<Check>>,
    subgroups: Vec<Vec<Check>>,
    ids: Option<Ids>,
    synthetic_at: Vec<usize>,
    synthetic: bool,
    in_domain: u64,
    row: Row,
}

/// The ids seen so far, with the line of each.
struct Ids {
    at: usize,
    first_lines: HashMap<Box<[u8]>, u64>,
}

/// Codes of the respondent at hand.
#[derive(Default)]
struct Row {
    texts: Vec<u32>,
    segments: Vec<u16>,
    outcomes: Vec<u16>,
    conditions: Vec<bool>,
}

impl<'a> Coder<'a> {
    /// A coder for the columns of a file.
    ///
    /// # Errors
    /// Every column that the study needs and the file lacks, at once.
    pub fn new(study: &'a Study, header: &Header) -> Result<Self> {
        let mut errors = Vec::new();
        for needed in needed_columns(study) {
            if let Err(e) = header.find(&needed.column) {
                errors.push(e.at(format!("needed by {}", needed.needed_by)));
            }
        }
        if let Some(error) = Error::all(errors) {
            return Err(error);
        }
        let mut coder = Coder {
            study,
            columns: Vec::new(),
            column_conditions: Vec::new(),
            complete: Vec::new(),
            domain: Vec::new(),
            bases: Vec::new(),
            subgroups: Vec::new(),
            ids: None,
            synthetic_at: (0..header.len()).filter(|&at| header.name(at).eq_ignore_ascii_case("synthetic")).collect(),
            synthetic: false,
            in_domain: 0,
            row: Row::default(),
        };
        for (s, segment) in study.segments.iter().enumerate() {
            coder.add(header, &segment.column, Use::Segment(s))?;
        }
        for (o, outcome) in study.outcomes.iter().enumerate() {
            coder.add(header, outcome.answer.column(), Use::Outcome(o))?;
        }
        coder.complete = coder.checks(header, &study.data.complete)?;
        coder.domain = coder.checks(header, &study.domain)?;
        for outcome in &study.outcomes {
            let checks = coder.checks(header, &outcome.base.conditions)?;
            coder.bases.push(checks);
        }
        for (_, subgroup) in study.subgroups() {
            let checks = coder.checks(header, subgroup)?;
            coder.subgroups.push(checks);
        }
        if let Some(id) = &study.data.id {
            coder.ids = Some(Ids { at: header.find(id)?, first_lines: HashMap::new() });
        }
        coder.row = Row {
            texts: vec![0; coder.columns.len()],
            segments: vec![NO_LEVEL; study.segments.len()],
            outcomes: vec![NOT_ASKED; study.outcomes.len()],
            conditions: vec![false; coder.column_conditions.len()],
        };
        Ok(coder)
    }

    /// A block with every column of the study and no respondent.
    pub fn empty_block(&self) -> Block {
        Block {
            rows: 0,
            segments: vec![Vec::new(); self.study.segments.len()],
            outcomes: vec![Vec::new(); self.study.outcomes.len()],
            subgroups: vec![Vec::new(); self.subgroups.len()],
        }
    }

    /// Adds a respondent to a block; false if the row does not count (`complete`).
    pub fn push(&mut self, record: &Records, block: &mut Block, problems: &mut Problems) -> bool {
        self.code_cells(record);
        if !self.holds(&self.complete) {
            return false;
        }
        self.note(record, problems);
        for &o in &self.study.outcome_order {
            let outcome = &self.study.outcomes[o];
            let asked = self.holds(&self.bases[o]) && outcome.base.asked_if.iter().all(|&other| self.is_yes(other));
            if !asked {
                if self.row.outcomes[o] >= FIRST_ANSWER {
                    problems.occurs(Kind::NotAsked(o), record.line(), None, None);
                }
                self.row.outcomes[o] = NOT_ASKED;
            }
        }
        self.note_not_asked();
        if self.holds(&self.domain) {
            self.in_domain += 1;
        } else {
            // Outside the domain nobody is asked, and nobody counts for a level.
            self.row.outcomes.fill(NOT_ASKED);
            self.row.segments.fill(NO_LEVEL);
        }
        for (column, &code) in block.segments.iter_mut().zip(&self.row.segments) {
            column.push(code);
        }
        for (column, &code) in block.outcomes.iter_mut().zip(&self.row.outcomes) {
            column.push(code);
        }
        for (column, checks) in block.subgroups.iter_mut().zip(&self.subgroups) {
            column.push(self.holds(checks));
        }
        block.rows += 1;
        true
    }

    /// Missing answers by column and kind, in the order of the file's columns.
    pub fn missing(&self, header: &Header) -> Vec<(String, String, u64)> {
        let mut found = BTreeMap::new();
        for column in &self.columns {
            for text in &column.texts {
                if let Some(kind) = &text.missing {
                    *found.entry((column.at, kind.clone())).or_insert(0) += text.rows - text.not_asked;
                    *found.entry((column.at, "not asked".to_string())).or_insert(0) += text.not_asked;
                }
            }
        }
        found.retain(|_, rows| *rows > 0);
        found.into_iter().map(|((at, kind), rows)| (header.name(at), kind, rows)).collect()
    }

    /// Values that the study names and nobody gave, in words: a mistyped value makes a rate of 0 or an empty base.
    pub fn unseen(&self) -> Vec<String> {
        let mut notes = Vec::new();
        for column in &self.columns {
            let given: Vec<&str> = column.texts.iter().filter(|t| t.rows > 0).map(|t| t.text.as_str()).collect();
            for used in &column.uses {
                let (named, asker) = match used {
                    Use::Outcome(o) => match &self.study.outcomes[*o].answer {
                        Answer::YesNo { yes: Some(yes), no: None, .. } => (yes, &self.study.outcomes[*o].name),
                        Answer::YesNo { yes: None, no: Some(no), .. } => (no, &self.study.outcomes[*o].name),
                        _ => continue,
                    },
                    Use::Condition(at) => match &self.column_conditions[*at] {
                        Condition::Value { values, .. } => (values, &column.name),
                        _ => continue,
                    },
                    Use::Segment(_) => continue,
                };
                for value in named.iter().filter(|value| !given.contains(&value.as_str())) {
                    let near = nearest(value, given.iter().take(MOST_COMPARED).copied());
                    let near = near.map_or(String::new(), |near| format!("; did you mean {}?", quoted(near)));
                    let what = format!("nobody gave the answer {} in column `{}`, which ", quoted(value), column.name);
                    let why = if matches!(used, Use::Outcome(_)) {
                        format!("`{asker}` names")
                    } else {
                        "a condition names".into()
                    };
                    notes.push(what + &why + &near);
                }
            }
        }
        notes.dedup();
        notes
    }

    /// Rows that count and lie in the domain.
    pub fn in_domain(&self) -> u64 {
        self.in_domain
    }

    /// Whether a column `synthetic` says yes.
    pub fn synthetic(&self) -> bool {
        self.synthetic
    }

    /// Whether the respondent at hand is in the base of an outcome and said yes.
    fn is_yes(&self, outcome: usize) -> bool {
        self.study.outcomes[outcome].answer.is_yes(self.row.outcomes[outcome])
    }

    fn holds(&self, checks: &[Check]) -> bool {
        checks.iter().all(|check| match check {
            Check::Column(at) => self.row.conditions[*at],
            Check::Level { segment, allowed } => allowed[usize::from(self.row.segments[*segment])],
        })
    }

    /// Codes of all cells of a record, before bases.
    fn code_cells(&mut self, record: &Records) {
        for (c, column) in self.columns.iter_mut().enumerate() {
            let cell = record.get(column.at).unwrap_or_default();
            let id = match column.ids.get(cell) {
                Some(&id) => id,
                None => {
                    let text = read_text(cell, &column.uses, self.study, &self.column_conditions);
                    let id = column.texts.len() as u32;
                    column.texts.push(text);
                    column.ids.insert(cell.into(), id);
                    id
                }
            };
            self.row.texts[c] = id;
            for (used, &code) in column.uses.iter().zip(&column.texts[id as usize].codes) {
                match used {
                    Use::Segment(s) => self.row.segments[*s] = if code == WRONG { NO_LEVEL } else { code },
                    Use::Outcome(o) => self.row.outcomes[*o] = if code == WRONG { NO_ANSWER } else { code },
                    Use::Condition(at) => self.row.conditions[*at] = code != 0,
                }
            }
        }
    }

    /// Counts the texts of a respondent who counts, and reports what is wrong with them.
    fn note(&mut self, record: &Records, problems: &mut Problems) {
        for (column, &id) in self.columns.iter_mut().zip(&self.row.texts) {
            let text = &mut column.texts[id as usize];
            text.rows += 1;
            if let Some(error) = &text.not_text {
                problems.encoding(error.clone(), (column.at, &column.name), record.line());
                continue;
            }
            for (used, &code) in column.uses.iter().zip(&text.codes) {
                match used {
                    Use::Segment(s) if code == WRONG => {
                        problems.value(Question::Segment(*s), &text.text, record.line())
                    }
                    Use::Outcome(o) if code == WRONG => {
                        problems.value(Question::Outcome(*o), &text.text, record.line())
                    }
                    _ => {}
                }
            }
        }
        let says_yes = |&at: &usize| record.get(at).is_some_and(|cell| cell.trim_ascii().eq_ignore_ascii_case(b"yes"));
        self.synthetic |= self.synthetic_at.iter().any(says_yes);
        if let Some(Ids { at, first_lines }) = &mut self.ids {
            let cell = record.get(*at).unwrap_or_default().trim_ascii();
            if cell.is_empty() {
                return;
            }
            match first_lines.get(cell) {
                Some(&first) => problems.duplicate(&String::from_utf8_lossy(cell), first, record.line()),
                None => {
                    first_lines.insert(cell.into(), record.line());
                }
            }
        }
    }

    /// Counts the blanks of those who were not asked apart: such a column serves outcomes only, and none of them asked.
    fn note_not_asked(&mut self) {
        for (column, &id) in self.columns.iter_mut().zip(&self.row.texts) {
            let text = &mut column.texts[id as usize];
            let outside = |used: &Use| match used {
                Use::Outcome(o) => Some(self.row.outcomes[*o] == NOT_ASKED),
                Use::Segment(_) => Some(false),
                Use::Condition(_) => None,
            };
            if text.missing.is_some() && column.uses.iter().filter_map(outside).all(|outside| outside) {
                text.not_asked += 1;
            }
        }
    }

    fn add(&mut self, header: &Header, column: &ColumnRef, used: Use) -> Result<()> {
        let at = header.find(column)?;
        match self.columns.iter_mut().find(|c| c.at == at) {
            Some(column) => column.uses.push(used),
            None => self.columns.push(Column {
                at,
                name: header.name(at),
                uses: vec![used],
                ids: HashMap::new(),
                texts: Vec::new(),
            }),
        }
        Ok(())
    }

    fn checks(&mut self, header: &Header, conditions: &[Condition]) -> Result<Vec<Check>> {
        let mut checks = Vec::new();
        for condition in conditions {
            checks.push(match condition {
                Condition::Level { segment, levels } => {
                    let mut allowed = vec![false; self.study.segments[*segment].levels.len() + 1];
                    levels.iter().for_each(|&level| allowed[level + 1] = true);
                    Check::Level { segment: *segment, allowed }
                }
                Condition::Value { column, .. } | Condition::Answered { column } => {
                    let at = self.column_conditions.len();
                    self.add(header, column, Use::Condition(at))?;
                    self.column_conditions.push(condition.clone());
                    Check::Column(at)
                }
            });
        }
        Ok(checks)
    }
}

/// What a text means for each use of its column.
fn read_text(cell: &[u8], uses: &[Use], study: &Study, conditions: &[Condition]) -> Text {
    let (text, not_text) = match utf8(cell) {
        Ok(text) => (trim(text).to_string(), None),
        Err(error) => (String::from_utf8_lossy(cell).into_owned(), Some(error)),
    };
    let missing_everywhere =
        study.data.missing.iter().find(|kind| kind.codes.contains(&text)).map(|kind| kind.kind.clone());
    let mut missing = None;
    let codes = uses
        .iter()
        .map(|used| match used {
            Use::Segment(s) => {
                let segment = &study.segments[*s];
                let code = segment_code(segment, &text, missing_everywhere.is_some());
                if code == NO_LEVEL {
                    let own = || format!("left out of {}", segment.name);
                    missing = Some(missing_everywhere.clone().unwrap_or_else(own));
                }
                code
            }
            Use::Outcome(o) => {
                let outcome = &study.outcomes[*o];
                let code = outcome_code(outcome, &text, missing_everywhere.is_some());
                if code == NO_ANSWER {
                    let own = || format!("left out of {}", outcome.name);
                    missing = Some(missing_everywhere.clone().unwrap_or_else(own));
                }
                code
            }
            Use::Condition(at) => u16::from(match &conditions[*at] {
                Condition::Value { values, .. } => values.contains(&text),
                Condition::Answered { .. } => missing_everywhere.is_none(),
                Condition::Level { .. } => false,
            }),
        })
        .collect();
    Text { text, codes, missing, rows: 0, not_asked: 0, not_text }
}

fn segment_code(segment: &Segment, text: &str, missing_everywhere: bool) -> u16 {
    let SegmentCoding::Text { aliases } = &segment.coding;
    let level = aliases.get(text).map_or(text, String::as_str);
    match segment.levels.iter().position(|l| l == level) {
        Some(at) => at as u16 + 1,
        None if missing_everywhere || segment.missing.iter().any(|m| m == text) => NO_LEVEL,
        None => WRONG,
    }
}

fn outcome_code(outcome: &Outcome, text: &str, missing_everywhere: bool) -> u16 {
    let named = |values: &Option<Vec<String>>| values.as_ref().is_some_and(|v| v.iter().any(|v| v == text));
    match &outcome.answer {
        Answer::YesNo { yes, no, missing, .. } => {
            if named(yes) {
                YES
            } else if named(no) {
                NO
            } else if missing_everywhere || missing.iter().any(|m| m == text) {
                NO_ANSWER
            } else {
                match (yes, no) {
                    (Some(_), Some(_)) => WRONG,
                    (Some(_), None) => NO,
                    _ => YES,
                }
            }
        }
        Answer::Bands { bands, missing, .. } => match bands.iter().position(|b| b == text) {
            Some(at) => FIRST_ANSWER + at as u16,
            None if missing_everywhere || missing.iter().any(|m| m == text) => NO_ANSWER,
            None => WRONG,
        },
    }
}
