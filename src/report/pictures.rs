//! Which charts does a report hold, where do they stand, and under which names?
//!
//! ```text
//! the answer            verdicts of all outcomes                                  charts/verdicts
//! the paradox           trend, adjusted rates, curve of detection                 charts/<outcome>-trend …
//! a headline outcome    by all its segments; bands; differences where a claim     charts/<stem>, <stem>-bands,
//!                       says that it is consistent                                <stem>-by-<segment>-differences
//! paired questions      their overlap                                             charts/<a>-and-<b>
//! published figures     what two of them imply                                    charts/<outcome>-implied
//! ```
//!
//! A report of many outcomes has no chart of each: headline outcomes are that of the paradox, then those that differ by
//! a segment, then those of which a figure was published, then the others, as far as [`MOST`] goes. The tables of the
//! others stand all the same. One list for those who draw and for those who refer to what is drawn.

use super::file_stems;
use crate::chart::{self, Chart, Form};
use crate::findings;
use crate::results::{Claim, Comparison, Implied, Measure, Outcome, Results, Verdict};

/// Most charts of a report.
pub const MOST: usize = 20;
/// Most charts of differences.
const MOST_DIFFERENCES: usize = 4;
/// Most charts of one kind that does not belong to an outcome.
const MOST_OF_A_KIND: usize = 2;

/// A chart of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What it shows.
    pub shows: Shows,
    /// Its file name without the ending.
    pub stem: String,
    /// The file of its numbers.
    pub data: String,
}

/// What a chart of a report shows; outcomes and others by position in the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shows {
    /// The verdicts of all outcomes by all segments.
    Verdicts,
    /// An outcome by an ordered segment: outcome, segment.
    Trend(usize, usize),
    /// The paradox before and after all other segments are held: its outcome.
    Adjusted(usize),
    /// What the paradox says of detection.
    Detection,
    /// Rates or means of an outcome by all segments.
    Values(usize),
    /// How respondents divide over answers without an order.
    Answers(usize),
    /// Shares of the bands of an outcome by all segments.
    Bands(usize),
    /// The pairs of levels of an outcome by a segment.
    Differences(usize, usize),
    /// Two questions of the same respondents.
    Paired(usize),
    /// What two published figures imply.
    Implied(usize),
}

impl Shows {
    /// The outcome in whose section it stands.
    pub fn outcome(self) -> Option<usize> {
        match self {
            Shows::Values(at) | Shows::Answers(at) | Shows::Bands(at) | Shows::Differences(at, _) => Some(at),
            _ => None,
        }
    }

    /// The chart itself; `None` where nothing may be shown.
    pub fn chart(self, results: &Results) -> Option<Chart> {
        let (study, of) = (&results.study, |at: usize| &results.outcomes[at]);
        match self {
            Shows::Verdicts => chart::verdicts(&results.outcomes.iter().collect::<Vec<_>>(), study),
            Shows::Trend(at, by) => chart::trend(&of(at).segments[by], study),
            Shows::Adjusted(at) => chart::adjusted_paradox(results.paradox.as_ref()?, of(at), study),
            Shows::Detection => chart::detection(results.paradox.as_ref()?, study),
            Shows::Values(at) => Some(chart::outcome_rates(of(at), study)),
            Shows::Answers(at) => {
                findings::distribution::answers(of(at)).map(|found| chart::distribution(&found, study))
            }
            Shows::Bands(at) => chart::outcome_bands(of(at), Form::Stacked, study),
            Shows::Differences(at, by) => chart::differences(&of(at).segments[by], study),
            Shows::Paired(at) => chart::paired(&results.paired[at], study),
            Shows::Implied(at) => match &results.implied[at] {
                Implied::Rest(rest) => chart::implied(rest, study),
                _ => None,
            },
        }
    }

    /// What its file is called, before two of one name are told apart.
    fn name(self, results: &Results) -> String {
        let name = |at: usize| &results.outcomes[at].name;
        let segment = |at: usize, by: usize| &results.outcomes[at].segments[by].segment;
        match self {
            Shows::Verdicts => "verdicts".to_owned(),
            Shows::Trend(at, by) => format!("{}-by-{}-trend", name(at), segment(at, by)),
            Shows::Adjusted(at) => format!("{}-adjusted", name(at)),
            Shows::Detection => "detection".to_owned(),
            Shows::Values(at) | Shows::Answers(at) => name(at).clone(),
            Shows::Bands(at) => format!("{}-bands", name(at)),
            Shows::Differences(at, by) => format!("{}-by-{}-differences", name(at), segment(at, by)),
            Shows::Paired(at) => format!("{}-and-{}", results.paired[at].a, results.paired[at].b),
            Shows::Implied(at) => match &results.implied[at] {
                Implied::Rest(rest) => format!("{}-implied", rest.outcome),
                _ => "implied".to_owned(),
            },
        }
    }
}

