//! Headlines of charts that show more than one finding: about ten words, and no more than the verdicts bear.

use super::paired_test;
use super::parts::{and, in_text, size};
use super::status_word;
use crate::results::format::{count, p_value, percent};
use crate::results::{
    Claim, ClaimStatus, Claims, Implied, ImpliedRest, Model, Outcome, Paired, Paradox, Size, StudyInfo, TermTest,
    Verdict,
};

/// Segments that a headline names.
const MOST_NAMED: usize = 2;

/// Over the verdicts of many outcomes: "Outcomes differ most often by industry (9 of 20) and country (7 of 20)".
pub fn verdicts_headline(outcomes: &[&Outcome], info: &StudyInfo) -> String {
    let all = || outcomes.iter().flat_map(|o| &o.segments);
    let with = |verdict: Verdict| all().filter(|c| c.verdict == verdict).count() as u64;
    let differs =
        |c: &&crate::results::Comparison| matches!(c.verdict, Verdict::Differs | Verdict::DiffersWithinMargin);
    let mut by: Vec<(usize, usize, String)> = info
        .segments
        .iter()
        .map(|s| {
            let of = || all().filter(|c| c.segment == s.name);
            (of().filter(differs).count(), of().count(), in_text(&s.label))
        })
        .filter(|(differ, ..)| *differ > 0)
        .collect();
    by.sort_by_key(|(differ, ..)| std::cmp::Reverse(*differ));
    let total = all().count() as u64;
    let (consistent, open) = (with(Verdict::Consistent), with(Verdict::Undetermined));
    if by.is_empty() {
        return match (consistent, open) {
            (0, _) => format!("No difference is shown in any of {} comparisons, and none is ruled out", count(total)),
            (_, 0) => format!("All {} comparisons are consistent within the margin", count(total)),
            _ => format!(
                "No difference is shown in {} comparisons; {} are consistent within the margin",
                count(total),
                count(consistent)
            ),
        };
    }
    let shown = by.iter().take_while(|(differ, ..)| *differ == by[0].0).count().max(MOST_NAMED).min(by.len());
    if shown > MOST_NAMED {
        let differ: usize = by.iter().map(|(differ, ..)| differ).sum();
        return format!("A difference is shown in {} of {} comparisons", count(differ as u64), count(total));
    }
    let named: Vec<String> =
        by[..shown].iter().map(|(differ, of, name)| format!("{name} ({differ} of {of})")).collect();
    match outcomes.len() {
        1 => format!(
            "{} differs by {}",
            outcomes[0].label,
            and(&by[..shown].iter().map(|b| b.2.clone()).collect::<Vec<_>>())
        ),
        _ => format!("Outcomes differ most often by {}", and(&named)),
    }
}

/// Over rates beside adjusted ones: what the Wald test of the segment says once all others are held.
pub fn adjusted_headline(outcome: &Outcome, model: &Model, only: Option<&str>, info: &StudyInfo) -> String {
    let test = only.and_then(|name| model.wald.iter().find(|test| test.segment == name));
    let Some(test) = test else {
        return format!("{}: rates before and after all other segments are held", outcome.label);
    };
    let before = outcome.segments.iter().find(|c| c.segment == test.segment).map(|c| c.verdict);
    let differed = matches!(before, Some(Verdict::Differs | Verdict::DiffersWithinMargin));
    let segment = in_text(&test.label);
    let finding = match (test.p <= info.analysis.alpha, differed) {
        (true, true) => format!("the difference by {segment} is still there once the other segments are held"),
        (true, false) => format!("a difference by {segment} is shown once the other segments are held"),
        (false, true) => format!("the difference by {segment} is no longer shown once the other segments are held"),
        (false, false) => format!("no difference by {segment} is shown, nor once the other segments are held"),
    };
    format!("{}: {finding} ({})", outcome.label, p_value(test.p, test.ln_p))
}

/// What a model holds: "company size, country and industry".
pub fn held_segments(model: &Model, only: Option<&str>) -> String {
    let is_main = |test: &&TermTest| !test.segment.contains('*') && only != Some(test.segment.as_str());
    let names: Vec<String> = model.wald.iter().filter(is_main).map(|test| in_text(&test.label)).collect();
    match (only, names.is_empty()) {
        (_, true) => "nothing else".to_owned(),
        (Some(_), _) => and(&names),
        (None, _) => "all other segments".to_owned(),
    }
}

