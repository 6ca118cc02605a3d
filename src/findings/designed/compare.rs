//! Does a rate depend on a segment, under a design? Rao-Scott and Wald tests, trend, pairs with their covariance, and
//! limits of sameness on the effective base.

use std::collections::BTreeMap;

use super::Drawn;
use super::pair::{Differences, without_error};
use crate::design::Estimates;
use crate::design::estimators::{Ratio, Ratios};
use crate::findings::compare::{self, By, CHANCE_LIMIT, Found, POWER};
use crate::findings::words;
use crate::results::{
    ChanceSpread, Decision, DecisionRule, Effect, Equivalence, Estimate, Flag, LargestDifference, Pair, Test,
    TestMethod, Tests,
};
use crate::stats::equivalence::{self, Limits};
use crate::stats::power::{EquivalencePlan, Goal, base_for_equivalence, detectable_difference};
use crate::stats::survey::Tested;
use crate::stats::survey::equivalence::{self as equivalence_by_design, ENOUGH_UNITS};
use crate::stats::survey::independence::{Independence, TableOfCells, independence};
use crate::stats::survey::interval::wald;
use crate::stats::survey::rank::rank_test;
use crate::stats::survey::trend::{ScoredLevel, trend};
use crate::stats::survey::wald::f_test_of_equality;
use crate::stats::table::Table;
use crate::stats::{Count, chance, effect, multiplicity};
use crate::study::{Analysis, Segment};

/// Levels that have respondents, with what their figures vary together.
pub struct Levels<'a> {
    pub drawn: &'a Drawn<'a>,
    /// Positions of the levels, from 0.
    pub present: Vec<usize>,
    pub names: &'a [String],
    /// On the degrees of freedom of all who answered and have a level.
    pub differences: Differences,
    /// Of each two, by position from 0 among the levels present, where they rest on those two alone.
    of_two: BTreeMap<(usize, usize), Differences>,
    /// Of each level present, whether the design tells how it varies. A level that lies in one sampling unit is not known
    /// without error: its error is not known.
    have_error: Vec<bool>,
}

impl<'a> Levels<'a> {
    pub fn of(by: &'a By, drawn: &'a Drawn<'a>) -> Self {
        let present: Vec<usize> = (0..by.levels.len()).filter(|&l| drawn.has_rate(&[l + 1])).collect();
        let rows: Vec<usize> = (1..=by.levels.len()).collect();
        let have_error = present.iter().map(|&l| drawn.df(&[l + 1]) > 0.0).collect();
        let on = |rows: &[usize]| Differences::on(drawn.df(rows), by.analysis.confidence);
        // A wave more or less is no evidence of what changed between two others.
        let of_two = match by.segment.of_waves {
            true => pairs(present.len()).map(|(i, j)| ((i, j), on(&[present[i] + 1, present[j] + 1]))).collect(),
            false => BTreeMap::new(),
        };
        Levels { drawn, present, names: &by.segment.levels, differences: on(&rows), of_two, have_error }
    }

    /// What the difference of two rests on, by position among those present.
    pub fn of_two(&self, at: (usize, usize)) -> Differences {
        self.of_two.get(&at).copied().unwrap_or(self.differences)
    }

    /// Wald's F that the figures of the levels are all the same. A level takes a degree of freedom, as in a regression on
    /// the segment: R's `regTermTest` of `svyglm`. Levels whose error is not known take no part ([`Levels::without_error`]):
    /// their linearised variance is 0, on which R's call finds differences that chance made.
    pub fn wald(&self, joint: &Estimates) -> Option<Tested> {
        let known: Vec<usize> = (0..self.present.len()).filter(|&at| self.have_error[at]).collect();
        let others = known.len().checked_sub(1).filter(|others| *others > 0)?;
        let rows: Vec<usize> = known.iter().map(|&at| self.present[at] + 1).collect();
        f_test_of_equality(&joint.of(&known), self.drawn.df(&rows) - others as f64)
    }

    /// Levels present whose error is not known.
    pub fn without_error(&self) -> Vec<String> {
        (0..self.present.len()).filter(|&at| !self.have_error[at]).map(|at| self.name(at).to_owned()).collect()
    }

