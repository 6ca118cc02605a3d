//! Whole study files in, studies or messages out.

use super::super::{
    Answer, ClaimKind, ColumnRef, Compared, Condition, CorrelationMethod, Lines, ModelSpec, Needed, PairedSpec,
    ParadoxSpec, SegmentCoding, StratifiedSpec, SuppressRule, Valid, Variable, needed_columns,
};
use super::super::{parse_where, raw_base, raw_order, raw_outcome};
use super::examples::{EXAMPLES, FULL, REPLICATES, TITANIC, UCB, trimmed_json};
use super::reader::MOST_PROBLEMS;
use super::*;
use crate::design::Lonely;
use crate::stats::IntervalMethod;
use crate::study::NumberKind;

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
    assert_eq!((study.data.header_rows, study.data.encoding.as_deref()), (1, Some("UTF-8")));
    assert_eq!((study.data.delimiter, study.data.decimal), (Some(b'\t'), Some(',')));
    let complete = Condition::Value { column: name("status"), values: texts(&["Complete"]) };
    assert_eq!(study.data.complete, [complete, Condition::Answered { column: ColumnRef::Position(8) }]);

    let design = &study.design;
    assert_eq!((&design.weight, &design.strata), (&Some(name("weight")), &Some(name("region"))));
    assert_eq!(design.psu, [name("school"), ColumnRef::Position(6)]);
    assert_eq!(design.fpc, [name("schools"), name("pupils")]);
    assert_eq!((design.lonely, &design.replicates), (Lonely::Adjust, &None));

    let analysis = &study.analysis;
    assert_eq!((analysis.confidence, analysis.alpha, analysis.margin), (0.9, 0.01, 0.03));
    assert_eq!((analysis.interval, analysis.suppress_rule), (IntervalMethod::Beta, SuppressRule::NAndEffective));
    assert_eq!((analysis.suppress_below, analysis.caution_below), (0, 50));

    let size = &study.segments[0];
    assert_eq!((size.label.as_str(), &size.column), ("Company size", &name("company_size")));
    assert_eq!((&size.levels, &size.scores), (&texts(&["1,000-4,999", "5,000+"]), &vec![1.0, 4.5]));
    assert_eq!((size.level("5000 or more"), size.level("5000"), size.line), (Some(1), None, 37));
    assert_eq!(size.missing, ["Don't know"]);
    assert_eq!((&study.segments[1].column, &study.segments[1].scores), (&ColumnRef::Position(3), &vec![1.0, 2.0]));
    let SegmentCoding::Text { groups: Some(groups), .. } = &study.segments[2].coding else { panic!("no groups") };
    assert_eq!((groups.of["India"], groups.of["Japan"], groups.rest), (0, 0, Some(1)));
    assert_eq!((study.segments[2].level("Bharat"), study.segments[2].level("Asia")), (Some(0), Some(0)));
    let valid = Some(Valid { low: 16.0, high: 100.0 });
    assert_eq!(study.segments[3].coding, SegmentCoding::Number { breaks: vec![16.0, 24.5], valid });

    let rollback = &study.outcomes[1];
    assert_eq!(
        (rollback.label.as_str(), rollback.line),
        ("Rolled back an agent", line_of(FULL, "name = \"rollback\"") - 1)
    );
    let expected = Answer::YesNo {
        column: name("rolled_back"),
        yes: Some(texts(&["Yes"])),
        no: Some(texts(&["No", ""])),
        missing: texts(&["Maybe"]),
    };
    assert_eq!(rollback.answer, expected);
    assert_eq!(rollback.base.asked_if, [0, 2]);
    assert_eq!(rollback.base.conditions, [Condition::Value { column: name("shipped"), values: texts(&["Yes"]) }]);
    let Answer::Bands { bands, at_least, neutral, edges, .. } = &study.outcomes[2].answer else { panic!("no bands") };
    assert_eq!((bands.len(), at_least, edges), (3, &1, &Some(vec![0.0, 25.0, 50.0, 100.0])));
    assert_eq!(neutral, &Some(1));
    let names: Vec<&str> = study.outcomes.iter().map(|o| o.name.as_str()).collect();
    let written = [
        "leaked",
        "hours",
        "provider",
        "plans.More tests",
        "plans.Monitoring",
        "any_plan",
        "careful",
        "both",
        "mood",
        "recommend",
        "trust",
        "long",
        "busy",
    ];
    assert_eq!(names[3..16], written);
    assert_eq!(names[16..20], ["drivers.Speed", "drivers.Price", "drivers.Trust", "drivers_top2.Speed"]);
    assert_eq!(
        names[22..],
        [
            "drivers_rank.Speed",
            "drivers_rank.Price",
            "drivers_rank.Trust",
            "wishes.More",
            "wishes.Less",
            "wishes_rank.More",
            "wishes_rank.Less",
        ]
    );
    assert_eq!(study.outcome_order[..16], [0, 2, 1, 3, 4, 5, 8, 6, 7, 9, 10, 11, 12, 13, 14, 15]);
    let (column, missing) = (name("causes"), texts(&["Don't know"]));
    let expected = Answer::Contains { column, option: "Leak".into(), separator: ",".into(), first: None, missing };
    assert_eq!(study.outcomes[3].answer, expected);
    let valid = Some(Valid { low: 0.0, high: 80.0 });
    let expected = Answer::Mean {
        kind: NumberKind::Mean,
        number: super::super::Number { valid, ..super::super::Number::of(name("hours")) },
        margin: Some(0.5),
        missing: vec![],
    };
    assert_eq!(study.outcomes[4].answer, expected);
    let expected = Answer::Nominal { column: name("provider"), levels: texts(&["Cloud", "Own"]), missing: vec![] };
    assert_eq!(study.outcomes[5].answer, expected);
    let plan = &study.outcomes[7];
    assert_eq!((plan.label.as_str(), plan.question.as_deref()), ("Monitoring", Some("Which of these do you plan?")));
    let yes = Some(texts(&["x", "1"]));
    assert_eq!(plan.answer, Answer::Ticked { columns: vec![ColumnRef::Position(7)], yes: yes.clone() });
    let any = plan.base.ticked_any.as_ref().unwrap();
    let options = [name("q7_1"), ColumnRef::Position(7)].map(|column| Condition::ticked(&column, yes.as_deref()));
    assert_eq!((any.question.as_str(), any.options.as_slice()), ("plans", options.as_slice()));
    assert_eq!(plan.base.asked_if, [8]);
    assert_eq!(
        study.outcomes[8].answer,
        Answer::Ticked { columns: vec![name("q7_1"), ColumnRef::Position(7)], yes: None }
    );
    assert_eq!(study.outcomes[9].answer, Answer::Parts { of: vec![7, 3], needed: Needed::Any });
    assert_eq!(study.outcomes[10].answer, Answer::Parts { of: vec![7, 6], needed: Needed::All });
    let Answer::Mean { kind, number, margin, .. } = &study.outcomes[11].answer else { panic!("no scores") };
    assert_eq!((*kind, *margin, number.is_scale()), (NumberKind::Mean, Some(0.25), false));
    assert_eq!(number.scores, [("Bad".to_owned(), 1.0), ("Good".to_owned(), 5.0)]);
    let Answer::Mean { kind, number, .. } = &study.outcomes[12].answer else { panic!("no score") };
    assert_eq!((*kind, number.scores[1].1), (NumberKind::Nps, 10.0));
    let Answer::Mean { number, missing, .. } = &study.outcomes[13].answer else { panic!("no scale") };
    assert_eq!((number.reversed.as_slice(), number.at_least), (&[false, true, false][..], 2));
    assert_eq!((number.columns[2].clone(), missing.as_slice()), (ColumnRef::Position(11), &["99".to_owned()][..]));
    // Two of three answered, the second turned round: their mean times three.
    let items = [2.0, number.turned(1, 2.0), f64::NAN];
    assert_eq!((number.combined(items.into_iter()), number.combined([2.0, f64::NAN].into_iter())), (Some(12.0), None));
    let Answer::Mean { kind, .. } = &study.outcomes[14].answer else { panic!("no quantile") };
    assert_eq!(*kind, NumberKind::Quantile(0.9));
    let Answer::When { any, columns } = &study.outcomes[15].answer else { panic!("no conditions") };
    assert_eq!((any.len(), columns.len()), (2, 4));
    assert_eq!(any[0][0].words(&study), "hours at least 40 and below 100");
    assert_eq!(any[1][1].words(&study), "staff from 5 to 10");
    assert_eq!((study.paired[0].a, study.paired[0].b), (0, 1));
    assert_eq!(study.stratified, [StratifiedSpec { outcome: 1, by: 2, two: [1, 0], within: 0 }]);

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
    assert_eq!((&study.claims[1].kind, study.claims[1].line), (&kind, line_of(FULL, "id = \"large-brazil\"") - 1));
    assert_eq!(study.claims[2].kind, ClaimKind::Consistent { outcome: 1, across: vec![0] });
    let of_country = |level| vec![Condition::Level { segment: 1, levels: vec![level] }];
    let compared = Compared::Groups { outcome: 1, groups: [of_country(0), of_country(1)] };
    assert_eq!(study.claims[3].kind, ClaimKind::Difference { compared, published: 0.19, rounding: 0.02 });
    let compared = Compared::Questions(PairedSpec { a: 0, b: 9 });
    assert_eq!(study.claims[4].kind, ClaimKind::Difference { compared, published: -0.035, rounding: 0.005 });
    // The rest are those of whom size and role are known.
    let known = [Condition::Level { segment: 0, levels: vec![0, 1] }, Condition::Answered { column: name("role") }];
    assert_eq!(study.claims[5].groups(&study)[1], (1, known.to_vec()));
    assert_eq!(study.claims[6].kind, ClaimKind::Correlation { spec: Some(0), published: 0.52, rounding: 0.01 });
    let correlated = (Variable::Outcome(2), Variable::Segment(3), CorrelationMethod::Pearson);
    assert_eq!((study.correlations[0].a, study.correlations[0].b, study.correlations[0].method), correlated);
    // The interaction brings both of its segments with it.
    let [size, region] =
        ["company_size", "region"].map(|name| study.segments.iter().position(|s| s.name == name).unwrap());
    assert_eq!((size, region), (0, 2));
    assert_eq!(study.models, [ModelSpec { outcome: 1, terms: vec![vec![0], vec![2], vec![0, 2]] }]);
    let lines =
        Lines { segment: line_of(FULL, "segment = \"company_size\""), detection: line_of(FULL, "detection = \"age\"") };
    assert_eq!(study.paradox, Some(ParadoxSpec { outcome: 1, segment: 0, top: 1, detection: Some(3), lines }));
    assert_eq!(study.not_computed, [""; 0]);
}

