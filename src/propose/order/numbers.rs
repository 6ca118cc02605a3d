//! Numbers inside the answers: "1,000-4,999", "under $100k", "65 or older", "Wave 3", "5'10\"".
//!
//! ```text
//! "$500M-$1B"  ->  500,000,000 to 1,000,000,000      "less than 1 hour"  ->  below 3,600 seconds      "Wave 3"  ->  3, word wave
//! ```
//!
//! All texts must have the same words around their numbers; ranges that overlap make the order doubtful.

use super::{Certainty, Ranks, intensity, scales};

const BY: &str = "the numbers inside the answers";

/// Ranks by numbers.
pub fn ranks(texts: &[String]) -> Option<Ranks> {
    special(texts).or_else(|| leading(texts)).or_else(|| ranges(texts))
}

/// Versions and quarters, which are no numbers but are made of them.
fn special(texts: &[String]) -> Option<Ranks> {
    let quarter = |text: &String| {
        let (a, b) = text.split_once(' ').or_else(|| text.split_once('-'))?;
        let (quarter, year) = if a.starts_with('q') { (a, b) } else { (b, a) };
        let quarter: f64 = quarter.strip_prefix('q')?.parse().ok().filter(|q| (1.0..=4.0).contains(q))?;
        Some(year.parse::<f64>().ok()? * 4.0 + quarter)
    };
    let version = |text: &String| {
        let parts: Vec<f64> =
            text.strip_prefix('v')?.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
        (parts.len() < 4).then(|| (0..3).fold(0.0, |sum, at| sum * 10_000.0 + parts.get(at).copied().unwrap_or(0.0)))
    };
    let found = |ranks| Ranks { ranks, certainty: Certainty::Certain, by: BY, middle: None };
    let all = |reader: &dyn Fn(&String) -> Option<f64>| texts.iter().map(reader).collect::<Option<Vec<f64>>>();
    all(&quarter).or_else(|| all(&version)).map(found)
}

/// "1 - Strongly disagree", "2", "5 (very)": a whole number leads, and words follow at some of them.
fn leading(texts: &[String]) -> Option<Ranks> {
    let parts = |text: &String| -> Option<(f64, String)> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let number: f64 = text[..digits].parse().ok()?;
        let rest = text[digits..].trim_start();
        if rest.is_empty() {
            return Some((number, String::new()));
        }
        let words = rest.strip_prefix(['-', ':', '.', ')', '(', '='])?.trim().trim_end_matches(')');
        (words.chars().next()?.is_alphabetic()).then(|| (number, words.to_owned()))
    };
    let parts: Vec<(f64, String)> = texts.iter().map(parts).collect::<Option<_>>()?;
    if parts.iter().all(|(_, words)| words.is_empty()) || !contiguous(parts.iter().map(|(number, _)| *number).collect())
    {
        return None;
    }
    // Where every number has words, the numbers may be mere codes: the words must have the order, too.
    let words: Vec<String> = parts.iter().map(|(_, words)| words.clone()).collect();
    let certain = words.iter().any(String::is_empty)
        || scales::ranks(&words).or_else(|| intensity::ranks(&words)).is_some_and(|by_words| {
            (0..parts.len())
                .all(|a| (0..a).all(|b| (parts[a].0 < parts[b].0) == (by_words.ranks[a] < by_words.ranks[b])))
        });
    let certainty = if certain { Certainty::Certain } else { Certainty::Doubtful };
    Some(Ranks { ranks: parts.into_iter().map(|(number, _)| number).collect(), certainty, by: BY, middle: None })
}

fn contiguous(mut numbers: Vec<f64>) -> bool {
    numbers.sort_by(f64::total_cmp);
    numbers.windows(2).all(|two| two[1] - two[0] == 1.0)
}

/// A text as a range.
struct Range {
    low: f64,
    high: f64,
    /// Spans of time that its numbers count, in seconds.
    units: Vec<f64>,
    /// Whether a number has no unit of its own, nor one behind it.
    without_unit: bool,
    words: Vec<String>,
    ordinal: bool,
    is_bare: bool,
}

