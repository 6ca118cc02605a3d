//! Any bytes as an SPSS data file, of either kind.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| paradox_fuzz::read(paradox::load::Format::Sav, bytes.to_vec()));
