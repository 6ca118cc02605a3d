//! Questions with several answers: columns with a common stem that hold ticks, and cells that hold several answers.

use super::kind::Kind;
use super::order::{order, plain};
use crate::load::profile::{ColumnProfile, Profile, SEPARATORS};

/// A question with one column an option.
#[derive(Debug, Clone, PartialEq)]
pub struct Several {
    /// The stem that the columns share.
    pub stem: String,
    /// Positions of the columns and their options.
    pub options: Vec<(usize, String)>,
    /// What a tick looks like; empty: anything.
    pub yes: Vec<String>,
    /// How it was told.
    pub why: String,
}

/// Questions whose options are columns.
pub fn questions(profile: &Profile, kinds: &[Kind]) -> Vec<Several> {
    let mut found: Vec<Several> = Vec::new();
    for set in &profile.labels.sets {
        let Some(counted) = &set.counted else { continue };
        let wording =
            |at: usize| profile.columns[at].labels.label.clone().unwrap_or_else(|| profile.columns[at].name.clone());
        let options = unique(set.columns.iter().map(|&at| (at, last_part(&wording(at)))).collect());
        let stem = set.label.clone().unwrap_or_else(|| set.name.clone());
        let why = format!("the file has the set of answers `{}`", set.name);
        found.push(Several { stem, options, yes: vec![counted.clone()], why });
    }
    let mut at = 0;
    while at < profile.columns.len() {
        let taken = found.iter().any(|several| several.options.iter().any(|(column, _)| *column == at));
        match (!taken).then(|| run(profile, kinds, at)).flatten() {
            Some(several) => {
                at = several.options.iter().map(|(column, _)| column + 1).max().unwrap_or(at + 1);
                found.push(several);
            }
            None => at += 1,
        }
    }
    found
}

/// The longest run of ticks with one stem that begins at a column.
fn run(profile: &Profile, kinds: &[Kind], start: usize) -> Option<Several> {
    let mut best = None;
    for (why, stem_of) in [
        ("the header above", under_one_header as StemOf),
        ("the beginning of their names", by_separator),
        ("the beginning of their names", by_number),
    ] {
        let Some((stem, _)) = stem_of(profile, start) else { continue };
        let mut options = Vec::new();
        let mut yes = Vec::new();
        let mut texts_differ = true;
        for (at, kind) in kinds.iter().enumerate().skip(start) {
            let Some((same, option)) = stem_of(profile, at) else { break };
            if same != stem {
                break;
            }
            let ticks = match kind {
                Kind::Tick { text } => vec![text.clone()],
                Kind::YesNo { yes, doubtful: false, .. } => yes.clone(),
                // "Other (please specify)" with what was written, or an option that nobody took.
                Kind::Empty | Kind::Free | Kind::Names { .. } | Kind::ManyNames { .. } | Kind::Constant
                    if !options.is_empty() =>
                {
                    continue;
                }
                _ => break,
            };
            let option = if option.is_empty()
                || matches!(kind, Kind::Tick { .. }) && option.chars().all(|c| c.is_ascii_digit())
            {
                ticks[0].clone()
            } else {
                option
            };
            for tick in ticks {
                texts_differ &= !yes.contains(&tick);
                if !yes.contains(&tick) {
                    yes.push(tick);
                }
            }
            options.push((at, option));
        }
        if options.len() >= 2 && best.as_ref().is_none_or(|best: &Several| best.options.len() < options.len()) {
            // Where each column has a text of its own, any text is a tick.
            let ticks = options.iter().all(|(at, _)| matches!(kinds[*at], Kind::Tick { .. }));
            let yes = if ticks && texts_differ { Vec::new() } else { yes };
            let why = format!("{} columns in a row share {why} and hold ticks", options.len());
            best = Some(Several { stem, options: unique(options), yes, why });
        }
    }
    best
}

type StemOf = fn(&Profile, usize) -> Option<(String, String)>;

/// SurveyMonkey: the question stands over the first option, and nothing over the others.
fn under_one_header(profile: &Profile, at: usize) -> Option<(String, String)> {
    let [above, below, ..] = profile.labels.header_rows.as_slice() else { return None };
    let option = below.get(at).filter(|text| !text.is_empty() && *text != "Response")?;
    let stem = (0..=at).rev().filter_map(|at| above.get(at)).find(|text| !text.is_empty())?;
    Some((stem.clone(), option.clone()))
}

/// "Which do you use? - Email", "Which do you use? [Email]": in the wording, else in the name.
fn by_separator(profile: &Profile, at: usize) -> Option<(String, String)> {
    let column = &profile.columns[at];
    let text = column.labels.label.as_deref().unwrap_or(&column.name);
    if let Some((stem, option)) = text.strip_suffix(']').and_then(|text| text.rsplit_once('[')) {
        return Some((stem.trim().to_owned(), option.trim().to_owned()));
    }
    for separator in [" - ", ": ", " – ", "? "] {
        if let Some((stem, option)) = text.split_once(separator) {
            // Qualtrics: "… - Selected Choice - Email".
            let option = option.strip_prefix("Selected Choice - ").unwrap_or(option);
            if !option.trim().is_empty() {
                return Some((stem.trim().to_owned(), option.trim().to_owned()));
            }
        }
    }
    None
}

/// "q7_1", "q7_2": a number behind a common beginning.
fn by_number(profile: &Profile, at: usize) -> Option<(String, String)> {
    let column = &profile.columns[at];
    let stem = column.name.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = &column.name[stem.len()..];
    let stem = stem.strip_suffix(['_', '.', '-'])?;
    (!number.is_empty() && !stem.is_empty()).then(|| {
        let option = column.labels.label.as_deref().map_or_else(|| number.to_owned(), last_part);
        (stem.to_owned(), option)
    })
}

/// The option at the end of a wording: "Causes: cost" is "cost".
fn last_part(text: &str) -> String {
    let part =
        [" - ", ": ", "? "].iter().find_map(|separator| text.rsplit_once(separator)).map_or(text, |(_, option)| option);
    part.trim().to_owned()
}

/// Options under different names.
fn unique(mut options: Vec<(usize, String)>) -> Vec<(usize, String)> {
    for at in 1..options.len() {
        let (before, rest) = options.split_at_mut(at);
        let (column, option) = &mut rest[0];
        if before.iter().any(|(_, known)| known == option) {
            *option = format!("{option} (column {})", *column + 1);
        }
    }
    options
}

/// What separates several answers in the cells of a column, and the answers, most frequent first.
pub fn in_cells(column: &ColumnProfile) -> Option<(&'static str, Vec<String>)> {
    let named: Vec<String> = column.texts.iter().map(|(text, _)| text.clone()).collect();
    if !column.more && order(&named).is_some() {
        return None;
    }
    for (separator, (with, parts)) in SEPARATORS.iter().zip(&column.parts) {
        let Some(parts) = parts else { continue };
        let several = |text: &&String| text.contains(separator);
        let alone = parts.keys().filter(|part| named.contains(part)).count();
        let repeated = parts.keys().filter(|part| {
            named.iter().filter(several).filter(|text| text.split(separator).any(|p| plain(p) == plain(part))).count()
                > 1
        });
        let enough = *with >= 3 && *with * 10 >= column.answered;
        if enough
            && parts.len() >= 2
            && alone >= 2
            && repeated.count() >= 2
            && (column.more || named.len() > parts.len())
        {
            let mut parts: Vec<(&String, &usize)> = parts.iter().collect();
            parts.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
            return Some((separator, parts.into_iter().map(|(part, _)| part.clone()).collect()));
        }
    }
    None
}
