//! Do figures that no table of counts describes depend on a segment: means, totals, standardised rates? Wald's F that all
//! levels have the same, and differences with their covariance.

use super::compare::{Levels, furthest, largest};
use super::pair::{Differences, without_error};
use crate::design::Estimates;
use crate::findings::compare::{self, By, Found};
use crate::findings::words;
use crate::results::{Comparison, Decision, DecisionRule, Effect, Estimate, Flag, Pair, Test, TestMethod, Tests};

/// The figures of several groups of rows, with what they vary together.
type OfGroups<'a> = dyn Fn(&[&[usize]]) -> Option<Estimates> + 'a;

/// Two of them, by name and by position, as a pair; first what their difference rests on.
type AsPair = dyn Fn(Differences, [&str; 2], &Estimates, [usize; 2]) -> Pair;

/// What is compared.
pub struct Figures<'a> {
    /// The figures.
    pub of: &'a OfGroups<'a>,
    /// Their differences.
    pub pair: &'a AsPair,
    /// Why no test is asked for, whatever the figures are.
    pub untested: Option<&'static str>,
    /// What a level that can be compared has.
    pub needs: &'static str,
}

/// A comparison without equivalence, and what that is made of.
pub struct Compared {
    /// The comparison.
    pub found: Found,
    /// The figures of the levels present.
    pub joint: Option<Estimates>,
    /// Positions, among the levels present, of those that are shown.
    pub shown: Vec<usize>,
}

impl Compared {
    /// The estimates of all levels.
    pub fn estimates(&self) -> &[Estimate] {
        &self.found.comparison.levels
    }

    /// The pairs of levels.
    pub fn pairs(&self) -> &[Pair] {
        &self.found.comparison.pairs
    }

    /// The comparison, with whether it is the same.
    pub fn with(mut self, equivalence: Option<crate::results::Equivalence>) -> Found {
        self.found.comparison.equivalence = equivalence;
        self.found
    }
}

/// Compares the figures of the levels.
pub fn compare(by: &By, of: &Levels, figures: &Figures) -> Compared {
    let By { segment, levels, analysis, .. } = *by;
    let estimates: Vec<Estimate> = (segment.levels.iter().zip(levels).enumerate())
        .map(|(l, (name, answers))| Estimate {
            bands: of.drawn.bands(&[l + 1], answers.no_answer),
            ..of.drawn.estimate(Some(name), &[l + 1], answers.no_answer)
        })
        .collect();
    let rows: Vec<[usize; 1]> = of.present.iter().map(|&l| [l + 1]).collect();
    let joint = (figures.of)(&rows.iter().map(<[usize; 1]>::as_slice).collect::<Vec<_>>());
    let omnibus = joint.as_ref().filter(|_| figures.untested.is_none()).and_then(|joint| of.wald(joint));
    let unknown = of.without_error();
    let note = omnibus.is_none().then(|| match (of.present.len(), figures.untested) {
        (0, _) => format!("no level has {}", figures.needs),
        (1, _) => format!("only one level has {}", figures.needs),
        (_, Some(untested)) => untested.to_owned(),
        (present, _) if present < unknown.len() + 2 && !unknown.is_empty() => {
            format!("fewer than two levels have an error that the design tells: not {}", words::and(&unknown))
        }
        _ => "the design leaves no degrees of freedom, or nothing varies".to_owned(),
    });
    let left_out = (!unknown.is_empty()).then(|| {
        format!("without {}: the design does not tell the error of a level in one sampling unit", words::and(&unknown))
    });
    let omnibus = omnibus.map(|test| Test { note: left_out, ..test.named(TestMethod::WaldF) });
    let decision = omnibus.as_ref().map(|test| Decision {
        rule: DecisionRule::Omnibus,
        p: test.p,
        ln_p: test.ln_p,
        p_adjusted: test.p,
        adjust: String::new(),
        family_size: 1,
    });
    let rejection_ln_p = decision.as_ref().map(|decision| decision.ln_p);
    let mut pairs: Vec<Pair> = joint
        .iter()
        .flat_map(|joint| {
            of.pairs().map(|(i, j)| {
                let pair = (figures.pair)(of.of_two((i, j)), [of.name(i), of.name(j)], joint, [i, j]);
                if of.have_errors((i, j)) { pair } else { without_error(pair) }
            })
        })
        .collect();
    compare::adjust(&mut pairs, analysis);
    let mut versus_rest: Vec<Pair> = (of.against_rest().iter().enumerate())
        .filter_map(|(at, [own, rest])| {
            let both = (figures.of)(&[own, rest])?;
            let pair = (figures.pair)(of.differences, [of.name(at), "rest"], &both, [0, 1]);
            Some(if of.have_errors_with_rest(at, rest) { pair } else { without_error(pair) })
        })
        .collect();
    compare::adjust(&mut versus_rest, analysis);
    let shown: Vec<usize> =
        (0..of.present.len()).filter(|&at| !estimates[of.present[at]].flags.contains(&Flag::Suppressed)).collect();
    let comparison = Comparison {
        effect: largest(&pairs, of, &shown).map(|largest| Effect {
            cramers_v: None,
            cramers_v_raw: None,
            cramers_v_ci: None,
            cohen_w: None,
            largest_difference: Some(largest),
            furthest_level: furthest(&versus_rest, of, &shown),
        }),
        tests: Tests { omnibus, trend: None, departure: None, others: Vec::new(), note },
        decision,
        pairs,
        versus_rest,
        ..by.blank(estimates, of.drawn.estimate(None, &[], 0))
    };
    Compared { found: Found { comparison, rejection_ln_p }, joint, shown }
}
