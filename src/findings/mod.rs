//! Cubes and study → results: everything that the numbers say, and nothing that they do not.
//!
//! ```text
//! Study + Cubes ─► estimate ─► compare ─► family (adjusted p, verdict) ─► words ─► Results
//!                             paired, stratified, claims
//! ```
//!
//! This is where a number gets its base, its interval and its method. The arithmetic is in `stats`, the texts are in
//! `words`; report and charts read the results and compute nothing.

mod check;
mod claims;
mod compare;
mod correlations;
mod designed;
pub mod diff;
pub mod distribution;
mod estimate;
mod ground;
mod made;
mod mean;
mod models;
mod multi;
mod nets;
mod nominal;
mod outcome;
mod paired;
mod paradox;
mod plan;
mod quantile;
mod redact;
#[cfg(test)]
pub(crate) mod sample;
mod scale;
mod screen;
mod sentences;
mod stratified;
mod table;
pub mod waves;
mod weighting;
pub mod words;

pub use check::check;
pub use plan::{Wanted, plan};
pub use screen::{Screened, screen};
pub use table::{Across, Tabulated, table};
pub use weighting::weighting;

use crate::cells;
use crate::error::{Error, Result};
use crate::load::{self, Counted, Format, Hashed, How, Input, Loaded};
use crate::parallel::in_order;
use crate::results::table::Banner;
use crate::results::{
    AnalysisInfo, CLAIMS_SCHEMA, Claims, DataFile, DataQuality, Domain, Excluded, Missing, Multi, Outcome, Provenance,
    Results, SegmentInfo, StudyFile, StudyInfo,
};
use crate::study::{Study, SuppressRule};
use crate::tabulate::Cubes;

/// The stage in which a file is read and its respondents counted.
pub const READ: &str = "read and counted";
/// The stage in which everything is computed from counts.
pub const COMPUTED: &str = "computed";

/// Reads a file and computes everything that the study asks of it.
///
/// `command` stands in the provenance as it is; `seed` starts what is drawn at random.
///
/// # Errors
/// What is wrong with the data; see [`load::read`].
pub fn analyze(study: &Study, input: &Input, format: Format, command: &str, seed: u64) -> Result<Results> {
    analyze_as(study, input, format, command, seed, How { threads: 1, ..How::default() })
}

/// The same on several threads.
///
/// # Errors
/// What is wrong with the data; see [`load::read`].
pub fn analyze_as(study: &Study, input: &Input, format: Format, command: &str, seed: u64, how: How) -> Result<Results> {
    let (cubes, loaded) = count(study, input, format, how)?;
    let results = redacted(study, everything(study, &cubes, &loaded, (command, seed), how.threads)?);
    (how.reached)(COMPUTED);
    Ok(results)
}

/// The same with the banner table of all outcomes by all segments.
///
/// # Errors
/// What is wrong with the data; see [`load::read`].
pub fn analyze_with_tables(
    study: &Study,
    input: &Input,
    format: Format,
    command: &str,
    seed: u64,
    how: How,
) -> Result<(Results, Banner)> {
    let (cubes, loaded) = count(study, input, format, how)?;
    let results = everything(study, &cubes, &loaded, (command, seed), how.threads)?;
    let (info, rows) = (&results.study, loaded.rows_in_domain);
    let banner = table::of_everything(study, &cubes, &results.outcomes, info, rows, (seed, how.threads));
    let results = redacted(study, results);
    (how.reached)(COMPUTED);
    Ok((results, banner))
}

fn redacted(study: &Study, mut results: Results) -> Results {
    if study.redact {
        redact::results(study, &mut results);
    }
    // Last of all: what is hidden above stays hidden.
    results.sentences = sentences::sentences(study, &results);
    results
}