fn ranges(texts: &[String]) -> Option<Ranks> {
    let feet = texts.iter().any(|text| inches(text).is_some());
    let prepared: Vec<String> = texts.iter().map(|text| if feet { in_inches(text) } else { text.clone() }).collect();
    let read = |with_units: bool| prepared.iter().map(|text| range(text, with_units)).collect::<Option<Vec<Range>>>();
    let mut found = read(true)?;
    let mut units: Vec<f64> = found.iter().flat_map(|range| range.units.clone()).collect();
    units.sort_by(f64::total_cmp);
    units.dedup();
    if units.len() <= 1 {
        found = read(false)?;
    } else if found.iter().any(|range| range.without_unit && range.high != 0.0) {
        return None;
    }
    let longest = found.iter().max_by_key(|range| range.words.len())?.words.clone();
    if longest.len() > 4 || found.iter().any(|range| range.words.iter().any(|word| !longest.contains(word))) {
        return None;
    }
    let numbered = found.iter().filter(|range| range.low.is_finite() || range.high.is_finite()).count();
    if numbered < 2 {
        return None;
    }
    let mut ranks = Vec::new();
    for range in &found {
        ranks.push(match (range.low.is_finite(), range.high.is_finite()) {
            (true, true) => range.low,
            (false, _) => range.high - 1e-9 * range.high.abs().max(1.0),
            (true, false) => range.low + 1e-9 * range.low.abs().max(1.0),
        });
    }
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by(|&a, &b| ranks[a].total_cmp(&ranks[b]));
    let overlap = order.windows(2).any(|two| {
        let (before, after) = (&found[two[0]], &found[two[1]]);
        after.low.is_finite() && before.high > after.low && before.high.is_finite() || !before.high.is_finite()
    });
    let bare = found.iter().all(|range| range.is_bare);
    let scattered = bare && !close(&ranks);
    let ordinals = found.iter().all(|range| range.ordinal && range.words.is_empty());
    let certainty = if overlap || scattered || ordinals { Certainty::Doubtful } else { Certainty::Certain };
    Some(Ranks { ranks, certainty, by: BY, middle: None })
}

/// Whether single numbers look like a scale or years, not like codes of places.
fn close(numbers: &[f64]) -> bool {
    let (low, high) = (
        numbers.iter().copied().fold(f64::INFINITY, f64::min),
        numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    );
    (low >= 0.0 && high <= 100.0) || (low >= 1900.0 && high <= 2100.0) || high - low <= 3.0 * numbers.len() as f64
}

/// 5'10" in inches, at the start of a text: the number and what follows.
fn inches(text: &str) -> Option<(u32, &str)> {
    let (feet, rest) = text.split_once('\'')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let inches: u32 = if digits == 0 { 0 } else { rest[..digits].parse().ok()? };
    let rest = rest[digits..].strip_prefix('"').unwrap_or(&rest[digits..]);
    Some((feet.trim().parse::<u32>().ok()?.checked_mul(12)?.checked_add(inches)?, rest))
}

fn in_inches(text: &str) -> String {
    if let Some((total, rest)) = inches(text) {
        return format!("{total}{rest}");
    }
    let words = text.split(' ').map(|word| word.to_owned()).collect::<Vec<_>>();
    let mut out: Vec<String> = Vec::new();
    for word in words {
        match out.last().and_then(|last| last.parse::<u32>().ok()?.checked_mul(12)) {
            Some(total) if matches!(word.trim_end_matches('.'), "ft" | "feet" | "foot") => {
                out.pop();
                out.push(total.to_string());
            }
            _ => out.push(word),
        }
    }
    out.join(" ")
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number { value: f64, ordinal: bool },
    Word(String),
    Sign(char),
}

const ZERO: &[&str] =
    &["none", "no", "zero", "never", "free", "studio", "nothing", "keine", "kein", "aucun", "ninguno"];
