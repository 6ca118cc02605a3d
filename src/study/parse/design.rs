//! `[design]`: weights, strata, sampling units, replicate weights.

use super::super::analysis::{Wrong, one_of};
use super::super::design::{FAY, JKN, LONELY, METHODS, checked_rho};
use super::super::{ColumnRef, Design, ReplicateSpec, Replication};
use super::reader::{Table, Value, passed};
use crate::error::Error;

/// `[design]`.
pub(super) fn design(mut table: Table<'_>) -> Design {
    let file = table.file;
    let mut design = Design::default();
    let mut column = |key: &'static str| {
        let found = table.text(key)?;
        passed(file, found.at, ColumnRef::parse(&found.value))
    };
    design.weight = column("weight");
    design.strata = column("strata");
    design.psu = columns(&mut table, "psu");
    design.fpc = columns(&mut table, "fpc");
    if let Some(value) = table.take("lonely_psu")
        && let Some(word) = value.text()
    {
        match one_of(&word.value, &LONELY) {
            Ok(lonely) => design.lonely = lonely,
            Err(wrong) => value.report(error(&value.name, wrong)),
        }
    }
    design.replicates = table.take("replicates").and_then(|value| replicates(&value));
    if let Err(wrong) = design.check() {
        let problem = Error::new(wrong.what);
        table.report(match wrong.hint {
            Some(hint) => problem.hint(hint),
            None => problem,
        });
    }
    table.finish();
    design
}

/// One column, or a list of them.
fn columns(table: &mut Table<'_>, key: &'static str) -> Vec<ColumnRef> {
    let Some(value) = table.take(key) else { return Vec::new() };
    let found = match value.as_text() {
        Some(_) => value.text().into_iter().collect(),
        None => value.texts().unwrap_or_default(),
    };
    found.into_iter().filter_map(|name| passed(value.file, name.at, ColumnRef::parse(&name.value))).collect()
}

fn replicates(value: &Value<'_>) -> Option<ReplicateSpec> {
    let mut table = value.table("`replicates` of [design]")?;
    let columns = table.required_text("columns", "columns = \"rw*\", the columns of replicate weights");
    let method = table.required("method", "method = \"brr\", \"fay\", \"jk1\", \"jkn\" or \"bootstrap\"");
    let method = method.and_then(|value| match one_of(&value.text()?.value, &METHODS) {
        Ok(method) => Some(method),
        Err(wrong) => {
            value.report(error(&value.name, wrong));
            None
        }
    });
    let mut rho = 0.0;
    match (table.take("rho"), method) {
        (Some(value), Some(method)) => match value.number().map(|number| checked_rho(method, number.value)) {
            Some(Ok(checked)) => rho = checked,
            Some(Err(wrong)) => value.report(error(&value.name, wrong)),
            None => {}
        },
        (None, Some(Replication::Fay)) => {
            let what = "`replicates` of [design] with the method fay needs `rho`";
            table.report(Error::new(what).hint(format!("rho = {FAY}")));
        }
        _ => {}
    }
    let positive = |value: &Value<'_>, number: f64| match number > 0.0 {
        true => Some(number),
        false => {
            value.report(Error::new(format!("{} must be above 0, not {number}", value.name)));
            None
        }
    };
    let scale = table.take("scale").and_then(|value| positive(&value, value.number()?.value));
    let rscales = table.take("rscales").and_then(|value| {
        let found = match value.as_text() {
            Some(_) => numbers(&value)?,
            None => value.numbers()?.into_iter().map(|number| number.value).collect(),
        };
        found.into_iter().map(|number| positive(&value, number)).collect::<Option<Vec<f64>>>()
    });
    if method == Some(Replication::Jkn) && scale.is_none() && rscales.is_none() {
        table.report(Error::new("`replicates` of [design] with the method jkn needs `rscales`").hint(JKN));
    }
    table.finish();
    let line = value.file.line(value.at);
    Some(ReplicateSpec { columns: columns?.value, method: method?, rho, scale, rscales, line })
}

/// Numbers in a text, separated by commas or white space.
fn numbers(value: &Value<'_>) -> Option<Vec<f64>> {
    let text = value.text()?.value;
    let parts = text.split(|c: char| c == ',' || c.is_whitespace()).filter(|part| !part.is_empty());
    match parts.map(str::parse).collect() {
        Ok(numbers) => Some(numbers),
        Err(_) => value.expected("numbers, separated by commas", None),
    }
}

fn error(name: &str, wrong: Wrong) -> Error {
    let error = Error::new(format!("{name} {}", wrong.what));
    match wrong.hint {
        Some(hint) => error.hint(hint),
        None => error,
    }
}
