//! What may be said about a finding, in one sentence and in one headline.
//!
//! ```text
//! Outcome | Comparison | Paired | Claim  +  StudyInfo  ->  sentence, headline
//! ```
//!
//! A sentence says no more than its test shows. "No difference found" is never "the same": only an upper limit of the
//! difference under the margin (δ*) says that. "Rises" needs a trend that rejects and a departure from it that does
//! not. "Differs" does not mean "by more than the margin" unless a simultaneous interval says so. Levels whose base is
//! too small are named without a figure, and no figure is printed that would give theirs away.
//!
//! Everything here is made of values that are already in the results; nothing is computed but text.

use crate::results::format::{count, interval, p_value, percent, points};
use crate::results::{
    Base, Claim, ClaimStatus, Comparison, Estimate, Flag, Grim, Interval, Outcome, Pair, Paired, StudyInfo, Test,
    TestMethod, Verdict,
};
use crate::stats::Direction;

/// The outcome's finding: rate, interval, base.
pub fn outcome_sentence(o: &Outcome, info: &StudyInfo) -> String {
    let all = &o.overall;
    let base = of_base(all.n, &o.base);
    match (all.is_printable(), all.rate) {
        (true, Some(rate)) => {
            let range = all.ci.map(|ci| format!(" ({} {})", interval_name(&ci), interval(ci.low, ci.high, all.n)));
            let caution = if all.flags.contains(&Flag::Caution) {
                format!(" Fewer than {} respondents: read with caution.", count(info.analysis.caution_below))
            } else {
                String::new()
            };
            format!("{}: {}{} of {base}.{caution}", o.label, percent(rate, all.n), range.unwrap_or_default())
        }
        _ if all.n == 0 => format!("{}: no figure, because nobody in the base answered ({base}).", o.label),
        _ => format!("{}: no figure, because the base is too small ({base}).", o.label),
    }
}

/// The outcome's finding over all segments, for the head of a chart: which differ, which do not, which cannot be told.
pub fn outcome_headline(o: &Outcome, info: &StudyInfo) -> String {
    let all = &o.overall;
    if o.segments.is_empty() {
        return match (all.is_printable(), all.rate) {
            (true, Some(rate)) => format!("{}: {} of {} respondents", o.label, percent(rate, all.n), count(all.n)),
            _ => format!("{}: no figure, base too small", o.label),
        };
    }
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
        clauses.push(format!("differs by less than {} by {}", margin(info), some_of(&within, total)));
    }
    let consistent = with(Verdict::Consistent);
    if !consistent.is_empty() {
        clauses.push(format!("consistent within {} by {}", margin(info), some_of(&consistent, total)));
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
    format!("{}: {}", o.label, clauses.join("; "))
}

/// Whether the outcome depends on the segment, as far as the verdict goes.
pub fn comparison_sentence(c: &Comparison, info: &StudyInfo) -> String {
    let mut said = match c.verdict {
        Verdict::Differs => differs(c, info),
        Verdict::DiffersWithinMargin => differs_within(c, info),
        Verdict::Consistent => consistent(c, info),
        Verdict::Undetermined => undetermined(c, info),
    };
    if let Some(left) = left_out(c, info) {
        said.push(left);
    }
    format!("{}: {}", c.outcome_label, said.join(" "))
}

/// The same in about ten words, for the head of a chart.
pub fn comparison_headline(c: &Comparison, info: &StudyInfo) -> String {
    let segment = in_text(&c.segment_label);
    let finding = match c.verdict {
        Verdict::Differs => match shape(c, info) {
            Shape::Trend(way) => format!("{} with {segment}{}", moves(way), ends(c, way).unwrap_or_default()),
            Shape::Top(_, way) => format!("differs by {segment}, {} at the top", compared(way)),
            Shape::Uneven | Shape::NoTrend | Shape::Unordered => {
                let range = extremes(c).map(|(low, high)| format!(", from {low} to {high}"));
                format!("differs by {segment}{}", range.unwrap_or_default())
            }
        },
        Verdict::DiffersWithinMargin => format!("differs by {segment}, by less than {}", margin(info)),
        Verdict::Consistent => format!("consistent by {segment} within {}", margin(info)),
        Verdict::Undetermined if c.decision.is_none() => format!("no test by {segment}, undetermined"),
        Verdict::Undetermined => format!("no difference by {segment} shown, none ruled out"),
    };
    format!("{}: {finding}", c.outcome_label)
}

