//! What may be said about a finding, in one sentence and in one headline.
//!
//! ```text
//! Outcome | Comparison | Paired | Stratified | Claim  +  StudyInfo  ->  sentence, headline
//! ```
//!
//! A sentence says no more than its test shows. "No difference found" is never "the same": only an upper limit of the
//! difference under the margin (δ*) says that. "Rises" needs a trend that rejects and a departure from it that does
//! not. "Differs" does not mean "by more than the margin" unless a simultaneous interval says so. Levels whose base is
//! too small are named without a figure, and no figure is printed that would give theirs away.
//!
//! Everything here is made of values that are already in the results; nothing is computed but text.

mod chart;
mod claim;
mod comparison;
mod correlation;
mod implied;
mod levels;
mod model;
mod multi;
mod own;
mod paradox;
mod parts;
mod plan;
mod redacted;
mod scale;
mod screen;
mod sentences;
mod stratified;
mod waves;

pub use chart::{
    Furthest, adjusted_headline, claims_headline, detection_headline, differences_headline, held_segments,
    implied_headline, paired_headline, verdicts_headline,
};
pub use claim::{
    claim_alone_sentence, claim_range, claim_reason, claim_sentence, claim_value, is_hidden, published_text,
    status_word,
};
pub use comparison::{comparison_headline, comparison_sentence, decision_text, verdict_text};
use comparison::{finding, trend_to_its_end};
pub use correlation::correlation_sentence;
pub use implied::implied_sentence;
pub use levels::{largest_difference, left_out};
pub use model::{model_sentence, no_departure, without_replicates};
pub use multi::{multi_base, multi_sentence, not_told_from, option_pair_sentence};
pub use paradox::{
    axis_word, choices_sentence, contrast_sentence, explanations, hides, not_identified, paradox_headline,
    paradox_sentence, reversal_sentence, split_text, standing_meaning, standing_word, standings,
};
pub use parts::{
    adjust_name, and, given_rate, in_text, interval_method, level_text, limit_text as limit_in, margin_in, margin_text,
    of_base, outcome_in_head, points_range, range_in, respondents, segment_in_head, size, size_in, test_name,
    verdict_word,
};
pub use plan::{
    against, are_equal, asked_difference, levels_of, plan_assumed, plan_description, plan_headline, plan_reading,
    plan_sentences,
};
pub use redacted::{redacted_headline, redacted_sentence};
pub use scale::scale_sentence;
pub use screen::{is_shown, screen_pair, screen_scope, screen_sentence};
pub use sentences::{band_mean_sentence, ends_sentence, sentence_standing_word};
pub use stratified::{odds_ratio_text, stratified_sentence, turns};
pub use waves::{
    change_unit, change_word, changes_headline, families_sentence, latest, levels_headline, since_first,
    waves_sentences,
};

use crate::results::format::{Unit, count, p_value, percent};
use crate::results::{
    Comparison, Distribution, Estimate, Flag, Measure, Outcome, Paired, StudyInfo, Test, TestMethod, Verdict,
};
use parts::{apart, interval_name, sized, trimmed};

/// Answers without an order that a sentence names, the most frequent first.
const MOST_SHARES: usize = 4;

/// Segments beside the first that a headline names.
const MOST_OTHERS: usize = 2;

/// The outcome's finding: rate, interval, base.
pub fn outcome_sentence(o: &Outcome, info: &StudyInfo) -> String {
    let all = &o.overall;
    let base = of_base(all.n, &o.base);
    let caution = if all.flags.contains(&Flag::Caution) {
        format!(" Fewer than {} respondents: read with caution.", count(info.analysis.caution_below))
    } else {
        String::new()
    };
    match (all.is_printable(), all.value()) {
        (true, Some(value)) => {
            let unit = all.unit();
            let range = all.ci.map(|ci| format!(" ({} {})", interval_name(&ci), unit.interval(ci.low, ci.high, all.n)));
            let lead = match o.share.filter(|_| all.measure == Measure::Quantile) {
                Some(share) => format!("{}% quantile ", trimmed(100.0 * share)),
                None if all.measure.is_number() => format!("{} ", all.measure.word()),
                None => String::new(),
            };
            let range = range.unwrap_or_default();
            format!("{}: {lead}{}{range} of {base}.{caution}", o.label, unit.value(value, all.n))
        }
        (true, None) => {
            let mut shares: Vec<&Estimate> = all.shares.iter().flatten().collect();
            shares.sort_by_key(|share| std::cmp::Reverse(share.n_yes));
            let share =
                |e: &&Estimate| format!("{} {}", e.level.as_deref().unwrap_or_default(), percent(e.rate?, e.n)).into();
            let named: Vec<String> = shares.iter().take(MOST_SHARES).filter_map(share).collect();
            let more = if shares.len() > MOST_SHARES { ", …" } else { "" };
            format!("{}: {}{more} of {base}.{caution}", o.label, named.join(", "))
        }
        _ if all.n == 0 => format!("{}: no figure, because nobody in the base answered ({base}).", o.label),
        _ => format!("{}: no figure, because the base is too small ({base}).", o.label),
    }
}

