//! Invented results to draw.

use std::collections::BTreeMap;

use crate::results::{
    AnalysisInfo, Base, Comparison, Distribution, Estimate, Flag, Interval, IntervalMethod, Measure, Outcome, Pair,
    StudyInfo, Tests, Verdict,
};

/// A study with the usual settings.
pub fn study(synthetic: bool) -> StudyInfo {
    let texts = [
        ("sponsor", "Sinch"),
        ("url", "https://sinch.com/ai-production-paradox"),
        (
            "population",
            "Decision makers for AI in customer communication at companies with 500 employees or more, 10 countries",
        ),
        ("fieldwork", "February and March 2026"),
    ];
    StudyInfo {
        weight: None,
        decimals: None,
        words: Default::default(),
        title: "The AI Production Paradox".to_owned(),
        synthetic,
        texts: texts.into_iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect::<BTreeMap<_, _>>(),
        design: "simple random sample".to_owned(),
        analysis: AnalysisInfo {
            confidence: 0.95,
            alpha: 0.05,
            margin: 0.05,
            interval: IntervalMethod::Wilson,
            adjust: "holm".to_owned(),
            suppress_below: 30,
            caution_below: 100,
            suppress_rule: "n".to_owned(),
        },
        segments: Vec::new(),
    }
}

/// Names of exactly `length` characters, all different, of words where that is long enough.
pub fn name(i: usize, length: usize) -> String {
    const WORDS: [&str; 6] = ["Platform", "engineering", "and", "customer", "operations", "teams"];
    let mut text = format!("{}{i}", char::from(b'A' + (i % 26) as u8));
    for word in WORDS.iter().cycle().skip(i) {
        if text.len() >= length {
            break;
        }
        text.push(' ');
        text.push_str(word);
    }
    let mut text: String = text.chars().take(length).collect();
    if text.ends_with(' ') {
        text.pop();
        text.push('s');
    }
    text
}

/// A level of a segment: `yes` of `n`, flagged as the study's settings would.
pub fn level(label: &str, yes: u64, n: u64) -> Estimate {
    let mut flags = Vec::new();
    match n {
        0 => flags.push(Flag::Empty),
        1..30 => flags.push(Flag::Suppressed),
        30..100 => flags.push(Flag::Caution),
        _ => {}
    }
    if n > 0 && (yes == 0 || yes == n) {
        flags.push(Flag::ZeroOrOne);
    }
    let rate = (n > 0).then(|| yes as f64 / n as f64);
    Estimate {
        measure: Measure::Rate,
        mean: None,
        shares: None,
        level: Some(label.to_owned()),
        n,
        n_yes: yes,
        n_missing: 0,
        n_weighted: n as f64,
        n_effective: n as f64,
        rate,
        se: rate.map(|p| (p * (1.0 - p) / n as f64).sqrt()),
        ci: rate.map(|p| wilson(p, n as f64)),
        deff: None,
        df: None,
        flags,
        bands: None,
    }
}

fn wilson(p: f64, n: f64) -> Interval {
    let z2 = 1.959_964_f64.powi(2);
    let middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = (z2 * (p * (1.0 - p) / n + z2 / (4.0 * n * n))).sqrt() / (1.0 + z2 / n);
    Interval {
        low: (middle - half).max(0.0).min(p),
        high: (middle + half).min(1.0).max(p),
        level: 0.95,
        method: IntervalMethod::Wilson,
    }
}

/// An outcome by one segment.
pub fn comparison(segment: &str, ordered: bool, overall: (u64, u64), levels: Vec<Estimate>) -> Comparison {
    Comparison {
        measure: Measure::Rate,
        outcome: "rolled_back".to_owned(),
        segment: segment.to_lowercase().replace(' ', "_"),
        outcome_label: "Rolled back or shut down a live AI agent".to_owned(),
        segment_label: segment.to_owned(),
        base: base(overall.1),
        ordered,
        overall: Estimate { level: None, ..level("", overall.0, overall.1) },
        n_segment_missing: 0,
        levels,
        tests: Tests { omnibus: None, trend: None, departure: None, others: Vec::new(), note: None },
        decision: None,
        effect: None,
        pairs: Vec::new(),
        versus_rest: Vec::new(),
        equivalence: None,
        verdict: Verdict::Undetermined,
        sentence: String::new(),
        headline: "Rollback rates rise with guardrail maturity, from 58% to 81%".to_owned(),
    }
}

/// A level against all others together, with its corrected p.
pub fn against_rest((level, p_adjusted): (&str, f64)) -> Pair {
    Pair {
        a: level.to_owned(),
        b: "rest".to_owned(),
        difference: None,
        se: None,
        df: None,
        ci: None,
        p: None,
        ln_p: None,
        p_adjusted: Some(p_adjusted),
        ratio: None,
        odds_ratio: None,
    }
}

/// An outcome by several segments.
pub fn outcome(overall: (u64, u64), segments: Vec<Comparison>) -> Outcome {
    Outcome {
        name: "rolled_back".to_owned(),
        label: "Rolled back or shut down a live AI agent".to_owned(),
        question: Some("Has your organization rolled back or shut down an AI agent after it went live?".to_owned()),
        base: base(overall.1),
        overall: Estimate { level: None, ..level("", overall.0, overall.1) },
        bands: None,
        at_least: None,
        neutral: None,
        nets: Vec::new(),
        standardised: None,
        share: None,
        scale: None,
        made: None,
        band_mean: None,
        segments,
        sentence: String::new(),
        headline: "Fully mature guardrails go with more rollbacks, not fewer".to_owned(),
    }
}

