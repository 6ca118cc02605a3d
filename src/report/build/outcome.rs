//! A section per outcome: sentence, question, base, chart, bands; and a part per segment with table and tests.

use super::super::{About, CellMark, Column, Figure, Part, Picture, Section, Shows, Table, Text};
use super::detail::detail;
use super::{DASH, STAMP, across, note};
use crate::findings::words::{
    decision_text, in_text, largest_difference, left_out, level_text, limit_in, margin_in, of_base, range_in,
    respondents, test_name, verdict_word,
};
use crate::results::format::{count, decimal, p_value};
use crate::results::{
    Comparison, DecisionRule, Equivalence, Estimate, Flag, Heterogeneity, Measure, Outcome, Results, Scale, StudyInfo,
    Test,
};
use crate::stats::Direction;

pub(super) fn sections(
    at: usize,
    outcome: &Outcome,
    title: &str,
    figures: Vec<Figure>,
    held: Option<&[Heterogeneity]>,
    info: &StudyInfo,
) -> Vec<Section> {
    let mut head = Section::new(title).about(About::Outcome(at));
    head.say(outcome.sentence.clone());
    match &outcome.question {
        Some(wording) => head.say(Text::led("Question:", format!("“{}”", wording.trim()))),
        None => head.say(Text::led("Question:", "wording not stated.")),
    }
    head.say(Text::led("Base:", base(outcome)));
    head.parts.extend(figures.into_iter().map(Part::Figure));
    if let Some(shares) = outcome.overall.shares.as_ref() {
        head.table(band_table(outcome, shares, info));
    }
    if let Some(bands) = &outcome.bands {
        head.table(band_table(outcome, bands, info));
        if let (Some(mean), true) = (&outcome.band_mean, outcome.overall.is_printable()) {
            head.say(format!(
                "Mean from the bands: {} with every answer in the middle of its band, {} with every answer at the lower \
                 edge, {} at the upper edge. The answers themselves say no more than their band.",
                decimal(mean.midpoint, 1),
                decimal(mean.low, 1),
                decimal(mean.high, 1)
            ));
        }
    }
    if let Some(scale) = &outcome.scale {
        head.say(scale.sentence.clone());
        if scale.alpha.is_some() && !scale.flags.contains(&Flag::Suppressed) {
            head.table(scale_table(outcome, scale));
        }
    }
    across::table(outcome, held).into_iter().for_each(|table| head.table(table));
    let mut sections = vec![head];
    let segments = outcome.segments.iter().enumerate();
    sections.extend(segments.map(|(by, c)| segment(c, info).about(About::Comparison(at, by))));
    sections
}

fn base(outcome: &Outcome) -> String {
    let (base, all) = (&outcome.base, &outcome.overall);
    let who = if base.description.is_empty() { "all respondents" } else { base.description.trim() };
    let mut said = format!("{who}. {} gave a usable answer", count(base.n));
    if all.n_weighted != all.n as f64 || all.n_effective != all.n as f64 {
        said.push_str(&format!(
            " (weighted {}, effective {})",
            decimal(all.n_weighted, 1),
            decimal(all.n_effective, 1)
        ));
    }
    said.push_str(&format!(
        ", {} in the base gave none, {} lie outside it.",
        count(base.n_missing),
        count(base.n_outside)
    ));
    said
}

/// A chart with what it says in words, made from its own numbers.
pub(super) fn figure(results: &Results, picture: &Picture, number: usize) -> Option<Figure> {
    let info = &results.study;
    let chart = picture.shows.chart(results)?;
    // What two published figures imply is no synthetic datum.
    let stamp = if chart.synthetic { format!("{STAMP} ") } else { String::new() };
    let level = level_text(info.analysis.confidence);
    let shown = match picture.shows {
        Shows::Bands(_) => "Shares of the answers".to_owned(),
        Shows::Values(at) | Shows::Answers(at) => {
            let outcome = &results.outcomes[at];
            let measure = measure_word(outcome.overall.measure);
            format!("{measure}s with {level} intervals; base: {}", of_base(outcome.overall.n, &outcome.base))
        }
        Shows::Verdicts => "Verdict, lowest and highest figure of each comparison".to_owned(),
        Shows::Trend(..) => format!("Levels in their order, with {level} intervals"),
        Shows::Adjusted(..) => format!("Rates beside adjusted rates, with {level} intervals"),
        Shows::Detection => "Implied failure rate by relative detection".to_owned(),
        Shows::Differences(..) => {
            format!("Differences with {} intervals", level_text(1.0 - 2.0 * info.analysis.alpha))
        }
        Shows::Paired(_) => "Overlap of the answers, and the difference".to_owned(),
        Shows::Implied(_) => "Rate of everybody else by the size of the group".to_owned(),
    };
    let said = chart.description.trim_start_matches("Synthetic data. ");
    Some(Figure {
        number,
        image: format!("charts/{}.png", picture.stem),
        drawing: format!("charts/{}.svg", picture.stem),
        data: picture.data.clone(),
        alternative: format!("{stamp}{said}"),
        caption: format!("{stamp}{}. {shown}.", chart.headline),
    })
}

fn band_table(outcome: &Outcome, bands: &[Estimate], info: &StudyInfo) -> Table {
    let level = level_text(info.analysis.confidence);
    let mut table = Table::new(
        format!("{}: answers", outcome.label),
        vec![
            Column::text("Answer"),
            Column::number("Respondents"),
            Column::number("Share"),
            Column::number(format!("{level} interval")),
            Column::text("Note"),
        ],
    );
    let hidden = !outcome.overall.is_printable();
    for band in bands {
        let shown = band.is_printable() && !hidden;
        let n_yes = if shown { count(band.n_yes) } else { DASH.to_owned() };
        let (rate, range) = if shown { figures(band) } else { (DASH.to_owned(), DASH.to_owned()) };
        table.row(vec![level_name(band), n_yes, rate, range, note(band, info)]);
    }
    table
}

