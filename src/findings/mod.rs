//! findings

pub mod words;
