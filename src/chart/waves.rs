//! What changed from wave to wave?
//!
//! ```text
//!                        Bases            │0               Change   2025   2026
//! Rolled back      1,567 · 1,702     ┊    │    ┊ ──◆──        +7.0    74%    81%      diamond: more than chance
//! Hired            2,527 · 2,600     ┊  ──●──  ┊              −0.4    12%    12%      filled: within the margin
//! Paused             140 · 151       ─────┼○────────          +0.9    40%    41%      hollow: neither is shown
//!                                   −5    0   +5   +10
//! ```
//!
//! Intervals are those of the changes, one by one; a diamond rests on p corrected over the family. Over three waves
//! or more one outcome stands from left to right, as levels in their order do.

use super::frame::Words;
use super::halves;
use super::texts::{self, Figures, intervals, source};
use super::{Axis, Body, Care, Chart, Flow, Key, Mark, Panel, Point, Reference, Row, Rows, Standing, Zone};
use crate::findings::words;
use crate::results::format::{self, Unit};
use crate::results::waves::{Change, LevelChange, WaveOutcome, Waves};
use crate::results::{Estimate, Flag, StudyInfo, Verdict};

/// Most rows of one chart: outcomes, or levels of one.
pub const MOST_ROWS: usize = 45;

/// The latest changes of outcomes whose figures are percent, all in study order; `None` where there are none.
pub fn changes(waves: &Waves) -> Option<Chart> {
    let shown = |outcome: &&WaveOutcome| unit_of(outcome) == Unit::Percent && words::latest(outcome).is_some();
    let all: Vec<&WaveOutcome> = waves.outcomes.iter().filter(shown).collect();
    let (last, before) = last_two(waves)?;
    let own: Vec<Estimate> = all.iter().flat_map(|o| o.waves.iter().map(|wave| wave.estimate.clone())).collect();
    let figures = Figures::of(Unit::Percent, own.iter(), &waves.study);
    let rows: Vec<Row> = all
        .iter()
        .take(MOST_ROWS)
        .filter_map(|outcome| {
            let change = words::latest(outcome)?;
            let own: Vec<Estimate> = outcome.waves.iter().map(|wave| wave.estimate.clone()).collect();
            // A question that the last wave lacks has its latest change earlier.
            let label = match (change.pair.a == last, change.pair.b == before) {
                (true, true) => outcome.label.clone(),
                _ => format!("{} ({} to {})", outcome.label, change.pair.b, change.pair.a),
            };
            Some(row(label, (change, words::since_first(outcome)), &own, figures, &waves.study))
        })
        .collect();
    let count = |changes: &mut dyn Iterator<Item = &Change>| changes.filter(|change| differs(change)).count() as u64;
    let moved = count(&mut all.iter().filter_map(|o| words::latest(o)));
    let long_ago = count(&mut all.iter().filter_map(|o| words::since_first(o)));
    let elsewhere = waves.outcomes.iter().filter(|outcome| unit_of(outcome) != Unit::Percent).count();
    let latest: Vec<&Change> = all.iter().filter_map(|outcome| words::latest(outcome)).collect();
    let margin = one_margin(&latest);
    let all_within = elsewhere == 0 && latest.iter().all(|change| is_within(change));
    let within = margin.filter(|_| all_within).map(|margin| words::margin_in(Unit::Percent, margin));
    let figures_in_all = format!("{} figures", format::count(all.len() as u64));
    let headline = match (long_ago, moved, within) {
        _ if all.len() == 1 && long_ago + moved > 0 => words::changes_headline(all[0], &waves.study),
        (0, 0, Some(margin)) => format!("No question changed by more than {margin} since {before}"),
        (0, 0, None) => format!("No change since {before} is shown"),
        (0, k, _) => format!("{} of {figures_in_all} changed since {before}", format::count(k)),
        (k, last, within) => {
            let since_before = match (last, within) {
                (0, Some(margin)) => format!("none by more than {margin} since {before}"),
                (0, None) => format!("no change since {before} shown"),
                (last, _) => format!("{} since {before}", format::count(last)),
            };
            let first = waves.waves.first().map_or("", |wave| wave.name.as_str());
            format!("{} of {figures_in_all} changed since {first}; {since_before}", format::count(k))
        }
    };
    let panels = vec![Panel::alone(rows)];
    let of_what = "Each question, among those who were asked it";
    let mut chart = chart_of(waves, panels, margin, Unit::Percent, headline, of_what)?;
    chart.notes.extend(latest.first().and_then(|change| earlier(waves, change)));
    chart.notes.extend(
        (all.len() > MOST_ROWS).then(|| format!("Shown are the first {MOST_ROWS} of {} questions.", all.len())),
    );
    chart.notes.extend((elsewhere > 0).then(|| "Means stand in the tables: they have units of their own.".to_owned()));
    Some(chart)
}

