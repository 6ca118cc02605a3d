//! Headlines of charts that show more than one finding: about ten words, and no more than the verdicts bear.

use super::comparison::margin;
use super::levels::{aside, has_left_out, levels_of_some_size, unseen};
use super::paired_test;
use super::parts::{and, apart, given_rate, in_text, outcome_in_head, segment_in_head, shortened, size};
use super::status_word;
use crate::results::format::{Unit, count, p_value, percent};
use crate::results::{
    Claim, ClaimStatus, Claims, Comparison, Flag, Implied, ImpliedRest, Margin, Model, Outcome, Paired, Paradox,
    StudyInfo, TermTest, Verdict,
};

/// Outcomes, and segments, that a headline names.
const MOST_NAMED: usize = 2;
/// Longest name of a level in a headline, in characters.
const LONGEST_LEVEL: usize = 48;

/// Over the verdicts of many outcomes: which of them differ, and by what.
pub fn verdicts_headline(outcomes: &[&Outcome], info: &StudyInfo) -> String {
    let differing: Vec<(&Outcome, Vec<String>)> = outcomes
        .iter()
        .map(|o| (*o, o.segments.iter().filter(|c| differs(c)).map(|c| segment_in_head(&c.segment_label)).collect()))
        .filter(|(_, by): &(_, Vec<String>)| !by.is_empty())
        .collect();
    match differing.as_slice() {
        [] => nothing_differs(outcomes),
        [(only, by)] if outcomes.len() == 1 => {
            format!("{} differs by {}", outcome_in_head(&only.label), segments(only, by))
        }
        few if few.len() <= MOST_NAMED => {
            let named: Vec<String> =
                few.iter().map(|(o, by)| format!("“{}” (by {})", outcome_in_head(&o.label), segments(o, by))).collect();
            let only = if few.len() < outcomes.len() { "Only " } else { "" };
            let verb = if few.len() == 1 { "is" } else { "are" };
            format!("{only}{} {verb} shown to differ", and(&named))
        }
        many => most_often(outcomes, many.len(), info),
    }
}

fn differs(c: &Comparison) -> bool {
    matches!(c.verdict, Verdict::Differs | Verdict::DiffersWithinMargin)
}

/// "governance maturity and industry", or "4 of 6 segments" where these are too many to name.
fn segments(outcome: &Outcome, by: &[String]) -> String {
    match by.len() {
        n if n <= MOST_NAMED => and(by),
        n => format!("{n} of {} segments", outcome.segments.len()),
    }
}

/// No difference is no finding of sameness.
fn nothing_differs(outcomes: &[&Outcome]) -> String {
    let with = |verdict| outcomes.iter().flat_map(|o| &o.segments).filter(|c| c.verdict == verdict).count() as u64;
    let (consistent, open) = (with(Verdict::Consistent), with(Verdict::Undetermined));
    let total = count(consistent + open);
    match (consistent, open) {
        (0, _) => {
            format!("No difference is shown in any of {total} comparisons; one beyond the margin remains possible")
        }
        (_, 0) => format!("All {total} comparisons are consistent within the margin"),
        _ => format!(
            "No difference is shown in {total} comparisons; {} are consistent within the margin",
            count(consistent)
        ),
    }
}

/// "Outcomes differ most often by industry (9 of 20) and country (7 of 20)": where many differ, by what; where no
/// segment stands out, how many.
fn most_often(outcomes: &[&Outcome], differing: usize, info: &StudyInfo) -> String {
    let mut by: Vec<(usize, usize, String)> = info
        .segments
        .iter()
        .map(|s| {
            let of = || outcomes.iter().flat_map(|o| &o.segments).filter(|c| c.segment == s.name);
            (of().filter(|c| differs(c)).count(), of().count(), in_text(&s.label))
        })
        .filter(|(differ, ..)| *differ > 0)
        .collect();
    by.sort_by_key(|(differ, ..)| std::cmp::Reverse(*differ));
    let first = by.iter().take_while(|(differ, ..)| *differ == by[0].0).count();
    if first > MOST_NAMED {
        return format!("{differing} of {} outcomes are shown to differ, by {} segments", outcomes.len(), by.len());
    }
    let shown = MOST_NAMED.min(by.len());
    let named: Vec<String> =
        by[..shown].iter().map(|(differ, of, name)| format!("{name} ({differ} of {of})")).collect();
    // Of two segments none is the one by which most differ.
    let most = if outcomes.iter().map(|o| o.segments.len()).max() > Some(MOST_NAMED) { "most often " } else { "" };
    format!("Outcomes differ {most}by {}", and(&named))
}

