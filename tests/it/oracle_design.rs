//! Design-based estimates against the numbers of R's `survey` package: every field of every case.

use std::collections::BTreeMap;

use paradox::design::estimators::{Ratio, Ratios};
use paradox::design::{Layout, Lonely, Population, Sample, Stage, Tally};
use serde_json::Value;

use crate::goldens::{Case, cases, close, number};

/// A data file of the oracle.
pub struct Data {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Data {
    /// `data/x.csv` lies with the tests; the api files, which are GPL, only in the shared folder (`None` without it).
    pub fn read(input: &Value) -> Option<Data> {
        let name = input["data"].as_str().expect("a case names its data");
        let path = match name.strip_prefix("../data/api/") {
            Some(file) => format!("/work/shared/data/api/{file}"),
            None => format!("{}/tests/oracle/{name}", env!("CARGO_MANIFEST_DIR")),
        };
        if name.contains("/api/") && !std::path::Path::new(&path).exists() {
            println!("skipped: {path} is not there");
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

#[test]
fn rates_have_the_estimate_and_se_of_r() {
    for Case { id, input, expect, tol } in cases("rate, design") {
        let Some(data) = Data::read(&input) else { continue };
        let design = Design::of(&data, &input);
        let outcome = data.codes(input["outcome"].as_str().expect("an outcome"), &["1", "0"]);
        let layout = Layout::of_cells(2);
        let sample = design.sample(layout, |row| outcome[row], &[]);
        let rate = sample.estimate(&Ratios(vec![Ratio::rate(layout, [0], [0, 1])])).expect("a rate");
        close(&format!("{id} rate"), rate.values[0], &expect["rate"], tol);
        close(&format!("{id} se"), rate.se(0), &expect["se"], tol);
        assert_eq!(sample.df(&|_| true), number(&expect["df"]), "{id} df");
    }
}
