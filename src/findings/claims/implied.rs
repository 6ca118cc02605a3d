//! What do the published figures imply by themselves?
//!
//! ```text
//! rate and base                                        interval
//! rate of all, rate of a group of them                 rate of all others, by the size of the group
//! rates of two levels of one segment                   base from which they differ; as the extremes of all levels
//! two rates of the same respondents, compared          how they overlap
//! ```
//!
//! Everything comes from the claims of the study file, their bases and their rounding; no answer is read. A base that the
//! claim may have had instead (`other_base_n`) gives a finding of its own.

use super::super::words;
use super::words_of;
use crate::results::format::count;
use crate::results::{
    Bounded, Implied, ImpliedInterval, ImpliedLevels, ImpliedOverlap, ImpliedRest, ImpliedStrongest, Limits, RestPoint,
    Size, StrongestPoint, StudyInfo,
};
use crate::stats::implied::{self as figures, Bounds, Over, Rounded};
use crate::stats::{interval, screen};
use crate::study::{Claim, ClaimKind, Compared, Condition, PairedSpec, Study};

/// Shares of the group at which the rate of all others is given: each hundredth.
const STEPS: u64 = 100;

/// Bases at which it is told what the strongest of many correlations would be by chance.
const BASES: [u64; 6] = [50, 100, 250, 500, 1000, 2500];

/// The share of samples that chance is told for.
const IN_95_OF_100: f64 = 0.95;

/// A claim about a rate.
struct Rate<'a> {
    claim: &'a Claim,
    outcome: usize,
    subgroup: &'a [Condition],
    figure: Rounded,
}

/// All that the rates among the claims imply, in the order of the study.
pub fn implied(study: &Study, info: &StudyInfo) -> Vec<Implied> {
    let rates: Vec<Rate<'_>> = study.claims.iter().filter_map(rate).collect();
    let mut found: Vec<Implied> = rates.iter().flat_map(|rate| intervals(rate, study)).collect();
    for part in rates.iter().filter(|rate| !rate.subgroup.is_empty()) {
        let all = rates.iter().find(|all| all.subgroup.is_empty() && all.outcome == part.outcome);
        found.extend(all.into_iter().flat_map(|all| rests(all, part, study)));
    }
    for (at, a) in rates.iter().enumerate() {
        found.extend(rates[at + 1..].iter().filter_map(|b| levels(a, b, study)));
    }
    found.extend(study.claims.iter().filter_map(strongest));
    found.extend(pairs(study).iter().filter_map(|pair| overlap(pair, &rates, study)));
    for one in &mut found {
        let sentence = words::implied_sentence(one, info);
        match one {
            Implied::Interval(found) => found.sentence = sentence,
            Implied::Rest(found) => {
                found.sentence = match &found.impossible {
                    Some(why) => format!("These figures cannot both hold: {why}. {sentence}"),
                    None => sentence,
                }
            }
            Implied::Levels(found) => found.sentence = sentence,
            Implied::Overlap(found) => found.sentence = sentence,
            Implied::Strongest(found) => found.sentence = sentence,
        }
    }
    found
}

fn rate(claim: &Claim) -> Option<Rate<'_>> {
    match &claim.kind {
        ClaimKind::Rate { outcome, subgroup, published, rounding } => {
            let figure = Rounded::new(*published, *rounding);
            Some(Rate { claim, outcome: *outcome, subgroup, figure })
        }
        _ => None,
    }
}

/// The base of a claim, and others that it may have had.
fn bases(claim: &Claim) -> Vec<u64> {
    claim.base_n.into_iter().chain(claim.other_base_n.iter().copied()).collect()
}

fn intervals(rate: &Rate<'_>, study: &Study) -> Vec<Implied> {
    let analysis = &study.analysis;
    let of =
        |value: f64, n: u64| interval::of_numbers(value * n as f64, n as f64, analysis.confidence, analysis.interval);
    let one = |n: u64| {
        let (low, high) = (of(rate.figure.low, n)?.low, of(rate.figure.high, n)?.high);
        Some(Implied::Interval(ImpliedInterval {
            claim: rate.claim.id.clone(),
            rate: rate.figure.value,
            n,
            own_base: rate.claim.base_n == Some(n),
            ci: of(rate.figure.value, n)?,
            ci_over_rounding: Limits { low, high },
            sentence: String::new(),
        }))
    };
    bases(rate.claim).into_iter().filter_map(one).collect()
}

/// A group and all others: once for each base that all may have, or without one.
fn rests(all: &Rate<'_>, part: &Rate<'_>, study: &Study) -> Vec<Implied> {
    let bases = bases(all.claim);
    let bases: Vec<Option<u64>> = if bases.is_empty() { vec![None] } else { bases.into_iter().map(Some).collect() };
    bases.into_iter().map(|n| Implied::Rest(rest(all, part, n, study))).collect()
}

