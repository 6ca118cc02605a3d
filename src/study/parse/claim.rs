//! `[[claims]]` and `[[paired]]`: published figures, and two questions of the same respondents.

use super::super::analysis::hundredths;
use super::super::{Claim, ClaimKind, PairedSpec, Segment, suggest};
use super::reader::{Table, Value};
use super::{Left, Names, Outcomes, condition};
use crate::error::{Error, quoted};

/// Kinds of claims that are left out, and named as such.
pub(in super::super) const LATER_CLAIMS: [&str; 4] = ["difference", "higher", "consistent", "correlation"];

/// All claims that this version computes; the others are named in `left`.
pub(super) fn claims(tables: Vec<Table<'_>>, outcomes: &Outcomes, segments: &[Segment], left: &mut Left) -> Vec<Claim> {
    let mut ids = Names::with_key("claim", "id");
    tables.into_iter().filter_map(|table| claim(table, &mut ids, outcomes, segments, left)).collect()
}

fn claim(
    mut table: Table<'_>,
    ids: &mut Names,
    outcomes: &Outcomes,
    segments: &[Segment],
    left: &mut Left,
) -> Option<Claim> {
    let file = table.file;
    let line = file.line(table.at);
    let id = ids.take(&mut table);
    let Some(kind) = table.required_text("kind", "this version computes kind = \"rate\"") else {
        table.ignore();
        return None;
    };
    if LATER_CLAIMS.contains(&kind.value.as_str()) {
        left.add(line, format!("claim \"{id}\" of kind {} (line {line})", kind.value));
        table.ignore();
        return None;
    }
    if kind.value != "rate" {
        let problem = Error::new(format!("{} is of the unknown kind {}", table.what, quoted(&kind.value)));
        let known = std::iter::once("rate").chain(LATER_CLAIMS);
        file.report(
            kind.at,
            match suggest::nearest(&kind.value, known.clone()) {
                Some(near) => problem.hint(format!("did you mean {}?", quoted(near))),
                None => problem.hint(format!("kinds are {}", suggest::listed_values(known))),
            },
        );
        table.ignore();
        return None;
    }

    let text = table.required_text("text", "quote the sentence as it was published");
    let outcome = table.required_text("outcome", "name the outcome whose rate was published");
    let published = table.required("published", "give the figure in percent, as printed");
    let published = published.and_then(|value| within(&value, "percent, 0 to 100", |p| (0.0..=100.0).contains(&p)));
    let rounding = table.required("rounding", "rounding = 1 says that the figure was printed in whole percent");
    let rounding = rounding.and_then(|value| within(&value, "above 0 and at most 100", |r| r > 0.0 && r <= 100.0));
    let base_n = table.take("base_n").and_then(|value| {
        let n = value.whole()?;
        if n.value == 0 {
            value.report(Error::new(format!("{} must be 1 or more", value.name)));
        }
        Some(n.value)
    });
    let subgroup = table.take("where").map(|value| condition::on_segments_or_columns(&value, segments));
    let source = table.text("source").map(|source| source.value);
    let note = table.text("note").map(|note| note.value);
    let same_data = table.flag("same_data");
    table.finish();

    let outcome = outcomes.rate(file, &outcome?)?;
    let kind = ClaimKind::Rate {
        outcome,
        subgroup: subgroup.unwrap_or_default(),
        published: hundredths(published?),
        rounding: hundredths(rounding?),
    };
    Some(Claim { id, text: text?.value, kind, source, note, base_n, same_data, line })
}

fn within(value: &Value<'_>, range: &str, holds: fn(f64) -> bool) -> Option<f64> {
    let number = value.number()?.value;
    if !holds(number) {
        value.report(Error::new(format!("{} must be {range}, not {number}", value.name)));
        return None;
    }
    Some(number)
}

/// `[[paired]]`.
pub(super) fn paired(tables: Vec<Table<'_>>, outcomes: &Outcomes) -> Vec<PairedSpec> {
    tables.into_iter().filter_map(|table| pair(table, outcomes)).collect()
}

fn pair(mut table: Table<'_>, outcomes: &Outcomes) -> Option<PairedSpec> {
    let hint = "name two outcomes of the same respondents: a = \"...\", b = \"...\"";
    let (a, b) = (table.required_text("a", hint), table.required_text("b", hint));
    let file = table.file;
    table.finish();
    let (a, b) = (a?, b?);
    let (first, second) = (outcomes.rate(file, &a), outcomes.rate(file, &b));
    let (first, second) = (first?, second?);
    if first == second {
        file.report(b.at, Error::new(format!("[[paired]] compares outcome `{}` with itself", a.value)));
        return None;
    }
    Some(PairedSpec { a: first, b: second })
}
