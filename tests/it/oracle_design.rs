//! Design-based estimates against the numbers of R's `survey` package: every field of every case.

use std::collections::BTreeMap;

use paradox::design::calibrated::{self, Means};
use paradox::design::effect;
use paradox::design::estimators::{Combination, Derived, Linear, Ratio, Ratios};
use paradox::design::rake::{Control, Margin, rake};
use paradox::design::trim::trim;
use paradox::design::{
    CellCount, DesignError, Estimator, Layout, Lonely, Population, ReplicateMethod, Replicates, Sample, Stage, Tally,
};
use paradox::stats::survey::Tested;
use paradox::stats::survey::independence::{TableOfCells, independence};
use paradox::stats::survey::interval::{self, Rate};
use paradox::stats::survey::rank::rank_test_with;
use paradox::stats::survey::wald::t_test;
use paradox::stats::{Interval, IntervalMethod};
use serde_json::Value;

use crate::goldens::{Case, cases, close, number};

/// A data file of the oracle.
pub struct Data {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Data {
    /// `data/x.csv` lies with the tests; the api files, which are GPL, only in the shared folder (`None` without it).
    #[allow(clippy::print_stderr)] // a test that is skipped says so
    pub fn read(input: &Value) -> Option<Data> {
        let name = input["data"].as_str().expect("a case names its data");
        let path = match name.strip_prefix("../data/api/") {
            Some(file) => format!("{}/../shared/data/api/{file}", env!("CARGO_MANIFEST_DIR")),
            None => format!("{}/tests/oracle/{name}", env!("CARGO_MANIFEST_DIR")),
        };
        if name.contains("/api/") && !std::path::Path::new(&path).exists() {
            eprintln!("skipped: {path} is not there");
            return None;
        }
        let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        let header = reader.headers().expect("a header").iter().map(str::to_owned).collect();
        let rows = reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
        Some(Data { header, rows })
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// One column as text; blank where there is no answer.
    pub fn text(&self, column: &str) -> Vec<&str> {
        let at = self.header.iter().position(|name| name == column).unwrap_or_else(|| panic!("no column {column}"));
        self.rows.iter().map(|row| row[at].as_str()).collect()
    }

    /// One column as numbers; `None` where there is no answer.
    pub fn numbers(&self, column: &str) -> Vec<Option<f64>> {
        let parse = |text: &str| text.parse().unwrap_or_else(|_| panic!("{text:?} is no number"));
        self.text(column).into_iter().map(|text| (!text.is_empty()).then(|| parse(text))).collect()
    }

    /// One column as codes into a list of levels; `None` for what is not in it.
    pub fn codes(&self, column: &str, levels: &[&str]) -> Vec<Option<usize>> {
        self.text(column).into_iter().map(|text| levels.iter().position(|level| *level == text)).collect()
    }
}

/// Where every row was drawn, and its weight.
pub struct Design {
    pub stages: Vec<Stage>,
    pub weights: Vec<f64>,
    pub lonely: Lonely,
}

/// Numbers for the distinct texts, in the order of the alphabet.
fn numbered(texts: &[&str]) -> Vec<usize> {
    let mut names: BTreeMap<&str, usize> = texts.iter().map(|text| (*text, 0)).collect();
    for (at, number) in names.values_mut().enumerate() {
        *number = at;
    }
    texts.iter().map(|text| names[text]).collect()
}

impl Design {
    /// The design that a case describes in words.
    pub fn of(data: &Data, input: &Value) -> Design {
        let words = input["design"].as_str().unwrap_or("strata + psu + weights");
        let api = input["data"].as_str().is_some_and(|name| name.contains("/api/"));
        let has = |word: &str| words.contains(word);
        let unweighted = has("no weights");
        let (stratum, psu, weight, fpc) =
            if api { ("stype", "dnum", "pw", "fpc") } else { ("stratum", "psu", "weight", "npsu") };
        let strata = if has("strata") { numbered(&data.text(stratum)) } else { vec![0; data.len()] };
        let units = has("psu").then(|| {
            // Numbers of units repeat between strata.
            let names: Vec<String> = if api {
                data.text(psu).into_iter().map(str::to_owned).collect()
            } else {
                data.text("stratum").iter().zip(data.text(psu)).map(|(a, b)| format!("{a}/{b}")).collect()
            };
            numbered(&names.iter().map(String::as_str).collect::<Vec<_>>())
        });
        let populations = has("fpc").then(|| data.numbers(fpc));
        let stages = (0..data.len())
            .map(|row| Stage {
                stratum: strata[row],
                unit: units.as_ref().map(|units| units[row]),
                population: populations
                    .as_ref()
                    .map_or(Population::Unknown, |all| Population::from_number(all[row].expect("fpc"))),
            })
            .collect();
        let weights = if unweighted {
            vec![1.0; data.len()]
        } else {
            data.numbers(weight).into_iter().map(|weight| weight.expect("a weight")).collect()
        };
        Design { stages, weights, lonely: Lonely::Fail }
    }

