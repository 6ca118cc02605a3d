//! `[[segments]]`, `[[outcomes]]`, `[[multi]]`.

use serde_json::{Value, json};

use super::parts::{
    column, conditions, count, filled_text, filled_texts, flag, levels, numbers, table, text, texts, valid,
};

pub(super) fn segment() -> Value {
    let mut segment = table(
        "A question that divides respondents.",
        &["name", "levels"],
        json!({
            "name": filled_text("Its name in commands and results."),
            "label": text("Its name in text; default: made from the name."),
            "column": column(),
            "levels": levels("Its answers in order."),
            "ordered": flag("Whether the order means something: asks for the trend test too."),
            "scores": numbers(1, "One number per level; default 1, 2, and so on."),
            "aliases": {
                "type": "object",
                "additionalProperties": { "type": "string" },
                "description": "Another spelling = the level that it means.",
            },
            "groups": {
                "type": "object",
                "additionalProperties": {
                    "anyOf": [
                        { "const": "*", "description": "What no other group lists." },
                        { "type": "array", "items": { "type": "string" } },
                    ],
                },
                "description": "Merged answers: level = the answers that it merges, after aliases.",
            },
            "breaks": numbers(1, "For a column of numbers: where each level begins, rising; the last has no end."),
            "valid": valid(),
            "missing": texts("Codes that are missing here, in addition to those of [data]."),
        }),
    );
    segment["oneOf"] = json!([
        { "required": ["breaks"], "properties": { "aliases": false, "groups": false } },
        { "properties": { "breaks": false, "valid": false } },
    ]);
    segment
}

pub(super) fn outcome() -> Value {
    let mut outcome = table(
        "A question whose rate is studied.",
        &["name"],
        json!({
            "name": filled_text("Its name in commands and results."),
            "label": text("Its name in text; default: made from the name."),
            "question": text("The wording of the question."),
            "column": column(),
            "yes": filled_texts("Answers that count as yes; without it, every answer that is not in `no`."),
            "no": filled_texts("Answers that count as no; without it, every answer that is not in `yes`."),
            "missing": texts("Codes that are missing here, in addition to those of [data]."),
            "base": conditions("Who was asked: raw values of columns, all of which hold."),
            "asked_if": texts("Outcomes that must be yes."),
            "standardise": standard(),
            "bands": levels("Ordered answers, instead of `yes` and `no`."),
            "at_least": text("The first band that counts as yes."),
            "neutral": text("The band in the middle, that says neither less nor more; for charts."),
            "edges": numbers(2, "Limits of the bands, rising, one more than bands."),
            "contains": filled_text("The answer that counts as yes, where one cell holds several."),
            "separator": { "type": "string", "minLength": 1, "description": "What stands between them; default \";\"." },
            "nets": {
                "type": "object",
                "additionalProperties": filled_texts("Answers of the net."),
                "minProperties": 1,
                "description": "Answers that tables show together, of bands or of a nominal outcome: name = answers.",
            },
            "top": count(1, "A net of the last bands: 2 for the top two."),
            "bottom": count(1, "A net of the first bands."),
            "kind": { "enum": ["nominal", "mean", "total"], "description": "A table of unordered answers, or a mean: no rate." },
            "levels": levels("The answers of a nominal outcome, in order."),
            "margin": { "type": "number", "exclusiveMinimum": 0, "description": "Equivalence margin of a mean, in its unit." },
            "valid": valid(),
            "all_of": filled_texts("Outcomes that must all be yes."),
            "any_of": filled_texts("Outcomes of which one must be yes."),
            "answered": filled_texts("Columns of which one must hold an answer."),
        }),
    );
    outcome["oneOf"] = FORMS
        .iter()
        .map(|form| {
            let mut shape = json!({ "required": form.required, "properties": {} });
            for key in FORMS.iter().flat_map(|other| other.required.iter().chain(other.optional)) {
                if !form.required.contains(key) && !form.optional.contains(key) {
                    shape["properties"][*key] = json!(false);
                }
            }
            for key in form.without {
                shape["properties"][*key] = json!(false);
            }
            if let Some(kind) = form.kind {
                shape["properties"]["kind"] = json!({ "const": kind });
            }
            shape
        })
        .collect();
    outcome
}

fn standard() -> Value {
    let share = json!({ "type": "number", "exclusiveMinimum": 0 });
    table(
        "The composition that the rates are brought to (direct standardisation); not for bands, means and nominal.",
        &["segment", "shares"],
        json!({
            "segment": filled_text("The segment whose shares are given."),
            "shares": {
                "type": "object",
                "additionalProperties": share,
                "minProperties": 1,
                "description": "The share of each of its levels, together 1.",
            },
        }),
    )
}

/// A form of an outcome: the keys that make it.
struct Form {
    required: &'static [&'static str],
    optional: &'static [&'static str],
    without: &'static [&'static str],
    kind: Option<&'static str>,
}

const fn form(required: &'static [&'static str], optional: &'static [&'static str]) -> Form {
    Form { required, optional, without: &[], kind: None }
}

/// Keys that speak of a column, where the answers come from elsewhere.
const OF_A_COLUMN: &[&str] = &["column", "missing"];

/// The forms of an outcome, of which it has one.
const FORMS: [Form; 9] = [
    form(&["yes"], &["no"]),
    Form { without: &["yes"], ..form(&["no"], &[]) },
    form(&["bands", "at_least"], &["neutral", "edges", "nets", "top", "bottom"]),
    form(&["contains"], &["separator"]),
    Form { kind: Some("nominal"), ..form(&["kind", "levels"], &["nets"]) },
    Form { kind: Some("mean"), ..form(&["kind"], &["margin", "valid"]) },
    Form { without: OF_A_COLUMN, ..form(&["all_of"], &[]) },
    Form { without: OF_A_COLUMN, ..form(&["any_of"], &[]) },
    Form { without: OF_A_COLUMN, ..form(&["answered"], &[]) },
];

pub(super) fn multi() -> Value {
    table(
        "Several answers, one column an option; each option becomes an outcome `name.option`.",
        &["name", "options"],
        json!({
            "name": filled_text("How the names of its outcomes begin."),
            "question": text("The wording of the question."),
            "options": {
                "type": "object",
                "additionalProperties": filled_text("The column of the option."),
                "minProperties": 1,
                "description": "Option = its column.",
            },
            "yes": filled_texts("What a tick looks like; default: anything that is not missing."),
            "base": {
                "anyOf": [
                    { "const": "any", "description": "Those who ticked at least one option." },
                    conditions("Who was asked: raw values of columns, all of which hold."),
                ],
            },
            "asked_if": texts("Outcomes that must be yes."),
        }),
    )
}
