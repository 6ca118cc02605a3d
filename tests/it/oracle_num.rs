//! Every function of `num::dist` against `tests/oracle/num_grid.csv` and `noncentral_t_grid.csv`, which mpmath wrote, and
//! what R says of the noncentral t distribution.
//!
//! The tolerance is relative, 1e-10, for logarithms of tails relative to ln p: where a tail is nearly 1 its logarithm is
//! minus the other tail, which must then be right to 1e-10 as well. Where the value is 0, ours must be 0. Arguments are
//! doubles and taken as exact on both sides, so that nothing is allowed for their last digits.

use std::collections::BTreeMap;

use paradox::num::dist::*;

/// Largest relative error.
const TOLERANCE: f64 = 1e-10;

fn compute(function: &str, a: &[f64]) -> f64 {
    match function {
        "ln_gamma" => ln_gamma(a[0]),
        "ln_choose" => ln_choose(a[0], a[1]),
        "ln_factorial" => ln_factorial(a[0] as u64),
        "normal_cdf" => normal_cdf(a[0]),
        "normal_sf" => normal_sf(a[0]),
        "normal_ln_sf" => normal_ln_sf(a[0]),
        "normal_quantile" => normal_quantile(a[0]),
        "chi_square_sf" => chi_square_sf(a[0], a[1]),
        "chi_square_ln_sf" => chi_square_ln_sf(a[0], a[1]),
        "chi_square_quantile_upper" => chi_square_quantile_upper(a[0], a[1]),
        "t_sf" => t_sf(a[0], a[1]),
        "t_ln_sf" => t_ln_sf(a[0], a[1]),
        "t_two_sided_ln_p" => t_two_sided_ln_p(a[0], a[1]),
        "t_quantile" => t_quantile(a[0], a[1]),
        "f_sf" => f_sf(a[0], a[1], a[2]),
        "f_ln_sf" => f_ln_sf(a[0], a[1], a[2]),
        "beta_cdf" => beta_cdf(a[0], a[1], a[2]),
        "beta_ln_cdf" => beta_ln_cdf(a[0], a[1], a[2]),
        "beta_ln_sf" => beta_ln_sf(a[0], a[1], a[2]),
        "beta_quantile" => beta_quantile(a[0], a[1], a[2]),
        "binomial_ln_cdf" => binomial_ln_cdf(a[0] as u64, a[1] as u64, a[2]),
        "binomial_ln_sf" => binomial_ln_sf(a[0] as u64, a[1] as u64, a[2]),
        "binomial_ln_mass" => binomial_ln_mass(a[0] as u64, a[1] as u64, a[2]),
        "noncentral_chi_square_cdf" => noncentral_chi_square_cdf(a[0], a[1], a[2]),
        "noncentral_chi_square_sf" => noncentral_chi_square_sf(a[0], a[1], a[2]),
        "noncentral_t_cdf" => noncentral_t_cdf(a[0], a[1], a[2]),
        "noncentral_t_sf" => noncentral_t_sf(a[0], a[1], a[2]),
        "noncentral_t_ln_sf" => noncentral_t_ln_sf(a[0], a[1], a[2]),
        "noncentral_chi_square_ncp" => noncentral_chi_square_ncp(a[0], a[1], a[2]),
        "studentized_range_cdf" => studentized_range_cdf(a[0], a[1] as u32),
        "studentized_range_quantile" => studentized_range_quantile(a[0], a[1] as u32),
        "normal_range_mean" => normal_range_mean(a[0] as u32),
        other => panic!("the grid has a function {other} that this test does not know"),
    }
}

#[test]
fn every_row_of_the_mpmath_grid_is_met() {
    meet(include_str!("../oracle/num_grid.csv"), 4668);
}

