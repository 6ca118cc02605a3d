//! Which columns stand in the letters of a cell?

use crate::results::Pair;
use crate::results::table::letter;

/// For each level the letters of those that it is significantly above; none unless the decision allows them.
pub(super) fn letters(levels: &[&str], pairs: &[Pair], decision: Option<f64>, alpha: f64) -> Vec<Vec<String>> {
    let mut found: Vec<Vec<String>> = vec![Vec::new(); levels.len()];
    if decision.is_none_or(|p| p > alpha) {
        return found;
    }
    let position = |name: &str| levels.iter().position(|level| *level == name);
    let mut above: Vec<(usize, usize)> = Vec::new();
    for pair in pairs.iter().filter(|pair| pair.p_adjusted.is_some_and(|p| p <= alpha)) {
        let (Some(a), Some(b), Some(difference)) = (position(&pair.a), position(&pair.b), pair.difference) else {
            continue;
        };
        if difference != 0.0 {
            above.push(if difference > 0.0 { (a, b) } else { (b, a) });
        }
    }
    above.sort_unstable();
    above.iter().for_each(|&(higher, lower)| found[higher].push(letter(lower)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::compare;
    use crate::stats::Count;

    #[test]
    fn no_decision_no_letters() {
        let pair = compare::pair(
            "a".into(),
            "b".into(),
            Count { yes: 90, n: 100 },
            Count { yes: 10, n: 100 },
            &crate::study::Analysis::default(),
        );
        let pairs = [Pair { p_adjusted: pair.p, ..pair }];
        assert_eq!(letters(&["a", "b"], &pairs, Some(0.05), 0.05), [vec!["B".to_owned()], vec![]]);
        assert_eq!(letters(&["b", "a"], &pairs, Some(0.05), 0.05), [vec![], vec!["A".to_owned()]]);
        for decision in [None, Some(0.0501)] {
            assert_eq!(letters(&["a", "b"], &pairs, decision, 0.05), [Vec::<String>::new(), vec![]]);
        }
    }
}
