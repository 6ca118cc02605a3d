//! What is asked of more than one question, and claims.

use super::*;

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