#[test]
fn a_paradox_segment_with_one_level_names_key_and_line() {
    let [gender, detection] =
        ["segment = \"gender\"\ntop = \"Male\"", "segment = \"department\"\ntop = \"A\"\ndetection = \"gender\""]
            .map(|keys| UCB.replace(", \"Female\"", "") + "[paradox]\noutcome = \"admitted\"\n" + keys + "\n");
    for (study, key) in [(gender, "segment"), (detection, "detection")] {
        let error = parse(&study, "ucb.toml").unwrap_err().to_string();
        let line = line_of(&study, &format!("{key} = \"gender\""));
        let expected = format!("`{key}` of [paradox] is `gender`, which has one level\n  --> ucb.toml, line {line}\n");
        assert!(error.contains(&expected), "{error}");
    }
}

#[test]
fn without_models_the_paradox_asks_for_its_outcome_on_all_segments() {
    let at = UCB.len();
    let study =
        parse(&format!("{UCB}[paradox]\noutcome = \"admitted\"\nsegment = \"gender\"\ntop = \"Male\"\n"), "x").unwrap();
    assert_eq!(study.models, [ModelSpec { outcome: 0, terms: vec![vec![0], vec![1]] }]);
    assert_eq!(study.paradox.map(|spec| spec.detection), Some(None));
    assert!(parse(&UCB[..at], "x").unwrap().models.is_empty());
}

