//! `[[claims]]` and `[[paired]]`: published figures, and two questions of the same respondents.
//!
//! ```text
//! rate         outcome, where          published, rounding
//! difference   outcome, between = [{…}, {…}]   or   paired = ["a", "b"]      published, rounding
//! higher       outcome, where, than = "rest"
//! consistent   outcome, across = ["company_size", …]
//! correlation  between = ["a", "b"]    published, rounding    of_pairs = 4656: the strongest of so many
//! ```

use std::cell::RefCell;

use super::super::analysis::hundredths;
use super::super::{
    Claim, ClaimKind, Compared, Condition, CorrelationMethod, CorrelationSpec, PairedSpec, Segment, suggest,
};
use super::reader::{File, Found, Table, Value};
use super::stratified::segment;
use super::{Names, Outcomes, condition, correlation};
use crate::error::{Error, quoted};

/// The words of `kind`.
pub(in super::super) const CLAIM_KINDS: [&str; 5] = ["rate", "difference", "higher", "consistent", "correlation"];

/// What a claim may name.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub outcomes: &'a Outcomes,
    pub segments: &'a [Segment],
    pub correlations: &'a RefCell<Vec<CorrelationSpec>>,
}

/// All claims.
pub(super) fn claims(tables: Vec<Table<'_>>, known: Known<'_>) -> Vec<Claim> {
    let mut ids = Names::with_key("claim", "id");
    tables.into_iter().filter_map(|table| claim(table, &mut ids, known)).collect()
}

fn claim(mut table: Table<'_>, ids: &mut Names, known: Known<'_>) -> Option<Claim> {
    let file = table.file;
    let line = file.line(table.at);
    let id = ids.take(&mut table);
    let Some(kind) = table.required_text("kind", &format!("kinds are {}", suggest::listed_values(CLAIM_KINDS))) else {
        table.ignore();
        return None;
    };
    if !CLAIM_KINDS.contains(&kind.value.as_str()) {
        let problem = Error::new(format!("{} is of the unknown kind {}", table.what, quoted(&kind.value)));
        file.report(
            kind.at,
            match suggest::nearest(&kind.value, CLAIM_KINDS) {
                Some(near) => problem.hint(format!("did you mean {}?", quoted(near))),
                None => problem.hint(format!("kinds are {}", suggest::listed_values(CLAIM_KINDS))),
            },
        );
        table.ignore();
        return None;
    }

    let text = table.required_text("text", "quote the sentence as it was published");
    let group_line = table.line_of(&["where", "between"]);
    let made = match kind.value.as_str() {
        "rate" => rate(&mut table, known),
        "difference" => difference(&mut table, known),
        "higher" => higher(&mut table, known),
        "consistent" => consistent(&mut table, known),
        _ => of_correlation(&mut table, known),
    };
    let base_n = table.take("base_n").and_then(|value| base(&value));
    let other_base_n = table.take("other_base_n").and_then(|value| value.items("a list of numbers", |_| String::new()));
    let other_base_n = other_base_n.into_iter().flatten().filter_map(|value| base(&value)).collect();
    let other_published = others(&mut table, &kind.value);
    let extreme = extreme(&mut table, made.as_ref());
    let of_pairs = match kind.value.as_str() {
        "correlation" => table.take("of_pairs").and_then(|value| base(&value)),
        _ => None,
    };
    let mut words = |key| table.text(key).map(|text| text.value);
    let (of_whom, certainty, source, note) = (words("of_whom"), words("certainty"), words("source"), words("note"));
    let same_data = table.flag("same_data");
    table.finish();
    Some(Claim {
        id,
        text: text?.value,
        kind: made?,
        source,
        note,
        of_whom,
        certainty,
        base_n,
        other_base_n,
        other_published,
        of_pairs,
        extreme,
        same_data,
        line,
        group_line,
    })
}

/// The size of a base.
fn base(value: &Value<'_>) -> Option<u64> {
    let n = value.whole()?.value;
    if n == 0 {
        value.report(Error::new(format!("{} must be 1 or more", value.name)));
    }
    Some(n)
}

/// Figures that were printed elsewhere instead of `published`.
fn others(table: &mut Table<'_>, kind: &str) -> Vec<f64> {
    let Some(items) = table.take("other_published").and_then(|v| v.items("a list of numbers", |_| String::new()))
    else {
        return Vec::new();
    };
    let other = |value: &Value<'_>| match kind {
        "rate" => within(value, PERCENT, is_percent).map(hundredths),
        "difference" => within(value, POINTS, is_points).map(hundredths),
        _ => within(value, COEFFICIENT, is_coefficient),
    };
    items.iter().filter_map(other).collect()
}

