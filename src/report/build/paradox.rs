//! Why the top level has the rate that it has: what could explain it, then what each rests on.

use super::super::{Column, Part, Section, Shows, Table, Text};
use super::segment::test;
use super::{DASH, Drawn};
use crate::findings::words::{
    self, adjust_name, axis_word, choices_sentence, hides, in_text, level_text, odds_ratio_text, points_range,
    split_text, standing_meaning, standing_word, verdict_word,
};
use crate::results::format::{count, decimal, interval, p_value, percent, points};
use crate::results::{
    AdjustedTest, Bounds, Estimate, Flag, Interaction, LevelBounds, Pair, Paradox, Results, Standing, StudyInfo,
    WithinStrata,
};

/// Relative detection at which a table shows the implied failure rates.
const SHOWN_DETECTION: [f64; 6] = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5];

pub(super) fn sections(results: &Results, drawn: &Drawn) -> Vec<Section> {
    let Some(p) = &results.paradox else { return Vec::new() };
    let info = &results.study;
    let mut head = Section::new(format!("\"{}\" against all others: what could explain it", p.top));
    head.say(p.sentence.clone());
    if hides(p) {
        return vec![head];
    }
    head.list(
        words::standings(p)
            .into_iter()
            .map(|(said, names)| Text::led(format!("{said}:"), format!("{names}.")))
            .collect(),
    );
    let figures =
        |is_wanted: fn(Shows) -> bool| drawn.that(is_wanted).into_iter().map(Part::Figure).collect::<Vec<_>>();
    head.parts.extend(figures(|shows| matches!(shows, Shows::Trend(..))));
    head.table(explanations(p));
    head.say(legend(p));
    let mut unknown = Section::part_of("What these data cannot tell");
    unknown.list(p.not_identified.iter().map(|said| said.clone().into()).collect());
    let mut sections = vec![head, unknown];
    let parts = [
        adjusted(p, info).map(|section| section.with(figures(|shows| matches!(shows, Shows::Adjusted(..))))),
        contrasts(p),
        strata(p, info),
        detection(p).map(|section| section.with(figures(|shows| shows == Shows::Detection))),
        selection(p, info),
        bounds(p, info),
        choices(p, info),
    ];
    sections.extend(parts.into_iter().flatten());
    sections
}

/// What the words of the table mean, of those that stand there.
fn legend(p: &Paradox) -> String {
    let all = [Standing::Survives, Standing::NotIdentified, Standing::DoesNotSuffice];
    let used = all.into_iter().filter(|standing| p.explanations.iter().any(|e| e.standing == *standing));
    let said =
        used.filter_map(|standing| Some(format!("{}: {}. ", standing_word(standing), standing_meaning(standing)?)));
    said.chain(["All of this is about an association, not an effect.".to_owned()]).collect()
}

fn explanations(p: &Paradox) -> Table {
    let mut table = Table::new(
        format!("{}: what could be behind the difference", p.outcome_label),
        vec![Column::text("Explanation"), Column::text("Standing"), Column::text("What was computed")],
    );
    for e in &p.explanations {
        table.row(vec![e.label.clone(), standing_word(e.standing).to_owned(), e.sentence.clone()]);
    }
    table
}

