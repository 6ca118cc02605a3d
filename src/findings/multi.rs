//! Which options of a question with several answers are named more often than which?
//!
//! All options have one base, and one respondent may name several, so two options are two questions of the same
//! respondents: compared by McNemar's test (by a design the paired t) and the paired difference, p corrected over all pairs
//! of the question.

use super::{paired, words};
use crate::results::{Flag, Multi, MultiOption, OptionPair, Outcome, StudyInfo};
use crate::stats::multiplicity;
use crate::study::{MultiSpec, Study};
use crate::tabulate::Cubes;

/// One question; `outcomes` are those that were computed, of which the options that are there are compared. `None`
/// with fewer than two of them.
pub fn multi(study: &Study, cubes: &Cubes, asked: &MultiSpec, outcomes: &[Outcome], info: &StudyInfo) -> Option<Multi> {
    let found: Vec<(usize, &Outcome)> = asked
        .options
        .clone()
        .filter_map(|at| Some((at, outcomes.iter().find(|outcome| outcome.name == study.outcomes[at].name)?)))
        .collect();
    if found.len() < 2 {
        return None;
    }
    let weighted_yes = |outcome: &Outcome| outcome.overall.rate.unwrap_or_default() * outcome.overall.n_weighted;
    let answers: f64 = found.iter().map(|(_, outcome)| weighted_yes(outcome)).sum();
    let n_answers: u64 = found.iter().map(|(_, outcome)| outcome.overall.n_yes).sum();
    let options = found.iter().map(|(_, outcome)| MultiOption {
        outcome: outcome.name.clone(),
        label: outcome.label.clone(),
        of_respondents: outcome.overall.clone(),
        share_of_answers: (answers > 0.0).then(|| weighted_yes(outcome) / answers),
    });
    let is_found = |at: usize| found.iter().any(|(known, _)| *known == at);
    let mut pairs: Vec<OptionPair> = asked
        .pairs()
        .filter(|pair| is_found(pair.a) && is_found(pair.b))
        .filter_map(|pair| Some(OptionPair { paired: paired::paired(study, cubes, &pair, info)?, p_adjusted: None }))
        .collect();
    let ln_p: Vec<Option<f64>> =
        pairs.iter().map(|pair| words::paired_test(&pair.paired).map(|test| test.ln_p)).collect();
    for (pair, ln_p) in pairs.iter_mut().zip(multiplicity::adjust_ln(&ln_p, study.analysis.adjust)) {
        pair.p_adjusted = ln_p.map(f64::exp);
    }
    let in_all = pairs.len() as u64;
    for pair in &mut pairs {
        pair.paired.sentence = words::option_pair_sentence(pair, in_all, info);
    }
    let (_, first) = found.first()?;
    let mut made = Multi {
        name: asked.name.clone(),
        question: first.question.clone(),
        base: first.base.clone(),
        n_answers: Some(n_answers),
        options: options.collect(),
        pairs,
        flags: first.overall.flags.iter().copied().filter(|flag| *flag != Flag::ZeroOrOne).collect(),
        sentence: String::new(),
    };
    made.sentence = words::multi_sentence(&made, info);
    Some(made)
}