/// Whether a rate was named because it is the lowest or the highest of all levels of a segment.
fn extreme(table: &mut Table<'_>, kind: Option<&ClaimKind>) -> bool {
    let Some(value) = table.take("extreme") else { return false };
    let Some(extreme) = value.flag() else { return false };
    let is_level = |kind: &ClaimKind| match kind {
        ClaimKind::Rate { subgroup, .. } => {
            matches!(subgroup.as_slice(), [Condition::Level { levels, .. }] if levels.len() == 1)
        }
        _ => false,
    };
    if extreme && kind.is_some_and(|kind| !is_level(kind)) {
        let problem = Error::new(format!("{} is for a rate of one level of a segment", value.name));
        value.report(problem.hint("name the level: where = { country = [\"Brazil\"] }"));
    }
    extreme
}

fn rate(table: &mut Table<'_>, known: Known<'_>) -> Option<ClaimKind> {
    let outcome = outcome(table, known, "name the outcome whose rate was published");
    let published = table.required("published", "give the figure in percent, as printed");
    let rounding = rounding(table);
    let published = published.and_then(|value| {
        let figure = within(&value, PERCENT, is_percent)?;
        if let Some(rounding) = rounding.filter(|rounding| !is_multiple(figure, *rounding)) {
            let problem = format!("{} is {figure}, and no figure rounded to the nearest {rounding} is", value.name);
            value.report(Error::new(problem).hint("rounding = 0.1 says that the figure was printed with one decimal"));
            return None;
        }
        Some(figure)
    });
    let subgroup = table.take("where").map(|value| group(&value, known));
    Some(ClaimKind::Rate {
        outcome: outcome?,
        subgroup: subgroup.unwrap_or(Some(Vec::new()))?,
        published: hundredths(published?),
        rounding: hundredths(rounding?),
    })
}

fn difference(table: &mut Table<'_>, known: Known<'_>) -> Option<ClaimKind> {
    let compared = match (table.take("between"), table.take("paired")) {
        (Some(_), Some(paired)) => {
            let problem = format!("{} has `between` and `paired`, and can have only one of them", table.what);
            paired.report(Error::new(problem));
            table.take("outcome");
            None
        }
        (Some(between), None) => {
            let outcome = outcome(table, known, "name the outcome whose rates are compared");
            let groups = between.items("a list of two groups", |_| GROUPS.to_owned());
            let groups = groups.and_then(|groups| match groups.as_slice() {
                [a, b] => {
                    let (a, b) = (group(a, known), group(b, known));
                    Some([a?, b?])
                }
                other => {
                    let problem = format!("{} lists {} groups, not two", between.name, other.len());
                    between.report(Error::new(problem).hint(GROUPS));
                    None
                }
            });
            outcome.zip(groups).map(|(outcome, groups)| Compared::Groups { outcome, groups })
        }
        (None, Some(paired)) => names(&paired).and_then(|[a, b]| {
            let (first, second) = (known.outcomes.rate(table.file, &a), known.outcomes.rate(table.file, &b));
            let (first, second) = (first?, second?);
            if first == second {
                table
                    .file
                    .report(b.at, Error::new(format!("{} compares outcome `{}` with itself", paired.name, a.value)));
                return None;
            }
            Some(Compared::Questions(PairedSpec { a: first, b: second }))
        }),
        (None, None) => {
            let problem = Error::new(format!("{} says neither `between` nor `paired`", table.what));
            table.report(
                problem.hint(format!("{GROUPS}, or two questions of the same respondents: paired = [\"a\", \"b\"]")),
            );
            table.take("outcome");
            None
        }
    };
    let published = figure(table, "give the difference in points, as printed", POINTS, is_points);
    let rounding = rounding(table);
    Some(ClaimKind::Difference {
        compared: compared?,
        published: hundredths(published?),
        rounding: hundredths(rounding?),
    })
}

/// What a published figure may be, by its kind.
const PERCENT: &str = "percent, 0 to 100";
const POINTS: &str = "points, -100 to 100";
const COEFFICIENT: &str = "a correlation, -1 to 1";

fn is_percent(figure: f64) -> bool {
    (0.0..=100.0).contains(&figure)
}

/// Whether a figure can be what was rounded to the nearest multiple of this.
fn is_multiple(figure: f64, rounding: f64) -> bool {
    let steps = figure / rounding;
    (steps - steps.round()).abs() <= 1e-9 * steps.abs().max(1.0)
}

fn is_points(figure: f64) -> bool {
    (-100.0..=100.0).contains(&figure)
}

fn is_coefficient(figure: f64) -> bool {
    (-1.0..=1.0).contains(&figure)
}

/// How two groups are written.
const GROUPS: &str =
    "name two groups of respondents: between = [{ country = [\"Brazil\"] }, { country = [\"India\"] }]";

