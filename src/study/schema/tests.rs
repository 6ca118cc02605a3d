use super::*;
use crate::study::parse;
use crate::study::parse::examples::{EXAMPLES, FULL, trimmed_json};

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
        "[[ranking]]",
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

/// One character of ASCII, or backslash and t as it is written in a shell.
#[test]
fn a_delimiter_is_taken_here_just_where_the_parser_takes_it() {
    let (validator, mut taken) = (validator(), 0);
    let one = (0..=0x2ff).filter_map(char::from_u32).map(String::from);
    for delimiter in one.chain(["", "\\t", "\\n", "\\", ",,", "\t\t", ",\n"].map(String::from)) {
        let written = toml::Value::String(delimiter.clone()).to_string();
        let changed = FULL.replacen("delimiter = \"\\t\"", &format!("delimiter = {written}"), 1);
        assert!(changed != FULL || delimiter == "\t");
        let read = parse(&changed, "x.toml").is_ok();
        taken += usize::from(read);
        assert_eq!(validator.is_valid(&trimmed_json(&changed)), read, "{delimiter:?}");
    }
    assert_eq!(taken, 128 - 62 - 4 + 2);
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
        ("kind = \"mean\"", "kind = \"medain\""),
        ("kind = \"quantile\"\nshare = 0.9", "kind = \"quantile\""),
        ("share = 0.9", "share = 1.5"),
        ("kind = \"nps\"", "kind = \"nps\"\nvalid = [0, 10]"),
        ("items = [\"trust_1\", \"trust_2\", \"#12\"]", "items = [\"trust_1\"]"),
        ("combine = \"sum\"", "combine = \"product\""),
        ("least_answered = 2", "least_answered = 0"),
        ("at_least = 40, below = 100", "at_leats = 40"),
        ("between = [5, 10]", "between = [5]"),
        ("scores = { \"Bad\" = 1, \"Good\" = 5 }", "scores = {}"),
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
