//! The answers behind a rate: ordered bands as parts of bars, level by level.
//!
//! ```text
//! results::Outcome with bands ──► Chart
//!
//! stacked     all bars begin at 0 and end at 100%
//! diverging   all bars meet between the bands below `at_least` and those from it up
//! ```
//!
//! The bands keep their order, the share from `at_least` up stands at the right. Levels are ordered and suppressed as
//! in `rates`; where one band of a level may not be printed, no bar would keep it secret, so that the level has none.

use super::frame::Words;
use super::texts::{self, DASH, Figures, asked, everybody, reason};
use super::{Axis, Bands, Body, Care, Chart, Mark, Panel, Part, Row, Rows, Tone};
use crate::findings::words;
use crate::results::{Comparison, Estimate, Outcome, StudyInfo, format};

/// How bars stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// From 0 to 100%.
    Stacked,
    /// To both sides of the limit of `at_least`.
    Diverging,
}

/// The bands of an outcome by all its segments; `None` if it has no bands.
pub fn outcome_bands(outcome: &Outcome, form: Form, study: &StudyInfo) -> Option<Chart> {
    let bands = outcome.bands.as_ref()?;
    let names: Vec<String> = bands.iter().map(|band| band.level.clone().unwrap_or_default()).collect();
    let at_least = outcome.at_least.as_ref().and_then(|first| names.iter().position(|name| name == first)).unwrap_or(0);
    let neutral = outcome.neutral.as_ref().and_then(|middle| names.iter().position(|name| name == middle));
    let bars = Bars { outcome, names: &names, at_least, neutral, form, figures: figures(outcome, study), study };
    Some(bars.chart())
}

/// What all bars of a chart share.
struct Bars<'a> {
    outcome: &'a Outcome,
    names: &'a [String],
    at_least: usize,
    neutral: Option<usize>,
    form: Form,
    figures: Figures,
    study: &'a StudyInfo,
}

fn figures(outcome: &Outcome, study: &StudyInfo) -> Figures {
    let levels = outcome.segments.iter().flat_map(|c| &c.levels);
    Figures::of(format::Unit::Percent, levels.chain([&outcome.overall]), study)
}

