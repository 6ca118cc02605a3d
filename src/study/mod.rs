//! What is asked of the data, checked before the data are seen.
//!
//! ```text
//! study file (TOML) --parse--> Study <--raw-- `--outcome 'rolled_back=Yes' --by company_size`
//! ```
//!
//! A `Study` can only be made by functions that checked it: names are unique, what refers to something refers to
//! something that exists, levels are not empty. Later code does not check again.

mod analysis;
pub mod builtin;
mod check;
mod column;
mod design;
mod domain;
mod margins;
mod number;
mod parse;
mod part;
mod quality;
mod question;
mod raw;
mod schema;
pub mod suggest;

use std::collections::BTreeMap;

pub use analysis::{AnalysisFlags, Wrong, decimal, delimiter, encoding};
pub use check::readable;
pub use column::{NeededColumn, needed_columns};
pub use design::{Design, DesignFlags, ReplicateSpec, Replication};
pub use domain::parse_where;
pub use margins::{Limits, MarginSpec, Margins, Sizes};
pub use number::level_of_number;
pub use parse::{parse, parse_margins};
pub use part::Needs;
pub use quality::{Battery, Duration};
pub use raw::{is_raw, raw_base, raw_order, raw_outcome, raw_segment, raw_study};
pub use schema::schema;

/// A whole study: who was asked what, which numbers are wanted, which figures were published.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// The study file's name (without its folder), `sinch-2026` for the built-in one, "" for raw columns.
    pub file: String,
    /// SHA-256 of the study file; `None` for raw columns.
    pub sha256: Option<String>,
    /// The texts that the report prints.
    pub about: About,
    /// How the data file is to be read.
    pub data: DataSpec,
    /// How the sample was drawn.
    pub design: Design,
    /// Confidence, margins, corrections.
    pub analysis: Analysis,
    /// Sentences of the study's own by verdict, with blanks to fill in.
    pub words: BTreeMap<String, String>,
    /// The questions that divide respondents.
    pub segments: Vec<Segment>,
    /// The questions whose rates are studied; options of `[[multi]]` are outcomes `name.option`.
    pub outcomes: Vec<Outcome>,
    /// Outcomes in an order in which each comes after those that it refers to (positions in `outcomes`).
    pub outcome_order: Vec<usize>,
    /// Questions with several answers, whose options are outcomes.
    pub multi: Vec<MultiSpec>,
    /// Two questions of the same respondents, compared.
    pub paired: Vec<PairedSpec>,
    /// Two levels of a segment compared within the levels of another.
    pub stratified: Vec<StratifiedSpec>,
    /// Logistic regressions.
    pub models: Vec<ModelSpec>,
    /// Do two ordered answers go together?
    pub correlations: Vec<CorrelationSpec>,
    /// Why the top level of a segment has the rate that it has.
    pub paradox: Option<ParadoxSpec>,
    /// Published figures.
    pub claims: Vec<Claim>,
    /// What was written about the study.
    pub sentences: Vec<Sentence>,
    /// Questions asked in one grid, looked at for straight-lining by `check`.
    pub batteries: Vec<Battery>,
    /// `--where`: every base is narrowed to these respondents. All conditions hold together.
    pub domain: Vec<Condition>,
    /// `--redact`: figures of suppressed estimates are taken out, and what would give them away.
    pub redact: bool,
    /// Tables and entries of the study file that this version does not compute, in words: "[[models]] (line 40)".
    pub not_computed: Vec<String>,
}

/// The texts of `[study]`, printed in the report.
#[derive(Debug, Clone, PartialEq, Default)]
#[allow(missing_docs)] // the keys are those of the study file
pub struct About {
    pub title: Option<String>,
    pub synthetic: bool,
    /// Every other text by its key: strategy, population, sponsor, conductor, fieldwork, mode, sample_source, instrument,
    /// weighting, processing, limits, url, citation, certainty, notes.
    pub texts: BTreeMap<String, String>,
}

