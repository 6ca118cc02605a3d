//! `[design]`: how the sample was drawn, as columns of the data file.
//!
//! ```text
//! default (none: simple random sample)  <  [design] of the study file  <  --weight, --strata, --psu, --fpc, …
//! ```

use super::ColumnRef;
use super::analysis::{Wrong, one_of};
use crate::design::{Lonely, ReplicateMethod};
use crate::error::{Error, Result, quoted};

/// How the sample was drawn.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Design {
    /// Weight of a respondent; 1 each where there is none.
    pub weight: Option<ColumnRef>,
    /// Stratum of the first stage.
    pub strata: Option<ColumnRef>,
    /// Sampling units, first stage first, each nested in the one before and the first in strata; none: every respondent
    /// is one.
    pub psu: Vec<ColumnRef>,
    /// Population of each stage: units in the stratum, or the fraction sampled.
    pub fpc: Vec<ColumnRef>,
    /// What a stratum with one unit does to the variance.
    pub lonely: Lonely,
    /// Replicate weights, instead of strata and units.
    pub replicates: Option<ReplicateSpec>,
}

/// Columns of replicate weights and how they were made.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplicateSpec {
    /// Names of columns, in which `*` stands for anything, separated by white space or commas.
    pub columns: String,
    /// How they were made.
    pub method: Replication,
    /// Fay's ρ.
    pub rho: f64,
    /// Instead of the method's own scale.
    pub scale: Option<f64>,
    /// Instead of the method's own factor of each replicate; one number stands for all.
    pub rscales: Option<Vec<f64>>,
    /// Line of the key in the study file; 0 where the flag says it.
    pub line: usize,
}

/// The word for how replicate weights were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the names of the methods
pub enum Replication {
    Brr,
    Fay,
    Jk1,
    Jkn,
    Bootstrap,
}

/// The words of `method`.
pub(super) const METHODS: [(&str, Replication); 5] = [
    ("brr", Replication::Brr),
    ("fay", Replication::Fay),
    ("jk1", Replication::Jk1),
    ("jkn", Replication::Jkn),
    ("bootstrap", Replication::Bootstrap),
];

/// What to do about a ρ that is not given.
pub(super) const FAY: &str = "0.5 is usual; the documentation of the survey says which it is";

/// The words of `lonely_psu`.
pub(super) const LONELY: [(&str, Lonely); 4] = [
    ("error", Lonely::Fail),
    ("certainty", Lonely::Certainty),
    ("adjust", Lonely::Adjust),
    ("average", Lonely::Average),
];

/// What flags override in `[design]`; `None` and an empty list leave the study's value.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DesignFlags {
    /// `--weight`.
    pub weight: Option<String>,
    /// `--strata`.
    pub strata: Option<String>,
    /// `--psu`, first stage first.
    pub psu: Vec<String>,
    /// `--fpc`, first stage first.
    pub fpc: Vec<String>,
    /// `--lonely-psu`.
    pub lonely: Option<String>,
    /// `--replicates`.
    pub replicates: Option<String>,
    /// `--replicate-method`.
    pub method: Option<String>,
    /// `--rho`.
    pub rho: Option<f64>,
    /// `--scale`.
    pub scale: Option<f64>,
    /// `--rscales`.
    pub rscales: Vec<f64>,
}

/// What the factors of a stratified jackknife are.
pub(super) const JKN: &str = "the factor of each replicate is (n-1)/n of its stratum: rscales = [0.5, 0.5, …], or one for all (--rscales 0.5,0.5,…)";

impl Replication {
    /// The contract's word for it.
    pub fn name(self) -> &'static str {
        METHODS.iter().find(|(_, method)| *method == self).map_or("", |(name, _)| name)
    }
}

impl ReplicateSpec {
    /// Scale and factors of so many replicates.
    ///
    /// # Errors
    /// As many factors are needed as there are replicates.
    pub fn factors(&self, replicates: usize) -> Result<(f64, Vec<f64>)> {
        let (scale, factors) = match self.method {
            Replication::Brr => ReplicateMethod::Brr,
            Replication::Fay => ReplicateMethod::Fay { rho: self.rho },
            Replication::Jk1 => ReplicateMethod::Jk1,
            Replication::Jkn => ReplicateMethod::Jkn { factors: vec![1.0; replicates] },
            Replication::Bootstrap => ReplicateMethod::Bootstrap,
        }
        .factors(replicates);
        let factors = match self.rscales.as_deref() {
            None => factors,
            Some([one]) => vec![*one; replicates],
            Some(all) if all.len() == replicates => all.to_vec(),
            Some(all) => {
                return Err(Error::new(format!(
                    "`rscales` of [design] has {} numbers for {replicates} columns of replicate weights",
                    all.len()
                ))
                .hint("give one number for all, or one for each column in the order of the file"));
            }
        };
        Ok((self.scale.unwrap_or(scale), factors))
    }

