//! What does the outcome depend on when several segments are looked at together?
//!
//! ```text
//! ModelSpec + Patterns ─► Columns ─► stats::logistic ─► coefficients, Wald tests, margins, effects ─► Model
//! ```

mod columns;
mod no_fit;

use columns::Columns;

use super::words;
use crate::design::{Estimates, Sample};
use crate::results::{Coefficient, Flag, Margin, MarginalEffect, Model, StudyInfo, TermTest};
use crate::stats::logistic::margins::{Everybody, margins};
use crate::stats::logistic::{self, Fit, Pattern};
use crate::stats::survey::interval::{wald, wald_of_exp};
use crate::study::{ModelSpec, Study};
use crate::tabulate::{Cubes, Patterns};

/// Coefficients of one model: no survey has the respondents for more.
const MOST_COLUMNS: usize = 500;

/// A logistic regression, by its position in the study; `None` if the cubes do not hold it.
pub fn model(study: &Study, cubes: &Cubes, at: usize, info: &StudyInfo) -> Option<Model> {
    let (patterns, sample) = cubes.patterns(at)?;
    let made = Fitting::new(study, &study.models[at], patterns, sample).model(patterns.left_out()).0;
    Some(Model { sentence: words::model_sentence(&made, info), ..made })
}

/// A model with its fit, of which more may be asked.
pub struct Fitted<'a> {
    pub model: Model,
    fitting: Fitting<'a>,
    fit: Option<Fit>,
}

impl<'a> Fitted<'a> {
    /// A logistic regression that stands in no [`Study::models`], on the segments of these patterns.
    pub fn new(study: &'a Study, spec: &'a ModelSpec, patterns: &'a Patterns, sample: &'a Sample) -> Self {
        let fitting = Fitting::new(study, spec, patterns, sample);
        let (model, fit) = fitting.model(patterns.left_out());
        Fitted { model, fitting, fit }
    }

    /// Levels of a segment that occur, and the margin of each with what they vary together; `None` without a fit.
    pub fn margins(&self, segment: usize) -> Option<(Vec<usize>, Estimates)> {
        let at = self.fitting.segments.iter().position(|&known| known == segment)?;
        let found = margins(self.fitting.sample, self.fit.as_ref()?, &self.fitting.everybody(at))?;
        Some((self.fitting.columns.present[at].clone(), found))
    }

    /// Residual degrees of freedom; infinite for a simple random sample.
    pub fn df(&self) -> f64 {
        self.fit.as_ref().map_or(0.0, |fit| fit.df)
    }
}

/// The Wald tests alone of a logistic regression, and its note.
pub fn tests(
    study: &Study,
    spec: &ModelSpec,
    (patterns, sample): (&Patterns, &Sample),
) -> (Vec<TermTest>, Option<String>) {
    let fitting = Fitting::new(study, spec, patterns, sample);
    match fitting.fit() {
        Ok(fit) => (fitting.tests(&fit), fitting.left_out(&fit)),
        Err(why) => (Vec::new(), Some(why)),
    }
}

/// A model on its way to a fit.
struct Fitting<'a> {
    study: &'a Study,
    spec: &'a ModelSpec,
    sample: &'a Sample,
    segments: &'a [usize],
    /// The level of each segment, by pattern.
    patterns: Vec<Vec<usize>>,
    columns: Columns,
}

impl<'a> Fitting<'a> {
    fn new(study: &'a Study, spec: &'a ModelSpec, patterns: &'a Patterns, sample: &'a Sample) -> Self {
        let segments = patterns.segments();
        let patterns: Vec<Vec<usize>> = patterns.levels().collect();
        let columns = Columns::new(segments, &spec.terms, &patterns);
        Fitting { study, spec, sample, segments, patterns, columns }
    }

    fn model(&self, n_missing: u64) -> (Model, Option<Fit>) {
        let outcome = &self.study.outcomes[self.spec.outcome];
        let is_designed = self.study.design.is_declared();
        let blank = Model {
            outcome: outcome.name.clone(),
            outcome_label: outcome.label.clone(),
            method: if is_designed { "svy_logit" } else { "logit" }.into(),
            n: self.sample.count(&|_| true).n,
            n_missing,
            df: None,
            converged: false,
            terms: Vec::new(),
            wald: Vec::new(),
            margins: Vec::new(),
            effects: Vec::new(),
            note: None,
            sentence: String::new(),
        };
        match self.fit() {
            Ok(fit) => (self.fitted(&fit, blank), Some(fit)),
            Err(why) => (Model { note: Some(why), ..blank }, None),
        }
    }

