//! Top against rest within the levels of another segment: does the difference hold, and does it turn?

use crate::findings::stratified::{self, Asked, Crossed, Groups};
use crate::findings::words;
use crate::results::{Reversal, StudyInfo, WithinStrata};
use crate::study::{ParadoxSpec, Study};
use crate::tabulate::Cubes;

/// Top against rest within the levels of `within`; `None` if the cubes do not hold it.
pub fn within(
    study: &Study,
    cubes: &Cubes,
    spec: &ParadoxSpec,
    within: usize,
    info: &StudyInfo,
) -> Option<WithinStrata> {
    let by = &study.segments[spec.segment];
    let rest = (0..by.levels.len()).filter(|&level| level != spec.top).collect();
    let groups = Groups { levels: [vec![spec.top], rest], names: [by.levels[spec.top].clone(), "rest".into()] };
    let asked = Asked { outcome: spec.outcome, by: spec.segment, within, groups };
    let split = Crossed::of(study, cubes, &asked)?.split();
    Some(WithinStrata { split, stratified: stratified::within(study, cubes, &asked, info)? })
}

/// The segments within which the difference turns.
pub fn reversals(strata: &[WithinStrata], info: &StudyInfo) -> Vec<Reversal> {
    let turned = strata.iter().filter(|of| of.stratified.reversal);
    turned
        .map(|of| Reversal {
            within: of.stratified.within.clone(),
            crude_odds_ratio: of.stratified.crude_odds_ratio.and_then(|ratio| ratio.value),
            odds_ratio: of.stratified.odds_ratio.and_then(|ratio| ratio.value),
            is_shown: words::turns(&of.stratified),
            sentence: words::reversal_sentence(of, info),
        })
        .collect()
}