    /// Whether a column is one of them.
    ///
    /// ```
    /// use paradox::study::{Replication, ReplicateSpec};
    /// let columns = "rw*, base_?".to_owned();
    /// let spec = ReplicateSpec { columns, method: Replication::Brr, rho: 0.0, scale: None, rscales: None, line: 0 };
    /// assert!(spec.names("rw12") && spec.names("base_1") && !spec.names("weight"));
    /// ```
    pub fn names(&self, column: &str) -> bool {
        let patterns = self.columns.split(|c: char| c == ',' || c.is_whitespace()).filter(|p| !p.is_empty());
        patterns.into_iter().any(|pattern| matches(pattern.as_bytes(), column.as_bytes()))
    }
}

/// `*` stands for any text, `?` for one character.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    // Where the last star stands, and how much of the text it took.
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(&c) if c == b'?' || c == text[t] => {
                p += 1;
                t += 1;
            }
            _ => match &mut star {
                Some((at, taken)) => {
                    *taken += 1;
                    (p, t) = (*at + 1, *taken);
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|&c| c == b'*')
}

impl Design {
    /// Whether anything is declared, so that the sample is not a simple random one.
    pub fn is_declared(&self) -> bool {
        self.weight.is_some() || self.strata.is_some() || !self.psu.is_empty() || self.replicates.is_some()
    }

    /// Overrides with what flags say.
    ///
    /// # Errors
    /// Of usage: a word that is none, a range that is left, flags that contradict each other.
    pub fn apply(&mut self, flags: &DesignFlags) -> Result<()> {
        let column = |name: &Option<String>| name.as_deref().map(ColumnRef::parse).transpose();
        let columns = |names: &[String]| names.iter().map(|name| ColumnRef::parse(name)).collect::<Result<Vec<_>>>();
        self.weight = column(&flags.weight)?.or(self.weight.take());
        self.strata = column(&flags.strata)?.or(self.strata.take());
        if !flags.psu.is_empty() {
            self.psu = columns(&flags.psu)?;
        }
        if !flags.fpc.is_empty() {
            self.fpc = columns(&flags.fpc)?;
        }
        if let Some(word) = &flags.lonely {
            self.lonely = one_of(word, &LONELY).map_err(|wrong| usage("lonely-psu", wrong))?;
        }
        if let Some(columns) = &flags.replicates {
            let Some(word) = &flags.method else {
                return Err(Error::usage("`--replicates` needs --replicate-method")
                    .hint("brr, fay (with --rho), jk1, jkn or bootstrap"));
            };
            let method = one_of(word, &METHODS).map_err(|wrong| usage("replicate-method", wrong))?;
            let Some(rho) = flags.rho.or((method != Replication::Fay).then_some(0.0)) else {
                return Err(Error::usage("`--replicate-method fay` needs --rho").hint(format!("--rho {FAY}")));
            };
            let rho = checked_rho(method, rho).map_err(|wrong| usage("rho", wrong))?;
            if let Some(number) =
                flags.scale.iter().chain(&flags.rscales).find(|number| !(**number > 0.0 && number.is_finite()))
            {
                return Err(Error::usage(format!("`--scale` and `--rscales` must be above 0, not {number}")));
            }
            let rscales = (!flags.rscales.is_empty()).then(|| flags.rscales.clone());
            let (columns, scale) = (columns.clone(), flags.scale);
            if method == Replication::Jkn && scale.is_none() && rscales.is_none() {
                return Err(Error::usage("`--replicate-method jkn` needs --rscales").hint(JKN));
            }
            self.replicates = Some(ReplicateSpec { columns, method, rho, scale, rscales, line: 0 });
        } else if flags.method.is_some() || flags.rho.is_some() || flags.scale.is_some() || !flags.rscales.is_empty() {
            return Err(Error::usage(
                "`--replicate-method`, `--rho`, `--scale` and `--rscales` belong to --replicates",
            )
            .hint("name the columns of replicate weights: --replicates 'rw*'"));
        }
        self.check().map_err(|wrong| {
            let error = Error::usage(wrong.what);
            wrong.hint.map_or(error.clone(), |hint| error.hint(hint))
        })
    }

