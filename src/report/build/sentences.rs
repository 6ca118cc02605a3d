//! What was written about the study, with what these data say of it.

use super::super::{Section, Text};
use crate::findings::words::sentence_standing_word;
use crate::results::{Results, Sentence};

pub(super) fn sections(results: &Results) -> Vec<Section> {
    if results.sentences.is_empty() {
        return Vec::new();
    }
    let mut lead = Section::new("What was written, and what it would have to show");
    lead.say(
        "Each sentence stands with what would have to be shown, and with every finding that bears on it. A finding that \
         agrees does not prove a sentence that says more than it.",
    );
    if results.study.synthetic {
        lead.say(super::super::claims::CALIBRATED);
    }
    std::iter::once(lead).chain(results.sentences.iter().map(one)).collect()
}

fn one(sentence: &Sentence) -> Section {
    let mut section = Section::part_of(sentence.text.clone());
    let source = sentence.source.as_ref().map(|source| format!(" ({source})")).unwrap_or_default();
    let mut items =
        vec![Text::led(format!("{}.", sentence_standing_word(sentence.standing)), source.trim().to_owned())];
    items.extend(
        sentence
            .needs
            .as_ref()
            .map(|needs| Text::led("Would have to be shown:", format!("{}.", needs.trim_end_matches('.')))),
    );
    items.extend(sentence.answers.iter().map(|answer| answer.sentence.clone().into()));
    items.extend(
        sentence.reason.as_ref().map(|why| Text::led("Cannot be told:", format!("{}.", why.trim_end_matches('.')))),
    );
    section.list(items);
    section
}
