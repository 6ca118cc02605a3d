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
const MOST_STEPS: u32 = 6;
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

    /// Whatever the data, the axis holds them, has 3 to 7 ticks from end to end, and stays within 0% to 100%.
    #[test]
    fn an_axis_holds_its_data_and_has_few_round_ticks() {
        for low in 0..=100 {
            for high in low..=100 {
                let (low, high) = (f64::from(low) / 100.0, f64::from(high) / 100.0);
                let axis = Axis::of_shares([high, low]);
                assert!(axis.low <= low + 1e-12 && high - 1e-12 <= axis.high, "{low} {high}: {axis:?}");
                assert!(0.0 <= axis.low && axis.high <= 1.0 && axis.high - axis.low > 0.0999, "{axis:?}");
                assert!((3..=7).contains(&axis.ticks.len()), "{low} {high}: {axis:?}");
                assert!(axis.ticks[0].value == axis.low && axis.ticks[axis.ticks.len() - 1].value == axis.high);
            }
        }
    }

    #[test]
    fn without_data_the_axis_is_the_whole() {
        let axis = Axis::of_shares([]);
        assert_eq!((axis.low, axis.high), (0.0, 1.0));
    }
}
