//! Is it the same? Every pair of levels, its difference against the margin.
//!
//! ```text
//!                                  │  margin: ±5 points  │
//! 5,000+ against 1,000-4,999       │      ──●───         │        inside: no two differ by more, this pair too
//! Canada against Mexico         ───┼──○───               │        reaches out: a larger difference remains possible
//! Canada against Brazil            │                     │ ──◆── beyond: this pair differs by more
//!                                 −5        0           +5
//! ```
//!
//! The intervals are the 1 - 2α intervals of the equivalence: one lies within the margin exactly if its pair is
//! consistent within it. Levels in order are subtracted the lower from the higher; others so that no difference is
//! negative, the largest first.

use super::frame::Words;
use super::texts::{self, asked};
use super::{Axis, Body, Care, Chart, Key, Mark, Panel, Point, Row, Rows, Standing, Zone};
use crate::findings::words;
use crate::results::format::{self, Unit};
use crate::results::{Comparison, Equivalence, EquivalencePair, Flag, StudyInfo, Verdict};

/// Pairs of one chart; of more, those whose intervals reach furthest are shown.
pub const MOST_PAIRS: usize = 45;

/// The pairs of levels of a comparison; `None` where nothing is held against a margin.
pub fn differences(comparison: &Comparison, study: &StudyInfo) -> Option<Chart> {
    let equivalence = comparison.equivalence.as_ref().filter(|e| !e.pairs.is_empty())?;
    Some(Differences { comparison, equivalence, unit: comparison.overall.unit(), study }.chart())
}

/// A pair as it is drawn.
struct Drawn {
    first: String,
    second: String,
    label: String,
    base: String,
    difference: f64,
    interval: Option<(f64, f64)>,
    care: Care,
}

struct Differences<'a> {
    comparison: &'a Comparison,
    equivalence: &'a Equivalence,
    unit: Unit,
    study: &'a StudyInfo,
}

