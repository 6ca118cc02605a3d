//! What stands behind a number: its base, its interval and the method of it, in one line.

use super::DASH;
use super::outcome::figures;
use crate::findings::words::{interval_method, level_text, of_base};
use crate::results::format::{count, decimal};
use crate::results::{Base, Estimate, Measure, StudyInfo};

/// "81%: 357 of 441 respondents with shipped = Yes. 95% interval 77% to 84% (Wilson). 3 gave no answer." Nothing for a
/// figure that is not shown.
pub(super) fn detail(estimate: &Estimate, base: &Base, info: &StudyInfo) -> Option<String> {
    let (figure, range) = figures(estimate);
    if figure.is_empty() || figure == DASH {
        return None;
    }
    let who = of_base(estimate.n, base);
    let mut said = match estimate.measure {
        Measure::Rate => format!("{figure}: {} of {who}.", count(estimate.n_yes)),
        Measure::Mean => format!("Mean {figure} of {who}."),
        Measure::Total => format!("Total {figure} of {who}."),
        Measure::Shares => format!("{figure} of {who}."),
    };
    match estimate.ci {
        Some(ci) => {
            let level = level_text(ci.level);
            said.push_str(&format!(" {level} interval {range} ({}).", interval_method(ci.method)));
        }
        None => said.push_str(" No interval."),
    }
    if !info.design.is_empty() && estimate.n_weighted != estimate.n as f64 {
        said.push_str(&format!(
            " Weighted base {}, effective base {}.",
            decimal(estimate.n_weighted, 1),
            decimal(estimate.n_effective, 1)
        ));
    }
    if estimate.n_missing > 0 {
        said.push_str(&format!(" {} gave no answer.", count(estimate.n_missing)));
    }
    Some(said)
}
