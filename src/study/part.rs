//! A part of a study: some of its outcomes and segments, with what they rest on.
//!
//! A wave of a survey may lack a question. What is left of the study can be asked of it all the same.

use std::collections::BTreeSet;

use super::{Answer, Base, ColumnRef, Condition, MultiSpec, Outcome, Standard, Study, TickedAny};

/// What an outcome cannot do without.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// Outcomes by position, itself included.
    pub outcomes: BTreeSet<usize>,
    /// Segments by position.
    pub segments: BTreeSet<usize>,
    /// Columns of the data.
    pub columns: BTreeSet<ColumnRef>,
}

impl Study {
    /// What an outcome rests on: its column, its base, the outcomes and segments that these refer to, and theirs.
    pub fn needs(&self, outcome: usize) -> Needs {
        let mut needs = Needs::default();
        self.gather(outcome, &mut needs);
        needs
    }

    fn gather(&self, at: usize, needs: &mut Needs) {
        if !needs.outcomes.insert(at) {
            return;
        }
        let outcome = &self.outcomes[at];
        needs.columns.extend(outcome.answer.columns().iter().cloned());
        let ticked = outcome.base.ticked_any.iter().flat_map(|any| &any.options);
        let alternatives = match &outcome.answer {
            Answer::When { any, .. } => any.as_slice(),
            _ => &[],
        };
        for condition in outcome.base.conditions.iter().chain(ticked).chain(alternatives.iter().flatten()) {
            needs.columns.extend(condition.column().cloned());
            if let Condition::Level { segment, .. } = condition {
                needs.segments.insert(*segment);
            }
        }
        needs.segments.extend(outcome.standard.iter().map(|standard| standard.segment));
        for &segment in &needs.segments {
            needs.columns.insert(self.segments[segment].column.clone());
        }
        let parts = match &outcome.answer {
            Answer::Parts { of, .. } => of.as_slice(),
            _ => &[],
        };
        outcome.base.asked_if.iter().chain(parts).for_each(|&other| self.gather(other, needs));
    }

    /// The study with these outcomes and segments, by position, and nothing else that is asked of the data; what they
    /// rest on is kept too. Everything stays in study order.
    #[must_use]
    pub fn part(&self, outcomes: &[usize], segments: &[usize]) -> Study {
        let mut kept = Needs::default();
        outcomes.iter().for_each(|&at| self.gather(at, &mut kept));
        kept.segments.extend(segments);
        for condition in self.domain.iter().chain(&self.data.complete) {
            if let Condition::Level { segment, .. } = condition {
                kept.segments.insert(*segment);
            }
        }
        let outcomes: Vec<usize> = kept.outcomes.into_iter().collect();
        let segments: Vec<usize> = kept.segments.into_iter().collect();
        let places = Places { outcomes: &outcomes, segments: &segments };
        let mut data = self.data.clone();
        data.complete = places.conditions(&self.data.complete);
        Study {
            data,
            segments: segments.iter().map(|&at| self.segments[at].clone()).collect(),
            outcomes: outcomes.iter().map(|&at| places.outcome(&self.outcomes[at])).collect(),
            outcome_order: self.outcome_order.iter().filter_map(|&at| places.of_outcome(at)).collect(),
            multi: self.multi.iter().filter_map(|multi| places.multi(multi)).collect(),
            domain: places.conditions(&self.domain),
            paired: Vec::new(),
            stratified: Vec::new(),
            models: Vec::new(),
            correlations: Vec::new(),
            paradox: None,
            claims: Vec::new(),
            sentences: Vec::new(),
            batteries: Vec::new(),
            not_computed: Vec::new(),
            ..self.clone()
        }
    }
}

/// Where outcomes and segments stand in the part: those that are kept, by their position before.
struct Places<'a> {
    outcomes: &'a [usize],
    segments: &'a [usize],
}

