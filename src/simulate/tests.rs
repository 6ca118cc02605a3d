//! What the population promises, counted in the rows that come out.

use std::collections::BTreeMap;

use super::*;
use crate::study::builtin::{SINCH_2026, SINCH_2026_NAME};
use crate::study::{Answer, ClaimKind, ColumnRef, Condition, parse};

fn sinch() -> (Study, Population) {
    let study = parse(SINCH_2026, SINCH_2026_NAME).unwrap();
    (study, Population::builtin(SINCH_2026_NAME).unwrap().unwrap())
}

fn sinch_table(rows: usize, seed: u64) -> Table {
    let (study, population) = sinch();
    simulate(&study, Some(&population), rows, seed).unwrap()
}

fn column(table: &Table, name: &str) -> Vec<String> {
    table.column(name).unwrap_or_else(|| panic!("no column {name}")).map(Cow::into_owned).collect()
}

/// (yes, n) of `value` in `name` where all of these hold; blanks are out of n.
fn count(table: &Table, name: &str, values: &[&str], among: &[(&str, &str)]) -> (u64, u64) {
    let among: Vec<(Vec<String>, &str)> = among.iter().map(|(c, v)| (column(table, c), *v)).collect();
    let (mut yes, mut n) = (0, 0);
    for (row, cell) in table.column(name).unwrap().enumerate() {
        if !cell.is_empty() && among.iter().all(|(cells, value)| cells[row] == *value) {
            n += 1;
            yes += u64::from(values.contains(&cell.as_ref()));
        }
    }
    (yes, n)
}

fn percent((yes, n): (u64, u64)) -> f64 {
    (100.0 * yes as f64 / n as f64).round()
}

/// Every figure that the issue of calibration names, by hand: independent of the study file.
#[test]
fn every_published_figure_comes_out_when_it_is_rounded_again() {
    for seed in [2026, 1, 2, 3] {
        let table = sinch_table(2527, seed);
        assert_eq!(table.rows(), 2527);
        let shipped = ("shipped", "Yes");
        for (published, name, values, among) in [
            (62.0, "live", &["Yes"][..], &[][..]),
            (76.0, "live", &["Yes"], &[("country", "Brazil")]),
            (67.0, "live", &["Yes"], &[("country", "United States")]),
            (88.0, "expect_live", &["Yes"], &[]),
            (74.0, "rolled_back", &["Yes"], &[shipped]),
            (81.0, "rolled_back", &["Yes"], &[shipped, ("governance_maturity", "Fully mature")]),
            (66.0, "rolled_back", &["Yes"], &[shipped, ("industry", "Technology")]),
            (85.0, "rolled_back", &["Yes"], &[shipped, ("industry", "Professional services")]),
            (84.0, "safety_time_share", &["50-74%", "75-100%"], &[]),
            (75.0, "priority_trust", &["Yes"], &[]),
            (63.0, "priority_ai_development", &["Yes"], &[]),
            (31.0, "rollback_cause", &["Data exposure"], &[("rolled_back", "Yes")]),
            (22.0, "rollback_cause", &["Hallucination or brand risk"], &[("rolled_back", "Yes")]),
            (16.0, "rollback_cause", &["Could not be audited"], &[("rolled_back", "Yes")]),
            (68.0, "company_size", &["1,000-4,999"], &[]),
            (32.0, "company_size", &["5,000+"], &[]),
        ] {
            let counted = count(&table, name, values, among);
            assert_eq!(percent(counted), published, "{name} {values:?} {among:?} {counted:?}, seed {seed}");
        }
        assert_eq!(count(&table, "rolled_back", &[], &[]).1, 1567);
        assert_eq!(count(&table, "rolled_back", &["Yes"], &[]).0, 1160);
        assert_eq!(count(&table, "rollback_cause", &[], &[]).1, 1160);
        let between = ["Financial services", "Healthcare", "Telecommunications", "Retail"];
        for industry in between {
            let rate = percent(count(&table, "rolled_back", &["Yes"], &[("industry", industry)]));
            assert!((67.0..=84.0).contains(&rate), "{industry} {rate}");
        }
    }
}

/// What cannot come out, because the population does not hold it.
const NOT_CALIBRATED: [&str; 2] = ["rollback-brazil", "cause-data-exposure-brazil"];

