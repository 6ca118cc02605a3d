//! What may be said of the strongest of many correlations.

use super::correlation::method_name;
use super::parts::{and, interval_name, respondents};
use crate::error::quoted;
use crate::results::Flag;
use crate::results::format::{count, decimal, p_value};
use crate::results::screen::{Screen, ScreenPair};

/// The strongest pair that may be shown beside what chance gives, and how many pairs are told from 0.
pub fn screen_sentence(s: &Screen) -> String {
    let Some(strongest) = s.pairs.iter().find(|pair| is_shown(pair)) else {
        return "No pair of questions has a correlation that may be shown.".to_owned();
    };
    let mut said = vec![format!("The strongest of {} is {}.", pairs(s.n_pairs), screen_pair(strongest, s))];
    if let Some(chance) = &s.chance {
        said.push(format!(
            "If nothing went together, the strongest of so many would be {} on average and up to {} in 95 of 100 ({} \
             permutations, seed {}).",
            decimal(chance.expected, 2),
            decimal(chance.p95, 2),
            count(chance.permutations),
            chance.seed
        ));
    }
    said.push(match s.discoveries {
        0 => format!("No pair is told from 0 at a false discovery rate of {}.", decimal(s.alpha, 2)),
        found => format!(
            "{} {} told from 0 at a false discovery rate of {} (Benjamini-Hochberg).",
            pairs(found),
            if found == 1 { "is" } else { "are" },
            decimal(s.alpha, 2)
        ),
    });
    said.push("Being the strongest of many makes a coefficient look larger than it is, and names no cause.".to_owned());
    said.join(" ")
}

/// "Satisfaction and confidence: 0.52 (95% interval 0.49 to 0.55; 2,527 respondents; p ≤ 0.001 (best of 999 shuffles))".
pub fn screen_pair(pair: &ScreenPair, s: &Screen) -> String {
    let label = |name: &str| {
        let found = s.variables.iter().find(|variable| variable.name == name);
        found.map_or_else(|| name.to_owned(), |variable| variable.label.clone())
    };
    let mut inside = Vec::new();
    inside
        .extend(pair.ci.map(|ci| format!("{} {} to {}", interval_name(&ci), decimal(ci.low, 2), decimal(ci.high, 2))));
    inside.push(respondents(pair.n));
    inside.extend(pair.p_strongest.zip(s.chance.as_ref()).map(|(p, chance)| {
        // No permutation reached it: p is at most one of them and the sample.
        let least = 1.0 / (chance.permutations + 1) as f64;
        let said = if p <= least * 1.000_001 { format!("p ≤ {}", decimal(least, 3)) } else { p_value(p, p.ln()) };
        format!("{said} (best of {} shuffles)", count(chance.permutations))
    }));
    inside.extend(pair.p_bh.map(|p| {
        format!("false discovery rate {}", p_value(p, p.ln()).trim_start_matches("p ").trim_start_matches("= "))
    }));
    let coefficient = pair.coefficient.map_or_else(String::new, |r| decimal(r, 2));
    format!("{coefficient} between {} and {} ({})", quoted(&label(&pair.a)), quoted(&label(&pair.b)), inside.join("; "))
}

/// What was screened, and what was left out.
pub fn screen_scope(s: &Screen) -> String {
    let mut left = Vec::new();
    if s.same_column > 0 {
        left.push(format!("{} made of the same column", pairs(s.same_column)));
    }
    if s.ticked_any > 0 {
        left.push(format!("{} of options of one question among those who ticked any", pairs(s.ticked_any)));
    }
    if s.constant > 0 {
        left.push(format!("{} of which one does not vary", pairs(s.constant)));
    }
    let left = if left.is_empty() { String::new() } else { format!("; left out: {}", and(&left)) };
    format!(
        "{} questions, {}, {} correlation{left}.",
        count(s.variables.len() as u64),
        pairs(s.n_pairs),
        method_name(&s.method)
    )
}

/// Whether a pair rests on enough respondents.
pub fn is_shown(pair: &ScreenPair) -> bool {
    pair.coefficient.is_some() && !pair.flags.contains(&Flag::Suppressed)
}

fn pairs(n: u64) -> String {
    format!("{} {}", count(n), if n == 1 { "pair" } else { "pairs" })
}
