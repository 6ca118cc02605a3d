//! Lonely units, weights of all sizes and replicate weights, against R's `survey`.

use paradox::design::estimators::{Ratio, Ratios};
use paradox::design::{DesignError, Layout, Lonely, ReplicateMethod, Replicates, Sample, Tally};

use crate::goldens::{Case, cases, close};
use crate::oracle_design::{Data, Design, by_level, only, rate_close};
use crate::oracle_design_tests::independence_close;

#[test]
fn lonely_units_are_refused_or_treated_as_r_does() {
    let mut handled = 0;
    for Case { id, input, expect, tol } in cases("a stratum with one PSU") {
        let data = Data::read(&input);
        let mut design = Design::of(&data, &input);
        let cells = by_level(&data.codes("g", &["u", "v"]), &data.codes("y", &["1", "0"]), 2);
        let layout = Layout::of_cells(4);
        design.lonely = match input["lonely_psu"].as_str() {
            None => {
                let mut tally = Tally::new(layout);
                for (row, stage) in design.stages.iter().enumerate() {
                    tally.respondent(&[*stage], cells[row], design.weights[row], &[]);
                }
                let error = tally.finish(Lonely::Fail).expect_err("stratum D has one unit");
                assert_eq!(error, DesignError::LonelyUnits { strata: vec![3], stage: 1 });
                assert_eq!(expect["error"], "Stratum (D) has only one PSU at stage 1");
                continue;
            }
            Some("certainty" | "remove") => Lonely::Certainty,
            Some("adjust") => Lonely::Adjust,
            Some("average") => Lonely::Average,
            Some(other) => panic!("{other}"),
        };
        let sample = design.sample(layout, |row| cells[row], &[]);
        let one = |ratio: Ratio| sample.estimate(&Ratios(vec![ratio])).expect("a rate");
        let rate = one(Ratio::rate(layout, [0, 2], 0..4));
        close(&format!("{id} rate"), rate.values[0], &expect["rate"], tol);
        close(&format!("{id} se"), rate.se(0), &expect["se"], tol);
        close(&format!("{id} df"), sample.df(&|_| true), &expect["df"], tol);
        for (level, name) in ["u", "v"].into_iter().enumerate() {
            let rate = one(Ratio::rate(layout, [2 * level], [2 * level, 2 * level + 1]));
            close(&format!("{id} {name}"), rate.values[0], &expect["by_g"][name], tol);
            close(&format!("{id} se {name}"), rate.se(0), &expect["se_by_g"][name], tol);
        }
        handled += 1;
    }
    assert_eq!(handled, 4);
}

#[test]
fn weights_over_twelve_orders_of_magnitude_lose_nothing() {
    let cells_of = |data: &Data| by_level(&data.codes("g", &["a", "b", "c"]), &data.codes("y", &["1", "0"]), 2);
    let Case { id, input, expect, tol } = only("weights over 12 orders");
    let data = Data::read(&input);
    let (design, cells) = (Design::of(&data, &input), cells_of(&data));
    let sample = design.sample(Layout::of_cells(6), |row| cells[row], &[]);
    rate_close(&id, &sample, &[0, 2, 4], &[0, 1, 2, 3, 4, 5], 0.95, &expect, tol);
    for (level, name) in ["a", "b", "c"].into_iter().enumerate() {
        let base = [2 * level, 2 * level + 1];
        rate_close(&format!("{id} {name}"), &sample, &base[..1], &base, 0.95, &expect[name], tol);
    }
    let Case { id, input: _, expect, tol } = only("Rao-Scott with extreme weights");
    independence_close(&id, &sample, 3, 2, &expect, tol);
}

#[test]
fn replicate_weights_have_the_errors_and_df_of_r() {
    for (method, by_strata) in [("jackknife, stratified", true), ("jackknife, unstratified", false)] {
        let Case { id, input, expect, tol } = only(method);
        let data = Data::read(&input);
        let mut design = Design::of(&data, &input);
        if !by_strata {
            design.stages.iter_mut().for_each(|stage| stage.stratum = 0);
        }
        let outcome = data.codes("rollback", &["1", "0"]);
        let layout = Layout::of_cells(2);
        let Sample::Taylor(totals) = design.sample(layout, |row| outcome[row], &[]) else { panic!("no strata") };
        let replicates = Replicates::jackknife(&totals).expect("units");
        close(&format!("{id} replicates"), replicates.len() as f64, &expect["replicates"], 0.0);
        let sample = Sample::Replicates(replicates);
        let rate = sample.estimate(&Ratios(vec![Ratio::rate(layout, [0], [0, 1])])).expect("a rate");
        close(&format!("{id} rate"), rate.values[0], &expect["rate"], tol);
        close(&format!("{id} se"), rate.se(0), &expect["se"], tol);
        close(&format!("{id} df"), sample.df(&|_| true), &expect["df"], 0.0);
    }
    let files = cases("replicate weights in the file");
    assert_eq!(files.len(), 2);
    for Case { id, input, expect, tol } in files {
        let data = Data::read(&input);
        let method = match input["type"].as_str().expect("a type") {
            "BRR" => ReplicateMethod::Brr,
            _ => ReplicateMethod::Fay { rho: 0.3 },
        };
        let columns: Vec<Vec<Option<f64>>> = (1..=8).map(|r| data.numbers(&format!("rw{r:02}"))).collect();
        let weights = data.numbers("weight");
        let outcome = data.codes("rollback", &["1", "0"]);
        // Level 0: maturity not known; those count in the overall rate.
        let names = ["", "None", "Basic", "Partial", "Full"];
        let cells = by_level(&data.codes("maturity", &names), &outcome, 2);
        let layout = Layout::of_cells(10);
        let mut replicates = Replicates::new(layout, columns.len(), &method);
        for (row, cell) in cells.iter().enumerate() {
            let row_weights: Vec<f64> = columns.iter().map(|column| column[row].expect("a weight")).collect();
            if let Some(cell) = cell {
                replicates.respondent(*cell, weights[row].expect("a weight"), &[], &row_weights);
            }
        }
        let sample = Sample::Replicates(replicates);
        let mut ratios = vec![Ratio::rate(layout, [0, 2, 4, 6, 8], 0..10)];
        ratios.extend((1..5).map(|level| Ratio::rate(layout, [2 * level], [2 * level, 2 * level + 1])));
        let rates = sample.estimate(&Ratios(ratios)).expect("rates");
        close(&format!("{id} rate"), rates.values[0], &expect["rate"], tol);
        close(&format!("{id} se"), rates.se(0), &expect["se"], tol);
        close(&format!("{id} df"), sample.df(&|_| true), &expect["df"], 0.0);
        for (at, name) in names.iter().enumerate().skip(1) {
            close(&format!("{id} {name}"), rates.values[at], &expect["by"][name], tol);
            close(&format!("{id} se {name}"), rates.se(at), &expect["se_by"][name], tol);
        }
    }
}
