//! The answer first: the main findings in sentences, and every verdict in one table.

use super::super::{About, CellMark, Column, Part, Section, Shows, Table, Text};
use super::Drawn;
use crate::findings::words::{
    is_hidden, level_text, margin_text, status_word, turns, verdict_word, verdicts as verdicts_of,
};
use crate::results::format::count;
use crate::results::{ClaimStatus, Outcome, Results, StudyInfo, Verdict};

/// Outcomes whose sentence stands in the answer; the others follow in their sections.
const MAIN_OUTCOMES: usize = 3;

pub(super) fn sections(results: &Results, drawn: &Drawn) -> Vec<Section> {
    let mut section = Section::new("The answer");
    let mut said: Vec<Text> = main(results).into_iter().map(|o| finding(o, &results.study).into()).collect();
    if results.outcomes.is_empty() {
        said.push("The study names no outcome, so there is nothing to answer.".into());
    } else if said.is_empty() {
        said.push("No outcome has a base that is large enough to print a figure.".into());
    }
    // What the study asks before all else is answered before all else; where it asks nothing so, what sums up comes first.
    let tally = tally(&results.outcomes).map(Text::from);
    match &results.paradox {
        Some(paradox) => {
            said.insert(0, paradox.sentence.clone().into());
            said.extend(tally);
        }
        None => said.splice(0..0, tally).for_each(drop),
    }
    said.extend(results.paired.first().map(|p| p.sentence.clone().into()));
    said.extend(results.stratified.iter().filter(|s| turns(s)).map(|s| s.sentence.clone().into()));
    said.extend(claims_tally(results).map(Text::from));
    section.list(said);
    if let Some(table) = verdicts(results) {
        section.table(table);
        section.say(legend(results));
    }
    let level = level_text(results.study.analysis.confidence);
    section.say(format!(
        "Intervals are {level} intervals. They and the tests hold under the assumption of a {}, and cover chance in \
         drawing respondents only, not who was reached, who answered, or how a question was understood. An online \
         panel is no random sample. A rate counts respondents; an association is not a cause.",
        of_chance(&results.study.design)
    ));
    section.parts.extend(drawn.that(|shows| shows == Shows::Verdicts).into_iter().map(Part::Figure));
    vec![section]
}

/// The sample that intervals and tests take for granted: "simple random sample", "random sample with weights".
fn of_chance(design: &str) -> String {
    match design {
        "" => "simple random sample".to_owned(),
        design if design.starts_with("sample ") => format!("random {design}"),
        design => design.to_owned(),
    }
}

/// The paradox's outcome first, then those in which levels differ, then the others, all in study order; the tally says
/// out of how many.
fn main(results: &Results) -> Vec<&Outcome> {
    let of_paradox = |o: &Outcome| results.paradox.as_ref().is_some_and(|p| p.outcome == o.name);
    let differs =
        |o: &Outcome| o.segments.iter().any(|c| matches!(c.verdict, Verdict::Differs | Verdict::DiffersWithinMargin));
    let mut shown: Vec<&Outcome> = results.outcomes.iter().filter(|o| o.overall.is_printable()).collect();
    shown.sort_by_key(|o| (!of_paradox(o), !differs(o)));
    shown.truncate(MAIN_OUTCOMES);
    shown
}

/// An outcome's sentence, and its verdicts.
fn finding(outcome: &Outcome, info: &StudyInfo) -> String {
    if outcome.segments.is_empty() {
        return outcome.sentence.clone();
    }
    format!("{} Verdicts: {}.", outcome.sentence, verdicts_of(outcome, info))
}

