//! What of the paradox rests on hidden figures.

use super::levels::is_suppressed;
use crate::findings::words;
use crate::results::{Flag, Paradox, StudyInfo, WithinStrata};

/// Whether the paradox as a whole rests on figures that are hidden: a rate, or the share of a level that is in the base.
pub fn rests_on_hidden(p: &Paradox) -> bool {
    let selection = p.selection.iter().flat_map(|s| &s.levels);
    p.rates.iter().any(is_suppressed)
        || p.adjusted.levels.iter().any(|level| level.flags.contains(&Flag::Suppressed))
        || selection.flat_map(|level| [&level.share, &level.rate, &level.rate_of_all]).any(is_suppressed)
}

/// Takes out the strata of which one is too small, and says again what is left.
pub fn take_out(p: &mut Paradox, info: &StudyInfo) {
    let hides = |of: &WithinStrata| {
        let s = &of.stratified;
        s.flags.contains(&Flag::Suppressed)
            || s.strata.iter().any(|t| t.flags.contains(&Flag::Suppressed) || t.rates.iter().any(is_suppressed))
    };
    p.strata.retain(|of| !hides(of));
    p.reversal.retain(|turned| p.strata.iter().any(|of| of.stratified.within == turned.within));
    if p.detection.at_equal_detection.as_ref().is_some_and(hides) {
        p.detection.at_equal_detection = None;
    }
    p.explanations = words::explanations(p, info);
    p.headline = words::paradox_headline(p);
    p.sentence = words::paradox_sentence(p, info);
}
