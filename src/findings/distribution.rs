//! How do respondents divide over the answers of one question?
//!
//! ```text
//! segment ──► level by level, of all respondents           counted here
//! outcome without an order ──► answer by answer             already in its Outcome
//! options of `[[multi]]` ──► option by option               already in their Outcomes
//! ```

use super::{StudyInfo, estimate, study_info, words};
use crate::block::{NO_LEVEL, NOT_ASKED};
use crate::error::Result;
use crate::load::{self, Format, Input};
use crate::results::format::{count, percent};
use crate::results::{Base, Distribution, Estimate, Outcome};
use crate::study::{self, Study, readable};
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
    let asked_as = base_of_all(study);
    let mut levels = vec![0_u64; segment.levels.len() + 1];
    let mut not_asked = 0_u64;
    let loaded = load::read(input, format, study, |block| {
        for (row, &code) in block.segments[at].iter().enumerate() {
            match asked_as.is_some() && block.outcomes[0][row] == NOT_ASKED {
                true => not_asked += 1,
                false => levels[usize::from(code)] += 1,
            }
        }
    })?;
    // Those outside the domain have no level either.
    let outside = if asked_as.is_some() { not_asked } else { loaded.rows_kept - loaded.rows_in_domain };
    let left = if asked_as.is_some() { 0 } else { outside };
    let no_answer = levels[usize::from(NO_LEVEL)] - left;
    let answers = Answers { not_asked: outside, no_answer, answers: levels.split_off(1) };
    let shares = estimate::shares(None, &segment.levels, &answers, &study.analysis).shares;
    let distribution = Distribution {
        name: segment.name.clone(),
        label: segment.label.clone(),
        question: None,
        base: Base {
            description: match asked_as {
                Some(outcome) => estimate::base(study, outcome, &answers).description,
                None => estimate::in_domain(study, "all respondents".to_owned()),
            },
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
            .map(|option| Estimate { level: Some(name(option)), ..option.overall.clone() })
            .collect(),
        headline: String::new(),
    }))
}

/// The first outcome where all outcomes of the study have one base: whoever is outside it was not asked.
fn base_of_all(study: &Study) -> Option<&study::Outcome> {
    let first = study.outcomes.first().filter(|o| o.base != study::Base::default() && o.standard.is_none())?;
    study.outcomes.iter().all(|o| o.base == first.base).then_some(first)
}

fn with_headline(mut distribution: Distribution) -> Distribution {
    distribution.headline = match rivals(&distribution.answers) {
        Some([first, second]) => format!(
            "{}: no answer stands out, {first} and {second} lead of {} respondents",
            words::outcome_in_head(&distribution.label),
            count(distribution.base.n)
        ),
        None => words::distribution_headline(&distribution),
    };
    distribution
}

/// The two most frequent answers with their shares, where the interval of the first overlaps with that of the second;
/// `None` where the first stands out, or there is nothing to tell.
fn rivals(answers: &[Estimate]) -> Option<[String; 2]> {
    let mut shown: Vec<&Estimate> = answers.iter().filter(|e| e.is_printable() && e.rate.is_some()).collect();
    shown.sort_by(|a, b| b.rate.unwrap_or(0.0).total_cmp(&a.rate.unwrap_or(0.0)));
    let [first, rest @ ..] = shown.as_slice() else { return None };
    let second = rest.first()?;
    let low = first.ci?.low;
    let overlaps = rest.iter().any(|other| other.ci.is_some_and(|ci| low <= ci.high));
    let said = |e: &Estimate| {
        let share = percent(e.rate.unwrap_or(0.0), e.n);
        format!("{} ({share})", e.level.as_deref().unwrap_or_default())
    };
    overlaps.then(|| [said(first), said(second)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::Analysis;

    fn said(counts: &[u64]) -> Option<[String; 2]> {
        let names: Vec<String> = (1..=counts.len()).map(|at| format!("a{at}")).collect();
        let answers = Answers { not_asked: 0, no_answer: 0, answers: counts.to_vec() };
        rivals(&estimate::shares(None, &names, &answers, &Analysis::default()).shares.expect("shares"))
    }

    /// Noise names no winner; a lead beyond the intervals does.
    #[test]
    fn an_answer_stands_out_only_where_its_interval_is_clear_of_all_others() {
        let [first, second] = said(&[200, 209, 195, 199, 197]).expect("rivals");
        assert!(first.starts_with("a2 (20.9%") && second.starts_with("a1 (20"), "{first}, {second}");
        assert_eq!(said(&[600, 200, 200]), None);
        assert_eq!(said(&[1000]), None);
    }
}