/// How many comparisons came to which verdict.
pub(in crate::report) fn tally(outcomes: &[Outcome]) -> Option<String> {
    let all = || outcomes.iter().flat_map(|o| &o.segments);
    let verdicts: Vec<Verdict> = all().map(|c| c.verdict).collect();
    let untested = all().filter(|c| c.verdict == Verdict::Undetermined && c.decision.is_none()).count() as u64;
    if verdicts.is_empty() {
        return None;
    }
    let of = |verdict: Verdict| verdicts.iter().filter(|v| **v == verdict).count() as u64;
    let parts: Vec<String> = [
        (Verdict::Differs, "a difference"),
        (Verdict::DiffersWithinMargin, "a difference within the margin"),
        (Verdict::Consistent, "consistency within the margin"),
    ]
    .into_iter()
    .filter(|(verdict, _)| of(*verdict) > 0)
    .map(|(verdict, what)| format!("{} {} {what}", count(of(verdict)), if of(verdict) == 1 { "shows" } else { "show" }))
    .collect();
    let total = verdicts.len() as u64;
    let rest = [(of(Verdict::Undetermined) - untested, "undetermined"), (untested, "not tested")];
    let rest = rest.into_iter().filter(|(k, _)| *k > 0).map(|(k, what)| match k {
        1 if total == 1 => format!("it is {what}"),
        k if k == total && k == untested => "none is tested".to_owned(),
        1 => format!("1 is {what}"),
        k if k == total => format!("all {} are {what}", count(k)),
        k => format!("{} are {what}", count(k)),
    });
    let all: Vec<String> = parts.into_iter().chain(rest).collect();
    Some(format!(
        "Of {} of an outcome by a segment, {}.",
        if total == 1 { "1 comparison".to_owned() } else { format!("{} comparisons", count(total)) },
        crate::findings::words::and(&all)
    ))
}

fn claims_tally(results: &Results) -> Option<String> {
    if results.claims.is_empty() {
        return None;
    }
    let parts: Vec<String> =
        [ClaimStatus::Agrees, ClaimStatus::Disagrees, ClaimStatus::CannotTell, ClaimStatus::NotTestable]
            .into_iter()
            .filter_map(|status| {
                let k = results.claims.iter().filter(|c| c.status == status && !is_hidden(c)).count() as u64;
                (k > 0).then(|| format!("{}: {}", status_word(status), count(k)))
            })
            .collect();
    let mut parts = parts;
    let hidden = results.claims.iter().filter(|c| is_hidden(c)).count() as u64;
    parts.extend((hidden > 0).then(|| format!("base too small to show: {}", count(hidden))));
    let total = results.claims.len() as u64;
    let noun = if total == 1 { "published figure" } else { "published figures" };
    Some(format!("{} {noun} held against these data: {}.", count(total), parts.join(", ")))
}

/// Outcomes down, segments across.
fn verdicts(results: &Results) -> Option<Table> {
    let segments: Vec<_> = results
        .study
        .segments
        .iter()
        .filter(|s| results.outcomes.iter().any(|o| o.segments.iter().any(|c| c.segment == s.name)))
        .collect();
    if segments.is_empty() {
        return None;
    }
    let mut columns = vec![Column::text("Outcome")];
    columns.extend(segments.iter().map(|s| Column::text(s.label.clone())));
    let mut table = Table::new("Verdict for each outcome by each segment", columns);
    for (at, outcome) in results.outcomes.iter().enumerate() {
        let by = |name: &str| outcome.segments.iter().position(|c| c.segment == name);
        let mut row = vec![super::title(outcome, results)];
        row.extend(
            segments.iter().map(|s| {
                by(&s.name).map_or("not compared", |by| verdict_word(outcome.segments[by].verdict)).to_owned()
            }),
        );
        table.row(row);
        table.mark(0, CellMark::About(About::Outcome(at)));
        for (column, segment) in segments.iter().enumerate() {
            if let Some(by) = by(&segment.name) {
                table.mark(column + 1, CellMark::About(About::Comparison(at, by)));
            }
        }
    }
    Some(table)
}

fn legend(results: &Results) -> String {
    let info = &results.study;
    let compared = || results.outcomes.iter().flat_map(|o| &o.segments);
    let own = match compared().any(|c| c.measure.is_number() && c.equivalence.is_some()) {
        true => " (of a number: its own)",
        false => "",
    };
    let untested = match compared().any(|c| c.verdict == Verdict::Undetermined && c.decision.is_none()) {
        true => ", or no test could be made",
        false => "",
    };
    let (margin, level) = (margin_text(info.analysis.margin), level_text(1.0 - info.analysis.alpha));
    let corrected = match info.analysis.adjust.as_str() {
        "none" => "not corrected for the number of segments",
        _ => "corrected for the number of segments",
    };
    format!(
        "Differs: the test finds a difference between levels ({corrected}). Consistent: with {level} confidence no two \
         levels differ by more than the margin of {margin}{own}. Differs within margin: both. Undetermined: neither; \
         the data leave a difference of more than the margin possible, and show none{untested}."
    )
}
