//! The pieces that sentences are made of: names of tests, labels inside a sentence, sizes with their unit.

use crate::results::format::{Unit, count, decimal, decimals, points, written};
use crate::results::{Base, Interval, IntervalMethod, TestMethod, Verdict};

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
        TestMethod::RaoScottF => "Rao-Scott F",
        TestMethod::RaoScottChisq => "Rao-Scott X², first order",
        TestMethod::AdjWald => "adjusted Wald F",
        TestMethod::SvyLogitTrend => "design-based logistic trend",
        TestMethod::SvyRank => "design-based rank test",
        TestMethod::SvyPairedT => "paired t, design-based",
        TestMethod::WaldF => "Wald F",
        TestMethod::Wald => "Wald X²",
    }
}

/// The name of an interval's method in text.
pub fn interval_method(method: IntervalMethod) -> &'static str {
    match method {
        IntervalMethod::Wilson => "Wilson",
        IntervalMethod::Logit => "logit",
        IntervalMethod::Beta => "Clopper-Pearson",
        IntervalMethod::Mean => "Wald",
        IntervalMethod::Newcombe => "Newcombe",
        IntervalMethod::NewcombePaired => "Newcombe, paired",
        IntervalMethod::Log => "on the log scale",
        IntervalMethod::NoncentralChiSquare => "noncentral chi-square",
        IntervalMethod::FisherZ => "Fisher z",
        IntervalMethod::ImbensManski => "Imbens-Manski",
        IntervalMethod::Feldt => "Feldt",
        IntervalMethod::OrderStatistics => "order statistics",
        IntervalMethod::Woodruff => "Woodruff",
        IntervalMethod::Simulated => "drawn at random",
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
    let text = trimmed((margin * 1e6).round() / 1e4);
    format!("{text} {}", if text == "1" { "point" } else { "points" })
}

/// A size in points without its sign: "7.2 points".
pub fn size(difference: f64) -> String {
    points(difference.abs()).trim_start_matches('+').to_owned()
}

/// Two figures and what is between them, as one sentence tells them.
pub(super) struct Apart {
    /// The first figure.
    pub(super) a: String,
    /// The second, with as many decimals.
    pub(super) b: String,
    /// " before rounding" where the two figures as printed do not give their difference.
    pub(super) rounded: &'static str,
}

/// Two figures with the decimals that the smaller base bears, so that 62% does not stand against 61.9%. Their difference,
/// in points with one decimal, is that of the figures before they were rounded: where the printed ones give another, by
/// a tenth of a point, it says so.
///
/// ```text
/// 76% and 53%, 22.3 points apart before rounding       81.0% and 71.3%, 9.7 points apart
/// ```
pub(super) fn apart(unit: Unit, [(a, n_a), (b, n_b)]: [(f64, u64); 2]) -> Apart {
    let n = n_a.min(n_b);
    let decimals = match unit {
        Unit::Percent => decimals(n) as i32 + 2,
        Unit::Number { decimals } => decimals as i32,
    };
    let printed = |value: f64| (value * 10_f64.powi(decimals)).round() / 10_f64.powi(decimals);
    let gives = match unit {
        Unit::Percent => points((printed(a) - printed(b)).abs()) == points((a - b).abs()),
        Unit::Number { .. } => unit.difference(printed(a) - printed(b)) == unit.difference(a - b),
    };
    Apart { a: unit.value(a, n), b: unit.value(b, n), rounded: if gives { "" } else { " before rounding" } }
}

/// Two limits in points: "-1.2 to 8.3 points".
pub fn points_range(low: f64, high: f64) -> String {
    let low = points(low);
    format!("{} to {}", low.trim_end_matches(" points"), points(high))
}

/// The interval of a difference that is told by its size, on the side of 0 that the size is on: of "9.7 points lower" it is
/// "4.8 to 14.6 points".
pub(super) fn sized(difference: f64, ci: &Interval) -> (f64, f64) {
    if difference < 0.0 { (-ci.high, -ci.low) } else { (ci.low, ci.high) }
}

/// A confidence level with as many decimals as it has: "95%", "99.999%".
pub fn level_text(level: f64) -> String {
    let text = format!("{:.9}", level * 100.0);
    format!("{}%", written(text.trim_end_matches('0').trim_end_matches('.')))
}

