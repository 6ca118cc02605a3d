//! What else could make the difference: detection, a hidden cause, who is in the base, who answered.

use super::{adjusted, strata};
use crate::findings::ground::{Ground, Group, Of};
use crate::results::{
    self, Adjusted, BoundsByLevel, BreakEvenIntervals, Curve, CurvePoint, Detection, EValue, Interval, LevelBounds,
    Pair, Selection, SelectionLevel, StudyInfo,
};
use crate::stats::bounds::{Bounds, of_rate};
use crate::stats::detection::{Against, BreakEven, break_even_many, break_even_one, curve};
use crate::stats::evalue::e_value;
use crate::stats::{IntervalMethod, Ratio};
use crate::study::{ParadoxSpec, Study};
use crate::tabulate::Cubes;

/// The levels of the paradox segment as rows of its cube, and the two groups that are compared.
pub struct Sides<'a> {
    pub ground: Ground<'a>,
    pub names: &'a [String],
    /// Rows of the top level, and of all others.
    pub rows: [Vec<usize>; 2],
    /// Levels that somebody in the base has.
    pub present: Vec<usize>,
    /// Degrees of freedom; 0, and so no limits, where the design does not tell how one of the sides varies.
    pub df: f64,
}

impl<'a> Sides<'a> {
    pub fn of(study: &'a Study, spec: &ParadoxSpec, ground: Ground<'a>) -> Self {
        let names = &study.segments[spec.segment].levels;
        let rest: Vec<usize> = (0..names.len()).filter(|&level| level != spec.top).map(|level| level + 1).collect();
        let all: Vec<usize> = (1..=names.len()).collect();
        let has = |level: &usize| ground.n(&ground.group(&[level + 1], Of::Answered).base) > 0;
        let rows = [vec![spec.top + 1], rest];
        let known = rows.iter().all(|rows| ground.has_error(&ground.group(rows, Of::Answered)));
        Sides {
            ground,
            names,
            rows,
            present: (0..names.len()).filter(has).collect(),
            df: if known { ground.df(&all) } else { 0.0 },
        }
    }

    /// Top and rest.
    pub fn both(&self, of: Of) -> [Group; 2] {
        self.rows.each_ref().map(|rows| self.ground.group(rows, of))
    }

    /// Top against rest.
    pub fn pair(&self, of: Of) -> Option<Pair> {
        let [top, rest] = self.both(of);
        self.ground.pair([self.top(), "rest"], [&top, &rest], self.df)
    }

    /// Name of the top level.
    pub fn top(&self) -> &'a str {
        &self.names[self.rows[0][0] - 1]
    }

    /// Every level with its rows, then all but the top.
    fn levels_and_rest(&self) -> Vec<(&'a str, Vec<usize>)> {
        let own = self.names.iter().enumerate().map(|(level, name)| (name.as_str(), vec![level + 1]));
        own.chain([("rest", self.rows[1].clone())]).collect()
    }
}

/// What the others would have to see, and the rates at equal detection where a segment measures it.
pub fn detection(study: &Study, cubes: &Cubes, spec: &ParadoxSpec, of: &Sides, info: &StudyInfo) -> Detection {
    let (ground, confidence) = (of.ground, study.analysis.confidence);
    let rates = ground.joint(&of.both(Of::Answered));
    let against = Against { top: 0, other: 1 };
    let one = rates.as_ref().and_then(|rates| break_even_one(rates, against, of.df, confidence));
    let many = rates.as_ref().and_then(|rates| break_even_many(rates, against, of.df, confidence));
    let limits = |found: Option<BreakEven>| {
        let Ratio { low, high, .. } = found?.ratio;
        Some(Interval { low: low?, high: high?, level: confidence, method: IntervalMethod::Log })
    };
    let top = rates.as_ref().map(|rates| rates.values[0]);
    let implied = |level: &str, rate: f64| {
        let top = top?;
        let points = curve(rate, top).into_iter();
        Some(Curve {
            level: level.to_owned(),
            rate,
            break_even: (top > 0.0).then(|| rate / top),
            points: points
                .map(|point| CurvePoint {
                    relative_detection: point.relative_detection,
                    failure_rate: point.failure_rate,
                })
                .collect(),
        })
    };
    let level = |&level: &usize| {
        implied(&of.names[level], ground.joint(&[ground.group(&[level + 1], Of::Answered)])?.values[0])
    };
    Detection {
        measured_by: spec.detection.map(|segment| study.segments[segment].name.clone()),
        break_even_one: one.and_then(|found| found.ratio.value),
        break_even_many: many.and_then(|found| found.ratio.value),
        ci: BreakEvenIntervals { one: limits(one), many: limits(many) },
        curve: of.present.iter().filter_map(level).collect(),
        rest: rates.as_ref().and_then(|rates| implied("rest", rates.values[1])),
        at_equal_detection: spec.detection.and_then(|by| strata::within(study, cubes, spec, by, info)),
    }
}

