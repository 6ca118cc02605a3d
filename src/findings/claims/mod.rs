//! Do published figures hold up in these data?
//!
//! ```text
//! rate, difference, correlation   agrees if the recomputed figure rounds to the published one; disagrees if the whole range
//!                                 that rounds to it lies outside the interval; else the data cannot tell
//! higher                          agrees if the one-sided lower limit of the difference lies above 0; disagrees if the
//!                                 upper one lies below; else the data cannot tell
//! consistent                      agrees if each segment is consistent (or differs within the margin); disagrees if one
//!                                 differs; else the data cannot tell
//! ```

mod groups;
mod implied;

use groups::{FIRST, Groups, SECOND, SECOND_ALONE};
pub use implied::implied;

use super::{paired, words};
use crate::error::{Error, Result};
use crate::results::{Claim, ClaimPart, ClaimStatus, Correlation, Estimate, Flag, Grim, Outcome, StudyInfo, Verdict};
use crate::stats::{grim::grim, interval};
use crate::study::builtin::SINCH_2026_NAME;
use crate::study::{self, ClaimKind, Compared, Condition, PairedSpec, Study};
use crate::tabulate::{Cubes, Question};

/// What separates "rounds to" from "does not" beyond the last bit of a double.
const ROUNDING_SLACK: f64 = 1e-12;

/// What claims are held against.
pub struct Evidence<'a> {
    /// The study.
    pub study: &'a Study,
    /// The counts.
    pub cubes: &'a Cubes,
    /// Its texts and settings.
    pub info: &'a StudyInfo,
    /// All outcomes, compared.
    pub outcomes: &'a [Outcome],
    /// One per entry of `[[correlations]]`.
    pub correlations: &'a [Correlation],
}

/// All claims of the study, in its order.
///
/// # Errors
/// A claim about a group to which nobody belongs.
pub fn claims(evidence: &Evidence<'_>) -> Result<Vec<Claim>> {
    let mut first_group = 0;
    let mut found = Vec::new();
    let mut empty = Vec::new();
    for claim in &evidence.study.claims {
        let groups = claim.groups(evidence.study).len();
        empty.extend(evidence.empty_group(claim, first_group));
        let made = evidence.claim(claim, first_group);
        first_group += groups;
        if let Some(mut made) = made {
            made.sentence = words::claim_sentence(&made, evidence.info);
            found.push(made);
        }
    }
    match Error::all(empty) {
        Some(error) => Err(error),
        None => Ok(found),
    }
}

/// All claims of the study where no answers are at hand: what was published, and the interval of a rate with its base.
pub fn alone(study: &Study, info: &StudyInfo) -> Vec<Claim> {
    let one = |claim: &study::Claim| {
        let (kind, outcome, figure) = match &claim.kind {
            ClaimKind::Rate { outcome, published, rounding, .. } => {
                ("rate", Some(*outcome), Some((*published, *rounding)))
            }
            ClaimKind::Difference { compared, published, rounding } => {
                let outcome = match compared {
                    Compared::Groups { outcome, .. } => Some(*outcome),
                    Compared::Questions(_) => None,
                };
                ("difference", outcome, Some((*published, *rounding)))
            }
            ClaimKind::Higher { outcome, .. } => ("higher", Some(*outcome), None),
            ClaimKind::Consistent { outcome, .. } => ("consistent", Some(*outcome), None),
            ClaimKind::Correlation { published, rounding, .. } => ("correlation", None, Some((*published, *rounding))),
        };
        let base = claim.base_n.filter(|_| kind == "rate");
        let analysis = &study.analysis;
        let interval =
            |rate: f64, n: u64| interval::of_numbers(rate * n as f64, n as f64, analysis.confidence, analysis.interval);
        let mut made = Claim {
            outcome: outcome.map(|at| study.outcomes[at].name.clone()),
            published: figure.map(|(published, _)| published),
            rounding: figure.map(|(_, rounding)| rounding),
            ci: figure.zip(base).and_then(|((published, _), n)| interval(published, n)),
            n: base,
            grim: figure
                .filter(|_| kind == "rate")
                .and_then(|(published, rounding)| grim_of(study, claim, published, rounding)),
            reason: Some("no answers are at hand".to_owned()),
            ..blank(claim, kind)
        };
        made.sentence = words::claim_alone_sentence(&made, info);
        made
    };
    study.claims.iter().map(one).collect()
}