/// The latest change of one outcome, as a whole and at the levels of its segments; `None` where there is none.
pub fn outcome_changes(waves: &Waves, at: usize) -> Option<Chart> {
    let outcome = waves.outcomes.get(at)?;
    let unit = unit_of(outcome);
    let change = words::latest(outcome)?;
    let own: Vec<Estimate> = outcome.waves.iter().map(|wave| wave.estimate.clone()).collect();
    let mut left = MOST_ROWS;
    let first = words::since_first(outcome);
    let mut segments: Vec<(&str, Vec<(&LevelChange, &Change)>)> = Vec::new();
    for segment in &outcome.segments {
        let of = |c: &&Change| c.pair.a == change.pair.a && c.pair.b == change.pair.b;
        let levels: Vec<_> =
            segment.levels.iter().filter_map(|level| Some((level, level.changes.iter().find(of)?))).collect();
        if levels.len() > left {
            break;
        }
        left -= levels.len();
        segments.extend((!levels.is_empty()).then_some((segment.label.as_str(), levels)));
    }
    let levels = || segments.iter().flat_map(|(_, levels)| levels);
    let shown = levels().flat_map(|(level, change)| of_change(&level.waves, change));
    let figures = Figures::of(unit, shown.chain(of_change(&own, change)), &waves.study);
    let all = row("All who were asked".to_owned(), (change, first), &own, figures, &waves.study);
    let mut panels = vec![Panel::alone(vec![all])];
    panels.extend(segments.iter().map(|(label, levels)| {
        let rows = levels
            .iter()
            .map(|(level, change)| {
                let first = first.and_then(|first| {
                    level.changes.iter().find(|c| c.pair.b == first.pair.b && c.pair.a == first.pair.a)
                });
                row(level.level.clone(), (change, first), &level.waves, figures, &waves.study)
            })
            .collect();
        Panel::headed(*label, rows)
    }));
    let base = outcome.waves.last().map_or_else(String::new, |wave| wave.base.description.clone());
    let at_levels: Vec<&Change> = levels().map(|(_, change)| *change).collect();
    let drawn: Vec<&Change> = std::iter::once(change).chain(at_levels.iter().copied()).collect();
    let headline = match at_levels.as_slice() {
        [] => words::changes_headline(outcome, &waves.study),
        levels => words::levels_headline(outcome, levels, &waves.study),
    };
    let of_what = format!("{}, among {base}", outcome.label);
    let mut chart = chart_of(waves, panels, one_margin(&drawn), unit, headline, &of_what)?;
    chart.notes.extend(earlier(waves, change));
    Some(chart)
}

/// Which waves are not drawn where a change between two is: the first has its column.
fn earlier(waves: &Waves, change: &Change) -> Option<String> {
    let named = |name: &String| *name == change.pair.a || *name == change.pair.b;
    let others: Vec<String> =
        waves.waves.iter().skip(1).map(|wave| wave.name.clone()).filter(|name| !named(name)).collect();
    (!others.is_empty()).then(|| format!("Not drawn: {}, which the tables have.", words::and(&others)))
}

/// The figures of the two waves of a change.
fn of_change<'a>(own: &'a [Estimate], change: &'a Change) -> impl Iterator<Item = &'a Estimate> {
    own.iter().filter(|e| e.level.as_ref().is_some_and(|name| *name == change.pair.a || *name == change.pair.b))
}

