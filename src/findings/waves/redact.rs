//! What `--redact` takes out of waves.
//!
//! All is computed and corrected first, and hidden afterwards, so that hiding makes no finding. Each wave hides what its
//! own figures would give away. A change with a hidden end would give it back, and so would a test over all waves or
//! levels of which one is hidden, and an adjusted p that is a multiple of a hidden one; the panel and the rest of a wave
//! are the wave, so that a rest of too few hides the panel.

use super::change::flags;
use super::read::Read;
use super::{level_of, named, shares};
use crate::findings::redact::is_multiple;
use crate::results::waves::{
    Against, Change, Interaction, Panel, SegmentChange, Standardised, WaveEstimate, WaveOutcome, Waves,
};
use crate::results::{Estimate, Flag, Interval, Outcome, Pair, Tests, Verdict};

/// Why a figure is gone.
const GONE: &str = "taken out by --redact: figures of too few respondents could be worked out from it";

/// Takes hidden figures out of the comparison.
pub fn waves(found: &mut Waves, read: &[Read]) {
    let fewest = found.study.analysis.suppress_below;
    for outcome in &mut found.outcomes {
        let of_wave = |wave: &str| read.iter().find(|read| read.name == wave)?.shown(&outcome.name);
        let shown: Vec<(String, &Outcome)> =
            outcome.waves.iter().filter_map(|of| Some((of.wave.clone(), of_wave(&of.wave)?))).collect();
        self::outcome(outcome, &shown, fewest);
    }
    found.outcomes.retain(|outcome| outcome.waves.len() > 1);
    let families = &found.families;
    let of_outcomes: Vec<&mut Change> = found.outcomes.iter_mut().flat_map(|of| &mut of.changes).collect();
    family(of_outcomes, families.outcomes);
    let mut segments: Vec<&mut SegmentChange> = found.outcomes.iter_mut().flat_map(|of| &mut of.segments).collect();
    family(segments.iter_mut().flat_map(|of| &mut of.levels).flat_map(|of| &mut of.changes).collect(), families.levels);
    of_tests(segments.iter_mut().flat_map(|of| &mut of.interactions).collect(), families.interactions);
}

/// Takes out of an outcome what is not in the waves as they are shown.
fn outcome(outcome: &mut WaveOutcome, shown: &[(String, &Outcome)], fewest: u64) {
    let is_there = |wave: &String| shown.iter().any(|(name, _)| name == wave);
    let some_gone = outcome.waves.len() > shown.len();
    outcome.waves.retain(|of| is_there(&of.wave));
    for (of, (name, by_itself)) in outcome.waves.iter_mut().zip(shown) {
        of.estimate = named(&by_itself.overall, name);
    }
    let own: Vec<Estimate> = outcome.waves.iter().map(|wave| wave.estimate.clone()).collect();
    let any = some_gone || hides(&own);
    changes(&mut outcome.changes, &own);
    if any {
        outcome.tests = outcome.tests.as_ref().map(|_| no_tests());
    }
    for answer in &mut outcome.answers {
        let is_this = |of: &&Estimate| of.level.as_ref() == Some(&answer.answer);
        let of_wave = |(name, of): &(String, &Outcome)| Some(named(shares(of)?.iter().find(is_this)?, name));
        answer.waves = shown.iter().filter_map(of_wave).collect();
        changes(&mut answer.changes, &answer.waves);
    }
    family(outcome.answers.iter_mut().flat_map(|answer| &mut answer.changes).collect(), outcome.answers_family);
    for segment in &mut outcome.segments {
        let mut hidden = any;
        for level in &mut segment.levels {
            let before = level.waves.len();
            let of_wave =
                |(name, of): &(String, &Outcome)| Some(named(level_of(of, &segment.segment, &level.level)?, name));
            level.waves = shown.iter().filter_map(of_wave).collect();
            hidden |= level.waves.len() < before || hides(&level.waves);
            changes(&mut level.changes, &level.waves);
        }
        segment.interactions.retain(|of| is_there(&of.a) && is_there(&of.b));
        segment.standardised.retain(|of| is_there(&of.pair.a) && is_there(&of.pair.b));
        if hidden {
            segment.interactions.iter_mut().for_each(no_interaction);
            segment.standardised.iter_mut().for_each(no_standardised);
        }
    }
    outcome.warnings.retain(|warning| is_there(&warning.a) && is_there(&warning.b));
    let waves = &outcome.waves;
    let rests_on_few = |panel: &Panel, waves: &[WaveEstimate]| {
        let rest = |name: &String| {
            waves.iter().find(|wave| &wave.wave == name).map_or(0, |wave| wave.estimate.n.abs_diff(panel.paired.n))
        };
        [&panel.a, &panel.b].into_iter().any(|name| !is_there(name) || (1..fewest).contains(&rest(name)))
    };
    outcome
        .panel
        .retain(|panel| !any && !panel.paired.flags.contains(&Flag::Suppressed) && !rests_on_few(panel, waves));
}

