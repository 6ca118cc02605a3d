//! What may be said of a logistic regression.
//!
//! A term whose test rejects "is found to matter": an association with all else held, not an effect. One whose test does
//! not is "not found", and none is ruled out.

use super::parts::{and, in_text, respondents};
use crate::results::format::p_value;
use crate::results::{Model, StudyInfo, TermTest};

/// Which terms the outcome depends on when all stand in the model.
pub fn model_sentence(m: &Model, info: &StudyInfo) -> String {
    let head = format!("{}, all segments of the model at once", m.outcome_label);
    if !m.converged {
        let why = m.note.as_deref().unwrap_or("it cannot be computed");
        return format!("{head}: no fit, because {why} ({}).", respondents(m.n));
    }
    if m.wald.is_empty() {
        let why = m.note.as_deref().unwrap_or("no term has two levels");
        return format!("{head}: no test, because {why} ({}).", respondents(m.n));
    }
    let (found, not_found): (Vec<&TermTest>, Vec<&TermTest>) =
        m.wald.iter().partition(|test| test.p <= info.analysis.alpha);
    let names = |tests: &[&TermTest]| {
        and(&tests.iter().map(|t| format!("{} ({})", in_text(&t.label), p_value(t.p, t.ln_p))).collect::<Vec<_>>())
    };
    let mut said = Vec::new();
    if !found.is_empty() {
        said.push(format!("an association is found with {}", names(&found)));
    }
    if !not_found.is_empty() {
        let none = if found.is_empty() { "no association is found with" } else { "none with" };
        said.push(format!("{none} {}, and none ruled out", names(&not_found)));
    }
    let p = if m.wald.len() > 1 { "; p are of Wald tests, not corrected for their number" } else { "; Wald test" };
    format!("{head}: {} ({}{p}).", said.join("; "), respondents(m.n))
}

/// Why a trend by replicates has no test of the departure from it; `None` where it may have one.
pub fn no_departure(separated: u32, replicates: usize) -> Option<String> {
    let said = format!(
        "no test of the departure from it, because in {separated} of {replicates} replicates a level has a rate of 0 or 1"
    );
    (separated > 0).then_some(said)
}

/// That something has no finite estimate in some replicates; `None` where it has in all.
pub fn without_replicates(without: u32, replicates: usize, what: &str) -> Option<String> {
    let said = format!(
        "in {without} of {replicates} replicates {what} has no finite estimate (separation), and the others stand for them"
    );
    (without > 0).then_some(said)
}
