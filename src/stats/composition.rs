//! Why does the difference of two groups turn when like is compared with like?
//!
//! ```text
//! r_a - r_b  =  Σ_s (a_s + b_s)/2 (r_as - r_bs)   +   Σ_s (r_as + r_bs)/2 (a_s - b_s)
//!               within strata                         of composition: the groups are spread over the strata differently
//! ```
//!
//! a_s, b_s: the share of stratum s in each group; r_as, r_bs: the rates there (Kitagawa 1955). The two parts add up exactly.
//! A stratum that one of the groups is not in has no rate of that group, and then there is no such split. Oracle:
//! `composition` in `tests/oracle/paradox.R`.

/// One group in one stratum, as weights or counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// Who said yes.
    pub yes: f64,
    /// Who answered.
    pub base: f64,
}

/// A difference of two rates in two parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parts {
    /// That the groups answer differently in the same stratum.
    pub within: f64,
    /// That the groups are spread over the strata differently.
    pub composition: f64,
}

/// Splits the difference of the first group's rate less the second's; strata with neither group do not matter. `None` where a
/// stratum holds only one of them.
///
/// ```
/// use paradox::stats::composition::{Share, parts};
/// // Kidney stones (Charig 1986): treatment A has the hard cases, and is better in both.
/// let of = |yes: f64, base: f64| Share { yes, base };
/// let found = parts(&[[of(81.0, 87.0), of(234.0, 270.0)], [of(192.0, 263.0), of(55.0, 80.0)]]).ok_or("both groups")?;
/// assert!(found.within > 0.0 && found.composition < 0.0);
/// assert!((found.within + found.composition - (273.0 / 350.0 - 289.0 / 350.0)).abs() < 1e-12);
/// # Ok::<(), &str>(())
/// ```
pub fn parts(strata: &[[Share; 2]]) -> Option<Parts> {
    let strata: Vec<&[Share; 2]> = strata.iter().filter(|both| both.iter().any(|group| group.base > 0.0)).collect();
    if strata.is_empty() || strata.iter().any(|both| both.iter().any(|group| group.base <= 0.0)) {
        return None;
    }
    let all = [0, 1].map(|group| strata.iter().map(|both| both[group].base).sum::<f64>());
    let (mut within, mut composition) = (0.0, 0.0);
    for both in strata {
        let rates = both.map(|group| group.yes / group.base);
        let shares = [both[0].base / all[0], both[1].base / all[1]];
        within += (shares[0] + shares[1]) / 2.0 * (rates[0] - rates[1]);
        composition += (rates[0] + rates[1]) / 2.0 * (shares[0] - shares[1]);
    }
    Some(Parts { within, composition })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(yes: f64, base: f64) -> Share {
        Share { yes, base }
    }

    #[test]
    fn groups_spread_alike_differ_within_strata_alone_and_groups_that_answer_alike_by_composition_alone() {
        let alike = parts(&[[of(10.0, 20.0), of(15.0, 60.0)], [of(8.0, 40.0), of(60.0, 120.0)]]).expect("both");
        assert!(alike.composition.abs() < 1e-12);
        let same = parts(&[[of(10.0, 20.0), of(45.0, 90.0)], [of(8.0, 40.0), of(2.0, 10.0)]]).expect("both");
        assert!(same.within.abs() < 1e-12 && same.composition < 0.0);
    }

    #[test]
    fn the_groups_the_other_way_round_turn_both_parts() {
        let strata = [[of(10.0, 20.0), of(15.0, 30.0)], [of(8.0, 40.0), of(60.0, 110.0)], [of(0.0, 0.0), of(0.0, 0.0)]];
        let (there, back) = (parts(&strata).expect("both"), parts(&strata.map(|[a, b]| [b, a])).expect("both"));
        assert!((there.within + back.within).abs() < 1e-12 && (there.composition + back.composition).abs() < 1e-12);
    }

    #[test]
    fn a_stratum_with_one_group_has_no_split() {
        assert_eq!(parts(&[[of(1.0, 2.0), of(0.0, 0.0)]]), None);
        assert_eq!(parts(&[]), None);
    }
}