fn rest(all: &Rate<'_>, part: &Rate<'_>, n: Option<u64>, study: &Study) -> ImpliedRest {
    let point = |share: f64, size: Option<u64>| {
        let Over { printed, low, high } = figures::rest_over(all.figure, part.figure, share);
        let ln_p = n.and_then(|n| figures::part_ln_p(all.figure.value, part.figure.value, share, n as f64));
        RestPoint { share, size, rest: printed, low, high, p: ln_p.map(f64::exp) }
    };
    let at_size = |size: u64, n: u64| point(size as f64 / n as f64, Some(size));
    let significant_from =
        n.map(|n| size(figures::smallest_part_over(all.figure, part.figure, n, study.analysis.alpha)));
    let shares = (1..STEPS).map(|step| step as f64 / STEPS as f64);
    // Where the curve ends, and the band of rounding on each side of it.
    let (all_of, part_of) = (all.figure, part.figure);
    let ends = [(all_of.low, part_of.high), (all_of.value, part_of.value), (all_of.high, part_of.low)]
        .map(|(all, part)| figures::largest_share(all, part));
    let curve = match n {
        None => {
            let mut shares: Vec<f64> = shares.chain(ends).filter(|&share| share < 1.0).collect();
            shares.sort_by(f64::total_cmp);
            shares.dedup();
            shares.into_iter().map(|share| point(share, None)).collect()
        }
        Some(n) => {
            let steps = shares.map(|share| (n as f64 * share).round() as u64);
            let ends = ends.map(|share| (n as f64 * share).floor() as u64);
            let mut sizes: Vec<u64> = steps.chain(ends).chain(significant_from.and_then(|size| size.value)).collect();
            sizes.retain(|&size| size > 0 && size < n);
            sizes.sort_unstable();
            sizes.dedup();
            sizes.into_iter().map(|size| at_size(size, n)).collect()
        }
    };
    let outcome = &study.outcomes[all.outcome];
    let mut sources: Vec<String> = [all, part].into_iter().filter_map(|rate| rate.claim.source.clone()).collect();
    sources.dedup();
    ImpliedRest {
        all: all.claim.id.clone(),
        part: part.claim.id.clone(),
        outcome: outcome.name.clone(),
        outcome_label: outcome.label.clone(),
        group: words_of(part.subgroup, study),
        group_label: words::and(&part.subgroup.iter().map(|of| label(of, study)).collect::<Vec<_>>()),
        rate_all: all.figure.value,
        rate_part: part.figure.value,
        n,
        own_base: n.is_some() && n == all.claim.base_n,
        sources,
        largest_share: figures::largest_share(all.figure.value, part.figure.value),
        significant_from,
        curve,
        at_published_size: n.zip(part.claim.base_n).filter(|(n, size)| size < n).map(|(n, size)| at_size(size, n)),
        impossible: n.zip(part.claim.base_n).and_then(|(n, size)| impossible((all.figure, n), (part.figure, size))),
        sentence: String::new(),
    }
}

/// Why a group of this size and rate is no part of all; `None` where it can be one.
fn impossible((all, n): (Rounded, u64), (part, size): (Rounded, u64)) -> Option<String> {
    if size > n {
        return Some(format!("the group has {} and all are {}", count(size), count(n)));
    }
    // Beyond what binary fractions may lose.
    const SLACK: f64 = 1e-6;
    let (size, n) = (size as f64, n as f64);
    let more = |of_part: f64, of_all: f64| of_part * size > of_all * n + SLACK;
    let least = |of_part: f64| count((of_part * size - SLACK).ceil() as u64);
    let most = |of_all: f64| count((of_all * n + SLACK).floor() as u64);
    if more(part.low, all.high) {
        let (least, most) = (least(part.low), most(all.high));
        return Some(format!("in the group at least {least} said yes, and of all at most {most}"));
    }
    if more(1.0 - part.high, 1.0 - all.low) {
        let (least, most) = (least(1.0 - part.high), most(1.0 - all.low));
        return Some(format!("in the group at least {least} said no, and of all at most {most}"));
    }
    None
}

/// A group by its labels: "“Fully mature” (governance maturity)".
fn label(of: &Condition, study: &Study) -> String {
    match of {
        Condition::Level { segment, levels } => {
            let segment = &study.segments[*segment];
            let names: Vec<String> = levels.iter().map(|&level| format!("“{}”", segment.levels[level])).collect();
            let (names, segment) = (names.join(" or "), words::in_text(&segment.label));
            // A level that is named like its segment says all.
            match names.to_lowercase() == format!("“{}”", segment.to_lowercase()) {
                true => names,
                false => format!("{names} ({segment})"),
            }
        }
        other => other.words(study),
    }
}

