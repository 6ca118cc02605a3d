//! What does `--redact` take out?
//!
//! A suppressed estimate keeps its numbers in the JSON, for those who know what they do. `--redact` takes them out of
//! everything that is written, and with them whatever would give them away:
//!
//! ```text
//! levels        those of `levels.rs`: n stays, since it says why; count, rate and interval go
//! tests         go where a level is hidden: a statistic and the shown levels are an equation for the hidden one
//! pairs         those with a hidden level go; an adjusted p that is a multiple of a hidden p goes
//! verdict       stays: it is one of four words
//! models, strata, pairs of questions, claims about a subgroup     go where they rest on what is hidden
//! ```
//!
//! What goes whole is named in the notes of `data_quality`.

mod levels;
mod paradox;

pub use levels::Hidden;
use levels::is_suppressed;

use super::words;
use crate::error::{Error, Result};
use crate::results::table::{Banner, Row};
use crate::results::{
    Claim, ClaimStatus, Comparison, Equivalence, Estimate, Flag, Multi, Net, Outcome, Pair, Results, StudyInfo, Tests,
};
use crate::study::{ClaimKind, Compared, Condition, Study, Variable};

/// Why a comparison has no test.
const TESTS_GONE: &str = "taken out, because the figures of hidden levels could be worked out from it";
/// Why no limit of a difference can be given.
const LIMIT_GONE: &str = "the figures of hidden levels could be worked out from it";
/// Why a claim has no figure.
const CLAIM_GONE: &str =
    "its figures are taken out: those of respondents who are too few could be worked out from them";

/// Takes hidden figures out of the results of `analyze`.
pub fn results(study: &Study, results: &mut Results) {
    let hidden = Hidden::of(study, &results.outcomes);
    let mut notes = Vec::new();
    let gone = |o: usize| hidden.whole[o] || hidden.gone[o];
    let any = |o: usize, s: usize| gone(o) || hidden.levels[o][s].contains(&true);
    let outcome = |name: &str| study.outcome(name);
    let segment = |name: &str| study.segment(name);

    results.paired.retain(|p| {
        let is_hidden =
            p.flags.contains(&Flag::Suppressed) || [&p.a, &p.b].into_iter().filter_map(|n| outcome(n)).any(gone);
        keep(!is_hidden, format!("{} and {}", p.a_label, p.b_label), &mut notes)
    });
    results.stratified.retain(|s| {
        let rests = s.flags.contains(&Flag::Suppressed)
            || s.strata.iter().any(|t| t.flags.contains(&Flag::Suppressed) || t.rates.iter().any(is_suppressed))
            || [&s.by, &s.within].into_iter().any(|name| match (outcome(&s.outcome), segment(name)) {
                (Some(o), Some(s)) => any(o, s),
                _ => true,
            });
        let what = format!("{} by {} within {}", s.outcome_label, s.by_label, s.within_label);
        keep(!rests, what, &mut notes)
    });
    let mut specs = study.models.iter();
    results.models.retain(|model| {
        let of_this = specs.by_ref().find(|spec| study.outcomes[spec.outcome].name == model.outcome);
        let rests = of_this.is_none_or(|spec| spec.segments().iter().any(|&s| any(spec.outcome, s)))
            || model.margins.iter().any(|m| m.flags.contains(&Flag::Suppressed));
        keep(!rests, format!("the model of {}", model.outcome_label), &mut notes)
    });
    let by_name = |name: &str| segment(name).map(Variable::Segment).or(outcome(name).map(Variable::Outcome));
    results.correlations.retain(|c| {
        let rests = match (by_name(&c.a), by_name(&c.b)) {
            (Some(a), Some(b)) => hidden.correlation(a, b),
            _ => true,
        };
        let rests = rests || c.flags.contains(&Flag::Suppressed);
        keep(!rests, format!("the correlation of {} and {}", c.a_label, c.b_label), &mut notes)
    });
    for claim in &mut results.claims {
        if let Some(asked) = study.claims.iter().find(|asked| asked.id == claim.id) {
            self::claim(claim, &asked.kind, study, &hidden, &results.outcomes, &results.study);
        }
    }
    if let (Some(spec), Some(p)) = (&study.paradox, &mut results.paradox) {
        let rests = (0..study.segments.len()).any(|s| any(spec.outcome, s)) || paradox::rests_on_hidden(p);
        paradox::take_out(p, &results.study);
        if !keep(!rests, format!("\"{}\" against all others", p.top), &mut notes) {
            results.paradox = None;
        }
    }
    multis(&mut results.multi, &mut notes);
    let mut of_outcomes = Vec::new();
    outcomes(study, &hidden, &mut results.outcomes, &results.study, &mut of_outcomes);
    notes.extend(of_outcomes.into_iter().map(|(_, note)| note));
    results.data_quality.notes.extend(notes);
}

