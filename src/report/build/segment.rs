//! An outcome by a segment: what is found, the table of levels, and what the finding rests on.

use super::super::{CellMark, Column, Section, Span, Table, Text};
use super::detail::detail;
use super::hidden::{self, GIVES_AWAY, has_hidden};
use super::outcome::{effective, figures, level_name, measure_word};
use super::{DASH, note};
use crate::findings::words::{
    decision_text, in_text, largest_difference, left_out, level_text, limit_in, margin_in, range_in, respondents,
    test_name, verdict_word,
};
use crate::results::format::{count, decimal, p_value};
use crate::results::{Comparison, DecisionRule, Equivalence, Estimate, StudyInfo, Test, TestMethod, Verdict};
use crate::stats::Direction;

pub(super) fn section(c: &Comparison, info: &StudyInfo) -> Section {
    let mut section = Section::part_of(format!("By {}", in_text(&c.segment_label)));
    let (lead, rest) = told(c);
    section.say(Text(vec![Span::Strong(lead.to_owned()), Span::Plain(rest)]));
    section.table(level_table(c, info));
    hidden::notes(c, info).into_iter().for_each(|note| section.say(note));
    if c.n_segment_missing > 0 {
        section.say(format!(
            "{} of the base {} no level here and {} in the overall figure only: all others rest on the {} with a level.",
            respondents(c.n_segment_missing),
            if c.n_segment_missing == 1 { "has" } else { "have" },
            if c.n_segment_missing == 1 { "counts" } else { "count" },
            count(c.levels.iter().map(|level| level.n).sum())
        ));
    }
    let mut items = vec![Text::led("Tests:", tests(c))];
    items.extend(decision(c).map(|text| Text::led("Decision:", text)));
    items.extend(effect(c).map(|text| Text::led("Effect:", text)));
    if let Some(eq) = &c.equivalence {
        let limit =
            [Some(equivalence(c, eq, info)), left_out(c, info)].into_iter().flatten().collect::<Vec<_>>().join(" ");
        items.push(Text::led("Equivalence:", limit));
        items.extend(reach(c, eq).map(|text| Text::led("Reach of these bases:", text)));
        items.extend(chance(c, eq).map(|text| Text::led("Spread by chance:", text)));
    }
    section.list(items);
    section
}

/// The verdict and what it rests on, each said once: "Consistent" and " by company size within the margin of 5 points: …".
/// The outcome stands above it.
pub(in crate::report) fn told(c: &Comparison) -> (&'static str, String) {
    let word = verdict_word(c.verdict);
    let said = c.sentence.strip_prefix(&format!("{}: ", c.outcome_label)).unwrap_or(&c.sentence);
    let begins = |with: &str| said.strip_prefix(with).map(|rest| format!(" {rest}"));
    let rest = match c.verdict {
        Verdict::Consistent => begins("consistent "),
        Verdict::Differs => said
            .split_once(" differs by ")
            .filter(|(subject, _)| subject.starts_with("the ") && subject.split(' ').count() <= 4)
            .map(|(_, rest)| format!(" by {rest}")),
        Verdict::Undetermined => {
            begins("undetermined ").or_else(|| Some(format!(": {}", said.replacen(": undetermined.", ".", 1))))
        }
        Verdict::DiffersWithinMargin => None,
    };
    (word, rest.unwrap_or_else(|| format!(": {said}")))
}

