//! Tests, effects, equivalence and power against the numbers of R: every field of every case.

use crate::goldens::{cases, close, close_or_none, count, number};
use paradox::stats::equivalence::tost_wald;
use paradox::stats::exact::{fisher, fisher_two_by_two};
use paradox::stats::independence::{g, pearson};
use paradox::stats::multiplicity::{Adjust, adjust, adjust_ln};
use paradox::stats::power::{Goal, base_per_group, power_of_levels, power_two_rates, smallest_higher_rate};
use paradox::stats::stratified::{TwoByTwo, mantel_haenszel};
use paradox::stats::table::Table;
use paradox::stats::{Count, Direction, Test, effect, rank, trend};
use serde_json::Value;

/// Fisher's p of R is right to this: it sums float logarithms of factorials.
const FISHER_TOLERANCE: f64 = 1e-6;

/// Limits of a noncentrality come from R's root finder.
const NONCENTRAL_TOLERANCE: f64 = 1e-6;

/// Closed forms.
const TOLERANCE: f64 = 1e-9;

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn numbers(value: &Value) -> Vec<f64> {
    list(value).iter().map(number).collect()
}

fn rows(value: &Value) -> Vec<Vec<u64>> {
    list(value).iter().map(|row| list(row).iter().map(count).collect()).collect()
}

fn two_by_two(value: &Value) -> TwoByTwo {
    let rows = rows(value);
    [[rows[0][0], rows[0][1]], [rows[1][0], rows[1][1]]]
}

/// Statistic, df, p and ln p against the object that R's chi-square gave.
#[track_caller]
fn is_chi_square(what: &str, test: &Test, expect: &Value, tol: f64) {
    close(
        &format!("{what} statistic"),
        test.statistic.expect("a chi-square has a statistic"),
        &expect["statistic"],
        tol,
    );
    close(&format!("{what} df"), test.df.expect("a chi-square has df"), &expect["df"], 0.0);
    is_p(what, test, expect, tol);
}

/// Tails amplify what little the statistic is off; never by more than its size.
#[track_caller]
fn is_p(what: &str, test: &Test, expect: &Value, tol: f64) {
    let ln_p = number(&expect["log_p"]);
    close(&format!("{what} p"), test.p, &expect["p"], tol * ln_p.abs().max(1.0));
    close(&format!("{what} ln p"), test.ln_p, &expect["log_p"], tol);
}

#[test]
fn tables_of_any_size_equal_r() {
    for case in cases("r x c table") {
        let (id, expect) = (&case.id, &case.expect);
        let table = match (Table::new(&rows(&case.input["table"])), expect["error"].as_str()) {
            (Err(reason), Some(error)) => {
                assert_eq!(reason.to_string(), error, "{id}");
                continue;
            }
            (table, error) => {
                assert_eq!(error, None, "{id}");
                table.expect("R could test it")
            }
        };
        let x2 = pearson(&table);
        is_chi_square(&format!("{id} pearson"), &x2, &expect["pearson"], TOLERANCE);
        if expect["n"].is_null() {
            continue;
        }
        is_chi_square(&format!("{id} g"), &g(&table), &expect["g"], TOLERANCE);
        let size = effect::association(&table, x2.statistic.expect("X2"), number(&case.input["conf"]));
        close(&format!("{id} n"), table.total() as f64, &expect["n"], 0.0);
        close(&format!("{id} least"), table.min_expected(), &expect["min_expected"], TOLERANCE);
        close(&format!("{id} V"), size.cramers_v, &expect["cramers_v"], TOLERANCE);
        close(&format!("{id} corrected"), size.cramers_v_corrected, &expect["cramers_v_bias_corrected"], TOLERANCE);
        close(&format!("{id} w"), size.cohen_w, &expect["cohen_w"], TOLERANCE);
        let ncp = &expect["ncp_ci"];
        close(&format!("{id} ncp low"), size.noncentrality.0, &ncp[0], NONCENTRAL_TOLERANCE);
        close(&format!("{id} ncp high"), size.noncentrality.1, &ncp[1], NONCENTRAL_TOLERANCE);
        // V cannot exceed 1; the formula of the oracle can.
        let v = numbers(&expect["cramers_v_ci_ncp"]);
        close(&format!("{id} V low"), size.cramers_v_interval.low, &v[0].min(1.0).into(), NONCENTRAL_TOLERANCE);
        close(&format!("{id} V high"), size.cramers_v_interval.high, &v[1].min(1.0).into(), NONCENTRAL_TOLERANCE);
        if !expect["fisher_p"].is_null() {
            let exact = fisher(&table).unwrap_or_else(|| panic!("{id}: R can, we cannot"));
            close(&format!("{id} fisher"), exact.p, &expect["fisher_p"], FISHER_TOLERANCE);
        }
    }
}

