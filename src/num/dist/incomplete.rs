//! How much of a gamma or beta distribution lies below and above a point, as logarithms?
//!
//! ```text
//! lower P(a, x) = front · series              x < a + 1        front = x^a e^-x / Γ(a+1)
//! upper Q(a, x) = front · continued fraction  otherwise
//! lower I(x; a, b) = front / continued fraction  below the mean   front = x^a (1-x)^b / B(a, b)
//! upper: the same with x, a and 1-x, b changing places
//! ```
//!
//! The side that is computed is the smaller one, or nearly so; the other is `ln(1 - e^ln)` and loses nothing that
//! matters. The front is a saddle point (see `gamma`) and the rest has terms of one sign, so that shapes of 1e7 keep
//! twelve digits and logarithms go as deep as a float reaches. Near the mean the number of terms grows with the root of
//! the shape (some ten thousand at 1e7). No asymptotic expansion is needed for the shapes that surveys have.
//!
//! Sources: Legendre's fraction for Q; Didonato and Morris (1992), "Algorithm 708", for I. Must equal R's `pgamma` and
//! `pbeta` with `log.p = TRUE`. Chi-square, t, F, binomial and Poisson tails are all made of these.

use super::gamma::{ln_beta_front, ln_poisson};

/// Terms after which a series or fraction is cut off. Their number is about 9·√shape, so shapes up to 1e12 end before.
const TERMS: u32 = 20_000_000;

/// A factor that changes the result by less than this ends the sum.
const RELATIVE: f64 = 1e-17;

/// Stands for a denominator of exactly zero in Lentz's algorithm.
const TINY: f64 = 1e-290;

/// The two sides of one point of a distribution; their exponentials add up to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tails {
    /// ln P(X <= x).
    pub ln_lower: f64,
    /// ln P(X > x).
    pub ln_upper: f64,
}

impl Tails {
    pub(super) const ALL_ABOVE: Tails = Tails { ln_lower: f64::NEG_INFINITY, ln_upper: 0.0 };
    pub(super) const ALL_BELOW: Tails = Tails { ln_lower: 0.0, ln_upper: f64::NEG_INFINITY };

    pub(super) const UNKNOWN: Tails = Tails { ln_lower: f64::NAN, ln_upper: f64::NAN };

    pub(super) fn from_ln_lower(ln_lower: f64) -> Self {
        let ln_lower = ln_lower.min(0.0);
        Tails { ln_lower, ln_upper: ln_one_minus_exp(ln_lower) }
    }

    pub(super) fn from_ln_upper(ln_upper: f64) -> Self {
        Tails::from_ln_lower(ln_upper).swapped()
    }

    /// Of the mirrored distribution.
    pub(super) fn swapped(self) -> Self {
        Tails { ln_lower: self.ln_upper, ln_upper: self.ln_lower }
    }
}

/// ln(1 - e^x) for x <= 0 (Mächler 2012).
pub(super) fn ln_one_minus_exp(x: f64) -> f64 {
    if x > -std::f64::consts::LN_2 { (-x.exp_m1()).ln() } else { (-x.exp()).ln_1p() }
}

/// Tails of the gamma distribution with this shape and scale 1.
pub(super) fn gamma_tails(shape: f64, x: f64) -> Tails {
    if shape.is_nan() || x.is_nan() {
        return Tails::UNKNOWN;
    }
    if x <= 0.0 {
        return Tails::ALL_ABOVE;
    }
    if x == f64::INFINITY {
        return Tails::ALL_BELOW;
    }
    let ln_front = ln_poisson(shape, x);
    if x < shape + 1.0 {
        Tails::from_ln_lower(ln_front + gamma_series(shape, x).ln())
    } else {
        Tails::from_ln_upper(ln_front + shape.ln() + gamma_fraction(shape, x).ln())
    }
}

/// P over its front: 1 + x/(a+1) + x²/((a+1)(a+2)) + …
fn gamma_series(shape: f64, x: f64) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    for n in 1..TERMS {
        term *= x / (shape + f64::from(n));
        sum += term;
        if term < RELATIVE * sum {
            break;
        }
    }
    sum
}

