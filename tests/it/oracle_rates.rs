//! Rates, their differences and ratios against the numbers of R: one, two independent and two paired proportions.

use paradox::stats::{Count, IntervalMethod, Ratio, Test, difference, interval, paired, ratio};
use serde_json::Value;

use crate::goldens::{Case, cases, close, close_or_none, count, number};

/// How far off the score limits of `units.R` are where both rates are about 1e-6, absolutely.
const SCORE_LIMIT_OF_R: f64 = 5e-12;

fn both_close(what: &str, (low, high): (f64, f64), expected: &Value, tol: f64) {
    close(&format!("{what} low"), low, &expected[0], tol);
    close(&format!("{what} high"), high, &expected[1], tol);
}

fn test_close(what: &str, got: &Test, expected: &Value, tol: f64) {
    close(&format!("{what} statistic"), got.statistic.expect("it has a statistic"), &expected["statistic"], tol);
    close(&format!("{what} df"), got.df.expect("it has df"), &expected["df"], tol);
    close(&format!("{what} ln p"), got.ln_p, &expected["log_p"], tol);
    close(&format!("{what} p"), got.p, &expected["p"], tol);
}

#[test]
fn one_rate_has_the_intervals_of_r() {
    let cases = cases("one proportion, SRS");
    assert_eq!(cases.len(), 29);
    for Case { id, input, expect, tol } in cases {
        let of = Count { yes: count(&input["x"]), n: count(&input["n"]) };
        let confidence = number(&input["conf"]);
        close(&format!("{id} estimate"), of.rate().expect("there is a base"), &expect["estimate"], tol);
        for (method, key) in [
            (IntervalMethod::Wilson, "wilson"),
            (IntervalMethod::Beta, "clopper_pearson"),
            (IntervalMethod::Mean, "wald"),
        ] {
            let ci = interval::rate(of, confidence, method).expect("there is a base");
            both_close(&format!("{id} {key}"), (ci.low, ci.high), &expect[key], tol);
        }
        let jeffreys = interval::jeffreys(of.yes as f64, of.n as f64, confidence);
        both_close(&format!("{id} jeffreys"), jeffreys, &expect["jeffreys"], tol);
    }
}

#[test]
fn two_independent_rates_have_the_differences_and_ratios_of_r() {
    let cases = cases("two independent proportions, SRS");
    assert_eq!(cases.len(), 14);
    for Case { id, input, expect, tol } in cases {
        let a = Count { yes: count(&input["x1"]), n: count(&input["n1"]) };
        let b = Count { yes: count(&input["x2"]), n: count(&input["n2"]) };
        let confidence = number(&input["conf"]);
        let present = "both bases have respondents";
        let d = difference::difference(a, b).expect(present);
        close(&format!("{id} difference"), d, &expect["difference"], tol);
        let half = interval::two_sided_quantile(confidence) * difference::standard_error(a, b).expect(present);
        both_close(&format!("{id} wald"), (d - half, d + half), &expect["wald"], tol);
        let newcombe = difference::newcombe(a, b, confidence).expect(present);
        both_close(&format!("{id} newcombe"), (newcombe.low, newcombe.high), &expect["newcombe"], tol);
        // `units.R` solves a cubic in plain doubles; the next test is the finer one.
        for (what, (low, high)) in [
            ("miettinen_nurminen", difference::miettinen_nurminen(a, b, confidence).expect(present)),
            ("mee", difference::mee(a, b, confidence).expect(present)),
        ] {
            for (side, limit, expected) in [("low", low, &expect[what][0]), ("high", high, &expect[what][1])] {
                if (limit - number(expected)).abs() > SCORE_LIMIT_OF_R {
                    close(&format!("{id} {what} {side}"), limit, expected, tol);
                }
            }
        }
        match difference::pooled_test(a, b) {
            Some(test) => test_close(&format!("{id} pooled"), &test, &expect["pooled_z_p"], tol),
            None => assert!(number(&expect["pooled_z_p"]["p"]).is_nan(), "{id}: R has a pooled test"),
        }
        let ratio_close = |what: &str, got: Ratio, value: &Value, limits: &Value| {
            close_or_none(&format!("{id} {what}"), got.value, value, tol);
            // Without a standard error R's limits are 0, NaN or infinite; ours are none.
            let defined = [&limits[0], &limits[1]].map(number).iter().all(|limit| limit.is_finite() && *limit > 0.0);
            assert_eq!(got.low.is_some(), defined, "{id} {what} low");
            assert_eq!(got.high.is_some(), defined, "{id} {what} high");
            if defined {
                close_or_none(&format!("{id} {what} low"), got.low, &limits[0], tol);
                close_or_none(&format!("{id} {what} high"), got.high, &limits[1], tol);
            }
        };
        let katz = ratio::rate_ratio(a, b, confidence);
        ratio_close("ratio", katz, &expect["ratio"], &expect["ratio_katz_log"]);
        let woolf = ratio::odds_ratio(a, b, confidence);
        ratio_close("odds ratio", woolf, &expect["odds_ratio"], &expect["odds_ratio_woolf"]);
        let haldane = ratio::odds_ratio_haldane(a, b, confidence);
        ratio_close("haldane", haldane, &expect["odds_ratio_haldane"], &expect["odds_ratio_haldane_ci"]);
    }
}

