//! Sentences of the study's own, filled in.

use super::parts::in_text;
use super::{comparison, levels};
use crate::results::{Comparison, StudyInfo, Verdict};

/// The key of a verdict in `[words]`.
fn key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Differs => "differs",
        Verdict::DiffersWithinMargin => "differs_within_margin",
        Verdict::Consistent => "consistent",
        Verdict::Undetermined => "undetermined",
    }
}

/// The study's sentence for a comparison; `None` where it has none, or one that holds what cannot be said here: too small
/// a base, no test, no limit.
pub(super) fn sentence(c: &Comparison, info: &StudyInfo, default: &str) -> Option<String> {
    let template = info.words.get(key(c.verdict))?;
    let mut said = String::new();
    let mut rest = template.as_str();
    while let Some((before, open)) = rest.split_once('{') {
        let (blank, after) = open.split_once('}')?;
        said.push_str(before);
        said.push_str(&fill(blank, c, info, default)?);
        rest = after;
    }
    said.push_str(rest);
    // Where a sentence rests on the limit, the levels that it leaves out are named.
    if template.contains("{limit}") && !template.contains("{sentence}") {
        said.extend(levels::left_out(c, info).map(|left_out| format!(" {left_out}")));
    }
    Some(said)
}

fn fill(blank: &str, c: &Comparison, info: &StudyInfo, default: &str) -> Option<String> {
    match blank {
        "outcome" => Some(c.outcome_label.clone()),
        "segment" => Some(in_text(&c.segment_label)),
        "p" => comparison::adjusted_text(c),
        "range" => levels::extremes(c).map(|(low, high)| format!("from {low} to {high}")),
        "largest" => levels::largest_difference(c),
        "limit" => {
            c.equivalence.as_ref()?.smallest_margin?;
            Some(comparison::no_more_than(c, info))
        }
        "margin" => comparison::margin_of(c, info).map(|_| comparison::margin(c, info)),
        "sentence" => Some(default.to_owned()),
        _ => None,
    }
}