/// `[data]`.
#[derive(Debug, Clone, PartialEq)]
pub struct DataSpec {
    /// The column that names each respondent; a duplicate is an error.
    pub id: Option<ColumnRef>,
    /// Codes that mean missing in every column, by kind; the kind is "missing" where the study keeps none apart.
    pub missing: Vec<MissingKind>,
    /// Rows of the header, 1 to 3; the first text that is not empty names the column.
    pub header_rows: usize,
    /// The sheet of a workbook; `None`: the first that is visible and not empty.
    pub sheet: Option<String>,
    /// Label of the encoding, one that [`encoding_rs::Encoding::for_label`] knows; `None`: detected.
    pub encoding: Option<String>,
    /// Field delimiter, one ASCII byte; `None`: detected.
    pub delimiter: Option<u8>,
    /// What stands before the decimals of a number: '.' or ','; `None`: detected.
    pub decimal: Option<char>,
    /// Rows that count at all: all conditions hold.
    pub complete: Vec<Condition>,
    /// How long each interview took.
    pub duration: Option<Duration>,
}

impl Default for DataSpec {
    /// An empty cell is missing, and every row counts.
    fn default() -> Self {
        let missing = vec![MissingKind { kind: "missing".to_owned(), codes: vec![String::new()] }];
        DataSpec {
            id: None,
            missing,
            header_rows: 1,
            sheet: None,
            encoding: None,
            delimiter: None,
            decimal: None,
            complete: Vec::new(),
            duration: None,
        }
    }
}

/// A kind of missing answer with its codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingKind {
    /// "missing", or the study's own word: no_answer, refused, dont_know.
    pub kind: String,
    /// The codes in the file, trimmed.
    pub codes: Vec<String>,
}

/// A column by its header, or by position where the study file says "#4".
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColumnRef {
    /// By header.
    Name(String),
    /// By position, from 0.
    Position(usize),
}

/// `[analysis]`, as fractions where the study file has points.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// Confidence of intervals, between 0 and 1.
    pub confidence: f64,
    /// Level of tests and verdicts.
    pub alpha: f64,
    /// Equivalence margin, a fraction (5 points: 0.05).
    pub margin: f64,
    /// Interval of rates: wilson, logit, beta or mean.
    pub interval: crate::stats::IntervalMethod,
    /// Correction for several tests.
    pub adjust: crate::stats::multiplicity::Adjust,
    /// Unweighted n under which no figure is printed.
    pub suppress_below: u64,
    /// Unweighted n under which a figure is marked.
    pub caution_below: u64,
    /// Which rule suppresses.
    pub suppress_rule: SuppressRule,
}

/// Which rule suppresses a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SuppressRule {
    /// Unweighted n below `suppress_below`.
    N,
    /// Unweighted or effective n below it.
    NAndEffective,
    /// As the National Center for Health Statistics: n or effective n below it, or an interval that is 0.30 wide, or wider
    /// than 0.05 and than 130% of its rate.
    Nchs,
}

/// A question that divides respondents.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Its name in commands and results.
    pub name: String,
    /// Its name in text.
    pub label: String,
    /// Where the answers are.
    pub column: ColumnRef,
    /// Levels in study order.
    pub levels: Vec<String>,
    /// Whether the order means something: asks for the trend test too.
    pub ordered: bool,
    /// One score per level, rising with them by default (1..k).
    pub scores: Vec<f64>,
    /// How a cell becomes a level.
    pub coding: SegmentCoding,
    /// Codes that are missing for this segment, in addition to those of `[data]`.
    pub missing: Vec<String>,
    /// Line of `levels` in the study file; 0 if there is none.
    pub line: usize,
}

/// How a cell of a segment's column becomes a level.
#[derive(Debug, Clone, PartialEq)]
pub enum SegmentCoding {
    /// The text is a level, after aliases; with groups, the text after aliases belongs to a level.
    Text {
        /// Another spelling -> level, or value of a group.
        aliases: BTreeMap<String, String>,
        /// Levels that are merged answers.
        groups: Option<Groups>,
    },
    /// The text is a number, and a level is a range of numbers.
    Number {
        /// Where each level begins; the last has no end.
        breaks: Vec<f64>,
        /// Numbers outside are missing.
        valid: Option<Valid>,
    },
}

