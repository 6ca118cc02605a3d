//! Raking, trimming and post-stratification against R's `rake`, `trimWeights` and `postStratify`, with the errors that account
//! for them.

use paradox::design::calibrated::{self, Means};
use paradox::design::effect;
use paradox::design::estimators::{Combination, Linear, Ratio, Ratios};
use paradox::design::rake::{Control, Margin, rake};
use paradox::design::trim::trim;
use paradox::design::{CellCount, Estimator, Layout, Lonely, Sample, Stage};
use serde_json::Value;

use crate::goldens::{Case, close, number};
use crate::oracle_design::{Data, Design, keys, only};

/// Groups of every row and sizes of every group, from an object of names and sizes.
fn margin_of(data: &Data, column: &str, sizes: &Value) -> Margin {
    let names = keys(sizes);
    let groups = data.codes(column, &names).into_iter().map(|group| group.expect("a known group")).collect();
    Margin { groups, targets: names.iter().map(|name| number(&sizes[name])).collect() }
}

pub fn margins_of(data: &Data, sizes: &Value) -> Vec<Margin> {
    keys(sizes).into_iter().map(|column| margin_of(data, column, &sizes[column])).collect()
}

fn kish_of(weights: &[f64]) -> f64 {
    let mut count = CellCount::default();
    for weight in weights {
        count = count.plus(CellCount { n: 1, weight: *weight, weight_squared: weight * weight });
    }
    effect::kish(count).expect("there are weights")
}

#[track_caller]
pub fn weights_close(id: &str, weights: &[f64], field: &str, expect: &Value, tol: f64) {
    for (at, expected) in expect[field].as_array().expect("weights").iter().enumerate() {
        close(&format!("{id} weight {at}"), weights[at], expected, tol);
    }
    if expect.get("weights_sum").is_some() {
        close(&format!("{id} sum"), weights.iter().sum(), &expect["weights_sum"], tol);
        let limit = |pick: fn(f64, f64) -> f64| weights.iter().copied().fold(weights[0], pick);
        close(&format!("{id} least"), limit(f64::min), &expect["weight_min"], tol);
        close(&format!("{id} most"), limit(f64::max), &expect["weight_max"], tol);
    }
}

/// Every respondent a cell of their own, so that scores and groups are those of rows.
pub fn by_row(stages: &[Stage], weights: &[f64], numbers: &[Vec<f64>]) -> Sample {
    let design = Design { stages: stages.to_vec(), weights: weights.to_vec(), lonely: Lonely::Fail };
    design.sample(Layout { cells: weights.len(), numbers: numbers.len() }, Some, numbers)
}

#[test]
fn raked_trimmed_and_poststratified_weights_are_those_of_r_with_its_errors() {
    let Case { id, input, expect, tol } = only("raking to three margins");
    let data = Data::read(&input);
    let given: Vec<f64> = data.numbers("weight").into_iter().map(|weight| weight.expect("a weight")).collect();
    let answers: Vec<f64> = data.numbers("y").into_iter().map(|y| y.expect("an answer")).collect();
    let margins = margins_of(&data, &input["margins"]);
    let raked = rake(&given, &margins, Control::default()).expect("margins that can be met");
    weights_close(&id, &raked.weights, "weight_first_10", &expect, tol);
    assert!(raked.discrepancy < 1e-10, "{}", raked.discrepancy);
    close(&format!("{id} kish before"), kish_of(&given), &expect["kish_before"], tol);
    close(&format!("{id} kish after"), kish_of(&raked.weights), &expect["kish_after"], tol);
    let stages = vec![Stage::respondent(0); given.len()];
    let yes: Vec<usize> = (0..given.len()).filter(|row| answers[*row] > 0.0).collect();
    let layout = Layout::of_cells(given.len());
    let rate = Ratios(vec![Ratio::rate(layout, yes, 0..given.len())]);
    let sample = by_row(&stages, &raked.weights, &[]);
    let groups = |margins: &[Margin]| margins.iter().map(|margin| margin.groups.clone()).collect::<Vec<_>>();
    let calibrated = calibrated::estimate(&sample, &rate, &groups(&margins), Means::Plain).expect("a rate");
    close(&format!("{id} rate"), calibrated.values[0], &expect["rate"], tol);
    close(&format!("{id} calibrated"), calibrated.se(0), &expect["se_calibrated"], tol);
    let as_given = sample.estimate(&rate).expect("a rate");
    close(&format!("{id} as given"), as_given.se(0), &expect["se_treating_weights_as_given"], tol);

    let Case { id, input, expect, tol } = only("trimming to 1.5..4.5");
    let trimmed = trim(&raked.weights, number(&input["lower"]), number(&input["upper"])).expect("possible limits");
    weights_close(&id, &trimmed.weights, "weight_first_10", &expect, tol);
    close(&format!("{id} kish"), kish_of(&trimmed.weights), &expect["kish"], tol);

    let Case { id, input, expect, tol } = only("post-stratification to one margin");
    let margin = [margin_of(&data, "age", &input["margin"])];
    let stratified = rake(&given, &margin, Control::default()).expect("a margin that can be met");
    weights_close(&id, &stratified.weights, "weight_first_10", &expect, tol);
    let sample = by_row(&stages, &stratified.weights, &[]);
    let calibrated = calibrated::estimate(&sample, &rate, &groups(&margin), Means::Weighted).expect("a rate");
    close(&format!("{id} rate"), calibrated.values[0], &expect["rate"], tol);
    close(&format!("{id} se"), calibrated.se(0), &expect["se"], tol);
}

/// As a case has them: a mean, a total and a rate of a raked sample with a design, and the errors of `svymean` of `rake`.
#[test]
fn a_raked_sample_of_strata_and_units_has_the_errors_of_r() {
    let all: Value = serde_json::from_str(include_str!("../oracle/raked.json")).expect("what R wrote");
    let case = &all["cases"][0];
    let (input, expect, tol) = (&case["input"], &case["expect"], number(&case["tol"]));
    let data = Data::read(input);
    let design = Design::of(&data, input);
    let margins = margins_of(&data, &input["margins"]);
    let raked = rake(&design.weights, &margins, Control::default()).expect("margins that can be met");
    weights_close("raked", &raked.weights, "weight_first_10", expect, tol);
    let hours: Vec<f64> = data.numbers("hours").into_iter().map(|hours| hours.expect("hours")).collect();
    let sample = by_row(&design.stages, &raked.weights, &[hours]);
    let everybody = || 0..raked.weights.len();
    let yes: Vec<usize> = everybody().filter(|row| data.text("monitoring")[*row] == "1").collect();
    let groups: Vec<Vec<usize>> = margins.iter().map(|margin| margin.groups.clone()).collect();
    let estimators: [(&str, &dyn Estimator); 3] = [
        ("mean", &Ratios(vec![Ratio::mean(sample.layout(), everybody(), 0)])),
        ("total", &Linear(vec![Combination::number_of(sample.layout(), everybody(), 0)])),
        ("rate", &Ratios(vec![Ratio::rate(sample.layout(), yes, everybody())])),
    ];
    for (what, estimator) in estimators {
        let found = calibrated::estimate(&sample, estimator, &groups, Means::Plain).expect("an estimate");
        close(what, found.values[0], &expect[what], tol);
        close(&format!("{what} se"), found.se(0), &expect[format!("{what}_se")], tol);
    }
}