/// The most frequent answers of a question: "Country: most often United States, 24% of 3,012 respondents".
pub fn distribution_headline(d: &Distribution) -> String {
    let most = d.answers.iter().filter(|e| e.is_printable()).map(|e| e.n_yes).max().unwrap_or(0);
    let top: Vec<&Estimate> = d.answers.iter().filter(|e| e.is_printable() && e.n_yes == most && most > 0).collect();
    let names: Vec<String> = top.iter().filter_map(|e| e.level.clone()).collect();
    match top.first().and_then(|e| Some((e, e.rate?))) {
        Some((e, share)) if top.len() < d.answers.len() || d.answers.len() == 1 => {
            let each = if top.len() > 1 { " each" } else { "" };
            format!(
                "{}: most often {}, {}{each} of {} respondents",
                outcome_in_head(&d.label),
                and(&names),
                percent(share, e.n),
                count(e.n)
            )
        }
        Some((e, share)) => {
            format!(
                "{}: every answer as often, {} each of {} respondents",
                outcome_in_head(&d.label),
                percent(share, e.n),
                count(e.n)
            )
        }
        None if d.base.n == 0 => format!("{}: no figures, nobody answered", outcome_in_head(&d.label)),
        None => format!("{}: no figures, base too small", outcome_in_head(&d.label)),
    }
}

/// The outcome's finding over all segments with its number, for the head of a chart. The verdict of each segment stands at
/// its levels.
pub fn outcome_headline(o: &Outcome, info: &StudyInfo) -> String {
    let all = &o.overall;
    if o.segments.is_empty() {
        return match (all.is_printable(), all.value()) {
            (true, Some(value)) => format!("{}: {}", outcome_in_head(&o.label), of_so_many(all, value)),
            (true, None) => format!("{}: answers of {} respondents", outcome_in_head(&o.label), count(all.n)),
            _ => format!("{}: no figure, base too small", outcome_in_head(&o.label)),
        };
    }
    format!("{}: {}", outcome_in_head(&o.label), lead(o, info))
}

/// "74% of 1,567 respondents"; of a number, which counts nobody, "mean 644 (183 respondents)".
fn of_so_many(e: &Estimate, value: f64) -> String {
    let (figure, who) = (e.unit().value(value, e.n), respondents(e.n));
    if e.measure.is_number() { format!("{} {figure} ({who})", e.measure.word()) } else { format!("{figure} of {who}") }
}

/// The finding with its number that leads: of the segments that differ the one with the strongest evidence, and by what else
/// it differs; where none does, the rate of all with what is consistent, and that the rest is open.
fn lead(o: &Outcome, info: &StudyInfo) -> String {
    let differing: Vec<&Comparison> = o.segments.iter().filter(|c| c.verdict == Verdict::Differs).collect();
    let within: Vec<&Comparison> = o.segments.iter().filter(|c| c.verdict == Verdict::DiffersWithinMargin).collect();
    let evidence = |c: &Comparison| c.decision.as_ref().map_or(0.0, |d| d.ln_p);
    let strongest = |of: &[&Comparison]| {
        of.iter().copied().min_by(|a, b| evidence(a).total_cmp(&evidence(b))).map(|c| c.segment.clone())
    };
    let of_one = |c: &Comparison| trend_to_its_end(c, info).unwrap_or_else(|| finding(c, info));
    let Some(first) = strongest(&differing).or_else(|| strongest(&within)) else { return nothing_differs(o, info) };
    let said: Vec<String> = o.segments.iter().filter(|c| c.segment == first).map(of_one).collect();
    let others: Vec<String> = (differing.iter().chain(&within))
        .filter(|c| c.segment != first)
        .map(|c| segment_in_head(&c.segment_label))
        .collect();
    match others.len() {
        0 => said.concat(),
        n if n <= MOST_OTHERS => format!("{}; differs by {} too", said.concat(), and(&others)),
        n => format!("{}; differs by {n} other segments too", said.concat()),
    }
}

/// Over an outcome of which no difference is shown: "84% of all; consistent within 5 points by company size, open by the
/// other 4 segments".
fn nothing_differs(o: &Outcome, info: &StudyInfo) -> String {
    let all = &o.overall;
    let lead = match all.value().filter(|_| all.is_printable()) {
        Some(value) if all.measure.is_number() => {
            format!("{} {}", all.measure.word(), all.unit().value(value, all.n))
        }
        // With the decimals of the levels below it.
        Some(value) => {
            let levels = o.segments.iter().flat_map(|c| &c.levels).filter(|level| level.is_printable());
            let least = levels.map(|level| level.n).chain([all.n]).min().unwrap_or(all.n);
            format!("{} of all", all.unit().value(value, least))
        }
        None => "no figure of all".to_owned(),
    };
    let with = |verdict: Verdict| -> Vec<String> {
        o.segments.iter().filter(|c| c.verdict == verdict).map(|c| segment_in_head(&c.segment_label)).collect()
    };
    let (consistent, open) = (with(Verdict::Consistent), with(Verdict::Undetermined));
    let by = |names: &[String]| match names.len() {
        n if n <= MOST_OTHERS => and(names),
        n => format!("{n} segments"),
    };
    let margin = o.segments.iter().find(|c| c.verdict == Verdict::Consistent).map(|c| comparison::margin(c, info));
    match (consistent.len(), open.len()) {
        (0, 1) => format!("{lead}, a difference by {} neither shown nor ruled out", open[0]),
        (0, _) => format!("{lead}, differences by {} neither shown nor ruled out", by(&open)),
        (_, open) => {
            let rest = match open {
                0 => String::new(),
                1 => ", undetermined by one other segment".to_owned(),
                n => format!(", undetermined by {n} others"),
            };
            format!("{lead}, consistent within {} by {}{rest}", margin.unwrap_or_default(), by(&consistent))
        }
    }
}