fn adjusted(p: &Paradox, info: &StudyInfo) -> Option<Section> {
    let mut section = Section::part_of("With nothing held, and with all other segments held");
    if p.adjusted.levels.is_empty() {
        section.say(format!("No adjusted rates: {}.", p.adjusted.note.as_deref().unwrap_or("there is no fit")));
        return (!p.adjusted.held.is_empty()).then_some(section);
    }
    let level = level_text(info.analysis.confidence);
    let mut table = Table::new(
        format!("{}: rates of the same respondents before and after", p.outcome_label),
        vec![
            Column::text(p.segment_label.clone()),
            Column::number("Base"),
            Column::number("Rate"),
            Column::number("Adjusted rate"),
            Column::number(format!("{level} interval")),
            Column::number("Adjusted, against the rest"),
            Column::number(format!("{level} interval")),
        ],
    );
    for l in &p.adjusted.levels {
        let shown = !l.flags.contains(&Flag::Suppressed);
        let dash = || DASH.to_owned();
        let rate = |rate: Option<f64>| rate.filter(|_| shown).map_or_else(dash, |rate| percent(rate, p.adjusted.n));
        let pair = l.versus_rest.as_ref().filter(|_| shown);
        table.row(vec![
            l.level.clone(),
            count(l.n),
            rate(l.unadjusted),
            rate(Some(l.rate)),
            l.ci.filter(|_| shown).map_or_else(dash, |ci| interval(ci.low.max(0.0), ci.high.min(1.0), p.adjusted.n)),
            pair.and_then(|pair| pair.difference).map_or_else(dash, points),
            range(pair),
        ]);
    }
    section.table(table);
    let mut said: Vec<Text> = Vec::new();
    if let Some(t) = &p.adjusted.test {
        said.push(Text::led("Wald test of the segment, all else held:", format!("{}.", wald(t))));
    }
    let tests: Vec<String> = p.interactions.iter().map(|i| interaction(i, info)).collect();
    if !tests.is_empty() {
        said.push(Text::led("Does it depend on another segment (interactions)?", format!("{}.", tests.join("; "))));
    }
    if let Some(note) = &p.adjusted.note {
        said.push(Text::led("Left out:", format!("{note}.")));
    }
    section.list(said);
    Some(section)
}

fn wald(t: &AdjustedTest) -> String {
    let statistic = match t.df2 {
        Some(df2) => format!("F({}, {}) = {}", decimal(t.df, 0), decimal(df2, 0), decimal(t.statistic, 2)),
        None => format!("X²({}) = {}", decimal(t.df, 0), decimal(t.statistic, 2)),
    };
    format!("{statistic}, {}", p_value(t.p, t.ln_p))
}

fn interaction(i: &Interaction, info: &StudyInfo) -> String {
    let label = in_text(&i.label);
    match (&i.test, &i.note) {
        (Some(t), _) => {
            let adjusted = match (i.p_adjusted, info.analysis.adjust.as_str()) {
                (Some(p), adjust) if adjust != "none" => {
                    format!(" (adjusted {}, {})", p_value(p, p.ln()), adjust_name(adjust))
                }
                _ => String::new(),
            };
            format!("{label} {}{adjusted}", wald(t))
        }
        (None, why) => format!("{label}: no test, {}", why.as_deref().unwrap_or("it cannot be computed")),
    }
}

fn strata(p: &Paradox, info: &StudyInfo) -> Option<Section> {
    let shown: Vec<&WithinStrata> = p.strata.iter().collect();
    if shown.is_empty() {
        return None;
    }
    let mut section = Section::part_of("Within the levels of each other segment");
    let mut table = Table::new(
        format!("\"{}\" against all others: odds ratio with all together, and with like compared with like", p.top),
        vec![
            Column::text("Within"),
            Column::number("Odds ratio of all"),
            Column::number("Odds ratio within"),
            Column::number("From different rates"),
            Column::number("From composition"),
            Column::text("Test, and whether levels agree"),
            Column::text("Turns"),
        ],
    );
    for of in shown {
        let s = &of.stratified;
        let hidden = s.flags.contains(&Flag::Suppressed);
        let ratio = |ratio: &Option<crate::results::Ratio>| match ratio {
            Some(ratio) if !hidden => odds_ratio_text(ratio, info),
            _ => DASH.to_owned(),
        };
        let [within, composition] =
            split_text(of).filter(|_| !hidden).unwrap_or_else(|| [DASH.to_owned(), DASH.to_owned()]);
        let tests: Vec<String> = s.tests.iter().filter(|_| !hidden).map(test).collect();
        let turns = p.reversal.iter().find(|turned| turned.within == s.within);
        let turns = match turns {
            Some(turned) if turned.is_shown => "yes",
            Some(_) => "not shown: both intervals hold 1",
            None => "no",
        };
        table.row(vec![
            s.within_label.clone(),
            ratio(&s.crude_odds_ratio),
            ratio(&s.odds_ratio),
            within,
            composition,
            if tests.is_empty() { s.note.clone().unwrap_or_else(|| DASH.to_owned()) } else { tests.join("; ") },
            turns.to_owned(),
        ]);
    }
    section.table(table);
    section.list(p.reversal.iter().map(|turned| turned.sentence.clone().into()).collect());
    Some(section)
}