/// The rate claims of the study file, evaluated from the study file: so file, population and claims agree.
#[test]
fn every_rate_claim_but_the_two_of_brazil_comes_out() {
    let (study, population) = sinch();
    let table = simulate(&study, Some(&population), 2527, 2026).unwrap();
    let name = |c: &ColumnRef| match c {
        ColumnRef::Name(name) => name.clone(),
        ColumnRef::Position(_) => panic!("by position"),
    };
    let mut rates = 0;
    for claim in &study.claims {
        #[allow(irrefutable_let_patterns)]
        let ClaimKind::Rate { outcome, subgroup, published, .. } = &claim.kind else { continue };
        let outcome = &study.outcomes[*outcome];
        let mut among = Vec::new();
        for condition in outcome.base.conditions.iter().chain(subgroup) {
            match condition {
                Condition::Value { column, values } => among.push((name(column), values[0].clone())),
                Condition::Level { segment, levels } => {
                    let segment = &study.segments[*segment];
                    among.push((name(&segment.column), segment.levels[levels[0]].clone()));
                }
                Condition::Answered { .. } | Condition::Number { .. } => {}
            }
        }
        let among: Vec<(&str, &str)> = among.iter().map(|(c, v)| (c.as_str(), v.as_str())).collect();
        let (column, values) = match &outcome.answer {
            Answer::YesNo { column, yes, .. } => (name(column), yes.clone().unwrap()),
            Answer::Bands { column, bands, at_least, .. } => (name(column), bands[*at_least..].to_vec()),
            other => panic!("not in the built-in study: {other:?}"),
        };
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        let recomputed = percent(count(&table, &column, &values, &among));
        let agrees = recomputed == (published * 100.0).round();
        assert_eq!(agrees, !NOT_CALIBRATED.contains(&claim.id.as_str()), "{}: {recomputed}", claim.id);
        rates += 1;
    }
    assert!(rates >= 25, "{rates} rate claims");
}

/// The correlation, for the scores 1 to 5 and for the ranks.
#[test]
fn satisfaction_and_confidence_correlate_as_published() {
    let (study, _) = sinch();
    let table = sinch_table(2527, 2026);
    let codes = |outcome: &str| -> Vec<f64> {
        let bands = study.outcomes[study.outcome(outcome).unwrap()].answer.bands().unwrap();
        table.column(outcome).unwrap().map(|c| bands.iter().position(|b| *b == c).unwrap() as f64).collect()
    };
    let (a, b) = (codes("infrastructure_satisfaction"), codes("deployment_confidence"));
    let ranks = |x: &[f64]| -> Vec<f64> {
        let below = |v: f64| x.iter().filter(|&&other| other < v).count() as f64;
        let equal = |v: f64| x.iter().filter(|&&other| other == v).count() as f64;
        let of: Vec<f64> = (0..5).map(|k| below(f64::from(k)) + equal(f64::from(k)) / 2.0).collect();
        x.iter().map(|&v| of[v as usize]).collect()
    };
    let correlation = |x: &[f64], y: &[f64]| {
        let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
        let (mx, my) = (mean(x), mean(y));
        let cross: f64 = x.iter().zip(y).map(|(x, y)| (x - mx) * (y - my)).sum();
        let square = |v: &[f64], m: f64| v.iter().map(|x| (x - m) * (x - m)).sum::<f64>();
        cross / (square(x, mx) * square(y, my)).sqrt()
    };
    assert_eq!((correlation(&a, &b) * 100.0).round(), 52.0);
    assert_eq!((correlation(&ranks(&a), &ranks(&b)) * 100.0).round(), 52.0);
}

/// Pearson's X² of rolled back by a segment, and its df, among those with an answer to both.
fn x2(table: &Table, segment: &str) -> (f64, f64) {
    let mut cells: BTreeMap<String, [f64; 2]> = BTreeMap::new();
    for (level, answer) in column(table, segment).into_iter().zip(table.column("rolled_back").unwrap()) {
        if !level.is_empty() && !answer.is_empty() {
            cells.entry(level).or_default()[usize::from(answer == "Yes")] += 1.0;
        }
    }
    let total = |k: usize| cells.values().map(|c| c[k]).sum::<f64>();
    let (no, yes) = (total(0), total(1));
    let of_level = |[a, b]: &[f64; 2]| {
        let n = a + b;
        let part = |observed: f64, all: f64| (observed - n * all / (no + yes)).powi(2) / (n * all / (no + yes));
        part(*a, no) + part(*b, yes)
    };
    (cells.values().map(of_level).sum(), cells.len() as f64 - 1.0)
}