/// The pair of levels that is furthest apart: the higher first.
pub struct Furthest<'a> {
    /// The level with the higher figure.
    pub high: &'a str,
    /// The other.
    pub low: &'a str,
    /// How far apart they are, and the limits of that, as the chart has them.
    pub difference: String,
    /// The interval, where one can be estimated: "90% interval 1.2 to 8.3".
    pub interval: Option<String>,
}

/// Over every pair of levels: the verdict, with the pair that is furthest apart where it bears one; where nothing is shown,
/// that one remains possible.
pub fn differences_headline(c: &Comparison, furthest: Option<&Furthest<'_>>, info: &StudyInfo) -> String {
    let segment = segment_in_head(&c.segment_label);
    let margin = margin(c, info);
    let by = furthest.map(|Furthest { high, low, difference, interval }| {
        let interval = interval.as_ref().map(|interval| format!(" ({interval})")).unwrap_or_default();
        let [high, low] = [high, low].map(|level| shortened(level, LONGEST_LEVEL));
        (
            format!("{high} {difference} above {low}{interval}"),
            format!("{high} and {low} furthest apart, {difference}{interval}"),
        )
    });
    let finding = match (c.verdict, by) {
        (Verdict::Differs, Some((above, _))) => format!("differs by {segment}, {above}"),
        (Verdict::Differs, None) => format!("differs by {segment}{}", unseen(c)),
        (Verdict::DiffersWithinMargin, by) => {
            let by = by.map(|(above, _)| format!(": {above}")).unwrap_or_default();
            match has_left_out(c) {
                true => {
                    format!("differs by {segment}, between {} by less than {margin}{by}", levels_of_some_size(info))
                }
                false => format!("differs by {segment}, but by less than {margin}{by}"),
            }
        }
        (Verdict::Consistent, by) => {
            let by = by.map(|(_, apart)| format!(": {apart}")).unwrap_or_default();
            format!("consistent within {margin} by {segment}{}{by}", aside(c))
        }
        (Verdict::Undetermined, _) if c.equivalence.as_ref().is_some_and(|e| e.smallest_margin.is_some()) => {
            format!("no difference by {segment} shown; one of more than {margin} remains possible")
        }
        (Verdict::Undetermined, _) if c.decision.is_none() => format!("no test by {segment}, undetermined"),
        (Verdict::Undetermined, _) => format!("a difference by {segment} neither shown nor ruled out"),
    };
    format!("{}: {finding}", outcome_in_head(&c.outcome_label))
}

/// Over rates beside adjusted ones: what the Wald test of the segment says once all others are held, and between which
/// rates its levels then lie.
pub fn adjusted_headline(outcome: &Outcome, model: &Model, only: Option<&str>, info: &StudyInfo) -> String {
    let test = only.and_then(|name| model.wald.iter().find(|test| test.segment == name));
    let Some(test) = test else { return adjusted_by_all(outcome, model, info) };
    let before = outcome.segments.iter().find(|c| c.segment == test.segment).map(|c| c.verdict);
    let differed = matches!(before, Some(Verdict::Differs | Verdict::DiffersWithinMargin));
    let segment = in_text(&test.label);
    let finding = match (test.p <= info.analysis.alpha, differed) {
        (true, true) => {
            format!("the difference by {segment} is still there once the other segments of the model are held")
        }
        (true, false) => format!("a difference by {segment} is shown once the other segments of the model are held"),
        (false, true) => {
            format!("the difference by {segment} is no longer shown once the other segments of the model are held")
        }
        (false, false) => {
            format!("no difference by {segment} is shown, nor once the other segments of the model are held")
        }
    };
    let label = outcome_in_head(&outcome.label);
    format!("{label}: {finding}{} ({})", adjusted_ends(model, &test.segment), p_value(test.p, test.ln_p))
}

