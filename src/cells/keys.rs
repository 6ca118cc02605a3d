//! Which texts of a column may be counted together?
//!
//! Those that mean the same for everything that the study asks of the column: spellings that are aliases of one level,
//! codes that are missing, answers that all count as no, numbers between two breaks. What a text means is asked of the
//! loader itself ([`Meanings`]), so that the query cannot differ from it; a text that the query does not know keeps its
//! spelling, and is read like one of a data file.
//!
//! ```text
//! "5000 or more", "5,000+" ──► "5,000+"      "", "Refused" ──► ""      17, 23.5 ──► "17" (the level that begins at 16)
//! ```

use crate::load::{Meaning, Meanings};
use crate::study::{Answer, ColumnRef, Condition, DataSpec, Segment, SegmentCoding, Study};

/// What texts of a column that the study does not name are counted as, where none of them means anything else.
const OTHER: &str = "(other)";

/// How the texts of a column become fewer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Key {
    /// Texts of one meaning, and the one that stands for them.
    pub named: Vec<(Vec<String>, String)>,
    /// Numbers of one meaning, from the least; the text that stands for them.
    pub ranges: Vec<(Limits, String)>,
    /// What every other text is counted as; `None`: itself.
    pub rest: Option<String>,
}

/// Numbers from one limit to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// The least; whether it is one of them itself.
    pub from: Option<(f64, End)>,
    /// The largest; whether it is one of them itself.
    pub to: Option<(f64, End)>,
}

/// Whether a limit belongs to its range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It does.
    Included,
    /// It does not.
    Excluded,
}

impl Key {
    /// The key of a column, by its position among those whose meanings are known; as it is where nothing can be merged.
    pub fn of(study: &Study, column: &ColumnRef, at: usize, meanings: &Meanings) -> Key {
        let asked = Asked::of(study, column);
        if asked.takes_apart || asked.is_drawn_by {
            return Key::default();
        }
        let mut named: Vec<(Meaning, Vec<String>)> = Vec::new();
        for text in &asked.texts {
            let meaning = meanings.of(at, text);
            match named.iter_mut().find(|(known, _)| *known == meaning) {
                Some((_, texts)) => texts.push(text.clone()),
                None => named.push((meaning, vec![text.clone()])),
            }
        }
        let named = named.into_iter().map(|(_, texts)| (texts.clone(), texts[0].clone())).collect();
        if asked.is_number {
            let ranges = if asked.needs_numbers { Vec::new() } else { ranges(study, &asked, at, meanings) };
            return Key { named, ranges, rest: None };
        }
        Key { named, ranges: Vec::new(), rest: Some(unlike(OTHER, &asked.texts, |text| format!("({text})"))) }
    }

    /// Whether it leaves every text as it is.
    pub fn is_text(&self) -> bool {
        self.rest.is_none() && self.ranges.is_empty() && self.named.iter().all(|(texts, _)| texts.len() == 1)
    }

    /// About how many there are.
    pub fn size(&self) -> f64 {
        let own = if self.rest.is_none() && self.ranges.is_empty() { 16 } else { 1 };
        (self.named.len() + self.ranges.len() + own) as f64
    }
}

/// A text that is none of some.
fn unlike(text: &str, texts: &[String], other: impl Fn(&str) -> String) -> String {
    let mut text = text.to_owned();
    while texts.contains(&text) {
        text = other(&text);
    }
    text
}

/// The ranges between all numbers at which the meaning of a number may change.
fn ranges(study: &Study, asked: &Asked, at: usize, meanings: &Meanings) -> Vec<(Limits, String)> {
    let mut cuts = asked.cuts.clone();
    cuts.sort_by(f64::total_cmp);
    cuts.dedup();
    // Each cut itself, and what lies before, between and behind: a number of each stands for it.
    let mut pieces: Vec<(Limits, f64)> = Vec::new();
    let mut before = None;
    for &cut in &cuts {
        let inside = before.map_or(cut - 1.0, |before: f64| before + (cut - before) / 2.0);
        let from = before.map(|before| (before, End::Excluded));
        pieces.push((Limits { from, to: Some((cut, End::Excluded)) }, inside));
        let both = Some((cut, End::Included));
        pieces.push((Limits { from: both, to: both }, cut));
        before = Some(cut);
    }
    if let Some(last) = before {
        pieces.push((Limits { from: Some((last, End::Excluded)), to: None }, last + 1.0));
    }
    let mut ranges: Vec<(Limits, String)> = Vec::new();
    let mut last: Option<Meaning> = None;
    for (limits, number) in pieces {
        let text = unlike(&text_of(&study.data, number), &asked.texts, |text| longer(&study.data, text));
        let meaning = meanings.of(at, &text);
        match (&last, ranges.last_mut()) {
            (Some(known), Some((merged, _))) if *known == meaning => merged.to = limits.to,
            _ => ranges.push((limits, text)),
        }
        last = Some(meaning);
    }
    ranges
}