impl Differences<'_> {
    fn chart(&self) -> Chart {
        let (c, study) = (self.comparison, self.study);
        let (pairs, all) = self.pairs();
        let rows: Vec<Row> = pairs.iter().map(|pair| self.row(pair)).collect();
        let margin = self.equivalence.margin;
        let ends = pairs.iter().flat_map(|p| [Some(p.difference), p.interval.map(|i| i.0), p.interval.map(|i| i.1)]);
        let held = ends.flatten().chain([-margin * 1.2, 0.0, margin * 1.2]);
        let (axis, unit) = match self.unit {
            Unit::Percent => (Axis::of_points(held), "Difference in percentage points".to_owned()),
            Unit::Number { .. } => (Axis::of_numbers(held), format!("Difference: {}", c.outcome_label)),
        };
        let margin_text = words::margin_in(self.unit, margin);
        let level = words::level_text(1.0 - 2.0 * study.analysis.alpha);
        let headline = self.headline(&pairs);
        let body = Rows {
            base_head: "Bases".to_owned(),
            value_heads: vec!["Difference".to_owned(), format!("{level} interval")],
            axis,
            zone: Some(Zone {
                low: -margin,
                high: margin,
                label: format!("Margin: ±{margin_text}"),
                short_label: format!("±{margin_text}"),
            }),
            unit: Some(unit),
            panels: vec![Panel::headed(&c.segment_label, rows)],
            key: self.key(&pairs),
            ..Rows::empty()
        };
        let words = Words {
            subtitle: format!(
                "{}: difference between levels of {}, among {}, with {level} intervals against the margin of \
                 {margin_text}.",
                c.outcome_label,
                words::in_text(&c.segment_label),
                asked(&c.base, Some(&c.overall))
            ),
            notes: self.notes(&pairs, all),
            title: format!("Pairwise differences: {headline}"),
            description: self.description(&pairs, all),
            headline,
        };
        Chart::of_study(words, Body::Rows(body), study)
    }

    /// What the kinds of markers say: those that occur.
    fn key(&self, pairs: &[Drawn]) -> Vec<Key> {
        let all = [
            (Standing::Inside, "Interval within the margin"),
            (Standing::Within, "Reaches beyond: a larger difference remains possible"),
            (Standing::Beyond, "All of it beyond the margin"),
        ];
        let occurs = |(standing, _): &(Standing, &str)| self.drawn_as(pairs, *standing) > 0;
        let entry = |(standing, means): (Standing, &str)| Key { standing, means: means.to_owned() };
        all.into_iter().filter(occurs).map(entry).collect()
    }

    /// The verdict, with the pair that is furthest apart of those that are drawn.
    fn headline(&self, pairs: &[Drawn]) -> String {
        let furthest = pairs.iter().max_by(|a, b| a.difference.abs().total_cmp(&b.difference.abs()));
        let level = words::level_text(1.0 - 2.0 * self.study.analysis.alpha);
        let furthest = furthest.map(|pair| {
            let turned = pair.difference < 0.0;
            let limits = pair.interval.map(|(low, high)| if turned { (-high, -low) } else { (low, high) });
            words::Furthest {
                high: if turned { &pair.second } else { &pair.first },
                low: if turned { &pair.first } else { &pair.second },
                difference: words::size_in(self.unit, pair.difference),
                interval: limits
                    .map(|(low, high)| format!("{level} interval {} to {}", self.plain(low), self.plain(high))),
            }
        });
        words::differences_headline(self.comparison, furthest.as_ref(), self.study)
    }

    /// A limit in a headline: without a plus.
    fn plain(&self, value: f64) -> String {
        self.figure(value).trim_start_matches('+').to_owned()
    }

    /// What is drawn, and how many pairs there are.
    fn pairs(&self) -> (Vec<Drawn>, usize) {
        let mut pairs: Vec<Drawn> = self.equivalence.pairs.iter().map(|pair| self.drawn(pair)).collect();
        let all = pairs.len();
        let reach = |p: &Drawn| p.interval.map_or(f64::INFINITY, |(low, high)| high.max(-low));
        if all > MOST_PAIRS {
            pairs.sort_by(|a, b| reach(b).total_cmp(&reach(a)));
            pairs.truncate(MOST_PAIRS);
        }
        if !self.comparison.ordered || all > MOST_PAIRS {
            pairs.sort_by(|a, b| b.difference.total_cmp(&a.difference));
        }
        (pairs, all)
    }

    fn drawn(&self, pair: &EquivalencePair) -> Drawn {
        let turned = self.comparison.ordered || pair.difference < 0.0;
        let (first, second) = if turned { (&pair.b, &pair.a) } else { (&pair.a, &pair.b) };
        let base = |name: &String| {
            self.comparison.levels.iter().find(|l| l.level.as_ref() == Some(name)).map_or(0, |level| level.n)
        };
        let is_small = |name: &String| {
            let of = self.comparison.levels.iter().find(|l| l.level.as_ref() == Some(name));
            of.is_some_and(|level| level.flags.contains(&Flag::Caution))
        };
        Drawn {
            first: first.clone(),
            second: second.clone(),
            label: format!("{first} against {second}"),
            base: format!("{} · {}", format::count(base(first)), format::count(base(second))),
            difference: if turned { -pair.difference } else { pair.difference },
            interval: pair.ci.map(|ci| if turned { (-ci.high, -ci.low) } else { (ci.low, ci.high) }),
            care: if is_small(first) || is_small(second) { Care::SmallBase } else { Care::Usual },
        }
    }

    fn row(&self, pair: &Drawn) -> Row {
        let standing = self.standing(pair);
        let interval = match pair.interval {
            Some((low, high)) => format!("{} to {}", self.figure(low), self.figure(high)),
            None => texts::DASH.to_owned(),
        };
        Row {
            label: pair.label.clone(),
            base: pair.base.clone(),
            care: pair.care,
            values: vec![self.figure(pair.difference), interval],
            mark: Mark::Point(Point::new(pair.difference, pair.interval, standing)),
        }
    }

    /// Inside where the interval lies within the margin, beyond where all of it lies outside on one side: in a segment that
    /// differs, since one of many pairs lies there by chance too.
    fn standing(&self, pair: &Drawn) -> Standing {
        let margin = self.equivalence.margin;
        let differs = matches!(self.comparison.verdict, Verdict::Differs | Verdict::DiffersWithinMargin);
        match pair.interval {
            Some((low, high)) if -margin <= low && high <= margin => Standing::Inside,
            Some((low, high)) if differs && (margin < low || high < -margin) => Standing::Beyond,
            _ => Standing::Within,
        }
    }

    /// How many of these pairs are drawn so.
    fn drawn_as(&self, pairs: &[Drawn], standing: Standing) -> usize {
        pairs.iter().filter(|pair| self.standing(pair) == standing).count()
    }

    /// "+7.3", in points.
    fn figure(&self, difference: f64) -> String {
        match self.unit {
            Unit::Percent => format::signed_points(difference),
            Unit::Number { .. } if difference > 0.0 => format!("+{}", self.unit.difference(difference)),
            Unit::Number { .. } => self.unit.difference(difference),
        }
    }

    /// How the chart is to be read: only what occurs in it.
    fn notes(&self, pairs: &[Drawn], all: usize) -> Vec<String> {
        let study = self.study;
        let mut reading = Vec::new();
        if all > 1 {
            reading.push(format!(
                "Each interval stands for its pair alone: none is corrected for the number of pairs ({}).",
                format::count(all as u64)
            ));
        }
        if pairs.iter().any(|pair| pair.interval.is_none()) {
            reading.push("A marker without a line: no interval can be estimated.".to_owned());
        }
        if let Some(limit) = self.equivalence.smallest_margin {
            reading.push(format!(
                "With {} confidence no two levels differ by more than {}.",
                words::level_text(1.0 - study.analysis.alpha),
                words::limit_in(self.unit, limit, self.equivalence.margin)
            ));
        }
        if pairs.len() < all {
            reading.push(format!(
                "Shown are the {} of {} pairs whose intervals reach furthest.",
                pairs.len(),
                format::count(all as u64)
            ));
        }
        if pairs.iter().any(|pair| pair.care == Care::SmallBase) {
            reading.push(texts::small_bases(study));
        }
        let mut notes = vec![reading.join(" ")];
        notes.extend(words::left_out(self.comparison, study));
        notes
    }

    /// The text alternative: how many lie within, and the pair that reaches furthest.
    fn description(&self, pairs: &[Drawn], all: usize) -> String {
        let c = self.comparison;
        let within = self.drawn_as(pairs, Standing::Inside);
        let beyond = match self.drawn_as(pairs, Standing::Beyond) {
            0 => String::new(),
            n => format!(", {n} beyond it"),
        };
        let margin = words::margin_in(self.unit, self.equivalence.margin);
        let mut text = format!(
            "Dots with {} intervals on an axis of differences, the margin of {margin} to both sides of 0 \
             shaded. {}, by {}: of {} {}, {within} within the margin{beyond}.",
            words::level_text(1.0 - 2.0 * self.study.analysis.alpha),
            c.outcome_label,
            words::in_text(&c.segment_label),
            format::count(pairs.len() as u64),
            if all > pairs.len() {
                "pairs shown"
            } else if all == 1 {
                "pair"
            } else {
                "pairs"
            },
        );
        let reach = |p: &&Drawn| p.interval.map_or(f64::INFINITY, |(low, high)| high.max(-low));
        if let Some(furthest) = pairs.iter().max_by(|a, b| reach(a).total_cmp(&reach(b))) {
            text.push_str(&format!(" Furthest: {}, {}", furthest.label, self.figure(furthest.difference)));
            if let Some((low, high)) = furthest.interval {
                text.push_str(&format!(" ({} to {})", self.figure(low), self.figure(high)));
            }
            text.push('.');
        }
        text
    }
}
