//! What `weight` tells on the terminal: whether raking met its margins, what the weights cost, every margin before and
//! after.

use super::terminal::{Page, Style, WIDTH, clean, padded, shown};
use crate::error::quoted;
use crate::findings::words::and;
use crate::results::format::{count, decimal, percent_to};
use crate::results::weighting::{Spread, Weighting};

/// Decimals of shares: margins are met or missed by less than a percent.
const DECIMALS: usize = 2;

/// Levels off their size that are named one by one.
const MOST_OFF: usize = 6;

/// The whole account for a terminal that nothing is known about.
pub fn text(told: &Weighting, style: Style) -> String {
    text_within(WIDTH, told, style)
}

/// The same within a given width.
pub fn text_within(width: usize, told: &Weighting, style: Style) -> String {
    let mut page = Page::new(width, style);
    let margins: Vec<String> = told.margins.iter().map(|margin| margin.column.clone()).collect();
    page.strong(&format!("{} raked to {}", told.data, margins.join(" × ")));
    let who = match told.n_left_out {
        0 => format!("All {} respondents are weighted", count(told.n)),
        left => format!(
            "{} respondents are weighted; {} rows count for nothing and have the weight 0",
            count(told.n),
            count(left)
        ),
    };
    let start = told.start_weight.as_ref().map_or("weights of 1".to_owned(), |name| format!("`{name}`"));
    page.text(&format!("{who}. Raking began with {start}; the new column is `{}`.", told.column), 0);
    let off = off(told);
    page.text(
        &format!(
            "{} after {} {}: no level {} off its size by more than {} of it.",
            if off.is_some() { "Before weights were cut, every margin was met" } else { "Every margin is met" },
            told.rounds,
            if told.rounds == 1 { "round" } else { "rounds" },
            if off.is_some() { "was" } else { "is" },
            share(told.discrepancy)
        ),
        0,
    );
    if let Some(limits) = &told.limits {
        let limit = |word: &str, limit: Option<f64>| limit.map(|limit| format!("{word} {limit}"));
        let within: Vec<String> =
            [limit("at least", limits.low), limit("at most", limits.high)].into_iter().flatten().collect();
        page.text(
            &format!(
                "Limits of {} times the mean weight cut {} {} in {} {}; what was cut off went to the others in equal parts.",
                within.join(" and "),
                count(limits.trimmed),
                if limits.trimmed == 1 { "weight" } else { "weights" },
                limits.rounds,
                if limits.rounds == 1 { "round" } else { "rounds" }
            ),
            0,
        );
        page.text(
            &off.map_or_else(
                || "Every margin is still met.".to_owned(),
                |off| format!("{}.", off.replacen("the limits", "The limits", 1)),
            ),
            0,
        );
    }
    page.blank();
    weights(&mut page, told);
    for margin in &told.margins {
        page.blank();
        let names: Vec<String> = margin.levels.iter().map(|level| clean(&named(&level.level))).collect();
        let width =
            names.iter().map(|name| shown(name)).chain([shown(&clean(&margin.column))]).max().unwrap_or(0).min(36);
        page.line(&row(&clean(&margin.column), width, &["n", "population", "before", "after"].map(str::to_owned)));
        for (level, name) in margin.levels.iter().zip(&names) {
            let shares = [level.target, level.before, level.after].map(|share| percent_to(share, DECIMALS));
            let [target, before, after] = shares;
            page.line(&row(name, width, &[count(level.n), target, before, after]));
        }
    }
    page.blank();
    page.text(&told.variance, 0);
    page.out
}

/// Which levels are off their size since weights were cut to limits: those that are further off than
/// before raking first, then by how far; nothing where none is.
pub fn off(told: &Weighting) -> Option<String> {
    told.limits.as_ref()?;
    // As shares of the population: what the table shows with its decimals.
    let visible = 0.5 * 10_f64.powi(-2 - DECIMALS as i32);
    let mut levels: Vec<(bool, f64, String)> = Vec::new();
    for margin in &told.margins {
        for level in &margin.levels {
            let [now, before] = [level.after, level.before].map(|share| (share - level.target).abs());
            if now >= visible {
                let is_further = now > before;
                let further = if is_further { ", further off than before raking" } else { "" };
                levels.push((
                    is_further,
                    now,
                    format!(
                        "{} = {} ({} and not {}{further})",
                        margin.column,
                        named(&level.level),
                        percent_to(level.after, DECIMALS),
                        percent_to(level.target, DECIMALS)
                    ),
                ));
            }
        }
    }
    if levels.is_empty() {
        return None;
    }
    levels.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)));
    let more = levels.len().saturating_sub(MOST_OFF);
    let mut said: Vec<String> = levels.into_iter().take(MOST_OFF).map(|(_, _, said)| said).collect();
    if more > 0 {
        said.push(format!("{more} more"));
    }
    Some(format!("the limits keep margins from being met: off their size are {}", and(&said)))
}

/// The table of weights before and after.
fn weights(page: &mut Page, told: &Weighting) {
    const WIDEST: usize = 26;
    let line = |name: &str, of: fn(&Spread) -> String| {
        row(name, WIDEST, &[String::new(), String::new(), of(&told.before), of(&told.after)])
    };
    page.line(&row("Weights", WIDEST, &["", "", "before", "after"].map(str::to_owned)));
    page.line(&line("smallest over the mean", |w| decimal(w.lowest, 3)));
    page.line(&line("largest over the mean", |w| decimal(w.highest, 3)));
    page.line(&line("largest over the smallest", |w| decimal(w.largest_ratio, 2)));
    page.line(&line("design effect (Kish)", |w| decimal(w.deff, 3)));
    page.line(&line("effective n", |w| decimal(w.n_effective, 1)));
    let factors = format!("{} to {}", decimal(told.adjustment.lowest, 3), decimal(told.adjustment.highest, 3));
    page.text(&format!("Factors on the start weights: {factors} times the mean factor."), 0);
}

fn row(name: &str, width: usize, cells: &[String; 4]) -> String {
    let [n, target, before, after] = cells;
    format!("{} {n:>8} {target:>11} {before:>9} {after:>9}", padded(name, width))
}

/// An empty level is the missing answer.
fn named(level: &str) -> String {
    if level.is_empty() { quoted(level) } else { level.to_owned() }
}

/// A small share, in percent.
fn share(discrepancy: f64) -> String {
    if discrepancy < 1e-6 { "0.0001%".to_owned() } else { percent_to(discrepancy, 4) }
}