/// All that a study asks of what was counted, before anything is taken out.
fn everything(
    study: &Study,
    cubes: &Cubes,
    loaded: &Loaded,
    (command, seed): (&str, u64),
    threads: usize,
) -> Result<Results> {
    let info = study_info(study, loaded.synthetic);
    let all: Vec<usize> = (0..study.outcomes.len()).collect();
    let computed = in_order(&all, threads, |&o| outcome(study, cubes, &info, o, seed));
    let outcomes: Vec<Outcome> = computed.into_iter().collect::<Result<_>>()?;
    let correlations: Vec<_> = for_simple(study, &study.correlations)
        .iter()
        .filter_map(|asked| correlations::correlation(study, cubes, asked, &info))
        .collect();
    let evidence = claims::Evidence { study, cubes, info: &info, outcomes: &outcomes, correlations: &correlations };
    let claims = claims::claims(&evidence)?;
    let implied = claims::implied(study, &info);
    let paradox = paradox::paradox(study, cubes, &info, &outcomes, seed)?;
    let (mut info, mut outcomes) = (info, outcomes);
    made::tell(study, loaded, &mut info, &mut outcomes);
    let doubts = made::all_left_out(study, loaded, &outcomes);
    let mut results = Results {
        multi: multis(study, cubes, &outcomes, &info),
        paired: study.paired.iter().filter_map(|pair| paired::paired(study, cubes, pair, &info)).collect(),
        stratified: (study.stratified.iter())
            .filter_map(|asked| stratified::stratified(study, cubes, asked, &info))
            .collect(),
        models: (0..study.models.len()).filter_map(|at| models::model(study, cubes, at, &info)).collect(),
        correlations,
        paradox,
        claims,
        implied,
        sentences: Vec::new(),
        not_computed: not_computed(study),
        outcomes,
        ..results_of(study, loaded, info, (command, seed))
    };
    results.data_quality.notes.extend(doubts);
    Ok(results)
}

/// Results with their provenance, and nothing found yet.
fn results_of(study: &Study, loaded: &Loaded, info: StudyInfo, (command, seed): (&str, u64)) -> Results {
    let version = env!("CARGO_PKG_VERSION").into();
    Results::empty(version, provenance(study, loaded, command, seed), info, quality(loaded))
}

/// The published figures of these results, and what they imply by themselves.
pub fn claims_of(results: &Results) -> Claims {
    Claims {
        schema: CLAIMS_SCHEMA.into(),
        title: results.study.title.clone(),
        study: results.provenance.study.name.clone(),
        data: Some(results.provenance.data.name.clone()),
        synthetic: results.study.synthetic,
        certainty: results.study.texts.get("certainty").cloned(),
        claims: results.claims.clone(),
        implied: results.implied.clone(),
    }
}

/// The published figures of a study where no answers are at hand, and what they imply by themselves.
pub fn claims_alone(study: &Study) -> Claims {
    let info = study_info(study, false);
    Claims {
        schema: CLAIMS_SCHEMA.into(),
        study: study.file.clone(),
        data: None,
        synthetic: study.about.synthetic,
        certainty: info.texts.get("certainty").cloned(),
        claims: claims::alone(study, &info),
        implied: claims::implied(study, &info),
        title: info.title,
    }
}

/// What is asked for simple random samples only: nothing of it where a design is declared, never without its weights.
fn for_simple<'a, T>(study: &Study, asked: &'a [T]) -> &'a [T] {
    if study.design.is_declared() { &[] } else { asked }
}

/// What is left out, in words.
fn not_computed(study: &Study) -> Vec<String> {
    let mut left = study.not_computed.clone();
    if study.design.is_declared() && !study.correlations.is_empty() {
        left.push(
            "[[correlations]]: they are computed for simple random samples only, and this one has a design".into(),
        );
    }
    left
}

/// Some outcomes of a study.
pub struct Selection {
    /// In the order that was asked for.
    pub outcomes: Vec<Outcome>,
    /// The study's texts and settings.
    pub study: StudyInfo,
    /// What else a reader must know of the data.
    pub notes: Vec<String>,
    /// Of raw outcomes what the answers of the file count as.
    pub counted: Vec<(String, Vec<Counted>)>,
}

/// Of raw outcomes among these what the answers of the file count as: their flag says no more than what is yes. Nothing
/// where figures are hidden.
fn counted(study: &Study, loaded: &Loaded, wanted: &[usize]) -> Vec<(String, Vec<Counted>)> {
    let is_raw = |&&outcome: &&usize| study.outcomes[outcome].is_raw() && !study.redact;
    let of = |&outcome: &usize| (study.outcomes[outcome].name.clone(), loaded.made_of_outcomes[outcome].clone());
    wanted.iter().filter(is_raw).map(of).collect()
}

/// Reads a file and computes some outcomes, by position, by all segments of the study.
///
/// # Errors
/// What is wrong with the data; see [`load::read`].
pub fn some(study: &Study, input: &Input, format: Format, wanted: &[usize], seed: u64, how: How) -> Result<Selection> {
    let (cubes, loaded) = count(study, input, format, How { hashed: Hashed::No, ..how })?;
    let info = study_info(study, loaded.synthetic);
    let counted = counted(study, &loaded, wanted);
    let mut notes = loaded.unseen;
    let outcomes = if study.redact {
        // What must be hidden follows from all outcomes, whichever are asked for.
        let all: Vec<usize> = (0..study.outcomes.len()).collect();
        let (found, gone) = redact::some(study, wanted, outcomes(study, &cubes, &info, &all, seed)?, &info)?;
        notes.extend(gone);
        found
    } else {
        outcomes(study, &cubes, &info, wanted, seed)?
    };
    (how.reached)(COMPUTED);
    Ok(Selection { outcomes, study: info, notes, counted })
}

