//! What may be said of a difference within strata.
//!
//! "Reversal" stands only where crude and common odds ratio lie on opposite sides of 1, and it leads only where one of
//! them is told from 1 by its interval; a stratum on the other side is
//! named, and is no reversal by itself. An association is found or not found; that none is found does not show that
//! there is none.

use super::parts::{and, in_text, interval_name, respondents, test_name};
use crate::results::format::{decimal, p_value};
use crate::results::{Flag, Interval, Ratio, Stratified, StudyInfo, Test, TestMethod};
use crate::stats::IntervalMethod;

/// An odds ratio with its interval: "0.90 (95% interval 0.77 to 1.06)".
pub fn odds_ratio_text(ratio: &Ratio, info: &StudyInfo) -> String {
    let Some(value) = ratio.value else { return "infinite".to_owned() };
    match (ratio.low, ratio.high) {
        (Some(low), Some(high)) => {
            let level = Interval { low, high, level: info.analysis.confidence, method: IntervalMethod::Log };
            format!("{} ({} {} to {})", ratio_text(value), interval_name(&level), ratio_text(low), ratio_text(high))
        }
        _ => format!("{} (no interval: a cell is empty)", ratio_text(value)),
    }
}

fn ratio_text(value: f64) -> String {
    decimal(value, if value < 0.1 { 3 } else { 2 })
}

/// Whether a reversal leads the answer: crude and common odds ratio lie on opposite sides of 1, and 1 is outside of the
/// interval of one of them. 1.01 against 0.99 does not.
pub fn turns(s: &Stratified) -> bool {
    let is_off_one = |ratio: &Option<Ratio>| {
        ratio.is_some_and(|ratio| ratio.low.is_some_and(|low| low > 1.0) || ratio.high.is_some_and(|high| high < 1.0))
    };
    s.reversal && (is_off_one(&s.crude_odds_ratio) || is_off_one(&s.odds_ratio))
}

/// Two levels within strata: crude and common odds ratio, the test, whether strata agree.
pub fn stratified_sentence(s: &Stratified, info: &StudyInfo) -> String {
    let within = in_text(&s.within_label);
    let head = format!("{}, {} against {}", s.outcome_label, s.levels[0], s.levels[1]);
    if s.n == 0 || s.flags.contains(&Flag::Suppressed) {
        let why = if s.n == 0 { "nobody is at one of the two levels" } else { "one of the two levels has too few" };
        return format!("{head}: no odds ratio within {within}, because {why} ({}).", respondents(s.n));
    }
    let Some(common) = &s.odds_ratio else {
        let why = s.note.as_deref().unwrap_or("it cannot be computed");
        return format!("{head}: no odds ratio within {within}, because {why} ({}).", respondents(s.n));
    };
    let test = |method: TestMethod| s.tests.iter().find(|test| test.method == method);
    let p = |test: &Test| format!("{} {}", test_name(test.method), p_value(test.p, test.ln_p));
    let rejects = |test: Option<&Test>| test.is_some_and(|test| test.p <= info.analysis.alpha);
    let crude = s
        .crude_odds_ratio
        .as_ref()
        .map(|crude| format!("{} with all of them together, and ", odds_ratio_text(crude, info)));
    // With a design, Wald tests of the pair and of its interaction with the strata.
    let wald = |at: usize| s.tests.iter().filter(|test| test.method == TestMethod::WaldF).nth(at);
    let cmh = test(TestMethod::Cmh).or(wald(0));
    let shown = cmh.map(|cmh| format!("; {}", p(cmh))).unwrap_or_default();
    let mut said = vec![format!(
        "{head}: the odds ratio is {}{} within the levels of {within} ({}{shown}).",
        crude.unwrap_or_default(),
        odds_ratio_text(common, info),
        respondents(s.n),
    )];
    said.push(match (turns(s), rejects(cmh)) {
        (true, true) => format!(
            "Reversal: the two lie on opposite sides of 1, so the difference with all together is the opposite of the \
             one within {within}."
        ),
        (true, false) => format!(
            "Reversal: the two lie on opposite sides of 1. No difference within {within} is found, and none ruled out \
             within the interval, so what all together show is not shown within {within}."
        ),
        (false, _) if s.reversal => "The two lie on opposite sides of 1, but both intervals hold 1: neither shows a \
                                     difference, and no reversal is shown."
            .to_owned(),
        (false, true) => format!("A difference is found within {within}."),
        (false, false) => {
            format!("No difference within {within} is found, and none ruled out within the interval.")
        }
    });
    if let Some(tarone) = test(TestMethod::Tarone).or(wald(1)) {
        said.push(if rejects(Some(tarone)) {
            format!("The odds ratio differs between the levels of {within} ({}), which one number hides.", p(tarone))
        } else {
            format!("That it differs between the levels of {within} is not found ({}).", p(tarone))
        });
    }
    let hidden = |level: &String| s.strata.iter().any(|t| t.level == *level && t.flags.contains(&Flag::Suppressed));
    let reverses: Vec<String> = s.reverses_in.iter().filter(|level| !hidden(level)).cloned().collect();
    if !reverses.is_empty() {
        said.push(format!("It lies on the other side of 1 than with all together in {}.", and(&reverses)));
    }
    said.join(" ")
}
