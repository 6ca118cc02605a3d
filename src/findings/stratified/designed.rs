//! Two groups within strata, with the figures of a design: a logistic regression on the group and the strata stands for
//! Mantel and Haenszel's odds ratio, and a Wald test of their interaction for Breslow and Day's.
//!
//! Oracle: `svyglm(yes ~ group + stratum, family = quasibinomial)` on the subset, `regTermTest`, and the same with
//! `group * stratum`; `tests/oracle/stratified.R`.

use super::{Asked, flags};
use crate::findings::ground::{Ground, Group, Of};
use crate::findings::words;
use crate::results::{Estimate, Split, Stratified, Stratum};
use crate::stats::composition::{Share, parts};
use crate::stats::logistic::{Model, NoFit, Pattern};
use crate::stats::survey::interval::wald_of_exp;
use crate::stats::{Ratio, TestMethod};
use crate::study::Study;
use crate::tabulate::{Cubes, Question};

/// Groups crossed with strata.
pub struct Crossed<'a> {
    ground: Ground<'a>,
    /// Of each stratum both groups, with the rows that they are.
    strata: Vec<[(Group, Vec<usize>); 2]>,
}

impl<'a> Crossed<'a> {
    /// The groups by the strata; `None` if the cubes do not hold it.
    pub fn of(study: &'a Study, cubes: &'a Cubes, asked: &Asked) -> Option<Self> {
        let ground = Ground::of(study, cubes, Question::Crossed(asked.within, asked.by), asked.outcome)?;
        let both = |stratum: usize| {
            asked.groups.levels.each_ref().map(|levels| {
                let rows: Vec<usize> =
                    levels.iter().map(|level| ground.cube.crossed_row(stratum + 1, level + 1)).collect();
                (ground.group(&rows, Of::Answered), rows)
            })
        };
        Some(Crossed { ground, strata: (0..study.segments[asked.within].levels.len()).map(both).collect() })
    }

    /// How much of the crude difference lies within strata, and how much in how the groups are composed of them.
    pub fn split(&self) -> Option<Split> {
        let share = |(group, _): &(Group, Vec<usize>)| Share {
            yes: self.ground.weight(&group.yes),
            base: self.ground.weight(&group.base),
        };
        let strata: Vec<[Share; 2]> = self.strata.iter().map(|both| both.each_ref().map(share)).collect();
        let found = parts(&strata)?;
        Some(Split { crude: found.within + found.composition, within: found.within, composition: found.composition })
    }

    /// The same comparison with the figures of the design.
    pub fn by_design(&self, simple: Stratified, confidence: f64) -> Stratified {
        let of_group = |group: usize| -> (Group, Vec<usize>) {
            let all = self.strata.iter().map(|both| &both[group]);
            let rows: Vec<usize> = all.flat_map(|(_, rows)| rows.clone()).collect();
            (self.ground.group(&rows, Of::Answered), rows)
        };
        let names = [simple.levels[0].as_str(), simple.levels[1].as_str()];
        let pair = |a: &(Group, Vec<usize>), b: &(Group, Vec<usize>)| {
            self.ground.pair(names, [&a.0, &b.0], self.ground.df(&[a.1.clone(), b.1.clone()].concat()))
        };
        let strata = simple.strata.into_iter().zip(&self.strata).map(|(stratum, both)| {
            let estimate = |(rate, (group, _)): (&Estimate, &(Group, Vec<usize>))| {
                self.ground.estimate(rate.level.as_deref().unwrap_or_default(), group, rate.n_missing)
            };
            let rates: Vec<Estimate> = stratum.rates.iter().zip(both).map(estimate).collect();
            let odds_ratio = pair(&both[0], &both[1]).and_then(|pair| pair.odds_ratio);
            Stratum { odds_ratio, flags: flags(&rates), rates, ..stratum }
        });
        let strata: Vec<Stratum> = strata.collect();
        let all = [of_group(0), of_group(1)];
        let crude = pair(&all[0], &all[1]).and_then(|pair| pair.odds_ratio);
        let rates: Vec<Estimate> = all.iter().map(|(group, _)| self.ground.estimate("", group, 0)).collect();
        let (common, tests, note) = self.model(confidence);
        let side =
            |ratio: Option<Ratio>| ratio.and_then(|ratio| ratio.value).map_or(0, |value| value.total_cmp(&1.0) as i8);
        let (crude_side, common_side) = (side(crude), side(common));
        let turns = |stratum: &&Stratum| side(stratum.odds_ratio) * crude_side < 0;
        let reverses_in = strata.iter().filter(turns).map(|stratum| stratum.level.clone()).collect();
        Stratified {
            odds_ratio: common,
            crude_odds_ratio: crude,
            tests,
            reverses_in,
            reversal: crude_side * common_side < 0,
            strata,
            flags: flags(&rates),
            note,
            ..simple
        }
    }

