//! Any bytes as an Arrow file or stream.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| paradox_fuzz::read(paradox::load::Format::Arrow, bytes.to_vec()));
