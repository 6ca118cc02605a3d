//! What the items of a scale say of it, in one sentence.

use super::parts::{interval_name, respondents};
use crate::results::format::{count, decimal};
use crate::results::{Flag, Scale, StudyInfo};

/// "Cronbach's alpha of its 4 items is 0.82 (95% interval 0.80 to 0.85), of 560 respondents who answered all of them."
pub fn scale_sentence(scale: &Scale, info: &StudyInfo) -> String {
    let of = format!("Cronbach's alpha of its {} items", count(scale.items.len() as u64));
    let who = format!("{} who answered all of them", respondents(scale.n));
    if scale.flags.contains(&Flag::Suppressed) || scale.flags.contains(&Flag::Empty) {
        return format!("{of}: no figure, because the base is too small ({who}).");
    }
    let Some(alpha) = scale.alpha else {
        return format!("{of}: no figure, because the answers of {who} do not vary.");
    };
    let range = scale
        .ci
        .map_or_else(String::new, |ci| format!(" ({} {} to {})", interval_name(&ci), signed(ci.low), signed(ci.high)));
    let plain =
        scale.alpha_unweighted.map_or_else(String::new, |plain| format!("; without weights it is {}", signed(plain)));
    let caution = if scale.flags.contains(&Flag::Caution) {
        format!(" Fewer than {} respondents: read with caution.", count(info.analysis.caution_below))
    } else {
        String::new()
    };
    // A negative alpha is a sign of an item that points the other way.
    let negative = scale.items.iter().filter(|item| item.item_rest.is_some_and(|r| r < 0.0)).map(|item| &item.column);
    let negative: Vec<String> = negative.map(|column| format!("`{column}`")).collect();
    let turned = match negative.len() {
        0 => String::new(),
        1 => format!(" The answers to {} run against all others: should it be in `reversed`?", negative[0]),
        _ => format!(" The answers to {} run against all others: should some be in `reversed`?", negative.join(", ")),
    };
    format!("{of} is {}{range}, of {who}{plain}.{caution}{turned}", signed(alpha))
}

fn signed(value: f64) -> String {
    let text = decimal(value.abs(), 2);
    if value < 0.0 && text != "0.00" { format!("−{text}") } else { text }
}
