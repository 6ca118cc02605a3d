//! Texts of strata and units → where respondents were drawn, many at once.
//!
//! Where a text stands for is looked up once; after that a respondent costs one look-up by the number of the text. Only
//! for designs of one stage without populations and replicate weights: of others every row is looked at by itself.

use std::collections::HashMap;

use super::Drawn;
use crate::block::DesignColumns;
use crate::design::Stage;

/// The texts of strata and units by number.
#[derive(Default)]
pub struct Labels {
    /// Whether there is a column of strata, which then stands before that of units.
    has_strata: bool,
    columns: Vec<Texts>,
    /// Of every unit's text, or every stratum's where there are no units: the stratum's text it was met in, and where
    /// that is.
    places: Vec<Option<(u32, Stage)>>,
}

#[derive(Default)]
struct Texts {
    numbers: HashMap<String, u32>,
    texts: Vec<String>,
}

impl Labels {
    /// No text yet; `None` for a design of which every row is looked at by itself.
    pub fn of(drawn: Option<&Drawn>) -> Option<Self> {
        let Some(drawn) = drawn else { return Some(Labels::default()) };
        let is_plain = drawn.units.len() < 2 && drawn.populations.is_empty() && drawn.replicates.is_empty();
        is_plain.then(|| Labels {
            has_strata: drawn.strata.is_some(),
            columns: drawn.label_columns().map(|_| Texts::default()).collect(),
            places: Vec::new(),
        })
    }

    /// The number of a text of one of [`Drawn::label_columns`].
    pub fn number(&mut self, column: usize, text: &str) -> u32 {
        let of = &mut self.columns[column];
        *of.numbers.entry(text.to_owned()).or_insert_with_key(|text| {
            of.texts.push(text.clone());
            of.texts.len() as u32 - 1
        })
    }
}

impl Drawn {
    /// Columns of texts: strata, then units.
    pub fn label_columns(&self) -> impl Iterator<Item = usize> {
        self.strata.iter().chain(&self.units).map(|column| column.at)
    }

    /// The column of weights.
    pub fn weight_column(&self) -> Option<usize> {
        self.weight.as_ref().map(|column| column.at)
    }

    /// Adds where respondents were drawn, by the numbers of their texts.
    pub fn push_many(
        &mut self,
        labels: &mut Labels,
        texts: &[Vec<u32>],
        weights: &[f64],
        those: &[u32],
        columns: &mut DesignColumns,
    ) {
        match self.weight {
            Some(_) => columns.weights.extend(those.iter().map(|&row| weights[row as usize])),
            None => columns.weights.extend(those.iter().map(|_| 1.0)),
        }
        let new = &columns.weights[columns.weights.len() - those.len()..];
        self.has_weight = self.has_weight || new.iter().any(|weight| *weight > 0.0);
        let strata = labels.has_strata.then(|| &texts[0]);
        let units = texts.get(usize::from(labels.has_strata));
        let last = labels.columns.last().map_or(1, |of| of.texts.len());
        labels.places.resize(labels.places.len().max(last), None);
        columns.stages.reserve(those.len());
        for row in those.iter().map(|&row| row as usize) {
            let stratum = strata.map_or(0, |of| of[row]);
            let at = units.map_or(stratum, |of| of[row]) as usize;
            let stage = match labels.places[at] {
                Some((known, stage)) if known == stratum => stage,
                _ => {
                    let text = if labels.has_strata { &labels.columns[0].texts[stratum as usize] } else { "" };
                    let stratum_number = self.stratum(text);
                    let stage = match units {
                        None => Stage::respondent(stratum_number),
                        Some(_) => {
                            let of = labels.columns.last().expect("there is a column of units");
                            Stage::unit(stratum_number, self.unit(0, stratum_number, of.texts[at].clone()))
                        }
                    };
                    labels.places[at] = Some((stratum, stage));
                    stage
                }
            };
            columns.stages.push(stage);
        }
    }
}
