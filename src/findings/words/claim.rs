//! What may be said about a published figure beside the recomputed one.

use super::parts::{and, in_text, interval_name, level_text, limit_text, margin_text, points_range, respondents, size};
use crate::results::format::{Unit, count, decimal, interval, percent, points};
use crate::results::{Claim, ClaimPart, ClaimStatus, Flag, Grim, Interval, StudyInfo, Verdict};

/// A published figure beside the recomputed one, and what follows.
pub fn claim_sentence(c: &Claim, info: &StudyInfo) -> String {
    let n = c.n.unwrap_or(0);
    let mut figures = Vec::new();
    if let Some(published) = c.published {
        figures.push(format!("published {}", published_text(published, c.rounding, &c.kind)));
    }
    let follows = if is_hidden(c) {
        let fewest = info.analysis.suppress_below;
        let why = if n < fewest { format!(", fewer than {}", count(fewest)) } else { String::new() };
        figures.push(format!("recomputed from {}{why}", respondents(n)));
        "not shown, because that is too few".to_owned()
    } else if let Some(recomputed) = c.recomputed {
        let range = c.ci.map(|ci| match c.kind.as_str() {
            "higher" => format!("one-sided {} {}", level_text(one_sided(&ci)), claim_range(&ci, n, &c.kind)),
            _ => format!("{} {}", interval_name(&ci), claim_range(&ci, n, &c.kind)),
        });
        let inside: Vec<String> = [range, c.n.map(respondents)].into_iter().flatten().collect();
        let inside = if inside.is_empty() { String::new() } else { format!(" ({})", inside.join("; ")) };
        let value = claim_value(recomputed, n, &c.kind);
        figures.push(match c.kind.as_str() {
            "higher" => format!("the difference from all others is {value}{inside}"),
            "consistent" => {
                let confidence = level_text(1.0 - info.analysis.alpha);
                format!(
                    "with {confidence} confidence no two levels of any one segment differ by more than {value}{inside}"
                )
            }
            _ => format!("recomputed {value}{inside}"),
        });
        claim_reason(c, info)
    } else if let (ClaimStatus::NotTestable, Some(reason)) = (c.status, &c.reason) {
        format!("not testable, because {reason}")
    } else if c.status == ClaimStatus::NotTestable && c.n == Some(0) {
        "not testable, because nobody in its base answered".to_owned()
    } else {
        claim_reason(c, info)
    };
    let figures = if figures.is_empty() { String::new() } else { format!("{}: ", figures.join(", ")) };
    let mut said = vec![format!("{}.", capital(&format!("{figures}{follows}")))];
    if !is_hidden(c) {
        said.extend(made_of(c));
    }
    said.extend(as_published(c));
    said.join(" ")
}

/// A published figure where no answers are at hand: its interval, and what else was said of it.
pub fn claim_alone_sentence(c: &Claim, info: &StudyInfo) -> String {
    let mut said = Vec::new();
    if let Some(published) = c.published {
        let figure = published_text(published, c.rounding, &c.kind);
        let base = match (c.n, c.ci) {
            (Some(n), Some(ci)) => {
                format!(" of {}: {} {}", respondents(n), interval_name(&ci), interval(ci.low, ci.high, n))
            }
            _ if c.kind == "rate" => ", its base not published".to_owned(),
            _ => String::new(),
        };
        said.push(format!("Published {figure}{base}."));
    } else if c.kind == "consistent" {
        let margin = margin_text(info.analysis.margin);
        said.push(format!("That no two levels differ by more than {margin} needs the answers."));
    } else {
        said.push("That one rate is higher needs the answers.".to_owned());
    }
    said.extend(as_published(c));
    said.join(" ")
}

/// What else is known of a figure as it was published.
fn as_published(c: &Claim) -> Vec<String> {
    let mut said: Vec<String> = c.of_whom.iter().map(|of| format!("Of whom: {}.", sentence_end(of))).collect();
    if !c.other_published.is_empty() {
        let others: Vec<String> =
            c.other_published.iter().map(|&other| published_text(other, c.rounding, &c.kind)).collect();
        said.push(format!("Elsewhere printed as {}.", and(&others)));
    }
    said.extend(c.note.as_ref().map(|note| format!("{}.", sentence_end(&capital(note)))));
    if c.grim == Some(Grim::Impossible) {
        said.push("No count out of the published base rounds to the published figure.".to_owned());
    }
    said
}

/// Whether the recomputed figure rests on a base that is too small to show it, or what it says about the claim.
pub fn is_hidden(c: &Claim) -> bool {
    c.flags.contains(&Flag::Suppressed)
}

/// The word for a claim's status.
pub fn status_word(status: ClaimStatus) -> &'static str {
    match status {
        ClaimStatus::Agrees => "agrees",
        ClaimStatus::Disagrees => "disagrees",
        ClaimStatus::CannotTell => "cannot tell",
        ClaimStatus::NotTestable => "not testable",
    }
}

/// A published figure as it was printed: its rounding says with how many decimals.
pub fn published_text(published: f64, rounding: Option<f64>, kind: &str) -> String {
    if kind == "correlation" {
        let decimals = rounding.map_or(2, |r| decimals_of(r, 1.0));
        return decimal(published, decimals);
    }
    let decimals = rounding.map_or(0, |r| decimals_of(r, 100.0));
    let unit = if kind == "difference" { " points" } else { "%" };
    format!("{}{unit}", decimal(published * 100.0, decimals))
}

