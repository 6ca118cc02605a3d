//! Small results made by hand, for the tests of whatever reads results.
//!
//! The numbers are plausible and not computed: what is tested here is what is said about them.

use super::*;
use crate::findings::words;
use crate::stats::Ratio;

/// Labels that try to be something else than text.
pub(crate) const HOSTILE: &[&str] = &[
    "a|b|c",
    "=HYPERLINK(\"http://evil.org\",\"x\")",
    "@SUM(A1)",
    "-1+2",
    "＝1+1",
    "＠SUM(A1)",
    "<script>alert(1)</script>",
    "[click](javascript:alert(1))",
    "`code` and ``more``",
    "line one\n\n# line two\r\n| x |",
    "\u{1b}[31mred\u{7}\u{202e}",
    "**bold** _it_ ~~no~~ $x$ \\",
    "+5%\t\"quoted\"",
    "1. first ![i](x)",
];

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

fn overall() -> Estimate {
    let mut e = estimate(None, 1567, 1160);
    e.n_missing = 23;
    e.ci = ci(0.718, 0.761);
    e
}

/// A question of two with its test.
pub(crate) fn paired() -> Paired {
    Paired {
        a: "priority_trust".into(),
        b: "priority_ai".into(),
        a_label: "Trust among the top three priorities".into(),
        b_label: "AI development among the top three priorities".into(),
        n: 2_527,
        both: 1_100,
        a_only: 795,
        b_only: 492,
        neither: 140,
        rate_a: Some(1_895.0 / 2_527.0),
        rate_b: Some(1_592.0 / 2_527.0),
        shares: Some(PairedShares {
            both: 1_100.0 / 2_527.0,
            a_only: 795.0 / 2_527.0,
            b_only: 492.0 / 2_527.0,
            neither: 140.0 / 2_527.0,
        }),
        difference: Some(303.0 / 2_527.0),
        se: Some(0.014),
        df: None,
        ci: Some(Interval { low: 0.0924, high: 0.147, level: 0.95, method: IntervalMethod::NewcombePaired }),
        tests: vec![Test::exact(TestMethod::McnemarExact, -40.0), Test::new(TestMethod::Mcnemar, 71.3, 1.0, -39.0)],
        flags: Vec::new(),
        sentence: String::new(),
    }
}

