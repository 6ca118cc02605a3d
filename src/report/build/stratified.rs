//! Two levels within strata: what happens to their difference when like is compared with like.

use super::super::{Column, Section, Table, Text};
use super::segment::test;
use super::{DASH, note};
use crate::findings::words::{in_text, odds_ratio_text};
use crate::results::format::{count, percent};
use crate::results::{Estimate, Flag, Results, Stratified, Stratum, StudyInfo};

pub(super) fn sections(results: &Results) -> Vec<Section> {
    if results.stratified.is_empty() {
        return Vec::new();
    }
    let mut section = Section::new("Two levels within strata");
    section.say(
        "Two levels are compared among respondents who are alike in another answer, and these comparisons are put \
         together in one odds ratio. It is an association within strata, not an effect: what does not stand in the \
         strata may still lie behind it.",
    );
    for s in &results.stratified {
        section.say(s.sentence.clone());
        if s.flags.contains(&Flag::Suppressed) {
            continue;
        }
        section.table(table(s, &results.study));
        let tests: Vec<String> = s.tests.iter().map(test).collect();
        section.list(if tests.is_empty() {
            Vec::new()
        } else {
            vec![Text::led("Tests:", format!("{}.", tests.join("; ")))]
        });
    }
    vec![section]
}

fn table(s: &Stratified, info: &StudyInfo) -> Table {
    let [first, second] = &s.levels;
    let mut table = Table::new(
        format!("{} by {} within {}", s.outcome_label, in_text(&s.by_label), in_text(&s.within_label)),
        vec![
            Column::text(s.within_label.clone()),
            Column::number(format!("{first}: rate")),
            Column::number(format!("{first}: base")),
            Column::number(format!("{second}: rate")),
            Column::number(format!("{second}: base")),
            Column::number("Odds ratio"),
            Column::text("Note"),
        ],
    );
    for stratum in &s.strata {
        table.row(row(stratum, info));
    }
    table
}

fn row(stratum: &Stratum, info: &StudyInfo) -> Vec<String> {
    let dash = || DASH.to_owned();
    let rate = |e: &Estimate| e.rate.filter(|_| e.is_printable()).map_or_else(dash, |rate| percent(rate, e.n));
    let shown = !stratum.flags.contains(&Flag::Suppressed);
    let ratio = stratum.odds_ratio.filter(|_| shown).map_or_else(dash, |ratio| odds_ratio_text(&ratio, info));
    let mut notes: Vec<String> = Vec::new();
    let mut cells = vec![stratum.level.clone()];
    for e in &stratum.rates {
        cells.extend([rate(e), count(e.n)]);
        let note = note(e, info);
        if !note.is_empty() {
            notes.push(format!("{}: {note}", e.level.as_deref().unwrap_or_default()));
        }
    }
    cells.extend([ratio, notes.join("; ")]);
    cells
}