    /// Odds ratio with the strata held, tests of the group and of its interaction with the strata, or why there are none.
    fn model(&self, confidence: f64) -> (Option<Ratio>, Vec<crate::results::Test>, Option<String>) {
        let Some(drawn) = self.ground.drawn else { return (None, Vec::new(), None) };
        // A stratum without one of the groups or one of the answers says nothing.
        let is_full = |both: &&[(Group, Vec<usize>); 2]| {
            let n = |cells: &[usize]| self.ground.n(cells);
            let (yes, all) = (n(&both[0].0.yes) + n(&both[1].0.yes), [n(&both[0].0.base), n(&both[1].0.base)]);
            all.iter().all(|&n| n > 0) && yes > 0 && yes < all[0] + all[1]
        };
        let full: Vec<&[(Group, Vec<usize>); 2]> = self.strata.iter().filter(is_full).collect();
        if full.is_empty() {
            return (None, Vec::new(), Some("no stratum holds both groups and both answers".into()));
        }
        let patterns = |crossed: bool| -> Vec<Pattern> {
            let rows = full.iter().enumerate().flat_map(|(s, both)| {
                let strata = full.len();
                both.iter().enumerate().map(move |(g, (group, _))| {
                    let is_top = if g == 0 { 1.0 } else { 0.0 };
                    let dummies = (1..strata).map(|other| if other == s { 1.0 } else { 0.0 });
                    let mut x = vec![1.0, is_top];
                    x.extend(dummies.clone());
                    if crossed {
                        x.extend(dummies.map(|dummy| dummy * is_top));
                    }
                    let no = group.base.iter().filter(|cell| !group.yes.contains(cell)).copied().collect();
                    Pattern { x, yes: group.yes.clone(), no }
                })
            });
            rows.collect()
        };
        let sample = drawn.sample();
        let fit = match Model::new(sample.layout(), patterns(false)).fit(sample) {
            Ok(fit) => fit,
            Err(why) => return (None, Vec::new(), Some(why_not(&why).into())),
        };
        let (value, se) = (fit.coefficients.values[1], fit.coefficients.se(1));
        let ci = wald_of_exp(value, se, fit.df, confidence);
        let ratio = Ratio { value: Some(value.exp()), low: ci.map(|ci| ci.low), high: ci.map(|ci| ci.high) };
        let mut tests: Vec<_> = fit.test(&[1]).map(|test| test.named(TestMethod::WaldF)).into_iter().collect();
        if full.len() > 1
            && let Ok(crossed) = Model::new(sample.layout(), patterns(true)).fit(sample)
        {
            let columns: Vec<usize> = (1 + full.len()..2 * full.len()).collect();
            tests.extend(crossed.test(&columns).map(|test| {
                let test = test.named(TestMethod::WaldF);
                crate::results::Test { note: Some("interaction with the strata".into()), ..test }
            }));
        }
        let note = words::without_replicates(fit.without[1], sample.replicates(), "the odds ratio");
        (Some(ratio), tests, note)
    }
}

/// Why there is no odds ratio, in words.
fn why_not(no_fit: &NoFit) -> &'static str {
    match no_fit {
        NoFit::Separation { .. } => "separation: in no stratum do both groups give both answers",
        NoFit::NoVariance => "the design gives the odds ratio no variance",
        _ => "the logistic regression on the groups and the strata has no fit",
    }
}
