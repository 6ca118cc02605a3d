//! Do the items of a scale measure one thing? Cronbach's alpha with its interval, and each item against all others.

use super::words;
use crate::results::{Flag, Outcome, Scale, ScaleItem, StudyInfo};
use crate::stats::reliability::{self, Alpha, alpha, alpha_without, item_rest};
use crate::study::{Answer, Study};
use crate::tabulate::Cubes;

/// The items of an outcome, by its position; `None` where it is no scale.
pub fn scale(study: &Study, cubes: &Cubes, at: usize, outcome: &Outcome, info: &StudyInfo) -> Option<Scale> {
    let Answer::Mean { number, .. } = &study.outcomes[at].answer else { return None };
    let found = cubes.scale(at)?;
    let (n, k, confidence) = (found.n(), number.columns.len(), study.analysis.confidence);
    let plain = if n > 1 { alpha(&found.covariance()) } else { None };
    let weighted = found.sample().map(|sample| {
        let estimator = Alpha { layout: sample.layout(), items: k };
        let of = sample.estimate(&estimator).filter(|_| plain.is_some());
        (of, sample.df(&|_| true))
    });
    let (value, se, ci) = match &weighted {
        None => (plain, None, plain.and_then(|alpha| reliability::feldt(alpha, n, k, confidence))),
        Some((None, _)) => (None, None, None),
        Some((Some(of), df)) => {
            let (value, se) = (of.values[0], of.se(0));
            (Some(value), (*df > 0.0).then_some(se), reliability::by_design(value, se, *df, confidence))
        }
    };
    let covariance = found.weighted_covariance();
    let means = found.means();
    let item = |(i, column): (usize, &crate::study::ColumnRef)| ScaleItem {
        column: column.to_string(),
        reversed: number.reversed[i],
        mean: means.get(i).copied(),
        item_rest: value.and_then(|_| item_rest(&covariance, i)),
        alpha_without: value.filter(|_| k > 2).and_then(|_| alpha_without(&covariance, i)),
    };
    let hidden = outcome.overall.flags.contains(&Flag::Suppressed) || n < study.analysis.suppress_below;
    let flags = match n {
        0 => vec![Flag::Empty],
        _ if hidden => vec![Flag::Suppressed],
        n if n < study.analysis.caution_below => vec![Flag::Caution],
        _ => Vec::new(),
    };
    let mut scale = Scale {
        items: number.columns.iter().enumerate().map(item).collect(),
        n,
        least_answered: number.at_least as u64,
        alpha: value,
        se,
        ci,
        alpha_unweighted: weighted.and(plain),
        flags,
        sentence: String::new(),
    };
    scale.sentence = words::scale_sentence(&scale, info);
    Some(scale)
}
