//! Study files with one mistake each: what must be said, and on which line.

use super::super::examples::FULL;
use super::super::reader::MOST_PROBLEMS;
use super::super::*;
use super::line_of;

/// A part of `FULL` to change, what to write instead, what must be said, and where: on the line that holds this text
/// ("": the first line that differs).
const WRONG: &[(&str, &str, &str, &str)] = &[
    // Keys.
    ("population =", "popluation =", "unknown key `popluation` in [study]", ""),
    ("[analysis]", "[analyses]", "unknown key `analyses` in the study file", ""),
    ("[[paired]]", "[[pairs]]", "unknown key `pairs` in the study file\n", ""),
    ("scores = [1, 4.5]", "score = [1, 4.5]", "unknown key `score` in segment `company_size`", ""),
    ("base_n = 1567", "basen = 1567", "hint: did you mean `base_n`?", ""),
    ("question =", "qestion =", "unknown key `qestion` in outcome `rollback`", ""),
    ("a = \"shipped\"", "x = 1\na = \"shipped\"", "unknown key `x` in [[paired]] 1\n", ""),
    ("yes = [\"Yes\"]\nno", "between = []\nyes = [\"Yes\"]\nno", "unknown key `between` in outcome `rollback`\n", ""),
    ("margin = 0.5", "standardise = {}", "`standardise` of outcome `hours` has no `segment`", ""),
    (
        "base = { shipped = [\"Yes\"] }",
        "base = \"any\"",
        "`base` of outcome `rollback` = \"any\" is for the options of",
        "",
    ),
    ("header_rows = 1", "header_rows = 4", "`header_rows` of [data] must be 1, 2 or 3, not 4", ""),
    ("decimal = \",\"", "decimal = \"'\"", "`decimal` of [data] must be \".\" or \",\", not \"'\"", ""),
    ("\"utf-8\"", "\"utf-9\"", "`encoding` of [data] names no encoding that is known: \"utf-9\"", ""),
    ("\"adjust\"\n\n[an", "\"ajust\"\n\n[an", "`lonely_psu` of [design] must be", ""),
    ("fpc = [", "fpc = [\"one\", ", "`fpc` names more stages than `psu`", "[design]"),
    (
        "lonely_psu = \"adjust\"",
        "replicates = { columns = \"rw*\", method = \"brr\" }",
        "replicate weights stand instead",
        "[design]",
    ),
    (
        "lonely_psu = \"adjust\"",
        "replicates = { columns = \"rw*\", method = \"jkn\" }",
        "with the method jkn needs `rscales`",
        "",
    ),
    ("lonely_psu = \"adjust\"", "replicates = { columns = \"rw*\", method = \"jk2\" }", "`method` of", ""),
    ("lonely_psu = \"adjust\"", "replicates = { columns = \"rw*\", method = \"fay\", rho = 1 }", "`rho` of", ""),
    // The schema.
    ("schema = 1", "", "the study file does not say which schema it follows", ""),
    ("schema = 1", "schema = 2", "this version of paradox reads schema 1 of study files, not 2", ""),
    ("schema = 1", "schema = \"1\"", "`schema` of the study file: expected a number, found the text \"1\"", ""),
    // Two levels within strata.
    ("within = \"company_size\"", "within = \"company_sise\"", "there is no segment `company_sise`\n", ""),
    ("within = \"company_size\"", "within = \"company_sise\"", "hint: did you mean `company_size`?", ""),
    (
        "within = \"company_size\"",
        "within = \"region\"",
        "`within` of [[stratified]] 1 is `region`, and so is `by`",
        "",
    ),
    ("within = \"company_size\"", "", "[[stratified]] 1 has no `within`", "[[stratified]]"),
    (
        "on = [\"region*company_size\"",
        "on = [\"region*region\"",
        "`region*region` crosses segment `region` with itself",
        "",
    ),
    ("on = [\"region*company_size\"", "on = [\"region*size\"", "there is no segment `size`", ""),
    ("on = [\"region*company_size\"", "on = [\"region\"", "`on` of [[models]] 1 names `region` twice", ""),
    ("on = [\"region*company_size\", \"region\"]", "on = []", "`on` of [[models]] 1 names no segment", "[[models]]"),
    (
        "outcome = \"rollback\"\nby",
        "outcome = \"rolback\"\nby",
        "there is no outcome `rolback`\n",
        "outcome = \"rolback\"",
    ),
    ("outcome = \"rollback\"\nby", "outcome = \"hours\"\nby", "outcome `hours` is of kind mean", "outcome = \"hours\""),
    (
        "[\"Other\", \"Asia\"]\nwithin",
        "[\"Other\"]\nwithin",
        "`two` of [[stratified]] 1 lists 1 levels, not two",
        "two =",
    ),
    ("[\"Other\", \"Asia\"]\nwithin", "[\"Asia\", \"Asia\"]\nwithin", "names \"Asia\" twice", "two ="),
    ("[\"Other\", \"Asia\"]\nwithin", "[\"Asa\", \"Other\"]\nwithin", "hint: did you mean \"Asia\"?", "two ="),
    // Correlations.
    ("a = \"effort\"", "a = \"efort\"", "there is neither a segment nor an outcome `efort`", ""),
    ("a = \"effort\"", "a = \"efort\"", "hint: did you mean `effort`?", ""),
    ("a = \"effort\"", "a = \"provider\"", "outcome `provider` has no order, so nothing can rise with it", ""),
    ("a = \"effort\"", "a = \"age\"", "[[correlations]] 1 correlates `age` with itself", "b = \"age\""),
    ("\"pearson\"", "\"person\"", "hint: did you mean `pearson`?", ""),
    // Claims of other kinds than a rate.
    ("published = 19", "published = 119", "`published` of claim `gap` must be points, -100 to 100, not 119", ""),
    ("rounding = 2\n", "rounding = 0\n", "`rounding` of claim `gap` must be above 0 and at most 100, not 0", ""),
    ("rounding = 2\n", "rounding = -1\n", "`rounding` of claim `gap` must be above 0 and at most 100, not -1", ""),
    (", { country = [\"India\"] }]", "]", "`between` of claim `gap` lists 1 groups, not two", ""),
    ("{ country = [\"India\"] }]", "{}]", "is empty, so it names no group of respondents", ""),
    ("{ country = [\"India\"] }]", "{ country = [\"Indja\"] }]", "hint: did you mean \"India\"?", ""),
    ("{ country = [\"India\"] }]", "{ country = [] }]", "lists no value, so nobody would be left", ""),
    (
        "paired = [\"shipped\", \"careful\"]",
        "",
        "claim `ahead` says neither `between` nor `paired`",
        "[[claims]]\nid = \"ahead\"",
    ),
    ("\"careful\"]", "\"carefull\"]", "hint: did you mean `careful`?", ""),
    ("\"careful\"]", "\"shipped\"]", "`paired` of claim `ahead` compares outcome `shipped` with itself", ""),
    (
        "\"careful\"]",
        "\"careful\"]\nbetween = []",
        "has `between` and `paired`, and can have only one of them",
        "paired =",
    ),
    ("than = \"rest\"", "than = \"all\"", "`than` of claim `large-higher` must be \"rest\", not \"all\"", ""),
    ("than = \"rest\"", "", "claim `large-higher` has no `than`", "[[claims]]\nid = \"large-higher\""),
    (
        "than = \"rest\"",
        "than = \"rest\"\npublished = 3.25",
        "unknown key `published` in claim `large-higher`",
        "published = 3.25",
    ),
    ("across = [\"company_size\"]", "across = [\"company_sice\"]", "hint: did you mean `company_size`?", ""),
    ("across = [\"company_size\"]", "across = []", "`across` of claim `size-consistent` is empty", ""),
    (
        "published = 0.52",
        "published = 52",
        "`published` of claim `together` must be a correlation, -1 to 1, not 52",
        "",
    ),
    ("[\"age\", \"effort\"]", "[\"age\"]", "`between` of claim `together` lists 1 names, not two", ""),
    // Types.
    ("\"AI Production Paradox\"", "2024", "`title` of [study]: expected a text, found the number 2024", ""),
    ("\"Decision makers\"", "2024-05-01", "hint: write it in quotes: \"2024-05-01\"", ""),
    ("synthetic = true", "synthetic = \"true\"", "expected true or false, found the text \"true\"", ""),
    ("levels = [\"Brazil\", \"India\"]", "levels = 7", "expected a list of texts, found the number 7", ""),
    ("levels = [\"Brazil\", \"India\"]", "levels = \"Brazil\"", "hint: write [\"Brazil\"]", ""),
    (
        "\"Brazil\", \"India\"",
        "1, 2",
        "an item of `levels` of segment `country`: expected a text, found the number 1",
        "",
    ),
    ("[1, 4.5]", "[1, [2]]", "an item of `scores` of segment `company_size`: expected a number, found a list", ""),
    ("[1, 4.5]", "[1, inf]", "an item of `scores` of segment `company_size` must be a finite number", ""),
    ("[analysis]", "[[analysis]]", "`analysis` of the study file: expected a table, found a list", ""),
    ("[[paired]]", "[paired]", "expected tables that begin with [[paired]], found a table", ""),
    ("[[models]]", "[models]", "expected tables that begin with [[models]], found a table", ""),
    ("no = [\"No\", \"\"]", "no = [\n\"No\",\n3]", "found the number 3", "3]"),
    // [data] and [analysis].
    ("\"n/a\"]", "\"\"]", "the code \"\" is missing as `no_answer` and as `refused`", ""),
    ("{ no_answer = [\"\"], refused = [\"Refused\", \"n/a\"] }", "\"\"", "hint: write [\"\"]", ""),
    ("\"\\t\"", "\"ab\"", "`delimiter` of [data] must be one character, not \"ab\"", ""),
    ("\"\\t\"", "\"é\"", "`delimiter` of [data] must be one character, not \"é\"", ""),
    ("\"\\t\"", "\"a\"", "`delimiter` of [data] must be a character that is no letter, digit, quote or line end", ""),
    ("\"#9\" =", "\"#0\" =", "column `#0` cannot exist", ""),
    ("confidence = 0.9", "confidence = 90", "`confidence` of [analysis] must lie between 0 and 1, not 90", ""),
    ("alpha = 0.01", "alpha = 0", "`alpha` of [analysis] must lie between 0 and 1, not 0", ""),
    ("margin = 3.0", "margin = 101", "`margin` of [analysis] must be above 0 and at most 100 points, not 101", ""),
    ("\"beta\"", "\"wilsen\"", "hint: did you mean `wilson`?", ""),
    ("\"bh\"", "\"tukey\"", "`adjust` of [analysis] must be one of holm, bh, none, not \"tukey\"", ""),
    ("\"n_and_effective\"", "\"ncsh\"", "hint: did you mean `nchs`?", ""),
    ("suppress_below = 0", "suppress_below = -1", "must be a whole number, 0 or more, not -1", ""),
    ("caution_below = 50", "caution_below = 2.5", "must be a whole number, 0 or more, not 2.5", ""),
    // Segments.
    // The paradox.
    ("top = \"5,000+\"", "", "[paradox] has no `top`", "[paradox]"),
    ("top = \"5,000+\"", "top = \"5.000+\"", "\"5.000+\"", "top = \"5.000+\""),
    ("segment = \"company_size\"\ntop", "segment = \"company_sise\"\ntop", "hint: did you mean `company_size`?", ""),
    (
        "detection = \"age\"",
        "detection = \"company_size\"",
        "`detection` of [paradox] is `company_size`, and so is `segment`",
        "",
    ),
    (
        "outcome = \"rollback\"\nsegment",
        "outcome = \"hours\"\nsegment",
        "outcome `hours` is of kind mean",
        "outcome = \"hours\"\nsegment",
    ),
    ("name = \"country\"", "", "segment 2 has no `name`", "[[segments]]\n\n"),
    ("name = \"country\"", "name = \" \"", "`name` of segment 2 is empty", ""),
    ("name = \"country\"", "name = \"company_size\"", "segment `company_size` is there twice, first in line ", ""),
    ("levels = [\"Brazil\", \"India\"]", "", "segment `country` has no `levels`", "[[segments]]\nname = \"country\""),
    ("[\"Brazil\", \"India\"]", "[]", "`levels` of segment `country` is empty", ""),
    ("\"Brazil\", \"India\"", "\"India\", \" India\u{a0}\"", "`levels` of segment `country` lists \"India\" twice", ""),
    ("[1, 4.5]", "[1]", "`scores` of segment `company_size` lists 1 numbers for 2 levels", ""),
    ("[1, 4.5]", "[2, 2.0]", "`scores` of segment `company_size` are all 2, so there is no order in them", ""),
    ("= \"5,000+\" }", "= \"5000+\" }", "map to \"5000+\", which is none of its levels", ""),
    ("= \"5,000+\" }", "= \"5000+\" }", "hint: did you mean \"5,000+\"?", ""),
    ("\"5000 or more\" =", "\"1,000-4,999\" =", "map \"1,000-4,999\", which is one of its levels itself", ""),
    ("[16, 24.5]", "[16]", "`breaks` of segment `age` lists 1 numbers for 2 levels", ""),
    ("[16, 24.5]", "[16, 16]", "`breaks` of segment `age` must rise, but 16 follows 16", ""),
    ("[16, 100]", "[100, 16]", "`valid` of segment `age` must be two numbers, the lower first", ""),
    (
        "valid = [16, 100]",
        "groups = {}",
        "`groups` of segment `age` is for answers that are texts, not for `breaks`",
        "",
    ),
    ("ordered = true\nscores", "valid = [0, 1]\nscores", "`valid` of segment `company_size` is for numbers", ""),
    (
        "\"Japan\"]",
        "\"Japan\"], \"Asai\" = []",
        "`groups` of segment `region` names \"Asai\", which is none of its levels",
        "",
    ),
    ("\"Japan\"]", "\"Japan\"], \"Asai\" = []", "hint: did you mean \"Asia\"?", ""),
    (", \"Other\" = \"*\"", "", "`groups` of segment `region` has no group for the level \"Other\"", ""),
    (
        "= \"*\" }\naliases",
        "= [\"India\"] }\naliases",
        "`groups` of segment `region` puts \"India\" into two groups",
        "",
    ),
    ("[\"India\", \"Japan\"]", "\"*\"", "`groups` of segment `region` gives \"*\" to \"Asia\" too", ""),
    ("[\"India\", \"Japan\"]", "\"India\"", "expected a list of texts, or \"*\" for what no other group lists", ""),
    ("\"Bharat\" =", "\"Japan\" =", "map \"Japan\", which is one of its answers in `groups` itself", ""),
    // Outcomes.
    ("name = \"effort\"", "name = \"rollback\"", "outcome `rollback` is there twice, first in line", ""),
    (
        "name = \"effort\"",
        "name = \"a=b\"",
        "the name of outcome `a=b` could not be told from a raw column",
        "[[outcomes]]\nname = \"a=b\"",
    ),
    ("[\"No\", \"\"]", "[\"No\", \"Yes\"]", "outcome `rollback` counts \"Yes\" as yes and as no", ""),
    ("[\"No\", \"\"]", "[]", "`no` of outcome `rollback` is empty", ""),
    (
        "name = \"shipped\"\nyes",
        "name = \"shipped\"\nmissing",
        "outcome `shipped` does not say which answers count as yes",
        "[[outcomes]]\nname = \"shipped\"",
    ),
    (
        "{ shipped = [\"Yes\"] }",
        "{ shipped = \"Yes\" }",
        "expected a list of texts, or \"*\" for any answer, found the text \"Yes\"",
        "",
    ),
    ("{ shipped = [\"Yes\"] }", "{ shipped = [] }", "lists no value, so nobody would be left", ""),
    ("[\"shipped\", \"effort\"]", "[\"shipped\", \"efort\"]", "there is no outcome `efort`", ""),
    ("[\"shipped\", \"effort\"]", "[\"shipped\", \"efort\"]", "hint: did you mean `effort`?", ""),
    (
        "[\"shipped\", \"effort\"]",
        "[\"rollback\"]",
        "outcomes refer to each other in a circle: `rollback` -> `rollback`",
        "",
    ),
    (
        "bands =",
        "asked_if = [\"rollback\"]\nbands =",
        "outcomes refer to each other in a circle: `rollback` -> `effort` -> `rollback`",
        "asked_if = [\"shipped\"",
    ),
    (
        "bands =",
        "yes = [\"x\"]\nbands =",
        "outcome `effort` has `yes` and `bands`, and can have only one of them",
        "bands =",
    ),
    ("at_least = \"25-49%\"", "", "outcome `effort` has `bands` and no `at_least`", "[[outcomes]]\nname = \"effort\""),
    ("at_least = \"25-49%\"", "at_least = \"25-50%\"", "is \"25-50%\", which is none of its bands", ""),
    (
        "neutral = \"25-49%\"",
        "neutral = \"50-100%\"",
        "`neutral` of outcome `effort` is \"50-100%\", which has bands on one side only",
        "neutral",
    ),
    (
        "bands = [\"0-24%\", \"25-49%\", \"50-100%\"]",
        "yes = [\"x\"]",
        "`at_least` of outcome `effort` needs `bands`",
        "at_least",
    ),
    ("[0, 25, 50, 100]", "[0, 25, 100]", "lists 3 numbers for 3 bands", ""),
    ("[0, 25, 50, 100]", "[0, 50, 25, 100]", "must rise, but 25 follows 50", ""),
    ("separator = \",\"", "separator = \"\"", "`separator` of outcome `leaked` is empty", ""),
    (
        "contains = \"Leak\"",
        "contains = \"Leak, Fire\"",
        "`contains` of outcome `leaked` holds \",\", which stands between",
        "",
    ),
    ("contains = \"Leak\"", "yes = [\"Leak\"]", "`separator` of outcome `leaked` needs `contains`", "separator"),
    ("kind = \"mean\"", "kind = \"maen\"", "hint: did you mean \"mean\"?", ""),
    (
        "kind = \"mean\"",
        "kind = \"nominal\"",
        "outcome `hours` is nominal and has no `levels`",
        "[[outcomes]]\nname = \"hours\"",
    ),
    ("kind = \"mean\"", "yes = [\"1\"]", "`margin` of outcome `hours` needs kind = \"mean\"", "margin = 0.5"),
    ("margin = 0.5", "margin = 0", "`margin` of outcome `hours` must be above 0, not 0", ""),
    (
        "any_of = [",
        "column = \"x\"\nany_of = [",
        "`column` of outcome `careful` has no use, because its answers come from `any_of`",
        "",
    ),
    ("any_of = [\"plans", "any_of = [\"plan", "hint: did you mean `plans.Monitoring`?", ""),
    (
        "\"leaked\"]",
        "\"hours\"]",
        "`any_of` of outcome `careful`: outcome `hours` is of kind mean, so nobody says yes to it",
        "",
    ),
    ("[\"plans.Monitoring\", \"leaked\"]", "[]", "`any_of` of outcome `careful` names no outcome", ""),
    ("any_of = [\"plans.Monitoring\"", "any_of = [\"careful\"", "in a circle: `careful` -> `careful`", ""),
    (
        "answered = [\"q7_1\", \"#8\"]",
        "answered = [\"plans.Monitoring\"]\nasked_if = [\"both\"]",
        "in a circle: `any_plan` -> `both` -> `plans.Monitoring` -> `any_plan`",
        "asked_if = [\"both\"]",
    ),
    ("[\"q7_1\", \"#8\"]", "[\"#0\"]", "column `#0` cannot exist", ""),
    (
        "options = { \"More tests\" = \"q7_1\", \"Monitoring\" = \"#8\" }",
        "options = {}",
        "`options` of multi `plans` is empty",
        "",
    ),
    ("= \"q7_1\", \"Mon", "= 7, \"Mon", "expected a text, found the number 7", ""),
    ("base = \"any\"", "base = \"all\"", "expected a table, or \"any\" for those who ticked at least one option", ""),
    (
        "name = \"both\"",
        "name = \"plans.Monitoring\"",
        "outcome `plans.Monitoring` is there twice, first in line",
        "options =",
    ),
    // Pairs and claims.
    ("b = \"rollback\"", "b = \"hours\"", "outcome `hours` is of kind mean, so nobody says yes to it", ""),
    ("b = \"rollback\"", "b = \"rolback\"", "hint: did you mean `rollback`?", ""),
    ("b = \"rollback\"", "b = \"shipped\"", "[[paired]] compares outcome `shipped` with itself", ""),
    ("b = \"rollback\"", "", "[[paired]] 1 has no `b`", "[[paired]]"),
    ("id = \"large-brazil\"", "id = \"overall\"", "claim `overall` is there twice, first in line ", ""),
    ("kind = \"consistent\"", "kind = \"consistant\"", "hint: did you mean \"consistent\"?", ""),
    ("kind = \"consistent\"", "kind = \"median\"", "claim `size-consistent` is of the unknown kind \"median\"", ""),
    ("kind = \"consistent\"", "", "claim `size-consistent` has no `kind`", "[[claims]]\nid = \"size-consistent\""),
    ("published = 74", "published = 740", "`published` of claim `overall` must be percent, 0 to 100, not 740", ""),
    ("published = 74", "", "claim `overall` has no `published`", "[[claims]]"),
    ("rounding = 0.1", "rounding = 0", "`rounding` of claim `large-brazil` must be above 0 and at most 100, not 0", ""),
    ("base_n = 1567", "base_n = 0", "`base_n` of claim `overall` must be 1 or more", ""),
    ("[\"5000 or more\"]", "[\"5.000+\"]", "segment `company_size` has no level \"5.000+\"", ""),
    ("[\"5000 or more\"]", "[\"5.000+\"]", "hint: did you mean \"5,000+\"?", ""),
    (
        "text = \"whatever the size\"\nkind = \"consistent\"\noutcome = \"rollback\"",
        "text = \"t\"\nkind = \"rate\"\npublished = 1\nrounding = 1\noutcome = \"rollbak\"",
        "there is no outcome `rollbak`",
        "rollbak",
    ),
];

