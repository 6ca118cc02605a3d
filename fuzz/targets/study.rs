//! Any text as a study file: understood or refused, never a panic, and the same each time.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let first = paradox::study::parse(text, "fuzz.toml");
    match (&first, &paradox::study::parse(text, "fuzz.toml")) {
        (Ok(a), Ok(b)) => assert_eq!(a, b),
        (Err(a), Err(b)) => assert_eq!(a.to_string(), b.to_string()),
        _ => panic!("understood once, refused once"),
    }
});
