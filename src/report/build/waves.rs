//! Waves as a report: what changed first, then each question with its tables, then how it was found.

use super::super::{Column, Figure, Part, Report, Section, Span, Table, Text};
use super::outcome::figures;
use super::{DASH, STAMP, SYNTHETIC, note};
use crate::chart::Chart;
use crate::findings::words::{
    and, change_unit, change_word, families_sentence, in_text, latest, level_text, limit_in, margin_in, of_base,
    points_range, respondents, since_first, test_name,
};
use crate::results::format::{Unit, count, p_value, percent, signed_points};
use crate::results::waves::{Change, Composition, SegmentChange, WaveOutcome, Waves};
use crate::results::{DataFile, DataQuality, Estimate, Provenance, Results, Test};

/// A chart of the report's folder, with the outcome in whose section it stands; none: beside the answer.
pub type Picture = (Option<usize>, Figure);

/// A chart as a figure of the report.
pub fn figure(chart: &Chart, stem: &str, number: usize) -> Figure {
    let stamp = if chart.synthetic { format!("{STAMP} ") } else { String::new() };
    let said = chart.description.trim_start_matches("Synthetic data. ");
    Figure {
        number,
        image: format!("charts/{stem}.png"),
        drawing: format!("charts/{stem}.svg"),
        data: format!("charts/{stem}.csv"),
        alternative: format!("{stamp}{said}"),
        caption: format!("{stamp}{}. {}", chart.headline, chart.subtitle),
    }
}

/// The report of several waves.
pub fn waves(found: &Waves, pictures: &[Picture]) -> Report {
    let mut sections = vec![answer(found, pictures), files(found)];
    for (at, outcome) in found.outcomes.iter().enumerate() {
        sections.extend(of_outcome(found, outcome, at, pictures));
    }
    sections.push(methods(found));
    sections.push(disclosure(found));
    sections.push(provenance(found));
    let notice = found.study.synthetic.then(|| SYNTHETIC.to_owned());
    Report { title: format!("{}: what changed", found.study.title), notice, about: Vec::new(), sections }
}

/// What the page needs to know of waves beside their report: study and provenance.
pub fn shell(found: &Waves) -> Results {
    let sum = |of: &dyn Fn(&DataFile) -> u64| found.waves.iter().map(|wave| of(&wave.data)).sum();
    let names: Vec<String> = found.waves.iter().map(|wave| wave.data.name.clone()).collect();
    let data = DataFile {
        domain: None,
        name: names.join(", "),
        sha256: None,
        read_as: String::new(),
        rows: sum(&|data| data.rows),
        rows_kept: sum(&|data| data.rows_kept),
    };
    let provenance = Provenance {
        data,
        study: found.provenance.study.clone(),
        command: found.provenance.command.clone(),
        seed: found.provenance.seed,
    };
    let quality = DataQuality { rows: 0, excluded: Vec::new(), missing: Vec::new(), notes: Vec::new() };
    Results::empty(found.version.clone(), provenance, found.study.clone(), quality)
}

fn answer(found: &Waves, pictures: &[Picture]) -> Section {
    let mut section = Section::new("The answer");
    let of = |which: fn(&WaveOutcome) -> Option<&Change>| -> Vec<Text> {
        let said = |outcome: &WaveOutcome| match which(outcome).filter(|change| change.is_printable()) {
            Some(change) => Some(Text::led(format!("{}:", change_word(change)), short(outcome, change))),
            None => which(outcome).map(|_| Text::from(format!("{}: no figure, base too small", outcome.label))),
        };
        found.outcomes.iter().filter_map(said).collect()
    };
    let first = of(since_first);
    if !first.is_empty() {
        section.say("Since the first wave:");
        section.list(first);
        section.say("Since the wave before:");
    }
    section.list(of(latest));
    section.parts.extend(figures_of(pictures, None));
    section.say(families_sentence(found));
    section
}

