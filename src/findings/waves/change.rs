//! Pairs of waves → changes with their verdicts, and what their p are corrected over.

use crate::results::waves::{Against, Change, Interaction};
use crate::results::{Comparison, Estimate, Flag, Interval, Pair, Ratio, Verdict};
use crate::stats::equivalence::{self, Evidence, Rule};
use crate::stats::multiplicity::adjust_ln;
use crate::study::Analysis;

/// The changes between waves that have respondents: each against the one before, and, of three or more, against the
/// first. `own` are the figures of each wave by itself, named after it.
pub fn changes(comparison: &Comparison, own: &[Estimate]) -> Vec<Change> {
    let waves: Vec<&Estimate> = own.iter().filter(|wave| wave.n > 0).collect();
    let mut found = Vec::new();
    for (at, later) in waves.iter().enumerate().skip(1) {
        found.extend(change(comparison, later, waves[at - 1], Against::Previous));
        if at > 1 {
            found.extend(change(comparison, later, waves[0], Against::First));
        }
    }
    found
}

fn change(comparison: &Comparison, later: &Estimate, earlier: &Estimate, against: Against) -> Option<Change> {
    let (a, b) = (later.level.as_deref()?, earlier.level.as_deref()?);
    let found = comparison.pairs.iter().find(|pair| pair.a == b && pair.b == a)?;
    let held = comparison.equivalence.as_ref();
    let limits = held.and_then(|held| held.pairs.iter().find(|pair| pair.a == b && pair.b == a)?.ci).map(turned_limits);
    Some(Change {
        pair: Pair { p_adjusted: None, ..turned(found) },
        against,
        margin: held.map(|held| held.margin),
        smallest_margin: limits.map(|ci| ci.high.max(-ci.low)),
        equivalence_ci: limits,
        verdict: Verdict::Undetermined,
        flags: flags(later, earlier),
        sentence: String::new(),
    })
}

/// What is flagged of either end.
pub fn flags(later: &Estimate, earlier: &Estimate) -> Vec<Flag> {
    let more = earlier.flags.iter().filter(|flag| !later.flags.contains(flag));
    later.flags.iter().chain(more).copied().collect()
}

/// The same two the other way round.
pub fn turned(pair: &Pair) -> Pair {
    let inverse = |ratio: &Ratio| Ratio {
        value: ratio.value.filter(|value| *value > 0.0).map(f64::recip),
        low: ratio.high.filter(|high| *high > 0.0).map(f64::recip),
        high: ratio.low.filter(|low| *low > 0.0).map(f64::recip),
    };
    Pair {
        a: pair.b.clone(),
        b: pair.a.clone(),
        // Not a negative zero.
        difference: pair.difference.map(|difference| 0.0 - difference),
        ci: pair.ci.map(turned_limits),
        ratio: pair.ratio.as_ref().map(inverse),
        odds_ratio: pair.odds_ratio.as_ref().map(inverse),
        ..pair.clone()
    }
}

fn turned_limits(ci: Interval) -> Interval {
    Interval { low: 0.0 - ci.high, high: 0.0 - ci.low, ..ci }
}

/// p that are corrected together, in the order in which they were gathered.
#[derive(Default)]
pub struct Family {
    ln_p: Vec<Option<f64>>,
    adjusted: std::collections::VecDeque<Option<f64>>,
}

impl Family {
    /// Takes the p of changes; one with a base that the study's rule suppresses is not tested. What `--redact` hides
    /// beside it is: else hiding would make a finding.
    pub fn gather(&mut self, changes: &[Change]) {
        let ln_p = |change: &Change| change.pair.ln_p.filter(|_| !change.flags.contains(&Flag::Suppressed));
        self.ln_p.extend(changes.iter().map(ln_p));
    }

    /// Takes the p of tests.
    pub fn gather_tests(&mut self, tests: &[Interaction]) {
        self.ln_p.extend(tests.iter().map(|of| of.test.as_ref().map(|test| test.ln_p)));
    }

    /// Corrects them.
    pub fn adjust(&mut self, analysis: &Analysis) {
        self.adjusted = adjust_ln(&self.ln_p, analysis.adjust).into();
    }

    /// How many there are.
    pub fn size(&self) -> u64 {
        self.ln_p.iter().flatten().count() as u64
    }

    /// Gives changes their corrected p and their verdict, in the order of gathering.
    pub fn give_back(&mut self, changes: &mut [Change], analysis: &Analysis) {
        for change in changes {
            let p_adjusted = self.adjusted.pop_front().flatten().map(f64::exp);
            change.pair.p_adjusted = p_adjusted;
            let evidence = Evidence { p_adjusted, smallest_margin: change.smallest_margin };
            change.verdict = equivalence::verdict(evidence, Rule { alpha: analysis.alpha, margin: change.margin });
        }
    }

    /// Gives tests their corrected p, in the order of gathering.
    pub fn give_back_tests(&mut self, tests: &mut [Interaction]) {
        for of in tests {
            of.p_adjusted = self.adjusted.pop_front().flatten().map(f64::exp);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::compare::pair;
    use crate::stats::Count;
    use crate::study::Analysis;

    /// Later less earlier is what the same formulas give when the later wave stands first.
    #[test]
    fn a_turned_pair_is_the_pair_of_the_other_order() {
        let (a, b) = (Count { yes: 56, n: 70 }, Count { yes: 48, n: 80 });
        let of =
            |x: Count, y: Count, names: [&str; 2]| pair(names[0].into(), names[1].into(), x, y, &Analysis::default());
        let (got, expected) = (turned(&of(a, b, ["1", "2"])), of(b, a, ["2", "1"]));
        let near = |x: Option<f64>, y: Option<f64>| assert!((x.expect("x") - y.expect("y")).abs() < 1e-12);
        near(got.difference, expected.difference);
        near(got.ci.map(|ci| ci.low), expected.ci.map(|ci| ci.low));
        near(got.ci.map(|ci| ci.high), expected.ci.map(|ci| ci.high));
        for ratio in [|p: &Pair| p.ratio, |p: &Pair| p.odds_ratio] {
            let (got, expected) = (ratio(&got).expect("a ratio"), ratio(&expected).expect("a ratio"));
            near(got.value, expected.value);
            near(got.low, expected.low);
            near(got.high, expected.high);
        }
        assert_eq!((got.a.as_str(), got.b.as_str(), got.ln_p), ("2", "1", expected.ln_p));
        assert_eq!(turned(&turned(&of(a, b, ["1", "2"]))).difference, of(a, b, ["1", "2"]).difference);
    }
}