#[test]
fn what_a_study_leaves_out_has_its_default() {
    let study = parse("schema = 1\n", "x.toml").unwrap();
    assert_eq!(Study { sha256: None, ..study }, Study::empty("x.toml"));
    assert_eq!(Study::empty("").data.missing[0].codes, [""]);
}

#[test]
fn a_segment_of_two_levels_is_compared_within_another_in_study_order() {
    let study = parse(UCB, "ucb.toml").unwrap();
    assert_eq!(study.stratified, [StratifiedSpec { outcome: 0, by: 0, two: [0, 1], within: 1 }]);
    assert!(study.not_computed.is_empty(), "{:?}", study.not_computed);
    assert_eq!(study.outcomes[0].label, "Admitted");
}

#[test]
fn two_segments_may_read_one_column_and_a_claim_speaks_of_a_level() {
    let study = parse(TITANIC, "titanic.toml").unwrap();
    assert_eq!(study.claims[0].groups(&study), [(0, vec![Condition::Level { segment: 0, levels: vec![0] }])]);
    let needed: Vec<String> =
        needed_columns(&study).iter().map(|n| format!("{} for {}", n.column, n.needed_by)).collect();
    assert_eq!(needed, ["Class for segment `class`", "Survived for outcome `survived`"]);
}

/// The line on which a text stands for the first time.
fn line_of(text: &str, part: &str) -> usize {
    let at = text.find(part).unwrap_or_else(|| panic!("{part} is not there"));
    text[..at].matches('\n').count() + 1
}

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
fn replicate_weights_arrive_with_what_their_method_needs() {
    let study = parse(REPLICATES, "agents.toml").unwrap_or_else(|e| panic!("{e}"));
    let replicates = study.design.replicates.as_ref().unwrap();
    assert_eq!((replicates.columns.as_str(), replicates.method), ("rw*", crate::study::design::Replication::Fay));
    assert_eq!((replicates.rho, replicates.scale, &replicates.rscales), (0.3, Some(0.5), &Some(vec![1.0])));
    assert_eq!(replicates.factors(3).unwrap(), (0.5, vec![1.0; 3]));
    assert_eq!(study.design.words(), "sample with fay replicate weights");
}

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

