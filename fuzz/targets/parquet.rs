//! Any bytes as a Parquet file.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| paradox_fuzz::read(paradox::load::Format::Parquet, bytes.to_vec()));