/// Two rates of one outcome at different levels of one segment.
fn levels(a: &Rate<'_>, b: &Rate<'_>, study: &Study) -> Option<Implied> {
    let (segment, level_a) = level(a)?;
    let (of_b, level_b) = level(b)?;
    if a.outcome != b.outcome || segment != of_b || level_a == level_b {
        return None;
    }
    let (outcome, segment) = (&study.outcomes[a.outcome], &study.segments[segment]);
    let (alpha, count) = (study.analysis.alpha, segment.levels.len());
    let base = |levels| size(figures::base_of_levels_over(a.figure, b.figure, alpha, levels));
    let bases = a.claim.base_n.zip(b.claim.base_n).map(|(a, b)| [a as f64, b as f64]);
    let ln_p = bases.and_then(|bases| figures::two_ln_p([a.figure.value, b.figure.value], bases));
    Some(Implied::Levels(ImpliedLevels {
        a: a.claim.id.clone(),
        b: b.claim.id.clone(),
        outcome: outcome.name.clone(),
        outcome_label: outcome.label.clone(),
        segment: segment.name.clone(),
        level_a: segment.levels[level_a].clone(),
        level_b: segment.levels[level_b].clone(),
        rate_a: a.figure.value,
        rate_b: b.figure.value,
        levels: count as u64,
        extremes: a.claim.extreme && b.claim.extreme,
        base_each: base(None),
        base_each_of_extremes: base(u32::try_from(count).ok()),
        p: ln_p.map(f64::exp),
        sentence: String::new(),
    }))
}

/// The segment and the level that a rate is of, if it is of one level of one segment.
fn level(rate: &Rate<'_>) -> Option<(usize, usize)> {
    match rate.subgroup {
        [Condition::Level { segment, levels }] => match levels.as_slice() {
            [level] => Some((*segment, *level)),
            _ => None,
        },
        _ => None,
    }
}

/// A correlation that is called the strongest of many.
fn strongest(claim: &Claim) -> Option<Implied> {
    let ClaimKind::Correlation { published, rounding, .. } = claim.kind else { return None };
    let pairs = claim.of_pairs?;
    let beyond = |coefficient: f64| {
        let n = screen::base_beyond_chance(coefficient, pairs, IN_95_OF_100)?;
        Some((n.ceil() as u64).max(4))
    };
    let strength = published.abs();
    let named = bases(claim);
    let mut all: Vec<u64> = BASES.into_iter().chain(named.iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    let point = |n: u64| {
        let of = |probability| screen::largest_by_chance(pairs, n as f64, probability);
        Some(StrongestPoint { n, named: named.contains(&n), median: of(0.5)?, p95: of(IN_95_OF_100)? })
    };
    Some(Implied::Strongest(ImpliedStrongest {
        claim: claim.id.clone(),
        coefficient: published,
        pairs,
        beyond_chance_from: Size {
            value: beyond(strength),
            low: beyond((strength + rounding / 2.0).min(1.0)),
            high: beyond((strength - rounding / 2.0).max(0.0)),
        },
        curve: all.into_iter().filter_map(point).collect(),
        sentence: String::new(),
    }))
}

/// Two questions that the study compares within respondents, who are the same for both.
fn pairs(study: &Study) -> Vec<PairedSpec> {
    let of_claims = study.claims.iter().filter_map(|claim| match &claim.kind {
        ClaimKind::Difference { compared: Compared::Questions(pair), .. } => Some(*pair),
        _ => None,
    });
    let mut pairs: Vec<PairedSpec> = Vec::new();
    for pair in study.paired.iter().copied().chain(of_claims) {
        if !pairs.contains(&pair) && study.outcomes[pair.a].base == study.outcomes[pair.b].base {
            pairs.push(pair);
        }
    }
    pairs
}

fn overlap(pair: &PairedSpec, rates: &[Rate<'_>], study: &Study) -> Option<Implied> {
    let of = |outcome: usize| rates.iter().find(|rate| rate.outcome == outcome && rate.subgroup.is_empty());
    let (a, b) = (of(pair.a)?, of(pair.b)?);
    let printed = figures::overlap(a.figure.value, b.figure.value);
    let over = figures::overlap_over(a.figure, b.figure);
    let bounded = |printed: Bounds, over: Bounds| Bounded { printed: limits(printed), over_rounding: limits(over) };
    let first = |only: Bounds, most: f64| Bounds { low: only.low, high: most };
    Some(Implied::Overlap(ImpliedOverlap {
        a: a.claim.id.clone(),
        b: b.claim.id.clone(),
        a_label: study.outcomes[pair.a].label.clone(),
        b_label: study.outcomes[pair.b].label.clone(),
        rate_a: a.figure.value,
        rate_b: b.figure.value,
        both: bounded(printed.both, over.both),
        a_only: bounded(printed.a_only, over.a_only),
        b_only: bounded(printed.b_only, over.b_only),
        neither: bounded(printed.neither, over.neither),
        a_before_b: bounded(first(printed.a_only, a.figure.value), first(over.a_only, a.figure.high)),
        sentence: String::new(),
    }))
}

fn limits(bounds: Bounds) -> Limits {
    Limits { low: bounds.low, high: bounds.high }
}

fn size(over: Over<u64>) -> Size {
    Size { value: over.printed, low: over.low, high: over.high }
}
