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

/// Three sizes in two countries: only in A the share of yes rises with size.
fn nested_data() -> String {
    let mut csv = String::from("land,size,sold,mood\n");
    for (land, yes) in [("A", [20, 50, 80]), ("B", [50, 50, 50])] {
        for (size, yes) in ["S", "M", "L"].into_iter().zip(yes) {
            for i in 0..100 {
                let sold = if i < yes { "y" } else { "n" };
                let mood = ["bad", "so so", "good", "great"][(i + usize::from(i < yes)) % 4];
                csv.push_str(&format!("{land},{size},{sold},{mood}\n"));
            }
        }
    }
    csv
}

const NESTED: &str = "schema = 1\n[[segments]]\nname = \"land\"\nlevels = [\"A\", \"B\"]\n\
    [[segments]]\nname = \"size\"\nlevels = [\"S\", \"M\", \"L\"]\nordered = true\n\
    [[outcomes]]\nname = \"sold\"\nyes = [\"y\"]\n\
    [[outcomes]]\nname = \"mood\"\nbands = [\"bad\", \"so so\", \"good\", \"great\"]\nat_least = \"good\"\n\
    top = 2\nnets = { \"Extreme\" = [\"bad\", \"great\"] }\n";

/// Every nested cell is what `--where` gives at its outer level, and letters compare within it.
#[test]
fn nested_columns_are_the_inner_segment_where_the_outer_level_holds() {
    let project = Project::new().file("n.csv", nested_data()).file("n.toml", NESTED);
    let nested =
        project.run(&["tabulate", "n.csv", "--outcome", "sold", "--by", "land > size", "--json"]).code(0).json();
    let columns = nested["columns"].as_array().expect("columns");
    assert_eq!(columns.len(), 7);
    let letters: Vec<&str> = columns[1..].iter().map(|c| c["letter"].as_str().expect("a letter")).collect();
    assert_eq!(letters, ["A", "B", "C", "A", "B", "C"]);
    assert!(columns[1]["segment"] == "land > size" && columns[4]["within"][0] == "B" && columns[4]["level"] == "S");
    for (land, first) in [("A", 1), ("B", 4)] {
        let domain = format!("land={land}");
        let args = ["test", "n.csv", "--outcome", "sold", "--by", "size", "--where", &domain, "--json"];
        let test = project.run(&args).code(0).json();
        for at in 0..3 {
            let cell = &nested["rows"][0]["cells"][first + at];
            assert_eq!((&cell["rate"], &cell["n"]), (&test["levels"][at]["rate"], &test["levels"][at]["n"]));
        }
    }
    let cells = |at: usize| nested["rows"][0]["cells"][at]["letters"].clone();
    assert_eq!([cells(2), cells(3)], [serde_json::json!(["A"]), serde_json::json!(["A", "B"])]);
    assert!((4..7).all(|at| cells(at) == serde_json::json!([])), "no difference in B");
}

#[test]
fn nested_and_plain_segments_stand_in_one_table_and_the_plain_ones_do_not_change() {
    let project = Project::new().file("n.csv", nested_data()).file("n.toml", NESTED);
    let ask = |by: &[&str]| {
        let flags: Vec<&str> = by.iter().flat_map(|by| ["--by", by]).collect();
        let args: Vec<&str> = ["tabulate", "n.csv", "--json"].into_iter().chain(flags).collect();
        project.run(&args).code(0).json()
    };
    let (plain, both) = (ask(&["size"]), ask(&["size", "size > land"]));
    for (row, other) in plain["rows"].as_array().expect("rows").iter().zip(both["rows"].as_array().expect("rows")) {
        let cells = row["cells"].as_array().expect("cells");
        assert_eq!(cells[..], other["cells"].as_array().expect("cells")[..cells.len()]);
    }
    assert_eq!(both["columns"].as_array().expect("columns").len(), 4 + 6);
}

