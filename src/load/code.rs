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

mod build;
mod lookup;
mod made;
mod many;
mod meaning;
mod named;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::drawn::Drawn;
use super::header::Header;
use super::labels::{ColumnLabels, Labels};
use super::place::Place;
use super::problems::{Kind, Problems, Question};
use super::text::{Records, trim, trim_bytes};
use crate::block::{Block, DesignColumns, FIRST_ANSWER, NO, NO_ANSWER, NO_LEVEL, NOT_ASKED, YES};
use crate::error::{Error, quoted};
use crate::study::suggest::{listed_values, nearest};
use crate::study::{Answer, Condition, Needed, Outcome, Study};
pub use made::Counted;
pub use many::Many;
use meaning::{NOTHING, WRONG, read_text};
pub use named::{Meaning, Meanings};

/// Distinct answers that a mistyped value is compared with.
const MOST_COMPARED: usize = 1000;

/// With so few answers, a column may lack the one that counts as yes because nobody gave it.
const FEW: usize = 2;

/// What a column is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    Segment(usize),
    Outcome(usize),
    /// An item of a scale, by the position of the outcome and its own.
    Item {
        outcome: usize,
        item: usize,
    },
    /// A condition on its values, by its position among the conditions on columns.
    Condition(usize),
}

/// A condition, ready to be asked of a respondent.
enum Check {
    /// A condition on the values of a column.
    Column(usize),
    /// Any of these codes of a segment.
    Level { segment: usize, allowed: Vec<bool> },
    /// At least one of these.
    Any(Vec<Check>),
    /// Anybody.
    Always,
}

/// Where the answer of an outcome comes from.
enum Source {
    /// The cell of its column, by its position among those that are read.
    Cell(usize),
    /// A tick in one of its columns.
    Ticked(Check),
    /// The items of a scale, each a column by its position among those that are read, and its use of that column.
    Items(Vec<(usize, usize)>),
    /// Alternatives of conditions: of each whether it holds, and whether that is known.
    When(Vec<Vec<(Check, Check)>>),
    /// Other outcomes, by position.
    Parts(Vec<usize>, Needed),
}

/// The distinct texts of one column and their codes.
struct Column {
    at: usize,
    name: String,
    labels: ColumnLabels,
    uses: Vec<Use>,
    ids: HashMap<Box<[u8]>, u32>,
    texts: Vec<Text>,
}

/// One distinct text of a column.
struct Text {
    text: String,
    /// One code per use.
    codes: Vec<u16>,
    /// For each use the number that it is; NaN where it is none, or none is asked for.
    numbers: Vec<f64>,
    /// Whether it is missing in every column.
    missing_everywhere: bool,
    /// Why it is no answer: kind of missing.
    missing: Option<String>,
    /// Respondents who count and gave it.
    rows: u64,
    /// Of these, asked none of the outcomes of the column, where the text is missing.
    not_asked: u64,
    not_text: Option<Error>,
}

/// The values of an outcome of which one must occur, or its rate is 0 or 1 for nobody's reason: those on one side, where the
/// other side is everything else.
fn asked_of(outcome: &Outcome) -> Option<&[String]> {
    match &outcome.answer {
        Answer::YesNo { yes: Some(values), no: None, .. } | Answer::YesNo { yes: None, no: Some(values), .. } => {
            Some(values)
        }
        Answer::Contains { option, .. } => Some(std::slice::from_ref(option)),
        _ => None,
    }
}

