//! Who was asked: "blank exactly where shipped = No" is a base.

use super::kind::Kind;
use crate::load::profile::{BLANK, OTHER, Profile};

/// Respondents who must be left out by a base for it to be one.
const LEAST_OUTSIDE: usize = 10;
/// The least share of those in the base who answered.
const LEAST_ANSWERED: f64 = 0.5;
/// The share above which nothing is doubtful.
const SURE: f64 = 0.75;

/// A question that decides who was asked another.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    /// Position of its column.
    pub column: usize,
    /// The answers of those who were asked.
    pub values: Vec<String>,
    /// The answers of those who were not.
    pub others: Vec<String>,
    /// Respondents outside the base, none of whom answered.
    pub outside: usize,
    /// The share of those inside who answered.
    pub answered: f64,
}

impl Gate {
    /// Whether somebody should look at it.
    pub fn is_doubtful(&self) -> bool {
        self.answered < SURE
    }
}

/// The gate of a question, of which is known who answered, among the columns before it.
pub fn gate(profile: &Profile, kinds: &[Kind], answered: &[bool], counts: &[bool], before: usize) -> Option<Gate> {
    let mut best: Option<Gate> = None;
    for (at, kind) in kinds.iter().enumerate().take(before) {
        if !matches!(kind, Kind::YesNo { .. } | Kind::Ordered(_) | Kind::Names { .. }) {
            continue;
        }
        let column = &profile.columns[at];
        let mut of_code = vec![(0_usize, 0_usize); column.texts.len() + 1];
        for ((&code, &answered), _) in column.codes.iter().zip(answered).zip(counts).filter(|(_, counts)| **counts) {
            if code != OTHER {
                let (n, yes) = &mut of_code[usize::from(code)];
                *n += 1;
                *yes += usize::from(answered);
            }
        }
        if of_code[usize::from(BLANK)].1 > 0 || column.more {
            continue;
        }
        let codes = || of_code.iter().enumerate().skip(1);
        let text = |code: usize| column.texts[code - 1].0.clone();
        let inside: (usize, usize) =
            codes().filter(|(_, (_, yes))| *yes > 0).fold((0, 0), |sum, (_, (n, yes))| (sum.0 + n, sum.1 + yes));
        let outside: usize = codes().filter(|(_, (_, yes))| *yes == 0).map(|(_, (n, _))| n).sum();
        if outside < LEAST_OUTSIDE || inside.0 == 0 {
            continue;
        }
        let share = inside.1 as f64 / inside.0 as f64;
        if share < LEAST_ANSWERED || best.as_ref().is_some_and(|best| best.answered >= share) {
            continue;
        }
        best = Some(Gate {
            column: at,
            values: codes().filter(|(_, (_, yes))| *yes > 0).map(|(code, _)| text(code)).collect(),
            others: codes().filter(|(_, (n, yes))| *yes == 0 && *n > 0).map(|(code, _)| text(code)).collect(),
            outside,
            answered: share,
        });
    }
    best
}
