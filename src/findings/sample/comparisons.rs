//! Estimates, and an outcome by a segment: one that differs, one that settles nothing, one that shows no difference.

use crate::results::*;
use crate::stats::Ratio;

/// An interval of a rate.
pub(crate) fn ci(low: f64, high: f64) -> Option<Interval> {
    Some(Interval { low, high, level: 0.95, method: IntervalMethod::Wilson })
}

/// An interval of a difference.
pub(crate) fn difference_ci(low: f64, high: f64) -> Option<Interval> {
    Some(Interval { low, high, level: 0.95, method: IntervalMethod::Newcombe })
}

/// A level (or the whole, without a name) with its rate, and an interval five points to each side.
pub(crate) fn estimate(level: Option<&str>, n: u64, n_yes: u64) -> Estimate {
    let rate = (n > 0).then(|| n_yes as f64 / n as f64);
    let mut flags = Vec::new();
    match n {
        0 => flags.push(Flag::Empty),
        1..30 => flags.push(Flag::Suppressed),
        30..100 => flags.push(Flag::Caution),
        _ => {}
    }
    if n > 0 && (n_yes == 0 || n_yes == n) {
        flags.push(Flag::ZeroOrOne);
    }
    Estimate {
        measure: Measure::Rate,
        mean: None,
        shares: None,
        level: level.map(str::to_owned),
        n,
        n_yes,
        n_missing: 0,
        n_weighted: n as f64,
        n_effective: n as f64,
        rate,
        se: rate.map(|p| (p * (1.0 - p) / n as f64).sqrt()),
        ci: rate.and_then(|p| ci((p - 0.05).max(0.0), (p + 0.05).min(1.0))),
        deff: Some(1.0),
        df: None,
        flags,
        bands: None,
    }
}

/// Two levels compared, a minus b.
pub(crate) fn pair(a: &str, b: &str, difference: f64) -> Pair {
    Pair {
        a: a.to_owned(),
        b: b.to_owned(),
        difference: Some(difference),
        se: Some(0.02),
        df: None,
        ci: difference_ci(difference - 0.04, difference + 0.04),
        p: Some(0.001),
        ln_p: Some(0.001_f64.ln()),
        p_adjusted: Some(0.003),
        ratio: Some(Ratio { value: Some(1.1), low: Some(1.0), high: Some(1.2) }),
        odds_ratio: None,
    }
}

/// A comparison of three levels with rates of 66%, 72% and 81%, that differs and rises.
pub(crate) fn rising() -> Comparison {
    let levels = vec![
        estimate(Some("Ad hoc"), 500, 330),
        estimate(Some("Defined"), 600, 432),
        estimate(Some("Fully mature"), 400, 324),
    ];
    Comparison {
        measure: Measure::Rate,
        outcome: "rollback".into(),
        segment: "governance_maturity".into(),
        outcome_label: "Rolled back or shut down a live AI agent".into(),
        segment_label: "Governance maturity".into(),
        base: base("respondents with shipped = Yes", 1567, 23, 937),
        ordered: true,
        overall: overall(),
        n_segment_missing: 67,
        levels,
        tests: Tests {
            omnibus: Some(Test::new(TestMethod::Pearson, 25.31, 2.0, 3.2e-6_f64.ln())),
            trend: Some(
                Test::new(TestMethod::CochranArmitage, 24.9, 1.0, 6.0e-7_f64.ln()).with_direction(Direction::Rising),
            ),
            departure: Some(Test::new(TestMethod::Departure, 0.41, 1.0, 0.52_f64.ln())),
            others: vec![Test::new(TestMethod::G, 25.9, 2.0, 2.4e-6_f64.ln())],
            note: None,
        },
        decision: decision(DecisionRule::OmnibusOrTrend, 1.2e-6, 3.6e-6),
        effect: Some(Effect {
            cramers_v: Some(0.125),
            cramers_v_raw: Some(0.130),
            cramers_v_ci: Some(Interval {
                low: 0.07,
                high: 0.18,
                level: 0.95,
                method: IntervalMethod::NoncentralChiSquare,
            }),
            cohen_w: Some(0.130),
            largest_difference: Some(LargestDifference {
                pair: pair("Ad hoc", "Fully mature", -0.15),
                ci_simultaneous: difference_ci(-0.218, -0.079),
            }),
            furthest_level: Some(LargestDifference {
                pair: pair("Fully mature", "rest", 0.12),
                ci_simultaneous: difference_ci(0.05, 0.19),
            }),
        }),
        pairs: vec![
            pair("Ad hoc", "Defined", -0.06),
            pair("Ad hoc", "Fully mature", -0.15),
            pair("Defined", "Fully mature", -0.09),
        ],
        versus_rest: vec![
            pair("Ad hoc", "rest", -0.10),
            pair("Defined", "rest", -0.01),
            pair("Fully mature", "rest", 0.12),
        ],
        equivalence: Some(Equivalence {
            margin: 0.05,
            smallest_margin: Some(0.201),
            detectable_difference: Some(0.081),
            base_needed: Some(4_321),
            chance_spread: Some(ChanceSpread { expected: 0.047, p95: 0.091, observed: 0.15 }),
            rms_spread_upper: Some(0.08),
            left_out: Vec::new(),
            pairs: vec![
                equivalence_pair("Ad hoc", "Defined", -0.06, 0.051),
                equivalence_pair("Ad hoc", "Fully mature", -0.15, 0.051),
                equivalence_pair("Defined", "Fully mature", -0.09, 0.051),
            ],
            note: None,
        }),
        verdict: Verdict::Differs,
        sentence: String::new(),
        headline: String::new(),
    }
}