/// Takes hidden figures out of all outcomes of the study, and leaves those that are wanted, by position; with what went
/// whole, in words.
///
/// # Errors
/// Where nothing of them may be shown.
pub fn some(
    study: &Study,
    wanted: &[usize],
    mut found: Vec<Outcome>,
    info: &StudyInfo,
) -> Result<(Vec<Outcome>, Vec<String>)> {
    let hidden = Hidden::of(study, &found);
    if let Some(&gone) = wanted.iter().find(|&&o| hidden.gone[o]) {
        return Err(nothing_left(study, gone));
    }
    let mut all = Vec::new();
    outcomes(study, &hidden, &mut found, info, &mut all);
    let named = |o: &usize| found.iter().find(|outcome| outcome.name == study.outcomes[*o].name).cloned();
    let outcomes: Vec<Outcome> = wanted.iter().filter_map(named).collect();
    let notes = all.into_iter().filter(|(o, _)| wanted.contains(o)).map(|(_, note)| note).collect();
    Ok((outcomes, notes))
}

/// Takes hidden figures out of all outcomes of the study; with what went whole, in words.
pub fn all(study: &Study, mut found: Vec<Outcome>, info: &StudyInfo) -> (Vec<Outcome>, Vec<String>) {
    let hidden = Hidden::of(study, &found);
    let mut gone = Vec::new();
    outcomes(study, &hidden, &mut found, info, &mut gone);
    (found, gone.into_iter().map(|(_, note)| note).collect())
}

/// Whether something of an outcome by these segments must be left out of a table, base and all.
pub fn leaves_out(hidden: &Hidden, o: usize, segments: &[usize]) -> bool {
    hidden.gone[o] || segments.iter().any(|&s| hidden.left_out[o][s].contains(&true))
}

/// That nothing of an outcome may be shown.
pub fn nothing_left(study: &Study, o: usize) -> Error {
    Error::new(format!(
        "nothing of `{}` can be shown with --redact: its base counts the answers of too few respondents",
        study.outcomes[o].name
    ))
}

/// Takes hidden figures out of a banner table of outcomes by segments; what went whole, in words.
pub fn banner(study: &Study, segments: &[usize], hidden: &Hidden, banner: &mut Banner) -> Vec<String> {
    let mut notes = Vec::new();
    let position = |name: &str| study.outcome(name);
    banner.rows.retain(|row| {
        let stays = position(&row.outcome).is_some_and(|o| !leaves_out(hidden, o, segments));
        keep(stays, row.outcome_label.clone(), &mut notes)
    });
    notes.dedup();
    for row in &mut banner.rows {
        let Some(o) = position(&row.outcome) else { continue };
        let is_hidden: Vec<bool> = std::iter::once(hidden.whole[o])
            .chain(segments.iter().flat_map(|&s| hidden.levels[o][s].iter().map(|&level| level || hidden.whole[o])))
            .collect();
        let mut first = 1;
        for &s in segments {
            let columns = first..first + hidden.levels[o][s].len();
            let gone: Vec<&String> =
                columns.clone().filter(|&c| is_hidden[c]).filter_map(|c| banner.columns[c].letter.as_ref()).collect();
            for cell in &mut row.cells[columns.clone()] {
                cell.letters.retain(|letter| !gone.contains(&letter));
            }
            first = columns.end;
        }
        for (cell, _) in row.cells.iter_mut().zip(&is_hidden).filter(|(cell, hidden)| **hidden && cell.n > 0) {
            (cell.rate, cell.mean, cell.ci, cell.n_effective) = (None, None, None, None);
            cell.letters.clear();
            flag(&mut cell.flags);
        }
    }
    // The effective base of a column is that of the only outcome, and tells its rate.
    if let Some(first) = banner.rows.first()
        && banner.rows.iter().all(|row| row.outcome == first.outcome)
    {
        for (column, _) in banner.columns.iter_mut().zip(&first.cells).filter(|(_, cell)| cell.n_effective.is_none()) {
            column.n_effective = None;
        }
    }
    // Shares of answers have the sum of all options below the line.
    for at in 0..banner.columns.len() {
        for question in study.multi.iter().map(|multi| Some(&multi.name)) {
            let is_option = |row: &&mut Row| row.question.as_ref() == question;
            if banner.rows.iter_mut().filter(is_option).any(|row| row.cells[at].flags.contains(&Flag::Redacted)) {
                banner.rows.iter_mut().filter(is_option).for_each(|row| row.cells[at].share_of_answers = None);
            }
        }
    }
    multis(&mut banner.multi, &mut notes);
    notes
}