#[test]
fn fisher_of_two_levels_equals_r() {
    for case in cases("Fisher exact 2x2") {
        let (id, expect) = (&case.id, &case.expect);
        let exact = fisher_two_by_two(two_by_two(&case.input["table"]), 0.95).expect("can be tested").expect("small");
        close(&format!("{id} two-sided"), exact.two_sided.p, &expect["p_two_sided"], case.tol);
        close(&format!("{id} less"), exact.ln_p_less.exp(), &expect["p_less"], case.tol);
        close(&format!("{id} greater"), exact.ln_p_greater.exp(), &expect["p_greater"], case.tol);
        close_or_none(&format!("{id} odds ratio"), exact.odds_ratio.value, &expect["conditional_or"], case.tol);
        close_or_none(&format!("{id} low"), exact.odds_ratio.low, &expect["conditional_or_ci"][0], case.tol);
        close_or_none(&format!("{id} high"), exact.odds_ratio.high, &expect["conditional_or_ci"][1], case.tol);
    }
}

/// `tests/oracle/fisher_rxc.csv`, written by `fisher_rxc.R`.
#[test]
fn fisher_of_larger_tables_equals_r() {
    let lines: Vec<&str> = include_str!("../oracle/fisher_rxc.csv").lines().skip(2).collect();
    assert!(lines.len() > 40);
    for line in lines {
        let fields: Vec<&str> = line.split(',').collect();
        let columns: usize = fields[1].parse().expect("a number of columns");
        let counts: Vec<u64> = fields[2].split(' ').map(|count| count.parse().expect("a count")).collect();
        let table =
            Table::new(&counts.chunks(columns).map(<[u64]>::to_vec).collect::<Vec<_>>()).expect("can be tested");
        let exact = fisher(&table).unwrap_or_else(|| panic!("{line}: R can, we cannot"));
        let p: f64 = fields[3].parse().expect("a p");
        close(line, exact.p, &p.into(), FISHER_TOLERANCE);
    }
}

#[test]
fn trends_equal_r() {
    for case in cases("Cochran-Armitage trend") {
        let (id, expect) = (&case.id, &case.expect);
        let counts: Vec<Count> = (list(&case.input["x"]).iter().zip(list(&case.input["n"])))
            .map(|(yes, n)| Count { yes: count(yes), n: count(n) })
            .collect();
        let trend = trend::trend(&counts, &numbers(&case.input["score"]));
        if let Some(error) = expect["error"].as_str() {
            assert_eq!(trend.expect_err("no test exists").to_string(), error, "{id}");
            continue;
        }
        let trend = trend.expect("R could test it");
        is_chi_square(&format!("{id} trend"), &trend.test, &expect["trend"], case.tol);
        is_chi_square(&format!("{id} mantel"), &trend.mantel, &expect["m2_mantel"], case.tol);
        close(&format!("{id} z"), trend.z, &expect["z"], case.tol);
        close(&format!("{id} slope"), trend.slope, &expect["slope"], case.tol);
        let z = number(&expect["z"]);
        let direction = if z > 0.0 { Some(Direction::Rising) } else { (z < 0.0).then_some(Direction::Falling) };
        assert_eq!(trend.test.direction, direction, "{id}");
        let omnibus = pearson(&Table::of_counts(&counts).expect("R could test it"));
        is_chi_square(&format!("{id} omnibus"), &omnibus, &expect["omnibus"], case.tol);
        match (&trend.departure, expect["departure"].is_null()) {
            (None, true) => {}
            (Some(departure), false) => {
                // R's is a difference of two X2, which loses the digits that they share.
                let expect = &expect["departure"];
                let statistic = departure.statistic.expect("X2");
                let lost = 1e-14 * omnibus.statistic.expect("X2") + 1e-9;
                assert!((statistic - number(&expect["statistic"])).abs() < lost, "{id}: {statistic}");
                assert!((departure.p - number(&expect["p"])).abs() < 1e-9 + lost, "{id}: {}", departure.p);
                close(&format!("{id} departure df"), departure.df.expect("df"), &expect["df"], 0.0);
            }
            (departure, _) => panic!("{id}: {departure:?}"),
        }
    }
}

