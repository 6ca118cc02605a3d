//! What counts as an answer of an outcome, and which answer counts as yes.
//!
//! An outcome has one of these forms, and the keys that belong to it:
//!
//! ```text
//! yes, no      bands at_least neutral edges      contains separator      kind = "nominal" levels      kind = "mean" margin valid
//! kind = "nps"         levels scores items reversed range combine least_answered (see `number`)
//! all_of       any_of       answered       yes_if
//! ```

use super::super::{Answer, ColumnRef, Condition, Needed, NumberKind, suggest};
use super::coding::rising;
use super::outcome::References;
use super::reader::{Found, Table, Value, distinct, passed};
use super::{Outcomes, column_or_name, condition, number, segment};
use crate::error::{Error, quoted};

/// The keys that give an outcome its form.
const FORMS: [&str; 9] = ["yes", "no", "bands", "contains", "kind", "all_of", "any_of", "answered", "yes_if"];

/// Keys that belong to a form, and to which.
const PARTS_OF_FORMS: [(&str, &str); 14] = [
    ("at_least", "`bands`"),
    ("neutral", "`bands`"),
    ("edges", "`bands`"),
    ("separator", "`contains`"),
    ("levels", "kind = \"nominal\" or \"mean\""),
    ("scores", "kind = \"mean\""),
    ("share", "kind = \"quantile\""),
    ("items", "kind = \"mean\""),
    ("reversed", "`items`"),
    ("range", "`items`"),
    ("combine", "`items`"),
    ("least_answered", "`items`"),
    ("margin", "kind = \"mean\" or \"total\""),
    ("valid", "kind = \"mean\" or \"total\""),
];

/// What separates the answers in one cell unless the study says otherwise.
pub(super) const SEPARATOR: &str = ";";

/// The outcome's answer; `None` was reported.
pub(super) fn answer(table: &mut Table<'_>, name: &str, all: &Outcomes, references: &mut References) -> Option<Answer> {
    let mut forms: Vec<(&str, Value<'_>)> = FORMS.iter().filter_map(|&key| Some((key, table.take(key)?))).collect();
    let mut keys = Keys(PARTS_OF_FORMS.iter().filter_map(|&(key, of)| Some((key, of, table.take(key)?))).collect());
    let Some((form, _)) = forms.first() else {
        keys.finish();
        let problem = Error::new(format!("{} does not say which answers count as yes", table.what));
        table.report(problem.hint("yes = [\"Yes\"] is the plainest way; `bands`, `contains` and others are there too"));
        column_and_missing(table, name);
        return None;
    };
    let form = *form;
    let together = |key: &str| key == form || (matches!(form, "yes" | "no") && key == "no");
    if let Some((other, value)) = forms.iter().find(|(key, _)| !together(key)) {
        let problem = Error::new(format!("{} has `{form}` and `{other}`, and can have only one of them", table.what));
        value.report(match form {
            "yes" | "no" if *other == "bands" => problem.hint("`at_least` says which bands count as yes"),
            _ => problem,
        });
        column_and_missing(table, name);
        return None;
    }
    let no = forms.iter().position(|(key, _)| *key == "no").map(|at| forms.remove(at).1);
    let value = forms.pop().map(|(_, value)| value);
    let answer = match (form, value) {
        ("all_of", Some(value)) => parts(table, &value, Needed::All, all, references),
        ("any_of", Some(value)) => parts(table, &value, Needed::Any, all, references),
        ("answered", Some(value)) => answered(table, &value),
        ("yes_if", Some(value)) => yes_if(table, &value),
        (_, value) => {
            let one = column_and_missing(table, name);
            match (form, value) {
                ("bands", Some(bands)) => self::bands(table, &bands, &mut keys, one),
                ("contains", Some(option)) => contains(&option, &mut keys, one),
                ("kind", Some(kind)) => self::kind(table, &kind, &mut keys, one),
                (_, yes) => yes_no(table, yes, no, one),
            }
        }
    };
    keys.finish();
    answer
}

/// Keys that belong to a form, until the form takes them.
pub(super) struct Keys<'f>(Vec<(&'static str, &'static str, Value<'f>)>);

impl<'f> Keys<'f> {
    pub(super) fn take(&mut self, key: &str) -> Option<Value<'f>> {
        let at = self.0.iter().position(|(known, _, _)| *known == key)?;
        Some(self.0.remove(at).2)
    }

    /// Reports what no form took.
    fn finish(self) {
        for (_, of, value) in self.0 {
            value.report(Error::new(format!("{} needs {of}", value.name)));
        }
    }
}

/// The one column that most forms read, and what is missing in it.
pub(super) struct OneColumn {
    pub(super) column: Option<ColumnRef>,
    /// Whether the study names it, in place of the name of the outcome.
    pub(super) is_named: bool,
    missing: Vec<String>,
}

fn column_and_missing(table: &mut Table<'_>, name: &str) -> OneColumn {
    let is_named = table.has("column");
    OneColumn {
        column: column_or_name(table, name),
        is_named,
        missing: table.texts("missing").map(distinct).unwrap_or_default(),
    }
}

