//! Which levels must be hidden, so that no suppressed one can be worked out from those that are shown?
//!
//! ```text
//! suppressed                      the rule of the study hides them
//! one level alone                 is the whole less the others: the next smallest is hidden too
//! all or none of the hidden yes   their sum says it of each: one more
//! another grouping of a column    its levels are sums of these: the finer segment is hidden whole
//! questions that share a column   one is worked out from the others: hidden together
//! asked only those who said yes   its base is a count of the other: the level is left out
//! a level of its standard         a standardised rate is another sum over the same levels: hidden whole
//! ```
//!
//! Complementary suppression of one-way margins: Hundepool et al., Statistical Disclosure Control (2012), section 4.4.
//! That an overall rate of 0% or 100% says what everybody answered is the finding itself, and stays.

use std::collections::BTreeSet;

use crate::results::{Estimate, Flag, Measure, Outcome};
use crate::study::{Answer, ColumnRef, Condition, Study, Variable};

/// What is hidden of some outcomes, in their order.
pub struct Hidden {
    /// Of each outcome, its overall figure, and with it all others.
    pub whole: Vec<bool>,
    /// Of each outcome and segment, which levels.
    pub levels: Vec<Vec<Vec<bool>>>,
    /// Of each outcome and segment, which levels are left out with their base.
    pub left_out: Vec<Vec<Vec<bool>>>,
    /// Outcomes that are left out whole, since their base is a count of a hidden one.
    pub gone: Vec<bool>,
}

/// How outcomes hang together.
struct Links {
    /// Pairs that read a common column.
    together: Vec<(usize, usize)>,
    /// (b, a): the base of b depends on what was answered to a.
    narrowed: Vec<(usize, usize)>,
    /// Pairs of segments that read the same column.
    groupings: Vec<(usize, usize)>,
}

impl Hidden {
    /// What must be hidden of all outcomes of a study.
    pub fn of(study: &Study, found: &[Outcome]) -> Hidden {
        let links = Links::of(study);
        let mut hidden = Hidden {
            whole: found.iter().map(|o| is_suppressed(&o.overall) || any_answer(&o.overall, &o.bands)).collect(),
            levels: found.iter().map(|o| o.segments.iter().map(|c| first(&c.levels)).collect()).collect(),
            left_out: found.iter().map(|o| o.segments.iter().map(|c| vec![false; c.levels.len()]).collect()).collect(),
            gone: vec![false; found.len()],
        };
        debug_assert_eq!(found.len(), study.outcomes.len(), "every outcome was computed");
        // Each round hides more or is the last, and there are finitely many levels.
        while hidden.spread(&links, found) {}
        // Shares that are known and counts of yes are two equations for two hidden levels of the standard.
        for (o, outcome) in study.outcomes.iter().enumerate() {
            if outcome.standard.as_ref().is_some_and(|standard| hidden.levels[o][standard.segment].contains(&true)) {
                hidden.whole[o] = true;
                hidden.levels[o].iter_mut().for_each(|levels| levels.fill(true));
            }
        }
        for &(narrowed, by) in &links.narrowed {
            hidden.gone[narrowed] |= hidden.whole[by];
            for (segment, of) in hidden.left_out[narrowed].iter_mut().zip(&hidden.levels[by]) {
                segment.iter_mut().zip(of).for_each(|(level, is_hidden)| *level |= is_hidden);
            }
        }
        hidden
    }

    /// Hides what follows from what is hidden; whether that was anything.
    fn spread(&mut self, links: &Links, found: &[Outcome]) -> bool {
        let before = (self.whole.clone(), self.levels.clone());
        for &(a, b) in links.together.iter().flat_map(|&(a, b)| [(a, b), (b, a)]).collect::<Vec<_>>().iter() {
            self.whole[a] |= self.whole[b];
            self.take(a, b);
        }
        for &(narrowed, by) in &links.narrowed {
            self.take(narrowed, by);
        }
        for (o, outcome) in found.iter().enumerate() {
            for &(s, t) in &links.groupings {
                for segment in [s, t] {
                    if self.levels[o][segment].contains(&true) {
                        self.levels[o][segment].fill(true);
                    }
                }
            }
            for (segment, levels) in outcome.segments.iter().zip(&mut self.levels[o]) {
                if self.whole[o] {
                    levels.fill(true);
                }
                while let Some(next) = next(&segment.levels, levels) {
                    levels[next] = true;
                }
            }
        }
        before != (self.whole.clone(), self.levels.clone())
    }

    /// Whether a coefficient of correlation is an equation for hidden levels: an outcome by a segment of which some are.
    pub fn correlation(&self, a: Variable, b: Variable) -> bool {
        let gone = |o: usize| self.whole[o] || self.gone[o];
        match (a, b) {
            (Variable::Segment(_), Variable::Segment(_)) => false,
            (Variable::Outcome(a), Variable::Outcome(b)) => gone(a) || gone(b),
            (Variable::Segment(s), Variable::Outcome(o)) | (Variable::Outcome(o), Variable::Segment(s)) => {
                gone(o) || self.levels[o][s].contains(&true)
            }
        }
    }

    /// The levels that are hidden of one outcome, of another too.
    fn take(&mut self, to: usize, from: usize) {
        let source = self.levels[from].clone();
        for (segment, of) in self.levels[to].iter_mut().zip(source) {
            segment.iter_mut().zip(of).for_each(|(level, hidden)| *level |= hidden);
        }
    }
}

