//! What the rest of the program asks of a study's questions: columns, codes, texts.

use super::{
    Answer, Claim, ClaimKind, Compared, Condition, ModelSpec, MultiSpec, NPS_GROUPS, NumberKind, Outcome, PairedSpec,
    Segment, Study, Variable, suggest,
};
use crate::block::{FIRST_ANSWER, NO, YES};
use crate::error::{Error, Result};

/// Answers that a base names; of more it names the first, and how many there are besides.
const MOST_NAMED: usize = 3;

/// "Brazil or India", "Brazil or 5 other answers".
fn listed(names: &[&str]) -> String {
    match names {
        [first, others @ ..] if names.len() > MOST_NAMED => format!("{first} or {} other answers", others.len()),
        _ => names.join(" or "),
    }
}

impl Condition {
    /// In words: "shipped = Yes", "country = Brazil or India".
    pub fn words(&self, study: &Study) -> String {
        match self {
            Condition::Value { column, values } => format!("{column} = {}", values.join(" or ")),
            Condition::Answered { column } => format!("{column} answered"),
            Condition::Number { column, range } => format!("{column} {}", range.words()),
            Condition::Level { segment, levels } => {
                let segment = &study.segments[*segment];
                let names: Vec<&str> = levels.iter().map(|&l| segment.levels[l].as_str()).collect();
                format!("{} = {}", segment.name, names.join(" or "))
            }
        }
    }
}

impl Condition {
    /// The same with the label that a study has for it: "“Has AI agents live in production”" where the condition is that an
    /// outcome is yes, "Country = Brazil" by the label of a segment, and as in [`words`](Condition::words) where the study
    /// says nothing of the column.
    pub fn labelled(&self, study: &Study) -> String {
        match self {
            Condition::Value { column, values } => {
                let is_yes = |outcome: &&Outcome| match &outcome.answer {
                    Answer::YesNo { column: of, yes: Some(yes), .. } => of == column && yes == values,
                    _ => false,
                };
                let asked_as = study.outcomes.iter().filter(|outcome| !outcome.is_raw()).find(is_yes);
                let names: Vec<&str> = values.iter().map(String::as_str).collect();
                asked_as.map_or_else(|| format!("{column} = {}", listed(&names)), Outcome::as_condition)
            }
            Condition::Level { segment, levels } => {
                let segment = &study.segments[*segment];
                let names: Vec<&str> = levels.iter().map(|&l| segment.levels[l].as_str()).collect();
                format!("{} = {}", segment.label, listed(&names))
            }
            Condition::Answered { .. } | Condition::Number { .. } => self.words(study),
        }
    }

    /// Whether [`labelled`](Condition::labelled) leaves out answers that [`words`](Condition::words) names.
    pub fn is_shortened(&self) -> bool {
        match self {
            Condition::Value { values, .. } => values.len() > MOST_NAMED,
            Condition::Level { levels, .. } => levels.len() > MOST_NAMED,
            Condition::Answered { .. } | Condition::Number { .. } => false,
        }
    }

    /// The same condition on other segments, to which the one that it names is added.
    pub(super) fn moved(&self, study: &Study, segments: &mut Vec<Segment>) -> Condition {
        match self {
            Condition::Level { segment, levels } => {
                segments.push(study.segments[*segment].clone());
                Condition::Level { segment: segments.len() - 1, levels: levels.clone() }
            }
            other => other.clone(),
        }
    }

    /// That it is known of a respondent whether the condition holds. (A segment has its answers as levels: any level.)
    fn is_known(&self, study: &Study) -> Condition {
        match self {
            Condition::Value { column, .. } | Condition::Answered { column } | Condition::Number { column, .. } => {
                Condition::Answered { column: column.clone() }
            }
            Condition::Level { segment, .. } => {
                let levels = (0..study.segments[*segment].levels.len()).collect();
                Condition::Level { segment: *segment, levels }
            }
        }
    }
}

impl Outcome {
    /// Whether it was asked on the command line, and by no study file.
    pub fn is_raw(&self) -> bool {
        self.line == 0
    }

    /// Those of whom it is yes: "“Has AI agents live in production”"; "live = Yes" where it has no label of its own.
    pub fn as_condition(&self) -> String {
        match (&self.answer, self.label == self.name) {
            (Answer::YesNo { column, yes: Some(yes), .. }, true) => format!("{column} = {}", yes.join(" or ")),
            (_, true) => format!("{} = yes", self.name),
            (_, false) => format!("“{}”", self.label),
        }
    }

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

    /// The answers whose shares stand beside the figure: bands, or the groups of a net promoter score.
    pub fn parted(&self) -> Option<Vec<String>> {
        match self {
            Answer::Mean { kind: NumberKind::Nps, .. } => Some(NPS_GROUPS.map(str::to_owned).to_vec()),
            _ => self.bands().map(<[String]>::to_vec),
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
            Answer::Mean { number, .. } => number.scores.iter().map(|(answer, _)| answer.clone()).collect(),
            Answer::Parts { .. } | Answer::When { .. } => Vec::new(),
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
            Answer::Ticked { .. } | Answer::Parts { .. } | Answer::When { .. } => &[],
        }
    }

