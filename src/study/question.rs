//! What the rest of the program asks of a study's questions: columns, codes, texts.

use super::{Answer, ClaimKind, Condition, Outcome, Study};
use crate::block::{FIRST_ANSWER, NO, YES};

impl Condition {
    /// In words: "shipped = Yes", "country = Brazil or India".
    pub fn words(&self, study: &Study) -> String {
        match self {
            Condition::Value { column, values } => format!("{column} = {}", values.join(" or ")),
            Condition::Answered { column } => format!("{column} answered"),
            Condition::Level { segment, levels } => {
                let segment = &study.segments[*segment];
                let names: Vec<&str> = levels.iter().map(|&l| segment.levels[l].as_str()).collect();
                format!("{} = {}", segment.name, names.join(" or "))
            }
        }
    }
}

impl Outcome {
    /// The outcomes that this one refers to, which must be known before it is.
    pub fn references(&self) -> impl Iterator<Item = usize> {
        self.base.asked_if.iter().chain(self.answer.parts()).copied()
    }
}

impl Answer {
    /// The texts of the bands, for an outcome that has bands.
    pub fn bands(&self) -> Option<&[String]> {
        match self {
            Answer::Bands { bands, .. } => Some(bands),
            _ => None,
        }
    }

    /// The outcomes that this one is made of.
    pub fn parts(&self) -> &[usize] {
        match self {
            Answer::Parts { of, .. } => of,
            _ => &[],
        }
    }

    /// The values that the study names, for messages.
    pub fn values(&self) -> Vec<String> {
        match self {
            Answer::YesNo { yes, no, .. } => yes.iter().chain(no).flatten().cloned().collect(),
            Answer::Bands { bands: values, .. } | Answer::Nominal { levels: values, .. } => values.clone(),
            Answer::Contains { option, .. } => vec![option.clone()],
            Answer::Ticked { yes, .. } => yes.clone().unwrap_or_default(),
            Answer::Parts { .. } | Answer::Mean { .. } => Vec::new(),
        }
    }

    /// Codes that are missing for this outcome, in addition to those of `[data]`.
    pub fn missing(&self) -> &[String] {
        match self {
            Answer::YesNo { missing, .. }
            | Answer::Bands { missing, .. }
            | Answer::Contains { missing, .. }
            | Answer::Nominal { missing, .. }
            | Answer::Mean { missing, .. } => missing,
            Answer::Ticked { .. } | Answer::Parts { .. } => &[],
        }
    }

    /// How many codes a respondent can have: not asked, no answer, and one for each answer (for a mean: any number).
    pub fn codes(&self) -> usize {
        usize::from(FIRST_ANSWER)
            + match self {
                Answer::Bands { bands, .. } => bands.len(),
                Answer::Nominal { levels, .. } => levels.len(),
                Answer::Mean { .. } => 1,
                _ => usize::from(YES - NO) + 1,
            }
    }

    /// Whether some answers count as yes, so that there is a rate.
    pub fn has_rate(&self) -> bool {
        !matches!(self, Answer::Nominal { .. } | Answer::Mean { .. })
    }

    /// Whether a code of this outcome counts as yes.
    pub fn is_yes(&self, code: u16) -> bool {
        match self {
            Answer::Bands { at_least, .. } => usize::from(code) >= usize::from(FIRST_ANSWER) + at_least,
            _ => self.has_rate() && code == YES,
        }
    }
}

impl Study {
    /// The outcomes that are means, in study order: those that have a column of numbers in a block.
    pub fn means(&self) -> Vec<usize> {
        let is_mean = |o: &usize| matches!(self.outcomes[*o].answer, Answer::Mean { .. });
        (0..self.outcomes.len()).filter(is_mean).collect()
    }

    /// The subgroups that claims are about, each with the claim's outcome, in the order of the claims that have one.
    pub fn subgroups(&self) -> Vec<(usize, &[Condition])> {
        self.claims
            .iter()
            .map(|claim| match &claim.kind {
                ClaimKind::Rate { outcome, subgroup, .. } => (*outcome, subgroup.as_slice()),
            })
            .filter(|(_, subgroup)| !subgroup.is_empty())
            .collect()
    }
}
