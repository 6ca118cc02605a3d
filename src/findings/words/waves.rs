//! What may be said about a change from wave to wave.
//!
//! "Rose" and "fell" need a p that stays under alpha after correction over its family. "No change beyond the margin"
//! needs δ* at the margin or below. Everything else is undetermined, however close the two figures are.

use super::parts::{
    adjust_name, and, apart, interval_name, level_text, limit_text, margin_in, outcome_in_head, range_in, size_in,
    sized, test_name, trimmed,
};
use crate::results::format::{Unit, count, p_value};
use crate::results::waves::{Against, Change, WaveOutcome, Waves};
use crate::results::{Estimate, Measure, StudyInfo, Test, Verdict};

/// Gives every change and every outcome its sentence.
pub fn waves_sentences(waves: &mut Waves) {
    let (info, families) = (&waves.study, &waves.families);
    let adjust = families.adjust.as_str();
    for outcome in &mut waves.outcomes {
        let own: Vec<Estimate> = outcome.waves.iter().map(|wave| wave.estimate.clone()).collect();
        for change in &mut outcome.changes {
            change.sentence = change_sentence(change, &own, (adjust, families.outcomes), info);
        }
        let tested = outcome.answers_family;
        for answer in &mut outcome.answers {
            for change in &mut answer.changes {
                change.sentence = change_sentence(change, &answer.waves, (adjust, tested), info);
            }
        }
        for level in outcome.segments.iter_mut().flat_map(|segment| &mut segment.levels) {
            for change in &mut level.changes {
                change.sentence = change_sentence(change, &level.waves, (adjust, families.levels), info);
            }
        }
        outcome.sentence = outcome_sentence(outcome, info);
        outcome.headline = outcome_headline(outcome, info);
    }
}

/// The unit of changes: that of their figures.
pub fn change_unit(waves: &[Estimate]) -> Unit {
    waves.iter().find(|wave| wave.value().is_some()).map_or(Unit::Percent, Estimate::unit)
}

/// "rose from 71% (2025) to 74% (2026), by 3 points (95% interval 1 to 5 points; adjusted p = 0.012, Holm over 4
/// changes)"
fn change_sentence(change: &Change, waves: &[Estimate], family: (&str, u64), info: &StudyInfo) -> String {
    let unit = change_unit(waves);
    let figure = |name: &String| {
        let of = waves.iter().find(|wave| wave.level.as_ref() == Some(name))?;
        Some((of.value()?, of.n))
    };
    let between = format!("between {} and {}", change.pair.b, change.pair.a);
    if !change.is_printable() {
        return format!("no figure {between}: a base is too small.");
    }
    let (Some(difference), Some(from), Some(to)) =
        (change.pair.difference, figure(&change.pair.b), figure(&change.pair.a))
    else {
        return format!("no figure {between}.");
    };
    let level = level_text(1.0 - info.analysis.alpha);
    let margin = change.margin.map(|margin| margin_in(unit, margin));
    let inside = |of_size| in_brackets(&[range(change, unit, of_size), p_text(change, family)]);
    let way = if difference > 0.0 { "rose" } else { "fell" };
    let told = apart(unit, [from, to]);
    let (from, to) = (format!("{} ({})", told.a, change.pair.b), format!("{} ({})", told.b, change.pair.a));
    let moved = format!("from {from} to {to}, by {}{}{}", size_in(unit, difference), told.rounded, inside(true));
    let inside = inside(false);
    let limit = change
        .smallest_margin
        .zip(change.margin)
        .map(|(limit, margin)| (limit > margin, limit_text(unit, limit, margin)));
    match change.verdict {
        Verdict::Differs => format!("{way} {moved}."),
        Verdict::DiffersWithinMargin => {
            format!("{way} {moved}, and by less than the margin of {}.", margin.unwrap_or_default())
        }
        Verdict::Consistent => format!(
            "no change beyond the margin of {}: {from}, then {to}{inside}; with {level} confidence it changed by no more \
             than {}.",
            margin.unwrap_or_default(),
            limit.map(|(_, limit)| limit).unwrap_or_default()
        ),
        Verdict::Undetermined => {
            let possible = limit.as_ref().map(|(beyond, limit)| {
                let beyond = match margin {
                    Some(margin) if *beyond => format!(", more than the margin of {margin}"),
                    _ => String::new(),
                };
                format!(" A change of up to {limit} remains possible ({level} confidence){beyond}.")
            });
            let found = match (change.pair.p, limit) {
                (None, _) => "no test",
                (Some(_), Some((true, _))) => "no change found, and none beyond the margin ruled out",
                (Some(_), _) => "no change found",
            };
            format!("{found}: {from}, then {to}{inside}.{}", possible.unwrap_or_default())
        }
    }
}