fn count(study: &Study, input: &Input, format: Format, how: How) -> Result<(Cubes, Loaded)> {
    let (mut cubes, loaded) = match format {
        Format::Cells => {
            let mut cubes = Cubes::new(study);
            let loaded = cells::count(study, input, &mut cubes)?;
            (cubes, loaded)
        }
        _ => load::read_as(
            how,
            input,
            format,
            study,
            || Cubes::new(study).on(how.threads),
            |cubes, block| cubes.count(&block),
        )?,
    };
    (how.reached)(READ);
    cubes.finish(study, &loaded.strata)?;
    Ok((cubes, loaded))
}

fn outcomes(study: &Study, cubes: &Cubes, info: &StudyInfo, wanted: &[usize], seed: u64) -> Result<Vec<Outcome>> {
    wanted.iter().map(|&o| outcome(study, cubes, info, o, seed)).collect()
}

/// One outcome. None may be left out in silence: the others would stand in its place.
fn outcome(study: &Study, cubes: &Cubes, info: &StudyInfo, at: usize, seed: u64) -> Result<Outcome> {
    outcome::outcome(study, cubes, info, at, seed).ok_or_else(|| {
        let name = &study.outcomes[at].name;
        Error::new(format!("the answers to `{name}` were not counted, which is a mistake of the program"))
    })
}

/// The questions with several answers of which two options or more are among these outcomes.
fn multis(study: &Study, cubes: &Cubes, outcomes: &[Outcome], info: &StudyInfo) -> Vec<Multi> {
    study.multi.iter().filter_map(|asked| multi::multi(study, cubes, asked, outcomes, info)).collect()
}

fn provenance(study: &Study, loaded: &Loaded, command: &str, seed: u64) -> Provenance {
    Provenance {
        data: DataFile {
            name: loaded.name.clone(),
            sha256: Some(loaded.sha256.clone()).filter(|hash| !hash.is_empty()),
            read_as: loaded.read_as.clone(),
            rows: loaded.rows,
            rows_kept: loaded.rows_kept,
            domain: estimate::domain(study).map(|description| Domain { description, rows: loaded.rows_in_domain }),
        },
        study: StudyFile { name: study.file.clone(), sha256: study.sha256.clone() },
        command: command.into(),
        seed,
    }
}

fn quality(loaded: &Loaded) -> DataQuality {
    let incomplete = loaded.rows - loaded.rows_kept;
    let excluded = (incomplete > 0).then(|| Excluded { reason: "not complete".into(), rows: incomplete });
    let missing = loaded.missing.iter();
    DataQuality {
        rows: loaded.rows,
        excluded: excluded.into_iter().collect(),
        notes: loaded.unseen.clone(),
        missing: missing
            .map(|(column, kind, rows)| Missing { column: column.clone(), kind: kind.clone(), rows: *rows })
            .collect(),
    }
}

fn study_info(study: &Study, synthetic_rows: bool) -> StudyInfo {
    let a = &study.analysis;
    let title = study.about.title.clone();
    StudyInfo {
        words: study.words.clone(),
        title: title.unwrap_or_else(|| study.file.clone()),
        synthetic: study.about.synthetic || synthetic_rows,
        texts: study.about.texts.clone(),
        design: study.design.words(),
        weight: study.design.weight.as_ref().map(ToString::to_string),
        analysis: AnalysisInfo {
            confidence: a.confidence,
            alpha: a.alpha,
            margin: a.margin,
            interval: a.interval,
            adjust: a.adjust.name().into(),
            suppress_below: a.suppress_below,
            caution_below: a.caution_below,
            suppress_rule: match a.suppress_rule {
                SuppressRule::N => "n",
                SuppressRule::NAndEffective => "n_and_effective",
                SuppressRule::Nchs => "nchs",
            }
            .into(),
        },
        decimals: None,
        segments: study
            .segments
            .iter()
            .map(|s| SegmentInfo {
                name: s.name.clone(),
                label: s.label.clone(),
                ordered: s.ordered,
                levels: s.levels.clone(),
                made: None,
            })
            .collect(),
    }
}
