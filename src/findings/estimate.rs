//! Counted answers → a rate with its base, its interval and what a reader must know.

use crate::results::{Base, Estimate, Flag, Interval, Measure};
use crate::stats::mean::Moments;
use crate::stats::{Count, interval};
use crate::study::{Analysis, Answer, NumberKind, Outcome, Study, SuppressRule};
use crate::tabulate::Answers;

/// How many of those who answered said yes.
pub fn yes(answer: &Answer, answers: &Answers) -> Count {
    let first = usize::from(crate::block::FIRST_ANSWER);
    let yes = answers.answers.iter().enumerate().filter(|(i, _)| answer.is_yes((first + i) as u16)).map(|(_, n)| n);
    Count { yes: yes.sum(), n: answers.n() }
}

/// A rate of a simple random sample.
pub fn rate(level: Option<&str>, count: Count, n_missing: u64, analysis: &Analysis) -> Estimate {
    let rate = count.rate();
    let ci = interval::rate(count, analysis.confidence, analysis.interval);
    let wide = rate.zip(ci).is_some_and(|(rate, ci)| is_too_wide(rate, ci));
    let mut flags = flags(count.n, wide, analysis);
    if count.n > 0 && (count.yes == 0 || count.yes == count.n) {
        flags.push(Flag::ZeroOrOne);
    }
    Estimate {
        n_yes: count.yes,
        rate,
        se: rate.map(|p| (p * (1.0 - p) / count.n as f64).sqrt()),
        ci,
        flags,
        ..unmeasured(level, Measure::Rate, count.n, n_missing)
    }
}

/// What is estimated of an outcome's number.
pub fn measure(answer: &Answer) -> Measure {
    match answer {
        Answer::Mean { kind: NumberKind::Total, .. } => Measure::Total,
        Answer::Mean { kind: NumberKind::Nps, .. } => Measure::Nps,
        Answer::Mean { kind: NumberKind::Quantile(share), .. } if *share == 0.5 => Measure::Median,
        Answer::Mean { kind: NumberKind::Quantile(_), .. } => Measure::Quantile,
        Answer::Mean { .. } => Measure::Mean,
        Answer::Nominal { .. } => Measure::Shares,
        _ => Measure::Rate,
    }
}

/// A mean of a simple random sample, or a score that is one.
pub fn mean(answer: &Answer, level: Option<&str>, numbers: Moments, n_missing: u64, analysis: &Analysis) -> Estimate {
    Estimate {
        mean: (numbers.n > 0).then_some(numbers.mean),
        se: numbers.standard_error(),
        ci: numbers.interval(analysis.confidence),
        flags: flags(numbers.n, false, analysis),
        ..unmeasured(level, measure(answer), numbers.n, n_missing)
    }
}

/// The share of each of several answers, in a simple random sample.
pub fn shares(level: Option<&str>, names: &[String], answers: &Answers, analysis: &Analysis) -> Estimate {
    let share =
        |(name, &yes): (&String, &u64)| rate(Some(name), Count { yes, n: answers.n() }, answers.no_answer, analysis);
    Estimate {
        shares: Some(names.iter().zip(&answers.answers).map(share).collect()),
        flags: flags(answers.n(), false, analysis),
        ..unmeasured(level, Measure::Shares, answers.n(), answers.no_answer)
    }
}

/// The base of an estimate, before its figure.
pub(super) fn unmeasured(level: Option<&str>, measure: Measure, n: u64, n_missing: u64) -> Estimate {
    Estimate {
        measure,
        level: level.map(str::to_string),
        n,
        n_yes: 0,
        n_missing,
        n_weighted: n as f64,
        n_effective: n as f64,
        rate: None,
        mean: None,
        se: None,
        ci: None,
        deff: (n > 0).then_some(1.0),
        df: None,
        flags: Vec::new(),
        bands: None,
        shares: None,
    }
}

/// What a base says about its figure.
pub(super) fn flags(n: u64, too_wide: bool, analysis: &Analysis) -> Vec<Flag> {
    if n == 0 {
        vec![Flag::Empty]
    } else if n < analysis.suppress_below || (analysis.suppress_rule == SuppressRule::Nchs && too_wide) {
        vec![Flag::Suppressed]
    } else if n < analysis.caution_below {
        vec![Flag::Caution]
    } else {
        Vec::new()
    }
}

