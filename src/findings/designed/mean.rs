//! Does the mean of a number depend on a segment, under a design? Wald F, and differences with their covariance.

use super::Drawn;
use super::by_wald::{self, Figures};
use super::compare::Levels;
use crate::findings::compare::{self, By, Found};
use crate::results::{Equivalence, EquivalencePair, Pair};
use crate::stats::survey::interval::wald;

/// Compares the means of the levels, or their totals.
pub fn compare(by: &By, drawn: &Drawn, margin: Option<f64>) -> Found {
    let of = Levels::of(by, drawn);
    let compared = by_wald::compare(
        by,
        &of,
        &Figures {
            of: &|groups| drawn.numbers(groups),
            pair: &|on, names, numbers, [i, j]| on.pair(names, numbers.difference(i, j)),
            untested: drawn
                .is_total()
                .then_some("a total grows with the size of its level; whether levels differ, their means show"),
            needs: "respondents with a number",
        },
    );
    let equivalence = margin.map(|margin| sameness(&of, compared.pairs(), &compared.shown, margin));
    compared.with(equivalence)
}

/// The largest one-sided limit of a difference between two levels that are shown.
fn sameness(of: &Levels, pairs: &[Pair], shown: &[usize], margin: f64) -> Equivalence {
    let name = |at: usize| &of.names[of.present[at]];
    let is_shown = |pair: &&Pair| [&pair.a, &pair.b].iter().all(|level| shown.iter().any(|&at| name(at) == *level));
    let alpha = of.drawn.analysis.alpha;
    let limit = |pair: &Pair| {
        let ci = wald(pair.difference?.abs(), pair.se.filter(|se| *se > 0.0)?, pair.df?, 1.0 - 2.0 * alpha)?;
        Some(ci.high)
    };
    let limits: Option<Vec<f64>> = pairs.iter().filter(is_shown).map(limit).collect();
    let smallest_margin = limits.and_then(|limits| limits.into_iter().reduce(f64::max));
    let pictured = |pair: &Pair| {
        let difference = pair.difference?;
        let ci = (pair.se.filter(|se| *se > 0.0).zip(pair.df))
            .and_then(|(se, df)| wald(difference, se, df, 1.0 - 2.0 * alpha));
        Some(EquivalencePair { a: pair.a.clone(), b: pair.b.clone(), difference, ci })
    };
    Equivalence {
        margin,
        smallest_margin,
        detectable_difference: None,
        base_needed: None,
        chance_spread: None,
        rms_spread_upper: None,
        left_out: (0..of.present.len()).filter(|at| !shown.contains(at)).map(|at| name(at).clone()).collect(),
        pairs: pairs.iter().filter(is_shown).filter_map(pictured).collect(),
        note: compare::no_limit(
            shown.len(),
            smallest_margin,
            "nothing varies, or the design leaves no degrees of freedom",
        ),
    }
}
