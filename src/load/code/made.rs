//! How was each outcome and segment made? Which answers of the file count as what, and how many gave them.

use super::{Coder, FIRST_ANSWER, NOTHING, Text, Use, WRONG};
use crate::study::{Answer, NPS_GROUPS, NumberKind, Outcome, SegmentCoding};

/// Answers that are listed one by one; of more, the most frequent.
const MOST_ANSWERS: usize = 8;

/// Answers of a column that count as one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// What they count as: a level, yes, a band, a number, missing.
    pub as_what: String,
    /// The answers, the most frequent first; of numbers that stand for themselves the least and the largest.
    pub answers: Vec<String>,
    /// Respondents who count and gave each of them.
    pub each: Vec<u64>,
    /// How many further ones there are.
    pub more: u64,
    /// Respondents who count and gave them.
    pub respondents: u64,
}

/// What an answer counts as: an order among its kind, the word, and the number where it stands for itself.
struct Meaning {
    order: (u8, u16),
    word: String,
    number: Option<f64>,
}

impl Coder<'_> {
    /// What the answers of the column of a segment count as.
    pub fn made_of_segment(&self, segment: usize) -> Vec<Counted> {
        let asked = &self.study.segments[segment];
        let is_number = matches!(asked.coding, SegmentCoding::Number { .. });
        self.counted(
            |used| matches!(used, Use::Segment(s) if *s == segment),
            |text, _, code| {
                let word = asked.levels[usize::from(code) - 1].clone();
                Meaning { order: (0, code), word, number: is_number.then(|| self.number(text)).flatten() }
            },
        )
    }

    /// What the answers of the columns of an outcome count as; of none that is made of conditions or other outcomes.
    pub fn made_of_outcome(&self, outcome: usize) -> Vec<Counted> {
        let asked = &self.study.outcomes[outcome];
        let is_use = |used: &Use| match used {
            Use::Outcome(o) | Use::Item { outcome: o, .. } => *o == outcome,
            _ => false,
        };
        self.counted(is_use, |text, number, code| self.meaning(asked, text, number, code))
    }

    fn number(&self, text: &str) -> Option<f64> {
        self.study.data.number(text)
    }

    fn meaning(&self, asked: &Outcome, text: &str, number: f64, code: u16) -> Meaning {
        let at = usize::from(code - FIRST_ANSWER);
        let of = |word: String| Meaning { order: (0, code), word, number: None };
        match &asked.answer {
            Answer::Bands { bands: names, at_least, .. } => {
                let yes = if at >= *at_least { "yes" } else { "no" };
                of(format!("{} ({yes})", names[at]))
            }
            Answer::Nominal { levels, .. } => of(levels[at].clone()),
            Answer::Mean { kind: NumberKind::Nps, .. } => {
                Meaning { number: self.number(text), ..of(NPS_GROUPS[at].to_owned()) }
            }
            Answer::Mean { number: spec, .. } => {
                let own = self.number(text).filter(|own| *own == number);
                match own {
                    Some(own) if spec.place.is_none() => {
                        Meaning { order: (1, 0), word: "the number itself".to_owned(), number: Some(own) }
                    }
                    _ => {
                        // Numbers in their order, whatever their sign.
                        let order = (number * 64.0).round().clamp(-30_000.0, 30_000.0) + 30_000.0;
                        Meaning { order: (0, order as u16), word: number.to_string(), number: None }
                    }
                }
            }
            _ => of(if asked.answer.is_yes(code) { "yes" } else { "no" }.to_owned()),
        }
    }

    fn counted(&self, is_use: impl Fn(&Use) -> bool, meaning: impl Fn(&str, f64, u16) -> Meaning) -> Vec<Counted> {
        type Group = ((u8, u16), String, Vec<(String, u64)>, Vec<f64>);
        let mut groups: Vec<Group> = Vec::new();
        for column in &self.columns {
            for (at, _) in column.uses.iter().enumerate().filter(|(_, used)| is_use(used)) {
                for text in column.texts.iter().filter(|text| text.rows > 0 && text.codes[at] != WRONG) {
                    let of = match text.codes[at] {
                        NOTHING => missing(text),
                        code => meaning(&text.text, text.numbers[at], code),
                    };
                    let group = match groups.iter_mut().find(|group| group.0 == of.order && group.1 == of.word) {
                        Some(known) => known,
                        None => {
                            groups.push((of.order, of.word, Vec::new(), Vec::new()));
                            groups.last_mut().expect("one was pushed")
                        }
                    };
                    group.2.push((text.text.clone(), text.rows));
                    group.3.extend(of.number);
                }
            }
        }
        groups.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        groups.into_iter().map(|(_, word, answers, numbers)| of_group(word, answers, &numbers)).collect()
    }
}

fn missing(text: &Text) -> Meaning {
    let kind = text.missing.as_deref().unwrap_or("missing");
    let word = if kind == "missing" { kind.to_owned() } else { format!("missing: {kind}") };
    Meaning { order: (2, 0), word, number: None }
}

fn of_group(as_what: String, mut answers: Vec<(String, u64)>, numbers: &[f64]) -> Counted {
    let respondents = answers.iter().map(|(_, rows)| rows).sum();
    // Several columns may hold the same answer.
    answers.sort_by(|a, b| a.0.cmp(&b.0));
    answers.dedup_by(|again, first| {
        let is_same = again.0 == first.0;
        first.1 += if is_same { again.1 } else { 0 };
        is_same
    });
    if numbers.len() == answers.len() && numbers.len() > MOST_ANSWERS {
        let (low, high) = numbers.iter().fold((f64::MAX, f64::MIN), |(low, high), x| (low.min(*x), high.max(*x)));
        let answers = vec![format!("{low} to {high}")];
        return Counted { as_what, answers, each: vec![respondents], more: 0, respondents };
    }
    answers.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let more = answers.len().saturating_sub(MOST_ANSWERS) as u64;
    let (answers, each) = answers.into_iter().take(MOST_ANSWERS).unzip();
    Counted { as_what, answers, each, more, respondents }
}
