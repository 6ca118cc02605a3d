//! Who gets which answer?
//!
//! ```text
//! column -> who is asked -> groups of respondents -> counts of each answer in each group -> at random within the group
//! ```
//!
//! The groups are the levels of what the column depends on, nothing else. So within a group every respondent is
//! equally likely to get each answer, whatever else is true of them: that is the independence by construction.

use std::collections::BTreeMap;

use super::apportion::{
    Target, fit_margins, largest_remainder, round_keeping_margins, round_to_sum, yes_by_level, yes_by_two,
};
use super::latent;
use super::population::{Column, Depends, Draw};
use crate::num::rng::Rng;

/// The code of a respondent without an answer.
pub(super) const BLANK: u16 = u16::MAX;

/// The answers of all respondents to one question.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Drawn {
    /// The column's header.
    pub name: String,
    /// The answers that occur.
    pub values: Vec<String>,
    /// One position in `values` per respondent, or [`BLANK`].
    pub codes: Vec<u16>,
}

impl Drawn {
    /// The answer of a respondent, `None` without one.
    pub fn level(&self, row: usize) -> Option<&str> {
        self.values.get(usize::from(self.codes[row])).map(String::as_str)
    }
}

/// Draws one column, given those drawn before it, which hold all that it needs.
pub(super) fn draw(column: &Column, how: Draw, rows: usize, before: &[&Drawn], rng: &mut Rng) -> Drawn {
    let find = |name: &str| before.iter().find(|d| d.name == name);
    if let Some(copied) = column.same_as.as_deref().and_then(find) {
        return Drawn { name: column.name.clone(), ..(*copied).clone() };
    }
    let conditions: Vec<(&Drawn, Vec<bool>)> = (column.among.iter())
        .filter_map(|(name, wanted)| {
            let other = find(name)?;
            let holds = |value: &str| wanted.iter().any(|w| w == value || (w == "*" && !value.is_empty()));
            // The last is for those without an answer, who hold an empty cell.
            Some((*other, other.values.iter().map(String::as_str).chain([""]).map(holds).collect()))
        })
        .collect();
    let holds = |row: usize, (d, holds): &(&Drawn, Vec<bool>)| holds[usize::from(d.codes[row]).min(holds.len() - 1)];
    let asked: Vec<u32> =
        (0..rows).filter(|&row| conditions.iter().all(|c| holds(row, c))).map(|row| row as u32).collect();

    let on: Vec<&Drawn> = column
        .depends
        .iter()
        .map(|d| &d.on)
        .chain(column.correlated.iter().map(|c| &c.with))
        .filter_map(|name| find(name).copied())
        .collect();
    let sizes: Vec<usize> = on.iter().map(|d| d.values.len() + 1).collect(); // the last group: no answer there
    let group_of = |row: u32| {
        on.iter()
            .zip(&sizes)
            .fold(0, |group, (d, size)| group * size + usize::from(d.codes[row as usize]).min(size - 1))
    };
    let mut groups: Vec<Vec<u32>> = vec![Vec::new(); sizes.iter().product()];
    for row in asked {
        groups[group_of(row)].push(row);
    }

    let mut codes = vec![BLANK; rows];
    let counts = answers_by_group(column, how, &groups, &on);
    for (group, counts) in groups.iter_mut().zip(&counts) {
        match how {
            Draw::Quota => {
                rng.shuffle(group);
                let answers = (0..).zip(counts).flat_map(|(code, &n)| std::iter::repeat_n(code, n as usize));
                group.iter().zip(answers).for_each(|(&row, code)| codes[row as usize] = code);
            }
            Draw::Chance => group.iter().for_each(|&row| codes[row as usize] = pick(counts, rng)),
        }
    }
    Drawn { name: column.name.clone(), values: column.values.clone(), codes }
}

/// The position of one of these, each as likely as it is large.
fn pick(sizes: &[f64], rng: &mut Rng) -> u16 {
    let mut left = rng.uniform() * sizes.iter().sum::<f64>();
    let last = sizes.iter().rposition(|&n| n > 0.0).unwrap_or(0);
    let before_last = sizes[..last].iter().position(|n| {
        left -= n;
        left < 0.0
    });
    before_last.unwrap_or(last) as u16
}