/// Two levels with their 1 - 2α interval, so far to both sides.
fn equivalence_pair(a: &str, b: &str, difference: f64, half: f64) -> EquivalencePair {
    let ci = Interval { level: 0.9, method: IntervalMethod::Newcombe, low: difference - half, high: difference + half };
    EquivalencePair { a: a.into(), b: b.into(), difference, ci: Some(ci) }
}

/// The same with a further level of 12 respondents.
pub(crate) fn with_a_tiny_level() -> Comparison {
    let mut c = rising();
    c.levels.insert(1, estimate(Some("Tiny"), 12, 12));
    c.levels.insert(2, estimate(Some("None of these"), 0, 0));
    if let Some(eq) = &mut c.equivalence {
        eq.left_out = vec!["Tiny".into()];
    }
    c
}

/// A comparison of two levels that settles nothing.
pub(crate) fn unsettled() -> Comparison {
    let mut c = rising();
    c.segment = "company_size".into();
    c.segment_label = "Company size (employees)".into();
    c.levels = vec![estimate(Some("1,000-4,999"), 1066, 781), estimate(Some("5,000+"), 80, 61)];
    c.tests = Tests {
        omnibus: Some(Test::new(TestMethod::Pearson, 0.33, 1.0, 0.566_f64.ln())),
        trend: None,
        departure: None,
        others: Vec::new(),
        note: None,
    };
    c.decision = decision(DecisionRule::Omnibus, 0.566, 0.9);
    c.effect = Some(Effect {
        cramers_v: Some(0.0),
        cramers_v_raw: Some(0.017),
        cramers_v_ci: None,
        cohen_w: Some(0.017),
        largest_difference: Some(LargestDifference {
            pair: pair("1,000-4,999", "5,000+", -0.03),
            ci_simultaneous: difference_ci(-0.12, 0.06),
        }),
        furthest_level: None,
    });
    c.pairs = vec![pair("1,000-4,999", "5,000+", -0.03)];
    c.versus_rest = vec![pair("1,000-4,999", "rest", -0.03), pair("5,000+", "rest", 0.03)];
    c.equivalence = Some(Equivalence {
        margin: 0.05,
        smallest_margin: Some(0.112),
        detectable_difference: Some(0.143),
        base_needed: Some(3_029),
        chance_spread: None,
        rms_spread_upper: None,
        left_out: Vec::new(),
        pairs: vec![equivalence_pair("1,000-4,999", "5,000+", -0.06, 0.052)],
        note: None,
    });
    c.verdict = Verdict::Undetermined;
    c
}

/// A comparison that shows no difference beyond the margin.
pub(crate) fn settled() -> Comparison {
    let mut c = unsettled();
    c.segment = "country".into();
    c.segment_label = "Country".into();
    if let Some(eq) = &mut c.equivalence {
        eq.smallest_margin = Some(0.032);
        eq.pairs = vec![equivalence_pair("1,000-4,999", "5,000+", -0.01, 0.022)];
    }
    c.verdict = Verdict::Consistent;
    c
}

/// A decision over a family of three, by Holm.
pub(crate) fn decision(rule: DecisionRule, p: f64, p_adjusted: f64) -> Option<Decision> {
    Some(Decision { rule, p, ln_p: p.ln(), p_adjusted, adjust: "holm".into(), family_size: 3 })
}

/// Who was asked.
pub(crate) fn base(description: &str, n: u64, n_missing: u64, n_outside: u64) -> Base {
    Base { description: description.into(), n, n_missing, n_outside }
}

/// The rate of all.
pub(super) fn overall() -> Estimate {
    let mut e = estimate(None, 1567, 1160);
    e.n_missing = 23;
    e.ci = ci(0.718, 0.761);
    e
}

/// A comparison with every pair of its printable levels held against a margin of five points, with intervals so far to
/// both sides.
pub(crate) fn with_pairs(c: Comparison, half: f64) -> Comparison {
    let shown: Vec<&Estimate> = c.levels.iter().filter(|l| l.is_printable()).collect();
    let name = |level: &Estimate| level.level.clone().unwrap_or_default();
    let pair = |a: &Estimate, b: &Estimate| {
        equivalence_pair(&name(a), &name(b), a.rate.unwrap_or_default() - b.rate.unwrap_or_default(), half)
    };
    let pairs: Vec<EquivalencePair> =
        shown.iter().enumerate().flat_map(|(at, a)| shown[at + 1..].iter().map(move |b| pair(a, b))).collect();
    let furthest = pairs.iter().map(|pair| pair.difference.abs() + half).reduce(f64::max);
    let equivalence = Equivalence { pairs, smallest_margin: furthest, ..unsettled().equivalence.expect("it has one") };
    Comparison { equivalence: Some(equivalence), ..c }
}