/// A recomputed figure in the unit of its claim.
pub fn claim_value(value: f64, n: u64, kind: &str) -> String {
    match kind {
        "difference" | "higher" => points(value),
        "consistent" => size(value),
        "correlation" => decimal(value, 2),
        _ => percent(value, n),
    }
}

/// Its interval.
pub fn claim_range(ci: &Interval, n: u64, kind: &str) -> String {
    match kind {
        "higher" => format!("lower limit {}", points(ci.low)),
        "difference" | "consistent" => points_range(ci.low, ci.high),
        "correlation" => format!("{} to {}", decimal(ci.low, 2), decimal(ci.high, 2)),
        _ => interval(ci.low, ci.high, n),
    }
}

/// How many decimals show a rounding of this size.
fn decimals_of(rounding: f64, unit: f64) -> usize {
    let step = rounding * unit;
    (0..6)
        .find(|&d| {
            let scaled = step * 10_f64.powi(d);
            scaled > 0.0 && (scaled - scaled.round()).abs() < 1e-6 && scaled.round() >= 1.0
        })
        .unwrap_or(0) as usize
}

/// The confidence of each limit of a two-sided interval by itself.
fn one_sided(ci: &Interval) -> f64 {
    1.0 - (1.0 - ci.level) / 2.0
}

/// The rates, or the segments, that the figure is made of.
fn made_of(c: &Claim) -> Option<String> {
    if c.kind == "consistent" {
        let left: Vec<String> = c
            .parts
            .iter()
            .filter(|part| !part.left_out.is_empty())
            .map(|part| format!("{} by {}", and(&part.left_out), in_text(&part.what)))
            .collect();
        return (!left.is_empty()).then(|| format!("Too small to count here: {}.", left.join("; ")));
    }
    let parts: Vec<String> = c
        .parts
        .iter()
        .filter_map(|part| Some(format!("{}: {} of {}", part.what, percent(part.value?, part.n), respondents(part.n))))
        .collect();
    (!parts.is_empty()).then(|| format!("Rates: {}.", parts.join("; ")))
}

/// What a claim came to, and why: "cannot tell, because by country the data show no difference and leave more than the
/// margin of 5 points possible".
pub fn claim_reason(c: &Claim, info: &StudyInfo) -> String {
    match c.kind.as_str() {
        "higher" => higher(c),
        "consistent" => consistent(c, info),
        _ => against_figure(c),
    }
}

fn higher(c: &Claim) -> String {
    let word = status_word(c.status);
    let Some(ci) = c.ci else { return word.to_owned() };
    match c.status {
        ClaimStatus::Agrees if ci.low > 0.0 => format!("{word}, because the limit lies above 0"),
        ClaimStatus::Disagrees if ci.high < 0.0 => {
            format!("{word}, because the upper limit, {}, lies below 0", points(ci.high))
        }
        ClaimStatus::CannotTell => {
            format!("{word}, because the limit does not lie above 0, nor the upper one below it")
        }
        _ => word.to_owned(),
    }
}

fn consistent(c: &Claim, info: &StudyInfo) -> String {
    let word = status_word(c.status);
    let named = |part: &ClaimPart| match part.value {
        Some(limit) => format!("{} ({})", in_text(&part.what), limit_text(Unit::Percent, limit, info.analysis.margin)),
        None => in_text(&part.what),
    };
    let by = |wanted: &dyn Fn(Verdict) -> bool| -> Vec<String> {
        c.parts.iter().filter(|part| part.verdict.is_some_and(wanted)).map(named).collect()
    };
    let margin = margin_text(info.analysis.margin);
    match c.status {
        ClaimStatus::Agrees => {
            format!("{word}, because by {} that is at most the margin of {margin}", and(&by(&|_| true)))
        }
        ClaimStatus::Disagrees => {
            format!("{word}, because the rate differs by {}", and(&by(&|verdict| verdict == Verdict::Differs)))
        }
        ClaimStatus::CannotTell => {
            let undetermined = |with_limit: bool| -> Vec<String> {
                let parts = c.parts.iter().filter(|part| part.verdict == Some(Verdict::Undetermined));
                parts.filter(|part| part.value.is_some() == with_limit).map(named).collect()
            };
            let (limited, unlimited) = (undetermined(true), undetermined(false));
            let mut why = Vec::new();
            if !limited.is_empty() {
                why.push(format!(
                    "by {} the data show no difference and leave more than the margin of {margin} possible",
                    and(&limited)
                ));
            }
            if !unlimited.is_empty() {
                why.push(format!("by {} no limit of the difference can be given", and(&unlimited)));
            }
            format!("{word}, because {}", why.join(", and "))
        }
        ClaimStatus::NotTestable => word.to_owned(),
    }
}

fn against_figure(c: &Claim) -> String {
    let word = status_word(c.status);
    let (Some(published), Some(rounding), Some(ci)) = (c.published, c.rounding, c.ci) else {
        return word.to_owned();
    };
    let outside = published + rounding / 2.0 < ci.low || published - rounding / 2.0 > ci.high;
    match c.status {
        ClaimStatus::Disagrees if outside => {
            format!("{word}, because the published figure with its rounding lies outside the interval")
        }
        ClaimStatus::Disagrees => format!("{word}, because the recomputed figure does not round to the published one"),
        ClaimStatus::CannotTell => {
            format!(
                "{word}, because the two differ by more than rounding, and the interval holds {} and other figures too",
                if (ci.low..=ci.high).contains(&published) {
                    "the published figure"
                } else {
                    "what rounds to the published figure"
                }
            )
        }
        _ => word.to_owned(),
    }
}

pub(super) fn sentence_end(text: &str) -> String {
    text.trim().trim_end_matches('.').to_owned()
}

pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