#[test]
fn stratified_tables_equal_r() {
    for case in cases("stratified 2x2") {
        let (id, expect) = (&case.id, &case.expect);
        let strata: Vec<TwoByTwo> = list(&case.input["tables"]).iter().map(two_by_two).collect();
        let result = mantel_haenszel(&strata, 0.95).expect("R could test it");
        is_chi_square(&format!("{id} cmh"), &result.cmh, &expect["cmh"], case.tol);
        is_chi_square(&format!("{id} corrected"), &result.cmh_corrected, &expect["cmh_corrected"], case.tol);
        close_or_none(&format!("{id} odds ratio"), result.odds_ratio.value, &expect["common_or"], case.tol);
        close_or_none(&format!("{id} low"), result.odds_ratio.low, &expect["common_or_ci_rbg"][0], case.tol);
        close_or_none(&format!("{id} high"), result.odds_ratio.high, &expect["common_or_ci_rbg"][1], case.tol);
        for (name, test) in [("breslow_day", &result.breslow_day), ("breslow_day_tarone", &result.tarone)] {
            match test {
                Some(test) => is_chi_square(&format!("{id} {name}"), test, &expect[name], case.tol),
                None => assert_eq!(number(&expect[name]["df"]), 0.0, "{id} {name}"),
            }
        }
        // The differences of rates, of which only the sides are a result of this module.
        let side = |difference: f64| if difference.is_nan() { 0.0 } else { difference.signum() };
        let crude = number(&expect["crude_difference"]);
        assert_eq!(f64::from(result.crude_side), side(crude), "{id}");
        let reversed: Vec<usize> = (numbers(&expect["stratum_difference"]).iter().enumerate())
            .filter(|(_, difference)| side(**difference) * side(crude) < 0.0)
            .map(|(stratum, _)| stratum)
            .collect();
        assert_eq!(result.reverses_in, reversed, "{id}");
    }
}

#[test]
fn adjusted_p_equal_r() {
    for case in cases("multiplicity") {
        let p: Vec<Option<f64>> = list(&case.input["p"]).iter().map(|p| (!p.is_null()).then(|| number(p))).collect();
        let ln_p: Vec<Option<f64>> = p.iter().map(|p| p.map(f64::ln)).collect();
        for method in [Adjust::Holm, Adjust::Bh, Adjust::By, Adjust::Bonferroni, Adjust::Hochberg] {
            let (adjusted, ln) = (adjust(&p, method), adjust_ln(&ln_p, method));
            let expect = list(&case.expect[method.name()]);
            assert_eq!(adjusted.len(), expect.len());
            for (place, expect) in expect.iter().enumerate() {
                let what = format!("{} {} {place}", case.id, method.name());
                assert_eq!(adjusted[place].is_none(), expect.is_null(), "{what}");
                close_or_none(&what, adjusted[place], expect, case.tol);
                close_or_none(&what, ln[place].map(f64::exp), expect, case.tol);
            }
        }
    }
}