/// Over two questions of the same respondents: "Trust 75%, development 63%: 12 points apart".
pub fn paired_headline(p: &Paired, info: &StudyInfo) -> String {
    let (Some(a), Some(b), Some(difference)) = (p.rate_a, p.rate_b, p.difference) else {
        return format!("{} and {}: no figure", p.a_label, p.b_label);
    };
    let ((high, high_rate), (low, low_rate)) =
        if b > a { ((&p.b_label, b), (&p.a_label, a)) } else { ((&p.a_label, a), (&p.b_label, b)) };
    let rates = format!("{high} {}, {low} {}", percent(high_rate, p.n), percent(low_rate, p.n));
    match paired_test(p) {
        Some(test) if test.p <= info.analysis.alpha => format!("{rates}: {} apart", size(difference)),
        _ => format!("{rates}: no difference shown, none ruled out"),
    }
}

/// Over the curves of detection: what the others would have to see for the whole difference to be one of seeing.
pub fn detection_headline(p: &Paradox) -> String {
    match p.detection.break_even_one {
        Some(share) if share < 1.0 => format!(
            "{}: detection alone would explain it if all others detected {} of what “{}” does",
            p.outcome_label,
            percent(share, 0),
            p.top
        ),
        _ => format!("{}: what each level would have to detect to fail as often as “{}”", p.outcome_label, p.top),
    }
}

/// Over the rate of everybody else: from which size of the group on the two published rates differ at all.
pub fn implied_headline(found: &ImpliedRest) -> String {
    let rates =
        format!("{} of all and {} of “{}”", percent(found.rate_all, 0), percent(found.rate_part, 0), found.group);
    match found.significant_from.and_then(|size| size.value) {
        Some(size) => format!("{rates}: a difference only from {} respondents in the group on", count(size)),
        None => format!("{rates}: what they leave for everybody else"),
    }
}

/// Over published rates: how many of them agree, disagree and cannot be told.
pub fn claims_headline(found: &Claims) -> String {
    let rates: Vec<&Claim> = found.claims.iter().filter(|c| c.kind == "rate").collect();
    let all = format!("{} published {}", count(rates.len() as u64), if rates.len() == 1 { "rate" } else { "rates" });
    if found.data.is_none() {
        let with = rates.iter().filter(|c| found.implied.iter().any(|one| is_interval_of(one, c))).count() as u64;
        return format!("{all}: {} with a base, and so with an interval", count(with));
    }
    let of = |status: ClaimStatus| rates.iter().filter(|c| c.status == status).count() as u64;
    let said: Vec<String> =
        [ClaimStatus::Agrees, ClaimStatus::Disagrees, ClaimStatus::CannotTell, ClaimStatus::NotTestable]
            .into_iter()
            .filter(|&status| of(status) > 0)
            .map(|status| match (status, of(status)) {
                (ClaimStatus::Agrees, 1) => "1 agrees".to_owned(),
                (ClaimStatus::Agrees, n) => format!("{} agree", count(n)),
                (ClaimStatus::Disagrees, 1) => "1 disagrees".to_owned(),
                (ClaimStatus::Disagrees, n) => format!("{} disagree", count(n)),
                (ClaimStatus::CannotTell, n) => format!("{} cannot be told", count(n)),
                (other, n) => format!("{} {}", count(n), status_word(other)),
            })
            .collect();
    format!("Of {all} {}", and(&said))
}

fn is_interval_of(one: &Implied, claim: &Claim) -> bool {
    matches!(one, Implied::Interval(of) if of.claim == claim.id)
}

/// Below published rates without answers: what they imply together, each in a line.
pub fn implied_notes(found: &Claims) -> Vec<String> {
    let sizes = |size: Size| {
        let over = size.low.zip(size.high).map(|(low, high)| format!(" ({} to {})", count(low), count(high)));
        Some(format!("{}{}", count(size.value?), over.unwrap_or_default()))
    };
    let range = |low: f64, high: f64| format!("{} to {}", percent(low, 0), percent(high, 0));
    let note = |one: &Implied| match one {
        Implied::Rest(of) => Some(format!(
            "{} of all{} and {} of {}: a difference from {} respondents in the group on.",
            percent(of.rate_all, 0),
            of.n.map_or_else(String::new, |n| format!(" {}", count(n))),
            percent(of.rate_part, 0),
            of.group,
            sizes(of.significant_from?)?
        )),
        Implied::Levels(of) => Some(format!(
            "{} and {}, {} and {}: a difference from {} respondents in each on; {} if the two are the extremes of {}.",
            of.level_a,
            of.level_b,
            percent(of.rate_a, 0),
            percent(of.rate_b, 0),
            sizes(of.base_each)?,
            sizes(of.base_each_of_extremes)?,
            of.levels
        )),
        Implied::Overlap(of) => Some(format!(
            "{} {}, {} {}, of the same respondents: {} named the first alone.",
            of.a_label,
            percent(of.rate_a, 0),
            in_text(&of.b_label),
            percent(of.rate_b, 0),
            range(of.a_only.printed.low, of.a_only.printed.high)
        )),
        Implied::Interval(_) | Implied::Strongest(_) => None,
    };
    found.implied.iter().filter_map(note).collect()
}