fn level_table(c: &Comparison, info: &StudyInfo) -> Table {
    let level = level_text(info.analysis.confidence);
    let weighted = c.levels.iter().any(Estimate::is_weighted);
    let rest = c.versus_rest.len() > 2;
    let mut columns = vec![Column::text(c.segment_label.clone()), Column::number("Base")];
    if weighted {
        columns.extend([Column::number("Weighted base"), Column::number("Effective base")]);
    }
    columns.extend([
        Column::number("No answer"),
        Column::number(measure_word(c.measure)),
        Column::number(format!("{level} interval")),
    ]);
    if rest {
        columns.push(Column::number(format!("Against the rest ({level} interval)")));
    }
    columns.push(Column::text("Note"));
    let mut table = Table::new(format!("{} by {}", c.outcome_label, in_text(&c.segment_label)), columns);
    for (index, estimate) in std::iter::once(&c.overall).chain(hidden::listed(c)).enumerate() {
        let name = if index == 0 { "Overall".to_owned() } else { level_name(estimate) };
        let mut row = vec![name.clone(), count(estimate.n)];
        if weighted {
            row.extend([decimal(estimate.n_weighted, 1), effective(estimate)]);
        }
        row.push(count(estimate.n_missing));
        let (rate, range) = figures(estimate);
        row.extend([rate, range]);
        if rest {
            row.push(if index == 0 { String::new() } else { against_rest(c, estimate) });
        }
        row.push(note(estimate, info));
        table.row(row);
        if let Some(detail) = detail(estimate, &c.base) {
            table.mark(if weighted { 5 } else { 3 }, CellMark::Detail(detail));
        }
        for share in estimate.shares.iter().flatten().filter(|_| estimate.is_printable()) {
            let (rate, range) = figures(share);
            let mut row = vec![format!("{name}: {}", level_name(share)), count(share.n_yes)];
            row.extend(vec![String::new(); if weighted { 3 } else { 1 }]);
            row.extend([rate, range]);
            row.extend(vec![String::new(); 1 + usize::from(rest)]);
            table.row(row);
        }
    }
    table
}

fn against_rest(c: &Comparison, level: &Estimate) -> String {
    let pair = c.versus_rest.iter().find(|p| Some(&p.a) == level.level.as_ref()).filter(|_| level.is_printable());
    let Some(difference) = pair.and_then(|p| p.difference) else { return DASH.to_owned() };
    let unit = c.overall.unit();
    let range = pair.and_then(|p| p.ci).map(|ci| format!(" ({})", range_in(unit, ci.low, ci.high)));
    format!("{}{}", unit.difference(difference), range.unwrap_or_default())
}

fn tests(c: &Comparison) -> String {
    if has_hidden(c) && c.tests.omnibus.is_some() {
        return format!("{DASH} {GIVES_AWAY}.");
    }
    // With two levels the trend says what the omnibus test says.
    let trend = if c.tests.departure.is_some() { &c.tests.trend } else { &None };
    let named = [&c.tests.omnibus, trend, &c.tests.departure].into_iter().flatten();
    let mut said: Vec<String> = named.map(test).collect();
    if !c.tests.others.is_empty() {
        let others: Vec<String> = c.tests.others.iter().map(test).collect();
        said.push(format!("besides: {}", others.join("; ")));
    }
    if let Some(why) = &c.tests.note {
        said.push(if said.is_empty() { format!("none: {why}") } else { why.clone() });
    }
    if said.is_empty() { "none.".to_owned() } else { format!("{}.", said.join("; ").trim_end_matches('.')) }
}

/// One test: "Pearson X² = 12.34, df 5, p = 0.030".
pub(in crate::report) fn test(t: &Test) -> String {
    let mut said = test_name(t.method).to_owned();
    if let Some(statistic) = t.statistic {
        said.push_str(&format!(" {}", decimal(statistic, 2)));
    }
    match (t.df, t.df2) {
        (Some(df), Some(df2)) => said.push_str(&format!(", df {} and {}", degrees(df), degrees(df2))),
        (Some(df), None) => said.push_str(&format!(", df {}", degrees(df))),
        _ => {}
    }
    said.push_str(&format!(", {}", p_value(t.p, t.ln_p)));
    if let Some(se) = t.mc_se {
        said.push_str(&format!(" (drawn at random, standard error {})", decimal(se, 5)));
    }
    // The sign of a slope and no finding: "rises" is left to the sentence. Other tests have a sign and no slope.
    let of_trend = matches!(t.method, TestMethod::CochranArmitage | TestMethod::SvyLogitTrend | TestMethod::Jonckheere);
    match t.direction.filter(|_| of_trend) {
        Some(Direction::Rising) => said.push_str(", slope upwards"),
        Some(Direction::Falling) => said.push_str(", slope downwards"),
        None => {}
    }
    if let Some(remark) = &t.note {
        said.push_str(&format!(" [{remark}]"));
    }
    said
}

