//! `[[segments]]`, `[[outcomes]]`, `[[multi]]`.

use serde_json::{Value, json};

use super::parts::{
    column, conditions, count, ends, filled_text, filled_texts, flag, levels, numbers, open_fraction, table, text,
    texts, valid,
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
    let all_of_them = || {
        let mut all = conditions("Conditions that hold together.");
        all["minProperties"] = json!(1);
        all
    };
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
            "kind": {
                "enum": ["nominal", "mean", "total", "median", "quantile", "nps"],
                "description": "A table of unordered answers; or a number: its mean, its total, its median, another quantile, or the net promoter score of 0 to 10.",
            },
            "levels": levels("The answers of a nominal outcome, in order; or those of a mean, with `scores`."),
            "scores": {
                "description": "The number of an answer that is a text: answer = number, or a list, one a level; default 1, 2, and so on.",
                "anyOf": [
                    { "type": "object", "additionalProperties": { "type": "number" }, "minProperties": 1 },
                    { "type": "array", "items": { "type": "number" }, "minItems": 1 },
                ],
            },
            "share": open_fraction("Of a quantile the share that does not exceed it: 0.9 for the ninetieth percentile."),
            "items": {
                "type": "array",
                "items": { "type": "string" },
                "minItems": 2,
                "uniqueItems": true,
                "description": "Columns that make a scale.",
            },
            "reversed": texts("Items whose numbers are turned round within `range`."),
            "range": ends("The least and the largest number of an item; default: of `scores` or `valid`."),
            "combine": { "enum": ["mean", "sum"], "description": "What becomes of the items; default mean." },
            "least_answered": count(1, "How many items must have been answered; default all."),
            "margin": { "type": "number", "exclusiveMinimum": 0, "description": "Equivalence margin of a mean, in its unit." },
            "valid": valid(),
            "all_of": filled_texts("Outcomes that must all be yes."),
            "any_of": filled_texts("Outcomes of which one must be yes."),
            "answered": filled_texts("Columns of which one must hold an answer."),
            "yes_if": {
                "description": "Conditions on columns that together make a yes; a list of such tables: any of them.",
                "anyOf": [
                    all_of_them(),
                    { "type": "array", "items": all_of_them(), "minItems": 1 },
                ],
            },
        }),
    );
    outcome["properties"]["base_label"] = filled_text("Who was asked, in words, as charts and reports have it.");
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
            if !form.kinds.is_empty() {
                shape["properties"]["kind"] = json!({ "enum": form.kinds });
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
    kinds: &'static [&'static str],
}

const fn form(required: &'static [&'static str], optional: &'static [&'static str]) -> Form {
    Form { required, optional, without: &[], kinds: &[] }
}

/// Keys that speak of a column, where the answers come from elsewhere.
const OF_A_COLUMN: &[&str] = &["column", "missing"];

/// The forms of an outcome, of which it has one.
const FORMS: [Form; 14] = [
    form(&["yes"], &["no"]),
    Form { without: &["yes"], ..form(&["no"], &[]) },
    form(&["bands", "at_least"], &["neutral", "edges", "nets", "top", "bottom"]),
    form(&["contains"], &["separator"]),
    Form { kinds: &["nominal"], ..form(&["kind", "levels"], &["nets"]) },
    Form { kinds: &["mean", "total", "median"], ..form(&["kind"], &["margin", "valid", "levels", "scores"]) },
    Form { kinds: &["quantile"], ..form(&["kind", "share"], &["margin", "valid", "levels", "scores"]) },
    Form { kinds: &["nps"], ..form(&["kind"], &["margin", "levels", "scores"]) },
    Form {
        kinds: &["mean", "total", "median"],
        without: &["column"],
        ..form(
            &["kind", "items"],
            &["margin", "valid", "levels", "scores", "reversed", "range", "combine", "least_answered"],
        )
    },
    Form {
        kinds: &["quantile"],
        without: &["column"],
        ..form(
            &["kind", "share", "items"],
            &["margin", "valid", "levels", "scores", "reversed", "range", "combine", "least_answered"],
        )
    },
    Form { without: OF_A_COLUMN, ..form(&["all_of"], &[]) },
    Form { without: OF_A_COLUMN, ..form(&["any_of"], &[]) },
    Form { without: OF_A_COLUMN, ..form(&["answered"], &[]) },
    Form { without: OF_A_COLUMN, ..form(&["yes_if"], &[]) },
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
            "base_label": filled_text("Who was asked, in words, as charts and reports have it."),
        }),
    )
}

pub(super) fn ranking() -> Value {
    table(
        "Options in order; of each the shares that ranked it first and among the first `top`, and its mean rank.",
        &["name", "options"],
        json!({
            "name": filled_text("How the names of its outcomes begin."),
            "question": text("The wording of the question."),
            "options": {
                "description": "Option = the column with its rank, 1 for the first; or with `column` a list of the options.",
                "anyOf": [
                    {
                        "type": "object",
                        "additionalProperties": filled_text("The column with the rank of the option."),
                        "minProperties": 2,
                    },
                    { "type": "array", "items": { "type": "string" }, "minItems": 2 },
                ],
            },
            "column": filled_text("The one column that holds all options in order."),
            "separator": { "type": "string", "minLength": 1, "description": "What stands between them; default \";\"." },
            "top": count(1, "How many of the first places count; default 1: the first alone."),
            "missing": texts("Codes that are missing here, in addition to those of [data]."),
            "base": conditions("Who was asked: raw values of columns, all of which hold."),
            "asked_if": texts("Outcomes that must be yes."),
            "base_label": filled_text("Who was asked, in words, as charts and reports have it."),
        }),
    )
}
