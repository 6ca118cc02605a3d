//! A word, its opposite, and how much of it: "very satisfied", "not at all concerned", "stimme eher zu".
//!
//! ```text
//! "somewhat dissatisfied"  ->  word satisfied, opposite, 3   ->  -3
//! "not very concerned"     ->  word concerned, denied, very  ->   1
//! "neither … nor …"        ->  between both sides            ->   0
//! ```

use super::{Certainty, Ranks};

/// How much of it, by phrase; longer phrases first where one begins another.
const MUCH: &[(&str, f64)] = &[
    ("a great deal of", 6.5),
    ("a great deal", 6.5),
    ("to a great extent", 6.5),
    ("to some extent", 3.0),
    ("to a small extent", 2.0),
    ("a little bit", 2.0),
    ("less than half", 3.6),
    ("more than half", 4.6),
    ("about half", 4.0),
    ("almost none", 0.3),
    ("almost all", 6.8),
    ("a little", 2.0),
    ("a bit", 2.0),
    ("a lot", 6.0),
    ("voll und ganz", 7.0),
    ("tout à fait", 7.0),
    ("un peu", 2.0),
    ("a moderate amount", 4.0),
    ("extremely", 7.0),
    ("completely", 7.0),
    ("totally", 7.0),
    ("fully", 7.0),
    ("absolutely", 7.0),
    ("perfectly", 7.0),
    ("entirely", 7.0),
    ("definitely", 7.0),
    ("certainly", 7.0),
    ("exceptionally", 7.0),
    ("all", 7.0),
    ("voll", 7.0),
    ("völlig", 7.0),
    ("äußerst", 7.0),
    ("totalmente", 7.0),
    ("complètement", 7.0),
    ("very", 6.0),
    ("strongly", 6.0),
    ("highly", 6.0),
    ("greatly", 6.0),
    ("much", 6.0),
    ("significantly", 6.0),
    ("substantially", 6.0),
    ("sehr", 6.0),
    ("stark", 6.0),
    ("très", 6.0),
    ("muy", 6.0),
    ("most", 5.0),
    ("largely", 5.0),
    ("mainly", 5.0),
    ("mostly", 4.2),
    ("generally", 4.2),
    ("moderately", 4.0),
    ("quite", 4.0),
    ("fairly", 3.5),
    ("pretty", 4.0),
    ("rather", 3.0),
    ("somewhat", 3.0),
    ("partly", 3.0),
    ("partially", 3.0),
    ("partial", 3.0),
    ("probably", 3.0),
    ("some", 3.0),
    ("eher", 3.0),
    ("teilweise", 3.0),
    ("plutôt", 3.0),
    ("algo", 3.0),
    ("half", 4.0),
    ("slightly", 2.0),
    ("little", 2.0),
    ("kaum", 1.0),
    ("hardly", 1.0),
    ("none", 0.0),
    ("too", 4.5),
];

/// How much a word says alone.
const PLAIN: f64 = 4.5;

/// Opposites that no prefix tells: word, family, side and, where it is stronger than the plain word, how much.
const SIDES: &[(&str, &str, f64)] = &[
    ("oppose", "support", -PLAIN),
    ("against", "support", -PLAIN),
    ("support", "support", PLAIN),
    ("favor", "support", PLAIN),
    ("favour", "support", PLAIN),
    ("for", "support", PLAIN),
    ("difficult", "ease", -PLAIN),
    ("hard", "ease", -PLAIN),
    ("easy", "ease", PLAIN),
    ("awful", "quality", -8.0),
    ("terrible", "quality", -8.0),
    ("horrible", "quality", -8.0),
    ("bad", "quality", -PLAIN),
    ("poor", "quality", -PLAIN),
    ("good", "quality", PLAIN),
    ("great", "quality", 7.0),
    ("excellent", "quality", 8.0),
    ("outstanding", "quality", 8.5),
    ("schlecht", "qualität", -PLAIN),
    ("gut", "qualität", PLAIN),
    ("negative", "sign", -PLAIN),
    ("positive", "sign", PLAIN),
    ("worse", "change", -PLAIN),
    ("better", "change", PLAIN),
    ("decrease", "amount", -PLAIN),
    ("decreased", "amount", -PLAIN),
    ("increase", "amount", PLAIN),
    ("increased", "amount", PLAIN),
    ("liberal", "politics", -PLAIN),
    ("left", "politics", -PLAIN),
    ("conservative", "politics", PLAIN),
    ("right", "politics", PLAIN),
    ("low", "level", -PLAIN),
    ("high", "level", PLAIN),
    ("critical", "level", 8.0),
    ("urgent", "level", 8.0),
    ("weak", "strength", -PLAIN),
    ("strong", "strength", PLAIN),
    ("slow", "speed", -PLAIN),
    ("fast", "speed", PLAIN),
    ("unsafe", "safe", -PLAIN),
    ("desacuerdo", "acuerdo", -PLAIN),
    ("acuerdo", "acuerdo", PLAIN),
    ("insatisfait", "satisfait", -PLAIN),
];

/// What stands between both sides.
const BETWEEN: &[&str] = &[
    "neutral",
    "neither",
    "undecided",
    "about the same",
    "the same",
    "same",
    "stay the same",
    "stayed the same",
    "no change",
    "unchanged",
    "might or might not",
    "teils/teils",
    "teils teils",
    "teils, teils",
    "weder noch",
    "weder/noch",
    "mixed",
    "mixed feelings",
    "average",
    "fair",
    "okay",
    "ok",
    "moderate",
    "medium",
    "just right",
    "about right",
    "in between",
    "no difference",
];