    /// How many codes a respondent can have: not asked, no answer, and one for each answer (for a mean: any number).
    pub fn codes(&self) -> usize {
        usize::from(FIRST_ANSWER)
            + match self {
                Answer::Bands { bands, .. } => bands.len(),
                Answer::Nominal { levels, .. } => levels.len(),
                Answer::Mean { kind: NumberKind::Nps, .. } => NPS_GROUPS.len(),
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
    /// Every condition on columns or segments that the study asks of a respondent, in the order of its parts.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let bases = self.outcomes.iter().flat_map(|outcome| &outcome.base.conditions);
        let when = self.outcomes.iter().flat_map(|outcome| match &outcome.answer {
            Answer::When { any, .. } => any.as_slice(),
            _ => &[],
        });
        self.data.complete.iter().chain(bases).chain(when.flatten()).chain(&self.domain)
    }

    /// The outcomes that are means, in study order: those that have a column of numbers in a block.
    pub fn means(&self) -> Vec<usize> {
        let is_mean = |o: &usize| matches!(self.outcomes[*o].answer, Answer::Mean { .. });
        (0..self.outcomes.len()).filter(is_mean).collect()
    }

    /// The outcomes that are scales, in study order, with their items: those that have a column of items in a block.
    pub fn scales(&self) -> Vec<(usize, usize)> {
        let items = |(o, outcome): (usize, &Outcome)| match &outcome.answer {
            Answer::Mean { number, .. } if number.is_scale() => Some((o, number.columns.len())),
            _ => None,
        };
        self.outcomes.iter().enumerate().filter_map(items).collect()
    }

    /// The first outcome that is a total.
    pub fn total(&self) -> Option<&str> {
        let is_total = |o: &&Outcome| matches!(o.answer, Answer::Mean { kind: NumberKind::Total, .. });
        self.outcomes.iter().find(is_total).map(|outcome| outcome.name.as_str())
    }

    /// Everything that has an order: bands, numbers, yes and no, segments with an order or two levels.
    pub fn ordered(&self) -> Vec<Variable> {
        let segments = (0..self.segments.len()).map(Variable::Segment);
        let all = segments.chain((0..self.outcomes.len()).map(Variable::Outcome));
        all.filter(|&variable| self.has_order(variable)).collect()
    }

    /// The ordered answer of this name.
    ///
    /// # Errors
    /// If the study has nothing of that name, or it has no order.
    pub fn variable(&self, name: &str) -> Result<Variable> {
        let known =
            || self.segments.iter().map(|s| s.name.as_str()).chain(self.outcomes.iter().map(|o| o.name.as_str()));
        let found = self.segment(name).map(Variable::Segment).or(self.outcome(name).map(Variable::Outcome));
        match found {
            Some(variable) if self.has_order(variable) => Ok(variable),
            Some(_) => Err(Error::new(format!("`{name}` has no order, so nothing can rise with it"))
                .hint("bands, numbers and segments with ordered = true have one")),
            None => {
                let problem = Error::new(format!("the study has neither a segment nor an outcome `{name}`"));
                Err(match suggest::nearest(name, known()) {
                    Some(near) => problem.hint(format!("did you mean `{near}`?")),
                    None => problem.hint(format!("it has {}", suggest::listed(known()))),
                })
            }
        }
    }

    fn has_order(&self, variable: Variable) -> bool {
        match variable {
            Variable::Segment(at) => self.segments[at].ordered || self.segments[at].levels.len() == 2,
            Variable::Outcome(at) => !matches!(self.outcomes[at].answer, Answer::Nominal { .. }),
        }
    }

    /// The groups of respondents that claims are about, each with the claim's outcome: those of the first claim first.
    pub fn subgroups(&self) -> Vec<(usize, Vec<Condition>)> {
        self.claims.iter().flat_map(|claim| claim.groups(self)).collect()
    }

    /// Pairs of outcomes that are compared within respondents, each once.
    pub fn pairs(&self) -> Vec<PairedSpec> {
        let of_claims = self.claims.iter().filter_map(|claim| match &claim.kind {
            ClaimKind::Difference { compared: Compared::Questions(pair), .. } => Some(*pair),
            _ => None,
        });
        // Options of one question first: they are pairs of their own already.
        let mut pairs: Vec<PairedSpec> = self.multi.iter().flat_map(MultiSpec::pairs).collect();
        for pair in self.paired.iter().copied().chain(of_claims) {
            if !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
        pairs
    }
}

impl ModelSpec {
    /// Positions of its segments, in study order.
    pub fn segments(&self) -> Vec<usize> {
        let mut segments = self.terms.concat();
        segments.sort_unstable();
        segments.dedup();
        segments
    }
}

impl MultiSpec {
    /// All pairs of its options, in study order.
    pub fn pairs(&self) -> impl Iterator<Item = PairedSpec> {
        let last = self.options.end;
        self.options.clone().flat_map(move |a| (a + 1..last).map(move |b| PairedSpec { a, b }))
    }
}

impl Claim {
    /// The groups of respondents that it is about, each with its outcome: the group of a rate; of a difference both
    /// groups; of a higher rate the group, and everybody of whom it is known whether they
    /// belong to it.
    pub fn groups(&self, study: &Study) -> Vec<(usize, Vec<Condition>)> {
        match &self.kind {
            ClaimKind::Rate { outcome, subgroup, .. } if !subgroup.is_empty() => vec![(*outcome, subgroup.clone())],
            ClaimKind::Difference { compared: Compared::Groups { outcome, groups: [a, b] }, .. } => {
                vec![(*outcome, a.clone()), (*outcome, b.clone())]
            }
            ClaimKind::Higher { outcome, subgroup } => {
                let known = subgroup.iter().map(|condition| condition.is_known(study)).collect();
                vec![(*outcome, subgroup.clone()), (*outcome, known)]
            }
            _ => Vec::new(),
        }
    }
}
