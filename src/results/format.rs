//! The only place where a number becomes text: percent, interval, points, p, base.
//!
//! ```text
//! 0.7394, base 844    ->  74%            0.7394, base 2,527  ->  73.9%
//! 0.998,  base 500    ->  >99%           (never 100% unless everybody said yes)
//! 0.073 (difference)  ->  7.3 points     0.05  ->  5.0 points
//! p = exp(-20)        ->  p < 0.001
//! ```
//!
//! Percentages have no decimals for bases under 1,000 and one from there on; the interval of a rate has as many as the
//! rate. Halves are rounded away from zero, as readers do, and not to the even digit.

use std::sync::OnceLock;

use crate::study::Numbers;

/// How this program writes numbers: its locale, set once before anything is written.
static WRITTEN: OnceLock<Numbers> = OnceLock::new();

/// Says how numbers are written from now on; the first who says so decides. Where nobody does they are English.
pub fn write_numbers(numbers: Numbers) {
    let _ = WRITTEN.set(numbers);
}

/// How numbers are written.
pub fn numbers() -> Numbers {
    WRITTEN.get().copied().unwrap_or(Numbers::ENGLISH)
}

/// Digits with a decimal point as they are written.
pub fn written(digits: &str) -> String {
    digits.replace('.', numbers().point.encode_utf8(&mut [0; 4]))
}

/// From this base on a percentage has a decimal.
pub const BASE_FOR_A_DECIMAL: u64 = 1_000;

/// 1 in 10^12: what binary fractions lose of an exact half (29 of 40 is 72.5%, and prints as 73%).
const HALF_SLACK: f64 = 1e-12;
/// A total of trillions gets no whole unit of it.
const MOST_SLACK: f64 = 1e-6;

/// Decimals of a percentage that rests on `n` respondents.
pub fn decimals(n: u64) -> usize {
    usize::from(n >= BASE_FOR_A_DECIMAL)
}

/// A rate as a percentage, with the decimals that its base can bear.
///
/// What is neither 0 nor 1 never prints as 0% or 100%.
///
/// ```
/// use paradox::results::format::percent;
/// assert_eq!(percent(0.7394, 844), "74%");
/// assert_eq!(percent(0.7394, 2_527), "73.9%");
/// assert_eq!(percent(0.725, 40), "73%");
/// assert_eq!(percent(0.998, 500), ">99%");
/// assert_eq!(percent(0.0002, 5_000), "<0.1%");
/// assert_eq!(percent(1.0, 500), "100%");
/// ```
pub fn percent(rate: f64, n: u64) -> String {
    percent_to(rate, decimals(n))
}

/// A rate as a percentage with a given number of decimals, for columns that must agree with each other.
///
/// ```
/// assert_eq!(paradox::results::format::percent_to(0.7394, 0), "74%");
/// ```
pub fn percent_to(rate: f64, decimals: usize) -> String {
    let text = rounded(rate * 100.0, decimals);
    let step = rounded(10f64.powi(-(decimals as i32)), decimals);
    if rate > 0.0 && text == rounded(0.0, decimals) {
        return format!("<{step}%");
    }
    if rate < 1.0 && text == rounded(100.0, decimals) {
        return format!(">{}%", rounded(100.0 - 10f64.powi(-(decimals as i32)), decimals));
    }
    format!("{text}%")
}

/// Two limits of a rate, with the decimals of the rate.
///
/// ```
/// use paradox::results::format::interval;
/// assert_eq!(interval(0.7101, 0.7634, 999), "71% to 76%");
/// assert_eq!(interval(0.7101, 0.7634, 2_527), "71.0% to 76.3%");
/// ```
pub fn interval(low: f64, high: f64, n: u64) -> String {
    interval_to(low, high, decimals(n))
}

/// Two limits of a rate with a given number of decimals.
pub fn interval_to(low: f64, high: f64, decimals: usize) -> String {
    format!("{}% to {}%", rounded(low * 100.0, decimals), rounded(high * 100.0, decimals))
}

