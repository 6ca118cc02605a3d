//! What holds for every number: rounding, errors, corrections, suppression.

use super::{by_design, tests};
use crate::findings::words::margin_text;
use crate::report::build::segment::TWO_LIMITS;
use crate::results::format::{BASE_FOR_A_DECIMAL, count};
use crate::results::{Comparison, Results, TestMethod};

/// How errors and degrees of freedom come about, and why another program may print other ones.
fn errors(results: &Results) -> Vec<String> {
    if !by_design(results) {
        return vec![
            "Why another program may differ: tests and intervals are without continuity correction, which chisq.test and \
             prop.test of R apply to two by two tables unless told otherwise."
                .to_owned(),
        ];
    }
    let replicates = results.study.design.contains("replicate weights");
    let mut said = vec![if replicates {
        "Standard errors: every figure is computed again with each replicate weight; deviations are from the mean of the \
         replicates. Degrees of freedom: the rank of the replicate weights of those in the base, less 1."
            .to_owned()
    } else {
        "Standard errors: linearised, with sampling units drawn with replacement within strata unless a population \
         correction is declared; a respondent is the unit where none is. A base or a level is a domain of the whole \
         sample, whose other units count as zeros. Degrees of freedom: sampling units that hold a member of the base, \
         less their strata."
            .to_owned()
    }];
    if replicates
        && (!results.models.is_empty() || tests(results).iter().any(|t| t.method == TestMethod::SvyLogitTrend))
    {
        said.push(
            "A coefficient that is infinite in a replicate is left out there, and the others stand for it; R's svyglm takes \
             where its iterations stopped, and gives it an error as large as they went far. Other coefficients of that \
             replicate count."
                .to_owned(),
        );
    }
    if results.study.design.contains("weights") && !replicates {
        said.push(
            "Weights are taken as given. If they were raked to known margins, the errors include what unequal weights cost \
             and not what hitting the margins spares, so that intervals are rather too wide; R's survey::rake keeps the \
             margins, and its errors of what the margins explain are smaller."
                .to_owned(),
        );
    }
    said.push(
        "Intervals and differences take t on these degrees of freedom; Wald's F takes one off for every level but the \
         first, the trend one for its slope. The four bases: n are respondents with an answer and a weight above 0, \
         weighted n their weights, effective n is n over the design effect (against sampling with replacement), and no \
         answer are those of the base who gave none."
            .to_owned(),
    );
    said.push(
        "Why another program may differ: one that takes weights as counts, as tables and crosstabs of most packages do, \
         gives the same rates and other errors and p; R's survey before 4.5 has no Wilson interval, and its deff = TRUE \
         depends on the scale of the weights (deff = \"replace\" does not)."
            .to_owned(),
    );
    said
}

/// What holds for every number.
pub(super) fn rules(results: &Results) -> Vec<String> {
    let set = &results.study.analysis;
    let mut said = vec![format!(
        "Rounding: percentages have no decimals for bases under {} and one from there on, intervals as many as their \
         rate, differences one (points), a margin as many as it was set with, p three; halves are rounded away from zero. All are computed from \
         unrounded values, so a difference of printed rates may be off by its last digit.",
        count(BASE_FOR_A_DECIMAL)
    )];
    said.extend(errors(results));
    if results.outcomes.iter().any(|o| o.segments.iter().any(|c| c.decision.is_some())) {
        said.push(match set.adjust.as_str() {
            "none" => "Several tests: p is not corrected. Outcomes are not pooled.".to_owned(),
            _ => {
                "Several tests: the segments of one outcome are one family, and so are the pairs of levels within one \
                  segment. Outcomes are not pooled: with many of them, some differences are found by chance."
                    .to_owned()
            }
        });
        said.push(format!(
            "The margin of {} is a setting and not a finding: the largest difference between levels that still counts as \
             consistent.",
            margin_text(set.margin)
        ));
    }
    if results.outcomes.iter().flat_map(|o| &o.segments).any(has_two_limits) {
        said.push(format!("Two limits of one difference: {TWO_LIMITS}"));
    }
    said.push(match set.suppress_rule.as_str() {
        "nchs" => "Suppression follows the rule of the NCHS: small bases and wide intervals get a dash.".to_owned(),
        rule => format!(
            "Bases under {} respondents{} get a dash instead of a figure, those under {} are marked.",
            set.suppress_below,
            if rule == "n_and_effective" { ", counted or effective," } else { "" },
            set.caution_below
        ),
    });
    said
}

/// Whether δ* and a simultaneous interval of the largest difference stand beside each other.
fn has_two_limits(c: &Comparison) -> bool {
    let largest = c.effect.as_ref().and_then(|effect| effect.largest_difference.as_ref());
    c.equivalence.as_ref().is_some_and(|eq| eq.smallest_margin.is_some())
        && largest.is_some_and(|largest| largest.ci_simultaneous.is_some())
}
