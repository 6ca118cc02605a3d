//! Any text as a file of cells, of a study with weights or one with strata and units: refused, or results that add up.
//! The first byte chooses the study; `FP` stands for the fingerprint of its query, which no chance would find.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use paradox::cells::Plan;
use paradox::findings;
use paradox::load::{Format, Input};
use paradox::results::Base;
use paradox::study::{Study, parse};

/// A study and its fingerprint.
static READ: LazyLock<[(Study, String); 2]> = LazyLock::new(|| {
    [include_str!("../seeds/cells-of/weighted.toml"), include_str!("../seeds/cells-of/drawn.toml")].map(|text| {
        let study = parse(text, "fuzz.toml").expect("a study of this folder");
        let fingerprint = Plan::of(&study).expect("cells tell all of it").layout().fingerprint;
        (study, fingerprint)
    })
});

fuzz_target!(|text: &str| {
    let (first, text) = match text.strip_prefix('0') {
        Some(text) => (0, text),
        None => (1, text.strip_prefix('1').unwrap_or(text)),
    };
    let (study, fingerprint) = &READ[first];
    let bytes = text.replace("FP", fingerprint).into_bytes();
    let input = Input::Bytes { name: "cells.csv".into(), bytes };
    let analyzed = || findings::analyze(study, &input, Format::Cells, "fuzz", 1).map_err(|error| error.to_string());
    let (results, again) = match (analyzed(), analyzed()) {
        (Err(one), Err(other)) => return assert_eq!(one, other),
        (one, other) => (one.expect("refused only once"), other.expect("refused only once")),
    };
    // As text: a number that is none equals no other.
    assert_eq!(format!("{results:?}"), format!("{again:?}"));
    let kept = results.provenance.data.rows_kept;
    let counted = |base: &Base| base.n + base.n_missing + base.n_outside;
    for outcome in &results.outcomes {
        // Whoever has the weight 0 is counted nowhere.
        let all = counted(&outcome.base);
        assert!(all == kept || study.design.weight.is_some() && all < kept, "{}", outcome.name);
        assert_eq!(all, counted(&results.outcomes[0].base), "{}", outcome.name);
        assert!(outcome.overall.rate.is_none_or(|rate| (-1e-9..=1.0 + 1e-9).contains(&rate)), "{:?}", outcome.overall);
    }
});
