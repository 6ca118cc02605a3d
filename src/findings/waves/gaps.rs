//! What does not every wave have? Questions and segments whose columns are missing, levels that nobody gave.

use std::collections::BTreeSet;

use super::{Asked, WaveData};
use crate::error::{Error, Result};
use crate::findings::words::and;
use crate::load;
use crate::results::waves::{Kind, LeftOut};
use crate::study::Study;

/// Columns that a message names.
const MOST_NAMED: usize = 6;

/// What each wave can answer of the study, and what is left out.
pub struct Gaps {
    /// Of each wave: the outcomes and the segments that it has, by position in the study.
    pub has: Vec<(Vec<usize>, Vec<usize>)>,
    /// Outcomes that two waves or more have.
    pub outcomes: Vec<usize>,
    /// Segments that two waves or more have.
    pub segments: Vec<usize>,
    pub left_out: Vec<LeftOut>,
}

/// Looks at the headers of the waves.
pub fn gaps(asked: &Asked) -> Result<Gaps> {
    let study = asked.study;
    let lacking: Vec<BTreeSet<String>> =
        asked.waves.iter().map(|wave| lacks(study, asked, wave)).collect::<Result<_>>()?;
    let has_outcome = |lacking: &BTreeSet<String>, o: usize| {
        study.needs(o).columns.iter().all(|column| !lacking.contains(&column.to_string()))
    };
    let has_segment = |lacking: &BTreeSet<String>, s: usize| !lacking.contains(&study.segments[s].column.to_string());
    let mut left_out = Vec::new();
    let mut shared = |what: Kind, all: &[usize], name: &dyn Fn(usize) -> String, has: &dyn Fn(usize, usize) -> bool| {
        let mut kept = Vec::new();
        for &at in all {
            let waves: Vec<usize> = (0..asked.waves.len()).filter(|&wave| has(wave, at)).collect();
            if waves.len() > 1 {
                kept.push(at);
            }
            if waves.len() < asked.waves.len() {
                left_out.push(left(what, name(at), &waves, asked.waves));
            }
        }
        kept
    };
    let outcomes = shared(Kind::Outcome, asked.outcomes, &|o| study.outcomes[o].name.clone(), &|wave, o| {
        has_outcome(&lacking[wave], o)
    });
    let segments = shared(Kind::Segment, asked.segments, &|s| study.segments[s].name.clone(), &|wave, s| {
        has_segment(&lacking[wave], s)
    });
    if outcomes.is_empty() {
        let names: Vec<String> = asked.waves.iter().map(|wave| wave.input.name()).collect();
        let error = Error::new(format!("no question of the study is in two of the files {}", and(&names)));
        let lacks = |name: &String, columns: &BTreeSet<String>| {
            let some: Vec<String> = columns.iter().take(MOST_NAMED).map(|column| format!("`{column}`")).collect();
            let more = columns.len().saturating_sub(MOST_NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            format!("{name} lacks {}{more}", some.join(", "))
        };
        let incomplete = names.iter().zip(&lacking).filter(|(_, columns)| !columns.is_empty());
        return Err(incomplete
            .fold(error, |error, (name, columns)| error.at(lacks(name, columns)))
            .hint("name the study that holds for all waves with --study"));
    }
    let of_wave = |lacking: &BTreeSet<String>| {
        let outcomes = outcomes.iter().copied().filter(|&o| has_outcome(lacking, o)).collect();
        let segments = segments.iter().copied().filter(|&s| has_segment(lacking, s)).collect();
        (outcomes, segments)
    };
    Ok(Gaps { has: lacking.iter().map(of_wave).collect(), outcomes, segments, left_out })
}

/// The columns that a wave lacks of those that outcomes and segments need.
fn lacks(study: &Study, asked: &Asked, wave: &WaveData) -> Result<BTreeSet<String>> {
    let part = study.part(asked.outcomes, asked.segments);
    Ok(load::lacking(&wave.input, wave.format, &part)?.into_iter().collect())
}

fn left(what: Kind, name: String, waves: &[usize], all: &[WaveData]) -> LeftOut {
    let names = |of: &[usize]| of.iter().map(|&wave| all[wave].name.clone()).collect::<Vec<_>>();
    let without: Vec<usize> = (0..all.len()).filter(|wave| !waves.contains(wave)).collect();
    let word = match what {
        Kind::Outcome => "question",
        Kind::Segment => "segment",
        Kind::Level => "level",
    };
    let reason = match waves.len() {
        0 => format!("no wave has the columns of this {word}"),
        1 => format!("this {word} is in {} only: nothing to compare it with", names(waves)[0]),
        _ => format!("this {word} is not in {}; the other waves are compared", and(&names(&without))),
    };
    LeftOut { what, name, waves: names(waves), reason }
}