/// Levels that are merged answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Groups {
    /// Answer -> position of its level.
    pub of: BTreeMap<String, usize>,
    /// The level of every other answer that is not missing ("*").
    pub rest: Option<usize>,
}

/// A range of numbers, both ends included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Valid {
    /// The least number that counts.
    pub low: f64,
    /// The largest.
    pub high: f64,
}

impl Valid {
    /// Whether a number counts.
    pub fn holds(self, number: f64) -> bool {
        (self.low..=self.high).contains(&number)
    }
}

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

/// Two questions of the same respondents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairedSpec {
    /// Position of the first outcome.
    pub a: usize,
    /// Position of the second outcome.
    pub b: usize,
}

/// An outcome by two levels of a segment, within the levels of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StratifiedSpec {
    /// Position of the outcome.
    pub outcome: usize,
    /// Position of the segment whose levels are compared.
    pub by: usize,
    /// Positions of the two levels: the odds of the first over those of the second.
    pub two: [usize; 2],
    /// Position of the segment that makes the strata.
    pub within: usize,
}

/// A logistic regression of an outcome on segments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelSpec {
    /// Position of the outcome.
    pub outcome: usize,
    /// Terms in the order of the study file, main effects before the interactions that hold them: positions of one
    /// segment, or of those that interact.
    pub terms: Vec<Vec<usize>>,
}

/// Two ordered answers of the same respondents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CorrelationSpec {
    /// The first.
    pub a: Variable,
    /// The second.
    pub b: Variable,
    /// Which coefficient.
    pub method: CorrelationMethod,
}

/// An ordered answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variable {
    /// The level of a segment, by position.
    Segment(usize),
    /// The answer to an outcome, by position.
    Outcome(usize),
}

/// Which coefficient of correlation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CorrelationMethod {
    /// Of ranks, ties sharing their mean.
    Spearman,
    /// Of scores: those of a segment, the middles of bands with edges, else 1, 2, and so on.
    Pearson,
    /// Of two normal variables that were cut into these answers.
    Polychoric,
}

/// The top level of a segment against all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParadoxSpec {
    /// Position of the outcome.
    pub outcome: usize,
    /// Position of the segment.
    pub segment: usize,
    /// Position of the level that is compared with all others.
    pub top: usize,
    /// Position of the segment that measures how well failures are seen.
    pub detection: Option<usize>,
    /// Where in the study file they stand.
    pub lines: Lines,
}

/// Lines of the study file; 0 where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lines {
    /// Of `segment`.
    pub segment: usize,
    /// Of `detection`.
    pub detection: usize,
}

impl CorrelationMethod {
    /// The contract's word for it.
    pub fn name(self) -> &'static str {
        match self {
            CorrelationMethod::Spearman => "spearman",
            CorrelationMethod::Pearson => "pearson",
            CorrelationMethod::Polychoric => "polychoric",
        }
    }
}

/// A published figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Its id.
    pub id: String,
    /// The sentence as published.
    pub text: String,
    /// What it says.
    pub kind: ClaimKind,
    /// Where it was published.
    pub source: Option<String>,
    /// What else is known about it: conflicting readings, certainty.
    pub note: Option<String>,
    /// Of whom, as published.
    pub of_whom: Option<String>,
    /// How sure it is that the figure was published like this.
    pub certainty: Option<String>,
    /// The published base.
    pub base_n: Option<u64>,
    /// Other sizes that the base may have had.
    pub other_base_n: Vec<u64>,
    /// What was printed elsewhere instead: fractions, and correlations as they are.
    pub other_published: Vec<f64>,
    /// Of a correlation: of how many pairs it is the strongest.
    pub of_pairs: Option<u64>,
    /// Whether its level was named because it lies furthest out of all levels of its segment.
    pub extreme: bool,
    /// Whether it is a claim about this very file.
    pub same_data: bool,
    /// Line in the study file; 0 if there is none.
    pub line: usize,
}