/// "Rolled back, 71.2% (2025) to 74.0% (2026), +2.8 points"
fn short(outcome: &WaveOutcome, change: &Change) -> String {
    let own: Vec<Estimate> = outcome.waves.iter().map(|wave| wave.estimate.clone()).collect();
    let figure = |name: &String| {
        let of = own.iter().find(|wave| wave.level.as_ref() == Some(name));
        format!("{} ({name})", of.map_or_else(|| DASH.to_owned(), |of| figures(of).0))
    };
    let difference = change.pair.difference.map_or_else(|| DASH.to_owned(), |d| step(change_unit(&own), d));
    format!("{}, {} to {}, {difference}", outcome.label, figure(&change.pair.b), figure(&change.pair.a))
}

fn figures_of(pictures: &[Picture], outcome: Option<usize>) -> Vec<Part> {
    pictures.iter().filter(|(of, _)| *of == outcome).map(|(_, figure)| Part::Figure(figure.clone())).collect()
}

/// The waves, who is in them, and what is not in all of them.
fn files(found: &Waves) -> Section {
    let mut section = Section::new("The waves");
    let mut table = Table::new(
        "Waves in their order; the first is the reference",
        vec![Column::text("Wave"), Column::text("File"), Column::number("Rows"), Column::number("Count")],
    );
    for wave in &found.waves {
        let data = &wave.data;
        table.row(vec![wave.name.clone(), data.name.clone(), count(data.rows), count(data.rows_kept)]);
    }
    section.table(table);
    section.say(format!("{}.", capital(&found.link.description.replace('`', "\""))));
    if !found.left_out.is_empty() {
        section.say("Not in every wave:");
        section.list(
            found.left_out.iter().map(|left| Text::led(format!("{}:", left.name), left.reason.clone())).collect(),
        );
    }
    for note in &found.notes {
        section.parts.push(Part::Notice(format!("{}.", capital(note.trim_end_matches('.'))).into()));
    }
    section.parts.extend(found.composition.iter().flat_map(|of| composition(found, of)));
    section
}

fn composition(found: &Waves, of: &Composition) -> Vec<Part> {
    let columns = found.waves.iter().map(|wave| Column::number(wave.name.clone()));
    let mut table = Table::new(
        format!("Who answered, by {}: share of those with a level", in_text(&of.label)),
        std::iter::once(Column::text("Level")).chain(columns).collect(),
    );
    for level in &of.levels {
        let share = level.waves.iter().map(|share| match share {
            Some(share) => format!("{} ({})", percent(share.share, share.n.max(1)), count(share.n)),
            None => DASH.to_owned(),
        });
        table.row(std::iter::once(level.level.clone()).chain(share).collect());
    }
    let warnings = of.warnings.iter().map(|warning| Part::Notice(format!("{}.", warning.text).into()));
    std::iter::once(Part::Table(table)).chain(warnings).collect()
}

fn of_outcome(found: &Waves, outcome: &WaveOutcome, at: usize, pictures: &[Picture]) -> Vec<Section> {
    let mut section = Section::new(outcome.label.clone());
    if let Some(question) = &outcome.question {
        section.say(Text::led("Question:", question.clone()));
    }
    section.say(outcome.sentence.clone());
    for warning in &outcome.warnings {
        section.parts.push(Part::Notice(format!("{}.", capital(&warning.text)).into()));
    }
    section.parts.extend(figures_of(pictures, Some(at)));
    let own: Vec<Estimate> = outcome.waves.iter().map(|wave| wave.estimate.clone()).collect();
    section.table(waves_table(found, outcome));
    section.table(changes_table(found, &format!("{}: changes", outcome.label), &outcome.changes, &own));
    if let Some(tests) = &outcome.tests {
        let departure = tests.departure.as_ref().map(|test| p_value(test.p, test.ln_p));
        let said = [
            ("Any difference:", tests.omnibus.as_ref().map(test_text)),
            ("Trend:", tests.trend.as_ref().map(test_text)),
            ("Departure from the trend:", departure),
        ];
        section.list(said.into_iter().filter_map(|(lead, said)| Some(Text::led(lead, said?))).collect());
    }
    for panel in &outcome.panel {
        section.say(Text::led(
            format!("Those who answered in both {} and {}:", panel.b, panel.a),
            panel.paired.sentence.clone(),
        ));
    }
    let mut sections = vec![section];
    if !outcome.answers.is_empty() {
        let mut part = Section::part_of(format!("{}: answers", outcome.label));
        for answer in &outcome.answers {
            part.table(changes_table(found, &answer.answer, &answer.changes, &answer.waves));
        }
        sections.push(part);
    }
    for segment in &outcome.segments {
        sections.push(of_segment(found, outcome, segment));
    }
    sections
}

