//! What of a question may not be meant: said before it is answered.

use super::Question;
use crate::cli::output::Output;
use crate::cli::provenance::shell_word;
use crate::load::{self, Format};
use crate::study::{self, Study};

/// Points of a margin that somebody may have meant as a share.
const SMALLEST_MARGIN: f64 = 0.2;

/// Tells what of a question may not be meant: what this version does not compute, a margin that looks like a share, weights
/// that are not used.
pub fn warn_of(question: &Question, out: &Output) {
    let study = &question.study;
    if !study.not_computed.is_empty() {
        out.warning(&format!("not computed by this version of paradox: {}", study.not_computed.join(", ")));
    }
    let points = (study.analysis.margin * 1e8).round() / 1e6;
    if points <= SMALLEST_MARGIN {
        let share = (points * 1e4).round() / 100.0;
        out.warning(&format!("the margin of {points} is read as {points} points; {share} points are --margin {share}"));
    }
    // Of workbooks and Stata files the names of the columns cost as much as all of the answers.
    let is_quick = !matches!(question.format, Format::Xlsx | Format::Dta | Format::Cells);
    if is_quick && study.design.weight.is_none() {
        let names = load::columns(&question.input, question.format, study).unwrap_or_default();
        let asked = study::needed_columns(study);
        let is_asked = |name: &String| asked.iter().any(|needed| needed.column.to_string() == *name);
        if let Some(name) = names.iter().find(|name| looks_like_weights(name) && !is_asked(name)) {
            let column = shell_word(name);
            out.note(&format!(
                "column `{name}` may hold weights, and is not used: with --weight {column} each respondent counts by it"
            ));
        }
    }
}

/// Whether a column is called as weights of respondents are.
fn looks_like_weights(name: &str) -> bool {
    const NAMES: [&str; 8] = ["weight", "weights", "wt", "wts", "wgt", "pweight", "finalwt", "weightvec"];
    let name = name.to_lowercase();
    NAMES.contains(&name.as_str()) || ["_weight", "_wt", "_wgt"].iter().any(|ending| name.ends_with(ending))
}

/// Tells what cells cannot: whether an id stands twice.
pub fn warn_of_ids(study: &Study, out: &Output) {
    if let Some(id) = &study.data.id {
        let what = format!("cells do not tell whether an id stands twice in column `{id}`");
        out.warning(&(what + ": look for it where the data are"));
    }
}
