//! `[study]`, `[data]`, `[design]`, `[analysis]`, `[words]`.

use serde_json::{Map, Value, json};

use super::parts::{conditions, count, filled_text, flag, open_fraction, points, table, text, word};
use crate::study::analysis::{ADJUSTS, INTERVALS, SUPPRESS_RULES};
use crate::study::design::{LONELY, METHODS as REPLICATIONS};
use crate::study::numbers::EXAMPLES;
use crate::study::parse::{TEXTS, VERDICTS};

pub(super) fn words() -> Value {
    let mut properties = Map::new();
    for (verdict, needed) in VERDICTS {
        let blanks: Vec<String> = needed.iter().map(|blank| format!("{{{blank}}}")).collect();
        let description = format!(
            "The sentence of this verdict; it holds {}, or {{sentence}}, the program's own.",
            blanks.join(", ")
        );
        properties.insert(verdict.to_owned(), filled_text(&description));
    }
    let description = "How numbers are written, by an example.";
    properties.insert("numbers".to_owned(), json!({ "enum": EXAMPLES, "description": description }));
    table("Sentences of the study's own for the verdicts, with blanks to fill in.", &[], Value::Object(properties))
}

pub(super) fn study() -> Value {
    let mut properties = Map::new();
    properties.insert("title".to_owned(), text("The title of the report."));
    properties.insert("synthetic".to_owned(), flag("Stamps every page, chart and table as synthetic."));
    for key in TEXTS {
        properties.insert(key.to_owned(), json!({ "type": "string" }));
    }
    table("Texts that the report prints.", &[], Value::Object(properties))
}

pub(super) fn data() -> Value {
    let kinds = json!({ "type": "object", "additionalProperties": { "type": "array", "items": { "type": "string" } } });
    table(
        "How the data file is read.",
        &[],
        json!({
            "id": text("The column that names each respondent; a duplicate is an error."),
            "missing": {
                "description": "Codes that mean missing in every column; a table keeps kinds apart. Default: [\"\"].",
                "anyOf": [{ "type": "array", "items": { "type": "string" } }, kinds],
            },
            "header_rows": { "type": "integer", "minimum": 1, "maximum": 3, "description": "Rows of the header; default 1." },
            "sheet": filled_text("The sheet of a workbook; default: the first that is visible and not empty."),
            "encoding": text("utf-8, windows-1252, utf-16le, and so on; default: detected."),
            "decimal": { "enum": [".", ","], "description": "What stands before the decimals; default: detected." },
            "delimiter": {
                "type": "string",
                "pattern": r#"^(\\t|[\x01-\x09\x0B\x0C\x0E-!#-/:-@\[-`{-\x7F])$"#,
                "description": "One character, or \\t for a tab; default: detected.",
            },
            "complete": conditions("Rows that count at all."),
            "duration": text("The column that says how long an interview took, as a number; for `check`."),
            "speeding_below": open_fraction("Share of the median duration under which `check` warns; default 0.3."),
        }),
    )
}

pub(super) fn design() -> Value {
    let stages = |description: &str| {
        json!({
            "description": description,
            "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }],
        })
    };
    let replicates = table(
        "Replicate weights, instead of strata, psu and fpc.",
        &["columns", "method"],
        json!({
            "columns": filled_text("Names of columns, in which * stands for anything, separated by commas or spaces."),
            "method": word(&REPLICATIONS, "How they were made."),
            "rho": json!({ "type": "number", "minimum": 0, "exclusiveMaximum": 1, "description": "Fay's; method fay only." }),
            "scale": json!({ "type": "number", "exclusiveMinimum": 0, "description": "Default: the method's own." }),
            "rscales": json!({
                "description": "Factor of each replicate, or one for all; needed for jkn without a scale.",
                "anyOf": [
                    { "type": "string" },
                    { "type": "array", "items": { "type": "number", "exclusiveMinimum": 0 }, "minItems": 1 },
                ],
            }),
        }),
    );
    table(
        "How the sample was drawn; default: a simple random sample.",
        &[],
        json!({
            "weight": text("The column with the weight of a respondent."),
            "strata": text("The column with the stratum."),
            "psu": stages("Columns of sampling units, first stage first."),
            "fpc": stages("Columns of the population of each stage, as a count of units or the share drawn."),
            "lonely_psu": word(&LONELY, "What a stratum with one unit does to the variance; default error."),
            "replicates": replicates,
        }),
    )
}

pub(super) fn analysis() -> Value {
    table(
        "Confidence, margins and corrections.",
        &[],
        json!({
            "confidence": open_fraction("Of intervals; default 0.95."),
            "alpha": open_fraction("Of tests and verdicts; default 0.05."),
            "margin": points("Equivalence margin in percentage points; default 5."),
            "interval": word(&INTERVALS, "Interval of rates; default wilson."),
            "adjust": word(&ADJUSTS, "Correction for several tests; default holm."),
            "suppress_below": count(0, "Unweighted n under which no figure is printed; default 30."),
            "caution_below": count(0, "Unweighted n under which a figure is marked; default 100."),
            "suppress_rule": word(&SUPPRESS_RULES, "What suppresses a figure; default n."),
        }),
    )
}