/// A sentence about the study, with the findings that would have to show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// What was written, or in short what it says.
    pub text: String,
    /// Where.
    pub source: Option<String>,
    /// What would have to be shown.
    pub needs: Option<String>,
    /// Ids of claims that bear on it.
    pub claims: Vec<String>,
    /// Positions of outcomes.
    pub outcomes: Vec<usize>,
    /// Positions of segments that these outcomes are compared by; none: the outcomes alone.
    pub by: Vec<usize>,
    /// Parts of `[paradox]`: its finding, or one of the explanations.
    pub paradox: Vec<String>,
    /// Why, or what of it, no answers of this survey could show.
    pub not_testable: Option<String>,
    /// Whether it comes from elsewhere.
    pub context: bool,
}

/// What a claim says, with figures as fractions.
#[derive(Debug, Clone, PartialEq)]
pub enum ClaimKind {
    /// A rate, of all in the base or of a subgroup.
    Rate {
        /// Position of the outcome.
        outcome: usize,
        /// The subgroup: all of these hold.
        subgroup: Vec<Condition>,
        /// The published figure.
        published: f64,
        /// To what it was rounded.
        rounding: f64,
    },
    /// By how much one rate differs from another.
    Difference {
        /// Which two.
        compared: Compared,
        /// The published difference, first less second.
        published: f64,
        /// To what it was rounded.
        rounding: f64,
    },
    /// That a group has a higher rate than everybody else of the base.
    Higher {
        /// Position of the outcome.
        outcome: usize,
        /// The group: all of these hold.
        subgroup: Vec<Condition>,
    },
    /// That a rate is the same at all levels of some segments.
    Consistent {
        /// Position of the outcome.
        outcome: usize,
        /// Positions of the segments.
        across: Vec<usize>,
    },
    /// A correlation.
    Correlation {
        /// Position of the entry of `[[correlations]]` that computes it.
        spec: Option<usize>,
        /// The published coefficient.
        published: f64,
        /// To what it was rounded.
        rounding: f64,
    },
}

/// Two rates that a claim compares.
#[derive(Debug, Clone, PartialEq)]
pub enum Compared {
    /// Of one outcome, in two groups.
    Groups {
        /// Position of the outcome.
        outcome: usize,
        /// The groups: of each, all conditions hold.
        groups: [Vec<Condition>; 2],
    },
    /// Of two outcomes, in the same respondents.
    Questions(PairedSpec),
}

impl Study {
    /// A study that asks nothing yet.
    pub(crate) fn empty(file: &str) -> Study {
        Study {
            file: file.to_owned(),
            sha256: None,
            about: About::default(),
            data: DataSpec::default(),
            design: Design::default(),
            analysis: Analysis::default(),
            segments: Vec::new(),
            outcomes: Vec::new(),
            outcome_order: Vec::new(),
            multi: Vec::new(),
            paired: Vec::new(),
            stratified: Vec::new(),
            models: Vec::new(),
            correlations: Vec::new(),
            words: BTreeMap::new(),
            paradox: None,
            claims: Vec::new(),
            sentences: Vec::new(),
            batteries: Vec::new(),
            domain: Vec::new(),
            redact: false,
            not_computed: Vec::new(),
        }
    }

    /// The paradox's outcome on all segments at once.
    pub fn paradox_model(&self, spec: &ParadoxSpec) -> ModelSpec {
        ModelSpec { outcome: spec.outcome, terms: (0..self.segments.len()).map(|segment| vec![segment]).collect() }
    }

    /// The position of a segment.
    pub fn segment(&self, name: &str) -> Option<usize> {
        self.segments.iter().position(|s| s.name == name)
    }

    /// The positions of the options of a `[[multi]]` question, in study order.
    pub fn options_of(&self, question: &str) -> Vec<usize> {
        let is_option = |o: &Outcome| {
            matches!(o.answer, Answer::Ticked { .. })
                && o.name.strip_prefix(question).is_some_and(|rest| rest.starts_with('.'))
        };
        (0..self.outcomes.len()).filter(|&at| is_option(&self.outcomes[at])).collect()
    }

    /// The position of an outcome.
    pub fn outcome(&self, name: &str) -> Option<usize> {
        self.outcomes.iter().position(|o| o.name == name)
    }
}