/// Reports keys that speak of a column, where the answer comes from elsewhere.
fn no_column(table: &mut Table<'_>, source: &str) {
    for key in ["column", "missing"] {
        if let Some(value) = table.take(key) {
            value.report(Error::new(format!("{} has no use, because its answers come from `{source}`", value.name)));
        }
    }
}

fn parts(
    table: &mut Table<'_>,
    value: &Value<'_>,
    needed: Needed,
    all: &Outcomes,
    references: &mut References,
) -> Option<Answer> {
    no_column(table, if needed == Needed::All { "all_of" } else { "any_of" });
    let of = references.read(value, all.next(), all);
    if of.is_empty() {
        value.report(
            Error::new(format!("{} names no outcome", value.name)).hint("name the outcomes that it is made of"),
        );
        return None;
    }
    Some(Answer::Parts { of, needed })
}

fn answered(table: &mut Table<'_>, value: &Value<'_>) -> Option<Answer> {
    no_column(table, "answered");
    let names = value.texts()?;
    if names.is_empty() {
        value.report(Error::new(format!("{} names no column", value.name)).hint("name the columns to look into"));
    }
    let columns: Vec<_> = names.iter().map(|name| passed(value.file, name.at, ColumnRef::parse(&name.value))).collect();
    let columns: Vec<ColumnRef> = columns.into_iter().collect::<Option<_>>()?;
    (!columns.is_empty()).then_some(Answer::Ticked { columns, yes: None })
}

/// Conditions that hold together, or a list of such tables, any of which will do.
fn yes_if(table: &mut Table<'_>, value: &Value<'_>) -> Option<Answer> {
    no_column(table, "yes_if");
    let any: Vec<Vec<Condition>> = match value.is_table() {
        true => vec![condition::on_columns(value)],
        false => {
            let hint = |_: &str| "yes_if = [{ hours = { at_least = 40 } }, { role = [\"Chief\"] }]".to_owned();
            let tables = value.items("a table of conditions, or a list of such tables", hint)?;
            tables.iter().map(condition::on_columns).collect()
        }
    };
    if any.is_empty() || any.iter().any(Vec::is_empty) {
        // An alternative whose conditions could not be read was reported.
        if any.is_empty() || value.is_empty_table() {
            let problem = Error::new(format!("{} has no condition", value.name));
            value.report(problem.hint("yes_if = { shipped = [\"Yes\"], hours = { at_least = 40 } }"));
        }
        return None;
    }
    let mut columns: Vec<ColumnRef> = Vec::new();
    for column in any.iter().flatten().filter_map(Condition::column) {
        if !columns.contains(column) {
            columns.push(column.clone());
        }
    }
    Some(Answer::When { any, columns })
}

fn contains(value: &Value<'_>, keys: &mut Keys<'_>, one: OneColumn) -> Option<Answer> {
    let option = value.filled_text()?.value;
    let separator = match keys.take("separator") {
        Some(value) => value.raw_text().filter(|text| {
            if text.value.is_empty() {
                value.report(Error::new(format!("{} is empty", value.name)).hint("usual are \";\" and \", \""));
            }
            !text.value.is_empty()
        })?,
        None => Found { value: SEPARATOR.to_owned(), at: value.at },
    };
    if option.contains(&separator.value) {
        let separator = quoted(&separator.value);
        let problem = Error::new(format!("{} holds {separator}, which stands between answers", value.name));
        value.report(
            problem.hint("an answer that holds the separator cannot be told from two: choose another `separator`"),
        );
        return None;
    }
    Some(Answer::Contains {
        column: one.column?,
        option,
        separator: separator.value,
        first: None,
        missing: one.missing,
    })
}

fn kind(table: &Table<'_>, value: &Value<'_>, keys: &mut Keys<'_>, one: OneColumn) -> Option<Answer> {
    const KINDS: [&str; 6] = ["nominal", "mean", "total", "median", "quantile", "nps"];
    let word = value.text()?.value;
    match word.as_str() {
        "nominal" => {
            let Some(levels) = keys.take("levels") else {
                let problem = Error::new(format!("{} is nominal and has no `levels`", table.what));
                table.report(problem.hint("list its answers: levels = [\"Cloud\", \"Own servers\"]"));
                return None;
            };
            Some(Answer::Nominal { levels: segment::levels(&levels)?, column: one.column?, missing: one.missing })
        }
        "mean" | "total" | "median" | "quantile" | "nps" => {
            let kind = match word.as_str() {
                "mean" => NumberKind::Mean,
                "total" => NumberKind::Total,
                "median" => NumberKind::Quantile(0.5),
                "quantile" => NumberKind::Quantile(share(table, keys)?),
                _ => NumberKind::Nps,
            };
            let number = number::number(table, keys, &one, kind);
            let margin = keys.take("margin").map(|value| {
                let margin = value.number()?.value;
                if margin <= 0.0 {
                    value.report(Error::new(format!("{} must be above 0, not {margin}", value.name)));
                }
                Some(margin)
            });
            Some(Answer::Mean { kind, number: number?, margin: all_or_nothing(margin)?, missing: one.missing })
        }
        other => {
            let problem = Error::new(format!("{} is {}, which is no kind of outcome", value.name, quoted(other)));
            value.report(match suggest::nearest(other, KINDS) {
                Some(near) => problem.hint(format!("did you mean {}?", quoted(near))),
                None => problem.hint("kinds are \"nominal\", \"mean\", \"total\", \"median\", \"quantile\" and \"nps\"; a rate needs no `kind`"),
            });
            None
        }
    }
}