/// A net is the sum of its answers, and its test that of a yes/no outcome with these answers.
#[test]
fn nets_sum_their_answers_and_have_tests_of_their_own() {
    let as_yes = "[[outcomes]]\nname = \"happy\"\ncolumn = \"mood\"\nyes = [\"good\", \"great\"]\n";
    let project = Project::new().file("n.csv", nested_data()).file("n.toml", format!("{NESTED}{as_yes}"));
    let table = project.run(&["tabulate", "n.csv", "--outcome", "mood", "--outcome", "happy", "--json"]).code(0).json();
    let rows = table["rows"].as_array().expect("rows");
    let kinds: Vec<&str> = rows.iter().map(|row| row["kind"].as_str().expect("a kind")).collect();
    assert_eq!(kinds, ["answer", "answer", "answer", "answer", "net", "net", "rate"]);
    assert_eq!(rows[4]["answers"], serde_json::json!(["bad", "great"]));
    assert_eq!(rows[5]["level"], "Top 2");
    let cells = table["columns"].as_array().expect("columns").len();
    (0..cells).for_each(|at| {
        let rate = |row: usize| rows[row]["cells"][at]["rate"].as_f64().expect("a rate");
        assert!((rate(4) - rate(0) - rate(3)).abs() < 1e-12 && (rate(5) - rate(2) - rate(3)).abs() < 1e-12);
        assert_eq!(rows[5]["cells"][at], rows[6]["cells"][at], "the net is the outcome with these answers");
    });
    let results = project.run(&["analyze", "n.csv", "--json"]).code(0).json();
    assert_eq!(results["outcomes"][1]["nets"][1]["segments"][1]["levels"][0]["rate"], rows[5]["cells"][3]["rate"]);
}

/// By design, too: a net is the outcome with these answers, with its standard error and its letters.
#[test]
fn nets_and_nested_columns_are_by_design_where_there_is_one() {
    let mut csv = String::from("land,size,mood,w,h\n");
    for (i, line) in nested_data().lines().skip(1).enumerate() {
        let cells: Vec<&str> = line.split(',').collect();
        csv.push_str(&format!("{},{},{},{},{}\n", cells[0], cells[1], cells[3], 1 + i % 3, i % 5));
    }
    let study = NESTED.replace("[[outcomes]]\nname = \"sold\"\nyes = [\"y\"]\n", "")
        + "[[outcomes]]\nname = \"happy\"\ncolumn = \"mood\"\nyes = [\"good\", \"great\"]\n\
           [design]\nweight = \"w\"\nstrata = \"h\"\n";
    let project = Project::new().file("n.csv", csv).file("n.toml", study);
    let table = project.run(&["tabulate", "n.csv", "--by", "land > size", "--json"]).code(0).json();
    let (rows, columns) = (table["rows"].as_array().expect("rows"), table["columns"].as_array().expect("columns"));
    assert!(table["by_design"] == true && rows[5]["kind"] == "net" && rows[6]["kind"] == "rate");
    for (at, column) in columns.iter().enumerate() {
        let (net, outcome) = (&rows[5]["cells"][at], &rows[6]["cells"][at]);
        assert_eq!((&net["letters"], &net["flags"]), (&outcome["letters"], &outcome["flags"]));
        for key in ["rate", "n_weighted", "n_effective"] {
            let number = |cell: &serde_json::Value| cell[key].as_f64().expect("a number");
            assert!((number(net) / number(outcome) - 1.0).abs() < 1e-12, "{key}: {net} {outcome}");
        }
        assert_ne!(column["n"], column["n_weighted"]);
    }
    let args = ["test", "n.csv", "--outcome", "happy", "--by", "size", "--where", "land=B", "--json"];
    let test = project.run(&args).code(0).json();
    for at in 0..3 {
        let (cell, level) = (&rows[6]["cells"][4 + at], &test["levels"][at]);
        for key in ["rate", "n", "n_weighted", "n_effective"] {
            let number = |of: &serde_json::Value| of[key].as_f64().expect("a number");
            assert!((number(cell) / number(level) - 1.0).abs() < 1e-12, "{key}: {cell} {level}");
        }
        let low = |of: &serde_json::Value| of["ci"]["low"].as_f64().expect("a limit");
        assert!((low(cell) - low(level)).abs() < 1e-12);
    }
    let text = project.run(&["tabulate", "n.csv", "--by", "size"]).code(0).stdout();
    assert!(text.contains("weighted base") && text.contains("effective base") && text.contains("by the design of"));
}

