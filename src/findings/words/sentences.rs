//! What may be said where a sentence about the study meets a finding.

use super::parts::{level_text, points_range, range_in, size};
use crate::results::format::{Unit, points};
use crate::results::{BandMean, SentenceStanding};

/// The mean of a banded number and what the bands allow.
pub fn band_mean_sentence(mean: &BandMean) -> String {
    let number = |value: f64| super::parts::trimmed((value * 10.0).round() / 10.0);
    format!(
        "The mean is {} with every answer at the middle of its band, and between {} and {} whatever the answers within \
         their bands.",
        number(mean.midpoint),
        number(mean.low),
        number(mean.high)
    )
}

/// The last of ordered levels against the first, and how much lower the last may still be.
pub fn ends_sentence(
    first: &str,
    last: &str,
    difference: f64,
    low: f64,
    high: f64,
    confidence: f64,
    unit: Unit,
) -> String {
    if unit != Unit::Percent {
        return format!(
            "{last} less {first}: {} ({} interval {}).",
            unit.difference(difference),
            level_text(confidence),
            range_in(unit, low, high)
        );
    }
    let lower = match low {
        low if low < 0.0 => format!("a rate up to {} lower at {last} is compatible with these data", size(low)),
        _ => format!("a rate that is lower at {last} is not compatible with these data"),
    };
    format!(
        "{last} less {first}: {} ({} interval {}); {lower}.",
        points(difference),
        level_text(confidence),
        points_range(low, high)
    )
}

/// The word for whether findings bear on a sentence.
pub fn sentence_standing_word(standing: SentenceStanding) -> &'static str {
    match standing {
        SentenceStanding::Tested => "Tested",
        SentenceStanding::PartlyTested => "Tested in part",
        SentenceStanding::NotTestable => "Not testable from this survey",
        SentenceStanding::Context => "From elsewhere, no result of this survey",
    }
}
