//! `[[correlations]]`: do two ordered answers of the same respondents go together?

use super::super::{Answer, CorrelationMethod, CorrelationSpec, Segment, Variable, analysis, suggest};
use super::Outcomes;
use super::reader::{File, Found, Table};
use crate::error::Error;

/// The words of `method`.
pub(in super::super) const CORRELATIONS: [(&str, CorrelationMethod); 3] = [
    ("spearman", CorrelationMethod::Spearman),
    ("pearson", CorrelationMethod::Pearson),
    ("polychoric", CorrelationMethod::Polychoric),
];

/// All of them.
pub(super) fn correlations(tables: Vec<Table<'_>>, outcomes: &Outcomes, segments: &[Segment]) -> Vec<CorrelationSpec> {
    tables.into_iter().filter_map(|table| one(table, outcomes, segments)).collect()
}

fn one(mut table: Table<'_>, outcomes: &Outcomes, segments: &[Segment]) -> Option<CorrelationSpec> {
    let file = table.file;
    let hint = "name two ordered answers of the same respondents: a = \"...\", b = \"...\"";
    let (a, b) = (table.required_text("a", hint), table.required_text("b", hint));
    let method = match table.take("method") {
        None => Some(CorrelationMethod::Spearman),
        Some(value) => value.text().and_then(|text| match analysis::one_of(&text.value, &CORRELATIONS) {
            Ok(method) => Some(method),
            Err(wrong) => {
                let problem = Error::new(format!("{} {}", value.name, wrong.what));
                value.report(match wrong.hint {
                    Some(hint) => problem.hint(hint),
                    None => problem,
                });
                None
            }
        }),
    };
    let what = table.what.clone();
    table.finish();
    let (a, b, method) = (a?, b?, method?);
    let (first, second) = (measure(file, &a, outcomes, segments), measure(file, &b, outcomes, segments));
    let (first, second) = (first?, second?);
    if first == second {
        file.report(b.at, Error::new(format!("{what} correlates `{}` with itself", a.value)));
        return None;
    }
    let is_number = |variable: Variable| match variable {
        Variable::Outcome(o) => matches!(outcomes.list[o].answer, Answer::Mean { .. }),
        Variable::Segment(_) => false,
    };
    for (name, variable) in [(&a, first), (&b, second)] {
        if method == CorrelationMethod::Polychoric && is_number(variable) {
            let problem =
                format!("{what} is polychoric, and `{}` is a number: it was not cut into answers", name.value);
            file.report(name.at, Error::new(problem).hint("numbers correlate by method = \"spearman\" or \"pearson\""));
            return None;
        }
    }
    Some(CorrelationSpec { a: first, b: second, method })
}

/// The ordered answer that a text names: a segment or an outcome; `None` was reported.
pub(super) fn measure(
    file: &File<'_>,
    name: &Found<String>,
    outcomes: &Outcomes,
    segments: &[Segment],
) -> Option<Variable> {
    let unordered = |what: &str| {
        let problem = format!("{what} `{}` has no order, so nothing can rise with it", name.value);
        file.report(name.at, Error::new(problem).hint("bands, numbers and segments with ordered = true have one"));
        None
    };
    if let Some(at) = segments.iter().position(|segment| segment.name == name.value) {
        let two = segments[at].levels.len() == 2;
        return if segments[at].ordered || two { Some(Variable::Segment(at)) } else { unordered("segment") };
    }
    if let Ok(at) = outcomes.position(&name.value) {
        let nominal = matches!(outcomes.list[at].answer, Answer::Nominal { .. });
        return if nominal { unordered("outcome") } else { Some(Variable::Outcome(at)) };
    }
    let known = segments.iter().map(|s| &s.name).chain(&outcomes.names).map(String::as_str).filter(|n| !n.is_empty());
    let problem = Error::new(format!("there is neither a segment nor an outcome `{}`", name.value));
    file.report(
        name.at,
        match suggest::nearest(&name.value, known.clone()) {
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None => problem.hint(format!("the study has {}", suggest::listed(known))),
        },
    );
    None
}
