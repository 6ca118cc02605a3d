//! What changed beside the answers: who was asked, who gave no answer, who the respondents are.
//!
//! A share is flagged where it changed by the margin or more, and by more than chance (X2 of the two counts at alpha):
//! in large waves every trifle is significant, in small ones every large step may be chance.

use super::read::Read;
use super::stack::Stack;
use crate::findings::words::and;
use crate::results::format::percent;
use crate::results::waves::{Composition, Kind, LeftOut, LevelShare, LevelShares, Warning, WarningKind, WaveEstimate};
use crate::results::{Base, Estimate, StudyInfo};
use crate::stats::{Count, difference};

/// An outcome in one wave, with the shares of those who were asked and of those who did not answer.
pub fn wave_estimate(wave: &Read, base: &Base, estimate: Estimate) -> WaveEstimate {
    let share = |part: u64, whole: u64| (whole > 0).then(|| part as f64 / whole as f64);
    let asked = base.n + base.n_missing;
    WaveEstimate {
        wave: wave.name.clone(),
        asked: share(asked, wave.in_domain()),
        missing: share(base.n_missing, asked),
        base: base.clone(),
        estimate,
    }
}

/// Whether the base or the missing answers of an outcome changed from wave to wave.
pub fn base_warnings(waves: &[WaveEstimate], info: &StudyInfo) -> Vec<Warning> {
    let asked = |of: &WaveEstimate| {
        let yes = of.base.n + of.base.n_missing;
        Count { yes, n: of.asked.map_or(0, |share| (yes as f64 / share.max(f64::MIN_POSITIVE)).round() as u64) }
    };
    let missing = |of: &WaveEstimate| Count { yes: of.base.n_missing, n: of.base.n + of.base.n_missing };
    let mut warnings = Vec::new();
    for two in waves.windows(2) {
        let [earlier, later] = two else { continue };
        warnings.extend(warning(WarningKind::BaseChanged, (earlier, asked(earlier)), (later, asked(later)), info));
        warnings.extend(warning(
            WarningKind::MissingChanged,
            (earlier, missing(earlier)),
            (later, missing(later)),
            info,
        ));
    }
    warnings
}

fn warning(
    kind: WarningKind,
    (earlier, of_earlier): (&WaveEstimate, Count),
    (later, of_later): (&WaveEstimate, Count),
    info: &StudyInfo,
) -> Option<Warning> {
    let shares = changed(of_earlier, of_later, info)?;
    let text = |share: f64, count: Count| percent(share, count.n);
    let (before, after) = (text(shares.earlier, of_earlier), text(shares.later, of_later));
    let text = match kind {
        WarningKind::BaseChanged => format!(
            "the base changed: {after} of those who count were asked in {}, {before} in {}; \
             the change may come from who was asked",
            later.wave, earlier.wave
        ),
        _ => format!(
            "missing answers changed: {after} of those asked gave no usable answer in {}, {before} in {}; \
             the change may come from who answered",
            later.wave, earlier.wave
        ),
    };
    Some(Warning {
        kind,
        a: later.wave.clone(),
        b: earlier.wave.clone(),
        share_a: shares.later,
        share_b: shares.earlier,
        p: shares.p,
        text,
    })
}

struct Changed {
    earlier: f64,
    later: f64,
    p: f64,
}

/// Two shares that differ by the margin or more, and by more than chance.
fn changed(earlier: Count, later: Count, info: &StudyInfo) -> Option<Changed> {
    let shares =
        Changed { earlier: earlier.rate()?, later: later.rate()?, p: difference::pooled_test(later, earlier)?.p };
    let set = &info.analysis;
    ((shares.later - shares.earlier).abs() >= set.margin && shares.p <= set.alpha).then_some(shares)
}

/// Who answered, by each segment that is asked for.
pub fn composition(waves: &[Read], stack: &Stack, info: &StudyInfo) -> Vec<Composition> {
    let of = |segment: &crate::study::Segment| {
        let shares: Vec<Option<Vec<LevelShare>>> = waves.iter().map(|wave| wave.shares(&segment.name)).collect();
        let level = |l: usize| LevelShares {
            level: segment.levels[l].clone(),
            waves: shares.iter().map(|of| of.as_ref().map(|levels| levels[l])).collect(),
        };
        let levels: Vec<LevelShares> = (0..segment.levels.len()).map(level).collect();
        let mut warnings = Vec::new();
        for (w, two) in shares.windows(2).enumerate() {
            let [Some(earlier), Some(later)] = two else { continue };
            let effective = |w: usize| waves[w].effective(&segment.name);
            let count = |share: f64, n: f64| Count { yes: (share * n).round() as u64, n: n.round() as u64 };
            for (l, level) in segment.levels.iter().enumerate() {
                let of_earlier = count(earlier[l].share, effective(w));
                let of_later = count(later[l].share, effective(w + 1));
                let Some(found) = changed(of_earlier, of_later, info) else { continue };
                let (before, after) = (percent(earlier[l].share, of_earlier.n), percent(later[l].share, of_later.n));
                warnings.push(Warning {
                    kind: WarningKind::CompositionChanged,
                    a: waves[w + 1].name.clone(),
                    b: waves[w].name.clone(),
                    share_a: later[l].share,
                    share_b: earlier[l].share,
                    p: found.p,
                    text: format!(
                        "{}: {level} is {after} of the respondents in {}, {before} in {}",
                        segment.label,
                        waves[w + 1].name,
                        waves[w].name
                    ),
                });
            }
        }
        Composition { segment: segment.name.clone(), label: segment.label.clone(), levels, warnings }
    };
    stack.asked_segments().map(|(_, segment)| of(segment)).collect()
}

/// Levels that a wave has and another has not, of those segments that both have.
pub fn levels(waves: &[Read], stack: &Stack) -> Vec<LeftOut> {
    let mut left = Vec::new();
    for (_, segment) in stack.asked_segments() {
        let with: Vec<(&Read, &Vec<u64>)> =
            waves.iter().filter_map(|wave| Some((wave, wave.level_counts(&segment.name)?))).collect();
        for (l, level) in segment.levels.iter().enumerate() {
            let has: Vec<String> =
                with.iter().filter(|(_, counts)| counts[l] > 0).map(|(wave, _)| wave.name.clone()).collect();
            if has.is_empty() || has.len() == with.len() {
                continue;
            }
            let without: Vec<String> =
                with.iter().filter(|(_, counts)| counts[l] == 0).map(|(wave, _)| wave.name.clone()).collect();
            let reason = format!(
                "nobody has this level in {}; where it has another name there, `aliases` of the segment join them",
                and(&without)
            );
            left.push(LeftOut { what: Kind::Level, name: format!("{}: {level}", segment.name), waves: has, reason });
        }
    }
    left
}