/// Two questions of the same respondents: both rates, the paired difference, its test.
pub fn paired_sentence(p: &Paired, info: &StudyInfo) -> String {
    let names = format!("{} and {}", p.a_label, p.b_label);
    let hidden = p.flags.contains(&Flag::Suppressed);
    let (Some(rate_a), Some(rate_b), Some(difference), false) = (p.rate_a, p.rate_b, p.difference, hidden) else {
        let why = if p.n == 0 { "nobody answered both" } else { "too few respondents answered both" };
        return format!("{names}: no figure, because {why} ({}).", respondents(p.n));
    };
    let mut inside = Vec::new();
    if let Some(ci) = p.ci {
        inside.push(format!("{} {}", interval_name(&ci), points_range(ci.low, ci.high)));
    }
    let test = paired_test(p);
    if let Some(test) = test {
        inside.push(format!("{} {}", test_name(test.method), p_value(test.p, test.ln_p)));
    }
    let inside = if inside.is_empty() { String::new() } else { format!(" ({})", inside.join("; ")) };
    let rejects = test.is_some_and(|t| t.p <= info.analysis.alpha);
    let verdict = match (rejects, difference > 0.0) {
        (true, true) => format!("{} has the higher rate", p.a_label),
        (true, false) => format!("{} has the higher rate", p.b_label),
        (false, _) if test.is_none() => "no test could be made".to_owned(),
        (false, _) => "no difference found, and none ruled out within the interval".to_owned(),
    };
    format!(
        "{}: {}, {}: {}, of the {} who answered both. The difference is {}{inside}: {verdict}.",
        p.a_label,
        percent(rate_a, p.n),
        p.b_label,
        percent(rate_b, p.n),
        respondents(p.n),
        size(difference),
    )
}

/// A published figure beside the recomputed one, and what follows.
pub fn claim_sentence(c: &Claim, _info: &StudyInfo) -> String {
    let n = c.n.unwrap_or(0);
    let grim = match c.grim {
        Some(Grim::Impossible) => " No count out of the published base rounds to the published figure.",
        Some(Grim::Possible) | None => "",
    };
    if c.status == ClaimStatus::NotTestable {
        let why = c.note.clone().unwrap_or_else(|| "this file does not hold what it needs".to_owned());
        return format!("Not testable: {}.{grim}", sentence_end(&why));
    }
    let mut said = Vec::new();
    if let Some(published) = c.published {
        said.push(format!("published {}", published_text(published, c.rounding, &c.kind)));
    }
    if let Some(recomputed) = c.recomputed {
        let range = c.ci.map(|ci| format!("{} {}", interval_name(&ci), claim_range(&ci, n, &c.kind)));
        let base = c.n.map(|n| respondents(n).to_string());
        let inside: Vec<String> = [range, base].into_iter().flatten().collect();
        let inside = if inside.is_empty() { String::new() } else { format!(" ({})", inside.join("; ")) };
        said.push(format!("recomputed {}{inside}", claim_value(recomputed, n, &c.kind)));
    }
    let note = c.note.as_ref().map(|note| format!(" {}.", sentence_end(&capital(note)))).unwrap_or_default();
    let figures = if said.is_empty() { String::new() } else { format!("{}: ", capital(&said.join(", "))) };
    let status = format!("{}.", claim_status(c));
    let status = if figures.is_empty() { capital(&status) } else { status };
    format!("{figures}{status}{note}{grim}")
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

/// The word for a verdict, as a table shows it.
pub fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Differs => "Differs",
        Verdict::Consistent => "Consistent",
        Verdict::DiffersWithinMargin => "Differs within margin",
        Verdict::Undetermined => "Undetermined",
    }
}