impl Bars<'_> {
    fn chart(&self) -> Chart {
        let (outcome, study) = (self.outcome, self.study);
        let all = self.row(&outcome.overall, outcome.bands.as_deref(), "All".to_owned());
        let mut panels = vec![Panel::alone(vec![all])];
        for comparison in &outcome.segments {
            let mut levels: Vec<&Estimate> = comparison.levels.iter().collect();
            if !comparison.ordered {
                texts::by_value(&mut levels);
            }
            let row =
                |level: &&Estimate| self.row(level, level.bands.as_deref(), level.level.clone().unwrap_or_default());
            let finding = match outcome.segments.len() {
                1 => String::new(),
                _ => words::verdict_text(comparison, study),
            };
            let rows = texts::folded(levels.iter().map(row).collect(), 1);
            panels.push(Panel { heading: comparison.segment_label.clone(), finding, rows });
        }
        let headline = match outcome.segments.as_slice() {
            [one] => &one.headline,
            _ => &outcome.headline,
        };
        let description = self.description(&panels);
        let body = Rows {
            base_head: "Base".to_owned(),
            value_heads: vec![self.at_least_from()],
            axis: self.axis(&panels),
            bands: Some(Bands {
                names: self.names.to_vec(),
                tones: self.tones(),
                sides: self.sides(),
                meet: self.meet(),
            }),
            panels,
            ..Rows::empty()
        };
        let words = Words {
            headline: headline.clone(),
            subtitle: self.subtitle(),
            notes: self.notes(&body.panels),
            title: format!("Answers in bands: {}", outcome.label),
            description,
        };
        Chart::of_study(words, Body::Rows(body), study)
    }

    fn row(&self, estimate: &Estimate, bands: Option<&[Estimate]>, label: String) -> Row {
        let base = format::count(estimate.n);
        let hidden = bands.and_then(|bands| bands.iter().find(|band| !band.is_printable()));
        let (Some(rate), Some(bands), None) = (estimate.rate.filter(|_| estimate.is_printable()), bands, hidden) else {
            let why = hidden.filter(|_| estimate.is_printable()).unwrap_or(estimate);
            let mark = Mark::Absent { reason: reason(why, self.study) };
            return Row { label, base, care: Care::Usual, values: vec![DASH.to_owned()], mark };
        };
        let part = |(band, share): (usize, &Estimate)| {
            let share = share.rate.unwrap_or_default();
            Part { band, share, text: self.figures.text(share) }
        };
        let parts: Vec<Part> = bands.iter().enumerate().map(part).collect();
        let start = match self.form {
            Form::Stacked => 0.0,
            Form::Diverging => -parts[..self.below()].iter().map(|part| part.share).sum::<f64>() - self.half(&parts),
        };
        Row {
            label,
            base,
            care: texts::care(estimate),
            values: vec![self.figures.text(rate)],
            mark: Mark::Bar { start, parts },
        }
    }

    /// What counts as yes: "At least 50%".
    fn at_least_from(&self) -> String {
        or_higher(self.names, self.at_least)
    }

    /// How many bands lie wholly on the left of the middle.
    fn below(&self) -> usize {
        self.neutral.unwrap_or(self.at_least)
    }

    /// The first band wholly on the right.
    fn above(&self) -> usize {
        self.neutral.map_or(self.at_least, |neutral| neutral + 1)
    }

    /// Of the neutral band, the half that lies on the left.
    fn half(&self, parts: &[Part]) -> f64 {
        self.neutral.and_then(|at| parts.get(at)).map_or(0.0, |part| part.share / 2.0)
    }

    /// Whether bars meet at a line, and none lies across it.
    fn meet(&self) -> bool {
        self.form == Form::Diverging && self.neutral.is_none()
    }

    fn sides(&self) -> Option<(String, String)> {
        let below =
            match (self.names[..self.below()].last()?, self.names.get(self.at_least).and_then(|name| lower_edge(name)))
            {
                (only, _) if self.below() == 1 => only.clone(),
                (_, Some(edge)) if self.neutral.is_none() => format!("Under {edge}"),
                (last, _) => format!("{last} or lower"),
            };
        (self.form == Form::Diverging).then(|| (below, or_higher(self.names, self.above())))
    }

    /// How the bars stand, in the subtitle of a chart whose bars go both ways.
    fn centred(&self) -> String {
        match (self.form, self.neutral, self.names.get(self.at_least.wrapping_sub(1)), self.names.get(self.at_least)) {
            (Form::Stacked, ..) => String::new(),
            (_, Some(neutral), ..) => {
                format!(" Bars are centred on “{}”, half of it on each side.", self.names[neutral])
            }
            (_, _, Some(below), Some(from)) => format!(" Bars meet between “{below}” and “{from}”."),
            _ => String::new(),
        }
    }

    /// Both ends of the longest bars.
    fn axis(&self, panels: &[Panel]) -> Axis {
        let (mut low, mut high): (f64, f64) = (0.0, 0.0);
        for row in panels.iter().flat_map(|panel| &panel.rows) {
            if let Mark::Bar { start, parts } = &row.mark {
                low = low.min(*start);
                high = high.max(start + parts.iter().map(|part| part.share).sum::<f64>());
            }
        }
        if high - low < 1.0 {
            high = low + 1.0;
        }
        Axis { low, high, ticks: Vec::new() }
    }

    fn tones(&self) -> Vec<Tone> {
        let of = self.names.len();
        let tone = |band| match self.form {
            Form::Stacked => Tone::Above { band, of },
            Form::Diverging => Tone::Both { band, of, below: self.below(), above: self.above() },
        };
        (0..of).map(tone).collect()
    }

    fn subtitle(&self) -> String {
        format!(
            "{}: the answers in bands, as shares of {}.{}",
            self.outcome.label,
            asked(&self.outcome.base, Some(&self.outcome.overall)),
            self.centred()
        )
    }

    /// How the chart is to be read: only what occurs in it.
    fn notes(&self, panels: &[Panel]) -> Vec<String> {
        let rows = || panels.iter().flat_map(|panel| &panel.rows);
        let mut reading = Vec::new();
        if rows().any(|row| matches!(row.mark, Mark::Bar { .. })) {
            reading.push("Shares are rounded, and may not add up to 100%.".to_owned());
        }
        if rows().any(|row| row.care == Care::SmallBase) {
            reading.push(texts::small_bases(self.study));
        }
        let segments: Vec<&Comparison> = self.outcome.segments.iter().collect();
        reading.extend(texts::without_level(&segments, false));
        let mut notes = vec![reading.join(" ")];
        notes.extend(texts::tested_but_hidden(&segments));
        notes.extend(self.outcome.question.as_ref().map(|question| format!("Question: “{}”", question.trim())));
        notes
    }

    /// The text alternative: all bands overall, then each segment by the share from `at_least` up.
    fn description(&self, panels: &[Panel]) -> String {
        let mut said = Vec::new();
        let form = match self.form {
            Form::Stacked => "Bars of 100%, each divided into the bands of answers in their order.",
            Form::Diverging => {
                "Bars divided into the bands of answers in their order, to both sides of a common middle."
            }
        };
        said.push(form.to_owned());
        let who = everybody(&self.outcome.base, self.outcome.overall.n);
        for panel in panels {
            let mut shown: Vec<(f64, &Row, &[Part])> = Vec::new();
            for row in &panel.rows {
                if let Mark::Bar { parts, .. } = &row.mark {
                    shown.push((parts.iter().skip(self.at_least).map(|part| part.share).sum(), row, parts));
                }
            }
            shown.sort_by(|a, b| a.0.total_cmp(&b.0));
            let missing = match panel.rows.len() - shown.len() {
                0 => String::new(),
                1 => "; 1 level without figures".to_owned(),
                n => format!("; {n} levels without figures"),
            };
            said.push(match (panel.heading.is_empty(), shown.first(), shown.last()) {
                (true, Some((_, _, parts)), _) => {
                    let parts = parts.iter().map(|part| format!("{} {}", self.names[part.band], part.text));
                    format!("{who}: {}.", parts.collect::<Vec<_>>().join(", "))
                }
                (true, ..) => format!("{who}: no figures."),
                (false, Some((_, low, _)), Some((_, high, _))) => format!(
                    "{}: {} from {} ({}) to {} ({}){missing}.",
                    panel.heading,
                    self.at_least_from(),
                    low.values[0],
                    low.label,
                    high.values[0],
                    high.label
                ),
                (false, ..) => format!("{}: no figures.", panel.heading),
            });
        }
        said.join(" ")
    }
}