/// A difference of rates in points with one decimal, so that it agrees with the limits of its interval; a margin is
/// written as it was set. The smallest ones, up or down, are "<0.1 points".
///
/// ```
/// use paradox::results::format::points;
/// assert_eq!(points(0.0731), "7.3 points");
/// assert_eq!(points(0.05), "5.0 points");
/// assert_eq!(points(0.0), "0.0 points");
/// assert_eq!(points(-0.002), "−0.2 points");
/// assert_eq!(points(0.0001), "<0.1 points");
/// ```
pub fn points(difference: f64) -> String {
    let digits = digits(difference.abs() * 100.0, 1);
    if digits == "0.0" && difference != 0.0 {
        return format!("<{} points", written("0.1"));
    }
    format!("{}{} points", if difference < 0.0 { "−" } else { "" }, written(&digits))
}

/// A difference of rates in points with its sign and one decimal, for columns that must agree with each other.
///
/// ```
/// use paradox::results::format::signed_points;
/// assert_eq!((signed_points(0.0731), signed_points(-0.05), signed_points(0.0)), ("+7.3".into(), "−5.0".into(), "0.0".into()));
/// ```
pub fn signed_points(difference: f64) -> String {
    let text = signed(difference * 100.0, 1);
    if text.starts_with('−') || text == written("0.0") { text } else { format!("+{text}") }
}

/// In what the figures of an outcome are written: percent and points, or a number with its decimals.
///
/// ```
/// use paradox::results::format::Unit;
/// assert_eq!(Unit::Percent.value(0.7394, 844), "74%");
/// assert_eq!(Unit::of_mean(644.17).value(644.17, 844), "644");
/// assert_eq!(Unit::of_mean(64_417.0).value(64_417.0, 844), "64,417");
/// assert_eq!((Unit::of_mean(3.4217).value(3.4217, 844), Unit::of_mean(3.4217).difference(-0.5)), ("3.42".into(), "−0.50".into()));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Rates: percent, and points of difference.
    Percent,
    /// Means, in the unit of the answers.
    Number {
        /// Decimals of every figure.
        decimals: usize,
    },
}

impl Unit {
    /// The unit of means of about this size: three digits that count, at most six decimals.
    pub fn of_mean(mean: f64) -> Self {
        let digits_before = if mean == 0.0 { 1.0 } else { mean.abs().log10().floor() + 1.0 };
        Unit::Number { decimals: (3.0 - digits_before).clamp(0.0, 6.0) as usize }
    }

    /// A rate or a mean that rests on `n` respondents.
    pub fn value(self, value: f64, n: u64) -> String {
        match self {
            Unit::Percent => percent(value, n),
            Unit::Number { decimals } => signed(value, decimals),
        }
    }

    /// Two limits of a rate or a mean.
    pub fn interval(self, low: f64, high: f64, n: u64) -> String {
        match self {
            Unit::Percent => interval(low, high, n),
            Unit::Number { decimals } => format!("{} to {}", signed(low, decimals), signed(high, decimals)),
        }
    }

    /// A difference, with a sign where it is negative.
    pub fn difference(self, difference: f64) -> String {
        match self {
            Unit::Percent => points(difference),
            Unit::Number { decimals } => signed(difference, decimals),
        }
    }
}

/// A number with a real minus sign, and none before a zero; thousands apart, as in a count.
fn signed(value: f64, decimals: usize) -> String {
    let text = grouped(&digits(value.abs(), decimals));
    let is_zero = !text.contains(|c: char| ('1'..='9').contains(&c));
    if value < 0.0 && !is_zero { format!("−{text}") } else { text }
}

