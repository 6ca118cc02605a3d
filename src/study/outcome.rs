//! A question whose rate, mean or table is studied: `[[outcomes]]` and `[[multi]]`.

use super::{ColumnRef, Valid};

/// A question whose rate is studied.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Its name in commands and results.
    pub name: String,
    /// Its name in text.
    pub label: String,
    /// The wording of the question.
    pub question: Option<String>,
    /// What counts as an answer, and which answer counts as yes.
    pub answer: Answer,
    /// Who was asked.
    pub base: Base,
    /// Answers that tables show together, for bands and for answers without an order.
    pub nets: Vec<NetSpec>,
    /// The composition that its rates are brought to.
    pub standard: Option<Standard>,
    /// Over which tests its p-values are corrected.
    pub family: Family,
    /// Line of the outcome in the study file; 0 if there is none.
    pub line: usize,
}

/// How a standard population is composed: rates within the levels of a segment are averaged with these shares.
#[derive(Debug, Clone, PartialEq)]
pub struct Standard {
    /// Position of the segment.
    pub segment: usize,
    /// The share of each of its levels, above 0; together 1.
    pub shares: Vec<f64>,
}

/// Answers that tables show together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetSpec {
    /// Its name: "Satisfied", "Top 2".
    pub label: String,
    /// Positions of its answers, rising.
    pub answers: Vec<usize>,
}

/// Over which tests the p-values of an outcome are corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Family {
    /// Over all segments of the study.
    #[default]
    SegmentsOfOutcome,
    /// Not at all: a raw question stands alone.
    Alone,
}

/// What counts as an answer of an outcome.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// One column; some values are yes, some no. At least one of `yes` and `no` is given; where one is absent, every
    /// other value that is not missing counts as it.
    YesNo {
        /// Where the answers are.
        column: ColumnRef,
        /// Values that count as yes.
        yes: Option<Vec<String>>,
        /// Values that count as no.
        no: Option<Vec<String>>,
        /// Codes that are missing for this outcome, in addition to those of `[data]`.
        missing: Vec<String>,
    },
    /// Several answers in one cell; yes where one of them is the option.
    Contains {
        /// Where the answers are.
        column: ColumnRef,
        /// The answer that counts as yes.
        option: String,
        /// What stands between answers.
        separator: String,
        /// Of an ordered list, how many of its first answers are looked at; all of them otherwise.
        first: Option<usize>,
        /// Codes that are missing for this outcome, in addition to those of `[data]`.
        missing: Vec<String>,
    },
    /// Columns that may hold a tick; yes where one of them does, else no. An option of `[[multi]]` has one column,
    /// `answered` has several.
    Ticked {
        /// The columns.
        columns: Vec<ColumnRef>,
        /// What a tick looks like; `None`: anything that is not missing.
        yes: Option<Vec<String>>,
    },
    /// Made of other outcomes. A part without an answer counts as no; without any there is no answer.
    Parts {
        /// Positions of the outcomes.
        of: Vec<usize>,
        /// How many of them must be yes.
        needed: Needed,
    },
    /// One column with several answers that have no order: a table, no rate.
    Nominal {
        /// Where the answers are.
        column: ColumnRef,
        /// The answers in study order.
        levels: Vec<String>,
        /// Codes that are missing for this outcome, in addition to those of `[data]`.
        missing: Vec<String>,
    },
    /// A number a respondent: a mean, a total or a score, no rate.
    Mean {
        /// What is estimated of it.
        kind: NumberKind,
        /// Where it comes from.
        number: Number,
        /// Equivalence margin in the unit of the number.
        margin: Option<f64>,
        /// Codes that are missing for this outcome, in addition to those of `[data]`.
        missing: Vec<String>,
    },
    /// Conditions on several columns: yes where all conditions of one alternative hold, no where each alternative has one
    /// that does not; where neither is known there is no answer.
    When {
        /// The alternatives.
        any: Vec<Vec<Condition>>,
        /// The columns that they read.
        columns: Vec<ColumnRef>,
    },
    /// One column with ordered bands; from `at_least` upward counts as yes.
    Bands {
        /// Where the answers are.
        column: ColumnRef,
        /// Bands in order.
        bands: Vec<String>,
        /// Position of the first band that counts as yes.
        at_least: usize,
        /// Position of the band that says neither less nor more: charts that go both ways are centred on it.
        neutral: Option<usize>,
        /// Limits of the bands, one more than bands.
        edges: Option<Vec<f64>>,
        /// Codes that are missing for this outcome, in addition to those of `[data]`.
        missing: Vec<String>,
    },
}

/// What is estimated of a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NumberKind {
    /// Its mean.
    Mean,
    /// Its total in the population that the weights stand for.
    Total,
    /// The number that this share of the respondents does not exceed: 0.5 for the median.
    Quantile(f64),
    /// Net promoter score of an answer from 0 to 10: the share of 9 and 10 less that of 0 to 6, in points.
    Nps,
}

/// Where the number of a respondent comes from: one column, or several items that make a scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// Its column, or its items in study order.
    pub columns: Vec<ColumnRef>,
    /// Of each column, whether its numbers are turned round: the least number of `range` becomes the largest.
    pub reversed: Vec<bool>,
    /// The least and the largest number that an item can have, where some are turned round.
    pub range: Option<Valid>,
    /// Numbers outside are missing.
    pub valid: Option<Valid>,
    /// The number of an answer that is a text; any other answer must be a number.
    pub scores: Vec<(String, f64)>,
    /// What becomes of several items.
    pub combine: Combine,
    /// How many items must have been answered.
    pub at_least: usize,
    /// Of an ordered list in the cell, the number is the place of an option in it.
    pub place: Option<Placed>,
}

