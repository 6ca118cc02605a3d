//! How often: adverbs ("rarely"), and times in a span ("2-3 times a week").

use super::{Certainty, Ranks};

/// Ranks by adverbs, else by times a year.
pub fn ranks(texts: &[String]) -> Option<Ranks> {
    let by = "how often";
    let found = |ranks: Vec<f64>| Ranks { ranks, certainty: Certainty::Certain, by, middle: None };
    if let Some(ranks) = texts.iter().map(|text| adverb(text)).collect::<Option<Vec<f64>>>() {
        return Some(found(ranks));
    }
    texts.iter().map(|text| per_year(text)).collect::<Option<Vec<f64>>>().map(found)
}

fn adverb(text: &str) -> Option<f64> {
    const ADVERBS: [&str; 10] = [
        "never|nie|niemals|jamais|nunca|none of the time|not at all",
        "almost never|hardly ever|fast nie|presque jamais|casi nunca",
        "rarely|seldom|selten|rarement|raramente|very rarely",
        "once in a while|occasionally|gelegentlich|de temps en temps|de vez en cuando|from time to time",
        "sometimes|manchmal|parfois|a veces|some of the time|now and then",
        "about half the time|half of the time|about half of the time",
        "often|frequently|oft|häufig|souvent|a menudo|con frecuencia|fairly often",
        "very often|usually|meistens|most of the time|mostly|generally|very frequently|regularly|la plupart du temps",
        "almost always|nearly always|fast immer|presque toujours|casi siempre",
        "always|immer|toujours|siempre|all of the time|all the time|constantly",
    ];
    ADVERBS.iter().position(|words| words.split('|').any(|word| word == text)).map(|rank| rank as f64)
}

/// Times a year, as far as the words tell.
fn per_year(text: &str) -> Option<f64> {
    if matches!(text, "never" | "nie" | "not at all" | "none") {
        return Some(0.0);
    }
    if matches!(text, "first visit" | "first time" | "this is my first visit" | "this is my first time") {
        return Some(1e-3);
    }
    let (bound, rest) = bound(text);
    let times = match rest {
        "yearly" | "annually" | "every year" => 1.0,
        "quarterly" | "every quarter" => 4.0,
        "monthly" | "every month" => 12.0,
        "fortnightly" | "biweekly" | "every two weeks" | "every other week" => 26.0,
        "weekly" | "every week" => 52.0,
        "daily" | "every day" | "each day" | "täglich" => 365.0,
        "hourly" | "every hour" => 8760.0,
        rest => times_a_span(rest)?,
    };
    Some(times * bound)
}

/// A text without "less than" and the like, and a factor for them.
fn bound(text: &str) -> (f64, &str) {
    for (words, factor) in [
        ("less than ", 0.7),
        ("less often than ", 0.7),
        ("more than ", 1.3),
        ("more often than ", 1.3),
        ("at least ", 1.1),
        ("about ", 1.0),
    ] {
        if let Some(rest) = text.strip_prefix(words) {
            return (factor, rest);
        }
    }
    for (words, factor) in [(" or less often", 0.9), (" or less", 0.9), (" or more often", 1.1), (" or more", 1.1)] {
        if let Some(rest) = text.strip_suffix(words) {
            return (factor, rest);
        }
    }
    (1.0, text)
}

/// "2-3 times a week", "once per month", "several times a day".
fn times_a_span(text: &str) -> Option<f64> {
    const SPANS: [(&str, f64); 6] =
        [("hour", 8760.0), ("day", 365.0), ("week", 52.0), ("month", 12.0), ("quarter", 4.0), ("year", 1.0)];
    let (count, span) =
        [" a ", " per ", " each ", " every ", "/"].iter().find_map(|between| text.split_once(between))?;
    let span = SPANS.iter().find(|(word, _)| *word == span.trim())?.1;
    let count = count.trim();
    let times = count.strip_suffix(" times").or_else(|| count.strip_suffix(" days")).unwrap_or(count);
    let times = match times {
        "once" | "one" | "one time" => 1.0,
        "twice" | "two" => 2.0,
        "a few" | "a couple of" | "three" => 3.0,
        "several" | "multiple" | "many" => 5.0,
        number => {
            let (low, high) =
                number.split_once(['-', '/']).or_else(|| number.split_once(" to ")).unwrap_or((number, number));
            let low: f64 = low.trim().parse().ok()?;
            let high: f64 = high.trim().trim_end_matches('+').parse().ok()?;
            f64::midpoint(low, high)
        }
    };
    Some(times * span)
}
