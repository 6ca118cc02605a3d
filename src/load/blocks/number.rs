//! A cell → a number, at once where it is plain: digits with or without decimals behind a point.
//!
//! A whole number below 2^53 over a power of ten up to 10^22 is rounded once by the division, so that the result is the
//! double nearest to the text, as `str::parse` gives it.

use super::cells::Text;
use crate::load::text::{trim, utf8};
use crate::study::DataSpec;

/// Digits of the largest number that is read at once.
const DIGITS: usize = 15;

/// Digits that are read at once.
const WORD: usize = 8;

/// A byte 1, eight times.
const ONES: u64 = 0x0101_0101_0101_0101;

/// The highest bit of every byte.
const HIGH_BITS: u64 = 0x80 * ONES;

/// The digit 0, eight times.
const ZEROS: u64 = b'0' as u64 * ONES;

/// What digits have in common.
const TENS: u64 = 0xf0 * ONES;

/// Powers of ten that are doubles.
const POWERS: [f64; DIGITS + 1] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// The number that a cell means by the study; `None` if it means none.
#[inline]
pub fn number(text: Text, data: &DataSpec) -> Option<f64> {
    plain(text, data.decimal() as u8).or_else(|| data.number(trim(utf8(text.bytes()).ok()?)))
}

#[inline]
fn plain(text: Text, decimal: u8) -> Option<f64> {
    if text.len() > WORD {
        return longer(text.bytes(), decimal);
    }
    let bytes = text.eight(0);
    let marks = bytes ^ (u64::from(decimal) * ONES);
    let mark = marks.wrapping_sub(ONES) & !marks & HIGH_BITS;
    if mark == 0 {
        return Some(digits(bytes, text.len())? as f64);
    }
    // Without the mark, which is the first of its kind: another one is no digit.
    let at = mark.trailing_zeros() as usize & !7;
    let (before, behind) = (bytes & ((1 << at) - 1), bytes >> at >> 8 << at);
    let decimals = text.len() - at / 8 - 1;
    Some(digits(before | behind, text.len() - 1)? as f64 / POWERS[decimals])
}

fn longer(text: &[u8], decimal: u8) -> Option<f64> {
    let (mut whole, mut decimals, mut digits) = (0_u64, None, 0);
    if text.len() > DIGITS + 1 {
        return None;
    }
    for (at, byte) in text.iter().enumerate() {
        match byte.wrapping_sub(b'0') {
            digit @ 0..=9 => {
                whole = 10 * whole + u64::from(digit);
                digits += 1;
            }
            _ if *byte == decimal && decimals.is_none() => decimals = Some(text.len() - at - 1),
            _ => return None,
        }
    }
    (digits > 0 && digits <= DIGITS).then(|| whole as f64 / POWERS[decimals.unwrap_or(0)])
}

/// The number that one to eight digits write, the first in the lowest byte; `None` if one is no digit.
///
/// Neighbours meet in pairs, pairs in fours and those in one: eight digits cost three products.
#[inline(always)]
fn digits(bytes: u64, count: usize) -> Option<u64> {
    if count == 0 {
        return None;
    }
    let missing = 8 * (WORD - count);
    let all = bytes << missing | ZEROS & ((1 << missing) - 1);
    if all & TENS != ZEROS || all.wrapping_add(6 * ONES) & TENS != ZEROS {
        return None;
    }
    let ones = all & !TENS;
    let pairs = 10 * ones + (ones >> 8);
    let fours = (pairs & 0xff_0000_00ff).wrapping_mul(100 + (1_000_000 << 32));
    let others = (pairs >> 16 & 0xff_0000_00ff).wrapping_mul(1 + (10_000 << 32));
    Some(fours.wrapping_add(others) >> 32)
}

/// The whole number that a cell is, written without sign, leading zero or white space: two such cells hold the same
/// text where they are the same number.
#[inline]
pub fn whole(text: Text) -> Option<u64> {
    let len = text.len();
    if len > DIGITS || text.eight(0) as u8 == b'0' {
        return None;
    }
    let first = digits(text.eight(0), len.min(WORD))?;
    if len <= WORD {
        return Some(first);
    }
    let rest = len - WORD;
    Some(first * POWERS[rest] as u64 + digits(text.eight(WORD), rest)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read of a text with digits right behind it.
    fn read<T>(text: &str, by: impl Fn(Text) -> T) -> T {
        by(Text::new(format!("{text}99999999").as_bytes(), text.len()))
    }

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
                assert_eq!(read(text, |text| number(text, data)), data.number(trim(text)), "{text}");
            }
        }
        // Every byte in every place of a short text and of a longer one.
        for (text, byte) in
            [b"12345678", &b"1.3456789"[..], b"7", b".5"].iter().flat_map(|of| (0..=127).map(move |byte| (of, byte)))
        {
            for at in 0..text.len() {
                let mut text = text.to_vec();
                text[at] = byte;
                let text = String::from_utf8(text).expect("ASCII");
                for data in [&point, &comma] {
                    assert_eq!(read(&text, |text| number(text, data)), data.number(trim(&text)), "{text:?}");
                }
            }
        }
        for i in 0..20_000_u64 {
            let text = format!("{}.{:05}", i % 17, (i * 7919) % 100_000);
            assert_eq!(read(&text, |text| number(text, &point)), text.parse().ok(), "{text}");
        }
    }

    #[test]
    fn a_whole_number_is_written_in_one_way_only() {
        let texts = ["1", "10", "123456789012345", "0", "01", "+1", "1.0", "", " 1", "1234567890123456", "a"];
        let found = texts.map(|text| read(text, whole));
        assert_eq!(found[..3], [Some(1), Some(10), Some(123_456_789_012_345)]);
        assert!(found[3..].iter().all(Option::is_none));
    }
}
