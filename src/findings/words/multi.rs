//! What may be said of the options of a question with several answers: which is named most, and which are not told from it.

use super::parts::{adjust_name, and, of_base, respondents, test_name};
use super::{paired_test, sentence_of_pair};
use crate::results::format::{count, p_value, percent};
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
    let pairs: Vec<&OptionPair> =
        m.pairs.iter().filter(|pair| pair.paired.a == top.outcome || pair.paired.b == top.outcome).collect();
    // By a design no test may be made, and McNemar's is none of its own.
    let Some(test) = pairs.iter().find_map(|pair| paired_test(&pair.paired)) else {
        let rate = percent(rate, top.of_respondents.n);
        let none = "No test between options could be made";
        return format!("{name}: {} is named most often, by {rate} of {base}{answers}. {none}.", top.label);
    };
    let correction = match info.analysis.adjust.as_str() {
        "none" => "not corrected for the number of pairs".to_owned(),
        word => format!("{}'s correction over {} pairs", adjust_name(word), count(m.pairs.len() as u64)),
    };
    let told = match others.len() {
        0 => "It is told from every other option".to_owned(),
        k if k == pairs.len() => "It is told from no other option".to_owned(),
        _ => format!("It is not told from {}", and(&others)),
    };
    format!(
        "{name}: {} is named most often, by {} of {base}{answers}. {told} ({} within respondents, {correction}).",
        top.label,
        percent(rate, top.of_respondents.n),
        test_name(test.method),
    )
}

/// Two options of one question, of so many pairs: by the p that is corrected over them, since who looks at two options has
/// chosen them among all.
pub fn option_pair_sentence(pair: &OptionPair, pairs: u64, info: &StudyInfo) -> String {
    let decided = paired_test(&pair.paired).zip(pair.p_adjusted).map(|(test, adjusted)| {
        let raw = p_value(test.p, test.ln_p);
        let said = match info.analysis.adjust.as_str() {
            "none" => raw,
            _ if pairs <= 1 => raw,
            word => {
                let adjusted = p_value(adjusted, adjusted.ln());
                format!("{raw}, adjusted {adjusted}, {} over {} pairs", adjust_name(word), count(pairs))
            }
        };
        (said, adjusted <= info.analysis.alpha)
    });
    sentence_of_pair(&pair.paired, decided)
}

/// "1,567 respondents" of a question, for a caption.
pub fn multi_base(m: &Multi) -> String {
    respondents(m.base.n)
}