/// Turns records into the codes of a block.
pub struct Coder<'a> {
    study: &'a Study,
    columns: Vec<Column>,
    column_conditions: Vec<Condition>,
    complete: Vec<Check>,
    domain: Vec<Check>,
    sources: Vec<Source>,
    bases: Vec<Vec<Check>>,
    subgroups: Vec<Vec<Check>>,
    /// The means of the study; of each that reads one cell its column and its use of that column.
    means: Vec<(usize, Option<(usize, usize)>)>,
    ids: Option<Ids>,
    /// Where respondents were drawn, where a design is declared.
    drawn: Option<Drawn>,
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
    /// A block with every column of the study and no respondent.
    pub fn empty_block(&self) -> Block {
        Block {
            rows: 0,
            segments: vec![Vec::new(); self.study.segments.len()],
            outcomes: vec![Vec::new(); self.study.outcomes.len()],
            numbers: vec![Vec::new(); self.means.len()],
            items: vec![Vec::new(); self.means.iter().filter(|(_, cell)| cell.is_none()).count()],
            subgroups: vec![Vec::new(); self.subgroups.len()],
            design: self.drawn.as_ref().map(|_| DesignColumns::default()),
            counts: None,
        }
    }

    /// Adds a respondent to a block; false if the row does not count (`complete`).
    pub fn push(&mut self, record: &Records, block: &mut Block, problems: &mut Problems) -> bool {
        self.push_several(record, 1, |_| true, block, problems)
    }

    /// Adds so many respondents who gave the same answers, of which those in some columns of the file are looked at and
    /// counted; false if the row does not count (`complete`).
    pub fn push_several(
        &mut self,
        record: &Records,
        n: u64,
        is_noted: impl Fn(usize) -> bool,
        block: &mut Block,
        problems: &mut Problems,
    ) -> bool {
        self.code_cells(record);
        if !self.holds(&self.complete) {
            return false;
        }
        self.note(record, n, &is_noted, problems);
        self.ask(|o| problems.occurs(Kind::NotAsked(o), record.line(), None, None));
        self.note_not_asked(n, &is_noted);
        if self.holds(&self.domain) {
            self.in_domain += n;
        } else {
            self.leave_out();
        }
        for (column, &code) in block.segments.iter_mut().zip(&self.row.segments) {
            column.push(code);
        }
        for (column, &code) in block.outcomes.iter_mut().zip(&self.row.outcomes) {
            column.push(code);
        }
        for (column, &(o, cell)) in block.numbers.iter_mut().zip(&self.means) {
            let answered = self.row.outcomes[o] >= FIRST_ANSWER;
            let number = || match cell {
                Some((at, used)) => self.columns[at].texts[self.row.texts[at] as usize].numbers[used],
                None => self.scale(o).unwrap_or(f64::NAN),
            };
            column.push(if answered { number() } else { f64::NAN });
        }
        let scales = self.means.iter().filter(|(_, cell)| cell.is_none());
        for (column, &(o, _)) in block.items.iter_mut().zip(scales) {
            let Source::Items(items) = &self.sources[o] else { continue };
            let asked = self.row.outcomes[o] != NOT_ASKED;
            let number = |&(at, used): &(usize, usize)| match asked {
                true => self.columns[at].texts[self.row.texts[at] as usize].numbers[used],
                false => f64::NAN,
            };
            column.extend(items.iter().map(number));
        }
        for (column, checks) in block.subgroups.iter_mut().zip(&self.subgroups) {
            column.push(self.holds(checks));
        }
        if let (Some(drawn), Some(columns)) = (&mut self.drawn, &mut block.design) {
            drawn.push(record, columns);
        }
        block.rows += 1;
        true
    }

    /// The outcomes of the respondent at hand from the codes of their cells: who was not asked gave no answer. Tells of
    /// each outcome that was answered all the same.
    fn ask(&mut self, mut unasked: impl FnMut(usize)) {
        for &o in &self.study.outcome_order {
            let outcome = &self.study.outcomes[o];
            let asked = self.holds(&self.bases[o]) && outcome.base.asked_if.iter().all(|&other| self.is_yes(other));
            if !asked && self.gave_an_answer(o) {
                unasked(o);
            }
            self.row.outcomes[o] = if asked { self.answer(o) } else { NOT_ASKED };
        }
    }

    /// Outside the domain nobody is asked, and nobody counts for a level.
    fn leave_out(&mut self) {
        self.row.outcomes.fill(NOT_ASKED);
        self.row.segments.fill(NO_LEVEL);
    }

    /// Missing answers by column and kind, in the order in which the study asks its columns.
    pub fn missing(&self, header: &Header) -> Vec<(String, String, u64)> {
        let mut found = BTreeMap::new();
        for (c, column) in self.columns.iter().enumerate() {
            for text in &column.texts {
                if let Some(kind) = &text.missing {
                    *found.entry((c, kind.clone())).or_insert(0) += text.rows - text.not_asked;
                    *found.entry((c, "not asked".to_string())).or_insert(0) += text.not_asked;
                }
            }
        }
        found.retain(|_, rows| *rows > 0);
        found.into_iter().map(|((c, kind), rows)| (header.name(self.columns[c].at), kind, rows)).collect()
    }

    /// Values that the study names and nobody gave, in words: a mistyped value makes a rate of 0 or an empty base.
    pub fn unseen(&self) -> Vec<String> {
        let mut notes = Vec::new();
        for column in &self.columns {
            for used in &column.uses {
                let (named, asker) = match used {
                    Use::Outcome(o) => match asked_of(&self.study.outcomes[*o]) {
                        Some(named) => (named, &self.study.outcomes[*o].name),
                        None => continue,
                    },
                    Use::Condition(at) => match &self.column_conditions[*at] {
                        Condition::Value { values, .. } => (values.as_slice(), &column.name),
                        _ => continue,
                    },
                    Use::Segment(_) | Use::Item { .. } => continue,
                };
                let given = self.given(column, *used);
                for value in named.iter().filter(|value| !given.contains(value.as_str())) {
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

    /// The answers that respondents gave in a column, as a use of it reads them: options apart where they stand in one cell.
    /// In an order that is not that of the file: of two that are as near, the same is named from cells.
    fn given<'b>(&'b self, column: &'b Column, used: Use) -> BTreeSet<&'b str> {
        let given = column.texts.iter().filter(|text| text.rows > 0).map(|text| text.text.as_str());
        match used {
            Use::Outcome(o) => match &self.study.outcomes[o].answer {
                Answer::Contains { separator, .. } => given.flat_map(|text| text.split(separator).map(trim)).collect(),
                _ => given.collect(),
            },
            _ => given.collect(),
        }
    }

    /// Outcomes of a study none of whose values is in the column, which holds one that differs in capitals and signs only:
    /// a rate of 0 that nobody meant. Values match exactly, so it is refused rather than guessed.
    fn misspelt(&self) -> Vec<Error> {
        let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        let is_like = |given: &str, value: &str| plain(given) == plain(value) && !plain(value).is_empty();
        let mut errors = Vec::new();
        for (column, used) in self.columns.iter().flat_map(|column| column.uses.iter().map(move |used| (column, *used)))
        {
            let Use::Outcome(o) = used else { continue };
            let outcome = &self.study.outcomes[o];
            let Some(named) = asked_of(outcome).filter(|_| !outcome.is_raw()) else { continue };
            let given = self.given(column, used);
            if named.iter().any(|value| given.contains(value.as_str())) {
                continue;
            }
            let like = |value: &String| given.iter().find(|given| is_like(given, value));
            let Some((value, meant)) = named.iter().find_map(|value| Some((value, like(value)?))) else { continue };
            let place = match outcome.line {
                0 => self.study.file.clone(),
                line => format!("{}, line {line}", self.study.file),
            };
            errors.push(
                Error::new(format!(
                    "outcome `{}` names {}, and no respondent gave that answer in column `{}`",
                    outcome.name,
                    quoted(value),
                    column.name
                ))
                .at(place)
                .hint(format!("did you mean {}? values match exactly, capitals too", quoted(meant))),
            );
        }
        errors
    }

    /// Raw outcomes, bases and `--where` of which no value is in the column: a slip, since nobody asks for who is not there.
    /// Of an outcome and its base it is one only where the column holds a value like it, or more than [`FEW`] others: that
    /// nobody said yes is an answer too.
    pub fn nowhere(&self) -> Vec<Error> {
        let raw: Vec<&Outcome> = self.study.outcomes.iter().filter(|outcome| outcome.is_raw()).collect();
        let mut errors = self.misspelt();
        for column in &self.columns {
            let given = || column.texts.iter().filter(|text| text.rows > 0).map(|text| text.text.as_str());
            for used in &column.uses {
                let (flag, named) = match used {
                    Use::Outcome(o) => match &self.study.outcomes[*o] {
                        of if !of.is_raw() => continue,
                        Outcome { answer: Answer::YesNo { yes: Some(yes), .. }, .. } => ("--outcome", yes),
                        _ => continue,
                    },
                    Use::Condition(at) => match &self.column_conditions[*at] {
                        of @ Condition::Value { values, .. } if self.study.domain.contains(of) => ("--where", values),
                        of if !raw.iter().any(|outcome| outcome.base.conditions.contains(of)) => continue,
                        Condition::Value { values, .. } => ("--base", values),
                        _ => continue,
                    },
                    Use::Segment(_) | Use::Item { .. } => continue,
                };
                if named.iter().any(|value| given().any(|given| given == value)) {
                    continue;
                }
                let given: BTreeSet<&str> = given().filter(|given| !given.is_empty()).collect();
                let near = named.iter().find_map(|value| nearest(value, given.iter().take(MOST_COMPARED).copied()));
                let hint = match near {
                    Some(near) => format!("did you mean {}?", quoted(near)),
                    None if flag != "--where" && given.len() <= FEW => continue,
                    None if given.is_empty() => "all its cells are empty".to_owned(),
                    None => format!("the column holds {}", listed_values(given.iter().copied())),
                };
                let values = listed_values(named.iter().map(String::as_str));
                let what =
                    format!("`{flag}` names {values}, and no respondent gave that answer in column `{}`", column.name);
                errors.push(Error::new(what).hint(hint));
            }
        }
        errors.dedup();
        errors
    }

    /// The design as it was read; `None` for a simple random sample.
    pub fn drawn(&self) -> Option<&Drawn> {
        self.drawn.as_ref()
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

    /// The answer of the respondent at hand, who was asked.
    fn answer(&self, outcome: usize) -> u16 {
        let code = |yes: bool| if yes { YES } else { NO };
        match &self.sources[outcome] {
            Source::Cell(_) => self.row.outcomes[outcome],
            Source::Ticked(check) => code(self.passes(check)),
            Source::Items(_) => self.scale(outcome).map_or(NO_ANSWER, |_| FIRST_ANSWER),
            Source::When(any) => {
                let holds = |all: &Vec<(Check, Check)>| all.iter().all(|(holds, _)| self.passes(holds));
                let fails = |all: &Vec<(Check, Check)>| {
                    all.iter().any(|(holds, known)| self.passes(known) && !self.passes(holds))
                };
                match (any.iter().any(holds), any.iter().all(fails)) {
                    (true, _) => YES,
                    (_, true) => NO,
                    _ => NO_ANSWER,
                }
            }
            Source::Parts(of, _) if of.iter().all(|&part| self.row.outcomes[part] < FIRST_ANSWER) => NO_ANSWER,
            Source::Parts(of, Needed::All) => code(of.iter().all(|&part| self.is_yes(part))),
            Source::Parts(of, Needed::Any) => code(of.iter().any(|&part| self.is_yes(part))),
        }
    }

    /// The number of a scale for the respondent at hand; `None` where too few items were answered.
    fn scale(&self, outcome: usize) -> Option<f64> {
        let (Source::Items(items), Answer::Mean { number, .. }) =
            (&self.sources[outcome], &self.study.outcomes[outcome].answer)
        else {
            return None;
        };
        number
            .combined(items.iter().map(|&(at, used)| self.columns[at].texts[self.row.texts[at] as usize].numbers[used]))
    }

    /// Whether the respondent at hand, asked or not, holds an answer in the outcome's cell. A code of `[data].missing`
    /// is none, even where the outcome counts it as one (`no = [""]`).
    fn gave_an_answer(&self, outcome: usize) -> bool {
        let Source::Cell(at) = self.sources[outcome] else { return false };
        let text = &self.columns[at].texts[self.row.texts[at] as usize];
        self.row.outcomes[outcome] >= FIRST_ANSWER && !text.missing_everywhere
    }

    fn holds(&self, checks: &[Check]) -> bool {
        checks.iter().all(|check| self.passes(check))
    }

    fn passes(&self, check: &Check) -> bool {
        match check {
            Check::Column(at) => self.row.conditions[*at],
            Check::Level { segment, allowed } => allowed[usize::from(self.row.segments[*segment])],
            Check::Any(checks) => checks.iter().any(|check| self.passes(check)),
            Check::Always => true,
        }
    }

    /// Codes of all cells of a record, before bases.
    fn code_cells(&mut self, record: &Records) {
        for c in 0..self.columns.len() {
            let cell = record.get(self.columns[c].at).unwrap_or_default();
            let id = self.text(c, cell);
            self.read(c, id);
        }
    }

    /// The number of a text of a column.
    fn text(&mut self, c: usize, cell: &[u8]) -> u32 {
        let column = &mut self.columns[c];
        if let Some(&id) = column.ids.get(cell) {
            return id;
        }
        let text = read_text(cell, &column.labels, &column.uses, self.study, &self.column_conditions);
        let id = column.texts.len() as u32;
        column.texts.push(text);
        column.ids.insert(cell.into(), id);
        id
    }

    /// The codes of a text for all that its column is asked for, of the respondent at hand.
    fn read(&mut self, c: usize, id: u32) {
        let (row, column) = (&mut self.row, &self.columns[c]);
        row.texts[c] = id;
        for (used, &code) in column.uses.iter().zip(&column.texts[id as usize].codes) {
            match used {
                Use::Segment(s) => row.segments[*s] = if code >= NOTHING { NO_LEVEL } else { code },
                Use::Outcome(o) => row.outcomes[*o] = if code >= NOTHING { NO_ANSWER } else { code },
                Use::Item { .. } => {}
                Use::Condition(at) => row.conditions[*at] = code == 1,
            }
        }
    }

    /// Counts the texts of a respondent who counts, and reports what is wrong with them.
    fn note(&mut self, record: &Records, n: u64, is_noted: &impl Fn(usize) -> bool, problems: &mut Problems) {
        let noted = self.columns.iter_mut().zip(&self.row.texts).filter(|(column, _)| is_noted(column.at));
        for (column, &id) in noted {
            let text = &mut column.texts[id as usize];
            text.rows += n;
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
                    Use::Item { outcome, item } if code == WRONG => {
                        problems.value(Question::Item(*outcome, *item), &text.text, record.line())
                    }
                    Use::Condition(_) if code == WRONG => {
                        problems.no_number_in((column.at, &column.name), &text.text, record.line())
                    }
                    _ => {}
                }
            }
        }
        let says_yes = |&at: &usize| record.get(at).is_some_and(|cell| trim_bytes(cell).eq_ignore_ascii_case(b"yes"));
        self.synthetic |= self.synthetic_at.iter().any(says_yes);
        if let Some(Ids { at, first_lines }) = &mut self.ids {
            let cell = trim_bytes(record.get(*at).unwrap_or_default());
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
    fn note_not_asked(&mut self, n: u64, is_noted: &impl Fn(usize) -> bool) {
        let noted = self.columns.iter_mut().zip(&self.row.texts).filter(|(column, _)| is_noted(column.at));
        for (column, &id) in noted {
            let text = &mut column.texts[id as usize];
            let outside = |used: &Use| match used {
                Use::Outcome(o) | Use::Item { outcome: o, .. } => Some(self.row.outcomes[*o] == NOT_ASKED),
                Use::Segment(_) => Some(false),
                Use::Condition(_) => None,
            };
            if text.missing.is_some() && column.uses.iter().filter_map(outside).all(|outside| outside) {
                text.not_asked += n;
            }
        }
    }
}