fn contrasts(p: &Paradox) -> Option<Section> {
    let mut section =
        Section::part_of(format!("Does it differ more by {} than by another segment?", in_text(&p.segment_label)));
    section.list(p.contrasts.iter().map(|contrast| contrast.sentence.clone().into()).collect());
    (!p.contrasts.is_empty()).then_some(section)
}

fn choices(p: &Paradox, info: &StudyInfo) -> Option<Section> {
    let mut section = Section::part_of("Would another fair choice change a verdict?");
    section.say(choices_sentence(p, info));
    let label = |name: &String| info.segments.iter().find(|s| s.name == *name).map_or(name, |s| &s.label).clone();
    let first = p.choices.first()?;
    let mut columns = vec![Column::text("Choice"), Column::text("Made")];
    columns.extend(first.verdicts.iter().map(|of| Column::text(label(&of.segment))));
    let mut table =
        Table::new(format!("{}: the verdict of each segment, one choice changed at a time", p.outcome_label), columns);
    for choice in &p.choices {
        let own = if choice.as_analysed { " (as analysed)" } else { "" };
        let mut row = vec![axis_word(&choice.axis).to_owned(), format!("{}{own}", choice.label)];
        row.extend(choice.verdicts.iter().map(|of| match of.verdict {
            Some(verdict) if of.changed => format!("{} (changed)", verdict_word(verdict)),
            Some(verdict) => verdict_word(verdict).to_owned(),
            None => DASH.to_owned(),
        }));
        table.row(row);
    }
    section.table(table);
    Some(section)
}

fn detection(p: &Paradox) -> Option<Section> {
    let d = &p.detection;
    if d.curve.is_empty() {
        return None;
    }
    let mut section = Section::part_of("What detection alone would have to be");
    section.say(
        "The rate counts what happened, was seen and was acted on. If a level sees only a share of what the top level \
         sees, more happened there than its rate says: the failure rate that its rate implies, in units of what the top \
         level sees. A dash: more than everybody would have to have failed.",
    );
    let mut columns = vec![
        Column::text(p.segment_label.clone()),
        Column::number("Rate"),
        Column::number("As often as the top level at"),
    ];
    columns.extend(SHOWN_DETECTION.map(|detection| Column::number(format!("Sees {}", percent(detection, 1)))));
    let mut table = Table::new(format!("{}: implied failure rate by relative detection", p.outcome_label), columns);
    let base = |level: &str| p.adjusted.levels.iter().find(|l| l.level == level).map_or(1, |l| l.n);
    let hidden =
        |level: &str| p.adjusted.levels.iter().any(|l| l.level == level && l.flags.contains(&Flag::Suppressed));
    for curve in d.curve.iter().filter(|curve| !hidden(&curve.level)) {
        let n = base(&curve.level);
        let mut row = vec![
            curve.level.clone(),
            percent(curve.rate, n),
            match curve.break_even.filter(|_| curve.level != p.top) {
                Some(share) if share < 1.0 => percent(share, n),
                Some(share) => format!("{} times", decimal(share, 2)),
                None => DASH.to_owned(),
            },
        ];
        row.extend(SHOWN_DETECTION.map(|detection| {
            let point = curve.points.iter().find(|point| (point.relative_detection - detection).abs() < 1e-9);
            point.map_or_else(|| DASH.to_owned(), |point| percent(point.failure_rate, n))
        }));
        table.row(row);
    }
    section.table(table);
    Some(section)
}