#[test]
fn two_rates_of_the_same_respondents_have_the_tests_of_r() {
    let cases = cases("two paired proportions");
    assert_eq!(cases.len(), 11);
    for Case { id, input, expect, tol } in cases {
        let cell = |row: usize, column: usize| count(&input["table"][row][column]);
        let table =
            paired::PairedCounts { both: cell(0, 0), a_only: cell(0, 1), b_only: cell(1, 0), neither: cell(1, 1) };
        let confidence = number(&input["conf"]);
        let present = "there are respondents";
        let d = paired::difference(table).expect(present);
        close(&format!("{id} difference"), d, &expect["difference"], tol);
        let half = interval::two_sided_quantile(confidence) * paired::standard_error(table).expect(present);
        both_close(&format!("{id} wald"), (d - half, d + half), &expect["wald"], tol);
        let ci = paired::newcombe(table, confidence).expect(present);
        both_close(&format!("{id} newcombe"), (ci.low, ci.high), &expect["newcombe_paired_method10_phi_cc"], tol);
        match paired::mcnemar(table) {
            Some(test) => test_close(&format!("{id} mcnemar"), &test, &expect["mcnemar"], tol),
            // R gives NaN here; the file writes down its convention, X² 0 and p 1. Ours is that there is no such test.
            None => assert_eq!(number(&expect["mcnemar"]["statistic"]), 0.0, "{id}: R has a test"),
        }
        close(&format!("{id} exact"), paired::mcnemar_exact(table).p, &expect["exact_p"], tol);
        close(&format!("{id} mid-p"), paired::mcnemar_midp(table).p, &expect["midp"], tol);
    }
}

#[test]
fn score_limits_are_those_of_sixty_digits_even_for_rates_of_one_in_a_million() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/score_interval.csv");
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut rows = 0;
    for line in text.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let field: Vec<f64> =
            line.split(',').map(|f| f.parse().unwrap_or_else(|error| panic!("{line}: {error}"))).collect();
        let (a, b) =
            (Count { yes: field[0] as u64, n: field[1] as u64 }, Count { yes: field[2] as u64, n: field[3] as u64 });
        let mn = difference::miettinen_nurminen(a, b, field[4]).expect("there are respondents");
        let mee = difference::mee(a, b, field[4]).expect("there are respondents");
        for (got, expected) in [mn.0, mn.1, mee.0, mee.1].into_iter().zip(&field[5..]) {
            let off = (got - expected).abs();
            assert!(off <= 1e-9 * expected.abs().max(1e-12), "{line}: got {got:e}, expected {expected:e}, off {off:e}");
        }
        rows += 1;
    }
    assert_eq!(rows, 42);
}
