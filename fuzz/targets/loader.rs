//! Any bytes as a text file, read in small pieces on two threads and row by row, with cells from the `csv` crate: the
//! same blocks and counts, or the same refusal.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use paradox::load::{self, Format, How, Input};
use paradox::study::{Study, parse};

/// Columns by position: whatever the header is, its columns are used.
const STUDY: &str = r##"
schema = 1
[data]
id = "#3"
missing = { none = [""], refused = ["-"] }
[design]
weight = "#2"
psu = "#1"
[[segments]]
name = "size"
column = "#1"
groups = { "A" = ["a", "b"], "Other" = "*" }
levels = ["A", "Other"]
[[outcomes]]
name = "yes"
column = "#1"
yes = ["a"]
[[outcomes]]
name = "ticked"
answered = ["#1", "#3"]
base = { size = ["A"] }
"##;

static READ: LazyLock<Study> = LazyLock::new(|| parse(STUDY, "fuzz.toml").expect("the study of this file"));

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let input = Input::Bytes { name: "fuzz.csv".into(), bytes: bytes.to_vec() };
    let mut blocks = Vec::new();
    let one_by_one = load::read(&input, Format::Csv, &READ, |block| blocks.push(block));
    let how = How { threads: 2, piece: 1 + usize::from(*first), ..How::default() };
    let many = load::read_as(how, &input, Format::Csv, &READ, Vec::new, |blocks, block| blocks.push(block));
    match (one_by_one, many) {
        // As text: a number that is none equals no other.
        (Ok(a), Ok((of, b))) => assert_eq!(format!("{a:?} {blocks:?}"), format!("{b:?} {of:?}")),
        (Err(a), Err(b)) => assert_eq!(a.to_string(), b.to_string()),
        (a, b) => panic!("read once, refused once: {a:?} {:?}", b.map(|(_, b)| b)),
    }
});
