//! Paired questions, published figures beside recomputed ones, and what was not computed.

use super::super::claims::{ASSUMED, adds};
use super::super::{Column, Part, Section, Shows, Table, Text};
use super::segment::test;
use super::{DASH, Drawn};
use crate::findings::words::{
    claim_range, claim_value, is_hidden, level_text, points_range, published_text, respondents, status_word,
};
use crate::results::format::{count, interval_to, p_value, percent, percent_to, points};
use crate::results::{Claim, Flag, Implied, ImpliedRest, Paired, Results};

pub(super) fn paired(results: &Results, drawn: &Drawn) -> Option<Section> {
    if results.paired.is_empty() {
        return None;
    }
    let mut section = Section::new("Two questions of the same respondents");
    section.say(
        "Both rates come from the respondents who answered both questions, so they are compared within respondents. A \
         higher rate does not say which of the two a respondent puts first.",
    );
    for (at, p) in results.paired.iter().enumerate() {
        section.say(p.sentence.clone());
        section.parts.extend(drawn.that(|shows| shows == Shows::Paired(at)).into_iter().map(Part::Figure));
        section.table(crossed(p));
        let mut items = Vec::new();
        if !p.flags.contains(&Flag::Suppressed) {
            if let (Some(difference), Some(ci)) = (p.difference, p.ci) {
                let range = points_range(ci.low, ci.high);
                let level = level_text(ci.level);
                items.push(Text::led("Effect:", format!("{} ({level} interval {range}).", points(difference))));
            }
            let tests: Vec<String> = p.tests.iter().map(test).collect();
            if !tests.is_empty() {
                items.push(Text::led("Tests:", format!("{}.", tests.join("; "))));
            }
        }
        section.list(items);
    }
    Some(section)
}

/// The four cells of two questions.
fn crossed(p: &Paired) -> Table {
    let shares = p.shares.filter(|_| !p.flags.contains(&Flag::Suppressed));
    let is_counted = |(share, n): (f64, u64)| (share - n as f64 / p.n as f64).abs() < 1e-9;
    let counts = [p.both, p.a_only, p.b_only, p.neither];
    let shares = shares.map(|of| [of.both, of.a_only, of.b_only, of.neither]);
    let weighted = shares.is_some_and(|shares| !shares.into_iter().zip(counts).all(is_counted));
    let mut table = Table::new(
        format!("{} and {}: {} who answered both", p.a_label, p.b_label, respondents(p.n)),
        vec![
            Column::text("Said yes to"),
            Column::number("Respondents"),
            Column::number(if weighted { "Weighted share" } else { "Share" }),
        ],
    );
    let names =
        ["both".to_owned(), format!("only: {}", p.a_label), format!("only: {}", p.b_label), "neither".to_owned()];
    for (at, name) in names.into_iter().enumerate() {
        table.row(match shares {
            Some(shares) => vec![name, count(counts[at]), percent(shares[at], p.n)],
            None => vec![name, DASH.to_owned(), DASH.to_owned()],
        });
    }
    table
}

pub(super) fn correlations(results: &Results) -> Option<Section> {
    if results.correlations.is_empty() {
        return None;
    }
    let mut section = Section::new("Correlations");
    section.say(
        "Whether two ordered answers of the same respondents go together. A correlation names no cause, and does not say \
         which answer is behind the other.",
    );
    section.list(results.correlations.iter().map(|c| c.sentence.clone().into()).collect());
    Some(section)
}

pub(super) fn published(results: &Results) -> Option<Section> {
    if results.claims.is_empty() {
        return None;
    }
    let mut section = Section::new("Published figures");
    if results.study.synthetic {
        section.say(
            "These figures are recomputed from a simulated sample, which may have been calibrated to the published ones. Agreement \
             shows that the method works; it says nothing about the truth of the claims.",
        );
    } else {
        section.say(
            "Each published figure stands beside the one recomputed from these data. It agrees if the two are the same \
             up to the rounding of the published one, disagrees if the published one with its rounding lies outside the \
             interval, and else cannot be told. A rate that is called higher is held against a one-sided limit, one that is \
             called consistent against the verdicts of its segments.",
        );
    }
    let level = level_text(results.study.analysis.confidence);
    let mut table = Table::new(
        "Published and recomputed figures",
        vec![
            Column::text("Claim"),
            Column::number("Published"),
            Column::number("Recomputed"),
            Column::number(format!("{level} interval")),
            Column::number("Respondents"),
            Column::text("Status"),
        ],
    );
    for c in &results.claims {
        table.row(row(c));
    }
    section.table(table);
    let items = results.claims.iter().map(|c| {
        let source = c.source.as_ref().map(|s| format!(" Source: {s}.")).unwrap_or_default();
        Text::led(format!("{}.", c.text.trim_end_matches('.')), format!("{}{source}", c.sentence))
    });
    section.list(items.collect());
    Some(section)
}