/// Chance alone gives X² a mean of df and a variance of about 2 df; 200 seeds tell it apart from more and from less.
/// (A little less is expected: maturity and industry, by which rollback is fixed, hold part of the spread.)
#[test]
fn rollback_varies_by_size_budget_country_and_role_as_chance_alone_would_have_it() {
    const SEEDS: u64 = 200;
    let (mut study, mut population) = sinch();
    study.outcomes.retain(|o| o.name == "rollback"); // what comes after it costs time and changes nothing
    population.columns.truncate(1 + population.columns.iter().position(|c| c.name == "rolled_back").unwrap());
    let mut sums: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    let mut maturity = 0.0;
    for seed in 0..SEEDS {
        let table = simulate(&study, Some(&population), 2527, seed).unwrap();
        for segment in ["company_size", "ai_budget", "country", "role"] {
            let (value, df) = x2(&table, segment);
            let sum = sums.entry(segment).or_insert((0.0, df));
            sum.0 += value;
        }
        maturity += x2(&table, "governance_maturity").0;
    }
    for (segment, (sum, df)) in sums {
        let mean = sum / SEEDS as f64;
        let error = (2.0 * df / SEEDS as f64).sqrt();
        assert!((mean - df).abs() < 4.0 * error, "{segment}: mean X2 {mean}, df {df}, standard error {error}");
    }
    assert!(maturity / SEEDS as f64 > 15.0, "rollback depends on maturity");
}

#[test]
fn the_same_seed_gives_the_same_table_and_another_seed_another() {
    assert_eq!(sinch_table(500, 7), sinch_table(500, 7));
    assert_ne!(sinch_table(500, 7), sinch_table(500, 8));
}

#[test]
fn any_number_of_rows_gives_that_many_with_shares_as_near_as_can_be() {
    for rows in [1, 2, 3, 7, 30, 100, 999, 10_000] {
        let table = sinch_table(rows, 5);
        assert_eq!(table.rows(), rows);
        let (live, n) = count(&table, "live", &["Yes"], &[]);
        assert_eq!(n, rows as u64);
        assert!((live as f64 - 0.62 * rows as f64).abs() < 1.0, "{live} of {rows}");
        let (yes, n) = count(&table, "rolled_back", &["Yes"], &[]);
        assert!((yes as f64 - 0.74 * n as f64).abs() < 1.0, "{yes} of {n}");
    }
}

#[test]
fn three_in_a_hundred_say_nothing_on_budget_and_role_and_everybody_answers_what_is_calibrated() {
    let table = sinch_table(2527, 2026);
    let blanks = |name: &str| column(&table, name).iter().filter(|c| c.is_empty()).count();
    assert_eq!((blanks("ai_budget"), blanks("role")), (76, 76));
    for name in
        table.header().iter().filter(|h| !["ai_budget", "role", "rolled_back", "rollback_cause"].contains(&h.as_str()))
    {
        assert_eq!(blanks(name), 0, "{name}");
    }
    assert_eq!(blanks("rolled_back"), 2527 - 1567);
}

#[test]
fn every_column_that_the_built_in_study_needs_is_there_and_every_value_is_one_of_its_own() {
    let (study, _) = sinch();
    let table = sinch_table(2527, 2026);
    for segment in &study.segments {
        let ColumnRef::Name(name) = &segment.column else { panic!("by position") };
        for cell in table.column(name).unwrap() {
            assert!(cell.is_empty() || segment.levels.iter().any(|l| *l == cell), "{name} {cell}");
        }
    }
    for outcome in &study.outcomes {
        for column in outcome.answer.columns() {
            let ColumnRef::Name(name) = column else { panic!("by position") };
            assert!(table.column(name).is_some(), "{name}");
        }
    }
    assert_eq!(table.header().first().map(String::as_str), Some("respondent_id"));
    assert!(column(&table, "synthetic").iter().all(|c| c == "yes"));
}

const GENERIC: &str = r#"
schema = 1
[data]
id = "id"
[[segments]]
name = "size"
levels = ["small", "medium", "large"]
[[outcomes]]
name = "stopped"
yes = ["Yes"]
base = { shipped = ["Yes"] }
[[outcomes]]
name = "why"
yes = ["cost"]
asked_if = ["stopped"]
[[outcomes]]
name = "hours"
bands = ["few", "some", "many"]
at_least = "some"
base = { contacted = "*" }
"#;

