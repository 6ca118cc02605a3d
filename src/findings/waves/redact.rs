//! What `--redact` takes out of waves.
//!
//! Each wave hides what its own figures would give away. A change with a hidden end would give it back, and so would a
//! test over all waves or levels of which one is hidden; the panel and the rest of a wave are the wave, so that a rest
//! of too few hides the panel.

use crate::results::waves::{Change, Interaction, Panel, Standardised, WaveEstimate, Waves};
use crate::results::{Estimate, Flag, Interval, Pair, Tests, Verdict};

/// Why a figure is gone.
const GONE: &str = "taken out by --redact: figures of too few respondents could be worked out from it";

/// Takes hidden figures out of the comparison.
pub fn waves(found: &mut Waves) {
    let fewest = found.study.analysis.suppress_below;
    for outcome in &mut found.outcomes {
        let own: Vec<Estimate> = outcome.waves.iter().map(|wave| wave.estimate.clone()).collect();
        let any = hides(&own);
        outcome.changes.iter_mut().for_each(|change| take_out(change, &own));
        if any {
            outcome.tests = outcome.tests.as_ref().map(|_| no_tests());
        }
        for answer in &mut outcome.answers {
            let own = answer.waves.clone();
            answer.changes.iter_mut().for_each(|change| take_out(change, &own));
        }
        for segment in &mut outcome.segments {
            let hidden = any || segment.levels.iter().any(|level| hides(&level.waves));
            for level in &mut segment.levels {
                let own = level.waves.clone();
                level.changes.iter_mut().for_each(|change| take_out(change, &own));
            }
            if hidden {
                segment.interactions.iter_mut().for_each(no_interaction);
                segment.standardised.iter_mut().for_each(no_standardised);
            }
        }
        let rests_on_few = |panel: &Panel, waves: &[WaveEstimate]| {
            let rest = |name: &String| {
                waves.iter().find(|wave| &wave.wave == name).map_or(0, |wave| wave.estimate.n.abs_diff(panel.paired.n))
            };
            [&panel.a, &panel.b].into_iter().any(|name| (1..fewest).contains(&rest(name)))
        };
        let waves = &outcome.waves;
        outcome
            .panel
            .retain(|panel| !any && !panel.paired.flags.contains(&Flag::Suppressed) && !rests_on_few(panel, waves));
    }
}

fn hides(waves: &[Estimate]) -> bool {
    waves.iter().any(|wave| wave.flags.contains(&Flag::Redacted))
}

/// A change of which an end is hidden.
fn take_out(change: &mut Change, own: &[Estimate]) {
    let is_end =
        |wave: &&Estimate| [&change.pair.a, &change.pair.b].into_iter().any(|name| wave.level.as_ref() == Some(name));
    let ends: Vec<Estimate> = own.iter().filter(is_end).cloned().collect();
    if hides(&ends) || change.flags.contains(&Flag::Suppressed) {
        change.pair = no_pair(&change.pair);
        (change.smallest_margin, change.equivalence_ci) = (None::<f64>, None::<Interval>);
        change.verdict = Verdict::Undetermined;
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
