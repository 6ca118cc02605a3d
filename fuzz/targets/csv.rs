//! Any bytes as a data file: read for a study that uses every kind of column, and `check`ed. Nothing may panic, and what
//! is read must add up.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use paradox::load::{self, Format, Input};
use paradox::study::{Study, parse};

/// Columns by position: whatever the header is, its columns are used.
const STUDY: &str = r##"
schema = 1
[data]
missing = { none = [""], refused = ["-"] }
[[segments]]
name = "size"
column = "#1"
groups = { "A" = ["a", "b"], "Other" = "*" }
levels = ["A", "Other"]
[[segments]]
name = "age"
column = "#2"
breaks = [-1e300, 0, 10]
valid = [-1e300, 1e300]
levels = ["low", "mid", "high"]
missing = ["x"]
[[outcomes]]
name = "yes"
column = "#1"
yes = ["a"]
[[outcomes]]
name = "part"
column = "#1"
contains = "a"
separator = ";"
[[outcomes]]
name = "ticked"
answered = ["#1", "#2"]
"##;

static READ: LazyLock<Study> = LazyLock::new(|| parse(STUDY, "fuzz.toml").expect("the study of this file"));

fuzz_target!(|bytes: &[u8]| {
    let input = Input::Bytes { name: "fuzz.csv".into(), bytes: bytes.to_vec() };
    for format in [Format::Csv, Format::Tsv] {
        let mut rows = 0;
        if let Ok(loaded) = load::read(&input, format, &READ, |block| rows += block.rows as u64) {
            assert_eq!(rows, loaded.rows_kept);
            let results = paradox::findings::analyze(&READ, &input, format, "fuzz", 1).expect("it was read before");
            for outcome in &results.outcomes {
                assert_eq!(outcome.base.n + outcome.base.n_missing + outcome.base.n_outside, rows);
            }
        }
        let _ = paradox::findings::check(&READ, &input, format);
    }
});