impl Places<'_> {
    fn of_outcome(&self, at: usize) -> Option<usize> {
        self.outcomes.binary_search(&at).ok()
    }

    fn of_segment(&self, at: usize) -> usize {
        self.segments.binary_search(&at).expect("what is referred to is kept")
    }

    fn outcome(&self, outcome: &Outcome) -> Outcome {
        let others = |of: &[usize]| of.iter().filter_map(|&at| self.of_outcome(at)).collect::<Vec<_>>();
        let answer = match &outcome.answer {
            Answer::Parts { of, needed } => Answer::Parts { of: others(of), needed: *needed },
            Answer::When { any, columns } => {
                Answer::When { any: any.iter().map(|all| self.conditions(all)).collect(), columns: columns.clone() }
            }
            other => other.clone(),
        };
        let base = Base {
            conditions: self.conditions(&outcome.base.conditions),
            ticked_any: outcome
                .base
                .ticked_any
                .as_ref()
                .map(|any| TickedAny { options: self.conditions(&any.options), ..any.clone() }),
            asked_if: others(&outcome.base.asked_if),
            label: outcome.base.label.clone(),
        };
        let standard = outcome
            .standard
            .as_ref()
            .map(|standard| Standard { segment: self.of_segment(standard.segment), shares: standard.shares.clone() });
        Outcome { answer, base, standard, ..outcome.clone() }
    }

    fn conditions(&self, conditions: &[Condition]) -> Vec<Condition> {
        let moved = |condition: &Condition| match condition {
            Condition::Level { segment, levels } => {
                Condition::Level { segment: self.of_segment(*segment), levels: levels.clone() }
            }
            other => other.clone(),
        };
        conditions.iter().map(moved).collect()
    }

    /// A question with several answers, if all its options are kept.
    fn multi(&self, multi: &MultiSpec) -> Option<MultiSpec> {
        let options: Option<Vec<usize>> = multi.options.clone().map(|at| self.of_outcome(at)).collect();
        let options = options?;
        let (first, last) = (*options.first()?, *options.last()?);
        Some(MultiSpec { name: multi.name.clone(), options: first..last + 1 })
    }
}

#[cfg(test)]
mod tests {
    use crate::study::{Answer, Condition, parse};

    const STUDY: &str = r#"
schema = 1
[study]
title = "Parts"
[[segments]]
name = "size"
levels = ["S", "L"]
[[segments]]
name = "country"
levels = ["A", "B"]
[[outcomes]]
name = "shipped"
yes = ["Yes"]
[[outcomes]]
name = "other"
yes = ["Yes"]
[[outcomes]]
name = "rollback"
column = "rolled_back"
yes = ["Yes"]
asked_if = ["shipped"]
base = { product = ["Yes"] }
[[outcomes]]
name = "either"
any_of = ["rollback", "other"]
"#;

    #[test]
    fn an_outcome_keeps_whatever_it_rests_on_and_its_references_move_with_it() {
        let study = parse(STUDY, "s.toml").expect("a study");
        let part = study.part(&[study.outcome("rollback").expect("is there")], &[1]);
        let names: Vec<&str> = part.outcomes.iter().map(|o| o.name.as_str()).collect();
        assert_eq!(names, ["shipped", "rollback"]);
        assert_eq!(part.outcomes[1].base.asked_if, [0]);
        assert_eq!(part.segments.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["country"]);
        assert_eq!(part.outcome_order.len(), 2);
    }

    #[test]
    fn a_part_of_everything_asks_the_same_of_the_data() {
        let study = parse(STUDY, "s.toml").expect("a study");
        let part = study.part(&[0, 1, 2, 3], &[0, 1]);
        assert_eq!((&part.outcomes, &part.segments), (&study.outcomes, &study.segments));
        assert_eq!(part.outcome_order, study.outcome_order);
    }

    #[test]
    fn needs_name_the_columns_of_bases_and_of_the_outcomes_that_are_referred_to() {
        let study = parse(STUDY, "s.toml").expect("a study");
        let needs = study.needs(study.outcome("either").expect("is there"));
        let columns: Vec<String> = needs.columns.iter().map(ToString::to_string).collect();
        assert_eq!(columns, ["other", "product", "rolled_back", "shipped"]);
        assert!(needs.segments.is_empty());
    }

    #[test]
    fn a_domain_keeps_its_segment_and_points_to_it() {
        let mut study = parse(STUDY, "s.toml").expect("a study");
        study.domain = vec![Condition::Level { segment: 1, levels: vec![0] }];
        let part = study.part(&[0], &[]);
        assert_eq!(part.segments.len(), 1);
        assert_eq!(part.domain, [Condition::Level { segment: 0, levels: vec![0] }]);
        assert!(matches!(part.outcomes[0].answer, Answer::YesNo { .. }));
    }
}
