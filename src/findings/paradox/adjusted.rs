//! Top against rest with all other segments held, beside the same respondents with nothing held.
//!
//! ```text
//! margin of the rest = Σ_l share_l margin_l / Σ_l share_l        over all levels but the top; shares as in the model's respondents
//! ```

use crate::design::estimators::{Derived, Ratio, Ratios};
use crate::design::{Estimates, Sample};
use crate::findings::designed::Differences;
use crate::findings::models::{self, Fitted};
use crate::findings::{compare, estimate};
use crate::num::linalg::Matrix;
use crate::results::{Adjusted, AdjustedLevel, AdjustedTest, Estimate, Interaction, Pair, TermTest};
use crate::stats::multiplicity::adjust_ln;
use crate::stats::survey::interval::{wald, wald_of_exp};
use crate::stats::{self, Count};
use crate::study::{ModelSpec, ParadoxSpec, Study};
use crate::tabulate::Patterns;

/// The model on all segments at once.
pub struct Held<'a> {
    study: &'a Study,
    patterns: &'a Patterns,
    sample: &'a Sample,
    fitted: Fitted<'a>,
}

impl<'a> Held<'a> {
    /// `main` is the paradox's outcome on all segments.
    pub fn new(study: &'a Study, main: &'a ModelSpec, (patterns, sample): (&'a Patterns, &'a Sample)) -> Self {
        Held { study, patterns, sample, fitted: Fitted::new(study, main, patterns, sample) }
    }

    /// Margin of a level, and the mean margin of all others of its segment.
    fn against_rest(&self, segment: usize, level: usize) -> Option<Estimates> {
        let (present, margins) = self.fitted.margins(segment)?;
        let at = present.iter().position(|&known| known == level)?;
        let levels = self.patterns.of_segment(segment);
        let share = |level: &usize| self.sample.count(&|cell| levels[cell / 2] == *level).weight;
        let shares: Vec<f64> = present.iter().map(share).collect();
        let others: f64 = shares.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, share)| share).sum();
        if others <= 0.0 {
            return None;
        }
        let own = (0..shares.len()).map(|other| f64::from(u8::from(other == at))).collect();
        let rest = shares.iter().enumerate().map(|(other, share)| if other == at { 0.0 } else { share / others });
        let jacobian = Matrix::from_rows(&[own, rest.collect()]);
        Some(Estimates {
            values: jacobian.times_vector(&margins.values),
            covariance: margins.covariance.sandwich(&jacobian),
        })
    }

    /// A level against all others of its segment, all other segments held.
    pub fn versus_rest(&self, segment: usize, level: usize) -> Option<Pair> {
        let df = self.fitted.df();
        let name = self.study.segments[segment].levels[level].as_str();
        let both = self.against_rest(segment, level)?;
        let made = Differences::on(df, self.study.analysis.confidence).of_rates([name, "rest"], &both, [0, 1]);
        Some(Pair { df: df.is_finite().then_some(df), odds_ratio: None, ..made })
    }

    /// What the model says of the paradox segment, beside the same respondents with nothing held.
    pub fn adjusted(&self, spec: &ParadoxSpec) -> Adjusted {
        let (study, df, confidence) = (self.study, self.fitted.df(), self.study.analysis.confidence);
        let segment = &study.segments[spec.segment];
        let held = (0..study.segments.len()).filter(|&s| s != spec.segment).map(|s| study.segments[s].name.clone());
        let crude = Crude { study, spec, sample: self.sample, levels: self.patterns.of_segment(spec.segment) };
        let model = &self.fitted.model;
        let blank = Adjusted {
            held: held.collect(),
            n: model.n,
            n_missing: model.n_missing,
            unadjusted: crude.top_versus_rest(),
            difference: None,
            ratio_of_no: None,
            test: model.wald.iter().find(|test| test.segment == segment.name).map(of_term),
            levels: Vec::new(),
            note: model.note.clone(),
        };
        let Some((present, margins)) = self.fitted.margins(spec.segment) else { return blank };
        let ratio_of_no = self.against_rest(spec.segment, spec.top).map(|both| {
            let values = both.values.iter().map(|rate| 1.0 - rate).collect();
            ratio(Estimates { values, covariance: both.covariance }.ln_ratio(0, 1), df, confidence)
        });
        let level = |(at, &level): (usize, &usize)| {
            let Estimate { n, rate, flags, .. } = crude.rate(level);
            AdjustedLevel {
                level: segment.levels[level].clone(),
                n,
                unadjusted: rate,
                rate: margins.values[at],
                se: margins.se(at),
                ci: wald(margins.values[at], margins.se(at), df, confidence),
                versus_rest: self.versus_rest(spec.segment, level),
                flags,
            }
        };
        Adjusted {
            difference: self.versus_rest(spec.segment, spec.top),
            ratio_of_no,
            levels: present.iter().enumerate().map(level).collect(),
            ..blank
        }
    }
}

