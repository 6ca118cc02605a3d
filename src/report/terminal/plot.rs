//! Intervals as text: `──●───` on an axis that all lines of a table share.
//!
//! ```text
//! 60%                  90%
//!          ──●── │                  ● rate, ── interval, │ all together
//! ```
//!
//! The axis of rates runs between whole tens, at least twenty points wide, so that small differences do not look large.

use crate::results::Estimate;
use crate::results::format::Unit;

/// Fewest cells of an axis; with less room there is none.
pub const NARROWEST: usize = 16;

/// Most cells of an axis.
pub const WIDEST: usize = 48;

/// Narrowest axis of rates.
const LEAST_RANGE: f64 = 0.2;

/// An axis with its ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    low: f64,
    high: f64,
    cells: usize,
    unit: Unit,
    /// The figure of all together.
    reference: Option<f64>,
}

impl Axis {
    /// The axis that holds all figures that are shown, in so many cells; none where there are no figures or no room.
    pub fn of<'a>(shown: impl Iterator<Item = &'a Estimate>, reference: Option<f64>, cells: usize) -> Option<Axis> {
        let shown: Vec<&Estimate> = shown.filter(|e| e.is_printable() && e.value().is_some()).collect();
        if cells < NARROWEST || shown.is_empty() || shown.iter().any(|e| e.measure != shown[0].measure) {
            return None;
        }
        let ends = shown.iter().flat_map(|e| [e.value(), e.ci.map(|ci| ci.low), e.ci.map(|ci| ci.high)]).flatten();
        let (least, most) = ends.fold((f64::MAX, f64::MIN), |(low, high), end| (low.min(end), high.max(end)));
        let (low, high) = if shown[0].measure.is_number() { nice(least, most) } else { tens(least, most) };
        (high > low).then(|| Axis { low, high, cells: cells.min(WIDEST), unit: shown[0].unit(), reference })
    }

    /// How many cells a line takes.
    pub fn cells(&self) -> usize {
        self.cells
    }

    /// The ends of the axis.
    pub fn head(&self) -> String {
        // No base is meant: ends of an axis have no decimals of their own.
        let text = |end: f64| self.unit.value(end, 0);
        let (low, high) = (text(self.low), text(self.high));
        let gap = self.cells.saturating_sub(low.chars().count() + high.chars().count());
        format!("{low}{}{high}", " ".repeat(gap))
    }

    /// A figure and its interval; the figure of all together is a bar where nothing else stands.
    pub fn line(&self, estimate: &Estimate) -> String {
        let mut cells = vec![' '; self.cells];
        if let Some(reference) = self.reference {
            cells[self.at(reference)] = '│';
        }
        if let (true, Some(value)) = (estimate.is_printable(), estimate.value()) {
            if let Some(ci) = estimate.ci {
                cells[self.at(ci.low)..=self.at(ci.high)].fill('─');
            }
            cells[self.at(value)] = '●';
        }
        cells.into_iter().collect::<String>().trim_end().to_owned()
    }

    fn at(&self, value: f64) -> usize {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        ((share * (self.cells - 1) as f64).round() as usize).min(self.cells - 1)
    }
}

/// Whole tens of percent around two rates.
fn tens(least: f64, most: f64) -> (f64, f64) {
    let (mut low, mut high) = ((least * 10.0 + 1e-9).floor() / 10.0, (most * 10.0 - 1e-9).ceil() / 10.0);
    while high - low < LEAST_RANGE - 1e-9 {
        (low, high) = if low > 0.0 && (high >= 1.0 || most + least < low + high) {
            (((low - 0.1) * 10.0).round() / 10.0, high)
        } else {
            (low, ((high + 0.1) * 10.0).round() / 10.0)
        };
    }
    (low.max(0.0), high.min(1.0))
}

/// Round numbers around two means.
fn nice(least: f64, most: f64) -> (f64, f64) {
    let span = if most > least { most - least } else { least.abs().max(1.0) };
    let magnitude = 10_f64.powf((span / 4.0).log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|f| f * magnitude).into_iter().find(|step| span / step <= 4.0);
    let step = step.unwrap_or(span);
    ((least / step).floor() * step, (most / step).ceil() * step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::sample::{ci, estimate};

    fn axis(of: &[Estimate], cells: usize) -> Axis {
        Axis::of(of.iter(), None, cells).unwrap()
    }

    #[test]
    fn the_axis_runs_between_tens_holds_every_interval_and_is_twenty_points_wide_at_least() {
        for (yes, ends) in [(74, (0.6, 0.8)), (0, (0.0, 0.2)), (100, (0.8, 1.0)), (50, (0.4, 0.6)), (97, (0.8, 1.0))] {
            let of = [estimate(None, 100, yes)];
            let found = axis(&of, 20);
            let interval = of[0].ci.unwrap();
            assert!(found.low <= interval.low + 1e-12 && interval.high <= found.high + 1e-12, "{yes}: {found:?}");
            assert!((found.high - found.low) >= 0.2 - 1e-9, "{found:?}");
            assert!((found.low - ends.0).abs() < 1e-9 && (found.high - ends.1).abs() < 1e-9, "{yes}: {found:?}");
        }
    }

    #[test]
    fn a_figure_stands_inside_its_interval_and_the_whole_is_a_bar_beside_it() {
        let mut level = estimate(None, 400, 324);
        level.ci = ci(0.76, 0.86);
        let of = Axis::of([level.clone()].iter(), Some(0.74), 41).unwrap();
        let line: Vec<char> = of.line(&level).chars().collect();
        let at = |c: char| line.iter().position(|&other| other == c).unwrap();
        assert!(at('│') < at('─') && at('─') < at('●') && line[at('●') + 1] == '─', "{line:?}");
        assert_eq!(of.head().chars().count(), 41);
    }

    #[test]
    fn what_is_not_shown_has_no_mark_and_no_axis() {
        assert_eq!(Axis::of([estimate(None, 12, 6)].iter(), None, 40), None);
        let of = axis(&[estimate(None, 400, 300)], 40);
        assert_eq!(of.line(&estimate(None, 12, 6)), "");
    }
}
