//! How strong would a hidden cause have to be to make a ratio of rates?
//!
//! ```text
//! E = RR + √(RR (RR - 1))        RR >= 1, a ratio below 1 being turned over
//! ```
//!
//! A cause that is not in the data must be associated with the group and with the answer by a ratio of rates of at least E
//! each, given what is adjusted for, to explain the whole ratio (VanderWeele & Ding 2017). Of the interval, the limit
//! nearer to 1 counts; an interval that holds 1 needs no hidden cause: 1.
//!
//! The ratio of yes and the ratio of no say different things where rates are above 50%: .81 against .72 gives 1.5 and 2.3.
//! Confounding only: nothing here is about selection, measurement or which came first. Oracle: `evalue-*` in
//! `tests/oracle/units.R`.

use super::Ratio;

/// An E-value, and that of the limit nearer to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EValue {
    /// Of the ratio.
    pub value: f64,
    /// Of the limit of its interval that is nearer to 1; `None` without limits.
    pub limit: Option<f64>,
}

/// The E-value of a ratio of rates; `None` without a ratio, or for one of 0.
///
/// ```
/// use paradox::stats::{Ratio, evalue::e_value};
/// let found = e_value(Ratio { value: Some(3.9), low: Some(1.8), high: Some(8.7) }).ok_or("a ratio")?;
/// assert!((found.value - 7.26).abs() < 5e-3 && found.limit.is_some_and(|limit| (limit - 3.0).abs() < 5e-3));
/// # Ok::<(), &str>(())
/// ```
pub fn e_value(ratio: Ratio) -> Option<EValue> {
    let value = ratio.value.filter(|value| *value > 0.0 && value.is_finite())?;
    let limit = ratio.low.zip(ratio.high).map(|(low, high)| match value >= 1.0 {
        _ if low <= 1.0 && high >= 1.0 => 1.0,
        true => of(low),
        false => of(high),
    });
    Some(EValue { value: of(value), limit })
}

fn of(ratio: f64) -> f64 {
    let above = if ratio < 1.0 { 1.0 / ratio } else { ratio };
    above + (above * (above - 1.0)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(value: f64, low: f64, high: f64) -> Ratio {
        Ratio { value: Some(value), low: Some(low), high: Some(high) }
    }

    #[test]
    fn a_ratio_and_its_inverse_need_the_same_hidden_cause() {
        let (up, down) = (e_value(ratio(1.25, 1.1, 1.5)), e_value(ratio(0.8, 1.0 / 1.5, 1.0 / 1.1)));
        let (up, down) = (up.expect("a ratio"), down.expect("a ratio"));
        assert!((up.value - down.value).abs() < 1e-12);
        assert!(up.limit.zip(down.limit).is_some_and(|(a, b)| (a - b).abs() < 1e-12));
    }

    #[test]
    fn an_interval_that_holds_one_needs_no_hidden_cause() {
        assert_eq!(e_value(ratio(1.2, 0.9, 1.6)).expect("a ratio").limit, Some(1.0));
        assert_eq!(e_value(ratio(1.0, 1.0, 1.0)).map(|found| found.value), Some(1.0));
    }

    #[test]
    fn without_a_ratio_there_is_no_e_value() {
        assert_eq!(e_value(Ratio { value: None, low: None, high: None }), None);
        assert_eq!(e_value(Ratio { value: Some(0.0), low: None, high: None }), None);
    }

    /// The figures of the published headline: 81% against 72%.
    #[test]
    fn yes_and_no_differ_above_one_half() {
        let value = |ratio: f64| e_value(Ratio { value: Some(ratio), low: None, high: None }).expect("a ratio").value;
        assert!((value(0.81 / 0.72) - 1.5).abs() < 1e-12);
        assert!((value(0.19 / 0.28) - 2.3).abs() < 0.05);
    }
}
