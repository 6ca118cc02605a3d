//! Any bytes as a workbook, an SPSS, Stata, Parquet or Arrow file: read for a study, and profiled as `init` does. Nothing
//! may panic or reserve memory that the file cannot fill. The first byte chooses the format.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use paradox::load::{self, Format, Input};
use paradox::study::{Study, parse};

/// Columns by position: whatever they are called, they are used.
const STUDY: &str = r##"
schema = 1
[[segments]]
name = "age"
column = "#2"
breaks = [-1e300, 0, 10]
valid = [-1e300, 1e300]
levels = ["low", "mid", "high"]
[[outcomes]]
name = "yes"
column = "#1"
yes = ["1"]
"##;

/// In the order of the letters by which seeds begin: x, s, d, p, a.
const FORMATS: [(u8, Format); 5] = [
    (b'x', Format::Xlsx),
    (b's', Format::Sav),
    (b'd', Format::Dta),
    (b'p', Format::Parquet),
    (b'a', Format::Arrow),
];

static READ: LazyLock<Study> = LazyLock::new(|| parse(STUDY, "fuzz.toml").expect("the study of this file"));

fuzz_target!(|bytes: &[u8]| {
    let Some((&first, bytes)) = bytes.split_first() else { return };
    let chosen = FORMATS.iter().find(|(letter, _)| *letter == first);
    let format = chosen.map_or(FORMATS[usize::from(first) % FORMATS.len()].1, |(_, format)| *format);
    let input = Input::Bytes { name: "fuzz".into(), bytes: bytes.to_vec() };
    let mut rows = 0;
    if let Ok(loaded) = load::read(&input, format, &READ, |block| rows += block.rows as u64) {
        assert_eq!(rows, loaded.rows_kept);
    }
    let _ = load::profile(&input, format, &READ.data);
});