fn degrees(df: f64) -> String {
    if df.fract() == 0.0 { decimal(df, 0) } else { decimal(df, 2) }
}

pub(in crate::report) fn decision(c: &Comparison) -> Option<String> {
    let rule = match c.decision.as_ref()?.rule {
        DecisionRule::Omnibus => "the p of the test of any difference",
        DecisionRule::RaoScottAndWald => "the larger p of Rao-Scott F and adjusted Wald",
        DecisionRule::RaoScottAndWaldOrTrend => {
            "twice the smaller p of the trend and of the larger one of Rao-Scott F and adjusted Wald"
        }
        DecisionRule::OmnibusOrTrend => "twice the smaller p of the tests of any difference and of the trend",
    };
    Some(format!("{rule}: {}.", decision_text(c)?))
}

pub(in crate::report) fn effect(c: &Comparison) -> Option<String> {
    let e = c.effect.as_ref()?;
    let mut said = Vec::new();
    let has_hidden = has_hidden(c);
    if has_hidden && (e.cramers_v.is_some() || e.cohen_w.is_some()) {
        said.push(format!("Cramér's V and Cohen's w {DASH}, {GIVES_AWAY}"));
    }
    if let Some(v) = e.cramers_v.filter(|_| !has_hidden) {
        let mut inside = vec!["bias-corrected".to_owned()];
        inside.extend(e.cramers_v_raw.map(|raw| format!("{} uncorrected", decimal(raw, 3))));
        inside.extend(e.cramers_v_ci.map(|ci| match ci.high {
            0.0 => format!("no {} interval: V is {}", level_text(ci.level), TOO_EVEN),
            _ => format!("{} interval {} to {}", level_text(ci.level), decimal(ci.low, 3), decimal(ci.high, 3)),
        }));
        said.push(format!("Cramér's V {} ({})", decimal(v, 3), inside.join("; ")));
    }
    said.extend(e.cohen_w.filter(|_| !has_hidden).map(|w| format!("Cohen's w {}", decimal(w, 3))));
    let mut text = if said.is_empty() { String::new() } else { format!("{}.", said.join("; ")) };
    // What the sentence above has said is not said twice.
    if let Some(largest) = largest_difference(c).filter(|largest| !c.sentence.contains(largest)) {
        text.push_str(&format!("{}{largest}.", if text.is_empty() { "" } else { " " }));
    }
    (!text.is_empty()).then_some(text)
}

/// Why a noncentral interval ends at 0: even no difference at all would give so small an X² too rarely.
const TOO_EVEN: &str = "smaller than chance alone would usually make it";

/// Why δ* lies within the interval that stands beside it, for the methods of a report.
pub(in crate::report) const TWO_LIMITS: &str = "δ* asks of each pair only how far it may reach to one side, so it lies \
    within the simultaneous interval, which holds all pairs on both sides at once.";

/// Whether a simultaneous interval of the largest difference is told, and δ* is smaller than its further end.
pub(in crate::report) fn is_beside_an_interval(c: &Comparison) -> bool {
    let limit = c.equivalence.as_ref().and_then(|eq| eq.smallest_margin);
    let largest = c.effect.as_ref().and_then(|effect| effect.largest_difference.as_ref());
    let further = largest.and_then(|largest| largest.ci_simultaneous).map(|ci| ci.low.abs().max(ci.high.abs()));
    largest_difference(c).is_some() && limit.zip(further).is_some_and(|(limit, further)| limit < further)
}

