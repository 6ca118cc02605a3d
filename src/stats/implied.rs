//! What do published rates imply, without a single answer?
//!
//! ```text
//! all, part, share s    rest = (all - s part) / (1 - s)           must lie in 0..1, which bounds s
//! part against rest     z = |part - all| √(n s / (1 - s)) / √(all (1 - all))       pooled, the total held
//! two levels, m each    z = |a - b| √(m / (2 p(1 - p))), p = (a + b) / 2           q / √2 of k levels in place of z
//! same respondents      max(0, a + b - 1) <= both <= min(a, b)                     (Fréchet 1935)
//! ```
//!
//! A published rate stands for every value that rounds to it, so each answer comes as printed and over all of those.
//! All three formulas take their extremes at the corners: the larger the gap between the two rates, the smaller the base
//! that tells them apart. Bases are head counts of a simple random sample; a part is taken to be any share of its base,
//! whole respondents or not.

use crate::num::dist::{normal_ln_sf, normal_quantile, studentized_range_quantile};

/// What a limit of a rate may lose to binary fractions.
const SLACK: f64 = 1e-12;

/// A published rate with all values that round to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rounded {
    /// As printed.
    pub value: f64,
    /// The smallest that rounds to it, at least 0.
    pub low: f64,
    /// The largest, at most 1.
    pub high: f64,
}

impl Rounded {
    /// A rate printed to the nearest `rounding`, both as fractions.
    pub fn new(value: f64, rounding: f64) -> Self {
        let half = rounding / 2.0;
        Rounded { value, low: (value - half).max(0.0), high: (value + half).min(1.0) }
    }
}

/// A quantity for the printed values, and its smallest and largest over all values that round to them. `None` where
/// there is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Over<T> {
    /// For the values as printed.
    pub printed: Option<T>,
    /// The smallest.
    pub low: Option<T>,
    /// The largest.
    pub high: Option<T>,
}

/// Two limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// At least.
    pub low: f64,
    /// At most.
    pub high: f64,
}

/// The rate of all others, where `all` is that of everybody and `part` that of a share of them; `None` where no rate from
/// 0 to 1 would do.
///
/// ```
/// use paradox::stats::implied::rest;
/// assert!((rest(0.74, 0.81, 0.2).unwrap() - 0.7225).abs() < 1e-15);
/// assert_eq!(rest(0.74, 0.81, 0.95), None);
/// ```
pub fn rest(all: f64, part: f64, share: f64) -> Option<f64> {
    let rest = (all - share * part) / (1.0 - share);
    (share < 1.0 && (-SLACK..=1.0 + SLACK).contains(&rest)).then(|| rest.clamp(0.0, 1.0))
}

/// The same over all values that round to the two.
pub fn rest_over(all: Rounded, part: Rounded, share: f64) -> Over<f64> {
    let unbounded = |all: f64, part: f64| (all - share * part) / (1.0 - share);
    let (low, high) = (unbounded(all.low, part.high), unbounded(all.high, part.low));
    let possible = share < 1.0 && high >= -SLACK && low <= 1.0 + SLACK;
    Over {
        printed: rest(all.value, part.value, share),
        low: possible.then(|| low.clamp(0.0, 1.0)),
        high: possible.then(|| high.clamp(0.0, 1.0)),
    }
}

/// The largest share of everybody that a part with this rate can be: there all others have the rate 0, or 1.
///
/// ```
/// use paradox::stats::implied::largest_share;
/// assert!((largest_share(0.74, 0.81) - 0.74 / 0.81).abs() < 1e-15);
/// ```
pub fn largest_share(all: f64, part: f64) -> f64 {
    if part > all {
        all / part
    } else if part < all {
        (1.0 - all) / (1.0 - part)
    } else {
        1.0
    }
}

/// ln p of a part against all others, both of a base of n, by the pooled z test; `None` where the rest has no rate or
/// nothing varies.
pub fn part_ln_p(all: f64, part: f64, share: f64, n: f64) -> Option<f64> {
    rest(all, part, share)?;
    let variance = all * (1.0 - all);
    if share <= 0.0 || variance <= 0.0 {
        return None;
    }
    let z = (part - all).abs() * (n * share / (1.0 - share) / variance).sqrt();
    Some(normal_ln_sf(z) + std::f64::consts::LN_2)
}

/// The smallest part, in respondents of a base of n, that differs from all others at two-sided alpha by the pooled z
/// test, while the total is held. `None` where the two rates do not differ, or none so large is possible.
///
/// ```
/// use paradox::stats::implied::smallest_part;
/// assert_eq!(smallest_part(0.74, 0.81, 1567, 0.05), Some(138));
/// assert_eq!(smallest_part(0.74, 0.74, 1567, 0.05), None);
/// ```
pub fn smallest_part(all: f64, part: f64, n: u64, alpha: f64) -> Option<u64> {
    let base = n as f64;
    let gap = part - all;
    if gap == 0.0 || n < 2 {
        return None;
    }
    let z = -normal_quantile(alpha / 2.0);
    // s / (1 - s) at which the test is just significant.
    let odds = z * z * all * (1.0 - all) / (gap * gap * base);
    let smallest = ceiling(base * odds / (1.0 + odds)).max(1.0);
    (smallest <= base * largest_share(all, part) && smallest < base).then_some(smallest as u64)
}

