//! Which studies does the program know without a file?
//!
//! One: `sinch-2026`, "The AI Production Paradox", whose published figures the program was written to check. Its text
//! is an ordinary study file, read by the same parser as any other, so it is an example of the format too.

/// The study file of "The AI Production Paradox" (Sinch AB, 2026).
pub const SINCH_2026: &str = include_str!("sinch-2026.toml");

/// The name by which `--study` finds [`SINCH_2026`].
pub const SINCH_2026_NAME: &str = "sinch-2026";

/// The text of a built-in study by its name.
///
/// ```
/// use paradox::study::builtin::builtin;
/// assert!(builtin("sinch-2026").is_some());
/// assert!(builtin("sinch-2027").is_none());
/// ```
pub fn builtin(name: &str) -> Option<&'static str> {
    (name == SINCH_2026_NAME).then_some(SINCH_2026)
}