/// Words and signs that a study file is made of, to be put where they do not belong.
const SCRAPS: &[&str] = &[
    "[",
    "]",
    "{",
    "}",
    "=",
    "\"",
    "'",
    "\n",
    ",",
    "#",
    ".",
    "\\",
    "é",
    "\u{a0}",
    "\u{0}",
    "\r\n",
    "0",
    "-1",
    "1e999",
    "nan",
    "inf",
    "9223372036854775808",
    "1979-05-27",
    "true",
    "[[claims]]\n",
    "[[outcomes]]\n",
    "[[segments]]\n",
    "[design]\n",
    "[data]\n",
    "levels = []\n",
    "asked_if = [\"rollback\"]\n",
    "\"*\"",
    "\"\"",
    "name = \"x\"\n",
    "\"#0\"",
    "\"#4\"",
    "[[multi]]\nname = \"m\"\n",
    "kind = \"rate\"\n",
    "base = \"any\"\n",
    "missing = {}\n",
    "missing = []\n",
    "scores = [1, 2]\n",
    "yes = [\"a\"]\n",
    "kind = \"mean\"\n",
    "all_of = [\"shipped\"]\n",
    "breaks = [1, 2]\n",
    "groups = { \"Asia\" = \"*\" }\n",
];

/// What a `Study` promises to all later code.
fn keeps_its_promises(study: &Study) {
    let mut order = study.outcome_order.clone();
    order.sort_unstable();
    assert!(order.into_iter().eq(0..study.outcomes.len()));
    for segment in &study.segments {
        assert!(!segment.levels.is_empty() && segment.scores.len() == segment.levels.len());
        assert!(segment.scores.iter().all(|score| score.is_finite()) && segment.line > 0);
    }
    for (position, outcome) in study.outcomes.iter().enumerate() {
        let place = |p: usize| study.outcome_order.iter().position(|&o| o == p);
        assert!(outcome.references().all(|other| place(other) < place(position)));
        assert!(outcome.references().all(|other| study.outcomes[other].answer.has_rate()));
        match &outcome.answer {
            Answer::YesNo { yes, no, .. } => assert!(yes.is_some() || no.is_some()),
            Answer::Contains { option, separator, .. } => assert!(!separator.is_empty() && !option.contains(separator)),
            Answer::Ticked { columns, .. } => assert!(!columns.is_empty()),
            Answer::Parts { of, .. } => assert!(!of.is_empty()),
            Answer::Nominal { levels, .. } => assert!(!levels.is_empty()),
            Answer::Mean { margin, number, .. } => {
                let valid = number.valid;
                assert!(margin.is_none_or(|margin| margin > 0.0) && valid.is_none_or(|valid| valid.low < valid.high));
                assert!(!number.columns.is_empty() && number.columns.len() == number.reversed.len());
            }
            Answer::When { any, columns } => {
                assert!(!columns.is_empty() && any.iter().all(|all| !all.is_empty()));
            }
            Answer::Bands { bands, at_least, edges, .. } => {
                assert!(*at_least < bands.len() && edges.as_ref().is_none_or(|e| e.len() == bands.len() + 1));
            }
        }
    }
    assert!(study.paired.iter().all(|pair| pair.a.max(pair.b) < study.outcomes.len()));
    for claim in &study.claims {
        assert!(
            claim.groups(study).iter().all(|(outcome, group)| *outcome < study.outcomes.len() && !group.is_empty())
        );
        match &claim.kind {
            ClaimKind::Rate { outcome, published, rounding, .. } => {
                assert!(*outcome < study.outcomes.len() && (0.0..=1.0).contains(published) && *rounding > 0.0);
            }
            ClaimKind::Difference { published, rounding, .. } | ClaimKind::Correlation { published, rounding, .. } => {
                assert!((-1.0..=1.0).contains(published) && *rounding > 0.0);
            }
            ClaimKind::Consistent { across, .. } => {
                assert!(!across.is_empty() && across.iter().all(|s| *s < study.segments.len()));
            }
            ClaimKind::Higher { .. } => {}
        }
    }
}

