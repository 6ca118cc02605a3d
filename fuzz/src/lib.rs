//! What the targets of the binary formats share: any bytes read for a study, and profiled as `init` does. Nothing may
//! panic, reserve memory that the file cannot fill, or count what does not add up.

use std::sync::LazyLock;

use paradox::load::{self, Format, Input};
use paradox::study::{DataFlags, Study, parse};

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

static READ: LazyLock<Study> = LazyLock::new(|| parse(STUDY, "fuzz.toml").expect("the study of this file"));

/// Reads bytes as a file of this format, twice, and profiles them.
pub fn read(format: Format, bytes: Vec<u8>) {
    let input = Input::Bytes { name: "fuzz".into(), bytes };
    let rows = || {
        let mut rows = 0;
        let loaded = load::read(&input, format, &READ, |block| rows += block.rows as u64);
        if let Ok(loaded) = &loaded {
            assert_eq!(rows, loaded.rows_kept);
        }
        loaded.map_err(|error| error.to_string())
    };
    assert_eq!(rows(), rows());
    let _ = load::profile(&input, format, &DataFlags::default());
}