#[test]
fn every_mistake_is_named_with_its_line_and_what_to_do() {
    let mut failed = Vec::new();
    for (before, after, expected, place) in WRONG {
        let changed = FULL.replacen(before, after, 1);
        assert_ne!(FULL, changed, "{before}");
        let differs = FULL.lines().zip(changed.lines()).take_while(|(a, b)| a == b).count() + 1;
        let line = if place.is_empty() { differs } else { line_of(&changed, place) };
        match parse(&changed, "agents.toml") {
            Ok(_) => failed.push(format!("{before} -> {after}: nothing is wrong")),
            Err(error) => {
                let error = format!("{error}\n");
                if !error.contains(expected) || !error.contains(&format!("agents.toml, line {line}\n")) {
                    failed.push(format!("{before} -> {after}, line {line}:\n{error}"));
                }
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn all_problems_of_a_file_come_at_once_in_the_order_of_the_file() {
    let changed = FULL.replace("alpha = 0.01", "alpha = 2").replace("title", "titel").replace("base_n = 1567", "n = 1");
    let error = parse(&changed, "agents.toml").unwrap_err();
    let all: Vec<&str> = error.each().map(Error::what).collect();
    assert_eq!(all.len(), 3, "{error}");
    assert!(all[0].contains("titel") && all[1].contains("alpha") && all[2].contains("`n`"), "{error}");
}

#[test]
fn a_hundred_problems_are_cut_with_a_count() {
    let study = format!("schema = 1\n{}", "[[segments]]\n".repeat(100));
    let error = parse(&study, "agents.toml").unwrap_err();
    assert_eq!(error.each().count(), MOST_PROBLEMS + 1);
    assert!(error.to_string().contains("and 180 further problems of this study file"), "{error}");
}

#[test]
fn a_mistake_in_the_syntax_is_named_with_line_and_column() {
    let error = parse("schema = 1\n[study]\ntitle = \"é\" x\n", "agents.toml").unwrap_err().to_string();
    assert!(error.starts_with("the study file cannot be read as TOML: "), "{error}");
    assert!(error.contains("--> agents.toml, line 3, column 13"), "{error}");
    let error = parse("schema = 1\nschema = 1\n", "agents.toml").unwrap_err().to_string();
    assert!(error.contains("duplicate key") && error.contains("line 2, column 1"), "{error}");
    assert!(parse(&format!("a = {}", "[".repeat(200_000)), "deep.toml").is_err());
}

#[test]
fn a_file_that_asks_nothing_is_empty() {
    for text in ["", " \n", "# only a remark\n"] {
        let error = parse(text, "agents.toml").unwrap_err().to_string();
        assert!(
            error.starts_with("the study file is empty\n  --> agents.toml, line 1\nhint: `paradox schema study`"),
            "{error}"
        );
    }
}