const ONE: &[&str] = &["just me", "solo", "only me", "myself", "only myself", "self-employed"];
const BELOW: &[&str] = &[
    "less", "under", "below", "fewer", "lower", "moins", "unter", "before", "within", "menos", "maximum", "max",
    "younger", "worse", "jünger", "weniger", "shorter", "vor",
];
const ABOVE: &[&str] = &[
    "more",
    "over",
    "above",
    "greater",
    "older",
    "later",
    "higher",
    "up",
    "plus",
    "mehr",
    "älter",
    "better",
    "mindestens",
    "longer",
    "beyond",
    "höher",
    "after",
    "larger",
    "más",
    "über",
    "exceeding",
    "minimum",
    "since",
];
const FILLERS: &[&str] = &[
    "to",
    "and",
    "or",
    "than",
    "of",
    "a",
    "an",
    "the",
    "bis",
    "und",
    "oder",
    "à",
    "de",
    "et",
    "zu",
    "is",
    "about",
    "between",
    "from",
    "age",
    "aged",
    "als",
    "y",
    "o",
    "per",
    "at",
    "least",
    "ago",
    "approximately",
    "around",
    "year-old",
    "i",
    "am",
    "but",
    "not",
    "usd",
    "eur",
    "gbp",
    "dollars",
    "euro",
    "euros",
    "old",
];
const UNITS: &[(&str, f64)] = &[
    ("second", 1.0),
    ("sec", 1.0),
    ("minute", 60.0),
    ("min", 60.0),
    ("hour", 3600.0),
    ("hr", 3600.0),
    ("day", 86_400.0),
    ("week", 604_800.0),
    ("month", 2_629_746.0),
    ("year", 31_556_952.0),
    ("yr", 31_556_952.0),
    ("jahr", 31_556_952.0),
    ("jahre", 31_556_952.0),
];
const MULTIPLES: &[(&str, f64)] = &[
    ("k", 1e3),
    ("m", 1e6),
    ("b", 1e9),
    ("bn", 1e9),
    ("mn", 1e6),
    ("mm", 1e6),
    ("thousand", 1e3),
    ("million", 1e6),
    ("billion", 1e9),
    ("tsd", 1e3),
    ("mio", 1e6),
    ("mrd", 1e9),
    ("lakh", 1e5),
    ("crore", 1e7),
];
const COUNTS: &[(&str, f64)] = &[
    ("once", 1.0),
    ("twice", 2.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
];

fn unit_of(word: &str) -> Option<f64> {
    let word = word.trim_end_matches('.');
    UNITS.iter().find(|(unit, _)| *unit == word || word.strip_suffix('s') == Some(*unit)).map(|(_, seconds)| *seconds)
}

fn multiple_of(word: &str) -> Option<f64> {
    MULTIPLES.iter().find(|(multiple, _)| *multiple == word).map(|(_, times)| *times)
}

fn range(text: &str, with_units: bool) -> Option<Range> {
    let point = |value: f64| Range {
        low: value,
        high: value,
        units: Vec::new(),
        without_unit: value != 0.0,
        words: Vec::new(),
        ordinal: false,
        is_bare: false,
    };
    if ZERO.contains(&text) {
        return Some(point(0.0));
    }
    if ONE.contains(&text) {
        return Some(point(1.0));
    }
    let tokens = tokens(text);
    let (mut below, mut above, mut ordinal) = (false, false, false);
    // Value, multiple, unit of each number.
    let mut numbers: Vec<(f64, Option<f64>, Option<f64>)> = Vec::new();
    let mut words = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Number { value, ordinal: is_ordinal } => {
                ordinal |= is_ordinal;
                numbers.push((*value, None, None));
            }
            Token::Sign('<' | '≤') => below = true,
            Token::Sign('>' | '≥' | '+') => above = true,
            Token::Sign(_) => {}
            Token::Word(word) => {
                let behind_number = at > 0 && matches!(tokens[at - 1], Token::Number { .. });
                let last = numbers.last_mut();
                if let (Some(times), true, Some(last)) = (multiple_of(word), behind_number, last) {
                    last.1 = Some(times);
                } else if let Some(seconds) = unit_of(word) {
                    match numbers.last_mut() {
                        Some(last) => last.2 = Some(seconds),
                        // "a week", "the last month": one of it.
                        None => numbers.push((1.0, None, Some(seconds))),
                    }
                } else if BELOW.contains(&word.as_str())
                    || word == "up" && tokens.get(at + 1) == Some(&Token::Word("to".into()))
                {
                    below = true;
                } else if ABOVE.contains(&word.as_str()) {
                    above = true;
                } else if let Some((_, value)) = COUNTS.iter().find(|(known, _)| known == word) {
                    numbers.push((*value, None, None));
                } else if word == "bis" && numbers.is_empty() {
                    below = true;
                } else if word == "ab" {
                    above = true;
                } else if !FILLERS.contains(&word.as_str()) {
                    words.push(word.trim_end_matches(['s', 'n']).to_owned());
                }
            }
        }
    }
    words.sort_unstable();
    words.dedup();
    // A number without a multiple or unit has that of the number behind it: "10 to 99 thousand", "1-2 hours".
    for at in (0..numbers.len().saturating_sub(1)).rev() {
        let next = numbers[at + 1];
        numbers[at].1 =
            numbers[at].1.or(if numbers[at].0 == 0.0 { None } else { next.1.filter(|_| numbers[at].0 < 1000.0) });
        numbers[at].2 = numbers[at].2.or(next.2);
    }
    let value = |(value, multiple, unit): (f64, Option<f64>, Option<f64>)| {
        value * multiple.unwrap_or(1.0) * if with_units { unit.unwrap_or(1.0) } else { 1.0 }
    };
    let values: Vec<f64> = numbers.iter().map(|number| value(*number)).collect();
    let is_bare = !below && !above && values.len() == 1;
    let (low, high) = match (values.as_slice(), below, above) {
        ([low, high], ..) if low <= high => (*low, *high),
        ([one], true, false) => (f64::NEG_INFINITY, *one),
        ([one], false, true) => (*one, f64::INFINITY),
        ([one], false, false) => (*one, *one),
        _ => return None,
    };
    Some(Range {
        low,
        high,
        words,
        ordinal,
        is_bare,
        units: numbers.iter().filter_map(|(_, _, unit)| *unit).collect(),
        without_unit: numbers.iter().any(|(_, _, unit)| unit.is_none()),
    })
}