impl Evidence<'_> {
    /// What is wrong with a claim about a group to which nobody belongs. A domain may leave nobody in it; and the built-in
    /// study, which nobody can mend, must do for small samples.
    fn empty_group(&self, claim: &study::Claim, first_group: usize) -> Option<Error> {
        if !self.study.domain.is_empty() || self.study.file == SINCH_2026_NAME {
            return None;
        }
        let groups = claim.groups(self.study);
        let outcome = groups.first()?.0;
        let nobody = |rows: Question, of: &[usize]| {
            let found = self.cubes.get(rows, Question::Outcome(outcome)).map(|cube| cube.rows(of));
            found.is_some_and(|of| of.not_asked + of.no_answer + of.answers.iter().sum::<u64>() == 0)
        };
        let (key, empty) = match (&claim.kind, groups.len()) {
            (_, 1) => ("where", nobody(Question::Subgroup(first_group), &[1]).then_some(0)),
            (ClaimKind::Higher { .. }, _) => ("where", nobody(Question::Groups(first_group), &FIRST).then_some(0)),
            _ => {
                let both = [&FIRST, &SECOND];
                ("between", (0..2).find(|&at| nobody(Question::Groups(first_group), both[at])))
            }
        };
        let group = words_of(&groups[empty?].1, self.study);
        Some(
            Error::new(format!("`{key}` of claim `{}` names {group}, and no respondent is there", claim.id))
                .at(format!("{}, line {}", self.study.file, claim.group_line))
                .hint("name a group that the data hold, or leave the claim out"),
        )
    }

    /// One claim, whose groups of respondents begin at this position.
    fn claim(&self, claim: &study::Claim, first_group: usize) -> Option<Claim> {
        match &claim.kind {
            ClaimKind::Rate { outcome, subgroup, published, rounding } => {
                self.rate(claim, *outcome, subgroup, (*published, *rounding), first_group)
            }
            ClaimKind::Difference { compared: Compared::Groups { outcome, groups }, published, rounding } => {
                self.groups(claim, *outcome, groups, (*published, *rounding), first_group)
            }
            ClaimKind::Difference { compared: Compared::Questions(pair), published, rounding } => {
                self.questions(claim, pair, (*published, *rounding))
            }
            ClaimKind::Higher { outcome, subgroup } => self.higher(claim, *outcome, subgroup, first_group),
            ClaimKind::Consistent { outcome, across } => self.consistent(claim, *outcome, across),
            ClaimKind::Correlation { spec, published, rounding } => {
                Some(self.correlation(claim, *spec, (*published, *rounding)))
            }
        }
    }

    fn rate(
        &self,
        claim: &study::Claim,
        outcome: usize,
        subgroup: &[Condition],
        (published, rounding): (f64, f64),
        first_group: usize,
    ) -> Option<Claim> {
        let asked = &self.study.outcomes[outcome];
        let estimate = if subgroup.is_empty() {
            self.groups_of(Question::Outcome(outcome), outcome)?.overall()
        } else {
            self.groups_of(Question::Subgroup(first_group), outcome)?.estimate(&[1])
        };
        let mut made = Claim {
            outcome: Some(asked.name.clone()),
            recomputed: estimate.rate,
            ci: estimate.ci,
            n: Some(estimate.n),
            grim: grim_of(self.study, claim, published, rounding),
            flags: estimate.flags.into_iter().filter(|f| *f != Flag::ZeroOrOne).collect(),
            ..blank(claim, "rate")
        };
        against_figure(&mut made, claim, published, rounding);
        Some(made)
    }

    /// The rates of one outcome in two groups, which may share respondents.
    fn groups(
        &self,
        claim: &study::Claim,
        outcome: usize,
        groups: &[Vec<Condition>; 2],
        (published, rounding): (f64, f64),
        first_group: usize,
    ) -> Option<Claim> {
        let asked = &self.study.outcomes[outcome];
        let found = self.groups_of(Question::Groups(first_group), outcome)?;
        let parts = vec![
            part(words_of(&groups[0], self.study), &found.estimate(&FIRST)),
            part(words_of(&groups[1], self.study), &found.estimate(&SECOND)),
        ];
        let difference = found.difference(&FIRST, &SECOND, self.study.analysis.confidence);
        let is_empty = parts.iter().any(|part| part.n == 0);
        let mut made = Claim {
            outcome: Some(asked.name.clone()),
            recomputed: difference.map(|(difference, _)| difference),
            ci: difference.and_then(|(_, ci)| ci),
            n: Some(found.count(&[1, 2, 3]).n),
            flags: flags_of(&parts),
            reason: is_empty.then(|| "nobody in one of the two groups answered".to_owned()),
            parts,
            ..blank(claim, "difference")
        };
        against_figure(&mut made, claim, published, rounding);
        Some(made)
    }

    /// The rates of two outcomes in those who answered both.
    fn questions(&self, claim: &study::Claim, pair: &PairedSpec, (published, rounding): (f64, f64)) -> Option<Claim> {
        let found = paired::paired(self.study, self.cubes, pair, self.info)?;
        let part = |label: &str, rate: Option<f64>| ClaimPart {
            what: label.to_owned(),
            n: found.n,
            value: rate,
            verdict: None,
            left_out: Vec::new(),
            flags: Vec::new(),
        };
        let parts = vec![part(&found.a_label, found.rate_a), part(&found.b_label, found.rate_b)];
        let mut made = Claim {
            recomputed: found.difference,
            ci: found.ci,
            n: Some(found.n),
            flags: found.flags,
            reason: (found.n == 0).then(|| "nobody answered both questions".to_owned()),
            parts,
            ..blank(claim, "difference")
        };
        against_figure(&mut made, claim, published, rounding);
        Some(made)
    }

    /// A group against everybody else of whom it is known that they do not belong to it.
    fn higher(
        &self,
        claim: &study::Claim,
        outcome: usize,
        subgroup: &[Condition],
        first_group: usize,
    ) -> Option<Claim> {
        let asked = &self.study.outcomes[outcome];
        let found = self.groups_of(Question::Groups(first_group), outcome)?;
        let parts = vec![
            part(words_of(subgroup, self.study), &found.estimate(&FIRST)),
            part("everybody else".to_owned(), &found.estimate(&SECOND_ALONE)),
        ];
        // Each limit of the 1 - 2 alpha interval is a one-sided limit at 1 - alpha.
        let difference = found.difference(&FIRST, &SECOND_ALONE, 1.0 - 2.0 * self.study.analysis.alpha);
        let ci = difference.and_then(|(_, ci)| ci);
        let difference = difference.map(|(difference, _)| difference);
        let is_empty = parts.iter().any(|part| part.n == 0);
        let status = match ci {
            None => ClaimStatus::NotTestable,
            Some(ci) if ci.low > 0.0 => ClaimStatus::Agrees,
            Some(ci) if ci.high < 0.0 => ClaimStatus::Disagrees,
            // A claim about these very answers: what is not higher in them disagrees.
            Some(_) if claim.same_data => match difference {
                Some(d) if d > 0.0 => ClaimStatus::Agrees,
                _ => ClaimStatus::Disagrees,
            },
            Some(_) => ClaimStatus::CannotTell,
        };
        Some(Claim {
            outcome: Some(asked.name.clone()),
            recomputed: difference,
            ci,
            n: Some(found.count(&SECOND).n),
            status,
            flags: flags_of(&parts),
            reason: match (is_empty, ci) {
                (true, _) => Some("nobody in the group, or nobody else, answered".to_owned()),
                (false, None) => Some("the design gives the difference no variance".to_owned()),
                (false, Some(_)) => None,
            },
            parts,
            ..blank(claim, "higher")
        })
    }

    /// The verdicts by all segments that the claim names.
    fn consistent(&self, claim: &study::Claim, outcome: usize, across: &[usize]) -> Option<Claim> {
        let name = &self.study.outcomes[outcome].name;
        let found = self.outcomes.iter().find(|found| found.name == *name)?;
        let comparisons: Vec<_> = across.iter().filter_map(|&segment| found.segments.get(segment)).collect();
        let parts: Vec<ClaimPart> = comparisons
            .iter()
            .map(|c| ClaimPart {
                what: c.segment_label.clone(),
                n: c.levels.iter().map(|level| level.n).sum(),
                value: c.equivalence.as_ref().and_then(|e| e.smallest_margin),
                verdict: Some(c.verdict),
                left_out: c.equivalence.iter().flat_map(|e| e.left_out.clone()).collect(),
                flags: Vec::new(),
            })
            .collect();
        let verdicts: Vec<Verdict> = comparisons.iter().map(|c| c.verdict).collect();
        let status = if found.overall.n == 0 {
            ClaimStatus::NotTestable
        } else if verdicts.contains(&Verdict::Differs) {
            ClaimStatus::Disagrees
        } else if verdicts.iter().all(|v| matches!(v, Verdict::Consistent | Verdict::DiffersWithinMargin)) {
            ClaimStatus::Agrees
        } else {
            ClaimStatus::CannotTell
        };
        let limits: Option<Vec<f64>> = parts.iter().map(|part| part.value).collect();
        Some(Claim {
            outcome: Some(name.clone()),
            recomputed: limits.and_then(|limits| limits.into_iter().reduce(f64::max)),
            n: Some(found.overall.n),
            status,
            flags: found.overall.flags.iter().copied().filter(|f| *f != Flag::ZeroOrOne).collect(),
            reason: (found.overall.n == 0).then(|| "nobody in its base answered".to_owned()),
            parts,
            ..blank(claim, "consistent")
        })
    }

    fn correlation(&self, claim: &study::Claim, spec: usize, (published, rounding): (f64, f64)) -> Claim {
        let found = self.correlations.get(spec);
        let not_named = if self.study.design.is_declared() {
            "correlations are computed for simple random samples only, and this one has a design"
        } else {
            "this version does not compute the correlation of the two"
        };
        let mut made = Claim {
            recomputed: found.and_then(|found| found.coefficient),
            ci: found.and_then(|found| found.ci),
            n: found.map(|found| found.n),
            flags: found.map(|found| found.flags.clone()).unwrap_or_default(),
            reason: match found {
                None => Some(not_named.to_owned()),
                Some(found) => found.note.clone(),
            },
            ..blank(claim, "correlation")
        };
        against_figure(&mut made, claim, published, rounding);
        made
    }

    fn groups_of(&self, rows: Question, outcome: usize) -> Option<Groups<'_>> {
        Groups::of(self.study, self.cubes, rows, outcome)
    }
}

