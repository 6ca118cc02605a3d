//! Small results made by hand, for the tests of whatever reads results.
//!
//! The numbers are plausible and not computed: what is tested here is what is said about them.

mod banner;
mod comparisons;
mod questions;

pub(crate) use banner::banner;
pub(crate) use comparisons::*;
pub(crate) use questions::*;

use super::words;
use crate::results::*;

/// Labels that try to be something else than text.
pub(crate) const HOSTILE: &[&str] = &[
    "a|b|c",
    "=HYPERLINK(\"http://evil.org\",\"x\")",
    "@SUM(A1)",
    "-1+2",
    "<script>alert(1)</script>",
    "[click](javascript:alert(1))",
    "`code` and ``more``",
    "line one\n\n# line two\r\n| x |",
    "\u{1b}[31mred\u{7}\u{202e}",
    "**bold** _it_ ~~no~~ $x$ \\",
    "+5%\t\"quoted\"",
    "1. first ![i](x)",
];

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
        weight: None,
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
                domain: None,
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