/// The name of a test in text.
pub fn test_name(method: TestMethod) -> &'static str {
    match method {
        TestMethod::Pearson => "Pearson X²",
        TestMethod::G => "G²",
        TestMethod::Fisher => "Fisher-Freeman-Halton exact",
        TestMethod::FisherMc => "Fisher-Freeman-Halton, Monte Carlo",
        TestMethod::CochranArmitage => "Cochran-Armitage trend",
        TestMethod::Departure => "departure from the trend",
        TestMethod::McnemarExact => "McNemar exact",
        TestMethod::Mcnemar => "McNemar",
        TestMethod::McnemarMidp => "McNemar mid-p",
        TestMethod::Cmh => "Cochran-Mantel-Haenszel",
        TestMethod::BreslowDay => "Breslow-Day",
        TestMethod::Tarone => "Breslow-Day with Tarone's correction",
        TestMethod::KruskalWallis => "Kruskal-Wallis",
        TestMethod::Jonckheere => "Jonckheere-Terpstra",
        TestMethod::WelchAnova => "Welch's analysis of variance",
    }
}

/// The name of a correction for several tests in text.
pub fn adjust_name(adjust: &str) -> &str {
    match adjust {
        "holm" => "Holm",
        "bh" => "Benjamini-Hochberg",
        other => other,
    }
}

/// The equivalence margin: "5 points".
pub fn margin_text(margin: f64) -> String {
    plain_points(margin)
}

/// A size in points without its sign: "7.2 points".
pub fn size(difference: f64) -> String {
    points(difference.abs()).trim_start_matches('+').to_owned()
}

/// Two limits in points: "-1.2 to 8.3 points".
pub fn points_range(low: f64, high: f64) -> String {
    let low = points(low);
    format!("{} to {}", low.trim_end_matches(" points").trim_end_matches(" point"), points(high))
}

