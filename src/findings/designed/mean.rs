//! Does the mean of a number depend on a segment, under a design? Wald F, and differences with their covariance.

use super::Drawn;
use super::compare::{Levels, furthest, largest};
use crate::findings::compare::{self, By, Found};
use crate::results::{
    Comparison, Decision, DecisionRule, Effect, Equivalence, EquivalencePair, Estimate, Flag, Pair, TestMethod, Tests,
};
use crate::stats::survey::interval::wald;

/// Compares the means of the levels.
pub fn compare(by: &By, drawn: &Drawn, margin: Option<f64>) -> Found {
    let By { segment, levels, analysis, .. } = *by;
    let of = Levels::of(by, drawn);
    let estimates: Vec<Estimate> = (segment.levels.iter().zip(levels).enumerate())
        .map(|(l, (name, answers))| drawn.estimate(Some(name), &[l + 1], answers.no_answer))
        .collect();
    let rows: Vec<[usize; 1]> = of.present.iter().map(|&l| [l + 1]).collect();
    let joint = drawn.numbers(&rows.iter().map(<[usize; 1]>::as_slice).collect::<Vec<_>>());
    let omnibus = joint.as_ref().filter(|_| !drawn.is_total()).and_then(|joint| of.wald(joint));
    let tests = Tests {
        note: omnibus.is_none().then(|| match of.present.len() {
            0 => "nobody in the base has both a number and a level".into(),
            1 => "all who answered are in one level".into(),
            _ if drawn.is_total() => {
                "a total grows with the size of its level; whether levels differ, their means show".into()
            }
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
        .flat_map(|joint| of.pairs().map(|(i, j)| of.pair(name(i), name(j), joint.difference(i, j))))
        .collect();
    compare::adjust(&mut pairs, analysis);
    let mut versus_rest: Vec<Pair> = (of.against_rest().iter())
        .filter_map(|(l, [own, rest])| {
            let both = drawn.numbers(&[own, rest])?;
            Some(of.pair(&of.names[*l], "rest", both.difference(0, 1)))
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
        equivalence: margin.map(|margin| sameness(&of, &pairs, &shown, margin)),
        tests,
        decision,
        pairs,
        versus_rest,
        ..by.blank(estimates, drawn.estimate(None, &[], 0))
    };
    Found { comparison, rejection_ln_p }
}

/// The largest one-sided limit of a difference between two levels that are shown.
fn sameness(of: &Levels, pairs: &[Pair], shown: &[usize], margin: f64) -> Equivalence {
    let name = |at: usize| &of.names[of.present[at]];
    let is_shown = |pair: &&Pair| [&pair.a, &pair.b].iter().all(|level| shown.iter().any(|&at| name(at) == *level));
    let alpha = of.drawn.analysis.alpha;
    let limit = |pair: &Pair| {
        let ci = wald(pair.difference?.abs(), pair.se.filter(|se| *se > 0.0)?, of.df, 1.0 - 2.0 * alpha)?;
        Some(ci.high)
    };
    let limits: Option<Vec<f64>> = pairs.iter().filter(is_shown).map(limit).collect();
    let smallest_margin = limits.and_then(|limits| limits.into_iter().reduce(f64::max));
    let pictured = |pair: &Pair| {
        let difference = pair.difference?;
        let ci = pair.se.filter(|se| *se > 0.0).and_then(|se| wald(difference, se, of.df, 1.0 - 2.0 * alpha));
        Some(EquivalencePair { a: pair.a.clone(), b: pair.b.clone(), difference, ci })
    };
    Equivalence {
        margin,
        smallest_margin,
        detectable_difference: None,
        base_needed: None,
        chance_spread: None,
        rms_spread_upper: None,
        left_out: (0..of.present.len()).filter(|at| !shown.contains(at)).map(|at| name(at).clone()).collect(),
        pairs: pairs.iter().filter(is_shown).filter_map(pictured).collect(),
        note: compare::no_limit(
            shown.len(),
            smallest_margin,
            "nothing varies, or the design leaves no degrees of freedom",
        ),
    }
}