/// The items of a scale, each against all others.
fn scale_table(outcome: &Outcome, scale: &Scale) -> Table {
    let mut table = Table::new(
        format!("{}: items", outcome.label),
        vec![
            Column::text("Item"),
            Column::number("Mean"),
            Column::number("Correlation with the others"),
            Column::number("Alpha without it"),
            Column::text("Note"),
        ],
    );
    let number = |value: Option<f64>| value.map_or(DASH.to_owned(), |value| decimal(value, 2).replace('-', "−"));
    for item in &scale.items {
        let note = if item.reversed { "turned round" } else { "" };
        let (mean, rest, without) = (number(item.mean), number(item.item_rest), number(item.alpha_without));
        table.row(vec![item.column.clone(), mean, rest, without, note.to_owned()]);
    }
    table
}

fn segment(c: &Comparison, info: &StudyInfo) -> Section {
    let mut section = Section::part_of(format!("By {}", in_text(&c.segment_label)));
    section.say(Text::led(format!("{}.", verdict_word(c.verdict)), c.sentence.clone()));
    section.table(level_table(c, info));
    if c.n_segment_missing > 0 {
        section.say(format!(
            "{} of the base {} no level here and {} in the overall rate only.",
            respondents(c.n_segment_missing),
            if c.n_segment_missing == 1 { "has" } else { "have" },
            if c.n_segment_missing == 1 { "counts" } else { "count" }
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

fn level_table(c: &Comparison, info: &StudyInfo) -> Table {
    let level = level_text(info.analysis.confidence);
    let weighted = c.levels.iter().any(|l| l.n_weighted != l.n as f64 || l.n_effective != l.n as f64);
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
    for (index, estimate) in std::iter::once(&c.overall).chain(&c.levels).enumerate() {
        let name = if index == 0 { "Overall".to_owned() } else { level_name(estimate) };
        let mut row = vec![name.clone(), count(estimate.n)];
        if weighted {
            row.extend([decimal(estimate.n_weighted, 1), decimal(estimate.n_effective, 1)]);
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

/// The head of a column of rates, means or shares.
pub(in crate::report) fn measure_word(measure: Measure) -> &'static str {
    match measure {
        Measure::Rate => "Rate",
        Measure::Mean => "Mean",
        Measure::Total => "Total",
        Measure::Median => "Median",
        Measure::Quantile => "Quantile",
        Measure::Nps => "Score",
        Measure::Shares => "Share",
    }
}

/// Rate (or mean) and interval of an estimate, or dashes.
pub(in crate::report) fn figures(estimate: &Estimate) -> (String, String) {
    let unit = estimate.unit();
    match (estimate.is_printable(), estimate.value()) {
        (true, Some(value)) => {
            let range = estimate.ci.map_or(DASH.to_owned(), |ci| unit.interval(ci.low, ci.high, estimate.n));
            (unit.value(value, estimate.n), range)
        }
        (true, None) => (String::new(), String::new()),
        _ => (DASH.to_owned(), DASH.to_owned()),
    }
}

pub(in crate::report) fn level_name(estimate: &Estimate) -> String {
    estimate.level.clone().unwrap_or_else(|| "Overall".to_owned())
}

fn tests(c: &Comparison) -> String {
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
    // The sign of a slope and no finding: "rises" is left to the sentence.
    match t.direction {
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

fn decision(c: &Comparison) -> Option<String> {
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

/// Why a number of the whole table is not printed.
pub(in crate::report) const GIVES_AWAY: &str =
    "because the figures of a level that is not shown could be worked out from it";

/// Whether a level has respondents and figures that are not printed.
pub(in crate::report) fn has_hidden(c: &Comparison) -> bool {
    c.levels.iter().any(|level| level.n > 0 && !level.is_printable())
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
        inside.extend(
            e.cramers_v_ci.map(|ci| {
                format!("{} interval {} to {}", level_text(ci.level), decimal(ci.low, 3), decimal(ci.high, 3))
            }),
        );
        said.push(format!("Cramér's V {} ({})", decimal(v, 3), inside.join("; ")));
    }
    said.extend(e.cohen_w.filter(|_| !has_hidden).map(|w| format!("Cohen's w {}", decimal(w, 3))));
    let mut text = if said.is_empty() { String::new() } else { format!("{}.", said.join("; ")) };
    if let Some(largest) = largest_difference(c) {
        text.push_str(&format!("{}{largest}.", if text.is_empty() { "" } else { " " }));
    }
    (!text.is_empty()).then_some(text)
}

pub(in crate::report) fn equivalence(c: &Comparison, eq: &Equivalence, info: &StudyInfo) -> String {
    let unit = c.overall.unit();
    let level = level_text(1.0 - info.analysis.alpha);
    match eq.smallest_margin {
        Some(limit) => format!(
            "δ* = {}: with {level} confidence no two levels differ by more; the margin is {}.",
            limit_in(unit, limit, eq.margin),
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
    let needed = eq.base_needed.map(|n| {
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
    let rms =
        eq.rms_spread_upper.map(|u| format!("upper limit of the root mean square spread: {}", unit.difference(u)));
    let said: Vec<String> = [spread, rms].into_iter().flatten().collect();
    (!said.is_empty()).then(|| format!("{}.", said.join("; ")))
}