/// Whether something stays; what does not is noted.
fn keep(stays: bool, what: String, notes: &mut Vec<String>) -> bool {
    if !stays {
        notes.push(note(&what));
    }
    stays
}

fn note(what: &str) -> String {
    format!("taken out by --redact: {what}; figures of too few respondents could be worked out from it")
}

/// Options of a question with several answers go together: their sum is known.
fn multis(all: &mut Vec<Multi>, notes: &mut Vec<String>) {
    all.retain(|multi| {
        let hidden = multi.options.iter().any(|option| is_suppressed(&option.of_respondents))
            || multi.pairs.iter().any(|pair| pair.paired.flags.contains(&Flag::Suppressed));
        keep(!hidden, format!("the options of {}", multi.name), notes)
    });
}

/// Takes hidden figures out of all outcomes; what goes whole, with the position of its outcome.
fn outcomes(
    study: &Study,
    hidden: &Hidden,
    found: &mut Vec<Outcome>,
    info: &StudyInfo,
    notes: &mut Vec<(usize, String)>,
) {
    for (o, outcome) in found.iter_mut().enumerate() {
        if hidden.whole[o] {
            take_out(&mut outcome.overall);
            outcome.bands.iter_mut().flatten().for_each(take_out);
            outcome.band_mean = None;
            outcome.scale = None;
        }
        nets(&mut outcome.nets, hidden.whole[o], &hidden.levels[o], &hidden.left_out[o]);
        for (s, c) in outcome.segments.iter_mut().enumerate() {
            c.overall = outcome.overall.clone();
            let (levels, left_out) = (&hidden.levels[o][s], &hidden.left_out[o][s]);
            if levels.contains(&true) {
                comparison(c, levels, left_out, info);
            }
            if left_out.contains(&true) {
                let what = format!("levels of {} by {}", outcome.label, words::in_text(&c.segment_label));
                notes.push((o, note(&format!("{what}, whose bases count answers"))));
            }
        }
        family(&mut outcome.segments, info);
        outcome.sentence = words::outcome_sentence(outcome, info);
        outcome.headline = words::outcome_headline(outcome, info);
        if hidden.gone[o] {
            notes.push((o, note(&outcome.label)));
        }
    }
    let names: Vec<&str> =
        (0..study.outcomes.len()).filter(|&o| hidden.gone[o]).map(|o| study.outcomes[o].name.as_str()).collect();
    found.retain(|outcome| !names.contains(&outcome.name.as_str()));
}

/// A net of a hidden level is as telling as the level.
fn nets(nets: &mut [Net], whole: bool, hidden: &[Vec<bool>], left_out: &[Vec<bool>]) {
    for net in nets {
        if whole {
            take_out(&mut net.overall);
        }
        for ((of, hidden), left_out) in net.segments.iter_mut().zip(hidden).zip(left_out) {
            let of_hidden = of.levels.iter_mut().zip(hidden).filter(|(level, hidden)| **hidden && level.n > 0);
            of_hidden.for_each(|(level, _)| take_out(level));
            let mut leaves = left_out.iter();
            of.levels.retain(|_| leaves.next() != Some(&true));
        }
    }
}

/// Takes hidden levels out of a comparison, and what would give them away.
fn comparison(c: &mut Comparison, hidden: &[bool], left_out: &[bool], info: &StudyInfo) {
    let is_hidden = |(level, hidden): (&Estimate, &bool)| hidden.then(|| level.level.clone()).flatten();
    let names: Vec<String> = c.levels.iter().zip(hidden).filter_map(is_hidden).collect();
    c.levels
        .iter_mut()
        .zip(hidden)
        .filter(|(level, hidden)| **hidden && level.n > 0)
        .for_each(|(level, _)| take_out(level));
    let mut leaves = left_out.iter();
    c.levels.retain(|_| leaves.next() != Some(&true));
    for pairs in [&mut c.pairs, &mut c.versus_rest] {
        // The family that they were corrected over: those that are taken out too.
        let family = pairs.iter().filter(|pair| pair.p.is_some()).count() as u64;
        pairs.retain(|pair| !names.contains(&pair.a) && !names.contains(&pair.b));
        pairs_family(pairs, family);
    }
    c.tests = Tests { omnibus: None, trend: None, departure: None, others: Vec::new(), note: Some(TESTS_GONE.into()) };
    (c.decision, c.effect) = (None, None);
    c.equivalence = c.equivalence.as_ref().map(|eq| Equivalence {
        margin: eq.margin,
        smallest_margin: None,
        detectable_difference: None,
        base_needed: None,
        chance_spread: None,
        rms_spread_upper: None,
        left_out: Vec::new(),
        pairs: Vec::new(),
        note: Some(LIMIT_GONE.into()),
    });
    c.sentence = words::redacted_sentence(c, info);
    c.headline = words::redacted_headline(c, info);
}