/// ": 67% (No guardrails) to 82% (Fully mature)": the lowest and the highest adjusted rate that may be shown.
fn adjusted_ends(model: &Model, segment: &str) -> String {
    let is_shown = |m: &&Margin| m.segment == segment && !m.flags.contains(&Flag::Suppressed);
    let mut shown: Vec<&Margin> = model.margins.iter().filter(is_shown).collect();
    shown.sort_by(|a, b| a.rate.total_cmp(&b.rate));
    match shown.as_slice() {
        [low, .., high] => {
            let told = apart(Unit::Percent, [(low.rate, low.n), (high.rate, high.n)]);
            if told.a == told.b {
                return format!(": {} {}", told.a, if shown.len() == 2 { "at both levels" } else { "at every level" });
            }
            format!(": {} ({}) to {} ({})", told.a, low.level, told.b, high.level)
        }
        _ => String::new(),
    }
}

/// The same over all segments at once: of which the model's test finds a difference, the others held, the one with the
/// strongest evidence with its figures.
fn adjusted_by_all(outcome: &Outcome, model: &Model, info: &StudyInfo) -> String {
    let label = outcome_in_head(&outcome.label);
    let main = model.wald.iter().filter(|test| !test.segment.contains('*'));
    let mut found: Vec<&TermTest> = main.filter(|test| test.p <= info.analysis.alpha).collect();
    found.sort_by(|a, b| a.ln_p.total_cmp(&b.ln_p));
    let Some((first, others)) = found.split_first() else {
        return format!("{label}: no difference by a segment is shown once the others are held");
    };
    let others: Vec<String> = others.iter().map(|test| in_text(&test.label)).collect();
    let too = if others.is_empty() { String::new() } else { format!("; by {} too", and(&others)) };
    let ends = adjusted_ends(model, &first.segment);
    format!("{label}: once the others are held, a difference is shown by {}{ends}{too}", in_text(&first.label))
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
    let [high, low] = [high, low].map(|label| outcome_in_head(label));
    let told = apart(Unit::Percent, [(high_rate, p.n), (low_rate, p.n)]);
    let rates = format!("{high} {}, {low} {}", told.a, told.b);
    match paired_test(p) {
        Some(test) if test.p <= info.analysis.alpha => {
            format!("{rates}: {} apart{}", size(difference), told.rounded)
        }
        _ => format!("{rates}: no difference shown"),
    }
}

/// Over the curves of detection: what the others would have to see for the whole difference to be one of seeing.
pub fn detection_headline(p: &Paradox) -> String {
    match p.detection.break_even_one {
        Some(share) if share < 1.0 => format!(
            "{}: all others would fail as often as “{}” if they detected {} of what it does",
            outcome_in_head(&p.outcome_label),
            p.top,
            percent(share, 0)
        ),
        Some(share) => format!(
            "{}: all others would fail as often as “{}” only if they detected more than it does ({})",
            outcome_in_head(&p.outcome_label),
            p.top,
            percent(share, 0)
        ),
        None => format!("{}: no share detected by the others makes them fail as often as “{}”", p.outcome_label, p.top),
    }
}

