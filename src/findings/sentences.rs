//! What was written about the study, with the findings that bear on it, as the results say them.
//!
//! Nothing is computed here but which finding belongs to which sentence, so that what the results hide stays hidden.

use super::words;
use crate::results::{Comparison, Results, Sentence, SentenceAnswer, SentenceStanding};
use crate::study::{self, Study};

/// All sentences of the study.
pub fn sentences(study: &Study, results: &Results) -> Vec<Sentence> {
    study.sentences.iter().map(|asked| sentence(asked, study, results)).collect()
}

fn sentence(asked: &study::Sentence, study: &Study, results: &Results) -> Sentence {
    let mut answers = Vec::new();
    let mut add = |kind: &str, name: &str, sentence: String| {
        answers.push(SentenceAnswer { kind: kind.to_owned(), name: name.to_owned(), sentence });
    };
    for claim in results.claims.iter().filter(|claim| asked.claims.contains(&claim.id)) {
        add("claim", &claim.id, format!("{}: {}", claim.text.trim_end_matches('.'), claim.sentence));
    }
    for one in &results.implied {
        let about = one.claims();
        if about.len() > 1 && about.iter().all(|id| asked.claims.iter().any(|claim| claim == id)) {
            add("implied", &about.join(" and "), one.sentence().to_owned());
        }
    }
    for &at in &asked.outcomes {
        let name = &study.outcomes[at].name;
        let Some(outcome) = results.outcomes.iter().find(|outcome| outcome.name == *name) else { continue };
        if asked.by.is_empty() {
            let mean = outcome.band_mean.filter(|_| outcome.overall.is_printable());
            let mean = mean.map(|mean| format!(" {}", words::band_mean_sentence(&mean))).unwrap_or_default();
            add("outcome", name, format!("{}{mean}", outcome.sentence));
        }
        for comparison in asked.by.iter().filter_map(|&segment| outcome.segments.get(segment)) {
            let ends = ends(comparison).map(|ends| format!(" {ends}")).unwrap_or_default();
            add("comparison", &format!("{name} by {}", comparison.segment), format!("{}{ends}", comparison.sentence));
        }
    }
    if let Some(paradox) = &results.paradox {
        for part in &asked.paradox {
            if part == "finding" {
                add("paradox", part, paradox.sentence.clone());
            }
            for one in paradox.explanations.iter().filter(|one| one.name == *part) {
                add("paradox", part, one.sentence.clone());
            }
        }
    }
    let standing = match (asked.context, answers.is_empty(), asked.not_testable.is_some()) {
        (true, ..) => SentenceStanding::Context,
        (_, true, _) => SentenceStanding::NotTestable,
        (_, false, true) => SentenceStanding::PartlyTested,
        (_, false, false) => SentenceStanding::Tested,
    };
    let no_answer = || "what it rests on could not be computed from these data".to_owned();
    Sentence {
        text: asked.text.clone(),
        source: asked.source.clone(),
        needs: asked.needs.clone(),
        reason: match standing {
            SentenceStanding::NotTestable => Some(asked.not_testable.clone().unwrap_or_else(no_answer)),
            _ => asked.not_testable.clone(),
        },
        standing,
        answers,
    }
}

/// The last level against the first, where the levels have an order.
fn ends(c: &Comparison) -> Option<String> {
    let (first, last) = (c.levels.first()?, c.levels.last()?);
    if !c.ordered || !first.is_printable() || !last.is_printable() {
        return None;
    }
    let (a, b) = (first.level.as_ref()?, last.level.as_ref()?);
    let pair = c.pairs.iter().find(|pair| pair.a == *a && pair.b == *b)?;
    // A pair is the earlier level less the later one.
    Some(words::ends_sentence(a, b, -pair.difference?, -pair.ci?.high, -pair.ci?.low, pair.ci?.level, first.unit()))
}