/// The charts of a report, in the order in which they stand there.
pub fn pictures(results: &Results) -> Vec<Picture> {
    let shown: Vec<Shows> = chosen(results).into_iter().filter(|shows| shows.chart(results).is_some()).collect();
    // The outcomes first, so that their charts and tables share a name, and none changes it for another chart.
    let outcomes = results.outcomes.iter().map(|outcome| outcome.name.clone());
    let is_own = |shows: &Shows| matches!(shows, Shows::Values(_) | Shows::Answers(_));
    let others: Vec<Shows> = shown.iter().copied().filter(|shows| !is_own(shows)).collect();
    let names: Vec<String> = outcomes.chain(others.iter().map(|shows| shows.name(results))).collect();
    let stems = file_stems(&names);
    let picture = |shows: Shows| {
        let stem = match shows {
            Shows::Values(at) | Shows::Answers(at) => &stems[at],
            other => &stems[results.outcomes.len() + others.iter().position(|o| *o == other).unwrap_or(0)],
        };
        let data = match shows {
            Shows::Values(at) | Shows::Answers(at) | Shows::Bands(at) => format!("tables/{}.csv", stems[at]),
            _ => format!("charts/{stem}.csv"),
        };
        Picture { shows, stem: stem.clone(), data }
    };
    shown.into_iter().map(picture).collect()
}

/// What is worth a chart, in the order of the report.
fn chosen(results: &Results) -> Vec<Shows> {
    let mut before: Vec<Shows> = Vec::new();
    if results.outcomes.iter().map(|o| o.segments.len()).sum::<usize>() > 1 {
        before.push(Shows::Verdicts);
    }
    before.extend(of_paradox(results));
    let printable = |at: &usize| !results.paired[*at].flags.contains(&crate::results::Flag::Suppressed);
    let paired = (0..results.paired.len()).filter(printable).take(MOST_OF_A_KIND).map(Shows::Paired);
    let after: Vec<Shows> = paired.chain(implied(results)).collect();
    let differences: Vec<(usize, usize)> = called_consistent(results).into_iter().take(MOST_DIFFERENCES).collect();
    let room = MOST.saturating_sub(before.len() + after.len() + differences.len());
    // Headline outcomes first, each with its bands where there is room.
    let mut own: Vec<Shows> = Vec::new();
    for at in by_weight(results).into_iter().take(room) {
        own.push(match results.outcomes[at].overall.measure {
            Measure::Shares => Shows::Answers(at),
            _ => Shows::Values(at),
        });
    }
    let banded: Vec<usize> =
        own.iter().filter_map(|shows| shows.outcome()).filter(|&at| results.outcomes[at].bands.is_some()).collect();
    // Bands say more than a further rate: they take the place of the last outcomes.
    let kept = room.saturating_sub(banded.len()).max(room / 2).min(own.len());
    if own.len() + banded.len() > room {
        own.truncate(kept);
    }
    let bands = banded.into_iter().filter(|at| own.iter().any(|shows| shows.outcome() == Some(*at))).map(Shows::Bands);
    let bands: Vec<Shows> = bands.take(room - own.len()).collect();
    own.extend(bands);
    own.extend(differences.into_iter().map(|(at, by)| Shows::Differences(at, by)));
    // By outcome; within one in the order of the kinds.
    own.sort_by_key(|shows| (shows.outcome(), *shows));
    before.into_iter().chain(own).chain(after).collect()
}

/// What two published rates imply: of the paradox's outcome first.
fn implied(results: &Results) -> impl Iterator<Item = Shows> {
    let of_paradox = |outcome: &str| results.paradox.as_ref().is_some_and(|p| p.outcome == outcome);
    let rest = |(at, one): (usize, &Implied)| match one {
        Implied::Rest(rest) => Some((!of_paradox(&rest.outcome), at)),
        _ => None,
    };
    let mut rests: Vec<(bool, usize)> = results.implied.iter().enumerate().filter_map(rest).collect();
    rests.sort_unstable();
    rests.truncate(MOST_OF_A_KIND);
    // In the order in which they stand in the report.
    rests.sort_unstable_by_key(|(_, at)| *at);
    rests.into_iter().map(|(_, at)| Shows::Implied(at))
}

fn of_paradox(results: &Results) -> Vec<Shows> {
    let Some(found) = results.paradox.as_ref() else { return Vec::new() };
    let Some(at) = results.outcomes.iter().position(|o| o.name == found.outcome) else { return Vec::new() };
    let by = results.outcomes[at].segments.iter().position(|c| c.segment == found.segment && c.ordered);
    let trend = by.map(|by| Shows::Trend(at, by));
    trend.into_iter().chain([Shows::Adjusted(at), Shows::Detection]).collect()
}

