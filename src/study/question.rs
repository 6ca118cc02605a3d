//! What the rest of the program asks of a study's questions: columns, codes, texts.

use super::{Answer, ClaimKind, Condition, Study};
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

impl Answer {
    /// The texts of the bands, for an outcome that has bands.
    pub fn bands(&self) -> Option<&[String]> {
        match self {
            Answer::Bands { bands, .. } => Some(bands),
            Answer::YesNo { .. } => None,
        }
    }

    /// The values that the study names, for messages.
    pub fn values(&self) -> Vec<String> {
        match self {
            Answer::YesNo { yes, no, .. } => yes.iter().chain(no).flatten().cloned().collect(),
            Answer::Bands { bands, .. } => bands.clone(),
        }
    }

    /// How many codes a respondent can have: not asked, no answer, and one for each answer.
    pub fn codes(&self) -> usize {
        usize::from(FIRST_ANSWER)
            + match self {
                Answer::YesNo { .. } => usize::from(YES - NO) + 1,
                Answer::Bands { bands, .. } => bands.len(),
            }
    }

    /// Whether a code of this outcome counts as yes.
    pub fn is_yes(&self, code: u16) -> bool {
        match self {
            Answer::YesNo { .. } => code == YES,
            Answer::Bands { at_least, .. } => usize::from(code) >= usize::from(FIRST_ANSWER) + at_least,
        }
    }
}

impl Study {
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
