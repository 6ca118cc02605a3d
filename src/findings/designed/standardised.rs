//! Does a rate that is brought to a standard depend on a segment? Wald F of equal rates, and differences with their
//! covariance. (Levels of another composition have other weights: a table of counts has nothing to say of them.)

use super::Drawn;
use super::compare::{Levels, furthest, largest, pair_with_ratios, sameness};
use crate::findings::compare::{self, By, Found};
use crate::results::{Comparison, Decision, DecisionRule, Effect, Estimate, Flag, Pair, TestMethod, Tests};

/// Compares the standardised rates of the levels.
pub fn compare(by: &By, drawn: &Drawn) -> Found {
    let By { segment, levels, analysis, .. } = *by;
    let of = Levels::of(by, drawn);
    let estimates: Vec<Estimate> = (segment.levels.iter().zip(levels).enumerate())
        .map(|(l, (name, answers))| drawn.estimate(Some(name), &[l + 1], answers.no_answer))
        .collect();
    let group = |rows: &[usize]| (drawn.yes(rows), drawn.answered(rows));
    let joint = drawn.joint(of.present.iter().map(|&l| group(&[l + 1])));
    let omnibus = joint.as_ref().and_then(|joint| of.wald(joint));
    let tests = Tests {
        note: omnibus.is_none().then(|| match of.present.len() {
            0 => "no level has respondents in all levels of the standard".into(),
            1 => "only one level has respondents in all levels of the standard".into(),
            _ => "the design leaves no degrees of freedom, or nothing varies".into(),
        }),
        omnibus: omnibus.map(|test| test.named(TestMethod::WaldF)),
        trend: None,
        departure: None,
        others: Vec::new(),
    };
    let name = |at: usize| of.names[of.present[at]].as_str();
    let mut pairs: Vec<Pair> = joint
        .iter()
        .flat_map(|joint| of.pairs().map(|(i, j)| pair_with_ratios([name(i), name(j)], joint, [i, j], of.df, analysis)))
        .collect();
    compare::adjust(&mut pairs, analysis);
    let mut versus_rest: Vec<Pair> = (of.against_rest().iter())
        .filter_map(|(l, both)| {
            let both = drawn.joint(both.iter().map(|rows| group(rows)))?;
            Some(pair_with_ratios([&of.names[*l], "rest"], &both, [0, 1], of.df, analysis))
        })
        .collect();
    compare::adjust(&mut versus_rest, analysis);
    let shown: Vec<usize> =
        (0..of.present.len()).filter(|&at| !estimates[of.present[at]].flags.contains(&Flag::Suppressed)).collect();
    let decision = tests.omnibus.as_ref().map(|test| Decision {
        rule: DecisionRule::Omnibus,
        p: test.p,
        ln_p: test.ln_p,
        p_adjusted: test.p,
        adjust: String::new(),
        family_size: 1,
    });
    let rejection_ln_p = decision.as_ref().map(|decision| decision.ln_p);
    let comparison = Comparison {
        effect: largest(&pairs, &of, &shown).map(|largest| Effect {
            cramers_v: None,
            cramers_v_raw: None,
            cramers_v_ci: None,
            cohen_w: None,
            largest_difference: Some(largest),
            furthest_level: furthest(&versus_rest, &of, &shown),
        }),
        equivalence: joint.as_ref().and_then(|joint| sameness(&of, joint, &estimates, &shown)),
        tests,
        decision,
        pairs,
        versus_rest,
        ..by.blank(estimates, drawn.estimate(None, &[], 0))
    };
    Found { comparison, rejection_ln_p }
}
