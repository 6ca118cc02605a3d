//! What stands behind a number: its base, its interval and the method of it, in one line.

use super::DASH;
use super::outcome::{effective, figures};
use crate::findings::words::{interval_method, level_text, respondents};
use crate::results::format::{count, decimal};
use crate::results::{Base, Estimate, Measure};

/// "357 of 441 said yes; 3 gave no answer; 95% interval 77% to 84% (Wilson). Base: respondents with shipped = Yes."
/// Nothing for a figure that is not shown. What is the same for all levels of a segment stands last.
pub(super) fn detail(estimate: &Estimate, base: &Base) -> Option<String> {
    let (figure, range) = figures(estimate);
    if figure.is_empty() || figure == DASH {
        return None;
    }
    let mut said = match estimate.measure {
        Measure::Rate => format!("{} of {} said yes", count(estimate.n_yes), count(estimate.n)),
        Measure::Shares => respondents(estimate.n),
        measure => format!("{} of {}", measure.word(), respondents(estimate.n)),
    };
    if estimate.is_weighted() {
        let (weighted, effective) = (decimal(estimate.n_weighted, 1), effective(estimate));
        said.push_str(&format!(" (weighted base {weighted}, effective base {effective})"));
    }
    if estimate.n_missing > 0 {
        said.push_str(&format!("; {} gave no answer", count(estimate.n_missing)));
    }
    said.push_str(&match estimate.ci {
        Some(ci) => format!("; {} interval {range} ({}).", level_text(ci.level), interval_method(ci.method)),
        None => "; no interval.".to_owned(),
    });
    let who = base.description.trim();
    said.push_str(&format!(" Base: {}.", if who.is_empty() { "all respondents" } else { who }));
    Some(said)
}
