//! Functions of numbers: distributions, roots, random streams. Knows nothing of surveys and imports nothing from the
//! rest of the crate.