/// One outcome over three waves or more, from left to right; `None` for fewer.
pub fn over_waves(waves: &Waves, at: usize) -> Option<Chart> {
    let has_figures = |outcome: &&WaveOutcome| outcome.waves.iter().any(|wave| wave.estimate.value().is_some());
    let outcome = waves.outcomes.get(at).filter(|outcome| outcome.waves.len() > 2).filter(has_figures)?;
    let study = &waves.study;
    let unit = unit_of(outcome);
    let own: Vec<&Estimate> = outcome.waves.iter().map(|wave| &wave.estimate).collect();
    let figures = Figures::of(unit, own.iter().copied(), study);
    let rows: Vec<Row> = own
        .iter()
        .map(|e| {
            let value = e.value().filter(|_| e.is_printable());
            Row {
                label: e.level.clone().unwrap_or_default(),
                base: format::count(e.n),
                care: texts::care(e),
                values: vec![value.map_or_else(|| texts::DASH.to_owned(), |value| figures.text(value))],
                mark: match value {
                    Some(value) => Mark::Point(Point::new(value, e.ci.map(|ci| (ci.low, ci.high)), Standing::Alone)),
                    None => Mark::Absent { reason: texts::reason(e, study) },
                },
            }
        })
        .collect();
    let ends: Vec<f64> = rows.iter().flat_map(ends).collect();
    let last = outcome.waves.last()?;
    let body = Rows {
        base_head: "Base".to_owned(),
        value_heads: vec![texts::head(outcome.measure).to_owned()],
        axis: if unit == Unit::Percent { Axis::of_shares(ends) } else { Axis::of_numbers(ends) },
        unit: (unit != Unit::Percent).then(|| outcome.label.clone()),
        flow: Flow::Across,
        panels: vec![Panel::alone(rows)],
        ..Rows::empty()
    };
    let said: Vec<String> = own
        .iter()
        .map(|e| match e.value().filter(|_| e.is_printable()) {
            Some(value) => format!("{} {}", e.level.as_deref().unwrap_or_default(), figures.text(value)),
            None => format!("{} no figure", e.level.as_deref().unwrap_or_default()),
        })
        .collect();
    let mut reading = Vec::new();
    if body.axis.low > 0.0
        && let Some(tick) = body.axis.ticks.first()
    {
        reading.push(format!("The axis starts at {}.", tick.label));
    }
    if own.iter().any(|e| e.flags.contains(&Flag::Caution)) {
        reading.push(texts::small_bases(study));
    }
    let sizes = || own.iter().map(|e| e.n);
    let n = match (sizes().min().map(format::count), sizes().max().map(format::count)) {
        (Some(least), Some(most)) if least != most => format!("{least} to {most} a wave"),
        (_, most) => format!("{} a wave", most.unwrap_or_default()),
    };
    let words = Words {
        subtitle: format!(
            "{}, among {} (n\u{a0}=\u{a0}{n}), {}.",
            outcome.label,
            texts::unbroken(&last.base.description),
            intervals(own.iter().find_map(|e| e.ci), figures, study)
        ),
        notes: vec![reading.join(" ")],
        title: format!("Over the waves: {}", outcome.headline),
        description: format!("Dots with intervals, the waves in their order. {}: {}.", outcome.label, said.join(", ")),
        headline: outcome.headline.clone(),
    };
    Some(Chart::of_figures(words, Body::Rows(body), sources(waves)).stamped(study.synthetic))
}

fn unit_of(outcome: &WaveOutcome) -> Unit {
    words::change_unit(&outcome.waves.iter().map(|wave| wave.estimate.clone()).collect::<Vec<_>>())
}

/// The last two waves: the later first.
fn last_two(waves: &Waves) -> Option<(String, String)> {
    let mut names = waves.waves.iter().rev().map(|wave| wave.name.clone());
    Some((names.next()?, names.next()?))
}

fn differs(change: &Change) -> bool {
    change.is_printable() && matches!(change.verdict, Verdict::Differs | Verdict::DiffersWithinMargin)
}

/// Whether a change is shown to lie within the margin, and no change was found.
fn is_within(change: &Change) -> bool {
    change.is_printable() && change.verdict == Verdict::Consistent
}

/// The margin that all changes share; `None` where there is none, or several.
fn one_margin(changes: &[&Change]) -> Option<f64> {
    let margin = changes.first()?.margin?;
    changes.iter().all(|change| change.margin == Some(margin)).then_some(margin)
}

/// Behind a change since the first wave that is more than chance.
const MORE_THAN_CHANCE: char = '*';

