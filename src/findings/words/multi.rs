//! What may be said of the options of a question with several answers: which is named most, and which are not told from it.

use super::parts::{adjust_name, and, of_base, respondents};
use crate::results::format::{count, percent};
use crate::results::{Flag, Multi, OptionPair, StudyInfo};

/// The options that an option is not told from, in study order: their pair does not reject.
pub fn not_told_from(m: &Multi, option: &str, info: &StudyInfo) -> Vec<String> {
    let label = |name: &str| m.options.iter().find(|o| o.outcome == name).map(|o| o.label.clone());
    let other = |pair: &OptionPair| match (pair.paired.a == option, pair.paired.b == option) {
        (true, _) => label(&pair.paired.b),
        (_, true) => label(&pair.paired.a),
        _ => None,
    };
    let not_told = |pair: &&OptionPair| pair.p_adjusted.is_none_or(|p| p > info.analysis.alpha);
    m.pairs.iter().filter(not_told).filter_map(other).collect()
}

/// How many answers, which option leads, and whether it is told from the others.
pub fn multi_sentence(m: &Multi, info: &StudyInfo) -> String {
    let name = m.question.clone().unwrap_or_else(|| m.name.clone());
    let name = name.trim_end_matches(['.', ':', '?']).to_owned();
    let base = of_base(m.base.n, &m.base);
    let shown = m.options.iter().filter(|o| o.of_respondents.is_printable());
    let top =
        shown.max_by(|a, b| a.of_respondents.rate.unwrap_or(0.0).total_cmp(&b.of_respondents.rate.unwrap_or(0.0)));
    let (Some(top), false) = (top, m.base.n == 0 || m.flags.contains(&Flag::Suppressed)) else {
        let why = if m.base.n == 0 { "nobody was asked" } else { "the base is too small" };
        return format!("{name}: no figure, because {why} ({base}).");
    };
    let rate = top.of_respondents.rate.unwrap_or_default();
    let answers = match m.n_answers {
        Some(1) => ", who gave 1 answer".to_owned(),
        Some(n) => format!(", who gave {} answers", count(n)),
        None => String::new(),
    };
    let others = not_told_from(m, &top.outcome, info);
    let pairs = m.pairs.iter().filter(|pair| pair.paired.a == top.outcome || pair.paired.b == top.outcome).count();
    let correction = match info.analysis.adjust.as_str() {
        "none" => "not corrected for the number of pairs".to_owned(),
        word => format!("{}'s correction over {} pairs", adjust_name(word), count(m.pairs.len() as u64)),
    };
    let told = match others.len() {
        0 => "It is told from every other option".to_owned(),
        k if k == pairs => "It is told from no other option".to_owned(),
        _ => format!("It is not told from {}", and(&others)),
    };
    format!(
        "{name}: {} is named most often, by {} of {base}{answers}. {told} (McNemar exact within respondents, {correction}).",
        top.label,
        percent(rate, top.of_respondents.n),
    )
}

/// "1,567 respondents" of a question, for a caption.
pub fn multi_base(m: &Multi) -> String {
    respondents(m.base.n)
}
