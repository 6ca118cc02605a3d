//! Who was asked what: every outcome's denominator, and every answer that is missing.
//!
//! Two rates with one label and different denominators are the most common reason why two readers of a survey
//! disagree, so every base stands in one table, and such pairs are named.

use super::super::{Column, Part, Section, Table};
use crate::results::format::count;
use crate::results::{Outcome, Results};

pub(super) fn denominators(results: &Results) -> Option<Section> {
    if results.outcomes.is_empty() {
        return None;
    }
    let mut section = Section::new("Bases of all outcomes");
    section.say(format!(
        "{} rows count. Each of them is in the base of an outcome and gave a usable answer, is in it and gave none, or \
         lies outside it.",
        count(results.provenance.data.rows_kept)
    ));
    let mut table = Table::new(
        "Who was asked, and how many answered",
        vec![
            Column::text("Outcome"),
            Column::text("Name"),
            Column::text("Who was asked"),
            Column::number("Answered"),
            Column::number("No answer"),
            Column::number("Outside the base"),
        ],
    );
    for o in &results.outcomes {
        table.row(vec![
            o.label.clone(),
            o.name.clone(),
            asked(o).to_owned(),
            count(o.base.n),
            count(o.base.n_missing),
            count(o.base.n_outside),
        ]);
    }
    section.table(table);
    section.parts.extend(warnings(results).into_iter().map(|text| Part::Notice(text.into())));
    Some(section)
}

/// Outcomes that read alike or are set against each other, and were asked of different respondents.
fn warnings(results: &Results) -> Vec<String> {
    let mut said = Vec::new();
    for (i, a) in results.outcomes.iter().enumerate() {
        for b in &results.outcomes[i + 1..] {
            if a.label.trim().to_lowercase() == b.label.trim().to_lowercase() && differ(a, b) {
                said.push(format!(
                    "Different bases under one label: “{}” is asked as {} of {} ({}) and as {} of {} ({}). Their rates \
                     are not comparable without saying which base is meant.",
                    a.label,
                    a.name,
                    asked(a),
                    count(a.base.n),
                    b.name,
                    asked(b),
                    count(b.base.n)
                ));
            }
        }
    }
    for p in &results.paired {
        let find = |name: &str| results.outcomes.iter().find(|o| o.name == name);
        if let (Some(a), Some(b)) = (find(&p.a), find(&p.b))
            && differ(a, b)
        {
            said.push(format!(
                "Compared on different bases: “{}” is asked of {} ({}), “{}” of {} ({}). The paired comparison uses the \
                 {} who answered both.",
                a.label,
                asked(a),
                count(a.base.n),
                b.label,
                asked(b),
                count(b.base.n),
                count(p.n)
            ));
        }
    }
    said
}

fn differ(a: &Outcome, b: &Outcome) -> bool {
    a.base.description != b.base.description || a.base.n_outside != b.base.n_outside
}

fn asked(o: &Outcome) -> &str {
    if o.base.description.trim().is_empty() { "all respondents" } else { o.base.description.trim() }
}

pub(super) fn missing(results: &Results) -> Option<Section> {
    let quality = &results.data_quality;
    let mut section = Section::new("Missing answers and excluded rows");
    let kept = results.provenance.data.rows_kept;
    section.say(format!(
        "The file has {} rows, of which {} count and {} are excluded.",
        count(quality.rows),
        count(kept),
        count(quality.rows.saturating_sub(kept))
    ));
    let mut excluded = Table::new("Rows that do not count", vec![Column::text("Reason"), Column::number("Rows")]);
    for e in &quality.excluded {
        excluded.row(vec![e.reason.clone(), count(e.rows)]);
    }
    section.table(excluded);
    let mut table = Table::new(
        "Missing answers by column and kind",
        vec![Column::text("Column"), Column::text("Kind"), Column::number("Rows")],
    );
    for m in &quality.missing {
        table.row(vec![m.column.clone(), m.kind.replace('_', " "), count(m.rows)]);
    }
    if table.rows.is_empty() {
        section.say("No answer is missing in the columns that the study uses.");
    }
    section.table(table);
    for note in &quality.notes {
        section.say(format!("Check the study file: {note}"));
    }
    Some(section)
}