fn part(what: String, estimate: &Estimate) -> ClaimPart {
    let flags = estimate.flags.iter().filter(|flag| **flag != Flag::ZeroOrOne).copied().collect();
    ClaimPart { what, n: estimate.n, value: estimate.rate, verdict: None, left_out: Vec::new(), flags }
}

/// A claim before anything is recomputed.
fn blank(claim: &study::Claim, kind: &str) -> Claim {
    Claim {
        id: claim.id.clone(),
        text: claim.text.clone(),
        kind: kind.into(),
        outcome: None,
        published: None,
        rounding: None,
        recomputed: None,
        ci: None,
        n: None,
        status: ClaimStatus::NotTestable,
        grim: None,
        parts: Vec::new(),
        reason: None,
        flags: Vec::new(),
        base_n: claim.base_n,
        of_whom: claim.of_whom.clone(),
        certainty: claim.certainty.clone(),
        other_published: claim.other_published.clone(),
        source: claim.source.clone(),
        note: claim.note.clone(),
        sentence: String::new(),
    }
}

/// Puts a published figure beside the recomputed one.
fn against_figure(made: &mut Claim, claim: &study::Claim, published: f64, rounding: f64) {
    (made.published, made.rounding) = (Some(published), Some(rounding));
    made.status = match (made.recomputed, made.ci) {
        (Some(value), ci) => status(claim.same_data, published, rounding, value, ci.map(|ci| (ci.low, ci.high))),
        (None, _) => ClaimStatus::NotTestable,
    };
}