fn waves_table(found: &Waves, outcome: &WaveOutcome) -> Table {
    let info = &found.study;
    let mut table = Table::new(
        format!("{}: each wave by itself", outcome.label),
        vec![
            Column::text("Wave"),
            Column::text("Base"),
            Column::number("No answer"),
            Column::number("Asked"),
            Column::number("Weighted base"),
            Column::number("Effective base"),
            Column::number("Figure"),
            Column::number(format!("{} interval", level_text(info.analysis.confidence))),
            Column::text("Note"),
        ],
    );
    for wave in &outcome.waves {
        let e = &wave.estimate;
        let (figure, range) = figures(e);
        let share = |share: Option<f64>| share.map_or_else(|| DASH.to_owned(), |share| percent(share, e.n.max(1)));
        table.row(vec![
            wave.wave.clone(),
            of_base(wave.base.n, &wave.base),
            format!("{} ({})", count(wave.base.n_missing), share(wave.missing)),
            share(wave.asked),
            format!("{:.0}", e.n_weighted),
            e.effective().map_or_else(|| DASH.to_owned(), |n| format!("{n:.0}")),
            figure,
            range,
            note(e, info),
        ]);
    }
    table
}

fn changes_table(found: &Waves, caption: &str, changes: &[Change], own: &[Estimate]) -> Table {
    let info = &found.study;
    let unit = change_unit(own);
    let mut table = Table::new(caption, change_columns("From", "To", info.analysis.confidence));
    for change in changes {
        table.row(change_row(&change.pair.b, &change.pair.a, change, own, unit));
    }
    table
}

fn change_columns(first: &str, second: &str, confidence: f64) -> Vec<Column> {
    vec![
        Column::text(first),
        Column::text(second),
        Column::number("Change"),
        Column::number(format!("{} interval", level_text(confidence))),
        Column::number("p"),
        Column::number("Adjusted p"),
        Column::number("Changed by no more than"),
        Column::text("Verdict"),
    ]
}

fn change_row(first: &str, second: &str, change: &Change, own: &[Estimate], unit: Unit) -> Vec<String> {
    let named = |name: &str, wave: &str| {
        let of = own.iter().find(|of| of.level.as_deref() == Some(wave));
        let figure = of.map_or_else(|| DASH.to_owned(), |of| figures(of).0);
        let n = of.map_or(0, |of| of.n);
        if name == wave { format!("{name}: {figure} of {}", count(n)) } else { name.to_owned() }
    };
    let dash = || DASH.to_owned();
    let shown = change.is_printable();
    let range = change.pair.ci.filter(|_| shown).map_or_else(dash, |ci| match unit {
        Unit::Percent => points_range(ci.low, ci.high),
        Unit::Number { .. } => format!("{} to {}", unit.difference(ci.low), unit.difference(ci.high)),
    });
    let p = |p: Option<f64>, ln_p: Option<f64>| match (p, ln_p, shown) {
        (Some(p), Some(ln_p), true) => p_value(p, ln_p).trim_start_matches("p = ").trim_start_matches("p ").to_owned(),
        _ => dash(),
    };
    let adjusted_ln = change.pair.p_adjusted.map(|p| if p > 0.0 { p.ln() } else { f64::MIN });
    let limit = change
        .smallest_margin
        .filter(|_| shown)
        .map_or_else(dash, |limit| limit_in(unit, limit, change.margin.unwrap_or(f64::INFINITY)));
    vec![
        named(first, &change.pair.b),
        named(second, &change.pair.a),
        change.pair.difference.filter(|_| shown).map_or_else(dash, |difference| step(unit, difference)),
        range,
        p(change.pair.p, change.pair.ln_p),
        p(change.pair.p_adjusted, adjusted_ln),
        limit,
        change_word(change).to_owned(),
    ]
}

