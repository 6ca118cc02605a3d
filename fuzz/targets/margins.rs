//! Any text as a margins file: understood or refused, and what is understood is a population.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use paradox::study::{Sizes, Study, parse, parse_margins};

const STUDY: &str = r##"
schema = 1
[[segments]]
name = "sex"
levels = ["f", "m"]
[[segments]]
name = "age"
breaks = [0, 40]
levels = ["young", "old"]
"##;

static READ: LazyLock<Study> = LazyLock::new(|| parse(STUDY, "fuzz.toml").expect("the study of this file"));

fuzz_target!(|text: &str| {
    let read = || parse_margins(text, "fuzz.toml", &READ).map_err(|error| error.to_string());
    let first = read();
    assert_eq!(first, read());
    let Ok(margins) = first else { return };
    assert!(!margins.margins.is_empty() && margins.limits.enclose_the_mean());
    for margin in &margins.margins {
        assert_eq!(margin.sizes.len(), margin.segment.levels.len());
        assert!(margin.sizes.iter().all(|size| size.is_finite() && *size >= 0.0));
        let total: f64 = margin.sizes.iter().sum();
        assert!(margin.sizes_are == Sizes::Counts || (total - 1.0).abs() < 1e-5);
    }
});