/// The comparisons that a published claim calls consistent, by outcome and segment.
fn called_consistent(results: &Results) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for claim in results.claims.iter().filter(|claim| claim.kind == "consistent") {
        let outcome = results.outcomes.iter().position(|o| Some(&o.name) == claim.outcome.as_ref());
        let Some(at) = outcome else { continue };
        let is_part =
            |c: &Comparison| claim.parts.iter().any(|part| part.what == c.segment || part.what == c.segment_label);
        let segments = results.outcomes[at].segments.iter().enumerate().filter(|(_, c)| is_part(c));
        found.extend(segments.map(|(by, _)| (at, by)));
    }
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|pair| seen.insert(*pair));
    found
}

/// Outcomes by how much they have to say, each kind in study order.
fn by_weight(results: &Results) -> Vec<usize> {
    let of_paradox = |o: &Outcome| results.paradox.as_ref().is_some_and(|p| p.outcome == o.name);
    let differs =
        |o: &Outcome| o.segments.iter().any(|c| matches!(c.verdict, Verdict::Differs | Verdict::DiffersWithinMargin));
    let is_published = |o: &Outcome| {
        results.claims.iter().any(|claim: &Claim| claim.kind == "rate" && claim.outcome.as_ref() == Some(&o.name))
    };
    let mut all: Vec<usize> = (0..results.outcomes.len()).collect();
    all.sort_by_key(|&at| {
        let o = &results.outcomes[at];
        if of_paradox(o) {
            0
        } else if differs(o) {
            1
        } else if is_published(o) {
            2
        } else {
            3
        }
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::sample::{paired_of, sample_results, with_pairs};

    /// A chart of bands stands behind that of its outcome, and never takes the name of another outcome's chart.
    #[test]
    fn charts_of_bands_follow_their_outcome_and_take_no_name() {
        let mut results = sample_results();
        let at = results.outcomes.iter().position(|o| o.bands.is_some()).unwrap();
        let own = results.outcomes[at].name.clone();
        let plain = pictures(&results);
        let bands = plain.iter().position(|p| p.shows == Shows::Bands(at)).unwrap();
        assert_eq!((plain[bands].stem.clone(), &plain[bands - 1].stem), (format!("{own}-bands"), &own));
        let other = (at + 1) % results.outcomes.len();
        results.outcomes[other].name = format!("{own}-bands");
        let stems: Vec<String> = pictures(&results).into_iter().map(|p| p.stem.to_lowercase()).collect();
        assert_eq!(stems.iter().collect::<std::collections::BTreeSet<_>>().len(), stems.len(), "{stems:?}");
        assert!(stems.contains(&format!("{own}-bands")) && stems.contains(&format!("{own}-bands-2")));
    }

    /// However much a study asks: about twenty charts, the verdicts first, every name once and none leaving the folder.
    #[test]
    fn a_report_of_many_outcomes_holds_no_more_charts_than_a_reader_bears() {
        let mut results = sample_results();
        while results.outcomes.len() < 4 * MOST {
            let more = results.outcomes.clone();
            results.outcomes.extend(more);
        }
        for (at, name) in ["../../etc/passwd", "verdicts", "Verdicts", "a/b", "a b", "CON"].into_iter().enumerate() {
            results.outcomes[at].name = name.to_owned();
        }
        results.paired = vec![paired_of(40, 20, 10, 30); 9];
        let found = pictures(&results);
        assert!(found.len() <= MOST && found.len() > MOST / 2, "{}", found.len());
        assert_eq!(found[0].shows, Shows::Verdicts);
        let stems: std::collections::BTreeSet<String> = found.iter().map(|p| p.stem.to_ascii_lowercase()).collect();
        assert_eq!(stems.len(), found.len(), "{stems:?}");
        for picture in &found {
            assert!(!picture.stem.contains(['/', '\\', '.']) && !picture.stem.is_empty(), "{}", picture.stem);
            assert!(picture.shows.chart(&results).is_some());
        }
    }

    /// A claim of sameness is seen as differences against the margin.
    #[test]
    fn what_is_called_consistent_is_drawn_as_differences() {
        let mut results = sample_results();
        let at = results.outcomes.iter().position(|o| !o.segments.is_empty()).unwrap();
        assert!(pictures(&results).iter().all(|p| !matches!(p.shows, Shows::Differences(..))));
        let c = &mut results.outcomes[at].segments[0];
        *c = with_pairs(c.clone(), 0.03);
        let segment = c.segment.clone();
        let mut claim = results.claims[0].clone();
        (claim.kind, claim.outcome) = ("consistent".to_owned(), Some(results.outcomes[at].name.clone()));
        claim.parts = vec![crate::results::ClaimPart {
            what: segment,
            n: 100,
            value: None,
            verdict: None,
            left_out: Vec::new(),
            flags: Vec::new(),
        }];
        results.claims.push(claim);
        assert!(pictures(&results).iter().any(|p| p.shows == Shows::Differences(at, 0)));
    }
}
