//! Whole study files in, studies or messages out.

use super::super::{Answer, ClaimKind, ColumnRef, Condition, SuppressRule, needed_columns};
use super::*;
use crate::stats::IntervalMethod;

/// A study with every key that this version knows.
pub(in super::super) const FULL: &str = r##"schema = 1

[study]
title = "AI Production Paradox"
population = "Decision makers"
synthetic = true

[data]
id = "respondent_id"
missing = { no_answer = [""], refused = ["Refused", "n/a"] }
header_rows = 1
encoding = "utf-8"
delimiter = "\t"
complete = { status = ["Complete"], "#9" = "*" }

[analysis]
confidence = 0.9
alpha = 0.01
margin = 3.0
interval = "beta"
adjust = "bh"
suppress_below = 0
caution_below = 50
suppress_rule = "n_and_effective"

[[segments]]
name = "company_size"
levels = [" 1,000-4,999", "5,000+ "]
ordered = true
scores = [1, 4.5]
aliases = { "5000 or more" = "5,000+" }
missing = ["Don't know"]

[[segments]]
name = "country"
column = "#4"
label = "Country of the head office"
levels = ["Brazil", "India"]

[[outcomes]]
name = "shipped"
yes = ["Yes"]

[[outcomes]]
name = "rollback"
label = "Rolled back an agent"
question = "Have you ever rolled back an agent?"
column = "rolled_back"
yes = ["Yes"]
no = ["No", ""]
missing = ["Maybe"]
base = { shipped = ["Yes"] }
asked_if = ["shipped", "effort"]

[[outcomes]]
name = "effort"
bands = ["0-24%", "25-49%", "50-100%"]
at_least = "25-49%"
edges = [0, 25, 50, 100]

[[paired]]
a = "shipped"
b = "rollback"

[[models]]
outcome = "rollback"

[[claims]]
id = "overall"
text = "74% rolled back"
kind = "rate"
outcome = "rollback"
published = 74
rounding = 1
base_n = 1567
source = "Report, page 3"
note = "also given as 75"
same_data = true

[[claims]]
id = "large-brazil"
text = "32.3% of large firms in Brazil"
kind = "rate"
outcome = "rollback"
where = { company_size = ["5000 or more"], country = "*", role = ["Chief"] }
published = 32.3
rounding = 0.1

[[claims]]
id = "size-consistent"
text = "whatever the size"
kind = "consistent"
outcome = "rollback"
across = ["company_size"]
"##;

const UCB: &str = r#"schema = 1
[study]
title = "Admissions to graduate school"
[data]
id = "id"
[analysis]
suppress_below = 0
[[segments]]
name = "gender"
column = "Gender"
levels = ["Male", "Female"]
[[segments]]
name = "department"
column = "Dept"
levels = ["A", "B", "C"]
[[outcomes]]
name = "admitted"
column = "Admit"
yes = ["Admitted"]
no = ["Rejected"]
[[stratified]]
outcome = "admitted"
by = "gender"
within = "department"
"#;

const TITANIC: &str = r#"schema = 1
[study]
title = "Who survived the Titanic?"
[[segments]]
name = "class"
column = "Class"
levels = ["Crew", "3rd", "2nd", "1st"]
[[segments]]
name = "passenger_class"
column = "Class"
levels = ["3rd", "2nd", "1st"]
ordered = true
missing = ["Crew"]
[[outcomes]]
name = "survived"
column = "Survived"
yes = ["Yes"]
no = ["No"]
[[claims]]
id = "crew"
text = "24 percent of the crew survived"
kind = "rate"
outcome = "survived"
where = { class = ["Crew"] }
published = 24
rounding = 1
"#;

pub(in super::super) const EXAMPLES: [&str; 3] = [FULL, UCB, TITANIC];

fn name(column: &str) -> ColumnRef {
    ColumnRef::Name(column.into())
}

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(|&text| text.to_owned()).collect()
}

