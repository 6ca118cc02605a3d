//! `[study]`, `[data]` and `[analysis]`: who was asked, how the file is read, which numbers are wanted.

use std::collections::BTreeMap;

use super::super::analysis::{self, Wrong};
use super::super::{About, Analysis, ColumnRef, DataSpec, MissingKind};
use super::reader::{File, Table, Value, distinct, passed};
use super::{condition, quality};
use crate::error::{Error, quoted};

/// The texts of `[study]` besides its title.
pub(in super::super) const TEXTS: [&str; 15] = [
    "strategy",
    "population",
    "sponsor",
    "conductor",
    "fieldwork",
    "mode",
    "sample_source",
    "instrument",
    "weighting",
    "processing",
    "limits",
    "url",
    "citation",
    "certainty",
    "notes",
];

/// `[study]`.
pub(super) fn about(mut table: Table<'_>) -> About {
    let mut about = About {
        title: table.text("title").map(|title| title.value),
        synthetic: table.flag("synthetic"),
        texts: BTreeMap::new(),
    };
    for key in TEXTS {
        if let Some(text) = table.text(key) {
            about.texts.insert(key.to_owned(), text.value);
        }
    }
    table.finish();
    about
}

/// `[data]`.
pub(super) fn data(mut table: Table<'_>) -> DataSpec {
    let file = table.file;
    let id = table.text("id").and_then(|id| passed(file, id.at, ColumnRef::parse(&id.value)));
    let mut data = DataSpec { id, ..DataSpec::default() };
    if let Some(missing) = table.take("missing").and_then(|value| missing(&value)) {
        data.missing = missing;
    }
    data.delimiter = table.take("delimiter").and_then(|value| delimiter(&value));
    if let Some(complete) = table.take("complete") {
        data.complete = condition::on_columns(&complete);
    }
    if let Some(value) = table.take("header_rows") {
        match value.whole().map(|rows| rows.value) {
            None => {}
            Some(rows @ 1..=3) => data.header_rows = rows as usize,
            Some(rows) => value.report(Error::new(format!("{} must be 1, 2 or 3, not {rows}", value.name))),
        }
    }
    if let Some(value) = table.take("encoding")
        && let Some(label) = value.text()
    {
        match analysis::encoding(&label.value) {
            Ok(name) => data.encoding = Some(name),
            Err(wrong) => value.report(Error::new(format!("{} {}", value.name, wrong.what))),
        }
    }
    data.sheet = table.take("sheet").and_then(|value| value.text()).map(|text| text.value);
    data.duration = quality::duration(&mut table);
    if let Some(value) = table.take("decimal")
        && let Some(decimal) = value.text()
    {
        match analysis::decimal(&decimal.value) {
            Ok(mark) => data.decimal = Some(mark),
            Err(wrong) => value.report(Error::new(format!("{} {}", value.name, wrong.what))),
        }
    }
    table.finish();
    data
}

/// A list of codes, or a table with a list of codes for each kind.
fn missing(value: &Value<'_>) -> Option<Vec<MissingKind>> {
    if !value.is_table() {
        if value.as_text().is_some() {
            return value.expected("a list of texts, or a table of such lists", Some("write [\"\"]".to_owned()));
        }
        return Some(vec![MissingKind { kind: "missing".to_owned(), codes: distinct(value.texts()?) }]);
    }
    let mut kinds = Vec::new();
    let mut kind_of: BTreeMap<String, String> = BTreeMap::new();
    for (kind, codes) in value.table("`missing` of [data]")?.free() {
        let codes = codes.texts()?;
        for code in &codes {
            match kind_of.insert(code.value.clone(), kind.value.clone()) {
                Some(other) if other != kind.value => value.file.report(
                    code.at,
                    Error::new(format!(
                        "the code {} is missing as `{other}` and as `{}`",
                        quoted(&code.value),
                        kind.value
                    )),
                ),
                _ => {}
            }
        }
        kinds.push(MissingKind { kind: kind.value, codes: distinct(codes) });
    }
    Some(kinds)
}

fn delimiter(value: &Value<'_>) -> Option<u8> {
    match analysis::delimiter(&value.raw_text()?.value) {
        Ok(byte) => Some(byte),
        Err(wrong) => {
            let problem = Error::new(format!("{} {}", value.name, wrong.what));
            value.report(problem.hint("usual are \",\", \";\", \"\\t\" and \"|\""));
            None
        }
    }
}

/// `[analysis]`.
pub(super) fn analysis(mut table: Table<'_>) -> Analysis {
    let mut settings = Analysis::default();
    number(&mut table, "confidence", analysis::open_fraction, &mut settings.confidence);
    number(&mut table, "alpha", analysis::open_fraction, &mut settings.alpha);
    number(&mut table, "margin", analysis::margin, &mut settings.margin);
    word(&mut table, "interval", &analysis::INTERVALS, &mut settings.interval);
    word(&mut table, "adjust", &analysis::ADJUSTS, &mut settings.adjust);
    word(&mut table, "suppress_rule", &analysis::SUPPRESS_RULES, &mut settings.suppress_rule);
    for (key, target) in
        [("suppress_below", &mut settings.suppress_below), ("caution_below", &mut settings.caution_below)]
    {
        if let Some(whole) = table.take(key).and_then(|value| value.whole()) {
            *target = whole.value;
        }
    }
    table.finish();
    settings
}

fn number(table: &mut Table<'_>, key: &'static str, check: fn(f64) -> Result<f64, Wrong>, target: &mut f64) {
    let Some(value) = table.take(key) else { return };
    if let Some(number) = value.number() {
        set(value.file, number.at, &value.name, check(number.value), target);
    }
}

fn word<T: Copy>(table: &mut Table<'_>, key: &'static str, words: &[(&str, T)], target: &mut T) {
    let Some(value) = table.take(key) else { return };
    if let Some(text) = value.text() {
        set(value.file, text.at, &value.name, analysis::one_of(&text.value, words), target);
    }
}

fn set<T>(file: &File<'_>, at: usize, name: &str, checked: Result<T, Wrong>, target: &mut T) {
    let checked = checked.map_err(|wrong| {
        let problem = Error::new(format!("{name} {}", wrong.what));
        match wrong.hint {
            Some(hint) => problem.hint(hint),
            None => problem,
        }
    });
    if let Some(value) = passed(file, at, checked) {
        *target = value;
    }
}
