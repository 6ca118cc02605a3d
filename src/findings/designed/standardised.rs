//! Does a rate that is brought to a standard depend on a segment? Wald F of equal rates, and differences with their
//! covariance. (Levels of another composition have other weights: a table of counts has nothing to say of them.)

use super::Drawn;
use super::by_wald::{self, Figures};
use super::compare::{Levels, sameness};
use crate::findings::compare::{By, Found};

/// Compares the standardised rates of the levels.
pub fn compare(by: &By, drawn: &Drawn) -> Found {
    let of = Levels::of(by, drawn);
    let group = |rows: &&[usize]| (drawn.yes(rows), drawn.answered(rows));
    let compared = by_wald::compare(
        by,
        &of,
        &Figures {
            of: &|groups| drawn.joint(groups.iter().map(group)),
            pair: &|on, names, rates, at| on.of_rates(names, rates, at),
            untested: None,
            needs: "respondents in all levels of the standard",
        },
    );
    let equivalence =
        compared.joint.as_ref().and_then(|joint| sameness(&of, joint, compared.estimates(), &compared.shown));
    compared.with(equivalence)
}