/// Words that carry nothing.
const FILLERS: &[&str] =
    &["a", "an", "the", "of", "it", "is", "i", "am", "en", "de", "in", "be", "to", "would", "way", "far"];

struct Parsed {
    /// `None` between both sides.
    score: Option<f64>,
    denied: bool,
    rest: Vec<String>,
}

/// Ranks by how much of the same word each text says.
pub fn ranks(texts: &[String]) -> Option<Ranks> {
    let words: Vec<Vec<String>> = texts.iter().map(|text| words_of(text)).collect();
    let parsed: Vec<Parsed> =
        texts.iter().zip(&words).map(|(text, own)| parse(text, own, &words)).collect::<Option<_>>()?;
    let said: Vec<&Parsed> = parsed.iter().filter(|parsed| parsed.score.is_some()).collect();
    if said.len() < 2 || said.len() + 1 < parsed.len() || said.windows(2).any(|two| two[0].rest != two[1].rest) {
        return None;
    }
    let two_sided = said.iter().any(|parsed| parsed.score < Some(0.0));
    if two_sided && said.iter().any(|parsed| parsed.denied) {
        return None;
    }
    // "Some" and "most" of nothing named are amounts only among three or more.
    if said[0].rest.is_empty() && parsed.len() < 3 {
        return None;
    }
    let between = if two_sided { 0.0 } else { 2.5 };
    let ranks = parsed.iter().map(|parsed| parsed.score.unwrap_or(between)).collect();
    let middle = (two_sided || said.len() < parsed.len()).then_some(between);
    Some(Ranks { ranks, certainty: Certainty::Certain, by: "a word and how much of it", middle })
}

fn words_of(text: &str) -> Vec<String> {
    let spaced: String = text.chars().map(|c| if c.is_alphanumeric() || c == '\'' { c } else { ' ' }).collect();
    spaced.split_whitespace().map(str::to_owned).collect()
}

fn parse(text: &str, own: &[String], all: &[Vec<String>]) -> Option<Parsed> {
    let first = own.first().map(String::as_str)?;
    let bare = text.split(" (").next().unwrap_or(text);
    if BETWEEN.contains(&bare) || matches!(first, "neither" | "ni" | "weder" | "neutral") {
        return Some(Parsed { score: None, denied: false, rest: Vec::new() });
    }
    // "No, not at all rude": the first word repeats what follows.
    let own = if own.len() > 1 && matches!(first, "yes" | "no") && text.contains(", ") { &own[1..] } else { own };
    let mut joined = format!(" {} ", own.join(" "));
    let mut much = None;
    let has = |joined: &str, phrase: &str| joined.contains(&format!(" {phrase} "));
    let not_at_all = [" at all ", " überhaupt ", " gar ", " du tout "].iter().any(|words| joined.contains(words));
    for words in ["at all", "überhaupt", "gar", "du tout"] {
        joined = joined.replace(&format!(" {words} "), " ");
    }
    for (phrase, amount) in MUCH {
        if has(&joined, phrase) {
            joined = joined.replacen(&format!(" {phrase} "), " ", 1);
            much.get_or_insert(*amount);
        }
    }
    let mut rest: Vec<&str> = joined.split_whitespace().filter(|word| !FILLERS.contains(word)).collect();
    // "Probably not", "definitely will".
    if much.is_some() {
        let side = match rest.as_slice() {
            ["yes" | "will" | "ja" | "oui"] => Some(1.0),
            ["no" | "not" | "won't" | "wouldn't" | "nein" | "nicht" | "non"] | ["will", "not"] => Some(-1.0),
            _ => None,
        };
        if let (Some(side), Some(much)) = (side, much) {
            return Some(Parsed { score: Some(side * much), denied: false, rest: vec!["yes".to_owned()] });
        }
    }
    const DENIALS: [&str; 8] = ["not", "no", "nicht", "pas", "kein", "keine", "isn't", "don't"];
    let denied = rest.iter().any(|word| DENIALS.contains(word));
    rest.retain(|word| !DENIALS.contains(word));
    let mut side = 1.0;
    let mut amount = much;
    let mut names = Vec::new();
    for word in rest {
        if let Some((_, family, strength)) = SIDES.iter().find(|(known, ..)| *known == word) {
            names.push((*family).to_owned());
            side *= strength.signum();
            if strength.abs() != PLAIN {
                amount = Some(amount.map_or(strength.abs(), |amount| strength.abs() + amount / 10.0));
            }
        } else if let Some(root) = opposite_of(word, all) {
            names.push(root.to_owned());
            side = -side;
        } else {
            names.push(word.trim_end_matches('s').to_owned());
        }
    }
    let score = match (denied, not_at_all, amount) {
        (true, _, _) if side < 0.0 => return None,
        (true, true, _) => 0.0,
        (true, false, Some(_)) => 1.0,
        (true, false, None) => 0.5,
        (false, true, _) => return None,
        (false, false, amount) => side * amount.unwrap_or(PLAIN),
    };
    Some(Parsed { score: Some(score), denied, rest: names })
}

/// The word that this one denies by its beginning, if another text has it: "dissatisfied" and "satisfied".
fn opposite_of<'a>(word: &'a str, all: &[Vec<String>]) -> Option<&'a str> {
    let said = |root: &str| root.len() > 3 && all.iter().flatten().any(|other| other == root);
    ["un", "dis", "in", "im", "des", "in"]
        .iter()
        .filter_map(|prefix| word.strip_prefix(prefix))
        .find(|root| said(root))
        .map(|r| r.trim_end_matches('s'))
}