/// What the grids must hold to be a test of what is promised.
#[test]
fn the_grids_reach_df_of_1e7_shapes_of_1e6_and_tails_of_1e_300() {
    let rows = |text: &'static str, functions: &'static [&str]| {
        let of = move |line: &&str| functions.contains(&line.split(',').next().unwrap_or_default());
        text.lines().filter(of).map(|line| line.split(',').map(|field| field.parse().unwrap_or(f64::NAN)).collect())
    };
    let grid = include_str!("../oracle/num_grid.csv");
    // Each with the position of the degrees of freedom or shape, and how far it goes.
    for (functions, at, reaches) in [
        (&["t_ln_sf", "t_two_sided_ln_p"][..], 2, 1e7),
        (&["t_quantile"], 2, 1e7),
        (&["f_ln_sf"], 3, 1e7),
        (&["chi_square_ln_sf"], 2, 1e6),
        (&["beta_ln_cdf", "beta_ln_sf"], 2, 1e6),
        (&["beta_ln_cdf", "beta_ln_sf"], 3, 1e6),
    ] {
        let far: Vec<Vec<f64>> = rows(grid, functions).filter(|row: &Vec<f64>| row[at] >= reaches).collect();
        assert!(far.len() >= 5, "{functions:?}: {} rows from {reaches:e} on", far.len());
    }
    for functions in [&["t_ln_sf", "t_two_sided_ln_p"][..], &["f_ln_sf"], &["chi_square_ln_sf"], &["beta_ln_cdf"]] {
        let least = rows(grid, functions).map(|row: Vec<f64>| row[4]).fold(0.0, f64::min);
        assert!(least < 1e-300_f64.ln(), "{functions:?}: {least}");
    }
    let noncentral = include_str!("../oracle/noncentral_t_grid.csv");
    let far: Vec<Vec<f64>> = rows(noncentral, &["noncentral_t_ln_sf"]).filter(|row: &Vec<f64>| row[2] >= 1e7).collect();
    assert!(far.len() >= 5 && far.iter().any(|row| row[4] < 1e-100_f64.ln()), "{far:?}");
}

/// Degrees of freedom from 0.5 to 1e7, noncentrality to 300 on either side, tails down to 1e-300 and beyond.
#[test]
fn both_tails_of_the_noncentral_t_distribution_are_those_of_mpmath() {
    meet(include_str!("../oracle/noncentral_t_grid.csv"), 500);
}

/// R stops its series early with many degrees of freedom: at 1e5 it is 1.2e-11 off what mpmath says.
#[test]
fn the_noncentral_t_distribution_and_the_power_of_students_test_are_those_of_r() {
    let rows = include_str!("../oracle/noncentral_t.csv").lines().skip(2);
    let mut compared = 0;
    for row in rows {
        let (what, numbers) = row.split_once(',').expect("a row");
        let [a, b, c, expected] = numbers
            .split(',')
            .map(|number| number.parse().expect("a number"))
            .collect::<Vec<f64>>()
            .try_into()
            .expect("four numbers");
        let got = match what {
            "cdf" => noncentral_t_cdf(a, b, c),
            "power" => {
                // n, difference, alpha: two groups of n with a standard deviation of 1.
                let (df, ncp) = (2.0 * (a - 1.0), b * (a / 2.0).sqrt());
                let limit = t_quantile(1.0 - c / 2.0, df);
                noncentral_t_sf(limit, df, ncp) + noncentral_t_cdf(-limit, df, ncp)
            }
            other => panic!("{other}"),
        };
        assert!((got - expected).abs() < 1e-10, "{row}: {got}");
        compared += 1;
    }
    assert_eq!(compared, 461);
}

/// Compares each row of a grid, which are this many.
#[allow(clippy::print_stdout)] // how near the functions come is what whoever runs this wants to see
fn meet(text: &str, least: usize) {
    let mut worst: BTreeMap<String, (f64, String)> = BTreeMap::new();
    let mut missed = Vec::new();
    let mut rows = 0;
    for line in text.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let number = |text: &str| text.parse::<f64>().unwrap_or_else(|error| panic!("{line}: {error}"));
        let arguments: Vec<f64> = fields[1..4].iter().filter(|field| !field.is_empty()).map(|f| number(f)).collect();
        let expected = number(fields[4]);
        let got = compute(fields[0], &arguments);
        // Relative error; where the oracle is 0 (or too small for a float) the absolute one.
        let error = if got == expected { 0.0 } else { (got - expected).abs() / expected.abs().max(f64::MIN_POSITIVE) };
        let entry = worst.entry(fields[0].to_owned()).or_insert((0.0, String::new()));
        if error > entry.0 {
            *entry = (error, format!("{line}, got {got:e}"));
        }
        rows += 1;
        if error.is_nan() || error > TOLERANCE {
            missed.push(format!("{line}, got {got:e}, off by {error:e}"));
        }
    }
    for (function, (error, line)) in &worst {
        println!("{function:28} {error:8.1e}  {line}");
    }
    println!("{rows} rows");
    assert!(rows >= least, "the grid has only {rows} rows");
    assert!(missed.is_empty(), "{} of {rows} rows missed:\n{}", missed.len(), missed.join("\n"));
}
