//! `[[outcomes]]`: the questions whose rates are studied.

use super::super::check::{self, readable};
use super::super::{Answer, Base, ColumnRef, Family, Outcome, suggest};
use super::reader::{File, Found, Table, Value, distinct, not_supported, values};
use super::{Names, Outcomes, column_or_name, segment};
use crate::error::{Error, quoted};

/// Keys of later versions.
const LATER: [&str; 9] =
    ["contains", "separator", "kind", "levels", "standardise", "all_of", "any_of", "answered", "margin"];

/// All outcomes, and the order in which they can be coded. One that could not be read stands in the list all the
/// same, so that positions are those of the file.
pub(super) fn outcomes<'f>(
    file: &'f File<'f>,
    mut tables: Vec<Table<'f>>,
    options: Vec<String>,
) -> (Outcomes, Vec<usize>) {
    let mut names = Names::new("outcome");
    let known: Vec<String> = tables.iter_mut().map(|table| names.take(table)).collect();
    let mut all = Outcomes { names: known.clone(), options, list: Vec::with_capacity(tables.len()) };
    let mut asked_at = Vec::with_capacity(tables.len());
    for (table, name) in tables.into_iter().zip(known) {
        let (outcome, at) = outcome(table, name, &all);
        all.list.push(outcome);
        asked_at.push(at);
    }
    let order = match check::order(&all.list) {
        Ok(order) => order,
        Err(circle) => {
            let names: Vec<&str> = circle.iter().map(|&position| all.names[position].as_str()).collect();
            let problem = Error::new(format!("`asked_if` goes in a circle: {}", check::circle(&names)));
            let hint = "one of these outcomes must be asked regardless of the others";
            file.report(asked_at[circle[0]], problem.hint(hint));
            Vec::new()
        }
    };
    (all, order)
}

fn outcome(mut table: Table<'_>, name: String, all: &Outcomes) -> (Outcome, usize) {
    let file = table.file;
    if name.contains('=') || name.starts_with("mean(") {
        let problem = Error::new(format!("the name of {} could not be told from a raw column", table.what));
        table.report(problem.hint("a name holds no `=` and does not begin with `mean(`"));
    }
    let label = table.text("label").map_or_else(|| readable(&name), |label| label.value);
    let question = table.text("question").map(|question| question.value);
    let line = file.line(table.at);
    let (base, asked_at) = base(&mut table, all);
    let answer = answer(&mut table, &name);
    table.finish();
    // Reported already where there is none: no study is made of this one.
    let answer = answer.unwrap_or(Answer::YesNo {
        column: ColumnRef::Position(0),
        yes: Some(vec![]),
        no: None,
        missing: vec![],
    });
    (Outcome { name, label, question, answer, base, family: Family::SegmentsOfOutcome, line }, asked_at)
}

/// Who was asked, and where `asked_if` stands.
fn base(table: &mut Table<'_>, all: &Outcomes) -> (Base, usize) {
    let mut base = Base::default();
    if let Some(value) = table.take("base") {
        match value.as_text() {
            Some("any") => value.report(not_supported(&format!("{} = \"any\"", value.name))),
            _ => base.conditions = super::condition::on_columns(&value),
        }
    }
    let Some(value) = table.take("asked_if") else { return (base, table.at) };
    for name in value.texts().unwrap_or_default() {
        match all.position(&name.value) {
            Ok(position) if base.asked_if.contains(&position) => {}
            Ok(position) => base.asked_if.push(position),
            Err(problem) => value.file.report(name.at, problem),
        }
    }
    (base, value.at)
}

/// What counts as an answer, and which answer counts as yes.
fn answer(table: &mut Table<'_>, name: &str) -> Option<Answer> {
    let column = column_or_name(table, name);
    let missing = table.texts("missing").map(distinct).unwrap_or_default();
    let later = table.not_supported(&LATER);
    let (yes, no) = (table.take("yes"), table.take("no"));
    let (bands, at_least, edges) = (table.take("bands"), table.take("at_least"), table.take("edges"));

    match (bands, yes, no) {
        (Some(bands), None, None) => {
            let listed = segment::levels(&bands);
            let edges = edges.map(|edges| edges_of(&edges, listed.as_ref().map(Vec::len)));
            let Some(at_least) = at_least else {
                let hint = format!("name the first that counts as yes: at_least = {}", example(listed.as_deref()));
                table.report(Error::new(format!("{} has `bands` and no `at_least`", table.what)).hint(hint));
                return None;
            };
            let (bands, first) = (listed?, at_least.text()?);
            let at_least = position_of(&at_least, &first, &bands)?;
            let edges = match edges {
                Some(edges) => Some(edges?),
                None => None,
            };
            Some(Answer::Bands { column: column?, bands, at_least, edges, missing })
        }
        (Some(bands), _, _) => {
            let problem = Error::new(format!("{} has `bands` and `yes` or `no`", table.what));
            bands.report(problem.hint("`at_least` says which bands count as yes"));
            None
        }
        (None, yes, no) => {
            for value in [at_least, edges].into_iter().flatten() {
                if !later {
                    value.report(Error::new(format!("{} needs `bands`", value.name)));
                }
            }
            if yes.is_none() && no.is_none() {
                if !later {
                    let problem = Error::new(format!("{} has neither `yes` nor `no` nor `bands`", table.what));
                    table.report(problem.hint("say which answers count as yes: yes = [\"Yes\"]"));
                }
                return None;
            }
            let yes = yes.map(|value| counted(&value));
            let no = no.map(|value| counted(&value));
            if let (Some(Some(yes)), Some(Some(no))) = (&yes, &no) {
                for answer in no.iter().filter(|answer| yes.iter().any(|other| other.value == answer.value)) {
                    let what = format!("{} counts {} as yes and as no", table.what, quoted(&answer.value));
                    table.file.report(answer.at, Error::new(what));
                }
            }
            let (yes, no) = (all_or_nothing(yes)?, all_or_nothing(no)?);
            Some(Answer::YesNo { column: column?, yes, no, missing })
        }
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

/// Absent is well, read is well; only what could not be read is not.
fn all_or_nothing(answers: Option<Option<Vec<Found<String>>>>) -> Option<Option<Vec<String>>> {
    match answers {
        None => Some(None),
        Some(read) => read.map(|answers| Some(distinct(answers))),
    }
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
    if let Some(pair) = found.windows(2).find(|pair| pair[0].value >= pair[1].value) {
        let problem = format!("{} must rise, but {} follows {}", value.name, pair[1].value, pair[0].value);
        value.file.report(pair[1].at, Error::new(problem));
        return None;
    }
    Some(values(found))
}

fn example(bands: Option<&[String]>) -> String {
    quoted(bands.and_then(|bands| bands.last()).map_or("...", String::as_str))
}
