//! Where does a function cross zero?
//!
//! [`newton`] for functions that rise and have a slope, [`bracketed`] (Brent 1973) for those without. Both stay inside a
//! bracket and count their steps. R's `uniroot` is [`bracketed`].

/// Steps before a search gives up.
const STEPS: u32 = 300;

/// A Newton step of this size, relative to the larger of the point and 1, is the last one: the next would be its square.
const LAST_STEP: f64 = 1e-10;

/// A search that ended without a root.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NotConverged {
    /// Steps taken.
    pub steps: u32,
    /// Width of what is left of the bracket; infinite where the ends had the same sign.
    pub off: f64,
}

impl std::fmt::Display for NotConverged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "no root found after {} steps, {:e} off", self.steps, self.off)
    }
}

impl std::error::Error for NotConverged {}

/// The zero of a function that rises from below 0 at `low` to above 0 at `high`, given with its slope.
///
/// Newton's method; where a step leaves the bracket or does not halve the one before the last, the bracket is halved
/// instead. So the bracket shrinks by half at least every third step, and a bracket of 1e3 is down to the last digit
/// long before the limit: this always ends. Where the function is 0 to the last digit over a stretch, any point of it is
/// the answer. A function that does not cross zero inside the bracket yields the nearer end.
///
/// ```
/// let root = paradox::num::root::newton(|x| (x * x - 2.0, 2.0 * x), 0.0, 2.0, 1.0);
/// assert_eq!(root, 2.0_f64.sqrt());
/// ```
pub fn newton(function: impl Fn(f64) -> (f64, f64), mut low: f64, mut high: f64, start: f64) -> f64 {
    let mut x = if start > low && start < high { start } else { low + 0.5 * (high - low) };
    let mut before_last = f64::INFINITY;
    let mut last = f64::INFINITY;
    for _ in 0..STEPS {
        let (value, slope) = function(x);
        if value == 0.0 {
            return x;
        }
        if value < 0.0 {
            low = x;
        } else {
            high = x;
        }
        let newton = x - value / slope;
        let is_newton = slope > 0.0
            && slope.is_finite()
            && newton >= low
            && newton <= high
            && (newton - x).abs() < 0.5 * before_last;
        let next = if is_newton { newton } else { low + 0.5 * (high - low) };
        let step = (next - x).abs();
        let scale = x.abs().max(1.0);
        if (is_newton && step <= LAST_STEP * scale) || high - low <= f64::EPSILON * scale {
            return next;
        }
        before_last = last;
        last = step;
        x = next;
    }
    x
}

/// A zero of a function between two points where its signs differ, to within `tolerance`.
///
/// ```
/// let root = paradox::num::root::bracketed(|x| x.cos() - x, 0.0, 1.0, 1e-15).unwrap();
/// assert!((root - 0.7390851332151607).abs() < 1e-15);
/// ```
///
/// # Errors
///
/// [`NotConverged`] if the ends have the same sign, or after 300 steps.
pub fn bracketed(
    function: impl Fn(f64) -> f64,
    low: f64,
    high: f64,
    tolerance: f64,
) -> std::result::Result<f64, NotConverged> {
    let (mut a, mut b) = (low, high);
    let (mut at_a, mut at_b) = (function(a), function(b));
    if at_a == 0.0 {
        return Ok(a);
    }
    if at_b == 0.0 {
        return Ok(b);
    }
    if at_a.is_nan() || at_b.is_nan() || (at_a > 0.0) == (at_b > 0.0) {
        return Err(NotConverged { steps: 0, off: f64::INFINITY });
    }
    // b is the best point so far, a the one before, c the other end of the bracket.
    let (mut c, mut at_c) = (a, at_a);
    let mut step = b - a;
    let mut before = step;
    for _ in 0..STEPS {
        if (at_b > 0.0) == (at_c > 0.0) {
            (c, at_c) = (a, at_a);
            step = b - a;
            before = step;
        }
        if at_c.abs() < at_b.abs() {
            (a, b, c) = (b, c, b);
            (at_a, at_b, at_c) = (at_b, at_c, at_b);
        }
        let enough = 2.0 * f64::EPSILON * b.abs() + 0.5 * tolerance;
        let half = 0.5 * (c - b);
        if half.abs() <= enough || at_b == 0.0 {
            return Ok(b);
        }
        if before.abs() >= enough && at_a.abs() > at_b.abs() {
            let s = at_b / at_a;
            let (mut p, mut q) = if a == c {
                (2.0 * half * s, 1.0 - s)
            } else {
                let (q, r) = (at_a / at_c, at_b / at_c);
                (s * (2.0 * half * q * (q - r) - (b - a) * (r - 1.0)), (q - 1.0) * (r - 1.0) * (s - 1.0))
            };
            if p > 0.0 {
                q = -q;
            }
            p = p.abs();
            if 2.0 * p < (3.0 * half * q - (enough * q).abs()).min((before * q).abs()) {
                before = step;
                step = p / q;
            } else {
                step = half;
                before = half;
            }
        } else {
            step = half;
            before = half;
        }
        (a, at_a) = (b, at_b);
        b += if step.abs() > enough { step } else { enough.copysign(half) };
        at_b = function(b);
    }
    Err(NotConverged { steps: STEPS, off: (c - b).abs() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newton_finds_roots_that_newton_alone_would_run_away_from() {
        // The slope of tanh vanishes away from its root: a free step from 20 lands at -1e16.
        for root in [-30.0, -1.0, 0.0, 0.3, 40.0] {
            let tanh = |x: f64| ((x - root).tanh(), 1.0 - (x - root).tanh().powi(2));
            assert!((newton(tanh, -1e3, 1e3, 20.0) - root).abs() < 1e-12, "{root}");
        }
    }

    #[test]
    fn newton_halves_where_the_slope_is_wrong() {
        for slope in [0.0, f64::INFINITY, f64::NAN, -1.0] {
            assert!((newton(|x| (x - 0.7, slope), -1e3, 1e3, 0.0) - 0.7).abs() < 1e-9, "{slope}");
        }
    }

    #[test]
    fn bracketed_finds_a_root_of_flat_and_of_steep_functions() {
        assert!((bracketed(|x| (x - 0.3).powi(9), -1.0, 1.0, 1e-14).unwrap() - 0.3).abs() < 1e-13);
        assert!((bracketed(|x| (x - 0.3).cbrt(), -1.0, 1.0, 1e-14).unwrap() - 0.3).abs() < 1e-13);
    }

    #[test]
    fn bracketed_refuses_ends_of_the_same_sign() {
        assert_eq!(bracketed(|x| x * x + 1.0, -1.0, 1.0, 1e-10).unwrap_err().off, f64::INFINITY);
    }
}