fn selection(p: &Paradox, info: &StudyInfo) -> Option<Section> {
    let s = p.selection.as_ref()?;
    let mut section = Section::part_of("Who is in the base");
    section.say(format!("The base: {}. Being in it may itself depend on {}.", s.base, in_text(&p.segment_label)));
    let level = level_text(info.analysis.confidence);
    let mut table = Table::new(
        format!("{}: in the base, and over all respondents", p.outcome_label),
        vec![
            Column::text(p.segment_label.clone()),
            Column::number("All"),
            Column::number("In the base"),
            Column::number("Rate in the base"),
            Column::number("Rate of all"),
            Column::number(format!("{level} interval")),
        ],
    );
    for l in &s.levels {
        table.row(vec![
            if l.level == "rest" { "All others".to_owned() } else { l.level.clone() },
            count(l.share.n),
            rate(&l.share),
            rate(&l.rate),
            rate(&l.rate_of_all),
            l.rate_of_all
                .ci
                .filter(|_| l.rate_of_all.is_printable())
                .map_or_else(|| DASH.to_owned(), |ci| interval(ci.low, ci.high, l.rate_of_all.n)),
        ]);
    }
    section.table(table);
    section.say("Rate of all: whoever is outside the base is taken as no; whoever gave no answer is left out.");
    Some(section)
}

fn bounds(p: &Paradox, info: &StudyInfo) -> Option<Section> {
    let b = p.bounds.as_ref()?;
    if b.levels.iter().all(|l| l.n_missing == 0) {
        return None;
    }
    let mut section = Section::part_of("Whoever gave no answer");
    let mut table = Table::new(
        format!("{}: with every missing answer as no, and as yes", p.outcome_label),
        vec![
            Column::text(p.segment_label.clone()),
            Column::number("Answered"),
            Column::number("No answer"),
            Column::number("Rate"),
            Column::number("Lowest to highest"),
            Column::number(format!("{} limits", level_text(info.analysis.confidence))),
        ],
    );
    for l in &b.levels {
        let hidden = l.n < info.analysis.suppress_below;
        let dash = || DASH.to_owned();
        let of = |text: fn(&Bounds, &LevelBounds) -> Option<String>| {
            l.bounds.as_ref().filter(|_| !hidden).and_then(|found| text(found, l)).unwrap_or_else(dash)
        };
        table.row(vec![
            if l.level == "rest" { "All others".to_owned() } else { l.level.clone() },
            count(l.n),
            count(l.n_missing),
            l.rate.filter(|_| !hidden).map_or_else(dash, |rate| percent(rate, l.n)),
            of(|found, l| Some(interval(found.low, found.high, l.n))),
            of(|found, l| found.ci.map(|ci| interval(ci.low, ci.high, l.n))),
        ]);
    }
    section.table(table);
    if let Some(range) = &b.difference {
        let limits = range.ci.map(|ci| format!(" ({} limits {})", level_text(ci.level), points_range(ci.low, ci.high)));
        section.say(format!(
            "Top less rest, the opposite extremes: {}{}. Whoever gave no level is not covered.",
            points_range(range.low, range.high),
            limits.unwrap_or_default()
        ));
    }
    Some(section)
}

fn rate(e: &Estimate) -> String {
    e.rate.filter(|_| e.is_printable()).map_or_else(|| DASH.to_owned(), |rate| percent(rate, e.n))
}

fn range(pair: Option<&Pair>) -> String {
    pair.and_then(|pair| pair.ci).map_or_else(|| DASH.to_owned(), |ci| points_range(ci.low, ci.high))
}