/// The share of each band, for an outcome with bands; of each group, for a net promoter score.
pub fn bands(answer: &Answer, answers: &Answers, analysis: &Analysis) -> Option<Vec<Estimate>> {
    let share =
        |(band, &yes): (&String, &u64)| rate(Some(band), Count { yes, n: answers.n() }, answers.no_answer, analysis);
    Some(answer.parted()?.iter().zip(&answers.answers).map(share).collect())
}

/// Whether an interval is too wide for the rule of the National Center for Health Statistics (Parker et al. 2017, Vital
/// and Health Statistics 2(175)): 0.30 or wider, or wider than 0.05 and than 130% of its rate. Of a rate of 0 there is
/// no percentage.
///
/// The rule is made for Clopper-Pearson and Korn-Graubard intervals at 95% (`interval = "beta"`); here it looks at the
/// interval that is printed.
pub fn is_too_wide(rate: f64, ci: Interval) -> bool {
    const WIDEST: f64 = 0.30;
    const NARROW: f64 = 0.05;
    const WIDEST_RELATIVE: f64 = 1.30;
    let width = ci.high - ci.low;
    width >= WIDEST || (width > NARROW && rate > 0.0 && width > WIDEST_RELATIVE * rate)
}

/// The base of an outcome, with who it is in words.
pub fn base(study: &Study, outcome: &Outcome, answers: &Answers) -> Base {
    Base {
        description: description(study, outcome),
        n: answers.n(),
        n_missing: answers.no_answer,
        n_outside: answers.not_asked,
    }
}

/// Who was asked, in words: "respondents with “Has AI agents live in production”, where country = Brazil". A base is said in
/// the words that the study has for it, else by its labels; a domain as it was asked for.
fn description(study: &Study, outcome: &Outcome) -> String {
    let mut asked: Vec<String> = outcome.base.conditions.iter().map(|c| c.labelled(study)).collect();
    asked.extend(outcome.base.ticked_any.iter().map(|any| format!("an option of {} ticked", any.question)));
    asked.extend(outcome.base.asked_if.iter().map(|&o| study.outcomes[o].as_condition()));
    let who = match &outcome.base.label {
        Some(label) => label.clone(),
        None if asked.is_empty() => "all respondents".into(),
        None => format!("respondents with {}", asked.join(" and ")),
    };
    let standardised = outcome.standard.as_ref().map_or_else(String::new, |standard| {
        let segment = &study.segments[standard.segment];
        let share = |(level, share): (&String, &f64)| format!("{level} {}%", (1000.0 * share).round() / 10.0);
        let shares: Vec<String> = segment.levels.iter().zip(&standard.shares).map(share).collect();
        format!(", standardised to {}: {}", segment.name, shares.join(", "))
    });
    in_domain(study, who) + &standardised
}

/// Who, and the domain that `--where` narrows them to.
pub fn in_domain(study: &Study, who: String) -> String {
    match domain(study) {
        Some(domain) => format!("{who}, where {domain}"),
        None => who,
    }
}

/// The domain in words: "country = Brazil and size = Large".
pub fn domain(study: &Study) -> Option<String> {
    let domain: Vec<String> = study.domain.iter().map(|c| c.words(study)).collect();
    (!domain.is_empty()).then(|| domain.join(" and "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::IntervalMethod;

    #[test]
    fn the_rule_of_the_nchs_hides_what_is_wide_in_points_or_beside_its_rate() {
        let wide = |rate: f64, low: f64, high: f64| {
            is_too_wide(rate, Interval { low, high, level: 0.95, method: IntervalMethod::Beta })
        };
        assert!(wide(0.5, 0.34, 0.65) && !wide(0.5, 0.36, 0.65));
        assert!(wide(0.05, 0.01, 0.09) && !wide(0.08, 0.04, 0.12), "0.08 is more than 130% of 0.05, not of 0.08");
        assert!(!wide(0.01, 0.0, 0.045), "narrow intervals are shown, however small the rate");
        assert!(!wide(0.0, 0.0, 0.1), "nobody said yes: there is no percentage of 0");
    }
}
