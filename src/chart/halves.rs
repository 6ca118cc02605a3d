//! Many rows of several segments in two columns, so that a screen and a sheet of paper hold them in a readable size.
//!
//! ```text
//!             Base      All: 74%       Rate             Base      All: 74%       Rate
//! Maturity  Differs                         Industry  Differs
//! Basic        256    ──●─┤            70%  Retail        244      ──●┤           73%
//! Advanced     353      ──┼●──         74%  …
//! ```
//!
//! Both halves have the same columns and the same axis: a length says the same on either side. Segments go down the first
//! column and on down the second, but for one that fills the first. Where labels would leave a plot too little there is
//! one column.

use super::columns::{self, Columns};
use super::layout::Pen;
use super::rows::{self, MANY_ROWS, Spacing};
use super::{Flow, Rows, theme};

/// Between the halves.
const GAP: f64 = 30.0;
/// Least width of the plot of a half.
const PLOT: f64 = 110.0;
/// What a segment takes beyond its rows, in rows.
const HEAD: f64 = 1.8;
/// What it costs, in rows, that a segment stands before one that comes first.
const TURNED: f64 = 1.0;
/// Segments of which every choice is tried.
const MOST_TRIED: usize = 10;

/// The halves of a body, and the columns that both have.
pub(super) struct Halves {
    bodies: [Rows; 2],
    /// How many rows each segment has, and whether it stands in the first column.
    rows: Vec<usize>,
    left: Vec<bool>,
    columns: Columns,
    spacing: Spacing,
    width: f64,
}

/// The width of a chart if nobody asks for one: broad if that puts its rows in two columns.
pub(super) fn usual_width(body: &Rows) -> f64 {
    if Halves::of(body, theme::BROAD).is_some() { theme::BROAD } else { theme::WIDTH }
}

impl Halves {
    /// Two columns, if the rows are many, of several segments, and fit so.
    pub(super) fn of(body: &Rows, width: f64) -> Option<Halves> {
        let is_long = body.panels.len() > 1 && body.all().count() > MANY_ROWS;
        if !is_long || width < theme::BROAD || body.bands.is_some() || body.flow == Flow::Across {
            return None;
        }
        let width = (width + 2.0 * theme::MARGIN - GAP) / 2.0;
        let columns = columns::beside(body, width, 1);
        if columns.plot_right - columns.plot_left < PLOT {
            return None;
        }
        let rows: Vec<usize> = body.panels.iter().map(|panel| panel.rows.len()).collect();
        let left = sides(&rows);
        let half = |is_left: bool| {
            let of = body.panels.iter().zip(&left).filter(|(_, left)| **left == is_left);
            Rows { panels: of.map(|(panel, _)| panel.clone()).collect(), ..body.clone() }
        };
        let spacing = Spacing::of(body).without_upper_ticks();
        Some(Halves { bodies: [half(true), half(false)], rows, left, columns, spacing, width })
    }

    /// Places both, and moves below the longer one. What can be pointed at is in the order of the segments, as in a chart
    /// of one column.
    pub(super) fn draw(&self, pen: &mut Pen) {
        let top = pen.y;
        let mut spots = Vec::new();
        for (at, body) in self.bodies.iter().enumerate() {
            let mut half = Pen { items: Vec::new(), spots: Vec::new(), y: top, width: self.width, height: None };
            rows::stack(&mut half, body, &self.columns, &self.spacing);
            let right = at as f64 * (self.width - 2.0 * theme::MARGIN + GAP);
            for item in &mut half.items {
                item.shift(right);
            }
            for spot in &mut half.spots {
                spot.left += right;
            }
            pen.items.extend(half.items);
            spots.push(half.spots.into_iter());
            pen.y = pen.y.max(half.y);
        }
        for (panel, is_left) in self.rows.iter().zip(&self.left) {
            pen.spots.extend(spots[usize::from(!is_left)].by_ref().take(*panel));
        }
    }
}

/// Which segments stand in the first column, by how many rows each has: so that both end at about the same height, and few
/// stand before one that comes first.
fn sides(rows: &[usize]) -> Vec<bool> {
    let size = |at: usize| rows[at] as f64 + HEAD;
    let cost = |left: &[bool]| {
        let of = |is_left: bool| (0..rows.len()).filter(|at| left[*at] == is_left).map(size).sum::<f64>();
        let before = |at: usize| left[..at].iter().filter(|left| !**left).count();
        let turned: usize = (0..rows.len()).filter(|at| left[*at]).map(before).sum();
        of(true).max(of(false)) + TURNED * turned as f64
    };
    // The first ones, and among the others any that fill up.
    let filled = (1..rows.len()).flat_map(|count| {
        let rest = rows.len() - count - 1;
        (0..1_usize << rest.min(MOST_TRIED)).map(move |which| {
            let is_left = |at: usize| at < count || at > count && which >> (at - count - 1) & 1 == 1;
            (0..rows.len()).map(is_left).collect::<Vec<bool>>()
        })
    });
    filled.min_by(|a, b| cost(a).total_cmp(&cost(b))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::sides;

    /// Neither column is empty, and none is higher than the other by more than the largest segment.
    #[test]
    fn both_columns_hold_about_the_same() {
        for rows in [vec![5, 2, 4, 10, 6, 4], vec![20, 2], vec![3; 9], vec![1, 30], vec![4; 25], vec![12, 1, 1, 1, 1]] {
            let left = sides(&rows);
            let of =
                |is_left: bool| rows.iter().zip(&left).filter(|(_, l)| **l == is_left).map(|(n, _)| *n).sum::<usize>();
            assert!(left.contains(&true) && left.contains(&false), "{rows:?}: {left:?}");
            let most = rows.iter().max().copied().unwrap_or_default();
            assert!(of(true).abs_diff(of(false)) <= most.max(6), "{rows:?}: {left:?}");
        }
        assert_eq!(sides(&[5, 2, 4, 10, 6, 4]), [true, true, false, true, false, false]);
        assert_eq!(sides(&[8, 8]), [true, false]);
    }
}
