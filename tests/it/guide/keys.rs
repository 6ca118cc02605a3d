//! The page of the study file holds every key that the schema has, and no other; its examples make one study file.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::page::Page;
use crate::support::Project;

const PAGE: &str = "docs/guide/study-file.md";

/// Keys by the table that they stand in; those of a condition by themselves.
type Keys = BTreeMap<String, BTreeSet<String>>;

/// The keys of the schema: `outcomes` → `name`, `standardise.segment`, and so on.
fn known(schema: &Value) -> Keys {
    fn walk(node: &Value, table: &str, inside: &str, keys: &mut Keys) {
        let variants = ["oneOf", "anyOf", "allOf"].into_iter().filter_map(|of| node[of].as_array()).flatten();
        variants.chain(node.get("items")).for_each(|part| walk(part, table, inside, keys));
        if let Some(any) = node.get("additionalProperties") {
            walk(any, "conditions", "", keys);
        }
        for (key, part) in node["properties"].as_object().into_iter().flatten().filter(|(_, part)| **part != false) {
            let path = format!("{inside}{key}");
            walk(part, table, &format!("{path}."), keys);
            keys.entry(table.to_owned()).or_default().insert(path);
        }
    }
    let mut keys = Keys::new();
    for (table, part) in schema["properties"].as_object().expect("tables") {
        walk(part, table, "", &mut keys);
    }
    keys
}

/// What stands between back quotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The keys of the page: those in the first column of the tables, by the heading above.
fn shown(page: &str) -> Keys {
    let mut keys = Keys::new();
    let mut table = String::new();
    for line in page.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            table = heading.trim_matches(['`', '[', ']']).to_lowercase();
        } else if let Some(row) = line.strip_prefix("| `") {
            let first = format!("`{}", row.split(" | ").next().expect("a column"));
            keys.entry(table.clone()).or_default().extend(quoted(&first).map(str::to_owned));
        }
    }
    keys
}

#[test]
fn the_page_of_the_study_file_has_every_key_and_no_other() {
    let known = known(&Project::new().run(&["schema", "study"]).code(0).json());
    let shown = shown(&Page::read(PAGE).text);
    assert_eq!(shown.keys().collect::<Vec<_>>(), known.keys().collect::<Vec<_>>(), "tables");
    for (table, keys) in &known {
        let missing: Vec<_> = keys.difference(&shown[table]).collect();
        let unknown: Vec<_> = shown[table].difference(keys).collect();
        assert!(
            missing.is_empty() && unknown.is_empty(),
            "{table}: the page lacks {missing:?}, the schema {unknown:?}"
        );
    }
    assert!(known.values().map(BTreeSet::len).sum::<usize>() > 120);
}

/// Every word that may stand for a key stands on the page: kinds of outcomes and claims, methods, and so on.
#[test]
fn the_page_of_the_study_file_has_every_word_that_a_key_takes() {
    fn words(node: &Value, found: &mut BTreeSet<String>) {
        match node {
            Value::Object(of) => {
                let listed = of.get("enum").and_then(Value::as_array).into_iter().flatten().chain(of.get("const"));
                found.extend(listed.filter_map(Value::as_str).map(str::to_owned));
                of.values().for_each(|part| words(part, found));
            }
            Value::Array(parts) => parts.iter().for_each(|part| words(part, found)),
            _ => {}
        }
    }
    let schema = Project::new().run(&["schema", "study"]).code(0).json();
    let mut wanted = BTreeSet::new();
    words(&schema, &mut wanted);
    let parts: Vec<&str> = schema["properties"]["sentences"]["items"]["properties"]["paradox"]["items"]["enum"]
        .as_array()
        .map(|parts| parts.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let text = Page::read(PAGE).text;
    let lacking: Vec<&String> = wanted
        .iter()
        .filter(|word| !parts.contains(&word.as_str()) && !text.contains(&format!("\"{word}\"")))
        .collect();
    assert!(lacking.is_empty(), "the page lacks {lacking:?}");
}

#[test]
fn the_examples_of_the_study_file_are_one_study() {
    let page = Page::read(PAGE);
    let blocks = page.blocks.iter().filter(|block| block.language == "toml");
    let text: String = blocks.map(|block| block.lines.join("\n") + "\n\n").collect();
    if let Err(error) = paradox::study::parse(&text, "readers.toml") {
        panic!("{error}\n{text}");
    }
    let tables = known(&Project::new().run(&["schema", "study"]).code(0).json());
    for table in tables.keys().filter(|table| !["schema", "conditions"].contains(&table.as_str())) {
        assert!(text.contains(&format!("[{table}]")), "no example of [{table}]");
    }
}
