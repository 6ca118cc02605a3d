//! Whole study files in, studies or messages out.

mod mistakes;
mod random;

use super::super::{
    Answer, ClaimKind, ColumnRef, Compared, Condition, CorrelationMethod, Lines, ModelSpec, Needed, PairedSpec,
    ParadoxSpec, SegmentCoding, StratifiedSpec, SuppressRule, Valid, Variable, needed_columns,
};
use super::examples::{FULL, REPLICATES, TITANIC, UCB};
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

/// The line on which a text stands for the first time.
fn line_of(text: &str, part: &str) -> usize {
    let at = text.find(part).unwrap_or_else(|| panic!("{part} is not there"));
    text[..at].matches('\n').count() + 1
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
    assert_eq!(study.claims[6].kind, ClaimKind::Correlation { spec: 0, published: 0.52, rounding: 0.01 });
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
fn a_byte_order_mark_and_windows_line_ends_change_nothing() {
    let windows = format!("\u{feff}{}", FULL.replace('\n', "\r\n"));
    let (study, same) = (parse(FULL, "x.toml").unwrap(), parse(&windows, "x.toml").unwrap());
    assert_eq!(Study { sha256: None, ..study }, Study { sha256: None, ..same });
}
