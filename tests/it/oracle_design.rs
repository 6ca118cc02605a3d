//! Design-based estimates against the numbers of R's `survey` package: every field of every case.

use std::collections::BTreeMap;

use paradox::design::effect;
use paradox::design::estimators::{Derived, Ratio, Ratios};
use paradox::design::{Layout, Lonely, Population, Sample, Stage, Tally};
use paradox::stats::survey::interval::{self, Rate};
use paradox::stats::survey::wald::t_test;
use paradox::stats::{Interval, IntervalMethod};
use serde_json::Value;

use crate::goldens::{Case, cases, close, number};

/// How the name of a file begins that lies with R's survey package.
const API: &str = "../data/api/";

/// A data file of the oracle.
pub struct Data {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Data {
    /// `data/x.csv` lies with the tests; the api files of R's survey package, which are GPL, in the folder that `API_DATA`
    /// names, as `write.csv` writes them.
    pub fn read(input: &Value) -> Data {
        let name = input["data"].as_str().expect("a case names its data");
        let path = match name.strip_prefix(API) {
            Some(file) => {
                format!("{}/{file}", std::env::var("API_DATA").expect("API_DATA names the folder of apistrat.csv"))
            }
            None => format!("{}/tests/oracle/{name}", env!("CARGO_MANIFEST_DIR")),
        };
        let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        let header = reader.headers().expect("a header").iter().map(str::to_owned).collect();
        let rows = reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
        Data { header, rows }
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
        let api = input["data"].as_str().is_some_and(|name| name.starts_with(API));
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

pub fn keys(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

#[track_caller]
fn limits_close(what: &str, got: Option<Interval>, expected: &Value, tol: f64) {
    let got = got.unwrap_or_else(|| panic!("{what}: no interval"));
    close(&format!("{what} low"), got.low, &expected[0], tol);
    close(&format!("{what} high"), got.high, &expected[1], tol);
}

/// Every field of one golden rate.
pub fn rate_close(
    what: &str,
    sample: &Sample,
    yes: &[usize],
    base: &[usize],
    confidence: f64,
    expect: &Value,
    tol: f64,
) {
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

pub fn outcome_of(input: &Value) -> (&str, [&str; 2]) {
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
        let data = Data::read(&input);
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
    let data = Data::read(&input);
    let design = Design::of(&data, &input);
    let hours: Vec<f64> = data.numbers("hours").into_iter().map(|hours| hours.expect("all answered")).collect();
    let levels = keys(&expect["by_region"]);
    let regions = data.codes("region", &levels);
    // Shifted, as a caller would, and squared for the spread; the mean moves back, the errors stay.
    const SHIFT: f64 = 3.0;
    let shifted: Vec<f64> = hours.iter().map(|hours| hours - SHIFT).collect();
    let squared: Vec<f64> = shifted.iter().map(|hours| hours * hours).collect();
    let layout = Layout { cells: levels.len(), numbers: 2 };
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
        let data = Data::read(&input);
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
    let data = Data::read(&input);
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
    let data = Data::read(&input);
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