fn base(n: u64) -> Base {
    Base { description: "respondents with shipped = Yes".to_owned(), n, n_missing: 0, n_outside: 0 }
}

/// Six segments like those of the Sinch survey.
pub fn sinch() -> Outcome {
    let all = (1870, 2527);
    let of = |names: &[(&str, u64, u64)]| {
        names.iter().map(|&(name, rate, n)| level(name, (rate * n + 50) / 100, n)).collect()
    };
    let maturity =
        of(&[("Not started", 58, 50), ("Partial", 70, 742), ("Mostly mature", 73, 1048), ("Fully mature", 81, 687)]);
    let size = of(&[("1,000–4,999 employees", 74, 1500), ("5,000+ employees", 74, 1027)]);
    let budget = of(&[
        ("Under $1M", 71, 210),
        ("$1M–$5M", 73, 690),
        ("$5M–$10M", 74, 811),
        ("$10M–$50M", 75, 602),
        ("Over $50M", 79, 214),
    ]);
    let countries = [
        "United States",
        "United Kingdom",
        "Germany",
        "France",
        "India",
        "Australia",
        "Brazil",
        "Canada",
        "Mexico",
        "Singapore",
    ];
    let country = countries.iter().zip([
        (76, 620),
        (74, 310),
        (66, 250),
        (70, 248),
        (83, 301),
        (71, 180),
        (77, 202),
        (73, 170),
        (75, 160),
        (69, 86),
    ]);
    let country = country.map(|(name, (rate, n))| level(name, (rate * n + 50) / 100, n)).collect();
    let industry = of(&[
        ("Financial services", 73, 498),
        ("Healthcare", 75, 421),
        ("Professional services", 85, 402),
        ("Retail & e-commerce", 74, 433),
        ("Technology", 66, 417),
        ("Telecom", 72, 356),
    ]);
    let role = of(&[("Engineering", 74, 920), ("Product", 76, 611), ("Operations", 72, 540), ("Executive", 74, 456)]);
    outcome(
        all,
        vec![
            comparison("Guardrail maturity", true, all, maturity),
            comparison("Company size", true, all, size),
            comparison("AI budget", true, all, budget),
            comparison("Country", false, all, country),
            comparison("Industry", false, all, industry),
            comparison("Role", false, all, role),
        ],
    )
}

/// A level of a segment: its name, and respondents by band.
pub type BandedLevel<'a> = (&'a str, &'a [u64]);

/// An outcome with bands: respondents by band, for everybody and for each level of (segment, ordered, levels).
pub fn banded(names: &[&str], at_least: usize, all: &[u64], segments: &[(&str, bool, &[BandedLevel<'_>])]) -> Outcome {
    let estimate = |label: &str, counts: &[u64]| {
        let n = counts.iter().sum();
        let bands = names.iter().zip(counts).map(|(name, yes)| level(name, *yes, n)).collect();
        Estimate { bands: Some(bands), ..level(label, counts[at_least..].iter().sum(), n) }
    };
    let n: u64 = all.iter().sum();
    let overall = (all[at_least..].iter().sum(), n);
    let segments = segments
        .iter()
        .map(|(segment, ordered, levels)| {
            let levels = levels.iter().map(|(label, counts)| estimate(label, counts)).collect();
            comparison(segment, *ordered, overall, levels)
        })
        .collect();
    Outcome {
        label: "Time spent on safety work".to_owned(),
        bands: estimate("", all).bands,
        at_least: Some(names[at_least].to_owned()),
        headline: "Most teams spend at least half of their AI time on safety work".to_owned(),
        ..outcome(overall, segments)
    }
}

/// How respondents divide over answers.
pub fn division(label: &str, several: bool, answers: Vec<Estimate>) -> Distribution {
    Distribution {
        name: label.to_lowercase().replace(' ', "_"),
        label: label.to_owned(),
        question: Some("Which of these?".to_owned()),
        base: Base { description: "all respondents".to_owned(), ..base(answers[0].n) },
        ordered: false,
        several,
        answers,
        headline: "Data exposure is named most often".to_owned(),
    }
}

/// A mean by one segment: (level, mean, half of its interval, n).
pub fn means(label: &str, all: (f64, u64), levels: &[(&str, f64, Option<f64>, u64)]) -> Comparison {
    let mean = |name: &str, mean: f64, half: Option<f64>, n: u64| Estimate {
        measure: Measure::Mean,
        rate: None,
        mean: Some(mean),
        ci: half.map(|half| Interval {
            low: mean - half,
            high: mean + half,
            level: 0.95,
            method: IntervalMethod::Mean,
        }),
        ..level(name, 1, n)
    };
    let estimates = levels.iter().map(|(name, value, half, n)| mean(name, *value, *half, *n)).collect();
    Comparison {
        measure: Measure::Mean,
        outcome_label: label.to_owned(),
        overall: Estimate { level: None, ..mean("", all.0, Some(1.0), all.1) },
        ..comparison("Size", true, (1, all.1), estimates)
    }
}
