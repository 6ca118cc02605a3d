//! What may be said about a comparison whose figures `--redact` took out: its verdict, and why there is no more.

use super::parts::{and, in_text, margin_in};
use crate::results::{Comparison, Flag, Measure, StudyInfo, Verdict};

/// The verdict, and what is taken out.
pub fn redacted_sentence(c: &Comparison, info: &StudyInfo) -> String {
    let hidden: Vec<String> = c
        .levels
        .iter()
        .filter(|level| level.flags.contains(&Flag::Redacted))
        .map(|level| format!("\"{}\"", level.level.as_deref().unwrap_or_default()))
        .collect();
    let which = match hidden.len() {
        0 => {
            "Tests and limits are taken out, since figures of too few respondents could be worked out from them.".into()
        }
        1..=4 => {
            format!("The figures of {} are taken out, and the tests from which they could be worked out.", and(&hidden))
        }
        k => format!("The figures of {k} levels are taken out, and the tests from which they could be worked out."),
    };
    format!("{}: {}. {which}", c.outcome_label, verdict(c, info))
}

/// The verdict, for the head of a chart.
pub fn redacted_headline(c: &Comparison, info: &StudyInfo) -> String {
    format!("{}: {}", c.outcome_label, verdict(c, info))
}

fn verdict(c: &Comparison, info: &StudyInfo) -> String {
    let segment = in_text(&c.segment_label);
    let own = c.equivalence.as_ref().map(|eq| eq.margin);
    let margin = match own.or((c.measure == Measure::Rate).then_some(info.analysis.margin)) {
        Some(margin) => format!("the margin of {}", margin_in(c.overall.unit(), margin)),
        None => "the margin".to_owned(),
    };
    match c.verdict {
        Verdict::Differs => format!("differs by {segment}"),
        Verdict::DiffersWithinMargin => format!("differs by {segment}, by less than {margin}"),
        Verdict::Consistent => format!("consistent by {segment} within {margin}"),
        Verdict::Undetermined => format!("no difference by {segment} is shown, and none is ruled out"),
    }
}