pub(in crate::report) fn equivalence(c: &Comparison, eq: &Equivalence, info: &StudyInfo) -> String {
    let unit = c.overall.unit();
    let level = level_text(1.0 - info.analysis.alpha);
    match eq.smallest_margin {
        Some(limit) => format!(
            "δ* = {}{}: with {level} confidence no two levels differ by more; the margin is {}.",
            limit_in(unit, limit, eq.margin),
            if is_beside_an_interval(c) { " (one-sided, so narrower than the simultaneous interval)" } else { "" },
            margin_in(unit, eq.margin)
        ),
        None => {
            let why = eq.note.as_ref().map(|why| format!(", because {why}")).unwrap_or_default();
            format!("no limit can be given{why}; the margin is {}.", margin_in(unit, eq.margin))
        }
    }
}

/// What these bases could have shown.
pub(in crate::report) fn reach(c: &Comparison, eq: &Equivalence) -> Option<String> {
    let detectable = eq
        .detectable_difference
        .map(|d| format!("a difference of {} between the two smallest levels would have been found with 80% power (before correction)", c.overall.unit().difference(d)));
    // Where levels are shown to differ, nobody asks what would show that they do not.
    let differs = matches!(c.verdict, Verdict::Differs | Verdict::DiffersWithinMargin);
    let needed = eq.base_needed.filter(|_| !differs).map(|n| {
        format!(
            "if the levels were equal, {} would be needed to show it within {} with 80% power",
            respondents(n),
            margin_in(c.overall.unit(), eq.margin)
        )
    });
    let said: Vec<String> = [detectable, needed].into_iter().flatten().collect();
    (!said.is_empty()).then(|| format!("{}.", said.join("; ")))
}

fn chance(c: &Comparison, eq: &Equivalence) -> Option<String> {
    if has_hidden(c) {
        return Some(format!("{DASH} {GIVES_AWAY}."));
    }
    let unit = c.overall.unit();
    let spread = eq.chance_spread.map(|s| {
        format!(
            "equal levels of these bases would spread over {} on average, and over more than {} in one of twenty \
             samples; here it is {}",
            unit.difference(s.expected),
            unit.difference(s.p95),
            unit.difference(s.observed)
        )
    });
    let rms = eq.rms_spread_upper.map(|u| match u {
        0.0 => format!("no upper limit of the root mean square spread: it is {TOO_EVEN}"),
        _ => format!("upper limit of the root mean square spread: {}", unit.difference(u)),
    });
    let said: Vec<String> = [spread, rms].into_iter().flatten().collect();
    (!said.is_empty()).then(|| format!("{}.", said.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::sample::sample_results;

    fn said(verdict: Verdict, sentence: &str) -> String {
        let mut c = sample_results().outcomes[0].segments[0].clone();
        c.verdict = verdict;
        c.sentence = format!("{}: {sentence}", c.outcome_label);
        let (lead, rest) = told(&c);
        format!("{lead}{rest}")
    }

    #[test]
    fn a_verdict_and_its_sentence_say_each_thing_once() {
        let of = said(Verdict::Consistent, "consistent by size within the margin of 5 points: with 95% confidence.");
        assert_eq!(of, "Consistent by size within the margin of 5 points: with 95% confidence.");
        let of = said(Verdict::Differs, "the rate differs by size, from 55% (Small) to 76% (Large).");
        assert_eq!(of, "Differs by size, from 55% (Small) to 76% (Large).");
        assert_eq!(said(Verdict::Differs, "the rate rises with size."), "Differs: the rate rises with size.");
        let of = said(Verdict::Undetermined, "no difference by size found (p = 0.351): undetermined. More would help.");
        assert_eq!(of, "Undetermined: no difference by size found (p = 0.351). More would help.");
        let of = said(Verdict::Undetermined, "undetermined by size, because no test can be made: one level.");
        assert_eq!(of, "Undetermined by size, because no test can be made: one level.");
    }

    #[test]
    fn a_table_with_a_level_that_is_not_shown_shows_no_statistic_of_the_whole() {
        let results = sample_results();
        let c = &results.outcomes[0].segments[0];
        assert!(has_hidden(c) && c.tests.omnibus.is_some());
        assert_eq!(tests(c), format!("{DASH} {GIVES_AWAY}."));
        let mut open = c.clone();
        open.levels.retain(Estimate::is_printable);
        assert!(tests(&open).contains("df "), "{}", tests(&open));
    }
}