    /// All pairs of levels, each with the position of its two among those present.
    pub fn pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        pairs(self.present.len())
    }

    /// Of each level present its row of the cube, and those of the others together.
    pub fn against_rest(&self) -> Vec<[Vec<usize>; 2]> {
        let rest = |level: usize| self.present.iter().filter(|&&l| l != level).map(|&l| l + 1).collect();
        match self.present.len() {
            0 | 1 => Vec::new(),
            _ => self.present.iter().map(|&l| [vec![l + 1], rest(l)]).collect(),
        }
    }

    /// The name of a level, by position among those present.
    pub fn name(&self, at: usize) -> &'a str {
        &self.names[self.present[at]]
    }

    /// Whether the design tells how each of two levels varies, by position among those present.
    pub fn have_errors(&self, (i, j): (usize, usize)) -> bool {
        self.have_error[i] && self.have_error[j]
    }

    /// Whether it tells how a level varies, by position among those present, and how all others together do.
    pub fn have_errors_with_rest(&self, at: usize, rest: &[usize]) -> bool {
        // Where one of the others has degrees of freedom, all of them together have no fewer.
        let others = || self.have_error.iter().enumerate().any(|(other, has)| other != at && *has);
        self.have_error[at] && (others() || self.drawn.df(rest) > 0.0)
    }
}

/// All pairs of so many.
fn pairs(k: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..k).flat_map(move |i| (i + 1..k).map(move |j| (i, j)))
}

/// What the letters of a banner table rest on, for some answers, by position, against all others: ln p of the decision, and
/// the pairs of levels.
pub fn letters<'a>(by: &By<'a>, drawn: Drawn<'a>, answers: &'a [usize]) -> (Option<f64>, Vec<Pair>) {
    let drawn = drawn.only(answers);
    let of = Levels::of(by, &drawn);
    let (tests, _) = of.tests(by.segment, &of.no_and_yes());
    let (_, ln_p) = decision(&tests, by.segment.ordered && of.present.len() >= 3);
    let joint = of.rates();
    (ln_p, joint.map_or_else(Vec::new, |joint| of.pairs_of_rates(&joint)))
}

impl Levels<'_> {
    /// Of each level, present or not, the cells of those who said no, and of those who said yes.
    fn no_and_yes(&self) -> Vec<Vec<Vec<usize>>> {
        (1..=self.names.len()).map(|row| no_and_yes(self.drawn, row)).collect()
    }

    /// Whether the rate differs at all, and whether it rises or falls.
    fn tests(&self, segment: &Segment, cells: &[Vec<Vec<usize>>]) -> (Tests, Option<Independence>) {
        let (mut tests, found) = omnibus(self.drawn, cells);
        if tests.omnibus.is_some() && segment.ordered {
            add_trend(&mut tests, self.drawn, cells, &segment.scores);
        }
        (tests, found)
    }

    fn ratio(&self, rows: &[usize]) -> Ratio {
        Ratio::rate(self.drawn.sample.layout(), self.drawn.yes(rows), self.drawn.answered(rows))
    }

    /// The rates of the levels present, with what they vary together.
    fn rates(&self) -> Option<Estimates> {
        self.drawn.sample.estimate(&Ratios(self.present.iter().map(|&l| self.ratio(&[l + 1])).collect()))
    }

    /// All pairs of them.
    fn pairs_of_rates(&self, joint: &Estimates) -> Vec<Pair> {
        let pair = |(i, j): (usize, usize)| {
            let pair = self.of_two((i, j)).of_rates([self.name(i), self.name(j)], joint, [i, j]);
            if self.have_errors((i, j)) { pair } else { without_error(pair) }
        };
        let mut pairs: Vec<Pair> = self.pairs().map(pair).collect();
        compare::adjust(&mut pairs, self.drawn.analysis);
        pairs
    }
}

