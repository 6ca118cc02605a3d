//! Results to a report like a research note: the answer first, then what it rests on.
//!
//! ```text
//! title · synthetic notice · the answer · the paradox · a section per outcome · several answers · paired questions · two levels within
//! strata · published figures · what was not computed · denominators · missing answers · how questions were made · disclosure · methods · provenance
//! ```
//!
//! Every sentence comes from `findings::words` or states a setting; one file per kind of section.

pub(super) mod across;
pub(super) mod answer;
mod claims;
mod detail;
mod disclosure;
pub(super) mod hidden;
mod ledger;
mod made;
mod methods;
mod models;
mod multi;
pub(super) mod outcome;
mod paradox;
mod provenance;
pub(super) mod segment;
mod sentences;
mod stratified;
pub mod waves;

use super::{Figure, Report, Section, Shows, pictures};
use crate::results::format::count;
use crate::results::{AnalysisInfo, Estimate, Flag, Outcome, Results, StudyInfo};
use crate::study::builtin::builtin;

/// What stands on every page and figure where the data are synthetic.
pub const SYNTHETIC: &str =
    "SYNTHETIC DATA: these answers were simulated by a program. No person was asked; no figure here is a finding.";

/// The same in short, in the caption and the text alternative of every figure.
const STAMP: &str = "SYNTHETIC DATA, simulated by a program.";

/// The dash that stands for a figure that is not shown.
pub const DASH: &str = "–";

/// The report on these results.
pub fn build(results: &Results) -> Report {
    let drawn = Drawn::of(results);
    let mut sections = answer::sections(results, &drawn);
    sections.extend(paradox::sections(results, &drawn));
    for (at, outcome) in results.outcomes.iter().enumerate() {
        let figures = drawn.that(|shows| shows.outcome() == Some(at));
        let held = results.paradox.as_ref().filter(|p| p.outcome == outcome.name).map(|p| p.heterogeneity.as_slice());
        sections.extend(outcome::sections(at, outcome, &title(outcome, results), figures, held, &results.study));
    }
    sections.extend(multi::sections(results));
    sections.extend(claims::paired(results, &drawn));
    sections.extend(stratified::sections(results));
    sections.extend(models::sections(results));
    sections.extend(claims::correlations(results));
    sections.extend(claims::published(results));
    sections.extend(claims::implied(results, &drawn));
    sections.extend(sentences::sections(results));
    sections.extend(claims::not_computed(results));
    sections.extend(notes(results));
    let notice = results.study.synthetic.then(|| SYNTHETIC.to_owned());
    Report { title: results.study.title.clone(), notice, about: about(results), sections }
}

/// Whose answers, from which file, and by which study: one that is built in stands on the first lines, because nobody
/// wrote it for this file.
pub fn about(results: &Results) -> Vec<String> {
    let from = &results.provenance;
    let all = count(from.data.rows_kept);
    let mut said = vec![match &from.data.domain {
        Some(domain) => format!("{} of {all} respondents, where {}", count(domain.rows), domain.description),
        None => format!("{all} respondents"),
    }];
    said.extend(results.study.texts.get("fieldwork").filter(|text| !text.trim().is_empty()).cloned());
    said.extend(results.study.weight.as_ref().map(|weight| format!("Weighted by {weight}")));
    said.push(format!("Data: {}", from.data.name));
    if !from.study.name.is_empty() {
        let own = if builtin(&from.study.name).is_some() { ", built in" } else { "" };
        said.push(format!("Study: {}{own}", from.study.name));
    }
    said
}

/// What a reader of figures must know, whatever form they have: bases, missing answers, disclosure, methods, provenance.
pub fn notes(results: &Results) -> Vec<Section> {
    let mut sections: Vec<Section> = ledger::denominators(results).into_iter().collect();
    sections.extend(ledger::missing(results));
    sections.extend(made::section(results));
    sections.push(disclosure::section(results));
    sections.extend(methods::sections(results));
    sections.push(provenance::section(results));
    sections
}

/// The figures of a report, numbered in the order in which they stand there.
struct Drawn(Vec<(Shows, Figure)>);

impl Drawn {
    fn of(results: &Results) -> Drawn {
        let all = pictures(results).into_iter().enumerate();
        Drawn(all.filter_map(|(at, p)| Some((p.shows, outcome::figure(results, &p, at + 1)?))).collect())
    }

    /// Those that a section asks for.
    fn that(&self, is_wanted: impl Fn(Shows) -> bool) -> Vec<Figure> {
        self.0.iter().filter(|(shows, _)| is_wanted(*shows)).map(|(_, figure)| figure.clone()).collect()
    }
}

/// File stems of the outcomes, in their order.
pub fn stems(results: &Results) -> Vec<String> {
    let names: Vec<&str> = results.outcomes.iter().map(|o| o.name.as_str()).collect();
    super::file_stems(&names)
}

/// What an outcome is called where labels alone must tell outcomes apart.
fn title(outcome: &Outcome, results: &Results) -> String {
    match results.outcomes.iter().filter(|o| o.label == outcome.label).count() {
        1 => outcome.label.clone(),
        _ => format!("{} ({})", outcome.label, outcome.name),
    }
}

/// Which bases have no figure, by the rule in force: "base under 30".
pub(super) fn too_small(set: &AnalysisInfo) -> String {
    let least = count(set.suppress_below);
    match set.suppress_rule.as_str() {
        "n_and_effective" => format!("base or effective base under {least}"),
        "nchs" => format!("base under {least}, or an interval too wide (rule of the NCHS)"),
        _ => format!("base under {least}"),
    }
}

/// What a reader must know about an estimate, in words.
pub(super) fn note(estimate: &Estimate, info: &StudyInfo) -> String {
    let set = &info.analysis;
    let words: Vec<String> = estimate
        .flags
        .iter()
        .filter(|flag| !(estimate.n == 0 && **flag == Flag::Suppressed))
        .filter_map(|flag| match flag {
            Flag::Suppressed if estimate.flags.contains(&Flag::Secondary) => {
                Some("not shown: a smaller one could be worked out".to_owned())
            }
            Flag::Suppressed if set.suppress_rule == "n" => {
                Some(format!("base under {}, not shown", set.suppress_below))
            }
            Flag::Suppressed => Some("base too small, not shown".to_owned()),
            Flag::Caution => Some(format!("base under {}, read with caution", set.caution_below)),
            Flag::Empty => Some("no respondents".to_owned()),
            // What would say that nobody or everybody said yes must not stand beside a dash.
            Flag::ZeroOrOne if !estimate.is_printable() => None,
            Flag::ZeroOrOne => Some("nobody or everybody said yes".to_owned()),
            Flag::NoLimits => Some("no number of the sample bounds it, so no interval".to_owned()),
            Flag::NoDf => Some("no degrees of freedom, so no interval".to_owned()),
            Flag::FewPsus => Some("few sampling units".to_owned()),
            Flag::LonelyPsu => Some("strata with one sampling unit".to_owned()),
            Flag::RatioUndefined | Flag::Underflow | Flag::Secondary | Flag::Redacted => None,
        })
        .collect();
    words.join("; ")
}

#[cfg(test)]
mod tests;