    /// The fit, or why there is none.
    fn fit(&self) -> Result<Fit, String> {
        let columns = self.columns.list.len();
        if columns > MOST_COLUMNS {
            return Err(format!("its terms have {columns} coefficients, more than {MOST_COLUMNS}"));
        }
        let pattern = |(at, levels): (usize, &Vec<usize>)| Pattern {
            x: self.columns.row(levels, None),
            yes: vec![2 * at + 1],
            no: vec![2 * at],
        };
        let patterns = self.patterns.iter().enumerate().map(pattern).collect();
        let model = logistic::Model::new(self.sample.layout(), patterns);
        let is_designed = self.study.design.is_declared();
        let fit = if is_designed { model.fit(self.sample) } else { model.fit_simple(self.sample) };
        fit.map_err(|no_fit| self.why(&no_fit))
    }

    fn fitted(&self, fit: &Fit, blank: Model) -> Model {
        let (margins, effects) = self.margins(fit);
        Model {
            df: fit.df.is_finite().then_some(fit.df),
            converged: true,
            terms: self.coefficients(fit),
            wald: self.tests(fit),
            margins,
            effects,
            note: self.left_out(fit),
            ..blank
        }
    }

    fn coefficients(&self, fit: &Fit) -> Vec<Coefficient> {
        let confidence = self.study.analysis.confidence;
        let intercept = std::iter::once(("(Intercept)".to_owned(), None));
        let names =
            intercept.chain(self.columns.list.iter().map(|column| {
                (self.columns.name(self.study, column.term), Some(self.columns.level(self.study, column)))
            }));
        let coefficient = |(at, (term, level)): (usize, (String, Option<String>))| {
            let (value, se) = (fit.coefficients.values[at], fit.coefficients.se(at));
            let test = fit.coefficient_test(at);
            Coefficient {
                term,
                level,
                coefficient: value,
                se,
                statistic: test.map(|test| test.statistic),
                p: test.map(|test| test.p()),
                ln_p: test.map(|test| test.ln_p),
                odds_ratio: value.exp(),
                ci: wald_of_exp(value, se, fit.df, confidence),
            }
        };
        names.enumerate().map(coefficient).collect()
    }

    fn tests(&self, fit: &Fit) -> Vec<TermTest> {
        let test = |term: usize| {
            let columns = self.columns.of(term);
            if columns.is_empty() {
                return None;
            }
            let tested = fit.test(&columns)?;
            Some(TermTest {
                segment: self.columns.name(self.study, term),
                label: self.columns.label(self.study, term),
                statistic: tested.statistic,
                df: columns.len() as f64,
                df2: tested.df2,
                p: tested.p(),
                ln_p: tested.ln_p,
            })
        };
        (0..self.columns.terms()).filter_map(test).collect()
    }

    /// Of every segment the margin of each level, and its distance from the first.
    fn margins(&self, fit: &Fit) -> (Vec<Margin>, Vec<MarginalEffect>) {
        let (mut all, mut effects) = (Vec::new(), Vec::new());
        for at in 0..self.columns.present.len() {
            let Some(found) = margins(self.sample, fit, &self.everybody(at)) else { continue };
            let of_segment = self.margins_of(at, &found, fit.df);
            effects.extend(self.effects_of(&of_segment, &found, fit.df));
            all.extend(of_segment);
        }
        (all, effects)
    }

    /// All respondents, as they would be in each level of a segment.
    fn everybody(&self, at: usize) -> Vec<Everybody> {
        let levels = &self.columns.present[at];
        let row = |(pattern, own): (usize, &Vec<usize>)| Everybody {
            cells: vec![2 * pattern, 2 * pattern + 1],
            x: levels.iter().map(|&level| self.columns.row(own, Some((at, level)))).collect(),
        };
        self.patterns.iter().enumerate().map(row).collect()
    }

