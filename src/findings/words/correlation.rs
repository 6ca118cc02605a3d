//! What may be said of two ordered answers that go together.

use super::parts::{in_text, interval_name, respondents};
use crate::results::format::{decimal, p_value};
use crate::results::{Correlation, Flag, StudyInfo};

/// The coefficient with its interval, and whether it is told from 0.
pub fn correlation_sentence(c: &Correlation, info: &StudyInfo) -> String {
    let names = format!("{} and {}", c.a_label, in_text(&c.b_label));
    let hidden = c.flags.contains(&Flag::Suppressed);
    let Some(coefficient) = c.coefficient.filter(|_| !hidden) else {
        let why = if hidden {
            "too few respondents gave both answers"
        } else {
            c.note.as_deref().unwrap_or("it cannot be computed")
        };
        return format!("{names}: no correlation, because {why} ({}).", respondents(c.n));
    };
    let mut inside = Vec::new();
    if let Some(ci) = c.ci {
        inside.push(format!("{} {} to {}", interval_name(&ci), decimal(ci.low, 2), decimal(ci.high, 2)));
    }
    if let (Some(p), Some(ln_p)) = (c.p, c.ln_p) {
        inside.push(p_value(p, ln_p));
    }
    inside.push(respondents(c.n));
    let finding = match c.p {
        Some(p) if p <= info.analysis.alpha && coefficient > 0.0 => {
            "who is higher in one tends to be higher in the other"
        }
        Some(p) if p <= info.analysis.alpha => "who is higher in one tends to be lower in the other",
        _ => "no association is found, and none ruled out within the interval",
    };
    format!(
        "{names}: {} correlation {} ({}): {finding}.",
        method_name(&c.method),
        decimal(coefficient, 2),
        inside.join("; ")
    )
}

pub(super) fn method_name(method: &str) -> &str {
    match method {
        "spearman" => "Spearman's rank",
        "pearson" => "Pearson's",
        other => other,
    }
}
