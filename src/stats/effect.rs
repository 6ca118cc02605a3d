//! How strong is the association, on a scale from 0 to 1?
//!
//! ```text
//! V  = √(X2 / n / min(r-1, c-1))                              Cramér (1946); grows with noise when levels are small
//! Ṽ  = √(max(0, φ²) / min(r̃-1, c̃-1))                          Bergsma (2013), corrected for that
//!      φ² = X2/n - (r-1)(c-1)/(n-1),  r̃ = r - (r-1)²/(n-1)
//! w  = √(X2 / n)                                               Cohen (1988)
//! interval of V: √(λ / n / min(r-1, c-1)) at the λ where the noncentral chi-square puts X2 at its tails
//! ```
//!
//! The interval belongs to V before the correction (Steiger & Fouladi 1997; Smithson 2003); it contains V unless V is so
//! small that chance alone would have given more. Oracle: the formulas in `tests/oracle/units.R`, on
//! `pchisq(x, df, ncp)`.

use super::table::Table;
use super::{Interval, IntervalMethod};
use crate::num::dist::noncentral_chi_square_ncp;

/// Size of an association.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Association {
    /// Cramér's V, 0 to 1.
    pub cramers_v: f64,
    /// Bias-corrected, 0 to 1.
    pub cramers_v_corrected: f64,
    /// Cohen's w, from 0 up.
    pub cohen_w: f64,
    /// Limits of the noncentrality of X2.
    pub noncentrality: (f64, f64),
    /// Interval of V, within 0 to 1.
    pub cramers_v_interval: Interval,
}

/// Size of the association in a table with the given X2, with an interval at `level` (0 to 1). With a design, X2 is
/// Pearson's over the mean generalised design effect.
///
/// ```
/// use paradox::stats::{effect::association, independence::pearson, table::Table};
/// let table = Table::new(&[vec![300, 132], vec![480, 185], vec![620, 210], vec![486, 114]])?;
/// let size = association(&table, pearson(&table).statistic.unwrap_or(0.0), 0.95);
/// assert!(size.cramers_v_corrected < size.cramers_v && size.cramers_v < size.cramers_v_interval.high);
/// # Ok::<(), paradox::stats::table::NoTest>(())
/// ```
pub fn association(table: &Table, x2: f64, level: f64) -> Association {
    let (n, rows, columns) = (table.total() as f64, table.rows() as f64, table.columns() as f64);
    let df = table.df();
    let shorter = (rows - 1.0).min(columns - 1.0);
    let v = |x2: f64| (x2 / n / shorter).sqrt().min(1.0);
    let corrected = |k: f64| k - (k - 1.0).powi(2) / (n - 1.0);
    let phi2 = (x2 / n - df / (n - 1.0)).max(0.0);
    let room = (corrected(rows) - 1.0).min(corrected(columns) - 1.0);
    let tail = (1.0 - level) / 2.0;
    let (low, high) = (noncentral_chi_square_ncp(x2, df, 1.0 - tail), noncentral_chi_square_ncp(x2, df, tail));
    Association {
        cramers_v: v(x2),
        // With one respondent per level there is no room left: nothing of V is beyond chance.
        cramers_v_corrected: if phi2 > 0.0 && room > 0.0 { (phi2 / room).sqrt().min(1.0) } else { 0.0 },
        cohen_w: (x2 / n).sqrt(),
        noncentrality: (low, high),
        cramers_v_interval: Interval { low: v(low), high: v(high), level, method: IntervalMethod::NoncentralChiSquare },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::independence::pearson;

    fn size_of(rows: &[Vec<u64>]) -> Association {
        let table = Table::new(rows).expect("a table that can be tested");
        association(&table, pearson(&table).statistic.expect("X2"), 0.95)
    }

    #[test]
    fn swapping_levels_and_answers_changes_nothing() {
        let (one, other) = (size_of(&[vec![3, 9, 4], vec![8, 2, 7]]), size_of(&[vec![3, 8], vec![9, 2], vec![4, 7]]));
        assert!((one.cramers_v_corrected - other.cramers_v_corrected).abs() < 1e-12);
        assert!((one.cramers_v_interval.high - other.cramers_v_interval.high).abs() < 1e-9);
    }

    #[test]
    fn perfect_association_is_one_and_none_is_zero() {
        let perfect = size_of(&[vec![500, 0], vec![0, 500]]);
        assert!((perfect.cramers_v - 1.0).abs() < 1e-12 && (perfect.cramers_v_corrected - 1.0).abs() < 1e-12);
        assert_eq!(perfect.cramers_v_interval.high, 1.0);
        let none = size_of(&[vec![10, 20], vec![20, 40]]);
        assert_eq!((none.cramers_v, none.cramers_v_corrected, none.cramers_v_interval.low), (0.0, 0.0, 0.0));
    }
}
