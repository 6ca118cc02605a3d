//! Logistic regressions under a design, trends and predicted margins against R's `survey`, and `glm` without a design.

use std::collections::BTreeMap;

use paradox::design::{Layout, Lonely, Sample, Stage, Tally};
use paradox::stats::logistic::margins::{Everybody, margins};
use paradox::stats::logistic::{Fit, Model, NoFit, Pattern};
use paradox::stats::survey::trend::{ScoredLevel, trend};
use serde_json::Value;

use crate::goldens::{Case, cases, close, number};
use crate::oracle_design::{Data, Design, by_level, only};
use crate::oracle_design_tests::f_close_without_ln_p;

/// Respondents by what the model sees of them: their row, and who of them said yes. Cell 2·pattern yes, + 1 no.
struct Patterns {
    rows: Vec<Vec<f64>>,
    cells: Vec<Option<usize>>,
}

impl Patterns {
    /// Rows that are the same are one pattern, so that covariates may be numbers or indicators.
    fn new(rows: Vec<Option<Vec<f64>>>, answers: &[Option<usize>]) -> Self {
        let mut known: BTreeMap<Vec<u64>, usize> = BTreeMap::new();
        let mut distinct = Vec::new();
        let mut cells = Vec::new();
        for (row, answer) in rows.into_iter().zip(answers) {
            let cell = row.zip(*answer).map(|(row, answer)| {
                let key = row.iter().map(|x| x.to_bits()).collect();
                let pattern = *known.entry(key).or_insert_with(|| {
                    distinct.push(row.clone());
                    distinct.len() - 1
                });
                2 * pattern + answer
            });
            cells.push(cell);
        }
        Patterns { rows: distinct, cells }
    }

    fn layout(&self) -> Layout {
        Layout::of_cells(2 * self.rows.len())
    }

    fn model(&self) -> Model {
        let pattern = |(at, x): (usize, &Vec<f64>)| Pattern { x: x.clone(), yes: vec![2 * at], no: vec![2 * at + 1] };
        Model::new(self.layout(), self.rows.iter().enumerate().map(pattern).collect())
    }

    fn sample(&self, design: &Design) -> Sample {
        design.sample(self.layout(), |row| self.cells[row], &[])
    }
}

/// A constant and indicators of these columns, the first level of each being the reference; `None` where one is missing.
fn indicators(data: &Data, columns: &[(&str, &[&str])]) -> Vec<Option<Vec<f64>>> {
    let codes: Vec<Vec<Option<usize>>> = columns.iter().map(|(column, levels)| data.codes(column, levels)).collect();
    let row = |row: usize| {
        let mut x = vec![1.0];
        for (code, (_, levels)) in codes.iter().zip(columns) {
            let code = code[row]?;
            x.extend((1..levels.len()).map(|level| f64::from(u8::from(level == code))));
        }
        Some(x)
    };
    (0..data.len()).map(row).collect()
}

const MATURITY: (&str, &[&str]) = ("maturity", &["None", "Basic", "Partial", "Full"]);
const SIZE: (&str, &[&str]) = ("size", &["XS", "S", "M", "L", "XL"]);
const REGION: (&str, &[&str]) = ("region", &["EMEA", "APAC", "AMER"]);
const MONITORING: (&str, &[&str]) = ("monitoring", &["0", "1"]);

#[track_caller]
fn coefficients_close(id: &str, fit: &Fit, expect: &Value, tol: f64) {
    let terms = expect["terms"].as_array().expect("terms");
    assert_eq!(terms.len(), fit.coefficients.values.len(), "{id}");
    for (at, term) in terms.iter().enumerate() {
        let test = fit.coefficient_test(at).expect("there are df");
        let statistic = if expect.get("t").is_some() { &expect["t"] } else { &expect["z"] };
        close(&format!("{id} {term}"), fit.coefficients.values[at], &expect["estimate"][at], tol);
        close(&format!("{id} {term} se"), fit.coefficients.se(at), &expect["se"][at], tol);
        close(&format!("{id} {term} t"), test.statistic, &statistic[at], tol);
        close(&format!("{id} {term} p"), test.p(), &expect["p"][at], tol * test.ln_p.abs().max(1.0));
    }
}