/// A change as a row: both figures, the change with its interval, and what changed since the first of several waves.
fn row(
    label: String,
    (change, first): (&Change, Option<&Change>),
    own: &[Estimate],
    figures: Figures,
    study: &StudyInfo,
) -> Row {
    let of = |name: &String| own.iter().find(|wave| wave.level.as_ref() == Some(name));
    let (earlier, later) = (of(&change.pair.b), of(&change.pair.a));
    let figure = |e: Option<&Estimate>| match e.and_then(|e| e.value().filter(|_| e.is_printable())) {
        Some(value) => figures.text(value),
        None => texts::DASH.to_owned(),
    };
    let n = |e: Option<&Estimate>| format::count(e.map_or(0, |e| e.n));
    let shown = change.pair.difference.filter(|_| change.is_printable());
    let since_first = |first: &Change| match first.pair.difference.filter(|_| first.is_printable()) {
        Some(difference) if differs(first) => format!("{}{MORE_THAN_CHANCE}", signed(figures.unit(), difference)),
        Some(difference) => signed(figures.unit(), difference),
        None => texts::DASH.to_owned(),
    };
    Row {
        label,
        base: format!("{} · {}", n(earlier), n(later)),
        care: if change.flags.contains(&Flag::Caution) { Care::SmallBase } else { Care::Usual },
        values: vec![
            shown.map_or_else(|| texts::DASH.to_owned(), |difference| signed(figures.unit(), difference)),
            figure(earlier),
            figure(later),
            first.map_or_else(|| texts::DASH.to_owned(), since_first),
        ],
        mark: match shown {
            Some(value) => Mark::Point(Point {
                value,
                interval: change.pair.ci.map(|ci| (ci.low, ci.high)),
                inner: change.equivalence_ci.map(|ci| (ci.low, ci.high)),
                standing: match (differs(change), is_within(change)) {
                    (true, _) => Standing::Beyond,
                    (_, true) => Standing::Inside,
                    _ => Standing::Within,
                },
            }),
            None => Mark::Absent {
                reason: [earlier, later]
                    .into_iter()
                    .flatten()
                    .find(|e| !e.is_printable())
                    .map_or_else(|| "cannot be estimated".to_owned(), |e| texts::reason(e, study)),
            },
        },
    }
}

fn signed(unit: Unit, difference: f64) -> String {
    match unit {
        Unit::Percent => format::signed_points(difference),
        Unit::Number { .. } if difference > 0.0 => format!("+{}", unit.difference(difference)),
        Unit::Number { .. } => unit.difference(difference),
    }
}

fn ends(row: &Row) -> Vec<f64> {
    match &row.mark {
        Mark::Point(point) => point.ends().into_iter().flatten().collect(),
        _ => Vec::new(),
    }
}