/// Two questions of the same respondents, from how many gave which answers.
pub(crate) fn paired_of(both: u64, a_only: u64, b_only: u64, neither: u64) -> Paired {
    let n = both + a_only + b_only + neither;
    let share = |count: u64| count as f64 / n as f64;
    let difference = share(a_only) - share(b_only);
    let ci = Interval {
        low: (difference - 0.06).max(-1.0),
        high: (difference + 0.06).min(1.0),
        level: 0.95,
        method: IntervalMethod::NewcombePaired,
    };
    let shares =
        PairedShares { both: share(both), a_only: share(a_only), b_only: share(b_only), neither: share(neither) };
    Paired {
        n,
        both,
        a_only,
        b_only,
        neither,
        rate_a: Some(share(both + a_only)),
        rate_b: Some(share(both + b_only)),
        shares: Some(shares),
        difference: Some(difference),
        ci: Some(ci),
        ..paired()
    }
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

/// The outcome that [`model`] is about, by its two segments.
pub(crate) fn adjusted_outcome() -> Outcome {
    let by = |segment: &str, label: &str, levels: [(&str, u64, u64); 2]| Comparison {
        segment: segment.into(),
        segment_label: label.into(),
        levels: levels.iter().map(|(name, n, yes)| estimate(Some(name), *n, *yes)).collect(),
        ..unsettled()
    };
    let segments = vec![
        by("company_size", "Company size (employees)", [("1,000-4,999", 1_150, 845), ("5,000+", 417, 311)]),
        by("industry", "Industry", [("Technology", 1_537, 1_137), ("Healthcare", 30, 19)]),
    ];
    Outcome { segments, ..sample_results().outcomes.swap_remove(0) }
}

/// A question with two options, the second named less often.
pub(crate) fn multi() -> Multi {
    let option = |outcome: &str, label: &str, n_yes: u64| MultiOption {
        outcome: outcome.into(),
        label: label.into(),
        of_respondents: estimate(None, 2_527, n_yes),
        share_of_answers: Some(n_yes as f64 / 3_487.0),
    };
    Multi {
        name: "priorities".into(),
        question: Some("What are your priorities?".into()),
        base: base("all respondents", 2_527, 0, 0),
        n_answers: Some(3_487),
        options: vec![option("priority_trust", "Trust", 1_895), option("priority_ai", "AI development", 1_592)],
        pairs: vec![OptionPair { paired: paired(), p_adjusted: Some(4e-18) }],
        flags: Vec::new(),
        sentence: String::new(),
    }
}

/// Two levels within three strata, of which the last is tiny: a reversal.
pub(crate) fn stratified() -> Stratified {
    let ratio = |value: f64| Some(Ratio { value: Some(value), low: Some(value * 0.8), high: Some(value * 1.25) });
    let stratum = |level: &str, a: (u64, u64), b: (u64, u64), odds_ratio, flags: &[Flag]| Stratum {
        level: level.into(),
        n: a.0 + b.0,
        odds_ratio,
        rates: vec![estimate(Some("1,000-4,999"), a.0, a.1), estimate(Some("5,000+"), b.0, b.1)],
        flags: flags.to_vec(),
    };
    Stratified {
        outcome: "rollback".into(),
        by: "company_size".into(),
        within: "industry".into(),
        outcome_label: "Rolled back or shut down a live AI agent".into(),
        by_label: "Company size (employees)".into(),
        within_label: "Industry".into(),
        levels: ["1,000-4,999".into(), "5,000+".into()],
        n: 1_520,
        odds_ratio: ratio(0.82),
        crude_odds_ratio: ratio(1.4),
        tests: vec![
            Test::new(TestMethod::Cmh, 4.2, 1.0, 0.0404_f64.ln()),
            Test::new(TestMethod::BreslowDay, 0.9, 2.0, 0.6376_f64.ln()),
            Test::new(TestMethod::Tarone, 0.9, 2.0, 0.6376_f64.ln()),
        ],
        strata: vec![
            stratum("Technology", (600, 300), (200, 110), ratio(0.8), &[]),
            stratum("Retail", (500, 400), (190, 155), ratio(0.9), &[]),
            stratum("Healthcare", (18, 9), (12, 7), ratio(0.7), &[Flag::Suppressed]),
        ],
        reverses_in: vec!["Technology".into(), "Retail".into(), "Healthcare".into()],
        reversal: true,
        flags: Vec::new(),
        note: None,
        sentence: String::new(),
    }
}

/// A model of two segments, one of them found to matter.
pub(crate) fn model() -> Model {
    let coefficient = |term: &str, level: Option<&str>, coefficient: f64, z: f64, p: f64| Coefficient {
        term: term.into(),
        level: level.map(str::to_owned),
        coefficient,
        se: coefficient / z,
        statistic: Some(z),
        p: Some(p),
        ln_p: Some(p.ln()),
        odds_ratio: coefficient.exp(),
        ci: None,
    };
    let test = |segment: &str, label: &str, statistic: f64, p: f64| TermTest {
        segment: segment.into(),
        label: label.into(),
        statistic,
        df: 1.0,
        df2: None,
        p,
        ln_p: p.ln(),
    };
    let margin = |segment: &str, level: &str, n: u64, rate: f64, flags: &[Flag]| Margin {
        segment: segment.into(),
        level: level.into(),
        n,
        rate,
        se: 0.02,
        ci: Some(Interval { low: rate - 0.04, high: rate + 0.04, level: 0.95, method: IntervalMethod::Mean }),
        flags: flags.to_vec(),
    };
    Model {
        outcome: "rollback".into(),
        outcome_label: "Rolled back or shut down a live AI agent".into(),
        method: "logit".into(),
        n: 1_520,
        n_missing: 12,
        df: None,
        converged: true,
        terms: vec![
            coefficient("(Intercept)", None, 1.02, 12.0, 1e-30),
            coefficient("company_size", Some("5,000+"), 0.1, 0.9, 0.368),
            coefficient("industry", Some("Healthcare"), -0.5, -2.6, 0.0093),
        ],
        wald: vec![
            test("company_size", "Company size (employees)", 0.81, 0.368),
            test("industry", "Industry", 6.76, 0.0093),
        ],
        margins: vec![
            margin("company_size", "1,000-4,999", 1_118, 0.73, &[]),
            margin("company_size", "5,000+", 402, 0.75, &[]),
            margin("industry", "Technology", 1_490, 0.74, &[]),
            margin("industry", "Healthcare", 30, 0.63, &[Flag::Suppressed]),
        ],
        effects: vec![MarginalEffect {
            segment: "company_size".into(),
            level: "5,000+".into(),
            against: "1,000-4,999".into(),
            difference: 0.02,
            se: 0.022,
            ci: Some(Interval { low: -0.023, high: 0.063, level: 0.95, method: IntervalMethod::Mean }),
            flags: Vec::new(),
        }],
        note: None,
        sentence: String::new(),
    }
}

/// Two ordered answers that go together.
pub(crate) fn correlation() -> Correlation {
    Correlation {
        a: "satisfaction".into(),
        b: "confidence".into(),
        a_label: "Satisfaction".into(),
        b_label: "Confidence".into(),
        method: "spearman".into(),
        coefficient: Some(0.52),
        ci: Some(Interval { low: 0.49, high: 0.55, level: 0.95, method: IntervalMethod::FisherZ }),
        n: 2_527,
        p: Some(0.0),
        ln_p: Some(-400.0),
        flags: Vec::new(),
        note: None,
        sentence: String::new(),
    }
}

/// A published rate of 74%.
pub(crate) fn claim(status: ClaimStatus) -> Claim {
    Claim {
        id: "rollback-overall".into(),
        text: "74% of organisations that shipped an AI agent rolled it back".into(),
        kind: "rate".into(),
        outcome: Some("rollback".into()),
        published: Some(0.74),
        rounding: Some(0.01),
        recomputed: Some(1160.0 / 1567.0),
        ci: ci(0.718, 0.761),
        n: Some(1567),
        status,
        grim: Some(Grim::Possible),
        parts: Vec::new(),
        reason: None,
        flags: vec![],
        base_n: Some(1567),
        of_whom: None,
        certainty: None,
        other_published: Vec::new(),
        source: Some("press release".into()),
        note: None,
        sentence: String::new(),
    }
}

/// Settings and texts of a study that says little about itself.
pub(crate) fn info() -> StudyInfo {
    let segment = |name: &str, label: &str, ordered: bool| SegmentInfo {
        name: name.into(),
        label: label.into(),
        ordered,
        levels: Vec::new(),
        made: None,
    };
    StudyInfo {
        decimals: None,
        words: Default::default(),
        title: "AI agents in production".into(),
        synthetic: false,
        texts: [("population", "senior decision makers in ten countries"), ("sponsor", "Sinch")]
            .map(|(key, text)| (key.to_owned(), text.to_owned()))
            .into(),
        design: "simple random sample".into(),
        analysis: AnalysisInfo {
            confidence: 0.95,
            alpha: 0.05,
            margin: 0.05,
            interval: IntervalMethod::Wilson,
            adjust: "holm".into(),
            suppress_below: 30,
            caution_below: 100,
            suppress_rule: "n".into(),
        },
        segments: vec![
            segment("governance_maturity", "Governance maturity", true),
            segment("company_size", "Company size (employees)", true),
            segment("country", "Country", false),
        ],
    }
}

fn outcome(name: &str, label: &str, base: Base, overall: Estimate) -> Outcome {
    Outcome {
        name: name.into(),
        label: label.into(),
        question: None,
        base,
        overall,
        bands: None,
        at_least: None,
        neutral: None,
        nets: Vec::new(),
        standardised: None,
        share: None,
        scale: None,
        made: None,
        band_mean: None,
        segments: Vec::new(),
        sentence: String::new(),
        headline: String::new(),
    }
}

/// Results with every kind of entry, and their sentences.
pub(crate) fn sample_results() -> Results {
    let label = "Rolled back or shut down a live AI agent";
    let mut rollback = outcome("rollback", label, base("respondents with shipped = Yes", 1567, 23, 937), overall());
    rollback.question = Some("Has your organisation rolled back or shut down an AI agent?".into());
    rollback.segments = vec![with_a_tiny_level(), unsettled(), settled()];
    let everybody = outcome("rollback_all", label, base("all respondents", 2504, 23, 0), estimate(None, 2504, 1160));
    let mut time = outcome(
        "safety_time",
        "At least half of the time on safety",
        base("all respondents", 900, 0, 1627),
        estimate(None, 900, 700),
    );
    time.bands = Some(vec![
        estimate(Some("0-49%"), 900, 200),
        estimate(Some("50-74%"), 900, 400),
        estimate(Some("75-100%"), 900, 300),
    ]);
    time.at_least = Some("50-74%".into());
    time.band_mean = Some(BandMean { midpoint: 62.25, low: 47.2, high: 77.2 });
    let small = outcome(
        "causes.Data exposure",
        "Data exposure",
        base("respondents with rollback", 12, 0, 0),
        estimate(None, 12, 5),
    );
    let mut results = Results {
        schema: SCHEMA.into(),
        version: "0.1.0".into(),
        provenance: Provenance {
            data: DataFile {
                name: "agents.csv".into(),
                sha256: Some("ab12".into()),
                read_as: "UTF-8, separated by comma".into(),
                rows: 2_530,
                rows_kept: 2_527,
            },
            study: StudyFile { name: "agents.toml".into(), sha256: None },
            command: "paradox analyze agents.csv".into(),
            seed: 1,
        },
        study: info(),
        data_quality: DataQuality {
            notes: Vec::new(),
            rows: 2_530,
            excluded: vec![Excluded { reason: "status is not Complete".into(), rows: 3 }],
            missing: vec![Missing { column: "rolled_back".into(), kind: "no_answer".into(), rows: 23 }],
        },
        outcomes: vec![rollback, everybody, time, small],
        multi: vec![multi()],
        paired: vec![paired()],
        stratified: vec![stratified()],
        models: vec![model()],
        correlations: vec![correlation()],
        paradox: None,
        claims: vec![claim(ClaimStatus::Agrees), claim(ClaimStatus::CannotTell)],
        implied: Vec::new(),
        sentences: Vec::new(),
        not_computed: vec!["logistic model of rollback".into()],
    };
    say(&mut results);
    results
}

/// The same with hostile text wherever data or study file put text.
pub(crate) fn hostile_results() -> Results {
    let mut results = sample_results();
    let mut next = HOSTILE.iter().cycle();
    let mut put = |text: &mut String| {
        if let Some(hostile) = next.next() {
            *text = (*hostile).to_owned();
        }
    };
    put(&mut results.study.title);
    results.study.texts.values_mut().for_each(&mut put);
    results.study.segments.iter_mut().for_each(|s| put(&mut s.label));
    put(&mut results.provenance.data.name);
    put(&mut results.provenance.command);
    results.data_quality.excluded.iter_mut().for_each(|e| put(&mut e.reason));
    results.data_quality.missing.iter_mut().for_each(|m| put(&mut m.column));
    results.not_computed.iter_mut().for_each(&mut put);
    for m in &mut results.multi {
        m.question.iter_mut().for_each(&mut put);
        m.options.iter_mut().for_each(|o| put(&mut o.label));
    }
    for p in &mut results.paired {
        put(&mut p.a_label);
        put(&mut p.b_label);
    }
    for s in &mut results.stratified {
        put(&mut s.outcome_label);
        put(&mut s.by_label);
        put(&mut s.within_label);
        s.levels.iter_mut().for_each(&mut put);
        s.strata.iter_mut().for_each(|t| put(&mut t.level));
    }
    for c in &mut results.correlations {
        put(&mut c.a_label);
        put(&mut c.b_label);
    }
    for c in &mut results.claims {
        put(&mut c.text);
        c.source.iter_mut().for_each(&mut put);
    }
    let mut shared = String::new();
    put(&mut shared);
    for (i, o) in results.outcomes.iter_mut().enumerate() {
        if i < 2 {
            o.label = shared.clone();
        } else {
            put(&mut o.label);
        }
        put(&mut o.base.description);
        o.question.iter_mut().for_each(&mut put);
        o.bands.iter_mut().flatten().filter_map(|b| b.level.as_mut()).for_each(&mut put);
        for c in &mut o.segments {
            put(&mut c.outcome_label);
            put(&mut c.segment_label);
            put(&mut c.base.description);
            c.levels.iter_mut().filter_map(|l| l.level.as_mut()).for_each(&mut put);
            c.tests.note.iter_mut().for_each(&mut put);
        }
    }
    say(&mut results);
    results
}

/// Writes every sentence and headline anew.
pub(crate) fn say(results: &mut Results) {
    let info = results.study.clone();
    for o in &mut results.outcomes {
        for c in &mut o.segments {
            c.sentence = words::comparison_sentence(c, &info);
            c.headline = words::comparison_headline(c, &info);
        }
        o.sentence = words::outcome_sentence(o, &info);
        o.headline = words::outcome_headline(o, &info);
    }
    for m in &mut results.multi {
        m.sentence = words::multi_sentence(m, &info);
        let pairs = m.pairs.len() as u64;
        for pair in &mut m.pairs {
            pair.paired.sentence = words::option_pair_sentence(pair, pairs, &info);
        }
    }
    for p in &mut results.paired {
        p.sentence = words::paired_sentence(p, &info);
    }
    for s in &mut results.stratified {
        s.sentence = words::stratified_sentence(s, &info);
    }
    for m in &mut results.models {
        m.sentence = words::model_sentence(m, &info);
    }
    for c in &mut results.correlations {
        c.sentence = words::correlation_sentence(c, &info);
    }
    for c in &mut results.claims {
        c.sentence = words::claim_sentence(c, &info);
    }
}

/// A banner table of segments with so many levels, each of a base; an outcome of one row, and one with two bands.
pub(crate) fn banner(segments: &[(&str, usize)], level: &str, n: u64) -> table::Banner {
    use table::{Banner, Cell, Column, Row, RowKind, letter};
    let column = |segment: Option<&str>, level: Option<String>, letter: Option<String>| Column {
        segment: segment.map(str::to_owned),
        segment_label: segment.map(str::to_owned),
        within: Vec::new(),
        level,
        letter,
        n,
        n_weighted: n as f64,
        n_effective: Some(n as f64),
    };
    let mut columns = vec![column(None, None, None)];
    for (segment, k) in segments {
        columns.extend((0..*k).map(|i| column(Some(segment), Some(format!("{level} {i}")), Some(letter(i)))));
    }
    let cell = || Cell {
        rate: Some(0.25),
        mean: None,
        share_of_answers: None,
        ci: ci(0.21, 0.29),
        n,
        n_weighted: n as f64,
        n_effective: Some(n as f64),
        letters: Vec::new(),
        flags: Vec::new(),
    };
    let row = |outcome: &str, level: Option<&str>| Row {
        outcome: outcome.to_owned(),
        outcome_label: outcome.to_owned(),
        question: None,
        kind: if level.is_some() { RowKind::Answer } else { RowKind::Rate },
        level: level.map(str::to_owned),
        answers: Vec::new(),
        base: "all respondents".to_owned(),
        cells: (0..columns.len()).map(|_| cell()).collect(),
    };
    let rows = vec![row("rollback", None), row("time", Some("0-49%")), row("time", Some("50-100%"))];
    Banner {
        schema: table::SCHEMA.into(),
        columns,
        rows,
        multi: Vec::new(),
        alpha: 0.05,
        adjust: "holm".into(),
        by_design: false,
        synthetic: false,
    }
}