/// Of each other segment whether the association depends on it: the model on all segments, with this one interaction.
pub fn interactions(study: &Study, spec: &ParadoxSpec, of: (&Patterns, &Sample)) -> Vec<Interaction> {
    let others = (0..study.segments.len()).filter(|&other| other != spec.segment);
    let mut found: Vec<Interaction> = others.map(|other| interaction(study, spec, other, of)).collect();
    let ln_p: Vec<Option<f64>> = found.iter().map(|one| one.test.map(|test| test.ln_p)).collect();
    for (one, ln_p) in found.iter_mut().zip(adjust_ln(&ln_p, study.analysis.adjust)) {
        one.p_adjusted = ln_p.map(f64::exp);
    }
    found
}

fn interaction(study: &Study, spec: &ParadoxSpec, other: usize, of: (&Patterns, &Sample)) -> Interaction {
    let mut both = vec![spec.segment, other];
    both.sort_unstable();
    let mut terms = study.paradox_model(spec).terms;
    terms.push(both.clone());
    let model = ModelSpec { outcome: spec.outcome, terms };
    let (tests, note) = models::tests(study, &model, of);
    let name = both.iter().map(|&segment| study.segments[segment].name.as_str()).collect::<Vec<_>>().join("*");
    let test = tests.iter().find(|test| test.segment == name).map(of_term);
    let why = "the levels do not meet often enough for a test";
    Interaction {
        segment: study.segments[other].name.clone(),
        label: study.segments[other].label.clone(),
        note: if test.is_some() { None } else { note.or_else(|| Some(why.into())) },
        test,
        p_adjusted: None,
    }
}

fn of_term(test: &TermTest) -> AdjustedTest {
    AdjustedTest { statistic: test.statistic, df: test.df, df2: test.df2, p: test.p, ln_p: test.ln_p }
}

/// A ratio from its logarithm.
pub fn ratio(ln: Option<Derived>, df: f64, confidence: f64) -> stats::Ratio {
    let ci = ln.filter(|ln| ln.se > 0.0).and_then(|ln| wald_of_exp(ln.value, ln.se, df, confidence));
    stats::Ratio { value: ln.map(|ln| ln.value.exp()), low: ci.map(|ci| ci.low), high: ci.map(|ci| ci.high) }
}

/// The respondents of the model with nothing held.
struct Crude<'a> {
    study: &'a Study,
    spec: &'a ParadoxSpec,
    sample: &'a Sample,
    /// Level of each pattern.
    levels: Vec<usize>,
}

impl Crude<'_> {
    /// Cells of the patterns of some levels: those who said yes, or all.
    fn cells(&self, of: impl Fn(usize) -> bool, only_yes: bool) -> Vec<usize> {
        let patterns = (0..self.levels.len()).filter(|&pattern| of(self.levels[pattern]));
        patterns.flat_map(|p| if only_yes { vec![2 * p + 1] } else { vec![2 * p, 2 * p + 1] }).collect()
    }

    fn count(&self, of: impl Fn(usize) -> bool + Copy) -> Count {
        let n = |cells: &[usize]| self.sample.count(&|cell| cells.contains(&cell)).n;
        Count { yes: n(&self.cells(of, true)), n: n(&self.cells(of, false)) }
    }

    /// Its rate, and what its base says about it.
    fn rate(&self, level: usize) -> Estimate {
        let name = &self.study.segments[self.spec.segment].levels[level];
        let of = |known: usize| known == level;
        let made = estimate::rate(Some(name), self.count(of), 0, &self.study.analysis);
        let weight = |cells: &[usize]| self.sample.count(&|cell| cells.contains(&cell)).weight;
        let base = weight(&self.cells(of, false));
        Estimate { rate: (base > 0.0).then(|| weight(&self.cells(of, true)) / base), ..made }
    }

    fn top_versus_rest(&self) -> Option<Pair> {
        let (top, analysis) = (self.spec.top, &self.study.analysis);
        let name = self.study.segments[self.spec.segment].levels[top].as_str();
        let (is_top, is_rest) = (move |level: usize| level == top, move |level: usize| level != top);
        if !self.study.design.is_declared() {
            let made = compare::pair(name.into(), "rest".into(), self.count(is_top), self.count(is_rest), analysis);
            return made.difference.is_some().then_some(made);
        }
        let layout = self.sample.layout();
        let both = Ratios(vec![
            Ratio::rate(layout, self.cells(is_top, true), self.cells(is_top, false)),
            Ratio::rate(layout, self.cells(is_rest, true), self.cells(is_rest, false)),
        ]);
        let df = self.sample.df(&|_| true);
        let differences = Differences::on(df, analysis.confidence);
        Some(differences.of_rates([name, "rest"], &self.sample.estimate(&both)?, [0, 1]))
    }
}
