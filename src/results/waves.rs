//! What changed from wave to wave: one study, asked again of other respondents or of the same.
//!
//! ```text
//! Waves ── waves        the files, in the order given: the first is the reference
//!       ── outcomes ──  estimate of each wave · changes · tests over all waves · by the levels of segments · panel
//!       ── left_out     questions, segments and levels that not every wave has
//!       ── composition  who answered: shares of the levels in each wave
//! ```
//!
//! A change is a [`Pair`] whose a is the later wave and whose b is the earlier one, so that what rose is above 0.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Base, DataFile, DataQuality, Estimate, Flag, Interval, Measure, Pair, Paired, StudyFile, StudyInfo};
use super::{Test, Tests, Verdict};

/// The number of the schema of what `compare --json` prints.
pub const SCHEMA: &str = "paradox.compare/1";

/// Several waves through one study.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Waves {
    /// `paradox.compare/1`.
    pub schema: String,
    /// Version of the program.
    pub version: String,
    /// From which files, by which study and command.
    pub provenance: Provenance,
    /// The study's texts and settings.
    pub study: StudyInfo,
    /// The waves in the order given.
    pub waves: Vec<Wave>,
    /// Whether the same people answered in several waves, and what was made of it.
    pub link: Link,
    /// What p were corrected over.
    pub families: Families,
    /// One entry per outcome that two waves or more have, in study order.
    pub outcomes: Vec<WaveOutcome>,
    /// What not every wave has.
    pub left_out: Vec<LeftOut>,
    /// Who answered, by each segment.
    pub composition: Vec<Composition>,
    /// What else a reader must know.
    pub notes: Vec<String>,
}

/// Where the numbers come from.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Provenance {
    /// The study file.
    pub study: StudyFile,
    /// The command, without options that do not change the output.
    pub command: String,
    /// Seed of what was drawn at random.
    pub seed: u64,
}

/// One wave.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Wave {
    /// Its name.
    pub name: String,
    /// Its file.
    pub data: DataFile,
    /// Rows, exclusions, missing answers.
    pub data_quality: DataQuality,
}

/// Whether the same people answered in several waves.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Link {
    /// Whether the waves are treated as one sample in which a person may answer several times.
    pub linked: bool,
    /// The column of ids.
    pub id: Option<String>,
    /// Every pair of waves with the ids that are in both.
    pub overlaps: Vec<Overlap>,
    /// In words: what was made of it.
    pub description: String,
}

/// Ids that are in two waves.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Overlap {
    /// The later wave.
    pub a: String,
    /// The earlier wave.
    pub b: String,
    /// Respondents who are in both.
    pub both: u64,
    /// Those who are in the later only.
    pub a_only: u64,
    /// Those who are in the earlier only.
    pub b_only: u64,
}

/// How many p each correction took together.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Families {
    /// Which correction.
    pub adjust: String,
    /// Changes of outcomes as a whole.
    pub outcomes: u64,
    /// Changes within the levels of segments.
    pub levels: u64,
    /// Tests whether the change is the same at all levels of a segment.
    pub interactions: u64,
}

/// An outcome over the waves.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct WaveOutcome {
    /// Name in commands and files.
    pub name: String,
    /// Name in text.
    pub label: String,
    /// Wording of the question.
    pub question: Option<String>,
    /// What is compared.
    pub measure: Measure,
    /// Each wave that has the question.
    pub waves: Vec<WaveEstimate>,
    /// Each wave against the one before it, and, of three waves or more, against the first.
    pub changes: Vec<Change>,
    /// Any difference between waves, and a trend over them; of three waves or more.
    pub tests: Option<Tests>,
    /// Shares of the answers, for an outcome with bands or with several answers that have no order.
    pub answers: Vec<AnswerChange>,
    /// Changes of answers whose p were corrected together.
    pub answers_family: u64,
    /// By each segment, in study order.
    pub segments: Vec<SegmentChange>,
    /// Those who answered in both waves, for each change.
    pub panel: Vec<Panel>,
    /// What changed beside the answers: the base, the missing answers.
    pub warnings: Vec<Warning>,
    /// The finding in one sentence.
    pub sentence: String,
    /// About ten words, for the head of a chart.
    pub headline: String,
}

/// An outcome in one wave.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct WaveEstimate {
    /// Name of the wave.
    pub wave: String,
    /// Who was asked.
    pub base: Base,
    /// Of the respondents who count, the share that was asked; unweighted.
    pub asked: Option<f64>,
    /// Of those who were asked, the share without a usable answer; unweighted.
    pub missing: Option<f64>,
    /// The figure; its level is the name of the wave.
    pub estimate: Estimate,
}

