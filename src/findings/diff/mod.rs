//! What differs between two results?
//!
//! ```text
//! results.json A ─┐   outcomes, segments, levels, claims by name    ┌─ in one alone
//! results.json B ─┴─► figures, bases, verdicts, statuses of both ───┼─ changed
//!                     every other number of both (others)           ┘
//! ```
//!
//! Figures are compared, not tested: a change may be chance, another question, another base. `compare` tests waves.
//! A suppressed figure counts as none.

mod others;
mod read;

use std::collections::BTreeMap;

use crate::error::Result;
use crate::results::diff::{
    BaseChange, ClaimChange, Compared, Diff, Differing, Figure, FigureChange, Only, SCHEMA, Side, VerdictChange, Which,
};
use others::Others;
use read::{Comparison, Estimate, Interval, Outcome, Read};

/// Compares two results: the texts of two files, each with the name that it is called by.
///
/// Changes up to `tolerance` are none.
///
/// # Errors
/// If one of them is no results.json of this version's schema.
pub fn diff(a: (&str, &str), b: (&str, &str), tolerance: f64) -> Result<Diff> {
    let (left, right) = (Read::of(a.1, a.0)?, Read::of(b.1, b.0)?);
    let mut found = Found {
        tolerance,
        compared: Compared::default(),
        only: vec![],
        verdicts: vec![],
        figures: vec![],
        bases: vec![],
    };
    found.outcomes(&left.outcomes, &right.outcomes);
    found.paired(&left, &right);
    found.correlations(&left, &right);
    let claims = found.claims(&left, &right);
    let Found { compared, only, verdicts, figures, bases, .. } = found;
    let others = Others::of(&left.whole, &right.whole, tolerance);
    let compared = Compared { others: others.compared, ..compared };
    let others = others.found;
    let figures_differ = !(figures.is_empty() && bases.is_empty() && others.is_empty());
    let differ = figures_differ || !(only.is_empty() && verdicts.is_empty() && claims.is_empty());
    Ok(Diff {
        schema: SCHEMA.into(),
        provenance: provenance(&left, &right),
        a: side(a.0, &left),
        b: side(b.0, &right),
        tolerance,
        differ,
        compared,
        only,
        verdicts,
        claims,
        figures,
        bases,
        others,
    })
}

fn side(name: &str, of: &Read) -> Side {
    Side {
        name: name.to_owned(),
        version: of.version.clone(),
        data: of.provenance.data.name.clone(),
        rows_kept: of.provenance.data.rows_kept,
        study: of.provenance.study.name.clone(),
    }
}

/// Where the numbers come from and what they rest on, as far as it differs.
fn provenance(a: &Read, b: &Read) -> Vec<Differing> {
    let facts = |of: &Read| {
        let hash = |sha256: &Option<String>| sha256.clone().unwrap_or_else(|| "not told".into());
        let told = &of.provenance;
        let mut facts = vec![
            ("version of paradox".to_owned(), of.version.clone()),
            ("data".to_owned(), told.data.name.clone()),
            ("data, sha256".to_owned(), hash(&told.data.sha256)),
            ("data, rows".to_owned(), told.data.rows.to_string()),
            ("data, rows that count".to_owned(), told.data.rows_kept.to_string()),
            ("study".to_owned(), told.study.name.clone()),
            ("study, sha256".to_owned(), hash(&told.study.sha256)),
            ("study, title".to_owned(), of.study.title.clone()),
            ("design".to_owned(), of.study.design.clone()),
            ("command".to_owned(), told.command.clone()),
            ("seed".to_owned(), told.seed.to_string()),
        ];
        facts.extend(of.study.analysis.iter().map(|(key, value)| {
            (format!("analysis, {key}"), value.as_str().map_or_else(|| value.to_string(), str::to_owned))
        }));
        facts
    };
    let (left, right) = (facts(a), facts(b));
    let others: BTreeMap<&String, &String> = right.iter().map(|(what, text)| (what, text)).collect();
    let none = "none".to_owned();
    let mut differing: Vec<Differing> = left
        .iter()
        .map(|(what, text)| (what, text, others.get(what).copied().unwrap_or(&none)))
        .filter(|(_, a, b)| a != b)
        .map(|(what, a, b)| Differing { what: what.clone(), a: a.clone(), b: b.clone() })
        .collect();
    let new = right.iter().filter(|(what, _)| left.iter().all(|(known, _)| known != what));
    differing.extend(new.map(|(what, b)| Differing { what: what.clone(), a: none.clone(), b: b.clone() }));
    differing
}

/// What was found so far.
struct Found {
    tolerance: f64,
    compared: Compared,
    only: Vec<Only>,
    verdicts: Vec<VerdictChange>,
    figures: Vec<FigureChange>,
    bases: Vec<BaseChange>,
}

