//! What is true in the population from which respondents are drawn?
//!
//! A list of columns: the answers of each, how often they occur, who is asked, and on what they depend. The format is
//! described at the top of `sinch-2026.population.toml`, which is the population of the built-in study.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::{Error, Result, quoted};
use crate::study::builtin::SINCH_2026_NAME;

/// The population of the built-in study.
const SINCH_2026: &str = include_str!("sinch-2026.population.toml");

/// A population with known truth.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Population {
    /// How many respondents are drawn unless told otherwise.
    pub rows: Option<u64>,
    /// The seed unless told otherwise.
    pub seed: Option<u64>,
    /// Whether counts are exact.
    #[serde(default)]
    pub draw: Draw,
    /// The columns, in the order of the file.
    #[serde(default)]
    pub columns: Vec<Column>,
}

/// Whether counts are exact or drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Draw {
    /// Counts are exact; chance only decides who gets which answer.
    #[default]
    Quota,
    /// Every respondent is drawn independently.
    Chance,
}

/// One column of the data file.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its header.
    pub name: String,
    /// The answers.
    #[serde(default)]
    pub values: Vec<String>,
    /// How often each occurs, relative to each other; empty: equally often.
    #[serde(default)]
    pub shares: Vec<f64>,
    /// Who is asked: all of these columns hold one of these answers ("*": any); the others are left blank.
    #[serde(default)]
    pub among: BTreeMap<String, Vec<String>>,
    /// Percent of those asked who do not answer.
    #[serde(default)]
    pub blank: f64,
    /// A copy of this column.
    pub same_as: Option<String>,
    /// Cut from a normal variable that correlates with that of another column.
    pub correlated: Option<Correlated>,
    /// The share of the first of two values by the levels of other columns.
    #[serde(default)]
    pub depends: Vec<Depends>,
}

/// A latent correlation with another column.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correlated {
    /// The other column.
    pub with: String,
    /// The correlation of the normal variables, between -1 and 1.
    pub latent: f64,
}

/// Rates by the level of another column, in percent.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Depends {
    /// The other column.
    pub on: String,
    /// Levels whose rate holds as it stands.
    #[serde(default)]
    pub exactly: BTreeMap<String, f64>,
    /// Levels whose rates are shifted together so that the overall share holds.
    #[serde(default)]
    pub about: BTreeMap<String, f64>,
}

impl Population {
    /// The population of a built-in study, `None` for any other name.
    pub fn builtin(study: &str) -> Option<Result<Population>> {
        (study == SINCH_2026_NAME).then(|| Population::parse(SINCH_2026, "sinch-2026.population.toml"))
    }

    /// Reads a population and checks what can be checked without the study.
    ///
    /// # Errors
    /// What is wrong with the file, with its line.
    pub fn parse(text: &str, file: &str) -> Result<Population> {
        let population: Population = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| 1 + text[..span.start].matches('\n').count());
            Error::new(error.message().lines().next().unwrap_or("not a population file").to_owned())
                .at(format!("{file}, line {line}"))
                .hint("paradox simulate --help has an example of the format, and the guide has it key by key")
        })?;
        let problems = population.problems().into_iter().map(|error| error.at(file)).collect();
        Error::all(problems).map_or(Ok(population), Err)
    }

    fn problems(&self) -> Vec<Error> {
        let mut problems = Vec::new();
        for (at, column) in self.columns.iter().enumerate() {
            if self.columns[..at].iter().any(|earlier| earlier.name == column.name) {
                problems.push(Error::new(format!("column `{}` is described twice", column.name)));
            }
            problems.extend(column.problem().map(|what| Error::new(format!("column `{}` {what}", column.name))));
            let others = column.depends.iter().flat_map(|d| {
                let levels = d.exactly.keys().chain(d.about.keys());
                levels.map(move |level| (&d.on, level))
            });
            let asked = column.among.iter().flat_map(|(on, levels)| levels.iter().map(move |level| (on, level)));
            for (on, level) in others.chain(asked) {
                let Some(other) = self.columns.iter().find(|c| c.name == *on) else { continue };
                if level != "*" && other.same_as.is_none() && !other.values.contains(level) {
                    let what =
                        format!("column `{}` names {} of `{on}`, which has no such value", column.name, quoted(level));
                    problems.push(Error::new(what).hint(format!("its values are {}", other.values.join(", "))));
                }
            }
        }
        problems
    }
}