/// A confidence level: "95%".
pub fn level_text(level: f64) -> String {
    let text = format!("{:.2}", level * 100.0);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// A label as it stands inside a sentence: without a remark in brackets at its end, and without a leading capital
/// where that is only the start of a sentence ("Governance maturity", not "AI budget").
pub fn in_text(label: &str) -> String {
    let mut text = label.trim();
    if let (true, Some(open)) = (text.ends_with(')'), text.rfind(" (")) {
        text = text[..open].trim_end();
    }
    let mut chars = text.chars();
    let first_word = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let sentence_case = first_word.chars().count() > 1 && first_word.chars().skip(1).all(char::is_lowercase);
    match chars.next() {
        Some(first) if sentence_case => first.to_lowercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}

/// Names joined as in a sentence: "a, b and c".
pub fn and(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// "1 respondent", "1,567 respondents".
pub fn respondents(n: u64) -> String {
    format!("{} {}", count(n), if n == 1 { "respondent" } else { "respondents" })
}

/// The base in words: "1,567 respondents with shipped = Yes".
pub fn of_base(n: u64, base: &Base) -> String {
    let who = base.description.trim();
    match who.strip_prefix("respondents") {
        Some(rest) if rest.is_empty() || rest.starts_with(' ') => format!("{}{rest}", respondents(n)),
        _ if who.is_empty() || who == "all respondents" => respondents(n),
        _ => match who.strip_prefix("all respondents ") {
            Some(rest) => format!("{} {rest}", respondents(n)),
            None => format!("{} ({who})", respondents(n)),
        },
    }
}

/// The two levels that are furthest apart, higher first, where both may be printed.
pub fn largest_difference(c: &Comparison) -> Option<String> {
    let largest = c.effect.as_ref()?.largest_difference.as_ref()?;
    let pair = &largest.pair;
    if !printable_pair(c, pair) {
        return None;
    }
    let difference = pair.difference?;
    let (high, low) = if difference >= 0.0 { (&pair.a, &pair.b) } else { (&pair.b, &pair.a) };
    let range = match (largest.ci_simultaneous, pair.ci) {
        (Some(ci), _) => Some((format!("simultaneous {}", interval_name(&ci)), ci)),
        (None, Some(ci)) => Some((interval_name(&ci), ci)),
        (None, None) => None,
    };
    let range = range.map(|(name, ci)| {
        let (from, to) = if difference >= 0.0 { (ci.low, ci.high) } else { (-ci.high, -ci.low) };
        format!(" ({name} {})", points_range(from, to))
    });
    Some(format!(
        "The largest difference, \"{high}\" against \"{low}\", is {}{}",
        size(difference),
        range.unwrap_or_default()
    ))
}

/// The raw and the adjusted p of the decision: "p = 0.004, adjusted p = 0.012 (Holm, 6 tests)".
pub fn decision_text(c: &Comparison) -> Option<String> {
    let d = c.decision.as_ref()?;
    let raw = p_value(d.p, d.ln_p);
    let tests = if d.family_size == 1 { "1 test".to_owned() } else { format!("{} tests", count(d.family_size)) };
    Some(match d.adjust.as_str() {
        "none" => format!("{raw} (not adjusted, {tests} in the family)"),
        _ => format!("{raw}, adjusted {} ({}, {tests})", p_value(d.p_adjusted, adjusted_ln(c)), adjust_name(&d.adjust)),
    })
}

/// How the rates of a segment that differs follow its order.
enum Shape {
    /// A trend that rejects, and no departure from it.
    Trend(Direction),
    /// A trend that rejects and a departure that does so too, with the top level apart from the rest.
    Top(String, Direction),
    /// The same without a top level that stands apart.
    Uneven,
    /// Ordered, and no trend shown.
    NoTrend,
    /// Levels without an order, or too few for a trend.
    Unordered,
}

fn shape(c: &Comparison, info: &StudyInfo) -> Shape {
    let Some(trend) = c.tests.trend.as_ref().filter(|_| c.ordered) else { return Shape::Unordered };
    let alpha = info.analysis.alpha;
    // The decision rejected with the smaller of two p; the trend, as the second step of Holm over these two, then
    // needs only the correction for the family of segments.
    let family = c.decision.as_ref().filter(|d| d.p > 0.0).map_or(1.0, |d| d.p_adjusted / d.p);
    let (true, Some(way)) = (trend.p * family <= alpha, trend.direction) else { return Shape::NoTrend };
    if c.tests.departure.as_ref().is_some_and(|d| d.p > alpha) {
        return Shape::Trend(way);
    }
    let top = c.levels.iter().rev().find(|l| l.n > 0).filter(|l| l.is_printable()).and_then(|l| l.level.clone());
    let apart = top.as_ref().and_then(|top| c.versus_rest.iter().find(|p| &p.a == top)).and_then(|p| p.ci);
    match (top, apart, way) {
        (Some(top), Some(ci), Direction::Rising) if ci.low > 0.0 => Shape::Top(top, way),
        (Some(top), Some(ci), Direction::Falling) if ci.high < 0.0 => Shape::Top(top, way),
        _ => Shape::Uneven,
    }
}

fn differs(c: &Comparison, info: &StudyInfo) -> Vec<String> {
    let segment = in_text(&c.segment_label);
    let p = in_brackets(adjusted_text(c));
    let first = match shape(c, info) {
        Shape::Trend(way) => format!("the rate {} with {segment}{}{p}.", moves(way), ends(c, way).unwrap_or_default()),
        Shape::Top(top, way) => {
            format!("the rate is {} at the top of {segment}{}{p}.", compared(way), against_rest(c, &top))
        }
        Shape::Uneven => format!("the rate differs by {segment}, and does not follow its order evenly{p}."),
        Shape::NoTrend => format!("the rate differs by {segment}, without a trend along its order shown{p}."),
        Shape::Unordered => format!("the rate differs by {segment}{p}."),
    };
    let mut said = vec![first];
    match largest_difference(c) {
        Some(largest) => said.push(format!("{largest}; {}.", against_margin(c, info))),
        None => said.extend(hidden_difference(c, info)),
    }
    said
}

fn differs_within(c: &Comparison, info: &StudyInfo) -> Vec<String> {
    let segment = in_text(&c.segment_label);
    let p = in_brackets(adjusted_text(c));
    let mut said = vec![format!(
        "the rate differs by {segment}{p}, but by less than the margin of {}: {}.",
        margin(info),
        no_more_than(c, info)
    )];
    said.extend(largest_difference(c).map(|text| format!("{text}.")));
    said
}

fn consistent(c: &Comparison, info: &StudyInfo) -> Vec<String> {
    let segment = in_text(&c.segment_label);
    let mut said =
        vec![format!("consistent by {segment} within the margin of {}: {}.", margin(info), no_more_than(c, info))];
    match (adjusted_text(c), largest_difference(c)) {
        (Some(p), Some(largest)) => said.push(format!("No difference found ({p}). {largest}.")),
        (Some(p), None) => said.push(format!("No difference found ({p}).")),
        (None, _) => said.extend(c.tests.note.as_ref().map(|why| format!("No test: {}.", sentence_end(why)))),
    }
    said
}

fn undetermined(c: &Comparison, info: &StudyInfo) -> Vec<String> {
    let segment = in_text(&c.segment_label);
    let mut said = Vec::new();
    match &c.decision {
        None => {
            let why = c.tests.note.as_deref().unwrap_or("there is nothing to compare");
            said.push(format!("undetermined by {segment}, because no test can be made: {}.", sentence_end(why)));
        }
        Some(d) if d.p_adjusted > info.analysis.alpha => {
            let p = in_brackets(adjusted_text(c));
            said.push(format!("no difference by {segment} found{p}, and none ruled out: undetermined."));
        }
        Some(_) if c.tests.omnibus.as_ref().is_some_and(|t| t.method == TestMethod::FisherMc) => {
            let p = in_brackets(adjusted_text(c));
            let alpha = trimmed(info.analysis.alpha);
            said.push(format!(
                "undetermined by {segment}{p}: p is drawn at random, and the upper limit of its 99% interval is not \
                 under {alpha}."
            ));
        }
        Some(_) => said.push(format!("undetermined by {segment}{}.", in_brackets(adjusted_text(c)))),
    }
    if c.decision.is_some() {
        match largest_difference(c) {
            Some(largest) => said.push(format!("{largest}.")),
            None => said.extend(hidden_difference(c, info)),
        }
    }
    let Some(eq) = &c.equivalence else { return said };
    if let Some(limit) = eq.smallest_margin {
        let beyond = if limit > eq.margin {
            format!(", more than the margin of {}", margin_text(eq.margin))
        } else {
            String::new()
        };
        said.push(format!(
            "A difference of up to {} remains possible ({} confidence){beyond}.",
            limit_text(limit, eq.margin),
            level_text(1.0 - info.analysis.alpha)
        ));
        if let Some(needed) = eq.base_needed {
            said.push(format!(
                "To show that no two levels differ by more than {}, if they are equal, would take about {} (80% power).",
                margin_text(eq.margin),
                respondents(needed)
            ));
        }
    }
    said
}

/// "with 95% confidence no two levels differ by more than 3.2 points"
fn no_more_than(c: &Comparison, info: &StudyInfo) -> String {
    let level = level_text(1.0 - info.analysis.alpha);
    match c.equivalence.as_ref().and_then(|eq| eq.smallest_margin.map(|limit| limit_text(limit, eq.margin))) {
        Some(limit) => format!("with {level} confidence no two levels differ by more than {limit}"),
        None => format!("with {level} confidence no two levels differ by more"),
    }
}

/// Whether the simultaneous interval of the largest difference lies beyond the margin.
fn against_margin(c: &Comparison, info: &StudyInfo) -> String {
    let margin_value = c.equivalence.as_ref().map_or(info.analysis.margin, |eq| eq.margin);
    let beyond = c
        .effect
        .as_ref()
        .and_then(|e| e.largest_difference.as_ref())
        .and_then(|l| l.ci_simultaneous)
        .is_some_and(|ci| ci.low > margin_value || ci.high < -margin_value);
    if beyond {
        format!("it is more than the margin of {}", margin_text(margin_value))
    } else {
        format!("that it is more than the margin of {} is not shown", margin_text(margin_value))
    }
}

/// Levels that the upper limit of the difference leaves out, and those without a figure, by name.
fn left_out(c: &Comparison, info: &StudyInfo) -> Option<String> {
    let names: &[String] = &c.equivalence.as_ref()?.left_out;
    if names.is_empty() {
        return None;
    }
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let which = match quoted.len() {
        1..=4 => and(&quoted),
        k => format!("{} and {} further levels", quoted[..3].join(", "), k - 3),
    };
    Some(format!(
        "Left out of this limit: {which}, with fewer than {} each.",
        respondents(info.analysis.suppress_below)
    ))
}

fn hidden_difference(c: &Comparison, info: &StudyInfo) -> Option<String> {
    c.effect.as_ref()?.largest_difference.as_ref()?;
    Some(format!(
        "The levels that are furthest apart include one with fewer than {}, whose figures are not shown.",
        respondents(info.analysis.suppress_below)
    ))
}

/// ", from 66% (Ad hoc) to 81% (Fully mature)": first and last level, where both may be printed and go the trend's way.
fn ends(c: &Comparison, way: Direction) -> Option<String> {
    let mut some = c.levels.iter().filter(|l| l.n > 0);
    let (first, last) = (some.next()?, some.next_back()?);
    if !first.is_printable() || !last.is_printable() {
        return None;
    }
    let up = last.rate? - first.rate?;
    let agrees = match way {
        Direction::Rising => up > 0.0,
        Direction::Falling => up < 0.0,
    };
    agrees.then(|| Some(format!(", from {} to {}", rate_of(first)?, rate_of(last)?))).flatten()
}

/// The lowest and the highest level that may be printed.
fn extremes(c: &Comparison) -> Option<(String, String)> {
    let mut shown: Vec<&Estimate> = c.levels.iter().filter(|l| l.n > 0 && l.is_printable()).collect();
    shown.sort_by(|x, y| x.rate.unwrap_or(0.0).total_cmp(&y.rate.unwrap_or(0.0)));
    let (low, high) = (shown.first()?, shown.last()?);
    (shown.len() > 1).then(|| Some((rate_of(low)?, rate_of(high)?))).flatten()
}

fn rate_of(level: &Estimate) -> Option<String> {
    Some(format!("{} ({})", percent(level.rate?, level.n), level.level.as_deref().unwrap_or("all")))
}

/// ": 81% (Fully mature), 9.0 points above the rest (95% interval …)"
fn against_rest(c: &Comparison, top: &str) -> String {
    let Some(level) = c.levels.iter().find(|l| l.level.as_deref() == Some(top)) else { return String::new() };
    let Some(rate) = rate_of(level) else { return String::new() };
    let pair = c.versus_rest.iter().find(|p| p.a == top);
    let (Some(difference), Some(ci)) = (pair.and_then(|p| p.difference), pair.and_then(|p| p.ci)) else {
        return format!(", {rate}");
    };
    let side = if difference >= 0.0 { "above" } else { "below" };
    let (from, to) = if difference >= 0.0 { (ci.low, ci.high) } else { (-ci.high, -ci.low) };
    format!(", {rate}, {} {side} the rest, {} {},", size(difference), interval_name(&ci), points_range(from, to))
}

fn printable_pair(c: &Comparison, pair: &Pair) -> bool {
    [&pair.a, &pair.b]
        .iter()
        .all(|name| c.levels.iter().any(|l| l.level.as_deref() == Some(name.as_str()) && l.is_printable()))
}

fn paired_test(p: &Paired) -> Option<&Test> {
    p.tests.iter().find(|t| t.method == TestMethod::McnemarExact).or(p.tests.first())
}

/// "adjusted p = 0.012, Holm over 6 segments"
fn adjusted_text(c: &Comparison) -> Option<String> {
    let d = c.decision.as_ref()?;
    if d.family_size <= 1 || d.adjust == "none" {
        return Some(p_value(d.p, d.ln_p));
    }
    let p = p_value(d.p_adjusted, adjusted_ln(c));
    Some(format!("adjusted {p}, {} over {} segments", adjust_name(&d.adjust), count(d.family_size)))
}

fn adjusted_ln(c: &Comparison) -> f64 {
    c.decision.as_ref().map_or(0.0, |d| if d.p_adjusted > 0.0 { d.p_adjusted.ln() } else { d.ln_p })
}

fn in_brackets(text: Option<String>) -> String {
    text.map(|text| format!(" ({text})")).unwrap_or_default()
}

fn some_of(names: &[String], total: usize) -> String {
    match names.len() {
        k if k == total && k > 3 => format!("all {k} segments"),
        k if k > 3 => format!("{k} of {total} segments"),
        _ => and(names),
    }
}

fn moves(way: Direction) -> &'static str {
    match way {
        Direction::Rising => "rises",
        Direction::Falling => "falls",
    }
}

fn compared(way: Direction) -> &'static str {
    match way {
        Direction::Rising => "higher",
        Direction::Falling => "lower",
    }
}

fn interval_name(ci: &Interval) -> String {
    format!("{} interval", level_text(ci.level))
}

fn margin(info: &StudyInfo) -> String {
    margin_text(info.analysis.margin)
}

/// Points without decimals that say nothing: "5 points", "2.5 points".
fn plain_points(value: f64) -> String {
    let text = trimmed((value * 1e6).round() / 1e4);
    format!("{text} {}", if text == "1" { "point" } else { "points" })
}

/// An upper limit beside the margin: with more decimals where one would hide on which side it lies.
fn limit_text(limit: f64, margin: f64) -> String {
    let usual = size(limit);
    if limit != margin && usual == size(margin) { format!("{:.3} points", limit * 100.0) } else { usual }
}

fn trimmed(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn sentence_end(text: &str) -> String {
    text.trim().trim_end_matches('.').to_owned()
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// A published figure as it was printed: its rounding says with how many decimals.
pub fn published_text(published: f64, rounding: Option<f64>, kind: &str) -> String {
    if kind == "correlation" {
        let decimals = rounding.map_or(2, |r| decimals_of(r, 1.0));
        return format!("{published:.decimals$}");
    }
    let decimals = rounding.map_or(0, |r| decimals_of(r, 100.0));
    let unit = if kind == "difference" { " points" } else { "%" };
    format!("{:.decimals$}{unit}", published * 100.0)
}

/// A recomputed figure in the unit of its claim.
pub fn claim_value(value: f64, n: u64, kind: &str) -> String {
    match kind {
        "difference" | "higher" => points(value),
        "consistent" => size(value),
        "correlation" => format!("{value:.2}"),
        _ => percent(value, n),
    }
}

/// Its interval.
pub fn claim_range(ci: &Interval, n: u64, kind: &str) -> String {
    match kind {
        "difference" | "higher" | "consistent" => points_range(ci.low, ci.high),
        "correlation" => format!("{:.2} to {:.2}", ci.low, ci.high),
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

fn claim_status(c: &Claim) -> String {
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
            format!("{word}, because the two differ by more than rounding and by no more than chance")
        }
        _ => word.to_owned(),
    }
}