/// What the published figures imply by themselves.
pub(super) fn implied(results: &Results, drawn: &Drawn) -> Option<Section> {
    let adding: Vec<&Implied> = results.implied.iter().filter(|one| adds(one)).collect();
    if adding.is_empty() {
        return None;
    }
    let mut section = Section::part_of("What the published figures imply by themselves");
    section.say(ASSUMED);
    section.list(adding.iter().map(|one| one.sentence().to_owned().into()).collect());
    for (at, one) in results.implied.iter().enumerate() {
        if let Implied::Rest(found) = one {
            section.parts.extend(drawn.that(|shows| shows == Shows::Implied(at)).into_iter().map(Part::Figure));
            section.table(rest(found));
        }
    }
    Some(section)
}

/// The rate of all others by the size of the group, at some of the sizes.
fn rest(found: &ImpliedRest) -> Table {
    /// Of the points of the curve, those at about each tenth of all.
    const STEP: f64 = 0.1;
    let of_all = found.n.map_or_else(String::new, |n| format!(" of {}", respondents(n)));
    let mut table = Table::new(
        format!(
            "{}: rate of all others, if {}{of_all} and {} of those with {} said yes",
            found.outcome_label,
            percent(found.rate_all, 0),
            percent(found.rate_part, 0),
            found.group
        ),
        vec![
            Column::number("Share of the group"),
            Column::number("Respondents in it"),
            Column::number("All others"),
            Column::number("Over all values that round"),
            Column::number("p"),
        ],
    );
    let is_shown = |at: usize| {
        let tenth = |at: usize| (found.curve[at].share / STEP + 1e-9).floor();
        let is_threshold = found.curve[at].size.is_some()
            && found.curve[at].size == found.significant_from.and_then(|size| size.value);
        is_threshold || tenth(at) > if at == 0 { 0.0 } else { tenth(at - 1) }
    };
    for point in (0..found.curve.len()).filter(|&at| is_shown(at)).map(|at| found.curve[at]) {
        let dash = || DASH.to_owned();
        table.row(vec![
            percent_to(point.share, 1),
            point.size.map_or_else(dash, count),
            point.rest.map_or_else(|| "not possible".to_owned(), |rate| percent_to(rate, 1)),
            point.low.zip(point.high).map_or_else(dash, |(low, high)| interval_to(low, high, 1)),
            point
                .p
                .map_or_else(dash, |p| p_value(p, p.ln()).trim_start_matches("p ").trim_start_matches("= ").to_owned()),
        ]);
    }
    table
}

fn row(c: &Claim) -> Vec<String> {
    let n = c.n.unwrap_or(0);
    let dash = || DASH.to_owned();
    let shown = !is_hidden(c);
    vec![
        c.text.clone(),
        c.published.map_or_else(dash, |value| published_text(value, c.rounding, &c.kind)),
        c.recomputed.filter(|_| shown).map_or_else(dash, |value| claim_value(value, n, &c.kind)),
        c.ci.filter(|_| shown).map_or_else(dash, |ci| claim_range(&ci, n, &c.kind)),
        c.n.map_or_else(dash, count),
        if shown { status_word(c.status).to_owned() } else { "not shown".to_owned() },
    ]
}

pub(super) fn not_computed(results: &Results) -> Option<Section> {
    if results.not_computed.is_empty() {
        return None;
    }
    let mut section = Section::new("What was not computed");
    section.say("The study file asks for these, and this version of the program does not compute them:");
    section.list(results.not_computed.iter().map(|what| what.clone().into()).collect());
    Some(section)
}