fn read_or_refused(text: &str) {
    match parse(text, "mangled.toml") {
        Ok(study) => {
            keeps_its_promises(&study);
            assert!(validator().is_valid(&trimmed_json(text)), "{text}");
        }
        Err(error) => {
            for each in error.each() {
                assert!(each.to_string().contains("mangled.toml"), "{each}");
            }
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 1500, failure_persistence: None, ..Default::default() })]

    /// Whatever is cut out of a study file or put into it, there is a study that keeps its promises and follows the
    /// schema, or an error that names the file; never a panic.
    #[test]
    fn a_mangled_study_file_is_read_or_refused(
        which in 0..EXAMPLES.len(),
        changes in proptest::collection::vec((0.0..1.0f64, 0..12usize, 0..SCRAPS.len()), 1..4),
    ) {
        let mut text = EXAMPLES[which].to_owned();
        for (place, cut, scrap) in changes {
            let mut start = (place * text.len() as f64) as usize;
            while !text.is_char_boundary(start) { start -= 1 }
            let mut end = (start + cut.saturating_sub(4)).min(text.len());
            while !text.is_char_boundary(end) { end -= 1 }
            text.replace_range(start..end.max(start), SCRAPS[scrap]);
        }
        read_or_refused(&text);
    }

    /// Whole lines that are lost, doubled or moved mostly leave a file that is TOML, so that more of it is read.
    #[test]
    fn a_study_file_with_lines_lost_doubled_or_moved_is_read_or_refused(
        which in 0..EXAMPLES.len(),
        changes in proptest::collection::vec((0.0..1.0f64, 0.0..1.0f64, 0..3usize), 1..4),
    ) {
        let mut lines: Vec<&str> = EXAMPLES[which].lines().collect();
        for (from, to, change) in changes {
            let (from, to) = ((from * lines.len() as f64) as usize, (to * lines.len() as f64) as usize);
            match change {
                0 => { lines.remove(from); }
                1 => lines.insert(to, lines[from]),
                _ => lines.swap(from, to),
            }
        }
        read_or_refused(&lines.join("\n"));
    }

    #[test]
    fn any_text_at_all_is_read_or_refused(text in "\\PC{0,60}") {
        let _ = parse(&text, "x.toml");
        let study = parse(TITANIC, "x.toml").unwrap();
        let _ = (parse_where(&text, &study), raw_outcome(&text), raw_base(&text), raw_order(&text));
    }
}

fn validator() -> &'static jsonschema::Validator {
    static VALIDATOR: std::sync::OnceLock<jsonschema::Validator> = std::sync::OnceLock::new();
    VALIDATOR.get_or_init(|| jsonschema::draft202012::new(&super::super::schema()).unwrap())
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_nothing() {
    let windows = format!("\u{feff}{}", FULL.replace('\n', "\r\n"));
    let (study, same) = (parse(FULL, "x.toml").unwrap(), parse(&windows, "x.toml").unwrap());
    assert_eq!(Study { sha256: None, ..study }, Study { sha256: None, ..same });
}
