//! Medians and other quantiles by design: Woodruff's interval, and what quantiles of several groups vary together.
//!
//! ```text
//! the share at or below q    ->  p̂, its covariance by the design  ->  limits p̂ ± t se, read back as numbers
//! cov(q_a, q_b) = cor(p̂_a, p̂_b) se(q_a) se(q_b)                       a quantile moves as its share does, over the density
//! ```

use super::Drawn;
use crate::design::effect::{deff_of_rate, n_effective};
use crate::design::estimators::{Ratio, Ratios};
use crate::design::{Estimates, Layout};
use crate::findings::estimate::measure;
use crate::num::linalg::Matrix;
use crate::results::{Estimate, Flag};
use crate::stats::quantile::{Quantile, Share};
use crate::study::{Answer, NumberKind};

impl Drawn<'_> {
    /// The share that a quantile is of; `None` of any other outcome.
    pub(super) fn quantile_share(&self) -> Option<f64> {
        match self.answer {
            Answer::Mean { kind: NumberKind::Quantile(share), .. } => Some(*share),
            _ => None,
        }
    }

    /// The quantiles of groups that share no respondent, and the shares at or below them with their covariance.
    fn woodruff(&self, share: f64, groups: &[&[usize]]) -> Option<(Vec<Quantile>, Estimates)> {
        let kept = self.kept?;
        let numbers: Vec<_> = groups.iter().map(|rows| kept.ordered(rows)).collect();
        let cuts: Vec<f64> = numbers.iter().map(|of| of.at(share)).collect::<Option<_>>()?;
        let sample = kept.below(groups, &cuts)?;
        let layout = Layout::of_cells(2 * groups.len());
        let ratio = |group: usize| Ratio::rate(layout, [2 * group], [2 * group, 2 * group + 1]);
        let below = sample.estimate(&Ratios((0..groups.len()).map(ratio).collect()))?;
        let each = numbers.iter().zip(groups).enumerate().map(|(group, (of, rows))| {
            let of_group = Share { rate: below.values[group], se: below.se(group), df: self.df(rows) };
            of.woodruff(share, of_group, self.analysis.confidence)
        });
        Some((each.collect::<Option<_>>()?, below))
    }

    /// Whether a quantile can be compared: it has an interval, and that has a width.
    pub(super) fn has_width(&self, share: f64, rows: &[usize]) -> bool {
        let found = self.woodruff(share, &[rows]);
        found.is_some_and(|(of, _)| of[0].se.is_some_and(|se| se > 0.0))
    }

    /// Quantiles of several groups with what they vary together.
    pub(super) fn quantiles(&self, share: f64, groups: &[&[usize]]) -> Option<Estimates> {
        let (found, below) = self.woodruff(share, groups)?;
        let se: Vec<f64> = found.iter().map(|of| of.se).collect::<Option<_>>()?;
        let covariance = |i: usize, j: usize| {
            let correlation = below.covariance[(i, j)] / (below.se(i) * below.se(j));
            if i == j { se[i] * se[i] } else { correlation * se[i] * se[j] }
        };
        Some(Estimates {
            values: found.iter().map(|of| of.value).collect(),
            covariance: Matrix::from_fn(se.len(), se.len(), covariance),
        })
    }

    /// The quantile of some rows.
    pub(super) fn quantile(&self, share: f64, level: Option<&str>, rows: &[usize], n_missing: u64) -> Estimate {
        let blank = self.blank(level, measure(self.answer), &self.answered(rows), n_missing);
        let Some((found, below)) = self.woodruff(share, &[rows]) else {
            return Estimate { flags: self.flags(&blank, false), ..blank };
        };
        let deff = deff_of_rate(below.covariance[(0, 0)], below.values[0], blank.n).filter(|deff| *deff > 0.0);
        let estimate = Estimate {
            mean: Some(found[0].value),
            se: found[0].se,
            ci: found[0].ci,
            deff,
            n_effective: n_effective(blank.n, deff),
            ..blank
        };
        let mut flags = self.flags(&estimate, false);
        if estimate.ci.is_none() && estimate.df.is_some_and(|df| df > 0.0) {
            flags.push(Flag::NoLimits);
        }
        Estimate { flags, ..estimate }
    }
}
