//! What could the answers of those who gave none change?
//!
//! ```text
//! rate        yes / all asked   to   (yes + missing) / all asked                       Manski (1990)
//! difference  low_a - high_b    to   high_a - low_b                                    the opposite extremes
//! limits      low - C se_low    to   high + C se_high                                  Imbens & Manski (2004)
//!             C solves  F(C + (high - low) / max se) - F(-C) = confidence              F: t with the design's df, or normal
//! ```
//!
//! The limits hold the true value with the confidence given, wherever between the bounds it lies; without missing answers
//! they are the usual interval. Bounds assume nothing of those who did not answer, and say nothing of those who were not
//! reached. Oracle: `manski-*` in `tests/oracle/units.R`, `imbens_manski` in `tests/oracle/paradox.R`.

use super::{Interval, IntervalMethod};
use crate::num::dist::{t_quantile, t_sf};
use crate::num::root::bracketed;

/// C is solved to this.
const TOLERANCE: f64 = 1e-13;

/// The range of a value that the answers leave possible.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// With every missing answer as far down as it goes.
    pub low: f64,
    /// With every missing answer as far up.
    pub high: f64,
}

/// Bounds of a rate from weights (or counts) of those who said yes, said no, and gave no answer; `None` where nobody was
/// asked.
///
/// ```
/// use paradox::stats::bounds::{Bounds, of_rate};
/// assert_eq!(of_rate(70.0, 20.0, 10.0), Some(Bounds { low: 0.7, high: 0.8 }));
/// ```
pub fn of_rate(yes: f64, no: f64, missing: f64) -> Option<Bounds> {
    let all = yes + no + missing;
    (all > 0.0).then(|| Bounds { low: yes / all, high: (yes + missing) / all })
}

impl Bounds {
    /// Bounds of the difference of two values of which nothing else is known.
    #[must_use]
    pub fn minus(self, other: Bounds) -> Bounds {
        Bounds { low: self.low - other.high, high: self.high - other.low }
    }

    /// Imbens and Manski's limits from the standard errors of both bounds; infinite `df` for a simple random sample. `None`
    /// without degrees of freedom, or where neither bound varies.
    ///
    /// ```
    /// use paradox::stats::bounds::Bounds;
    /// let usual = Bounds { low: 0.5, high: 0.5 }.limits([0.01, 0.01], f64::INFINITY, 0.95).ok_or("it varies")?;
    /// assert!((usual.low - (0.5 - 0.0196)).abs() < 5e-6); // no answer is missing: 1.96 standard errors
    /// let wide = Bounds { low: 0.2, high: 0.8 }.limits([0.01, 0.01], f64::INFINITY, 0.95).ok_or("it varies")?;
    /// assert!((wide.low - (0.2 - 0.01645)).abs() < 5e-6); // far apart: one side at a time
    /// # Ok::<(), &str>(())
    /// ```
    pub fn limits(self, [se_low, se_high]: [f64; 2], df: f64, confidence: f64) -> Option<Interval> {
        let largest = se_low.max(se_high);
        if !(df > 0.0 && largest > 0.0) {
            return None;
        }
        let apart = (self.high - self.low) / largest;
        let covered = |c: f64| 1.0 - t_sf(c + apart, df) - t_sf(c, df) - confidence;
        let (one_sided, two_sided) = (t_quantile(confidence, df), t_quantile(0.5 + confidence / 2.0, df));
        let c = match (covered(one_sided), covered(two_sided)) {
            (low, _) if low >= 0.0 => one_sided,
            (_, high) if high <= 0.0 => two_sided,
            _ => bracketed(covered, one_sided, two_sided, TOLERANCE).ok()?,
        };
        Some(Interval {
            low: self.low - c * se_low,
            high: self.high + c * se_high,
            level: confidence,
            method: IntervalMethod::ImbensManski,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_of_those_who_answered_lies_between_the_bounds() {
        for (yes, no, missing) in [(70.0, 20.0, 10.0), (0.0, 5.0, 5.0), (10.0, 0.0, 0.0), (1.5, 2.25, 0.5)] {
            let bounds = of_rate(yes, no, missing).expect("asked");
            let answered = yes / (yes + no);
            assert!(bounds.low <= answered && answered <= bounds.high);
            assert_eq!(bounds.low == bounds.high, missing == 0.0);
        }
        assert_eq!(of_rate(0.0, 0.0, 0.0), None);
        assert_eq!(of_rate(0.0, 0.0, 3.0), Some(Bounds { low: 0.0, high: 1.0 }));
    }

    #[test]
    fn a_difference_takes_the_opposite_extremes_and_turns_with_its_sign() {
        let (a, b) = (Bounds { low: 0.7, high: 0.8 }, Bounds { low: 0.5, high: 0.65 });
        let (there, back) = (a.minus(b), b.minus(a));
        assert!((there.low - 0.05).abs() < 1e-12 && (there.high - 0.3).abs() < 1e-12);
        assert_eq!((there.low, there.high), (-back.high, -back.low));
    }

    #[test]
    fn the_limits_hold_the_bounds_and_narrow_from_two_sides_to_one_as_they_part() {
        let reach = |high: f64| {
            let bounds = Bounds { low: 0.3, high };
            let ci = bounds.limits([0.02, 0.03], 40.0, 0.9).expect("it varies");
            assert!(ci.low < bounds.low && bounds.high < ci.high);
            (bounds.low - ci.low) / 0.02
        };
        let (together, near, apart) = (reach(0.3), reach(0.32), reach(0.6));
        assert!((together - t_quantile(0.95, 40.0)).abs() < 1e-9);
        assert!((apart - t_quantile(0.9, 40.0)).abs() < 1e-6);
        assert!(together > near && near > apart);
    }

    #[test]
    fn without_df_or_variance_there_are_no_limits() {
        let bounds = Bounds { low: 0.0, high: 0.0 };
        assert_eq!(bounds.limits([0.0, 0.0], 40.0, 0.95), None);
        assert_eq!(bounds.limits([0.1, 0.1], 0.0, 0.95), None);
    }
}
