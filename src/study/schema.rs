//! What may stand in a study file, as a JSON Schema for editors and other programs.
//!
//! It describes what this version reads. Whatever `parse` accepts, the schema accepts; what only the whole file can
//! tell (a name that nothing has, a level that is not listed, a circle) is left to `parse`.

use serde_json::{Map, Value, json};

use super::analysis::{ADJUSTS, INTERVALS, SUPPRESS_RULES};
use super::design::{LONELY, METHODS as REPLICATIONS};
use super::parse::{CLAIM_KINDS, CORRELATIONS, MOST_LEVELS, PARADOX_PARTS, SCHEMA, TEXTS, VERDICTS};

/// The JSON Schema (2020-12) of the study file.
///
/// ```
/// assert_eq!(paradox::study::schema()["required"], serde_json::json!(["schema"]));
/// ```
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "paradox study file",
        "type": "object",
        "required": ["schema"],
        "additionalProperties": false,
        "properties": {
            "schema": { "const": SCHEMA, "description": "The version of this format." },
            "study": study(),
            "data": data(),
            "design": design(),
            "analysis": analysis(),
            "words": words(),
            "segments": { "type": "array", "items": segment() },
            "outcomes": { "type": "array", "items": outcome() },
            "multi": { "type": "array", "items": multi() },
            "batteries": { "type": "array", "items": super::quality::battery_schema() },
            "paired": { "type": "array", "items": paired() },
            "stratified": { "type": "array", "items": stratified() },
            "models": { "type": "array", "items": model() },
            "correlations": { "type": "array", "items": correlation() },
            "claims": { "type": "array", "items": claim() },
            "sentences": { "type": "array", "items": sentence() },
            "paradox": paradox(),
        },
    })
}

/// A table that has these keys and no others.
fn table(description: &str, required: &[&str], properties: Value) -> Value {
    json!({
        "type": "object",
        "description": description,
        "required": required,
        "additionalProperties": false,
        "properties": properties,
    })
}

fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

fn filled_text(description: &str) -> Value {
    json!({ "type": "string", "pattern": "\\S", "description": description })
}

fn flag(description: &str) -> Value {
    json!({ "type": "boolean", "description": description })
}

fn texts(description: &str) -> Value {
    json!({ "type": "array", "items": { "type": "string" }, "description": description })
}

fn filled_texts(description: &str) -> Value {
    json!({ "type": "array", "items": { "type": "string" }, "minItems": 1, "description": description })
}

fn levels(description: &str) -> Value {
    json!({
        "type": "array",
        "items": { "type": "string" },
        "minItems": 1,
        "maxItems": MOST_LEVELS,
        "uniqueItems": true,
        "description": description,
    })
}

fn word<T>(words: &[(&str, T)], description: &str) -> Value {
    let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    json!({ "enum": words, "description": description })
}

fn open_fraction(description: &str) -> Value {
    json!({ "type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1, "description": description })
}

fn points(description: &str) -> Value {
    json!({ "type": "number", "exclusiveMinimum": 0, "maximum": 100, "description": description })
}

fn count(least: u64, description: &str) -> Value {
    json!({ "type": "integer", "minimum": least, "description": description })
}

fn column() -> Value {
    text("The column with the answers: its header, or \"#4\" for the fourth; default: the name.")
}

fn conditions(description: &str) -> Value {
    json!({
        "type": "object",
        "description": description,
        "additionalProperties": {
            "anyOf": [
                { "const": "*", "description": "Any answer." },
                { "type": "array", "items": { "type": "string" }, "minItems": 1 },
            ],
        },
    })
}

fn words() -> Value {
    let mut properties = Map::new();
    for (verdict, needed) in VERDICTS {
        let blanks: Vec<String> = needed.iter().map(|blank| format!("{{{blank}}}")).collect();
        let description = format!(
            "The sentence of this verdict; it holds {}, or {{sentence}}, the program's own.",
            blanks.join(", ")
        );
        properties.insert(verdict.to_owned(), filled_text(&description));
    }
    table("Sentences of the study's own for the verdicts, with blanks to fill in.", &[], Value::Object(properties))
}

fn study() -> Value {
    let mut properties = Map::new();
    properties.insert("title".to_owned(), text("The title of the report."));
    properties.insert("synthetic".to_owned(), flag("Stamps every page, chart and table as synthetic."));
    for key in TEXTS {
        properties.insert(key.to_owned(), json!({ "type": "string" }));
    }
    table("Texts that the report prints.", &[], Value::Object(properties))
}

fn data() -> Value {
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
            "delimiter": { "type": "string", "minLength": 1, "maxLength": 1, "description": "Default: detected." },
            "complete": conditions("Rows that count at all."),
            "duration": text("The column that says how long an interview took, as a number; for `check`."),
            "speeding_below": open_fraction("Share of the median duration under which `check` warns; default 0.3."),
        }),
    )
}