/// Q over its front and shape: 1/(x+1-a - 1(1-a)/(x+3-a - 2(2-a)/(x+5-a - …))), by Lentz's algorithm.
fn gamma_fraction(shape: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - shape;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / not_zero(b);
    let mut value = d;
    for n in 1..TERMS {
        let n = f64::from(n);
        let a = n * (shape - n);
        b += 2.0;
        d = 1.0 / not_zero(a * d + b);
        c = not_zero(b + a / c);
        let factor = c * d;
        value *= factor;
        if (factor - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    value
}

/// Tails of the beta distribution with shapes a and b at x, where y = 1 - x is given as well, since it may be smaller
/// than the last digit of x.
pub(super) fn beta_tails(x: f64, y: f64, a: f64, b: f64) -> Tails {
    if x.is_nan() || y.is_nan() || a.is_nan() || b.is_nan() {
        return Tails::UNKNOWN;
    }
    if x <= 0.0 {
        return Tails::ALL_ABOVE;
    }
    if y <= 0.0 {
        return Tails::ALL_BELOW;
    }
    let ln_front = ln_beta_front(x, y, a, b);
    if a * y - b * x + 1.0 > 2.0 * x {
        Tails::from_ln_lower(ln_front - beta_fraction(x, y, a, b).ln())
    } else {
        Tails::from_ln_upper(ln_front - beta_fraction(y, x, b, a).ln())
    }
}

/// The fraction of Didonato and Morris that divides the front, for x below about the mean.
fn beta_fraction(x: f64, y: f64, a: f64, b: f64) -> f64 {
    let excess = a * y - b * x + 1.0;
    let mut value = not_zero(a * excess / (a + 1.0));
    let mut c = value;
    let mut d = 0.0;
    for m in 1..TERMS {
        let m = f64::from(m);
        let k = a + 2.0 * m - 1.0;
        let numerator = ((a + m - 1.0) / k) * ((a + b + m - 1.0) / k) * m * (b - m) * x * x;
        let denominator = m + m * (b - m) * x / k + (a + m) * (excess + m * (1.0 + y)) / (k + 2.0);
        d = 1.0 / not_zero(denominator + numerator * d);
        c = not_zero(denominator + numerator / c);
        let factor = c * d;
        value *= factor;
        if (factor - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    value
}

fn not_zero(x: f64) -> f64 {
    if x == 0.0 { TINY } else { x }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The series and the fraction are two formulas for the same thing.
    #[test]
    fn both_formulas_of_the_gamma_agree_where_one_takes_over() {
        for shape in [0.25_f64, 0.5, 1.0, 7.5, 100.0, 1e4, 1e6, 5e6] {
            let x = shape + 1.0;
            let front = ln_poisson(shape, x);
            let lower = (front + gamma_series(shape, x).ln()).exp();
            let upper = (front + shape.ln() + gamma_fraction(shape, x).ln()).exp();
            assert!((lower + upper - 1.0).abs() < 1e-11, "{shape}: {lower} + {upper}");
        }
    }

    #[test]
    fn both_sides_of_the_beta_agree_where_one_takes_over() {
        for (a, b) in [(0.5_f64, 0.5), (0.5, 1e6), (1e6, 0.5), (3.0, 4.0), (1e3, 2e3), (1e6, 1e6), (5e6, 20.0)] {
            let x = (a + 1.0) / (a + b + 2.0);
            let y = (b + 1.0) / (a + b + 2.0);
            let front = ln_beta_front(x, y, a, b);
            let lower = (front - beta_fraction(x, y, a, b).ln()).exp();
            let upper = (front - beta_fraction(y, x, b, a).ln()).exp();
            assert!((lower + upper - 1.0).abs() < 1e-11, "{a}, {b}: {lower} + {upper}");
        }
    }

    #[test]
    fn what_is_not_a_number_gives_none_and_at_once() {
        assert!(gamma_tails(f64::NAN, 1.0).ln_lower.is_nan() && gamma_tails(1.0, f64::NAN).ln_upper.is_nan());
        assert!(beta_tails(0.5, 0.5, f64::NAN, 1.0).ln_lower.is_nan());
    }

    /// The largest shape that the header promises.
    #[test]
    fn a_shape_of_ten_to_the_twelve_ends_before_the_limit() {
        let tails = gamma_tails(1e12, 1e12);
        assert!((tails.ln_lower.exp() - (0.5 + 1.0 / (3.0 * (2.0 * std::f64::consts::PI * 1e12).sqrt()))).abs() < 1e-9);
    }
}
