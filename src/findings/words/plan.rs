//! What may be said of a plan: each answer as a name and a sentence.

use super::parts::{and, given_rate, level_text, margin_text, respondents, size, trimmed};
use crate::results::format::count;
use crate::results::plan::{Assumed, Plan, PlanDifference, WithBase};

/// What the plan rests on.
pub fn plan_assumed(plan: &Plan) -> String {
    let Assumed { rate, shares, deff, alpha, power, comparisons, alpha_each, population, df, .. } = &plan.assumed;
    let mut said = vec![format!("Expected rate {}", given_rate(*rate)), levels(shares)];
    said.push(match (*deff, *df) {
        (1.0, None) => "simple random sample".to_owned(),
        (deff, None) => format!("design effect {}", trimmed(deff)),
        (deff, Some(df)) => format!("design effect {} and {} degrees of freedom", trimmed(deff), trimmed(df)),
    });
    said.push(format!("{} power at two-sided alpha {}", given_rate(*power), given_rate(*alpha)));
    if *comparisons > 1 {
        said.push(format!("{} for each of {} comparisons", given_rate(*alpha_each), count(*comparisons)));
    }
    said.extend(population.map(|people| {
        // A difference between groups is one between what made their answers, not only between those who live today.
        format!(
            "a population of {}, which spares respondents for the margin of error and not for differences",
            count(people)
        )
    }));
    format!("{}.", said.join("; "))
}

/// Each answer: its name, and a sentence.
pub fn plan_sentences(plan: &Plan) -> Vec<(&'static str, String)> {
    let Assumed { rate, shares, confidence, power, .. } = &plan.assumed;
    let precision = &plan.precision;
    let mut said = vec![(
        "Precision",
        format!(
            "A margin of error of {} at {} confidence takes {}; {} if every level is to have it.",
            margin_text(precision.margin_of_error),
            level_text(*confidence),
            respondents(precision.base),
            count(precision.base_for_each_level)
        ),
    )];
    said.push((
        "Difference",
        match &plan.difference {
            Some(found) => format!(
                "To find {} against {} takes {} in each of two groups; {} in all{}.",
                given_rate(*rate),
                given_rate(found.versus),
                respondents(found.base_per_group),
                count(found.base),
                if shares.len() > 2 { " for the two smallest levels" } else { "" }
            ),
            None => "No base finds a difference between equal rates.".to_owned(),
        },
    ));
    let margin = margin_text(plan.equivalence.margin);
    said.push((
        "Equivalence",
        match plan.equivalence.base {
            Some(base) => format!(
                "To show that {} differ by more than {margin} takes {} in all, if {}.",
                match shares.len() {
                    2 => "the two levels do not".to_owned(),
                    levels => format!("no two of {levels} levels"),
                },
                respondents(base),
                match shares.len() {
                    2 => "they are equal",
                    _ => "none do. No correction is needed: every pair must pass",
                }
            ),
            None => format!("No base within reach shows that no two levels differ by more than {margin}."),
        },
    ));
    if let Some(with) = &plan.with_base {
        said.push(("This base", with_base(plan, with, *power)));
    }
    said
}

/// Over the curves of a plan: what it takes to find the difference that was asked for, and to show sameness.
pub fn plan_headline(plan: &Plan) -> String {
    let levels = levels_of(plan.assumed.shares.len());
    let margin = margin_text(plan.equivalence.margin);
    let rate = given_rate(plan.assumed.rate);
    let same = format!("to show that {levels} at {rate} lie within {margin}");
    match (asked_difference(plan), plan.equivalence.base) {
        (Some(found), Some(base)) => {
            format!("It takes {} to find {}, and {} {same}", respondents(found.base), against(plan, found), count(base))
        }
        (None, Some(base)) => format!("It takes {} {same}", respondents(base)),
        (Some(found), None) => format!(
            "It takes {} to find {}; no base within reach shows that {levels} lie within {margin}",
            respondents(found.base),
            against(plan, found)
        ),
        (None, None) => format!("No base within reach shows that {levels} lie within {margin}"),
    }
}

/// The difference that is to be found, where it is not the margin itself, which is what is taken when none is named.
pub fn asked_difference(plan: &Plan) -> Option<&PlanDifference> {
    let is_margin = |versus: f64| ((versus - plan.assumed.rate).abs() - plan.equivalence.margin).abs() < 1e-9;
    plan.difference.as_ref().filter(|found| !is_margin(found.versus))
}