    /// Whether what is declared fits together.
    pub(super) fn check(&self) -> Result<(), Wrong> {
        let wrong = |what: &str, hint: &str| Err(Wrong { what: what.to_owned(), hint: Some(hint.to_owned()) });
        if self.replicates.is_some() {
            if self.weight.is_none() {
                return wrong("replicate weights need the weight of the full sample", "name its column with `weight`");
            }
            if self.strata.is_some() || !self.psu.is_empty() || !self.fpc.is_empty() {
                return wrong(
                    "replicate weights stand instead of strata, psu and fpc",
                    "leave out the one or the other: replicate weights carry the design",
                );
            }
        }
        if self.fpc.len() > self.psu.len().max(1) {
            return wrong(
                "`fpc` names more stages than `psu`",
                "name one column of fpc for each stage of sampling units, first stage first",
            );
        }
        if !self.fpc.is_empty() && !self.is_declared() {
            return wrong("`fpc` alone declares no design", "name the weight, the strata or the sampling units too");
        }
        Ok(())
    }

    /// The design in words: "weights, 3 stages" …
    pub fn words(&self) -> String {
        if let Some(replicates) = &self.replicates {
            return format!("sample with {} replicate weights", replicates.method.name());
        }
        let mut has = Vec::new();
        if self.weight.is_some() {
            has.push("weights".to_owned());
        }
        if self.strata.is_some() {
            has.push("strata".to_owned());
        }
        match self.psu.len() {
            0 => {}
            1 => has.push("sampling units".to_owned()),
            stages => has.push(format!("sampling units at {stages} stages")),
        }
        if !self.fpc.is_empty() {
            has.push("a finite population correction".to_owned());
        }
        match has.split_last() {
            None => "simple random sample".to_owned(),
            Some((one, [])) => format!("sample with {one}"),
            Some((last, before)) => format!("sample with {} and {last}", before.join(", ")),
        }
    }
}

/// Fay's ρ for a method.
pub(super) fn checked_rho(method: Replication, rho: f64) -> Result<f64, Wrong> {
    match method {
        Replication::Fay if (0.0..1.0).contains(&rho) => Ok(rho),
        Replication::Fay => Err(Wrong { what: format!("must be at least 0 and below 1, not {rho}"), hint: None }),
        _ if rho == 0.0 => Ok(0.0),
        _ => Err(Wrong { what: format!("belongs to the method fay, not to {}", quoted(method.name())), hint: None }),
    }
}

fn usage(flag: &str, wrong: Wrong) -> Error {
    let error = Error::usage(format!("`--{flag}` {}", wrong.what));
    wrong.hint.map_or(error.clone(), |hint| error.hint(hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks_match_as_in_a_shell() {
        let cases = [("rw*", "rw", true), ("*", "", true), ("a*b*c", "axxbyyc", true), ("a*b*c", "axxbyy", false)];
        for (pattern, text, expected) in cases.into_iter().chain([("a?", "a", false), ("", "a", false)]) {
            assert_eq!(matches(pattern.as_bytes(), text.as_bytes()), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn flags_that_contradict_each_other_are_errors_of_usage() {
        let text = |text: &str| Some(text.to_owned());
        let cases: [(DesignFlags, &str); 9] = [
            (DesignFlags { replicates: text("rw*"), ..Default::default() }, "needs --replicate-method"),
            (DesignFlags { method: text("brr"), ..Default::default() }, "belong to --replicates"),
            (DesignFlags { scale: Some(0.5), ..Default::default() }, "belong to --replicates"),
            (
                DesignFlags { replicates: text("rw*"), method: text("jkn"), ..Default::default() },
                "`--replicate-method jkn` needs --rscales",
            ),
            (
                DesignFlags {
                    replicates: text("rw*"),
                    method: text("jkn"),
                    rscales: vec![0.5, 0.0],
                    ..Default::default()
                },
                "must be above 0, not 0",
            ),
            (
                DesignFlags { replicates: text("rw*"), method: text("brr"), ..Default::default() },
                "need the weight of the full sample",
            ),
            (
                DesignFlags {
                    weight: text("w"),
                    psu: vec!["p".into()],
                    replicates: text("rw*"),
                    method: text("brr"),
                    ..Default::default()
                },
                "stand instead of strata",
            ),
            (DesignFlags { fpc: vec!["f".into()], ..Default::default() }, "`fpc` alone declares no design"),
            (DesignFlags { lonely: text("remove"), ..Default::default() }, "`--lonely-psu` must be one of"),
        ];
        for (flags, expected) in cases {
            let error = Design::default().apply(&flags).unwrap_err();
            assert!(error.is_usage() && error.to_string().contains(expected), "{error}");
        }
    }
}