/// The verdicts of an outcome by segment: "differs by country; undetermined by the other 4 segments".
pub fn verdicts(o: &Outcome, info: &StudyInfo) -> String {
    // A mean has its own margin, in its own unit.
    let own = o.segments.iter().find_map(|c| c.equivalence.as_ref()).map(|eq| eq.margin);
    let margin = margin_in(o.overall.unit(), own.unwrap_or(info.analysis.margin));
    let with = |verdict: Verdict| -> Vec<String> {
        o.segments.iter().filter(|c| c.verdict == verdict).map(|c| in_text(&c.segment_label)).collect()
    };
    let total = o.segments.len();
    let mut clauses = Vec::new();
    let differs = with(Verdict::Differs);
    if !differs.is_empty() {
        clauses.push(format!("differs by {}", some_of(&differs, total)));
    }
    let within = with(Verdict::DiffersWithinMargin);
    if !within.is_empty() {
        clauses.push(format!("differs by less than {margin} by {}", some_of(&within, total)));
    }
    let consistent = with(Verdict::Consistent);
    if !consistent.is_empty() {
        clauses.push(format!("consistent within {margin} by {}", some_of(&consistent, total)));
    }
    let unknown = with(Verdict::Undetermined);
    if !unknown.is_empty() {
        clauses.push(match (clauses.is_empty(), unknown.len()) {
            (_, 1) => format!("undetermined by {}", unknown[0]),
            (true, 2) => format!("undetermined by {}", and(&unknown)),
            (true, k) => format!("undetermined by all {k} segments"),
            (false, k) => format!("undetermined by the other {k} segments"),
        });
    }
    clauses.join("; ")
}

/// Two questions of the same respondents: both rates, the paired difference, its test.
pub fn paired_sentence(p: &Paired, info: &StudyInfo) -> String {
    let p_value_of = |test: &Test| p_value(test.p, test.ln_p);
    sentence_of_pair(p, paired_test(p).map(|test| (p_value_of(test), test.p <= info.analysis.alpha)))
}

/// The same by what decides: p in words, and whether it rejects.
fn sentence_of_pair(p: &Paired, decided: Option<(String, bool)>) -> String {
    let names = format!("{} and {}", p.a_label, p.b_label);
    let hidden = p.flags.contains(&Flag::Suppressed);
    let (Some(rate_a), Some(rate_b), Some(difference), false) = (p.rate_a, p.rate_b, p.difference, hidden) else {
        let why = if p.n == 0 { "nobody answered both" } else { "too few respondents answered both" };
        return format!("{names}: no figure, because {why} ({}).", respondents(p.n));
    };
    let mut inside = Vec::new();
    if let Some(ci) = p.ci {
        let (low, high) = sized(difference, &ci);
        inside.push(format!("{} {}", interval_name(&ci), points_range(low, high)));
    }
    let told = apart(Unit::Percent, [(rate_a, p.n), (rate_b, p.n)]);
    if let (Some(test), Some((p, _))) = (paired_test(p), &decided) {
        inside.push(format!("{} {p}", test_name(test.method)));
    }
    let inside = if inside.is_empty() { String::new() } else { format!(" ({})", inside.join("; ")) };
    let verdict = match decided {
        Some((_, true)) => format!("{} has the higher rate", if difference > 0.0 { &p.a_label } else { &p.b_label }),
        Some((_, false)) => "no difference found, and none ruled out within the interval".to_owned(),
        None => "no test could be made".to_owned(),
    };
    format!(
        "{}: {}, {}: {}, of the {} who answered both. The difference is {}{}{inside}: {verdict}.",
        p.a_label,
        told.a,
        p.b_label,
        told.b,
        respondents(p.n),
        size(difference),
        told.rounded,
    )
}

/// The test that decides whether two questions of the same respondents differ.
pub fn paired_test(p: &Paired) -> Option<&Test> {
    p.tests.iter().find(|t| t.method == TestMethod::McnemarExact).or(p.tests.first())
}

fn some_of(names: &[String], total: usize) -> String {
    match names.len() {
        k if k == total && k > 3 => format!("all {k} segments"),
        k if k > 3 => format!("{k} of {total} segments"),
        _ => and(names),
    }
}

#[cfg(test)]
mod every;
#[cfg(test)]
mod tests;
