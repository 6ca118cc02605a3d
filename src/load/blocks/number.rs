//! A cell → a number, at once where it is plain: digits with or without decimals behind a point.
//!
//! A whole number below 2^53 over a power of ten up to 10^22 is rounded once by the division, so that the result is the
//! double nearest to the text, as `str::parse` gives it.

use crate::load::text::{trim, utf8};
use crate::study::DataSpec;

/// Digits of the largest number that is read at once.
const DIGITS: usize = 15;

/// Powers of ten that are doubles.
const POWERS: [f64; DIGITS + 1] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// The number that a cell means by the study; `None` if it means none.
#[inline]
pub fn number(cell: &[u8], data: &DataSpec) -> Option<f64> {
    plain(cell, data.decimal() as u8).or_else(|| data.number(trim(utf8(cell).ok()?)))
}

#[inline]
fn plain(cell: &[u8], decimal: u8) -> Option<f64> {
    let (mut whole, mut decimals, mut digits) = (0_u64, None, 0);
    if cell.len() > DIGITS + 1 {
        return None;
    }
    for (at, byte) in cell.iter().enumerate() {
        match byte.wrapping_sub(b'0') {
            digit @ 0..=9 => {
                whole = 10 * whole + u64::from(digit);
                digits += 1;
            }
            _ if *byte == decimal && decimals.is_none() => decimals = Some(cell.len() - at - 1),
            _ => return None,
        }
    }
    (digits > 0 && digits <= DIGITS).then(|| whole as f64 / POWERS[decimals.unwrap_or(0)])
}

/// The whole number that a cell is, written without sign, leading zero or white space: two such cells hold the same
/// text where they are the same number.
#[inline]
pub fn whole(cell: &[u8]) -> Option<u64> {
    if cell.len() > DIGITS || cell.first().is_none_or(|first| *first == b'0') {
        return None;
    }
    cell.iter().try_fold(0, |whole, byte| match byte.wrapping_sub(b'0') {
        digit @ 0..=9 => Some(10 * whole + u64::from(digit)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_study_to_the_bit() {
        let [point, comma] = ['.', ','].map(|mark| DataSpec { decimal: Some(mark), ..DataSpec::default() });
        let texts = [
            "0",
            "1",
            "1.08774",
            "0.1",
            ".5",
            "5.",
            ".",
            "",
            "-1",
            "+1",
            "1e3",
            "007",
            "1,5",
            "1,500.2",
            "9007199254740993",
            "0.30000000000000004",
            "123456789012345",
            "1234567890.12345",
            "99999999999999.9",
            " 2 ",
            "1.2.3",
            "inf",
            "NaN",
        ];
        for text in texts {
            for data in [&point, &comma] {
                assert_eq!(number(text.as_bytes(), data), data.number(trim(text)), "{text}");
            }
        }
        for i in 0..20_000_u64 {
            let text = format!("{}.{:05}", i % 17, (i * 7919) % 100_000);
            assert_eq!(number(text.as_bytes(), &point), text.parse().ok(), "{text}");
        }
    }

    #[test]
    fn a_whole_number_is_written_in_one_way_only() {
        let texts = ["1", "10", "123456789012345", "0", "01", "+1", "1.0", "", " 1", "1234567890123456", "a"];
        let read = texts.map(|text| whole(text.as_bytes()));
        assert_eq!(read[..3], [Some(1), Some(10), Some(123_456_789_012_345)]);
        assert!(read[3..].iter().all(Option::is_none));
    }
}