/// The same over all values that round to the two: a wider gap needs a smaller part.
pub fn smallest_part_over(all: Rounded, part: Rounded, n: u64, alpha: f64) -> Over<u64> {
    let (wide, narrow) = corners(all, part);
    let of = |[all, part]: [f64; 2]| smallest_part(all, part, n, alpha);
    Over { printed: of([all.value, part.value]), low: of(wide), high: narrow.and_then(of) }
}

/// Respondents in each of two levels from which their rates differ at two-sided alpha by the pooled z test at their mean;
/// `None` where they do not differ.
///
/// With `levels`, for the two furthest apart of that many levels of one rate: by Tukey's studentized range in place of z.
///
/// ```
/// use paradox::stats::implied::base_of_levels;
/// assert_eq!(base_of_levels(0.66, 0.85, 0.05, None), Some(40));
/// assert_eq!(base_of_levels(0.66, 0.85, 0.05, Some(6)), Some(84));
/// ```
pub fn base_of_levels(a: f64, b: f64, alpha: f64, levels: Option<u32>) -> Option<u64> {
    let (mean, gap) = (f64::midpoint(a, b), a - b);
    if gap == 0.0 {
        return None;
    }
    // q of two normals is z √2.
    let quantile = match levels {
        Some(k) => studentized_range_quantile(1.0 - alpha, k.max(2)),
        None => -std::f64::consts::SQRT_2 * normal_quantile(alpha / 2.0),
    };
    Some(ceiling(quantile * quantile * mean * (1.0 - mean) / (gap * gap)).max(1.0) as u64)
}

/// The same over all values that round to the two.
pub fn base_of_levels_over(a: Rounded, b: Rounded, alpha: f64, levels: Option<u32>) -> Over<u64> {
    let (wide, narrow) = corners(a, b);
    let of = |[a, b]: [f64; 2]| base_of_levels(a, b, alpha, levels);
    Over { printed: of([a.value, b.value]), low: of(wide), high: narrow.and_then(of) }
}

/// p of two rates with known bases by the pooled z test, as its logarithm; `None` where nothing varies.
pub fn two_ln_p([a, b]: [f64; 2], [n_a, n_b]: [f64; 2]) -> Option<f64> {
    let pooled = (a * n_a + b * n_b) / (n_a + n_b);
    let se = (pooled * (1.0 - pooled) * (1.0 / n_a + 1.0 / n_b)).sqrt();
    (se > 0.0).then(|| normal_ln_sf((a - b).abs() / se) + std::f64::consts::LN_2)
}

/// What two rates of the same respondents leave open of how they overlap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overlap {
    /// Said yes to both.
    pub both: Bounds,
    /// To the first alone.
    pub a_only: Bounds,
    /// To the second alone.
    pub b_only: Bounds,
    /// To neither.
    pub neither: Bounds,
}

/// The bounds of Fréchet for two rates of the same respondents.
///
/// ```
/// let overlap = paradox::stats::implied::overlap(0.75, 0.63);
/// assert!((overlap.a_only.low - 0.12).abs() < 1e-12 && (overlap.a_only.high - 0.37).abs() < 1e-12);
/// ```
pub fn overlap(a: f64, b: f64) -> Overlap {
    let exact = |value| Rounded { value, low: value, high: value };
    overlap_over(exact(a), exact(b))
}

/// The same over all values that round to the two.
pub fn overlap_over(a: Rounded, b: Rounded) -> Overlap {
    let both = |a: (f64, f64), b: (f64, f64)| Bounds { low: (a.0 + b.0 - 1.0).max(0.0), high: a.1.min(b.1) };
    let (yes_a, yes_b) = ((a.low, a.high), (b.low, b.high));
    let (no_a, no_b) = ((1.0 - a.high, 1.0 - a.low), (1.0 - b.high, 1.0 - b.low));
    Overlap {
        both: both(yes_a, yes_b),
        a_only: both(yes_a, no_b),
        b_only: both(no_a, yes_b),
        neither: both(no_a, no_b),
    }
}

/// The pairs of values that round to two rates and lie furthest apart, and least far; the latter is `None` where they may
/// be equal.
fn corners(a: Rounded, b: Rounded) -> ([f64; 2], Option<[f64; 2]>) {
    if a.value > b.value {
        ([a.high, b.low], (a.low > b.high).then_some([a.low, b.high]))
    } else {
        ([a.low, b.high], (b.low > a.high).then_some([a.high, b.low]))
    }
}

