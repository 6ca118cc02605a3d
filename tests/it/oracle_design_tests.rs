//! Tests of independence and of ranks under a design, against `svychisq` and `svyranktest`.

use paradox::design::{Layout, Sample};
use paradox::stats::survey::Tested;
use paradox::stats::survey::independence::{TableOfCells, independence};
use paradox::stats::survey::rank::rank_test_with;
use serde_json::Value;

use crate::goldens::{Case, cases, close};
use crate::oracle_design::{Data, Design, by_level, levels_of, only, outcome_of};

#[track_caller]
fn f_close(what: &str, got: Option<Tested>, expect: &Value, tol: f64) {
    close(&format!("{what} statistic"), got.expect("a test").statistic, &expect["statistic"], tol);
    f_close_without_ln_p(what, got, expect, tol);
    close(&format!("{what} ln p"), got.expect("a test").ln_p, &expect["log_p"], tol);
}

/// F, its degrees of freedom and p.
#[track_caller]
pub fn f_close_without_ln_p(what: &str, got: Option<Tested>, expect: &Value, tol: f64) {
    let got = got.unwrap_or_else(|| panic!("{what}: no test"));
    if expect.get("F").is_some() {
        close(&format!("{what} F"), got.statistic, &expect["F"], tol);
    }
    close(&format!("{what} ndf"), got.df.expect("df"), &expect["ndf"], tol);
    close(&format!("{what} ddf"), got.df2.expect("df2"), &expect["ddf"], tol);
    // A tail amplifies what the statistic is off, never by more than its logarithm.
    close(&format!("{what} p"), got.p(), &expect["p"], tol * got.ln_p.abs().max(1.0));
}

pub fn independence_close(id: &str, sample: &Sample, levels: usize, answers: usize, expect: &Value, tol: f64) {
    let cells: Vec<Vec<Vec<usize>>> =
        (0..levels).map(|level| (0..answers).map(|answer| vec![level * answers + answer]).collect()).collect();
    let table = TableOfCells::new(sample, &cells).expect("levels and answers");
    let tests = independence(sample, &table).expect("shares vary");
    f_close(&format!("{id} F"), tests.rao_scott, &expect["F"], tol);
    f_close(&format!("{id} Wald"), tests.wald, &expect["Wald"], tol);
    f_close(&format!("{id} adjWald"), tests.adjusted_wald, &expect["adjWald"], tol);
    let first = tests.rao_scott_first_order.expect("first order");
    close(&format!("{id} X2"), tests.pearson_x2, &expect["Chisq"]["pearson_x2_scaled_to_n"], tol);
    close(&format!("{id} first order"), first.statistic, &expect["Chisq"]["rao_scott_first_order_x2"], tol);
    close(&format!("{id} first order df"), first.df.expect("df"), &expect["Chisq"]["df"], 0.0);
    close(&format!("{id} first order p"), first.p(), &expect["Chisq"]["p"], tol * first.ln_p.abs().max(1.0));
    let mean = tests.mean_design_effect.expect("a design effect");
    close(&format!("{id} mean design effect"), mean, &expect["mean_design_effect"], tol);
}

#[test]
fn tests_of_independence_have_every_number_of_svychisq() {
    let mut tables = 0;
    for case in cases("Rao-Scott") {
        independence_of_case_close(&case);
        tables += 1;
    }
    assert!(tables >= 10, "{tables}");
}

/// Every number of one case.
pub fn independence_of_case_close(case: &Case) {
    let Case { id, input, expect, tol } = case;
    let data = Data::read(input);
    let design = Design::of(&data, input);
    let by = input["by"].as_str().expect("a segment");
    let levels = levels_of(&data, by);
    let (column, answers) = outcome_of(input);
    let answers = if column == "maturity" { levels_of(&data, column) } else { answers.to_vec() };
    let cells = by_level(&data.codes(by, &levels), &data.codes(column, &answers), answers.len());
    let sample = design.sample(Layout::of_cells(levels.len() * answers.len()), |row| cells[row], &[]);
    independence_close(id, &sample, levels.len(), answers.len(), expect, *tol);
}

/// `ave(cumsum(w) - w / 2, y) / sum(w)`: of those who answer alike the plain mean, which depends on the order of rows.
fn ranks_of_r(data: &Data, design: &Design, cells: &[Option<usize>], answers: usize) -> Vec<f64> {
    let (mut ranks, mut below) = (Vec::new(), 0.0);
    for answer in 0..answers {
        let (mut sum, mut n) = (0.0, 0.0);
        for row in (0..data.len()).filter(|row| cells[*row].is_some_and(|cell| cell % answers == answer)) {
            sum += below + design.weights[row] / 2.0;
            below += design.weights[row];
            n += 1.0;
        }
        ranks.push(sum / n);
    }
    ranks.iter().map(|rank| rank / below).collect()
}

#[test]
fn rank_tests_have_the_numbers_of_svyranktest() {
    for (method, by) in
        [("ordered outcome by segment, design", "maturity"), ("ordered outcome, two groups", "monitoring")]
    {
        let Case { id, input, expect, tol } = only(method);
        let data = Data::read(&input);
        let design = Design::of(&data, &input);
        let levels = if by == "maturity" { vec!["None", "Basic", "Partial", "Full"] } else { vec!["0", "1"] };
        let bands = ["1", "2", "3", "4", "5"];
        let cells = by_level(&data.codes(by, &levels), &data.codes("hours", &bands), 5);
        let sample = design.sample(Layout::of_cells(5 * levels.len()), |row| cells[row], &[]);
        let table: Vec<Vec<Vec<usize>>> =
            (0..levels.len()).map(|level| (0..5).map(|band| vec![level * 5 + band]).collect()).collect();
        let ranks = rank_test_with(&sample, &table, &ranks_of_r(&data, &design, &cells, 5)).expect("levels vary");
        if by == "maturity" {
            let k = ranks.test.df.expect("df");
            close(&format!("{id} chisq"), ranks.test.statistic * k, &expect["chisq"], tol);
            close(&format!("{id} df"), k, &expect["df"], tol);
            close(&format!("{id} ddf"), ranks.test.df2.expect("df2"), &expect["ddf"], tol);
        } else {
            close(&format!("{id} t"), ranks.test.statistic, &expect["t"], tol);
            close(&format!("{id} df"), ranks.test.df.expect("df"), &expect["df"], tol);
            let difference = ranks.mean_ranks[1].zip(ranks.mean_ranks[0]).map(|(b, a)| b - a).expect("two levels");
            close(&format!("{id} difference"), difference, &expect["difference_in_mean_rank"], tol);
        }
        close(&format!("{id} p"), ranks.test.p(), &expect["p"], tol);
    }
}
