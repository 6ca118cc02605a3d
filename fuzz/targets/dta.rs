//! Any bytes as a Stata data file.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| paradox_fuzz::read(paradox::load::Format::Dta, bytes.to_vec()));
