//! Which number does a text of the data file mean, and which level does a number belong to?

use super::DataSpec;

/// The largest amount that is computed with: sums of squares and of products stay numbers.
pub const LARGEST: f64 = 1e100;

/// The square of a weight below this is no number.
const SMALLEST: f64 = 1e-100;

/// Whether a number can be a weight: 0, or large enough to be computed with.
pub fn is_weight(number: f64) -> bool {
    number == 0.0 || number >= SMALLEST
}

impl DataSpec {
    /// What stands before the decimals of a number, as far as it is known.
    pub fn decimal(&self) -> char {
        self.decimal.unwrap_or('.')
    }

    /// The number that a trimmed text means, with the decimals that `[data]` declares; `None` if it means none.
    ///
    /// Nothing is guessed: a text with a sign for thousands, a unit or a second decimal sign is no number, and no amount
    /// beyond [`LARGEST`] is.
    ///
    /// ```
    /// use paradox::study::DataSpec;
    /// let points = DataSpec::default();
    /// assert_eq!((points.number("-1.5e3"), points.number("1,5"), points.number("inf")), (Some(-1500.0), None, None));
    /// assert_eq!((points.number("-1e100"), points.number("1e101")), (Some(-1e100), None));
    /// let commas = DataSpec { decimal: Some(','), ..DataSpec::default() };
    /// assert_eq!((commas.number("1,5"), commas.number("1.5"), commas.number("1.000,5")), (Some(1.5), None, None));
    /// ```
    pub fn number(&self, text: &str) -> Option<f64> {
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | 'e' | 'E') || c == self.decimal();
        if !text.chars().all(is_part) {
            return None;
        }
        let number = match self.decimal() {
            '.' => text.parse::<f64>(),
            decimal => text.replace(decimal, ".").parse::<f64>(),
        };
        number.ok().filter(|number| number.abs() <= LARGEST)
    }
}

/// The position of the level that a number belongs to: the last that begins at it or before; `None` below the first.
///
/// ```
/// use paradox::study::level_of_number;
/// let levels = [16.0, 24.5, 29.5].as_slice();
/// assert_eq!([15.9, 16.0, 24.5, 1e9].map(|x| level_of_number(levels, x)), [None, Some(0), Some(1), Some(2)]);
/// ```
pub fn level_of_number(breaks: &[f64], number: f64) -> Option<usize> {
    breaks.partition_point(|&start| start <= number).checked_sub(1)
}