/// "95% interval −1 to 5 points": of the change, or beside its size on the side of that.
fn range(change: &Change, unit: Unit, of_size: bool) -> Option<String> {
    let ci = change.pair.ci?;
    let (low, high) = if of_size { sized(change.pair.difference?, &ci) } else { (ci.low, ci.high) };
    Some(format!("{} {}", interval_name(&ci), range_in(unit, low, high)))
}

/// "p = 0.004, adjusted p = 0.012, Holm over 4 changes"
fn p_text(change: &Change, (adjust, tests): (&str, u64)) -> Option<String> {
    let (p, ln_p) = (change.pair.p?, change.pair.ln_p?);
    let adjusted = change.pair.p_adjusted?;
    if tests <= 1 || adjust == "none" {
        return Some(p_value(p, ln_p));
    }
    let ln_adjusted = if adjusted > 0.0 { adjusted.ln() } else { ln_p };
    let adjusted = p_value(adjusted, ln_adjusted);
    Some(format!("{}, adjusted {adjusted}, {} over {} changes", p_value(p, ln_p), adjust_name(adjust), count(tests)))
}

fn in_brackets(parts: &[Option<String>]) -> String {
    let said: Vec<&str> = parts.iter().flatten().map(String::as_str).collect();
    if said.is_empty() { String::new() } else { format!(" ({})", said.join("; ")) }
}

/// The latest change, and for three waves or more what the tests over all of them say.
fn outcome_sentence(outcome: &WaveOutcome, info: &StudyInfo) -> String {
    let mut said = Vec::new();
    match latest(outcome) {
        Some(change) => said.push(change.sentence.clone()),
        None if outcome.measure == Measure::Shares => said.push("changes of its answers stand below.".to_owned()),
        None => said.push("nothing to compare: fewer than two waves have respondents in the base.".to_owned()),
    }
    if let Some(over) = outcome.tests.as_ref().and_then(|tests| over_waves(outcome, tests, info)) {
        said.push(over);
    }
    for warning in &outcome.warnings {
        said.push(format!("Note that {}.", warning.text));
    }
    format!("{}: {}", outcome.label, said.join(" "))
}

/// The change from the last but one wave to the last.
pub fn latest(outcome: &WaveOutcome) -> Option<&Change> {
    outcome.changes.iter().rfind(|change| change.against == Against::Previous)
}

/// "Over all 4 waves: any difference p = 0.012 (Pearson X²); trend upwards p = 0.003 (Cochran-Armitage trend)."
fn over_waves(outcome: &WaveOutcome, tests: &crate::results::Tests, info: &StudyInfo) -> Option<String> {
    let p = |test: &Test| format!("{} ({})", p_value(test.p, test.ln_p), test_name(test.method));
    let omnibus = tests.omnibus.as_ref().map(|test| format!("any difference {}", p(test)));
    let trend = tests.trend.as_ref().map(|test| {
        let way = match (test.direction, test.p <= info.analysis.alpha) {
            (Some(crate::stats::Direction::Rising), true) => "trend upwards",
            (Some(crate::stats::Direction::Falling), true) => "trend downwards",
            _ => "no trend shown,",
        };
        let departure = tests
            .departure
            .as_ref()
            .map_or_else(String::new, |test| format!(", departure from it {}", p_value(test.p, test.ln_p)));
        format!("{way} {}{departure}", p(test))
    });
    let said: Vec<String> = [omnibus, trend].into_iter().flatten().collect();
    let waves = outcome.waves.len();
    (!said.is_empty()).then(|| format!("Over all {waves} waves, not corrected: {}.", said.join("; ")))
}

/// "Rolled back: up 3 points since 2025".
fn outcome_headline(outcome: &WaveOutcome, info: &StudyInfo) -> String {
    format!("{}: {}", outcome.label, moved(outcome, info))
}

/// The latest change, after the one since the first wave where that is shown: "up 9 points since 2018; no change since 2025
/// shown".
fn moved(outcome: &WaveOutcome, info: &StudyInfo) -> String {
    let Some(latest) = latest(outcome) else { return "answers by wave".to_owned() };
    let first = since_first(outcome).filter(|first| first.is_printable() && first.verdict == Verdict::Differs);
    let Some(first) = first else { return since(outcome, latest, info) };
    let latest = match latest.verdict {
        Verdict::Undetermined if latest.is_printable() => format!("no change since {} shown", latest.pair.b),
        _ => since(outcome, latest, info),
    };
    format!("{}; {latest}", since(outcome, first, info))
}

/// The same at the head of a chart, where a label of many words is shortened.
pub fn changes_headline(outcome: &WaveOutcome, info: &StudyInfo) -> String {
    format!("{}: {}", outcome_in_head(&outcome.label), moved(outcome, info))
}