/// The next whole number, with room for the last bit of a double.
fn ceiling(value: f64) -> f64 {
    (value * (1.0 - SLACK)).ceil()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::dist::normal_sf;

    fn printed(value: f64) -> Rounded {
        Rounded::new(value, 0.01)
    }

    /// The figures that the issue names, all from the published ones.
    #[test]
    fn the_published_figures_of_sinch_imply_what_methods_and_published_say() {
        let (all, part) = (printed(0.74), printed(0.81));
        let over = smallest_part_over(all, part, 1567, 0.05);
        assert_eq!((over.printed, over.low, over.high), (Some(138), Some(109), Some(180)));
        let over = smallest_part_over(all, part, 2527, 0.05);
        assert_eq!((over.printed, over.low, over.high), (Some(143), Some(112), Some(188)));
        let overlap = overlap_over(printed(0.75), printed(0.63));
        assert!((overlap.a_only.low - 0.11).abs() < 1e-12 && (overlap.a_only.high - 0.375).abs() < 1e-12);
        assert!((overlap.both.low - 0.37).abs() < 1e-12 && (overlap.both.high - 0.635).abs() < 1e-12);
    }

    /// One respondent fewer must not be significant, and the answer itself must be.
    #[test]
    fn the_smallest_part_is_significant_and_one_fewer_is_not() {
        for (all, part, n) in [(0.74, 0.81, 1567), (0.62, 0.55, 900), (0.5, 0.9, 60), (0.03, 0.05, 4000)] {
            let found = smallest_part(all, part, n, 0.05).expect("within reach");
            let p = |m: u64| part_ln_p(all, part, m as f64 / n as f64, n as f64).map(f64::exp);
            assert!(p(found).expect("possible") <= 0.05 && p(found - 1).is_none_or(|p| p > 0.05), "{found}");
        }
    }

    #[test]
    fn equal_rates_and_parts_beyond_what_the_total_allows_are_never_significant() {
        assert_eq!(base_of_levels(0.4, 0.4, 0.05, Some(3)), None);
        // A part of 99% among 2% of all cannot be larger than 2 of 100, and needs more than that at 1 in a billion.
        assert_eq!(smallest_part(0.02, 0.99, 100, 1e-30), None);
        // 74 and 74 may be 73.6 and 74.4: no upper limit, but a lower one.
        let over = smallest_part_over(printed(0.74), printed(0.74), 5000, 0.05);
        assert!(over.printed.is_none() && over.high.is_none() && over.low.is_some());
    }

    /// What a part and the rest give together is the total, at every share that is possible, and 0 or 1 at the largest.
    #[test]
    fn part_and_rest_make_up_the_total() {
        for (all, part) in [(0.74, 0.81), (0.74, 0.5), (0.1, 0.9), (0.3, 0.3)] {
            for share in [0.01, 0.2, 0.5, 0.9] {
                let Some(rest) = rest(all, part, share) else {
                    assert!(share > largest_share(all, part));
                    continue;
                };
                assert!((share * part + (1.0 - share) * rest - all).abs() < 1e-12);
                let over = rest_over(printed(all), printed(part), share);
                assert!(over.low.expect("possible") <= rest && rest <= over.high.expect("possible"));
            }
            if all != part {
                let end = rest(all, part, largest_share(all, part)).expect("just possible");
                assert!(end.min(1.0 - end) < 1e-9);
            }
        }
    }

    /// Rates taken from any four cells lie within the bounds made of their margins.
    #[test]
    fn every_table_of_two_questions_lies_within_the_bounds() {
        for both in 0..=6_u32 {
            for a_only in 0..=6 - both {
                for b_only in 0..=6 - both - a_only {
                    let neither = 6 - both - a_only - b_only;
                    let share = |n: u32| f64::from(n) / 6.0;
                    let found = overlap(share(both + a_only), share(both + b_only));
                    for (bounds, n) in
                        [(found.both, both), (found.a_only, a_only), (found.b_only, b_only), (found.neither, neither)]
                    {
                        assert!(bounds.low <= share(n) + 1e-12 && share(n) <= bounds.high + 1e-12);
                    }
                }
            }
        }
    }

    /// Two levels are the range of two normals, and more levels need more respondents.
    #[test]
    fn extremes_of_two_levels_are_a_pair_and_of_more_need_a_larger_base() {
        for (a, b) in [(0.66, 0.85), (0.1, 0.13), (0.9, 0.2)] {
            assert_eq!(base_of_levels(a, b, 0.05, None), base_of_levels(a, b, 0.05, Some(2)));
            assert!(base_of_levels(a, b, 0.05, Some(3)) > base_of_levels(a, b, 0.05, Some(2)));
        }
        let m = base_of_levels(0.66, 0.85, 0.05, None).expect("apart") as f64;
        let p = |m: f64| two_ln_p([0.66, 0.85], [m, m]).expect("varies").exp();
        assert!(p(m) <= 0.05 && p(m - 1.0) > 0.05);
        assert!((p(m) - 2.0 * normal_sf(0.19 / (0.755 * 0.245 * 2.0 / m).sqrt())).abs() < 1e-14);
    }
}