/// Changes in rows; `None` where none may be shown.
fn chart_of(
    waves: &Waves,
    mut panels: Vec<Panel>,
    margin: Option<f64>,
    unit: Unit,
    headline: String,
    of_what: &str,
) -> Option<Chart> {
    let study = &waves.study;
    let (last, before) = last_two(waves)?;
    let mut heads = vec!["Change".to_owned(), before.clone(), last.clone()];
    match waves.waves.first().filter(|_| waves.waves.len() > 2) {
        Some(first) => heads.push(format!("Since {}", first.name)),
        None => panels.iter_mut().flat_map(|panel| &mut panel.rows).for_each(|row| row.values.truncate(heads.len())),
    }
    let rows: Vec<&Row> = panels.iter().flat_map(|panel| &panel.rows).collect();
    let mut held: Vec<f64> = rows.iter().flat_map(|row| ends(row)).collect();
    if held.is_empty() {
        return None;
    }
    held.push(0.0);
    match margin {
        // The margin is seen whole: where nothing changed, it is the scale.
        Some(margin) => held.extend([-margin * 1.2, margin * 1.2]),
        None if held.iter().all(|end| *end == 0.0) => held.extend([-1.0, 1.0]),
        None => {}
    }
    let (axis, counts) = match unit {
        Unit::Percent => (Axis::of_points(held), "Change in percentage points".to_owned()),
        Unit::Number { .. } => (Axis::of_numbers(held), format!("Change: {of_what}")),
    };
    let drawn_as =
        |wanted| rows.iter().filter(|row| matches!(row.mark, Mark::Point(p) if p.standing == wanted)).count();
    let (moved, within, open) = (drawn_as(Standing::Beyond), drawn_as(Standing::Inside), drawn_as(Standing::Within));
    let all = rows.len();
    let mut key: Vec<Key> = Vec::new();
    let mut say = |standing, means: String| key.push(Key { standing, means });
    if moved > 0 {
        say(Standing::Beyond, "Changed by more than chance (p corrected over all changes)".to_owned());
    }
    let margin_text = margin.map(|margin| format!("±{}", words::margin_in(unit, margin)));
    if within > 0 {
        let margin = margin_text.as_deref().unwrap_or("the margin");
        let level = words::level_text(1.0 - 2.0 * study.analysis.alpha);
        let by = format!("the thick part of its line, its {level} interval, lies there");
        say(Standing::Inside, format!("No change found, and shown to be within {margin}: {by}"));
    }
    if open > 0 {
        let means = match margin {
            Some(_) => "No change found; one beyond the margin remains possible",
            None => "No change found; one remains possible",
        };
        say(Standing::Within, means.to_owned());
    }
    let mut notes = Vec::new();
    let excludes_no_change = |row: &&&Row| match row.mark {
        Mark::Point(Point { interval: Some((low, high)), standing, .. }) => {
            standing != Standing::Beyond && (low > 0.0 || high < 0.0)
        }
        _ => false,
    };
    if rows.iter().any(|row| excludes_no_change(&row)) {
        notes.push(
            "An interval that leaves out 0 stands for its change alone: p are corrected over all changes.".to_owned(),
        );
    }
    if rows.iter().filter_map(|row| row.values.get(3)).any(|since| since.ends_with(MORE_THAN_CHANCE)) {
        notes.push(format!("{MORE_THAN_CHANCE} More than chance (p corrected over all changes)."));
    }
    if rows.iter().any(|row| row.care == Care::SmallBase) {
        notes.push(texts::small_bases(study));
    }
    let has_inner = rows.iter().any(|row| matches!(row.mark, Mark::Point(Point { inner: Some(_), .. })));
    let inner = match has_inner {
        true => format!(", their thick parts {} intervals", words::level_text(1.0 - 2.0 * study.analysis.alpha)),
        false => String::new(),
    };
    let level = words::level_text(study.analysis.confidence);
    let largest = rows
        .iter()
        .filter_map(|row| match row.mark {
            Mark::Point(point) => Some((point.value, &row.label)),
            _ => None,
        })
        .max_by(|x, y| x.0.abs().total_cmp(&y.0.abs()));
    let furthest =
        largest.map_or_else(String::new, |(value, label)| format!(" The largest: {label}, {}.", signed(unit, value)));
    let zone = margin.zip(margin_text).map(|(margin, text)| Zone {
        low: -margin,
        high: margin,
        label: format!("Margin: {text}"),
        short_label: text,
    });
    let no_change = || Reference { value: 0.0, label: "No change".to_owned(), short_label: "0".to_owned() };
    let reference = zone.is_none().then(no_change);
    let words = Words {
        subtitle: format!(
            "{of_what}: change from {before} to {last}, with {level} intervals{inner} (as for a {}).",
            study.design
        ),
        notes: vec![notes.join(" ")],
        title: format!("Changes: {headline}"),
        description: format!(
            "Dots with {level} intervals on an axis of changes around 0. {headline}: {moved} of {all} more than \
             chance, {within} shown to be within the margin.{furthest}",
        ),
        headline,
    };
    let body = Rows {
        base_head: "Bases".to_owned(),
        value_heads: heads,
        axis,
        zone,
        reference,
        unit: Some(counts),
        panels,
        key,
        ..Rows::empty()
    };
    let width = halves::usual_width(&body);
    let chart = Chart::of_figures(words, Body::Rows(body), sources(waves)).stamped(study.synthetic);
    Some(Chart { width, ..chart })
}

/// Where the numbers come from, with the files of the waves.
fn sources(waves: &Waves) -> Vec<String> {
    let mut lines = source(&waves.study);
    let files: Vec<String> = waves.waves.iter().map(|wave| wave.data.name.clone()).collect();
    lines.push(format!("Data: {}.", words::and(&files)));
    lines
}