/// A p to three decimals. `ln_p` decides, because p itself underflows.
///
/// ```
/// use paradox::results::format::p_value;
/// assert_eq!(p_value(0.0123, 0.0123_f64.ln()), "p = 0.012");
/// assert_eq!(p_value(0.0, -800.0), "p < 0.001");
/// assert_eq!(p_value(0.9998, 0.9998_f64.ln()), "p > 0.999");
/// assert_eq!(p_value(1.0, 0.0), "p = 1.000");
/// ```
pub fn p_value(p: f64, ln_p: f64) -> String {
    let p = if ln_p.is_finite() { ln_p.exp() } else { p };
    if p < 0.001 {
        format!("p < {}", written("0.001"))
    } else if (0.9995..1.0).contains(&p) {
        format!("p > {}", written("0.999"))
    } else {
        format!("p = {}", rounded(p, 3))
    }
}

/// A count with separators of thousands.
///
/// ```
/// use paradox::results::format::count;
/// assert_eq!(count(2_527), "2,527");
/// assert_eq!(count(999), "999");
/// assert_eq!(count(12_345_678), "12,345,678");
/// ```
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let Some(thousands) = numbers().thousands else { return digits };
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(thousands);
        }
        out.push(digit);
    }
    out
}

/// A statistic, a coefficient or a mean with a given number of decimals; very large ones to the whole number. With a real
/// minus sign.
///
/// ```
/// use paradox::results::format::decimal;
/// assert_eq!(decimal(12.3449, 2), "12.34");
/// assert_eq!(decimal(-0.583, 2), "−0.58");
/// assert_eq!(decimal(-0.001, 2), "0.00");
/// assert_eq!(decimal(1234567.8, 2), "1234568");
/// ```
pub fn decimal(value: f64, decimals: usize) -> String {
    rounded(value, if value.abs() >= 1e5 { 0 } else { decimals }).replace('-', "−")
}

/// Digits as they are written, with separators of thousands.
fn grouped(digits: &str) -> String {
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), count);
    if rest.is_empty() { whole } else { format!("{whole}{}", written(&format!(".{rest}"))) }
}

/// As [`digits`], as they are written.
fn rounded(value: f64, decimals: usize) -> String {
    written(&digits(value, decimals))
}

/// Halves away from zero, with the slack that binary fractions need; never "-0".
fn digits(value: f64, decimals: usize) -> String {
    let scale = 10f64.powi(decimals as i32);
    let scaled = value * scale;
    let whole = (scaled + (scaled * HALF_SLACK).clamp(-MOST_SLACK, MOST_SLACK)).round() / scale;
    format!("{:.decimals$}", if whole == 0.0 { 0.0 } else { whole })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A percentage may say "all" or "none" only where that is so, at every base.
    #[test]
    fn only_everybody_prints_as_100_and_only_nobody_as_0() {
        for n in [1_u64, 30, 199, 201, 999, 1_000, 10_001] {
            for yes in (0..=n).step_by((n / 7).max(1) as usize).chain([1, n - 1]) {
                let text = percent(yes as f64 / n as f64, n);
                assert_eq!(matches!(text.as_str(), "0%" | "0.0%"), yes == 0, "{yes} of {n}: {text}");
                assert_eq!(matches!(text.as_str(), "100%" | "100.0%"), yes == n, "{yes} of {n}: {text}");
            }
        }
    }

    #[test]
    fn a_total_of_trillions_is_written_digit_by_digit() {
        for value in [2e12, 999_999_999_999.0, 4_503_599_627_370_495.0] {
            assert_eq!(decimal(value, 2), format!("{value:.0}"));
        }
        assert_eq!(decimal(0.285, 2), "0.29");
    }

    /// Every half of a percent that a base of 200 can show is rounded up, whatever its binary fraction.
    #[test]
    fn halves_round_up_like_on_paper() {
        for yes in (1..200_u64).step_by(2) {
            let expected = format!("{}%", yes.div_ceil(2));
            let shown = percent(yes as f64 / 200.0, 200);
            assert!(shown == expected || (yes == 199 && shown == ">99%"), "{yes} of 200: {shown}, not {expected}");
        }
    }
}
