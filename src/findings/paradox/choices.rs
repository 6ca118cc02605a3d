//! Would another fair choice change a verdict? Four axes, one at a time, everything else as the study has it.
//!
//! ```text
//! interval_and_test   which test decides, which limits δ* rests on
//! correction          Holm, Benjamini-Hochberg, none
//! margin              3, 5, 8, 10 points
//! base                all respondents in place of those who were asked; a design effect that the file does not know
//! ```

use crate::block::FIRST_ANSWER;
use crate::findings::compare::{self, By, Found};
use crate::findings::designed;
use crate::findings::ground::{Ground, Of};
use crate::results::{Choice, ChoiceVerdict, Comparison, Flag, Outcome, Test, TestMethod};
use crate::stats::equivalence::{Evidence, Limits, Rule, smallest_margin, verdict};
use crate::stats::interval::{clopper_pearson_lower, clopper_pearson_upper, wald, wilson};
use crate::stats::multiplicity::{Adjust, adjust_ln, ln_p_of_two};
use crate::stats::survey::interval::wald as wald_with;
use crate::stats::{Count, independence, table::Table, trend};
use crate::study::{ParadoxSpec, Study};
use crate::tabulate::{Answers, Cubes, Question};

/// Margins that are tried, in points.
const MARGINS: [f64; 4] = [3.0, 5.0, 8.0, 10.0];

/// Design effects that are assumed where the file declares no design.
const DESIGN_EFFECTS: [f64; 3] = [1.0, 1.5, 2.0];

/// What a choice makes of each segment: the p of the decision, unadjusted, and δ*.
type OfSegments = Vec<Option<Evidence>>;

/// The choices for the paradox's outcome by all segments.
pub fn choices(study: &Study, cubes: &Cubes, spec: &ParadoxSpec, outcome: &Outcome, seed: u64) -> Vec<Choice> {
    let grounds: Option<Vec<Ground>> = (0..study.segments.len())
        .map(|segment| Ground::of(study, cubes, Question::Segment(segment), spec.outcome))
        .collect();
    let Some(grounds) = grounds else { return Vec::new() };
    let of = Choices { study, spec, outcome, grounds, seed };
    [of.interval_and_test(), of.correction(), of.margin(), of.base(), of.design()].concat()
}

struct Choices<'a> {
    study: &'a Study,
    spec: &'a ParadoxSpec,
    outcome: &'a Outcome,
    /// The outcome by each segment.
    grounds: Vec<Ground<'a>>,
    seed: u64,
}