#[test]
fn options_have_shares_of_answers_that_add_up_to_one_in_each_column() {
    let study = "schema = 1\n[[segments]]\nname = \"size\"\nlevels = [\"S\", \"L\"]\n\
        [[multi]]\nname = \"why\"\nquestion = \"Why?\"\noptions = { \"Price\" = \"q1\", \"Speed\" = \"q2\" }\n";
    let mut csv = String::from("size,q1,q2\n");
    (0..200).for_each(|i| csv.push_str(&format!("{},x,{}\n", ["S", "L"][i % 2], if i % 4 == 0 { "x" } else { "" })));
    let project = Project::new().file("m.csv", csv).file("m.toml", study);
    let table = project.run(&["tabulate", "m.csv", "--json"]).code(0).json();
    let share = |row: usize, at: usize| table["rows"][row]["cells"][at]["share_of_answers"].as_f64().expect("a share");
    for at in 0..3 {
        assert!((share(0, at) + share(1, at) - 1.0).abs() < 1e-12);
    }
    assert!((share(0, 0) - 200.0 / 250.0).abs() < 1e-12 && (share(0, 1) - 100.0 / 150.0).abs() < 1e-12);
    let text = project.run(&["tabulate", "m.csv"]).code(0).stdout();
    assert!(text.contains("Why?") && text.contains("share of all answers") && text.contains("80%"), "{text}");
}

#[test]
fn the_ending_says_the_form_and_the_table_is_the_same_in_each() {
    let project = Project::new().file("n.csv", nested_data()).file("n.toml", NESTED);
    let args = |file| ["tabulate", "n.csv", "--outcome", "sold", "--by", "size", "-o", file];
    for (file, part) in [
        ("t.txt", "48%†"),
        ("t.md", "| sold | 50% | 35% |"),
        ("t.html", "<td class=\"first\">35%</td>"),
        ("t.csv", "sold,,rate,size,,S,A,200,200,200,0.35,"),
        ("t.json", "\"rate\": 0.35"),
    ] {
        project.run(&args(file)).code(0).stdout_is("");
        let text = project.read(file).replace("Sold", "sold");
        let part = part.replace("48%†", "35%");
        assert!(text.contains(&part), "{file}: {text}");
    }
    project.run(&args("t.pdf")).code(2).stderr_has("endings are .txt, .md, .html, .csv, .json and .xlsx");
    project.run(&["tabulate", "n.csv", "--as", "xlsx"]).code(2).stderr_has("-o tables.xlsx");
    project.run(&["tabulate", "n.csv", "--by", "size > land > size"]).code(2).stderr_has("in itself");
    project.run(&["tabulate", "n.csv", "--by", "size > lnd"]).code(1).stderr_has("did you mean `land`?");
    project.run(&["test", "n.csv", "--outcome", "sold", "--by", "land > size"]).code(2).stderr_has("for `tabulate`");
    project.run(&["tabulate", "n.csv", "--by", "land > size", "--redact"]).code(1).stderr_has("--redact");
}

#[test]
fn nets_that_make_no_sense_are_refused_with_their_line() {
    for (before, after, said) in [
        ("top = 2", "top = 4", "must be between 1 and 3, not 4"),
        ("top = 2", "top = 0", "must be between 1 and 3, not 0"),
        ("\"great\"] }", "\"grat\"] }", "did you mean \"great\"?"),
        ("\"Extreme\" =", "\"bad\" =", "has the name of an answer"),
        ("yes = [\"y\"]", "yes = [\"y\"]\ntop = 2", "needs `bands`"),
        ("yes = [\"y\"]", "yes = [\"y\"]\nnets = { \"x\" = [\"y\"] }", "needs `bands` or kind"),
    ] {
        let study = NESTED.replacen(before, after, 1);
        let project = Project::new().file("n.csv", nested_data()).file("n.toml", study);
        project.run(&["tabulate", "n.csv"]).code(1).stderr_has(said).stderr_has("n.toml, line ").stdout_is("");
    }
}

#[test]
fn the_built_in_study_can_be_nested_whatever_else_it_asks() {
    let args =
        ["tabulate", DATA, "--study", "sinch-2026", "--by", "industry > company_size > role", "--outcome", "rollback"];
    let table = Project::new().run(&args.into_iter().chain(["--json"]).collect::<Vec<_>>()).code(0).json();
    let columns = table["columns"].as_array().expect("columns");
    assert_eq!(columns.len(), 1 + 6 * 2 * 4);
    assert_eq!(columns[1]["within"].as_array().map(Vec::len), Some(2));
    let sum: u64 = columns[1..].iter().map(|column| column["n"].as_u64().expect("n")).sum();
    let test = ["test", DATA, "--study", "sinch-2026", "--by", "role", "--outcome", "rollback", "--json"];
    let without = Project::new().run(&test).code(0).json()["n_segment_missing"].as_u64().expect("a number");
    assert_eq!(sum + without, columns[0]["n"].as_u64().expect("n"), "whoever has a role is in one column");
}
