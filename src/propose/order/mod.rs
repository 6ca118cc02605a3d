//! In which order do the answers of a question stand?
//!
//! ```text
//! {"5,000+", "1-9", "10-49"}  ->  numbers inside    ->  1-9 < 10-49 < 5,000+                    certain
//! {"Often", "Never", …}       ->  how often         ->  Never < Often < …                       certain
//! {"Agree", "Disagree", …}    ->  word and opposite ->  Disagree < Agree, "Don't know" outside  certain
//! {"Blue", "Red"}             ->  no reader fits    ->  no order
//! ```
//!
//! From little to much, never to always, against to for, young to old. Each reader gives every answer a rank or gives
//! up; an order is certain only if one reader ranks all answers apart. `tests/init/order.toml` is the answer key.

mod intensity;
mod numbers;
mod often;
mod scales;

/// The order of a question's answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The answers that have a place, from little to much.
    pub levels: Vec<String>,
    /// Answers without a place: "Don't know", "Prefer not to say".
    pub outside: Vec<String>,
    /// Whether somebody should look at it.
    pub certainty: Certainty,
    /// By what the order was told: "numbers inside the answers".
    pub by: &'static str,
    /// The first answer on the upper side, where the scale has two.
    pub upper: Option<usize>,
    /// The answer between both sides.
    pub neutral: Option<usize>,
}

/// Whether a guess needs to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// It follows from the answers alone.
    Certain,
    /// It may be wrong.
    Doubtful,
}

/// What kind of no answer a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoAnswer {
    /// "Prefer not to say".
    Refused,
    /// "Don't know".
    DontKnow,
    /// "N/A".
    NotApplicable,
}

/// What a reader found: a rank per text.
struct Ranks {
    ranks: Vec<f64>,
    certainty: Certainty,
    by: &'static str,
    /// The rank between both sides, where the scale has two.
    middle: Option<f64>,
}

/// The order of answers; `None` where nothing tells one.
pub fn order(texts: &[String]) -> Option<Order> {
    let (outside, inside): (Vec<&String>, Vec<&String>) = texts.iter().partition(|text| no_answer(text).is_some());
    if inside.len() < 2 {
        return None;
    }
    let plain: Vec<String> = inside.iter().map(|text| plain(text)).collect();
    if let Some(found) = ranked(&plain) {
        return Some(sorted(&inside, &outside, found));
    }
    // One answer that no reader understands among several that one does: it stands apart, and somebody must look.
    if inside.len() < 5 {
        return None;
    }
    for odd in 0..inside.len() {
        let without = |list: &[String]| -> Vec<String> {
            list.iter().enumerate().filter(|(at, _)| *at != odd).map(|(_, text)| text.clone()).collect()
        };
        let Some(mut found) = ranked(&without(&plain)) else { continue };
        found.certainty = Certainty::Doubtful;
        let others: Vec<&String> = inside.iter().enumerate().filter(|(at, _)| *at != odd).map(|(_, t)| *t).collect();
        let mut order = sorted(&others, &outside, found);
        if plain[odd].split(' ').any(|word| matches!(word, "no" | "not" | "none" | "never")) {
            order.levels.insert(0, inside[odd].clone());
        } else {
            order.outside.push(inside[odd].clone());
        }
        return Some(order);
    }
    None
}

/// From texts to ranks.
type Reader = fn(&[String]) -> Option<Ranks>;

/// The ranks of the first reader that knows all texts and tells them apart.
fn ranked(plain: &[String]) -> Option<Ranks> {
    let readers: [Reader; 4] = [scales::ranks, often::ranks, numbers::ranks, intensity::ranks];
    readers.iter().filter_map(|reader| reader(plain)).find(|found| {
        let mut ranks = found.ranks.clone();
        ranks.sort_by(f64::total_cmp);
        ranks.windows(2).all(|two| two[0] < two[1])
    })
}

fn sorted(inside: &[&String], outside: &[&String], found: Ranks) -> Order {
    let mut at: Vec<usize> = (0..inside.len()).collect();
    at.sort_by(|&a, &b| found.ranks[a].total_cmp(&found.ranks[b]));
    let upper = found.middle.and_then(|middle| at.iter().position(|&level| found.ranks[level] > middle));
    let neutral = found.middle.and_then(|middle| at.iter().position(|&level| found.ranks[level] == middle));
    Order {
        neutral,
        levels: at.iter().map(|&level| inside[level].clone()).collect(),
        outside: outside.iter().map(|text| (*text).clone()).collect(),
        certainty: found.certainty,
        by: found.by,
        upper: upper.filter(|&upper| upper > 0),
    }
}

/// A text in lower case, with plain quotes and dashes and single spaces.
pub fn plain(text: &str) -> String {
    let lower = text.to_lowercase();
    let mut out = String::with_capacity(lower.len());
    for c in lower.chars() {
        match c {
            '\u{2018}' | '\u{2019}' | '\u{b4}' | '`' => out.push('\''),
            '\u{201c}' | '\u{201d}' => out.push('"'),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
            c if c.is_whitespace() => out.push(' '),
            c => out.push(c),
        }
    }
    out.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether an answer is none, and of what kind.
pub fn no_answer(text: &str) -> Option<NoAnswer> {
    const REFUSED: [&str; 16] = [
        "prefer not to say",
        "prefer not to answer",
        "prefer not to disclose",
        "rather not say",
        "i'd rather not say",
        "refused",
        "refuse",
        "refused to answer",
        "no answer",
        "decline to answer",
        "declined",
        "keine angabe",
        "k.a.",
        "möchte ich nicht sagen",
        "ne souhaite pas répondre",
        "prefiero no decirlo",
    ];
    const DONT_KNOW: [&str; 22] = [
        "don't know",
        "dont know",
        "do not know",
        "i don't know",
        "i do not know",
        "dk",
        "don't know / no answer",
        "don't know/no answer",
        "don't know/refused",
        "don't know / not sure",
        "not sure",
        "i'm not sure",
        "unsure",
        "no opinion",
        "can't say",
        "can't tell",
        "weiß nicht",
        "weiss nicht",
        "ne sait pas",
        "no sabe",
        "no sé",
        "not sure / don't know",
    ];
    const NOT_APPLICABLE: [&str; 9] = [
        "n/a",
        "na",
        "not applicable",
        "does not apply",
        "doesn't apply",
        "trifft nicht auf mich zu",
        "nicht zutreffend",
        "unfamiliar (n/a)",
        "not applicable (n/a)",
    ];
    let text = plain(text);
    let text = text.trim_end_matches(['.', '!']);
    let is_in = |list: &[&str]| list.contains(&text);
    if is_in(&REFUSED) {
        Some(NoAnswer::Refused)
    } else if is_in(&DONT_KNOW) {
        Some(NoAnswer::DontKnow)
    } else if is_in(&NOT_APPLICABLE) {
        Some(NoAnswer::NotApplicable)
    } else {
        None
    }
}
