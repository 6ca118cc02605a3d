//! Intervals and tests for a sample with a declared design.
//!
//! ```text
//! Sample + cells ──► Estimates { values, covariance }, df ──► interval | t | Wald F | Rao-Scott
//! ```
//!
//! The questions are those of the files beside this folder; what differs is that the variance comes from
//! [`design`](crate::design) and that quantiles are those of t and F at the design's degrees of freedom. Oracle: R's
//! `survey`, goldens `svy-*`, `svychisq-*`, `svyrank*`.

pub mod equivalence;
pub mod independence;
pub mod interval;
pub mod rank;
pub mod trend;
pub mod wald;

use super::trend::direction;
use super::{Direction, Test, TestMethod};
use crate::num::dist::{chi_square_ln_sf, f_ln_sf, t_two_sided_ln_p};

/// A test before it has a name: what the contract calls it depends on the question that it answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tested {
    /// t, z, F or X2.
    pub statistic: f64,
    /// Degrees of freedom (of the numerator, for an F); `None` for z.
    pub df: Option<f64>,
    /// Degrees of freedom of the denominator of an F.
    pub df2: Option<f64>,
    /// Natural logarithm of p.
    pub ln_p: f64,
    /// The side of 0 on which t or z lies.
    pub direction: Option<Direction>,
}

impl Tested {
    /// Two-sided t; infinite df give z.
    pub fn t(statistic: f64, df: f64) -> Self {
        let ln_p = t_two_sided_ln_p(statistic, df).min(0.0);
        Tested { statistic, df: df.is_finite().then_some(df), df2: None, ln_p, direction: direction(statistic) }
    }

    /// F; infinite df of the denominator are allowed.
    pub fn f(statistic: f64, df: f64, df2: f64) -> Self {
        let ln_p = f_ln_sf(statistic, df, df2).min(0.0);
        Tested { statistic, df: Some(df), df2: Some(df2), ln_p, direction: None }
    }

    /// X2.
    pub fn chi_square(statistic: f64, df: f64) -> Self {
        let ln_p = chi_square_ln_sf(statistic, df).min(0.0);
        Tested { statistic, df: Some(df), df2: None, ln_p, direction: None }
    }

    /// exp of `ln_p`: 0 where that underflows.
    pub fn p(self) -> f64 {
        self.ln_p.exp()
    }

    /// The same as the contract has it.
    pub fn named(self, method: TestMethod) -> Test {
        Test {
            statistic: Some(self.statistic),
            df: self.df,
            df2: self.df2,
            direction: self.direction,
            ..Test::exact(method, self.ln_p)
        }
    }
}
