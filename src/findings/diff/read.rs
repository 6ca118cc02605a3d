//! `results.json` → what of it is compared. Keys that this version does not know are passed over, so that results of
//! later versions with the same schema number are read too.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::error::{Error, Result, quoted};
use crate::results::{ClaimStatus, SCHEMA, Verdict};

/// What is compared.
#[derive(Deserialize)]
pub struct Read {
    pub version: String,
    pub provenance: Provenance,
    pub study: Study,
    pub outcomes: Vec<Outcome>,
    pub paired: Vec<Paired>,
    pub correlations: Vec<Correlation>,
    pub claims: Vec<Claim>,
    /// All of it.
    #[serde(skip)]
    pub whole: Value,
}

#[derive(Deserialize)]
pub struct Provenance {
    pub data: File,
    pub study: File,
    pub command: String,
    pub seed: u64,
}

#[derive(Deserialize)]
pub struct File {
    pub name: String,
    pub sha256: Option<String>,
    #[serde(default)]
    pub rows: u64,
    #[serde(default)]
    pub rows_kept: u64,
}

#[derive(Deserialize)]
pub struct Study {
    pub title: String,
    pub design: String,
    pub analysis: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
pub struct Outcome {
    pub name: String,
    pub base: Base,
    pub overall: Estimate,
    pub bands: Option<Vec<Estimate>>,
    pub segments: Vec<Comparison>,
}

#[derive(Deserialize)]
pub struct Base {
    pub description: String,
    pub n: Option<u64>,
}

#[derive(Deserialize)]
pub struct Comparison {
    pub segment: String,
    pub levels: Vec<Estimate>,
    pub verdict: Verdict,
}

#[derive(Deserialize)]
pub struct Estimate {
    pub level: Option<String>,
    pub n: Option<u64>,
    pub rate: Option<f64>,
    pub mean: Option<f64>,
    pub total: Option<f64>,
    pub ci: Option<Interval>,
    #[serde(default)]
    pub flags: Vec<String>,
    pub shares: Option<Vec<Estimate>>,
}

#[derive(Deserialize)]
pub struct Interval {
    pub low: Option<f64>,
    pub high: Option<f64>,
}

#[derive(Deserialize)]
pub struct Paired {
    pub a: String,
    pub b: String,
    pub n: Option<u64>,
    pub difference: Option<f64>,
    pub ci: Option<Interval>,
    #[serde(default)]
    pub flags: Vec<String>,
}

#[derive(Deserialize)]
pub struct Correlation {
    pub a: String,
    pub b: String,
    pub method: String,
    pub coefficient: Option<f64>,
    pub n: Option<u64>,
    pub ci: Option<Interval>,
    #[serde(default)]
    pub flags: Vec<String>,
}

#[derive(Deserialize)]
pub struct Claim {
    pub id: String,
    pub status: ClaimStatus,
}

impl Read {
    /// Reads the text of a file of a name.
    ///
    /// # Errors
    /// If it is no JSON, other JSON, or results of another schema.
    pub fn of(text: &str, name: &str) -> Result<Self> {
        let hint = "diff reads results.json of a report, or what analyze --json printed";
        let value: Value = serde_json::from_str(text).map_err(|e| {
            Error::new(format!("`{name}` is no JSON: {e}"))
                .at(format!("{name}, line {}, column {}", e.line(), e.column()))
                .hint(hint)
        })?;
        match value.get("schema").and_then(Value::as_str) {
            Some(SCHEMA) => {}
            Some(other) if other.starts_with("paradox.results/") => {
                return Err(Error::new(format!(
                    "`{name}` has the schema {}, and this version reads {SCHEMA}",
                    quoted(other)
                ))
                .at(name)
                .hint("use the version of paradox that wrote it, or analyze the data again with this one"));
            }
            Some(other) => {
                return Err(Error::new(format!("`{name}` has the schema {}: it is no results.json", quoted(other)))
                    .at(name)
                    .hint(hint));
            }
            None => {
                return Err(Error::new(format!("`{name}` is no results.json: it has no `schema`")).at(name).hint(hint));
            }
        }
        let read = Self::deserialize(&value).map_err(|e| {
            Error::new(format!("`{name}` is no whole results.json: {e}")).at(name).hint("write it again with analyze")
        })?;
        Ok(Read { whole: value, ..read })
    }
}