/// Whether the rule of the study hides an estimate.
pub fn is_suppressed(estimate: &Estimate) -> bool {
    estimate.flags.contains(&Flag::Suppressed)
}

/// Whether it hides an answer of it: the others give it away.
fn any_answer(estimate: &Estimate, bands: &Option<Vec<Estimate>>) -> bool {
    bands.iter().chain(&estimate.shares).flatten().any(is_suppressed)
}

/// The levels that the rule of the study hides.
fn first(levels: &[Estimate]) -> Vec<bool> {
    levels.iter().map(|level| level.n > 0 && (is_suppressed(level) || any_answer(level, &level.bands))).collect()
}

/// The level to hide next, the smallest that is shown, where those that are hidden could be worked out.
fn next(levels: &[Estimate], hidden: &[bool]) -> Option<usize> {
    let those: Vec<&Estimate> =
        levels.iter().zip(hidden).filter(|(l, hidden)| **hidden && l.n > 0).map(|l| l.0).collect();
    if those.is_empty() || (those.len() > 1 && !says_all(&those)) {
        return None;
    }
    let shown = (0..levels.len()).filter(|&l| !hidden[l] && levels[l].n > 0);
    shown.min_by_key(|&l| levels[l].n)
}

/// Whether the sum over these levels says what each respondent answered: of some answer, nobody or everybody gave it.
fn says_all(levels: &[&Estimate]) -> bool {
    let n: u64 = levels.iter().map(|level| level.n).sum();
    let extreme = |yes: u64| yes == 0 || yes == n;
    let answers = |level: &Estimate| {
        level.shares.as_ref().or(level.bands.as_ref()).map(|all| all.iter().map(|e| e.n_yes).collect())
    };
    let of: Vec<Vec<u64>> = levels.iter().filter_map(|level| answers(level)).collect();
    let rate = levels.iter().all(|level| level.measure == Measure::Rate)
        && extreme(levels.iter().map(|level| level.n_yes).sum());
    let width = of.iter().map(Vec::len).max().unwrap_or(0);
    rate || (0..width).any(|a| extreme(of.iter().filter_map(|answers| answers.get(a)).sum()))
}

impl Links {
    fn of(study: &Study) -> Links {
        let all = study.outcomes.len();
        let reads: Vec<BTreeSet<ColumnRef>> = (0..all).map(|o| columns(study, o)).collect();
        let bases: Vec<BTreeSet<ColumnRef>> = (0..all).map(|o| base_columns(study, o)).collect();
        let pairs = |n: usize| (0..n).flat_map(move |a| (a + 1..n).map(move |b| (a, b)));
        let ordered = (0..all).flat_map(|b| (0..all).map(move |a| (b, a)));
        Links {
            together: pairs(all).filter(|&(a, b)| !reads[a].is_disjoint(&reads[b])).collect(),
            narrowed: ordered.filter(|&(b, a)| a != b && !bases[b].is_disjoint(&reads[a])).collect(),
            groupings: pairs(study.segments.len())
                .filter(|&(s, t)| study.segments[s].column == study.segments[t].column)
                .collect(),
        }
    }
}

/// The columns that an outcome's answers are read from.
fn columns(study: &Study, at: usize) -> BTreeSet<ColumnRef> {
    match &study.outcomes[at].answer {
        Answer::YesNo { column, .. }
        | Answer::Contains { column, .. }
        | Answer::Nominal { column, .. }
        | Answer::Bands { column, .. } => BTreeSet::from([column.clone()]),
        Answer::Ticked { columns, .. } | Answer::When { columns, .. } => columns.iter().cloned().collect(),
        Answer::Mean { number, .. } => number.columns.iter().cloned().collect(),
        Answer::Parts { of, .. } => of.iter().flat_map(|&part| columns(study, part)).collect(),
    }
}

/// The columns whose answers decide who was asked.
fn base_columns(study: &Study, at: usize) -> BTreeSet<ColumnRef> {
    let base = &study.outcomes[at].base;
    let values = base.conditions.iter().filter_map(|condition| match condition {
        Condition::Value { column, .. } | Condition::Number { column, .. } => Some(column.clone()),
        _ => None,
    });
    values.chain(base.asked_if.iter().flat_map(|&o| columns(study, o))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::sample::estimate;

    fn hide(levels: &[(u64, u64)]) -> Vec<bool> {
        let levels: Vec<Estimate> = levels.iter().map(|&(n, yes)| estimate(Some("x"), n, yes)).collect();
        let mut hidden = first(&levels);
        while let Some(next) = next(&levels, &hidden) {
            hidden[next] = true;
        }
        hidden
    }

    #[test]
    fn a_level_that_is_hidden_alone_takes_the_next_smallest_with_it() {
        assert_eq!(hide(&[(200, 90), (12, 4), (80, 30)]), [false, true, true]);
        assert_eq!(hide(&[(200, 90), (12, 4), (20, 7)]), [false, true, true]);
        assert_eq!(hide(&[(200, 90), (80, 30)]), [false, false]);
        assert_eq!(hide(&[(200, 90), (12, 4), (0, 0)]), [true, true, false], "an empty level hides nothing");
    }

    #[test]
    fn hidden_levels_that_all_said_the_same_take_one_more() {
        assert_eq!(hide(&[(200, 90), (12, 0), (20, 0), (50, 9)]), [false, true, true, true]);
        assert_eq!(hide(&[(200, 90), (12, 12), (20, 20), (50, 9)]), [false, true, true, true]);
        assert_eq!(hide(&[(200, 90), (12, 12), (20, 19), (50, 9)]), [false, true, true, false]);
    }
}
