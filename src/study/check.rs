//! Does the study fit together, wherever it came from?
//!
//! Outcomes may ask only those who said yes to others (`asked_if`) or be made of others (`all_of`, `any_of`), and those
//! may stand later. Somebody must be coded first, so there is an order in which each outcome comes after those that it
//! refers to; a circle has none and is an error.

use super::Outcome;

/// The order in which outcomes can be coded, or the circle that leaves none: positions, each asking the next.
pub(super) fn order(outcomes: &[Outcome]) -> Result<Vec<usize>, Vec<usize>> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut state = vec![State::New; outcomes.len()];
    let mut order = Vec::with_capacity(outcomes.len());
    for start in 0..outcomes.len() {
        if state[start] != State::New {
            continue;
        }
        state[start] = State::Open;
        // The path from `start`, with how many of each outcome's references are done: no recursion, so that a long
        // chain of outcomes cannot exhaust the stack.
        let mut path = vec![(start, 0)];
        while let Some((outcome, next)) = path.last_mut() {
            match outcomes[*outcome].references().nth(*next) {
                None => {
                    state[*outcome] = State::Done;
                    order.push(*outcome);
                    path.pop();
                }
                Some(asked) => {
                    *next += 1;
                    match state[asked] {
                        State::Done => {}
                        State::New => {
                            state[asked] = State::Open;
                            path.push((asked, 0));
                        }
                        State::Open => {
                            return Err(path.iter().map(|p| p.0).skip_while(|&p| p != asked).collect());
                        }
                    }
                }
            }
        }
    }
    Ok(order)
}

/// "`a` -> `b` -> `a`": a circle as text.
pub(super) fn circle(names: &[&str]) -> String {
    let mut text: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    text.extend(text.first().cloned());
    text.join(" -> ")
}

/// The position of the first item that an earlier one equals, and of that earlier one.
pub(super) fn first_repeated<T: Ord>(items: &[T]) -> Option<(usize, usize)> {
    let mut seen = std::collections::BTreeMap::new();
    items.iter().enumerate().find_map(|(position, item)| seen.insert(item, position).map(|earlier| (position, earlier)))
}

/// How a name reads in text: `company_size` becomes "Company size".
///
/// ```
/// assert_eq!(paradox::study::readable("company_size"), "Company size");
/// ```
pub fn readable(name: &str) -> String {
    let spaced = name.replace('_', " ");
    let spaced = spaced.trim();
    let mut letters = spaced.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Answer, Base, ColumnRef};
    use super::*;

    fn asking(references: &[&[usize]]) -> Vec<Outcome> {
        let outcome = |(position, asked_if): (usize, &&[usize])| Outcome {
            name: format!("o{position}"),
            label: String::new(),
            question: None,
            answer: Answer::YesNo {
                column: ColumnRef::Position(position),
                yes: Some(vec!["Yes".into()]),
                no: None,
                missing: vec![],
            },
            base: Base { asked_if: asked_if.to_vec(), ..Base::default() },
            nets: Vec::new(),
            standard: None,
            family: Default::default(),
            line: 0,
        };
        references.iter().enumerate().map(outcome).collect()
    }

    #[test]
    fn each_outcome_comes_after_those_that_it_refers_to_and_otherwise_in_study_order() {
        assert_eq!(order(&asking(&[&[], &[], &[]])), Ok(vec![0, 1, 2]));
        assert_eq!(order(&asking(&[&[2, 1], &[2], &[]])), Ok(vec![2, 1, 0]));
    }

    #[test]
    fn a_circle_is_named_without_what_only_leads_into_it() {
        assert_eq!(order(&asking(&[&[0]])), Err(vec![0]));
        assert_eq!(order(&asking(&[&[1], &[2], &[3], &[1]])), Err(vec![1, 2, 3]));
        assert_eq!(circle(&["a", "b"]), "`a` -> `b` -> `a`");
    }

    #[test]
    fn a_chain_of_a_hundred_thousand_outcomes_does_not_exhaust_the_stack() {
        let mut outcomes = asking(&vec![&[] as &[usize]; 100_000]);
        let most = outcomes.len() - 1;
        outcomes.iter_mut().enumerate().filter(|(i, _)| *i < most).for_each(|(i, o)| o.base.asked_if = vec![i + 1]);
        assert_eq!(order(&outcomes).unwrap()[0], most);
    }

    #[test]
    fn names_read_as_text() {
        assert_eq!(readable("ai_budget"), "Ai budget");
        assert_eq!(readable("_"), "_");
        assert_eq!(readable("état"), "État");
    }
}
