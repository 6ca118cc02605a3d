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
    /// One column with numbers: a mean or a total, no rate.
    Mean {
        /// Which of both.
        kind: NumberKind,
        /// Where the numbers are.
        column: ColumnRef,
        /// Numbers outside are missing.
        valid: Option<Valid>,
        /// Equivalence margin in the unit of the number.
        margin: Option<f64>,
        /// Codes that are missing for this outcome, in addition to those of `[data]`.
        missing: Vec<String>,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberKind {
    /// Its mean.
    Mean,
    /// Its total in the population that the weights stand for.
    Total,
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
    /// The level of a segment (after aliases) is one of these.
    Level {
        /// Position of the segment in the study.
        segment: usize,
        /// Positions of the levels.
        levels: Vec<usize>,
    },
}

/// A question with several answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MultiSpec {
    /// Its name.
    pub name: String,
    /// Positions of the outcomes that its options are, in study order.
    pub options: std::ops::Range<usize>,
}