fn of_segment(found: &Waves, outcome: &WaveOutcome, segment: &SegmentChange) -> Section {
    let mut section = Section::part_of(format!("{} by {}", outcome.label, in_text(&segment.label)));
    let mut table = Table::new(
        format!("{} by {}: changes", outcome.label, in_text(&segment.label)),
        std::iter::once(Column::text("Level"))
            .chain(change_columns("From", "To", found.study.analysis.confidence))
            .collect(),
    );
    for level in &segment.levels {
        let unit = change_unit(&level.waves);
        for change in &level.changes {
            let row = change_row(&change.pair.b, &change.pair.a, change, &level.waves, unit);
            table.row(std::iter::once(level.level.clone()).chain(row).collect());
        }
    }
    section.table(table);
    let mut items = Vec::new();
    for of in &segment.interactions {
        let said = match (&of.test, of.p_adjusted, &of.note) {
            (Some(test), Some(adjusted), _) => {
                let adjusted = p_value(adjusted, if adjusted > 0.0 { adjusted.ln() } else { f64::MIN });
                format!("{}, adjusted {adjusted}", test_text(test))
            }
            (_, _, Some(why)) => format!("no test: {why}"),
            _ => continue,
        };
        items.push(Text::led(format!("Do the levels change alike, {} to {}?", of.b, of.a), said));
    }
    let unit = change_unit(&segment.levels.iter().flat_map(|level| level.waves.clone()).collect::<Vec<_>>());
    for of in &segment.standardised {
        let said = match (of.pair.difference, of.pair.ci, of.raw, &of.note) {
            (Some(difference), Some(ci), Some(raw), _) => format!(
                "{} ({} interval {} to {}); without that {}",
                step(unit, difference),
                level_text(ci.level),
                step(unit, ci.low),
                step(unit, ci.high),
                step(unit, raw)
            ),
            (_, _, _, Some(why)) => format!("no figure: {why}"),
            _ => continue,
        };
        items.push(Text::led(
            format!("Change from {} to {} if the levels had kept their shares of {}:", of.pair.b, of.pair.a, of.pair.b),
            said,
        ));
    }
    section.list(items);
    section
}

fn test_text(test: &Test) -> String {
    format!("{}, {}", test_name(test.method), p_value(test.p, test.ln_p))
}