/// An adjusted p is a multiple of one of the p of its family: where it is none of a p that is shown, it goes.
fn family(comparisons: &mut [Comparison], info: &StudyInfo) {
    let shown: Vec<f64> = comparisons.iter().filter_map(|c| c.decision.as_ref().map(|d| d.p)).collect();
    for c in comparisons {
        if c.decision.as_ref().is_some_and(|d| !is_multiple(d.p_adjusted, &shown, d.family_size)) {
            c.decision = None;
            c.tests.note =
                Some("the adjusted p is taken out, because a p that is hidden could be worked out from it".into());
            c.sentence = words::redacted_sentence(c, info);
            c.headline = words::redacted_headline(c, info);
        }
    }
}

/// The same of pairs.
fn pairs_family(pairs: &mut [Pair], family: u64) {
    let shown: Vec<f64> = pairs.iter().filter_map(|pair| pair.p).collect();
    for pair in pairs {
        if pair.p_adjusted.is_some_and(|adjusted| !is_multiple(adjusted, &shown, family)) {
            pair.p_adjusted = None;
        }
    }
}

/// Whether an adjusted p is made of one of these: Holm multiplies by 1, 2, …, m; Benjamini and Hochberg by m / 1, m / 2, ….
pub fn is_multiple(adjusted: f64, of: &[f64], family: u64) -> bool {
    const SAME: f64 = 1e-9;
    let near = |x: f64| x > 0.5 && (x - x.round()).abs() <= SAME * x;
    adjusted >= 1.0
        || of.iter().any(|&p| {
            let factor = adjusted / p;
            adjusted == p || (factor <= family as f64 * (1.0 + SAME) && (near(factor) || near(family as f64 / factor)))
        })
}

/// Takes the figures out of an estimate; its n says why.
fn take_out(e: &mut Estimate) {
    flag(&mut e.flags);
    (e.n_yes, e.n_effective) = (0, e.n as f64);
    (e.rate, e.mean, e.se, e.ci, e.deff, e.df) = (None, None, None, None, None, None);
    e.bands.iter_mut().chain(&mut e.shares).flatten().for_each(take_out);
}

/// The flags of a figure that was taken out: whether the rule hides it, or another that it would give away.
fn flag(flags: &mut Vec<Flag>) {
    let secondary = !flags.contains(&Flag::Suppressed);
    *flags = vec![Flag::Suppressed, Flag::Redacted];
    if secondary {
        flags.push(Flag::Secondary);
    }
}

/// Takes the figures out of a claim that rests on hidden ones.
fn claim(c: &mut Claim, kind: &ClaimKind, study: &Study, hidden: &Hidden, found: &[Outcome], info: &StudyInfo) {
    let any = |o: usize| hidden.whole[o] || hidden.gone[o] || hidden.levels[o].iter().flatten().any(|level| *level);
    let is_whole = |o: usize, group: &[Condition]| group.is_empty() && !hidden.whole[o] && !hidden.gone[o];
    // The rest of a group is the whole less the group.
    let small_rest = |o: usize| {
        let rest = found[o].base.n.saturating_sub(c.n.unwrap_or(0));
        rest > 0 && rest < study.analysis.suppress_below
    };
    let rests = match kind {
        ClaimKind::Rate { outcome, subgroup, .. } | ClaimKind::Higher { outcome, subgroup } => {
            !is_whole(*outcome, subgroup) && (any(*outcome) || small_rest(*outcome))
        }
        ClaimKind::Difference { compared: Compared::Groups { outcome, .. }, .. } => {
            any(*outcome) || small_rest(*outcome)
        }
        ClaimKind::Difference { compared: Compared::Questions(pair), .. } => {
            [pair.a, pair.b].into_iter().any(|o| hidden.whole[o] || hidden.gone[o])
        }
        ClaimKind::Consistent { outcome, .. } => any(*outcome),
        ClaimKind::Correlation { spec, .. } => {
            let asked = &study.correlations[*spec];
            hidden.correlation(asked.a, asked.b)
        }
    };
    if !rests && !words::is_hidden(c) {
        return;
    }
    (c.recomputed, c.ci) = (None, None);
    c.parts.clear();
    if !matches!(kind, ClaimKind::Consistent { .. }) {
        c.status = ClaimStatus::NotTestable;
        c.reason = Some(CLAIM_GONE.into());
    }
    c.sentence = words::claim_sentence(c, info);
}