/// A number as the data file writes it.
fn text_of(data: &DataSpec, number: f64) -> String {
    number.to_string().replace('.', &data.decimal().to_string())
}

/// The same number with one more decimal.
fn longer(data: &DataSpec, text: &str) -> String {
    if text.contains(data.decimal()) { format!("{text}0") } else { format!("{text}{}0", data.decimal()) }
}

/// What a study asks of a column.
#[derive(Default)]
struct Asked {
    /// Texts that it names.
    texts: Vec<String>,
    /// Numbers at which the meaning of a number may change.
    cuts: Vec<f64>,
    /// Whether texts that are not named may be numbers.
    is_number: bool,
    /// Whether every number is a value of its own.
    needs_numbers: bool,
    /// Whether it looks for answers within the text.
    takes_apart: bool,
    /// Whether it says where a respondent was drawn, where every text is a name.
    is_drawn_by: bool,
}

impl Asked {
    fn of(study: &Study, column: &ColumnRef) -> Asked {
        let mut asked = Asked::default();
        let drawn = study.design.strata.iter().chain(&study.design.psu).chain(&study.design.fpc);
        asked.is_drawn_by = drawn.into_iter().any(|of| of == column);
        study.segments.iter().filter(|segment| segment.column == *column).for_each(|segment| asked.segment(segment));
        for outcome in &study.outcomes {
            if outcome.answer.columns().contains(column) {
                asked.answer(&outcome.answer);
            }
            let options = outcome.base.ticked_any.iter().flat_map(|any| &any.options);
            options.for_each(|option| asked.condition(option, column));
        }
        study.conditions().for_each(|condition| asked.condition(condition, column));
        let subgroups = study.subgroups();
        subgroups.iter().flat_map(|(_, group)| group).for_each(|condition| asked.condition(condition, column));
        study.data.missing.iter().for_each(|kind| asked.name(&kind.codes));
        asked
    }

    fn name<'a>(&mut self, texts: impl IntoIterator<Item = &'a String>) {
        for text in texts {
            if !self.texts.contains(text) {
                self.texts.push(text.clone());
            }
        }
    }

    fn segment(&mut self, segment: &Segment) {
        match &segment.coding {
            SegmentCoding::Text { aliases, groups } => {
                if groups.is_none() {
                    self.name(&segment.levels);
                }
                self.name(groups.iter().flat_map(|groups| groups.of.keys()));
                self.name(aliases.keys());
            }
            SegmentCoding::Number { breaks, valid } => {
                self.is_number = true;
                self.cuts.extend(breaks);
                self.cuts.extend(valid.iter().flat_map(|valid| [valid.low, valid.high]));
            }
        }
        self.name(&segment.missing);
    }

    fn answer(&mut self, answer: &Answer) {
        self.name(&answer.values());
        self.name(answer.missing());
        match answer {
            Answer::Contains { .. } => self.takes_apart = true,
            Answer::Mean { number, .. } => {
                self.takes_apart |= number.place.is_some();
                (self.is_number, self.needs_numbers) = (true, true);
            }
            _ => {}
        }
    }

    fn condition(&mut self, condition: &Condition, column: &ColumnRef) {
        match condition {
            _ if condition.column() != Some(column) => {}
            Condition::Value { values, .. } => self.name(values),
            Condition::Number { range, .. } => {
                self.is_number = true;
                self.cuts.extend([range.at_least, range.at_most, range.above, range.below].into_iter().flatten());
            }
            Condition::Answered { .. } | Condition::Level { .. } => {}
        }
    }
}
