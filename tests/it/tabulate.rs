//! `paradox tabulate` as a user runs it.

use crate::support::Project;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/sinch-2026-synthetic.csv");

#[test]
fn without_outcome_and_segment_the_table_has_all_of_the_study() {
    let table = Project::new().run(&["tabulate", DATA, "--study", "sinch-2026", "--json"]).code(0).json();
    assert_eq!(table["schema"], "paradox.table/1");
    let (columns, rows) = (table["columns"].as_array().unwrap(), table["rows"].as_array().unwrap());
    assert_eq!(columns.len(), 1 + 5 + 2 + 4 + 10 + 6 + 4);
    assert!(columns[0]["letter"].is_null() && columns[0]["n"] == 2527);
    for row in rows {
        assert_eq!(row["cells"].as_array().unwrap().len(), columns.len());
    }
    // Four bands are four rows, and share out the whole.
    let shares: Vec<f64> = rows
        .iter()
        .filter(|r| r["outcome"] == "safety_time")
        .map(|r| r["cells"][0]["rate"].as_f64().unwrap())
        .collect();
    assert_eq!(shares.len(), 4);
    assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
}

/// A letter stands where, and only where, pair and decision of `test` say so.
#[test]
fn letters_follow_from_what_test_prints() {
    let project = Project::new();
    let ask = |command: &str| {
        let args = [command, DATA, "--study", "sinch-2026", "--outcome", "rollback", "--by", "industry", "--json"];
        project.run(&args).code(0).json()
    };
    let (table, test) = (ask("tabulate"), ask("test"));
    let name = |at: usize| table["columns"][at]["level"].as_str().unwrap();
    assert!(test["decision"]["p_adjusted"].as_f64().unwrap() <= 0.05);
    let mut found = 0;
    for higher in 1..7 {
        let cell = &table["rows"][0]["cells"][higher];
        let mut letters = Vec::new();
        for pair in test["pairs"].as_array().unwrap() {
            let difference = pair["difference"].as_f64().unwrap();
            let (up, down) = if difference > 0.0 { (&pair["a"], &pair["b"]) } else { (&pair["b"], &pair["a"]) };
            if pair["p_adjusted"].as_f64().unwrap() <= 0.05 && up == name(higher) {
                let column = (1..7).find(|&c| down == name(c)).unwrap();
                letters.push(table["columns"][column]["letter"].clone());
            }
        }
        found += letters.len();
        assert_eq!(cell["letters"], serde_json::Value::from(letters), "{cell}");
        assert_eq!(cell["n"], test["levels"][higher - 1]["n"]);
        assert_eq!(table["columns"][higher]["n"], cell["n"]);
    }
    assert!(found > 0);
}

#[test]
fn raw_columns_need_no_study() {
    Project::new()
        .file("a.csv", "size,sold\nS,y\nS,n\nL,y\nL,y\n")
        .run(&["tabulate", "a.csv", "--outcome", "sold=y", "--by", "size", "--order", "S|L", "--suppress-below", "1"])
        .code(0)
        .stdout_has("sold = y")
        .stdout_has("75%")
        .wrote_nothing();
}

#[test]
fn an_unknown_outcome_is_named_with_the_nearest() {
    Project::new()
        .run(&["tabulate", DATA, "--study", "sinch-2026", "--outcome", "rollbak"])
        .code(1)
        .stderr_has("did you mean `rollback`?")
        .stdout_is("");
}