impl Found {
    /// Those that both have, by key; the others are noted as being in one alone, under a name.
    fn both<'a, T>(
        &mut self,
        kind: &str,
        a: &'a [T],
        b: &'a [T],
        key: impl Fn(&T) -> String,
        name: impl Fn(&str) -> String,
    ) -> Vec<(&'a T, &'a T)> {
        let keys: Vec<String> = b.iter().map(&key).collect();
        let mut pairs = Vec::new();
        let mut seen = vec![false; b.len()];
        let mut only = |only_in, key: &str| {
            self.only.push(Only { only_in, kind: kind.to_owned(), name: name(key) });
        };
        for one in a {
            let wanted = key(one);
            match (0..b.len()).find(|&at| !seen[at] && keys[at] == wanted) {
                Some(at) => {
                    seen[at] = true;
                    pairs.push((one, &b[at]));
                }
                None => only(Which::A, &wanted),
            }
        }
        keys.iter().zip(&seen).filter(|(_, seen)| !**seen).for_each(|(key, _)| only(Which::B, key));
        pairs
    }

    fn outcomes(&mut self, a: &[Outcome], b: &[Outcome]) {
        for (a, b) in self.both("outcome", a, b, |outcome| outcome.name.clone(), str::to_owned) {
            let name = a.name.as_str();
            self.base(a, b);
            self.estimate(name, &a.overall, &b.overall);
            self.levels("answer", name, a.bands.as_deref(), b.bands.as_deref());
            let by = |segment: &str| format!("{name} by {segment}");
            for (a, b) in self.both("segment", &a.segments, &b.segments, |by| by.segment.clone(), by) {
                self.comparison(name, a, b);
            }
        }
    }

    fn comparison(&mut self, outcome: &str, a: &Comparison, b: &Comparison) {
        self.compared.verdicts += 1;
        if a.verdict != b.verdict {
            let (outcome, segment) = (outcome.to_owned(), a.segment.clone());
            self.verdicts.push(VerdictChange { outcome, segment, a: a.verdict, b: b.verdict });
        }
        self.levels("level", &format!("{outcome} by {}", a.segment), Some(&a.levels), Some(&b.levels));
    }

    /// Figures that have levels or answers of their own.
    fn levels(&mut self, kind: &str, of: &str, a: Option<&[Estimate]>, b: Option<&[Estimate]>) {
        let name = |level: &str| format!("{of}: {level}");
        let level = |estimate: &Estimate| estimate.level.clone().unwrap_or_default();
        for (a, b) in self.both(kind, a.unwrap_or_default(), b.unwrap_or_default(), level, name) {
            self.estimate(&name(&level(a)), a, b);
        }
    }

    fn estimate(&mut self, name: &str, a: &Estimate, b: &Estimate) {
        self.figure(name, measure(a).or(measure(b)).unwrap_or("rate"), figure(a), figure(b));
        if a.shares.is_some() || b.shares.is_some() {
            self.levels("answer", name, a.shares.as_deref(), b.shares.as_deref());
        }
    }

    fn figure(&mut self, name: &str, measure: &str, a: Option<Figure>, b: Option<Figure>) {
        if a.is_none() && b.is_none() {
            return;
        }
        self.compared.figures += 1;
        let change = a.zip(b).map(|(a, b)| b.value - a.value);
        let counts_as_it_is = !matches!(measure, "mean" | "total");
        if let Some(change) = change.filter(|_| counts_as_it_is) {
            let largest = self.compared.largest_change.unwrap_or(0.0).max(change.abs());
            self.compared.largest_change = Some(largest);
        }
        let scale = if counts_as_it_is { 1.0 } else { a.map_or(1.0, |a| a.value.abs()) };
        if change.is_none_or(|change| change.abs() > self.tolerance * scale) {
            self.figures.push(FigureChange { name: name.to_owned(), measure: measure.to_owned(), a, b, change });
        }
    }

    fn base(&mut self, a: &Outcome, b: &Outcome) {
        let described = a.base.description != b.base.description;
        if let (Some(n_a), Some(n_b)) = (a.base.n, b.base.n)
            && (n_a != n_b || described)
        {
            let description = described.then(|| Differing {
                what: "base".into(),
                a: a.base.description.clone(),
                b: b.base.description.clone(),
            });
            self.bases.push(BaseChange { outcome: a.name.clone(), a: n_a, b: n_b, description });
        }
    }

    fn paired(&mut self, a: &Read, b: &Read) {
        let key = |pair: &read::Paired| format!("{} against {}", pair.a, pair.b);
        for (a, b) in self.both("paired", &a.paired, &b.paired, key, str::to_owned) {
            let of = |pair: &read::Paired| shown(&pair.flags, pair.difference, pair.ci.as_ref(), pair.n);
            self.figure(&key(a), "difference", of(a), of(b));
        }
    }

    fn correlations(&mut self, a: &Read, b: &Read) {
        let key = |one: &read::Correlation| format!("{} with {} ({})", one.a, one.b, one.method);
        for (a, b) in self.both("correlation", &a.correlations, &b.correlations, key, str::to_owned) {
            let of = |one: &read::Correlation| shown(&one.flags, one.coefficient, one.ci.as_ref(), one.n);
            self.figure(&key(a), "correlation", of(a), of(b));
        }
    }

    fn claims(&mut self, a: &Read, b: &Read) -> Vec<ClaimChange> {
        let pairs = self.both("claim", &a.claims, &b.claims, |claim| claim.id.clone(), str::to_owned);
        self.compared.claims += pairs.len() as u64;
        let changed = pairs.into_iter().filter(|(a, b)| a.status != b.status);
        changed.map(|(a, b)| ClaimChange { id: a.id.clone(), a: a.status, b: b.status }).collect()
    }
}

fn measure(of: &Estimate) -> Option<&'static str> {
    let words = [("rate", of.rate), ("mean", of.mean), ("total", of.total)];
    words.into_iter().find(|(_, value)| value.is_some()).map(|(word, _)| word)
}

fn figure(of: &Estimate) -> Option<Figure> {
    shown(&of.flags, of.rate.or(of.mean).or(of.total), of.ci.as_ref(), of.n)
}

/// A figure that may be printed.
fn shown(flags: &[String], value: Option<f64>, ci: Option<&Interval>, n: Option<u64>) -> Option<Figure> {
    if flags.iter().any(|flag| is_hidden(flag)) {
        return None;
    }
    let (low, high) = ci.map_or((None, None), |ci| (ci.low, ci.high));
    Some(Figure { value: value?, low, high, n: n? })
}

/// A flag of a figure that no reader may see.
fn is_hidden(flag: &str) -> bool {
    matches!(flag, "suppressed" | "secondary" | "redacted")
}