impl Choices<'_> {
    fn is_designed(&self) -> bool {
        self.study.design.is_declared()
    }

    fn interval_and_test(&self) -> Vec<Choice> {
        let as_analysed = self.of(|_, _, evidence| Some(evidence));
        let tests: &[(&str, &[TestMethod])] = match self.is_designed() {
            true => &[
                ("Rao-Scott F alone", &[TestMethod::RaoScottF]),
                ("adjusted Wald F alone", &[TestMethod::AdjWald]),
                ("Rao-Scott X², first order", &[TestMethod::RaoScottChisq]),
            ],
            false => &[("Pearson X² throughout", &[TestMethod::Pearson]), ("G² throughout", &[TestMethod::G])],
        };
        let named = if self.is_designed() {
            "Rao-Scott F and adjusted Wald F, with the trend where levels have an order; Korn-Graubard limits"
        } else {
            "Pearson X² or exact, with the trend where levels have an order; Clopper-Pearson limits"
        };
        let mut all = vec![self.made("interval_and_test", named, true, as_analysed, None)];
        for (label, methods) in tests {
            let of = self.of(|_, c, evidence| {
                let test = methods.iter().find_map(|method| test(c, *method))?;
                Some(Evidence { p_adjusted: Some(self.with_trend(c, test.ln_p)), ..evidence })
            });
            all.push(self.made("interval_and_test", label, false, of, None));
        }
        if self.study.segments.iter().any(|segment| segment.ordered) {
            let of = self.of(|_, c, evidence| {
                let tests = crate::results::Tests { trend: None, ..c.tests.clone() };
                Some(Evidence { p_adjusted: self.decided(&tests, false), ..evidence })
            });
            all.push(self.made("interval_and_test", "without the trend test", false, of, None));
        }
        let alpha = self.study.analysis.alpha;
        if !self.is_designed() {
            let of = self.of(|segment, c, evidence| {
                let limits = self.limits(segment, c, |count| {
                    let ci = wilson(count.yes as f64, count.n as f64, 1.0 - 2.0 * alpha);
                    (ci.low, ci.high)
                });
                Some(Evidence { smallest_margin: smallest_margin(&limits, |_, _| 0.0), ..evidence })
            });
            all.push(self.made("interval_and_test", "Wilson limits", false, of, None));
        }
        let of = self.of(|segment, c, evidence| {
            let limit = if self.is_designed() {
                self.wald_by_design(c)
            } else {
                let limits = self.limits(segment, c, |count| {
                    let ci = wald(count.yes as f64, count.n as f64, 1.0 - 2.0 * alpha);
                    (ci.low, ci.high)
                });
                smallest_margin(&limits, |_, _| 0.0)
            };
            Some(Evidence { smallest_margin: limit, ..evidence })
        });
        all.push(self.made("interval_and_test", "Wald limits (too narrow near 0% and 100%)", false, of, None));
        all
    }

    fn correction(&self) -> Vec<Choice> {
        let one = |(adjust, label): (Adjust, &str)| {
            let own = adjust == self.study.analysis.adjust;
            self.judged("correction", label, own, self.of(|_, _, evidence| Some(evidence)), adjust, None, None)
        };
        [(Adjust::Holm, "Holm"), (Adjust::Bh, "Benjamini-Hochberg"), (Adjust::None, "none")].map(one).to_vec()
    }

    fn margin(&self) -> Vec<Choice> {
        let own = self.study.analysis.margin;
        let mut margins: Vec<f64> = MARGINS.iter().map(|points| points / 100.0).collect();
        if !margins.contains(&own) {
            margins.push(own);
            margins.sort_by(f64::total_cmp);
        }
        let one = |margin: f64| {
            let of = self.of(|_, _, evidence| Some(evidence));
            let label = crate::findings::words::margin_text(margin);
            self.judged("margin", &label, margin == own, of, self.study.analysis.adjust, Some(margin), None)
        };
        margins.into_iter().map(one).collect()
    }

    fn base(&self) -> Vec<Choice> {
        let as_asked = self.of(|_, _, evidence| Some(evidence));
        let named = format!("as asked: {}", self.outcome.base.description);
        let mut all = vec![self.made("base", &named, true, as_asked, None)];
        if self.outcome.base.n_outside > 0 {
            let of: OfSegments = (0..self.grounds.len()).map(|segment| self.of_everybody(segment)).collect();
            let label = "all respondents, whoever was not asked taken as no";
            all.push(self.made("base", label, false, of, Some("all respondents with a level".into())));
        }
        all
    }

    fn design(&self) -> Vec<Choice> {
        if self.is_designed() {
            let declared = self.of(|_, _, evidence| Some(evidence));
            let ignored = self.of(|segment, c, _| Some(self.simple(segment, c, 1.0)));
            return vec![
                self.made("design", "as declared", true, declared, None),
                self.made("design", "ignored: unweighted, a simple random sample", false, ignored, None),
            ];
        }
        let one = |effect: f64| {
            let of = self.of(|segment, c, evidence| match effect {
                1.0 => Some(evidence),
                _ => Some(self.simple(segment, c, effect)),
            });
            self.made("design", &format!("assumed design effect {effect}"), effect == 1.0, of, None)
        };
        DESIGN_EFFECTS.into_iter().map(one).collect()
    }

    /// What a change of the evidence of each comparison gives.
    fn of(&self, change: impl Fn(usize, &Comparison, Evidence) -> Option<Evidence>) -> OfSegments {
        let one = |(segment, known): (usize, &crate::study::Segment)| {
            let c = self.outcome.segments.iter().find(|c| c.segment == known.name)?;
            let own = Evidence {
                p_adjusted: self.decided(&c.tests, self.is_ordered(c)),
                smallest_margin: c.equivalence.as_ref().and_then(|eq| eq.smallest_margin),
            };
            change(segment, c, own)
        };
        self.study.segments.iter().enumerate().map(one).collect()
    }

    /// ln p that a rejection rests on.
    fn decided(&self, tests: &crate::results::Tests, ordered: bool) -> Option<f64> {
        match self.is_designed() {
            true => designed::decision(tests, ordered).1,
            false => compare::decision(tests, ordered).1,
        }
    }

    fn is_ordered(&self, c: &Comparison) -> bool {
        c.ordered && c.levels.iter().filter(|level| level.n > 0).count() >= 3
    }

    fn with_trend(&self, c: &Comparison, ln_p: f64) -> f64 {
        match &c.tests.trend {
            Some(trend) if self.is_ordered(c) => ln_p_of_two(ln_p, trend.ln_p),
            _ => ln_p,
        }
    }

    /// Levels that are shown, with their counts in a simple random sample.
    fn shown(&self, segment: usize, c: &Comparison) -> Vec<Count> {
        let is_shown = |level: &usize| c.levels[*level].n > 0 && !c.levels[*level].flags.contains(&Flag::Suppressed);
        (0..c.levels.len()).filter(is_shown).map(|level| self.count(segment, level)).collect()
    }

    fn count(&self, segment: usize, level: usize) -> Count {
        let ground = self.grounds[segment];
        let group = ground.group(&[level + 1], Of::Answered);
        Count { yes: ground.n(&group.yes), n: ground.n(&group.base) }
    }

    fn limits(&self, segment: usize, c: &Comparison, of: impl Fn(Count) -> (f64, f64)) -> Vec<Limits> {
        let one = |count: Count| {
            let ((lower, upper), rate) = (of(count), count.rate()?);
            Some(Limits { rate, lower: lower.min(rate), upper: upper.max(rate) })
        };
        self.shown(segment, c).into_iter().filter_map(one).collect()
    }

    /// The largest |difference| + t se over the pairs that δ* is made of.
    fn wald_by_design(&self, c: &Comparison) -> Option<f64> {
        let pairs = &c.equivalence.as_ref()?.pairs;
        let limit = |of: &crate::results::EquivalencePair| {
            let pair = c.pairs.iter().find(|pair| pair.a == of.a && pair.b == of.b)?;
            let ci = wald_with(pair.difference?.abs(), pair.se?, pair.df?, 1.0 - 2.0 * self.study.analysis.alpha)?;
            Some(ci.high)
        };
        pairs.iter().map(limit).collect::<Option<Vec<f64>>>()?.into_iter().reduce(f64::max)
    }

    /// A simple random sample of this outcome with an assumed design effect: X2 over it, limits on n over it.
    fn simple(&self, segment: usize, c: &Comparison, effect: f64) -> Evidence {
        let alpha = self.study.analysis.alpha;
        let counts: Vec<Count> = (0..c.levels.len()).map(|level| self.count(segment, level)).collect();
        let over = |test: Test| {
            let (statistic, df) = (test.statistic? / effect, test.df?);
            Some(crate::num::dist::chi_square_ln_sf(statistic, df))
        };
        let omnibus = Table::of_counts(&counts).ok().map(|table| independence::pearson(&table)).and_then(over);
        let scores = &self.study.segments[segment].scores;
        let trend = if self.is_ordered(c) { trend::trend(&counts, scores).ok() } else { None };
        let ln_p = match (omnibus, trend.map(|trend| trend.test).and_then(over)) {
            (Some(omnibus), Some(trend)) => Some(ln_p_of_two(omnibus, trend)),
            (omnibus, _) => omnibus,
        };
        let limits = self.limits(segment, c, |count| {
            let (yes, n) = (count.yes as f64 / effect, count.n as f64 / effect);
            (clopper_pearson_lower(yes, n, alpha), clopper_pearson_upper(yes, n, alpha))
        });
        Evidence { p_adjusted: ln_p, smallest_margin: smallest_margin(&limits, |_, _| 0.0) }
    }

    /// The whole comparison with whoever was not asked taken as no.
    fn of_everybody(&self, segment: usize) -> Option<Evidence> {
        let (ground, study) = (self.grounds[segment], self.study);
        let asked = &study.outcomes[self.spec.outcome];
        let no = (0..asked.answer.codes() - usize::from(FIRST_ANSWER))
            .find(|at| !asked.answer.is_yes(*at as u16 + FIRST_ANSWER))?;
        let everybody = |row: usize| {
            let Answers { not_asked, no_answer, mut answers } = ground.cube.row(row);
            answers[no] += not_asked;
            Answers { not_asked: 0, no_answer, answers }
        };
        let levels: Vec<Answers> = (1..ground.cube.height()).map(everybody).collect();
        let by = By { asked, segment: &study.segments[segment], levels: &levels, analysis: &study.analysis };
        let Found { comparison, rejection_ln_p } = match ground.drawn {
            Some(drawn) => designed::compare(&by, &drawn.everybody_as_base()),
            None => compare::compare(&by, self.seed),
        };
        Some(Evidence {
            p_adjusted: rejection_ln_p,
            smallest_margin: comparison.equivalence.and_then(|equivalence| equivalence.smallest_margin),
        })
    }

    fn made(&self, axis: &str, label: &str, own: bool, of: OfSegments, base: Option<String>) -> Choice {
        self.judged(axis, label, own, of, self.study.analysis.adjust, None, base)
    }

    /// Verdicts from evidence, corrected over the segments.
    #[allow(clippy::too_many_arguments)] // one row of the table: its names, its evidence, its rule
    fn judged(
        &self,
        axis: &str,
        label: &str,
        own: bool,
        of: OfSegments,
        adjust: Adjust,
        margin: Option<f64>,
        base: Option<String>,
    ) -> Choice {
        let analysis = &self.study.analysis;
        let ln_p: Vec<Option<f64>> = of.iter().map(|evidence| evidence.and_then(|e| e.p_adjusted)).collect();
        let adjusted = adjust_ln(&ln_p, adjust);
        let one = |(at, segment): (usize, &crate::study::Segment)| {
            let p_adjusted = adjusted[at].map(f64::exp);
            let limit = of[at].and_then(|evidence| evidence.smallest_margin);
            let rule = Rule { alpha: analysis.alpha, margin: Some(margin.unwrap_or(analysis.margin)) };
            let found = of[at].map(|_| verdict(Evidence { p_adjusted, smallest_margin: limit }, rule));
            let own = self.outcome.segments.iter().find(|c| c.segment == segment.name).map(|c| c.verdict);
            ChoiceVerdict {
                segment: segment.name.clone(),
                verdict: found,
                p_adjusted,
                smallest_margin: limit,
                changed: found.is_some() && found != own,
            }
        };
        Choice {
            axis: axis.into(),
            label: label.into(),
            as_analysed: own,
            base,
            verdicts: self.study.segments.iter().enumerate().map(one).collect(),
        }
    }
}

/// A test of a comparison by its method.
fn test(c: &Comparison, method: TestMethod) -> Option<&Test> {
    c.tests.omnibus.iter().chain(&c.tests.others).find(|test| test.method == method)
}