/// Over the rate of all others: what it is at the published size of the group; where none was published, from which size
/// on the difference is more than chance, else how large the group can be at all. No size is made up.
pub fn implied_headline(found: &ImpliedRest) -> String {
    let all = match found.n {
        Some(n) if found.own_base => format!("all {}", count(n)),
        Some(n) => format!("all, if they are {}", count(n)),
        None => "all".to_owned(),
    };
    let published = found.at_published_size.and_then(|point| Some((point.size?, point.rest?)));
    let group = match published {
        Some((size, _)) => format!("{} ({})", found.group_label, count(size)),
        None => found.group_label.clone(),
    };
    let rates = format!("{} of {group} and {} of {all}", given_rate(found.rate_part), given_rate(found.rate_all));
    match (published, found.significant_from.map(|size| size.value)) {
        _ if found.impossible.is_some() => format!("{rates}: both cannot hold"),
        (Some((_, rest)), _) => format!("{rates} leave {} of all others", percent(rest, 0)),
        (None, Some(Some(from))) => format!("{rates}: more than chance only if the group has {} or more", count(from)),
        (None, Some(None)) => format!("{rates}: within chance, whatever the size of the group"),
        (None, None) => format!("{rates}: the group is {} of all at most", percent(found.largest_share, 0)),
    }
}

/// Over published rates: the one that is furthest from the answers with its figures, and how many agree; where none
/// disagrees, how many agree and cannot be told; without answers, how many have a base.
pub fn claims_headline(found: &Claims) -> String {
    let rates: Vec<&Claim> = found.claims.iter().filter(|c| c.kind == "rate").collect();
    let all = format!("{} published {}", count(rates.len() as u64), if rates.len() == 1 { "rate" } else { "rates" });
    if found.data.is_none() {
        let without = rates.iter().filter(|c| !found.implied.iter().any(|one| is_interval_of(one, c))).count() as u64;
        return match without {
            0 => format!("{all}, each with a base and so with an interval"),
            1 => format!("Of {all} 1 has no base, and so no interval"),
            n => format!("Of {all} {} have no base, and so no interval", count(n)),
        };
    }
    let of = |status: ClaimStatus| rates.iter().filter(|c| c.status == status).count() as u64;
    let said = |statuses: &[ClaimStatus]| -> Vec<String> {
        let some = statuses.iter().filter(|&&status| of(status) > 0);
        some.map(|&status| match (status, of(status)) {
            (ClaimStatus::Agrees, 1) => "1 agrees".to_owned(),
            (ClaimStatus::Agrees, n) => format!("{} agree", count(n)),
            (ClaimStatus::Disagrees, 1) => "1 disagrees".to_owned(),
            (ClaimStatus::Disagrees, n) => format!("{} disagree", count(n)),
            (ClaimStatus::CannotTell, n) => format!("for {} the answers cannot tell", count(n)),
            (other, n) => format!("{} {}", count(n), status_word(other)),
        })
        .collect()
    };
    const ALL: [ClaimStatus; 4] =
        [ClaimStatus::Agrees, ClaimStatus::Disagrees, ClaimStatus::CannotTell, ClaimStatus::NotTestable];
    // Of those that disagree the one that is furthest off.
    let off = |c: &Claim| Some((c.published? - c.recomputed.filter(|_| !super::is_hidden(c))?).abs());
    let disagree = rates.iter().filter(|c| c.status == ClaimStatus::Disagrees && off(c).is_some());
    let furthest = disagree.max_by(|a, b| off(a).unwrap_or(0.0).total_cmp(&off(b).unwrap_or(0.0)));
    match furthest.and_then(|c| Some((c, c.published?, c.recomputed?))) {
        Some((c, published, recomputed)) => {
            let published = super::published_text(published, c.rounding, &c.kind);
            // A claim that does not say its figure is given it.
            let published =
                if c.text.contains(&published) { String::new() } else { format!(" (published {published})") };
            let others = match of(ClaimStatus::Disagrees) {
                1 => said(&[ClaimStatus::Agrees, ClaimStatus::CannotTell]),
                _ => said(&[ClaimStatus::Disagrees, ClaimStatus::Agrees]),
            };
            let others = match others.is_empty() {
                true => String::new(),
                false => format!("; of {all} {}", and(&others)),
            };
            format!(
                "“{}”{published}: {} in the data{others}",
                outcome_in_head(&c.text),
                percent(recomputed, c.n.unwrap_or(0))
            )
        }
        None => format!("Of {all} {}", and(&said(&ALL))),
    }
}

fn is_interval_of(one: &Implied, claim: &Claim) -> bool {
    matches!(one, Implied::Interval(of) if of.claim == claim.id)
}