/// A rate by the levels of a segment.
pub fn rates(by: &By, drawn: &Drawn) -> Found {
    let By { asked, segment, levels, analysis, .. } = *by;
    let of = Levels::of(by, drawn);
    let estimates: Vec<Estimate> = (segment.levels.iter().zip(levels).enumerate())
        .map(|(l, (name, answers))| Estimate {
            bands: drawn.bands(&[l + 1], answers.no_answer),
            ..drawn.estimate(Some(name), &[l + 1], answers.no_answer)
        })
        .collect();
    let cells = of.no_and_yes();
    let (mut tests, found) = of.tests(segment, &cells);
    if asked.answer.bands().is_some() {
        let answers = |l: usize| drawn.answered(&[l + 1]).into_iter().map(|cell| vec![cell]).collect();
        let ranked: Vec<Vec<Vec<usize>>> = (0..levels.len()).map(answers).collect();
        tests.others.extend(rank_test(drawn.sample, &ranked).map(|rank| rank.test.named(TestMethod::SvyRank)));
    }
    let decision = decision(&tests, segment.ordered && of.present.len() >= 3);

    let joint = of.rates();
    let pairs = joint.as_ref().map_or_else(Vec::new, |joint| of.pairs_of_rates(joint));
    let mut versus_rest: Vec<Pair> = (of.against_rest().iter().enumerate())
        .filter_map(|(at, [own, rest])| {
            let both = drawn.sample.estimate(&Ratios(vec![of.ratio(own), of.ratio(rest)]))?;
            let pair = of.differences.of_rates([of.name(at), "rest"], &both, [0, 1]);
            Some(if of.have_errors_with_rest(at, rest) { pair } else { without_error(pair) })
        })
        .collect();
    compare::adjust(&mut versus_rest, analysis);

    let shown: Vec<usize> =
        (0..of.present.len()).filter(|&at| !estimates[of.present[at]].flags.contains(&Flag::Suppressed)).collect();
    let largest = largest(&pairs, &of, &shown);
    let furthest_level = furthest(&versus_rest, &of, &shown);
    let comparison = crate::results::Comparison {
        effect: size(&cells, drawn, found, analysis).map(|effect| Effect {
            largest_difference: largest,
            furthest_level,
            ..effect
        }),
        equivalence: joint.as_ref().and_then(|joint| sameness(&of, joint, &estimates, &shown)),
        tests,
        pairs,
        versus_rest,
        ..by.blank(estimates, drawn.estimate(None, &[], 0))
    };
    let (decision, rejection_ln_p) = decision;
    Found { comparison: crate::results::Comparison { decision, ..comparison }, rejection_ln_p }
}

/// Cells of a row that said no, and that said yes.
fn no_and_yes(drawn: &Drawn, row: usize) -> Vec<Vec<usize>> {
    let yes = drawn.yes(&[row]);
    let no = drawn.answered(&[row]).into_iter().filter(|cell| !yes.contains(cell)).collect();
    vec![no, yes]
}

/// Rao and Scott's tests and the adjusted Wald test of a table.
pub fn omnibus(drawn: &Drawn, cells: &[Vec<Vec<usize>>]) -> (Tests, Option<Independence>) {
    let mut tests = Tests { omnibus: None, trend: None, departure: None, others: Vec::new(), note: None };
    let table = match TableOfCells::new(drawn.sample, cells) {
        Ok(table) => table,
        Err(no_test) => {
            tests.note = Some(no_test.reason().into());
            return (tests, None);
        }
    };
    let found = independence(drawn.sample, &table);
    if let Some(found) = &found {
        tests.omnibus = found.rao_scott.map(|test| test.named(TestMethod::RaoScottF));
        tests.others.extend(found.rao_scott_first_order.map(|test| test.named(TestMethod::RaoScottChisq)));
        tests.others.extend(found.adjusted_wald.map(|test| test.named(TestMethod::AdjWald)));
    }
    if tests.omnibus.is_none() {
        tests.note = Some("the design leaves no degrees of freedom, or nothing varies".into());
    }
    (tests, found)
}

fn add_trend(tests: &mut Tests, drawn: &Drawn, cells: &[Vec<Vec<usize>>], scores: &[f64]) {
    let levels: Vec<ScoredLevel> = (cells.iter().zip(scores))
        .map(|(of, &score)| ScoredLevel { score, no: of[0].clone(), yes: of[1].clone() })
        .collect();
    match trend(drawn.sample, &levels) {
        Ok(found) => {
            let of = drawn.sample.replicates();
            let no_trend = words::without_replicates(found.fit.without[1], of, "the trend");
            let note = no_trend.or_else(|| words::no_departure(found.separated, of));
            tests.trend = found.test.map(|test| Test { note, ..test.named(TestMethod::SvyLogitTrend) });
            tests.departure = found.departure.map(|test| test.named(TestMethod::Departure));
        }
        Err(why) => tests.note = Some(format!("no trend: {why}")),
    }
}

