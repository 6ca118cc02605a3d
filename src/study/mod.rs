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
mod claim;
mod column;
mod data;
mod design;
mod domain;
mod joint;
mod margins;
mod number;
mod numbers;
mod outcome;
mod parse;
mod part;
mod quality;
mod question;
mod raw;
mod schema;
mod segment;
pub mod suggest;

use std::collections::BTreeMap;

pub use analysis::{Analysis, AnalysisFlags, SuppressRule, Wrong, decimal, delimiter, encoding};
pub use check::readable;
pub use claim::{Claim, ClaimKind, Compared, Sentence};
pub use column::{NeededColumn, needed_columns};
pub use data::{About, ColumnRef, DataFlags, DataSpec, MissingKind};
pub use design::{Design, DesignFlags, ReplicateSpec, Replication};
pub use domain::parse_where;
pub use joint::{
    CorrelationMethod, CorrelationSpec, Lines, ModelSpec, PairedSpec, ParadoxSpec, StratifiedSpec, Variable,
};
pub use margins::{Limits, MarginSpec, Margins, Sizes};
pub use number::{LARGEST, is_weight, level_of_number};
pub use numbers::Numbers;
pub use outcome::{
    Answer, Base, Combine, Condition, Family, MultiSpec, NPS_GROUPS, Needed, NetSpec, Number, NumberKind, Outcome,
    Placed, Range, Standard, TickedAny, nps,
};
pub use parse::{parse, parse_margins};
pub use part::Needs;
pub use quality::{Battery, Duration};
pub use raw::{is_raw, no_outcome, raw_base, raw_order, raw_outcome, raw_segment, raw_study};
pub use schema::schema;
pub use segment::{Groups, Segment, SegmentCoding, Valid};

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
    /// How numbers are written.
    pub numbers: Numbers,
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
    /// Tables and entries of the study file that this version does not compute, in words: `[[models]] (line 40)`.
    pub not_computed: Vec<String>,
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
            numbers: Numbers::ENGLISH,
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
            matches!(o.answer, Answer::Ticked { .. } | Answer::Contains { first: Some(_), .. })
                && o.name.strip_prefix(question).is_some_and(|rest| rest.starts_with('.'))
        };
        (0..self.outcomes.len()).filter(|&at| is_option(&self.outcomes[at])).collect()
    }

    /// The position of an outcome.
    pub fn outcome(&self, name: &str) -> Option<usize> {
        self.outcomes.iter().position(|o| o.name == name)
    }
}
