//! Which charts does a report hold, and under which names?
//!
//! ```text
//! outcome with a rate or mean ──► by all its segments            charts/<stem>
//! answers without an order    ──► how respondents divide         charts/<stem>
//! ordered bands               ──► in addition, their shares      charts/<stem>-bands
//! ```
//!
//! One list for those who draw and for those who refer to what is drawn.

use super::file_stems;
use crate::results::{Measure, Results};

/// From this number of charts on, those of bands are left out: the shares stand in a table in any case.
const MOST: usize = 24;

/// A chart of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Position of its outcome.
    pub outcome: usize,
    /// What it shows.
    pub form: PictureForm,
    /// Its file name without the ending.
    pub stem: String,
}

/// What a chart of a report shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureForm {
    /// Rates or means by all segments.
    Values,
    /// How respondents divide over answers without an order.
    Answers,
    /// Shares of the bands by all segments.
    Bands,
}

/// The charts of a report, in the order in which they stand there.
pub fn pictures(results: &Results) -> Vec<Picture> {
    let mut names: Vec<String> = results.outcomes.iter().map(|outcome| outcome.name.clone()).collect();
    let banded: Vec<usize> = (0..names.len())
        .filter(|&at| results.outcomes[at].bands.is_some())
        .take(MOST.saturating_sub(names.len()))
        .collect();
    // Behind the outcomes, so that none of them changes its name for a chart of bands.
    names.extend(banded.iter().map(|&at| format!("{}-bands", results.outcomes[at].name)));
    let stems = file_stems(&names);
    let mut found = Vec::new();
    for (at, outcome) in results.outcomes.iter().enumerate() {
        let form = match outcome.overall.measure {
            Measure::Rate | Measure::Mean | Measure::Total => PictureForm::Values,
            Measure::Shares => PictureForm::Answers,
        };
        found.push(Picture { outcome: at, form, stem: stems[at].clone() });
        if let Some(of) = banded.iter().position(|&banded| banded == at) {
            let stem = stems[results.outcomes.len() + of].clone();
            found.push(Picture { outcome: at, form: PictureForm::Bands, stem });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::sample::sample_results;

    /// A chart of bands stands behind that of its outcome, and never takes the name of another outcome's chart.
    #[test]
    fn charts_of_bands_follow_their_outcome_and_take_no_name() {
        let mut results = sample_results();
        let at = results.outcomes.iter().position(|o| o.bands.is_some()).unwrap();
        let own = results.outcomes[at].name.clone();
        let plain = pictures(&results);
        let bands = plain.iter().position(|p| p.form == PictureForm::Bands).unwrap();
        assert_eq!((plain[bands].stem.clone(), &plain[bands - 1].stem), (format!("{own}-bands"), &own));
        let other = (at + 1) % results.outcomes.len();
        results.outcomes[other].name = format!("{own}-bands");
        let stems: Vec<String> = pictures(&results).into_iter().map(|p| p.stem.to_lowercase()).collect();
        assert_eq!(stems.iter().collect::<std::collections::BTreeSet<_>>().len(), stems.len(), "{stems:?}");
        assert!(stems.contains(&format!("{own}-bands")) && stems.contains(&format!("{own}-bands-2")));
    }

    #[test]
    fn a_report_of_many_outcomes_has_no_charts_of_bands() {
        let mut results = sample_results();
        while results.outcomes.len() < MOST {
            let more = results.outcomes.clone();
            results.outcomes.extend(more);
        }
        assert!(pictures(&results).iter().all(|p| p.form != PictureForm::Bands));
    }
}