#[test]
fn a_study_without_a_population_gets_answers_that_depend_on_nothing_and_honours_who_is_asked() {
    let study = parse(GENERIC, "generic.toml").unwrap();
    let table = simulate(&study, None, 20_000, 3).unwrap();
    assert_eq!(table.header(), ["id", "size", "shipped", "contacted", "stopped", "why", "hours", "synthetic"]);
    let near = |(yes, n): (u64, u64), share: f64| {
        let error = (share * (1.0 - share) / n as f64).sqrt();
        assert!((yes as f64 / n as f64 - share).abs() < 4.5 * error, "{yes} of {n}, not {share}");
    };
    for size in ["small", "medium", "large"] {
        near(count(&table, "size", &[size], &[]), 1.0 / 3.0);
        near(count(&table, "stopped", &["Yes"], &[("size", size)]), 0.5);
    }
    near(count(&table, "shipped", &["Yes"], &[]), 0.7);
    near(count(&table, "why", &["cost"], &[]), 0.5);
    near(count(&table, "hours", &["few"], &[]), 1.0 / 3.0);
    let rows = |name: &str| column(&table, name);
    for (((shipped, stopped), why), (contacted, hours)) in
        (rows("shipped").iter().zip(rows("stopped"))).zip(rows("why")).zip(rows("contacted").iter().zip(rows("hours")))
    {
        assert_eq!(shipped == "Yes", !stopped.is_empty());
        assert_eq!(stopped == "Yes", !why.is_empty());
        assert_eq!(contacted.is_empty(), hours.is_empty());
    }
    assert_eq!(column(&table, "id")[19_999], "20000");
}

#[test]
fn a_population_of_ones_own_overrides_what_it_describes_and_nothing_else() {
    let study = parse(GENERIC, "generic.toml").unwrap();
    let text = "[[columns]]\nname = \"stopped\"\nvalues = [\"Yes\", \"No\"]\nshares = [60, 40]\n\
                [[columns.depends]]\non = \"size\"\nexactly = { large = 80 }\n";
    let population = Population::parse(text, "p.toml").unwrap();
    let table = simulate(&study, Some(&population), 3000, 3).unwrap();
    assert_eq!(count(&table, "stopped", &["Yes"], &[]), (1800, 3000));
    assert_eq!(percent(count(&table, "stopped", &["Yes"], &[("size", "large")])), 80.0);
    assert!(table.column("hours").is_some());
}

#[test]
fn columns_in_a_circle_are_refused_with_their_names() {
    let study = parse(GENERIC, "generic.toml").unwrap();
    let text = "[[columns]]\nname = \"a\"\nvalues = [\"x\"]\namong = { b = [\"x\"] }\n\
                [[columns]]\nname = \"b\"\nvalues = [\"x\"]\namong = { a = [\"x\"] }\n";
    let message = simulate(&study, Some(&Population::parse(text, "p.toml").unwrap()), 10, 1).unwrap_err().to_string();
    assert!(message.contains("columns `a`, `b`") && message.contains("circle"), "{message}");
    let missing = "[[columns]]\nname = \"a\"\nvalues = [\"x\"]\namong = { c = [\"x\"] }\n";
    let message =
        simulate(&study, Some(&Population::parse(missing, "p.toml").unwrap()), 10, 1).unwrap_err().to_string();
    assert!(message.contains("refers to `c`"), "{message}");
}

#[test]
fn a_drawn_population_has_its_rates_on_average() {
    let study = parse(GENERIC, "generic.toml").unwrap();
    let text = "draw = \"chance\"\n[[columns]]\nname = \"size\"\nvalues = [\"small\", \"large\"]\n\
                [[columns]]\nname = \"region\"\nvalues = [\"n\", \"s\"]\n\
                [[columns]]\nname = \"stopped\"\nvalues = [\"Yes\", \"No\"]\nshares = [60, 40]\nblank = 10\n\
                [[columns.depends]]\non = \"size\"\nexactly = { large = 80 }\n\
                [[columns.depends]]\non = \"region\"\nexactly = { s = 65 }\n";
    let population = Population::parse(text, "p.toml").unwrap();
    let table = simulate(&study, Some(&population), 40_000, 3).unwrap();
    let (yes, n) = count(&table, "stopped", &["Yes"], &[]);
    assert!((n as f64 - 36_000.0).abs() < 300.0, "{n}");
    assert!((yes as f64 / n as f64 - 0.6).abs() < 0.015 && yes != 24_000);
    let (yes, n) = count(&table, "stopped", &["Yes"], &[("size", "large")]);
    assert!((yes as f64 / n as f64 - 0.8).abs() < 0.015);
}