/// The p that "differs" rests on: the larger of Rao-Scott F and adjusted Wald, 1 where one cannot be had.
pub fn decision(tests: &Tests, ordered: bool) -> (Option<Decision>, Option<f64>) {
    let Some(omnibus) = &tests.omnibus else { return (None, None) };
    let wald = tests.others.iter().find(|test| test.method == TestMethod::AdjWald);
    let both = wald.map_or(0.0, |wald| wald.ln_p.max(omnibus.ln_p));
    let (rule, ln_p) = match &tests.trend {
        Some(trend) if ordered => (DecisionRule::RaoScottAndWaldOrTrend, multiplicity::ln_p_of_two(both, trend.ln_p)),
        _ => (DecisionRule::RaoScottAndWald, both),
    };
    let decision =
        Decision { rule, p: ln_p.exp(), ln_p, p_adjusted: ln_p.exp(), adjust: String::new(), family_size: 1 };
    (Some(decision), Some(ln_p))
}

/// V from X2 over the mean design effect.
pub fn size(
    cells: &[Vec<Vec<usize>>],
    drawn: &Drawn,
    found: Option<Independence>,
    analysis: &Analysis,
) -> Option<Effect> {
    let counts = |level: &Vec<Vec<usize>>| level.iter().map(|cells| drawn.count(cells).n).collect();
    let rows: Vec<Vec<u64>> = cells.iter().map(counts).collect();
    let table = Table::new(&rows).ok()?;
    let found = found?;
    let x2 = found.pearson_x2 / found.mean_design_effect.filter(|deff| *deff > 0.0)?;
    let association = effect::association(&table, x2, analysis.confidence);
    Some(Effect {
        cramers_v: Some(association.cramers_v_corrected),
        cramers_v_raw: Some(association.cramers_v),
        cramers_v_ci: Some(association.cramers_v_interval),
        cohen_w: Some(association.cohen_w),
        largest_difference: None,
        furthest_level: None,
    })
}

/// The largest difference between two levels that are shown, with an interval over all pairs at once.
pub fn largest(pairs: &[Pair], of: &Levels, shown: &[usize]) -> Option<LargestDifference> {
    let is_shown = |name: &String| shown.iter().any(|&at| &of.names[of.present[at]] == name);
    let apart = |pair: &Pair| pair.difference.unwrap_or_default().abs();
    let candidates = pairs.iter().filter(|pair| is_shown(&pair.a) && is_shown(&pair.b));
    let most = candidates.reduce(|most, next| if apart(next) > apart(most) { next } else { most })?;
    let count = (shown.len() * shown.len().saturating_sub(1) / 2).max(1) as f64;
    let confidence = of.drawn.analysis.confidence;
    let ci_simultaneous = most.difference.zip(most.se).filter(|(_, se)| *se > 0.0).and_then(|(value, se)| {
        let wide = wald(value, se, most.df?, 1.0 - (1.0 - confidence) / count)?;
        Some(crate::results::Interval { level: confidence, ..wide })
    });
    let p_adjusted = most.p.map(|p| (p * count).min(1.0));
    Some(LargestDifference { pair: Pair { p_adjusted, ..most.clone() }, ci_simultaneous })
}

/// The level that is shown and lies furthest from all others.
pub fn furthest(versus_rest: &[Pair], of: &Levels, shown: &[usize]) -> Option<LargestDifference> {
    let is_shown = |name: &str| shown.iter().any(|&at| of.names[of.present[at]] == name);
    let wide = |name: &str, confidence: f64| {
        let pair = versus_rest.iter().find(|pair| pair.a == name)?;
        wald(pair.difference?, pair.se.filter(|se| *se > 0.0)?, of.differences.df, confidence)
    };
    compare::furthest(versus_rest, is_shown, wide, of.drawn.analysis.confidence)
}

