//! How do respondents divide over the answers of one question?
//!
//! ```text
//! segment ──► level by level, of all respondents           counted here
//! outcome without an order ──► answer by answer             already in its Outcome
//! options of `[[multi]]` ──► option by option               already in their Outcomes
//! ```

use super::{StudyInfo, estimate, study_info, words};
use crate::block::NO_LEVEL;
use crate::error::Result;
use crate::load::{self, Format, Input};
use crate::results::{Base, Distribution, Outcome};
use crate::study::{Study, readable};
use crate::tabulate::Answers;

/// A distribution with the study's texts and what a reader must know of the data.
pub struct Divided {
    /// How respondents divide.
    pub distribution: Distribution,
    /// The study's texts and settings.
    pub study: StudyInfo,
    /// What else a reader must know of the data.
    pub notes: Vec<String>,
}

/// Reads a file and counts the levels of a segment, by position.
///
/// # Errors
/// What is wrong with the data; see [`load::read`].
pub fn segment(study: &Study, input: &Input, format: Format, at: usize) -> Result<Divided> {
    let segment = &study.segments[at];
    let mut levels = vec![0_u64; segment.levels.len() + 1];
    let loaded = load::read(input, format, study, |block| {
        block.segments[at].iter().for_each(|&code| levels[usize::from(code)] += 1)
    })?;
    // Those outside the domain have no level either.
    let outside = loaded.rows_kept - loaded.rows_in_domain;
    let no_answer = levels[usize::from(NO_LEVEL)] - outside;
    let answers = Answers { not_asked: outside, no_answer, answers: levels.split_off(1) };
    let shares = estimate::shares(None, &segment.levels, &answers, &study.analysis).shares;
    let distribution = Distribution {
        name: segment.name.clone(),
        label: segment.label.clone(),
        question: None,
        base: Base {
            description: estimate::in_domain(study, "all respondents".to_owned()),
            n: answers.n(),
            n_missing: answers.no_answer,
            n_outside: answers.not_asked,
        },
        ordered: segment.ordered,
        several: false,
        answers: shares.unwrap_or_default(),
        headline: String::new(),
    };
    let study = study_info(study, loaded.synthetic);
    Ok(Divided { distribution: with_headline(distribution), study, notes: loaded.unseen })
}

/// The answers of an outcome that have no order; `None` for any other outcome.
pub fn answers(outcome: &Outcome) -> Option<Distribution> {
    Some(with_headline(Distribution {
        name: outcome.name.clone(),
        label: outcome.label.clone(),
        question: outcome.question.clone(),
        base: outcome.base.clone(),
        ordered: false,
        several: false,
        answers: outcome.overall.shares.clone()?,
        headline: String::new(),
    }))
}

/// The options of a question, each of which is an outcome; `None` without any.
pub fn options(question: &str, options: &[Outcome]) -> Option<Distribution> {
    let first = options.first()?;
    let prefix = format!("{question}.");
    let name = |option: &Outcome| option.name.strip_prefix(&prefix).unwrap_or(&option.name).to_owned();
    Some(with_headline(Distribution {
        name: question.to_owned(),
        label: readable(question),
        question: first.question.clone(),
        base: first.base.clone(),
        ordered: false,
        several: true,
        answers: options
            .iter()
            .map(|option| crate::results::Estimate { level: Some(name(option)), ..option.overall.clone() })
            .collect(),
        headline: String::new(),
    }))
}

fn with_headline(mut distribution: Distribution) -> Distribution {
    distribution.headline = words::distribution_headline(&distribution);
    distribution
}