    /// The sample, with this cell (and these numbers) for each row.
    pub fn sample(&self, layout: Layout, cell: impl Fn(usize) -> Option<usize>, numbers: &[Vec<f64>]) -> Sample {
        let mut tally = Tally::new(layout);
        for (row, stage) in self.stages.iter().enumerate() {
            let numbers: Vec<f64> = numbers.iter().map(|column| column[row]).collect();
            tally.respondent(&[*stage], cell(row), self.weights[row], &numbers);
        }
        Sample::Taylor(tally.finish(self.lonely).expect("a design with variances"))
    }
}

/// The distinct texts of a column, in the order of the alphabet, blanks left out.
pub fn levels_of<'a>(data: &'a Data, column: &str) -> Vec<&'a str> {
    let names: std::collections::BTreeSet<&str> =
        data.text(column).into_iter().filter(|text| !text.is_empty()).collect();
    names.into_iter().collect()
}

/// Cells of a level by two answers: `level * 2 + 0` yes, `+ 1` no; rows without an answer or a level are outside.
pub fn by_level(levels: &[Option<usize>], answers: &[Option<usize>], answer_count: usize) -> Vec<Option<usize>> {
    levels.iter().zip(answers).map(|(level, answer)| Some((*level)? * answer_count + (*answer)?)).collect()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

#[track_caller]
fn limits_close(what: &str, got: Option<Interval>, expected: &Value, tol: f64) {
    let got = got.unwrap_or_else(|| panic!("{what}: no interval"));
    close(&format!("{what} low"), got.low, &expected[0], tol);
    close(&format!("{what} high"), got.high, &expected[1], tol);
}

/// Every field of one golden rate.
fn rate_close(what: &str, sample: &Sample, yes: &[usize], base: &[usize], confidence: f64, expect: &Value, tol: f64) {
    let domain = |cell: usize| base.contains(&cell);
    let layout = sample.layout();
    let count = sample.count(&domain);
    let ratio = Ratio::rate(layout, yes.to_vec(), base.to_vec());
    let estimate = sample.estimate(&Ratios(vec![ratio])).unwrap_or_else(|| panic!("{what}: no estimate"));
    let (rate, variance, df) = (estimate.values[0], estimate.covariance[(0, 0)], sample.df(&domain));
    let field = |name: &str, got: f64| close(&format!("{what} {name}"), got, &expect[name], tol);
    field("n", count.n as f64);
    field("n_yes", sample.count(&|cell| yes.contains(&cell)).n as f64);
    field("weighted_n", count.weight);
    field("rate", rate);
    field("se", variance.sqrt());
    field("df", df);
    field("kish_deff", effect::kish(count).expect("a base"));
    if let Some(expected) = expect.get("deff_replace") {
        let deff = effect::deff_of_rate(variance, rate, count.n).expect("between 0 and 1");
        close(&format!("{what} deff"), deff, expected, tol);
    }
    let of = Rate { rate, variance, n: count.n, df };
    field("n_eff", of.effective_base().value());
    field("n_eff_df_adjusted", of.adjusted_base(confidence));
    let ci = |name: &str, method| {
        limits_close(&format!("{what} {name}"), interval::rate(of, confidence, method), &expect[name], tol);
    };
    ci("wilson_t", IntervalMethod::Wilson);
    ci("beta_kg", IntervalMethod::Beta);
    ci("wald_t", IntervalMethod::Mean);
    if expect.get("logit").is_some() {
        ci("logit", IntervalMethod::Logit);
        ci("mean", IntervalMethod::Mean);
        ci("beta_svyciprop", IntervalMethod::Beta);
    }
}

fn outcome_of(input: &Value) -> (&str, [&str; 2]) {
    match input["outcome"].as_str().expect("an outcome") {
        "sch.wide = Yes" => ("sch.wide", ["Yes", "No"]),
        column => (column, ["1", "0"]),
    }
}

#[test]
fn rates_under_six_designs_have_every_number_of_r() {
    let mut rates = 0;
    for Case { id, input, expect, tol } in cases("rate") {
        if !id.starts_with("svy-") {
            continue;
        }
        let data = Data::read(&input).expect("the small samples lie with the tests");
        let design = Design::of(&data, &input);
        let (column, answers) = outcome_of(&input);
        let outcome = data.codes(column, &answers);
        let confidence = number(&input["conf"]);
        if let Some(by) = input["by"].as_str() {
            let levels = keys(&expect);
            let cells = by_level(&data.codes(by, &levels), &outcome, 2);
            let sample = design.sample(Layout::of_cells(2 * levels.len()), |row| cells[row], &[]);
            for (at, level) in levels.iter().enumerate() {
                let base = [2 * at, 2 * at + 1];
                rate_close(&format!("{id} {level}"), &sample, &base[..1], &base, confidence, &expect[level], tol);
                rates += 1;
            }
        } else {
            let wanted: Vec<(Vec<&str>, &str)> = match input["filter"].as_str() {
                None => Vec::new(),
                Some(words) => words
                    .split(" and ")
                    .filter_map(|term| term.split_once(" = "))
                    .map(|(column, value)| (data.text(column), value))
                    .collect(),
            };
            let inside = |row: usize| wanted.iter().all(|(column, value)| column[row] == *value);
            let sample = design.sample(Layout::of_cells(2), |row| outcome[row].filter(|_| inside(row)), &[]);
            rate_close(&id, &sample, &[0], &[0, 1], confidence, &expect, tol);
            rates += 1;
        }
    }
    assert_eq!(rates, 41);
}

#[test]
fn means_of_numbers_have_the_error_and_design_effect_of_r() {
    let Case { id, input, expect, tol } = only("mean of a number, design");
    let data = Data::read(&input).expect("it lies with the tests");
    let design = Design::of(&data, &input);
    let hours: Vec<f64> = data.numbers("hours").into_iter().map(|hours| hours.expect("all answered")).collect();
    let levels = keys(&expect["by_region"]);
    let regions = data.codes("region", &levels);
    // Shifted, as a caller would, and squared for the spread; the mean moves back, the errors stay.
    const SHIFT: f64 = 3.0;
    let shifted: Vec<f64> = hours.iter().map(|hours| hours - SHIFT).collect();
    let squared: Vec<f64> = shifted.iter().map(|hours| hours * hours).collect();
    let layout = Layout { cells: levels.len(), numbers: 2 };
    for design in [&design, &Design { stages: design.stages.clone(), ..Design::of(&data, &input) }] {
        let sample = design.sample(layout, |row| regions[row], &[shifted.clone(), squared.clone()]);
        let mut ratios = vec![Ratio::mean(layout, 0..levels.len(), 0), Ratio::mean(layout, 0..levels.len(), 1)];
        ratios.extend((0..levels.len()).map(|level| Ratio::mean(layout, [level], 0)));
        let means = sample.estimate(&Ratios(ratios)).expect("means");
        close(&format!("{id} mean"), means.values[0] + SHIFT, &expect["mean"], tol);
        close(&format!("{id} se"), means.se(0), &expect["se"], tol);
        let spread = means.values[1] - means.values[0].powi(2);
        // The golden is R's deff without replacement, which divides by 1 - n/N.
        let count = sample.count(&|_| true);
        let replaced = effect::deff_of_mean(means.covariance[(0, 0)], spread, count.n).expect("it varies");
        let deff = replaced / (1.0 - count.n as f64 / count.weight);
        close(&format!("{id} deff"), deff, &expect["deff"], tol);
        for (at, level) in levels.iter().enumerate() {
            close(&format!("{id} {level}"), means.values[at + 2] + SHIFT, &expect["by_region"][level], tol);
            close(&format!("{id} se {level}"), means.se(at + 2), &expect["se_by_region"][level], tol);
        }
    }
}

/// The case with this method.
pub fn only(method: &str) -> Case {
    let mut found = cases(method);
    assert_eq!(found.len(), 1, "{method}");
    found.remove(0)
}

#[track_caller]
fn difference_close(what: &str, got: Derived, df: f64, expect: &Value, tol: f64) {
    close(&format!("{what} difference"), got.value, &expect["difference"], tol);
    close(&format!("{what} se"), got.se, &expect["se"], tol);
    close(&format!("{what} df"), df, &expect["df"], 0.0);
    let test = t_test(got.value, got.se, df).expect("it varies");
    close(&format!("{what} t"), test.statistic, &expect["t"], tol);
    close(&format!("{what} p"), test.p(), &expect["p"], tol);
    limits_close(what, interval::wald(got.value, got.se, df, 0.95), &expect["ci"], tol);
}

#[test]
fn differences_between_levels_and_questions_have_the_errors_of_r() {
    let mut pairs = 0;
    for case in cases("difference between two levels, design").into_iter().chain(cases("one level against the rest")) {
        let Case { id, input, expect, tol } = case;
        let data = Data::read(&input).expect("it lies with the tests");
        let design = Design::of(&data, &input);
        let outcome = data.codes("rollback", &["1", "0"]);
        let names = ["None", "Basic", "Partial", "Full"];
        let maturity = data.codes("maturity", &names);
        let (levels, names) = if input["level"].is_null() {
            (maturity, names.to_vec())
        } else {
            (maturity.iter().map(|level| level.map(|level| usize::from(level == 3))).collect(), vec!["no", "yes"])
        };
        let cells = by_level(&levels, &outcome, 2);
        let layout = Layout::of_cells(2 * names.len());
        let sample = design.sample(layout, |row| cells[row], &[]);
        let ratios = (0..names.len()).map(|level| Ratio::rate(layout, [2 * level], [2 * level, 2 * level + 1]));
        let rates = sample.estimate(&Ratios(ratios.collect())).expect("rates");
        for pair in keys(&expect) {
            let (high, low) = pair.split_once(" - ").expect("two levels");
            let at = |name: &str| names.iter().position(|level| *level == name).expect("a level");
            let got = rates.difference(at(high), at(low));
            difference_close(&format!("{id} {pair}"), got, sample.df(&|_| true), &expect[pair], tol);
            pairs += 1;
        }
    }
    assert_eq!(pairs, 19);

    let Case { id, input, expect, tol } = only("two questions of the same respondents, design");
    let data = Data::read(&input).expect("it lies with the tests");
    let design = Design::of(&data, &input);
    let cells = by_level(&data.codes("cost_shock", &["1", "0"]), &data.codes("overrun", &["1", "0"]), 2);
    let layout = Layout::of_cells(4);
    let sample = design.sample(layout, |row| cells[row], &[]);
    let difference = Ratios(vec![Ratio::paired_difference(layout, [1], [2], 0..4)]);
    let difference = sample.estimate(&difference).expect("a difference");
    difference_close(&id, difference.contrast(&[1.0]), sample.df(&|_| true), &expect, tol);
}

#[test]
fn ratios_of_rates_and_odds_have_the_errors_of_r() {
    let Case { id, input, expect, tol } = only("ratio of two rates");
    let data = Data::read(&input).expect("it lies with the tests");
    let design = Design::of(&data, &input);
    let names = ["None", "Basic", "Partial", "Full"];
    let cells = by_level(&data.codes("maturity", &names), &data.codes("rollback", &["1", "0"]), 2);
    let layout = Layout::of_cells(8);
    let sample = design.sample(layout, |row| cells[row], &[]);
    let ratios = (0..4).map(|level| Ratio::rate(layout, [2 * level], [2 * level, 2 * level + 1]));
    let rates = sample.estimate(&Ratios(ratios.collect())).expect("rates");
    let df = sample.df(&|_| true);
    for (what, got) in [("ratio", rates.ln_ratio(3, 0)), ("odds_ratio", rates.ln_odds_ratio(3, 0))] {
        let got = got.expect("both between 0 and 1");
        close(&format!("{id} {what} log"), got.value, &expect[what]["log"], tol);
        close(&format!("{id} {what} se"), got.se, &expect[what]["se_log"], tol);
        close(&format!("{id} {what}"), got.value.exp(), &expect[what]["value"], tol);
        limits_close(
            &format!("{id} {what}"),
            interval::wald_of_exp(got.value, got.se, df, 0.95),
            &expect[what]["ci"],
            tol,
        );
    }
}

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

fn independence_close(id: &str, sample: &Sample, levels: usize, answers: usize, expect: &Value, tol: f64) {
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
    let all = cases("Rao-Scott").into_iter().chain(cases("survey package's own example: Rao-Scott"));
    for Case { id, input, expect, tol } in all {
        let Some(data) = Data::read(&input) else { continue };
        let design = Design::of(&data, &input);
        let by = input["by"].as_str().expect("a segment");
        let levels = levels_of(&data, by);
        let (column, answers) = outcome_of(&input);
        let answers = if column == "maturity" { levels_of(&data, column) } else { answers.to_vec() };
        let cells = by_level(&data.codes(by, &levels), &data.codes(column, &answers), answers.len());
        let sample = design.sample(Layout::of_cells(levels.len() * answers.len()), |row| cells[row], &[]);
        independence_close(&id, &sample, levels.len(), answers.len(), &expect, tol);
        tables += 1;
    }
    assert!(tables >= 10, "{tables}");
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
        let data = Data::read(&input).expect("it lies with the tests");
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

#[test]
fn lonely_units_are_refused_or_treated_as_r_does() {
    let mut handled = 0;
    for Case { id, input, expect, tol } in cases("a stratum with one PSU") {
        let data = Data::read(&input).expect("it lies with the tests");
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
    let data = Data::read(&input).expect("it lies with the tests");
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
        let data = Data::read(&input).expect("it lies with the tests");
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
        let data = Data::read(&input).expect("it lies with the tests");
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

#[test]
fn the_survey_packages_own_examples_come_out() {
    for Case { id, input, expect, tol } in cases("survey package's own example") {
        if input["by"].is_null() || expect.get("overall").is_none() {
            continue;
        }
        let Some(data) = Data::read(&input) else { continue };
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

/// Groups of every row and sizes of every group, from an object of names and sizes.
fn margin_of(data: &Data, column: &str, sizes: &Value) -> Margin {
    let names = keys(sizes);
    let groups = data.codes(column, &names).into_iter().map(|group| group.expect("a known group")).collect();
    Margin { groups, targets: names.iter().map(|name| number(&sizes[name])).collect() }
}

fn margins_of(data: &Data, sizes: &Value) -> Vec<Margin> {
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
fn weights_close(id: &str, weights: &[f64], field: &str, expect: &Value, tol: f64) {
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
fn by_row(stages: &[Stage], weights: &[f64], numbers: &[Vec<f64>]) -> Sample {
    let design = Design { stages: stages.to_vec(), weights: weights.to_vec(), lonely: Lonely::Fail };
    design.sample(Layout { cells: weights.len(), numbers: numbers.len() }, Some, numbers)
}

#[test]
fn raked_trimmed_and_poststratified_weights_are_those_of_r_with_its_errors() {
    let Case { id, input, expect, tol } = only("raking to three margins");
    let data = Data::read(&input).expect("it lies with the tests");
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

#[test]
fn the_survey_packages_own_raking_comes_out() {
    let Case { id, input, expect, tol } = only("survey package's own example: raking");
    let Some(data) = Data::read(&input) else { return };
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