/// "74% against 81%".
pub fn against(plan: &Plan, found: &PlanDifference) -> String {
    format!("{} against {}", given_rate(plan.assumed.rate), given_rate(found.versus))
}

/// Whether all levels are equally large.
pub fn are_equal(shares: &[f64]) -> bool {
    shares.iter().all(|share| (share - shares[0]).abs() < 1e-12)
}

/// How the curves are to be read.
pub fn plan_reading(plan: &Plan) -> String {
    let power = given_rate(plan.assumed.power);
    format!(
        "Shown to lie within: the margin that is shown, with {power} power, of levels that do not differ. Difference found: what the \
         test of all levels finds between two, all others in the middle, with {power} power. The margin of error is half the \
         width of the {} interval. Nothing here uses an observed difference.",
        level_text(plan.assumed.confidence)
    )
}

/// The curves in words.
pub fn plan_description(plan: &Plan, headline: &str) -> String {
    let at = |point: Option<&crate::results::plan::PlanPoint>| {
        point.map_or_else(String::new, |point| {
            let shown = point.margin_shown.map_or_else(|| "no margin".to_owned(), size);
            format!(" {} show {shown}.", respondents(point.base))
        })
    };
    let others: Vec<String> = (plan.by_levels.iter().filter(|_| are_equal(&plan.assumed.shares)))
        .filter_map(|other| Some(format!("{} for {}", count(other.base?), levels_of(other.levels as usize))))
        .collect();
    let others = if others.is_empty() { String::new() } else { format!(" It would be {}.", and(&others)) };
    format!(
        "Falling lines over the base, both scales logarithmic, against the margin of {}. {headline}.{}{}{others}",
        margin_text(plan.equivalence.margin),
        at(plan.curve.first()),
        at(plan.curve.last())
    )
}

/// "10 levels".
pub fn levels_of(levels: usize) -> String {
    format!("{levels} levels")
}

fn with_base(plan: &Plan, with: &WithBase, power: f64) -> String {
    let widest = with.level_margins.iter().copied().fold(0.0, f64::max);
    let mut said = vec![format!(
        "{} have a margin of error of {}, the smallest level {}.",
        respondents(with.base),
        size(with.margin_of_error),
        size(widest)
    )];
    let apart: Vec<String> = [(with.lower_rate, "or less"), (with.higher_rate, "or more")]
        .into_iter()
        .filter_map(|(rate, side)| Some(format!("{} {side}", given_rate(rate?))))
        .collect();
    let two = if plan.assumed.shares.len() > 2 { "the two smallest levels" } else { "the two levels" };
    said.push(match apart.is_empty() {
        true => format!("Between {two} no rate is told from the expected one."),
        false => format!(
            "Between {two} a rate of {} in the one is told from {} in the other.",
            apart.join(" or "),
            given_rate(plan.assumed.rate)
        ),
    });
    if let Some(found) = &plan.difference {
        said.push(format!(
            "There {} against {} is found with {} power.",
            given_rate(plan.assumed.rate),
            given_rate(found.versus),
            given_rate(with.power)
        ));
    }
    said.push(match with.detectable_difference {
        Some(difference) => {
            let levels = plan.assumed.shares.len();
            let many = if plan.assumed.df.is_some() && levels > 2 { ", if degrees of freedom were many" } else { "" };
            format!("The test of all {levels} levels finds {} between two{many}.", size(difference))
        }
        None => {
            format!("The test of all {} levels finds no difference that rates can have.", plan.assumed.shares.len())
        }
    });
    said.push(match with.margin_shown {
        Some(margin) => {
            format!(
                "Levels that are the same are shown to be within {} with {} power.",
                size(margin),
                given_rate(power)
            )
        }
        None => "No margin is shown.".to_owned(),
    });
    said.join(" ")
}

fn levels(shares: &[f64]) -> String {
    if are_equal(shares) {
        return format!("{} equal levels", shares.len());
    }
    let shares: Vec<String> = shares.iter().map(|&share| given_rate(share)).collect();
    format!("{} levels of {}", shares.len(), and(&shares))
}