/// Takes away the answers of those who do not answer, after everything that depends on them is drawn.
pub(super) fn leave_blank(drawn: &mut Drawn, percent: f64, how: Draw, rng: &mut Rng) {
    let mut answered: Vec<usize> = (0..drawn.codes.len()).filter(|&row| drawn.level(row).is_some()).collect();
    match how {
        Draw::Quota => {
            rng.shuffle(&mut answered);
            answered.truncate(largest_remainder(&[percent, 100.0 - percent], answered.len() as u64)[0] as usize);
        }
        Draw::Chance => answered.retain(|_| rng.uniform() < percent / 100.0),
    }
    answered.into_iter().for_each(|row| drawn.codes[row] = BLANK);
}

/// How many of each group give each answer: whole numbers for quotas, expected numbers for chance.
fn answers_by_group(column: &Column, how: Draw, groups: &[Vec<u32>], on: &[&Drawn]) -> Vec<Vec<f64>> {
    let shares = column.shares();
    let n: Vec<f64> = groups.iter().map(|g| g.len() as f64).collect();
    let all: f64 = n.iter().sum();
    let settle = |cells: Vec<Vec<f64>>| match how {
        Draw::Quota => round_keeping_margins(&cells).into_iter().map(to_f64).collect(),
        Draw::Chance => cells,
    };
    let proportional = || n.iter().map(|n| shares.iter().map(|s| s * n).collect()).collect();
    let overall = match how {
        Draw::Quota => to_f64(largest_remainder(&shares, all as u64)),
        Draw::Chance => shares.iter().map(|s| s * all).collect(),
    };
    // How many of each level of a column say yes, where `n` are in it.
    let yes_by = |k: usize, n: Vec<f64>| {
        let yes = yes_by_level(&n, &targets(&column.depends[k], on[k], &n, shares[0], how), overall[0]);
        match how {
            Draw::Quota => to_f64(round_to_sum(&yes, overall[0] as u64)),
            Draw::Chance => yes,
        }
    };
    let and_no = |yes: Vec<f64>| yes.iter().zip(&n).map(|(&yes, n)| vec![yes, n - yes]).collect();

    match (&column.correlated, on) {
        (Some(correlated), [with]) => {
            let mut seed = latent::table(&n[..with.values.len()], &shares, correlated.latent);
            seed.push(shares.clone()); // those without an answer there
            settle(fit_margins(&seed, &n, &overall).unwrap_or_else(proportional))
        }
        (None, []) => vec![overall],
        (None, [_]) => and_no(yes_by(0, n.clone())),
        (None, [_, second]) => {
            let cells: Vec<Vec<f64>> = n.chunks(second.values.len() + 1).map(<[f64]>::to_vec).collect();
            let rows = yes_by(0, cells.iter().map(|row| row.iter().sum()).collect());
            let columns = yes_by(1, (0..cells[0].len()).map(|j| cells.iter().map(|row| row[j]).sum()).collect());
            // Too few respondents for both margins: the first holds, the second does not.
            let first_alone = || cells.iter().zip(&rows).map(|(row, &yes)| spread(row, yes)).collect();
            let yes = yes_by_two(&cells, &rows, &columns).unwrap_or_else(first_alone);
            and_no(settle(yes).concat())
        }
        _ => settle(proportional()),
    }
}

/// The rates that a column is to have in each level of another; the last is for those without an answer there.
fn targets(depends: &Depends, on: &Drawn, n: &[f64], overall: f64, how: Draw) -> Vec<Target> {
    let of_level = |(at, n): (usize, &f64)| {
        let rate = |rates: &BTreeMap<String, f64>| on.values.get(at).and_then(|v| rates.get(v)).map(|p| p / 100.0);
        match (rate(&depends.exactly), rate(&depends.about)) {
            // The nearest count, not the one below it: a published figure must come out when it is rounded again.
            (Some(rate), _) if how == Draw::Quota && *n > 0.0 => Target::Exactly((rate * n).round() / n),
            (Some(rate), _) => Target::Exactly(rate),
            (None, Some(rate)) => Target::About(rate),
            (None, None) => Target::About(overall),
        }
    };
    n.iter().enumerate().map(of_level).collect()
}

/// Divides `total` in the ratio of `sizes`.
fn spread(sizes: &[f64], total: f64) -> Vec<f64> {
    let sum: f64 = sizes.iter().sum();
    sizes.iter().map(|size| if sum > 0.0 { size * total / sum } else { 0.0 }).collect()
}

fn to_f64(counts: Vec<u64>) -> Vec<f64> {
    counts.into_iter().map(|c| c as f64).collect()
}
