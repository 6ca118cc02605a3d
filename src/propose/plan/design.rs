//! What is no question: which rows count, weights, strata, units.

use std::collections::BTreeMap;

use super::super::names::{Says, says};
use super::super::order::plain;
use super::{Guess, Plan, Planner};
use crate::load::profile::{BLANK, ColumnProfile};

impl Planner<'_> {
    /// Which rows count: finished interviews, where a column says so.
    pub(super) fn rows_that_count(&mut self) {
        for at in 0..self.profile.columns.len() {
            let column = self.of(at);
            if says(&column.name) != Some(Says::Status) || self.plan.complete.is_some() {
                continue;
            }
            let is_submission = plain(&column.name).starts_with("submitdate");
            let texts: Vec<&str> = column.texts.iter().map(|(text, _)| text.as_str()).collect();
            const COMPLETE: [&str; 8] =
                ["complete", "completed", "finished", "true", "yes", "1", "submitted", "approved"];
            let complete: Vec<String> = texts
                .iter()
                .filter(|text| COMPLETE.contains(&plain(text).as_str()))
                .map(|text| (*text).to_owned())
                .collect();
            let values = if is_submission && column.answered < self.profile.rows && column.answered > 0 {
                vec!["*".to_owned()]
            } else if !complete.is_empty() && texts.len() > complete.len() && texts.len() <= 10 {
                complete
            } else {
                continue;
            };
            let chosen: Vec<bool> = column
                .codes
                .iter()
                .map(|&code| {
                    code != BLANK
                        && (values[0] == "*"
                            || column.texts.get(usize::from(code) - 1).is_some_and(|(text, _)| values.contains(text)))
                })
                .collect();
            let kept = chosen.iter().filter(|kept| **kept).count();
            let why = format!(
                "`{}` says which interviews were finished: {kept} of {} rows count",
                column.name, self.profile.rows
            );
            self.counts = chosen;
            self.plan.complete = Some(Guess { is: (at, values), why, doubtful: false });
        }
        // A row of totals below the respondents. What is left out here is none of the profile's rows.
        if let (Some(total), None) = (&self.profile.total, &self.plan.complete) {
            let why = format!(
                "the last row says \"{}\" and holds nothing but numbers beside it: it is left out as no respondent, by its \
                 empty cell in this column",
                total.said
            );
            self.plan.complete = Some(Guess { is: (total.empty, vec!["*".to_owned()]), why, doubtful: true });
        }
    }

    /// A column that is called a weight: doubtful where its numbers are not like weights, which are mostly near 1, or
    /// have decimals where they count the population.
    pub(super) fn weight(&mut self, at: usize, why: &str) {
        let column = self.of(at);
        let count = |(text, n): &(String, usize)| Some((text.replacen(',', ".", 1).parse::<f64>().ok()?, *n as f64));
        let counted: Vec<(f64, f64)> = column.texts.iter().filter_map(count).collect();
        let n: f64 = counted.iter().map(|(_, n)| n).sum();
        let mean = counted.iter().map(|(weight, n)| weight * n).sum::<f64>() / n;
        let whole = column.whole == column.numbers;
        let is_like_weights = (0.5..=2.0).contains(&mean) || !whole && mean > 2.0 && self.has_design();
        if is_like_weights {
            return self.of_design("weight", at, why);
        }
        let (low, high) = column.range;
        let why = format!(
            "{why}, and its {} from {low} to {high} with a mean of {} are not like weights, which are mostly near 1: \
             take it out where it tells something of the respondent",
            if whole { "whole numbers" } else { "numbers" },
            (mean * 100.0).round() / 100.0
        );
        self.of_design("weight", at, &why);
        if let Some((_, guess)) = self.plan.design.iter_mut().find(|(key, guess)| *key == "weight" && guess.is == at) {
            guess.doubtful = true;
        }
    }

    /// Whether a column is called a stratum, a sampling unit or the size of a population.
    fn has_design(&self) -> bool {
        let is =
            |column: &ColumnProfile| matches!(says(&column.name), Some(Says::Strata | Says::Unit | Says::Population));
        self.profile.columns.iter().any(is)
    }

    pub(super) fn of_design(&mut self, key: &'static str, at: usize, why: &str) {
        if self.plan.design.iter().any(|(known, _)| *known == key) {
            return self.leave_out(at, format!("a second column for `{key}`"));
        }
        self.plan.design.push((key, Guess { is: at, why: why.to_owned(), doubtful: false }));
    }

    /// What the columns of the design tell of each other.
    pub(super) fn design(&mut self) {
        let find =
            |plan: &Plan, key: &str| plan.design.iter().find(|(known, _)| *known == key).map(|(_, guess)| guess.is);
        let Some(fpc) = find(&self.plan, "fpc") else { return };
        let (weight, strata) = (find(&self.plan, "weight"), find(&self.plan, "strata"));
        let has_units = find(&self.plan, "psu").is_some();
        let is_alone = weight.is_none() && strata.is_none() && !has_units;
        if is_alone || (has_units || strata.is_some()) && !self.is_one_number_within(fpc, strata) {
            self.plan.design.retain(|(key, _)| *key != "fpc");
            let why = match is_alone {
                true => {
                    "a finite population correction by its name, which without weights, strata or units corrects nothing"
                }
                false => {
                    "a finite population correction by its name, but not one number in each stratum: name the column of strata with `strata` in [design], and this one with `fpc`"
                }
            };
            return self.leave_out(fpc, why);
        }
        let Some(weight) = weight.filter(|_| !has_units) else { return };
        if find(&self.plan, "strata").is_none() && self.of(fpc).texts.len() > 1 {
            // The population is one number in each stratum: the column within whose levels it never changes.
            let constant = |at: &usize| {
                let column = self.of(*at);
                let few =
                    !column.more && (2..=60).contains(&column.texts.len()) && column.answered == self.profile.rows;
                let mut known = BTreeMap::new();
                few && *at != fpc
                    && *at != weight
                    && column.texts.len() >= self.of(fpc).texts.len()
                    && column
                        .codes
                        .iter()
                        .zip(&self.of(fpc).codes)
                        .all(|(level, population)| *known.entry(level).or_insert(population) == population)
            };
            let candidates = (0..self.profile.columns.len()).filter(constant).min_by_key(|at| self.of(*at).texts.len());
            if let Some(at) = candidates {
                let why = format!("`{}` is the same number within each of its values", self.of(fpc).name);
                self.plan.design.push(("strata", Guess { is: at, why, doubtful: true }));
            }
        }
        // Where respondents were drawn, the weights of a stratum sum to its population; else fpc counts other units.
        let number = |at: usize, code: u8| {
            self.of(at).texts.get(usize::from(code).wrapping_sub(1)).and_then(|(text, _)| text.parse::<f64>().ok())
        };
        let mut sums: BTreeMap<u8, f64> = BTreeMap::new();
        for (&population, &weight_code) in self.of(fpc).codes.iter().zip(&self.of(weight).codes) {
            *sums.entry(population).or_insert(0.0) += number(weight, weight_code).unwrap_or(f64::NAN);
        }
        let fits =
            |(&code, &sum): (&u8, &f64)| number(fpc, code).is_some_and(|n| (sum / n - 1.0).abs() < 0.01 || n < 1.0);
        if !sums.iter().all(fits) {
            self.plan.design.retain(|(key, _)| *key != "fpc" && *key != "strata");
            self.leave_out(fpc, "a finite population correction of units other than respondents, since the weights do not sum to it: name the column of units with `psu` in [design], and this one with `fpc`");
        }
    }
}

impl Planner<'_> {
    /// Whether a column holds the same number in all rows that another holds one text in; in all rows at all without another.
    fn is_one_number_within(&self, at: usize, within: Option<usize>) -> bool {
        let mut known = BTreeMap::new();
        let stratum = |row: usize| within.map_or(0, |within| self.of(within).codes[row]);
        self.of(at).codes.iter().enumerate().all(|(row, number)| *known.entry(stratum(row)).or_insert(number) == number)
    }
}

pub(super) fn is_weight(column: &ColumnProfile) -> bool {
    column.numbers == column.answered && column.numbers > 0 && column.range.0 >= 0.0
}