impl Column {
    /// What is wrong with this column by itself.
    fn problem(&self) -> Option<String> {
        let percent = |x: &f64| (0.0..=100.0).contains(x);
        if self.same_as.is_some() {
            let plain = Column { name: self.name.clone(), same_as: self.same_as.clone(), ..Column::default() };
            return (*self != plain).then(|| "is a copy (`same_as`), so it takes no other key".to_owned());
        }
        if self.values.is_empty() {
            return Some("has no `values`".to_owned());
        }
        if !self.shares.is_empty() && self.shares.len() != self.values.len() {
            return Some(format!("has {} values and {} shares", self.values.len(), self.shares.len()));
        }
        if self.shares.iter().any(|s| !s.is_finite() || *s < 0.0)
            || (!self.shares.is_empty() && self.shares.iter().sum::<f64>() <= 0.0)
        {
            return Some("has shares that are negative, not finite, or all 0".to_owned());
        }
        if !percent(&self.blank)
            || self.depends.iter().any(|d| !d.exactly.values().chain(d.about.values()).all(percent))
        {
            return Some("has a percentage outside 0 to 100".to_owned());
        }
        if self.depends.len() > 2 {
            return Some(format!("depends on {} columns; two are possible", self.depends.len()));
        }
        if !self.depends.is_empty() && self.values.len() != 2 {
            return Some(format!("depends on another column, so it needs two values, and has {}", self.values.len()));
        }
        if self.correlated.as_ref().is_some_and(|c| c.latent.is_nan() || c.latent.abs() >= 1.0) {
            return Some("has a latent correlation that is not between -1 and 1".to_owned());
        }
        if self.correlated.is_some() && !self.depends.is_empty() {
            return Some("has both `correlated` and `depends`; one is possible".to_owned());
        }
        None
    }

    /// The shares, summing to 1.
    pub(super) fn shares(&self) -> Vec<f64> {
        if self.shares.is_empty() {
            return vec![1.0 / self.values.len() as f64; self.values.len()];
        }
        let sum: f64 = self.shares.iter().sum();
        self.shares.iter().map(|s| s / sum).collect()
    }

    /// The columns that must be drawn before this one.
    pub(super) fn needs(&self) -> impl Iterator<Item = &str> {
        (self.among.keys())
            .chain(self.depends.iter().map(|d| &d.on))
            .chain(self.correlated.iter().map(|c| &c.with))
            .chain(&self.same_as)
            .map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_population_says_what_is_wrong_and_on_which_line() {
        for (text, what, place) in [
            ("rows = 10\nseeds = 3\n", "unknown field `seeds`", "p.toml, line 2"),
            ("[[columns]]\nname = \"a\"\n", "column `a` has no `values`", "p.toml"),
            ("[[columns]]\nname = \"a\"\nvalues = [\"x\"]\nshares = [1, 2]\n", "has 1 values and 2 shares", "p.toml"),
            (
                "[[columns]]\nname = \"a\"\nvalues = [\"x\", \"y\"]\n[[columns]]\nname = \"b\"\nvalues = [\"x\"]\n\
                 among = { a = [\"z\"] }\n",
                "column `b` names \"z\" of `a`",
                "p.toml",
            ),
        ] {
            let message = Population::parse(text, "p.toml").unwrap_err().to_string();
            assert!(message.contains(what) && message.contains(place), "{message}");
        }
    }
}
