//! Do published figures hold up in these data?
//!
//! A rate agrees if the recomputed one rounds to it; disagrees if the whole range that rounds to it lies outside the
//! interval of the recomputed one; else the data cannot tell.

use super::estimate::{self, yes};
use super::words;
use crate::results::{Claim, ClaimStatus, Flag, Grim, StudyInfo};
use crate::stats::grim::grim;
use crate::study::{self, ClaimKind, Study};
use crate::tabulate::{Cubes, Question};

/// What separates "rounds to" from "does not" beyond the last bit of a double.
const ROUNDING_SLACK: f64 = 1e-12;

/// All claims of the study, in its order.
pub fn claims(study: &Study, cubes: &Cubes, info: &StudyInfo) -> Vec<Claim> {
    let mut subgroups = 0;
    let mut found = Vec::new();
    for claim in &study.claims {
        let ClaimKind::Rate { outcome, subgroup, published, rounding } = &claim.kind;
        let asked = &study.outcomes[*outcome];
        let columns = Question::Outcome(*outcome);
        let answers = if subgroup.is_empty() {
            cubes.get(columns, columns).map(crate::tabulate::Cube::fold)
        } else {
            subgroups += 1;
            cubes.get(Question::Subgroup(subgroups - 1), columns).map(|cube| cube.row(1))
        };
        let Some(answers) = answers else { continue };
        let estimate = estimate::rate(None, yes(&asked.answer, &answers), answers.no_answer, &study.analysis);
        let status = match (estimate.rate, &estimate.ci) {
            (Some(rate), Some(ci)) => status(claim.same_data, *published, *rounding, rate, (ci.low, ci.high)),
            _ => ClaimStatus::NotTestable,
        };
        let mut made = Claim {
            id: claim.id.clone(),
            text: claim.text.clone(),
            kind: "rate".into(),
            outcome: Some(asked.name.clone()),
            published: Some(*published),
            rounding: Some(*rounding),
            recomputed: estimate.rate,
            ci: estimate.ci,
            n: Some(estimate.n),
            status,
            grim: grim_of(claim, *published, *rounding),
            source: claim.source.clone(),
            note: claim.note.clone(),
            flags: estimate.flags.into_iter().filter(|f| *f != Flag::ZeroOrOne).collect(),
            sentence: String::new(),
        };
        made.sentence = words::claim_sentence(&made, info);
        found.push(made);
    }
    found
}

fn status(same_data: bool, published: f64, rounding: f64, rate: f64, (low, high): (f64, f64)) -> ClaimStatus {
    let half = rounding / 2.0;
    if (rate - published).abs() <= half + ROUNDING_SLACK {
        ClaimStatus::Agrees
    } else if same_data || published + half < low || published - half > high {
        ClaimStatus::Disagrees
    } else {
        ClaimStatus::CannotTell
    }
}

/// Only for a known base so small that not every figure can come of it.
fn grim_of(claim: &study::Claim, published: f64, rounding: f64) -> Option<Grim> {
    let n = claim.base_n.filter(|&n| (n as f64) < 1.0 / rounding)?;
    Some(if grim(published, rounding, n) { Grim::Possible } else { Grim::Impossible })
}
