//! What the page's script computes with: the verdicts' evidence, the tables, and how charts are saved.
//!
//! Whether the test rejects does not depend on the margin, so a verdict at another margin needs nothing but that and δ*:
//! `stats::equivalence::verdict`. Tables are those of the folder; looks give a class of the page the
//! attributes that it has in the SVG.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Enclosed;
use crate::chart::inline::Sheet;
use crate::chart::theme;
use crate::findings::words::{in_text, level_text, verdict_word};
use crate::results::{Comparison, Curve, Measure, Results, Verdict};

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
    /// Files of the folder, front coded.
    tables: BTreeMap<&'a str, String>,
    detection: Option<Detection<'a>>,
    looks: BTreeMap<String, Look<'a>>,
    family: &'static str,
    /// The sign before decimals.
    point: char,
}

/// How an element looks: its class in the SVG, and its attributes there.
type Look<'a> = (&'a str, &'a [(String, String)]);

/// What a verdict rests on: position of the outcome; of the segment among the outcome's, and among all; whether the
/// adjusted p is at most α; δ*; whether a margin in points applies (not to means); the verdict at the study's margin.
type Evidence = (usize, usize, usize, bool, Option<f64>, bool, &'static str);

/// What the implied failure rates of a level are made of: rate over relative detection.
#[derive(Serialize)]
struct Seen<'a> {
    level: &'a str,
    rate: f64,
}

/// The levels of the paradox, the top one last, as far as their figures may be shown.
#[derive(Serialize)]
struct Detection<'a> {
    outcome: &'a str,
    top: Seen<'a>,
    others: Vec<Seen<'a>>,
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
        tables: enclosed.tables.iter().map(|(name, table)| (name.as_str(), front_coded(&table.csv()))).collect(),
        detection: detection(results),
        looks: sheet.looks().map(|(name, look)| (name, (look.kind.as_str(), look.attributes.as_slice()))).collect(),
        family: theme::FAMILY,
        point: crate::results::format::numbers().point,
    }
}

fn evidence(outcome: usize, segment: usize, of: usize, c: &Comparison) -> Evidence {
    let rejects = matches!(c.verdict, Verdict::Differs | Verdict::DiffersWithinMargin);
    let limit = c.equivalence.as_ref().and_then(|eq| eq.smallest_margin);
    (outcome, segment, of, rejects, limit, c.measure == Measure::Rate, verdict_class(c.verdict))
}

fn detection(results: &Results) -> Option<Detection<'_>> {
    let paradox = results.paradox.as_ref()?;
    let outcome = results.outcomes.iter().find(|o| o.name == paradox.outcome)?;
    let comparison = outcome.segments.iter().find(|c| c.segment == paradox.segment)?;
    let is_shown = |level: &str| {
        comparison.levels.iter().any(|l| l.level.as_deref() == Some(level) && l.is_printable() && l.rate.is_some())
    };
    let curve = &paradox.detection.curve;
    let seen = |curve: &'_ Curve| is_shown(&curve.level).then_some(curve.rate);
    let all: Vec<Seen<'_>> =
        curve.iter().filter_map(|curve| Some(Seen { level: &curve.level, rate: seen(curve)? })).collect();
    let (tops, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|seen| seen.level == paradox.top);
    let top = tops.into_iter().next()?;
    (!others.is_empty()).then_some(Detection { outcome: &outcome.label, top, others })
}

/// A text whose lines begin as those above them: each line with the number of UTF-16 units that it shares.
fn front_coded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut above = "";
    for (at, line) in text.split('\n').enumerate() {
        let same = line.char_indices().zip(above.chars()).take_while(|((_, a), b)| a == b);
        let (bytes, units) = same.fold((0, 0), |(_, units), ((i, a), _)| (i + a.len_utf8(), units + a.len_utf16()));
        out.push_str(if at == 0 { "" } else { "\n" });
        out.push_str(&format!("{units}:{}", &line[bytes..]));
        above = line;
    }
    out
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

#[cfg(test)]
mod tests {
    use super::front_coded;

    #[test]
    fn a_front_coded_table_has_the_lines_of_the_table() {
        let table = "outcome,n\r\nrollback,1\r\nrollback,12\r\n\"é\n😀\",3\r\n\"é\n😀 b\",3\r\n";
        let mut above: Vec<u16> = Vec::new();
        let lines: Vec<String> = front_coded(table)
            .split('\n')
            .map(|line| {
                let (units, rest) = line.split_once(':').expect("a number before each line");
                above.truncate(units.parse().expect("a number"));
                above.extend(rest.encode_utf16());
                String::from_utf16(&above).expect("text")
            })
            .collect();
        assert_eq!(lines.join("\n"), table);
        assert!(front_coded(table).contains("\n10:2\r\n"));
    }
}
