//! The examples of R's survey package itself, as it documents them. Its data are not ours to give away; what they test, the
//! small samples of this folder test too. `library(survey); data(api)`, then for each of apistrat and apiclus1
//! `write.csv(apistrat, "FOLDER/apistrat.csv", row.names = FALSE, na = "")`, and
//! `API_DATA=FOLDER cargo test --test it survey_package -- --ignored`.

use paradox::design::calibrated::{self, Means};
use paradox::design::estimators::{Combination, Linear, Ratio, Ratios};
use paradox::design::rake::{Control, rake};
use paradox::design::{Estimator, Layout};

use crate::goldens::{Case, cases, close};
use crate::oracle_design::{Data, Design, by_level, only, rate_close};
use crate::oracle_design_raking::{by_row, margins_of, weights_close};
use crate::oracle_design_tests::independence_of_case_close;

#[test]
#[ignore = "the api files of R's survey package are GPL and lie there: API_DATA=FOLDER"]
fn the_survey_packages_own_examples_come_out() {
    for Case { id, input, expect, tol } in cases("survey package's own example") {
        if input["by"].is_null() || expect.get("overall").is_none() {
            continue;
        }
        let data = Data::read(&input);
        let design = Design::of(&data, &input);
        let levels = ["E", "H", "M"];
        let cells = by_level(&data.codes("stype", &levels), &data.codes("sch.wide", &["Yes", "No"]), 2);
        let number_of =
            |column: &str| data.numbers(column).into_iter().map(|x| x.expect("a number")).collect::<Vec<_>>();
        let layout = Layout { cells: 6, numbers: 2 };
        let sample = design.sample(layout, |row| cells[row], &[number_of("api00"), number_of("enroll")]);
        let mean = sample.estimate(&Ratios(vec![Ratio::mean(layout, 0..6, 0)])).expect("a mean");
        close(&format!("{id} mean"), mean.values[0], &expect["api00_mean"], tol);
        close(&format!("{id} mean se"), mean.se(0), &expect["api00_se"], tol);
        let total = sample.estimate(&Linear(vec![Combination::number_of(layout, 0..6, 1)])).expect("a total");
        close(&format!("{id} total"), total.values[0], &expect["enroll_total"], tol);
        close(&format!("{id} total se"), total.se(0), &expect["enroll_total_se"], tol);
        let (yes, all) = ([0, 2, 4], [0, 1, 2, 3, 4, 5]);
        rate_close(&format!("{id} overall"), &sample, &yes, &all, 0.95, &expect["overall"], tol);
        for (level, name) in levels.into_iter().enumerate() {
            let base = [2 * level, 2 * level + 1];
            rate_close(&format!("{id} {name}"), &sample, &base[..1], &base, 0.95, &expect[name], tol);
        }
    }
}

#[test]
#[ignore = "the api files of R's survey package are GPL and lie there: API_DATA=FOLDER"]
fn the_survey_packages_own_tests_of_independence_come_out() {
    for case in cases("survey package's own example: Rao-Scott") {
        independence_of_case_close(&case);
    }
}

#[test]
#[ignore = "the api files of R's survey package are GPL and lie there: API_DATA=FOLDER"]
fn the_survey_packages_own_raking_comes_out() {
    let Case { id, input, expect, tol } = only("survey package's own example: raking");
    let data = Data::read(&input);
    let design = Design::of(&data, &input);
    let margins = margins_of(&data, &input["margins"]);
    let raked = rake(&design.weights, &margins, Control::default()).expect("margins that can be met");
    weights_close(&id, &raked.weights, "weights_first_5", &expect, tol);
    let numbers = |column: &str| data.numbers(column).into_iter().map(|x| x.expect("a number")).collect::<Vec<_>>();
    let sample = by_row(&design.stages, &raked.weights, &[numbers("api00"), numbers("enroll")]);
    let layout = sample.layout();
    let everybody = 0..raked.weights.len();
    let groups: Vec<Vec<usize>> = margins.iter().map(|margin| margin.groups.clone()).collect();
    let awards: Vec<usize> =
        data.codes("awards", &["Yes"]).iter().enumerate().filter_map(|(row, yes)| yes.map(|_| row)).collect();
    let calibrated = |estimator: &dyn Estimator| {
        calibrated::estimate(&sample, estimator, &groups, Means::Plain).expect("an estimate")
    };
    let mean = calibrated(&Ratios(vec![Ratio::mean(layout, everybody.clone(), 0)]));
    close(&format!("{id} mean"), mean.values[0], &expect["api00_mean"], tol);
    close(&format!("{id} mean se"), mean.se(0), &expect["api00_se"], tol);
    let total = calibrated(&Linear(vec![Combination::number_of(layout, everybody.clone(), 1)]));
    close(&format!("{id} total"), total.values[0], &expect["enroll_total"], tol);
    close(&format!("{id} total se"), total.se(0), &expect["enroll_total_se"], tol);
    let rate = calibrated(&Ratios(vec![Ratio::rate(layout, awards, everybody)]));
    close(&format!("{id} awards"), rate.values[0], &expect["awards_rate"], tol);
    close(&format!("{id} awards se"), rate.se(0), &expect["awards_se"], tol);
}