/// A label as it stands inside a sentence: without a remark in brackets at its end, and without a leading capital
/// where that is only the start of a sentence ("Governance maturity", not "AI budget" and not "New England").
pub fn in_text(label: &str) -> String {
    let mut text = label.trim();
    if let (true, Some(open)) = (text.ends_with(')'), text.rfind(" (")) {
        text = text[..open].trim_end();
    }
    let mut chars = text.chars();
    let first_word = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let sentence_case = first_word.chars().count() > 1 && first_word.chars().skip(1).all(char::is_lowercase);
    // A further word with a capital makes it a name, but for one in capitals: "Yearly AI budget".
    let is_capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().is_some_and(char::is_uppercase) && chars.next().is_some_and(char::is_lowercase)
    };
    let is_name = text.split(' ').skip(1).any(is_capital);
    match chars.next() {
        Some(first) if sentence_case && !is_name => first.to_lowercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}

/// Longest label of an outcome in a headline, in characters; it stands whole below.
const LONGEST_OUTCOME: usize = 90;
/// Longest label of a segment there.
const LONGEST_SEGMENT: usize = 48;

/// The label of an outcome as a headline begins with it: a whole questionnaire of words ends after some of them.
pub fn outcome_in_head(label: &str) -> String {
    shortened(label, LONGEST_OUTCOME)
}

/// The label of a segment inside a headline.
pub fn segment_in_head(label: &str) -> String {
    shortened(&in_text(label), LONGEST_SEGMENT)
}

/// A text of at most so many characters, which ends after a whole word and says that more follows.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let text = text.trim();
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let head: String = text.chars().take(most).collect();
    // A word that is longer than half of the room is cut.
    let end = head.rfind(char::is_whitespace).filter(|end| *end * 2 > head.len()).unwrap_or(head.len());
    format!("{}…", head[..end].trim_end_matches(|c: char| c.is_whitespace() || c.is_ascii_punctuation()))
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
    let rest = who.strip_prefix("all respondents").or_else(|| who.strip_prefix("respondents"));
    match rest {
        _ if who.is_empty() => respondents(n),
        Some(rest) if rest.is_empty() || rest.starts_with([' ', ',']) => format!("{}{rest}", respondents(n)),
        _ => format!("{} ({who})", respondents(n)),
    }
}

/// The size of a difference without its sign, in the outcome's unit.
pub fn size_in(unit: Unit, difference: f64) -> String {
    match unit {
        Unit::Percent => size(difference),
        Unit::Number { .. } => unit.difference(difference.abs()),
    }
}

/// Two limits of a difference, in the outcome's unit.
pub fn range_in(unit: Unit, low: f64, high: f64) -> String {
    match unit {
        Unit::Percent => points_range(low, high),
        Unit::Number { .. } => format!("{} to {}", unit.difference(low), unit.difference(high)),
    }
}

/// The equivalence margin, in the outcome's unit.
pub fn margin_in(unit: Unit, margin: f64) -> String {
    match unit {
        Unit::Percent => margin_text(margin),
        Unit::Number { .. } => trimmed(margin),
    }
}

pub(super) fn interval_name(ci: &Interval) -> String {
    format!("{} interval", level_text(ci.level))
}

/// An upper limit beside the margin: with more decimals where one would hide on which side it lies.
pub fn limit_text(unit: Unit, limit: f64, margin: f64) -> String {
    if let Unit::Number { decimals } = unit {
        let usual = unit.difference(limit);
        let is_hidden = limit != margin && usual == unit.difference(margin);
        return if is_hidden { decimal(limit, decimals + 3) } else { usual };
    }
    let usual = size(limit);
    if limit != margin && usual == size(margin) { format!("{} points", decimal(limit * 100.0, 3)) } else { usual }
}

pub(super) fn trimmed(value: f64) -> String {
    let text = format!("{value:.4}");
    written(text.trim_end_matches('0').trim_end_matches('.'))
}

/// A rate as it was given, published or asked for: percent with two decimals at most.
pub fn given_rate(rate: f64) -> String {
    format!("{}%", trimmed((rate * 1e4).round() / 100.0))
}
