//! What may be said of published figures without a single answer.

use super::parts::{and, in_text, level_text, respondents, trimmed};
use crate::results::format::{count, decimal, interval_to, p_value};
use crate::results::{
    Bounded, Implied, ImpliedInterval, ImpliedLevels, ImpliedOverlap, ImpliedRest, ImpliedStrongest, Size, StudyInfo,
};

/// Shares of the group that a sentence names.
const SHARES: [f64; 3] = [0.1, 0.25, 0.5];

/// What published figures imply, in a sentence or two.
pub fn implied_sentence(found: &Implied, info: &StudyInfo) -> String {
    match found {
        Implied::Interval(found) => interval(found),
        Implied::Rest(found) => rest(found, info),
        Implied::Levels(found) => levels(found, info),
        Implied::Overlap(found) => overlap(found),
        Implied::Strongest(found) => strongest(found),
    }
}

fn interval(found: &ImpliedInterval) -> String {
    let base = if found.own_base { "of" } else { "if the base is" };
    format!(
        "{} {base} {}: {} interval {}; {} over all values that round to it.",
        figure(found.rate),
        respondents(found.n),
        level_text(found.ci.level),
        interval_to(found.ci.low, found.ci.high, 1),
        interval_to(found.ci_over_rounding.low, found.ci_over_rounding.high, 1),
    )
}

fn rest(found: &ImpliedRest, info: &StudyInfo) -> String {
    let base = found.n.map_or_else(|| "all in the base".to_owned(), |n| format!("all {}", respondents(n)));
    let at = |share: f64| {
        let point = found.curve.iter().min_by(|a, b| (a.share - share).abs().total_cmp(&(b.share - share).abs()))?;
        Some(format!("{} if the group is {} of all", figure(point.rest?), figure(share)))
    };
    let named: Vec<String> = SHARES.into_iter().filter_map(at).collect();
    let mut said = vec![format!(
        "{}: {} of {base} and {} of those with {} leave all others {}; the group is {} of all at most.",
        found.outcome_label,
        figure(found.rate_all),
        figure(found.rate_part),
        found.group,
        if named.is_empty() { "no rate at 10% of all or more".to_owned() } else { named.join(", ") },
        figure(found.largest_share),
    )];
    said.extend(found.significant_from.map(|size| match size.value {
        Some(smallest) => format!(
            "The group differs from all others (two-sided {}, pooled z, total held) from {} on{}.",
            level_text(info.analysis.alpha),
            respondents(smallest),
            over(size)
        ),
        None => format!(
            "By the figures as printed no size of the group makes it differ from all others (two-sided {}, pooled z){}.",
            level_text(info.analysis.alpha),
            over(size)
        ),
    }));
    if let Some(point) = &found.at_published_size {
        let p = point.p.map(|p| format!(", {}", p_value(p, p.ln()))).unwrap_or_default();
        if let (Some(size), Some(rate)) = (point.size, point.rest) {
            said.push(format!("At its published size, {}, all others have {}{p}.", respondents(size), figure(rate)));
        }
    }
    said.join(" ")
}

fn levels(found: &ImpliedLevels, info: &StudyInfo) -> String {
    let Some(each) = found.base_each.value else {
        return format!(
            "{}: {} at {} and at {}, which are no different as printed.",
            found.outcome_label,
            figure(found.rate_a),
            found.level_a,
            found.level_b
        );
    };
    let mut said = vec![format!(
        "{}: {} at {} and {} at {} differ (two-sided {}, pooled z at their mean) from {} in each on{}.",
        found.outcome_label,
        figure(found.rate_a),
        found.level_a,
        figure(found.rate_b),
        found.level_b,
        level_text(info.analysis.alpha),
        respondents(each),
        over(found.base_each),
    )];
    if let (Some(each), true) = (found.base_each_of_extremes.value, found.levels > 2) {
        let picked = if found.extremes { "As" } else { "If they are" };
        said.push(format!(
            "{picked} the lowest and the highest of {} levels, which lie apart by chance too, from {} in each on{} \
             (studentized range).",
            found.levels,
            respondents(each),
            over(found.base_each_of_extremes)
        ));
    }
    said.extend(found.p.map(|p| format!("With their published bases {}.", p_value(p, p.ln()))));
    said.join(" ")
}

fn overlap(found: &ImpliedOverlap) -> String {
    format!(
        "{} and {} of the same respondents: {} said yes to the first alone ({}), {} to both. Those of both may put either \
         first, so {} may put the first before the second: {}.",
        figure(found.rate_a),
        figure(found.rate_b),
        printed(&found.a_only),
        in_text(&found.a_label),
        printed(&found.both),
        printed(&found.a_before_b),
        if found.a_before_b.over_rounding.low > 0.5 {
            "by these figures more than half do"
        } else {
            "that more than half do does not follow from these figures"
        }
    )
}

fn strongest(found: &ImpliedStrongest) -> String {
    let named: Vec<_> = found.curve.iter().filter(|point| point.named).collect();
    let points = if named.is_empty() { found.curve.iter().collect() } else { named };
    let chance: Vec<String> =
        points.iter().map(|point| format!("{} with {}", decimal(point.p95, 2), respondents(point.n))).collect();
    let beyond = found.beyond_chance_from.value.map_or_else(String::new, |n| {
        format!(" {} is stronger than that from {} on.", decimal(found.coefficient, 2), respondents(n))
    });
    format!(
        "{} as the strongest of {} pairs: where nothing goes together, the strongest of so many independent pairs is, in 95 \
         of 100 samples, at most {}.{beyond} That a pair is the strongest of many makes its coefficient look larger than it \
         is, and says nothing of what lies behind it.",
        decimal(found.coefficient, 2),
        count(found.pairs),
        and(&chance)
    )
}

/// "12% to 37% (11% to 37.5% over all values that round to them)".
fn printed(of: &Bounded) -> String {
    let range = |low: f64, high: f64| format!("{} to {}", figure(low), figure(high));
    let (printed, over) = (range(of.printed.low, of.printed.high), range(of.over_rounding.low, of.over_rounding.high));
    format!("{printed} ({over} with rounding)")
}

/// " (109 to 180 over all values that round to these)".
fn over(size: Size) -> String {
    match (size.low, size.high) {
        (Some(low), Some(high)) if low == high => String::new(),
        (Some(low), Some(high)) => {
            format!(" ({} to {} over all values that round to these)", count(low), count(high))
        }
        (Some(low), None) => {
            format!(" ({} or more over all values that round to these, or never)", count(low))
        }
        (None, _) => String::new(),
    }
}

/// A published figure or what follows from it, in percent with one decimal at most.
fn figure(rate: f64) -> String {
    format!("{}%", trimmed((rate * 1e3).round() / 10.0))
}