/// Of a quantile the share that does not exceed it.
fn share(table: &Table<'_>, keys: &mut Keys<'_>) -> Option<f64> {
    let Some(value) = keys.take("share") else {
        let problem = Error::new(format!("{} is a quantile and has no `share`", table.what));
        table.report(problem.hint("share = 0.9 asks for the number that 90% do not exceed"));
        return None;
    };
    let share = value.number()?.value;
    if !(share > 0.0 && share < 1.0) {
        value.report(Error::new(format!("{} must be between 0 and 1, not {share}", value.name)));
        return None;
    }
    Some(share)
}

fn bands(table: &Table<'_>, value: &Value<'_>, keys: &mut Keys<'_>, one: OneColumn) -> Option<Answer> {
    let listed = segment::levels(value);
    let edges = keys.take("edges").map(|edges| edges_of(&edges, listed.as_ref().map(Vec::len)));
    let neutral = keys.take("neutral");
    let Some(at_least) = keys.take("at_least") else {
        let hint = format!("name the first that counts as yes: at_least = {}", example(listed.as_deref()));
        table.report(Error::new(format!("{} has `bands` and no `at_least`", table.what)).hint(hint));
        return None;
    };
    let (bands, first) = (listed?, at_least.text()?);
    let at_least = position_of(&at_least, &first, &bands)?;
    let neutral = match neutral {
        Some(value) => Some(neutral_of(&value, &bands)?),
        None => None,
    };
    let edges = all_or_nothing(edges)?;
    Some(Answer::Bands { column: one.column?, bands, at_least, neutral, edges, missing: one.missing })
}

/// The position of the band in the middle, with bands on both sides.
fn neutral_of(value: &Value<'_>, bands: &[String]) -> Option<usize> {
    let name = value.text()?;
    let at = position_of(value, &name, bands)?;
    if at == 0 || at + 1 == bands.len() {
        let problem =
            Error::new(format!("{} is {}, which has bands on one side only", value.name, quoted(&name.value)));
        value.report(problem.hint("a neutral band stands between those that say less and those that say more"));
        return None;
    }
    Some(at)
}

fn yes_no(table: &Table<'_>, yes: Option<Value<'_>>, no: Option<Value<'_>>, one: OneColumn) -> Option<Answer> {
    let (yes, no) = (yes.map(|value| counted(&value)), no.map(|value| counted(&value)));
    if let (Some(Some(yes)), Some(Some(no))) = (&yes, &no) {
        for answer in no.iter().filter(|answer| yes.iter().any(|other| other.value == answer.value)) {
            let what = format!("{} counts {} as yes and as no", table.what, quoted(&answer.value));
            table.file.report(answer.at, Error::new(what));
        }
    }
    let (yes, no) = (all_or_nothing(yes)?.map(distinct), all_or_nothing(no)?.map(distinct));
    Some(Answer::YesNo { column: one.column?, yes, no, missing: one.missing })
}

/// Absent is well, read is well; only what could not be read is not.
fn all_or_nothing<T>(read: Option<Option<T>>) -> Option<Option<T>> {
    match read {
        None => Some(None),
        Some(read) => read.map(Some),
    }
}

/// A list of answers, not empty.
fn counted(value: &Value<'_>) -> Option<Vec<Found<String>>> {
    let answers = value.texts()?;
    if answers.is_empty() {
        let problem = Error::new(format!("{} is empty", value.name));
        value.report(problem.hint("leave the key out, or list answers; an empty cell is the answer \"\""));
        return None;
    }
    Some(answers)
}

fn position_of(value: &Value<'_>, first: &Found<String>, bands: &[String]) -> Option<usize> {
    let position = bands.iter().position(|band| *band == first.value);
    if position.is_none() {
        let known = bands.iter().map(String::as_str);
        let problem = Error::new(format!("{} is {}, which is none of its bands", value.name, quoted(&first.value)));
        value.report(match suggest::nearest(&first.value, known.clone()) {
            Some(near) => problem.hint(format!("did you mean {}?", quoted(near))),
            None => problem.hint(format!("its bands are {}", suggest::listed_values(known))),
        });
    }
    position
}

fn edges_of(value: &Value<'_>, bands: Option<usize>) -> Option<Vec<f64>> {
    let found = value.numbers()?;
    if let Some(bands) = bands
        && found.len() != bands + 1
    {
        let problem = format!("{} lists {} numbers for {bands} bands", value.name, found.len());
        value.report(Error::new(problem).hint(format!("{bands} bands have {} edges", bands + 1)));
        return None;
    }
    rising(value, found)
}

fn example(bands: Option<&[String]>) -> String {
    quoted(bands.and_then(|bands| bands.last()).map_or("...", String::as_str))
}
