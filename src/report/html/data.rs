//! What the page's script computes with: the verdicts' evidence, the tables, and how charts are saved.
//!
//! ```text
//! comparisons  [outcome, segment, does the test reject?, δ* or null, does the margin in points apply?]
//! tables       the files of the folder, as they are
//! looks        short class in the page -> attributes of the SVG
//! ```
//!
//! Whether the test rejects does not depend on the margin, so a verdict at another margin needs nothing else:
//! `stats::equivalence::verdict`.

use serde_json::{Value, json};

use super::Enclosed;
use crate::chart::inline::Sheet;
use crate::chart::theme;
use crate::findings::words::verdict_word;
use crate::results::{Comparison, Measure, Results, Verdict};

/// The order in which the script knows verdicts.
const VERDICTS: [Verdict; 4] =
    [Verdict::Differs, Verdict::DiffersWithinMargin, Verdict::Consistent, Verdict::Undetermined];

/// All of it.
pub(super) fn data(results: &Results, enclosed: &Enclosed, sheet: &Sheet) -> Value {
    let words: Vec<Value> = VERDICTS.iter().map(|v| json!([verdict_class(*v), verdict_word(*v)])).collect();
    let outcomes: Vec<Value> = results.outcomes.iter().map(|o| json!([o.name, o.label])).collect();
    let comparisons: Vec<Value> = results
        .outcomes
        .iter()
        .enumerate()
        .flat_map(|(outcome, o)| o.segments.iter().enumerate().map(move |(segment, c)| evidence(outcome, segment, c)))
        .collect();
    let looks: serde_json::Map<String, Value> =
        sheet.looks().map(|(name, look)| (name, json!([look.kind, look.attributes]))).collect();
    json!({
        "margin": results.study.analysis.margin,
        "verdicts": words,
        "outcomes": outcomes,
        "comparisons": comparisons,
        "tables": enclosed.tables,
        "looks": looks,
        "family": theme::FAMILY,
        "margin_of_charts": theme::MARGIN,
    })
}

fn evidence(outcome: usize, segment: usize, c: &Comparison) -> Value {
    let rejects = matches!(c.verdict, Verdict::Differs | Verdict::DiffersWithinMargin);
    let limit = c.equivalence.as_ref().and_then(|eq| eq.smallest_margin);
    json!([outcome, segment, rejects, limit, c.measure == Measure::Rate, c.segment_label])
}

/// The class of a verdict's mark.
pub(super) fn verdict_class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Differs => "differs",
        Verdict::DiffersWithinMargin => "within",
        Verdict::Consistent => "consistent",
        Verdict::Undetermined => "undetermined",
    }
}
