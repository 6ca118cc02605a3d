//! Any text behind `--where`, `--outcome`, `--base` and `--order`: understood or refused, and what a user escaped is
//! understood as it was meant.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use paradox::study::{ColumnRef, Condition, Study, parse, parse_where, raw_base, raw_order, raw_outcome};

const STUDY: &str = r##"
schema = 1
[[segments]]
name = "country"
levels = ["Brazil", "India", "a|b", "c=d"]
aliases = { "Brasil" = "Brazil" }
[[segments]]
name = "size"
groups = { "Large" = ["5+"], "Other" = "*" }
levels = ["Large", "Other"]
[[segments]]
name = "age"
breaks = [0, 40]
levels = ["young", "old"]
"##;

static READ: LazyLock<Study> = LazyLock::new(|| parse(STUDY, "fuzz.toml").expect("the study of this file"));

/// A text as it is written in a flag; `None` where there is no way to write it.
fn escaped(text: &str) -> Option<String> {
    let clear = text.trim() == text && !text.is_empty() && text != "*" && !text.contains('\\');
    clear.then(|| text.replace('|', "\\|").replace('=', "\\="))
}

fuzz_target!(|text: &str| {
    for flag in [text.to_owned(), format!("country={text}"), format!("size={text}"), format!("age={text}")] {
        match parse_where(&flag, &READ) {
            Ok(condition) => assert_eq!(parse_where(&flag, &READ), Ok(condition)),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
    let _ = (raw_outcome(text), raw_base(text), raw_order(text));
    let Some((column, value)) = text.split_once('\n') else { return };
    let (Some(name), Some(written)) = (escaped(column), escaped(value)) else { return };
    if let Ok(column @ ColumnRef::Name(_)) = ColumnRef::parse(column) {
        assert_eq!(
            raw_base(&format!("{name}={written}")),
            Ok(Condition::Value { column, values: vec![value.to_owned()] })
        );
    }
});