/// Numbers, words and signs of a text. Signs of currency and percent do not count.
fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        let digit_at = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
        let signed = matches!(c, '-' | '+')
            && digit_at(at + 1)
            && match tokens.last() {
                None => true,
                Some(Token::Word(word)) => chars[at - 1] == ' ' && matches!(word.as_str(), "to" | "bis" | "and"),
                _ => false,
            };
        if c.is_ascii_digit() || signed {
            let negative = signed && c == '-';
            at += usize::from(signed);
            let (value, next) = number(&chars, at);
            at = next;
            let suffix: String = chars[at..].iter().take_while(|c| c.is_alphabetic()).collect();
            let ordinal = matches!(suffix.as_str(), "st" | "nd" | "rd" | "th");
            if ordinal {
                at += 2;
            }
            tokens.push(Token::Number { value: if negative { -value } else { value }, ordinal });
        } else if c.is_alphabetic() {
            let start = at;
            while chars.get(at).is_some_and(|c| {
                c.is_alphabetic() || *c == '\'' && chars.get(at + 1).is_some_and(|c| c.is_alphabetic())
            }) {
                at += 1;
            }
            tokens.push(Token::Word(chars[start..at].iter().collect()));
        } else {
            if matches!(c, '<' | '>' | '≤' | '≥' | '+' | '-') {
                tokens.push(Token::Sign(c));
            }
            at += 1;
        }
    }
    tokens
}

/// A number with separators of thousands and of decimals, and where it ends.
fn number(chars: &[char], start: usize) -> (f64, usize) {
    let digits_from = |at: usize| chars[at.min(chars.len())..].iter().take_while(|c| c.is_ascii_digit()).count();
    let mut text: String = chars[start..start + digits_from(start)].iter().collect();
    let mut at = start + text.len();
    let mut groups = 0;
    while let Some(&separator) = chars.get(at) {
        let following = digits_from(at + 1);
        let thousands = following == 3 && (groups > 0 || text.len() <= 3) && !text.starts_with('0') && text.len() < 13;
        if matches!(separator, ',' | '.' | ' ' | '\'') && thousands && !text.contains('.') {
            text.extend(&chars[at + 1..at + 4]);
            (at, groups) = (at + 4, groups + 1);
        } else if matches!(separator, ',' | '.') && following > 0 && !text.contains('.') {
            text.push('.');
            text.extend(&chars[at + 1..at + 1 + following]);
            at += 1 + following;
        } else {
            break;
        }
    }
    (text.parse().unwrap_or(0.0), at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranked(texts: &[&str]) -> Option<Vec<f64>> {
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        ranges(&texts).map(|found| found.ranks)
    }

    /// 357,913,942 feet are 8 inches, where a number of 32 bits begins anew.
    #[test]
    fn feet_that_are_more_inches_than_a_number_holds_are_the_tallest_or_have_no_order() {
        assert_eq!(ranked(&["5'1\"", "6'0\""]), Some(vec![61.0, 72.0]));
        for tallest in ["357913942'0\"", "357913941'9\"", "357913942 ft", "4294967295 feet"] {
            let ranks = ranked(&["5'1\"", "6'0\"", tallest]);
            assert!(ranks.is_none_or(|ranks| ranks[2] > ranks[1] && ranks[1] > ranks[0]), "{tallest}");
        }
    }
}
