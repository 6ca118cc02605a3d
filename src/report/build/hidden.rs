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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::sample::sample_results;

    /// The first comparison of the sample with so many levels of a base of 12, and one of 500.
    fn with_hidden(hidden: usize) -> (Comparison, StudyInfo) {
        let results = sample_results();
        let mut c = results.outcomes[0].segments[0].clone();
        let is_small = |level: &&Estimate| level.n > 0 && !level.is_printable();
        let small = c.levels.iter().find(is_small).expect("a level that is not shown").clone();
        let shown = c.levels.iter().find(|level| level.is_printable()).expect("a level that is shown").clone();
        let named = |at: usize| Estimate { level: Some(format!("Small {at}")), ..small.clone() };
        c.levels = (0..hidden).map(named).chain([shown]).collect();
        (c, results.study)
    }

    #[test]
    fn a_few_levels_without_a_figure_have_rows_and_many_are_named_in_one_line_with_their_bases() {
        let (few, info) = with_hidden(MOST);
        assert_eq!(listed(&few).count(), MOST + 1);
        assert!(notes(&few, &info).iter().all(|note| !note.contains("Small")));
        let (many, info) = with_hidden(47);
        assert_eq!(listed(&many).count(), 1);
        let said = notes(&many, &info).join(" ");
        assert!(
            said.contains("47 levels with fewer than 30 respondents have no figure here: Small 0 (12), "),
            "{said}"
        );
        assert!((0..47).all(|at| said.contains(&format!("Small {at} (12)"))), "{said}");
    }

    #[test]
    fn the_verdict_is_said_to_rest_on_hidden_levels_only_where_there_are_some() {
        let (hidden, info) = with_hidden(1);
        assert!(hidden.decision.is_some() && notes(&hidden, &info).join(" ").contains("those not shown among them"));
        let (none, info) = with_hidden(0);
        assert!(notes(&none, &info).is_empty());
    }
}
