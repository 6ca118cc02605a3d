//! Several tests at once.

/// Correction for several tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adjust {
    /// Holm (1979): familywise error.
    Holm,
    /// Benjamini and Hochberg (1995): false discovery rate.
    Bh,
    /// No correction.
    None,
}