/// How strong a hidden cause would have to be, given what is held; without an adjusted ratio, given nothing.
pub fn hidden_cause(adjusted: &Adjusted, of: &Sides, confidence: f64) -> EValue {
    let held = adjusted.difference.as_ref().and_then(|pair| pair.ratio).zip(adjusted.ratio_of_no);
    let (yes, no) = match held {
        Some((yes, no)) => (Some(yes), Some(no)),
        None => (of.pair(Of::Answered).and_then(|pair| pair.ratio), ratio_of_no(of, confidence)),
    };
    let [yes, no] = [yes, no].map(|ratio| ratio.and_then(e_value));
    EValue {
        yes: yes.map(|found| found.value),
        no: no.map(|found| found.value),
        yes_limit: yes.and_then(|found| found.limit),
        no_limit: no.and_then(|found| found.limit),
        adjusted: held.is_some(),
    }
}

/// Ratio of the rates of no, top over rest.
fn ratio_of_no(of: &Sides, confidence: f64) -> Option<Ratio> {
    let of_no = |group: Group| Group {
        yes: group.base.iter().filter(|cell| !group.yes.contains(cell)).copied().collect(),
        ..group
    };
    let rates = of.ground.joint(&of.both(Of::Answered).map(of_no))?;
    Some(adjusted::ratio(rates.ln_ratio(0, 1), of.df, confidence))
}

/// Who is in the base, by level; `None` where everybody is.
pub fn selection(of: &Sides, base: &str) -> Option<Selection> {
    let ground = of.ground;
    let [top, rest] = of.both(Of::InTheBase);
    let outside = |group: &Group| ground.n(&group.base) - ground.n(&group.yes);
    if outside(&top) + outside(&rest) == 0 {
        return None;
    }
    let level = |(name, rows): (&str, Vec<usize>)| {
        let estimate = |of: Of, missing: u64| ground.estimate(name, &ground.group(&rows, of), missing);
        let n_missing = missing(ground, &rows);
        SelectionLevel {
            level: name.to_owned(),
            share: estimate(Of::InTheBase, 0),
            rate: estimate(Of::Answered, n_missing),
            rate_of_all: estimate(Of::Everybody, n_missing),
        }
    };
    Some(Selection {
        base: base.to_owned(),
        levels: of.levels_and_rest().into_iter().map(level).collect(),
        share: of.pair(Of::InTheBase),
        rate_of_all: of.pair(Of::Everybody),
    })
}

/// In the base, without an answer.
pub fn missing(ground: Ground, rows: &[usize]) -> u64 {
    let n = |of: Of| ground.n(&ground.group(rows, of).base);
    n(Of::AskedAtLeast) - n(Of::Answered)
}

/// What those who gave no answer could change; `None` where top or rest has nobody who was asked.
pub fn bounds(of: &Sides, confidence: f64) -> Option<BoundsByLevel> {
    let ground = of.ground;
    let range = |rows: &[usize], df: f64| {
        let [low, high] = [Of::AskedAtLeast, Of::AskedAtMost].map(|of| ground.group(rows, of));
        let weight = |cells: &[usize]| ground.weight(cells);
        let yes = weight(&low.yes);
        let bounds = of_rate(yes, weight(&low.base) - weight(&high.yes), weight(&high.yes) - yes)?;
        let joint = ground.joint(&[low, high])?;
        let ci = bounds.limits([joint.se(0), joint.se(1)], df, confidence);
        Some((bounds, ci.map(|ci| Interval { low: ci.low.max(0.0), high: ci.high.min(1.0), ..ci })))
    };
    let level = |(name, rows): (&str, Vec<usize>)| LevelBounds {
        level: name.to_owned(),
        n: ground.n(&ground.group(&rows, Of::Answered).base),
        n_missing: missing(ground, &rows),
        rate: ground.joint(&[ground.group(&rows, Of::Answered)]).map(|rate| rate.values[0]),
        bounds: range(&rows, ground.df(&rows)).map(|(bounds, ci)| results::Bounds {
            low: bounds.low,
            high: bounds.high,
            ci,
        }),
    };
    let levels = of.levels_and_rest().into_iter().map(level).collect();
    let difference = || {
        let [(top, _), (rest, _)] = [range(&of.rows[0], of.df)?, range(&of.rows[1], of.df)?];
        let [top_low, rest_low] = of.both(Of::AskedAtLeast);
        let [top_high, rest_high] = of.both(Of::AskedAtMost);
        let joint = ground.joint(&[top_low, rest_high, top_high, rest_low])?;
        let apart: Bounds = top.minus(rest);
        let se = [joint.difference(0, 1).se, joint.difference(2, 3).se];
        let ci = apart.limits(se, of.df, confidence);
        Some(results::Bounds { low: apart.low, high: apart.high, ci })
    };
    Some(BoundsByLevel { levels, difference: difference() })
}