    fn margins_of(&self, at: usize, found: &Estimates, df: f64) -> Vec<Margin> {
        let segment = &self.study.segments[self.segments[at]];
        let margin = |(place, &level): (usize, &usize)| {
            let n = self.sample.count(&|cell| self.patterns[cell / 2][at] == level).n;
            let (rate, se) = (found.values[place], found.se(place));
            Margin {
                segment: segment.name.clone(),
                level: segment.levels[level].clone(),
                n,
                rate,
                se,
                ci: wald(rate, se, df, self.study.analysis.confidence),
                flags: self.flags(n),
            }
        };
        self.columns.present[at].iter().enumerate().map(margin).collect()
    }

    fn effects_of(&self, margins: &[Margin], found: &Estimates, df: f64) -> Vec<MarginalEffect> {
        let Some((first, others)) = margins.split_first() else { return Vec::new() };
        let effect = |(place, margin): (usize, &Margin)| {
            let derived = found.difference(place + 1, 0);
            let mut flags = margin.flags.clone();
            flags.extend(first.flags.iter().filter(|flag| !margin.flags.contains(flag)).copied());
            MarginalEffect {
                segment: margin.segment.clone(),
                level: margin.level.clone(),
                against: first.level.clone(),
                difference: derived.value,
                se: derived.se,
                ci: wald(derived.value, derived.se, df, self.study.analysis.confidence),
                flags,
            }
        };
        others.iter().enumerate().map(effect).collect()
    }

    fn flags(&self, n: u64) -> Vec<Flag> {
        let analysis = &self.study.analysis;
        if n < analysis.suppress_below {
            vec![Flag::Suppressed]
        } else if n < analysis.caution_below {
            vec![Flag::Caution]
        } else {
            Vec::new()
        }
    }

    /// Segments of which everybody has the same level, levels that nobody has, too few degrees of freedom.
    fn left_out(&self, fit: &Fit) -> Option<String> {
        let mut notes = Vec::new();
        for (present, &segment) in self.columns.present.iter().zip(self.segments) {
            let segment = &self.study.segments[segment];
            let is_empty = |level: &usize| !present.contains(level);
            let empty: Vec<String> =
                (0..segment.levels.len()).filter(is_empty).map(|level| segment.levels[level].clone()).collect();
            if let [level] = present.as_slice() {
                let level = &segment.levels[*level];
                notes.push(format!("everybody is at {level} of {}, so it has no coefficient", segment.label));
            } else if !empty.is_empty() {
                notes.push(format!("nobody is at {} of {}", words::and(&empty), segment.label));
            }
        }
        notes.extend(self.without_error());
        let without = fit.without.iter().copied().max().unwrap_or_default();
        let whose: Vec<usize> = (0..fit.without.len()).filter(|at| fit.without[*at] > 0).collect();
        let whose = words::and(&self.named(&whose));
        notes.extend(words::without_replicates(without, self.sample.replicates(), &whose));
        if fit.df <= 0.0 {
            notes.push("the design has too few sampling units for tests of so many coefficients".into());
        }
        (!notes.is_empty()).then(|| notes.join("; "))
    }

    /// Levels in one sampling unit: their linearised variance is 0 but for what the others add, and the coefficients and
    /// tests are R's, which take it as it is.
    fn without_error(&self) -> Option<String> {
        if !self.study.design.is_declared() {
            return None;
        }
        let mut unknown = Vec::new();
        for (at, (present, &segment)) in self.columns.present.iter().zip(self.segments).enumerate() {
            let segment = &self.study.segments[segment];
            let holds = |level: usize| move |cell: usize| self.patterns[cell / 2][at] == level;
            let of_one_unit = present.iter().filter(|&&level| self.sample.df(&holds(level)) <= 0.0);
            unknown.extend(of_one_unit.map(|&level| format!("{} of {}", segment.levels[level], segment.label)));
        }
        (!unknown.is_empty()).then(|| {
            let (lies, their) = if unknown.len() == 1 { ("lies", "its") } else { ("lie each", "their") };
            format!(
                "{} {lies} in one sampling unit: {their} error is not known, and coefficients, margins and tests with \
                 {their} level say too much",
                words::and(&unknown)
            )
        })
    }
}