/// "At least 50%" from "50-74%" on, "Good or higher" where a name is no range; the highest by its name.
fn or_higher(names: &[String], from: usize) -> String {
    match names.get(from) {
        Some(last) if from + 1 == names.len() => last.clone(),
        Some(first) => {
            lower_edge(first).map_or_else(|| format!("{first} or higher"), |edge| format!("At least {edge}"))
        }
        None => String::new(),
    }
}

/// Where a band begins that is named by its limits: "50%" of "50-74%", "1,000 employees" of "1,000-4,999 employees".
fn lower_edge(name: &str) -> Option<String> {
    let is_number = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_digit())
            && text.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',')
    };
    let (low, rest) = name.trim().split_once(['-', '–'])?;
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(rest.len());
    let (high, unit) = rest.split_at(end);
    let low = low.trim_end();
    (is_number(low) && is_number(high)).then(|| format!("{low}{unit}"))
}

#[cfg(test)]
mod tests {
    use super::lower_edge;

    #[test]
    fn a_band_begins_where_the_first_of_its_two_limits_says() {
        let edges = ["50-74%", "1,000–4,999 employees", "0.5 - 1"].map(|name| lower_edge(name).unwrap_or_default());
        assert_eq!(edges, ["50%", "1,000 employees", "0.5"]);
        for name in ["Good", "A-level", "5,000+", "3-", "-3", "$10-20", "2 - Bad", "9-to-5"] {
            assert_eq!(lower_edge(name), None, "{name}");
        }
    }
}