/// An option of an ordered list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The option.
    pub option: String,
    /// What stands between the options of a list.
    pub separator: String,
}

impl Placed {
    /// The place of the option in a list, from 1; `None` where it is not in it.
    pub fn of(&self, list: &str) -> Option<f64> {
        let place = list.split(self.separator.as_str()).position(|part| part.trim() == self.option)?;
        Some(place as f64 + 1.0)
    }
}

/// What becomes of the items of a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Combine {
    /// The mean of those that were answered.
    Mean,
    /// Their mean times the number of items: the sum, where all were answered.
    Sum,
}

impl Number {
    /// The number in one column, as it is.
    pub fn of(column: ColumnRef) -> Number {
        Number {
            columns: vec![column],
            reversed: vec![false],
            range: None,
            valid: None,
            scores: Vec::new(),
            combine: Combine::Mean,
            at_least: 1,
            place: None,
        }
    }

    /// Whether it is made of several columns.
    pub fn is_scale(&self) -> bool {
        self.columns.len() > 1
    }

    /// The number of an answer; `None` where it is none. `plain` reads a text that has no score.
    pub fn score(&self, text: &str, plain: impl Fn(&str) -> Option<f64>) -> Option<f64> {
        if let Some(place) = &self.place {
            return place.of(text);
        }
        match self.scores.iter().find(|(answer, _)| answer == text) {
            Some((_, score)) => Some(*score),
            None => plain(text),
        }
    }

    /// A number of an item, turned round where the study says so.
    pub fn turned(&self, item: usize, number: f64) -> f64 {
        match self.range {
            Some(range) if self.reversed[item] => range.low + range.high - number,
            _ => number,
        }
    }

    /// The number of a respondent from those of the items, NaN where there is none; `None` with too few of them.
    pub fn combined(&self, items: impl Iterator<Item = f64>) -> Option<f64> {
        let (sum, n) = items.filter(|x| !x.is_nan()).fold((0.0, 0), |(sum, n), x| (sum + x, n + 1));
        let enough = n > 0 && n >= self.at_least;
        enough.then(|| match self.combine {
            Combine::Sum if n == self.columns.len() => sum,
            Combine::Sum => sum / n as f64 * self.columns.len() as f64,
            Combine::Mean => sum / n as f64,
        })
    }
}

/// The groups of a net promoter score, in study order.
pub const NPS_GROUPS: [&str; 3] = ["Detractors (0 to 6)", "Passives (7 or 8)", "Promoters (9 or 10)"];

/// The group of an answer from 0 to 10, and what it counts in points; `None` for any other number.
pub fn nps(answer: f64) -> Option<(usize, f64)> {
    if answer.fract() != 0.0 || !(0.0..=10.0).contains(&answer) {
        return None;
    }
    Some(if answer >= 9.0 {
        (2, 100.0)
    } else if answer >= 7.0 {
        (1, 0.0)
    } else {
        (0, -100.0)
    })
}

/// How many parts of an outcome must be yes for it to be yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needed {
    /// `all_of`.
    All,
    /// `any_of`.
    Any,
}

/// Who was asked an outcome's question: all of these hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Base {
    /// Conditions on raw values of columns.
    pub conditions: Vec<Condition>,
    /// `base = "any"` of `[[multi]]`: at least one of its options is ticked.
    pub ticked_any: Option<TickedAny>,
    /// Outcomes (positions in the study) that must be yes.
    pub asked_if: Vec<usize>,
    /// `base_label`: who that is, in the study's own words.
    pub label: Option<String>,
}

/// Those who ticked at least one option of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct TickedAny {
    /// The question's name.
    pub question: String,
    /// One condition an option; any of them will do.
    pub options: Vec<Condition>,
}

/// A condition on a respondent.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// The raw value of a column is one of these.
    Value {
        /// The column.
        column: ColumnRef,
        /// The values, any of which will do.
        values: Vec<String>,
    },
    /// The column holds any answer that is not missing ("*").
    Answered {
        /// The column.
        column: ColumnRef,
    },
    /// The column holds a number within limits.
    Number {
        /// The column.
        column: ColumnRef,
        /// The limits.
        range: Range,
    },
    /// The level of a segment (after aliases) is one of these.
    Level {
        /// Position of the segment in the study.
        segment: usize,
        /// Positions of the levels.
        levels: Vec<usize>,
    },
}

/// Limits of a number, of which there is at least one.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Range {
    /// The least number that counts.
    pub at_least: Option<f64>,
    /// The largest.
    pub at_most: Option<f64>,
    /// Only larger numbers count.
    pub above: Option<f64>,
    /// Only smaller numbers count.
    pub below: Option<f64>,
}

impl Range {
    /// Whether a number lies within.
    pub fn holds(self, number: f64) -> bool {
        self.at_least.is_none_or(|limit| number >= limit)
            && self.at_most.is_none_or(|limit| number <= limit)
            && self.above.is_none_or(|limit| number > limit)
            && self.below.is_none_or(|limit| number < limit)
    }

    /// In words: "at least 5", "from 5 to 10", "above 5 and below 10".
    pub fn words(self) -> String {
        if let (Some(low), Some(high), None, None) = (self.at_least, self.at_most, self.above, self.below) {
            return format!("from {low} to {high}");
        }
        let limits =
            [("at least", self.at_least), ("above", self.above), ("at most", self.at_most), ("below", self.below)];
        let said: Vec<String> =
            limits.iter().filter_map(|(word, limit)| Some(format!("{word} {}", (*limit)?))).collect();
        said.join(" and ")
    }
}

/// A question with several answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MultiSpec {
    /// Its name.
    pub name: String,
    /// Positions of the outcomes that its options are, in study order.
    pub options: std::ops::Range<usize>,
}