/// How changes, intervals, tests and verdicts are made.
fn methods(found: &Waves) -> Section {
    let info = &found.study;
    let margin = margin_in(Unit::Percent, info.analysis.margin);
    let mut section = Section::new("Methods");
    let by_design = found.outcomes.iter().flat_map(|o| &o.changes).any(|c| c.pair.df.is_some());
    section.list(vec![
        Text::led("Change:", "the later wave less the earlier, of all who were asked and answered in each."),
        Text::led(
            "Interval and test:",
            match (found.link.linked, info.design.as_str()) {
                (false, "simple random sample") => {
                    "Newcombe's interval (1998) and Pearson's X² without correction, for two independent samples; of means \
                     Welch's t."
                        .to_owned()
                }
                (false, design) => format!(
                    "each wave is a {design}, independent of the others: linearised difference, t with the degrees of \
                     freedom of the waves together, as R's svycontrast on svyby with the wave in the strata."
                ),
                (true, _) => "the waves are one sample of people, each with all the answers they gave: linearised difference \
                              with the covariance of those who answered again, as R's svydesign with persons (or their \
                              declared units) as sampling units. The rate of a single wave is that of its own file."
                    .to_owned(),
            },
        ),
        Text::led("Correction:", families_sentence(found)),
        Text::led(
            "No change beyond the margin:",
            format!(
                "said only where an upper limit of the change, up or down, with {} confidence lies within {margin}; that p \
                 is large never shows it.",
                level_text(1.0 - info.analysis.alpha)
            ),
        ),
        Text::led(
            "Do the levels change alike?",
            format!(
                "Wald's test that the changes in points are equal at all levels{}.",
                if by_design { ", by the design" } else { "" }
            ),
        ),
        Text::led(
            "Shares kept:",
            "the change at each level, averaged with the shares of the earlier wave, which are taken as known.",
        ),
        Text::led(
            "Flags:",
            format!(
                "a base, missing answers or composition are flagged where a share changed by {margin} or more and X² \
                 rejects at alpha."
            ),
        ),
    ]);
    section
}

/// What the study file says of the survey; where it is silent, the report says so.
fn disclosure(found: &Waves) -> Section {
    let mut section = Section::new("Disclosure");
    let text = |key: &str| {
        let said = found.study.texts.get(key).map(|text| text.trim()).filter(|text| !text.is_empty());
        said.unwrap_or("not stated").to_owned()
    };
    let items = [
        ("Sponsor", "sponsor"),
        ("Conductor", "conductor"),
        ("Instrument", "instrument"),
        ("Population", "population"),
        ("Generation and recruitment of the sample", "sample_source"),
        ("Mode of data collection", "mode"),
        ("Dates of data collection", "fieldwork"),
        ("Weighting", "weighting"),
        ("Processing and data quality", "processing"),
        ("Limits", "limits"),
    ];
    let mut list: Vec<Text> = items.iter().map(|(name, key)| Text::led(format!("{name}:"), text(key))).collect();
    let sizes: Vec<String> =
        found.waves.iter().map(|wave| format!("{} in {}", respondents(wave.data.rows_kept), wave.name)).collect();
    list.insert(
        7,
        Text::led("Sample sizes:", format!("{}; intervals treat each as a {}", and(&sizes), found.study.design)),
    );
    section.parts.push(Part::Numbered(list));
    section
}

fn provenance(found: &Waves) -> Section {
    let mut section = Section::new("Provenance");
    let line = |lead: String, mut spans: Vec<Span>| {
        spans.splice(0..0, [Span::Strong(lead), Span::Plain(" ".into())]);
        Text(spans)
    };
    let hash = |sha256: &Option<String>| match sha256 {
        Some(hash) => vec![Span::Plain(", SHA-256 ".into()), Span::Code(hash.clone())],
        None => Vec::new(),
    };
    let mut items: Vec<Text> = found
        .waves
        .iter()
        .map(|wave| {
            let mut spans = vec![Span::Code(wave.data.name.clone())];
            spans.extend(hash(&wave.data.sha256));
            spans.push(Span::Plain(format!(", {}", wave.data.read_as)));
            line(format!("{}:", wave.name), spans)
        })
        .collect();
    let mut study = vec![Span::Code(found.provenance.study.name.clone())];
    study.extend(hash(&found.provenance.study.sha256));
    items.push(line("Study:".into(), study));
    items.push(line("Command:".into(), vec![Span::Code(found.provenance.command.clone())]));
    items.push(line("Program:".into(), vec![Span::Plain(format!("paradox {}", found.version))]));
    items.push(line("Seed:".into(), vec![Span::Plain(found.provenance.seed.to_string())]));
    section.list(items);
    section
}

/// "+2.8" in points, or a number with its sign.
fn step(unit: Unit, difference: f64) -> String {
    match unit {
        Unit::Percent => signed_points(difference),
        Unit::Number { .. } => unit.difference(difference),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