/// What changed as a whole, and at how many levels something did since the wave before: "Rolled back overall: no change beyond 5 points since 2025; 2 of
/// 27 levels changed".
pub fn levels_headline(outcome: &WaveOutcome, levels: &[&Change], info: &StudyInfo) -> String {
    let of = |verdicts: &[Verdict]| levels.iter().filter(|c| c.is_printable() && verdicts.contains(&c.verdict)).count();
    let changed = of(&[Verdict::Differs, Verdict::DiffersWithinMargin]) as u64;
    let all = levels.len() as u64;
    let at = match all {
        _ if changed > 0 => format!("{} of {} levels changed", count(changed), count(all)),
        _ if of(&[Verdict::Consistent]) == levels.len() => {
            format!("none beyond the margin at any of {} levels", count(all))
        }
        _ => format!("no change shown at any of {} levels", count(all)),
    };
    format!("{} overall: {}; {at}", outcome_in_head(&outcome.label), moved(outcome, info))
}

/// The change from the first wave to the last, of three or more.
pub fn since_first(outcome: &WaveOutcome) -> Option<&Change> {
    let last = &latest(outcome)?.pair.a;
    outcome.changes.iter().find(|change| change.against == Against::First && &change.pair.a == last)
}

/// "up 3.0 points since 2025", "71% (2025), then 74% (2026), no change shown"
fn since(outcome: &WaveOutcome, change: &Change, info: &StudyInfo) -> String {
    let own: Vec<Estimate> = outcome.waves.iter().map(|wave| wave.estimate.clone()).collect();
    let unit = change_unit(&own);
    let (Some(difference), true) = (change.pair.difference, change.is_printable()) else {
        return "no figure, base too small".to_owned();
    };
    let margin = margin_in(unit, change.margin.unwrap_or(info.analysis.margin));
    let moved = format!("{} {}", if difference > 0.0 { "up" } else { "down" }, size_in(unit, difference));
    let wave = &change.pair.b;
    match change.verdict {
        Verdict::Differs => format!("{moved} since {wave}"),
        Verdict::DiffersWithinMargin => format!("{moved} since {wave}, less than {margin}"),
        Verdict::Consistent => format!("no change beyond {margin} since {wave}"),
        Verdict::Undetermined => {
            let figure = |name: &String| {
                let of = own.iter().find(|estimate| estimate.level.as_ref() == Some(name))?;
                Some((of.value()?, of.n))
            };
            let open = match change.smallest_margin {
                Some(_) => format!(", one of more than {margin} remains possible"),
                None => String::new(),
            };
            match figure(wave).zip(figure(&change.pair.a)) {
                Some((from, to)) => {
                    let told = apart(unit, [from, to]);
                    format!("{} ({wave}), then {} ({}), no change shown{open}", told.a, told.b, change.pair.a)
                }
                None => format!("no change shown since {wave}{open}"),
            }
        }
    }
}

/// The word for the verdict of a change.
pub fn change_word(change: &Change) -> &'static str {
    let up = change.pair.difference.is_some_and(|difference| difference > 0.0);
    match change.verdict {
        _ if !change.is_printable() => "–",
        Verdict::Differs if up => "Rose",
        Verdict::Differs => "Fell",
        Verdict::DiffersWithinMargin if up => "Rose within margin",
        Verdict::DiffersWithinMargin => "Fell within margin",
        Verdict::Consistent => "No change beyond margin",
        Verdict::Undetermined => "Undetermined",
    }
}

/// What p are corrected over, in one sentence.
pub fn families_sentence(waves: &Waves) -> String {
    let families = &waves.families;
    let alpha = trimmed(waves.study.analysis.alpha);
    let how = match families.adjust.as_str() {
        "none" => "p are not corrected".to_owned(),
        adjust => {
            let sizes = [
                (families.outcomes, "change of an outcome", "changes of outcomes"),
                (families.levels, "change within a level", "changes within levels"),
                (families.interactions, "test whether levels changed alike", "tests whether levels changed alike"),
            ];
            let said: Vec<String> = sizes
                .iter()
                .filter(|(n, _, _)| *n > 0)
                .map(|(n, one, more)| format!("{} {}", count(*n), if *n == 1 { one } else { more }))
                .collect();
            if said.is_empty() {
                return format!("Verdicts at alpha {alpha}; no p had to be corrected.");
            }
            let each = if said.len() > 1 { ", each of these by itself" } else { "" };
            format!("p are corrected by {} over {}{each}", adjust_name(adjust), and(&said))
        }
    };
    format!("Verdicts at alpha {alpha}; {how}.")
}