fn higher(table: &mut Table<'_>, known: Known<'_>) -> Option<ClaimKind> {
    let outcome = outcome(table, known, "name the outcome whose rate is higher");
    let subgroup = table.required("where", "name the group whose rate is higher: where = { country = [\"Brazil\"] }");
    let subgroup = subgroup.and_then(|value| group(&value, known));
    let than = table.required_text("than", "than = \"rest\" compares with everybody else in the base");
    let than = than.filter(|than| {
        let is_rest = than.value == "rest";
        if !is_rest {
            let problem = format!("`than` of {} must be \"rest\", not {}", table.what, quoted(&than.value));
            table.file.report(than.at, Error::new(problem).hint("two groups are compared by kind = \"difference\""));
        }
        is_rest
    });
    than.and(outcome.zip(subgroup)).map(|(outcome, subgroup)| ClaimKind::Higher { outcome, subgroup })
}

fn consistent(table: &mut Table<'_>, known: Known<'_>) -> Option<ClaimKind> {
    let outcome = outcome(table, known, "name the outcome whose rate is consistent");
    let across =
        table.required("across", "name the segments: across = [\"company_size\", \"country\"]").and_then(|value| {
            let names = value.texts()?;
            if names.is_empty() {
                value.report(Error::new(format!("{} is empty", value.name)).hint("name at least one segment"));
                return None;
            }
            let found: Vec<_> = names.iter().map(|name| segment(value.file, name, known.segments)).collect();
            let mut found = found.into_iter().collect::<Option<Vec<usize>>>()?;
            found.sort_unstable();
            found.dedup();
            Some(found)
        });
    outcome.zip(across).map(|(outcome, across)| ClaimKind::Consistent { outcome, across })
}

fn of_correlation(table: &mut Table<'_>, known: Known<'_>) -> Option<ClaimKind> {
    let between = table.required("between", "name the two that correlate: between = [\"a\", \"b\"]");
    let measures = between.and_then(|value| {
        let [a, b] = names(&value)?;
        let of = |name: &Found<String>| correlation::measure(table.file, name, known.outcomes, known.segments);
        let (a, b) = (of(&a), of(&b));
        Some((a?, b?))
    });
    let published = figure(table, "give the coefficient, as printed", COEFFICIENT, is_coefficient);
    let rounding = table.required("rounding", "rounding = 0.01 says that two decimals were printed");
    let rounding = rounding.and_then(|value| within(&value, "above 0 and at most 1", |r| r > 0.0 && r <= 1.0));
    let (a, b) = measures?;
    let same = |spec: &CorrelationSpec| (spec.a, spec.b) == (a, b) || (spec.b, spec.a) == (a, b);
    // One that the study does not ask for besides is asked for by the claim, by ranks.
    let mut all = known.correlations.borrow_mut();
    let spec = all.iter().position(same).unwrap_or_else(|| {
        all.push(CorrelationSpec { a, b, method: CorrelationMethod::Spearman });
        all.len() - 1
    });
    Some(ClaimKind::Correlation { spec, published: published?, rounding: rounding? })
}

/// A list of two names.
fn names(value: &Value<'_>) -> Option<[Found<String>; 2]> {
    let names = value.texts()?;
    match <[Found<String>; 2]>::try_from(names) {
        Ok(two) => Some(two),
        Err(names) => {
            let problem = format!("{} lists {} names, not two", value.name, names.len());
            value.report(Error::new(problem).hint("write two names: [\"a\", \"b\"]"));
            None
        }
    }
}

/// A group of respondents, who must be told from all by something; `None` was reported.
fn group(value: &Value<'_>, known: Known<'_>) -> Option<Vec<Condition>> {
    let found = condition::on_segments_or_columns(value, known.segments);
    if found.is_empty() && value.is_empty_table() {
        let problem = Error::new(format!("{} is empty, so it names no group of respondents", value.name));
        value.report(problem.hint("name a segment or a column, and its values: { country = [\"Brazil\"] }"));
        return None;
    }
    Some(found)
}

fn outcome(table: &mut Table<'_>, known: Known<'_>, hint: &str) -> Option<usize> {
    let name = table.required_text("outcome", hint)?;
    known.outcomes.rate(table.file, &name)
}

fn figure(table: &mut Table<'_>, hint: &str, range: &str, holds: fn(f64) -> bool) -> Option<f64> {
    table.required("published", hint).and_then(|value| within(&value, range, holds))
}

fn rounding(table: &mut Table<'_>) -> Option<f64> {
    let rounding = table.required("rounding", "rounding = 1 says that the figure was printed in whole percent");
    rounding.and_then(|value| within(&value, "above 0 and at most 100", |r| r > 0.0 && r <= 100.0))
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
    let file: &File<'_> = table.file;
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