/// A change from one wave to a later one.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Change {
    /// The later wave (a) less the earlier (b).
    #[serde(flatten)]
    pub pair: Pair,
    /// Whether the waves follow each other, or the earlier is the first of several.
    pub against: Against,
    /// Largest change that counts as none; `None` for a number without a margin of its own.
    pub margin: Option<f64>,
    /// δ*: with confidence 1 - alpha the change is no larger, up or down.
    pub smallest_margin: Option<f64>,
    /// The 1 - 2α interval: it lies within plus and minus the margin exactly if the change is within it.
    pub equivalence_ci: Option<Interval>,
    /// The verdict: differs, consistent, differs within margin, undetermined.
    pub verdict: Verdict,
    /// Flags of both figures.
    pub flags: Vec<Flag>,
    /// The finding in one sentence.
    pub sentence: String,
}

/// What a wave is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// The wave before it.
    Previous,
    /// The first wave, where that is not the one before.
    First,
}

/// The share of an answer over the waves.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AnswerChange {
    /// The answer.
    pub answer: String,
    /// Its share in each wave; its level is the name of the wave.
    pub waves: Vec<Estimate>,
    /// As for the outcome; p corrected over the answers of this outcome.
    pub changes: Vec<Change>,
}

/// An outcome over the waves, at each level of a segment.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SegmentChange {
    /// Name of the segment.
    pub segment: String,
    /// The segment in text.
    pub label: String,
    /// In study order.
    pub levels: Vec<LevelChange>,
    /// Whether the change differs between the levels, for each change.
    pub interactions: Vec<Interaction>,
    /// The change with the composition of the earlier wave held, for each change.
    pub standardised: Vec<Standardised>,
}

/// One level over the waves.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LevelChange {
    /// The level.
    pub level: String,
    /// Its figure in each wave; its level is the name of the wave.
    pub waves: Vec<Estimate>,
    /// As for the outcome; p corrected over all levels of all segments and outcomes.
    pub changes: Vec<Change>,
}

/// Is the change the same at all levels?
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Interaction {
    /// The later wave.
    pub a: String,
    /// The earlier wave.
    pub b: String,
    /// Levels that take part: those with a figure in both waves.
    pub levels: u64,
    /// Wald's test that their changes in points are equal.
    pub test: Option<Test>,
    /// p after correction over all such tests.
    pub p_adjusted: Option<f64>,
    /// Why there is no test, where there is none.
    pub note: Option<String>,
}

/// The change that is left when the levels of a segment keep the shares that they had.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Standardised {
    /// The later wave, its levels weighted as in the earlier one, less the earlier.
    #[serde(flatten)]
    pub pair: Pair,
    /// The change of the same respondents without that: those with a level.
    pub raw: Option<f64>,
    /// Why there is none, where there is none.
    pub note: Option<String>,
}

/// Those who answered in both waves.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Panel {
    /// The later wave.
    pub a: String,
    /// The earlier wave.
    pub b: String,
    /// Their answers: a is the later wave, b the earlier.
    pub paired: Paired,
}

/// Something that changed beside the answers, so that a change may not be one of opinion.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Warning {
    /// What changed.
    pub kind: WarningKind,
    /// The later wave.
    pub a: String,
    /// The earlier wave.
    pub b: String,
    /// The share in the later wave.
    pub share_a: f64,
    /// The share in the earlier wave.
    pub share_b: f64,
    /// p of a difference between these shares.
    pub p: f64,
    /// In words.
    pub text: String,
}

/// What may change beside the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WarningKind {
    /// Who was asked.
    BaseChanged,
    /// How many gave no usable answer.
    MissingChanged,
    /// Who answered, by the levels of a segment.
    CompositionChanged,
}

/// Something of the study that not every wave has.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LeftOut {
    /// What it is.
    pub what: Kind,
    /// Its name; of a level "segment: level".
    pub name: String,
    /// Waves that have it.
    pub waves: Vec<String>,
    /// In words: why, and what is done without it.
    pub reason: String,
}

/// What may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Kind {
    Outcome,
    Segment,
    Level,
}

/// Who answered: the levels of a segment in each wave.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Composition {
    /// Name of the segment.
    pub segment: String,
    /// The segment in text.
    pub label: String,
    /// In study order.
    pub levels: Vec<LevelShares>,
    /// Where a share changed by the margin or more, and by more than chance.
    pub warnings: Vec<Warning>,
}

/// The share of a level among those with a level, in each wave that has the segment.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LevelShares {
    /// The level.
    pub level: String,
    /// One per wave; `None` where the wave lacks the segment.
    pub waves: Vec<Option<LevelShare>>,
}

/// A level in one wave.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct LevelShare {
    /// Respondents.
    pub n: u64,
    /// Their share, weighted where there are weights.
    pub share: f64,
}

impl Change {
    /// Whether its figures may be printed.
    pub fn is_printable(&self) -> bool {
        self.pair.difference.is_some() && !self.flags.contains(&Flag::Suppressed)
    }
}

/// The JSON Schema (2020-12) of what `compare --json` prints.
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Waves).to_value();
    if let Some(root) = schema.as_object_mut() {
        root.insert("$id".into(), SCHEMA.into());
        root.insert("title".into(), "Results of paradox compare".into());
    }
    schema
}
