//! What the page's script computes with: the verdicts' evidence, the tables, and how charts are saved.
//!
//! Whether the test rejects does not depend on the margin, so a verdict at another margin needs nothing but that and δ*:
//! `stats::equivalence::verdict`. Tables are those of the folder, as they are; looks give a class of the page the
//! attributes that it has in the SVG.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Enclosed;
use crate::chart::inline::Sheet;
use crate::chart::theme;
use crate::findings::words::{in_text, level_text, verdict_word};
use crate::results::{Comparison, Measure, Results, Verdict};

const VERDICTS: [Verdict; 4] =
    [Verdict::Differs, Verdict::DiffersWithinMargin, Verdict::Consistent, Verdict::Undetermined];

/// All that the script reads.
#[derive(Serialize)]
pub(super) struct Data<'a> {
    /// The margin of the study, as a fraction.
    margin: f64,
    /// "95%": of the limit δ*.
    confidence: String,
    /// The word for a verdict by its class.
    verdicts: BTreeMap<&'static str, &'static str>,
    outcomes: Vec<&'a str>,
    /// Name, label, and label inside a sentence.
    segments: Vec<[String; 3]>,
    comparisons: Vec<Evidence>,
    /// By outcome: the name of its table.
    files: Vec<String>,
    tables: &'a BTreeMap<String, String>,
    looks: BTreeMap<String, Look<'a>>,
    family: &'static str,
}

/// How an element looks: its class in the SVG, and its attributes there.
type Look<'a> = (&'a str, &'a [(String, String)]);

/// What a verdict rests on.
#[derive(Serialize)]
struct Evidence {
    outcome: usize,
    /// Position among the outcome's segments.
    segment: usize,
    /// Position among all segments.
    of: usize,
    /// Whether the adjusted p is at most α.
    rejects: bool,
    /// δ*.
    limit: Option<f64>,
    /// Whether a margin in points applies: not to means, which have one of their own.
    in_points: bool,
    /// At the study's margin.
    verdict: &'static str,
}

/// The data of a page.
pub(super) fn data<'a>(results: &'a Results, enclosed: &'a Enclosed, sheet: &'a Sheet) -> Data<'a> {
    let mut segments: Vec<[String; 3]> = Vec::new();
    let mut comparisons = Vec::new();
    for (outcome, o) in results.outcomes.iter().enumerate() {
        for (segment, c) in o.segments.iter().enumerate() {
            let of = segments.iter().position(|[name, ..]| *name == c.segment).unwrap_or_else(|| {
                segments.push([c.segment.clone(), c.segment_label.clone(), in_text(&c.segment_label)]);
                segments.len() - 1
            });
            comparisons.push(evidence(outcome, segment, of, c));
        }
    }
    Data {
        margin: results.study.analysis.margin,
        confidence: level_text(1.0 - results.study.analysis.alpha),
        verdicts: VERDICTS.iter().map(|v| (verdict_class(*v), verdict_word(*v))).collect(),
        outcomes: results.outcomes.iter().map(|o| o.label.as_str()).collect(),
        segments,
        comparisons,
        files: crate::report::build::stems(results).iter().map(|stem| format!("tables/{stem}.csv")).collect(),
        tables: &enclosed.tables,
        looks: sheet.looks().map(|(name, look)| (name, (look.kind.as_str(), look.attributes.as_slice()))).collect(),
        family: theme::FAMILY,
    }
}

fn evidence(outcome: usize, segment: usize, of: usize, c: &Comparison) -> Evidence {
    Evidence {
        outcome,
        segment,
        of,
        rejects: matches!(c.verdict, Verdict::Differs | Verdict::DiffersWithinMargin),
        limit: c.equivalence.as_ref().and_then(|eq| eq.smallest_margin),
        in_points: c.measure == Measure::Rate,
        verdict: verdict_class(c.verdict),
    }
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
