//! Which stretch of 0% to 100% does a chart show, and where do its ticks stand?
//!
//! ```text
//! data   58 ·──────────────────· 84.1, reference 74
//! axis  50%     60%     70%     80%     90%
//! ```
//!
//! Dots and intervals are read by position, not by length, so the axis may start above 0; it does not zoom in on less
//! than 10 points, so that a spread of a point does not fill the page.

/// A linear scale with its ticks.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Value at the left end.
    pub low: f64,
    /// Value at the right end.
    pub high: f64,
    /// Ticks from left to right.
    pub ticks: Vec<Tick>,
}

/// A labelled value of the axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Where.
    pub value: f64,
    /// "40%".
    pub label: String,
}

/// Distances between ticks, in points.
const STEPS: [u32; 5] = [2, 5, 10, 20, 25];
/// Most intervals between ticks.
const MOST_STEPS: u32 = 7;
/// Shortest axis, in points.
const SHORTEST: f64 = 10.0;
/// Below this, in points, an axis starts at 0 anyway.
const NEAR_ZERO: f64 = 15.0;

impl Axis {
    /// The shortest axis with round ends that holds all shares (0 to 1); 0% to 100% if there are none.
    ///
    /// ```
    /// let axis = paradox::chart::Axis::of_shares([0.58, 0.74, 0.841]);
    /// assert_eq!((axis.low, axis.high), (0.55, 0.85));
    /// assert_eq!(axis.ticks[0].label, "55%");
    /// ```
    pub fn of_shares(shares: impl IntoIterator<Item = f64>) -> Axis {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for share in shares {
            (low, high) = (low.min(share.clamp(0.0, 1.0) * 100.0), high.max(share.clamp(0.0, 1.0) * 100.0));
        }
        if low > high {
            (low, high) = (0.0, 100.0);
        }
        if high - low < SHORTEST {
            let middle = f64::midpoint(low, high).clamp(SHORTEST / 2.0, 100.0 - SHORTEST / 2.0);
            (low, high) = (middle - SHORTEST / 2.0, middle + SHORTEST / 2.0);
        }
        if low < NEAR_ZERO {
            low = 0.0;
        }
        // The last step (25) always fits: 0 to 100 in four.
        let (first, last, step) = STEPS
            .iter()
            .map(|&step| {
                (whole(low / f64::from(step) + 1e-9, f64::floor), whole(high / f64::from(step) - 1e-9, f64::ceil), step)
            })
            .find(|&(first, last, step)| last - first <= MOST_STEPS && last * step <= 100)
            .unwrap_or((0, 4, 25));
        let ticks: Vec<Tick> = (first..=last)
            .map(|i| Tick { value: f64::from(i * step) / 100.0, label: format!("{}%", i * step) })
            .collect();
        Axis { low: f64::from(first * step) / 100.0, high: f64::from(last * step) / 100.0, ticks }
    }

    /// As [`of_shares`](Axis::of_shares) from 0% on: for shares of one whole, that are seen against nothing.
    pub fn of_shares_from_zero(shares: impl IntoIterator<Item = f64>) -> Axis {
        Axis::of_shares(shares.into_iter().chain([0.0]))
    }

    /// An axis of ratios as percentages, of which some lie above 100%.
    ///
    /// ```
    /// let axis = paradox::chart::Axis::of_ratios([0.6, 1.25]);
    /// assert_eq!((axis.low, axis.ticks[0].label.as_str(), axis.high), (0.6, "60%", 1.3));
    /// ```
    pub fn of_ratios(ratios: impl IntoIterator<Item = f64>) -> Axis {
        Axis::of_signed_shares(ratios)
    }

    /// An axis of counts from 0 to the largest.
    ///
    /// ```
    /// let axis = paradox::chart::Axis::of_counts(1_567.0);
    /// assert_eq!((axis.low, axis.high, axis.ticks[1].label.as_str()), (0.0, 2_000.0, "500"));
    /// ```
    pub fn of_counts(largest: f64) -> Axis {
        let mut axis = Axis::of_numbers([0.0, largest]);
        for tick in &mut axis.ticks {
            tick.label = crate::results::format::count(tick.value.round() as u64);
        }
        axis.ticks.dedup_by(|a, b| a.label == b.label);
        axis
    }

    /// An axis of shares of which some lie below 0: of a difference beside the shares that it is made of.
    ///
    /// ```
    /// let axis = paradox::chart::Axis::of_signed_shares([-0.02, 0.88]);
    /// assert_eq!((axis.low, axis.ticks[0].label.as_str(), axis.ticks[1].label.as_str()), (-0.2, "−20%", "0%"));
    /// ```
    pub fn of_signed_shares(shares: impl IntoIterator<Item = f64>) -> Axis {
        let mut axis = Axis::of_points(shares);
        for tick in &mut axis.ticks {
            tick.label = format!("{}%", tick.label.trim_start_matches('+'));
        }
        axis
    }