/// Is it the same? Korn and Graubard's limits on a base that no design effect enlarges, with the correlation of levels.
pub fn sameness(of: &Levels, joint: &Estimates, estimates: &[Estimate], shown: &[usize]) -> Option<Equivalence> {
    if of.present.is_empty() {
        return None;
    }
    let (drawn, analysis) = (of.drawn, of.drawn.analysis);
    let level = |at: usize| of.present[at];
    let row = |at: usize| [level(at) + 1];
    let deffs: Vec<f64> = shown.iter().filter_map(|&at| estimates[level(at)].deff).collect();
    let mean_deff = if deffs.is_empty() { 1.0 } else { deffs.iter().sum::<f64>() / deffs.len() as f64 };
    let base = |at: usize| {
        let count = drawn.count(&drawn.answered(&row(at)));
        let own = estimates[level(at)].deff.unwrap_or(1.0);
        equivalence_by_design::base(count.n, [own, mean_deff, drawn.kish(&row(at)).unwrap_or(1.0)])
    };
    let bases: Vec<f64> = shown.iter().map(|&at| base(at)).collect();
    let limits = |at: usize, base: f64| {
        let (yes, all) = (drawn.yes(&row(at)), drawn.answered(&row(at)));
        let no: Vec<usize> = all.into_iter().filter(|cell| !yes.contains(cell)).collect();
        let units = drawn.has_units.then(|| [drawn.units(&yes), drawn.units(&no)]);
        let (rate, n) = (joint.values[at].clamp(0.0, 1.0), estimates[level(at)].n);
        let df = estimates[level(at)].df.unwrap_or_default();
        equivalence_by_design::Level { rate, n, base, df, units }.limits(analysis.alpha)
    };
    // A level without evidence has no limits: neither δ* nor the picture says how close it is to another.
    let limits: Vec<Option<Limits>> = shown.iter().zip(&bases).map(|(&at, &base)| limits(at, base)).collect();
    let rho = |a: usize, b: usize| {
        let (a, b) = (shown[a], shown[b]);
        let spread = (joint.covariance[(a, a)] * joint.covariance[(b, b)]).sqrt();
        if spread > 0.0 { (joint.covariance[(a, b)] / spread).clamp(-1.0, 1.0) } else { 0.0 }
    };
    let rows: Vec<usize> = shown.iter().map(|&at| level(at) + 1).collect();
    let rate = drawn.rate(None, &drawn.yes(&rows), &drawn.answered(&rows), 0).rate.unwrap_or_default();
    let variance = rate * (1.0 - rate);
    let goal = Goal { alpha: analysis.alpha, power: POWER, ..Goal::default() };
    // What a sample could have shown rests on its effective bases; what it did show, on bases that no effect enlarges.
    let effective: Vec<f64> = shown.iter().map(|&at| estimates[level(at)].n_effective).collect();
    let sizes: Vec<f64> = shown.iter().map(|&at| estimates[level(at)].n as f64).collect();
    let plan = EquivalencePlan { variance, margin: analysis.margin, deff: mean_deff.max(1.0), goal };
    let shown_rates = || shown.iter().map(|&at| joint.values[at]);
    let observed = shown_rates().fold(f64::MIN, f64::max) - shown_rates().fold(f64::MAX, f64::min);
    let usable: Option<Vec<Limits>> = limits.iter().copied().collect();
    let smallest_margin = usable.and_then(|limits| equivalence::smallest_margin(&limits, rho));
    let name = |at: usize| of.names[level(at)].clone();
    let without: Vec<String> =
        shown.iter().zip(&limits).filter(|(_, limits)| limits.is_none()).map(|(&at, _)| name(at)).collect();
    let why = format!(
        "fewer than {ENOUGH_UNITS} sampling units hold a yes, or a no, or there are no degrees of freedom, in {}",
        words::and(&without)
    );
    let rounded = |at: usize, base: f64| {
        let n = base.floor() as u64;
        Count { n, yes: ((joint.values[at] * base).round() as u64).min(n) }
    };
    let counts: Vec<Count> = shown.iter().zip(&bases).map(|(&at, &base)| rounded(at, base)).collect();
    Some(Equivalence {
        margin: analysis.margin,
        smallest_margin,
        detectable_difference: detectable_difference(&effective, variance, goal)
            .filter(|difference| *difference <= 1.0),
        base_needed: base_for_equivalence(&sizes, plan),
        chance_spread: chance::spread(&effective, variance, CHANCE_LIMIT).map(|spread| ChanceSpread {
            expected: spread.expected.min(1.0),
            p95: spread.limit.min(1.0),
            observed,
        }),
        rms_spread_upper: chance::rms_spread_upper(&counts, analysis.alpha),
        left_out: (0..of.present.len()).filter(|at| !shown.contains(at)).map(name).collect(),
        pairs: compare::equivalence_pairs(
            &shown.iter().map(|&at| name(at)).collect::<Vec<_>>(),
            &limits,
            rho,
            analysis.alpha,
            |at| joint.values[shown[at]],
        ),
        note: compare::no_limit(shown.len(), smallest_margin, &why),
    })
}
