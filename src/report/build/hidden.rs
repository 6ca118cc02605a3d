//! Levels whose base is too small: what may not be told of the others, and what is told of them.
//!
//! A few have a row each, with a dash. Sixty of them would bury the levels that say something, so that many are named in
//! a sentence, with their bases; the files of numbers keep their rows.

use crate::findings::words::respondents;
use crate::results::format::count;
use crate::results::{Comparison, Estimate, Flag, StudyInfo};

/// Rows of dashes that a table bears.
const MOST: usize = 3;

/// Why a number of the whole table is not printed.
pub(in crate::report) const GIVES_AWAY: &str =
    "because the figures of a level that is not shown could be worked out from it";

fn is_hidden(level: &Estimate) -> bool {
    level.n > 0 && !level.is_printable()
}

/// Whether a level has respondents and figures that are not printed.
pub(in crate::report) fn has_hidden(c: &Comparison) -> bool {
    c.levels.iter().any(is_hidden)
}

/// Levels of a kind that are too many for a row each.
fn folded(c: &Comparison, kind: fn(&Estimate) -> bool) -> Vec<&Estimate> {
    let all: Vec<&Estimate> = c.levels.iter().filter(|level| kind(level)).collect();
    if all.len() > MOST { all } else { Vec::new() }
}

fn is_empty(level: &Estimate) -> bool {
    level.n == 0
}

/// The levels that have a row each.
pub(in crate::report) fn listed(c: &Comparison) -> impl Iterator<Item = &Estimate> {
    let [no_hidden, no_empty] = [is_hidden as fn(&Estimate) -> bool, is_empty].map(|kind| !folded(c, kind).is_empty());
    c.levels.iter().filter(move |level| !(no_hidden && is_hidden(level) || no_empty && is_empty(level)))
}

/// What stands below the table: the levels that have no row, and that the verdict rests on those not shown too.
pub(in crate::report) fn notes(c: &Comparison, info: &StudyInfo) -> Vec<String> {
    let name = |level: &Estimate| level.level.clone().unwrap_or_default();
    let with_base = |level: &&Estimate| format!("{} ({})", name(level), count(level.n));
    let mut said = Vec::new();
    let hidden = folded(c, is_hidden);
    if !hidden.is_empty() {
        let by_base = info.analysis.suppress_rule == "n" && !hidden.iter().any(|l| l.flags.contains(&Flag::Secondary));
        let why = match by_base {
            true => format!("with fewer than {}", respondents(info.analysis.suppress_below)),
            false => "too small to show, or from which a smaller one could be worked out".to_owned(),
        };
        let names: Vec<String> = hidden.iter().map(with_base).collect();
        said.push(format!("{} levels {why} have no figure here: {}.", count(names.len() as u64), names.join(", ")));
    }
    let empty = folded(c, is_empty);
    if !empty.is_empty() {
        let names: Vec<String> = empty.iter().map(|level| name(level)).collect();
        said.push(format!("{} levels have no respondents: {}.", count(names.len() as u64), names.join(", ")));
    }
    if has_hidden(c) && c.decision.is_some() {
        said.push("Test, decision and verdict rest on all levels with respondents, those not shown among them.".into());
    }
    said
}