#[test]
fn trends_have_the_coefficients_and_tests_of_svyglm() {
    let found = cases("trend: logistic regression on the score");
    assert_eq!(found.len(), 6);
    for Case { id, input, expect, tol } in found {
        let data = Data::read(&input);
        let design = Design::of(&data, &input);
        let cells = by_level(&data.codes(MATURITY.0, MATURITY.1), &data.codes("rollback", &["1", "0"]), 2);
        let sample = design.sample(Layout::of_cells(8), |row| cells[row], &[]);
        let level = |at: usize| ScoredLevel { score: (at + 1) as f64, yes: vec![2 * at], no: vec![2 * at + 1] };
        let levels: Vec<ScoredLevel> = (0..4).map(level).collect();
        let trend = trend(&sample, &levels).expect("rates differ");
        coefficients_close(&id, &trend.fit, &expect, tol);
        close(&format!("{id} df"), trend.fit.df, &expect["df_residual"], 0.0);
        close(&format!("{id} n"), sample.count(&|_| true).n as f64, &expect["n"], 0.0);
        let test = trend.test.expect("there are df");
        close(&format!("{id} p of the trend"), test.p(), &expect["p"][1], tol * test.ln_p.abs().max(1.0));
        let departure = trend.departure.expect("four levels");
        assert_eq!((departure.df, departure.df2), (Some(2.0), Some(trend.fit.df - 2.0)), "{id}");
    }
}

#[test]
fn the_model_of_all_segments_has_the_coefficients_and_term_tests_of_r() {
    let Case { id, input, expect, tol } = only("logistic regression on every segment");
    let data = Data::read(&input);
    let design = Design::of(&data, &input);
    let rows = indicators(&data, &[MATURITY, SIZE, REGION, MONITORING]);
    let patterns = Patterns::new(rows, &data.codes("rollback", &["1", "0"]));
    let fit = patterns.model().fit(&patterns.sample(&design)).expect("not separated");
    coefficients_close(&id, &fit, &expect, tol);
    close(&format!("{id} df"), fit.df, &expect["df_residual"], 0.0);
    let Case { id, input: _, expect, tol } = only("Wald test per term");
    for (term, columns) in [("maturity", 1..4), ("size", 4..8), ("region", 8..10), ("monitoring", 10..11)] {
        let test = fit.test(&columns.collect::<Vec<_>>());
        f_close_without_ln_p(&format!("{id} {term}"), test, &expect[term], tol);
    }
}

#[test]
fn predicted_margins_have_the_values_and_errors_of_svypredmeans() {
    let Case { id, input, expect, tol } = only("predicted margins, design");
    let data = Data::read(&input);
    let design = Design::of(&data, &input);
    let outcome = data.codes("rollback", &["1", "0"]);
    let levels = MATURITY.1.len();
    // Level 0: maturity not known; those are averaged over, and not fitted. Cell: (pattern of the rest, level, answer).
    let maturity: Vec<Option<usize>> =
        data.codes(MATURITY.0, MATURITY.1).iter().map(|code| Some(code.map_or(0, |code| code + 1))).collect();
    let within = by_level(&maturity, &outcome, 2);
    let rest = Patterns::new(
        indicators(&data, &[SIZE, REGION, MONITORING]),
        &within.iter().map(|c| c.map(|_| 0)).collect::<Vec<_>>(),
    );
    let width = 2 * (levels + 1);
    let cell = |row: usize| rest.cells[row].zip(within[row]).map(|(pattern, within)| pattern / 2 * width + within);
    let layout = Layout::of_cells(rest.rows.len() * width);
    let sample = design.sample(layout, cell, &[]);
    let row = |of_rest: &Vec<f64>, level: usize| {
        let own = (1..levels).map(|other| f64::from(u8::from(other == level)));
        of_rest.iter().copied().chain(own).collect::<Vec<f64>>()
    };
    let mut patterns = Vec::new();
    let mut everybody = Vec::new();
    for (at, of_rest) in rest.rows.iter().enumerate() {
        for level in 0..levels {
            let first = at * width + 2 * (level + 1);
            patterns.push(Pattern { x: row(of_rest, level), yes: vec![first], no: vec![first + 1] });
        }
        everybody.push(Everybody {
            cells: (at * width..(at + 1) * width).collect(),
            x: (0..levels).map(|level| row(of_rest, level)).collect(),
        });
    }
    let fit = Model::new(layout, patterns).fit(&sample).expect("not separated");
    let margins = margins(&sample, &fit, &everybody).expect("there is a base");
    for (at, name) in expect["levels"].as_array().expect("levels").iter().enumerate() {
        let level = MATURITY.1.iter().position(|level| level == name).expect("a level");
        close(&format!("{id} {name}"), margins.values[level], &expect["margin"][at], tol);
        close(&format!("{id} {name} se"), margins.se(level), &expect["se"][at], tol);
    }
}