#[test]
fn every_key_arrives_where_it_belongs() {
    let study = parse(FULL, "agents.toml").unwrap_or_else(|e| panic!("{e}"));
    assert_eq!((study.file.as_str(), study.sha256.as_ref().unwrap().len()), ("agents.toml", 64));
    assert_eq!(study.about.title.as_deref(), Some("AI Production Paradox"));
    assert!(study.about.synthetic);
    assert_eq!(study.about.texts["population"], "Decision makers");

    assert_eq!(study.data.id, Some(name("respondent_id")));
    let kinds: Vec<_> = study.data.missing.iter().map(|m| (m.kind.as_str(), m.codes.clone())).collect();
    assert_eq!(kinds, [("no_answer", texts(&[""])), ("refused", texts(&["Refused", "n/a"]))]);
    assert_eq!(study.data.delimiter, Some(b'\t'));
    let complete = Condition::Value { column: name("status"), values: texts(&["Complete"]) };
    assert_eq!(study.data.complete, [complete, Condition::Answered { column: ColumnRef::Position(8) }]);

    let analysis = &study.analysis;
    assert_eq!((analysis.confidence, analysis.alpha, analysis.margin), (0.9, 0.01, 0.03));
    assert_eq!((analysis.interval, analysis.suppress_rule), (IntervalMethod::Beta, SuppressRule::NAndEffective));
    assert_eq!((analysis.suppress_below, analysis.caution_below), (0, 50));

    let size = &study.segments[0];
    assert_eq!((size.label.as_str(), &size.column), ("Company size", &name("company_size")));
    assert_eq!((&size.levels, &size.scores), (&texts(&["1,000-4,999", "5,000+"]), &vec![1.0, 4.5]));
    assert_eq!((size.level("5000 or more"), size.level("5000"), size.line), (Some(1), None, 28));
    assert_eq!(size.missing, ["Don't know"]);
    assert_eq!((&study.segments[1].column, &study.segments[1].scores), (&ColumnRef::Position(3), &vec![1.0, 2.0]));

    let rollback = &study.outcomes[1];
    assert_eq!((rollback.label.as_str(), rollback.line), ("Rolled back an agent", 44));
    let expected = Answer::YesNo {
        column: name("rolled_back"),
        yes: Some(texts(&["Yes"])),
        no: Some(texts(&["No", ""])),
        missing: texts(&["Maybe"]),
    };
    assert_eq!(rollback.answer, expected);
    assert_eq!(rollback.base.asked_if, [0, 2]);
    assert_eq!(rollback.base.conditions, [Condition::Value { column: name("shipped"), values: texts(&["Yes"]) }]);
    let Answer::Bands { bands, at_least, edges, .. } = &study.outcomes[2].answer else { panic!("no bands") };
    assert_eq!((bands.len(), at_least, edges), (3, &1, &Some(vec![0.0, 25.0, 50.0, 100.0])));
    assert_eq!(study.outcome_order, [0, 2, 1]);
    assert_eq!((study.paired[0].a, study.paired[0].b), (0, 1));

    let overall = &study.claims[0];
    let kind = ClaimKind::Rate { outcome: 1, subgroup: vec![], published: 0.74, rounding: 0.01 };
    assert_eq!((&overall.kind, overall.base_n, overall.same_data), (&kind, Some(1567), true));
    assert_eq!(overall.note.as_deref(), Some("also given as 75"));
    let subgroup = vec![
        Condition::Level { segment: 0, levels: vec![1] },
        Condition::Level { segment: 1, levels: vec![0, 1] },
        Condition::Value { column: name("role"), values: texts(&["Chief"]) },
    ];
    let kind = ClaimKind::Rate { outcome: 1, subgroup, published: 0.323, rounding: 0.001 };
    assert_eq!((&study.claims[1].kind, study.claims[1].line), (&kind, 80));
    assert_eq!(study.not_computed, ["[[models]] (line 64)", "claim \"size-consistent\" of kind consistent (line 87)"]);
}

#[test]
fn what_a_study_leaves_out_has_its_default() {
    let study = parse("schema = 1\n", "x.toml").unwrap();
    assert_eq!(Study { sha256: None, ..study }, Study::empty("x.toml"));
    assert_eq!(Study::empty("").data.missing[0].codes, [""]);
}

#[test]
fn a_stratified_table_is_named_and_left_out() {
    let study = parse(UCB, "ucb.toml").unwrap();
    assert_eq!(study.not_computed, ["[[stratified]] (line 21)"]);
    assert_eq!(study.outcomes[0].label, "Admitted");
}

#[test]
fn two_segments_may_read_one_column_and_a_claim_speaks_of_a_level() {
    let study = parse(TITANIC, "titanic.toml").unwrap();
    let ClaimKind::Rate { subgroup, .. } = &study.claims[0].kind;
    assert_eq!(subgroup, &[Condition::Level { segment: 0, levels: vec![0] }]);
    let needed: Vec<String> =
        needed_columns(&study).iter().map(|n| format!("{} for {}", n.column, n.needed_by)).collect();
    assert_eq!(needed, ["Class for segment `class`", "Survived for outcome `survived`"]);
}

#[test]
fn an_option_of_a_table_that_is_left_out_can_be_claimed_but_not_asked_about() {
    let multi = "schema = 1\n[[multi]]\nname = \"causes\"\noptions = { \"Leak\" = \"q7_1\" }\n";
    let claim = "[[claims]]\nid = \"c\"\ntext = \"t\"\nkind = \"rate\"\noutcome = \"causes.Leak\"\npublished = 3\nrounding = 1\n";
    let study = parse(&format!("{multi}{claim}"), "x.toml").unwrap();
    assert_eq!(study.not_computed, ["[[multi]] (line 2)", "claim `c` about an option of [[multi]] (line 5)"]);
    let asked = format!("{multi}[[outcomes]]\nname = \"o\"\nyes = [\"Yes\"]\nasked_if = [\"causes.Leak\"]\n");
    let error = parse(&asked, "x.toml").unwrap_err().to_string();
    assert!(error.contains("option of [[multi]], is not supported by this version"), "{error}");
}

/// A line of `FULL` to change, what to write instead, and what the message must say.
const WRONG: &[(&str, &str, &str)] = &[];

#[test]
fn every_mistake_is_named_with_its_line_and_what_to_do() {
    for (before, after, expected) in WRONG {
        assert_eq!(FULL.matches(before).count(), 1, "{before}");
        let error = parse(&FULL.replace(before, after), "agents.toml").expect_err(after).to_string();
        assert!(error.contains(expected), "{before} -> {after}:\n{error}");
    }
}