fn design() -> Value {
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

fn analysis() -> Value {
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

fn numbers(least: usize, description: &str) -> Value {
    json!({ "type": "array", "items": { "type": "number" }, "minItems": least, "description": description })
}

fn valid() -> Value {
    json!({
        "type": "array",
        "items": { "type": "number" },
        "minItems": 2,
        "maxItems": 2,
        "description": "The least and the largest number that count; others are missing.",
    })
}

fn segment() -> Value {
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

fn outcome() -> Value {
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

fn multi() -> Value {
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

fn paired() -> Value {
    let name = filled_text("The name of an outcome.");
    table("Two questions of the same respondents, compared.", &["a", "b"], json!({ "a": name, "b": name }))
}

fn paradox() -> Value {
    table(
        "Why the top level of a segment has the rate that it has.",
        &["outcome", "segment", "top"],
        json!({
            "outcome": filled_text("The name of an outcome with a rate."),
            "segment": filled_text("The segment whose top level is compared with all others."),
            "top": filled_text("The level."),
            "detection": { "type": "string", "description": "A segment that measures how well failures are seen." },
        }),
    )
}

fn stratified() -> Value {
    table(
        "An outcome by two levels of a segment, within the levels of another (Mantel-Haenszel).",
        &["outcome", "by", "within"],
        json!({
            "outcome": filled_text("The name of an outcome."),
            "by": filled_text("The segment whose two levels are compared."),
            "two": {
                "type": "array",
                "items": { "type": "string" },
                "minItems": 2,
                "maxItems": 2,
                "uniqueItems": true,
                "description": "The two levels, where the segment has more.",
            },
            "within": filled_text("The segment within whose levels they are compared."),
        }),
    )
}

fn model() -> Value {
    table(
        "A logistic regression of an outcome on several segments at once.",
        &["outcome"],
        json!({
            "outcome": filled_text("The name of an outcome with a rate."),
            "on": {
                "type": "array",
                "items": { "type": "string", "minLength": 1 },
                "minItems": 1,
                "uniqueItems": true,
                "description": "Segments, and interactions of them as \"a*b\"; default all segments.",
            },
        }),
    )
}

fn correlation() -> Value {
    let name = filled_text("An ordered segment, or an outcome with bands or yes and no.");
    let method = word(&CORRELATIONS, "Which coefficient; default spearman.");
    table(
        "Two ordered answers of the same respondents.",
        &["a", "b"],
        json!({ "a": name, "b": name, "method": method }),
    )
}

/// A claim: what all kinds have, and what each has of its own.
fn sentence() -> Value {
    table(
        "What was written about the study, with the findings that would have to show it.",
        &["text"],
        json!({
            "text": filled_text("The sentence, or in short what it says."),
            "source": text("Where it was written."),
            "needs": text("What would have to be shown."),
            "claims": texts("Ids of claims that bear on it."),
            "outcomes": texts("Outcomes that bear on it."),
            "by": texts("Segments that these outcomes are compared by; without them: the outcomes alone."),
            "paradox": json!({ "type": "array", "items": { "enum": PARADOX_PARTS }, "description": "Parts of [paradox]: its finding, or one of the explanations." }),
            "not_testable": text("Why, or what of it, no answers of this survey could show."),
            "context": flag("Whether it comes from elsewhere, and is no result of this survey."),
        }),
    )
}

fn claim() -> Value {
    let group = || {
        let mut group = conditions("A group of respondents: levels of segments, or raw values of columns.");
        group["minProperties"] = json!(1);
        group
    };
    let two = |items: Value, description: &str| json!({ "type": "array", "items": items, "minItems": 2, "maxItems": 2, "description": description });
    let outcome = || filled_text("The outcome whose rate it is about.");
    let figure = |least: f64, most: f64, description: &str| json!({ "type": "number", "minimum": least, "maximum": most, "description": description });
    let rounding = || points("To what it was rounded: 1 for whole percent.");
    let of = |kind: &str, description: &str, required: &[&str], own: Value| {
        debug_assert!(CLAIM_KINDS.contains(&kind));
        let mut properties = json!({
            "id": filled_text("Its name in results."),
            "text": filled_text("The sentence as published."),
            "kind": { "const": kind },
            "of_whom": text("Of whom, as published."),
            "certainty": text("How sure it is that the figure was published like this: a mark of the study's own."),
            "base_n": count(1, "The published base."),
            "other_base_n": json!({ "type": "array", "items": count(1, "Respondents."), "description": "Other sizes that the base may have had." }),
            "source": text("Where it was published."),
            "note": text("What else is known about it."),
            "same_data": flag("Whether it is a claim about this very file."),
        });
        if let (Some(properties), Value::Object(own)) = (properties.as_object_mut(), own) {
            properties.extend(own);
        }
        table(description, &[&["id", "text", "kind"], required].concat(), properties)
    };
    let percent = figure(0.0, 100.0, "Percent, as printed.");
    let difference = figure(-100.0, 100.0, "Points, as printed: the first less the second.");
    let coefficient = figure(-1.0, 1.0, "The coefficient, as printed.");
    let others = |figure: &Value| json!({ "type": "array", "items": figure, "description": "What was printed elsewhere instead." });
    json!({ "oneOf": [
        of("rate", "A published rate.", &["outcome", "published", "rounding"], json!({
            "outcome": outcome(), "where": group(), "published": percent.clone(), "rounding": rounding(),
            "other_published": others(&percent),
            "extreme": flag("Whether its level was named because it lies furthest out of all levels of its segment."),
        })),
        of("difference", "A published difference between two groups.", &["outcome", "between", "published", "rounding"], json!({
            "outcome": outcome(), "between": two(group(), "The two groups."), "published": difference.clone(), "rounding": rounding(),
            "other_published": others(&difference),
        })),
        of("difference", "A published difference between two questions.", &["paired", "published", "rounding"], json!({
            "paired": two(filled_text("An outcome."), "Two outcomes of the same respondents."), "published": difference.clone(), "rounding": rounding(),
            "other_published": others(&difference),
        })),
        of("higher", "That a group has a higher rate than everybody else.", &["outcome", "where", "than"], json!({
            "outcome": outcome(), "where": group(), "than": { "const": "rest" },
        })),
        of("consistent", "That a rate is the same at all levels of some segments.", &["outcome", "across"], json!({
            "outcome": outcome(), "across": filled_texts("The segments."),
        })),
        of("correlation", "A published correlation.", &["between", "published", "rounding"], json!({
            "between": two(filled_text("A segment or an outcome."), "The two that correlate."),
            "published": coefficient.clone(), "other_published": others(&coefficient),
            "of_pairs": count(1, "Of how many pairs it is the strongest."),
            "rounding": { "type": "number", "exclusiveMinimum": 0, "maximum": 1, "description": "0.01 for two decimals." },
        })),
    ] })
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::super::parse::examples::{EXAMPLES, FULL, trimmed_json};
    use super::*;

    fn validator() -> jsonschema::Validator {
        jsonschema::draft202012::new(&schema()).unwrap()
    }

    #[test]
    fn it_is_a_schema_and_every_example_follows_it() {
        assert!(jsonschema::draft202012::meta::is_valid(&schema()));
        let validator = validator();
        for example in EXAMPLES {
            let errors: Vec<String> = validator.iter_errors(&trimmed_json(example)).map(|e| e.to_string()).collect();
            assert!(errors.is_empty(), "{errors:?}");
        }
    }

    /// A key that nobody knows, put into every table of the format.
    #[test]
    fn an_unknown_key_fails_here_and_in_the_parser_in_every_table() {
        let headings = [
            "schema = 1",
            "[study]",
            "[data]",
            "[design]",
            "[analysis]",
            "[words]",
            "[[segments]]",
            "[[outcomes]]",
            "[[multi]]",
            "[[paired]]",
            "[[stratified]]",
            "[[models]]",
            "[[correlations]]",
            "[paradox]",
        ];
        for heading in headings.into_iter().chain(["[[claims]]"]) {
            let changed = FULL.replacen(heading, &format!("{heading}\nzzz = 1"), 1);
            assert_ne!(changed, FULL);
            let error = parse(&changed, "x.toml").unwrap_err();
            assert!(error.what().starts_with("unknown key `zzz`"), "{heading}: {error}");
            assert!(!validator().is_valid(&trimmed_json(&changed)), "{heading}");
        }
    }

    #[test]
    fn a_standard_without_shares_fails_here_too() {
        let standard = |inside: &str| {
            let after = format!("yes = [\"Yes\"]\nstandardise = {{ segment = \"company_size\"{inside} }}");
            FULL.replacen("yes = [\"Yes\"]", &after, 1)
        };
        let changed = standard("");
        assert!(changed != FULL && parse(&changed, "x.toml").is_err());
        assert!(!validator().is_valid(&trimmed_json(&changed)));
        assert!(validator().is_valid(&trimmed_json(&standard(", shares = { A = 0.5, B = 0.5 }"))));
    }

    #[test]
    fn wrong_types_and_missing_keys_fail_here_too() {
        let validator = validator();
        for (before, after) in [
            ("schema = 1", "schema = 2"),
            ("schema = 1", ""),
            ("synthetic = true", "synthetic = 1"),
            ("header_rows = 1", "header_rows = 4"),
            ("decimal = \",\"", "decimal = \"\""),
            ("valid = [16, 100]", "valid = [16]"),
            ("valid = [16, 100]", "groups = {}"),
            ("ordered = true", "valid = [0, 1]"),
            ("\"Other\" = \"*\"", "\"Other\" = 1"),
            ("levels = [\"Brazil\", \"India\"]", "levels = []"),
            ("levels = [\"Brazil\", \"India\"]", "levels = [1]"),
            ("alpha = 0.01", "alpha = 1"),
            ("margin = 3.0", "margin = 0"),
            ("\"beta\"", "\"willson\""),
            ("suppress_below = 0", "suppress_below = -1"),
            ("yes = [\"Yes\"]", ""),
            ("at_least = \"25-49%\"", ""),
            ("bands =", "yes = [\"x\"]\nbands ="),
            ("base = { shipped = [\"Yes\"] }", "base = \"any\""),
            ("contains = \"Leak\"", "levels = [\"Leak\"]"),
            ("kind = \"mean\"", "kind = \"median\""),
            ("kind = \"mean\"", "kind = \"nominal\""),
            ("margin = 0.5", "margin = 0"),
            ("answered = [\"q7_1\", \"#8\"]", "answered = []"),
            ("answered = [\"q7_1\", \"#8\"]", "answered = [\"a\"]\nmissing = [\"b\"]"),
            ("any_of = [", "all_of = [\"shipped\"]\nany_of = ["),
            ("options = {", "options = { \"x\" = 1,"),
            ("base = \"any\"", "base = \"all\""),
            ("base_n = 1567", "base_n = 0"),
            ("published = 74", "published = 101"),
            ("kind = \"consistent\"", "kind = \"median\""),
            ("b = \"rollback\"", ""),
            ("within = \"company_size\"", ""),
            ("top = \"5,000+\"", ""),
            ("detection = \"age\"", "detection = 1"),
            ("two = [\"Other\", \"Asia\"]", "two = [\"Other\"]"),
            ("method = \"pearson\"", "method = \"kendal\""),
            ("{ country = [\"India\"] }]", "{}]"),
            ("than = \"rest\"", "than = \"all\""),
            ("across = [\"company_size\"]", "across = []"),
            ("paired = [\"shipped\", \"careful\"]", "paired = [\"shipped\"]"),
            ("published = 0.52", "published = 52"),
            ("rounding = 0.01", "rounding = 0"),
        ] {
            let changed = FULL.replacen(before, after, 1);
            assert_ne!(changed, FULL);
            assert!(parse(&changed, "x.toml").is_err(), "{after}");
            assert!(!validator.is_valid(&trimmed_json(&changed)), "{after}");
        }
    }
}