/// Takes hidden ends out of changes; `own` are the figures that are left.
fn changes(changes: &mut Vec<Change>, own: &[Estimate]) {
    let at = |name: &str| own.iter().position(|wave| wave.level.as_deref() == Some(name));
    changes.retain_mut(|change| {
        let (Some(later), Some(earlier)) = (at(&change.pair.a), at(&change.pair.b)) else { return false };
        // The wave between them is left out with all its figures.
        if own[earlier + 1..later].iter().all(|between| between.n == 0) {
            change.against = Against::Previous;
        }
        take_out(change, &own[later], &own[earlier]);
        true
    });
}

/// An adjusted p is a multiple of one of its family: where it is none of a p that is shown, it goes.
fn family(changes: Vec<&mut Change>, family: u64) {
    let shown: Vec<f64> = changes.iter().filter_map(|change| change.pair.p).collect();
    for change in changes {
        change.pair.p_adjusted = change.pair.p_adjusted.filter(|&adjusted| is_multiple(adjusted, &shown, family));
    }
}

/// The same of tests.
fn of_tests(tests: Vec<&mut Interaction>, family: u64) {
    let shown: Vec<f64> = tests.iter().filter_map(|of| Some(of.test.as_ref()?.p)).collect();
    for of in tests {
        of.p_adjusted = of.p_adjusted.filter(|&adjusted| is_multiple(adjusted, &shown, family));
    }
}

fn hides<'a>(waves: impl IntoIterator<Item = &'a Estimate>) -> bool {
    waves.into_iter().any(|wave| wave.flags.contains(&Flag::Redacted))
}

/// A change of which an end is hidden.
fn take_out(change: &mut Change, later: &Estimate, earlier: &Estimate) {
    if hides([later, earlier]) || change.flags.contains(&Flag::Suppressed) {
        change.pair = no_pair(&change.pair);
        (change.smallest_margin, change.equivalence_ci) = (None::<f64>, None::<Interval>);
        change.verdict = Verdict::Undetermined;
        change.flags = flags(later, earlier);
        for flag in [Flag::Suppressed, Flag::Redacted] {
            if !change.flags.contains(&flag) {
                change.flags.push(flag);
            }
        }
    }
}

fn no_pair(pair: &Pair) -> Pair {
    Pair {
        a: pair.a.clone(),
        b: pair.b.clone(),
        difference: None,
        se: None,
        df: None,
        ci: None,
        p: None,
        ln_p: None,
        p_adjusted: None,
        ratio: None,
        odds_ratio: None,
    }
}

fn no_tests() -> Tests {
    Tests { omnibus: None, trend: None, departure: None, others: Vec::new(), note: Some(GONE.into()) }
}

fn no_interaction(of: &mut Interaction) {
    (of.test, of.p_adjusted, of.note) = (None, None, Some(GONE.into()));
}

fn no_standardised(of: &mut Standardised) {
    (of.pair, of.raw, of.note) = (no_pair(&of.pair), None, Some(GONE.into()));
}