fn status(same_data: bool, published: f64, rounding: f64, value: f64, range: Option<(f64, f64)>) -> ClaimStatus {
    let half = rounding / 2.0;
    let outside = range.is_some_and(|(low, high)| published + half < low || published - half > high);
    if (value - published).abs() <= half + ROUNDING_SLACK {
        ClaimStatus::Agrees
    } else if same_data || outside {
        ClaimStatus::Disagrees
    } else {
        ClaimStatus::CannotTell
    }
}

/// A group of respondents in words: "country = Brazil and size = Large".
fn words_of(group: &[Condition], study: &Study) -> String {
    group.iter().map(|condition| condition.words(study)).collect::<Vec<_>>().join(" and ")
}

/// What a reader must know of a figure that is made of others.
fn flags_of(parts: &[ClaimPart]) -> Vec<Flag> {
    let has = |flag: &Flag| parts.iter().any(|part| part.flags.contains(flag));
    [Flag::Empty, Flag::Suppressed, Flag::Caution].into_iter().filter(has).collect()
}

/// Only for counts of respondents, and a known base so small that not every figure can come of it. Weights, and rates that
/// are standardised, make any figure of any base.
fn grim_of(study: &Study, claim: &study::Claim, published: f64, rounding: f64) -> Option<Grim> {
    let is_weighted = study.design.weight.is_some() || study.design.replicates.is_some();
    let is_standardised =
        matches!(claim.kind, ClaimKind::Rate { outcome, .. } if study.outcomes[outcome].standard.is_some());
    if is_weighted || is_standardised {
        return None;
    }
    let n = claim.base_n.filter(|&n| (n as f64) < 1.0 / rounding)?;
    Some(if grim(published, rounding, n) { Grim::Possible } else { Grim::Impossible })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_data_must_round_to_the_figure() {
        let range = Some((0.70, 0.80));
        assert_eq!(status(false, 0.77, 0.01, 0.75, range), ClaimStatus::CannotTell);
        assert_eq!(status(true, 0.77, 0.01, 0.75, range), ClaimStatus::Disagrees);
        assert_eq!(status(false, 0.82, 0.01, 0.75, range), ClaimStatus::Disagrees);
        assert_eq!(status(false, 0.75, 0.01, 0.755, range), ClaimStatus::Agrees);
    }
}
