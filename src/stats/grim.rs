//! Can a published percentage come from its base at all?
//!
//! 51% of 10 respondents cannot: 5 of 10 is 50%, 6 of 10 is 60%. A published rate is possible if some whole count of
//! yes out of n rounds to it (Brown and Heathers 2017, the GRIM test). Only for unweighted counts; from a base of
//! 1/rounding on, every figure is possible.

/// Room for the last digits of a published figure and of a share, far below any rounding that is printed.
const SLACK: f64 = 1e-9;

/// Whether any count out of n rounds to `published`, both as fractions: 0.51 with a rounding of 0.01.
///
/// Halves may be rounded either way, and the ends of the range of a rounding count as inside.
///
/// ```
/// use paradox::stats::grim::grim;
/// assert!(!grim(0.51, 0.01, 10));
/// assert!(grim(0.67, 0.01, 3));
/// ```
pub fn grim(published: f64, rounding: f64, n: u64) -> bool {
    if n == 0 {
        return false;
    }
    let base = n as f64;
    let slack = SLACK * base.max(1.0);
    let lowest = ((published - 0.5 * rounding) * base - slack).ceil().max(0.0);
    let highest = ((published + 0.5 * rounding) * base + slack).floor().min(base);
    lowest <= highest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever a count out of n is rounded to must be possible.
    #[test]
    fn every_share_of_every_base_is_possible() {
        for rounding in [0.1, 0.01, 0.001] {
            for n in 1..120_u64 {
                for yes in 0..=n {
                    let share = yes as f64 / n as f64;
                    assert!(grim((share / rounding).round() * rounding, rounding, n), "{yes} of {n} to {rounding}");
                }
            }
        }
    }

    #[test]
    fn small_bases_leave_gaps_and_large_ones_do_not() {
        let possible = |n| (0..=100).filter(|&percent| grim(f64::from(percent) / 100.0, 0.01, n)).count();
        assert_eq!(possible(1), 2);
        assert_eq!(possible(3), 4);
        assert!(possible(60) < 101);
        assert!((100..300).all(|n| possible(n) == 101));
    }

    #[test]
    fn a_half_may_have_been_rounded_up_or_down() {
        // 1 of 8 is 12.5%.
        assert!(grim(0.12, 0.01, 8) && grim(0.13, 0.01, 8) && !grim(0.14, 0.01, 8));
    }

    #[test]
    fn nobody_and_more_than_everybody_are_impossible() {
        assert!(!grim(0.5, 0.01, 0) && !grim(1.01, 0.001, 50) && !grim(-0.01, 0.001, 50));
    }
}