#[test]
fn ordered_outcomes_equal_r() {
    for case in cases("ordered outcome (columns)") {
        let (id, expect) = (&case.id, &case.expect);
        let table = Table::new(&rows(&case.input["table"])).expect("R could test it");
        is_chi_square(&format!("{id} kruskal"), &rank::kruskal_wallis(&table), &expect["kruskal"], case.tol);
        let jonckheere = rank::jonckheere(&table).expect("J varies");
        let expected = &expect["jonckheere"];
        close(&format!("{id} J"), jonckheere.j, &expected["J"], case.tol);
        close(&format!("{id} mean"), jonckheere.mean, &expected["mean"], case.tol);
        close(&format!("{id} var"), jonckheere.variance, &expected["var"], case.tol);
        close(&format!("{id} z"), jonckheere.test.statistic.expect("z"), &expected["z"], case.tol);
        close(&format!("{id} p"), jonckheere.test.p, &expected["p"], case.tol);
        close(&format!("{id} spearman"), rank::spearman(&table), &expect["spearman"], case.tol);
        close(&format!("{id} tau b"), rank::kendall_tau_b(&table), &expect["kendall_tau_b"], case.tol);
    }
}

#[test]
fn two_one_sided_tests_equal_r() {
    for case in cases("equivalence, two one-sided z tests") {
        let (input, expect) = (&case.input, &case.expect);
        let level = |yes: &str, n: &str| Count { yes: count(&input[yes]), n: count(&input[n]) };
        let (margin, alpha) = (number(&input["margin"]), number(&input["alpha"]));
        let tost = tost_wald(level("x1", "n1"), level("x2", "n2"), margin, alpha).expect("rates between 0 and 1");
        for (name, got) in [
            ("difference", tost.difference),
            ("se", tost.se),
            ("z_lower", tost.z_lower),
            ("z_upper", tost.z_upper),
            ("p_lower", tost.p_lower),
            ("p_upper", tost.p_upper),
            ("p", tost.p),
            ("smallest_margin", tost.smallest_margin),
        ] {
            close(&format!("{} {name}", case.id), got, &expect[name], case.tol);
        }
        close(&format!("{} low", case.id), tost.interval.low, &expect["ci90"][0], case.tol);
        close(&format!("{} high", case.id), tost.interval.high, &expect["ci90"][1], case.tol);
        assert_eq!(Some(tost.is_equivalent), expect["equivalent"].as_bool(), "{}", case.id);
    }
}

#[test]
fn power_and_bases_equal_r() {
    let goal =
        |input: &Value| Goal { alpha: number(&input["alpha"]), power: number(&input["power"]), ..Goal::default() };
    for case in cases("base needed per group") {
        let rates = [number(&case.input["p1"]), number(&case.input["p2"])];
        close_or_none(&case.id, base_per_group(rates, goal(&case.input)), &case.expect["n_per_group"], case.tol);
    }
    for case in cases("power, two proportions") {
        let rates = [number(&case.input["p1"]), number(&case.input["p2"])];
        let power = power_two_rates(number(&case.input["n"]), rates, number(&case.input["alpha"]));
        close(&case.id, power, &case.expect["power"], case.tol);
    }
    for case in cases("smallest higher rate") {
        let (n, p1) = (number(&case.input["n"]), number(&case.input["p1"]));
        let found = smallest_higher_rate(n, p1, goal(&case.input));
        assert_eq!(found.is_none(), case.expect["error"].is_string(), "{}", case.id);
        close_or_none(&case.id, found, &case.expect["p2"], case.tol);
    }
    for case in cases("power of the k-level chi-square") {
        let [w, n, df, alpha] = ["w", "n", "df", "alpha"].map(|key| number(&case.input[key]));
        close(&case.id, power_of_levels(w, n, df, alpha), &case.expect["power"], case.tol);
    }
}