    /// The shortest axis with round ends that holds all differences of rates (-1 to 1), labelled in points with a sign.
    ///
    /// ```
    /// let axis = paradox::chart::Axis::of_points([-0.012, 0.05]);
    /// assert_eq!((axis.low, axis.high, axis.ticks[0].label.as_str()), (-0.02, 0.05, "−2"));
    /// ```
    pub fn of_points(differences: impl IntoIterator<Item = f64>) -> Axis {
        let mut axis = Axis::of_numbers(differences.into_iter().map(|difference| difference * 100.0));
        for tick in &mut axis.ticks {
            if tick.value > 0.0 {
                tick.label.insert(0, '+');
            }
            tick.value /= 100.0;
        }
        Axis { low: axis.low / 100.0, high: axis.high / 100.0, ..axis }
    }

    /// The shortest axis with round ends that holds all numbers, in whatever unit; it need not hold 0.
    ///
    /// ```
    /// let axis = paradox::chart::Axis::of_numbers([3.1, 3.62, 4.4]);
    /// assert_eq!((axis.low, axis.high, axis.ticks[0].label.as_str()), (3.0, 4.4, "3.0"));
    /// ```
    pub fn of_numbers(numbers: impl IntoIterator<Item = f64>) -> Axis {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for number in numbers.into_iter().filter(|number| number.is_finite()) {
            (low, high) = (low.min(number), high.max(number));
        }
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        // Everybody gave the same number: a unit of its size to both sides.
        let least = low.abs().max(high.abs()).max(1e-6) * 1e-3;
        if high - low < least {
            (low, high) = (low - least, high + least);
        }
        let smallest = (high - low) / f64::from(MOST_STEPS);
        let power = smallest.log10().floor() as i32;
        let round = |(factor, power): (f64, i32)| {
            let step = factor * 10f64.powi(power);
            ((low / step + 1e-9).floor(), (high / step - 1e-9).ceil(), step, power)
        };
        let steps = [(1.0, power), (2.0, power), (5.0, power), (1.0, power + 1), (2.0, power + 1), (5.0, power + 1)];
        let fits = |(first, last, _, _): &(f64, f64, f64, i32)| last - first <= f64::from(MOST_STEPS);
        let (first, last, step, power) =
            steps.map(round).into_iter().find(fits).unwrap_or_else(|| round((1.0, power + 2)));
        let decimals = usize::try_from(-power).unwrap_or(0);
        let unit = crate::results::format::Unit::Number { decimals };
        let count = (last - first) as u32;
        let ticks: Vec<Tick> = (0..=count)
            .map(|i| {
                // A multiple of the step, and not a sum of steps, so that no error grows along the axis.
                let value = (first + f64::from(i)) * step;
                Tick { value, label: unit.value(value, 0) }
            })
            .collect();
        Axis { low: first * step, high: last * step, ticks }
    }

    /// Where a value stands between the ends: 0 to 1.
    pub fn position(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }
}

fn whole(value: f64, round: fn(f64) -> f64) -> u32 {
    round(value).max(0.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever the data, the axis holds them, has 3 to 8 ticks from end to end, and stays within 0% to 100%.
    #[test]
    fn an_axis_holds_its_data_and_has_few_round_ticks() {
        for low in 0..=100 {
            for high in low..=100 {
                let (low, high) = (f64::from(low) / 100.0, f64::from(high) / 100.0);
                let axis = Axis::of_shares([high, low]);
                assert!(axis.low <= low + 1e-12 && high - 1e-12 <= axis.high, "{low} {high}: {axis:?}");
                assert!(0.0 <= axis.low && axis.high <= 1.0 && axis.high - axis.low > 0.0999, "{axis:?}");
                assert!((3..=8).contains(&axis.ticks.len()), "{low} {high}: {axis:?}");
                assert!(axis.ticks[0].value == axis.low && axis.ticks[axis.ticks.len() - 1].value == axis.high);
            }
        }
    }

    /// Whatever the size and sign of the numbers: they lie on the axis, its ticks rise, few, and no two read alike.
    #[test]
    fn an_axis_of_numbers_holds_its_data_and_no_two_ticks_read_alike() {
        for scale in [1e-4, 0.03, 1.0, 7.3, 645.0, 1e6, 3e9] {
            for (low, high) in
                [(0.0, 1.0), (3.1, 4.4), (-2.0, 5.0), (-7.0, -6.9), (99.0, 101.0), (5.0, 5.0), (0.0, 0.0)]
            {
                let (low, high) = (low * scale, high * scale);
                let axis = Axis::of_numbers([high, low]);
                let slack = 1e-6 * (high - low).abs().max(1e-12);
                assert!(axis.low <= low + slack && high - slack <= axis.high, "{low} {high}: {axis:?}");
                assert!((2..=8).contains(&axis.ticks.len()), "{low} {high}: {axis:?}");
                let labels: std::collections::BTreeSet<&str> = axis.ticks.iter().map(|t| t.label.as_str()).collect();
                assert_eq!(labels.len(), axis.ticks.len(), "{axis:?}");
                assert!(axis.ticks.windows(2).all(|two| two[0].value < two[1].value));
            }
        }
    }

    #[test]
    fn without_data_the_axis_is_the_whole() {
        let axis = Axis::of_shares([]);
        assert_eq!((axis.low, axis.high), (0.0, 1.0));
    }
}
