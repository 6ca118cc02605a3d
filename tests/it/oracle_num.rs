//! Every function of `num::dist` against `tests/oracle/num_grid.csv`, which mpmath wrote.
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
        "noncentral_chi_square_ncp" => noncentral_chi_square_ncp(a[0], a[1], a[2]),
        "studentized_range_cdf" => studentized_range_cdf(a[0], a[1] as u32),
        "studentized_range_quantile" => studentized_range_quantile(a[0], a[1] as u32),
        "normal_range_mean" => normal_range_mean(a[0] as u32),
        other => panic!("the grid has a function {other} that this test does not know"),
    }
}

#[test]
fn every_row_of_the_mpmath_grid_is_met() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/num_grid.csv");
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
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
    assert!(rows > 3000, "the grid has only {rows} rows");
    assert!(missed.is_empty(), "{} of {rows} rows missed:\n{}", missed.len(), missed.join("\n"));
}