#[test]
fn without_a_design_the_model_is_that_of_glm() {
    let Case { id, input, expect, tol } = only("logistic regression, unweighted");
    let data = Data::read(&input);
    let patterns = Patterns::new(indicators(&data, &[MATURITY]), &data.codes("rollback", &["1", "0"]));
    let mut tally = Tally::new(patterns.layout());
    for cell in &patterns.cells {
        tally.respondent(&[Stage::respondent(0)], *cell, 1.0, &[]);
    }
    let sample = Sample::Taylor(tally.finish(Lonely::Fail).expect("many respondents"));
    let fit = patterns.model().fit_simple(&sample).expect("not separated");
    coefficients_close(&id, &fit, &expect, tol);
    close(&format!("{id} deviance"), fit.deviance, &expect["deviance"], tol);
    close(&format!("{id} null deviance"), fit.null_deviance, &expect["null_deviance"], tol);
}

#[test]
fn separation_is_named_with_its_level() {
    let Case { id, input, expect, .. } = only("separation must be named");
    assert_eq!((expect["error"].as_str(), expect["level"].as_str()), (Some("separation"), Some("g = z")));
    let data = Data::read(&input);
    let levels = ["x", "y", "z"];
    let patterns = Patterns::new(indicators(&data, &[("g", &levels)]), &data.codes("y", &["1", "0"]));
    let mut tally = Tally::new(patterns.layout());
    for cell in &patterns.cells {
        tally.respondent(&[Stage::respondent(0)], *cell, 1.0, &[]);
    }
    let sample = Sample::Taylor(tally.finish(Lonely::Fail).expect("many respondents"));
    for level in 0..2 {
        let rate = sample.totals()[2 * level] / (sample.totals()[2 * level] + sample.totals()[2 * level + 1]);
        close(&format!("{id} {}", levels[level]), rate, &expect["rates"][levels[level]], 1e-12);
    }
    let error = patterns.model().fit(&sample).expect_err("z says yes throughout");
    assert_eq!(error, NoFit::Separation { columns: vec![2], patterns: vec![2] });
}

#[test]
#[ignore = "the api files of R's survey package are GPL and lie there: API_DATA=FOLDER"]
fn regressions_on_numbers_have_the_coefficients_of_the_survey_packages_examples() {
    for Case { id, input, expect, tol } in cases("survey package's own example: logistic") {
        let data = Data::read(&input);
        let design = Design::of(&data, &input);
        let columns: Vec<Vec<Option<f64>>> = ["ell", "meals", "mobility"].map(|column| data.numbers(column)).to_vec();
        let row = |row: usize| {
            let numbers: Option<Vec<f64>> = columns.iter().map(|column| column[row]).collect();
            numbers.map(|numbers| [vec![1.0], numbers].concat())
        };
        let patterns = Patterns::new((0..data.len()).map(row).collect(), &data.codes("sch.wide", &["Yes", "No"]));
        let fit = patterns.model().fit(&patterns.sample(&design)).expect("not separated");
        coefficients_close(&id, &fit, &expect, tol);
        assert_eq!(fit.df, number(&expect["df_residual"]), "{id}");
    }
}
